/* glibc keeps freed memory until it is asked for it; other C libraries have no such call. */
#include "base/memory.h"

#include <stdlib.h> /* __GLIBC__ */

#ifdef __GLIBC__

#include <malloc.h>

void memory_trim(void) { malloc_trim(0); }

#else

void memory_trim(void) {}

#endif
