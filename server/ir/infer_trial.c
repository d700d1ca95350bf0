#include "ir/infer_trial.h"

enum { NESTING_MOST = 12 };

bool trial_is_around(const inferred_value *v, const inferred_value *inner)
{
    for (; inner; inner = inner->parent)
        if (inner == v) return true;
    return false;
}

static bool is_left_out(const trial *t, const inferred_value *m)
{
    bool of_group = t->none_of && m != t->focus && m->parent == t->none_of && inferred_is_one_of(m);
    return m == t->left_out || m == t->also_out || of_group;
}

static bool is_included(const trial *t, const inferred_value *m)
{
    if (m->alike || is_left_out(t, m)) return false;
    if (t->effort == EVERYTHING || (m->required && !m->guards.n)) return true;
    if (t->focus && trial_is_around(m, t->focus)) return true;
    for (int i = 0; i < t->sets; i++)
        if (trial_is_around(m, t->set[i].value)) return true;
    if (!m->asked_for || t->lone) return false;
    return t->effort == 2 || (t->effort && t->focus && m->parent == t->focus->parent);
}

str trial_sample_text(const inferred_value *v)
{
    static const struct {
        const char *format, *text;
    } samples[] = {{"duration", "1s"}, {"uri", "http://example.com/a"},
                   {"ip", "10.0.0.1"}, {"cidr", "10.0.0.0/8"},
                   {"json", "{}"},     {"integer", "1"},
                   {"number", "1"},    {"boolean", "true"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (str_is(v->format, samples[i].format)) return str_of(samples[i].text);
    return STR("a");
}

const inferred_constant *trial_first_value(const inferred_value *v)
{
    for (size_t i = 0; i < v->values.n; i++)
        if (!v->values.at[i].is_string || v->values.at[i].text.n) return &v->values.at[i];
    return NULL;
}

static void write_sample(json_writer *w, const trial *t, const inferred_value *v, int depth);

trial trial_with_set(const trial *t, const inferred_value *v, str json)
{
    trial out = *t;
    for (int i = 0; i < out.sets; i++)
        if (out.set[i].value == v) {
            out.set[i].json = json;
            return out;
        }
    if (out.sets < SETS_MOST) {
        out.set[out.sets].value = v;
        out.set[out.sets++].json = json;
    }
    return out;
}

static void write_list(json_writer *w, const trial *t, const inferred_value *v, int depth)
{
    bool beside = t->beside && trial_is_around(v->element, t->wrong);
    trial other = beside ? trial_with_set(t, t->wrong, t->right) : *t;
    other.beside = BESIDE_NONE;
    json_array(w);
    if (beside && t->beside == BESIDE_BEFORE) write_sample(w, &other, v->element, depth - 1);
    write_sample(w, t, v->element, depth - 1);
    if (beside && t->beside == BESIDE_AFTER) write_sample(w, &other, v->element, depth - 1);
    json_array_end(w);
}

static void write_scalar(json_writer *w, const inferred_value *v)
{
    const inferred_constant *c = v->enum_enforced || v->enum_folded ? trial_first_value(v) : NULL;
    if (c && c->is_string) json_string(w, c->text);
    else if (c) json_raw(w, c->text);
    else if (v->types & INFERRED_STRING || !v->types) json_string(w, trial_sample_text(v));
    else if (v->types & INFERRED_BOOLEAN) json_bool(w, true);
    else if (v->facts && v->facts->computed_equal.n) json_raw(w, v->facts->computed_equal); /* a sum of one */
    else json_number(w, v->has_minimum ? v->minimum : v->has_maximum && v->maximum < 1 ? v->maximum : 1);
}

static void write_object(json_writer *w, const trial *t, const inferred_value *v, int depth)
{
    json_object(w);
    for (size_t i = 0; i < v->members.n; i++) {
        bool companion = !v->parent && t->companion.n && str_eq(v->members.at[i]->name, t->companion);
        companion = companion && !(t->none_of && is_left_out(t, v->members.at[i]));
        if (companion) json_key_str(w, t->companion), json_raw(w, t->companion_json);
        if (companion || !is_included(t, v->members.at[i])) continue;
        json_key_str(w, v->members.at[i]->name);
        write_sample(w, t, v->members.at[i], depth - 1);
    }
    if (v->any_member && v->any_member != t->left_out && (!v->members.n || trial_is_around(v->any_member, t->focus))) {
        json_key(w, "a");
        write_sample(w, t, v->any_member, depth - 1);
    }
    json_object_end(w);
}

static void write_sample(json_writer *w, const trial *t, const inferred_value *v, int depth)
{
    for (int i = 0; i < t->sets; i++)
        if (t->set[i].value == v) {
            json_raw(w, t->set[i].json);
            return;
        }
    if (depth == 0) {
        json_null(w);
    } else if (v->element && !(v->types & (INFERRED_STRING | INFERRED_BOOLEAN))) {
        write_list(w, t, v, depth);
    } else if (v->members.n || v->any_member || v->types == INFERRED_OBJECT) {
        write_object(w, t, v, depth);
    } else if (v->types == INFERRED_ARRAY) {
        json_array(w);
        json_string(w, STR("a"));
        json_array_end(w);
    } else {
        write_scalar(w, v);
    }
}

void trial_write(json_writer *w, const trial *t, const inferred_value *root) { write_object(w, t, root, NESTING_MOST); }

str trial_json_text(arena *a, str s)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_string(&w, s);
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

str trial_constant(arena *a, const inferred_constant *c) { return c->is_string ? trial_json_text(a, c->text) : c->text; }
