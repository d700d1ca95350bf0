/* The Higress SDK (pkg/wrapper, pkg/log, pkg/tokenusage) and proxy-wasm-go-sdk under their old and new import paths.
 *
 * While a configuration is parsed there is no request: what the host would answer is unknown, and its calls succeed; except for a
 * plugin on the plain SDK, which may ask while it starts for what is not there yet. */
#include "go/models/models.h"

/* --- logging: evaluates to nothing, and what it reads does not count --- */

static value log_nothing(native_call *c)
{
    (void)c;
    return model_nothing();
}

/* What a plugin on the plain SDK complains of may be why it then refuses its configuration; after a mere warning it goes on. */
static value complain(native_call *c)
{
    str words;
    if (native_is_starting(c)) {
        value said =
            model_sprint(c, c->args, c->count, false, &words) ? model_string(words) : value_unknown(type_basic(TYPE_STRING));
        native_say(c, &said);
    }
    return model_nothing();
}

static value complain_format(native_call *c)
{
    str format, words;
    if (native_is_starting(c)) {
        bool known = native_text(c, 0, &format) && !c->spread && model_sprintf(c, format, c->args + 1, c->count - 1, &words);
        value said = known ? model_string(words) : value_unknown(type_basic(TYPE_STRING));
        native_say(c, &said);
    }
    return model_nothing();
}

/* --- calls of the host --- */

static value hand_over(native_call *c)
{
    value context = native_arg(c, 0);
    native_hand_over(c, &context);
    return model_nothing();
}

static value no_error(native_call *c) { return (void)c, model_no_error(); }
static value unknown_one(native_call *c) { return (void)c, value_unknown(NULL); }

/* For what the machine need not have: data that nobody shared yet, a cluster that is not there. */
static value error_of_host(native_call *c) { return native_is_starting(c) ? value_unknown(NULL) : model_no_error(); }
static value from_host(native_call *c, ir_type *t) { return model_pair(c, value_unknown(t), error_of_host(c)); }
static value bytes_ok(native_call *c) { return from_host(c, &model_bytes_type); }

static value configuration(native_call *c)
{
    value bytes;
    if (!native_configuration(c, &bytes)) return bytes_ok(c);
    bool empty = bytes.kind == VALUE_STRING && !bytes.s.n; /* an error of the SDK then, which programs compare with its name */
    value error = {.kind = VALUE_UNKNOWN, .non_nil = true, .type = type_error()};
    return empty ? model_pair(c, value_nil(&model_bytes_type), error) : model_pair(c, bytes, model_no_error());
}

static value string_ok(native_call *c) { return from_host(c, type_basic(TYPE_STRING)); }
static value number_ok(native_call *c) { return from_host(c, type_basic(TYPE_UINT32)); }
static value pairs_ok(native_call *c) { return from_host(c, NULL); }
static value registered(native_call *c) { return model_unknown_ok(c, type_basic(TYPE_UINT32)); }

static value shared_data(native_call *c)
{
    return value_tuple(c->arena, 3,
                       (value[]){value_unknown(&model_bytes_type), value_unknown(type_basic(TYPE_UINT32)), error_of_host(c)});
}

static value unknown_string(native_call *c) { return (void)c, value_unknown(type_basic(TYPE_STRING)); }
static value unknown_bool(native_call *c) { return (void)c, value_unknown(type_basic(TYPE_BOOL)); }

/* --- the plugin's context: a map that the plugin fills (ir/eval.h, EVAL_ARG_CONTEXT) --- */

static value set_context(native_call *c)
{
    const value *context = model_receiver(c);
    value key = native_arg(c, 0), v = native_arg(c, 1);
    if (!context || context->kind != VALUE_NATIVE) return model_nothing();
    value *kept = &context->native->parts[0];
    if (key.kind == VALUE_STRING) map_value_put(c->arena, kept->map, &key, NULL)->v = value_copy(c->arena, &v);
    else native_havoc(c, kept);
    return model_nothing();
}

static value get_context(native_call *c)
{
    const value *context = model_receiver(c);
    value key = native_arg(c, 0);
    bool unsure = false;
    if (!context || context->kind != VALUE_NATIVE || key.kind != VALUE_STRING) return value_unknown(NULL);
    cell *kept = map_value_find(context->native->parts[0].map, &key, &unsure);
    return kept ? kept->v : unsure ? value_unknown(NULL) : value_nil(NULL);
}

static value isolate_rules(native_call *c)
{
    const value *context = model_receiver(c);
    if (context && context->kind == VALUE_NATIVE) context->native->parts[1] = value_bool(true);
    return model_nothing();
}

