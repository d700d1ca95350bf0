#include "base/limits.h"
#include "base/strbuf.h"
#include "yaml/tree.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static arena scratch;

static int free_scratch(void **state)
{
    (void)state;
    arena_free(&scratch);
    return 0;
}

static yaml_stream *parse(const char *text) { return yaml_parse(&scratch, str_of(text), YAML_1_2); }
static yaml_node *root_of(const char *text) { return parse(text)->documents.at[0].root; }

/* The node at a path of keys and indices: "spec.rules.0.name". */
static yaml_node *find(yaml_node *node, const char *path)
{
    str rest = str_of(path), part;
    while (node && rest.p && str_split(&rest, '.', &part)) {
        if (!part.n) continue;
        const yaml_node *at = yaml_resolve(node);
        if (at->kind == YAML_SEQUENCE) {
            uint32_t i = (uint32_t)strtoul(arena_cstr(&scratch, part), NULL, 10);
            node = i < at->item_count ? at->items[i] : NULL;
        } else {
            node = yaml_get(at, part);
        }
    }
    return node;
}

static const char *slice(const char *text, range at)
{
    return arena_cstr(&scratch, str_make(text + at.start, at.end - at.start));
}

static void assert_str(str got, const char *want) { assert_string_equal(arena_cstr(&scratch, got), want); }

/* --- what mistakes are called -------------------------------------------------------------------------------------------- */

typedef struct mistake {
    const char *text, *at, *code, *message; /* `at`: the text of the finding's range */
} mistake;

static const mistake mistakes[] = {
    {"a: 1\nfoo\nb: 2\n", "foo", "yaml/missing-colon", "missing ':' behind 'foo'"},
    {"a:b\nc: d\n", ":", "yaml/missing-colon", "put a space behind the ':' of 'a:b'"},
    {"a: \"x\nb: y\n", "\"", "yaml/open-quote", "missing closing quote \""},
    {"a: 'x\n", "'", "yaml/open-quote", "missing closing quote '"},
    {"a: [1, 2\nb: y\n", "[", "yaml/bracket", "missing closing ']'"},
    {"a: {b: [1\nc: d\n", "[", "yaml/bracket", "missing closing ']'"},
    {"a: [b}\nc: d\n", "}", "yaml/bracket", "'}' closes nothing: ']' is expected"},
    {"a: [\n]\n", "]", "yaml/loose-indentation", "the closing ']' must be indented more than the key it belongs to"},
    {"a: [1, {b: c} d]\n", "}", "yaml/missing-comma", "missing ',' before the next item"},
    {"a: [, 1]\n", ",", "yaml/syntax", "nothing stands before this ',': remove it"},
    {"a:\n\tb: c\n", "\t", "yaml/tab", "tab in the indentation: use spaces"},
    {"a:\n    b: c\n  d: e\n", "  ", "yaml/indentation", "'d: e' is indented by 2, but its neighbours above by 4"},
    {"a: x\n  b: c\n", "b: c", "yaml/indentation",
     "this line is indented below 'x', which is a complete value: fix the indentation or remove the value"},
    {"a: b: c\n", ":", "yaml/nested-mapping",
     "a second ':' on this line: put the value in quotes, or the nested key on its own line"},
    {"a: - b\n", "-", "yaml/syntax", "a list can't start on this line: put its first '- ' on the next one"},
    {"a: x\n- b\n", "-", "yaml/indentation",
     "a list item can't stand here, 'a' has a value already: indent it or remove that value"},
    {"x:\n  - b: 1\n  b: c\n", "b", "yaml/syntax", "missing '- ' before a list item"},
    {"x:\n  - a\n  b: c\n", "b: c", "yaml/syntax", "'b: c' can't follow a list: start it with '- ', or give the list a key"},
    {"a: 1\nb: 2\na: 3\n", "a", "yaml/duplicate-key", "key 'a' is there already: the last one wins"},
    {"a: *x\n", "*x", "yaml/alias", "no anchor '&x' before this alias; text that starts with '*' needs quotes"},
    {"a: &x [*x]\n", "*x", "yaml/alias", "this alias stands for a value that contains it"},
    {"&a &b c\n", "&b", "yaml/anchor", "a value can have only one anchor: remove one"},
    {"a: !e!x y\n", "!e!", "yaml/tag", "unknown tag handle '!e!': declare it with %TAG before '---'"},
    {"a: @x\n", "@", "yaml/syntax", "a value can't start with '@': put it in quotes"},
    {"a: \"\\q\"\n", "\\q", "yaml/escape", "unknown escape '\\q': write '\\\\' for a backslash, or use single quotes"},
    {"a: \"\\xg\"\n", "\\x", "yaml/escape", "'\\x' needs 2 hexadecimal digits"},
    {"a: \"x\" y\n", "y", "yaml/syntax", "unexpected text behind the value: remove it, or put all of it in quotes"},
    {"a: \"x\"#y\n", "#", "yaml/syntax", "a comment needs a space before the '#'"},
    {"a: |x\n  y\n", "x", "yaml/syntax", "unexpected text behind '|': the text starts on the next line"},
    {"\"a\":b\n", ":", "yaml/syntax", "put a space behind the ':'"},
    {"a: 1\n%YAML 1.2\n---\nb\n", "%YAML 1.2", "yaml/directive",
     "a directive can't stand inside a document: put a line '...' before it"},
    {"--- a: b\n", ":", "yaml/syntax", "a key can't stand on the line of '---': put it on the next line"},
    {"a: b\n# c\n  d\n", "d", "yaml/syntax",
     "the value 'b' ends before the comment, this can't go on with it: move the comment, or use quotes"},
    {"a: [b]]\n", "]", "yaml/bracket", "']' closes nothing: remove it, or add its opening bracket"},
    {"\"a\n b\": c\n", "\"", "yaml/long-key", "a key must stand on one line with its ':'"},
    {"a:\n&x\n- b\n", "&x", "yaml/indentation", "a value's anchor must stand on the line of its key, or be indented more than it"},
    {"%YAML 2\n---\na\n", "%YAML 2", "yaml/directive", "unknown YAML version: write '%YAML 1.2'"},
    {"a: b\xFF\n", "\xFF", "yaml/encoding", "byte 0xFF is not UTF-8: save the file as UTF-8"},
    {"a: b\x01\n", "\x01", "yaml/encoding", "control character U+0001: remove it or write it as \"\\x01\""},
    {"\xFF\xFE", "\xFF\xFE", "yaml/encoding", "the text is UTF-16: save it as UTF-8"},
};

