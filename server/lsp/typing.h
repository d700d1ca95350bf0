/* Quiet while somebody types: what is new on the line being typed on waits until that line has been left alone for a moment.
 *
 * A finding is new when the client does not have one with the same code and message: what was there before stays, wherever the
 * edit moves it, and what is gone goes at once. It waits when one of its lines was edited within the delay, or when it stands at
 * the head of a block that was: the key, the item, the function whose content is being typed. Indentation shows which block that
 * is, in YAML as in Go. Nothing else waits, in no other line and no other document, and no request does. */
#ifndef LSP_TYPING_H
#define LSP_TYPING_H

#include "base/array.h"
#include "text/diagnostic.h"
#include "text/line_index.h"

typedef struct typed_line {
    uint32_t line;
    int64_t at; /* when it was edited last, as now_ms() */
} typed_line;

typedef struct typing {
    ARRAY(typed_line) lines; /* on the heap, as: */
    ARRAY(uint64_t) shown;   /* of each finding that the client has a number of its code and message */
    int64_t due;             /* when the first of those that wait may be shown; 0: none waits */
} typing;

/* An edit: the lines from `first` to `last` became those from `first` to `now_last`. */
void typing_edit(typing *t, uint32_t first, uint32_t last, uint32_t now_last, int64_t now);
/* Many places changed at once: nothing waits any more. */
void typing_forget(typing *t);
/* The findings that may be shown, of those of the text with these lines; says in t->due when there may be more. `delay` in
 * milliseconds. The list is in `a`, and borrows from `found`. */
diagnostic_list typing_filter(typing *t, arena *a, const diagnostic_list *found, const line_index *lines, int64_t delay,
                              int64_t now);
/* The client has these now. */
void typing_shown(typing *t, const diagnostic_list *list);
void typing_free(typing *t);

#endif
