/* Pipes, for the files of this folder. */
#ifndef BASE_POSIX_PIPE_H
#define BASE_POSIX_PIPE_H

#include <stdbool.h>

/* A pipe that no program inherits: what is written to `ends[1]` is read from `ends[0]`. False with errno. */
bool pipe_open(int ends[2]);
/* -1 is fine. */
void pipe_close(int ends[2]);

#endif