static value rules_isolated(native_call *c)
{
    const value *context = model_receiver(c);
    return context && context->kind == VALUE_NATIVE ? context->native->parts[1] : unknown_bool(c);
}

/* --- clusters (cluster_wrapper.go) --- */

static bool field_text(const native_call *c, const char *name, str *s)
{
    const value *v = model_receiver(c);
    cell *f = v ? value_field(v, str_of(name)) : NULL;
    if (!f || f->v.kind != VALUE_STRING) return false;
    *s = f->v.s;
    return true;
}

static bool field_int(const native_call *c, const char *name, long long *n)
{
    const value *v = model_receiver(c);
    cell *f = v ? value_field(v, str_of(name)) : NULL;
    if (!f || f->v.kind != VALUE_INT) return false;
    *n = (long long)f->v.i;
    return true;
}

static value text_of(str s) { return model_string(s); }

static value k8s_name(native_call *c)
{
    str name, space, version;
    long long port;
    if (!field_text(c, "ServiceName", &name) || !field_text(c, "Namespace", &space) || !field_text(c, "Version", &version) ||
        !field_int(c, "Port", &port))
        return unknown_string(c);
    if (!space.n) space = STR("default");
    return text_of(arena_printf(c->arena, "outbound|%lld|%.*s|%.*s.%.*s.svc.cluster.local", port, STR_ARG(version), STR_ARG(name),
                                STR_ARG(space)));
}

static value k8s_host(native_call *c)
{
    str host, name, space;
    if (!field_text(c, "Host", &host) || !field_text(c, "ServiceName", &name) || !field_text(c, "Namespace", &space))
        return unknown_string(c);
    if (host.n) return text_of(host);
    return text_of(arena_printf(c->arena, "%.*s.%.*s.svc.cluster.local", STR_ARG(name), STR_ARG(space)));
}

static value nacos_name(native_call *c)
{
    str name, group, id, version;
    long long port;
    const value *v = model_receiver(c);
    cell *ext = v ? value_field(v, STR("IsExtRegistry")) : NULL;
    if (!field_text(c, "ServiceName", &name) || !field_text(c, "Group", &group) || !field_text(c, "NamespaceID", &id) ||
        !field_text(c, "Version", &version) || !field_int(c, "Port", &port) || !ext || ext->v.kind != VALUE_BOOL)
        return unknown_string(c);
    if (!group.n) group = STR("DEFAULT-GROUP");
    else {
        group = arena_str(c->arena, group);
        for (size_t i = 0; i < group.n; i++)
            if (group.p[i] == '_') ((char *)(uintptr_t)group.p)[i] = '-';
    }
    return text_of(arena_printf(c->arena, "outbound|%lld|%.*s|%.*s.%.*s.%.*s.nacos%s", port, STR_ARG(version), STR_ARG(name),
                                STR_ARG(group), STR_ARG(id), ext->v.b ? "-ext" : ""));
}

static value host_or(native_call *c, const char *other)
{
    str host, name;
    if (!field_text(c, "Host", &host) || !field_text(c, other, &name)) return unknown_string(c);
    return text_of(host.n ? host : name);
}

static value host_or_service(native_call *c) { return host_or(c, "ServiceName"); }
static value host_or_fqdn(native_call *c) { return host_or(c, "FQDN"); }

static value numbered(native_call *c, const char *field, const char *suffix)
{
    str name;
    long long port;
    if (!field_text(c, field, &name) || !field_int(c, "Port", &port)) return unknown_string(c);
    return text_of(arena_printf(c->arena, "outbound|%lld||%.*s%s", port, STR_ARG(name), suffix));
}

static value static_name(native_call *c) { return numbered(c, "ServiceName", ".static"); }
static value dns_name(native_call *c) { return numbered(c, "ServiceName", ".dns"); }
static value fqdn_name(native_call *c) { return numbered(c, "FQDN", ""); }

static value consul_name(native_call *c)
{
    str name, center;
    long long port;
    if (!field_text(c, "ServiceName", &name) || !field_text(c, "Datacenter", &center) || !field_int(c, "Port", &port))
        return unknown_string(c);
    return text_of(arena_printf(c->arena, "outbound|%lld||%.*s.%.*s.consul", port, STR_ARG(name), STR_ARG(center)));
}

static value just_field(native_call *c, const char *name)
{
    str s;
    return field_text(c, name, &s) ? text_of(s) : unknown_string(c);
}

