/* Values that stand where another kind of value is taken. Types are compared by their rough kinds alone, and only where both are
 * known for certain: whether one number fits another, or a struct an interface, is not asked. */
#include "go/refuse.h"

#include "ir/body_facts.h"
#include "ir/sdk.h"

/* The rough kind of a value: a value of one kind never fits where another kind is wanted. */
typedef enum rough { ROUGH_UNKNOWN, ROUGH_NIL, ROUGH_BOOL, ROUGH_NUMBER, ROUGH_TEXT, ROUGH_STRUCT, ROUGH_ARRAY, ROUGH_SLICE,
                     ROUGH_MAP, ROUGH_POINTER, ROUGH_CHAN, ROUGH_FUNC } rough;

/* Interfaces take what has their methods, and are taken for unknown. */
static rough rough_of_kind(type_kind k)
{
    switch (k) {
    case TYPE_BOOL:
    case TYPE_UNTYPED_BOOL: return ROUGH_BOOL;
    case TYPE_STRING:
    case TYPE_UNTYPED_STRING: return ROUGH_TEXT;
    case TYPE_UNTYPED_NIL: return ROUGH_NIL;
    case TYPE_STRUCT: return ROUGH_STRUCT;
    case TYPE_ARRAY: return ROUGH_ARRAY;
    case TYPE_SLICE: return ROUGH_SLICE;
    case TYPE_MAP: return ROUGH_MAP;
    case TYPE_POINTER: return ROUGH_POINTER;
    case TYPE_CHAN: return ROUGH_CHAN;
    case TYPE_FUNC: return ROUGH_FUNC;
    case TYPE_UNKNOWN:
    case TYPE_INTERFACE:
    case TYPE_TUPLE:
    case TYPE_NAMED: return ROUGH_UNKNOWN;
    default: return ROUGH_NUMBER;
    }
}

/* A package with files for several systems may declare a type once for each. */
static rough rough_of(go_lower *l, const ir_type *t)
{
    if (t && t->kind == TYPE_NAMED && t->package.n) {
        const go_package *pkg = map_get(&l->s->packages, t->package);
        const ir_member *m = t->front;
        bool foreign = t->opaque || (!pkg && type_under_kind(t) == TYPE_UNKNOWN);
        if (foreign) return go_is_foreign_struct(l->s, t->package, t->name) ? ROUGH_STRUCT : ROUGH_UNKNOWN;
        if ((pkg && pkg->partial) || (m && (m->refused || !m->resolved))) return ROUGH_UNKNOWN;
    }
    return rough_of_kind(type_under_kind(t));
}

/* A parameter, or a result with a name: their types are written at the function. */
static bool is_parameter(const ir_func *in, int32_t slot)
{
    for (uint32_t i = 0; in && i < in->param_count; i++)
        if (in->params[i].slot == slot && slot >= 0) return true;
    for (uint32_t i = 0; in && i < in->result_count; i++)
        if (in->results[i].slot == slot && slot >= 0) return true;
    return false;
}

/* Whether the node's type stands in the text. Those of models, and of variables that may have got theirs from one, are
 * guesses. */
static bool is_written(const ir_func *in, const ir_node *n)
{
    switch ((ir_op)n->op) {
    case IR_CONST:
    case IR_FUNC:
    case IR_CLOSURE:
    case IR_COMPOSITE:
    case IR_CONVERT: return true;
    case IR_BUILTIN: return n->sub == IR_MAKE || n->sub == IR_NEW || n->sub == IR_LEN || n->sub == IR_CAP;
    case IR_LOCAL: return is_parameter(in, n->slot);
    case IR_CALL: return n->kids[0]->op == IR_FUNC || n->kids[0]->op == IR_CLOSURE;
    default: return false;
    }
}

static rough rough_of_value(go_lower *l, const ir_func *in, const ir_node *n)
{
    if (!is_written(in, n)) return ROUGH_UNKNOWN;
    if (n->op == IR_BUILTIN && n->sub == IR_NEW) return ROUGH_POINTER;
    if (n->op == IR_CLOSURE) return ROUGH_FUNC;
    return rough_of(l, n->type);
}

/* Whether a value may stand where the other kind is taken. */
static bool fits(rough what, rough wanted)
{
    if (what == ROUGH_UNKNOWN || wanted == ROUGH_UNKNOWN || what == wanted) return true;
    return what == ROUGH_NIL && wanted >= ROUGH_SLICE;
}

static void need_rough(go_lower *l, const ir_func *in, const ir_node *n, rough wanted)
{
    if (n && !fits(rough_of_value(l, in, n), wanted)) go_refuse_at(l, n->at, IR_REFUSED_WRONG_TYPE, go_text_at(l, n->at));
}

void go_judge_fit(go_lower *l, const ir_func *in, const ir_node *n, const ir_type *wanted)
{
    need_rough(l, in, n, rough_of(l, wanted));
}

