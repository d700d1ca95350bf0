/* fmt: Sprintf and its kin over evaluated values (fmt/print.go, fmt/format.go).
 *
 * What depends on addresses, on %#v, or on methods that can't be evaluated makes the whole text unknown. */
#include "base/utf8.h"
#include "go/frontend.h"
#include "go/models.h"

enum { DEPTH_MOST = 10 };

typedef struct printer {
    native_call *c;
    text out;
    bool unknown;
    /* the verb at hand */
    bool plus, minus, sharp, space, zero, has_width, has_precision;
    int width, precision;
} printer;

static void print_value(printer *p, const value *v, char verb, int depth, bool methods);

static bool is_bytes(const value *v)
{
    const ir_type *t = type_under(v->type);
    return t->kind == TYPE_SLICE && type_under_kind(t->elem) == TYPE_UINT8;
}

static str type_of_value(printer *p, const value *v)
{
    if (v->kind == VALUE_ERROR) return v->error->type_name;
    if (!v->type) return p->unknown = true, STR("?");
    if (v->type->kind == TYPE_UNTYPED_NIL) return STR("<nil>");
    return model_type_text(p->c->arena, v->type);
}

static void pad(printer *p, str s)
{
    size_t have = p->has_width ? utf8_count(s) : 0;
    size_t fill = p->has_width && p->width > 0 && (size_t)p->width > have ? (size_t)p->width - have : 0;
    if (!p->minus)
        for (size_t i = 0; i < fill; i++) text_char(&p->out, p->zero ? '0' : ' ');
    text_add(&p->out, s);
    if (p->minus)
        for (size_t i = 0; i < fill; i++) text_char(&p->out, ' ');
}

static void bad_verb(printer *p, const value *v, char verb)
{
    printer plain = {.c = p->c, .out = {.a = p->c->arena}};
    text_printf(&p->out, "%%!%c(", verb);
    if (v->kind == VALUE_NIL && !v->type) {
        text_cstr(&p->out, "<nil>");
    } else {
        text_add(&p->out, type_of_value(p, v));
        text_char(&p->out, '=');
        print_value(&plain, v, 'v', 0, true);
        text_add(&p->out, text_str(&plain.out));
        p->unknown |= plain.unknown;
    }
    text_char(&p->out, ')');
}

/* --- scalars --- */

static str hex_of(printer *p, str s, bool upper)
{
    text t = {.a = p->c->arena};
    for (size_t i = 0; i < s.n; i++) text_printf(&t, upper ? "%02X" : "%02x", (unsigned char)s.p[i]);
    return text_str(&t);
}

static void print_string(printer *p, const value *v, str s, char verb)
{
    bool cut = p->has_precision && (verb == 'v' || verb == 's' || verb == 'q');
    if (cut) {
        size_t at = 0, len;
        for (int n = p->precision; n > 0 && at < s.n; n--) utf8_decode(s, at, &len), at += len;
        s = str_slice(s, 0, at);
    }
    if ((verb == 'x' || verb == 'X' || verb == 'q') && (p->sharp || p->space || (verb != 'q' && p->has_precision))) p->unknown = true;
    if (verb == 'v' || verb == 's') pad(p, s);
    else if (verb == 'q') pad(p, model_quote(p->c->arena, s, p->plus));
    else if (verb == 'x' || verb == 'X') pad(p, hex_of(p, s, verb == 'X'));
    else bad_verb(p, v, verb);
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
        pad(p, (str){"", 0});
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
    pad(p, str_make(digits + at, sizeof digits - at));
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
    case 'c': pad(p, arena_str(p->c->arena, str_make(out, utf8_encode(n > 0x10ffff ? UTF8_BAD : (uint32_t)n, out)))); break;
    case 'q':
    case 'U': p->unknown = true; break;
    default: bad_verb(p, v, verb);
    }
}

