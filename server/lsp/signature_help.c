/* textDocument/signatureHelp (LSP 3.17). */
#include "features/signature.h"
#include "lsp/encode.h"

/* Signatures are plain ASCII: bytes are units of every encoding. */
static void encode_parameters(const server *s, json_writer *w, const signature_help *help)
{
    json_key(w, "parameters");
    json_array(w);
    for (size_t i = 0; i < help->parameters.n; i++) {
        range at = help->parameters.at[i];
        json_object(w);
        json_key(w, "label");
        if (s->client.parameter_offsets) {
            json_array(w);
            json_int(w, at.start);
            json_int(w, at.end);
            json_array_end(w);
        } else {
            json_string(w, str_slice(help->label, at.start, at.end));
        }
        json_object_end(w);
    }
    json_array_end(w);
}

static const char *help_with(server *s, const cJSON *params, json_writer *w)
{
    document *doc;
    uint32_t offset;
    signature_help help;
    if (!decode_place(s, params, &doc, &offset)) return decode_no_place;
    bool source = doc && (doc->role == ROLE_SOURCE || doc->role == ROLE_NATIVE);
    str path = doc ? strbuf_str(&doc->path) : (str){0};
    if (!source || !signature_at(s->files, &s->scratch, path, offset, s->client.signature_markdown, &help)) {
        json_null(w);
        return NULL;
    }
    json_object(w);
    json_key(w, "signatures");
    json_array(w);
    json_object(w);
    json_key(w, "label");
    json_string(w, help.label);
    if (help.documentation.n) {
        json_key(w, "documentation");
        encode_markup(w, s->client.signature_markdown, help.documentation);
    }
    encode_parameters(s, w, &help);
    json_object_end(w);
    json_array_end(w);
    json_key(w, "activeSignature");
    json_int(w, 0);
    json_key(w, "activeParameter");
    json_int(w, help.active);
    json_object_end(w);
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const triggers[] = {"(", ","};
    (void)s;
    json_add_object(w, "signatureHelpProvider");
    json_add_strings(w, "triggerCharacters", triggers, 2);
    json_object_end(w);
}

const server_feature feature_signature_help = {
    .methods = {
        {"textDocument/signatureHelp", RPC_REQUEST, help_with, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
