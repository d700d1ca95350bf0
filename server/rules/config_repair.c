/* Repairs of a rejected configuration: a misspelt key renamed, a value replaced by one that the plugin's code compares with, its
 * type changed with the meaning kept, a missing key added. Offered is what the plugin was seen to accept, by running it on the
 * changed text. A rename or a change of type may uncover the next mistake: then those repairs are tried together. */
#include "ir/infer.h"
#include "rules/config.h"
#include "text/edit.h"
#include "yaml/insert.h"
#include <stdlib.h>

enum { CHAIN_MOST = 8, VALUES_OFFERED_MOST = 4, VALUES_TRIED_MOST = 16 };
/* Of edited texts in all: thousands of trials in an ordinary document, dozens in a huge one. */
enum { TRIED_BYTES_MOST = 4 << 20 };

typedef struct repair {
    const char *phrase;
    rule_value value; /* of the phrase */
    text_edit edit;
    bool sure; /* keeps the meaning: may be applied without asking */
    str blank; /* written in the place of the edit's text, which holds an invented one only so that it can be tried; or empty */
} repair;

typedef ARRAY(repair) repairs;

/* The text after an edit, in the context's arena. */
static str edited(config_context *c, const text_edit *edit)
{
    strbuf out = STRBUF_INIT;
    text_edits list = {0};
    array_push(c->rules.arena, &list, *edit);
    edits_apply(&out, c->text, &list);
    str text = arena_str(c->rules.arena, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* --- proposals ------------------------------------------------------------------------------------------------------------- */

static str in_quotes(arena *a, str s)
{
    return arena_printf(a, "\"%.*s\"", STR_ARG(s));
}

static void propose_text(config_context *c, repairs *list, const doc_node *n, str text, bool sure)
{
    repair r = {"replace_cures", {"value", text}, {arena_str(c->rules.arena, c->path), n->at, text}, sure, {0}};
    array_push(c->rules.arena, list, r);
}

static bool is_plain_number(str s)
{
    size_t digits = 0, dots = 0;
    for (size_t i = s.n && s.p[0] == '-' ? 1 : 0; i < s.n; i++) {
        if (s.p[i] == '.') dots++;
        else if (s.p[i] >= '0' && s.p[i] <= '9') digits++;
        else return false;
    }
    return digits > 0 && digits < 16 && dots < 2 && s.p[s.n - 1] != '.';
}

/* Whether the program reads the value as something that may be a list. As a text a list gives its source to such a program, which
 * may accept it though nobody means that. */
static bool may_be_list(const doc_node *n)
{
    return n->reads &
           ~(uint32_t)(DOC_READ_EXISTS | DOC_READ_STRING | DOC_READ_INT | DOC_READ_UINT | DOC_READ_FLOAT | DOC_READ_BOOL);
}

static void propose_types(config_context *c, repairs *list, const doc_node *n)
{
    str text = str_slice(c->text, n->at.start, n->at.end);
    bool one_line = text.n && str_find_char(text, '\n', 0) < 0;
    if (!one_line || n->kind == DOC_ARRAY || n->kind == DOC_OBJECT || n->kind == DOC_NULL) return;
    bool word = n->kind == DOC_STRING && (str_is(n->text, "true") || str_is(n->text, "false"));
    if (word || (n->kind == DOC_STRING && is_plain_number(n->text))) propose_text(c, list, n, n->text, true);
    if (n->kind != DOC_STRING) propose_text(c, list, n, in_quotes(c->rules.arena, text), true);
    if (may_be_list(n)) propose_text(c, list, n, arena_printf(c->rules.arena, "[%.*s]", STR_ARG(text)), true);
}

static str literal_of(config_context *c, const inferred_constant *k)
{
    if (!k->is_string) return k->text;
    bool plain = k->text.n > 0;
    for (size_t i = 0; i < k->text.n; i++) {
        char ch = k->text.p[i];
        plain = plain && ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' ||
                          (i > 0 && (ch == '-' || (ch >= '0' && ch <= '9'))));
    }
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) plain = plain && !str_eq_nocase(k->text, str_of(words[i]));
    bool json = c->document->dialect == YAML_JSON;
    bool quotable =
        str_find_char(k->text, '"', 0) < 0 && str_find_char(k->text, '\\', 0) < 0 && str_find_char(k->text, '\n', 0) < 0;
    if (plain && !json) return k->text;
    return quotable ? in_quotes(c->rules.arena, k->text) : STR("");
}

