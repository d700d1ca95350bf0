#include "ir/infer.h"

#include "base/limits.h"
#include "base/slices.h"
#include "ir/infer_internal.h"
#include "ir/infer_learn.h"
#include "ir/program.h"

const inferred_value *inferred_member(const inferred_value *holder, str key)
{
    for (size_t i = 0; holder && i < holder->members.n; i++)
        if (str_eq(holder->members.at[i]->name, key)) return holder->members.at[i];
    return holder ? holder->any_member : NULL;
}

static unsigned types_of(const doc_node *n)
{
    uint32_t r = n->reads;
    unsigned types = 0;
    if (r & DOC_READ_STRING) types |= INFERRED_STRING;
    if (r & (DOC_READ_INT | DOC_READ_UINT)) types |= INFERRED_INTEGER;
    if (r & DOC_READ_FLOAT) types |= INFERRED_NUMBER;
    if (r & DOC_READ_BOOL) types |= INFERRED_BOOLEAN;
    if (r & (DOC_READ_ARRAY | DOC_READ_IS_ARRAY)) types |= INFERRED_ARRAY;
    if (r & (DOC_READ_CHILD | DOC_READ_MEMBERS | DOC_READ_IS_OBJECT)) types |= INFERRED_OBJECT;
    return types;
}

static bool is_below(const doc_node *n, const doc_node *top)
{
    for (; n; n = n->parent)
        if (n == top) return true;
    return false;
}

static void set_guards(arena *a, inferred_value *v, const node_facts *f, const doc_node *n)
{
    enum { GUARDS_MOST = 2 };
    for (size_t i = 0; i < f->guards.n && v->guards.n < GUARDS_MOST; i++) {
        const guard *g = &f->guards.at[i];
        if (is_below(g->node, n)) continue;
        array_push(a, &v->guards, (inferred_guard){NULL, doc_path(a, g->node), arena_str(a, g->value), g->exists_only, g->at});
    }
}

/* Accepted ways that read anything of the object (or list) a value is in. */
static uint32_t accepted_around(const fact_table *facts, const doc_node *n, uint32_t all)
{
    const node_facts *f = n->parent ? facts_find(facts, n->parent) : NULL;
    return !n->parent || !n->parent->parent ? all : f ? f->read_accepted : 0;
}

static bool holds_number(const double *numbers, size_t count, double n)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i] >= n && numbers[i] <= n) return true;
    return false;
}

static void set_facts(arena *a, const fact_table *facts, inferred_value *v, node_facts *f, const doc_node *n)
{
    f->value = v;
    v->facts = f;
    v->asked_for = f->absent_last;
    bool rejected = f->absent_rejected > 0 && f->absent_accepted == 0;
    bool always = f->read_accepted >= accepted_around(facts, n, facts->accepted);
    v->has_minimum = f->has_minimum && !holds_number(f->below_accepted.at, f->below_accepted.n, f->minimum);
    bool must_match = f->other_rejected > 0 && f->other_accepted == 0 && !f->absent_tried; /* "" is none of its constants */
    bool must_reach = v->has_minimum && f->minimum > 0 && !f->absent_tried; /* what is absent reads as 0 */
    v->required = (rejected || must_match || must_reach) && (always || f->guards.n);
    v->non_empty = v->required && f->empty_rejected;
    if (v->required) v->required_message = arena_str(a, f->absent_message);
    if (v->required && f->absent_message.n) v->required_at = f->absent_at;
    v->minimum_at = f->minimum_at;
    v->maximum_at = f->maximum_at;
    v->format_at = f->format_at;
    if (!f->fields_differ) v->field = f->field;
    v->enum_enforced = f->other_rejected > 0 && f->other_accepted == 0 && f->constants.n > 0;
    for (size_t i = 0; i < f->constants.n; i++)
        array_push(
            a, &v->values,
            (inferred_constant){f->constants.at[i].is_string, arena_str(a, f->constants.at[i].text), f->constants.at[i].at});
    v->has_maximum = f->has_maximum && !holds_number(f->above_accepted.at, f->above_accepted.n, f->maximum);
    v->minimum = f->minimum;
    v->maximum = f->maximum;
    v->format = arena_str(a, f->format);
    if (!f->default_unsure && !v->required) v->default_text = arena_str(a, f->default_text);
    set_guards(a, v, f, n);
}

