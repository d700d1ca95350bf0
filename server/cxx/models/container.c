/* std::vector, map, set, optional, pointers, iterators. Containers are VALUE_ARRAY (types.h). */
#include "base/words.h"
#include "cxx/values.h"

/* The container that the method is called on. */
static value *self(native_call *c)
{
    cell *v = cxx_receiver(c);
    if (!v || v->v.kind != VALUE_ARRAY) native_stop(c, "a container that is not known");
    return &v->v;
}

static cxx_type *type_of(native_call *c) { return cxx_type_behind(self(c)->type); }
static value fitting(native_call *c, const value *v, ir_type *t) { return cxx_store(c, v, t); }
/* The method of a container of which nothing is known. */
static value of_unknown(native_call *c)
{
    const cxx_type *t = cxx_type_behind(cxx_plain(c->receiver)->type);
    str name = c->site->kids[0]->name;
    bool element = str_is(name, "[]") || str_is(name, "at") || str_is(name, "front") || str_is(name, "back") ||
                   str_is(name, "value") || str_is(name, "value_or");
    bool tells = str_is(name, "empty") || str_is(name, "contains") || str_is(name, "has_value");
    ir_type *item = t && t->kind == CXX_MAP ? t->args[1] : t ? t->args[0] : NULL;
    return value_unknown(element ? item : cxx_basic_type(tells ? CXX_T_BOOL : CXX_T_ULONG));
}

static value size(native_call *c) { return cxx_int(CXX_T_ULONG, self(c)->object->count); }
static value empty(native_call *c) { return cxx_bool(self(c)->object->count == 0); }

static value clear(native_call *c)
{
    value *v = self(c);
    *v = cxx_array(c->arena, v->type, NULL, 0);
    return value_unknown(NULL);
}

static value begin(native_call *c) { return cxx_iterator(c, cxx_receiver(c), self(c)->object->count ? 0 : -1); }
static value rbegin(native_call *c) { return cxx_reverse_iterator(c, cxx_receiver(c), (int64_t)self(c)->object->count - 1); }
static value rend(native_call *c) { return self(c), cxx_reverse_iterator(c, cxx_receiver(c), -1); }

/* The place in this container that argument `i` is an iterator to. */
static uint32_t place_argument(native_call *c, uint32_t i)
{
    value it = cxx_arg(c, i);
    cell *container;
    uint32_t at;
    bool known = cxx_is_iterator(&it) && cxx_iterator_place(&it, &container, &at) && container == cxx_receiver(c);
    if (!known || cxx_is_reverse(&it)) native_stop(c, "an iterator that is not known");
    return at;
}

static value iterator_at(native_call *c, uint32_t i)
{
    return cxx_iterator(c, cxx_receiver(c), i >= self(c)->object->count ? -1 : (int64_t)i);
}

/* The elements that arguments `i` and `i` + 1 are iterators around, or of a list in braces that argument `i` is. */
static const value *several(native_call *c, uint32_t i, uint32_t *count)
{
    value a = cxx_arg(c, i), b = cxx_arg(c, i + 1);
    cell *container = NULL, *other = NULL;
    uint32_t from = 0, to = 0;
    if (a.kind == VALUE_ARRAY && c->count == i + 1) {
        to = a.object->count;
    } else {
        bool known = cxx_is_iterator(&a) && cxx_is_iterator(&b) && cxx_iterator_place(&a, &container, &from) &&
                     cxx_iterator_place(&b, &other, &to);
        if (!known || container != other || from > to || cxx_is_reverse(&a)) native_stop(c, "a range that is not known");
    }
    value *items = ARENA_NEW_N(c->arena, value, to - from);
    *count = to - from;
    for (uint32_t k = 0; k < *count; k++) {
        value it = container ? cxx_iterator(c, container, from + k) : value_nil(NULL);
        const cell *one = container ? cxx_iterator_target(c, &it) : &a.object->cells[k];
        items[k] = one ? one->v : value_unknown(NULL);
    }
    return items;
}
static value end(native_call *c) { return self(c), cxx_iterator(c, cxx_receiver(c), -1); }

/* --- vector ---------------------------------------------------------------------------------------------------------------- */

