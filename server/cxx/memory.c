#include "cxx/memory.h"

#include "cxx/internal.h"

enum { BLOCK_MOST = 1 << 22 };

typedef enum byte_state { BYTE_NOT_SET, BYTE_KNOWN, BYTE_UNKNOWN } byte_state;

/* A block. Pointers lead to its cell, which unknown code makes unknown. */
typedef struct block {
    cell home;
    uint32_t size, room;
    bool zeroed, freed, used;
    uint8_t *bytes, *states; /* `room` of them: behind that nobody has written */
    doc_node **about, **name; /* likewise, or NULL */
    cell *elements;           /* VALUE_ARRAY, once it was taken for elements */
    ir_type *element;
    value grown_from;         /* realloc() of elements: the pointer to them */
} block;

/* A byte of a block as a variable; without a block one that nobody may write to. */
typedef struct byte_cell {
    cell of;
    value pointer;
} byte_cell;

enum { PART_HOLDER, PART_INDEX };

bool cxx_is_pointer(const value *v) { return v->kind == VALUE_NATIVE && str_is(v->native->tag, "pointer"); }

bool cxx_is_raw_type(const ir_type *t) { return t == cxx_basic_type(CXX_T_CSTR) || t == cxx_basic_type(CXX_T_UCSTR); }

bool cxx_is_raw(const value *v)
{
    return (v->kind == VALUE_STRING && cxx_is_raw_type(v->type)) || (cxx_is_pointer(v) && v->native->data);
}

static block *block_of(const value *v) { return cxx_is_pointer(v) ? v->native->data : NULL; }
static int64_t index_of(const value *v) { return v->native->parts[PART_INDEX].i; }

static value pointer_to(native_call *c, cell *holder, block *b, int64_t index, ir_type *t)
{
    value of = {.kind = VALUE_POINTER, .cell = holder}, v = value_native(c->arena, t, STR("pointer"), &of);
    v.native->data = b;
    v.native->parts[PART_INDEX] = value_int(index);
    return v;
}

/* --- blocks ---------------------------------------------------------------------------------------------------------------- */

static block *block_new(native_call *c, uint64_t size, bool zeroed)
{
    if (size > BLOCK_MOST) native_stop(c, "a large block of memory");
    block *b = ARENA_NEW(c->arena, block);
    *b = (block){.size = (uint32_t)size, .zeroed = zeroed};
    b->home.v = value_native(c->arena, NULL, STR("memory"), &(value){.kind = VALUE_NIL});
    return b;
}

static void make_room(native_call *c, block *b, uint32_t at)
{
    if (at < b->room) return;
    uint32_t room = at < 32 ? 64 : 2 * at;
    if (room > b->size) room = b->size;
    uint8_t *bytes = ARENA_NEW_N(c->arena, uint8_t, room), *states = ARENA_NEW_N(c->arena, uint8_t, room);
    if (b->room) memcpy(bytes, b->bytes, b->room), memcpy(states, b->states, b->room);
    for (uint32_t i = b->room; i < room && b->zeroed; i++) states[i] = BYTE_KNOWN;
    if (b->about) {
        doc_node **about = ARENA_NEW_N(c->arena, doc_node *, room), **name = ARENA_NEW_N(c->arena, doc_node *, room);
        memcpy(about, b->about, b->room * sizeof *about), memcpy(name, b->name, b->room * sizeof *name);
        b->about = about, b->name = name;
    }
    b->bytes = bytes, b->states = states;
    b->room = room;
}

static void set_origin(native_call *c, block *b, uint32_t at, doc_node *about, doc_node *name)
{
    if (!b->about && !about && !name) return;
    if (!b->about) b->about = ARENA_NEW_N(c->arena, doc_node *, b->room), b->name = ARENA_NEW_N(c->arena, doc_node *, b->room);
    b->about[at] = about;
    b->name[at] = name;
}

value cxx_allocate(native_call *c, uint64_t size, bool zeroed)
{
    block *b = block_new(c, size, zeroed);
    return pointer_to(c, &b->home, b, 0, cxx_basic_type(CXX_T_CSTR));
}

