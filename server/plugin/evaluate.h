/* What the plugin makes of a configuration: its own code is evaluated on it, called the way its SDK calls it. */
#ifndef PLUGIN_EVALUATE_H
#define PLUGIN_EVALUATE_H

#include "ir/eval.h"
#include "plugin/documents.h"

/* One configuration run through the plugin's own parse code: the document it saw, with reading marks, and the verdict. */
typedef struct config_run config_run;
struct config_run {
    const config_part *part;
    doc_node *document;
    eval_result result;
    bool ran;          /* false: the plugin registers no parser, or the SDK does not call it for this part */
    bool swallowed;    /* the SDK ignores an error in this part */
    bool skipped;      /* a rule that the SDK leaves out, and goes on with the others */
    /* The global part alone, of a plugin that takes its rules out itself: it refuses that, and takes the whole only because
     * there are rules to go on with. NULL: nothing of the kind. */
    config_run *dropped;
    str sdk_message;   /* what the SDK itself complains about, or empty */
    const doc_node *sdk_fault;
    /* Of the global part: a copy that the parsers of all rules get, made in `home` when the first of them is run and as
     * long-lived as the run. One each would take rules times global part of memory. Its reading marks say nothing. */
    arena *home;
    doc_node *handed_over;
    bool any_global; /* a rule: does the same whatever the global part is */
    uint64_t handed_steps; /* that the parsers of the rules took with it so far */
};

typedef ARRAY(config_run) config_runs;
struct config_tried {
    config_runs runs;
};

/* The part as the plugin gets it: Higress makes an empty object of a configuration that is null or missing in a WasmPlugin, and
 * replaces "${secret...}", so that such a text is not known. */
doc_node *config_part_document(arena *a, const config_part *part);
/* How the plugin's SDK lets rules say what they are for, by its version: the first `keys` of rule_layer.match, at least one of
 * them, or (`one`) exactly one. What is not known is taken as today's. */
typedef struct config_matching {
    size_t keys;
    bool one;
} config_matching;
config_matching config_matching_of(const project_facts *facts);
/* Runs every part of a document through its plugin (document->plugin, which must not be NULL), unless that was done when it was
 * looked whose it is. Everything in `a`, or as long-lived as the document. */
config_runs config_evaluate(arena *a, const config_document *document);
/* The same after an edit, for who asks what became of the part number `part` alone: only that is run, and the global part that it
 * is handed, which is `before` where the edit left it as it was (NULL: it did not). Other parts have no document. */
config_runs config_evaluate_part(arena *a, const config_document *document, size_t part, const config_run *before);
/* The copy of a global part that was accepted, as an override parser gets it; NULL where there is none. */
doc_node *config_handed_over(config_runs *runs, const config_part *part);

#endif
