/* C's <string.h>, <stdlib.h> and what writes texts of <stdio.h>, on memory as cxx/memory.h has it. */
#include "base/strbuf.h"
#include "base/words.h"
#include "cxx/memory.h"

static ir_type *size_type(void) { return cxx_basic_type(CXX_T_ULONG); }

/* Argument `i` as a pointer to bytes; the way ends undecided for anything else. */
static value pointer(native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    if (v.kind == VALUE_NATIVE && str_is(v.native->tag, "data")) v = v.native->parts[0];
    if (v.kind == VALUE_NIL) cxx_undefined(c, "a null pointer is read as a text");
    else if (!cxx_is_raw(&v) && v.kind != VALUE_STRING) native_stop(c, "a text that is not known");
    return v;
}

static bool is_null(native_call *c, uint32_t i) { return cxx_arg(c, i).kind == VALUE_NIL; }

static uint64_t number(native_call *c, uint32_t i)
{
    value v = cxx_arg(c, i);
    if (v.kind == VALUE_BOOL) return v.b;
    if (v.kind != VALUE_INT) native_stop(c, "a number that is not known");
    return (uint32_t)v.i;
}

/* A text up to its zero, or of `n` bytes; false after undefined behaviour. */
static bool text(native_call *c, uint32_t i, uint64_t n, str *out)
{
    doc_node *about;
    value v = pointer(c, i);
    return !native_stopped(c) && cxx_bytes_at(c, &v, n, out, &about);
}

static value undefined(void) { return value_unknown(NULL); }

/* --- looking --------------------------------------------------------------------------------------------------------------- */

static value length_of(native_call *c, uint64_t most)
{
    str s;
    value v = pointer(c, 0);
    if (native_stopped(c)) return undefined();
    int64_t behind = cxx_bytes_behind(&v);
    if (most != UINT64_MAX && behind >= 0 && (uint64_t)behind < most) most = UINT64_MAX;
    if (!text(c, 0, most, &s)) return undefined();
    ptrdiff_t zero = str_find_char(s, '\0', 0);
    return value_int_of(size_type(), zero >= 0 ? zero : (int64_t)s.n);
}

static value strlen_(native_call *c) { return length_of(c, UINT64_MAX); }
static value strnlen_(native_call *c) { return length_of(c, number(c, 1)); }

/* A name of the configuration beside a text of the program's own. */
static void note_names(native_call *c, const str *s, bool equal)
{
    for (uint32_t i = 0; i < 2; i++) {
        value name = cxx_arg(c, i), other = cxx_arg(c, 1 - i);
        doc_node *member = cxx_name_at(c, &name);
        if (member && !cxx_name_at(c, &other)) native_name_compared(c, member, s[1 - i], equal);
    }
}

/* The text, no longer than the comparison looks. */
static bool compared_text(native_call *c, uint32_t i, uint64_t n, bool bytes, str *out)
{
    if (bytes) return text(c, i, n, out);
    value v = pointer(c, i);
    if (native_stopped(c)) return false;
    int64_t behind = cxx_bytes_behind(&v);
    bool within = n != UINT64_MAX && behind >= 0 && n <= (uint64_t)behind;
    if (!text(c, i, within ? n : UINT64_MAX, out)) return false;
    ptrdiff_t zero = str_find_char(*out, '\0', 0);
    *out = str_slice(*out, 0, zero >= 0 ? (size_t)zero : out->n);
    if (n < out->n) out->n = (size_t)n;
    return true;
}

static value compare(native_call *c, uint64_t n, bool bytes, bool nocase)
{
    str s[2];
    for (uint32_t i = 0; i < 2; i++)
        if (!compared_text(c, i, n, bytes, &s[i])) return undefined();
    int order = nocase ? str_cmp(arena_lower(c->arena, s[0]), arena_lower(c->arena, s[1])) : str_cmp(s[0], s[1]);
    note_names(c, s, order == 0);
    value v = cxx_int(CXX_T_INT, (order > 0) - (order < 0));
    for (uint32_t i = 0; i < 2 && !v.about; i++) {
        value of = pointer(c, i);
        v.about = of.about;
        if (!v.about && s[i].n && cxx_is_raw(&of)) v.about = cxx_byte_at(c, &of, 0).about;
    }
    return v;
}

