/* Plugins while somebody types: half lines put in between the lines; lines cut off, taken away and doubled; words, brackets, quotes
 * and imports half there. Nobody may be told anything new by code that Go refuses, or in C++ by text that the parser stumbles over.
 *
 * usage: half_typed [--states N] [--seed N] [--lines FILE] [--write FILE] [--print] FOLDER...
 *
 * Each state is looked at twice: as a linter sees it that has no past, and in a long session that had the whole text before. The first
 * must find nothing of `warning` or above that the whole text has not; the second must find what a session finds that saw the same last
 * whole text and nothing else, and of documents what it found before. Where the state is whole by itself its findings are its own. `--states`: of each folder, spread over it.
 * `--lines`: half lines of that file, one a line, in place of those below. `--write`: each state goes to that file as a line of JSON,
 * for half_typed_truth.go, which asks Go; sessions are not compared then, and states are of all kinds, else of the first three. */
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "ir/language_row.h"
#include "ir/program.h"
#include "plugin/project.h"
#include "rules/check.h"
#include "syntax/tree.h"
#include "random_edits.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const half_lines[] = {
    "if v := json.Get(\"prefix\");", "x, y, err := a, b", "x, y := 1, 2, 3", "for _, x := range", "for _, x := range items", "for i := 0; i < 3",
    "for i := 0;", "for {", "c.", "config.", "json.Get(\"a\").", "return", "return err", "return nil,", "return nil, nil, nil", "if err != nil",
    "if err != nil {", "if", "else {", "} else {", "}", "{", ")", "(", "]", "switch x {", "switch {", "case \"a\":", "default:", "defer", "defer config",
    "go func() {", "go", "func", "func() {", "func helper() {", "func helper(a string", "var x", "var x int =", "var x = 1", "const", "const y",
    "type T struct", "type T struct {", "type", "\"unterminated", "`", "'", "/*", "foo(", "foo(a,", "foo()", "map[string]", "[]", "[]string{", "a :=", "a =",
    "a := 1", "!", "&", "*", "log.", "log.Errorf(\"x\"", "errors.New(", "errors.New(\"x\")", "proxywasm.", "proxywasm.nothing()", "wrapper.", "strings.",
    "retu", "swi", "brea", "break", "continue", "fallthrough", "goto end", "end:", "import", "import \"os\"", "package", "x == 1", "\"text\"", "42", "nil",
    "config.nothing = 1", "config.nothing()", "var err error", "config == nil", "err :=", "x <-", "<-", "select {", "interface{}", "struct {", "a ? b : c",
    "x +=", "x++ y", "if x = 1 {", "if a => b {", "return config.", "ctx.", "ctx.SetContext(\"a\"", "types.", "func(", "@", "#", "x.(", "x.(string", "_",
    "json.Gett(\"a\")", "json.Get(\"a\").Strin()", "json.Get(\"a\").Int() = 3", "if json.Get(\"a\").Exists {",
    "strings.Splt(\"a,b\", \",\")", "strings.Split(\"a,b\")", "strconv.Itoa(\"x\")", "n, err, ok := strconv.Atoi(\"1\")",
    "fmt.Sprintg(\"x\")", "proxywasm.SendHttpResponse(403)", "proxywasm.ResumeHttpRequst()", "wrapper.NewClusterClint(",
    "ctx.DontReadRequestBod()", "types.ActionContinued", "for x in list {", "while true {", "for 3 {", "if 1 {",
    "if err := check(json); err {", "switch x := json.(type", "select { case", "defer recover", "go json", "return nil;;",
    "return &Config{", "var a, b int = 1", "var m map[string", "const z int = \"a\"", "func (c *Config) Do(",
    "func helper[T any](", "a := b := 1", ", a := 1", "config := config", "json := 5", "make([]string)", "delete(m)",
    "int(\"x\")", "x = y = z", "\"key\": \"value\",", "retrun nil", "esle {", "vr x int", "x => y", "} else if {", "})", "],",
    "'ab'", "\"\\q\"", "0x", "名字 := ",
};

