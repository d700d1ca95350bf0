/* Sockets on loopback: who listens, connects, sends, goes; what is an address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/socket.h"
#include "base/strbuf.h"

enum { SOON_MS = 10 * 1000 };

static void wait_to_receive(socket_id s)
{
    socket_wait w = {.socket = s, .to_receive = true};
    assert_true(sockets_wait(&w, 1, SOON_MS));
    assert_true(w.receives);
    assert_false(w.sends);
}

static void test_connection(void **state)
{
    (void)state;
    uint16_t port = 0;
    char bytes[16];
    socket_id listener = socket_listen(&port);
    assert_true(listener != SOCKET_NONE);
    assert_int_not_equal(port, 0);
    assert_true(socket_accept(listener) == SOCKET_NONE);

    socket_id client = socket_connect(port);
    assert_true(client != SOCKET_NONE);
    wait_to_receive(listener);
    socket_id server = socket_accept(listener);
    assert_true(server != SOCKET_NONE);

    assert_int_equal(socket_receive(server, bytes, sizeof bytes), 0);
    assert_int_equal(socket_send(client, STR("abcdef")), 6);
    wait_to_receive(server);
    assert_int_equal(socket_receive(server, bytes, 4), 4);
    assert_memory_equal(bytes, "abcd", 4);
    assert_int_equal(socket_receive(server, bytes, sizeof bytes), 2);

    socket_close(client);
    wait_to_receive(server);
    assert_true(socket_receive(server, bytes, sizeof bytes) < 0);
    socket_close(server);
    socket_close(listener);
    assert_true(socket_connect(port) == SOCKET_NONE);
}

static void test_port_in_use(void **state)
{
    (void)state;
    uint16_t port = 0;
    socket_id first = socket_listen(&port);
    uint16_t same = port;
    assert_true(socket_listen(&same) == SOCKET_NONE);
    assert_int_equal(same, port);
    socket_close(first);
    socket_close(SOCKET_NONE);
}

/* Nothing waits: who does not read is sent no more than what fits between the two. */
static void test_full(void **state)
{
    (void)state;
    socket_id ends[2];
    assert_true(socket_pair(ends));
    strbuf block = STRBUF_INIT;
    strbuf_pad(&block, 'x', 1 << 20);
    ptrdiff_t n;
    size_t sent = 0;
    while ((n = socket_send(ends[0], strbuf_str(&block))) > 0) sent += (size_t)n;
    assert_int_equal(n, 0);
    socket_wait both[2] = {{.socket = ends[0], .to_send = true}, {.socket = ends[1], .to_send = true}};
    assert_true(sockets_wait(both, 2, SOON_MS));
    assert_false(both[0].sends);
    assert_true(both[1].sends);
    assert_false(sockets_wait(both, 1, 0));
    while (sent) {
        wait_to_receive(ends[1]);
        n = socket_receive(ends[1], block.p, block.n);
        assert_true(n > 0);
        sent -= (size_t)n;
    }
    socket_close(ends[1]);
    assert_true(socket_send(ends[0], STR("x")) < 0); /* and no signal ends this process */
    socket_close(ends[0]);
    strbuf_free(&block);
}

static void test_many(void **state)
{
    (void)state;
    enum { PAIRS = 100 };
    socket_id ends[PAIRS][2];
    socket_wait list[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
        assert_true(socket_pair(ends[i]));
        list[i] = (socket_wait){.socket = ends[i][0], .to_receive = true};
    }
    assert_false(sockets_wait(list, PAIRS, 0));
    assert_int_equal(socket_send(ends[PAIRS - 1][1], STR("x")), 1);
    assert_true(sockets_wait(list, PAIRS, SOON_MS));
    for (int i = 0; i < PAIRS; i++) {
        assert_int_equal(list[i].receives, i == PAIRS - 1);
        socket_close(ends[i][0]);
        socket_close(ends[i][1]);
    }
}

static void test_addresses(void **state)
{
    (void)state;
    assert_true(socket_is_address(STR("127.0.0.1")));
    assert_true(socket_is_address(STR("::1")));
    assert_true(socket_is_address(STR("2001:db8::ff00:42:8329")));
    assert_false(socket_is_address(STR("localhost")));
    assert_false(socket_is_address(STR("127.0.0.256")));
    assert_false(socket_is_address(STR("127.0.0.1:80")));
    assert_false(socket_is_address((str){0}));
    assert_false(socket_is_address(STR("1111:2222:3333:4444:5555:6666:7777:8888:9999:0000:1111:2222:3333:4444")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_connection), cmocka_unit_test(test_port_in_use), cmocka_unit_test(test_full),
        cmocka_unit_test(test_many),       cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
