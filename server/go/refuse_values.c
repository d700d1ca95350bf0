/* How many values stand where, and whether they are values at all. Looks at the lowered code. */
#include "go/refuse.h"

typedef struct judge {
    go_lower *l;
    const ir_func *func; /* whose body is gone through; NULL: the value of a package variable */
} judge;

static const ir_type *signature_of(const ir_node *call)
{
    const ir_type *t = call->count && call->kids[0] ? type_under(call->kids[0]->type) : NULL;
    return t && t->kind == TYPE_FUNC ? t : NULL;
}

static int count_of_builtin(uint8_t builtin)
{
    switch (builtin) {
    case IR_PANIC:
    case IR_PRINT:
    case IR_DELETE:
    case IR_CLEAR:
    case IR_CLOSE: return 0;
    default: return 1;
    }
}

int go_value_count(const ir_node *n)
{
    if (n->op == IR_UNSUPPORTED) return -1;
    if (n->op == IR_BUILTIN) return count_of_builtin(n->sub);
    if (n->op != IR_CALL) return 1;
    const ir_type *func = signature_of(n);
    if (func) return (int)(func->part_count - func->param_count);
    if (!n->type) return -1;
    return n->type->kind == TYPE_TUPLE ? (int)n->type->part_count : 1;
}

/* --- single expressions ---------------------------------------------------------------------------------------------------- */

str go_text_at(const go_lower *l, ir_span at)
{
    enum { TEXT_MOST = 40 };
    str text = at.file == l->file->index ? str_slice(l->file->text, at.at.start, at.at.end) : (str){0};
    ptrdiff_t line = str_find_char(text, '\n', 0);
    if (line >= 0) text = str_slice(text, 0, (size_t)line);
    return text.n > TEXT_MOST ? arena_printf(l->a, "%.*s...", TEXT_MOST, text.p) : text;
}

static str text_at(const judge *j, const ir_node *n) { return go_text_at(j->l, n->at); }

/* Functions of SDKs have a signature, too. */
static int count_values(const judge *j, const ir_node *n)
{
    go_known_call known;
    int count = go_value_count(n);
    if (count >= 0 || n->op != IR_CALL || !n->count) return count;
    return go_known_callee(j->l, n->kids[0], &known) ? (int)known.results : -1;
}

/* Where one value is wanted. */
static void need_value(judge *j, const ir_node *n)
{
    if (!n) return;
    if (n->op == IR_TYPE) go_refuse_at(j->l, n->at, IR_REFUSED_NOT_A_VALUE, text_at(j, n));
    int count = count_values(j, n);
    if (count >= 0 && count != 1) go_refuse_counts(j->l, n->at, IR_REFUSED_RESULT_COUNT, text_at(j, n), (uint32_t)count, 1);
}

static void need_condition(judge *j, const ir_node *n)
{
    if (!n) return;
    need_value(j, n);
    type_kind k = type_under_kind(n->type);
    bool fits =
        !n->type || k == TYPE_BOOL || k == TYPE_UNTYPED_BOOL || k == TYPE_UNKNOWN || n->op == IR_UNSUPPORTED || n->op == IR_TYPE;
    if (!fits) go_refuse_at(j->l, n->at, IR_REFUSED_NOT_A_CONDITION, text_at(j, n));
}

/* What may stand alone (Go specification, "Expression statements"). */
static void need_effect(judge *j, const ir_node *n)
{
    bool call = n->op == IR_CALL || n->op == IR_RECEIVE || n->op == IR_UNSUPPORTED;
    if (n->op == IR_BUILTIN) call = count_of_builtin(n->sub) == 0 || n->sub == IR_COPY || n->sub == IR_RECOVER;
    if (!call) go_refuse_at(j->l, n->at, IR_REFUSED_UNUSED_VALUE, text_at(j, n));
}

/* --- several values -------------------------------------------------------------------------------------------------------- */

/* `count` expressions for `wanted` values; one may give them all. */
static void need_values(judge *j, ir_span at, ir_node *const *values, uint32_t count, uint32_t wanted, ir_refusal_kind kind)
{
    int gives = count == 1 ? count_values(j, values[0]) : -1;
    if (count == 1 && wanted == 2 && values[0]->flags & IR_COMMA_OK) gives = 2;
    if (count == 1 && wanted != 1) {
        if (values[0]->op == IR_TYPE) need_value(j, values[0]);
        if (gives >= 0 && (uint32_t)gives != wanted) go_refuse_counts(j->l, at, kind, (str){0}, (uint32_t)gives, wanted);
        return;
    }
    if (count != wanted) go_refuse_counts(j->l, at, kind, (str){0}, count, wanted);
    for (uint32_t i = 0; i < count; i++) need_value(j, values[i]);
}

static void judge_return(judge *j, const ir_node *n)
{
    const ir_func *f = j->func;
    if (!f) return;
    bool named = f->result_count && f->results[0].name.n;
    if (n->count == 0 && (named || !f->result_count)) return;
    need_values(j, n->at, n->kids, n->count, f->result_count, IR_REFUSED_RETURN_COUNT);
    for (uint32_t i = 0; i < n->count && n->count == f->result_count; i++) go_judge_fit(j->l, f, n->kids[i], f->results[i].type);
}

