/* YAML and JSON files: their trees, which documents are configurations, and what is kept of that. */
#include "plugin/evaluate.h"
#include "plugin/workspace_internal.h"

#include "base/limits.h"
#include "base/path.h"
#include "documents/template.h"
#include "ir/func.h"
#include "ir/node.h"
#include "plugin/chart.h"
#include "plugin/inside.h"
#include "plugin/listing.h"
#include "plugin/owner.h"
#include "plugin/schemas.h"

/* --- which kind ------------------------------------------------------------------------------------------------------------ */

/* Keys of other well-known documents that lie about in plugin folders. */
static bool is_foreign(const yaml_node *root)
{
    static const char *const keys[] = {"apiVersion", "static_resources", "services", "openapi", "swagger", "$schema", "repos",
                                       "lockfileVersion", "devDependencies", "compilerOptions", "on", "stages",
                                       /* gateways, collectors, tools: APISIX, Kong, Traefik, Envoy, Prometheus, ... */
                                       "apisix", "nginx_config", "plugin_attr", "deployment", "_format_version", "entryPoints",
                                       "dynamic_resources", "layered_runtime", "scrape_configs", "exporters", "linters",
                                       "jobs", "steps", "tasks", "wasm", "abiVersions"};
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

enum { KEYS_OF_WHOLE = 3 }; /* an example with fewer may be a part, which the code refuses because of the rest */

/* Whether the code asks for at least half of the keys in some configuration. */
static bool knows_half(const config_document *d, const doc_node *root)
{
    if (root->present < KEYS_OF_WHOLE) return false;
    const inferred_value *all = project_explored(d->plugin, false);
    size_t known = 0;
    for (size_t i = 0; all && i < root->present; i++)
        for (size_t k = 0; k < all->members.n; k++) known += str_eq(all->members.at[k]->name, root->members.at[i].key);
    return known * 2 >= root->present;
}

/* Told from its content: the plugin's code asks for at least half of its keys; or would, had it not refused one before. What an
 * example in prose shows may as well be a request: there the code has to ask for them by name, and misspelt ones alone are no
 * sign unless there are no others. Of a plugin that somebody named one key will do. */
static bool reads_half(const config_document *d, const config_runs *runs, const text_inside *inside)
{
    const bool block = inside->block;
    const unsigned any = DOC_READ_WHOLE | DOC_READ_IS_ARRAY | DOC_READ_IS_OBJECT | DOC_READ_KIND; /* whatever the name */
    size_t known = 0, near = 0, keys = 0;
    for (size_t r = 0; r < runs->n; r++) {
        if (runs->at[r].part->scope != CONFIG_GLOBAL || !runs->at[r].ran) continue;
        const doc_node *n = runs->at[r].document;
        for (size_t i = 0; i < n->present; i++, keys++) {
            if (n->members.at[i].node->reads & ~(block ? any : 0)) known++;
            else if (near_miss(n, n->members.at[i].key)) near++;
        }
    }
    bool many = known + near > 1 || !block;
    bool enough = known + near > 0 && (known + near) * 2 >= keys + !many, told = enough && (!block || known || near == keys);
    if (block && (d->named || runs->n > 1)) told = known + near > 0 || runs->n > 1; /* nothing else has the SDK's rules */
    bool half = d->whole || (inside->traffic && known < keys); /* of the keys: not enough there */
    if (half && known + near < keys) told = false;
    else if (!told && block && runs->n && runs->at[0].result.verdict == EVAL_REJECT) told = knows_half(d, runs->at[0].document);
    return told;
}

/* What the plugin makes of it tells whether it is a configuration of it, and is kept then. */
static bool is_configuration(arena *a, config_document *d, const text_inside *inside)
{
    arena_mark before = arena_set_mark(a);
    struct config_tried *tried = ARENA_NEW(a, struct config_tried);
    tried->runs = config_evaluate(a, d);
    bool told = reads_half(d, &tried->runs, inside);
    if (told) d->tried = tried;
    else arena_release(a, before);
    return told;
}

/* A document that does not show its form itself may be a plugin's configuration, by the file's name or the folder it lies in. */
/* What a test hands over is the configuration of the plugin in whose folder it stands. */
static void find_tested(workspace *w, str path, project *named, config_document *d)
{
    project *around = named ? named : workspace_project_of(w, path);
    if (!around || d->root->kind != YAML_MAPPING || !str_eq(project_root(around), path_dir(path))) return;
    d->kind = DOCUMENT_CONFIG;
    d->plugin = around;
    d->because = named ? OWNER_SAID : OWNER_FOLDER;
}

static void find_plain(workspace *w, arena *a, str path, project *named, config_document *d, bool block)
{
    const yaml_node *root = d->root;
    if (block && (root->kind != YAML_MAPPING || (!named && is_foreign(root)))) return;
    bool wrapper = root->kind == YAML_MAPPING && yaml_get(root, STR("apiVersion")) && yaml_get(root, STR("kind"));
    if (wrapper) return;
    project *around = named ? named : workspace_project_of(w, path);
    bool by_name = !block && named_like_config(path);
    bool word =
        by_name && root->kind == YAML_SCALAR && root->style == YAML_PLAIN && root->type == YAML_STRING; /* becomes a key */
    if (!around || (!named && !word && root->kind != YAML_MAPPING && root->kind != YAML_EMPTY)) return;
    bool foreign = root->kind == YAML_MAPPING && is_foreign(root);
    if (!named && !by_name && (foreign || root->kind == YAML_EMPTY)) return;
    d->whole = !named && !block && chart_is_values_name(path);
    if (d->whole && chart_is_values(w, a, path)) return;
    d->kind = DOCUMENT_CONFIG;
    d->plugin = around;
    d->because = named ? OWNER_SAID : OWNER_FOLDER;
    d->doubtful = block || (!named && (!by_name || foreign));
}

/* Of what kind it is and whose. */
static void find_owner(workspace *w, arena *a, str path, project *named, const document_facts *facts, config_document *d,
                       bool holds_others)
{
    bool may_be_plain = !d->object && !holds_others && !facts->prose && (!facts->outer || facts->inside.block);

    if (!named && settings_is_file(path)) return;
    d->named = named != NULL;
    if (!d->object) d->kind = document_kind_of(d->root);
    if (facts->inside.test) find_tested(w, path, named, d);
    else if (d->kind == DOCUMENT_OTHER && may_be_plain) find_plain(w, a, path, named, d, facts->inside.block);
    else if (d->kind != DOCUMENT_OTHER && named) d->plugin = named, d->because = OWNER_SAID;
    else if (d->kind != DOCUMENT_OTHER) owner_find(w, a, path, d);
}

/* Whether the plugin's SDK makes an object of no configuration at all; what others do with no bytes the plugin's code decides. */
static bool makes_object(project *plugin)
{
    const registration *r = plugin ? project_load(plugin)->registration : NULL;
    return r && r->sdk->layer && !r->sdk->layer->in_plugin;
}

static void find_parts(arena *a, config_document *d, const text_inside *inside)
{
    const document_form *form = document_form_of(d->kind);
    if (form && form->parts) form->parts(a, d->root, &d->parts);
    if ((inside->rule || d->values_rule) && d->parts.n) d->parts.at[0].scope = CONFIG_RULE;
    bool missing = form && form->as_is && d->parts.n && d->parts.at[0].node->kind == YAML_EMPTY;
    if (missing && d->part) d->parts.n = 0;
    else if (missing) d->parts.at[0].none = true, d->parts.at[0].bare = !makes_object(d->plugin);
    if (d->doubtful && !is_configuration(a, d, inside))
        *d = (config_document){.root = d->root, .number = d->number, .object = d->object, .asked = d->plugin};
}

static yaml_dialect dialect_of(str path) { return str_eq(path_extension(path), STR(".json")) ? YAML_JSON : YAML_1_2; }

/* Documentation has a text, and no tree of its own. */
static yaml_stream *prose_stream(arena *a, str text)
{
    yaml_stream *s = yaml_parse(a, STR(""), YAML_1_2);
    s->text = text;
    return s;
}

/* A template is read without its actions. */
static void mask(arena *a, str text, document_facts *facts)
{
    template_places *lines = ARENA_NEW(a, template_places);
    facts->stream = yaml_parse(a, template_mask(a, text, lines), YAML_1_2);
    facts->template = text;
    facts->template_lines = lines;
}

/* The tree of a file's text, and nothing else. A buffer's is kept between its edits; not that of a schema, whose findings are in
 * bytes. */
static document_facts *parse_file(workspace_file *f, str path)
{
    workspace_file_forget_document(f);
    document_facts *facts = ARENA_NEW(&f->document_memory, document_facts);
    yaml_dialect dialect = dialect_of(path);
    bool prose = is_prose_name(path) || is_test_name(path);
    bool template = dialect == YAML_1_2 && !prose && !settings_is_file(path) && template_is(f->text);
    if (f->buffer && dialect == YAML_1_2 && !prose && !template) {
        if (!f->edited) f->edited = yaml_edited_new(f->text, dialect);
        f->document_language = yaml_edited_language(f->edited);
        facts->stream = yaml_edited_stream(f->edited);
        facts->edited = f->edited;
        if (!yaml_get_entry(facts->stream->documents.at[0].root, STR("$schema"))) return facts;
    }
    facts->edited = NULL;
    f->document_language = words_used();
    facts->prose = prose;
    if (template) mask(&f->document_memory, f->text, facts);
    else if (facts->prose) facts->stream = prose_stream(&f->document_memory, f->text);
    else facts->stream = yaml_parse(&f->document_memory, f->text, dialect);
    return facts;
}

/* The documents of a stream, and behind them the objects in them; `holders[i]`: whether document i has any of a known form. */
static void list_documents(arena *a, document_facts *facts, bool *holders)
{
    const yaml_stream *s = facts->stream;
    bool likely = document_text_is_likely(s->text);
    for (uint32_t i = 0; i < s->documents.n; i++)
        array_push(a, &facts->documents,
                   (config_document){.root = s->documents.at[i].root, .number = i, .dialect = s->dialect});
    for (uint32_t i = 0; i < s->documents.n; i++) {
        form_objects objects = document_objects(a, s->documents.at[i].root, likely);
        for (uint32_t k = 0; k < objects.n; k++) {
            config_document *d = array_add(a, &facts->documents);
            *d = (config_document){.root = objects.at[k].root, .number = i, .object = k + 1, .dialect = s->dialect};
            d->kind = objects.at[k].kind;
            d->part = objects.at[k].part;
            holders[i] = holders[i] || d->kind != DOCUMENT_OTHER;
        }
    }
}

static uint32_t column_of(str text, uint32_t at)
{
    uint32_t start = at;
    while (start > 0 && text.p[start - 1] != '\n') start--;
    return at - start;
}

/* Where the text of a file goes on behind blanks and the actions that lines begin with. */
static uint32_t next_text(const document_facts *file, uint32_t at)
{
    str text = file->stream->text;
    while (at < text.n && strchr(" \t\r\n", text.p[at])) at++;
    return at;
}

/* Whether an action may add lines to what begins in `column`, or take some from it. One that is further to the left does when it
 * gives lines, which it indents itself, or when there is more to come: else it ends what has begun before. */
static bool adds_lines(const document_facts *file, uint32_t action, uint32_t column, uint32_t end)
{
    return column_of(file->template, action) > column || template_is_output(file->template, action) ||
           next_text(file, action) < end;
}

/* Whether actions of a template may add lines to what the plugin gets, or take some from it: they stand below the key `spec`, or
 * in the object that has none. */
static bool is_changed(const document_facts *facts, const config_document *d)
{
    const document_facts *file = facts;
    while (file->outer) file = file->outer;
    if (!file->template_lines) return false;
    const yaml_entry *spec = yaml_get_entry(d->root, STR("spec"));
    range at = spec ? spec->at : d->root->at;
    at.end = facts->stream->documents.at[d->number].at.end;
    for (uint32_t i = 0; spec && i < d->root->entry_count; i++) {
        uint32_t other = d->root->entries[i].at.start;
        if (other > at.start && other < at.end) at.end = other;
    }
    if (!spec) at.end = d->root->at.end;
    at = document_range(facts, at);
    uint32_t column = column_of(file->template, at.start), last = next_text(file, at.end);
    size_t low = 0, high = file->template_lines->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->template_lines->at[middle] < at.start) low = middle + 1;
        else high = middle;
    }
    for (; low < file->template_lines->n && file->template_lines->at[low] < last; low++) {
        uint32_t action = file->template_lines->at[low];
        if ((!spec && action < at.end) || adds_lines(file, action, column, at.end)) return true;
    }
    return false;
}

