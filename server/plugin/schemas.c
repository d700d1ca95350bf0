#include "plugin/schemas.h"

#include "base/path.h"
#include "base/uri.h"
#include "plugin/settings.h"
#include "plugin/workspace_internal.h"

#include <stdlib.h>

typedef struct schema_source {
    str path;
    uint64_t generation;
} schema_source;

struct schema_store {
    workspace *owner;
    arena memory; /* of everything compiled; dropped as a whole */
    schema_set *set;
    map by_uri; /* URI -> workspace_schema */
    ARRAY(schema_source) sources;
    settings_view settings; /* what it was made with: roots */
};

static struct schema_store *store_of(workspace *w, const settings_view *view)
{
    const struct settings *file = view->layers[SETTINGS_FILE];
    str key = file ? file->path : STR("");
    struct schema_store *s = map_get(&w->schemas, key);
    if (!s) {
        s = ARENA_NEW(&w->memory, struct schema_store);
        s->owner = w;
        map_put(NULL, &w->schemas, arena_str(&w->memory, key), s);
    }
    return s;
}

void schema_stores_free(workspace *w)
{
    for (size_t i = 0; i < w->schemas.n; i++) arena_free(&((struct schema_store *)w->schemas.entries[i].value)->memory);
    map_free(&w->schemas);
}

void workspace_set_schema_draft(workspace *w, schema_draft draft) { w->schema_draft = (int)draft; }

void workspace_set_schema(workspace *w, str reference) { w->forced_schema = arena_str(&w->memory, reference); }

const workspace_schema *workspace_forced_schema(workspace *w)
{
    return w->forced_schema.n ? workspace_schema_at(w, w->forced_schema, STR("/")) : NULL;
}

/* --- files ----------------------------------------------------------------------------------------------------------------- */

/* The file of a URL: the longest prefix wins. Empty: none. `*by`: settings that say so, or NULL. */
static str path_of(const struct schema_store *s, arena *a, str uri, const struct settings **by)
{
    str path = {0};
    if (uri_to_path(a, uri, &path)) return path_clean(a, path);
    const settings_root *best = NULL;
    for (int layer = 0; layer < SETTINGS_LAYERS; layer++) {
        const struct settings *said = s->settings.layers[layer];
        for (size_t i = 0; said && i < said->schema_roots.n; i++) {
            const settings_root *r = &said->schema_roots.at[i];
            if (!str_starts(uri, r->url) || (best && r->url.n <= best->url.n)) continue;
            best = r;
            *by = said;
        }
    }
    if (!best) return (str){0};
    str rest = str_slice(uri, best->url.n, uri.n);
    while (rest.n && rest.p[0] == '/') rest = str_slice(rest, 1, rest.n);
    path = path_clean(a, path_join(a, best->folder, rest));
    return path_is_inside(path, best->folder) ? path : (str){0};
}

static bool read_schema(void *self, str uri, schema_file *out)
{
    struct schema_store *s = self;
    const struct settings *by = NULL;
    str path = path_of(s, &s->memory, uri, &by), text;
    if (!path.n) return false;
    bool there = workspace_text(s->owner, path, &text) == FILE_OK;
    array_push(&s->memory, &s->sources, (schema_source){path, workspace_file_at(s->owner, path)->generation});
    if (there) *out = (schema_file){arena_str(&s->memory, text), path};
    return there;
}

static void drop_if_stale(struct schema_store *s, const settings_view *view)
{
    bool stale = !settings_view_same(&s->settings, view);
    s->settings = *view;
    for (size_t i = 0; i < s->sources.n && !stale; i++)
        stale = workspace_file_at(s->owner, s->sources.at[i].path)->generation != s->sources.at[i].generation;
    if (!stale && s->set) return;
    arena_free(&s->memory);
    memset(&s->by_uri, 0, sizeof s->by_uri);
    memset(&s->sources, 0, sizeof s->sources);
    s->set = schema_set_new(&s->memory, (schema_loader){s, read_schema}, (schema_draft)s->owner->schema_draft);
}

static bool is_url(str reference)
{
    ptrdiff_t colon = str_find_char(reference, ':', 0);
    for (ptrdiff_t i = 0; i < colon; i++) {
        char c = reference.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
    }
    return colon > 1;
}

static str without_fragment(str uri)
{
    ptrdiff_t hash = str_find_char(uri, '#', 0);
    return hash < 0 ? uri : str_slice(uri, 0, (size_t)hash);
}

static void tell_problem(struct schema_store *s, workspace_schema *schema)
{
    str text;
    schema->remote = !schema->path.n;
    if (schema->remote) {
        schema->problem = STR(WORDS("schemas are not read from the network; the setting 'schemaRoots' or '--schema-root URL=DIR' "
                                    "names a folder for them"));
        return;
    }
    file_status status = workspace_text(s->owner, schema->path, &text);
    schema->outside = status == FILE_OUTSIDE;
    schema->problem = status == FILE_OK ? STR(WORDS("nothing at this place of the schema")) : str_of(file_status_text(status));
}

