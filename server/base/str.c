#include "base/str.h"

#include "base/bytes.h"

#include <ctype.h>

str str_slice(str s, size_t from, size_t to)
{
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (str){s.p ? s.p + from : NULL, to - from}; /* an offset to no address is undefined, even 0 */
}

int str_cmp(str a, str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c) return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool str_starts(str s, str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool str_ends(str s, str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static inline int lower(char c) { return tolower((unsigned char)c); }

bool str_eq_nocase(str a, str b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

ptrdiff_t str_find(str s, str needle, size_t from)
{
    if (from > s.n) return -1;
    if (needle.n == 0) return (ptrdiff_t)from;
    if (s.n < needle.n) return -1;
    const char *hit = bytes_find(s.p + from, s.n - from, needle.p, needle.n);
    return hit ? hit - s.p : -1;
}

ptrdiff_t str_find_char(str s, char c, size_t from)
{
    if (from >= s.n) return -1;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit ? hit - s.p : -1;
}

ptrdiff_t str_rfind_char(str s, char c)
{
    for (size_t i = s.n; i > 0; i--)
        if (s.p[i - 1] == c) return (ptrdiff_t)(i - 1);
    return -1;
}

bool str_has(str s, str needle) { return str_find(s, needle, 0) >= 0; }

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

str str_trim(str s)
{
    while (s.n && blank(s.p[0])) s.p++, s.n--;
    while (s.n && blank(s.p[s.n - 1])) s.n--;
    return s;
}

bool str_split(str *rest, char sep, str *part)
{
    if (!rest->p) return false;
    ptrdiff_t at = str_find_char(*rest, sep, 0);
    if (at < 0) {
        *part = *rest;
        *rest = (str){NULL, 0};
        return true;
    }
    *part = (str){rest->p, (size_t)at};
    *rest = (str){rest->p + at + 1, rest->n - (size_t)at - 1};
    return true;
}

uint64_t str_hash(str s, uint64_t seed)
{
    uint64_t h = seed ^ 0x9e3779b97f4a7c15u, word;
    size_t i = 0;
    for (; i + sizeof word <= s.n; i += sizeof word) {
        memcpy(&word, s.p + i, sizeof word);
        h = (h ^ word) * 0xd6e8feb86659fd93u;
        h ^= h >> 32;
    }
    for (; i < s.n; i++) h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    h ^= h >> 29; /* by 32 it would undo what a last whole word did, and its last bytes would not reach the low bits */
    h *= 0xd6e8feb86659fd93u;
    return h ^ h >> 32;
}

enum { DISTANCE_MAX = 64 };

/* Optimal string alignment over three rows; the strings are short keys. */
unsigned str_distance(str a, str b, unsigned limit)
{
    if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX) return limit + 1;
    size_t gap = a.n > b.n ? a.n - b.n : b.n - a.n;
    if (gap > limit) return limit + 1;
    unsigned rows[3][DISTANCE_MAX + 1];
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++) last[j] = (unsigned)j;
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = (unsigned)i;
        unsigned best = now[0];
        for (size_t j = 1; j <= b.n; j++) {
            bool same = lower(a.p[i - 1]) == lower(b.p[j - 1]);
            unsigned d = last[j - 1] + (same ? 0 : 1);
            if (last[j] + 1 < d) d = last[j] + 1;
            if (now[j - 1] + 1 < d) d = now[j - 1] + 1;
            if (i > 1 && j > 1 && lower(a.p[i - 1]) == lower(b.p[j - 2]) && lower(a.p[i - 2]) == lower(b.p[j - 1]) &&
                before[j - 2] + 1 < d)
                d = before[j - 2] + 1;
            now[j] = d;
            if (d < best) best = d;
        }
        if (best > limit) return limit + 1;
        unsigned *spare = before;
        before = last, last = now, now = spare;
    }
    return last[b.n] > limit ? limit + 1 : last[b.n];
}

static size_t skip_separators(str s, size_t at)
{
    while (at < s.n && (s.p[at] == '_' || s.p[at] == '-')) at++;
    return at;
}

/* Equal but for case, '_' and '-'. */
static bool same_name(str a, str b)
{
    size_t i = skip_separators(a, 0), j = skip_separators(b, 0);
    while (i < a.n && j < b.n && lower(a.p[i]) == lower(b.p[j])) i = skip_separators(a, i + 1), j = skip_separators(b, j + 1);
    return i == a.n && j == b.n;
}

unsigned str_name_distance(str a, str b)
{
    if (same_name(a, b)) return 0;
    size_t shorter = a.n < b.n ? a.n : b.n;
    unsigned most = shorter <= 3 ? 1 : shorter <= 7 ? 2 : 3;
    unsigned d = str_distance(a, b, most);
    return d > most ? UINT32_MAX : d;
}
