#include "cli/project.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "cli/command.h"
#include "ir/registration.h"
#include "language/language.h"
#include "plugin/project.h"

str allow_named(workspace *w, arena *a, const char *name)
{
    str path = file_absolute(a, str_of(name));
    if (path.n) workspace_allow(w, path, file_absolute(a, STR(".")));
    return path;
}

str take_id(str *path)
{
    ptrdiff_t sign = str_rfind_char(*path, '#');
    if (sign <= 0 || str_find_char(*path, '/', (size_t)sign) >= 0 || file_exists(*path) || file_is_folder(*path)) return STR("");
    str id = str_slice(*path, (size_t)sign, path->n);
    *path = str_slice(*path, 0, (size_t)sign);
    return id;
}

/* Where several are registered one has to be meant. */
static project *with_id(workspace *w, arena *a, project *p, const char *path, str id)
{
    const registration_list *list = project_load(p)->registrations;
    if (list->n < 2 || list->refused || !list->at[0].sdk->root_ids) return p;
    strbuf all = STRBUF_IN(a);
    for (size_t i = 0; i < list->n; i++) {
        if (id.n && str_eq(list->at[i].name, str_slice(id, 1, id.n)))
            return workspace_project_at(w, arena_printf(a, "%.*s%.*s", STR_ARG(project_root(p)), STR_ARG(id)));
        strbuf_printf(&all, "%s'%.*s'", i ? ", " : "", STR_ARG(list->at[i].name));
    }
    tell("'%s': several plugins are registered here: put '#' and one of their root_ids behind the folder: %.*s", path,
         STR_ARG(strbuf_str(&all)));
    return NULL;
}

project *find_project(workspace *w, arena *a, const char *path)
{
    str folder = file_absolute(a, str_of(path)), id = take_id(&folder);
    folder = path_clean(a, folder);
    file_status status = file_look(folder);
    if (status != FILE_OK) {
        tell("'%s': %s", path, status == FILE_MISSING ? words("no such file or folder") : words(file_status_text(status)));
        return NULL;
    }
    project *p = workspace_project_of(w, allow_named(w, a, arena_cstr(a, folder)));
    if (!p)
        tell("'%s': no plugin project here: no %.*s in this folder or above it", path,
             STR_ARG(language_marks(a, words(" and no "))));
    return p ? with_id(w, a, p, path, id) : NULL;
}