static const char *const half_lines_of_cxx[] = {
    "if (auto v = config.find(\"prefix\");", "if (config.", "if (", "if (x) {", "if (x) return", "else {", "} else {", "}", "{", ")", "(", "]", "for (const auto& x :",
    "for (int i = 0; i <", "for (", "while (", "do {", "switch (x) {", "switch (x", "case 1:", "case \"a\":", "default:", "return", "return false", "return config.",
    "return false;", "config.", "config->", "config::", "::", "std::", "absl::", "auto", "auto x", "auto x =", "auto& x = config[", "const", "const std::string&", "std::string",
    "std::string s", "std::vector<", "std::vector<std::string", "std::optional<int> n", "int n =", "int n = 1", "bool", "static", "struct T {", "struct T", "class T {",
    "class T : public", "enum class", "template <typename", "namespace {", "namespace a {", "using", "using namespace", "using a::", "typedef", "\"unterminated", "R\"(", "'", "/*",
    "foo(", "foo(a,", "foo()", "foo();", "LOG_WARN(", "LOG_WARN(\"x\"", "LOG_WARN(\"x\")", "sendLocalResponse(", "getRequestHeader(\"a\")->", "root()->httpCall(", "[&](", "[&]() {",
    "[this", "x =", "x = 1", "x +=", "x++ y", "!", "&", "*", "x ? 1 :", "x ?", "1 +", "static_cast<", "static_cast<int>(", "#define", "#define X", "#if", "#ifdef X", "#endif",
    "#else", "#include", "#include \"", "@", "\\", "this->", "override", "public:", "private:", "virtual", "explicit Foo(", "~Foo", "operator", "new", "delete x", "throw",
    "try {", "catch (...) {", "goto end", "end:", "break", "continue", "bool helper(", "bool helper() {", "static RegisterContextFactory", "nullptr", "true", "42", "x == 1", "co",
    "config.is_", "config.contains(\"", "it->second.", "value_or(",
    "std::string name = config[\"", "auto it = config.find(\"a\"); if (it", "if (!config.contains(\"a\")) return",
    "if (config[\"a\"].is_strin()) {", "for (auto& [key, value] :", "auto [a, b] =", "auto f = [&](const",
    "std::map<std::string, int> m = {{\"a\",", "using json =", "struct Part { int", "enum class Kind : int",
    "template <class T> T helper(", "extern \"C\" {", "char c = '", "#if 1", "#elif", "#line",
    "sendLocalRespons(403, \"\", \"\", {});", "JsonGetField<", "config[\"a\"].get<", "config.value(\"a\",", "x = y =",
    "x ? y :", "a b c", "foo<", "private", "virtual void", "~Foo() {", "if ()", "} else if (x) {", "retrun true;", "esle",
    "\"a\" \"b\"", "名字",
};

/* Those of `--lines`. */
static ARRAY(str) own_lines;

typedef struct source {
    str path, text;
} source;

typedef struct plugin {
    arena memory;
    str folder;
    bool is_go;
    ARRAY(source) sources;
    ARRAY(str) documents;
} plugin;

typedef enum state_kind { PUT_IN, CUT, TAKEN_AWAY, DOUBLED, HALF_WORD, NO_BRACKET, HALF_IMPORT, HALF_TYPED, KINDS } state_kind;

static const char *const kind_names[KINDS] = {"half lines",    "cut",          "taken away", "doubled", "half words",
                                              "brackets gone", "half imports", "letters of half lines"};

typedef struct tally {
    unsigned states[KINDS], whole, new_ones[KINDS], differ;
    bool print;
    FILE *written;
} tally;

/* --- a plugin ---------------------------------------------------------------------------------------------------------------- */

static bool read_plugin(plugin *p, const char *name)
{
    p->folder = file_absolute(&p->memory, str_of(name));
    workspace *w = workspace_new();
    workspace_add_root(w, p->folder);
    project *of = workspace_project_at(w, p->folder);
    const ir_program *program = of ? project_load(of)->program : NULL;
    for (size_t i = 0; program && i < program->files.n; i++) {
        const ir_file *f = &program->files.at[i];
        if (f->own) array_push(&p->memory, &p->sources, (source){arena_str(&p->memory, f->path), arena_str(&p->memory, f->text)});
    }
    if (of && program) p->is_go = str_is(str_of(project_load(of)->language->name), "go");
    workspace_free(w);
    file_entries entries = file_list(&p->memory, p->folder);
    for (size_t i = 0; i < entries.n; i++) {
        str ext = path_extension(entries.at[i].name);
        if (str_is(ext, ".yaml") || str_is(ext, ".json")) array_push(&p->memory, &p->documents, path_join(&p->memory, p->folder, entries.at[i].name));
    }
    return p->sources.n > 0;
}

