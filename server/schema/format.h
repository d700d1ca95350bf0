/* The formats of JSON Schema (2020-12 validation 7.3) as assertions. */
#ifndef SCHEMA_FORMAT_H
#define SCHEMA_FORMAT_H

#include "base/str.h"

typedef enum schema_format {
    FORMAT_NONE, /* also unknown ones */
    FORMAT_DATE_TIME, FORMAT_DATE, FORMAT_TIME, FORMAT_DURATION,
    FORMAT_EMAIL, FORMAT_IDN_EMAIL, FORMAT_HOSTNAME, FORMAT_IDN_HOSTNAME,
    FORMAT_IPV4, FORMAT_IPV6,
    FORMAT_URI, FORMAT_URI_REFERENCE, FORMAT_IRI, FORMAT_IRI_REFERENCE, FORMAT_URI_TEMPLATE,
    FORMAT_UUID, FORMAT_JSON_POINTER, FORMAT_RELATIVE_JSON_POINTER, FORMAT_REGEX,
} schema_format;

/* FORMAT_NONE for one that is not known. */
schema_format schema_format_named(str name);
const char *schema_format_name(schema_format f);
bool schema_format_accepts(schema_format f, str text);

/* --- the parts, one file each --- */
bool schema_is_date(str s);
bool schema_is_time(str s);
bool schema_is_date_time(str s);
bool schema_is_duration(str s);
bool schema_is_ipv4(str s);
bool schema_is_ipv6(str s);
bool schema_is_email(str s, bool international);
bool schema_is_hostname(str s, bool international);
bool schema_is_uri(str s, bool international, bool relative);
bool schema_is_uri_template(str s);

#endif
