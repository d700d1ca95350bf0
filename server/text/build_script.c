#include "text/build_script.h"

build_script build_script_of(str name)
{
    static const char *const others[] = {"justfile",      "Justfile",     ".justfile",           "Taskfile.yml",
                                         "Taskfile.yaml", "taskfile.yml", "Jenkinsfile",         ".gitlab-ci.yml",
                                         ".travis.yml",   ".drone.yml",   "azure-pipelines.yml", "Containerfile"};
    static const char *const endings[] = {".Dockerfile", ".dockerfile", ".sh", ".bash"};
    if (str_starts(name, STR("Makefile")) || str_is(name, "GNUmakefile") || str_ends(name, STR(".mk"))) return BUILD_SCRIPT_MAKE;
    if (str_starts(name, STR("Dockerfile"))) return BUILD_SCRIPT_SHELL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_is(name, others[i])) return BUILD_SCRIPT_SHELL;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(name, str_of(endings[i]))) return BUILD_SCRIPT_SHELL;
    return BUILD_SCRIPT_NONE;
}
