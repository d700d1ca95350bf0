#include "rules/ignore.h"

#include "base/map.h"
#include "ir/language_row.h"

#include <stdlib.h>

#define WORD "wpls:ignore"

typedef struct ignored_rule {
    str name;
    range at;
    uint32_t directive; /* its number */
    bool used;
} ignored_rule;

/* One comment. Ranges in bytes of the text. */
typedef struct directive {
    range comment;   /* with the sign, to the end of the line */
    range scope;     /* findings that start in here */
    bool own_line, at_top;
    uint32_t first, count; /* of its rules */
} directive;

typedef ARRAY(uint32_t) number_list;
typedef ARRAY(range) range_list;

/* A directive that stands above a function, which has not ended. */
typedef struct open_function {
    uint32_t directive, indent; /* columns before the function */
} open_function;

/* What is being read: every line once. */
typedef struct file_text {
    str path, text;
    const language_row *l; /* NULL: YAML */
    arena *a;
    ARRAY(directive) all;
    ARRAY(ignored_rule) rules;
    bool at_top;          /* nothing but comments and empty lines so far */
    number_list waiting;  /* directives that stand alone: for the next line that is no comment */
    ARRAY(open_function) open; /* none is further in than what comes after it */
} file_text;

/* All comments that name the same rule or group. */
typedef struct named_rule {
    number_list rules;
    number_list hits;   /* where findings of the rule start */
    range_list covered; /* by the scopes, in order, no two of them touching */
} named_rule;

bool ignore_mentioned(str text) { return str_find(text, STR(WORD), 0) >= 0; }

/* --- reading --------------------------------------------------------------------------------------------------------------- */

static bool is_comment(const file_text *f, str line) { return str_starts(line, f->l ? str_of(f->l->comments.sign) : STR("#")); }

static void read_rules(file_text *f, directive *d, uint32_t at)
{
    uint32_t end = d->comment.end;
    d->first = (uint32_t)f->rules.n;
    while (at < end && (f->text.p[at] == ' ' || f->text.p[at] == '\t')) at++;
    while (at < end) {
        uint32_t start = at;
        while (at < end && !strchr(" \t\r,", f->text.p[at])) at++;
        if (at > start)
            array_push(f->a, &f->rules, (ignored_rule){.name = str_slice(f->text, start, at), .at = range_make(start, at),
                                                       .directive = (uint32_t)f->all.n});
        if (at == end || f->text.p[at] != ',') break; /* the reason follows */
        at++;
    }
    d->count = (uint32_t)f->rules.n - d->first;
}

/* The comment around the word at `at`, if it is one. */
static void read_directive(file_text *f, range line, uint32_t at)
{
    uint32_t sign = at, behind = at + (uint32_t)strlen(WORD), length = f->l ? (uint32_t)strlen(f->l->comments.sign) : 1;
    if (behind < f->text.n && !strchr(" \t\r\n", f->text.p[behind])) return;
    while (sign > line.start && f->text.p[sign - 1] == ' ') sign--;
    if (sign < line.start + length || !is_comment(f, str_slice(f->text, sign - length, f->text.n))) return;
    sign -= length;
    directive d = {.comment = range_make(sign, line.end), .scope = range_make(line.start, line.end + 1), .at_top = f->at_top};
    d.own_line = !str_trim(str_slice(f->text, line.start, sign)).n;
    read_rules(f, &d, behind);
    if (d.own_line) array_push(f->a, &f->waiting, (uint32_t)f->all.n);
    array_push(f->a, &f->all, d);
}

static uint32_t indent_of(str line)
{
    uint32_t n = 0;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t')) n++;
    return n;
}

/* Functions that are further in than `most` end at `at`. */
static void end_functions(file_text *f, uint32_t at, int64_t most)
{
    for (; f->open.n && array_last(&f->open).indent > most; f->open.n--)
        f->all.at[array_last(&f->open).directive].scope.end = at;
}

