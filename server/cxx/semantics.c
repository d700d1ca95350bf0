/* How values of C++ behave: copies, conversions, operators, members (ir/semantics.h). */
#include "cxx/internal.h"
#include "cxx/memory.h"
#include "cxx/overload.h"
#include "cxx/values.h"

/* --- members --------------------------------------------------------------------------------------------------------------- */

static cell *cell_of(native_call *c, value v)
{
    cell *made = ARENA_NEW(c->arena, cell);
    made->v = v;
    return made;
}

static cell *object_member(native_call *c, cell *of, str name, int count)
{
    cell *field = value_field(&of->v, name);
    if (field && count < 0) return field;
    cxx_type *t = cxx_type_behind(of->v.type);
    bool several = false;
    cxx_overloads set = {0};
    value self = {.kind = VALUE_POINTER, .cell = of};
    if (t && t->instance) cxx_methods_named(t->instance->state, t->instance, name, count, &set);
    if (!set.all.n) return field; /* a function in a field */
    if (cxx_is_overloaded(&set)) return cell_of(c, cxx_overload_value(c, &set, &self));
    const cxx_method *m = cxx_find_method(set.all.at[0].owner, name, count, &several);
    cxx_method *own = (cxx_method *)m;
    if (!own->func) own->func = cxx_func_of(t->instance->state, m->of, m->owner);
    return cell_of(c, native_bound(c, own->func, NULL, m->of->is_static ? NULL : &self));
}

static const char *family(const value *v)
{
    if (v->kind == VALUE_NATIVE) return v->native->tag.p; /* a literal */
    cxx_type_kind k = cxx_kind_of_type(v->type);
    bool container = k == CXX_VECTOR || k == CXX_MAP || k == CXX_SET || k == CXX_OPTIONAL;
    if (v->kind == VALUE_UNKNOWN && container) return "unknown";
    switch (k) {
    case CXX_STRING: return "string";
    case CXX_VECTOR: return "vector";
    case CXX_MAP: return "map";
    case CXX_SET: return "set";
    case CXX_OPTIONAL: return "optional";
    case CXX_JSON: return "json";
    case CXX_PATTERN: return "pattern";
    default: return v->kind == VALUE_POINTER || v->kind == VALUE_NIL ? "pointer" : v->kind == VALUE_DOC ? "json" : "?";
    }
}

/* An object whose class is not at hand: it is unknown, and what its methods give. */
static bool is_of_library(const value *v) { return v->kind == VALUE_UNKNOWN && cxx_kind_of_type(v->type) == CXX_OPAQUE; }

static cell *member(native_call *c, cell *of, str name, int count)
{
    const value *v = &of->v;
    if (v->kind == VALUE_STRUCT && name.n && (name.p[0] == '[' || name.p[0] == '('))
        name = arena_printf(c->arena, "operator%.*s", STR_ARG(name));
    if (name.n == 2 && name.p[0] == '#' && (v->kind == VALUE_STRUCT || v->kind == VALUE_ARRAY)) {
        uint32_t i = (uint32_t)(name.p[1] - '0');
        if (i >= v->object->count) native_stop(c, "a part that is not there");
        return &v->object->cells[i];
    }
    if (v->kind == VALUE_STRUCT) {
        cell *found = object_member(c, of, name, count);
        if (!found) native_stop(c, "a member that is not known");
        return found;
    }
    if (is_of_library(v)) return count < 0 ? cell_of(c, value_unknown(NULL)) : cell_of(c, cxx_unknown_call(c, v));
    str full = arena_printf(c->arena, "%s.%.*s", family(v), STR_ARG(name));
    const native *model = cxx_find_native(full);
    if (model && (model->flags & NATIVE_VALUE) && count < 0) {
        value self = cxx_reference_to(of);
        native_call read = *c;
        read.receiver = &self;
        return cell_of(c, model->run(&read));
    }
    if (!model) native_stop(c, arena_cstr(c->arena, arena_printf(c->arena, "a member that is not known: %.*s", STR_ARG(full))));
    value self = cxx_reference_to(of);
    return cell_of(c, native_bound(c, NULL, model, &self));
}

/* T name[length] */
static bool is_fixed(const value *v)
{
    const cxx_type *t = cxx_type_behind(v->type);
    return v->kind == VALUE_ARRAY && t && t->kind == CXX_VECTOR && t->fixed && str_starts(t->ir.name, STR("[]"));
}

