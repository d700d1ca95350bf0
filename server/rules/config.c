#include "rules/config.h"

#include "base/json_write.h"
#include "base/path.h"
#include "ir/infer.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "text/line_index.h"
#include "yaml/portability.h"

diagnostic *config_report(config_context *c, const char *id, range at, sdk_text message, const rule_value *values, size_t count)
{
    const rule *r = rule_find(str_of(id));
    diagnostic *d = array_add(c->rules.arena, c->rules.out);
    d->path = arena_str(c->rules.arena, c->path);
    d->at = at;
    d->code = r->id;
    d->level = r->level;
    d->message = rule_format(&c->rules, message.en ? message : r->message, values, count);
    return d;
}

void config_add_source(config_context *c, diagnostic *d, ir_span at, str message)
{
    if (at.file >= ir_file_count(c->facts->program)) return;
    str path = arena_str(c->rules.arena, ir_file_path(c->facts->program, at.file));
    array_push(c->rules.arena, &d->related, (related_place){path, at.at, message});
}

fix *config_add_fix(config_context *c, diagnostic *d, str title, range at, str text)
{
    return rule_add_fix(c->rules.arena, d, title, d->path, at, text);
}

static bool is_plain_key(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char ch = name.p[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '_' || ch == '$' || ch == '/';
        bool later = (ch >= '0' && ch <= '9') || ch == '-' || ch == '.';
        if (!letter && !(later && i > 0)) return false;
    }
    return name.n > 0;
}

text_edit config_rename(config_context *c, const doc_node *key, str name)
{
    char quote = key->key_at.end > key->key_at.start ? c->text.p[key->key_at.start] : 0;
    strbuf text = STRBUF_INIT;
    if (quote == '\'' && str_find_char(name, '\'', 0) < 0) {
        strbuf_printf(&text, "'%.*s'", STR_ARG(name));
    } else if (quote == '"' || quote == '\'' || !is_plain_key(name)) {
        json_writer w = {.out = &text};
        json_string(&w, name);
    } else {
        strbuf_add(&text, name);
    }
    text_edit e = {arena_str(c->rules.arena, c->path), key->key_at, arena_str(c->rules.arena, strbuf_str(&text))};
    strbuf_free(&text);
    return e;
}

fix *config_add_rename(config_context *c, diagnostic *d, str title, const doc_node *key, str name)
{
    text_edit e = config_rename(c, key, name);
    return config_add_fix(c, d, title, e.at, e.text);
}

/* Where a value of the document stands below the root of a schema. */
static const inferred_value *find_below(const inferred_value *root, const doc_node *n)
{
    if (!n->parent) return root;
    const inferred_value *holder = find_below(root, n->parent);
    if (!holder) return NULL;
    return n->index >= 0 ? holder->element : inferred_member(holder, n->key);
}

const inferred_value *config_inferred(const config_context *c, config_scope scope, const doc_node *n)
{
    const inferred_schema *schema = project_schema(c->plugin);
    return schema ? find_below(scope == CONFIG_RULE ? schema->rule : schema->root, n) : NULL;
}

const inferred_value *config_explored(const config_context *c, config_scope scope, const doc_node *n)
{
    const inferred_value *root = project_explored(c->plugin, scope == CONFIG_RULE);
    return root ? find_below(root, n) : NULL;
}

/* Nothing stands there: the last line before it that has something. */
static range line_before(str text, uint32_t at)
{
    uint32_t end = at;
    while (end > 0 && (text.p[end - 1] == ' ' || text.p[end - 1] == '\n' || text.p[end - 1] == '\r')) end--;
    uint32_t start = end;
    while (start > 0 && text.p[start - 1] != '\n' && text.p[start - 1] != '\r') start--;
    return range_make(start, end);
}

range config_place(const config_context *c, const doc_node *n)
{
    bool nothing = !n->parent && n->at.start == n->at.end;
    const config_part *part = c->run ? c->run->part : NULL;
    if (nothing && part && part->key_at.end) return part->key_at;
    if (nothing) return line_before(c->text, n->at.start);
    range line = line_first(c->text, n->at);
    bool several_lines = line.end < n->at.end;
    if (n->key_at.end > n->key_at.start && (several_lines || n->at.start == n->at.end)) return n->key_at;
    return line;
}

bool config_keeps_kind(const config_context *c, config_scope scope, const doc_node *n, const doc_node *as)
{
    const unsigned plain = INFERRED_STRING | INFERRED_INTEGER | INFERRED_NUMBER | INFERRED_BOOLEAN;
    const inferred_value *v = config_explored(c, scope, as);
    if (!v || !(v->types & (plain | INFERRED_ARRAY | INFERRED_OBJECT)) || n->kind == DOC_NULL) return true;
    if (n->kind == DOC_ARRAY) return v->types & INFERRED_ARRAY;
    if (n->kind == DOC_OBJECT) return v->types & INFERRED_OBJECT;
    return v->types & plain;
}

bool config_is_read(const doc_node *n)
{
    if (n->reads & ~(uint32_t)DOC_READ_SPOILT) return true;
    for (const doc_node *up = n->parent; up; up = up->parent) {
        if (up->reads & DOC_READ_WHOLE) return true;
        /* a member of any name is looked at, and whoever looks at all elements looks at each */
        bool enumerated = up == n->parent && ((n->index >= 0 && (up->reads & DOC_READ_ARRAY)) || (up->reads & DOC_READ_MEMBERS));
        if (enumerated) return true;
    }
    return false;
}

bool config_is_ambiguous(const doc_node *n)
{
    const yaml_node *y = n->source ? yaml_resolve(n->source) : NULL;
    return y && yaml_is_ambiguous(y);
}

str config_suggest(const doc_node *holder, str key)
{
    str best = STR("");
    unsigned nearest = UINT32_MAX;
    for (size_t i = holder->present; i < holder->members.n; i++) {
        const doc_member *m = &holder->members.at[i];
        if (m->node->kind != DOC_MISSING || !m->node->reads) continue;
        unsigned d = str_name_distance(m->key, key);
        if (d >= nearest) continue;
        nearest = d;
        best = m->key;
    }
    return best;
}

const doc_node *config_misspelt(const doc_node *holder, str name)
{
    const doc_node *best = NULL;
    unsigned nearest = UINT32_MAX;
    for (size_t i = 0; i < holder->present; i++) {
        const doc_node *n = holder->members.at[i].node;
        if (config_is_read(n)) continue;
        unsigned d = str_name_distance(n->key, name);
        if (d >= nearest) continue;
        nearest = d;
        best = n;
    }
    return best;
}

const eval_entry *config_entry(const config_context *c, const config_run *run)
{
    const registration *r = c->facts->registration;
    return run->part->scope == CONFIG_RULE && r->override ? r->override : r->parse;
}

doc_node *config_global(const config_context *c, const config_run *run)
{
    return config_handed_over(c->runs, run->part);
}

const doc_node *config_misspelt_match(const config_context *c, const config_run *run, str *name)
{
    const registration *r = c->facts->registration;
    const rule_layer *layer = r ? r->sdk->layer : NULL;
    const doc_node *match_rule = run->sdk_message.n ? run->sdk_fault : NULL;
    for (size_t i = 0; match_rule && layer && i < match_rule->present; i++) {
        const doc_node *n = match_rule->members.at[i].node;
        *name = config_is_read(n) ? STR("") : config_suggest(match_rule, n->key);
        for (size_t k = 0; k < layer->match_count && name->n; k++)
            if (str_is(*name, layer->match[k].key)) return n;
    }
    return NULL;
}
