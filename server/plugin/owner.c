/* Whose a configuration is: which of the plugins at hand. */
#include "plugin/owner.h"

#include "base/path.h"
#include "base/words.h"
#include "language/language.h"
#include "plugin/image.h"
#include "plugin/listing.h"
#include "plugin/workspace_internal.h"
#include "text/build_script.h"

str workspace_plugin_mention(const yaml_stream *s)
{
    static const str marker = STR_INIT("wpls: plugin=");
    for (size_t i = 0; i < s->comments.n; i++) {
        str text = str_slice(s->text, s->comments.at[i].at.start, s->comments.at[i].at.end);
        ptrdiff_t at = str_find(text, marker, 0);
        if (at >= 0) return str_trim(str_slice(text, (size_t)at + marker.n, text.n));
    }
    return (str){0};
}

project *owner_from_modeline(workspace *w, arena *a, str path, const yaml_stream *s)
{
    str folder = workspace_plugin_mention(s);
    if (!folder.p || workspace_leads_outside(w, path_dir(path), folder)) return NULL;
    return workspace_project_at(w, plugin_path(a, path_dir(path), folder));
}

/* What the settings say about this file. */
project *owner_from_settings(workspace *w, arena *a, str path)
{
    const settings *where;
    settings_view v = workspace_settings(w, path_dir(path));
    const settings_files *f = settings_plugin_of(&v, path, &where);
    if (!f || workspace_leads_outside(w, where->folder, f->target)) return NULL;
    return workspace_project_at(w, plugin_path(a, where->folder, f->target));
}

/* A plugin's name as it is written here and there: "my-key_auth" and "key-auth", "key-auth-wasm", "Key-Auth". */
static bool is_related(str name, str other)
{
    if (str_name_distance(name, other) == 0) return true;
    size_t shorter = name.n < other.n ? name.n : other.n;
    str in = name.n < other.n ? other : name, what = name.n < other.n ? name : other;
    for (size_t from = 0; shorter && from + shorter <= in.n; from++) {
        bool starts = from == 0 || in.p[from - 1] == '-' || in.p[from - 1] == '_';
        bool ends = from + shorter == in.n || in.p[from + shorter] == '-' || in.p[from + shorter] == '_';
        if (starts && ends && str_name_distance(str_slice(in, from, from + shorter), what) == 0) return true;
    }
    return false;
}

/* Whether the project may be the plugin that is asked for in that language; NULL: nobody says in which. */
static bool is_in(const project *p, const char *language) { return !language || strcmp(p->language->title, language) == 0; }

static bool is_read(const char *language)
{
    for (const language_row *const *l = language_all(); *l; l++)
        if (strcmp((*l)->title, language) == 0) return true;
    return false;
}

static bool is_common(str word);
static bool is_anybodys(str name);

/* Without the words that are in anybody's name: "quota-wasm-filter" is "quota". */
static str bare_name(arena *a, str name)
{
    str out = STR("");
    for (size_t start = 0, i = 0; i <= name.n; i++) {
        if (i < name.n && name.p[i] != '-' && name.p[i] != '_') continue;
        str word = str_slice(name, start, i);
        if (!is_common(word)) out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), out.n ? "-" : "", STR_ARG(word));
        start = i + 1;
    }
    return out.n ? out : name;
}

typedef struct named_search {
    workspace *w;
    arena *a;
    config_document *d;
    str path, name;       /* of the document; that is looked for */
    const char *language; /* that it is written in, or NULL */
    bool built;           /* what build files call it counts, too */
    str foreign;          /* the language of a plugin of exactly that name which is not read, */
    str foreign_file;     /* its build file, and */
    size_t foreign_near;  /* how far down its folder and the document's are the same one */
} named_search;

/* Bytes of the path of the innermost folder that both lie in. */
static size_t common_folder(str path, str other)
{
    size_t common = 0;
    for (size_t i = 0; i < path.n && i < other.n && path.p[i] == other.p[i]; i++)
        if (path.p[i] == '/') common = i + 1;
    return common;
}

static bool has_name(const plugin_names *names, str name)
{
    for (size_t i = 0; i < names->n; i++)
        if (str_name_distance(names->at[i], name) == 0) return true;
    return false;
}

