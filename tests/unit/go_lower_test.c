#include "base/path.h"
#include "go/frontend.h"
#include "ir/dump.h"
#include "ir/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

typedef struct source {
    const char *path, *text;
} source;

typedef struct sources {
    const source *at;
    size_t n;
} sources;

static arena scratch;
static ir_program *program;
static build_facts module;

static int drop(void **state)
{
    (void)state;
    if (program) go_unload(program);
    program = NULL;
    arena_free(&scratch);
    return 0;
}

static bool read_source(void *self, str path, str *text)
{
    const sources *s = self;
    for (size_t i = 0; i < s->n; i++)
        if (str_is(path, s->at[i].path)) {
            *text = str_of(s->at[i].text);
            return true;
        }
    return false;
}

static source_entries list_sources(void *self, arena *a, str folder)
{
    const sources *s = self;
    source_entries entries = {0};
    for (size_t i = 0; i < s->n; i++) {
        str path = str_of(s->at[i].path);
        if (!path_is_inside(path, folder) || path.n <= folder.n) continue;
        str rest = str_slice(path, folder.n + 1, path.n);
        ptrdiff_t slash = str_find_char(rest, '/', 0);
        source_entry e = {slash < 0 ? rest : str_slice(rest, 0, (size_t)slash), slash >= 0};
        if (entries.n == 0 || !str_eq(array_last(&entries).name, e.name)) array_push(a, &entries, e);
    }
    return entries;
}

static ir_program *load(const source *files, size_t n, const char *root, go_cache *cache)
{
    drop(NULL);
    sources s = {files, n};
    source_tree tree = {.self = &s, .read = read_source, .list = list_sources};
    return program = go_load(&scratch, &tree, str_of(root), cache, &module);
}

static ir_program *load_main(const char *text)
{
    const source files[] = {{"/p/go.mod", "module example.com/p\n\ngo 1.24.1\n"}, {"/p/main.go", text}};
    return load(files, COUNT(files), "/p", NULL);
}

static ir_member *member(const char *name) { return map_get(&program->packages.at[0]->members, str_of(name)); }

static const char *text_of(str s) { return arena_cstr(&scratch, s); }

static const char *dump(const char *name)
{
    strbuf out = STRBUF_INIT;
    ir_dump_func(&out, program, member(name)->func);
    const char *text = text_of(str_trim(strbuf_str(&out)));
    strbuf_free(&out);
    return text;
}

/* The packages' import paths, in order. */
static const char *packages(void)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < program->packages.n; i++) {
        const ir_package *p = program->packages.at[i];
        strbuf_printf(&out, "%s%.*s%s", i ? " " : "", STR_ARG(p->path), p->own ? "" : "(dependency)");
    }
    const char *text = text_of(strbuf_str(&out));
    strbuf_free(&out);
    return text;
}

/* --- statements and expressions ------------------------------------------------------------------------------------------ */

typedef struct body {
    const char *go, *ir;
} body;

#define HEAD \
    "package main\n" \
    "import (\"errors\"; \"strings\")\n" \
    "type T struct { a int; s []string; m map[string]int; p *T }\n" \
    "func (t *T) M(n int) int { return n }\n" \
    "func two() (int, error) { return 1, nil }\n" \
    "func gen[A any](a A) A { return a }\n" \
    "var fs []func(int) int\n"

