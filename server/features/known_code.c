/* What the plugin's code says about a place. */
#include "base/words.h"
#include "features/describe.h"
#include "features/known.h"
#include "features/place.h"

/* The document says already that the plugin won't read it: `type` has another value. */
static bool guarded_off(const config_part *part, const inferred_value *known)
{
    for (size_t i = 0; i < known->guards.n; i++) {
        const inferred_guard *g = &known->guards.at[i];
        const yaml_node *other = yaml_get(part->node, g->path);
        if (g->exists_only || str_empty(g->value) || !other || other->kind != YAML_SCALAR) continue;
        if (!str_eq(other->value, g->value)) return true;
    }
    return false;
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

static void tell(const known_query *q, const place_facts *place, const inferred_value *known, known_value *out)
{
    out->type = describe_type(q->a, known);
    out->text = describe_value(q->a, place->plugin, known, q->markdown);
    out->shape = shape_of(known);
    out->required = known->required;
    out->unlikely = guarded_off(place->part, known);
}

bool known_by_code(const known_query *q, known_value *here, known_list *members)
{
    place_path at = place_of(q->a, q->node);
    place_facts place = {0};
    for (size_t i = 0; i < q->facts->documents.n && !place.value; i++) /* it, or an object inside of it */
        if (q->facts->documents.at[i].number == q->document && !place_find(q->w, q->a, &q->facts->documents.at[i], &at, &place))
            place.value = NULL;
    if (!place.value) return false;
    *here = (known_value){0};
    if (place.value->parent) {
        here->name = name_of(q, place.value, &at);
        tell(q, &place, place.value, here);
    }
    add_literals(q, place.value, here);
    for (size_t i = 0; members && i < place.value->members.n; i++) {
        known_value *member = array_add(q->a, members);
        member->name = place.value->members.at[i]->name;
        tell(q, &place, place.value->members.at[i], member);
    }
    return true;
}
