/* Formats, numbers of all widths, characters, searching in texts. */
#include "../fixture.h"

static bool is_number(const char *s)
{
    size_t digits = strspn(s + (*s == '-'), "0123456789");
    return digits && !s[digits + (*s == '-')];
}

static int hex_of(const char *s)
{
    int n = 0;
    for (; isxdigit((unsigned char)*s); s++) n = n * 16 + (isdigit((unsigned char)*s) ? *s - '0' : tolower(*s) - 'a' + 10);
    return n;
}

uint32_t proxy_on_configure(uint32_t root, uint32_t size)
{
    reader r;
    if (!configured(size, &r)) return 0;
    for (int number = 0; next_of(&r) == '"'; number++) {
        bool quoted;
        char *key = word_of(&r, &quoted), *value = word_of(&r, &quoted), line[40];
        if (!value) return say("%3d|%-6s|nothing", number, key), 0;
        if (is_number(value)) {
            long long wide = strtoll(value, NULL, 10);
            int narrow = (int)(int16_t)wide;
            snprintf(line, sizeof line, "%+d %u %hd %lld %5.3d|%-5d|%05d %x %X %o", narrow, (unsigned)narrow, (int16_t)narrow,
                     wide, narrow % 10, narrow % 100, narrow % 1000, (uint8_t)narrow, (uint8_t)narrow, (uint8_t)narrow);
        } else {
            char *dot = strchr(value, '.'), *found = strstr(value, "ab");
            ptrdiff_t at = found ? found - value : -1;
            snprintf(line, sizeof line, "%s|%.3s|%6.2s|%-4s|%c %ld %zu %%", dot ? dot + 1 : "-", value, value, key,
                     value[0] ? value[0] : '0', (long)at, strcspn(value, ".,"));
        }
        if (strpbrk(value, "!?") || (number > 1 && hex_of(value) > 0x20)) return say("%s", line), 0;
        if (strncmp(key, "skip", 4) == 0) continue;
        if (line[1] == '9' || memchr(line, 'q', strlen(line))) return say("%d: %s", number, line), 0;
    }
    return 1;
}