static const body bodies[] = {
    {"x := 1; x, y := x, 2; _ = y",
     "(assign 1 (declare x @1 int) 1)\n  (assign 2 x@1 (declare y @2 int) x@1 2)\n  (assign 1 (_) y@2)"},
    {"t.a += 2; t.a++", "(assign += 1 (select a t@0) 2)\n  (assign += 1 (select a t@0) 1)"},
    {"v, ok := t.m[\"k\"]; _, _ = v, ok",
     "(assign 2 (declare v @1 int) (declare ok @2 bool) (index comma-ok (select m t@0) \"k\"))\n"
     "  (assign 2 (_) (_) v@1 ok@2)"},
    {"n, err := two(); _, _ = n, err",
     "(assign 2 (declare n @1 int) (declare err @2 error) (call (func two)))\n  (assign 2 (_) (_) n@1 err@2)"},
    {"if n, err := two(); err != nil { _ = n }",
     "(block\n    (assign 2 (declare n @1 int) (declare err @2 error) (call (func two)))\n"
     "    (if (binary != err@2 nil)\n      (block\n        (assign 1 (_) n@1)) -))"},
    {"for i := 0; i < 3; i++ { func() { _ = i }() }",
     "(block\n    (assign 1 (declare i @1 int) 0)\n    (loop fresh:1 (binary < i@1 3) (assign += 1 i@1 1)\n      (block\n"
     "        (expr (call (closure @1\n          (func - slots:1\n            (assign 1 (_) i@0))))))))"},
    {"n := 1; f := func(a int) func() int { return func() int { return a + n } }; _ = f",
     "(assign 1 (declare n @1 int) 1)\n  (assign 1 (declare f @2 func(int) func() int) (closure @1\n"
     "    (func - (params a@1:int) (results @-1:func() int) slots:2\n      (return (closure @1 @0\n"
     "        (func - (results @-1:int) slots:2\n          (return (binary + a@0 n@1))))))))\n  (assign 1 (_) f@2)"},
    {"outer: for _, v := range t.s { for range 3 { if v == \"\" { continue outer }; break } }",
     "(range outer - (declare v @1 string) (select s t@0)\n    (block\n      (range - - 3\n        (block\n"
     "          (if (binary == v@1 \"\")\n            (block\n              (continue outer)) -)\n          (break)))))"},
    {"switch x := t.a; x { case 1, 2: fallthrough; default: t.a = 0 }",
     "(block\n    (assign 1 (declare x @1 int) (select a t@0))\n    (switch x@1\n      (case 2 1 2\n        (block\n"
     "          (fallthrough)))\n      (case 0 default\n        (block\n          (assign 1 (select a t@0) 0)))))"},
    {"var i any = t; switch v := i.(type) { case nil: case *T: _ = v.a; case int, string: _ = v }",
     "(assign 1 (declare i @1 interface {}) t@0)\n  (type-switch i@1\n    (case 1 v @2 nil\n      (block))\n"
     "    (case 1 v @3 (type *main.T)\n      (block\n        (assign 1 (_) (select a v@3))))\n"
     "    (case 2 v @4 (type int) (type string)\n      (block\n        (assign 1 (_) v@4))))"},
    {"c := make(chan int); select { case c <- 1: case v, ok := <-c: _, _ = v, ok; default: }",
     "(assign 1 (declare c @1 chan int) (builtin make chan int))\n  (comm-select\n    (case 0\n      (block\n"
     "        (send c@1 1)))\n    (case 0\n      (block\n"
     "        (assign 2 (declare v @2 int) (declare ok @3 bool) (receive comma-ok c@1))\n"
     "        (assign 2 (_) (_) v@2 ok@3)))\n    (case 0 default\n      (block)))"},
    {"x := []*T{{a: 1}, {}}; y := map[string][]T{\"k\": {{a: 2}}}; _, _ = x, y",
     "(assign 1 (declare x @1 []*main.T) (composite []*main.T (addr (composite main.T (keyed a 1))) (addr (composite main.T))))\n"
     "  (assign 1 (declare y @2 map[string][]main.T) (composite map[string][]main.T (keyed \"k\" (composite []main.T (composite main.T "
     "(keyed a 2))))))\n  (assign 2 (_) (_) x@1 y@2)"},
    {"i := 0; _ = fs[i](i)", "(assign 1 (declare i @1 int) 0)\n  (assign 1 (_) (call (index (global fs) i@1) i@1))"},
    {"_ = gen[int](1)", "(assign 1 (_) (call (func gen (type int)) 1))"},
    {"_ = (*T)(nil); _ = []byte(\"x\"); _ = int64(3)",
     "(assign 1 (_) (convert *main.T nil))\n  (assign 1 (_) (convert []uint8 \"x\"))\n  (assign 1 (_) 3:int64)"},
    {"f := (*T).M; g := t.M; _, _ = f, g",
     "(assign 1 (declare f @1) (func M of T))\n  (assign 1 (declare g @2 func(int) int) (select M t@0))\n"
     "  (assign 2 (_) (_) f@1 g@2)"},
    {"p := new(T); p.p.a = strings.Count(\"a\", t.s[0]); *p = *t",
     "(assign 1 (declare p @1 *main.T) (builtin new main.T))\n"
     "  (assign 1 (select a (select p p@1)) (call (extern strings Count) \"a\" (index (select s t@0) 0)))\n"
     "  (assign 1 (deref p@1) (deref t@0))"},
    {"t.s = append(t.s, t.s[1:]...); panic(errors.New(\"x\" + \"y\"))",
     "(assign 1 (select s t@0) (builtin append ... (select s t@0) (slice (select s t@0) 1 - -)))\n"
     "  (expr (builtin panic (call (extern errors New) \"xy\")))"},
    {"type L struct{ b int }; const k, s = iota + 2, \"q\"; _ = L{k}; _ = len(s)",
     "(assign 1 (_) (composite main.L 2))\n  (assign 1 (_) 1:int)"},
    {"goto end; end: t.a = 1", "(unsupported \"goto\")\n  (assign 1 (select a t@0) 1)"},
    {"true := t.a > 1; _ = true", "(assign 1 (declare true @1 bool) (binary > (select a t@0) 1))\n  (assign 1 (_) true@1)"},
};