static void add_candidate(const named_search *s, project *p)
{
    bool known = !p || !is_in(p, s->language);
    for (size_t i = 0; i < s->d->candidates.n; i++) known = known || s->d->candidates.at[i] == p;
    if (!known) array_push(s->a, &s->d->candidates, p);
}

/* A plugin of that name, or one like it, whose language is not read. */
static void find_foreign(named_search *s, const tree_listing *l)
{
    for (size_t i = 0; i < l->left_out.n; i++) {
        const left_out *one = &l->left_out.at[i];
        str folder = path_base(path_dir(one->path));
        if (one->reason != LEFT_LANGUAGE || (s->language && !str_is(one->name, s->language))) continue;
        bool exact = str_name_distance(folder, s->name) == 0 || has_name(&one->names, s->name);
        if (!s->d->language.n && !s->language && (exact || is_related(folder, s->name)))
            s->d->language = arena_str(s->a, one->name);
        size_t near = common_folder(s->path, one->path);
        if (!exact || (s->foreign.n && near <= s->foreign_near)) continue;
        s->foreign = arena_str(s->a, one->name);
        s->foreign_file = arena_str(s->a, one->path);
        s->foreign_near = near;
    }
}

/* What is called so below a folder: plugins in that language, else one in a language that is not read. The folders' names come
 * first. What build files make of a folder may be called otherwise, and the address is that of what they made; but many build
 * files are copies of others, and nothing of them counts in a plugin's own folder. */
static void find_below(named_search *s, str folder)
{
    const tree_listing *l = workspace_listing(s->w, folder);
    bool exact = false;
    size_t before = s->d->candidates.n;
    str bare = bare_name(s->a, s->name);
    for (size_t i = 0; i < l->projects.n; i++) exact = exact || str_name_distance(path_base(l->projects.at[i]), s->name) == 0;
    for (size_t i = 0; i < l->projects.n; i++) {
        str base = path_base(l->projects.at[i]);
        if (str_name_distance(exact ? base : bare_name(s->a, base), exact ? s->name : bare) != 0) continue;
        add_candidate(s, workspace_project_at(s->w, l->projects.at[i]));
    }
    for (size_t i = 0; i < l->projects.n && s->built && s->d->candidates.n == before; i++) {
        project *p = workspace_project_at(s->w, l->projects.at[i]);
        if (p && has_name(project_names(p), s->name)) add_candidate(s, p);
    }
    find_foreign(s, l);
}

/* In the repository that the document lies in, and in all folders that are worked in. */
static void find_named(named_search *s, str name)
{
    workspace *w = s->w;
    str repository = border_around(w, path_dir(s->path));
    s->name = name;
    if (!name.n) return;
    if (repository.n) find_below(s, repository);
    for (size_t r = 0; r < w->roots.n; r++)
        if (!repository.n || !path_is_inside(w->roots.at[r], repository)) find_below(s, w->roots.at[r]);
}

/* Leaves those that are nearest to the document. */
static void keep_nearest(str path, project_list *list)
{
    size_t best = 0, kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        size_t common = common_folder(path, list->at[i]->root);
        if (common > best) best = common;
    }
    for (size_t i = 0; i < list->n; i++)
        if (common_folder(path, list->at[i]->root) == best) list->at[kept++] = list->at[i];
    list->n = kept;
}

static void take(config_document *d, project *plugin, owner_reason because)
{
    d->plugin = plugin;
    d->because = because;
}

/* Whether a plugin that is not read lies nearer than those that are. As near as they are it may be meant as well. */
static bool is_foreigns(const named_search *s)
{
    size_t nearest = s->d->candidates.n ? common_folder(s->path, s->d->candidates.at[0]->root) : 0;
    return s->foreign.n && s->foreign_near > nearest;
}

/* The nearest of those that were found. Where a plugin of the same name in another language lies as near, the user has to say
 * which is meant. */
static void settle(named_search *s, owner_reason told)
{
    config_document *d = s->d;
    keep_nearest(s->path, &d->candidates);
    if (is_foreigns(s)) {
        d->candidates.n = 0;
        d->language = s->foreign;
    }
    if (!d->candidates.n) return;
    if (s->foreign.n && s->foreign_near == common_folder(s->path, d->candidates.at[0]->root)) d->foreign = s->foreign_file;
    else if (d->candidates.n == 1) take(d, d->candidates.at[0], told);
}

