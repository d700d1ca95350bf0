/* Types of libraries that plugins use, as far as their make-up matters. */
#include "go/frontend.h"
#include "go/models/models.h"

#define BASIC(name, k) static ir_type name = {.kind = (k)}
BASIC(t_bool, TYPE_BOOL);
BASIC(t_int, TYPE_INT);
BASIC(t_int32, TYPE_INT32);
BASIC(t_int64, TYPE_INT64);
BASIC(t_uint32, TYPE_UINT32);
BASIC(t_uint8, TYPE_UINT8);
BASIC(t_string, TYPE_STRING);
BASIC(t_any, TYPE_INTERFACE);
BASIC(t_unknown, TYPE_UNKNOWN);

#define SLICE(name, of) ir_type name = {.kind = TYPE_SLICE, .elem = &(of)}
#define MAP(name, of_key, of) ir_type name = {.kind = TYPE_MAP, .key = &(of_key), .elem = &(of)}
#define NAMED(id, path, type_name, as) \
    ir_type id = {.kind = TYPE_NAMED, .package = STR_INIT(path), .name = STR_INIT(type_name), .under = &(as)}
#define FIELD(field, of) {.name = STR_INIT(field), .type = &(of)}
/* A named struct type; the fields' names that Go code can't say start with a blank. */
#define STRUCT_PARTS(id, ...) \
    static ir_field id##_fields[] = {__VA_ARGS__}; \
    static ir_type id##_under = {.kind = TYPE_STRUCT, .fields = id##_fields, .field_count = sizeof id##_fields / sizeof(ir_field)}
