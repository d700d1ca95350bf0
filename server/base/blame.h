/* What a worker's death is blamed on, and what the next worker therefore leaves out.
 *
 * The text at work when a worker dies is not tried again until it changes: the document, or the function where no document was at
 * work or where one has been left out on its account before. Want of memory may come from what was done before: it takes a second
 * death. Where nothing so small was at work it takes a second one, too: then the project is left out, or the request is refused.
 * A project in which one thing after the other is left out is left out as a whole. Nobody is to blame for a death from
 * outside. */
#ifndef BASE_BLAME_H
#define BASE_BLAME_H

#include "base/work.h"

typedef struct blame_entry {
    work_left_out what; /* of a request: `path` its document, `text` the hash of what was asked */
    unsigned deaths;    /* with it at work */
    unsigned inside;    /* of a project: texts in it that were left out */
    bool left_out;
    size_t since;       /* blame_count then */
} blame_entry;

/* A zeroed struct has nobody to blame. */
typedef struct blame {
    arena memory;
    ARRAY(blame_entry *) entries; /* in `memory` */
    size_t count;
} blame;

/* Who knows the texts, as they were for the dead worker: the hash of a project's (all of its sources), of a document's, of a
 * request's. */
typedef struct blame_texts {
    uint64_t (*hash)(void *self, work_kind kind, str path);
    void *self;
} blame_texts;

typedef struct blame_verdict {
    const blame_entry *at_work; /* the smallest thing at work, or NULL: nothing was */
    const blame_entry *left_out; /* what is left out from now on, or refused (WORK_REQUEST); NULL: all is tried once more */
} blame_verdict;

/* How many are left out, or refused, so far. */
size_t blame_count(const blame *b);
/* Says what the death means. `told`: blame_count when the worker was started, since it can have left out nothing that was added
 * after that. Entries
 * live as long as the blame. */
blame_verdict blame_death(blame *b, const work_page *page, work_death death, size_t told, blame_texts texts);
/* Something in the background was at work (a request that is answered later): counts as a death with this request at work. */
void blame_request(blame *b, str method, uint64_t text, work_death death);
/* Whether a request is to be refused: it is the reason why, or NULL. */
const blame_entry *blame_find_request(const blame *b, str method, uint64_t text);
/* What was asked about changed texts may be asked again. */
void blame_forget_requests(blame *b);
/* All that is left out, as bytes for work_leave_out. */
void blame_write(const blame *b, strbuf *out);
void blame_free(blame *b);

#endif