/* What the class's own operator* or operator-> leads to. */
static cell *own_target(native_call *c, cell *of)
{
    const cxx_type *t = cxx_type_behind(of->v.type);
    static const char *const names[] = {"operator*", "operator->"};
    value self = {.kind = VALUE_POINTER, .cell = of};
    for (size_t i = 0; t && t->instance && i < sizeof names / sizeof *names; i++) {
        cxx_overloads set = {0};
        cxx_methods_named(t->instance->state, t->instance, str_of(names[i]), 0, &set);
        if (!set.all.n) continue;
        value callee = cxx_overload_value(c, &set, &self), v = native_invoke(c, &callee, NULL, 0);
        if (native_stopped(c)) return NULL;
        if (v.kind == VALUE_REFERENCE || v.kind == VALUE_POINTER) return v.cell;
        return cell_of(c, v);
    }
    native_stop(c, "a pointer that is not known");
}

static cell *target(native_call *c, cell *of)
{
    const value *v = &of->v;
    switch (v->kind) {
    case VALUE_POINTER: return v->cell;
    case VALUE_NIL: return cxx_undefined(c, "a null pointer is read"), NULL;
    case VALUE_ARRAY:
        if (is_fixed(v)) return v->object->count ? &v->object->cells[0] : NULL;
        if (cxx_kind_of_type(v->type) != CXX_OPTIONAL) break;
        if (!v->object->count) return cxx_undefined(c, "an optional without a value is read"), NULL;
        return &v->object->cells[0];
    case VALUE_STRUCT: return own_target(c, of);
    case VALUE_STRING: {
        if (!cxx_is_raw(v)) break;
        value text = *v;
        return cxx_pointer_target(c, &text);
    }
    case VALUE_NATIVE:
        if (cxx_is_pointer(v)) return cxx_pointer_target(c, v);
        return cxx_is_iterator(v) ? cxx_iterator_target(c, v) : of;
    default: break;
    }
    if (is_of_library(v)) return cell_of(c, value_unknown(NULL));
    native_stop(c, "a pointer that is not known");
}

/* --- operators ------------------------------------------------------------------------------------------------------------- */

/* The usual arithmetic conversions, for the widths of wasm32. */
static ir_type *common_type(const value *a, const value *b)
{
    type_kind x = type_under_kind(a->type), y = type_under_kind(b->type);
    bool wide = x == TYPE_INT64 || x == TYPE_UINT64 || y == TYPE_INT64 || y == TYPE_UINT64;
    if (wide) return cxx_basic_type(x == TYPE_UINT64 || y == TYPE_UINT64 ? CXX_T_UINT64 : CXX_T_INT64);
    return cxx_basic_type(x == TYPE_UINT32 || y == TYPE_UINT32 ? CXX_T_UINT : CXX_T_INT);
}

static value promoted(const value *v)
{
    value out = *v;
    if (v->kind == VALUE_BOOL) out = cxx_int(CXX_T_INT, v->b);
    type_kind k = type_under_kind(out.type);
    if (out.kind == VALUE_INT && (k == TYPE_INT8 || k == TYPE_UINT8 || k == TYPE_INT16 || k == TYPE_UINT16))
        out.type = cxx_basic_type(CXX_T_INT);
    return out;
}

static bool is_comparison(uint8_t op)
{
    return op == IR_EQUAL || op == IR_UNEQUAL || op == IR_LESS || op == IR_LESS_EQUAL || op == IR_GREATER ||
           op == IR_GREATER_EQUAL;
}

