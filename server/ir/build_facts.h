/* What the files say of how a program is built - Go's go.mod and what lies beside it -, as plain data. */
#ifndef IR_BUILD_FACTS_H
#define IR_BUILD_FACTS_H

#include "base/array.h"
#include "text/range.h"

typedef struct build_requirement {
    str path, version; /* "github.com/tidwall/gjson", "v1.17.0" */
    range at;          /* in the build file */
    bool indirect;     /* another requirement's, not one of the code at hand */
} build_requirement;

/* What the compiler's tools refuse in the build file. */
typedef struct build_problem {
    const char *phrase; /* of "refusal" in schema/rules.json */
    str name, file;
    range at;
} build_problem;

/* A path in a build file that leads outside of what may be read. */
typedef struct build_outside {
    str file, written;
    range at;
} build_outside;

/* All of it stays empty where the language has no such thing or the files do not say. Lives as long as the program. */
typedef struct build_facts {
    str root;    /* folder of the build file: what lies below it is built together */
    str name;    /* what the build file calls that: a module's path */
    str version; /* of the language, as it asks for */
    ARRAY(build_requirement) requires;
    ARRAY(str) replaced; /* paths of requirements that something else stands for */
    str file;    /* path of the build file */
    str text;    /* its text */
    ARRAY(build_problem) problems;
    ARRAY(build_outside) outside;
    bool reactor;     /* what it asks for builds modules that the host calls, whose main is not run (Go 1.24) */
    bool higress_abi; /* ... on the Higress SDK, where body handlers still run after a header handler has paused */
} build_facts;

/* The requirement of that path; NULL: there is none. */
static inline const build_requirement *build_requires(const build_facts *b, str path)
{
    for (size_t i = 0; i < b->requires.n; i++)
        if (str_eq(b->requires.at[i].path, path)) return &b->requires.at[i];
    return NULL;
}

static inline bool build_is_replaced(const build_facts *b, str path)
{
    for (size_t i = 0; i < b->replaced.n; i++)
        if (str_eq(b->replaced.at[i], path)) return true;
    return false;
}

/* What other files beside the build file hint at. They are read only when somebody asks. */
typedef struct build_signs {
    bool main_runs; /* a compiler is named whose modules run main, whatever the build file asks for (TinyGo) */
    bool reactor;   /* a reactor is asked for (-buildmode=c-shared) */
} build_signs;

#endif
