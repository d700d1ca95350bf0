#include "features/document_links.h"

#include "base/path.h"
#include "ir/func.h"
#include "ir/registration.h"
#include "plugin/schemas.h"

typedef struct link_search {
    workspace *w;
    arena *a;
    str path, text;
    const document_facts *facts;
    document_links out;
} link_search;

/* `at` is in bytes of the text; the quotes around a scalar are none of the link. */
static void add(link_search *s, range at, str path, str url)
{
    if ((!path.n && !url.n) || at.end > s->text.n) return;
    bool quoted = at.end > at.start + 1 && (s->text.p[at.start] == '"' || s->text.p[at.start] == '\'');
    if (quoted) at = range_make(at.start + 1, at.end - 1);
    array_push(s->a, &s->out, (document_link){at, arena_str(s->a, path), arena_str(s->a, url)});
}

static void add_schema(link_search *s, range at, str reference, str folder)
{
    const workspace_schema *found = workspace_schema_at(s->w, reference, folder);
    str text;
    bool there = found->path.n && workspace_text(s->w, found->path, &text) == FILE_OK;
    bool web = str_starts(reference, STR("https://")) || str_starts(reference, STR("http://"));
    add(s, at, there ? found->path : STR(""), web && !there ? reference : STR(""));
}

/* Where the plugin registers itself. */
static void add_plugin(link_search *s, range at, project *p)
{
    const project_facts *facts = p ? project_load(p) : NULL;
    const registration *r = facts ? facts->registration : NULL;
    if (r && r->at.file != IR_NO_FILE) add(s, at, ir_file_path(facts->program, r->at.file), STR(""));
}

static void add_mentions(link_search *s)
{
    const yaml_stream *stream = s->facts->stream;
    const schema_mention *m = s->facts->mention;
    if (m) add_schema(s, document_range(s->facts, m->at), m->reference, path_dir(s->path));
    str folder = workspace_plugin_mention(stream);
    if (!folder.n) return;
    uint32_t start = (uint32_t)(folder.p - stream->text.p);
    project *p = workspace_project_at(s->w, plugin_path(s->a, path_dir(s->path), folder));
    add_plugin(s, document_range(s->facts, range_make(start, start + (uint32_t)folder.n)), p);
}

/* From the address of the plugin's module to its sources. */
static void add_address(link_search *s, const config_document *d)
{
    const document_form *form = document_form_of(d->kind);
    const yaml_node *address = form && form->owner ? form->owner(d->root).address : NULL;
    const catalogue_plugin *known = d->builtin.plugin;
    if (address && known) add(s, document_range(s->facts, address->at), STR(""), catalogue_sources_url(s->a, known));
    else if (address) add_plugin(s, document_range(s->facts, address->at), d->plugin);
}

static void add_settings(link_search *s)
{
    settings_view v = workspace_settings(s->w, path_dir(s->path));
    const settings *here = v.layers[SETTINGS_FILE];
    if (!here || !str_eq(here->path, s->path)) return;
    for (size_t i = 0; i < here->schemas.n; i++) add_schema(s, here->schemas.at[i].at, here->schemas.at[i].target, here->folder);
    for (size_t i = 0; i < here->plugins.n; i++) {
        const settings_files *f = &here->plugins.at[i];
        add_plugin(s, f->at, workspace_project_at(s->w, plugin_path(s->a, here->folder, f->target)));
    }
}

document_links document_links_in(workspace *w, arena *a, str path)
{
    link_search s = {.w = w, .a = a, .path = path, .facts = workspace_document(w, path, NULL)};
    if (!s.facts || workspace_text(w, path, &s.text) != FILE_OK) return s.out;
    add_mentions(&s);
    for (size_t i = 0; i < s.facts->documents.n; i++) add_address(&s, &s.facts->documents.at[i]);
    if (settings_is_file(path)) add_settings(&s);
    return s.out;
}
