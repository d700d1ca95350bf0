/* JSON Schemas of a workspace: found on the disk, in buffers, below the folders that settings name, and in the program
 * itself; never on a network. Compiled once and kept until one of the files changes. */
#ifndef PLUGIN_SCHEMAS_H
#define PLUGIN_SCHEMAS_H

#include "plugin/settings.h"
#include "plugin/documents.h"
#include "schema/schema.h"

typedef struct workspace_schema {
    const schema_node *schema; /* NULL: there is none, see `problem` */
    str problem;               /* "no such file", ... */
    bool remote;               /* a URL that no folder stands for */
    bool outside;              /* a file that may not be read (border.h) */
    str path;                  /* of the schema; empty for one that is compiled in */
    str uri;
    diagnostic_list findings;  /* in the schema itself */
} workspace_schema;

/* What a schema without `$schema` is (default: 2020-12). To be said before the first schema is asked for. */
void workspace_set_schema_draft(workspace *w, schema_draft draft);
/* Documents are checked against this schema alone (a URL or an absolute path), whatever they say. */
void workspace_set_schema(workspace *w, str reference);
/* That schema, NULL without one. */
const workspace_schema *workspace_forced_schema(workspace *w);
/* The schema that a reference names: a URL, or a path seen from `folder`, whose settings say where URLs are on the disk. Never
 * NULL; borrowed until a file changes. */
const workspace_schema *workspace_schema_at(workspace *w, str reference, str folder);

/* Whether a schema that is in use was made from this file. */
bool workspace_is_schema(const workspace *w, str path);

typedef struct schema_mention {
    str reference;
    range at;
    bool comment; /* else the key "$schema" of a JSON document */
} schema_mention;

/* The schema a document asks for: "# yaml-language-server: $schema=...", "# $schema: ..." in a comment, "$schema" as a key of a
 * JSON document's root. False when it asks for none. */
bool workspace_schema_mention(const yaml_stream *s, str path, schema_mention *m);

typedef enum schema_choice_source {
    SCHEMA_OF_COMMENT, SCHEMA_OF_KEY, /* the document says so: schema_mention */
    SCHEMA_OF_SETTINGS,
    SCHEMA_OF_KIND, /* a file of settings, a WasmPlugin */
} schema_choice_source;

typedef struct schema_choice {
    const workspace_schema *schema;
    schema_choice_source source;
    str reference;
    range at; /* of the mention */
} schema_choice;

/* The schema that document number `i` of a file has: the one it names, else the settings', else that of its kind. False: none. A
 * URL in "$schema" that no folder stands for does not count. */
bool workspace_schema_choose(workspace *w, str path, const document_facts *facts, size_t i, schema_choice *choice);

#endif
