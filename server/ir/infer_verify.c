/* Whether what was inferred is so: small documents made from the schema, run in closed mode.
 *
 * A fact is tried on a document that is accepted, and once more with just the fact violated. When that is accepted, too, the fact
 * is wrong: it is dropped, or kept for the case in which it holds (`type` is "redis") when the ways showed such a case. A fact
 * for which no accepted document could be made stays as it is, and is counted. */
#include "base/limits.h"
#include "ir/infer_internal.h"
#include "ir/infer_run.h"

static void count(verifier *f, bool tried, bool holds)
{
    if (!tried) f->schema->unverified++;
    else if (holds) f->schema->verified++;
    else f->schema->dropped++;
}

static str value_path(arena *a, const inferred_value *v)
{
    if (!v->parent) return STR("");
    str above = value_path(a, v->parent);
    if (v == v->parent->element) return arena_printf(a, "%.*s[]", STR_ARG(above));
    str name = v == v->parent->any_member ? STR("*") : v->name;
    return arena_printf(a, "%.*s%s%.*s", STR_ARG(above), above.n ? "." : "", STR_ARG(name));
}

/* --- facts ----------------------------------------------------------------------------------------------------------------- */

/* The verdict on a document in which the value is wrong. In a list the wrong item stands beside a right one: a fact that only
 * holds for the last item, or for all of them together, is no fact about each. */
static eval_verdict run_wrong(verifier *f, const trial *wrong, const inferred_value *v, str right, const inferred_value *root)
{
    eval_verdict verdict = infer_run(f, wrong, root);
    bool listed = false;
    for (const inferred_value *up = v; up->parent && !listed; up = up->parent) listed = up == up->parent->element;
    trial t = *wrong;
    t.wrong = v;
    t.right = right;
    for (t.beside = BESIDE_BEFORE; listed && verdict == EVAL_REJECT && t.beside <= BESIDE_AFTER; t.beside++)
        if (infer_run(f, &t, root) == EVAL_ACCEPT) verdict = EVAL_ACCEPT;
    return verdict;
}

/* Whether the document is refused without the value, and also without it but with more keys beside it, since one of those may do
 * as well. */
static bool needed(verifier *f, const trial *base, const inferred_value *v, const inferred_value *root)
{
    trial without = *base;
    without.left_out = v;
    if (infer_run(f, &without, root) != EVAL_REJECT) return false;
    trial more = without;
    for (more.effort = 2; more.effort <= EVERYTHING; more.effort += EVERYTHING - 2)
        if (infer_run(f, &more, root) == EVAL_ACCEPT) return false;
    return true;
}

/* Finds a document that is accepted in which the key is not there or, where it has to be, has another value than `as`. */
static bool accepted_otherwise(verifier *f, trial t, const inferred_value *key, str as, const inferred_value *root)
{
    trial without = t;
    without.also_out = key;
    if (infer_accepted(f, &without, root)) return true;
    for (size_t i = 0; i < key->values.n; i++) {
        trial other = trial_with_set(&t, key, trial_constant(f->a, &key->values.at[i]));
        if (!str_eq(key->values.at[i].text, as) && infer_accepted(f, &other, root)) return true;
    }
    if (key->enum_enforced || !(key->types & INFERRED_STRING)) return false;
    trial other = trial_with_set(&t, key, STR("\"no such value\""));
    return infer_accepted(f, &other, root);
}

static void try_case(verifier *f, inferred_value *v, const inferred_value *key, str as, const inferred_value *root)
{
    for (size_t i = 0; i < v->required_when.n; i++)
        if (v->required_when.at[i].on == key && str_eq(v->required_when.at[i].value, as)) return;
    trial t = trial_with_set(&(trial){.focus = v}, key, key->types & INFERRED_STRING ? trial_json_text(f->a, as) : as);
    if (!infer_accepted(f, &t, root) || !needed(f, &t, v, root)) return;
    array_push(f->a, &v->required_when,
               (inferred_guard){key, value_path(f->a, key), arena_str(f->a, as), false, {.file = IR_NO_FILE}});
}

