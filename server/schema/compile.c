/* Schema objects to the model. What is malformed is left out here; the meta-schema says what is wrong with it. */
#include "base/limits.h"
#include "base/words.h"
#include "schema/model.h"
#include "schema/reference.h"

typedef struct compiler {
    schema_set *set;
    schema_resource *resource;
    schema_node *node;
    const yaml_node *additional_items, *min_exclusive, *max_exclusive;
    bool items_list, ref_alone;
} compiler;

void schema_report(schema_set *s, const schema_document *d, range at, str message)
{
    diagnostic *f = array_add(s->arena, &s->findings);
    f->path = d->path;
    f->at = at;
    f->level = SEVERITY_ERROR;
    f->code = STR("schema/invalid");
    f->message = message;
}

static str key_of(const schema_node *n) { return str_make((const char *)&n->source, sizeof n->source); }

schema_node *schema_compiled(const schema_set *s, const yaml_node *source)
{
    return map_get(&s->nodes, str_make((const char *)&source, sizeof source));
}

/* --- small readers --------------------------------------------------------------------------------------------------------- */

static schema_node *sub(compiler *c, const yaml_node *source) { return schema_compile(c->set, c->resource, source); }

static void subs(compiler *c, const yaml_node *list, schema_node_list *out)
{
    if (list->kind != YAML_SEQUENCE) return;
    for (uint32_t i = 0; i < list->item_count; i++) array_push(c->set->arena, out, sub(c, list->items[i]));
}

static bool is_true(const yaml_node *v) { return v->kind == YAML_SCALAR && v->type == YAML_BOOL && v->boolean; }

static bool number(const yaml_node *v, schema_number *out)
{
    if (v->kind != YAML_SCALAR || (v->type != YAML_INT && v->type != YAML_FLOAT)) return false;
    *out = schema_number_of(v);
    return true;
}

static void count(const yaml_node *v, bool *has, uint64_t *out)
{
    schema_number n;
    *has = number(v, &n);
    if (*has) *out = schema_number_count(&n);
}

#define PART(name, field, T) \
    static T *name(compiler *c) \
    { \
        if (!c->node->field) c->node->field = ARENA_NEW(c->set->arena, T); \
        return c->node->field; \
    }

PART(object_of, object, schema_object)
PART(array_of, array, schema_array)
PART(range_of, range, schema_range)
PART(text_of, text, schema_text)
PART(logic_of, logic, schema_logic)

static schema_property *property(compiler *c, str name)
{
    schema_object *o = object_of(c);
    schema_property *p = map_get(&o->properties, name);
    if (p) return p;
    p = ARENA_NEW(c->set->arena, schema_property);
    p->name = name;
    map_put(c->set->arena, &o->properties, name, p);
    return p;
}

/* --- keywords about any value ---------------------------------------------------------------------------------------------- */

static void take_types(compiler *c, const yaml_node *v)
{
    if (v->kind == YAML_SCALAR) c->node->types |= schema_type_named(v->value);
    for (uint32_t i = 0; v->kind == YAML_SEQUENCE && i < v->item_count; i++)
        c->node->types |= schema_type_named(v->items[i]->value);
}

static void add_value(compiler *c, schema_values *values, const yaml_node *v)
{
    v = schema_value(v);
    if (!v) return;
    array_push(c->set->arena, &values->list, v);
    if (schema_value_is_string(v)) map_put(c->set->arena, &values->strings, v->value, (void *)(uintptr_t)1);
}

static void take_values(compiler *c, const yaml_node *v, bool constant)
{
    if (!constant && v->kind != YAML_SEQUENCE) return;
    if (c->node->values && !constant) return; /* `const` beside `enum` is the narrower one */
    schema_values *values = ARENA_NEW(c->set->arena, schema_values);
    values->constant = constant;
    if (constant) add_value(c, values, v);
    for (uint32_t i = 0; !constant && i < v->item_count; i++) add_value(c, values, v->items[i]);
    if (c->node->values) { /* both count: the other one as a schema of its own */
        schema_node *other = ARENA_NEW(c->set->arena, schema_node);
        *other = (schema_node){.source = c->node->source, .resource = c->resource, .values = c->node->values};
        array_push(c->set->arena, &logic_of(c)->all, other);
    }
    c->node->values = values;
}

