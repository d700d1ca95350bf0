/* The Proxy-Wasm SDK while a plugin is configured, and RE2. */
#include "cxx/memory.h"
#include "text/regexp_bridge.h"

/* --- the SDK --------------------------------------------------------------------------------------------------------------- */

static value configuration(native_call *c)
{
    value text;
    if (!native_configuration(c, &text)) native_stop(c, "a configuration that is no object");
    text.type = cxx_basic_type(CXX_T_STRING);
    return value_native(c->arena, NULL, STR("data"), &text);
}

static value buffer_bytes(native_call *c)
{
    enum { PLUGIN_CONFIGURATION = 7 };
    value which = cxx_arg(c, 0);
    if (which.kind != VALUE_INT || which.i != PLUGIN_CONFIGURATION) native_stop(c, "a buffer of the host");
    return configuration(c);
}

static value data_text(native_call *c) { return cxx_plain(c->receiver)->native->parts[0]; }

static value data_size(native_call *c)
{
    const value *text = &cxx_plain(c->receiver)->native->parts[0];
    return text->kind == VALUE_STRING ? cxx_int(CXX_T_ULONG, (int64_t)text->s.n) : value_unknown(cxx_basic_type(CXX_T_ULONG));
}

static value complain(native_call *c)
{
    value text = cxx_arg(c, 0);
    if (native_is_starting(c)) native_say(c, &text);
    return value_unknown(NULL);
}

/* --- the ABI itself --------------------------------------------------------------------------------------------------------- */

static void put(native_call *c, uint32_t i, const value *v)
{
    value to = cxx_arg(c, i);
    if (to.kind == VALUE_NIL) return;
    if (to.kind != VALUE_POINTER) native_stop(c, "a pointer that is not known");
    to.cell->v = cxx_store(c, v, to.cell->type);
}

/* The memory is the plugin's, and ends with the text. */
static value hand_over(native_call *c, uint32_t at, uint64_t from, uint64_t n)
{
    value text;
    if (!native_configuration(c, &text) || text.kind != VALUE_STRING) native_stop(c, "a configuration whose text is not known");
    str s = str_slice(text.s, from < text.s.n ? (size_t)from : text.s.n, n < text.s.n ? (size_t)n : text.s.n);
    value data = cxx_allocate_text(c, s, s.n), size = cxx_int(CXX_T_ULONG, (int64_t)s.n);
    put(c, at, &data);
    put(c, at + 1, &size);
    return cxx_int(CXX_T_UINT, 0);
}

static value proxy_buffer_bytes(native_call *c)
{
    enum { PLUGIN_CONFIGURATION = 7 };
    value which = cxx_arg(c, 0), from = cxx_arg(c, 1), n = cxx_arg(c, 2);
    bool known = which.kind == VALUE_INT && which.i == PLUGIN_CONFIGURATION && from.kind == VALUE_INT && n.kind == VALUE_INT;
    if (!known || c->count < 5) native_stop(c, "a buffer of the host");
    return hand_over(c, 3, (uint32_t)from.i, (uint64_t)(uint32_t)from.i + (uint32_t)n.i);
}

static value proxy_configuration(native_call *c) { return hand_over(c, 0, 0, UINT64_MAX); }

static value proxy_log_(native_call *c)
{
    enum { WARNS = 3 };
    value level = cxx_arg(c, 0), text = cxx_arg(c, 1), n = cxx_arg(c, 2), line = value_unknown(cxx_basic_type(CXX_T_STRING));
    if (level.kind == VALUE_INT && level.i < WARNS) return cxx_int(CXX_T_UINT, 0);
    if (cxx_is_raw(&text) && n.kind == VALUE_INT) {
        line = cxx_text_value(STR(""));
        if (!cxx_bytes_at(c, &text, (uint32_t)n.i, &line.s, &line.about)) return value_unknown(NULL);
    }
    if (native_is_starting(c)) native_say(c, &line);
    return cxx_int(CXX_T_UINT, 0);
}

/* --- patterns -------------------------------------------------------------------------------------------------------------- */

static str pattern_of(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind != VALUE_NATIVE || v->native->parts[0].kind != VALUE_STRING) native_stop(c, "a pattern that is not known");
    str p = v->native->parts[0].s;
    native_charge(c, p.n / 128);
    native_take_pattern(c, p, regexp_bytes(p.p ? p.p : "", p.n));
    return p.p ? p : STR("");
}

static value pattern_ok(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind == VALUE_NATIVE && v->native->parts[0].kind == VALUE_UNKNOWN) return value_unknown(cxx_basic_type(CXX_T_BOOL));
    str p = pattern_of(c);
    value ok = cxx_bool(regexp_groups(p.p, p.n) >= 0);
    ok.about = v->native->parts[0].about;
    return ok;
}