/* Whether the folder's plugin is called as the folder, so that another name is that of another plugin. A repository of one plugin
 * may lie in a folder of any name. */
static bool is_called_like_folder(workspace *w, const project *p)
{
    arena a = ARENA_INIT;
    build_facts build = {0};
    source_tree tree = workspace_tree(w);
    p->language->read_build(&a, &tree, p->root, &build);
    bool called = build.file.n && (p->root.n > build.root.n || str_eq(path_base(build.name), path_base(p->root)));
    arena_free(&a);
    return called;
}

/* "ai-cache-1.0.0", "ai-cache.internal": how consoles call the WasmPlugin of a plugin. */
static str without_version(str name)
{
    static const str internal = STR_INIT(".internal");
    if (str_ends(name, internal)) return str_slice(name, 0, name.n - internal.n);
    ptrdiff_t dash = str_rfind_char(name, '-');
    return dash > 0 && image_is_version(str_slice(name, (size_t)dash + 1, name.n)) ? str_slice(name, 0, (size_t)dash) : name;
}

/* The text of what is said about the owner; empty when it is a template's. */
static str said(const yaml_node *n)
{
    return n && !str_has(n->value, STR("{{")) && !template_hides(n->value) ? n->value : STR("");
}

/* The plugin of a built-in image where its sources are not in the workspace: in the folder that settings name, where they judge
 * exactly, else in the catalogue. */
static void find_builtin(workspace *w, arena *a, str path, const form_owner *owner, config_document *d)
{
    settings_view v = workspace_settings(w, path_dir(path));
    settings_catalogue judged = settings_catalogue_of(&v);
    image_words words_of = {said(owner->address), said(owner->name), said(owner->version), owner->built_in,
                            judged == CATALOGUE_MIRRORS};
    builtin_image image = catalogue_find(&words_of);
    bool hidden = owner->address && owner->address->value.n && !words_of.address.n;
    str folder = settings_plugin_sources(w, &v);
    if (!image.plugin || hidden) return;
    named_search s = {w, a, d, path, path_base(str_of(image.plugin->sources)), image.plugin->language, false, {0}, {0}, 0};
    if (folder.n) find_below(&s, folder);
    if (d->candidates.n == 1) take(d, d->candidates.at[0], OWNER_ADDRESS);
    else if (!d->candidates.n && judged != CATALOGUE_OFF) d->builtin = image;
}

/* Whether the folder or the module that it is built as has the name. */
static bool is_called(workspace *w, const project *p, str name)
{
    arena a = ARENA_INIT;
    build_facts build = {0};
    source_tree tree = workspace_tree(w);
    p->language->read_build(&a, &tree, p->root, &build);
    bool called = str_name_distance(path_base(p->root), name) == 0 || str_name_distance(path_base(build.name), name) == 0;
    arena_free(&a);
    return called;
}

/* The folder decides, unless the address is that of a built-in plugin: the one here, of another name, is none. */
static void take_around(workspace *w, config_document *d, project *around)
{
    if (d->builtin.plugin && !is_called(w, around, path_base(str_of(d->builtin.plugin->sources)))) return;
    d->builtin = (builtin_image){0};
    take(d, around, OWNER_FOLDER);
}

const char *owner_reason_text(owner_reason because)
{
    static const char *const texts[] = {
        [OWNER_NONE] = "",
        [OWNER_SAID] = WORDS("an option, a comment or the settings"),
        [OWNER_ADDRESS] = WORDS("the name in its address"),
        [OWNER_NAME] = WORDS("its name"),
        [OWNER_ID] = WORDS("its root_id"),
        [OWNER_MODULE] = WORDS("its module, which is a file in the plugin's folder"),
        [OWNER_FOLDER] = WORDS("the folder that the document lies in"),
    };
    return words(texts[because]);
}

