/* Names, frames and captures (Go specification, "Declarations and scope"). */
#include "go/refuse.h"

go_lower go_lower_begin(go_state *s, go_file *f)
{
    return (go_lower){.s = s, .a = s->a, .g = &s->grammar, .file = f, .iota = -1, .judged = f->package->judged};
}

/* --- bindings. A large scope has them in lists by the hash of their name --- */

enum { LINEAR_MOST = 32 };

static void add_to_list(go_lower *l, uint32_t number)
{
    go_binding *b = &l->scope.at[number];
    uint32_t *list = &l->lists[b->hash & (l->list_count - 1)];
    b->below = *list;
    *list = number + 1;
}

static void make_lists(go_lower *l)
{
    l->list_count = l->list_count ? l->list_count * 2 : LINEAR_MOST * 4;
    l->lists = ARENA_NEW_N(l->a, uint32_t, l->list_count);
    for (uint32_t i = 0; i < l->scope.n; i++) {
        l->scope.at[i].hash = (uint32_t)str_hash(l->scope.at[i].name, 0);
        add_to_list(l, i);
    }
}

static void cut_scope(go_lower *l, size_t mark)
{
    while (l->scope.n > mark) {
        const go_binding *b = &array_pop(&l->scope);
        if (l->list_count) l->lists[b->hash & (l->list_count - 1)] = b->below;
    }
}

size_t go_scope_open(go_lower *l, size_t *outer_block)
{
    *outer_block = l->block;
    l->block = l->scope.n;
    return l->scope.n;
}

void go_scope_close(go_lower *l, size_t mark, size_t outer_block)
{
    go_judge_block(l, mark);
    cut_scope(l, mark);
    l->block = outer_block;
}

go_binding *go_bind(go_lower *l, go_binding b)
{
    b.hash = l->list_count ? (uint32_t)str_hash(b.name, 0) : 0;
    array_push(l->a, &l->scope, b);
    if (l->scope.n > LINEAR_MOST && l->scope.n > l->list_count) make_lists(l);
    else if (l->list_count) add_to_list(l, (uint32_t)l->scope.n - 1);
    return &array_last(&l->scope);
}

static go_binding *lookup_down_to(go_lower *l, str name, size_t floor)
{
    if (!l->list_count) {
        for (size_t i = l->scope.n; i-- > floor;)
            if (str_eq(l->scope.at[i].name, name)) return &l->scope.at[i];
        return NULL;
    }
    uint32_t hash = (uint32_t)str_hash(name, 0);
    for (uint32_t i = l->lists[hash & (l->list_count - 1)]; i > floor; i = l->scope.at[i - 1].below)
        if (l->scope.at[i - 1].hash == hash && str_eq(l->scope.at[i - 1].name, name)) return &l->scope.at[i - 1];
    return NULL;
}

go_binding *go_lookup(go_lower *l, str name) { return lookup_down_to(l, name, 0); }

void go_use(go_lower *l, syntax_node n)
{
    go_kind k = go_kind_of(l->g, n);
    go_binding *b = k == GO_IDENTIFIER || k == GO_TYPE_IDENTIFIER ? go_lookup(l, go_text(l, n)) : NULL;
    if (b) b->used = true;
}

bool go_bound_in_block(go_lower *l, str name) { return lookup_down_to(l, name, l->block) != NULL; }

int32_t go_new_variable(go_lower *l, str name, ir_type *type)
{
    int32_t slot = l->frame->slot_count++;
    if (!str_empty(name) && !str_is(name, "_"))
        go_bind(l, (go_binding){.name = name, .kind = GO_VARIABLE, .frame = l->frame, .slot = slot, .type = type});
    return slot;
}

/* --- captures ---
 * A literal's captures take its first slots, but how many there are is known only at its end. Until then its own variables count
 * from 0 and its captures down from -2; go_frame_finish rewrites every number that was written. */

static int32_t capture_slot(int32_t i) { return -2 - i; }

void go_slot_write(go_lower *l, int32_t *at, int32_t slot)
{
    *at = slot;
    if (l->frame->outer) array_push(l->a, &l->frame->uses, at);
}

static int32_t reach(go_lower *l, go_frame *f, const go_binding *b)
{
    if (b->frame == f || !f->outer) return b->slot;
    int32_t outer = reach(l, f->outer, b);
    str key = str_make((const char *)&outer, sizeof outer);
    map_entry *known = map_find(&f->capture_index, key);
    if (!known) {
        array_push(l->a, &f->captures, outer);
        known = map_put(l->a, &f->capture_index, arena_str(l->a, key), (void *)(uintptr_t)f->captures.n);
    }
    return capture_slot((int32_t)(uintptr_t)known->value - 1);
}

int32_t go_slot_of(go_lower *l, const go_binding *b) { return reach(l, l->frame, b); }

