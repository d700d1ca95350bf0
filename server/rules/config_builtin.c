/* config/builtin-...: what the catalogue of built-in plugins says of a configuration whose plugin's sources are not here.
 *
 * Five checks and no more: keys that no state of the plugin reads, required ones, ranges, enumerations, and a list or an object
 * that has to be one. Other types are none of them, since most plugins read a text where a number stands and the other way round.
 * Of an image that may be newer than the catalogue only close misspellings are said. */
#include "base/words.h"
#include "ir/rule_layer.h"
#include "plugin/catalogue.h"
#include "rules/config.h"

enum { NAMES_SHOWN = 8 };

typedef struct builtin_check {
    config_context *c;
    str image;
    bool unsure;
    bool required; /* what is missing counts in this part */
} builtin_check;

typedef ARRAY(str) names;

static void walk(builtin_check *b, const inferred_value *v, const doc_node *n);

/* A finding; `values` has room for two more, which all of them have. */
static diagnostic *report(builtin_check *b, const char *id, range at, const char *phrase, rule_value *values, size_t count)
{
    values[count] = (rule_value){"image", b->image};
    values[count + 1] = (rule_value){"release", catalogue_release()};
    return config_report(b->c, id, at, phrase ? rule_config_phrase(phrase) : (sdk_text){0}, values, count + 2);
}

static str phrase_of(builtin_check *b, const char *name, const rule_value *values, size_t count)
{
    return rule_format(&b->c->rules, rule_config_phrase(name), values, count);
}

/* The key, or of an element that of its list. */
static str name_of(const doc_node *n)
{
    while (!n->key.n && n->parent) n = n->parent;
    return n->key;
}

/* --- keys that are not known ------------------------------------------------------------------------------------------------ */

static bool fits_kind(const inferred_value *v, const doc_node *n)
{
    const unsigned plain = INFERRED_STRING | INFERRED_INTEGER | INFERRED_NUMBER | INFERRED_BOOLEAN;
    return !v->types || (v->types & (n->kind == DOC_ARRAY ? INFERRED_ARRAY : n->kind == DOC_OBJECT ? INFERRED_OBJECT : plain));
}

/* The key that was probably meant, which is not there and not taken for another one; NULL when none is near. */
static const inferred_value *suggest(const inferred_value *v, const doc_node *n, const names *taken)
{
    const inferred_value *best = NULL;
    unsigned nearest = UINT32_MAX;
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *one = v->members.at[i];
        unsigned d = str_name_distance(one->name, n->key);
        bool free = d < nearest && !doc_find_member(n->parent, one->name);
        for (size_t k = 0; k < taken->n && free; k++) free = !str_eq(taken->at[k], one->name);
        if (!free) continue;
        nearest = d;
        best = one;
    }
    return best;
}

static void check_key(builtin_check *b, const inferred_value *v, const doc_node *n, names *taken)
{
    const inferred_value *meant = suggest(v, n, taken);
    if (b->unsure && (!meant || n->key.n < 4 || str_distance(meant->name, n->key, 1) > 1)) return;
    rule_value values[4] = {{"key", n->key}, {"name", meant ? meant->name : STR("")}};
    diagnostic *d = report(b, "config/builtin-unknown-key", n->key_at, NULL, values, 2);
    d->tag = TAG_UNNECESSARY;
    if (!meant) return;
    array_push(b->c->rules.arena, taken, meant->name);
    str hint = phrase_of(b, "did_you_mean", values, 2);
    d->message = arena_printf(b->c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(hint));
    config_add_rename(b->c, d, phrase_of(b, "rename", values, 2), n, meant->name)->preferred = fits_kind(meant, n);
}

/* --- keys that are missing -------------------------------------------------------------------------------------------------- */

static bool is_missing(const inferred_value *v, const doc_node *n)
{
    if (!n || n->kind == DOC_NULL) return true;
    bool empty = (n->kind == DOC_STRING && !n->text.n) || (n->kind == DOC_ARRAY && !n->items.n);
    return v->non_empty && empty;
}

/* The case in which the key is required, where the object is in one; NULL: it is not. */
static const inferred_guard *case_of(const inferred_value *v, const doc_node *holder)
{
    for (size_t i = 0; i < v->required_when.n; i++) {
        const inferred_guard *g = &v->required_when.at[i];
        const doc_node *on = doc_find_member(holder, g->path);
        if (on && on->kind == DOC_STRING && str_eq(on->text, g->value)) return g;
    }
    return NULL;
}

