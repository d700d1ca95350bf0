/* E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the greedy algorithm, its frontiers kept to walk
 * back. */
#include "text/diff.h"

#include "base/array.h"

enum { CONTEXT = 3, CHANGES_MOST = 2000 };

typedef ARRAY(str) lines_of;

/* A line of the result: in both texts (' '), only in the old one ('-') or only in the new one ('+'). */
typedef struct step {
    char kind;
    str line;
} step;

typedef ARRAY(step) script;

static lines_of split(arena *a, str text)
{
    lines_of lines = {0};
    for (size_t at = 0; at < text.n;) {
        ptrdiff_t end = str_find_char(text, '\n', at);
        size_t stop = end < 0 ? text.n : (size_t)end + 1;
        array_push(a, &lines, str_slice(text, at, stop));
        at = stop;
    }
    return lines;
}

static void add_lines(arena *a, script *s, char kind, const lines_of *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) array_push(a, s, (step){kind, lines->at[i]});
}

/* The furthest x on each diagonal k = x - y, for every number of changes; row d has the diagonals -d to d. */
typedef struct frontiers {
    int *rows[CHANGES_MOST + 1];
} frontiers;

static int furthest(const frontiers *f, int d, int k) { return k < -d || k > d ? -1 : f->rows[d][k + d]; }

/* Where diagonal k is reached with the d-th change, by an insertion (down) or a deletion (right); -1: it isn't. */
static int enter(const frontiers *f, int d, int k, int n, int m, bool *inserted)
{
    *inserted = false;
    if (d == 0) return 0;
    int down = furthest(f, d - 1, k + 1), right = furthest(f, d - 1, k - 1);
    if (down - k > m) down = -1;
    right = right < 0 || right >= n ? -1 : right + 1;
    *inserted = down >= right;
    return *inserted ? down : right;
}

/* The number of changes, or -1 past the bound. */
static int search(arena *a, const str *old, int n, const str *new, int m, frontiers *f)
{
    for (int d = 0; d <= CHANGES_MOST; d++) {
        f->rows[d] = ARENA_NEW_N(a, int, 2 * (size_t)d + 1);
        for (int k = -d; k <= d; k += 2) {
            bool inserted;
            int x = enter(f, d, k, n, m, &inserted);
            for (int y = x - k; x >= 0 && x < n && y < m && str_eq(old[x], new[y]); y++) x++;
            f->rows[d][k + d] = x;
            if (x == n && x - k == m) return d;
        }
    }
    return -1;
}

/* Walks back from the end; the steps come in reverse. */
static script walk_back(arena *a, const str *old, int n, const str *new, int m, const frontiers *f, int changes)
{
    script reverse = {0};
    int x = n, k = n - m;
    for (int d = changes; d >= 0; d--) {
        bool inserted;
        int entered = enter(f, d, k, n, m, &inserted);
        while (x > entered) array_push(a, &reverse, (step){' ', old[--x]});
        if (!d) break;
        if (inserted) array_push(a, &reverse, (step){'+', new[x - k - 1]});
        else array_push(a, &reverse, (step){'-', old[--x]});
        k += inserted ? 1 : -1;
    }
    return reverse;
}

static script compare(arena *a, const lines_of *old, const lines_of *new)
{
    script s = {0};
    size_t head = 0, tail = 0, least = old->n < new->n ? old->n : new->n;
    while (head < least && str_eq(old->at[head], new->at[head])) head++;
    while (tail < least - head && str_eq(old->at[old->n - 1 - tail], new->at[new->n - 1 - tail])) tail++;
    size_t n = old->n - head - tail, m = new->n - head - tail;
    add_lines(a, &s, ' ', old, 0, head);
    frontiers *f = ARENA_NEW(a, frontiers);
    int changes = search(a, old->at + head, (int)n, new->at + head, (int)m, f);
    if (changes < 0) {
        add_lines(a, &s, '-', old, head, head + n);
        add_lines(a, &s, '+', new, head, head + m);
    } else {
        script reverse = walk_back(a, old->at + head, (int)n, new->at + head, (int)m, f, changes);
        while (reverse.n) array_push(a, &s, array_pop(&reverse));
    }
    add_lines(a, &s, ' ', old, old->n - tail, old->n);
    return s;
}

