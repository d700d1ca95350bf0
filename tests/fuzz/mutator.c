/* Changes inputs that are archives (archive.h) as somebody who types does: half lines, cut lines, lines from elsewhere, tokens
 * that do not fit, brackets that are missing or too many. Only the targets named in CMakeLists.txt are built with it. */
#include "archive.h"
#include "../conformance/random_edits.h"
#include "base/strbuf.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef enum language { PLAIN, GO, YAML, SESSION } language;

/* What `with` is in place of `at`. */
typedef struct change {
    range at;
    str with;
} change;

typedef struct token {
    range at;
    char kind; /* 'a' a name, '0' a number, '"' a text, '/' a comment, else an operator's first character */
} token;

/* A file of an archive while it is changed. */
typedef struct work {
    arena *a;
    language language;
    str text, donor; /* `donor`: where lines and tokens may come from; the text itself when there is no other */
    ARRAY(token) tokens;
} work;

/* --- what is typed --- */

static const char *const go_tokens[] = {
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func", "go", "goto", "if",
    "import",
    "interface", "map", "package", "range", "return", "select", "struct", "switch", "type", "var", "append", "cap", "clear",
    "close", "copy",
    "delete", "len", "make", "max", "min", "new", "panic", "print", "recover", "nil", "true", "false", "iota", "_", "int",
    "int8", "uint8",
    "int64", "uint64", "float64", "string", "bool", "byte", "rune", "error", "any", "[]string", "[]byte", "map[string]string",
    "*", "&", "<-",
    "...", ":=", "=", "==", "!=", "<", "<=", ">", ">=", "+", "-", "/", "%", "<<", ">>", "&^", "|", "^", "!", "&&", "||", "+=",
    "++", "--",
    "(", ")", "[", "]", "{", "}", ",", ";", ".", ":", "0", "1", "-1", "1<<62", "9223372036854775807", "1e308", "0x", "'a'",
    "\"\"", "\"a\"",
    "`a`", "x", "err", "gjson.Result", "types.Action", "types.ActionPause", "types.ActionContinue", "json.Get(\"a\")",
    ".String()", ".Array()",
    ".Int()", ".Exists()", "wrapper.HttpContext", "config", "ctx", "\n", "//", "/*", "*/",
};

static const char *const go_lines[] = {
    "x, y, err := a, b\n", "x, y := 1, \"x\", nil\n", "var p, q, r = 1, 2\n", "select {}\n",
    "select {\ncase <-c:\ndefault:\n}\n", "for {\n}\n",
    "for range 1 << 50 {\n}\n", "s := make([]T, 1<<20)\n", "s := []T{60000: {}}\n",
    "for k, v := range json.Map() {\n", "for range x {\n}\n", "if v := json.Get(\"prefix\");\n",
    "if err != nil {\n",
    "} else {\n", "} else if x {\n", "}\n", "{\n", "switch x {\n", "switch v := x.(type) {\n", "case 1, \"a\":\n", "default:\n",
    "fallthrough\n",
    "break L\n", "L:\n", "goto L\n", "return\n", "return nil\n", "return errors.New(\"bad\")\n", "return types.ActionPause\n",
    "defer func() {\n",
    "defer recover()\n", "go func() {}()\n", "panic(err)\n", "x.\n", "config.\n", "json.Get(\n", "func\n", "func f(\n",
    "func (c *Config)\n",
    "func g[T any](x T) T { return g(x) }\n", "type T struct {\n", "type T T\n", "type T struct{ T }\n",
    "type A = B\ntype B = A\n",
    "type T1 struct{ A, B T0 }\ntype T0 []T1\n", "var x = x\n", "var f = func() { f() }\n", "const a = a + 1\n",
    "const big = 1 << 100\n",
    "import \"strings\"\n", "import . \"strings\"\n", "_ = append()\n", "s = append(s, s...)\n", "copy(a)\n",
    "x = [1 << 40]int{}\n",
    "x := [...]int{5: 1, 2}\n", "x := map[string]int{a: 1, 2}\n", "x[len(x):0]\n", "for _, c := range s { s += string(c) }\n",
    "s += s\n",
    "f := func(a string, b ...string) {}; f()\n", "c := make(chan int); c <- 1; <-c\n",
    "regexp.MustCompile(json.Get(\"re\").String())\n",
    "json.Unmarshal([]byte(json.Raw), config)\n", "fmt.Errorf(\"%d %w %\", err)\n", "strings.Repeat(s, 1<<30)\n",
    "strconv.Atoi(s)\n", "proxywasm.ResumeHttpRequest()\n", "proxywasm.SendHttpResponse(403, nil, nil, -1)\n",
    "ctx.SetContext(\"k\", true)\n",
    "config.client.Get(\"/\", nil, func(status int, headers http.Header, body []byte) {\n", "package main\n", "//go:build x\n",
    "// wpls:ignore flow/blocking\n", "\xEF\xBB\xBF", "\xFF", "\xC3\xA9",
};

