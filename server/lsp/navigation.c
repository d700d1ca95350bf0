/* textDocument/definition, implementation, references and documentHighlight (LSP 3.17): between configurations and the code that
 * reads them. */
#include "features/calls.h"
#include "features/links.h"
#include "lsp/encode.h"
#include "lsp/libclang.h"
#include "plugin/listing.h"

static void encode_link(server *s, json_writer *w, str path, range asked, const link_place *p)
{
    json_object(w);
    json_key(w, "originSelectionRange");
    encode_range(s, w, path, asked);
    json_key(w, "targetUri");
    json_string(w, encode_uri(s, p->path));
    json_key(w, "targetRange");
    encode_range(s, w, p->path, p->at);
    json_key(w, "targetSelectionRange");
    encode_range(s, w, p->path, p->at);
    json_object_end(w);
}

static void encode_locations(server *s, json_writer *w, const link_list *list)
{
    json_array(w);
    for (size_t i = 0; i < list->n; i++) encode_location(s, w, list->at[i].path, list->at[i].at);
    json_array_end(w);
}

static void add_place(server *s, link_list *list, str path, range at)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].path, path) && list->at[i].at.start == at.start) return;
    array_push(&s->scratch, list, (link_place){path, at});
}

/* The places in code that an error at the cursor names: where the plugin makes it, the guard in front of it; the handler that
 * leads to a call which is wrong there. */
static void add_related(server *s, document *doc, uint32_t offset, link_list *list)
{
    bool source = doc->role == ROLE_SOURCE;
    diagnostic_list found = source ? findings_of_file(s, doc) : *findings_of_document(s, doc);
    for (size_t i = 0; i < found.n; i++) {
        const diagnostic *d = &found.at[i];
        for (size_t k = 0; range_touches(d->at, offset) && k < d->related.n; k++)
            if (source || !str_eq(d->related.at[k].path, d->path)) add_place(s, list, d->related.at[k].path, d->related.at[k].at);
    }
}

/* From a name in code to where the key is read first, unless that is here. */
static void add_first_reads(server *s, const links_list *found, str path, link_list *places)
{
    for (size_t i = 0; i < found->n; i++)
        for (size_t k = 0; found->at[i].names_key && k < found->at[i].code.n; k++) {
            const link_place *p = &found->at[i].code.at[k];
            bool here = str_eq(p->path, path) && p->at.start <= found->at[i].origin.start && p->at.end >= found->at[i].origin.end;
            if (!here) add_place(s, places, p->path, p->at);
        }
}

static const char *find_definition(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    links_list found = {0};
    link_list places = {0};
    str path = doc ? strbuf_str(&doc->path) : STR("");
    if (doc && doc->role == ROLE_SOURCE) { /* what is no key in Go is the Go server's */
        found = links_at(s->files, &s->scratch, path, offset);
        add_first_reads(s, &found, path, &places);
        call_places handlers = {0};
        if (!found.n) handlers = calls_handlers(s->files, &s->scratch, path, offset);
        for (size_t i = 0; i < handlers.n; i++) add_place(s, &places, handlers.at[i].path, handlers.at[i].at);
        add_related(s, doc, offset, &places);
    } else if (doc) {
        found = links_at(s->files, &s->scratch, path, offset);
        if (found.n) places = found.at[0].code;
        link_list aliases = {0};
        if (!found.n) links_anchors(s->files, &s->scratch, path, offset, &places, &aliases);
        add_related(s, doc, offset, &places);
    }
    if (doc && !places.n && libclang_ask(s, doc, CLANG_ASK_DEFINITION, offset, (str){0})) return NULL;
    if (!s->client.definition_links || !found.n) {
        encode_locations(s, w, &places);
        return NULL;
    }
    json_array(w);
    for (size_t i = 0; i < places.n; i++) encode_link(s, w, path, found.at[0].origin, &places.at[i]);
    json_array_end(w);
    return NULL;
}

path_list configurations_of(server *s, project *plugin)
{
    path_list paths = configuration_files(s->files, &s->scratch, plugin);
    for (size_t i = 0; i < s->docs.open.n; i++) {
        const document *open = s->docs.open.at[i];
        bool listed = open->role != ROLE_CONFIG || open->too_large;
        for (size_t k = 0; k < paths.n && !listed; k++) listed = str_eq(paths.at[k], strbuf_str(&open->path));
        if (!listed) array_push(&s->scratch, &paths, strbuf_str(&open->path));
    }
    return paths;
}