void go_judge_store(go_lower *l, const ir_func *in, const ir_node *place, const ir_node *n)
{
    bool field = place->op == IR_SELECT && type_find_field(place->kids[0]->type, place->name, NULL, NULL);
    bool parameter = place->op == IR_LOCAL && is_parameter(in, place->slot);
    if (field || parameter || place->op == IR_DECLARE) go_judge_fit(l, in, n, place->type);
}

/* --- calls ----------------------------------------------------------------------------------------------------------------- */

/* An option of a registering function: a function or something else, depending on the SDK's version, but no text. */
static bool is_option(const ir_node *n)
{
    str package, name;
    phase when;
    bool streaming;
    const char *shape;
    return n->op == IR_CALL && body_is_extern(n->kids[0], &package, &name) &&
           go_registration_option(sdk_package(package), name, &when, &streaming, &shape);
}

/* What functions without source take is known of those that have a signature here, and of those that register a plugin: its name
 * first, before the options. */
static void judge_extern(go_lower *l, const ir_func *in, const ir_node *call)
{
    str package, name;
    go_known_call known;
    if (go_known_callee(l, call->kids[0], &known) && known.count + 1 == call->count)
        for (uint32_t i = 0; i < known.count; i++) need_rough(l, in, call->kids[i + 1], rough_of_kind(known.params[i]));
    if (call->count < 2 || !body_is_extern(call->kids[0], &package, &name)) return;
    if (!go_registration_takes_name(sdk_package(package), name)) return;
    const ir_node *first = call->kids[1];
    if (is_option(first)) go_refuse_at(l, first->at, IR_REFUSED_WRONG_TYPE, go_text_at(l, first->at));
    else need_rough(l, in, first, ROUGH_TEXT);
}

void go_judge_call_types(go_lower *l, const ir_func *in, const ir_node *call)
{
    const ir_node *callee = call->kids[0];
    rough what = rough_of_value(l, in, callee);
    if (!fits(what, ROUGH_FUNC) || what == ROUGH_NIL) {
        go_refuse_at(l, callee->at, IR_REFUSED_NOT_A_FUNCTION, go_text_at(l, callee->at));
        return;
    }
    const ir_type *func = type_under(callee->type);
    judge_extern(l, in, call);
    bool one = call->count == 2 && go_value_count(call->kids[1]) != 1; /* it gives all */
    if (func->kind != TYPE_FUNC || one) return;
    for (uint32_t i = 0; i + 1 < call->count && func->param_count; i++) {
        bool rest = func->variadic && i + 1 >= func->param_count;
        if (!rest && i >= func->param_count) return;
        const ir_type *wanted = func->parts[rest ? func->param_count - 1 : i];
        if (rest && !(call->flags & IR_SPREAD)) wanted = type_under(wanted)->elem;
        /* The bytes of a string may be spread. */
        if (!(rest && call->flags & IR_SPREAD)) go_judge_fit(l, in, call->kids[i + 1], wanted);
    }
}

/* --- operators ------------------------------------------------------------------------------------------------------------- */

void go_judge_operands(go_lower *l, const ir_func *in, const ir_node *n)
{
    if (n->sub == IR_SHL || n->sub == IR_SHR) return;
    rough x = rough_of_value(l, in, n->kids[0]), y = rough_of_value(l, in, n->kids[1]);
    if (!fits(x, y) && !fits(y, x)) go_refuse_at(l, n->at, IR_REFUSED_OPERANDS, go_text_at(l, n->at));
}

/* Whether a value may be the operand. What is indexed may be a pointer to an array, what is ranged over a number or a function; a
 * generic function may stand before brackets, too. */
static bool takes(ir_op op, rough what)
{
    switch (op) {
    case IR_RECEIVE:
    case IR_SEND: return what == ROUGH_CHAN;
    case IR_DEREF: return what == ROUGH_POINTER;
    case IR_SLICE: return what == ROUGH_TEXT || what == ROUGH_ARRAY || what == ROUGH_SLICE || what == ROUGH_POINTER;
    case IR_INDEX: return what == ROUGH_TEXT || (what >= ROUGH_ARRAY && what != ROUGH_CHAN);
    case IR_RANGE: return what != ROUGH_NIL && what != ROUGH_BOOL && what != ROUGH_STRUCT;
    default: return true;
    }
}

void go_judge_operand(go_lower *l, const ir_func *in, const ir_node *n)
{
    const ir_node *operand = n->kids[n->op == IR_RANGE ? 2 : 0];
    if (!operand) return;
    rough what = rough_of_value(l, in, operand);
    if (what == ROUGH_UNKNOWN || takes((ir_op)n->op, what)) return;
    go_refuse_at(l, operand->at, IR_REFUSED_WRONG_TYPE, go_text_at(l, operand->at));
}
