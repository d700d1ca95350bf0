/* The rules about code in C++; rules/rule.c runs them for that language alone. */
#ifndef RULES_CXX_RULES_H
#define RULES_CXX_RULES_H

#include "rules/rule.h"

void uncalled_handler_run(rule_context *c);       /* project/uncalled-handler */
void stream_gone_run(rule_context *c);            /* flow/stream-may-be-gone */
void body_not_buffered_run(rule_context *c);      /* flow/body-not-buffered */
void arguments_run(rule_context *c);              /* flow/property-width, flow/header-as-details, flow/status-dropped */
void shared_data_run(rule_context *c);            /* flow/absent-shared-data */
void buffer_length_run(rule_context *c);          /* flow/buffer-length */
void held_stream_run(rule_context *c);            /* flow/held-stream */
void flow_effective_context_run(rule_context *c); /* flow/no-effective-context */

#endif
