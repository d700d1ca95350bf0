#include "lsp/typing.h"

/* A line on which what is new waits, until when. */
typedef struct waiting_line {
    uint32_t line;
    int64_t until;
    bool head; /* of a block that is typed in: only what begins there waits */
} waiting_line;

typedef ARRAY(waiting_line) waiting_lines;

void typing_edit(typing *t, uint32_t first, uint32_t last, uint32_t now_last, int64_t now)
{
    enum { LINES_MOST = 1000 }; /* of one edit: who pastes more does not type */
    size_t kept = 0;
    for (size_t i = 0; i < t->lines.n; i++) {
        typed_line l = t->lines.at[i];
        if (l.line >= first && l.line <= last) continue;
        if (l.line > last) l.line = l.line - last + now_last;
        t->lines.at[kept++] = l;
    }
    t->lines.n = kept;
    for (uint32_t line = first; line <= now_last && line - first < LINES_MOST; line++)
        array_push(NULL, &t->lines, (typed_line){line, now});
}

void typing_forget(typing *t) { t->lines.n = 0; }

/* --- which lines ----------------------------------------------------------------------------------------------------------- */

/* Blanks in front; UINT32_MAX for a line of nothing else. */
static uint32_t indentation(const line_index *lines, uint32_t line)
{
    range at = line_index_range(lines, line);
    for (uint32_t i = at.start; i < at.end; i++)
        if (lines->text.p[i] != ' ' && lines->text.p[i] != '\t') return i - at.start;
    return UINT32_MAX;
}

/* For each line up to `last` one more than the head of its block: the nearest line above that is indented less; 0 without one.
 * Blank lines head nothing. */
static uint32_t *heads_of(arena *a, const line_index *lines, uint32_t last)
{
    uint32_t *heads = ARENA_NEW_N(a, uint32_t, last + 1), *open = ARENA_NEW_N(a, uint32_t, last + 1), depth = 0;
    uint32_t *indented = ARENA_NEW_N(a, uint32_t, last + 1); /* the lines in `open` */
    for (uint32_t line = 0; line <= last; line++) {
        uint32_t here = indentation(lines, line);
        while (depth && indented[depth - 1] >= here) depth--;
        heads[line] = depth ? open[depth - 1] + 1 : 0;
        if (here == UINT32_MAX) continue;
        open[depth] = line;
        indented[depth++] = here;
    }
    return heads;
}

/* The heads of the blocks around the lines in `out`, each once. The last edit comes last: from there, who meets a head that is
 * known has met all above it, and none of them waits longer. */
static void add_heads(arena *a, const line_index *lines, waiting_lines *out)
{
    uint32_t last = 0;
    size_t n = out->n;
    for (size_t i = 0; i < n; i++)
        if (out->at[i].line > last) last = out->at[i].line;
    if (!n) return;
    const uint32_t *heads = heads_of(a, lines, last);
    bool *known = ARENA_NEW_N(a, bool, last + 1);
    for (size_t i = n; i-- > 0;) {
        int64_t until = out->at[i].until;
        for (uint32_t head = heads[out->at[i].line]; head && !known[head - 1]; head = heads[head - 1]) {
            known[head - 1] = true;
            array_push(a, out, (waiting_line){head - 1, until, true});
        }
    }
}

/* Forgets the lines whose time is over. */
static waiting_lines lines_that_wait(typing *t, arena *a, const line_index *lines, int64_t delay, int64_t now)
{
    waiting_lines out = {0};
    size_t kept = 0;
    for (size_t i = 0; i < t->lines.n; i++) {
        typed_line l = t->lines.at[i];
        if (l.at + delay <= now) continue;
        t->lines.at[kept++] = l;
        if (l.line < lines->count) array_push(a, &out, (waiting_line){l.line, l.at + delay, false});
    }
    t->lines.n = kept;
    add_heads(a, lines, &out);
    return out;
}

