#include "schema/format.h"

#include "schema/pattern.h"

static const char *const names[] = {
    [FORMAT_NONE] = "", [FORMAT_DATE_TIME] = "date-time", [FORMAT_DATE] = "date", [FORMAT_TIME] = "time",
    [FORMAT_DURATION] = "duration", [FORMAT_EMAIL] = "email", [FORMAT_IDN_EMAIL] = "idn-email", [FORMAT_HOSTNAME] = "hostname",
    [FORMAT_IDN_HOSTNAME] = "idn-hostname", [FORMAT_IPV4] = "ipv4", [FORMAT_IPV6] = "ipv6", [FORMAT_URI] = "uri",
    [FORMAT_URI_REFERENCE] = "uri-reference", [FORMAT_IRI] = "iri", [FORMAT_IRI_REFERENCE] = "iri-reference",
    [FORMAT_URI_TEMPLATE] = "uri-template", [FORMAT_UUID] = "uuid", [FORMAT_JSON_POINTER] = "json-pointer",
    [FORMAT_RELATIVE_JSON_POINTER] = "relative-json-pointer", [FORMAT_REGEX] = "regex",
};

schema_format schema_format_named(str name)
{
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return (schema_format)i;
    return FORMAT_NONE;
}

const char *schema_format_name(schema_format f) { return names[f]; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* RFC 4122 */
static bool is_uuid(str s)
{
    if (s.n != 36) return false;
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.p[i] != '-' : !is_hex(s.p[i])) return false;
    }
    return true;
}

/* RFC 6901 */
static bool is_json_pointer(str s)
{
    if (s.n && s.p[0] != '/') return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '~' && (i + 1 == s.n || (s.p[i + 1] != '0' && s.p[i + 1] != '1'))) return false;
    return true;
}

static bool is_relative_pointer(str s)
{
    size_t n = 0;
    while (n < s.n && is_digit(s.p[n])) n++;
    if (!n || (n > 1 && s.p[0] == '0')) return false;
    str rest = str_slice(s, n, s.n);
    return str_is(rest, "#") || is_json_pointer(rest);
}

bool schema_format_accepts(schema_format f, str s)
{
    switch (f) {
    case FORMAT_NONE: return true;
    case FORMAT_DATE_TIME: return schema_is_date_time(s);
    case FORMAT_DATE: return schema_is_date(s);
    case FORMAT_TIME: return schema_is_time(s);
    case FORMAT_DURATION: return schema_is_duration(s);
    case FORMAT_EMAIL: case FORMAT_IDN_EMAIL: return schema_is_email(s, f == FORMAT_IDN_EMAIL);
    case FORMAT_HOSTNAME: case FORMAT_IDN_HOSTNAME: return schema_is_hostname(s, f == FORMAT_IDN_HOSTNAME);
    case FORMAT_IPV4: return schema_is_ipv4(s);
    case FORMAT_IPV6: return schema_is_ipv6(s);
    case FORMAT_URI: case FORMAT_URI_REFERENCE: return schema_is_uri(s, false, f == FORMAT_URI_REFERENCE);
    case FORMAT_IRI: case FORMAT_IRI_REFERENCE: return schema_is_uri(s, true, f == FORMAT_IRI_REFERENCE);
    case FORMAT_URI_TEMPLATE: return schema_is_uri_template(s);
    case FORMAT_UUID: return is_uuid(s);
    case FORMAT_JSON_POINTER: return is_json_pointer(s);
    case FORMAT_RELATIVE_JSON_POINTER: return is_relative_pointer(s);
    case FORMAT_REGEX: return schema_pattern_is_valid(s);
    }
    return true;
}
