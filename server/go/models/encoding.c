/* encoding/base64, encoding/hex; digests are unknown texts of the right type. */
#include "base/base64.h"
#include "go/models/models.h"

static bool corrupt(const strbuf *before, size_t at, str *out, size_t *bad_at)
{
    *out = strbuf_str(before);
    *bad_at = at;
    return false;
}

/* base64.Encoding.Decode: CR and LF are skipped. On false, `*out` is what came before and `*bad_at` what CorruptInputError
 * says. */
bool model_unbase64(arena *a, str s, bool url, bool pad, str *out, size_t *bad_at)
{
    strbuf t = STRBUF_IN(a);
    size_t i = 0;
    for (;;) {
        uint32_t n = 0;
        int have = 0;
        while (have < 4) {
            if (i == s.n) {
                if (have == 0) return *out = strbuf_str(&t), true;
                if (have == 1 || pad) return corrupt(&t, i - (size_t)have, out, bad_at);
                break;
            }
            char c = s.p[i++];
            int digit = base64_digit(c, url);
            if (digit >= 0) {
                n = n << 6 | (uint32_t)digit;
                have++;
                continue;
            }
            if (c == '\n' || c == '\r') continue;
            if (c != '=' || !pad || have < 2) return corrupt(&t, i - 1, out, bad_at);
            size_t rest = i;
            while (rest < s.n && (s.p[rest] == '\n' || s.p[rest] == '\r')) rest++;
            if (have == 2) {
                if (rest == s.n) return corrupt(&t, s.n, out, bad_at);
                if (s.p[rest] != '=') return corrupt(&t, rest - 1, out, bad_at);
                rest++;
            }
            while (rest < s.n && (s.p[rest] == '\n' || s.p[rest] == '\r')) rest++;
            i = rest;
            break;
        }
        for (int k = have; k < 4; k++) n <<= 6;
        for (int k = 0; k + 1 < have; k++) strbuf_add_char(&t, (char)(unsigned char)(n >> (16 - 8 * k)));
        if (have < 4 && i < s.n) return corrupt(&t, i, out, bad_at);
        if (have < 4) return *out = strbuf_str(&t), true;
    }
}

