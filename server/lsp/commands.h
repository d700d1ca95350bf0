/* The commands of workspace/executeCommand: one row in commands.c, one file command_NAME.c each. Private to lsp/. */
#ifndef LSP_COMMANDS_H
#define LSP_COMMANDS_H

#include "lsp/server_internal.h"

/* As a server_handler; `argument` is the first of the arguments, an object, `params` all of ExecuteCommandParams (for its
 * workDoneToken). What takes long is to be put off by server_defer. */
typedef const char *server_command(server *s, const cJSON *argument, const cJSON *params, json_writer *result);

server_command command_schema_run, command_new_run, command_build_run, command_doctor_run;

/* The clean path of the URI member `name` of an argument, in s->scratch; empty when there is none or it is no file's. */
str command_path(server *s, const cJSON *argument, const char *name);

#endif
