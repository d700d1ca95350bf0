/* A language that nobody else knows goes all the way: its files are found, its programs run and walked, rules, hover and completion
 * speak of them. What is added for it is this file and nothing else.
 *
 *     plugin NAME          makes a plugin of the file
 *     option KEY           a key that must be a text with something in it
 *     pause                the handler of request headers pauses, and nothing resumes
 *     whole                the plugin gets a configuration with all its rules in it
 *
 * There is no grammar: lines are compared, and the program is put together node by node. */
#include "base/path.h"
#include "features/completion.h"
#include "features/hover.h"
#include "features/hover_source.h"
#include "features/links.h"
#include "features/snippets.h"
#include "ir/eval.h"
#include "ir/library.h"
#include "ir/native.h"
#include "ir/program.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "plugin/project.h"
#include "rules/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* --- the front end ------------------------------------------------------------------------------------------------------- */

static unsigned toy_file(str path)
{
    if (str_is(path_base(path), "toy.build")) return LANGUAGE_PROJECT | LANGUAGE_BUILD;
    return str_is(path_extension(path), ".toy") ? LANGUAGE_TEXT | LANGUAGE_COMPILED : 0;
}

static language_start toy_start(str path, str text, bool whole)
{
    (void)path;
    (void)whole;
    return str_starts(text, STR("plugin ")) ? LANGUAGE_STARTS_PLUGIN : LANGUAGE_STARTS_NOTHING;
}

static bool toy_is_built(str path, str text)
{
    (void)path, (void)text;
    return true;
}

/* toy.text(document, key): the text of a member, empty without one. */
static value toy_text(native_call *c)
{
    value document = native_arg(c, 0);
    str key;
    if (document.kind != VALUE_DOC || !native_text(c, 1, &key)) return value_unknown(type_basic(TYPE_STRING));
    doc_node *n = doc_member_of(native_look(c, document.doc), key);
    native_read(c, n, DOC_READ_STRING);
    n = native_look(c, n);
    if (n->kind == DOC_SYMBOLIC) return value_unknown_of(c->arena, type_basic(TYPE_STRING), ORIGIN_STRING, n, NULL);
    value v = value_string(n->kind == DOC_STRING ? n->text : STR(""));
    v.about = v.node = n;
    return v;
}

/* toy.refuse(text): an error. */
static value toy_refuse(native_call *c)
{
    str text;
    return native_text(c, 0, &text) ? value_error(c->arena, text, c->site->at) : value_unknown(type_error());
}

static const native *toy_native(str name)
{
    static const native all[] = {{"toy.text", toy_text, NATIVE_PARTIAL, 1, "string"}, {"toy.refuse", toy_refuse, 0, 1, "error"}};
    for (size_t i = 0; i < 2; i++)
        if (str_is(name, all[i].name)) return &all[i];
    return NULL;
}

static ir_node *node(ir_program *p, ir_op op, range at)
{
    ir_node *n = ARENA_NEW(p->arena, ir_node);
    *n = (ir_node){.op = (uint8_t)op, .slot = -1, .at = {0, at}};
    return n;
}

static ir_node *parent(ir_program *p, ir_op op, range at, uint32_t count, ir_node *const *kids)
{
    ir_node *n = node(p, op, at);
    n->kids = arena_alloc(p->arena, count * sizeof *n->kids);
    n->count = count;
    memcpy(n->kids, kids, count * sizeof *kids);
    return n;
}
#define PARENT(p, op, at, ...) \
    parent(p, op, at, sizeof((ir_node *[]){__VA_ARGS__}) / sizeof(ir_node *), (ir_node *[]){__VA_ARGS__})

static ir_node *text_node(ir_program *p, range at, str text)
{
    ir_node *n = node(p, IR_CONST, at);
    n->constant = (ir_constant){.kind = IR_STRING, .text = text};
    n->type = type_basic(TYPE_STRING);
    return n;
}

static ir_node *local(ir_program *p, range at, int32_t slot)
{
    ir_node *n = node(p, IR_LOCAL, at);
    n->slot = slot;
    return n;
}

static ir_node *extern_node(ir_program *p, range at, const char *package, const char *name)
{
    ir_node *n = node(p, IR_EXTERN, at);
    n->package = str_of(package);
    n->name = str_of(name);
    return n;
}

