#include "cxx/preprocess.h"

#include "base/strbuf.h"
#include "cxx/macros.h"

enum { NESTED_MOST = 64 };

/* An #if that is open. */
typedef struct group {
    bool taken; /* its lines are, now */
    bool done;  /* a branch of it was */
} group;

typedef struct run {
    cxx_preprocessor *p;
    str text;
    strbuf out;
    cxx_expanded x;
    group groups[NESTED_MOST];
    size_t depth; /* of open groups; those past the limit are not taken */
} run;

static bool is_live(const run *r)
{
    if (r->depth > NESTED_MOST) return false;
    for (size_t i = 0; i < r->depth; i++)
        if (!r->groups[i].taken) return false;
    return true;
}

static void copy(run *r, size_t from, size_t end)
{
    if (from >= end) return;
    cxx_piece *last = r->x.pieces.n ? &array_last(&r->x.pieces) : NULL;
    if (last && last->copied && last->end == from) last->end = (uint32_t)end;
    else array_push(r->p->arena, &r->x.pieces, (cxx_piece){(uint32_t)r->out.n, (uint32_t)from, (uint32_t)end, true});
    strbuf_add(&r->out, str_slice(r->text, from, end));
}

static void put(run *r, str expansion, size_t from, size_t end)
{
    array_push(r->p->arena, &r->x.pieces, (cxx_piece){(uint32_t)r->out.n, (uint32_t)from, (uint32_t)end, false});
    strbuf_add(&r->out, expansion);
    strbuf_add_char(&r->out, ' '); /* two expansions in a row stay apart, and no piece is empty */
}

/* Of what is left out, the line ends stay. */
static void copy_line_ends(run *r, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (r->text.p[i] == '\n') copy(r, i, i + 1);
}

/* --- directives ------------------------------------------------------------------------------------------------------------ */

/* The end of the line, spliced ones with it; at its '\n'. A comment that goes on takes its lines with it. */
static size_t line_end(str s, size_t i)
{
    for (; i < s.n && s.p[i] != '\n'; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '\n') i++;
        else if (s.p[i] == '\\' && i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') i += 2;
        else if (s.p[i] == '/' && i + 1 < s.n && s.p[i + 1] == '*') {
            ptrdiff_t end = str_find(s, STR("*/"), i + 2);
            if (end < 0) return s.n;
            i = (size_t)end + 1;
        }
    }
    return i;
}

static void open_group(run *r, bool taken)
{
    if (r->depth < NESTED_MOST) r->groups[r->depth] = (group){taken, taken};
    r->depth++;
}

static void other_branch(run *r, bool taken)
{
    if (!r->depth || r->depth > NESTED_MOST) return;
    group *g = &r->groups[r->depth - 1];
    g->taken = taken && !g->done;
    g->done = g->done || g->taken;
}

static void include(run *r, str what)
{
    what = str_trim(what);
    if (what.n < 2 || (what.p[0] != '"' && what.p[0] != '<')) return;
    ptrdiff_t end = str_find_char(what, what.p[0] == '"' ? '"' : '>', 1);
    if (end > 1 && r->p->include) r->p->include(r->p->self, str_slice(what, 1, (size_t)end), what.p[0] == '"');
}

static bool is_name_defined(const run *r, str rest)
{
    size_t at = 0, start;
    cxx_token t = cxx_next_token(rest, &at, &start);
    return t.kind == CXX_NAME && map_get(&r->p->macros, t.text);
}