static void test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        arena keep = ARENA_INIT;
        load_main(arena_printf(&keep, HEAD "func f(t *T) {\n%s\n}\n", bodies[i].go).p);
        const char *got = dump("f"), *start = strstr(got, "\n  ");
        str statements = start ? str_slice(str_of(start), 3, strlen(start) - 1) : (str){0};
        assert_string_equal(text_of(statements), bodies[i].ir);
        arena_free(&keep);
    }
}

/* Code that no Go compiler takes: nothing is known of the statement, and of no other one. */
static void test_refused(void **state)
{
    (void)state;
    static const struct {
        const char *go;
        ir_refusal_kind why;
    } refused[] = {
        {"break", IR_REFUSED_MISPLACED},
        {"if t.p != nil { continue }", IR_REFUSED_MISPLACED},
        {"for { func() { break }() }", IR_REFUSED_MISPLACED},
        {"L: for { for { break M } }", IR_REFUSED_LABEL_UNUSED},
        {"switch any(t).(type) { case int: fallthrough }", IR_REFUSED_MISPLACED},
        {"switch { case t.a > 1: for { fallthrough } }", IR_REFUSED_MISPLACED},
        {"x, y := 1, 2, 3", IR_REFUSED_VALUE_COUNT},
        {"var x, y, z = 1, 2", IR_REFUSED_VALUE_COUNT},
        {"t.a, t.p += 1, 2", IR_REFUSED_VALUE_COUNT},
        {"_++", IR_REFUSED_VALUE_COUNT},
        {"for two() = range t.s {}", IR_REFUSED_NOT_A_PLACE},
        {"for a, b, c := range t.s { _, _ = a, b }", IR_REFUSED_VALUE_COUNT},
        {"append()", IR_REFUSED_BUILTIN_COUNT},
        {"copy(t.s)", IR_REFUSED_BUILTIN_COUNT},
        {"panic(t.s...)", IR_REFUSED_BUILTIN_COUNT},
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        arena keep = ARENA_INIT;
        load_main(arena_printf(&keep, HEAD "func f(t *T) {\n%s\nt.a = 2\n}\n", refused[i].go).p);
        const ir_refusal *r = ir_func_refused(program, member("f")->func);
        if (!r || r->kind != refused[i].why) fail_msg("'%s': refused %d, kind %d", refused[i].go, r != NULL, r ? (int)r->kind : -1);
        assert_null(ir_func_body(program, member("f")->func));
        arena_free(&keep);
    }
}

static void test_defer_and_results(void **state)
{
    (void)state;
    load_main(
        "package main\nfunc f() (err error) {\n\tdefer func() { if r := recover(); r != nil { err = nil } }()\n\treturn\n}\n");
    assert_string_equal(dump("f"), "(func f (results err@0:error) slots:1 defer\n"
                                   "  (defer (call (closure @0\n"
                                   "    (func - slots:2 recover\n"
                                   "      (block\n"
                                   "        (assign 1 (declare r @1 interface {}) (builtin recover))\n"
                                   "        (if (binary != r@1 nil)\n"
                                   "          (block\n"
                                   "            (assign 1 err@0 nil)) -))))))\n"
                                   "  (return))");
}

