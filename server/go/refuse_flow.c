/* Labels, jumps, and functions that end without a return (Go specification, "Terminating statements"). The syntax alone decides
 * all of that. */
#include "go/refuse.h"

typedef struct label {
    str name;
    syntax_node at;
    bool used;
} label;

/* A statement that is being gone through, which break and continue may mean. */
typedef struct target {
    struct target *outer;
    str label;
    bool loop;
} target;

typedef struct judge {
    go_lower *l;
    const go_grammar *g;
    ARRAY(label) labels;
    map label_numbers; /* name -> number + 1 of the first one */
    ARRAY(syntax_node) gotos;
    target *inside;
} judge;

static go_kind kind_of(const judge *j, syntax_node n) { return go_kind_of(j->g, n); }

/* The label of a break, continue or goto; empty without one. */
static str label_of(const judge *j, syntax_node n) { return go_text(j->l, go_only(j->g, n)); }

static bool is_case(go_kind k)
{
    return k == GO_EXPRESSION_CASE || k == GO_TYPE_CASE || k == GO_DEFAULT_CASE || k == GO_COMMUNICATION_CASE;
}

/* The last statement of a block, list or case; null for an empty one. */
static syntax_node last_statement(const judge *j, syntax_node n)
{
    syntax_node last = {0};
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);)
        if (!c.field && kind_of(j, c.node) != GO_EMPTY_STATEMENT) last = c.node;
    return kind_of(j, last) == GO_STATEMENT_LIST ? last_statement(j, last) : last;
}

/* --- labels and jumps ------------------------------------------------------------------------------------------------------ */

static label *find_label(judge *j, str name)
{
    uintptr_t number = (uintptr_t)map_get(&j->label_numbers, name);
    return number ? &j->labels.at[number - 1] : NULL;
}

static void judge_jump(judge *j, syntax_node n, bool loop)
{
    str name = label_of(j, n);
    for (const target *t = j->inside; t; t = t->outer) {
        if (name.n ? !str_eq(t->label, name) : loop && !t->loop) continue;
        if (loop && !t->loop) break;
        label *known = name.n ? find_label(j, name) : NULL;
        if (known) known->used = true;
        return;
    }
    go_refuse(j->l, n, IR_REFUSED_MISPLACED, go_text(j->l, n));
}

static void declare_label(judge *j, syntax_node at)
{
    str name = go_text(j->l, at);
    array_push(j->l->a, &j->labels, (label){.name = name, .at = at, .used = str_is(name, "_")});
    if (find_label(j, name)) go_refuse(j->l, at, IR_REFUSED_REDECLARED, name);
    else map_put(j->l->a, &j->label_numbers, name, (void *)(uintptr_t)j->labels.n);
}

static void judge_labels(judge *j)
{
    for (size_t i = 0; i < j->gotos.n; i++) {
        str name = label_of(j, j->gotos.at[i]);
        label *known = find_label(j, name);
        if (known) known->used = true;
        else go_refuse(j->l, j->gotos.at[i], IR_REFUSED_LABEL_UNDECLARED, name);
    }
    for (size_t i = 0; i < j->labels.n; i++)
        if (!j->labels.at[i].used) go_refuse(j->l, j->labels.at[i].at, IR_REFUSED_LABEL_UNUSED, j->labels.at[i].name);
}

/* `falls`: a statement at the end of a case that has one behind it. */
static void judge_statement(judge *j, syntax_node n, str name, bool falls);

static void judge_list(judge *j, syntax_node n, bool falls)
{
    syntax_node last = last_statement(j, n);
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);) {
        if (c.field) continue; /* a case's own expressions */
        if (kind_of(j, c.node) == GO_STATEMENT_LIST) judge_list(j, c.node, falls);
        else judge_statement(j, c.node, (str){0}, falls && c.node.id == last.id);
    }
}

static void judge_cases(judge *j, syntax_node n, bool may_fall)
{
    syntax_node before = {0};
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);) {
        if (!is_case(kind_of(j, c.node))) continue;
        judge_list(j, before, may_fall);
        before = c.node;
    }
    judge_list(j, before, false);
}

static void judge_inside(judge *j, syntax_node n, str name, bool loop)
{
    target t = {j->inside, name, loop};
    j->inside = &t;
    if (loop) judge_list(j, go_child(j->g, n, GO_F_BODY), false);
    else judge_cases(j, n, kind_of(j, n) == GO_EXPRESSION_SWITCH_STATEMENT);
    j->inside = t.outer;
}

static void judge_labeled(judge *j, syntax_node n)
{
    syntax_node at = go_child(j->g, n, GO_F_LABEL);
    declare_label(j, at);
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);)
        if (!go_at_field(j->g, &c, GO_F_LABEL)) judge_statement(j, c.node, go_text(j->l, at), false);
}

static void judge_kind(judge *j, syntax_node n, str name, bool falls)
{
    switch (kind_of(j, n)) {
    case GO_BLOCK: judge_list(j, n, false); break;
    case GO_IF_STATEMENT:
        judge_list(j, go_child(j->g, n, GO_F_CONSEQUENCE), false);
        judge_statement(j, go_child(j->g, n, GO_F_ALTERNATIVE), (str){0}, false);
        break;
    case GO_FOR_STATEMENT: judge_inside(j, n, name, true); break;
    case GO_EXPRESSION_SWITCH_STATEMENT:
    case GO_TYPE_SWITCH_STATEMENT:
    case GO_SELECT_STATEMENT: judge_inside(j, n, name, false); break;
    case GO_LABELED_STATEMENT: judge_labeled(j, n); break;
    case GO_BREAK_STATEMENT: judge_jump(j, n, false); break;
    case GO_CONTINUE_STATEMENT: judge_jump(j, n, true); break;
    case GO_GOTO_STATEMENT: array_push(j->l->a, &j->gotos, n); break;
    case GO_FALLTHROUGH_STATEMENT:
        if (!falls) go_refuse(j->l, n, IR_REFUSED_MISPLACED, go_text(j->l, n));
        break;
    default: break;
    }
}

