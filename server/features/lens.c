#include "features/lens.h"

#include "ir/func.h"
#include "ir/registration.h"
#include "plugin/project.h"
#include "text/line_index.h"

static bool lens_of(workspace *w, project *p, str path, lens_place *place)
{
    str text;
    const project_facts *facts = project_load(p);
    const registration *r = facts->registration;
    if (!r || r->at.file == IR_NO_FILE || workspace_text(w, path, &text) != FILE_OK) return false;
    if (!str_eq(ir_file_path(facts->program, r->at.file), path)) return false;
    range at = r->at.at;
    if (!project_move_place(p, path, &at)) return false;
    *place = (lens_place){.at = line_first(text, at), .folder = facts->root, .has_schema = r->parse != NULL};
    return true;
}

bool lens_at(workspace *w, str path, lens_place *place)
{
    arena a = ARENA_INIT;
    bool found = false;
    project_list plugins = workspace_projects_with(w, &a, path);
    for (size_t i = 0; i < plugins.n && !found; i++) found = lens_of(w, plugins.at[i], path, place);
    arena_free(&a);
    return found;
}
