/* Writes JSON text into a strbuf, with commas and nesting kept right.
 *
 * The caller keeps to the grammar: inside an object every value follows json_key. Strings are borrowed; ill-formed UTF-8 in
 * them is written as U+FFFD, so that the output is always valid JSON. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/strbuf.h"

typedef struct json_writer {
    strbuf *out;
    int indent;   /* spaces a level; 0 writes one line */
    bool spaced;  /* on one line: a blank behind ',' and ':' */
    /* to look at: what is hidden (base/visible.h) becomes an escape of JSON's; in any case what JSON itself does not allow */
    bool safe;
    int depth;
    bool filled;  /* the innermost container has a member already */
    bool after_key;
} json_writer;

#define JSON_WRITER(buffer) {.out = (buffer)}
#define JSON_WRITER_SAFE(buffer) {.out = (buffer), .safe = true}

void json_object(json_writer *w);
void json_object_end(json_writer *w);
void json_array(json_writer *w);
void json_array_end(json_writer *w);
void json_key(json_writer *w, const char *key);
void json_key_str(json_writer *w, str key);
void json_string(json_writer *w, str s);
/* A string for people: what is hidden is made visible in its value, too, but for line feeds and tabs. */
void json_visible(json_writer *w, str s);
void json_int(json_writer *w, int64_t n);
void json_number(json_writer *w, double n); /* shortest form that reads back the same; null for infinities */
void json_bool(json_writer *w, bool b);
void json_null(json_writer *w);
/* A value that is JSON text already. */
void json_raw(json_writer *w, str json);

/* A member of an object: json_key and its value in one, or json_key and the opening of a container. */
void json_add_object(json_writer *w, const char *key);
void json_add_array(json_writer *w, const char *key);
void json_add_string(json_writer *w, const char *key, str s);
void json_add_visible(json_writer *w, const char *key, str s);
void json_add_int(json_writer *w, const char *key, int64_t n);
void json_add_number(json_writer *w, const char *key, double n);
void json_add_bool(json_writer *w, const char *key, bool b);
void json_add_null(json_writer *w, const char *key);
void json_add_raw(json_writer *w, const char *key, str json);
/* An array of strings. */
void json_add_strings(json_writer *w, const char *key, const char *const *strings, size_t count);

#endif
