#include "rules/document_schema.h"

#include "base/path.h"

static void validate(workspace *w, const schema_node *schema, str path, const yaml_stream *s, rule_language language, arena *a,
                     diagnostic_list *out)
{
    schema_options options = {.formats = workspace_schema_formats(w), .chinese = language == RULE_CHINESE, .path = arena_str(a, path),
                              .text = s->text};
    for (size_t i = 0; i < s->documents.n; i++) {
        const yaml_node *root = s->documents.at[i].root;
        bool nothing = root->kind == YAML_EMPTY && s->documents.n > 1; /* "---" at the end */
        if (!nothing) schema_validate(a, schema, root, &options, out);
    }
}

static void add_copy(arena *a, const diagnostic *from, diagnostic_list *out)
{
    diagnostic d = *from;
    d.path = arena_str(a, d.path);
    d.message = arena_str(a, d.message);
    memset(&d.related, 0, sizeof d.related);
    memset(&d.fixes, 0, sizeof d.fixes);
    array_push(a, out, d);
}

static bool is_meta_schema(const workspace_schema *schema) { return schema->schema && !schema->path.n && !schema->remote; }

/* A document whose "$schema" is a meta-schema is a schema. */
static bool check_schema_file(workspace *w, str path, arena *a, diagnostic_list *out)
{
    const workspace_schema *itself = workspace_schema_at(w, path, STR("/"));
    for (size_t i = 0; i < itself->findings.n; i++) add_copy(a, &itself->findings.at[i], out);
    return true;
}

static diagnostic *report(arena *a, str path, range at, severity level, str message, diagnostic_list *out)
{
    diagnostic *d = array_add(a, out);
    *d = (diagnostic){.path = arena_str(a, path), .at = at, .level = level, .code = STR("schema/invalid"), .message = message};
    return d;
}

/* The key "$schema" that names the schema need not be known to it. */
static void allow_schema_key(const yaml_stream *s, diagnostic_list *out, size_t from)
{
    const yaml_entry *e = yaml_get_entry(s->documents.at[0].root, STR("$schema"));
    size_t kept = from;
    for (size_t i = from; i < out->n; i++) {
        bool about_it = e && out->at[i].at.start == e->key->at.start && str_is(out->at[i].code, "schema/unknown-key");
        if (!about_it) out->at[kept++] = out->at[i];
    }
    out->n = kept;
}

bool document_schema_run(workspace *w, str path, const yaml_stream *s, rule_language language, arena *a, diagnostic_list *out)
{
    schema_mention m;
    if (!workspace_schema_mention(s, path, &m)) return false;
    const workspace_schema *schema = workspace_schema_at(w, m.reference, path_dir(path));
    bool chinese = language == RULE_CHINESE;
    if (!m.comment && is_meta_schema(schema)) return check_schema_file(w, path, a, out);
    if (!schema->schema) {
        if (schema->remote && !m.comment) return false; /* tools of all kinds put their URLs there */
        report(a, path, m.at, schema->remote ? SEVERITY_HINT : SEVERITY_WARNING,
               arena_printf(a, chinese ? "无法读取 schema '%.*s'：%.*s" : "no schema at '%.*s': %.*s", STR_ARG(m.reference), STR_ARG(schema->problem)),
               out);
        return true;
    }
    if (schema->findings.n) {
        const diagnostic *first = &schema->findings.at[0];
        diagnostic *d = report(a, path, m.at, SEVERITY_WARNING, chinese ? STR("schema 有错误") : STR("the schema has mistakes of its own"), out);
        array_push(a, &d->related, (related_place){arena_str(a, first->path), first->at, arena_str(a, first->message)});
    }
    size_t from = out->n;
    validate(w, schema->schema, path, s, language, a, out);
    if (!m.comment) allow_schema_key(s, out, from);
    return true;
}

void document_schema_run_forced(workspace *w, str path, const yaml_stream *s, rule_language language, arena *a, diagnostic_list *out)
{
    const workspace_schema *schema = workspace_forced_schema(w);
    if (str_eq(path, schema->path))
        for (size_t i = 0; i < schema->findings.n; i++) add_copy(a, &schema->findings.at[i], out);
    else if (schema->schema) validate(w, schema->schema, path, s, language, a, out);
}
