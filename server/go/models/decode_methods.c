/* Types that decode themselves: by methods of the program, or of a library. */
#include "go/models/decode_internal.h"
#include "ir/func.h"

void decode_note(decoder *d, str message, const char *type, doc_node *about)
{
    if (d->soft) d->unsure = d->hit = true;
    if (d->failed || d->soft) return;
    d->failed = true;
    d->error = model_error(d->c, type, message, about);
}

void decode_end(decoder *d, str message, doc_node *about)
{
    d->error = model_error(d->c, "*errors.errorString", message, about);
    d->failed = d->fatal = true;
}

void decode_give_up(decoder *d, doc_node *n, cell *into)
{
    native_read(d->c, n, DOC_READ_WHOLE);
    into->v = value_unknown(into->type);
    d->unsure = true;
}

bool decode_has_method(const ir_type *t, const char *name)
{
    return t && t->kind == TYPE_NAMED && ir_find_method(t, str_of(name), NULL, NULL) != NULL;
}

/* Calls the method on the variable with the text. */
static void call_method(decoder *d, cell *into, ir_func *f, const value *words)
{
    closure *method = ARENA_NEW(d->c->arena, closure);
    value func = {.kind = VALUE_FUNC, .type = f->type};
    method->func = f;
    method->bound = true;
    method->receiver = (value){.kind = VALUE_POINTER, .type = type_new_pointer(d->c->arena, into->type)};
    method->receiver.cell = into;
    func.closure = method;
    value error = native_invoke(d->c, &func, words, 1);
    if (native_stopped(d->c)) {
        d->fatal = true;
    } else if (error.kind == VALUE_UNKNOWN && !error.non_nil) {
        d->unsure = true;
    } else if (error.kind != VALUE_NIL) {
        d->error = error;
        d->failed = d->fatal = true;
    }
}

/* The decoder puts its own place before that of a nested one's UnmarshalTypeError (encoding/json addErrorContext). */
static void add_context(decoder *d, context at)
{
    bool struct_known = at.in && at.in->kind == TYPE_NAMED && d->error.kind == VALUE_ERROR;
    error_value *error = struct_known ? d->error.error : NULL;
    if (!error || !str_is(error->type_name, "*json.UnmarshalTypeError") || error->text.kind != VALUE_STRING) return;
    str s = error->text.s, value_part = STR(" into Go value of type "), field_part = STR(" into Go struct field ");
    arena *a = d->c->arena;
    ptrdiff_t v = str_find(s, value_part, 0), f = str_find(s, field_part, 0);
    if (v >= 0) {
        error->text.s = arena_printf(a, "%.*s into Go struct field %.*s.%.*s of type %.*s", (int)v, s.p, STR_ARG(at.in->name),
                                     STR_ARG(at.path), STR_ARG(str_slice(s, (size_t)v + value_part.n, s.n)));
    } else if (f >= 0) {
        ptrdiff_t dot = str_find_char(s, '.', (size_t)f);
        error->text.s = arena_printf(a, "%.*s into Go struct field %.*s.%.*s%.*s", (int)f, s.p, STR_ARG(at.in->name),
                                     STR_ARG(at.path), STR_ARG(str_slice(s, (size_t)dot, s.n)));
    }
}

/* The method with that name, when it is the type's own and changes the variable; else the variable is given up. */
static ir_func *own_method(decoder *d, doc_node *n, cell *into, const char *name)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    ir_func *f = ir_find_method(into->type, str_of(name), path, &depth);
    if (f && depth == 0 && f->pointer_receiver) return f;
    decode_give_up(d, n, into);
    return NULL;
}

void decode_by_json(decoder *d, doc_node *n, cell *into, context at)
{
    ir_func *f = own_method(d, n, into, "UnmarshalJSON");
    if (!f) return;
    bool symbolic = n->kind == DOC_SYMBOLIC;
    value words = symbolic ? value_unknown_of(d->c->arena, &model_bytes_type, ORIGIN_DERIVED, n, NULL)
                           : model_bytes(model_raw_text(d->c->arena, n));
    words.node = n;
    native_read(d->c, n, DOC_READ_RAW);
    call_method(d, into, f, &words);
    if (d->fatal) add_context(d, at);
}

/* Strings only; null leaves the variable alone. */
void decode_by_text(decoder *d, doc_node *n, cell *into)
{
    ir_func *f = own_method(d, n, into, "UnmarshalText");
    if (!f || n->kind == DOC_NULL) return;
    if (n->kind != DOC_STRING && n->kind != DOC_SYMBOLIC) {
        if (!d->failed) d->unsure = true; /* the type in the message depends on the pointers before it */
        decode_note(d, STR("json: cannot unmarshal"), "*json.UnmarshalTypeError", n);
        native_read(d->c, n, DOC_READ_REFUSED);
        return;
    }
    value words =
        n->kind == DOC_SYMBOLIC ? value_unknown_of(d->c->arena, &model_bytes_type, ORIGIN_STRING, n, NULL) : model_bytes(n->text);
    words.about = n;
    native_read(d->c, n, DOC_READ_STRING);
    call_method(d, into, f, &words);
}

/* Library types that decode themselves. */
bool decode_is_opaque(const ir_type *t, bool json)
{
    static const char *const names[] = {"net.IP", "net/url.Userinfo", "regexp.Regexp", "strings.Builder", "bytes.Buffer"};
    if (t->kind != TYPE_NAMED) return false;
    if (!json && (decode_has_method(t, "UnmarshalText") || decode_has_method(t, "UnmarshalYAML"))) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str name = str_of(names[i]);
        if (name.n == t->package.n + 1 + t->name.n && str_starts(name, t->package) && str_ends(name, t->name)) return true;
    }
    return false;
}
