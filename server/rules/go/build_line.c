/* project/build-line: a line of a Makefile, a script, a Dockerfile or a CI file that builds a module which no gateway loads. */
#include "base/path.h"
#include "ir/func.h"
#include "language/language.h"
#include "rules/go/rules.h"
#include "text/build_script.h"

typedef struct search {
    rule_context *c;
    str path, text;  /* of the build file */
    bool makefile;   /* each line has a shell of its own */
    bool moved;      /* an earlier command has gone to another folder */
} search;

/* Without the words that may stand before an assignment. */
static str strip_words(str line)
{
    static const char *const words[] = {"export ", "ENV ", "ARG ", "- ", "override "};
    line = str_trim(line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(line, str_of(words[i]))) line = str_trim(str_slice(line, strlen(words[i]), line.n));
    return line;
}

static str unquote(str word)
{
    bool quoted = word.n >= 2 && (word.p[0] == '"' || word.p[0] == '\'') && word.p[word.n - 1] == word.p[0];
    return quoted ? str_slice(word, 1, word.n - 1) : word;
}

/* The next assignment of a line that has nothing else: "A=1 B='two words'". False: it has something else, or is at its end. */
static bool next_assignment(str *line, str *name, str *value)
{
    ptrdiff_t equals = str_find_char(*line, '=', 0);
    if (equals <= 0 || str_find_char(str_slice(*line, 0, (size_t)equals), ' ', 0) >= 0) return false;
    *name = str_slice(*line, 0, (size_t)equals);
    size_t start = (size_t)equals + 1, end = start;
    char quote = start < line->n && strchr("\"'", line->p[start]) ? line->p[start] : 0;
    for (end += quote != 0; end < line->n && line->p[end] != (quote ? quote : ' '); end++) {}
    *value = str_slice(*line, start + (quote != 0), end);
    *line = str_trim(str_slice(*line, end + (quote && end < line->n), line->n));
    return true;
}

/* "FLAGS := -a -b", "ENV FLAGS -a", "FLAGS: -a": the rest of the line is the value. */
static bool is_definition(str line, str name, bool env, str *value)
{
    if (!str_starts(line, name) || line.n == name.n) return false;
    str behind = str_slice(line, name.n, line.n), trimmed = str_trim(behind);
    size_t sign = 0;
    while (sign < trimmed.n && strchr(":?+=", trimmed.p[sign])) sign++;
    if ((!sign && !(env && behind.p[0] == ' ')) ||
        (behind.p[0] != ' ' && behind.p[0] != ':' && behind.p[0] != '?' && behind.p[0] != '+'))
        return false;
    *value = unquote(str_trim(str_slice(trimmed, sign, trimmed.n)));
    return true;
}

/* The value that the file gives to a variable before the place. False: none. */
static bool find_value(const search *s, str name, uint32_t before, str *value)
{
    str rest = str_slice(s->text, 0, before), of, given;
    bool found = false;
    for (str line; str_split(&rest, '\n', &line);) {
        if (s->makefile && str_starts(line, STR("\t"))) continue; /* a shell of its own */
        bool env = str_starts(str_trim(line), STR("ENV "));
        str part = strip_words(line), whole = part;
        if (is_definition(part, name, env, &given)) {
            *value = given;
            found = true;
            continue;
        }
        bool here = false;
        while (next_assignment(&part, &of, &given)) {
            if (!str_eq(of, name)) continue;
            *value = given;
            here = true;
        }
        if (here && part.n && s->makefile && str_starts(whole, name))
            *value = str_trim(str_slice(whole, name.n + 1, whole.n)); /* A=-a -b */
        found = found || (here && (!part.n || s->makefile));
    }
    return found;
}

/* The name of "$(X)", "${X}", "$X"; empty: it is none, or more than that. */
static str variable_of(str word)
{
    word = unquote(word);
    if (word.n < 2 || word.p[0] != '$') return (str){0};
    char open = word.p[1], close = open == '(' ? ')' : open == '{' ? '}' : 0;
    if (!close) return str_slice(word, 1, word.n);
    return word.p[word.n - 1] == close ? str_slice(word, 2, word.n - 1) : (str){0};
}

