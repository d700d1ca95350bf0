/* Addresses: IPv4, IPv6, e-mail (RFC 5321, 6531), URIs (RFC 3986, 3987) and their templates (RFC 6570). */
#include "base/utf8.h"
#include "schema/format.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static bool is_one_of(char c, const char *set) { return c && strchr(set, c); }

/* --- IP -------------------------------------------------------------------------------------------------------------------- */

bool schema_is_ipv4(str s)
{
    int parts = 0;
    str part;
    while (str_split(&s, '.', &part)) {
        int value = 0;
        if (!part.n || part.n > 3 || (part.n > 1 && part.p[0] == '0')) return false;
        for (size_t i = 0; i < part.n; i++) {
            if (!is_digit(part.p[i])) return false;
            value = value * 10 + (part.p[i] - '0');
        }
        if (value > 255) return false;
        parts++;
    }
    return parts == 4;
}

/* Groups of hex digits between ':'; the last may be an IPv4 address, which counts for two. -1: malformed. */
static int groups_of(str s, bool may_end_in_ipv4)
{
    int count = 0;
    str part;
    if (!s.n) return 0;
    while (str_split(&s, ':', &part)) {
        bool last = !s.p;
        if (last && may_end_in_ipv4 && schema_is_ipv4(part)) return count + 2;
        if (!part.n || part.n > 4) return -1;
        for (size_t i = 0; i < part.n; i++)
            if (!is_hex(part.p[i])) return -1;
        count++;
    }
    return count;
}

bool schema_is_ipv6(str s)
{
    ptrdiff_t gap = str_find(s, STR("::"), 0);
    if (gap < 0) return groups_of(s, true) == 8;
    int before = groups_of(str_slice(s, 0, (size_t)gap), false), behind = groups_of(str_slice(s, (size_t)gap + 2, s.n), true);
    return before >= 0 && behind >= 0 && before + behind <= 7;
}

/* --- e-mail ---------------------------------------------------------------------------------------------------------------- */

static bool is_atom_text(char c, bool international)
{
    return is_letter(c) || is_digit(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~") || (international && (c & 0x80));
}

static bool is_dot_atom(str s, bool international)
{
    str part;
    while (str_split(&s, '.', &part)) {
        if (!part.n) return false;
        for (size_t i = 0; i < part.n; i++)
            if (!is_atom_text(part.p[i], international)) return false;
    }
    return true;
}

static bool is_quoted(str s, bool international)
{
    if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"') return false;
    for (size_t i = 1; i < s.n - 1; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\\' && i + 2 < s.n) c = (unsigned char)s.p[++i];
        else if (c == '"' || c == '\\') return false;
        if (c < ' ' || c == 0x7F || (c >= 0x80 && !international)) return false;
    }
    return true;
}

static bool is_address_literal(str s)
{
    if (s.n < 2 || s.p[0] != '[' || s.p[s.n - 1] != ']') return false;
    str inside = str_slice(s, 1, s.n - 1);
    bool v6 = inside.n > 5 && str_eq_nocase(str_slice(inside, 0, 5), STR("IPv6:"));
    return v6 ? schema_is_ipv6(str_slice(inside, 5, inside.n)) : schema_is_ipv4(inside);
}

bool schema_is_email(str s, bool international)
{
    enum { LOCAL_MOST = 64 }; /* RFC 5321 4.5.3.1.1 */
    ptrdiff_t at = str_rfind_char(s, '@');
    if (at <= 0) return false;
    str local = str_slice(s, 0, (size_t)at), domain = str_slice(s, (size_t)at + 1, s.n);
    if (local.n > LOCAL_MOST || (!is_dot_atom(local, international) && !is_quoted(local, international))) return false;
    return is_address_literal(domain) || schema_is_hostname(domain, international);
}

/* --- URIs ------------------------------------------------------------------------------------------------------------------ */

/* ucschar and iprivate of RFC 3987 2.2 */
static bool is_international(uint32_t c, bool private_use)
{
    if (c >= 0xA0 && c <= 0xD7FF) return true;
    if ((c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF)) return true;
    if (c >= 0x10000 && c < 0xE0000) return (c & 0xFFFF) <= 0xFFFD;
    if (c >= 0xE1000 && c <= 0xEFFFD) return true;
    return private_use && ((c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && (c & 0xFFFF) <= 0xFFFD));
}

/* Only unreserved characters, sub-delims, escapes and those of `more`. */
static bool is_made_of(str s, const char *more, bool international, bool private_use)
{
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i];
        size_t length = 1;
        if (c == '%') {
            if (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2])) return false;
            length = 3;
        } else if (c & 0x80) {
            if (!international || !is_international(utf8_decode(s, i, &length), private_use)) return false;
        } else if (!is_letter(c) && !is_digit(c) && !is_one_of(c, "-._~!$&'()*+,;=") && !is_one_of(c, more)) {
            return false;
        }
        i += length;
    }
    return true;
}

static bool is_scheme(str s)
{
    if (!s.n || !is_letter(s.p[0])) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && !is_one_of(s.p[i], "+-.")) return false;
    return true;
}

