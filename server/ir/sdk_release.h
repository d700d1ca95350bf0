/* What changed between versions of the wrapper SDKs: the data of schema/sdk-releases.json, compiled in. */
#ifndef IR_SDK_RELEASE_H
#define IR_SDK_RELEASE_H

#include "base/str.h"

/* What holds from one commit of an SDK to the next one that changed it. */
typedef struct sdk_release {
    const char *module; /* "github.com/higress-group/wasm-go" */
    const char *from;   /* when it came: "20250529023949", UTC */
    const char *host;   /* the module that its package proxywasm is of */
    const char *logger; /* the logger's type is Log of the module's package pkg/... : "log", "wrapper" */
    bool plain_options; /* there are options whose handlers get no logger */
    bool collector;     /* it imports nottinygc */
    bool native;        /* Go itself can build it; else TinyGo alone */
    bool raw_context;   /* parsers of raw configurations get the plugin's context first */
    unsigned match_keys; /* how many of rule_layer.match it knows; 0: all */
    bool one_match;     /* a rule has exactly one of them */
} sdk_release;

/* NULL: not one of the modules, or of this version nothing is known. */
const sdk_release *sdk_release_of(str module, str version);
/* The module that the import path lies in, "github.com/higress-group/wasm-go"; empty: none of those. */
str sdk_release_module(str import);
/* The time, "20230629030002", in a version of a commit without a tag: "v0.0.0-20230629030002-81e467b6242d",
 * "v1.0.10-0.20260120033417-1c84f010156d"; empty for another version. */
str sdk_release_time(str version);

/* --- from an old SDK to today's --- */

typedef struct sdk_pair {
    const char *from, *to;
} sdk_pair;

typedef struct sdk_pairs {
    const sdk_pair *at;
    size_t n;
} sdk_pairs;

typedef struct sdk_move {
    sdk_pairs modules;           /* where they went; "" for nowhere */
    sdk_pairs requires;          /* versions that fit each other */
    sdk_pairs renamed;           /* members of the wrapper */
    sdk_pairs pauses;            /* of header handlers on Envoy's own ABI */
    const char *const *packages; /* of the wrapper's module: "pkg/log"; ends with NULL */
    const char *const *gone;     /* members of the wrapper; ends with NULL */
    const char *language;        /* the language's version that they ask for */
} sdk_move;

extern const sdk_move sdk_move_today;
/* What `from` has become; NULL: it is not among them. */
const char *sdk_pair_find(sdk_pairs pairs, str from);

#endif
