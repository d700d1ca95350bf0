/* What a document's JSON Schema says about a place. */
#include "base/strbuf.h"
#include "base/words.h"
#include "features/describe.h"
#include "features/known.h"
#include "plugin/schemas.h"
#include "schema/outline.h"

static void add_types(strbuf *out, unsigned types, unsigned item_types)
{
    static const struct {
        unsigned type;
        const char *name;
    } names[] = {{SCHEMA_STRING, WORDS("string")},   {SCHEMA_INTEGER, WORDS("integer")}, {SCHEMA_NUMBER, WORDS("number")},
                 {SCHEMA_BOOLEAN, WORDS("boolean")}, {SCHEMA_ARRAY, WORDS("list")},      {SCHEMA_OBJECT, WORDS("object")},
                 {SCHEMA_NULL, "null"}};
    size_t n = out->n;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(types & names[i].type) || (names[i].type == SCHEMA_INTEGER && (types & SCHEMA_NUMBER))) continue;
        strbuf_printf(out, "%s%s", out->n > n ? words(" or ") : "", words(names[i].name));
        if (names[i].type != SCHEMA_ARRAY || !(item_types & ~(unsigned)SCHEMA_NULL)) continue;
        strbuf_add_cstr(out, words(" of "));
        add_types(out, item_types & ~(unsigned)SCHEMA_NULL, 0);
    }
    if (out->n == n) strbuf_add_cstr(out, words("any value"));
}

static str outline_type(arena *a, const schema_outline *o)
{
    strbuf out = STRBUF_INIT;
    add_types(&out, o->types, o->item_types);
    if (o->required) strbuf_add_cstr(&out, words(", required"));
    if (o->deprecated) strbuf_add_cstr(&out, words(", deprecated"));
    str s = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

/* A value as it is shown: scalars alone, of others nothing. */
static str literal_text(const yaml_node *v)
{
    if (v->kind == YAML_SCALAR) return v->type == YAML_NULL ? STR("null") : v->value;
    return STR("");
}

static bool shown(const yaml_node *v) { return v->kind == YAML_SCALAR; }

static void add_fact(strbuf *out, bool markdown, bool *first, const char *name)
{
    if (out->n) strbuf_add_cstr(out, *first && markdown ? "\n\n" : "\n");
    *first = false;
    strbuf_printf(out, "%s%s", markdown ? "- " : "", name);
}

/* What a schema says: those that are compiled in do so in the language at hand. */
static str said(const known_query *q, bool compiled_in, str text)
{
    text = str_trim(text);
    return compiled_in ? words_str(arena_cstr(q->a, text)) : text;
}

static str describe_outline(const known_query *q, const schema_outline *o, bool compiled_in)
{
    strbuf out = STRBUF_INIT;
    bool first = true, listed = false;
    str title = said(q, compiled_in, o->title), text = said(q, compiled_in, o->description);
    if (title.n && !str_eq(title, text)) strbuf_add(&out, q->markdown ? describe_escape(q->a, title) : title);
    if (text.n && out.n) strbuf_add_cstr(&out, q->markdown ? "\n\n" : "\n");
    strbuf_add(&out, q->markdown ? describe_escape(q->a, text) : text);
    for (size_t i = 0; i < o->values.n; i++) {
        if (!shown(o->values.at[i])) continue;
        if (!listed) add_fact(&out, q->markdown, &first, words("allowed values: "));
        else strbuf_add_cstr(&out, ", ");
        listed = true;
        strbuf_add(&out, describe_code(q->a, literal_text(o->values.at[i]), q->markdown));
    }
    if (o->fallback && shown(o->fallback)) {
        add_fact(&out, q->markdown, &first, words("default: "));
        strbuf_add(&out, describe_code(q->a, literal_text(o->fallback), q->markdown));
    }
    str s = arena_str(q->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

static void add_literal(const known_query *q, const yaml_node *v, bool listed, const char *detail, known_value *out)
{
    if (shown(v)) array_push(q->a, &out->literals, (known_literal){literal_text(v), v->type == YAML_STRING, listed, detail});
}

static void tell(const known_query *q, const schema_outline *o, bool compiled_in, known_value *out)
{
    unsigned types = o->types & ~(unsigned)SCHEMA_NULL;
    out->type = outline_type(q->a, o);
    out->text = describe_outline(q, o, compiled_in);
    out->required = o->required;
    out->rank = o->required ? KNOWN_NEEDED : o->deprecated ? KNOWN_RARE : KNOWN_USUAL;
    out->shape = types == SCHEMA_ARRAY ? KNOWN_LIST : types == SCHEMA_OBJECT ? KNOWN_MAPPING
                 : types == SCHEMA_STRING && !o->values.n ? KNOWN_TEXT : KNOWN_ANY;
    for (size_t i = 0; i < o->values.n; i++) add_literal(q, o->values.at[i], true, "", out);
    if ((o->types & SCHEMA_BOOLEAN) && !o->values.n) {
        array_push(q->a, &out->literals, (known_literal){STR("true"), false, false, ""});
        array_push(q->a, &out->literals, (known_literal){STR("false"), false, false, ""});
    }
    bool collection = types & (SCHEMA_OBJECT | SCHEMA_ARRAY); /* null is no more than leaving it empty there */
    if ((o->types & SCHEMA_NULL) && !o->values.n && !collection)
        array_push(q->a, &out->literals, (known_literal){STR("null"), false, false, ""});
    if (o->fallback) add_literal(q, o->fallback, false, words("default"), out);
}

/* The key it stands under; of an element that of its list. */
static str name_of(const known_query *q, const yaml_node *node)
{
    const yaml_node *parent = node->parent;
    for (uint32_t i = 0; parent && i < parent->entry_count; i++)
        if (parent->entries[i].value == node) return parent->entries[i].key->value;
    str list = parent && parent->kind == YAML_SEQUENCE && parent->parent ? name_of(q, parent) : STR("");
    return list.n ? arena_printf(q->a, "%.*s[]", STR_ARG(list)) : words_str("element");
}

bool known_by_schema(const known_query *q, known_value *here, known_list *members)
{
    schema_choice choice;
    schema_outline outline;
    if (!workspace_schema_choose(q->w, q->path, q->facts, q->document, &choice) || !choice.schema->schema) return false;
    const schema_node *schema = choice.schema->schema;
    if (!schema_outline_at(q->a, schema, q->node, q->unsure, &outline)) return false;
    /* the mapping around tells whether it is required */
    *here = (known_value){.name = name_of(q, q->node)};
    const yaml_node *parent = q->node->parent;
    if (parent && parent->kind == YAML_MAPPING) {
        schema_outlines keys = schema_outline_keys(q->a, schema, parent, q->unsure);
        for (size_t i = 0; i < keys.n; i++)
            if (str_eq(keys.at[i].name, here->name)) outline.required = keys.at[i].required;
    }
    bool compiled_in = !choice.schema->path.n;
    tell(q, &outline, compiled_in, here);
    schema_outlines keys = {0};
    if (members) keys = schema_outline_keys(q->a, schema, q->node, q->unsure);
    for (size_t i = 0; i < keys.n; i++) {
        if (keys.at[i].read_only) continue;
        known_value *member = array_add(q->a, members);
        member->name = keys.at[i].name;
        tell(q, &keys.at[i], compiled_in, member);
    }
    return true;
}
