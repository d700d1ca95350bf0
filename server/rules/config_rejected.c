/* config/rejected, config/undefined, config/global-rejected, config/rule-without-match, config/undecided: what the plugin or
 * its SDK makes of a configuration. */
#include "base/limits.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "rules/config.h"

static bool is_broken(const yaml_node *n)
{
    if (n->broken) return true;
    for (uint32_t i = 0; i < n->item_count; i++)
        if (is_broken(n->items[i])) return true;
    for (uint32_t i = 0; i < n->entry_count; i++)
        if (is_broken(n->entries[i].key) || is_broken(n->entries[i].value)) return true;
    return false;
}

/* Whether the text is half typed: what it lacks may still be typed, and what stands at its end may become something else. */
static bool is_half_typed(const eval_failure *f)
{
    if (f->missing || !f->fault || f->fault->kind == DOC_NULL) return true;
    return f->fault->source && is_broken(f->fault->source);
}

/* Makes what the plugin may get otherwise unknown; true when there is anything. */
static bool forget_ambiguous(doc_node *n)
{
    bool any = config_is_ambiguous(n);
    if (any) n->kind = DOC_SYMBOLIC;
    for (size_t i = 0; i < n->items.n; i++) any |= forget_ambiguous(n->items.at[i]);
    for (size_t i = 0; i < n->present; i++) any |= forget_ambiguous(n->members.at[i].node);
    return any;
}

/* The run without values like 'yes', which the Kubernetes loader reads as something else. */
static config_run without_ambiguous(config_context *c, const config_run *run)
{
    config_run again = *run;
    doc_node *copy = config_part_document(c->rules.arena, run->part);
    if (!forget_ambiguous(copy)) return again;
    again.document = copy;
    again.result = eval_closed(c->rules.arena, c->facts->program, config_entry(c, run), copy, config_global(c, run), true);
    return again;
}

static str phrase(config_context *c, const char *name, const rule_value *values, size_t count)
{
    return rule_format(&c->rules, rule_config_phrase(name), values, count);
}

/* The first key that is not the SDK's own, if there is one. */
static const doc_node *first_key(const doc_node *holder)
{
    for (size_t i = 0; i < holder->present; i++)
        if (!str_starts(holder->members.at[i].key, STR("_"))) return holder->members.at[i].node;
    return holder->members.at[0].node;
}

/* The place of a fault: what was misspelt, else the value; for something absent the first key beside it. */
static range place_of(config_context *c, const config_run *run, const doc_node *misspelt)
{
    const eval_failure *f = &run->result.failure;
    const doc_node *fault = f->fault && f->fault->source ? f->fault : run->document;
    if (misspelt) return misspelt->key_at;
    bool lacks = f->missing || fault == run->document;
    if (lacks && fault->present && first_key(fault)->key_at.end) return first_key(fault)->key_at;
    return config_place(c, fault);
}

static str function_at(const ir_program *p, ir_span at)
{
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        for (size_t k = 0; k < package->funcs.n; k++) {
            const ir_func *f = package->funcs.at[k];
            if (f->whole.file == at.file && range_holds(f->whole.at, at.at.start)) return f->name;
        }
    }
    return words_str("the plugin");
}

/* Where the plugin made the error. */
static void add_origin(config_context *c, diagnostic *d, const eval_failure *f, const doc_node *missing)
{
    rule_value values[] = {{"function", function_at(c->facts->program, f->at)}, {"name", missing ? missing->key : STR("")}};
    bool lacks = missing && missing->key.n;
    const char *name = f->undefined  ? "undefined_here"
                       : f->panicked ? "panics_here"
                       : lacks       ? "error_here_missing"
                                     : "error_here";
    config_add_source(c, d, f->at, phrase(c, name, values, 2));
}

/* Other values that could cure it. */
static void add_other_causes(config_context *c, diagnostic *d, const eval_failure *f)
{
    for (size_t i = 0; i < sizeof f->also / sizeof *f->also && f->also[i]; i++) {
        str path = doc_path(c->rules.arena, f->also[i]);
        rule_value values[] = {{"key", path}};
        related_place p = {d->path, config_place(c, f->also[i]), phrase(c, "other_cause", values, 1)};
        array_push(c->rules.arena, &d->related, p);
    }
}

