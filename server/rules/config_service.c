/* config/unknown-service: services that the configuration names and no Higress gateway has.
 *
 * What the plugin makes a client for is the name of a cluster, "outbound|PORT|SUBSET|HOST" (wasm-go,
 * pkg/wrapper/cluster_wrapper.go). Which hosts and ports there can be is data: schema/gateway-services.json. */
#include "rules/config.h"

#include <stdlib.h>

typedef struct service_suffix {
    const char *name; /* ".static" */
    int port;         /* the only one; 0: any */
    int hyphens;      /* so many labels before it have no '_'; -1: none has */
} service_suffix;

#include "service_tables.h" /* service_suffixes, SERVICE_KUBERNETES_... */

enum { LABELS_MOST = 64, PORT_MOST = 65535 };

typedef struct cluster_name {
    str whole, host;
    long port;
} cluster_name;

/* What is wrong, and what would be right as far as that is known. */
typedef struct service_fault {
    const char *phrase; /* NULL: nothing */
    bool of_port;
    int port;           /* the right one, or 0 */
    str name;           /* the right one, or empty */
} service_fault;

static bool read_cluster(str whole, cluster_name *c)
{
    str rest = whole, part, parts[4];
    size_t n = 0;
    while (n < 4 && str_split(&rest, '|', &part)) parts[n++] = part;
    if (n < 4 || !str_is(parts[0], "outbound") || parts[1].n == 0 || parts[1].n > 9) return false;
    char digits[16];
    memcpy(digits, parts[1].p, parts[1].n);
    digits[parts[1].n] = 0;
    *c = (cluster_name){whole, parts[3], strtol(digits, NULL, 10)};
    return true;
}

/* Four numbers with dots between them, with nothing or a label behind. */
static bool is_address(str s)
{
    str rest = s, part;
    int numbers = 0;
    while (numbers < 4 && str_split(&rest, '.', &part)) {
        if (part.n == 0 || part.n > 3) return false;
        for (size_t i = 0; i < part.n; i++)
            if (part.p[i] < '0' || part.p[i] > '9') return false;
        numbers++;
    }
    return numbers == 4;
}

static size_t split_labels(str host, str *labels)
{
    size_t n = 0;
    str rest = host, part;
    while (n < LABELS_MOST && str_split(&rest, '.', &part)) labels[n++] = part;
    return n;
}

/* "NAME.NAMESPACE.svc.DOMAIN", of which `svc` is the number of a label. */
static service_fault kubernetes_fault(arena *a, str host, size_t svc, size_t n)
{
    if (svc != 2) return (service_fault){.phrase = "service_kubernetes"};
    if (svc + 1 < n) return (service_fault){0};
    return (service_fault){"service_kubernetes", false, 0, arena_printf(a, "%.*s.%s", STR_ARG(host), SERVICE_KUBERNETES_DOMAIN)};
}

/* The name with hyphens in the labels from `from` to `to`; empty when it has them already. */
static str with_hyphens(arena *a, const str *labels, size_t n, size_t from, size_t to)
{
    strbuf out = STRBUF_INIT;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (i) strbuf_add_char(&out, '.');
        for (size_t k = 0; k < labels[i].n; k++) {
            bool turned = i >= from && i < to && labels[i].p[k] == '_';
            any = any || turned;
            strbuf_add_char(&out, turned ? '-' : labels[i].p[k]);
        }
    }
    str name = any ? arena_str(a, strbuf_str(&out)) : (str){0};
    strbuf_free(&out);
    return name;
}

static service_fault suffix_fault(arena *a, const cluster_name *c, const service_suffix *s, const str *labels, size_t n)
{
    size_t own = n - 1, hyphens = s->hyphens < 0 || (size_t)s->hyphens > own ? own : (size_t)s->hyphens;
    str name = s->hyphens ? with_hyphens(a, labels, n, own - hyphens, own) : (str){0};
    if (name.n) return (service_fault){"service_hyphens", false, 0, name};
    if (s->port && c->port != s->port) return (service_fault){"service_static_port", true, s->port, {0}};
    return (service_fault){0};
}

