#include "ir/document.h"

#include "base/json_write.h"
#include "base/limits.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { INDEXED_FROM = 16 }; /* members from which a map beats a scan */

doc_node *doc_new(arena *a, doc_kind kind)
{
    doc_node *n = ARENA_NEW(a, doc_node);
    n->home = a;
    n->kind = kind;
    n->index = -1;
    n->read_at.file = IR_NO_FILE;
    return n;
}

static doc_node *child_of(doc_node *parent, doc_kind kind, str key, int32_t index)
{
    doc_node *n = doc_new(parent->home, kind);
    n->parent = parent;
    n->key = key;
    n->index = index;
    n->inside = parent->inside;
    return n;
}

doc_node *doc_new_symbolic(arena *a, doc_node *parent, str key, int32_t index)
{
    if (!parent) return doc_new(a, DOC_SYMBOLIC);
    doc_node *n = child_of(parent, DOC_SYMBOLIC, arena_str(parent->home, key), index);
    n->at = parent->at;
    return n;
}

static void add_member(doc_node *object, str key, doc_node *node)
{
    array_push(object->home, &object->members, (doc_member){key, node});
    if (object->members.n == INDEXED_FROM) {
        for (size_t i = 0; i < object->members.n; i++)
            map_put(object->home, &object->by_key, object->members.at[i].key, object->members.at[i].node);
    } else if (object->members.n > INDEXED_FROM) {
        map_put(object->home, &object->by_key, key, node);
    }
}

void doc_add_member(doc_node *object, str key, doc_node *node)
{
    node->parent = object;
    node->key = key;
    add_member(object, key, node);
    object->present++;
}

void doc_add_item(doc_node *array, doc_node *node)
{
    node->parent = array;
    node->index = (int32_t)array->items.n;
    array_push(array->home, &array->items, node);
}

static doc_node *find_any(const doc_node *object, str key)
{
    if (object->members.n >= INDEXED_FROM) return map_get(&object->by_key, key);
    for (size_t i = 0; i < object->members.n; i++)
        if (str_eq(object->members.at[i].key, key)) return object->members.at[i].node;
    return NULL;
}

doc_node *doc_find_member(const doc_node *object, str key)
{
    doc_node *n = find_any(object, key);
    return n && n->kind != DOC_MISSING ? n : NULL;
}

doc_node *doc_member_of(doc_node *object, str key)
{
    doc_node *n = find_any(object, key);
    if (n) return n;
    str name = arena_str(object->home, key);
    if (object->kind == DOC_SYMBOLIC) {
        n = doc_new_symbolic(object->home, object, name, -1);
    } else {
        n = child_of(object, DOC_MISSING, name, -1);
        n->at = object->at;
    }
    add_member(object, name, n);
    return n;
}

doc_node *doc_element(doc_node *array, int64_t index)
{
    if (array->kind == DOC_SYMBOLIC) {
        if (!array->element) array->element = doc_new_symbolic(array->home, array, STR(""), 0);
        return array->element;
    }
    if (index >= 0 && (uint64_t)index < array->items.n) return array->items.at[index];
    doc_node *n = child_of(array, DOC_MISSING, STR(""), index < 0 || index > INT32_MAX ? -1 : (int32_t)index);
    n->at = array->at;
    return n;
}

doc_node *doc_at_same_place(doc_node *root, const doc_node *n)
{
    if (!n->parent) return root;
    doc_node *holder = doc_at_same_place(root, n->parent);
    if (!holder) return NULL;
    if (n->index >= 0) return (size_t)n->index < holder->items.n ? holder->items.at[n->index] : NULL;
    return doc_find_member(holder, n->key);
}

bool doc_mask_same_place(doc_node *root, const doc_node *n)
{
    doc_node *holder = n->parent ? doc_at_same_place(root, n->parent) : NULL, *there = NULL;
    if (holder && n->index < 0 && holder->kind == DOC_OBJECT) there = doc_member_of(holder, n->key);
    else if (holder && n->index >= 0 && (size_t)n->index < holder->items.n) there = holder->items.at[n->index];
    if (!there || there->masked_as) return false;
    there->masked_as = doc_new_symbolic(there->home, NULL, STR(""), -1);
    there->masked_as->key = there->key;
    return true;
}

const doc_node *doc_lift(const doc_node *n)
{
    while (n->parent && (n->kind == DOC_MISSING || !n->source)) n = n->parent;
    return n;
}

