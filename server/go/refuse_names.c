/* Names that stand for nothing, and things that have a name but no use. */
#include "go/outline.h"
#include "go/refuse.h"

/* --- imports --------------------------------------------------------------------------------------------------------------- */

/* Every name that the text has as name.something outside of comments and literals; scopes do not count. `by` times each, which
 * may be less than nothing. */
static void count_uses(arena *a, map *uses, str text, intptr_t by)
{
    size_t at = 0;
    for (str name; (name = go_next_word(text, &at)).n;) {
        size_t end = at;
        while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t')) end++;
        if (end == text.n || text.p[end] != '.') continue;
        map_entry *e = map_find(uses, name);
        if (!e) e = map_put(a, uses, arena_str(a, name), NULL);
        e->value = (void *)((intptr_t)e->value + by);
    }
}

/* Read once for each file. */
static void read_uses(go_state *s, go_file *f)
{
    if (!f->uses_known) count_uses(s->a, &f->uses, f->text, 1);
    f->uses_known = true;
}

static bool has_use(go_state *s, go_file *f, str name)
{
    read_uses(s, f);
    return map_get(&f->uses, name) != NULL;
}

void go_change_uses(go_state *s, go_file *f, str old, str now)
{
    read_uses(s, f);
    count_uses(s->a, &f->uses, old, -1);
    count_uses(s->a, &f->uses, now, 1);
    f->nameless = NAMELESS_UNKNOWN;
}

/* What the import is called in the file; empty when only its package, which is not at hand, could tell. */
static str known_name(const go_state *s, const source_import *w)
{
    if (w->name.n) return w->name;
    const go_package *pkg = map_get(&s->packages, w->path);
    if (pkg) return pkg->ir.name;
    return go_is_guess_certain(w->path) ? go_guess_package_name(w->path) : (str){0};
}

const ir_refusal *go_unused_import(go_state *s, go_file *f)
{
    for (size_t i = 0; i < f->written.n; i++) {
        const source_import *w = &f->written.at[i];
        str name = known_name(s, w);
        if (!name.n || str_is(name, "_") || str_is(name, ".") || has_use(s, f, name)) continue;
        ir_refusal r = {.kind = IR_REFUSED_UNUSED_IMPORT, .at = {f->index, w->at}, .name = w->path};
        return go_refusal_copy(s, &r);
    }
    return NULL;
}

bool go_has_nameless_import(go_state *s, go_file *f)
{
    if (f->nameless != NAMELESS_UNKNOWN) return f->nameless == NAMELESS_SOME;
    f->nameless = NAMELESS_NONE;
    for (size_t i = 0; i < f->written.n; i++) {
        const source_import *w = &f->written.at[i];
        if (!known_name(s, w).n && !has_use(s, f, go_guess_package_name(w->path))) f->nameless = NAMELESS_SOME;
    }
    return f->nameless == NAMELESS_SOME;
}

/* --- names ----------------------------------------------------------------------------------------------------------------- */

/* Predeclared functions that are not lowered. */
static bool is_predeclared(str name) { return str_is(name, "complex") || str_is(name, "real") || str_is(name, "imag"); }

void go_judge_undeclared(go_lower *l, syntax_node at, str name, bool package)
{
    if (!l->judged || !name.n || l->file->package->partial || is_predeclared(name) || go_sourceless_dot(l).n) return;
    if (package && go_has_nameless_import(l->s, l->file)) return;
    go_refuse(l, at, IR_REFUSED_UNDECLARED, name);
}

/* Go specification, "Exported identifiers"; other alphabets are not looked at. */
static bool is_hidden(str name) { return name.n && (unsigned char)name.p[0] < 0x80 && !(name.p[0] >= 'A' && name.p[0] <= 'Z'); }

void go_judge_member(go_lower *l, syntax_node at, const go_imported *import, str name)
{
    if (!l->judged || !name.n || import->package == l->file->package) return;
    go_package *pkg = import->package;
    bool absent = pkg ? !pkg->partial && !map_get(&pkg->ir.members, name) : go_lacks_member(l->s, import->path, name);
    if (is_hidden(name) || absent)
        go_refuse(l, at, IR_REFUSED_NO_MEMBER, arena_printf(l->a, "%.*s.%.*s", STR_ARG(import->name), STR_ARG(name)));
}

/* --- fields and methods ---------------------------------------------------------------------------------------------------- */

typedef enum answer { NO, UNSURE, YES } answer;

static answer has_selector(go_lower *l, const ir_type *t, str name, int depth);

static answer among_fields(go_lower *l, const ir_type *u, str name, int depth)
{
    answer found = NO;
    if (type_own_field(u, name)) return YES;
    for (uint32_t i = type_next_embedded(u, 0); i < u->field_count && found != YES; i = type_next_embedded(u, i + 1)) {
        answer inside = has_selector(l, u->fields[i].type, name, depth + 1);
        if (inside != NO) found = inside;
    }
    return found;
}

/* A type whose declaration is not in the program. Code of other packages can use only its exported members: so a name that starts
 * with a lower-case letter is refused without knowing the type. */
static answer of_foreign(go_lower *l, const ir_type *t, str name)
{
    bool foreign = t->package.n && !str_eq(t->package, l->file->package->ir.path);
    return foreign && (is_hidden(name) || go_lacks_selector(l->s, t->package, t->name, name)) ? NO : UNSURE;
}

static answer of_named(go_lower *l, const ir_type *t, str name, int depth)
{
    if (!t->package.n) return str_is(name, "Error") ? YES : NO; /* the language's own type */
    const go_package *pkg = map_get(&l->s->packages, t->package);
    if (t->opaque || !pkg || pkg->partial) return of_foreign(l, t, name);
    if (map_find(&t->methods, name)) return YES;
    const ir_member *m = t->front;
    if (m && (m->refused || !m->resolved)) return UNSURE;
    const ir_type *under = type_under(t);
    return under->kind == TYPE_POINTER ? UNSURE : has_selector(l, under, name, depth + 1);
}

static answer has_selector(go_lower *l, const ir_type *t, str name, int depth)
{
    if (depth > IR_EMBED_DEPTH) return UNSURE;
    if (t && t->kind == TYPE_POINTER) t = t->elem;
    if (!t) return UNSURE;
    switch (t->kind) {
    case TYPE_NAMED: return of_named(l, t, name, depth);
    case TYPE_STRUCT:
    case TYPE_INTERFACE: return among_fields(l, t, name, depth);
    case TYPE_UNKNOWN:
    case TYPE_POINTER:
    case TYPE_TUPLE:
    case TYPE_UNTYPED_NIL: return UNSURE;
    default: return NO;
    }
}

void go_judge_selector(go_lower *l, syntax_node at, const ir_type *of, str name)
{
    if (l->judged && name.n && has_selector(l, of, name, 0) == NO) go_refuse(l, at, IR_REFUSED_NO_FIELD, name);
}

/* --- variables ------------------------------------------------------------------------------------------------------------- */

void go_judge_block(go_lower *l, size_t mark)
{
    for (size_t i = mark; i < l->scope.n; i++) {
        const go_binding *b = &l->scope.at[i];
        if (b->kind == GO_VARIABLE && b->declared && !b->used) go_refuse_at(l, b->at, IR_REFUSED_UNUSED_VARIABLE, b->name);
    }
}
