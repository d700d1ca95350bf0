/* The base protocol of LSP 3.17: cuts a stream of bytes into messages.
 *
 * Pure: gets bytes in pieces of any size, does no input of its own. "Content-Length" counts, other headers are ignored, a line
 * may end in LF alone. A message over LIMIT_MESSAGE_BYTES is skipped, and only its beginning kept, which says what it is. After a
 * header that can't be understood the next "Content-Length:" is looked for, so that one bad message does not end the session. */
#ifndef LSP_FRAMING_H
#define LSP_FRAMING_H

#include "base/strbuf.h"

typedef enum frame_event {
    FRAME_NEED_MORE,  /* the input is used up */
    FRAME_MESSAGE,    /* `body` is a message: detach or clear it */
    FRAME_TOO_LARGE,  /* a message over the limit: `body` is its beginning, to be cleared; the rest is skipped */
    FRAME_BAD_HEADER, /* a header without a usable Content-Length */
} frame_event;

typedef struct framer {
    enum { FRAMER_HEADER, FRAMER_BODY, FRAMER_BEGINNING, FRAMER_SKIP } state;
    strbuf line;   /* of the header, unfinished */
    strbuf body;
    uint64_t left; /* bytes of the body still to come */
    uint64_t length; /* of the last message */
    bool has_length, bad_length, any_header, lost;
} framer;

/* A zeroed struct is a valid start. Takes bytes off the front of `*input` until something happened. */
frame_event framer_next(framer *f, str *input);
void framer_free(framer *f);
/* The header of a message of `n` bytes. */
void framer_write_header(strbuf *out, size_t n);

#endif
