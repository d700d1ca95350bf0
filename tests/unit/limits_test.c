/* Limits of what a document may take, at the limit and one past it: one clear finding, and none before. */
#include "base/limits.h"
#include "base/strbuf.h"
#include "ir/infer.h"
#include "plugin/project.h"
#include "plugin/workspace.h"
#include "rules/check.h"
#include "schema/schema.h"
#include "text/regexp_bridge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static arena memory;
static workspace *w;

static int set_up(void **state)
{
    (void)state;
    w = workspace_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    workspace_free(w);
    arena_free(&memory);
    return 0;
}

static str owned(strbuf *b)
{
    str text = arena_str(&memory, strbuf_str(b));
    strbuf_free(b);
    return text;
}

/* A plugin whose parse function has this body, beside its configuration. */
static void open_plugin(const char *body)
{
    workspace_set_buffer(w, STR("/nowhere/go.mod"), STR("module a\n\ngo 1.24\n\nrequire github.com/higress-group/wasm-go v1.0.2\n"));
    workspace_set_buffer(w, STR("/nowhere/main.go"),
                         arena_printf(&memory,
                                      "package main\n\nimport (\n\t\"errors\"\n\t\"regexp\"\n\t\"strings\"\n\n\t\"github.com/higress-group/wasm-go/pkg/wrapper\"\n"
                                      "\t\"github.com/tidwall/gjson\"\n)\n\ntype Config struct{}\n\nfunc main() {}\n\n"
                                      "func init() { wrapper.SetCtx(\"a\", wrapper.ParseConfig(parse)) }\n\n"
                                      "func parse(json gjson.Result, config *Config) error {\n%s}\n\nvar _ = regexp.MustCompile\n\nvar _ = errors.New\n\nvar _ = strings.Repeat\n",
                                      body));
}

/* The messages of all findings about a configuration, each on a line. */
static str findings_of(str config)
{
    diagnostic_list found = {0};
    strbuf out = STRBUF_INIT;
    workspace_set_buffer(w, STR("/nowhere/config.yaml"), config);
    check_document(w, STR("/nowhere/config.yaml"), NULL, &memory, &found);
    for (size_t i = 0; i < found.n; i++)
        strbuf_printf(&out, "%.*s: %.*s\n", STR_ARG(found.at[i].code), STR_ARG(found.at[i].message));
    return owned(&out);
}

#define assert_text(got, want) assert_string_equal(arena_cstr(&memory, got), want)

/* --- patterns -------------------------------------------------------------------------------------------------------------- */

static size_t bytes_of(const char *pattern) { return regexp_bytes(pattern, strlen(pattern)); }

/* Patterns that take as much as may be, and not enough for one more. */
static size_t patterns_most(void) { return LIMIT_PATTERN_BYTES / bytes_of("x0000"); }

static str list_of_patterns(size_t count)
{
    strbuf b = STRBUF_INIT;
    strbuf_add_cstr(&b, "re:\n");
    for (size_t i = 0; i < count; i++) strbuf_printf(&b, "- x%04zu\n", i % 10000);
    return owned(&b);
}

static void patterns_of_a_configuration(void **state)
{
    (void)state;
    open_plugin("\tfor _, x := range json.Get(\"re\").Array() {\n\t\tif _, err := regexp.Compile(x.String()); err != nil {\n\t\t\treturn err\n\t\t}\n\t}\n"
                "\treturn nil\n");
    assert_text(findings_of(list_of_patterns(patterns_most())), "");
    assert_text(findings_of(list_of_patterns(patterns_most() + 1)),
                "config/undecided: can't tell whether the plugin accepts this configuration: "
                "the regular expressions that it leads to need more than 16 MiB\n");
    strbuf same = STRBUF_INIT; /* equal ones count once */
    strbuf_add_cstr(&same, "re:\n");
    for (size_t i = 0; i < patterns_most() + 100; i++) strbuf_add_cstr(&same, "- x0000\n");
    assert_text(findings_of(owned(&same)), "");
    assert_text(findings_of(STR("re: ['[\\pL]{1,200}', '[\\pL]{1,900}']\n")), ""); /* the second one is too large for RE2: can't tell */
    assert_text(findings_of(STR("re: ['[\\pL]{1,900}x', '[\\pL]{1,900}y']\n")),
                "config/undecided: can't tell whether the plugin accepts this configuration: "
                "the regular expressions that it leads to need more than 16 MiB\n");
}