static void find_of_wasmplugin(workspace *w, arena *a, str path, const form_owner *owner, config_document *d)
{
    image_reference image = image_read(owner->address ? owner->address->value : STR(""));
    bool template = template_hides(image.name) || (owner->address && str_has(owner->address->value, STR("{{")));
    str url = template ? STR("") : image.name, own = said(owner->name), name = without_version(own);
    d->wanted = url.n ? url : own;
    d->wanted_at = owner->address && owner->address->value.n ? owner->address : own.n ? owner->name : owner->place;
    if (image.language && !is_read(image.language)) {
        d->language = str_of(image.language);
        return;
    }
    project *around = workspace_project_of(w, path);
    if (around && !is_in(around, image.language)) around = NULL;
    str here = around ? path_base(around->root) : STR("");
    owner_reason told = url.n ? OWNER_ADDRESS : OWNER_NAME;
    if (around && here.n && (str_eq(here, url) || str_eq(here, name))) {
        take(d, around, str_eq(here, url) ? OWNER_ADDRESS : OWNER_NAME);
        return;
    }
    named_search s = {w, a, d, path, {0}, image.language, !around && !is_anybodys(url), {0}, {0}, 0};
    find_named(&s, url.n ? url : name);
    if (!d->candidates.n) find_named(&s, image.twin_of);
    settle(&s, told);
    if (d->candidates.n || is_foreigns(&s)) return;
    find_builtin(w, a, path, owner, d);
    if (d->plugin || d->candidates.n || !around) return;
    bool other =
        d->language.n || (d->wanted.n && !is_related(here, url) && !is_related(here, name) && is_called_like_folder(w, around));
    if (!other) take_around(w, d, around);
}

static bool is_common(str word)
{
    static const char *const words_of_all[] = {
        "plugin", "plugins", "main",    "filter",  "filters",  "module", "modules", "wasm",    "extension", "extensions", "envoy",
        "usr",    "var",     "opt",     "local",   "lib",      "bin",    "src",     "tmp",     "build",     "dist",       "target",
        "out",    "release", "debug",   "root",    "home",     "app",    "data",    "work",    "workspace", "files",      "etc",
        "istio",  "example", "examples", "http",   "network",  "my",     "service", "optimized", "wasm32",  "wasi",       "wasip1",
        "unknown", "proxy",  "demo",    "test",    "",         ".",      "..",
    };
    for (size_t i = 0; i < sizeof words_of_all / sizeof *words_of_all; i++)
        if (str_is(word, words_of_all[i])) return true;
    return false;
}

/* A folder or file as anybody calls it, "wasm-plugins", "my_filter": it says nothing of which plugin lies there. */
static bool is_anybodys(str name)
{
    size_t start = 0;
    for (size_t i = 0; i <= name.n; i++) {
        if (i < name.n && name.p[i] != '-' && name.p[i] != '_') continue;
        if (!is_common(str_slice(name, start, i))) return false;
        start = i + 1;
    }
    return true;
}

/* The plugin's name in the path of its module: that of the file, else of the nearest folder that is called like something. */
static str name_of_file(str path)
{
    static const str extension = STR_INIT(".wasm");
    str name = path_base(path);
    ptrdiff_t dot = str_find_char(name, '.', 0);
    name = str_ends(name, extension) && dot > 0 ? str_slice(name, 0, (size_t)dot) : name;
    while (is_anybodys(name) && path.n) {
        str above = path_dir(path);
        if (above.n >= path.n) return (str){0};
        path = above;
        name = path_base(path);
    }
    return name;
}

/* The plugin in whose folder the module is to be found, where the path leads to one: as seen from the document's folder, or from
 * the repository's, which programs are started in. */
static project *find_at_file(workspace *w, arena *a, str path, str file, str *where)
{
    str repository = border_around(w, path_dir(path)), bases[] = {path_dir(path), repository};
    static const str bazel = STR_INIT("bazel-bin/"); /* what it makes of a package lies below, under the package's path */
    ptrdiff_t made = str_find(file, bazel, 0);
    if (made >= 0) file = str_slice(file, (size_t)made + bazel.n, file.n);
    if (file.n && file.p[0] == '/') return NULL; /* in some container */
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        if (!bases[i].n || workspace_leads_outside(w, bases[i], file)) continue;
        str module = path_clean(a, path_join(a, bases[i], file));
        project *p = workspace_project_of(w, module);
        *where = module;
        if (p && path_is_inside(module, p->root)) return p;
    }
    return NULL;
}

/* What Envoy loads: its configuration names a file or an address, and gives names that are anybody's choice. Whatever one of them
 * fits decides; the folder that the document lies in decides unless the module is called like something else. */
