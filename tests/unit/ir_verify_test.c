/* Sound bodies, each made wrong in one place: the verifier names what is wrong, and a body that a front end hands over so is
 * unknown as a whole. */
#include "base/bug.h"
#include "go/frontend.h"
#include "ir/program.h"
#include "ir/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool read_source(void *self, str path, str *text)
{
    if (!str_is(path, "/p/main.go")) return false;
    *text = *(str *)self;
    return true;
}

static source_entries list_sources(void *self, arena *a, str folder)
{
    source_entries entries = {0};
    (void)self;
    if (str_is(folder, "/p")) array_push(a, &entries, (source_entry){STR("main.go"), false});
    return entries;
}

static ir_program *load(arena *a, str *text)
{
    source_tree tree = {.self = text, .read = read_source, .list = list_sources};
    return go_load(a, &tree, STR("/p"), NULL, NULL);
}

static ir_func *find_func(ir_program *p, const char *name)
{
    ir_member *m = map_get(&p->packages.at[0]->members, str_of(name));
    return m->func;
}

typedef struct search {
    ir_op op;
    ir_node *found;
} search;

static bool find_op(void *self, ir_node *n)
{
    search *s = self;
    if (!s->found && n->op == s->op) s->found = n;
    if (n->op == IR_CLOSURE) ir_walk(n->func->body, find_op, s);
    return !s->found;
}

/* --- what can be wrong --- */

static ir_node other;

static void drop_kid(ir_node *n) { n->count--; }
static void forget_first(ir_node *n) { n->kids[0] = NULL; }
static void forget_second(ir_node *n) { n->kids[1] = NULL; }
static void forget_third(ir_node *n) { n->kids[2] = NULL; }
static void forget_kids(ir_node *n) { n->kids = NULL; }
static void add_target(ir_node *n) { n->targets++; }
static void take_target(ir_node *n) { n->targets--; }
static void many_targets(ir_node *n) { n->targets = 100; }
static void no_slot(ir_node *n) { n->slot = -1; }
static void big_slot(ir_node *n) { n->slot = 1000; }
static void no_type(ir_node *n) { n->type = NULL; }
static void no_operator(ir_node *n) { n->sub = 0; }
static void other_name(ir_node *n) { n->name = STR("nowhere"); }
static void no_name(ir_node *n) { n->name = STR(""); }
static void spread(ir_node *n) { n->flags |= IR_SPREAD; }
static void mark_default(ir_node *n) { n->flags |= IR_DEFAULT; }
static void no_function(ir_node *n) { n->func = NULL; }
static void no_variable(ir_node *n) { n->global = NULL; }
static void other_constant(ir_node *n) { n->constant.kind = 77; }
static void no_operation(ir_node *n) { n->op = 200; }
static void far_away(ir_node *n) { n->at.at.end = 1u << 30; }
static void turned_around(ir_node *n) { n->at.at = (range){5, 4}; }
static void other_file(ir_node *n) { n->at.file = 9; }
static void big_capture(ir_node *n) { n->func->captures[0] = 1000; }
static void many_captures(ir_node *n) { n->func->capture_count = 1000; }
static void no_body(ir_node *n) { n->func->body = NULL; }
static void no_signature(ir_node *n) { n->func->type = NULL; }
static void big_param(ir_node *n) { n->func->params[0].slot = 1000; }
static void big_result(ir_node *n) { n->func->results[0].slot = 1000; }
static void big_fresh_slot(ir_node *n) { n->slots.at[0] = 1000; }
static void in_itself(ir_node *n) { n->kids[0] = n; }
static void holds(ir_node *n, ir_op op)
{
    other = (ir_node){.op = (uint8_t)op, .slot = -1, .at = n->at};
    n->kids[0] = &other;
}
static void holds_statement(ir_node *n) { holds(n, IR_RETURN); }
static void holds_expression(ir_node *n) { holds(n, IR_CONST); }
static void holds_nothing_known(ir_node *n) { holds(n, IR_UNSUPPORTED); }
static void becomes_break(ir_node *n) { *n = (ir_node){.op = IR_BREAK, .slot = -1, .at = n->at}; }
static void becomes_continue(ir_node *n) { *n = (ir_node){.op = IR_CONTINUE, .slot = -1, .at = n->at}; }
static void becomes_fallthrough(ir_node *n) { *n = (ir_node){.op = IR_FALLTHROUGH, .slot = -1, .at = n->at}; }
static void becomes_case(ir_node *n) { n->op = IR_CASE; }