static value pattern_error(native_call *c)
{
    char text[256];
    const value *v = cxx_plain(c->receiver);
    if (v->kind == VALUE_NATIVE && v->native->parts[0].kind == VALUE_UNKNOWN) return value_unknown(cxx_basic_type(CXX_T_STRING));
    str p = pattern_of(c);
    size_t n = regexp_error(p.p, p.n, text, sizeof text);
    return cxx_text_value(arena_str(c->arena, (str){text, n}));
}

static value pattern_size(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind == VALUE_NATIVE && v->native->parts[0].kind == VALUE_UNKNOWN) return value_unknown(cxx_basic_type(CXX_T_INT));
    str p = pattern_of(c);
    return cxx_int(CXX_T_INT, regexp_size(p.p, p.n));
}

/* Whether the text, or a part of it, matches a pattern: an object or a text. What groups would be put into is not followed. */
static value matches(native_call *c, bool whole)
{
    value text = cxx_arg(c, 0), pattern = cxx_arg(c, 1);
    str s;
    if (pattern.kind == VALUE_NATIVE && str_is(pattern.native->tag, "pattern")) pattern = pattern.native->parts[0];
    for (uint32_t i = 2; i < c->count; i++) native_havoc(c, &c->args[i]);
    if (pattern.kind != VALUE_STRING || !cxx_arg_text(c, 0, &s))
        return value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), ORIGIN_DERIVED, text.about, NULL);
    str p = pattern.s.p ? pattern.s : STR("");
    int at[2];
    native_take_pattern(c, p, regexp_bytes(p.p, p.n));
    native_charge(c, regexp_work(p.p, p.n, s.n) / 64);
    if (whole) p = arena_printf(c->arena, "\\A(?:%.*s)\\z", STR_ARG(p));
    return cxx_bool(regexp_groups(pattern.s.p ? pattern.s.p : "", pattern.s.n) >= 0 &&
                    regexp_find(p.p, p.n, s.p ? s.p : "", s.n, 0, at, 1));
}

static value full_match(native_call *c) { return matches(c, true); }
static value partial_match(native_call *c) { return matches(c, false); }

/* A machine that has just started shares nothing yet. */
static value get_shared_data(native_call *c)
{
    enum { NOT_FOUND = 1 };
    value to = cxx_arg(c, 1);
    if (to.kind != VALUE_POINTER) native_stop(c, "a pointer that is not known");
    to.cell->v = value_nil(NULL);
    if (c->count > 2) native_havoc(c, &c->args[2]);
    return cxx_int(CXX_T_ENUM, NOT_FOUND);
}

static value succeed(native_call *c) { return (void)c, cxx_int(CXX_T_ENUM, 0); }

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"cxx.FullMatch", full_match, P, 1, NULL},
    {"cxx.PartialMatch", partial_match, P, 1, NULL},
    {"cxx.getSharedData", get_shared_data, P, 1, NULL},
    {"cxx.setSharedData", succeed, P, 1, NULL},
    {"cxx.getBufferBytes", buffer_bytes, P, 1, NULL},
    {"cxx.getConfiguration", configuration, P, 1, NULL},
    {"data.view", data_text, P, 1, NULL},
    {"data.toString", data_text, P, 1, NULL},
    {"data.data", data_text, P, 1, NULL},
    {"data.size", data_size, P, 1, NULL},
    {"data.get", cxx_nothing, P, 1, NULL},
    {"cxx.LOG_TRACE", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.LOG_DEBUG", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.LOG_INFO", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.LOG_WARN", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.LOG_ERROR", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.LOG_CRITICAL", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logTrace", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logDebug", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logInfo", cxx_nothing, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logWarn", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logError", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.logCritical", complain, P | NATIVE_QUIET, 1, NULL},
    {"cxx.proxy_get_buffer_bytes", proxy_buffer_bytes, P, 1, NULL},
    {"cxx.proxy_get_configuration", proxy_configuration, P, 1, NULL},
    {"cxx.proxy_log", proxy_log_, P | NATIVE_QUIET, 1, NULL},
    {"cxx.proxy_set_tick_period_milliseconds", succeed, P, 1, NULL},
    {"cxx.getCurrentTimeNanoseconds", cxx_nothing, P, 1, NULL},
    {"pattern.ok", pattern_ok, P, 1, NULL},
    {"pattern.error", pattern_error, P, 1, NULL},
    {"pattern.ProgramSize", pattern_size, P, 1, NULL},
};
const cxx_model_table cxx_models_sdk = {all, sizeof all / sizeof *all};
