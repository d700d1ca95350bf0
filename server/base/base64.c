#include "base/base64.h"

#include "base/strbuf.h"

str base64_encode(arena *a, str bytes, bool url, bool pad)
{
    const char *digits = url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                             : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    strbuf t = STRBUF_IN(a);
    for (size_t i = 0; i < bytes.n; i += 3) {
        uint32_t bits = 0;
        size_t have = bytes.n - i < 3 ? bytes.n - i : 3;
        for (size_t k = 0; k < 3; k++) bits = bits << 8 | (k < have ? (unsigned char)bytes.p[i + k] : 0u);
        for (size_t k = 0; k < 4; k++) {
            if (k <= have) strbuf_add_char(&t, digits[bits >> (18 - 6 * k) & 63]);
            else if (pad) strbuf_add_char(&t, '=');
        }
    }
    return strbuf_str(&t);
}

int base64_digit(char c, bool url)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == (url ? '-' : '+') ? 62 : c == (url ? '_' : '/') ? 63 : -1;
}

bool base64_decode(arena *a, str text, str *out)
{
    *out = (str){0};
    size_t n = text.n;
    while (n && text.n - n < 2 && text.p[n - 1] == '=') n--;
    if (n % 4 == 1 || (n < text.n && text.n % 4)) return false;
    char *bytes = arena_alloc(a, n / 4 * 3 + 3);
    size_t made = 0;
    uint32_t bits = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = base64_digit(text.p[i], false);
        if (digit < 0) digit = base64_digit(text.p[i], true);
        if (digit < 0) return false;
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4 == 0) continue;
        bytes[made++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff); /* 4, 2, 0 bits are left over */
    }
    *out = str_make(bytes, made);
    return true;
}