static value push_back(native_call *c)
{
    value *v = self(c), item = fitting(c, &c->args[0], type_of(c)->args[0]);
    if (native_stopped(c)) return item;
    return cxx_reference_to(cxx_insert(c, v, v->object->count, &item));
}

static value emplace_back(native_call *c)
{
    ir_type *t = type_of(c)->args[0];
    if (!t) native_stop(c, "elements of a type that is not known");
    value item = c->count == 1 && cxx_kind_of_type(t) != CXX_CLASS ? fitting(c, &c->args[0], t)
                                                                   : cxx_construct(c, t, c->args, c->count, !c->count);
    value *v = self(c);
    return native_stopped(c) ? item : cxx_reference_to(cxx_insert(c, v, v->object->count, &item));
}

static value pop_back(native_call *c)
{
    if (!self(c)->object->count) return cxx_undefined(c, "an element of an empty vector is taken off");
    self(c)->object->count--;
    return value_unknown(NULL);
}

static value element(native_call *c, bool checked)
{
    value *v = self(c), index = cxx_arg(c, 0);
    if (index.kind != VALUE_INT) native_stop(c, "an index that is not known");
    int64_t i = (uint32_t)index.i;
    if (i < v->object->count) return cxx_reference_to(&v->object->cells[i]);
    if (checked) return native_panic(c, words_str("std::out_of_range: at behind the end, which aborts"));
    return cxx_undefined(c, "an element behind the end of a vector is read");
}

static value vector_insert(native_call *c)
{
    value *v = self(c), what = cxx_arg(c, 1);
    ir_type *t = type_of(c)->args[0];
    uint32_t at = place_argument(c, 0), count = 1;
    bool many = c->count == 3 || (what.kind == VALUE_ARRAY && cxx_kind_of_type(what.type) == CXX_BRACES);
    bool repeated = c->count == 3 && what.kind == VALUE_INT;
    value third = cxx_arg(c, 2);
    const value *items = &what;
    if (repeated) count = (uint32_t)what.i;
    else if (many) items = several(c, 1, &count);
    if (count > 1 << 16) native_stop(c, "a large container");
    for (uint32_t i = 0; i < count && !native_stopped(c); i++) {
        value one = fitting(c, repeated ? &third : many ? &items[i] : &c->args[1], t);
        cxx_insert(c, v, at + i, &one);
    }
    return iterator_at(c, at);
}

static void cut(native_call *c, uint32_t from, uint32_t to)
{
    object *o = self(c)->object;
    if (from > to || to > o->count) native_stop(c, "a range that is not known");
    memmove(&o->cells[from], &o->cells[to], (o->count - to) * sizeof *o->cells);
    o->count -= to - from;
}

static value erase_at(native_call *c)
{
    uint32_t from = place_argument(c, 0), to = c->count > 1 ? place_argument(c, 1) : from + 1;
    if (to > self(c)->object->count) return cxx_undefined(c, "the element at the end is erased");
    cut(c, from, to);
    return iterator_at(c, from);
}

static value resize(native_call *c)
{
    value *v = self(c), n = cxx_arg(c, 0);
    if (n.kind != VALUE_INT || n.i < 0 || n.i > 1 << 16) native_stop(c, "a size that is not known");
    if (n.i < v->object->count) cut(c, (uint32_t)n.i, v->object->count);
    while (v->object->count < n.i && !native_stopped(c)) {
        ir_type *t = type_of(c)->args[0];
        value one = c->count > 1 ? fitting(c, &c->args[1], t) : cxx_construct(c, t, NULL, 0, true);
        cxx_insert(c, v, v->object->count, &one);
    }
    return value_unknown(NULL);
}

static value assign(native_call *c)
{
    value *v = self(c), n = cxx_arg(c, 0);
    ir_type *t = type_of(c)->args[0];
    uint32_t count = 0;
    bool repeated = n.kind == VALUE_INT && c->count == 2;
    const value *items = repeated ? NULL : several(c, 0, &count);
    if (repeated && (n.i < 0 || n.i > 1 << 16)) native_stop(c, "a size that is not known");
    value fresh = cxx_array(c->arena, v->type, NULL, 0);
    if (repeated) count = (uint32_t)n.i;
    for (uint32_t i = 0; i < count && !native_stopped(c); i++) {
        value one = fitting(c, repeated ? &c->args[1] : &items[i], t);
        cxx_insert(c, &fresh, i, &one);
    }
    *v = fresh;
    return value_unknown(NULL);
}