static void take_reference(compiler *c, const yaml_node *v, bool dynamic, bool recursive)
{
    if (v->kind != YAML_SCALAR) return;
    schema_reference *r = ARENA_NEW(c->set->arena, schema_reference);
    r->owner = c->node;
    r->source = v;
    r->dynamic = dynamic;
    r->uri = schema_uri_resolve(c->set->arena, c->resource->uri, v->value);
    ptrdiff_t hash = str_find_char(v->value, '#', 0);
    if (dynamic && !recursive && hash >= 0) r->anchor = str_slice(v->value, (size_t)hash + 1, v->value.n);
    array_push(c->set->arena, &c->node->references, r);
    array_push(c->set->arena, &c->set->pending, r);
}

static void take_anchor(compiler *c, str name, bool dynamic)
{
    map_put(c->set->arena, &c->resource->anchors, name, c->node);
    if (dynamic) map_put(c->set->arena, &c->resource->dynamic_anchors, name, c->node);
}

static void take_definitions(compiler *c, const yaml_node *v)
{
    for (uint32_t i = 0; v->kind == YAML_MAPPING && i < v->entry_count; i++) sub(c, v->entries[i].value);
}

static void report_pattern(compiler *c, const yaml_node *v, severity level, str message)
{
    schema_report(c->set, c->resource->document, v->at, message);
    array_last(&c->set->findings).level = level;
}

/* What is past the limit is not compiled, and taken to match. */
static const schema_pattern *compile_pattern(compiler *c, const yaml_node *v)
{
    schema_set *s = c->set;
    bool full = s->pattern_bytes > LIMIT_PATTERN_BYTES;
    const schema_pattern *p = full ? NULL : schema_pattern_compile(s->arena, v->value);
    if (p) s->pattern_bytes += p->bytes;
    if (s->pattern_bytes <= LIMIT_PATTERN_BYTES) return p;
    if (!full)
        report_pattern(c, v, SEVERITY_WARNING,
                       arena_printf(s->arena, words("the patterns of this schema need more than %d MiB: what follows is taken "
                                                    "to match"), LIMIT_PATTERN_BYTES >> 20));
    schema_pattern *unchecked = ARENA_NEW(s->arena, schema_pattern);
    *unchecked = (schema_pattern){.source = v->value, .impossible = true};
    return unchecked;
}

/* Equal ones are compiled once. */
static const schema_pattern *pattern_of(compiler *c, const yaml_node *v)
{
    schema_set *s = c->set;
    const schema_pattern *p = map_get(&s->patterns, v->value);
    if (!p) p = map_put(s->arena, &s->patterns, v->value, (void *)(uintptr_t)compile_pattern(c, v))->value;
    if (p->broken)
        report_pattern(c, v, SEVERITY_ERROR, arena_printf(s->arena, words("not a regular expression: %s"), words(p->error)));
    return p;
}

/* --- keywords about objects ------------------------------------------------------------------------------------------------ */

static void take_properties(compiler *c, const yaml_node *v)
{
    object_of(c)->named = true;
    for (uint32_t i = 0; v->kind == YAML_MAPPING && i < v->entry_count; i++)
        property(c, v->entries[i].key->value)->schema = sub(c, v->entries[i].value);
}

static void take_patterns(compiler *c, const yaml_node *v)
{
    for (uint32_t i = 0; v->kind == YAML_MAPPING && i < v->entry_count; i++) {
        const yaml_node *key = v->entries[i].key;
        const schema_pattern *p = pattern_of(c, key);
        array_push(c->set->arena, &object_of(c)->patterns, (schema_pattern_property){p, sub(c, v->entries[i].value)});
    }
}

static void take_required(compiler *c, const yaml_node *v)
{
    for (uint32_t i = 0; v->kind == YAML_SEQUENCE && i < v->item_count; i++) {
        schema_property *p = property(c, v->items[i]->value);
        if (p->required) continue;
        array_push(c->set->arena, &object_of(c)->required, p);
        p->required = (uint32_t)object_of(c)->required.n;
    }
}