/* The four encodings are values with methods: which one, the field before the method says. */
static ir_type encoding_under = {.kind = TYPE_UNKNOWN};
#define ENCODING(id, label) \
    static ir_type id##_type = {.kind = TYPE_NAMED, .package = STR_INIT("encoding/base64"), .name = STR_INIT("Encoding"), \
                                .under = &encoding_under}; \
    static native_object id##_object = {.tag = STR_INIT(label)}; \
    static value id(native_call *c) \
    { \
        (void)c; \
        value v = {.kind = VALUE_NATIVE, .type = &id##_type, .non_nil = true}; \
        v.native = &id##_object; \
        return v; \
    }
ENCODING(std_encoding, "base64.StdEncoding")
ENCODING(url_encoding, "base64.URLEncoding")
ENCODING(raw_std_encoding, "base64.RawStdEncoding")
ENCODING(raw_url_encoding, "base64.RawURLEncoding")

static bool encoding_of(const native_call *c, bool *url, bool *pad)
{
    const value *v = model_receiver(c);
    if (!v || v->kind != VALUE_NATIVE || !str_starts(v->native->tag, STR("base64."))) return false;
    *url = str_has(v->native->tag, STR("URL"));
    *pad = !str_has(v->native->tag, STR("Raw"));
    return true;
}

static value encode_to_string(native_call *c)
{
    bool url, pad;
    str s;
    if (!encoding_of(c, &url, &pad) || !native_text(c, 0, &s)) return value_unknown(type_basic(TYPE_STRING));
    return model_string(base64_encode(c->arena, s, url, pad));
}

static value decode_string(native_call *c)
{
    bool url, pad;
    str s, out;
    size_t bad = 0;
    value arg = native_arg(c, 0);
    if (arg.kind == VALUE_UNKNOWN) {
        int valid = model_decide_valid(c, &arg, "base64");
        if (valid < 0) return model_unknown(c, 2);
        if (valid) return model_pair(c, model_derived(c, &model_bytes_type, &arg), model_no_error());
        value error = model_error(c, "base64.CorruptInputError", (str){"", 0}, arg.node);
        error.error->text = value_unknown(type_basic(TYPE_STRING));
        return model_pair(c, value_unknown(&model_bytes_type), error);
    }
    if (!encoding_of(c, &url, &pad) || !native_text(c, 0, &s)) return model_unknown(c, 2);
    if (model_unbase64(c->arena, s, url, pad, &out, &bad)) return model_pair(c, model_bytes(out), model_no_error());
    str message = arena_printf(c->arena, "illegal base64 data at input byte %zu", bad);
    return model_pair(c, model_bytes(out), model_error(c, "base64.CorruptInputError", message, arg.node));
}

/* --- hex --- */

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static value hex_encode(native_call *c)
{
    str s;
    strbuf t = STRBUF_IN(c->arena);
    if (!native_text(c, 0, &s)) return value_unknown(type_basic(TYPE_STRING));
    for (size_t i = 0; i < s.n; i++) strbuf_printf(&t, "%02x", (unsigned char)s.p[i]);
    return model_string(strbuf_str(&t));
}

static value hex_decode(native_call *c)
{
    str s;
    strbuf t = STRBUF_IN(c->arena);
    if (!native_text(c, 0, &s)) return model_unknown(c, 2);
    value zero = value_unknown(&model_bytes_type);
    doc_node *about = native_arg(c, 0).node;
    for (size_t i = 0; i < s.n; i++) {
        if (digit_of(s.p[i]) < 0) {
            if ((unsigned char)s.p[i] >= 0x80 || s.p[i] < ' ' || s.p[i] == '\'' || s.p[i] == '\\' || s.p[i] == 0x7f) {
                value error = model_error(c, "hex.InvalidByteError", (str){"", 0}, about);
                error.error->text = value_unknown(type_basic(TYPE_STRING));
                return model_pair(c, zero, error);
            }
            str why = arena_printf(c->arena, "encoding/hex: invalid byte: U+%04X '%c'", (unsigned)s.p[i], s.p[i]);
            return model_pair(c, zero, model_error(c, "hex.InvalidByteError", why, about));
        }
        if (i % 2) strbuf_add_char(&t, (char)(digit_of(s.p[i - 1]) * 16 + digit_of(s.p[i])));
    }
    if (s.n % 2)
        return model_pair(c, zero, model_error(c, "*errors.errorString", STR("encoding/hex: odd length hex string"), about));
    return model_pair(c, model_bytes(strbuf_str(&t)), model_no_error());
}

/* --- digests --- */

static value digest(native_call *c) { return (void)c, value_unknown(NULL); }

static value same_bytes(native_call *c)
{
    str a, b;
    return native_text(c, 0, &a) && native_text(c, 1, &b) ? value_bool(str_eq(a, b)) : value_unknown(type_basic(TYPE_BOOL));
}

#define B64 "encoding/base64."

static const native rows[] = {
    {B64 "StdEncoding", std_encoding, NATIVE_VALUE, 1, "*base64.Encoding"},
    {B64 "URLEncoding", url_encoding, NATIVE_VALUE, 1, "*base64.Encoding"},
    {B64 "RawStdEncoding", raw_std_encoding, NATIVE_VALUE, 1, "*base64.Encoding"},
    {B64 "RawURLEncoding", raw_url_encoding, NATIVE_VALUE, 1, "*base64.Encoding"},
    {B64 "Encoding.EncodeToString", encode_to_string, 0, 1, "string"},
    {B64 "Encoding.DecodeString", decode_string, NATIVE_PARTIAL, 2, "[]byte"},
    {"encoding/hex.EncodeToString", hex_encode, 0, 1, "string"},
    {"encoding/hex.DecodeString", hex_decode, 0, 2, "[]byte"},
    {"crypto/md5.Sum", digest, NATIVE_PARTIAL, 1, NULL},
    {"crypto/sha1.Sum", digest, NATIVE_PARTIAL, 1, NULL},
    {"crypto/sha256.Sum256", digest, NATIVE_PARTIAL, 1, NULL},
    {"crypto/hmac.Equal", same_bytes, 0, 1, "bool"},
};
MODEL_ROWS(models_encoding, rows);
