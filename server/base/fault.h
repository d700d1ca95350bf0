/* Faults on purpose, for the tests of what a worker's death costs: the environment variable WPLS_TEST_FAULT names one.
 *
 *     KIND@PLACE[:TEXT][*N]
 *
 * KIND is how the process ends: segv, abort, kill, memory (when half a GiB is over the limit), loop, exit, or oom: killed as by a
 * system that has no memory left, which counts such ends in the file WPLS_TEST_VMSTAT. Or it does not end and stands still: still
 * by itself, stop as if somebody had sent it a signal.
 *
 * PLACE is where: "start" of a worker, "idle", "build" (the thread of one), or the kind of an item at work: "request", "project",
 * "document", "function". TEXT is the item's name, or the end of its path. It happens in the first N workers of a process,
 * without N in all. The processes that wpls starts for builds do not look at it. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/work.h"

/* Whether there is one in this process. */
extern bool fault_wanted;

/* A worker, the `number`th of its parent from 1, looks at the variable. */
void fault_begin(unsigned number);
/* A limit of time: that of the environment variable, else `otherwise`. */
int64_t fault_ms(const char *variable, int64_t otherwise);
/* The process ends here, if this is the place. */
void fault_at(const char *place, str text);
void fault_at_work(work_kind kind, const work_item *item);

/* Does what needs the system: segv, kill, stop and still. Returns without doing anything for the other kinds. */
void fault_end(str kind);

#endif
