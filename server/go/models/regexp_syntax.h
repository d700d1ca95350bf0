/* Checks a pattern as Go's regexp/syntax does, with its error texts, and writes it in RE2's syntax. */
#ifndef GO_REGEXP_SYNTAX_H
#define GO_REGEXP_SYNTAX_H

#include "go/models/models.h"

typedef enum regexp_verdict { REGEXP_GOOD, REGEXP_BAD, REGEXP_UNSURE } regexp_verdict;

/* REGEXP_GOOD: `*re2` is the pattern for RE2. REGEXP_BAD: `*error` is Go's message ("error parsing regexp: ..."). */
regexp_verdict regexp_check(arena *a, str pattern, str *re2, str *error);

#endif
