#include "base/words.h"

#include <stdlib.h>

#include "message_tables.h"

static _Thread_local words_language used = WORDS_ENGLISH;

words_language words_language_named(str name)
{
    return str_starts(name, STR("zh")) ? WORDS_CHINESE : WORDS_ENGLISH;
}

words_language words_language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) return words_language_named(str_of(value));
    }
    return WORDS_ENGLISH;
}

words_language words_use(words_language language)
{
    words_language before = used;
    used = language;
    return before;
}

words_language words_used(void) { return used; }

/* The table is sorted by the bytes of the English texts. */
static const char *find_twin(const char *english)
{
    size_t from = 0, to = sizeof word_twins / sizeof *word_twins;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(english, word_twins[middle].english);
        if (order == 0) return word_twins[middle].chinese;
        if (order < 0) to = middle;
        else from = middle + 1;
    }
    return NULL;
}

const char *words(const char *english)
{
    const char *twin = used == WORDS_ENGLISH ? NULL : find_twin(english);
    return twin ? twin : english;
}