/* The line that directives above it are about. */
static void give_scope(file_text *f, range line, str trimmed)
{
    if (!f->waiting.n) return;
    bool head = f->l || !trimmed.n || str_is(trimmed, "---"); /* what follows the comments at the top of a file is not their
                                                                 line */
    uint32_t indent = indent_of(str_slice(f->text, line.start, line.end));
    bool more = line.end > line.start && f->text.p[line.end - 1] != '}';
    bool goes_on = f->l && more && f->l->comments.function(f->text, line.start);
    for (size_t i = 0; i < f->waiting.n; i++) {
        directive *d = &f->all.at[f->waiting.at[i]];
        bool whole = d->at_top && head;
        d->scope = whole ? range_make(0, (uint32_t)f->text.n) : range_make(line.start, line.end + 1);
        if (!goes_on || whole) continue;
        end_functions(f, line.start, indent);
        array_push(f->a, &f->open, (open_function){f->waiting.at[i], indent});
    }
    f->waiting.n = 0;
}

static void read_line(file_text *f, range line)
{
    str text = str_slice(f->text, line.start, line.end), trimmed = str_trim(text);
    bool comment = is_comment(f, trimmed);
    if (str_starts(trimmed, STR("}"))) end_functions(f, line.end + 1, (int64_t)indent_of(text) - 1);
    if (!comment) give_scope(f, line, trimmed);
    for (ptrdiff_t at = 0; (at = str_find(text, STR(WORD), (size_t)at)) >= 0; at++)
        read_directive(f, line, line.start + (uint32_t)at);
    f->at_top = f->at_top && (!trimmed.n || comment || str_is(trimmed, "---"));
}

static void read_text(file_text *f)
{
    uint32_t size = (uint32_t)f->text.n;
    for (uint32_t start = 0; start < size;) {
        ptrdiff_t end = str_find_char(f->text, '\n', start);
        range line = range_make(start, end < 0 ? size : (uint32_t)end);
        read_line(f, line);
        start = line.end + 1;
    }
    give_scope(f, range_make(size, size), STR(""));
    end_functions(f, size + 1, -1);
}

/* --- which findings -------------------------------------------------------------------------------------------------------- */

static int number_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int range_order(const void *a, const void *b)
{
    const range *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* How many of the numbers are less. */
static size_t count_below(const number_list *sorted, uint32_t n)
{
    size_t low = 0, high = sorted->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted->at[middle] < n) low = middle + 1;
        else high = middle;
    }
    return low;
}

static bool is_covered(const range_list *covered, uint32_t at)
{
    size_t low = 0, high = covered->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (covered->at[middle].end <= at) low = middle + 1;
        else high = middle;
    }
    return low < covered->n && covered->at[low].start <= at;
}

static void cover(const file_text *f, named_rule *named)
{
    range_list all = {0};
    for (size_t i = 0; i < named->rules.n; i++)
        array_push(f->a, &all, f->all.at[f->rules.at[named->rules.at[i]].directive].scope);
    if (all.n) qsort(all.at, all.n, sizeof *all.at, range_order);
    for (size_t i = 0; i < all.n; i++) {
        range *last = named->covered.n ? &array_last(&named->covered) : NULL;
        if (last && all.at[i].start <= last->end) last->end = all.at[i].end > last->end ? all.at[i].end : last->end;
        else array_push(f->a, &named->covered, all.at[i]);
    }
}

static map name_rules(const file_text *f)
{
    map names = {0};
    for (size_t i = 0; i < f->rules.n; i++) {
        named_rule *named = map_get(&names, f->rules.at[i].name);
        if (!named) named = map_put(f->a, &names, f->rules.at[i].name, ARENA_NEW(f->a, named_rule))->value;
        array_push(f->a, &named->rules, (uint32_t)i);
    }
    for (size_t i = 0; i < names.n; i++) cover(f, names.entries[i].value);
    return names;
}

/* A finding at `at` of what is named; true when it is ignored. */
static bool hit(const file_text *f, const map *names, str name, uint32_t at)
{
    named_rule *named = map_get(names, name);
    if (!named || !is_covered(&named->covered, at)) return false;
    array_push(f->a, &named->hits, at);
    return true;
}

