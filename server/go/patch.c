/* Edits within the body of one function, which is what typing mostly is: everything else of the program stays as it is, and what
 * stands behind the edit in its file is moved.
 *
 * The syntax trees show whether an edit is such a one: outside of the function both have the same declarations, free of errors.
 * Then loading the file anew would make the same of it, but for the body and for where things stand. */
#include "go/outline.h"
#include "go/refuse.h"

typedef struct patch {
    go_state *s;
    go_file *file;
    syntax_change change;
    ir_edit edit; /* the same, for who follows it */
} patch;

/* --- is it one? --- */

static bool is_moved(const patch *p, range old, range now)
{
    uint32_t by = p->change.new_end - p->change.old_end; /* modulo 2^32, as the sums below */
    bool before = old.end <= p->change.start;
    return now.start == (before ? old.start : old.start + by) && now.end == (before ? old.end : old.end + by);
}

/* The same node in both trees, without errors and not touched by the edit. */
static bool is_kept(const patch *p, syntax_node old, syntax_node now)
{
    range at = syntax_range(old);
    bool apart = at.end <= p->change.start || at.start >= p->change.old_end;
    return apart && syntax_kind_id(old) == syntax_kind_id(now) && !syntax_has_error(old) && !syntax_has_error(now) &&
           is_moved(p, at, syntax_range(now));
}

/* The body that the edit lies in, its braces left out. */
static bool holds_edit(const patch *p, syntax_node body)
{
    range at = syntax_range(body);
    return !syntax_is_null(body) && at.start < p->change.start && p->change.old_end < at.end &&
           p->file->text.p[at.end - 1] == '}';
}

/* A function in both trees that differs in its body alone. */
static bool is_same_function(const patch *p, syntax_node old, syntax_node now)
{
    const go_grammar *g = &p->s->grammar;
    go_kind kind = go_kind_of(g, old);
    if ((kind != GO_FUNCTION_DECLARATION && kind != GO_METHOD_DECLARATION) || kind != go_kind_of(g, now)) return false;
    if (!holds_edit(p, go_child(g, old, GO_F_BODY))) return false;
    syntax_cursor a = syntax_children(old), b = syntax_children(now);
    bool same = true;
    while (same) {
        bool more = syntax_next(&a);
        if (syntax_next(&b) != more) same = false;
        if (!more || !same) break;
        range was = syntax_range(a.node), is = syntax_range(b.node);
        bool body = a.field == g->field[GO_F_BODY];
        same = a.field == b.field && (body ? was.start == is.start && is.end == was.end + p->change.new_end - p->change.old_end
                                           : is_kept(p, a.node, b.node));
    }
    syntax_cursor_end(&a);
    syntax_cursor_end(&b);
    return same;
}

/* The declaration in the new tree that the edit lies in, when all others are kept. */
static bool find_function(const patch *p, const syntax_tree *tree, syntax_node *found)
{
    syntax_cursor a = syntax_children(syntax_root(p->file->tree)), b = syntax_children(syntax_root(tree));
    bool same = true;
    *found = (syntax_node){0};
    while (same) {
        bool more = syntax_next(&a);
        if (syntax_next(&b) != more) same = false;
        if (!more || !same || is_kept(p, a.node, b.node)) {
            if (!more) break;
            continue;
        }
        same = syntax_is_null(*found) && is_same_function(p, a.node, b.node);
        *found = b.node;
    }
    syntax_cursor_end(&a);
    syntax_cursor_end(&b);
    return same && !syntax_is_null(*found);
}

static ir_func *function_at(const patch *p, syntax_node declaration)
{
    const go_package *pkg = p->file->package;
    for (size_t i = 0; i < pkg->declared.n; i++) {
        const ir_span *whole = &pkg->declared.at[i]->whole;
        if (whole->file == p->file->index && whole->at.start == syntax_range(declaration).start) return pkg->declared.at[i];
    }
    return NULL;
}

/* --- what lies behind the edit --- */

typedef struct mover {
    void (*move)(void *self, ir_span *at);
    void *self;
    uint32_t from; /* nothing moves that ends before */
} mover;