static value push_front(native_call *c)
{
    value *v = self(c), item = fitting(c, &c->args[0], type_of(c)->args[0]);
    return native_stopped(c) ? item : cxx_reference_to(cxx_insert(c, v, 0, &item));
}

static value pop_front(native_call *c)
{
    if (!self(c)->object->count) return cxx_undefined(c, "an element of an empty list is taken off");
    cut(c, 0, 1);
    return value_unknown(NULL);
}

static value swap_with(native_call *c)
{
    value *v = self(c), kept = *v;
    if (!c->count || c->args[0].kind != VALUE_REFERENCE) native_stop(c, "a container that is not known");
    *v = c->args[0].cell->v;
    c->args[0].cell->v = kept;
    return value_unknown(NULL);
}

static value at(native_call *c) { return element(c, true); }
static value subscript(native_call *c) { return element(c, false); }

static value end_element(native_call *c, bool first)
{
    value *v = self(c);
    if (!v->object->count) return cxx_undefined(c, "an element of an empty vector is read");
    return cxx_reference_to(&v->object->cells[first ? 0 : v->object->count - 1]);
}

static value front(native_call *c) { return end_element(c, true); }
static value back(native_call *c) { return end_element(c, false); }

/* --- map, set -------------------------------------------------------------------------------------------------------------- */

static const value *key_at(const value *v, uint32_t i)
{
    const value *item = &v->object->cells[i].v;
    return cxx_kind_of_type(v->type) == CXX_MAP ? &item->object->cells[0].v : item;
}

/* Where the key is, or is to be put. Keys that are not known may be the same or not. */
static uint32_t place_of(native_call *c, const value *v, const value *key, bool *there)
{
    const cxx_type *t = cxx_type_behind(v->type);
    uint32_t place = v->object->count, unsure = v->object->count;
    *there = false;
    if (!t) native_stop(c, "a container of a type that is not known");
    native_charge(c, v->object->count / 8);
    for (uint32_t i = 0; i < v->object->count; i++) {
        const value *other = key_at(v, i);
        int order = cxx_compare(other, key);
        bool unknown = other->kind == VALUE_UNKNOWN || key->kind == VALUE_UNKNOWN;
        if (order == 2 && !unknown) native_stop(c, "a key that can't be compared");
        if (order == 2 && unsure == v->object->count) unsure = i;
        if (order == 0) return *there = true, i;
        if (order == 1 && !t->unordered && place == v->object->count) place = i;
    }
    value same = value_unknown(cxx_basic_type(CXX_T_BOOL));
    if (unsure == v->object->count || !native_decide(c, &same)) return place;
    *there = true;
    return unsure;
}

static value key_argument(native_call *c) { return fitting(c, &c->args[0], type_of(c)->args[0]); }

static value find(native_call *c)
{
    value key = key_argument(c);
    bool there;
    uint32_t i = place_of(c, self(c), &key, &there);
    return cxx_iterator(c, cxx_receiver(c), there ? (int64_t)i : -1);
}

static value count(native_call *c)
{
    value key = key_argument(c);
    bool there;
    place_of(c, self(c), &key, &there);
    return cxx_int(CXX_T_ULONG, there);
}

static value contains(native_call *c) { return cxx_bool(count(c).i != 0); }

/* Puts a key with what belongs to it in, unless it is there: an iterator to it, and whether it was put. */
static value put(native_call *c, const value *key, const value *item)
{
    value *v = self(c);
    bool there;
    uint32_t i = place_of(c, v, key, &there);
    if (!there) cxx_insert(c, v, i, item);
    value it = cxx_iterator(c, cxx_receiver(c), i), done = cxx_bool(!there);
    done.about = key->about;
    return cxx_pair(c->arena, NULL, &it, &done);
}

static value pair_in(native_call *c, const value *key, const value *item)
{
    cxx_type *t = type_of(c);
    value k = fitting(c, key, t->args[0]), v = fitting(c, item, t->args[1]);
    value pair = cxx_pair(c->arena, NULL, &k, &v);
    pair.object->cells[1].type = t->args[1];
    return native_stopped(c) ? pair : put(c, &k, &pair);
}

