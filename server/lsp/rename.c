/* textDocument/prepareRename and rename (LSP 3.17) of keys of configurations. */
#include "features/rename.h"
#include "lsp/encode.h"
#include "rules/docs.h"

/* What is at the place; false: nothing that can be renamed, which is said then. `*wrong`: the params are. */
static bool find_target(server *s, const cJSON *params, rename_target *target, document **doc, const char **wrong)
{
    uint32_t offset;
    *wrong = NULL;
    if (!decode_place(s, params, doc, &offset)) {
        *wrong = decode_no_place;
        return false;
    }
    if (!*doc || !rename_find(s->files, &s->scratch, strbuf_str(&(*doc)->path), offset, docs_find_keys, target)) return false;
    if (target->refusal.n) server_refuse(s, RPC_REQUEST_FAILED, "%.*s", STR_ARG(target->refusal));
    return true;
}

static const char *prepare(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    rename_target target;
    const char *wrong;
    if (!find_target(s, params, &target, &doc, &wrong)) {
        if (!wrong) json_null(w);
        return wrong;
    }
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, strbuf_str(&doc->path), target.at);
    json_add_string(w, "placeholder", target.name);
    json_object_end(w);
    return NULL;
}

static const char *run(server *s, const cJSON *params, json_writer *w)
{
    static const char *const labels[] = {WORDS("code"), WORDS("configurations"), WORDS("documentation")};
    document *doc;
    rename_target target;
    const char *wrong, *said[RENAME_PARTS];
    str name;
    if (!json_get_str(params, "newName", &name)) return WORDS("'newName' must be a string");
    if (!find_target(s, params, &target, &doc, &wrong)) {
        if (!wrong) server_refuse(s, RPC_REQUEST_FAILED, "%s", words("no key of a plugin's configuration stands there"));
        return wrong;
    }
    path_list open = {0};
    for (size_t i = 0; i < s->docs.open.n; i++) {
        const document *d = s->docs.open.at[i];
        if (d->role == ROLE_CONFIG && !d->too_large) array_push(&s->scratch, &open, strbuf_str(&d->path));
    }
    rename_result made = rename_edits(s->files, &s->scratch, &target, name, &open, s->client.trusted);
    if (made.refusal.n) return server_refuse(s, RPC_REQUEST_FAILED, "%.*s", STR_ARG(made.refusal));
    for (unsigned i = 0; i < RENAME_PARTS; i++) said[i] = words(labels[i]);
    encode_annotated_edit(s, w, &made.edits, &(edit_annotations){said, (const unsigned *)made.parts.at, RENAME_PARTS});
    return NULL;
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.prepares_rename = json_is_true(abilities, "textDocument.rename.prepareSupport");
    s->client.change_annotations = cJSON_IsObject(json_get(abilities, "workspace.workspaceEdit.changeAnnotationSupport"));
}

static void write_capability(const server *s, json_writer *w)
{
    if (!s->client.prepares_rename) {
        json_add_bool(w, "renameProvider", true);
        return;
    }
    json_add_object(w, "renameProvider");
    json_add_bool(w, "prepareProvider", true);
    json_object_end(w);
}

const server_feature feature_rename = {
    .methods = {
        {"textDocument/prepareRename", RPC_REQUEST, prepare, METHOD_WHILE_RUNNING},
        {"textDocument/rename", RPC_REQUEST, run, METHOD_WHILE_RUNNING},
    },
    .read_abilities = read_abilities,
    .write_capability = write_capability,
};
