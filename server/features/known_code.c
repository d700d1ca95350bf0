/* What the plugin's code says about a place. */
#include "base/words.h"
#include "features/describe.h"
#include "features/known.h"
#include "features/place.h"

enum { NEEDED_DEPTH = 4 }; /* of required keys inside of required keys */

/* The values that the place is in, from the innermost on, beside what the code knows of each. */
typedef struct around {
    const inferred_value *value;
    const yaml_node *node;
} around;

/* Where the value stands in the document; NULL: nowhere, or that can't be said. */
static const yaml_node *node_of(const inferred_value *v, around at)
{
    for (around up = at; up.value && up.node; up = (around){up.value->parent, up.node->parent})
        if (up.value == v) return up.node;
    if (!v->parent || str_empty(v->name)) return NULL;
    const yaml_node *holder = node_of(v->parent, at);
    return holder ? yaml_member(holder, v->name) : NULL;
}

typedef enum condition { CONDITION_OPEN, CONDITION_HOLDS, CONDITION_FAILS } condition;

/* What the document says of a condition. What is being typed says nothing. */
static condition decide(const known_query *q, const inferred_guard *g, around at)
{
    const yaml_node *root = at.node, *other;
    for (const inferred_value *v = at.value; v && v->parent && root; v = v->parent) root = root->parent;
    other = g->on ? node_of(g->on, at) : root ? yaml_member(root, g->path) : NULL;
    if (!other || other == q->unsure || other->broken || other->kind == YAML_EMPTY) return CONDITION_OPEN;
    if (g->exists_only) return CONDITION_HOLDS;
    if (str_empty(g->value) || other->kind != YAML_SCALAR) return CONDITION_OPEN;
    return str_eq(other->value, g->value) ? CONDITION_HOLDS : CONDITION_FAILS;
}

bool known_without_effect(const yaml_node *mapping, const inferred_value *member)
{
    known_query nothing = {0};
    for (size_t i = 0; i < member->guards.n; i++)
        if (decide(&nothing, &member->guards.at[i], (around){member->parent, mapping}) == CONDITION_FAILS) return true;
    return false;
}

/* Whether one of the cases is at hand in which the code wants it. */
static bool case_holds(const known_query *q, const inferred_value *v, around at)
{
    for (size_t i = 0; i < v->required_when.n; i++)
        if (decide(q, &v->required_when.at[i], at) == CONDITION_HOLDS) return true;
    return false;
}

/* One of several keys is needed, and none is there. */
static bool is_alternative(const inferred_value *v, around at)
{
    if (!inferred_is_one_of(v) || v->parent != at.value) return false;
    for (size_t i = 0; i < v->parent->one_of.n; i++)
        if (yaml_member(at.node, v->parent->one_of.at[i]->name)) return false;
    return true;
}

