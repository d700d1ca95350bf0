/* Places of snippets in C and C++, recognised by the names that the ABI and the SDK give to functions. */
#include "features/snippet_place.h"
#include "text/brackets.h"
#include "text/native.h"

static const struct {
    const char *function; /* of the SDK, or of the ABI */
    code_spots spots;
} functions[] = {
    {"onConfigure", SPOT(CPP_CONFIGURE)},
    {"onRequestHeaders", SPOT(CPP_REQUEST_HEADERS)},
    {"onRequestBody", SPOT(CPP_REQUEST_BODY)},
    {"onResponseHeaders", SPOT(CPP_RESPONSE_HEADERS)},
    {"onResponseBody", SPOT(CPP_RESPONSE_BODY)},
    {"onTick", SPOT(CPP_TICK)},
    {"proxy_on_configure", SPOT(C_CONFIGURE)},
    {"proxy_on_request_headers", SPOT(C_REQUEST_HEADERS)},
    {"proxy_on_request_body", SPOT(C_REQUEST_BODY)},
    {"proxy_on_response_headers", SPOT(C_RESPONSE_HEADERS)},
    {"proxy_on_response_body", SPOT(C_RESPONSE_BODY)},
    {"proxy_on_http_call_response", SPOT(C_CALLBACK)},
    {"proxy_on_tick", SPOT(C_TICK)},
};

/* The name before the parameters: of "X A::f(int) const" it is "f". */
static str function_name(str header)
{
    ptrdiff_t open = str_find_char(header, '(', 0);
    size_t end = open < 0 ? 0 : (size_t)open, start = end;
    while (start > 0 && scan_is_word(header.p[start - 1])) start--;
    return str_slice(header, start, end);
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

/* The innermost function counts; a lambda inside of a handler is a callback. */
static code_spots spots_inside(const scan_result *scan, bool cpp)
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
        code_spots spots = spots_of_name(function_name(b->header));
        if (spots) return lambda && cpp ? SPOT(CPP_CALLBACK) : spots;
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
        p.spots = scan.open.n ? spots_inside(&scan, cpp) : cpp ? SPOT(CPP_TOP_LEVEL) : SPOT(C_TOP_LEVEL);
    }
    p.in_function = scan.open.n > 0;
    return p;
}
