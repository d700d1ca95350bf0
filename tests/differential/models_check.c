/* Runs the function models on the calls that main.go made of the real libraries, and compares the results.
 *
 *     go run . | models_check        (tests/differential/CMakeLists.txt puts the two together)
 *
 * A line is a JSON object: "chain", calls of which each gets the one before as its receiver; "after", whether the argument at this
 * place of the last call is shown behind the results; and "want", the canonical text of the results. A model may answer "unknown"
 * instead ("?" anywhere in its text); anything else must be equal. Values come as arrays, first a letter for the kind. */
#include "base/strbuf.h"
#include "go/frontend.h"
#include "go/models/json.h"
#include "ir/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what the evaluator provides otherwise --- */

static str panicked;
static bool raised;
static bool decision;

value native_arg(const native_call *c, uint32_t i) { return i < c->count ? c->args[i] : value_unknown(NULL); }

bool native_text(const native_call *c, uint32_t i, str *s)
{
    value v = native_arg(c, i);
    return model_value_text(c->arena, &v, s);
}

bool native_int(const native_call *c, uint32_t i, int64_t *n)
{
    value v = native_arg(c, i);
    *n = v.kind == VALUE_INT ? v.i : 0;
    return v.kind == VALUE_INT;
}


value native_panic(native_call *c, str message)
{
    (void)c;
    raised = true;
    panicked = message;
    return value_unknown(NULL);
}

value native_invoke(native_call *c, const value *func, const value *args, uint32_t count)
{
    (void)c, (void)func, (void)args, (void)count;
    return value_unknown(NULL);
}

bool native_stopped(const native_call *c) { return (void)c, raised; }
void native_charge(native_call *c, uint64_t steps) { (void)c, (void)steps; }
void native_take_pattern(native_call *c, str pattern, size_t bytes) { (void)c, (void)pattern, (void)bytes; }
void native_read(native_call *c, doc_node *n, uint32_t reads) { (void)c, (void)n, (void)reads; }
void native_ask(native_call *c, doc_node *n, str path) { (void)c, (void)n, (void)path; }

void native_ask_field(native_call *c, doc_node *n, const ir_field *field, const char *tag)
{
    (void)c, (void)n, (void)field, (void)tag;
}

doc_node *native_look(const native_call *c, doc_node *n) { return (void)c, n; }

bool native_decide(native_call *c, const value *condition)
{
    (void)c, (void)condition;
    return decision = !decision;
}

uint32_t native_choose(native_call *c, const value *v, const value *constants, uint32_t count)
{
    (void)c, (void)v, (void)constants;
    return count;
}

doc_node *native_whole_document(const native_call *c) { return (void)c, NULL; }
void native_service(native_call *c, str cluster, bool redis, const value *name, const value *port)
{
    (void)c, (void)cluster, (void)redis, (void)name, (void)port;
}
bool native_is_backwards(native_call *c, uint32_t count) { return (void)c, (void)count, false; }
value native_sequence(native_call *c, value list) { return (void)c, list; }
value native_sequence_list(const value *sequence) { return *sequence; }
void native_havoc(native_call *c, const value *v)
{
    (void)c;
    if (v->kind == VALUE_POINTER) v->cell->v = value_unknown(v->cell->type);
    for (uint32_t i = 0; v->kind == VALUE_SLICE && i < v->slice.length; i++) value_element(v, i)->v = value_unknown(NULL);
    if (v->kind == VALUE_MAP) v->map->unsure = true;
}

bool native_configuration(native_call *c, value *bytes) { return (void)c, (void)bytes, false; }
void native_hand_over(native_call *c, const value *context) { (void)c, (void)context; }
bool native_is_starting(const native_call *c) { return (void)c, false; }
void native_say(native_call *c, const value *words) { (void)c, (void)words; }

/* --- values from their JSON form --- */

static map named_types;

static str unhex(arena *a, str s)
{
    char *p = arena_alloc(a, s.n / 2 + 1);
    for (size_t i = 0; i + 1 < s.n; i += 2) {
        char pair[3] = {s.p[i], s.p[i + 1], 0};
        p[i / 2] = (char)strtol(pair, NULL, 16);
    }
    return str_make(p, s.n / 2);
}

static doc_node *at(const doc_node *n, size_t i) { return n->items.at[i]; }

