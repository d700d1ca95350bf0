/* `wpls dump wasm`: what is in a finished module. */
#include "cli/dump_wasm.h"

#include "base/json_write.h"
#include "base/visible.h"
#include "wasm/hosts.h"
#include "wasm/module.h"

#include <stdlib.h>

enum { LARGEST = 15 };

typedef struct sized {
    str name;
    size_t bytes;
} sized;

static const char *host_of(const wasm_import *i)
{
    const wasm_host_function *f = i->kind == WASM_FUNCTION ? wasm_host_function_find(i->module, i->name) : NULL;
    return !f ? "none" : f->envoy ? "envoy" : "higress";
}

static const char *start_of(const wasm_module *m)
{
    return wasm_export_find(m, STR("_initialize"), WASM_FUNCTION) ? "_initialize"
           : wasm_export_find(m, STR("_start"), WASM_FUNCTION)    ? "_start"
                                                                  : "none";
}

static int larger_first(const void *a, const void *b)
{
    const sized *x = a, *y = b;
    return x->bytes != y->bytes ? (x->bytes < y->bytes ? 1 : -1) : str_cmp(x->name, y->name);
}

/* The functions with most code, at most LARGEST. */
static size_t largest_functions(arena *a, const wasm_module *m, sized **largest)
{
    size_t n = m->functions.n - m->imported_functions;
    sized *all = ARENA_NEW_N(a, sized, n);
    for (size_t i = 0; i < n; i++) {
        const wasm_function *f = &m->functions.at[m->imported_functions + i];
        all[i] = (sized){f->name.n ? f->name : arena_printf(a, "function %zu", m->imported_functions + i), f->body.n};
    }
    if (n) qsort(all, n, sizeof *all, larger_first);
    *largest = all;
    return n < LARGEST ? n : LARGEST;
}

static void add_sized(strbuf *out, str name, size_t bytes)
{
    strbuf_printf(out, "%10zu  ", bytes);
    strbuf_add_visible(out, name);
    strbuf_add_char(out, '\n');
}

static void add_interface(strbuf *out, arena *a, const wasm_module *m)
{
    strbuf_printf(out, "imports %zu\n", m->imports.n);
    for (size_t i = 0; i < m->imports.n; i++) {
        const wasm_import *import = &m->imports.at[i];
        strbuf_printf(out, "  %-8s ", host_of(import));
        strbuf_add_visible(out, arena_printf(a, "%.*s.%.*s", STR_ARG(import->module), STR_ARG(import->name)));
        strbuf_add_char(out, '\n');
    }
    strbuf_printf(out, "exports %zu\n", m->exports.n);
    for (size_t i = 0; i < m->exports.n; i++) {
        strbuf_add_cstr(out, "  ");
        strbuf_add_visible(out, m->exports.at[i].name);
        strbuf_add_char(out, '\n');
    }
}

static void add_text(strbuf *out, arena *a, const wasm_module *m)
{
    str abi = wasm_abi_of(m);
    sized *largest;
    size_t count = largest_functions(a, m, &largest);
    strbuf_printf(out, "bytes %zu\nabi %.*s\nstart %s\n", m->bytes.n, STR_ARG(abi.n ? abi : STR("none")), start_of(m));
    for (size_t i = 0; i < m->producers.n; i++) {
        strbuf_add_cstr(out, "made by ");
        strbuf_add_visible(out, m->producers.at[i].name);
        strbuf_add_char(out, ' ');
        strbuf_add_visible(out, m->producers.at[i].version);
        strbuf_add_char(out, '\n');
    }
    strbuf_printf(out, "sections\n");
    for (size_t i = 0; i < m->sections.n; i++) add_sized(out, m->sections.at[i].name, m->sections.at[i].whole.n);
    strbuf_printf(out, "functions %zu, the largest\n", m->functions.n - m->imported_functions);
    for (size_t i = 0; i < count; i++) add_sized(out, largest[i].name, largest[i].bytes);
    add_interface(out, a, m);
}

static void json_sized(json_writer *w, str name, size_t bytes)
{
    json_object(w);
    json_add_string(w, "name", name);
    json_add_int(w, "bytes", (int64_t)bytes);
    json_object_end(w);
}

static void json_producers(json_writer *w, const wasm_module *m)
{
    json_add_array(w, "producers");
    for (size_t i = 0; i < m->producers.n; i++) {
        json_object(w);
        json_add_string(w, "field", m->producers.at[i].field);
        json_add_string(w, "name", m->producers.at[i].name);
        json_add_string(w, "version", m->producers.at[i].version);
        json_object_end(w);
    }
    json_array_end(w);
}

static void json_interface(json_writer *w, const wasm_module *m)
{
    json_add_array(w, "imports");
    for (size_t i = 0; i < m->imports.n; i++) {
        json_object(w);
        json_add_string(w, "module", m->imports.at[i].module);
        json_add_string(w, "name", m->imports.at[i].name);
        json_add_string(w, "host", str_of(host_of(&m->imports.at[i])));
        json_object_end(w);
    }
    json_array_end(w);
    json_add_array(w, "exports");
    for (size_t i = 0; i < m->exports.n; i++) json_string(w, m->exports.at[i].name);
    json_array_end(w);
}

static void add_json(strbuf *out, arena *a, const wasm_module *m)
{
    json_writer w = JSON_WRITER(out);
    sized *largest;
    size_t count = largest_functions(a, m, &largest);
    json_object(&w);
    json_add_int(&w, "bytes", (int64_t)m->bytes.n);
    json_add_string(&w, "abi", wasm_abi_of(m));
    json_add_string(&w, "start", str_of(start_of(m)));
    json_producers(&w, m);
    json_add_array(&w, "sections");
    for (size_t i = 0; i < m->sections.n; i++) json_sized(&w, m->sections.at[i].name, m->sections.at[i].whole.n);
    json_array_end(&w);
    json_add_int(&w, "functions", (int64_t)(m->functions.n - m->imported_functions));
    json_add_array(&w, "largest");
    for (size_t i = 0; i < count; i++) json_sized(&w, largest[i].name, largest[i].bytes);
    json_array_end(&w);
    json_interface(&w, m);
    json_object_end(&w);
    strbuf_add_char(out, '\n');
}

bool dump_wasm(str bytes, bool json, strbuf *out, strbuf *problem)
{
    arena a = ARENA_INIT;
    wasm_module m;
    bool ok = wasm_read(&a, bytes, &m);
    if (!ok) strbuf_printf(problem, "%.*s (byte %zu)", STR_ARG(m.problem), m.problem_at);
    if (m.sections.n && json) add_json(out, &a, &m);
    else if (m.sections.n) add_text(out, &a, &m);
    arena_free(&a);
    return ok;
}
