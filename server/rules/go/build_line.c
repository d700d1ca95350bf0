/* project/build-line: a line of a Makefile, a script, a Dockerfile or a CI file that builds a module which no gateway loads. */
#include "base/path.h"
#include "language/language.h"
#include "rules/go/rules.h"

typedef struct search {
    rule_context *c;
    str path, text;  /* of the build file */
    bool makefile;   /* each line has a shell of its own */
    bool moved;      /* an earlier command has gone to another folder */
} search;

/* A "go build" or "tinygo build" of the plugin's folder. */
typedef struct command {
    range all, name; /* with the assignments in front of it; "go build" */
    str text;        /* of `all` */
    bool tinygo;
    bool variable;   /* one of its arguments is a variable, which may be any flag */
    ARRAY(str) files; /* named one by one */
} command;

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\\'; }

/* The next word of the command at or behind `*at`; empty at its end. A line break is one behind a backslash: a blank. */
static range next_word(str text, uint32_t *at, uint32_t end)
{
    while (*at < end && is_space(text.p[*at])) ++*at;
    uint32_t start = *at;
    while (*at < end && !is_space(text.p[*at])) ++*at;
    return range_make(start, *at);
}

static str word_text(const search *s, range word) { return str_slice(s->text, word.start, word.end); }

/* "go", "@go", "/usr/local/go/bin/go", "$(GO)": 1, of TinyGo: 2, else 0. */
static int compiler_of(str word)
{
    while (word.n && strchr("@-\"'", word.p[0])) word = str_slice(word, 1, word.n);
    str name = path_base(word);
    if (str_is(name, "go") || str_is(name, "$(GO)") || str_is(name, "${GO}")) return 1;
    return str_is(name, "tinygo") || str_is(name, "$(TINYGO)") || str_is(name, "${TINYGO}") ? 2 : 0;
}

