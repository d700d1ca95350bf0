/* JSON text to document nodes: encoding/json's scanner with its error texts; where texts that stand for nodes lead back to
 * them. */
#include "go/models/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { NESTING_MOST = 900, INDEXED_FROM = 16 };

typedef struct parser {
    arena *a;
    str s;
    size_t at;
    doc_node *inside;
    str error;
    bool failed;
} parser;

static doc_node *fail(parser *p, str message)
{
    if (!p->failed) p->error = message;
    p->failed = true;
    return NULL;
}

/* scanner.go: quoteChar; at the end of the text the scanner is given a blank and complains about that where no blank may
 * stand. */
static doc_node *unexpected(parser *p, const char *context)
{
    static const char *const tight[] = {"in literal", "in numeric", "after decimal", "in exponent", "in string escape", "in \\u"};
    bool ended = p->at >= p->s.n;
    for (size_t i = 0; i < sizeof tight / sizeof *tight; i++)
        if (str_starts(str_of(context), str_of(tight[i]))) ended = false;
    if (ended) return fail(p, STR("unexpected end of JSON input"));
    unsigned char c = p->at < p->s.n ? (unsigned char)p->s.p[p->at] : ' ';
    strbuf t = STRBUF_IN(p->a);
    strbuf_add_cstr(&t, "invalid character ");
    if (c == '\'') strbuf_add_cstr(&t, "'\\''");
    else if (c == '"') strbuf_add_cstr(&t, "'\"'");
    else {
        char utf8[4];
        str quoted = model_quote(p->a, str_make(utf8, utf8_encode(c, utf8)), false);
        strbuf_printf(&t, "'%.*s'", (int)quoted.n - 2, quoted.p + 1);
    }
    strbuf_add_char(&t, ' ');
    strbuf_add_cstr(&t, context);
    return fail(p, strbuf_str(&t));
}

static int peek(const parser *p) { return p->at < p->s.n ? (unsigned char)p->s.p[p->at] : -1; }
static bool digit(int c) { return c >= '0' && c <= '9'; }

static void skip_space(parser *p)
{
    while (p->at < p->s.n && (p->s.p[p->at] == ' ' || p->s.p[p->at] == '\t' || p->s.p[p->at] == '\n' || p->s.p[p->at] == '\r'))
        p->at++;
}

static int hex_digit(int c)
{
    if (digit(c)) return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex4(parser *p, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        int d = hex_digit(peek(p));
        if (d < 0) return unexpected(p, "in \\u hexadecimal character escape"), false;
        *out = *out * 16 + (uint32_t)d;
    }
    return true;
}

static bool escape(parser *p, strbuf *t)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    int c = peek(p);
    const char *simple = c > 0 ? strchr(from, c) : NULL;
    if (simple) {
        strbuf_add_char(t, to[simple - from]);
        p->at++;
        return true;
    }
    if (c != 'u') return unexpected(p, "in string escape code"), false;
    p->at++;
    uint32_t r, low;
    if (!hex4(p, &r)) return false;
    if (r >= 0xd800 && r < 0xdc00 && p->at + 1 < p->s.n && p->s.p[p->at] == '\\' && p->s.p[p->at + 1] == 'u') {
        size_t back = p->at;
        p->at += 2;
        if (!hex4(p, &low)) return false;
        if (low >= 0xdc00 && low < 0xe000) r = 0x10000 + ((r - 0xd800) << 10) + (low - 0xdc00);
        else p->at = back;
    }
    strbuf_add_utf8(t, r >= 0xd800 && r < 0xe000 ? UTF8_BAD : r);
    return true;
}

/* The string behind an opening quote, decoded; ill-formed UTF-8 becomes U+FFFD. */
static bool string(parser *p, str *out)
{
    size_t from = ++p->at, len;
    bool plain = true;
    strbuf t = STRBUF_IN(p->a);
    for (;;) {
        int c = peek(p);
        if (c < 0x20) return unexpected(p, "in string literal"), false;
        if (c == '"') break;
        if (c == '\\') {
            if (plain) strbuf_add(&t, str_slice(p->s, from, p->at));
            plain = false;
            p->at++;
            if (!escape(p, &t)) return false;
            continue;
        }
        uint32_t r = utf8_decode(p->s, p->at, &len);
        if (r == UTF8_BAD && len == 1 && plain) {
            strbuf_add(&t, str_slice(p->s, from, p->at));
            plain = false;
        }
        if (!plain) strbuf_add_utf8(&t, r);
        p->at += len;
    }
    *out = plain ? str_slice(p->s, from, p->at) : strbuf_str(&t);
    p->at++;
    return true;
}

