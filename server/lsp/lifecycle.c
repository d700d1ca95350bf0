/* LSP 3.17, "Server lifecycle": initialize, initialized, shutdown, exit. */
#include "language/language.h"
#include "lsp/commands.h"
#include "lsp/session.h"
#include "text/build_script.h"

/* The server chooses; UTF-8 is what the texts are kept in. A client without the list speaks UTF-16 (LSP 3.17
 * `PositionEncodingKind`), which every client must support. */
static text_encoding choose_encoding(const cJSON *abilities)
{
    static const char path[] = "general.positionEncodings";
    if (json_has_string(abilities, path, "utf-8")) return TEXT_UTF8;
    if (json_has_string(abilities, path, "utf-16")) return TEXT_UTF16;
    return json_has_string(abilities, path, "utf-32") ? TEXT_UTF32 : TEXT_UTF16;
}

/* The formats stand in the client's order of preference. */
static bool prefers_markdown(const cJSON *abilities, const char *path)
{
    const cJSON *first = json_get(abilities, path);
    first = cJSON_IsArray(first) ? first->child : NULL;
    return cJSON_IsString(first) && strcmp(first->valuestring, "markdown") == 0;
}

static void read_abilities(client_abilities *c, const cJSON *abilities)
{
    enum { ADJUST_INDENTATION = 2, TAG_NUMBER_UNNECESSARY = 1, TAG_NUMBER_DEPRECATED = 2, ITEM_TAG_DEPRECATED = 1 };
    const cJSON *text = json_get(abilities, "textDocument");
    const cJSON *item = json_get(text, "completion.completionItem");
    c->encoding = choose_encoding(abilities);
    c->hover_markdown = prefers_markdown(text, "hover.contentFormat");
    c->item_markdown = prefers_markdown(item, "documentationFormat");
    c->snippets = json_is_true(item, "snippetSupport");
    c->adjusts_indentation = json_has_number(item, "insertTextModeSupport.valueSet", ADJUST_INDENTATION);
    c->item_resolves = json_has_string(item, "resolveSupport.properties", "documentation");
    c->item_deprecated = json_has_number(item, "tagSupport.valueSet", ITEM_TAG_DEPRECATED);
    c->item_commits = json_is_true(item, "commitCharactersSupport");
    c->signature_markdown = prefers_markdown(text, "signatureHelp.signatureInformation.documentationFormat");
    c->parameter_offsets = json_is_true(text, "signatureHelp.signatureInformation.parameterInformation.labelOffsetSupport");
    c->related_information = json_is_true(text, "publishDiagnostics.relatedInformation");
    c->diagnostic_data = json_is_true(text, "publishDiagnostics.dataSupport");
    c->pulls_diagnostics = cJSON_IsObject(json_get(text, "diagnostic"));
    c->refreshes_diagnostics = json_is_true(abilities, "workspace.diagnostics.refreshSupport");
    c->code_description = json_is_true(text, "publishDiagnostics.codeDescriptionSupport");
    c->action_literals = cJSON_IsObject(json_get(text, "codeAction.codeActionLiteralSupport"));
    c->action_preferred = json_is_true(text, "codeAction.isPreferredSupport");
    c->action_resolves = json_is_true(text, "codeAction.dataSupport") &&
                         json_has_string(text, "codeAction.resolveSupport.properties", "edit");
    c->document_changes = json_is_true(abilities, "workspace.workspaceEdit.documentChanges");
    c->tag_unnecessary = json_has_number(text, "publishDiagnostics.tagSupport.valueSet", TAG_NUMBER_UNNECESSARY);
    c->tag_deprecated = json_has_number(text, "publishDiagnostics.tagSupport.valueSet", TAG_NUMBER_DEPRECATED);
    c->fetches_content = cJSON_IsObject(json_get(abilities, "workspace.textDocumentContent"));
    c->registers_configuration = json_is_true(abilities, "workspace.didChangeConfiguration.dynamicRegistration");
    c->answers_configuration = json_is_true(abilities, "workspace.configuration");
    c->creates_progress = json_is_true(abilities, "window.workDoneProgress");
    c->watches_files = json_is_true(abilities, "workspace.didChangeWatchedFiles.dynamicRegistration");
}

