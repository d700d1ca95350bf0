#include "ir/dump.h"

#include "base/limits.h"
#include "ir/program.h"

#include <inttypes.h>

typedef struct dumper {
    strbuf *out;
    ir_program *p;
    arena *a;    /* for type names, dropped at the end */
    int indent;
    int depth;
} dumper;

static void node(dumper *d, const ir_node *n);
static void statement(dumper *d, const ir_node *n);
static void function(dumper *d, ir_func *f);

static void line(dumper *d)
{
    strbuf_add_char(d->out, '\n');
    strbuf_pad(d->out, ' ', (size_t)d->indent * 2);
}

static void type(dumper *d, const ir_type *t) { strbuf_add(d->out, type_text(d->a, t)); }

static void quoted(dumper *d, str s)
{
    strbuf_add_char(d->out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') strbuf_printf(d->out, "\\%c", c);
        else if (c == '\n') strbuf_add_cstr(d->out, "\\n");
        else if (c < ' ') strbuf_printf(d->out, "\\x%02x", c);
        else strbuf_add_char(d->out, (char)c);
    }
    strbuf_add_char(d->out, '"');
}

static void constant(dumper *d, const ir_constant *c, const ir_type *t)
{
    switch (c->kind) {
    case IR_NIL: strbuf_add_cstr(d->out, "nil"); break;
    case IR_BOOL: strbuf_add_cstr(d->out, c->boolean ? "true" : "false"); break;
    case IR_INTEGER: strbuf_printf(d->out, "%" PRId64, c->integer); break;
    case IR_UNSIGNED: strbuf_printf(d->out, "%" PRIu64, c->unsigned_integer); break;
    case IR_REAL: strbuf_printf(d->out, "%.17g", c->real); break;
    case IR_STRING: quoted(d, c->text); break;
    }
    if (t && !type_is_untyped(t->kind)) {
        strbuf_add_char(d->out, ':');
        type(d, t);
    }
}

static const char *token(uint8_t op, char one[2])
{
    switch (op) {
    case IR_SHL: return "<<";
    case IR_SHR: return ">>";
    case IR_AND_NOT: return "&^";
    case IR_EQUAL: return "==";
    case IR_UNEQUAL: return "!=";
    case IR_LESS_EQUAL: return "<=";
    case IR_GREATER_EQUAL: return ">=";
    default:
        one[0] = (char)op;
        one[1] = '\0';
        return one;
    }
}

static const char *const op_names[] = {
    [IR_CONST] = "const",
    [IR_LOCAL] = "local",
    [IR_GLOBAL] = "global",
    [IR_FUNC] = "func",
    [IR_EXTERN] = "extern",
    [IR_TYPE] = "type",
    [IR_ADDR] = "addr",
    [IR_DEREF] = "deref",
    [IR_SELECT] = "select",
    [IR_INDEX] = "index",
    [IR_SLICE] = "slice",
    [IR_UNARY] = "unary",
    [IR_BINARY] = "binary",
    [IR_AND] = "&&",
    [IR_OR] = "||",
    [IR_CONVERT] = "convert",
    [IR_ASSERT] = "assert",
    [IR_COMPOSITE] = "composite",
    [IR_KEYED] = "keyed",
    [IR_CLOSURE] = "closure",
    [IR_CALL] = "call",
    [IR_BUILTIN] = "builtin",
    [IR_RECEIVE] = "receive",
    [IR_MEMBER] = "member",
    [IR_COND] = "cond",
    [IR_SEQUENCE] = "sequence",
    [IR_UPDATE] = "update",
    [IR_REFER] = "refer",
    [IR_TRUTH] = "truth",
    [IR_TARGET] = "target",
    [IR_CONSTRUCT] = "construct",
    [IR_BLOCK] = "block",
    [IR_EXPR] = "expr",
    [IR_ASSIGN] = "assign",
    [IR_DECLARE] = "declare",
    [IR_BLANK] = "_",
    [IR_BIND] = "bind",
    [IR_IF] = "if",
    [IR_LOOP] = "loop",
    [IR_RANGE] = "range",
    [IR_SWITCH] = "switch",
    [IR_TYPE_SWITCH] = "type-switch",
    [IR_CASE] = "case",
    [IR_COMM_SELECT] = "comm-select",
    [IR_BREAK] = "break",
    [IR_CONTINUE] = "continue",
    [IR_FALLTHROUGH] = "fallthrough",
    [IR_RETURN] = "return",
    [IR_DEFER] = "defer",
    [IR_GO] = "go",
    [IR_SEND] = "send",
    [IR_UNSUPPORTED] = "unsupported",
};

static const char *const builtin_names[] = {
    "len", "cap", "append", "make", "new", "delete", "copy", "panic", "recover", "min", "max", "clear", "close", "print",
};