static value strcmp_(native_call *c) { return compare(c, UINT64_MAX, false, false); }
static value strncmp_(native_call *c) { return compare(c, number(c, 2), false, false); }
static value strcasecmp_(native_call *c) { return compare(c, UINT64_MAX, false, true); }
static value strncasecmp_(native_call *c) { return compare(c, number(c, 2), false, true); }
static value memcmp_(native_call *c) { return compare(c, number(c, 2), true, false); }

static value at(native_call *c, ptrdiff_t found)
{
    value v = pointer(c, 0);
    return found < 0 ? value_nil(NULL) : cxx_pointer_moved(c, &v, found);
}

static value strchr_(native_call *c)
{
    str s;
    if (!text(c, 0, UINT64_MAX, &s)) return undefined();
    char wanted = (char)number(c, 1);
    return at(c, wanted ? str_find_char(s, wanted, 0) : (ptrdiff_t)s.n);
}

static value strrchr_(native_call *c)
{
    str s;
    if (!text(c, 0, UINT64_MAX, &s)) return undefined();
    char wanted = (char)number(c, 1);
    return at(c, wanted ? str_rfind_char(s, wanted) : (ptrdiff_t)s.n);
}

static value memchr_(native_call *c)
{
    str s;
    if (!text(c, 0, number(c, 2), &s)) return undefined();
    return at(c, str_find_char(s, (char)number(c, 1), 0));
}

static value strstr_(native_call *c)
{
    str s, what;
    if (!text(c, 0, UINT64_MAX, &s) || !text(c, 1, UINT64_MAX, &what)) return undefined();
    return at(c, what.n ? str_find(s, what, 0) : 0);
}

static value span(native_call *c, bool among, bool place)
{
    str s, set;
    if (!text(c, 0, UINT64_MAX, &s) || !text(c, 1, UINT64_MAX, &set)) return undefined();
    size_t n = 0;
    while (n < s.n && (str_find_char(set, s.p[n], 0) >= 0) == among) n++;
    if (place) return at(c, n < s.n ? (ptrdiff_t)n : -1);
    return value_int_of(size_type(), (int64_t)n);
}

static value strspn_(native_call *c) { return span(c, true, false); }
static value strcspn_(native_call *c) { return span(c, false, false); }
static value strpbrk_(native_call *c) { return span(c, false, true); }

/* --- memory ---------------------------------------------------------------------------------------------------------------- */

static value malloc_(native_call *c) { return cxx_allocate(c, number(c, 0), false); }
static value calloc_(native_call *c) { return cxx_allocate(c, number(c, 0) * number(c, 1), true); }

static value free_(native_call *c)
{
    value v = cxx_arg(c, 0);
    if (cxx_is_pointer(&v)) cxx_free_block(c, &v);
    return undefined();
}

static void copy_bytes(native_call *c, const value *to, uint64_t at, const value *from, uint64_t n)
{
    int64_t behind = cxx_bytes_behind(from);
    if (behind < 0 || n > (uint64_t)behind + 1) native_stop(c, "more bytes than there are");
    value *bytes = ARENA_NEW_N(c->arena, value, n);
    native_charge(c, n / 8);
    for (uint64_t i = 0; i < n && !native_stopped(c); i++) bytes[i] = cxx_byte_at(c, from, i);
    for (uint64_t i = 0; i < n && !native_stopped(c); i++) cxx_put_byte(c, to, at + i, &bytes[i]);
}

static value realloc_(native_call *c)
{
    value old = cxx_arg(c, 0);
    uint64_t size = number(c, 1);
    if (old.kind == VALUE_NIL) return cxx_allocate(c, size, false);
    return cxx_reallocated(c, &old, size);
}

static value memcpy_(native_call *c)
{
    uint64_t n = number(c, 2);
    if (!n) return cxx_arg(c, 0);
    value to = pointer(c, 0), from = pointer(c, 1);
    if (!native_stopped(c)) copy_bytes(c, &to, 0, &from, n);
    return to;
}

static value memset_(native_call *c)
{
    value to = cxx_arg(c, 0), byte = cxx_int(CXX_T_UINT8, (uint8_t)number(c, 1));
    uint64_t n = number(c, 2);
    bool elements = to.kind == VALUE_POINTER || (cxx_is_pointer(&to) && !cxx_is_raw(&to));
    cell *whole = to.kind == VALUE_POINTER ? to.cell : elements ? cxx_pointer_target(c, &to) : NULL;
    if (whole && !byte.i && whole->type && cxx_size_of(whole->type) == (int64_t)n) {
        whole->v = cxx_zero(c, whole->type);
        return to;
    }
    to = pointer(c, 0);
    native_charge(c, n / 8);
    for (uint64_t i = 0; i < n && !native_stopped(c); i++) cxx_put_byte(c, &to, i, &byte);
    return to;
}

