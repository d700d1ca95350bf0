/* A plugin as an image: an OCI layout on the disk, without a Docker daemon. skopeo, oras and others push it.
 *
 * One layout holds three images of the same module, since those who pull agree on no form:
 *
 *   VERSION           spec.yaml, README layers, and plugin.wasm in a tar+gzip layer, the last: Higress, Istio (variant "compat")
 *   VERSION-docker    that last layer alone, as any container image has it. `skopeo copy --format v2s2` makes Docker's form of it
 *                     for registries that take no other (a layout itself can't hold Docker's manifests: readers look for OCI's)
 *   VERSION-artifact  application/vnd.module.wasm.content.layer.v1+wasm and a runtime configuration: Istio (variant "oci"), wasme
 *
 * https://higress.cn/en/docs/latest/user/wasm-image-spec and https://github.com/solo-io/wasm/tree/master/spec describe them. The
 * same module and documents give the same bytes. */
#ifndef TOOLCHAIN_IMAGE_H
#define TOOLCHAIN_IMAGE_H

#include "base/arena.h"

typedef struct image_request {
    arena *arena;
    str folder; /* of the plugin: spec.yaml, README*.md, icon.png and VERSION are taken from there */
    str module; /* path of the wasm module */
    str layout; /* the layout's folder, absolute: made, or added to when it is a layout already */
} image_request;

typedef struct image_result {
    str version; /* the reference of the first image */
    str message; /* what was written, or why it could not be */
    char digest[65]; /* of the first image's manifest */
} image_result;

/* Writes blobs first and the index last, so that a reader sees the old images or the new ones. False with the reason in
 * `message`. */
bool image_write(const image_request *r, image_result *result);

#endif
