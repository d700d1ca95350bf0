/* Edits plugins at random in one long session and compares, after each edit, the program, the findings and the inferred schema with
 * those of a session that opens the same texts for the first time.
 *
 * usage: edited_plugins [--edits N] [--seed N] FOLDER...
 *
 * A folder is a plugin's, or holds several, which may share packages: all that lies in it is edited, and all of its programs compared.
 * The same edits in every run. */
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "ir/eval.h"
#include "ir/infer.h"
#include "ir/program.h"
#include "plugin/export.h"
#include "plugin/project.h"
#include "rules/check.h"
#include "random_edits.h"
#include "same_program.h"

#include <stdio.h>
#include <stdlib.h>

/* --- the texts --- */

typedef struct source {
    str path;
    strbuf first, text, before; /* as on the disk, now, and before the last edit */
} source;

typedef struct session {
    str folder;
    ARRAY(source) sources;
    arena memory;
} session;

static bool is_known(const session *s, str path)
{
    for (size_t i = 0; i < s->sources.n; i++)
        if (str_eq(s->sources.at[i].path, path)) return true;
    return false;
}

static project_list projects_of(const session *s, workspace *w, arena *a)
{
    project_list list = workspace_projects_below(w, a, s->folder);
    if (!list.n) array_push(a, &list, workspace_project_at(w, s->folder)); /* edits have left no plugin */
    return list;
}

static void add_sources(session *s, project *p)
{
    const project_facts *facts = project_load(p);
    for (size_t i = 0; i < facts->program->files.n; i++) {
        const ir_file *f = &facts->program->files.at[i];
        if (!path_is_inside(f->path, s->folder) || is_known(s, f->path)) continue;
        source *new = array_add(&s->memory, &s->sources);
        new->path = arena_str(&s->memory, f->path);
        strbuf_add(&new->first, f->text);
        strbuf_add(&new->text, f->text);
        strbuf_add(&new->before, f->text);
    }
}

static void find_sources(session *s)
{
    workspace *w = workspace_new();
    workspace_open_border(w);
    project_list projects = projects_of(s, w, &s->memory);
    for (size_t i = 0; i < projects.n; i++) add_sources(s, projects.at[i]);
    workspace_free(w);
}

static void free_sources(session *s)
{
    for (size_t i = 0; i < s->sources.n; i++) {
        strbuf_free(&s->sources.at[i].first);
        strbuf_free(&s->sources.at[i].text);
        strbuf_free(&s->sources.at[i].before);
    }
    arena_free(&s->memory);
}

static void set_text(strbuf *to, str text)
{
    strbuf copy = STRBUF_INIT;
    strbuf_add(&copy, text);
    strbuf_free(to);
    *to = copy;
}

/* --- edits --- */

/* What is typed: names, pieces of statements, half a statement, whole ones, functions. */
static const char *const snippets[] = {
    "x", "a", "1", " ", "\n", "(", ")", "{", "}", "\"", ".", ",", ";", "// c\n", "/*", "return\n", "return types.ActionPause\n",
    "return types.HeaderStopIteration\n", "err", "_ = 1\n", "if err != nil {\n\treturn types.ActionContinue\n}\n", "for {\n}\n", "x := 1\n",
    "proxywasm.ResumeHttpRequest()\n", "proxywasm.SendHttpResponse(403, nil, nil, -1)\n", "proxywasm.ReplaceHttpRequestBody(nil)\n",
    "proxywasm.GetHttpRequestHeader(\"a\")\n", "proxywasm.", "func() {\n\tproxywasm.ResumeHttpRequest()\n}()\n", "defer func() { recover() }()\n",
    "type local struct{ a int }\n", "panic(1)\n", "strings.Split(\"a\", \",\")[1]\n", "helper()\n", "\nfunc helper() {\n\tproxywasm.ResumeHttpRequest()\n}\n",
    "\nvar extra = 1\n", "\ntype extra struct {\n\ta string\n}\n", "log.Infof(\"%s\", 1)\n", "\xC3\xA9", "ctx.SetContext(\"k\", true)\n",
    "go helper()\n", "config.redis.Init(\"user\", \"secret\", 1000)\n", "_ = root.Get(\"extra\").Int()\n", "_ = json.Get(\"extra\").Bool()\n",
    "if n == 7 {\n\treturn errors.New(\"seven\")\n}\n", "\tTag string `json:\"tag\"`\n", "const extra = 2\n", "return true\n",
    "\textra, other int\n", "\t*extra\n", ", extra int", "(extra, error)", "func (e *extra) other() bool { return e.a == \"\" }\n", "// says it\n",
    "= 3\n", "= iota\n", "\tother\n", "func init() {}\n", "import _ \"os\"\n", "[]extra", "= extra{}\n", "return nil\n",
};

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/* The name around or behind the place. */
static range name_at(str text, uint32_t at)
{
    while (at < text.n && !is_letter(text.p[at])) at++;
    uint32_t end = at;
    while (at > 0 && is_letter(text.p[at - 1])) at--;
    while (end < text.n && is_letter(text.p[end])) end++;
    return range_make(at, end);
}