/* if toy.text(json, KEY) == "" { return toy.refuse("KEY is missing") } */
static ir_node *lower_option(ir_program *p, range line, range at, str key)
{
    range word = range_make(line.start, at.start - 1); /* "option" */
    ir_node *get = PARENT(p, IR_CALL, line, extern_node(p, word, "toy", "text"), local(p, line, 0), text_node(p, at, key));
    ir_node *empty = PARENT(p, IR_BINARY, line, get, text_node(p, line, STR("")));
    empty->sub = IR_EQUAL;
    str message = arena_printf(p->arena, "%.*s is missing", STR_ARG(key));
    ir_node *error = PARENT(p, IR_CALL, line, extern_node(p, word, "toy", "refuse"), text_node(p, line, message));
    return PARENT(p, IR_IF, line, empty, PARENT(p, IR_BLOCK, line, PARENT(p, IR_RETURN, line, error)), NULL);
}

static ir_func *function(ir_program *p, const char *name, range at, uint32_t params, ir_type *result)
{
    ir_func *f = ARENA_NEW(p->arena, ir_func);
    *f = (ir_func){.name = str_of(name), .package = p->packages.at[0], .at = {0, at}, .whole = {0, {0, (uint32_t)p->files.at[0].text.n}}};
    f->params = arena_alloc(p->arena, (params + 1) * sizeof *f->params);
    for (uint32_t i = 0; i < params; i++) f->params[i] = (ir_param){.name = STR("p"), .slot = (int32_t)i, .at = {0, at}};
    f->results = ARENA_NEW(p->arena, ir_param);
    *f->results = (ir_param){.type = result, .slot = -1, .at = {0, at}};
    ir_type **types = arena_alloc(p->arena, (params + 1) * sizeof(ir_type *));
    for (uint32_t i = 0; i < params; i++) types[i] = f->params[i].type = type_basic(TYPE_UNKNOWN);
    types[params] = result;
    f->type = type_new_func(p->arena, types, params + 1, params, false);
    f->param_count = params;
    f->slot_count = (int32_t)params;
    f->result_count = 1;
    f->has_body = true;
    array_push(p->arena, &p->packages.at[0]->funcs, f);
    return f;
}

typedef struct toy_state {
    registration_list registrations;
} toy_state;

static void lower_func(ir_program *p, ir_func *f)
{
    ARRAY(ir_node *) body = {0};
    str text = p->files.at[0].text, rest = text, line;
    bool parses = str_is(f->name, "parse");
    range whole = {0, (uint32_t)text.n};
    while (str_split(&rest, '\n', &line)) {
        range at = range_make((uint32_t)(line.p - text.p), (uint32_t)(line.p - text.p) + (uint32_t)line.n);
        if (parses && str_starts(line, STR("option ")))
            array_push(p->arena, &body, lower_option(p, at, range_make(at.start + 7, at.end), str_slice(line, 7, line.n)));
        if (!parses && str_is(line, "pause")) {
            ir_node *action = node(p, IR_CONST, at);
            action->constant = (ir_constant){.kind = IR_INTEGER, .integer = 1};
            action->type = type_basic(TYPE_INT);
            array_push(p->arena, &body, PARENT(p, IR_RETURN, at, action));
        }
    }
    ir_node *last = node(p, IR_CONST, whole);
    last->constant = (ir_constant){.kind = parses ? IR_NIL : IR_INTEGER};
    array_push(p->arena, &body, PARENT(p, IR_RETURN, whole, last));
    f->body = parent(p, IR_BLOCK, whole, (uint32_t)body.n, body.at);
}

static const ir_front front = {.language = "toy", .lower_func = lower_func};

static const sdk_info toy_sdk = {.name = "toy", .title = "toy", .language = "toy", .layer = &rule_layer_higress, .ends_at = -1},
                      toy_sdk_whole = {.name = "toy_whole", .title = "toy", .language = "toy", .layer = &rule_layer_plugin, .ends_at = -1};

