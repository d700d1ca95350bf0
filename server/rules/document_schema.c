#include "rules/document_schema.h"

#include "base/path.h"
#include "base/words.h"
#include "rules/not_checked.h"

static void validate(workspace *w, const schema_node *schema, str path, str text, const yaml_node *root, arena *a,
                     diagnostic_list *out)
{
    settings_view v = workspace_settings(w, path_dir(path));
    schema_options options = {.formats = settings_formats(&v), .path = arena_str(a, path), .text = text};
    schema_validate(a, schema, root, &options, out);
}

/* "---" at the end */
static bool is_nothing(const yaml_stream *s, size_t i)
{
    return s->documents.at[i].root->kind == YAML_EMPTY && s->documents.n > 1;
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

/* Compiled in, and not one of wpls's own. */
static bool is_meta_schema(const workspace_schema *schema)
{
    return schema->schema && !schema->path.n && !schema->remote && !str_starts(schema->uri, STR("wpls:"));
}

/* A document whose "$schema" is a meta-schema is a schema. */
static void check_schema_file(workspace *w, str path, arena *a, diagnostic_list *out)
{
    const workspace_schema *itself = workspace_schema_at(w, path, path_dir(path));
    for (size_t i = 0; i < itself->findings.n; i++) add_copy(a, &itself->findings.at[i], out);
}

static diagnostic *report(arena *a, str path, range at, severity level, str message, diagnostic_list *out)
{
    diagnostic *d = array_add(a, out);
    *d = (diagnostic){.path = arena_str(a, path), .at = at, .level = level, .code = STR("schema/invalid"), .message = message};
    return d;
}

/* What is wrong with the schema that a document names: said at its name there. */
static void check_mention(const schema_choice *c, str path, arena *a, diagnostic_list *out)
{
    const workspace_schema *schema = c->schema;
    if (schema->outside) {
        not_read_outside(&(not_checked){a, out}, path, c->at, c->reference);
    } else if (!schema->schema) {
        report(a, path, c->at, schema->remote ? SEVERITY_HINT : SEVERITY_WARNING,
               arena_printf(a, words("no schema at '%.*s': %s"), STR_ARG(c->reference), words(schema->problem.p)),
               out);
    } else if (schema->findings.n) {
        const diagnostic *first = &schema->findings.at[0];
        diagnostic *d = report(a, path, c->at, SEVERITY_WARNING, words_str("the schema has mistakes of its own"), out);
        array_push(a, &d->related, (related_place){arena_str(a, first->path), first->at, arena_str(a, first->message)});
    }
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

/* The file may be a part that kustomize puts into a resource. */
static bool may_be_patch(workspace *w, str path, arena *a)
{
    static const char *const names[] = {"kustomization.yaml", "kustomization.yml"};
    str text;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (workspace_text(w, path_join(a, path_dir(path), str_of(names[i])), &text) == FILE_OK) return true;
    return false;
}

/* Whether the object stands in what Envoy starts with, where it is strict about all that it does not know. */
static bool is_in_bootstrap(const config_document *d)
{
    const yaml_node *root = d->root;
    while (root->parent) root = root->parent;
    return d->kind == DOCUMENT_ENVOY && yaml_get(root, STR("static_resources"));
}

/* A cluster refuses values of another type and unlisted ones for sure, and Istio's definition of its resource whatever it
 * forbids, as Envoy's bootstrap does; keys that it does not know are dropped elsewhere, and the rest depends on its version. */
static void soften(workspace *w, str path, const config_document *d, arena *a, diagnostic_list *out, size_t from)
{
    bool istio = d->kind == DOCUMENT_ISTIO_WASMPLUGIN, bootstrap = is_in_bootstrap(d);
    for (size_t i = from; i < out->n; i++) {
        str code = out->at[i].code;
        bool sure = str_is(code, "schema/type") || str_is(code, "schema/enum");
        sure = sure || (istio && !str_is(code, "schema/unknown-key")) || (bootstrap && !str_is(code, "schema/pattern"));
        /* Istio fetches what Envoy gets of it, and takes a module without a checksum */
        if (d->kind == DOCUMENT_ENVOY && !bootstrap && str_is(code, "schema/required")) out->at[i].level = 0;
        sure = sure && !document_form_of(d->kind)->example;
        if (sure && str_is(code, "schema/required") && may_be_patch(w, path, a)) sure = false;
        if (!sure && out->at[i].level == SEVERITY_ERROR) out->at[i].level = SEVERITY_WARNING;
    }
}

bool document_schema_run(workspace *w, str path, const document_facts *facts, arena *a, diagnostic_list *out,
                         uint32_t *validated)
{
    const yaml_stream *s = facts->stream;
    bool ours = false;
    for (size_t i = 0; i < facts->documents.n; i++) {
        schema_choice c;
        const config_document *d = &facts->documents.at[i];
        if (!workspace_schema_choose(w, path, facts, i, &c) || (facts->braces && c.source == SCHEMA_OF_KIND)) continue;
        if (d->object && c.source != SCHEMA_OF_KIND) continue; /* the schema is the whole document's */
        bool mentioned = c.source == SCHEMA_OF_COMMENT || c.source == SCHEMA_OF_KEY;
        ours = true;
        if (c.source == SCHEMA_OF_KEY && is_meta_schema(c.schema)) {
            check_schema_file(w, path, a, out);
            ++*validated;
            break;
        }
        if (mentioned && i == 0) check_mention(&c, path, a, out);
        if (!c.schema->schema || is_nothing(s, d->number)) continue;
        size_t from = out->n;
        validate(w, c.schema->schema, path, s->text, d->root, a, out);
        ++*validated;
        if (c.source == SCHEMA_OF_KEY) allow_schema_key(s, out, from);
        if (c.source == SCHEMA_OF_KIND && !settings_is_file(path)) soften(w, path, d, a, out, from);
    }
    return ours;
}

uint32_t document_schema_run_forced(workspace *w, str path, const yaml_stream *s, arena *a, diagnostic_list *out)
{
    const workspace_schema *schema = workspace_forced_schema(w);
    bool itself = str_eq(path, schema->path);
    uint32_t validated = 0;
    for (size_t i = 0; itself && i < schema->findings.n; i++) add_copy(a, &schema->findings.at[i], out);
    for (size_t i = 0; !itself && schema->schema && i < s->documents.n; i++) {
        if (is_nothing(s, i)) continue;
        validate(w, schema->schema, path, s->text, s->documents.at[i].root, a, out);
        validated++;
    }
    return validated;
}