static value numbers(native_call *c, uint8_t op, const value *a, const value *b)
{
    value x = promoted(a), y = promoted(b);
    if (x.kind == VALUE_INT && y.kind == VALUE_INT) {
        ir_type *t = op == IR_SHL || op == IR_SHR ? x.type : common_type(&x, &y);
        if ((op == IR_DIV || op == IR_REM) && y.i == 0) return cxx_undefined(c, "a division by zero");
        bool shifts = op == IR_SHL || op == IR_SHR;
        x = value_int_of(t, x.i);
        if (!shifts) y = value_int_of(t, y.i);
        value out = native_operate(c, op, &x, &y);
        bool overflows = out.kind == VALUE_INT && !is_comparison(op) && !type_is_unsigned(type_under_kind(t)) && !shifts;
        int64_t exact = out.i;
        bool wraps = op == IR_ADD   ? __builtin_add_overflow(x.i, y.i, &exact)
                     : op == IR_SUB ? __builtin_sub_overflow(x.i, y.i, &exact)
                     : op == IR_MUL ? __builtin_mul_overflow(x.i, y.i, &exact)
                                    : false;
        if (overflows && (wraps || exact != out.i)) return value_unknown(t); /* undefined, but nothing breaks */
        return out;
    }
    if (x.kind == VALUE_INT) x = cxx_real_of(c, &x, cxx_basic_type(CXX_T_DOUBLE));
    if (y.kind == VALUE_INT) y = cxx_real_of(c, &y, cxx_basic_type(CXX_T_DOUBLE));
    return native_operate(c, op, &x, &y);
}

static bool is_number(const value *v) { return v->kind == VALUE_INT || v->kind == VALUE_BOOL || v->kind == VALUE_FLOAT; }

static value negated(value v, uint8_t op)
{
    if (op == IR_UNEQUAL && v.kind == VALUE_BOOL) v.b = !v.b;
    return v;
}

static value equal_pointers(native_call *c, uint8_t op, const value *a, const value *b)
{
    bool nil = a->kind == VALUE_NIL || b->kind == VALUE_NIL;
    if (op != IR_EQUAL && op != IR_UNEQUAL) native_stop(c, "pointers that are ordered");
    bool same = nil ? a->kind == b->kind : a->cell == b->cell;
    return cxx_bool(same == (op == IR_EQUAL));
}

static value concatenated(native_call *c, const value *a, const value *b)
{
    const char one[2] = {a->kind == VALUE_INT ? (char)a->i : '\0', b->kind == VALUE_INT ? (char)b->i : '\0'};
    str x = a->kind == VALUE_STRING ? a->s : (str){&one[0], 1}, y = b->kind == VALUE_STRING ? b->s : (str){&one[1], 1};
    strbuf out = STRBUF_IN(c->arena);
    strbuf_add(&out, x);
    strbuf_add(&out, y);
    native_charge(c, out.n / 4096);
    return cxx_text_value(strbuf_str(&out));
}

static bool is_text_or_char(const value *v)
{
    return v->kind == VALUE_STRING || (v->kind == VALUE_INT && type_under_kind(v->type) == TYPE_INT8);
}

static value unknown_result(native_call *c, uint8_t op, const value *a, const value *b)
{
    value v = native_operate(c, op, a, b);
    if (v.kind != VALUE_UNKNOWN) native_stop(c, "an operator on something that is not known");
    if (is_comparison(op)) v.type = cxx_basic_type(CXX_T_BOOL);
    else if (op == IR_ADD && cxx_is_raw_type(v.type)) v.type = cxx_basic_type(CXX_T_STRING); /* "a" + text */
    return v;
}

static value binary(native_call *c, uint8_t op, const value *a, const value *b);