static value map_insert(native_call *c)
{
    value v = cxx_arg(c, 0);
    if (c->count == 2) return pair_in(c, cxx_plain(&c->args[0]), cxx_plain(&c->args[1]));
    bool pair = c->count == 1 && (v.kind == VALUE_STRUCT || v.kind == VALUE_ARRAY) && v.object->count == 2;
    if (!pair) native_stop(c, "an insertion that is not known");
    return pair_in(c, &v.object->cells[0].v, &v.object->cells[1].v);
}

static value set_insert(native_call *c)
{
    value first = cxx_arg(c, 0), second = cxx_arg(c, 1);
    bool between = c->count == 2 && cxx_is_iterator(&first) && cxx_is_iterator(&second);
    bool list = c->count == 1 && first.kind == VALUE_ARRAY && cxx_kind_of_type(first.type) == CXX_BRACES;
    if (c->count == 2 && cxx_is_iterator(&first) && !between) { /* with a hint: an iterator comes back */
        value key = fitting(c, &c->args[1], type_of(c)->args[0]);
        return native_stopped(c) ? key : put(c, &key, &key).object->cells[0].v;
    }
    if (between || list) {
        uint32_t count;
        const value *items = several(c, 0, &count);
        for (uint32_t i = 0; i < count && !native_stopped(c); i++) {
            value key = fitting(c, &items[i], type_of(c)->args[0]);
            if (!native_stopped(c)) put(c, &key, &key);
        }
        return value_unknown(NULL);
    }
    if (c->count != 1) native_stop(c, "an insertion that is not known");
    value key = key_argument(c);
    return native_stopped(c) ? key : put(c, &key, &key);
}

static value insert_or_assign(native_call *c)
{
    if (c->count != 2) native_stop(c, "an insertion that is not known");
    value done = pair_in(c, cxx_plain(&c->args[0]), cxx_plain(&c->args[1]));
    if (native_stopped(c) || done.object->cells[1].v.b) return done;
    value item = fitting(c, &c->args[1], type_of(c)->args[1]);
    cell *found = cxx_iterator_target(c, &done.object->cells[0].v);
    if (found) found->v.object->cells[1].v = item;
    return done;
}

/* The first key that is not less (`past`: that is greater). */
static value bound(native_call *c, bool past)
{
    const value *v = self(c);
    value key = key_argument(c);
    uint32_t i = 0;
    if (type_of(c)->unordered) native_stop(c, "an order that is not known");
    for (; i < v->object->count; i++) {
        int order = cxx_compare(key_at(v, i), &key);
        if (order == 2) native_stop(c, "a key that can't be compared");
        if (order > 0 || (order == 0 && !past)) break;
    }
    return iterator_at(c, i);
}

static value lower_bound(native_call *c) { return bound(c, false); }
static value upper_bound(native_call *c) { return bound(c, true); }

static value map_subscript(native_call *c)
{
    value key = key_argument(c), *v = self(c);
    bool there;
    uint32_t i = place_of(c, v, &key, &there);
    if (!there) {
        value none = cxx_construct(c, type_of(c)->args[1], NULL, 0, true);
        value pair = cxx_pair(c->arena, NULL, &key, &none);
        pair.object->cells[1].type = type_of(c)->args[1];
        cxx_insert(c, v, i, &pair);
    }
    return cxx_reference_to(&v->object->cells[i].v.object->cells[1]);
}

static value map_at(native_call *c)
{
    value key = key_argument(c), *v = self(c);
    bool there;
    uint32_t i = place_of(c, v, &key, &there);
    if (!there) return native_panic(c, words_str("std::out_of_range: no such key, which aborts"));
    return cxx_reference_to(&v->object->cells[i].v.object->cells[1]);
}

static value erase(native_call *c)
{
    if (cxx_arg(c, 0).kind == VALUE_NATIVE) return erase_at(c);
    value key = key_argument(c), *v = self(c);
    bool there;
    uint32_t i = place_of(c, v, &key, &there);
    object *o = v->object;
    if (there) memmove(&o->cells[i], &o->cells[i + 1], (--o->count - i) * sizeof *o->cells);
    return cxx_int(CXX_T_ULONG, there);
}

