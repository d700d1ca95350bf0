/* config/wrong-type: values that the plugin reads as another type, and so as something else than what was written.
 *
 * gjson's accessors never fail: they convert. "8080" read as a number is 8080 (a hint), "abc" is 0 (a warning). Nor does anybody
 * hear of a value that a check for another type passes by, or of a decoder's error that nobody looks at. */
#include "rules/config.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

enum {
    NUMBERS = DOC_READ_INT | DOC_READ_UINT | DOC_READ_FLOAT,
    SCALARS = NUMBERS | DOC_READ_STRING | DOC_READ_BOOL,
    ASKED = DOC_READ_IS_ARRAY | DOC_READ_IS_OBJECT,
    CHECKED = ASKED | DOC_READ_KIND | DOC_READ_TYPED | DOC_READ_RAW,
};

/* What becomes of the value: a phrase of the rule, and whether it is lost. */
typedef struct outcome {
    const char *phrase; /* NULL: as it was meant */
    bool lost;
} outcome;

static bool looks_like_number(str s)
{
    char text[64], *end;
    if (s.n == 0 || s.n >= sizeof text || isspace((unsigned char)s.p[0])) return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    strtod(text, &end);
    return *end == 0;
}

static bool looks_like_boolean(str s)
{
    static const char *const words[] = {"true", "false", "1", "0", "t", "f"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(s, str_of(words[i]))) return true;
    return false;
}

static outcome of_string(const doc_node *n)
{
    uint32_t r = n->reads;
    if (r & DOC_READ_STRING || n->text.n == 0) return (outcome){0};
    if (r & NUMBERS) return looks_like_number(n->text) ? (outcome){"string_as_number", false} : (outcome){"string_as_zero", true};
    if (r & DOC_READ_BOOL)
        return looks_like_boolean(n->text) ? (outcome){"string_as_boolean", false} : (outcome){"string_as_false", true};
    return (outcome){0};
}

static outcome of_number(const doc_node *n)
{
    uint32_t r = n->reads;
    if ((r & (DOC_READ_INT | DOC_READ_UINT)) && !(r & (DOC_READ_FLOAT | DOC_READ_STRING)) && n->number != floor(n->number))
        return (outcome){"fraction_cut", true};
    if ((r & DOC_READ_UINT) && !(r & (DOC_READ_FLOAT | DOC_READ_INT | DOC_READ_STRING)) && n->number < 0)
        return (outcome){"negative_as_zero", true};
    if (r & NUMBERS) return (outcome){0};
    if (r & DOC_READ_STRING) return (outcome){"number_as_string", false};
    if (r & DOC_READ_BOOL) return (outcome){"number_as_boolean", false};
    return (outcome){0};
}

static outcome of_boolean(const doc_node *n)
{
    uint32_t r = n->reads;
    if (r & DOC_READ_BOOL) return (outcome){0};
    if (r & DOC_READ_STRING) return (outcome){"boolean_as_string", false};
    if (r & NUMBERS) return (outcome){"boolean_as_number", false};
    return (outcome){0};
}

static bool has_read_member(const doc_node *n)
{
    for (size_t i = 0; i < n->present; i++)
        if (n->members.at[i].node->reads) return true;
    return false;
}

static outcome of_collection(const doc_node *n)
{
    uint32_t r = n->reads;
    bool array = n->kind == DOC_ARRAY;
    bool as_meant =
        array ? r & DOC_READ_ARRAY : r & DOC_READ_MEMBERS || (r & DOC_READ_CHILD && (!(r & SCALARS) || has_read_member(n)));
    if (as_meant) return (outcome){0};
    if (array && (r & DOC_READ_MEMBERS)) return (outcome){0}; /* ForEach takes both */
    if (array && (r & DOC_READ_CHILD)) return (outcome){"array_as_object", true};
    if (!array && (r & DOC_READ_ARRAY)) return (outcome){"object_as_array", false};
    if (r & NUMBERS) return (outcome){"collection_as_zero", true};
    if (r & DOC_READ_BOOL) return (outcome){"collection_as_false", true};
    if (r & DOC_READ_STRING) return (outcome){"collection_as_string", false};
    return (outcome){0};
}

static outcome of_scalar(const doc_node *n)
{
    uint32_t r = n->reads;
    if (!(r & SCALARS) && (r & (DOC_READ_CHILD | DOC_READ_MEMBERS))) return (outcome){"scalar_as_object", true};
    if (r & DOC_READ_ARRAY) return (outcome){"scalar_as_array", false};
    if (r & DOC_READ_ENTRY) return (outcome){"scalar_as_entry", false};
    if (n->kind == DOC_STRING) return of_string(n);
    return n->kind == DOC_NUMBER ? of_number(n) : of_boolean(n);
}

static bool is_scalar(const doc_node *n) { return n->kind > DOC_NULL && n->kind < DOC_ARRAY; }

/* The plugin looked for a list or an object, found none, and took nothing of what is there. */
static outcome of_ignored(const doc_node *n)
{
    bool list = n->reads & DOC_READ_IS_ARRAY, members = n->reads & DOC_READ_IS_OBJECT;
    bool found = (list && n->kind == DOC_ARRAY) || (members && n->kind == DOC_OBJECT);
    bool more = n->reads & ~(uint32_t)(ASKED | DOC_READ_EXISTS);
    if (more || found || !(list || members) || n->kind == DOC_NULL) return (outcome){0};
    return (outcome){list ? "no_array_ignored" : "no_object_ignored", true};
}

