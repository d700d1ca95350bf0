#include "text/build_script.h"

#include "base/strbuf.h"

/* A '*' stands at the beginning or at the end of a pattern, and nowhere else. */
static const struct {
    const char *pattern;
    build_script script;
} names[] = {
    {"Makefile*", BUILD_SCRIPT_MAKE},        {"GNUmakefile", BUILD_SCRIPT_MAKE},     {"*.mk", BUILD_SCRIPT_MAKE},
    {"Dockerfile*", BUILD_SCRIPT_SHELL},     {"*.Dockerfile", BUILD_SCRIPT_SHELL},   {"*.dockerfile", BUILD_SCRIPT_SHELL},
    {"Containerfile", BUILD_SCRIPT_SHELL},   {"*.sh", BUILD_SCRIPT_SHELL},           {"*.bash", BUILD_SCRIPT_SHELL},
    {"justfile", BUILD_SCRIPT_SHELL},        {"Justfile", BUILD_SCRIPT_SHELL},       {".justfile", BUILD_SCRIPT_SHELL},
    {"Taskfile.yml", BUILD_SCRIPT_SHELL},    {"Taskfile.yaml", BUILD_SCRIPT_SHELL},  {"taskfile.yml", BUILD_SCRIPT_SHELL},
    {"Jenkinsfile", BUILD_SCRIPT_SHELL},     {".gitlab-ci.yml", BUILD_SCRIPT_SHELL}, {".travis.yml", BUILD_SCRIPT_SHELL},
    {".drone.yml", BUILD_SCRIPT_SHELL},      {"azure-pipelines.yml", BUILD_SCRIPT_SHELL},
};

static bool fits(str name, str pattern)
{
    if (pattern.p[0] == '*') return str_ends(name, str_slice(pattern, 1, pattern.n));
    if (pattern.p[pattern.n - 1] == '*') return str_starts(name, str_slice(pattern, 0, pattern.n - 1));
    return str_eq(name, pattern);
}

build_script build_script_of(str name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fits(name, str_of(names[i].pattern))) return names[i].script;
    return BUILD_SCRIPT_NONE;
}

const char *build_script_folder(size_t i)
{
    static const char *const folders[] = {"scripts", "script", "hack", "build", "ci", ".circleci"};
    return i < sizeof folders / sizeof *folders ? folders[i] : NULL;
}

str build_script_glob(arena *a)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        strbuf_printf(&out, "%s%s", i ? "," : "**/{", names[i].pattern);
    strbuf_add_char(&out, '}');
    str all = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return all;
}