static value dns_host(native_call *c) { return just_field(c, "Domain"); }
static value target_name(native_call *c) { return just_field(c, "Cluster"); }
static value target_host(native_call *c) { return just_field(c, "Host"); }

static value route_host(native_call *c)
{
    str host;
    return field_text(c, "Host", &host) && host.n ? text_of(host) : unknown_string(c);
}

/* --- clients: objects that are certainly there --- */

/* Notes the service, as far as the configuration tells its cluster's name. */
static void note_service(native_call *c, bool redis)
{
    static const struct { const char *type; native_run name; const char *field;
    } kinds[] = {{"TargetCluster", target_name, "Cluster"},   {"K8sCluster", k8s_name, "ServiceName"},
                 {"NacosCluster", nacos_name, "ServiceName"}, {"StaticIpCluster", static_name, "ServiceName"},
                 {"DnsCluster", dns_name, "ServiceName"},     {"ConsulCluster", consul_name, "ServiceName"},
                 {"FQDNCluster", fqdn_name, "FQDN"}};
    value cluster = native_arg(c, 0);
    native_call inner = *c;
    inner.receiver = &cluster;
    const value *structure = model_receiver(&inner);
    const ir_type *type = structure ? structure->type : NULL;
    for (size_t i = 0; type && type->kind == TYPE_NAMED && i < sizeof kinds / sizeof *kinds; i++) {
        if (!str_is(type->name, kinds[i].type)) continue;
        value name = kinds[i].name(&inner);
        cell *of = value_field(structure, str_of(kinds[i].field)), *port = value_field(structure, STR("Port"));
        if (name.kind == VALUE_STRING && name.s.n) native_service(c, name.s, redis, of ? &of->v : NULL, port ? &port->v : NULL);
    }
}

static value client(native_call *c, ir_type *pointer, const char *tag, bool redis)
{
    note_service(c, redis);
    value cluster = native_arg(c, 0);
    return value_native(c->arena, pointer, str_of(tag), &cluster);
}