/* Where something is missing in an object: its key, or what the configuration stands behind. */
static range place_of(const builtin_check *b, const doc_node *holder)
{
    range key = holder->parent ? holder->key_at : b->c->run->part->key_at;
    return key.end > key.start ? key : config_place(b->c, holder);
}

static void check_required(builtin_check *b, const inferred_value *v, const doc_node *holder)
{
    const doc_node *n = doc_find_member(holder, v->name);
    const inferred_guard *in = v->required ? NULL : case_of(v, holder);
    if ((!v->required && !in) || !is_missing(v, n)) return;
    rule_value values[5] = {{"key", v->name}, {"other", in ? in->path : STR("")}, {"value", in ? in->value : STR("")}};
    bool empty = n && n->kind != DOC_NULL;
    report(b, "config/builtin-missing", empty ? config_place(b->c, n) : place_of(b, holder),
           empty ? "builtin_empty" : in ? "builtin_case" : NULL, values, 3);
}

static str list_of(builtin_check *b, const str *texts, size_t count)
{
    str out = {"", 0};
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        out = arena_printf(b->c->rules.arena, "%.*s%s'%.*s'", STR_ARG(out), i ? words(", ") : "", STR_ARG(texts[i]));
    return count > NAMES_SHOWN ? arena_printf(b->c->rules.arena, "%.*s%s...", STR_ARG(out), words(", ")) : out;
}

/* At least one of some keys has to be there. */
static void check_group(builtin_check *b, const inferred_value *v, const doc_node *holder, const names *taken)
{
    names keys = {0};
    for (size_t i = 0; i < v->one_of.n; i++) {
        const inferred_value *one = v->one_of.at[i];
        if (!is_missing(one, doc_find_member(holder, one->name))) return;
        for (size_t k = 0; k < taken->n; k++)
            if (str_eq(taken->at[k], one->name)) return;
        array_push(b->c->rules.arena, &keys, one->name);
    }
    if (!keys.n) return;
    rule_value values[3] = {{"keys", list_of(b, keys.at, keys.n)}};
    report(b, "config/builtin-missing", place_of(b, holder), "builtin_group", values, 1);
}

/* --- values ----------------------------------------------------------------------------------------------------------------- */

static bool check_kind(builtin_check *b, const inferred_value *v, const doc_node *n)
{
    const unsigned collections = INFERRED_ARRAY | INFERRED_OBJECT;
    unsigned has = n->kind == DOC_ARRAY ? INFERRED_ARRAY : n->kind == DOC_OBJECT ? INFERRED_OBJECT : 0;
    if (b->unsure || !v->types || (v->types & ~collections) || n->kind == DOC_NULL || (v->types & has)) return true;
    const char *wanted = v->types == collections      ? "builtin_both"
                         : v->types == INFERRED_ARRAY ? "builtin_list"
                                                      : "builtin_object";
    rule_value values[4] = {{"key", name_of(n)}, {"wanted", phrase_of(b, wanted, NULL, 0)}};
    report(b, "config/builtin-kind", config_place(b->c, n), n->parent ? NULL : "builtin_whole", values, 2);
    return false;
}

static bool is_allowed(const inferred_value *v, str text)
{
    for (size_t i = 0; i < v->values.n; i++)
        if (str_eq(v->values.at[i].text, text)) return true;
    return false;
}

static void check_enum(builtin_check *b, const inferred_value *v, const doc_node *n)
{
    if (!v->enum_enforced || !n->text.n || is_allowed(v, n->text)) return;
    names allowed = {0};
    str meant = {0};
    unsigned nearest = UINT32_MAX;
    for (size_t i = 0; i < v->values.n; i++) {
        str one = v->values.at[i].text;
        unsigned d = str_name_distance(one, n->text);
        array_push(b->c->rules.arena, &allowed, one);
        if (d < nearest) nearest = d, meant = one;
    }
    str all = list_of(b, allowed.at, allowed.n);
    rule_value values[6] = {{"key", name_of(n)}, {"value", n->text}, {"values", all}, {"name", meant}};
    diagnostic *d = report(b, "config/builtin-value", config_place(b->c, n), NULL, values, 4);
    if (!meant.n) return;
    str hint = phrase_of(b, "did_you_mean", values, 4);
    d->message = arena_printf(b->c->rules.arena, "%.*s%.*s", STR_ARG(d->message), STR_ARG(hint));
    str text = arena_str(b->c->rules.arena, str_slice(b->c->text, n->at.start, n->at.end));
    if (text.n >= 2 && (text.p[0] == '"' || text.p[0] == '\''))
        meant = arena_printf(b->c->rules.arena, "%c%.*s%c", text.p[0], STR_ARG(meant), text.p[0]);
    else if (!str_eq(text, n->text)) return; /* written in a way of its own */
    config_add_fix(b->c, d, phrase_of(b, "builtin_change", values, 4), n->at, meant)->preferred = true;
}