static bool anything_read(const doc_node *n)
{
    if (n->reads) return true;
    for (size_t i = 0; i < n->members.n; i++)
        if (anything_read(n->members.at[i].node)) return true;
    return (n->element && anything_read(n->element)) || (n->any_member && anything_read(n->any_member));
}

enum { READ_SCALAR = DOC_READ_STRING | DOC_READ_INT | DOC_READ_UINT | DOC_READ_FLOAT | DOC_READ_BOOL };

/* Whether an absent value reads as the zero of its type, since the program never asks whether it is there. */
static bool reads_as_zero(const doc_node *n, const node_facts *f)
{
    uint32_t scalar = n->reads & READ_SCALAR;
    bool one = scalar && !(scalar & (scalar - 1));
    bool named = n->parent && n != n->parent->element && n != n->parent->any_member;
    return one && named && !(n->reads & ~(uint32_t)(READ_SCALAR | DOC_READ_TYPED)) &&
           (!f || (!f->absent_tried && !f->default_text.n));
}

static str zero_literal(uint32_t reads)
{
    return reads & DOC_READ_STRING ? STR("\"\"") : reads & DOC_READ_BOOL ? STR("false") : STR("0");
}

/* The unit of a number: what the program multiplies it with shows it, else the name of the variable that holds it. */
static str unit_of(const doc_node *n, const inferred_value *v)
{
    static const struct {
        int64_t nanoseconds;
        const char *unit;
    } durations[] = {{1, "ns"},
                     {1000, "us"},
                     {1000000, "ms"},
                     {1000000000, "s"},
                     {60000000000, "min"},
                     {3600000000000, "h"},
                     {86400000000000, "d"}};
    static const struct {
        const char *suffix, *unit;
    } names[] = {{"Ms", "ms"},           {"_ms", "ms"},           {"Millis", "ms"},   {"_millis", "ms"},  {"Millisecond", "ms"},
                 {"Milliseconds", "ms"}, {"_milliseconds", "ms"}, {"Seconds", "s"},   {"_seconds", "s"},  {"Secs", "s"},
                 {"Minutes", "min"},     {"_minutes", "min"},     {"Bytes", "bytes"}, {"_bytes", "bytes"}};
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++)
        if (n->unit == durations[i].nanoseconds) return str_of(durations[i].unit);
    bool number = v->types && !(v->types & ~(unsigned)(INFERRED_INTEGER | INFERRED_NUMBER));
    for (size_t i = 0; v->field && number && !n->units_differ && i < sizeof names / sizeof *names; i++)
        if (str_ends(v->field->name, str_of(names[i].suffix))) return str_of(names[i].unit);
    return STR("");
}

static inferred_value *build(arena *a, const fact_table *facts, const doc_node *n, inferred_value *parent)
{
    inferred_value *v = ARENA_NEW(a, inferred_value);
    v->required_at.file = v->minimum_at.file = v->maximum_at.file = v->format_at.file = IR_NO_FILE;
    v->name = n->key;
    v->parent = parent;
    v->types = types_of(n);
    v->whole = n->reads & (DOC_READ_WHOLE | DOC_READ_RAW);
    v->read_at = n->read_at;
    v->asks = n->asks;
    node_facts *f = facts_find(facts, n);
    if (f) set_facts(a, facts, v, f, n);
    v->unit = unit_of(n, v);
    for (size_t i = 0; i < n->members.n; i++) {
        const doc_node *m = n->members.at[i].node;
        if (anything_read(m)) array_push(a, &v->members, build(a, facts, m, v));
    }
    if (reads_as_zero(n, f) && !v->required && !v->default_text.n) v->default_text = zero_literal(n->reads);
    if (n->any_member) v->any_member = build(a, facts, n->any_member, v);
    if (n->element) v->element = build(a, facts, n->element, v);
    if (v->members.n || v->any_member) v->types |= INFERRED_OBJECT;
    /* a walk through the elements that would go through an object's members, too, is about a list */
    if (v->element && v->element->members.n && v->any_member && !(n->reads & DOC_READ_IS_OBJECT)) v->any_member = NULL;
    if (v->element) v->types |= INFERRED_ARRAY;
    if (v->element && !(n->reads & (DOC_READ_STRING | DOC_READ_BOOL)))
        v->types &= ~(unsigned)(INFERRED_STRING | INFERRED_BOOLEAN);
    return v;
}

