/* What an edit of declarations has changed, and what depends on it. */
#include "go/outline_internal.h"

/* --- old and new --------------------------------------------------------------------------------------------------------- */

static void change_name(go_outline *o, str name) { go_add_name(o->a, &o->names, name); }

/* The same words under the same circumstances. */
static bool is_same_member(const ir_member *old, const ir_member *now)
{
    const go_source *was = go_source_of(old), *is = go_source_of(now);
    bool refused = old->refused || now->refused || (old->global && old->global->refused) || (now->global && now->global->refused);
    if (refused || was->iota != is->iota || !str_eq(was->text, is->text)) return false;
    if ((old->kind == IR_MEMBER_TYPE) != (now->kind == IR_MEMBER_TYPE)) return false;
    return now->kind != IR_MEMBER_TYPE || str_eq(old->doc, now->doc); /* a type's fields may have their comments there, too */
}

static void match_members(go_outline *o, go_package *pkg, const go_declared *now)
{
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        ir_member *m = pkg->ir.members.entries[i].value;
        if (!m->func && m->at.file == now->file->index) go_source_of(m)->next = NULL;
    }
    for (size_t i = 0; i < now->members.n; i++) {
        ir_member *m = now->members.entries[i].value, *old = map_get(&pkg->ir.members, m->name);
        if (m->func) continue;
        if (!old || old->func) {
            change_name(o, m->name);
            continue;
        }
        go_source *was = go_source_of(old);
        was->next = go_source_of(m);
        was->next->old = old;
        if (!was->anew && is_same_member(old, m)) continue;
        was->anew = true;
        change_name(o, m->name);
    }
    for (size_t i = 0; i < pkg->ir.members.n; i++) {
        const ir_member *old = pkg->ir.members.entries[i].value;
        if (old->at.file == now->file->index && !old->func && !go_source_of(old)->next) change_name(o, old->name);
    }
}

static str head_of(const go_source *src) { return str_slice(src->text, 0, src->head); }

static void match_funcs(go_outline *o, go_package *pkg, const go_declared *now)
{
    map keys = {0};
    uint32_t repeats = 0, others = 0;
    for (size_t i = 0; i < now->funcs.n; i++)
        map_put(o->a, &keys, go_func_key(o->a, now->funcs.at[i], &repeats), now->funcs.at[i]->front);
    for (size_t i = 0; i < pkg->declared.n; i++) {
        ir_func *f = pkg->declared.at[i];
        if (f->whole.file != now->file->index) continue;
        go_source *was = f->front;
        was->next = map_get(&keys, go_func_key(o->a, f, &others));
        if (was->next) was->next->old = f;
        bool same = was->next && !was->anew && !was->refused && !was->next->refused && str_eq(head_of(was), head_of(was->next));
        if (same) continue;
        was->anew = true;
        change_name(o, f->name);
    }
    for (size_t i = 0; i < now->funcs.n; i++) {
        const go_source *src = now->funcs.at[i]->front;
        if (!src->old) change_name(o, now->funcs.at[i]->name);
    }
}

static bool is_literal(void *self, ir_node *n)
{
    go_outline *o = self;
    if (n->op == IR_COMPOSITE && n->type == o->was->type) o->found = true;
    if (n->op == IR_CLOSURE && !o->found) ir_walk(n->func->body, is_literal, o);
    return !o->found;
}

bool go_has_edited_literal(go_outline *o, ir_node *body)
{
    o->found = false;
    if (o->was && o->literals) ir_walk(body, is_literal, o);
    return o->found;
}

/* --- what depends on it ---------------------------------------------------------------------------------------------------- */

static bool imports_user(const go_package *pkg)
{
    for (size_t i = 0; i < pkg->files.n; i++)
        for (size_t k = 0; k < pkg->files.at[i]->links.n; k++)
            if (pkg->files.at[i]->links.at[k]->user) return true;
    return false;
}

