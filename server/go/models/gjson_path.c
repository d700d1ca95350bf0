/* The paths of github.com/tidwall/gjson: names, indices, wildcards and '#'. What else there is, such as modifiers and queries,
 * leads to what is not known. */
#include "go/models/gjson.h"

doc_node *gjson_calculated_number(native_call *c, int64_t i)
{
    doc_node *n = doc_new(c->arena, DOC_NUMBER);
    n->text = arena_printf(c->arena, "%lld", (long long)i);
    n->number = (double)i;
    return n;
}

bool gjson_parse_digits(str s, bool sign, int64_t *out)
{
    bool minus = sign && s.n && s.p[0] == '-';
    size_t i = minus ? 1 : 0;
    if (i == s.n) return *out = 0, false;
    uint64_t n = 0; /* overflow wraps, as in the library */
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return *out = 0, false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = (int64_t)(minus ? 0 - n : n);
    return true;
}

static const char *const modifiers[] = {"pretty", "ugly", "reverse", "this",    "flatten", "join", "valid",
                                        "keys",   "values", "tostr", "fromstr", "group",   "dig"};

/* A known modifier's name at the start of `s`, which begins with '@'. */
static bool is_modifier(str s)
{
    size_t end = 1;
    while (end < s.n && s.p[end] != '.' && s.p[end] != '|' && s.p[end] != ':') end++;
    for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
        if (str_is(str_slice(s, 1, end), modifiers[i])) return true;
    return false;
}

typedef struct component {
    str part; /* escapes resolved */
    str rest;
    bool more, wild, pipe, escaped;
} component;

/* parseObjectPath; `pipe` also stands for the forms this model does not follow. */
static component next_component(native_call *c, str path)
{
    component k = {0};
    strbuf part = STRBUF_IN(c->arena);
    size_t i = 0;
    for (; i < path.n && path.p[i] != '.' && path.p[i] != '|'; i++) {
        if (path.p[i] == '\\') {
            k.escaped = true;
            if (++i == path.n) break;
        } else if (path.p[i] == '*' || path.p[i] == '?') {
            k.wild = true;
        }
        strbuf_add_char(&part, path.p[i]);
    }
    k.part = strbuf_str(&part);
    if (i >= path.n) return k;
    k.more = true;
    k.rest = str_slice(path, i + 1, path.n);
    char next = k.rest.n ? k.rest.p[0] : 0;
    k.pipe = path.p[i] == '|' || next == '[' || next == '{' || (next == '@' && is_modifier(k.rest));
    return k;
}

/* github.com/tidwall/match: '*' any run, '?' any one character. Linear but for the backtracking of one star at a time. */
static bool matches(str s, str pattern)
{
    size_t i = 0, j = 0, star = SIZE_MAX, mark = 0;
    while (i < s.n) {
        if (j < pattern.n && pattern.p[j] == '*') star = j++, mark = i;
        else if (j < pattern.n && (pattern.p[j] == '?' || pattern.p[j] == s.p[i])) i++, j++;
        else if (star != SIZE_MAX) j = star + 1, i = ++mark;
        else return false;
    }
    while (j < pattern.n && pattern.p[j] == '*') j++;
    return j == pattern.n;
}

