/* textDocument/onTypeFormatting (LSP 3.17). Whole documents are formatted by formatters. */
#include "features/typing_format.h"
#include "lsp/encode.h"

static const char *format(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    str typed;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    if (!json_get_str(params, "ch", &typed)) return WORDS("'ch' must be a string");
    text_edits edits = {0};
    str path = doc ? strbuf_str(&doc->path) : (str){0};
    if (doc && doc->role == ROLE_CONFIG && typed.n == 1) edits = format_typed(s->files, &s->scratch, path, offset, typed.p[0]);
    json_array(w);
    for (size_t i = 0; i < edits.n; i++) {
        json_object(w);
        json_key(w, "range");
        encode_range(s, w, path, edits.at[i].at);
        json_key(w, "newText");
        json_string(w, edits.at[i].text);
        json_object_end(w);
    }
    json_array_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const more[] = {"}", "]"};
    (void)s;
    json_add_object(w, "documentOnTypeFormattingProvider");
    json_add_string(w, "firstTriggerCharacter", STR("\n"));
    json_add_strings(w, "moreTriggerCharacter", more, 2);
    json_object_end(w);
}

const server_feature feature_type_formatting = {
    .methods = {
        {"textDocument/onTypeFormatting", RPC_REQUEST, format, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