static void check_range(builtin_check *b, const inferred_value *v, const doc_node *n)
{
    bool low = v->has_minimum && n->number < v->minimum, high = v->has_maximum && n->number > v->maximum;
    arena *a = b->c->rules.arena;
    if (!low && !high) return;
    rule_value limits[] = {{"min", arena_printf(a, "%.15g", v->minimum)}, {"max", arena_printf(a, "%.15g", v->maximum)}};
    const char *phrase = v->has_minimum && v->has_maximum ? "builtin_between" : low ? "builtin_at_least" : "builtin_at_most";
    rule_value values[4] = {{"key", name_of(n)}, {"limits", phrase_of(b, phrase, limits, 2)}};
    report(b, "config/builtin-range", config_place(b->c, n), NULL, values, 2);
}

/* --- the walk --------------------------------------------------------------------------------------------------------------- */

/* What the SDK takes out of the root before the plugin gets it. */
static bool is_of_sdk(const doc_node *n)
{
    const rule_layer *layer = &rule_layer_higress;
    bool found = !n->parent->parent && (str_is(n->key, layer->rules) || str_is(n->key, layer->id));
    for (size_t i = 0; i < layer->match_count && !n->parent->parent; i++) found = found || str_is(n->key, layer->match[i].key);
    return found;
}

static void walk_object(builtin_check *b, const inferred_value *v, const doc_node *n)
{
    names taken = {0};
    bool required = b->required && !b->unsure;
    for (size_t i = 0; i < n->present; i++) {
        const doc_node *inside = n->members.at[i].node;
        const inferred_value *known = inferred_member(v, inside->key);
        bool merged = inside->key_at.end == inside->key_at.start; /* from another place */
        if (is_of_sdk(inside) || merged) continue;
        if (known) walk(b, known, inside);
        else if (!v->whole) check_key(b, v, inside, &taken);
    }
    for (size_t i = 0; i < v->members.n && required; i++) {
        bool misspelt = false;
        for (size_t k = 0; k < taken.n; k++) misspelt = misspelt || str_eq(taken.at[k], v->members.at[i]->name);
        if (!misspelt) check_required(b, v->members.at[i], n);
    }
    if (required) check_group(b, v, n, &taken);
}

static void walk(builtin_check *b, const inferred_value *v, const doc_node *n)
{
    if (n->kind == DOC_SYMBOLIC || !check_kind(b, v, n)) return;
    if (n->kind == DOC_OBJECT) walk_object(b, v, n);
    for (size_t i = 0; i < n->items.n && v->element; i++) walk(b, v->element, n->items.at[i]);
    if (b->unsure) return;
    if (n->kind == DOC_STRING || n->kind == DOC_NUMBER) check_enum(b, v, n);
    if (n->kind == DOC_NUMBER) check_range(b, v, n);
}

/* With rules an error of the global part is swallowed; older SDKs take an empty object whatever the parser says; and what is put
 * into another resource has the rest there. */
static bool is_whole(const config_document *d, const config_part *part, const doc_node *root)
{
    bool rules = part->scope == CONFIG_GLOBAL && d->parts.n > 1;
    for (size_t i = 0; i < root->present; i++) rules = rules || str_is(root->members.at[i].key, rule_layer_higress.rules);
    return !rules && !d->part && root->present;
}

void config_builtin_run(workspace *w, config_context *c)
{
    const config_document *d = c->document;
    const inferred_schema *schema = workspace_catalogue_schema(w, &d->builtin);
    builtin_check b = {.c = c, .image = catalogue_image_text(c->rules.arena, &d->builtin), .unsure = d->builtin.unsure};
    for (size_t i = 0; i < d->parts.n && schema; i++) {
        const config_part *part = &d->parts.at[i];
        config_run run = {.part = part, .document = config_part_document(c->rules.arena, part)};
        c->run = &run;
        b.required = is_whole(d, part, run.document);
        if (part->sdk_rule && run.document->kind != DOC_OBJECT) continue; /* no rule at all */
        walk(&b, part->scope == CONFIG_RULE ? schema->rule : schema->root, run.document);
    }
    c->run = NULL;
}
