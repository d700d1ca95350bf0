/* What the preprocessor makes of sources, and the places it gives for each part of its output. */
#include "base/strbuf.h"
#include "cxx/preprocess.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static arena memory;

static str squeezed(str s)
{
    char *p = arena_alloc(&memory, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n';
        if (!blank) p[n++] = s.p[i];
        else if (n && p[n - 1] != ' ') p[n++] = ' ';
    }
    while (n && p[n - 1] == ' ') n--;
    return (str){p, n};
}

static void expands_to(const char *source, const char *wanted)
{
    cxx_preprocessor p = {.arena = &memory};
    cxx_expanded x = cxx_preprocess(&p, str_of(source));
    str got = squeezed(x.text);
    assert_string_equal(arena_cstr(&memory, got), wanted);
}

static void conditions(void **state)
{
    (void)state;
    expands_to("#ifdef A\nx\n#else\ny\n#endif\nz", "y z");
    expands_to("#define A\n#ifndef A\nx\n#elif 1\ny\n#else\nz\n#endif", "y");
    expands_to("#if defined(A) || !defined B && 2 > 1\nx\n#endif", "x");
    expands_to("#define N 3\n#if N >= 3 && (N - 1 == 2)\nx\n#endif\n#if UNKNOWN\ny\n#endif", "x");
    expands_to("#if 0\n#if 1\nx\n#endif\ny\n#else\nz\n#endif", "z");
    expands_to("#if __has_include(<x>)\nx\n#else\ny\n#endif", "y");
    expands_to("#ifdef NULL_PLUGIN\nnamespace a {\n#endif\nint i;\n#ifdef NULL_PLUGIN\n}\n#endif", "int i;");
    expands_to("#define A 1\n#undef A\n#ifdef A\nx\n#endif\nA", "A");
}

static void macros(void **state)
{
    (void)state;
    expands_to("#define PURE = 0\nvoid f() PURE;", "void f() = 0 ;");
    expands_to("#define TWICE(x) ((x) * 2)\nTWICE(TWICE(1));", "((((1) * 2)) * 2) ;");
    expands_to("#define NAME(d, f) d##_##f##_json = find(#f)\nNAME(config, in_query);", "config_in_query_json = find( \"in_query\") ;");
    expands_to("#define S(x) #x\nS(a \"b\\n\" c);", "\"a \\\"b\\\\n\\\" c\" ;");
    expands_to("#define LOG(f, ...) log(f, ##__VA_ARGS__)\nLOG(\"a\");\nLOG(\"a\", 1, 2);", "log(\"a\") ; log(\"a\", 1, 2) ;");
    expands_to("#define A B\n#define B A\nA", "A");
    expands_to("#define F(x) x\nF + \"F(1)\" // F(2)", "F + \"F(1)\" // F(2)");
    expands_to("#define LONG(x) \\\n  first(x); \\\n  second(x)\nLONG(1);", "first(1); second(1) ;");
    expands_to("#define LOG_WARN(x) something(x)\nLOG_WARN(\"kept\");", "LOG_WARN(\"kept\");");
    expands_to("#define R(x) x\nauto s = R\"(#if R(1)\n)\";", "auto s = R\"(#if R(1) )\";");
}

/* The source's text for what stands in the output where `part` does. */
static void came_from(const char *source, const char *part, const char *wanted)
{
    cxx_preprocessor p = {.arena = &memory};
    cxx_expanded x = cxx_preprocess(&p, str_of(source));
    ptrdiff_t at = str_find(x.text, str_of(part), 0);
    assert_true(at >= 0);
    range r = cxx_source_range(&x, range_make((uint32_t)at, (uint32_t)at + (uint32_t)strlen(part)));
    assert_string_equal(arena_cstr(&memory, str_slice(str_of(source), r.start, r.end)), wanted);
}

static void places(void **state)
{
    (void)state;
    came_from("#define A 1\nint before; int i = A; int after;", "before", "before");
    came_from("#define A 1\nint before; int i = A; int after;", "after", "after");
    came_from("#define A 1\nint before; int i = A; int after;", "1", "A");
    came_from("#define FIND(f) find(#f)\nif (FIND(name)) x();", "\"name\"", "FIND(name)");
    came_from("#define FIND(f) find(#f)\nif (FIND(name)) x();", "if (find( \"name\") )", "if (FIND(name))");
    came_from("#ifdef A\nint a;\n#endif\nint b;", "int b;", "int b;");
}

/* Whatever stands there, it comes to an end. */
static void hostile(void **state)
{
    (void)state;
    cxx_preprocessor p = {.arena = &memory};
    const char *sources[] = {"#define F(x) F(x) F(x)\nF(F(F(F(1))))", "#define", "#define F(", "#define F(x) x\nF(", "#if ((((\n", "#else\n#endif\n#endif", "\"", "R\"", "/*",
                             "#include", "#include \"", "'", "#define A(x) #x ## #x\nA(1)", "\\", "#define B(x) x##\nB(1)", "#if 1 /* \n */ \nx\n#endif"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        cxx_expanded x = cxx_preprocess(&p, str_of(sources[i]));
        range r = cxx_source_range(&x, range_make(0, (uint32_t)x.text.n));
        assert_true(r.start <= r.end && r.end <= strlen(sources[i]));
    }
    strbuf b = {.arena = &memory};
    strbuf_add_cstr(&b, "#define A0(x) x x x x\n");
    for (int i = 1; i < 30; i++) strbuf_printf(&b, "#define A%d(x) A%d(x) A%d(x) A%d(x)\n", i, i - 1, i - 1, i - 1);
    strbuf_add_cstr(&b, "A29(1)\n");
    cxx_expanded x = cxx_preprocess(&p, strbuf_str(&b));
    assert_true(str_has(x.text, STR("A29(1)")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(conditions), cmocka_unit_test(macros), cmocka_unit_test(places), cmocka_unit_test(hostile)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&memory);
    return failed;
}