static void move(const mover *m, ir_span *at) { m->move(m->self, at); }

static void move_body(const mover *m, ir_node *body);

static void move_parameters(const mover *m, ir_param *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        move(m, &list[i].at);
        move(m, &list[i].type_at);
    }
}

static void move_function(const mover *m, ir_func *f)
{
    if (f->whole.at.end < m->from) return;
    move(m, &f->at);
    move(m, &f->whole);
    move_parameters(m, f->params, f->param_count);
    move_parameters(m, f->results, f->result_count);
    move_body(m, f->body);
    const go_source *src = f->front; /* NULL: a literal */
    for (int i = 0; src && i < GO_BEFORE_MOST; i++)
        if (src->before[i].func) move_body(m, src->before[i].func->body);
}

static bool move_node(void *self, ir_node *n)
{
    const mover *m = self;
    move(m, &n->at);
    if (n->op == IR_CLOSURE) move_function(m, n->func);
    return true;
}

static void move_body(const mover *m, ir_node *body) { ir_walk(body, move_node, (void *)(uintptr_t)m); }

/* Variables that share a value share its nodes: the first one moves them. */
static bool owns_value(const ir_global *g)
{
    const go_source *src = g->front;
    for (uint32_t i = 0; src->shared && i < src->of; i++)
        if (src->shared[i]) return src->shared[i] == g;
    return true;
}

static void move_refusal(const mover *m, const ir_refusal *r)
{
    if (r) move(m, &((ir_refusal *)(uintptr_t)r)->at);
}

/* Of all packages: a place may stand in another file than what is refused because of it. */
static void move_refusals(const mover *m, const go_state *s)
{
    for (size_t i = 0; i < s->p->packages.n; i++) {
        go_package *pkg = (go_package *)s->p->packages.at[i];
        for (size_t k = 0; k < pkg->files.n; k++) {
            move_refusal(m, pkg->files.at[k]->refused);
            move_refusal(m, pkg->files.at[k]->unused);
        }
        for (size_t k = 0; k < pkg->declared.n; k++) move_refusal(m, pkg->declared.at[k]->refused);
        for (size_t k = 0; k < pkg->ir.members.n; k++) {
            const ir_member *member = pkg->ir.members.entries[k].value;
            move_refusal(m, member->refused);
            if (member->global) move_refusal(m, member->global->refused);
        }
    }
}

void go_move_places(go_state *s, const go_file *file, void (*move_one)(void *self, ir_span *at), void *self, uint32_t from)
{
    const mover m = {move_one, self, from};
    go_package *pkg = file->package;
    move_refusals(&m, s);
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        ir_member *member = pkg->ir.members.entries[i].value;
        if (member->at.file != file->index) continue;
        move(&m, &member->at);
        if (!member->global) continue;
        move(&m, &member->global->at);
        if (owns_value(member->global)) move_body(&m, member->global->init);
    }
    for (size_t i = 0; i < pkg->declared.n; i++)
        if (pkg->declared.at[i]->whole.file == file->index) move_function(&m, pkg->declared.at[i]);
    for (size_t i = 0; i < file->types.n; i++) {
        ir_type *t = file->types.at[i];
        move(&m, &t->at);
        for (uint32_t k = 0; k < t->field_count; k++) move(&m, &t->fields[k].at);
    }
}

static void move_behind(void *self, ir_span *at) { ir_span_move(at, &((const patch *)self)->edit); }

/* --- doing it --- */

/* All that is still to be made of the old tree; it is the same that would be made of the new one. */
void go_lower_file(go_state *s, const go_file *file)
{
    go_package *pkg = file->package;
    for (size_t i = 0; i < pkg->declared.n; i++)
        if (pkg->declared.at[i]->whole.file == file->index) ir_func_body(s->p, pkg->declared.at[i]);
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        ir_member *m = pkg->ir.members.entries[i].value;
        if (m->at.file == file->index && m->global) ir_global_init(s->p, m->global);
    }
}

