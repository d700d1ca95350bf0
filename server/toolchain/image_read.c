#include "toolchain/image_read.h"

#include "base/file.h"
#include "base/path.h"
#include "base/sha256.h"
#include "base/strbuf.h"
#include "base/words.h"
#include "yaml/tree.h"

#include <zlib.h>

enum { /* POSIX.1-1988, ustar */
    TAR_BLOCK = 512, TAR_NAME_LENGTH = 100, TAR_SIZE_AT = 124, TAR_SIZE_LENGTH = 12, TAR_TYPE_AT = 156, TAR_MAGIC_AT = 257,
    TAR_PREFIX_AT = 345, TAR_PREFIX_LENGTH = 155,
};
enum { DIGEST_LENGTH = 64, NESTED_MOST = 3, BLOBS_MOST = 300, UNPACKED_MOST = 256 << 20 /* of all layers */ };
static const str tar_magic = STR_INIT("ustar");
static const str magic = {"\0asm", 4};

typedef struct reading {
    arena *a;
    str folder, tar; /* of the layout: either */
    str tag;         /* wanted; or empty */
    image_module found;
    str *problem;
    bool tagged;     /* an image with that tag was seen */
    size_t blobs, unpacked; /* read; bytes */
} reading;

static bool fail(reading *r, str text)
{
    if (!r->problem->n) *r->problem = text;
    return false;
}

/* --- tar and gzip ----------------------------------------------------------------------------------------------------------- */

/* Octal digits; SIZE_MAX when they are none. */
static size_t tar_number(str field)
{
    size_t n = 0, i = 0;
    for (; i < field.n && field.p[i] >= '0' && field.p[i] <= '7'; i++) n = n * 8 + (size_t)(field.p[i] - '0');
    return i ? n : SIZE_MAX;
}

static str until_nul(str field)
{
    ptrdiff_t nul = str_find_char(field, '\0', 0);
    return nul < 0 ? field : str_slice(field, 0, (size_t)nul);
}

static str without_dot(str name) { return str_starts(name, STR("./")) ? str_slice(name, 2, name.n) : name; }

