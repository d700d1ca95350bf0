/* The reader of WebAssembly modules, and their rewriting, on modules written by hand. */
#include "wasm/code.h"
#include "wasm/rewrite.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEADER "\0asm\1\0\0\0"
/* Types: 0 () -> (), 1 (i32, i32) -> i32, 2 (i32, i32, i32) -> i32. */
#define TYPES "\x01\x11\x03\x60\0\0\x60\x02\x7f\x7f\x01\x7f\x60\x03\x7f\x7f\x7f\x01\x7f"
/* Functions 0 proxy_log and 1 proxy_get_upstream_hosts. */
#define IMPORTS "\x02\x30\x02\x03" "env\x09proxy_log\0\x02\x03" "env\x18proxy_get_upstream_hosts\0\x01"
#define FUNCTIONS "\x03\x03\x02\x00\x01" /* 2 of type 0, 3 of type 1 */
#define MEMORY "\x05\x03\x01\x00\x01"
#define EXPORTS "\x07\x2f\x02\x19proxy_abi_version_0_2_100\x00\x02\x0fproxy_on_nobody\x00\x03"
#define ELEMENTS "\x09\x08\x01\x00\x41\x00\x0b\x02\x01\x03"
/* 2: nothing. 3: two locals; calls 1 with its parameters. */
#define CODE "\x0a\x0f\x02\x02\x00\x0b\x0a\x01\x02\x7f\x20\x00\x20\x01\x10\x01\x0b"
#define NAMES "\x00\x14\x04name\x01\x0d\x02\x02\x04main\x03\x04" "find"
#define PRODUCERS "\x00\x1e\x09producers\x01\x08language\x01\x02Go\x05" "1.26."
#define MODULE HEADER TYPES IMPORTS FUNCTIONS MEMORY EXPORTS ELEMENTS CODE NAMES PRODUCERS

static void test_reads_all(void **state)
{
    arena a = ARENA_INIT;
    wasm_module m;
    (void)state;
    assert_true(wasm_read(&a, STR(MODULE), &m));
    assert_int_equal(m.sections.n, 9);
    assert_int_equal(m.imports.n, 2);
    assert_int_equal(m.imported_functions, 2);
    assert_int_equal(m.functions.n, 4);
    assert_int_equal(m.memories, 1);
    assert_true(str_is(m.imports.at[1].name, "proxy_get_upstream_hosts"));
    assert_true(str_is(m.functions.at[3].name, "find"));
    assert_int_equal(m.functions.at[3].body.n, 10);
    assert_int_equal(wasm_type_of(&m, 3)->parameters.n, 2);
    assert_null(wasm_type_of(&m, 4));
    assert_non_null(wasm_export_find(&m, STR("proxy_on_nobody"), WASM_FUNCTION));
    assert_null(wasm_export_find(&m, STR("proxy_on_nobody"), WASM_MEMORY));
    assert_int_equal(m.producers.n, 1);
    assert_true(str_is(m.producers.at[0].name, "Go"));
    arena_free(&a);
}

/* Each prefix is either a module (it ends between sections) or has a problem with a place inside it. */
static void test_truncated_anywhere(void **state)
{
    str whole = STR(MODULE);
    (void)state;
    for (size_t n = 0; n < whole.n; n++) {
        arena a = ARENA_INIT;
        wasm_module m;
        char *exact = arena_alloc(&a, n); /* a byte too far is found by the sanitizer */
        memcpy(exact, whole.p, n);
        bool ok = wasm_read(&a, str_make(exact, n), &m);
        assert_int_equal(ok, m.problem.n == 0);
        if (!ok) assert_in_range(m.problem_at, 0, n);
        arena_free(&a);
    }
}

static void refused(str bytes, const char *problem)
{
    arena a = ARENA_INIT;
    wasm_module m;
    assert_false(wasm_read(&a, bytes, &m));
    assert_string_equal(arena_cstr(&a, m.problem), problem);
    arena_free(&a);
}