static bool is_settled(const go_file *file, const syntax_change *change)
{
    for (size_t i = 0; i < file->package->ir.members.n; i++) {
        const ir_member *m = file->package->ir.members.entries[i].value;
        if (m->at.file == file->index && !m->resolved) return false;
    }
    for (size_t i = 0; i < file->written.n; i++)
        if (file->written.at[i].at.end > change->start) return false;
    return true;
}

/* What other functions of the file may name depends on all of its text (go_has_nameless_import). Of one that does, nothing has
 * happened. */
static bool names_same(go_state *s, go_file *file, str old, str now)
{
    bool before = go_has_nameless_import(s, file);
    go_change_uses(s, file, old, now);
    bool same = go_has_nameless_import(s, file) == before;
    if (!same) go_change_uses(s, file, now, old);
    return same;
}

/* What the file's declarations have for their texts. */
static void move_text(const patch *p, go_source *src, str before)
{
    size_t start = (size_t)(src->text.p - before.p), n = src->text.n;
    bool around = start < p->change.start && start + n > p->change.old_end;
    if (around) n += p->change.new_end - (size_t)p->change.old_end;
    if (around) src->body_words = (go_words){0};
    if (start >= p->change.old_end) start += p->change.new_end - (size_t)p->change.old_end;
    src->text = str_slice(p->file->text, start, start + n);
}

static void move_texts(const patch *p, str before)
{
    const go_package *pkg = p->file->package;
    for (size_t i = 0; i < pkg->declared.n; i++)
        if (pkg->declared.at[i]->whole.file == p->file->index) move_text(p, pkg->declared.at[i]->front, before);
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        const ir_member *m = pkg->ir.members.entries[i].value;
        if (m->at.file == p->file->index && !m->func) move_text(p, m->front, before);
    }
}

static void enter_body(const patch *p, ir_func *f, syntax_node declaration)
{
    go_source *src = f->front;
    src->node = declaration;
    go_forget_body(p->s, f);
    array_push(p->s->a, &p->s->p->edited, p->edit);
}

void go_forget_body(go_state *s, ir_func *f)
{
    go_source *src = f->front;
    if (f->body) {
        ir_func *kept = ARENA_NEW(s->a, ir_func);
        *kept = *f;
        for (int i = GO_BEFORE_MOST - 1; i > 0; i--) src->before[i] = src->before[i - 1];
        src->before[0] = (go_before){kept, s->texts};
    }
    f->body = NULL;
    f->lowered = false;
    f->refused = src->refused;
    go_forget_slots(f);
}

void go_change_texts(go_state *s, const go_file *file, str old, str now)
{
    s->texts ^= str_hash(old, file->index + 1) ^ str_hash(now, file->index + 1);
}

bool go_file_patch(go_state *s, go_file *file, str lent)
{
    patch p = {.s = s, .file = file, .change = syntax_change_between(file->text, lent)};
    if (!file->tree || !is_settled(file, &p.change)) return false;
    ir_file *known = &s->p->files.at[file->index];
    syntax_node declaration;
    syntax_tree *tree = go_parse(s->cache, known->path, lent);
    ir_func *f = find_function(&p, tree, &declaration) ? function_at(&p, declaration) : NULL;
    bool followed = f && f->has_body &&
                    names_same(s, file, ((const go_source *)f->front)->text, syntax_text(declaration, lent));
    if (!followed) {
        syntax_tree_drop(tree);
        return false;
    }
    p.edit = (ir_edit){f, file->index, p.change.start, p.change.old_end, p.change.new_end};
    go_lower_file(s, file);
    go_move_places(s, file, move_behind, &p, p.change.start);
    syntax_tree_drop(file->tree);
    file->tree = tree;
    str before = file->text;
    file->text = known->text = arena_str(s->a, lent);
    move_texts(&p, before);
    known->mentions = MENTION_UNKNOWN;
    file->unused = file->package->judged ? go_unused_import(s, file) : NULL;
    enter_body(&p, f, declaration);
    go_change_texts(s, file, before, file->text);
    return true;
}
