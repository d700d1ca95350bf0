/* All findings of a file, a project or a module: the one door for the command line and the language server. */
#ifndef RULES_CHECK_H
#define RULES_CHECK_H

#include "base/words.h"
#include "plugin/workspace.h"
#include "rules/rule.h"

/* Findings in the project's sources, appended to `out`; memory and strings in `a`. Settings say which levels they have, and the
 * language of messages: that at hand (base/words.h) when they don't. */
void check_sources(workspace *w, project *p, arena *a, diagnostic_list *out);

/* What the project could become, though nothing is wrong with it: hints with a fix, likewise. They are no findings. */
void check_offers(workspace *w, project *p, arena *a, diagnostic_list *out);

/* Findings in a YAML or JSON file, likewise. `plugin`: the project to check against whatever the file says, or NULL. A file that
 * is no configuration of a known plugin has no findings (but its syntax errors when `plugin` is given or it names one), unless a
 * schema is set (plugin/schemas.h), it names one, settings do, or it is a file of settings.
 * False: nothing is known about this file, so nothing was checked. */
bool check_document(workspace *w, str path, project *plugin, arena *a, diagnostic_list *out);

/* What was looked at in a file. */
typedef struct document_outcome {
    bool ours;               /* what check_document returns */
    bool prose;              /* the file is documentation, which need not have any */
    uint32_t validated;      /* YAML documents that were held against a schema */
    bool something_else;     /* plainly no configuration of a plugin */
    uint32_t configurations; /* YAML documents that are the configuration of a plugin, or wrap one */
    uint32_t checked;        /* those of them that the plugin's code was asked about, and could judge, or the catalogue: */
    uint32_t by_catalogue;   /* so many */
} document_outcome;
/* As check_document, and says what was looked at. */
document_outcome check_document_outcome(workspace *w, str path, project *plugin, arena *a, diagnostic_list *out);
/* A file that was named on the command line and that nothing fits: says so. */
void check_unknown_file(workspace *w, str path, arena *a, diagnostic_list *out);

/* What of a plugin was not read or can't be followed, without the rest of its findings. */
void check_unread_plugin(workspace *w, project *p, arena *a, diagnostic_list *out);

/* Findings in a finished module, likewise (wasm_module.c). They stand at the module's first byte where they have no place in the
 * source. `plugin`: whose module it is - its handlers are looked for, and its calls named -, or NULL. False: there is no such
 * file. */
bool check_module(workspace *w, str path, project *plugin, arena *a, diagnostic_list *out);

/* What a project is, as far as its sources tell. */
typedef enum project_standing {
    STANDING_NONE,       /* no plugin: nothing in it is of an SDK */
    STANDING_UNKNOWN,    /* it imports an SDK, and nothing registers a plugin */
    STANDING_REGISTERED,
} project_standing;
/* Loads what is not loaded yet. */
project_standing check_standing(project *p);

/* The language of messages about files in the folder: what its settings say, else that at hand. */
words_language check_language(workspace *w, str folder);

/* --- for the file that checks modules --- */

/* Finishes the findings from number `from` on: their levels are those that the settings of their files say, those that are off
 * are taken out, and all of their strings are in `a`, the list's own arena. */
void check_finish(workspace *w, arena *a, diagnostic_list *list, size_t from);

#endif
