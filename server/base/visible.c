#include "base/visible.h"

#include "base/utf8.h"

bool visible_is_hidden(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},                                            /* C0 and C1 */
        {0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069},    /* marks of direction (UAX #9) */
        {0x2028, 0x2029}, {0x200B, 0x200B}, {0x2060, 0x2064}, {0xFEFF, 0xFEFF},    /* separators, and characters without width */
        {0x206A, 0x206F}, {0xFFF9, 0xFFFB}, {0xFDD0, 0xFDEF}, {0xE0000, 0xE007F}, /* formats, annotations, noncharacters, tags */
    };
    if ((c & 0xFFFE) == 0xFFFE) return true;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].from && c <= ranges[i].to) return true;
    return false;
}

static void add_escape(strbuf *out, uint32_t c)
{
    if (c == '\n') strbuf_add_cstr(out, "\\n");
    else if (c == '\r') strbuf_add_cstr(out, "\\r");
    else if (c == '\t') strbuf_add_cstr(out, "\\t");
    else if (c < 0x100) strbuf_printf(out, "\\x%02x", (unsigned)c);
    else if (c < 0x10000) strbuf_printf(out, "\\u%04x", (unsigned)c);
    else strbuf_printf(out, "\\U%08x", (unsigned)c);
}

/* The first character that does not stay as it is, or the end; `*code` what is to be written for it, `*len` its bytes. */
static size_t find_hidden(str s, size_t from, bool lines, uint32_t *code, size_t *len)
{
    for (size_t i = from; i < s.n; i += *len) {
        unsigned char c = (unsigned char)s.p[i];
        *len = 1;
        if ((c >= 0x20 && c < 0x7F) || (lines && (c == '\n' || c == '\t'))) continue;
        *code = utf8_decode(s, i, len);
        if (*code == UTF8_BAD && *len == 1) *code = c; /* the byte alone, as "\xff" */
        else if (!visible_is_hidden(*code)) continue;
        return i;
    }
    return s.n;
}

static void add(strbuf *out, str s, bool lines)
{
    uint32_t code;
    size_t len;
    for (size_t from = 0; from < s.n;) {
        size_t at = find_hidden(s, from, lines, &code, &len);
        strbuf_add(out, str_slice(s, from, at));
        if (at == s.n) break;
        add_escape(out, code);
        from = at + len;
    }
}

void strbuf_add_visible(strbuf *out, str s) { add(out, s, false); }

static str visible(arena *a, str s, bool lines)
{
    uint32_t code;
    size_t len;
    if (find_hidden(s, 0, lines, &code, &len) == s.n) return s;
    strbuf out = STRBUF_INIT;
    add(&out, s, lines);
    str shown = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return shown;
}

str str_visible(arena *a, str s) { return visible(a, s, false); }
str str_visible_lines(arena *a, str s) { return visible(a, s, true); }
