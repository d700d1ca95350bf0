/* The command wpls.new: a plugin project to begin with. */
#include "lsp/commands.h"
#include "lsp/encode.h"
#include "toolchain/scaffold.h"

const char *command_new_run(server *s, const cJSON *argument, const cJSON *params, json_writer *result)
{
    (void)params;
    str parent = command_path(s, argument, "parent"), name, language, why;
    scaffold made;
    if (str_empty(parent)) return WORDS("'parent' must be the URI of a folder");
    if (!json_get_str(argument, "name", &name)) return WORDS("'name' must be a string");
    if (!json_get_str(argument, "lang", &language)) return WORDS("'lang' must be \"go\", \"cpp\" or \"c\"");
    if (!scaffold_create(&s->scratch, parent, name, language, &made, &why))
        return server_refuse(s, RPC_REQUEST_FAILED, "%.*s", STR_ARG(why));
    workspace_disk_changed(s->files, made.folder, false);
    json_object(result);
    json_key(result, "uri");
    json_string(result, encode_uri(s, made.folder));
    json_key(result, "open");
    json_string(result, encode_uri(s, made.open));
    json_object_end(result);
    return NULL;
}