static const struct {
    const char *body; /* of func f(a, b int, s []int, m map[string]int, any interface{}, c chan int) */
    ir_op op;         /* of the node that is made wrong: the first one */
    void (*harm)(ir_node *n);
    const char *flaw; /* NULL: nothing is wrong with it */
} flaws[] = {
    {"a = b", IR_ASSIGN, NULL, NULL},
    {"x, y := a, b; _, _ = x, y", IR_ASSIGN, drop_kid, NULL}, /* one value with several results */
    {"var x, y, z = a, b, a; _, _, _ = x, y, z", IR_ASSIGN, drop_kid, "other numbers of places and values"},
    {"var x, y, z = a, b, a; _, _, _ = x, y, z", IR_ASSIGN, many_targets, "places that are no kids"},
    {"a = b", IR_ASSIGN, take_target, "places that are no kids"},
    {"a = b", IR_ASSIGN, forget_first, "a kid is missing"},
    {"a = b", IR_ASSIGN, forget_second, "a kid is missing"},
    {"a = b", IR_ASSIGN, holds_expression, "not what may stand there"},
    {"a = b", IR_ASSIGN, holds_nothing_known, "not what may stand there"},
    {"a += b", IR_ASSIGN, drop_kid, "an operator without an old and a new value"},
    {"a += b", IR_ASSIGN, forget_first, "an operator without an old and a new value"},
    {"a++", IR_ASSIGN, add_target, "an operator without an old and a new value"},
    {"x := a; _ = x", IR_DECLARE, big_slot, "a slot outside of the frame"},
    {"x := a; _ = x", IR_DECLARE, no_slot, "a slot outside of the frame"},
    {"a = b", IR_LOCAL, big_slot, "a slot outside of the frame"},
    {"a = b", IR_LOCAL, no_operation, "no operation"},
    {"a = b", IR_LOCAL, far_away, "a place outside of the file"},
    {"a = b", IR_LOCAL, turned_around, "a place outside of the file"},
    {"a = b", IR_LOCAL, other_file, "a place outside of the file"},
    {"a = 1", IR_CONST, other_constant, "a constant of no kind"},
    {"a = g", IR_GLOBAL, no_variable, "no variable"},
    {"h(1)", IR_FUNC, no_function, "no function"},
    {"a = int(b)", IR_CONVERT, no_type, "no type"},
    {"a = any.(int)", IR_ASSERT, no_type, "no type"},
    {"s = []int{1}", IR_COMPOSITE, no_type, "no type"},
    {"s = []int{1}", IR_COMPOSITE, holds_statement, "not what may stand there"},
    {"_ = struct{x int}{x: 1}", IR_KEYED, no_name, "a field without a name"},
    {"_ = map[string]int{\"x\": 1}", IR_KEYED, drop_kid, "a field without a name"},
    {"a = -b", IR_UNARY, no_operator, "no operator"},
    {"a = a + b", IR_BINARY, no_operator, "no operator"},
    {"a = a + b", IR_BINARY, drop_kid, "another number of kids"},
    {"a = a + b", IR_BINARY, forget_kids, "another number of kids"},
    {"a = a + b", IR_BINARY, in_itself, "nested too deeply"},
    {"a = s[b]", IR_INDEX, drop_kid, "another number of kids"},
    {"s = s[1:]", IR_SLICE, drop_kid, "another number of kids"},
    {"s = s[1:]", IR_SLICE, forget_second, NULL},
    {"s = s[1:]", IR_SLICE, forget_first, "a kid is missing"},
    {"h(1)", IR_CALL, holds_statement, "not what may stand there"},
    {"h(1)", IR_CALL, forget_second, "a kid is missing"},
    {"k()", IR_CALL, spread, "no argument to be spread"},
    {"k()", IR_CALL, drop_kid, "another number of kids"},
    {"a = len(s)", IR_BUILTIN, drop_kid, "another number of arguments"},
    {"a = len(s)", IR_BUILTIN, spread, "another number of arguments"},
    {"s = append(s, a)", IR_BUILTIN, spread, NULL},
    {"s = make([]int, a)", IR_BUILTIN, no_type, "no type"},
    {"a = h(1)", IR_EXPR, NULL, NULL},
    {"h(1)", IR_EXPR, holds_statement, "not what may stand there"},
    {"h(1)", IR_EXPR, holds_nothing_known, NULL},
    {"h(1)", IR_EXPR, becomes_break, "a jump that leads nowhere"},
    {"h(1)", IR_EXPR, becomes_case, "not what may stand there"},
    {"for { _ = func() { h(1) } }", IR_EXPR, becomes_break, "a jump that leads nowhere"},
    {"for { h(1) }", IR_EXPR, becomes_break, NULL},
    {"for { h(1) }", IR_EXPR, becomes_fallthrough, "a jump that leads nowhere"},
    {"switch { case a > b: for { h(1) }; default: }", IR_EXPR, becomes_fallthrough, "a jump that leads nowhere"},
    {"switch { case a > b: h(1); default: }", IR_EXPR, becomes_fallthrough, NULL},
    {"switch { case a > b: h(1); default: }", IR_EXPR, becomes_continue, "a jump that leads nowhere"},
    {"L: for { for { continue L } }", IR_CONTINUE, other_name, "a jump that leads nowhere"},
    {"if a > b { h(1) }", IR_IF, drop_kid, "another number of kids"},
    {"if a > b { h(1) }", IR_IF, forget_second, "a kid is missing"},
    {"if a > b { h(1) }", IR_IF, forget_third, NULL},
    {"for i := 0; i < a; i++ { h(i) }", IR_LOOP, big_fresh_slot, "a slot outside of the frame"},
    {"for i := 0; i < a; i++ { h(i) }", IR_LOOP, forget_third, "a kid is missing"},
    {"for i := 0; i < a; i++ { h(i) }", IR_LOOP, forget_second, NULL},
    {"for i := range s { h(i) }", IR_RANGE, forget_third, "a kid is missing"},
    {"for i := range s { h(i) }", IR_RANGE, holds_expression, "not what may stand there"},
    {"for i := range s { h(i) }", IR_RANGE, forget_first, NULL},
    {"switch a { case b: }", IR_SWITCH, forget_second, "a kid is missing"},
    {"switch a { case b: }", IR_SWITCH, forget_first, NULL},
    {"switch a { case b: }", IR_CASE, add_target, "other kids than alternatives and a body"},
    {"switch a { case b: }", IR_CASE, mark_default, "other kids than alternatives and a body"},
    {"switch a { case b: }", IR_CASE, big_slot, "a slot outside of the frame"},
    {"switch x := any.(type) { case int: _ = x }", IR_CASE, big_slot, "a slot outside of the frame"},
    {"switch x := any.(type) { case int: _ = x }", IR_TYPE_SWITCH, forget_first, "a kid is missing"},
    {"select { case <-c: }", IR_COMM_SELECT, forget_first, "a kid is missing"},
    {"select { case <-c: }", IR_COMM_SELECT, holds_statement, "not what may stand there"},
    {"select {}", IR_COMM_SELECT, NULL, NULL},
    {"defer h(1)", IR_DEFER, holds_expression, "not what may stand there"},
    {"go h(1)", IR_GO, holds_nothing_known, "not what may stand there"},
    {"c <- a", IR_SEND, drop_kid, "another number of kids"},
    {"_ = func() { a = b }", IR_CLOSURE, no_function, "a literal without a function"},
    {"_ = func() { a = b }", IR_CLOSURE, no_body, "a literal without a function"},
    {"_ = func() { a = b }", IR_CLOSURE, no_signature, "no signature"},
    {"_ = func() { a = b }", IR_CLOSURE, big_capture, "a captured variable outside of the frame"},
    {"_ = func() { k() }", IR_CLOSURE, many_captures, "captures outside of the frame"},
    {"_ = func(x int) (y int) { return x }", IR_CLOSURE, big_param, "a parameter outside of the frame"},
    {"_ = func(x int) (y int) { return x }", IR_CLOSURE, big_result, "a parameter outside of the frame"},
    {"_ = func() { a = b }", IR_LOCAL, big_slot, "a slot outside of the frame"},
};

