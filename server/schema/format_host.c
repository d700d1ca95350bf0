/* Host names: RFC 1123, and internationalised ones after IDNA 2008 (RFC 5890 to 5893). Character classes come from RE2's
 * tables. */
#include "base/utf8.h"
#include "schema/format.h"
#include "text/regexp_bridge.h"

enum { LABEL_MOST = 63, NAME_MOST = 253 };

typedef struct label {
    uint32_t at[LABEL_MOST + 1]; /* code points */
    size_t n;
} label;

static bool has_class(const char *pattern, uint32_t c)
{
    char bytes[4];
    return regexp_find(pattern, strlen(pattern), bytes, utf8_encode(c, bytes), 0, NULL, 0);
}

/* --- Punycode (RFC 3492) --------------------------------------------------------------------------------------------------- */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_CODE = 128 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE) delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias) { return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias; }

static int digit_of(char c)
{
    if (c >= 'a' && c <= 'z') return c - 'a';
    if (c >= 'A' && c <= 'Z') return c - 'A';
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
}

/* One delta; false for a malformed or far too large one. */
static bool decode_delta(str s, size_t *at, uint32_t bias, uint32_t *delta)
{
    uint64_t weight = 1, value = 0;
    for (uint32_t k = BASE;; k += BASE) {
        int digit = *at < s.n ? digit_of(s.p[(*at)++]) : -1;
        if (digit < 0) return false;
        value += (uint64_t)digit * weight;
        if (value > 0x7FFFFFFF) return false;
        uint32_t t = threshold(k, bias);
        if ((uint32_t)digit < t) break;
        weight *= BASE - t;
        if (weight > 0x7FFFFFFF) return false;
    }
    *delta = (uint32_t)value;
    return true;
}

static bool decode_punycode(str s, label *out)
{
    ptrdiff_t dash = str_rfind_char(s, '-');
    size_t at = 0;
    out->n = 0;
    for (; dash > 0 && at < (size_t)dash; at++) out->at[out->n++] = (unsigned char)s.p[at];
    if (dash >= 0) at = (size_t)dash + 1;
    if (at >= s.n) return false; /* nothing but ASCII has no A-label */
    uint32_t code = FIRST_CODE, i = 0, bias = FIRST_BIAS;
    size_t basic = out->n;
    while (at < s.n) {
        uint32_t delta, points = (uint32_t)out->n + 1;
        if (points > LABEL_MOST || !decode_delta(s, &at, bias, &delta)) return false;
        i += delta;
        bias = adapt(delta, points, out->n == basic);
        code += i / points;
        i %= points;
        if (code > 0x10FFFF) return false;
        memmove(&out->at[i + 1], &out->at[i], (out->n - i) * sizeof *out->at);
        out->at[i++] = code;
        out->n++;
    }
    return true;
}

/* Length of the A-label, without its "xn--". */
static size_t punycode_length(const label *l)
{
    size_t basic = 0, length, done;
    for (size_t i = 0; i < l->n; i++) basic += l->at[i] < FIRST_CODE;
    length = basic ? basic + 1 : 0;
    uint32_t code = FIRST_CODE, delta = 0, bias = FIRST_BIAS;
    for (done = basic; done < l->n; delta++, code++) {
        uint32_t next = UINT32_MAX;
        for (size_t i = 0; i < l->n; i++)
            if (l->at[i] >= code && l->at[i] < next) next = l->at[i];
        delta += (next - code) * ((uint32_t)done + 1);
        code = next;
        for (size_t i = 0; i < l->n; i++) {
            delta += l->at[i] < code;
            if (l->at[i] != code) continue;
            uint32_t q = delta;
            for (uint32_t k = BASE;; k += BASE) {
                uint32_t t = threshold(k, bias);
                length++;
                if (q < t) break;
                q = (q - t) / (BASE - t);
            }
            bias = adapt(delta, (uint32_t)done + 1, done == basic);
            delta = 0;
            done++;
        }
    }
    return length;
}

/* --- characters (RFC 5892) ------------------------------------------------------------------------------------------------- */

