/* One request to a server on loopback. */
#ifndef GATEWAY_HTTP_CLIENT_H
#define GATEWAY_HTTP_CLIENT_H

#include "gateway/http_message.h"

typedef enum http_outcome {
    HTTP_ANSWERED,
    HTTP_REFUSED, /* nobody listens */
    HTTP_CUT,     /* the connection ended before the answer did: what came is there */
    HTTP_TIMEOUT,
} http_outcome;

/* Adds what a request needs and does not have: host, content-length. */
void http_complete_request(arena *a, http_message *request, uint16_t port);
/* Sends the request as it is and waits for the whole answer. In arena `a`. */
http_outcome http_exchange(arena *a, const http_message *request, uint16_t port, int timeout_ms, http_message *response);

#endif
