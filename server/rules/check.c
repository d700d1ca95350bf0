#include "rules/check.h"

#include "rules/config.h"

void check_sources(project *p, rule_language language, arena *a, diagnostic_list *out)
{
    const project_facts *facts = project_load(p);
    rule_context c = {
        .arena = a,
        .program = facts->program,
        .registrations = facts->registrations,
        .module = facts->module,
        .tree = project_sources(p),
        .language = language,
        .out = out,
    };
    rules_run(&c);
}

static void check_config(workspace *w, str path, const config_document *d, rule_language language, arena *a, diagnostic_list *out)
{
    const project_facts *facts = project_load(d->plugin);
    config_runs runs = config_evaluate(a, d);
    config_context c = {
        .rules = {.arena = a, .program = facts->program, .registrations = facts->registrations, .module = facts->module,
                  .language = language, .out = out},
        .path = path,
        .plugin = d->plugin,
        .facts = facts,
        .document = d,
        .runs = &runs,
    };
    workspace_text(w, path, &c.text);
    config_rejected_run(&c);
    config_unread_run(&c);
    config_types_run(&c);
}

void check_document(workspace *w, str path, project *plugin, rule_language language, arena *a, diagnostic_list *out)
{
    const document_facts *facts = workspace_document(w, path, plugin);
    if (!facts) return;
    bool ours = false;
    for (size_t i = 0; i < facts->documents.n; i++)
        if (facts->documents.at[i].kind != DOCUMENT_OTHER) ours = true;
    if (!ours) return;
    for (size_t i = 0; i < facts->stream->findings.n; i++) {
        diagnostic d = facts->stream->findings.at[i];
        d.path = arena_str(a, path);
        d.message = arena_str(a, d.message);
        d.label = arena_str(a, d.label);
        array_push(a, out, d);
    }
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        if (d->plugin && d->parts.n) check_config(w, path, d, language, a, out);
    }
}
