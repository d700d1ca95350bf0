/* What is in a WebAssembly module: its ABI, imports and who has them, exports, sections and the largest functions. */
#ifndef CLI_DUMP_WASM_H
#define CLI_DUMP_WASM_H

#include "base/strbuf.h"

/* Appends what is known of the bytes, as text or one JSON object. False, with what is wrong in `problem`, when they are no whole
 * module; what was read before the mistake is there all the same. */
bool dump_wasm(str bytes, bool json, strbuf *out, strbuf *problem);

#endif
