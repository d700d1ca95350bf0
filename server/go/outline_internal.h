/* What the files that patch an outline share: outline.c (whether, and in what order), outline_changes.c (what has changed),
 * outline_take.c (taking it over). */
#ifndef GO_OUTLINE_INTERNAL_H
#define GO_OUTLINE_INTERNAL_H

#include "go/outline.h"
#include "go/refuse.h"

/* What a file declares, apart from its package. */
typedef struct go_declared {
    go_file *file;
    map members;
    ARRAY(ir_func *) funcs;
} go_declared;

/* Where a declaration that is taken over stands in both texts. */
typedef struct go_stay {
    uint32_t start, end, now;
} go_stay;

typedef struct go_outline {
    go_state *s;
    arena *a; /* for as long as the patch takes */
    go_file *file;
    go_package *pkg;
    str old_text;
    ir_edit edit;
    go_names names;            /* that stand for something else now */
    bool imports;              /* the file imports something else, or by another name */
    ARRAY(go_package *) users; /* the package, and those that import it, however indirectly */
    ARRAY(go_declared) files;     /* to be declared anew: the edited one first */
    ARRAY(go_stay) places;       /* of the edited file, in order */
    size_t last;               /* the place that was asked for last */
    ir_member *was, *is;       /* a struct type that is taken over with other fields; or NULL */
    bool literals;             /* its literals mean something else now */
    ARRAY(ir_type *) written;  /* with them */
    bool found;
    bool refused;              /* the compiler refuses it, and then nobody wants it */
} go_outline;

static inline go_source *go_source_of(const ir_member *m) { return m->func ? m->func->front : m->front; }

/* --- outline.c --- */

/* What the file declares now, in objects of their own; its package stays as it is. */
void go_declare_apart(go_outline *o, go_file *f, go_declared *out);
/* "T.name" of a method of T, as it is written; else the name, of one that may be declared again with a number behind it, which
 * `*repeats` counts. */
str go_func_key(arena *a, const ir_func *f, uint32_t *repeats);
bool go_is_method(const go_source *src);
/* A file that is declared anew; NULL: it is not. */
const go_declared *go_declared_of(const go_outline *o, const go_file *f);

/* --- outline_changes.c --- */

/* All that is made anew is marked then, its files are declared anew, and the names are known. False: it is left alone, as nobody
 * wants what the compiler refuses; nothing is marked. */
bool go_outline_find(go_outline *o);
/* The packages that import the edited one. */
void go_outline_find_users(go_outline *o);
/* Whether it has a literal of the struct whose literals mean something else now. */
bool go_has_edited_literal(go_outline *o, ir_node *body);

/* --- outline_take.c --- */

void go_outline_take(go_outline *o);
/* Its type does not have the method any more, as long as the map of methods that it gets in `a` is there. */
void go_method_drop(arena *a, ir_func *f);

#endif