static const char *const yaml_tokens[] = {
    ": ", "- ", "? ", "#", "&a ", "*a", "<<: *a", "!!str ", "!!binary ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n", "{",
    "}", "[", "]",
    ",", "\"", "'", "\\", "null", "~", "true", "no", "0", "-1", "1e400", "0x1F", ".inf", "9223372036854775808", "\t", "  ", "\n",
    "\r\n",
    "a: 1\n", "- a\n", "  b: 2\n", "_rules_:\n", "_match_route_: [a]\n", "_match_domain_: [\"*\"]\n", "kind: WasmPlugin\n",
    "apiVersion: extensions.higress.io/v1alpha1\n", "spec:\n", "defaultConfig:\n", "matchRules:\n", "url: oci://x/y:1\n",
    "# wpls: plugin=..\n",
    "# yaml-language-server: $schema=s.json\n", "# wpls:ignore config/unknown-key\n", "\"(a+)+$\"", "\"[\"", "\xEF\xBC\x9A",
    "\xC2\xA0", "\xFF",
};

static const char *const session_lines[] = {
    "open main.go\n", "open config.yaml\n", "open go.mod\n", "close main.go\n", "close config.yaml\n", "close go.mod\n",
    "save main.go\n", "wait\n",
    "hover main.go 100\n", "complete main.go 100\n", "complete config.yaml 5\n", "hover config.yaml 5\n",
    "define config.yaml 5\n",
    "refer main.go 200\n", "highlight main.go 200\n", "symbols main.go\n", "folds config.yaml\n", "select main.go 50\n",
    "pull main.go\n",
    "pull config.yaml\n", "pullall\n", "actions config.yaml 0 50\n", "actions main.go 0 5000\n", "lens main.go\n",
    "links config.yaml\n",
    "settings {\"rules\":{\"flow/*\":\"off\"}}\n", "settings {\"language\":\"zh\"}\n", "settings 1\n", "watch main.go\n",
    "watch .\n", "cancel 1\n",
    "edit main.go 300 10 x, y, err := a, b\\n\n", "edit main.go 300 0 }\n", "edit config.yaml 0 1 \n",
    "edit config.yaml 10 0 : \n",
    "edit go.mod 3 5 \n", "restore main.go\n", "restore config.yaml\n", "folder add\n", "folder remove\n",
    "command wpls.schema main.go\n",
    "raw {}\n", "shutdown\n", "burst\n", "content wpls:rules/flow/blocking\n",
};

#define ONE_OF(table) str_of(table[random_below(COUNT(table))])

static str snippet(language l, bool line)
{
    switch (l) {
    case GO: return line ? ONE_OF(go_lines) : ONE_OF(go_tokens);
    case YAML: return ONE_OF(yaml_tokens);
    case SESSION: return ONE_OF(session_lines);
    default: return random_below(2) ? ONE_OF(yaml_tokens) : ONE_OF(go_tokens);
    }
}

/* --- tokens --- */

static bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static uint32_t text_end(str s, uint32_t at)
{
    char quote = s.p[at++];
    while (at < s.n && s.p[at] != quote && (quote == '`' || s.p[at] != '\n')) at += s.p[at] == '\\' && quote != '`' ? 2 : 1;
    return at < s.n ? at + 1 : (uint32_t)s.n;
}

static uint32_t operator_end(str s, uint32_t at)
{
    static const char *const longer[] = {"...", "<<=", ">>=", "&^=", ":=", "==", "!=", "<=", ">=", "<<", ">>", "&&", "||", "&^", "<-", "++", "--",
                                         "+=", "-=", "*=", "/="};
    for (size_t i = 0; i < COUNT(longer); i++)
        if (str_starts(str_slice(s, at, at + 3), str_of(longer[i]))) return at + (uint32_t)strlen(longer[i]);
    return at + 1;
}

static void find_tokens(work *w)
{
    enum { TOKENS_MOST = 20000 };
    str s = w->text;
    for (uint32_t at = 0; at < s.n && w->tokens.n < TOKENS_MOST;) {
        char c = s.p[at];
        uint32_t start = at;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
            continue;
        }
        if (is_name(c)) {
            while (at < s.n && (is_name(s.p[at]) || is_digit(s.p[at]))) at++;
            c = 'a';
        } else if (is_digit(c)) {
            while (at < s.n && (is_name(s.p[at]) || is_digit(s.p[at]) || s.p[at] == '.')) at++;
            c = '0';
        } else if (c == '"' || c == '\'' || c == '`') {
            at = text_end(s, at);
            c = '"';
        } else if (c == '/' && at + 1 < s.n && s.p[at + 1] == '/') {
            at = next_line(s, at);
        } else {
            at = operator_end(s, at);
        }
        array_push(w->a, &w->tokens, (token){{start, at}, c});
    }
}

static range token_at(const work *w, uint32_t i) { return i < w->tokens.n ? w->tokens.at[i].at : (range){0, 0}; }
static uint32_t any_token(const work *w) { return random_below((uint32_t)w->tokens.n); }
static str part(str s, range at) { return str_slice(s, at.start, at.end); }

/* A token of one kind; any when there is none. */
static uint32_t token_of(const work *w, const char *kinds)
{
    uint32_t from = any_token(w);
    for (uint32_t k = 0; k < w->tokens.n; k++) {
        uint32_t i = (from + k) % (uint32_t)w->tokens.n;
        if (strchr(kinds, w->tokens.at[i].kind)) return i;
    }
    return from;
}

/* --- lines --- */

static uint32_t any_place(str s) { return random_below((uint32_t)s.n + 1); }

static range lines_at(str s, uint32_t at, uint32_t count)
{
    uint32_t start = line_start(s, at), end = start;
    while (count--) end = next_line(s, end);
    return (range){start, end};
}

static range any_lines(str s) { return lines_at(s, any_place(s), 1 + (random_below(4) ? 0 : random_below(8))); }

/* From a line that begins with no blank up to the next one with a closing brace: a function, most of the time. */
static range any_block(str s)
{
    uint32_t start = line_start(s, any_place(s)), end;
    while (start > 0 && strchr(" \t\n}", s.p[start < s.n ? start : s.n - 1])) start = line_start(s, start - 1);
    end = next_line(s, start);
    while (end < s.n && s.p[end] != '}') end = next_line(s, end);
    return (range){start, next_line(s, end)};
}

/* --- kinds of changes --- */

static change change_line(const work *w)
{
    str s = w->text;
    uint32_t at = any_place(s);
    range line = lines_at(s, at, 1), lines = any_lines(s), donated = any_lines(w->donor);
    bool ends = line.end > line.start && s.p[line.end - 1] == '\n';
    switch (random_below(8)) {
    case 0: return (change){{at, ends && at < line.end ? line.end - 1 : line.end}, {0}}; /* half a line */
    case 1: return (change){{line.start, at}, {0}};
    case 2: return (change){lines, {0}};
    case 3: return (change){{line.start, line.start}, part(s, lines)};
    case 4: return (change){{line.start, line.start}, part(w->donor, donated)};
    case 5: return (change){line, part(w->donor, donated)};
    case 6: return (change){{line.start, line.start}, part(w->donor, any_block(w->donor))};
    default: return (change){{line.start, line.start}, snippet(w->language, true)};
    }
}