value cxx_allocate_text(native_call *c, str text, uint64_t size)
{
    block *b = block_new(c, size < text.n ? text.n : size, true);
    native_charge(c, text.n / 64);
    if (text.n) make_room(c, b, (uint32_t)text.n - 1);
    for (uint32_t i = 0; i < text.n; i++) {
        bool name;
        doc_node *of = native_origin_of(c, text.p + i, &name);
        b->bytes[i] = (uint8_t)text.p[i];
        b->states[i] = BYTE_KNOWN;
        set_origin(c, b, i, of, name ? of : NULL);
    }
    b->used = text.n > 0;
    return pointer_to(c, &b->home, b, 0, cxx_basic_type(CXX_T_CSTR));
}

value cxx_copy_of_block(native_call *c, const value *pointer)
{
    block *b = block_of(pointer), *copy = block_new(c, b->size, b->zeroed);
    cell home = copy->home;
    if (b->room) make_room(c, copy, b->room - 1);
    native_charge(c, b->room / 64);
    for (uint32_t i = 0; i < b->room; i++) {
        copy->bytes[i] = b->bytes[i], copy->states[i] = b->states[i];
        set_origin(c, copy, i, b->about ? b->about[i] : NULL, b->name ? b->name[i] : NULL);
    }
    copy->used = b->used;
    copy->home = home;
    if (b->home.v.kind != VALUE_NATIVE) copy->home.v = b->home.v;
    return pointer_to(c, &copy->home, copy, index_of(pointer), pointer->type);
}

void cxx_free_block(native_call *c, const value *pointer)
{
    block *b = block_of(pointer);
    if (!b) return;
    if (index_of(pointer)) cxx_undefined(c, "memory is freed that was not allocated");
    else if (b->freed) cxx_undefined(c, "memory is freed twice");
    b->freed = true;
}

int64_t cxx_bytes_behind(const value *pointer)
{
    if (pointer->kind == VALUE_STRING) return (int64_t)pointer->s.n;
    const block *b = block_of(pointer);
    return b ? b->size - index_of(pointer) : -1;
}

/* --- bytes ----------------------------------------------------------------------------------------------------------------- */

static bool is_unsigned(const ir_type *t)
{
    const cxx_type *behind = cxx_type_behind(t);
    if (t == cxx_basic_type(CXX_T_UCSTR)) return true;
    return behind && behind->kind == CXX_POINTER && behind->args[0] && type_under_kind(behind->args[0]) == TYPE_UINT8;
}

static value number_of(const ir_type *pointer, uint8_t byte)
{
    return is_unsigned(pointer) ? cxx_int(CXX_T_UINT8, byte) : cxx_int(CXX_T_CHAR, (signed char)byte);
}

/* The end of the configuration's text is the end of what the host gave: what stands behind it nobody knows. */
static value byte_of_text(native_call *c, const value *text, uint64_t at)
{
    if (at > text->s.n) return cxx_undefined(c, "a character behind the end is read");
    if (at == text->s.n) return number_of(text->type, 0);
    bool name;
    doc_node *of = native_origin_of(c, text->s.p + at, &name);
    value v = number_of(text->type, (uint8_t)text->s.p[at]);
    v.about = of;
    v.node = name ? of : NULL;
    return v;
}

/* The block to be read or written at that byte; NULL after undefined behaviour. */
static block *block_at(native_call *c, const value *pointer, uint64_t at, bool writes, uint32_t *index)
{
    block *b = block_of(pointer);
    if (!b) native_stop(c, "bytes of something else");
    if (b->elements) native_stop(c, "bytes of elements");
    int64_t i = index_of(pointer) + (int64_t)at;
    if (b->freed) return cxx_undefined(c, "memory that was freed is used"), NULL;
    bool outside = i < 0 || i >= b->size;
    if (outside && !writes) native_stop(c, "bytes behind the end of a block"); /* mostly something is there */
    if (outside) return cxx_undefined(c, "memory behind the end of a block is written to"), NULL;
    *index = (uint32_t)i;
    return b;
}

