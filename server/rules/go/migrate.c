/* The sources of a plugin on an old SDK, edited to be on today's: imports, what main registers, loggers, names, and the pause of
 * header handlers, which on Envoy's own ABI stopped bodies, too. */
#include "rules/go/migrate.h"

#include "base/path.h"
#include "ir/func.h"
#include "rules/go/rules.h"

static void add_edit(migration *m, uint32_t file, uint32_t start, uint32_t end, str text)
{
    array_push(m->c->arena, &m->edits, (text_edit){ir_file_path(m->c->program, file), {start, end}, text});
}

bool migrate_import(const migration *m, str path, str *to)
{
    sdk_pairs modules = sdk_move_today.modules;
    for (size_t i = 0; i < modules.n; i++) {
        str from = str_of(modules.at[i].from), rest = str_slice(path, from.n, path.n);
        if (!str_starts(path, from) || (rest.n && rest.p[0] != '/')) continue;
        if (str_starts(rest, STR("/extensions/"))) return false; /* plugins lie below the SDK's path, as modules of their own */
        *to = *modules.at[i].to ? arena_printf(m->c->arena, "%s%.*s", modules.at[i].to, STR_ARG(rest)) : (str){0};
        return true;
    }
    return false;
}

/* --- names in a source ---------------------------------------------------------------------------------------------------- */

static bool is_word(char ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '_' || ch < 0;
}

/* Behind the comment or the text in quotes that starts at `at`; `at` itself where none does. */
static uint32_t skip_quoted(str text, uint32_t at)
{
    char ch = text.p[at], next = at + 1 < text.n ? text.p[at + 1] : 0;
    if (ch == '/' && (next == '/' || next == '*')) {
        ptrdiff_t end = str_find(text, next == '/' ? STR("\n") : STR("*/"), at + 2);
        return end < 0 ? (uint32_t)text.n : (uint32_t)end + (next == '/' ? 1 : 2);
    }
    if (ch != '"' && ch != '`' && ch != '\'') return at;
    for (at++; at < text.n && text.p[at] != ch; at++)
        if (text.p[at] == '\\' && ch != '`') at++;
    return at < text.n ? at + 1 : (uint32_t)text.n;
}

/* An identifier that no dot stands before, and the member behind it. */
typedef struct word {
    range name, member; /* member: empty without one */
} word;

static bool next_word(str text, uint32_t *at, word *w)
{
    while (*at < text.n) {
        uint32_t behind = skip_quoted(text, *at);
        if (behind > *at) {
            *at = behind;
            continue;
        }
        if (!is_word(text.p[*at])) {
            ++*at;
            continue;
        }
        uint32_t start = *at;
        while (*at < text.n && is_word(text.p[*at])) ++*at;
        bool member = start > 0 && text.p[start - 1] == '.' && (start < 2 || text.p[start - 2] != '.');
        *w = (word){range_make(start, *at), {0}};
        uint32_t from = *at + 1, to = from;
        if (*at < text.n && text.p[*at] == '.')
            while (to < text.n && is_word(text.p[to])) to++;
        if (to > from) w->member = range_make(from, to);
        if (!member) return true;
    }
    return false;
}

/* --- a file --------------------------------------------------------------------------------------------------------------- */

typedef struct source {
    migration *m;
    uint32_t file;
    str text;
    source_imports imports;
    const source_import *wrapper, *types, *log; /* types: of Envoy's own ABI; log: the SDK's, old or new */
    ARRAY(range) loggers;                       /* each wrapper.Log */
    size_t others;                              /* other members of the wrapper that are named */
} source;

static bool is_gone(str name)
{
    for (size_t i = 0; sdk_move_today.gone[i]; i++)
        if (str_is(name, sdk_move_today.gone[i])) return true;
    return false;
}

/* The handler around the place; NULL in a function in it, or in none. */
static const registered_handler *handler_at(const source *s, uint32_t at)
{
    const registered_handler *found = NULL;
    for (size_t i = 0; i < s->m->c->registrations->n; i++) {
        const registration *r = &s->m->c->registrations->at[i];
        for (size_t k = 0; k < r->handlers.n; k++) {
            const ir_func *f = r->handlers.at[k].func;
            bool around = f && f->whole.file == s->file && f->whole.at.start <= at && at < f->whole.at.end;
            if (around && (!found || f->whole.at.start > found->func->whole.at.start)) found = &r->handlers.at[k];
        }
    }
    return found;
}