/* `dependencies` of drafts up to 7 are a list of names or a schema; 2019-09 split them. */
static void take_dependents(compiler *c, const yaml_node *v)
{
    for (uint32_t i = 0; v->kind == YAML_MAPPING && i < v->entry_count; i++) {
        const yaml_node *needs = schema_value(v->entries[i].value);
        if (!needs) continue;
        schema_property *p = property(c, v->entries[i].key->value);
        if (!p->dependent && !p->needs.n) array_push(c->set->arena, &object_of(c)->dependents, p);
        if (needs->kind != YAML_SEQUENCE) p->dependent = sub(c, needs);
        for (uint32_t k = 0; needs->kind == YAML_SEQUENCE && k < needs->item_count; k++)
            array_push(c->set->arena, &p->needs, needs->items[k]->value);
    }
}

/* --- the other kinds of values --------------------------------------------------------------------------------------------- */

static void take_items(compiler *c, const yaml_node *v)
{
    if (v->kind == YAML_SEQUENCE) { /* until 2019-09; what `additionalItems` is beside */
        c->items_list = true;
        if (c->resource->dialect.draft != SCHEMA_2020_12) subs(c, v, &array_of(c)->prefix);
        return;
    }
    array_of(c)->items = sub(c, v);
}

static void take_limit(compiler *c, const yaml_node *v, bool maximum, bool excluded)
{
    schema_number n;
    if (excluded && v->kind == YAML_SCALAR && v->type == YAML_BOOL) { /* draft 4: changes the limit beside it */
        *(maximum ? &c->max_exclusive : &c->min_exclusive) = v;
        return;
    }
    if (!number(v, &n)) return;
    schema_range *r = range_of(c);
    bool *has = maximum ? &r->has_max : &r->has_min;
    schema_number *limit = maximum ? &r->max : &r->min;
    int order = *has ? schema_number_compare(&n, limit) * (maximum ? -1 : 1) : 1;
    if (order < 0 || (order == 0 && !excluded)) return; /* the other keyword's limit is the narrower one */
    *has = true;
    *limit = n;
    *(maximum ? &r->max_source : &r->min_source) = v;
    *(maximum ? &r->max_excluded : &r->min_excluded) = excluded;
}

static void take_pattern(compiler *c, const yaml_node *v)
{
    if (v->kind != YAML_SCALAR) return;
    text_of(c)->pattern = pattern_of(c, v);
}

static void take_multiple(compiler *c, const yaml_node *v)
{
    if (!number(v, &range_of(c)->multiple)) return;
    range_of(c)->has_multiple = true;
    range_of(c)->multiple_source = v;
}

static bool take_core(compiler *c, schema_keyword k, const yaml_node *v)
{
    switch (k) {
    case KEYWORD_REF: take_reference(c, v, false, false); return true;
    case KEYWORD_DYNAMIC_REF: take_reference(c, v, true, false); return true;
    case KEYWORD_RECURSIVE_REF: take_reference(c, v, true, true); return true;
    case KEYWORD_ANCHOR: take_anchor(c, v->value, false); return true;
    case KEYWORD_DYNAMIC_ANCHOR: take_anchor(c, v->value, true); return true;
    case KEYWORD_RECURSIVE_ANCHOR:
        if (is_true(v)) map_put(c->set->arena, &c->resource->dynamic_anchors, STR(""), c->node);
        return true;
    case KEYWORD_DEFS: case KEYWORD_DEFINITIONS: take_definitions(c, v); return true;
    case KEYWORD_TITLE: c->node->title = v; return true;
    case KEYWORD_NULLABLE: c->node->nullable = is_true(v); return true;
    default: return false;
    }
}

static bool take_logic(compiler *c, schema_keyword k, const yaml_node *v)
{
    switch (k) {
    case KEYWORD_ALL_OF: subs(c, v, &logic_of(c)->all); return true;
    case KEYWORD_ANY_OF: logic_of(c)->has_any = v->kind == YAML_SEQUENCE; subs(c, v, &logic_of(c)->any); return true;
    case KEYWORD_ONE_OF: logic_of(c)->has_one = v->kind == YAML_SEQUENCE; subs(c, v, &logic_of(c)->one); return true;
    case KEYWORD_NOT: logic_of(c)->not_this = sub(c, v); return true;
    case KEYWORD_IF: logic_of(c)->if_this = sub(c, v); return true;
    case KEYWORD_THEN: logic_of(c)->then_this = sub(c, v); return true;
    case KEYWORD_ELSE: logic_of(c)->else_this = sub(c, v); return true;
    default: return false;
    }
}