static void forget_facts(inferred_value *v)
{
    v->facts = NULL;
    for (size_t i = 0; i < v->members.n; i++) forget_facts(v->members.at[i]);
    if (v->any_member) forget_facts(v->any_member);
    if (v->element) forget_facts(v->element);
}

static void incomplete(arena *a, inferred_schema *schema, str why, const ir_node *at)
{
    if (!schema->complete) return;
    schema->complete = false;
    schema->incomplete_because = arena_str(a, why);
    schema->incomplete_at = at ? at->at : (ir_span){.file = IR_NO_FILE};
}

bool infer_rest(ir_program *p)
{
    uint64_t watching = p->watching;
    p->watching = 0; /* what others ask for meanwhile has no part in it */
    bool wanted = slices_rest();
    p->watching = watching;
    return wanted;
}

/* A parser, and what its ways say. */
typedef struct exploration {
    const eval_entry *entry; /* NULL: there is none */
    arena work; /* of `facts` */
    fact_table facts;
    inferred_value *root; /* NULL: not looked at yet */
} exploration;

struct inference {
    arena *arena; /* of the schema */
    ir_program *program;
    inferred_schema *schema;
    exploration parse, override;
};

/* Why one that took the configuration apart makes the schema incomplete. */
static void note_parsers(arena *a, inferred_schema *schema)
{
    for (size_t i = 0; i < schema->gaps.list.n; i++) {
        const eval_gap *g = &schema->gaps.list.at[i];
        if ((!g->parser.n && !g->incomplete) || !schema->complete) continue;
        str apart = arena_printf(a, "'%.*s' takes the configuration apart, and is not known", STR_ARG(g->parser));
        incomplete(a, schema, g->incomplete ? g->reason : apart, NULL);
        schema->incomplete_at = g->at;
    }
}

/* A way that ends in a rejection has its reason in the last condition: of what code that is not known says, nothing is known. */
static void note_refusal(inferred_schema *s, const eval *e, way_end end, const eval_failure *failure)
{
    if (end != WAY_REJECTED || failure->panicked || !e->way.decisions.n || s->refuses_at.file != IR_NO_FILE) return;
    const decision *last = &array_last(&e->way.decisions);
    if (last->unknown) s->refuses_at = last->site->at;
}

/* What the program makes of the text is not known for all documents at once, but for each. */
static void learn(inference *i, exploration *x)
{
    inferred_schema *s = i->schema;
    s->steps += infer_learn(i->arena, i->program, x->entry, x->root);
    if (!x->root->members.n) return;
    s->complete = true;
    incomplete(i->arena, s, STR("the code takes the text apart itself: the keys were found by trying, and there may be more"),
               NULL);
}

