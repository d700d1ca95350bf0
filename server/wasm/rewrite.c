#include "wasm/rewrite.h"

#include "base/strbuf.h"
#include "base/words.h"
#include "wasm/code.h"
#include "wasm/hosts.h"

enum { UNIMPLEMENTED = 12, BAD_ARGUMENT = 2, LEVEL_CRITICAL = 5 }; /* Proxy-Wasm ABI 0.2.1: status codes and log levels */
enum {
    OP_IF = 0x04,
    OP_END = 0x0b,
    OP_CALL = 0x10,
    OP_DROP = 0x1a,
    OP_GET = 0x20,
    OP_TEE = 0x22,
    OP_I32 = 0x41,
    OP_I32_EQ = 0x46,
    NO_RESULT = 0x40
};

/* A function that takes the place of an imported one. */
typedef struct shim {
    uint32_t replaces; /* the imported function */
    uint32_t number;   /* its own */
    uint32_t type;
    const wasm_import *import;
    strbuf body;
} shim;

typedef struct rewrite {
    arena *arena;
    const wasm_module *m;
    const wasm_rewrite_options *options;
    wasm_rewritten result;
    ARRAY(shim) shims;
    uint32_t *target; /* of each imported function: the number that takes its place; itself when nothing does */
    const wasm_import *spare; /* a function that the host has */
    strbuf out;
} rewrite;

/* --- writing ---------------------------------------------------------------------------------------------------------------- */

static void add_u32(strbuf *out, uint32_t v)
{
    do {
        uint8_t byte = v & 0x7f;
        v >>= 7;
        strbuf_add_char(out, (char)(byte | (v ? 0x80 : 0)));
    } while (v);
}

static void add_vector(strbuf *out, str bytes)
{
    add_u32(out, (uint32_t)bytes.n);
    strbuf_add(out, bytes);
}

static void add_op(strbuf *out, int op, uint32_t immediate)
{
    strbuf_add_char(out, (char)op);
    add_u32(out, immediate); /* constants here are small enough to be the same as signed numbers */
}

/* --- functions that take the place of imported ones ------------------------------------------------------------------------- */

/* Zeros of all results but an i32, which is the status. */
static void add_unimplemented(strbuf *body, const wasm_type *t)
{
    static const char zeros[8] = {0};
    add_u32(body, 0); /* no locals */
    for (size_t i = 0; i < t->results.n; i++) {
        switch ((uint8_t)t->results.p[i]) {
        case WASM_I64: add_op(body, 0x42, 0); break;
        case WASM_F32: strbuf_add_char(body, 0x43), strbuf_add(body, str_make(zeros, 4)); break;
        case WASM_F64: strbuf_add_char(body, 0x44), strbuf_add(body, str_make(zeros, 8)); break;
        default: add_op(body, OP_I32, UNIMPLEMENTED); break;
        }
    }
    strbuf_add_char(body, OP_END);
}

/* result = call(all parameters); if (result == BAD_ARGUMENT) log(CRITICAL, first parameter, second); result */
static void add_reporting(strbuf *body, const wasm_type *t, uint32_t call, uint32_t log)
{
    uint32_t result = (uint32_t)t->parameters.n;
    add_u32(body, 1); /* one group of locals: one i32 */
    add_u32(body, 1);
    strbuf_add_char(body, WASM_I32);
    for (uint32_t i = 0; i < result; i++) add_op(body, OP_GET, i);
    add_op(body, OP_CALL, call);
    add_op(body, OP_TEE, result);
    add_op(body, OP_I32, BAD_ARGUMENT);
    strbuf_add_char(body, OP_I32_EQ);
    strbuf_add_char(body, OP_IF);
    strbuf_add_char(body, NO_RESULT);
    add_op(body, OP_I32, LEVEL_CRITICAL);
    add_op(body, OP_GET, 0);
    add_op(body, OP_GET, 1);
    add_op(body, OP_CALL, log);
    strbuf_add_char(body, OP_DROP);
    strbuf_add_char(body, OP_END);
    add_op(body, OP_GET, result);
    strbuf_add_char(body, OP_END);
}

static shim *add_shim(rewrite *r, const wasm_import *i)
{
    shim *s = array_add(r->arena, &r->shims);
    s->replaces = i->index;
    s->number = (uint32_t)(r->m->functions.n + r->shims.n - 1);
    s->type = i->type;
    s->import = i;
    r->target[i->index] = s->number;
    return s;
}

static const wasm_import *find_import(const wasm_module *m, const char *name)
{
    for (size_t i = 0; i < m->imports.n; i++) {
        const wasm_import *import = &m->imports.at[i];
        if (import->kind == WASM_FUNCTION && str_is(import->module, "env") && str_is(import->name, name)) return import;
    }
    return NULL;
}

static bool has_type(const wasm_module *m, const wasm_import *i, const char *signature)
{
    return wasm_signature_is(&m->types.at[i->type], signature);
}

/* Functions that take an import's place are added to those of the module. */
static bool has_own_functions(const wasm_module *m)
{
    return wasm_section_find(m, WASM_FUNCTIONS, NULL) && wasm_section_find(m, WASM_CODE, NULL);
}

