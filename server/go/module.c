/* go.mod (Go modules reference, "go.mod files") and where packages live. */
#include "base/path.h"
#include "base/strbuf.h"
#include "go/internal.h"
#include "ir/sdk.h"

static str unquote_plain(str s)
{
    return s.n >= 2 && (s.p[0] == '"' || s.p[0] == '`') && s.p[s.n - 1] == s.p[0] ? str_slice(s, 1, s.n - 1) : s;
}

static str next_word(str *rest)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t') n++;
    str word = str_slice(*rest, 0, n);
    *rest = str_trim(str_slice(*rest, n, rest->n));
    return unquote_plain(word);
}

static void read_require(go_state *s, str line, bool indirect)
{
    str rest = line;
    build_requirement r = {.indirect = indirect};
    r.path = next_word(&rest);
    r.version = next_word(&rest);
    if (str_empty(r.path) || str_empty(r.version)) return;
    uint32_t start = (uint32_t)(r.path.p - s->module->text.p);
    r.at = range_make(start, (uint32_t)(r.version.p + r.version.n - s->module->text.p));
    array_push(s->a, &s->module->requires, r);
}

/* Go modules reference, "Module cache": MODULE@VERSION, where an upper-case letter is written as '!' and the lower-case one. */
static str cached_folder(go_state *s, str path, str version)
{
    strbuf out = STRBUF_INIT;
    strbuf_printf(&out, "%.*s/", STR_ARG(s->tree->module_cache));
    str parts[] = {path, STR("@"), version};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t k = 0; k < parts[i].n; k++) {
            char c = parts[i].p[k];
            if (c >= 'A' && c <= 'Z') strbuf_printf(&out, "!%c", c - 'A' + 'a');
            else strbuf_add(&out, str_slice(parts[i], k, k + 1));
        }
    str folder = path_clean(s->a, strbuf_str(&out));
    strbuf_free(&out);
    /* a path with ".." in it is none */
    return path_is_inside(folder, s->tree->module_cache) ? folder : (str){0};
}

/* Whether the file that is being read may lead to a folder. What is relative to it is followed as Go does, wherever it leads. */
static bool may_lead(go_state *s, str base, str written, str folder)
{
    const source_tree *t = s->tree;
    bool cached = t->module_cache.n && path_is_inside(folder, t->module_cache);
    if (!path_is_absolute(written) || cached || !t->admits || t->admits(t->self, base, folder)) return true;
    uint32_t start = (uint32_t)(written.p - s->mod_text.p);
    array_push(s->a, &s->module->outside, (build_outside){s->mod_file, written, range_make(start, start + (uint32_t)written.n)});
    return false;
}

/* `base`: what a path in the file starts from. */
static void read_replace(go_state *s, str base, str line)
{
    str rest = line, path = next_word(&rest), word = next_word(&rest), folder = {0};
    if (!str_is(word, "=>")) word = next_word(&rest); /* the version on the left */
    str target = next_word(&rest), version = next_word(&rest);
    if (!str_is(word, "=>")) return;
    array_push(s->a, &s->module->replaced, path);
    bool local = str_starts(target, STR(".")) || path_is_absolute(target);
    bool barred = false;
    if (local) folder = path_clean(s->a, path_join(s->a, base, target));
    if (local) barred = !may_lead(s, base, target, folder);
    else if (s->tree->module_cache.n && version.n) folder = cached_folder(s, target, version);
    if (folder.n) array_push(s->a, &s->replaces, (go_replace){path, barred ? (str){0} : folder});
}

static bool has_mod(go_state *s, str folder, str *text)
{
    return s->tree->read(s->tree->self, path_join(s->a, folder, STR("go.mod")), text);
}

typedef void (*line_reader)(go_state *s, str base, str verb, str line, bool indirect);

/* "go1.26.1"; other names, such as "default", tell nothing. */
static str toolchain_version(str name) { return str_starts(name, STR("go")) ? str_slice(name, 2, name.n) : (str){0}; }

static void read_mod_line(go_state *s, str base, str verb, str line, bool indirect)
{
    if (str_is(verb, "module")) s->module->name = next_word(&line);
    else if (str_is(verb, "go")) s->module->version = next_word(&line);
    else if (str_is(verb, "toolchain")) s->toolchain = toolchain_version(next_word(&line));
    else if (str_is(verb, "require")) read_require(s, line, indirect);
    else if (str_is(verb, "replace")) read_replace(s, base, line);
}

