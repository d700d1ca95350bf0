#include "base/memory_limit.h"

#include "base/limits.h"
#include "base/work.h"

#include <stdatomic.h>
#include <stdlib.h>

static _Atomic uint64_t taken;
static uint64_t most = UINT64_MAX;

uint64_t memory_default_limit(void)
{
    uint64_t half = memory_of_machine() / 2, usual = (uint64_t)LIMIT_MEMORY_MIB << 20;
    return half && half < usual ? half : usual;
}

bool memory_read_limit(const char *text, uint64_t *bytes)
{
    enum { LEAST_MIB = 64, MOST_MIB = 1 << 30 };
    char *end;
    unsigned long long mib = strtoull(text, &end, 10);
    *bytes = mib << 20;
    return *text >= '0' && *text <= '9' && !*end && mib >= LEAST_MIB && mib <= MOST_MIB;
}

void memory_set_limit(uint64_t bytes)
{
    most = bytes ? bytes : UINT64_MAX;
    memory_hold(bytes);
}

uint64_t memory_limit(void) { return most == UINT64_MAX ? 0 : most; }

bool memory_take(size_t bytes)
{
    uint64_t now = atomic_fetch_add_explicit(&taken, bytes, memory_order_relaxed) + bytes;
    if (now > most) {
        memory_give(bytes);
        return false;
    }
    work_note_memory(now);
    return true;
}

uint64_t memory_taken(void) { return atomic_load_explicit(&taken, memory_order_relaxed); }

void memory_give(size_t bytes) { atomic_fetch_sub_explicit(&taken, bytes, memory_order_relaxed); }
