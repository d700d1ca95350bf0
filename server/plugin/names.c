#include "plugin/names.h"

#include "base/path.h"
#include "plugin/image.h"
#include "plugin/workspace_internal.h"

/* --- texts ----------------------------------------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Past the string whose quote stands at `at`; its text. */
static size_t read_string(str text, size_t at, str *written)
{
    size_t end = at + 1;
    while (end < text.n && text.p[end] != text.p[at] && text.p[end] != '\n') end += text.p[end] == '\\' ? 2 : 1;
    end = end < text.n ? end : text.n;
    *written = str_slice(text, at + 1, end);
    return end + 1;
}

static size_t line_end(str text, size_t at)
{
    ptrdiff_t end = str_find_char(text, '\n', at);
    return end < 0 ? text.n : (size_t)end;
}

static str word_at(str text, size_t at)
{
    size_t end = at;
    while (end < text.n && is_word(text.p[end])) end++;
    return str_slice(text, at, end);
}

enum { NAMES_MOST = 64 }; /* a package of more has no one name */

static void add_name(arena *a, str name, plugin_names *out)
{
    str extension = path_extension(name);
    name = path_base(str_is(extension, ".wasm") ? str_slice(name, 0, name.n - extension.n) : name);
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->at[i], name)) return;
    if (name.n && out->n < NAMES_MOST) array_push(a, out, name);
}

/* --- Bazel ----------------------------------------------------------------------------------------------------------------- */

/* A rule that makes a program or a module, whoever defines it. */
static bool makes_program(str rule) { return str_ends(rule, STR("_binary")) || str_has(rule, STR("wasm")); }

static bool names_output(str attribute)
{
    return str_is(attribute, "name") || str_is(attribute, "out") || str_is(attribute, "output");
}

/* The arguments of a call from behind its bracket on; where they are over. */
static size_t read_arguments(arena *a, str text, size_t at, bool wanted, plugin_names *out)
{
    int depth = 1;
    str attribute = {0}, written;
    while (at < text.n && depth > 0) {
        char c = text.p[at];
        if (c == '#') {
            at = line_end(text, at);
        } else if (c == '"' || c == '\'') {
            at = read_string(text, at, &written);
            if (wanted && depth == 1 && names_output(attribute)) add_name(a, written, out);
            attribute = (str){0};
        } else if (is_word(c)) {
            attribute = word_at(text, at);
            at += attribute.n;
        } else {
            depth += (c == '(' || c == '[' || c == '{') - (c == ')' || c == ']' || c == '}');
            if (c == ',') attribute = (str){0};
            at++;
        }
    }
    return at;
}

void bazel_names(arena *a, str text, plugin_names *out)
{
    for (size_t at = 0; at < text.n;) {
        str rule = word_at(text, at), written;
        size_t next = at + rule.n;
        if (text.p[at] == '#') at = line_end(text, at);
        else if (text.p[at] == '"' || text.p[at] == '\'') at = read_string(text, at, &written);
        else if (rule.n && next < text.n && text.p[next] == '(') at = read_arguments(a, text, next + 1, makes_program(rule), out);
        else at = next > at ? next : at + 1;
    }
}

/* --- manifests ------------------------------------------------------------------------------------------------------------- */

/* The string behind a key and its '=' or ':'. */
static str value_behind(str line, str key)
{
    str rest = str_trim(str_slice(line, key.n, line.n)), written = {0};
    if (!str_starts(line, key) || rest.n < 2 || (rest.p[0] != '=' && rest.p[0] != ':')) return written;
    rest = str_trim(str_slice(rest, 1, rest.n));
    if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\'')) read_string(rest, 0, &written);
    return written;
}

void manifest_names(arena *a, str text, plugin_names *out)
{
    str rest = text, line;
    bool named = true; /* the table that the line stands in says what the package, or what is made of it, is called */
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n && line.p[0] == '[') named = str_is(line, "[package]") || str_is(line, "[lib]");
        str written = value_behind(line, STR("name"));
        if (!written.n) written = value_behind(line, STR("\"name\""));
        if (named && written.n) add_name(a, written, out);
    }
}

/* --- a project's ----------------------------------------------------------------------------------------------------------- */

/* A module's path without the version that may end it. */
static str module_name(str path)
{
    str base = path_base(path);
    return image_is_version(base) ? path_base(path_dir(path)) : base;
}

const plugin_names *project_names(project *p)
{
    static const char *const packages[] = {"BUILD", "BUILD.bazel"};
    source_record *r = &p->names_looked_at;
    if (r->owner && record_check(r) == RECORD_CURRENT) return &p->names;
    record_begin(r, p->owner);
    p->names = (plugin_names){0};
    source_tree tree = record_tree(r);
    build_facts build = {0};
    p->language->read_build(&r->memory, &tree, p->root, &build);
    bool own = build.name.n && str_eq(build.root, p->root);
    if (own) add_name(&r->memory, arena_str(&r->memory, module_name(build.name)), &p->names);
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        str text;
        if (tree.read(tree.self, path_join(&r->memory, p->root, str_of(packages[i])), &text))
            bazel_names(&r->memory, arena_str(&r->memory, text), &p->names);
    }
    record_end(r);
    return &p->names;
}

static bool names_same(const plugin_names *a, const plugin_names *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) same = str_eq(a->at[i], b->at[i]);
    return same;
}

bool names_change_with(workspace *w, str path)
{
    bool changed = false;
    for (size_t i = 0; i < w->projects.n; i++) {
        project *p = w->projects.entries[i].value;
        if (!p || !p->names_looked_at.owner || !record_depends(&p->names_looked_at, path)) continue;
        arena a = ARENA_INIT;
        plugin_names before = {0};
        for (size_t n = 0; n < p->names.n; n++) array_push(&a, &before, arena_str(&a, p->names.at[n]));
        changed = !names_same(&before, project_names(p)) || changed;
        arena_free(&a);
    }
    return changed;
}
