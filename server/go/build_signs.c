/* How a module is built, as far as its files tell. */
#include "go/frontend.h"
#include "text/build_script.h"

/* "1.24.1" is at least 1.24: the first Go that builds reactor modules, which the Higress SDK asks for. */
static bool has_reactors(str version)
{
    unsigned parts[2] = {0, 0};
    size_t part = 0;
    for (size_t i = 0; i < version.n && part < 2; i++) {
        if (version.p[i] == '.') part++;
        else if (version.p[i] >= '0' && version.p[i] <= '9') parts[part] = parts[part] * 10 + (unsigned)(version.p[i] - '0');
        else break;
    }
    return parts[0] > 1 || (parts[0] == 1 && parts[1] >= 24);
}

static bool build_files_mention(arena *a, const source_tree *tree, const build_facts *m, str word)
{
    if (!tree) return false;
    source_entries entries = tree->list(tree->self, a, m->root);
    for (size_t i = 0; i < entries.n; i++) {
        str text;
        if (entries.at[i].folder || !build_script_of(entries.at[i].name)) continue;
        str path = arena_printf(a, "%.*s/%.*s", STR_ARG(m->root), STR_ARG(entries.at[i].name));
        if (tree->read(tree->self, path, &text) && str_has(text, word)) return true;
    }
    return false;
}

bool go_module_mentions_tinygo(arena *a, const source_tree *tree, const build_facts *m)
{
    for (size_t i = 0; i < m->requires.n; i++)
        if (str_has(m->requires.at[i].path, STR("tinygo"))) return true;
    return build_files_mention(a, tree, m, STR("tinygo"));
}

bool go_module_mentions_reactor(arena *a, const source_tree *tree, const build_facts *m)
{
    return build_files_mention(a, tree, m, STR("c-shared"));
}

void go_module_judge(build_facts *m)
{
    m->reactor = has_reactors(m->version);
    m->higress_abi = false;
    for (size_t i = 0; m->reactor && i < m->requires.n; i++)
        if (str_starts(m->requires.at[i].path, STR("github.com/higress-group/"))) m->higress_abi = true;
}
