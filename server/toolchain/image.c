#include "toolchain/image.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/json_write.h"
#include "base/path.h"
#include "base/scratch.h"
#include "base/sha256.h"
#include "base/words.h"
#include "wasm/hosts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define OCI "application/vnd.oci.image."
#define WASM "application/vnd.module.wasm."

/* A blob as a manifest names it. */
typedef struct descriptor {
    const char *type;
    char digest[65];
    size_t size;
    const char *title;   /* the file it is, or NULL */
    char unpacked[65];   /* digest of a layer's content, see "diff_ids" of the image configuration */
} descriptor;

typedef ARRAY(descriptor) descriptors;

typedef struct image {
    const image_request *request;
    image_result *result;
    arena *a;
    scratch scratch; /* in the layout */
    descriptors documents; /* layers of spec.yaml, README... */
    descriptor tar, module, manifests[3];
    str abi; /* "proxy_abi_version_0_2_1"; empty: the module tells none */
} image;

static bool fail(image *i, str path, const char *why)
{
    i->result->message = arena_printf(i->a, words("can't write the image: '%.*s': %s"), STR_ARG(path), why);
    return false;
}

/* --- files ------------------------------------------------------------------------------------------------------------------ */

static bool make_folder(image *i, str path)
{
    if (folder_make(path)) return true;
    int failed = errno;
    if (failed == EEXIST && file_kind_of(path) == KIND_FOLDER) return true;
    return fail(i, path, failed == EEXIST ? words("no folder, though something of that name is there") : strerror(failed));
}

/* All or nothing. */
static bool write_file(image *i, str path, str bytes)
{
    str fresh = path_join(i->a, i->scratch.path, path_base(path));
    return (file_write_new(fresh, bytes) && file_publish(fresh, path)) || fail(i, path, strerror(errno));
}

static bool add_blob(image *i, const char *type, str bytes, descriptor *d)
{
    *d = (descriptor){.type = type, .size = bytes.n};
    sha256_hex(bytes, d->digest);
    memcpy(d->unpacked, d->digest, sizeof d->unpacked);
    str path = arena_printf(i->a, "%.*s/blobs/sha256/%s", STR_ARG(i->request->layout), d->digest);
    return file_exists(path) || write_file(i, path, bytes); /* it is what its name says */
}

/* --- layers ----------------------------------------------------------------------------------------------------------------- */

enum { TAR_BLOCK = 512 };

/* A tar of one file, without an owner or a time (POSIX.1-1988, ustar). */
static strbuf tar_of(str name, str bytes)
{
    strbuf out = STRBUF_INIT;
    char header[TAR_BLOCK] = {0};
    strbuf_reserve(&out, bytes.n + 4 * TAR_BLOCK);
    memcpy(header, name.p, name.n);
    memcpy(header + 100, "0000644\0" "0000000\0" "0000000\0", 24);
    snprintf(header + 124, 12, "%011zo", bytes.n);
    memcpy(header + 136, "00000000000\0", 12);
    memset(header + 148, ' ', 8);
    header[156] = '0';
    memcpy(header + 257, "ustar\0" "00", 8);
    unsigned sum = 0;
    for (int k = 0; k < TAR_BLOCK; k++) sum += (unsigned char)header[k];
    snprintf(header + 148, 8, "%06o", sum); /* a NUL and the blank behind */
    strbuf_add(&out, str_make(header, TAR_BLOCK));
    strbuf_add(&out, bytes);
    strbuf_pad(&out, 0, (TAR_BLOCK - bytes.n % TAR_BLOCK) % TAR_BLOCK + 2 * TAR_BLOCK);
    return out;
}

/* gzip without a name or a time; empty when zlib fails. */
static strbuf gzip_of(str bytes)
{
    enum { GZIP_WINDOW = 15 + 16 };
    strbuf out = STRBUF_INIT;
    z_stream z = {0};
    if (bytes.n > UINT32_MAX || deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return out;
    uLong most = deflateBound(&z, (uLong)bytes.n);
    strbuf_reserve(&out, most);
    z.next_in = (Bytef *)(uintptr_t)bytes.p;
    z.avail_in = (uInt)bytes.n;
    z.next_out = (Bytef *)out.p;
    z.avail_out = (uInt)most;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END) out.n = z.total_out;
    deflateEnd(&z);
    return out;
}

