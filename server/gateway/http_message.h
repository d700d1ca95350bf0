/* HTTP/1.1 messages (RFC 9112), as a local gateway and its clients exchange them: read from bytes that come in pieces, and
 * written. */
#ifndef GATEWAY_HTTP_MESSAGE_H
#define GATEWAY_HTTP_MESSAGE_H

#include "base/array.h"
#include "base/strbuf.h"

typedef struct http_header {
    str name, value;
} http_header;

typedef ARRAY(http_header) http_headers;

typedef struct http_message {
    bool response;
    str method, target; /* of a request */
    int status;         /* of a response */
    str reason;
    http_headers headers; /* in order */
    str body;             /* without chunk sizes */
    str body_file;    /* requests on a command line: the file with the body, which nobody has read yet */
    bool body_binary; /* ... that is sent as it is */
} http_message;

typedef enum http_progress {
    HTTP_MORE,   /* more bytes are needed */
    HTTP_WHOLE,
    HTTP_BROKEN, /* this will never be a message */
} http_progress;

typedef struct http_source {
    str bytes;         /* what has come so far */
    bool at_end;       /* no more will come */
    bool response;     /* what is expected */
    bool without_body; /* a response to HEAD */
} http_source;

/* Reads the first message; interim responses (1xx) before it are left out. Sets `*used` to the bytes that it takes up. All in
 * arena `a`, but borrowed from the bytes where nothing has to change. */
http_progress http_read(arena *a, const http_source *source, http_message *m, size_t *used);
/* The value of the first header of that name (case does not matter), NULL pointer without one. */
str http_header_find(const http_headers *headers, const char *name);
/* Status line or request line, headers, and an empty line. */
void http_write_head(strbuf *out, const http_message *m);

/* A request as it is written on a command line: "POST /path -H name:value -d body", with '...' and "..." around words that
 * contain blanks; a body without quotes goes to the next header or the end. Of -d @FILE only the name is taken. The method may be
 * left out. False with `problem`; strings in arena `a`. */
bool http_parse_request(arena *a, str text, http_message *m, str *problem);
/* The body that curl makes of a file's text: without line breaks and NULs, unless `binary`. */
str http_body_of_file(arena *a, str text, bool binary);

#endif
