/* Workers: processes of wpls itself that do what may end badly, and are replaced when it does.
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
    bool ended_for_time;
    uint64_t unit;      /* of the page, when last looked at, and the CPU time it began at: */
    int64_t unit_since;
} worker;

/* False, with errno, when the system gives no process. */
bool worker_start(worker *w, const worker_request *r);
/* Ends the worker when one piece of work (work_unit) has taken more than `most_ms` of CPU time. To be called from time to time
 * while it is not idle; returns in how many milliseconds again, -1 when it is idle. */
int worker_check_time(worker *w, int64_t most_ms);
/* Ends the worker now. */
void worker_kill(worker *w);
/* Nothing more comes. */
void worker_close_input(worker *w);
/* Waits for the worker's end, and says how it was; closes the streams. The page can be read until worker_free. */
work_death worker_wait(worker *w);
void worker_free(worker *w);
/* Blocks of bytes between the two. Both return false when the other side is gone; they wait. */
bool worker_put_block(int fd, str bytes);
bool worker_get_block(int fd, strbuf *bytes);

#endif
