/* workspace/executeCommand (LSP 3.17). */
#include "lsp/commands.h"

typedef struct command_row {
    const char *name;
    bool runs_programs; /* refused without the client's word that the workspace is trusted */
    server_command *run;
} command_row;

static const command_row commands[] = {
    {"wpls.schema", false, command_schema_run},
    {"wpls.new", false, command_new_run},
    {"wpls.build", true, command_build_run},
    {"wpls.doctor", true, command_doctor_run},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

str command_path(server *s, const cJSON *argument, const char *name)
{
    str uri;
    return json_get_str(argument, name, &uri) ? document_path_of(&s->scratch, uri) : STR("");
}

static const char *execute(server *s, const cJSON *params, json_writer *result)
{
    str name;
    if (!json_get_str(params, "command", &name)) return WORDS("'command' must be a string");
    const cJSON *arguments = json_get(params, "arguments");
    const cJSON *first = cJSON_IsArray(arguments) ? arguments->child : NULL;
    for (size_t i = 0; i < COMMANDS; i++) {
        const command_row *c = &commands[i];
        if (!str_is(name, c->name)) continue;
        if (!cJSON_IsObject(first)) return WORDS("'arguments' must be a list with one object");
        if (c->runs_programs && !s->client.trusted)
            return server_refuse(
                s, RPC_REQUEST_FAILED,
                "the workspace is not trusted, and '%s' runs programs: trust it in the editor, or start the server with "
                "the initialization option \"trusted\": true",
                c->name);
        return c->run(s, first, params, result);
    }
    return server_refuse(s, RPC_INVALID_PARAMS, "unknown command '%.*s'", STR_ARG(name));
}

static void write_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_object(w, "executeCommandProvider");
    json_add_array(w, "commands");
    for (size_t i = 0; i < COMMANDS; i++) json_string(w, str_of(commands[i].name));
    json_array_end(w);
    json_add_bool(w, "workDoneProgress", true);
    json_object_end(w);
}

const server_feature feature_commands = {
    .methods = {
        {"workspace/executeCommand", RPC_REQUEST, execute, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
};
