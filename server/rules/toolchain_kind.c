#include "rules/toolchain_kind.h"

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

static bool is_build_file(str name)
{
    return str_starts(name, STR("Makefile")) || str_starts(name, STR("Dockerfile")) || str_ends(name, STR(".sh")) ||
           str_ends(name, STR(".mk"));
}

bool mentions_tinygo(const rule_context *c)
{
    for (size_t i = 0; i < c->module->requires.n; i++)
        if (str_has(c->module->requires.at[i].path, STR("tinygo"))) return true;
    if (!c->tree) return false;
    source_entries entries = c->tree->list(c->tree->self, c->arena, c->module->root);
    for (size_t i = 0; i < entries.n; i++) {
        str text;
        if (entries.at[i].folder || !is_build_file(entries.at[i].name)) continue;
        str path = arena_printf(c->arena, "%.*s/%.*s", STR_ARG(c->module->root), STR_ARG(entries.at[i].name));
        if (c->tree->read(c->tree->self, path, &text) && str_has(text, STR("tinygo"))) return true;
    }
    return false;
}

bool builds_natively(const rule_context *c) { return c->module && has_reactors(c->module->go_version); }

bool builds_for_higress(const rule_context *c)
{
    if (!builds_natively(c)) return false;
    for (size_t i = 0; i < c->module->requires.n; i++)
        if (str_starts(c->module->requires.at[i].path, STR("github.com/higress-group/"))) return true;
    return false;
}
