/* See outline.h. First all is looked at, then all is done: a change that can't be followed here leaves everything as it was. */
#include "base/path.h"
#include "go/outline_internal.h"

/* --- declaring once more ---------------------------------------------------------------------------------------------------- */

/* Into a package that has nothing else. */
void go_declare_apart(go_outline *o, go_file *f, go_declared *out)
{
    go_package *pkg = f->package, saved = *pkg;
    size_t types = f->types.n;
    pkg->ir.members = (map){0};
    memset(&pkg->ir.inits, 0, sizeof pkg->ir.inits);
    memset(&pkg->ir.funcs, 0, sizeof pkg->ir.funcs);
    memset(&pkg->declared, 0, sizeof pkg->declared);
    go_file_declare(o->s, f);
    *out = (go_declared){.file = f, .members = pkg->ir.members};
    for (size_t i = 0; i < pkg->declared.n; i++) array_push(o->a, &out->funcs, pkg->declared.at[i]);
    pkg->ir.members = saved.ir.members;
    pkg->ir.inits = saved.ir.inits;
    pkg->ir.funcs = saved.ir.funcs;
    pkg->declared = saved.declared;
    f->types.n = types; /* those that are used come back */
}

const go_declared *go_declared_of(const go_outline *o, const go_file *f)
{
    for (size_t i = 0; i < o->files.n; i++)
        if (o->files.at[i].file == f) return &o->files.at[i];
    return NULL;
}

static bool may_repeat(const ir_func *f) { return str_is(f->name, "init") || str_is(f->name, "_"); }

static str behind_func(const go_source *src) { return str_trim(str_slice(src->text, strlen("func"), src->head)); }

bool go_is_method(const go_source *src) { return str_starts(behind_func(src), STR("(")); }

str go_func_key(arena *a, const ir_func *f, uint32_t *repeats)
{
    const go_source *src = f->front;
    str head = behind_func(src);
    ptrdiff_t end = go_is_method(src) ? str_find_char(head, ')', 0) : -1;
    if (end < 0) return may_repeat(f) ? arena_printf(a, "%.*s %u", STR_ARG(f->name), ++*repeats) : f->name;
    ptrdiff_t arguments = str_find_char(head, '[', 0);
    str receiver = str_slice(head, 0, (size_t)(arguments >= 0 && arguments < end ? arguments : end)), last = {0}, word;
    size_t at = 0;
    while ((word = go_next_word(receiver, &at)).n) last = word;
    if (str_is(f->name, "_")) return arena_printf(a, "%.*s._ %u", STR_ARG(last), ++*repeats);
    return arena_printf(a, "%.*s.%.*s", STR_ARG(last), STR_ARG(f->name));
}

static bool is_redeclared(const ir_refusal *r) { return r && r->kind == IR_REFUSED_REDECLARED; }

static bool are_unambiguous(const map *members)
{
    for (size_t i = 0; i < members->n; i++) {
        const ir_member *m = members->entries[i].value;
        if (is_redeclared(m->refused) || (m->global && is_redeclared(m->global->refused))) return false;
    }
    return true;
}

/* Of two declarations of one name neither counts, and such a file is loaded anew. */
static bool is_unambiguous(go_outline *o, const go_declared *now)
{
    map keys = {0};
    uint32_t repeats = 0, others = 0;
    if (!are_unambiguous(&now->members) || !are_unambiguous(&o->pkg->ir.members)) return false;
    for (size_t i = 0; i < now->members.n; i++) {
        const ir_member *other = map_get(&o->pkg->ir.members, now->members.entries[i].key);
        if (other && other->at.file != now->file->index) return false;
    }
    for (size_t i = 0; i < now->funcs.n; i++) {
        str key = go_func_key(o->a, now->funcs.at[i], &repeats);
        if (is_redeclared(now->funcs.at[i]->refused) || map_find(&keys, key)) return false;
        map_put(o->a, &keys, key, now->funcs.at[i]);
    }
    for (size_t i = 0; i < o->pkg->declared.n; i++) {
        const ir_func *f = o->pkg->declared.at[i];
        const go_source *src = f->front;
        if (is_redeclared(src->refused)) return false;
        if (f->whole.file != now->file->index && !may_repeat(f) && map_find(&keys, go_func_key(o->a, f, &others))) return false;
    }
    return true;
}

