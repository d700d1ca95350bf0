/* Child processes: started from an argument vector, never through a shell, and never left behind.
 *
 * A child is the leader of a process group of its own, reads from /dev/null unless it is fed, has default signal handling and
 * inherits no other descriptor but its output. Whatever it started in its group is killed when it ends, runs out of time or is
 * cancelled.
 * Output is read to its end, but only `output_most` bytes of each stream are kept: a child that floods can't fill the memory.
 *
 *     process_request r = {.argv = argv, .environment = environment, .folder = folder, .deadline_ms = 60000};
 *     process_result result;
 *     process_run(&r, &result);
 *     ... process_end_text(...), result.out ...
 *     process_result_free(&result);
 *
 * process_start, process_pump and process_stop are the same in steps, for who has other things to do meanwhile. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include "base/array.h"
#include "base/strbuf.h"

#include <stdatomic.h>

typedef enum process_stream { PROCESS_OUT, PROCESS_ERR } process_stream;

/* What to start. All strings are borrowed and must live until the process ended. */
typedef struct process_request {
    const char *const *argv;        /* NULL at the end; argv[0] is the program's path: PATH is not searched (process_find does) */
    const char *const *environment; /* "NAME=value", NULL at the end: the whole environment of the child */
    const char *folder;             /* working folder; NULL: that of wpls */
    int64_t deadline_ms;            /* from the start; 0: none */
    int grace_ms;                   /* between SIGTERM and SIGKILL; 0: two seconds */
    size_t output_most;             /* bytes kept of each stream; 0: LIMIT_PROCESS_OUTPUT */
    bool fed;                       /* it reads what is written to process.in */
    bool merged;                    /* both streams into `out`, in the order they were written */
    const atomic_bool *cancel;      /* set by another thread or a signal handler to end the child; may be NULL */
    /* Called with each line as it comes, without its end, on the thread that pumps; longer ones come in pieces of
     * LIMIT_PROCESS_LINE bytes. May be NULL. Lines beyond `output_most` come, too. */
    void (*line)(void *self, process_stream from, str line);
    void *self;
} process_request;

typedef enum process_end {
    PROCESS_RUNNING,
    PROCESS_EXITED,      /* `code` is the exit status */
    PROCESS_SIGNALLED,   /* `code` is the number of the signal that was not ours */
    PROCESS_DEADLINE,    /* it ran too long and was killed */
    PROCESS_CANCELLED,   /* somebody asked for its end */
    PROCESS_NOT_STARTED, /* `code` is an errno value, `folder_missing` says whose */
} process_end;

typedef struct process_result {
    process_end end;
    int code;
    bool folder_missing; /* of PROCESS_NOT_STARTED: the working folder is at fault, not the program */
    bool cut;            /* more output than was kept */
    int64_t milliseconds;
    strbuf out, err; /* owned */
} process_result;

void process_result_free(process_result *r);
/* True when the child ended with status 0. */
static inline bool process_succeeded(const process_result *r) { return r->end == PROCESS_EXITED && r->code == 0; }
/* "exit status 2", "killed by signal 9 (Killed)", "stopped after 5 s", "cancelled", "no such file or directory": to print behind
 * the program's name. In arena `a`. */
str process_end_text(arena *a, const process_result *r);

/* Runs to the end. True when it was started, however it ended. Fills `result` in any case; it is the caller's. */
bool process_run(const process_request *r, process_result *result);

/* A running child; its fields belong to the files process.c. */
typedef struct process {
    process_request request;
    process_result *result;
    int64_t id; /* the system's; 0: it has ended */
    int fds[2]; /* our ends of its streams, -1 when at their end */
    int in;     /* our end of what it reads, when it is fed; to be written to by who has started it, closed when it has ended */
    strbuf lines[2]; /* under construction */
    int64_t started;
    int64_t kill_at;      /* when SIGTERM is followed by SIGKILL; 0: nothing sent */
    process_end asked_by; /* why it is being stopped */
} process;

/* Starts a child; `result` is filled while pumping and must live as long. False (with the reason in `result`) when it can't
 * be. */
bool process_start(process *p, const process_request *r, process_result *result);
/* Reads what comes for up to `timeout_ms`, and looks after deadline and cancel flag. False once the child has ended and all is
 * cleaned up; `result` is complete then. */
bool process_pump(process *p, int timeout_ms);
/* Asks the group to end (SIGTERM), and kills it when it has not within the grace; returns when it is gone. The result says
 * PROCESS_CANCELLED. Nothing happens to a child that has ended. */
void process_stop(process *p);

/* Whether a process of this number is there. */
bool process_is_alive(int64_t pid);

/* The path of the program `name` in the folders of `path_list` ("a:b"), in arena `a`; NULL when there is none. Relative
 * folders in the list are left out: what runs must not depend on the working folder. */
const char *process_find(arena *a, const char *path_list, str name);

/* The path by which this program can be started again, in arena `a`; NULL where the system does not say. */
const char *process_self(arena *a);

/* Environments and argument vectors under construction, in an arena. */
typedef ARRAY(const char *) process_strings;
void process_arg(arena *a, process_strings *list, str arg);
/* Adds "name=value", or replaces the value of an earlier entry. */
void process_env_set(arena *a, process_strings *env, const char *name, str value);
/* Adds the variable as wpls itself has it, if it has it. */
void process_env_keep(arena *a, process_strings *env, const char *name);
/* The list with its NULL at the end, for process_request. */
const char *const *process_list(arena *a, process_strings *list);

#endif
