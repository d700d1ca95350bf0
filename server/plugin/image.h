/* What the url of a WasmPlugin says of the plugin: its name, and its language where that is known (schema/plugin-images.json). */
#ifndef PLUGIN_IMAGE_H
#define PLUGIN_IMAGE_H

#include "base/str.h"

typedef struct image_reference {
    str name;             /* "key-auth" of "oci://host/plugins/key-auth:1.0.0" and of ".../key-auth/plugin.wasm"; empty when there
                             is none */
    str twin_of;          /* an official image "go-key-auth" is made of the Go plugin "key-auth"; else empty */
    const char *language; /* that it is written in, by its title: "C++"; NULL when nothing says so */
} image_reference;

/* The texts are parts of `url`. */
image_reference image_read(str url);
/* Whether a part of the path, the host or a folder, begins as the project's registries do. */
bool image_names_project(str path);
/* Whether the path of an image, with its host, is one of the project's own registry, or of a mirror that keeps its name. */
bool image_is_official(str path);
/* Whether it is a tag or a folder as versions are called: "1.0.0", "v2", "latest". */
bool image_is_version(str name);

#endif
