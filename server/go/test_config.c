#include "go/test_config.h"

#include <stdlib.h>

enum { USES_MOST = 4096 }; /* of a file */

/* A function or a literal of one: what it expects of the configurations in it, which is found out for those that have any. */
typedef struct test_function {
    str text, name; /* the name, or what stands before the literal in a call: a title */
    struct test_function *outer;
    bool known;
    bool fails;  /* it asks whether something was refused */
    bool passes; /* ... or was taken */
    bool doubts; /* its name tells of mistakes */
} test_function;

/* A place where something is handed to the plugin. */
typedef struct test_use {
    syntax_node text;
    str parser; /* the function that gets it; empty: the SDK's host does */
    bool fails;
} test_use;

typedef struct test_reader {
    go_test_file f;
    ARRAY(test_use) uses;
} test_reader;

/* Where the walk is. */
typedef struct test_place {
    range scope;
    bool package;
    test_function *function;
    range call; /* that this is in the arguments of; empty: of none */
} test_place;

static void read_node(test_reader *r, syntax_node n, test_place p, int depth);

/* --- names ----------------------------------------------------------------------------------------------------------------- */

go_test_name *go_test_find(const go_test_file *f, str name, uint32_t at)
{
    go_test_name *best = NULL;
    if (map_find(&f->changed, name)) return NULL;
    for (go_test_name *n = map_get(&f->names, name); n; n = n->before) {
        bool holds = n->package || (n->at < at && n->scope.start <= at && at < n->scope.end);
        bool nearer = !best || (best->package && !n->package) || (!n->package && n->scope.start > best->scope.start) ||
                      (n->scope.start == best->scope.start && n->at > best->at);
        if (holds && nearer) best = n;
    }
    return best;
}

static void add_name(test_reader *r, syntax_node left, syntax_node value, const test_place *p)
{
    go_test_file *f = &r->f;
    if (go_kind_of(f->g, left) != GO_IDENTIFIER) return;
    go_test_name *name = ARENA_NEW(f->a, go_test_name);
    *name = (go_test_name){.name = syntax_text(left, f->text), .scope = p->scope, .at = syntax_range(left).start,
                           .package = p->package, .value = value};
    name->before = map_get(&f->names, name->name);
    map_put(f->a, &f->names, name->name, name);
}

/* `data, _ := f()` gives the first name what the call gives; `a, b := 1, 2` one each. */
static void add_names(test_reader *r, syntax_node left, syntax_node right, const test_place *p)
{
    const go_grammar *g = r->f.g;
    syntax_node value = go_nth(g, right, 0);
    bool one = syntax_is_null(go_nth(g, right, 1));
    uint32_t number = 0;
    for (syntax_cursor c = syntax_named_children(left); go_next(g, &c); number++) {
        if (number && one) value = (syntax_node){0};
        else if (number) value = go_nth(g, right, number);
        add_name(r, c.node, value, p);
    }
}

static void read_spec(test_reader *r, syntax_node n, const test_place *p)
{
    const go_grammar *g = r->f.g;
    syntax_node values = go_child(g, n, GO_F_VALUE), value = go_nth(g, values, 0);
    uint32_t names = 0;
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (!go_at_field(g, &c, GO_F_NAME)) continue;
        bool call = names && syntax_is_null(go_nth(g, values, 1));
        add_name(r, c.node, !names ? value : call ? (syntax_node){0} : go_nth(g, values, names), p);
        names++;
    }
}

/* The variable that an expression is a part of. */
static str variable_of(const go_test_file *f, syntax_node n)
{
    for (int depth = 0; depth < GO_TEST_DEPTH; depth++) {
        go_kind kind = go_kind_of(f->g, n);
        if (kind == GO_IDENTIFIER) return syntax_text(n, f->text);
        if (kind != GO_INDEX_EXPRESSION && kind != GO_SELECTOR_EXPRESSION && kind != GO_PARENTHESIZED_EXPRESSION) break;
        n = go_only(f->g, n);
    }
    return (str){0};
}

static void note_changed(test_reader *r, syntax_node list)
{
    for (syntax_cursor c = syntax_named_children(list); go_next(r->f.g, &c);) {
        str name = variable_of(&r->f, c.node);
        if (name.n) map_put(r->f.a, &r->f.changed, name, NULL);
    }
}