static ir_type *read_type(arena *a, const doc_node *n)
{
    static const char *const basics[] = {"?",      "bool",   "int",    "int8",    "int16",   "int32",   "int64",      "uint",  "uint8",
                                         "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "complex128", "string"};
    if (n->kind == DOC_STRING) {
        for (int k = TYPE_BOOL; k <= TYPE_STRING; k++)
            if (str_is(n->text, basics[k])) return type_basic((type_kind)k);
        if (str_is(n->text, "any")) return type_any();
        if (str_is(n->text, "error")) return type_error();
        return map_get(&named_types, n->text);
    }
    str kind = at(n, 0)->text;
    if (str_is(kind, "[]")) return type_new_slice(a, read_type(a, at(n, 1)));
    if (str_is(kind, "*")) return type_new_pointer(a, read_type(a, at(n, 1)));
    if (str_is(kind, "array")) return type_new_array(a, read_type(a, at(n, 2)), (int64_t)at(n, 1)->number);
    if (str_is(kind, "map")) return type_new_map(a, read_type(a, at(n, 1)), read_type(a, at(n, 2)));
    if (str_is(kind, "named")) {
        str package = at(n, 1)->text, name = at(n, 2)->text, key = at(n, 3)->text;
        ir_type *t = map_get(&named_types, key);
        if (t) return t;
        if ((t = go_library_type(package, name)) != NULL) return t;
        t = ARENA_NEW(a, ir_type);
        *t = (ir_type){.kind = TYPE_NAMED, .package = package, .name = name};
        map_put(a, &named_types, key, t);
        t->under = read_type(a, at(n, 4));
        return t;
    }
    ir_type *t = ARENA_NEW(a, ir_type);
    t->kind = TYPE_STRUCT;
    t->field_count = (uint32_t)at(n, 1)->items.n;
    t->fields = ARENA_NEW_N(a, ir_field, t->field_count);
    for (uint32_t i = 0; i < t->field_count; i++) {
        const doc_node *f = at(at(n, 1), i);
        t->fields[i] = (ir_field){.name = at(f, 0)->text, .type = read_type(a, at(f, 1)), .tag = unhex(a, at(f, 2)->text),
                                  .embedded = at(f, 3)->kind == DOC_TRUE};
    }
    return t;
}

static value read_value(arena *a, const doc_node *n);

static value read_list(arena *a, const doc_node *n)
{
    ir_type *t = read_type(a, at(n, 1));
    const doc_node *items = at(n, 2);
    value *v = ARENA_NEW_N(a, value, items->items.n);
    for (size_t i = 0; i < items->items.n; i++) v[i] = read_value(a, at(items, i));
    if (type_under_kind(t) == TYPE_SLICE) return value_slice_of(a, t, v, (uint32_t)items->items.n);
    value out = value_zero(a, t);
    for (size_t i = 0; i < items->items.n; i++) out.object->cells[i].v = v[i];
    return out;
}

static value read_value(arena *a, const doc_node *n)
{
    char kind = at(n, 0)->text.p[0];
    const doc_node *second = n->items.n > 1 ? at(n, 1) : NULL;
    value v = {0};
    switch (kind) {
    case 'n': return value_nil(second ? read_type(a, second) : NULL);
    case 's': v = model_string(unhex(a, at(n, 2)->text)); break;
    case 'b': v = model_bytes(unhex(a, at(n, 2)->text)); break;
    case 'i': {
        str s = at(n, 2)->text;
        uint64_t u;
        int64_t i;
        if (model_parse_int(s, 10, 64, &i)) model_parse_uint(s, 10, 64, &u), i = (int64_t)u;
        return value_int_of(read_type(a, second), i);
    }
    case 'f': {
        uint64_t bits = strtoull(arena_cstr(a, at(n, 2)->text), NULL, 16);
        v = value_float(0);
        memcpy(&v.f, &bits, sizeof v.f);
        break;
    }
    case 't': v = value_bool(at(n, 2)->kind == DOC_TRUE); break;
    case 'l': return read_list(a, n);
    case 'm': {
        v = value_map_new(a, read_type(a, second));
        const doc_node *pairs = at(n, 2);
        for (size_t i = 0; i < pairs->items.n; i++) {
            value key = read_value(a, at(at(pairs, i), 0));
            map_value_put(a, v.map, &key, type_under(v.type)->elem)->v = read_value(a, at(at(pairs, i), 1));
        }
        return v;
    }
    case 'S': {
        v = value_zero(a, read_type(a, second));
        const doc_node *fields = at(n, 2);
        for (size_t i = 0; i < fields->items.n; i++) v.object->cells[i].v = read_value(a, at(fields, i));
        return v;
    }
    case 'p': {
        ir_type *t = read_type(a, second);
        v = (value){.kind = VALUE_POINTER, .type = t};
        v.cell = ARENA_NEW(a, cell);
        *v.cell = (cell){.v = read_value(a, at(n, 2)), .type = type_under(t)->elem};
        return v;
    }
    case 'e': {
        native_call c = {.arena = a};
        return model_error(&c, "*errors.errorString", unhex(a, at(n, 2)->text), NULL);
    }
    default: break;
    }
    v.type = read_type(a, second);
    return v;
}

/* --- values to canonical text --- */

static void show(strbuf *t, const value *v, int depth);

static void show_hex(strbuf *t, str s)
{
    for (size_t i = 0; i < s.n; i++) strbuf_printf(t, "%02x", (unsigned char)s.p[i]);
}

static int compare(const void *a, const void *b) { return str_cmp(*(const str *)a, *(const str *)b); }

static void show_map(strbuf *t, const value *v, int depth)
{
    str *pairs = ARENA_NEW_N(t->arena, str, v->map->count);
    size_t n = 0;
    for (uint32_t i = 0; i < v->map->count; i++) {
        if (v->map->pairs[i].deleted) continue;
        strbuf one = STRBUF_IN(t->arena);
        show(&one, &v->map->pairs[i].key, depth - 1);
        strbuf_add_char(&one, '=');
        show(&one, &v->map->pairs[i].value.v, depth - 1);
        pairs[n++] = strbuf_str(&one);
    }
    if (n) qsort(pairs, n, sizeof *pairs, compare);
    strbuf_add_cstr(t, v->map->unsure ? "{?" : "{");
    for (size_t i = 0; i < n; i++) strbuf_add(t, pairs[i]), strbuf_add_char(t, ',');
    strbuf_add_char(t, '}');
}

static bool is_bytes(const value *v)
{
    const ir_type *u = type_under(v->type);
    return u->kind == TYPE_SLICE && type_under_kind(u->elem) == TYPE_UINT8;
}

static void show(strbuf *t, const value *v, int depth)
{
    str s;
    uint64_t bits;
    switch (depth > 0 ? v->kind : VALUE_UNKNOWN) {
    case VALUE_NIL: strbuf_add_cstr(t, is_bytes(v) ? "b:" : "nil"); break;
    case VALUE_BOOL: strbuf_add_cstr(t, v->b ? "true" : "false"); break;
    case VALUE_INT:
        if (type_is_unsigned(type_under_kind(v->type))) strbuf_printf(t, "%llu", (unsigned long long)v->i);
        else strbuf_printf(t, "%lld", (long long)v->i);
        break;
    case VALUE_FLOAT:
        memcpy(&bits, &v->f, sizeof bits);
        if (v->f != v->f) strbuf_add_cstr(t, "f:nan");
        else strbuf_printf(t, "f:%016llx", (unsigned long long)bits);
        break;
    case VALUE_STRING: strbuf_add_cstr(t, is_bytes(v) ? "b:" : "s:"), show_hex(t, v->s); break;
    case VALUE_POINTER: strbuf_add_char(t, '&'), show(t, &v->cell->v, depth - 1); break;
    case VALUE_STRUCT:
    case VALUE_ARRAY:
    case VALUE_TUPLE:
        strbuf_add_char(t, v->kind == VALUE_ARRAY ? '[' : '(');
        for (uint32_t i = 0; i < v->object->count; i++) show(t, &v->object->cells[i].v, depth - 1), strbuf_add_char(t, ',');
        strbuf_add_char(t, v->kind == VALUE_ARRAY ? ']' : ')');
        break;
    case VALUE_SLICE:
        if (is_bytes(v) && model_value_text(t->arena, v, &s)) {
            strbuf_add_cstr(t, "b:"), show_hex(t, s);
            break;
        }
        strbuf_add_char(t, '[');
        for (uint32_t i = 0; i < v->slice.length; i++) show(t, &value_element(v, i)->v, depth - 1), strbuf_add_char(t, ',');
        strbuf_add_char(t, ']');
        break;
    case VALUE_MAP: show_map(t, v, depth); break;
    case VALUE_DOC: strbuf_add_cstr(t, "D:"), show_hex(t, model_raw_text(t->arena, v->doc)); break;
    case VALUE_ERROR:
        if (v->error->text.kind == VALUE_STRING) strbuf_add_cstr(t, "E:"), show_hex(t, v->error->text.s);
        else strbuf_add_cstr(t, "E?");
        break;
    default: strbuf_add_char(t, '?');
    }
}

/* --- calls --- */

static value call(arena *a, const doc_node *step, const value *receiver, value *shown, int64_t after)
{
    const native *m = go_find_native(at(step, 0)->text);
    const doc_node *list = at(step, 1);
    value *args = ARENA_NEW_N(a, value, list->items.n);
    static const ir_node site;
    native_call c = {.arena = a, .site = &site, .receiver = receiver, .args = args, .count = (uint32_t)list->items.n};
    if (!m) return value_unknown(NULL);
    for (size_t i = 0; i < list->items.n; i++) args[i] = read_value(a, at(list, i));
    bool unknown = receiver && value_has_unknown(receiver);
    value result = unknown && !(m->flags & NATIVE_PARTIAL) ? value_unknown(NULL) : m->run(&c);
    if (after >= 0 && (size_t)after < list->items.n) *shown = args[after];
    if (m->results == 0) return value_tuple(a, 0, NULL);
    return result;
}

static str run_line(arena *a, const doc_node *line)
{
    const doc_node *chain = doc_find_member(line, STR("chain")), *after = doc_find_member(line, STR("after"));
    value result = {0}, receiver, shown = {0};
    strbuf t = STRBUF_IN(a);
    raised = false;
    for (size_t i = 0; i < chain->items.n && !raised; i++) {
        if (i && result.kind == VALUE_TUPLE && result.object->count) result = result.object->cells[0].v;
        receiver = result;
        result = call(a, at(chain, i), i ? &receiver : NULL, &shown, after ? (int64_t)after->number : -1);
    }
    if (raised) {
        strbuf_add_cstr(&t, "P:"), show_hex(&t, panicked);
    } else {
        show(&t, &result, 30);
        if (after) strbuf_add_char(&t, ';'), show(&t, &shown, 30);
    }
    return strbuf_str(&t);
}

static str readable(arena *a, str canonical)
{
    strbuf t = STRBUF_IN(a);
    for (size_t i = 0; i < canonical.n; i++) {
        strbuf_add_char(&t, canonical.p[i]);
        bool mark = i + 1 < canonical.n && canonical.p[i + 1] == ':' && strchr("sbEPD", canonical.p[i]);
        if (!mark) continue;
        strbuf_add_char(&t, '"');
        for (i += 2; i + 1 < canonical.n && strchr("0123456789abcdef", canonical.p[i]); i += 2)
            strbuf_add(&t, unhex(a, str_slice(canonical, i, i + 2)));
        strbuf_add_char(&t, '"');
        i--;
    }
    return strbuf_str(&t);
}

typedef struct tally {
    size_t equal, unknown, wrong;
} tally;

int main(int argc, char **argv)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    map by_name = {0};
    arena names = ARENA_INIT;
    tally all = {0};
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    while ((n = getline(&line, &size, stdin)) > 0) {
        arena a = ARENA_INIT;
        str error;
        doc_node *call_line = json_parse(&a, str_trim(str_make(line, (size_t)n)), NULL, &error);
        if (!call_line) {
            fprintf(stderr, "bad line: %.*s\n", STR_ARG(error));
            return 3;
        }
        memset(&named_types, 0, sizeof named_types);
        str got = run_line(&a, call_line), want = doc_find_member(call_line, STR("want"))->text;
        const doc_node *chain = doc_find_member(call_line, STR("chain"));
        str name = at(at(chain, chain->items.n - 1), 0)->text;
        tally *one = map_get(&by_name, name);
        if (!one) map_put(&names, &by_name, arena_str(&names, name), one = ARENA_NEW(&names, tally));
        bool unknown = str_find_char(got, '?', 0) >= 0;
        if (str_eq(got, want)) all.equal++, one->equal++;
        else if (unknown) all.unknown++, one->unknown++;
        else all.wrong++, one->wrong++;
        if (!str_eq(got, want) && (!unknown || verbose)) {
            str shown = doc_find_member(call_line, STR("show"))->text, g = readable(&a, got), w = readable(&a, want);
            printf("%s %.*s\n  want %.*s\n  got  %.*s\n", unknown ? "unknown" : "WRONG", STR_ARG(shown), STR_ARG(w), STR_ARG(g));
        }
        arena_free(&a);
    }
    for (size_t i = 0; i < by_name.n; i++) {
        const tally *t = by_name.entries[i].value;
        if (t->unknown + t->wrong && verbose)
            printf("%-50.*s %zu equal, %zu unknown, %zu wrong\n", STR_ARG(by_name.entries[i].key), t->equal, t->unknown, t->wrong);
    }
    printf("%zu functions, %zu calls: %zu equal, %zu unknown, %zu wrong\n", by_name.n, all.equal + all.unknown + all.wrong, all.equal,
           all.unknown, all.wrong);
    free(line);
    arena_free(&names);
    return all.wrong > 0 || all.equal == 0;
}
