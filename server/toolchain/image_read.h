/* The module in an image on the disk: an OCI layout as `wpls build --image`, skopeo or oras write it, in a folder or in a tar of
 * one ("oci-archive"). All three forms of images are read (toolchain/image.h), and those of one module count as one. Bytes are
 * those of a stranger: each blob has to have the digest that it is named by. */
#ifndef TOOLCHAIN_IMAGE_READ_H
#define TOOLCHAIN_IMAGE_READ_H

#include "base/arena.h"

typedef struct image_module {
    str bytes; /* of the module */
    str tag;   /* of the image that it is in; empty: it has none */
    str title; /* what the image says that the plugin is called; empty: it does not */
} image_module;

/* Whether something is there that can only be an image: "PATH" or "PATH:TAG". */
bool image_is_named(str named);
/* The module in it; with a tag that of the image of this tag. Everything in `a`. False with the reason, to be read behind the
 * image's name. */
bool image_read_module(arena *a, str named, image_module *found, str *problem);
/* The same of a tar's bytes, which it borrows; `tag` may be empty. */
bool image_read_archive(arena *a, str tar, str tag, image_module *found, str *problem);

#endif
