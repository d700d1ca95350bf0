/* Regular expressions as JSON Schema has them (ECMA-262, with the u flag), run by RE2: in linear time whatever the pattern.
 *
 * RE2 has no back-references and no look-around but what stands at the start of an anchored pattern (`^(?!...)`, `^(?=...)`);
 * a pattern that can't be run counts as matching everything. */
#ifndef SCHEMA_PATTERN_H
#define SCHEMA_PATTERN_H

#include "base/array.h"

/* A pattern is the conjunction of its parts. */
typedef struct schema_pattern_part {
    str re2;
    bool negated;
} schema_pattern_part;

typedef struct schema_pattern {
    str source;
    bool broken;     /* not a regular expression of ECMA-262 */
    bool impossible; /* a good one, but RE2 can't run it, or it is past LIMIT_PATTERN_BYTES */
    size_t bytes;    /* that it takes: see text/regexp_bridge.h */
    const char *error;
    ARRAY(schema_pattern_part) parts;
} schema_pattern;

/* Never NULL; memory in `a`, `source` is borrowed. */
const schema_pattern *schema_pattern_compile(arena *a, str source);
/* Whether it is a regular expression of ECMA-262; nothing is compiled for that. */
bool schema_pattern_is_valid(str source);
/* Instructions that matching a text of `size` bytes looks at, at most. */
uint64_t schema_pattern_work(const schema_pattern *p, size_t size);
/* Whether it matches anywhere in `text`. */
bool schema_pattern_matches(const schema_pattern *p, str text);

#endif
