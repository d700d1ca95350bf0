/* A place in code that is being typed: which snippets fit there, and what the code around calls the things that they speak of.
 *
 * The language's row finds it (language_row.place). A snippet is written with usual names - "config", "proxywasm" - and becomes
 * those of the place: in `func parse(json gjson.Result, c *Config)` the usual "config" is called "c". */
#ifndef IR_CODE_PLACE_H
#define IR_CODE_PLACE_H

#include "ir/build_facts.h"
#include "ir/registration.h"
#include "text/edit.h"

/* SPOT_GO_TICK and so on: the places of snippets/index.json, and their number. */
typedef enum code_spot {
#include "snippet_spots.h"
} code_spot;

/* A set of them, 1 << spot. */
typedef uint64_t code_spots;
#define SPOT(name) ((code_spots)1 << SPOT_##name)

/* What a snippet calls `usual` is called `here`; nothing is when `here` is empty: snippets that need it do not fit. */
typedef struct code_name {
    str usual, here;
} code_name;

typedef struct code_place {
    code_spots spots;         /* 0: no snippet fits */
    range word;               /* what is replaced */
    ARRAY(code_name) names;
    str result;               /* of the function around, as written: "types.Action"; empty: none, or none around */
    uint32_t columns;         /* where the code around runs, as far as that is known: bits 1 << sdk_column (ir/sdk.h) */
    bool in_function;
    bool dash_before;         /* "- " stands before the word */
    const char *head;         /* what begins the first paragraph of a whole file, which the file has already; NULL: it has none */
    bool older_sdk;           /* the file uses the SDK by its older path */
} code_place;

/* Where somebody types. */
typedef struct code_typed {
    str path, text;
    uint32_t offset;
    bool anywhere; /* the place may be in the middle of a statement: then no snippet fits */
    /* The plugin that the file is part of; it may have to be loaded first. False: it is part of none. */
    bool (*plugin)(void *self, const build_facts **build, const registration_list **registrations);
    void *self;
} code_typed;

/* A package that a snippet's code uses: "log", "github.com/higress-group/wasm-go/pkg/log". */
typedef struct code_package {
    const char *name, *path;
} code_package;

#endif