static void plan(rewrite *r)
{
    const wasm_module *m = r->m;
    r->target = ARENA_NEW_N(r->arena, uint32_t, m->imported_functions);
    for (uint32_t i = 0; i < m->imported_functions; i++) r->target[i] = i;
    for (size_t i = 0; i < m->imports.n; i++) {
        const wasm_import *import = &m->imports.at[i];
        if (import->kind != WASM_FUNCTION) continue;
        const wasm_host_function *f = wasm_host_function_find(import->module, import->name);
        if (f && f->envoy) r->spare = import;
        if (!f || f->envoy) continue;
        add_unimplemented(&add_shim(r, import)->body, &m->types.at[import->type]);
        array_push(r->arena, &r->result.unimplemented, import->name);
    }
    const wasm_import *call = find_import(m, "proxy_http_call"), *log = find_import(m, "proxy_log");
    if (r->options->report_unknown_clusters && has_own_functions(m) && call && log && has_type(m, call, "iiiiiiiiii:i") &&
        has_type(m, log, "iii:i"))
        add_reporting(&add_shim(r, call)->body, &m->types.at[call->type], call->index, log->index);
}

/* --- sections --------------------------------------------------------------------------------------------------------------- */

static uint32_t redirected(const rewrite *r, uint32_t function)
{
    return function < r->m->imported_functions ? r->target[function] : function;
}

static bool has_stock_abi(const wasm_module *m)
{
    for (size_t i = 0; i < m->exports.n; i++) {
        const wasm_abi *abi = wasm_abi_find(m->exports.at[i].name);
        if (abi && abi->envoy) return true;
    }
    return false;
}

static void write_exports(rewrite *r, strbuf *out)
{
    const wasm_module *m = r->m;
    bool stock = has_stock_abi(m);
    add_u32(out, (uint32_t)m->exports.n);
    for (size_t i = 0; i < m->exports.n; i++) {
        const wasm_export *e = &m->exports.at[i];
        const wasm_abi *abi = e->kind == WASM_FUNCTION ? wasm_abi_find(e->name) : NULL;
        add_vector(out, abi && !abi->envoy && !stock ? STR("proxy_abi_version_0_2_1") : e->name);
        strbuf_add_char(out, (char)e->kind);
        add_u32(out, e->kind == WASM_FUNCTION ? redirected(r, e->index) : e->index);
        if (abi && !abi->envoy) r->result.higress_abi = true;
    }
}

static void write_imports(rewrite *r, strbuf *out)
{
    const wasm_module *m = r->m;
    add_u32(out, (uint32_t)m->imports.n);
    for (size_t i = 0; i < m->imports.n; i++) {
        const wasm_import *import = &m->imports.at[i];
        const wasm_host_function *f =
            import->kind == WASM_FUNCTION ? wasm_host_function_find(import->module, import->name) : NULL;
        strbuf_add(out, f && !f->envoy ? r->spare->bytes : import->bytes);
    }
}

static void write_functions(rewrite *r, strbuf *out, str content)
{
    wasm_cursor c = {.bytes = content};
    add_u32(out, wasm_u32(&c) + (uint32_t)r->shims.n);
    strbuf_add(out, str_slice(content, c.at, content.n));
    for (size_t i = 0; i < r->shims.n; i++) add_u32(out, r->shims.at[i].type);
}

/* Bytes that are copied but for the numbers of functions in them. */
typedef struct copy {
    const rewrite *r;
    str from;
    size_t done; /* so much of it is in `out` */
    strbuf *out;
} copy;

static void copy_function(copy *y, wasm_mention mention)
{
    uint32_t to = redirected(y->r, mention.function);
    if (to == mention.function) return;
    strbuf_add(y->out, str_slice(y->from, y->done, mention.at));
    add_u32(y->out, to);
    y->done = mention.end;
}

static void copy_constant(copy *y, wasm_cursor *c)
{
    wasm_mention mention;
    while (wasm_constant_next(c, &mention)) copy_function(y, mention);
}

static void copy_number(copy *y, wasm_cursor *c)
{
    wasm_mention mention = {.at = c->at};
    mention.function = wasm_u32(c);
    mention.end = c->at;
    if (!c->failed) copy_function(y, mention);
}

static void copy_rest(copy *y) { strbuf_add(y->out, str_slice(y->from, y->done, y->from.n)); }

/* False when an instruction is not known: a call may have been overlooked. */
static bool write_body(const rewrite *r, strbuf *out, str body)
{
    strbuf changed = STRBUF_INIT;
    copy y = {.r = r, .from = body, .out = &changed};
    wasm_cursor c = wasm_code_begin(body);
    wasm_mention mention;
    while (wasm_code_next(&c, &mention)) copy_function(&y, mention);
    copy_rest(&y);
    add_vector(out, strbuf_str(&changed));
    strbuf_free(&changed);
    return !c.failed;
}

