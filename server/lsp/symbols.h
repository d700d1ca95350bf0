/* Symbols of sources: what textDocument/documentSymbol answers for them. */
#ifndef LSP_SYMBOLS_H
#define LSP_SYMBOLS_H

#include "lsp/server_internal.h"

/* The answer for the open source, a list. */
void symbols_of_source(server *s, json_writer *w, str path);

#endif