/* --- from YAML ------------------------------------------------------------------------------------------------------------- */

typedef struct builder {
    arena *arena;
    uint32_t alias_budget;
    uint32_t aliases_open;
} builder;

static doc_node *build(builder *b, const yaml_node *y, doc_node *parent, str key, int32_t index);

/* The form encoding/json gives a float64, which is what a YAML document becomes on its way to the plugin. */
static str float_literal(arena *a, double d)
{
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, d);
        if (strtod(text, NULL) == d) break;
    }
    double size = fabs(d);
    if (size != 0 && (size < 1e-6 || size >= 1e21)) {
        str s = str_of(text);
        ptrdiff_t e = str_find_char(s, 'e', 0);
        int exponent = atoi(text + e + 1);
        return arena_printf(a, "%.*se%+d", (int)e, text, exponent);
    }
    for (int digits = 0; digits <= 25; digits++) {
        snprintf(text, sizeof text, "%.*f", digits, d);
        if (strtod(text, NULL) == d) break;
    }
    return arena_str(a, str_of(text));
}

static void set_number(builder *b, doc_node *n, const yaml_node *y)
{
    n->kind = DOC_NUMBER;
    n->number = y->number;
    if (y->type == YAML_FLOAT) {
        if (!isfinite(y->number)) n->kind = DOC_NULL;
        else n->text = float_literal(b->arena, y->number);
    } else if (y->integer_fits & YAML_INT_SIGNED) {
        n->text = arena_printf(b->arena, "%" PRId64, y->integer);
    } else if (y->integer_fits & YAML_INT_UNSIGNED) {
        n->text = arena_printf(b->arena, "%" PRIu64, y->unsigned_integer);
    } else {
        n->text = float_literal(b->arena, y->number);
    }
}

static void set_scalar(builder *b, doc_node *n, const yaml_node *y)
{
    switch (y->type) {
    case YAML_NULL: n->kind = DOC_NULL; break;
    case YAML_BOOL: n->kind = y->boolean ? DOC_TRUE : DOC_FALSE; break;
    case YAML_INT:
    case YAML_FLOAT: set_number(b, n, y); break;
    case YAML_STRING:
        n->kind = DOC_STRING;
        n->text = y->value;
        break;
    }
}

static void merge_into(builder *b, doc_node *object, const yaml_node *from);

static void put_entry(builder *b, doc_node *object, const yaml_entry *e, bool keep_old)
{
    const yaml_node *key = yaml_resolve(e->key);
    if (!key || key->kind == YAML_SEQUENCE || key->kind == YAML_MAPPING) return;
    if (key->kind == YAML_EMPTY && e->value->kind == YAML_EMPTY) return;
    doc_node *old = find_any(object, key->value);
    if (old && keep_old) return;
    doc_node *n = build(b, e->value, object, key->value, -1);
    if (!n) return;
    n->key_at = e->key->at;
    if (!old) {
        add_member(object, n->key, n);
        object->present++;
        return;
    }
    for (size_t i = 0; i < object->members.n; i++)
        if (object->members.at[i].node == old) object->members.at[i].node = n;
    if (object->members.n >= INDEXED_FROM) map_put(object->home, &object->by_key, n->key, n);
}

static bool is_merge_key(const yaml_entry *e)
{
    return e->key->kind == YAML_SCALAR && e->key->style == YAML_PLAIN && str_is(e->key->value, "<<");
}

static void put_entries(builder *b, doc_node *object, const yaml_node *mapping, bool keep_old)
{
    for (uint32_t i = 0; i < mapping->entry_count; i++)
        if (!is_merge_key(&mapping->entries[i])) put_entry(b, object, &mapping->entries[i], keep_old);
    for (uint32_t i = 0; i < mapping->entry_count; i++)
        if (is_merge_key(&mapping->entries[i])) merge_into(b, object, mapping->entries[i].value);
}

static void merge_into(builder *b, doc_node *object, const yaml_node *from)
{
    bool alias = from->kind == YAML_ALIAS;
    const yaml_node *y = yaml_resolve(from);
    if (!y || b->aliases_open >= 32) return;
    b->aliases_open += alias;
    if (y->kind == YAML_MAPPING) put_entries(b, object, y, true);
    else if (y->kind == YAML_SEQUENCE)
        for (uint32_t i = 0; i < y->item_count; i++) merge_into(b, object, y->items[i]);
    b->aliases_open -= alias;
}