static bool add_module(image *i)
{
    str bytes;
    file_status status = file_read(i->a, i->request->module, &bytes);
    if (status != FILE_OK) return fail(i, i->request->module, words(file_status_text(status)));
    if (!add_blob(i, WASM "content.layer.v1+wasm", bytes, &i->module)) return false;
    i->module.title = "plugin.wasm";
    wasm_module m;
    wasm_read(i->a, bytes, &m); /* as far as it can be read */
    i->abi = wasm_abi_of(&m);
    strbuf tar = tar_of(STR("plugin.wasm"), bytes), packed = gzip_of(strbuf_str(&tar));
    bool done = packed.n ? add_blob(i, OCI "layer.v1.tar+gzip", strbuf_str(&packed), &i->tar)
                         : fail(i, i->request->module, words("it can't be compressed"));
    sha256_hex(strbuf_str(&tar), i->tar.unpacked);
    i->tar.title = "plugin.tar.gz";
    strbuf_free(&tar);
    strbuf_free(&packed);
    return done;
}

static bool add_documents(image *i)
{
    static const struct {
        const char *file, *type;
    } known[] = {
        {"spec.yaml", WASM "spec.v1+yaml"},
        {"README.md", WASM "doc.v1+markdown"},
        {"README_EN.md", WASM "doc.v1.en+markdown"},
        {"README_ZH.md", WASM "doc.v1.zh+markdown"},
        {"icon.png", WASM "icon.v1+png"},
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        str bytes;
        descriptor d;
        if (file_read(i->a, path_join(i->a, i->request->folder, str_of(known[k].file)), &bytes) != FILE_OK || !bytes.n) continue;
        if (!add_blob(i, known[k].type, bytes, &d)) return false;
        d.title = known[k].file;
        array_push(i->a, &i->documents, d);
    }
    return true;
}

/* --- manifests -------------------------------------------------------------------------------------------------------------- */

static void write_digest(json_writer *w, const char *digest)
{
    char text[80];
    snprintf(text, sizeof text, "sha256:%s", digest);
    json_string(w, str_of(text));
}

static void write_descriptor(json_writer *w, const descriptor *d, const char *note, str value)
{
    json_object(w);
    json_add_string(w, "mediaType", str_of(d->type));
    json_key(w, "digest");
    write_digest(w, d->digest);
    json_add_int(w, "size", (int64_t)d->size);
    if (note) {
        json_add_object(w, "annotations");
        json_add_string(w, note, value);
        json_object_end(w);
    }
    json_object_end(w);
}

/* OCI image specification, config.md. Without a time: the same input, the same image. */
static bool add_config(image *i, const descriptors *layers, descriptor *d)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_add_string(&w, "architecture", STR("wasm"));
    json_add_string(&w, "os", STR("wasip1"));
    json_add_object(&w, "config");
    json_object_end(&w);
    json_add_object(&w, "rootfs");
    json_add_string(&w, "type", STR("layers"));
    json_add_array(&w, "diff_ids");
    for (size_t k = 0; k < layers->n; k++) write_digest(&w, layers->at[k].unpacked);
    json_array_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    bool done = add_blob(i, OCI "config.v1+json", strbuf_str(&out), d);
    strbuf_free(&out);
    return done;
}

/* The first members of each document of the OCI image specification; its object is left open. */
static void open_document(json_writer *w, str media_type)
{
    json_object(w);
    json_add_int(w, "schemaVersion", 2);
    json_add_string(w, "mediaType", media_type);
}

static bool add_manifest(image *i, const descriptors *layers, const char *variant, descriptor *d)
{
    descriptor config;
    if (!add_config(i, layers, &config)) return false;
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    open_document(&w, STR(OCI "manifest.v1+json"));
    json_key(&w, "config");
    write_descriptor(&w, &config, NULL, (str){0});
    json_add_array(&w, "layers");
    for (size_t k = 0; k < layers->n; k++)
        write_descriptor(&w, &layers->at[k], "org.opencontainers.image.title", str_of(layers->at[k].title));
    json_array_end(&w);
    json_add_object(&w, "annotations");
    json_add_string(&w, "module.wasm.image/variant", str_of(variant));
    json_add_string(&w, "org.opencontainers.image.title", path_base(i->request->folder));
    json_add_string(&w, "org.opencontainers.image.version", i->result->version);
    json_object_end(&w);
    json_object_end(&w);
    bool done = add_blob(i, OCI "manifest.v1+json", strbuf_str(&out), d);
    strbuf_free(&out);
    return done;
}

