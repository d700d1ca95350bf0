#include "rules/ignore.h"

#define WORD "wpls:ignore"

typedef struct ignored_rule {
    str name;
    range at;
    bool used;
} ignored_rule;

/* One comment. Ranges in bytes of the text. */
typedef struct directive {
    range comment;   /* with the sign, to the end of the line */
    range scope;     /* findings that start in here */
    bool own_line;
    ARRAY(ignored_rule) rules;
} directive;

typedef struct file_text {
    str path, text;
    bool is_go;
    arena *a;
} file_text;

bool ignore_mentioned(str text) { return str_find(text, STR(WORD), 0) >= 0; }

/* --- lines ----------------------------------------------------------------------------------------------------------------- */

static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

static uint32_t line_end(str text, uint32_t at)
{
    while (at < text.n && text.p[at] != '\n') at++;
    return at;
}

static str trimmed_line(str text, uint32_t at)
{
    return str_trim(str_slice(text, line_start(text, at), line_end(text, at)));
}

static bool is_comment(const file_text *f, str line) { return str_starts(line, f->is_go ? STR("//") : STR("#")); }

/* The first line behind `at`'s that is no comment. */
static uint32_t next_line(const file_text *f, uint32_t at)
{
    do at = line_end(f->text, at) + 1;
    while (at < f->text.n && is_comment(f, trimmed_line(f->text, at)));
    return at < f->text.n ? at : (uint32_t)f->text.n;
}

/* --- scopes ---------------------------------------------------------------------------------------------------------------- */

/* Nothing but comments and empty lines stands above. */
static bool is_at_top(const file_text *f, uint32_t at)
{
    for (uint32_t i = 0; i < at; i = line_end(f->text, i) + 1) {
        str line = trimmed_line(f->text, i);
        if (line.n && !is_comment(f, line) && !str_is(line, "---")) return false;
    }
    return true;
}

static range scope_of(const file_text *f, uint32_t at, bool own_line)
{
    range whole = range_make(0, (uint32_t)f->text.n);
    if (!own_line) return range_make(line_start(f->text, at), line_end(f->text, at) + 1);
    uint32_t next = next_line(f, at);
    str line = trimmed_line(f->text, next);
    if (is_at_top(f, line_start(f->text, at)) && (f->is_go || !line.n || str_is(line, "---"))) return whole;
    uint32_t end = line_end(f->text, next);
    bool function = f->is_go && next < f->text.n && str_starts(str_slice(f->text, next, f->text.n), STR("func "));
    while (function && end < f->text.n && f->text.p[end - 1] != '}' && f->text.p[end] == '\n') {
        /* gofmt closes a function at the start of a line */
        uint32_t below = end + 1;
        end = line_end(f->text, below);
        if (below < f->text.n && f->text.p[below] == '}') break;
    }
    return range_make(next, end + 1);
}

/* --- reading --------------------------------------------------------------------------------------------------------------- */

static void read_rules(const file_text *f, directive *d, uint32_t at)
{
    uint32_t end = d->comment.end;
    while (at < end && (f->text.p[at] == ' ' || f->text.p[at] == '\t')) at++;
    while (at < end) {
        uint32_t start = at;
        while (at < end && !strchr(" \t\r,", f->text.p[at])) at++;
        if (at > start) array_push(f->a, &d->rules, (ignored_rule){str_slice(f->text, start, at), range_make(start, at), false});
        if (at == end || f->text.p[at] != ',') return; /* the reason follows */
        at++;
    }
}

/* The comment around the word at `at`; false when it is none. */
static bool read_directive(const file_text *f, uint32_t at, directive *d)
{
    uint32_t sign = at, behind = at + (uint32_t)strlen(WORD), start = line_start(f->text, at);
    if (behind < f->text.n && !strchr(" \t\r\n", f->text.p[behind])) return false;
    while (sign > start && f->text.p[sign - 1] == ' ') sign--;
    uint32_t length = f->is_go ? 2 : 1;
    if (sign < start + length || !is_comment(f, str_slice(f->text, sign - length, f->text.n))) return false;
    sign -= length;
    *d = (directive){.comment = range_make(sign, line_end(f->text, at))};
    d->own_line = !str_trim(str_slice(f->text, start, sign)).n;
    d->scope = scope_of(f, at, d->own_line);
    read_rules(f, d, behind);
    return true;
}

static bool names(str pattern, str code)
{
    bool group = str_ends(pattern, STR("/*"));
    return group ? str_starts(code, str_slice(pattern, 0, pattern.n - 1)) : str_eq(pattern, code);
}

static bool is_ignored(directive *d, const diagnostic *found)
{
    bool ignored = false;
    for (size_t i = 0; i < d->rules.n; i++) {
        ignored_rule *r = &d->rules.at[i];
        if (found->at.start < d->scope.start || found->at.start >= d->scope.end || !names(r->name, found->code)) continue;
        r->used = ignored = true;
    }
    return ignored;
}

/* --- what is left over ----------------------------------------------------------------------------------------------------- */

static range cut(const file_text *f, const directive *d, const ignored_rule *r)
{
    if (d->rules.n > 1) {
        bool last = r == &d->rules.at[d->rules.n - 1];
        return last ? range_make(r[-1].at.end, r->at.end) : range_make(r->at.start, r[1].at.start);
    }
    uint32_t start = d->comment.start, end = d->comment.end;
    if (d->own_line) return range_make(line_start(f->text, start), end < f->text.n ? end + 1 : end);
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

static void report(const file_text *f, const directive *d, const ignored_rule *r, rule_language language, diagnostic_list *list)
{
    rule_context c = {.arena = f->a, .language = language};
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

void ignore_apply(str path, str text, bool is_go, rule_language language, arena *a, diagnostic_list *list, size_t from)
{
    file_text f = {path, text, is_go, a};
    ARRAY(directive) all = {0};
    for (ptrdiff_t at = 0; (at = str_find(text, STR(WORD), (size_t)at)) >= 0; at++) {
        directive d;
        if (read_directive(&f, (uint32_t)at, &d)) array_push(a, &all, d);
    }
    size_t kept = from;
    for (size_t i = from; i < list->n; i++) {
        bool ignored = false;
        for (size_t k = 0; k < all.n && str_eq(list->at[i].path, path); k++)
            if (is_ignored(&all.at[k], &list->at[i])) ignored = true;
        if (!ignored) list->at[kept++] = list->at[i];
    }
    list->n = kept;
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < all.at[i].rules.n; k++)
            if (!all.at[i].rules.at[k].used) report(&f, &all.at[i], &all.at[i].rules.at[k], language, list);
}
