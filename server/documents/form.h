/* The forms in which plugins' configurations stand in YAML and JSON documents: what a document is, which values in it are
 * configurations, and what it says of whose they are.
 *
 * A form is one file and one row of the table in form.c. It sees a tree and nothing else: no files, no plugins. What it returns
 * points into the tree. No text whatsoever makes it fail; trees with aliases are walked once. */
#ifndef DOCUMENTS_FORM_H
#define DOCUMENTS_FORM_H

#include "yaml/tree.h"

typedef enum config_scope { CONFIG_GLOBAL, CONFIG_RULE } config_scope;

/* One configuration inside a document: where it stands and how the plugin gets it. */
typedef struct config_part {
    const yaml_node *node;   /* the configuration value; YAML_EMPTY where it is missing */
    range key_at;            /* what it stands behind, or, when it is missing, should stand in; empty for what stands in no
                                wrapper */
    config_scope scope;
    int32_t global;          /* CONFIG_RULE: number of the part it overrides, -1 without one */
    bool sdk_rule;           /* written as an element of `_rules_`: the match keys stand beside the configuration */
    const yaml_node *rule;   /* the element of a WasmPlugin's matchRules that says when it holds; or NULL */
    bool none;               /* it is missing, and the host hands over no bytes at all */
    bool bare;               /* ... and so does the SDK */
} config_part;

typedef ARRAY(config_part) config_parts;

typedef enum document_kind {
    DOCUMENT_OTHER,      /* nothing wpls knows */
    DOCUMENT_CONFIG,     /* the plugin's configuration itself */
    DOCUMENT_WASMPLUGIN, /* Higress: spec.defaultConfig, spec.matchRules[].config */
    DOCUMENT_ISTIO_WASMPLUGIN, /* spec.pluginConfig */
    DOCUMENT_ENVOY,      /* Envoy's PluginConfig, wherever it stands: `configuration` */
    DOCUMENT_JSON_PATCH, /* an operation of a JSON patch (RFC 6902) that sets the configuration of a WasmPlugin */
    DOCUMENT_GATEWAY_POLICY, /* an element of `spec.wasm` in Envoy Gateway's EnvoyExtensionPolicy: `config` */
    DOCUMENT_CONSOLE, /* Higress's console: `configurations`, `rawConfigurations` */
    DOCUMENT_SPEC,    /* spec.yaml of Higress's tools: examples in schemas */
    DOCUMENT_OPTIONS, /* their option.yaml, which has no configuration */
    DOCUMENT_KINDS,
} document_kind;

/* What a document says of whose its configurations are: scalars, or NULL. */
typedef struct form_owner {
    const yaml_node *address; /* where the plugin's code comes from */
    const yaml_node *name;    /* what it is called */
    const yaml_node *id;      /* the name that the plugin's code registers, as the form has it */
    const yaml_node *place;   /* where none of them is there, this may be shown instead, whatever it is */
    const yaml_node *checksum; /* that its module is said to have */
    bool file;                /* the address is a file's, as the gateway sees it */
    const yaml_node *version; /* of the plugin, where `name` is a console's label */
    bool built_in;            /* ... and it says that the plugin came with the gateway */
} form_owner;

/* A configuration that stands in a document as a text. */
typedef struct text_inside {
    const yaml_node *scalar; /* NULL: there is none */
    str text;                /* what it says; `p` is NULL when that can't be read */
    bool encoded;            /* nothing in the text has a place of its own: only the scalar has */
    bool block;              /* an example in prose, which may be a part of something */
    bool traffic;            /* ... and which that calls a request or a response */
    bool rule;               /* for some requests alone, CONFIG_RULE */
    bool test;               /* what a test hands to the plugin */
    bool made;               /* ... put together from values of its language: the text stands nowhere as it is */
    str parser;              /* ... by calling this function; empty: the host does */
    bool patch;              /* put into a resource that is elsewhere: what is missing here may stand there */
    const yaml_node *target; /* the name of that resource, or NULL */
} text_inside;

typedef struct document_form {
    const char *title;  /* what it is called, in English; passes words() where it is shown */
    const char *schema; /* of the object, from schema/documents; NULL: none */
    bool example;       /* what it has is given to no plugin as it is */
    bool as_is;         /* texts and their absence reach the SDK as they are: it gets no JSON that nobody wrote */
    /* Whether the root of a document, or an object in it, is of this form; NULL: the object alone does not show that. */
    bool (*is)(const yaml_node *root);
    /* NULL: it says nothing of that. */
    form_owner (*owner)(const yaml_node *root);
    /* Appends the configurations in it: a global one before the rules that override it. NULL: it has none. */
    void (*parts)(arena *a, const yaml_node *root, config_parts *out);
    /* The configuration as a text, which has no parts then; memory from `a`. NULL: this form has none. */
    text_inside (*text)(arena *a, const yaml_node *root);
} document_form;

/* The row of a kind; NULL for DOCUMENT_OTHER. */
const document_form *document_form_of(document_kind kind);
/* The kind of an object; DOCUMENT_OTHER when no row knows it. */
document_kind document_kind_of(const yaml_node *root);
/* DOCUMENT_WASMPLUGIN or DOCUMENT_ISTIO_WASMPLUGIN by the apiVersion that resources of that kind have; DOCUMENT_OTHER: another
 * one. */
document_kind document_kind_of_api(str api);

/* An object inside of a document that is a document of its own. */
typedef struct form_object {
    const yaml_node *root;
    document_kind kind;
    bool part; /* of what is merged into others: what it lacks may stand there */
} form_object;

typedef ARRAY(form_object) form_objects;

/* A text inside of another that holds documents. */
typedef struct form_block {
    text_inside inside;
    yaml_dialect dialect;
} form_block;

typedef ARRAY(form_block) form_blocks;

/* The blocks of YAML and JSON in a Markdown text, and in heredocs there. Memory from `a`. */
form_blocks document_blocks(arena *a, str text);

/* The texts in a tree that may hold resources with configurations, themselves or deeper inside. In order of place; memory from
 * `a`. Whether a stream's text has the words that there would be in them. */
form_blocks document_texts(arena *a, const yaml_node *root);
bool document_may_have_texts(str text);

/* Whether the words stand in the text of a stream without which nobody needs to look through its trees for objects that may be
 * anywhere. */
bool document_text_is_likely(str text);
/* What a text inside of a scalar is read as: JSON begins with a bracket, and YAML is the least that is known of the others. */
yaml_dialect document_text_dialect(str text);
/* The resources of a List, and, in a likely text, what Envoy loads as plugins. In order of place for each kind; memory from
 * `a`. */
form_objects document_objects(arena *a, const yaml_node *root, bool likely);

#endif