static void test_flaws(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(flaws); i++) {
        arena a = ARENA_INIT;
        str text = arena_printf(&a, "package main\nvar g = 1\nfunc h(n int) int { return n }\nfunc k() {}\n"
                                    "func f(a, b int, s []int, m map[string]int, any interface{}, c chan int) {\n%s\n}\n",
                                flaws[i].body);
        ir_program *p = load(&a, &text);
        ir_func *f = find_func(p, "f");
        search s = {.op = flaws[i].op};
        ir_walk(ir_func_body(p, f), find_op, &s);
        ir_flaw before = ir_verify_func(p, f);
        assert_null(before.what);
        if (flaws[i].harm) {
            if (!s.found) fail_msg("no such node in '%s'", flaws[i].body);
            flaws[i].harm(s.found);
        }
        ir_flaw after = ir_verify_func(p, f);
        if (!flaws[i].flaw && after.what) fail_msg("row %zu, '%s': %s", i, flaws[i].body, after.what);
        if (flaws[i].flaw && !after.what) fail_msg("row %zu, '%s': nothing is found", i, flaws[i].body);
        if (flaws[i].flaw) assert_string_equal(after.what, flaws[i].flaw);
        go_unload(p);
        arena_free(&a);
    }
}

/* Below what could not be read, nodes are whole but may stand anywhere. */
static void test_unsupported(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    str text = STR("package main\nfunc f(a int) {\nfor { if a > 1 { break } }\n}\n");
    ir_program *p = load(&a, &text);
    ir_func *f = find_func(p, "f");
    search s = {.op = IR_LOOP};
    ir_walk(ir_func_body(p, f), find_op, &s);
    s.found->op = IR_UNSUPPORTED;
    assert_string_equal(ir_verify_func(p, f).what, "a kid is missing"); /* what the loop need not have */
    s.found->kids += 2;
    s.found->count = 1;
    assert_null(ir_verify_func(p, f).what);
    search local = {.op = IR_LOCAL};
    ir_walk(f->body, find_op, &local);
    local.found->slot = 7;
    assert_string_equal(ir_verify_func(p, f).what, "a slot outside of the frame");
    go_unload(p);
    arena_free(&a);
}

