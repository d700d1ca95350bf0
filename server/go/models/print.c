/* fmt: how values print by verb (fmt/print.go, fmt/format.go).
 *
 * What depends on addresses, on %#v, or on methods that can't be evaluated makes the whole text unknown. */
#include "go/models/print.h"

#include "base/utf8.h"
#include "go/frontend.h"
#include "ir/func.h"

enum { DEPTH_MOST = 10 };

bool print_is_bytes(const value *v)
{
    const ir_type *t = type_under(v->type);
    return t->kind == TYPE_SLICE && type_under_kind(t->elem) == TYPE_UINT8;
}

str print_type(printer *p, const value *v)
{
    if (v->kind == VALUE_ERROR) return v->error->type_name;
    if (!v->type) return p->unknown = true, STR("?");
    if (v->type->kind == TYPE_UNTYPED_NIL) return STR("<nil>");
    return model_type_text(p->c->arena, v->type);
}

void print_padded(printer *p, str s)
{
    size_t have = p->has_width ? utf8_count(s) : 0;
    size_t fill = p->has_width && p->width > 0 && (size_t)p->width > have ? (size_t)p->width - have : 0;
    if (!p->minus)
        for (size_t i = 0; i < fill; i++) strbuf_add_char(&p->out, p->zero ? '0' : ' ');
    strbuf_add(&p->out, s);
    if (p->minus)
        for (size_t i = 0; i < fill; i++) strbuf_add_char(&p->out, ' ');
}

void print_bad_verb(printer *p, const value *v, char verb)
{
    printer plain = *p;
    plain.out = (strbuf)STRBUF_IN(p->c->arena);
    plain.erroring = true;
    plain.plus_fields = false;
    plain.plus = p->plus || p->plus_fields;
    strbuf_printf(&p->out, "%%!%c(", verb);
    if (v->kind == VALUE_NIL && !v->type) {
        strbuf_add_cstr(&p->out, "<nil>");
    } else {
        strbuf_add(&p->out, print_type(p, v));
        strbuf_add_char(&p->out, '=');
        print_value(&plain, v, 'v', 0, true);
        strbuf_add(&p->out, strbuf_str(&plain.out));
        p->unknown |= plain.unknown;
    }
    strbuf_add_char(&p->out, ')');
}

/* --- scalars --- */

static str hex_of(printer *p, str s, bool upper)
{
    strbuf t = STRBUF_IN(p->c->arena);
    for (size_t i = 0; i < s.n; i++) strbuf_printf(&t, upper ? "%02X" : "%02x", (unsigned char)s.p[i]);
    return strbuf_str(&t);
}

static void print_string(printer *p, const value *v, str s, char verb)
{
    bool cut = p->has_precision && (verb == 'v' || verb == 's' || verb == 'q');
    if (cut) {
        size_t at = 0, len;
        for (int n = p->precision; n > 0 && at < s.n; n--) utf8_decode(s, at, &len), at += len;
        s = str_slice(s, 0, at);
    }
    if ((verb == 'x' || verb == 'X' || verb == 'q') && (p->sharp || p->space || (verb != 'q' && p->has_precision)))
        p->unknown = true;
    if (verb == 'v' || verb == 's') print_padded(p, s);
    else if (verb == 'q') print_padded(p, model_quote(p->c->arena, s, p->plus));
    else if (verb == 'x' || verb == 'X') print_padded(p, hex_of(p, s, verb == 'X'));
    else print_bad_verb(p, v, verb);
}

/* fmt.fmtInteger */
static void print_number(printer *p, uint64_t n, bool negative, unsigned base, bool upper, char verb)
{
    char digits[200];
    size_t at = sizeof digits;
    int least = p->has_precision ? p->precision : 0;
    bool sign = negative || p->plus || p->space;
    if (p->has_precision && least == 0 && n == 0) {
        bool zero = p->zero;
        p->zero = false;
        print_padded(p, (str){"", 0});
        p->zero = zero;
        return;
    }
    if (!p->has_precision && p->zero && !p->minus && p->has_width) least = p->width - (sign ? 1 : 0);
    if (least > 150) {
        p->unknown = true;
        return;
    }
    for (; n > 0 || least > 0 || at == sizeof digits; least--) {
        digits[--at] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[n % base];
        n /= base;
    }
    if (p->sharp && (base == 16 || base == 2)) digits[--at] = base == 2 ? 'b' : upper ? 'X' : 'x', digits[--at] = '0';
    if (p->sharp && base == 8 && digits[at] != '0') digits[--at] = '0';
    if (verb == 'O') digits[--at] = 'o', digits[--at] = '0';
    if (sign) digits[--at] = negative ? '-' : p->plus ? '+' : ' ';
    bool zero = p->zero;
    p->zero = false;
    print_padded(p, str_make(digits + at, sizeof digits - at));
    p->zero = zero;
}