static void judge_statement(judge *j, syntax_node n, str name, bool falls)
{
    if (syntax_is_null(n) || !go_enter(j->l)) return;
    judge_kind(j, n, name, falls);
    go_leave(j->l);
}

/* --- terminating statements ------------------------------------------------------------------------------------------------ */

/* A break that leaves the statement with this label from inside; `plain`: one without a label does, too. */
static bool has_break(judge *j, syntax_node n, str name, bool plain)
{
    go_kind k = kind_of(j, n);
    if (k == GO_BREAK_STATEMENT) {
        str named = label_of(j, n);
        return named.n ? str_eq(named, name) : plain;
    }
    if (k == GO_FUNC_LITERAL || !go_enter(j->l)) return false;
    bool takes_plain =
        k == GO_FOR_STATEMENT || k == GO_EXPRESSION_SWITCH_STATEMENT || k == GO_TYPE_SWITCH_STATEMENT || k == GO_SELECT_STATEMENT;
    bool found = false;
    for (syntax_cursor c = syntax_named_children(n); !found && go_next(j->g, &c);) {
        found = has_break(j, c.node, name, plain && !takes_plain);
        if (found) syntax_cursor_end(&c);
    }
    go_leave(j->l);
    return found;
}

static bool leaves_inside(judge *j, syntax_node n, str name)
{
    bool found = false;
    for (syntax_cursor c = syntax_named_children(n); !found && go_next(j->g, &c);) {
        found = has_break(j, c.node, name, true);
        if (found) syntax_cursor_end(&c);
    }
    return found;
}

static bool terminates(judge *j, syntax_node n, str name);

static bool is_endless(const judge *j, syntax_node n)
{
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);) {
        if (go_at_field(j->g, &c, GO_F_BODY)) continue;
        syntax_node head = c.node;
        syntax_cursor_end(&c);
        return kind_of(j, head) == GO_FOR_CLAUSE && syntax_is_null(go_child(j->g, head, GO_F_CONDITION));
    }
    return true;
}

static bool cases_terminate(judge *j, syntax_node n)
{
    bool all = true, fallback = kind_of(j, n) == GO_SELECT_STATEMENT;
    for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);) {
        if (!is_case(kind_of(j, c.node))) continue;
        fallback = fallback || kind_of(j, c.node) == GO_DEFAULT_CASE;
        syntax_node last = last_statement(j, c.node);
        all = all && (kind_of(j, last) == GO_FALLTHROUGH_STATEMENT || terminates(j, last, (str){0}));
    }
    return all && fallback;
}

static bool is_panic(const judge *j, syntax_node n)
{
    syntax_node call = go_only(j->g, n);
    while (kind_of(j, call) == GO_PARENTHESIZED_EXPRESSION) call = go_only(j->g, call);
    return kind_of(j, call) == GO_CALL_EXPRESSION && str_is(go_text(j->l, go_child(j->g, call, GO_F_FUNCTION)), "panic");
}

static bool kind_terminates(judge *j, syntax_node n, str name)
{
    switch (kind_of(j, n)) {
    case GO_RETURN_STATEMENT:
    case GO_GOTO_STATEMENT: return true;
    case GO_EXPRESSION_STATEMENT: return is_panic(j, n);
    case GO_BLOCK: return terminates(j, last_statement(j, n), (str){0});
    case GO_IF_STATEMENT:
        return terminates(j, go_child(j->g, n, GO_F_CONSEQUENCE), (str){0}) &&
               terminates(j, go_child(j->g, n, GO_F_ALTERNATIVE), (str){0});
    case GO_FOR_STATEMENT: return is_endless(j, n) && !leaves_inside(j, n, name);
    case GO_EXPRESSION_SWITCH_STATEMENT:
    case GO_TYPE_SWITCH_STATEMENT:
    case GO_SELECT_STATEMENT: return cases_terminate(j, n) && !leaves_inside(j, n, name);
    case GO_LABELED_STATEMENT: {
        str inner = go_text(j->l, go_child(j->g, n, GO_F_LABEL));
        for (syntax_cursor c = syntax_named_children(n); go_next(j->g, &c);) {
            if (go_at_field(j->g, &c, GO_F_LABEL)) continue;
            syntax_node statement = c.node;
            syntax_cursor_end(&c);
            return terminates(j, statement, inner);
        }
        return false;
    }
    default: return false;
    }
}

/* Past the limit of nesting nothing is known: taken for one that does. */
static bool terminates(judge *j, syntax_node n, str name)
{
    if (syntax_is_null(n)) return false;
    if (!go_enter(j->l)) return true;
    bool does = kind_terminates(j, n, name);
    go_leave(j->l);
    return does;
}

void go_judge_flow(go_lower *l, syntax_node body, bool results)
{
    if (!l->judged || syntax_is_null(body)) return;
    judge j = {.l = l, .g = l->g};
    judge_list(&j, body, false);
    judge_labels(&j);
    if (!results || terminates(&j, last_statement(&j, body), (str){0})) return;
    range at = syntax_range(body);
    uint32_t brace = at.end > at.start ? at.end - 1 : at.end;
    go_refuse_at(l, (ir_span){l->file->index, range_make(brace, at.end)}, IR_REFUSED_MISSING_RETURN, (str){0});
}
