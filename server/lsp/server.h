/* The language server (LSP 3.17). */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

#include <stdbool.h>
#include <stdint.h>

/* Serves one client over the two file descriptors until it leaves; returns the process's exit code (LSP 3.17 `exit`: 0 after a
 * shutdown request, else 1). */
int server_serve(int in, int out);

typedef struct server_limits {
    uint64_t memory_most; /* bytes that the analysis may take; 0: no limit */
    bool memory_fixed;    /* whatever the editor's settings say */
} server_limits;

/* The same, but that the analysis runs in a process of its own, which is replaced when it ends before its time: what was at work
 * then is left out until it changes, and the client notices nothing but that and a line in its log. The process must have no
 * other threads. */
int server_supervise(int in, int out, const server_limits *limits);

#endif
