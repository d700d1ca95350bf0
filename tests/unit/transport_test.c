/* Framing in pieces of every size, limits, recovery; JSON-RPC messages; the queue between the threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lsp/framing.h"
#include "lsp/message.h"
#include "lsp/transport.h"

#include <stdio.h>
#include <unistd.h>

/* What the framer makes of a text fed in pieces of `piece` bytes: "M(body)", "L" (too large), "H" (bad header). */
static void frame(const char *text, size_t piece, char *out, size_t size)
{
    framer f = {0};
    size_t n = 0;
    out[0] = 0;
    str rest = str_of(text);
    while (rest.n) {
        str input = str_slice(rest, 0, piece);
        rest = str_slice(rest, piece, rest.n);
        frame_event event;
        while ((event = framer_next(&f, &input)) != FRAME_NEED_MORE) {
            const char *name = event == FRAME_BAD_HEADER ? "H" : "M";
            n += (size_t)snprintf(out + n, size - n, "%s", name);
            assert_int_not_equal(event, FRAME_TOO_LARGE);
            if (event != FRAME_MESSAGE) continue;
            n += (size_t)snprintf(out + n, size - n, "(%.*s)", STR_ARG(strbuf_str(&f.body)));
            strbuf_clear(&f.body);
        }
    }
    framer_free(&f);
}

static void test_framing(void **state)
{
    (void)state;
    static const struct {
        const char *text, *events;
    } cases[] = {
        {"Content-Length: 2\r\n\r\n{}", "M({})"},
        {"Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]", "M({})M([1])"},
        {"Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\nx", "M()M(x)"},
        {"content-length:2\n\n{}", "M({})"},
        {"Content-Type: x\r\nCONTENT-LENGTH:  2 \r\nX-Other: 5\r\n\r\n{}", "M({})"},
        {"\r\n\nContent-Length: 2\r\n\r\n{}\r\n\r\nContent-Length: 1\r\n\r\nx", "M({})M(x)"},
        {"Content-Length: -2\r\n\r\n{}Content-Length: 1\r\n\r\nx", "HM(x)"},
        {"Content-Length: two\r\n\r\n{}\r\nContent-Length: 1\r\n\r\nx", "HM(x)"},
        {"Content-Type: x\r\n\r\n{}Content-Length: 1\r\n\r\nx", "HM(x)"},
        {"garbage\r\n\r\nmore\r\n\r\nContent-Length: 1\r\n\r\nx", "HM(x)"},
        {"Content-Length: 99999999999999999999999999\r\n\r\n{}Content-Length: 1\r\n\r\nx", "HM(x)"},
        {"Content-Length: 5\r\n\r\n{}", ""},
    };
    char got[200];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t piece = 1; piece <= strlen(cases[i].text); piece++) {
            frame(cases[i].text, piece, got, sizeof got);
            assert_string_equal(got, cases[i].events);
        }
}

static void test_framing_limit(void **state)
{
    (void)state;
    strbuf text = STRBUF_INIT;
    framer f = {0};
    for (size_t over = 0; over <= 1; over++) {
        size_t n = (size_t)LIMIT_MESSAGE_BYTES + over;
        strbuf_clear(&text);
        framer_write_header(&text, n);
        strbuf_pad(&text, ' ', n);
        strbuf_add_cstr(&text, "Content-Length: 1\r\n\r\nx");
        str input = strbuf_str(&text);
        assert_int_equal(framer_next(&f, &input), over ? FRAME_TOO_LARGE : FRAME_MESSAGE);
        assert_int_equal(f.body.n, over ? 4096 : n);
        strbuf_clear(&f.body);
        assert_int_equal(framer_next(&f, &input), FRAME_MESSAGE);
        assert_int_equal(f.body.n, 1);
        strbuf_clear(&f.body);
    }
    str most = STR("Content-Length: 4294967296\r\n\r\n"), huge = STR("Content-Length: 4294967297\r\n\r\n{}Content-Length: 1\r\n\r\nx");
    framer endless = {0};
    assert_int_equal(framer_next(&endless, &most), FRAME_NEED_MORE);
    assert_int_equal(endless.left, UINT64_C(1) << 32);
    framer_free(&endless);
    assert_int_equal(framer_next(&f, &huge), FRAME_BAD_HEADER);
    assert_int_equal(framer_next(&f, &huge), FRAME_MESSAGE);
    assert_int_equal(f.body.n, 1);
    framer_free(&f);
    strbuf_free(&text);
}

