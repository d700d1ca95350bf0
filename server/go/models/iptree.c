/* Trees of IP prefixes: github.com/zmap/go-iptree and github.com/asergeyev/nradix under it. Plugins fill them while they parse;
 * what matters is which texts are refused, and which are there already.
 *
 * A tree is a map whose keys are the prefixes' bits as text, for IPv4 and IPv6 alike, since nradix keeps both in one tree. */
#include "go/models/models.h"

#define IPTREE "github.com/zmap/go-iptree/iptree"
#define NRADIX "github.com/asergeyev/nradix"

static ir_type tree_pointer = {.kind = TYPE_POINTER, .elem = &model_ip_tree};

static value new_tree(native_call *c)
{
    value v = value_zero(c->arena, &model_ip_tree);
    v.object->cells[0].v = value_map_new(c->arena, v.object->cells[0].type);
    return model_new(c, &tree_pointer, v);
}

static value named_error(native_call *c, const char *variable, const char *message)
{
    value v = model_error(c, "*errors.errorString", str_of(message), native_arg(c, 0).node);
    v.error->variable = str_of(variable);
    return v;
}

static value node_busy(native_call *c) { return named_error(c, NRADIX ".ErrNodeBusy", "Node Busy"); }
static value bad_ip(native_call *c) { return named_error(c, NRADIX ".ErrBadIP", "Bad IP address or mask"); }
static value not_found(native_call *c) { return named_error(c, NRADIX ".ErrNotFound", "No Such Node"); }

/* nradix's loadip4: four decimal octets, empty ones counting as 0. */
static bool load_ip4(str s, uint32_t *ip)
{
    uint32_t octet = 0, dots = 0;
    *ip = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') {
            dots++;
            *ip = (*ip << 8) + octet;
            octet = 0;
        } else if (s.p[i] >= '0' && s.p[i] <= '9') {
            octet = octet * 10 + (uint32_t)(s.p[i] - '0');
            if (octet > 255) return false;
        } else {
            return false;
        }
    }
    *ip = (*ip << 8) + octet;
    return dots == 3;
}

/* nradix's parsecidr4; the mask may be any number: beyond 32 it wraps around to none. */
static bool parse_prefix4(str s, uint32_t *ip, uint32_t *bits)
{
    ptrdiff_t slash = str_find_char(s, '/', 0);
    *bits = 32;
    if (slash > 0) {
        uint32_t n = 0;
        for (size_t i = (size_t)slash + 1; i < s.n; i++) {
            if (s.p[i] < '0' || s.p[i] > '9') return false;
            n = n * 10 + (uint32_t)(s.p[i] - '0');
        }
        *bits = n <= 32 ? n : 0;
        s = str_slice(s, 0, (size_t)slash);
    }
    return load_ip4(s, ip);
}

static bool parse_prefix6(str s, unsigned char ip[16], uint32_t *bits)
{
    bool v4;
    ptrdiff_t slash = str_find_char(s, '/', 0);
    *bits = 128;
    if (slash > 0) {
        str length = str_slice(s, (size_t)slash + 1, s.n);
        *bits = 0;
        for (size_t i = 0; i < length.n; i++) {
            if (length.p[i] < '0' || length.p[i] > '9' || *bits > 128) return false;
            *bits = *bits * 10 + (uint32_t)(length.p[i] - '0');
        }
        if (!length.n || *bits > 128) return false;
        s = str_slice(s, 0, (size_t)slash);
    }
    return model_parse_ip(s, ip, &v4) && !v4;
}

/* The prefix's bits; false for a text that is refused. */
static bool prefix_key(arena *a, str s, str *key)
{
    unsigned char ip[16];
    uint32_t ip4, bits;
    if (str_find_char(s, '.', 0) > 0) {
        if (!parse_prefix4(s, &ip4, &bits)) return false;
        for (int i = 0; i < 4; i++) ip[i] = (unsigned char)(ip4 >> (24 - 8 * i));
    } else if (!parse_prefix6(s, ip, &bits)) {
        return false;
    }
    char *digits = arena_alloc(a, bits + 1);
    for (uint32_t i = 0; i < bits; i++) digits[i] = ip[i / 8] >> (7 - i % 8) & 1 ? '1' : '0';
    *key = str_make(digits, bits);
    return true;
}

static value unknown_prefix(native_call *c, map_value *tree)
{
    value arg = native_arg(c, 0);
    int valid = model_decide_valid(c, &arg, "ip");
    if (tree) tree->unsure = true;
    return valid == 1 ? model_no_error() : valid == 0 ? bad_ip(c) : value_unknown(type_error());
}

static value add_prefix(native_call *c)
{
    cell *field = model_receiver_field(c, 0);
    map_value *tree = field && field->v.kind == VALUE_MAP ? field->v.map : NULL;
    str s, key;
    if (!tree || !native_text(c, 0, &s)) return unknown_prefix(c, tree);
    if (!prefix_key(c->arena, s, &key)) {
        /* with a mask the IPv6 form gives net's own error */
        bool net_error = str_find_char(s, '.', 0) <= 0 && str_find_char(s, '/', 0) > 0;
        if (!net_error) return bad_ip(c);
        return model_error(c, "*net.ParseError", arena_printf(c->arena, "invalid CIDR address: %.*s", STR_ARG(s)),
                           native_arg(c, 0).node);
    }
    value k = model_string(key), there = value_bool(true);
    bool unsure;
    if (map_value_find(tree, &k, &unsure)) return node_busy(c);
    map_value_put(c->arena, tree, &k, type_basic(TYPE_BOOL))->v = there;
    return unsure ? value_unknown(type_error()) : model_no_error();
}

static const native rows[] = {
    {IPTREE ".New", new_tree, NATIVE_PARTIAL, 1, NULL},
    {IPTREE ".IPTree.AddByString", add_prefix, NATIVE_PARTIAL, 1, "error"},
    {NRADIX ".ErrNodeBusy", node_busy, NATIVE_VALUE, 1, "error"},
    {NRADIX ".ErrBadIP", bad_ip, NATIVE_VALUE, 1, "error"},
    {NRADIX ".ErrNotFound", not_found, NATIVE_VALUE, 1, "error"},
};
MODEL_ROWS(models_iptree, rows);
