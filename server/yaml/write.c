#include "yaml/write.h"

#include "base/json_write.h"
#include "base/limits.h"

/* Letters, digits and a few signs inside: no reader makes anything but a string of it, if it is none of the words below. */
static bool is_plain(str s)
{
    static const char *const taken[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (str_eq_nocase(s, str_of(taken[i]))) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
        bool inner = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/' || c == '(' || c == ')';
        bool blank = c == ' ' && i + 1 < s.n;
        if (!letter && !((inner || blank) && i > 0)) return false;
    }
    return s.n > 0;
}

static void write_scalar(strbuf *out, const yaml_node *n)
{
    if (n->kind == YAML_EMPTY || n->type == YAML_NULL) {
        strbuf_add_cstr(out, "null");
    } else if (n->type != YAML_STRING || is_plain(n->value)) {
        strbuf_add(out, n->value);
    } else {
        json_writer w = JSON_WRITER(out); /* a JSON string is a double-quoted YAML one */
        json_string(&w, n->value);
    }
}

static void write_node(strbuf *out, const yaml_node *node, int depth);

/* Behind "key:" or "-": on the same line, or a block below. */
static void write_value(strbuf *out, const yaml_node *value, int depth)
{
    const yaml_node *n = yaml_resolve(value);
    bool block = n && ((n->kind == YAML_MAPPING && n->entry_count) || (n->kind == YAML_SEQUENCE && n->item_count));
    if (block && depth < LIMIT_YAML_DEPTH) {
        strbuf_add_char(out, '\n');
        write_node(out, n, depth);
        return;
    }
    strbuf_add_char(out, ' ');
    if (!n) strbuf_add_cstr(out, "null");
    else if (n->kind == YAML_MAPPING) strbuf_add_cstr(out, "{}");
    else if (n->kind == YAML_SEQUENCE) strbuf_add_cstr(out, "[]");
    else write_scalar(out, n);
    strbuf_add_char(out, '\n');
}

static void write_node(strbuf *out, const yaml_node *node, int depth)
{
    for (uint32_t i = 0; i < node->entry_count; i++) {
        strbuf_pad(out, ' ', (size_t)depth * 2);
        const yaml_node *key = yaml_resolve(node->entries[i].key);
        if (key && (key->kind == YAML_SCALAR || key->kind == YAML_EMPTY)) write_scalar(out, key);
        strbuf_add_char(out, ':');
        write_value(out, node->entries[i].value, depth + 1);
    }
    for (uint32_t i = 0; i < node->item_count; i++) {
        strbuf_pad(out, ' ', (size_t)depth * 2);
        strbuf_add_char(out, '-');
        write_value(out, node->items[i], depth + 1);
    }
}

void yaml_write_block(strbuf *out, const yaml_node *root)
{
    const yaml_node *n = yaml_resolve(root);
    bool collection = n && (n->kind == YAML_MAPPING || n->kind == YAML_SEQUENCE);
    if (collection && (n->entry_count || n->item_count)) {
        write_node(out, n, 0);
        return;
    }
    strbuf value = STRBUF_INIT;
    write_value(&value, root, 0);
    strbuf_add(out, str_slice(strbuf_str(&value), 1, value.n));
    strbuf_free(&value);
}

/* Columns before the lines of a block scalar. */
static uint32_t indentation_inside(const yaml_node *scalar, str around)
{
    for (uint32_t i = 0; i < scalar->run_count; i++) {
        const yaml_run *run = &scalar->runs[i];
        uint32_t start = run->source;
        if (scalar->value.p[run->decoded] == '\n') continue;
        while (start > 0 && around.p[start - 1] != '\n' && around.p[start - 1] != '\r') start--;
        return run->source - start;
    }
    return 0;
}

static bool is_word(str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
        if (!letter && c != '_' && c != '-' && c != '.' && c != '/') return false;
    }
    return true;
}

static void add_lines(strbuf *out, const yaml_node *scalar, str around, str text)
{
    uint32_t columns = indentation_inside(scalar, around);
    for (size_t i = 0; i < text.n; i++) {
        strbuf_add_char(out, text.p[i]);
        bool blank_line = i + 1 < text.n && text.p[i + 1] == '\n';
        if (text.p[i] == '\n' && !blank_line) strbuf_pad(out, ' ', columns);
    }
}

static void add_single_quoted(strbuf *out, str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'') strbuf_add_char(out, '\'');
        strbuf_add_char(out, text.p[i] == '\n' ? ' ' : text.p[i]);
    }
}

static void add_double_quoted(strbuf *out, str text)
{
    strbuf quoted = STRBUF_INIT;
    json_writer w = JSON_WRITER(&quoted); /* JSON's escapes are all YAML escapes, too */
    json_string(&w, text);
    strbuf_add(out, str_slice(strbuf_str(&quoted), 1, quoted.n - 1));
    strbuf_free(&quoted);
}

bool yaml_write_inside(strbuf *out, const yaml_node *scalar, str around, str text, bool free_breaks)
{
    bool breaks = str_find_char(text, '\n', 0) >= 0, folds = scalar->style != YAML_LITERAL && scalar->style != YAML_DOUBLE_QUOTED;
    if (breaks && folds && !free_breaks) return false;
    switch (scalar->style) {
    case YAML_LITERAL:
    case YAML_FOLDED: add_lines(out, scalar, around, text); return true;
    case YAML_SINGLE_QUOTED: add_single_quoted(out, text); return true;
    case YAML_DOUBLE_QUOTED: add_double_quoted(out, text); return true;
    default: break;
    }
    if (!is_word(text)) return false;
    strbuf_add(out, text);
    return true;
}