/* A file in go.mod's syntax: directives, alone or several of a kind in parentheses. */
static void read_lines(go_state *s, str base, const char *name, str text, line_reader read)
{
    str rest = text, line, block = {0};
    s->mod_file = path_join(s->a, base, str_of(name));
    s->mod_text = text;
    while (str_split(&rest, '\n', &line)) {
        ptrdiff_t comment = str_find(line, STR("//"), 0);
        bool indirect = comment >= 0 && str_has(str_slice(line, (size_t)comment, line.n), STR("indirect"));
        if (comment >= 0) line = str_slice(line, 0, (size_t)comment);
        line = str_trim(line);
        if (str_empty(line)) continue;
        if (str_is(line, ")")) {
            block = (str){0};
        } else if (!str_empty(block)) {
            read(s, base, block, line, indirect);
        } else {
            str verb = next_word(&line);
            if (str_ends(verb, STR("("))) block = str_slice(verb, 0, verb.n - 1);
            else if (str_is(line, "(")) block = verb;
            else read(s, base, verb, line, indirect);
        }
    }
}

/* --- workspaces (Go modules reference, "go.work files") --------------------------------------------------------------------- */

static void read_module_path(go_state *s, str base, str verb, str line, bool indirect)
{
    (void)indirect;
    if (str_is(verb, "module")) array_push(s->a, &s->replaces, (go_replace){arena_str(s->a, next_word(&line)), base});
}

static void read_work_line(go_state *s, str base, str verb, str line, bool indirect)
{
    str text;
    if (str_is(verb, "replace")) read_replace(s, base, line);
    if (!str_is(verb, "use")) return;
    str written = next_word(&line), folder = path_clean(s->a, path_join(s->a, base, written));
    if (str_eq(folder, s->module->root) || !may_lead(s, base, written, folder) || !has_mod(s, folder, &text)) return;
    str work = s->mod_file, work_text = s->mod_text;
    read_lines(s, folder, "go.mod", text, read_module_path);
    s->mod_file = work;
    s->mod_text = work_text;
    (void)indirect;
}

/* Modules that lie beside this one are used as they are there. */
static void read_work(go_state *s)
{
    str text;
    for (str folder = s->module->root;; folder = path_dir(folder)) {
        str path = path_join(s->a, folder, STR("go.work"));
        if (s->tree->read(s->tree->self, path, &text)) {
            s->work_file = path;
            text = arena_str(s->a, text);
            read_lines(s, folder, "go.work", text, read_work_line);
            go_work_check(s, text);
            return;
        }
        if (folder.n <= 1 || str_eq(path_dir(folder), folder)) return;
    }
}

void go_module_find(go_state *s, str root)
{
    build_facts *m = s->module;
    *m = (build_facts){.root = root};
    str text;
    for (str folder = root;; folder = path_dir(folder)) {
        if (has_mod(s, folder, &text)) {
            m->root = folder;
            m->file = path_join(s->a, folder, STR("go.mod"));
            m->text = text = arena_str(s->a, text); /* names are slices of it, for as long as the program is there */
            read_lines(s, folder, "go.mod", text, read_mod_line);
            go_module_check(s);
            read_work(s);
            break;
        }
        if (folder.n <= 1 || str_eq(path_dir(folder), folder)) break;
    }
    if (str_empty(m->name)) m->name = path_base(m->root);
    go_module_judge(m);
}

void go_module_read(arena *a, const source_tree *tree, str root, build_facts *module)
{
    go_state s = {.a = a, .tree = tree, .module = module};
    go_module_find(&s, root);
}

void go_module_reach(arena *a, const source_tree *tree, str root, language_folders *reach)
{
    build_facts module;
    go_state s = {.a = a, .tree = tree, .module = &module};
    go_module_find(&s, root);
    array_push(a, reach, module.root);
    for (size_t i = 0; i < s.replaces.n; i++) {
        bool fetched = tree->module_cache.n && path_is_inside(s.replaces.at[i].folder, tree->module_cache);
        if (!fetched && s.replaces.at[i].folder.n) array_push(a, reach, s.replaces.at[i].folder);
    }
    if (s.work_file.n) array_push(a, reach, s.work_file);
}

/* A folder between the module's root and the package with a go.mod of its own makes it another module's. */
static bool in_nested_module(go_state *s, str folder)
{
    str text;
    for (; folder.n > s->module->root.n && path_is_inside(folder, s->module->root); folder = path_dir(folder))
        if (has_mod(s, folder, &text)) return true;
    return false;
}

static bool below(str import, str path, str *rest)
{
    if (str_empty(path) || !str_starts(import, path)) return false;
    *rest = str_slice(import, path.n, import.n);
    if (str_empty(*rest)) return true;
    if (rest->p[0] != '/') return false;
    *rest = str_slice(*rest, 1, rest->n);
    return true;
}