static doc_node *build(builder *b, const yaml_node *y, doc_node *parent, str key, int32_t index)
{
    bool alias = y->kind == YAML_ALIAS;
    range at = y->at;
    if (b->aliases_open || alias) {
        if (!b->alias_budget) return NULL;
        b->alias_budget--;
    }
    const yaml_node *real = yaml_resolve(y);
    doc_node *n = doc_new(b->arena, DOC_NULL);
    n->parent = parent;
    n->key = key;
    n->index = index;
    n->at = at;
    n->source = y;
    if (!real) return n;
    b->aliases_open += alias;
    if (real->kind == YAML_SCALAR || real->kind == YAML_EMPTY) {
        set_scalar(b, n, real);
    } else if (real->kind == YAML_SEQUENCE) {
        n->kind = DOC_ARRAY;
        for (uint32_t i = 0; i < real->item_count; i++) {
            doc_node *item = build(b, real->items[i], n, STR(""), (int32_t)i);
            if (item) array_push(b->arena, &n->items, item);
        }
    } else if (real->kind == YAML_MAPPING) {
        n->kind = DOC_OBJECT;
        put_entries(b, n, real, false);
    }
    b->aliases_open -= alias;
    return n;
}

doc_node *doc_from_yaml(arena *a, const yaml_node *root)
{
    builder b = {.arena = a, .alias_budget = LIMIT_YAML_ALIAS_NODES};
    if (!root) return doc_new(a, DOC_NULL);
    doc_node *n = build(&b, root, NULL, STR(""), -1);
    return n ? n : doc_new(a, DOC_NULL);
}

/* --- out again ------------------------------------------------------------------------------------------------------------- */

typedef struct writer {
    json_writer json;
    strbuf out;
    arena *a;
    const doc_node *other, *as;
    doc_pieces *pieces;
} writer;

static void add_piece(writer *w, size_t start, doc_node *n, bool name)
{
    if (!w->pieces) return;
    while (start < w->out.n && (w->out.p[start] == ',' || w->out.p[start] == ' ')) start++;
    array_push(w->a, w->pieces, (doc_piece){(uint32_t)start, (uint32_t)w->out.n, n, name});
}

static void write_node(writer *w, const doc_node *n, doc_node *of);

static void write_member(writer *w, str key, doc_node *n)
{
    size_t start = w->out.n;
    json_key_str(&w->json, key);
    add_piece(w, start, n, true);
    write_node(w, n, n);
}

/* `of`: whose value it is. */
static void write_node(writer *w, const doc_node *n, doc_node *of)
{
    size_t start = w->out.n;
    if (n == w->other) n = w->as;
    switch (n->kind) {
    case DOC_TRUE:
    case DOC_FALSE: json_bool(&w->json, n->kind == DOC_TRUE); break;
    case DOC_NUMBER: json_raw(&w->json, n->text); break;
    case DOC_STRING: json_string(&w->json, n->text); break;
    case DOC_ARRAY:
        json_array(&w->json);
        for (size_t i = 0; i < n->items.n; i++) write_node(w, n->items.at[i], n->items.at[i]);
        json_array_end(&w->json);
        return;
    case DOC_OBJECT:
        json_object(&w->json);
        for (size_t i = 0; i < n->present; i++) write_member(w, n->members.at[i].key, n->members.at[i].node);
        if (w->other && w->other->kind == DOC_MISSING && w->other->parent == n)
            write_member(w, w->other->key, (doc_node *)w->other);
        json_object_end(&w->json);
        return;
    default: json_null(&w->json);
    }
    add_piece(w, start, of, false);
}

str doc_json_pieces(arena *a, doc_node *n, doc_node *other, const doc_node *as, doc_pieces *pieces)
{
    if (n->kind == DOC_MISSING) return STR("");
    writer w = {.out = STRBUF_IN(a), .a = a, .other = other, .as = as, .pieces = pieces};
    w.json = (json_writer){.out = &w.out, .spaced = true};
    write_node(&w, n, n);
    return strbuf_str(&w.out);
}

str doc_json(arena *a, const doc_node *n) { return doc_json_pieces(a, (doc_node *)n, NULL, NULL, NULL); }

str doc_path(arena *a, const doc_node *n)
{
    if (!n->parent) return STR("");
    str before = doc_path(a, n->parent);
    if (n->index >= 0) return arena_printf(a, "%.*s[%d]", STR_ARG(before), n->index);
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(before), before.n ? "." : "", STR_ARG(n->key));
}
