/* Streams whose other end does not read, reads later, or is gone: nobody waits for it, and nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/stream.h"

#include <sys/socket.h>
#include <unistd.h>

enum { LARGE = 1 << 20, SOON_MS = 10 * 1000 };

typedef struct ends {
    stream in, out;
    int fds[2];
} ends;

static void open_ends(ends *e, bool sockets, bool own)
{
    assert_int_equal(sockets ? socketpair(AF_UNIX, SOCK_STREAM, 0, e->fds) : pipe(e->fds), 0);
    stream_init(&e->in, e->fds[0], true);
    stream_init(&e->out, e->fds[1], own);
}

static void close_ends(ends *e)
{
    stream_free(&e->in);
    stream_free(&e->out);
    close(e->fds[0]);
    close(e->fds[1]);
}

/* Reads until `n` bytes have come, while what is kept is written; they count up from 0. */
static void read_all(ends *e, size_t n)
{
    static char bytes[1 << 16];
    stream *in[] = {NULL, &e->in}, *out[] = {&e->out, NULL};
    for (size_t got = 0; got < n;) {
        streams_wait(in, 2, out, 2, SOON_MS);
        if (!e->in.ready) continue;
        size_t some = stream_read(&e->in, bytes, sizeof bytes);
        assert_true(some > 0);
        for (size_t i = 0; i < some; i++) assert_int_equal((unsigned char)bytes[i], (got + i) % 251);
        got += some;
    }
}

static void check_slow_reader(bool sockets, bool own)
{
    ends e;
    static char bytes[LARGE];
    for (size_t i = 0; i < LARGE; i++) bytes[i] = (char)(i % 251);
    open_ends(&e, sockets, own);
    assert_int_equal(e.out.socket, sockets);
    stream_add(&e.out, str_make(bytes, 1)); /* kept, and then written first */
    assert_int_equal(stream_waiting(&e.out), 1);
    stream_put(&e.out, str_make(bytes + 1, LARGE - 1));
    assert_int_equal(stream_waiting(&e.out), LARGE); /* behind what is kept nothing overtakes */
    stream_flush(&e.out);
    assert_in_range(stream_waiting(&e.out), 1, LARGE - 1);
    read_all(&e, LARGE);
    assert_int_equal(stream_waiting(&e.out), 0);
    close_ends(&e);
}

static void test_slow_reader(void **state)
{
    (void)state;
    check_slow_reader(false, true);
    check_slow_reader(false, false);
    check_slow_reader(true, true);
    check_slow_reader(true, false);
}

static void test_wait(void **state)
{
    (void)state;
    ends e;
    char bytes[8];
    open_ends(&e, false, true);
    stream *in[] = {&e.in}, *out[] = {&e.out};
    streams_wait(in, 1, out, 1, 0);
    assert_false(e.in.ready);
    stream_put(&e.out, STR("abc"));
    assert_int_equal(stream_waiting(&e.out), 0);
    e.in.paused = true;
    streams_wait(in, 1, out, 1, 0);
    assert_false(e.in.ready);
    e.in.paused = false;
    streams_wait(in, 1, out, 1, SOON_MS);
    assert_true(e.in.ready);
    assert_int_equal(stream_read(&e.in, bytes, 2), 2);
    assert_false(e.in.ready);
    assert_int_equal(stream_read(&e.in, bytes, sizeof bytes), 1);
    close(e.fds[1]);
    e.fds[1] = -1;
    streams_wait(in, 1, NULL, 0, SOON_MS);
    assert_true(e.in.ready);
    assert_int_equal(stream_read(&e.in, bytes, sizeof bytes), 0);
    close_ends(&e);
}

static void test_gone(void **state)
{
    (void)state;
    streams_may_break(true);
    ends e;
    open_ends(&e, false, true);
    close(e.fds[0]);
    e.fds[0] = -1;
    stream_put(&e.out, STR("abc"));
    assert_true(e.out.broken);
    stream_add(&e.out, STR("def"));
    assert_int_equal(stream_waiting(&e.out), 0); /* nobody will want it */
    close_ends(&e);
    streams_may_break(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_slow_reader), cmocka_unit_test(test_wait),
                                       cmocka_unit_test(test_gone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