static const mistake json_mistakes[] = {
    {"{\"a\": 1, # x\n\"b\": 2}", "# x", "yaml/json", "JSON has no comments: remove it"},
    {"{\"a\": 1,}", ",", "yaml/json", "JSON allows no ',' behind the last member: remove it"},
    {"{'a': 1}", "'", "yaml/json", "JSON strings stand in double quotes: replace ' by \""},
    {"{a: 1}", "a", "yaml/json", "JSON needs double quotes around 'a'"},
    {"{\"a\": b}", "b", "yaml/json", "JSON needs double quotes around 'b'"},
    {"{\"a\": 1 \"b\": 2}", "1", "yaml/missing-comma", "missing ',' before the next item"},
    {"{\"a\"}", "", "yaml/json", "missing ':' and value behind the key"},
    {"{\"a\": }", "", "yaml/json", "missing value behind ':'"},
    {"{1: 2}", "1", "yaml/json", "a key must be a string in double quotes"},
    {"[01]", "01", "yaml/json", "JSON doesn't write numbers like this: no leading zeros, digits behind the '.'"},
    {"{\"a\": \"b\n}", "\"", "yaml/open-quote", "missing closing quote \""},
    {"[\"a\tb\"]", "\t", "yaml/json", "a tab in a JSON string is written '\\t'"},
    {"[\"\\x41\"]", "\\x", "yaml/escape", "unknown escape '\\x': write '\\\\' for a backslash"},
    {"{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}", "{\"a\": 2}", "yaml/syntax",
     "a second JSON value, and a file has one: put all in a list, or each in a file of its own"},
    {"[&a 1]", "&a", "yaml/json", "JSON has no anchors: remove it"},
    {"{\"a\": [1, 2}", "[", "yaml/bracket", "missing closing ']'"},
    {"", "", "yaml/json", "missing value: an empty text is no JSON"},
};