static void add_line(strbuf *out, const step *s)
{
    strbuf_add_char(out, s->kind);
    strbuf_add(out, s->line);
    if (!str_ends(s->line, STR("\n"))) strbuf_add_cstr(out, "\n\\ No newline at end of file\n");
}

/* "@@ -1,4 +1,5 @@": first lines from 1, or the line before where a side has none. */
static void add_hunk(strbuf *out, const script *s, size_t from, size_t to, size_t old_line, size_t new_line)
{
    size_t old_count = 0, new_count = 0;
    for (size_t i = from; i < to; i++) {
        old_count += s->at[i].kind != '+';
        new_count += s->at[i].kind != '-';
    }
    strbuf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", old_line + (old_count > 0), old_count, new_line + (new_count > 0), new_count);
    for (size_t i = from; i < to; i++) add_line(out, &s->at[i]);
}

/* The end of the hunk that the change at `at` belongs to: changes with little between them share one. */
static size_t hunk_end(const script *s, size_t at)
{
    size_t last = at;
    for (size_t i = at; i < s->n && i - last <= 2 * CONTEXT + 1; i++)
        if (s->at[i].kind != ' ') last = i;
    size_t end = last + 1 + CONTEXT;
    return end < s->n ? end : s->n;
}

static bool is_plain(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') return false;
    }
    return true;
}

/* A name as patch and git read it: a tab ends one with blanks, one with odd characters stands in quotes, with octal escapes. */
static void add_name(strbuf *out, const char *sign, str name)
{
    if (is_plain(name)) {
        strbuf_printf(out, "%s%.*s%s\n", sign, STR_ARG(name), str_find_char(name, ' ', 0) >= 0 ? "\t" : "");
        return;
    }
    strbuf_printf(out, "%s\"", sign);
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') strbuf_printf(out, "\\%03o", c);
        else strbuf_add_char(out, (char)c);
    }
    strbuf_add_cstr(out, "\"\n");
}

void diff_unified(strbuf *out, str before, str after, str old_name, str new_name)
{
    if (str_eq(before, after)) return;
    arena a = ARENA_INIT;
    lines_of old = split(&a, before), new = split(&a, after);
    script s = compare(&a, &old, &new);
    add_name(out, "--- ", old_name);
    add_name(out, "+++ ", new_name);
    size_t old_line = 0, new_line = 0;
    for (size_t i = 0; i < s.n;) {
        if (s.at[i].kind == ' ') {
            i++, old_line++, new_line++;
            continue;
        }
        size_t lead = i < CONTEXT ? i : CONTEXT, end = hunk_end(&s, i);
        add_hunk(out, &s, i - lead, end, old_line - lead, new_line - lead);
        for (; i < end; i++) {
            old_line += s.at[i].kind != '+';
            new_line += s.at[i].kind != '-';
        }
    }
    arena_free(&a);
}

diff_sames diff_same_lines(arena *a, str before, str after)
{
    diff_sames all = {0};
    lines_of old = split(a, before), new = split(a, after);
    script s = compare(a, &old, &new);
    uint32_t old_at = 0, new_at = 0;
    bool follows = false;
    for (size_t i = 0; i < s.n; i++) {
        uint32_t n = (uint32_t)s.at[i].line.n;
        if (s.at[i].kind == ' ' && follows) array_last(&all).length += n;
        else if (s.at[i].kind == ' ') array_push(a, &all, (diff_same){old_at, new_at, n});
        follows = s.at[i].kind == ' ';
        if (s.at[i].kind != '+') old_at += n;
        if (s.at[i].kind != '-') new_at += n;
    }
    return all;
}

bool diff_move(const diff_sames *same, range *at)
{
    for (size_t i = 0; i < same->n; i++) {
        const diff_same *s = &same->at[i];
        if (at->start < s->old_at || at->end > s->old_at + s->length || (at->start == s->old_at + s->length && i + 1 < same->n))
            continue;
        at->start = at->start - s->old_at + s->new_at;
        at->end = at->end - s->old_at + s->new_at;
        return true;
    }
    return false;
}