typedef struct candidate {
    const inferred_constant *value;
    uint32_t distance; /* from what is written; UINT32_MAX: another word */
    size_t place;      /* in the code */
} candidate;

static int by_distance(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The values that the code compares with, the nearest first: the one nearly written is the obvious one. Where there is one like
 * it, or so many that any choice would be a guess, other words are no answer. */
static void propose_values(config_context *c, repairs *list, const config_run *run, const doc_node *n)
{
    if (n->kind == DOC_ARRAY || n->kind == DOC_OBJECT || str_find_char(str_slice(c->text, n->at.start, n->at.end), '\n', 0) >= 0)
        return;
    const inferred_value *v = config_explored(c, run->part->scope, n);
    if (!v || !v->values.n) return;
    candidate *all = ARENA_NEW_N(c->rules.arena, candidate, v->values.n);
    size_t near = 0;
    for (size_t i = 0; i < v->values.n; i++) {
        all[i] = (candidate){&v->values.at[i], n->text.n ? str_name_distance(n->text, v->values.at[i].text) : UINT32_MAX, i};
        near += all[i].distance != UINT32_MAX;
    }
    qsort(all, v->values.n, sizeof *all, by_distance);
    size_t count = near ? near : v->values.n <= VALUES_OFFERED_MOST ? v->values.n : 0;
    for (size_t i = 0; i < count && i < VALUES_TRIED_MOST; i++) {
        str text = literal_of(c, all[i].value);
        if (text.n) propose_text(c, list, n, text, near == 1);
    }
}

/* A text of which the code says nothing but that it must be there: a name, a password. */
static bool is_free_text(const inferred_value *v)
{
    bool other = v && (v->types & (INFERRED_ARRAY | INFERRED_INTEGER | INFERRED_NUMBER));
    return v && !other && (v->types & INFERRED_STRING) && !v->default_text.n && !v->values.n && !v->has_minimum;
}

/* Something that a value like this may be, to be replaced by the user. */
static str placeholder(config_context *c, const inferred_value *v, bool element)
{
    if (!v) return STR("\"\"");
    if (v->types == INFERRED_BOOLEAN) return STR("true"); /* who is missed is hardly to be switched off */
    if (v->default_text.n) return v->default_text;
    for (size_t i = 0; i < v->values.n; i++) {
        str text = literal_of(c, &v->values.at[i]);
        if (text.n && v->values.at[i].text.n) return text;
    }
    if (v->has_minimum) return arena_printf(c->rules.arena, "%.0f", v->minimum);
    if (v->types & INFERRED_ARRAY && !element)
        return arena_printf(c->rules.arena, "[%.*s]", STR_ARG(placeholder(c, v->element, true)));
    if (v->types & (INFERRED_INTEGER | INFERRED_NUMBER)) return STR("1");
    if (v->types & INFERRED_STRING) return in_quotes(c->rules.arena, v->name.n ? v->name : STR("value"));
    if (v->types & INFERRED_BOOLEAN) return STR("true");
    return v->types & INFERRED_OBJECT ? STR("{}") : STR("\"\"");
}

static void propose_key(config_context *c, repairs *list, const config_run *run, const doc_node *missing)
{
    const doc_node *holder = missing->parent;
    const yaml_node *y = holder && holder->source ? yaml_resolve(holder->source) : NULL;
    if (!y || y->kind != YAML_MAPPING || !y->entry_count || missing->key.n == 0) return;
    arena *a = c->rules.arena;
    const inferred_value *v = config_inferred(c, run->part->scope, missing);
    uint32_t at = 0;
    str filled = placeholder(c, v, false), blank = {0};
    str text = yaml_insert_members(a, c->text, y, &(yaml_new_member){missing->key, filled}, 1, &at);
    if (is_free_text(v)) blank = yaml_insert_members(a, c->text, y, &(yaml_new_member){missing->key, STR("\"\"")}, 1, &at);
    text_edit edit = {arena_str(a, c->path), range_make(at, at), text};
    str name = blank.n ? missing->key : arena_printf(a, "%.*s: %.*s", STR_ARG(missing->key), STR_ARG(filled));
    repair r = {blank.n ? "add_blank" : "add_cures", {"name", name}, edit, false, blank};
    array_push(a, list, r);
}

static repairs propose(config_context *c, const config_run *run, const doc_node *misspelt, bool only_sure)
{
    repairs list = {0};
    const eval_failure *f = &run->result.failure;
    const doc_node *missing = f->missing;
    while (missing && missing->parent && missing->parent->kind == DOC_MISSING) missing = missing->parent;
    if (misspelt) {
        repair r = {"rename_cures", {"name", missing->key}, config_rename(c, misspelt, missing->key),
                    config_keeps_kind(c, run->part->scope, misspelt, missing), {0}};
        array_push(c->rules.arena, &list, r);
    }
    bool there = !missing && f->fault && f->fault->source && f->fault->at.end > f->fault->at.start;
    if (there) propose_values(c, &list, run, f->fault);
    if (there) propose_types(c, &list, f->fault);
    if (!missing || misspelt || only_sure) return list;
    propose_key(c, &list, run, missing);
    for (size_t i = 0; i < sizeof f->instead / sizeof *f->instead && f->instead[i]; i++)
        propose_key(c, &list, run, f->instead[i]);
    return list;
}

/* --- trials ---------------------------------------------------------------------------------------------------------------- */

/* The run of the global part, when an edit for the sake of the rule stands behind it or elsewhere; else NULL. A rule's edit may
 * lie before the rule, where an alias leads. */
static const config_run *global_before(const config_context *c, const config_part *part, const text_edit *edit)
{
    bool inside = part->global >= 0 && (size_t)part->global < c->runs->n && part->node && edit->at.start >= part->node->at.start;
    return inside ? &c->runs->at[part->global] : NULL;
}

/* The context after an edit, in which the part alone was run; NULL when the text is broken then. */
static config_context *try_edit(config_context *c, size_t part, const text_edit *edit)
{
    arena *a = c->rules.arena;
    config_context *next = ARENA_NEW(a, config_context);
    config_document *document = ARENA_NEW(a, config_document);
    config_runs *runs = ARENA_NEW(a, config_runs);
    *next = *c;
    next->text = edited(c, edit);
    if (!config_document_edited(a, c->document, next->text, document)) return NULL;
    *runs = config_evaluate_part(a, document, part, global_before(c, &c->document->parts.at[part], edit));
    next->document = document;
    next->runs = runs;
    return next;
}

static bool is_accepted(const config_run *run)
{
    return run->ran && run->result.verdict == EVAL_ACCEPT && !run->sdk_message.n && !run->dropped;
}

/* A range of an edited text in the text before the edit; false when it touches the edit. */
static bool back_through(const text_edit *edit, range *at)
{
    uint32_t end = edit->at.start + (uint32_t)edit->text.n;
    if (at->end <= edit->at.start) return true;
    if (at->start < end) return false;
    *at = range_make(at->start - end + edit->at.end, at->end - end + edit->at.end);
    return true;
}

static const doc_node *misspelt_in(const config_run *run)
{
    const doc_node *missing = run->result.failure.missing;
    while (missing && missing->parent && missing->parent->kind == DOC_MISSING) missing = missing->parent;
    return missing && missing->parent && missing->key.n ? config_misspelt(missing->parent, missing->key) : NULL;
}

static bool adds_key(const repair *r) { return strncmp(r->phrase, "add_", 4) == 0; }

/* The next one of those that follow `first`: one that keeps the meaning, behind a missing key also another missing key. */
static const repair *next_repair(const repairs *list, const repair *first)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].sure) return &list->at[i];
    for (size_t i = 0; i < list->n && adds_key(first); i++)
        if (adds_key(&list->at[i])) return &list->at[i];
    return NULL;
}

