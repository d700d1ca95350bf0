/* Errors to findings: the code, the place, and the smallest thing that is wrong in one sentence. */
#include "base/strbuf.h"
#include "base/words.h"
#include "schema/check.h"

#include <stdio.h>

enum { LISTED_MOST = 8, KNOWN_MOST = 8, SHOWN_BYTES = 60 };

typedef struct phrase {
    const char *code, *text;
} phrase;

/* {it}: the value's name. The rest is filled in by kind. */
static const phrase phrases[] = {
    [ERROR_TYPE] = {"schema/type", WORDS("{it} must be {types}, not {got}")},
    [ERROR_VALUE] = {"schema/enum", WORDS("{it} must be {values}, not {got}{meant}")},
    [ERROR_MINIMUM] = {"schema/range", WORDS("{it} must be {least} {limit}, not {got}")},
    [ERROR_MAXIMUM] = {"schema/range", WORDS("{it} must be {most} {limit}, not {got}")},
    [ERROR_MULTIPLE] = {"schema/range", WORDS("{it} must be a multiple of {limit}, not {got}")},
    [ERROR_SHORT] = {"schema/range", WORDS("{it} must have at least {limit} {characters}, not {count}")},
    [ERROR_LONG] = {"schema/range", WORDS("{it} must have at most {limit} {characters}, not {count}")},
    [ERROR_FEW_ITEMS] = {"schema/range", WORDS("{it} must have at least {limit} {items}, not {count}")},
    [ERROR_MANY_ITEMS] = {"schema/range", WORDS("{it} must have at most {limit} {items}, not {count}")},
    [ERROR_FEW_MEMBERS] = {"schema/range", WORDS("{it} must have at least {limit} {keys}, not {count}")},
    [ERROR_MANY_MEMBERS] = {"schema/range", WORDS("{it} must have at most {limit} {keys}, not {count}")},
    [ERROR_PATTERN] = {"schema/pattern", WORDS("{it} must match the pattern '{limit}'")},
    [ERROR_FORMAT] = {"schema/format", WORDS("{it} is no valid {limit}")},
    [ERROR_CONTENT] = {"schema/format", WORDS("{it} is no valid {limit}")},
    [ERROR_REQUIRED] = {"schema/required", WORDS("missing {names}{in}{meant}")},
    [ERROR_NEEDED] = {"schema/required", WORDS("'{last}' needs '{first}' beside it")},
    [ERROR_UNKNOWN_KEY] = {"schema/unknown-key", WORDS("unknown key '{key}'{meant}")},
    [ERROR_DROPPED_KEY] = {"schema/unknown-key", WORDS("unknown key '{key}': the API server drops it{meant}")},
    [ERROR_KEY_NAME] = {"schema/not-allowed", WORDS("a key '{key}' is not allowed here")},
    [ERROR_ITEM] = {"schema/not-allowed", WORDS("this item is one too many: {room}")},
    [ERROR_DUPLICATE] = {"schema/duplicate-item", WORDS("this item is there already")},
    [ERROR_CONTAINS_NONE] = {"schema/contains", WORDS("{it} has no item {such}")},
    [ERROR_CONTAINS_FEW] = {"schema/contains", WORDS("{it} must have at least {limit} {items} {such}, not {count}")},
    [ERROR_CONTAINS_MANY] = {"schema/contains", WORDS("{it} must have at most {limit} {items} {such}, not {count}")},
    [ERROR_NOT] = {"schema/not-allowed", WORDS("{it} must not be {values}")},
    [ERROR_NEVER] = {"schema/not-allowed", WORDS("{it} is not allowed here")},
    [ERROR_SEVERAL] = {"schema/not-allowed",
                       WORDS("{it} fits more than one alternative (number {first} and {last}), exactly one is allowed")},
};

typedef struct writer {
    arena *arena;
    const schema_options *options;
    const schema_error *error;
    strbuf out;
} writer;

/* --- words ----------------------------------------------------------------------------------------------------------------- */

