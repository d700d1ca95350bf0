/* A process that gives away what it could do, because it is going to run the code of strangers. */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

/* From now on the process can read and write what it has open, take up to `memory_most` bytes of memory that is no code, and end:
 * whatever else it asks of the system ends it at once. False where the system has no such thing (anything but Linux on x86-64 and
 * arm64, and builds with sanitizers): then it has the limit of memory alone. There is no way back. */
bool confine_process(uint64_t memory_most);

#endif