static bool take_object(compiler *c, schema_keyword k, const yaml_node *v)
{
    switch (k) {
    case KEYWORD_PROPERTIES: take_properties(c, v); return true;
    case KEYWORD_PATTERN_PROPERTIES: take_patterns(c, v); return true;
    case KEYWORD_ADDITIONAL_PROPERTIES: object_of(c)->additional = sub(c, v); return true;
    case KEYWORD_UNEVALUATED_PROPERTIES: object_of(c)->unevaluated = sub(c, v); return true;
    case KEYWORD_PROPERTY_NAMES: object_of(c)->names = sub(c, v); return true;
    case KEYWORD_DEPENDENCIES:
    case KEYWORD_DEPENDENT_SCHEMAS:
    case KEYWORD_DEPENDENT_REQUIRED: take_dependents(c, v); return true;
    case KEYWORD_REQUIRED: take_required(c, v); return true;
    case KEYWORD_MIN_PROPERTIES: count(v, &object_of(c)->has_min, &object_of(c)->min); return true;
    case KEYWORD_MAX_PROPERTIES: count(v, &object_of(c)->has_max, &object_of(c)->max); return true;
    case KEYWORD_PRESERVE_UNKNOWN: object_of(c)->preserve_unknown = is_true(v); return true;
    default: return false;
    }
}

static bool take_array(compiler *c, schema_keyword k, const yaml_node *v)
{
    switch (k) {
    case KEYWORD_PREFIX_ITEMS: subs(c, v, &array_of(c)->prefix); return true;
    case KEYWORD_ITEMS: take_items(c, v); return true;
    case KEYWORD_ADDITIONAL_ITEMS: c->additional_items = v; return true;
    case KEYWORD_CONTAINS: array_of(c)->contains = sub(c, v); return true;
    case KEYWORD_UNEVALUATED_ITEMS: array_of(c)->unevaluated = sub(c, v); return true;
    case KEYWORD_MIN_ITEMS: count(v, &array_of(c)->has_min, &array_of(c)->min); return true;
    case KEYWORD_MAX_ITEMS: count(v, &array_of(c)->has_max, &array_of(c)->max); return true;
    case KEYWORD_MIN_CONTAINS: count(v, &array_of(c)->has_min_contains, &array_of(c)->min_contains); return true;
    case KEYWORD_MAX_CONTAINS: count(v, &array_of(c)->has_max_contains, &array_of(c)->max_contains); return true;
    case KEYWORD_UNIQUE_ITEMS: array_of(c)->unique = is_true(v); return true;
    default: return false;
    }
}

static void take_scalar(compiler *c, schema_keyword k, const yaml_node *v)
{
    switch (k) {
    case KEYWORD_TYPE: take_types(c, v); break;
    case KEYWORD_ENUM: take_values(c, v, false); break;
    case KEYWORD_CONST: take_values(c, v, true); break;
    case KEYWORD_MINIMUM: take_limit(c, v, false, false); break;
    case KEYWORD_MAXIMUM: take_limit(c, v, true, false); break;
    case KEYWORD_EXCLUSIVE_MINIMUM: take_limit(c, v, false, true); break;
    case KEYWORD_EXCLUSIVE_MAXIMUM: take_limit(c, v, true, true); break;
    case KEYWORD_MULTIPLE_OF: take_multiple(c, v); break;
    case KEYWORD_MIN_LENGTH: count(v, &text_of(c)->has_min, &text_of(c)->min); break;
    case KEYWORD_MAX_LENGTH: count(v, &text_of(c)->has_max, &text_of(c)->max); break;
    case KEYWORD_PATTERN: take_pattern(c, v); break;
    case KEYWORD_FORMAT: text_of(c)->format = schema_format_named(v->value); break;
    case KEYWORD_CONTENT_ENCODING: text_of(c)->base64_content = str_is(v->value, "base64"); break;
    case KEYWORD_CONTENT_MEDIA_TYPE: text_of(c)->json_content = str_is(v->value, "application/json"); break;
    case KEYWORD_INT_OR_STRING:
        if (is_true(v)) c->node->types |= SCHEMA_INTEGER | SCHEMA_STRING;
        break;
    default: break;
    }
}

