#include "go/test_config.h"

#include "base/strbuf.h"
#include "go/internal.h"

enum { TEXT_MOST = 256 << 10 }; /* bytes of a configuration that is put together */

/* A text being written, with the places that it comes from. */
typedef struct text_maker {
    const go_test_file *f;
    strbuf out;
    ARRAY(yaml_run) runs;
    uint32_t at; /* where the last thing ends, in the file */
    bool quotes; /* it becomes part of a JSON string */
} text_maker;

static bool add_value(text_maker *m, syntax_node n, syntax_node type, int depth);

/* Bytes that come from the place. */
static void emit(text_maker *m, str bytes, uint32_t source)
{
    const yaml_run *last = m->runs.n ? &array_last(&m->runs) : NULL;
    uint32_t made = (uint32_t)m->out.n;
    if (!last || last->source + (made - last->decoded) != source) array_push(m->f->a, &m->runs, (yaml_run){made, source});
    strbuf_add(&m->out, bytes);
    m->at = source + (uint32_t)bytes.n;
}

/* One character of a text, which was written as `n` bytes from `source` on. */
static void emit_char(text_maker *m, str c, uint32_t source, uint32_t n)
{
    unsigned char first = c.n ? (unsigned char)c.p[0] : 0;
    if (m->quotes && (first == '"' || first == '\\')) emit(m, arena_printf(m->f->a, "\\%c", first), source);
    else if (m->quotes && first < ' ') emit(m, arena_printf(m->f->a, "\\u%04x", first), source);
    else emit(m, c, source);
    m->at = source + n;
}

static uint32_t escape_length(str rest)
{
    char e = rest.n > 1 ? rest.p[1] : '\0';
    uint32_t n = e == 'x' || (e >= '0' && e <= '7') ? 4 : e == 'u' ? 6 : e == 'U' ? 10 : 2;
    return n < rest.n ? n : (uint32_t)rest.n;
}

/* What stands between the quotes of a literal. */
static bool add_letters(text_maker *m, syntax_node n)
{
    range at = syntax_range(n);
    str written = syntax_text(n, m->f->text);
    if (written.n < 2) return false;
    bool raw = written.p[0] == '`';
    for (uint32_t i = 1; i + 1 < written.n;) {
        str rest = str_slice(written, i, written.n - 1), c = str_slice(rest, 0, 1);
        uint32_t size = 1;
        if (!raw && c.p[0] == '\\') {
            size = escape_length(rest);
            str alone = arena_printf(m->f->a, "\"%.*s\"", STR_ARG(str_slice(rest, 0, size)));
            if (!go_unquote(m->f->a, alone, &c)) return false;
        }
        if (!raw || c.p[0] != '\r') emit_char(m, c, at.start + i, size);
        i += size;
    }
    return m->out.n < TEXT_MOST;
}

/* A text, written in one piece or as a sum. */
static bool add_text(text_maker *m, syntax_node n, int depth)
{
    const go_grammar *g = m->f->g;
    if (depth > GO_TEST_DEPTH) return false;
    switch (go_kind_of(g, n)) {
    case GO_RAW_STRING_LITERAL:
    case GO_INTERPRETED_STRING_LITERAL: return add_letters(m, n);
    case GO_PARENTHESIZED_EXPRESSION: return add_text(m, go_only(g, n), depth + 1);
    case GO_BINARY_EXPRESSION:
        return go_has_token(n, m->f->text, STR("+")) && add_text(m, go_child(g, n, GO_F_LEFT), depth + 1) &&
               add_text(m, go_child(g, n, GO_F_RIGHT), depth + 1);
    default: return false;
    }
}

static bool is_text(const go_test_file *f, syntax_node n, int depth)
{
    go_kind kind = go_kind_of(f->g, n);
    if (depth > GO_TEST_DEPTH) return false;
    if (kind == GO_PARENTHESIZED_EXPRESSION) return is_text(f, go_only(f->g, n), depth + 1);
    if (kind == GO_BINARY_EXPRESSION) return is_text(f, go_child(f->g, n, GO_F_LEFT), depth + 1);
    return kind == GO_RAW_STRING_LITERAL || kind == GO_INTERPRETED_STRING_LITERAL;
}

/* --- values of Go as JSON -------------------------------------------------------------------------------------------------- */