#define CLIENT(id, module, what, redis) \
    static ir_type id##_under = {.kind = TYPE_UNKNOWN}; \
    static ir_type id##_named = {.kind = TYPE_NAMED, .package = STR_INIT(module), .name = STR_INIT(what), .under = &id##_under}; \
    static ir_type id##_pointer = {.kind = TYPE_POINTER, .elem = &id##_named}; \
    static value id(native_call *c) { return client(c, &id##_pointer, module "." what, redis); }

#define NEW_WRAPPER "github.com/higress-group/wasm-go/pkg/wrapper"
#define OLD_WRAPPER "github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper"
CLIENT(new_client, NEW_WRAPPER, "ClusterClient", false)
CLIENT(old_client, OLD_WRAPPER, "ClusterClient", false)
CLIENT(new_redis, NEW_WRAPPER, "RedisClusterClient", true)
CLIENT(old_redis, OLD_WRAPPER, "RedisClusterClient", true)

static value dispatch_call(native_call *c)
{
    value cluster = native_arg(c, 0);
    if (cluster.kind == VALUE_STRING && cluster.s.n) native_service(c, cluster.s, false, &cluster, NULL);
    return number_ok(c);
}

/* --- rows --- */

#define QUIET (NATIVE_PARTIAL | NATIVE_QUIET)
#define PLAIN(name, run, results, type) {name, run, NATIVE_PARTIAL, results, type}
#define LEVEL(prefix, level) {prefix level, log_nothing, QUIET, 0, NULL}, {prefix level "f", log_nothing, QUIET, 0, NULL}
#define COMPLAINT(prefix, level) {prefix level, complain, QUIET, 0, NULL}, {prefix level "f", complain_format, QUIET, 0, NULL}
#define LEVELS(prefix) \
    LEVEL(prefix, "Trace"), LEVEL(prefix, "Debug"), LEVEL(prefix, "Info"), LEVEL(prefix, "Warn"), COMPLAINT(prefix, "Error"), \
        COMPLAINT(prefix, "Critical")
#define LOGGER(type) LEVELS(type "."), {type ".ResetID", log_nothing, QUIET, 0, NULL}
#define LOG_PACKAGE(path) \
    LEVELS(path "."), LEVEL(path ".", "UnsafeInfo"), LOGGER(path ".Log"), {path ".SetPluginLog", log_nothing, QUIET, 0, NULL}, \
        {path ".SetSafeLogEnabled", log_nothing, QUIET, 0, NULL}, PLAIN(path ".IsSafeLogEnabled", unknown_bool, 1, "bool")

#define CLUSTER(path, type, name, host) \
    PLAIN(path "." type ".ClusterName", name, 1, "string"), PLAIN(path "." type ".HostName", host, 1, "string")
#define HTTP_METHODS(type) \
    PLAIN(type ".Get", error_of_host, 1, "error"), PLAIN(type ".Head", error_of_host, 1, "error"), \
    PLAIN(type ".Options", error_of_host, 1, "error"), \
        PLAIN(type ".Post", error_of_host, 1, "error"), PLAIN(type ".Put", error_of_host, 1, "error"), \
        PLAIN(type ".Patch", error_of_host, 1, "error"), PLAIN(type ".Delete", error_of_host, 1, "error"), \
        PLAIN(type ".Connect", error_of_host, 1, "error"), PLAIN(type ".Trace", error_of_host, 1, "error"), \
        PLAIN(type ".Call", error_of_host, 1, "error"), PLAIN(type ".ClusterName", unknown_string, 1, "string")
#define REDIS_METHODS(type) \
    PLAIN(type ".Init", error_of_host, 1, "error"), PLAIN(type ".Ready", unknown_bool, 1, "bool"), \
        PLAIN(type ".Command", error_of_host, 1, "error"), PLAIN(type ".Eval", error_of_host, 1, "error")
#define WRAPPER(path, new_http, new_redis_client) \
    LOGGER(path ".Log"), LOGGER(path ".DefaultLog"), PLAIN(path ".NewClusterClient", new_http, 1, "*wrapper.ClusterClient"), \
        PLAIN(path ".NewRedisClusterClient", new_redis_client, 1, "*wrapper.RedisClusterClient"), \
        HTTP_METHODS(path ".ClusterClient"), HTTP_METHODS(path ".HttpClient"), REDIS_METHODS(path ".RedisClusterClient"), \
        REDIS_METHODS(path ".RedisClient"), CLUSTER(path, "RouteCluster", unknown_string, route_host), \
        CLUSTER(path, "TargetCluster", target_name, target_host), CLUSTER(path, "K8sCluster", k8s_name, k8s_host), \
        CLUSTER(path, "NacosCluster", nacos_name, host_or_service), \
        CLUSTER(path, "StaticIpCluster", static_name, host_or_service), \
        CLUSTER(path, "DnsCluster", dns_name, dns_host), CLUSTER(path, "ConsulCluster", consul_name, host_or_service), \
        CLUSTER(path, "FQDNCluster", fqdn_name, host_or_fqdn), PLAIN(path ".RegisterTickFunc", log_nothing, 0, NULL), \
        PLAIN(path ".WithDataBase", unknown_one, 1, NULL), PLAIN(path ".WithBufferFlushTimeout", unknown_one, 1, NULL), \
        PLAIN(path ".WithMaxBufferSizeBeforeFlush", unknown_one, 1, NULL), \
        PLAIN(path ".WithDisableBuffer", unknown_one, 1, NULL), \
        PLAIN(path ".GetRequestScheme", unknown_string, 1, "string"), \
        PLAIN(path ".GetRequestHost", unknown_string, 1, "string"), \
        PLAIN(path ".GetRequestPath", unknown_string, 1, "string"), \
        PLAIN(path ".GetRequestMethod", unknown_string, 1, "string"), \
        PLAIN(path ".GetPluginFingerPrint", unknown_string, 1, "string")

#define ERRS(path, name) PLAIN(path "." name, no_error, 1, "error")
#define FOUR(path, part) \
    ERRS(path, "AddHttp" part), ERRS(path, "RemoveHttp" part), ERRS(path, "ReplaceHttp" part), \
    ERRS(path, "ReplaceHttp" part "s"), \
        PLAIN(path ".GetHttp" part, string_ok, 2, "string"), PLAIN(path ".GetHttp" part "s", pairs_ok, 2, NULL)
#define DATA(path, part) \
    ERRS(path, "Append" part), ERRS(path, "Prepend" part), ERRS(path, "Replace" part), \
    PLAIN(path ".Get" part, bytes_ok, 2, "[]byte")
#define HOST(path) \
    LEVELS(path ".Log"), FOUR(path, "RequestHeader"), FOUR(path, "ResponseHeader"), FOUR(path, "RequestTrailer"), \
        FOUR(path, "ResponseTrailer"), DATA(path, "DownstreamData"), DATA(path, "UpstreamData"), DATA(path, "HttpRequestBody"), \
        DATA(path, "HttpResponseBody"), PLAIN(path ".GetProperty", bytes_ok, 2, "[]byte"), \
        PLAIN(path ".GetPropertyMap", pairs_ok, 2, NULL), ERRS(path, "SetProperty"), \
        PLAIN(path ".SetSharedData", error_of_host, 1, "error"), \
        PLAIN(path ".GetSharedData", shared_data, 3, "[]byte"), PLAIN(path ".CallForeignFunction", bytes_ok, 2, "[]byte"), \
        PLAIN(path ".DispatchHttpCall", dispatch_call, 2, "uint32"), PLAIN(path ".DispatchRedisCall", number_ok, 2, "uint32"), \
        PLAIN(path ".RedisInit", error_of_host, 1, "error"), PLAIN(path ".GetRedisCallResponse", bytes_ok, 2, "[]byte"), \
        PLAIN(path ".RegisterSharedQueue", registered, 2, "uint32"), PLAIN(path ".ResolveSharedQueue", number_ok, 2, "uint32"), \
        PLAIN(path ".EnqueueSharedQueue", error_of_host, 1, "error"), PLAIN(path ".DequeueSharedQueue", bytes_ok, 2, "[]byte"), \
        ERRS(path, "SetTickPeriodMilliSeconds"), ERRS(path, "SetEffectiveContext"), ERRS(path, "SendHttpResponse"), \
        ERRS(path, "SendHttpResponseWithDetail"), ERRS(path, "ResumeHttpRequest"), ERRS(path, "ResumeHttpResponse"), \
        ERRS(path, "CloseDownstream"), ERRS(path, "CloseUpstream"), ERRS(path, "ContinueTcpStream"), \
        ERRS(path, "SetUpstreamOverrideHost"), ERRS(path, "InjectEncodedDataToFilterChain"), \
        PLAIN(path ".GetUpstreamHosts", pairs_ok, 2, NULL), PLAIN(path ".GetHttpCallResponseBody", bytes_ok, 2, "[]byte"), \
        PLAIN(path ".GetHttpCallResponseHeaders", pairs_ok, 2, NULL), \
        PLAIN(path ".GetHttpCallResponseTrailers", pairs_ok, 2, NULL), \
        PLAIN(path ".DefineCounterMetric", unknown_one, 1, NULL), PLAIN(path ".DefineGaugeMetric", unknown_one, 1, NULL), \
        PLAIN(path ".DefineHistogramMetric", unknown_one, 1, NULL), \
        PLAIN(path ".GetPluginConfiguration", configuration, 2, "[]byte"), \
        PLAIN(path ".GetVMConfiguration", bytes_ok, 2, "[]byte"), PLAIN(path ".PluginDone", log_nothing, 0, NULL), \
        PLAIN(path ".SetVMContext", hand_over, 0, NULL), PLAIN(path ".SetPluginContext", hand_over, 0, NULL), \
        PLAIN(path ".SetNewRootContext", hand_over, 0, NULL), PLAIN(path ".SetNewRootContextFn", hand_over, 0, NULL)

#define TOKEN_USAGE(path) PLAIN(path ".GetTokenUsage", unknown_one, 1, NULL)

#define CONTEXT "plugin context"

static const native rows[] = {
    PLAIN(CONTEXT ".SetContext", set_context, 0, NULL),
    PLAIN(CONTEXT ".GetContext", get_context, 1, NULL),
    PLAIN(CONTEXT ".EnableRuleLevelConfigIsolation", isolate_rules, 0, NULL),
    PLAIN(CONTEXT ".IsRuleLevelConfigIsolation", rules_isolated, 1, "bool"),
    PLAIN(CONTEXT ".GetFingerPrint", unknown_string, 1, "string"),
    PLAIN(CONTEXT ".DoLeaderElection", log_nothing, 0, NULL),
    PLAIN(CONTEXT ".IsLeader", unknown_bool, 1, "bool"),
    LOG_PACKAGE("github.com/higress-group/wasm-go/pkg/log"),
    LOG_PACKAGE("github.com/alibaba/higress/plugins/wasm-go/pkg/log"),
    WRAPPER(NEW_WRAPPER, new_client, new_redis),
    WRAPPER(OLD_WRAPPER, old_client, old_redis),
    TOKEN_USAGE("github.com/higress-group/wasm-go/pkg/tokenusage"),
    TOKEN_USAGE("github.com/alibaba/higress/plugins/wasm-go/pkg/tokenusage"),
    HOST("github.com/higress-group/proxy-wasm-go-sdk/proxywasm"),
    HOST("github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"),
    HOST("github.com/proxy-wasm/proxy-wasm-go-sdk/proxywasm"),
};
MODEL_ROWS(models_sdk, rows);
