/* The toolchains that make a module of a plugin: what each of them is called and can do. One file a toolchain: go.c, tinygo.c,
 * wasi.c and make.c; each is a row in toolchain.c. Others than this folder use the kinds and their names alone. */
#ifndef TOOLCHAIN_TOOLCHAIN_H
#define TOOLCHAIN_TOOLCHAIN_H

#include "base/process.h"
#include "text/diagnostic.h"

typedef enum toolchain_kind { TOOLCHAIN_ANY, TOOLCHAIN_GO, TOOLCHAIN_TINYGO, TOOLCHAIN_WASI, TOOLCHAIN_MAKE } toolchain_kind;

struct build_project;
struct build_request;

/* A toolchain that was found. */
typedef struct tool {
    const char *program; /* path of what is run first */
    const char *linker;  /* wasi: for C++ sources and the last step; NULL elsewhere */
    str version;         /* "1.26.8" */
    str sysroot;         /* wasi: the C library's, empty when the compiler knows it itself */
    const char *target;  /* wasi: "wasm32-wasip1" */
    str sdk;             /* wasi: folder of the C++ SDK, empty when not needed */
} tool;

/* What is at hand while a toolchain is looked for and its commands are put together. All memory in `a`. */
typedef struct build_context {
    arena *a;
    const struct build_project *project;
    const struct build_request *request;
    const char *path;          /* folders of programs: PATH, then where installers put them */
    process_strings environment;
    str scratch;               /* folder for objects and the module; empty while only looking around */
    str module;                /* where the module is to be written */
    str problem;               /* why it can't be done: set by find and plan when they return false */
    diagnostic_list *findings; /* where the problem is shown when it has a place; NULL while only looking around */
} build_context;

typedef struct build_step {
    process_strings argv;
    str what; /* "compiling plugin.cc" */
} build_step;

typedef struct build_plan {
    ARRAY(build_step) steps;
    str folder;      /* working folder */
    str made;        /* the module lies here afterwards, when not at context.module */
} build_plan;

typedef struct toolchain {
    toolchain_kind kind;
    const char *name;  /* on the command line: "go" */
    const char *title; /* "Go" */
    const char *offers; /* what it is for */
    /* Looks for an installation that fits the project. False with `problem` set. */
    bool (*find)(build_context *c, tool *t);
    /* The commands that make `module`, and what they need in the environment. False with `problem` set. */
    bool (*plan)(build_context *c, const tool *t, build_plan *p);
    /* How to come by it, for a terminal; one line each. */
    const char *linux_help, *macos_help, *windows_help;
} toolchain;

extern const toolchain toolchain_go, toolchain_tinygo, toolchain_wasi, toolchain_make;

/* NULL when there is none of that name or kind. */
const toolchain *toolchain_find(str name);
const toolchain *toolchain_of(toolchain_kind kind);
/* All of them, `*count` in number. */
const toolchain *const *toolchain_all(size_t *count);

/* --- shared by the toolchains --- */

/* The environment that all children get: an allow-list of what wpls has, with texts in English. */
void toolchain_environment(build_context *c);
/* Runs a program for its version; the first line of what it prints, in the context's arena, empty when it fails. */
str toolchain_ask(build_context *c, const char *const *argv);
/* "1.26.8" as one number that grows with the version; parts after the third are left out. 0 when it is none. */
uint64_t toolchain_version(str text);
void toolchain_arg(build_context *c, build_step *s, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
build_step *toolchain_step(build_context *c, build_plan *p, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A finding of the code "build/..." about the project. */
diagnostic *toolchain_report(build_context *c, const char *code, severity level, str path, range at, str message);

#endif
