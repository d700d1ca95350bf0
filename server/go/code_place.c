/* Places in Go code that is being typed.
 *
 * The plugin's registration says which phase a function belongs to; else its name and signature do; for a helper the functions of
 * the same file that call it. */
#include "base/path.h"
#include "go/frontend.h"
#include "ir/func.h"
#include "ir/sdk.h"
#include "text/brackets.h"

typedef struct go_param {
    str name, type;
} go_param;

/* A function's declaration, or that of a literal (which has no name). */
typedef struct go_func {
    str name, result;
    ARRAY(go_param) params;
    range body;
} go_func;

typedef struct go_file {
    const code_typed *typed;
    arena *a;
    str text;
    ARRAY(go_func) funcs; /* declared in the file */
    const registration_list *registrations; /* of the plugin; NULL: none known */
} go_file;

/* --- declarations --- */

/* Behind the bracket that closes the one at `at`. */
static size_t bracket_end(str text, size_t at)
{
    int depth = 0;
    for (; at < text.n; at++) {
        if (strchr("([{", text.p[at])) depth++;
        else if (strchr(")]}", text.p[at]) && --depth == 0) return at + 1;
    }
    return text.n;
}

static void add_param(arena *a, go_func *f, str part)
{
    part = str_trim(part);
    if (str_empty(part)) return;
    size_t end = 0;
    while (end < part.n && scan_is_word(part.p[end])) end++;
    bool named = end > 0 && end < part.n && part.p[end] == ' ';
    go_param p = {named || end == part.n ? str_slice(part, 0, end) : (str){"", 0}, named ? str_trim(str_slice(part, end, part.n))
                                                                                   : end == part.n ? (str){"", 0}
                                                                                                   : part};
    array_push(a, &f->params, p);
    if (str_empty(p.type)) return;
    for (size_t i = f->params.n - 1; i > 0 && str_empty(f->params.at[i - 1].type); i--)
        f->params.at[i - 1].type = p.type; /* "a, b int" */
}

/* Parses "func (receiver) name[T](params) result". */
static go_func parse_func(arena *a, str header)
{
    go_func f = {0};
    ptrdiff_t keyword = str_find(header, STR("func"), 0);
    while (keyword >= 0 && ((keyword > 0 && scan_is_word(header.p[keyword - 1])) ||
                            ((size_t)keyword + 4 < header.n && scan_is_word(header.p[keyword + 4]))))
        keyword = str_find(header, STR("func"), (size_t)keyword + 4);
    if (keyword < 0) return f;
    size_t at = (size_t)keyword + 4;
    while (at < header.n && header.p[at] == ' ') at++;
    if (keyword == 0 && at < header.n && header.p[at] == '(' && at > 4) at = bracket_end(header, at); /* the receiver */
    while (at < header.n && header.p[at] == ' ') at++;
    size_t start = at;
    while (at < header.n && scan_is_word(header.p[at])) at++;
    f.name = str_slice(header, start, at);
    if (at < header.n && header.p[at] == '[') at = bracket_end(header, at);
    if (at >= header.n || header.p[at] != '(') return (go_func){0};
    size_t end = bracket_end(header, at), from = at + 1;
    for (size_t i = from; i < end; i++) {
        if (strchr("([{", header.p[i])) i = bracket_end(header, i) - 1;
        else if (header.p[i] == ',' || i + 1 == end) {
            add_param(a, &f, str_slice(header, from, i));
            from = i + 1;
        }
    }
    f.result = str_trim(str_slice(header, end, header.n));
    return f;
}

static bool is_func(const go_func *f) { return f->params.at || f->result.p; }

static const go_param *param_of_type(const go_func *f, const char *type)
{
    for (size_t i = 0; i < f->params.n; i++) {
        str t = f->params.at[i].type, wanted = str_of(type);
        if (str_eq(t, wanted) || (str_ends(t, wanted) && t.n > wanted.n && t.p[t.n - wanted.n - 1] == '.'))
            return &f->params.at[i];
    }
    return NULL;
}

