/* How refusals are kept, and mistakes of syntax. */
#include "go/refuse.h"

#include "base/utf8.h"

/* --- what is kept --- */

const ir_refusal *go_refusal(go_state *s, const go_file *f, syntax_node at, ir_refusal_kind kind, str name)
{
    ir_refusal *r = ARENA_NEW(s->a, ir_refusal);
    *r = (ir_refusal){.kind = kind, .at = {f->index, syntax_range(at)}, .name = name};
    return r;
}

const ir_refusal *go_refusal_copy(go_state *s, const ir_refusal *r)
{
    if (!r) return NULL;
    ir_refusal *copy = ARENA_NEW(s->a, ir_refusal);
    *copy = *r;
    return copy;
}

static void refuse(go_lower *l, ir_refusal r)
{
    if (!l->judged) return;
    if (l->refused && l->refused->at.file == r.at.file && l->refused->at.at.start <= r.at.at.start) return;
    l->refused = go_refusal_copy(l->s, &r);
}

void go_refuse(go_lower *l, syntax_node at, ir_refusal_kind kind, str name) { go_refuse_at(l, go_span(l, at), kind, name); }

void go_refuse_at(go_lower *l, ir_span at, ir_refusal_kind kind, str name)
{
    refuse(l, (ir_refusal){.kind = kind, .at = at, .name = name});
}

void go_refuse_counts(go_lower *l, ir_span at, ir_refusal_kind kind, str name, uint32_t has, uint32_t wants)
{
    refuse(l, (ir_refusal){kind, at, name, has, wants});
}

void go_refuse_as(go_lower *l, const ir_refusal *r)
{
    if (r && !l->refused) refuse(l, *r);
}

/* --- errors of the parser --- */

/* The first error below a node that has one. */
static syntax_node first_error(const go_grammar *g, syntax_node n)
{
    while (go_kind_of(g, n) != GO_ERROR && !syntax_is_missing(n)) {
        syntax_node inside = {0};
        for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
            if (!syntax_has_error(c.node) && !syntax_is_missing(c.node)) continue;
            inside = c.node;
            syntax_cursor_end(&c);
            break;
        }
        if (syntax_is_null(inside)) return n;
        n = inside;
    }
    return n;
}

/* The text's first word, name or sign. */
static str first_word(str text)
{
    enum { WORD_MOST = 24 };
    size_t n = 0;
    while (n < text.n && n < WORD_MOST && (unsigned char)text.p[n] > ' ') n++;
    return str_slice(text, 0, n);
}

/* Where something is missing: the last character before that place which can be seen. */
static range last_character(str text, uint32_t at)
{
    while (at > 0 && (unsigned char)text.p[at - 1] <= ' ') at--;
    return range_make((uint32_t)utf8_last(str_slice(text, 0, at)), at);
}

static const ir_refusal *refused_error(go_state *s, const go_file *f, syntax_node n)
{
    syntax_node at = first_error(&s->grammar, n);
    bool missing = syntax_is_missing(at);
    str text = syntax_text(at, f->text);
    ir_refusal r = {.kind = missing ? IR_REFUSED_MISSING_TOKEN : IR_REFUSED_SYNTAX, .at = {f->index, syntax_range(at)}};
    r.name = missing ? str_of(syntax_kind_text(at)) : first_word(text);
    if (missing && syntax_is_named(at)) r.kind = IR_REFUSED_LINE_END; /* a name or a value, which the grammar knows by other
                                                                         words */
    ptrdiff_t end = str_find_char(text, '\n', 0);
    if (end >= 0) r.at.at.end = r.at.at.start + (uint32_t)end;
    if (r.at.at.start == r.at.at.end) r.at.at = last_character(f->text, r.at.at.start);
    return go_refusal_copy(s, &r);
}

/* --- ends of lines --- */

typedef struct line_ends {
    const go_grammar *g;
    str text;
    syntax_node last; /* the token before, or what is all in one line and ends with it */
    syntax_node found; /* the token behind a line's end at which Go ends the statement, but the grammar does not */
} line_ends;

/* Go specification, "Semicolons". */
static bool ends_statement(const line_ends *k, syntax_node token)
{
    static const char *const tokens[] = {"break", "continue", "fallthrough", "return", "++", "--", ")", "]", "}"};
    str text = syntax_text(token, k->text);
    if (syntax_is_named(token)) return text.n && !str_is(text, ";");
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (str_is(text, tokens[i])) return true;
    return false;
}

