/* Settings: what the command line, the editor and a file wpls.yaml say about which schema and plugin a document has and how
 * findings are shown. Described by schema/settings.schema.json, which they are checked against; what is wrong is left out, the
 * rest counts.
 *
 * Three layers, each winning over the next: options of the command line, the editor's settings, and the nearest wpls.yaml or
 * .wpls.yaml in the document's folder or one above it, up to the repository's root (.git); without a repository up to the
 * workspace folder. */
#ifndef PLUGIN_SETTINGS_H
#define PLUGIN_SETTINGS_H

#include "base/array.h"
#include "text/diagnostic.h"
#include "yaml/tree.h"

#define SETTINGS_SCHEMA "wpls:settings"

/* Files that have something: a schema (path or URL), a plugin (folder). */
typedef struct settings_files {
    str target;
    range at; /* of the target, in the settings */
    ARRAY(str) patterns;
} settings_files;

typedef struct settings_root {
    str url, folder; /* absolute */
    str written;     /* as the settings name the folder */
    range at;        /* of the folder */
} settings_root;

typedef struct settings_level {
    str rule;       /* an id, or "group/" followed by "*" */
    severity level; /* 0: off */
} settings_level;

typedef enum settings_language { LANGUAGE_UNSET, LANGUAGE_ENGLISH, LANGUAGE_CHINESE } settings_language;
typedef enum gateway_kind { GATEWAY_UNSET, GATEWAY_HIGRESS, GATEWAY_ISTIO, GATEWAY_ENVOY } gateway_kind;
/* What the catalogue of built-in plugins judges: nothing, the project's images, or those of its names in any registry's folder of
 * plugins. */
typedef enum settings_catalogue { CATALOGUE_UNSET, CATALOGUE_OFF, CATALOGUE_ON, CATALOGUE_MIRRORS } settings_catalogue;

typedef enum settings_switch { SWITCH_UNSET, SWITCH_OFF, SWITCH_ON } settings_switch;

/* How plugins are built; what is not set is empty, 0 or SWITCH_UNSET. */
typedef struct settings_build {
    str toolchain; /* "go"; "auto" is empty */
    str output;    /* as written: it starts at the plugin's folder */
    str output_inside; /* a file may only name places in its own folder; empty: the user says where */
    str tags;
    ARRAY(str) include_paths; /* absolute */
    double deadline; /* seconds */
    settings_switch on_save;
} settings_build;

/* Classes of inlay hints. */
typedef enum settings_inlay_class { INLAY_DEFAULTS, INLAY_CLUSTERS, INLAY_PHASES, INLAY_CLASSES } settings_inlay_class;

typedef struct settings {
    str path;   /* of the file; empty for the other layers */
    str folder; /* where relative paths start */
    ARRAY(settings_files) schemas, plugins;
    ARRAY(settings_root) schema_roots;
    ARRAY(settings_level) rules;
    ARRAY(str) exclude; /* patterns as in a .gitignore of `folder` */
    settings_switch gitignore; /* whether .gitignore files count; on by itself. Of the options alone */
    ARRAY(str) only; /* rules, or groups as in settings_level, that alone say something; empty: all do. Of the options alone */
    settings_switch formats, libclang;
    settings_switch inlays[INLAY_CLASSES];
    settings_language language;
    gateway_kind gateway;
    struct {
        bool said;
        uint32_t ms;
    } typing_delay;
    settings_build build;
    double memory_limit; /* MiB; 0: not set */
    settings_catalogue catalogue; /* of built-in plugins: plugin/catalogue.h */
    struct {
        str folder;  /* absolute; empty: not set */
        str written; /* as the settings have it, at: */
        range at;
    } plugin_sources; /* of the built-in plugins */
    uint64_t generation; /* no two ever read have the same */
} settings;

/* Adds what the value says to `out` (whose folder is set); memory in `a`. */
void settings_read(arena *a, const yaml_node *value, settings *out);

/* --- of a workspace --- */
struct workspace;

enum { SETTINGS_OPTIONS, SETTINGS_EDITOR, SETTINGS_FILE, SETTINGS_LAYERS };
/* What counts in one folder, the strongest first; a layer that says nothing is NULL. Borrowed until settings change. */
typedef struct settings_view {
    const settings *layers[SETTINGS_LAYERS];
    uint64_t generations[SETTINGS_LAYERS];
} settings_view;

/* The layer of the command line, to be filled in before anything is checked; strings are borrowed for the workspace's life. */
settings *workspace_options(struct workspace *w);
/* Replaces the editor's layer by a JSON text; appends what is wrong with it to `out` (`a` holds it; places are in the text). */
void workspace_set_editor_settings(struct workspace *w, str json, arena *a, diagnostic_list *out);
/* A folder up to which settings are looked for where there is no repository; workspace folders are such folders, too. */
void workspace_add_settings_bound(struct workspace *w, str folder);
/* Whether a file of that name holds settings. */
bool settings_is_file(str path);

settings_view workspace_settings(struct workspace *w, str folder);
/* Whether the settings behind both are the same; holds for a view that was kept while settings changed, too. */
bool settings_view_same(const settings_view *a, const settings_view *b);
/* The first association of a document, `*where` the layer it stands in; NULL when there is none. */
const settings_files *settings_schema_of(const settings_view *v, str path, const settings **where);
const settings_files *settings_plugin_of(const settings_view *v, str path, const settings **where);
bool settings_formats(const settings_view *v);
bool settings_libclang(const settings_view *v);
bool settings_inlay(const settings_view *v, settings_inlay_class which);
settings_language settings_language_of(const settings_view *v);
/* The gateway that is said to run the plugins. */
gateway_kind settings_gateway_of(const settings_view *v);
/* Milliseconds that a new finding on a line being typed on waits. */
uint32_t settings_typing_delay(const settings_view *v);
/* What counts of each member; lists are borrowed from the strongest layer that has one. */
settings_build settings_build_of(const settings_view *v);
/* Memory that the analysis may take, in MiB; 0: nothing is said. A file of the folder can't say so: it is no matter of one
 * folder. */
double settings_memory_of(const settings_view *v);
/* What the catalogue of built-in plugins judges where no sources do; never CATALOGUE_UNSET. */
settings_catalogue settings_catalogue_of(const settings_view *v);
/* The folder with the sources of the built-in plugins; empty: none is named, or a file names one that may not be read. Borrowed
 * until settings change. */
str settings_plugin_sources(struct workspace *w, const settings_view *v);
/* The level of a rule that has `level` by itself; 0: off. */
severity settings_level_of(const settings_view *v, str rule, severity level);

#endif