/* --- declarations -------------------------------------------------------------------------------------------------------- */

static const char constants[] =
    "package main\n"
    "type K uint8\n"
    "const (\n\tA K = iota + 1\n\tB\n\t_\n\tD, E = K(iota), -iota\n)\n"
    "const (\n\tKB = 1 << (10 * (iota + 1))\n\tMB\n)\n"
    "const Big = 1<<63 + 5\nconst Real = 7 / 2.0\nconst Whole = 7 / 2\nconst Text = \"a\\u00e9\" + `\\n`\nconst Len = len(Text)\n"
    "const Not = ^K(1)\nconst Loop = Loop + 1\nconst Later = First\nconst First = 'a'\nconst Neg int8 = -0x80\nconst Huge = 1 << "
    "100\nconst Lossy = 1<<64 + 1\n";

static void test_constants(void **state)
{
    (void)state;
    load_main(constants);
    strbuf out = STRBUF_INIT;
    ir_dump_program(&out, program);
    static const char *const lines[] = {
        "(const A 1:main.K)",
        "(const B 2:main.K)",
        "(const D 3:main.K)",
        "(const E -3)",
        "(const KB 1024)",
        "(const MB 1048576)",
        "(const Big 9223372036854775813)",
        "(const Real 3.5)",
        "(const Whole 3)",
        "(const Text \"a\xC3\xA9\\\\n\")",
        "(const Len 5:int)",
        "(const Not 254:main.K)",
        "(const Later 97)",
        "(const Neg -128:int8)",
        "(const Huge 1.2676506002282294e+30)",
        "(var Lossy ? (binary + 1.8446744073709552e+19 1))",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!str_has(strbuf_str(&out), str_of(lines[i]))) fail_msg("%s is not in\n%s", lines[i], out.p);
    strbuf_free(&out);
    assert_int_equal(member("A")->type->kind, TYPE_NAMED);
    assert_int_equal(member("E")->type->kind, TYPE_UNTYPED_INT);
    assert_int_equal(member("Loop")->kind, IR_MEMBER_GLOBAL); /* no constant; nobody may need it */
}

static void test_structs(void **state)
{
    (void)state;
    load_main("package main\nimport \"github.com/x/y/v2\"\n"
              "// Config is read\n// from the user.\ntype Config struct {\n"
              "\t// the port\n\tPort, Alt int `json:\"port,omitempty\"`\n\tName string // its name\n\t*Base\n\ty.Other\n}\n"
              "type Base struct{ id int }\nfunc (b *Base) ID() int { return b.id }\n"
              "type I interface { ID() int; fmt }\ntype fmt interface { F(a, b string, rest ...int) error }\n"
              "type Alias = Config\nfunc f(c Alias) int { return c.ID() + c.id }\n");
    ir_member *m = member("Config");
    const ir_type *t = type_under(m->type);
    assert_string_equal(text_of(m->doc), "Config is read\nfrom the user.");
    assert_int_equal(t->field_count, 5);
    assert_string_equal(text_of(t->fields[0].tag), "json:\"port,omitempty\"");
    assert_string_equal(text_of(t->fields[1].doc), "the port");
    assert_string_equal(text_of(t->fields[2].doc), "its name");
    assert_true(t->fields[3].embedded && t->fields[3].type->kind == TYPE_POINTER);
    assert_string_equal(text_of(t->fields[3].name), "Base");
    assert_true(t->fields[4].embedded && t->fields[4].type->opaque);
    assert_string_equal(text_of(t->fields[4].type->package), "github.com/x/y/v2");
    assert_non_null(map_get(&member("Base")->type->methods, STR("ID")));
    assert_int_equal(type_under(member("I")->type)->field_count, 2);
    assert_ptr_equal(member("Alias")->type, m->type);
    const ir_node *sum = ir_func_body(program, member("f")->func)->kids[0]->kids[0];
    assert_int_equal(sum->type->kind, TYPE_INT);
}