static workspace *open_plugin(const plugin *p, bool keeps)
{
    workspace *w = workspace_new();
    workspace_keep_whole(w, keeps);
    workspace_add_root(w, p->folder);
    for (size_t i = 0; i < p->sources.n; i++) workspace_set_buffer(w, p->sources.at[i].path, p->sources.at[i].text);
    return w;
}

/* --- findings ---------------------------------------------------------------------------------------------------------------- */

static diagnostic_list findings_of(workspace *w, const plugin *p, arena *a)
{
    diagnostic_list list = {0};
    project *of = workspace_project_at(w, p->folder);
    if (of) check_sources(w, of, a, &list);
    for (size_t i = 0; of && i < p->documents.n; i++) check_document(w, p->documents.at[i], of, a, &list);
    diagnostic_list_sort(&list);
    return list;
}

/* What is missing as well is known as far as the code can be followed: the refusal is the same one without it. */
static str refusal_of(str message)
{
    static const char more[] = "; missing as well: ";
    for (size_t i = 0; i < message.n; i++)
        if (str_starts(str_slice(message, i, message.n), STR(more))) return str_slice(message, 0, i);
    return message;
}

static bool is_same(const diagnostic *a, const diagnostic *b)
{
    return str_eq(a->code, b->code) && str_eq(a->path, b->path) && str_eq(refusal_of(a->message), refusal_of(b->message));
}

/* The first finding of `warning` or above that the whole text has not. */
static const diagnostic *find_new(const diagnostic_list *list, const diagnostic_list *whole)
{
    for (size_t i = 0; i < list->n; i++) {
        const diagnostic *d = &list->at[i];
        bool known = d->level > SEVERITY_WARNING || str_is(d->code, "project/syntax");
        for (size_t k = 0; k < whole->n && !known; k++) known = is_same(d, &whole->at[k]);
        if (!known) return d;
    }
    return NULL;
}

/* The first finding in a document that the whole text has and the list lacks. */
static const diagnostic *find_lost(const diagnostic_list *list, const diagnostic_list *whole)
{
    for (size_t i = 0; i < whole->n; i++) {
        const diagnostic *d = &whole->at[i];
        bool known = !str_is(path_extension(d->path), ".yaml");
        for (size_t k = 0; k < list->n && !known; k++) known = is_same(d, &list->at[k]);
        if (!known) return d;
    }
    return NULL;
}

static str text_of(arena *a, const diagnostic_list *list)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < list->n; i++) {
        const diagnostic *d = &list->at[i];
        strbuf_printf(&out, "%.*s:%u-%u %d[%.*s] %.*s\n", STR_ARG(d->path), d->at.start, d->at.end, (int)d->level, STR_ARG(d->code), STR_ARG(d->message));
        for (size_t k = 0; k < d->related.n; k++)
            strbuf_printf(&out, "  %.*s:%u-%u\n", STR_ARG(d->related.at[k].path), d->related.at[k].at.start, d->related.at[k].at.end);
    }
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* --- states ------------------------------------------------------------------------------------------------------------------ */

/* An import that nobody uses is refused, too, but a linter goes on: without it the code would mean the same. */
static bool is_whole(workspace *w, const plugin *p, bool unused_counts)
{
    project *of = workspace_project_at(w, p->folder);
    const project_facts *facts = of ? project_load(of) : NULL;
    if (!facts) return false;
    bool unused = unused_counts && language_unused(facts->language, facts->program);
    return !language_refused(facts->language, facts->program).n && !unused;
}

/* What is typed in C++ is whole as far as its parser is concerned: what a compiler refuses besides is not looked for. */
static bool parses(const plugin *p, str text)
{
    if (p->is_go) return true;
    syntax_tree *tree = syntax_parse(SYNTAX_CPP, text, NULL, (str){0});
    bool whole = !syntax_has_error(syntax_root(tree));
    syntax_tree_drop(tree);
    return whole;
}

static void show(const char *what, str text, const source *f, const diagnostic *d)
{
    uint32_t line = 1, at = 0;
    while (at < f->text.n && at < text.n && f->text.p[at] == text.p[at]) line += f->text.p[at++] == '\n';
    uint32_t start = line_start(text, at), end = next_line(text, at);
    printf("%s: %.*s:%u '%.*s'\n", what, STR_ARG(f->path), line, (int)(end - start), text.p + start);
    if (d) printf("    %.*s [%.*s] %.*s\n", STR_ARG(d->path), STR_ARG(d->code), STR_ARG(d->message));
}

static void write_text(FILE *out, const char *name, str text)
{
    fprintf(out, ", \"%s\": \"", name);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c < ' ') fprintf(out, "\\u%04x", c);
        else fprintf(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
    }
    fprintf(out, "\"");
}

