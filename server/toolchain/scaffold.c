#include "toolchain/scaffold.h"

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/scratch.h"
#include "base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct template_file {
    const char *path; /* in the project */
    str text, chinese; /* chinese: for who is spoken to in Chinese; empty: the same */
} template_file;

typedef struct template_set {
    const char *language, *open;
    const template_file *files;
    unsigned count;
} template_set;

#include "base/words.h"
#include "template_tables.h" /* template_sets, template_name */

enum { NAME_MOST = 63 }; /* of a Kubernetes object (RFC 1123 label) */

static const template_set *find_set(str language)
{
    for (size_t i = 0; i < sizeof template_sets / sizeof *template_sets; i++)
        if (str_is(language, template_sets[i].language)) return &template_sets[i];
    return NULL;
}

const char *scaffold_default(void) { return template_sets[0].language; }

bool scaffold_knows(str language) { return find_set(language) != NULL; }

/* --- names --- */

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The name as it could be: lower case, and '-' for everything else; empty when nothing is left. */
static str repaired_name(arena *a, str name)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < name.n && out.n < NAME_MOST; i++) {
        char c = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 'a' - 'A') : name.p[i];
        if (is_lower(c) || (is_digit(c) && out.n)) strbuf_add_char(&out, c);
        else if (out.n && out.p[out.n - 1] != '-') strbuf_add_char(&out, '-');
    }
    while (out.n && out.p[out.n - 1] == '-') out.n--;
    str repaired = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return repaired;
}

const char *scaffold_check_name(arena *a, str name)
{
    bool good = name.n > 0 && name.n <= NAME_MOST && is_lower(name.p[0]) && name.p[name.n - 1] != '-';
    for (size_t i = 0; i < name.n; i++) good = good && (is_lower(name.p[i]) || is_digit(name.p[i]) || name.p[i] == '-');
    if (good) return NULL;
    if (name.n == 0) return words("the plugin needs a name");
    str better = repaired_name(a, name);
    const char *rule = words(
        "it must have lower-case letters, digits and '-' only, begin with a letter, not end with '-', and have 63 characters "
        "at most");
    if (str_empty(better)) return arena_printf(a, words("'%.*s' can't be the name of a plugin: %s"), STR_ARG(name), rule).p;
    return arena_printf(a, words("'%.*s' can't be the name of a plugin: %s; try '%.*s'"), STR_ARG(name), rule, STR_ARG(better)).p;
}

/* --- files --- */

static str named(arena *a, str text, str name)
{
    static const str placeholder = STR_INIT(template_name);
    strbuf out = STRBUF_INIT;
    size_t from = 0;
    for (ptrdiff_t at; (at = str_find(text, placeholder, from)) >= 0; from = (size_t)at + placeholder.n) {
        strbuf_add(&out, str_slice(text, from, (size_t)at));
        strbuf_add(&out, name);
    }
    strbuf_add(&out, str_slice(text, from, text.n));
    str result = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return result;
}

static bool make_folders(arena *a, str root, str path)
{
    for (ptrdiff_t at = 0; (at = str_find_char(path, '/', (size_t)at)) >= 0; at++) {
        str folder = path_join(a, root, str_slice(path, 0, (size_t)at));
        if (!folder_make(folder) && errno != EEXIST) return false;
    }
    return true;
}

static bool write_files(arena *a, const template_set *set, str root, str name, str *why)
{
    for (unsigned i = 0; i < set->count; i++) {
        str path = path_join(a, root, str_of(set->files[i].path));
        const template_file *file = &set->files[i];
        str text = words_used() == WORDS_CHINESE && file->chinese.n ? file->chinese : file->text;
        if (make_folders(a, root, str_of(file->path)) && file_write_new(path, named(a, text, name))) continue;
        *why = arena_printf(a, words("can't write '%s': %s"), set->files[i].path, strerror(errno));
        return false;
    }
    return true;
}

bool scaffold_create(arena *a, str parent, str name, str language, scaffold *made, str *why)
{
    const template_set *set = find_set(language);
    const char *wrong = scaffold_check_name(a, name);
    str folder = path_join(a, parent, name);
    if (!set) *why = arena_printf(a, words("no templates for '%.*s': the languages are go, cpp and c"), STR_ARG(language));
    else if (wrong) *why = str_of(wrong);
    else if (!file_is_folder(parent)) *why = arena_printf(a, words("'%.*s' is no folder to make a plugin in"), STR_ARG(parent));
    else if (file_kind_of(folder) != KIND_NOTHING)
        *why = arena_printf(a, words("'%.*s' exists already, and stays as it is"), STR_ARG(folder));
    else *why = (str){"", 0};
    if (!str_empty(*why)) return false;
    scratch stage; /* the user's alone; the project in it is as open as the umask says */
    if (!scratch_open(a, &stage, parent)) {
        *why = arena_printf(a, words("can't make a folder in '%.*s': %s"), STR_ARG(parent), strerror(errno));
        return false;
    }
    str fresh = path_join(a, stage.path, name);
    bool made_folder = folder_make(fresh), good = made_folder && write_files(a, set, fresh, name, why);
    if (!made_folder || (good && !folder_rename_new(fresh, folder))) {
        *why = arena_printf(a, words("can't make '%.*s': %s"), STR_ARG(folder), strerror(errno));
        good = false;
    }
    scratch_close(&stage);
    if (good) *made = (scaffold){folder, path_join(a, folder, str_of(set->open)), set->count};
    return good;
}