/* The next file of a tar, from byte `*at` on; false behind the last. */
static bool tar_next(arena *a, str tar, size_t *at, str *name, str *bytes)
{
    while (*at + TAR_BLOCK <= tar.n) {
        str head = str_slice(tar, *at, *at + TAR_BLOCK);
        size_t size = tar_number(str_slice(head, TAR_SIZE_AT, TAR_SIZE_AT + TAR_SIZE_LENGTH)), start = *at + TAR_BLOCK;
        str prefix = until_nul(str_slice(head, TAR_PREFIX_AT, TAR_PREFIX_AT + TAR_PREFIX_LENGTH));
        bool ustar = str_starts(str_slice(head, TAR_MAGIC_AT, TAR_BLOCK), tar_magic);
        if (!head.p[0] || size > tar.n - start) return false;
        *name = until_nul(str_slice(head, 0, TAR_NAME_LENGTH));
        if (ustar && prefix.n) *name = arena_printf(a, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(*name));
        *name = without_dot(*name);
        *bytes = str_slice(tar, start, start + size);
        *at = start + (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
        if (head.p[TAR_TYPE_AT] == '0' || !head.p[TAR_TYPE_AT]) return true;
    }
    return false;
}

/* In the arena; `p` is NULL when they are no such bytes, or too many. */
static str unpacked(reading *r, str gzip)
{
    enum { GZIP_WINDOW = 15 + 16, STEP = 1 << 20 };
    strbuf out = STRBUF_INIT;
    z_stream z = {.next_in = (Bytef *)(uintptr_t)gzip.p, .avail_in = (uInt)gzip.n};
    int status = gzip.n <= UINT32_MAX ? inflateInit2(&z, GZIP_WINDOW) : Z_MEM_ERROR;
    if (status != Z_OK) return (str){0};
    while (status == Z_OK && r->unpacked < UNPACKED_MOST) {
        strbuf_reserve(&out, out.n + STEP);
        z.next_out = (Bytef *)out.p + out.n;
        z.avail_out = STEP;
        status = inflate(&z, Z_NO_FLUSH);
        out.n += STEP - z.avail_out;
        r->unpacked += STEP - z.avail_out;
    }
    inflateEnd(&z);
    str bytes = status == Z_STREAM_END ? arena_str(r->a, strbuf_str(&out)) : (str){0};
    strbuf_free(&out);
    return bytes;
}

/* --- the layout ------------------------------------------------------------------------------------------------------------- */

static bool layout_file(reading *r, str name, str *bytes)
{
    str entry;
    size_t at = 0;
    if (r->folder.n) return file_read(r->a, path_join(r->a, r->folder, name), bytes) == FILE_OK;
    while (tar_next(r->a, r->tar, &at, &entry, bytes))
        if (str_eq(entry, name)) return true;
    return false;
}

static str text_of(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = mapping && mapping->kind == YAML_MAPPING ? yaml_get(mapping, str_of(key)) : NULL;
    return n && n->kind == YAML_SCALAR ? n->value : (str){0};
}

static str note_of(const yaml_node *descriptor, const char *key)
{
    const yaml_node *notes = descriptor && descriptor->kind == YAML_MAPPING ? yaml_get(descriptor, STR("annotations")) : NULL;
    return text_of(notes, key);
}

/* The list of that name in an object; NULL: there is none. */
static const yaml_node *list_of(const yaml_node *mapping, const char *key)
{
    const yaml_node *n = mapping && mapping->kind == YAML_MAPPING ? yaml_get(mapping, str_of(key)) : NULL;
    return n && n->kind == YAML_SEQUENCE ? n : NULL;
}

static const yaml_node *parsed(reading *r, str json)
{
    const yaml_stream *s = yaml_parse(r->a, json, YAML_JSON);
    return s->documents.n ? s->documents.at[0].root : NULL;
}

/* False, which is said, when the blob is not there or is another. */
static bool blob_of(reading *r, const yaml_node *descriptor, str *bytes)
{
    static const str sha = STR_INIT("sha256:");
    str digest = text_of(descriptor, "digest");
    char hex[DIGEST_LENGTH + 1];
    str name = str_starts(digest, sha) ? str_slice(digest, sha.n, digest.n) : (str){0};
    for (size_t i = 0; i < name.n; i++)
        if (!((name.p[i] >= '0' && name.p[i] <= '9') || (name.p[i] >= 'a' && name.p[i] <= 'f'))) name.n = 0;
    if (++r->blobs > BLOBS_MOST) return fail(r, words_str("it has more images and layers than a plugin needs"));
    if (name.n != DIGEST_LENGTH) return fail(r, arena_printf(r->a, words("'%.*s' is no SHA-256 digest"), STR_ARG(digest)));
    if (!layout_file(r, arena_printf(r->a, "blobs/sha256/%.*s", STR_ARG(name)), bytes))
        return fail(r, arena_printf(r->a, words("the blob %.*s is not in it"), STR_ARG(digest)));
    sha256_hex(*bytes, hex);
    return str_is(name, hex) || fail(r, arena_printf(r->a, words("the blob %.*s has another digest"), STR_ARG(digest)));
}

/* The module in a layer: it may be the layer itself, or the file in it that is one. `p` is NULL: there is none. */
static str module_in(reading *r, str layer)
{
    str name, bytes, other = {0};
    size_t at = 0;
    if (str_starts(layer, STR("\x1f\x8b"))) layer = unpacked(r, layer);
    if (str_starts(layer, magic)) return layer;
    while (layer.p && tar_next(r->a, layer, &at, &name, &bytes)) {
        if (str_is(name, "plugin.wasm") && str_starts(bytes, magic)) return bytes;
        if (str_ends(name, STR(".wasm")) && str_starts(bytes, magic) && !other.p) other = bytes;
    }
    return other;
}

static bool take_module(reading *r, str bytes, str tag, str title)
{
    if (r->found.bytes.p && !str_eq(r->found.bytes, bytes))
        return fail(r, arena_printf(r->a, words("it holds several modules: say which one, as LAYOUT:TAG, such as ':%.*s'"),
                                    STR_ARG(r->found.tag.n ? r->found.tag : tag)));
    if (!r->found.bytes.p) r->found = (image_module){bytes, tag, title};
    return true;
}

static bool read_descriptors(reading *r, const yaml_node *list, str tag, int depth);

/* A manifest or an index. */
static bool read_manifest(reading *r, const yaml_node *descriptor, str tag, int depth)
{
    str json, layer;
    if (!blob_of(r, descriptor, &json)) return false;
    const yaml_node *root = parsed(r, json), *inner = list_of(root, "manifests"), *layers = list_of(root, "layers");
    if (inner) return depth >= NESTED_MOST || read_descriptors(r, inner, tag, depth + 1);
    for (size_t i = layers ? layers->item_count : 0; i-- > 0;) {
        if (!blob_of(r, layers->items[i], &layer)) return false;
        str module = module_in(r, layer);
        if (module.p) return take_module(r, module, tag, note_of(root, "org.opencontainers.image.title"));
    }
    return true;
}

static bool read_descriptors(reading *r, const yaml_node *list, str tag, int depth)
{
    for (size_t i = 0; i < list->item_count; i++) {
        str own = note_of(list->items[i], "org.opencontainers.image.ref.name");
        ptrdiff_t colon = str_rfind_char(own, ':'); /* some write the whole reference there */
        str last = colon < 0 ? own : str_slice(own, (size_t)colon + 1, own.n);
        if (r->tag.n && !depth && !str_eq(r->tag, own) && !str_eq(r->tag, last)) continue;
        r->tagged = true;
        if (!read_manifest(r, list->items[i], own.n ? own : tag, depth)) return false;
    }
    return true;
}

static bool read_layout(reading *r, image_module *found)
{
    str json;
    if (!layout_file(r, STR("index.json"), &json)) return fail(r, words_str("no OCI layout: there is no index.json in it"));
    const yaml_node *list = list_of(parsed(r, json), "manifests");
    if (!list) return fail(r, words_str("its index.json names no images"));
    if (!read_descriptors(r, list, (str){0}, 0)) return false;
    if (!r->tagged) return fail(r, arena_printf(r->a, words("no image in it has the tag '%.*s'"), STR_ARG(r->tag)));
    *found = r->found;
    return found->bytes.p || fail(r, words_str("no image in it holds a WebAssembly module"));
}

/* --- from outside ----------------------------------------------------------------------------------------------------------- */

static bool is_layout(str path)
{
    char head[TAR_BLOCK];
    size_t n;
    if (file_is_folder(path)) return true;
    if (file_read_head(path, head, sizeof head, &n) != FILE_OK || n < sizeof head) return false;
    return memcmp(head + TAR_MAGIC_AT, tar_magic.p, tar_magic.n) == 0;
}

/* "PATH:TAG" taken apart, where the whole is no path. */
static str path_of(str named, str *tag)
{
    ptrdiff_t colon = str_rfind_char(named, ':');
    *tag = (str){0};
    if (colon <= 0 || file_exists(named) || file_is_folder(named)) return named;
    *tag = str_slice(named, (size_t)colon + 1, named.n);
    return str_slice(named, 0, (size_t)colon);
}

bool image_is_named(str named)
{
    str tag;
    return is_layout(path_of(named, &tag));
}

bool image_read_archive(arena *a, str tar, str tag, image_module *found, str *problem)
{
    reading r = {.a = a, .tar = tar, .tag = tag, .problem = problem};
    *problem = (str){0};
    return read_layout(&r, found);
}

bool image_read_module(arena *a, str named, image_module *found, str *problem)
{
    str tag, path = path_of(named, &tag), tar;
    if (!file_is_folder(path)) {
        file_status status = file_read(a, path, &tar);
        *problem = words_str(file_status_text(status));
        return status == FILE_OK && image_read_archive(a, tar, tag, found, problem);
    }
    reading r = {.a = a, .folder = path, .tag = tag, .problem = problem};
    *problem = (str){0};
    return read_layout(&r, found);
}
