#include "features/rename.h"

#include "base/path.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "base/words.h"
#include "features/links.h"
#include "features/rename_internal.h"
#include "ir/body_facts.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "language/language.h"

/* --- what is meant --------------------------------------------------------------------------------------------------------- */

static bool has_key(const key_list *list, const inferred_value *v)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i] == v) return true;
    return false;
}

static bool share_site(const key_site_list *one, const key_site_list *other)
{
    for (size_t i = 0; i < one->n; i++)
        for (size_t k = 0; k < other->n; k++) {
            const key_site *a = &one->at[i], *b = &other->at[k];
            bool known = a->kind != SITE_UNKNOWN && b->kind != SITE_UNKNOWN;
            if (known && a->file == b->file && a->at.start == b->at.start) return true;
        }
    return false;
}

/* Adds the keys that a name of those in the list is read as elsewhere, until there are no more. */
static void close_over_sites(arena *a, rename_plugin *p)
{
    key_list all = key_sites_keys(a, p->plugin);
    for (size_t i = 0; i < p->keys.n; i++) {
        const inferred_value *v = p->keys.at[i];
        key_site_list sites = key_sites_of(a, p->plugin, v);
        for (size_t k = 0; k < all.n; k++) {
            if (!str_eq(all.at[k]->name, v->name) || has_key(&p->keys, all.at[k])) continue;
            key_site_list others = key_sites_of(a, p->plugin, all.at[k]);
            if (share_site(&sites, &others)) array_push(a, &p->keys, all.at[k]);
        }
    }
}

/* The plugins that are made of a file, each of several that are registered in one folder, too. */
static project_list plugins_with(workspace *w, arena *a, str path)
{
    project_list with = workspace_projects_with(w, a, path), out = {0};
    for (size_t i = 0; i < with.n; i++) {
        const registration_list *registered = project_load(with.at[i])->registrations;
        array_push(a, &out, with.at[i]);
        for (size_t k = 0; k < registered->n; k++) {
            project *part = project_registered(with.at[i], registered->at[k].name);
            if (part != with.at[i]) array_push(a, &out, part);
        }
    }
    for (size_t i = 0; i < out.n; i++) project_schema(out.at[i]); /* the true one, however long it takes */
    return out;
}

/* Other plugins that are made of a file in which the key is read. */
static void add_sharers(workspace *w, arena *a, rename_target *t)
{
    rename_plugin first = t->plugins.at[0];
    const ir_program *program = project_load(first.plugin)->program;
    for (size_t i = 0; i < first.keys.n; i++) {
        key_site_list sites = key_sites_of(a, first.plugin, first.keys.at[i]);
        for (size_t k = 0; k < sites.n; k++) {
            if (sites.at[k].kind == SITE_UNKNOWN) continue;
            str path = ir_file_path(program, sites.at[k].file);
            project_list with = plugins_with(w, a, path);
            for (size_t m = 0; m < with.n; m++) {
                bool known = false;
                for (size_t n = 0; n < t->plugins.n && !known; n++) known = t->plugins.at[n].plugin == with.at[m];
                const ir_program *its = project_load(with.at[m])->program;
                rename_plugin other = {.plugin = with.at[m]};
                range at;
                for (uint32_t f = 0; !known && f < ir_file_count(its); f++)
                    if (str_eq(ir_file_path(its, f), path))
                        other.keys = key_sites_at(a, with.at[m], f, sites.at[k].at.start, &at);
                if (!other.keys.n) continue;
                close_over_sites(a, &other);
                array_push(a, &t->plugins, other);
            }
        }
    }
}

typedef struct docs_hit {
    uint32_t offset;
    range at;
    const inferred_value *key;
} docs_hit;

static void hit(void *self, range at, const inferred_value *key)
{
    docs_hit *h = self;
    if (range_touches(at, h->offset) && !h->key) h->at = at, h->key = key;
}

/* In a table of a README, or the schema of a spec.yaml. */
static bool find_in_docs(workspace *w, arena *a, str path, uint32_t offset, rename_target *t)
{
    const document_facts *facts = is_document_name(path) ? workspace_document(w, path, NULL) : NULL;
    project *plugin = facts ? workspace_project_of(w, path) : NULL;
    str text;
    if (!plugin || workspace_text(w, path, &text) != FILE_OK) return false;
    key_list keys = key_sites_keys(a, plugin);
    docs_hit h = {.offset = offset};
    t->docs(a, facts, path, text, &(docs_search){plugin, keys.at, keys.n, hit, &h});
    if (!h.key) return false;
    rename_plugin p = {.plugin = plugin};
    array_push(a, &p.keys, h.key);
    array_push(a, &t->plugins, p);
    t->at = h.at;
    return true;
}