/* Where the code reads the keys: each name, and the first read of all where none is known. */
static void add_code(server *s, const links *l, link_list *places)
{
    link_list names = {0};
    if (l->names_key) links_names(&s->scratch, l, &names);
    const link_list *from = names.n ? &names : &l->code;
    for (size_t k = 0; k < from->n; k++) add_place(s, places, from->at[k].path, from->at[k].at);
}

/* Of a handler, an option, or what the SDK does. */
static void add_calls(server *s, str path, uint32_t offset, bool declared, link_list *places)
{
    call_item item;
    if (!calls_item_at(s->files, &s->scratch, path, offset, &item)) return;
    if (declared && !item.is_sdk) add_place(s, places, item.path, item.name_at);
    call_places uses = calls_uses(s->files, &s->scratch, &item);
    for (size_t i = 0; i < uses.n; i++) add_place(s, places, uses.at[i].path, uses.at[i].at);
}

static const char *find_references(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    link_list places = {0};
    links_list found = {0};
    bool declared = json_is_true(params, "context.includeDeclaration");
    if (doc) found = links_at(s->files, &s->scratch, strbuf_str(&doc->path), offset);
    if (doc && !found.n && doc->role == ROLE_SOURCE) add_calls(s, strbuf_str(&doc->path), offset, declared, &places);
    if (doc && !found.n && doc->role == ROLE_CONFIG) {
        link_list anchor = {0};
        links_anchors(s->files, &s->scratch, strbuf_str(&doc->path), offset, declared ? &places : &anchor, &places);
    }
    for (size_t i = 0; i < found.n; i++) {
        const links *l = &found.at[i];
        if (declared) add_code(s, l, &places);
        path_list paths = configurations_of(s, l->plugin);
        links_uses(s->files, &s->scratch, l, paths.at, paths.n, &places);
    }
    encode_locations(s, w, &places);
    return NULL;
}

static const char *highlight(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    links_list found = {0};
    link_list places = {0}, names = {0};
    str path = doc ? strbuf_str(&doc->path) : STR("");
    if (doc) found = links_at(s->files, &s->scratch, path, offset);
    for (size_t i = 0; i < found.n; i++) {
        if (doc->role == ROLE_CONFIG) links_uses(s->files, &s->scratch, &found.at[i], &path, 1, &places);
        else if (found.at[i].names_key) links_names(&s->scratch, &found.at[i], &names);
    }
    for (size_t i = 0; i < names.n; i++)
        if (str_eq(names.at[i].path, path)) add_place(s, &places, path, names.at[i].at);
    json_array(w);
    for (size_t i = 0; i < places.n; i++) {
        json_object(w);
        json_key(w, "range");
        encode_range(s, w, path, places.at[i].at);
        json_object_end(w);
    }
    json_array_end(w);
    return NULL;
}

/* From a WasmPlugin, or anything else that configures a plugin, to where that registers itself. */
static const char *find_implementation(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    link_list places = {0};
    if (doc && doc->role == ROLE_CONFIG) links_registrations(s->files, &s->scratch, strbuf_str(&doc->path), offset, &places);
    encode_locations(s, w, &places);
    return NULL;
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.definition_links = json_is_true(abilities, "textDocument.definition.linkSupport");
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_bool(w, "definitionProvider", true);
    json_add_bool(w, "implementationProvider", true);
    json_add_bool(w, "referencesProvider", true);
    json_add_bool(w, "documentHighlightProvider", true);
}

const server_feature feature_navigation = {
    .methods = {
        {"textDocument/definition", RPC_REQUEST, find_definition, METHOD_WHILE_RUNNING},
        {"textDocument/implementation", RPC_REQUEST, find_implementation, METHOD_WHILE_RUNNING},
        {"textDocument/references", RPC_REQUEST, find_references, METHOD_WHILE_RUNNING},
        {"textDocument/documentHighlight", RPC_REQUEST, highlight, METHOD_WHILE_RUNNING},
    },
    .read_abilities = read_abilities,
    .write_capability = write_capability,
};
