/* Why Envoy did not take a plugin, said at the place of the configuration that is to blame. */
#include "base/path.h"
#include "cli/report.h"
#include "cli/command.h"
#include "cli/run_session.h"
#include "plugin/documents.h"
#include "rules/check.h"
#include "rules/rule.h"

#include <stdio.h>

enum { TELLING = 6 }; /* letters of a message that tell it from others */

void run_print_findings(run_session *s, const diagnostic_list *found)
{
    report_options o = {.color = s->options->color, .base = file_absolute(&s->round, STR("."))};
    strbuf out = STRBUF_INIT;
    if (found->n) report_text.findings(&out, s->workspace, &o, found);
    fwrite(out.p ? out.p : "", 1, out.n, stdout);
    fflush(stdout);
    strbuf_free(&out);
}

static void print_finding(run_session *s, const diagnostic *d)
{
    diagnostic_list one = {0};
    array_push(&s->round, &one, *d);
    run_print_findings(s, &one);
}

static project *plugin_of(run_session *s)
{
    return s->options->folder.n ? workspace_project_of(s->workspace, s->options->folder) : NULL;
}

static diagnostic_list findings_of(run_session *s)
{
    diagnostic_list found = {0};
    check_document(s->workspace, s->options->configuration, plugin_of(s), &s->round, &found);
    return found;
}

bool run_print_broken_configuration(run_session *s)
{
    const document_facts *facts = workspace_document(s->workspace, s->options->configuration, plugin_of(s));
    bool broken = false;
    for (size_t i = 0; facts && i < facts->stream->findings.n; i++) {
        diagnostic d = facts->stream->findings.at[i];
        if (d.level != SEVERITY_ERROR) continue;
        d.path = s->options->configuration;
        print_finding(s, &d);
        broken = true;
    }
    return broken;
}

/* Whether the finding quotes what the plugin logged: the message, or what stands behind one of its colons. */
static bool quotes(const diagnostic *d, str message)
{
    str rest = message;
    for (;;) {
        if (rest.n >= TELLING && str_has(d->message, rest)) return true;
        ptrdiff_t colon = str_find_char(rest, ':', 0);
        if (colon < 0) return false;
        rest = str_trim(str_slice(rest, (size_t)colon + 1, rest.n));
    }
}

/* What lint says of the configuration, where it knew of the refusal; with --check all of it. */
static bool print_known(run_session *s)
{
    diagnostic_list found = findings_of(s);
    const diagnostic *known = NULL;
    for (size_t i = 0; i < found.n && !known; i++)
        for (size_t k = 0; k < s->problems.n; k++) {
            if (found.at[i].level != SEVERITY_ERROR || !s->problems.at[k].plugin || !quotes(&found.at[i], s->problems.at[k].text))
                continue;
            known = &found.at[i];
            break;
        }
    if (s->options->check) run_print_findings(s, &found);
    else if (known) print_finding(s, known);
    return known;
}

/* One line, the last one: what Envoy made of it. */
static void print_verdict(run_session *s, bool accepted)
{
    str path = s->options->configuration;
    str shown = path.n ? path_relative(path, file_absolute(&s->round, STR("."))) : words_str("no configuration");
    const char *text =
        accepted ? words("%.*s: accepted by the plugin in Envoy %.*s") : words("%.*s: refused by the plugin in Envoy %.*s");
    printf(text, STR_ARG(shown), STR_ARG(s->options->envoy_version));
    putchar('\n');
    fflush(stdout);
}

void run_print_accepted(run_session *s)
{
    if (s->options->configuration.n) {
        diagnostic_list found = findings_of(s);
        run_print_findings(s, &found);
    }
    print_verdict(s, true);
}

/* --- a rejection that the evaluator did not foresee ------------------------------------------------------------------------- */

static bool is_word(char c) { return c == '_' || c == '-' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

static bool has_word(str text, str word)
{
    for (ptrdiff_t at = -1; (at = str_find(text, word, (size_t)(at + 1))) >= 0;) {
        size_t end = (size_t)at + word.n;
        if ((at == 0 || !is_word(text.p[at - 1])) && (end == text.n || !is_word(text.p[end]))) return true;
    }
    return false;
}

/* The longest key or value that the message names; values have to be longer than a letter or two to tell anything. */
static void named_in(const yaml_node *n, str message, str *best, range *at)
{
    for (uint32_t i = 0; i < n->entry_count; i++) {
        const yaml_entry *e = &n->entries[i];
        if (e->key->kind == YAML_SCALAR && e->key->value.n > best->n && has_word(message, e->key->value))
            *best = e->key->value, *at = e->key->at;
        named_in(e->value, message, best, at);
    }
    for (uint32_t i = 0; i < n->item_count; i++) named_in(n->items[i], message, best, at);
    if (n->kind == YAML_SCALAR && n->value.n > 2 && n->value.n > best->n && has_word(message, n->value))
        *best = n->value, *at = n->at;
}

/* The message that says most: the plugin's first, which is the cause of those behind it. */
static str cause(const run_session *s)
{
    for (size_t i = 0; i < s->problems.n; i++)
        if (s->problems.at[i].plugin) return log_text(s->problems.at[i].text);
    return words_str("the plugin gives no reason");
}

static void print_unforeseen(run_session *s)
{
    const document_facts *facts = workspace_document(s->workspace, s->options->configuration, plugin_of(s));
    if (!facts || !facts->documents.n) return;
    str message = cause(s), best = STR("");
    const yaml_node *root = facts->documents.at[0].root;
    range at = {root->at.start, root->at.start};
    named_in(root, message, &best, &at);
    diagnostic d = {.path = s->options->configuration, .at = at, .level = SEVERITY_ERROR, .code = STR("config/rejected")};
    d.message = arena_printf(&s->round, words("rejected by the plugin: %.*s"), STR_ARG(message));
    const log_place *place = log_places_find(&s->places, message);
    if (place) {
        const line_index *lines = workspace_lines(s->workspace, place->path);
        range line = lines ? line_index_range(lines, place->line - 1) : (range){0};
        array_push(&s->round, &d.related, (related_place){place->path, line, words_str("this message is made here")});
    }
    print_finding(s, &d);
}

bool run_envoy_says(const run_session *s, const char *text)
{
    for (size_t i = 0; i < s->problems.n; i++)
        if (!s->problems.at[i].plugin && str_has(s->problems.at[i].text, str_of(text))) return true;
    return false;
}

void run_print_refusal(run_session *s)
{
    bool rejected = run_envoy_says(s, "Failed to configure base Wasm plugin");
    if (rejected && s->options->configuration.n) {
        if (!print_known(s)) print_unforeseen(s);
    } else if (rejected) printf(words("error: rejected by the plugin: %.*s\n"), STR_ARG(cause(s)));
    if (rejected && s->options->check) print_verdict(s, false);
    if (rejected && s->options->configuration.n) tell("the plugin does not take its configuration, and Envoy refuses to start");
    else if (rejected) tell("the plugin does not start without a configuration; name its file with --config FILE");
    else if (run_envoy_says(s, "Failed to load Wasm code")) tell("Envoy can't load the module");
    else if (run_envoy_says(s, "Failed to initialize Wasm code")) tell("Envoy can't initialise the module");
    else if (run_envoy_says(s, "Failed to start base Wasm")) tell("the plugin's VM does not start");
    else tell("Envoy ended: %.*s", STR_ARG(gateway_end_text(&s->round, &s->gateway)));
}