/* The configuration: what follows the HttpContext of a handler, or the pointer that a parse function gets. */
static const go_param *config_param(const go_func *f)
{
    const go_param *context = param_of_type(f, "HttpContext");
    if (context) return context + 1 < f->params.at + f->params.n ? context + 1 : NULL;
    const go_param *found = NULL;
    for (size_t i = 0; i < f->params.n; i++)
        if (str_starts(f->params.at[i].type, STR("*"))) found = &f->params.at[i];
    return found;
}

/* The bracket that opens a body, at the end of its line; -1 without one. */
static ptrdiff_t find_brace(str text, size_t at)
{
    ptrdiff_t brace = str_find(text, STR(" {"), at);
    while (brace >= 0) {
        str rest = str_slice(text, (size_t)brace + 2, text.n);
        if (str_starts(rest, STR("\n")) || str_starts(rest, STR("\r\n"))) break;
        brace = str_find(text, STR(" {"), (size_t)brace + 2);
    }
    return brace;
}

/* gofmt puts a declaration's keyword and its closing brace into the first column. */
static void find_funcs(go_file *file)
{
    str text = file->text;
    for (size_t at = 0; at < text.n;) {
        ptrdiff_t line_end = str_find_char(text, '\n', at);
        size_t end = line_end < 0 ? text.n : (size_t)line_end;
        if (str_starts(str_slice(text, at, end), STR("func "))) {
            ptrdiff_t brace = find_brace(text, at), close = str_find(text, STR("\n}"), at),
                      next = str_find(text, STR("\nfunc "), at);
            if (brace >= 0 && (next < 0 || brace < next)) {
                go_func f = parse_func(file->a, str_slice(text, at, (size_t)brace));
                size_t stop = close >= 0 && (next < 0 || close < next) ? (size_t)close : next >= 0 ? (size_t)next : text.n;
                f.body = range_make((uint32_t)brace, (uint32_t)stop);
                if (!str_empty(f.name)) array_push(file->a, &file->funcs, f);
            }
        }
        at = end + 1;
    }
}

/* --- phases --- */

static code_spots spots_of_phase(phase p, bool streaming)
{
    switch (p) {
    case PHASE_REQUEST_HEADERS: return SPOT(GO_REQUEST_HEADERS);
    case PHASE_REQUEST_BODY: return streaming ? SPOT(GO_REQUEST_STREAM) : SPOT(GO_REQUEST_BODY);
    case PHASE_RESPONSE_HEADERS: return SPOT(GO_RESPONSE_HEADERS);
    case PHASE_RESPONSE_BODY: return streaming ? SPOT(GO_RESPONSE_STREAM) : SPOT(GO_RESPONSE_BODY);
    case PHASE_STREAM_DONE: return SPOT(GO_STREAM_DONE);
    case PHASE_TICK: return SPOT(GO_TICK);
    default: return 0;
    }
}

static code_spots registered_spots(const go_file *file, str name)
{
    code_spots spots = 0;
    for (size_t i = 0; file->registrations && i < file->registrations->n; i++) {
        const registration *r = &file->registrations->at[i];
        for (size_t k = 0; k < r->handlers.n; k++) {
            const registered_handler *h = &r->handlers.at[k];
            if (h->func && str_eq(h->func->name, name)) spots |= spots_of_phase(h->phase, h->streaming);
        }
    }
    return spots;
}

static bool mentions(arena *a, str name, const char *word)
{
    char *lower = arena_cstr(a, name);
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + 'a' - 'A');
    return strstr(lower, word) != NULL;
}

