/* What wpls-sandbox does: a process without rights that runs modules for wpls, and ends when that does. */
#ifndef SANDBOX_CHILD_H
#define SANDBOX_CHILD_H

/* Reads an order and configurations from standard input, and answers on standard output (sandbox/answer.h), until the input ends.
 * The exit status. */
int sandbox_child_run(void);

#endif
