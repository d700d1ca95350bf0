#include "wasm/module.h"

#include "base/words.h"

enum { HEADER = 8 };

static const char *const section_names[WASM_SECTION_COUNT] = {
    "custom", "type",  "import",  "function", "table", "memory",     "global",
    "export", "start", "element", "code",     "data",  "data count", "tag",
};

/* --- bytes ------------------------------------------------------------------------------------------------------------------ */

uint8_t wasm_byte(wasm_cursor *c)
{
    if (c->at >= c->bytes.n) {
        c->failed = true;
        return 0;
    }
    return (uint8_t)c->bytes.p[c->at++];
}

static uint64_t leb(wasm_cursor *c, unsigned bits)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < bits; shift += 7) {
        uint8_t byte = wasm_byte(c);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
    }
    c->failed = true; /* longer than its type */
    return 0;
}

uint32_t wasm_u32(wasm_cursor *c)
{
    uint64_t value = leb(c, 32);
    if (value > UINT32_MAX) c->failed = true;
    return c->failed ? 0 : (uint32_t)value;
}

void wasm_skip_leb(wasm_cursor *c, unsigned bits) { leb(c, bits); }

str wasm_take(wasm_cursor *c, size_t n)
{
    if (c->failed || n > c->bytes.n - c->at) {
        c->failed = true;
        return STR("");
    }
    c->at += n;
    return str_make(c->bytes.p + c->at - n, n);
}

str wasm_vector(wasm_cursor *c)
{
    uint32_t n = wasm_u32(c);
    return wasm_take(c, n);
}

/* --- sections --------------------------------------------------------------------------------------------------------------- */

typedef struct reader {
    arena *arena;
    wasm_module *m;
    const wasm_section *section; /* being read */
    wasm_cursor c;               /* its content */
} reader;

static bool refuse_at(wasm_module *m, size_t at, str problem)
{
    if (!m->problem.n) {
        m->problem = problem;
        m->problem_at = at;
    }
    return false;
}

static bool refuse(reader *r, const char *what)
{
    size_t at = (size_t)(r->section->content.p - r->m->bytes.p) + r->c.at;
    return refuse_at(r->m, at, arena_printf(r->arena, words("section '%.*s': %s"), STR_ARG(r->section->name), words(what)));
}

/* The number of elements to come, each of at least one byte. */
static uint32_t count(reader *r)
{
    uint32_t n = wasm_u32(&r->c);
    if (n > r->c.bytes.n - r->c.at) r->c.failed = true;
    return r->c.failed ? 0 : n;
}

static bool value_types(reader *r, str *types)
{
    *types = wasm_vector(&r->c);
    for (size_t i = 0; i < types->n; i++) {
        uint8_t t = (uint8_t)types->p[i];
        if (t < 0x69 || t > 0x7f) /* typed references have more than a byte */
            return refuse(r, WORDS("a value type that is not known"));
    }
    return true;
}

static bool read_types(reader *r)
{
    for (uint32_t n = count(r); n && !r->c.failed; n--) {
        wasm_type t;
        if (wasm_byte(&r->c) != 0x60) return refuse(r, WORDS("a type that is no function type"));
        if (!value_types(r, &t.parameters) || !value_types(r, &t.results)) return false;
        array_push(r->arena, &r->m->types, t);
    }
    return true;
}

static void skip_limits(wasm_cursor *c)
{
    uint8_t flags = wasm_byte(c); /* bit 0: a maximum; bit 2: 64 bits; bit 3: a page size */
    wasm_skip_leb(c, 64);
    if (flags & 1) wasm_skip_leb(c, 64);
    if (flags & 8) wasm_skip_leb(c, 32);
}

static void read_import_kind(reader *r, wasm_import *i, const uint32_t counts[5])
{
    wasm_cursor *c = &r->c;
    uint8_t kind = wasm_byte(c);
    if (kind > WASM_TAG) {
        c->failed = true;
        return;
    }
    i->kind = (wasm_kind)kind;
    i->index = counts[kind];
    switch (i->kind) {
    case WASM_FUNCTION: i->type = wasm_u32(c); break;
    case WASM_TABLE: wasm_byte(c), skip_limits(c); break;
    case WASM_MEMORY: skip_limits(c); break;
    case WASM_GLOBAL: wasm_byte(c), wasm_byte(c); break;
    case WASM_TAG: wasm_byte(c), wasm_u32(c); break;
    }
}