/* Whether `first` and then such repairs, one after the other, lead to acceptance: all of them, with edits of the text before
 * `first`. */
static bool accepts_after(config_context *c, size_t part, const repair *first, repairs *chain)
{
    arena *a = c->rules.arena;
    text_edit done[CHAIN_MOST];
    array_push(a, chain, *first);
    done[0] = first->edit;
    for (size_t depth = 1;; depth++) {
        c = try_edit(c, part, &done[depth - 1]);
        if (!c || part >= c->runs->n) return false;
        const config_run *run = &c->runs->at[part];
        if (is_accepted(run)) return true;
        if (run->dropped) run = run->dropped;
        if (run->result.verdict != EVAL_REJECT || depth == CHAIN_MOST) return false;
        repairs list = propose(c, run, misspelt_in(run), !adds_key(first));
        const repair *next = next_repair(&list, first);
        if (!next) return false;
        repair original = *next;
        for (size_t i = depth; i > 0; i--)
            if (!back_through(&done[i - 1], &original.edit.at)) return false;
        done[depth] = next->edit;
        array_push(a, chain, original);
    }
}

static str title_of(config_context *c, const repairs *chain)
{
    const repair *first = &chain->at[0];
    strbuf names = STRBUF_INIT;
    for (size_t i = 0; i < chain->n; i++)
        strbuf_printf(&names, "%s'%.*s'", i ? words(", ") : "", STR_ARG(chain->at[i].value.text));
    rule_value all[] = {{"names", arena_str(c->rules.arena, strbuf_str(&names))}};
    strbuf_free(&names);
    if (chain->n > 1 && adds_key(first)) return rule_format(&c->rules, rule_config_phrase("add_all"), all, 1);
    bool others = chain->n > 1 && strcmp(first->phrase, "rename_cures") == 0;
    return rule_format(&c->rules, rule_config_phrase(others ? "rename_with_others" : first->phrase), &first->value, 1);
}

