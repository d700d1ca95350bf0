#include "plugin/catalogue.h"

#include "base/path.h"
#include "plugin/image.h"
#include "plugin/workspace_internal.h"

#include <stdlib.h>

#include "catalogue_tables.h" /* catalogue_plugins, CATALOGUE_... */

enum { PLUGINS = sizeof catalogue_plugins / sizeof *catalogue_plugins };

str catalogue_release(void) { return STR(CATALOGUE_RELEASE); }

str catalogue_sources_url(arena *a, const catalogue_plugin *plugin)
{
    return arena_printf(a, "%s%s", CATALOGUE_SOURCES, plugin->sources);
}

/* --- which plugin ---------------------------------------------------------------------------------------------------------- */

static const catalogue_plugin *find_named(str name, const char *language)
{
    for (size_t i = 0; i < PLUGINS; i++) {
        const catalogue_plugin *p = &catalogue_plugins[i];
        if (language && strcmp(language, p->language) != 0) continue;
        for (const char *const *known = p->names; *known; known++)
            if (str_is(name, *known)) return p;
    }
    return NULL;
}

/* The plugin whose sources are in a folder of that name, which is written "key_auth" or "key-auth". */
static const catalogue_plugin *find_by_folder(str name, const char *language)
{
    for (size_t i = 0; i < PLUGINS; i++) {
        const catalogue_plugin *p = &catalogue_plugins[i];
        if (strcmp(language, p->language) == 0 && str_name_distance(path_base(str_of(p->sources)), name) == 0) return p;
    }
    return NULL;
}

/* The next number of a version, -1 where there is none; `*at` is moved behind it. */
static long next_number(str version, size_t *at)
{
    long number = -1;
    for (; *at < version.n && version.p[*at] >= '0' && version.p[*at] <= '9' && number < 100000; ++*at)
        number = (number < 0 ? 0 : number) * 10 + (version.p[*at] - '0');
    return number;
}

/* "2.0.1", "v2.0.1": nothing but numbers. */
static bool is_release(str tag)
{
    size_t at = tag.n && tag.p[0] == 'v' ? 1 : 0, parts = 0;
    while (next_number(tag, &at) >= 0 && ++parts && at < tag.n && tag.p[at] == '.') at++;
    return parts == 3 && at == tag.n;
}

/* Below 0, 0 or above, as the first is older than, the same as or newer than the second. */
static int compare_releases(str a, str b)
{
    size_t i = a.n && a.p[0] == 'v' ? 1 : 0, k = b.n && b.p[0] == 'v' ? 1 : 0;
    for (int part = 0; part < 3; part++, i++, k++) {
        long left = next_number(a, &i), right = next_number(b, &k);
        if (left != right) return left < right ? -1 : 1;
    }
    return 0;
}

static builtin_image image_of(const catalogue_plugin *p, str tag, str digest)
{
    builtin_image image = {.plugin = p, .tag = tag, .unsure = true};
    if (!p) return image;
    bool same = digest.n && p->digest && str_is(digest, p->digest);
    int age = is_release(tag) ? compare_releases(tag, str_of(p->version)) : 1;
    image.newest = same || age == 0;
    image.unsure = !same && age > 0;
    return image;
}

/* --- addresses ------------------------------------------------------------------------------------------------------------- */

/* An address in parts: the path with its host, without scheme, tag and digest. */
typedef struct address_parts {
    str path, tag, digest;
    bool web, file;
} address_parts;

static address_parts take_apart(str address)
{
    address_parts parts = {.path = address};
    ptrdiff_t scheme = str_find(address, STR("://"), 0);
    if (scheme >= 0) {
        str name = str_slice(address, 0, (size_t)scheme);
        parts.web = str_is(name, "http") || str_is(name, "https");
        parts.file = str_is(name, "file");
        parts.path = str_slice(address, (size_t)scheme + 3, address.n);
    }
    parts.file = parts.file || (address.n && address.p[0] == '/');
    ptrdiff_t at = str_rfind_char(parts.path, '@');
    if (at >= 0 && !parts.web && !parts.file) {
        parts.digest = str_slice(parts.path, (size_t)at + 1, parts.path.n);
        parts.path = str_slice(parts.path, 0, (size_t)at);
    }
    ptrdiff_t colon = str_rfind_char(parts.path, ':'), slash = str_rfind_char(parts.path, '/');
    if (colon > slash && !parts.web && !parts.file) {
        parts.tag = str_slice(parts.path, (size_t)colon + 1, parts.path.n);
        parts.path = str_slice(parts.path, 0, (size_t)colon);
    }
    return parts;
}