static void test_problems(void **state)
{
    (void)state;
    refused(STR(""), "it is empty");
    refused(STR("\x7f" "ELF"), "it does not start as a WebAssembly module");
    refused(STR("\0asm\x0d\0\1\0"), "it is a component, not a module");
    refused(STR("\0asm\2\0\0\0"), "version 2 of the format is not known");
    refused(STR(HEADER "\x63\x00"), "no section has the number 99");
    refused(STR(HEADER "\x01\x7f\x00"), "section 'type' has 127 bytes, and 1 are left");
    refused(STR(HEADER "\x01\x02\x00\x00"), "section 'type': bytes behind its last element");
    refused(STR(HEADER "\x01\xff\xff\xff\xff\xff\x00"), "the size of section 'type' is cut off");
    refused(STR(HEADER "\x01\x05\xff\xff\xff\xff\x0f"), "section 'type': it ends in the middle of something");
    refused(STR(HEADER MEMORY TYPES), "section 'type' is out of order");
    refused(STR(HEADER MEMORY MEMORY), "section 'memory' is out of order");
    refused(STR(HEADER "\x03\x02\x01\x00"), "section 'function': a function of a type that is not there");
    refused(STR(HEADER "\x07\x05\x01\x01x\x00\x00"), "section 'export': a function that is not there");
    refused(STR(HEADER "\x01\x03\x01\x5f\x00"), "section 'type': a type that is no function type");
    refused(STR(HEADER TYPES "\x03\x02\x01\x00"), "it has functions without code");
}

static void test_callers(void **state)
{
    arena a = ARENA_INIT;
    wasm_module m;
    (void)state;
    assert_true(wasm_read(&a, STR(MODULE), &m));
    wasm_function_list callers = wasm_callers(&a, &m);
    assert_int_equal(callers.n, m.functions.n);
    assert_int_equal(callers.at[1], 3);
    assert_int_equal(callers.at[0], WASM_NO_FUNCTION);
    arena_free(&a);
}

/* Immediates of all kinds before a call: it is found behind them, and nothing else is. */
static void test_immediates(void **state)
{
    static const char code[] = "\x00"                 /* no locals */
                               "\x02\x40\x0c\x10\x0b" /* block, br 16, end */
                               "\x0e\x02\x10\x10\x10" /* br_table */
                               "\x11\x10\x10"         /* call_indirect */
                               "\x1c\x01\x7f"         /* select t */
                               "\x28\x02\x90\x01"     /* i32.load */
                               "\x41\x90\x7f\x42\x90\x80\x80\x80\x10\x43\x10\x10\x10\x10\x44\x10\x10\x10\x10\x10\x10\x10\x10"
                               "\xfc\x0a\x10\x10\xfc\x02\xd0\x70"
                               "\xfd\x0c\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\x10\xfd\x15\x10\xfe\x03\x10"
                               "\x10\x85\x01\x0b"; /* call 133 */
    wasm_cursor c = wasm_code_begin(STR(code));
    wasm_mention mention;
    (void)state;
    assert_true(wasm_code_next(&c, &mention));
    assert_int_equal(mention.function, 133);
    assert_int_equal(mention.end - mention.at, 2);
    assert_false(wasm_code_next(&c, &mention));
    assert_false(c.failed);
    wasm_cursor unknown = wasm_code_begin(STR("\x00\xff\x10\x01"));
    assert_false(wasm_code_next(&unknown, &mention));
    assert_true(unknown.failed);
}

