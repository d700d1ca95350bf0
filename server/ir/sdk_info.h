/* The SDKs that plugins register with: the data of schema/sdks.json, compiled in.
 *
 * A registration points at its SDK's row. Whoever wants to know how a plugin's host treats it - whether it takes rules out of a
 * configuration, whether it has handlers of its own - asks the row and never compares it with a certain SDK, so that an SDK of
 * another language is another row and nothing else. */
#ifndef IR_SDK_INFO_H
#define IR_SDK_INFO_H

#include "ir/rule_layer.h"

typedef struct sdk_info {
    const char *name;     /* "wrapper": in data */
    const char *title;    /* for people: "wrapper (old import path)" */
    const char *language; /* whose front end finds registrations with it: language_row.name */
    const char *module;   /* where it comes from, when its releases are known (ir/sdk_release.h); else NULL */
    const rule_layer *layer; /* that its configurations pass through; NULL: the plugin gets all as it stands */
    bool options;         /* handlers are handed over as options of the registering call */
    bool current;         /* its own versions do not differ in what handlers and contexts look like */
    bool inside;          /* it has a parser and handlers of its own, which wpls does not read */
    bool takes_empty;     /* old versions take any empty configuration: rule_layer.empty_module */
    bool root_ids;        /* a registration's name is the root_id by which hosts choose it */
    bool rooted;          /* callbacks run in the root context until they make another one current */
    const char *words_higress; /* the words for handlers whose actions are those of Higress; NULL: no others than `name` has */
    int ends_at;          /* the parameter of a handler's that says whether the stream ends here, the receiver being number 0; -1:
                             none */
} sdk_info;

/* The rows, in the order of the data. */
typedef enum sdk_kind {
    SDK_WRAPPER,     /* higress-group/wasm-go */
    SDK_WRAPPER_OLD, /* alibaba/higress/plugins/wasm-go */
    SDK_PLAIN,       /* proxy-wasm-go-sdk without wrapper (higress-group or tetratelabs) */
    SDK_MCP,         /* parser and handlers live in the SDK's mcp package */
    SDK_CXX,         /* proxy-wasm-cpp-sdk */
    SDK_C,           /* the ABI itself: functions that the host calls by their names */
    SDK_KIND_COUNT,
} sdk_kind;

/* Only front ends ask for a certain SDK: they have seen which one it is. */
const sdk_info *sdk_info_of(sdk_kind kind);

#endif
