/* Limits of the flow engine, at the limit and one past it: what is past it is said to be so, and nothing before. */
#include "base/limits.h"
#include "flow/engine.h"
#include "ir/program.h"
#include "plugin/project.h"
#include "plugin/workspace.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct run {
    workspace *files;
    flow *flow;
    const flow_entry *handler;
} run;

/* A plugin whose handler of request headers has this body, beside other declarations. */
static run walk(const strbuf *declarations, const strbuf *body)
{
    arena memory = ARENA_INIT;
    run r = {workspace_new(), flow_new(), NULL};
    workspace_set_buffer(r.files, STR("/nowhere/go.mod"),
                         STR("module a\n\ngo 1.24\n\nrequire github.com/higress-group/wasm-go v1.0.2\n"));
    workspace_set_buffer(
        r.files, STR("/nowhere/main.go"),
        arena_printf(&memory,
                     "package main\n\nimport (\n\t\"net/http\"\n\n\t\"github.com/higress-group/proxy-wasm-go-sdk/proxywasm\"\n"
                     "\t\"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types\"\n"
                     "\t\"github.com/higress-group/wasm-go/pkg/wrapper\"\n)\n\ntype Config struct{ actor actor }\n\n"
                     "type actor interface{ act() }\n\nvar client wrapper.HttpClient\n\nvar _ = http.StatusOK\n\nfunc main() {}\n\n"
                     "func init() { wrapper.SetCtx(\"a\", wrapper.ProcessRequestHeaders(onHeaders)) }\n\n%.*s\n"
                     "func onHeaders(ctx wrapper.HttpContext, config Config) types.Action {\n"
                     "\tname, _ := proxywasm.GetHttpRequestHeader(\"name\")\n\t_ = name\n%.*s\treturn types.ActionContinue\n}\n",
                     STR_ARG(strbuf_str(declarations)), STR_ARG(strbuf_str(body))));
    const project_facts *facts = project_load(workspace_project_at(r.files, STR("/nowhere")));
    assert_null(facts->program->refused);
    flow_update(r.flow, facts->program, facts->registrations, true);
    assert_true(r.flow->entries.n > 0);
    r.handler = r.flow->entries.at[0];
    arena_free(&memory);
    return r;
}

static void end(run *r)
{
    flow_free(r->flow);
    workspace_free(r->files);
}

typedef void (*writer)(strbuf *declarations, strbuf *body, unsigned count);

/* Whether all of it is followed: paths, and functions that are entered. */
static void expect(writer write, unsigned count, bool complete, bool truncated, size_t entries)
{
    strbuf declarations = STRBUF_INIT, body = STRBUF_INIT;
    write(&declarations, &body, count);
    run r = walk(&declarations, &body);
    assert_int_equal(r.handler->context->incomplete, !complete);
    assert_int_equal(r.flow->truncated, truncated);
    assert_int_equal(r.flow->stopped != NULL, !complete || truncated);
    if (entries) assert_int_equal(r.flow->entries.n, entries);
    end(&r);
    strbuf_free(&declarations);
    strbuf_free(&body);
}

static void write_calls(strbuf *out, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        strbuf_add_cstr(out, "\tclient.Get(\"/\", nil, func(status int, headers http.Header, reply []byte) {})\n");
}

static void write_callbacks(strbuf *declarations, strbuf *body, unsigned count)
{
    (void)declarations;
    write_calls(body, count);
}

static void callbacks_of_a_path(void **state)
{
    (void)state;
    expect(write_callbacks, LIMIT_FLOW_CALLBACKS, true, false, LIMIT_FLOW_CALLBACKS + 1);
    expect(write_callbacks, LIMIT_FLOW_CALLBACKS + 1, false, false, LIMIT_FLOW_CALLBACKS + 1);
}

static void write_methods(strbuf *declarations, strbuf *body, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        strbuf_printf(declarations, "type t%u struct{}\n\nfunc (t%u) act() { proxywasm.ResumeHttpRequest() }\n\n", i, i);
    strbuf_add_cstr(body, "\tconfig.actor.act()\n");
}

static void methods_of_a_call(void **state)
{
    (void)state;
    expect(write_methods, LIMIT_FLOW_CANDIDATES, true, false, 1);
    expect(write_methods, LIMIT_FLOW_CANDIDATES + 1, false, false, 1);
}

static void write_states(strbuf *declarations, strbuf *body, unsigned count)
{
    (void)declarations;
    strbuf_add_cstr(body, "\tswitch name {\n");
    for (unsigned i = 1; i < count; i++)
        strbuf_printf(body, "\tcase \"%u\":\n\t\tproxywasm.SendHttpResponse(403, nil, nil, -1)\n", i);
    strbuf_add_cstr(body, "\t}\n");
}

