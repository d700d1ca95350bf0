/* Models of library functions: what calls into code that is not in the program do.
 *
 * A model is a C function over values. Unless it says NATIVE_PARTIAL it is only called with arguments (receiver included) that
 * hold no unknown; with an unknown one the result is unknown and nothing else happens. A model reports an error return by giving
 * a tuple with an error value, a panic by native_panic. */
#ifndef IR_NATIVE_H
#define IR_NATIVE_H

#include "ir/value.h"

#include <stdnoreturn.h>

typedef struct native_call {
    eval *e;
    arena *arena;        /* of the way at hand: results live here */
    const ir_node *site; /* the call */
    const value *receiver; /* methods: the receiver, pointers kept as pointers; else NULL */
    const value *args;   /* a variadic call's arguments one by one, unless `spread` */
    uint32_t count;
    bool spread;         /* the last argument is the variadic slice */
} native_call;

typedef value (*native_run)(native_call *c);

enum {
    NATIVE_PARTIAL = 1, /* copes with unknown arguments itself */
    NATIVE_QUIET = 2,   /* what is read while its arguments are evaluated does not count as read (logging) */
    NATIVE_PURE = 8,    /* writes to none of its arguments: an unknown one leaves the others as they are */
    NATIVE_TRIMS = 16,  /* takes blanks from around its first argument: of a document not known that is the document again */
    NATIVE_VALUE = 4,   /* no function but a constant, a variable or a field ("time.Second",
                           "github.com/tidwall/gjson.Result.Raw"): `run`, without arguments, gives its value */
};

typedef struct native {
    const char *name;  /* "strings.HasSuffix", "github.com/tidwall/gjson.Result.Get"; an import path with a major version suffix
                          is looked up without it */
    native_run run;
    uint32_t flags;
    uint32_t results;  /* number of results: what an unknown call gives */
    const char *result; /* type of the first result as the model's language writes it, for static guesses: "string", or NULL */
} native;

/* The argument, or an unknown value when there are fewer. */
value native_arg(const native_call *c, uint32_t i);
/* Text of argument `i`: a string or a []byte; false when it is neither. */
bool native_text(const native_call *c, uint32_t i, str *text);
bool native_int(const native_call *c, uint32_t i, int64_t *n);
/* Raises a language panic with this message; the result of the model is then ignored. */
value native_panic(native_call *c, str message);
/* The program does something that its language does not define: `what`, WORDS(), says what. Ends the way like a panic. */
value native_undefined(native_call *c, const char *what);
/* Calls a function value with arguments; several results come as a tuple. */
value native_invoke(native_call *c, const value *func, const value *args, uint32_t count);
/* Ends the way undecided; `why` is copied. */
noreturn void native_stop(native_call *c, const char *why);
/* A function of the program (`func` NULL: of a library) as a value, bound to the receiver where there is one. */
value native_bound(native_call *c, ir_func *func, const native *model, const value *receiver);
/* True once a panic is on its way or the way has ended: loops that invoke must stop. */
bool native_stopped(const native_call *c);
/* The model does as much work as so many expressions of the program would; past the limit the way ends here. */
void native_charge(native_call *c, uint64_t steps);
/* A regular expression is compiled. Past the limit of what all different ones of the way may take, the way ends here. */
void native_take_pattern(native_call *c, str pattern, size_t bytes);
/* Marks a read of the node at this call (no effect while arguments of a NATIVE_QUIET call are evaluated). */
void native_read(native_call *c, doc_node *n, uint32_t reads);
/* The program asks for the member `n` by name: by what an argument of this call ends with, `path`, which begins with the name. */
void native_ask(native_call *c, doc_node *n, str path);
/* ... by the field that a decoder fills with it, whose tags call the decoder `tag` (static). */
void native_ask_field(native_call *c, doc_node *n, const ir_field *field, const char *tag);
/* The node to read: itself, or what a symbolic one is assumed to be on this way. Still DOC_SYMBOLIC when nothing is assumed. */
doc_node *native_look(const native_call *c, doc_node *n);
/* Maps have no order: true when the one to try now is from the last to the first. What is made of a map's `count` members may
 * depend on it. */
bool native_is_backwards(native_call *c, uint32_t count);
/* A sequence that can be gone through with one variable (Go's iter.Seq) of the elements of a slice. */
value native_sequence(native_call *c, value list);
/* The slice behind it; VALUE_UNKNOWN for other values. */
value native_sequence_list(const value *sequence);
/* Makes what can be reached from `v` unknown: the elements of slices and maps, variables behind pointers. To be called where a
 * library writes to them and it is not known what. */
void native_havoc(native_call *c, const value *v);
/* What the host gives the program when it asks for its configuration: the text's bytes, false where it does not get it so. */
bool native_configuration(native_call *c, value *bytes);
/* Of a byte of that text: the value that it is a part of, or whose name (`*name`); NULL: neither, or no byte of it. */
doc_node *native_origin_of(native_call *c, const char *at, bool *name);
/* All of it; empty when the program has not asked for it. */
str native_configuration_text(const native_call *c);
/* The program has compared the name of a member, as it found it in the text, with one of its own. */
void native_name_compared(native_call *c, doc_node *member, str with, bool equal);
/* The context that the program hands to the host, or the function that makes one. */
void native_hand_over(native_call *c, const value *context);
/* Whether the host starts the program, which has no parse function. Then a line of its log may be the reason for which it refuses
 * its configuration, and native_say has to be called for each line that it logs. */
bool native_is_starting(const native_call *c);
void native_say(native_call *c, const value *text);
/* The operator as Go has it: for operands of which one is not known, or two of one kind. */
value native_operate(native_call *c, uint8_t op, const value *a, const value *b);
/* The document that is run. */
doc_node *native_whole_document(const native_call *c);
/* Notes what the program takes its configuration for. */
void native_takes_text_for(native_call *c, int form);
/* Nobody knows whether the program takes `n`, a value of the document: `why`, words(), says why. `incomplete`: then neither is
 * known what else it takes. */
void native_note_unjudged(native_call *c, const doc_node *n, str why, bool incomplete);
/* Decides an unknown boolean: takes one of the two ways (and remembers what that says about the document). */
bool native_decide(native_call *c, const value *condition);
/* Decides which of `count` constants the unknown string (or number) `v` is: the index, or `count` for none of them. */
uint32_t native_choose(native_call *c, const value *v, const value *constants, uint32_t count);
/* Notes that the program has a client for the service behind this cluster. `name`, `port`: the values that the cluster's name was
 * made of, or NULL. */
void native_service(native_call *c, str cluster, bool redis, const value *name, const value *port);

#endif
