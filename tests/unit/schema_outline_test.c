/* What a schema says about a place: branches, and schemas that refer to themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "schema/outline.h"

static bool read_text(void *self, str uri, schema_file *out)
{
    *out = (schema_file){str_of(self), STR("")};
    return str_is(uri, "test:s");
}

/* The names of the keys that the mapping at the key `below` of the document may have, or its root; required ones with "!". */
static str keys(arena *a, const char *schema, const char *document, const char *below)
{
    schema_set *set = schema_set_new(a, (schema_loader){(void *)(uintptr_t)schema, read_text}, SCHEMA_2020_12);
    const schema_node *s = schema_load(set, STR("test:s"));
    const yaml_node *at = yaml_parse(a, str_of(document), YAML_1_2)->documents.at[0].root;
    if (*below) at = yaml_get(at, str_of(below));
    schema_outlines list = schema_outline_keys(a, s, at, NULL);
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < list.n; i++) strbuf_printf(&out, "%s%.*s%s", i ? " " : "", STR_ARG(list.at[i].name), list.at[i].required ? "!" : "");
    str text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

static void test_keys(void **state)
{
    (void)state;
    static const char branches[] = "{\"oneOf\": [{\"properties\": {\"k\": {\"const\": 1}, \"x\": {}}, \"required\": [\"x\"]},"
                                   "{\"properties\": {\"k\": {\"const\": 2}, \"y\": {}}, \"required\": [\"y\"]}, {\"type\": \"string\"}]}";
    static const struct {
        const char *schema, *document, *below, *keys;
    } cases[] = {
        {branches, "k: 1", "", "k x!"},
        {branches, "k: 2", "", "k y!"},
        {branches, "k: 3", "", "k x y"}, /* none fits: any may be meant */
        {branches, "z: 1", "", "k x y"},
        {"{\"properties\": {\"a\": {\"$ref\": \"#\"}, \"b\": false}, \"required\": [\"c\", \"a\"]}", "a: {}", "a", "a! c!"},
        {"{\"if\": {\"properties\": {\"m\": {\"const\": 1}}}, \"then\": {\"properties\": {\"t\": {}}}, \"else\": {\"properties\": {\"e\": {}}}}", "m: 2", "", "e"},
        {"{\"dependentSchemas\": {\"m\": {\"properties\": {\"d\": {}}}}}", "m: 2", "", "d"},
        {"{\"propertyNames\": {\"enum\": [\"p\", \"q\"]}}", "m: 2", "", "p q"},
        {"{\"patternProperties\": {\"^a\": {\"properties\": {\"in\": {}}}}, \"additionalProperties\": {\"properties\": {\"out\": {}}}}", "a1: {}", "a1", "in"},
        {"{\"patternProperties\": {\"^a\": {\"properties\": {\"in\": {}}}}, \"additionalProperties\": {\"properties\": {\"out\": {}}}}", "b: {}", "b", "out"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = ARENA_INIT;
        str got = keys(&a, cases[i].schema, cases[i].document, cases[i].below);
        if (!str_is(got, cases[i].keys)) fail_msg("case %zu: '%.*s', not '%s'", i, STR_ARG(got), cases[i].keys);
        arena_free(&a);
    }
}

/* Branches inside branches without end: would take for ever if each were tried to the bottom. */
static void test_hostile(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    strbuf schema = STRBUF_INIT;
    strbuf_add_cstr(&schema, "{\"anyOf\": [");
    for (int i = 0; i < 40; i++)
        strbuf_printf(&schema, "{\"properties\": {\"p%d\": {\"$ref\": \"#\"}, \"c%d\": {\"const\": 1}}, \"oneOf\": [{\"$ref\": \"#\"}, {\"$ref\": \"#/anyOf/%d\"}]},", i, i,
                      (i + 1) % 40);
    strbuf_add_cstr(&schema, "{\"$ref\": \"#\"}]}");
    strbuf_add_char(&schema, 0);
    str got = keys(&a, schema.p, "p1: {p2: {c3: 2}}", "p1");
    assert_true(str_has(got, STR("c39")));
    strbuf_free(&schema);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keys), cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