static void register_plugin(ir_program *p, toy_state *s)
{
    bool whole = str_has(p->files.at[0].text, STR("\nwhole\n"));
    range name = range_make(7, (uint32_t)str_find_char(p->files.at[0].text, '\n', 0));
    ir_func *parse = function(p, "parse", name, 2, type_error()), *handle = function(p, "handle", name, 1, type_basic(TYPE_INT));
    ir_node *callee = node(p, IR_FUNC, name);
    callee->func = parse;
    eval_entry *entry = ARENA_NEW(p->arena, eval_entry);
    *entry = (eval_entry){.callee = callee, .args = {EVAL_ARG_DOCUMENT, EVAL_ARG_OTHER}, .arg_count = 2};
    registration *r = array_add(p->arena, &s->registrations);
    *r = (registration){.sdk = whole ? &toy_sdk_whole : &toy_sdk, .name = str_slice(p->files.at[0].text, name.start, name.end), .at = {0, name},
                        .in_init = true, .parse = entry, .parse_at = {0, name}};
    array_push(p->arena, &r->handlers, (registered_handler){.phase = PHASE_REQUEST_HEADERS, .option = STR("handle"), .func = handle, .at = {0, name}});
}

/* What is made from sources lies beside them, in plugin.toy alone. */
static ir_program *toy_load(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts)
{
    (void)cache;
    ir_program *p = ARENA_NEW(a, ir_program);
    toy_state *s = ARENA_NEW(a, toy_state);
    *p = (ir_program){.arena = a, .front = &front, .find_native = toy_native, .front_state = s};
    *facts = (build_facts){.root = root, .name = path_base(root), .reactor = true};
    ir_package *package = ARENA_NEW(a, ir_package);
    *package = (ir_package){.path = STR("toy/plugin"), .name = STR("plugin"), .folder = root, .own = true};
    array_push(a, &p->packages, package);
    ir_file file = {.path = path_join(a, root, STR("plugin.toy")), .own = true};
    if (!tree->read(tree->self, file.path, &file.text)) return p;
    file.text = arena_str(a, file.text);
    array_push(a, &p->files, file);
    if (str_starts(file.text, STR("plugin "))) register_plugin(p, s);
    return p;
}

static void toy_unload(ir_program *p) { (void)p; }

static registration_list toy_registrations(ir_program *p) { return ((toy_state *)p->front_state)->registrations; }

static bool toy_has_entry(const ir_program *p) { return p->packages.at[0]->funcs.n; }

static void toy_read_build(arena *a, const source_tree *tree, str root, build_facts *facts)
{
    (void)a, (void)tree;
    *facts = (build_facts){.root = root};
}

static void toy_reach(arena *a, const source_tree *tree, str root, language_folders *reach)
{
    (void)tree;
    array_push(a, reach, root);
}

/* A rule fits wherever a line begins; its text is called what the plugin's first option is. */
static code_place toy_place(arena *a, const code_typed *typed)
{
    code_place p = {.word = range_make(typed->offset, typed->offset)};
    const build_facts *build;
    const registration_list *registrations;
    bool known = typed->plugin(typed->self, &build, &registrations) && registrations->n == 1;
    if (known && typed->text.p[typed->offset - 1] == '\n') p.spots = SPOT(YAML_MATCH_RULES);
    array_push(a, &p.names, (code_name){STR("domain"), STR("name")});
    return p;
}

static bool toy_adapt(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits)
{
    (void)a, (void)text, (void)packages, (void)n, (void)place, (void)edits;
    return !str_has(body, STR("service"));
}

static bool toy_function(str text, size_t line) { return str_starts(str_slice(text, line, text.n), STR("option ")); }

static const char *const toy_marks[] = {"toy.build", "plugin line", NULL}, *const toy_globs[] = {"**/*.toy", NULL};

static const language_row toy = {
    .name = "toy",
    .title = "Toy",
    .marks = toy_marks,
    .project_file = "toy.build",
    .globs = toy_globs,
    .comments = {"--", "--wpls:ignore", "plugin ", toy_function},
    .file = toy_file,
    .start = toy_start,
    .is_built = toy_is_built,
    .load = toy_load,
    .unload = toy_unload,
    .registrations = toy_registrations,
    .has_entry = toy_has_entry,
    .read_build = toy_read_build,
    .reach = toy_reach,
    .place = toy_place,
    .adapt = toy_adapt,
};

/* --- the tests ----------------------------------------------------------------------------------------------------------- */

static arena memory;
static workspace *w;
static str root, source, config;

static int set_up(void **state)
{
    (void)state;
    static bool added;
    if (!added) language_add(&toy);
    added = true;
    root = STR("/toy/greeter");
    source = STR("/toy/greeter/plugin.toy");
    config = STR("/toy/greeter/config.yaml");
    w = workspace_new();
    workspace_open_border(w);
    workspace_set_buffer(w, source, STR("plugin greeter\noption name\noption greeting\npause\n"));
    workspace_set_buffer(w, config, STR("name: you\ngreeting: hello\n"));
    workspace_add_root(w, STR("/toy"));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    workspace_free(w);
    arena_free(&memory);
    return 0;
}