/* What holds things that ends of lines stand between. */
static bool is_list(go_kind around)
{
    switch (around) {
    case GO_SOURCE_FILE:
    case GO_STATEMENT_LIST:
    case GO_BLOCK:
    case GO_CONST_DECLARATION:
    case GO_VAR_SPEC_LIST:
    case GO_TYPE_DECLARATION:
    case GO_IMPORT_SPEC_LIST:
    case GO_FIELD_DECLARATION_LIST:
    case GO_INTERFACE_TYPE:
    case GO_EXPRESSION_SWITCH_STATEMENT:
    case GO_TYPE_SWITCH_STATEMENT:
    case GO_SELECT_STATEMENT: return true;
    default: return false;
    }
}

/* Comments, or texts that look like one: nothing is before or behind them that is not looked at. */
static bool holds_comment(const line_ends *k, range at)
{
    const char *from = k->text.p + at.start;
    for (size_t left = at.end - at.start; (from = left > 1 ? memchr(from, '/', left - 1) : NULL);) {
        if (from[1] == '*' || from[1] == '/') return true;
        from++;
        left = at.end - (size_t)(from - k->text.p);
    }
    return false;
}

/* A literal of a text counts as a token. */
static bool is_text(const line_ends *k, syntax_node n)
{
    go_kind kind = go_kind_of(k->g, n);
    return kind == GO_INTERPRETED_STRING_LITERAL || kind == GO_RAW_STRING_LITERAL;
}

static syntax_node last_token(const line_ends *k, syntax_node n)
{
    for (syntax_node inside = n; !syntax_is_null(inside); inside = is_text(k, n) ? (syntax_node){0} : syntax_last(n)) n = inside;
    return n;
}

/* What is all in one line is not gone into: no line ends in it, and few tokens stand before the end of one. */
static bool look_at(void *self, syntax_node n, uint16_t around)
{
    line_ends *k = self;
    if (go_kind_of(k->g, n) == GO_COMMENT || !syntax_is_null(k->found)) return false;
    range at = syntax_range(n);
    bool unit = is_text(k, n) || (syntax_is_in_line(n) && !holds_comment(k, at));
    if (!unit && syntax_child_count(n)) return true;
    uint32_t before = syntax_is_null(k->last) ? at.start : syntax_range(k->last).end;
    if (str_find_char(str_slice(k->text, before, at.start), '\n', 0) >= 0 && ends_statement(k, last_token(k, k->last))) {
        go_kind list = go_kind_of_id(k->g, around);
        bool opens = at.end > at.start && k->text.p[at.start] == '{' && list != GO_STATEMENT_LIST;
        if (!is_list(list) || opens) k->found = n;
    }
    k->last = n;
    return false;
}

static const ir_refusal *refused_line_end(go_state *s, const go_file *f, syntax_node n)
{
    line_ends k = {.g = &s->grammar, .text = f->text};
    syntax_walk(n, look_at, &k);
    if (syntax_is_null(k.found)) return NULL;
    ir_refusal r = {.kind = IR_REFUSED_LINE_END, .at = {f->index, syntax_range(last_token(&k, k.last))}};
    return go_refusal_copy(s, &r);
}

enum { SYNTAX_HASH = 1 }; /* a seed, so that no text has the hash of an empty place */

const ir_refusal *go_refused_syntax(go_state *s, const go_file *f, syntax_node n)
{
    if (syntax_is_null(n)) return NULL;
    if (syntax_has_error(n)) return refused_error(s, f, n);
    uint64_t hash = str_hash(syntax_text(n, f->text), SYNTAX_HASH), *known = s->fine ? &s->fine[hash % GO_FINE_MOST] : NULL;
    if (known && *known == hash) return NULL;
    const ir_refusal *r = refused_line_end(s, f, n);
    if (known && !r) *known = hash;
    return r;
}

/* --- files --- */

/* Kinds of what stands at the top of a file, in the order that Go wants. */
typedef enum top_kind { TOP_PACKAGE, TOP_IMPORT, TOP_DECLARATION, TOP_STRAY } top_kind;