/* Takes the ways through a parser, and makes the values from what they say. */
static void explore(inference *i, exploration *x)
{
    arena way = ARENA_INIT, choices = ARENA_INIT, *a = i->arena, *work = &x->work;
    inferred_schema *schema = i->schema;
    doc_node *document = doc_new_symbolic(a, NULL, STR(""), -1);
    eval e = {.program = i->program, .explorer = explorer_new(&choices), .keeps = true, .gaps = &schema->gaps};
    uint32_t ways = 0, steps = 0;
    size_t taken = a->total;
    bool fetched = false;
    x->facts.arena = work;
    eval_begin(&e, &way, document);
    while (infer_rest(i->program)) {
        eval_failure failure = {0};
        size_t before = way.total;
        way_end end = eval_way(&e, x->entry, document, NULL, &failure);
        fetched = fetched || e.way.host.asked;
        note_refusal(schema, &e, end, &failure);
        if (end == WAY_UNDECIDED && !e.way.impossible) incomplete(a, schema, e.way.stopped_because, e.way.at);
        facts_add_way(&x->facts, &e, end, &failure);
        eval_forget_assumptions(&e);
        steps += infer_cost(e.way.steps, way.total - before);
        arena_reset(&way);
        bool full = work->total + choices.total + a->total - taken > LIMIT_INFER_BYTES;
        if (++ways >= LIMIT_SCHEMA_WAYS || steps > LIMIT_EXPLORE_STEPS || full) {
            incomplete(a, schema, full ? STR("what the ways through the code say takes too much memory")
                                       : STR("there are more ways through the code than are tried"), NULL);
            eval_note_stop(&e, schema->incomplete_because, NULL);
            break;
        }
        if (!explorer_next_way(e.explorer, &e, end == WAY_ACCEPTED)) break;
    }
    if (explorer_is_cut(e.explorer)) incomplete(a, schema, STR("one condition has more ways out than are tried"), NULL);
    bool by_text = fetched && !anything_read(document);
    if (by_text) incomplete(a, schema, STR("what becomes of the configuration's text is not known"), NULL);
    note_parsers(a, schema);
    defaults_conclude(&x->facts);
    schema->ways += ways;
    schema->steps += steps;
    x->root = build(a, &x->facts, document, NULL);
    x->root->types = INFERRED_OBJECT;
    infer_alike(a, i->program, x->root);
    eval_end(&e);
    arena_free(&choices);
    arena_free(&way);
    if (by_text) learn(i, x);
}

static void verify(inference *i, exploration *x)
{
    infer_verify(i->arena, i->program, x->entry, &x->facts, x->root, i->schema);
    forget_facts(x->root);
}

inference *infer_begin(arena *a, ir_program *p, const eval_entry *parse, const eval_entry *override)
{
    inference *i = ARENA_NEW(a, inference);
    inferred_schema *s = i->schema = ARENA_NEW(a, inferred_schema);
    i->arena = a;
    i->program = p;
    s->complete = true;
    s->refuses_at = (ir_span){.file = IR_NO_FILE};
    s->made_of.shape = p->shape;
    s->made_of.outline = p->outline;
    s->made_of.edits = p->edited.n;
    s->made_of.watch = ir_watch_begin(p);
    ir_watch_end(p);
    s->gaps.arena = a;
    i->parse.entry = parse;
    i->override.entry = override;
    if (!parse) {
        incomplete(a, s, STR("no parse function was found"), NULL);
        i->parse.root = ARENA_NEW(a, inferred_value);
        i->parse.root->types = INFERRED_OBJECT;
        i->parse.root->read_at.file = IR_NO_FILE;
    }
    return i;
}

const inferred_value *infer_explored(inference *i, bool rule)
{
    exploration *x = rule && i->override.entry ? &i->override : &i->parse;
    if (x->root) return x->root;
    ir_watch_resume(i->program, i->schema->made_of.watch);
    explore(i, x);
    ir_watch_end(i->program);
    return x->root;
}

inferred_schema *infer_finish(inference *i)
{
    inferred_schema *s = i->schema;
    infer_explored(i, false);
    infer_explored(i, true);
    ir_watch_resume(i->program, s->made_of.watch);
    if (i->parse.entry) verify(i, &i->parse);
    if (i->override.entry) verify(i, &i->override);
    ir_watch_end(i->program);
    s->root = i->parse.root;
    s->rule = i->override.entry ? i->override.root : s->root;
    infer_drop(i);
    return s;
}

void infer_drop(inference *i)
{
    arena_free(&i->parse.work);
    arena_free(&i->override.work);
}

size_t infer_bytes(const inference *i) { return i->parse.work.total + i->override.work.total; }

inferred_schema *infer_schema(arena *a, ir_program *p, const eval_entry *parse, const eval_entry *override)
{
    return infer_finish(infer_begin(a, p, parse, override));
}

bool inferred_is_one_of(const inferred_value *v)
{
    for (size_t i = 0; v->parent && i < v->parent->one_of.n; i++)
        if (v->parent->one_of.at[i] == v) return true;
    return false;
}

bool inferred_is_required(const inferred_value *v) { return v->required && !v->guards.n && !v->required_when.n; }