/* Copies a text behind the first `at` bytes, a zero with it. */
static value put_text(native_call *c, uint64_t at, uint64_t n, bool fills)
{
    str s;
    value to = pointer(c, 0), from = pointer(c, 1), zero = cxx_int(CXX_T_CHAR, 0);
    if (native_stopped(c) || !compared_text(c, 1, n, false, &s)) return undefined();
    copy_bytes(c, &to, at, &from, s.n);
    if (n == UINT64_MAX) cxx_put_byte(c, &to, at + s.n, &zero);
    for (uint64_t i = s.n; fills && i < n && !native_stopped(c); i++) cxx_put_byte(c, &to, at + i, &zero);
    return to;
}

static value strcpy_(native_call *c) { return put_text(c, 0, UINT64_MAX, false); }
static value strncpy_(native_call *c) { return put_text(c, 0, number(c, 2), true); }

static value concatenate(native_call *c, uint64_t n)
{
    str s, more;
    if (!text(c, 0, UINT64_MAX, &s) || !compared_text(c, 1, n, false, &more)) return undefined();
    value to = put_text(c, s.n, n, false), zero = cxx_int(CXX_T_CHAR, 0);
    if (n != UINT64_MAX && !native_stopped(c)) cxx_put_byte(c, &to, s.n + more.n, &zero);
    return to;
}

static value strcat_(native_call *c) { return concatenate(c, UINT64_MAX); }
static value strncat_(native_call *c) { return concatenate(c, number(c, 2)); }

static value duplicate(native_call *c, uint64_t n)
{
    str s;
    if (!compared_text(c, 0, n, false, &s)) return undefined();
    value from = pointer(c, 0), to = cxx_allocate(c, s.n + 1, true);
    copy_bytes(c, &to, 0, &from, s.n);
    return to;
}

static value strdup_(native_call *c) { return duplicate(c, UINT64_MAX); }
static value strndup_(native_call *c) { return duplicate(c, number(c, 1)); }

static value abort_(native_call *c) { return native_panic(c, words_str("abort() ends the machine")); }

/* --- formats --------------------------------------------------------------------------------------------------------------- */

typedef struct format {
    native_call *c;
    str s;
    size_t at;
    const value *args;
    uint32_t count, used;
    strbuf out;
} format;

static value next(format *f)
{
    if (f->used >= f->count) return cxx_undefined(f->c, "a format has more places than there are values");
    return *cxx_plain(&f->args[f->used++]);
}

static int64_t next_number(format *f)
{
    value v = next(f);
    if (native_stopped(f->c)) return 0;
    if (v.kind != VALUE_INT && v.kind != VALUE_BOOL) native_stop(f->c, "a number that is not known");
    return v.kind == VALUE_BOOL ? v.b : v.i;
}

/* A width or a precision: digits, or '*'. -1: none. */
static int measure(format *f)
{
    if (f->at < f->s.n && f->s.p[f->at] == '*') return f->at++, (int)next_number(f);
    int n = -1;
    for (; f->at < f->s.n && f->s.p[f->at] >= '0' && f->s.p[f->at] <= '9' && n < 10000; f->at++)
        n = (n < 0 ? 0 : n) * 10 + (f->s.p[f->at] - '0');
    return n;
}

static void pad(format *f, str s, int width, bool left)
{
    size_t fill = width > 0 && s.n < (size_t)width ? (size_t)width - s.n : 0;
    if (!left) strbuf_pad(&f->out, ' ', fill);
    strbuf_add(&f->out, s);
    if (left) strbuf_pad(&f->out, ' ', fill);
}

