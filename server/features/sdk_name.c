#include "features/sdk_name.h"

#include "base/path.h"
#include "ir/program.h"
#include "text/brackets.h"

const char *sdk_name_package(const language_row *l, ir_program *p, str path, str name)
{
    for (uint32_t i = 0; l->imports && i < ir_file_count(p); i++) {
        if (!str_eq(ir_file_path(p, i), path)) continue;
        source_imports imports = l->imports(p, i);
        for (size_t k = 0; k < imports.n; k++) {
            str own = imports.at[k].name.n ? imports.at[k].name : path_base(imports.at[k].path);
            if (str_eq(own, name)) return sdk_package(imports.at[k].path);
        }
    }
    return NULL;
}

static str last_word(str text)
{
    size_t start = text.n;
    while (start > 0 && scan_is_word(text.p[start - 1])) start--;
    return str_slice(text, start, text.n);
}

bool sdk_name_of(workspace *w, arena *a, str path, const language_row *l, str header, sdk_name *found)
{
    header = str_trim(header);
    ptrdiff_t type = str_ends(header, STR("]")) ? str_rfind_char(header, '[') : -1;
    if (type >= 0) header = str_slice(header, 0, (size_t)type);
    *found = (sdk_name){.name = last_word(header)};
    if (!found->name.n) return false;
    str before = str_slice(header, 0, header.n - found->name.n);
    bool member = str_ends(before, STR("."));
    if (!l->imports) { /* functions stand in no package that is named */
        found->function = member || str_ends(before, STR("->")) ? NULL : sdk_find(l->name, found->name);
        return found->function != NULL;
    }
    project_list plugins = workspace_projects_with(w, a, path);
    const project_facts *facts = plugins.n ? project_load(plugins.at[0]) : NULL;
    str package = member ? last_word(str_slice(before, 0, before.n - 1)) : (str){0};
    if (!facts || !package.n) return false;
    found->package = sdk_name_package(l, facts->program, path, package);
    if (!found->package) return false;
    found->function = sdk_find(found->package, found->name);
    return true;
}
