/* Decoding of scalars: pieces of text and single bytes put together, with where each comes from. */
#include "base/utf8.h"
#include "yaml/parser.h"

void yaml_content_begin(yaml_parser *p)
{
    p->bytes.n = p->runs.n = 0;
    p->run_end = YAML_NOWHERE;
}

static void add_bytes(yaml_parser *p, const char *bytes, size_t n)
{
    while (p->bytes.cap - p->bytes.n < n)
        array_grow(p->arena, (void **)&p->bytes.at, p->bytes.n, &p->bytes.cap, sizeof *p->bytes.at);
    if (n) memcpy(p->bytes.at + p->bytes.n, bytes, n);
    p->bytes.n += n;
}

void yaml_content_text(yaml_parser *p, uint32_t from, uint32_t to)
{
    if (from >= to) return;
    if (p->run_end != from) array_push(p->arena, &p->runs, (yaml_run){(uint32_t)p->bytes.n, from});
    add_bytes(p, p->text + from, to - from);
    p->run_end = to;
}

void yaml_content_bytes(yaml_parser *p, uint32_t source, const char *bytes, size_t n)
{
    if (!n) return;
    array_push(p->arena, &p->runs, (yaml_run){(uint32_t)p->bytes.n, source});
    add_bytes(p, bytes, n);
    p->run_end = YAML_NOWHERE;
}

/* Each where its line ends: a line without text may have blanks, which are not decoded. */
void yaml_content_breaks(yaml_parser *p, uint32_t source, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        source = yaml_line_end(p, source);
        if (source < p->end && p->text[source] == '\n') yaml_content_text(p, source, source + 1);
        else yaml_content_bytes(p, source, "\n", 1);
        source += yaml_break_length(p, source);
    }
}

void yaml_content_fold(yaml_parser *p, uint32_t source, uint32_t count)
{
    if (count == 1) yaml_content_bytes(p, source, " ", 1);
    else yaml_content_breaks(p, source, count - 1);
}

void yaml_content_finish(yaml_parser *p, yaml_node *scalar)
{
    if (p->runs.n == 0) {
        scalar->value = str_make(p->text + scalar->content.start, 0);
        return;
    }
    if (p->runs.n == 1 && p->run_end != YAML_NOWHERE && p->runs.at[0].source == scalar->content.start) {
        scalar->value = str_make(p->text + p->runs.at[0].source, p->bytes.n);
        return;
    }
    scalar->value = arena_str(p->arena, str_make(p->bytes.at, p->bytes.n));
    scalar->run_count = (uint32_t)p->runs.n;
    scalar->runs = ARENA_NEW_N(p->arena, yaml_run, p->runs.n);
    memcpy(scalar->runs, p->runs.at, p->runs.n * sizeof *p->runs.at);
}

static bool read_hex(const yaml_parser *p, uint32_t at, uint32_t end, uint32_t digits, uint32_t *code)
{
    *code = 0;
    if (end - at < digits) return false;
    for (uint32_t i = 0; i < digits; i++) {
        char c = p->text[at + i];
        int digit = yaml_hex_digit(c);
        if (digit < 0) return false;
        *code = *code << 4 | (uint32_t)digit;
    }
    return true;
}

/* \x41, \u263A, \U0001F600; two \u that are a UTF-16 surrogate pair are one character, as JSON has it. */
static uint32_t decode_hex(yaml_parser *p, uint32_t at, uint32_t end, uint32_t digits)
{
    uint32_t code, low, next = at + 2 + digits;
    if (!read_hex(p, at + 2, end, digits, &code)) {
        yaml_error(p, range_make(at, at + 2), "yaml/escape", "'\\%c' needs %u hexadecimal digits", p->text[at + 1], digits);
        yaml_content_text(p, at, at + 2);
        return at + 2;
    }
    if (code >= 0xD800 && code <= 0xDBFF && end - next >= 6 && p->text[next] == '\\' && p->text[next + 1] == 'u' &&
        read_hex(p, next + 2, end, 4, &low) && low >= 0xDC00 && low <= 0xDFFF) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        next += 6;
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        yaml_error(p, range_make(at, next), "yaml/escape", "'%.*s' is no character", (int)(next - at), p->text + at);
    char utf8[4];
    yaml_content_bytes(p, at, utf8, utf8_encode(code, utf8));
    return next;
}

uint32_t yaml_decode_escape(yaml_parser *p, uint32_t at, uint32_t end)
{
    static const struct {
        char name;
        const char *bytes;
    } escapes[] = {
        {'"', "\""},
        {'\\', "\\"},
        {'/', "/"},
        {'b', "\b"},
        {'f', "\f"},
        {'n', "\n"},
        {'r', "\r"},
        {'t', "\t"}, /* JSON's */
        {'\t', "\t"},
        {'a', "\a"},
        {'v', "\v"},
        {'e', "\x1b"},
        {' ', " "},
        {'N', "\xC2\x85"},
        {'_', "\xC2\xA0"},
        {'L', "\xE2\x80\xA8"},
        {'P', "\xE2\x80\xA9"},
        {'0', ""},
    };
    enum { JSON_ESCAPES = 8, COUNT = sizeof escapes / sizeof *escapes };
    if (at + 1 >= end) {
        yaml_content_text(p, at, end);
        return end;
    }
    char c = p->text[at + 1];
    if (c == 'u') return decode_hex(p, at, end, 4);
    bool json = p->dialect == YAML_JSON;
    if (!json && (c == 'x' || c == 'U')) return decode_hex(p, at, end, c == 'x' ? 2 : 8);
    for (size_t i = 0; i < (json ? JSON_ESCAPES : COUNT); i++) {
        if (escapes[i].name != c) continue;
        yaml_content_bytes(p, at, escapes[i].bytes, c == '0' ? 1 : strlen(escapes[i].bytes));
        return at + 2;
    }
    size_t length;
    utf8_decode(str_make(p->text, end), at + 1, &length);
    yaml_error(p, range_make(at, at + 1 + (uint32_t)length), "yaml/escape",
               "unknown escape '\\%.*s': write '\\\\' for a backslash%s", (int)length, p->text + at + 1,
               json ? "" : words(", or use single quotes"));
    yaml_content_text(p, at, at + 1 + (uint32_t)length);
    return at + 1 + (uint32_t)length;
}