/* What stands behind the operation's name. */
static void details(dumper *d, const ir_node *n)
{
    char one[2];
    switch ((ir_op)n->op) {
    case IR_UNARY:
    case IR_BINARY: strbuf_printf(d->out, " %s", token(n->sub, one)); break;
    case IR_ASSIGN:
        if (n->sub) strbuf_printf(d->out, " %s=", token(n->sub, one));
        strbuf_printf(d->out, " %u", n->targets);
        break;
    case IR_BUILTIN:
        strbuf_printf(d->out, " %s", builtin_names[n->sub]);
        if (n->sub == IR_MAKE || n->sub == IR_NEW) strbuf_printf(d->out, " %.*s", STR_ARG(type_text(d->a, n->type)));
        break;
    case IR_CONVERT:
    case IR_ASSERT:
    case IR_COMPOSITE:
    case IR_TYPE:
        strbuf_add_char(d->out, ' ');
        type(d, n->type);
        break;
    case IR_CASE: strbuf_printf(d->out, " %u", n->targets); break;
    case IR_LOOP:
        for (uint32_t i = 0; i < n->slots.count; i++) strbuf_printf(d->out, " fresh:%" PRId32, n->slots.at[i]);
        break;
    default: break;
    }
    if (!str_empty(n->package)) strbuf_printf(d->out, " %.*s", STR_ARG(n->package));
    if (n->op == IR_UNSUPPORTED) {
        strbuf_add_char(d->out, ' ');
        quoted(d, n->name);
    } else if (!str_empty(n->name)) {
        strbuf_printf(d->out, " %.*s", STR_ARG(n->name));
    }
    if (n->op == IR_FUNC && n->func->receiver) strbuf_printf(d->out, " of %.*s", STR_ARG(n->func->receiver->name));
    if (n->slot >= 0) strbuf_printf(d->out, " @%" PRId32, n->slot);
    if (n->op == IR_DECLARE && n->type) {
        strbuf_add_char(d->out, ' ');
        type(d, n->type);
    }
    if (n->flags & IR_COMMA_OK) strbuf_add_cstr(d->out, " comma-ok");
    if (n->flags & IR_SPREAD) strbuf_add_cstr(d->out, " ...");
    if (n->flags & IR_DEFAULT) strbuf_add_cstr(d->out, " default");
}

static void closure(dumper *d, const ir_node *n)
{
    strbuf_add_cstr(d->out, "(closure");
    for (uint32_t i = 0; i < n->func->capture_count; i++) strbuf_printf(d->out, " @%" PRId32, n->func->captures[i]);
    d->indent++;
    line(d);
    function(d, n->func);
    d->indent--;
    strbuf_add_char(d->out, ')');
}

static bool is_block_kid(const ir_node *n, const ir_node *kid)
{
    return kid && (kid->op == IR_BLOCK || kid->op == IR_CASE || (n->op == IR_IF && kid->op == IR_IF));
}

static void plain(dumper *d, const ir_node *n)
{
    const char *name = n->op < sizeof op_names / sizeof *op_names ? op_names[n->op] : "?";
    strbuf_printf(d->out, "(%s", name);
    details(d, n);
    for (uint32_t i = 0; i < n->count; i++) {
        if (is_block_kid(n, n->kids[i])) {
            d->indent++;
            statement(d, n->kids[i]);
            d->indent--;
        } else {
            strbuf_add_char(d->out, ' ');
            node(d, n->kids[i]);
        }
    }
    strbuf_add_char(d->out, ')');
}

static void node(dumper *d, const ir_node *n)
{
    if (!n) {
        strbuf_add_char(d->out, '-');
        return;
    }
    if (++d->depth > LIMIT_SYNTAX_DEPTH * 2) strbuf_add_cstr(d->out, "(...)");
    else if (n->op == IR_CONST) constant(d, &n->constant, n->type);
    else if (n->op == IR_LOCAL) strbuf_printf(d->out, "%.*s@%" PRId32, STR_ARG(n->name), n->slot);
    else if (n->op == IR_CLOSURE) closure(d, n);
    else plain(d, n);
    d->depth--;
}

static void statement(dumper *d, const ir_node *n)
{
    line(d);
    if (!n || n->op != IR_BLOCK || d->depth > LIMIT_SYNTAX_DEPTH) {
        node(d, n);
        return;
    }
    strbuf_add_cstr(d->out, "(block");
    d->indent++;
    d->depth++;
    for (uint32_t i = 0; i < n->count; i++) statement(d, n->kids[i]);
    d->depth--;
    d->indent--;
    strbuf_add_char(d->out, ')');
}

