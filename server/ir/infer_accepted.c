/* Which types a program lets pass in each place: small documents that are accepted, run again with a value of another type there.
 *
 * A type is refused when none of its samples is accepted, whatever stands beside it. Where no accepted document can be made, or a
 * run ends undecided, everything is taken to pass: what is wanted is a schema that refuses nothing that the program takes. */
#include "base/limits.h"
#include "ir/infer_run.h"

enum { SAMPLES_MOST = 8 };

typedef struct samples {
    str at[SAMPLES_MOST]; /* JSON */
    size_t n;
} samples;

static void add_sample(samples *s, str json)
{
    if (json.n && s->n < SAMPLES_MOST) s->at[s->n++] = json;
}

static bool is_number_text(str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        bool sign = s.p[i] == '-' && i == 0 && s.n > 1;
        if (!sign && !(s.p[i] >= '0' && s.p[i] <= '9')) return false;
        digit = digit || !sign;
    }
    return digit && (s.n == 1 || s.p[0] != '0') && s.n < 16;
}

/* The text of a JSON string without escapes, or that of a plain value. */
static str plain_text(str json)
{
    bool quoted = json.n > 1 && json.p[0] == '"';
    if (json.n && (json.p[0] == '{' || json.p[0] == '[')) return STR("");
    if (!quoted) return json;
    return str_find_char(json, '\\', 0) < 0 ? str_slice(json, 1, json.n - 1) : STR("");
}

/* `good`: a value that is accepted there, as JSON; `item`: one that is as an item of a list, or empty. */
static samples samples_of(arena *a, const inferred_value *v, inferred_type type, str good, str item)
{
    samples s = {.n = 0};
    str text = plain_text(good);
    switch (type) {
    case INFERRED_STRING:
        add_sample(&s, trial_json_text(a, text.n ? text : STR("a")));
        if (item.n) add_sample(&s, trial_json_text(a, plain_text(item)));
        add_sample(&s, STR("\"\""));
        add_sample(&s, STR("\"a\""));
        add_sample(&s, STR("\"1\""));
        add_sample(&s, STR("\"true\""));
        break;
    case INFERRED_INTEGER:
        if (is_number_text(text)) add_sample(&s, text);
        for (size_t i = 0; i < v->values.n && s.n < 4; i++)
            if (is_number_text(v->values.at[i].text)) add_sample(&s, v->values.at[i].text);
        add_sample(&s, STR("1"));
        add_sample(&s, STR("0"));
        add_sample(&s, STR("1234567890"));
        break;
    case INFERRED_NUMBER:
        if (is_number_text(text)) add_sample(&s, arena_printf(a, "%.*s.5", STR_ARG(text)));
        add_sample(&s, STR("1.5"));
        add_sample(&s, STR("0.5"));
        break;
    case INFERRED_BOOLEAN:
        add_sample(&s, STR("true"));
        add_sample(&s, STR("false"));
        break;
    case INFERRED_ARRAY:
        add_sample(&s, good.n ? arena_printf(a, "[%.*s]", STR_ARG(good)) : STR(""));
        add_sample(&s, STR("[]"));
        add_sample(&s, STR("[\"a\"]"));
        break;
    case INFERRED_OBJECT:
        if (item.n && item.p[0] == '{') add_sample(&s, item);
        add_sample(&s, STR("{}"));
        add_sample(&s, STR("{\"a\": \"b\"}"));
        break;
    case INFERRED_NULL: add_sample(&s, STR("null")); break;
    }
    return s;
}

static bool passes(verifier *f, const trial *base, const inferred_value *v, str json, const inferred_value *root)
{
    trial t = trial_with_set(base, v, json);
    if (infer_run(f, &t, root) != EVAL_REJECT) return true;
    return infer_accepted(f, &t, root); /* what it switches on or off may want other keys beside it */
}

/* The value in the trial's document, and its first item if it is a list; as JSON in the verifier's memory. */
static void find_good(verifier *f, const trial *t, const inferred_value *v, const inferred_value *root, str *good, str *item)
{
    strbuf text = STRBUF_INIT;
    json_writer w = JSON_WRITER(&text);
    arena a = ARENA_INIT;
    trial_write(&w, t, root);
    const doc_node *document = doc_from_yaml(&a, yaml_parse(&a, strbuf_str(&text), YAML_JSON)->documents.at[0].root);
    const doc_node *n = infer_in_document(document, v);
    *good = n ? doc_json(f->a, n) : STR("");
    *item = n && n->kind == DOC_ARRAY && n->items.n ? doc_json(f->a, n->items.at[0]) : STR("");
    arena_free(&a);
    strbuf_free(&text);
}

/* Whether the document would be refused with another value of the same type, too: then a refusal tells nothing of types. */
static bool is_particular(verifier *f, const trial *t, const inferred_value *v, str good, const inferred_value *root)
{
    bool scalar = good.p[0] != '{' && good.p[0] != '[', known = v->enum_enforced || v->enum_folded || v->format.n;
    if (!scalar || known || good.p[0] == 't' || good.p[0] == 'f' || good.p[0] == 'n') return false;
    double number = v->has_minimum ? v->minimum + 1 : v->has_maximum ? v->maximum - 1 : 2;
    str other = good.p[0] == '"' ? STR("\"b\"") : arena_printf(f->a, "%.17g", number);
    trial with = trial_with_set(t, v, other);
    return infer_run(f, &with, root) == EVAL_REJECT;
}

static unsigned accepted_of(verifier *f, const inferred_value *v, const inferred_value *root)
{
    trial t = {.focus = v};
    const inferred_constant *first = v->enum_enforced || v->enum_folded ? trial_first_value(v) : NULL;
    if (first) t = trial_with_set(&t, v, trial_constant(f->a, first));
    if (!infer_accepted(f, &t, root)) return INFERRED_ANY;
    str good, item;
    find_good(f, &t, v, root, &good, &item);
    if (!good.n) return INFERRED_ANY;
    unsigned accepted = v->types;
    for (unsigned type = INFERRED_STRING; type <= INFERRED_NULL; type <<= 1) {
        samples s = accepted & type ? (samples){.n = 0} : samples_of(f->a, v, (inferred_type)type, good, item);
        for (size_t i = 0; i < s.n && !(accepted & type); i++)
            if (passes(f, &t, v, s.at[i], root)) accepted |= type;
    }
    return accepted != INFERRED_ANY && is_particular(f, &t, v, good, root) ? INFERRED_ANY : accepted;
}

static void try_types(verifier *f, inferred_value *v, const inferred_value *root)
{
    if (v->parent) v->accepted = accepted_of(f, v, root);
    for (size_t i = 0; i < v->members.n; i++) try_types(f, v->members.at[i], root);
    if (v->any_member) try_types(f, v->any_member, root);
    if (v->element) try_types(f, v->element, root);
}

static void try_root(inferred_schema *s, ir_program *p, const eval_entry *entry, inferred_value *root)
{
    arena a = ARENA_INIT;
    verifier f = {.program = p, .entry = entry, .a = &a, .schema = s};
    infer_accepted(&f, &(trial){.focus = NULL}, root);
    try_types(&f, root, root);
    arena_free(&f.work);
    arena_free(&a);
}

void infer_accepted_types(inferred_schema *s, ir_program *p, const eval_entry *parse, const eval_entry *override)
{
    if (parse) try_root(s, p, parse, s->root);
    if (override) try_root(s, p, override, s->rule);
}