/* A number as "%[flags][precision]kind" writes it. */
static str digits_of(format *f, char kind, str flags, int width, int precision, bool wide)
{
    int64_t v = next_number(f);
    bool is_signed = kind == 'd' || kind == 'i', minus = is_signed && (wide ? v : (int32_t)v) < 0;
    if (!wide) v = is_signed ? (int64_t)(int32_t)v : (int64_t)(uint32_t)v;
    uint64_t u = minus ? 0 - (uint64_t)v : (uint64_t)v;
    unsigned base = kind == 'o' ? 8 : kind == 'x' || kind == 'X' ? 16 : 10;
    char reversed[64];
    int n = 0;
    for (uint64_t rest = u; rest; rest /= base)
        reversed[n++] = (kind == 'X' ? "0123456789ABCDEF" : "0123456789abcdef")[rest % base];
    const char *sign = minus                               ? "-"
                       : !is_signed                        ? ""
                       : str_find_char(flags, '+', 0) >= 0 ? "+"
                       : str_find_char(flags, ' ', 0) >= 0 ? " "
                                                           : "";
    if (str_find_char(flags, '#', 0) >= 0) native_stop(f->c, "a format that is not known");
    bool zeros = str_find_char(flags, '0', 0) >= 0 && str_find_char(flags, '-', 0) < 0 && precision < 0;
    int least = zeros ? width - (int)strlen(sign) : precision < 0 ? 1 : precision;
    strbuf b = STRBUF_IN(f->c->arena);
    strbuf_add_cstr(&b, sign);
    if (least > n) strbuf_pad(&b, '0', (size_t)(least - n));
    while (n) strbuf_add_char(&b, reversed[--n]);
    return strbuf_str(&b);
}

static str text_of(format *f, int precision)
{
    value v = next(f);
    doc_node *about;
    str s = {0};
    if (native_stopped(f->c)) return s;
    if (v.kind == VALUE_NIL) return cxx_undefined(f->c, "a null pointer is read as a text"), s;
    if (!cxx_is_raw(&v) && v.kind != VALUE_STRING) native_stop(f->c, "a text that is not known");
    int64_t behind = cxx_bytes_behind(&v);
    bool within = precision >= 0 && behind >= precision;
    if (!cxx_bytes_at(f->c, &v, within ? (uint64_t)precision : UINT64_MAX, &s, &about)) return (str){0};
    ptrdiff_t zero = str_find_char(s, '\0', 0);
    if (zero >= 0) s.n = (size_t)zero;
    if (precision >= 0 && s.n > (size_t)precision) s.n = (size_t)precision;
    return s;
}

/* One place of the format, behind its '%'. */
static void conversion(format *f)
{
    size_t start = f->at;
    while (f->at < f->s.n && f->s.p[f->at] && strchr("-+ #0", f->s.p[f->at])) f->at++;
    str flags = str_slice(f->s, start, f->at);
    bool left = str_find_char(flags, '-', 0) >= 0;
    int width = measure(f), precision = -1, longs = 0;
    if (f->at < f->s.n && f->s.p[f->at] == '.') {
        f->at++;
        precision = measure(f);
        if (precision < 0) precision = 0;
    }
    for (; f->at < f->s.n && f->s.p[f->at] && strchr("hlzjt", f->s.p[f->at]); f->at++)
        longs += f->s.p[f->at] == 'j' ? 2 : f->s.p[f->at] == 'l';
    char kind = f->at < f->s.n ? f->s.p[f->at++] : '\0';
    if (width > 4096 || precision > 4096) native_stop(f->c, "a wide format");
    if (kind == '%') {
        strbuf_add_char(&f->out, '%');
    } else if (kind == 's') {
        pad(f, text_of(f, precision), width, left);
    } else if (kind == 'c') {
        char one = (char)next_number(f);
        pad(f, (str){&one, 1}, width, left);
    } else if (kind && strchr("diuxXo", kind)) {
        pad(f, digits_of(f, kind, flags, width, precision, longs >= 2), width, left);
    } else {
        native_stop(f->c, "a format that is not known");
    }
}

/* Puts the text into `size` bytes; gives its length. */
static value print(native_call *c, uint32_t format_at, const value *args, uint32_t count, bool bounded)
{
    format f = {.c = c, .args = args, .count = count, .out = STRBUF_IN(c->arena)};
    if (!text(c, format_at, UINT64_MAX, &f.s)) return undefined();
    while (f.at < f.s.n && !native_stopped(c)) {
        char ch = f.s.p[f.at++];
        if (ch == '%') conversion(&f);
        else strbuf_add_char(&f.out, ch);
    }
    if (native_stopped(c)) return undefined();
    uint64_t size = bounded ? number(c, 1) : UINT64_MAX, n = f.out.n;
    if (size && !is_null(c, 0)) {
        value to = pointer(c, 0);
        for (uint64_t i = 0; i <= n && i < size && !native_stopped(c); i++) {
            value byte = cxx_int(CXX_T_CHAR, i < n && i + 1 < size ? (signed char)f.out.p[i] : 0);
            cxx_put_byte(c, &to, i, &byte);
        }
    }
    return cxx_int(CXX_T_INT, (int64_t)n);
}