static void print_int(printer *p, const value *v, char verb)
{
    bool is_unsigned = type_is_unsigned(type_under_kind(v->type));
    bool negative = !is_unsigned && v->i < 0;
    uint64_t n = negative ? 0 - (uint64_t)v->i : (uint64_t)v->i;
    char out[4];
    switch (verb) {
    case 'v':
    case 'd': print_number(p, n, negative, 10, false, verb); break;
    case 'b': print_number(p, n, negative, 2, false, verb); break;
    case 'o':
    case 'O': print_number(p, n, negative, 8, false, verb); break;
    case 'x':
    case 'X': print_number(p, n, negative, 16, verb == 'X', verb); break;
    case 'c':
        n = utf8_encode(negative || n > 0x10ffff ? UTF8_BAD : (uint32_t)n, out);
        print_padded(p, arena_str(p->c->arena, str_make(out, n)));
        break;
    case 'q':
    case 'U': p->unknown = true; break;
    default: print_bad_verb(p, v, verb);
    }
}

static void print_float(printer *p, const value *v, char verb)
{
    if (!strchr("veEfFgG", verb)) {
        if (verb == 'b' || verb == 'x' || verb == 'X') p->unknown = true;
        else print_bad_verb(p, v, verb);
        return;
    }
    int bits = type_under_kind(v->type) == TYPE_FLOAT32 ? 32 : 64;
    char form = verb == 'v' ? 'g' : verb == 'F' ? 'f' : verb;
    int precision = p->has_precision ? p->precision : form == 'g' || form == 'G' ? -1 : 6;
    str number = model_format_float(p->c->arena, v->f, form, precision, bits);
    if (p->sharp || precision > 300) p->unknown = true;
    bool finite = !str_is(number, "NaN") && number.n && number.p[number.n - 1] != 'f';
    bool negative = number.n && number.p[0] == '-';
    if (number.p[0] == '+' && !p->plus && (finite || p->space)) number = str_slice(number, 1, number.n);
    char lead = number.p[0];
    if ((p->plus || p->space) && lead != '-' && lead != '+')
        number = arena_printf(p->c->arena, "%c%.*s", p->plus ? '+' : ' ', STR_ARG(number));
    bool zero = p->zero;
    bool sign = negative || p->plus || p->space;
    if (!finite) p->zero = false;
    if (p->zero && !p->minus && sign && p->has_width && p->width > (int)number.n) {
        strbuf_add_char(&p->out, number.p[0]);
        p->width--;
        print_padded(p, str_slice(number, 1, number.n));
        p->width++;
    } else {
        print_padded(p, number);
    }
    p->zero = zero;
}

/* --- methods --- */

/* The value that the path of embedded fields leads to; NULL at a nil pointer. */
static const value *through(const value *v, const uint32_t *path, uint32_t depth, cell **place)
{
    for (uint32_t i = 0; i < depth; i++) {
        if (v->kind == VALUE_POINTER) v = &v->cell->v;
        if (v->kind != VALUE_STRUCT || path[i] >= v->object->count) return NULL;
        *place = &v->object->cells[path[i]];
        v = &(*place)->v;
    }
    return v;
}

/* The program's method `name` of v's type as a bound function. */
static bool bound_method(printer *p, const value *v, const char *name, value *func)
{
    uint32_t path[IR_EMBED_DEPTH], depth = 0;
    if (!v->type || v->kind == VALUE_UNKNOWN) return false;
    ir_func *f = ir_find_method(v->type, str_of(name), path, &depth);
    if (!f) return false;
    bool pointer = v->kind == VALUE_POINTER;
    if (v->kind == VALUE_NIL) return p->unknown = true, false;
    if (!pointer && f->pointer_receiver && depth == 0) return false;
    cell *place = pointer ? v->cell : NULL;
    const value *at = through(v, path, depth, &place);
    if (!at || (f->pointer_receiver && at->kind != VALUE_POINTER && !place)) return p->unknown = true, false;
    value receiver = *at;
    if (f->pointer_receiver && at->kind != VALUE_POINTER) {
        receiver = (value){.kind = VALUE_POINTER, .type = type_new_pointer(p->c->arena, at->type)};
        receiver.cell = place;
    } else if (!f->pointer_receiver && at->kind == VALUE_POINTER) {
        receiver = at->cell->v;
    }
    closure *bound = ARENA_NEW(p->c->arena, closure);
    bound->func = f;
    bound->receiver = receiver;
    bound->bound = true;
    *func = (value){.kind = VALUE_FUNC, .type = f->type};
    func->closure = bound;
    return true;
}

