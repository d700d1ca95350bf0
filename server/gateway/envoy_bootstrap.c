#include "gateway/envoy_bootstrap.h"

#include "base/json_write.h"
#include "base/socket.h"
#include "envoy_templates.h"

typedef struct placeholder {
    const char *name;
    str text;
    int64_t number;
    enum { AS_TEXT, AS_NUMBER, AS_BOOL, AS_JSON } form;
} placeholder;

static void write_value(strbuf *out, const placeholder *p)
{
    json_writer w = JSON_WRITER(out);
    if (p->form == AS_NUMBER) json_int(&w, p->number);
    else if (p->form == AS_BOOL) json_bool(&w, p->number != 0);
    else if (p->form == AS_JSON) json_raw(&w, p->text);
    else json_string(&w, p->text);
}

/* Copies the template with its strings "${NAME}" replaced; it has no others with a '$' in them. */
static void fill(strbuf *out, str template, const placeholder *values, size_t count)
{
    size_t at = 0;
    for (ptrdiff_t from; (from = str_find(template, STR("\"${"), at)) >= 0;) {
        size_t end = (size_t)str_find(template, STR("}\""), (size_t)from);
        str name = str_slice(template, (size_t)from + 3, end);
        strbuf_add(out, str_slice(template, at, (size_t)from));
        for (size_t i = 0; i < count; i++)
            if (str_is(name, values[i].name)) write_value(out, &values[i]);
        at = end + 2;
    }
    strbuf_add(out, str_slice(template, at, template.n));
}

/* `typed`: each says what it is, as a file of resources needs it. */
static void write_list(strbuf *out, const envoy_clusters *clusters, bool typed)
{
    strbuf_add_char(out, '[');
    for (size_t i = 0; i < clusters->n; i++) {
        const envoy_cluster *c = &clusters->at[i];
        const placeholder values[] = {
            {"name", c->name, 0, AS_TEXT},
            {"host", c->host, 0, AS_TEXT},
            {"port", STR(""), c->port, AS_NUMBER},
            {"discovery", socket_is_address(c->host) ? STR("STATIC") : STR("STRICT_DNS"), 0, AS_TEXT},
        };
        if (i) strbuf_add_char(out, ',');
        strbuf_add_char(out, '{');
        if (typed) strbuf_add_cstr(out, "\"@type\":\"type.googleapis.com/envoy.config.cluster.v3.Cluster\",");
        fill(out, str_make(cluster_template + 1, sizeof cluster_template - 1), values, sizeof values / sizeof *values);
    }
    strbuf_add_char(out, ']');
}

void envoy_write_clusters(strbuf *out, const envoy_clusters *clusters)
{
    strbuf list = STRBUF_INIT;
    json_writer w = JSON_WRITER(out);
    write_list(&list, clusters, true);
    json_object(&w);
    json_add_raw(&w, "resources", strbuf_str(&list));
    json_object_end(&w);
    strbuf_add_char(out, '\n');
    strbuf_free(&list);
}

static str template_of(const char *text, size_t size) { return str_make(text, size); }
#define TEMPLATE(name) template_of(name##_template, sizeof name##_template)

/* Where the plugin stands, and that alone, with its configuration in it. */
static void write_plugin(strbuf *out, const envoy_setup *s)
{
    strbuf config = STRBUF_INIT;
    const placeholder values[] = {
        {"plugin", s->plugin, 0, AS_TEXT},
        {"module", s->module, 0, AS_TEXT},
        {"configuration", s->configuration, 0, AS_TEXT},
        {"stop_iteration", STR(""), s->stop_iteration, AS_BOOL},
    };
    fill(&config, TEMPLATE(plugin), values, sizeof values / sizeof *values);
    fill(out, s->service ? TEMPLATE(service) : TEMPLATE(filter),
         &(placeholder){"config", strbuf_str(&config), 0, AS_JSON}, 1);
    strbuf_free(&config);
}

void envoy_write_bootstrap(strbuf *out, const envoy_setup *s)
{
    strbuf clusters = STRBUF_INIT, plugin = STRBUF_INIT, extensions = STRBUF_INIT, filters = STRBUF_INIT;
    write_list(&clusters, s->clusters, false);
    write_plugin(&plugin, s);
    str there = strbuf_str(&plugin), router = TEMPLATE(router);
    strbuf_printf(&extensions, "[%.*s]", STR_ARG(s->service ? there : STR("")));
    strbuf_printf(&filters, "[%.*s%s%.*s]", STR_ARG(s->service ? STR("") : there), s->service ? "" : ",", STR_ARG(router));
    const placeholder values[] = {
        {"extensions", strbuf_str(&extensions), 0, AS_JSON},
        {"filters", strbuf_str(&filters), 0, AS_JSON},
        {"port", STR(""), s->port, AS_NUMBER},
        {"folder", s->folder, 0, AS_TEXT},
        {"clusters", s->added, 0, AS_TEXT},
        {"static_clusters", strbuf_str(&clusters), 0, AS_JSON},
    };
    fill(out, TEMPLATE(bootstrap), values, sizeof values / sizeof *values);
    strbuf_free(&clusters);
    strbuf_free(&plugin);
    strbuf_free(&extensions);
    strbuf_free(&filters);
}

bool envoy_parse_address(arena *a, str text, str *host, uint16_t *port)
{
    ptrdiff_t colon = str_rfind_char(text, ':');
    if (colon < 0 || (size_t)colon + 1 == text.n || text.n - (size_t)colon > 6) return false;
    uint32_t number = 0;
    for (size_t i = (size_t)colon + 1; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') return false;
        number = number * 10 + (uint32_t)(text.p[i] - '0');
    }
    str h = str_slice(text, 0, (size_t)colon);
    if (h.n > 2 && h.p[0] == '[' && h.p[h.n - 1] == ']') h = str_slice(h, 1, h.n - 1);
    else if (str_find_char(h, ':', 0) >= 0 || str_find_char(h, '/', 0) >= 0) return false;
    if (!h.n || str_is(h, "localhost")) h = STR("127.0.0.1");
    *host = arena_str(a, h);
    *port = (uint16_t)number;
    return number >= 1 && number <= UINT16_MAX;
}