/* When it is required with every value of a key, the condition is that the key is there. */
static void join_cases(verifier *f, inferred_value *v)
{
    const inferred_value *key = v->required_when.n ? v->required_when.at[0].on : NULL;
    size_t same = 0;
    while (key && same < v->required_when.n && v->required_when.at[same].on == key) same++;
    if (!key || same < 2 || same != f->values_tried || same != v->required_when.n) return;
    v->required_when.n = 0;
    array_push(f->a, &v->required_when, (inferred_guard){key, value_path(f->a, key), STR(""), true, {.file = IR_NO_FILE}});
}

/* Tries the cases in which ways were rejected because it was missing, and the other values of the keys that these cases are
 * about, each on its own. True: in one of them it is missed, and without any case as well. */
static bool find_cases(verifier *f, inferred_value *v, const inferred_value *root)
{
    const node_facts *facts = v->facts;
    const inferred_value *beside_the_point = NULL; /* the value is missed whatever that key has */
    for (size_t i = 0; facts && i < facts->reason_guards.n; i++) {
        const guard *g = &facts->reason_guards.at[i];
        const node_facts *other = facts_find(f->facts, g->node);
        const inferred_value *key = other ? other->value : NULL;
        if (!key || key == beside_the_point || trial_is_around(v, key) || !g->value.n) continue;
        size_t before = v->required_when.n;
        try_case(f, v, key, g->value, root);
        bool known = before && v->required_when.at[before - 1].on == key;
        if (v->required_when.n > before && !known &&
            !accepted_otherwise(f, (trial){.focus = v, .left_out = v}, key, g->value, root)) {
            v->required_when.n = before;
            beside_the_point = key;
        }
        for (size_t k = 0; v->required_when.n > before && k < key->values.n; k++)
            if (key->values.at[k].text.n) try_case(f, v, key, key->values.at[k].text, root);
        f->values_tried = key->enum_enforced ? key->values.n : 0;
    }
    join_cases(f, v);
    return beside_the_point && !v->required_when.n;
}

/* A key beside it without which nobody misses it: "type", whose absence turns the whole object off. NULL without one. */
static const inferred_value *needed_for(verifier *f, const inferred_value *v, const inferred_value *root)
{
    for (size_t i = 0; i < v->parent->members.n; i++) {
        const inferred_value *s = v->parent->members.at[i];
        if (s == v || s->required || !(s->asked_for || s->values.n)) continue;
        trial t = {.focus = v, .left_out = v, .also_out = s};
        if (infer_accepted(f, &t, root)) return s;
    }
    return NULL;
}

/* Whether it is required whenever the object around it is there. No way shows that, as on each of them the object may have been
 * missing, too. */
static bool missed_around(verifier *f, inferred_value *v, const inferred_value *root)
{
    if (!v->parent->parent) return false;
    trial t = {.focus = v};
    if (!infer_accepted(f, &t, root) || !needed(f, &t, v, root) || needed_for(f, v, root)) return false;
    v->required = true;
    v->non_empty = v->facts && v->facts->empty_rejected;
    if (v->facts) v->required_message = arena_str(f->a, v->facts->absent_message), v->required_at = v->facts->absent_at;
    return true;
}

static void check_required(verifier *f, inferred_value *v, const inferred_value *root)
{
    const inferred_value *on = NULL;
    if (str_empty(v->name)) return;
    bool guarded = v->guards.n > 0, anyway = guarded && v->required && find_cases(f, v, root);
    if (v->required && !v->required_when.n) {
        trial t = {.focus = v};
        bool tried = infer_accepted(f, &t, root), holds = tried && needed(f, &t, v, root);
        if (holds) on = needed_for(f, v, root);
        count(f, tried, holds && !on);
        if (guarded ? holds && !on : !tried || (holds && !on)) return;
        v->required = false;
    }
    if (v->asked_for && !v->required_when.n && !anyway) anyway = find_cases(f, v, root);
    if (anyway && !on && missed_around(f, v, root)) return;
    if (on && !v->required_when.n)
        array_push(f->a, &v->required_when, (inferred_guard){on, value_path(f->a, on), STR(""), true, {.file = IR_NO_FILE}});
    v->required = v->required_when.n > 0;
    v->non_empty = v->non_empty && v->required;
}

