/* Findings: what every analysis produces and every front (editor, command line) shows. Plain data, nothing of LSP.
 *
 * All strings and arrays live in the arena of whoever made the finding. Ranges are byte offsets into the file at `path`. */
#ifndef TEXT_DIAGNOSTIC_H
#define TEXT_DIAGNOSTIC_H

#include "base/array.h"
#include "text/range.h"

typedef enum severity { SEVERITY_ERROR = 1, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_HINT } severity; /* LSP's numbers */

/* A place that helps to understand the finding. */
typedef struct related_place {
    str path; /* absolute */
    range at;
    str message;
} related_place;

/* Replace the bytes of `at` by `text`. */
typedef struct text_edit {
    str path;
    range at;
    str text;
} text_edit;

/* A change that repairs the finding; its edits do not overlap. */
typedef struct fix {
    str title; /* imperative, lower case: "rename to 'tokenHeader'" */
    ARRAY(text_edit) edits;
    bool preferred; /* the obvious one: safe to apply without asking */
} fix;

typedef enum diagnostic_tag { TAG_NONE, TAG_UNNECESSARY, TAG_DEPRECATED } diagnostic_tag;

typedef struct diagnostic {
    str path; /* absolute */
    range at;
    severity level;
    str code;  /* rule id: "config/rejected" */
    str label; /* what stands beside the underline on a terminal; may be empty */
    str message;
    ARRAY(related_place) related;
    ARRAY(fix) fixes;
    diagnostic_tag tag;
} diagnostic;

typedef ARRAY(diagnostic) diagnostic_list;

/* Lower-case name of a severity: "error", "warning", "info", "hint"; for people in words(). */
const char *severity_name(severity s);
/* Copies the strings of the findings from number `from` on, which may be borrowed from what was analysed, into the arena that the
 * rest of the list lives in; rule ids are static. */
void diagnostic_list_own(arena *a, diagnostic_list *list, size_t from);
/* By path, place, severity and code; removes exact repetitions. */
void diagnostic_list_sort(diagnostic_list *list);

#endif
