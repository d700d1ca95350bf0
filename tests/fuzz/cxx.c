/* Loads any bytes as the only source of a C++ plugin, preprocesses and lowers everything, and configures the plugin: no input may crash
 * the front end or the evaluator, and every node must lie inside the file. Bytes that start with "syntax" are the .proto of a plugin
 * that reads such a message, those that start with "// C" a source in C. */
#include "base/bug.h"
#include "cxx/frontend.h"
#include "ir/dump.h"
#include "ir/eval.h"
#include "ir/program.h"

#define CHECK(condition) ((condition) ? (void)0 : BUG("not so: %s", #condition))

static const char reader[] =
    "#include \"config.pb.h\"\n"
    "class R : public RootContext {\n"
    "  bool onConfigure(size_t) override {\n"
    "    Config c; auto s = JsonStringToMessage(getConfiguration()->toString(), &c);\n"
    "    return s.ok() && !c.name().empty();\n"
    "  }\n"
    "};\n"
    "static RegisterContextFactory r(CONTEXT_FACTORY(Context), ROOT_FACTORY(R));\n";

static bool is_proto(str text) { return str_starts(text, STR("syntax")); }

static bool is_c(str text) { return str_starts(text, STR("// C")); }

static bool read_file(void *self, str path, str *text)
{
    str given = *(str *)self;
    bool source = str_is(path, is_c(given) ? "/p/plugin.c" : "/p/plugin.cc"),
         proto = str_is(path, "/p/config.proto") && is_proto(given);
    if (source || proto) *text = source && is_proto(given) ? str_of(reader) : given;
    return source || proto;
}

static source_entries list_folder(void *self, arena *a, str folder)
{
    source_entries entries = {0};
    if (str_is(folder, "/p"))
        array_push(a, &entries, (source_entry){is_c(*(str *)self) ? STR("plugin.c") : STR("plugin.cc"), false});
    return entries;
}

static bool check_node(void *self, ir_node *n)
{
    const str *text = self;
    CHECK(n->at.file == IR_NO_FILE || (n->at.file == 0 && n->at.at.start <= n->at.at.end && n->at.at.end <= text->n));
    if (n->op == IR_CLOSURE) ir_walk(n->func->body, check_node, self);
    return true;
}

static void configure(arena *a, ir_program *p, const eval_entry *entry)
{
    doc_node *document = doc_new(a, DOC_OBJECT), *name = doc_new(a, DOC_STRING);
    name->text = STR("a=b");
    doc_add_member(document, STR("name"), name);
    eval_closed(a, p, entry, document, NULL, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    arena a = ARENA_INIT;
    source_tree tree = {.self = &text, .read = read_file, .list = list_folder};
    build_facts facts;
    strbuf out = STRBUF_INIT;
    ir_program *p = cxx_load(&a, &tree, STR("/p"), NULL, &facts);
    registration_list all = cxx_registrations(p);
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i].parse) configure(&a, p, all.at[i].parse);
    ir_dump_program(&out, p);
    const ir_package *package = p->packages.at[0];
    for (size_t f = 0; f < package->funcs.n; f++) {
        ir_node *body = ir_func_body(p, package->funcs.at[f]);
        if (body && !is_proto(text)) ir_walk(body, check_node, &text);
    }
    strbuf_free(&out);
    cxx_unload(p);
    arena_free(&a);
    return 0;
}
