/* net: IP addresses, CIDR notation, host and port. */
#include "go/models/models.h"

static ir_type ip_net_pointer = {.kind = TYPE_POINTER, .elem = &model_ip_net};

static value unknown_string(void) { return value_unknown(type_basic(TYPE_STRING)); }
static value unknown_bool(void) { return value_unknown(type_basic(TYPE_BOOL)); }

/* --- addresses --- */

static bool parse_v4(str s, unsigned char out[4])
{
    str part;
    int n = 0;
    while (str_split(&s, '.', &part)) {
        unsigned v = 0;
        if (n == 4 || !part.n || part.n > 3 || (part.n > 1 && part.p[0] == '0')) return false;
        for (size_t i = 0; i < part.n; i++) {
            if (part.p[i] < '0' || part.p[i] > '9') return false;
            v = v * 10 + (unsigned)(part.p[i] - '0');
        }
        if (v > 255) return false;
        out[n++] = (unsigned char)v;
    }
    return n == 4;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* netip.parseIPv6, without a zone */
static bool parse_v6(str s, unsigned char out[16])
{
    int n = 0, ellipsis = -1;
    size_t i = 0;
    memset(out, 0, 16);
    if (str_starts(s, STR("::"))) {
        ellipsis = 0;
        i = 2;
        if (i == s.n) return true;
    }
    while (n < 16) {
        size_t from = i;
        unsigned v = 0;
        for (; i < s.n && hex(s.p[i]) >= 0; i++) {
            if (i - from == 4) return false;
            v = v * 16 + (unsigned)hex(s.p[i]);
        }
        if (i == from) return false;
        if (i < s.n && s.p[i] == '.') {
            if ((ellipsis < 0 && n != 12) || n + 4 > 16 || !parse_v4(str_slice(s, from, s.n), out + n)) return false;
            n += 4;
            i = s.n;
            break;
        }
        out[n] = (unsigned char)(v >> 8);
        out[n + 1] = (unsigned char)v;
        n += 2;
        if (i == s.n) break;
        if (s.p[i] != ':' || i + 1 == s.n) return false;
        i++;
        if (s.p[i] == ':') {
            if (ellipsis >= 0) return false;
            ellipsis = n;
            if (++i == s.n) break;
        }
    }
    if (i != s.n) return false;
    if (n < 16) {
        if (ellipsis < 0) return false;
        int tail = n - ellipsis;
        memmove(out + 16 - tail, out + ellipsis, (size_t)tail);
        memset(out + ellipsis, 0, (size_t)(16 - n));
    } else if (ellipsis >= 0) {
        return false;
    }
    return true;
}

static const unsigned char v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool model_parse_ip(str s, unsigned char out[16], bool *v4)
{
    *v4 = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ':') return parse_v6(s, out);
        if (s.p[i] == '.') {
            memcpy(out, v4_prefix, 12);
            return *v4 = parse_v4(s, out + 12);
        }
    }
    return false;
}

static value bytes_of(native_call *c, const unsigned char *p, size_t n, ir_type *t)
{
    value v = model_bytes(arena_str(c->arena, str_make((const char *)p, n)));
    v.type = t;
    return v;
}

static bool is_v4(str ip) { return ip.n == 4 || (ip.n == 16 && memcmp(ip.p, v4_prefix, 12) == 0); }

static value parse_ip(native_call *c)
{
    value arg = native_arg(c, 0);
    str s;
    unsigned char out[16];
    bool v4;
    if (!native_text(c, 0, &s)) {
        int valid = model_decide_valid(c, &arg, "ip");
        value some = value_unknown(&model_ip);
        some.non_nil = valid == 1;
        return valid == 0 ? value_nil(&model_ip) : some;
    }
    return model_parse_ip(s, out, &v4) ? bytes_of(c, out, 16, &model_ip) : value_nil(&model_ip);
}