static change change_bracket(const work *w)
{
    static const char *const brackets[] = {"(", ")", "[", "]", "{", "}", "\"", "`", "'"};
    range at = token_at(w, token_of(w, "()[]{}\""));
    switch (random_below(4)) {
    case 0: return (change){at, {0}};
    case 1: return (change){{at.start, at.start}, part(w->text, at)};
    case 2: return (change){at, ONE_OF(brackets)};
    default: return (change){{at.end, at.end}, ONE_OF(brackets)};
    }
}

/* Counts that do not fit: one element more or less in a list. */
static change change_count(const work *w)
{
    uint32_t i = token_of(w, ","), k = i + 1 + random_below(3);
    range comma = token_at(w, i), end = token_at(w, k < w->tokens.n ? k : i);
    str more = arena_printf(w->a, ", %.*s", STR_ARG(part(w->text, token_at(w, token_of(w, "a0\"")))));
    switch (random_below(3)) {
    case 0: return (change){{comma.start, end.end > comma.end ? end.end : comma.end}, {0}};
    case 1: return (change){{comma.start, comma.start}, more};
    default: comma = token_at(w, token_of(w, "a")); return (change){{comma.end, comma.end}, more};
    }
}

static change change_token(const work *w)
{
    uint32_t i = any_token(w), k = any_token(w);
    range at = token_at(w, i), next = token_at(w, i + 1), other = token_at(w, k);
    str glue = STR(" ");
    switch (random_below(8)) {
    case 0: return (change){at, {0}};
    case 1: return (change){at, part(w->text, other)};
    case 2: return (change){at, snippet(w->language, false)};
    case 3: return (change){{at.end, at.end}, arena_printf(w->a, "%.*s%.*s", STR_ARG(glue), STR_ARG(snippet(w->language, false)))};
    case 4: return (change){{at.end, at.end}, arena_printf(w->a, "%.*s%.*s", STR_ARG(glue), STR_ARG(part(w->text, other)))};
    case 5: /* neighbours change places */
        if (next.start < at.end) return (change){at, {0}};
        return (change){{at.start, next.end}, arena_printf(w->a, "%.*s %.*s", STR_ARG(part(w->text, next)), STR_ARG(part(w->text, at)))};
    case 6: /* all up to another one */
        if (other.end < at.start || other.end - at.start > 200) return (change){at, {0}};
        return (change){{at.start, other.end}, {0}};
    default: /* one of the same kind */
        k = token_of(w, (const char[]){i < w->tokens.n ? w->tokens.at[i].kind : 'a', 0});
        return (change){at, part(w->text, token_at(w, k))};
    }
}

static change change_byte(const work *w)
{
    static const char *const blanks[] = {" ", "  ", "\t", "\n", "\r"};
    uint32_t at = any_place(w->text);
    range one = {at, at < w->text.n ? at + 1 : at};
    char byte = (char)random_below(256);
    switch (random_below(5)) {
    case 0: return (change){one, {0}};
    case 1: return (change){{at, at}, ONE_OF(blanks)};
    case 2: one = lines_at(w->text, at, 1); return (change){{one.start, one.start}, ONE_OF(blanks)};
    case 3: return (change){{at, at}, arena_str(w->a, (str){&byte, 1})};
    default: return (change){one, arena_str(w->a, (str){&byte, 1})};
    }
}

static change choose_change(const work *w)
{
    uint32_t what = random_below(20);
    if (what < 7) return change_line(w);
    if (what < 9) return change_bracket(w);
    if (what < 11) return w->language == SESSION ? change_line(w) : change_count(w);
    return what < 18 ? change_token(w) : change_byte(w);
}

