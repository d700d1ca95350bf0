/* Says what wpls makes of configurations, for plugins.py to hold against what the compiled plugins did.
 *
 *     plugins_check FOLDER <TASKS
 *
 * A line of the tasks is a JSON object: "Plugin", a folder below FOLDER, and "Config", a configuration as JSON text. Answered with a
 * line each: "verdict" (accept; open, accepted on one way of several; reject, panic, undefined, undecided), and "message", that of
 * the first of "ways", null where it could not be computed; or "because". */
#include "base/file.h"
#include "base/json_write.h"
#include "base/path.h"
#include "ir/program.h"
#include "plugin/evaluate.h"
#include "plugin/workspace.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const verdicts[] = {"accept", "reject", "undecided"};

/* Writes the part's outcome when it ends the start of the plugin. The SDK gives up at the first part that is refused. */
static bool ends(json_writer *out, const config_run *run)
{
    const eval_failure *failure = &run->result.failure;
    bool rejected = run->ran && run->result.verdict == EVAL_REJECT, undecided = run->ran && run->result.verdict == EVAL_UNDECIDED;
    if (rejected && run->swallowed && !failure->panicked) rejected = false;
    if (!run->sdk_message.n && !rejected && !undecided) return false;
    json_object(out);
    json_key(out, "verdict");
    json_string(out, str_of(run->sdk_message.n            ? "reject"
                            : rejected && failure->undefined ? "undefined"
                            : rejected && failure->panicked  ? "panic"
                                                          : verdicts[run->result.verdict]));
    json_key(out, undecided && !run->sdk_message.n ? "because" : "message");
    if (run->sdk_message.n) json_string(out, run->sdk_message);
    else if (undecided) json_string(out, run->result.undecided_because);
    else if (failure->message_known) json_string(out, failure->message);
    else json_null(out);
    json_key(out, "ways");
    json_int(out, run->result.ways);
    json_object_end(out);
    return true;
}

/* Accepted without having seen every way to its end: what could not be computed may decide otherwise. */
static bool is_open(const config_run *run)
{
    return run->ran && run->result.verdict == EVAL_ACCEPT && (run->result.ways > 1 || !run->result.exhausted);
}

static void answer(workspace *w, arena *a, str folder, const doc_node *task, json_writer *out)
{
    str path = path_join(a, path_join(a, folder, doc_find_member(task, STR("Plugin"))->text), STR("config.json"));
    workspace_set_buffer(w, path, doc_find_member(task, STR("Config"))->text);
    const document_facts *facts = workspace_document(w, path, workspace_project_of(w, path));
    bool ended = false, open = false;
    for (size_t i = 0; i < facts->documents.n && !ended; i++) {
        if (!facts->documents.at[i].plugin) continue;
        config_runs runs = config_evaluate(a, &facts->documents.at[i]);
        for (size_t k = 0; k < runs.n && !ended; k++) {
            ended = ends(out, &runs.at[k]);
            open = open || is_open(&runs.at[k]);
        }
    }
    if (ended) return;
    json_object(out);
    json_key(out, "verdict");
    json_string(out, str_of(open ? "open" : verdicts[EVAL_ACCEPT]));
    json_object_end(out);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: plugins_check FOLDER <TASKS\n");
        return 2;
    }
    workspace *w = workspace_new();
    workspace_open_border(w);
    arena session = ARENA_INIT;
    str folder = file_absolute(&session, str_of(argv[1]));
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        arena a = ARENA_INIT;
        strbuf text = STRBUF_INIT;
        json_writer out = JSON_WRITER(&text);
        const yaml_stream *s = yaml_parse(&a, str_make(line, (size_t)length), YAML_JSON);
        answer(w, &a, folder, doc_from_yaml(&a, s->documents.at[0].root), &out);
        printf("%.*s\n", STR_ARG(strbuf_str(&text)));
        strbuf_free(&text);
        arena_free(&a);
    }
    free(line);
    workspace_free(w);
    arena_free(&session);
    return 0;
}