value cxx_byte_at(native_call *c, const value *pointer, uint64_t at)
{
    uint32_t i;
    value unknown = value_unknown(cxx_basic_type(is_unsigned(pointer->type) ? CXX_T_UINT8 : CXX_T_CHAR));
    if (pointer->kind == VALUE_STRING) return byte_of_text(c, pointer, at);
    block *b = block_at(c, pointer, at, false, &i);
    if (!b || b->home.v.kind != VALUE_NATIVE) return unknown;
    value v = number_of(pointer->type, i < b->room ? b->bytes[i] : 0);
    bool known = i < b->room ? b->states[i] == BYTE_KNOWN : b->zeroed;
    if (!known) v = unknown;
    v.about = i < b->room && b->about ? b->about[i] : NULL;
    v.node = i < b->room && b->name && known ? b->name[i] : NULL;
    return v;
}

void cxx_put_byte(native_call *c, const value *pointer, uint64_t at, const value *byte)
{
    uint32_t i;
    if (pointer->kind == VALUE_STRING) native_stop(c, "a text is changed through a pointer");
    block *b = block_at(c, pointer, at, true, &i);
    if (!b) return;
    if (byte->kind != VALUE_INT && byte->kind != VALUE_UNKNOWN && byte->kind != VALUE_BOOL)
        native_stop(c, "a byte of something else");
    make_room(c, b, i);
    b->used = true;
    b->bytes[i] = byte->kind == VALUE_INT ? (uint8_t)byte->i : byte->kind == VALUE_BOOL && byte->b;
    b->states[i] = byte->kind == VALUE_UNKNOWN ? BYTE_UNKNOWN : BYTE_KNOWN;
    set_origin(c, b, i, byte->about, byte->kind == VALUE_INT ? byte->node : NULL);
}

void cxx_byte_written(native_call *c, cell *of)
{
    if (of->type != cxx_basic_type(CXX_T_BYTE) && of->type != cxx_basic_type(CXX_T_UBYTE)) return;
    const byte_cell *b = (const byte_cell *)of;
    cxx_put_byte(c, &b->pointer, 0, &of->v);
}

bool cxx_bytes_at(native_call *c, const value *pointer, uint64_t n, str *out, doc_node **about)
{
    bool whole = n == UINT64_MAX;
    *about = NULL;
    if (pointer->kind == VALUE_STRING) {
        const char *zero = whole && pointer->s.n ? memchr(pointer->s.p, 0, pointer->s.n) : NULL;
        size_t length = zero ? (size_t)(zero - pointer->s.p) : pointer->s.n;
        if (!whole && n > length + 1) return cxx_undefined(c, "a character behind the end is read"), false;
        *out = str_slice(pointer->s, 0, whole || n > length ? length : (size_t)n);
        if (!whole && n > length) *out = (str){arena_cstr(c->arena, *out), (size_t)n};
        *about = pointer->about;
        return true;
    }
    strbuf b = STRBUF_IN(c->arena);
    for (uint64_t i = 0; i < n; i++) {
        value v = cxx_byte_at(c, pointer, i);
        if (native_stopped(c)) return false;
        if (v.kind != VALUE_INT) native_stop(c, "a byte that is not known");
        if (whole && !v.i) break;
        if (!i) *about = v.about;
        strbuf_add_char(&b, (char)v.i);
    }
    native_charge(c, b.n / 16);
    *out = strbuf_str(&b);
    return true;
}

doc_node *cxx_name_at(native_call *c, const value *pointer)
{
    if (!cxx_is_raw(pointer) || cxx_bytes_behind(pointer) <= 0) return NULL;
    const block *b = block_of(pointer);
    if (b && (b->freed || b->elements || index_of(pointer) < 0)) return NULL;
    return cxx_byte_at(c, pointer, 0).node;
}

/* --- pointers -------------------------------------------------------------------------------------------------------------- */

value cxx_decayed(native_call *c, const value *array)
{
    cell *holder = ARENA_NEW(c->arena, cell);
    holder->v = *array; /* which never grows: its elements are shared */
    return pointer_to(c, holder, NULL, 0, NULL);
}

/* How many places the pointer may stand at. */
static int64_t places_of(const value *v)
{
    const block *b = block_of(v);
    if (b) return b->size;
    const value *of = &v->native->parts[PART_HOLDER];
    return of->kind == VALUE_POINTER && of->cell->v.kind == VALUE_ARRAY ? (int64_t)of->cell->v.object->count : -1;
}