static doc_node *node(parser *p, doc_kind kind, doc_node *parent)
{
    doc_node *n = doc_new(p->a, kind);
    n->parent = parent;
    n->inside = p->inside;
    if (p->inside) n->at = p->inside->at;
    return n;
}

static doc_node *number(parser *p, doc_node *parent)
{
    size_t from = p->at;
    if (peek(p) == '-') p->at++;
    if (!digit(peek(p))) return unexpected(p, "in numeric literal");
    if (peek(p) == '0') p->at++;
    else
        while (digit(peek(p))) p->at++;
    if (peek(p) == '.') {
        p->at++;
        if (!digit(peek(p))) return unexpected(p, "after decimal point in numeric literal");
        while (digit(peek(p))) p->at++;
    }
    if (peek(p) == 'e' || peek(p) == 'E') {
        p->at++;
        if (peek(p) == '+' || peek(p) == '-') p->at++;
        if (!digit(peek(p))) return unexpected(p, "in exponent of numeric literal");
        while (digit(peek(p))) p->at++;
    }
    doc_node *n = node(p, DOC_NUMBER, parent);
    n->text = str_slice(p->s, from, p->at);
    n->number = strtod(arena_cstr(p->a, n->text), NULL);
    return n;
}

static doc_node *literal(parser *p, const char *word, doc_kind kind, doc_node *parent)
{
    p->at++;
    for (size_t i = 1; word[i]; i++, p->at++)
        if (peek(p) != word[i]) return unexpected(p, arena_printf(p->a, "in literal %s (expecting '%c')", word, word[i]).p);
    return node(p, kind, parent);
}

static doc_node *value_at(parser *p, doc_node *parent, int depth);

static doc_node *array(parser *p, doc_node *parent, int depth)
{
    doc_node *n = node(p, DOC_ARRAY, parent);
    size_t from = p->at++;
    skip_space(p);
    bool empty = peek(p) == ']';
    while (!empty) {
        doc_node *item = value_at(p, n, depth - 1);
        if (!item) return NULL;
        item->index = (int32_t)n->items.n;
        array_push(p->a, &n->items, item);
        skip_space(p);
        if (peek(p) == ']') break;
        if (peek(p) != ',') return unexpected(p, "after array element");
        p->at++;
    }
    p->at++;
    n->raw = str_slice(p->s, from, p->at);
    return n;
}

/* Of two members with the same key a search finds the first, as gjson does; both are there, as encoding/json wants it. */
static void index_members(parser *p, doc_node *n)
{
    n->present = (uint32_t)n->members.n;
    if (n->members.n < INDEXED_FROM) return;
    for (size_t i = 0; i < n->members.n; i++)
        if (!map_find(&n->by_key, n->members.at[i].key)) map_put(p->a, &n->by_key, n->members.at[i].key, n->members.at[i].node);
}

static doc_node *object_at(parser *p, doc_node *parent, int depth)
{
    doc_node *n = node(p, DOC_OBJECT, parent);
    size_t from = p->at++;
    skip_space(p);
    bool empty = peek(p) == '}';
    while (!empty) {
        str key;
        skip_space(p);
        if (peek(p) != '"') return unexpected(p, "looking for beginning of object key string");
        if (!string(p, &key)) return NULL;
        skip_space(p);
        if (peek(p) != ':') return unexpected(p, "after object key");
        p->at++;
        doc_node *member = value_at(p, n, depth - 1);
        if (!member) return NULL;
        member->key = key;
        array_push(p->a, &n->members, (doc_member){key, member});
        skip_space(p);
        if (peek(p) == '}') break;
        if (peek(p) != ',') return unexpected(p, "after object key:value pair");
        p->at++;
    }
    p->at++;
    n->raw = str_slice(p->s, from, p->at);
    index_members(p, n);
    return n;
}

static doc_node *value_at(parser *p, doc_node *parent, int depth)
{
    skip_space(p);
    if (depth == 0) return fail(p, (str){"", 0});
    int c = peek(p);
    switch (c) {
    case '{': return object_at(p, parent, depth);
    case '[': return array(p, parent, depth);
    case 't': return literal(p, "true", DOC_TRUE, parent);
    case 'f': return literal(p, "false", DOC_FALSE, parent);
    case 'n': return literal(p, "null", DOC_NULL, parent);
    case '"': {
        doc_node *n = node(p, DOC_STRING, parent);
        size_t from = p->at;
        if (!string(p, &n->text)) return NULL;
        n->raw = str_slice(p->s, from, p->at);
        return n;
    }
    default: break;
    }
    if (c == '-' || digit(c)) return number(p, parent);
    return unexpected(p, "looking for beginning of value");
}

