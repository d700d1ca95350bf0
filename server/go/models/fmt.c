/* fmt: formats (Sprintf and its kin) and the package's functions. */
#include "go/models/print.h"
#include "ir/func.h"

/* --- formats --- */

static void print_arg(printer *p, const value *v, char verb)
{
    if (v->kind == VALUE_NIL && !v->type) {
        if (verb == 'T') print_padded(p, STR("<nil>"));
        else print_nil(p, v, verb, 0);
    } else if (verb == 'T') {
        print_padded(p, print_type(p, v));
    } else if (verb == 'p') {
        p->unknown = true;
    } else {
        p->plus_fields = verb == 'v' && p->plus; /* the flag then means field names, not signs */
        if (p->plus_fields) p->plus = false;
        print_value(p, v, verb, 0, true);
    }
}

/* Flags, width and precision in front of the verb; false for forms that are not followed. */
static bool read_flags(printer *p, str format, size_t *i, const value *args, uint32_t count, uint32_t *arg)
{
    bool *const set[] = {&p->plus, &p->minus, &p->sharp, &p->space, &p->zero, &p->has_width, &p->has_precision};
    for (size_t k = 0; k < sizeof set / sizeof *set; k++) *set[k] = false;
    p->plus_fields = false;
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
    strbuf_add_cstr(&p->out, "%!(EXTRA ");
    for (uint32_t i = from; i < count; i++) {
        if (i > from) strbuf_add_cstr(&p->out, ", ");
        if (args[i].kind == VALUE_NIL && !args[i].type) {
            strbuf_add_cstr(&p->out, "<nil>");
            continue;
        }
        strbuf_add(&p->out, print_type(p, &args[i]));
        strbuf_add_char(&p->out, '=');
        print_arg(p, &args[i], 'v');
    }
    strbuf_add_char(&p->out, ')');
}

/* `wrapped`: Errorf's %w arguments, as bits. */
static bool format_all(printer *p, str format, const value *args, uint32_t count, uint64_t *wrapped)
{
    uint32_t arg = 0;
    for (size_t i = 0; i < format.n && !p->unknown;) {
        ptrdiff_t percent = str_find_char(format, '%', i);
        size_t end = percent < 0 ? format.n : (size_t)percent;
        strbuf_add(&p->out, str_slice(format, i, end));
        if (percent < 0) break;
        i = end + 1;
        if (!read_flags(p, format, &i, args, count, &arg)) return false;
        if (i >= format.n) {
            strbuf_add_cstr(&p->out, "%!(NOVERB)");
            break;
        }
        unsigned char verb = (unsigned char)format.p[i++];
        if (verb >= 0x80) return false;
        if (verb == '%') {
            strbuf_add_char(&p->out, '%');
        } else if (arg >= count) {
            strbuf_printf(&p->out, "%%!%c(MISSING)", verb);
        } else if (verb == 'w' && wrapped && arg < 64) {
            *wrapped |= (uint64_t)1 << arg;
            const value *e = &args[arg++];
            bool is_error = e->kind == VALUE_ERROR || (e->type && ir_find_method(e->type, STR("Error"), NULL, NULL));
            if (is_error) print_arg(p, e, 'v');
            else if (e->type && e->type->kind == TYPE_SLICE && print_is_bytes(e)) print_list(p, e, 'w', 0, true);
            else print_bad_verb(p, e, 'w');
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
    printer p = {.c = c, .out = STRBUF_IN(c->arena)};
    if (!format_all(&p, format, args, count, NULL)) return false;
    *out = strbuf_str(&p.out);
    return true;
}

bool model_sprint(native_call *c, const value *args, uint32_t count, bool line, str *out)
{
    printer p = {.c = c, .out = STRBUF_IN(c->arena)};
    bool before = true;
    for (uint32_t i = 0; i < count; i++) {
        bool is_text = args[i].kind == VALUE_STRING && !print_is_bytes(&args[i]);
        if (i && (line || (!is_text && !before))) strbuf_add_char(&p.out, ' ');
        print_arg(&p, &args[i], 'v');
        before = is_text;
    }
    if (line) strbuf_add_char(&p.out, '\n');
    *out = strbuf_str(&p.out);
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
    printer p = {.c = c, .out = STRBUF_IN(c->arena)};
    bool known = format.kind == VALUE_STRING && model_rest(c, 1, &args, &count);
    bool listed = known;
    known = known && format_all(&p, format.s, args, count, &wrapped);
    value error = model_error(c, "*fmt.wrapError", strbuf_str(&p.out), NULL);
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
