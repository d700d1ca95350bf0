/* The state of one language server session, and what the parts of lsp/ need from each other. Private to lsp/.
 *
 *   dispatch.c     the loop: messages in order, then diagnostics; errors of JSON-RPC
 *   lifecycle.c    initialize ... exit
 *   sync.c         open, change, close, watched files
 *   configuration.c   the settings of the editor
 *   findings.c     what was found, kept
 *   publish.c      textDocument/publishDiagnostics
 *   pull.c         textDocument/diagnostic; pull_workspace.c: workspace/diagnostic
 *   status.c       wpls/status
 *   code_action.c  textDocument/codeAction
 *   code_lens.c    textDocument/codeLens
 *   document_link.c   textDocument/documentLink
 *   navigation.c   definition, references, documentHighlight: between configurations and code
 *   rename.c       prepareRename, rename; file_operations.c: what a folder's new name changes
 *   calls.c        call hierarchy
 *   symbols.c      workspace/symbol, the symbols of sources
 *   outline.c      documentSymbol, foldingRange, selectionRange
 *   hover.c, completion.c   ask features/ and encode the answers
 *   commands.c     workspace/executeCommand: the table of commands, a file each
 *   builds.h       builds in the background, of commands and on save: command_build.c
 *   libclang.h     what libclang adds in C and C++
 *   memory.c       the limit of memory
 *   resume.c       going on where another process ended; supervisor.h: who starts it
 *   refresh.c      asks clients to ask again for lenses, hints and tokens
 *   content.c      workspace/textDocumentContent: documents that are on no disk ("wpls:") */
#ifndef LSP_SERVER_INTERNAL_H
#define LSP_SERVER_INTERNAL_H

#include "base/json_write.h"
#include "base/words.h"
#include "lsp/documents.h"
#include "lsp/feature.h"
#include "lsp/findings.h"
#include "lsp/json.h"
#include "lsp/message.h"
#include "lsp/publish.h"
#include "lsp/transport.h"
#include "plugin/workspace.h"
#include "rules/rule.h"

#include <stdatomic.h>

/* What the client can do (LSP 3.17 ClientCapabilities), as far as it matters here. */
typedef struct client_abilities {
    text_encoding encoding; /* negotiated */
    words_language language; /* of messages: the client's locale, else the environment's */
    bool hover_markdown, item_markdown;
    bool snippets, adjusts_indentation; /* completion items */
    bool item_resolves, item_deprecated, item_commits; /* ... their documentation later, a tag, commit characters */
    bool signature_markdown, parameter_offsets;
    bool related_information, diagnostic_data, tag_unnecessary, tag_deprecated;
    bool watches_files; /* dynamic registration of file watchers */
    bool registers_configuration; /* ... of workspace/didChangeConfiguration */
    bool answers_configuration;   /* workspace/configuration */
    bool action_literals, action_preferred; /* code actions that are no commands; isPreferred */
    bool action_resolves;         /* ... their edits later */
    bool document_changes;        /* workspace edits with versions */
    bool change_annotations;      /* ... that say why each edit is made */
    bool prepares_rename;
    bool tells_renames;           /* workspace/willRenameFiles */
    bool pulls_diagnostics, refreshes_diagnostics;
    bool code_description, definition_links, nested_symbols;
    bool fetches_content;         /* workspace/textDocumentContent (LSP 3.18) */
    bool trusted;                 /* programs may be run: initializationOptions.trusted */
    bool takes_status;            /* wpls/status: initializationOptions.statusNotifications */
    bool pulls_workspace;         /* findings of the whole workspace are wanted: initializationOptions.workspaceDiagnostics */
    bool places_cursor;           /* wpls.placeCursor is among initializationOptions.commands */
    uint32_t commands;            /* of its own, for lenses: initializationOptions.commands; a bit a row of code_lens.c */
    bool creates_progress;        /* window.workDoneProgress */
    bool refreshes_lenses, refreshes_hints, refreshes_tokens;
    bool snippet_edits;           /* workspace edits with places to fill in (LSP 3.18) */
    int64_t process_id; /* 0: none to watch */
} client_abilities;

typedef enum server_state { SERVER_NEW, SERVER_RUNNING, SERVER_SHUT_DOWN } server_state;

/* wpls/status. */
typedef struct server_status {
    bool stale; /* a build ended, for one; else when the workspace has another: */
    uint64_t shape;
    size_t plugins;
    strbuf sent; /* the last one */
} server_status;

/* A request whose answer comes later. */
typedef struct deferred_request {
    strbuf id;              /* JSON text */
    atomic_bool *cancelled; /* set by $/cancelRequest; or NULL */
} deferred_request;

/* For wpls/status. */
typedef struct last_build {
    strbuf name; /* of the plugin; empty: none was built */
    bool ok;
    int64_t bytes;
} last_build;

