#include "rules/rule.h"

#include "base/bug.h"
#include "base/strbuf.h"

#include "rule_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const rule *rule_all(size_t *count)
{
    *count = COUNT(rule_table);
    return rule_table;
}

const rule *rule_find(str id)
{
    for (size_t i = 0; i < COUNT(rule_table); i++)
        if (str_eq(id, rule_table[i].id)) return &rule_table[i];
    return NULL;
}

void rules_run(rule_context *c)
{
    flow_resume_run(c); /* before what says less of the same call */
    flow_unpaused_run(c);
    flow_after_resume_run(c);
    phase_call_run(c);
    flow_pause_run(c);
    flow_pause_call_run(c);
    flow_dispatch_run(c);
    flow_callback_run(c);
    flow_missing_return_run(c);
    flow_content_length_run(c);
    flow_body_skipped_run(c);
    flow_context_key_run(c);
    flow_tick_run(c);
    flow_library_run(c);
    flow_header_list_run(c);
    flow_dead_handler_run(c);
    flow_panic_run(c);
    flow_shared_state_run(c);
    flow_limit_run(c);
    no_parser_run(c);
    old_sdk_run(c);
    build_line_run(c);
    signature_run(c);
    redis_run(c);
    setctx_main_run(c);
    syntax_run(c);
    not_analysed_run(c);
}

/* --- findings by place --- */

typedef struct place_key {
    uint64_t path;
    uint64_t start;
} place_key;

static place_key key_of(str path, uint32_t start) { return (place_key){str_hash(path, 0), start}; }

static void add_place(rule_context *c, size_t number, bool related, str path, uint32_t start)
{
    place_key *key = ARENA_NEW(c->arena, place_key);
    *key = key_of(path, start);
    rule_placed *placed = ARENA_NEW(c->arena, rule_placed);
    map_entry *e = map_find(&c->placed.at, str_make((const char *)key, sizeof *key));
    *placed = (rule_placed){number, related, e ? e->value : NULL};
    if (e) e->value = placed;
    else map_put(c->arena, &c->placed.at, str_make((const char *)key, sizeof *key), placed);
}

const rule_placed *rule_findings_at(rule_context *c, str path, uint32_t start)
{
    for (; c->placed.known < c->out->n; c->placed.known++) {
        const diagnostic *d = &c->out->at[c->placed.known];
        add_place(c, c->placed.known, false, d->path, d->at.start);
        for (size_t k = 0; k < d->related.n; k++) add_place(c, c->placed.known, true, d->related.at[k].path, d->related.at[k].at.start);
    }
    place_key key = key_of(path, start);
    return map_get(&c->placed.at, str_make((const char *)&key, sizeof key));
}

str rule_text(const rule_context *c, sdk_text text)
{
    return str_of(c->language == RULE_CHINESE && text.zh ? text.zh : text.en);
}

static sdk_text find_phrase(const rule_phrase *phrases, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(phrases[i].name, name) == 0) return phrases[i].text;
    BUG("no phrase '%s' in rules.json", name);
}

sdk_text rule_where(const char *name) { return find_phrase(where_phrases, COUNT(where_phrases), name); }
sdk_text rule_related(const char *name) { return find_phrase(related_phrases, COUNT(related_phrases), name); }
sdk_text rule_unread_phrase(const char *name) { return find_phrase(unread_phrases, COUNT(unread_phrases), name); }
sdk_text rule_config_phrase(const char *name) { return find_phrase(config_phrases, COUNT(config_phrases), name); }

str rule_refusal_text(const rule_context *c, const ir_refusal *r)
{
    static const char *const names[] = {
#define X(kind, phrase) [IR_REFUSED_##kind] = #phrase,
        IR_REFUSALS(X)
#undef X
    };
    str has = arena_printf(c->arena, "%u", r->has), wants = arena_printf(c->arena, "%u", r->wants);
    rule_value values[] = {{"name", r->name}, {"has", has}, {"wants", wants}};
    return rule_format(c, find_phrase(refusal_phrases, COUNT(refusal_phrases), names[r->kind]), values, COUNT(values));
}

static const rule_value *value_named(const rule_value *values, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, values[i].name)) return &values[i];
    return NULL;
}

str rule_format(const rule_context *c, sdk_text text, const rule_value *values, size_t count)
{
    str s = rule_text(c, text);
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < s.n;) {
        ptrdiff_t end = s.p[i] == '{' ? str_find_char(s, '}', i) : -1;
        const rule_value *v = end < 0 ? NULL : value_named(values, count, str_slice(s, i + 1, (size_t)end));
        if (v) {
            strbuf_add(&out, v->text);
            i = (size_t)end + 1;
        } else {
            strbuf_add_char(&out, s.p[i++]);
        }
    }
    str result = arena_str(c->arena, strbuf_str(&out));
    strbuf_free(&out);
    return result;
}

diagnostic *rule_report(rule_context *c, const rule *r, ir_span at, str message)
{
    diagnostic *d = array_add(c->arena, c->out);
    d->path = at.file == IR_NO_FILE ? (str){0} : c->program->files.at[at.file].path;
    d->at = at.at;
    d->level = r->level;
    d->code = r->id;
    d->message = message;
    return d;
}

fix *rule_add_fix(arena *a, diagnostic *d, str title, str path, range at, str text)
{
    fix *f = array_add(a, &d->fixes);
    f->title = title;
    array_push(a, &f->edits, (text_edit){path, at, text});
    return f;
}

void rule_add_place(rule_context *c, diagnostic *d, ir_span at, str message)
{
    if (at.file == IR_NO_FILE) return;
    array_push(c->arena, &d->related, (related_place){c->program->files.at[at.file].path, at.at, message});
}
