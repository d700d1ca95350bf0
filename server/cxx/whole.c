/* Sources that are being typed: which texts have become broken, and which of them no compiler takes. */
#include "cxx/internal.h"
#include "cxx/macros.h"

#include "base/bug.h"

#include <stdlib.h>

enum { OPEN_MOST = 4096 };

/* --- what no compiler takes ------------------------------------------------------------------------------------------------ */

typedef struct bracket {
    char closes; /* what closes it */
    range at;    /* of the expanded text */
} bracket;

static char closing(char c) { return c == '(' ? ')' : c == '[' ? ']' : c == '{' ? '}' : '\0'; }

/* The name of a macro that is not at hand and may hold a bracket: "BEGIN_NAMESPACE". */
static bool may_hold_bracket(str name)
{
    static const char *const parts[] = {"BEGIN", "END", "START", "OPEN", "CLOSE"};
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] >= 'a' && name.p[i] <= 'z') return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_has(name, str_of(parts[i]))) return true;
    return false;
}

static void add_mistake(cxx_state *s, const cxx_file *f, ir_refusal_kind kind, str name, range at)
{
    ir_refusal why = {.kind = kind, .at = {f->index, cxx_source_range(&f->x, at)}, .name = name};
    array_push(s->a, &s->mistakes, why);
}

/* The first bracket of the file that has no counterpart. Only where the parser stumbles, too: what it does not know may be code
 * all the same, and a macro that is not at hand may bring the counterpart. */
static void check_brackets(cxx_state *s, const cxx_file *f)
{
    static const char *const words[] = {")", "]", "}"};
    bracket *open = ARENA_NEW_N(s->a, bracket, OPEN_MOST), wrong = {0};
    size_t n = 0, at = 0, start;
    bool stray = false;
    for (;;) {
        cxx_token t = cxx_next_token(f->x.text, &at, &start);
        if (t.kind == CXX_NO_TOKEN) break;
        if (t.kind == CXX_NAME && may_hold_bracket(t.text)) return;
        if (t.kind != CXX_SIGN || t.text.n != 1 || wrong.closes) continue;
        char c = t.text.p[0];
        range here = range_make((uint32_t)start, (uint32_t)at);
        if (closing(c) && n == OPEN_MOST) return;
        if (closing(c)) open[n++] = (bracket){closing(c), here};
        if (c != ')' && c != ']' && c != '}') continue;
        stray = n == 0;
        if (stray) wrong = (bracket){c, here};
        else if (open[--n].closes != c) wrong = open[n];
    }
    if (!wrong.closes && n) wrong = open[n - 1];
    if (!wrong.closes) return;
    str name = str_of(words[wrong.closes == ')' ? 0 : wrong.closes == ']' ? 1 : 2]);
    add_mistake(s, f, stray ? IR_REFUSED_SYNTAX : IR_REFUSED_MISSING_TOKEN, name, wrong.at);
}

void cxx_find_mistakes(cxx_state *s)
{
    for (size_t i = 0; i < s->files.n; i++) {
        const cxx_file *f = s->files.at[i];
        if (syntax_has_error(syntax_root(f->tree))) check_brackets(s, f);
    }
    s->p->refused = s->mistakes.n ? &s->mistakes.at[0] : NULL;
}

ir_refusals cxx_refused(ir_program *p) { return cxx_state_of(p)->mistakes; }

/* --- what has become broken ------------------------------------------------------------------------------------------------ */

/* The macros of the program that was loaded last, and trees of its files. */
struct front_cache {
    const cxx_state *last;
    cxx_trees trees;
};

front_cache *cxx_cache_new(void)
{
    front_cache *c = calloc(1, sizeof *c);
    if (!c) bug_out_of_memory();
    return c;
}

void cxx_cache_free(front_cache *c)
{
    if (c) cxx_trees_free(&c->trees);
    free(c);
}

cxx_trees *cxx_cache_trees(front_cache *c) { return c ? &c->trees : NULL; }

void cxx_cache_take(front_cache *c, const ir_program *p)
{
    if (c) c->last = cxx_state_of(p);
}

/* Of a header that is read once the macro which tells that is defined by now. */
static void forget_guard(cxx_preprocessor *p, str text)
{
    static const char word[] = "#ifndef";
    ptrdiff_t at = str_find(text, str_of(word), 0);
    if (at < 0) return;
    size_t next = (size_t)at + sizeof word - 1, start;
    map_put(p->arena, &p->macros, cxx_next_token(text, &next, &start).text, NULL);
}

/* Lines that end with a '::': the name behind it is about to be typed, and until then the next line's is taken for it. */
static size_t open_scopes(str text)
{
    size_t n = 0;
    for (ptrdiff_t at = 0; (at = str_find(text, STR("::"), (size_t)at)) >= 0; at += 2) {
        size_t end = (size_t)at + 2;
        while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t' || text.p[end] == '\r')) end++;
        n += end < text.n && text.p[end] == '\n';
    }
    return n;
}

bool cxx_has_error(front_cache *c, str path, str text)
{
    const cxx_file *f = NULL;
    for (size_t i = 0; c->last && i < c->last->files.n; i++)
        if (str_eq(c->last->files.at[i]->path, path)) f = c->last->files.at[i];
    if (!f || str_ends(path, STR(".proto")) || syntax_has_error(syntax_root(f->tree))) return false;
    if (open_scopes(text) > open_scopes(ir_file_text(c->last->p, f->index))) return true;
    arena a = ARENA_INIT;
    cxx_preprocessor p = {.arena = &a, .is_c = c->last->pp.is_c};
    const map *known = &c->last->pp.macros;
    for (size_t i = 0; i < known->n; i++) map_put(&a, &p.macros, known->entries[i].key, known->entries[i].value);
    forget_guard(&p, text);
    cxx_expanded x = cxx_preprocess(&p, text);
    syntax_tree *tree = cxx_parse(&c->trees, c->last->is_c ? SYNTAX_C : SYNTAX_CPP, path, x.text);
    bool broken = syntax_has_error(syntax_root(tree));
    syntax_tree_drop(tree);
    arena_free(&a);
    return broken;
}
