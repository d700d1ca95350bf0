/* The rest of the standard library as far as parse functions use it: maps, math, sync, path, encodings, and things that are
 * unknown by their nature (random numbers, the environment). */
#include "base/utf8.h"
#include "go/models/models.h"

#include <math.h>

#define PARTIAL(name, run, results, type) {name, run, NATIVE_PARTIAL, results, type}

static value unknown_string(void) { return value_unknown(type_basic(TYPE_STRING)); }
static value unknown_one(native_call *c) { return (void)c, value_unknown(NULL); }
static value unknown_two(native_call *c) { return model_unknown(c, 2); }
static value nothing(native_call *c) { return (void)c, model_nothing(); }

/* --- maps --- */

static value map_clone(native_call *c)
{
    value m = native_arg(c, 0);
    if (m.kind == VALUE_NIL) return m;
    if (m.kind != VALUE_MAP) return value_unknown(m.type);
    value out = value_map_new(c->arena, m.type);
    ir_type *elem = type_under(m.type)->elem;
    for (uint32_t i = 0; i < m.map->count; i++)
        if (!m.map->pairs[i].deleted) map_value_put(c->arena, out.map, &m.map->pairs[i].key, elem)->v = m.map->pairs[i].value.v;
    out.map->unsure = m.map->unsure;
    return out;
}

static value map_copy(native_call *c)
{
    value to = native_arg(c, 0), from = native_arg(c, 1);
    if (from.kind == VALUE_NIL) return model_nothing();
    if (to.kind != VALUE_MAP || from.kind != VALUE_MAP) {
        native_havoc(c, &to);
        return model_nothing();
    }
    ir_type *elem = type_under(to.type)->elem;
    for (uint32_t i = 0; i < from.map->count; i++)
        if (!from.map->pairs[i].deleted)
            map_value_put(c->arena, to.map, &from.map->pairs[i].key, elem)->v = from.map->pairs[i].value.v;
    if (from.map->unsure) native_havoc(c, &to);
    return model_nothing();
}

static value map_sequence(native_call *c, bool keys)
{
    value m = native_arg(c, 0);
    ir_type *under = type_under(m.type), *elem = under->kind == TYPE_MAP ? keys ? under->key : under->elem : NULL;
    if (m.kind != VALUE_NIL && (m.kind != VALUE_MAP || m.map->unsure)) return value_unknown(NULL);
    uint32_t count = m.kind == VALUE_MAP ? m.map->count : 0, n = 0;
    bool backwards = native_is_backwards(c, count);
    value *items = ARENA_NEW_N(c->arena, value, count);
    for (uint32_t i = 0; i < count; i++) {
        const map_pair *pair = &m.map->pairs[backwards ? count - 1 - i : i];
        if (!pair->deleted) items[n++] = keys ? pair->key : pair->value.v;
    }
    return native_sequence(c, value_slice_of(c->arena, type_new_slice(c->arena, elem), items, n));
}

static value map_keys(native_call *c) { return map_sequence(c, true); }
static value map_values(native_call *c) { return map_sequence(c, false); }

static const native map_rows[] = {
    PARTIAL("maps.Keys", map_keys, 1, NULL),
    PARTIAL("maps.Values", map_values, 1, NULL),
    PARTIAL("maps.Clone", map_clone, 1, NULL),
    PARTIAL("maps.Copy", map_copy, 0, NULL),
};
MODEL_ROWS(models_maps, map_rows);

/* --- math --- */

#define REAL1(name, expression) \
    static value name(native_call *c) \
    { \
        double x; \
        return model_float(c, 0, &x) ? value_float(expression) : value_unknown(type_basic(TYPE_FLOAT64)); \
    }
#define REAL2(name, expression) \
    static value name(native_call *c) \
    { \
        double x, y; \
        bool known = model_float(c, 0, &x) && model_float(c, 1, &y); \
        return known ? value_float(expression) : value_unknown(type_basic(TYPE_FLOAT64)); \
    }