/* Whether some other value of another member needs none of the group: a switch that is off, a mode. */
static bool accepts_none_of(verifier *f, const trial *none, const inferred_value *v, const inferred_value *root)
{
    enum { VALUES_MOST = 8 };
    for (size_t i = 0; i < v->members.n; i++) {
        const inferred_value *m = v->members.at[i];
        if (inferred_is_one_of(m)) continue;
        trial t = trial_with_set(none, m, STR("false"));
        if (m->types & INFERRED_BOOLEAN && infer_run(f, &t, root) != EVAL_REJECT) return true;
        for (size_t k = 0; k < m->values.n && k < VALUES_MOST; k++) {
            t = trial_with_set(none, m, trial_constant(f->a, &m->values.at[k]));
            if (infer_run(f, &t, root) != EVAL_REJECT) return true;
        }
    }
    return false;
}

/* Finds the members of which the object needs one: each of them alone does, and without all of them nothing else does. */
static void check_one_of(verifier *f, inferred_value *v, const inferred_value *root)
{
    enum { GROUP_MOST = 8 };
    trial t = {.focus = v}, with = t;
    if (v->members.n < 2 || infer_run(f, &t, root) != EVAL_REJECT) return;
    for (size_t i = 0; i < v->members.n; i++) {
        trial alone = {.focus = v->members.at[i], .lone = true};
        if (v->members.at[i]->required || !infer_accepted(f, &alone, root)) continue;
        trial without = alone;
        without.left_out = alone.focus;
        if (infer_run(f, &without, root) != EVAL_REJECT) continue;
        if (!v->one_of.n) with = alone;
        array_push(f->a, &v->one_of, alone.focus);
    }
    bool holds = v->one_of.n >= 2 && v->one_of.n <= GROUP_MOST;
    for (size_t i = 0; i < v->one_of.n && holds; i++) {
        trial enough = {.focus = v->one_of.at[i], .none_of = v};
        holds = infer_accepted(f, &enough, root);
    }
    for (size_t i = 0; i < v->members.n && holds; i++) { /* one that no accepted document has may do as well, for all we know */
        trial other = {.focus = v->members.at[i]};
        holds = inferred_is_one_of(other.focus) || infer_accepted(f, &other, root);
    }
    trial none = with;
    none.focus = v;
    none.none_of = v;
    for (int k = 0; k < 2 && holds; k++) {
        holds = infer_run(f, &none, root) == EVAL_REJECT && !accepts_none_of(f, &none, v, root);
        none.effort = EVERYTHING;
        none.companion = STR("");
    }
    if (!holds) v->one_of.n = 0;
}

/* Drops the conditions that ways had when they read it, where a document shows that it is read without them as well. */
static void check_guards(verifier *f, inferred_value *v, const inferred_value *root)
{
    size_t kept = 0;
    for (size_t i = 0, k = 0; v->facts && i < v->guards.n; i++) {
        inferred_guard g = v->guards.at[i];
        const inferred_value *key = NULL;
        for (; !key && k < v->facts->guards.n; k++) {
            const node_facts *other = facts_find(f->facts, v->facts->guards.at[k].node);
            bool same = str_eq(v->facts->guards.at[k].value, g.value) && v->facts->guards.at[k].at.at.start == g.at.at.start;
            if (same && other) key = other->value;
        }
        f->watched = v;
        bool read =
            key && !trial_is_around(v, key) && accepted_otherwise(f, (trial){.focus = v}, key, g.value, root) && f->watched_read;
        f->watched = NULL;
        if (key) g.on = key;
        count(f, key != NULL, !read);
        if (!read) v->guards.at[kept++] = g;
    }
    if (v->facts) v->guards.n = kept;
}

