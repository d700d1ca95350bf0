/* Builds under way: wpls.build, wpls.doctor and building on save. Each has a thread of its own that runs the toolchain and posts
 * what it has to say; all that touches the server happens on the main thread, which stays responsive. Private to lsp/. */
#ifndef LSP_BUILDS_H
#define LSP_BUILDS_H

#include "lsp/server_internal.h"

/* A source was saved: builds its plugin when the settings say so and the workspace is trusted. */
void builds_saved(server *s, str path);
/* How the last build of another process ended, as it had it kept. */
void builds_resume(server *s, const cJSON *kept);
/* Cancels all builds and waits for their ends; nothing is answered any more. */
void builds_stop(server *s);

#endif