static void own_documents(workspace *w, arena *a, str path, project *named, document_facts *facts)
{
    bool *holders = ARENA_NEW_N(a, bool, facts->stream->documents.n);
    facts->braces = str_has(facts->stream->text, STR("{{")) || template_hides(facts->stream->text);
    bool template = facts->braces && template_is(facts->stream->text);
    list_documents(a, facts, holders);
    for (size_t i = 0; i < facts->documents.n; i++) {
        config_document *d = &facts->documents.at[i];
        d->called = d->kind == DOCUMENT_JSON_PATCH ? facts->inside.target : NULL;
        find_owner(w, a, path, named, facts, d, holders[d->number]);
        d->templated = d->kind != DOCUMENT_OTHER && ((d->kind != DOCUMENT_CONFIG && template) || is_changed(facts, d));
    }
}

static bool holds_something(const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++)
        if (facts->documents.at[i].kind != DOCUMENT_OTHER) return true;
    return false;
}

/* The configurations that a test hands to the plugin. */
static form_blocks test_blocks(arena *a, str path, str text)
{
    test_configurations found = language_with(path, LANGUAGE_TEST)->tests(a, text);
    form_blocks out = {0};
    for (size_t i = 0; i < found.n; i++) {
        const test_configuration *t = &found.at[i];
        text_inside inside = {.scalar = t->scalar, .text = t->scalar->value, .test = true, .made = t->made, .parser = t->parser};
        array_push(a, &out, (form_block){inside, document_text_dialect(inside.text)});
    }
    return out;
}

