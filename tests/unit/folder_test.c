/* Folders and files as builds and new projects use them: made, copied, published, renamed, locked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/scratch.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static arena memory;
static scratch place;

static int set_up(void **state)
{
    (void)state;
    return scratch_open(&memory, &place, scratch_temporary()) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    scratch_close(&place);
    arena_free(&memory);
    return 0;
}

static str at(const char *name) { return path_join(&memory, place.path, str_of(name)); }

static void check_text(str path, const char *wanted)
{
    str text;
    assert_int_equal(file_read(&memory, path, &text), FILE_OK);
    assert_int_equal(text.n, strlen(wanted));
    assert_memory_equal(text.p, wanted, text.n);
}

static unsigned mode_of(str path)
{
    struct stat st;
    assert_int_equal(stat(arena_cstr(&memory, path), &st), 0);
    return st.st_mode & 0777;
}

static void test_new_files(void **state)
{
    (void)state;
    assert_true(file_write_new(at("one"), STR("first")));
    assert_false(file_write_new(at("one"), STR("second")));
    assert_int_equal(errno, EEXIST);
    check_text(at("one"), "first");
    assert_int_equal(file_size(at("one")), 5);
    assert_int_equal(file_size(at("none")), -1);
    assert_int_equal(file_size(place.path), -1);
    uint64_t before = file_stamp(at("one"));
    assert_true(before != 0 && file_stamp(at("one")) == before);
    assert_true(file_write(&memory, at("one"), STR("longer than the first")));
    assert_true(file_stamp(at("one")) != before);
    assert_int_equal(file_stamp(at("none")), 0);
}

static void test_kinds(void **state)
{
    (void)state;
    assert_true(folder_make(at("folder")));
    assert_false(folder_make(at("folder")));
    assert_int_equal(errno, EEXIST);
    assert_true(file_write_new(at("file"), STR("#!/bin/sh\n")));
    assert_int_equal(symlink("file", arena_cstr(&memory, at("link"))), 0);
    assert_int_equal(symlink("nothing", arena_cstr(&memory, at("dangling"))), 0);
    assert_int_equal(file_kind_of(at("folder")), KIND_FOLDER);
    assert_int_equal(file_kind_of(at("file")), KIND_FILE);
    assert_int_equal(file_kind_of(at("link")), KIND_LINK);
    assert_int_equal(file_kind_of(at("dangling")), KIND_LINK);
    assert_int_equal(file_kind_of(at("nothing")), KIND_NOTHING);
    assert_int_equal(file_kind_of(STR("/dev/null")), KIND_OTHER);
    assert_int_equal(file_kind_of((str){0}), KIND_NOTHING);
    assert_false(file_is_program(at("file")));
    assert_int_equal(chmod(arena_cstr(&memory, at("file")), 0755), 0);
    assert_true(file_is_program(at("file")) && file_is_program(at("link")));
    assert_false(file_is_program(at("folder")));
    str real, wanted;
    assert_true(file_real(&memory, at("link"), &real) && file_real(&memory, at("file"), &wanted) && str_eq(real, wanted));
    assert_false(file_real(&memory, at("dangling"), &real));
}

/* What a compiler has written gets the permissions of a new file; a copy keeps its own. */
static void test_places(void **state)
{
    (void)state;
    assert_true(file_write_new(at("module"), STR("new")) && file_write_new(at("usual"), STR("")));
    assert_int_equal(chmod(arena_cstr(&memory, at("module")), 0751), 0);
    assert_true(file_copy(at("module"), at("copy")));
    check_text(at("copy"), "new");
    assert_int_equal(mode_of(at("copy")), 0751);
    assert_false(file_copy(at("module"), at("copy")));
    assert_false(file_copy(at("none"), at("other")));
    assert_int_equal(symlink("module", arena_cstr(&memory, at("link"))), 0);
    assert_false(file_copy(at("link"), at("other")));
    assert_false(file_publish(at("link"), at("other")));
    assert_int_equal(file_kind_of(at("other")), KIND_NOTHING);

    assert_true(file_write_new(at("old"), STR("old")));
    assert_true(file_publish(at("module"), at("old")));
    check_text(at("old"), "new");
    assert_int_equal(mode_of(at("old")), mode_of(at("usual")));
    assert_int_equal(file_kind_of(at("module")), KIND_NOTHING);
    file_entries left = file_list(&memory, place.path); /* without the link, which leads to nothing now */
    assert_int_equal(left.n, 3);
}

static void test_rename(void **state)
{
    (void)state;
    assert_true(folder_make(at("fresh")) && folder_make(at("there")));
    assert_false(folder_rename_new(at("fresh"), at("there")));
    assert_int_equal(errno, EEXIST);
    assert_true(folder_rename_new(at("fresh"), at("project")));
    assert_true(file_is_folder(at("project")) && !file_exists(at("fresh")));
    assert_true(file_write_new(at("a"), STR("a")) && file_write_new(at("b"), STR("b")));
    assert_true(file_rename(at("a"), at("b")));
    check_text(at("b"), "a");
    assert_false(file_rename(at("a"), at("b")));
}

static void test_lock(void **state)
{
    (void)state;
    bool busy;
    int first = folder_lock(place.path, &busy); /* which is locked already: it is under construction */
    assert_int_equal(first, -1);
    assert_true(busy);
    assert_true(folder_make(at("plugin")));
    first = folder_lock(at("plugin"), &busy);
    assert_true(first >= 0 && !busy);
    assert_int_equal(folder_lock(at("plugin"), &busy), -1);
    assert_true(busy);
    folder_unlock(first);
    int again = folder_lock(at("plugin"), &busy);
    assert_true(again >= 0 && !busy);
    folder_unlock(again);
    assert_int_equal(folder_lock(at("none"), &busy), -1);
    assert_false(busy);
    folder_unlock(-1);
    assert_true(folder_room(place.path) > 0);
    assert_true(folder_room(at("none")) == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_new_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rename, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lock, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