/* --- is it one? ------------------------------------------------------------------------------------------------------------- */

static bool same_imports(const source_imports *a, const source_imports *b)
{
    for (size_t i = 0; i < a->n && a->n == b->n; i++)
        if (!str_eq(a->at[i].path, b->at[i].path) || !str_eq(a->at[i].name, b->at[i].name)) return false;
    return a->n == b->n;
}

static void set_imports(go_file *f, source_imports written)
{
    size_t at = 0;
    f->written = written;
    for (size_t i = 0; i < written.n; i++)
        if (!str_is(written.at[i].name, "_") && !str_is(written.at[i].name, ".")) f->imports.at[at++].at = written.at[i].at;
}

static bool is_generated_for(str text) { return str_has(text, STR("//go:generate")) || str_has(text, STR("// +build")); }

/* A file of the same package, with the same imports, in which nothing is wrong outside of single declarations. */
static bool is_followed(go_outline *o, go_file *now)
{
    str name, path = path_base(o->s->p->files.at[now->index].path);
    go_package *pkg = now->package;
    if (pkg->partial || pkg->other.n || o->file->refused || syntax_has_error(syntax_root(now->tree))) return false;
    if (!go_file_included(path, now->text, &name) || !str_eq(name, pkg->ir.name) || is_generated_for(now->text)) return false;
    go_file_read_imports(o->s, now);
    if (!same_imports(&o->file->written, &now->written)) return false;
    if (pkg->judged) go_judge_file(o->s, now);
    return !now->refused && go_has_nameless_import(o->s, now) == go_has_nameless_import(o->s, o->file);
}

static void finish(go_outline *o, go_file *now)
{
    go_file *f = o->file;
    ir_file *known = &o->s->p->files.at[f->index];
    known->text = f->text;
    known->mentions = MENTION_UNKNOWN;
    set_imports(f, now->written);
    f->uses = now->uses;
    f->uses_known = now->uses_known;
    f->nameless = now->nameless;
    f->unused = f->package->judged ? go_unused_import(o->s, f) : NULL;
    o->s->p->outline++;
}

/* With the new text in the file's place. False when it can't be followed, then all is as before. */
static bool patch(go_outline *o, go_file *now)
{
    go_file *f = o->file;
    go_file before = *f;
    go_declared first;
    f->text = now->text;
    f->tree = now->tree;
    go_declare_apart(o, f, &first);
    bool followed = is_unambiguous(o, &first);
    array_push(o->a, &o->files, first);
    if (!followed || !go_outline_find(o)) {
        f->text = before.text;
        f->tree = before.tree;
        o->s->p->left_alone = followed;
        return false;
    }
    array_push(o->s->a, &o->s->p->edited, o->edit);
    go_outline_take(o);
    syntax_tree_drop(before.tree);
    finish(o, now);
    return true;
}

bool go_outline_patch(go_state *s, go_file *file, str lent)
{
    if (!file->tree) return false;
    arena a = ARENA_INIT;
    syntax_change change = syntax_change_between(file->text, lent);
    go_outline o = {.s = s, .a = &a, .file = file, .pkg = file->package, .old_text = file->text};
    o.edit = (ir_edit){NULL, file->index, change.start, change.old_end, change.new_end};
    go_file now = *file;
    now.tree = go_parse(s->cache, s->p->files.at[file->index].path, lent);
    now.text = arena_str(s->a, lent);
    now.written = (source_imports){0};
    now.uses = (map){0};
    now.uses_known = false;
    now.nameless = NAMELESS_UNKNOWN;
    bool done = is_followed(&o, &now);
    if (done) {
        go_lower_file(s, file);
        done = patch(&o, &now);
    }
    if (!done) syntax_tree_drop(now.tree);
    arena_free(&a);
    return done || s->p->left_alone;
}