/* Tries a value of an enumeration in other letters or between blanks. One that is accepted so is compared after the program
 * has folded or trimmed it. */
static bool takes_variants(verifier *f, const trial *good, const inferred_value *v, const inferred_value *root)
{
    const inferred_constant *k = trial_first_value(v);
    if (!k || !k->is_string) return false;
    char *folded = arena_alloc(f->a, k->text.n + 1);
    for (size_t i = 0; i < k->text.n; i++) {
        bool letter = (k->text.p[i] >= 'a' && k->text.p[i] <= 'z') || (k->text.p[i] >= 'A' && k->text.p[i] <= 'Z');
        folded[i] = letter ? (char)(k->text.p[i] ^ 0x20) : k->text.p[i];
    }
    str variants[] = {str_make(folded, k->text.n), arena_printf(f->a, " %.*s ", STR_ARG(k->text))};
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
        bool listed = false;
        for (size_t j = 0; j < v->values.n; j++) listed = listed || str_eq(v->values.at[j].text, variants[i]);
        inferred_constant variant = {.is_string = true, .text = variants[i]};
        trial t = trial_with_set(good, v, trial_constant(f->a, &variant));
        if (!listed && infer_run(f, &t, root) == EVAL_ACCEPT) return true;
    }
    return false;
}

static void check_values(verifier *f, inferred_value *v, const inferred_value *root)
{
    bool scalar = !v->element && !v->members.n && !v->any_member;
    if (!scalar || !v->values.n || !(v->types & (INFERRED_STRING | INFERRED_INTEGER))) return;
    trial t = {.focus = v};
    bool tried = false;
    str outside = v->values.at[0].is_string ? STR("\"no such value\"") : STR("987654321"), right = STR("");
    for (size_t i = 0; i < v->values.n && !tried; i++) {
        if (v->values.at[i].is_string && !v->values.at[i].text.n) continue;
        right = trial_constant(f->a, &v->values.at[i]);
        t = trial_with_set(&t, v, right);
        tried = infer_accepted(f, &t, root);
    }
    if (!tried) {
        if (v->enum_enforced) count(f, false, false);
        return;
    }
    t = trial_with_set(&t, v, outside);
    eval_verdict verdict = run_wrong(f, &t, v, right, root);
    if (v->enum_enforced) count(f, verdict != EVAL_UNDECIDED, verdict == EVAL_REJECT);
    bool open = v->facts && v->facts->other_accepted; /* some way went on with another value: this one was just none of those */
    if (verdict != EVAL_UNDECIDED) v->enum_enforced = verdict == EVAL_REJECT && !open;
    v->enum_folded = v->enum_enforced && takes_variants(f, &t, v, root);
    v->enum_enforced = v->enum_enforced && !v->enum_folded;
}

/* An empty text or 0 often counts as none, whatever others are refused. */
static void check_empty(verifier *f, inferred_value *v, const inferred_value *root)
{
    if (!v->enum_enforced || inferred_is_required(v)) return;
    str empty = v->values.at[0].is_string ? STR("\"\"") : STR("0");
    for (size_t i = 0; i < v->values.n; i++)
        if (str_eq(trial_constant(f->a, &v->values.at[i]), empty)) return;
    trial t = trial_with_set(&(trial){.focus = v}, v, trial_constant(f->a, trial_first_value(v)));
    bool tried = infer_accepted(f, &t, root);
    t = trial_with_set(&t, v, empty);
    v->empty_allowed = !tried || infer_accepted(f, &t, root);
}

static bool rejects(verifier *f, inferred_value *v, const inferred_value *root, str good, str bad)
{
    trial t = trial_with_set(&(trial){.focus = v}, v, good);
    bool tried = infer_accepted(f, &t, root), holds = true;
    if (tried) {
        trial wrong = trial_with_set(&t, v, bad);
        holds = run_wrong(f, &wrong, v, good, root) == EVAL_REJECT;
    }
    count(f, tried, holds);
    return holds;
}