static top_kind top_kind_of(go_kind k)
{
    switch (k) {
    case GO_PACKAGE_CLAUSE: return TOP_PACKAGE;
    case GO_IMPORT_DECLARATION: return TOP_IMPORT;
    case GO_FUNCTION_DECLARATION:
    case GO_METHOD_DECLARATION:
    case GO_CONST_DECLARATION:
    case GO_VAR_DECLARATION:
    case GO_TYPE_DECLARATION: return TOP_DECLARATION;
    default: return TOP_STRAY;
    }
}

static const ir_refusal *judge_top(go_state *s, const go_file *f, syntax_node n, top_kind *last, bool first)
{
    go_kind kind = go_kind_of(&s->grammar, n);
    top_kind top = top_kind_of(kind);
    if (kind == GO_ERROR || syntax_is_missing(n)) return refused_error(s, f, n);
    if (top == TOP_STRAY) return go_refusal(s, f, n, IR_REFUSED_STRAY, first_word(syntax_text(n, f->text)));
    if (first != (top == TOP_PACKAGE)) return go_refusal(s, f, n, IR_REFUSED_NO_PACKAGE, (str){0});
    if (top == TOP_IMPORT && *last == TOP_DECLARATION) return go_refusal(s, f, n, IR_REFUSED_LATE_IMPORT, (str){0});
    *last = top;
    return top == TOP_DECLARATION ? NULL : go_refused_syntax(s, f, n);
}

static void judge_tops(go_state *s, go_file *f)
{
    top_kind last = TOP_PACKAGE;
    bool first = true;
    for (syntax_cursor c = syntax_named_children(syntax_root(f->tree)); go_next(&s->grammar, &c); first = false) {
        f->refused = judge_top(s, f, c.node, &last, first);
        if (!f->refused) continue;
        syntax_cursor_end(&c);
        return;
    }
    if (first) f->refused = go_refusal(s, f, syntax_root(f->tree), IR_REFUSED_NO_PACKAGE, (str){0});
}

void go_judge_file(go_state *s, go_file *f)
{
    judge_tops(s, f);
    if (!f->refused) f->unused = go_unused_import(s, f);
}

bool go_has_stray(syntax_tree *tree, str text)
{
    arena a = ARENA_INIT;
    go_state *s = ARENA_NEW(&a, go_state);
    go_file f = {.text = text, .tree = tree};
    *s = (go_state){.a = &a};
    go_grammar_init(&s->grammar);
    judge_tops(s, &f);
    arena_free(&a);
    return f.refused;
}

/* --- all of a program ------------------------------------------------------------------------------------------------------ */

static void add(go_state *s, ir_refusals *all, const ir_refusal *r)
{
    if (!r) return;
    size_t i = all->n;
    for (; i > 0; i--) {
        const ir_refusal *before = &all->at[i - 1];
        if (before->at.file == r->at.file && before->at.at.start == r->at.at.start) return;
        if (before->at.file < r->at.file || (before->at.file == r->at.file && before->at.at.start < r->at.at.start)) break;
    }
    array_push(s->a, all, *r);
    memmove(&all->at[i + 1], &all->at[i], (all->n - 1 - i) * sizeof *all->at);
    all->at[i] = *r;
}

static void add_package(go_state *s, ir_refusals *all, go_package *pkg)
{
    for (size_t i = 0; i < pkg->files.n; i++) add(s, all, pkg->files.at[i]->refused);
    for (size_t i = 0; i < pkg->declared.n; i++) add(s, all, ir_func_refused(s->p, pkg->declared.at[i]));
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        ir_member *m = pkg->ir.members.entries[i].value;
        add(s, all, m->global ? ir_global_refused(s->p, m->global) : m->refused);
    }
}

ir_refusals go_refused(ir_program *p)
{
    go_state *s = go_state_of(p);
    ir_refusals all = {0};
    for (size_t i = 0; i < p->packages.n; i++)
        if (((go_package *)p->packages.at[i])->judged) add_package(s, &all, (go_package *)p->packages.at[i]);
    p->refused = all.n ? &all.at[0] : NULL;
    return all;
}

const ir_refusal *go_unused(ir_program *p)
{
    go_state *s = go_state_of(p);
    for (size_t i = 0; i < s->files.n; i++)
        if (s->files.at[i]->unused) return s->files.at[i]->unused;
    return NULL;
}

const ir_refusal *go_refused_file(ir_program *p)
{
    go_state *s = go_state_of(p);
    for (size_t i = 0; i < s->files.n; i++)
        if (s->files.at[i]->refused) return s->files.at[i]->refused;
    return NULL;
}
