#include "plugin/settings.h"

#include "base/glob.h"
#include "base/path.h"

#include <stdlib.h>

/* --- reading --------------------------------------------------------------------------------------------------------------- */

static bool is_text(const yaml_node *v) { return v && v->kind == YAML_SCALAR && v->type == YAML_STRING && v->value.n; }

static const yaml_node *member(const yaml_node *mapping, const char *key)
{
    const yaml_node *v = mapping ? yaml_get(mapping, str_of(key)) : NULL;
    return v ? yaml_resolve(v) : NULL;
}

/* The mapping under a key, so that `entry_count` may be asked for in any case. */
static const yaml_node *mapping_at(const yaml_node *value, const char *key)
{
    static const yaml_node nothing = {.kind = YAML_EMPTY};
    const yaml_node *v = member(value, key);
    return v && v->kind == YAML_MAPPING ? v : &nothing;
}

static settings_files read_files(arena *a, const yaml_entry *e)
{
    settings_files f = {.target = arena_str(a, e->key->value), .at = e->key->at};
    const yaml_node *v = yaml_resolve(e->value);
    if (is_text(v)) array_push(a, &f.patterns, arena_str(a, v->value));
    for (uint32_t i = 0; v && i < v->item_count; i++)
        if (is_text(yaml_resolve(v->items[i]))) array_push(a, &f.patterns, arena_str(a, yaml_resolve(v->items[i])->value));
    return f;
}

static bool read_level(const yaml_node *v, severity *level)
{
    if (!is_text(v)) return false;
    for (*level = SEVERITY_ERROR; *level <= SEVERITY_HINT; ++*level)
        if (str_is(v->value, severity_name(*level))) return true;
    *level = 0;
    return str_is(v->value, "off");
}

static str text_at(arena *a, const yaml_node *value, const char *key)
{
    const yaml_node *v = member(value, key);
    return is_text(v) ? arena_str(a, v->value) : (str){0};
}

static settings_switch switch_at(const yaml_node *value, const char *key)
{
    const yaml_node *v = member(value, key);
    return v && v->kind == YAML_SCALAR && v->type == YAML_BOOL ? v->boolean ? SWITCH_ON : SWITCH_OFF : SWITCH_UNSET;
}

static gateway_kind gateway_at(const yaml_node *value)
{
    static const char *const names[] = {[GATEWAY_HIGRESS] = "higress", [GATEWAY_ISTIO] = "istio", [GATEWAY_ENVOY] = "envoy"};
    const yaml_node *v = member(value, "gateway");
    for (size_t i = GATEWAY_HIGRESS; is_text(v) && i < sizeof names / sizeof *names; i++)
        if (str_is(v->value, names[i])) return (gateway_kind)i;
    return GATEWAY_UNSET;
}

/* 0 when there is none. */
static double number_at(arena *a, const yaml_node *value, const char *key)
{
    const yaml_node *v = member(value, key);
    return v && v->kind == YAML_SCALAR ? strtod(arena_cstr(a, v->value), NULL) : 0;
}

static void read_build(arena *a, const yaml_node *value, str folder, settings_build *out)
{
    const yaml_node *paths = member(value, "includePaths");
    out->toolchain = text_at(a, value, "toolchain");
    if (str_is(out->toolchain, "auto")) out->toolchain.n = 0;
    out->output = text_at(a, value, "output");
    out->tags = text_at(a, value, "tags");
    out->on_save = switch_at(value, "onSave");
    out->deadline = number_at(a, value, "deadline");
    for (uint32_t i = 0; paths && i < paths->item_count; i++) {
        const yaml_node *v = yaml_resolve(paths->items[i]);
        if (is_text(v)) array_push(a, &out->include_paths, path_clean(a, path_join(a, folder, v->value)));
    }
}

enum { DELAY_DEFAULT = 400, DELAY_MOST = 10000 }; /* milliseconds, as schema/settings.schema.json has them */

static bool read_delay(str text, uint32_t *ms)
{
    *ms = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        *ms = *ms * 10 + (uint32_t)(text.p[i] - '0');
        if (*ms > DELAY_MOST) return false;
    }
    return text.n > 0;
}