/* The first absent name below what is there, "a" of a missing a.b; or NULL. */
static const doc_node *missing_of(const eval_failure *f)
{
    const doc_node *missing = f->missing;
    while (missing && missing->parent && missing->parent->kind == DOC_MISSING) missing = missing->parent;
    return missing;
}

/* "'a', 'b'", as the code asks for them. */
static str names_of(config_context *c, const eval_failure *f)
{
    const doc_node *all[1 + sizeof f->instead / sizeof *f->instead];
    size_t n = 0;
    all[n++] = f->missing;
    for (size_t i = 0; i < sizeof f->instead / sizeof *f->instead && f->instead[i]; i++) {
        size_t k = n++;
        for (; k > 0 && all[k - 1]->first_read > f->instead[i]->first_read; k--) all[k] = all[k - 1];
        all[k] = f->instead[i];
    }
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < n; i++) strbuf_printf(&out, "%s'%.*s'", i ? words(", ") : "", STR_ARG(all[i]->key));
    str names = arena_str(c->rules.arena, strbuf_str(&out));
    strbuf_free(&out);
    return names;
}

static void add_text(config_context *c, diagnostic *d, str text)
{
    d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(text));
}

static void report_failure(config_context *c, const config_run *run)
{
    const eval_failure *f = &run->result.failure;
    const doc_node *missing = missing_of(f), *holder = missing ? missing->parent : NULL;
    const doc_node *misspelt = holder && missing->key.n ? config_misspelt(holder, missing->key) : NULL;
    str message = f->undefined       ? words_str(arena_cstr(c->rules.arena, f->message))
                  : f->message_known ? f->message
                                     : phrase(c, f->panicked ? "panic" : "unknown_error", NULL, 0);
    rule_value values[] = {
        {"message", message}, {"name", missing ? missing->key : STR("")}, {"key", misspelt ? misspelt->key : STR("")}};
    const char *id = f->undefined                     ? "config/undefined"
                     : run->swallowed && !f->panicked ? "config/global-rejected"
                     : run->skipped && !f->panicked   ? "config/rule-skipped"
                                                      : "config/rejected";
    range at = place_of(c, run, misspelt);
    diagnostic *d = config_report(c, id, at, (sdk_text){0}, values, 3);
    if (f->panicked && !f->undefined)
        d->message = arena_printf(c->rules.arena, "%.*s%.*s", STR_ARG(phrase(c, "panics", NULL, 0)), STR_ARG(message));
    if (f->varies) add_text(c, d, phrase(c, "varies", NULL, 0));
    bool several = missing && missing == f->missing && f->instead[0] && !misspelt;
    if (several) add_text(c, d, phrase(c, "one_of", (rule_value[]){{"names", names_of(c, f)}}, 1));
    if (run->part->node->kind == YAML_EMPTY && run->part->key_at.end) add_text(c, d, phrase(c, "gets_none", NULL, 0));
    str lost = missing || misspelt ? (str){0} : config_lost_text(c, f->fault);
    if (lost.n) add_text(c, d, arena_printf(c->rules.arena, "%s%.*s", words("; "), STR_ARG(lost)));
    add_origin(c, d, f, several ? NULL : missing);
    add_other_causes(c, d, f);
    config_repair(c, run, misspelt, d);
    if (!misspelt) return;
    add_text(c, d, phrase(c, "did_you_mean", values, 3));
    d->label = phrase(c, "never_read", NULL, 0);
}

static void report_limit(config_context *c, const config_run *run)
{
    static const char *const limits[] = {"", "limit_steps", "limit_memory", "limit_patterns"};
    rule_value size[] = {{"size", arena_printf(c->rules.arena, "%d", LIMIT_PATTERN_BYTES >> 20)}};
    rule_value values[] = {{"limit", phrase(c, limits[run->result.past_limit], size, 1)}};
    const doc_node *n = run->document;
    config_report(c, "config/undecided", n->present ? n->members.at[0].node->key_at : config_place(c, n), (sdk_text){0}, values,
                  1);
}