/* "[...]": IPv6 or IPvFuture */
static bool is_ip_literal(str inside)
{
    if (!inside.n || (inside.p[0] != 'v' && inside.p[0] != 'V')) return schema_is_ipv6(inside);
    ptrdiff_t dot = str_find_char(inside, '.', 0);
    if (dot < 2 || (size_t)dot + 1 >= inside.n) return false;
    for (size_t i = 1; i < (size_t)dot; i++)
        if (!is_hex(inside.p[i])) return false;
    str rest = str_slice(inside, (size_t)dot + 1, inside.n);
    return is_made_of(rest, ":", false, false) && str_find_char(rest, '%', 0) < 0;
}

static bool is_authority(str s, bool international)
{
    ptrdiff_t at = str_find_char(s, '@', 0);
    if (at >= 0 && !is_made_of(str_slice(s, 0, (size_t)at), ":", international, false)) return false;
    str host = str_slice(s, (size_t)(at + 1), s.n);
    size_t end;
    if (host.n && host.p[0] == '[') {
        ptrdiff_t close = str_find_char(host, ']', 0);
        if (close < 0 || !is_ip_literal(str_slice(host, 1, (size_t)close))) return false;
        end = (size_t)close + 1;
    } else {
        ptrdiff_t colon = str_find_char(host, ':', 0);
        end = colon < 0 ? host.n : (size_t)colon;
        if (!is_made_of(str_slice(host, 0, end), "", international, false)) return false;
    }
    if (end == host.n) return true;
    if (host.p[end] != ':') return false;
    for (size_t i = end + 1; i < host.n; i++)
        if (!is_digit(host.p[i])) return false;
    return true;
}

bool schema_is_uri(str s, bool international, bool relative)
{
    ptrdiff_t at = str_find_char(s, '#', 0);
    if (at >= 0) {
        if (!is_made_of(str_slice(s, (size_t)at + 1, s.n), ":@/?", international, false)) return false;
        s = str_slice(s, 0, (size_t)at);
    }
    at = str_find_char(s, '?', 0);
    if (at >= 0) {
        if (!is_made_of(str_slice(s, (size_t)at + 1, s.n), ":@/?", international, true)) return false;
        s = str_slice(s, 0, (size_t)at);
    }
    ptrdiff_t colon = str_find_char(s, ':', 0), slash = str_find_char(s, '/', 0);
    bool has_scheme = colon >= 0 && (slash < 0 || colon < slash);
    if (has_scheme && !is_scheme(str_slice(s, 0, (size_t)colon))) return false; /* RFC 3986 4.2: no ':' in the first segment */
    if (!has_scheme && !relative) return false;
    if (has_scheme) s = str_slice(s, (size_t)colon + 1, s.n);
    if (str_starts(s, STR("//"))) {
        slash = str_find_char(s, '/', 2);
        size_t end = slash < 0 ? s.n : (size_t)slash;
        if (!is_authority(str_slice(s, 2, end), international)) return false;
        s = str_slice(s, end, s.n);
    }
    return is_made_of(s, ":@/", international, false);
}

/* --- templates (RFC 6570 2) ------------------------------------------------------------------------------------------------ */

static bool is_variable_name(str s)
{
    bool after_dot = true;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.') {
            if (after_dot) return false;
            after_dot = true;
            continue;
        }
        after_dot = false;
        bool escaped = c == '%' && i + 2 < s.n && is_hex(s.p[i + 1]) && is_hex(s.p[i + 2]);
        if (escaped) i += 2;
        else if (!is_letter(c) && !is_digit(c) && c != '_') return false;
    }
    return s.n && !after_dot;
}

static bool is_variable(str s)
{
    if (str_ends(s, STR("*"))) return is_variable_name(str_slice(s, 0, s.n - 1));
    ptrdiff_t colon = str_find_char(s, ':', 0);
    if (colon < 0) return is_variable_name(s);
    str length = str_slice(s, (size_t)colon + 1, s.n);
    if (!length.n || length.n > 4 || length.p[0] == '0') return false;
    for (size_t i = 0; i < length.n; i++)
        if (!is_digit(length.p[i])) return false;
    return is_variable_name(str_slice(s, 0, (size_t)colon));
}

static bool is_expression(str s)
{
    str part;
    if (s.n && is_one_of(s.p[0], "+#./;?&=,!@|")) s = str_slice(s, 1, s.n);
    while (str_split(&s, ',', &part))
        if (!is_variable(part)) return false;
    return true;
}

bool schema_is_uri_template(str s)
{
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i];
        size_t length = 1;
        if (c == '{') {
            ptrdiff_t close = str_find_char(s, '}', i);
            if (close < 0 || !is_expression(str_slice(s, i + 1, (size_t)close))) return false;
            length = (size_t)close + 1 - i;
        } else if (c == '%') {
            if (i + 2 >= s.n || !is_hex(s.p[i + 1]) || !is_hex(s.p[i + 2])) return false;
        } else if (c & 0x80) {
            if (!is_international(utf8_decode(s, i, &length), true)) return false;
        } else if (c <= ' ' || c == 0x7F || is_one_of(c, "\"<>\\^`|}")) {
            return false;
        }
        i += length;
    }
    return true;
}
