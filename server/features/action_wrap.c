/* A configuration as a WasmPlugin, and that of a WasmPlugin as a file of its own. */
#include "features/action_internal.h"

#include "base/path.h"
#include "base/words.h"
#include "plugin/project.h"

/* The text with each line further in by `more` columns, or by so many less. */
static str indented(const rewriting *r, str text, uint32_t more, uint32_t less)
{
    strbuf out = STRBUF_IN(r->a);
    str rest = text, line;
    while (str_split(&rest, '\n', &line)) {
        uint32_t blanks = 0;
        while (blanks < less && blanks < line.n && line.p[blanks] == ' ') blanks++;
        if (str_trim(line).n) strbuf_pad(&out, ' ', more);
        strbuf_add(&out, str_slice(line, blanks, line.n));
        if (rest.p) strbuf_add_char(&out, '\n');
    }
    return strbuf_str(&out);
}

/* The plugin's folder, where a resource may be called so. */
static str resource_name(const project *plugin)
{
    str name = path_base(project_root(plugin));
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.p[i])) return STR("my-plugin");
    return name;
}

static void add_wrapping(rewriting *r, const config_document *d)
{
    bool plain = d->kind == DOCUMENT_CONFIG && r->root->kind == YAML_MAPPING && r->root->style == YAML_BLOCK;
    if (!plain || !d->plugin || rewriting_column(r, r->root->at.start) || yaml_get_entry(r->root, STR("_rules_"))) return;
    str name = resource_name(d->plugin), text = r->stream->text;
    str body = indented(r, str_slice(text, rewriting_line(r, r->root->at.start), text.n), 4, 0);
    str head = arena_printf(r->a,
                            "apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  name: %.*s\n"
                            "  namespace: higress-system\nspec:\n  url: oci://registry.example.com/plugins/%.*s:1.0.0\n"
                            "  defaultConfig:\n",
                            STR_ARG(name), STR_ARG(name));
    action *new = rewriting_add(r, words_str("make a WasmPlugin of this configuration"));
    rewriting_edit(r, new, range_make(rewriting_line(r, r->root->at.start), (uint32_t)text.n),
                   arena_printf(r->a, "%.*s%.*s", STR_ARG(head), STR_ARG(body)));
    rewriting_done(r);
}

static void add_unwrapping(rewriting *r, const config_document *d)
{
    const yaml_node *spec = yaml_member(r->root, STR("spec")), *config = spec ? yaml_member(spec, STR("defaultConfig")) : NULL;
    if (d->kind != DOCUMENT_WASMPLUGIN || !config || config->kind != YAML_MAPPING || config->style != YAML_BLOCK) return;
    const yaml_node *rules = yaml_member(spec, STR("matchRules"));
    if (rules && rules->item_count) return; /* their configurations would be lost */
    if (rewriting_is_bound(r->root)) return;
    uint32_t start = rewriting_line(r, config->at.start), column = rewriting_column(r, config->at.start);
    str body = indented(r, str_slice(r->stream->text, start, rewriting_line_end(r, config->at.end)), 0, column);
    action *new = rewriting_add(r, words_str("keep the configuration alone"));
    rewriting_edit(r, new, range_make(0, (uint32_t)r->stream->text.n), body);
    rewriting_done(r);
}

/* Of the only document in a file, from its top: inside of it something else is meant. */
void action_add_wraps(rewriting *r)
{
    bool top = r->node == r->root || r->node->parent == r->root;
    if (r->facts->outer || r->stream->documents.n != 1 || r->stream->dialect == YAML_JSON || !top) return;
    for (size_t i = 0; i < r->facts->documents.n; i++) {
        if (r->facts->documents.at[i].object) continue;
        add_wrapping(r, &r->facts->documents.at[i]);
        add_unwrapping(r, &r->facts->documents.at[i]);
    }
}
