#include "sandbox/answer.h"

enum { LINES_MOST = SANDBOX_CALLS, LENGTH_BYTES = sizeof(uint64_t) };

void sandbox_order_pack(strbuf *out, const sandbox_order *o)
{
    pack_number(out, o->language);
    pack_str(out, o->root_id);
    pack_str(out, o->name);
    pack_str(out, o->module);
}

bool sandbox_order_unpack(str bytes, sandbox_order *o)
{
    unpacker u = {.rest = bytes};
    o->language = unpack_number(&u);
    o->root_id = unpack_str(&u);
    o->name = unpack_str(&u);
    o->module = unpack_str(&u);
    return !u.failed && !u.rest.n;
}

void sandbox_answer_pack(strbuf *out, const sandbox_answer *a)
{
    pack_number(out, a->verdict);
    pack_str(out, a->reason);
    pack_str(out, a->function);
    pack_number(out, a->fetched);
    pack_number(out, a->fuel);
    pack_number(out, a->memory);
    pack_str(out, a->errors);
    pack_number(out, a->log.n);
    for (size_t i = 0; i < a->log.n; i++) {
        pack_number(out, a->log.at[i].level);
        pack_str(out, a->log.at[i].text);
    }
}

static str copied(arena *a, unpacker *u) { return arena_str(a, unpack_str(u)); }

bool sandbox_answer_unpack(arena *a, str bytes, sandbox_answer *answer)
{
    unpacker u = {.rest = bytes};
    *answer = (sandbox_answer){0};
    uint64_t verdict = unpack_number(&u);
    answer->reason = copied(a, &u);
    answer->function = copied(a, &u);
    answer->fetched = unpack_number(&u);
    answer->fuel = unpack_number(&u);
    answer->memory = unpack_number(&u);
    answer->errors = copied(a, &u);
    uint64_t lines = unpack_number(&u);
    if (u.failed || verdict >= SANDBOX_VERDICTS || lines > LINES_MOST) return false;
    for (uint64_t i = 0; i < lines && !u.failed; i++) {
        uint64_t level = unpack_number(&u);
        sandbox_line line = {.level = level, .text = copied(a, &u)};
        array_push(a, &answer->log, line);
    }
    answer->verdict = (sandbox_verdict)verdict;
    return !u.failed && !u.rest.n;
}

size_t sandbox_block_size(str bytes)
{
    uint64_t length;
    if (bytes.n < LENGTH_BYTES) return 0;
    memcpy(&length, bytes.p, sizeof length);
    if (length > SANDBOX_BLOCK_BYTES) return SIZE_MAX;
    return bytes.n - LENGTH_BYTES < length ? 0 : LENGTH_BYTES + (size_t)length;
}