static void print_float(printer *p, const value *v, char verb)
{
    if (!strchr("veEfFgG", verb)) {
        if (verb == 'b' || verb == 'x' || verb == 'X') p->unknown = true;
        else bad_verb(p, v, verb);
        return;
    }
    int bits = type_under_kind(v->type) == TYPE_FLOAT32 ? 32 : 64;
    char form = verb == 'v' ? 'g' : verb == 'F' ? 'f' : verb;
    int precision = p->has_precision ? p->precision : form == 'g' || form == 'G' ? -1 : 6;
    str number = model_format_float(p->c->arena, v->f, form, precision, bits);
    if (p->sharp || precision > 300) p->unknown = true;
    bool finite = !str_is(number, "NaN") && number.n && number.p[number.n - 1] != 'f';
    bool negative = number.n && number.p[0] == '-';
    if (number.p[0] == '+' && !p->plus) number = str_slice(number, 1, number.n);
    char lead = number.p[0];
    if ((p->plus || p->space) && lead != '-' && lead != '+')
        number = arena_printf(p->c->arena, "%c%.*s", p->plus ? '+' : ' ', STR_ARG(number));
    bool zero = p->zero;
    bool sign = negative || p->plus || p->space;
    if (!finite) p->zero = false;
    if (p->zero && !p->minus && sign && p->has_width && p->width > (int)number.n) {
        text_char(&p->out, number.p[0]);
        p->width--;
        pad(p, str_slice(number, 1, number.n));
        p->width++;
    } else {
        pad(p, number);
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
    static const char *const names[] = {"net/url.URL", "net/url.Userinfo", "regexp.Regexp", "bytes.Buffer", "strings.Builder", "net.IPNet"};
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

/* Handles the value by its Error or String method. */
static bool by_method(printer *p, const value *v, char verb)
{
    static const char *const names[] = {"Error", "String"};
    value func, result;
    if (p->unknown || !memchr("vsxXq", verb, 5) || v->kind == VALUE_UNKNOWN) return false;
    if (v->kind == VALUE_ERROR) {
        bool traced = p->plus && verb == 'v' && str_has(v->error->type_name, STR("*errors.")) &&
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
        if (library_text(p, v, names[i], &result)) {
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
    text_char(&p->out, '{');
    for (uint32_t i = 0; i < t->field_count && !p->unknown; i++) {
        if (i) text_char(&p->out, ' ');
        if (t->fields[i].name.n && t->fields[i].name.p[0] == ' ') p->unknown = true; /* a library object's insides */
        if (p->plus) text_add(&p->out, t->fields[i].name), text_char(&p->out, ':');
        print_value(p, &v->object->cells[i].v, verb, depth + 1, methods && exported(t->fields[i].name));
    }
    text_char(&p->out, '}');
}

/* internal/fmtsort for the kinds whose order can be told */
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
    text_cstr(&p->out, "map[");
    for (uint32_t i = 0; i < n && !p->unknown; i++) {
        if (i) text_char(&p->out, ' ');
        print_value(p, &sorted[i]->key, verb, depth + 1, methods);
        text_char(&p->out, ':');
        print_value(p, &sorted[i]->value.v, verb, depth + 1, methods);
    }
    text_char(&p->out, ']');
}

static void print_list(printer *p, const value *v, char verb, int depth, bool methods)
{
    str s;
    if (is_bytes(v) && memchr("sqxX", verb, 4)) {
        if (model_value_text(p->c->arena, v, &s)) print_string(p, v, s, verb);
        else p->unknown = true;
        return;
    }
    if (v->kind == VALUE_STRING && verb != 'v' && verb != 'd') {
        bad_verb(p, v, verb);
        return;
    }
    text_char(&p->out, '[');
    uint32_t n = value_length(v);
    for (uint32_t i = 0; i < n && !p->unknown; i++) {
        if (i) text_char(&p->out, ' ');
        value byte = v->kind == VALUE_STRING ? value_int_of(type_basic(TYPE_UINT8), (unsigned char)v->s.p[i]) : value_element(v, i)->v;
        print_value(p, &byte, verb, depth + 1, methods);
    }
    text_char(&p->out, ']');
}

static void print_nil(printer *p, const value *v, char verb)
{
    type_kind k = type_under_kind(v->type);
    if (v->type && k == TYPE_SLICE && is_bytes(v) && verb != 'v') print_string(p, v, (str){"", 0}, verb);
    else if (v->type && k == TYPE_SLICE) text_cstr(&p->out, "[]");
    else if (v->type && k == TYPE_MAP) text_cstr(&p->out, "map[]");
    else if (verb == 'v') pad(p, STR("<nil>"));
    else if (!v->type) text_printf(&p->out, "%%!%c(<nil>)", verb);
    else bad_verb(p, v, verb);
}

static void print_pointer(printer *p, const value *v, char verb, int depth, bool methods)
{
    const value *to = v->cell ? &v->cell->v : v;
    bool shown = depth == 0 && (to->kind == VALUE_STRUCT || to->kind == VALUE_MAP || to->kind == VALUE_SLICE || to->kind == VALUE_ARRAY);
    if (!shown) {
        p->unknown = true; /* an address */
        return;
    }
    text_char(&p->out, '&');
    print_value(p, to, verb, depth + 1, methods);
}

static void print_value(printer *p, const value *v, char verb, int depth, bool methods)
{
    if (depth > DEPTH_MOST || p->out.n > 1 << 20) p->unknown = true;
    if (p->unknown) return;
    if (methods && by_method(p, v, verb)) return;
    if (p->unknown) return;
    switch (v->kind) {
    case VALUE_NIL: print_nil(p, v, verb); break;
    case VALUE_BOOL:
        if (verb == 'v' || verb == 't') pad(p, str_of(v->b ? "true" : "false"));
        else bad_verb(p, v, verb);
        break;
    case VALUE_INT: print_int(p, v, verb); break;
    case VALUE_FLOAT: print_float(p, v, verb); break;
    case VALUE_STRING:
        if (is_bytes(v)) print_list(p, v, verb, depth, methods);
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

/* --- formats --- */

static void print_arg(printer *p, const value *v, char verb)
{
    if (v->kind == VALUE_NIL && !v->type) {
        if (verb == 'T') pad(p, STR("<nil>"));
        else print_nil(p, v, verb);
    } else if (verb == 'T') {
        pad(p, type_of_value(p, v));
    } else if (verb == 'p') {
        p->unknown = true;
    } else {
        print_value(p, v, verb, 0, true);
    }
}

/* Flags, width and precision in front of the verb; false for forms that are not followed. */
static bool read_flags(printer *p, str format, size_t *i, const value *args, uint32_t count, uint32_t *arg)
{
    bool *const set[] = {&p->plus, &p->minus, &p->sharp, &p->space, &p->zero, &p->has_width, &p->has_precision};
    for (size_t k = 0; k < sizeof set / sizeof *set; k++) *set[k] = false;
    p->width = p->precision = 0;
    for (; *i < format.n; (*i)++) {
        char f = format.p[*i];
        if (f == '+') p->plus = true;
        else if (f == '-') p->minus = true;
        else if (f == '#') p->sharp = true;
        else if (f == ' ') p->space = true;
        else if (f == '0') p->zero = true;
        else break;
    }
    for (int part = 0; part < 2; part++) {
        bool *has = part ? &p->has_precision : &p->has_width;
        int *n = part ? &p->precision : &p->width;
        if (part) {
            if (*i >= format.n || format.p[*i] != '.') break;
            (*i)++;
            *has = true;
        }
        if (*i < format.n && format.p[*i] == '*') {
            if (*arg >= count || args[*arg].kind != VALUE_INT || args[*arg].i < 0 || args[*arg].i > 1000) return false;
            *n = (int)args[(*arg)++].i;
            *has = true;
            (*i)++;
            continue;
        }
        for (; *i < format.n && format.p[*i] >= '0' && format.p[*i] <= '9'; (*i)++) {
            *has = true;
            *n = *n * 10 + (format.p[*i] - '0');
            if (*n > 1000) return false;
        }
    }
    if (p->minus) p->zero = false;
    return *i >= format.n || format.p[*i] != '[';
}

static void print_extra(printer *p, const value *args, uint32_t from, uint32_t count)
{
    *p = (printer){.c = p->c, .out = p->out, .unknown = p->unknown};
    text_cstr(&p->out, "%!(EXTRA ");
    for (uint32_t i = from; i < count; i++) {
        if (i > from) text_cstr(&p->out, ", ");
        if (args[i].kind == VALUE_NIL && !args[i].type) {
            text_cstr(&p->out, "<nil>");
            continue;
        }
        text_add(&p->out, type_of_value(p, &args[i]));
        text_char(&p->out, '=');
        print_arg(p, &args[i], 'v');
    }
    text_char(&p->out, ')');
}

/* `wrapped`: Errorf's %w arguments, as bits. */
static bool format_all(printer *p, str format, const value *args, uint32_t count, uint64_t *wrapped)
{
    uint32_t arg = 0;
    for (size_t i = 0; i < format.n && !p->unknown;) {
        ptrdiff_t percent = str_find_char(format, '%', i);
        size_t end = percent < 0 ? format.n : (size_t)percent;
        text_add(&p->out, str_slice(format, i, end));
        if (percent < 0) break;
        i = end + 1;
        if (!read_flags(p, format, &i, args, count, &arg)) return false;
        if (i >= format.n) {
            text_cstr(&p->out, "%!(NOVERB)");
            break;
        }
        unsigned char verb = (unsigned char)format.p[i++];
        if (verb >= 0x80) return false;
        if (verb == '%') {
            text_char(&p->out, '%');
        } else if (arg >= count) {
            text_printf(&p->out, "%%!%c(MISSING)", verb);
        } else if (verb == 'w' && wrapped && arg < 64) {
            *wrapped |= (uint64_t)1 << arg;
            const value *e = &args[arg++];
            bool is_error = e->kind == VALUE_ERROR || (e->type && ir_find_method(e->type, STR("Error"), NULL, NULL));
            if (is_error) print_arg(p, e, 'v');
            else bad_verb(p, e, 'w');
        } else if ((verb == 'v' && p->sharp) || (verb == 'w')) {
            return false;
        } else {
            print_arg(p, &args[arg++], (char)verb);
        }
    }
    if (arg < count && !p->unknown) print_extra(p, args, arg, count);
    return !p->unknown;
}

bool model_sprintf(native_call *c, str format, const value *args, uint32_t count, str *out)
{
    printer p = {.c = c, .out = {.a = c->arena}};
    if (!format_all(&p, format, args, count, NULL)) return false;
    *out = text_str(&p.out);
    return true;
}

bool model_sprint(native_call *c, const value *args, uint32_t count, bool line, str *out)
{
    printer p = {.c = c, .out = {.a = c->arena}};
    bool before = true;
    for (uint32_t i = 0; i < count; i++) {
        bool is_text = args[i].kind == VALUE_STRING && !is_bytes(&args[i]);
        if (i && (line || (!is_text && !before))) text_char(&p.out, ' ');
        print_arg(&p, &args[i], 'v');
        before = is_text;
    }
    if (line) text_char(&p.out, '\n');
    *out = text_str(&p.out);
    return !p.unknown;
}

/* --- functions --- */

/* The text is not known; if just one argument is to blame, the result is derived from it. */
static value unknown_text(native_call *c, const value *args, uint32_t count)
{
    const value *only = NULL;
    for (uint32_t i = 0; i < count; i++)
        if (value_has_unknown(&args[i])) {
            if (only) return value_unknown(type_basic(TYPE_STRING));
            only = &args[i];
        }
    return only ? model_derived(c, type_basic(TYPE_STRING), only) : value_unknown(type_basic(TYPE_STRING));
}

static value sprintf_(native_call *c)
{
    value format = native_arg(c, 0);
    const value *args;
    uint32_t count;
    str out;
    if (format.kind != VALUE_STRING || !model_rest(c, 1, &args, &count)) return value_unknown(type_basic(TYPE_STRING));
    if (!model_sprintf(c, format.s, args, count, &out)) return unknown_text(c, args, count);
    return model_string(out);
}

static value sprint_any(native_call *c, bool line)
{
    const value *args;
    uint32_t count;
    str out;
    if (!model_rest(c, 0, &args, &count)) return value_unknown(type_basic(TYPE_STRING));
    if (!model_sprint(c, args, count, line, &out)) return unknown_text(c, args, count);
    return model_string(out);
}

static value sprint(native_call *c) { return sprint_any(c, false); }
static value sprintln(native_call *c) { return sprint_any(c, true); }

static value errorf(native_call *c)
{
    value format = native_arg(c, 0);
    const value *args = NULL;
    uint32_t count = 0;
    uint64_t wrapped = 0;
    printer p = {.c = c, .out = {.a = c->arena}};
    bool known = format.kind == VALUE_STRING && model_rest(c, 1, &args, &count);
    bool listed = known;
    known = known && format_all(&p, format.s, args, count, &wrapped);
    value error = model_error(c, "*fmt.wrapError", text_str(&p.out), NULL);
    error.error->type_name = STR("*errors.errorString");
    if (!known) error.error->text = value_unknown(type_basic(TYPE_STRING));
    for (uint32_t i = 0; listed && i < count && i < 64; i++) {
        bool is_error = args[i].kind == VALUE_ERROR || args[i].kind == VALUE_POINTER || args[i].kind == VALUE_STRUCT;
        if (!(wrapped >> i & 1) || (!is_error && args[i].kind != VALUE_UNKNOWN)) continue;
        bool second = error.error->wrapped.kind != VALUE_NIL;
        error.error->type_name = str_of(second ? "*fmt.wrapErrors" : "*fmt.wrapError");
        if (second) continue;
        error.error->wrapped = args[i];
        if (args[i].kind == VALUE_ERROR) error.error->about = args[i].error->about;
    }
    return error;
}

static value print_nothing(native_call *c) { return model_pair(c, value_unknown(type_basic(TYPE_INT)), model_no_error()); }

static const native rows[] = {
    {"fmt.Sprintf", sprintf_, NATIVE_PARTIAL, 1, "string"},
    {"fmt.Sprint", sprint, NATIVE_PARTIAL, 1, "string"},
    {"fmt.Sprintln", sprintln, NATIVE_PARTIAL, 1, "string"},
    {"fmt.Errorf", errorf, NATIVE_PARTIAL, 1, "error"},
    {"fmt.Printf", print_nothing, NATIVE_PARTIAL | NATIVE_QUIET, 2, "int"},
    {"fmt.Print", print_nothing, NATIVE_PARTIAL | NATIVE_QUIET, 2, "int"},
    {"fmt.Println", print_nothing, NATIVE_PARTIAL | NATIVE_QUIET, 2, "int"},
};
MODEL_ROWS(models_fmt, rows);
