/* The table of rows: those that are compiled in, and those that a test adds. */
#include "language/language.h"

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/words.h"

enum { LANGUAGES_MOST = 8 };

#define ROW(name) &language_##name,
static const language_row *rows[LANGUAGES_MOST + 1] = {LANGUAGES(ROW)};

const language_row *const *language_all(void) { return rows; }

void language_add(const language_row *l)
{
    size_t n = 0;
    while (rows[n]) n++;
    if (n == LANGUAGES_MOST) BUG("more than %d languages", LANGUAGES_MOST);
    rows[n] = l;
}

const language_row *language_with(str path, unsigned uses)
{
    for (const language_row *const *l = rows; *l; l++)
        if ((*l)->file(path) & uses) return *l;
    return NULL;
}

const language_row *language_of(str path) { return language_with(path, LANGUAGE_TEXT); }

str language_marks(arena *a, const char *between)
{
    strbuf out = STRBUF_INIT;
    for (const language_row *const *l = rows; *l; l++)
        for (const char *const *mark = (*l)->marks; *mark; mark++)
            strbuf_printf(&out, "%s%s", out.n ? between : "", words(*mark));
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}
