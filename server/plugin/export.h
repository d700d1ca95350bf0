/* The inferred schema in forms that other tools and people read. */
#ifndef PLUGIN_EXPORT_H
#define PLUGIN_EXPORT_H

#include "base/json_write.h"
#include "base/strbuf.h"
#include "ir/infer.h"
#include "plugin/workspace.h"

typedef struct export_options {
    /* JSON Schema: refuse what the plugin takes without making sense of it: types that it does not read, and keys that nothing
     * reads, unless more may be read than is known. Without it the schema accepts what the plugin does. */
    bool strict;
    bool places; /* where in the code facts come from, and what else has no words in the format, as x-wpls-* */
} export_options;

/* JSON Schema, draft 7. Of several types the first ones are those that the plugin reads. `x-wpls-incomplete` says why more may be
 * accepted than is known. */
void export_json_schema(strbuf *out, project *p, const export_options *options);
/* A spec.yaml as plugins of Higress have it: the configuration and, where rules have a parser of their own, that of a rule, each
 * as an OpenAPI 3.0 schema object. */
void export_spec(strbuf *out, project *p, const export_options *options);
/* `text`, a spec.yaml, with the facts that the code tells in its schema objects. What people wrote in them stays - titles,
 * descriptions, examples, x-* -, the order of keys as well; comments in them don't. False: it has no such object. */
bool export_update_spec(strbuf *out, project *p, const export_options *options, str text);
/* A table of the keys, as READMEs have it. */
void export_markdown(strbuf *out, project *p, const export_options *options);

/* "string", "integer or string", ...: the types of a value in words. */
str export_type_text(arena *a, const inferred_value *v);
/* "read only when type is 'redis'": the guards in words; empty without any. */
str export_guard_text(arena *a, const inferred_value *v);
/* "required when type is 'redis'": the cases in which it is; empty without any. */
str export_case_text(arena *a, const inferred_value *v);
/* "one of `a`, `b` is needed": the members of which the object around the value needs one, if it is one of them; else empty. */
str export_one_of_text(arena *a, const inferred_value *v);
/* `anyOf`, a member of the object that is being written: the members of which it needs one. */
void export_one_of(json_writer *w, const inferred_value *v);
/* Members x-wpls-* of the object that is being written: the lines of the program that the facts of a value come from, and what
 * no format has words for. */
void export_places(json_writer *w, const ir_program *p, const inferred_value *v);

#endif