static void check_mistakes(const mistake *table, size_t n, yaml_dialect dialect)
{
    for (size_t i = 0; i < n; i++) {
        const mistake *m = &table[i];
        const yaml_stream *s = yaml_parse(&scratch, str_of(m->text), dialect);
        if (s->findings.n < 1) fail_msg("no finding in '%s'", m->text);
        const diagnostic *d = &s->findings.at[0];
        assert_str(d->message, m->message);
        assert_str(d->code, m->code);
        assert_string_equal(slice(m->text, d->at), m->at);
        if (s->findings.n != 1) fail_msg("%zu findings in '%s'", s->findings.n, m->text);
    }
}

static void test_mistakes(void **state)
{
    (void)state;
    check_mistakes(mistakes, COUNT(mistakes), YAML_1_2);
}

static void test_json_mistakes(void **state)
{
    (void)state;
    check_mistakes(json_mistakes, COUNT(json_mistakes), YAML_JSON);
}

/* --- what half-typed text keeps ------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *path, *value;
} kept[] = {
    {"a: 1\nfoo\nb: 2\n", "b", "2"},
    {"foo\nb: 2\n", "b", "2"},
    {"spec\n  b: 2\n", "spec.b", "2"},
    {"spec:\n  a: 1\n  rul\n  - x: y\n  b: 2\n", "spec.rul.0.x", "y"},
    {"spec:\n  a: 1\n  rul\n  - x: y\n  b: 2\n", "spec.b", "2"},
    {"a: \"x\nb: \"y\"\n", "b", "y"},
    {"- a: 'x\n  b: 'y'\n", "0.b", "y"},
    {"- \"x\n  b: \"y\"\n", "0.b", "y"},
    {"a: [1, \"x\nb: y\n", "b", "y"},
    {"a:\n  b: {c: [d\n  e: f\ng: h\n", "a.e", "f"},
    {"a:\n  b: {c: [d\n  e: f\ng: h\n", "a.b.c.0", "d"},
    {"a:\n\tb: c\nd: e\n", "a.b", "c"},
    {"a:\n\tb: c\nd: e\n", "d", "e"},
    {"a:\n    b: c\n  d: e\nf: g\n", "a.d", "e"},
    {"a:\n    b: c\n  d: e\nf: g\n", "f", "g"},
    {"a: b: c\nd: e\n", "d", "e"},
    {"a: b: c\nd: e\n", "a.b", "c"},
    {"a: x\n  b: c\n", "a.b", "c"},
    {"a:\n\n    x: y\n  - z: 1\n", "a.1.z", "1"},
    {"a:\n  -\n      - x\n    b: c\n", "a.0.b", "c"},
    {"a: b\nlast", "a", "b"},
    {"a: [x\n---\nb: c\n", "a.0", "x"},
    {"a: @x\nb: c\n", "b", "c"},
    {"a: *x\nb: c\n", "b", "c"},
    /* a key's line is missing */
    {"s:\n\n    i: x\n  r:\n    i: y\n", "s.r.i", "y"},
    {"\n  a: 1\nb:\n  c: d\n", "b.c", "d"},
    {"m:\n  a: 1\n-\nb: c\n", "m.a", "1"},
    {"r:\n  v:\n    - n: 1\n  - w: 2\n", "r.v.0.n", "1"},
    {"r:\n  v:\n    n: 1\n  - w: 2\n  x: y\n", "r.x", "y"},
    {"d:\n  - a\n  b: c\n", "d.b", "c"},
    /* an item's line is missing */
    {"c:\n  x: y\n- z: 1\n  x: 2\n", "c.0.x", "y"},
    {"c:\n  x: y\n- z: 1\n  x: 2\n", "c.1.z", "1"},
    /* brackets laid out over lines */
    {"p:\n  {\n    a: {\n      b: 1\n\n    c: 2\n  }\nq: 3\n", "p.c", "2"},
    {"p:\n  {\n\n      b: 1\n    },\n    c: 2\n  }\nq: 3\n", "p.c", "2"},
    {"p: [\n  {a: 1},\n  {a: 2\n  {a: 3}]\nq: 3\n", "p.2.a", "3"},
};

