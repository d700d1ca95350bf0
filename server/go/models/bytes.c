/* strings.Builder, bytes.Buffer and readers: library structs whose hidden first field is the text. Writes are done with unknown
 * arguments too: the text is unknown afterwards. */
#include "base/utf8.h"
#include "go/models/models.h"

enum { TEXT_MOST = 1 << 20 };

static ir_type buffer_pointer = {.kind = TYPE_POINTER, .elem = &model_buffer};
static ir_type reader_pointer = {.kind = TYPE_POINTER, .elem = &model_reader};

static void append(native_call *c, bool known, str more)
{
    cell *f = model_receiver_field(c, 0);
    str old = {"", 0};
    if (!f) {
        if (c->receiver) native_havoc(c, c->receiver);
        return;
    }
    ir_type *t = f->type;
    if (!known || f->v.kind == VALUE_UNKNOWN || (f->v.kind != VALUE_NIL && !model_value_text(c->arena, &f->v, &old)) ||
        old.n + more.n > TEXT_MOST) {
        f->v = value_unknown(t);
        return;
    }
    char *p = arena_alloc(c->arena, old.n + more.n + 1);
    if (old.n) memcpy(p, old.p, old.n);
    if (more.n) memcpy(p + old.n, more.p, more.n);
    f->v = value_string(str_make(p, old.n + more.n));
    f->v.type = t;
}

static value write_text(native_call *c)
{
    str s = {"", 0};
    bool known = native_text(c, 0, &s);
    append(c, known, s);
    return model_pair(c, known ? value_int((int64_t)s.n) : value_unknown(type_basic(TYPE_INT)), model_no_error());
}

static value write_byte(native_call *c)
{
    int64_t n;
    bool known = native_int(c, 0, &n);
    char byte = known ? (char)n : 0;
    append(c, known, arena_str(c->arena, str_make(&byte, 1)));
    return model_no_error();
}

static value write_rune(native_call *c)
{
    int64_t n;
    char out[4];
    bool known = native_int(c, 0, &n);
    size_t len = known ? utf8_encode(n < 0 || n > 0x10ffff ? UTF8_BAD : (uint32_t)n, out) : 0;
    append(c, known, arena_str(c->arena, str_make(out, len)));
    return model_pair(c, value_int((int64_t)len), model_no_error());
}

static bool content(const native_call *c, str *s)
{
    cell *f = model_receiver_field(c, 0);
    *s = (str){"", 0};
    return f && (f->v.kind == VALUE_NIL || model_value_text(c->arena, &f->v, s));
}

static value to_string(native_call *c)
{
    str s;
    return content(c, &s) ? model_string(s) : value_unknown(type_basic(TYPE_STRING));
}

static value to_bytes(native_call *c)
{
    str s;
    return content(c, &s) ? model_bytes(s) : value_unknown(&model_bytes_type);
}

static value length(native_call *c)
{
    str s;
    return content(c, &s) ? value_int((int64_t)s.n) : value_unknown(type_basic(TYPE_INT));
}

static value reset(native_call *c)
{
    cell *f = model_receiver_field(c, 0);
    if (!f) return model_nothing();
    ir_type *t = f->type;
    f->v = value_string((str){"", 0});
    f->v.type = t;
    return model_nothing();
}

static value nothing(native_call *c) { return (void)c, model_nothing(); }

static value new_holder(native_call *c, ir_type *pointer)
{
    value v = value_zero(c->arena, pointer->elem), arg = native_arg(c, 0);
    str s;
    cell *f = &v.object->cells[0];
    if (native_text(c, 0, &s)) {
        f->v = value_string(s);
        f->v.node = arg.node;
    } else {
        f->v = value_unknown(f->type);
    }
    f->v.type = f->type;
    return model_new(c, pointer, v);
}

static value new_buffer(native_call *c) { return new_holder(c, &buffer_pointer); }
static value new_reader(native_call *c) { return new_holder(c, &reader_pointer); }

static value read_all(native_call *c)
{
    value reader = native_arg(c, 0);
    const value *v = reader.kind == VALUE_POINTER && reader.cell ? &reader.cell->v : &reader;
    str name = model_type_name(c->arena, v->type), s;
    bool known = v->kind == VALUE_STRUCT && (str_is(name, "strings.Reader") || str_is(name, "bytes.Buffer"));
    if (!known || !model_value_text(c->arena, &v->object->cells[0].v, &s)) return model_unknown(c, 2);
    cell *f = &v->object->cells[0];
    f->v = value_unknown(f->type);
    return model_pair(c, model_bytes(s), model_no_error());
}

#define ROW(name, run, results, type) {name, run, NATIVE_PARTIAL, results, type}
#define WRITER(name) \
    ROW(name ".WriteString", write_text, 2, "int"), ROW(name ".Write", write_text, 2, "int"), \
        ROW(name ".WriteByte", write_byte, 1, "error"), ROW(name ".WriteRune", write_rune, 2, "int"), \
        ROW(name ".String", to_string, 1, "string"), ROW(name ".Len", length, 1, "int"), \
        ROW(name ".Reset", reset, 0, NULL), ROW(name ".Grow", nothing, 0, NULL)

static const native rows[] = {
    WRITER("strings.Builder"),
    WRITER("bytes.Buffer"),
    ROW("bytes.Buffer.Bytes", to_bytes, 1, "[]byte"),
    ROW("bytes.NewBufferString", new_buffer, 1, "*bytes.Buffer"),
    ROW("bytes.NewBuffer", new_buffer, 1, "*bytes.Buffer"),
    ROW("strings.NewReader", new_reader, 1, "*strings.Reader"),
    ROW("bytes.NewReader", new_reader, 1, "*strings.Reader"),
    ROW("strings.Reader.Len", length, 1, "int"),
    ROW("io.ReadAll", read_all, 2, "[]byte"),
};
MODEL_ROWS(models_bytes, rows);
