/* Configurations in the tests of C++ plugins: raw literals whose text a root context configures itself with.
 *
 *     std::string configuration = R"({"key": "value"})";
 *     EXPECT_TRUE(root_context_->configure(configuration.size()));
 *
 * Read as text: a name stands for the literal that was last given to it. */
#include "cxx/internal.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t skip_blanks(str text, size_t at)
{
    while (at < text.n && strchr(" \t\r\n", text.p[at])) at++;
    return at;
}

static str word_at(str text, size_t at)
{
    size_t end = at;
    while (end < text.n && is_word(text.p[end])) end++;
    return str_slice(text, at, end);
}

/* The literal that begins at `at`, and where it ends; NULL: none does. */
static yaml_node *raw_at(arena *a, str text, size_t at, size_t *end)
{
    ptrdiff_t open = str_starts(str_slice(text, at, text.n), STR("R\"")) ? str_find_char(text, '(', at) : -1;
    if (open < 0 || (size_t)open > at + 2 + 16) return NULL; /* more no delimiter has */
    str close = arena_printf(a, ")%.*s\"", STR_ARG(str_slice(text, at + 2, (size_t)open)));
    ptrdiff_t last = str_find(text, close, (size_t)open);
    if (last < 0) return NULL;
    *end = (size_t)last + close.n;
    yaml_node *scalar = ARENA_NEW(a, yaml_node);
    *scalar = (yaml_node){.kind = YAML_SCALAR, .style = YAML_LITERAL, .type = YAML_STRING,
                          .at = range_make((uint32_t)at, (uint32_t)*end),
                          .content = range_make((uint32_t)open + 1, (uint32_t)last),
                          .value = str_slice(text, (size_t)open + 1, (size_t)last)};
    return str_find_char(scalar->value, '\r', 0) < 0 ? scalar : NULL;
}

/* Behind a comment or a text in quotes that begins at `at`; `at` itself where none does. */
static size_t skip_quoted(str text, size_t at)
{
    bool comment = text.p[at] == '/' && at + 1 < text.n && text.p[at + 1] == '/';
    if (!comment && text.p[at] != '"') return at;
    ptrdiff_t line = str_find_char(text, '\n', at);
    size_t end = line < 0 ? text.n : (size_t)line;
    for (size_t i = at + 1; !comment && i < end; i++) {
        if (text.p[i] == '"') return i + 1;
        if (text.p[i] == '\\') i++;
    }
    return end;
}

/* `EXPECT_TRUE(root->configure(` up to the bracket. */
static bool is_expected(str text, size_t at)
{
    size_t start = at;
    while (start > 0 && !strchr(";{}", text.p[start - 1]) && at - start < 200) start--;
    str before = str_slice(text, start, at);
    return str_has(before, STR("_TRUE(")) && !str_has(before, STR("!"));
}

static str configured_name(str text, size_t bracket)
{
    str name = word_at(text, bracket + 1);
    return str_starts(str_slice(text, bracket + 1 + name.n, text.n), STR(".size()")) ? name : (str){0};
}

test_configurations cxx_test_configurations(arena *a, str text)
{
    test_configurations out = {0};
    map given = {0};
    bool likely = str_has(text, STR("onfigure(")) && str_has(text, STR("R\""));
    for (size_t at = 0, end; likely && at < text.n; at = end) {
        str word = word_at(text, at);
        end = skip_quoted(text, at);
        if (end > at) continue;
        end = word.n ? at + word.n : at + 1;
        size_t next = skip_blanks(text, end);
        if (!word.n || next >= text.n) continue;
        if (text.p[next] == '=' && next + 1 < text.n && text.p[next + 1] != '=') {
            size_t from = skip_blanks(text, next + 1);
            map_put(a, &given, word, raw_at(a, text, from, &end));
        } else if (text.p[next] == '(' && (str_is(word, "configure") || str_is(word, "onConfigure"))) {
            str name = configured_name(text, next);
            const yaml_node *scalar = name.n ? map_get(&given, name) : NULL;
            if (scalar && is_expected(text, at)) array_push(a, &out, (test_configuration){.scalar = scalar});
            map_put(a, &given, name, NULL); /* once */
        }
    }
    return out;
}
