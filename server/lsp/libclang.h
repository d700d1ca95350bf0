/* What libclang adds in the sources of plugins in C and C++: types on hover, members on completion, definitions, compile errors.
 *
 * In trusted workspaces alone, and only where it is installed. Each question goes to a process of its own (clang/client.h) and is
 * answered when that answers: nothing else waits for it. When there is no libclang, or it dies too often, that is said once and
 * everything is as without it. */
#ifndef LSP_LIBCLANG_H
#define LSP_LIBCLANG_H

#include "clang/ask.h"
#include "lsp/server_internal.h"

/* How long a text is left alone before its errors are looked for. */
enum { LIBCLANG_PAUSE_MS = 800 };

/* Whether it can be asked about the document. */
bool libclang_is_for(server *s, const document *doc);
/* Defers the request that is being handled; the answer is what libclang says of the place. `before`: items of a completion as
 * JSON, comma-separated, that are answered in any case. False: it can't be asked. */
bool libclang_ask(server *s, const document *doc, clang_kind kind, uint32_t offset, str before);
/* Has the document's errors found after so many milliseconds, and published. */
void libclang_check(server *s, const document *doc, int after_ms);
/* The document is closed: what was said of it is taken back. */
void libclang_closed(server *s, str path);
/* Ends the process and the thread. */
void libclang_stop(server *s);

#endif
