/* The memory of a worker: it ends when it takes too much (base/memory_limit.h), which costs what it is at work on. Before that,
 * what can be made again is dropped. */
#include "base/memory.h"
#include "base/memory_limit.h"
#include "lsp/server_internal.h"

enum { LOOK_EVERY = 16 }; /* pieces of work: asking the system takes as long as a small one */

void memory_take_setting(server *s, double mib)
{
    if (!s->supervised || s->memory_fixed) return;
    memory_set_limit(mib > 0 ? (uint64_t)mib << 20 : memory_default_limit());
}

void memory_save(server *s)
{
    uint64_t most = memory_limit(), taken = memory_taken();
    bool grown = taken > s->taken_before + most / 16;
    if (!most || (++s->saved < LOOK_EVERY && !grown)) return;
    uint64_t used = memory_used(), enough = most / 2; /* the other half is for what comes next */
    if (used > enough && workspace_drop_idle(s->files, (size_t)(used - enough / 2))) memory_trim();
    s->saved = 0;
    s->taken_before = memory_taken();
}