void go_frame_finish(go_lower *l, ir_func *literal)
{
    go_frame *f = l->frame;
    int32_t n = (int32_t)f->captures.n;
    for (size_t i = 0; i < f->uses.n; i++) {
        int32_t raw = *f->uses.at[i];
        *f->uses.at[i] = raw < 0 ? capture_slot(raw) : raw + n;
    }
    literal->slot_count = f->slot_count + n;
    literal->capture_count = (uint32_t)n;
    literal->captures = ARENA_NEW_N(l->a, int32_t, (size_t)n);
    l->frame = f->outer;
    for (int32_t i = 0; i < n; i++) go_slot_write(l, &literal->captures[i], f->captures.at[i]);
}

/* --- names of the file, the package and the universe --- */

ir_member *go_find_member(go_state *s, go_package *p, str name)
{
    ir_member *m = map_get(&p->ir.members, name);
    if (m && (m->kind == IR_MEMBER_CONST || (m->kind == IR_MEMBER_TYPE && !m->type))) go_member_resolve(s, m);
    return m;
}

str go_sourceless_dot(const go_lower *l)
{
    go_file *f = l->file;
    for (size_t i = 0; i < f->written.n && !f->dot_known; i++) {
        const source_import *w = &f->written.at[i];
        if (!f->sourceless_dot.n && str_is(w->name, ".") && !map_get(&l->s->packages, w->path)) f->sourceless_dot = w->path;
    }
    f->dot_known = true;
    return f->sourceless_dot;
}

/* A package without source may have another name than its path says: an import whose path has the letters of the name is taken
 * for it, unless that import's name is certain or written. */
static const go_imported *guess_import(const go_file *f, str name)
{
    enum { LOOKED_AT_MOST = 100 }; /* with more of them it may well be one */
    if (!f->guessed || name.n < 3) return NULL;
    if (f->imports.n > LOOKED_AT_MOST) return f->guessed;
    for (size_t i = 0; i < f->imports.n; i++) {
        const go_imported *im = &f->imports.at[i];
        if (!go_is_name_guessed(im)) continue;
        size_t matched = 0;
        for (size_t at = 0; at < im->path.n && matched < name.n; at++) {
            if (strchr("-_.", im->path.p[at])) continue;
            if (im->path.p[at] == name.p[matched]) matched++;
            else matched = im->path.p[at] == name.p[0];
        }
        if (matched == name.n) return im;
    }
    return NULL;
}

go_found go_resolve(go_lower *l, str name)
{
    go_found r = {0};
    if (str_empty(name) || str_is(name, "_")) return r;
    if ((r.binding = go_lookup(l, name))) {
        r.kind = GO_FOUND_BINDING;
        return r;
    }
    const go_file *f = l->file;
    r.kind = GO_FOUND_PACKAGE;
    if ((r.import = map_get(&f->import_names, name))) return r;
    r.kind = GO_FOUND_MEMBER;
    r.import = NULL;
    if ((r.member = go_find_member(l->s, f->package, name))) return r;
    for (size_t i = 0; i < f->dots.n; i++)
        if ((r.member = go_find_member(l->s, f->dots.at[i], name))) return r;
    r.kind = GO_FOUND_UNIVERSE;
    if (go_universe_type(name) || go_universe_func(name) >= 0) return r;
    l->file->unresolved = true;
    r.import = guess_import(f, name);
    r.kind = r.import ? GO_FOUND_PACKAGE : GO_FOUND_NOTHING;
    return r;
}

ir_type *go_universe_type(str name)
{
    static const struct {
        const char *name;
        type_kind kind;
    } list[] = {
        {"string", TYPE_STRING},   {"bool", TYPE_BOOL},          {"int", TYPE_INT},           {"byte", TYPE_UINT8},
        {"int64", TYPE_INT64},     {"uint32", TYPE_UINT32},      {"int32", TYPE_INT32},       {"float64", TYPE_FLOAT64},
        {"uint64", TYPE_UINT64},   {"rune", TYPE_INT32},         {"int8", TYPE_INT8},         {"int16", TYPE_INT16},
        {"uint", TYPE_UINT},       {"uint8", TYPE_UINT8},        {"uint16", TYPE_UINT16},     {"uintptr", TYPE_UINTPTR},
        {"float32", TYPE_FLOAT32}, {"complex128", TYPE_COMPLEX}, {"complex64", TYPE_COMPLEX}, {"comparable", TYPE_UNKNOWN},
    };
    if (str_is(name, "error")) return type_error();
    if (str_is(name, "any")) return type_any();
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_is(name, list[i].name)) return type_basic(list[i].kind);
    return NULL;
}

int go_universe_func(str name)
{
    static const struct {
        const char *name;
        ir_builtin builtin;
    } list[] = {
        {"len", IR_LEN},       {"append", IR_APPEND}, {"make", IR_MAKE},   {"new", IR_NEW},         {"cap", IR_CAP},
        {"delete", IR_DELETE}, {"copy", IR_COPY},     {"panic", IR_PANIC}, {"recover", IR_RECOVER}, {"min", IR_MIN},
        {"max", IR_MAX},       {"clear", IR_CLEAR},   {"close", IR_CLOSE}, {"print", IR_PRINT},     {"println", IR_PRINT},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_is(name, list[i].name)) return (int)list[i].builtin;
    return -1;
}
