#include "sandbox/mutant.h"

#include "sandbox/slot.h"

enum { DEPTH_MOST = 3, TEXT_MOST = 80 };

static const char *const values[] = {
    "null", "true", "false", "0", "1", "-1", "1.5", "1e3", "65536", "2147483648", "9223372036854775808", "\"\"", "\"a\"",
    "\" \"", "\"1\"", "\"0\"", "\"-1\"", "\"true\"", "\"null\"", "\"http://a.b:80/c?d=e\"", "\"1.2.3.4\"", "\"10.0.0.0/8\"", "\"::1\"",
    "\"a=b\"", "\"a:b\"", "\"*\"", "\"*.a.b\"", "\"^(\"", "\"^a+$\"", "\"5s\"", "\"a.b:80\"", "\"a.static\"", "\"\xe6\x96\x87\"",
    "\"YWJj\"", "\"{\\\"a\\\":1}\"", "[]", "{}", "[\"a\"]", "[1]", "[{}]", "[null]", "[\"a\",\"a\"]", "[[\"a\"]]", "{\"a\":1}",
    "{\"name\":\"a\",\"value\":\"b\"}", "[{\"name\":\"a\",\"key\":\"b\"}]",
};

static uint64_t draw(mutator *m, uint64_t below)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    return (m->state >> 11) % below;
}

doc_node *mutant_tree(arena *a, str json)
{
    const yaml_stream *s = yaml_parse(a, json, YAML_JSON);
    for (size_t i = 0; i < s->findings.n; i++)
        if (s->findings.at[i].level == SEVERITY_ERROR) return NULL;
    return s->documents.n == 1 ? doc_from_yaml(a, s->documents.at[0].root) : NULL;
}

/* --- values ----------------------------------------------------------------------------------------------------------------- */

static doc_node *any_value(mutator *m, arena *a)
{
    return mutant_tree(a, str_of(values[draw(m, sizeof values / sizeof *values)]));
}

static doc_node *text_node(arena *a, doc_kind kind, str text)
{
    doc_node *n = doc_new(a, kind);
    n->text = text;
    return n;
}

static doc_node *constant(arena *a, const inferred_constant *c)
{
    return text_node(a, c->is_string ? DOC_STRING : DOC_NUMBER, c->text);
}

static doc_node *fitting(mutator *m, arena *a, const inferred_value *v, unsigned depth);

static doc_node *fitting_object(mutator *m, arena *a, const inferred_value *v, unsigned depth)
{
    doc_node *made = doc_new(a, DOC_OBJECT);
    for (size_t i = 0; i < v->members.n && depth < DEPTH_MOST; i++) {
        const inferred_value *member = v->members.at[i];
        if (inferred_is_required(member) || draw(m, 3) == 0)
            doc_add_member(made, member->name, fitting(m, a, member, depth + 1));
    }
    if (v->any_member && depth < DEPTH_MOST) doc_add_member(made, STR("a"), fitting(m, a, v->any_member, depth + 1));
    return made;
}

/* A value as the plugin reads it there. */
static doc_node *fitting(mutator *m, arena *a, const inferred_value *v, unsigned depth)
{
    if (v && v->values.n && draw(m, 4)) return constant(a, &v->values.at[draw(m, v->values.n)]);
    if (v && (v->types & INFERRED_OBJECT)) return fitting_object(m, a, v, depth);
    if (v && (v->types & INFERRED_ARRAY)) {
        doc_node *array = doc_new(a, DOC_ARRAY);
        doc_add_item(array, fitting(m, a, v->element, depth + 1));
        return array;
    }
    if (v && (v->types & (INFERRED_INTEGER | INFERRED_NUMBER)))
        return text_node(a, DOC_NUMBER, draw(m, 2) ? STR("1") : STR("80"));
    if (v && (v->types & INFERRED_BOOLEAN)) return doc_new(a, draw(m, 2) ? DOC_TRUE : DOC_FALSE);
    if (v && (v->types & INFERRED_STRING)) return text_node(a, DOC_STRING, draw(m, 2) ? STR("a") : STR("a.static"));
    return any_value(m, a);
}

/* What is known of the value; NULL: nothing. */
static const inferred_value *known(const mutator *m, const doc_node *n)
{
    const doc_node *list = n->index >= 0 ? n->parent : NULL;
    if (!n->parent) return m->root;
    if (m->layer && list && list->parent && !list->parent->parent && str_is(list->key, m->layer->rules)) return m->rule;
    const inferred_value *holder = known(m, n->parent);
    if (!holder) return NULL;
    return n->index >= 0 ? holder->element : inferred_member(holder, n->key);
}

/* --- changes ---------------------------------------------------------------------------------------------------------------- */

