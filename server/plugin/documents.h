/* YAML and JSON files as a plugin's configuration: which documents they hold, of what kind, and whose. */
#ifndef PLUGIN_DOCUMENTS_H
#define PLUGIN_DOCUMENTS_H

#include "documents/form.h"
#include "documents/template.h"
#include "plugin/catalogue.h"
#include "plugin/project.h"
#include "text/diagnostic.h"
#include "yaml/incremental.h"

/* Why a document was taken for a plugin's. */
typedef enum owner_reason {
    OWNER_NONE,
    OWNER_SAID,    /* an option, a comment or the settings name the plugin */
    OWNER_ADDRESS, /* the name in its address is that of the plugin */
    OWNER_NAME,
    OWNER_ID,      /* root_id */
    OWNER_MODULE,  /* the module's file is in the plugin's folder */
    OWNER_FOLDER,  /* the document is */
} owner_reason;

typedef struct config_document {
    document_kind kind;
    const yaml_node *root;
    uint32_t number; /* among the documents of its file */
    uint32_t object; /* of those inside the document (documents/form.h), from 1; 0: the document itself */
    yaml_dialect dialect;
    config_parts parts;
    text_inside text; /* the configuration is this text */
    bool apart;       /* ... and judged as a document in the facts' `inner` */
    const yaml_node *called; /* its name, in another tree than `root`; or NULL */
    document_kind within; /* of the form that has this document as such a text; else DOCUMENT_OTHER */
    bool part;       /* of what is merged into others, which may have what it lacks */
    bool doubtful;   /* it may be no configuration at all: only its keys can tell, once the plugin is loaded */
    bool whole;      /* ... and all of its keys have to be the plugin's */
    bool named;      /* the file or the caller says whose it is; else that was concluded from its place and its content */
    project *plugin; /* whose configuration it is; NULL: not known */
    owner_reason because;
    builtin_image builtin; /* of no plugin that is here, but of one that the catalogue knows */
    project_list candidates; /* several fit: none was taken */
    const struct config_tried *tried; /* doubtful: what the plugin made of it, which told whose it is (plugin/evaluate.h) */
    project *asked;  /* of no plugin because this one's code does not know it */
    str wanted;      /* the name of the plugin that a wrapper asks for; empty: it gives none */
    str module;      /* OWNER_MODULE: where its file is to be */
    const yaml_node *wanted_at; /* where it does, or NULL */
    str values;      /* where a chart's values have it, "gate.config"; empty: it is none of those */
    bool values_rule; /* ... for some requests alone */
    bool templated;  /* a wrapper among actions of a template ("{{"): what the plugin will get is not known */
    str language;    /* what a plugin of that name is written in that wpls does not read; or empty */
    str foreign;     /* ... its build file, when it lies as near as the candidates; or empty */
} config_document;

typedef struct document_facts {
    const yaml_stream *stream;
    yaml_edited *edited;       /* of an editor's buffer: ranges in `stream` are its places; NULL: they are bytes of the text */
    ARRAY(config_document) documents; /* one per YAML document, behind them one per object inside of one */
    const struct schema_mention *mention; /* the schema that the file names (plugin/schemas.h); NULL: none */
    const struct document_facts *outer; /* in whose tree this is the text of `inside`; NULL: it is the file's own text */
    text_inside inside;
    ARRAY(struct document_facts *) inner; /* of a file: all texts inside of its documents, each behind the one that it is in */
    bool prose;                /* the file is no YAML but documentation, or a test: `stream` is empty, what matters is inside */
    str template;              /* the file's text, when `stream` was made without its actions (documents/template.h); or empty */
    const template_places *template_lines; /* of these, the ones that lines begin with */
    bool braces;               /* "{{" stands in the text: it may be a template, and what it holds no resource yet */
    project *explains;         /* whose documentation it is, where that is held against the code; or NULL */
    uint64_t chart;            /* values of a chart: when its templates were read, in changes of any file; else 0 */
    uint64_t generation;       /* no two ever made have the same */
} document_facts;

/* The structure of a YAML or JSON file; NULL when it can't be read. `plugin`: the project to check against whatever the file says
 * or where it lies, or NULL. Borrowed until the file or a project changes. */
const document_facts *workspace_document(workspace *w, str path, project *plugin);
/* The project that the file's documents are checked against, the first one of several; NULL: there is none. Loads nothing. */
project *workspace_document_owner(workspace *w, str path);
/* The generation of what is known of a file's structure, as long as that holds whatever the settings say; else 0. */
uint64_t workspace_document_current(workspace *w, str path);
/* A reason in words, as "told by ..." goes on; in the language at hand. */
const char *owner_reason_text(owner_reason because);
/* The folder in a comment "# wpls: plugin=FOLDER", relative to the file's; a slice of the stream's text, `p` is NULL without
 * one. */
str workspace_plugin_mention(const yaml_stream *s);
/* The innermost text that has the byte of the file in it: `facts` themselves, or one of those inside. */
const document_facts *document_at(const document_facts *facts, uint32_t offset);
/* A range of `stream` as bytes of the file, and where a byte of the file stands in `stream`. */
range document_range(const document_facts *facts, range at);
uint32_t document_place(const document_facts *facts, uint32_t offset);
/* An edit of `stream`'s text as one of the file, escaped and indented as it needs to be; memory from `a`. False: that can't be
 * written there. */
bool document_place_edit(arena *a, const document_facts *facts, text_edit *edit);
/* What has to be written on one line of the file to have `text` there, likewise. */
bool document_write(arena *a, const document_facts *facts, str text, str *written);

/* Whether a document that is no plugin's configuration plainly is something else: another tool's file, a list, nothing. */
bool config_is_something_else(str path, const yaml_node *root);

/* The document as it would be if its file's text were `text`; what kind it is and whose stays as it was. False when the text is
 * no longer well-formed or has other parts than before. Everything in `a`, which `text` must outlive. */
bool config_document_edited(arena *a, const config_document *d, str text, config_document *edited);

#endif