static void test_half_typed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kept); i++) {
        yaml_stream *s = parse(kept[i].text);
        yaml_node *node = find(s->documents.at[0].root, kept[i].path);
        if (!node) fail_msg("'%s' has no %s", kept[i].text, kept[i].path);
        assert_str(node->value, kept[i].value);
        assert_true(s->findings.n > 0);
        assert_true(s->documents.at[0].root->broken);
    }
}

/* Misshapen JSON is read by its indentation. */
static const struct {
    const char *text, *path, *value;
} kept_json[] = {
    {"{\n  \"a\": [\n  \"b\": 1\n}\n", "b", "1"},
    {"{\n  \"a\": \n    \"b\": 1\n  },\n  \"c\": 2\n}\n", "a.b", "1"},
    {"{\n  \"a\": \n    \"b\": 1\n  },\n  \"c\": 2\n}\n", "c", "2"},
    {"{\n  \"a\": \n  \"c\": 2\n}\n", "c", "2"},
    {"{\n  \"a\n  \"c\": 2\n}\n", "c", "2"},
    {"{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n      \"b\": 2\n    }\n  ],\n  \"c\": 3\n}\n", "a.1.b", "2"},
    {"{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n      \"b\": 2\n    }\n  ],\n  \"c\": 3\n}\n", "c", "3"},
    {"{\"a\": [1, {\"b\": 2], \"c\": 3}", "c", "3"},
};

static void test_half_typed_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kept_json); i++) {
        const yaml_stream *s = yaml_parse(&scratch, str_of(kept_json[i].text), YAML_JSON);
        yaml_node *node = find(s->documents.at[0].root, kept_json[i].path);
        if (!node) fail_msg("'%s' has no %s", kept_json[i].text, kept_json[i].path);
        assert_str(node->value, kept_json[i].value);
        assert_true(s->findings.n > 0);
    }
}

static void test_broken_is_local(void **state)
{
    (void)state;
    yaml_node *root = root_of("a: {x: [1\nb: {y: 1}\n");
    assert_true(find(root, "a")->broken);
    assert_true(find(root, "a.x")->broken);
    assert_false(find(root, "b")->broken);
}

