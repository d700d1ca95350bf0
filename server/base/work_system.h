/* Between base/work.c and the system's part of it (base/posix/work.c): mistakes such as a null pointer end a process by a signal,
 * and the page shall say where that came from. */
#ifndef BASE_WORK_SYSTEM_H
#define BASE_WORK_SYSTEM_H

#include "base/work.h"

extern work_page *work_page_of_process; /* of whichever thread; NULL: nobody watches */
extern bool work_alone;                 /* no parent watches: such a signal ends the process with a message */

/* Also in a signal handler: the end comes in this thread, maybe in one that does not write to the page. */
void work_note_thread(void);

/* Has signals note where they came from, from now on. Once in a process. */
void work_catch_signals(void);
/* Has that done on a stack of its own: the usual one may be full. */
void work_catch_full_stack(void);
/* "a segmentation fault"; NULL: it has no such name. */
const char *work_signal_name(int number);

#endif