REAL1(math_floor, floor(x))
REAL1(math_ceil, ceil(x))
REAL1(math_trunc, trunc(x))
REAL1(math_round, round(x))
REAL1(math_abs, fabs(x))
REAL1(math_sqrt, sqrt(x))
/* Infinity wins over NaN, and 0 over -0. */
static double greater_of(double x, double y)
{
    if ((isinf(x) && x > 0) || (isinf(y) && y > 0)) return INFINITY;
    if (isnan(x) || isnan(y)) return (double)NAN;
    if (x == 0 && y == 0) return signbit(x) ? y : x;
    return x > y ? x : y;
}

REAL2(math_max, greater_of(x, y))
REAL2(math_min, -greater_of(-x, -y))
REAL2(math_mod, fmod(x, y))

static value math_is_nan(native_call *c)
{
    double x;
    return model_float(c, 0, &x) ? value_bool(isnan(x)) : value_unknown(type_basic(TYPE_BOOL));
}

static value math_is_inf(native_call *c)
{
    double x;
    int64_t sign;
    if (!model_float(c, 0, &x) || !native_int(c, 1, &sign)) return value_unknown(type_basic(TYPE_BOOL));
    return value_bool(isinf(x) && (sign == 0 || (sign > 0) == (x > 0)));
}

static value math_inf(native_call *c)
{
    int64_t sign;
    return native_int(c, 0, &sign) ? value_float(sign >= 0 ? INFINITY : -INFINITY) : value_unknown(type_basic(TYPE_FLOAT64));
}

static const native math_rows[] = {
    {"math.Floor", math_floor, 0, 1, "float64"}, {"math.Ceil", math_ceil, 0, 1, "float64"},
    {"math.Trunc", math_trunc, 0, 1, "float64"}, {"math.Round", math_round, 0, 1, "float64"},
    {"math.Abs", math_abs, 0, 1, "float64"},     {"math.Sqrt", math_sqrt, 0, 1, "float64"},
    {"math.Max", math_max, 0, 1, "float64"},     {"math.Min", math_min, 0, 1, "float64"},
    {"math.Mod", math_mod, 0, 1, "float64"},     {"math.IsNaN", math_is_nan, 0, 1, "bool"},
    {"math.IsInf", math_is_inf, 0, 1, "bool"},   {"math.Inf", math_inf, 0, 1, "float64"},
};
MODEL_ROWS(models_math, math_rows);

/* --- sync --- */

static value once_do(native_call *c)
{
    cell *done = model_receiver_field(c, 0);
    value func = native_arg(c, 0);
    value first = done ? done->v : value_unknown(type_basic(TYPE_BOOL));
    bool call = first.kind == VALUE_BOOL ? !first.b : native_decide(c, &first);
    if (done) done->v = value_bool(true);
    if (call) native_invoke(c, &func, NULL, 0);
    return model_nothing();
}

/* The map inside a sync.Map, made on first use; NULL when it is not known. */
static map_value *inner_map(native_call *c)
{
    cell *m = model_receiver_field(c, 0);
    if (m && m->v.kind == VALUE_NIL) m->v = value_map_new(c->arena, m->type);
    return m && m->v.kind == VALUE_MAP ? m->v.map : NULL;
}

static value map_store(native_call *c)
{
    map_value *m = inner_map(c);
    value key = native_arg(c, 0);
    if (m && key.kind != VALUE_UNKNOWN) map_value_put(c->arena, m, &key, type_any())->v = native_arg(c, 1);
    else if (m) m->unsure = true;
    return model_nothing();
}

static value map_load(native_call *c)
{
    map_value *m = inner_map(c);
    value key = native_arg(c, 0);
    bool unsure = true;
    cell *found = m ? map_value_find(m, &key, &unsure) : NULL;
    if (found && !m->unsure) return model_pair(c, found->v, value_bool(true));
    if (found || unsure) return model_unknown(c, 2);
    return model_pair(c, value_nil(NULL), value_bool(false));
}

static value map_load_or_store(native_call *c)
{
    map_value *m = inner_map(c);
    value key = native_arg(c, 0), v = native_arg(c, 1);
    bool unsure = true;
    cell *found = m ? map_value_find(m, &key, &unsure) : NULL;
    if (unsure) return map_store(c), model_unknown(c, 2);
    if (found) return model_pair(c, found->v, value_bool(true));
    map_value_put(c->arena, m, &key, type_any())->v = v;
    return model_pair(c, v, value_bool(false));
}

