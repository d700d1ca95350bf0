/* RFC 3339: dates, times, durations. */
#include "schema/format.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* `count` digits at `at`; -1 without them. */
static int digits(str s, size_t at, size_t count)
{
    int value = 0;
    if (at + count > s.n) return -1;
    for (size_t i = at; i < at + count; i++) {
        if (!is_digit(s.p[i])) return -1;
        value = value * 10 + (s.p[i] - '0');
    }
    return value;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool schema_is_date(str s)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-') return false;
    int year = digits(s, 0, 4), month = digits(s, 5, 2), day = digits(s, 8, 2);
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

/* "Z" or "+hh:mm", in minutes. */
static bool offset_of(str s, int *minutes)
{
    *minutes = 0;
    if (s.n == 1 && (s.p[0] == 'Z' || s.p[0] == 'z')) return true;
    if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':') return false;
    int hour = digits(s, 1, 2), minute = digits(s, 4, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false;
    *minutes = (hour * 60 + minute) * (s.p[0] == '-' ? -1 : 1);
    return true;
}

bool schema_is_time(str s)
{
    if (s.n < 9 || s.p[2] != ':' || s.p[5] != ':') return false;
    int hour = digits(s, 0, 2), minute = digits(s, 3, 2), second = digits(s, 6, 2), offset;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
    size_t at = 8;
    if (s.p[at] == '.') {
        size_t from = ++at;
        while (at < s.n && is_digit(s.p[at])) at++;
        if (at == from) return false;
    }
    if (!offset_of(str_slice(s, at, s.n), &offset)) return false;
    /* RFC 3339 5.7: leap seconds are added at 23:59:60 UTC */
    int utc = (hour * 60 + minute - offset + 2 * 24 * 60) % (24 * 60);
    return second < 60 || utc == 23 * 60 + 59;
}

bool schema_is_date_time(str s)
{
    if (s.n < 11 || (s.p[10] != 'T' && s.p[10] != 't')) return false;
    return schema_is_date(str_slice(s, 0, 10)) && schema_is_time(str_slice(s, 11, s.n));
}

/* A run of numbered units in order and without a gap ("1Y2M" but not "1Y2D"); -1 for none, else bytes taken. */
static ptrdiff_t units(str s, const char *order)
{
    size_t at = 0;
    ptrdiff_t last = -1;
    while (at < s.n && is_digit(s.p[at])) {
        size_t number = at;
        while (at < s.n && is_digit(s.p[at])) at++;
        const char *unit = at < s.n ? strchr(order, s.p[at]) : NULL;
        if (at == number || !unit || !*unit || (last >= 0 && unit - order != last + 1)) return -1;
        last = unit - order;
        at++;
    }
    return last < 0 ? -1 : (ptrdiff_t)at;
}

/* RFC 3339 appendix A */
bool schema_is_duration(str s)
{
    if (s.n < 3 || s.p[0] != 'P') return false;
    str rest = str_slice(s, 1, s.n);
    if (units(rest, "W") == (ptrdiff_t)rest.n) return true;
    if (rest.p[0] != 'T') {
        ptrdiff_t t = str_find_char(rest, 'T', 0);
        size_t date = t < 0 ? rest.n : (size_t)t;
        if (units(str_slice(rest, 0, date), "YMD") != (ptrdiff_t)date) return false;
        if (t < 0) return true;
        rest = str_slice(rest, date, rest.n);
    }
    rest = str_slice(rest, 1, rest.n);
    return units(rest, "HMS") == (ptrdiff_t)rest.n;
}
