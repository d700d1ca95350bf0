/* Resources by URI, dialects by meta-schema, references by resource and fragment. */
#include "base/path.h"
#include "base/words.h"
#include "schema/model.h"
#include "schema/reference.h"

enum { META_DEPTH = 4 };

schema_set *schema_set_new(arena *a, schema_loader loader, schema_draft fallback)
{
    schema_set *s = ARENA_NEW(a, schema_set);
    s->arena = a;
    s->loader = loader;
    s->fallback = fallback ? fallback : SCHEMA_2020_12;
    return s;
}

const diagnostic_list *schema_findings(const schema_set *s) { return &s->findings; }

static const yaml_node *member(const yaml_node *mapping, const char *key)
{
    return mapping && mapping->kind == YAML_MAPPING ? schema_value(yaml_get(mapping, str_of(key))) : NULL;
}

static str scalar_member(const yaml_node *mapping, const char *key)
{
    const yaml_node *v = member(mapping, key);
    return v && schema_value_is_string(v) ? v->value : STR("");
}

/* --- dialects -------------------------------------------------------------------------------------------------------------- */

schema_draft schema_draft_named(str name)
{
    static const struct {
        const char *name;
        schema_draft draft;
    } drafts[] = {{"4", SCHEMA_DRAFT_4},           {"6", SCHEMA_DRAFT_6},
                  {"7", SCHEMA_DRAFT_7},           {"2019-09", SCHEMA_2019_09},
                  {"2020-12", SCHEMA_2020_12},     {"openapi-3.0", SCHEMA_OPENAPI_3_0},
                  {"kubernetes", SCHEMA_KUBERNETES}};
    for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++)
        if (str_is(name, drafts[i].name)) return drafts[i].draft;
    return SCHEMA_DRAFT_UNKNOWN;
}

static bool has_vocabulary(const yaml_node *list, const char *name)
{
    for (uint32_t i = 0; i < list->entry_count; i++) {
        str uri = list->entries[i].key->value;
        if (str_starts(uri, STR("https://json-schema.org/draft/")) && str_eq(path_base(uri), str_of(name))) return true;
    }
    return false;
}

/* JSON Schema 2020-12 core 8.1: a meta-schema of one's own chooses vocabularies. */
schema_dialect schema_dialect_of(schema_set *s, str meta_schema, const schema_dialect *fallback)
{
    str fragment;
    str uri = schema_uri_split(meta_schema, &fragment);
    for (schema_draft d = SCHEMA_DRAFT_4; d <= SCHEMA_2020_12; d++)
        if (str_eq(uri, schema_meta_uri(d))) return (schema_dialect){.draft = d};
    if (s->depth >= META_DEPTH) return *fallback;
    s->depth++;
    const schema_resource *r = schema_resource_at(s, uri);
    s->depth--;
    if (!r) return *fallback;
    schema_dialect dialect = {.draft = r->dialect.draft};
    const yaml_node *list = member(r->source, "$vocabulary");
    if (!list || list->kind != YAML_MAPPING) return dialect;
    dialect.no_validation = !has_vocabulary(list, "validation");
    dialect.no_applicator = !has_vocabulary(list, "applicator");
    dialect.no_unevaluated = dialect.draft == SCHEMA_2020_12 && !has_vocabulary(list, "unevaluated");
    dialect.format_assertion = has_vocabulary(list, "format-assertion");
    return dialect;
}

/* --- resources ------------------------------------------------------------------------------------------------------------- */

schema_resource *schema_resource_new(schema_set *s, const schema_document *d, const yaml_node *source, str uri,
                                     const schema_dialect *dialect)
{
    schema_resource *r = ARENA_NEW(s->arena, schema_resource);
    *r = (schema_resource){.uri = uri, .document = d, .source = source, .dialect = *dialect, .number = ++s->resource_count};
    if (!map_find(&s->resources, uri)) map_put(s->arena, &s->resources, uri, r);
    str meta = scalar_member(source, "$schema");
    if (meta.n) r->dialect = schema_dialect_of(s, meta, dialect);
    return r;
}