static bool add_string(text_maker *m, syntax_node n, int depth)
{
    range at = syntax_range(n);
    emit(m, STR("\""), at.start);
    m->quotes = true;
    bool ok = add_text(m, n, depth);
    m->quotes = false;
    emit(m, STR("\""), at.end - 1);
    return ok;
}

/* A number as JSON has it. */
static bool add_number(text_maker *m, syntax_node n)
{
    str written = syntax_text(n, m->f->text);
    bool zero = written.n > 1 && written.p[0] == '0' && written.p[1] != '.';
    for (size_t i = 0; i < written.n; i++)
        if (!strchr("0123456789.eE+-", written.p[i])) return false;
    if (!written.n || zero || written.p[0] == '.' || written.p[written.n - 1] == '.') return false;
    emit(m, written, syntax_range(n).start);
    return true;
}

static bool add_negative(text_maker *m, syntax_node n)
{
    syntax_node operand = go_child(m->f->g, n, GO_F_OPERAND);
    go_kind kind = go_kind_of(m->f->g, operand);
    if (!go_has_token(n, m->f->text, STR("-")) || (kind != GO_INT_LITERAL && kind != GO_FLOAT_LITERAL)) return false;
    emit(m, STR("-"), syntax_range(n).start);
    return add_number(m, operand);
}

static syntax_node inside_element(const go_grammar *g, syntax_node n)
{
    return go_kind_of(g, n) == GO_LITERAL_ELEMENT ? go_only(g, n) : n;
}

/* `"key": value` */
static bool add_member(text_maker *m, syntax_node n, syntax_node type, int depth)
{
    const go_grammar *g = m->f->g;
    if (go_kind_of(g, n) != GO_KEYED_ELEMENT) return false;
    syntax_node key = inside_element(g, go_nth(g, n, 0)), held = inside_element(g, go_nth(g, n, 1));
    if (!is_text(m->f, key, 0)) return false;
    emit(m, STR("\n"), syntax_range(key).start);
    if (!add_string(m, key, depth)) return false;
    emit(m, STR(": "), m->at);
    return add_value(m, held, type, depth + 1);
}

/* The elements between braces; `type` is that of each. */
static bool add_elements(text_maker *m, syntax_node body, bool braces, syntax_node type, int depth)
{
    const go_grammar *g = m->f->g;
    range at = syntax_range(body);
    bool first = true, ok = true;
    emit(m, braces ? STR("{") : STR("["), at.start);
    for (syntax_cursor c = syntax_named_children(body); ok && go_next(g, &c); first = false) {
        if (!first) emit(m, STR(","), m->at);
        if (braces) ok = add_member(m, c.node, type, depth);
        else ok = add_value(m, inside_element(g, c.node), type, depth + 1);
        if (!ok) syntax_cursor_end(&c);
    }
    emit(m, STR("\n"), m->at);
    emit(m, braces ? STR("}") : STR("]"), at.end - 1);
    return ok;
}

/* A literal of that type, or one whose type is left out. Structs have tags and fields that are not looked at. */
static bool add_composite(text_maker *m, syntax_node body, syntax_node type, int depth)
{
    const go_grammar *g = m->f->g;
    switch (go_kind_of(g, type)) {
    case GO_MAP_TYPE: return add_elements(m, body, true, go_child(g, type, GO_F_VALUE), depth);
    case GO_SLICE_TYPE:
    case GO_ARRAY_TYPE:
    case GO_IMPLICIT_LENGTH_ARRAY_TYPE: return add_elements(m, body, false, go_child(g, type, GO_F_ELEMENT), depth);
    default: return false;
    }
}

static bool add_value(text_maker *m, syntax_node n, syntax_node type, int depth)
{
    const go_grammar *g = m->f->g;
    range at = syntax_range(n);
    if (depth > GO_TEST_DEPTH || m->out.n > TEXT_MOST) return false;
    switch (go_kind_of(g, n)) {
    case GO_COMPOSITE_LITERAL: return add_composite(m, go_child(g, n, GO_F_BODY), go_child(g, n, GO_F_TYPE), depth);
    case GO_LITERAL_VALUE: return add_composite(m, n, type, depth);
    case GO_INT_LITERAL:
    case GO_FLOAT_LITERAL: return add_number(m, n);
    case GO_UNARY_EXPRESSION: return add_negative(m, n);
    case GO_TRUE: emit(m, STR("true"), at.start); return true;
    case GO_FALSE: emit(m, STR("false"), at.start); return true;
    case GO_NIL: emit(m, STR("null"), at.start); return true;
    default: return is_text(m->f, n, 0) && add_string(m, n, depth + 1);
    }
}