static str misspelt(mutator *m, arena *a, str key)
{
    size_t at = key.n ? draw(m, key.n) : 0;
    str head = str_slice(key, 0, at), tail = str_slice(key, at, key.n);
    switch (draw(m, 4)) {
    case 0: return key.n > 1 ? arena_printf(a, "%.*s%.*s", STR_ARG(head), STR_ARG(str_slice(tail, 1, tail.n))) : STR("x");
    case 1: return arena_printf(a, "%.*sx%.*s", STR_ARG(head), STR_ARG(tail));
    case 2: {
        char *other = arena_cstr(a, key);
        if (at < key.n && ((other[at] >= 'a' && other[at] <= 'z') || (other[at] >= 'A' && other[at] <= 'Z'))) other[at] ^= 0x20;
        return str_make(other, key.n);
    }
    default: return arena_printf(a, "%.*ss", STR_ARG(key));
    }
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

static void rename_key(mutator *m, arena *a, slot at)
{
    if (at.holder->kind != DOC_OBJECT) return;
    doc_member *member = &at.holder->members.at[at.number];
    str name = is_ascii(member->key) ? misspelt(m, a, member->key) : STR("x");
    for (uint32_t i = 0; i < at.holder->present; i++)
        if (str_eq(at.holder->members.at[i].key, name)) return;
    member->key = name;
}

static void change_text(mutator *m, arena *a, doc_node *n)
{
    str t = n->text;
    if (t.n > TEXT_MOST || !is_ascii(t)) return;
    size_t at = t.n ? draw(m, t.n) : 0;
    switch (n->kind == DOC_NUMBER ? 4 + draw(m, 3) : draw(m, 4)) {
    case 0: n->text = str_slice(t, 0, at); break;
    case 1: n->text = arena_printf(a, " %.*s", STR_ARG(t)); break;
    case 2: n->text = misspelt(m, a, t); break;
    case 3: n->text = arena_printf(a, "%.*s%.*s", STR_ARG(t), STR_ARG(t)); break;
    case 4: n->text = t.p[0] == '-' ? str_slice(t, 1, t.n) : arena_printf(a, "-%.*s", STR_ARG(t)); break;
    case 5: n->kind = DOC_STRING; break;
    default: n->text = str_has(t, STR(".")) || str_has(t, STR("e")) ? STR("0") : arena_printf(a, "%.*s.5", STR_ARG(t));
    }
}

/* A member that the plugin knows, or a further item. */
static void add_to(mutator *m, arena *a, doc_node *n)
{
    const inferred_value *v = known(m, n);
    if (n->kind == DOC_ARRAY) {
        bool copy = n->items.n && draw(m, 2);
        doc_add_item(n, copy ? mutant_tree(a, doc_json(a, n->items.at[0])) : fitting(m, a, v ? v->element : NULL, 1));
    }
    if (n->kind != DOC_OBJECT || !v || !v->members.n) return;
    const inferred_value *member = v->members.at[draw(m, v->members.n)];
    for (uint32_t i = 0; i < n->present; i++)
        if (str_eq(n->members.at[i].key, member->name)) return;
    doc_add_member(n, member->name, draw(m, 3) ? fitting(m, a, member, 1) : any_value(m, a));
}

static void wrap(mutator *m, arena *a, slot at)
{
    doc_node **place = slot_place(at), *n = *place;
    if (n->kind == DOC_ARRAY && n->items.n && draw(m, 2)) {
        *place = n->items.at[0];
        return;
    }
    doc_node *list = doc_new(a, DOC_ARRAY);
    array_push(a, &list->items, n);
    *place = list;
}

static void empty(doc_node *n)
{
    n->present = 0;
    n->items.n = 0;
    if (n->kind == DOC_STRING) n->text = STR("");
    if (n->kind == DOC_NUMBER) n->text = STR("0");
}

static void change(mutator *m, arena *a, const slots *all)
{
    slot at = all->at[draw(m, all->n)], other = all->at[draw(m, all->n)];
    doc_node **place = slot_place(at), *n = *place;
    switch (draw(m, 12)) {
    case 0:
        if (all->n > 1) slot_remove(all->at[1 + draw(m, all->n - 1)]);
        break;
    case 1: case 2: *place = any_value(m, a); break;
    case 3: rename_key(m, a, at); break;
    case 4: empty(n); break;
    case 5: case 6: add_to(m, a, n); break;
    case 7: *place = fitting(m, a, known(m, n), 1); break;
    case 8: wrap(m, a, at); break;
    case 9: *place = mutant_tree(a, doc_json(a, *slot_place(other))); break;
    default:
        if (n->kind == DOC_STRING || n->kind == DOC_NUMBER) change_text(m, a, n);
        else add_to(m, a, n);
    }
}

/* The configuration as that of a rule, beside itself or alone. */
static str as_rule(mutator *m, arena *a, str json)
{
    const rule_layer *layer = m->layer;
    const doc_node *whole = mutant_tree(a, json);
    if (!whole || whole->kind != DOC_OBJECT || doc_find_member(whole, str_of(layer->rules))) return json;
    doc_node *rule = mutant_tree(a, json), *root = draw(m, 2) ? mutant_tree(a, json) : doc_new(a, DOC_OBJECT);
    doc_node *rules = doc_new(a, DOC_ARRAY), *list = mutant_tree(a, STR("[\"a.example\"]"));
    str match = str_of(layer->match[draw(m, layer->match_count)].key);
    if (draw(m, 6) && !doc_find_member(rule, match)) doc_add_member(rule, match, list);
    doc_add_item(rules, rule);
    doc_add_member(root, str_of(layer->rules), rules);
    return doc_json(a, root);
}

str mutant_of(mutator *m, arena *a, str json)
{
    uint64_t chance = draw(m, 20);
    size_t changes = chance < 12 ? 1 : chance < 17 ? 2 : 3;
    for (size_t i = 0; i < changes; i++) {
        doc_node *root = mutant_tree(a, json);
        if (!root) break;
        doc_node *holder = slot_hold(a, root);
        slots all = slots_of(a, holder);
        change(m, a, &all);
        json = doc_json(a, holder->items.at[0]);
    }
    return m->layer && draw(m, 10) == 0 ? as_rule(m, a, json) : json;
}
