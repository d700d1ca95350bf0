/* The small documents that facts of the inferred schema are tried on (infer_verify.c): made from the schema itself. */
#ifndef IR_INFER_TRIAL_H
#define IR_INFER_TRIAL_H

#include "base/json_write.h"
#include "ir/infer_internal.h"

enum { SETS_MOST = 4, COMPANIONS_MOST = 3, EFFORTS = 3 + COMPANIONS_MOST, EVERYTHING = EFFORTS };

typedef struct trial {
    const inferred_value *focus;  /* this value, and the objects around it, are there */
    const inferred_value *left_out, *also_out;
    bool lone;     /* nothing that was asked for comes beside the focus */
    const inferred_value *none_of; /* the object without the members of which it needs one, the focus excepted */
    struct {
        const inferred_value *value;
        str json;
    } set[SETS_MOST];
    int sets;
    int effort; /* 0: what is required; 1: beside the focus what was ever asked for; 2: that everywhere; above: as 1, and with one
                   more of the keys at the top that was accepted before; EVERYTHING: all keys there are */
    str companion, companion_json;
    enum { BESIDE_NONE, BESIDE_BEFORE, BESIDE_AFTER } beside; /* the item with this value has another one in its list, */
    const inferred_value *wrong;
    str right; /* in which the value is this */
} trial;

/* Whether `inner` is the value or in it. */
bool trial_is_around(const inferred_value *v, const inferred_value *inner);
/* The trial in which the value is that JSON text; as it was when it has SETS_MOST already. */
trial trial_with_set(const trial *t, const inferred_value *v, str json);
/* A text that has the value's format. */
str trial_sample_text(const inferred_value *v);
/* The first of its constants that is not empty, or NULL. */
const inferred_constant *trial_first_value(const inferred_value *v);
void trial_write(json_writer *w, const trial *t, const inferred_value *root);
/* JSON texts in `a`: of a string, of a constant. */
str trial_json_text(arena *a, str s);
str trial_constant(arena *a, const inferred_constant *c);

#endif
