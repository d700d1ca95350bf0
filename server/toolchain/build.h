/* Building a plugin: one call from the sources to a checked module, for the command line and the editor.
 *
 * Programs are run without a shell, in a clean environment, within a deadline, and are gone when this returns. The module is made
 * in a folder of its own beside the output and takes the output's place at once: a build that fails leaves the old module as it
 * was. Two builds of one plugin exclude each other, whichever process runs them. Blocks; may run on any thread, since it reads
 * the disk alone. */
#ifndef TOOLCHAIN_BUILD_H
#define TOOLCHAIN_BUILD_H

#include "plugin/settings.h"
#include "toolchain/toolchain.h"

typedef enum build_phase { BUILD_LOOKING, BUILD_COMPILING, BUILD_CHECKING, BUILD_DONE } build_phase;

typedef struct build_request {
    arena *arena;  /* everything in the result lives here */
    str folder;    /* of the plugin, absolute and clean */
    str output;    /* the module's path, absolute and clean; empty: main.wasm in the folder */
    str inside;    /* a folder that the output may not leave, not by links either; empty: no such border */
    toolchain_kind toolchain;    /* TOOLCHAIN_ANY: the one that fits */
    ARRAY(str) include_paths;    /* further folders of headers for C and C++, absolute */
    str tags;                    /* Go build tags, separated by commas or blanks */
    int64_t deadline_ms;         /* 0: BUILD_DEADLINE_MS */
    const atomic_bool *cancel;   /* may be NULL */
    /* What is being done: a text for people; percent -1 where nobody knows. On the thread of the build. May be NULL. */
    void (*progress)(void *self, build_phase phase, str what, int percent);
    void *self;
} build_request;

enum { BUILD_DEADLINE_MS = 10 * 60 * 1000 };

typedef enum build_status {
    BUILD_OK,
    BUILD_ERRORS,       /* the compiler found some: see `findings` */
    BUILD_NO_PROJECT,   /* nothing to build in the folder */
    BUILD_NO_TOOLCHAIN, /* not installed, or none that fits */
    BUILD_NO_OUTPUT,    /* the module can't be written where it was asked for */
    BUILD_BUSY,         /* another build of this plugin is running */
    BUILD_DEADLINE,
    BUILD_CANCELLED,
} build_status;

typedef struct build_result {
    build_status status;
    str message;     /* one line for people: what was built, or what went wrong and what to do */
    str output;      /* the module's path, also where it was not written */
    int64_t bytes;   /* of the module */
    int64_t milliseconds;
    const toolchain *toolchain; /* NULL: none was chosen */
    str version;     /* of the toolchain, "1.26.8" */
    str reason;      /* why this one */
    diagnostic_list findings; /* of the compiler, and of the module's check after a good build */
    str printed;     /* what the compiler said, as it was */
} build_result;

/* Seconds as milliseconds, for `deadline_ms`; 0 when they are no time that a build may be given (LIMIT_BUILD_SECONDS). */
int64_t build_deadline_of(double seconds);
/* Takes from the settings what the request does not say itself; copies in the request's arena. */
void build_request_settings(build_request *r, const settings_view *v);
/* Fills `result` in any case; true when the module was written. */
bool toolchain_build(const build_request *r, build_result *result);

/* What is installed, what fits the plugin in `folder` and what to do otherwise: Markdown, in `a`. */
str toolchain_doctor(arena *a, str folder);

/* The status as a word of the JSON report: "ok", "errors", ... */
const char *build_status_name(build_status s);

#endif