typedef void take_folder(workspace *w, str folder);

static void take_uri(server *s, str uri, take_folder *take)
{
    str path = document_path_of(&s->scratch, uri);
    if (!str_empty(path)) take(s->files, path);
}

/* False when there is no list. */
static bool take_folders(server *s, const cJSON *folders, take_folder *take)
{
    const cJSON *folder;
    str uri;
    cJSON_ArrayForEach(folder, folders) if (json_get_str(folder, "uri", &uri)) take_uri(s, uri, take);
    return cJSON_IsArray(folders);
}

/* What is open in a folder that was removed is still checked, as any document in no folder. */
static const char *change_folders(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    const cJSON *added = json_get(params, "event.added"), *removed = json_get(params, "event.removed");
    if (!cJSON_IsArray(added) || !cJSON_IsArray(removed)) return WORDS("'event.added' and 'event.removed' must be arrays");
    take_folders(s, removed, workspace_remove_root);
    take_folders(s, added, workspace_add_root);
    publish_invalidate(s);
    return NULL;
}

/* The settings, as they are or under "wpls", and beside them what is between the two programs alone. */
static void take_options(server *s, const cJSON *options)
{
    if (!cJSON_IsObject(options)) return;
    s->client.trusted = json_is_true(options, "trusted");
    workspace_keep_whole(s->files, !cJSON_IsFalse(json_get(options, "keepWhole")));
    if (s->client.trusted) workspace_open_border(s->files);
    s->client.takes_status = json_is_true(options, "statusNotifications");
    s->client.pulls_workspace = json_is_true(options, "workspaceDiagnostics");
    s->client.places_cursor = json_has_string(options, "commands", "wpls.placeCursor");
    s->client.commands = code_lens_commands(json_get(options, "commands"));
    const cJSON *section = json_get(options, "wpls");
    if (section) {
        configuration_take(s, section);
        return;
    }
    static const char *const others[] = {"trusted", "keepWhole", "statusNotifications", "workspaceDiagnostics", "commands"};
    cJSON *settings = cJSON_Duplicate(options, true);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) cJSON_DeleteItemFromObjectCaseSensitive(settings, others[i]);
    configuration_take(s, settings);
    cJSON_Delete(settings);
}

static const char *initialize(server *s, const cJSON *params, json_writer *result)
{
    const cJSON *abilities = json_get(params, "capabilities");
    if (!cJSON_IsObject(abilities)) return WORDS("'capabilities' must be an object");
    read_abilities(&s->client, abilities);
    features_read_abilities(s, abilities);
    str locale;
    s->client.language = json_get_str(params, "locale", &locale) ? words_language_named(locale) : words_used();
    words_use(s->client.language);
    if (s->client.language == WORDS_CHINESE) workspace_prefer_chinese(s->files);
    if (!json_get_int(params, "processId", &s->client.process_id)) s->client.process_id = 0;
    if (!take_folders(s, json_get(params, "workspaceFolders"), workspace_add_root)) {
        str uri;
        if (json_get_str(params, "rootUri", &uri)) take_uri(s, uri, workspace_add_root); /* clients older than workspace
                                                                                            folders */
    }
    s->successor = s->supervised && str_eq(s->request, session_again_id);
    take_options(s, json_get(params, "initializationOptions"));
    s->state = SERVER_RUNNING;
    json_object(result);
    json_add_object(result, "capabilities");
    features_write_capabilities(s, result);
    json_object_end(result);
    json_add_object(result, "serverInfo");
    json_add_string(result, "name", STR("wpls"));
    json_add_string(result, "version", STR(WPLS_VERSION));
    json_object_end(result);
    json_object_end(result);
    return NULL;
}

/* One registration of client/registerCapability; its options and the object are left open. */
static void begin_registration(json_writer *w, const char *id, const char *method)
{
    json_object(w);
    json_add_string(w, "id", str_of(id));
    json_add_string(w, "method", str_of(method));
    json_add_object(w, "registerOptions");
}