static void add_shown(strbuf *out, str s)
{
    size_t n = 0;
    for (; n < s.n && (n < SHOWN_BYTES || (s.p[n] & 0xC0) == 0x80); n++)
        strbuf_add_char(out, (unsigned char)s.p[n] < ' ' ? ' ' : s.p[n]);
    if (n < s.n) strbuf_add_cstr(out, "...");
}

static void add_scalar(strbuf *out, const yaml_node *v)
{
    if (v->kind != YAML_SCALAR || !v->value.n) strbuf_add_cstr(out, schema_value_is_string(v) ? "''" : "null");
    else if (v->type != YAML_STRING) add_shown(out, v->value);
    else {
        strbuf_add_char(out, '\'');
        add_shown(out, v->value);
        strbuf_add_char(out, '\'');
    }
}

/* In flow style; inner collections of long ones are cut. */
static void add_value(strbuf *out, const yaml_node *node)
{
    const yaml_node *v = schema_value(node);
    bool mapping = v && v->kind == YAML_MAPPING, sequence = v && v->kind == YAML_SEQUENCE;
    size_t from = out->n;
    if (!mapping && !sequence) {
        if (v) add_scalar(out, v);
        return;
    }
    strbuf_add_char(out, mapping ? '{' : '[');
    uint32_t n = mapping ? v->entry_count : v->item_count;
    for (uint32_t i = 0; i < n; i++) {
        if (i) strbuf_add_cstr(out, ", ");
        if (out->n - from > SHOWN_BYTES || v->at.end - v->at.start > 4 * SHOWN_BYTES) {
            strbuf_add_cstr(out, "...");
            break;
        }
        if (mapping) {
            add_shown(out, v->entries[i].key->value);
            strbuf_add_cstr(out, ": ");
        }
        add_value(out, mapping ? v->entries[i].value : v->items[i]);
    }
    strbuf_add_char(out, mapping ? '}' : ']');
}

static const char *type_word(unsigned bit)
{
    switch (bit) {
    case SCHEMA_NULL: return words("null");
    case SCHEMA_BOOLEAN: return words("a boolean");
    case SCHEMA_OBJECT: return words("an object");
    case SCHEMA_ARRAY: return words("a list");
    case SCHEMA_STRING: return words("a string");
    case SCHEMA_INTEGER: return words("an integer");
    default: return words("a number");
    }
}

/* What stands between the i-th of n words and the one before; in Chinese with blanks where the words are `quoted`, or numbers. */
static void add_separator(strbuf *out, size_t i, size_t n, bool any, bool quoted)
{
    bool chinese = words_used() == WORDS_CHINESE;
    if (!i) return;
    if (i + 1 < n) {
        strbuf_add_cstr(out, words(", "));
        return;
    }
    if (chinese && (unsigned char)out->p[out->n - 1] < 0x80) strbuf_add_char(out, ' ');
    strbuf_add_cstr(out, any ? words(" or ") : words(" and "));
    if (chinese && quoted) strbuf_add_char(out, ' ');
}

static void add_types(writer *w, unsigned types, size_t before, size_t all)
{
    if (types & SCHEMA_NUMBER) types &= ~(unsigned)SCHEMA_INTEGER;
    for (unsigned bit = SCHEMA_NUMBER; bit; bit >>= 1) {
        if (!(types & bit)) continue;
        add_separator(&w->out, before++, all, true, false);
        strbuf_add_cstr(&w->out, type_word(bit));
    }
}

static size_t type_count(unsigned types)
{
    size_t n = 0;
    if (types & SCHEMA_NUMBER) types &= ~(unsigned)SCHEMA_INTEGER;
    for (; types; types &= types - 1) n++;
    return n;
}