static str v6_text(arena *a, const unsigned char *p)
{
    int best = -1, best_len = 1;
    for (int i = 0; i < 8; i++) {
        int j = i;
        while (j < 8 && !p[2 * j] && !p[2 * j + 1]) j++;
        if (j - i > best_len) best = i, best_len = j - i;
    }
    strbuf t = STRBUF_IN(a);
    for (int i = 0; i < 8; i++) {
        if (i == best) {
            strbuf_add_cstr(&t, "::");
            i += best_len - 1;
            continue;
        }
        if (i > 0 && (best < 0 || i != best + best_len)) strbuf_add_char(&t, ':');
        strbuf_printf(&t, "%x", (unsigned)p[2 * i] << 8 | p[2 * i + 1]);
    }
    return strbuf_str(&t);
}

static str ip_text(arena *a, str ip)
{
    if (!ip.n) return STR("<nil>");
    const unsigned char *p = (const unsigned char *)ip.p + (ip.n == 16 ? 12 : 0);
    if (is_v4(ip)) return arena_printf(a, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
    if (ip.n == 16) return v6_text(a, (const unsigned char *)ip.p);
    strbuf t = STRBUF_IN(a);
    strbuf_add_char(&t, '?');
    for (size_t i = 0; i < ip.n; i++) strbuf_printf(&t, "%02x", (unsigned char)ip.p[i]);
    return strbuf_str(&t);
}

static bool receiver_ip(const native_call *c, str *ip)
{
    const value *v = model_receiver(c);
    return v && model_value_text(c->arena, v, ip);
}

static value ip_string(native_call *c)
{
    str ip;
    return receiver_ip(c, &ip) ? model_string(ip_text(c->arena, ip)) : unknown_string();
}

static value ip_to4(native_call *c)
{
    str ip;
    if (!receiver_ip(c, &ip)) return value_unknown(&model_ip);
    if (!is_v4(ip)) return value_nil(&model_ip);
    return bytes_of(c, (const unsigned char *)ip.p + ip.n - 4, 4, &model_ip);
}

static value ip_to16(native_call *c)
{
    str ip;
    unsigned char out[16];
    if (!receiver_ip(c, &ip)) return value_unknown(&model_ip);
    if (ip.n == 16) return bytes_of(c, (const unsigned char *)ip.p, 16, &model_ip);
    if (ip.n != 4) return value_nil(&model_ip);
    memcpy(out, v4_prefix, 12);
    memcpy(out + 12, ip.p, 4);
    return bytes_of(c, out, 16, &model_ip);
}

static bool same_ip(str a, str b)
{
    if (is_v4(a) && is_v4(b)) return memcmp(a.p + a.n - 4, b.p + b.n - 4, 4) == 0;
    return str_eq(a, b);
}

static value ip_equal(native_call *c)
{
    str a, b;
    return receiver_ip(c, &a) && native_text(c, 0, &b) ? value_bool(same_ip(a, b)) : unknown_bool();
}

#define IP_TEST(name, v4_condition, v6_condition) \
    static value name(native_call *c) \
    { \
        str ip; \
        if (!receiver_ip(c, &ip)) return unknown_bool(); \
        const unsigned char *p = (const unsigned char *)ip.p + (is_v4(ip) && ip.n == 16 ? 12 : 0); \
        if (is_v4(ip)) return value_bool(v4_condition); \
        return value_bool(ip.n == 16 && (v6_condition)); \
    }

static bool all_zero(const unsigned char *p, int n)
{
    for (int i = 0; i < n; i++)
        if (p[i]) return false;
    return true;
}

IP_TEST(ip_loopback, p[0] == 127, all_zero(p, 15) && p[15] == 1)
IP_TEST(ip_private, p[0] == 10 || (p[0] == 172 && (p[1] & 0xf0) == 16) || (p[0] == 192 && p[1] == 168), (p[0] & 0xfe) == 0xfc)
IP_TEST(ip_unspecified, all_zero(p, 4), all_zero(p, 16))

/* --- CIDR --- */

static value cidr_error(native_call *c, str s)
{
    return model_error(c, "*net.ParseError", arena_printf(c->arena, "invalid CIDR address: %.*s", STR_ARG(s)),
                       native_arg(c, 0).node);
}

static value no_cidr(native_call *c, value error)
{
    return value_tuple(c->arena, 3, (value[]){value_nil(&model_ip), value_nil(&ip_net_pointer), error});
}

static value unknown_cidr(native_call *c)
{
    value arg = native_arg(c, 0), error = value_unknown(type_error());
    int valid = model_decide_valid(c, &arg, "cidr");
    if (valid == 0) {
        error = cidr_error(c, (str){"", 0});
        error.error->text = unknown_string();
        return no_cidr(c, error);
    }
    value net = value_unknown(&ip_net_pointer), ip = value_unknown(&model_ip);
    if (valid == 1) {
        ip.non_nil = true;
        value zero = value_zero(c->arena, &model_ip_net);
        for (uint32_t i = 0; i < 2; i++) zero.object->cells[i].v = value_unknown(zero.object->cells[i].type);
        net = model_new(c, &ip_net_pointer, zero);
        error = model_no_error();
    }
    return value_tuple(c->arena, 3, (value[]){ip, net, error});
}

static value parse_cidr(native_call *c)
{
    str s;
    unsigned char out[16], mask[16] = {0}, net[16];
    bool v4;
    int bits = 0;
    if (!native_text(c, 0, &s)) return unknown_cidr(c);
    ptrdiff_t slash = str_find_char(s, '/', 0);
    if (slash < 0 || !model_parse_ip(str_slice(s, 0, (size_t)slash), out, &v4)) return no_cidr(c, cidr_error(c, s));
    str length = str_slice(s, (size_t)slash + 1, s.n);
    for (size_t i = 0; i < length.n; i++) {
        if (length.p[i] < '0' || length.p[i] > '9' || bits > 1000) return no_cidr(c, cidr_error(c, s));
        bits = bits * 10 + (length.p[i] - '0');
    }
    int size = v4 ? 4 : 16;
    if (!length.n || bits > size * 8) return no_cidr(c, cidr_error(c, s));
    for (int i = 0; i < size * 8 && i < bits; i++) mask[i / 8] = (unsigned char)(mask[i / 8] | 0x80 >> i % 8);
    for (int i = 0; i < size; i++) net[i] = (unsigned char)(out[16 - size + i] & mask[i]);
    value v = value_zero(c->arena, &model_ip_net);
    v.object->cells[0].v = bytes_of(c, net, (size_t)size, &model_ip);
    v.object->cells[1].v = bytes_of(c, mask, (size_t)size, &model_ip_mask);
    return value_tuple(c->arena, 3,
                       (value[]){bytes_of(c, out, 16, &model_ip), model_new(c, &ip_net_pointer, v), model_no_error()});
}

static bool net_parts(const native_call *c, str *ip, str *mask)
{
    cell *a = model_receiver_field(c, 0), *b = model_receiver_field(c, 1);
    return a && b && model_value_text(c->arena, &a->v, ip) && model_value_text(c->arena, &b->v, mask);
}

static value net_contains(native_call *c)
{
    str ip, mask, other;
    if (!net_parts(c, &ip, &mask) || !native_text(c, 0, &other) || ip.n != mask.n || !ip.n) return unknown_bool();
    if (is_v4(ip) && ip.n == 16) return unknown_bool();
    if (is_v4(other)) other = str_slice(other, other.n - 4, other.n);
    if (other.n != ip.n) return value_bool(false);
    for (size_t i = 0; i < ip.n; i++)
        if ((ip.p[i] & mask.p[i]) != (other.p[i] & mask.p[i])) return value_bool(false);
    return value_bool(true);
}

static int mask_bits(str mask)
{
    int n = 0;
    bool ended = false;
    for (size_t i = 0; i < mask.n * 8; i++) {
        bool bit = (unsigned char)mask.p[i / 8] >> (7 - i % 8) & 1;
        if (bit && ended) return -1;
        ended = ended || !bit;
        n += bit;
    }
    return n;
}

static value net_string(native_call *c)
{
    str ip, mask;
    if (!net_parts(c, &ip, &mask) || ip.n != mask.n || !ip.n || mask_bits(mask) < 0) return unknown_string();
    return model_string(arena_printf(c->arena, "%.*s/%d", STR_ARG(ip_text(c->arena, ip)), mask_bits(mask)));
}

static value mask_size(native_call *c)
{
    str mask;
    if (!receiver_ip(c, &mask)) return model_unknown(c, 2);
    int ones = mask_bits(mask);
    if (ones < 0) return model_pair(c, value_int(0), value_int(0));
    return model_pair(c, value_int(ones), value_int((int64_t)mask.n * 8));
}

/* --- host:port --- */

static value split_host_port(native_call *c)
{
    str s, host, port = {"", 0};
    const char *why = NULL;
    size_t j = 0, k = 0;
    if (!native_text(c, 0, &s)) return model_unknown(c, 3);
    ptrdiff_t colon = str_rfind_char(s, ':');
    host = (str){"", 0};
    if (colon < 0) why = "missing port in address";
    else if (s.p[0] == '[') {
        ptrdiff_t end = str_find_char(s, ']', 0);
        if (end < 0) why = "missing ']' in address";
        else if ((size_t)end + 1 == s.n) why = "missing port in address";
        else if (end + 1 != colon) why = s.p[end + 1] == ':' ? "too many colons in address" : "missing port in address";
        else host = str_slice(s, 1, (size_t)end), j = 1, k = (size_t)end + 1;
    } else {
        host = str_slice(s, 0, (size_t)colon);
        if (str_find_char(host, ':', 0) >= 0) why = "too many colons in address";
    }
    if (!why && str_find_char(s, '[', j) >= 0) why = "unexpected '[' in address";
    if (!why && str_find_char(s, ']', k) >= 0) why = "unexpected ']' in address";
    value error = model_no_error();
    if (why) {
        host = port;
        str message = s.n ? arena_printf(c->arena, "address %.*s: %s", STR_ARG(s), why) : str_of(why);
        error = model_error(c, "*net.AddrError", message, native_arg(c, 0).node);
    } else {
        port = str_slice(s, (size_t)colon + 1, s.n);
    }
    return value_tuple(c->arena, 3, (value[]){model_string(host), model_string(port), error});
}

static value join_host_port(native_call *c)
{
    str host, port;
    if (!native_text(c, 0, &host) || !native_text(c, 1, &port)) return unknown_string();
    bool brackets = str_find_char(host, ':', 0) >= 0;
    return model_string(
        arena_printf(c->arena, "%s%.*s%s:%.*s", brackets ? "[" : "", STR_ARG(host), brackets ? "]" : "", STR_ARG(port)));
}

static const native rows[] = {
    {"net.ParseIP", parse_ip, NATIVE_PARTIAL, 1, "net.IP"},
    {"net.ParseCIDR", parse_cidr, NATIVE_PARTIAL, 3, "net.IP"},
    {"net.SplitHostPort", split_host_port, 0, 3, "string"},
    {"net.JoinHostPort", join_host_port, 0, 1, "string"},
    {"net.IP.String", ip_string, 0, 1, "string"},
    {"net.IP.To4", ip_to4, 0, 1, "net.IP"},
    {"net.IP.To16", ip_to16, 0, 1, "net.IP"},
    {"net.IP.Equal", ip_equal, 0, 1, "bool"},
    {"net.IP.IsLoopback", ip_loopback, 0, 1, "bool"},
    {"net.IP.IsPrivate", ip_private, 0, 1, "bool"},
    {"net.IP.IsUnspecified", ip_unspecified, 0, 1, "bool"},
    {"net.IPNet.Contains", net_contains, 0, 1, "bool"},
    {"net.IPNet.String", net_string, 0, 1, "string"},
    {"net.IPMask.Size", mask_size, 0, 2, "int"},
};
MODEL_ROWS(models_net, rows);