/* From the line's start to behind the next line that begins with a brace: what is left of a function, and perhaps the whole. */
static range function_at(str text, uint32_t at)
{
    uint32_t end = at = line_start(text, at);
    while (end < text.n && text.p[end] != '}') end = next_line(text, end);
    return range_make(at, next_line(text, end));
}

/* Imports come, go and get other names, used ones among them. */
static range choose_import(str text, str *with)
{
    static const char *const lines[] = {
        "\t\"os\"\n", "\t\"strings\"\n", "\t_ \"embed\"\n", "\tlog \"fmt\"\n", "\tanswer \"net/http\"\n", "\t\"example.com/other/go-thing\"\n",
        "\t\"edited/answer\"\n", "\tprovider \"edited/answer\"\n", "\t\"edited/none\"\n", "\t. \"fmt\"\n", "\t\"github.com/tidwall/gjson\"\n",
        "\twrapper \"github.com/tidwall/gjson\"\n",
    };
    ptrdiff_t block = str_find(text, STR("import (\n"), 0), end = block < 0 ? -1 : str_find(text, STR("\n)"), (size_t)block);
    if (end < 0) return range_make(0, 0);
    uint32_t first = (uint32_t)block + 9, line = line_start(text, first + random_below((uint32_t)end - first + 1));
    if (random_below(3) == 0) return range_make(line, next_line(text, line));
    *with = str_of(lines[random_below(sizeof lines / sizeof *lines)]);
    return range_make(line, random_below(3) ? line : next_line(text, line));
}

/* Lines are chosen, since that is where one types; a place in the middle of one is, too. */
static range choose_edit(str text, str *with)
{
    uint32_t at = random_below((uint32_t)text.n + 1), other = random_below((uint32_t)text.n + 1);
    uint32_t line = line_start(text, at);
    range name = name_at(text, other);
    *with = (str){0};
    switch (random_below(14)) {
    case 0: return range_make(at, at < text.n ? at + 1 : at);
    case 1: return name_at(text, at);
    case 2: return range_make(line, next_line(text, at));
    case 3: return function_at(text, at);
    case 4: *with = str_slice(text, name.start, name.end); return name_at(text, at); /* a name becomes another one */
    case 5: *with = str_slice(text, line_start(text, other), next_line(text, other)); return range_make(line, line);
    case 6: name = function_at(text, other); *with = str_slice(text, name.start, name.end); return range_make(line, line);
    case 7: case 8: return choose_import(text, with);
    default:
        *with = str_of(snippets[random_below(sizeof snippets / sizeof *snippets)]);
        return random_below(3) ? range_make(line, line) : range_make(at, at);
    }
}

/* Undone again every other time, so that the program stays one; from time to time everything is as at first. */
static source *edit(session *s)
{
    source *f = &s->sources.at[random_below((uint32_t)s->sources.n)];
    uint32_t what = random_below(20);
    if (what == 0) {
        set_text(&f->text, strbuf_str(&f->first));
    } else if (what < 9 && !str_eq(strbuf_str(&f->before), strbuf_str(&f->text))) {
        set_text(&f->text, strbuf_str(&f->before));
    } else {
        str text = strbuf_str(&f->text), with;
        range at = choose_edit(text, &with);
        strbuf edited = STRBUF_INIT;
        strbuf_add(&edited, str_slice(text, 0, at.start));
        strbuf_add(&edited, with);
        strbuf_add(&edited, str_slice(text, at.end, text.n));
        strbuf_free(&f->before);
        f->before = f->text;
        f->text = edited;
    }
    return f;
}

/* --- comparing --- */

static void print_finding(strbuf *out, const diagnostic *d)
{
    strbuf_printf(out, "%.*s:%u-%u %s[%.*s] %.*s %.*s\n", STR_ARG(d->path), d->at.start, d->at.end, severity_name(d->level), STR_ARG(d->code),
                  STR_ARG(d->message), STR_ARG(d->label));
    for (size_t i = 0; i < d->related.n; i++) {
        const related_place *r = &d->related.at[i];
        strbuf_printf(out, "  %.*s:%u-%u %.*s\n", STR_ARG(r->path), r->at.start, r->at.end, STR_ARG(r->message));
    }
    for (size_t i = 0; i < d->fixes.n; i++)
        for (size_t k = 0; k < d->fixes.at[i].edits.n; k++) {
            const text_edit *e = &d->fixes.at[i].edits.at[k];
            strbuf_printf(out, "  fix %.*s %.*s:%u-%u %.*s\n", STR_ARG(d->fixes.at[i].title), STR_ARG(e->path), e->at.start, e->at.end,
                          STR_ARG(e->text));
        }
}