typedef struct closure_search {
    uint32_t at;
    bool found;
} closure_search;

static bool look_at_closure(void *self, ir_node *n)
{
    closure_search *s = self;
    s->found = s->found || (n->op == IR_CLOSURE && n->func->whole.at.start <= s->at && s->at < n->func->whole.at.end);
    return true;
}

static void take_action(source *s, range member)
{
    const char *now = sdk_pair_find(sdk_move_today.pauses, str_slice(s->text, member.start, member.end));
    if (!now) return;
    const registered_handler *h = handler_at(s, member.start);
    closure_search inner = {member.start, false};
    ir_node *body = h ? ir_func_body(s->m->c->program, h->func) : NULL;
    if (body) ir_walk(body, look_at_closure, &inner);
    if (!body || inner.found) s->m->unsure = true;
    else if (h->phase == PHASE_REQUEST_HEADERS || h->phase == PHASE_RESPONSE_HEADERS)
        add_edit(s->m, s->file, member.start, member.end, str_of(now));
}

static void take_member(source *s, word w)
{
    str name = str_slice(s->text, w.member.start, w.member.end);
    const char *now = sdk_pair_find(sdk_move_today.renamed, name);
    if (str_is(name, "Log")) {
        char before = w.name.start ? s->text.p[w.name.start - 1] : 0,
             behind = w.member.end < s->text.n ? s->text.p[w.member.end] : 0;
        if (before == '*' || before == '&' || behind == '{') s->m->impossible = true;
        array_push(s->m->c->arena, &s->loggers, range_make(w.name.start, w.member.end));
        return;
    }
    s->others++;
    if (now) add_edit(s->m, s->file, w.member.start, w.member.end, str_of(now));
    else if (is_gone(name)) s->m->unsure = true;
}

static bool is_name_of(const source *s, range name, const source_import *i)
{
    return i && str_eq(str_slice(s->text, name.start, name.end), i->name);
}

static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

static uint32_t line_end(str text, uint32_t at)
{
    ptrdiff_t end = str_find_char(text, '\n', at);
    return end < 0 ? (uint32_t)text.n : (uint32_t)end + 1;
}

range migrate_line(str text, uint32_t at)
{
    range line = range_make(line_start(text, at), line_end(text, at));
    str before = str_trim(str_slice(text, line.start ? line_start(text, line.start - 1) : 0, line.start));
    bool blank = line.end < text.n && text.p[line.end] == '\n';
    if (blank && (!before.n || str_ends(before, STR("(")))) line.end++;
    return line;
}

static void drop_line(source *s, const source_import *i)
{
    range line = migrate_line(s->text, i->at.start);
    add_edit(s->m, s->file, line.start, line.end, (str){0});
}

/* The compiler refuses imports that nobody uses, such as those in samples. Only of the standard library the name is known for
 * certain. */
static void drop_unused(source *s, const bool *used)
{
    for (size_t i = 0; i < s->imports.n; i++) {
        const source_import *im = &s->imports.at[i];
        bool standard =
            str_find_char(im->path, '.', 0) < 0 && !str_is(im->path, "C") && !str_starts(im->path, s->m->c->build->name);
        if (standard && !used[i] && !str_is(im->name, "_") && !str_is(im->name, ".")) drop_line(s, im);
    }
}

static void read_names(source *s)
{
    uint32_t at = 0;
    bool *used = ARENA_NEW_N(s->m->c->arena, bool, s->imports.n);
    for (word w; next_word(s->text, &at, &w);) {
        bool imported = false;
        for (size_t i = 0; i < s->imports.n; i++) {
            const source_import *im = &s->imports.at[i];
            bool here = line_start(s->text, im->at.start) <= w.name.start && w.name.start < im->at.end;
            imported = imported || here;
            used[i] = used[i] || (!here && is_name_of(s, w.name, im));
        }
        bool wrapper = is_name_of(s, w.name, s->wrapper), types = is_name_of(s, w.name, s->types);
        if (imported || (!wrapper && !types)) continue;
        /* A variable of that name hides the package, and the text does not show which of the two is meant. */
        if (w.member.end == w.member.start) s->m->impossible = true;
        else if (wrapper) take_member(s, w);
        else take_action(s, w.member);
    }
    if (str_has(s->text, STR(".GetContextId("))) s->m->unsure = true;
    drop_unused(s, used);
}

