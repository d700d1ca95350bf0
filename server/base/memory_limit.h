/* How much memory there is, and how much of it this process may take.
 *
 * The limit counts what lies in arenas, which is nearly all, on every system; where the system can hold a process to a limit of
 * its own (Linux, without sanitizers), what others take counts, too. Past it the process ends as it does without memory
 * (base/bug.h). */
#ifndef BASE_MEMORY_LIMIT_H
#define BASE_MEMORY_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the machine; 0 when it does not say. */
uint64_t memory_of_machine(void);
/* LIMIT_MEMORY_MIB, or half of the machine's, in bytes. */
uint64_t memory_default_limit(void);
/* A number of MiB as it is given by users, from 64 on, as bytes; false when it is none. */
bool memory_read_limit(const char *text, uint64_t *bytes);
/* How many processes this system has ended for want of memory; 0 where it does not say (tests have it read the file that
 * WPLS_TEST_VMSTAT names). */
uint64_t memory_kills(void);
/* Bytes that this process has in memory now; what lies in its arenas where the system does not say. */
uint64_t memory_used(void);
/* Holds this process to so many bytes, and all that it starts; 0: to no limit of its own. */
void memory_set_limit(uint64_t bytes);
/* That limit; 0: none. */
uint64_t memory_limit(void);
/* The limit that the system had for this process before memory_set_limit; false when that has changed nothing. */
bool memory_limit_before(uint64_t *bytes);
/* Gives a program that such a process starts the earlier limit again. */
void memory_hold_again(uint64_t bytes);
/* The system's part of memory_set_limit: from now on it refuses this process more than so many bytes; 0: the limit that it had
 * before holds again. */
void memory_hold(uint64_t bytes);
/* For arenas: counts bytes taken from the system, and given back. False past the limit: they are not counted then. */
bool memory_take(size_t bytes);
void memory_give(size_t bytes);
/* The bytes that are counted now. */
uint64_t memory_taken(void);

#endif
