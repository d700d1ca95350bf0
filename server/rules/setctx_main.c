/* project/setctx-in-main: a registration in main of a module that is built natively never runs. */
#include "rules/rule.h"

/* "1.24.1" is at least 1.24: the first Go that builds reactor modules, which the Higress SDK asks for. */
static bool builds_natively(str version)
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

/* TinyGo does call main: a sign of it makes the finding doubtful. */
static bool mentions_tinygo(const rule_context *c)
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

/* "SetCtx" of "wrapper.SetCtx[Config](...)". */
static ir_span name_of_call(const rule_context *c, ir_span call, str *name)
{
    str text = c->program->files.at[call.file].text;
    uint32_t from = call.at.start, to = from;
    while (to < call.at.end && to < text.n && text.p[to] != '(' && text.p[to] != '[') to++;
    for (uint32_t i = from; i < to; i++)
        if (text.p[i] == '.') from = i + 1;
    *name = str_slice(text, from, to);
    return (ir_span){call.file, {from, to}};
}

void setctx_main_run(rule_context *c)
{
    if (!c->module || !builds_natively(c->module->go_version)) return;
    for (size_t i = 0; i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        if (r->sdk != SDK_WRAPPER || !r->in_main || r->in_init || r->at.file >= c->program->files.n) continue;
        str name;
        ir_span at = name_of_call(c, r->at, &name);
        const rule *found = rule_find(STR("project/setctx-in-main"));
        diagnostic *d = rule_report(c, found, at, rule_format(c, found->message, &(rule_value){"function", name}, 1));
        if (mentions_tinygo(c)) d->level = SEVERITY_WARNING;
    }
}
