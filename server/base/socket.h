/* TCP on this machine's loopback address, 127.0.0.1, and nowhere else: wpls never opens a connection to another machine.
 *
 * A socket is a number of the system's, SOCKET_NONE for none; who got it closes it. No program that wpls starts inherits it.
 * Sending and receiving never wait: sockets_wait does, for all of a thread's sockets at once. */
#ifndef BASE_SOCKET_H
#define BASE_SOCKET_H

#include "base/str.h"

typedef intptr_t socket_id;
#define SOCKET_NONE ((socket_id)-1)

/* Listens on the port; 0: on any free one, which is put there. SOCKET_NONE with errno when somebody else has it. */
socket_id socket_listen(uint16_t *port);
/* The next who connected to a listening socket; SOCKET_NONE: nobody. */
socket_id socket_accept(socket_id listener);
/* Connects to a port; SOCKET_NONE with errno when nobody listens there. */
socket_id socket_connect(uint16_t port);
/* Two that are connected with each other: a byte through them wakes a thread that waits. False with errno. */
bool socket_pair(socket_id ends[2]);
/* Whether the text is an address as it is written in numbers, IPv4 or IPv6; names are none. */
bool socket_is_address(str text);
/* SOCKET_NONE is fine. */
void socket_close(socket_id s);

/* Bytes taken, 0: none for now. Negative: the other side is gone. */
ptrdiff_t socket_send(socket_id s, str bytes);
/* Bytes received, at most `most`, 0: none for now. Negative: the other side has closed, or is gone. */
ptrdiff_t socket_receive(socket_id s, char *bytes, size_t most);

typedef struct socket_wait {
    socket_id socket;
    bool to_send, to_receive; /* what is waited for; of a listening socket it is receiving */
    bool sends, receives;     /* set: it would do something, or tell of the end */
} socket_wait;

/* Waits until at least one of them is ready, for up to `timeout_ms`, negative: for ever. False when none is. */
bool sockets_wait(socket_wait *list, size_t n, int timeout_ms);

#endif