/* The schema inside a document that is more than a schema, NULL for a plain one. */
static const yaml_node *wrapped_schema(const yaml_node *root, schema_draft *draft)
{
    const yaml_node *spec = member(root, "spec"), *found = NULL;
    const yaml_node *versions = str_is(scalar_member(root, "kind"), "CustomResourceDefinition") ? member(spec, "versions") : NULL;
    for (uint32_t i = 0; versions && versions->kind == YAML_SEQUENCE && i < versions->item_count; i++) {
        const yaml_node *version = schema_value(versions->items[i]);
        const yaml_node *schema = member(member(version, "schema"), "openAPIV3Schema"), *storage = member(version, "storage");
        if (schema && (!found || (storage && storage->boolean))) found = schema;
    }
    *draft = SCHEMA_KUBERNETES;
    if (found) return found;
    *draft = SCHEMA_OPENAPI_3_0;
    found = member(member(root, "configSchema"), "openAPIV3Schema");
    return found ? found : member(member(spec, "configSchema"), "openAPIV3Schema");
}

static void report_syntax(schema_set *s, const schema_document *d)
{
    for (size_t i = 0; i < d->stream->findings.n; i++) {
        const diagnostic *f = &d->stream->findings.at[i];
        if (f->level == SEVERITY_ERROR) schema_report(s, d, f->at, f->message);
    }
}

static schema_resource *read_document(schema_set *s, str uri, const schema_file *file)
{
    schema_document *d = ARENA_NEW(s->arena, schema_document);
    d->uri = arena_str(s->arena, uri);
    d->path = file->path;
    d->text = file->text;
    bool json = str_eq(path_extension(uri), STR(".json")) || !file->path.n;
    d->stream = yaml_parse(s->arena, file->text, json ? YAML_JSON : YAML_1_2);
    array_push(s->arena, &s->documents, d);
    report_syntax(s, d);
    const yaml_node *root = d->stream->documents.at[0].root;
    schema_dialect dialect = {.draft = s->fallback};
    if (s->referring) dialect = *s->referring; /* what says nothing is read as the one that leads there */
    schema_draft draft;
    const yaml_node *inner = wrapped_schema(root, &draft);
    if (inner) {
        root = inner;
        dialect.draft = draft;
    }
    schema_resource *r = schema_resource_new(s, d, root, d->uri, &dialect);
    str id = scalar_member(root, r->dialect.draft == SCHEMA_DRAFT_4 ? "id" : "$id"), fragment;
    bool hidden = r->dialect.draft <= SCHEMA_DRAFT_7 && scalar_member(root, "$ref").n;
    if (id.n && !hidden) {
        r->uri = schema_uri_resolve(s->arena, d->uri, schema_uri_split(id, &fragment));
        if (!map_find(&s->resources, r->uri)) map_put(s->arena, &s->resources, r->uri, r);
    }
    schema_compile(s, r, root);
    return r;
}

schema_resource *schema_resource_at(schema_set *s, str uri)
{
    schema_resource *known = map_get(&s->resources, uri);
    if (known) return known;
    schema_file file = {0};
    bool there = schema_compiled_in(uri, &file.text) || (s->loader.read && s->loader.read(s->loader.self, uri, &file));
    return there ? read_document(s, uri, &file) : NULL;
}

/* --- references ------------------------------------------------------------------------------------------------------------ */

static bool is_index(str token, uint32_t *index)
{
    uint64_t value = 0;
    if (!token.n || token.n > 9) return false;
    for (size_t i = 0; i < token.n; i++) {
        if (token.p[i] < '0' || token.p[i] > '9') return false;
        value = value * 10 + (unsigned)(token.p[i] - '0');
    }
    *index = (uint32_t)value;
    return true;
}

