/* Which snippets fit a place in a file: the places of snippets/index.json, and what the code there calls the things that snippets
 * speak of. */
#ifndef FEATURES_SNIPPET_PLACE_H
#define FEATURES_SNIPPET_PLACE_H

#include "plugin/workspace.h"

/* The places of index.json; the table of snippets has sets of them, 1 << place. */
typedef enum snippet_spot {
    SPOT_GO_EMPTY_FILE, SPOT_GO_EMPTY_TEST_FILE, SPOT_GO_TOP_LEVEL, SPOT_GO_TEST_TOP_LEVEL, SPOT_GO_SETCTX, SPOT_GO_PARSE,
    SPOT_GO_PARSE_WITH_CONTEXT, SPOT_GO_REQUEST_HEADERS, SPOT_GO_REQUEST_BODY, SPOT_GO_REQUEST_STREAM, SPOT_GO_RESPONSE_HEADERS,
    SPOT_GO_RESPONSE_BODY, SPOT_GO_RESPONSE_STREAM, SPOT_GO_STREAM_DONE, SPOT_GO_REQUEST_HEADERS_CALLBACK,
    SPOT_GO_REQUEST_BODY_CALLBACK, SPOT_GO_RESPONSE_HEADERS_CALLBACK, SPOT_GO_RESPONSE_BODY_CALLBACK, SPOT_GO_TICK,
    SPOT_CPP_EMPTY_FILE, SPOT_CPP_TOP_LEVEL, SPOT_CPP_CLASS, SPOT_CPP_CONFIGURE, SPOT_CPP_REQUEST_HEADERS, SPOT_CPP_REQUEST_BODY,
    SPOT_CPP_RESPONSE_HEADERS, SPOT_CPP_RESPONSE_BODY, SPOT_CPP_CALLBACK, SPOT_CPP_TICK,
    SPOT_C_EMPTY_FILE, SPOT_C_TOP_LEVEL, SPOT_C_CONFIGURE, SPOT_C_REQUEST_HEADERS, SPOT_C_REQUEST_BODY, SPOT_C_RESPONSE_HEADERS,
    SPOT_C_RESPONSE_BODY, SPOT_C_CALLBACK, SPOT_C_TICK,
    SPOT_YAML_EMPTY_DOCUMENT, SPOT_YAML_PLUGIN_CONFIG, SPOT_YAML_WASMPLUGIN_SPEC, SPOT_YAML_MATCH_RULES,
} snippet_spot;

typedef uint64_t snippet_spots;
#define SPOT(name) ((snippet_spots)1 << SPOT_##name)

/* What a snippet calls `usual` is called `here`; nothing is when `here` is empty: snippets that need it do not fit. */
typedef struct snippet_name {
    str usual, here;
} snippet_name;

typedef struct snippet_place {
    snippet_spots spots;        /* 0: no snippet fits */
    range word;                 /* what is replaced */
    ARRAY(snippet_name) names;
    str result;                 /* of the function around, as written: "types.Action"; empty: none, or none around */
    bool in_function;
    bool comma_after, dash_before; /* a comma stands behind the word, "- " before it */
    bool package_clause;        /* the file has one: a whole file leaves it out */
    bool older_sdk;             /* alibaba/higress/plugins/wasm-go */
} snippet_place;

/* Everything in `a` or borrowed from `text`. */
snippet_place snippet_place_go(workspace *w, arena *a, str path, str text, uint32_t offset);
snippet_place snippet_place_native(arena *a, str path, str text, uint32_t offset);
snippet_place snippet_place_yaml(workspace *w, arena *a, str path, str text, uint32_t offset);

#endif