static bool find_in_links(workspace *w, arena *a, str path, uint32_t offset, rename_target *t)
{
    links_list found = links_at(w, a, path, offset);
    for (size_t i = 0; i < found.n; i++) {
        const links *l = &found.at[i];
        rename_plugin p = {.plugin = l->plugin};
        for (size_t k = 0; k < l->keys.n; k++)
            if (l->keys.at[k]->name.n) array_push(a, &p.keys, l->keys.at[k]);
        if (!p.keys.n || !l->names_key) continue;
        if (!t->plugins.n) t->at = l->origin;
        array_push(a, &t->plugins, p);
    }
    return t->plugins.n > 0;
}

static str refuse(arena *a, const char *why, str name)
{
    return arena_printf(a, words("'%.*s' can't be renamed: %s"), STR_ARG(name), why);
}

/* Keys by which the SDK, or the gateway through its rules, knows what is meant. */
static bool is_of_layer(const rename_plugin *p, str name)
{
    const registration *reg = project_load(p->plugin)->registration;
    const rule_layer *layer = reg ? reg->sdk->layer : NULL;
    if (!layer) return false;
    if (str_is(name, layer->rules) || str_is(name, layer->id)) return true;
    for (size_t i = 0; i < layer->match_count; i++)
        if (str_is(name, layer->match[i].key)) return true;
    return false;
}

static str why_unknown(arena *a, const rename_plugin *p, const inferred_value *v)
{
    const project_facts *facts = project_load(p->plugin);
    if (ir_refused(facts->program)) return refuse(a, words("the plugin does not compile"), v->name);
    if (is_of_layer(p, v->name)) return refuse(a, words("the gateway writes it, too"), v->name);
    for (const inferred_value *around = v->parent; around; around = around->parent)
        if (around->parent && (around->types & INFERRED_STRING))
            return refuse(a, words("it stands in a text that the plugin takes apart"), v->name);
    key_site_list sites = key_sites_of(a, p->plugin, v);
    if (!sites.n) return refuse(a, words("what in the code reads it is not known"), v->name);
    for (size_t i = 0; i < sites.n; i++)
        if (sites.at[i].kind == SITE_UNKNOWN) return refuse(a, words(sites.at[i].why), v->name);
    return STR("");
}

bool rename_find(workspace *w, arena *a, str path, uint32_t offset, docs_finder *docs, rename_target *t)
{
    *t = (rename_target){.docs = docs};
    project *owner = language_of(path) ? NULL : workspace_document_owner(w, path);
    project_list made = language_of(path) ? workspace_projects_with(w, a, path) : (project_list){0};
    if (owner) project_schema(owner); /* the true one, however long it takes */
    for (size_t i = 0; i < made.n; i++) project_schema(made.at[i]);
    if (!find_in_links(w, a, path, offset, t) && !find_in_docs(w, a, path, offset, t)) return false;
    t->name = t->plugins.at[0].keys.at[0]->name;
    if (t->at.end - t->at.start == t->name.n + 2) t->at = range_make(t->at.start + 1, t->at.end - 1); /* within its quotes */
    for (size_t i = 0; i < t->plugins.n; i++) close_over_sites(a, &t->plugins.at[i]);
    add_sharers(w, a, t);
    for (size_t i = 0; i < t->plugins.n; i++)
        for (size_t k = 0; k < t->plugins.at[i].keys.n && !t->refusal.n; k++)
            t->refusal = why_unknown(a, &t->plugins.at[i], t->plugins.at[i].keys.at[k]);
    return true;
}

/* --- the edits ------------------------------------------------------------------------------------------------------------- */

typedef struct renaming {
    workspace *w;
    arena *a;
    const rename_target *target;
    const rename_plugin *of;
    str name;
    rename_result *out;
} renaming;

static void add_edit(const renaming *r, str path, range at, str text, rename_part part)
{
    for (size_t i = 0; i < r->out->edits.n; i++) {
        const text_edit *e = &r->out->edits.at[i];
        if (e->at.start == at.start && e->at.end == at.end && str_eq(e->path, path)) return;
    }
    array_push(r->a, &r->out->edits, (text_edit){path, at, text});
    array_push(r->a, &r->out->parts, part);
}

static void refuse_edit(const renaming *r, const char *why)
{
    if (!r->out->refusal.n) r->out->refusal = refuse(r->a, why, r->target->name);
}

/* Uses of a constant that do not read the key. */
typedef struct constant_search {
    const renaming *r;
    const key_site_list *sites;
    const key_site *site;
    str value;
    const ir_program *program;
    bool elsewhere;
} constant_search;

