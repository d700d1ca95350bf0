/* What is dropped to save memory comes back as it was, and only what changed on the disk counts as changed. */
#include "base/path.h"
#include "plugin/documents.h"
#include "plugin/workspace.h"
#include "rules/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

static arena memory;
static str root; /* of the plugins one, two and three */
static workspace *w;

static void write_file(str path, const char *text)
{
    FILE *f = fopen(arena_cstr(&memory, path), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static str file_of(const char *plugin, const char *name)
{
    return arena_printf(&memory, "%.*s/%s/%s", STR_ARG(root), plugin, name);
}

static const char source[] = "package main\n\nimport (\n\t\"github.com/higress-group/wasm-go/pkg/wrapper\"\n\t\"github.com/tidwall/gjson\"\n)\n\n"
                             "type Config struct{ name string }\n\nfunc main() {}\n\n"
                             "func init() { wrapper.SetCtx(\"a\", wrapper.ParseConfig(parse)) }\n\n"
                             "func parse(json gjson.Result, config *Config) error {\n\tconfig.name = json.Get(\"%s\").String()\n\treturn nil\n}\n";

static void write_plugin(const char *plugin, const char *key)
{
    mkdir(arena_cstr(&memory, path_join(&memory, root, str_of(plugin))), 0700);
    write_file(file_of(plugin, "go.mod"), "module a\n\ngo 1.24\n\nrequire github.com/higress-group/wasm-go v1.0.2\n");
    write_file(file_of(plugin, "main.go"), arena_printf(&memory, source, key).p);
    write_file(file_of(plugin, "config.yaml"), "name: a\n");
}

static int set_up(void **state)
{
    (void)state;
    char folder[] = "/tmp/wpls-idle-XXXXXX";
    root = arena_str(&memory, str_of(mkdtemp(folder)));
    static const char *const names[] = {"one", "two", "three"};
    for (size_t i = 0; i < 3; i++) write_plugin(names[i], "name");
    w = workspace_new();
    workspace_open_border(w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    workspace_free(w);
    static const char *const names[] = {"one", "two", "three"}, *const files[] = {"go.mod", "main.go", "config.yaml"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++) remove(file_of(names[i], files[k]).p);
        remove(arena_cstr(&memory, path_join(&memory, root, str_of(names[i]))));
    }
    remove(arena_cstr(&memory, root));
    arena_free(&memory);
    return 0;
}

static project *plugin_at(const char *name) { return workspace_project_at(w, path_join(&memory, root, str_of(name))); }

static size_t findings_of(const char *plugin)
{
    arena a = ARENA_INIT;
    diagnostic_list list = {0};
    check_sources(w, plugin_at(plugin), &a, &list);
    check_document(w, file_of(plugin, "config.yaml"), NULL, &a, &list);
    arena_free(&a);
    return list.n;
}

static void the_oldest_goes_first(void **state)
{
    (void)state;
    uint64_t one = project_generation(plugin_at("one")), two = project_generation(plugin_at("two"));
    assert_int_equal(findings_of("two"), 0);
    assert_int_equal(findings_of("one"), 0);
    assert_int_equal(workspace_loaded_count(w), 2);
    assert_int_equal(workspace_drop_idle(w, 0), 0);
    assert_true(workspace_drop_idle(w, 1) > 0); /* a text of "two" */
    assert_int_equal(workspace_loaded_count(w), 2);
    while (workspace_loaded_count(w) == 2) assert_true(workspace_drop_idle(w, 1) > 0);
    assert_int_equal(project_generation(plugin_at("two")), two); /* nothing is loaded for that */
    assert_int_equal(workspace_loaded_count(w), 1);
    workspace_rest(w, path_join(&memory, root, STR("one")));
    assert_int_equal(workspace_loaded_count(w), 1);
    assert_true(workspace_drop_idle(w, SIZE_MAX) > 0);
    assert_int_equal(workspace_loaded_count(w), 0);
    assert_int_equal(workspace_drop_idle(w, SIZE_MAX), 0);
    assert_int_equal(findings_of("two"), 0);
    assert_int_equal(project_generation(plugin_at("one")), one);
    assert_int_equal(project_generation(plugin_at("two")), two);
}

static void what_changed_counts(void **state)
{
    (void)state;
    uint64_t one = project_generation(plugin_at("one")), two = project_generation(plugin_at("two"));
    workspace_rest(w, STR(""));
    assert_int_equal(workspace_loaded_count(w), 0);
    write_plugin("two", "other");
    workspace_disk_changed(w, file_of("two", "main.go"), true);
    assert_int_equal(findings_of("one"), 0);
    assert_int_equal(findings_of("two"), 1); /* name: unknown key */
    assert_int_equal(project_generation(plugin_at("one")), one);
    assert_true(project_generation(plugin_at("two")) > two);
    two = project_generation(plugin_at("two"));
    workspace_rest(w, STR(""));
    write_file(file_of("two", "config.yaml"), "other: a\n"); /* nobody said so, but it is read again */
    assert_int_equal(findings_of("two"), 0);
    write_plugin("two", "name");
    workspace_disk_changed(w, root, false);
    assert_int_equal(findings_of("two"), 0);
}

static void open_files_stay(void **state)
{
    (void)state;
    str path = file_of("three", "main.go"), text;
    workspace_set_buffer(w, path, arena_printf(&memory, source, "mine"));
    assert_int_equal(findings_of("three"), 1);
    assert_int_equal(findings_of("one"), 0);
    workspace_drop_idle(w, SIZE_MAX);
    assert_int_equal(workspace_loaded_count(w), 1);
    workspace_rest(w, STR(""));
    workspace_rest_file(w, path);
    assert_int_equal(workspace_text(w, path, &text), FILE_OK);
    assert_true(str_find(text, STR("\"mine\""), 0) > 0);
    assert_int_equal(findings_of("three"), 1);
    workspace_close_buffer(w, path);
    assert_int_equal(findings_of("three"), 0);
}

static void owners_need_no_program(void **state)
{
    (void)state;
    workspace_rest(w, STR(""));
    assert_ptr_equal(workspace_document_owner(w, file_of("two", "config.yaml")), plugin_at("two"));
    assert_null(workspace_document_owner(w, file_of("two", "none.yaml")));
    assert_int_equal(workspace_loaded_count(w), 0);
    assert_ptr_equal(workspace_document(w, file_of("two", "config.yaml"), NULL)->documents.at[0].plugin, plugin_at("two"));
    assert_int_equal(workspace_loaded_count(w), 1);
    assert_ptr_equal(workspace_document_owner(w, file_of("two", "config.yaml")), plugin_at("two"));
    assert_ptr_equal(workspace_document(w, file_of("two", "config.yaml"), plugin_at("one"))->documents.at[0].plugin, plugin_at("one"));
}

/* Nobody has asked for it. */
static void the_first_schema_is_made_beforehand(void **state)
{
    (void)state;
    workspace_rest(w, STR(""));
    workspace_keep_whole(w, true);
    assert_int_equal(findings_of("two"), 0);
    assert_true(workspace_schemas_due(w) == INT64_MAX);
    workspace_set_buffer(w, file_of("two", "config.yaml"), STR("name: b\n"));
    assert_int_equal(findings_of("two"), 0);
    assert_true(workspace_schemas_due(w) != INT64_MAX);
    assert_non_null(project_schema_soon(plugin_at("two"))); /* who asks need not wait for that time */
    assert_true(workspace_schemas_due(w) == INT64_MAX);
    workspace_close_buffer(w, file_of("two", "config.yaml"));
    workspace_keep_whole(w, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_oldest_goes_first),
        cmocka_unit_test(what_changed_counts),
        cmocka_unit_test(open_files_stay),
        cmocka_unit_test(owners_need_no_program),
        cmocka_unit_test(the_first_schema_is_made_beforehand),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
