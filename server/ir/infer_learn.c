/* The schema of a program that takes the configuration's text apart byte by byte.
 *
 * No symbolic document can be handed to such a program, since it has no text. So it is run on small documents, and what it
 * compares their keys with is noted (eval_text.c): each such name is put into the next document, where it counts when the program
 * finds it equal to one of its own. Values of all types are then tried in its place. What was found so is so, as the program was
 * run on it; but it need not be all, and the schema says that. */
#include "ir/infer_learn.h"

#include "base/json_write.h"
#include "base/limits.h"
#include "ir/program.h"

enum {
    PROBE_LENGTH_MOST = 32, /* bytes; many programs look at a key's length before they compare it */
    NAMES_MOST = 64,
    DEPTH_MOST = 4,
    RUNS_MOST = 1500,
    REFUSED_MOST = 16,
    ROUNDS_MOST = 8,
};

typedef enum sample { ABSENT, TEXT, INTEGER, FRACTION, TRUTH, OBJECT, LIST, NOTHING, SAMPLE_COUNT, EMPTY } sample;

/* A value of the configuration, and what stands in its place in the next document. */
typedef struct learnt {
    str name;
    struct learnt *parent; /* an object, or a list whose elements are objects */
    sample now;
    unsigned passes;       /* bits of samples that were accepted in an accepted document; 0: there is none */
    bool found;            /* the program found the name equal to one of its own */
    bool listed;           /* its members are those of the elements of a list */
    bool probed;
    bool required, non_empty;
    str message;
    ir_span message_at, read_at;
    ARRAY(struct learnt *) members;
} learnt;

/* A document that was refused: why, and what stood in each place. */
typedef struct refused {
    str message;
    sample *samples;
} refused;

typedef struct learner {
    arena *a; /* of the schema */
    arena work; /* of one run */
    ir_program *program;
    const eval_entry *entry;
    learnt *root;
    const learnt *probing; /* the object that gets keys of all lengths, or NULL */
    uint32_t runs, steps;
    eval_result result;
    ARRAY(learnt *) all;
    ARRAY(refused) refused; /* each with another message: one of them may be nearer to being accepted */
} learner;

/* --- documents -------------------------------------------------------------------------------------------------------------- */

static str probe_name(arena *a, size_t length)
{
    char *p = arena_alloc(a, length);
    for (size_t i = 0; i < length; i++) p[i] = "~^"[i % 2];
    return str_make(p, length);
}

static void write_value(json_writer *w, learner *l, const learnt *v, sample as);

static void write_object(json_writer *w, learner *l, const learnt *v)
{
    json_object(w);
    for (size_t i = 0; i < v->members.n; i++) {
        const learnt *m = v->members.at[i];
        if (m->now == ABSENT) continue;
        json_key_str(w, m->name);
        write_value(w, l, m, m->now);
    }
    for (size_t n = 1; l->probing == v && n <= PROBE_LENGTH_MOST; n++) {
        json_key_str(w, probe_name(&l->work, n));
        json_string(w, STR("x"));
    }
    json_object_end(w);
}

static void write_value(json_writer *w, learner *l, const learnt *v, sample as)
{
    switch (as) {
    case TEXT: json_string(w, STR("x")); break;
    case INTEGER: json_raw(w, STR("1")); break;
    case FRACTION: json_raw(w, STR("1.5")); break;
    case TRUTH: json_raw(w, STR("true")); break;
    case NOTHING: json_raw(w, STR("null")); break;
    case EMPTY: json_string(w, STR("")); break;
    case LIST:
        json_array(w);
        if (v->listed || l->probing == v) write_object(w, l, v);
        json_array_end(w);
        break;
    default: write_object(w, l, v); break;
    }
}

/* --- runs ------------------------------------------------------------------------------------------------------------------- */

static learnt *member_named(const learnt *v, str name)
{
    for (size_t i = 0; i < v->members.n; i++)
        if (str_eq(v->members.at[i]->name, name)) return v->members.at[i];
    return NULL;
}

static bool is_probe(str name) { return name.n && (name.p[0] == '~' || name.p[0] == '^'); }

/* Names that the program compared with keys of the object; keys that it found equal to one of its own. */
static void harvest(learner *l, learnt *v, const doc_node *n, int depth)
{
    if (n->kind == DOC_ARRAY && n->items.n) n = n->items.at[0];
    for (size_t i = 0; n->kind == DOC_OBJECT && i < n->members.n; i++) {
        const doc_node *m = n->members.at[i].node;
        learnt *known = member_named(v, n->members.at[i].key);
        if (m->kind == DOC_MISSING) {
            bool fits = m->reads && m->key.n && !is_probe(m->key) && l->all.n < NAMES_MOST && depth < DEPTH_MOST;
            if (known || !fits) continue;
            known = ARENA_NEW(l->a, learnt);
            *known = (learnt){.name = arena_str(l->a, m->key), .parent = v, .read_at = m->read_at};
            array_push(l->a, &v->members, known);
            array_push(l->a, &l->all, known);
        } else if (known) {
            bool by_library = m->reads && !m->compared_in;
            known->found = known->found || m->found || by_library;
            harvest(l, known, m, depth + 1);
        }
    }
}