/* --- one schema object ----------------------------------------------------------------------------------------------------- */

static str scalar(const yaml_node *mapping, const char *key)
{
    const yaml_node *v = schema_value(yaml_get(mapping, str_of(key)));
    return v && schema_value_is_string(v) ? v->value : (str){0};
}

/* JSON Schema 2020-12 core 8.2.1: `$id` makes a resource; up to draft 7 "#name" is an anchor, and `$ref` hides its siblings. */
static void take_identity(compiler *c, const yaml_node *source, bool is_root)
{
    schema_draft draft = c->resource->dialect.draft;
    str meta = scalar(source, "$schema");
    if (meta.n && !is_root) draft = schema_dialect_of(c->set, meta, &c->resource->dialect).draft;
    str id = scalar(source, draft == SCHEMA_DRAFT_4 ? "id" : "$id");
    bool old = draft <= SCHEMA_DRAFT_7, openapi = draft == SCHEMA_OPENAPI_3_0 || draft == SCHEMA_KUBERNETES;
    c->ref_alone = (old || openapi) && scalar(source, "$ref").p;
    if (!id.n || openapi || c->ref_alone) return;
    ptrdiff_t hash = str_find_char(id, '#', 0);
    str name = hash >= 0 ? str_slice(id, (size_t)hash + 1, id.n) : STR("");
    if (hash != 0 && !is_root) {
        str uri = schema_uri_resolve(c->set->arena, c->resource->uri, hash > 0 ? str_slice(id, 0, (size_t)hash) : id);
        c->resource = schema_resource_new(c->set, c->resource->document, source, uri, &c->resource->dialect);
        c->resource->root = c->node;
        c->node->resource = c->resource;
    }
    if (name.n && old) take_anchor(c, name, false);
}

static void finish(compiler *c)
{
    schema_node *n = c->node;
    if (c->additional_items && c->items_list) array_of(c)->items = sub(c, c->additional_items);
    if (n->range && c->min_exclusive) n->range->min_excluded = is_true(c->min_exclusive);
    if (n->range && c->max_exclusive) n->range->max_excluded = is_true(c->max_exclusive);
    if (n->nullable && n->types) n->types |= SCHEMA_NULL;
    if (n->array && n->array->contains && !n->array->has_min_contains) n->array->min_contains = 1;
}

static void compile_object(compiler *c, const yaml_node *source, bool is_root)
{
    take_identity(c, source, is_root);
    for (uint32_t i = 0; i < source->entry_count; i++) {
        const yaml_entry *e = &source->entries[i];
        schema_keyword k = schema_keyword_named(e->key->value, &c->resource->dialect);
        bool hidden = c->ref_alone && k != KEYWORD_REF && k != KEYWORD_DEFS && k != KEYWORD_DEFINITIONS;
        const yaml_node *v = schema_value(e->value);
        if (k == KEYWORD_UNKNOWN || hidden || !v) continue;
        if (!take_core(c, k, v) && !take_logic(c, k, v) && !take_object(c, k, v) && !take_array(c, k, v)) take_scalar(c, k, v);
    }
    finish(c);
}

schema_node *schema_compile(schema_set *s, schema_resource *r, const yaml_node *source)
{
    const yaml_node *v = schema_value(source);
    if (!v) v = source;
    schema_node *known = schema_compiled(s, v);
    if (known) return known;
    schema_node *n = ARENA_NEW(s->arena, schema_node);
    n->source = v;
    n->resource = r;
    map_put(s->arena, &s->nodes, key_of(n), n);
    bool is_root = !r->root;
    if (is_root) r->root = n;
    if (v->kind == YAML_SCALAR && v->type == YAML_BOOL) n->verdict = v->boolean ? SCHEMA_ALWAYS : SCHEMA_NEVER;
    else if (v->kind != YAML_MAPPING) n->verdict = SCHEMA_ALWAYS;
    compiler c = {.set = s, .resource = r, .node = n};
    if (v->kind == YAML_MAPPING) compile_object(&c, v, is_root);
    return n;
}