/* Library types whose String method has a pointer receiver: a plain value prints as a struct. */
static bool pointer_stringer(str name)
{
    static const char *const names[] = {"net/url.URL",  "net/url.Userinfo", "regexp.Regexp",
                                        "bytes.Buffer", "strings.Builder",  "net.IPNet"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return true;
    return false;
}

static bool library_text(printer *p, const value *v, const char *method, value *result)
{
    str type = model_type_name(p->c->arena, v->type);
    if (!type.n) return false;
    if (v->kind != VALUE_POINTER && pointer_stringer(type)) return false;
    const native *model = go_find_native(arena_printf(p->c->arena, "%.*s.%s", STR_ARG(type), method));
    if (!model || (model->flags & NATIVE_VALUE)) return false;
    native_call call = *p->c;
    call.receiver = v;
    call.args = NULL;
    call.count = 0;
    call.spread = false;
    *result = !(model->flags & NATIVE_PARTIAL) && value_has_unknown(v) ? value_unknown(NULL) : model->run(&call);
    return true;
}

/* The method that a struct has from a library type embedded in it; false when there is none. */
static bool promoted_text(printer *p, const value *v, const char *method, value *result)
{
    const value *s = v->kind == VALUE_POINTER ? &v->cell->v : v;
    const ir_type *under = s->kind == VALUE_STRUCT ? type_under(s->type) : NULL;
    uint32_t found = 0;
    for (uint32_t i = 0; under && i < under->field_count && i < s->object->count; i++)
        found += under->fields[i].embedded && library_text(p, &s->object->cells[i].v, method, result);
    if (found > 1) p->unknown = true; /* ambiguous, or not at all the same method */
    return found > 0;
}

/* Handles the value by its Error or String method. */
static bool by_method(printer *p, const value *v, char verb)
{
    static const char *const names[] = {"Error", "String"};
    value func, result;
    if (p->unknown || !memchr("vsxXq", verb, 5) || v->kind == VALUE_UNKNOWN) return false;
    if (v->kind == VALUE_ERROR) {
        bool traced = p->plus_fields && str_has(v->error->type_name, STR("*errors.")) &&
                      !str_is(v->error->type_name, "*errors.errorString") && !str_is(v->error->type_name, "*errors.joinError");
        if (v->error->text.kind != VALUE_STRING || traced) p->unknown = true;
        else print_string(p, v, v->error->text.s, verb);
        return true;
    }
    if (v->type && ir_find_method(v->type, STR("Format"), NULL, NULL)) return p->unknown = true;
    for (int i = 0; i < 2; i++) {
        if (bound_method(p, v, names[i], &func)) {
            result = native_invoke(p->c, &func, NULL, 0);
            if (native_stopped(p->c) || result.kind != VALUE_STRING) p->unknown = true;
            else print_string(p, v, result.s, verb);
            return true;
        }
        if (p->unknown) return true;
        if (library_text(p, v, names[i], &result) || promoted_text(p, v, names[i], &result)) {
            if (v->kind == VALUE_NIL || result.kind != VALUE_STRING) p->unknown = true;
            else print_string(p, v, result.s, verb);
            return true;
        }
    }
    return false;
}

/* --- composites --- */

static bool exported(str name)
{
    size_t len;
    if (!name.n) return false;
    uint32_t c = utf8_decode(name, 0, &len);
    return c < 0x80 ? c >= 'A' && c <= 'Z' : model_to_lower(c) != c;
}

static void print_struct(printer *p, const value *v, char verb, int depth, bool methods)
{
    const ir_type *t = type_under(v->type);
    if (t->kind != TYPE_STRUCT || t->field_count != v->object->count) {
        p->unknown = true;
        return;
    }
    strbuf_add_char(&p->out, '{');
    for (uint32_t i = 0; i < t->field_count && !p->unknown; i++) {
        if (i) strbuf_add_char(&p->out, ' ');
        if (t->fields[i].name.n && t->fields[i].name.p[0] == ' ') p->unknown = true; /* a library object's insides */
        if (p->plus_fields) strbuf_add(&p->out, t->fields[i].name), strbuf_add_char(&p->out, ':');
        print_value(p, &v->object->cells[i].v, verb, depth + 1, methods && exported(t->fields[i].name));
    }
    strbuf_add_char(&p->out, '}');
}

/* internal/fmtsort, for the kinds whose order is the same in every run */
static bool key_less(printer *p, const value *a, const value *b)
{
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING) return str_cmp(a->s, b->s) < 0;
    if (a->kind == VALUE_INT && b->kind == VALUE_INT)
        return type_is_unsigned(type_under_kind(a->type)) ? (uint64_t)a->i < (uint64_t)b->i : a->i < b->i;
    if (a->kind == VALUE_BOOL && b->kind == VALUE_BOOL) return !a->b && b->b;
    if (a->kind == VALUE_FLOAT && b->kind == VALUE_FLOAT) return a->f < b->f;
    p->unknown = true;
    return false;
}