static void test_rewrites(void **state)
{
    arena a = ARENA_INIT;
    wasm_module m, after;
    (void)state;
    assert_true(wasm_read(&a, STR(MODULE), &m));
    wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){0});
    assert_int_equal(r.problem.n, 0);
    assert_true(r.higress_abi);
    assert_int_equal(r.unimplemented.n, 1);
    assert_true(wasm_read(&a, r.bytes, &after));
    assert_non_null(wasm_export_find(&after, STR("proxy_abi_version_0_2_1"), WASM_FUNCTION));
    assert_true(str_is(after.imports.at[1].name, "proxy_log"));
    assert_int_equal(after.functions.n, 5);
    assert_true(str_eq(after.functions.at[4].body, STR("\x00\x41\x0c\x0b")));
    wasm_function_list callers = wasm_callers(&a, &after);
    assert_int_equal(callers.at[1], WASM_NO_FUNCTION);
    assert_int_equal(callers.at[4], 3);
    assert_true(str_has(wasm_section_find(&after, WASM_ELEMENTS, NULL)->content, STR("\x02\x04\x03")));
    assert_true(str_is(after.functions.at[3].name, "find"));
    arena_free(&a);
}

/* Functions 0 proxy_log and 1 proxy_redis_init of type () -> (), and 2, empty, of the module; 3 takes the place of 1. */
#define REDIRECT_HEAD HEADER "\x01\x04\x01\x60\0\0" \
                      "\x02\x28\x02\x03" "env\x09proxy_log\0\0\x03" "env\x10proxy_redis_init\0\0" "\x03\x02\x01\x00"
#define REDIRECT_CODE "\x0a\x04\x01\x02\x00\x0b"

static void redirects(str module, wasm_section_id section, str want)
{
    arena a = ARENA_INIT;
    wasm_module m, after;
    assert_true(wasm_read(&a, module, &m));
    wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){0});
    assert_string_equal(arena_cstr(&a, r.problem), "");
    assert_true(wasm_read(&a, r.bytes, &after));
    assert_int_equal(after.functions.n, 4);
    str got = wasm_section_find(&after, section, NULL)->content;
    assert_int_equal(got.n, want.n);
    assert_memory_equal(got.p, want.p, want.n);
    arena_free(&a);
}

#define REDIRECTS(section, number, content, want) \
    redirects(STR(REDIRECT_HEAD number content REDIRECT_CODE), (section), STR(want))

static void test_redirects_everywhere(void **state)
{
    (void)state;
    REDIRECTS(WASM_TABLES, "\x04\x09", "\x01\x40\x00\x70\x00\x01\xd2\x01\x0b", "\x01\x40\x00\x70\x00\x01\xd2\x03\x0b");
    REDIRECTS(WASM_GLOBALS, "\x06\x0b", "\x02\x70\x00\xd2\x01\x0b\x7f\x01\x41\x01\x0b", "\x02\x70\x00\xd2\x03\x0b\x7f\x01\x41\x01\x0b");
    REDIRECTS(WASM_GLOBALS, "\x06\x07", "\x01\x64\x70\x00\xd2\x01\x0b", "\x01\x64\x70\x00\xd2\x03\x0b");
    REDIRECTS(WASM_START, "\x08\x01", "\x01", "\x03");
    REDIRECTS(WASM_START, "\x08\x01", "\x02", "\x02");
    /* The eight kinds of element segments (5.5.12); `i32.const 1` is no function. */
    REDIRECTS(WASM_ELEMENTS, "\x09\x08", "\x01\x00\x41\x01\x0b\x02\x01\x02", "\x01\x00\x41\x01\x0b\x02\x03\x02");
    REDIRECTS(WASM_ELEMENTS, "\x09\x05", "\x01\x01\x00\x01\x01", "\x01\x01\x00\x01\x03");
    REDIRECTS(WASM_ELEMENTS, "\x09\x09", "\x01\x02\x01\x41\x01\x0b\x00\x01\x01", "\x01\x02\x01\x41\x01\x0b\x00\x01\x03");
    REDIRECTS(WASM_ELEMENTS, "\x09\x05", "\x01\x03\x00\x01\x01", "\x01\x03\x00\x01\x03");
    REDIRECTS(WASM_ELEMENTS, "\x09\x0c", "\x01\x04\x41\x01\x0b\x02\xd2\x01\x0b\xd0\x70\x0b", "\x01\x04\x41\x01\x0b\x02\xd2\x03\x0b\xd0\x70\x0b");
    REDIRECTS(WASM_ELEMENTS, "\x09\x07", "\x01\x05\x70\x01\xd2\x01\x0b", "\x01\x05\x70\x01\xd2\x03\x0b");
    REDIRECTS(WASM_ELEMENTS, "\x09\x0b", "\x01\x06\x01\x41\x01\x0b\x70\x01\xd2\x01\x0b", "\x01\x06\x01\x41\x01\x0b\x70\x01\xd2\x03\x0b");
    REDIRECTS(WASM_ELEMENTS, "\x09\x07", "\x01\x07\x70\x01\xd2\x01\x0b", "\x01\x07\x70\x01\xd2\x03\x0b");
    /* A segment behind another one. */
    REDIRECTS(WASM_ELEMENTS, "\x09\x0b", "\x02\x05\x70\x01\xd2\x02\x0b\x01\x00\x01\x01", "\x02\x05\x70\x01\xd2\x02\x0b\x01\x00\x01\x03");
}

