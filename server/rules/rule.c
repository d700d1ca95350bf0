#include "rules/rule.h"

#include "base/bug.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "rules/cxx/rules.h"
#include "rules/go/rules.h"

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

bool rule_holds_for(const rule *r, const char *language)
{
    str all = str_of(r->languages ? r->languages : "");
    ptrdiff_t at = str_find(all, str_of(language), 0);
    return !all.n || (at > 0 && all.p[at - 1] == ' ' && all.p[(size_t)at + strlen(language)] == ' ');
}

/* The functions of the rules in the order in which they run. Each runs for the languages of the rule beside it, which is the
 * first of those that the function reports: all of them hold for the same languages. */
static const struct {
    void (*run)(rule_context *c);
    const char *rule;
} runs[] = {
    {flow_resume_run, "flow/resume-in-header-handler"}, /* before what says less of the same call */
    {flow_unpaused_run, "flow/call-without-pause"},
    {flow_after_resume_run, "flow/headers-after-resume"},
    {flow_effective_context_run, "flow/no-effective-context"},
    {stream_gone_run, "flow/stream-may-be-gone"},
    {shared_data_run, "flow/absent-shared-data"},
    {buffer_length_run, "flow/buffer-length"},
    {held_stream_run, "flow/held-stream"},
    {body_not_buffered_run, "flow/body-not-buffered"},
    {arguments_run, "flow/property-width"},
    {phase_call_run, "phase/wrong-phase"},
    {flow_pause_run, "flow/pause-no-resume"},
    {flow_pause_call_run, "flow/pause-call-body"},
    {flow_dispatch_run, "flow/dispatch-error-ignored"},
    {flow_callback_run, "flow/callback-no-resume"},
    {flow_call_in_body_run, "flow/call-in-body"},
    {flow_streaming_run, "flow/streaming-call"},
    {flow_chunk_body_run, "flow/chunk-as-body"},
    {flow_missing_return_run, "flow/missing-return-after-send"},
    {flow_content_length_run, "flow/content-length"},
    {flow_body_skipped_run, "flow/body-handler-skipped"},
    {flow_context_key_run, "flow/context-never-set"},
    {flow_tick_run, "flow/tick-never-runs"},
    {flow_library_run, "flow/net-http"},
    {flow_header_list_run, "flow/pseudo-headers"},
    {flow_dead_handler_run, "flow/buffered-handler-unused"},
    {flow_panic_run, "flow/panic-in-callback"},
    {flow_shared_state_run, "flow/shared-state"},
    {flow_limit_run, "project/not-read"},
    {no_parser_run, "project/no-parse-config"},
    {old_sdk_run, "project/old-sdk"},
    {build_line_run, "project/build-line"},
    {signature_run, "project/handler-signature"},
    {uncalled_handler_run, "project/uncalled-handler"},
    {redis_run, "project/redis-not-initialised"},
    {setctx_main_run, "project/setctx-in-main"},
    {syntax_run, "project/syntax"},
    {not_analysed_run, "project/not-analysed"},
};

const language_rules *rule_language(const rule_context *c)
{
    static const language_rules *const all[] = {&rules_go}, none = {0};
    for (size_t i = 0; i < COUNT(all); i++)
        if (strcmp(all[i]->language, c->code->name) == 0) return all[i];
    return &none;
}

void rules_offer(rule_context *c)
{
    c->offers = true;
    if (rule_holds_for(rule_find(STR("project/old-sdk")), c->code->name)) old_sdk_run(c);
}

void rules_run(rule_context *c)
{
    for (size_t i = 0; i < COUNT(runs); i++)
        if (rule_holds_for(rule_find(str_of(runs[i].rule)), c->code->name)) runs[i].run(c);
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
        for (size_t k = 0; k < d->related.n; k++)
            add_place(c, c->placed.known, true, d->related.at[k].path, d->related.at[k].at.start);
    }
    place_key key = key_of(path, start);
    return map_get(&c->placed.at, str_make((const char *)&key, sizeof key));
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

str rule_problem_text(const rule_context *c, const build_problem *p)
{
    rule_value values[] = {{"name", p->name}, {"file", path_base(p->file)}};
    return rule_format(c, find_phrase(refusal_phrases, COUNT(refusal_phrases), p->phrase), values, COUNT(values));
}

static const rule_value *value_named(const rule_value *values, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, values[i].name)) return &values[i];
    return NULL;
}

static bool is_chinese_at(const char *p) { return (unsigned char)*p >= 0x80; }

/* Chinese has no blank between its own characters and marks: the one that a phrase has there is for other values. */
static void add_joined(strbuf *out, str word, bool prose)
{
    bool blank = prose && out->n > 1 && out->p[out->n - 1] == ' ' && word.n && is_chinese_at(word.p);
    if (blank && (is_chinese_at(out->p + out->n - 2) || str_starts(word, STR("（")))) out->n--;
    strbuf_add(out, word);
}

/* `prose`: a text for people, not code. */
static str fill_in(const rule_context *c, str s, const rule_value *values, size_t count, bool prose)
{
    prose = prose && words_used() == WORDS_CHINESE;
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < s.n;) {
        ptrdiff_t end = s.p[i] == '{' ? str_find_char(s, '}', i) : -1;
        str name = end < 0 ? (str){0} : str_slice(s, i + 1, (size_t)end);
        const rule_value *v = end < 0 ? NULL : value_named(values, count, name);
        str word = v ? v->text : (str){0};
        if (v || (end >= 0 && rule_find_word(c, name, &word))) {
            add_joined(&out, word, prose);
            i = (size_t)end + 1;
            bool blank = prose && out.n && is_chinese_at(out.p + out.n - 1) && i + 1 < s.n && s.p[i] == ' ';
            if (blank && is_chinese_at(s.p + i + 1)) i++;
        } else {
            strbuf_add_char(&out, s.p[i++]);
        }
    }
    str result = arena_str(c->arena, strbuf_str(&out));
    strbuf_free(&out);
    return result;
}

str rule_word_with(const rule_context *c, const char *name, const rule_value *values, size_t count)
{
    return fill_in(c, rule_word(c, name), values, count, false);
}

str rule_format(const rule_context *c, sdk_text text, const rule_value *values, size_t count)
{
    return fill_in(c, sdk_text_str(text), values, count, true);
}

diagnostic *rule_report_in(rule_context *c, const rule *r, str path, range at, str message)
{
    diagnostic *d = array_add(c->arena, c->out);
    d->path = path;
    d->at = at;
    d->level = r->level;
    d->code = r->id;
    d->message = message;
    return d;
}

diagnostic *rule_report(rule_context *c, const rule *r, ir_span at, str message)
{
    return rule_report_in(c, r, at.file == IR_NO_FILE ? (str){0} : ir_file_path(c->program, at.file), at.at, message);
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
    array_push(c->arena, &d->related, (related_place){ir_file_path(c->program, at.file), at.at, message});
}