void go_outline_find_users(go_outline *o)
{
    o->pkg->user = true;
    array_push(o->a, &o->users, o->pkg);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < o->s->p->packages.n; i++) {
            go_package *pkg = (go_package *)o->s->p->packages.at[i];
            if (pkg->user || !imports_user(pkg)) continue;
            pkg->user = more = true;
            array_push(o->a, &o->users, pkg);
        }
    }
    for (size_t i = 0; i < o->users.n; i++) o->users.at[i]->user = false;
}

static bool is_declared_anew(const go_outline *o, uint32_t file)
{
    for (size_t i = 0; i < o->files.n; i++)
        if (o->files.at[i].file->index == file) return true;
    return false;
}

/* Those of a function's head that stand for something: its own name does not, which methods of other types have, too. */
static void read_head_words(arena *a, go_words *words, const ir_func *f)
{
    str head = head_of(f->front);
    size_t name = f->at.at.start - f->whole.at.start;
    go_words behind = {0};
    go_read_words(a, words, str_slice(head, 0, name));
    go_read_words(a, &behind, str_slice(head, name + f->name.n, head.n));
    for (size_t i = 0; i < behind.n; i++) array_push(a, words, behind.at[i]);
}

/* True when it is one that is made anew only now. */
static bool spread(go_outline *o, go_source *src, const ir_func *f, str name, bool always)
{
    if (src->anew || (src->file == o->file && !src->next)) return false;
    if (!src->words.known && f) read_head_words(o->s->a, &src->words, f);
    go_read_words(o->s->a, &src->words, src->text);
    if (!always && !go_has_any(&o->names, &src->words)) return false;
    src->anew = true;
    change_name(o, name);
    if (!is_declared_anew(o, src->file->index)) array_push(o->a, &o->files, (go_declared){.file = src->file});
    return true;
}

static void spread_names(go_outline *o)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < o->users.n; i++) {
            go_package *pkg = o->users.at[i];
            for (size_t k = 0; k < pkg->ir.members.n; k++) {
                const ir_member *m = pkg->ir.members.entries[k].value;
                if (!m->func) more = spread(o, go_source_of(m), NULL, m->name,
                                              m->global && go_has_edited_literal(o, m->global->init)) || more;
            }
            for (size_t k = 0; k < pkg->declared.n; k++)
                more = spread(o, pkg->declared.at[k]->front, pkg->declared.at[k], pkg->declared.at[k]->name, false) || more;
        }
    }
}

/* --- a struct's fields
 * ------------------------------------------------------------------------------------------------------- */

/* The type that alone was edited; NULL when more was. */
static ir_member *find_edited_type(go_outline *o, const go_declared *now)
{
    ir_member *found = NULL;
    for (size_t i = 0; i < now->members.n; i++) {
        ir_member *m = now->members.entries[i].value;
        if (m->func) continue;
        const ir_member *old = go_source_of(m)->old;
        if (!old || (found && go_source_of(old)->anew)) return NULL;
        if (go_source_of(old)->anew) found = m;
    }
    return found && o->names.n == 1 && found->kind == IR_MEMBER_TYPE && found->type ? found : NULL;
}

/* Names of fields that one has and the other has not, or has of another type; false when that is not all there is to them. */
static bool compare_fields(go_outline *o, go_names *names, const ir_type *one, const ir_type *other)
{
    o->literals = o->literals || one->field_count != other->field_count;
    for (uint32_t i = 0; i < one->field_count; i++) {
        const ir_field *f = &one->fields[i], *g = type_own_field(other, f->name);
        bool same = g && f->embedded == g->embedded && (f->type == g->type || type_same(f->type, g->type));
        o->literals = o->literals || !same || g != &other->fields[i];
        if (same) continue;
        if (f->embedded) return false;
        go_add_name(o->a, names, f->name);
    }
    return true;
}

