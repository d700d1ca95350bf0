#include "cli/verify_judges.h"

#include "gateway/plugin_config.h"
#include "ir/registration.h"
#include "plugin/documents.h"
#include "plugin/evaluate.h"
#include "sandbox/mutant.h"

/* --- the sources ------------------------------------------------------------------------------------------------------------ */

static opinion refuses(const config_run *run)
{
    if (run->sdk_message.n) return (opinion){JUDGEMENT_REFUSES, run->sdk_message};
    return (opinion){JUDGEMENT_REFUSES, run->result.failure.message_known ? run->result.failure.message : (str){0}};
}

/* Whether the gateway refuses the whole because of this part: what SDKs swallow or skip they go on without. */
static bool is_refused(const config_run *run)
{
    if (run->sdk_message.n) return true;
    bool goes_on = (run->swallowed || run->skipped) && !run->result.failure.panicked;
    return run->ran && run->result.verdict == EVAL_REJECT && !run->result.failure.undefined && !goes_on;
}

static bool is_open(const config_run *run)
{
    return run->ran && (run->result.verdict == EVAL_UNDECIDED || run->result.failure.undefined);
}

opinion judge_sources(project *p, arena *a, str json)
{
    const project_facts *facts = project_load(p);
    const yaml_stream *s = yaml_parse(a, json, YAML_JSON);
    opinion said = {0};
    if (!facts->registration || s->documents.n != 1) return (opinion){.verdict = JUDGEMENT_OPEN};
    config_document d = {.kind = DOCUMENT_CONFIG, .root = s->documents.at[0].root, .dialect = YAML_JSON, .named = true,
                         .plugin = p, .because = OWNER_SAID};
    document_form_of(DOCUMENT_CONFIG)->parts(a, d.root, &d.parts);
    config_runs runs = config_evaluate(a, &d);
    for (size_t i = 0; i < runs.n; i++) {
        if (is_refused(&runs.at[i])) return refuses(&runs.at[i]);
        if (is_open(&runs.at[i])) said = (opinion){JUDGEMENT_OPEN, runs.at[i].result.undecided_because};
    }
    return said;
}

/* --- the module ------------------------------------------------------------------------------------------------------------- */

opinion judge_module(sandbox *s, arena *a, str json)
{
    static const judgement verdicts[SANDBOX_VERDICTS] = {
        [SANDBOX_ACCEPTED] = JUDGEMENT_ACCEPTS, [SANDBOX_REJECTED] = JUDGEMENT_REFUSES, [SANDBOX_CRASHED] = JUDGEMENT_REFUSES,
        [SANDBOX_NOT_READ] = JUDGEMENT_OPEN, [SANDBOX_STOPPED] = JUDGEMENT_OPEN, [SANDBOX_NO_JUDGE] = JUDGEMENT_OPEN,
    };
    sandbox_answer answer;
    sandbox_run(s, a, json, &answer);
    str message = sandbox_message(a, &answer);
    return (opinion){verdicts[answer.verdict], message.n && answer.verdict != SANDBOX_STOPPED ? message : answer.reason};
}

/* --- configurations --------------------------------------------------------------------------------------------------------- */

static void add_text(arena *a, configuration_texts *out, str json)
{
    if (!json.n || !mutant_tree(a, json)) return;
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->at[i], json)) return;
    array_push(a, out, arena_str(a, json));
}

/* As a gateway hands it over, where the form is one of Higress's and Istio's; of others each part is one. */
static void add_document(arena *a, const config_document *d, configuration_texts *out)
{
    str json, problem;
    if (d->kind == DOCUMENT_CONFIG || d->kind == DOCUMENT_WASMPLUGIN || d->kind == DOCUMENT_ISTIO_WASMPLUGIN) {
        if (plugin_config_json(a, d->root, &json, &problem)) add_text(a, out, json);
        return;
    }
    for (size_t i = 0; i < d->parts.n; i++) {
        const doc_node *part = config_part_document(a, &d->parts.at[i]);
        if (part->kind == DOC_OBJECT) add_text(a, out, doc_json(a, part));
    }
}

void collect_configurations(workspace *w, project *p, arena *a, str path, bool named, configuration_texts *out)
{
    const document_facts *file = workspace_document(w, path, named ? p : NULL);
    for (size_t i = 0; file && i <= file->inner.n; i++) {
        const document_facts *facts = i ? file->inner.at[i - 1] : file;
        for (size_t k = 0; k < facts->documents.n; k++) {
            const config_document *d = &facts->documents.at[k];
            if (d->plugin == p && !d->templated && !d->apart) add_document(a, d, out);
        }
    }
}