static bool is_virama(uint32_t c)
{
    static const uint32_t viramas[] = {0x94D,  0x9CD,  0xA4D,  0xACD,  0xB4D,  0xBCD,   0xC4D,  0xCCD,  0xD4D,
                                       0xDCA,  0xE3A,  0xF84,  0x1039, 0x1714, 0x17D2,  0x1A60, 0x1B44, 0x1BAA,
                                       0x2D7F, 0xA806, 0xA8C4, 0xA953, 0xABED, 0x11046, 0x110B9};
    for (size_t i = 0; i < sizeof viramas / sizeof *viramas; i++)
        if (viramas[i] == c) return true;
    return false;
}

/* 2.6: exceptions */
static int exception_of(uint32_t c)
{
    switch (c) {
    case 0xDF: case 0x3C2: case 0x6FD: case 0x6FE: case 0xF0B: case 0x3007: return 1;
    case 0x640:
    case 0x7FA:
    case 0x302E:
    case 0x302F:
    case 0x3031:
    case 0x3032:
    case 0x3033:
    case 0x3034:
    case 0x3035:
    case 0x303B: return -1;
    default: return 0;
    }
}

/* A letter that may stand in front of (behind) a joiner without a virama: roughly the dual-joining scripts. */
static bool joins(uint32_t c) { return has_class("^[\\p{Arabic}\\p{Syriac}\\p{Mongolian}\\p{Nko}]$", c); }

static bool any_has(const label *l, const char *pattern)
{
    for (size_t i = 0; i < l->n; i++)
        if (has_class(pattern, l->at[i])) return true;
    return false;
}

/* Appendix A: 1 and -1 are verdicts, 0: no contextual rule. */
static int contextual_rule(const label *l, size_t i)
{
    uint32_t c = l->at[i], before = i ? l->at[i - 1] : 0, behind = i + 1 < l->n ? l->at[i + 1] : 0;
    switch (c) {
    case 0xB7: return before == 'l' && behind == 'l' ? 1 : -1;
    case 0x375: return behind && has_class("^\\p{Greek}$", behind) ? 1 : -1;
    case 0x5F3: case 0x5F4: return before && has_class("^\\p{Hebrew}$", before) ? 1 : -1;
    case 0x30FB:
        return any_has(l, "^([\\p{Hiragana}\\p{Han}]|[\\x{30a1}-\\x{30fa}\\x{30fd}-\\x{30ff}\\x{31f0}-\\x{31ff}])$") ? 1 : -1;
    case 0x200D: return before && is_virama(before) ? 1 : -1;
    case 0x200C: return (before && is_virama(before)) || (before && behind && joins(before) && joins(behind)) ? 1 : -1;
    default: break;
    }
    if (c >= 0x660 && c <= 0x669) return any_has(l, "^[\\x{6f0}-\\x{6f9}]$") ? -1 : 1;
    if (c >= 0x6F0 && c <= 0x6F9) return any_has(l, "^[\\x{660}-\\x{669}]$") ? -1 : 1;
    return 0;
}

static bool is_allowed(const label *l, size_t i, bool fold)
{
    uint32_t c = l->at[i];
    int verdict = exception_of(c);
    if (!verdict) verdict = contextual_rule(l, i);
    if (verdict) return verdict > 0;
    if (c < 0x80) return has_class(fold ? "^[A-Za-z0-9-]$" : "^[a-z0-9-]$", c);
    if (c >= 0x1100 && c <= 0x11FF) return false; /* old Hangul Jamo */
    return has_class("^[\\p{Ll}\\p{Lo}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Nd}]$", c) &&
           !has_class("^[\\x{aa}\\x{ba}\\x{2b0}-\\x{2b8}\\x{2e0}-\\x{2e4}\\x{3131}-\\x{318e}\\x{f900}-\\x{faff}\\x{fb00}-\\x{"
                      "fdff}\\x{fe70}-\\x{feff}\\x{ff00}-\\x{ffef}]$",
                      c);
}

/* --- direction (RFC 5893 2), with the classes that letters of names have ---------------------------------------------------- */

static bool is_right_to_left(uint32_t c)
{
    return has_class("^[\\p{Hebrew}\\p{Arabic}\\p{Syriac}\\p{Thaana}\\p{Nko}\\p{Samaritan}\\p{Mandaic}]$", c) &&
           !has_class("^[\\p{Mn}\\p{Nd}]$", c);
}

