/* LSP 3.17, "Server lifecycle": initialize, initialized, shutdown, exit. */
#include "lsp/commands.h"

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
    enum { ADJUST_INDENTATION = 2, TAG_NUMBER_UNNECESSARY = 1, TAG_NUMBER_DEPRECATED = 2 };
    const cJSON *text = json_get(abilities, "textDocument");
    const cJSON *item = json_get(text, "completion.completionItem");
    c->encoding = choose_encoding(abilities);
    c->hover_markdown = prefers_markdown(text, "hover.contentFormat");
    c->item_markdown = prefers_markdown(item, "documentationFormat");
    c->snippets = json_is_true(item, "snippetSupport");
    c->adjusts_indentation = json_has_number(item, "insertTextModeSupport.valueSet", ADJUST_INDENTATION);
    c->related_information = json_is_true(text, "publishDiagnostics.relatedInformation");
    c->diagnostic_data = json_is_true(text, "publishDiagnostics.dataSupport");
    c->definition_links = json_is_true(text, "definition.linkSupport");
    c->pulls_diagnostics = cJSON_IsObject(json_get(text, "diagnostic"));
    c->refreshes_diagnostics = json_is_true(abilities, "workspace.diagnostics.refreshSupport");
    c->nested_symbols = json_is_true(text, "documentSymbol.hierarchicalDocumentSymbolSupport");
    c->code_description = json_is_true(text, "publishDiagnostics.codeDescriptionSupport");
    c->action_literals = cJSON_IsObject(json_get(text, "codeAction.codeActionLiteralSupport"));
    c->action_preferred = json_is_true(text, "codeAction.isPreferredSupport");
    c->document_changes = json_is_true(abilities, "workspace.workspaceEdit.documentChanges");
    c->tag_unnecessary = json_has_number(text, "publishDiagnostics.tagSupport.valueSet", TAG_NUMBER_UNNECESSARY);
    c->tag_deprecated = json_has_number(text, "publishDiagnostics.tagSupport.valueSet", TAG_NUMBER_DEPRECATED);
    c->fetches_content = cJSON_IsObject(json_get(abilities, "workspace.textDocumentContent"));
    c->registers_configuration = json_is_true(abilities, "workspace.didChangeConfiguration.dynamicRegistration");
    c->answers_configuration = json_is_true(abilities, "workspace.configuration");
    c->creates_progress = json_is_true(abilities, "window.workDoneProgress");
    c->watches_files = json_is_true(abilities, "workspace.didChangeWatchedFiles.dynamicRegistration");
}

static void write_capabilities(const server *s, json_writer *w)
{
    enum { SYNC_INCREMENTAL = 2 };
    static const char *const encodings[] = {[TEXT_UTF8] = "utf-8", [TEXT_UTF16] = "utf-16", [TEXT_UTF32] = "utf-32"};
    json_key(w, "positionEncoding");
    json_string(w, str_of(encodings[s->client.encoding]));
    json_key(w, "textDocumentSync");
    json_object(w);
    json_key(w, "openClose");
    json_bool(w, true);
    json_key(w, "change");
    json_int(w, SYNC_INCREMENTAL);
    json_key(w, "save");
    json_bool(w, true);
    json_object_end(w);
    json_key(w, "hoverProvider");
    json_bool(w, true);
    json_key(w, "completionProvider");
    json_raw(w, STR("{\"triggerCharacters\":[\":\",\" \",\"\\\"\"]}"));
    static const char *const plain[] = {"definitionProvider",     "referencesProvider",   "documentHighlightProvider",
                                        "documentSymbolProvider", "foldingRangeProvider", "selectionRangeProvider"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        json_key(w, plain[i]);
        json_bool(w, true);
    }
    if (s->client.pulls_diagnostics) {
        json_key(w, "diagnosticProvider");
        json_object(w);
        json_key(w, "identifier");
        json_string(w, STR("wpls"));
        json_key(w, "interFileDependencies");
        json_bool(w, true);
        json_key(w, "workspaceDiagnostics");
        json_bool(w, s->client.pulls_workspace);
        json_object_end(w);
    }
    json_key(w, "codeActionProvider");
    if (s->client.action_literals) json_raw(w, STR("{\"codeActionKinds\":[\"quickfix\",\"source.fixAll.wpls\"]}"));
    else json_bool(w, false);
    json_key(w, "documentLinkProvider");
    json_raw(w, STR("{\"resolveProvider\":false}"));
    if (s->client.commands) {
        json_key(w, "codeLensProvider");
        json_raw(w, STR("{\"resolveProvider\":false}"));
    }
    json_key(w, "executeCommandProvider");
    commands_write_options(w);
    json_key(w, "workspace");
    json_object(w);
    json_key(w, "workspaceFolders");
    json_raw(w, STR("{\"supported\":true,\"changeNotifications\":true}"));
    if (s->client.fetches_content) {
        json_key(w, "textDocumentContent");
        json_raw(w, STR("{\"schemes\":[\"wpls\"]}"));
    }
    json_object_end(w);
}