/* HOST/plugins/NAME/VERSION/plugin.wasm, as the server of built-in plugins has them. Anybody's server may have the same folders:
 * the host has the project's name, or the document or the settings say that it serves those plugins. */
static builtin_image find_served(const address_parts *parts, const image_words *said)
{
    str file = path_base(parts->path), folder = path_dir(parts->path), version = path_base(folder), above = path_dir(folder);
    str plugins = path_dir(above);
    bool ours = said->built_in || said->mirrors || image_names_project(path_dir(plugins));
    bool served = ours && str_is(file, "plugin.wasm") && image_is_version(version) &&
                  (str_is(path_base(plugins), CATALOGUE_FOLDER) || str_is(path_base(plugins), CATALOGUE_SERVED));
    return image_of(served ? find_named(path_base(above), NULL) : NULL, version, (str){0});
}

/* .../wasm-go/extensions/NAME/plugin.wasm, as the project's tests have them. */
static builtin_image find_file(str path)
{
    const image_reference image = image_read(path);
    str folder = path_dir(path), kind = path_base(path_dir(folder));
    bool own = image.language && str_is(kind, "extensions");
    return image_of(own ? find_by_folder(path_base(folder), image.language) : NULL, (str){0}, (str){0});
}

/* REGISTRY/plugins/NAME: of a mirror, or of somebody's own plugins. */
static bool is_in_folder(str path)
{
    str folder = path_dir(path), host = path_dir(folder);
    return str_is(path_base(folder), CATALOGUE_FOLDER) && host.n && str_find_char(host, '/', 0) < 0;
}

builtin_image catalogue_find(const image_words *said)
{
    address_parts parts = take_apart(said->address);
    if (parts.web) return find_served(&parts, said);
    if (parts.file) return find_file(parts.path);
    bool ours = said->built_in || image_is_official(parts.path) || (said->mirrors && is_in_folder(parts.path));
    builtin_image image = image_of(ours ? find_named(path_base(parts.path), NULL) : NULL, parts.tag, parts.digest);
    if (image.plugin || !said->built_in || parts.path.n) return image;
    return image_of(find_named(said->label, NULL), said->version, (str){0});
}

str catalogue_image_text(arena *a, const builtin_image *image)
{
    return arena_printf(a, "%s%s%.*s", image->plugin->names[0], image->tag.n ? ":" : "", STR_ARG(image->tag));
}

bool catalogue_is_known(const builtin_image *image) { return image->plugin && image->plugin->facts; }

/* --- facts ----------------------------------------------------------------------------------------------------------------- */

typedef struct facts_reader {
    arena *a;
    bool newest;
} facts_reader;

static const yaml_node *member(const yaml_node *of, const char *name) { return yaml_get(of, str_of(name)); }

/* A fact of a value: that of the newest states in their stead; NULL where there is none. */
static const yaml_node *fact(const facts_reader *r, const yaml_node *of, const char *name)
{
    const yaml_node *newer = r->newest ? member(of, "new") : NULL, *found = newer ? member(newer, name) : NULL;
    if (!found) found = member(of, name);
    return found && yaml_is_null(found) ? NULL : found;
}

static str text_of(const facts_reader *r, const yaml_node *n) { return n ? arena_str(r->a, n->value) : (str){"", 0}; }

static bool is_true(const yaml_node *n) { return n && n->boolean; }

static unsigned types_of(const yaml_node *letters)
{
    static const struct {
        char letter;
        unsigned type;
    } types[] = {{'s', INFERRED_STRING}, {'i', INFERRED_INTEGER}, {'n', INFERRED_NUMBER},
                 {'b', INFERRED_BOOLEAN}, {'a', INFERRED_ARRAY},  {'o', INFERRED_OBJECT}};
    unsigned found = 0;
    for (size_t i = 0; letters && i < sizeof types / sizeof *types; i++)
        if (str_find_char(letters->value, types[i].letter, 0) >= 0) found |= types[i].type;
    return found;
}

static void read_constants(const facts_reader *r, const yaml_node *list, inferred_value *v)
{
    for (uint32_t i = 0; list && i < list->item_count; i++) {
        const yaml_node *n = list->items[i];
        bool is_string = n->type == YAML_STRING;
        if (is_string && !n->value.n) v->empty_allowed = true;
        else array_push(r->a, &v->values, (inferred_constant){is_string, text_of(r, n), {.file = IR_NO_FILE}});
    }
}