/* The verdict rests on code that the compiler refuses, or that wpls itself has failed at. */
static void report_refusal(config_context *c, const config_run *run, const ir_refusal *why, str function)
{
    arena *a = c->rules.arena;
    str place = ir_span_text(a, c->facts->program, why->at);
    ptrdiff_t column = str_rfind_char(place, ':');
    rule_value values[] = {
        {"function", function}, {"reason", rule_refusal_text(&c->rules, why)}, {"place", str_slice(place, 0, (size_t)column)}};
    const doc_node *n = run->document;
    range at = n->present ? n->members.at[0].node->key_at : config_place(c, n);
    bool left_out = why->kind == IR_REFUSED_LEFT_OUT;
    diagnostic *d = config_report(c, "config/undecided", at,
                                  rule_config_phrase(left_out ? "undecided_left_out" : "undecided_refused"), values, 3);
    config_add_source(c, d, why->at, phrase(c, left_out ? "left_out_here" : "refused_here", NULL, 0));
}

/* --- further mistakes ------------------------------------------------------------------------------------------------------ */

/* What is wrong whatever is done about the mistakes so far: their values are taken as unknown, and still no way is accepted. */
typedef struct further {
    config_context *c;
    const config_run *first;
    const doc_node *faults[LIMIT_FURTHER_MISTAKES];
    size_t count;
    size_t said; /* number of the finding that other absent keys of the same object join */
    strbuf names; /* of those */
} further;

static bool same_place(config_context *c, const doc_node *a, const doc_node *b)
{
    return str_eq(doc_path(c->rules.arena, a), doc_path(c->rules.arena, b));
}

/* The value that a failure is about, inside of the document; NULL: nothing less than the whole. */
static const doc_node *fault_of(const eval_failure *f)
{
    const doc_node *fault = f->missing ? missing_of(f) : f->fault;
    return fault && fault->parent ? fault : NULL;
}

/* The run without the values so far. False: it rejects for no other certain reason. */
static bool run_without(const further *u, config_run *run)
{
    config_context *c = u->c;
    arena *a = c->rules.arena;
    doc_node *copy = config_part_document(a, u->first->part);
    forget_ambiguous(copy);
    for (size_t i = 0; i < u->count; i++)
        if (!doc_mask_same_place(copy, u->faults[i])) return false;
    *run = *u->first;
    run->document = copy;
    const eval_entry *entry = config_entry(c, run);
    if (!run->any_global) run->result = eval_closed(a, c->facts->program, entry, copy, config_global(c, run), true);
    else if (!eval_decides_any_global(a, c->facts->program, entry, copy, &run->result)) return false;
    const eval_failure *f = &run->result.failure;
    const doc_node *fault = fault_of(f);
    bool told = !fault;
    for (size_t i = 0; i < u->count && !told; i++) told = same_place(c, fault, u->faults[i]);
    return run->result.verdict == EVAL_REJECT && !f->varies && !told;
}

/* A key that is absent in the same object as the one that the first mistake is about: one finding names both. */
static bool joins(const further *u, const config_run *run)
{
    const doc_node *first = u->first->result.failure.missing ? missing_of(&u->first->result.failure) : NULL;
    const doc_node *other = run->result.failure.missing ? missing_of(&run->result.failure) : NULL;
    if (!first || !other || u->first->result.failure.instead[0] || run->result.failure.instead[0] || !other->key.n) return false;
    bool spelt = !config_misspelt(first->parent, first->key) && !config_misspelt(other->parent, other->key);
    return spelt && same_place(u->c, first->parent, other->parent);
}

static void report_further(config_context *c, const config_run *first)
{
    further u = {.c = c, .first = first, .said = c->rules.out->n - 1, .names = STRBUF_INIT};
    const doc_node *fault = fault_of(&first->result.failure);
    config_run run = *first;
    while (fault && u.count < LIMIT_FURTHER_MISTAKES) {
        u.faults[u.count++] = fault;
        if (u.count == LIMIT_FURTHER_MISTAKES || !run_without(&u, &run)) break;
        fault = fault_of(&run.result.failure);
        if (joins(&u, &run)) strbuf_printf(&u.names, "%s'%.*s'", u.names.n ? words(", ") : "", STR_ARG(fault->key));
        else report_failure(c, &run);
    }
    rule_value values[] = {{"names", strbuf_str(&u.names)}};
    if (u.names.n) add_text(c, &c->rules.out->at[u.said], phrase(c, "missing_too", values, 1));
    if (run.result.verdict == EVAL_ACCEPT) array_push(c->rules.arena, &c->mended, run);
    strbuf_free(&u.names);
}