static bool look_at_constant(void *self, ir_node *n)
{
    constant_search *s = self;
    if (n->op == IR_CLOSURE) ir_walk(ir_func_body((ir_program *)s->program, n->func), look_at_constant, s);
    if (n->op != IR_CONST || n->constant.kind != IR_STRING || n->at.file >= ir_file_count(s->program)) return true;
    str written = str_slice(ir_file_text(s->program, n->at.file), n->at.at.start, n->at.at.end);
    if (!str_has(written, s->site->constant) || strchr("\"`", written.n ? written.p[0] : '"')) return true;
    bool reads = false;
    for (size_t i = 0; i < s->sites->n && !reads; i++)
        reads = s->sites->at[i].use_file == n->at.file && s->sites->at[i].use.start == n->at.at.start;
    s->elsewhere = s->elsewhere || !reads;
    return true;
}

static bool is_used_elsewhere(const renaming *r, const key_site_list *sites, const key_site *site)
{
    ir_program *p = project_load(r->of->plugin)->program;
    constant_search s = {.r = r, .sites = sites, .site = site, .program = p};
    ir_list_methods(p);
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *package = ir_package_at(p, i);
        for (size_t k = 0; package->own && k < package->funcs.n; k++)
            if (!package->funcs.at[k]->outer) ir_walk(ir_func_body(p, package->funcs.at[k]), look_at_constant, &s);
    }
    return s.elsewhere;
}

static void edit_code(const renaming *r)
{
    const ir_program *p = project_load(r->of->plugin)->program;
    key_site_list all = {0};
    for (size_t i = 0; i < r->of->keys.n; i++) {
        key_site_list sites = key_sites_of(r->a, r->of->plugin, r->of->keys.at[i]);
        for (size_t k = 0; k < sites.n; k++) array_push(r->a, &all, sites.at[k]);
    }
    for (size_t i = 0; i < all.n; i++) {
        const key_site *s = &all.at[i];
        str path = ir_file_path(p, s->file);
        range at = s->at;
        if (!ir_file_is_own(p, s->file) || !workspace_may_write(r->w, path))
            refuse_edit(r, arena_cstr(r->a, arena_printf(r->a, words("%.*s reads it, which is not the plugin's own"),
                                                         STR_ARG(path_base(path)))));
        else if (s->kind == SITE_CONSTANT && is_used_elsewhere(r, &all, s))
            refuse_edit(r, arena_cstr(r->a, arena_printf(r->a, words("the constant '%.*s' is used for other things, too"),
                                                         STR_ARG(s->constant))));
        else if (!project_move_place(r->of->plugin, path, &at)) refuse_edit(r, words("the code that reads it is being edited"));
        else add_edit(r, path, at, r->name, RENAME_CODE);
    }
}

/* Whether every reader of YAML takes it for a text without quotes, those of YAML 1.1, too. */
static bool is_plain(arena *a, str name)
{
    static const char *const older[] = {"y", "n", "yes", "no", "on", "off"};
    for (size_t i = 0; i < sizeof older / sizeof *older; i++)
        if (str_eq_nocase(name, str_of(older[i]))) return false;
    const yaml_stream *stream = yaml_parse(a, name, YAML_1_2);
    const yaml_node *root = stream->documents.at[0].root;
    return !stream->findings.n && root->kind == YAML_SCALAR && root->type == YAML_STRING && str_eq(root->value, name);
}

static void edit_use(void *self, const link_use *u)
{
    const renaming *r = self;
    if (!u->entry) return;
    if (yaml_member(u->holder, r->name)) {
        refuse_edit(r, arena_cstr(r->a, arena_printf(r->a, words("'%.*s' stands beside it in %.*s"), STR_ARG(r->name),
                                                     STR_ARG(path_base(u->path)))));
        return;
    }
    const yaml_node *key = u->entry->key;
    bool plain = key->style == YAML_PLAIN, whole = key->content.end - key->content.start == key->value.n && !plain;
    str text = whole || (plain && is_plain(r->a, r->name)) ? r->name : arena_printf(r->a, "\"%.*s\"", STR_ARG(r->name));
    text_edit edit = {u->path, whole ? key->content : key->at, text};
    if (!document_place_edit(r->a, u->facts, &edit)) {
        refuse_edit(r, words("a configuration can't be edited"));
        return;
    }
    add_edit(r, u->path, edit.at, edit.text, RENAME_CONFIGURATION);
}

typedef struct docs_edit {
    const renaming *r;
    str path;
} docs_edit;

static void edit_docs(void *self, range at, const inferred_value *key)
{
    const docs_edit *d = self;
    (void)key;
    add_edit(d->r, d->path, at, d->r->name, RENAME_DOCUMENTATION);
}

static void add_path(arena *a, path_list *paths, str path)
{
    for (size_t i = 0; i < paths->n; i++)
        if (str_eq(paths->at[i], path)) return;
    array_push(a, paths, path);
}

