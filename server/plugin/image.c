#include "plugin/image.h"

#include "base/path.h"

typedef struct image_folder {
    const char *name, *language;
} image_folder;

#include "image_tables.h" /* image_folders, image_registries, image_plugins, IMAGE_... */

bool image_is_version(str name)
{
    if (str_is(name, "latest")) return true;
    size_t digits = name.n && (name.p[0] == 'v' || name.p[0] == 'V') ? 1 : 0;
    if (digits >= name.n || name.p[digits] < '0' || name.p[digits] > '9') return false;
    for (size_t i = digits; i < name.n && name.p[i] != '-' && name.p[i] != '+'; i++)
        if (name.p[i] != '.' && (name.p[i] < '0' || name.p[i] > '9')) return false;
    return true;
}

static str up_to(str s, const char *stop)
{
    ptrdiff_t at = str_find(s, str_of(stop), 0);
    return at < 0 ? s : str_slice(s, 0, (size_t)at);
}

/* The last part that is no version; the host is none. */
static str last_name(str path)
{
    while (path.n && image_is_version(path_base(path))) {
        str above = path_dir(path);
        if (above.n >= path.n || str_is(above, ".")) return (str){0};
        path = above;
    }
    return path_base(path);
}

/* `host`: the first part of the path is one. */
static str name_in(str path, bool host)
{
    str base = path_base(path);
    if (!str_ends(base, STR(".wasm"))) return up_to(base, ":");
    str stem = str_slice(base, 0, base.n - 5);
    bool generic = str_is(stem, "plugin") || str_is(stem, "main");
    if (generic && host && str_find_char(path_dir(path), '/', 0) < 0) return (str){0};
    return generic ? last_name(path_dir(path)) : stem;
}

static bool has_folder(str path, const char *name)
{
    str rest = path, part;
    while (str_split(&rest, '/', &part))
        if (str_is(part, name)) return true;
    return false;
}

bool image_names_project(str path)
{
    str rest = path, part;
    while (str_split(&rest, '/', &part))
        for (size_t i = 0; i < sizeof image_registries / sizeof *image_registries; i++)
            if (str_starts(part, str_of(image_registries[i]))) return true;
    return false;
}

/* In the registry's own folder of plugins: others push theirs beside it. A mirror keeps its name, or the project's, somewhere in
 * front. */
bool image_is_official(str path)
{
    str folder = path_dir(path);
    return str_is(path_base(folder), IMAGE_FOLDER) && image_names_project(path_dir(folder));
}

static bool is_foreign_plugin(str name)
{
    for (size_t i = 0; i < sizeof image_plugins / sizeof *image_plugins; i++)
        if (str_is(name, image_plugins[i])) return true;
    return false;
}

image_reference image_read(str url)
{
    ptrdiff_t scheme = str_find(url, STR("://"), 0);
    str path = scheme < 0 ? url : str_slice(url, (size_t)scheme + 3, url.n);
    path = up_to(up_to(up_to(path, "?"), "#"), "@");
    image_reference image = {.name = name_in(path, scheme > 0 && !str_starts(url, STR("file:")))};
    for (size_t i = 0; i < sizeof image_folders / sizeof *image_folders; i++)
        if (has_folder(path, image_folders[i].name)) image.language = image_folders[i].language;
    if (!image_is_official(path)) return image;
    str twin = STR(IMAGE_TWIN);
    if (is_foreign_plugin(image.name)) image.language = IMAGE_LANGUAGE;
    else if (str_starts(image.name, twin)) {
        image.twin_of = str_slice(image.name, twin.n, image.name.n);
        image.language = IMAGE_TWIN_LANGUAGE;
    }
    return image;
}
