/* The configuration with which Envoy runs one plugin on loopback: the templates of schema/envoy-bootstrap.json, filled in. */
#ifndef GATEWAY_ENVOY_BOOTSTRAP_H
#define GATEWAY_ENVOY_BOOTSTRAP_H

#include "base/array.h"
#include "base/strbuf.h"

/* Where a cluster's requests go. */
typedef struct envoy_cluster {
    str name;
    str host; /* an address, or a name that is looked up */
    uint16_t port;
} envoy_cluster;

typedef ARRAY(envoy_cluster) envoy_clusters;

typedef struct envoy_setup {
    str plugin;          /* its name in Envoy's messages */
    str module;          /* path of the wasm file */
    str configuration;   /* what the plugin gets: JSON text */
    bool service;        /* it makes no context for requests, and is loaded as a bootstrap extension */
    bool stop_iteration; /* HeaderStopIteration as Higress has it: body handlers run */
    uint16_t port;       /* to listen on */
    const envoy_clusters *clusters; /* known from the start, one of them "upstream": a plugin may call them while it starts */
    str added;           /* path of a file of clusters that Envoy watches */
    str folder;          /* where that file lies */
} envoy_setup;

/* The whole bootstrap, as JSON. */
void envoy_write_bootstrap(strbuf *out, const envoy_setup *s);
/* The file of added clusters. Envoy takes over a new one that is renamed into its place. */
void envoy_write_clusters(strbuf *out, const envoy_clusters *clusters);

/* "HOST:PORT", "[::1]:8080", or ":8080" for loopback. False when it is none. In arena `a`. */
bool envoy_parse_address(arena *a, str text, str *host, uint16_t *port);

#endif
