/* std::vector, map, set, optional, pointers, iterators. Containers are VALUE_ARRAY (types.h). */
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

static value nothing(native_call *c) { return (void)c, value_unknown(NULL); }

static value size(native_call *c) { return cxx_int(CXX_T_ULONG, self(c)->object->count); }
static value empty(native_call *c) { return cxx_bool(self(c)->object->count == 0); }

static value clear(native_call *c)
{
    value *v = self(c);
    *v = cxx_array(c->arena, v->type, NULL, 0);
    return value_unknown(NULL);
}

static value begin(native_call *c) { return cxx_iterator(c, cxx_receiver(c), self(c)->object->count ? 0 : -1); }
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
                                                                   : cxx_construct(c, t, c->args, c->count, false);
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
    if (checked) return native_panic(c, STR("std::out_of_range: at behind the end, which aborts"));
    return cxx_undefined(c, "an element behind the end of a vector is read");
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
    if (c->count != 1) native_stop(c, "an insertion that is not known");
    value key = key_argument(c);
    return native_stopped(c) ? key : put(c, &key, &key);
}

static value map_subscript(native_call *c)
{
    value key = key_argument(c), *v = self(c);
    bool there;
    uint32_t i = place_of(c, v, &key, &there);
    if (!there) {
        value none = cxx_construct(c, type_of(c)->args[1], NULL, 0, false);
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
    if (!there) return native_panic(c, STR("std::out_of_range: no such key, which aborts"));
    return cxx_reference_to(&v->object->cells[i].v.object->cells[1]);
}

static value erase(native_call *c)
{
    if (cxx_arg(c, 0).kind == VALUE_NATIVE) native_stop(c, "an iterator is erased");
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
    if (!v->object->count) return native_panic(c, STR("std::bad_optional_access: value() without a value, which aborts"));
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

static value pointer_get(native_call *c) { return *cxx_plain(c->receiver); }

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
    {"vector.push_back", push_back, P, 1, NULL},
    {"vector.emplace_back", emplace_back, P, 1, NULL},
    {"vector.pop_back", pop_back, P, 1, NULL},
    {"vector.at", at, P, 1, NULL},
    {"vector.[]", subscript, P, 1, NULL},
    {"vector.front", front, P, 1, NULL},
    {"vector.back", back, P, 1, NULL},
    {"vector.reserve", nothing, P, 1, NULL},
    {"map.size", size, P, 1, NULL},
    {"map.empty", empty, P, 1, NULL},
    {"map.clear", clear, P, 1, NULL},
    {"map.begin", begin, P, 1, NULL},
    {"map.end", end, P, 1, NULL},
    {"map.cend", end, P, 1, NULL},
    {"map.find", find, P, 1, NULL},
    {"map.count", count, P, 1, NULL},
    {"map.contains", contains, P, 1, NULL},
    {"map.insert", map_insert, P, 1, NULL},
    {"map.emplace", map_insert, P, 1, NULL},
    {"map.try_emplace", map_insert, P, 1, NULL},
    {"map.[]", map_subscript, P, 1, NULL},
    {"map.at", map_at, P, 1, NULL},
    {"map.erase", erase, P, 1, NULL},
    {"map.reserve", nothing, P, 1, NULL},
    {"set.size", size, P, 1, NULL},
    {"set.empty", empty, P, 1, NULL},
    {"set.clear", clear, P, 1, NULL},
    {"set.begin", begin, P, 1, NULL},
    {"set.end", end, P, 1, NULL},
    {"set.cend", end, P, 1, NULL},
    {"set.find", find, P, 1, NULL},
    {"set.count", count, P, 1, NULL},
    {"set.contains", contains, P, 1, NULL},
    {"set.insert", set_insert, P, 1, NULL},
    {"set.emplace", set_insert, P, 1, NULL},
    {"set.erase", erase, P, 1, NULL},
    {"set.reserve", nothing, P, 1, NULL},
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
