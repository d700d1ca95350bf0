#include "plugin/chart.h"

#include "base/path.h"
#include "plugin/listing.h"
#include "plugin/workspace_internal.h"

/* --- which files ----------------------------------------------------------------------------------------------------------- */

bool chart_is_values_name(str path)
{
    str base = path_base(path), stem = str_slice(base, 0, base.n - path_extension(path).n);
    bool more = stem.n > 6 && strchr(".-_", stem.p[6]);
    return str_starts(stem, STR("values")) && (stem.n == 6 || more);
}

/* The folder of the chart; empty: there is none. */
static str chart_of(workspace *w, arena *a, str path)
{
    str text, folders[] = {path_dir(path), path_dir(path_dir(path))};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (workspace_text(w, path_join(a, folders[i], STR("Chart.yaml")), &text) == FILE_OK) return folders[i];
    return (str){0};
}

/* A template that is called so has none: it may be one that asks for values. */
bool chart_is_values(workspace *w, arena *a, str path)
{
    str chart = chart_is_values_name(path) ? chart_of(w, a, path) : (str){0};
    return chart.n && !path_is_inside(path, path_join(a, chart, STR("templates")));
}

/* --- which values ---------------------------------------------------------------------------------------------------------- */

const yaml_node *chart_value(const yaml_node *root, str dotted)
{
    const yaml_node *n = root;
    str rest = dotted, part;
    while (n && str_split(&rest, '.', &part)) n = yaml_member(n, part);
    return n;
}

static bool is_name(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* "gate.config" of "{{- toYaml .Values.gate.config | nindent 4 }}"; empty when it is no such action, or leaves open what it
 * gives. */
static str value_given(str action)
{
    static const str values = STR_INIT(".Values.");
    ptrdiff_t at = str_find(action, values, 0);
    bool whole = at >= 0 && (str_has(action, STR("toYaml")) || str_has(action, STR("toJson")));
    if (!whole || str_find(action, values, (size_t)at + values.n) >= 0) return (str){0};
    size_t start = (size_t)at + values.n, end = start;
    while (end < action.n && (is_name(action.p[end]) || action.p[end] == '.')) end++;
    bool ended = end > start && end < action.n && strchr(" )|-}\t\n", action.p[end]) && action.p[end - 1] != '.';
    return ended ? str_slice(action, start, end) : (str){0};
}

/* Where the value of a configuration begins: behind its key. */
static uint32_t value_start(str text, const config_part *part)
{
    range key = part->key_at;
    const yaml_node *parent = part->node->parent;
    for (uint32_t i = 0; !key.end && parent && i < parent->entry_count; i++)
        if (parent->entries[i].value == part->node) key = parent->entries[i].key->at;
    uint32_t at = key.end;
    while (at && at < text.n && strchr(": \t\r\n", text.p[at])) at++;
    return at;
}

static void add_value(arena *a, const config_document *of, const config_part *part, str dotted, document_facts *facts)
{
    const yaml_node *root = facts->documents.at[0].root, *given = chart_value(root, dotted);
    bool known = !given || given->kind != YAML_MAPPING || !given->entry_count; /* empty ones are to be filled in */
    for (size_t i = 0; i < facts->documents.n && !known; i++)
        known = str_eq(facts->documents.at[i].values, dotted) && facts->documents.at[i].plugin == of->plugin;
    if (known) return;
    config_document *d = array_add(a, &facts->documents);
    *d = (config_document){.kind = DOCUMENT_CONFIG, .root = given, .dialect = facts->stream->dialect, .named = true,
                           .plugin = of->plugin, .because = of->because, .values = arena_str(a, dotted),
                           .values_rule = part->scope == CONFIG_RULE};
}

static void look_into(arena *a, const document_facts *template, document_facts *facts)
{
    str text = template->template;
    for (size_t i = 0; text.n && i < template->documents.n; i++) {
        const config_document *d = &template->documents.at[i];
        for (size_t k = 0; d->plugin && d->kind != DOCUMENT_CONFIG && k < d->parts.n; k++) {
            uint32_t start = value_start(text, &d->parts.at[k]);
            bool action = start && str_starts(str_slice(text, start, text.n), STR("{{"));
            ptrdiff_t end = action ? str_find(text, STR("}}"), start) : -1;
            str dotted = end < 0 ? (str){0} : value_given(str_slice(text, start, (size_t)end + 2));
            if (dotted.n) add_value(a, d, &d->parts.at[k], dotted, facts);
        }
    }
}

void chart_add(workspace *w, arena *a, str path, project *plugin, document_facts *facts)
{
    str folder = path_join(a, chart_of(w, a, path), STR("templates")), text;
    const tree_listing *l = workspace_listing(w, path_dir(folder));
    path_list templates = {0};
    for (size_t i = 0; i < l->documents.n; i++)
        if (path_is_inside(l->documents.at[i], folder)) array_push(a, &templates, arena_str(a, l->documents.at[i]));
    size_t before = facts->documents.n;
    for (size_t i = 0; i < templates.n; i++) {
        bool gives = workspace_text(w, templates.at[i], &text) == FILE_OK && str_has(text, STR(".Values."));
        bool ours = gives && document_may_have_texts(text);
        const document_facts *template = ours ? workspace_document(w, templates.at[i], plugin) : NULL;
        if (template) look_into(a, template, facts);
    }
    facts->chart = w->changes;
    /* what is named by an option or a comment is what the templates take */
    if (facts->documents.n > before && facts->documents.at[0].kind == DOCUMENT_CONFIG)
        facts->documents.at[0] = (config_document){.root = facts->documents.at[0].root, .dialect = facts->stream->dialect};
}