static void test_globals(void **state)
{
    (void)state;
    load_main("package main\nvar a, b = f()\nvar t = map[string]int{\"x\": n}\nvar n = 2\nvar v, ok = t[\"x\"]\nvar s string\n"
              "func f() (int, string) { return 1, s }\n");
    ir_global *a = member("a")->global, *b = member("b")->global;
    assert_ptr_equal(ir_global_init(program, a), ir_global_init(program, b));
    assert_true(a->of == 2 && a->index == 0 && b->index == 1);
    assert_int_equal(b->type->kind, TYPE_STRING);
    assert_int_equal(ir_global_init(program, member("v")->global)->flags, IR_COMMA_OK);
    assert_null(ir_global_init(program, member("s")->global));
    assert_int_equal(ir_global_init(program, member("t")->global)->type->kind, TYPE_MAP);
}

/* --- modules ------------------------------------------------------------------------------------------------------------- */

static void test_import_closure(void **state)
{
    (void)state;
    const source files[] = {
        {"/p/a/a.go", "package apkg\nimport \"m/b\"\nvar V = b.W\n"},
        {"/p/b/b.go", "package b\nvar W = 1\n"},
        {"/p/go.mod", "module m // the module\ngo 1.22\nrequire (\n\tx.y/dep v1.2.3\n\tx.y/more v0.1.0 // indirect\n)\n"
                      "replace x.y/local => ./local\nreplace x.y/out v1.0.0 => ../out\n"},
        {"/p/local/l.go", "package l\n"},
        {"/p/main.go", "package main\nimport (\"m/a\"; . \"x.y/dep\"; z \"x.y/local\"; _ \"x.y/out\"; \"x.y/gone/go-foo\")\n"
                       "var g = apkg.V + D + foo.X\n"},
        {"/p/main_test.go", "package main\nvar test = 1\n"},
        {"/p/unused/u.go", "package unused\n"},
        {"/p/vendor/x.y/dep/d.go", "package dep\nconst D = 4\n"},
        {"/out/o.go", "package out\n"},
    };
    load(files, COUNT(files), "/p", NULL);
    assert_string_equal(packages(), "m m/b m/a x.y/dep(dependency) x.y/local x.y/out(dependency)");
    assert_string_equal(text_of(module.name), "m");
    assert_int_equal(module.requires.n, 2);
    assert_true(module.requires.at[1].indirect);
    assert_string_equal(text_of(str_slice(module.text, module.requires.at[0].at.start, module.requires.at[0].at.end)),
                        "x.y/dep v1.2.3");
    assert_null(member("test"));
    source_imports imports = go_file_imports(program, 0);
    static const char *const names[] = {"apkg", ".", "z", "_", "foo"};
    assert_int_equal(imports.n, COUNT(names));
    for (size_t i = 0; i < imports.n; i++) assert_string_equal(text_of(imports.at[i].name), names[i]);
}

static void test_roots(void **state)
{
    (void)state;
    const source files[] = {
        {"/m/go.mod", "module m\n"},
        {"/m/lib/lib.go", "package lib\n"},
        {"/m/plugins/_old/main.go", "package main\n"},
        {"/m/plugins/a/main.go", "package main\nimport _ \"m/lib\"\n"},
        {"/m/plugins/b/cmd/main.go", "// about\npackage main\n"},
        {"/m/plugins/c/go.mod", "module c\n"},
        {"/m/plugins/c/main.go", "package main\n"},
        {"/m/plugins/testdata/main.go", "package main\n"},
    };
    load(files, COUNT(files), "/m/plugins/a", NULL);
    assert_string_equal(packages(), "m/plugins/a m/lib");
    load(files, COUNT(files), "/m/plugins", NULL);
    assert_string_equal(packages(), "m/plugins/a m/plugins/b/cmd m/lib");
    load(files, COUNT(files), "/m/lib", NULL);
    assert_string_equal(packages(), "m/lib");
    load(NULL, 0, "/nothing/here", NULL);
    assert_int_equal(program->packages.n, 0);
}

