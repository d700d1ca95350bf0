/* wpls/document {textDocument: {uri}}: whose a source is, or the configurations in a document, and what told so, for the status
 * of an editor.
 *
 *     {"owners": [{"name", "detail", "plugin": uri or null, "candidates": [uri]}]}    each plugin once, in order of place */
#include "base/path.h"
#include "lsp/encode.h"
#include "plugin/documents.h"

typedef struct owner_list {
    server *s;
    json_writer *w;
    ARRAY(str) said;
} owner_list;

static void encode_folders(server *s, json_writer *w, const project_list *list)
{
    json_array(w);
    for (size_t i = 0; i < list->n; i++) json_string(w, encode_uri(s, project_root(list->at[i])));
    json_array_end(w);
}

static str detail_of(arena *a, const config_document *d)
{
    if (d->plugin)
        return arena_printf(a, words("%.*s, told by %s"), STR_ARG(project_root(d->plugin)), owner_reason_text(d->because));
    return words_str(d->candidates.n ? "several plugins are called so: a comment '# wpls: plugin=FOLDER' says which"
                                     : "its sources are not here: the configuration is not checked");
}

/* True the first time. */
static bool begin_owner(owner_list *l, str name, str detail, const project *plugin)
{
    for (size_t i = 0; i < l->said.n; i++)
        if (str_eq(l->said.at[i], name)) return false;
    array_push(&l->s->scratch, &l->said, name);
    json_object(l->w);
    json_add_string(l->w, "name", name);
    json_add_string(l->w, "detail", detail);
    json_key(l->w, "plugin");
    if (plugin) json_string(l->w, encode_uri(l->s, project_root(plugin)));
    else json_null(l->w);
    json_key(l->w, "candidates");
    return true;
}

static void add_owner(owner_list *l, const config_document *d)
{
    arena *a = &l->s->scratch;
    str name = d->plugin ? path_base(project_root(d->plugin)) : d->wanted;
    bool inner = d->kind == DOCUMENT_OTHER || d->within != DOCUMENT_OTHER; /* what is within is its holder's */
    if (inner || !name.n || !begin_owner(l, name, detail_of(a, d), d->plugin)) return;
    static const project_list none;
    encode_folders(l->s, l->w, d->plugin ? &none : &d->candidates);
    json_object_end(l->w);
}

/* A source may be of several plugins, which share it. */
static void add_projects(owner_list *l, str path)
{
    static const project_list none;
    arena *a = &l->s->scratch;
    project_list of = workspace_projects_with(l->s->files, a, path);
    for (size_t i = 0; i < of.n; i++) {
        str root = project_root(of.at[i]);
        str detail = arena_printf(a, words("code of the plugin in %.*s"), STR_ARG(root));
        if (!begin_owner(l, path_base(root), detail, of.at[i])) continue;
        encode_folders(l->s, l->w, &none);
        json_object_end(l->w);
    }
}

static void add_owners(owner_list *l, const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) add_owner(l, &facts->documents.at[i]);
}

static const char *tell_owners(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    const document *doc = documents_find(&s->docs, &s->scratch, uri);
    bool ours = doc && doc->role == ROLE_CONFIG && !doc->too_large;
    const document_facts *facts = ours ? workspace_document(s->files, strbuf_str(&doc->path), NULL) : NULL;
    owner_list l = {.s = s, .w = w};
    json_object(w);
    json_key(w, "owners");
    json_array(w);
    if (facts) add_owners(&l, facts);
    for (size_t i = 0; facts && i < facts->inner.n; i++) add_owners(&l, facts->inner.at[i]);
    if (doc && doc->role == ROLE_SOURCE) add_projects(&l, strbuf_str(&doc->path));
    json_array_end(w);
    json_object_end(w);
    return NULL;
}

const server_feature feature_owner = {
    .methods = {
        {"wpls/document", RPC_REQUEST, tell_owners, METHOD_WHILE_RUNNING},
    },
};
