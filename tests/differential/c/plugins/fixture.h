/* What the fixtures share: the ABI, and a reader of flat JSON that hands over keys and plain values as texts of their own. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

uint32_t proxy_log(uint32_t level, const char *message, size_t size);
uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);

typedef struct reader {
    const char *p, *end;
} reader;

static void say(const char *format, ...)
{
    char line[200];
    va_list values;
    va_start(values, format);
    int n = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (n >= (int)sizeof line) n = (int)sizeof line - 1;
    proxy_log(4, line, (size_t)n);
}

static inline char next_of(reader *r)
{
    while (r->p < r->end && strchr(" \t\n,:", *r->p)) r->p++;
    return r->p < r->end ? *r->p : '\0';
}

/* A text without its quotes, escapes as they stand; what is no text up to the next sign. */
static inline char *word_of(reader *r, bool *quoted)
{
    char first = next_of(r);
    *quoted = first == '"';
    const char *start = *quoted ? ++r->p : r->p;
    if (!first || first == '}' || first == '{' || first == '[' || first == ']') return NULL;
    while (r->p < r->end && (*quoted ? *r->p != '"' : !strchr(",}] ", *r->p))) r->p += *quoted && *r->p == '\\' && r->p + 1 < r->end ? 2 : 1;
    char *word = malloc((size_t)(r->p - start) + 1);
    memcpy(word, start, (size_t)(r->p - start));
    word[r->p - start] = '\0';
    if (*quoted && r->p < r->end) r->p++;
    return word;
}

static inline bool configured(uint32_t size, reader *r)
{
    const char *data;
    size_t n;
    if (proxy_get_buffer_bytes(7, 0, size, &data, &n) != 0) return false;
    *r = (reader){data, data + n};
    if (next_of(r) != '{') return say("no object"), false;
    r->p++;
    return true;
}

#endif
