/* errors and github.com/pkg/errors. An error made here is certainly not nil, even when its text is not known. */
#include "go/models/models.h"
#include "ir/func.h"

enum { CHAIN_MOST = 50 };

static value unknown_bool(void) { return value_unknown(type_basic(TYPE_BOOL)); }

value model_error_text(native_call *c, const value *error)
{
    str s;
    if (error->kind == VALUE_ERROR) return error->error->text;
    if (error->kind == VALUE_UNKNOWN || error->kind == VALUE_NIL || !model_sprint(c, error, 1, false, &s))
        return value_unknown(type_basic(TYPE_STRING));
    return model_string(s);
}

static value error_of_text(native_call *c, const char *type, const value *message)
{
    value e = model_error(c, type, message->kind == VALUE_STRING ? message->s : (str){"", 0}, NULL);
    if (message->kind != VALUE_STRING) e.error->text = model_derived(c, type_basic(TYPE_STRING), message);
    return e;
}

static value new_error(native_call *c)
{
    value message = native_arg(c, 0);
    return error_of_text(c, "*errors.errorString", &message);
}

static value new_fundamental(native_call *c)
{
    value message = native_arg(c, 0);
    return error_of_text(c, "*errors.fundamental", &message);
}

/* The text that a format and its arguments from `from` on give. */
static value formatted(native_call *c, uint32_t from)
{
    value format = native_arg(c, from);
    const value *args;
    uint32_t count;
    str s;
    if (format.kind != VALUE_STRING || !model_rest(c, from + 1, &args, &count) || !model_sprintf(c, format.s, args, count, &s))
        return value_unknown(type_basic(TYPE_STRING));
    return model_string(s);
}

static value fundamental_errorf(native_call *c)
{
    value message = formatted(c, 0);
    return error_of_text(c, "*errors.fundamental", &message);
}

/* pkg/errors: "message: cause"; nil stays nil. */
static value wrap(native_call *c, const char *type, const value *message)
{
    value cause = native_arg(c, 0);
    if (cause.kind == VALUE_NIL && !cause.type) return model_no_error();
    if (cause.kind == VALUE_NIL || (cause.kind == VALUE_UNKNOWN && !cause.non_nil)) return value_unknown(type_error());
    value old = model_error_text(c, &cause);
    value all = old;
    if (message) {
        bool known = old.kind == VALUE_STRING && message->kind == VALUE_STRING;
        all = known ? model_string(arena_printf(c->arena, "%.*s: %.*s", STR_ARG(message->s), STR_ARG(old.s)))
                    : value_unknown(type_basic(TYPE_STRING));
    }
    value e = error_of_text(c, type, &all);
    e.error->wrapped = cause;
    if (cause.kind == VALUE_ERROR) e.error->about = cause.error->about;
    return e;
}

static value wrap_message(native_call *c)
{
    value message = native_arg(c, 1);
    return wrap(c, "*errors.withStack", &message);
}

static value wrap_format(native_call *c)
{
    value message = formatted(c, 1);
    return wrap(c, "*errors.withStack", &message);
}

static value with_message(native_call *c)
{
    value message = native_arg(c, 1);
    return wrap(c, "*errors.withMessage", &message);
}

static value with_format(native_call *c)
{
    value message = formatted(c, 1);
    return wrap(c, "*errors.withMessage", &message);
}

static value with_stack(native_call *c) { return wrap(c, "*errors.withStack", NULL); }

/* What holds several errors: their tree is not followed. */
static bool holds_several(const value *e)
{
    return e->kind == VALUE_ERROR &&
           (str_is(e->error->type_name, "*fmt.wrapErrors") || str_is(e->error->type_name, "*errors.joinError"));
}

/* The next error of a chain; false when nobody can know which. */
static bool next_error(const value *e, value *next)
{
    if (e->kind == VALUE_ERROR && !holds_several(e)) return *next = e->error->wrapped, true;
    if (e->kind != VALUE_STRUCT && e->kind != VALUE_POINTER && e->kind != VALUE_INT && e->kind != VALUE_STRING) return false;
    *next = value_nil(NULL);
    return e->type && !ir_find_method(e->type, STR("Unwrap"), NULL, NULL) && !ir_find_method(e->type, STR("Is"), NULL, NULL) &&
           !ir_find_method(e->type, STR("As"), NULL, NULL);
}

static value errors_is(native_call *c)
{
    value e = native_arg(c, 0), target = native_arg(c, 1);
    if (target.kind == VALUE_UNKNOWN && !(e.kind == VALUE_NIL && target.non_nil)) return unknown_bool();
    if (target.kind == VALUE_NIL && e.kind != VALUE_UNKNOWN) return value_bool(e.kind == VALUE_NIL);
    for (int i = 0; i < CHAIN_MOST; i++) {
        bool equal;
        if (e.kind == VALUE_NIL && !e.type) return value_bool(false);
        if (e.kind == VALUE_UNKNOWN || !value_equal(&e, &target, &equal)) return unknown_bool();
        if (equal) return value_bool(true);
        if (!next_error(&e, &e)) return unknown_bool();
    }
    return unknown_bool();
}

