/* What the system, or the user, tells this process from outside. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdatomic.h>
#include <stdbool.h>

/* To be called first in main, since only a whole program may decide this: from now on the system reports the end of each process
 * that this one starts, even where the parent of this one had that switched off. */
void interrupt_begin(void);
/* From now on the wish that this process ends - Ctrl-C, a closed terminal, an ordinary kill - does not end it, but sets the flag,
 * which may be handed to process_run as its `cancel`. `pipes`: so does writing where nobody reads any more. */
atomic_bool *interrupt_catch(bool pipes);

/* What the system calls a signal that ended a process: "Killed". */
const char *interrupt_name(int number);

#endif
