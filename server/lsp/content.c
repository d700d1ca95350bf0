/* workspace/textDocumentContent (LSP 3.18): texts that are made when they are asked for. */
#include "lsp/content.h"

#include "base/path.h"
#include "base/uri.h"
#include "base/words.h"
#include "language/language.h"
#include "plugin/export.h"
#include "rules/page.h"

static const str schema_prefix = STR_INIT("wpls:/schema/"), rule_prefix = STR_INIT("wpls:/rule/");

typedef struct schema_format {
    const char *name, *extension;
    void (*write)(strbuf *out, project *p, const export_options *options);
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
        str folder =
            document_path_of(&s->scratch, arena_printf(&s->scratch, "file:///%.*s", (int)(rest.n - extension.n), rest.p));
        project *p = str_empty(folder) ? NULL : workspace_project_of(s->files, folder);
        if (p) formats[i].write(out, p, &(export_options){0});
        else *why = arena_printf(&s->scratch, words("no plugin project in '%.*s'"), STR_ARG(folder));
        return p != NULL;
    }
    *why = arena_printf(&s->scratch, words("no such document: '%.*s%.*s'"), STR_ARG(schema_prefix), STR_ARG(rest));
    return false;
}

/* The folder of installed pages, looked for once: "" when there is none. */
static str page_folder(server *s)
{
    static const char *const places[] = {"../share/doc/wpls/rules", "share/doc/wpls/rules"};
    str program = s->pages_known ? STR("") : file_executable(&s->scratch);
    s->pages_known = true;
    for (size_t i = 0; i < 2 && program.n && !s->pages.n; i++) {
        str folder = path_clean(&s->scratch, path_join(&s->scratch, path_dir(program), str_of(places[i])));
        if (file_is_folder(folder)) strbuf_add(&s->pages, folder);
    }
    return strbuf_str(&s->pages);
}

str content_rule_uri(server *s, str id, str path)
{
    const language_row *code = language_of(path);
    const rule *r = rule_find(id);
    const char *own = code && r && rule_page_differs(r, code) ? code->name : "", *slash = *own ? "/" : "";
    if (s->client.fetches_content)
        return arena_printf(&s->scratch, "%.*s%s%s%.*s.md", STR_ARG(rule_prefix), own, slash, STR_ARG(id));
    str folder = page_folder(s);
    if (!folder.n) return folder;
    const char *language = words_used() == WORDS_CHINESE ? "zh/" : "";
    str file = arena_printf(&s->scratch, "%.*s/%s%s%s%.*s.md", STR_ARG(folder), language, own, slash, STR_ARG(id));
    return uri_from_path(&s->scratch, file);
}

static bool write_rule(server *s, str rest, strbuf *out, str *why)
{
    str id = str_ends(rest, STR(".md")) ? str_slice(rest, 0, rest.n - 3) : (str){0};
    const language_row *code = NULL;
    ptrdiff_t slash = str_find_char(id, '/', 0);
    for (const language_row *const *l = language_all(); *l && slash > 0 && !code; l++)
        if (str_is(str_slice(id, 0, (size_t)slash), (*l)->name)) code = *l;
    if (code) id = str_slice(id, (size_t)slash + 1, id.n);
    const rule *r = rule_find(id);
    if (r) rule_page(out, r, code);
    else *why = arena_printf(&s->scratch, words("no such document: '%.*s%.*s'"), STR_ARG(rule_prefix), STR_ARG(rest));
    return r != NULL;
}

bool content_write(server *s, str uri, strbuf *out, str *why)
{
    if (str_starts(uri, schema_prefix)) return write_schema(s, str_slice(uri, schema_prefix.n, uri.n), out, why);
    if (str_starts(uri, rule_prefix)) return write_rule(s, str_slice(uri, rule_prefix.n, uri.n), out, why);
    *why = arena_printf(&s->scratch, words("no such document: '%.*s'"), STR_ARG(uri));
    return false;
}

static const char *get_content(server *s, const cJSON *params, json_writer *result)
{
    str uri, why;
    if (!json_get_str(params, "uri", &uri)) return WORDS("'uri' must be a string");
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

static void write_workspace_capability(const server *s, json_writer *w)
{
    static const char *const schemes[] = {"wpls"};
    if (!s->client.fetches_content) return;
    json_add_object(w, "textDocumentContent");
    json_add_strings(w, "schemes", schemes, 1);
    json_object_end(w);
}

const server_feature feature_content = {
    .methods = {
        {"workspace/textDocumentContent", RPC_REQUEST, get_content, METHOD_WHILE_RUNNING},
    },
    .write_workspace_capability = write_workspace_capability,
};