/* `because` becomes the condition that the document contradicts. */
static known_rank rank_of(const known_query *q, const inferred_value *v, around at, const inferred_guard **because)
{
    size_t holding = 0;
    for (size_t i = 0; i < v->guards.n; i++) {
        condition c = decide(q, &v->guards.at[i], at);
        holding += c == CONDITION_HOLDS;
        if (c != CONDITION_FAILS) continue;
        *because = &v->guards.at[i];
        return KNOWN_EXCLUDED;
    }
    bool open = holding < v->guards.n;
    if (v->required_when.n ? case_holds(q, v, at) : v->required && !open) return KNOWN_NEEDED;
    if (open) return KNOWN_RARE;
    if (v->guards.n || is_alternative(v, at)) return KNOWN_FITTING;
    static const char *const nothing[] = {"", "\"\"", "0", "false", "null", "[]", "{}"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (str_is(v->default_text, nothing[i])) return KNOWN_USUAL;
    return v->types & (INFERRED_ARRAY | INFERRED_OBJECT) ? KNOWN_USUAL : KNOWN_RARE;
}

static known_shape shape_of(const inferred_value *known)
{
    if (known->types == INFERRED_ARRAY) return KNOWN_LIST;
    if (known->types == INFERRED_OBJECT) return KNOWN_MAPPING;
    return known->types == INFERRED_STRING && !known->values.n ? KNOWN_TEXT : KNOWN_ANY;
}

/* The default is a JSON literal. */
static void add_default(const known_query *q, str json, known_value *out)
{
    if (str_empty(json) || str_is(json, "\"\"") || str_is(json, "null")) return;
    known_literal literal = {.text = json, .detail = words("default")};
    const yaml_node *root = json.p[0] == '"' ? yaml_parse(q->a, json, YAML_1_2)->documents.at[0].root : NULL;
    if (root && root->kind == YAML_SCALAR) {
        literal.text = root->value;
        literal.is_string = true;
    }
    array_push(q->a, &out->literals, literal);
}

static void add_literals(const known_query *q, const inferred_value *known, known_value *out)
{
    for (size_t i = 0; i < known->values.n; i++) {
        const inferred_constant *v = &known->values.at[i];
        if (!str_empty(v->text)) array_push(q->a, &out->literals, (known_literal){v->text, v->is_string, true, ""});
    }
    if (known->types & INFERRED_BOOLEAN) {
        array_push(q->a, &out->literals, (known_literal){STR("true"), false, false, ""});
        array_push(q->a, &out->literals, (known_literal){STR("false"), false, false, ""});
    }
    add_default(q, known->default_text, out);
}

/* The name to show: of the value, or of the nearest named one around it for an element. */
static str name_of(const known_query *q, const inferred_value *known, const place_path *at)
{
    if (known->parent && known == known->parent->any_member && at->n) return at->at[at->n - 1].key;
    if (!str_empty(known->name)) return known->name;
    if (known->parent && !str_empty(known->parent->name)) return arena_printf(q->a, "%.*s[]", STR_ARG(known->parent->name));
    return words_str("element");
}

/* Why a key has no effect here, in front of what is known of it. */
static str excluded_text(const known_query *q, const inferred_guard *g, str text)
{
    str path = describe_code(q->a, g->path, q->markdown), literal = describe_code(q->a, g->value, q->markdown);
    str why = arena_printf(q->a, words("no effect here: read only when %.*s is %.*s"), STR_ARG(path), STR_ARG(literal));
    return arena_printf(q->a, "%.*s%s%.*s", STR_ARG(why), str_empty(text) ? "" : q->markdown ? "\n\n" : "\n", STR_ARG(text));
}

/* Keys that an object at hand, or one in a list, can't do without whatever the rest says. */
static void add_needed(const known_query *q, const inferred_value *known, unsigned depth, known_value *out)
{
    const inferred_value *holder = known->types == INFERRED_ARRAY && known->element ? known->element : known;
    if (holder->types != INFERRED_OBJECT) return;
    for (size_t i = 0; i < holder->members.n && depth < NEEDED_DEPTH; i++) {
        const inferred_value *v = holder->members.at[i];
        if (!inferred_is_required(v)) continue;
        known_value *member = array_add(q->a, &out->needed);
        *member = (known_value){.name = v->name, .shape = shape_of(v), .required = true};
        add_literals(q, v, member);
        add_needed(q, v, depth + 1, member);
    }
}

static void tell(const known_query *q, const place_facts *place, const inferred_value *known, around at, known_value *out)
{
    const inferred_guard *because = NULL;
    out->type = describe_type(q->a, known);
    if (!q->brief) out->text = describe_value(q->a, place->plugin, known, q->markdown);
    out->shape = shape_of(known);
    out->required = known->required;
    out->rank = rank_of(q, known, at, &because);
    if (out->rank == KNOWN_NEEDED && known->required_when.n) out->type = describe_type_and(q->a, known, words(", required here"));
    if (!because) return;
    out->type = describe_type_and(q->a, known, words(", no effect here"));
    out->text = excluded_text(q, because, out->text);
}

/* The value at the place, in the document or an object inside of it. */
static place_facts find_place(const known_query *q, const place_path *at)
{
    place_facts place = {0};
    for (size_t i = 0; i < q->facts->documents.n && !place.value; i++)
        if (q->facts->documents.at[i].number == q->document && !place_find(q->w, q->a, &q->facts->documents.at[i], at, &place))
            place.value = NULL;
    bool own = !q->facts->outer && q->document < q->facts->documents.n;
    if (own && !place.value && !at->n) place_begin(q->w, q->path, &q->facts->documents.at[q->document], &place);
    return place;
}

bool known_by_code(const known_query *q, known_value *here, known_list *members)
{
    place_path at = place_of(q->a, q->node);
    place_facts place = find_place(q, &at);
    if (!place.value) return false;
    *here = (known_value){0};
    here->shape = shape_of(place.value);
    if (place.value->parent) {
        here->name = name_of(q, place.value, &at);
        tell(q, &place, place.value, (around){place.value->parent, q->node->parent}, here);
    }
    add_literals(q, place.value, here);
    if (members) add_needed(q, place.value, 0, here);
    for (size_t i = 0; members && i < place.value->members.n; i++) {
        known_value *member = array_add(q->a, members);
        member->name = place.value->members.at[i]->name;
        tell(q, &place, place.value->members.at[i], (around){place.value, q->node}, member);
        add_literals(q, place.value->members.at[i], member);
        add_needed(q, place.value->members.at[i], 0, member);
    }
    return true;
}