static eval_verdict run(learner *l)
{
    strbuf text = STRBUF_INIT;
    json_writer w = JSON_WRITER(&text);
    arena_reset(&l->work);
    l->result = (eval_result){.verdict = EVAL_UNDECIDED};
    if (l->runs >= RUNS_MOST || l->steps > LIMIT_VERIFY_STEPS || !infer_rest(l->program)) return EVAL_UNDECIDED;
    write_object(&w, l, l->root);
    const yaml_stream *stream = yaml_parse(&l->work, arena_str(&l->work, strbuf_str(&text)), YAML_JSON);
    strbuf_free(&text);
    doc_node *document = doc_from_yaml(&l->work, stream->documents.at[0].root);
    size_t before = l->work.total;
    l->result = eval_closed(&l->work, l->program, l->entry, document, NULL, false);
    l->steps += infer_cost(l->result.steps, l->work.total - before);
    l->runs++;
    harvest(l, l->root, document, 0);
    return l->result.verdict;
}

/* --- an accepted document --------------------------------------------------------------------------------------------------- */

static bool says_something_new(learner *l)
{
    str message = l->result.failure.message;
    for (size_t i = 0; i < l->refused.n; i++)
        if (str_eq(l->refused.at[i].message, message)) return false;
    return true;
}

/* The document at hand is one from which to look further. */
static void keep_refused(learner *l)
{
    refused *r = array_add(l->a, &l->refused);
    *r = (refused){arena_str(l->a, l->result.failure.message), ARENA_NEW_N(l->a, sample, NAMES_MOST)};
    for (size_t i = 0; i < l->all.n; i++) r->samples[i] = l->all.at[i]->now;
}

/* Changes one value of a refused document after the other: what is refused because of something else is looked at later. */
static bool change_one(learner *l, const refused *from)
{
    static const sample tries[] = {ABSENT, TEXT, INTEGER, TRUTH, OBJECT, LIST};
    for (size_t i = 0; i < l->all.n; i++) l->all.at[i]->now = from->samples[i];
    for (size_t i = 0; i < l->all.n; i++) {
        learnt *m = l->all.at[i];
        for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
            m->now = tries[k];
            if (m->now == from->samples[i]) continue;
            eval_verdict verdict = run(l);
            if (verdict == EVAL_ACCEPT) return true;
            if (verdict == EVAL_REJECT && l->refused.n < REFUSED_MOST && says_something_new(l)) keep_refused(l);
        }
        m->now = from->samples[i];
    }
    return false;
}

static bool improve(learner *l)
{
    if (run(l) == EVAL_ACCEPT) return true;
    l->refused.n = 0;
    keep_refused(l);
    for (size_t i = 0; i < l->refused.n; i++) {
        refused from = l->refused.at[i]; /* the list grows */
        if (change_one(l, &from)) return true;
    }
    return false;
}

/* From nothing on; where that leads nowhere, from a text everywhere. What is found further inside is left out there. */
static bool find_accepted(learner *l)
{
    if (improve(l)) return true;
    for (size_t i = 0; i < l->all.n; i++) l->all.at[i]->now = l->all.at[i]->parent == l->root ? TEXT : ABSENT;
    return improve(l);
}

/* --- names ------------------------------------------------------------------------------------------------------------------ */

static void probe(learner *l, learnt *v)
{
    l->probing = v;
    run(l);
    l->probing = NULL;
}

/* Whether an object in its place is looked into, or the objects in a list; and so on inside of them. */
static void probe_inside(learner *l, learnt *v)
{
    probe(l, v);
    for (size_t i = 0; i < v->members.n; i++) {
        learnt *m = v->members.at[i];
        sample before = m->now;
        if (!m->members.n && !m->probed) {
            m->now = OBJECT;
            probe(l, m);
            m->listed = !m->members.n;
            if (m->listed) m->now = LIST, probe(l, m);
            m->listed = m->members.n && m->now == LIST;
            m->probed = true;
        }
        if (m->members.n) m->now = m->listed ? LIST : OBJECT, probe_inside(l, m);
        m->now = before;
    }
}

/* --- what may stand there --------------------------------------------------------------------------------------------------- */

static bool has_accepted(learner *l) { return run(l) == EVAL_ACCEPT; }

