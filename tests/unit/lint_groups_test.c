/* Which jobs of `wpls lint` are done together: plugins are loaded once, however many documents show configurations of several. */
#include "base/path.h"
#include "cli/lint_groups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static arena memory;
static str root;
static map roots;
static ARRAY(str) files;

static str add_file(const char *name, const char *text)
{
    str path = path_join(&memory, root, str_of(name));
    FILE *f = fopen(arena_cstr(&memory, path), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    array_push(&memory, &files, path);
    return path;
}

static void add_plugin(job_list *jobs, const char *name)
{
    str path = path_join(&memory, root, str_of(name));
    map_put(&memory, &roots, path, &roots);
    array_push(&memory, jobs, (job){.path = path, .plugin = path, .project = true});
}

static void add_document(job_list *jobs, const char *plugin, str path)
{
    array_push(&memory, jobs, (job){.path = path, .plugin = path_join(&memory, root, str_of(plugin))});
}

static bool is_named(str path, const char *name) { return str_is(path_base(path), name); }

static void find_also(job_list *jobs)
{
    workspace *w = workspace_new();
    workspace_add_root(w, root);
    job_groups_find_also(jobs, &roots, w);
    workspace_free(w);
}

static int start(void **state)
{
    (void)state;
    char folder[] = "/tmp/wpls-groups-XXXXXX";
    root = arena_str(&memory, str_of(mkdtemp(folder)));
    roots = (map){0};
    memset(&files, 0, sizeof files);
    return 0;
}

static int end(void **state)
{
    (void)state;
    for (size_t i = 0; i < files.n; i++) unlink(arena_cstr(&memory, files.at[i]));
    rmdir(arena_cstr(&memory, root));
    arena_reset(&memory);
    return 0;
}

static void plugins_of_one_document_follow_each_other(void **state)
{
    (void)state;
    job_list jobs = {0};
    add_plugin(&jobs, "one");
    add_plugin(&jobs, "two");
    add_plugin(&jobs, "three");
    add_document(&jobs, "three", add_file("a.md", "kind: WasmPlugin\nurl: oci://host/three:1.0.0\nurl: oci://host/one:1.0.0\n"));
    add_document(&jobs, "two", add_file("b.md", "kind: WasmPlugin\nurl: oci://host/one:1.0.0\n"));
    add_document(&jobs, "two", add_file("c.md", "url: oci://host/three:1.0.0\n"));
    find_also(&jobs);
    assert_true(is_named(jobs.at[3].also, "one"));
    assert_true(is_named(jobs.at[4].also, "one"));
    assert_int_equal(jobs.at[5].also.n, 0); /* no document of a plugin */

    job_groups groups = job_groups_make(&memory, &jobs, JOBS_OF_PLUGINS);
    assert_int_equal(groups.n, 2); /* each takes part once */
    assert_int_equal(groups.at[0].jobs.n, 3);
    assert_ptr_equal(groups.at[1].jobs.at[0], &jobs.at[2]);
    assert_ptr_equal(groups.at[1].jobs.at[1], &jobs.at[3]);
    assert_ptr_equal(groups.at[1].jobs.at[2], &jobs.at[0]);
    assert_int_equal(job_groups_make(&memory, &jobs, JOBS_PUT_OFF).n, 3);
}

static void what_is_done_takes_no_part(void **state)
{
    (void)state;
    job_list jobs = {0};
    add_plugin(&jobs, "one");
    add_plugin(&jobs, "two");
    add_document(&jobs, "two", add_file("a.md", "kind: WasmPlugin\nurl: oci://host/one:1.0.0\n"));
    find_also(&jobs);
    jobs.at[2].done = true;
    assert_int_equal(job_groups_make(&memory, &jobs, JOBS_OF_PLUGINS).n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plugins_of_one_document_follow_each_other, start, end),
        cmocka_unit_test_setup_teardown(what_is_done_takes_no_part, start, end),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&memory);
    return failed;
}