/* --- imports and loggers --------------------------------------------------------------------------------------------------- */

/* The declared function around a logger's type has a variable of that name already. */
static bool is_hidden(const source *s, range logger, str name)
{
    const ir_program *p = s->m->c->program;
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *pkg = ir_package_at(p, i);
        for (size_t k = 0; pkg->own && k < pkg->funcs.n; k++) {
            const ir_func *f = pkg->funcs.at[k];
            if (f->whole.file != s->file || logger.start < f->whole.at.start || logger.start >= f->whole.at.end) continue;
            ptrdiff_t brace = str_find_char(s->text, '{', f->at.at.end);
            if (brace < 0 || (uint32_t)brace > logger.start) return false; /* in the signature */
            uint32_t at = f->at.at.end, before = logger.start;
            while (before > 0 && (s->text.p[before - 1] == ' ' || s->text.p[before - 1] == '\t')) before--;
            for (word w; next_word(s->text, &at, &w) && w.name.start < logger.start;)
                if (str_eq(str_slice(s->text, w.name.start, w.name.end), name) && w.name.end != before) return true;
        }
    }
    return false;
}

static bool is_free(const source *s, str name)
{
    const ir_program *p = s->m->c->program;
    for (size_t i = 0; i < s->imports.n; i++)
        if (str_eq(s->imports.at[i].name, name)) return false;
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *pkg = ir_package_at(p, i);
        bool here = pkg->own && str_eq(pkg->folder, path_dir(ir_file_path(p, s->file)));
        if (here && map_find(&pkg->members, name)) return false;
    }
    for (size_t i = 0; i < s->loggers.n; i++)
        if (is_hidden(s, s->loggers.at[i], name)) return false;
    return true;
}

/* Where the path stands in quotes. */
static range quoted_path(const source *s, const source_import *i)
{
    uint32_t at = i->at.start;
    while (at < i->at.end && s->text.p[at] != '"' && s->text.p[at] != '`') at++;
    return range_make(at + 1, i->at.end - 1);
}

static void move_loggers(source *s)
{
    arena *a = s->m->c->arena;
    if (!s->loggers.n) return;
    str name = s->log ? s->log->name : is_free(s, STR("log")) ? STR("log") : STR("wasmlog");
    bool named = !s->log && !str_is(name, "log");
    if (named && !is_free(s, name)) s->m->impossible = true;
    for (size_t i = 0; i < s->loggers.n; i++) {
        range at = s->loggers.at[i];
        if (s->log && is_hidden(s, at, name)) s->m->impossible = true;
        add_edit(s->m, s->file, at.start, at.end, arena_printf(a, "%.*s.Log", STR_ARG(name)));
    }
    if (s->log) {
        if (!s->others) drop_line(s, s->wrapper);
        return;
    }
    uint32_t start = line_start(s->text, s->wrapper->at.start);
    range path = quoted_path(s, s->wrapper);
    bool alone = str_starts(str_trim(str_slice(s->text, start, s->wrapper->at.end)), STR("import"));
    str line = arena_printf(a, "%s%s%s\"github.com/higress-group/wasm-go/pkg/log\"", alone ? "import " : "\t",
                            named ? "wasmlog" : "", named ? " " : "");
    if (s->others) add_edit(s->m, s->file, start, start, arena_printf(a, "%.*s\n", STR_ARG(line)));
    else add_edit(s->m, s->file, start, path.end + 1, line);
}