static str findings_of(workspace *w, project *p, arena *a)
{
    diagnostic_list list = {0};
    strbuf out = STRBUF_INIT;
    check_sources(w, p, a, &list);
    diagnostic_list_sort(&list);
    for (size_t i = 0; i < list.n; i++) print_finding(&out, &list.at[i]);
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static str schema_of(project *p, arena *a)
{
    strbuf out = STRBUF_INIT;
    export_json_schema(&out, p, &(export_options){.places = true});
    const inferred_schema *s = project_schema(p);
    const ir_program *program = project_load(p)->program;
    if (s) strbuf_printf(&out, "%u ways, facts: %u right, %u wrong, %u not tried\n", s->ways, s->verified, s->dropped, s->unverified);
    for (size_t i = 0; s && i < s->gaps.list.n; i++) {
        const eval_gap *g = &s->gaps.list.at[i];
        str place = ir_span_text(a, program, g->at);
        strbuf_printf(&out, "%.*s: %.*s at %.*s\n", STR_ARG(g->function), STR_ARG(g->reason), STR_ARG(place));
    }
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static bool compare(workspace *long_one, workspace *fresh, project *kept_one, uint32_t number, const source *edited, arena *a)
{
    project *fresh_one = workspace_project_at(fresh, project_root(kept_one));
    str kept = findings_of(long_one, kept_one, a), anew = findings_of(fresh, fresh_one, a);
    str differs = compare_programs(a, project_load(kept_one)->program, project_load(fresh_one)->program);
    str schema = schema_of(kept_one, a), schema_anew = schema_of(fresh_one, a);
    bool same = str_eq(kept, anew) && str_eq(schema, schema_anew) && !differs.n;
    if (!same) {
        printf("%.*s, edit %u of %.*s: %.*s\n", STR_ARG(project_root(kept_one)), number, STR_ARG(edited->path), STR_ARG(differs));
        if (!str_eq(kept, anew)) printf("in the session:\n%.*sanew:\n%.*s", STR_ARG(kept), STR_ARG(anew));
        if (!str_eq(schema, schema_anew)) printf("schema in the session:\n%.*sanew:\n%.*s", STR_ARG(schema), STR_ARG(schema_anew));
        printf("--- the text:\n%.*s", STR_ARG(strbuf_str(&edited->text)));
    }
    return same;
}

static bool check(session *s, workspace *long_one, uint32_t number, const source *edited)
{
    arena a = ARENA_INIT;
    workspace *fresh = workspace_new();
    workspace_open_border(fresh);
    for (size_t i = 0; i < s->sources.n; i++) workspace_set_buffer(fresh, s->sources.at[i].path, strbuf_str(&s->sources.at[i].text));
    project_list kept = projects_of(s, long_one, &a), anew = projects_of(s, fresh, &a);
    bool same = kept.n == anew.n;
    if (!same) printf("%.*s, edit %u of %.*s: %zu projects, anew %zu\n", STR_ARG(s->folder), number, STR_ARG(edited->path), kept.n, anew.n);
    for (size_t i = 0; i < kept.n && same; i++) same = compare(long_one, fresh, kept.at[i], number, edited, &a);
    workspace_free(fresh);
    arena_free(&a);
    return same;
}

/* As a session does when nobody waits. */
static void renew(const session *s, workspace *w)
{
    arena a = ARENA_INIT;
    project_list list = projects_of(s, w, &a);
    for (size_t i = 0; i < list.n; i++) project_renew(list.at[i]);
    arena_free(&a);
}

static bool run(str folder, uint32_t edits)
{
    session s = {.folder = folder};
    find_sources(&s);
    workspace *w = workspace_new();
    workspace_open_border(w);
    bool same = true;
    for (size_t i = 0; i < s.sources.n; i++) workspace_set_buffer(w, s.sources.at[i].path, strbuf_str(&s.sources.at[i].text));
    for (uint32_t i = 0; i < edits && same && s.sources.n; i++) {
        source *f = edit(&s);
        workspace_set_buffer(w, f->path, strbuf_str(&f->text));
        if (random_below(4) == 0) { /* two at once, as when the disk changes */
            f = edit(&s);
            workspace_set_buffer(w, f->path, strbuf_str(&f->text));
        }
        if (random_below(8) == 0) renew(&s, w);
        same = check(&s, w, i, f);
    }
    workspace_free(w);
    free_sources(&s);
    return same;
}

int main(int argc, char **argv)
{
    uint32_t edits = 200, failed = 0, folders = 0;
    uint64_t seed = 1;
    arena a = ARENA_INIT;
    for (int i = 1; i < argc; i++) {
        str option = str_of(argv[i]);
        if (str_is(option, "--edits") && i + 1 < argc) edits = (uint32_t)strtoul(argv[++i], NULL, 10);
        else if (str_is(option, "--seed") && i + 1 < argc) seed = strtoul(argv[++i], NULL, 10);
        else {
            char *full = realpath(argv[i], NULL);
            if (!full) continue;
            random_state = seed;
            folders++;
            failed += !run(arena_str(&a, str_of(full)), edits);
            free(full);
        }
    }
    printf("%u folders, %u edits each, seed %llu: %u differ\n", folders, edits, (unsigned long long)seed, failed);
    arena_free(&a);
    return failed || !folders;
}