static bool write_code(rewrite *r, strbuf *out)
{
    const wasm_module *m = r->m;
    bool ok = true;
    add_u32(out, (uint32_t)(m->functions.n - m->imported_functions + r->shims.n));
    for (size_t i = m->imported_functions; i < m->functions.n; i++)
        ok = write_body(r, out, m->functions.at[i].body) && ok;
    for (size_t i = 0; i < r->shims.n; i++) add_vector(out, strbuf_str(&r->shims.at[i].body));
    return ok;
}

/* 5.5.7, with the initial values of the function references proposal. */
static void copy_table(copy *y, wasm_cursor *c)
{
    bool initial = c->at < c->bytes.n && c->bytes.p[c->at] == 0x40;
    if (initial) wasm_take(c, 2);
    wasm_skip_type(c);
    uint8_t limits = wasm_byte(c);
    wasm_skip_leb(c, 64);
    if (limits & 1) wasm_skip_leb(c, 64);
    if (initial) copy_constant(y, c);
}

/* 5.5.9 */
static void copy_global(copy *y, wasm_cursor *c)
{
    wasm_skip_type(c);
    wasm_byte(c); /* whether it changes */
    copy_constant(y, c);
}

/* 5.5.12: the bits of a segment's kind tell what is in it. */
static void copy_elements(copy *y, wasm_cursor *c)
{
    enum { NOT_ACTIVE = 1, TABLE = 2, EXPRESSIONS = 4, KINDS = 8 };
    uint32_t kind = wasm_u32(c);
    if (kind >= KINDS) c->failed = true;
    if (!(kind & NOT_ACTIVE)) {
        if (kind & TABLE) wasm_u32(c);
        copy_constant(y, c); /* where in the table */
    }
    if (kind & (NOT_ACTIVE | TABLE)) wasm_skip_type(c);
    for (uint32_t n = wasm_u32(c); n && !c->failed; n--)
        if (kind & EXPRESSIONS) copy_constant(y, c);
        else copy_number(y, c);
}

/* A section that is a vector of such things. False when it can't be read. */
static bool write_each(const rewrite *r, strbuf *out, str content, void (*one)(copy *y, wasm_cursor *c))
{
    copy y = {.r = r, .from = content, .out = out};
    wasm_cursor c = {.bytes = content};
    for (uint32_t n = wasm_u32(&c); n && !c.failed; n--) one(&y, &c);
    copy_rest(&y);
    return !c.failed;
}

static bool write_start(const rewrite *r, strbuf *out, str content)
{
    copy y = {.r = r, .from = content, .out = out};
    wasm_cursor c = {.bytes = content};
    copy_number(&y, &c);
    copy_rest(&y);
    return !c.failed;
}

static void write_section(rewrite *r, const wasm_section *s)
{
    strbuf content = STRBUF_INIT;
    bool ok = true;
    switch (r->shims.n || s->id == WASM_EXPORTS ? s->id : WASM_CUSTOM) {
    case WASM_IMPORTS: write_imports(r, &content); break;
    case WASM_FUNCTIONS: write_functions(r, &content, s->content); break;
    case WASM_EXPORTS: write_exports(r, &content); break;
    case WASM_TABLES: ok = write_each(r, &content, s->content, copy_table); break;
    case WASM_GLOBALS: ok = write_each(r, &content, s->content, copy_global); break;
    case WASM_START: ok = write_start(r, &content, s->content); break;
    case WASM_ELEMENTS: ok = write_each(r, &content, s->content, copy_elements); break;
    case WASM_CODE: ok = write_code(r, &content); break;
    default: strbuf_add(&r->out, s->whole); return;
    }
    strbuf_add_char(&r->out, (char)s->id);
    add_vector(&r->out, strbuf_str(&content));
    strbuf_free(&content);
    if (!ok)
        r->result.problem = arena_printf(r->arena, words("section '%.*s' has something that is not known"), STR_ARG(s->name));
}

static wasm_rewritten attempt(arena *a, const wasm_module *m, const wasm_rewrite_options *o)
{
    rewrite r = {.arena = a, .m = m, .options = o, .result.bytes = m->bytes};
    plan(&r);
    if (r.result.unimplemented.n && !r.spare) r.result.problem = words_str("it imports nothing that Envoy has");
    else if (r.shims.n && !has_own_functions(m)) r.result.problem = words_str("it has no functions of its own");
    strbuf_add(&r.out, str_slice(m->bytes, 0, 8));
    for (size_t i = 0; i < m->sections.n && !r.result.problem.n; i++) write_section(&r, &m->sections.at[i]);
    if (!r.result.problem.n && (r.shims.n || r.result.higress_abi)) r.result.bytes = arena_str(a, strbuf_str(&r.out));
    for (size_t i = 0; i < r.shims.n; i++) strbuf_free(&r.shims.at[i].body);
    strbuf_free(&r.out);
    return r.result;
}

wasm_rewritten wasm_for_stock_envoy(arena *a, const wasm_module *m, const wasm_rewrite_options *o)
{
    wasm_rewritten r = attempt(a, m, o);
    bool for_reports_only = r.problem.n && !r.unimplemented.n && o->report_unknown_clusters;
    return for_reports_only ? attempt(a, m, &(wasm_rewrite_options){0}) : r;
}