static void offer(config_context *c, diagnostic *d, const repairs *chain)
{
    fix *f = array_add(c->rules.arena, &d->fixes);
    f->title = title_of(c, chain);
    for (size_t i = 0; i < chain->n; i++) {
        array_push(c->rules.arena, &f->edits, chain->at[i].edit);
        if (chain->at[i].blank.n) array_last(&f->edits).text = chain->at[i].blank;
    }
    f->preferred = chain->at[0].sure;
    for (size_t i = 0; i + 1 < d->fixes.n; i++)
        if (d->fixes.at[i].preferred) f->preferred = false;
}

/* Repairs of other kinds behind a missing key would change what nobody complained of. */
static bool is_offered(const repairs *chain)
{
    bool all = true;
    for (size_t i = 0; i < chain->n; i++) all = all && adds_key(&chain->at[i]);
    return chain->n == 1 || chain->at[0].sure || all;
}

void config_repair(config_context *c, const config_run *run, const doc_node *misspelt, diagnostic *d)
{
    size_t part = (size_t)(run->part - c->document->parts.at);
    repairs list = propose(c, run, misspelt, false);
    uint32_t offered = 0;
    for (size_t i = 0; i < list.n && offered < VALUES_OFFERED_MOST; i++) {
        repairs chain = {0};
        const repair *r = &list.at[i];
        c->tried_bytes += c->text.n;
        if (c->tried_bytes <= TRIED_BYTES_MOST && accepts_after(c, part, r, &chain) && is_offered(&chain)) {
            offer(c, d, &chain);
            offered++;
        } else if (i == 0 && misspelt) {
            fix *f = config_add_fix(c, d, rule_format(&c->rules, rule_config_phrase("rename"), &r->value, 1), r->edit.at,
                                    r->edit.text);
            f->preferred = false;
        }
    }
}
