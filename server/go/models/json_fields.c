/* Which fields of a struct a decoder or encoder sees (encoding/json typeFields). */
#include "base/utf8.h"
#include "go/models/json.h"

enum { FIELDS_MOST = 2000, LEVELS_MOST = IR_EMBED_DEPTH };

/* reflect.StructTag.Lookup */
str json_tag_of(str tags, const char *key, bool *present)
{
    size_t i = 0;
    *present = false;
    while (i < tags.n) {
        while (i < tags.n && tags.p[i] == ' ') i++;
        size_t from = i;
        while (i < tags.n && tags.p[i] > ' ' && tags.p[i] != ':' && tags.p[i] != '"' && tags.p[i] != 0x7f) i++;
        str name = str_slice(tags, from, i);
        if (!name.n || i + 1 >= tags.n || tags.p[i] != ':' || tags.p[i + 1] != '"') break;
        from = i += 2;
        while (i < tags.n && tags.p[i] != '"') i += tags.p[i] == '\\' ? 2 : 1;
        if (i >= tags.n) break;
        if (str_is(name, key)) return *present = true, str_slice(tags, from, i);
        i++;
    }
    return (str){"", 0};
}

bool json_has_option(str options, const char *name)
{
    str part;
    while (str_split(&options, ',', &part))
        if (str_is(part, name)) return true;
    return false;
}

static bool valid_name(str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
        if (!plain && (!c || !strchr("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c))) return false;
    }
    return s.n > 0;
}

bool json_exported(str name)
{
    size_t len;
    uint32_t c = name.n ? utf8_decode(name, 0, &len) : '_';
    return c < 0x80 ? c >= 'A' && c <= 'Z' : model_to_lower(c) != c;
}

typedef struct level_type {
    const ir_type *type;
    uint32_t path[IR_EMBED_DEPTH];
    uint32_t times;
} level_type;

typedef ARRAY(level_type) level;

typedef struct collector {
    arena *a;
    const char *tag;
    json_fields fields;
    level now, next;
    ARRAY(const ir_type *) visited;
    bool sure;
} collector;

static bool is_scalar(type_kind k) { return k == TYPE_BOOL || k == TYPE_STRING || type_is_integer(k) || type_is_float(k); }

static void add_embedded(collector *k, const level_type *in, const ir_type *t, uint32_t index, uint32_t depth)
{
    for (size_t i = 0; i < k->next.n; i++)
        if (type_same(k->next.at[i].type, t)) {
            k->next.at[i].times++;
            return;
        }
    level_type *l = array_add(k->a, &k->next);
    l->type = t;
    l->times = 1;
    memcpy(l->path, in->path, sizeof l->path);
    l->path[depth] = index;
}

static void add_field(collector *k, const level_type *in, uint32_t index, uint32_t depth)
{
    const ir_field *f = &type_under(in->type)->fields[index];
    bool json = str_is(str_of(k->tag), "json"), tagged_at_all;
    ir_type *bare = f->type && f->type->kind == TYPE_POINTER ? f->type->elem : f->type;
    bool is_struct = type_under_kind(bare) == TYPE_STRUCT;
    if (f->embedded && type_under_kind(bare) == TYPE_UNKNOWN) k->sure = false;
    if (f->embedded ? !json_exported(f->name) && !is_struct : !json_exported(f->name)) return;
    str tag = json_tag_of(f->tag, k->tag, &tagged_at_all);
    /* yaml takes a tag without a key whole */
    if (!json && !tagged_at_all && f->tag.n && !str_has(f->tag, STR(":"))) tag = f->tag;
    if (str_is(tag, "-")) return;
    ptrdiff_t comma = str_find_char(tag, ',', 0);
    str name = comma < 0 ? tag : str_slice(tag, 0, (size_t)comma);
    str options = comma < 0 ? (str){"", 0} : str_slice(tag, (size_t)comma + 1, tag.n);
    if (json && !valid_name(name)) name = (str){"", 0};
    bool inlined = json ? f->embedded && !name.n && is_struct : json_has_option(options, "inline");
    if (!json && inlined && !is_struct) {
        k->sure = false;
        return;
    }
    if (inlined) {
        add_embedded(k, in, bare, index, depth);
        return;
    }
    json_field *out = array_add(k->a, &k->fields);
    out->tagged = name.n > 0;
    out->name = name.n ? name : json ? f->name : model_lower(k->a, f->name);
    out->type = f->type;
    memcpy(out->path, in->path, sizeof out->path);
    out->path[depth] = index;
    out->depth = depth + 1;
    out->omit_empty = json_has_option(options, "omitempty");
    out->omit_zero = json_has_option(options, "omitzero");
    out->quoted = json && json_has_option(options, "string") && is_scalar(type_under_kind(bare));
    if (in->times > 1) {
        json_field twice = *out; /* two embedded ways to it: it hides itself */
        array_push(k->a, &k->fields, twice);
    }
}

/* The field that wins among those of one name; false when none does. */
static bool dominates(const json_fields *all, size_t i)
{
    const json_field *f = &all->at[i];
    for (size_t j = 0; j < all->n; j++) {
        const json_field *g = &all->at[j];
        if (j == i || !str_eq(f->name, g->name)) continue;
        if (g->depth < f->depth || (g->depth == f->depth && (g->tagged || !f->tagged))) return false;
    }
    return true;
}

static int path_order(const json_field *a, const json_field *b)
{
    for (uint32_t i = 0; i < a->depth && i < b->depth; i++)
        if (a->path[i] != b->path[i]) return a->path[i] < b->path[i] ? -1 : 1;
    return (int)a->depth - (int)b->depth;
}

json_fields json_fields_of(native_call *c, const ir_type *t, const char *tag, bool *sure)
{
    enum { PAIRS_OF_STEP = 512 };
    arena *a = c->arena;
    collector k = {.a = a, .tag = tag, .sure = true};
    array_push(a, &k.next, (level_type){.type = t, .times = 1});
    for (uint32_t depth = 0; k.next.n && depth < LEVELS_MOST; depth++) {
        k.now = k.next;
        memset(&k.next, 0, sizeof k.next);
        for (size_t i = 0; i < k.now.n; i++) {
            const ir_type *in = k.now.at[i].type;
            bool seen = false;
            for (size_t v = 0; v < k.visited.n; v++) seen = seen || type_same(k.visited.at[v], in);
            if (seen) continue;
            array_push(a, &k.visited, in);
            for (uint32_t f = 0; f < type_under(in)->field_count && k.fields.n < FIELDS_MOST; f++)
                add_field(&k, &k.now.at[i], f, depth);
        }
    }
    if (k.next.n || k.fields.n >= FIELDS_MOST) k.sure = false;
    native_charge(c, k.fields.n * k.fields.n / PAIRS_OF_STEP);
    json_fields out = {0};
    for (size_t i = 0; i < k.fields.n; i++) {
        if (!dominates(&k.fields, i)) continue;
        array_push(a, &out, k.fields.at[i]);
        for (size_t j = out.n - 1; j > 0 && path_order(&out.at[j - 1], &out.at[j]) > 0; j--) {
            json_field swap = out.at[j];
            out.at[j] = out.at[j - 1];
            out.at[j - 1] = swap;
        }
    }
    *sure = k.sure;
    return out;
}

const json_field *json_field_for(const json_fields *fields, str key, bool fold)
{
    for (size_t i = 0; i < fields->n; i++)
        if (str_eq(fields->at[i].name, key)) return &fields->at[i];
    for (size_t i = 0; fold && i < fields->n; i++)
        if (model_equal_fold(fields->at[i].name, key)) return &fields->at[i];
    return NULL;
}
