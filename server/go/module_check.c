/* What Go refuses in a go.mod and a go.work (golang.org/x/mod/modfile): its parser stops at the first token that does not fit,
 * and else tells of every directive that is none. Versions are not looked at: Go asks the network what a branch's name means. */
#include "go/internal.h"

typedef enum mod_kind { MOD_END, MOD_LINE, MOD_WORD } mod_kind; /* other tokens are their character */

typedef struct mod_token {
    int kind; /* mod_kind or a character */
    range at;
} mod_token;

typedef ARRAY(mod_token) mod_tokens;

typedef struct mod_directive {
    const char *name, *usage;
    uint32_t least, most; /* words behind it */
    bool once, alone;     /* alone: not in parentheses */
} mod_directive;

typedef struct mod_reader {
    go_state *s;
    str file, text;
    const mod_directive *directives;
    size_t count;
    size_t from; /* problems of other files are before this one */
    uint32_t at;
    mod_token ahead;
    bool has_ahead, failed;
    uint32_t once; /* directives that were there, a bit for each row below */
} mod_reader;

enum { MOD_ANY = INT32_MAX };

static const mod_directive mod_directives[] = {
    {"module", "module example.com/name", 1, 1, true, false},
    {"go", "go 1.24", 1, 1, true, true},
    {"toolchain", "toolchain go1.24.1", 1, 1, true, true},
    {"godebug", "godebug key=value", 1, 1, false, false},
    {"require", "require example.com/name v1.2.3", 2, 2, false, false},
    {"exclude", "exclude example.com/name v1.2.3", 2, 2, false, false},
    {"replace", "replace example.com/name => ../folder", 3, 5, false, false},
    {"retract", "retract v1.2.3", 1, MOD_ANY, false, false},
    {"tool", "tool example.com/name", 1, 1, false, false},
    {"ignore", "ignore ./folder", 1, 1, false, false},
};

static const mod_directive work_directives[] = {
    {"go", "go 1.24", 1, 1, true, true},
    {"toolchain", "toolchain go1.24.1", 1, 1, true, true},
    {"godebug", "godebug key=value", 1, 1, false, false},
    {"use", "use ./folder", 1, 1, false, false},
    {"replace", "replace example.com/name => ../folder", 3, 5, false, false},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static str text_at(const mod_reader *r, range at) { return str_slice(r->text, at.start, at.end); }

static void add_problem(mod_reader *r, const char *phrase, range at, str name)
{
    array_push(r->s->a, &r->s->module->problems, (build_problem){phrase, name, r->file, at});
}

/* Go's parser goes no further, and forgets what it had. */
static void fail(mod_reader *r, const char *phrase, range at, str name)
{
    if (r->failed) return;
    r->failed = true;
    r->s->module->problems.n = r->from;
    add_problem(r, phrase, at, name);
}

/* --- tokens
 * ------------------------------------------------------------------------------------------------------------------ */

static bool starts(const mod_reader *r, uint32_t at, str with) { return str_starts(str_slice(r->text, at, r->text.n), with); }

static bool is_punctuation(char c) { return c && strchr("()[]{},", c); }

static uint32_t line_end(const mod_reader *r, uint32_t from)
{
    while (from < r->text.n && r->text.p[from] != '\n') from++;
    return from;
}

static mod_token read_string(mod_reader *r)
{
    uint32_t start = r->at++;
    char quote = r->text.p[start];
    for (; r->at < r->text.n && r->text.p[r->at] != '\n'; r->at++) {
        if (r->text.p[r->at] == quote) return (mod_token){MOD_WORD, range_make(start, ++r->at)};
        if (r->text.p[r->at] == '\\' && quote == '"' && r->at + 1 < r->text.n) r->at++;
    }
    fail(r, "mod_string", range_make(start, line_end(r, start)), (str){0});
    return (mod_token){MOD_END, range_make(r->at, r->at)};
}

static mod_token read_word(mod_reader *r)
{
    uint32_t start = r->at;
    for (; r->at < r->text.n; r->at++) {
        unsigned char c = (unsigned char)r->text.p[r->at];
        if (c <= ' ' || c == 127 || is_punctuation((char)c) || starts(r, r->at, STR("//")) || starts(r, r->at, STR("/*"))) break;
    }
    if (r->at > start) return (mod_token){MOD_WORD, range_make(start, r->at)};
    fail(r, "mod_character", range_make(start, start + 1), str_slice(r->text, start, start + 1));
    return (mod_token){MOD_END, range_make(start, start)};
}

static mod_token next(mod_reader *r)
{
    if (r->has_ahead) {
        r->has_ahead = false;
        return r->ahead;
    }
    while (r->at < r->text.n && (r->text.p[r->at] == ' ' || r->text.p[r->at] == '\t' || r->text.p[r->at] == '\r')) r->at++;
    if (starts(r, r->at, STR("//"))) r->at = line_end(r, r->at);
    if (starts(r, r->at, STR("/*"))) fail(r, "mod_comment", range_make(r->at, r->at + 2), (str){0});
    if (r->at >= r->text.n || r->failed) return (mod_token){MOD_END, range_make(r->at, r->at)};
    char c = r->text.p[r->at];
    if (c == '"' || c == '`') return read_string(r);
    if (c != '\n' && !is_punctuation(c)) return read_word(r);
    r->at++;
    return (mod_token){c == '\n' ? MOD_LINE : c, range_make(r->at - 1, r->at)};
}

static mod_token peek(mod_reader *r)
{
    r->ahead = next(r);
    r->has_ahead = true;
    return r->ahead;
}

static bool is_end(mod_token t) { return t.kind == MOD_LINE || t.kind == MOD_END; }

/* --- directives
 * -------------------------------------------------------------------------------------------------------------- */

static const mod_directive *find_directive(const mod_reader *r, str verb)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_is(verb, r->directives[i].name)) return &r->directives[i];
    return NULL;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A number without a zero in front of others. */