/* Code that is not known took the configuration apart, or a value that is not judged, and what comes of it decides. */
static void report_parser(config_context *c, const config_run *run)
{
    const doc_node *n = run->document;
    if (run->result.form != EVAL_TEXT_JSON) return; /* config/no-json says so */
    bool torn = run->result.doubted || run->result.verdict == EVAL_UNDECIDED;
    for (size_t i = 0; i < run->result.gaps.list.n && run->result.ways > 1 && torn; i++) {
        const eval_gap *g = &run->result.gaps.list.at[i];
        rule_value values[] = {{"function", g->parser}, {"reason", g->reason}};
        if (!g->parser.n && !g->about) continue;
        bool all = !g->about || g->about == n;
        range at = all && n->present ? n->members.at[0].node->key_at : config_place(c, all ? n : g->about);
        const char *text = g->about ? "undecided_value" : "undecided_parser";
        diagnostic *d = config_report(c, "config/undecided", at, rule_config_phrase(text), values, 2);
        config_add_source(c, d, g->at, phrase(c, "parsed_here", NULL, 0));
        return;
    }
}

/* A rule that the SDK matches with nothing. A key that was meant to say with what is the mistake. */
static void report_rule(config_context *c, const config_run *run)
{
    str name = {0};
    const doc_node *meant = run->part->sdk_rule ? config_misspelt_match(c, run, &name) : NULL;
    rule_value values[] = {{"message", run->sdk_message}, {"name", name}};
    sdk_text text = run->part->sdk_rule ? rule_config_phrase("rule_without_match") : (sdk_text){0};
    range at = meant ? meant->key_at : config_place(c, run->sdk_fault);
    diagnostic *d = config_report(c, "config/rule-without-match", at, text, values, 1);
    if (!meant) return;
    add_text(c, d, phrase(c, "did_you_mean", values, 2));
    config_add_rename(c, d, phrase(c, "rename", values, 2), meant, name)->preferred = true;
}

/* No configuration at all, which this version of the SDK refuses itself. */
static void report_none(config_context *c, const config_run *run)
{
    rule_value values[] = {{"message", run->sdk_message}};
    config_report(c, "config/rejected", config_place(c, run->sdk_fault), rule_config_phrase("none_refused"), values, 1);
}

static void check_run(config_context *c, const config_run *run)
{
    if (run->ran && run->result.verdict != EVAL_REJECT && !run->result.past_limit && !run->result.refused) report_parser(c, run);
    if (run->sdk_message.n && run->part->none) report_none(c, run);
    else if (run->sdk_message.n) report_rule(c, run);
    if (run->ran && run->result.verdict == EVAL_UNDECIDED && run->result.past_limit) report_limit(c, run);
    if (run->ran && run->result.verdict == EVAL_UNDECIDED && run->result.refused)
        report_refusal(c, run, run->result.refused, run->result.refused_name);
    if (!run->ran || run->result.verdict != EVAL_REJECT) return;
    if (is_broken(run->part->node) && is_half_typed(&run->result.failure)) return;
    config_run certain = without_ambiguous(c, run);
    if (certain.result.verdict != EVAL_REJECT) return;
    report_failure(c, &certain);
    if (!is_broken(run->part->node) && !certain.result.failure.varies) report_further(c, &certain);
}

void config_rejected_run(config_context *c)
{
    const registration_list *all = c->facts->registrations;
    c->rejections = c->rules.out->n;
    if (all->refused && c->runs->n) report_refusal(c, &c->runs->at[0], all->refused, all->refused_name);
    for (size_t i = 0; i < c->runs->n; i++) {
        c->run = &c->runs->at[i];
        check_run(c, c->run);
        if (!c->run->dropped) continue;
        c->run = c->run->dropped;
        check_run(c, c->run);
    }
}