/* --- types --------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    yaml_type type;
} types[] = {
    {"~", YAML_NULL},          {"null", YAML_NULL},      {"Null", YAML_NULL},         {"nULL", YAML_STRING},
    {"''", YAML_STRING},       {"", YAML_NULL},          {"true", YAML_BOOL},         {"FALSE", YAML_BOOL},
    {"yes", YAML_STRING},      {"on", YAML_STRING},      {"tRue", YAML_STRING},       {"0", YAML_INT},
    {"-0", YAML_INT},          {"+12", YAML_INT},        {"0755", YAML_INT},          {"0o14", YAML_INT},
    {"0x3A", YAML_INT},        {"-0x3A", YAML_STRING},   {"0o8", YAML_STRING},        {"1_000", YAML_STRING},
    {"0x", YAML_STRING},       {"--", YAML_STRING},      {"1.5", YAML_FLOAT},         {".5", YAML_FLOAT},
    {"1.", YAML_FLOAT},        {"1e3", YAML_FLOAT},      {"-1.5E-3", YAML_FLOAT},     {".inf", YAML_FLOAT},
    {"-.INF", YAML_FLOAT},     {".nan", YAML_FLOAT},     {"-.nan", YAML_STRING},      {".", YAML_STRING},
    {"1e", YAML_STRING},       {"1.2.3", YAML_STRING},   {"10.0.0.0/8", YAML_STRING}, {"+.", YAML_STRING},
    {"!!str 12", YAML_STRING}, {"!!int '12'", YAML_INT}, {"!!float 12", YAML_FLOAT},  {"! 12", YAML_STRING},
    {"!!bool x", YAML_STRING}, {"!!str", YAML_STRING},   {"!local 12", YAML_STRING},
};

static void test_types(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(types); i++) {
        const yaml_node *node = root_of(types[i].text);
        if (node->type != types[i].type) fail_msg("'%s' is %d, not %d", types[i].text, node->type, types[i].type);
    }
}

static void test_numbers(void **state)
{
    (void)state;
    const yaml_node *n = root_of("9223372036854775807");
    assert_true(n->integer == INT64_MAX && n->unsigned_integer == (uint64_t)INT64_MAX);
    assert_int_equal(n->integer_fits, YAML_INT_SIGNED | YAML_INT_UNSIGNED);
    n = root_of("-9223372036854775808");
    assert_true(n->integer == INT64_MIN);
    assert_int_equal(n->integer_fits, YAML_INT_SIGNED);
    n = root_of("18446744073709551615");
    assert_true(n->unsigned_integer == UINT64_MAX);
    assert_int_equal(n->integer_fits, YAML_INT_UNSIGNED);
    n = root_of("18446744073709551616");
    assert_int_equal(n->integer_fits, 0);
    assert_true(n->number == 18446744073709551616.0);
    assert_true(root_of("0x1F")->integer == 31 && root_of("0o17")->integer == 15 && root_of("-17")->integer == -17);
    assert_true(root_of("1.5e3")->number == 1500.0 && root_of("12")->number == 12.0);
    assert_true(isinf(root_of("-.inf")->number) && root_of("-.inf")->number < 0 && isnan(root_of(".nan")->number));
    assert_true(root_of("True")->boolean && !root_of("false")->boolean);
}

/* --- ranges -------------------------------------------------------------------------------------------------------------- */

static const char ranges_text[] = "# head\n"
                                  "a: plain text  # c\n"
                                  "'b': \"q\\n\"\n"
                                  "c: &anchor !tag\n"
                                  "  - x\n"
                                  "  - {k: v, l: [1, 2]}\n"
                                  "d: |\n"
                                  "  one\n"
                                  "  two\n"
                                  "\n"
                                  "e:\n"
                                  "f: *anchor\n";

static const struct {
    const char *path, *at;
} ranges[] = {
    {"a", "plain text"},
    {"b", "\"q\\n\""},
    {"c", "- x\n  - {k: v, l: [1, 2]}"},
    {"c.0", "x"},
    {"c.1", "{k: v, l: [1, 2]}"},
    {"c.1.l", "[1, 2]"},
    {"c.1.l.1", "2"},
    {"d", "|\n  one\n  two"},
    {"e", ""},
    {"f", "*anchor"},
};

static void test_ranges(void **state)
{
    (void)state;
    const yaml_stream *s = parse(ranges_text);
    yaml_node *root = s->documents.at[0].root;
    for (size_t i = 0; i < COUNT(ranges); i++) {
        yaml_node *node = find(root, ranges[i].path);
        assert_non_null(node);
        assert_string_equal(slice(ranges_text, node->at), ranges[i].at);
    }
    assert_int_equal(s->findings.n, 0);
    assert_int_equal(s->comments.n, 2);
    assert_string_equal(slice(ranges_text, s->comments.at[1].at), "# c");
    const yaml_node *c = find(root, "c");
    assert_string_equal(slice(ranges_text, c->anchor_at), "&anchor");
    assert_string_equal(slice(ranges_text, c->tag_at), "!tag");
    assert_str(c->tag, "!tag");
    assert_string_equal(slice(ranges_text, yaml_get_entry(root, STR("b"))->at), "'b': \"q\\n\"");
    assert_string_equal(slice(ranges_text, yaml_get_entry(root, STR("b"))->key->content), "b");
    assert_string_equal(slice(ranges_text, find(root, "d")->content), "  one\n  two");
    assert_ptr_equal(find(root, "f")->target, c);
    assert_ptr_equal(find(root, "f.0"), find(root, "c.0"));
    const char *colon = strstr(ranges_text, "e:");
    assert_int_equal(find(root, "e")->at.start, colon + 2 - ranges_text);
}