/* --- whole configurations -------------------------------------------------------------------------------------------------- */

static const yaml_node *scalar_of(text_maker *m, range at)
{
    yaml_node *scalar = ARENA_NEW(m->f->a, yaml_node);
    *scalar = (yaml_node){.kind = YAML_SCALAR, .style = YAML_DOUBLE_QUOTED, .type = YAML_STRING, .at = at, .content = at,
                          .value = arena_str(m->f->a, strbuf_str(&m->out)), .runs = m->runs.at, .run_count = (uint32_t)m->runs.n};
    return scalar;
}

/* The text of a raw literal stands in the file as it is. */
static const yaml_node *raw_scalar(const go_test_file *f, syntax_node n)
{
    range at = syntax_range(n);
    str written = syntax_text(n, f->text);
    if (written.n < 2 || str_find_char(written, '\r', 0) >= 0) return NULL;
    yaml_node *scalar = ARENA_NEW(f->a, yaml_node);
    *scalar = (yaml_node){.kind = YAML_SCALAR, .style = YAML_LITERAL, .type = YAML_STRING, .at = at,
                          .content = range_make(at.start + 1, at.end - 1), .value = str_slice(written, 1, written.n - 1)};
    return scalar;
}

static const yaml_node *write_text(const go_test_file *f, syntax_node n, bool json)
{
    text_maker m = {.f = f, .out = STRBUF_INIT};
    bool ok = json ? add_value(&m, n, (syntax_node){0}, 0) : add_text(&m, n, 0);
    const yaml_node *scalar = ok && m.runs.n ? scalar_of(&m, syntax_range(n)) : NULL;
    strbuf_free(&m.out);
    return scalar;
}

/* The value of a name, or of what `func() T { data, _ := ...; return data }()` returns. */
static syntax_node follow(const go_test_file *f, syntax_node n)
{
    const go_grammar *g = f->g;
    for (int steps = 0; steps < 16; steps++) {
        go_kind kind = go_kind_of(g, n);
        syntax_node callee = kind == GO_CALL_EXPRESSION ? go_child(g, n, GO_F_FUNCTION) : n;
        if (kind == GO_PARENTHESIZED_EXPRESSION) {
            n = go_only(g, n);
        } else if (kind == GO_IDENTIFIER) {
            const go_test_name *name = go_test_find(f, syntax_text(n, f->text), syntax_range(n).start);
            if (!name) break;
            n = name->value;
        } else if (kind == GO_CALL_EXPRESSION && go_kind_of(g, callee) == GO_FUNC_LITERAL) {
            syntax_node body = go_child(g, callee, GO_F_BODY), list = go_only(g, body), last = {0};
            if (go_kind_of(g, list) != GO_STATEMENT_LIST) list = body;
            for (syntax_cursor c = syntax_named_children(list); go_next(g, &c);) last = c.node;
            if (go_kind_of(g, last) != GO_RETURN_STATEMENT) break;
            n = go_only(g, go_only(g, last));
        } else {
            break;
        }
    }
    return n;
}

const yaml_node *go_test_text(const go_test_file *f, syntax_node n, bool *made)
{
    const go_grammar *g = f->g;
    bool json = false;
    for (int steps = 0; steps < 8; steps++) {
        n = follow(f, n);
        go_kind kind = go_kind_of(g, n);
        if (kind == GO_TYPE_CONVERSION_EXPRESSION) { /* []byte(...) */
            n = go_child(g, n, GO_F_OPERAND);
            continue;
        }
        if (kind != GO_CALL_EXPRESSION) break;
        syntax_node callee = go_child(g, n, GO_F_FUNCTION), arguments = go_child(g, n, GO_F_ARGUMENTS);
        str name = syntax_text(callee, f->text);
        bool marshals = str_is(name, "json.Marshal") || str_is(name, "json.MarshalIndent");
        if (!marshals && !str_is(name, "json.RawMessage") && !str_is(name, "string")) return NULL;
        json = json || marshals;
        n = go_only(g, arguments);
    }
    *made = true;
    if (json) return go_kind_of(g, n) == GO_COMPOSITE_LITERAL ? write_text(f, n, true) : NULL;
    if (go_kind_of(g, n) == GO_RAW_STRING_LITERAL) {
        *made = false;
        return raw_scalar(f, n);
    }
    return is_text(f, n, 0) ? write_text(f, n, false) : NULL;
}
