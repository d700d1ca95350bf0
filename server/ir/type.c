#include "ir/type.h"

#include "base/bug.h"
#include "base/path.h"
#include "ir/node.h"

ir_type *type_basic(type_kind kind)
{
#define BASIC(k) [k] = {.kind = k}
    static ir_type basics[TYPE_POINTER] = {
        BASIC(TYPE_UNKNOWN), BASIC(TYPE_BOOL), BASIC(TYPE_INT), BASIC(TYPE_INT8), BASIC(TYPE_INT16), BASIC(TYPE_INT32),
        BASIC(TYPE_INT64), BASIC(TYPE_UINT), BASIC(TYPE_UINT8), BASIC(TYPE_UINT16), BASIC(TYPE_UINT32), BASIC(TYPE_UINT64),
        BASIC(TYPE_UINTPTR), BASIC(TYPE_FLOAT32), BASIC(TYPE_FLOAT64), BASIC(TYPE_COMPLEX), BASIC(TYPE_STRING),
        BASIC(TYPE_UNTYPED_BOOL), BASIC(TYPE_UNTYPED_INT), BASIC(TYPE_UNTYPED_RUNE), BASIC(TYPE_UNTYPED_FLOAT),
        BASIC(TYPE_UNTYPED_STRING), BASIC(TYPE_UNTYPED_NIL),
    };
#undef BASIC
    if (kind >= TYPE_POINTER) BUG("type kind %d is not basic", (int)kind);
    return &basics[kind];
}

ir_type *type_error(void)
{
    static ir_type under = {.kind = TYPE_INTERFACE};
    static ir_type error = {.kind = TYPE_NAMED, .name = STR_INIT("error"), .under = &under};
    return &error;
}

ir_type *type_any(void)
{
    static ir_type any = {.kind = TYPE_INTERFACE};
    return &any;
}

static ir_type *new_type(arena *a, type_kind kind, ir_type *elem)
{
    ir_type *t = ARENA_NEW(a, ir_type);
    t->kind = kind;
    t->elem = elem;
    return t;
}

ir_type *type_new_pointer(arena *a, ir_type *elem) { return new_type(a, TYPE_POINTER, elem); }
ir_type *type_new_slice(arena *a, ir_type *elem) { return new_type(a, TYPE_SLICE, elem); }

ir_type *type_new_array(arena *a, ir_type *elem, int64_t length)
{
    ir_type *t = new_type(a, TYPE_ARRAY, elem);
    t->length = length;
    return t;
}

ir_type *type_new_map(arena *a, ir_type *key, ir_type *elem)
{
    ir_type *t = new_type(a, TYPE_MAP, elem);
    t->key = key;
    return t;
}

ir_type *type_new_tuple(arena *a, ir_type **parts, uint32_t count)
{
    ir_type *t = new_type(a, TYPE_TUPLE, NULL);
    t->parts = parts;
    t->part_count = count;
    return t;
}

ir_type *type_new_func(arena *a, ir_type **parts, uint32_t part_count, uint32_t param_count, bool variadic)
{
    ir_type *t = new_type(a, TYPE_FUNC, NULL);
    t->parts = parts;
    t->part_count = part_count;
    t->param_count = param_count;
    t->variadic = variadic;
    return t;
}

ir_type *type_under(const ir_type *t)
{
    for (int guard = 0; t && t->kind == TYPE_NAMED && guard < 32; guard++) t = t->under;
    return t && t->kind != TYPE_NAMED ? (ir_type *)(uintptr_t)t : type_basic(TYPE_UNKNOWN);
}

/* Types may be the same in parts that are the same in parts ...: so many are compared, and what is left is taken to be the
 * same. */
enum { COMPARED_MOST = 10000 };

static bool same(const ir_type *a, const ir_type *b, uint32_t *budget);

static bool same_parts(ir_type *const *a, ir_type *const *b, uint32_t n, uint32_t *budget)
{
    for (uint32_t i = 0; i < n; i++)
        if (!same(a[i], b[i], budget)) return false;
    return true;
}

static bool same_fields(const ir_type *a, const ir_type *b, uint32_t *budget)
{
    if (a->field_count != b->field_count) return false;
    for (uint32_t i = 0; i < a->field_count; i++)
        if (!str_eq(a->fields[i].name, b->fields[i].name) || !same(a->fields[i].type, b->fields[i].type, budget)) return false;
    return true;
}

