#include "features/lens.h"

#include "ir/func.h"
#include "ir/registration.h"
#include "language/language.h"
#include "plugin/documents.h"
#include "text/line_index.h"

/* --- registrations --------------------------------------------------------------------------------------------------------- */

typedef struct lens_search {
    workspace *w;
    arena *a;
    str path, text;
    lens_list out;
} lens_search;

static void add_registration(lens_search *s, project *p, const registration *r)
{
    const project_facts *facts = project_load(p);
    if (!r || r->at.file >= ir_file_count(facts->program)) return;
    range at = r->at.at;
    if (!str_eq(ir_file_path(facts->program, r->at.file), s->path) || !project_move_place(p, s->path, &at)) return;
    for (size_t i = 0; i < s->out.n; i++)
        if (s->out.at[i].at.start == at.start && s->out.at[i].plugin == p) return;
    array_push(s->a, &s->out,
               (lens_place){.at = line_first(s->text, at), .plugin = p, .name = r->name.n ? r->name : facts->name,
                            .folder = project_root(p), .has_schema = r->parse != NULL});
}

static void look_at_source(lens_search *s)
{
    project_list plugins = workspace_projects_with(s->w, s->a, s->path);
    for (size_t i = 0; i < plugins.n; i++) {
        const registration_list *all = project_load(plugins.at[i])->registrations;
        const registration *one = project_load(plugins.at[i])->registration;
        if (one) add_registration(s, plugins.at[i], one);
        for (size_t k = 0; !one && all && k < all->n; k++) {
            project *part = project_registered(plugins.at[i], all->at[k].name);
            if (part) add_registration(s, part, project_load(part)->registration);
        }
    }
}

/* --- documents ------------------------------------------------------------------------------------------------------------- */

static void add_document(lens_search *s, const document_facts *facts, const config_document *d)
{
    bool bare = d->kind == DOCUMENT_CONFIG || d->kind == DOCUMENT_OTHER || d->within != DOCUMENT_OTHER;
    if (bare || !d->root || (!d->plugin && !d->builtin.plugin)) return;
    lens_place place = {.at = line_first(s->text, document_range(facts, d->root->at)), .plugin = d->plugin, .is_document = true};
    if (d->plugin) {
        const project_facts *code = project_load(d->plugin);
        place.name = code->registration && code->registration->name.n ? code->registration->name : code->name;
        place.folder = project_root(d->plugin);
    } else {
        place.name = catalogue_image_text(s->a, &d->builtin);
    }
    size_t k = s->out.n;
    array_push(s->a, &s->out, place);
    for (; k > 0 && s->out.at[k - 1].at.start > place.at.start; k--) s->out.at[k] = s->out.at[k - 1];
    s->out.at[k] = place;
}

static void look_at_document(lens_search *s)
{
    const document_facts *facts = workspace_document(s->w, s->path, NULL);
    if (!facts || facts->prose) return;
    for (size_t i = 0; i <= facts->inner.n; i++) {
        const document_facts *in = i ? facts->inner.at[i - 1] : facts;
        for (size_t k = 0; k < in->documents.n; k++) add_document(s, in, &in->documents.at[k]);
    }
}

lens_list lenses_in(workspace *w, arena *a, str path)
{
    lens_search s = {.w = w, .a = a, .path = path};
    if (workspace_text(w, path, &s.text) != FILE_OK) return s.out;
    if (language_of(path)) look_at_source(&s);
    else if (is_document_name(path)) look_at_document(&s);
    return s.out;
}

/* --- the configurations of a plugin ---------------------------------------------------------------------------------------- */

lens_uses lens_configurations(workspace *w, arena *a, const project *plugin, const path_list *paths)
{
    lens_uses out = {0};
    for (size_t p = 0; p < paths->n; p++) {
        const document_facts *facts = is_prose_name(paths->at[p]) || is_test_name(paths->at[p])
                                          ? NULL
                                          : workspace_document(w, paths->at[p], NULL);
        for (size_t i = 0; facts && i <= facts->inner.n; i++) {
            const document_facts *in = i ? facts->inner.at[i - 1] : facts;
            for (size_t k = 0; k < in->documents.n; k++) {
                const config_document *d = &in->documents.at[k];
                const document_form *form = document_form_of(d->kind);
                if (d->plugin != plugin || !d->root || d->within != DOCUMENT_OTHER || (form && form->example)) continue;
                array_push(a, &out, (lens_use){paths->at[p], document_range(in, d->root->at)});
            }
        }
    }
    return out;
}
