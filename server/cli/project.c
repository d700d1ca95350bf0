#include "cli/project.h"

#include "cli/command.h"
#include "language/language.h"
#include "plugin/project.h"

str allow_named(workspace *w, arena *a, const char *name)
{
    str path = file_absolute(a, str_of(name));
    if (path.n) workspace_allow(w, path, file_absolute(a, STR(".")));
    return path;
}

project *find_project(workspace *w, arena *a, const char *path)
{
    file_status status = file_look(file_absolute(a, str_of(path)));
    if (status != FILE_OK) {
        tell("'%s': %s", path, status == FILE_MISSING ? words("no such file or folder") : words(file_status_text(status)));
        return NULL;
    }
    project *p = workspace_project_of(w, allow_named(w, a, path));
    if (!p)
        tell("'%s': no plugin project here: no %.*s in this folder or above it", path,
             STR_ARG(language_marks(a, words(" and no "))));
    return p;
}
