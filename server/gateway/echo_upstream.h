/* The upstream of `wpls run`: an HTTP/1.1 server on loopback that answers what it was asked, as JSON, and remembers it.
 *
 *     {"method": "POST", "path": "/x", "headers": {"a": "b"}, "body": "..."}
 *
 * It has two ports: one for requests that come through the gateway, one for calls that the plugin itself makes. It runs on a
 * thread of its own, from echo_start to echo_stop. */
#ifndef GATEWAY_ECHO_UPSTREAM_H
#define GATEWAY_ECHO_UPSTREAM_H

#include "gateway/http_message.h"

typedef struct echo_upstream echo_upstream;

typedef struct echo_exchange {
    bool call; /* made by the plugin itself */
    http_message request;
} echo_exchange;

typedef ARRAY(echo_exchange) echo_exchanges;

/* NULL, with errno set, when there is no port. Owned by the caller. */
echo_upstream *echo_start(void);
void echo_stop(echo_upstream *e);
uint16_t echo_port(const echo_upstream *e);       /* for the gateway's requests */
uint16_t echo_calls_port(const echo_upstream *e); /* for the plugin's own */
/* What has come since the last time, copied into the arena. */
echo_exchanges echo_take(echo_upstream *e, arena *a);

#endif