void settings_read(arena *a, const yaml_node *value, settings *out)
{
    const yaml_node *v = mapping_at(value, "schemas");
    for (uint32_t i = 0; i < v->entry_count; i++)
        if (v->entries[i].key->value.n) array_push(a, &out->schemas, read_files(a, &v->entries[i]));
    v = mapping_at(value, "plugins");
    for (uint32_t i = 0; i < v->entry_count; i++)
        if (v->entries[i].key->value.n) array_push(a, &out->plugins, read_files(a, &v->entries[i]));
    v = mapping_at(value, "schemaRoots");
    for (uint32_t i = 0; i < v->entry_count; i++) {
        const yaml_entry *e = &v->entries[i];
        const yaml_node *folder = yaml_resolve(e->value);
        if (!e->key->value.n || !is_text(folder)) continue;
        str absolute = path_clean(a, path_join(a, out->folder, folder->value));
        array_push(a, &out->schema_roots,
                   (settings_root){arena_str(a, e->key->value), absolute, arena_str(a, folder->value), folder->at});
    }
    v = mapping_at(value, "rules");
    for (uint32_t i = 0; i < v->entry_count; i++) {
        settings_level l = {.rule = arena_str(a, v->entries[i].key->value)};
        if (read_level(yaml_resolve(v->entries[i].value), &l.level)) array_push(a, &out->rules, l);
    }
    const yaml_node *excluded = member(value, "exclude");
    if (is_text(excluded)) array_push(a, &out->exclude, arena_str(a, excluded->value));
    for (uint32_t i = 0; excluded && i < excluded->item_count; i++) {
        const yaml_node *item = yaml_resolve(excluded->items[i]);
        if (is_text(item)) array_push(a, &out->exclude, arena_str(a, item->value));
    }
    read_build(a, mapping_at(value, "build"), out->folder, &out->build);
    const yaml_node *language = member(value, "language");
    out->formats = switch_at(value, "formats");
    out->libclang = switch_at(value, "libclang");
    v = mapping_at(value, "inlayHints");
    out->inlays[INLAY_DEFAULTS] = switch_at(v, "defaults");
    out->inlays[INLAY_CLUSTERS] = switch_at(v, "clusters");
    out->inlays[INLAY_PHASES] = switch_at(v, "phases");
    const yaml_node *delay = member(value, "typingDelay");
    out->typing_delay.said = delay && delay->kind == YAML_SCALAR && read_delay(delay->value, &out->typing_delay.ms);
    out->memory_limit = number_at(a, value, "memoryLimit");
    const yaml_node *catalogue = member(value, "catalogue"), *sources = member(value, "pluginSources");
    if (is_text(catalogue) && str_is(catalogue->value, "on")) out->catalogue = CATALOGUE_ON;
    if (is_text(catalogue) && str_is(catalogue->value, "off")) out->catalogue = CATALOGUE_OFF;
    if (is_text(catalogue) && str_is(catalogue->value, "mirrors")) out->catalogue = CATALOGUE_MIRRORS;
    if (is_text(sources) && sources->value.n) {
        out->plugin_sources.folder = path_clean(a, path_join(a, out->folder, sources->value));
        out->plugin_sources.written = arena_str(a, sources->value);
        out->plugin_sources.at = sources->at;
    }
    out->gateway = gateway_at(value);
    if (is_text(language) && str_is(language->value, "en")) out->language = LANGUAGE_ENGLISH;
    if (is_text(language) && str_is(language->value, "zh")) out->language = LANGUAGE_CHINESE;
}

bool settings_is_file(str path) { return str_is(path_base(path), "wpls.yaml") || str_is(path_base(path), ".wpls.yaml"); }

/* --- asking ---------------------------------------------------------------------------------------------------------------- */

bool settings_view_same(const settings_view *a, const settings_view *b)
{
    return memcmp(a->generations, b->generations, sizeof a->generations) == 0;
}

/* A pattern without '/' in front fits in any folder. */
static bool pattern_fits(str pattern, str relative)
{
    if (str_starts(pattern, STR("/"))) return glob_matches(str_slice(pattern, 1, pattern.n), relative);
    if (str_starts(pattern, STR("./"))) return glob_matches(str_slice(pattern, 2, pattern.n), relative);
    for (size_t from = 0;;) {
        if (glob_matches(pattern, str_slice(relative, from, relative.n))) return true;
        ptrdiff_t slash = str_find_char(relative, '/', from);
        if (slash < 0) return false;
        from = (size_t)slash + 1;
    }
}

static bool files_fit(const settings_files *f, str relative)
{
    bool fit = false;
    for (size_t i = 0; i < f->patterns.n; i++) {
        str p = f->patterns.at[i];
        bool out = str_starts(p, STR("!"));
        if (out != fit) continue; /* says what is so already */
        if (pattern_fits(out ? str_slice(p, 1, p.n) : p, relative)) fit = !out;
    }
    return fit;
}

