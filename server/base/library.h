/* Libraries that are loaded while the program runs, if they are there. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>

typedef struct library library;

/* Whether this program can load any: one that is linked statically can't. */
bool library_possible(void);
/* Loads the library of that path, or of that name in the system's places; NULL: there is none that fits. It stays until the
 * process ends. */
library *library_open(const char *name);
/* What the library calls `name`; NULL: nothing. */
void *library_find(library *l, const char *name);

#endif