static bool same(const ir_type *a, const ir_type *b, uint32_t *budget)
{
    if (a == b || !*budget) return true;
    --*budget;
    if (!a || !b || a->kind != b->kind) return false;
    switch (a->kind) {
    case TYPE_NAMED: return str_eq(a->name, b->name) && str_eq(a->package, b->package);
    case TYPE_POINTER:
    case TYPE_SLICE:
    case TYPE_CHAN: return same(a->elem, b->elem, budget);
    case TYPE_ARRAY: return a->length == b->length && same(a->elem, b->elem, budget);
    case TYPE_MAP: return same(a->key, b->key, budget) && same(a->elem, b->elem, budget);
    case TYPE_STRUCT:
    case TYPE_INTERFACE: return same_fields(a, b, budget);
    case TYPE_FUNC:
    case TYPE_TUPLE:
        return a->part_count == b->part_count && a->param_count == b->param_count && a->variadic == b->variadic &&
               same_parts(a->parts, b->parts, a->part_count, budget);
    default: return true;
    }
}

bool type_same(const ir_type *a, const ir_type *b)
{
    uint32_t budget = COMPARED_MOST;
    return same(a, b, &budget);
}

bool type_is_named(const ir_type *t, str package, str name)
{
    return t && t->kind == TYPE_NAMED && str_eq(t->name, name) && str_eq(t->package, package);
}

bool type_is_interface(const ir_type *t) { return type_under_kind(t) == TYPE_INTERFACE; }
bool type_is_integer(type_kind k)
{
    return (k >= TYPE_INT && k <= TYPE_UINTPTR) || k == TYPE_UNTYPED_INT || k == TYPE_UNTYPED_RUNE;
}
bool type_is_unsigned(type_kind k) { return k >= TYPE_UINT && k <= TYPE_UINTPTR; }
bool type_is_float(type_kind k) { return k == TYPE_FLOAT32 || k == TYPE_FLOAT64 || k == TYPE_UNTYPED_FLOAT; }
bool type_is_untyped(type_kind k) { return k >= TYPE_UNTYPED_BOOL && k <= TYPE_UNTYPED_NIL; }

static const ir_type *struct_of(const ir_type *t)
{
    const ir_type *under = type_under(t);
    if (under->kind == TYPE_POINTER) under = type_under(under->elem);
    return under->kind == TYPE_STRUCT ? under : NULL;
}

void type_index_fields(arena *a, ir_type *t)
{
    enum { FEW = 32 };
    if (t->field_count <= FEW) return;
    ir_field_index *index = ARENA_NEW(a, ir_field_index);
    for (uint32_t i = 0; i < t->field_count; i++) {
        const ir_field *f = &t->fields[i];
        if (!map_find(&index->by_name, f->name)) map_put(a, &index->by_name, f->name, (void *)((uintptr_t)i + 1));
        if (f->embedded) array_push(a, &index->embedded, i);
    }
    t->index = index;
}

const ir_field *type_own_field(const ir_type *t, str name)
{
    if (t->index) {
        uintptr_t number = (uintptr_t)map_get(&t->index->by_name, name);
        return number ? &t->fields[number - 1] : NULL;
    }
    for (uint32_t i = 0; i < t->field_count; i++)
        if (str_eq(t->fields[i].name, name)) return &t->fields[i];
    return NULL;
}

uint32_t type_next_embedded(const ir_type *t, uint32_t i)
{
    if (!t->index) {
        while (i < t->field_count && !t->fields[i].embedded) i++;
        return i;
    }
    size_t low = 0, high = t->index->embedded.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->index->embedded.at[middle] < i) low = middle + 1;
        else high = middle;
    }
    return low < t->index->embedded.n ? t->index->embedded.at[low] : t->field_count;
}

/* One level of the breadth-first search; `left` is how many embedded structs may still be entered, `budget` how many looked
 * at. */
static const ir_field *field_at_depth(const ir_type *t, str name, uint32_t left, uint32_t path[], uint32_t *used,
                                      uint32_t *budget)
{
    const ir_type *s = struct_of(t);
    if (!s || !*budget) return NULL;
    --*budget;
    if (left == 0) {
        const ir_field *own = type_own_field(s, name);
        path[0] = own ? (uint32_t)(own - s->fields) : 0;
        *used = own ? 1 : *used;
        return own;
    }
    for (uint32_t i = type_next_embedded(s, 0); i < s->field_count; i = type_next_embedded(s, i + 1)) {
        const ir_field *hit = field_at_depth(s->fields[i].type, name, left - 1, path + 1, used, budget);
        if (!hit) continue;
        path[0] = i;
        (*used)++;
        return hit;
    }
    return NULL;
}