static void parameters(dumper *d, const char *head, const ir_param *list, uint32_t count)
{
    if (!count) return;
    strbuf_printf(d->out, " (%s", head);
    for (uint32_t i = 0; i < count; i++) {
        strbuf_printf(d->out, " %.*s@%" PRId32 ":", STR_ARG(list[i].name), list[i].slot);
        type(d, list[i].type);
    }
    strbuf_add_char(d->out, ')');
}

static void function(dumper *d, ir_func *f)
{
    ir_node *body = ir_func_body(d->p, f);
    strbuf_add_cstr(d->out, "(func ");
    if (f->receiver) strbuf_printf(d->out, "%.*s.", STR_ARG(f->receiver->name));
    strbuf_add(d->out, str_empty(f->name) ? STR("-") : f->name);
    parameters(d, "params", f->params, f->param_count);
    parameters(d, "results", f->results, f->result_count);
    strbuf_printf(d->out, " slots:%" PRId32, f->slot_count);
    if (f->variadic) strbuf_add_cstr(d->out, " variadic");
    if (f->has_defer) strbuf_add_cstr(d->out, " defer");
    if (f->has_recover) strbuf_add_cstr(d->out, " recover");
    if (f->refused) strbuf_add_cstr(d->out, " refused");
    d->indent++;
    for (uint32_t i = 0; body && i < body->count; i++) statement(d, body->kids[i]);
    d->indent--;
    strbuf_add_char(d->out, ')');
}

void ir_dump_func(strbuf *out, ir_program *p, ir_func *f)
{
    arena scratch = ARENA_INIT;
    dumper d = {.out = out, .p = p, .a = &scratch};
    function(&d, f);
    strbuf_add_char(out, '\n');
    arena_free(&scratch);
}

void ir_dump_global(strbuf *out, ir_program *p, ir_global *g)
{
    arena scratch = ARENA_INIT;
    dumper d = {.out = out, .p = p, .a = &scratch};
    ir_node *init = ir_global_init(p, g);
    strbuf_printf(out, "(var %.*s ", STR_ARG(g->name));
    type(&d, g->type);
    if (g->of > 1) strbuf_printf(out, " result:%u/%u", g->index, g->of);
    if (g->refused) strbuf_add_cstr(out, " refused");
    if (init) {
        strbuf_add_char(out, ' ');
        node(&d, init);
    }
    strbuf_add_cstr(out, ")\n");
    arena_free(&scratch);
}

static void dump_type(dumper *d, const ir_member *m)
{
    strbuf_printf(d->out, "(type %.*s %s", STR_ARG(m->name), m->refused ? "refused " : "");
    bool alias = !m->type || m->type->kind != TYPE_NAMED || !str_eq(m->type->name, m->name);
    const ir_type *t = alias ? m->type : m->type->under;
    if (t && (t->kind == TYPE_STRUCT || t->kind == TYPE_INTERFACE)) {
        strbuf_add_cstr(d->out, t->kind == TYPE_STRUCT ? "(struct" : "(interface");
        for (uint32_t i = 0; i < t->field_count; i++) {
            const ir_field *f = &t->fields[i];
            strbuf_printf(d->out, " (%.*s ", STR_ARG(f->name));
            type(d, f->type);
            if (f->embedded) strbuf_add_cstr(d->out, " embedded");
            if (!str_empty(f->tag)) {
                strbuf_add_char(d->out, ' ');
                quoted(d, f->tag);
            }
            strbuf_add_char(d->out, ')');
        }
        strbuf_add_char(d->out, ')');
    } else {
        type(d, t);
    }
    strbuf_add_cstr(d->out, alias ? " alias)\n" : ")\n");
}

void ir_dump_program(strbuf *out, ir_program *p)
{
    arena scratch = ARENA_INIT;
    dumper d = {.out = out, .p = p, .a = &scratch};
    for (size_t i = 0; i < p->packages.n; i++) {
        ir_package *pkg = p->packages.at[i];
        strbuf_printf(out, "(package %.*s %.*s%s)\n", STR_ARG(pkg->path), STR_ARG(pkg->name), pkg->own ? " own" : "");
        for (size_t m = 0; m < pkg->members.n; m++) {
            ir_member *member = pkg->members.entries[m].value;
            if (member->kind == IR_MEMBER_TYPE) dump_type(&d, member);
            if (member->kind == IR_MEMBER_GLOBAL) ir_dump_global(out, p, member->global);
            if (member->kind != IR_MEMBER_CONST) continue;
            strbuf_printf(out, "(const %.*s %s", STR_ARG(member->name), member->refused ? "refused " : "");
            constant(&d, &member->constant, member->type);
            strbuf_add_cstr(out, ")\n");
        }
        for (size_t f = 0; f < pkg->funcs.n; f++) ir_dump_func(out, p, pkg->funcs.at[f]);
    }
    arena_free(&scratch);
}
