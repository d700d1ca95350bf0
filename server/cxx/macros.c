#include "cxx/macros.h"

#include "base/strbuf.h"

enum { DEPTH_MOST = 32, TOKENS_MOST = 1 << 16 };

/* --- tokens ---------------------------------------------------------------------------------------------------------------- */

static bool is_letter(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t skip_blanks(str s, size_t i)
{
    for (; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '\n') i++;
        else if (s.p[i] == '\\' && i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') i += 2;
        else if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != '\f' && s.p[i] != '\v') break;
    }
    return i;
}

/* Behind the quote that ends the text; an unfinished one ends with its line. */
static size_t quoted_end(str s, size_t i, char quote)
{
    for (i++; i < s.n && s.p[i] != quote && s.p[i] != '\n'; i++)
        if (s.p[i] == '\\' && i + 1 < s.n) i++;
    return i < s.n && s.p[i] == quote ? i + 1 : i;
}

/* R"delimiter( ... )delimiter" */
static size_t raw_end(str s, size_t quote)
{
    size_t open = quote + 1;
    while (open < s.n && s.p[open] != '(' && open - quote <= 17) open++;
    char end[24];
    size_t n = open - quote - 1;
    if (open >= s.n || s.p[open] != '(' || n > 16) return quoted_end(s, quote, '"');
    end[0] = ')';
    memcpy(end + 1, s.p + quote + 1, n);
    end[n + 1] = '"';
    ptrdiff_t at = str_find(s, (str){end, n + 2}, open);
    return at < 0 ? s.n : (size_t)at + n + 2;
}

static size_t number_end(str s, size_t i)
{
    for (; i < s.n; i++) {
        bool sign = (s.p[i] == '+' || s.p[i] == '-') && i && strchr("eEpP", s.p[i - 1]);
        bool tick = s.p[i] == '\'' && i + 1 < s.n && (is_letter(s.p[i + 1]) || is_digit(s.p[i + 1]));
        if (!is_letter(s.p[i]) && !is_digit(s.p[i]) && s.p[i] != '.' && !sign && !tick) break;
    }
    return i;
}

static size_t comment_end(str s, size_t i)
{
    if (s.p[i + 1] == '*') {
        ptrdiff_t end = str_find(s, STR("*/"), i + 2);
        return end < 0 ? s.n : (size_t)end + 2;
    }
    while (i < s.n && s.p[i] != '\n') i++;
    return i;
}