static void test_constraints(void **state)
{
    (void)state;
    static const struct {
        const char *name, *head;
        bool in;
    } cases[] = {
        {"a.go", "", true},
        {"a_linux.go", "", false},
        {"a_wasip1.go", "", true},
        {"a_wasm.go", "", true},
        {"a_wasip1_wasm.go", "", true},
        {"a_linux_wasm.go", "", false},
        {"a_amd64.go", "", false},
        {"linux.go", "", true},
        {"a_linux_x.go", "", true},
        {"_a.go", "", false},
        {"a.go", "//go:build ignore\n", false},
        {"a.go", "// x\n\n//go:build wasip1 && !tinygo\n", true},
        {"a.go", "//go:build tinygo || tinygo.wasm\n", false},
        {"a.go", "//go:build (linux || wasm) && go1.21\n", true},
        {"a.go", "/* //go:build ignore */\n", true},
        {"a.go", "//go:build !\n", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena keep = ARENA_INIT;
        const source files[] = {
            {"/p/0.go", "package main\n"},
            {arena_printf(&keep, "/p/%s", cases[i].name).p,
             arena_printf(&keep, "%s\npackage main\nvar V = 1\n", cases[i].head).p},
        };
        load(files, COUNT(files), "/p", NULL);
        if ((member("V") != NULL) != cases[i].in) fail_msg("%s %s", cases[i].name, cases[i].head);
        arena_free(&keep);
    }
    const source cgo[] = {{"/p/0.go", "package main\n"}, {"/p/c.go", "package main\nimport \"C\"\nvar V = 1\n"}};
    load(cgo, COUNT(cgo), "/p", NULL);
    assert_null(member("V"));
}

/* --- broken code and limits ---------------------------------------------------------------------------------------------- */

static void test_half_typed(void **state)
{
    (void)state;
    static const char whole[] =
        HEAD "func f(t *T) {\n\tfor i, v := range t.s {\n\t\tif x, ok := t.m[v]; ok && x > i {\n"
             "\t\t\tt.p = &T{a: x, s: []string{v}}\n\t\t}\n\t}\n\tgo func() { switch t.a { case 1: } }()\n}\n";
    go_cache *cache = go_cache_new();
    for (size_t n = 0; n < sizeof whole; n++) { /* as if typed from left to right, with trees reused */
        arena keep = ARENA_INIT;
        const source files[] = {{"/p/main.go", arena_cstr(&keep, str_make(whole, n))}};
        load(files, COUNT(files), "/p", cache);
        strbuf out = STRBUF_INIT;
        ir_dump_program(&out, program);
        strbuf_free(&out);
        drop(NULL);
        arena_free(&keep);
    }
    go_cache_free(cache);
    load_main("package main\nfunc f(x []int) {\n\tx.\n}\nfunc g() {}\n");
    assert_null(ir_func_body(program, member("f")->func));
    assert_int_equal(ir_func_refused(program, member("f")->func)->kind, IR_REFUSED_SYNTAX);
    assert_null(ir_func_refused(program, member("g")->func));
}

/* After an edit in a body only that is lowered anew; after one of declarations, what depends on them. */
static void test_reload(void **state)
{
    (void)state;
    source files[] = {
        {"/p/go.mod", "module p\n"},
        {"/p/main.go", "package main\nimport (\"p/a\"; \"p/b\")\nfunc f() int { return a.A() + b.B() }\n"},
        {"/p/a/a.go", "package a\nimport \"p/c\"\nfunc A() int { return c.C }\n"},
        {"/p/b/b.go", "package b\nfunc B() int { return 1 }\n"},
        {"/p/c/c.go", "package c\nconst C = 1\n"},
    };
    sources s = {files, COUNT(files)};
    source_tree tree = {.self = &s, .read = read_source, .list = list_sources};
    go_cache *cache = go_cache_new();
    load(files, COUNT(files), "/p", cache);
    const ir_package *b = map_get(&program->package_by_path, STR("p/b")), *a = map_get(&program->package_by_path, STR("p/a"));
    ir_func *f = member("f")->func;

    files[1].text = "package main\nimport (\"p/a\"; \"p/b\")\n\nfunc f() int { return b.B() }\nvar _ = a.A\n";
    assert_true(go_reload(program, &tree, cache));
    assert_ptr_equal(map_get(&program->package_by_path, STR("p/a")), a);
    assert_ptr_equal(member("f")->func, f);
    assert_int_equal(f->whole.at.start, 36);
    assert_int_equal(program->files.n, 4);
    assert_true(str_has(program->files.at[member("f")->at.file].text, STR("var _")));
    assert_string_equal(packages(), "p p/c p/a p/b");

    const ir_node *before = ir_func_body(program, member("f")->func);
    uint32_t end = before->at.at.end;
    files[1].text = "package main\nimport (\"p/a\"; \"p/b\")\n\nfunc f() int { return 1 + b.B() }\nvar _ = a.A\n";
    assert_true(go_reload(program, &tree, cache));
    assert_ptr_equal(member("f")->func, f);
    assert_ptr_not_equal(ir_func_body(program, member("f")->func), before);
    assert_int_equal(f->whole.at.end, end + 4);

    ir_member *user = map_get(&a->members, STR("A"));
    const ir_node *kept = ir_func_body(program, f), *old = ir_func_body(program, user->func);
    assert_int_equal(old->kids[0]->kids[0]->constant.integer, 1);
    files[4].text = "package c\nconst C = 2\n";
    assert_true(go_reload(program, &tree, cache));
    assert_ptr_equal(map_get(&program->package_by_path, STR("p/b")), b);
    assert_ptr_equal(map_get(&a->members, STR("A")), user);
    assert_int_equal(ir_func_body(program, user->func)->kids[0]->kids[0]->constant.integer, 2);
    assert_ptr_equal(ir_func_body(program, f), kept);
    assert_string_equal(packages(), "p p/c p/a p/b");

    files[3].text = "package b\nimport \"p/c\"\nfunc B() int { return c.C }\n";
    assert_true(go_reload(program, &tree, cache));
    assert_ptr_equal(map_get(&program->package_by_path, STR("p/b")), b);
    ir_member *B = map_get(&b->members, STR("B"));
    assert_int_equal(ir_func_body(program, B->func)->kids[0]->kids[0]->constant.integer, 2);
    assert_string_equal(packages(), "p p/c p/a p/b");
    files[4].text = "package c\nimport \"p/b\"\nconst C = 2\n"; /* a circle */
    assert_false(go_reload(program, &tree, cache));
    drop(NULL);

    files[4].text = "package c\nconst C = 2\n";
    load(files, COUNT(files), "/p", cache);
    files[1].text = "package main\nimport \"p/a\"\nvar _ = a.A\n"; /* a package less */
    assert_false(go_reload(program, &tree, cache));
    go_cache_free(cache);
}

static void test_depth(void **state)
{
    (void)state;
    strbuf b = STRBUF_INIT;
    strbuf_add_cstr(&b, "package main\nvar deep = ");
    strbuf_pad(&b, '(', 2000);
    strbuf_add_char(&b, '1');
    strbuf_pad(&b, ')', 2000);
    strbuf_add_cstr(&b, "\nvar flat = ");
    strbuf_pad(&b, '(', 100);
    strbuf_add_char(&b, '1');
    strbuf_pad(&b, ')', 100);
    strbuf_add_cstr(&b, "\nvar sum = \"x\"");
    for (int i = 0; i < 2000; i++) strbuf_add_cstr(&b, " +\n\"x\"");
    load_main(b.p);
    assert_int_equal(ir_global_init(program, member("deep")->global)->op, IR_UNSUPPORTED);
    assert_int_equal(ir_global_init(program, member("flat")->global)->op, IR_CONST);
    assert_int_equal(ir_global_init(program, member("sum")->global)->constant.text.n, 2001);
    strbuf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_bodies, drop),
        cmocka_unit_test_teardown(test_refused, drop),
        cmocka_unit_test_teardown(test_defer_and_results, drop),
        cmocka_unit_test_teardown(test_constants, drop),  cmocka_unit_test_teardown(test_structs, drop),
        cmocka_unit_test_teardown(test_globals, drop),    cmocka_unit_test_teardown(test_import_closure, drop),
        cmocka_unit_test_teardown(test_roots, drop),      cmocka_unit_test_teardown(test_constraints, drop),
        cmocka_unit_test_teardown(test_half_typed, drop), cmocka_unit_test_teardown(test_depth, drop),
        cmocka_unit_test_teardown(test_reload, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