static void move_imports(source *s)
{
    for (size_t i = 0; i < s->imports.n; i++) {
        const source_import *im = &s->imports.at[i];
        str to = {0}, package = {0};
        if (!migrate_import(s->m, im->path, &to)) {
            if (str_starts(im->path, STR("github.com/higress-group/proxy-wasm-go-sdk"))) s->m->uses_host = true;
            if (str_starts(im->path, STR("github.com/higress-group/wasm-go"))) s->m->uses_wrapper = true;
            continue;
        }
        if (str_is(im->name, ".")) s->m->impossible = true;
        bool there = !to.n;
        for (size_t k = 0; k < s->imports.n; k++)
            there = there || (str_eq(s->imports.at[k].path, to) && str_eq(s->imports.at[k].name, im->name));
        bool wrapper = str_starts(to, STR("github.com/higress-group/wasm-go"));
        if (wrapper) {
            bool known = false;
            package = str_slice(to, sizeof "github.com/higress-group/wasm-go", to.n);
            for (size_t k = 0; sdk_move_today.packages[k]; k++) known = known || str_is(package, sdk_move_today.packages[k]);
            if (!known) s->m->impossible = true;
        }
        s->m->uses_wrapper = s->m->uses_wrapper || wrapper;
        s->m->uses_host = s->m->uses_host || (to.n && !wrapper);
        bool for_loggers_alone = im == s->wrapper && s->loggers.n && !s->others;
        range path = quoted_path(s, im);
        if (there) drop_line(s, im);
        else if (!for_loggers_alone) add_edit(s->m, s->file, path.start, path.end, to);
    }
}

static void move_file(migration *m, uint32_t file)
{
    source s = {
        .m = m,
        .file = file,
        .text = ir_file_text(m->c->program, file),
        .imports = language_imports(m->c->code, m->c->program, file),
    };
    for (size_t i = 0; i < s.imports.n; i++) {
        const source_import *im = &s.imports.at[i];
        const char *package = sdk_package(im->path);
        str to = {0};
        bool old = migrate_import(m, im->path, &to);
        if (old && str_ends(to, STR("/pkg/wrapper"))) s.wrapper = im;
        if (str_ends(old ? to : im->path, STR("higress-group/wasm-go/pkg/log"))) s.log = im;
        bool stock = package && strcmp(package, "types") == 0 && old;
        if (stock && build_replaces(m->c->build, STR("github.com/tetratelabs/proxy-wasm-go-sdk"))) m->unsure = true;
        else if (stock) s.types = im;
    }
    read_names(&s);
    move_loggers(&s);
    move_imports(&s);
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

/* main becomes empty, and what it did an init function. */
static void move_main(migration *m)
{
    bool in_main = false;
    for (size_t i = 0; i < m->c->registrations->n; i++)
        in_main = in_main || (m->c->registrations->at[i].in_main && !m->c->registrations->at[i].in_init);
    for (size_t i = 0; in_main && i < ir_package_count(m->c->program); i++) {
        const ir_package *p = ir_package_at(m->c->program, i);
        ir_member *main = p->own && str_is(p->name, "main") ? map_get(&p->members, STR("main")) : NULL;
        ir_node *body = main && main->func ? ir_func_body(m->c->program, main->func) : NULL;
        if (!body || body->at.file == IR_NO_FILE || !body->count) continue;
        add_edit(m, body->at.file, body->at.at.start, body->at.at.start, STR("{}\n\nfunc init() "));
    }
}

/* Whether handlers have shapes of before November 2022, which are other ones. */
static bool has_other_shapes(const rule_context *c)
{
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        for (size_t k = 0; r->sdk->options && k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            if (!h->func || !h->shape) continue;
            if (h->func->param_count - (h->func->receiver ? 1 : 0) != h->shape->count) return true;
        }
    }
    return false;
}

void migrate_add_fix(rule_context *c, diagnostic *d)
{
    migration m = {.c = c};
    if (!d || has_other_shapes(c)) return;
    for (uint32_t file = 0; file < ir_file_count(c->program) && !m.impossible; file++)
        if (ir_file_is_own(c->program, file)) move_file(&m, file);
    move_main(&m);
    if (m.edits.n) migrate_tests(&m);
    if (m.edits.n) migrate_scripts(&m);
    migrate_build_file(&m);
    if (m.impossible || !m.edits.n) return;
    fix *f = rule_add_fix(c->arena, d, sdk_text_str(rule_related("migrate")), m.edits.at[0].path, m.edits.at[0].at,
                          m.edits.at[0].text);
    for (size_t i = 1; i < m.edits.n; i++) array_push(c->arena, &f->edits, m.edits.at[i]);
    f->preferred = !m.unsure && !ir_refused(c->program);
}