/* --- a front end that makes a mistake --- */

static void lower_func_wrong(ir_program *p, ir_func *f)
{
    f->body = ARENA_NEW(p->arena, ir_node);
    *f->body = (ir_node){.op = IR_EXPR, .slot = -1, .at = {.file = IR_NO_FILE}};
}

static void lower_global_wrong(ir_program *p, ir_global *g)
{
    g->init = ARENA_NEW(p->arena, ir_node);
    *g->init = (ir_node){.op = IR_LOCAL, .at = {.file = IR_NO_FILE}};
}

static const ir_front wrong_front = {.lower_func = lower_func_wrong, .lower_global = lower_global_wrong};

#ifdef WPLS_STRICT
static void test_wrong_front(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    ir_program p = {.arena = &a, .front = &wrong_front};
    ir_func f = {.name = STR("f"), .has_body = true, .type = type_new_func(&a, NULL, 0, 0, false)};
    ir_global g = {.name = STR("g")};
    bug_trap trap = {.outer = NULL};
    bug_current_trap = &trap;
    if (!setjmp(trap.at)) {
        ir_func_body(&p, &f);
        fail_msg("nothing was wrong");
    }
    assert_string_equal(trap.message, "'f' was lowered wrong at : another number of kids");
    bug_current_trap = &trap;
    if (!setjmp(trap.at)) {
        ir_global_init(&p, &g);
        fail_msg("nothing was wrong");
    }
    assert_string_equal(trap.message, "'g' was lowered wrong at : a slot outside of the frame");
    arena_free(&a);
}
#else
static void test_wrong_front(void **state)
{
    (void)state;
    arena a = ARENA_INIT;
    ir_program p = {.arena = &a, .front = &wrong_front};
    ir_param param = {.name = STR("x"), .slot = 3};
    ir_func f = {.name = STR("f"), .has_body = true, .params = &param, .param_count = 1, .slot_count = 4};
    f.type = type_new_func(&a, NULL, 0, 0, false);
    ir_global g = {.name = STR("g")};
    assert_int_equal(ir_func_body(&p, &f)->op, IR_UNSUPPORTED);
    assert_int_equal(param.slot, -1);
    assert_null(ir_verify_func(&p, &f).what);
    assert_int_equal(ir_global_init(&p, &g)->op, IR_UNSUPPORTED);
    assert_null(ir_verify_global(&p, &g).what);
    arena_free(&a);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flaws),
        cmocka_unit_test(test_unsupported),
        cmocka_unit_test(test_wrong_front),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