/* An operator that the sources declare, of the class or beside it. */
static value own_operator(native_call *c, uint8_t op, const value *a, const value *b)
{
    static const struct {
        uint8_t op;
        const char *name;
    } names[] = {{IR_ADD, "operator+"},           {IR_SUB, "operator-"},  {IR_MUL, "operator*"},
                 {IR_EQUAL, "operator=="},        {IR_LESS, "operator<"}, {IR_GREATER, "operator>"},
                 {IR_UNEQUAL, "operator!="},      {IR_DIV, "operator/"},  {IR_LESS_EQUAL, "operator<="},
                 {IR_GREATER_EQUAL, "operator>="}};
    str name = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].op == op) name = str_of(names[i].name);
    const cxx_type *t = cxx_type_behind(a->kind == VALUE_STRUCT ? a->type : b->type);
    cell *left = cell_of(c, *a), *right = cell_of(c, *b);
    bool pairs = cxx_kind_of_type(a->type) == CXX_PAIR && cxx_kind_of_type(b->type) == CXX_PAIR && a->kind == b->kind;
    if (pairs) {
        value first = binary(c, IR_EQUAL, &a->object->cells[0].v, &b->object->cells[0].v);
        uint32_t i = native_decide(c, &first);
        if (op == IR_EQUAL && !i) return cxx_bool(false);
        if (op == IR_UNEQUAL && !i) return cxx_bool(true);
        return binary(c, op, &a->object->cells[i].v, &b->object->cells[i].v);
    }
    if (!t || !t->instance || !name.n) native_stop(c, "an operator on values of these types");
    cxx_state *s = t->instance->state;
    cxx_overloads set = {0};
    value self = {.kind = VALUE_POINTER, .cell = left}, args[2] = {cxx_reference_to(left), cxx_reference_to(right)};
    if (a->kind == VALUE_STRUCT && cxx_type_behind(a->type) && cxx_type_behind(a->type)->instance)
        cxx_methods_named(s, cxx_type_behind(a->type)->instance, name, 1, &set);
    if (set.all.n) {
        value callee = cxx_overload_value(c, &set, &self), v = native_invoke(c, &callee, &args[1], 1);
        return *cxx_plain(&v);
    }
    cxx_scope scope = cxx_scope_in(s, t->instance, STR(""));
    cxx_name *n = (cxx_name *)cxx_find_name(&scope, name, &(cxx_instance *){NULL});
    set = (cxx_overloads){.s = s};
    for (size_t i = 0; n && n->kind == CXX_IS_FUNCTION && i < n->functions.n; i++)
        array_push(s->a, &set.all, ((cxx_candidate){&n->functions.at[i], NULL, &n->functions.at[i].func, false}));
    bool negates = !set.all.n && op == IR_UNEQUAL;
    if (negates) return negated(own_operator(c, IR_EQUAL, a, b), op);
    if (!set.all.n) native_stop(c, "an operator on values of these types");
    value none = value_nil(NULL), callee = cxx_overload_value(c, &set, &none), v = native_invoke(c, &callee, args, 2);
    return *cxx_plain(&v);
}

/* status != Status::OK */
static value unequal_to_ok(native_call *c, const value *ok)
{
    value no = cxx_bool(false), v = native_operate(c, IR_EQUAL, ok, &no);
    v.about = ok->about;
    return v;
}

/* Texts of the library beside those of C. */
static bool is_of_library_text(const value *v) { return v->kind == VALUE_STRING && !cxx_is_raw_type(v->type); }

/* Operators of pointers. False: these are none, or others know them. */
static bool of_pointers(native_call *c, uint8_t op, const value *a, const value *b, value *out)
{
    value x = is_fixed(a) ? cxx_decayed(c, a) : *a, y = is_fixed(b) ? cxx_decayed(c, b) : *b;
    if (y.kind == VALUE_BOOL && (cxx_is_pointer(&x) || cxx_is_raw(&x))) y = cxx_int(CXX_T_INT, y.b);
    bool moves = op == IR_ADD || op == IR_SUB, any = cxx_is_pointer(&x) || cxx_is_raw(&x);
    bool whole = y.kind == VALUE_INT && !(cxx_is_raw(&x) && x.kind == VALUE_STRING && type_under_kind(y.type) == TYPE_INT8);
    if (a->kind == VALUE_POINTER && moves && b->kind == VALUE_INT && !b->i) return *out = *a, true;
    if (any && moves && whole) return *out = cxx_pointer_moved(c, &x, op == IR_ADD ? y.i : -y.i), true;
    if (op == IR_ADD && x.kind == VALUE_INT && (cxx_is_pointer(&y) || cxx_is_raw(&y)) && type_under_kind(x.type) != TYPE_INT8)
        return *out = cxx_pointer_moved(c, &y, x.i), true;
    bool mixed = (cxx_is_pointer(&x) && is_of_library_text(&y)) || (is_of_library_text(&x) && cxx_is_pointer(&y));
    if (mixed) {
        value left = cxx_store(c, &x, cxx_basic_type(CXX_T_STRING)), right = cxx_store(c, &y, cxx_basic_type(CXX_T_STRING));
        return *out = native_stopped(c) ? value_unknown(NULL) : binary(c, op, &left, &right), true;
    }
    bool zero = a->kind == VALUE_POINTER && b->kind == VALUE_INT && !b->i && (op == IR_EQUAL || op == IR_UNEQUAL);
    if (zero) return *out = cxx_bool(op == IR_UNEQUAL), true;
    return (op == IR_SUB || is_comparison(op)) && cxx_compare_pointers(c, op, &x, &y, out);
}