#define STRUCT(id, path, type_name, ...) \
    STRUCT_PARTS(id, __VA_ARGS__); \
    NAMED(id, path, type_name, id##_under)
#define LOCAL_STRUCT(id, path, type_name, ...) \
    STRUCT_PARTS(id, __VA_ARGS__); \
    static NAMED(id, path, type_name, id##_under)

SLICE(model_bytes_type, t_uint8);
SLICE(model_strings_type, t_string);
SLICE(model_any_slice, t_any);
SLICE(model_string_lists, model_strings_type);
SLICE(model_rune_slice, t_int32);
SLICE(model_int_slice, t_int);
SLICE(model_int_lists, model_int_slice);
MAP(model_any_map, t_string, t_any);
MAP(model_header_map, t_string, model_strings_type);

#define GJSON "github.com/tidwall/gjson"
static ir_type gjson_result_under = {.kind = TYPE_UNKNOWN};
NAMED(model_gjson_result, GJSON, "Result", gjson_result_under);
NAMED(model_gjson_type, GJSON, "Type", t_int);
SLICE(model_gjson_results, model_gjson_result);
MAP(model_gjson_map, t_string, model_gjson_result);

NAMED(model_duration, "time", "Duration", t_int64);
NAMED(model_month, "time", "Month", t_int);
static NAMED(weekday, "time", "Weekday", t_int);
NAMED(model_raw_message, "encoding/json", "RawMessage", model_bytes_type);
NAMED(model_json_number, "encoding/json", "Number", t_string);
NAMED(model_ip, "net", "IP", model_bytes_type);
NAMED(model_ip_mask, "net", "IPMask", model_bytes_type);
static MAP(ip_prefixes, t_string, t_bool);
STRUCT(model_ip_tree, "github.com/zmap/go-iptree/iptree", "IPTree", FIELD(" prefixes", ip_prefixes));
STRUCT(model_ip_net, "net", "IPNet", FIELD("IP", model_ip), FIELD("Mask", model_ip_mask));
STRUCT(model_userinfo, "net/url", "Userinfo", FIELD(" username", t_string), FIELD(" password", t_string), FIELD(" set", t_bool));
static ir_type userinfo_pointer = {.kind = TYPE_POINTER, .elem = &model_userinfo};
STRUCT(model_url, "net/url", "URL", FIELD("Scheme", t_string), FIELD("Opaque", t_string), FIELD("User", userinfo_pointer),
       FIELD("Host", t_string), FIELD("Path", t_string), FIELD("Fragment", t_string), FIELD("RawQuery", t_string),
       FIELD("RawPath", t_string), FIELD("RawFragment", t_string), FIELD("ForceQuery", t_bool), FIELD("OmitHost", t_bool));
static NAMED(url_values, "net/url", "Values", model_header_map);
static NAMED(same_site, "net/http", "SameSite", t_int);
LOCAL_STRUCT(unset_time, "time", "Time", FIELD(" _", t_int)); /* other times are opaque */
LOCAL_STRUCT(http_cookie, "net/http", "Cookie", FIELD("Name", t_string), FIELD("Value", t_string), FIELD("Quoted", t_bool),
             FIELD("Path", t_string), FIELD("Domain", t_string), FIELD("Expires", unset_time), FIELD("RawExpires", t_string),
             FIELD("MaxAge", t_int), FIELD("Secure", t_bool), FIELD("HttpOnly", t_bool), FIELD("SameSite", same_site),
             FIELD("Partitioned", t_bool), FIELD("Raw", t_string), FIELD("Unparsed", model_strings_type));
static NAMED(http_header, "net/http", "Header", model_header_map);
STRUCT(model_regexp, "regexp", "Regexp", FIELD(" expr", t_string));
LOCAL_STRUCT(builder, "strings", "Builder", FIELD(" text", t_string));
STRUCT(model_reader, "strings", "Reader", FIELD(" text", t_string));
STRUCT(model_replacer, "strings", "Replacer", FIELD(" pairs", model_strings_type));
STRUCT(model_buffer, "bytes", "Buffer", FIELD(" text", model_bytes_type));
LOCAL_STRUCT(bytes_reader, "bytes", "Reader", FIELD(" text", t_string));
STRUCT(model_decoder, "encoding/json", "Decoder", FIELD(" text", model_bytes_type), FIELD(" strict", t_bool));
LOCAL_STRUCT(mutex, "sync", "Mutex", FIELD(" _", t_int));
LOCAL_STRUCT(rw_mutex, "sync", "RWMutex", FIELD(" _", t_int));
LOCAL_STRUCT(wait_group, "sync", "WaitGroup", FIELD(" _", t_int));
LOCAL_STRUCT(once, "sync", "Once", FIELD(" done", t_bool));
static MAP(sync_map_map, t_any, t_any);
LOCAL_STRUCT(sync_map, "sync", "Map", FIELD(" m", sync_map_map));
static ir_type *pool_parts[] = {&t_any};
static ir_type pool_func = {.kind = TYPE_FUNC, .parts = pool_parts, .part_count = 1};
LOCAL_STRUCT(pool, "sync", "Pool", FIELD("New", pool_func));
static NAMED(string_slice, "sort", "StringSlice", model_strings_type);
static NAMED(int_slice, "sort", "IntSlice", model_int_slice);
NAMED(model_fs_mode, "io/fs", "FileMode", t_uint32);
static NAMED(unicode_table, "unicode", "RangeTable", t_unknown);

/* The SDK's kinds of clusters, under its two import paths. */
#define CLUSTERS(id, path) \
    LOCAL_STRUCT(id##_route, path, "RouteCluster", FIELD("Host", t_string)); \
    LOCAL_STRUCT(id##_target, path, "TargetCluster", FIELD("Host", t_string), FIELD("Cluster", t_string)); \
    LOCAL_STRUCT(id##_k8s, path, "K8sCluster", FIELD("ServiceName", t_string), FIELD("Namespace", t_string), \
                  FIELD("Port", t_int64), FIELD("Version", t_string), FIELD("Host", t_string)); \
    LOCAL_STRUCT(id##_nacos, path, "NacosCluster", FIELD("ServiceName", t_string), FIELD("Group", t_string), \
                  FIELD("NamespaceID", t_string), FIELD("Port", t_int64), FIELD("IsExtRegistry", t_bool), \
                  FIELD("Version", t_string), FIELD("Host", t_string)); \
    LOCAL_STRUCT(id##_static, path, "StaticIpCluster", FIELD("ServiceName", t_string), FIELD("Port", t_int64), \
                  FIELD("Host", t_string)); \
    LOCAL_STRUCT(id##_dns, path, "DnsCluster", FIELD("ServiceName", t_string), FIELD("Domain", t_string), \
                 FIELD("Port", t_int64)); \
    LOCAL_STRUCT(id##_consul, path, "ConsulCluster", FIELD("ServiceName", t_string), FIELD("Datacenter", t_string), \
                  FIELD("Port", t_int64), FIELD("Host", t_string)); \
    LOCAL_STRUCT(id##_fqdn, path, "FQDNCluster", FIELD("FQDN", t_string), FIELD("Host", t_string), FIELD("Port", t_int64))

CLUSTERS(new_sdk, "github.com/higress-group/wasm-go/pkg/wrapper");
CLUSTERS(old_sdk, "github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper");

static NAMED(action, "github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types", "Action", t_uint32);
static NAMED(old_action, "github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm/types", "Action", t_uint32);

#define SDK_TYPES(id) &id##_route, &id##_target, &id##_k8s, &id##_nacos, &id##_static, &id##_dns, &id##_consul, &id##_fqdn

static ir_type *const library[] = {
    &model_gjson_result, &model_gjson_type, &model_duration, &model_month, &weekday, &model_raw_message, &model_json_number,
    &model_ip, &model_ip_mask, &model_ip_net, &model_ip_tree, &model_userinfo, &model_url, &url_values, &http_header,
    &http_cookie, &same_site, &model_regexp, &builder, &model_reader, &model_replacer, &model_buffer, &bytes_reader,
    &model_decoder, &mutex, &rw_mutex, &wait_group, &once, &sync_map, &pool, &string_slice, &int_slice, &model_fs_mode,
    &unicode_table, SDK_TYPES(new_sdk), SDK_TYPES(old_sdk), &action, &old_action,
};

ir_type *go_library_type(str package, str name)
{
    ptrdiff_t slash = str_rfind_char(package, '/');
    str last = str_slice(package, (size_t)(slash + 1), package.n);
    bool major = slash > 0 && last.n >= 2 && last.p[0] == 'v';
    for (size_t i = 1; major && i < last.n; i++) major = last.p[i] >= '0' && last.p[i] <= '9';
    if (major) package = str_slice(package, 0, (size_t)slash);
    for (size_t i = 0; i < sizeof library / sizeof *library; i++)
        if (str_eq(library[i]->name, name) && str_eq(library[i]->package, package)) return library[i];
    return NULL;
}

static void write_type(strbuf *t, const ir_type *type, int depth);

static void write_signature(strbuf *t, const ir_type *f, int depth)
{
    strbuf_add_char(t, '(');
    for (uint32_t i = 0; i < f->param_count; i++) {
        if (i) strbuf_add_cstr(t, ", ");
        bool dots = f->variadic && i + 1 == f->param_count && f->parts[i] && f->parts[i]->kind == TYPE_SLICE;
        if (dots) strbuf_add_cstr(t, "...");
        write_type(t, dots ? f->parts[i]->elem : f->parts[i], depth);
    }
    strbuf_add_char(t, ')');
    uint32_t results = f->part_count - f->param_count;
    if (results) strbuf_add_cstr(t, results == 1 ? " " : " (");
    for (uint32_t i = 0; i < results; i++) {
        if (i) strbuf_add_cstr(t, ", ");
        write_type(t, f->parts[f->param_count + i], depth);
    }
    if (results > 1) strbuf_add_char(t, ')');
}

static void write_struct(strbuf *t, const ir_type *type, int depth)
{
    strbuf_add_cstr(t, type->field_count ? "struct { " : "struct {}");
    for (uint32_t i = 0; i < type->field_count; i++) {
        const ir_field *f = &type->fields[i];
        if (!f->embedded) strbuf_add(t, f->name), strbuf_add_char(t, ' ');
        write_type(t, f->type, depth);
        if (f->tag.n) strbuf_add_char(t, ' '), model_add_quoted(t, f->tag, false);
        strbuf_add_cstr(t, i + 1 < type->field_count ? "; " : " }");
    }
}

static void write_type(strbuf *t, const ir_type *type, int depth)
{
    if (!type || depth == 0) {
        strbuf_add_char(t, '?');
        return;
    }
    switch (type->kind) {
    case TYPE_POINTER: strbuf_add_char(t, '*'), write_type(t, type->elem, depth - 1); break;
    case TYPE_SLICE: strbuf_add_cstr(t, "[]"), write_type(t, type->elem, depth - 1); break;
    case TYPE_ARRAY: strbuf_printf(t, "[%lld]", (long long)type->length), write_type(t, type->elem, depth - 1); break;
    case TYPE_MAP:
        strbuf_add_cstr(t, "map["), write_type(t, type->key, depth - 1);
        strbuf_add_char(t, ']'), write_type(t, type->elem, depth - 1);
        break;
    case TYPE_FUNC: strbuf_add_cstr(t, "func"), write_signature(t, type, depth - 1); break;
    case TYPE_STRUCT: write_struct(t, type, depth - 1); break;
    case TYPE_UNTYPED_RUNE: strbuf_add_cstr(t, "int32"); break;
    default: strbuf_add(t, type_text(t->arena, type));
    }
}

str model_type_text(arena *a, const ir_type *t)
{
    strbuf out = STRBUF_IN(a);
    write_type(&out, t, 12);
    return strbuf_str(&out);
}

str model_type_name(arena *a, const ir_type *t)
{
    if (t && t->kind == TYPE_POINTER) t = t->elem;
    if (!t || t->kind != TYPE_NAMED) return (str){"", 0};
    if (str_empty(t->package)) return t->name;
    return arena_printf(a, "%.*s.%.*s", STR_ARG(t->package), STR_ARG(t->name));
}