/* The answers are different places, and the last state has none. */
static void states_of_a_place(void **state)
{
    (void)state;
    expect(write_states, FLOW_STATES_MOST, true, false, 1);
    expect(write_states, FLOW_STATES_MOST + 1, false, false, 1);
}

/* Callbacks of callbacks, so that no path has too many. */
static void write_entries(strbuf *declarations, strbuf *body, unsigned count)
{
    enum { FIRST = 10 };
    unsigned rest = count - 1 - FIRST;
    for (unsigned i = 0; i < FIRST; i++) {
        unsigned own = rest / (FIRST - i);
        strbuf_printf(declarations, "func done%u(status int, headers http.Header, reply []byte) {\n", i);
        write_calls(declarations, own);
        strbuf_add_cstr(declarations, "}\n\n");
        strbuf_printf(body, "\tclient.Get(\"/\", nil, done%u)\n", i);
        rest -= own;
    }
}

static void functions_entered(void **state)
{
    (void)state;
    expect(write_entries, FLOW_ENTRIES_MOST, true, false, FLOW_ENTRIES_MOST);
    expect(write_entries, FLOW_ENTRIES_MOST + 1, true, true, FLOW_ENTRIES_MOST);
}

/* A body that as many states as a place may have go through, which are apart in what the variable holds. */
static void write_paths(strbuf *out, unsigned statements)
{
    strbuf_add_cstr(out, "\tvalue := \"\"\n\tswitch name {\n");
    for (unsigned i = 1; i < FLOW_STATES_MOST; i++) strbuf_printf(out, "\tcase \"%u\":\n\t\tvalue = \"%u\"\n", i, i);
    strbuf_add_cstr(out, "\t}\n");
    for (unsigned i = 0; i < statements; i++) strbuf_add_cstr(out, "\tvalue = value\n");
    strbuf_add_cstr(out, "\tif value == \"1\" {\n\t\tproxywasm.ResumeHttpRequest()\n\t}\n");
}

static void write_functions(strbuf *declarations, strbuf *body, unsigned count)
{
    enum { STATEMENTS = 200 };
    for (unsigned i = 0; i < count; i++) {
        strbuf_printf(declarations, "func step%u(name string) {\n", i);
        write_paths(declarations, STATEMENTS);
        strbuf_add_cstr(declarations, "}\n\n");
        strbuf_printf(body, "\tstep%u(name)\n", i);
    }
}

static void write_long(strbuf *declarations, strbuf *body, unsigned count)
{
    (void)declarations;
    write_paths(body, count);
}

typedef struct effort {
    size_t steps;
    bool truncated;
} effort;

static effort effort_of(writer write, unsigned count)
{
    strbuf declarations = STRBUF_INIT, body = STRBUF_INIT;
    write(&declarations, &body, count);
    run r = walk(&declarations, &body);
    effort e = {r.flow->engine->steps, r.flow->truncated};
    assert_int_equal(r.flow->stopped != NULL, e.truncated || r.handler->context->incomplete);
    end(&r);
    strbuf_free(&declarations);
    strbuf_free(&body);
    return e;
}

/* The most that is followed whole, and one more; between the two. */
static void find_limit(writer write, unsigned whole, unsigned cut, effort *at, effort *past)
{
    *at = effort_of(write, whole);
    *past = effort_of(write, cut);
    while (cut - whole > 1) {
        unsigned middle = whole + (cut - whole) / 2;
        effort e = effort_of(write, middle);
        *(e.truncated ? past : at) = e;
        *(e.truncated ? &cut : &whole) = middle;
    }
    assert_false(at->truncated);
    assert_true(past->truncated);
}

static void steps_of_a_plugin(void **state)
{
    (void)state;
    effort at, past;
    find_limit(write_functions, 20, 40, &at, &past);
    assert_true(at.steps <= FLOW_STEPS_MOST);
    assert_true(past.steps > FLOW_STEPS_MOST && past.steps <= FLOW_STEPS_MOST + FLOW_STATES_MOST); /* ended at once */
}

/* Long before the steps are at an end. */
static void memory_of_a_plugin(void **state)
{
    (void)state;
    effort at, past;
    find_limit(write_long, 6000, 7000, &at, &past);
    assert_true(past.steps < FLOW_STEPS_MOST / 2);
    assert_true(past.steps <= at.steps + (size_t)2 * FLOW_STATES_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callbacks_of_a_path),
        cmocka_unit_test(methods_of_a_call),
        cmocka_unit_test(states_of_a_place),
        cmocka_unit_test(functions_entered),
        cmocka_unit_test(steps_of_a_plugin),
        cmocka_unit_test(memory_of_a_plugin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