static value binary(native_call *c, uint8_t op, const value *a, const value *b)
{
    value made;
    bool known = a->kind != VALUE_UNKNOWN && b->kind != VALUE_UNKNOWN;
    if (known && of_pointers(c, op, a, b, &made)) return made;
    bool lost = (a->kind == VALUE_UNKNOWN && cxx_is_raw_type(a->type)) || (b->kind == VALUE_UNKNOWN && cxx_is_raw_type(b->type));
    if (lost && !is_comparison(op)) native_stop(c, "a pointer that is not known");
    bool iterators = cxx_is_iterator(a) && cxx_is_iterator(b);
    if (iterators && (op == IR_EQUAL || op == IR_UNEQUAL)) {
        value v = cxx_iterators_equal(c, a, b);
        if (v.kind == VALUE_BOOL || op == IR_EQUAL) return negated(v, op);
        return value_unknown_of(c->arena, v.type, ORIGIN_NOT, NULL, v.origin);
    }
    cell *in_a, *in_b;
    uint32_t at_a, at_b;
    bool places = iterators && cxx_iterator_place(a, &in_a, &at_a) && cxx_iterator_place(b, &in_b, &at_b) && in_a == in_b &&
                  !cxx_is_reverse(a);
    if (places && op == IR_SUB) return cxx_int(CXX_T_LONG, (int64_t)at_a - (int64_t)at_b);
    if (places && is_comparison(op)) {
        value x = cxx_int(CXX_T_LONG, at_a), y = cxx_int(CXX_T_LONG, at_b);
        return numbers(c, op, &x, &y);
    }
    if (cxx_is_iterator(a) && b->kind == VALUE_INT && (op == IR_ADD || op == IR_SUB))
        return cxx_iterator_moved(c, a, op == IR_ADD ? b->i : -b->i);
    bool status = a->kind == VALUE_NATIVE && str_is(a->native->tag, "status") && b->kind == VALUE_INT && b->i == 0;
    if (status && op == IR_EQUAL) return a->native->parts[0]; /* Status::OK */
    if (status && op == IR_UNEQUAL) return unequal_to_ok(c, &a->native->parts[0]);
    const value *text = a->kind == VALUE_NIL ? b : a;
    bool text_or_null = text->kind == VALUE_UNKNOWN && cxx_kind_of_type(text->type) == CXX_STRING &&
                        (a->kind == VALUE_NIL || b->kind == VALUE_NIL) && (op == IR_EQUAL || op == IR_UNEQUAL);
    if (text_or_null) return value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), ORIGIN_DERIVED, text->about, NULL);
    if (a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN) return unknown_result(c, op, a, b);
    if (is_number(a) && is_number(b)) return numbers(c, op, a, b);
    if (op == IR_ADD && is_text_or_char(a) && is_text_or_char(b)) return concatenated(c, a, b);
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING && is_comparison(op)) return native_operate(c, op, a, b);
    bool pointers = (a->kind == VALUE_POINTER || a->kind == VALUE_NIL) && (b->kind == VALUE_POINTER || b->kind == VALUE_NIL);
    if (pointers) return equal_pointers(c, op, a, b);
    bool null = (a->kind == VALUE_NIL && b->kind == VALUE_STRING) || (a->kind == VALUE_STRING && b->kind == VALUE_NIL);
    if (null && (op == IR_EQUAL || op == IR_UNEQUAL)) return cxx_bool(op == IR_UNEQUAL);
    if (a->kind == VALUE_STRUCT || b->kind == VALUE_STRUCT) return own_operator(c, op, a, b);
    bool optional = a->kind == VALUE_ARRAY && cxx_kind_of_type(a->type) == CXX_OPTIONAL && (op == IR_EQUAL || op == IR_UNEQUAL);
    bool both = cxx_kind_of_type(a->type) == CXX_OPTIONAL && cxx_kind_of_type(b->type) == CXX_OPTIONAL &&
                a->kind == VALUE_ARRAY && b->kind == VALUE_ARRAY;
    if (both && is_comparison(op)) { /* nothing is less than something */
        bool all = a->object->count && b->object->count;
        value x = all ? a->object->cells[0].v : cxx_int(CXX_T_INT, a->object->count),
              y = all ? b->object->cells[0].v : cxx_int(CXX_T_INT, b->object->count);
        return binary(c, op, &x, &y);
    }
    if (optional && b->kind != VALUE_ARRAY)
        return a->object->count ? binary(c, op, &a->object->cells[0].v, b) : cxx_bool(op == IR_UNEQUAL);
    bool equal;
    if (a->kind == VALUE_DOC && (op == IR_EQUAL || op == IR_UNEQUAL) && cxx_json_equal(c, a->doc, b, &equal))
        return cxx_bool(equal == (op == IR_EQUAL));
    bool arrays =
        a->kind == b->kind && (a->kind == VALUE_ARRAY || a->kind == VALUE_STRUCT) && (op == IR_EQUAL || op == IR_UNEQUAL);
    if (arrays && cxx_kind_of_type(a->type) != CXX_CLASS && value_equal(a, b, &equal)) return cxx_bool(equal == (op == IR_EQUAL));
    native_stop(c, "an operator on values of these types");
}