/* RFC 6901: "~1" is '/', "~0" is '~'. */
static str unescape(arena *a, str token)
{
    if (str_find_char(token, '~', 0) < 0) return token;
    char *out = arena_alloc(a, token.n);
    size_t n = 0;
    for (size_t i = 0; i < token.n; i++) {
        bool escaped = token.p[i] == '~' && i + 1 < token.n && (token.p[i + 1] == '0' || token.p[i + 1] == '1');
        out[n++] = escaped ? (token.p[++i] == '0' ? '~' : '/') : token.p[i];
    }
    return str_make(out, n);
}

static schema_node *at_pointer(schema_set *s, schema_resource *r, str pointer)
{
    const yaml_node *v = r->source;
    str rest = str_slice(pointer, 1, pointer.n), token;
    while (str_split(&rest, '/', &token)) {
        uint32_t index;
        token = unescape(s->arena, token);
        if (v->kind == YAML_MAPPING) v = schema_value(yaml_get(v, token));
        else if (v->kind == YAML_SEQUENCE && is_index(token, &index) && index < v->item_count) v = schema_value(v->items[index]);
        else v = NULL;
        if (!v) return NULL;
        const schema_node *passed = schema_compiled(s, v);
        if (passed) r = passed->resource;
    }
    return schema_compile(s, r, v);
}

static schema_node *find_target(schema_set *s, str reference, bool *missing_file)
{
    str fragment;
    str uri = schema_uri_split(reference, &fragment);
    schema_resource *r = schema_resource_at(s, uri);
    *missing_file = !r;
    if (!r) return NULL;
    fragment = schema_uri_decode(s->arena, fragment);
    if (!fragment.n) return r->root;
    return fragment.p[0] == '/' ? at_pointer(s, r, fragment) : map_get(&r->anchors, fragment);
}

static void resolve_one(schema_set *s, schema_reference *r)
{
    bool missing_file;
    s->referring = &r->owner->resource->dialect;
    r->target = find_target(s, r->uri, &missing_file);
    s->referring = NULL;
    if (!r->target) {
        str fragment, uri = schema_uri_split(r->uri, &fragment);
        str message =
            missing_file
                ? arena_printf(s->arena, words("no schema at '%.*s'; '--schema-root URL=DIR' tells where schemas are"),
                               STR_ARG(uri))
                : arena_printf(s->arena, words("nothing at '%.*s' in this schema"), STR_ARG(r->source->value));
        schema_report(s, r->owner->resource->document, r->source->at, message);
        return;
    }
    /* JSON Schema 2020-12 core 8.2.3.2: only a target that is a dynamic anchor itself is looked up in the dynamic scope */
    bool is_anchor = r->dynamic && map_get(&r->target->resource->dynamic_anchors, r->anchor) == r->target;
    if (!is_anchor) r->dynamic = false;
}

void schema_resolve_pending(schema_set *s)
{
    while (s->resolved < s->pending.n) resolve_one(s, s->pending.at[s->resolved++]);
}

const schema_node *schema_load(schema_set *s, str uri)
{
    bool missing_file;
    const schema_node *n = find_target(s, arena_str(s->arena, uri), &missing_file);
    schema_resolve_pending(s);
    return n;
}

void schema_check_itself(schema_set *s, str uri, arena *a, diagnostic_list *out)
{
    str fragment;
    schema_resource *r = schema_resource_at(s, schema_uri_split(uri, &fragment));
    if (!r) return;
    size_t from = out->n;
    str meta = scalar_member(r->source, "$schema");
    const schema_node *checker = schema_load(s, meta.n ? meta : schema_meta_uri(r->dialect.draft));
    schema_options options = {.path = r->document->path, .text = r->document->text};
    if (checker) schema_validate(a, checker, r->source, &options, out);
    for (size_t i = from; i < out->n; i++) {
        out->at[i].code = STR("schema/invalid");
        out->at[i].level = SEVERITY_ERROR;
        out->at[i].message = arena_printf(a, words("broken schema: %.*s"), STR_ARG(out->at[i].message));
    }
    for (size_t i = 0; i < s->findings.n; i++)
        if (str_eq(s->findings.at[i].path, r->document->path)) array_push(a, out, s->findings.at[i]);
}
