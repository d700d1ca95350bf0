/* Where the plugin's own calls lead. The clusters that the configuration names are known before Envoy starts; those that it does
 * not name show when Envoy refuses a call, and are added then. */
#include "base/visible.h"
#include "cli/command.h"
#include "cli/run_session.h"
#include "plugin/evaluate.h"

#include <stdio.h>

/* What a person calls a cluster: "token.dns" in "outbound|443||token.dns". */
static str service_of(str cluster)
{
    ptrdiff_t bar = str_rfind_char(cluster, '|');
    return str_slice(cluster, (size_t)(bar + 1), cluster.n);
}

static const envoy_cluster *find(const envoy_clusters *clusters, str name)
{
    for (size_t i = 0; i < clusters->n; i++)
        if (str_eq(clusters->at[i].name, name)) return &clusters->at[i];
    return NULL;
}

/* The cluster, leading to where --cluster says, by its whole name or by its service, else to the echo upstream. */
static envoy_cluster lead(const run_session *s, str name)
{
    const envoy_cluster *given = find(&s->options->clusters, name);
    if (!given) given = find(&s->options->clusters, service_of(name));
    return given ? (envoy_cluster){name, given->host, given->port}
                 : (envoy_cluster){name, STR("127.0.0.1"), echo_calls_port(s->echo)};
}

static void say_where(run_session *s, const envoy_cluster *c)
{
    if (c->port != echo_calls_port(s->echo)) fprintf(stderr, words("its calls go to %.*s:%u\n"), STR_ARG(c->host), c->port);
    else
        fprintf(stderr, words("its calls go to the echo upstream; --cluster '%.*s=HOST:PORT' names another\n"),
                STR_ARG(str_visible(&s->round, service_of(c->name))));
}

/* --- from the configuration ------------------------------------------------------------------------------------------------- */

static void add_service(run_session *s, const eval_service *service)
{
    if (!service_of(service->cluster).n || find(&s->clusters, service->cluster)) return;
    envoy_cluster c = lead(s, arena_str(&s->memory, service->cluster));
    array_push(&s->memory, &s->clusters, c); /* Redis, too: so it is said once */
    if (s->options->check) return;
    if (service->redis) {
        tell("the configuration names Redis, cluster '%.*s': stock Envoy can't call Redis, each call fails with 'unimplemented'",
                STR_ARG(str_visible(&s->round, c.name)));
        return;
    }
    fprintf(stderr, words("wpls: the configuration names cluster '%.*s': "), STR_ARG(str_visible(&s->round, c.name)));
    say_where(s, &c);
}

void run_clusters_of(run_session *s, const config_document *document)
{
    if (!document->plugin) return;
    config_runs runs = config_evaluate(&s->round, document);
    for (size_t i = 0; i < runs.n; i++)
        for (size_t k = 0; k < runs.at[i].result.services.list.n; k++) add_service(s, &runs.at[i].result.services.list.at[k]);
}

/* --- found out -------------------------------------------------------------------------------------------------------------- */

void run_clusters_refused(run_session *s, str cluster)
{
    for (size_t i = 0; i < s->refused.n; i++)
        if (str_eq(s->refused.at[i], cluster)) return;
    array_push(&s->memory, &s->refused, arena_str(&s->memory, cluster));
}

unsigned run_clusters_add_refused(run_session *s)
{
    unsigned added = 0;
    for (size_t i = 0; i < s->refused.n; i++) {
        str name = s->refused.at[i];
        if (s->gateway_up && gateway_has_cluster(&s->gateway, name)) {
            tell("Envoy refused a call to cluster '%.*s': it needs the headers :method, :path and :authority",
                    STR_ARG(str_visible(&s->round, name)));
            continue;
        }
        envoy_cluster c = lead(s, name);
        array_push(&s->memory, &s->clusters, c);
        if (s->gateway_up && !s->starting) gateway_add_cluster(&s->gateway, &c);
        fprintf(stderr, words("wpls: the plugin calls cluster '%.*s', which was not known: from now on "),
                STR_ARG(str_visible(&s->round, name)));
        say_where(s, &c);
        added++;
    }
    s->refused.n = 0;
    return added;
}
