/* What Go refuses to compile, as far as that is certain without a type checker. All that is known of it is here:
 *
 *     refuse.c         what is kept of a refusal; mistakes of syntax     refuse_flow.c    labels, jumps, ends of functions
 *     refuse_names.c   names, members, fields, imports                   refuse_values.c  numbers of values, and what is none
 *     refuse_types.c   values where another kind of value is taken     names.c         what packages have that are not at hand
 *     refuse_sdk.c     calls of SDKs that are not at hand
 *
 * The lowering calls these functions where it comes across what they are about. Only code that is written here is judged, neither
 * vendored code nor that of the module cache: it compiles. A function or package variable with anything that is refused, in a
 * literal too, is refused as a whole; so is one that uses a type or constant whose declaration is. A call of a refused function
 * is not.
 *
 * What is wrong with a file - a statement outside of functions, brackets that do not fit - is wrong with every function and
 * variable in it; with types and constants only what is wrong in their own declarations. An import that nobody uses is refused
 * alone: without it the code would mean the same. */
#ifndef GO_REFUSE_H
#define GO_REFUSE_H

#include "go/internal.h"

/* --- refuse.c --- */

/* A refusal as found, in the state's arena. */
const ir_refusal *go_refusal(go_state *s, const go_file *f, syntax_node at, ir_refusal_kind kind, str name);
/* Another holder's copy: places are moved in each alone. NULL for NULL. */
const ir_refusal *go_refusal_copy(go_state *s, const ir_refusal *r);
/* Notes that the code being lowered is refused; of several the first in the text counts. Nothing where code is not judged. */
void go_refuse(go_lower *l, syntax_node at, ir_refusal_kind kind, str name);
void go_refuse_at(go_lower *l, ir_span at, ir_refusal_kind kind, str name);
void go_refuse_counts(go_lower *l, ir_span at, ir_refusal_kind kind, str name, uint32_t has, uint32_t wants);
/* The same because of something that it uses. */
void go_refuse_as(go_lower *l, const ir_refusal *r);
/* The first mistake of syntax in a declaration; NULL without one. The grammar takes ends of lines for blanks where it has no use
 * for them, but Go ends the statement there: that is a mistake, too. */
const ir_refusal *go_refused_syntax(go_state *s, const go_file *f, syntax_node n);
/* What is wrong with the file outside of single declarations. */
void go_judge_file(go_state *s, go_file *f);
/* Whether something stands between the declarations of a text that belongs there in no package. */
bool go_has_stray(syntax_tree *tree, str text);

/* --- refuse_flow.c --- */

/* The body of a function or literal with (`results`) or without results; bodies of literals inside are left out. */
void go_judge_flow(go_lower *l, syntax_node body, bool results);

/* --- refuse_names.c --- */

/* A name that stands for nothing. `package`: it has a member named behind it. */
void go_judge_undeclared(go_lower *l, syntax_node at, str name, bool package);
/* A member that a package does not have, or has for itself. */
void go_judge_member(go_lower *l, syntax_node at, const go_imported *import, str name);
/* x.name of a value. */
void go_judge_selector(go_lower *l, syntax_node at, const ir_type *of, str name);
/* The variables of a block that ends: those since `mark`. */
void go_judge_block(go_lower *l, size_t mark);
/* The first import of the file that nothing uses. */
const ir_refusal *go_unused_import(go_state *s, go_file *f);
/* Whether an import may have any name: its package is not at hand, and the name that its path tells is not used. */
bool go_has_nameless_import(go_state *s, go_file *f);
/* One declaration of the file gets another text: what has been read of its names is brought up to date, not read again. */
void go_change_uses(go_state *s, go_file *f, str old, str now);

/* --- names.c --- */

/* Whether a package that is not at hand, or a type of it, certainly has no such name: it was read in this version or a later
 * one. */
bool go_lacks_member(const go_state *s, str package, str name);
bool go_lacks_selector(const go_state *s, str package, str type, str name);

/* Whether a type of a package that is not at hand is certainly a struct. */
bool go_is_foreign_struct(const go_state *s, str package, str type);
/* Whether the package, which is not at hand, has a version from the first to the last that was read of its module. */
bool go_is_between_versions(const go_state *s, str package);

/* --- refuse_sdk.c --- */

/* What is called as its signature says it in all versions that were read. */
enum { GO_KNOWN_PARAMS = 8 };
typedef struct go_known_call {
    type_kind params[GO_KNOWN_PARAMS]; /* TYPE_INT for all numbers, TYPE_UNKNOWN for what is not looked at */
    uint32_t count, results;
} go_known_call;

/* A function of an SDK whose source is not at hand; false when nothing is certain of what is called. */
bool go_known_callee(const go_lower *l, const ir_node *callee, go_known_call *known);

/* --- refuse_values.c --- */

/* The first line of what stands there, to be quoted. */
str go_text_at(const go_lower *l, ir_span at);
/* How many values an expression gives; -1: not known. */
int go_value_count(const ir_node *n);
void go_judge_values(go_lower *l, ir_node *body);
/* The value of one variable, or all values of `of` variables. */
void go_judge_init(go_lower *l, ir_node *init, uint32_t of);

/* --- refuse_types.c --- */

/* `in`: the function that it stands in, NULL: the value of a package variable. A value where one of this type is taken; NULL:
 * any. */
void go_judge_fit(go_lower *l, const ir_func *in, const ir_node *n, const ir_type *wanted);
/* A value that is assigned. */
void go_judge_store(go_lower *l, const ir_func *in, const ir_node *place, const ir_node *n);
/* The arguments of a call, and what is called. */
void go_judge_call_types(go_lower *l, const ir_func *in, const ir_node *call);
/* The operands of an IR_BINARY. */
void go_judge_operands(go_lower *l, const ir_func *in, const ir_node *n);
/* Of what is indexed, sliced, ranged over, sent to or received from, and of pointers: the value that it is done to. */
void go_judge_operand(go_lower *l, const ir_func *in, const ir_node *n);

#endif
