#include "cli/dump_validate.h"

#include "base/path.h"
#include "cli/command.h"
#include "plugin/schemas.h"

#include <stdio.h>

typedef struct validation {
    workspace *workspace;
    arena memory;
    bool formats;
    bool unread;
} validation;

/* "URL=DIR"; false when it is not that. */
static bool add_root(validation *v, const char *arg)
{
    str text = str_of(arg);
    ptrdiff_t equals = str_rfind_char(text, '=');
    if (equals <= 0) return false;
    str folder = file_absolute(&v->memory, str_slice(text, (size_t)equals + 1, text.n));
    array_push(&v->memory, &workspace_options(v->workspace)->schema_roots,
               (settings_root){.url = str_slice(text, 0, (size_t)equals), .folder = folder});
    return true;
}

static bool take_option(validation *v, const char *arg)
{
    static const char draft[] = "--draft=", root[] = "--schema-root=";
    if (strcmp(arg, "--formats") == 0) v->formats = true;
    else if (strncmp(arg, draft, sizeof draft - 1) == 0)
        workspace_set_schema_draft(v->workspace, schema_draft_named(str_of(arg + sizeof draft - 1)));
    else if (strncmp(arg, root, sizeof root - 1) != 0 || !add_root(v, arg + sizeof root - 1)) return false;
    return true;
}

static const char *verdict(validation *v, const char *schema_name, const char *name)
{
    str path = file_absolute(&v->memory, str_of(name)), text;
    const workspace_schema *schema = workspace_schema_at(v->workspace, str_of(schema_name), file_absolute(&v->memory, STR(".")));
    file_status status = workspace_text(v->workspace, path, &text);
    if (!schema->schema || status != FILE_OK) {
        tell("'%s': %.*s", schema->schema ? name : schema_name,
                STR_ARG(schema->schema ? str_of(file_status_text(status)) : schema->problem));
        v->unread = true;
        return "unread";
    }
    arena a = ARENA_INIT;
    const yaml_stream *s = yaml_parse(&a, text, str_eq(path_extension(path), STR(".json")) ? YAML_JSON : YAML_1_2);
    bool good = true;
    for (size_t i = 0; i < s->documents.n; i++)
        good = good && schema_accepts(schema->schema, s->documents.at[i].root, v->formats);
    diagnostic_list found = {0};
    schema_options options = {.formats = v->formats, .path = path, .text = text};
    for (size_t i = 0; i < s->documents.n; i++) schema_validate(&a, schema->schema, s->documents.at[i].root, &options, &found);
    const char *result = good != (found.n == 0) ? "contradiction" : good ? "valid" : "invalid";
    arena_free(&a);
    return result;
}

int dump_validate(int argc, char **argv)
{
    validation v = {.workspace = workspace_new()};
    workspace_open_border(v.workspace); /* every file is named */
    const char *schema = NULL;
    int status = EXIT_CLEAN;
    for (int i = 0; i < argc && status != EXIT_USAGE; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            if (!take_option(&v, argv[i])) status = usage_error(&command_dump, "unknown option '%s'", argv[i]);
        } else if (strcmp(argv[i], ",") == 0) {
            schema = NULL;
        } else if (!schema) {
            schema = argv[i];
        } else {
            const char *result = verdict(&v, schema, argv[i]);
            if (strcmp(result, "valid") != 0 && status == EXIT_CLEAN) status = EXIT_FINDINGS;
            printf("%s %s\n", result, argv[i]);
        }
    }
    if (v.unread) status = EXIT_USAGE;
    workspace_free(v.workspace);
    arena_free(&v.memory);
    return status;
}
