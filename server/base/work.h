/* What a process is working on, written down where it outlives the process: who watches a worker (base/worker.h) reads there what
 * was at work when it died. And what is not to be worked on, because an earlier worker died of it.
 *
 *     work_item outer = work_enter(WORK_FUNCTION, (work_item){.path = file, .name = function, .text = hash});
 *     ... what may take long, or end badly ...
 *     work_leave(WORK_FUNCTION, outer);
 *
 * An item is a few stores into memory that is shared with the parent; without a parent that watches nothing happens at all. Only
 * the thread that called work_watch writes: others, such as those of builds, do nothing here. */
#ifndef BASE_WORK_H
#define BASE_WORK_H

#include "base/array.h"
#include "base/strbuf.h"

#include <stdatomic.h>

/* From the outside to the inside; several are at work at the same time. */
typedef enum work_kind {
    WORK_REQUEST,  /* a message of an editor: `name` is its method, `path` the URI of its document or empty */
    WORK_PROJECT,  /* a project: `path` is its folder */
    WORK_DOCUMENT, /* a file's text: `path` */
    WORK_FUNCTION, /* a function of analysed code: `path` is its file, `name` its name, `text` the hash of its text */
} work_kind;
#define WORK_KINDS (WORK_FUNCTION + 1)

/* Borrowed: must live until the item is left. `path.p` is NULL for nothing. */
typedef struct work_item {
    str path, name;
    uint64_t text;
} work_item;

/* --- the shared page -------------------------------------------------------------------------------------------------------- */

enum { WORK_PATH_MOST = 4096, WORK_NAME_MOST = 256 }; /* longer ones are cut */

typedef struct work_slot {
    _Atomic uint32_t writes; /* odd: in the middle of one */
    bool used;
    uint32_t path_length, name_length;
    uint64_t text;
    char path[WORK_PATH_MOST], name[WORK_NAME_MOST];
} work_slot;

typedef struct work_page {
    work_slot slots[WORK_KINDS];
    _Atomic uint64_t units;   /* pieces of work begun: while this stays the same, one and the same piece is at work */
    _Atomic uint64_t message; /* number of the message at work; 0: none */
    _Atomic uint64_t begun;   /* the highest such number so far */
    _Atomic bool idle;        /* nothing to do */
    _Atomic bool parked;      /* it waits: for a message, a moment, or the end of a build */
    _Atomic bool settled;     /* that has been so since it started */
    _Atomic uint64_t memory;  /* bytes in arenas */
    _Atomic bool out_of_memory;
    _Atomic bool elsewhere;   /* the end came in a thread that does not write here: what is at work has no part in it */
    _Atomic bool outside;     /* it was another process that sent the signal */
} work_page;

/* What was at work, read from the page of a dead process: strings in `a`. False when there was nothing of that kind. */
bool work_read(arena *a, const work_page *page, work_kind kind, work_item *item);

/* How a worker ended. */
typedef enum work_cause {
    WORK_EXITED,  /* `code` is its status */
    WORK_CRASHED, /* by a signal of its own doing: `code` */
    WORK_KILLED,  /* by a signal from somebody: `code` */
    WORK_MEMORY,  /* out of memory; also by a system that is */
    WORK_ENDLESS, /* one piece of work took too long, and the parent ended it */
    WORK_STILL,   /* it stood still, and the parent ended it */
} work_cause;
enum { WORK_CAUSES = WORK_STILL + 1 };

typedef struct work_death {
    work_cause cause;
    int code;
} work_death;

/* "a segmentation fault", "no memory left": what it ended with; in arena `a`. */
str work_death_text(arena *a, work_death death);

/* --- in the worker ---------------------------------------------------------------------------------------------------------- */

/* From here on the calling thread writes to the page. NULL: no more. Signals that mistakes end a process with note first where
 * they came from. */
void work_watch(work_page *page);

/* For a process without a parent that watches: the calling thread notes its work for itself, and such a signal ends the process
 * with status 3 and a message that says what was at work. */
void work_watch_alone(void);
/* Ends the process by such a signal, as a mistake would, but that nobody else does something about it. */
void work_die(int number);

/* The page of the calling thread, or NULL. */
extern _Thread_local work_page *work_page_here;

/* For the two below. */
work_item work_swap(work_kind kind, const work_item *item);

/* Writes what is at work now; returns what it lies within, for work_leave. */
static inline work_item work_enter(work_kind kind, work_item item)
{
    return work_page_here ? work_swap(kind, &item) : (work_item){0};
}
static inline void work_leave(work_kind kind, work_item outer)
{
    if (work_page_here) work_swap(kind, &outer);
}
/* What is at work of that kind: for who may leave by a jump. */
work_item work_now(work_kind kind);
/* Nothing is at work any more: after a jump out of everything. */
void work_clear(void);
/* A new piece of work, such as a message (its number, or 0): bounded in itself, it may take the CPU time that one piece may. */
void work_unit(uint64_t message);
/* It is going to wait for something that is not its own work, and goes on with a new piece. */
void work_park(void);
/* Nothing is left to do, and nothing will be before a message comes: it is going to wait for that. */
void work_idle(void);
/* Any thread: so much memory is in use. */
void work_note_memory(uint64_t bytes);
/* Any thread: memory is at its end, and so is the process. */
void work_out_of_memory(void);

/* --- what is left out ------------------------------------------------------------------------------------------------------- */

typedef struct work_left_out {
    work_kind kind;
    str path, name;
    uint64_t text; /* hash of the text: another one is tried again */
    work_death death; /* the reason */
} work_left_out;

typedef ARRAY(work_left_out) work_left_outs;

/* As bytes, to hand them to another process. */
void work_write_left_out(strbuf *out, const work_left_out *one);
/* Takes over what such bytes say, for the whole process and for good; bytes that say nothing are ignored. */
void work_leave_out(str bytes);
extern work_left_outs work_all_left_out; /* read only */
/* The entry of this kind and path, if there is one with this text; else NULL. */
const work_left_out *work_find_left_out(work_kind kind, str path, uint64_t text);
/* The entry of a document with this text, likewise. */
const work_left_out *work_left_out_text(str path, str text);
/* Whether any entry of this kind has the path: only then is it worth its time to make the hash of a text. */
bool work_may_be_left_out(work_kind kind, str path);

#endif
