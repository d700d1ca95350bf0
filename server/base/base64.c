#include "base/base64.h"

/* -1: none */
static int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
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
        int digit = digit_of(text.p[i]);
        if (digit < 0) return false;
        bits = bits << 6 | (uint32_t)digit;
        if (i % 4 == 0) continue;
        bytes[made++] = (char)(bits >> (6 - 2 * (i % 4)) & 0xff); /* 4, 2, 0 bits are left over */
    }
    *out = str_make(bytes, made);
    return true;
}
