/* The inferred schema: what a program accepts as configuration, found by running its parse function on an unknown document.
 *
 * Open mode explores ways through the parse function (ir/eval.h) over a symbolic document, up to LIMIT_SCHEMA_WAYS, and adds up
 * what was read, how, and which assumptions always ended in a rejection. Facts are what the code does, not what a document should
 * look like: a key is `required` when no explored way without it was accepted. */
#ifndef IR_INFER_H
#define IR_INFER_H

#include "ir/document.h"
#include "ir/eval.h"

typedef enum inferred_type { /* JSON types, a bit set */
                             INFERRED_STRING = 1,
                             INFERRED_INTEGER = 2,
                             INFERRED_NUMBER = 4,
                             INFERRED_BOOLEAN = 8,
                             INFERRED_ARRAY = 16,
                             INFERRED_OBJECT = 32,
                             INFERRED_NULL = 64, /* among accepted types alone */
} inferred_type;
enum { INFERRED_ANY = 127 };

typedef struct inferred_constant {
    bool is_string;
    str text;      /* strings: the value; numbers: the literal */
    ir_span at;    /* where the program compares with it */
} inferred_constant;

/* A condition under which a fact holds: member `path` of the root equals `value` (or exists, when `value` has no text). */
typedef struct inferred_guard {
    const struct inferred_value *on; /* the member, where it is known; else NULL */
    str path;
    str value;
    bool exists_only;
    ir_span at; /* the condition; no file where it is not known */
} inferred_guard;

typedef struct inferred_value inferred_value;
struct inferred_value {
    str name;              /* key in the parent object; empty for the root, elements and members of any name */
    inferred_value *parent;
    unsigned types;        /* which it is read as; 0: not known */
    unsigned accepted;     /* which it may have without the program's refusing it, by infer_accepted_types; 0: not tried */
    bool alike;            /* seen in another object that the same code takes apart: not tried here */
    bool required;         /* every accepted way has it (non-empty when `non_empty`) */
    bool non_empty;        /* an empty string or list counts as absent */
    ARRAY(inferred_guard) required_when; /* `required` only in these cases; each was tried */
    bool spared;           /* an accepted document had the object around it, and not it */
    bool asked_for;        /* some way was rejected because it was missing */
    const struct node_facts *facts; /* while the schema is being made; else NULL */
    str required_message;  /* the program's message when it is missing */
    ir_span required_at;   /* where that error is made; no file: not known */
    bool enum_enforced;    /* other values are rejected; else they are merely what the program compares with */
    bool enum_folded;      /* ... but other spellings of them are accepted, too: no enum */
    bool empty_allowed;    /* of an enforced enum: the empty string (or 0) is accepted beside them, as if there were none */
    ARRAY(inferred_constant) values;
    bool has_minimum, has_maximum;
    double minimum, maximum;
    ir_span minimum_at, maximum_at, format_at; /* the conditions */
    str format;            /* "regexp", "duration", ... when the value must satisfy one */
    str default_text;      /* JSON literal the program takes when it is absent; empty when not known */
    ARRAY(inferred_guard) guards; /* it is only read under these; at most two */
    ARRAY(inferred_value *) members; /* in the order the program asks for them */
    ARRAY(const inferred_value *) one_of; /* members of which it has at least one on every accepted way; empty: no such group */
    inferred_value *any_member; /* value of members of any name, or NULL */
    inferred_value *element;    /* of an array, or NULL */
    bool whole;            /* kept or handed on as a whole: anything may be inside */
    const ir_field *field; /* the only variable of the configuration that holds it, or NULL; of the program */
    str title, description; /* from comments and the README (plugin/documentation.h) */
    str unit;              /* what it is a number of: "ms", "s", ...; empty when the program does not show it */
    ir_span read_at;       /* the first place that reads it */
    doc_asks asks;         /* all places that name it; those of ways that were not tried are missing */
};

typedef struct inferred_schema {
    inferred_value *root;  /* what stands outside `_rules_` */
    inferred_value *rule;  /* a rule's part when it has a parser of its own; else the same as root */
    bool complete;         /* false: the exploration met its limit or something unsupported; more may be accepted */
    str incomplete_because; /* what stopped it first, and where (no file: not known) */
    ir_span incomplete_at;
    ir_span refuses_at;    /* a condition on what code that is not known says, behind which the program refuses: it may refuse
                              more than the facts say; no file: there is none */
    eval_gaps gaps;
    uint32_t ways, steps; /* evaluated to make it */
    struct {
        uint64_t shape, outline, watch; /* of the program, when the schema was made */
        size_t edits;          /* of ir_program.edited that it has followed */
    } made_of;
    uint32_t verified, dropped, unverified; /* facts: tried on documents and right, or wrong; could not be tried */
} inferred_schema;

/* Makes the schema; everything in `a`. Calls slices_rest now and then (base/slices.h), so that it can be made in slices. Never
 * NULL; an entry without a parser gives an empty, incomplete object. */
inferred_schema *infer_schema(arena *a, ir_program *p, const eval_entry *parse, const eval_entry *override);

/* The same in two steps, as the first one often answers what is asked: which values the program reads, of which types, and the
 * constants that it compares them with. What else infer_explored says of a value is not tried yet, and may be wrong. The program
 * and the entries must not change in between. After infer_finish or infer_drop the inference is gone. */
typedef struct inference inference;
inference *infer_begin(arena *a, ir_program *p, const eval_entry *parse, const eval_entry *override);
/* As inferred_schema.root; with `rule` as inferred_schema.rule. */
const inferred_value *infer_explored(inference *i, bool rule);
inferred_schema *infer_finish(inference *i);
void infer_drop(inference *i);
/* What it takes beside the arena. */
size_t infer_bytes(const inference *i);

/* After edits of the program: whether infer_schema would make the same schema of it now, given the same entries; its places have
 * then moved along. That is certain when the edits lie in bodies of functions that nobody asked for while the schema was made. */
bool infer_follow(inferred_schema *s, const ir_program *p);
/* Moves the places along, whether or not the schema is still right; those whose lines are gone have no file any more. False when
 * the new places are not known. */
bool infer_move(inferred_schema *s, const ir_program *p);
/* Tries of every value which types the program lets pass, whether or not it makes sense of them: most accessors convert and never
 * fail. Not part of making a schema, since only those who hand it on want to know, and it runs the program as often again. */
void infer_accepted_types(inferred_schema *s, ir_program *p, const eval_entry *parse, const eval_entry *override);
/* Whether every accepted configuration has it whenever the object around it is there. */
bool inferred_is_required(const inferred_value *v);
/* Whether it belongs to the members of which its object needs one. */
bool inferred_is_one_of(const inferred_value *v);
/* The member `key`, the value of any name when there is none of that name, or NULL. */
const inferred_value *inferred_member(const inferred_value *holder, str key);

#endif
