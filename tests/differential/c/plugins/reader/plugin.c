/* Keys compared in several ways, a table of them, structs by value and by pointer, switch with fall-through, static variables. */
#include "../fixture.h"

typedef enum kind { NAME, LIMIT, MODE, FLAG, KINDS } kind;
typedef struct setting {
    const char *name;
    kind kind;
    bool needed, seen;
} setting;
typedef struct config {
    char name[12];
    unsigned limit;
    uint8_t mode;
    bool flag;
} config;

static setting settings[] = {
    {"name", NAME, true}, {"limit", LIMIT}, {.name = "mode", .kind = MODE}, {.kind = FLAG, .name = "flag"}};
static int asked;

static setting *find(const char *key)
{
    for (setting *s = settings; s != settings + sizeof settings / sizeof *settings; s++, asked++)
        if (strcasecmp(s->name, key) == 0) return s;
    return NULL;
}

static bool set(config *c, const setting *s, const char *value, bool quoted)
{
    char *end;
    switch (s->kind) {
    case NAME:
        if (!quoted || strlen(value) >= sizeof c->name) return say("'%s' is no name", value), false;
        strcpy(c->name, value);
        break;
    case LIMIT:
        c->limit = (unsigned)strtoul(value, &end, 10);
        if (*end || end == value) return say("'%.5s' is no number, from '%s' on", value, end), false;
        break;
    case MODE: c->mode = (uint8_t)(value[0] == 'a' ? 200 : strlen(value));
    /* fall through */
    case FLAG: c->flag = strcmp(value, "true") == 0 || c->mode > 100; break;
    default: return false;
    }
    return true;
}

static config checked(config c)
{
    c.limit += c.mode;
    if (c.limit == 0) c.limit--;
    return c;
}

uint32_t proxy_on_configure(uint32_t root, uint32_t size)
{
    reader r;
    config c = {.limit = 3};
    if (!configured(size, &r)) return 0;
    while (next_of(&r) == '"') {
        bool quoted;
        char *key = word_of(&r, &quoted), *value = word_of(&r, &quoted);
        setting *s = find(key);
        if (!value) return say("%s: lists are not taken", key), 0;
        if (s && !set(&c, s, value, quoted)) return 0;
        if (s) s->seen = true;
        else if (key[0] == '_') say("%s is for later", key);
        free(key), free(value);
    }
    for (size_t i = 0; i < KINDS; i++)
        if (settings[i].needed && !settings[i].seen) return say("%s is missing, asked %d times", settings[i].name, asked), 0;
    config d = checked(c);
    if (d.limit > 1000 && !d.flag) return say("limit %u of %s (%zu), mode %d", d.limit, d.name, sizeof d, d.mode), 0;
    return root;
}
