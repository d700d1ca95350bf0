/* The SDK tables against themselves: what a rule needs to explain a finding is there. */
#include "ir/library.h"
#include "ir/sdk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static bool is_wrong(const sdk_status_info *s) { return s->verdict != SDK_OK && s->verdict != SDK_UNKNOWN; }

static void every_wrong_call_has_a_rule_and_a_reason(void **state)
{
    (void)state;
    size_t count;
    const sdk_function *all = sdk_functions(&count);
    for (size_t i = 0; i < count; i++)
        for (int c = 0; c < SDK_COLUMN_COUNT; c++) {
            const sdk_status_info *s = sdk_status(&all[i], (sdk_column)c);
            if (!is_wrong(s)) continue;
            assert_non_null(s->rule);
            const sdk_reason *r = sdk_reason_of(&all[i], (sdk_column)c);
            if (!r) fail_msg("no reason for %s in %s", all[i].name, sdk_column_of((sdk_column)c)->name);
            assert_true(r->why.en && r->why.zh && r->get.en && r->get.zh && r->edit.en && r->edit.zh);
        }
}

/* The Higress developer guide has 27 functions; what it allows, the table must not call wrong. */
static void the_guide_is_covered(void **state)
{
    (void)state;
    static const struct { phase phase; sdk_column column; } columns[] = {
        {PHASE_REQUEST_HEADERS, SDK_REQUEST_HEADERS}, {PHASE_REQUEST_BODY, SDK_REQUEST_BODY},
        {PHASE_RESPONSE_HEADERS, SDK_RESPONSE_HEADERS}, {PHASE_RESPONSE_BODY, SDK_RESPONSE_BODY},
    };
    size_t count, in_guide = 0;
    const sdk_function *all = sdk_functions(&count);
    for (size_t i = 0; i < count; i++) {
        in_guide += all[i].in_guide;
        for (size_t k = 0; all[i].in_guide && k < 4; k++) {
            bool named = all[i].guide_phases >> columns[k].phase & 1;
            bool wrong = is_wrong(sdk_status(&all[i], columns[k].column));
            if (named) assert_false(wrong);
            else if (all[i].guide_phases) assert_true(wrong);
        }
    }
    assert_int_equal(in_guide, 27);
}

static void packages_and_methods_are_found(void **state)
{
    (void)state;
    assert_string_equal(sdk_package(STR("github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm")), "proxywasm");
    assert_null(sdk_package(STR("example.com/proxywasm")));
    assert_true(library_is_synchronous(STR("sort")));
    assert_true(library_is_synchronous(STR("github.com/tidwall/gjson")));
    assert_false(library_is_synchronous(STR("time")));
    assert_true(library_is_synchronous(STR("encoding/json")));
    assert_false(library_is_synchronous(STR("bytesx")));
    assert_false(library_is_synchronous(STR("net/http")));
    assert_false(library_is_synchronous(STR("example.com/x")));
    assert_int_equal(sdk_find_method("go", STR("HttpClient"), STR("Get"))->callback, SDK_CALLBACK_HTTP);
    assert_int_equal(sdk_find_method("go", STR("RedisClient"), STR("Get"))->callback, SDK_CALLBACK_REDIS);
    assert_int_equal(sdk_find_method("go", STR("RedisClusterClient"), STR("Get"))->callback, SDK_CALLBACK_REDIS);
    assert_int_equal(sdk_find_method("go", STR("ClusterClient"), STR("Get"))->callback, SDK_CALLBACK_HTTP);
    assert_int_equal(sdk_find_method("go", (str){0}, STR("Get"))->callback, SDK_CALLBACK_HTTP);
    assert_null(sdk_find_method("go", STR("PluginContext"), STR("Get")));
    assert_null(sdk_find_method("go", (str){0}, STR("Frobnicate")));
    assert_int_equal(sdk_action("go", NULL, STR("HeaderStopIteration")), 1);
    assert_int_equal(sdk_action("go", "types", STR("HeaderStopIteration")), 1);
    assert_int_equal(sdk_action("go", "wrapper", STR("HeaderStopIteration")), -1);
    assert_int_equal(sdk_action("toy", NULL, STR("HeaderStopIteration")), -1);
    assert_null(sdk_find_method("toy", STR("HttpClient"), STR("Get")));
    assert_int_equal(sdk_action("go", NULL, STR("Nothing")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wrong_call_has_a_rule_and_a_reason),
        cmocka_unit_test(the_guide_is_covered),
        cmocka_unit_test(packages_and_methods_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
