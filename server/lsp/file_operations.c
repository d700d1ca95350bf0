/* workspace/willRenameFiles (LSP 3.17): what names a plugin's folder or file by its path is changed along with it. */
#include "features/moved.h"
#include "lsp/encode.h"

static const char *will_rename(server *s, const cJSON *params, json_writer *w)
{
    const cJSON *files = json_get(params, "files"), *item;
    moved_paths moves = {0};
    if (!cJSON_IsArray(files)) return WORDS("'files' must be an array");
    cJSON_ArrayForEach(item, files)
    {
        str from, to;
        if (!json_get_str(item, "oldUri", &from) || !json_get_str(item, "newUri", &to))
            return WORDS("'files[].oldUri' and 'files[].newUri' must be strings");
        moved_path move = {document_path_of(&s->scratch, from), document_path_of(&s->scratch, to)};
        if (move.from.n > 1 && move.to.n > 1) array_push(&s->scratch, &moves, move);
    }
    text_edits edits = moved_edits(s->files, &s->scratch, &moves);
    if (edits.n) encode_workspace_edit(s, w, &edits);
    else json_null(w);
    return NULL;
}

static void read_abilities(server *s, const cJSON *abilities)
{
    s->client.tells_renames = json_is_true(abilities, "workspace.fileOperations.willRename");
}

static void write_workspace_capability(const server *s, json_writer *w)
{
    if (!s->client.tells_renames) return;
    json_add_object(w, "fileOperations");
    json_add_object(w, "willRename");
    json_add_array(w, "filters");
    json_object(w);
    json_add_string(w, "scheme", STR("file"));
    json_add_object(w, "pattern");
    json_add_string(w, "glob", STR("**/*"));
    json_object_end(w);
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
    json_object_end(w);
}

const server_feature feature_file_operations = {
    .methods = {
        {"workspace/willRenameFiles", RPC_REQUEST, will_rename, METHOD_WHILE_RUNNING},
    },
    .read_abilities = read_abilities,
    .write_workspace_capability = write_workspace_capability,
};