static void matching_counts_as_steps(void **state)
{
    (void)state;
    open_plugin("\tre := regexp.MustCompile(`x$`)\n\tfor _, x := range json.Get(\"texts\").Array() {\n\t\tif re.MatchString(x.String()) {\n\t\t\treturn nil\n\t\t}\n\t}\n"
                "\treturn nil\n");
    strbuf few = STRBUF_INIT, many = STRBUF_INIT;
    strbuf_add_cstr(&few, "texts:\n");
    strbuf_add_cstr(&many, "texts:\n");
    for (size_t i = 0; i < 40; i++) {
        strbuf *both[] = {&few, &many};
        for (size_t k = 0; k < 2; k++) {
            strbuf_add_cstr(both[k], "- \"");
            strbuf_pad(both[k], 'y', k ? 100000 : 10000);
            strbuf_add_cstr(both[k], "\"\n");
        }
    }
    assert_text(findings_of(owned(&few)), "");
    assert_text(findings_of(owned(&many)), "config/undecided: can't tell whether the plugin accepts this configuration: "
                                           "evaluating its parse code takes too many steps\n");
}

/* --- memory and steps ------------------------------------------------------------------------------------------------------ */

static const char too_much_memory[] =
    "config/undecided: can't tell whether the plugin accepts this configuration: evaluating its parse code takes too much memory\n";
static const char too_many_steps[] =
    "config/undecided: can't tell whether the plugin accepts this configuration: evaluating its parse code takes too many steps\n";

static void memory_of_a_configuration(void **state)
{
    (void)state;
    open_plugin("\tvar kept [][]int\n\tfor i := 0; i < int(json.Get(\"count\").Int()); i++ {\n\t\tkept = append(kept, make([]int, 10000))\n\t}\n"
                "\tif len(kept) > 1000000 {\n\t\treturn nil\n\t}\n\treturn nil\n");
    assert_text(findings_of(STR("count: 20\n")), "");
    assert_text(findings_of(STR("count: 2000\n")), too_much_memory);
}

/* Each type has two of the one before. */
static void nested_types(void **state)
{
    (void)state;
    strbuf types = STRBUF_INIT;
    strbuf_add_cstr(&types, "package main\n\nimport (\n\t\"encoding/json\"\n\n\t\"github.com/higress-group/wasm-go/pkg/wrapper\"\n"
                            "\t\"github.com/tidwall/gjson\"\n)\n\nfunc main() {}\n\nfunc init() { wrapper.SetCtx(\"a\", wrapper.ParseConfig(parse)) }\n\n"
                            "type T0 struct{ S string }\n");
    for (int i = 1; i <= 30; i++) strbuf_printf(&types, "type T%d struct{ A, B T%d }\n", i, i - 1);
    strbuf_add_cstr(&types, "type Config struct{ m map[string]T30 }\n\nfunc parse(j gjson.Result, config *Config) error {\n"
                            "\treturn json.Unmarshal([]byte(j.Raw), &config.m)\n}\n");
    workspace_set_buffer(w, STR("/nowhere/go.mod"), STR("module a\n\ngo 1.24\n\nrequire github.com/higress-group/wasm-go v1.0.2\n"));
    workspace_set_buffer(w, STR("/nowhere/main.go"), owned(&types));
    strbuf config = STRBUF_INIT;
    for (int i = 0; i < 2000; i++) strbuf_printf(&config, "k%d: {A: {A: {}}}\n", i);
    assert_text(findings_of(STR("a: {A: {A: {}}}\nb: {}\n")), "");
    assert_text(findings_of(owned(&config)), too_much_memory);
    assert_false(project_schema(workspace_project_of(w, STR("/nowhere/main.go")))->complete);
}

/* --- the schema ------------------------------------------------------------------------------------------------------------ */

/* Why the schema of a plugin with this body is not complete; empty when it is. */
static str schema_lacks(strbuf *body)
{
    open_plugin(arena_cstr(&memory, owned(body)));
    const inferred_schema *s = project_schema(workspace_project_of(w, STR("/nowhere/main.go")));
    assert_int_equal(s->complete, !s->incomplete_because.n);
    return s->incomplete_because;
}

/* Each rejection says 200 KB. */
static str long_reasons(unsigned count)
{
    strbuf body = STRBUF_INIT;
    for (unsigned i = 0; i < count; i++)
        strbuf_printf(&body, "\tif json.Get(\"k%u\").String() == \"\" {\n\t\treturn errors.New(strings.Repeat(\"k\", 200000))\n\t}\n", i);
    strbuf_add_cstr(&body, "\treturn nil\n");
    return schema_lacks(&body);
}

static void memory_of_a_schema(void **state)
{
    (void)state;
    unsigned most = LIMIT_INFER_BYTES / 200000;
    assert_text(long_reasons(most - 40), "");
    assert_text(long_reasons(most + 1), "what the ways through the code say takes too much memory");
}

static str many_cases(unsigned count)
{
    strbuf body = STRBUF_INIT;
    strbuf_add_cstr(&body, "\tswitch json.Get(\"kind\").String() {\n");
    for (unsigned i = 0; i < count; i++) strbuf_printf(&body, "\tcase \"v%u\":\n\t\tjson.Get(\"k%u\").Int()\n", i, i);
    strbuf_add_cstr(&body, "\t}\n\treturn nil\n");
    return schema_lacks(&body);
}

