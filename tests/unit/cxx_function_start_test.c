/* Which lines begin the definition of a function. */
#include "cxx/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char *const starts[] = {
    "int f() {",
    "  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {",
    "FilterHeadersStatus A::onRequestHeaders(uint32_t a,\n    bool b)\n{",
    "static std::vector<std::function<void(int)>> f(int a) {",
    "template <typename T> T *f(T (&a)[3]) noexcept {",
    "explicit A(int id) : Base(id), a_{1}, b_(2) {",
    "A::~A() {",
    "bool operator==(const A &a) const {",
    "R operator()(int a) {",
    "auto f() -> std::pair<int, int> {",
    "PROXY_HANDLER(a, b) {",
    "[[nodiscard]] int f() {",
};

static const char *const others[] = {
    "", "  ", "int f();", "int f() = default;", "int a = f();", "if (a) {", "  } else if (b) {", "for (;;) {", "while (f()) {", "switch (a) {",
    "struct A {", "class B : public C<int> {", "namespace {", "return f([] {", "auto f = [](int a) {", "  f(a, [](int b) {\n  });",
    "    uint32_t a, bool b) {", "#define F(a) {", "// f() {", "}", "int f(", "template <typename T", "operator", "A(int id) : Base(id", "f() a <",
};

static void test_starts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (!cxx_starts_function(str_of(starts[i]), 0)) fail_msg("begins none: %s", starts[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (cxx_starts_function(str_of(others[i]), 0)) fail_msg("begins one: %s", others[i]);
    str text = STR("int a;\n  int f() {}\n");
    assert_true(cxx_starts_function(text, 7));
    assert_false(cxx_starts_function(text, 0));
    assert_false(cxx_starts_function(text, text.n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_starts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