/* The value stands in the next word. */
static bool takes_value(str word)
{
    static const char *const flags[] = {"-o", "-tags", "-ldflags", "-gcflags", "-target", "-scheduler",
                                        "-gc", "-opt", "-mod", "-p", "-panic", "-buildmode"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (str_is(word, flags[i])) return true;
    return false;
}

static bool is_in_folder(str word)
{
    str name = str_starts(word, STR("./")) ? str_slice(word, 2, word.n) : word;
    return str_find_char(name, '/', 0) < 0;
}

/* The arguments; false: another folder is built. */
static bool read_arguments(const search *s, command *c, uint32_t at)
{
    bool flag_value = false;
    for (range w = next_word(s->text, &at, c->all.end); w.end > w.start; w = next_word(s->text, &at, c->all.end)) {
        str word = word_text(s, w);
        bool belongs = flag_value;
        flag_value = takes_value(word);
        if (belongs || word.p[0] == '-') continue;
        c->variable = c->variable || word.p[0] == '$';
        if (!is_in_folder(word)) return false;
        if (s->c->code->file(word) & LANGUAGE_COMPILED)
            array_push(s->c->arena, &c->files, str_starts(word, STR("./")) ? str_slice(word, 2, word.n) : word);
    }
    return true;
}

/* Whether a command builds the plugin; if so, what it is made of. */
static bool read_command(search *s, range all, command *c)
{
    *c = (command){.all = all, .text = word_text(s, all)};
    uint32_t at = all.start;
    int compiler = 0;
    range before = {0};
    for (range w = next_word(s->text, &at, all.end); w.end > w.start; w = next_word(s->text, &at, all.end)) {
        str word = word_text(s, w);
        if (str_is(word, "cd") || str_is(word, "pushd")) s->moved = true;
        if (word.p[0] == '#' || str_ends(word, STR("echo")) || str_ends(word, STR("printf"))) return false;
        if (compiler && str_is(word, "build")) {
            c->name = range_make(before.start, w.end);
            c->tinygo = compiler == 2;
            return !s->moved && read_arguments(s, c, at);
        }
        compiler = compiler_of(word);
        before = w;
    }
    return false;
}

/* --- what is wrong --------------------------------------------------------------------------------------------------------- */

static diagnostic *report(search *s, const command *c, const char *fault, const rule_value *values, size_t count)
{
    const rule *r = rule_find(STR("project/build-line"));
    rule_value said = {"fault", rule_format(s->c, rule_related(fault), values, count)};
    diagnostic *d = rule_report(s->c, r, (ir_span){.file = IR_NO_FILE}, rule_format(s->c, r->message, &said, 1));
    d->path = s->path;
    d->at = c->name;
    return d;
}

static void insert_flag(search *s, diagnostic *d, const command *c, str flag)
{
    rule_value text = {"text", flag};
    str title = rule_format(s->c, rule_related("insert"), &text, 1), inserted = arena_printf(s->c->arena, " %.*s", STR_ARG(flag));
    rule_add_fix(s->c->arena, d, title, s->path, range_make(c->name.end, c->name.end), inserted)->preferred = true;
}

/* Files that are compiled with these and are not among them: the name of one. */
static str left_out(const search *s, const command *c)
{
    const ir_program *p = s->c->program;
    str folder = path_dir(s->c->build->file);
    for (uint32_t i = 0; i < p->files.n; i++) {
        str path = p->files.at[i].path, name = path_base(path);
        if (!p->files.at[i].own || !str_eq(path_dir(path), folder)) continue;
        bool named = false;
        for (size_t k = 0; k < c->files.n; k++) named = named || str_eq(c->files.at[k], name);
        if (!named) return name;
    }
    return (str){0};
}

static bool requires_collector(const build_facts *b)
{
    for (size_t i = 0; i < b->requires.n; i++)
        if (str_is(path_base(b->requires.at[i].path), "nottinygc")) return true;
    return false;
}

static void check_command(search *s, const command *c)
{
    bool wasm = str_has(c->text, STR("wasip1")) || str_has(c->text, STR("GOARCH=wasm")) || str_has(c->text, STR(".wasm"));
    if (!wasm) return;
    if (!c->tinygo && s->c->build->reactor && !c->variable && !str_has(c->text, STR("c-shared"))) {
        insert_flag(s, report(s, c, "build_no_reactor", NULL, 0), c, STR("-buildmode=c-shared"));
        return;
    }
    if (c->tinygo && requires_collector(s->c->build) && !c->variable &&
        !(str_has(c->text, STR("-gc=custom")) && str_has(c->text, STR("custommalloc")))) {
        insert_flag(s, report(s, c, "build_collector", NULL, 0), c, STR("-gc=custom -tags='custommalloc nottinygc_finalizer'"));
        return;
    }
    if (c->tinygo && !c->variable && !str_has(c->text, STR("-target")) && !str_has(c->text, STR("wasip1"))) {
        insert_flag(s, report(s, c, "build_target", NULL, 0), c, STR("-target=wasip1"));
        return;
    }
    str other = c->files.n ? left_out(s, c) : (str){0};
    rule_value values[] = {{"file", c->files.n ? c->files.at[0] : (str){0}}, {"other", other}};
    if (other.n) report(s, c, "build_alone", values, 2);
}

/* --- build files ----------------------------------------------------------------------------------------------------------- */

/* Where the command ends that starts here: at its line's end, or at what joins it with the next one. */
static uint32_t command_end(str text, uint32_t at)
{
    for (char last = 0; at < text.n; at++) {
        char c = text.p[at];
        bool both = c == '&' && at + 1 < text.n && text.p[at + 1] == '&';
        if ((c == '\n' && last != '\\') || c == ';' || c == '|' || c == '`' || both) break;
        if (c != '\r') last = c;
    }
    return at;
}

static void read_build_file(search *s)
{
    for (uint32_t at = 0; at < s->text.n;) {
        uint32_t end = command_end(s->text, at);
        command c;
        if (read_command(s, range_make(at, end), &c)) check_command(s, &c);
        if (end < s->text.n && s->text.p[end] == '\n' && s->makefile) s->moved = false;
        at = end + 1 + (end < s->text.n && s->text.p[end] == '&');
    }
}

static bool is_makefile(str name)
{
    return str_starts(name, STR("Makefile")) || str_is(name, "GNUmakefile") || str_ends(name, STR(".mk"));
}

static bool is_script(str name) { return str_starts(name, STR("Dockerfile")) || str_ends(name, STR(".sh")); }

static bool is_workflow(str name) { return str_ends(name, STR(".yml")) || str_ends(name, STR(".yaml")); }

static void look_into(rule_context *c, str folder, bool workflows)
{
    source_entries entries = c->tree->list(c->tree->self, c->arena, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str name = entries.at[i].name;
        bool wanted = workflows ? is_workflow(name) : is_makefile(name) || is_script(name) || str_is(name, ".gitlab-ci.yml");
        if (!wanted || entries.at[i].folder) continue;
        search s = {.c = c, .path = path_join(c->arena, folder, name), .makefile = is_makefile(name)};
        if (!c->tree->read(c->tree->self, s.path, &s.text)) continue;
        s.moved = str_has(s.text, STR("working-directory:"));
        read_build_file(&s);
    }
}

void build_line_run(rule_context *c)
{
    if (!c->tree || !c->build->file.n || !c->registrations->n) return;
    str root = c->build->root;
    look_into(c, root, false);
    look_into(c, path_join(c->arena, root, STR("scripts")), false);
    look_into(c, path_join(c->arena, root, STR(".github/workflows")), true);
}