/* A line of JSON. */
static void write_state(FILE *out, const plugin *p, const source *f, str text, state_kind kind, bool refused, const diagnostic *d)
{
    arena a = ARENA_INIT;
    uint32_t at = 0;
    while (at < f->text.n && at < text.n && f->text.p[at] == text.p[at]) at++;
    uint32_t start = line_start(text, at);
    str place = arena_printf(&a, "%s: '%.*s'", kind_names[kind], (int)(next_line(text, at) - start), text.p + start);
    str found = d ? arena_printf(&a, "%.*s: [%.*s] %.*s", STR_ARG(d->path), STR_ARG(d->code), STR_ARG(d->message)) : (str){0};
    fprintf(out, "{\"refused\": %s", refused ? "true" : "false");
    write_text(out, "folder", p->folder);
    write_text(out, "path", f->path);
    write_text(out, "kind", place);
    write_text(out, "found", found);
    write_text(out, "text", text);
    fprintf(out, "}\n");
    arena_free(&a);
}

static void try_state(tally *t, const plugin *p, workspace *session, const diagnostic_list *whole, const source *f, str text, state_kind kind)
{
    arena a = ARENA_INIT;
    workspace *fresh = open_plugin(p, false), *other = open_plugin(p, true);
    t->states[kind]++;
    workspace_set_buffer(fresh, f->path, text);
    diagnostic_list linted = findings_of(fresh, p, &a);
    bool reads = parses(p, text), sound = reads && is_whole(fresh, p, true);
    const diagnostic *news = find_new(&linted, whole), *d = reads && is_whole(fresh, p, false) ? NULL : news;
    t->whole += sound;
    t->new_ones[kind] += d != NULL;
    if (d && t->print) show("new", text, f, d);
    if (t->written) {
        write_state(t->written, p, f, text, kind, !sound, news);
        goto done;
    }
    /* the session goes on from the whole text */
    project_load(workspace_project_at(session, p->folder));
    project_load(workspace_project_at(other, p->folder));
    workspace_set_buffer(session, f->path, text);
    workspace_set_buffer(other, f->path, text);
    diagnostic_list in_session = findings_of(session, p, &a), in_other = findings_of(other, p, &a);
    str one = text_of(&a, &in_session), two = text_of(&a, &in_other);
    const diagnostic *kept = sound ? NULL : find_new(&in_session, whole);
    if (!sound && !kept) kept = find_lost(&in_session, whole);
    bool differs = !str_eq(one, two) || kept;
    t->differ += differs;
    if (differs && t->print) {
        show("session", text, f, kept);
        printf("in the session:\n%.*sin another:\n%.*s", STR_ARG(one), STR_ARG(two));
    }
    workspace_set_buffer(session, f->path, f->text);
    findings_of(session, p, &a);
done:
    workspace_free(fresh);
    workspace_free(other);
    arena_free(&a);
}

/* The text with the bytes from `from` to `to` replaced. */
static void put(strbuf *out, str text, uint32_t from, uint32_t to, str with)
{
    strbuf_clear(out);
    strbuf_add(out, str_slice(text, 0, from));
    strbuf_add(out, with);
    strbuf_add(out, str_slice(text, to, text.n));
}

static const char *half_line(const plugin *p)
{
    if (own_lines.n) return own_lines.at[random_below((uint32_t)own_lines.n)].p;
    size_t go = sizeof half_lines / sizeof *half_lines, cxx = sizeof half_lines_of_cxx / sizeof *half_lines_of_cxx;
    return p->is_go ? half_lines[random_below((uint32_t)go)] : half_lines_of_cxx[random_below((uint32_t)cxx)];
}

