/* JSON that came over the wire: the only door to cJSON, with its traps closed.
 *
 * Parsing refuses ill-formed UTF-8, raw NULs and text behind the value. cJSON's strings end at a NUL, so an escaped one (\u0000)
 * is read as U+FFFD, which is as wide in every encoding but UTF-8. Names are compared exactly; of duplicates the first wins.
 * Numbers are doubles; where digits matter (request ids), json_raw_member gives the text.
 * The getters take a dotted path of names ("textDocument.uri"), and any value, NULL included, to start from. */
#ifndef LSP_JSON_H
#define LSP_JSON_H

#include "base/strbuf.h"

#include <cjson/cJSON.h>

/* NULL when `text` is no JSON; else owned by the caller (cJSON_Delete). Changes in `text` what is escaped and
 * no string can hold: NULs, and halves of pairs that stand alone become U+FFFD. */
cJSON *json_parse_text(strbuf *text);
/* NULL when there is none. Borrowed, as all that follows. */
const cJSON *json_get(const cJSON *from, const char *path);
bool json_get_str(const cJSON *from, const char *path, str *value);
/* Whole numbers a double can hold exactly; out of int64's range they are clamped. */
bool json_get_int(const cJSON *from, const char *path, int64_t *value);
/* Absent is false. */
bool json_is_true(const cJSON *from, const char *path);
/* Whether the array at the path holds the string, or the number. */
bool json_has_string(const cJSON *from, const char *path, const char *value);
bool json_has_number(const cJSON *from, const char *path, int value);
/* The next member of a JSON object, exactly as it stands there: `*at` is 0 at first. False behind the last one. Safe on any text,
 * meaningful on JSON. */
bool json_next_member(str object, size_t *at, str *key, str *value);
/* The text of the first member `name` of the JSON object `object`, exactly as it stands there; empty when there is none. Safe on
 * any text, meaningful on JSON. */
str json_raw_member(str object, str name);

/* Whether this is an id that an answer can bear (LSP: an integer or a string), and whole: a message may end within it. */
bool json_is_id(str json);

#endif