static bool is_ascii(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

/* What a path leads to, NULL for "can't tell". `follow` starts at a result, where the library looks for a bracket even in a
 * string. */
static doc_node *follow(native_call *c, doc_node *n, str path, int depth);
static doc_node *descend(native_call *c, doc_node *n, str path, int depth);

static doc_node *missing(native_call *c) { return doc_new(c->arena, DOC_MISSING); }

static doc_node *follow_wild(native_call *c, doc_node *n, component k, int depth)
{
    native_read(c, n, DOC_READ_MEMBERS);
    if (k.escaped || !is_ascii(k.part) || n->present > 1000) return NULL;
    for (uint32_t i = 0; i < n->present; i++) {
        doc_member m = n->members.at[i];
        if (!is_ascii(m.key) || m.key.n > 1000) return NULL;
        if (!matches(m.key, k.part)) continue;
        doc_node *found = k.more ? descend(c, m.node, k.rest, depth - 1) : m.node;
        if (!found || found->kind == DOC_SYMBOLIC || found->kind != DOC_MISSING) return found;
    }
    return missing(c);
}

/* "#" counts, "#.rest" projects; queries are not followed. */
static doc_node *follow_each(native_call *c, doc_node *n, str path, int depth)
{
    native_read(c, n, DOC_READ_ARRAY);
    if (path.n == 1) return gjson_calculated_number(c, (int64_t)n->items.n);
    if (path.p[1] != '.') {
        native_read(c, n, DOC_READ_WHOLE);
        return NULL;
    }
    str rest = str_slice(path, 2, path.n);
    if (str_find_char(rest, '|', 0) >= 0 || str_find_char(rest, '@', 0) >= 0) return NULL;
    doc_node *list = doc_new(c->arena, DOC_ARRAY);
    strbuf raw = STRBUF_IN(c->arena);
    for (size_t i = 0; i < n->items.n; i++) {
        doc_node *item = native_look(c, n->items.at[i]);
        doc_node *found = follow(c, item, rest, depth - 1);
        if (found) found = native_look(c, found);
        if (!found || found->kind == DOC_SYMBOLIC) return NULL;
        if (found->kind == DOC_MISSING) continue;
        strbuf_add_char(&raw, list->items.n ? ',' : '[');
        strbuf_add(&raw, model_raw_text(c->arena, found));
        array_push(c->arena, &list->items, found);
    }
    strbuf_add_cstr(&raw, list->items.n ? "]" : "[]");
    list->raw = strbuf_str(&raw);
    return list;
}

static doc_node *follow_index(native_call *c, doc_node *n, str path, int depth)
{
    component k = next_component(c, path);
    if (path.n && path.p[0] == '#') return follow_each(c, n, path, depth);
    if (str_find_char(path, '#', 0) >= 0 && str_find_char(str_slice(path, 0, path.n - k.rest.n), '#', 0) >= 0) return NULL;
    int64_t index;
    bool name = k.escaped || !k.part.n || k.part.n > 15 || k.part.p[0] == '-' || !gjson_parse_digits(k.part, false, &index);
    native_read(c, n, name ? DOC_READ_CHILD : DOC_READ_ARRAY);
    if (name && !k.escaped) { /* remembered, so that the mistake has a place */
        doc_node *member = doc_member_of(n, k.part);
        native_ask(c, member, path);
        return member;
    }
    if (name) return missing(c);
    doc_node *item = doc_element(n, index);
    native_read(c, item, 0);
    if (!k.more || k.pipe) return k.pipe ? NULL : item;
    return descend(c, item, k.rest, depth - 1);
}

static doc_node *follow(native_call *c, doc_node *n, str path, int depth)
{
    n = native_look(c, n);
    if (n->kind != DOC_STRING) return descend(c, n, path, depth);
    /* every quote in the raw text is escaped, so that no key ends: only elements can be found */
    ptrdiff_t brace = str_find_char(n->text, '{', 0), bracket = str_find_char(n->text, '[', 0);
    bool index = !path.n || path.p[0] == '#' || (path.p[0] >= '0' && path.p[0] <= '9');
    bool further = str_find_char(path, '|', 0) >= 0 || str_find_char(path, '@', 0) >= 0 || str_find_char(path, '\\', 0) >= 0;
    bool found = (index && bracket >= 0 && (brace < 0 || bracket < brace)) || (further && (brace >= 0 || bracket >= 0));
    return found ? NULL : descend(c, n, path, depth);
}

static doc_node *descend(native_call *c, doc_node *n, str path, int depth)
{
    if (depth == 0) return NULL;
    n = native_look(c, n);
    if (n->kind == DOC_ARRAY) return follow_index(c, n, path, depth);
    component k = next_component(c, path);
    if (k.pipe) {
        native_read(c, n, DOC_READ_WHOLE);
        return NULL;
    }
    int64_t index;
    bool number = k.part.n && k.part.n < 10 && k.part.p[0] != '-' && gjson_parse_digits(k.part, false, &index);
    if (n->kind == DOC_SYMBOLIC && (k.wild || (k.part.n && k.part.p[0] == '#'))) return NULL;
    if (k.wild) return n->kind == DOC_OBJECT ? follow_wild(c, n, k, depth) : missing(c);
    native_read(c, n, n->kind == DOC_SYMBOLIC && number ? DOC_READ_ARRAY : DOC_READ_CHILD);
    doc_node *child = n->kind == DOC_SYMBOLIC && number ? doc_element(n, index) : doc_member_of(n, k.part);
    native_read(c, child, 0);
    if (child->parent && child != child->parent->element) native_ask(c, child, path);
    return k.more ? descend(c, child, k.rest, depth - 1) : child;
}

doc_node *gjson_follow(native_call *c, doc_node *n, str path)
{
    while (str_starts(path, STR("@this.")) && path.n > 6) path = str_slice(path, 6, path.n);
    if (str_is(path, "@this")) return n;
    bool special = path.n > 1 && (path.p[0] == '!' || path.p[0] == '[' || path.p[0] == '{' ||
                                  (path.p[0] == '@' && is_modifier(path)) || (path.p[0] == '.' && path.p[1] == '.'));
    if (special) native_read(c, n, DOC_READ_WHOLE);
    return special ? NULL : follow(c, n, path, 64);
}