static void find_of_envoy(workspace *w, arena *a, str path, const form_owner *owner, config_document *d)
{
    str address = said(owner->address);
    image_reference image = image_read(address);
    str module = owner->file ? name_of_file(address) : image.name;
    str names[] = {module, said(owner->name), said(owner->id)};
    const yaml_node *const places[] = {owner->address, owner->name, owner->id};
    static const owner_reason reasons[] = {OWNER_ADDRESS, OWNER_NAME, OWNER_ID};
    d->wanted_at = owner->place;
    for (size_t i = 0; i < sizeof names / sizeof *names && !d->wanted.n; i++) {
        if (is_anybodys(names[i])) continue;
        d->wanted = names[i];
        d->wanted_at = places[i];
    }
    if (image.language && !is_read(image.language)) {
        d->language = str_of(image.language);
        return;
    }
    project *around = workspace_project_of(w, path), *there = owner->file ? find_at_file(w, a, path, address, &d->module) : NULL;
    str here = around ? path_base(around->root) : STR("");
    if (there && (there != around || str_has(address, STR("/")))) {
        take(d, there, OWNER_MODULE);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_anybodys(names[i])) continue;
        named_search s = {w, a, d, path, {0}, image.language, !around && i == 0, {0}, {0}, 0};
        if (around && is_related(here, names[i])) take(d, around, reasons[i]);
        else find_named(&s, names[i]);
        if (!d->plugin) settle(&s, reasons[i]);
        if (d->plugin || d->candidates.n || is_foreigns(&s)) return;
    }
    find_builtin(w, a, path, owner, d);
    if (d->plugin || d->candidates.n) return;
    bool other = d->language.n || (!is_anybodys(module) && around && is_called_like_folder(w, around));
    if (!other && around) take_around(w, d, around);
}

/* --- once the plugin is loaded --------------------------------------------------------------------------------------------- */

/* Whether a file that says how the plugin is built, or what it is, has the name. */
static bool is_mentioned(const source_tree *tree, str folder, str name)
{
    arena a = ARENA_INIT;
    source_entries entries = tree->list(tree->self, &a, folder);
    bool found = false;
    str text;
    for (size_t i = 0; i < entries.n && !found; i++) {
        str file = entries.at[i].name;
        bool tells = !entries.at[i].folder && (build_script_of(file) != BUILD_SCRIPT_NONE || is_prose_name(file));
        found = tells && tree->read(tree->self, path_join(&a, folder, file), &text) && str_has(text, name);
        bool stands = str_ends(file, STR(".wasm")) || language_of(file);
        found = found || (stands && str_eq(str_slice(file, 0, file.n - path_extension(file).n), name));
    }
    arena_free(&a);
    return found;
}

/* Whether something at hand calls the plugin so. */
static bool is_name_of(project *p, str name)
{
    const project_facts *facts = project_load(p);
    const source_tree *tree = project_sources(p);
    if (is_related(facts->name, name) || is_related(path_base(facts->build->name), name)) return true;
    for (size_t i = 0; i < facts->registrations->n; i++)
        if (is_related(facts->registrations->at[i].name, name)) return true;
    return facts->registrations->refused || is_mentioned(tree, facts->root, name) ||
           (facts->build->root.n && is_mentioned(tree, facts->build->root, name));
}

bool owner_is_another(const config_document *d)
{
    if (d->because != OWNER_FOLDER || d->kind == DOCUMENT_CONFIG || d->kind == DOCUMENT_JSON_PATCH) return false;
    form_owner owner = document_form_of(d->kind)->owner(d->root);
    str address = said(owner.address), module = owner.file ? name_of_file(address) : image_read(address).name;
    str names[] = {module, without_version(said(owner.name)), said(owner.id)};
    bool wrapper = d->kind != DOCUMENT_ENVOY; /* Kubernetes wants a name, and the user chooses one */
    if (is_anybodys(module) || template_hides(module) || (wrapper && is_anybodys(names[1]))) return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!is_anybodys(names[i]) && is_name_of(d->plugin, names[i])) return false;
    return true;
}

void owner_find(workspace *w, arena *a, str path, config_document *d)
{
    form_owner owner = document_form_of(d->kind)->owner(d->root);
    if (d->called) owner.name = d->called;
    if (d->kind == DOCUMENT_ENVOY) find_of_envoy(w, a, path, &owner, d);
    else find_of_wasmplugin(w, a, path, &owner, d);
    if (d->called) d->wanted_at = owner.place; /* the name stands in another tree */
}
