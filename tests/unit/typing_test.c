/* What waits while somebody types, by a clock of the test's own. */
#include "base/strbuf.h"
#include "lsp/typing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { DELAY = 400 };

static const char text[] = "one: 1\n"
                           "two:\n"
                           "  - a: 1\n"
                           "    b: 2\n"
                           "\n"
                           "three: 3\n";

typedef struct typist {
    arena memory;
    line_index lines;
    typing typed;
    diagnostic_list found;
} typist;

static void begin(typist *t)
{
    *t = (typist){0};
    t->lines = line_index_build(&t->memory, STR(text));
}

static void end(typist *t)
{
    typing_free(&t->typed);
    arena_free(&t->memory);
}

/* On whole lines. */
static void add(typist *t, const char *message, uint32_t first, uint32_t last)
{
    range at = {line_index_range(&t->lines, first).start, line_index_range(&t->lines, last).end};
    array_push(&t->memory, &t->found, (diagnostic){.at = at, .code = STR("a/b"), .message = str_of(message)});
}

/* The messages that are shown at that time, and stay so; joined by blanks. */
static str show(typist *t, int64_t now)
{
    diagnostic_list list = typing_filter(&t->typed, &t->memory, &t->found, &t->lines, DELAY, now);
    typing_shown(&t->typed, &list);
    str all = STR("");
    for (size_t i = 0; i < list.n; i++)
        all = arena_printf(&t->memory, "%.*s%s%.*s", STR_ARG(all), all.n ? " " : "", STR_ARG(list.at[i].message));
    return all;
}

#define assert_shows(t, now, messages) assert_true(str_is(show((t), (now)), (messages)))

static void new_on_the_line_waits(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    typing_edit(&t.typed, 3, 3, 3, 1000);
    add(&t, "here", 3, 3);
    add(&t, "there", 5, 5);
    add(&t, "around", 2, 4);
    assert_shows(&t, 1000, "there");
    assert_int_equal(t.typed.due, 1400);
    assert_shows(&t, 1399, "there");
    assert_shows(&t, 1400, "here there around");
    assert_int_equal(t.typed.due, 0);
    end(&t);
}

/* What lies over many lines waits for any of them. */
static void many_lines_wait(void **state)
{
    (void)state;
    enum { LINES = 2000, TYPED = 1500 };
    typist t = {0};
    strbuf many = STRBUF_INIT;
    for (int i = 0; i < LINES; i++) strbuf_add_cstr(&many, "x: 1\n");
    t.lines = line_index_build(&t.memory, strbuf_str(&many));
    typing_edit(&t.typed, TYPED, TYPED, TYPED, 1000);
    typing_edit(&t.typed, 10, 10, 10, 1100);
    static const uint32_t ranges[][2] = {{0, 9},           {0, 10},      {11, TYPED - 1},     {11, TYPED},
                                         {TYPED, LINES - 1}, {TYPED + 1, LINES - 1}, {0, LINES - 1}};
    static const char *const names[] = {"above", "to-10", "between", "to-typed", "from-typed", "below", "all"};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) add(&t, names[i], ranges[i][0], ranges[i][1]);
    assert_shows(&t, 1100, "above between below");
    assert_int_equal(t.typed.due, 1400);
    assert_shows(&t, 1400, "above between to-typed from-typed below");
    assert_int_equal(t.typed.due, 1500);
    assert_shows(&t, 1500, "above to-10 between to-typed from-typed below all");
    strbuf_free(&many);
    end(&t);
}

static void an_edit_elsewhere_delays_nothing(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    add(&t, "here", 3, 3);
    typing_edit(&t.typed, 3, 3, 3, 1000);
    assert_shows(&t, 1000, "");
    typing_edit(&t.typed, 3, 3, 3, 1300); /* on the line itself it does */
    assert_shows(&t, 1400, "");
    assert_int_equal(t.typed.due, 1700);
    typing_edit(&t.typed, 5, 5, 5, 1600);
    assert_shows(&t, 1700, "here");
    end(&t);
}

static void old_ones_stay_and_move(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    add(&t, "here", 3, 3);
    assert_shows(&t, 0, "here");
    typing_edit(&t.typed, 3, 3, 3, 1000);
    add(&t, "more", 3, 3);
    assert_shows(&t, 1000, "here");
    t.found.at[0].message = STR("changed");
    assert_shows(&t, 1010, ""); /* what is gone is gone, what it says now is new */
    typing_edit(&t.typed, 1, 1, 2, 1020); /* a line more above: what is typed on moves */
    t.found.n = 0;
    add(&t, "fourth", 4, 4);
    add(&t, "last", 5, 5);
    assert_shows(&t, 1030, "last");
    t.found.n = 0;
    add(&t, "last", 4, 4); /* it stands on the line that waits now, but was shown */
    assert_shows(&t, 1040, "last");
    end(&t);
}

static void heads_of_the_block_wait(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    typing_edit(&t.typed, 3, 3, 3, 1000);
    add(&t, "key", 1, 1);
    add(&t, "item", 2, 2);
    add(&t, "sibling", 0, 0);
    assert_shows(&t, 1000, "sibling");
    assert_shows(&t, 1400, "key item sibling");
    end(&t);
}

static void nothing_waits_without_a_delay(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    typing_edit(&t.typed, 3, 3, 3, 1000);
    add(&t, "here", 3, 3);
    diagnostic_list list = typing_filter(&t.typed, &t.memory, &t.found, &t.lines, 0, 1000);
    assert_int_equal(list.n, 1);
    end(&t);
}

static void lines_that_are_gone_are_forgotten(void **state)
{
    (void)state;
    typist t;
    begin(&t);
    typing_edit(&t.typed, 2, 2, 40, 1000); /* more than the text has now */
    typing_edit(&t.typed, 1, 60, 1, 1100);
    add(&t, "item", 2, 2);
    add(&t, "key", 1, 1);
    assert_shows(&t, 1100, "item");
    end(&t);
}

/* Each line within the one above, and many of them typed at once: the heads of their blocks are looked for once. */
static void deep_blocks_take_little(void **state)
{
    (void)state;
    enum { DEEP = 1500, TYPED = 900 };
    typist t;
    begin(&t);
    strbuf b = {0};
    for (int i = 0; i < DEEP; i++) strbuf_printf(&b, "%*sk:\n", i, "");
    t.lines = line_index_build(&t.memory, strbuf_str(&b));
    typing_edit(&t.typed, DEEP - TYPED, DEEP - TYPED, DEEP - 1, 1000);
    add(&t, "head", 0, 0);
    add(&t, "behind", DEEP, DEEP);
    size_t before = t.memory.total;
    assert_shows(&t, 1000, "behind");
    assert_true(t.memory.total - before < 1 << 20);
    strbuf_free(&b);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_blocks_take_little),
        cmocka_unit_test(new_on_the_line_waits),
        cmocka_unit_test(many_lines_wait),          cmocka_unit_test(an_edit_elsewhere_delays_nothing),
        cmocka_unit_test(old_ones_stay_and_move),         cmocka_unit_test(heads_of_the_block_wait),
        cmocka_unit_test(nothing_waits_without_a_delay), cmocka_unit_test(lines_that_are_gone_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