static workspace_schema *load(struct schema_store *s, str uri)
{
    workspace_schema *schema = ARENA_NEW(&s->memory, workspace_schema);
    schema->uri = arena_str(&s->memory, uri);
    schema->schema = schema_load(s->set, schema->uri);
    const struct settings *by = NULL;
    schema->path = path_of(s, &s->memory, without_fragment(schema->uri), &by);
    if (schema->schema) schema_check_itself(s->set, schema->uri, &s->memory, &schema->findings);
    else tell_problem(s, schema);
    map_put(&s->memory, &s->by_uri, schema->uri, schema);
    return schema;
}

const workspace_schema *workspace_schema_at(workspace *w, str reference, str folder)
{
    settings_view view = workspace_settings(w, folder);
    struct schema_store *s = store_of(w, &view);
    drop_if_stale(s, &view);
    arena scratch = ARENA_INIT;
    str uri = reference;
    if (!is_url(reference)) {
        str name = without_fragment(reference), fragment = str_slice(reference, name.n, reference.n);
        uri = uri_from_path(&scratch, path_clean(&scratch, path_join(&scratch, folder, name)));
        if (fragment.n) uri = arena_printf(&scratch, "%.*s%.*s", STR_ARG(uri), STR_ARG(fragment));
    }
    const struct settings *said = NULL;
    str path = path_of(s, &scratch, without_fragment(uri), &said);
    bool admitted = path.n && border_admits(w, said ? said->folder : folder, path); /* from now on, if it was not before */
    const workspace_schema *known = map_get(&s->by_uri, uri);
    if (!known || (known->outside && admitted)) known = load(s, uri);
    arena_free(&scratch);
    return known;
}

bool workspace_is_schema(const workspace *w, str path)
{
    for (size_t k = 0; k < w->schemas.n; k++) {
        const struct schema_store *s = w->schemas.entries[k].value;
        for (size_t i = 0; i < s->sources.n; i++)
            if (str_eq(s->sources.at[i].path, path)) return true;
    }
    return false;
}

/* --- modelines ------------------------------------------------------------------------------------------------------------- */

static str behind(str text, const char *marker)
{
    ptrdiff_t at = str_find(text, str_of(marker), 0);
    return at < 0 ? (str){0} : str_slice(text, (size_t)at + strlen(marker), text.n);
}

static str first_word(str text)
{
    text = str_trim(text);
    size_t end = 0;
    while (end < text.n && text.p[end] != ' ' && text.p[end] != '\t') end++;
    return str_slice(text, 0, end);
}

/* "# yaml-language-server: $schema=REF" and "# $schema: REF" */
static str in_comment(str text)
{
    str rest = behind(text, "yaml-language-server:");
    if (rest.p) return first_word(behind(rest, "$schema="));
    text = str_trim(str_slice(text, 1, text.n));
    return str_starts(text, STR("$schema:")) ? first_word(str_slice(text, 8, text.n)) : (str){0};
}

bool workspace_schema_mention(const yaml_stream *s, str path, schema_mention *m)
{
    for (size_t i = 0; i < s->comments.n; i++) {
        str text = str_slice(s->text, s->comments.at[i].at.start, s->comments.at[i].at.end);
        m->reference = in_comment(text);
        if (!m->reference.n) continue;
        uint32_t start = (uint32_t)(m->reference.p - s->text.p);
        m->at = range_make(start, start + (uint32_t)m->reference.n);
        m->comment = true;
        return true;
    }
    const yaml_node *v = str_eq(path_extension(path), STR(".json")) ? yaml_get(s->documents.at[0].root, STR("$schema")) : NULL;
    if (!v || v->kind != YAML_SCALAR || !v->value.n) return false;
    *m = (schema_mention){v->value, v->at, false};
    return true;
}

/* --- which one ------------------------------------------------------------------------------------------------------------- */

static const char *schema_of_kind(str path, const config_document *d)
{
    if (settings_is_file(path)) return SETTINGS_SCHEMA;
    const document_form *form = document_form_of(d->kind);
    return form ? form->schema : NULL;
}

static bool choose(workspace *w, schema_choice_source source, str reference, str folder, schema_choice *choice)
{
    *choice = (schema_choice){workspace_schema_at(w, reference, folder), source, reference, {0, 0}};
    return true;
}

bool workspace_schema_choose(workspace *w, str path, const document_facts *facts, size_t i, schema_choice *choice)
{
    const schema_mention *m = facts->mention;
    if (facts->outer) {
        const char *inside = schema_of_kind(path, &facts->documents.at[i]);
        return inside && choose(w, SCHEMA_OF_KIND, str_of(inside), path_dir(path), choice);
    }
    if (m) {
        choose(w, m->comment ? SCHEMA_OF_COMMENT : SCHEMA_OF_KEY, m->reference, path_dir(path), choice);
        choice->at = m->at;
        if (m->comment || choice->schema->schema || !choice->schema->remote) return true; /* tools of all kinds put their URLs
                                                                                             into "$schema" */
    }
    settings_view v = workspace_settings(w, path_dir(path));
    const struct settings *where = NULL;
    const settings_files *f = settings_is_file(path) ? NULL : settings_schema_of(&v, path, &where);
    if (f) return choose(w, SCHEMA_OF_SETTINGS, f->target, where->folder, choice);
    const char *kind = schema_of_kind(path, &facts->documents.at[i]);
    return kind && choose(w, SCHEMA_OF_KIND, str_of(kind), path_dir(path), choice);
}