value cxx_pointer_moved(native_call *c, const value *v, int64_t by)
{
    value out = *v;
    if (v->kind == VALUE_STRING) {
        str all = native_configuration_text(c);
        uintptr_t start = (uintptr_t)all.p, at = (uintptr_t)v->s.p;
        bool back = by < 0 && all.n && at >= start && at - start <= all.n && at - start >= (uint64_t)-by;
        if (!back && (by < 0 || (uint64_t)by > v->s.n)) native_stop(c, "a pointer that can't be followed");
        out.s = (str){v->s.p + by, (size_t)((int64_t)v->s.n - by)};
        out.node = NULL;
        return out;
    }
    int64_t to = index_of(v) + by; /* out of the block breaks nothing by itself */
    if (places_of(v) < 0 || to < -BLOCK_MOST || to > 2 * BLOCK_MOST) native_stop(c, "a pointer that can't be followed");
    return pointer_to(c, v->native->parts[PART_HOLDER].cell, block_of(v), to, v->type);
}

cell *cxx_pointer_target(native_call *c, const value *v)
{
    if (cxx_is_raw(v)) {
        byte_cell *b = ARENA_NEW(c->arena, byte_cell);
        *b = (byte_cell){{cxx_byte_at(c, v, 0), cxx_basic_type(is_unsigned(v->type) ? CXX_T_UBYTE : CXX_T_BYTE)}, *v};
        return &b->of;
    }
    const value *of = &v->native->parts[PART_HOLDER];
    if (of->kind != VALUE_POINTER || of->cell->v.kind != VALUE_ARRAY) native_stop(c, "a pointer that is not known");
    int64_t i = index_of(v);
    if (i < 0 || i >= of->cell->v.object->count) return cxx_undefined(c, "an element behind the end is used"), NULL;
    return &of->cell->v.object->cells[i];
}

/* What a block of elements is made of; those that it had before realloc() come first. */
static cell *elements_of(native_call *c, block *b, ir_type *element, int64_t size)
{
    if (b->elements) return b->element == element ? b->elements : NULL;
    if (b->used || b->size < size) return NULL;
    uint32_t count = (uint32_t)(b->size / size);
    value *items = ARENA_NEW_N(c->arena, value, count);
    native_charge(c, count);
    const value *old = &b->grown_from;
    for (uint32_t i = 0; i < count; i++) {
        if (cxx_is_pointer(old) && i < places_of(old)) items[i] = old->native->parts[PART_HOLDER].cell->v.object->cells[i].v;
        else if (old->kind == VALUE_POINTER && !i) items[i] = old->cell->v;
        else items[i] = b->zeroed ? cxx_zero(c, element) : cxx_without(c, element);
    }
    b->element = element;
    b->elements = ARENA_NEW(c->arena, cell);
    b->elements->v = cxx_array(c->arena, NULL, items, count);
    for (uint32_t i = 0; i < count; i++) b->elements->v.object->cells[i].type = element;
    return b->elements;
}

value cxx_pointer_as(native_call *c, const value *v, ir_type *t)
{
    value out = *v;
    const cxx_type *behind = cxx_type_behind(t);
    block *b = block_of(v);
    out.type = t;
    ir_type *element = behind && behind->kind == CXX_POINTER ? behind->args[0] : NULL;
    bool bytes = !element || cxx_kind_of_type(element) == CXX_VOID || cxx_size_of(element) == 1;
    if (!b || bytes) {
        bool others = b && b->elements && cxx_is_raw_type(t);
        if (others) native_stop(c, "elements that are taken for bytes");
        return out;
    }
    int64_t size = cxx_size_of(element);
    cell *elements = size > 0 && !index_of(v) ? elements_of(c, b, element, size) : NULL;
    if (!elements) native_stop(c, "memory that is taken for something else");
    return pointer_to(c, elements, NULL, 0, t);
}

static value compared(uint8_t op, int64_t x, int64_t y)
{
    bool yes = op == IR_EQUAL        ? x == y
               : op == IR_UNEQUAL    ? x != y
               : op == IR_LESS       ? x < y
               : op == IR_GREATER    ? x > y
               : op == IR_LESS_EQUAL ? x <= y
                                     : x >= y;
    return op == IR_SUB ? cxx_int(CXX_T_LONG, x - y) : cxx_bool(yes);
}