static void print_map(printer *p, const value *v, char verb, int depth, bool methods)
{
    uint32_t n = 0;
    map_pair **sorted = ARENA_NEW_N(p->c->arena, map_pair *, v->map->count);
    if (v->map->unsure || v->map->count > 2000) p->unknown = true;
    for (uint32_t i = 0; i < v->map->count && !p->unknown; i++) {
        if (v->map->pairs[i].deleted) continue;
        uint32_t at = n++;
        for (; at > 0 && key_less(p, &v->map->pairs[i].key, &sorted[at - 1]->key); at--) sorted[at] = sorted[at - 1];
        sorted[at] = &v->map->pairs[i];
    }
    strbuf_add_cstr(&p->out, "map[");
    for (uint32_t i = 0; i < n && !p->unknown; i++) {
        if (i) strbuf_add_char(&p->out, ' ');
        print_value(p, &sorted[i]->key, verb, depth + 1, methods);
        strbuf_add_char(&p->out, ':');
        print_value(p, &sorted[i]->value.v, verb, depth + 1, methods);
    }
    strbuf_add_char(&p->out, ']');
}

void print_list(printer *p, const value *v, char verb, int depth, bool methods)
{
    str s;
    if (print_is_bytes(v) && memchr("sqxX", verb, 4)) {
        if (model_value_text(p->c->arena, v, &s)) print_string(p, v, s, verb);
        else p->unknown = true;
        return;
    }
    strbuf_add_char(&p->out, '[');
    uint32_t n = value_length(v);
    for (uint32_t i = 0; i < n && !p->unknown; i++) {
        if (i) strbuf_add_char(&p->out, ' ');
        value byte =
            v->kind == VALUE_STRING ? value_int_of(type_basic(TYPE_UINT8), (unsigned char)v->s.p[i]) : value_element(v, i)->v;
        print_value(p, &byte, verb, depth + 1, methods);
    }
    strbuf_add_char(&p->out, ']');
}

void print_nil(printer *p, const value *v, char verb, int depth)
{
    type_kind k = type_under_kind(v->type);
    if (!v->type && depth > 0) strbuf_add_cstr(&p->out, "<nil>");
    else if (!v->type && verb != 'v') strbuf_printf(&p->out, "%%!%c(<nil>)", verb);
    else if (v->type && k == TYPE_SLICE && print_is_bytes(v) && memchr("sqxX", verb, 4)) print_string(p, v, (str){"", 0}, verb);
    else if (v->type && k == TYPE_SLICE) strbuf_add_cstr(&p->out, "[]");
    else if (v->type && k == TYPE_MAP) strbuf_add_cstr(&p->out, "map[]");
    else if (verb == 'v') print_padded(p, STR("<nil>"));
    else if (verb == 'd') print_number(p, 0, false, 10, false, verb);
    else if (memchr("boxX", verb, 4)) p->unknown = true;
    else print_bad_verb(p, v, verb);
}

static void print_pointer(printer *p, const value *v, char verb, int depth, bool methods)
{
    const value *to = v->cell ? &v->cell->v : v;
    bool shown =
        depth == 0 && (to->kind == VALUE_STRUCT || to->kind == VALUE_MAP || to->kind == VALUE_SLICE || to->kind == VALUE_ARRAY);
    if (!shown) {
        p->unknown = true; /* an address */
        return;
    }
    strbuf_add_char(&p->out, '&');
    print_value(p, to, verb, depth + 1, methods);
}

void print_value(printer *p, const value *v, char verb, int depth, bool methods)
{
    if (depth > DEPTH_MOST || p->out.n > 1 << 20) p->unknown = true;
    if (p->unknown) return;
    if (methods && !p->erroring && by_method(p, v, verb)) return;
    if (p->unknown) return;
    switch (v->kind) {
    case VALUE_NIL: print_nil(p, v, verb, depth); break;
    case VALUE_BOOL:
        if (verb == 'v' || verb == 't') print_padded(p, str_of(v->b ? "true" : "false"));
        else print_bad_verb(p, v, verb);
        break;
    case VALUE_INT: print_int(p, v, verb); break;
    case VALUE_FLOAT: print_float(p, v, verb); break;
    case VALUE_STRING:
        if (print_is_bytes(v)) print_list(p, v, verb, depth, methods);
        else print_string(p, v, v->s, verb);
        break;
    case VALUE_STRUCT: print_struct(p, v, verb, depth, methods); break;
    case VALUE_ARRAY:
    case VALUE_SLICE: print_list(p, v, verb, depth, methods); break;
    case VALUE_MAP: print_map(p, v, verb, depth, methods); break;
    case VALUE_POINTER: print_pointer(p, v, verb, depth, methods); break;
    default: p->unknown = true; /* unknown, a function, a library object */
    }
}
