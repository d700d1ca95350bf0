/* The JSON reader that `wpls new` gives to C and C++ plugins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../templates/native/json.h"

static void check(const char *text, json_status status, const char *value)
{
    char *got;
    json_status said = json_get_string(text, strlen(text), "k", &got);
    if (said != status || (value ? !got || strcmp(got, value) != 0 : got != NULL)) fail_msg("%s: status %d, '%s'", text, (int)said, got ? got : "");
    free(got);
}

static void test_found(void **state)
{
    (void)state;
    check("{\"k\": \"v\"}", JSON_FOUND, "v");
    check(" { \"a\" : [1, -2.5e+3, true, false, null, {\"b\": \"\\\"\"}] , \"k\":\"\" } ", JSON_FOUND, "");
    check("{\"a\": [0, -0, 0.05, 10, 1e01], \"k\": \"v\"}", JSON_FOUND, "v");
    check("{\"k\": \"one\", \"k\": \"two\"}", JSON_FOUND, "two");
    check("{\"k\": \"\\u00e9\\u20ac\\uD83D\\uDE00\\n\\/\"}", JSON_FOUND, "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\n/");
}

static void test_others(void **state)
{
    (void)state;
    check("{}", JSON_MISSING, NULL);
    check("{\"K\": \"v\"}", JSON_MISSING, NULL);
    check("{\"k\": 1}", JSON_WRONG_TYPE, NULL);
    check("{\"k\": [\"v\"]}", JSON_WRONG_TYPE, NULL);
}

static void test_broken(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "[]", "{", "{\"k\"", "{\"k\": }", "{\"k\": \"v\"", "{\"k\": \"v\",}", "{\"k\": \"v\"} x", "{\"k\": \"v}", "{\"k\": \"\\x\"}", "{\"k\": \"a\tb\"}",
        "{\"k\": \"\\u12\"}", "{\"k\": \"\\u0000\"}", "{\"k\": \"\\uD83D\"}", "{\"k\": \"\\uD83Dx\"}", "{\"k\": \"\\uD83D\\u0041\"}", "{\"k\": \"\\uDE00\"}",
        "{\"k\": \"\\uDC00\\uD800\"}", "{\"a\": bogus, \"k\": \"v\"}", "{\"a\": [1 2], \"k\": \"v\"}", "{\"a\": -, \"k\": \"v\"}",
        "{\"a\": 01, \"k\": \"v\"}", "{\"a\": -00.5, \"k\": \"v\"}", "{\"k\": 01}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) check(texts[i], JSON_BROKEN, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_found), cmocka_unit_test(test_others), cmocka_unit_test(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