static void add_expected(writer *w, const schema_values_list *values, unsigned types)
{
    schema_value_list all = {0};
    for (size_t i = 0; i < values->n; i++)
        for (size_t k = 0; k < values->at[i]->list.n; k++) {
            bool known = false;
            for (size_t j = 0; j < all.n && all.n <= LISTED_MOST && !known; j++)
                known = schema_values_equal(all.at[j], values->at[i]->list.at[k]);
            if (!known) array_push(w->arena, &all, values->at[i]->list.at[k]);
        }
    size_t shown = all.n > LISTED_MOST ? LISTED_MOST : all.n, n = shown + type_count(types) + (shown < all.n);
    for (size_t i = 0; i < shown; i++) {
        add_separator(&w->out, i, n, true, true);
        add_value(&w->out, all.at[i]);
    }
    if (shown < all.n) {
        add_separator(&w->out, shown, n, true, false);
        strbuf_printf(&w->out, words("one of %zu more"), all.n - shown);
    }
    add_types(w, types, n - type_count(types), n);
}

static void add_names(writer *w, const str *names, size_t n, bool any)
{
    size_t shown = n > LISTED_MOST + 1 ? LISTED_MOST : n, count = shown + (shown < n);
    for (size_t i = 0; i < shown; i++) {
        add_separator(&w->out, i, count, any, true);
        strbuf_add_char(&w->out, '\'');
        add_shown(&w->out, names[i]);
        strbuf_add_char(&w->out, '\'');
    }
    if (shown == n) return;
    add_separator(&w->out, shown, count, any, false);
    strbuf_printf(&w->out, words("%zu more"), n - shown);
}

/* "'port'", "item 2 of 'ports'", "the document" */
static void add_subject(writer *w, const yaml_node *v)
{
    const yaml_entry *e = check_entry_of(v);
    if (e) {
        add_names(w, &e->key->value, 1, false);
        return;
    }
    if (!v->parent || v->parent->kind != YAML_SEQUENCE) {
        strbuf_add_cstr(&w->out, w->error->entry && v == w->error->entry->key ? words("the key")
                        : v->kind == YAML_SCALAR && v->parent              ? words("the key")
                                                                           : words("the document"));
        return;
    }
    uint32_t i = 0;
    while (i < v->parent->item_count && v->parent->items[i] != v) i++;
    e = check_entry_of(v->parent);
    if (!e) strbuf_printf(&w->out, words("item %u"), i + 1);
    else strbuf_printf(&w->out, words("item %u of '%.*s'"), i + 1, STR_ARG(e->key->value));
}

/* --- parts of a sentence ---------------------------------------------------------------------------------------------------- */

static void add_got(writer *w)
{
    const yaml_node *v = w->error->value;
    if (w->error->kind != ERROR_TYPE) add_value(&w->out, v);
    else if (v->kind == YAML_EMPTY) strbuf_add_cstr(&w->out, words("empty"));
    else {
        unsigned types = schema_value_types(v);
        bool integer = (types & SCHEMA_INTEGER) && !(w->error->types & SCHEMA_INTEGER); /* draft 4: 1.0 is none */
        add_types(w, integer ? SCHEMA_INTEGER : types & ~(unsigned)SCHEMA_INTEGER, 0, 1);
    }
}

static void add_number(writer *w, const yaml_node *source)
{
    if (source) add_shown(&w->out, source->value);
}