/* --- what a test expects --------------------------------------------------------------------------------------------------- */

static bool has_any(str text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_has(text, str_of(words[i]))) return true;
    return false;
}
#define HAS_ANY(text, words) has_any(text, words, sizeof(words) / sizeof *(words))

static bool tells_of_mistakes(str title)
{
    static const char *const words[] = {"nvalid", "Bad", "bad ", "rong", "issing", "alformed", "ail", "rror", "llegal", "roken",
                                        "eject", "nknown", "mpty", "must", "Must"};
    return HAS_ANY(title, words);
}

/* `require.NotEqual(t, types.OnPluginStartStatusOK, status)` */
static bool is_unequal(str text)
{
    static const str call = STR_INIT("NotEqual(");
    for (ptrdiff_t at = str_find(text, call, 0); at >= 0; at = str_find(text, call, (size_t)at + 1)) {
        ptrdiff_t end = str_find_char(text, '\n', (size_t)at);
        if (str_has(str_slice(text, (size_t)at, end < 0 ? text.n : (size_t)end), STR("StatusOK"))) return true;
    }
    return false;
}

static test_function *function_of(test_reader *r, syntax_node n, const test_place *p)
{
    const go_test_file *f = &r->f;
    test_function *function = ARENA_NEW(f->a, test_function);
    function->text = syntax_text(n, f->text);
    function->name = syntax_text(go_child(f->g, n, GO_F_NAME), f->text);
    if (p->call.end) function->name = str_slice(f->text, p->call.start, syntax_range(n).start);
    function->outer = p->function;
    return function;
}

static const test_function *known_function(test_function *in)
{
    static const char *const refused[] = {"StartStatusFailed", ".Error(t", ".ErrorContains(", ".ErrorIs(", ".EqualError(",
                                          "err == nil", ".Panics(", "wantErr", "expectErr"};
    static const char *const taken[] = {"StartStatusOK", ".NoError("};
    if (!in || in->known) return in;
    in->known = true;
    in->fails = HAS_ANY(in->text, refused) || is_unequal(in->text);
    in->passes = HAS_ANY(in->text, taken);
    for (const test_function *f = in; f; f = f->outer) in->doubts = in->doubts || tells_of_mistakes(f->name);
    return in;
}

/* --- uses ------------------------------------------------------------------------------------------------------------------ */

static str last_name(const go_test_file *f, syntax_node callee)
{
    bool selector = go_kind_of(f->g, callee) == GO_SELECTOR_EXPRESSION;
    return syntax_text(selector ? go_child(f->g, callee, GO_F_FIELD) : callee, f->text);
}

static void add_use(test_reader *r, syntax_node text, str parser, test_function *function)
{
    const test_function *in = known_function(function);
    bool doubted = in && in->doubts && !in->passes;
    str name = go_kind_of(r->f.g, text) == GO_IDENTIFIER ? syntax_text(text, r->f.text) : (str){0};
    bool fails = (in && in->fails) || doubted || (tells_of_mistakes(name) && !(in && in->passes));
    if (r->uses.n < USES_MOST) array_push(r->f.a, &r->uses, (test_use){text, parser, fails});
}

/* `test.NewTestHost(text)`, `WithPluginConfiguration(text)`, `parse(gjson.ParseBytes(text), ...)` */
static void read_call(test_reader *r, syntax_node n, const test_place *p)
{
    const go_grammar *g = r->f.g;
    syntax_node callee = go_child(g, n, GO_F_FUNCTION), first = go_only(g, go_child(g, n, GO_F_ARGUMENTS));
    str name = last_name(&r->f, callee);
    bool host = str_is(name, "NewTestHost") || str_is(name, "WithPluginConfiguration");
    if (str_is(name, "delete")) note_changed(r, go_child(g, n, GO_F_ARGUMENTS));
    if (host) {
        add_use(r, first, (str){0}, p->function);
    } else if (go_kind_of(g, callee) == GO_IDENTIFIER && go_kind_of(g, first) == GO_CALL_EXPRESSION) {
        str maker = syntax_text(go_child(g, first, GO_F_FUNCTION), r->f.text);
        bool parsed = str_is(maker, "gjson.ParseBytes") || str_is(maker, "gjson.Parse");
        if (parsed) add_use(r, go_only(g, go_child(g, first, GO_F_ARGUMENTS)), name, p->function);
    }
}