static str folder_below(go_state *s, str folder, str rest)
{
    return str_empty(rest) ? folder : path_clean(s->a, path_join(s->a, folder, rest));
}

/* With a vendor folder Go looks nowhere else. */
static bool has_vendor(go_state *s)
{
    if (s->vendor == VENDOR_UNKNOWN) {
        str folder = path_join(s->a, s->module->root, STR("vendor"));
        s->vendor = s->tree->list(s->tree->self, s->a, folder).n ? VENDOR_THERE : VENDOR_NONE;
    }
    return s->vendor == VENDOR_THERE;
}

static const build_requirement *requirement_for(go_state *s, str import)
{
    const build_requirement *best = NULL;
    str rest = {0};
    for (size_t i = 0; i < s->module->requires.n; i++) {
        const build_requirement *r = &s->module->requires.at[i];
        if (below(import, r->path, &rest) && (!best || r->path.n > best->path.n)) best = r;
    }
    return best;
}

str go_module_of(go_state *s, str import)
{
    const build_requirement *r = requirement_for(s, import);
    return r ? r->path : (str){0};
}

/* In the module cache, in the version that go.mod asks for: since Go 1.17 it lists every module that is needed. */
static bool required_folder(go_state *s, str import, str *folder)
{
    str rest = {0};
    const build_requirement *best = requirement_for(s, import);
    if (!best || !s->tree->module_cache.n) return false;
    below(import, best->path, &rest);
    *folder = cached_folder(s, best->path, best->version);
    if (!folder->n) return false;
    *folder = folder_below(s, *folder, rest);
    return path_is_inside(*folder, s->tree->module_cache);
}

bool go_module_folder(go_state *s, str import, str *folder, bool *own)
{
    str rest = {0};
    const go_replace *best = NULL;
    for (size_t i = 0; i < s->replaces.n; i++) {
        const go_replace *r = &s->replaces.at[i];
        if (below(import, r->path, &rest) && (!best || r->path.n > best->path.n)) best = r;
    }
    if (best && !best->folder.n) return false;
    if (best) {
        below(import, best->path, &rest);
        *folder = folder_below(s, best->folder, rest);
        *own = path_is_inside(*folder, s->module->root) && !sdk_package(import);
        return true;
    }
    if (below(import, s->module->name, &rest)) {
        *folder = folder_below(s, s->module->root, rest);
        *own = !sdk_package(import); /* the SDK's own repository holds plugins, too */
        if (path_is_inside(*folder, s->module->root) && !in_nested_module(s, *folder)) return true;
    }
    if (path_is_absolute(import) || str_starts(import, STR("."))) return false;
    *own = false;
    if (!has_vendor(s)) return required_folder(s, import, folder);
    *folder = path_clean(s->a, path_join(s->a, path_join(s->a, s->module->root, STR("vendor")), import));
    return path_is_inside(*folder, s->module->root);
}

str go_module_import(go_state *s, str folder)
{
    str rest = path_relative(folder, s->module->root);
    if (str_eq(folder, s->module->root) || str_is(rest, ".") || str_empty(rest)) return s->module->name;
    return arena_printf(s->a, "%.*s/%.*s", STR_ARG(s->module->name), STR_ARG(rest));
}

static bool is_major_version(str s)
{
    if (s.n < 2 || s.p[0] != 'v') return false;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return true;
}

str go_guess_package_name(str import)
{
    str last = path_base(import);
    ptrdiff_t slash = str_rfind_char(import, '/');
    if (is_major_version(last) && slash > 0) last = path_base(str_slice(import, 0, (size_t)slash));
    ptrdiff_t dot = str_rfind_char(last, '.'); /* gopkg.in/yaml.v3, foo.go */
    if (dot > 0) {
        str tail = str_slice(last, (size_t)dot + 1, last.n);
        if (is_major_version(tail) || str_is(tail, "go")) last = str_slice(last, 0, (size_t)dot);
    }
    if (str_starts(last, STR("go-")) && last.n > 3) last = str_slice(last, 3, last.n);
    if (str_ends(last, STR("-go")) && last.n > 3) last = str_slice(last, 0, last.n - 3);
    return last;
}

/* The first part of a path outside of the standard library is a host's name. */
static bool is_standard(str path)
{
    ptrdiff_t slash = str_find_char(path, '/', 0);
    return str_find_char(slash < 0 ? path : str_slice(path, 0, (size_t)slash), '.', 0) < 0;
}

bool go_is_name_guessed(const go_imported *import)
{
    return !import->package && !go_is_guess_certain(import->path) && str_eq(import->name, go_guess_package_name(import->path));
}

bool go_is_guess_certain(str import) { return is_standard(import) || go_is_modelled(import) || sdk_package(import); }