static rpc_message parse(const char *text)
{
    strbuf copy = STRBUF_INIT;
    strbuf_add_cstr(&copy, text);
    rpc_message m;
    rpc_message_parse(&m, copy);
    return m;
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        rpc_kind kind;
        const char *id;
        rpc_error error;
    } cases[] = {
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}", RPC_REQUEST, "1", RPC_OK},
        {"{\"jsonrpc\":\"2.0\",\"id\": 9007199254740993 ,\"method\":\"m\",\"params\":null}", RPC_REQUEST, "9007199254740993", RPC_OK},
        {"{\"method\":\"m\",\"id\":\"\\u0000\\\\u0000\\\"\",\"jsonrpc\":\"2.0\"}", RPC_REQUEST, "\"\\u0000\\\\u0000\\\"\"", RPC_OK},
        {"{\"params\":{\"id\":[{}]},\"id\":-3,\"jsonrpc\":\"2.0\",\"method\":\"m\"}", RPC_REQUEST, "-3", RPC_OK},
        {"{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}", RPC_NOTIFICATION, "", RPC_OK},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}", RPC_RESPONSE, "1", RPC_OK},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}", RPC_RESPONSE, "1", RPC_OK},
        {"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}", RPC_INVALID, "", RPC_INVALID_REQUEST},
        {"{\"jsonrpc\":\"2.0\",\"id\":1e3,\"method\":\"m\"}", RPC_INVALID, "", RPC_INVALID_REQUEST},
        {"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}", RPC_INVALID, "1", RPC_INVALID_REQUEST},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"m\"}", RPC_INVALID, "1", RPC_INVALID_REQUEST},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":\"x\"}", RPC_INVALID, "1", RPC_INVALID_PARAMS},
        {"[]", RPC_INVALID, "", RPC_INVALID_REQUEST},
        {"", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{} {}", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{\"a\":\"\xC3\x28\"}", RPC_INVALID, "", RPC_PARSE_ERROR},
        /* by its id, where that is whole, and nobody else's */
        {"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":{\"a\":\"\xFF\"}}", RPC_INVALID, "7", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"\",\"method\":\"m\",\"params\":{", RPC_INVALID, "\"a\\\"\"", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":\"a\\\"", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"id\":\"\xFF\",\"method\":\"m\"}", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"\xFF\"}", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"id\":-,\"method\":\"m\"}", RPC_INVALID, "", RPC_PARSE_ERROR},
        {"{\"jsonrpc\":\"2.0\",\"id\":\"\\ud800\",\"method\":\"m\",\"params\":{\"a\":\"\\ud800\"}}", RPC_REQUEST, "\"\\ud800\"", RPC_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rpc_message m = parse(cases[i].text);
        assert_int_equal(m.kind, cases[i].kind);
        assert_int_equal(m.error, cases[i].error);
        assert_true(str_is(m.id, cases[i].id));
        rpc_message_free(&m);
    }
}

static void test_json(void **state)
{
    (void)state;
    rpc_message m = parse("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":{\"b\":\"x\\u0000y\\\\u0000\"},\"n\":1e400,"
                          "\"u\":\"\\uD83D|\\ud83d\\uDE00|\\ud83d\\ud83d\\ude00|\\ude00\\ud83d|\\\\ud83d|\\ud83d\","
                          "\"k\":2147483648,\"h\":0.5,\"A\":1,\"list\":[\"s\",7]}}");
    str s;
    int64_t n;
    assert_true(json_get_str(m.params, "a.b", &s));
    assert_true(str_is(s, "x\xEF\xBF\xBDy\\u0000"));
    assert_true(json_get_str(m.params, "u", &s));
    assert_string_equal(s.p, "\xEF\xBF\xBD|\xF0\x9F\x98\x80|\xEF\xBF\xBD\xF0\x9F\x98\x80|\xEF\xBF\xBD\xEF\xBF\xBD|\\ud83d|\xEF\xBF\xBD");
    assert_false(json_get_str(m.params, "a.c", &s));
    assert_false(json_get_str(m.params, "a.b.c", &s));
    assert_true(json_get_int(m.params, "n", &n) && n == INT64_MAX);
    assert_true(json_get_int(m.params, "k", &n) && n == 2147483648);
    assert_false(json_get_int(m.params, "h", &n));
    assert_false(json_get_int(m.params, "K", &n));
    assert_true(json_has_string(m.params, "list", "s") && !json_has_string(m.params, "list", "t"));
    assert_true(json_has_number(m.params, "list", 7) && !json_has_number(m.params, "a", 7));
    rpc_message_free(&m);
    m = parse("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"x\":[1,\"}\"],\"id\":\"7\"}}");
    assert_true(rpc_message_cancels(&m, STR("\"7\"")));
    assert_false(rpc_message_cancels(&m, STR("7")));
    rpc_message_free(&m);
}

static void test_transport(void **state)
{
    (void)state;
    int in[2], out[2];
    assert_int_equal(pipe(in) | pipe(out), 0);
    transport t;
    assert_true(transport_start(&t, in[0], out[1]));
    queue_item item;
    assert_false(transport_take(&t, 0, &item));
    assert_false(transport_take(&t, 10, &item));
    static const char two[] = "Content-Length: 2\r\n\r\n{}Content-Length: 1\r\n\r\nx";
    assert_int_equal(write(in[1], two, sizeof two - 1), sizeof two - 1);
    assert_true(transport_take(&t, -1, &item));
    assert_true(item.kind == INBOX_MESSAGE && str_is(strbuf_str(&item.text), "{}"));
    strbuf_free(&item.text);
    assert_true(transport_take(&t, 0, &item)); /* of one read: both at once */
    strbuf_free(&item.text);
    transport_send(&t, STR("{\"a\":1}"));
    char got[64];
    ssize_t n = read(out[0], got, sizeof got);
    assert_true(str_is(str_make(got, (size_t)n), "Content-Length: 7\r\n\r\n{\"a\":1}"));
    close(in[1]);
    assert_true(transport_take(&t, -1, &item));
    assert_int_equal(item.kind, INBOX_END);
    transport_stop(&t);
    close(in[0]), close(out[0]), close(out[1]);
}

/* Stopping while the other side is silent, and with messages nobody took. */
static void test_transport_stop(void **state)
{
    (void)state;
    int in[2];
    assert_int_equal(pipe(in), 0);
    transport t;
    assert_true(transport_start(&t, in[0], STDOUT_FILENO));
    assert_int_equal(write(in[1], "Content-Length: 2\r\n\r\n{}", 23), 23);
    transport_stop(&t);
    close(in[0]), close(in[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_framing),   cmocka_unit_test(test_framing_limit), cmocka_unit_test(test_messages),
        cmocka_unit_test(test_json),      cmocka_unit_test(test_transport),     cmocka_unit_test(test_transport_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