static void add_limit(writer *w)
{
    const schema_node *s = w->error->schema;
    switch (w->error->kind) {
    case ERROR_MINIMUM: add_number(w, s->range->min_source); break;
    case ERROR_MAXIMUM: add_number(w, s->range->max_source); break;
    case ERROR_MULTIPLE: add_number(w, s->range->multiple_source); break;
    case ERROR_SHORT: strbuf_printf(&w->out, "%llu", (unsigned long long)s->text->min); break;
    case ERROR_LONG: strbuf_printf(&w->out, "%llu", (unsigned long long)s->text->max); break;
    case ERROR_FEW_ITEMS: strbuf_printf(&w->out, "%llu", (unsigned long long)s->array->min); break;
    case ERROR_MANY_ITEMS: strbuf_printf(&w->out, "%llu", (unsigned long long)s->array->max); break;
    case ERROR_CONTAINS_FEW: strbuf_printf(&w->out, "%llu", (unsigned long long)s->array->min_contains); break;
    case ERROR_CONTAINS_MANY: strbuf_printf(&w->out, "%llu", (unsigned long long)s->array->max_contains); break;
    case ERROR_FEW_MEMBERS: strbuf_printf(&w->out, "%llu", (unsigned long long)s->object->min); break;
    case ERROR_MANY_MEMBERS: strbuf_printf(&w->out, "%llu", (unsigned long long)s->object->max); break;
    case ERROR_PATTERN: add_shown(&w->out, s->text->pattern->source); break;
    case ERROR_FORMAT: strbuf_add_cstr(&w->out, schema_format_name(s->text->format)); break;
    case ERROR_CONTENT: strbuf_add_cstr(&w->out, s->text->base64_content ? "base64" : "JSON"); break;
    default: break;
    }
}

/* The one of the expected strings that was probably meant. */
static str meant_value(const schema_error *e)
{
    str best = {0};
    unsigned nearest = 4;
    bool only = e->values.n == 1 && e->values.at[0]->list.n == 1; /* said already */
    if (!schema_value_is_string(e->value)) return best;
    for (size_t i = 0; i < e->values.n && !only; i++)
        for (size_t k = 0; k < e->values.at[i]->list.n; k++) {
            const yaml_node *v = e->values.at[i]->list.at[k];
            if (!schema_value_is_string(v)) continue;
            unsigned d = check_distance(e->value->value, v->value);
            if (d >= nearest) continue;
            nearest = d;
            best = v->value;
        }
    return best;
}

static void add_known_keys(writer *w)
{
    schema_names names = {0};
    check_known_names(w->arena, w->error->schema, &names);
    if (!names.n || names.n > KNOWN_MOST) return;
    strbuf_add_cstr(&w->out, names.n == 1 ? words("; the only known key is ") : words("; known keys are "));
    add_names(w, names.at, names.n, false);
}

static void add_meant(writer *w)
{
    const schema_error *e = w->error;
    str name = e->kind == ERROR_VALUE      ? meant_value(e)
               : e->kind == ERROR_REQUIRED ? (str){0}
               : e->names.n                ? e->names.at[0]
                                           : (str){0};
    if (e->kind == ERROR_REQUIRED && e->entry)
        strbuf_printf(&w->out, words("; is it '%.*s'?"), STR_ARG(e->entry->key->value));
    if (name.n) strbuf_printf(&w->out, words("; did you mean '%.*s'?"), STR_ARG(name));
    else if (e->kind == ERROR_UNKNOWN_KEY) add_known_keys(w);
}

static void add_bound(writer *w, bool least)
{
    const schema_range *limits = w->error->schema->range;
    bool excluded = least ? limits->min_excluded : limits->max_excluded;
    if (least) strbuf_add_cstr(&w->out, excluded ? words("more than") : words("at least"));
    else strbuf_add_cstr(&w->out, excluded ? words("less than") : words("at most"));
}

static const schema_node *follow(const schema_node *s)
{
    for (int i = 0; i < 8 && s->references.n == 1 && s->references.at[0]->target && !s->values && !s->types; i++)
        s = s->references.at[0]->target;
    return s;
}

/* What `not` forbids and `contains` asks for. */
static void add_described(writer *w, const schema_node *described)
{
    const schema_node *s = follow(described);
    schema_values_list values = {0};
    if (s->values) array_push(w->arena, &values, s->values);
    if (s->values || s->types) add_expected(w, &values, s->values ? 0 : s->types);
    else strbuf_add_cstr(&w->out, words("what the schema excludes here"));
}

static void add_such(writer *w)
{
    const schema_node *s = follow(w->error->schema->array->contains);
    bool plain = s->values || (s->types && !s->object && !s->logic);
    bool one = w->error->kind == ERROR_CONTAINS_NONE;
    strbuf_add_cstr(&w->out, !plain ? words("that the schema asks for") : one ? words("that is ") : words("that are "));
    if (plain) add_described(w, s);
}