static void directive(run *r, str line)
{
    size_t at = 0, start;
    str word = cxx_next_token(line, &at, &start).text, rest = str_slice(line, at, line.n);
    bool live = is_live(r);
    if (str_is(word, "if")) {
        open_group(r, live && cxx_condition(r->p, rest));
    } else if (str_is(word, "ifdef") || str_is(word, "ifndef")) {
        open_group(r, live && is_name_defined(r, rest) == str_is(word, "ifdef"));
    } else if (str_is(word, "elif")) {
        other_branch(r, cxx_condition(r->p, rest));
    } else if (str_is(word, "else")) {
        other_branch(r, true);
    } else if (str_is(word, "endif")) {
        if (r->depth) r->depth--;
    } else if (live && str_is(word, "define")) {
        cxx_define(r->p, rest);
    } else if (live && str_is(word, "undef")) {
        map_put(r->p->arena, &r->p->macros, cxx_next_token(rest, &(size_t){0}, &start).text, NULL);
    } else if (live && str_is(word, "include")) {
        include(r, rest);
    }
}

/* --- text ------------------------------------------------------------------------------------------------------------------ */

static size_t skip_spaces(str s, size_t i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
    return i;
}

/* Expands the macro named in start..at; behind its call. What is no call is copied. */
static size_t name_at(run *r, size_t start, size_t at)
{
    str name = str_slice(r->text, start, at), expansion;
    const cxx_macro *m = cxx_find_macro(r->p, name);
    size_t end = at, next = at, open;
    if (m && m->function) {
        cxx_token t;
        do t = cxx_next_token(r->text, &next, &open);
        while (t.kind == CXX_COMMENT);
        bool called = t.kind == CXX_SIGN && str_is(t.text, "(");
        end = called ? cxx_arguments_end(r->text, open) : 0;
    }
    if (!m || !end || !cxx_expand(r->p, str_slice(r->text, start, end), &expansion)) {
        copy(r, start, at);
        return at;
    }
    put(r, expansion, start, end);
    return end;
}

/* One token with the blanks before it, or a whole directive or line that is left out. */
static size_t step(run *r, size_t at, bool *line_starts)
{
    size_t first = skip_spaces(r->text, at), start = at;
    if (*line_starts && first < r->text.n && r->text.p[first] == '#') {
        size_t end = line_end(r->text, first);
        directive(r, str_slice(r->text, first + 1, end));
        copy_line_ends(r, at, end);
        return end;
    }
    if (!is_live(r)) {
        size_t end = line_end(r->text, at);
        end += end < r->text.n;
        copy_line_ends(r, at, end);
        *line_starts = true;
        return end;
    }
    if (first < r->text.n && r->text.p[first] == '\n') {
        copy(r, at, first + 1);
        *line_starts = true;
        return first + 1;
    }
    size_t next = first;
    cxx_token t = cxx_next_token(r->text, &next, &start);
    if (start > first) { /* other blanks: lines are taken one by one */
        copy(r, at, first + 1);
        return first + 1;
    }
    copy(r, at, start);
    *line_starts = *line_starts && t.kind == CXX_COMMENT;
    if (t.kind == CXX_NAME) return name_at(r, start, next);
    copy(r, start, next);
    return next;
}

cxx_expanded cxx_preprocess(cxx_preprocessor *p, str text)
{
    run r = {.p = p, .text = text, .out = STRBUF_IN(p->arena)};
    bool line_starts = true;
    for (size_t at = 0; at < text.n;) at = step(&r, at, &line_starts);
    r.x.text = strbuf_str(&r.out);
    return r.x;
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static const cxx_piece *piece_at(const cxx_expanded *x, uint32_t out)
{
    size_t low = 0, high = x->pieces.n;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (x->pieces.at[middle].out <= out) low = middle;
        else high = middle;
    }
    return x->pieces.n ? &x->pieces.at[low] : NULL;
}

range cxx_source_range(const cxx_expanded *x, range r)
{
    const cxx_piece *first = piece_at(x, r.start), *last = piece_at(x, r.end > r.start ? r.end - 1 : r.end);
    if (!first || !last) return range_make(0, 0);
    uint32_t start = first->copied ? first->from + (r.start - first->out) : first->from;
    uint32_t end = last->copied ? last->from + (r.end - last->out) : last->end;
    if (start > first->end) start = first->end;
    if (end > last->end) end = last->end;
    return range_make(start, end > start ? end : start);
}
