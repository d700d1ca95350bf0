/* Packages: their files, what they import, and the program as a whole. */
#include "base/limits.h"
#include "base/path.h"
#include "go/outline.h"
#include "go/refuse.h"
#include "ir/sdk.h"

static bool imports_c(const go_file *f)
{
    for (size_t i = 0; i < f->written.n; i++)
        if (str_is(f->written.at[i].path, "C")) return true;
    return false;
}

/* The number of a file that is loaded anew, or that of the next one. */
static uint32_t number_of(const go_state *s, const go_package *old, str path)
{
    for (size_t i = 0; old && i < old->files.n; i++)
        if (str_eq(s->p->files.at[old->files.at[i]->index].path, path)) return old->files.at[i]->index;
    return (uint32_t)s->files.n;
}

/* The program keeps the text: names and constants everywhere are slices of it. */
static void add_file(go_state *s, go_package *pkg, const go_package *old, str path, str lent)
{
    uint32_t number = number_of(s, old, path);
    if (number >= LIMIT_FOLDER_FILES) {
        pkg->partial = true;
        return;
    }
    go_file *f = ARENA_NEW(s->a, go_file);
    str text = arena_str(s->a, lent);
    *f = (go_file){.index = number, .text = text, .package = pkg};
    f->tree = go_parse(s->cache, path, text);
    go_file_read_imports(s, f);
    if (imports_c(f)) {
        pkg->partial = true;
        syntax_tree_drop(f->tree);
        return;
    }
    array_push(s->a, &pkg->files, f);
    if (pkg->ir.own) s->own_bytes += text.n;
    if (number < s->files.n) {
        s->files.at[number] = f;
        s->p->files.at[number] = (ir_file){.path = path, .text = text, .own = pkg->ir.own};
        return;
    }
    array_push(s->a, &s->files, f);
    array_push(s->a, &s->p->files, (ir_file){.path = path, .text = text, .own = pkg->ir.own});
}

/* What a library itself needs of other modules is left alone: that is most of what a build consists of, and parse code hardly
 * ever gets there. */
static bool is_followed(go_state *s, const ir_package *from, str import)
{
    if (map_find(&s->packages, import)) return true;
    if (!from->library) return true;
    str module = go_module_of(s, from->path), other = go_module_of(s, import);
    return module.n && str_eq(module, other);
}

void go_link_imports(go_state *s, go_file *f)
{
    for (size_t i = 0; i < f->written.n; i++) {
        const source_import *w = &f->written.at[i];
        go_package *pkg = is_followed(s, &f->package->ir, w->path) ? go_package_import(s, w->path) : NULL;
        if (pkg) array_push(s->a, &f->links, pkg);
        if (str_is(w->name, "_")) continue;
        if (str_is(w->name, ".")) {
            if (pkg) array_push(s->a, &f->dots, pkg);
            continue;
        }
        str name = !str_empty(w->name) ? w->name : pkg ? pkg->ir.name : go_guess_package_name(w->path);
        array_push(s->a, &f->imports, (go_imported){name, w->path, w->at, pkg});
    }
    for (size_t i = f->imports.n; i-- > 0;) {
        map_put(s->a, &f->import_names, f->imports.at[i].name, &f->imports.at[i]);
        if (go_is_name_guessed(&f->imports.at[i])) f->guessed = &f->imports.at[i];
    }
}

/* Modules that go.mod replaces by folders belong to the plugin's own repository. */
static bool is_fetched(const go_state *s, str folder)
{
    return path_is_inside(folder, path_join(s->a, s->module->root, STR("vendor"))) ||
           (s->tree->module_cache.n && path_is_inside(folder, s->tree->module_cache));
}

/* Whether tests or tools alone read the file: nothing of it is missed. */
static bool is_outside(str name) { return str_ends(name, STR("_test.go")) || name.p[0] == '_' || name.p[0] == '.'; }

/* Whether a text is read that comes in place of one with `before` bytes. */
static bool fits(const go_state *s, str text, size_t before, bool own)
{
    return text.n <= LIMIT_SOURCE_BYTES && (!own || s->own_bytes - before + text.n <= LIMIT_SOURCES_BYTES);
}

/* True when the file is part of the package. */
static bool read_file(go_state *s, go_package *pkg, const go_package *old, str entry)
{
    str name, text, path = path_join(s->a, pkg->ir.folder, entry);
    bool there = s->tree->read(s->tree->self, path, &text), read = there;
    if (there && !is_outside(entry)) read = fits(s, text, 0, pkg->ir.own);
    if (!read && (there || pkg->ir.own)) array_push(s->a, &s->p->unread, path);
    if (!read || !go_file_included(entry, text, &name)) {
        pkg->partial = pkg->partial || !is_outside(entry);
        return false;
    }
    if (str_has(text, STR("//go:generate")) || str_has(text, STR("// +build"))) pkg->partial = true;
    if (str_empty(pkg->ir.name)) pkg->ir.name = arena_str(s->a, name);
    if (str_empty(name) || str_eq(name, pkg->ir.name)) add_file(s, pkg, old, path, text);
    else if (!str_is(name, "documentation") && !pkg->other.n) pkg->other = arena_str(s->a, name);
    return true;
}