struct build_job;
struct libclang;
typedef struct server {
    transport *wire;
    workspace *files;
    documents docs;
    publications published;
    findings_cache found;
    client_abilities client;
    server_state state;
    bool pulls, pulls_workspace; /* the client asks for the findings of what it has open; of the rest */
    ARRAY(struct workspace_pull *) workspace_pulls; /* on the heap; the first is worked on */
    bool pulled_once;        /* one of those was answered at once, when found.changes was: */
    uint64_t pulled_changes;
    struct {
        uint64_t changes; /* findings_cache.changes when it was looked at last */
        int64_t due;      /* when what is shown is to be looked at, as now_ms(); 0: nothing changed since */
    } refresh;
    bool refresh_asked; /* it was asked to ask again, and has not yet */
    server_status status;
    strbuf pages;   /* folder of the rules' pages */
    bool pages_known;
    bool supervised; /* by a process that owns the protocol, and starts another worker when this one ends: supervisor.h */
    bool successor;  /* it is such another one, and the client has the messages that are sent at the start */
    bool resumed;    /* and so nobody has said yet which texts are whole */
    bool memory_fixed; /* the limit of memory: by an option */
    uint32_t saved;    /* pieces of work since the last look at it, and bytes in arenas then: */
    uint64_t taken_before;
    bool ended;     /* leave the loop, with: */
    int exit_code;
    bool sources_dirty; /* project sources are to be checked again */
    project *renewed;   /* whose findings are to be found once more, or NULL: workspace_renew */
    str request;        /* the id of the request that is being handled, JSON text */
    bool deferred;      /* ... which is answered later */
    rpc_error refusal;  /* ... or with this error: */
    str refusal_text;
    ARRAY(deferred_request) waiting; /* on the heap */
    struct build_job *builds;        /* under way: builds.h */
    uint32_t builds_started;
    struct libclang *clang;          /* libclang.h; NULL: it was not asked yet */
    last_build last_build;
    arena scratch;      /* reset after every message and every step of diagnostics */
} server;

/* Which of the commands that lenses run are in this list of names, as client_abilities.commands. */
uint32_t code_lens_commands(const cJSON *list);
/* A number of what the lenses of an open document say that count something; 0: it has none. */
uint64_t code_lens_state(server *s, const struct document *doc);
/* Asks a client to ask again for lenses, hints and tokens, when it is time; false when there was nothing to do. */
bool refresh_step(server *s);
/* When there is, as now_ms(); INT64_MAX: never. */
int64_t refresh_due(const server *s);
/* What all the findings in a file are called: the same have the same name, so that nothing is to be remembered for it. `items` is
 * the list as JSON text. */
str pull_result_id(server *s, str items);
/* A list of Diagnostic as JSON text, in s->scratch. */
str pull_items(server *s, const diagnostic_list *found);
/* One bounded piece of an answer to workspace/diagnostic; false when there is nothing to do. */
bool pull_workspace_step(server *s);
/* Answers the requests that are open yet: there will be nothing more. */
void pull_workspace_end(server *s);
void pull_workspace_free(server *s);
/* Asks a client that pulls to pull again, when what it has is old. */
void pull_refresh(server *s);
/* Sends workspace/diagnostic/refresh to a client that takes it, and has asked since the last one. */
void pull_ask_again(server *s);
/* The status has changed. A change of the plugins in the workspace is noticed without this call. */
void status_changed(server *s);
/* Sends wpls/status to a client that takes it; false when nothing has changed. */
bool status_step(server *s);

/* What follows the initialization: registers the notifications that the client is to send, unless it is registered already, and
 * takes the settings, or (NULL) asks for them. */
void lifecycle_begin(server *s, bool registered, const cJSON *settings);
/* Asks the supervisor to keep this for the next worker, instead of what it has under that key. `json` is the text of a value. */
void server_keep(server *s, const char *key, str json);
/* Has the texts of half-typed sources kept as they were when they were last whole: another process is to judge by them, too. */
void resume_keep_whole(server *s);
void resume_forget_whole(server *s, document *doc);
/* The limit of memory that the editor sets, in MiB; 0: the usual one. An option of the command line wins. */
void memory_take_setting(server *s, double mib);
/* After a piece of work: near the limit, what was not used for long goes. */
void memory_save(server *s);
/* The settings object of the section "wpls"; anything else says nothing. */
void configuration_take(server *s, const cJSON *section);
/* Asks the client for its settings, if it can be asked. */
void configuration_pull(server *s);
/* Whether the message answers that. */
bool configuration_answer(server *s, const rpc_message *m);

/* For a handler that can't do what is asked though the params are right: the request is answered with this error. Returns NULL,
 * to be returned. */
const char *server_refuse(server *s, rpc_error error, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* For a handler whose answer takes time: nothing is answered when it returns, server_answer does that. `cancelled` (or NULL) must
 * live until then. Returns the request's id, owned by the caller. */
strbuf server_defer(server *s, atomic_bool *cancelled);
/* The answer to a deferred request: a result as JSON text. */
void server_answer(server *s, str id, str result);
void server_answer_error(server *s, str id, rpc_error error, str message);

typedef enum log_level { LOG_ERROR = 1, LOG_WARNING, LOG_INFO, LOG_WORK } log_level; /* LSP's MessageType */
void server_log(server *s, log_level level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Sends {"jsonrpc", "method", "params"}: `params` is JSON text, empty for none. With an `id` (a JSON literal) it is a request. */
void server_send(server *s, const char *id, const char *name, str params);

#endif
