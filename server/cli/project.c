#include "cli/project.h"

#include "cli/command.h"

project *find_project(workspace *w, arena *a, const char *path)
{
    project *p = workspace_project_of(w, file_absolute(a, str_of(path)));
    if (!p) tell("'%s': no plugin project here: no go.mod or main package in this folder or above it", path);
    return p;
}