/* --- optional, pointers, iterators ----------------------------------------------------------------------------------------- */

static value has_value(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    return v->kind == VALUE_ARRAY ? cxx_bool(v->object->count > 0) : value_unknown(cxx_basic_type(CXX_T_BOOL));
}

static value optional_value(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind != VALUE_ARRAY) native_stop(c, "an optional that is not known");
    if (!v->object->count) return native_panic(c, words_str("std::bad_optional_access: value() without a value, which aborts"));
    return cxx_reference_to(&v->object->cells[0]);
}

static value value_or(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    if (v->kind != VALUE_ARRAY) native_stop(c, "an optional that is not known");
    return v->object->count ? v->object->cells[0].v : fitting(c, &c->args[0], type_of(c)->args[0]);
}

static value optional_emplace(native_call *c)
{
    value *v = self(c), inner = cxx_construct(c, type_of(c)->args[0], c->args, c->count, false);
    *v = cxx_array(c->arena, v->type, &inner, 1);
    return cxx_reference_to(&v->object->cells[0]);
}

static value pointer_get(native_call *c)
{
    const value *v = cxx_plain(c->receiver);
    return v->kind == VALUE_POINTER && cxx_is_reference_wrapper(v->type) ? cxx_reference_to(v->cell) : *v;
}

static value pointer_reset(native_call *c)
{
    cell *v = cxx_receiver(c);
    if (!v || c->count) native_stop(c, "a pointer that is set anew");
    v->v = value_nil(NULL);
    return value_unknown(NULL);
}

static value iterator_value(native_call *c)
{
    cell *found = cxx_iterator_target(c, cxx_plain(c->receiver));
    return found ? cxx_reference_to(found) : value_unknown(NULL);
}

static value iterator_key(native_call *c)
{
    const value *it = cxx_plain(c->receiver);
    return it->native->parts[2].kind == VALUE_STRING ? it->native->parts[2] : cxx_undefined(c, "the key of no member is read");
}

static value make_unique(native_call *c)
{
    cell *made = ARENA_NEW(c->arena, cell);
    made->v = cxx_arg(c, 0);
    made->type = made->v.type;
    return (value){.kind = VALUE_POINTER, .type = cxx_basic_type(CXX_T_POINTER), .cell = made};
}

static value make_pair(native_call *c)
{
    value a = fitting(c, &c->args[0], NULL), b = c->count > 1 ? fitting(c, &c->args[1], NULL) : value_unknown(NULL);
    return cxx_pair(c->arena, NULL, &a, &b);
}

static value moved(native_call *c) { return c->count ? c->args[0] : value_unknown(NULL); }