static size_t sign_end(str s, size_t i)
{
    static const char *const signs[] = {"<<=", ">>=", "...", "->*", "<=>", "##", "::", "->", "++", "--", "<<", ">>", "<=",
                                        ">=",  "==",  "!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (str_starts(str_slice(s, i, s.n), str_of(signs[k]))) return i + strlen(signs[k]);
    return i + 1;
}

static bool is_prefix(str name)
{
    return str_is(name, "R") || str_is(name, "u8R") || str_is(name, "LR") || str_is(name, "uR") || str_is(name, "UR");
}

cxx_token cxx_next_token(str text, size_t *at, size_t *start)
{
    size_t i = skip_blanks(text, *at), from = i;
    cxx_token t = {.space = i > *at, .kind = CXX_SIGN};
    *start = i;
    if (i >= text.n) {
        *at = i;
        t.kind = CXX_NO_TOKEN;
        return t;
    }
    char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : '\0';
    if (is_letter(c)) {
        while (i < text.n && (is_letter(text.p[i]) || is_digit(text.p[i]))) i++;
        t.kind = CXX_NAME;
        if (i < text.n && text.p[i] == '"' && is_prefix(str_slice(text, from, i))) i = raw_end(text, i), t.kind = CXX_TEXT;
    } else if (is_digit(c) || (c == '.' && is_digit(next))) {
        i = number_end(text, i), t.kind = CXX_NUMBER;
    } else if (c == '"' || c == '\'') {
        i = quoted_end(text, i, c), t.kind = CXX_TEXT;
    } else if (c == '/' && (next == '/' || next == '*')) {
        i = comment_end(text, i), t.kind = CXX_COMMENT;
    } else {
        i = sign_end(text, i);
    }
    t.text = str_slice(text, from, i);
    *at = i;
    return t;
}

static bool is_sign(const cxx_token *t, const char *sign) { return t->kind == CXX_SIGN && str_is(t->text, sign); }

static cxx_tokens tokens_of(arena *a, str text)
{
    cxx_tokens out = {0};
    size_t at = 0, start;
    bool space = false;
    for (cxx_token t; (t = cxx_next_token(text, &at, &start)).kind != CXX_NO_TOKEN;) {
        t.space = t.space || space;
        space = t.kind == CXX_COMMENT;
        if (!space) array_push(a, &out, t);
    }
    return out;
}

size_t cxx_arguments_end(str text, size_t at)
{
    int depth = 0;
    size_t start;
    for (cxx_token t; (t = cxx_next_token(text, &at, &start)).kind != CXX_NO_TOKEN;) {
        if (is_sign(&t, "(")) depth++;
        if (is_sign(&t, ")") && --depth == 0) return at;
    }
    return 0;
}

/* --- definitions ----------------------------------------------------------------------------------------------------------- */

/* Macros of the SDK that mean something by their name stay calls of that name, whoever defines them. */
static bool is_kept(str name)
{
    static const char *const kept[] = {
        "CONTEXT_FACTORY", "ROOT_FACTORY", "PROXY_WASM_KEEPALIVE", "WASM_EXPORT", "LOG_TRACE", "LOG_DEBUG", "LOG_INFO",
        "LOG_WARN",        "LOG_ERROR",    "LOG_CRITICAL"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_is(name, kept[i])) return true;
    return false;
}

static size_t read_params(arena *a, cxx_macro *m, str text, size_t at)
{
    size_t start;
    m->function = true;
    for (cxx_token t; (t = cxx_next_token(text, &at, &start)).kind != CXX_NO_TOKEN && !is_sign(&t, ")");) {
        if (is_sign(&t, "...")) {
            m->variadic = true;
            array_push(a, &m->params, STR("__VA_ARGS__"));
        } else if (t.kind == CXX_NAME) {
            array_push(a, &m->params, t.text);
        }
    }
    return at;
}

void cxx_define(cxx_preprocessor *p, str definition)
{
    size_t at = 0, start;
    cxx_token name = cxx_next_token(definition, &at, &start);
    if (name.kind != CXX_NAME) return;
    cxx_macro *m = ARENA_NEW(p->arena, cxx_macro);
    if (at < definition.n && definition.p[at] == '(') at = read_params(p->arena, m, definition, at + 1);
    m->body = tokens_of(p->arena, str_slice(definition, at, definition.n));
    map_put(p->arena, &p->macros, name.text, m);
}

const cxx_macro *cxx_find_macro(const cxx_preprocessor *p, str name)
{
    return !p->is_c && is_kept(name) ? NULL : map_get(&p->macros, name);
}

/* --- expansion ------------------------------------------------------------------------------------------------------------- */

/* The macros that are being expanded, innermost first. */
typedef struct active {
    str name;
    const struct active *outer;
    int depth;
} active;

typedef struct expansion {
    cxx_preprocessor *p;
    size_t tokens;
    bool failed;
} expansion;

static void add(expansion *x, cxx_tokens *out, cxx_token t)
{
    if (++x->tokens > TOKENS_MOST) x->failed = true;
    else array_push(x->p->arena, out, t);
}

static bool is_active(const active *a, str name)
{
    for (; a; a = a->outer)
        if (str_eq(a->name, name)) return true;
    return false;
}

static void expand_all(expansion *x, const cxx_tokens *in, const active *outer, cxx_tokens *out);

/* The token lists between the commas of in[from..], whose first token is '('. Behind the ')'; 0 when there is none. */
static size_t split_arguments(expansion *x, const cxx_macro *m, const cxx_tokens *in, size_t from, cxx_tokens *args)
{
    size_t n = 0, i = from + 1;
    int depth = 1;
    for (; i < in->n; i++) {
        const cxx_token *t = &in->at[i];
        if (is_sign(t, "(")) depth++;
        if (is_sign(t, ")") && --depth == 0) break;
        bool rest = m->variadic && n + 1 >= m->params.n;
        if (depth == 1 && is_sign(t, ",") && !rest) n++;
        else if (n < m->params.n) add(x, &args[n], *t);
    }
    if (i < in->n && n + 1 > m->params.n && m->params.n) return 0;
    return i < in->n ? i + 1 : 0;
}

static int param_of(const cxx_macro *m, const cxx_token *t)
{
    for (size_t i = 0; t->kind == CXX_NAME && i < m->params.n; i++)
        if (str_eq(m->params.at[i], t->text)) return (int)i;
    return -1;
}

static cxx_token text_of_argument(arena *a, const cxx_tokens *arg)
{
    strbuf b = STRBUF_IN(a);
    strbuf_add_char(&b, '"');
    for (size_t i = 0; i < arg->n; i++) {
        const cxx_token *t = &arg->at[i];
        if (i && t->space) strbuf_add_char(&b, ' ');
        for (size_t k = 0; k < t->text.n; k++) {
            if (t->kind == CXX_TEXT && (t->text.p[k] == '"' || t->text.p[k] == '\\')) strbuf_add_char(&b, '\\');
            strbuf_add_char(&b, t->text.p[k]);
        }
    }
    strbuf_add_char(&b, '"');
    return (cxx_token){.text = strbuf_str(&b), .kind = CXX_TEXT, .space = true};
}

/* Sticks the first of `more` to the last token; the others follow. */
static void paste(expansion *x, cxx_tokens *out, const cxx_tokens *more)
{
    if (!more->n) return;
    if (!out->n) {
        add(x, out, more->at[0]);
    } else {
        cxx_token *last = &array_last(out);
        last->text = arena_printf(x->p->arena, "%.*s%.*s", STR_ARG(last->text), STR_ARG(more->at[0].text));
        last->painted = false;
    }
    for (size_t i = 1; i < more->n; i++) add(x, out, more->at[i]);
}

static void add_list(expansion *x, cxx_tokens *out, const cxx_tokens *list, bool space)
{
    for (size_t i = 0; i < list->n; i++) {
        cxx_token t = list->at[i];
        if (i == 0) t.space = space;
        add(x, out, t);
    }
}

/* The macro's body with the arguments in it. `##` takes them as written, others expanded. */
static cxx_tokens substitute(expansion *x, const cxx_macro *m, const cxx_tokens *args, const active *outer)
{
    cxx_tokens out = {0};
    for (size_t i = 0; i < m->body.n && !x->failed; i++) {
        const cxx_token *t = &m->body.at[i];
        const cxx_token *next = i + 1 < m->body.n ? &m->body.at[i + 1] : NULL;
        if (is_sign(t, "#") && m->function && next && param_of(m, next) >= 0) {
            add(x, &out, text_of_argument(x->p->arena, &args[param_of(m, next)]));
            i++;
            continue;
        }
        if (is_sign(t, "##") && next) {
            int p = param_of(m, next);
            cxx_tokens one = {.at = (cxx_token *)next, .n = 1};
            bool comma = out.n && is_sign(&array_last(&out), ",") && p >= 0 && m->variadic && (size_t)p + 1 == m->params.n;
            if (comma && !args[p].n) out.n--; /* , ## __VA_ARGS__ */
            else if (comma) add_list(x, &out, &args[p], true);
            else paste(x, &out, p >= 0 ? &args[p] : &one);
            i++;
            continue;
        }
        int p = param_of(m, t);
        if (p < 0) {
            add(x, &out, *t);
        } else if (next && is_sign(next, "##")) {
            add_list(x, &out, &args[p], t->space);
        } else {
            cxx_tokens expanded = {0};
            expand_all(x, &args[p], outer, &expanded);
            add_list(x, &out, &expanded, t->space);
        }
    }
    return out;
}

/* The call at in[i]; how many tokens it takes, 0 when it is none. */
static size_t expand_one(expansion *x, const cxx_tokens *in, size_t i, const active *outer, cxx_tokens *out)
{
    const cxx_token *t = &in->at[i];
    const cxx_macro *m = t->kind == CXX_NAME && !t->painted ? cxx_find_macro(x->p, t->text) : NULL;
    if (!m || (outer && outer->depth >= DEPTH_MOST)) return 0;
    size_t end = i + 1;
    cxx_tokens *args = ARENA_NEW_N(x->p->arena, cxx_tokens, m->params.n + 1);
    if (m->function) {
        if (end >= in->n || !is_sign(&in->at[end], "(")) return 0;
        end = split_arguments(x, m, in, end, args);
        if (!end) return 0;
    }
    active here = {t->text, outer, outer ? outer->depth + 1 : 1};
    cxx_tokens body = substitute(x, m, args, outer);
    if (body.n) body.at[0].space = t->space;
    expand_all(x, &body, &here, out);
    return end - i;
}

static void expand_all(expansion *x, const cxx_tokens *in, const active *outer, cxx_tokens *out)
{
    for (size_t i = 0; i < in->n && !x->failed;) {
        cxx_token t = in->at[i];
        t.painted = t.painted || (t.kind == CXX_NAME && is_active(outer, t.text));
        size_t taken = t.painted ? 0 : expand_one(x, in, i, outer, out);
        if (!taken) add(x, out, t);
        i += taken ? taken : 1;
    }
}

/* Two tokens that would become another one need a blank between them. */
static bool would_join(const cxx_token *a, const cxx_token *b)
{
    bool words = a->kind != CXX_SIGN && b->kind != CXX_SIGN;
    return words || (a->kind == CXX_SIGN && b->kind == CXX_SIGN && a->text.n && strchr("+-<>&|=:#", a->text.p[a->text.n - 1]));
}

bool cxx_expand(cxx_preprocessor *p, str text, str *out)
{
    expansion x = {.p = p};
    cxx_tokens in = tokens_of(p->arena, text), tokens = {0};
    expand_all(&x, &in, NULL, &tokens);
    strbuf b = STRBUF_IN(p->arena);
    for (size_t i = 0; i < tokens.n; i++) {
        if (i && (tokens.at[i].space || would_join(&tokens.at[i - 1], &tokens.at[i]))) strbuf_add_char(&b, ' ');
        strbuf_add(&b, tokens.at[i].text);
    }
    *out = strbuf_str(&b);
    return !x.failed;
}

/* --- what headers of the system define ------------------------------------------------------------------------------------- */

void cxx_define_limits(cxx_preprocessor *p)
{
    static const char *const all[] = {
        "__wasm__ 1",
        "__wasm32__ 1",
        "CHAR_BIT 8",
        "SCHAR_MIN (-128)",
        "SCHAR_MAX 127",
        "UCHAR_MAX 255",
        "CHAR_MIN (-128)",
        "CHAR_MAX 127",
        "SHRT_MIN (-32768)",
        "SHRT_MAX 32767",
        "USHRT_MAX 65535",
        "INT_MIN (-2147483647 - 1)",
        "INT_MAX 2147483647",
        "UINT_MAX 4294967295u",
        "LONG_MIN (-2147483647l - 1)",
        "LONG_MAX 2147483647l",
        "ULONG_MAX 4294967295ul",
        "LLONG_MIN (-9223372036854775807ll - 1)",
        "LLONG_MAX 9223372036854775807ll",
        "ULLONG_MAX 18446744073709551615ull",
        "INT8_MIN (-128)",
        "INT8_MAX 127",
        "UINT8_MAX 255",
        "INT16_MIN (-32768)",
        "INT16_MAX 32767",
        "UINT16_MAX 65535",
        "INT32_MIN (-2147483647 - 1)",
        "INT32_MAX 2147483647",
        "UINT32_MAX 4294967295u",
        "INT64_MIN (-9223372036854775807ll - 1)",
        "INT64_MAX 9223372036854775807ll",
        "UINT64_MAX 18446744073709551615ull",
        "SIZE_MAX 4294967295ul",
        "PTRDIFF_MAX 2147483647l",
        "SSIZE_MAX 2147483647l",
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) cxx_define(p, str_of(all[i]));
}
