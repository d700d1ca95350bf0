#include "base/pack.h"

void pack_number(strbuf *out, uint64_t n) { strbuf_add(out, str_make((const char *)&n, sizeof n)); }

void pack_str(strbuf *out, str s)
{
    pack_number(out, s.n);
    strbuf_add(out, s);
}

static str take(unpacker *u, uint64_t n)
{
    if (n > u->rest.n) {
        *u = (unpacker){.rest = {"", 0}, .failed = true};
        return (str){"", 0};
    }
    str part = str_slice(u->rest, 0, (size_t)n);
    u->rest = str_slice(u->rest, (size_t)n, u->rest.n);
    return part;
}

uint64_t unpack_number(unpacker *u)
{
    uint64_t n = 0;
    str bytes = take(u, sizeof n);
    if (bytes.n) memcpy(&n, bytes.p, sizeof n);
    return n;
}

str unpack_str(unpacker *u) { return take(u, unpack_number(u)); }