doc_node *json_parse(arena *a, str json, doc_node *inside, str *error)
{
    parser p = {.a = a, .s = json, .inside = inside};
    doc_node *n = value_at(&p, NULL, NESTING_MOST);
    skip_space(&p);
    if (n && p.at < json.n) n = unexpected(&p, "after top-level value");
    *error = p.error;
    return n;
}

/* --- texts that stand for nodes --- */

doc_node *model_any_member(native_call *c, doc_node *n)
{
    if (!n->any_member) n->any_member = doc_new_symbolic(c->arena, n, STR("*"), -1);
    return n->any_member;
}

str model_raw_text(arena *a, const doc_node *n) { return n->raw.n ? n->raw : doc_json(a, n); }

bool model_decide_empty(native_call *c, doc_node *n)
{
    value length = value_unknown_of(c->arena, type_basic(TYPE_INT), ORIGIN_LENGTH, n, NULL);
    value empty = value_unknown_of(c->arena, type_basic(TYPE_BOOL), ORIGIN_EQUAL, n, length.origin);
    return native_decide(c, &empty);
}

static value syntax_error(native_call *c, str message, doc_node *about)
{
    value e = model_error(c, "*json.SyntaxError", message, about);
    if (!message.n) e.error->text = value_unknown(type_basic(TYPE_STRING));
    return e;
}

/* What gjson makes of text that is no JSON: nothing, when no value can begin there; else more than is worth predicting. */
static doc_node *lenient_nothing(native_call *c, str s)
{
    size_t i = 0;
    while (i < s.n && (unsigned char)s.p[i] <= ' ') i++;
    if (i < s.n && strchr("{[+-0123456789iInNtf\"", s.p[i]) && s.p[i]) return NULL;
    return doc_new(c->arena, DOC_MISSING);
}

doc_node *model_document(native_call *c, const value *text, bool lenient, value *error)
{
    str s, message;
    doc_node *n = text->node ? native_look(c, text->node) : NULL;
    if (error) *error = value_unknown(type_error());
    if (text->kind == VALUE_UNKNOWN) return n && n->kind == DOC_SYMBOLIC ? n : NULL;
    if (!model_value_text(c->arena, text, &s)) return NULL;
    if (n && (n->kind == DOC_ARRAY || n->kind == DOC_OBJECT)) return text->node;
    if (n && n->kind == DOC_STRING && !str_eq(n->text, s) && s.n && s.p[0] == '"') return text->node;
    if (n && n->kind != DOC_STRING && n->kind != DOC_MISSING && n->kind != DOC_SYMBOLIC && s.n) return text->node;
    doc_node *parsed = json_parse(c->arena, s, text->node, &message);
    doc_node *part = parsed && !text->node ? json_same_part(c, parsed) : NULL;
    if (part && !(lenient && part->kind == DOC_OBJECT && part->inside)) return part;
    if (parsed && lenient && parsed->raw.n && (parsed->kind == DOC_ARRAY || parsed->kind == DOC_OBJECT))
        parsed->raw = str_slice(s, (size_t)(parsed->raw.p - s.p), s.n); /* gjson takes all that follows, blanks for instance */
    if (parsed) return lenient && utf8_invalid_at(s) >= 0 ? NULL : parsed;
    if (error) *error = syntax_error(c, message, text->node);
    return lenient ? lenient_nothing(c, s) : NULL;
}

value model_any_of_node(native_call *c, doc_node *n, int depth)
{
    n = native_look(c, n);
    if (depth == 0) return value_unknown(NULL);
    switch (n->kind) {
    case DOC_SYMBOLIC: return value_unknown_of(c->arena, NULL, ORIGIN_DERIVED, n, NULL);
    case DOC_FALSE:
    case DOC_TRUE: return value_bool(n->kind == DOC_TRUE);
    case DOC_NUMBER: return isinf(n->number) ? value_unknown(NULL) : value_float(n->number); /* too large: an error there */
    case DOC_STRING: return model_string(n->text);
    case DOC_ARRAY: {
        value *items = ARENA_NEW_N(c->arena, value, n->items.n);
        for (size_t i = 0; i < n->items.n; i++) items[i] = model_any_of_node(c, n->items.at[i], depth - 1);
        return value_slice_of(c->arena, &model_any_slice, items, (uint32_t)n->items.n);
    }
    case DOC_OBJECT: {
        value m = value_map_new(c->arena, &model_any_map);
        for (uint32_t i = 0; i < n->present; i++) {
            value key = model_string(n->members.at[i].key);
            value v = model_any_of_node(c, n->members.at[i].node, depth - 1);
            map_value_put(c->arena, m.map, &key, type_any())->v = v;
        }
        return m;
    }
    default: return value_nil(NULL);
    }
}