static void not_rewritten(str module, const char *problem)
{
    arena a = ARENA_INIT;
    wasm_module m;
    assert_true(wasm_read(&a, module, &m));
    wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){0});
    assert_string_equal(arena_cstr(&a, r.problem), problem);
    arena_free(&a);
}

static void test_rewriting_refused(void **state)
{
    (void)state;
    not_rewritten(STR(HEADER TYPES IMPORTS "\x07\x1d\x01\x19proxy_abi_version_0_2_100\x00\x01"), "it has no functions of its own");
    not_rewritten(STR(REDIRECT_HEAD "\x09\x02\x01\x08" REDIRECT_CODE), "section 'element' has something that is not known");
    not_rewritten(STR(REDIRECT_HEAD "\x06\x05\x01\x7f\x00\x41\x01" REDIRECT_CODE), "section 'global' has something that is not known");
    not_rewritten(STR(REDIRECT_HEAD "\x0a\x05\x01\x03\x00\xff\x0b"), "section 'code' has something that is not known");
}

/* Reports of unknown clusters are a nicety: a module whose code is not understood runs without. */
static void test_reports_only_where_possible(void **state)
{
    arena a = ARENA_INIT;
    wasm_module m;
    str bytes = STR(HEADER "\x01\x15\x02\x60\x09\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x01\x7f\x60\x03\x7f\x7f\x7f\x01\x7f"
                    "\x02\x27\x02\x03" "env\x09proxy_log\0\x01\x03" "env\x0fproxy_http_call\0\x00" "\x03\x02\x01\x00" "\x0a\x05\x01\x03\x00\xff\x0b");
    (void)state;
    assert_true(wasm_read(&a, bytes, &m));
    wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){.report_unknown_clusters = true});
    assert_int_equal(r.problem.n, 0);
    assert_ptr_equal(r.bytes.p, bytes.p);
    arena_free(&a);
}

static void test_nothing_to_rewrite(void **state)
{
    arena a = ARENA_INIT;
    wasm_module m;
    str bytes = STR(HEADER MEMORY);
    (void)state;
    assert_true(wasm_read(&a, bytes, &m));
    wasm_rewritten r = wasm_for_stock_envoy(&a, &m, &(wasm_rewrite_options){.report_unknown_clusters = true});
    assert_ptr_equal(r.bytes.p, bytes.p);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_all),   cmocka_unit_test(test_truncated_anywhere), cmocka_unit_test(test_problems),
        cmocka_unit_test(test_callers),     cmocka_unit_test(test_immediates),         cmocka_unit_test(test_rewrites),
        cmocka_unit_test(test_nothing_to_rewrite), cmocka_unit_test(test_redirects_everywhere), cmocka_unit_test(test_rewriting_refused),
        cmocka_unit_test(test_reports_only_where_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