static void read_children(test_reader *r, syntax_node n, test_place p, int depth)
{
    for (syntax_cursor c = syntax_named_children(n); go_next(r->f.g, &c);) read_node(r, c.node, p, depth + 1);
}

static void read_node(test_reader *r, syntax_node n, test_place p, int depth)
{
    const go_grammar *g = r->f.g;
    if (depth > GO_TEST_DEPTH) return;
    switch (go_kind_of(g, n)) {
    case GO_FUNCTION_DECLARATION:
    case GO_METHOD_DECLARATION:
    case GO_FUNC_LITERAL: p.function = function_of(r, n, &p); break;
    case GO_BLOCK:
        p.scope = syntax_range(n);
        p.package = false;
        p.call = (range){0};
        break;
    case GO_CALL_EXPRESSION:
        read_call(r, n, &p);
        p.call = syntax_range(n);
        break;
    case GO_SHORT_VAR_DECLARATION: add_names(r, go_child(g, n, GO_F_LEFT), go_child(g, n, GO_F_RIGHT), &p); break;
    case GO_VAR_SPEC:
    case GO_CONST_SPEC: read_spec(r, n, &p); break;
    case GO_ASSIGNMENT_STATEMENT: note_changed(r, go_child(g, n, GO_F_LEFT)); break;
    default: break;
    }
    read_children(r, n, p, depth);
}

/* --- all ------------------------------------------------------------------------------------------------------------------- */

typedef struct found_literals {
    map known; /* by their places */
    test_configurations all;
} found_literals;

/* The text that is handed over; what a name stands for is read once. */
static const yaml_node *text_of(test_reader *r, syntax_node n, bool *made)
{
    const go_test_file *f = &r->f;
    bool named = go_kind_of(f->g, n) == GO_IDENTIFIER;
    go_test_name *name = named ? go_test_find(f, syntax_text(n, f->text), syntax_range(n).start) : NULL;
    if (!name) return named ? NULL : go_test_text(f, n, made);
    if (!name->read) name->text = go_test_text(f, name->value, &name->made);
    name->read = true;
    *made = name->made;
    return name->text;
}

/* A literal that several tests hand over is listed once; whoever expects it to be refused takes it away. */
static void add_literal(test_reader *r, const test_use *u, found_literals *found)
{
    bool made = false;
    const yaml_node *scalar = text_of(r, u->text, &made);
    if (!scalar) return;
    str key = arena_printf(r->f.a, "%u", (unsigned)scalar->at.start);
    size_t number = (size_t)(uintptr_t)map_get(&found->known, key);
    if (!number) {
        array_push(r->f.a, &found->all, (test_configuration){scalar, u->parser, made, u->fails});
        number = found->all.n;
        map_put(r->f.a, &found->known, key, (void *)(uintptr_t)number);
    }
    found->all.at[number - 1].refused = found->all.at[number - 1].refused || u->fails;
}

static int by_place(const void *a, const void *b)
{
    const test_configuration *x = a, *y = b;
    return (x->scalar->at.start > y->scalar->at.start) - (x->scalar->at.start < y->scalar->at.start);
}

test_configurations go_test_configurations(arena *a, str text)
{
    found_literals found = {0};
    go_grammar g;
    bool likely = str_has(text, STR("NewTestHost")) || str_has(text, STR("WithPluginConfiguration")) ||
                  str_has(text, STR("gjson.Parse"));
    if (!likely) return found.all;
    go_grammar_init(&g);
    syntax_tree *tree = syntax_parse(SYNTAX_GO, text, NULL, (str){0});
    test_reader r = {.f = {.a = a, .text = text, .g = &g}};
    read_node(&r, syntax_root(tree), (test_place){.scope = range_make(0, (uint32_t)text.n), .package = true}, 0);
    for (size_t i = 0; i < r.uses.n; i++) add_literal(&r, &r.uses.at[i], &found);
    syntax_tree_drop(tree);
    size_t kept = 0;
    for (size_t i = 0; i < found.all.n; i++)
        if (!found.all.at[i].refused) found.all.at[kept++] = found.all.at[i];
    found.all.n = kept;
    if (kept) qsort(found.all.at, kept, sizeof *found.all.at, by_place);
    return found.all;
}
