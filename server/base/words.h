/* What wpls says to people, and in which language.
 *
 * A text is written in English where it is said, and looked up where it leaves: words("no folder '%s'"). Its Chinese twin stands
 * in schema/messages/, under the English text; cmake/messages.py finds those that have none, and the build refuses twins with
 * other placeholders. In English nothing is looked up.
 *
 * The language is that of the thread: English until words_use says otherwise, then what was asked for last. Who begins a piece of
 * work for somebody chooses it - main for a command, the server for a document, as its settings have it -, everybody below only
 * asks. What was said stays in the language that it was said in. A forked process goes on in its parent's; a new thread begins in
 * English. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/str.h"

typedef enum words_language { WORDS_ENGLISH, WORDS_CHINESE } words_language;

/* Of a name such as "zh", "zh-cn", "zh_CN.UTF-8" or "en"; English for those in which there are no texts. */
words_language words_language_named(str name);
/* What the environment asks for: LC_ALL, LC_MESSAGES and LANG, the first that is set counts. */
words_language words_language_of_environment(void);
/* From now on in this thread; returns the language before. */
words_language words_use(words_language language);
words_language words_used(void);

/* The text in the language at hand; it lives as long as the program. A format with the arguments of `english`, in their order or
 * numbered. A text without a twin - no words in it, or not wpls's own - comes back as it is. */
const char *words(const char *english) __attribute__((format_arg(1)));
static inline str words_str(const char *english) { return str_of(words(english)); }
/* Marks a text that stands in a table and passes words() later. */
#define WORDS(literal) literal

#endif
