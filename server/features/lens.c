#include "features/lens.h"

bool lens_at(workspace *w, str path, lens_place *place)
{
    str text;
    project *p = workspace_project_of(w, path);
    const project_facts *facts = p ? project_load(p) : NULL;
    const registration *r = facts ? facts->registration : NULL;
    if (!r || r->at.file == IR_NO_FILE || workspace_text(w, path, &text) != FILE_OK) return false;
    if (!str_eq(facts->program->files.at[r->at.file].path, path)) return false;
    range at = r->at.at;
    ptrdiff_t line_end = str_find_char(text, '\n', at.start);
    if (line_end >= 0 && (uint32_t)line_end < at.end) at.end = (uint32_t)line_end;
    *place = (lens_place){.at = at, .folder = facts->root, .has_schema = r->parse != NULL};
    return true;
}