static void try_types(learner *l, learnt *v)
{
    for (size_t i = 0; i < v->members.n; i++) {
        learnt *m = v->members.at[i];
        sample before = m->now;
        for (int k = ABSENT; k < SAMPLE_COUNT; k++) {
            m->now = (sample)k;
            eval_verdict verdict = run(l);
            if (verdict != EVAL_REJECT) m->passes |= 1U << k;
            if (k != ABSENT || verdict != EVAL_REJECT) continue;
            m->required = true;
            m->message = arena_str(l->a, l->result.failure.message);
            m->message_at = l->result.failure.at;
        }
        m->now = EMPTY;
        m->non_empty = m->required && m->passes & 1U << TEXT && run(l) == EVAL_REJECT;
        m->now = before;
        bool inside = m->members.n && m->passes & 1U << (m->listed ? LIST : OBJECT);
        if (inside) m->now = m->listed ? LIST : OBJECT;
        if (inside && has_accepted(l)) try_types(l, m);
        m->now = before;
    }
}

/* The types of what was accepted; 0 where any may stand. */
static unsigned types_of(const learnt *v)
{
    static const struct {
        sample as;
        unsigned type;
    } types[] = {{TEXT, INFERRED_STRING}, {TRUTH, INFERRED_BOOLEAN}, {OBJECT, INFERRED_OBJECT}, {LIST, INFERRED_ARRAY}};
    unsigned out = 0, all = 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        all |= types[i].type;
        if (v->passes & 1U << types[i].as) out |= types[i].type;
    }
    if (v->passes & 1U << FRACTION) out |= INFERRED_NUMBER;
    else if (v->passes & 1U << INTEGER) out |= INFERRED_INTEGER;
    if (v->members.n) return v->listed ? INFERRED_ARRAY : INFERRED_OBJECT;
    return (out & all) == all ? 0 : out;
}

static ir_span place_in(const ir_file *f, uint32_t file, str literal)
{
    ptrdiff_t at = str_find(f->text, literal, 0);
    if (at < 0) return (ir_span){.file = IR_NO_FILE};
    return (ir_span){.file = file, .at = range_make((uint32_t)at, (uint32_t)at + (uint32_t)literal.n)};
}

/* Where the program has the name: the comparison itself may be in a function that compares with whatever it is given. */
static ir_span place_of(learner *l, const learnt *v)
{
    str literal = arena_printf(l->a, "\"%.*s\"", STR_ARG(v->name));
    const ir_program *p = l->program;
    if (v->read_at.file >= p->files.n) return v->read_at;
    str compares = str_slice(p->files.at[v->read_at.file].text, v->read_at.at.start, v->read_at.at.end);
    ir_span found = {.file = IR_NO_FILE};
    for (size_t i = 0; i < p->files.n && found.file == IR_NO_FILE && !str_has(compares, literal); i++)
        if (p->files.at[i].own) found = place_in(&p->files.at[i], (uint32_t)i, literal);
    return found.file == IR_NO_FILE ? v->read_at : found;
}

static inferred_value *value_of(learner *l, const learnt *v, inferred_value *parent);

static void add_members(learner *l, const learnt *v, inferred_value *to)
{
    for (size_t i = 0; i < v->members.n; i++)
        if (v->members.at[i]->found) array_push(l->a, &to->members, value_of(l, v->members.at[i], to));
}

static inferred_value *value_of(learner *l, const learnt *v, inferred_value *parent)
{
    inferred_value *out = ARENA_NEW(l->a, inferred_value);
    *out = (inferred_value){.name = v->name, .parent = parent, .types = types_of(v), .read_at = place_of(l, v)};
    out->required_at.file = out->minimum_at.file = out->maximum_at.file = out->format_at.file = IR_NO_FILE;
    out->required = out->asked_for = v->required;
    out->non_empty = v->non_empty;
    out->whole = !v->members.n && (!out->types || out->types & (INFERRED_OBJECT | INFERRED_ARRAY));
    if (v->message.n) out->required_message = v->message, out->required_at = v->message_at;
    if (v->listed) {
        out->element = ARENA_NEW(l->a, inferred_value);
        *out->element = (inferred_value){.parent = out, .types = INFERRED_OBJECT, .read_at = out->read_at};
        out->element->required_at = out->element->minimum_at = out->element->maximum_at = out->element->format_at =
            (ir_span){.file = IR_NO_FILE};
    }
    add_members(l, v, v->listed ? out->element : out);
    return out;
}

uint32_t infer_learn(arena *a, ir_program *p, const eval_entry *entry, inferred_value *root)
{
    learner l = {.a = a, .program = p, .entry = entry, .root = ARENA_NEW(a, learnt)};
    bool accepted = false;
    for (size_t round = 0, before = SIZE_MAX; round < ROUNDS_MOST && before != l.all.n; round++) {
        before = l.all.n;
        probe_inside(&l, l.root);
        accepted = l.all.n && find_accepted(&l);
    }
    if (accepted) try_types(&l, l.root);
    add_members(&l, l.root, root);
    arena_free(&l.work);
    return l.steps;
}