static bool take_number(str *rest)
{
    size_t n = 0;
    while (n < rest->n && is_digit(rest->p[n])) n++;
    bool good = n == 1 || (n > 1 && rest->p[0] != '0');
    *rest = str_slice(*rest, n, rest->n);
    return good;
}

static bool take_dot(str *rest)
{
    bool dot = rest->n && rest->p[0] == '.';
    if (dot) *rest = str_slice(*rest, 1, rest->n);
    return dot;
}

/* 1.24, 1.24.1, 1.24rc1 */
static bool is_go_version(str text)
{
    str rest = text;
    if (!rest.n || rest.p[0] == '0' || !take_number(&rest) || !take_dot(&rest) || !take_number(&rest)) return false;
    if (take_dot(&rest) && !take_number(&rest)) return false;
    size_t letters = 0;
    while (letters < rest.n && rest.p[letters] >= 'a' && rest.p[letters] <= 'z') letters++;
    size_t end = letters;
    while (end < rest.n && is_digit(rest.p[end])) end++;
    return !rest.n || (letters && end > letters && end == rest.n);
}

/* A path of a folder, by the rules of every system. */
static bool is_folder_path(str path)
{
    bool drive = path.n >= 2 && path.p[1] == ':' && ((path.p[0] | 32) >= 'a' && (path.p[0] | 32) <= 'z');
    bool dots = str_is(path, ".") || str_is(path, "..");
    static const char *const starts_of[] = {"./", ".\\", "../", "..\\", "/", "\\"};
    for (size_t i = 0; i < sizeof starts_of / sizeof *starts_of; i++) dots = dots || str_starts(path, str_of(starts_of[i]));
    return dots || drive;
}

static str word(const mod_reader *r, const mod_tokens *args, size_t i)
{
    str text = text_at(r, args->at[i].at);
    bool quoted = text.n >= 2 && text.p[0] == '"';
    return quoted ? str_slice(text, 1, text.n - 1) : text;
}

/* Only a string in double quotes has any. */
static bool has_stray_quote(const mod_reader *r, const mod_tokens *args)
{
    for (size_t i = 0; i < args->n; i++) {
        str text = text_at(r, args->at[i].at);
        for (size_t k = 0; text.p[0] != '"' && k < text.n; k++)
            if (strchr("\"'`", text.p[k])) return true;
    }
    return false;
}

/* "v1.2.3" or "[v1.2.3, v1.3.0]". */
static bool is_retraction(const mod_tokens *args)
{
    return args->at[0].kind == '[' ? args->n == 5 && args->at[2].kind == ',' && args->at[4].kind == ']'
                                   : args->n == 1 && args->at[0].kind == MOD_WORD;
}

static bool is_toolchain(str text) { return str_is(text, "default") || str_is(text, "go1") || str_starts(text, STR("go1.")); }