#define P NATIVE_PARTIAL | NATIVE_PURE
static const native all[] = {
    {"vector.size", size, P, 1, NULL},
    {"vector.empty", empty, P, 1, NULL},
    {"vector.clear", clear, P, 1, NULL},
    {"vector.begin", begin, P, 1, NULL},
    {"vector.end", end, P, 1, NULL},
    {"vector.cbegin", begin, P, 1, NULL},
    {"vector.cend", end, P, 1, NULL},
    {"vector.rbegin", rbegin, P, 1, NULL},
    {"vector.rend", rend, P, 1, NULL},
    {"vector.insert", vector_insert, P, 1, NULL},
    {"vector.erase", erase_at, P, 1, NULL},
    {"vector.resize", resize, P, 1, NULL},
    {"vector.assign", assign, P, 1, NULL},
    {"vector.push_front", push_front, P, 1, NULL},
    {"vector.emplace_front", push_front, P, 1, NULL},
    {"vector.pop_front", pop_front, P, 1, NULL},
    {"vector.swap", swap_with, P, 1, NULL},
    {"vector.shrink_to_fit", cxx_nothing, P, 1, NULL},
    {"vector.push_back", push_back, P, 1, NULL},
    {"vector.emplace_back", emplace_back, P, 1, NULL},
    {"vector.pop_back", pop_back, P, 1, NULL},
    {"vector.at", at, P, 1, NULL},
    {"vector.[]", subscript, P, 1, NULL},
    {"vector.front", front, P, 1, NULL},
    {"vector.back", back, P, 1, NULL},
    {"vector.reserve", cxx_nothing, P, 1, NULL},
    {"map.size", size, P, 1, NULL},
    {"map.empty", empty, P, 1, NULL},
    {"map.clear", clear, P, 1, NULL},
    {"map.begin", begin, P, 1, NULL},
    {"map.end", end, P, 1, NULL},
    {"map.cend", end, P, 1, NULL},
    {"map.cbegin", begin, P, 1, NULL},
    {"map.rbegin", rbegin, P, 1, NULL},
    {"map.rend", rend, P, 1, NULL},
    {"map.insert_or_assign", insert_or_assign, P, 1, NULL},
    {"map.lower_bound", lower_bound, P, 1, NULL},
    {"map.upper_bound", upper_bound, P, 1, NULL},
    {"map.swap", swap_with, P, 1, NULL},
    {"map.find", find, P, 1, NULL},
    {"map.count", count, P, 1, NULL},
    {"map.contains", contains, P, 1, NULL},
    {"map.insert", map_insert, P, 1, NULL},
    {"map.emplace", map_insert, P, 1, NULL},
    {"map.try_emplace", map_insert, P, 1, NULL},
    {"map.[]", map_subscript, P, 1, NULL},
    {"map.at", map_at, P, 1, NULL},
    {"map.erase", erase, P, 1, NULL},
    {"map.reserve", cxx_nothing, P, 1, NULL},
    {"set.size", size, P, 1, NULL},
    {"set.empty", empty, P, 1, NULL},
    {"set.clear", clear, P, 1, NULL},
    {"set.begin", begin, P, 1, NULL},
    {"set.end", end, P, 1, NULL},
    {"set.cend", end, P, 1, NULL},
    {"set.cbegin", begin, P, 1, NULL},
    {"set.rbegin", rbegin, P, 1, NULL},
    {"set.rend", rend, P, 1, NULL},
    {"set.lower_bound", lower_bound, P, 1, NULL},
    {"set.upper_bound", upper_bound, P, 1, NULL},
    {"set.swap", swap_with, P, 1, NULL},
    {"set.find", find, P, 1, NULL},
    {"set.count", count, P, 1, NULL},
    {"set.contains", contains, P, 1, NULL},
    {"set.insert", set_insert, P, 1, NULL},
    {"set.emplace", set_insert, P, 1, NULL},
    {"set.erase", erase, P, 1, NULL},
    {"set.reserve", cxx_nothing, P, 1, NULL},
    {"optional.has_value", has_value, P, 1, NULL},
    {"optional.value", optional_value, P, 1, NULL},
    {"optional.value_or", value_or, P, 1, NULL},
    {"optional.reset", clear, P, 1, NULL},
    {"optional.emplace", optional_emplace, P, 1, NULL},
    {"pointer.get", pointer_get, P, 1, NULL},
    {"pointer.reset", pointer_reset, P, 1, NULL},
    {"iterator.value", iterator_value, P, 1, NULL},
    {"iterator.key", iterator_key, P, 1, NULL},
    {"unknown.[]", of_unknown, P, 1, NULL},
    {"unknown.at", of_unknown, P, 1, NULL},
    {"unknown.front", of_unknown, P, 1, NULL},
    {"unknown.back", of_unknown, P, 1, NULL},
    {"unknown.value", of_unknown, P, 1, NULL},
    {"unknown.value_or", of_unknown, P, 1, NULL},
    {"unknown.empty", of_unknown, P, 1, NULL},
    {"unknown.contains", of_unknown, P, 1, NULL},
    {"unknown.has_value", of_unknown, P, 1, NULL},
    {"unknown.size", of_unknown, P, 1, NULL},
    {"unknown.count", of_unknown, P, 1, NULL},
    {"unknown.push_back", of_unknown, P, 1, NULL},
    {"unknown.emplace_back", of_unknown, P, 1, NULL},
    {"unknown.reserve", of_unknown, P, 1, NULL},
    {"cxx.make_unique", make_unique, P, 1, NULL},
    {"cxx.make_pair", make_pair, P, 1, NULL},
    {"cxx.move", moved, P, 1, NULL},
    {"cxx.forward", moved, P, 1, NULL},
};
const cxx_model_table cxx_models_container = {all, sizeof all / sizeof *all};
