/* A real Envoy on loopback with one plugin in it.
 *
 * Envoy runs as a child that ends with wpls; what it needs lies in a temporary folder that gateway_stop removes. Its messages
 * come line by line while gateway_pump or gateway_wait run, on the thread that calls them. */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include "base/process.h"
#include "base/scratch.h"
#include "gateway/envoy_bootstrap.h"

typedef enum log_level { LOG_TRACE, LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR, LOG_CRITICAL } log_level;

/* "warning" */
const char *log_level_name(log_level level);
/* False for a name that is none; "warn" is one, too. */
bool log_level_parse(str name, log_level *level);

typedef struct gateway_message {
    log_level level;
    bool plugin;    /* the plugin wrote it; else Envoy */
    bool stream;    /* the plugin wrote it about a request; else it starts, ticks, or has an answer to a call */
    bool continued; /* a further line of the message before */
    str component;  /* of Envoy: "wasm", "main", ... */
    str text;
} gateway_message;

typedef struct gateway_options {
    const char *envoy;   /* the program */
    str plugin;          /* its name */
    str module;          /* the bytes of a module that stock Envoy loads */
    str configuration;   /* JSON text */
    bool stop_iteration;
    bool service;        /* loaded as a bootstrap extension: no request comes through it */
    uint16_t port;
    log_level level;     /* of the plugin's messages */
    envoy_clusters clusters; /* one is named "upstream" */
    const atomic_bool *cancel; /* ends everything; may be NULL */
    void (*message)(void *self, const gateway_message *m);
    /* An outgoing call was refused as a bad argument: Envoy knows no such cluster, or the call lacks a header that it needs. */
    void (*call_refused)(void *self, str cluster);
    void *self;
} gateway_options;

typedef enum gateway_state {
    GATEWAY_READY,
    GATEWAY_ENDED,       /* Envoy refused something and has ended: its messages say what */
    GATEWAY_NOT_STARTED, /* `problem` says why */
    GATEWAY_SLOW,        /* it is still not ready */
    GATEWAY_STOPPED,     /* the cancel flag was set */
} gateway_state;

typedef struct gateway {
    arena memory;
    gateway_options options;
    process child;
    process_result result;
    bool running;
    scratch scratch; /* what Envoy needs */
    str problem;
    log_level last_level; /* of the message that further lines belong to */
    bool last_plugin;
    envoy_clusters added;
    unsigned cluster_updates; /* how many Envoy has reported in its log */
} gateway;

/* Starts Envoy and waits until it listens or has ended. The options' strings must live as long. Stop it in any case. */
gateway_state gateway_start(gateway *g, const gateway_options *o);
/* Takes messages for up to `timeout_ms`; false when Envoy has ended. */
bool gateway_pump(gateway *g, int timeout_ms);
/* Adds a cluster while Envoy runs, and waits until it has it. */
bool gateway_add_cluster(gateway *g, const envoy_cluster *c);
bool gateway_has_cluster(const gateway *g, str name);
/* How Envoy ended, to print behind its name. In arena `a`. */
str gateway_end_text(arena *a, const gateway *g);
/* Ends Envoy and removes its files. */
void gateway_stop(gateway *g);

#endif
