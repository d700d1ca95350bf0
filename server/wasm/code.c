#include "wasm/code.h"

enum { OP_END = 0x0b };

/* What follows an instruction's byte. */
typedef enum immediates {
    NONE,
    INDEX,        /* a number: local, global, label, table, tag, type */
    INDEX_2,      /* two */
    FUNCTION,     /* the number of a function */
    BLOCK,        /* a block's type */
    MEMORY,       /* alignment and offset */
    LEB_32, LEB_64, BYTES_4, BYTES_8,
    LABELS, TYPES, CATCHES,
    PREFIX,       /* more bytes tell the instruction */
    UNKNOWN,
} immediates;

static immediates immediates_of(uint8_t code)
{
    switch (code) {
    case 0x00: case 0x01: case 0x05: case 0x0a: case 0x0b: case 0x0f: case 0x19: case 0x1a: case 0x1b: return NONE;
    case 0x02: case 0x03: case 0x04: case 0x06: return BLOCK;
    case 0x07: case 0x08: case 0x09: case 0x0c: case 0x0d: case 0x14: case 0x15: case 0x18: return INDEX;
    case 0x0e: return LABELS;
    case 0x10: case 0x12: case 0xd2: return FUNCTION;
    case 0x11: case 0x13: return INDEX_2;
    case 0x1c: return TYPES;
    case 0x1f: return CATCHES;
    case 0x20: case 0x21: case 0x22: case 0x23: case 0x24: case 0x25: case 0x26: case 0x3f: case 0x40: return INDEX;
    case 0x41: return LEB_32;
    case 0x42: return LEB_64;
    case 0x43: return BYTES_4;
    case 0x44: return BYTES_8;
    case 0xd0: return LEB_64; /* a heap type */
    case 0xd1: case 0xd3: case 0xd4: return NONE;
    case 0xd5: case 0xd6: return INDEX;
    case 0xfc: case 0xfd: case 0xfe: return PREFIX;
    default: return code >= 0x28 && code <= 0x3e ? MEMORY : code >= 0x45 && code <= 0xc4 ? NONE : UNKNOWN;
    }
}

static void skip_memory(wasm_cursor *c)
{
    uint32_t alignment = wasm_u32(c);
    if (alignment & 0x40) wasm_u32(c); /* a memory's number */
    wasm_skip_leb(c, 64);
}

static void skip_labels(wasm_cursor *c)
{
    for (uint64_t n = (uint64_t)wasm_u32(c) + 1; n && !c->failed; n--) wasm_u32(c);
}

static void skip_catches(wasm_cursor *c)
{
    wasm_skip_leb(c, 64);
    for (uint32_t n = wasm_u32(c); n && !c->failed; n--) {
        if (wasm_byte(c) < 2) wasm_u32(c);
        wasm_u32(c);
    }
}

/* 0xfc: conversions, and operations on whole memories and tables. */
static void skip_bulk(wasm_cursor *c)
{
    static const uint8_t numbers[] = {0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1};
    uint32_t code = wasm_u32(c);
    if (code >= sizeof numbers) c->failed = true;
    for (unsigned n = c->failed ? 0 : numbers[code]; n; n--) wasm_u32(c);
}

/* 0xfd: vectors of 128 bits. */
static void skip_vector(wasm_cursor *c)
{
    uint32_t code = wasm_u32(c);
    bool lane_in_memory = code >= 84 && code <= 91;
    if (code <= 11 || lane_in_memory || code == 92 || code == 93) skip_memory(c);
    if (code == 12 || code == 13) wasm_take(c, 16);
    if ((code >= 21 && code <= 34) || lane_in_memory) wasm_byte(c);
    if (code > 0x113) c->failed = true;
}

/* 0xfe: atomic operations. */
static void skip_atomic(wasm_cursor *c)
{
    if (wasm_u32(c) == 3) wasm_byte(c);
    else skip_memory(c);
}

static void skip_immediates(wasm_cursor *c, uint8_t code, immediates what)
{
    switch (what) {
    case NONE: break;
    case INDEX_2: wasm_u32(c), wasm_u32(c); break;
    case INDEX: case FUNCTION: wasm_u32(c); break;
    case BLOCK: case LEB_64: wasm_skip_leb(c, 64); break;
    case LEB_32: wasm_skip_leb(c, 32); break;
    case MEMORY: skip_memory(c); break;
    case BYTES_4: wasm_take(c, 4); break;
    case BYTES_8: wasm_take(c, 8); break;
    case LABELS: skip_labels(c); break;
    case TYPES: wasm_vector(c); break;
    case CATCHES: skip_catches(c); break;
    case PREFIX:
        if (code == 0xfc) skip_bulk(c);
        else if (code == 0xfd) skip_vector(c);
        else skip_atomic(c);
        break;
    case UNKNOWN: c->failed = true; break;
    }
}

void wasm_skip_type(wasm_cursor *c)
{
    uint8_t type = wasm_byte(c);
    if (type == 0x63 || type == 0x64) wasm_skip_leb(c, 64); /* a typed reference */
}

wasm_cursor wasm_code_begin(str body)
{
    wasm_cursor c = {.bytes = body};
    for (uint32_t groups = wasm_u32(&c); groups && !c.failed; groups--) {
        wasm_u32(&c);
        wasm_skip_type(&c);
    }
    return c;
}

static bool next_mention(wasm_cursor *c, wasm_mention *mention, bool until_end)
{
    while (!c->failed && c->at < c->bytes.n) {
        uint8_t code = wasm_byte(c);
        if (until_end && code == OP_END) return false;
        immediates what = immediates_of(code);
        size_t at = c->at;
        if (what != FUNCTION) {
            skip_immediates(c, code, what);
            continue;
        }
        *mention = (wasm_mention){.function = wasm_u32(c), .at = at};
        mention->end = c->at;
        if (!c->failed) return true;
    }
    c->failed = c->failed || until_end;
    return false;
}

bool wasm_code_next(wasm_cursor *c, wasm_mention *mention) { return next_mention(c, mention, false); }

bool wasm_constant_next(wasm_cursor *c, wasm_mention *mention) { return next_mention(c, mention, true); }

wasm_function_list wasm_callers(arena *a, const wasm_module *m)
{
    wasm_function_list callers = {0};
    for (size_t i = 0; i < m->functions.n; i++) array_push(a, &callers, WASM_NO_FUNCTION);
    for (uint32_t i = m->imported_functions; i < m->functions.n; i++) {
        if (!m->functions.at[i].name.n) continue;
        wasm_cursor c = wasm_code_begin(m->functions.at[i].body);
        wasm_mention mention;
        while (wasm_code_next(&c, &mention))
            if (mention.function < callers.n && callers.at[mention.function] == WASM_NO_FUNCTION)
                callers.at[mention.function] = i;
    }
    return callers;
}