/* The texts inside that hold documents, with theirs. */
static void own_texts(workspace *w, arena *a, str path, project *named, document_facts *file, document_facts *facts, int depth)
{
    const yaml_stream *s = facts->stream;
    bool may_have = !facts->prose && document_may_have_texts(s->text);
    form_blocks blocks = {0};
    if (facts->prose && !facts->outer && is_test_name(path)) blocks = test_blocks(a, path, s->text);
    else if (facts->prose) blocks = document_blocks(a, s->text);
    for (size_t i = 0; i < s->documents.n && may_have; i++) {
        form_blocks more = document_texts(a, s->documents.at[i].root);
        for (size_t k = 0; k < more.n; k++) array_push(a, &blocks, more.at[k]);
    }
    for (size_t i = 0; i < blocks.n; i++) {
        size_t before = file->inner.n;
        document_facts *inner = inside_add(a, file, facts, &blocks.at[i]);
        own_documents(w, a, path, named, inner);
        inside_find(a, file, inner);
        if (depth < LIMIT_TEXT_DEPTH) own_texts(w, a, path, named, file, inner, depth + 1);
        if (file->inner.n == before + 1 && !holds_something(inner)) file->inner.n = before;
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
    project *named = plugin ? plugin : owner_from_modeline(w, a, path, facts->stream);
    if (!named && !settings_is_file(path)) named = owner_from_settings(w, a, path);
    schema_mention *mention = ARENA_NEW(a, schema_mention);
    if (workspace_schema_mention(facts->stream, path, mention)) facts->mention = mention;
    own_documents(w, a, path, named, facts);
    inside_find(a, facts, facts);
    if (!settings_is_file(path)) own_texts(w, a, path, named, facts, facts, 1);
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

bool config_document_edited(arena *a, const config_document *d, str text, config_document *edited)
{
    const yaml_stream *s = yaml_parse(a, text, d->dialect);
    if (s->findings.n || d->number >= s->documents.n) return false;
    *edited = (config_document){.kind = d->kind, .number = d->number, .object = d->object, .plugin = d->plugin,
                                .dialect = d->dialect, .within = d->within, .values = d->values};
    edited->root = s->documents.at[d->number].root;
    form_objects objects = {0};
    if (d->object) objects = document_objects(a, edited->root, document_text_is_likely(text));
    if (d->object > objects.n) return false;
    if (d->object) edited->root = objects.at[d->object - 1].root;
    if (d->values.n && !(edited->root = chart_value(edited->root, d->values))) return false;
    const document_form *form = document_form_of(d->kind);
    if (form && form->parts) form->parts(a, edited->root, &edited->parts);
    return edited->parts.n == d->parts.n;
}

/* What the plugins' code says was heeded: that of those that the documents belong to, and that which did not know one. */
static bool plugins_are_same(const document_facts *facts, uint64_t generation)
{
    if (facts->explains && project_generation(facts->explains) > generation) return false;
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        project *p = d->plugin ? d->plugin : d->asked;
        if (p && project_generation(p) > generation) return false;
    }
    for (size_t i = 0; i < facts->inner.n; i++)
        if (!plugins_are_same(facts->inner.at[i], generation)) return false;
    return true;
}

static void disown(config_document *d)
{
    d->asked = d->plugin;
    d->plugin = NULL;
    d->because = OWNER_NONE;
    d->apart = false;
}

/* What another plugin's wrapper holds is that one's. */
static bool is_of_another(const document_facts *facts, const config_document *d)
{
    if (!d->plugin || d->within == DOCUMENT_OTHER) return d->plugin && owner_is_another(d);
    for (size_t i = 0; i < facts->outer->documents.n; i++) {
        const config_document *around = &facts->outer->documents.at[i];
        if (around->text.scalar == facts->inside.scalar) return !around->plugin;
    }
    return false;
}

/* Whether a test hands something to the plugin's parse function itself; another one may take something else. */
static bool is_parsed(const config_document *d, str parser)
{
    const registration *r = project_load(d->plugin)->registration;
    const ir_node *callee = r && r->parse ? r->parse->callee : NULL;
    return callee && callee->op == IR_FUNC && str_eq(callee->func->name, parser);
}

/* Of several plugins that are registered in a folder, the one whose id the document gives. */
static project *by_id(const document_facts *facts, const config_document *d)
{
    for (size_t i = 0; d->within != DOCUMENT_OTHER && i < facts->outer->documents.n; i++)
        if (facts->outer->documents.at[i].text.scalar == facts->inside.scalar) return facts->outer->documents.at[i].plugin;
    if (d->kind != DOCUMENT_ENVOY) return d->plugin;
    form_owner owner = document_form_of(d->kind)->owner(d->root);
    str id = owner.id ? owner.id->value : STR("");
    return template_hides(id) || str_has(id, STR("{{")) ? d->plugin : project_registered(d->plugin, id);
}

static void load_parts(arena *a, document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        config_document *d = &facts->documents.at[i];
        if (is_of_another(facts, d)) disown(d);
        if (d->plugin && facts->inside.parser.n && !is_parsed(d, facts->inside.parser)) disown(d), d->kind = DOCUMENT_OTHER;
        if (d->within != DOCUMENT_OTHER && !d->plugin) d->kind = DOCUMENT_OTHER;
        if (d->plugin) d->plugin = by_id(facts, d);
        find_parts(a, d, &facts->inside);
        if (d->plugin) project_load(d->plugin);
    }
}