static const settings_files *find_files(const settings_files *list, size_t n, str folder, str path)
{
    if (!path_is_inside(path, folder)) return NULL;
    str relative = path_relative(path, folder);
    for (size_t i = 0; i < n; i++)
        if (files_fit(&list[i], relative)) return &list[i];
    return NULL;
}

const settings_files *settings_schema_of(const settings_view *v, str path, const settings **where)
{
    const settings_files *found = NULL;
    for (int i = 0; i < SETTINGS_LAYERS && !found; i++) {
        *where = v->layers[i];
        if (*where) found = find_files((*where)->schemas.at, (*where)->schemas.n, (*where)->folder, path);
    }
    return found;
}

const settings_files *settings_plugin_of(const settings_view *v, str path, const settings **where)
{
    const settings_files *found = NULL;
    for (int i = 0; i < SETTINGS_LAYERS && !found; i++) {
        *where = v->layers[i];
        if (*where) found = find_files((*where)->plugins.at, (*where)->plugins.n, (*where)->folder, path);
    }
    return found;
}

bool settings_formats(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->formats) return v->layers[i]->formats == SWITCH_ON;
    return false;
}

bool settings_libclang(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->libclang) return v->layers[i]->libclang == SWITCH_ON;
    return true;
}

bool settings_inlay(const settings_view *v, settings_inlay_class which)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->inlays[which]) return v->layers[i]->inlays[which] == SWITCH_ON;
    return false;
}

settings_language settings_language_of(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->language) return v->layers[i]->language;
    return LANGUAGE_UNSET;
}

gateway_kind settings_gateway_of(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->gateway) return v->layers[i]->gateway;
    return GATEWAY_UNSET;
}

uint32_t settings_typing_delay(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->typing_delay.said) return v->layers[i]->typing_delay.ms;
    return DELAY_DEFAULT;
}

settings_build settings_build_of(const settings_view *v)
{
    settings_build found = {0};
    for (int i = SETTINGS_LAYERS; i-- > 0;) {
        const settings_build *b = v->layers[i] ? &v->layers[i]->build : NULL;
        if (!b) continue;
        if (b->toolchain.n) found.toolchain = b->toolchain;
        if (b->output.n) found.output = b->output, found.output_inside = i == SETTINGS_FILE ? v->layers[i]->folder : (str){0};
        if (b->tags.n) found.tags = b->tags;
        if (b->include_paths.n) memcpy(&found.include_paths, &b->include_paths, sizeof found.include_paths);
        if (b->deadline > 0) found.deadline = b->deadline;
        if (b->on_save) found.on_save = b->on_save;
    }
    return found;
}

double settings_memory_of(const settings_view *v)
{
    const settings *editor = v->layers[SETTINGS_EDITOR];
    return editor && editor->memory_limit > 0 ? editor->memory_limit : 0;
}

settings_catalogue settings_catalogue_of(const settings_view *v)
{
    for (int i = 0; i < SETTINGS_LAYERS; i++)
        if (v->layers[i] && v->layers[i]->catalogue) return v->layers[i]->catalogue;
    return CATALOGUE_ON;
}

static bool is_of_group(str rule, str group)
{
    return str_ends(group, STR("/*")) && str_starts(rule, str_slice(group, 0, group.n - 1));
}

/* The level that a layer gives the rule; NULL: it says nothing of it. */
static const severity *level_in(const settings *layer, str rule)
{
    const severity *of_group = NULL;
    for (size_t i = 0; layer && i < layer->rules.n; i++) {
        const settings_level *l = &layer->rules.at[i];
        if (str_eq(l->rule, rule)) return &l->level;
        if (is_of_group(rule, l->rule)) of_group = &l->level;
    }
    return of_group;
}

static bool is_asked_for(const settings *options, str rule)
{
    for (size_t i = 0; i < options->only.n; i++)
        if (str_eq(options->only.at[i], rule) || is_of_group(rule, options->only.at[i])) return true;
    return false;
}

severity settings_level_of(const settings_view *v, str rule, severity level)
{
    const settings *options = v->layers[SETTINGS_OPTIONS];
    bool asked = options && options->only.n;
    if (asked && !is_asked_for(options, rule)) return 0;
    for (int i = 0; i < SETTINGS_LAYERS; i++) {
        const severity *said = level_in(v->layers[i], rule);
        if (!said) continue;
        return *said || !asked || i == SETTINGS_OPTIONS ? *said : level; /* who asks for a rule that a file has off wants it */
    }
    return level;
}