static value errors_as(native_call *c)
{
    value e = native_arg(c, 0), target = native_arg(c, 1);
    cell *into = target.kind == VALUE_POINTER ? target.cell : NULL;
    bool plain = into && into->type && !type_is_interface(into->type);
    for (int i = 0; plain && i < CHAIN_MOST; i++) {
        if (e.kind == VALUE_NIL && !e.type) return value_bool(false);
        if (e.kind == VALUE_ERROR && str_eq(e.error->type_name, model_type_text(c->arena, into->type))) {
            into->v = value_unknown(into->type);
            into->v.non_nil = true;
            return value_bool(true);
        }
        if (e.kind != VALUE_ERROR && e.type && type_same(e.type, into->type)) {
            into->v = value_copy(c->arena, &e);
            return value_bool(true);
        }
        if (!next_error(&e, &e)) break;
    }
    if (target.kind == VALUE_POINTER) native_havoc(c, &target);
    return unknown_bool();
}

static value errors_unwrap(native_call *c)
{
    value e = c->receiver ? *c->receiver : native_arg(c, 0), next;
    if (e.kind == VALUE_NIL && !e.type) return model_no_error();
    if (holds_several(&e)) return model_no_error();
    if (e.kind != VALUE_ERROR || !next_error(&e, &next)) return value_unknown(type_error());
    return next;
}

static value errors_join(native_call *c)
{
    const value *items;
    uint32_t count, live = 0;
    bool known = true;
    strbuf all = STRBUF_IN(c->arena);
    if (!model_rest(c, 0, &items, &count)) return value_unknown(type_error());
    value first = value_nil(NULL);
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].kind == VALUE_NIL && !items[i].type) continue;
        if (items[i].kind == VALUE_UNKNOWN && !items[i].non_nil) return value_unknown(type_error());
        value one = model_error_text(c, &items[i]);
        if (live++) strbuf_add_char(&all, '\n');
        else first = items[i];
        known = known && one.kind == VALUE_STRING;
        if (known) strbuf_add(&all, one.s);
    }
    if (!live) return model_no_error();
    value joined = model_string(strbuf_str(&all)), no_text = value_unknown(type_basic(TYPE_STRING));
    value e = error_of_text(c, "*errors.joinError", known ? &joined : &no_text);
    e.error->wrapped = first;
    if (first.kind == VALUE_ERROR) e.error->about = first.error->about;
    return e;
}

static value errors_cause(native_call *c)
{
    value e = native_arg(c, 0);
    for (int i = 0; i < CHAIN_MOST && e.kind == VALUE_ERROR; i++) {
        bool through = str_is(e.error->type_name, "*errors.withStack") || str_is(e.error->type_name, "*errors.withMessage");
        if (!through) return e;
        e = e.error->wrapped;
    }
    if (e.kind == VALUE_NIL) return e;
    bool plain = e.type && e.kind != VALUE_UNKNOWN && !ir_find_method(e.type, STR("Cause"), NULL, NULL);
    return plain ? e : value_unknown(type_error());
}

static value error_method(native_call *c)
{
    return c->receiver ? model_error_text(c, c->receiver) : value_unknown(type_basic(TYPE_STRING));
}

#define PKG "github.com/pkg/errors"
#define ROW(name, run, result) {name, run, NATIVE_PARTIAL, 1, result}

static const native rows[] = {
    ROW("errors.New", new_error, "error"),
    ROW("errors.Is", errors_is, "bool"),
    ROW("errors.As", errors_as, "bool"),
    ROW("errors.Unwrap", errors_unwrap, "error"),
    ROW("errors.Join", errors_join, "error"),
    ROW("error.Error", error_method, "string"),
    ROW("error.Unwrap", errors_unwrap, "error"),
    ROW(PKG ".New", new_fundamental, "error"),
    ROW(PKG ".Errorf", fundamental_errorf, "error"),
    ROW(PKG ".Wrap", wrap_message, "error"),
    ROW(PKG ".Wrapf", wrap_format, "error"),
    ROW(PKG ".WithMessage", with_message, "error"),
    ROW(PKG ".WithMessagef", with_format, "error"),
    ROW(PKG ".WithStack", with_stack, "error"),
    ROW(PKG ".Cause", errors_cause, "error"),
    ROW(PKG ".Is", errors_is, "bool"),
    ROW(PKG ".As", errors_as, "bool"),
    ROW(PKG ".Unwrap", errors_unwrap, "error"),
};
MODEL_ROWS(models_errors, rows);