/* Files of two packages in one folder: neither is one. */
static void judge_clauses(go_state *s, go_package *pkg)
{
    for (size_t i = 0; i < pkg->files.n && pkg->other.n; i++) {
        go_file *f = pkg->files.at[i];
        if (!f->refused)
            f->refused = go_refusal(s, f, syntax_named(syntax_root(f->tree), 0), IR_REFUSED_OTHER_PACKAGE, pkg->other);
    }
}

/* Enters the package before its imports, so that import cycles end, and lists it after them: dependencies first. */
go_package *go_package_load(go_state *s, str import, str folder, bool own)
{
    const go_package *old = map_get(&s->packages, import);
    source_entries entries = s->tree->list(s->tree->self, s->a, folder);
    bool fetched = is_fetched(s, folder), library = fetched && !own && !sdk_package(import), found = false;
    if (library) s->library_files += (uint32_t)entries.n;
    bool cut = library && s->library_files > LIMIT_LIBRARY_FILES;
    if (cut) entries.n = 0; /* a package is there as a whole or not at all */
    s->p->libraries_cut = s->p->libraries_cut || cut;
    go_package *pkg = ARENA_NEW(s->a, go_package);
    *pkg = (go_package){.ir = {.path = import, .folder = folder, .own = own, .library = library}, .judged = !fetched};
    for (size_t i = 0; own && old && i < old->files.n; i++) s->own_bytes -= old->files.at[i]->text.n; /* read again */
    for (size_t i = 0; i < entries.n; i++) {
        str name = entries.at[i].name;
        if (!entries.at[i].folder && str_ends(name, STR(".go"))) found = read_file(s, pkg, old, name) || found;
        if (str_ends(name, STR(".s"))) pkg->partial = true;
    }
    map_put(s->a, &s->packages, import, found ? pkg : NULL);
    if (!found) return NULL;
    map_put(s->a, &s->p->package_by_path, import, &pkg->ir);
    for (size_t i = 0; i < pkg->files.n; i++) go_link_imports(s, pkg->files.at[i]);
    for (size_t i = 0; i < pkg->files.n && pkg->judged; i++) go_judge_file(s, pkg->files.at[i]);
    judge_clauses(s, pkg);
    for (size_t i = 0; i < pkg->files.n; i++) go_file_declare(s, pkg->files.at[i]);
    array_push(s->a, &s->p->packages, &pkg->ir);
    return pkg;
}

go_package *go_package_import(go_state *s, str import)
{
    map_entry *known = map_find(&s->packages, import);
    go_package *loaded = known ? known->value : NULL;
    if (known && !(loaded && loaded->stale)) return loaded;
    str folder;
    bool own;
    bool found = s->depth < LIMIT_SYNTAX_DEPTH && go_module_folder(s, import, &folder, &own);
    if (!found || (!own && go_is_modelled(import))) {
        map_put(s->a, &s->packages, import, NULL);
        return NULL;
    }
    s->depth++;
    go_package *pkg = go_package_load(s, import, folder, own);
    s->depth--;
    return pkg;
}

bool go_package_is_absent(go_state *s, str import)
{
    str folder;
    bool own, sourceless = true;
    const map_entry *known = map_find(&s->packages, import);
    if (known) return !known->value;
    if (!go_module_folder(s, import, &folder, &own) || (!own && go_is_modelled(import))) return true;
    source_entries entries = s->tree->list(s->tree->self, s->a, folder);
    for (size_t i = 0; i < entries.n && sourceless; i++) sourceless = !str_ends(entries.at[i].name, STR(".go"));
    return sourceless;
}

/* --- the program --- */

static bool skipped_folder(str name)
{
    return str_empty(name) || name.p[0] == '.' || name.p[0] == '_' || str_is(name, "testdata") || str_is(name, "vendor");
}

/* By the package clauses alone: nothing is parsed. */
static bool holds_main(go_state *s, str folder, const source_entries *entries)
{
    for (size_t i = 0; i < entries->n; i++) {
        str text, name;
        if (entries->at[i].folder || !str_ends(entries->at[i].name, STR(".go"))) continue;
        if (!s->tree->read(s->tree->self, path_join(s->a, folder, entries->at[i].name), &text)) continue;
        if (go_file_included(entries->at[i].name, text, &name) && str_is(name, "main")) return true;
    }
    return false;
}