/* What may have the key in it: configurations, what is open, and the tests beside the sources. */
static path_list documents_of(const renaming *r, const path_list *open)
{
    path_list paths = configuration_files(r->w, r->a, r->of->plugin), folders = {0};
    for (size_t i = 0; open && i < open->n; i++) add_path(r->a, &paths, open->at[i]);
    const ir_program *p = project_load(r->of->plugin)->program;
    for (size_t i = 0; i < ir_file_count(p); i++)
        if (ir_file_is_own(p, i)) add_path(r->a, &folders, path_dir(ir_file_path(p, i)));
    for (size_t i = 0; i < folders.n; i++) {
        path_list tests = workspace_tests(r->w, r->a, folders.at[i]);
        for (size_t k = 0; k < tests.n; k++) add_path(r->a, &paths, tests.at[k]);
    }
    return paths;
}

static void edit_documents(renaming *r, const path_list *open)
{
    path_list paths = documents_of(r, open);
    links l = {.plugin = r->of->plugin, .keys = {r->of->keys.at, r->of->keys.n, r->of->keys.cap}};
    for (size_t i = 0; i < paths.n; i++) {
        size_t before = r->out->edits.n;
        links_each_use(r->w, r->a, &l, &paths.at[i], 1, edit_use, r);
        const document_facts *facts = path_is_inside(paths.at[i], project_root(r->of->plugin))
                                          ? workspace_document(r->w, paths.at[i], NULL)
                                          : NULL;
        str text;
        docs_edit d = {r, paths.at[i]};
        if (facts && workspace_text(r->w, paths.at[i], &text) == FILE_OK && str_has(text, r->target->name))
            r->target->docs(r->a, facts, paths.at[i], text,
                           &(docs_search){r->of->plugin, r->of->keys.at, r->of->keys.n, edit_docs, &d});
        if (r->out->edits.n > before && !workspace_may_write(r->w, paths.at[i]))
            refuse_edit(r, words("a configuration can't be edited"));
    }
}

/* --- the name -------------------------------------------------------------------------------------------------------------- */

/* Characters that nobody sees, or that look like a blank: two names would look the same. */
static bool has_unseen(str name)
{
    static const uint32_t blanks[][2] = {{0xA0, 0xA0},     {0xAD, 0xAD},     {0x1680, 0x1680}, {0x2000, 0x200F}, {0x2028, 0x202F},
                                         {0x205F, 0x206F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}, {UTF8_BAD, UTF8_BAD}};
    for (size_t at = 0, n; at < name.n; at += n) {
        uint32_t c = utf8_decode(name, at, &n);
        if (visible_is_hidden(c)) return true;
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
            if (c >= blanks[i][0] && c <= blanks[i][1]) return true;
    }
    return false;
}

/* What every reader takes for a name: neither a path nor a number. */
static bool is_name(str name, str old)
{
    bool digits = true;
    if (has_unseen(name)) return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
        bool digit = c >= '0' && c <= '9';
        bool before = str_find_char(old, c, 0) >= 0 && !strchr("\"'`\\\n\t", c);
        if (!letter && !digit && c != '-' && !before) return false;
        digits = digits && digit;
    }
    return name.n > 0 && !digits && name.p[0] != '-' && name.p[0] != '@';
}

static void check_name(const renaming *r)
{
    if (!is_name(r->name, r->target->name)) refuse_edit(r, words("a key's name has letters, digits, '_' and '-'"));
    if (is_of_layer(r->of, r->name)) refuse_edit(r, words("the SDK reads a key of the new name"));
    for (size_t i = 0; i < r->of->keys.n; i++) {
        const inferred_value *around = r->of->keys.at[i]->parent;
        for (size_t k = 0; k < around->members.n; k++)
            if (str_eq(around->members.at[k]->name, r->name)) refuse_edit(r, words("the plugin reads a key of the new name"));
    }
}

rename_result rename_edits(workspace *w, arena *a, const rename_target *target, str name, const path_list *open, bool everywhere)
{
    rename_result out = {.refusal = target->refusal};
    if (str_eq(name, target->name)) return out;
    for (size_t i = 0; i < target->plugins.n && !out.refusal.n; i++) {
        renaming r = {w, a, target, &target->plugins.at[i], arena_str(a, name), &out};
        check_name(&r);
        if (!out.refusal.n) edit_code(&r);
        text_edits code = {0};
        for (size_t k = 0; k < out.edits.n; k++)
            if (out.parts.at[k] == RENAME_CODE) array_push(a, &code, out.edits.at[k]);
        if (!out.refusal.n) edit_documents(&r, open);
        rename_verdict tried = out.refusal.n ? RENAME_HOLDS : rename_try(w, a, r.of, name, &code, everywhere);
        if (tried == RENAME_REFUSED) refuse_edit(&r, words("the plugin does not compile"));
        else if (tried == RENAME_READS_OTHERS)
            refuse_edit(&r, words("the code would read other keys then, since it uses this name for something else, too"));
    }
    return out;
}