static void end_registration(json_writer *w)
{
    json_object_end(w);
    json_object_end(w);
}

static void write_watcher(json_writer *w, const char *glob, int kind)
{
    json_object(w);
    json_add_string(w, "globPattern", str_of(glob));
    if (kind) json_add_int(w, "kind", kind);
    json_object_end(w);
}

/* Watching is the client's work: it knows which folders are open and what to leave out. Of what came or went clients name a
 * folder alone, not the files in it. */
static void write_watchers(server *s, json_writer *w)
{
    enum { ANY = 0, CREATED_OR_DELETED = 5 };
    static const char *const patterns[] = {"**/*.{yaml,yml,json}", "**/README*.md", "**/.gitignore"};
    begin_registration(w, "wpls-files", "workspace/didChangeWatchedFiles");
    json_add_array(w, "watchers");
    for (const language_row *const *l = language_all(); *l; l++)
        for (const char *const *glob = (*l)->globs; *glob; glob++) write_watcher(w, *glob, ANY);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) write_watcher(w, patterns[i], ANY);
    write_watcher(w, arena_cstr(&s->scratch, build_script_glob(&s->scratch)), ANY);
    write_watcher(w, "**/*", CREATED_OR_DELETED);
    json_array_end(w);
    end_registration(w);
}

static void write_settings(json_writer *w)
{
    begin_registration(w, "wpls-settings", "workspace/didChangeConfiguration");
    json_add_string(w, "section", STR("wpls"));
    end_registration(w);
}

void lifecycle_begin(server *s, bool registered, const cJSON *settings)
{
    if (!registered && (s->client.watches_files || s->client.registers_configuration)) {
        strbuf text = STRBUF_INIT;
        json_writer w = JSON_WRITER(&text);
        json_object(&w);
        json_add_array(&w, "registrations");
        if (s->client.watches_files) write_watchers(s, &w);
        if (s->client.registers_configuration) write_settings(&w);
        json_array_end(&w);
        json_object_end(&w);
        server_send(s, "\"wpls-register\"", "client/registerCapability", strbuf_str(&text));
        strbuf_free(&text);
    }
    if (cJSON_IsObject(settings)) configuration_take(s, settings);
    else configuration_pull(s);
    status_changed(s);
}

static const char *initialized(server *s, const cJSON *params, json_writer *result)
{
    (void)params, (void)result;
    lifecycle_begin(s, false, NULL);
    return NULL;
}

static const char *shut_down(server *s, const cJSON *params, json_writer *result)
{
    (void)params;
    s->state = SERVER_SHUT_DOWN;
    pull_workspace_end(s);
    json_null(result);
    return NULL;
}

static const char *leave(server *s, const cJSON *params, json_writer *result)
{
    (void)params, (void)result;
    s->ended = true;
    s->exit_code = s->state == SERVER_SHUT_DOWN ? 0 : 1;
    return NULL;
}

static void write_capability(const server *s, json_writer *w)
{
    static const char *const encodings[] = {[TEXT_UTF8] = "utf-8", [TEXT_UTF16] = "utf-16", [TEXT_UTF32] = "utf-32"};
    json_add_string(w, "positionEncoding", str_of(encodings[s->client.encoding]));
}

static void write_workspace_capability(const server *s, json_writer *w)
{
    (void)s;
    json_add_object(w, "workspaceFolders");
    json_add_bool(w, "supported", true);
    json_add_bool(w, "changeNotifications", true);
    json_object_end(w);
}

const server_feature feature_lifecycle = {
    .methods = {
        {"initialize", RPC_REQUEST, initialize, METHOD_FIRST},
        {"initialized", RPC_NOTIFICATION, initialized, METHOD_WHILE_RUNNING},
        {"shutdown", RPC_REQUEST, shut_down, METHOD_WHILE_RUNNING},
        {"exit", RPC_NOTIFICATION, leave, METHOD_ANY_TIME},
        {"workspace/didChangeWorkspaceFolders", RPC_NOTIFICATION, change_folders, METHOD_WHILE_RUNNING},
    },
    .write_capability = write_capability,
    .write_workspace_capability = write_workspace_capability,
};
