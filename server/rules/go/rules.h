/* The rules that only Go has: what its libraries do in a module, how it panics, how a plugin is handed to its SDKs and built. */
#ifndef RULES_GO_RULES_H
#define RULES_GO_RULES_H

#include "ir/build_facts.h"
#include "rules/rule.h"

extern const language_rules rules_go;

void flow_context_key_run(rule_context *c); /* flow/context-never-set */
void flow_library_run(rule_context *c); /* flow/net-http, flow/os-file, flow/sleep, flow/blocking, flow/goroutine, flow/exit */
void flow_dead_handler_run(rule_context *c); /* flow/buffered-handler-unused */
void flow_chunk_body_run(rule_context *c); /* flow/chunk-as-body */
void flow_panic_run(rule_context *c); /* flow/panic-in-..., flow/unchecked-..., flow/must-on-input, flow/nil-map */
void old_sdk_run(rule_context *c); /* project/old-sdk */
/* The requirement of an SDK's version that only TinyGo builds, where the build file asks for native Go; NULL: there is none. */
const build_requirement *old_sdk_version(const build_facts *b);
/* Whether a fork, or a folder, stands in for that module in go.mod: it may be anything. */
bool build_replaces(const build_facts *b, str path);
void build_line_run(rule_context *c); /* project/build-line */
void signature_run(rule_context *c); /* project/handler-signature */
void redis_run(rule_context *c); /* project/redis-not-initialised */
void no_parser_run(rule_context *c); /* project/no-parse-config */
void setctx_main_run(rule_context *c); /* project/setctx-in-main */

#endif