static service_fault host_fault(arena *a, const cluster_name *c, str written)
{
    str labels[LABELS_MOST];
    size_t n = split_labels(c->host, labels);
    if (str_has(written, STR("/"))) return (service_fault){.phrase = "service_url"};
    bool ip6 = written.n && str_find_char(written, ':', 0) != str_rfind_char(written, ':');
    if (is_address(c->host) || ip6) return (service_fault){.phrase = "service_address"};
    if (str_has(written, STR(":"))) return (service_fault){.phrase = "service_url"};
    for (size_t i = 0; i < n; i++)
        if (str_is(labels[i], SERVICE_KUBERNETES_LABEL) && i > 0) return kubernetes_fault(a, c->host, i, n);
    for (size_t i = 0; i < sizeof service_suffixes / sizeof *service_suffixes; i++)
        if (str_ends(c->host, str_of(service_suffixes[i].name))) return suffix_fault(a, c, &service_suffixes[i], labels, n);
    service_fault f = {.phrase = n == 1 || str_is(c->host, "localhost") ? "service_kubernetes" : "service_no_suffix"};
    if (n == 2)
        f.name = arena_printf(a, "%.*s.%s.%s", STR_ARG(c->host), SERVICE_KUBERNETES_LABEL, SERVICE_KUBERNETES_DOMAIN);
    return f;
}

static service_fault fault_of(arena *a, const cluster_name *c, str written)
{
    service_fault f = host_fault(a, c, written);
    bool outside = c->port < 1 || c->port > PORT_MOST;
    if (!f.phrase && outside) f = (service_fault){.phrase = "service_no_port", .of_port = true};
    return f;
}

static bool is_of(const doc_node *n, const doc_node *document)
{
    while (n && n != document) n = n->parent;
    return n != NULL;
}

/* The value in its own quotes. */
static void offer(config_context *c, diagnostic *d, const doc_node *n, str name)
{
    char quote = n->at.end > n->at.start ? c->text.p[n->at.start] : 0;
    str text = quote == '"' || quote == '\'' ? arena_printf(c->rules.arena, "%c%.*s%c", quote, STR_ARG(name), quote) : name;
    rule_value values[] = {{"value", name}};
    config_add_fix(c, d, rule_format(&c->rules, rule_config_phrase("service_replace"), values, 1), n->at, text);
}

static bool is_plain_value(const doc_node *n) { return n && (n->kind == DOC_STRING || n->kind == DOC_NUMBER); }

static void check_service(config_context *c, const eval_service *s)
{
    arena *a = c->rules.arena;
    cluster_name cluster;
    bool named = s->name_at && s->name_at->kind == DOC_STRING && s->name_at->text.n && is_of(s->name_at, c->run->document);
    if (!named || !read_cluster(s->cluster, &cluster) || !cluster.host.n) return;
    service_fault f = fault_of(a, &cluster, s->name_at->text);
    if (!f.phrase) return;
    const doc_node *port = f.of_port && is_plain_value(s->port_at) && is_of(s->port_at, c->run->document) ? s->port_at : NULL;
    const doc_node *at = port ? port : s->name_at;
    bool whole = str_eq(s->name_at->text, cluster.host);
    rule_value numbers[] = {{"port", arena_printf(a, "%d", f.port)}, {"number", arena_printf(a, "%ld", cluster.port)}};
    rule_value values[] = {{"name", f.of_port ? cluster.host : s->name_at->text},
                           {"reason", rule_format(&c->rules, rule_config_phrase(f.phrase), numbers, 2)},
                           {"cluster", cluster.whole}};
    sdk_text message = f.of_port ? rule_config_phrase("service_port") : (sdk_text){0};
    diagnostic *d = config_report(c, "config/unknown-service", config_place(c, at), message, values, 3);
    if (!c->gateway_said) d->level = SEVERITY_INFO;
    if (f.name.n && whole) offer(c, d, s->name_at, f.name);
    if (f.port && port) offer(c, d, port, arena_printf(a, "%d", f.port));
}

void config_service_run(config_context *c)
{
    if (c->gateway != GATEWAY_HIGRESS) return;
    for (size_t i = 0; i < c->runs->n; i++) {
        c->run = &c->runs->at[i];
        for (size_t k = 0; c->run->ran && k < c->run->result.services.list.n; k++)
            check_service(c, &c->run->result.services.list.at[k]);
    }
}
