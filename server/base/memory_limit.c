#include "base/memory_limit.h"

#include "base/limits.h"
#include "base/work.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static _Atomic uint64_t taken;
static uint64_t most = UINT64_MAX;
static bool limited;
static uint64_t before; /* what the system held this process to */

uint64_t memory_of_machine(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
}

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

uint64_t memory_kills(void)
{
    unsigned long long kills = 0;
#ifdef __linux__
    char line[128];
    const char *given = getenv("WPLS_TEST_VMSTAT");
    FILE *f = fopen(given ? given : "/proc/vmstat", "re");
    while (f && fgets(line, sizeof line, f) && sscanf(line, "oom_kill %llu", &kills) != 1) {}
    if (f) fclose(f);
#endif
    return kills;
}

uint64_t memory_used(void)
{
#ifdef __linux__
    unsigned long whole, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    bool said = f && fscanf(f, "%lu %lu", &whole, &resident) == 2;
    if (f) fclose(f);
    if (said) return (uint64_t)resident * (uint64_t)sysconf(_SC_PAGESIZE);
#endif
    return memory_taken();
}

/* Sanitizers reserve far more than they use. */
#if defined(__linux__) && !defined(WPLS_SANITIZED)

/* Never more than the upper bound, which stays: so it can go back. */
static void hold_to(uint64_t bytes)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_DATA, &r) != 0) return;
    if (!limited) before = r.rlim_cur;
    limited = true;
    r.rlim_cur = bytes < r.rlim_max ? bytes : r.rlim_max;
    setrlimit(RLIMIT_DATA, &r);
}

#else

static void hold_to(uint64_t bytes) { (void)bytes; }

#endif

void memory_set_limit(uint64_t bytes)
{
    most = bytes ? bytes : UINT64_MAX;
    if (bytes) hold_to(bytes);
    else if (limited) hold_to(before);
}

uint64_t memory_limit(void) { return most == UINT64_MAX ? 0 : most; }

bool memory_limit_before(uint64_t *bytes)
{
    *bytes = before;
    return limited;
}

void memory_hold_again(uint64_t bytes) { hold_to(bytes); }

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