/* A handler that is not registered yet. */
static code_spots signature_spots(const go_file *file, const go_func *f)
{
    if (!param_of_type(f, "HttpContext")) return 0;
    bool streaming = str_is(f->result, "[]byte"), action = str_ends(f->result, STR("Action"));
    bool body = param_of_type(f, "[]byte") != NULL;
    bool request = mentions(file->a, f->name, "request"), response = mentions(file->a, f->name, "response");
    if (str_empty(f->result) && mentions(file->a, f->name, "done")) return SPOT(GO_STREAM_DONE);
    if (!streaming && !action) return 0;
    code_spots in = body && streaming ? SPOT(GO_REQUEST_STREAM) : body ? SPOT(GO_REQUEST_BODY) : SPOT(GO_REQUEST_HEADERS);
    code_spots out = body && streaming ? SPOT(GO_RESPONSE_STREAM) : body ? SPOT(GO_RESPONSE_BODY) : SPOT(GO_RESPONSE_HEADERS);
    return (request || !response ? in : 0) | (response || !request ? out : 0);
}

static code_spots spots_of_func(go_file *file, const go_func *f, unsigned depth)
{
    enum { CALLERS_DEEP = 4 };
    code_spots spots = registered_spots(file, f->name);
    if (spots) return spots;
    for (size_t i = 0; depth < CALLERS_DEEP && i < file->funcs.n; i++) {
        const go_func *caller = &file->funcs.at[i];
        str body = str_slice(file->text, caller->body.start, caller->body.end);
        if (!str_eq(caller->name, f->name) && scan_has_word(body, f->name)) spots |= spots_of_func(file, caller, depth + 1);
    }
    return spots ? spots : signature_spots(file, f);
}

static code_spots callback_spots(code_spots s)
{
    return (s & SPOT(GO_REQUEST_HEADERS) ? SPOT(GO_REQUEST_HEADERS_CALLBACK) : 0) |
           (s & SPOT(GO_REQUEST_BODY) ? SPOT(GO_REQUEST_BODY_CALLBACK) : 0) |
           (s & SPOT(GO_RESPONSE_HEADERS) ? SPOT(GO_RESPONSE_HEADERS_CALLBACK) : 0) |
           (s & SPOT(GO_RESPONSE_BODY) ? SPOT(GO_RESPONSE_BODY_CALLBACK) : 0);
}

/* Where code of these places runs. */
static uint32_t columns_of(code_spots spots)
{
    static const struct {
        code_spots spots;
        sdk_column column;
    } rows[] = {
        {SPOT(GO_REQUEST_HEADERS), SDK_REQUEST_HEADERS},
        {SPOT(GO_REQUEST_BODY) | SPOT(GO_REQUEST_STREAM), SDK_REQUEST_BODY},
        {SPOT(GO_RESPONSE_HEADERS), SDK_RESPONSE_HEADERS},
        {SPOT(GO_RESPONSE_BODY) | SPOT(GO_RESPONSE_STREAM), SDK_RESPONSE_BODY},
        {SPOT(GO_STREAM_DONE), SDK_STREAM_DONE},
        {SPOT(GO_REQUEST_HEADERS_CALLBACK), SDK_CB_REQUEST_HEADERS},
        {SPOT(GO_REQUEST_BODY_CALLBACK), SDK_CB_REQUEST_BODY},
        {SPOT(GO_RESPONSE_HEADERS_CALLBACK), SDK_CB_RESPONSE_HEADERS},
        {SPOT(GO_RESPONSE_BODY_CALLBACK), SDK_CB_RESPONSE_BODY},
        {SPOT(GO_TICK), SDK_TICK},
        {SPOT(GO_PARSE), SDK_PLUGIN_START},
    };
    uint32_t columns = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (spots & rows[i].spots) columns |= 1u << rows[i].column;
    return columns;
}

/* --- places --- */

static void add_name(go_file *file, code_place *p, const char *usual, str here)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (str_is(p->names.at[i].usual, usual)) {
            if (str_empty(p->names.at[i].here)) p->names.at[i].here = here;
            return; /* an inner function's parameter hides an outer one's */
        }
    array_push(file->a, &p->names, (code_name){str_of(usual), here});
}

