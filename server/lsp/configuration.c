/* The editor's settings (LSP 3.17): from initializationOptions, pushed by workspace/didChangeConfiguration, or pulled with
 * workspace/configuration. The section is "wpls"; the last that said something counts as a whole. */
#include "base/visible.h"
#include "lsp/server_internal.h"
#include "plugin/settings.h"
#include "rules/settings_file.h"

static const char pull_id[] = "\"wpls-configuration\"";

/* Tells the user once what is wrong; the rest of the settings counts. */
static void show_problems(server *s, const diagnostic_list *found)
{
    enum { MESSAGE_WARNING = 2 };
    strbuf text = STRBUF_INIT, params = STRBUF_INIT;
    for (size_t i = 0; i < found->n; i++) {
        strbuf_add_cstr(&text, words(i ? "; " : "wpls settings: "));
        strbuf_add_visible(&text, found->at[i].message);
    }
    json_writer w = JSON_WRITER(&params);
    json_object(&w);
    json_key(&w, "type");
    json_int(&w, MESSAGE_WARNING);
    json_key(&w, "message");
    json_string(&w, strbuf_str(&text));
    json_object_end(&w);
    server_send(s, NULL, "window/showMessage", strbuf_str(&params));
    strbuf_free(&text);
    strbuf_free(&params);
}

void configuration_take(server *s, const cJSON *section)
{
    if (!cJSON_IsObject(section)) return;
    char *text = cJSON_PrintUnformatted(section);
    if (!text) return;
    diagnostic_list found = {0};
    workspace_set_editor_settings(s->files, arena_str(&s->scratch, str_of(text)), &s->scratch, &found);
    cJSON_free(text);
    settings_view v = workspace_settings(s->files, STR("/"));
    /* in one of several folders a relative path may well lead nowhere */
    if (workspace_root_count(s->files) == 1 && v.layers[SETTINGS_EDITOR])
        settings_names_run(s->files, v.layers[SETTINGS_EDITOR], &s->scratch, &found);
    if (found.n && !s->successor) show_problems(s, &found);
    memory_take_setting(s, settings_memory_of(&v));
    publish_invalidate(s);
}

void configuration_pull(server *s)
{
    if (s->client.answers_configuration)
        server_send(s, pull_id, "workspace/configuration", STR("{\"items\":[{\"section\":\"wpls\"}]}"));
}

bool configuration_answer(server *s, const rpc_message *m)
{
    if (!str_is(m->id, pull_id)) return false;
    const cJSON *list = json_get(m->root, "result");
    if (cJSON_IsArray(list)) configuration_take(s, cJSON_GetArrayItem(list, 0));
    return true;
}

/* Clients that answer workspace/configuration often push nothing, or only what changed. */
static const char *change_configuration(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    configuration_take(s, json_get(params, "settings.wpls"));
    configuration_pull(s);
    return NULL;
}

const server_feature feature_configuration = {
    .methods = {
        {"workspace/didChangeConfiguration", RPC_NOTIFICATION, change_configuration, METHOD_WHILE_RUNNING},
    },
};
