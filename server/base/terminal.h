/* The two things that a program shows: what it prints, and what it says beside that. */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include <stdbool.h>

/* Whether standard output, or standard error, is a terminal, which somebody may look at. */
bool terminal_shows_output(void);
bool terminal_shows_errors(void);
/* Takes standard input and output for a protocol that is spoken on them: they are the two ends, and whatever prints to standard
 * output from now on goes to standard error. False when standard output or standard error is closed. */
bool terminal_take(int *in, int *out);

#endif