static void test_at(void **state)
{
    (void)state;
    const char *text = "a: {b: [x, yz]}\nc:\n  - d: e\n";
    const yaml_stream *s = parse(text);
    const yaml_document *d = &s->documents.at[0];
    static const struct {
        const char *near;
        uint32_t plus;
        const char *path;
    } places[] = {{"x,", 0, "a.b.0"}, {"x,", 1, "a.b.0"},  {"yz", 2, "a.b.1"},
                  {"{b", 0, "a"},     {"e\n", 1, "c.0.d"}, {"[x", 0, "a.b"}};
    for (size_t i = 0; i < COUNT(places); i++) {
        uint32_t at = (uint32_t)(strstr(text, places[i].near) - text) + places[i].plus;
        assert_ptr_equal(yaml_at(d, at), find(d->root, places[i].path));
    }
    assert_str(yaml_at(d, 0)->value, "a");
    assert_ptr_equal(yaml_at(d, 1000), d->root);
}

/* Where decoded text stands: `part` of the value comes from `source`. */
static const struct {
    const char *text, *value, *part, *source;
} sources[] = {
    {"plain", "plain", "lai", "lai"},
    {"\"a\\tb\"", "a\tb", "\t", "\\t"},
    {"\"a\\u263Ab\"",
     "a\xE2\x98\xBA"
     "b",
     "\xE2\x98\xBA", "\\u263A"},
    {"\"a\\Lb\"",
     "a\xE2\x80\xA8"
     "b",
     "\xE2\x80\xA8", "\\L"},
    {"\"\\ud83d\\ude00!\"", "\xF0\x9F\x98\x80!", "\xF0\x9F\x98\x80", "\\ud83d\\ude00"},
    {"'it''s'", "it's", "'s", "''s"},
    {"\"a\n  b\"", "a b", "b", "b"},
    {"\"a\\\n  b c\"", "ab c", "b c", "b c"},
    {"a\n\n b", "a\nb", "b", "b"},
    {"|\n  {\"k\":\n   1}\n", "{\"k\":\n 1}\n", "\"k\"", "\"k\""},
    {"|\n  {\"k\":\n   1}\n", "{\"k\":\n 1}\n", "1}", "1}"},
    {">-\n one\n two\n", "one two", "two", "two"},
    {"|\r\n  a\r\n  b\r\n", "a\nb\n", "b", "b"},
};

static void test_sources(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sources); i++) {
        const yaml_node *node = root_of(sources[i].text);
        assert_str(node->value, sources[i].value);
        ptrdiff_t from = str_find(node->value, str_of(sources[i].part), 0);
        assert_true(from >= 0);
        range at = yaml_source_range(node, (uint32_t)from, (uint32_t)from + (uint32_t)strlen(sources[i].part));
        assert_string_equal(slice(sources[i].text, at), sources[i].source);
        for (uint32_t k = 0; k < node->value.n; k++) /* no byte stands behind itself */
            assert_true(yaml_decoded_at(node, yaml_source_range(node, k, k + 1).start) <= k);
    }
}

/* --- documents, keys, limits --------------------------------------------------------------------------------------------- */

static void test_documents(void **state)
{
    (void)state;
    const yaml_stream *s = parse("\xEF\xBB\xBF"
                                 "a: 1\r\n---\r\nb: 2\r\n...\r\n# end\r\n");
    assert_int_equal(s->documents.n, 2);
    assert_int_equal(s->findings.n, 0);
    assert_str(yaml_get(s->documents.at[0].root, STR("a"))->value, "1");
    assert_false(s->documents.at[0].explicit_start);
    assert_true(s->documents.at[1].explicit_start && s->documents.at[1].explicit_end);
    s = parse("");
    assert_int_equal(s->documents.n, 1);
    assert_int_equal(s->documents.at[0].root->kind, YAML_EMPTY);
    s = yaml_parse(&scratch, (str){0}, YAML_JSON);
    assert_int_equal(s->documents.n, 1);
}

