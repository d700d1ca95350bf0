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

static bool has_import(const source_imports *list, const source_import *w)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].path, w->path) && str_eq(list->at[i].name, w->name)) return true;
    return false;
}

/* By another file, so that the package stays in the program. */
static bool is_imported_elsewhere(const go_outline *o, const go_package *pkg)
{
    for (size_t i = 0; i < o->s->files.n; i++) {
        const go_file *f = o->s->files.at[i];
        for (size_t k = 0; f != o->file && k < f->links.n; k++)
            if (f->links.at[k] == pkg) return true;
    }
    return false;
}

static bool is_user(const go_outline *o, const go_package *pkg)
{
    for (size_t i = 0; i < o->users.n; i++)
        if (o->users.at[i] == pkg) return true;
    return false;
}

/* An import that comes or goes: which packages there are stays as it was, and only its name means something else. */
static bool follow_import(go_outline *o, const source_import *w, bool comes)
{
    go_package *pkg = map_get(&o->s->packages, w->path);
    if (str_is(w->name, ".") || str_is(w->path, "C")) return false;
    if (pkg && (pkg->stale || (comes ? is_user(o, pkg) : !is_imported_elsewhere(o, pkg)))) return false;
    str name = w->name.n ? w->name : pkg ? pkg->ir.name : go_guess_package_name(w->path);
    go_imported import = {.name = name, .path = w->path, .package = pkg};
    if (o->file->unresolved && go_is_name_guessed(&import)) return false; /* any of these may be meant */
    if (!str_is(name, "_")) go_add_name(o->a, &o->names, name);
    o->imports = true;
    return true;
}

static bool follow_imports(go_outline *o, const source_imports *old, const source_imports *now)
{
    bool same = old->n == now->n;
    for (size_t i = 0; i < now->n; i++) {
        if (!has_import(old, &now->at[i]) && !follow_import(o, &now->at[i], true)) return false;
        same = same && str_eq(old->at[i].path, now->at[i].path) && str_eq(old->at[i].name, now->at[i].name);
    }
    for (size_t i = 0; i < old->n; i++)
        if (!has_import(now, &old->at[i]) && !follow_import(o, &old->at[i], false)) return false;
    o->imports = !same;
    return true;
}

static bool are_all_known(go_outline *o, const source_imports *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!map_get(&o->s->packages, list->at[i].path) && !go_package_is_absent(o->s, list->at[i].path)) return false;
    return true;
}

static void set_imports(go_state *s, go_file *f, source_imports written, bool changed)
{
    size_t at = 0;
    f->written = written;
    if (changed) {
        memset(&f->imports, 0, sizeof f->imports);
        memset(&f->links, 0, sizeof f->links);
        memset(&f->dots, 0, sizeof f->dots);
        f->import_names = (map){0};
        f->guessed = NULL;
        f->dot_known = false;
        f->sourceless_dot = (str){0};
        go_link_imports(s, f);
        return;
    }
    for (size_t i = 0; i < written.n; i++)
        if (!str_is(written.at[i].name, "_") && !str_is(written.at[i].name, ".")) f->imports.at[at++].at = written.at[i].at;
}

static bool is_generated_for(str text) { return str_has(text, STR("//go:generate")) || str_has(text, STR("// +build")); }

/* A file of the same package, in which nothing is wrong outside of single declarations. Where a whole program is wanted, this may
 * already tell that it won't be one. */
static bool is_followed(go_outline *o, go_file *now)
{
    go_state *s = o->s;
    str name, path = path_base(s->p->files.at[now->index].path);
    go_package *pkg = now->package;
    bool wants_whole = s->p->wants_whole && pkg->judged;
    if (pkg->partial || pkg->other.n || o->file->refused || syntax_has_error(syntax_root(now->tree))) return false;
    if (!go_file_included(path, now->text, &name) || is_generated_for(now->text)) return false;
    if (!str_eq(name, pkg->ir.name)) {
        s->p->left_alone = wants_whole && pkg->files.n > 1 && name.n && !str_is(name, "documentation");
        return false;
    }
    go_file_read_imports(s, now);
    if (!are_all_known(o, &now->written)) return false;
    if (pkg->judged) go_judge_file(s, now);
    s->p->left_alone = wants_whole && (now->refused || now->unused);
    if (now->refused || s->p->left_alone || !follow_imports(o, &o->file->written, &now->written)) return false;
    return !o->file->unresolved || go_has_nameless_import(s, now) == go_has_nameless_import(s, o->file);
}

static void finish(go_outline *o, go_file *now)
{
    go_file *f = o->file;
    ir_file *known = &o->s->p->files.at[f->index];
    known->text = f->text;
    known->mentions = MENTION_UNKNOWN;
    if (!o->imports) set_imports(o->s, f, now->written, false);
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
    f->uses = now->uses;
    f->uses_known = now->uses_known;
    f->nameless = now->nameless;
    if (o->imports) set_imports(o->s, f, now->written, true);
    go_declare_apart(o, f, &first);
    bool followed = is_unambiguous(o, &first);
    array_push(o->a, &o->files, first);
    if (!followed || !go_outline_find(o)) {
        *f = before;
        o->s->p->left_alone = followed;
        return false;
    }
    array_push(o->s->a, &o->s->p->edited, o->edit);
    go_outline_take(o);
    go_change_texts(o->s, f, before.text, f->text);
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
    go_lower_file(s, file); /* all names of it are known then, and whether they stand for something */
    go_outline_find_users(&o);
    bool done = is_followed(&o, &now) && patch(&o, &now);
    if (!done) syntax_tree_drop(now.tree);
    arena_free(&a);
    return done || s->p->left_alone;
}
