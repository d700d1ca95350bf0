/* Macros and their expansion, for preprocess.c. */
#ifndef CXX_MACROS_H
#define CXX_MACROS_H

#include "cxx/preprocess.h"

typedef enum cxx_token_kind { CXX_NAME, CXX_NUMBER, CXX_TEXT, CXX_COMMENT, CXX_SIGN, CXX_NO_TOKEN } cxx_token_kind;

typedef struct cxx_token {
    str text;
    cxx_token_kind kind;
    bool space;   /* a blank stands before it */
    bool painted; /* the name of a macro that is being expanded: stays */
} cxx_token;
typedef ARRAY(cxx_token) cxx_tokens;

struct cxx_macro {
    bool function; /* takes arguments */
    bool variadic;
    ARRAY(str) params; /* __VA_ARGS__ last, when variadic */
    cxx_tokens body;
};

/* The token at byte `*at`, which is behind it then; blanks, line ends and spliced lines before it are skipped. `*start`: where it
 * begins. CXX_NO_TOKEN at the end. */
cxx_token cxx_next_token(str text, size_t *at, size_t *start);
/* Defines the macro of a #define's text, behind the word. */
void cxx_define(cxx_preprocessor *p, str definition);
/* Defines the limits of integers that headers of the system have, and the target. */
void cxx_define_limits(cxx_preprocessor *p);
/* The macro to expand for this name; NULL: none. */
const cxx_macro *cxx_find_macro(const cxx_preprocessor *p, str name);
/* The expansion of the call `text`, of a macro's name with its arguments, in the arena; false: it is too large. */
bool cxx_expand(cxx_preprocessor *p, str text, str *out);
/* Where the arguments end that begin at the '(' at byte `at`, behind the ')'; 0: nowhere. */
size_t cxx_arguments_end(str text, size_t at);
/* Whether an #if with this condition is taken. */
bool cxx_condition(cxx_preprocessor *p, str condition);
/* What an expression of integers and macros for them gives; false: that is not known. */
bool cxx_constant(cxx_preprocessor *p, str expression, int64_t *number);

#endif