/* --- loops ----------------------------------------------------------------------------------------------------------------- */

static value elements(native_call *c, cell *of)
{
    const value *v = &of->v;
    uint32_t count = 0;
    value *items = NULL;
    bool pairs = v->kind == VALUE_NATIVE && str_is(v->native->tag, "items");
    if (v->kind == VALUE_STRING) {
        count = (uint32_t)v->s.n;
        native_charge(c, count / 8);
        items = ARENA_NEW_N(c->arena, value, count);
        for (uint32_t i = 0; i < count; i++) items[i] = cxx_reference_to(cxx_letter(c, of, i));
    } else if (v->kind == VALUE_ARRAY) {
        cxx_type *t = cxx_type_behind(v->type);
        count = v->object->count;
        items = ARENA_NEW_N(c->arena, value, count);
        bool backwards = t && t->unordered && native_is_backwards(c, count);
        for (uint32_t i = 0; i < count; i++) items[i] = cxx_reference_to(&v->object->cells[backwards ? count - 1 - i : i]);
    } else if (v->kind == VALUE_DOC || pairs) {
        doc_node *n = pairs ? v->native->parts[0].doc : v->doc, *at = native_look(c, n);
        bool symbolic = at->kind == DOC_SYMBOLIC, list = true;
        if (symbolic) {
            value is_list = value_unknown_of(c->arena, cxx_basic_type(CXX_T_BOOL), ORIGIN_IS_ARRAY, at, NULL);
            list = native_decide(c, &is_list);
        }
        native_read(c, n, symbolic && list ? DOC_READ_ARRAY : DOC_READ_MEMBERS | DOC_READ_ARRAY);
        doc_node **all = symbolic ? cxx_symbolic_children(c, at, list, &count) : cxx_children(c, at, &count);
        if (!symbolic && at->kind != DOC_OBJECT && at->kind != DOC_ARRAY && at->kind != DOC_NULL && at->kind != DOC_MISSING)
            all = &n, count = 1;
        items = ARENA_NEW_N(c->arena, value, count);
        for (uint32_t i = 0; i < count; i++) {
            value one = value_doc(cxx_basic_type(CXX_T_JSON), all[i]);
            str key = at->kind == DOC_OBJECT ? all[i]->key : at->kind == DOC_ARRAY ? arena_printf(c->arena, "%u", i) : STR("");
            if (pairs) {
                value item = value_native(c->arena, NULL, STR("item"), &one);
                item.native->parts[1] = symbolic ? value_unknown(cxx_basic_type(CXX_T_STRING)) : cxx_text_value(key);
                item.about = one.doc;
                one = item;
            }
            items[i] = cxx_reference_to(cell_of(c, one));
        }
    } else {
        native_stop(c, "a loop over something that is not known");
    }
    return cxx_array(c->arena, NULL, items, count);
}

static void written(native_call *c, cell *v)
{
    cxx_letter_written(c, v);
    cxx_byte_written(c, v);
}

const ir_semantics cxx_semantics = {
    .store = cxx_store,
    .bind = cxx_bind,
    .construct = cxx_construct,
    .truth = cxx_truth,
    .target = target,
    .member = member,
    .binary = binary,
    .written = written,
    .elements = elements,
};
