/* A text in the languages that wpls speaks, one beside the other. */
#ifndef IR_SDK_TEXT_H
#define IR_SDK_TEXT_H

#include "base/words.h"

typedef struct sdk_text {
    const char *en, *zh;
} sdk_text;
/* In the language at hand. */
static inline str sdk_text_str(sdk_text text) { return str_of(words_used() == WORDS_CHINESE && text.zh ? text.zh : text.en); }

#endif