static value map_delete(native_call *c)
{
    map_value *m = inner_map(c);
    value key = native_arg(c, 0);
    if (m && key.kind != VALUE_UNKNOWN) map_value_delete(m, &key);
    else if (m) m->unsure = true;
    return model_nothing();
}

static value map_range(native_call *c)
{
    map_value *m = inner_map(c);
    value func = native_arg(c, 0);
    for (uint32_t i = 0; m && i < m->count; i++) {
        if (m->pairs[i].deleted) continue;
        value args[2] = {m->pairs[i].key, m->pairs[i].value.v};
        if (!model_ask(c, &func, args, 2) || native_stopped(c)) break;
    }
    return model_nothing();
}

static value pool_get(native_call *c)
{
    cell *make = model_receiver_field(c, 0);
    if (!make || make->v.kind == VALUE_UNKNOWN) return value_unknown(NULL);
    return make->v.kind == VALUE_NIL ? value_nil(NULL) : native_invoke(c, &make->v, NULL, 0);
}

static value try_lock(native_call *c) { return (void)c, value_unknown(type_basic(TYPE_BOOL)); }

#define LOCK(name) \
    PARTIAL(name ".Lock", nothing, 0, NULL), PARTIAL(name ".Unlock", nothing, 0, NULL), \
    PARTIAL(name ".TryLock", try_lock, 1, "bool")

static const native sync_rows[] = {
    LOCK("sync.Mutex"),
    LOCK("sync.RWMutex"),
    PARTIAL("sync.RWMutex.RLock", nothing, 0, NULL),
    PARTIAL("sync.RWMutex.RUnlock", nothing, 0, NULL),
    PARTIAL("sync.WaitGroup.Add", nothing, 0, NULL),
    PARTIAL("sync.WaitGroup.Done", nothing, 0, NULL),
    PARTIAL("sync.WaitGroup.Wait", nothing, 0, NULL),
    PARTIAL("sync.Once.Do", once_do, 0, NULL),
    PARTIAL("sync.Map.Store", map_store, 0, NULL),
    PARTIAL("sync.Map.Load", map_load, 2, NULL),
    PARTIAL("sync.Map.LoadOrStore", map_load_or_store, 2, NULL),
    PARTIAL("sync.Map.Delete", map_delete, 0, NULL),
    PARTIAL("sync.Map.Range", map_range, 0, NULL),
    PARTIAL("sync.Pool.Get", pool_get, 1, NULL),
    PARTIAL("sync.Pool.Put", nothing, 0, NULL),
};
MODEL_ROWS(models_sync, sync_rows);

/* --- path, path/filepath (the wasm target has slashes) --- */

/* path.Clean */
static str clean(arena *a, str s)
{
    bool rooted = s.n && s.p[0] == '/';
    size_t start = rooted ? 1 : 0, fixed = start; /* up to `fixed` there is nothing that ".." could take away */
    strbuf t = STRBUF_IN(a);
    str part;
    if (rooted) strbuf_add_char(&t, '/');
    while (str_split(&s, '/', &part)) {
        if (!part.n || str_is(part, ".")) continue;
        if (str_is(part, "..")) {
            if (t.n > fixed) {
                t.n--;
                while (t.n > fixed && t.p[t.n] != '/') t.n--;
            } else if (!rooted) {
                if (t.n) strbuf_add_char(&t, '/');
                strbuf_add_cstr(&t, "..");
                fixed = t.n;
            }
            continue;
        }
        if (t.n > start) strbuf_add_char(&t, '/');
        strbuf_add(&t, part);
    }
    return t.n ? strbuf_str(&t) : STR(".");
}

static value path_clean(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? model_string(clean(c->arena, s)) : unknown_string();
}

static value path_join(native_call *c)
{
    const value *parts;
    uint32_t count;
    str s;
    strbuf t = STRBUF_IN(c->arena);
    if (!model_rest(c, 0, &parts, &count)) return unknown_string();
    for (uint32_t i = 0; i < count; i++) {
        if (!model_value_text(c->arena, &parts[i], &s)) return unknown_string();
        if (!s.n && !t.n) continue;
        if (t.n) strbuf_add_char(&t, '/');
        strbuf_add(&t, s);
    }
    return model_string(t.n ? clean(c->arena, strbuf_str(&t)) : (str){"", 0});
}