/* "character" or "characters" behind the limit. */
static void add_counted(writer *w, str plural)
{
    const schema_node *s = w->error->schema;
    uint64_t n = 2;
    switch (w->error->kind) {
    case ERROR_SHORT: n = s->text->min; break;
    case ERROR_LONG: n = s->text->max; break;
    case ERROR_FEW_ITEMS: n = s->array->min; break;
    case ERROR_MANY_ITEMS: n = s->array->max; break;
    case ERROR_FEW_MEMBERS: n = s->object->min; break;
    case ERROR_MANY_MEMBERS: n = s->object->max; break;
    case ERROR_CONTAINS_FEW: n = s->array->min_contains; break;
    case ERROR_CONTAINS_MANY: n = s->array->max_contains; break;
    default: break;
    }
    strbuf_add(&w->out, n == 1 ? str_slice(plural, 0, plural.n - 1) : plural);
}

static void add_in(writer *w)
{
    const yaml_entry *e = check_entry_of(w->error->value);
    if (e) strbuf_printf(&w->out, words(" in '%.*s'"), STR_ARG(e->key->value));
}

static void add_room(writer *w)
{
    uint64_t n = w->error->count;
    if (!n) strbuf_add_cstr(&w->out, words("the list must be empty"));
    else strbuf_printf(&w->out, words("the list has room for %llu"), (unsigned long long)n);
}

static void add_ends(writer *w, bool last)
{
    const schema_error *e = w->error;
    if (e->kind == ERROR_SEVERAL)
        strbuf_printf(&w->out, "%u", 1 + (last ? (unsigned)(e->count & 0xFFFFFFFF) : (unsigned)(e->count >> 32)));
    else if (e->names.n) add_shown(&w->out, last ? array_last(&e->names) : e->names.at[0]);
}

static void add_part(writer *w, str name)
{
    const schema_error *e = w->error;
    if (str_is(name, "it")) add_subject(w, e->value);
    else if (str_is(name, "got")) add_got(w);
    else if (str_is(name, "types")) add_types(w, e->types, 0, type_count(e->types));
    else if (str_is(name, "values") && e->kind == ERROR_NOT) add_described(w, e->schema->logic->not_this);
    else if (str_is(name, "values")) add_expected(w, &e->values, e->types);
    else if (str_is(name, "meant")) add_meant(w);
    else if (str_is(name, "limit")) add_limit(w);
    else if (str_is(name, "count")) strbuf_printf(&w->out, "%llu", (unsigned long long)e->count);
    else if (str_is(name, "least") || str_is(name, "most")) add_bound(w, name.n == 5);
    else if (str_is(name, "names")) add_names(w, e->names.at, e->names.n, e->any);
    else if (str_is(name, "room")) add_room(w);
    else if (str_is(name, "in")) add_in(w);
    else if (str_is(name, "characters") || str_is(name, "items") || str_is(name, "keys")) add_counted(w, name);
    else if (str_is(name, "such")) add_such(w);
    else if (str_is(name, "key")) add_shown(&w->out, e->entry->key->value);
    else add_ends(w, str_is(name, "last"));
}

/* --- findings that have words of their own ---------------------------------------------------------------------------------- */

/* The names in `required` when a schema asks for nothing else. */
static const schema_object *only_required(const schema_node *s)
{
    bool only =
        !s->logic && !s->values && !s->types && !s->references.n && s->object && s->object->required.n && !s->object->named;
    return only ? s->object : NULL;
}