/* Where both stand in one block, array or text; false: in different ones. */
static bool places(const value *a, const value *b, int64_t *x, int64_t *y)
{
    if (a->kind == VALUE_STRING && b->kind == VALUE_STRING) {
        *x = -(int64_t)a->s.n, *y = -(int64_t)b->s.n;
        return a->s.p + a->s.n == b->s.p + b->s.n;
    }
    if (!cxx_is_pointer(a) || !cxx_is_pointer(b)) return false;
    *x = index_of(a), *y = index_of(b);
    if (block_of(a) || block_of(b)) return block_of(a) == block_of(b);
    const cell *p = a->native->parts[PART_HOLDER].cell, *q = b->native->parts[PART_HOLDER].cell;
    return p->v.kind == VALUE_ARRAY && q->v.kind == VALUE_ARRAY && p->v.object == q->v.object;
}

bool cxx_compare_pointers(native_call *c, uint8_t op, const value *a, const value *b, value *out)
{
    bool one = cxx_is_pointer(a) || cxx_is_pointer(b), raw = cxx_is_raw(a) && cxx_is_raw(b);
    bool equality = op == IR_EQUAL || op == IR_UNEQUAL, zero = false;
    int64_t x, y;
    if (!one && !raw) return false;
    if (places(a, b, &x, &y)) return *out = compared(op, x, y), true;
    if (!one && equality) return false; /* literals of one text may be one */
    for (int i = 0; i < 2; i++) {
        const value *v = i ? b : a;
        zero = zero || v->kind == VALUE_NIL || (v->kind == VALUE_INT && !v->i);
    }
    bool pointers = (cxx_is_pointer(a) || cxx_is_raw(a) || a->kind == VALUE_POINTER) &&
                    (cxx_is_pointer(b) || cxx_is_raw(b) || b->kind == VALUE_POINTER);
    if (!equality || (!zero && !pointers)) native_stop(c, "pointers into different blocks");
    for (int i = 0; i < 2; i++) { /* &list[2] == at */
        const value *v = i ? b : a, *other = i ? a : b;
        bool element = cxx_is_pointer(v) && !block_of(v) && other->kind == VALUE_POINTER;
        if (element && index_of(v) < places_of(v) && cxx_pointer_target(c, v) == other->cell)
            return *out = cxx_bool(op == IR_EQUAL), true;
    }
    *out = cxx_bool(op == IR_UNEQUAL);
    return true;
}

/* --- zeros ----------------------------------------------------------------------------------------------------------------- */

value cxx_without(native_call *c, ir_type *t)
{
    cxx_type_kind k = cxx_kind_of_type(t);
    bool made = k == CXX_CLASS || k == CXX_VECTOR || k == CXX_MEMORY;
    return made ? cxx_construct(c, t, NULL, 0, false) : value_unknown(t);
}

value cxx_zero(native_call *c, ir_type *t)
{
    const cxx_type *behind = cxx_type_behind(t);
    value v = cxx_construct(c, t, NULL, 0, true);
    bool fixed = behind && behind->kind == CXX_VECTOR && behind->fixed;
    if (v.kind != VALUE_STRUCT && !fixed) return v;
    for (uint32_t i = 0; i < v.object->count; i++) {
        ir_type *of = fixed ? behind->args[0] : v.object->cells[i].type;
        cxx_type_kind k = cxx_kind_of_type(of);
        if (k == CXX_CLASS || k == CXX_VECTOR || k == CXX_MEMORY || k == CXX_POINTER || k == CXX_STRING)
            v.object->cells[i].v = cxx_zero(c, of);
    }
    return v;
}

value cxx_reallocated(native_call *c, const value *old, uint64_t size)
{
    value to = cxx_allocate(c, size, false);
    block *from = block_of(old), *b = to.native->data;
    bool bytes = from && !from->elements;
    if (!cxx_is_pointer(old) && old->kind != VALUE_POINTER) native_stop(c, "memory that is not known");
    if (!bytes) {
        b->grown_from = *old;
        return to;
    }
    for (uint32_t i = 0; i < from->room && i < b->size; i++) {
        value byte = cxx_byte_at(c, old, i);
        cxx_put_byte(c, &to, i, &byte);
    }
    b->used = from->used;
    cxx_free_block(c, old);
    return to;
}
