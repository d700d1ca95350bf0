/* What a folder says of its entries, and the first bytes of a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct test_folder {
    arena memory;
    str path;
} test_folder;

static str in(test_folder *f, const char *name) { return path_join(&f->memory, f->path, str_of(name)); }

static int make(void **state)
{
    test_folder *f = calloc(1, sizeof *f);
    char name[] = "/tmp/wpls-file-test-XXXXXX";
    if (!f || !mkdtemp(name)) return -1;
    f->path = arena_str(&f->memory, str_of(name));
    *state = f;
    return !file_write(&f->memory, in(f, "file"), STR("0123456789")) || mkdir(in(f, "folder").p, 0700) != 0 ||
           symlink("file", in(f, "link").p) != 0 || symlink("folder", in(f, "other").p) != 0 || symlink("gone", in(f, "nothing").p) != 0 ||
           symlink("self", in(f, "self").p) != 0 || symlink("/dev/null", in(f, "device").p) != 0 || mkfifo(in(f, "pipe").p, 0600) != 0;
}

static int clean(void **state)
{
    test_folder *f = *state;
    static const char *const names[] = {"file", "link", "other", "nothing", "self", "device", "pipe"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) unlink(in(f, names[i]).p);
    rmdir(in(f, "folder").p);
    rmdir(f->path.p);
    arena_free(&f->memory);
    free(f);
    return 0;
}

static void test_scan(void **state)
{
    test_folder *f = *state;
    static const struct {
        const char *name;
        bool folder, regular, link, listed;
    } expected[] = {
        {"device", false, false, true, true},  {"file", false, true, false, true},     {"folder", true, false, false, true},
        {"link", false, true, true, true},     {"nothing", false, false, true, false}, {"other", true, false, true, false},
        {"pipe", false, false, false, true},   {"self", false, false, true, false},
    };
    file_entries all, listed = file_list(&f->memory, f->path);
    assert_int_equal(file_scan(&f->memory, f->path, &all), FILE_OK);
    assert_int_equal(all.n, sizeof expected / sizeof *expected);
    size_t next = 0;
    for (size_t i = 0; i < all.n; i++) {
        assert_true(str_is(all.at[i].name, expected[i].name));
        assert_int_equal(all.at[i].folder, expected[i].folder);
        assert_int_equal(all.at[i].regular, expected[i].regular);
        assert_int_equal(all.at[i].link, expected[i].link);
        if (!expected[i].listed) continue;
        assert_true(next < listed.n && str_eq(listed.at[next].name, all.at[i].name));
        next++;
    }
    assert_int_equal(next, listed.n);
    assert_int_equal(file_scan(&f->memory, in(f, "gone"), &all), FILE_MISSING);
    assert_int_equal(file_scan(&f->memory, in(f, "file"), &all), FILE_MISSING);
    assert_int_equal(all.n, 0);
}

static void test_head(void **state)
{
    test_folder *f = *state;
    char bytes[16];
    size_t n;
    assert_int_equal(file_read_head(in(f, "link"), bytes, 4, &n), FILE_OK);
    assert_true(n == 4 && memcmp(bytes, "0123", 4) == 0);
    assert_int_equal(file_read_head(in(f, "file"), bytes, sizeof bytes, &n), FILE_OK);
    assert_int_equal(n, 10);
    assert_int_equal(file_read_head(in(f, "gone"), bytes, sizeof bytes, &n), FILE_MISSING);
    assert_int_equal(file_read_head(in(f, "folder"), bytes, sizeof bytes, &n), FILE_NOT_REGULAR);
    assert_int_equal(file_read_head(in(f, "pipe"), bytes, sizeof bytes, &n), FILE_NOT_REGULAR);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scan), cmocka_unit_test(test_head)};
    return cmocka_run_group_tests(tests, make, clean);
}