static void find_mains(go_state *s, str folder, int depth, language_folders *found)
{
    source_entries entries = s->tree->list(s->tree->self, s->a, folder);
    if (holds_main(s, folder, &entries)) array_push(s->a, found, folder);
    for (size_t i = 0; i < entries.n && depth < LIMIT_FOLDER_DEPTH; i++) {
        if (!entries.at[i].folder || skipped_folder(entries.at[i].name)) continue;
        str below = path_join(s->a, folder, entries.at[i].name), text;
        if (s->tree->read(s->tree->self, path_join(s->a, below, STR("go.mod")), &text)) continue;
        find_mains(s, below, depth + 1, found);
    }
}

static void list_package(go_state *s, go_package *pkg)
{
    if (pkg->listed) return;
    pkg->listed = true;
    for (size_t i = 0; i < pkg->files.n; i++)
        for (size_t k = 0; k < pkg->files.at[i]->links.n; k++) list_package(s, pkg->files.at[i]->links.at[k]);
    array_push(s->a, &s->p->packages, &pkg->ir);
}

/* Main packages first, then the others, dependencies before what needs them: the same order however the program came about. */
static void order_packages(go_state *s)
{
    for (size_t i = 0; i < s->p->packages.n; i++) ((go_package *)s->p->packages.at[i])->listed = false;
    s->p->packages.n = 0;
    for (size_t m = 0; m < s->mains.n; m++) {
        go_package *pkg = map_get(&s->packages, go_module_import(s, s->mains.at[m]));
        if (pkg) list_package(s, pkg);
    }
    size_t n = s->p->packages.n, out = 0;
    ir_package **sorted = ARENA_NEW_N(s->a, ir_package *, n);
    for (size_t m = 0; m < s->mains.n; m++)
        for (size_t i = 0; i < n; i++) {
            ir_package *p = s->p->packages.at[i];
            if (!p || !str_eq(p->folder, s->mains.at[m])) continue;
            sorted[out++] = p;
            s->p->packages.at[i] = NULL;
        }
    for (size_t i = 0; i < n; i++)
        if (s->p->packages.at[i]) sorted[out++] = s->p->packages.at[i];
    if (n) memcpy(s->p->packages.at, sorted, n * sizeof *sorted);
}

static bool is_main(const go_state *s, const go_package *pkg)
{
    for (size_t i = 0; i < s->mains.n; i++)
        if (str_eq(pkg->ir.folder, s->mains.at[i])) return true;
    return false;
}

/* Those that nobody imports come last: whether a type is refused is known before it is used. */
void go_resolve_packages(go_state *s)
{
    for (int mains = 0; mains < 2; mains++)
        for (size_t i = 0; i < s->p->packages.n; i++) {
            go_package *pkg = (go_package *)s->p->packages.at[i];
            if (pkg->resolved || is_main(s, pkg) != mains) continue;
            go_package_resolve(s, pkg);
            pkg->resolved = true;
        }
}

static const ir_front front = {.language = "go", .lower_func = go_lower_func, .lower_global = go_lower_global};

ir_program *go_load(arena *a, const source_tree *tree, str root, go_cache *cache, build_facts *module)
{
    ir_program *p = ARENA_NEW(a, ir_program);
    go_state *s = ARENA_NEW(a, go_state);
    *p = (ir_program){.arena = a, .front = &front, .find_native = go_find_native, .front_state = s};
    *s = (go_state){.p = p, .a = a, .tree = tree, .cache = cache, .module = module, .root = root};
    s->fine = ARENA_NEW_N(a, uint64_t, GO_FINE_MOST);
    if (!module) s->module = ARENA_NEW(a, build_facts);
    go_grammar_init(&s->grammar);
    go_module_find(s, root);

    source_entries entries = tree->list(tree->self, a, root);
    if (holds_main(s, root, &entries)) array_push(a, &s->mains, root);
    else find_mains(s, root, 0, &s->mains);
    if (!s->mains.n) array_push(a, &s->mains, root);
    for (size_t i = 0; i < s->mains.n; i++) go_package_load(s, go_module_import(s, s->mains.at[i]), s->mains.at[i], true);
    order_packages(s);
    go_resolve_packages(s);
    s->cache = NULL; /* may be freed before the program */
    return p;
}

/* --- after an edit --------------------------------------------------------------------------------------------------------- */

