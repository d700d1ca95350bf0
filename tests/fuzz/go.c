/* Loads any bytes as the only file of a Go module, lowers everything and prints it: no input may crash the front end, and every
 * node must lie inside the file. */
#include "base/bug.h"
#include "go/frontend.h"
#include "ir/dump.h"
#include "ir/program.h"

#define CHECK(condition) ((condition) ? (void)0 : BUG("not so: %s", #condition))

static bool read_file(void *self, str path, str *text)
{
    if (!str_is(path, "/p/main.go")) return false;
    *text = *(str *)self;
    return true;
}

static source_entries list_folder(void *self, arena *a, str folder)
{
    source_entries entries = {0};
    (void)self;
    if (str_is(folder, "/p")) array_push(a, &entries, (source_entry){STR("main.go"), false});
    return entries;
}

static bool check_node(void *self, ir_node *n)
{
    const str *text = self;
    CHECK(n->at.file == 0 && n->at.at.start <= n->at.at.end && n->at.at.end <= text->n);
    for (uint32_t i = 0; i < n->count; i++)
        CHECK(n->kids[i] || n->op == IR_SLICE || n->op == IR_IF || n->op == IR_LOOP || n->op == IR_RANGE || n->op == IR_SWITCH);
    if (n->op == IR_LOCAL || n->op == IR_DECLARE) CHECK(n->slot >= 0);
    if (n->op == IR_CLOSURE) ir_walk(n->func->body, check_node, self);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    arena a = ARENA_INIT;
    source_tree tree = {.self = &text, .read = read_file, .list = list_folder};
    strbuf out = STRBUF_INIT;
    ir_program *p = go_load(&a, &tree, STR("/p"), NULL, NULL);
    ir_dump_program(&out, p);
    for (size_t i = 0; i < p->packages.n; i++)
        for (size_t f = 0; f < p->packages.at[i]->funcs.n; f++) ir_walk(p->packages.at[i]->funcs.at[f]->body, check_node, &text);
    strbuf_free(&out);
    go_unload(p);
    arena_free(&a);
    return 0;
}