static bool read_imports(reader *r)
{
    uint32_t counts[5] = {0};
    for (uint32_t n = count(r); n && !r->c.failed; n--) {
        size_t from = r->c.at;
        wasm_import i = {.module = wasm_vector(&r->c)};
        i.name = wasm_vector(&r->c);
        read_import_kind(r, &i, counts);
        if (r->c.failed) break;
        if (i.kind == WASM_FUNCTION && i.type >= r->m->types.n) return refuse(r, WORDS("a function of a type that is not there"));
        i.bytes = str_slice(r->c.bytes, from, r->c.at);
        counts[i.kind]++;
        array_push(r->arena, &r->m->imports, i);
        if (i.kind == WASM_FUNCTION) array_push(r->arena, &r->m->functions, (wasm_function){.name = i.name, .type = i.type});
    }
    r->m->imported_functions = counts[WASM_FUNCTION];
    r->m->memories += counts[WASM_MEMORY];
    return true;
}

static bool read_functions(reader *r)
{
    for (uint32_t n = count(r); n && !r->c.failed; n--) {
        uint32_t type = wasm_u32(&r->c);
        if (r->c.failed) break;
        if (type >= r->m->types.n) return refuse(r, WORDS("a function of a type that is not there"));
        array_push(r->arena, &r->m->functions, (wasm_function){.type = type});
    }
    return true;
}

static bool read_memories(reader *r)
{
    for (uint32_t n = count(r); n && !r->c.failed; n--) {
        skip_limits(&r->c);
        r->m->memories += !r->c.failed;
    }
    return true;
}

static bool read_exports(reader *r)
{
    for (uint32_t n = count(r); n && !r->c.failed; n--) {
        wasm_export e = {.name = wasm_vector(&r->c)};
        uint8_t kind = wasm_byte(&r->c);
        e.kind = (wasm_kind)kind;
        e.index = wasm_u32(&r->c);
        if (r->c.failed) break;
        if (kind > WASM_TAG) return refuse(r, WORDS("an export of a kind that is not known"));
        if (e.kind == WASM_FUNCTION && e.index >= r->m->functions.n) return refuse(r, WORDS("a function that is not there"));
        array_push(r->arena, &r->m->exports, e);
    }
    return true;
}

static bool read_code(reader *r)
{
    uint32_t n = count(r);
    if (!r->c.failed && n != r->m->functions.n - r->m->imported_functions)
        return refuse(r, WORDS("not as many bodies as there are functions"));
    for (uint32_t i = 0; i < n; i++) {
        str body = wasm_vector(&r->c);
        if (r->c.failed) break;
        r->m->functions.at[r->m->imported_functions + i].body = body;
    }
    return true;
}

/* --- custom sections: mistakes in them are nobody's business ---------------------------------------------------------------- */

/* Appendix 7.4.1 of the specification: subsection 1 holds the names of functions. */
static void read_names(wasm_module *m, str content)
{
    wasm_cursor c = {.bytes = content};
    while (!c.failed && c.at < c.bytes.n) {
        uint8_t id = wasm_byte(&c);
        wasm_cursor names = {.bytes = wasm_vector(&c)};
        if (id != 1) continue;
        for (uint32_t n = wasm_u32(&names); n && !names.failed; n--) {
            uint32_t index = wasm_u32(&names);
            str name = wasm_vector(&names);
            if (!names.failed && index < m->functions.n && index >= m->imported_functions) m->functions.at[index].name = name;
        }
    }
}

/* WebAssembly tool conventions, ProducersSection. */
static void read_producers(arena *a, wasm_module *m, str content)
{
    wasm_cursor c = {.bytes = content};
    for (uint32_t fields = wasm_u32(&c); fields && !c.failed; fields--) {
        str field = wasm_vector(&c);
        for (uint32_t n = wasm_u32(&c); n && !c.failed; n--) {
            wasm_producer p = {.field = field, .name = wasm_vector(&c)};
            p.version = wasm_vector(&c);
            if (!c.failed) array_push(a, &m->producers, p);
        }
    }
}

static bool read_section(arena *a, wasm_module *m, const wasm_section *s)
{
    reader r = {.arena = a, .m = m, .section = s, .c = {.bytes = s->content}};
    bool ok = true;
    switch (s->id) {
    case WASM_TYPES: ok = read_types(&r); break;
    case WASM_IMPORTS: ok = read_imports(&r); break;
    case WASM_FUNCTIONS: ok = read_functions(&r); break;
    case WASM_MEMORIES: ok = read_memories(&r); break;
    case WASM_EXPORTS: ok = read_exports(&r); break;
    case WASM_CODE: ok = read_code(&r); break;
    case WASM_CUSTOM:
        if (str_is(s->name, "name")) read_names(m, s->content);
        else if (str_is(s->name, "producers")) read_producers(a, m, s->content);
        return true;
    default: return true;
    }
    if (ok && r.c.failed) return refuse(&r, WORDS("it ends in the middle of something"));
    /* specification, 5.5.2: the sizes match */
    if (ok && r.c.at < s->content.n) return refuse(&r, WORDS("bytes behind its last element"));
    return ok;
}