static bool read_number(const facts_reader *r, const yaml_node *n, double *number)
{
    if (n) *number = strtod(arena_cstr(r->a, n->value), NULL);
    return n != NULL;
}

static void read_case(const facts_reader *r, const yaml_node *when, inferred_value *v)
{
    const yaml_node *values = when ? member(when, "in") : NULL;
    for (uint32_t i = 0; values && i < values->item_count; i++)
        array_push(r->a, &v->required_when,
                   (inferred_guard){.path = text_of(r, member(when, "key")), .value = text_of(r, values->items[i]),
                                    .at = {.file = IR_NO_FILE}});
}

static str literal_of(const facts_reader *r, const yaml_node *n)
{
    if (!n) return (str){"", 0};
    return n->type == YAML_STRING ? arena_printf(r->a, "\"%.*s\"", STR_ARG(n->value)) : text_of(r, n);
}

static inferred_value *read_value(const facts_reader *r, const yaml_node *n, inferred_value *parent);

static void read_inside(const facts_reader *r, const yaml_node *n, inferred_value *v)
{
    const yaml_node *keys = member(n, "keys"), *any = member(n, "any"), *items = member(n, "items");
    const yaml_node *group = fact(r, n, "group");
    for (uint32_t i = 0; keys && i < keys->entry_count; i++) {
        inferred_value *inside = read_value(r, keys->entries[i].value, v);
        inside->name = arena_str(r->a, keys->entries[i].key->value);
        array_push(r->a, &v->members, inside);
    }
    if (any) v->any_member = read_value(r, any, v);
    if (items) v->element = read_value(r, items, v);
    for (uint32_t i = 0; group && i < group->item_count; i++) {
        const inferred_value *one = inferred_member(v, group->items[i]->value);
        if (one) array_push(r->a, &v->one_of, one);
    }
    v->whole = is_true(fact(r, n, "open")) || !keys;
}

static inferred_value *read_value(const facts_reader *r, const yaml_node *n, inferred_value *parent)
{
    static const ir_span nowhere = {.file = IR_NO_FILE};
    inferred_value *v = ARENA_NEW(r->a, inferred_value);
    *v = (inferred_value){.parent = parent, .read_at = nowhere, .required_at = nowhere, .minimum_at = nowhere,
                          .maximum_at = nowhere, .format_at = nowhere, .name = {"", 0}};
    const yaml_node *allowed = fact(r, n, "enum");
    v->types = types_of(fact(r, n, "type"));
    v->required = is_true(fact(r, n, "required"));
    v->non_empty = is_true(fact(r, n, "filled"));
    v->enum_enforced = allowed != NULL;
    read_constants(r, allowed ? allowed : member(n, "known"), v);
    v->has_minimum = read_number(r, fact(r, n, "min"), &v->minimum);
    v->has_maximum = read_number(r, fact(r, n, "max"), &v->maximum);
    read_case(r, fact(r, n, "when"), v);
    v->default_text = literal_of(r, member(n, "default"));
    v->unit = text_of(r, member(n, "unit"));
    v->format = text_of(r, member(n, "format"));
    read_inside(r, n, v);
    return v;
}

static inferred_schema *read_schema(const facts_reader *r, const catalogue_plugin *plugin)
{
    arena scratch = ARENA_INIT;
    const yaml_node *root = yaml_parse(&scratch, str_make(plugin->facts, plugin->size), YAML_JSON)->documents.at[0].root;
    const yaml_node *global = member(root, "global"), *rule = member(root, "rule");
    inferred_schema *schema = ARENA_NEW(r->a, inferred_schema);
    schema->root = read_value(r, global, NULL);
    schema->rule = rule ? read_value(r, rule, NULL) : schema->root;
    schema->complete = true;
    arena_free(&scratch);
    return schema;
}

const inferred_schema *workspace_catalogue_schema(workspace *w, const builtin_image *image)
{
    if (!catalogue_is_known(image)) return NULL;
    if (!w->catalogue) w->catalogue = ARENA_NEW_N(&w->memory, inferred_schema *, 2 * PLUGINS);
    inferred_schema **known = &w->catalogue[2 * (image->plugin - catalogue_plugins) + image->newest];
    facts_reader r = {&w->memory, image->newest};
    if (!*known) *known = read_schema(&r, image->plugin);
    return *known;
}
