/* What an edit costs, in functions walked: that does not depend on the machine. */
#include "base/strbuf.h"
#include "flow/flow.h"
#include "plugin/project.h"
#include "plugin/workspace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct session {
    workspace *files;
    project *plugin;
    flow *flow;
    arena memory;
} session;

static uint32_t walk(session *s)
{
    const project_facts *facts = project_load(s->plugin);
    flow_update(s->flow, facts->program, facts->registrations, true);
    return s->flow->walked;
}

static void replace(session *s, const char *file, const char *what, const char *with)
{
    str path = arena_printf(&s->memory, "%.*s/%s", STR_ARG(project_root(s->plugin)), file), text;
    assert_int_equal(workspace_text(s->files, path, &text), FILE_OK);
    ptrdiff_t at = str_find(text, str_of(what), 0);
    assert_true(at >= 0);
    str head = str_slice(text, 0, (size_t)at), tail = str_slice(text, (size_t)at + strlen(what), text.n);
    workspace_set_buffer(s->files, path, arena_printf(&s->memory, "%.*s%s%.*s", STR_ARG(head), with, STR_ARG(tail)));
}

static void begin(session *s)
{
    char *folder = realpath("tests/conformance/plugin", NULL);
    assert_non_null(folder);
    *s = (session){.files = workspace_new(), .flow = flow_new()};
    s->plugin = workspace_project_at(s->files, str_of(folder));
    free(folder);
}

static void end(session *s)
{
    flow_free(s->flow);
    workspace_free(s->files);
    arena_free(&s->memory);
}

static void test_edits(void **state)
{
    (void)state;
    session s;
    begin(&s);
    uint32_t all = walk(&s), entries = (uint32_t)s.flow->entries.n, uses = (uint32_t)s.flow->uses.n;
    assert_true(all > 20);
    uint32_t recursive = walk(&s); /* walked each time */
    assert_in_range(recursive, 1, all / 4);

    replace(&s, "provider/provider.go", "makers[name]; ok {", "makers[name]; ok && name != \"\" {"); /* for the parser alone */
    assert_int_equal(walk(&s), recursive + 1); /* and leaves the parser what it left before */
    replace(&s, "main.go", "count > 3", "count > 30"); /* in a handler that calls nothing of the plugin's */
    assert_int_equal(walk(&s), recursive + 1);
    replace(&s, "main.go", "count > 30", "count + 1 > 30"); /* and taken back before anybody looks */
    project_load(s.plugin);
    replace(&s, "main.go", "count + 1 > 30", "count > 30");
    assert_int_equal(walk(&s), recursive);
    replace(&s, "answer/answer.go", "func send(status uint32,", "func send(status uint64,"); /* so are declarations */
    project_load(s.plugin);
    replace(&s, "answer/answer.go", "status uint64", "status uint32");
    assert_int_equal(walk(&s), recursive);
    replace(&s, "provider/slow.go", "status >= 500", "status > 500"); /* in a helper that calls nothing */
    assert_int_equal(walk(&s), recursive);
    assert_int_equal(s.flow->entries.n, entries);
    assert_int_equal(s.flow->uses.n, uses);

    replace(&s, "answer/answer.go", "status, why, nil, body", "status, why+why, nil, body"); /* a helper of many */
    assert_int_equal(walk(&s), recursive + 10); /* ten times in itself, and in none of its callers */
    assert_int_equal(s.flow->uses.n, uses);
    replace(&s, "answer/answer.go", "send(403, why)", "_ = why"); /* this they do see */
    assert_in_range(walk(&s), recursive + 2, all / 2);
    assert_true(s.flow->uses.n < uses);
    replace(&s, "answer/answer.go", "_ = why", "send(403, why)");
    walk(&s);
    assert_int_equal(s.flow->uses.n, uses);

    replace(&s, "answer/answer.go", "func Denied", "func other() {}\n\nfunc Denied"); /* nobody calls it */
    assert_int_equal(walk(&s), recursive);
    replace(&s, "answer/answer.go", "import (", "import (\n\t_ \"strings\""); /* of what is not in the program */
    assert_int_equal(walk(&s), recursive);
    replace(&s, "answer/answer.go", "func other() {}", "//go:generate other\n"); /* another program */
    assert_int_equal(walk(&s), all);

    end(&s);
}

/* The functions that fields hold are looked for once, and anew when an edit adds one or takes it away. */
static void test_fields(void **state)
{
    (void)state;
    session s;
    begin(&s);
    walk(&s);
    size_t uses = s.flow->uses.n;
    /* in the function that the field holds, the field without it, another one in a declaration */
    replace(&s, "main.go", "answer.With(status, \"done\")", "proxywasm.RemoveHttpRequestHeader(\"done\")");
    walk(&s);
    assert_int_equal(s.flow->uses.n, uses + 1);
    replace(&s, "main.go", "config.onDone = func", "_ = func");
    walk(&s);
    assert_int_equal(s.flow->uses.n, uses);
    replace(&s, "main.go", "const userHeader",
            "var spare = Config{onDone: func(int) { proxywasm.RemoveHttpRequestHeader(\"spare\") }}\n\nconst userHeader");
    walk(&s);
    assert_int_equal(s.flow->uses.n, uses + 1);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_edits), cmocka_unit_test(test_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