static void add_type_name(go_file *file, code_place *p)
{
    for (size_t i = 0; i < file->funcs.n; i++) {
        const go_func *f = &file->funcs.at[i];
        const go_param *config = param_of_type(f, "HttpContext") || param_of_type(f, "Result") ? config_param(f) : NULL;
        str type = config ? config->type : (str){"", 0};
        if (str_starts(type, STR("*"))) type = str_slice(type, 1, type.n);
        if (!str_empty(type) && scan_is_word(type.p[0]) && str_find_char(type, ' ', 0) < 0) {
            add_name(file, p, "pluginConfig", type);
            return;
        }
    }
}

static void add_param_name(go_file *file, code_place *p, const char *usual, const go_param *param)
{
    bool usable = param && !str_empty(param->name) && !str_is(param->name, "_");
    add_name(file, p, usual, usable ? param->name : (str){"", 0});
}

static void add_param_names(go_file *file, code_place *p, const go_func *f)
{
    const go_param *bytes = param_of_type(f, "[]byte");
    bool chunks = bytes && str_is(f->result, "[]byte");
    add_param_name(file, p, "ctx", param_of_type(f, "HttpContext"));
    add_param_name(file, p, "config", config_param(f));
    add_param_name(file, p, "json", param_of_type(f, "gjson.Result"));
    add_param_name(file, p, "context", param_of_type(f, "PluginContext"));
    add_param_name(file, p, "body", chunks ? NULL : bytes);
    add_param_name(file, p, "chunk", chunks ? bytes : NULL);
    add_param_name(file, p, "isLastChunk", chunks ? param_of_type(f, "bool") : NULL);
    for (size_t i = 0; i < f->params.n; i++)
        if (str_is(f->params.at[i].name, "log")) add_name(file, p, "log", STR("log")); /* no package is needed for it */
}

static bool calls(const open_bracket *b, const char *function)
{
    str header = b->header;
    if (str_ends(header, STR("]"))) header = str_slice(header, 0, (size_t)str_rfind_char(header, '[') ); /* SetCtx[T] */
    return b->kind == '(' && str_ends(header, str_of(function)) &&
           (header.n == strlen(function) || !scan_is_word(header.p[header.n - strlen(function) - 1]));
}

/* Whether the '{' begins a block of statements, not the elements of something. */
static bool is_block(const open_bracket *b, const go_func *f)
{
    static const char *const words[] = {"if ", "for ", "for", "switch ", "select", "else"};
    if (is_func(f) || str_empty(b->header)) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(b->header, str_of(words[i]))) return true;
    return str_starts(b->header, STR("case ")) || str_ends(b->header, STR(":"));
}

static bool is_callback(const go_func *literal)
{
    return param_of_type(literal, "http.Header") || param_of_type(literal, "resp.Value") ||
           (param_of_type(literal, "[][2]string") && param_of_type(literal, "[]byte"));
}

static void add_literal_names(go_file *file, code_place *p, const go_func *literal)
{
    /* Of ForEach's two parameters the second one is the value. */
    if (param_of_type(literal, "gjson.Result")) add_param_name(file, p, "json", &array_last(&literal->params));
    for (size_t i = 0; i < literal->params.n; i++)
        if (str_is(literal->params.at[i].name, "log")) add_name(file, p, "log", STR("log"));
}

/* In a block: looks at the functions around, from the innermost outwards. */
static void place_in_function(go_file *file, const scan_result *scan, code_place *p)
{
    bool callback = false, tick = false;
    go_func f = {0};
    for (size_t i = scan->open.n; i-- > 0;) {
        const open_bracket *b = &scan->open.at[i];
        if (calls(b, "RegisterTickFunc")) tick = true;
        if (b->kind != '{') continue;
        f = parse_func(file->a, b->header);
        if (!is_func(&f)) continue;
        if (!p->in_function) p->result = f.result;
        p->in_function = true;
        callback = callback || (str_empty(f.name) && is_callback(&f));
        if (str_empty(f.name)) add_literal_names(file, p, &f);
        else add_param_names(file, p, &f);
    }
    if (tick) p->spots = SPOT(GO_TICK);
    else if (str_empty(f.name)) p->spots = 0; /* a literal in a variable's value: nobody knows when it runs */
    else if (param_of_type(&f, "gjson.Result") && !param_of_type(&f, "HttpContext"))
        p->spots = SPOT(GO_PARSE) | (param_of_type(&f, "PluginContext") ? SPOT(GO_PARSE_WITH_CONTEXT) : 0);
    else p->spots = callback ? callback_spots(spots_of_func(file, &f, 0)) : spots_of_func(file, &f, 0);
}

