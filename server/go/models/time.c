/* time: durations exactly; points in time are unknown. */
#include "base/utf8.h"
#include "go/models/models.h"

#define HALF ((uint64_t)1 << 63)

static value unknown_duration(void) { return value_unknown(&model_duration); }

/* --- ParseDuration (format.go) --- */

/* time.quote */
static str quote(arena *a, str s)
{
    strbuf t = STRBUF_IN(a);
    strbuf_add_char(&t, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80 || c < ' ') strbuf_printf(&t, "\\x%02x", c);
        else if (c == '"' || c == '\\') strbuf_add_char(&t, '\\'), strbuf_add_char(&t, (char)c);
        else strbuf_add_char(&t, (char)c);
    }
    strbuf_add_char(&t, '"');
    return strbuf_str(&t);
}

static bool digit(str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

static bool leading_int(str s, size_t *i, uint64_t *x)
{
    for (*x = 0; digit(s, *i); (*i)++) {
        if (*x > HALF / 10) return false;
        *x = *x * 10 + (uint64_t)(s.p[*i] - '0');
        if (*x > HALF) return false;
    }
    return true;
}

static void leading_fraction(str s, size_t *i, uint64_t *x, double *scale)
{
    bool overflow = false;
    *x = 0;
    *scale = 1;
    for (; digit(s, *i); (*i)++) {
        uint64_t y;
        if (overflow) continue;
        y = *x * 10 + (uint64_t)(s.p[*i] - '0');
        if (*x > (HALF - 1) / 10 || y > HALF) {
            overflow = true;
            continue;
        }
        *x = y;
        *scale *= 10;
    }
}

static uint64_t unit_of(str s)
{
    static const struct {
        const char *name;
        uint64_t size;
    } units[] = {{"ns", 1}, {"us", 1000}, {"\xc2\xb5s", 1000}, {"\xce\xbcs", 1000}, {"ms", 1000000}, {"s", 1000000000},
                 {"m", 60000000000}, {"h", 3600000000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_is(s, units[i].name)) return units[i].size;
    return 0;
}

const char *model_parse_duration(arena *a, str s, int64_t *out)
{
    static const char invalid[] = "invalid duration";
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    bool minus = i && s.p[0] == '-';
    uint64_t total = 0;
    *out = 0;
    if (s.n == i + 1 && s.p[i] == '0') return NULL;
    if (s.n == i) return invalid;
    while (i < s.n) {
        uint64_t whole, fraction = 0;
        double scale = 1;
        size_t from = i;
        if (s.p[i] != '.' && !digit(s, i)) return invalid;
        if (!leading_int(s, &i, &whole)) return invalid;
        bool some = i != from;
        if (i < s.n && s.p[i] == '.') {
            from = ++i;
            leading_fraction(s, &i, &fraction, &scale);
            some = some || i != from;
        }
        if (!some) return invalid;
        from = i;
        while (i < s.n && s.p[i] != '.' && !digit(s, i)) i++;
        if (i == from) return "missing unit in duration";
        str name = str_slice(s, from, i);
        uint64_t unit = unit_of(name);
        if (!unit) return arena_printf(a, "unknown unit %.*s in duration", STR_ARG(quote(a, name))).p;
        if (whole > HALF / unit) return invalid;
        whole *= unit;
        if (fraction) whole += (uint64_t)((double)fraction * ((double)unit / scale));
        if (whole > HALF) return invalid;
        total += whole;
        if (total > HALF) return invalid;
    }
    if (!minus && total > HALF - 1) return invalid;
    *out = (int64_t)(minus ? 0 - total : total);
    return NULL;
}

str model_duration_error(arena *a, const char *why, str s)
{
    return arena_printf(a, "time: %s %.*s", why, STR_ARG(quote(a, s)));
}

static value parse_duration_(native_call *c)
{
    value arg = native_arg(c, 0), zero = value_int_of(&model_duration, 0);
    str s;
    int64_t d;
    if (!native_text(c, 0, &s)) {
        int valid = model_decide_valid(c, &arg, "duration");
        if (valid < 0) return model_pair(c, unknown_duration(), value_unknown(type_error()));
        if (valid) return model_pair(c, model_derived(c, &model_duration, &arg), model_no_error());
        value error = model_error(c, "*errors.errorString", (str){"", 0}, arg.node);
        error.error->text = value_unknown(type_basic(TYPE_STRING));
        return model_pair(c, zero, error);
    }
    const char *why = model_parse_duration(c->arena, s, &d);
    if (!why) return model_pair(c, value_int_of(&model_duration, d), model_no_error());
    return model_pair(c, zero, model_error(c, "*errors.errorString", model_duration_error(c->arena, why, s), arg.node));
}

/* --- Duration --- */

static void fraction_text(strbuf *t, uint64_t n, uint64_t unit)
{
    char digits[24];
    int count = 0;
    strbuf_printf(t, "%llu", (unsigned long long)(n / unit));
    uint64_t rest = n % unit;
    if (!rest) return;
    for (unit /= 10; unit; unit /= 10) digits[count++] = (char)('0' + rest / unit % 10);
    while (count > 0 && digits[count - 1] == '0') count--;
    strbuf_add_char(t, '.');
    strbuf_add(t, str_make(digits, (size_t)count));
}

str model_duration_text(arena *a, int64_t d)
{
    strbuf t = STRBUF_IN(a);
    uint64_t u = d < 0 ? 0 - (uint64_t)d : (uint64_t)d;
    if (d < 0) strbuf_add_char(&t, '-');
    if (u == 0) return STR("0s");
    if (u < 1000) strbuf_printf(&t, "%lluns", (unsigned long long)u);
    else if (u < 1000000) fraction_text(&t, u, 1000), strbuf_add_cstr(&t, "\xc2\xb5s");
    else if (u < 1000000000) fraction_text(&t, u, 1000000), strbuf_add_cstr(&t, "ms");
    else {
        uint64_t minutes = u / 60000000000u, hours = minutes / 60;
        if (hours) strbuf_printf(&t, "%lluh", (unsigned long long)hours);
        if (minutes) strbuf_printf(&t, "%llum", (unsigned long long)(minutes % 60));
        fraction_text(&t, u % 60000000000u, 1000000000);
        strbuf_add_char(&t, 's');
    }
    return strbuf_str(&t);
}

static bool receiver_int(const native_call *c, int64_t *n)
{
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_INT) return false;
    *n = v->i;
    return true;
}

static value duration_string(native_call *c)
{
    int64_t d;
    return receiver_int(c, &d) ? model_string(model_duration_text(c->arena, d)) : value_unknown(type_basic(TYPE_STRING));
}

#define WHOLE(name, unit) \
    static value name(native_call *c) \
    { \
        int64_t d; \
        return receiver_int(c, &d) ? value_int_of(type_basic(TYPE_INT64), d / (unit)) : value_unknown(type_basic(TYPE_INT64)); \
    }
#define REAL(name, unit) \
    static value name(native_call *c) \
    { \
        int64_t d; \
        if (!receiver_int(c, &d)) return value_unknown(type_basic(TYPE_FLOAT64)); \
        return value_float((double)(d / (unit)) + (double)(d % (unit)) / (double)(unit)); \
    }

WHOLE(nanoseconds, 1)
WHOLE(microseconds, 1000)
WHOLE(milliseconds, 1000000)
/* As Go's time package divides. NOLINTBEGIN(bugprone-integer-division) */
REAL(seconds, 1000000000LL)
REAL(minutes, 60000000000LL)
REAL(hours, 3600000000000LL)
/* NOLINTEND(bugprone-integer-division) */

static value name_of(native_call *c, const char *const *names, int64_t first, int64_t count)
{
    int64_t n;
    if (!receiver_int(c, &n) || n < first || n >= first + count) return value_unknown(type_basic(TYPE_STRING));
    return model_string(str_of(names[n - first]));
}

static value month_string(native_call *c)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    return name_of(c, names, 1, 12);
}