/* Packages with a file that has changed in a way that can't be followed; false when a file is gone. */
static bool mark_changed(go_state *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        str text;
        if (!s->tree->read(s->tree->self, s->p->files.at[i].path, &text)) return false;
        if (str_eq(text, s->files.at[i]->text)) continue;
        size_t before = s->files.at[i]->text.n;
        bool own = s->files.at[i]->package->ir.own;
        bool done = fits(s, text, own ? before : 0, own) &&
                    (go_file_patch(s, s->files.at[i], text) || go_outline_patch(s, s->files.at[i], text));
        if (!done) s->files.at[i]->package->stale = true;
        else if (s->p->left_alone) return true; /* all is taken back */
        else if (own) s->own_bytes += text.n - before;
    }
    return true;
}

static bool imports_stale(go_state *s, const go_package *pkg)
{
    for (size_t i = 0; i < pkg->files.n; i++)
        for (size_t k = 0; k < pkg->files.at[i]->written.n; k++) {
            const go_package *other = map_get(&s->packages, pkg->files.at[i]->written.at[k].path);
            if (other && other->stale) return true;
        }
    return false;
}

typedef ARRAY(go_package *) go_packages;

/* Takes the stale packages, and all that import one, out of the program. */
static go_packages take_stale(go_state *s)
{
    go_packages taken = {0};
    size_t kept = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < s->p->packages.n; i++) {
            go_package *pkg = (go_package *)s->p->packages.at[i];
            if (pkg->stale || !imports_stale(s, pkg)) continue;
            pkg->stale = more = true;
        }
    }
    for (size_t i = 0; i < s->p->packages.n; i++) {
        go_package *pkg = (go_package *)s->p->packages.at[i];
        if (!pkg->stale) {
            s->p->packages.at[kept++] = &pkg->ir;
            continue;
        }
        array_push(s->a, &taken, pkg);
        for (size_t k = 0; k < pkg->files.n; k++) {
            syntax_tree_drop(pkg->files.at[k]->tree);
            pkg->files.at[k]->tree = NULL;
        }
    }
    s->p->packages.n = kept;
    return taken;
}

/* The same files with the same imports: the rest of the program can stay. */
static bool same_shape(const go_package *old, const go_package *now)
{
    if (!now || now->stale || now->files.n != old->files.n || !str_eq(now->ir.name, old->ir.name)) return false;
    for (size_t i = 0; i < old->files.n; i++) {
        const source_imports *a = &old->files.at[i]->written, *b = &now->files.at[i]->written;
        if (old->files.at[i]->index != now->files.at[i]->index || a->n != b->n) return false;
        for (size_t k = 0; k < a->n; k++)
            if (!str_eq(a->at[k].path, b->at[k].path) || !str_eq(a->at[k].name, b->at[k].name)) return false;
    }
    return true;
}

/* Their files are there as they were, but for those whose edits were followed. */
static void forget_stale(go_state *s)
{
    for (size_t i = 0; i < s->p->packages.n; i++) ((go_package *)s->p->packages.at[i])->stale = false;
}

bool go_reload(ir_program *p, const source_tree *tree, go_cache *cache)
{
    go_state *s = go_state_of(p);
    s->tree = tree;
    s->cache = cache;
    p->left_alone = false;
    bool same = mark_changed(s);
    go_packages old = {0};
    if (p->left_alone) {
        forget_stale(s);
        s->cache = NULL;
        return true;
    }
    if (same) old = take_stale(s);
    if (old.n) {
        p->shape++;
        p->edited.n = 0;
    }
    for (size_t i = 0; same && i < s->mains.n; i++) {
        go_package *main = map_get(&s->packages, go_module_import(s, s->mains.at[i]));
        if (main && main->stale) go_package_load(s, main->ir.path, main->ir.folder, true);
    }
    for (size_t i = 0; i < old.n && same; i++) same = same_shape(old.at[i], map_get(&s->packages, old.at[i]->ir.path));
    s->cache = NULL;
    if (!same) return false;
    order_packages(s);
    go_resolve_packages(s);
    return true;
}

void go_unload(ir_program *p)
{
    go_state *s = go_state_of(p);
    for (size_t i = 0; i < s->files.n; i++) {
        syntax_tree_drop(s->files.at[i]->tree);
        s->files.at[i]->tree = NULL;
    }
    s->files.n = 0;
}

source_imports go_file_imports(ir_program *p, uint32_t file)
{
    go_state *s = go_state_of(p);
    source_imports all = {0};
    if (file >= s->files.n) return all;
    const go_file *f = s->files.at[file];
    for (size_t i = 0; i < f->written.n; i++) {
        source_import im = f->written.at[i];
        if (str_empty(im.name)) {
            const go_package *pkg = map_get(&s->packages, im.path);
            im.name = pkg ? pkg->ir.name : go_guess_package_name(im.path);
        }
        array_push(p->arena, &all, im);
    }
    return all;
}