static bool statement_begins(const scan_result *scan, str text, range word)
{
    return str_empty(str_trim(str_slice(text, scan->statement, word.start)));
}

/* What stands in the file but comments, the package clause and the word that is typed. */
static bool is_empty_file(str text, range word, bool *package_clause)
{
    bool empty = true;
    str rest = text, line;
    *package_clause = false;
    for (size_t at = 0; str_split(&rest, '\n', &line); at += line.n + 1) {
        str code = str_trim(line);
        if (str_starts(code, STR("package "))) *package_clause = true;
        else if (!str_empty(code) && !str_starts(code, STR("//")) &&
                 !(word.start >= at && word.end <= at + line.n && code.n == word.end - word.start))
            empty = false;
    }
    return empty;
}

/* A plugin's code, or a module that has nothing yet. */
static bool is_plugin_code(go_file *file, bool empty)
{
    if (str_has(file->text, STR("proxy-wasm-go-sdk")) || str_has(file->text, STR("wasm-go/pkg/"))) return true;
    const build_facts *module;
    const registration_list *registrations;
    if (!file->typed->plugin(file->typed->self, &module, &registrations)) return empty;
    for (size_t i = 0; i < module->requires.n; i++)
        if (str_ends(module->requires.at[i].path, STR("/wasm-go")) ||
            str_ends(module->requires.at[i].path, STR("/proxy-wasm-go-sdk")))
            return true;
    return empty && module->requires.n == 0;
}

/* gofmt has declarations, and nothing else that begins so, in the first column. */
static const char *const declarations[] = {"func ", "type ", "var ", "const ", "import ", NULL};

code_place go_code_place(arena *a, const code_typed *typed)
{
    str text = typed->text;
    go_file file = {.typed = typed, .a = a, .text = text};
    code_place p = {.word = scan_word(text, typed->offset)};
    scan_result scan = scan_brackets(a, &(scan_rules){.lines = true, .declarations = declarations}, text, p.word.start);
    if (scan.inside_text || (!typed->anywhere && !statement_begins(&scan, text, p.word))) return p;
    bool clause, test = str_ends(path_base(typed->path), STR("_test.go")), empty = is_empty_file(text, p.word, &clause);
    p.head = clause ? "package " : NULL;
    if (!is_plugin_code(&file, empty)) return p;
    p.older_sdk = str_has(text, STR("alibaba/higress/plugins/wasm-go"));
    find_funcs(&file);
    if (scan.open.n == 0) {
        p.spots = clause ? test ? SPOT(GO_TEST_TOP_LEVEL) : SPOT(GO_TOP_LEVEL) : 0;
        if (empty) p.spots |= test ? SPOT(GO_EMPTY_TEST_FILE) : SPOT(GO_EMPTY_FILE);
        add_type_name(&file, &p);
        return p;
    }
    const build_facts *build;
    if (typed->anywhere) {
        if (!typed->plugin(typed->self, &build, &file.registrations)) file.registrations = NULL;
        place_in_function(&file, &scan, &p);
        p.columns = columns_of(p.spots);
        p.spots = 0;
        return p;
    }
    const open_bracket *inner = &array_last(&scan.open);
    if (calls(inner, "SetCtx") || calls(inner, "SetCtxWithOptions")) {
        p.spots = inner->commas ? SPOT(GO_SETCTX) : 0;
        add_type_name(&file, &p);
        return p;
    }
    go_func f = parse_func(a, inner->header);
    if (inner->kind != '{' || !is_block(inner, &f)) return p;
    if (!typed->plugin(typed->self, &build, &file.registrations)) file.registrations = NULL;
    place_in_function(&file, &scan, &p);
    return p;
}
