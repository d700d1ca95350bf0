#include "base/utf8.h"

uint32_t utf8_decode(str s, size_t at, size_t *len)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    *len = 1;
    if (p[0] < 0x80) return p[0];
    if (p[0] < 0xC2 || p[0] > 0xF4) return UTF8_BAD;
    size_t need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < need) return UTF8_BAD;
    uint32_t c = p[0] & (0x7Fu >> need);
    for (size_t i = 1; i < need; i++) {
        if ((p[i] & 0xC0) != 0x80) return UTF8_BAD;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if ((need == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (need == 4 && (c < 0x10000 || c > 0x10FFFF)))
        return UTF8_BAD;
    *len = need;
    return c;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = UTF8_BAD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

ptrdiff_t utf8_invalid_at(str s)
{
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t len;
        uint32_t c = utf8_decode(s, i, &len);
        if (c == UTF8_BAD && len == 1) return (ptrdiff_t)i;
        i += len;
    }
    return -1;
}

bool utf8_is_wide(str s)
{
    static const str marks[] = {STR_INIT("\xFF\xFE"), STR_INIT("\xFE\xFF"), STR_INIT("\0\0\xFE\xFF")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, marks[i])) return true;
    /* Documents begin with ASCII: without a mark the zeros of its first characters tell how wide they are. */
    static const char *const zeros[] = {"10", "01", "1000", "0001"};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        size_t fits = 0, width = strlen(zeros[i]);
        while (fits < 4 && fits < s.n && (s.p[fits] != 0) == (zeros[i][fits % width] == '1')) fits++;
        if (fits == 4) return true;
    }
    return false;
}

str utf8_head(str s, size_t most)
{
    enum { LONGEST = 4 };
    if (s.n <= most) return s;
    for (size_t back = 0; back < LONGEST && back <= most; back++)
        if (((unsigned char)s.p[most - back] & 0xC0) != 0x80) return str_slice(s, 0, most - back);
    return str_slice(s, 0, most); /* ill-formed all the way */
}

size_t utf8_last(str s)
{
    enum { LONGEST = 4 };
    if (!s.n) return 0;
    size_t at = s.n - 1, len;
    for (size_t back = 1; back <= LONGEST && back <= s.n; back++) {
        utf8_decode(s, s.n - back, &len);
        if (len == back) at = s.n - back;
    }
    return at;
}

size_t utf8_count(str s)
{
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len, n++) {
        if ((unsigned char)s.p[i] < 0x80) len = 1;
        else utf8_decode(s, i, &len);
    }
    return n;
}

size_t utf8_count_utf16(str s)
{
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len) n += utf8_decode(s, i, &len) > 0xFFFF ? 2 : 1;
    return n;
}

static size_t columns(uint32_t c)
{
    if (c >= 0x300 && c <= 0x36F) return 0;
    if (c == 0x200B || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F)) return 0;
    bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) || (c >= 0xAC00 && c <= 0xD7A3) ||
                (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
}

size_t utf8_width(str s)
{
    size_t n = 0, len;
    for (size_t i = 0; i < s.n; i += len) n += columns(utf8_decode(s, i, &len));
    return n;
}