/* One section's head; false at the end of what can be read. */
static bool next_section(arena *a, wasm_module *m, wasm_cursor *c, wasm_section *s)
{
    size_t from = c->at;
    uint8_t id = wasm_byte(c);
    if (id >= WASM_SECTION_COUNT) return refuse_at(m, from, arena_printf(a, words("no section has the number %u"), id));
    *s = (wasm_section){.id = (wasm_section_id)id, .name = str_of(section_names[id])};
    uint32_t size = wasm_u32(c);
    if (c->failed) return refuse_at(m, from, arena_printf(a, words("the size of section '%.*s' is cut off"), STR_ARG(s->name)));
    size_t left = c->bytes.n - c->at;
    if (size > left)
        return refuse_at(m, from, arena_printf(a, words("section '%.*s' has %u bytes, and %zu are left"), STR_ARG(s->name), size,
                                               left));
    wasm_cursor content = {.bytes = wasm_take(c, size)};
    if (id == WASM_CUSTOM) s->name = wasm_vector(&content);
    if (content.failed) return refuse_at(m, from, words_str("a custom section without a name"));
    s->content = str_slice(content.bytes, content.at, content.bytes.n);
    s->whole = str_slice(c->bytes, from, c->at);
    return true;
}

/* The place of a section in the order that the specification demands (5.5.2). */
static unsigned rank(wasm_section_id id)
{
    return id == WASM_TAGS ? 2 * WASM_MEMORIES + 1 : id == WASM_DATA_COUNT ? 2 * WASM_ELEMENTS + 1 : 2 * (unsigned)id;
}

bool wasm_is_module(str bytes) { return bytes.n >= 4 && memcmp(bytes.p, "\0asm", 4) == 0; }

static bool check_header(arena *a, wasm_module *m)
{
    str b = m->bytes;
    if (!b.n) return refuse_at(m, 0, words_str("it is empty"));
    if (!wasm_is_module(b)) return refuse_at(m, 0, words_str("it does not start as a WebAssembly module"));
    if (b.n < HEADER) return refuse_at(m, 4, words_str("it ends within its first eight bytes"));
    if (b.p[6] == 1) return refuse_at(m, 4, words_str("it is a component, not a module"));
    if (memcmp(b.p + 4, "\1\0\0\0", 4) != 0)
        return refuse_at(m, 4, arena_printf(a, words("version %u of the format is not known"), (uint8_t)b.p[4]));
    return true;
}

bool wasm_read(arena *a, str bytes, wasm_module *m)
{
    *m = (wasm_module){.bytes = bytes};
    if (!check_header(a, m)) return false;
    wasm_cursor c = {.bytes = bytes, .at = HEADER};
    unsigned before = 0;
    while (c.at < bytes.n) {
        wasm_section s;
        size_t from = c.at;
        if (!next_section(a, m, &c, &s)) return false;
        if (s.id != WASM_CUSTOM && rank(s.id) <= before)
            return refuse_at(m, from, arena_printf(a, words("section '%.*s' is out of order"), STR_ARG(s.name)));
        if (s.id != WASM_CUSTOM) before = rank(s.id);
        array_push(a, &m->sections, s);
        if (!read_section(a, m, &s)) return false;
    }
    if (m->functions.n > m->imported_functions && !wasm_section_find(m, WASM_CODE, NULL))
        return refuse_at(m, bytes.n, words_str("it has functions without code"));
    return true;
}

const wasm_section *wasm_section_find(const wasm_module *m, wasm_section_id id, const char *name)
{
    for (size_t i = 0; i < m->sections.n; i++)
        if (m->sections.at[i].id == id && (!name || str_is(m->sections.at[i].name, name))) return &m->sections.at[i];
    return NULL;
}

const wasm_export *wasm_export_find(const wasm_module *m, str name, wasm_kind kind)
{
    for (size_t i = 0; i < m->exports.n; i++)
        if (m->exports.at[i].kind == kind && str_eq(m->exports.at[i].name, name)) return &m->exports.at[i];
    return NULL;
}

const wasm_type *wasm_type_of(const wasm_module *m, uint32_t function)
{
    if (function >= m->functions.n || m->functions.at[function].type >= m->types.n) return NULL;
    return &m->types.at[m->functions.at[function].type];
}
