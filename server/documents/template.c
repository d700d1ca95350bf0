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
static bool begins_line(const char *text, size_t at)
{
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) at--;
    return at == 0 || text[at - 1] == '\n';
}

bool template_is_output(str text, size_t at)
{
    static const char *const others[] = {"if", "else", "end", "range", "with", "define", "block", "break", "continue"};
    size_t start = at + 2;
    if (start < text.n && text.p[start] == '-') start++;
    while (start < text.n && (text.p[start] == ' ' || text.p[start] == '\t' || text.p[start] == '\n')) start++;
    size_t end = start;
    while (end < text.n && text.p[end] >= 'a' && text.p[end] <= 'z') end++;
    str word = str_slice(text, start, end);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_is(word, others[i])) return false;
    return start >= text.n || text.p[start] != '/';
}

/* Whether what the action gives is the beginning of a word, and no lines. */
static bool begins_word(str text, size_t start, size_t end)
{
    return end < text.n && !strchr(" \t\r\n{", text.p[end]) && template_is_output(text, start);
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
        bool line = begins_line(out, start);
        if (line) array_push(a, lines, (uint32_t)start);
        if (line && !begins_word(text, start, end)) {
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