/* --- whole inputs --- */

static language language_of(str name)
{
    str e = path_extension(name);
    if (str_is(e, ".go")) return GO;
    if (str_is(e, ".yaml") || str_is(e, ".yml") || str_is(e, ".json")) return YAML;
    return str_is(name, "session.txt") ? SESSION : PLAIN;
}

/* Sources are changed more often than what stands beside them. */
static const archive_file *choose_file(const archive *files)
{
    const archive_file *f = NULL;
    for (int tries = 0; files->n && tries < 3; tries++) {
        f = &files->at[random_below((uint32_t)files->n)];
        if (language_of(f->name) != PLAIN) break;
    }
    return f;
}

/* A file of the same language, for lines. */
static str choose_donor(const archive *files, language l, str otherwise)
{
    uint32_t from = random_below((uint32_t)files->n);
    for (uint32_t i = 0; i < files->n; i++) {
        const archive_file *f = &files->at[(from + i) % files->n];
        if (language_of(f->name) == l && f->text.n) return f->text;
    }
    return otherwise;
}

static void apply(strbuf *input, range inside, const change *c)
{
    strbuf out = STRBUF_INIT;
    str s = strbuf_str(input);
    strbuf_add(&out, str_slice(s, 0, inside.start + c->at.start));
    strbuf_add(&out, c->with);
    strbuf_add(&out, str_slice(s, inside.start + (c->at.end < c->at.start ? c->at.start : c->at.end), s.n));
    strbuf_free(input);
    *input = out;
}

/* A file of another input joins this one, or takes the place of one of the same name. */
static void take_file(strbuf *input, const archive *files, const archive_file *taken)
{
    for (size_t i = 0; i < files->n; i++) {
        if (!str_eq(files->at[i].name, taken->name)) continue;
        apply(input, files->at[i].at, &(change){{0, files->at[i].at.end - files->at[i].at.start}, taken->text});
        return;
    }
    if (input->n && input->p[input->n - 1] != '\n') strbuf_add_char(input, '\n');
    strbuf_printf(input, "-- %.*s --\n", STR_ARG(taken->name));
    strbuf_add(input, taken->text);
}

static void mutate_once(strbuf *input, str donor)
{
    arena a = ARENA_INIT;
    str kept = arena_str(&a, strbuf_str(input));
    archive files = archive_parse(&a, kept), others = archive_parse(&a, donor);
    if (others.n && !random_below(20)) {
        take_file(input, &files, &others.at[random_below((uint32_t)others.n)]);
        arena_free(&a);
        return;
    }
    const archive_file *f = choose_file(&files);
    archive_file whole = {.name = STR("main.go"), .at = {0, (uint32_t)input->n}, .text = strbuf_str(input)};
    if (!f) f = &whole;
    work w = {.a = &a, .language = language_of(f->name), .text = f->text};
    w.donor = choose_donor(others.n ? &others : &files, w.language, f->text);
    find_tokens(&w);
    change c = choose_change(&w);
    c.with = arena_str(&a, c.with); /* may be a slice of what is replaced */
    apply(input, f->at, &c);
    arena_free(&a);
}

static size_t mutate(uint8_t *out, size_t most, str input, str donor, unsigned seed)
{
    strbuf now = STRBUF_INIT;
    strbuf_add(&now, input);
    random_state = seed * 2654435761u + 1;
    for (uint32_t left = 1 + random_below(random_below(4) ? 2 : 6); left; left--) mutate_once(&now, donor);
    size_t n = now.n < most ? now.n : most;
    if (n) memcpy(out, now.p, n);
    strbuf_free(&now);
    return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    str input = {(const char *)data, size};
    return mutate(data, most, input, input, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two, size_t two_size, uint8_t *out, size_t most,
                                 unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *two, size_t two_size, uint8_t *out, size_t most,
                                 unsigned seed)
{
    return mutate(out, most, (str){(const char *)one, one_size}, (str){(const char *)two, two_size}, seed);
}