static str number_text(arena *a, double n) { return arena_printf(a, "%.17g", n); }

static void check_limits(verifier *f, inferred_value *v, const inferred_value *root)
{
    if (v->has_minimum) v->has_minimum = rejects(f, v, root, number_text(f->a, v->minimum), number_text(f->a, v->minimum - 1));
    if (v->has_maximum) v->has_maximum = rejects(f, v, root, number_text(f->a, v->maximum), number_text(f->a, v->maximum + 1));
    static const char *const texts[] = {"regexp", "uri", "duration", "ip", "cidr"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_is(v->format, texts[i]) &&
            !rejects(f, v, root, trial_json_text(f->a, trial_sample_text(v)), STR("\"(:\\u0001%zz\"")))
            v->format = STR("");
    if (v->non_empty && (v->types == INFERRED_ARRAY || v->types == INFERRED_STRING)) {
        trial t = {.focus = v};
        bool list = v->types == INFERRED_ARRAY;
        if (!infer_accepted(f, &t, root)) return;
        trial empty = trial_with_set(&t, v, list ? STR("[]") : STR("\"\""));
        v->non_empty = infer_run(f, &empty, root) == EVAL_REJECT;
    }
}

typedef void (*check)(verifier *f, inferred_value *v, const inferred_value *root);

static void check_all(verifier *f, check one, inferred_value *v, const inferred_value *root)
{
    if (v->alike) return;
    if (v->parent) one(f, v, root);
    for (size_t i = 0; i < v->members.n; i++) check_all(f, one, v->members.at[i], root);
    if (v->any_member) check_all(f, one, v->any_member, root);
    if (v->element) check_all(f, one, v->element, root);
}

/* Tries the object with nothing in it but what is required: the run shows which values the plugin takes for what is left out. */
static void try_object(verifier *f, inferred_value *v, const inferred_value *root)
{
    trial t = {.focus = v};
    if (v->members.n) infer_accepted(f, &t, root);
}

static bool is_zero_text(str json)
{
    return str_is(json, "\"\"") || str_is(json, "0") || str_is(json, "false") || str_is(json, "[]");
}

/* Takes the default that the run of a document has shown, which is surer than what the ways of open mode saw. But when the ways
 * saw several values, the default depends on more than the absence of this one, and there is none to name. */
static void take_default(verifier *f, inferred_value *v, const inferred_value *root)
{
    const node_facts *facts = v->facts;
    if (facts && facts->default_text.n && !facts->tried_default.n && !str_empty(v->name)) {
        trial t = {.focus = v, .left_out = v};
        for (t.effort = 0; t.effort <= EVERYTHING && !facts->tried_default.n; t.effort += t.effort == 2 ? EVERYTHING - 2 : 1)
            infer_run(f, &t, root);
    }
    bool missed = v->asked_for && facts && facts->tried_default.n && !is_zero_text(facts->tried_default); /* in some cases */
    if (v->required || missed || (facts && facts->default_text.n && !facts->tried_default.n)) v->default_text = STR("");
    else if (facts && facts->tried_default.n && !facts->default_unsure) v->default_text = arena_str(f->a, facts->tried_default);
}

void infer_verify(arena *a, ir_program *p, const eval_entry *entry, fact_table *facts, inferred_value *root,
                  inferred_schema *schema)
{
    verifier f = {.program = p, .entry = entry, .facts = facts, .a = a, .schema = schema};
    check_all(&f, check_values, root, root); /* first: documents with other values than these are no good */
    check_all(&f, check_guards, root, root);
    check_all(&f, check_required, root, root);
    check_all(&f, check_empty, root, root);
    check_all(&f, check_limits, root, root);
    infer_accepted(&f, &(trial){.focus = NULL}, root);
    check_all(&f, try_object, root, root);
    check_all(&f, take_default, root, root);
    check_one_of(&f, root, root); /* last: its documents are no examples of defaults */
    check_all(&f, check_one_of, root, root);
    schema->steps += f.steps;
    arena_free(&f.work);
}
