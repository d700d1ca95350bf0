/* The catalogue of built-in plugins (schema/catalogue, compiled in): what those accept whose images a gateway's project
 * publishes, for whoever has no sources of them.
 *
 * Its facts are an inferred schema without places. They are those of several states of a plugin, put together so that they hold
 * for each tag that the catalogue knows; of a newer one nothing is known for certain. */
#ifndef PLUGIN_CATALOGUE_H
#define PLUGIN_CATALOGUE_H

#include "plugin/workspace.h"

typedef struct inferred_schema inferred_schema;

typedef struct catalogue_plugin {
    const char *const *names; /* of the image, then what consoles call it; NULL at the end */
    const char *language;     /* its title: "C++" */
    const char *sources;      /* its folder in the project's repository */
    const char *version;      /* the newest tag that the facts hold for */
    const char *digest;       /* of the image with that tag, "sha256:..."; NULL: not known */
    const char *facts;        /* JSON; NULL: none are known */
    size_t size;              /* of it */
} catalogue_plugin;

/* Which image, as far as it is known. */
typedef struct builtin_image {
    const catalogue_plugin *plugin; /* NULL: none of the catalogue's */
    str tag;     /* empty: it has none */
    bool newest; /* it is the newest that the catalogue knows */
    bool unsure; /* it may be newer than the catalogue, or it does not say: keys that are not known may be new */
} builtin_image;

/* What a document says of an image; all of it may be empty. */
typedef struct image_words {
    str address;         /* "oci://registry/plugins/ai-proxy:2.0.0", a URL, a file's path */
    str label, version;  /* as a console calls the plugin */
    bool built_in;       /* ... and it says that the plugin came with the gateway */
    bool mirrors;        /* any registry may have copies of the project's images */
} image_words;

/* The built-in plugin that is meant: in the folder of plugins of the project's registry, or of one that keeps its name, on a
 * server that does, as its tests have it, or labelled as built in. A resource's name alone says nothing. Texts are parts of
 * `said`. */
builtin_image catalogue_find(const image_words *said);
/* How messages call it: "ai-proxy:2.0.0". Memory from `a`. */
str catalogue_image_text(arena *a, const builtin_image *image);
/* Whether its facts can be held against a configuration. */
bool catalogue_is_known(const builtin_image *image);
/* The facts; NULL where there are none. Made when first asked for; lives as long as the workspace. */
const inferred_schema *workspace_catalogue_schema(workspace *w, const builtin_image *image);
/* Of the gateway, "2.2.4"; and where the sources of a plugin are to be seen. Memory from `a`. */
str catalogue_release(void);
str catalogue_sources_url(arena *a, const catalogue_plugin *plugin);

#endif