/* The plugin whose README or spec.yaml it is: they stand in its folder. */
static project *explained_by(workspace *w, str path)
{
    str name = path_base(path);
    bool readme = str_starts(name, STR("README")) && str_is(path_extension(name), ".md");
    bool spec = str_is(name, "spec.yaml") || str_is(name, "spec.yml");
    project *p = w->docs && (readme || spec) ? workspace_project_of(w, path) : NULL;
    return p && str_eq(project_root(p), path_dir(path)) ? p : NULL;
}

static bool is_current(const workspace *w, const workspace_file *f, const project *plugin)
{
    return f->document && f->document_generation == f->generation && f->document_plugin == plugin &&
           f->document_shape == w->shape && (!f->document->chart || f->document->chart == w->changes) &&
           plugins_are_same(f->document, f->document->generation);
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
    if (chart_is_values(w, &f->document_memory, path)) chart_add(w, &f->document_memory, path, plugin, facts);
    load_parts(&f->document_memory, facts);
    for (size_t i = 0; i < facts->inner.n; i++) load_parts(&f->document_memory, facts->inner.at[i]);
    facts->explains = explained_by(w, path);
    if (facts->explains) project_load(facts->explains);
    for (size_t i = 0; f->buffer && i < facts->documents.n; i++)
        if (facts->documents.at[i].plugin) schema_want(facts->documents.at[i].plugin);
    facts->generation = ++w->generation;
    f->document = facts;
    f->document_generation = f->generation;
    f->document_plugin = plugin;
    f->document_settings = said;
    f->document_shape = w->shape;
    work_leave(WORK_DOCUMENT, outer);
    return facts;
}
