/* Memory straight from the system, for what is large. */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

enum { PAGES_HUGE = 2 << 20 };

/* Zeroed memory, a multiple of PAGES_HUGE bytes at such an address; NULL: there is none. The system hands it out in huge pages
 * where it can. It takes none before it is written to. */
void *pages_take(size_t bytes);
void pages_give(void *p, size_t bytes);

#endif