/* The settings for a runtime that takes plugins as artifacts. */
static bool add_runtime(image *i, descriptor *d)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    json_object(&w);
    json_add_string(&w, "type", STR("envoy_proxy"));
    json_add_array(&w, "abiVersions");
    if (i->abi.n) json_string(&w, i->abi);
    json_array_end(&w);
    json_add_object(&w, "config");
    json_add_array(&w, "root_ids");
    json_array_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    bool done = add_blob(i, WASM "config.v1+json", strbuf_str(&out), d);
    strbuf_free(&out);
    d->title = "runtime-config.json";
    return done;
}

static bool add_images(image *i)
{
    descriptors higress = {0}, docker = {0}, artifact = {0};
    for (size_t k = 0; k < i->documents.n; k++) array_push(i->a, &higress, i->documents.at[k]);
    array_push(i->a, &higress, i->tar);
    array_push(i->a, &docker, i->tar);
    descriptor runtime;
    if (!add_runtime(i, &runtime)) return false;
    array_push(i->a, &artifact, runtime);
    array_push(i->a, &artifact, i->module);
    return add_manifest(i, &higress, "compat", &i->manifests[0]) && add_manifest(i, &docker, "compat", &i->manifests[1]) &&
           add_manifest(i, &artifact, "oci", &i->manifests[2]);
}

static bool write_index(image *i)
{
    static const char *const suffixes[] = {"", "-docker", "-artifact"};
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    open_document(&w, STR(OCI "index.v1+json"));
    json_add_array(&w, "manifests");
    for (int k = 0; k < 3; k++)
        write_descriptor(&w, &i->manifests[k], "org.opencontainers.image.ref.name",
                         arena_printf(i->a, "%.*s%s", STR_ARG(i->result->version), suffixes[k]));
    json_array_end(&w);
    json_object_end(&w);
    bool done = write_file(i, path_join(i->a, i->request->layout, STR("index.json")), strbuf_str(&out));
    strbuf_free(&out);
    return done;
}

/* --- the layout ------------------------------------------------------------------------------------------------------------- */

/* What VERSION says, as far as it can be a reference (OCI distribution specification, "tag"). */
static str version_of(image *i)
{
    str text = {0};
    if (file_read(i->a, path_join(i->a, i->request->folder, STR("VERSION")), &text) != FILE_OK) return STR("latest");
    enum { TAG_MOST = 100 };
    str tag = str_trim(text);
    for (size_t k = 0; k < tag.n; k++) {
        char c = tag.p[k];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!word && (k == 0 || (c != '.' && c != '-'))) return STR("latest");
    }
    return tag.n && tag.n <= TAG_MOST ? tag : STR("latest");
}

/* A folder with something else in it is not ours to fill. `oci-layout` comes first: a layout that was not finished can be taken
 * up again. */
static bool open_layout(image *i)
{
    str layout = i->request->layout;
    scratch_sweep(i->a, layout);
    if (file_is_folder(layout) && !file_exists(path_join(i->a, layout, STR("oci-layout"))) && file_list(i->a, layout).n)
        return fail(i, layout, words("a folder with other things in it; name one that is empty, new, or an OCI layout"));
    if (!make_folder(i, layout)) return false;
    if (!scratch_open(i->a, &i->scratch, layout)) return fail(i, layout, strerror(errno));
    return write_file(i, path_join(i->a, layout, STR("oci-layout")), STR("{\"imageLayoutVersion\":\"1.0.0\"}")) &&
           make_folder(i, path_join(i->a, layout, STR("blobs"))) && make_folder(i, path_join(i->a, layout, STR("blobs/sha256")));
}

bool image_write(const image_request *r, image_result *result)
{
    *result = (image_result){0};
    image i = {.request = r, .result = result, .a = r->arena, .scratch = {.lock = -1}};
    result->version = version_of(&i);
    bool done = open_layout(&i) && add_module(&i) && add_documents(&i) && add_images(&i) && write_index(&i);
    scratch_close(&i.scratch);
    if (!done) return false;
    memcpy(result->digest, i.manifests[0].digest, sizeof result->digest);
    result->message = arena_printf(
        i.a,
        words("image %.*s:%.*s (sha256:%.12s), also as :%.*s-docker and :%.*s-artifact; push it with: skopeo copy oci:%.*s:%.*s "
              "docker://REGISTRY/NAME:%.*s"),
        STR_ARG(r->layout), STR_ARG(result->version), result->digest, STR_ARG(result->version), STR_ARG(result->version),
        STR_ARG(r->layout), STR_ARG(result->version), STR_ARG(result->version));
    return true;
}