static value weekday_string(native_call *c)
{
    static const char *const names[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    return name_of(c, names, 0, 7);
}

static value unknown_one(native_call *c) { return (void)c, value_unknown(NULL); }
static value some_duration(native_call *c) { return (void)c, unknown_duration(); }
static value unknown_two(native_call *c) { return model_unknown(c, 2); }
static value nothing(native_call *c) { return (void)c, model_nothing(); }

#define DURATION(name, run, type) {"time.Duration." name, run, 0, 1, type}

static const native rows[] = {
    {"time.ParseDuration", parse_duration_, NATIVE_PARTIAL, 2, "time.Duration"},
    DURATION("String", duration_string, "string"),
    DURATION("Nanoseconds", nanoseconds, "int64"),
    DURATION("Microseconds", microseconds, "int64"),
    DURATION("Milliseconds", milliseconds, "int64"),
    DURATION("Seconds", seconds, "float64"),
    DURATION("Minutes", minutes, "float64"),
    DURATION("Hours", hours, "float64"),
    {"time.Month.String", month_string, 0, 1, "string"},
    {"time.Weekday.String", weekday_string, 0, 1, "string"},
    {"time.Now", unknown_one, NATIVE_PARTIAL, 1, "time.Time"},
    {"time.Unix", unknown_one, NATIVE_PARTIAL, 1, "time.Time"},
    {"time.UnixMilli", unknown_one, NATIVE_PARTIAL, 1, "time.Time"},
    {"time.Date", unknown_one, NATIVE_PARTIAL, 1, "time.Time"},
    {"time.Since", some_duration, NATIVE_PARTIAL, 1, "time.Duration"},
    {"time.Until", some_duration, NATIVE_PARTIAL, 1, "time.Duration"},
    {"time.Parse", unknown_two, NATIVE_PARTIAL, 2, "time.Time"},
    {"time.LoadLocation", unknown_two, NATIVE_PARTIAL, 2, "*time.Location"},
    {"time.Sleep", nothing, NATIVE_PARTIAL, 0, NULL},
};
MODEL_ROWS(models_time, rows);
