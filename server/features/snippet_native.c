/* Places of snippets in C and C++, recognised by the names that the ABI and the SDK give to functions. */
#include "features/snippet_place.h"
#include "text/brackets.h"
#include "text/native.h"

enum { PARAMETERS_MOST = 3 };

static const struct {
    const char *function; /* of the SDK, or of the ABI */
    code_spots spots;
    const char *parameters[PARAMETERS_MOST]; /* what snippets call them; NULL: nothing */
} functions[] = {
    {"onConfigure", SPOT(CPP_CONFIGURE), {"configuration_size"}},
    {"onRequestHeaders", SPOT(CPP_REQUEST_HEADERS), {NULL, "end_of_stream"}},
    {"onRequestBody", SPOT(CPP_REQUEST_BODY), {"body_size", "end_of_stream"}},
    {"onResponseHeaders", SPOT(CPP_RESPONSE_HEADERS), {NULL, "end_of_stream"}},
    {"onResponseBody", SPOT(CPP_RESPONSE_BODY), {"body_size", "end_of_stream"}},
    {"onTick", SPOT(CPP_TICK), {NULL}},
    {"proxy_on_configure", SPOT(C_CONFIGURE), {"root_context", "configuration_size"}},
    {"proxy_on_request_headers", SPOT(C_REQUEST_HEADERS), {"context", NULL, "end_of_stream"}},
    {"proxy_on_request_body", SPOT(C_REQUEST_BODY), {"context", "body_size", "end_of_stream"}},
    {"proxy_on_response_headers", SPOT(C_RESPONSE_HEADERS), {"context", NULL, "end_of_stream"}},
    {"proxy_on_response_body", SPOT(C_RESPONSE_BODY), {"context", "body_size", "end_of_stream"}},
    {"proxy_on_http_call_response", SPOT(C_CALLBACK), {"root_context", "token"}},
    {"proxy_on_tick", SPOT(C_TICK), {"root_context"}},
};

str snippet_function_name(str header)
{
    ptrdiff_t open = str_find_char(header, '(', 0);
    size_t end = open < 0 ? 0 : (size_t)open, start = end;
    while (start > 0 && scan_is_word(header.p[start - 1])) start--;
    return str_slice(header, start, end);
}

/* The name of the parameter, the last word of "const json &config"; empty when it has none. */
static str parameter_name(str header, uint32_t index)
{
    ptrdiff_t open = str_find_char(header, '(', 0);
    size_t start = (size_t)open + 1, end = start;
    for (int depth = 0; open >= 0; end++) {
        char c = end < header.n ? header.p[end] : ')';
        if (depth == 0 && (c == ',' || c == ')')) {
            str one = str_trim(str_slice(header, start, end));
            size_t word = one.n;
            while (word > 0 && scan_is_word(one.p[word - 1])) word--;
            bool named = word > 0 && word < one.n; /* a type stands before it */
            if (index-- == 0) return named ? str_slice(one, word, one.n) : (str){"", 0};
            if (c == ')') break;
            start = end + 1;
        }
        depth += (c == '(' || c == '<') - (c == ')' || c == '>');
    }
    return (str){"", 0};
}

static code_spots spots_of_name(str name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (str_is(name, functions[i].function)) return functions[i].spots;
    return 0;
}

static bool is_lambda(const open_bracket *b)
{
    ptrdiff_t capture = str_find_char(b->header, '[', 0);
    return capture >= 0 && str_find_char(b->header, ']', (size_t)capture) > capture;
}

static bool is_class(const open_bracket *b)
{
    return (scan_has_word(b->header, STR("class")) || scan_has_word(b->header, STR("struct"))) &&
           str_has(b->header, STR("Context")) && str_find_char(b->header, '(', 0) < 0;
}

static bool is_scope(const open_bracket *b)
{
    return scan_has_word(b->header, STR("namespace")) || str_starts(b->header, STR("extern"));
}

static void name_parameters(arena *a, code_place *p, str header)
{
    str name = snippet_function_name(header);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        for (uint32_t k = 0; k < PARAMETERS_MOST && str_is(name, functions[i].function); k++)
            if (functions[i].parameters[k])
                array_push(a, &p->names, (code_name){str_of(functions[i].parameters[k]), parameter_name(header, k)});
}

/* A function that gets a part of the configuration as JSON. */
static bool takes_json(arena *a, code_place *p, str header)
{
    ptrdiff_t open = str_find_char(header, '(', 0);
    str parameters = open < 0 ? (str){0} : str_slice(header, (size_t)open, header.n);
    if (!scan_has_word(parameters, STR("json"))) return false;
    uint32_t index = 0;
    for (ptrdiff_t at = str_find(parameters, STR("json"), 0), i = 0; i < at; i++) index += parameters.p[i] == ',';
    array_push(a, &p->names, (code_name){STR("config"), parameter_name(header, index)});
    return true;
}

/* The innermost function counts; a lambda inside of a handler is a callback. */
static code_spots spots_inside(arena *a, code_place *p, const scan_result *scan, bool cpp)
{
    bool lambda = false;
    for (size_t i = scan->open.n; i-- > 0;) {
        const open_bracket *b = &scan->open.at[i];
        if (b->kind != '{') {
            if (i + 1 == scan->open.n) return 0; /* among arguments */
            continue;
        }
        if (is_class(b)) return i + 1 == scan->open.n ? SPOT(CPP_CLASS) : 0;
        if (is_lambda(b)) lambda = true;
        code_spots spots = spots_of_name(snippet_function_name(b->header));
        if (spots && !lambda) name_parameters(a, p, b->header);
        if (spots) return lambda && cpp ? SPOT(CPP_CALLBACK) : spots;
        if (cpp && takes_json(a, p, b->header)) return SPOT(CPP_PARSE);
        if (is_scope(b) && i + 1 == scan->open.n) return cpp ? SPOT(CPP_TOP_LEVEL) : SPOT(C_TOP_LEVEL);
    }
    return 0;
}

code_place snippet_place_native(arena *a, str path, str text, uint32_t offset)
{
    bool cpp = native_source(path) & NATIVE_CPP;
    code_place p = {.word = scan_word(text, offset)};
    scan_result scan = scan_brackets(a, &(scan_rules){0}, text, p.word.start);
    if (scan.inside_text || !str_empty(str_trim(str_slice(text, scan.statement, p.word.start)))) return p;
    bool empty =
        str_empty(str_trim(str_slice(text, 0, p.word.start))) && str_empty(str_trim(str_slice(text, p.word.end, text.n)));
    if (empty) {
        p.spots = cpp ? SPOT(CPP_EMPTY_FILE) : SPOT(C_EMPTY_FILE);
    } else if (str_has(text, STR("proxy_wasm"))) {
        p.spots = scan.open.n ? spots_inside(a, &p, &scan, cpp) : cpp ? SPOT(CPP_TOP_LEVEL) : SPOT(C_TOP_LEVEL);
    }
    p.in_function = scan.open.n > 0;
    return p;
}
