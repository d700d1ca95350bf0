/* What the rules about configurations share (config_*.c). */
#ifndef RULES_CONFIG_H
#define RULES_CONFIG_H

#include "ir/infer.h"
#include "plugin/settings.h"
#include "plugin/evaluate.h"
#include "rules/rule.h"

typedef struct config_context {
    rule_context rules;
    str path;         /* of the document */
    str text;
    project *plugin;
    const project_facts *facts;
    const config_document *document;
    config_runs *runs;
    /* Of parts that are rejected: once more, with all values at fault unknown, where they are accepted then. Their reading marks
     * say what is read once these are mended. Filled by config_rejected_run. */
    config_runs mended;
    size_t rejections; /* number of the first finding about them */
    const config_run *run; /* the part at hand */
    bool is_mended;        /* it is one of `mended` */
    gateway_kind gateway; /* that runs it; GATEWAY_UNSET: not known */
    bool gateway_said;    /* by the settings or the document; else the SDK hints at it */
    config_scope scope;
    uint32_t guards;       /* searched for in it */
    uint32_t searches; /* for names in other places, so far */
    size_t tried_bytes; /* of edited texts that were looked at for repairs, so far */
} config_context;

/* A finding of the rule `id` at a range of the document. */
diagnostic *config_report(config_context *c, const char *id, range at, sdk_text message, const rule_value *values, size_t count);
/* A place in the plugin's sources that explains the finding; nothing for a span without a file. */
void config_add_source(config_context *c, diagnostic *d, ir_span at, str message);
/* Adds a fix that replaces `at` by `text`. */
fix *config_add_fix(config_context *c, diagnostic *d, str title, range at, str text);
/* Adds the fix that gives a key of the document another name, in the quotes that it stands in. */
fix *config_add_rename(config_context *c, diagnostic *d, str title, const doc_node *key, str name);
/* The edit that does so. Text in the context's arena. */
text_edit config_rename(config_context *c, const doc_node *key, str name);
/* Where to show something about a value: its own text; the key of a collection or of a value that takes several lines. */
range config_place(const config_context *c, const doc_node *n);

/* The name among those the plugin asks for below `holder` that `key` was probably meant to be; empty when none is near. Names
 * that the document has already do not count. */
str config_suggest(const doc_node *holder, str key);
/* A key of `holder` that the plugin never reads and that looks like `name`; NULL when there is none. */
const doc_node *config_misspelt(const doc_node *holder, str name);
/* A key of the rule at which the SDK has something to say (run->sdk_fault) that was meant to be one of the keys that match, and
 * that key; NULL when there is none. config/rule-without-match says it then. */
const doc_node *config_misspelt_match(const config_context *c, const config_run *run, str *name);
/* What the plugin's code does with a value of this document whatever the other values are: the inferred schema's value, or NULL
 * when no way through the code reads it. May take a while the first time for a program. */
const inferred_value *config_inferred(const config_context *c, config_scope scope, const doc_node *n);
/* The same, sooner, for who asks no more than whether it is read, of which types it is, and what it is compared with
 * (infer_explored). */
const inferred_value *config_explored(const config_context *c, config_scope scope, const doc_node *n);
/* Whether what stands under another key is of a kind that the code takes under the name `as`, a member that it asks for: no list
 * where it takes a text. True where nothing is known. */
bool config_keeps_kind(const config_context *c, config_scope scope, const doc_node *n, const doc_node *as);
/* Whether the program read the node, or anything that holds it as a whole. */
bool config_is_read(const doc_node *n);

/* Whether the plugin may get another value than the one YAML 1.2 has here: yaml/ambiguous-... says that. */
bool config_is_ambiguous(const doc_node *n);
/* Whether the plugin reads the value as another type and so loses it: config/wrong-type says that. */
bool config_is_lost(const doc_node *n);
/* What config/wrong-type would say of it: what is written, and what the plugin gets; empty where nothing is lost. */
str config_lost_text(config_context *c, const doc_node *n);

/* Adds to the finding about a rejected run the changes with which the plugin accepts, as runs on the changed document have shown.
 * `misspelt`: the key that was probably meant to be the absent one at fault, or NULL. */
void config_repair(config_context *c, const config_run *run, const doc_node *misspelt, diagnostic *d);

/* What the SDK passes the run's part to, and the global configuration as an override parser gets it (as long-lived as the runs;
 * NULL without one). */
const eval_entry *config_entry(const config_context *c, const config_run *run);
doc_node *config_global(const config_context *c, const config_run *run);

/* What the catalogue of built-in plugins says, of a document without a plugin. */
void config_builtin_run(workspace *w, config_context *c);
void config_rejected_run(config_context *c);
void config_unread_run(config_context *c);
void config_types_run(config_context *c);
void config_service_run(config_context *c);
/* JSON Schemas inside the document, checked against the meta-schemas, which `w` keeps. */
void config_schema_run(workspace *w, config_context *c);

#endif
