/* Workers: processes of wpls itself that do work which may crash or never end, and that are replaced when it does.
 *
 * A worker plays a role: a function that gets two byte streams, from and to its parent, and an argument, and that relies on
 * nothing else of the parent's: here it is a copy of the process (fork), on other systems it could be the program started anew.
 * It inherits no descriptor but standard error; its standard input is empty, its standard output is standard error. It writes
 * what it is at work on into a page that both share (base/work.h), and ends when its parent does, however that ends.
 *
 * The parent must have no other threads. It reads and writes the streams itself (base/stream.h): when reading is at its end the
 * worker is gone, and worker_wait says how. */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include "base/work.h"

/* In the worker. */
typedef struct worker_place {
    int in, out;
    str argument;
} worker_place;

typedef struct worker_role {
    const char *name;                         /* of the process, as system tools show it */
    int (*run)(const worker_place *here);     /* its result is the exit status */
} worker_role;

typedef struct worker_request {
    const worker_role *role;
    str argument;
    uint64_t memory_most; /* bytes; 0: no limit */
    unsigned number;      /* among those of its parent, from 1 */
} worker_request;

/* A running worker; what lies in it is worker.c's, but the streams and the page. */
typedef struct worker {
    int in, out; /* its input and output: ours to write to and to read from */
    work_page *page;
    int pid;
    uint64_t memory_most;
    uint64_t kills;     /* memory_kills when it was started */
    bool ended_for_time, ended_still;
    int stop_signal;    /* ended_still: that it was stopped by, or 0 */
    uint64_t unit;      /* of the page, when last looked at, and the CPU time it began at: */
    int64_t unit_since;
    int64_t looked_at;  /* when, in ms; 0: it was not expected to move */
    int64_t cpu_then;   /* its CPU time then, in microseconds; and what was at work: */
    uint64_t beat_then;
    int64_t still_ms;   /* for so long it has not moved */
} worker;

/* False, with errno, when the system gives no process. */
bool worker_start(worker *w, const worker_request *r);
/* In milliseconds. */
typedef struct worker_patience {
    int64_t work;  /* CPU time that one piece of work (work_unit) may take */
    int64_t still; /* in which it may take no CPU time at all while it has something to do; at most some seconds when it was
                      stopped */
} worker_patience;

/* As limits.h has it; tests set WPLS_TEST_WORK_MS and WPLS_TEST_STILL_MS. */
worker_patience worker_usual_patience(void);

typedef enum worker_duty {
    WORKER_BLOCKED, /* nobody takes what it writes: it may have to wait */
    WORKER_FREE,    /* it has got all that it was sent */
    WORKER_AWAITED, /* something was sent to it that it has not begun, or that it owes an answer to */
} worker_duty;

/* Ends the worker when its patience is at its end. To be called from time to time while it is not idle or is awaited; returns in
 * how many milliseconds again, -1 when there is no need. Time counts while it is called: the parent may have been stopped,
 * too. */
int worker_check(worker *w, worker_patience most, worker_duty duty);
/* What that looks at. CPU time of all its threads, in microseconds; negative when it is gone. */
int64_t worker_cpu_time(const worker *w);
/* The signal that it is stopped by, or 0. */
int worker_stop_signal(const worker *w);
/* Ends the worker now. */
void worker_kill(worker *w);
/* Nothing more comes. */
void worker_close_input(worker *w);
/* Closes its input, and ends it when it has not ended by itself after so many milliseconds. Then worker_wait does not wait. */
void worker_end(worker *w, int most_ms);
/* Waits for the worker's end, and says how it was; closes the streams. The page can be read until worker_free. */
work_death worker_wait(worker *w);
void worker_free(worker *w);
/* Blocks of bytes between the two. Both return false when the other side is gone; they wait. */
bool worker_put_block(int fd, str bytes);
bool worker_get_block(int fd, strbuf *bytes);

#endif