/* With the way around all cases 63. */
static void ways_out_of_a_schema(void **state)
{
    (void)state;
    assert_text(many_cases(62), "");
    assert_text(many_cases(63), "one condition has more ways out than are tried");
}

/* Each condition has a way of its own, and one that goes on. */
static str many_conditions(unsigned count)
{
    strbuf body = STRBUF_INIT;
    for (unsigned i = 0; i < count; i++) strbuf_printf(&body, "\tif json.Get(\"k%u\").Exists() {\n\t\treturn nil\n\t}\n", i);
    strbuf_add_cstr(&body, "\treturn nil\n");
    return schema_lacks(&body);
}

static void conditions_of_a_schema(void **state)
{
    (void)state;
    assert_text(many_conditions(300), "");
    assert_true(many_conditions(3000).n > 0);
}

/* What a function of a library looks at counts, too. */
static void work_of_libraries(void **state)
{
    (void)state;
    open_plugin("\ttext := json.Get(\"text\").String()\n\tfor i := 0; i < 1000; i++ {\n\t\tif regexp.QuoteMeta(text) == \"x\" {\n\t\t\treturn nil\n\t\t}\n\t}\n\treturn nil\n");
    strbuf text = STRBUF_INIT;
    strbuf_add_cstr(&text, "text: ");
    strbuf_pad(&text, 'y', 60000);
    assert_text(findings_of(STR("text: word\n")), "");
    assert_text(findings_of(owned(&text)), too_many_steps);
}

static bool give_text(void *text, str uri, schema_file *out)
{
    (void)uri;
    *out = (schema_file){*(str *)text, STR("/nowhere/schema.json")};
    return true;
}

static const schema_node *compile(str text, const diagnostic_list **findings)
{
    schema_set *set = schema_set_new(&memory, (schema_loader){&text, give_text}, SCHEMA_2020_12);
    const schema_node *s = schema_load(set, STR("test:schema"));
    *findings = schema_findings(set);
    return s;
}

static str schema_of_patterns(size_t count)
{
    strbuf b = STRBUF_INIT;
    strbuf_add_cstr(&b, "{\"properties\":{");
    for (size_t i = 0; i < count; i++) strbuf_printf(&b, "%s\"k%zu\":{\"pattern\":\"x%04zu\"}", i ? "," : "", i, i % 10000);
    strbuf_add_cstr(&b, "}}");
    return owned(&b);
}

static void patterns_of_a_schema(void **state)
{
    (void)state;
    const diagnostic_list *found;
    /* translated, an 'x' has six characters */
    size_t most = LIMIT_PATTERN_BYTES / bytes_of("\\x{78}\\x{30}\\x{30}\\x{30}\\x{30}");
    compile(schema_of_patterns(most), &found);
    assert_int_equal(found->n, 0);
    const schema_node *s = compile(schema_of_patterns(most + 1), &found);
    assert_int_equal(found->n, 1);
    assert_int_equal(found->at[0].level, SEVERITY_WARNING);
    assert_text(found->at[0].message, "the patterns of this schema need more than 16 MiB: what follows is taken to match");
    const yaml_stream *doc = yaml_parse(&memory, STR("{\"k0\": \"y\"}"), YAML_JSON);
    assert_false(schema_accepts(s, doc->documents.at[0].root, false));
    doc = yaml_parse(&memory, arena_printf(&memory, "{\"k%zu\": \"y\"}", most), YAML_JSON);
    assert_true(schema_accepts(s, doc->documents.at[0].root, false));
    compile(schema_of_patterns(most + 100), &found);
    assert_int_equal(found->n, 1);
}

static void equal_patterns_take_the_same(void **state)
{
    (void)state;
    size_t small = bytes_of("[a-z]+"), large = bytes_of("[\\pL]{1,100}"), too_large = bytes_of("[\\pL]{1,900}");
    assert_true(small < 10 << 10 && large > 1 << 20 && too_large > large);
    char text[2000] = {0}; /* long enough for the automata to count as full */
    for (int i = 0; i < 40; i++) { /* the table is emptied on the way */
        char pattern[40];
        int n = snprintf(pattern, sizeof pattern, "[\\pL]{1,30}x%d", i);
        assert_false(regexp_find(pattern, (size_t)n, text, sizeof text, 0, NULL, 0));
    }
    assert_int_equal(bytes_of("[a-z]+"), small);
    assert_int_equal(bytes_of("[\\pL]{1,100}"), large);
    assert_int_equal(bytes_of("[\\pL]{1,900}"), too_large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_of_a_configuration),
        cmocka_unit_test(matching_counts_as_steps),
        cmocka_unit_test(patterns_of_a_schema),
        cmocka_unit_test(memory_of_a_configuration),
        cmocka_unit_test(nested_types),
        cmocka_unit_test(work_of_libraries),
        cmocka_unit_test(memory_of_a_schema),
        cmocka_unit_test(ways_out_of_a_schema),
        cmocka_unit_test(conditions_of_a_schema),
        cmocka_unit_test(equal_patterns_take_the_same),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
