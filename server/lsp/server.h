/* The language server (LSP 3.17). */
#ifndef LSP_SERVER_H
#define LSP_SERVER_H

/* Serves one client over the two file descriptors until it leaves; returns the process's exit code (LSP 3.17 `exit`: 0 after a
 * shutdown request, else 1). */
int server_serve(int in, int out);

#endif