/* The same by line, for many findings. */
typedef struct waits {
    uint32_t count;               /* lines from here on don't wait */
    int64_t *heads, *here;        /* until when, by line */
    int64_t *blocks;              /* the latest of `here`, for WAIT_BLOCK lines each */
} waits;

enum { WAIT_BLOCK = 256 };

static void put_latest(int64_t *at, int64_t until)
{
    if (*at < until) *at = until;
}

static waits waits_of(arena *a, const waiting_lines *waiting)
{
    waits w = {0};
    for (size_t i = 0; i < waiting->n; i++)
        if (waiting->at[i].line >= w.count) w.count = waiting->at[i].line + 1;
    w.heads = ARENA_NEW_N(a, int64_t, w.count);
    w.here = ARENA_NEW_N(a, int64_t, w.count);
    w.blocks = ARENA_NEW_N(a, int64_t, w.count / WAIT_BLOCK + 1);
    for (size_t i = 0; i < waiting->n; i++) {
        const waiting_line *l = &waiting->at[i];
        put_latest(l->head ? &w.heads[l->line] : &w.here[l->line], l->until);
        if (!l->head) put_latest(&w.blocks[l->line / WAIT_BLOCK], l->until);
    }
    return w;
}

/* Until when a new finding waits; 0: it does not. */
static int64_t wait_of(const waits *w, const line_index *lines, range at)
{
    uint32_t first = line_index_line(lines, at.start), last = line_index_line(lines, at.end);
    if (first >= w->count) return 0;
    if (last >= w->count) last = w->count - 1;
    int64_t until = w->heads[first];
    for (uint32_t i = first; i <= last;) {
        bool whole = i % WAIT_BLOCK == 0 && i + WAIT_BLOCK <= last;
        put_latest(&until, whole ? w->blocks[i / WAIT_BLOCK] : w->here[i]);
        i += whole ? WAIT_BLOCK : 1;
    }
    return until;
}

/* --- what is new ----------------------------------------------------------------------------------------------------------- */

static uint64_t number_of(const diagnostic *d) { return str_hash(d->message, str_hash(d->code, 1)); }

/* Takes one of that number out of the list. */
static bool take(uint64_t *numbers, size_t *n, uint64_t number)
{
    for (size_t i = 0; i < *n; i++)
        if (numbers[i] == number) {
            numbers[i] = numbers[--*n];
            return true;
        }
    return false;
}

diagnostic_list typing_filter(typing *t, arena *a, const diagnostic_list *found, const line_index *lines, int64_t delay,
                              int64_t now)
{
    diagnostic_list list = {0};
    waiting_lines waiting = lines_that_wait(t, a, lines, delay, now);
    t->due = 0;
    if (!waiting.n) return *found;
    waits by_line = waits_of(a, &waiting);
    size_t shown = t->shown.n;
    uint64_t *numbers = ARENA_NEW_N(a, uint64_t, shown + 1);
    int64_t *until = ARENA_NEW_N(a, int64_t, found->n + 1);
    if (shown) memcpy(numbers, t->shown.at, shown * sizeof *numbers);
    for (size_t i = 0; i < found->n; i++) { /* what never waits has the first claim to what the client has */
        until[i] = wait_of(&by_line, lines, found->at[i].at);
        if (!until[i]) take(numbers, &shown, number_of(&found->at[i]));
    }
    for (size_t i = 0; i < found->n; i++) {
        if (!until[i] || take(numbers, &shown, number_of(&found->at[i]))) array_push(a, &list, found->at[i]);
        else if (!t->due || until[i] < t->due) t->due = until[i];
    }
    return list;
}

void typing_shown(typing *t, const diagnostic_list *list)
{
    t->shown.n = 0;
    for (size_t i = 0; i < list->n; i++) array_push(NULL, &t->shown, number_of(&list->at[i]));
}

void typing_free(typing *t)
{
    array_free(&t->lines);
    array_free(&t->shown);
}
