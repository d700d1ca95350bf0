#include "documents/template.h"

#include <string.h>

static const char letter[] = "\xEE\x80\x80"; /* U+E000: YAML allows it, and nobody writes it */

bool template_is(str text)
{
    for (ptrdiff_t at = str_find(text, STR("{{"), 0); at >= 0; at = str_find(text, STR("{{"), (size_t)at + 2)) {
        size_t before = (size_t)at;
        while (before > 0 && (text.p[before - 1] == ' ' || text.p[before - 1] == '-')) before--;
        if (!before || text.p[before - 1] == '\n' || (text.p[before - 1] == ':' && before < (size_t)at)) return true;
    }
    return false;
}

/* Whether nothing but blanks stands before it on its line. */
static bool begins_line(str text, size_t at)
{
    while (at > 0 && (text.p[at - 1] == ' ' || text.p[at - 1] == '\t')) at--;
    return at == 0 || text.p[at - 1] == '\n';
}

static void put_letters(char *p, size_t n)
{
    size_t whole = n - n % 3;
    for (size_t i = 0; i < n; i++) p[i] = i < whole ? letter[i % 3] : 'x';
}

str template_mask(arena *a, str text, template_places *lines)
{
    static const str close = STR_INIT("}}");
    char *out = arena_alloc(a, text.n + 1);
    if (text.n) memcpy(out, text.p, text.n);
    for (ptrdiff_t at = str_find(text, STR("{{"), 0); at >= 0;) {
        size_t start = (size_t)at;
        ptrdiff_t found = str_find(text, close, start);
        size_t end = found < 0 ? text.n : (size_t)found + close.n;
        bool line = begins_line(text, start);
        if (line) array_push(a, lines, (uint32_t)start);
        if (line) {
            for (size_t i = start; i < end; i++)
                if (out[i] != '\n') out[i] = ' ';
        } else {
            put_letters(out + start, end - start);
        }
        at = str_find(text, STR("{{"), end);
    }
    return str_make(out, text.n);
}

bool template_hides(str value) { return str_has(value, STR(letter)); }