static void expect(const diagnostic_list *list, size_t n, const char *code, const char *text)
{
    for (size_t i = 0; i < list->n && list->n != n; i++)
        print_message("%.*s %.*s: %.*s\n", STR_ARG(list->at[i].path), STR_ARG(list->at[i].code), STR_ARG(list->at[i].message));
    assert_int_equal(list->n, n);
    for (size_t i = 0; i < n; i++)
        if (str_is(list->at[i].code, code) && str_has(list->at[i].message, str_of(text))) return;
    if (n) fail_msg("no %s with '%s', but '%.*s'", code, text, STR_ARG(list->at[0].message));
}

static diagnostic_list check_config(const char *text)
{
    diagnostic_list list = {0};
    workspace_set_buffer(w, config, str_of(text));
    assert_true(check_document(w, config, NULL, &memory, &list));
    return list;
}

static diagnostic_list check_code(const char *text)
{
    diagnostic_list list = {0};
    workspace_set_buffer(w, source, str_of(text));
    check_sources(w, workspace_project_at(w, root), &memory, &list);
    return list;
}

static void test_workspace(void **state)
{
    (void)state;
    project *p = workspace_project_of(w, config);
    assert_non_null(p);
    assert_ptr_equal(project_load(p)->language, &toy);
    assert_ptr_equal(workspace_projects(w)->at[0], p);
    assert_int_equal(workspace_projects(w)->n, 1);
    assert_int_equal(check_standing(p), STANDING_REGISTERED);
    assert_ptr_equal(language_of(source), &toy);
    assert_ptr_equal(language_of(STR("/toy/main.go")), language_all()[0]);
}

static void test_evaluation(void **state)
{
    (void)state;
    diagnostic_list none = check_config("name: you\ngreeting: hello\n"), missing = check_config("name: you\n"),
                    unread = check_config("name: you\ngreeting: hello\ncolour: red\n");
    expect(&none, 0, "", "");
    expect(&missing, 1, "config/rejected", "greeting is missing");
    expect(&unread, 1, "config/unknown-key", "colour");
}

/* One of a rule's parts lacks a key: an SDK that parses them one by one hands that part over, one that hands everything over at once does
 * not, and then nobody reads the rules. */
static void test_rules(void **state)
{
    (void)state;
    const char plain[] = "name: you\n_rules_:\n- _match_domain_: [x.com]\n  colour: red\n",
               wrapped[] = "apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  name: greeter\nspec:\n  defaultConfig:\n"
                           "    name: you\n  matchRules:\n  - domain: [x.com]\n    config:\n      name: \"\"\n";
    check_code("plugin greeter\noption name\n");
    diagnostic_list part = check_config(plain), wrapped_part = check_config(wrapped);
    expect(&part, 1, "config/rejected", "name is missing");
    expect(&wrapped_part, 1, "config/rejected", "name is missing");
    check_code("plugin greeter\nwhole\noption name\n");
    diagnostic_list whole = check_config(plain), wrapped_whole = check_config(wrapped);
    expect(&whole, 1, "config/unknown-key", "_rules_");
    expect(&wrapped_whole, 1, "config/unknown-key", "_rules_");
    str text = str_of(wrapped);
    assert_true(str_starts(str_slice(text, wrapped_whole.at[0].at.start, text.n), STR("config:\n      name")));
}

static void test_edit(void **state)
{
    (void)state;
    check_code("plugin greeter\noption name\npause\n");
    diagnostic_list less = check_config("name: you\n");
    expect(&less, 0, "", "");
    check_code("option name\n"); /* no plugin any more */
    assert_null(workspace_project_of(w, config));
}

static void test_flow_and_rules(void **state)
{
    (void)state;
    diagnostic_list paused = check_code("plugin greeter\noption name\npause\n"), goes_on = check_code("plugin greeter\noption name\n"),
                    ignored = check_code("plugin greeter\noption name\n--wpls:ignore flow/pause-no-resume on purpose\npause\n");
    expect(&paused, 1, "flow/pause-no-resume", "handle");
    expect(&goes_on, 0, "", "");
    expect(&ignored, 0, "", "");
}

