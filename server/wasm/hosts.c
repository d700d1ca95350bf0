#include "wasm/hosts.h"

#include "base/strbuf.h"
#include "base/words.h"
#include "wasm_host_tables.h"

const wasm_host_function *wasm_host_function_find(str module, str name)
{
    for (size_t i = 0; i < sizeof host_functions / sizeof *host_functions; i++)
        if (str_is(name, host_functions[i].name) && str_is(module, host_functions[i].module)) return &host_functions[i];
    return NULL;
}

const wasm_host_answer *wasm_host_answer_find(str name)
{
    for (size_t i = 0; i < sizeof host_answers / sizeof *host_answers; i++)
        if (str_is(name, host_answers[i].name)) return &host_answers[i];
    return NULL;
}

/* "[key-auth] [nil] [nil] parse rule config failed: ..." */
str wasm_log_message(str line, bool *framed)
{
    str whole = str_trim(line), rest = whole;
    *framed = false;
    for (ptrdiff_t end; rest.n && rest.p[0] == '[' && (end = str_find_char(rest, ']', 0)) > 0;)
        rest = str_trim(str_slice(rest, (size_t)end + 1, rest.n));
    if (!rest.n) rest = whole; /* it is in brackets itself */
    for (size_t i = 0; i < sizeof log_empty / sizeof *log_empty; i++)
        if (str_eq(rest, log_empty[i])) return (str){0};
    for (size_t i = 0; i < sizeof log_frames / sizeof *log_frames; i++) {
        if (!str_starts(rest, log_frames[i])) continue;
        rest = str_trim(str_slice(rest, log_frames[i].n, rest.n));
        *framed = true;
    }
    return rest;
}

const wasm_callback *wasm_callbacks(size_t *count)
{
    *count = sizeof callbacks / sizeof *callbacks;
    return callbacks;
}

const wasm_callback *wasm_callback_find(str name)
{
    for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks; i++)
        if (str_is(name, callbacks[i].name)) return &callbacks[i];
    return NULL;
}

const wasm_abi *wasm_abi_find(str export_name)
{
    for (size_t i = 0; i < sizeof abis / sizeof *abis; i++)
        if (str_is(export_name, abis[i].name)) return &abis[i];
    return NULL;
}

str wasm_abi_of(const wasm_module *m)
{
    for (size_t i = 0; i < m->exports.n; i++)
        if (m->exports.at[i].kind == WASM_FUNCTION && wasm_abi_find(m->exports.at[i].name)) return m->exports.at[i].name;
    return (str){0};
}

static char letter(uint8_t type)
{
    return type == WASM_I32 ? 'i' : type == WASM_I64 ? 'I' : type == WASM_F32 ? 'f' : type == WASM_F64 ? 'F' : '?';
}

bool wasm_signature_is(const wasm_type *t, const char *signature)
{
    const char *s = signature;
    for (size_t i = 0; i < t->parameters.n; i++)
        if (*s++ != letter((uint8_t)t->parameters.p[i])) return false;
    if (*s++ != ':') return false;
    for (size_t i = 0; i < t->results.n; i++)
        if (*s++ != letter((uint8_t)t->results.p[i])) return false;
    return *s == 0;
}

static const char *type_name(char c)
{
    return c == 'i' ? "i32" : c == 'I' ? "i64" : c == 'f' ? "f32" : c == 'F' ? "f64" : words("another type");
}

str wasm_signature_expected(arena *a, const char *signature)
{
    strbuf b = STRBUF_INIT;
    strbuf_add_char(&b, '(');
    const char *s = signature;
    for (; *s != ':'; s++) strbuf_printf(&b, "%s%s", s > signature ? ", " : "", type_name(*s));
    strbuf_add_cstr(&b, ") -> ");
    if (!s[1]) strbuf_add_cstr(&b, words("nothing"));
    for (s++; *s; s++) strbuf_printf(&b, "%s%s", s[-1] == ':' ? "" : ", ", type_name(*s));
    str text = arena_str(a, strbuf_str(&b));
    strbuf_free(&b);
    return text;
}

str wasm_signature_text(arena *a, const wasm_type *t)
{
    char *s = arena_alloc(a, t->parameters.n + t->results.n + 2), *at = s;
    for (size_t i = 0; i < t->parameters.n; i++) *at++ = letter((uint8_t)t->parameters.p[i]);
    *at++ = ':';
    for (size_t i = 0; i < t->results.n; i++) *at++ = letter((uint8_t)t->results.p[i]);
    return wasm_signature_expected(a, s);
}
