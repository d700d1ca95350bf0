// C
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint32_t proxy_log(uint32_t level, const char *message, size_t size);
uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);

typedef struct reader {
    const char *p, *end;
} reader;

typedef struct config {
    char name[16];
    char *path;
    long limit;
    struct config *next;
} config;

enum { LEVEL_ERROR = 4, CONFIGURATION = 7, MOST = 2 };
static config *configs[MOST];

static void complain(const char *format, ...)
{
    char line[64];
    va_list rest;
    va_start(rest, format);
    int n = vsnprintf(line, sizeof line, format, rest);
    va_end(rest);
    if (n >= (int)sizeof line) n = (int)sizeof line - 1;
    proxy_log(LEVEL_ERROR, line, (size_t)n);
}

static char peek(reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == ',' || *r->p == ':')) r->p++;
    return r->p == r->end ? '\0' : *r->p;
}

static char *text(reader *r)
{
    if (peek(r) != '"') return NULL;
    const char *start = ++r->p;
    while (r->p < r->end && *r->p != '"') ++r->p;
    if (r->p == r->end) return NULL;
    char *copy = malloc((size_t)(r->p - start) + 1), *out = copy;
    for (const char *at = start; at != r->p; at++) *out++ = *at;
    *out = 0;
    r->p++;
    return copy;
}

static long number(reader *r)
{
    char digits[12] = {0};
    int n = 0;
    for (peek(r); r->p < r->end && *r->p >= '0' && *r->p <= '9' && n < 11; r->p++) digits[n++] = *r->p;
    return n ? strtol(digits, NULL, 10) : -1;
}

static bool skip(reader *r)
{
    char *value = text(r);
    free(value);
    return value || number(r) >= 0;
}

static bool parse(config *c, const char *data, size_t size)
{
    reader r = {.end = data + size, .p = data};
    if (peek(&r) != '{') return complain("not an object"), false;
    for (r.p++; peek(&r) == '"';) {
        char *key = text(&r), *value;
        if (!key) return false;
        if (!strcmp(key, "name")) {
            value = text(&r);
            if (!value) return complain("'%s' must be a string", key), false;
            snprintf(c->name, sizeof c->name, "%s", value);
        } else if (strcmp(key, "path") == 0) {
            c->path = text(&r);
            if (!c->path || c->path[0] != '/') return complain("path must start with /"), false;
        } else if (!strncmp(key, "limit", 6)) {
            c->limit = number(&r);
        } else if (!skip(&r)) {
            return complain("what is %s?", key), false;
        }
        free(key);
    }
    if (!c->name[0]) return complain("name is required"), false;
    if (c->limit > 100) return complain("limit %ld is more than %d", c->limit, 100), false;
    return true;
}

uint32_t proxy_on_configure(uint32_t root, uint32_t size)
{
    const char *data;
    size_t n;
    if (proxy_get_buffer_bytes(CONFIGURATION, 0, size, &data, &n)) return 0;
    config *c = calloc(1, sizeof(config));
    bool good = parse(c, data, n);
    free((void *)data);
    if (good) configs[root % MOST] = c;
    return good;
}
