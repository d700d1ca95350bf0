/* What packages have that are not at hand (schema/go-names.json). */
#include "go/internal.h"
#include "go/refuse.h"

typedef struct package_names {
    str path, module; /* the module is empty for Go's own packages */
    str names;        /* a blank before and behind each */
    str structs;      /* those of its types that are structs, likewise */
} package_names;

typedef struct type_names {
    str package, type, names;
} type_names;

typedef struct known_module {
    str path, tag, commit; /* the newest ones: a version, and a time as in versions without a tag */
    str first_tag, first_commit;
} known_module;

#include "go_name_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A number, and the point behind it. */
static uint32_t take_number(str *s)
{
    uint32_t n = 0;
    size_t i = 0;
    for (; i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && n < 100000000; i++) n = n * 10 + (uint32_t)(s->p[i] - '0');
    *s = str_slice(*s, i < s->n && s->p[i] == '.' ? i + 1 : i, s->n);
    return n;
}

/* As far as `parts` numbers. */
static bool is_older_or_same(str a, str b, int parts)
{
    for (int i = 0; i < parts; i++) {
        uint32_t x = take_number(&a), y = take_number(&b);
        if (x != y) return x < y;
    }
    return true;
}

/* "20250102030405" of "v1.2.4-0.20250102030405-0123456789ab"; empty for a tag. */
static str commit_time(str version)
{
    enum { TIME = 14, HASH = 12 };
    if (version.n < TIME + HASH + 2 || version.p[version.n - HASH - 1] != '-') return (str){0};
    str time = str_slice(version, version.n - HASH - 1 - TIME, version.n - HASH - 1);
    for (size_t i = 0; i < time.n; i++)
        if (time.p[i] < '0' || time.p[i] > '9') return (str){0};
    return time;
}

static bool is_read_version(const known_module *m, str version)
{
    str time = commit_time(version), v = STR("v");
    if (time.n) return m->commit.n && str_cmp(time, m->commit) <= 0;
    if (!m->tag.n || !str_starts(version, v)) return false;
    return is_older_or_same(str_slice(version, v.n, version.n), str_slice(m->tag, v.n, m->tag.n), 3);
}

/* Whether the code can't have a later version than the one that was read. */
static bool is_read(const go_state *s, str module)
{
    const build_facts *m = s->module;
    str go = STR(GO_NAMES_NEWEST);
    if (!module.n) return is_older_or_same(m->version, go, 2) && is_older_or_same(s->toolchain, go, 2);
    const build_requirement *r = build_requires(m, module);
    if (!r || s->work_file.n || build_is_replaced(m, module)) return false;
    for (size_t i = 0; i < COUNT(known_modules); i++)
        if (str_eq(known_modules[i].path, module)) return is_read_version(&known_modules[i], r->version);
    return false;
}

static const package_names *find_package(str path)
{
    size_t from = 0, to = COUNT(packages);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int c = str_cmp(packages[middle].path, path);
        if (c == 0) return &packages[middle];
        if (c < 0) from = middle + 1;
        else to = middle;
    }
    return NULL;
}

static const type_names *find_type(str package, str type)
{
    size_t from = 0, to = COUNT(types);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int c = str_cmp(types[middle].package, package);
        if (c == 0) c = str_cmp(types[middle].type, type);
        if (c == 0) return &types[middle];
        if (c < 0) from = middle + 1;
        else to = middle;
    }
    return NULL;
}

static bool has_word(str words, str word)
{
    for (ptrdiff_t at = str_find(words, word, 0); at > 0; at = str_find(words, word, (size_t)at + 1))
        if (words.p[at - 1] == ' ' && words.p[(size_t)at + word.n] == ' ') return true;
    return false;
}

bool go_is_foreign_struct(const go_state *s, str package, str type)
{
    const package_names *p = find_package(package);
    return p && has_word(p->structs, type) && is_read(s, p->module);
}

bool go_is_between_versions(const go_state *s, str package)
{
    const package_names *p = find_package(package);
    if (!p || !p->module.n || !is_read(s, p->module)) return false;
    str version = build_requires(s->module, p->module)->version, time = commit_time(version);
    for (size_t i = 0; i < COUNT(known_modules); i++) {
        const known_module *m = &known_modules[i];
        if (!str_eq(m->path, p->module)) continue;
        if (time.n) return m->first_commit.n && str_cmp(m->first_commit, time) <= 0;
        str first = m->first_tag;
        return first.n && is_older_or_same(str_slice(first, 1, first.n), str_slice(version, 1, version.n), 3);
    }
    return false;
}

bool go_lacks_member(const go_state *s, str package, str name)
{
    const package_names *p = find_package(package);
    return p && !has_word(p->names, name) && is_read(s, p->module);
}

bool go_lacks_selector(const go_state *s, str package, str type, str name)
{
    const type_names *t = find_type(package, type);
    return t && !has_word(t->names, name) && is_read(s, find_package(package)->module);
}