/* A "go build" or "tinygo build" of the plugin's folder. */
typedef struct command {
    range all, name; /* with the assignments in front of it; "go build" */
    str text;        /* of `all`, and behind it the values of the variables in it */
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
        if (unquote(word).p[0] == '$') continue;
        if (!is_in_folder(word)) return false;
        if (s->c->code->file(word) & LANGUAGE_COMPILED)
            array_push(s->c->arena, &c->files, str_starts(word, STR("./")) ? str_slice(word, 2, word.n) : word);
    }
    return true;
}

/* Adds what the variables in the command are; `variable`: one may be anything. */
static void read_variables(const search *s, command *c)
{
    for (uint32_t at = c->all.start; at < c->all.end;) {
        range w = next_word(s->text, &at, c->all.end);
        str word = word_text(s, w);
        ptrdiff_t dollar = str_find_char(word, '$', 0);
        if (w.end == w.start || dollar < 0 || w.end <= c->name.end) continue;
        str name = variable_of(str_slice(word, (size_t)dollar, word.n)), value;
        bool known = name.n && find_value(s, name, c->all.start, &value) && str_find_char(value, '$', 0) < 0;
        if (known) c->text = arena_printf(s->c->arena, "%.*s %.*s", STR_ARG(c->text), STR_ARG(value));
        else if (dollar == 0 || (dollar == 1 && strchr("\"'", word.p[0]))) c->variable = true;
    }
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
            read_variables(s, c);
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
    return rule_report_in(s->c, r, s->path, c->name, rule_format(s->c, r->message, &said, 1));
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
    for (uint32_t i = 0; i < ir_file_count(p); i++) {
        str path = ir_file_path(p, i), name = path_base(path);
        if (!ir_file_is_own(p, i) || !str_eq(path_dir(path), folder)) continue;
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

/* What an environment variable is for the command: in front of it, or set in the file before. Empty: nothing says it,
 * `*elsewhere` or something that is no plain value does. */
static str environment_of(const search *s, const command *c, str name, bool *elsewhere)
{
    str front = str_slice(s->text, c->all.start, c->name.start), value = {0};
    str assigned = arena_printf(s->c->arena, "%.*s=", STR_ARG(name));
    ptrdiff_t at = str_find(front, assigned, 0);
    *elsewhere = false;
    if (at >= 0) {
        value = str_slice(front, (size_t)at + assigned.n, front.n);
        size_t n = 0;
        while (n < value.n && !is_space(value.p[n])) n++;
        value = unquote(str_slice(value, 0, n));
    } else if (!find_value(s, name, c->all.start, &value)) {
        *elsewhere = str_has(s->text, name);
        return (str){0};
    }
    *elsewhere = str_find_char(value, '$', 0) >= 0;
    return *elsewhere ? (str){0} : value;
}

static void replace_value(search *s, diagnostic *d, const command *c, str name, str wrong, str right)
{
    str old = arena_printf(s->c->arena, "%.*s=%.*s", STR_ARG(name), STR_ARG(wrong));
    ptrdiff_t at = str_find(word_text(s, c->all), old, 0);
    if (at < 0) return;
    uint32_t from = c->all.start + (uint32_t)at + (uint32_t)name.n + 1;
    rule_value text[] = {{"text", right}};
    rule_add_fix(s->c->arena, d, rule_format(s->c, rule_related("use"), text, 1), s->path,
                 range_make(from, from + (uint32_t)wrong.n), right)
        ->preferred = true;
}

static void insert_before(search *s, diagnostic *d, const command *c, str words)
{
    rule_value text[] = {{"text", words}};
    str title = rule_format(s->c, rule_related("insert"), text, 1);
    uint32_t at = c->name.start;
    while (strchr("@-\"'", s->text.p[at])) at++;
    rule_add_fix(s->c->arena, d, title, s->path, range_make(at, at), arena_printf(s->c->arena, "%.*s ", STR_ARG(words)))
        ->preferred = true;
}

/* The system that it is built for; true: it was the fault. */
static bool check_system(search *s, const command *c)
{
    bool elsewhere, elsewhere_arch;
    str os = environment_of(s, c, STR("GOOS"), &elsewhere), arch = environment_of(s, c, STR("GOARCH"), &elsewhere_arch);
    if (elsewhere || elsewhere_arch) return false;
    bool module = str_has(c->text, STR(".wasm"));
    rule_value values[] = {{"value", os}, {"arch", arch}};
    if (os.n && !str_is(os, "wasip1") && (module || str_is(arch, "wasm"))) {
        diagnostic *d = report(s, c, "build_system", values, 2);
        replace_value(s, d, c, STR("GOOS"), os, STR("wasip1"));
        return true;
    }
    if (!os.n && module) {
        insert_before(s, report(s, c, "build_native", NULL, 0), c, arch.n ? STR("GOOS=wasip1") : STR("GOOS=wasip1 GOARCH=wasm"));
        return true;
    }
    if (str_is(os, "wasip1") && !str_is(arch, "wasm")) {
        diagnostic *d = report(s, c, "build_arch", values, 2);
        if (arch.n) replace_value(s, d, c, STR("GOARCH"), arch, STR("wasm"));
        else insert_before(s, d, c, STR("GOARCH=wasm"));
        return true;
    }
    return false;
}

/* "1.22" of "golang:1.22-alpine" or "go-version: '1.22'", the last one before the command; 0: nothing says it. */
static unsigned minor_version(const search *s, const command *c, str *said)
{
    static const char *const marks[] = {"golang:1.",        "go-version: 1.", "go-version: '1.",
                                        "go-version: \"1.", "GO_VERSION=1.",  "GO_VERSION: 1."};
    unsigned minor = 0;
    ptrdiff_t last = -1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        for (ptrdiff_t at = str_find(s->text, str_of(marks[i]), 0); at >= 0 && (uint32_t)at < c->all.start;
             at = str_find(s->text, str_of(marks[i]), (size_t)at + 1)) {
            if (at < last) continue;
            size_t digits = (size_t)at + strlen(marks[i]), end = digits;
            unsigned n = 0;
            while (end < s->text.n && s->text.p[end] >= '0' && s->text.p[end] <= '9') n = n * 10 + (unsigned)(s->text.p[end++] -
            '0');
            last = at;
            minor = n;
            *said = arena_printf(s->c->arena, "1.%u", n);
        }
    return minor;
}

static str target_of(const search *s, const command *c)
{
    bool next = false;
    uint32_t at = c->name.end;
    for (range w = next_word(s->text, &at, c->all.end); w.end > w.start; w = next_word(s->text, &at, c->all.end)) {
        str word = word_text(s, w);
        if (next) return unquote(word);
        if (str_starts(word, STR("-target="))) return unquote(str_slice(word, 8, word.n));
        next = str_is(word, "-target");
    }
    return (str){0};
}

static void check_tinygo(search *s, const command *c)
{
    if (requires_collector(s->c->build) && !(str_has(c->text, STR("-gc=custom")) && str_has(c->text, STR("custommalloc")))) {
        insert_flag(s, report(s, c, "build_collector", NULL, 0), c, STR("-gc=custom -tags='custommalloc nottinygc_finalizer'"));
        return;
    }
    static const char *const wrong[] = {"wasm", "wasip2", "wasi-p1", "wasm32-wasi", "wasm32-wasip1", "wasm-wasi", "wasip"};
    str target = target_of(s, c);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (!str_is(target, wrong[i])) continue;
        rule_value said[] = {{"value", target}}, text[] = {{"text", STR("-target=wasi")}};
        diagnostic *d = report(s, c, "build_target_name", said, 1);
        ptrdiff_t at = str_find(word_text(s, c->all), STR("-target"), 0);
        uint32_t from = c->all.start + (uint32_t)at + 8;
        rule_add_fix(s->c->arena, d, rule_format(s->c, rule_related("use"), text, 1), s->path,
                     range_make(from, from + (uint32_t)target.n), STR("wasi"))
            ->preferred = true;
        return;
    }
    if (!target.n && !str_has(c->text, STR("-target")) && !str_has(c->text, STR("wasip1")))
        insert_flag(s, report(s, c, "build_target", NULL, 0), c, STR("-target=wasip1"));
}

static void check_go(search *s, const command *c)
{
    str version = {0};
    unsigned minor = minor_version(s, c, &version);
    rule_value values[] = {{"version", version}};
    if (minor && minor < 24 && (!s->c->build->reactor || minor < 21) && str_has(c->text, STR("c-shared"))) {
        report(s, c, "build_go_old", values, 1);
        return;
    }
    if (check_system(s, c) || !s->c->build->reactor || str_has(c->text, STR("c-shared")) || str_has(s->text, STR("GOFLAGS")))
        return;
    insert_flag(s, report(s, c, "build_no_reactor", NULL, 0), c, STR("-buildmode=c-shared"));
}

static void check_command(search *s, const command *c)
{
    str os = {0};
    bool elsewhere = false;
    if (!c->tinygo) os = environment_of(s, c, STR("GOOS"), &elsewhere);
    bool wasm = str_is(os, "wasip1") || str_has(c->text, STR("wasip1")) || str_has(c->text, STR("GOARCH=wasm")) ||
                str_has(c->text, STR(".wasm"));
    if (!wasm || c->variable) return;
    size_t known = s->c->out->n;
    if (c->tinygo) check_tinygo(s, c);
    else check_go(s, c);
    str other = c->files.n && s->c->out->n == known ? left_out(s, c) : (str){0};
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

/* Dockerfiles have commands as lists, too: RUN ["go", "build", "."]. Is one between the places? */
static bool is_list(str text, uint32_t start, uint32_t end)
{
    static const str words[] = {STR_INIT("RUN"), STR_INIT("CMD"), STR_INIT("ENTRYPOINT")};
    while (start > 0 && text.p[start - 1] != '\n') start--; /* a ';' in it ends no line */
    str line = str_trim(str_slice(text, start, end));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        str rest = str_starts(line, words[i]) ? str_trim(str_slice(line, words[i].n, line.n)) : (str){0};
        if (rest.n && rest.p[0] == '[') return true;
    }
    return false;
}

/* The text with the words of lists as words of commands, each in its place. */
static str without_lists(arena *a, str text)
{
    char *copy = NULL;
    for (uint32_t at = 0; at < text.n;) {
        uint32_t end = at;
        while (end < text.n && text.p[end] != '\n') end++;
        if (is_list(text, at, end)) {
            if (!copy) copy = memcpy(arena_alloc(a, text.n), text.p, text.n);
            for (uint32_t i = at; i < end; i++)
                if (strchr("[]\",", copy[i])) copy[i] = ' ';
        }
        at = end + 1;
    }
    return copy ? str_make(copy, text.n) : text;
}

static void read_build_file(search *s)
{
    str written = s->text;
    s->text = without_lists(s->c->arena, written);
    for (uint32_t at = 0; at < s->text.n;) {
        uint32_t end = command_end(s->text, at);
        command c;
        size_t known = s->c->out->n;
        if (read_command(s, range_make(at, end), &c)) check_command(s, &c);
        /* what would be put into a command is no element of a list */
        for (size_t i = known; i < s->c->out->n && is_list(written, at, end); i++) s->c->out->at[i].fixes.n = 0;
        if (end < s->text.n && s->text.p[end] == '\n' && s->makefile) s->moved = false;
        at = end + 1 + (end < s->text.n && s->text.p[end] == '&');
    }
}

static bool is_workflow(str name) { return str_ends(name, STR(".yml")) || str_ends(name, STR(".yaml")); }

static void look_into(rule_context *c, str folder, bool workflows)
{
    source_entries entries = c->tree->list(c->tree->self, c->arena, folder);
    for (size_t i = 0; i < entries.n; i++) {
        str name = entries.at[i].name;
        bool wanted = workflows ? is_workflow(name) : build_script_of(name) != BUILD_SCRIPT_NONE;
        if (!wanted || entries.at[i].folder) continue;
        search s = {.c = c, .path = path_join(c->arena, folder, name), .makefile = build_script_of(name) == BUILD_SCRIPT_MAKE};
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
    for (size_t i = 0; build_script_folder(i); i++)
        look_into(c, path_join(c->arena, root, str_of(build_script_folder(i))), false);
    look_into(c, path_join(c->arena, root, STR(".github/workflows")), true);
}
