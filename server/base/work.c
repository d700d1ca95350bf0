#include "base/work_system.h"

#include "base/fault.h"
#include "base/interrupt.h"
#include "base/words.h"


_Thread_local work_page *work_page_here;
work_left_outs work_all_left_out;

static _Thread_local work_item now[WORK_KINDS];
work_page *work_page_of_process;
bool work_alone;

/* --- the page --------------------------------------------------------------------------------------------------------------- */

static uint32_t copy(char *to, size_t most, str from)
{
    size_t n = from.n < most ? from.n : most;
    if (n) memcpy(to, from.p, n);
    return (uint32_t)n;
}

/* Functions follow one another quickly, and mostly lie in the same file. */
static void write_slot(work_slot *slot, const work_item *item, bool same_path)
{
    uint32_t writes = atomic_load_explicit(&slot->writes, memory_order_relaxed);
    atomic_store_explicit(&slot->writes, writes + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    slot->used = item->path.p != NULL;
    if (slot->used) {
        if (!same_path) slot->path_length = copy(slot->path, sizeof slot->path, item->path);
        slot->name_length = copy(slot->name, sizeof slot->name, item->name);
        slot->text = item->text;
    }
    atomic_store_explicit(&slot->writes, writes + 2, memory_order_release);
}

work_item work_swap(work_kind kind, const work_item *item)
{
    work_item outer = now[kind];
    bool same_path = item->path.p && item->path.p == outer.path.p && item->path.n == outer.path.n;
    now[kind] = *item;
    write_slot(&work_page_here->slots[kind], item, same_path);
    if (fault_wanted && item->path.p) fault_at_work(kind, item);
    return outer;
}

work_item work_now(work_kind kind) { return now[kind]; }

void work_clear(void)
{
    for (work_kind kind = 0; kind < WORK_KINDS; kind++) work_leave(kind, (work_item){0});
}

void work_note_thread(void)
{
    if (work_page_of_process && !work_page_here) atomic_store(&work_page_of_process->elsewhere, true);
}

void work_watch(work_page *page)
{
    static bool watched;
    work_page_here = work_page_of_process = page;
    work_alone = false;
    memset(now, 0, sizeof now);
    if (page && !watched) work_catch_signals();
    watched = watched || page;
}

void work_watch_alone(void)
{
    static work_page page;
    work_catch_full_stack();
    work_watch(&page);
    work_alone = true;
}

void work_unit(uint64_t message)
{
    work_page *page = work_page_here;
    if (!page) return;
    atomic_store_explicit(&page->idle, false, memory_order_relaxed);
    atomic_store_explicit(&page->parked, false, memory_order_relaxed);
    atomic_fetch_add_explicit(&page->units, 1, memory_order_relaxed);
    atomic_store_explicit(&page->message, message, memory_order_relaxed);
    if (message) atomic_store_explicit(&page->begun, message, memory_order_release);
}

void work_park(void)
{
    if (work_page_here) atomic_store_explicit(&work_page_here->parked, true, memory_order_relaxed);
}

void work_idle(void)
{
    work_page *page = work_page_here;
    if (!page) return;
    atomic_store_explicit(&page->message, 0, memory_order_relaxed);
    work_park();
    atomic_store_explicit(&page->settled, true, memory_order_relaxed);
    atomic_store_explicit(&page->idle, true, memory_order_release);
    if (fault_wanted) fault_at("idle", (str){0});
}

void work_note_memory(uint64_t bytes)
{
    if (work_page_of_process) atomic_store_explicit(&work_page_of_process->memory, bytes, memory_order_relaxed);
}

void work_out_of_memory(void)
{
    work_note_thread();
    if (work_page_of_process) atomic_store(&work_page_of_process->out_of_memory, true);
}

bool work_read(arena *a, const work_page *page, work_kind kind, work_item *item)
{
    const work_slot *slot = &page->slots[kind];
    if (atomic_load(&slot->writes) % 2 || !slot->used) return false;
    *item = (work_item){.path = arena_str(a, str_make(slot->path, slot->path_length)),
                        .name = arena_str(a, str_make(slot->name, slot->name_length)), .text = slot->text};
    return true;
}

/* --- how a worker ended --- */

str work_death_text(arena *a, work_death death)
{
    switch (death.cause) {
    case WORK_EXITED: return arena_printf(a, words("exit status %d"), death.code);
    case WORK_MEMORY: return words_str("no memory left");
    case WORK_ENDLESS: return words_str("a timeout");
    case WORK_STILL: return words_str("no sign of life");
    case WORK_KILLED: return arena_printf(a, words("signal %d from outside"), death.code);
    case WORK_CRASHED: break;
    }
    const char *name = work_signal_name(death.code);
    return name ? str_of(name) : arena_printf(a, words("signal %d (%s)"), death.code, interrupt_name(death.code));
}

/* --- what is left out ------------------------------------------------------------------------------------------------------- */

/* Paths and names have no NUL. */
void work_write_left_out(strbuf *out, const work_left_out *one)
{
    strbuf_printf(out, "%x %llx %x %x", (unsigned)one->kind, (unsigned long long)one->text, (unsigned)one->death.cause,
                  (unsigned)one->death.code);
    strbuf_add_char(out, 0);
    strbuf_add(out, one->path);
    strbuf_add_char(out, 0);
    strbuf_add(out, one->name);
    strbuf_add_char(out, 0);
}

static bool read_numbers(str text, uint64_t numbers[4])
{
    str part;
    for (int i = 0; i < 4; i++) {
        if (!str_split(&text, ' ', &part) || !part.n) return false;
        numbers[i] = 0;
        for (size_t k = 0; k < part.n; k++) {
            int digit = part.p[k] >= 'a' ? part.p[k] - 'a' + 10 : part.p[k] - '0';
            if (digit < 0 || digit > 15) return false;
            numbers[i] = numbers[i] * 16 + (uint64_t)digit;
        }
    }
    return numbers[0] < WORK_KINDS && numbers[2] < WORK_CAUSES && numbers[3] <= 255;
}

void work_leave_out(str bytes)
{
    static arena memory; /* as long as the process */
    str head, path, name;
    uint64_t n[4];
    while (str_split(&bytes, 0, &head) && str_split(&bytes, 0, &path) && str_split(&bytes, 0, &name)) {
        if (!read_numbers(head, n)) return;
        array_push(&memory, &work_all_left_out,
                   (work_left_out){.kind = (work_kind)n[0],
                                   .path = arena_str(&memory, path),
                                   .name = arena_str(&memory, name),
                                   .text = n[1],
                                   .death = {(work_cause)n[2], (int)n[3]}});
    }
}

const work_left_out *work_find_left_out(work_kind kind, str path, uint64_t text)
{
    for (size_t i = 0; i < work_all_left_out.n; i++) {
        const work_left_out *one = &work_all_left_out.at[i];
        if (one->kind == kind && one->text == text && str_eq(one->path, path)) return one;
    }
    return NULL;
}

const work_left_out *work_left_out_text(str path, str text)
{
    return work_may_be_left_out(WORK_DOCUMENT, path) ? work_find_left_out(WORK_DOCUMENT, path, str_hash(text, 0)) : NULL;
}

bool work_may_be_left_out(work_kind kind, str path)
{
    for (size_t i = 0; i < work_all_left_out.n; i++)
        if (work_all_left_out.at[i].kind == kind && str_eq(work_all_left_out.at[i].path, path)) return true;
    return false;
}
