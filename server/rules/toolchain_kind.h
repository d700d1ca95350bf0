/* How the module is built, as far as its files tell. */
#ifndef RULES_TOOLCHAIN_KIND_H
#define RULES_TOOLCHAIN_KIND_H

#include "rules/rule.h"

/* go.mod asks for a Go that builds reactor modules (1.24), as the Higress SDK does. */
bool builds_natively(const rule_context *c);
/* A sign of TinyGo: a requirement, or a build file beside go.mod. */
bool mentions_tinygo(const rule_context *c);
/* A native build on the Higress SDK: the Higress ABI, where HeaderStopIteration lets body handlers run. */
bool builds_for_higress(const rule_context *c);

#endif