static bool keeps_direction(const label *l)
{
    bool arabic_digits = false, european_digits = false, left = false;
    bool right = is_right_to_left(l->at[0]);
    for (size_t i = 0; i < l->n; i++) {
        uint32_t c = l->at[i];
        if (c >= 0x660 && c <= 0x669) arabic_digits = true;
        else if ((c >= '0' && c <= '9') || (c >= 0x6F0 && c <= 0x6F9)) european_digits = true;
        else if (is_right_to_left(c) && !right) return false;
        else if (has_class("^\\p{L}$", c) && !is_right_to_left(c)) left = true;
    }
    return !right || (!left && !(arabic_digits && european_digits));
}

/* --- labels ---------------------------------------------------------------------------------------------------------------- */

static bool is_unicode_label(const label *l, bool fold)
{
    if (!l->n || l->at[0] == '-' || l->at[l->n - 1] == '-') return false;
    if (l->n >= 4 && l->at[2] == '-' && l->at[3] == '-') return false;
    if (has_class("^\\p{M}$", l->at[0])) return false;
    bool ascii = true;
    for (size_t i = 0; i < l->n; i++) {
        ascii = ascii && l->at[i] < 0x80;
        if (!is_allowed(l, i, fold)) return false;
    }
    if (ascii) return true;
    return keeps_direction(l) && punycode_length(l) + 4 <= LABEL_MOST;
}

static bool is_ascii_label(str s)
{
    if (!s.n || s.n > LABEL_MOST || s.p[0] == '-' || s.p[s.n - 1] == '-') return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
    }
    if (s.n < 4 || !str_eq_nocase(str_slice(s, 0, 4), STR("xn--"))) return true;
    label l;
    str code = str_slice(s, 4, s.n);
    if (!decode_punycode(code, &l) || !is_unicode_label(&l, false)) return false;
    return punycode_length(&l) == code.n; /* canonical */
}

static bool is_label(str s, bool international)
{
    bool ascii = true;
    for (size_t i = 0; i < s.n; i++) ascii = ascii && !(s.p[i] & 0x80);
    if (ascii)
        return is_ascii_label(s) && !(international && s.n >= 4 && s.p[2] == '-' && s.p[3] == '-' && !str_starts(s, STR("xn--")));
    if (!international) return false;
    label l = {.n = 0};
    for (size_t i = 0, length; i < s.n; i += length) {
        uint32_t c = utf8_decode(s, i, &length);
        if (l.n == LABEL_MOST) return false;
        l.at[l.n++] = c;
    }
    return is_unicode_label(&l, true);
}

/* The byte offset behind the next separator; `*end` where the label ends. RFC 3490 3.1: three more characters are dots, too. */
static size_t next_label(str s, size_t from, bool international, size_t *end)
{
    for (size_t i = from, length; i < s.n; i += length) {
        uint32_t c = utf8_decode(s, i, &length);
        if (c == '.' || (international && (c == 0x3002 || c == 0xFF0E || c == 0xFF61))) {
            *end = i;
            return i + length;
        }
    }
    *end = s.n;
    return s.n + 1;
}

/* RFC 5893 1.4: in a name with a right-to-left label no label starts with a digit. */
static bool starts_badly(str s, bool international)
{
    bool right = false, digit = false;
    for (size_t from = 0, end; from <= s.n;) {
        size_t next = next_label(s, from, international, &end), length;
        digit = digit || (end > from && s.p[from] >= '0' && s.p[from] <= '9');
        for (size_t i = from; i < end; i += length) right = is_right_to_left(utf8_decode(s, i, &length)) || right;
        from = next;
    }
    return right && digit;
}

bool schema_is_hostname(str s, bool international)
{
    if (!s.n || (s.n > NAME_MOST && !international) || s.n > 4 * NAME_MOST || utf8_count(s) > NAME_MOST) return false;
    for (size_t from = 0, end; from <= s.n;) {
        size_t next = next_label(s, from, international, &end);
        if (!is_label(str_slice(s, from, end), international)) return false;
        from = next;
    }
    return !international || !starts_badly(s, international);
}
