/* Half-open ranges of byte offsets into a document's text. */
#ifndef TEXT_RANGE_H
#define TEXT_RANGE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct range {
    uint32_t start, end; /* bytes from 0; end exclusive */
} range;

static inline range range_make(uint32_t start, uint32_t end) { return (range){start, end}; }
static inline bool range_holds(range r, uint32_t at) { return at >= r.start && at < r.end; }
/* Also true right behind the end: where a cursor stands that has just typed the range. */
static inline bool range_touches(range r, uint32_t at) { return at >= r.start && at <= r.end; }
static inline bool range_overlaps(range a, range b) { return a.start < b.end && b.start < a.end; }
static inline range range_join(range a, range b)
{
    return (range){a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

#endif