static bool is_language(str name)
{
    for (const language_row *const *l = language_all(); *l; l++)
        if (str_is(name, (*l)->name)) return true;
    return false;
}

/* A rule of another language does not hold here, and each names languages that there are. */
static void test_rules_of_languages(void **state)
{
    (void)state;
    assert_true(rule_holds_for(rule_find(STR("flow/goroutine")), "go"));
    assert_false(rule_holds_for(rule_find(STR("flow/goroutine")), "toy"));
    assert_false(rule_holds_for(rule_find(STR("flow/goroutine")), "g"));
    assert_true(rule_holds_for(rule_find(STR("flow/pause-no-resume")), "toy"));
    size_t count;
    const rule *all = rule_all(&count);
    for (size_t i = 0; i < count; i++) {
        str rest = str_trim(str_of(all[i].languages ? all[i].languages : "")), name;
        while (rest.n && str_split(&rest, ' ', &name)) assert_true(is_language(name));
    }
}

/* What a name means in one language says nothing about it in another. */
static void test_libraries_of_languages(void **state)
{
    (void)state;
    assert_int_equal(library_name_effects("go", STR("WriteString")), LIBRARY_WRITES);
    assert_int_equal(library_name_effects("toy", STR("WriteString")), 0);
    assert_true(library_names_error("go", STR("ErrUnexpectedEOF")) && !library_names_error("toy", STR("ErrUnexpectedEOF")));
    assert_int_equal(library_effects(STR("fmt"), STR("Errorf")), LIBRARY_MAKES_ERROR);
    assert_int_equal(library_effects(STR("toy"), STR("Errorf")), 0);
    ir_type buffer = {.kind = TYPE_NAMED, .package = STR("bytes"), .name = STR("Buffer")},
            own = {.kind = TYPE_NAMED, .package = STR("toy"), .name = STR("Buffer")},
            action = {.kind = TYPE_NAMED, .package = STR("github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types"), .name = STR("Action")},
            own_action = {.kind = TYPE_NAMED, .package = STR("toy"), .name = STR("Action")};
    assert_int_equal(library_type_of(&buffer), LIBRARY_BUFFER);
    assert_int_equal(library_type_of(&own), LIBRARY_OTHER_TYPE);
    assert_int_equal(sdk_type_of(&action), SDK_TYPE_ACTION);
    assert_int_equal(sdk_type_of(&own_action), SDK_TYPE_OTHER);
}

static void test_hover(void **state)
{
    (void)state;
    hover_answer answer;
    assert_true(hover_at(w, &memory, config, 1, false, &answer));
    assert_true(str_has(answer.text, STR("string")));
    assert_true(hover_source_at(w, &memory, source, 23, false, &answer)); /* "name" in the plugin's code */
    assert_true(str_has(answer.text, STR("name")));
}

static void test_completion(void **state)
{
    (void)state;
    workspace_set_buffer(w, config, STR("name: you\n"));
    completion_list list = completion_at(w, &memory, config, 10, (completion_style){0});
    assert_int_equal(list.items.n, 2);
    assert_true(str_is(list.items.at[0].label, "greeting"));
    assert_true(str_is(list.items.at[1].label, "_rules_")); /* of its SDK */
}

/* Of three snippets for the place one does not fit, and one uses a name of it. */
static void test_snippets(void **state)
{
    (void)state;
    completion_list none = {0}, list = {0};
    snippets_at(w, &memory, source, 3, (completion_style){.markdown = true}, &none);
    assert_int_equal(none.items.n, 0);
    snippets_at(w, &memory, source, 15, (completion_style){.markdown = true}, &list);
    assert_int_equal(list.items.n, 2);
    assert_true(str_is(list.items.at[1].label, "ruleDomain"));
    assert_true(str_starts(list.items.at[1].text, STR("- name:")));
    assert_true(str_starts(list.items.at[1].documentation, STR("```toy\n")));
}

static void test_definition(void **state)
{
    (void)state;
    links_list all = links_at(w, &memory, config, 1);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.at[0].code.n, 1);
    assert_true(str_eq(all.at[0].code.at[0].path, source));
    assert_int_equal(links_at(w, &memory, source, 23).n, 1); /* and from the code to the key */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(workspace), TEST(evaluation), TEST(rules), TEST(edit), TEST(flow_and_rules), TEST(rules_of_languages), TEST(libraries_of_languages),
                                       TEST(hover), TEST(completion), TEST(snippets), TEST(definition)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