/* `not: {required: [a]}` and `oneOf: [{required: [a]}, {required: [b]}]` are about keys. */
static const char *special_text(writer *w, schema_names *names, const yaml_entry **at)
{
    const schema_error *e = w->error;
    const schema_object *forbidden = e->kind == ERROR_NOT ? only_required(e->schema->logic->not_this) : NULL;
    if (forbidden) {
        array_push(w->arena, names, forbidden->required.at[0]->name);
        *at = yaml_get_entry(e->value, names->at[0]);
        for (size_t i = 1; i < forbidden->required.n; i++) array_push(w->arena, names, forbidden->required.at[i]->name);
        return names->n == 1 ? words("{list} is not allowed here") : words("{list} can't be there together");
    }
    if (e->kind != ERROR_SEVERAL) return NULL;
    const schema_object *first = only_required(e->schema->logic->one.at[e->count >> 32]);
    const schema_object *last = only_required(e->schema->logic->one.at[e->count & 0xFFFFFFFF]);
    if (!first || !last) return NULL;
    array_push(w->arena, names, first->required.at[0]->name);
    array_push(w->arena, names, last->required.at[0]->name);
    *at = yaml_get_entry(e->value, names->at[1]);
    return words("{list} can't be there together, only one of them is allowed");
}

static void fill(writer *w, const char *text, const schema_names *names)
{
    str rest = str_of(text);
    for (ptrdiff_t open; (open = str_find_char(rest, '{', 0)) >= 0;) {
        ptrdiff_t close = str_find_char(rest, '}', (size_t)open);
        strbuf_add(&w->out, str_slice(rest, 0, (size_t)open));
        str name = str_slice(rest, (size_t)open + 1, (size_t)close);
        if (str_is(name, "list")) add_names(w, names->at, names->n, false);
        else add_part(w, name);
        rest = str_slice(rest, (size_t)close + 1, rest.n);
    }
    strbuf_add(&w->out, rest);
}

static void add_fix(writer *w, diagnostic *d)
{
    const schema_error *e = w->error;
    bool key = (e->kind == ERROR_UNKNOWN_KEY || e->kind == ERROR_DROPPED_KEY) && e->names.n;
    str name = key ? e->names.at[0] : e->kind == ERROR_VALUE ? meant_value(e) : (str){0};
    const yaml_node *target = key ? e->entry->key : e->value;
    if (!name.n || target->kind != YAML_SCALAR || target->style > YAML_DOUBLE_QUOTED) return;
    fix *f = array_add(w->arena, &d->fixes);
    f->title = arena_printf(w->arena, key ? words("rename to '%.*s'") : words("change to '%.*s'"), STR_ARG(name));
    f->preferred = e->cures || e->kind == ERROR_VALUE;
    array_push(w->arena, &f->edits, (text_edit){w->options->path, target->content, arena_str(w->arena, name)});
}

static range place_of(const writer *w, const yaml_entry *key)
{
    const schema_error *e = w->error;
    if (key) return key->key->at;
    if (e->entry) return e->entry->key->at;
    return check_place(e->value, w->options->text);
}

void check_report(arena *a, const schema_node *whole, const schema_errors *errors, const schema_options *options,
                  diagnostic_list *out)
{
    for (size_t i = 0; i < errors->n; i++) {
        writer w = {.arena = a, .options = options, .error = &errors->at[i]};
        const phrase *p = &phrases[w.error->kind];
        const yaml_entry *key = NULL;
        schema_names names = {0};
        const char *special = special_text(&w, &names, &key);
        fill(&w, special ? special : words(p->text), &names);
        diagnostic *d = array_add(a, out);
        *d = (diagnostic){.path = options->path, .at = place_of(&w, key), .code = str_of(p->code),
                          .level = w.error->kind == ERROR_DROPPED_KEY ? SEVERITY_WARNING : SEVERITY_ERROR,
                          .message = arena_str(a, strbuf_str(&w.out))};
        strbuf_free(&w.out);
        add_fix(&w, d);
        check_offer_missing(a, whole, w.error, options, d);
        if (w.error->other) {
            related_place *there = array_add(a, &d->related);
            *there = (related_place){options->path, check_place(w.error->other, options->text), STR("")};
            there->message = words_str("first here");
        }
    }
}
