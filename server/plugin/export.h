/* The inferred schema in forms that other tools and people read. */
#ifndef PLUGIN_EXPORT_H
#define PLUGIN_EXPORT_H

#include "base/strbuf.h"
#include "ir/infer.h"
#include "plugin/workspace.h"

/* JSON Schema, draft 7. Facts that JSON Schema can't say (where a key is read, under which guard) stand in `description` and
 * `x-wpls-read-at`. Keys the plugin does not read are not allowed, unless the schema is incomplete. */
void export_json_schema(strbuf *out, project *p);
/* `configSchema.openAPIV3Schema` of a spec.yaml. */
void export_spec(strbuf *out, project *p);
/* A table of the keys, as READMEs have it. */
void export_markdown(strbuf *out, project *p);

/* "string", "integer or string", ...: the types of a value in words. */
str export_type_text(arena *a, const inferred_value *v);
/* "read only when type is 'redis'": the guards in words; empty without any. */
str export_guard_text(arena *a, const inferred_value *v);
/* "required when type is 'redis'": the cases in which it is; empty without any. */
str export_case_text(arena *a, const inferred_value *v);
/* "one of `a`, `b` is needed": the members of which the object around the value needs one, if it is one of them; else empty. */
str export_one_of_text(arena *a, const inferred_value *v);

#endif
