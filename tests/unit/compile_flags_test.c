/* Which options a source is parsed with: those of compile_commands.json that say how it is read, none that loads something. */
#include "base/file.h"
#include "base/path.h"
#include "base/scratch.h"
#include "base/strbuf.h"
#include "toolchain/compile_flags.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static arena memory;
static str folder;

static str joined(const compile_flags *flags)
{
    strbuf out = STRBUF_IN(&memory);
    for (size_t i = 0; i < flags->n; i++) strbuf_printf(&out, "%s%.*s", i ? " " : "", STR_ARG(flags->at[i]));
    return strbuf_str(&out);
}

static void write(const char *name, const char *text)
{
    assert_true(file_write(&memory, path_join(&memory, folder, str_of(name)), str_of(text)));
}

/* In what is wanted each '$' is the folder. */
static void expect(const char *name, const char *wanted)
{
    compile_flags flags = compile_flags_of(&memory, path_join(&memory, folder, str_of(name)), NULL, 0);
    strbuf want = STRBUF_IN(&memory);
    for (; *wanted; wanted++) {
        if (*wanted == '$') strbuf_add(&want, folder);
        else strbuf_add_char(&want, *wanted);
    }
    if (!str_eq(joined(&flags), strbuf_str(&want)))
        fail_msg("got '%.*s', wanted '%.*s'", STR_ARG(joined(&flags)), STR_ARG(strbuf_str(&want)));
}

static void test_commands(void **state)
{
    (void)state;
    write("compile_commands.json",
          "[{\"file\": \"a.cc\", \"command\": \"c++ -Iinc '-DA=b c' -I \\\"x y\\\" -fplugin=evil.so -Xclang -load -std=c++20 -c a.cc\"},\n"
          " {\"file\": \"b.cc\", \"directory\": \"sub\", \"arguments\": [\"c++\", \"-isystem\", \"/sys\", \"-D\", \"B\", "
          "\"-include\", \"/etc/passwd\"]},\n"
          " {\"file\": 1}, 2, []]");
    expect("a.cc", "-I $/inc -DA=b c -I $/x y -std=c++20");
    expect("sub/b.cc", "-isystem /sys -D B");
}

static void test_without(void **state)
{
    (void)state;
    write("compile_commands.json", "[{\"file\": ");
    compile_flags flags = compile_flags_of(&memory, path_join(&memory, folder, STR("c.c")), NULL, 0);
    assert_true(str_starts(joined(&flags), STR("-x c -std=c17")));
    str paths[] = {path_join(&memory, folder, STR("more"))};
    flags = compile_flags_of(&memory, path_join(&memory, folder, STR("c.cc")), paths, 1);
    assert_true(str_starts(joined(&flags), STR("-x c++ -std=c++17")));
    assert_true(str_has(joined(&flags), arena_printf(&memory, "-I %.*s/more", STR_ARG(folder))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_commands), cmocka_unit_test(test_without)};
    scratch place;
    if (!scratch_open(&memory, &place, scratch_temporary())) return 1;
    folder = place.path;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    scratch_close(&place);
    arena_free(&memory);
    return failed;
}
