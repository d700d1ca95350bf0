/* Functions of one name: which of them a call means is told by the values that it gets, and so are the types of a function
 * template that nobody gives. */
#ifndef CXX_OVERLOAD_H
#define CXX_OVERLOAD_H

#include "cxx/internal.h"
#include "ir/native.h"

typedef struct cxx_overloads cxx_overloads;

typedef struct cxx_candidate {
    const cxx_function *of;
    cxx_instance *owner; /* whose scope it is in; NULL: none */
    ir_func **func;      /* where its function is kept once it is asked for; a template has one for each list of types */
    bool is_virtual;
} cxx_candidate;

struct cxx_overloads {
    cxx_state *s;
    ARRAY(cxx_candidate) all;
    ir_type **given;     /* arguments of the template that stand at the call */
    uint32_t given_count;
    bool with_this;      /* the first argument of the call is the object */
    bool always;         /* virtual functions of derived classes don't count: Base::f() */
};

/* The methods of that name that take so many arguments (-1: any), templates included: those of the first class that has one, from
 * the instance to its bases. */
void cxx_methods_named(cxx_state *s, cxx_instance *i, str name, int args, cxx_overloads *out);
/* The constructors that take so many. */
void cxx_constructors(cxx_state *s, cxx_instance *i, uint32_t args, cxx_overloads *out);
/* Itself counts, too. */
bool cxx_is_base_of(const cxx_instance *base, const cxx_instance *of);
/* Whether a call must be told by its arguments. */
bool cxx_is_overloaded(const cxx_overloads *set);
/* A callee that tells: the type of an IR_EXTERN "cxx" "#overload", which has them behind it. */
ir_type *cxx_overload_type(cxx_state *s, const cxx_overloads *set);
/* The same as a value, bound to an object. */
value cxx_overload_value(native_call *c, const cxx_overloads *set, const value *self);
/* Calls with the default values of parameters that have no argument. */
value cxx_call_with_defaults(native_call *c, cxx_state *s, ir_func *f, const value *callee, const value *args, uint32_t count);
/* The one that these arguments mean; ends the way where that can't be told. */
const cxx_candidate *cxx_choose(native_call *c, const cxx_overloads *set, const value *args, uint32_t count);

#endif
