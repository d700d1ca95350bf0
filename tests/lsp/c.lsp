A plugin in C that takes its configuration's text apart itself: keys, their types and where the code has them are known all the same.

-- Makefile --
-- plugin.c --
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

uint32_t proxy_log(uint32_t level, const char *message, size_t size);
uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);

typedef struct reader {
    const char *p, *end;
    bool broken;
} reader;

typedef struct config {
    const char *name, *owner;
    size_t name_size;
    long limit;
    bool quiet, has_owner;
    int rules;
} config;

static char peek(reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n')) r->p++;
    return r->p < r->end ? *r->p : '\0';
}

static bool take(reader *r, char c)
{
    if (peek(r) != c) return false;
    r->p++;
    return true;
}

static const char *text(reader *r, size_t *n)
{
    if (!take(r, '"')) {
        r->broken = true;
        return r->p;
    }
    const char *start = r->p;
    while (r->p < r->end && *r->p != '"') r->p++;
    *n = (size_t)(r->p - start);
    if (!take(r, '"')) r->broken = true;
    return start;
}

static long number(reader *r)
{
    long n = 0;
    if (peek(r) < '0' || *r->p > '9') r->broken = true;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9') n = n * 10 + (*r->p++ - '0');
    return n;
}

static bool truth(reader *r)
{
    peek(r);
    size_t left = (size_t)(r->end - r->p);
    if (left >= 4 && memcmp(r->p, "true", 4) == 0) {
        r->p += 4;
        return true;
    }
    if (left >= 5 && memcmp(r->p, "false", 5) == 0) r->p += 5;
    else r->broken = true;
    return false;
}

static void skip(reader *r)
{
    size_t n;
    char c = peek(r);
    if (c == '"') {
        text(r, &n);
    } else if (c == '{' || c == '[') {
        char close = c == '{' ? '}' : ']';
        r->p++;
        if (take(r, close)) return;
        do {
            skip(r);
            if (c == '{' && take(r, ':')) skip(r);
        } while (!r->broken && take(r, ','));
        if (!take(r, close)) r->broken = true;
    } else {
        while (r->p < r->end && *r->p != ',' && *r->p != '}' && *r->p != ']') r->p++;
    }
}

static bool is(const char *key, size_t n, const char *name) { return n == strlen(name) && memcmp(key, name, n) == 0; }

typedef void member(reader *r, config *c, const char *key, size_t n);

static void object(reader *r, config *c, member *each)
{
    if (!take(r, '{')) r->broken = true;
    if (r->broken || take(r, '}')) return;
    do {
        size_t n = 0;
        const char *key = text(r, &n);
        if (!take(r, ':')) r->broken = true;
        if (!r->broken) each(r, c, key, n);
    } while (!r->broken && take(r, ','));
    if (!take(r, '}')) r->broken = true;
}

static void owner_member(reader *r, config *c, const char *key, size_t n)
{
    size_t unused;
    if (is(key, n, "mail")) c->owner = text(r, &unused), c->has_owner = true;
    else skip(r);
}

static void rule_member(reader *r, config *c, const char *key, size_t n)
{
    if (is(key, n, "weight")) c->rules += (int)number(r);
    else skip(r);
}

static void list(reader *r, config *c)
{
    if (!take(r, '[')) r->broken = true;
    if (r->broken || take(r, ']')) return;
    do object(r, c, rule_member);
    while (!r->broken && take(r, ','));
    if (!take(r, ']')) r->broken = true;
}

static void top_member(reader *r, config *c, const char *key, size_t n)
{
    if (is(key, n, "name")) c->name = text(r, &c->name_size);
    else if (is(key, n, "limit")) c->limit = number(r);
    else if (is(key, n, "quiet")) c->quiet = truth(r);
    else if (is(key, n, "owner")) object(r, c, owner_member);
    else if (is(key, n, "rules")) list(r, c);
    else skip(r);
}

static config now;

uint32_t proxy_on_configure(uint32_t context, uint32_t size)
{
    config c = {.limit = -1};
    reader r = {0};
    size_t n = 0;
    const char *message = NULL;
    if (proxy_get_buffer_bytes(7, 0, size, &r.p, &n) != 0) return 0;
    r.end = r.p + n;
    object(&r, &c, top_member);
    if (r.broken) message = "the configuration is no JSON of this form";
    else if (c.name_size == 0) message = "a name is missing";
    else if (c.limit < 0) message = "a limit is missing";
    if (message) {
        proxy_log(4, message, strlen(message));
        return 0;
    }
    now = c;
    return 1;
}

uint32_t proxy_on_vm_start(uint32_t context, uint32_t size) { return 1; }
void proxy_on_context_create(uint32_t context, uint32_t parent) {}
-- config.yaml --
name: x
limit: 1
owner:
  mail: a
-- steps --
initialize {}
open config.yaml
settles config.yaml {"diagnostics": []}
hover config.yaml "lim|it"
result {"contents": {"value": "limit: integer, required*read at plugin.c:131*"}}
at definition config.yaml "lim|it"
result [{"uri": "$URI(plugin.c)", "range": {"start": {"line": 130, "character": 24}}}]
complete config.yaml "|limit"
labels limit quiet rules
hover config.yaml "ma|il"
result {"contents": {"value": "mail: string, optional*"}}
edit config.yaml "mail: a" "mial: a"
settles config.yaml {"diagnostics": [{"code": "config/unknown-key", "message": "'mial' is never read by this plugin; did you mean 'mail'?"}]}
open plugin.c
edit plugin.c "\"mail\"" "\"mial\""
settles config.yaml {"diagnostics": []}
hover config.yaml "mi|al"
result {"contents": {"value": "mial: string, optional*"}}
request shutdown
result null
notify exit
exits 0
