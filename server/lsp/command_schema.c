/* The command wpls.schema: what a plugin accepts, from its code. */
#include "language/language.h"
#include "lsp/commands.h"
#include "lsp/content.h"

const char *command_schema_run(server *s, const cJSON *argument, const cJSON *params, json_writer *result)
{
    (void)params;
    str path = command_path(s, argument, "uri"), format = STR("jsonschema"), why;
    if (str_empty(path)) return WORDS("'uri' must be the URI of a plugin's folder or of a file in it");
    json_get_str(argument, "format", &format);
    project *p = workspace_project_of(s->files, path);
    if (!p)
        return server_refuse(s, RPC_REQUEST_FAILED, "'%.*s' lies in no plugin project: no %.*s in its folder or above it",
                             STR_ARG(path), STR_ARG(language_marks(&s->scratch, words(" and no "))));
    str uri = content_schema_uri(s, project_root(p), format);
    if (str_empty(uri)) return WORDS("'format' must be \"jsonschema\", \"spec\" or \"markdown\"");
    if (!project_schema(p))
        return server_refuse(s, RPC_REQUEST_FAILED, "the plugin in '%.*s' registers no parse function", STR_ARG(project_root(p)));
    strbuf text = STRBUF_INIT;
    if (content_write(s, uri, &text, &why)) {
        json_object(result);
        json_key(result, "uri");
        json_string(result, uri);
        json_key(result, "text");
        json_string(result, strbuf_str(&text));
        json_object_end(result);
    } else {
        server_refuse(s, RPC_REQUEST_FAILED, "%.*s", STR_ARG(why));
    }
    strbuf_free(&text);
    return NULL;
}
