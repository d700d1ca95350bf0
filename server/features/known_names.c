/* Names that are defined elsewhere and meant here: consumers in `allow`, the id of a provider in `activeProviderId`, the plugins
 * of the workspace in a WasmPlugin's url. Which list is meant is told by names alone, so these are offers and nothing more. */
#include "base/path.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "features/known.h"
#include "features/place.h"
#include "plugin/image.h"

/* Keys that name elements of a list without its name in them. */
static const struct {
    const char *key, *element;
} relations[] = {{"allow", "consumer"}, {"deny", "consumer"}};

typedef struct name_words {
    str stem; /* "provider" of "activeProviderIds", in small letters */
    bool id, name; /* ... which ends so */
} name_words;

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/* The last word before `*end` of a name in camelCase, snake_case or with dashes, in small letters and without a plural's s. */
static str take_word(arena *a, str name, size_t *end)
{
    while (*end > 0 && strchr("_-.", name.p[*end - 1])) --*end;
    size_t start = *end;
    while (start > 0 && !strchr("_-.", name.p[start - 1])) {
        start--;
        if (is_upper(name.p[start]) && (start == 0 || !is_upper(name.p[start - 1]))) break;
    }
    str word = arena_lower(a, str_slice(name, start, *end));
    *end = start;
    return word.n > 1 && word.p[word.n - 1] == 's' ? str_slice(word, 0, word.n - 1) : word;
}

static name_words words_of(arena *a, str key)
{
    size_t end = key.n;
    name_words w = {.stem = take_word(a, key, &end)};
    w.id = str_is(w.stem, "id");
    w.name = str_is(w.stem, "name");
    if (w.id || w.name) w.stem = take_word(a, key, &end);
    for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
        if (str_is(key, relations[i].key)) w.stem = str_of(relations[i].element);
    return w;
}

/* The key that a value stands under, as itself or as an element of a list. */
static const yaml_entry *key_of(const yaml_node *node)
{
    const yaml_node *holder = node->parent;
    if (holder && holder->kind == YAML_SEQUENCE) {
        node = holder;
        holder = node->parent;
    }
    for (uint32_t i = 0; holder && holder->kind == YAML_MAPPING && i < holder->entry_count; i++)
        if (holder->entries[i].value == node) return &holder->entries[i];
    return NULL;
}

typedef struct gathering {
    const known_query *q;
    name_words words;
    known_value *here;
    uint32_t nodes; /* that may be looked at yet */
} gathering;

static void add_name(gathering *g, const yaml_node *element)
{
    static const char *const members[] = {"name", "id"};
    for (size_t i = 0; i < 2; i++) {
        if (i == 0 ? g->words.id : g->words.name) continue;
        const yaml_node *v = yaml_member(element, str_of(members[i]));
        if (!v || v->kind != YAML_SCALAR || v == g->q->unsure || !v->value.n) continue;
        array_push(g->q->a, &g->here->literals, (known_literal){v->value, true, true, ""});
        return;
    }
}

static void gather(gathering *g, const yaml_node *node)
{
    for (uint32_t i = 0; i < node->entry_count && g->nodes; i++, g->nodes--) {
        const yaml_entry *e = &node->entries[i];
        size_t end = e->key->value.n;
        bool list = e->value->kind == YAML_SEQUENCE && e->key->kind == YAML_SCALAR && e->value != g->q->node->parent;
        if (list && str_eq(take_word(g->q->a, e->key->value, &end), g->words.stem))
            for (uint32_t k = 0; k < e->value->item_count; k++) add_name(g, e->value->items[k]);
        gather(g, e->value);
    }
    for (uint32_t i = 0; i < node->item_count && g->nodes; i++, g->nodes--) gather(g, node->items[i]);
}

/* Whether the code takes any text there, for all that is known. */
static bool takes_names(const known_query *q)
{
    place_path at = place_of(q->a, q->node);
    for (size_t i = 0; i < q->facts->documents.n; i++) {
        place_facts place = {0};
        if (q->facts->documents.at[i].number != q->document || !place_find(q->w, q->a, &q->facts->documents.at[i], &at, &place))
            continue;
        const inferred_value *v = place.value;
        return v && !(v->enum_enforced && v->values.n) && (!v->types || (v->types & INFERRED_STRING));
    }
    return false;
}

/* How addresses of images begin in the file, else as in the snippets. */
static str image_prefix(const known_query *q)
{
    for (size_t i = 0; i < q->facts->documents.n; i++) {
        const yaml_node *spec = yaml_member(q->facts->documents.at[i].root, STR("spec"));
        const yaml_node *url = spec ? yaml_member(spec, STR("url")) : NULL;
        bool image = url && url->kind == YAML_SCALAR && str_starts(url->value, STR("oci://"));
        ptrdiff_t slash = image ? str_rfind_char(url->value, '/') : -1;
        if (slash > 6) return str_slice(url->value, 0, (size_t)slash + 1);
    }
    return STR("oci://registry.example.com/plugins/");
}

static bool add_plugins(const known_query *q, known_value *here)
{
    const config_document *d = q->document < q->facts->documents.n ? &q->facts->documents.at[q->document] : NULL;
    bool form = d && (d->kind == DOCUMENT_WASMPLUGIN || d->kind == DOCUMENT_ISTIO_WASMPLUGIN);
    place_path at = place_of(q->a, q->node);
    if (!form || at.n != 2 || !str_is(at.at[0].key, "spec") || !str_is(at.at[1].key, "url")) return false;
    const project_list *plugins = workspace_projects(q->w);
    str prefix = image_prefix(q);
    for (size_t i = 0; i < plugins->n; i++) {
        if (workspace_holds_others(q->w, plugins->at[i])) continue;
        str name = path_base(project_root(plugins->at[i]));
        str url = arena_printf(q->a, "%.*s%.*s:1.0.0", STR_ARG(prefix), STR_ARG(name));
        array_push(q->a, &here->literals, (known_literal){url, true, true, words("a plugin of the workspace")});
    }
    return here->literals.n > 0;
}

bool known_by_names(const known_query *q, known_value *here, known_list *members)
{
    enum { NODES_MOST = 20000 };
    (void)members;
    *here = (known_value){0};
    if (add_plugins(q, here)) return true;
    const yaml_entry *e = key_of(q->node);
    if (!e || e->key->kind != YAML_SCALAR || !takes_names(q)) return false;
    gathering g = {q, words_of(q->a, e->key->value), here, NODES_MOST};
    const yaml_node *root = q->node;
    while (root->parent) root = root->parent;
    if (g.words.stem.n > 1) gather(&g, root);
    return here->literals.n > 0;
}