static void judge_assignment(judge *j, const ir_node *n)
{
    uint32_t values = n->count - n->targets;
    if (!values) return;
    need_values(j, n->at, n->kids + n->targets, values, n->targets, IR_REFUSED_VALUE_COUNT);
    bool shift = n->sub == IR_SHL || n->sub == IR_SHR;
    for (uint32_t i = 0; i < values && values == n->targets && !shift; i++)
        go_judge_store(j->l, j->func, n->kids[i], n->kids[n->targets + i]);
}

static void judge_arguments(judge *j, const ir_node *n)
{
    const ir_type *func = signature_of(n);
    uint32_t has = n->count - 1;
    int gives = has == 1 ? count_values(j, n->kids[1]) : 1;
    for (uint32_t i = 1; i < n->count && (has > 1 || gives == 0 || n->kids[1]->op == IR_TYPE); i++) need_value(j, n->kids[i]);
    if (gives < 0) return;
    if (has == 1) has = (uint32_t)gives;
    go_known_call known;
    if (!func && go_known_callee(j->l, n->kids[0], &known) && has != known.count)
        go_refuse_counts(j->l, n->at, IR_REFUSED_ARGUMENT_COUNT, text_at(j, n->kids[0]), has, known.count);
    if (!func) return;
    uint32_t least = func->variadic ? func->param_count - 1 : func->param_count;
    bool spread = n->flags & IR_SPREAD,
         fits = spread ? func->variadic && has == func->param_count : has == least || (func->variadic && has > least);
    if (!fits)
        go_refuse_counts(j->l, n->at, IR_REFUSED_ARGUMENT_COUNT, text_at(j, n->kids[0]), has, spread ? func->param_count : least);
}

/* --- statements and expressions -------------------------------------------------------------------------------------------- */

static void judge_switch(judge *j, const ir_node *n)
{
    need_value(j, n->count ? n->kids[0] : NULL);
    for (uint32_t i = 1; i < n->count; i++) {
        const ir_node *c = n->kids[i];
        for (uint32_t k = 0; k < c->targets; k++) {
            if (n->kids[0]) need_value(j, c->kids[k]);
            else need_condition(j, c->kids[k]);
        }
    }
}

/* Types may be kids of generic functions. */
static void need_operands(judge *j, const ir_node *n)
{
    bool instantiated = n->op == IR_INDEX && (n->kids[0]->op == IR_FUNC || n->kids[0]->op == IR_EXTERN);
    for (uint32_t i = 0; i < n->count && !instantiated; i++) need_value(j, n->kids[i]);
}

static bool judge_node(void *self, ir_node *n)
{
    judge *j = self;
    switch ((ir_op)n->op) {
    case IR_EXPR: need_effect(j, n->kids[0]); break;
    case IR_ASSIGN: judge_assignment(j, n); break;
    case IR_RETURN: judge_return(j, n); break;
    case IR_CALL:
        judge_arguments(j, n);
        go_judge_call_types(j->l, j->func, n);
        break;
    case IR_BUILTIN: need_operands(j, n); break;
    case IR_BINARY:
        need_operands(j, n);
        go_judge_operands(j->l, j->func, n);
        break;
    case IR_IF: need_condition(j, n->kids[0]); break;
    case IR_LOOP: need_condition(j, n->kids[0]); break;
    case IR_RANGE:
        need_value(j, n->kids[2]);
        go_judge_operand(j->l, j->func, n);
        break;
    case IR_SWITCH: judge_switch(j, n); break;
    case IR_AND:
    case IR_OR:
        need_condition(j, n->kids[0]);
        need_condition(j, n->kids[1]);
        break;
    case IR_TYPE_SWITCH: need_value(j, n->kids[0]); break;
    case IR_DEREF:
    case IR_INDEX:
    case IR_SLICE:
    case IR_RECEIVE:
    case IR_SEND:
        need_operands(j, n);
        go_judge_operand(j->l, j->func, n);
        break;
    case IR_SELECT:
    case IR_ADDR:
    case IR_UNARY:
    case IR_CONVERT:
    case IR_ASSERT:
    case IR_COMPOSITE: need_operands(j, n); break;
    case IR_KEYED:
        if (n->count) need_value(j, n->kids[n->count - 1]);
        break;
    case IR_CLOSURE: {
        judge inside = {j->l, n->func};
        ir_walk(n->func->body, judge_node, &inside);
        break;
    }
    default: break;
    }
    return true;
}

void go_judge_values(go_lower *l, ir_node *body)
{
    if (l->judged && !l->gave_up) ir_walk(body, judge_node, &(judge){l, l->frame->func});
}

void go_judge_init(go_lower *l, ir_node *init, uint32_t of)
{
    if (!l->judged) return;
    judge j = {l, NULL};
    need_values(&j, init->at, &init, 1, of, IR_REFUSED_VALUE_COUNT);
    go_judge_values(l, init);
}
