/* The process that loads libclang: `wpls cxx-worker`, which is no command for people. It reads questions from its standard input
 * and writes answers to its standard output (ask.h) until the input ends. A library that crashes, never returns or takes all
 * memory takes this process with it and nothing else; client.h starts another one. */
#ifndef CLANG_WORKER_H
#define CLANG_WORKER_H

/* What the program's first argument is. */
#define CLANG_WORKER_NAME "cxx-worker"

/* The exit status. The first line is "ready VERSION", "absent" or "static". */
int clang_worker_run(void);

#endif