/* The rule itself, or "group/..." for each of its groups. */
static bool is_ignored(const file_text *f, const map *names, const diagnostic *found)
{
    bool ignored = hit(f, names, found->code, found->at.start);
    for (ptrdiff_t at = 0; (at = str_find_char(found->code, '/', (size_t)at)) >= 0; at++)
        ignored = hit(f, names, arena_printf(f->a, "%.*s*", (int)at + 1, found->code.p), found->at.start) || ignored;
    return ignored;
}

static void mark_used(file_text *f, named_rule *named)
{
    if (named->hits.n) qsort(named->hits.at, named->hits.n, sizeof *named->hits.at, number_order);
    for (size_t i = 0; i < named->rules.n; i++) {
        ignored_rule *r = &f->rules.at[named->rules.at[i]];
        range scope = f->all.at[r->directive].scope;
        r->used = count_below(&named->hits, scope.end) > count_below(&named->hits, scope.start);
    }
}

/* --- what is left over ----------------------------------------------------------------------------------------------------- */

static bool names(str pattern, str code)
{
    bool group = str_ends(pattern, STR("/*"));
    return group ? str_starts(code, str_slice(pattern, 0, pattern.n - 1)) : str_eq(pattern, code);
}

static range cut(const file_text *f, const directive *d, const ignored_rule *r)
{
    if (d->count > 1) {
        bool last = r == &f->rules.at[d->first + d->count - 1];
        return last ? range_make(r[-1].at.end, r->at.end) : range_make(r->at.start, r[1].at.start);
    }
    uint32_t start = d->comment.start, end = d->comment.end;
    if (d->own_line) {
        while (start > 0 && f->text.p[start - 1] != '\n') start--;
        return range_make(start, end < f->text.n ? end + 1 : end);
    }
    while (start > 0 && (f->text.p[start - 1] == ' ' || f->text.p[start - 1] == '\t')) start--;
    return range_make(start, end);
}

static bool is_known(str name)
{
    if (!str_ends(name, STR("/*"))) return rule_find(name) != NULL;
    size_t count;
    const rule *all = rule_all(&count);
    for (size_t i = 0; i < count; i++)
        if (names(name, all[i].id)) return true;
    return false;
}

static void report(const file_text *f, const ignored_rule *r, diagnostic_list *list)
{
    const directive *d = &f->all.at[r->directive];
    rule_context c = {.arena = f->a};
    const rule *found = rule_find(is_known(r->name) ? STR("project/unused-ignore") : STR("project/unknown-ignore"));
    rule_value values[] = {{"rule", r->name}};
    diagnostic *out = array_add(f->a, list);
    *out = (diagnostic){.path = arena_str(f->a, f->path), .at = r->at, .level = found->level, .code = found->id,
                        .message = rule_format(&c, found->message, values, 1), .tag = TAG_UNNECESSARY};
    fix *repair = array_add(f->a, &out->fixes);
    repair->title = rule_format(&c, rule_related("drop_ignore"), values, 1);
    repair->preferred = is_known(r->name);
    array_push(f->a, &repair->edits, (text_edit){out->path, cut(f, d, r), STR("")});
}

void ignore_apply(str path, str text, const language_row *l, arena *a, diagnostic_list *list, size_t from)
{
    file_text f = {.path = path, .text = text, .l = l, .a = a, .at_top = true};
    read_text(&f);
    map named = name_rules(&f);
    size_t kept = from;
    for (size_t i = from; i < list->n; i++)
        if (!str_eq(list->at[i].path, path) || !is_ignored(&f, &named, &list->at[i])) list->at[kept++] = list->at[i];
    list->n = kept;
    for (size_t i = 0; i < named.n; i++) mark_used(&f, named.entries[i].value);
    for (size_t i = 0; i < f.rules.n; i++)
        if (!f.rules.at[i].used) report(&f, &f.rules.at[i], list);
}
