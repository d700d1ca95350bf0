/* How many cores there are to work on. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <stdint.h>

/* Number of processors this process may use, at least 1. */
uint32_t thread_processors(void);

#endif
