#include "base/fault.h"

#include "base/memory_limit.h"

#include <stdio.h>
#include <stdlib.h>

bool fault_wanted;

static struct {
    str kind, place, text;
} fault;

/* Takes what stands before `sep` off the text; all of it when there is none. */
static str before(str *text, char sep)
{
    str part;
    return str_split(text, sep, &part) ? part : STR("");
}

void fault_begin(unsigned number)
{
    const char *given = getenv("WPLS_TEST_FAULT");
    if (!given) return;
    str rest = str_of(given), what = before(&rest, '*');
    if (rest.n && number > strtoul(rest.p, NULL, 10)) return;
    fault.kind = before(&what, '@');
    fault.place = before(&what, ':');
    fault.text = what;
    fault_wanted = fault.place.n > 0;
}

int64_t fault_ms(const char *variable, int64_t otherwise)
{
    const char *given = getenv(variable);
    return given ? strtoll(given, NULL, 10) : otherwise;
}

/* So much that it is over a limit that a test sets, and below the usual one. */
static void take_memory(void)
{
    arena all = ARENA_INIT;
    for (int i = 0; i < 512; i++) arena_alloc(&all, 1 << 20);
    arena_free(&all);
}

static void be_killed_for_memory(void)
{
    unsigned long long kills = memory_kills() + 1;
    FILE *f = fopen(getenv("WPLS_TEST_VMSTAT"), "w");
    if (f) fprintf(f, "pgfault 7\noom_kill %llu\n", kills);
    if (f) fclose(f);
    fault_end(STR("kill"));
}

static void end(void)
{
    if (str_is(fault.kind, "abort")) abort();
    if (str_is(fault.kind, "memory")) take_memory();
    if (str_is(fault.kind, "exit")) exit(1);
    if (str_is(fault.kind, "oom")) be_killed_for_memory();
    fault_end(fault.kind);
    volatile bool always = str_is(fault.kind, "loop");
    while (always) {}
}

void fault_at(const char *place, str text)
{
    if (fault_wanted && str_is(fault.place, place) && (!fault.text.n || str_ends(text, fault.text))) end();
}

void fault_at_work(work_kind kind, const work_item *item)
{
    static const char *const places[WORK_KINDS] = {"request", "project", "document", "function"};
    if (!str_is(fault.place, places[kind])) return;
    if (!fault.text.n || str_eq(item->name, fault.text) || str_ends(item->path, fault.text)) end();
}
