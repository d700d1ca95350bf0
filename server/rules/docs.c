#include "rules/docs.h"

#include "base/path.h"
#include "ir/func.h"
#include "rules/check.h"
#include "rules/docs_internal.h"

range docs_range(const docs *d, str slice)
{
    uint32_t start = (uint32_t)(slice.p - d->text.p);
    return range_make(start, start + (uint32_t)slice.n);
}

diagnostic *docs_report(const docs *d, const char *id, range at, const char *phrase, const rule_value *values, size_t count,
                        const inferred_value *v)
{
    const rule *r = rule_find(str_of(id));
    str message = rule_format(d->c, rule_config_phrase(phrase), values, count);
    diagnostic *x = rule_report_in(d->c, r, d->path, at, message);
    if (v && v->read_at.file < ir_file_count(d->facts->program)) {
        str path = arena_str(d->c->arena, ir_file_path(d->facts->program, v->read_at.file));
        str here = rule_format(d->c, rule_config_phrase("read_here"), NULL, 0);
        array_push(d->c->arena, &x->related, (related_place){path, v->read_at.at, here});
    }
    return x;
}

fix *docs_fix(const docs *d, diagnostic *x, const char *phrase, const rule_value *values, size_t count, range at, str text)
{
    return rule_add_fix(d->c->arena, x, rule_format(d->c, rule_config_phrase(phrase), values, count), x->path, at, text);
}

const inferred_value *docs_below_lists(const inferred_value *v)
{
    while (v->element && !v->members.n) v = v->element;
    return v;
}

bool docs_is_open(const inferred_value *holder)
{
    if (holder->any_member || !holder->members.n) return true;
    for (const inferred_value *v = holder; v; v = v->parent)
        if (v->whole || (v->parent && v->types & INFERRED_STRING)) return true;
    return false;
}

static bool is_named(const inferred_value *v, str key)
{
    if (v->parent && str_eq(v->name, key)) return true;
    for (size_t i = 0; i < v->members.n; i++)
        if (is_named(v->members.at[i], key)) return true;
    return (v->any_member && is_named(v->any_member, key)) || (v->element && is_named(v->element, key));
}

/* Whether it stands in a literal: alone, or as a part of a path or a tag. */
static bool is_in_literal(str text, str key)
{
    for (ptrdiff_t at = str_find(text, key, 0); at >= 0; at = str_find(text, key, (size_t)at + 1)) {
        size_t end = (size_t)at + key.n;
        if (at > 0 && end < text.n && strchr("\"'`.", text.p[at - 1]) && strchr("\"'`.,", text.p[end])) return true;
    }
    return false;
}

bool docs_is_read(const docs *d, str key)
{
    if (is_named(d->schema->root, key) || is_named(d->schema->rule, key)) return true;
    for (size_t i = 0; i < ir_file_count(d->facts->program); i++)
        if (ir_file_is_own(d->facts->program, i) && is_in_literal(ir_file_text(d->facts->program, i), key)) return true;
    return false;
}

bool docs_is_optional(const inferred_value *v)
{
    return v->spared && !v->required && !v->required_when.n && !v->asked_for && !inferred_is_one_of(v) && !v->alike;
}

bool docs_run(rule_context *c, const document_facts *documents, str path, str text)
{
    project *p = documents->explains;
    if (!p || check_standing(p) != STANDING_REGISTERED) return false;
    const project_facts *facts = project_load(p);
    if (!facts->program || ir_refused(facts->program)) return false;
    const inferred_schema *schema = project_schema_soon(p);
    if (!schema || !schema->complete) return false;
    docs d = {c, facts, schema, path, text};
    if (documents->prose) docs_check_tables(&d);
    for (size_t i = 0; i < documents->documents.n; i++) docs_check_spec(&d, documents->documents.at[i].root);
    return true;
}

void docs_find_keys(arena *a, const document_facts *documents, str path, str text, const docs_search *search)
{
    const project_facts *facts = project_load(search->plugin);
    const inferred_schema *schema = project_schema_soon(search->plugin);
    if (!schema || !path_is_inside(path, facts->root)) return;
    rule_context c = {.arena = a};
    docs d = {&c, facts, schema, path, text};
    if (documents->prose) docs_find_in_tables(&d, search);
    for (size_t i = 0; i < documents->stream->documents.n; i++)
        docs_find_in_spec(&d, documents, documents->stream->documents.at[i].root, search);
}

bool docs_is_searched(const docs_search *search, const inferred_value *v)
{
    for (size_t i = 0; i < search->count; i++)
        if (search->keys[i] == v) return true;
    return false;
}