/* Of a struct whose fields alone were edited, these are what has changed, and the literals; else its name is. */
static void match_fields(go_outline *o, const go_declared *now)
{
    ir_member *is = find_edited_type(o, now), *was = is ? go_source_of(is)->old : NULL;
    if (!was || was->kind != IR_MEMBER_TYPE || !was->type || was->type->front != was || was->refused || is->refused) return;
    if (!syntax_is_null(go_child(&o->s->grammar, go_source_of(is)->node, GO_F_TYPE_PARAMETERS))) return;
    go_file *f = o->file;
    size_t types = f->types.n;
    go_member_resolve(o->s, is);
    for (size_t i = types; i < f->types.n; i++)
        if (f->types.at[i] != is->type->under) array_push(o->a, &o->written, f->types.at[i]);
    f->types.n = types;
    const ir_type *old = was->type->under, *new = is->type->under;
    go_names names = {0};
    bool fits = !is->refused && old->kind == TYPE_STRUCT && new->kind == TYPE_STRUCT && !go_refusal_in(new);
    if (fits && compare_fields(o, &names, old, new) && compare_fields(o, &names, new, old)) {
        go_source_of(was)->anew = false;
        o->was = was;
        o->is = is;
        o->names = names;
        return;
    }
    o->refused = is->refused != NULL;
    o->written.n = 0;
    o->literals = false;
    is->resolved = false;
    is->refused = NULL;
    is->type->under = type_basic(TYPE_UNKNOWN);
}

/* --- all of it ------------------------------------------------------------------------------------------------------------- */

static void forget_marks(go_outline *o)
{
    for (size_t i = 0; i < o->pkg->ir.members.n; i++) {
        const ir_member *m = o->pkg->ir.members.entries[i].value;
        if (!m->func) go_source_of(m)->anew = false;
    }
    for (size_t i = 0; i < o->pkg->declared.n; i++) ((go_source *)o->pkg->declared.at[i]->front)->anew = false;
}

/* Whether all that it names stands for what it stood for before. */
static bool keeps_names(const go_outline *o, const ir_func *now)
{
    const go_source *src = now->front;
    go_words head = {0}, body = {0};
    read_head_words(o->a, &head, now);
    go_read_words(o->a, &body, str_slice(src->text, src->head, src->text.n));
    return !go_has_any(&o->names, &head) && !go_has_any(&o->names, &body);
}

/* Lowers it apart, in the old one's place; afterwards it and the program are as before. */
static bool is_refused_apart(const go_outline *o, ir_func *now)
{
    go_source *src = now->front, source = *src;
    ir_func *old = src->old, before = *now;
    ir_type *receiver = old->receiver;
    map methods = receiver ? receiver->methods : (map){0};
    size_t types = o->file->types.n;
    go_method_drop(o->s->a, old);
    go_func_resolve(o->s, now);
    go_lower_func(o->s->p, now);
    bool refused = now->refused;
    if (receiver) receiver->methods = methods;
    o->file->types.n = types;
    *now = before;
    *src = source;
    return refused;
}

/* Whether the compiler refuses an edited function, whatever else the edit changes: most of what is typed is not whole, and this
 * tells it before anything else has to be made anew. */
static bool finds_refusal(const go_outline *o, const go_declared *now)
{
    if (!o->pkg->judged || o->was) return false;
    for (size_t i = 0; i < now->funcs.n; i++) {
        ir_func *f = now->funcs.at[i];
        const go_source *src = f->front;
        const ir_func *old = src->old;
        if (!old || !f->has_body || src->refused || str_eq(((const go_source *)old->front)->text, src->text)) continue;
        if (keeps_names(o, f) && is_refused_apart(o, f)) return true;
    }
    return false;
}

/* All that is made anew, the names of which are then known. */
bool go_outline_find(go_outline *o)
{
    size_t done = 1;
    match_members(o, o->pkg, &o->files.at[0]);
    match_funcs(o, o->pkg, &o->files.at[0]);
    match_fields(o, &o->files.at[0]);
    o->refused = o->refused || (o->s->p->wants_whole && finds_refusal(o, &o->files.at[0]));
    if (o->refused && o->s->p->wants_whole) {
        forget_marks(o);
        return false;
    }
    for (bool more = true; more;) {
        spread_names(o);
        more = done < o->files.n;
        for (; done < o->files.n; done++) {
            go_declared *d = &o->files.at[done];
            go_file *f = d->file;
            go_declare_apart(o, f, d);
            match_members(o, f->package, d);
            match_funcs(o, f->package, d);
        }
    }
    return true;
}
