/* Linux alone limits the memory that can be written to (RLIMIT_DATA), and says in /proc what is used and what was killed. */
#include "base/memory_limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static bool limited;
static uint64_t before; /* what the system held this process to */

uint64_t memory_of_machine(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    return pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0;
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
void memory_hold_again(uint64_t bytes)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_DATA, &r) != 0) return;
    if (!limited) before = r.rlim_cur;
    limited = true;
    r.rlim_cur = bytes < r.rlim_max ? bytes : r.rlim_max;
    setrlimit(RLIMIT_DATA, &r);
}

#else

void memory_hold_again(uint64_t bytes) { (void)bytes; }

#endif

void memory_hold(uint64_t bytes)
{
    if (bytes) memory_hold_again(bytes);
    else if (limited) memory_hold_again(before);
}

bool memory_limit_before(uint64_t *bytes)
{
    *bytes = before;
    return limited;
}