const ir_field *type_find_field(const ir_type *t, str name, uint32_t path[IR_EMBED_DEPTH], uint32_t *depth)
{
    uint32_t own_path[IR_EMBED_DEPTH], used = 0, budget = IR_EMBED_MOST;
    uint32_t *to = path ? path : own_path;
    for (uint32_t level = 0; level < IR_EMBED_DEPTH; level++) {
        const ir_field *f = field_at_depth(t, name, level, to, &used, &budget);
        if (!f) continue;
        if (depth) *depth = used;
        return f;
    }
    return NULL;
}

/* An alias of a map of an alias of a map ... has no end that anybody would read. */
enum { TEXT_DEPTH_MOST = 8 };

static str text_of(arena *a, const ir_type *t, int depth);

static str list_text(arena *a, ir_type *const *parts, uint32_t n, bool variadic, int depth)
{
    str out = STR("");
    for (uint32_t i = 0; i < n; i++) {
        const ir_type *t = parts[i];
        bool dots = variadic && i + 1 == n && t && t->kind == TYPE_SLICE;
        str one = text_of(a, dots ? t->elem : t, depth);
        out = arena_printf(a, "%.*s%s%s%.*s", STR_ARG(out), i ? ", " : "", dots ? "..." : "", STR_ARG(one));
    }
    return out;
}

static str func_text(arena *a, const ir_type *t, int depth)
{
    str params = list_text(a, t->parts, t->param_count, t->variadic, depth);
    uint32_t results = t->part_count - t->param_count;
    str out = list_text(a, t->parts + t->param_count, results, false, depth);
    if (results == 0) return arena_printf(a, "func(%.*s)", STR_ARG(params));
    return arena_printf(a, results > 1 ? "func(%.*s) (%.*s)" : "func(%.*s) %.*s", STR_ARG(params), STR_ARG(out));
}

static str text_of(arena *a, const ir_type *t, int depth)
{
    static const char *const basic[] = {
        "?",      "bool",   "int",     "int8",    "int16",   "int32",      "int64",  "uint", "uint8", "uint16",
        "uint32", "uint64", "uintptr", "float32", "float64", "complex128", "string", "bool", "int",   "rune",
        "float64", "string", "nil",
    };
    if (!t) return STR("?");
    if (depth > TEXT_DEPTH_MOST) return STR("...");
    if (t->kind < TYPE_POINTER) return str_of(basic[t->kind]);
    str elem = t->kind <= TYPE_MAP || t->kind == TYPE_CHAN ? text_of(a, t->elem, depth + 1) : STR("");
    switch (t->kind) {
    case TYPE_POINTER: return arena_printf(a, "*%.*s", STR_ARG(elem));
    case TYPE_SLICE: return arena_printf(a, "[]%.*s", STR_ARG(elem));
    case TYPE_ARRAY: return arena_printf(a, "[%lld]%.*s", (long long)t->length, STR_ARG(elem));
    case TYPE_MAP: return arena_printf(a, "map[%.*s]%.*s", STR_ARG(text_of(a, t->key, depth + 1)), STR_ARG(elem));
    case TYPE_CHAN: return arena_printf(a, "chan %.*s", STR_ARG(elem));
    case TYPE_STRUCT: return t->field_count ? STR("struct{...}") : STR("struct{}");
    case TYPE_INTERFACE: return t->field_count ? STR("interface{...}") : STR("interface {}");
    case TYPE_FUNC: return func_text(a, t, depth + 1);
    case TYPE_TUPLE: return arena_printf(a, "(%.*s)", STR_ARG(list_text(a, t->parts, t->part_count, false, depth + 1)));
    default: break;
    }
    str package = str_empty(t->package_name) ? path_base(t->package) : t->package_name;
    if (str_empty(package)) return t->name;
    return arena_printf(a, "%.*s.%.*s", STR_ARG(package), STR_ARG(t->name));
}

str type_text(arena *a, const ir_type *t) { return text_of(a, t, 0); }
