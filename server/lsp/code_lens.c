/* textDocument/codeLens (LSP 3.17): build, run and schema of a plugin, where it registers itself.
 *
 * What a lens does is the client's: it has to show a build's progress, a terminal, a document. So it says which of these commands
 * it has (initializationOptions.commands), and gets lenses for no other. Each takes one argument, {"uri": folder of the
 * plugin}. */
#include "base/words.h"
#include "features/lens.h"
#include "lsp/encode.h"

typedef struct lens_row {
    const char *command;
    bool needs_schema;
    const char *title;
} lens_row;

static const lens_row rows[] = {
    {"wpls.buildPlugin", false, WORDS("build")},
    {"wpls.runPlugin", false, WORDS("run in Envoy")},
    {"wpls.showSchema", true, WORDS("show schema")},
};
enum { ROWS = sizeof rows / sizeof *rows };

uint32_t code_lens_commands(const cJSON *list)
{
    uint32_t known = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
        for (uint32_t i = 0; i < ROWS; i++)
            if (cJSON_IsString(item) && strcmp(item->valuestring, rows[i].command) == 0) known |= 1u << i;
    return known;
}

static void encode_lens(server *s, json_writer *w, str path, const lens_place *place, const lens_row *row)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, path, place->at);
    json_key(w, "command");
    json_object(w);
    json_key(w, "title");
    json_string(w, words_str(row->title));
    json_key(w, "command");
    json_string(w, str_of(row->command));
    json_key(w, "arguments");
    json_array(w);
    json_object(w);
    json_key(w, "uri");
    json_string(w, encode_uri(s, place->folder));
    json_object_end(w);
    json_array_end(w);
    json_object_end(w);
    json_object_end(w);
}

static const char *list_lenses(server *s, const cJSON *params, json_writer *w)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return WORDS("'textDocument.uri' must be a string");
    const document *doc = documents_find(&s->docs, &s->scratch, uri);
    lens_place place;
    json_array(w);
    if (doc && doc->role == ROLE_SOURCE && !doc->too_large && lens_at(s->files, strbuf_str(&doc->path), &place))
        for (uint32_t i = 0; i < ROWS; i++)
            if ((s->client.commands >> i & 1) && (place.has_schema || !rows[i].needs_schema))
                encode_lens(s, w, strbuf_str(&doc->path), &place, &rows[i]);
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    if (!s->client.commands) return;
    json_add_object(w, "codeLensProvider");
    json_add_bool(w, "resolveProvider", false); /* lenses are whole at once */
    json_object_end(w);
}

const server_feature feature_code_lens = {
    .methods = {
        {"textDocument/codeLens", RPC_REQUEST, list_lenses, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
