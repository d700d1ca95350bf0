#include "base/library.h"

#include <dlfcn.h>

#ifdef __linux__
#include <sys/auxv.h>

/* The loader's address: without one nobody has loaded this program's libraries either. */
bool library_possible(void) { return getauxval(AT_BASE) != 0; }
#else
bool library_possible(void) { return true; }
#endif

library *library_open(const char *name) { return dlopen(name, RTLD_NOW | RTLD_LOCAL); }

void *library_find(library *l, const char *name) { return dlsym(l, name); }