static void test_get(void **state)
{
    (void)state;
    yaml_node *root = root_of("a: 1\nb: &x {k: v}\na: 2\nc: *x\n*x : y\n");
    assert_str(yaml_get(root, STR("a"))->value, "2");
    assert_null(yaml_get(root, STR("z")));
    assert_null(yaml_get(NULL, STR("z")));
    assert_null(yaml_get(yaml_get(root, STR("a")), STR("z")));
    assert_str(yaml_get(yaml_get(root, STR("c")), STR("k"))->value, "v");
    assert_ptr_equal(yaml_get(root, STR("b"))->parent, root);
    assert_null(yaml_resolve(root_of("*nothing")));
}

/* Findings with code "yaml/limit" in `unit` repeated n times with `middle` behind. */
static size_t count_limits(const char *unit, int n, const char *middle, const char *close)
{
    strbuf b = STRBUF_INIT;
    for (int i = 0; i < n; i++) strbuf_add_cstr(&b, unit);
    strbuf_add_cstr(&b, middle);
    for (int i = 0; i < n; i++) strbuf_add_cstr(&b, close);
    str text = arena_str(&scratch, strbuf_str(&b));
    strbuf_free(&b);
    const yaml_stream *s = yaml_parse(&scratch, text, YAML_1_2);
    size_t limits = 0;
    for (size_t i = 0; i < s->findings.n; i++) limits += str_is(s->findings.at[i].code, "yaml/limit");
    return limits;
}

static void test_depth_limit(void **state)
{
    (void)state;
    assert_int_equal(count_limits("[", LIMIT_YAML_DEPTH, "x", "]"), 0);
    assert_int_equal(count_limits("[", LIMIT_YAML_DEPTH + 1, "x", "]"), 1);
    assert_int_equal(count_limits("- ", LIMIT_YAML_DEPTH, "x", ""), 0);
    assert_int_equal(count_limits("- ", LIMIT_YAML_DEPTH + 1, "x", ""), 1);
    assert_int_equal(count_limits("[", 100000, "", ""), 1);
    const yaml_stream *s = parse(arena_cstr(&scratch, arena_printf(&scratch, "a: %s\nb: c\n", "[[[[[[")));
    assert_str(yaml_get(s->documents.at[0].root, STR("b"))->value, "c");
}

static void test_alias_limit(void **state)
{
    (void)state;
    /* each alias stands for 10 nodes */
    const char *head = "- &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n";
    for (int over = 0; over < 2; over++) {
        strbuf b = STRBUF_INIT;
        strbuf_add_cstr(&b, head);
        for (int i = 0; i < LIMIT_YAML_ALIAS_NODES / 10 + over; i++) strbuf_add_cstr(&b, "- *a\n");
        const yaml_stream *s = yaml_parse(&scratch, arena_str(&scratch, strbuf_str(&b)), YAML_1_2);
        strbuf_free(&b);
        assert_int_equal(s->findings.n, over);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_mistakes, free_scratch),
        cmocka_unit_test_teardown(test_json_mistakes, free_scratch),
        cmocka_unit_test_teardown(test_half_typed, free_scratch),
        cmocka_unit_test_teardown(test_half_typed_json, free_scratch),
        cmocka_unit_test_teardown(test_broken_is_local, free_scratch),
        cmocka_unit_test_teardown(test_types, free_scratch),
        cmocka_unit_test_teardown(test_numbers, free_scratch),
        cmocka_unit_test_teardown(test_ranges, free_scratch),
        cmocka_unit_test_teardown(test_at, free_scratch),
        cmocka_unit_test_teardown(test_sources, free_scratch),
        cmocka_unit_test_teardown(test_documents, free_scratch),
        cmocka_unit_test_teardown(test_get, free_scratch),
        cmocka_unit_test_teardown(test_depth_limit, free_scratch),
        cmocka_unit_test_teardown(test_alias_limit, free_scratch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
