/* workspace/textDocumentContent (LSP 3.18): texts that are made when they are asked for. */
#include "lsp/content.h"

#include "base/uri.h"
#include "plugin/export.h"

static const str schema_prefix = STR_INIT("wpls:/schema/");

typedef struct schema_format {
    const char *name, *extension;
    void (*write)(strbuf *out, project *p);
} schema_format;

static const schema_format formats[] = {
    {"jsonschema", ".json", export_json_schema}, {"spec", ".yaml", export_spec}, {"markdown", ".md", export_markdown}};
enum { FORMATS = sizeof formats / sizeof *formats };

str content_schema_uri(server *s, str folder, str format)
{
    str file = uri_from_path(&s->scratch, folder), path = str_slice(file, strlen("file://"), file.n);
    for (size_t i = 0; i < FORMATS; i++) {
        if (!str_is(format, formats[i].name)) continue;
        strbuf out = STRBUF_INIT;
        strbuf_add(&out, schema_prefix);
        for (size_t k = 0; k < path.n; k++) { /* one segment of the URI's path */
            if (path.p[k] == '/') strbuf_add_cstr(&out, "%2F");
            else strbuf_add_char(&out, path.p[k]);
        }
        strbuf_add_cstr(&out, formats[i].extension);
        str uri = arena_str(&s->scratch, strbuf_str(&out));
        strbuf_free(&out);
        return uri;
    }
    return STR("");
}

/* `rest` is what stands behind the prefix. Editors may have decoded its slashes. */
static bool write_schema(server *s, str rest, strbuf *out, str *why)
{
    for (size_t i = 0; i < FORMATS; i++) {
        str extension = str_of(formats[i].extension);
        if (!str_ends(rest, extension)) continue;
        str folder = document_path_of(&s->scratch, arena_printf(&s->scratch, "file:///%.*s", (int)(rest.n - extension.n), rest.p));
        project *p = str_empty(folder) ? NULL : workspace_project_of(s->files, folder);
        if (p) formats[i].write(out, p);
        else *why = arena_printf(&s->scratch, "no plugin project in '%.*s'", STR_ARG(folder));
        return p != NULL;
    }
    *why = arena_printf(&s->scratch, "no such document: '%.*s%.*s'", STR_ARG(schema_prefix), STR_ARG(rest));
    return false;
}

bool content_write(server *s, str uri, strbuf *out, str *why)
{
    if (str_starts(uri, schema_prefix)) return write_schema(s, str_slice(uri, schema_prefix.n, uri.n), out, why);
    *why = arena_printf(&s->scratch, "no such document: '%.*s'", STR_ARG(uri));
    return false;
}

const char *content_get(server *s, const cJSON *params, json_writer *result)
{
    str uri, why;
    if (!json_get_str(params, "uri", &uri)) return "'uri' must be a string";
    strbuf text = STRBUF_INIT;
    bool found = content_write(s, uri, &text, &why);
    if (found) {
        json_object(result);
        json_key(result, "text");
        json_string(result, strbuf_str(&text));
        json_object_end(result);
    }
    strbuf_free(&text);
    return found ? NULL : server_refuse(s, RPC_REQUEST_FAILED, "%.*s", STR_ARG(why));
}
