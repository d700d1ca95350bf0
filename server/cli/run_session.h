/* `wpls run` at work: a plugin in Envoy, started, asked, and started again when its files change. */
#ifndef CLI_RUN_SESSION_H
#define CLI_RUN_SESSION_H

#include "base/map.h"
#include "gateway/echo_upstream.h"
#include "gateway/gateway.h"
#include "gateway/http_client.h"
#include "gateway/log_places.h"
#include "plugin/evaluate.h"
#include "plugin/workspace.h"
#include "toolchain/build.h"

typedef struct run_options {
    str folder;         /* of the plugin; empty: only a module is known */
    str module;         /* a finished wasm file; empty: the plugin is built */
    str configuration;  /* its file; empty: the plugin gets none */
    str name;           /* of the plugin, in messages */
    toolchain_kind toolchain; /* to build with; TOOLCHAIN_ANY: the one that fits */
    const char *envoy;  /* the program */
    str envoy_version;
    envoy_clusters clusters; /* given by name, and "upstream" when it is not the echo upstream */
    bool own_upstream;  /* requests end at the echo upstream */
    uint16_t port;      /* to listen on; 0: a free one */
    log_level level;
    enum { STOP_AS_BUILT, STOP_AS_HIGRESS, STOP_AS_ENVOY } stop; /* what HeaderStopIteration means */
    enum { LOAD_AS_WRITTEN, LOAD_AS_FILTER, LOAD_AS_SERVICE } load; /* as what; AS_WRITTEN: by the code's handlers */
    ARRAY(http_message) requests;
    bool check;         /* only ask for the plugin's verdict */
    bool once;          /* don't watch */
    bool color;
} run_options;

typedef struct run_problem {
    log_level level;
    bool plugin;
    str text;
} run_problem;

typedef struct run_session {
    arena memory; /* of the whole session */
    const run_options *options;
    echo_upstream *echo;
    envoy_clusters clusters; /* with those that were found out */
    ARRAY(str) refused;      /* calls that were refused and not looked at yet */
    uint16_t port;           /* Envoy listens there */
    scratch scratch;
    str made;                /* where the module is built, in `scratch`; empty: it is given */
    arena round;             /* from one start of Envoy to the next */
    workspace *workspace;
    gateway gateway;
    bool gateway_up;
    str configuration; /* JSON */
    log_place_list places;
    ARRAY(run_problem) problems; /* warnings and worse while Envoy started */
    bool starting, stopping;
    bool settled;      /* the worker has started the plugin, too */
    bool no_context_told; /* why requests make the plugin panic */
    bool last_shown;   /* the message that further lines belong to */
    map said;          /* messages while Envoy starts: its main thread and its worker each have the plugin */
    atomic_bool *cancel;
} run_session;

/* Runs until it is stopped; returns the exit status. `cancel` is set by signals. */
int run_session_run(const run_options *o, atomic_bool *cancel);

/* --- between its files --- */

/* Adds the clusters that the configuration leads to, as the plugin's own code reads it. */
void run_clusters_of(run_session *s, const config_document *document);
/* Remembers a call that Envoy refused, most likely since it does not know the cluster. */
void run_clusters_refused(run_session *s, str cluster);
/* Adds the clusters of such calls, to an Envoy that runs as well. The number of new ones. */
unsigned run_clusters_add_refused(run_session *s);

/* Prints a message of the plugin or of Envoy. */
void run_print_message(const run_session *s, const gateway_message *m);
/* Prints both sides of an exchange. */
void run_print_exchange(run_session *s, const http_message *request, http_outcome outcome, const http_message *response,
                        const echo_exchanges *seen);
/* Prints findings with their source lines. */
void run_print_findings(run_session *s, const diagnostic_list *found);
/* Says why Envoy did not take the plugin, at the place in the configuration, where that is known. */
void run_print_refusal(run_session *s);
/* With --check, when Envoy has taken it: what lint says all the same, and the verdict. */
void run_print_accepted(run_session *s);
/* Whether Envoy itself said this, while it started, as a warning or worse. */
bool run_envoy_says(const run_session *s, const char *text);
/* Says what is wrong with the configuration's file itself; true when there is something. */
bool run_print_broken_configuration(run_session *s);

#endif
