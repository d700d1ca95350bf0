/* What came of a configuration that a built module was run with, and how wpls and its child wpls-sandbox tell each other.
 *
 * The child gets blocks (base/worker.h): first a module with the names its context has, then any number of configurations. It
 * answers each block with one. What it says is read as the bytes of a stranger: it has run the module. */
#ifndef SANDBOX_ANSWER_H
#define SANDBOX_ANSWER_H

#include "base/array.h"
#include "base/pack.h"

/* Numbers that the child sends. */
typedef enum sandbox_verdict {
    SANDBOX_ACCEPTED,
    SANDBOX_REJECTED, /* by the plugin's own answer */
    SANDBOX_CRASHED,  /* it trapped: `reason` */
    SANDBOX_NOT_READ, /* it answered well, and never asked for its configuration: nothing is known of that */
    SANDBOX_STOPPED,  /* past a limit: `reason` */
    SANDBOX_NO_JUDGE, /* the module can't be run, or is no plugin: `reason` */
    SANDBOX_VERDICTS,
} sandbox_verdict;

typedef struct sandbox_line {
    uint64_t level; /* of proxy_log: 0 trace to 5 critical */
    str text;
} sandbox_line;

typedef struct sandbox_answer {
    sandbox_verdict verdict;
    str reason;
    str function; /* of the host's calls, the one that it happened in: proxy_on_configure; or empty */
    uint64_t fetched;     /* how often the configuration was asked for */
    uint64_t fuel, memory; /* burnt and taken at the end */
    ARRAY(sandbox_line) log;
    str errors; /* what was written to standard error or output: the text of a panic */
} sandbox_answer;

enum {
    SANDBOX_FUEL = 2000 * 1000 * 1000, /* of one run, start included */
    SANDBOX_MEMORY_BYTES = 256 << 20,
    SANDBOX_PROCESS_BYTES = 1 << 30,  /* of the child, with all that it keeps of the module */
    SANDBOX_MODULE_BYTES = 64 << 20,
    SANDBOX_CALLS = 10000,            /* of host functions in one run */
    SANDBOX_DEPTH = 8,                /* of the host within itself: its buffers are allocated by the module */
    SANDBOX_LOG_BYTES = 1 << 20,
    SANDBOX_LINE_BYTES = 64 << 10,    /* of one line, the rest is cut */
    SANDBOX_BLOCK_BYTES = SANDBOX_MODULE_BYTES + (1 << 20),
    SANDBOX_WALL_MS = 60 * 1000,      /* of one answer */
};

/* The first block that the child gets. Read: strings are borrowed from the bytes; false when they are none of these. */
typedef struct sandbox_order {
    uint64_t language; /* of what is said (base/words.h) */
    str root_id, name; /* of the context that the plugin gets */
    str module;
} sandbox_order;
void sandbox_order_pack(strbuf *out, const sandbox_order *o);
bool sandbox_order_unpack(str bytes, sandbox_order *o);

void sandbox_answer_pack(strbuf *out, const sandbox_answer *a);
/* Everything is copied into `a`. False when the bytes are no answer: nothing of them counts then. */
bool sandbox_answer_unpack(arena *a, str bytes, sandbox_answer *answer);

/* How many bytes the first block of `bytes` has with its length in front; 0: more has to come; SIZE_MAX: no child sends that. */
size_t sandbox_block_size(str bytes);

#endif
