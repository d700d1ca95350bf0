#include "features/key_sites.h"

#include "base/limits.h"
#include "base/words.h"
#include "ir/func.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

static str text_of(const ir_program *p, uint32_t file) { return file < ir_file_count(p) ? ir_file_text(p, file) : STR(""); }

/* The name in a literal whose text ends `tail` bytes behind the name's start; false when it is spelt with escapes. */
static bool name_in_literal(str text, range literal, uint32_t tail, str name, range *at)
{
    if (literal.end > text.n || literal.end - literal.start < 2) return false;
    char open = text.p[literal.start], close = text.p[literal.end - 1];
    if (open != close || !strchr("\"'`", open)) return false;
    uint32_t end = literal.end - 1;
    if (tail > end - literal.start - 1) return false;
    *at = range_make(end - tail, end - tail + (uint32_t)name.n);
    return at->end <= end && str_eq(str_slice(text, at->start, at->end), name);
}

/* The constant that is named last in the expression, of the package of that name, or of any. */
static const ir_member *constant_named(const ir_program *p, str expression)
{
    size_t start = expression.n;
    while (start > 0 && is_word(expression.p[start - 1])) start--;
    str name = str_slice(expression, start, expression.n);
    const ir_member *found = NULL;
    for (size_t i = 0; name.n && i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        const ir_member *m = package->own ? map_get(&package->members, name) : NULL;
        if (!m || m->kind != IR_MEMBER_CONST) continue;
        if (found) return NULL; /* two of that name */
        found = m;
    }
    return found;
}

/* The literal behind the constant's name, on its line. */
static bool literal_of_constant(const ir_program *p, const ir_member *m, uint32_t tail, str name, range *at)
{
    str text = text_of(p, m->at.file);
    uint32_t from = m->at.at.end, end = from;
    while (end < text.n && text.p[end] != '\n') end++;
    for (uint32_t i = from; i < end; i++) {
        if (text.p[i] == ',') return false; /* several in one line */
        if (!strchr("\"`", text.p[i])) continue;
        uint32_t close = i + 1;
        while (close < end && text.p[close] != text.p[i]) close++;
        return close < end && name_in_literal(text, range_make(i, close + 1), tail, name, at);
    }
    return false;
}

static key_site site_of_literal(const ir_program *p, const doc_ask *ask, str name)
{
    key_site s = {.kind = SITE_UNKNOWN, .why = WORDS("its name is made while the plugin runs")};
    str text = text_of(p, ask->at.file), written = str_slice(text, ask->at.at.start, ask->at.at.end);
    if (!text.n || !written.n) return s;
    s.file = ask->at.file;
    s.at = ask->at.at;
    range at;
    if (name_in_literal(text, ask->at.at, ask->tail, name, &at)) {
        s.kind = SITE_LITERAL;
        s.at = at;
        return s;
    }
    const ir_member *m = constant_named(p, written);
    if (!m || !literal_of_constant(p, m, ask->tail, name, &at)) return s;
    return (key_site){.kind = SITE_CONSTANT, .file = m->at.file, .at = at, .use_file = ask->at.file, .use = ask->at.at,
                      .constant = m->name};
}

static key_site site_of_field(const ir_program *p, const doc_ask *ask, str name)
{
    const ir_field *f = ask->field;
    str text = text_of(p, f->at.file);
    key_site s = {.kind = SITE_UNKNOWN, .file = f->at.file, .at = f->at.at,
                  .why = WORDS("a field without a tag gives it its name")};
    uint32_t end = f->at.at.end;
    if (!f->tag.n || end > text.n) return s;
    ptrdiff_t tag = str_find(text, f->tag, end);
    ptrdiff_t line = str_find_char(text, '`', end);
    if (tag < 0 || line < 0 || line + 1 != tag) return s;
    size_t key = strlen(ask->tag);
    for (size_t i = (size_t)tag; i + key + 2 + name.n < (size_t)tag + f->tag.n + 1; i++) {
        bool begins = i == (size_t)tag || text.p[i - 1] == ' ';
        if (!begins || memcmp(text.p + i, ask->tag, key) != 0 || text.p[i + key] != ':' || text.p[i + key + 1] != '"') continue;
        uint32_t at = (uint32_t)(i + key + 2);
        if (!str_eq(str_slice(text, at, at + name.n), name) || !strchr(",\"", text.p[at + name.n])) continue;
        s.kind = SITE_TAG;
        s.at = range_make(at, at + (uint32_t)name.n);
        return s;
    }
    return s;
}

static void add_site(arena *a, key_site s, key_site_list *out)
{
    for (size_t i = 0; i < out->n; i++) {
        const key_site *o = &out->at[i];
        bool same = o->kind == s.kind && o->file == s.file && o->at.start == s.at.start && o->use_file == s.use_file &&
                    o->use.start == s.use.start;
        if (same) return;
    }
    array_push(a, out, s);
}

key_site_list key_sites_of(arena *a, project *plugin, const inferred_value *v)
{
    key_site_list out = {0};
    const ir_program *p = project_load(plugin)->program;
    for (size_t i = 0; i < v->asks.n; i++) {
        const doc_ask *ask = &v->asks.at[i];
        add_site(a, ask->field ? site_of_field(p, ask, v->name) : site_of_literal(p, ask, v->name), &out);
    }
    return out;
}

static void collect(arena *a, const inferred_value *v, int depth, key_list *out)
{
    if (depth > LIMIT_YAML_DEPTH) return;
    if (v->parent && v->name.n) array_push(a, out, v);
    for (size_t i = 0; i < v->members.n; i++) collect(a, v->members.at[i], depth + 1, out);
    if (v->any_member) collect(a, v->any_member, depth + 1, out);
    if (v->element) collect(a, v->element, depth + 1, out);
}

key_list key_sites_keys(arena *a, project *plugin)
{
    key_list out = {0};
    const inferred_schema *schema = project_schema_soon(plugin);
    if (!schema) return out;
    collect(a, schema->root, 0, &out);
    if (schema->rule && schema->rule != schema->root) collect(a, schema->rule, 0, &out);
    return out;
}

key_list key_sites_at(arena *a, project *plugin, uint32_t file, uint32_t offset, range *at)
{
    key_list all = key_sites_keys(a, plugin), found = {0};
    for (size_t i = 0; i < all.n; i++) {
        key_site_list sites = key_sites_of(a, plugin, all.at[i]);
        for (size_t k = 0; k < sites.n; k++) {
            const key_site *s = &sites.at[k];
            bool here = s->kind != SITE_UNKNOWN && s->file == file && range_touches(s->at, offset);
            bool used = s->kind == SITE_CONSTANT && s->use_file == file && range_touches(s->use, offset);
            if (!here && !used) continue;
            *at = here ? s->at : s->use;
            array_push(a, &found, all.at[i]);
            break;
        }
    }
    return found;
}
