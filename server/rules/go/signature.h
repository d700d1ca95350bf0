/* What project/handler-signature shares: which types a handler should have, whether it has them, and how it gets them. */
#ifndef RULES_SIGNATURE_H
#define RULES_SIGNATURE_H

#include "ir/build_facts.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "ir/sdk_release.h"
#include "rules/flow_rule.h"

/* A handler beside what its option, or the context that it is a method of, wants. */
typedef struct signature {
    rule_context *c;
    const handler_shape *shape;
    ir_func *func;
    str option;
    str sdk;                     /* package of the option; empty for methods */
    str types;                   /* the SDK's package with Action; empty: not known */
    const sdk_release *release;  /* NULL: not known */
    const ir_type *at_hand;      /* the type of the option's parameter in the SDK's source; NULL: there is none */
    const ir_type *config;       /* that the plugin's other options work with; NULL: not known */
    str config_text;             /* as it is written there */
    const ir_node *node;         /* the function as it is handed over, with type arguments; NULL: a method */
    ir_span call;                /* of the option */
} signature;

typedef enum fit { FIT_NO, FIT_MAYBE, FIT_YES } fit;

/* The release of the SDK that the import path lies in; NULL: not known, or go.mod puts another one in its place. */
const sdk_release *signature_release(const rule_context *c, str import);
/* The package of the SDK that the release's handlers have their types from. */
str signature_types(const rule_context *c, const sdk_release *r);

/* Parameters without the receiver. */
uint32_t signature_count(const ir_func *f);
const ir_param *signature_param(const ir_func *f, uint32_t i);
/* The type of parameter `i` where the function is handed over: that of a type parameter is its argument there, whose node is in
 * `*argument` (NULL: it is no type parameter's, or the compiler finds it). */
ir_type *signature_type(const signature *s, uint32_t i, const ir_node **argument);
/* Whether a type is the one of parameter `i`, `text` how the source has it (or empty); shape->count is the result. */
fit signature_fits(const signature *s, uint32_t i, const ir_type *t, str text);
/* Whether all fit: the number, each parameter, and the result. */
fit signature_fits_all(const signature *s);
/* How the type is written, and the package that it is of, empty where it needs none: "wrapper.HttpContext". */
str signature_wants(const signature *s, uint32_t i, str *package);
/* As the source has it. */
str signature_text(const rule_context *c, ir_span at);

/* --- fixes --- */

/* Another type for a parameter. */
void signature_fix_type(const signature *s, diagnostic *d, uint32_t i);
/* `*` before the type or not: of the parameters that are, or hold, the configuration. */
void signature_fix_pointer(const signature *s, diagnostic *d, uint32_t i);
/* A result that is missing, or one too many. */
void signature_fix_result(const signature *s, diagnostic *d);
/* Parameters that are missing. */
void signature_fix_count(const signature *s, diagnostic *d);
/* Options that take such a function. True: one of them is the obvious one. */
bool signature_fix_option(const signature *s, diagnostic *d);

#endif
