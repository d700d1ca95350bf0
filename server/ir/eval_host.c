/* Programs without a parse function: the host starts them, and they ask it for their configuration. */
#include "ir/eval_internal.h"

#include "ir/program.h"

/* A method of the program's own; VALUE_UNKNOWN for none, or one of a library. */
static value own_method(eval *e, const value *context, const char *name, const ir_node *site)
{
    value method = eval_bind_method(e, context, NULL, str_of(name), site);
    bool own = method.kind == VALUE_FUNC && ir_func_is_own(method.closure->func);
    return own ? method : value_unknown(NULL);
}

static value call_with(eval *e, const value *callee, const value *argument, const ir_node *site)
{
    return eval_invoke(e, callee, argument, 1, false, site);
}

/* Ends the way when the program has panicked before it asked for its configuration, which then can't be to blame. */
static void check(eval *e)
{
    if (e->way.raised && !e->way.host.asked) eval_stop(e, "the program panics before it is configured");
}

static value make_context(eval *e, const eval_entry *entry)
{
    value number = value_unknown(type_basic(TYPE_UINT32)), handed = e->way.host.context;
    value maker = handed.kind == VALUE_FUNC ? handed : own_method(e, &handed, entry->host->make, entry->callee);
    if (maker.kind != VALUE_FUNC) eval_stop(e, "the plugin's context is not known");
    value made = call_with(e, &maker, &number, entry->callee);
    check(e);
    return made;
}

/* Calls the method that gets the configuration of the machine. A program that refuses that one does so whatever the plugin's
 * configuration is: the way ends undecided. */
static void start_machine(eval *e, const eval_entry *entry)
{
    value size = value_unknown(type_basic(TYPE_INT));
    value start = own_method(e, &e->way.host.context, entry->host->before, entry->callee);
    if (start.kind != VALUE_FUNC) return;
    value status = call_with(e, &start, &size, entry->callee);
    check(e);
    if (!eval_decide(e, &status, entry->callee)) eval_stop(e, "the program refuses the configuration of its machine");
}

/* The size that the host passes. How long the text is depends on who writes it, and programs only ask whether there is one. */
static value size_of(eval *e, doc_node *document)
{
    value bytes = eval_configuration_text(e, document);
    return value_int_of(type_basic(TYPE_INT), bytes.kind == VALUE_STRING ? (int64_t)bytes.s.n : EVAL_SOME_LENGTH);
}

/* The context is made by itself; `before` and `start` are its own methods. */
static value start_root(eval *e, const eval_entry *entry, doc_node *document, value *config)
{
    native_call c = {.e = e, .arena = e->arena, .site = entry->callee};
    cell *root = ARENA_NEW(e->arena, cell);
    value ids[2] = {value_unknown(NULL), value_unknown(NULL)}; /* numbers and names that the host gives */
    root->type = entry->host->root;
    root->v = e->program->semantics->construct(&c, entry->host->root, ids, 2, false);
    check(e);
    *config = (value){.kind = VALUE_POINTER, .cell = root};
    value size = size_of(e, document);
    if (entry->host->before) {
        cell *before = e->program->semantics->member(&c, root, str_of(entry->host->before), 1);
        value unknown = value_unknown(type_basic(TYPE_UINT32)), status = call_with(e, &before->v, &unknown, entry->callee);
        check(e);
        if (!eval_decide(e, &status, entry->callee)) eval_stop(e, "the program refuses the configuration of its machine");
    }
    cell *start = e->program->semantics->member(&c, root, str_of(entry->host->start), 1);
    if (!start || start->v.kind != VALUE_FUNC) eval_stop(e, "the plugin's context is not known");
    return call_with(e, &start->v, &size, entry->callee);
}

/* Numbers that stand for yes and no. */
static value call_for_truth(eval *e, ir_func *f, value *args, const ir_node *site)
{
    native_call c = {.e = e, .arena = e->arena, .site = site};
    value callee = eval_func_value(e, f, NULL, NULL), status = eval_invoke(e, &callee, args, 2, false, site);
    return e->way.raised ? status : e->program->semantics->truth(&c, &status);
}

/* The functions that the host calls by their names, in its order; the numbers are those of the first context. */
static value start_functions(eval *e, const eval_entry *entry, doc_node *document)
{
    const eval_host *host = entry->host;
    ir_type *number = type_basic(TYPE_UINT32);
    value args[2] = {value_int_of(number, 1), value_int_of(number, 0)};
    if (host->create) {
        value create = eval_func_value(e, host->create, NULL, NULL);
        eval_invoke(e, &create, args, 2, false, entry->callee);
        check(e);
    }
    args[1] = value_unknown(number);
    if (host->begin && !e->way.raised) {
        value status = call_for_truth(e, host->begin, args, entry->callee);
        check(e);
        if (!e->way.raised && !eval_decide(e, &status, entry->callee))
            eval_stop(e, "the program refuses the configuration of its machine");
    }
    args[1] = size_of(e, document);
    return e->way.raised ? value_unknown(NULL) : call_for_truth(e, host->configure, args, entry->callee);
}

value eval_start(eval *e, const eval_entry *entry, doc_node *document, value *config)
{
    const eval_host *host = entry->host;
    e->way.host.starts = host->start;
    if (host->configure) return start_functions(e, entry, document);
    if (host->root) return start_root(e, entry, document, config);
    value main = host->main ? eval_func_value(e, host->main, NULL, NULL) : value_unknown(NULL), size = size_of(e, document);
    bool runs = e->way.host.context.kind == VALUE_UNKNOWN && main.kind == VALUE_FUNC;
    if (runs) eval_invoke(e, &main, NULL, 0, false, entry->callee);
    check(e);
    value made = make_context(e, entry);
    start_machine(e, entry);
    value start = own_method(e, &made, host->start, entry->callee);
    if (start.kind != VALUE_FUNC) eval_stop(e, "the plugin's context is not known");
    *config = made;
    e->way.host.said = value_nil(NULL);
    e->way.host.said_at.file = IR_NO_FILE;
    return call_with(e, &start, &size, entry->callee);
}
