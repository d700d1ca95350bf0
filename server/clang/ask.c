#include "clang/ask.h"

static void add_string(strbuf *out, str s)
{
    strbuf_printf(out, "%zu:", s.n);
    strbuf_add(out, s);
}

static void add_number(arena *a, strbuf *out, uint32_t n) { add_string(out, arena_printf(a, "%u", n)); }

void clang_ask_write(strbuf *out, const clang_question *q)
{
    arena a = ARENA_INIT;
    strbuf block = STRBUF_INIT;
    add_number(&a, &block, q->number);
    add_number(&a, &block, (uint32_t)q->kind);
    add_string(&block, q->path);
    add_number(&a, &block, q->offset);
    add_number(&a, &block, (uint32_t)q->arguments.n);
    for (size_t i = 0; i < q->arguments.n; i++) add_string(&block, q->arguments.at[i]);
    for (size_t i = 0; i < q->files.n; i++) {
        add_string(&block, q->files.at[i].path);
        add_string(&block, q->files.at[i].text);
    }
    strbuf_printf(out, "%zu\n", block.n);
    strbuf_add(out, strbuf_str(&block));
    strbuf_free(&block);
    arena_free(&a);
}

uint32_t clang_number(str field)
{
    uint32_t n = 0;
    for (size_t i = 0; i < field.n && field.p[i] >= '0' && field.p[i] <= '9' && n < UINT32_MAX / 10 - 1; i++)
        n = n * 10 + (uint32_t)(field.p[i] - '0');
    return n;
}

static bool take_string(str *rest, str *out)
{
    ptrdiff_t colon = str_find_char(*rest, ':', 0);
    if (colon < 0) return false;
    size_t n = clang_number(str_slice(*rest, 0, (size_t)colon)), start = (size_t)colon + 1;
    if (n > rest->n - start) return false;
    *out = str_slice(*rest, start, start + n);
    *rest = str_slice(*rest, start + n, rest->n);
    return true;
}

bool clang_ask_read(arena *a, str block, clang_question *q)
{
    str number, kind, offset, count, one;
    *q = (clang_question){0};
    bool whole = take_string(&block, &number) && take_string(&block, &kind) && take_string(&block, &q->path) &&
                 take_string(&block, &offset) && take_string(&block, &count);
    if (!whole) return false;
    q->number = clang_number(number);
    q->kind = (clang_kind)clang_number(kind);
    q->offset = clang_number(offset);
    for (uint32_t i = clang_number(count); i > 0; i--) {
        if (!take_string(&block, &one)) return false;
        array_push(a, &q->arguments, one);
    }
    while (block.n) {
        clang_file f;
        if (!take_string(&block, &f.path) || !take_string(&block, &f.text)) return false;
        array_push(a, &q->files, f);
    }
    return q->kind <= CLANG_ASK_ERRORS;
}

void clang_answer_write(strbuf *out, const str *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i) strbuf_add_char(out, '\t');
        for (size_t k = 0; k < fields[i].n; k++) {
            char c = fields[i].p[k];
            if (c == '\t') strbuf_add_cstr(out, "\\t");
            else if (c == '\n') strbuf_add_cstr(out, "\\n");
            else if (c == '\\') strbuf_add_cstr(out, "\\\\");
            else strbuf_add_char(out, c);
        }
    }
    strbuf_add_char(out, '\n');
}

clang_line clang_answer_read(arena *a, str line)
{
    clang_line read = {.n = 0};
    for (str one; read.n < CLANG_FIELDS_MOST && str_split(&line, '\t', &one);) {
        char *out = arena_alloc(a, one.n + 1);
        size_t n = 0;
        for (size_t i = 0; i < one.n; i++) {
            bool escaped = one.p[i] == '\\' && i + 1 < one.n;
            char c = one.p[escaped ? ++i : i];
            out[n++] = escaped && c == 't' ? '\t' : escaped && c == 'n' ? '\n' : c;
        }
        read.fields[read.n++] = str_make(out, n);
    }
    return read;
}