/* Where the next of these bytes stands from a random place on; the text's length if there is none. */
static uint32_t next_of(str text, const char *bytes)
{
    uint32_t at = random_below((uint32_t)text.n);
    while (at < text.n && !strchr(bytes, text.p[at])) at++;
    return at;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Within a word, behind its first letter. */
static uint32_t inside_word(str text)
{
    uint32_t at = random_below((uint32_t)text.n) + 1;
    while (at < text.n && !(is_letter(text.p[at]) && is_letter(text.p[at - 1]))) at++;
    return at < text.n ? at : (uint32_t)text.n;
}

/* Within what stands between the first line and the first declaration, where the imports are. */
static uint32_t inside_imports(const plugin *p, str text)
{
    ptrdiff_t end = str_find(text, p->is_go ? STR("\nfunc ") : STR("\nnamespace "), 0);
    return random_below(end > 0 ? (uint32_t)end : (uint32_t)text.n);
}

static void make_state(strbuf *out, const plugin *p, const source *f, state_kind kind)
{
    str text = f->text;
    uint32_t at = line_start(text, random_below((uint32_t)text.n)), end = next_line(text, at);
    char line[128];
    snprintf(line, sizeof line - 1, "\t%s", half_line(p)); /* a line break may follow */
    switch (kind) {
    case CUT: put(out, text, at + random_below(end - at), end, STR("\n")); break;
    case TAKEN_AWAY: put(out, text, at, end, (str){0}); break;
    case DOUBLED: put(out, text, end, end, str_slice(text, at, end)); break;
    case HALF_WORD:
        at = end = inside_word(text);
        while (end < text.n && is_letter(text.p[end])) end++;
        put(out, text, at, end, (str){0});
        break;
    case NO_BRACKET:
        at = next_of(text, "()[]{}\"`',.:=");
        put(out, text, at, at + (at < text.n), (str){0});
        break;
    case HALF_IMPORT:
        at = inside_imports(p, text);
        put(out, text, at, next_line(text, at), STR("\n"));
        break;
    case HALF_TYPED: line[random_below((uint32_t)strlen(line) - 1) + 2] = 0; /* fall through */
    default:
        strcat(line, "\n");
        put(out, text, at, at, str_of(line));
        break;
    }
}

static void run(tally *t, const plugin *p, uint32_t states)
{
    arena a = ARENA_INIT;
    workspace *session = open_plugin(p, true), *first = open_plugin(p, false);
    diagnostic_list whole = findings_of(first, p, &a);
    strbuf text = STRBUF_INIT;
    if (!is_whole(first, p, true)) printf("%.*s: not whole\n", STR_ARG(p->folder));
    for (uint32_t i = 0; i < states; i++) {
        const source *f = &p->sources.at[random_below((uint32_t)p->sources.n)];
        state_kind kind = i % 5 < 3 ? PUT_IN : i % 5 == 3 ? CUT : TAKEN_AWAY;
        if (t->written) kind = i % 10 < KINDS ? (state_kind)(i % 10) : PUT_IN;
        make_state(&text, p, f, kind);
        if (!str_eq(strbuf_str(&text), f->text)) try_state(t, p, session, &whole, f, strbuf_str(&text), kind);
    }
    strbuf_free(&text);
    workspace_free(session);
    workspace_free(first);
    arena_free(&a);
}

static void read_lines(arena *a, const char *name)
{
    str text;
    if (file_read(a, str_of(name), &text) != FILE_OK) printf("%s: can't be read\n", name);
    else
        for (uint32_t at = 0, end; at < text.n; at = end) {
            end = next_line(text, at);
            str line = str_trim(str_slice(text, at, end));
            if (line.n) array_push(a, &own_lines, str_of(arena_cstr(a, line)));
        }
}

int main(int argc, char **argv)
{
    tally t = {0};
    uint32_t states = 200;
    arena lines = ARENA_INIT;
    random_state = 1;
    for (int i = 1; i < argc; i++) {
        plugin p = {0};
        if (strcmp(argv[i], "--states") == 0 && i + 1 < argc) states = (uint32_t)atoi(argv[++i]);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) random_state = (uint64_t)atoll(argv[++i]);
        else if (strcmp(argv[i], "--lines") == 0 && i + 1 < argc) read_lines(&lines, argv[++i]);
        else if (strcmp(argv[i], "--write") == 0 && i + 1 < argc) t.written = fopen(argv[++i], "w");
        else if (strcmp(argv[i], "--print") == 0) t.print = true;
        else if (read_plugin(&p, argv[i])) run(&t, &p, states);
        else printf("%s: no plugin\n", argv[i]);
        arena_free(&p.memory);
    }
    arena_free(&lines);
    unsigned all = 0, new_ones = 0;
    if (t.written) fclose(t.written);
    for (int k = 0; k < KINDS; k++) {
        all += t.states[k];
        new_ones += t.new_ones[k];
        printf("%s: %u, %u of them with new findings\n", kind_names[k], t.states[k], t.new_ones[k]);
    }
    printf("%u states, %u of them whole; %u with new findings; %u sessions differ\n", all, t.whole, new_ones, t.differ);
    return all == 0 || new_ones > 0 || t.differ > 0;
}