static value snprintf_(native_call *c) { return c->count < 3 ? undefined() : print(c, 2, c->args + 3, c->count - 3, true); }

static value sprintf_(native_call *c) { return c->count < 2 ? undefined() : print(c, 1, c->args + 2, c->count - 2, false); }

static value vsnprintf_(native_call *c)
{
    value list = cxx_arg(c, 3);
    if (list.kind != VALUE_SLICE && list.kind != VALUE_NIL) native_stop(c, "values that are not known");
    uint32_t count = list.kind == VALUE_SLICE ? list.slice.length : 0;
    value *args = ARENA_NEW_N(c->arena, value, count);
    for (uint32_t i = 0; i < count; i++) args[i] = value_element(&list, i)->v;
    return print(c, 2, args, count, true);
}

/* --- pointers -------------------------------------------------------------------------------------------------------------- */

static value subscript(native_call *c)
{
    value v = *cxx_plain(c->receiver), at = cxx_arg(c, 0);
    if (at.kind != VALUE_INT && at.kind != VALUE_BOOL) native_stop(c, "an index that is not known");
    int64_t i = at.kind == VALUE_BOOL ? at.b : at.i;
    if (v.kind == VALUE_NIL) return cxx_undefined(c, "a null pointer is read");
    if (v.kind == VALUE_POINTER && i == 0) return cxx_reference_to(v.cell);
    if (!cxx_is_pointer(&v) && !cxx_is_raw(&v)) native_stop(c, "a pointer that can't be followed");
    v = cxx_pointer_moved(c, &v, i);
    cell *found = native_stopped(c) ? NULL : cxx_pointer_target(c, &v);
    return found ? cxx_reference_to(found) : undefined();
}

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"cxx.strlen", strlen_, NATIVE_PURE, 1, NULL},
    {"cxx.strnlen", strnlen_, NATIVE_PURE, 1, NULL},
    {"cxx.strcmp", strcmp_, NATIVE_PURE, 1, NULL},
    {"cxx.strncmp", strncmp_, NATIVE_PURE, 1, NULL},
    {"cxx.strcasecmp", strcasecmp_, NATIVE_PURE, 1, NULL},
    {"cxx.strncasecmp", strncasecmp_, NATIVE_PURE, 1, NULL},
    {"cxx.memcmp", memcmp_, NATIVE_PURE, 1, NULL},
    {"cxx.strchr", strchr_, NATIVE_PURE, 1, NULL},
    {"cxx.strrchr", strrchr_, NATIVE_PURE, 1, NULL},
    {"cxx.memchr", memchr_, NATIVE_PURE, 1, NULL},
    {"cxx.strstr", strstr_, NATIVE_PURE, 1, NULL},
    {"cxx.strspn", strspn_, NATIVE_PURE, 1, NULL},
    {"cxx.strcspn", strcspn_, NATIVE_PURE, 1, NULL},
    {"cxx.strpbrk", strpbrk_, NATIVE_PURE, 1, NULL},
    {"cxx.malloc", malloc_, 0, 1, NULL},
    {"cxx.calloc", calloc_, 0, 1, NULL},
    {"cxx.realloc", realloc_, 0, 1, NULL},
    {"cxx.free", free_, P, 1, NULL},
    {"cxx.memcpy", memcpy_, 0, 1, NULL},
    {"cxx.memmove", memcpy_, 0, 1, NULL},
    {"cxx.memset", memset_, 0, 1, NULL},
    {"cxx.strcpy", strcpy_, 0, 1, NULL},
    {"cxx.strncpy", strncpy_, 0, 1, NULL},
    {"cxx.strcat", strcat_, 0, 1, NULL},
    {"cxx.strncat", strncat_, 0, 1, NULL},
    {"cxx.strdup", strdup_, NATIVE_PURE, 1, NULL},
    {"cxx.strndup", strndup_, NATIVE_PURE, 1, NULL},
    {"cxx.abort", abort_, P, 1, NULL},
    {"cxx.snprintf", snprintf_, 0, 1, NULL},
    {"cxx.sprintf", sprintf_, 0, 1, NULL},
    {"cxx.vsnprintf", vsnprintf_, 0, 1, NULL},
    {"pointer.[]", subscript, P, 1, NULL},
};
const cxx_model_table cxx_models_cstring = {all, sizeof all / sizeof *all};