/* A typed decoder gave an error that the plugin does not mind, and nothing else took the value. */
static outcome of_refused(const doc_node *n)
{
    uint32_t others = DOC_READ_WHOLE | DOC_READ_RAW | DOC_READ_ARRAY | DOC_READ_CHILD | DOC_READ_MEMBERS | DOC_READ_STRING |
                      DOC_READ_BOOL | DOC_READ_FLOAT | (n->kind == DOC_NUMBER ? 0u : (uint32_t)NUMBERS);
    return n->reads & others ? (outcome){0} : (outcome){"refused", true};
}

/* Kept as a value of any type, looked at for one type alone, and of another. */
static bool is_unfit(const doc_node *n)
{
    uint32_t kept = DOC_READ_WHOLE | DOC_READ_EXISTS | DOC_READ_UNFIT;
    return (n->reads & DOC_READ_UNFIT) && (n->reads & DOC_READ_WHOLE) && !(n->reads & ~kept);
}

static outcome outcome_of(const doc_node *n)
{
    if (is_unfit(n)) return (outcome){"unfit", false};
    uint32_t r = n->reads;
    bool text_kept = r & DOC_READ_WHOLE && r & DOC_READ_STRING; /* String() of an object that is then stored */
    bool list_kept = r & DOC_READ_ARRAY && is_scalar(n);         /* the only element of a list that is then stored */
    if (r & DOC_READ_REFUSED) return of_refused(n);
    if (r & ASKED) return of_ignored(n);
    if (!r || (r & CHECKED) || (r & DOC_READ_WHOLE && !text_kept && !list_kept)) return (outcome){0};
    switch (n->kind) {
    case DOC_STRING:
    case DOC_NUMBER:
    case DOC_TRUE:
    case DOC_FALSE: return of_scalar(n);
    case DOC_ARRAY:
    case DOC_OBJECT: return of_collection(n);
    default: return (outcome){0};
    }
}

bool config_is_lost(const doc_node *n) { return outcome_of(n).lost; }

/* What a finding calls the value: its key in quotes, or that it is an item of the list under one. */
static str called(config_context *c, const doc_node *n)
{
    const doc_node *list = n;
    while (list->parent && !list->key.n) list = list->parent;
    rule_value values[] = {{"name", list->key}};
    if (n->key.n) return arena_printf(c->rules.arena, "'%.*s'", STR_ARG(n->key));
    return rule_format(&c->rules, rule_config_phrase(list->key.n ? "item_of" : "an_item"), values, 1);
}

/* The value as it stands in the text; a text in quotes. */
static str written(config_context *c, const doc_node *n)
{
    str text = str_slice(c->text, n->at.start, n->at.end);
    if (text.n > 40) return words_str("the value");
    bool plain = n->kind == DOC_STRING && text.n && text.p[0] != '"' && text.p[0] != '\'';
    return plain ? arena_printf(c->rules.arena, "'%.*s'", STR_ARG(text)) : text;
}

static str outcome_text(config_context *c, const doc_node *n, outcome o)
{
    rule_value values[] = {{"key", called(c, n)}, {"value", written(c, n)}};
    return rule_format(&c->rules, rule_config_phrase(o.phrase), values, 2);
}

str config_lost_text(config_context *c, const doc_node *n)
{
    outcome o = n && n->parent && n->at.end && !(n->reads & DOC_READ_SPOILT) ? outcome_of(n) : (outcome){0};
    return o.lost ? outcome_text(c, n, o) : (str){0};
}

/* `kept`: code that is not known got what holds the value, and may look for something else in it. */
static void walk(config_context *c, const doc_node *n, bool kept)
{
    outcome o = kept && n->reads & ASKED ? (outcome){0} : outcome_of(n);
    if (o.phrase && n->parent && !config_is_ambiguous(n)) {
        rule_value values[] = {{"key", called(c, n)}, {"value", written(c, n)}};
        diagnostic *d = config_report(c, "config/wrong-type", config_place(c, n), rule_config_phrase(o.phrase), values, 2);
        if (!o.lost) d->level = SEVERITY_HINT;
        config_add_source(c, d, n->read_at, rule_format(&c->rules, rule_config_phrase("read_here"), NULL, 0));
    }
    kept = kept || n->reads & DOC_READ_WHOLE;
    for (size_t i = 0; i < n->items.n; i++) walk(c, n->items.at[i], kept);
    for (size_t i = 0; i < n->present; i++) walk(c, n->members.at[i].node, kept);
}

void config_types_run(config_context *c)
{
    for (size_t i = 0; i < c->runs->n; i++) {
        const config_run *run = &c->runs->at[i];
        /* One mistake, one finding: the rejection says it. And what refused code reads, and how, is not known. */
        bool silent = run->result.verdict == EVAL_REJECT || run->result.refused;
        if (run->ran && !silent && run->document->kind == DOC_OBJECT) walk(c, run->document, false);
    }
}