static value path_base_(native_call *c)
{
    str s;
    if (!native_text(c, 0, &s)) return unknown_string();
    if (!s.n) return model_string(STR("."));
    while (s.n && s.p[s.n - 1] == '/') s.n--;
    ptrdiff_t slash = str_rfind_char(s, '/');
    if (slash >= 0) s = str_slice(s, (size_t)slash + 1, s.n);
    return model_string(s.n ? s : STR("/"));
}

static value path_dir(native_call *c)
{
    str s;
    if (!native_text(c, 0, &s)) return unknown_string();
    return model_string(clean(c->arena, str_slice(s, 0, (size_t)(str_rfind_char(s, '/') + 1))));
}

static value path_ext(native_call *c)
{
    str s;
    if (!native_text(c, 0, &s)) return unknown_string();
    for (size_t i = s.n; i > 0 && s.p[i - 1] != '/'; i--)
        if (s.p[i - 1] == '.') return model_string(str_slice(s, i - 1, s.n));
    return model_string((str){"", 0});
}

static value path_is_abs(native_call *c)
{
    str s;
    return native_text(c, 0, &s) ? value_bool(s.n && s.p[0] == '/') : value_unknown(type_basic(TYPE_BOOL));
}

#define BOTH(name, run, type) {"path." name, run, 0, 1, type}, {"path/filepath." name, run, 0, 1, type}

static const native path_rows[] = {
    BOTH("Clean", path_clean, "string"), BOTH("Join", path_join, "string"), BOTH("Base", path_base_, "string"),
    BOTH("Dir", path_dir, "string"),     BOTH("Ext", path_ext, "string"),   BOTH("IsAbs", path_is_abs, "bool"),
};
MODEL_ROWS(models_path, path_rows);

/* --- unknown by nature --- */

static value some_int(native_call *c) { return (void)c, value_unknown(type_basic(TYPE_INT)); }
static value some_string(native_call *c) { return (void)c, unknown_string(); }

static value background(native_call *c)
{
    (void)c;
    value v = value_unknown(NULL);
    v.non_nil = true;
    return v;
}

static error_value eof = {.text = {.kind = VALUE_STRING, .s = STR_INIT("EOF")},
                          .wrapped = {.kind = VALUE_NIL},
                          .at = {IR_NO_FILE, {0, 0}},
                          .type_name = STR_INIT("*errors.errorString")};

static value get_eof(native_call *c)
{
    (void)c;
    value v = {.kind = VALUE_ERROR};
    v.error = &eof;
    return v;
}

static const native misc_rows[] = {
    {"io.EOF", get_eof, NATIVE_VALUE, 1, "error"},
    PARTIAL("math/rand.Int", some_int, 1, "int"),
    PARTIAL("math/rand.Intn", some_int, 1, "int"),
    PARTIAL("math/rand.Float64", unknown_one, 1, "float64"),
    PARTIAL("math/rand.Seed", nothing, 0, NULL),
    PARTIAL("os.Getenv", some_string, 1, "string"),
    PARTIAL("os.ReadFile", unknown_two, 2, "[]byte"),
    PARTIAL("context.Background", background, 1, "context.Context"),
    PARTIAL("context.TODO", background, 1, "context.Context"),
    PARTIAL("github.com/google/uuid.New", unknown_one, 1, "uuid.UUID"),
    PARTIAL("github.com/google/uuid.NewString", some_string, 1, "string"),
    PARTIAL("runtime.GC", nothing, 0, NULL),
    PARTIAL("github.com/tidwall/sjson.Set", unknown_two, 2, "string"),
    PARTIAL("github.com/tidwall/sjson.SetRaw", unknown_two, 2, "string"),
    PARTIAL("github.com/tidwall/sjson.SetBytes", unknown_two, 2, "[]byte"),
    PARTIAL("github.com/tidwall/sjson.SetRawBytes", unknown_two, 2, "[]byte"),
    PARTIAL("github.com/tidwall/sjson.Delete", unknown_two, 2, "string"),
    PARTIAL("github.com/tidwall/sjson.DeleteBytes", unknown_two, 2, "[]byte"),
};
MODEL_ROWS(models_misc, misc_rows);
