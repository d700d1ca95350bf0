#include "plugin/schemas.h"

#include "base/path.h"
#include "base/uri.h"
#include "plugin/workspace_internal.h"

#include <stdlib.h>

typedef struct schema_root {
    str url, folder;
} schema_root;

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
    ARRAY(schema_root) roots; /* in the workspace's memory */
    schema_draft draft;
    str forced;
    bool formats;
};

static struct schema_store *store_of(workspace *w)
{
    if (!w->schemas) {
        w->schemas = ARENA_NEW(&w->memory, struct schema_store);
        w->schemas->owner = w;
    }
    return w->schemas;
}

void schema_store_free(struct schema_store *s)
{
    if (s) arena_free(&s->memory);
}

void workspace_add_schema_root(workspace *w, str url, str folder)
{
    struct schema_store *s = store_of(w);
    array_push(&w->memory, &s->roots, (schema_root){arena_str(&w->memory, url), arena_str(&w->memory, folder)});
}

void workspace_set_schema_draft(workspace *w, schema_draft draft) { store_of(w)->draft = draft; }

void workspace_set_schema(workspace *w, str reference, bool formats)
{
    struct schema_store *s = store_of(w);
    s->forced = arena_str(&w->memory, reference);
    s->formats = formats;
}

const workspace_schema *workspace_forced_schema(workspace *w)
{
    return w->schemas && w->schemas->forced.n ? workspace_schema_at(w, w->schemas->forced, STR("/")) : NULL;
}

bool workspace_schema_formats(const workspace *w) { return w->schemas && w->schemas->formats; }

/* --- files ----------------------------------------------------------------------------------------------------------------- */

/* The file of a URL: the longest prefix wins. Empty: none. */
static str path_of(const struct schema_store *s, arena *a, str uri)
{
    str path = {0};
    if (uri_to_path(a, uri, &path)) return path;
    const schema_root *best = NULL;
    for (size_t i = 0; i < s->roots.n; i++) {
        const schema_root *r = &s->roots.at[i];
        if (str_starts(uri, r->url) && (!best || r->url.n > best->url.n)) best = r;
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
    str path = path_of(s, &s->memory, uri), text;
    if (!path.n) return false;
    bool there = workspace_text(s->owner, path, &text) == FILE_OK;
    array_push(&s->memory, &s->sources, (schema_source){path, workspace_file_at(s->owner, path)->generation});
    if (there) *out = (schema_file){arena_str(&s->memory, text), path};
    return there;
}

static void drop_if_stale(struct schema_store *s)
{
    bool stale = false;
    for (size_t i = 0; i < s->sources.n && !stale; i++)
        stale = workspace_file_at(s->owner, s->sources.at[i].path)->generation != s->sources.at[i].generation;
    if (!stale && s->set) return;
    arena_free(&s->memory);
    memset(&s->by_uri, 0, sizeof s->by_uri);
    memset(&s->sources, 0, sizeof s->sources);
    s->set = schema_set_new(&s->memory, (schema_loader){s, read_schema}, s->draft);
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
        schema->problem = STR("schemas are not read from the network; '--schema-root URL=DIR' names a folder for them");
        return;
    }
    file_status status = workspace_text(s->owner, schema->path, &text);
    schema->problem = status == FILE_OK ? STR("nothing at this place of the schema") : str_of(file_status_text(status));
}

static workspace_schema *load(struct schema_store *s, str uri)
{
    workspace_schema *schema = ARENA_NEW(&s->memory, workspace_schema);
    schema->uri = arena_str(&s->memory, uri);
    schema->schema = schema_load(s->set, schema->uri);
    schema->path = path_of(s, &s->memory, without_fragment(schema->uri));
    if (schema->schema) schema_check_itself(s->set, schema->uri, &s->memory, &schema->findings);
    else tell_problem(s, schema);
    map_put(&s->memory, &s->by_uri, schema->uri, schema);
    return schema;
}

const workspace_schema *workspace_schema_at(workspace *w, str reference, str folder)
{
    struct schema_store *s = store_of(w);
    drop_if_stale(s);
    arena scratch = ARENA_INIT;
    str uri = reference;
    if (!is_url(reference)) {
        str name = without_fragment(reference), fragment = str_slice(reference, name.n, reference.n);
        uri = uri_from_path(&scratch, path_clean(&scratch, path_join(&scratch, folder, name)));
        if (fragment.n) uri = arena_printf(&scratch, "%.*s%.*s", STR_ARG(uri), STR_ARG(fragment));
    }
    const workspace_schema *known = map_get(&s->by_uri, uri);
    if (!known) known = load(s, uri);
    arena_free(&scratch);
    return known;
}

bool workspace_is_schema(const workspace *w, str path)
{
    for (size_t i = 0; w->schemas && i < w->schemas->sources.n; i++)
        if (str_eq(w->schemas->sources.at[i].path, path)) return true;
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