/* "PATH [VERSION] => PATH VERSION" or "... => FOLDER". */
static bool is_replacement(const mod_reader *r, const mod_tokens *args)
{
    size_t arrow = args->n >= 2 && str_is(text_at(r, args->at[1].at), "=>") ? 1 : 2;
    if (args->n < arrow + 2 || args->n > arrow + 3 || !str_is(text_at(r, args->at[arrow].at), "=>")) return false;
    return is_folder_path(word(r, args, arrow + 1)) == (args->n == arrow + 2);
}

static bool fits(const mod_reader *r, const mod_directive *d, const mod_tokens *args)
{
    if (args->n < d->least || args->n > d->most || has_stray_quote(r, args)) return false;
    str verb = str_of(d->name);
    if (str_is(verb, "replace")) return is_replacement(r, args);
    if (str_is(verb, "retract")) return is_retraction(args);
    return !str_is(verb, "toolchain") || is_toolchain(text_at(r, args->at[0].at));
}

static void check_directive(mod_reader *r, str verb, mod_tokens args, range at)
{
    const mod_directive *d = find_directive(r, verb);
    if (!d) {
        add_problem(r, "mod_unknown", at, verb);
        return;
    }
    uint32_t bit = 1u << (d - r->directives);
    if (d->once && r->once & bit) {
        add_problem(r, "mod_twice", at, verb);
        return;
    }
    bool good = fits(r, d, &args), version = good && (!str_is(verb, "go") || is_go_version(text_at(r, args.at[0].at)));
    if (version || str_is(verb, "module")) r->once |= bit;
    if (!good) add_problem(r, "mod_usage", at, str_of(d->usage));
    else if (!version) add_problem(r, "mod_version", at, text_at(r, args.at[0].at));
}

static range all_of(const mod_tokens *tokens) { return range_make(tokens->at[0].at.start, array_last(tokens).at.end); }

/* Behind "VERB (" and the end of the line. */
static void read_block(mod_reader *r, const mod_tokens *head)
{
    str verb = text_at(r, head->at[0].at);
    const mod_directive *d = find_directive(r, verb);
    bool known = head->n == 1 && d && !d->alone;
    if (!known) add_problem(r, "mod_unknown", all_of(head), text_at(r, all_of(head)));
    for (mod_tokens line = {0};;) {
        mod_token t = next(r);
        if (t.kind == MOD_END) fail(r, "mod_block", all_of(head), verb);
        if (r->failed) return;
        if (t.kind == ')' && !line.n) {
            if (!is_end(peek(r))) fail(r, "mod_behind_block", r->ahead.at, text_at(r, r->ahead.at));
            return;
        }
        if (t.kind != MOD_LINE) array_push(r->s->a, &line, t);
        if (t.kind == MOD_LINE && line.n && known) check_directive(r, verb, line, all_of(&line));
        if (t.kind == MOD_LINE) line = (mod_tokens){0};
    }
}

static void read_statement(mod_reader *r, mod_token first)
{
    mod_tokens tokens = {0};
    array_push(r->s->a, &tokens, first);
    for (mod_token t = next(r); !is_end(t); t = next(r)) {
        if (t.kind == '(' && is_end(peek(r))) {
            read_block(r, &tokens);
            return;
        }
        array_push(r->s->a, &tokens, t);
    }
    bool empty = tokens.n >= 3 && tokens.at[tokens.n - 2].kind == '(' && array_last(&tokens).kind == ')';
    mod_tokens args = tokens;
    args.at++, args.n--;
    str verb = text_at(r, first.at);
    const mod_directive *d = find_directive(r, verb);
    if (r->failed) return;
    if (empty && (tokens.n > 3 || !d || d->alone)) add_problem(r, "mod_unknown", all_of(&tokens), text_at(r, all_of(&tokens)));
    else if (!empty) check_directive(r, verb, args, all_of(&tokens));
}

static void read_file(mod_reader *r)
{
    r->from = r->s->module->problems.n;
    for (mod_token t = next(r); t.kind != MOD_END && !r->failed; t = next(r))
        if (t.kind != MOD_LINE) read_statement(r, t);
}

void go_module_check(go_state *s)
{
    mod_reader r = {s, s->module->file, s->module->text, mod_directives, COUNT(mod_directives), .from = 0};
    read_file(&r);
    if (!r.failed && !(r.once & 1) && s->module->problems.n == r.from)
        add_problem(&r, "mod_nameless", range_make(0, line_end(&r, 0)), (str){0});
}

void go_work_check(go_state *s, str text)
{
    mod_reader r = {s, s->work_file, text, work_directives, COUNT(work_directives), .from = 0};
    read_file(&r);
}
