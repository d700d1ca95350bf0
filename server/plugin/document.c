/* Which parts of a YAML or JSON document are a plugin's configuration, and whose. */
#include "plugin/evaluate.h"
#include "plugin/workspace_internal.h"

#include "base/path.h"
#include "ir/rule_layer.h"
#include "language/language.h"
#include "plugin/image.h"
#include "plugin/listing.h"
#include "plugin/schemas.h"

/* --- whose ----------------------------------------------------------------------------------------------------------------- */

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

static project *from_modeline(workspace *w, arena *a, str path, const yaml_stream *s)
{
    str folder = workspace_plugin_mention(s);
    if (!folder.p || workspace_leads_outside(w, path_dir(path), folder)) return NULL;
    return workspace_project_at(w, path_clean(a, path_join(a, path_dir(path), folder)));
}

static const yaml_node *member(const yaml_node *mapping, const char *key) { return yaml_member(mapping, str_of(key)); }

static str scalar_at(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = member(mapping, key);
    return n && n->kind == YAML_SCALAR ? n->value : STR("");
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

/* What is called so below a folder: plugins in that language, else one in a language that is not read. */
static void find_below(workspace *w, arena *a, str folder, str name, const char *language, config_document *d)
{
    const tree_listing *l = workspace_listing(w, folder);
    for (size_t i = 0; i < l->projects.n; i++) {
        if (str_name_distance(path_base(l->projects.at[i]), name) != 0) continue;
        project *p = workspace_project_at(w, l->projects.at[i]);
        bool known = !p || !is_in(p, language);
        for (size_t k = 0; k < d->candidates.n; k++) known = known || d->candidates.at[k] == p;
        if (!known) array_push(a, &d->candidates, p);
    }
    for (size_t i = 0; i < l->left_out.n && !d->language.n && !language; i++) {
        const left_out *one = &l->left_out.at[i];
        if (one->reason == LEFT_LANGUAGE && is_related(path_base(path_dir(one->path)), name))
            d->language = arena_str(a, one->name);
    }
}

/* In the repository that the document lies in, and in all folders that are worked in. */
static void find_named(workspace *w, arena *a, str path, str name, const char *language, config_document *d)
{
    str repository = border_around(w, path_dir(path));
    if (!name.n) return;
    if (repository.n) find_below(w, a, repository, name, language, d);
    for (size_t r = 0; r < w->roots.n; r++)
        if (!repository.n || !path_is_inside(w->roots.at[r], repository)) find_below(w, a, w->roots.at[r], name, language, d);
}

/* Bytes of the path of the innermost folder that both lie in. */
static size_t common_folder(str path, str other)
{
    size_t common = 0;
    for (size_t i = 0; i < path.n && i < other.n && path.p[i] == other.p[i]; i++)
        if (path.p[i] == '/') common = i + 1;
    return common;
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

/* The plugin's name beside the url: the label that Higress's console sets, else that of the resource. */
static const yaml_node *find_own_name(const yaml_node *root)
{
    const yaml_node *metadata = member(root, "metadata"),
                    *label = member(member(metadata, "labels"), "higress.io/wasm-plugin-name");
    return label && label->kind == YAML_SCALAR && label->value.n ? label : member(metadata, "name");
}

/* The plugin that a wrapper object (WasmPlugin) asks for: by the name in its url, else by its own name; the nearest one of that
 * name. The folder that it lies in decides where nothing speaks against it. */
static void find_plugin_of_wrapper(workspace *w, arena *a, str path, const yaml_node *root, config_document *d)
{
    const yaml_node *url_at = member(member(root, "spec"), "url"), *name_at = find_own_name(root);
    str written = scalar_at(member(root, "spec"), "url");
    image_reference image = image_read(written);
    str url = str_has(written, STR("{{")) ? STR("") : image.name;
    str own = name_at && name_at->kind == YAML_SCALAR && !str_has(name_at->value, STR("{{")) ? name_at->value : STR("");
    str name = without_version(own);
    d->wanted = url.n ? url : own;
    d->wanted_at = written.n ? url_at : own.n ? name_at : member(root, "kind");
    if (image.language && !is_read(image.language)) {
        d->language = str_of(image.language);
        return;
    }
    project *around = workspace_project_of(w, path);
    if (around && !is_in(around, image.language)) around = NULL;
    str here = around ? path_base(around->root) : STR("");
    if (around && here.n && (str_eq(here, url) || str_eq(here, name))) {
        d->plugin = around;
        return;
    }
    find_named(w, a, path, url.n ? url : name, image.language, d);
    if (!d->candidates.n) find_named(w, a, path, image.twin_of, image.language, d);
    keep_nearest(path, &d->candidates);
    if (d->candidates.n == 1) d->plugin = d->candidates.at[0];
    if (d->candidates.n || !around) return;
    bool other =
        d->language.n || (d->wanted.n && !is_related(here, url) && !is_related(here, name) && is_called_like_folder(w, around));
    if (!other) d->plugin = around;
}

/* --- which parts ----------------------------------------------------------------------------------------------------------- */

static void add_part(arena *a, config_document *d, const yaml_node *node, config_scope scope, int32_t global, bool sdk_rule)
{
    array_push(a, &d->parts, (config_part){.node = node, .scope = scope, .global = global, .sdk_rule = sdk_rule});
}

/* The SDK's own form: `_rules_` beside the global configuration. */
static void add_plain(arena *a, config_document *d, const yaml_node *root)
{
    add_part(a, d, root, CONFIG_GLOBAL, -1, false);
    const yaml_node *rules = member(root, rule_layer_higress.rules);
    if (rules && rules->kind == YAML_MAPPING) add_part(a, d, rules, CONFIG_RULE, 0, true); /* the SDK takes it for a list of
                                                                                              one */
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        const yaml_node *rule = yaml_resolve(rules->items[i]); /* NULL: an alias without an anchor, which is an error of its
                                                                  own */
        if (rule) add_part(a, d, rule, CONFIG_RULE, 0, true);
    }
}

static bool is_true(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = member(mapping, key);
    return n && n->kind == YAML_SCALAR && n->type == YAML_BOOL && n->boolean;
}

/* A configuration in a wrapper: that of the entry, or the one that is missing in what `holder` names. */
static config_part *add_wrapped(arena *a, config_document *d, const yaml_entry *entry, range holder, config_scope scope,
                                int32_t global)
{
    static const yaml_node nothing = {.kind = YAML_EMPTY};
    config_part *part = array_add(a, &d->parts);
    *part = (config_part){entry ? entry->value : &nothing, entry ? entry->key->at : holder, scope, global, false, NULL};
    return part;
}

/* A key of that name, perhaps misspelt, or merged in: what is said of it is said there. */
static bool may_have(const yaml_node *mapping, const char *key)
{
    for (uint32_t i = 0; i < mapping->entry_count; i++) {
        str name = mapping->entries[i].key->value;
        if (str_is(name, "<<") || str_name_distance(name, str_of(key)) != UINT32_MAX) return true;
    }
    return false;
}

static void add_match_rules(arena *a, config_document *d, const yaml_node *rules, int32_t global)
{
    for (uint32_t i = 0; rules && rules->kind == YAML_SEQUENCE && i < rules->item_count; i++) {
        const yaml_node *rule = yaml_resolve(rules->items[i]);
        if (!rule || rule->kind != YAML_MAPPING || !rule->entry_count || is_true(rule, "configDisable")) continue;
        const yaml_entry *own = yaml_get_entry(rule, STR("config"));
        if (own || !may_have(rule, "config")) add_wrapped(a, d, own, rule->entries[0].key->at, CONFIG_RULE, global)->rule = rule;
    }
}

static void add_wrapper(arena *a, config_document *d, const yaml_node *root)
{
    const yaml_node *spec = member(root, "spec");
    if (!spec || spec->kind != YAML_MAPPING) return;
    /* handed to the SDK as it is; Higress takes it, too, and then nothing else */
    const yaml_node *whole = yaml_get(spec, STR("pluginConfig"));
    if (whole) add_plain(a, d, whole);
    if (whole || d->kind == DOCUMENT_ISTIO_WASMPLUGIN) return;
    const yaml_entry *config = yaml_get_entry(spec, STR("defaultConfig"));
    bool on = !is_true(spec, "defaultConfigDisable");
    if (config && on) add_wrapped(a, d, config, (range){0, 0}, CONFIG_GLOBAL, -1);
    add_match_rules(a, d, member(spec, "matchRules"), config && on ? 0 : -1);
    bool none = !d->parts.n && !may_have(spec, "defaultConfig") && !may_have(spec, "matchRules");
    if (none && on) add_wrapped(a, d, NULL, yaml_get_entry(root, STR("spec"))->key->at, CONFIG_GLOBAL, -1);
}

/* --- which kind ------------------------------------------------------------------------------------------------------------ */

/* Whether values or lines of the text are actions of a template, as Helm's; one in quotes or in the midst of a value is a text
 * like others. */
static bool is_template(str text)
{
    for (ptrdiff_t at = str_find(text, STR("{{"), 0); at >= 0; at = str_find(text, STR("{{"), (size_t)at + 2)) {
        size_t before = (size_t)at;
        while (before > 0 && (text.p[before - 1] == ' ' || text.p[before - 1] == '-')) before--;
        if (!before || text.p[before - 1] == '\n' || (text.p[before - 1] == ':' && before < (size_t)at)) return true;
    }
    return false;
}

document_kind document_kind_of_api(str api)
{
    if (str_starts(api, STR("extensions.higress.io/"))) return DOCUMENT_WASMPLUGIN;
    if (str_starts(api, STR("extensions.istio.io/"))) return DOCUMENT_ISTIO_WASMPLUGIN;
    return DOCUMENT_OTHER;
}

static document_kind kind_of(const yaml_node *root)
{
    if (root->kind != YAML_MAPPING || !str_is(scalar_at(root, "kind"), "WasmPlugin")) return DOCUMENT_OTHER;
    return document_kind_of_api(scalar_at(root, "apiVersion"));
}

/* Keys of other well-known documents that lie about in plugin folders. */
static bool is_foreign(const yaml_node *root)
{
    static const char *const keys[] = {"apiVersion", "static_resources", "services", "openapi", "swagger", "$schema", "repos",
                                       "lockfileVersion", "devDependencies", "compilerOptions", "on", "stages"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (yaml_get(root, str_of(keys[i]))) return true;
    return false;
}

bool config_is_something_else(str path, const yaml_node *root)
{
    static const char *const names[] = {"package.json", "package-lock.json", "tsconfig.json", "composer.json",  "values.yaml",
                                        "mkdocs.yml",   "action.yml",        "action.yaml",   "dependabot.yml", "pnpm-lock.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(path_base(path), names[i])) return true;
    return root->kind != YAML_MAPPING || is_foreign(root);
}

static bool named_like_config(str path)
{
    str base = path_base(path);
    str stem = str_slice(base, 0, base.n - path_extension(path).n);
    return str_is(stem, "config") || str_starts(stem, STR("config.")) || str_starts(stem, STR("config-")) ||
           str_starts(stem, STR("config_")) || str_ends(stem, STR(".config")) || str_ends(stem, STR("-config")) ||
           str_ends(stem, STR("_config"));
}

/* A key that the plugin does not read, but a name it asks for is one or two letters away. */
static bool near_miss(const doc_node *holder, str key)
{
    for (size_t i = holder->present; i < holder->members.n; i++)
        if (key.n > 3 && str_distance(holder->members.at[i].key, key, 2) <= 2) return true;
    return false;
}

/* Told from its content: the plugin's code asks for at least half of its keys. */
static bool reads_half(const config_document *d)
{
    arena a = ARENA_INIT;
    config_runs runs = config_evaluate(&a, d);
    size_t known = 0, keys = 0;
    for (size_t r = 0; r < runs.n; r++) {
        if (runs.at[r].part->scope != CONFIG_GLOBAL || !runs.at[r].ran) continue;
        const doc_node *n = runs.at[r].document;
        for (size_t i = 0; i < n->present; i++, keys++)
            if (n->members.at[i].node->reads || near_miss(n, n->members.at[i].key)) known++;
    }
    arena_free(&a);
    return known > 0 && known * 2 >= keys;
}

/* What the settings say about this file. */
static project *from_settings(workspace *w, arena *a, str path)
{
    const settings *where;
    settings_view v = workspace_settings(w, path_dir(path));
    const settings_files *f = settings_plugin_of(&v, path, &where);
    if (!f || workspace_leads_outside(w, where->folder, f->target)) return NULL;
    return workspace_project_at(w, path_clean(a, path_join(a, where->folder, f->target)));
}

/* Of what kind it is and whose. `*doubtful`: it may be no configuration at all, only its keys can tell. */
static void find_owner(workspace *w, arena *a, str path, project *named, config_document *d, bool *doubtful)
{
    const yaml_node *root = d->root;
    *doubtful = false;
    if (!named && settings_is_file(path)) return;
    d->named = named != NULL;
    d->kind = kind_of(root);
    if (d->kind != DOCUMENT_OTHER) {
        if (named) d->plugin = named;
        else find_plugin_of_wrapper(w, a, path, root, d);
        return;
    }
    bool wrapper = root->kind == YAML_MAPPING && yaml_get(root, STR("apiVersion")) && yaml_get(root, STR("kind"));
    if (wrapper) return;
    project *around = named ? named : workspace_project_of(w, path);
    bool by_name = named_like_config(path);
    bool word =
        by_name && root->kind == YAML_SCALAR && root->style == YAML_PLAIN && root->type == YAML_STRING; /* becomes a key */
    if (!around || (!named && !word && root->kind != YAML_MAPPING && root->kind != YAML_EMPTY)) return;
    bool foreign = root->kind == YAML_MAPPING && is_foreign(root);
    if (!named && !by_name && (foreign || root->kind == YAML_EMPTY)) return;
    d->kind = DOCUMENT_CONFIG;
    d->plugin = around;
    *doubtful = !named && (!by_name || foreign);
}

static void find_parts(arena *a, config_document *d, bool doubtful)
{
    if (d->kind == DOCUMENT_OTHER) return;
    if (d->kind == DOCUMENT_CONFIG) add_plain(a, d, d->root);
    else add_wrapper(a, d, d->root);
    if (doubtful && !reads_half(d))
        *d = (config_document){.root = d->root, .number = d->number, .item = d->item, .asked = d->plugin};
}

static yaml_dialect dialect_of(str path) { return str_eq(path_extension(path), STR(".json")) ? YAML_JSON : YAML_1_2; }

/* The tree of a file's text, and nothing else. A buffer's is kept between its edits; not that of a schema, whose findings are in
 * bytes. */
static document_facts *parse_file(workspace_file *f, str path)
{
    workspace_file_forget_document(f);
    document_facts *facts = ARENA_NEW(&f->document_memory, document_facts);
    yaml_dialect dialect = dialect_of(path);
    if (f->buffer && dialect == YAML_1_2) {
        if (!f->edited) f->edited = yaml_edited_new(f->text, dialect);
        f->document_language = yaml_edited_language(f->edited);
        facts->stream = yaml_edited_stream(f->edited);
        facts->edited = f->edited;
        if (!yaml_get_entry(facts->stream->documents.at[0].root, STR("$schema"))) return facts;
    }
    facts->edited = NULL;
    f->document_language = words_used();
    facts->stream = yaml_parse(&f->document_memory, f->text, dialect);
    return facts;
}

/* The resources in a List of Kubernetes, which become documents of their own. */
static void add_items(arena *a, document_facts *facts, uint32_t number)
{
    const yaml_node *root = facts->stream->documents.at[number].root, *items = member(root, "items");
    if (!str_ends(scalar_at(root, "kind"), STR("List")) || !yaml_get(root, STR("apiVersion"))) return;
    for (uint32_t i = 0; items && items->kind == YAML_SEQUENCE && i < items->item_count; i++) {
        const yaml_node *item = yaml_resolve(items->items[i]);
        if (item && item->kind == YAML_MAPPING && yaml_get(item, STR("kind")))
            array_push(a, &facts->documents, (config_document){.root = item, .number = number, .item = i + 1});
    }
}

/* A file's tree and the owners of its documents. No project is loaded for that. */
static owned_document *own_file(workspace *w, workspace_file *f, str path, project *plugin)
{
    document_facts *facts = parse_file(f, path);
    arena *a = &f->document_memory;
    owned_document *owned = ARENA_NEW(a, owned_document);
    owned->facts = facts;
    owned->shape = w->shape;
    owned->settings = workspace_settings(w, path_dir(path));
    project *named = plugin ? plugin : from_modeline(w, a, path, facts->stream);
    if (!named && !settings_is_file(path)) named = from_settings(w, a, path);
    schema_mention *mention = ARENA_NEW(a, schema_mention);
    if (workspace_schema_mention(facts->stream, path, mention)) facts->mention = mention;
    facts->braces = str_has(facts->stream->text, STR("{{"));
    bool template = facts->braces && is_template(facts->stream->text);
    for (size_t i = 0; i < facts->stream->documents.n; i++)
        array_push(a, &facts->documents, (config_document){.root = facts->stream->documents.at[i].root, .number = (uint32_t)i});
    for (size_t i = 0; i < facts->stream->documents.n; i++) add_items(a, facts, (uint32_t)i);
    for (size_t i = 0; i < facts->documents.n; i++) {
        config_document *d = &facts->documents.at[i];
        find_owner(w, a, path, named, d, array_add(a, &owned->doubtful));
        d->templated = d->kind != DOCUMENT_OTHER && d->kind != DOCUMENT_CONFIG && template;
    }
    return owned;
}

project *workspace_document_owner(workspace *w, str path)
{
    workspace_file *f = workspace_file_at(w, path);
    if (f->status != FILE_OK || work_left_out_text(path, f->text)) return NULL;
    work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
    if (!f->document) f->owned = own_file(w, f, path, NULL);
    work_leave(WORK_DOCUMENT, outer);
    const document_facts *facts = f->document ? f->document : f->owned->facts;
    for (size_t i = 0; i < facts->documents.n; i++)
        if (facts->documents.at[i].plugin) return facts->documents.at[i].plugin;
    return NULL;
}

range document_range(const document_facts *facts, range at)
{
    if (!facts->edited) return at;
    return range_make(yaml_edited_offset(facts->edited, at.start), yaml_edited_offset(facts->edited, at.end));
}

uint32_t document_place(const document_facts *facts, uint32_t offset)
{
    return facts->edited ? yaml_edited_place(facts->edited, offset) : offset;
}

/* The document's root, or that of an item of a List, counted from 1; NULL when it is gone. */
static const yaml_node *root_of_item(const yaml_node *root, uint32_t item)
{
    const yaml_node *items = item ? member(root, "items") : NULL;
    if (!item) return root;
    return items && items->kind == YAML_SEQUENCE && item <= items->item_count ? yaml_resolve(items->items[item - 1]) : NULL;
}

bool config_document_edited(arena *a, const config_document *d, str path, str text, config_document *edited)
{
    const yaml_stream *s = yaml_parse(a, text, dialect_of(path));
    if (s->findings.n || d->number >= s->documents.n) return false;
    *edited = (config_document){.kind = d->kind, .number = d->number, .item = d->item, .plugin = d->plugin};
    edited->root = root_of_item(s->documents.at[d->number].root, d->item);
    if (!edited->root) return false;
    if (d->kind == DOCUMENT_CONFIG) add_plain(a, edited, edited->root);
    else add_wrapper(a, edited, edited->root);
    return edited->parts.n == d->parts.n;
}

/* What the plugins' code says was heeded: that of those that the documents belong to, and that which did not know one. */
static bool plugins_are_same(const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        project *p = d->plugin ? d->plugin : d->asked;
        if (p && project_generation(p) > facts->generation) return false;
    }
    return true;
}

static bool is_current(const workspace *w, const workspace_file *f, const project *plugin)
{
    return f->document && f->document_generation == f->generation && f->document_plugin == plugin &&
           f->document_shape == w->shape && plugins_are_same(f->document);
}

uint64_t workspace_document_current(workspace *w, str path)
{
    const workspace_file *f = map_get(&w->files, path);
    return f && is_current(w, f, NULL) ? f->document->generation : 0;
}

const document_facts *workspace_document(workspace *w, str path, project *plugin)
{
    workspace_file *f = workspace_file_at(w, path);
    if (f->status != FILE_OK || work_left_out_text(path, f->text)) return NULL;
    settings_view said = workspace_settings(w, path_dir(path));
    if (f->document_language != words_used() && !f->edit_told) {
        workspace_file_forget_document(f);
        workspace_file_forget_tree(f);
    }
    if (is_current(w, f, plugin) && settings_view_same(&f->document_settings, &said)) return f->document;
    work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
    bool owned_now = f->owned && !plugin && f->owned->shape == w->shape && settings_view_same(&f->owned->settings, &said);
    owned_document *owned = owned_now ? f->owned : own_file(w, f, path, plugin);
    document_facts *facts = owned->facts;
    f->owned = NULL; /* taken: what follows changes it */
    for (size_t i = 0; i < facts->documents.n; i++) {
        config_document *d = &facts->documents.at[i];
        find_parts(&f->document_memory, d, owned->doubtful.at[i]);
        if (d->plugin) project_load(d->plugin);
    }
    facts->generation = ++w->generation;
    f->document = facts;
    f->document_generation = f->generation;
    f->document_plugin = plugin;
    f->document_settings = said;
    f->document_shape = w->shape;
    work_leave(WORK_DOCUMENT, outer);
    return facts;
}