static void add_folder(server *s, str uri)
{
    str path = document_path_of(&s->scratch, uri);
    if (!str_empty(path)) workspace_add_root(s->files, path);
}

/* False when there is no list. */
static bool add_folders(server *s, const cJSON *folders)
{
    const cJSON *folder;
    str uri;
    cJSON_ArrayForEach(folder, folders) if (json_get_str(folder, "uri", &uri)) add_folder(s, uri);
    return cJSON_IsArray(folders);
}

/* A folder that was removed may still be looked into: what is open there is still worth checking. */
const char *lifecycle_folders(server *s, const cJSON *params, json_writer *result)
{
    (void)result;
    if (!add_folders(s, json_get(params, "event.added"))) return "'event.added' must be an array";
    publish_invalidate(s);
    status_changed(s);
    return NULL;
}

/* The settings, as they are or under "wpls", and beside them what is between the two programs alone. */
static void take_options(server *s, const cJSON *options)
{
    if (!cJSON_IsObject(options)) return;
    s->client.trusted = json_is_true(options, "trusted");
    s->client.takes_status = json_is_true(options, "statusNotifications");
    s->client.pulls_workspace = json_is_true(options, "workspaceDiagnostics");
    s->client.commands = code_lens_commands(json_get(options, "commands"));
    const cJSON *section = json_get(options, "wpls");
    if (section) {
        configuration_take(s, section);
        return;
    }
    static const char *const others[] = {"trusted", "statusNotifications", "workspaceDiagnostics", "commands"};
    cJSON *settings = cJSON_Duplicate(options, true);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) cJSON_DeleteItemFromObjectCaseSensitive(settings, others[i]);
    configuration_take(s, settings);
    cJSON_Delete(settings);
}

const char *lifecycle_initialize(server *s, const cJSON *params, json_writer *result)
{
    const cJSON *abilities = json_get(params, "capabilities");
    if (!cJSON_IsObject(abilities)) return "'capabilities' must be an object";
    read_abilities(&s->client, abilities);
    str locale;
    if (json_get_str(params, "locale", &locale) && str_starts(locale, STR("zh"))) {
        s->client.language = RULE_CHINESE;
        workspace_prefer_chinese(s->files);
    }
    if (!json_get_int(params, "processId", &s->client.process_id)) s->client.process_id = 0;
    if (!add_folders(s, json_get(params, "workspaceFolders"))) {
        str uri;
        if (json_get_str(params, "rootUri", &uri)) add_folder(s, uri); /* clients older than workspace folders */
    }
    take_options(s, json_get(params, "initializationOptions"));
    s->state = SERVER_RUNNING;
    json_object(result);
    json_key(result, "capabilities");
    json_object(result);
    write_capabilities(s, result);
    json_object_end(result);
    json_key(result, "serverInfo");
    json_object(result);
    json_key(result, "name");
    json_string(result, STR("wpls"));
    json_key(result, "version");
    json_string(result, STR(WPLS_VERSION));
    json_object_end(result);
    json_object_end(result);
    return NULL;
}

/* One registration of client/registerCapability; `options` is JSON text. */
static void write_registration(json_writer *w, const char *id, const char *method, str options)
{
    json_object(w);
    json_key(w, "id");
    json_string(w, str_of(id));
    json_key(w, "method");
    json_string(w, str_of(method));
    json_key(w, "registerOptions");
    json_raw(w, options);
    json_object_end(w);
}

/* Watching is the client's work: it knows which folders are open and what to leave out. */
static const char watchers[] = "{\"watchers\":[{\"globPattern\":\"**/*.go\"},{\"globPattern\":\"**/go.mod\"},"
                               "{\"globPattern\":\"**/*.yaml\"},{\"globPattern\":\"**/*.yml\"},{\"globPattern\":\"**/*.json\"}]}";

const char *lifecycle_initialized(server *s, const cJSON *params, json_writer *result)
{
    (void)params, (void)result;
    if (s->client.watches_files || s->client.registers_configuration) {
        strbuf text = STRBUF_INIT;
        json_writer w = JSON_WRITER(&text);
        json_object(&w);
        json_key(&w, "registrations");
        json_array(&w);
        if (s->client.watches_files) write_registration(&w, "wpls-files", "workspace/didChangeWatchedFiles", str_of(watchers));
        if (s->client.registers_configuration)
            write_registration(&w, "wpls-settings", "workspace/didChangeConfiguration", STR("{\"section\":\"wpls\"}"));
        json_array_end(&w);
        json_object_end(&w);
        server_send(s, "\"wpls-register\"", "client/registerCapability", strbuf_str(&text));
        strbuf_free(&text);
    }
    configuration_pull(s);
    status_changed(s);
    return NULL;
}

const char *lifecycle_shutdown(server *s, const cJSON *params, json_writer *result)
{
    (void)params;
    s->state = SERVER_SHUT_DOWN;
    pull_workspace_end(s);
    json_null(result);
    return NULL;
}

const char *lifecycle_exit(server *s, const cJSON *params, json_writer *result)
{
    (void)params, (void)result;
    s->ended = true;
    s->exit_code = s->state == SERVER_SHUT_DOWN ? 0 : 1;
    return NULL;
}
