/* go.mod of a plugin that moves to today's SDK: what it requires, and the version of Go. */
#include "rules/go/migrate.h"
#include "rules/go/rules.h"

typedef struct lines {
    migration *m;
    str text;
    bool done[8];           /* requirements of today's SDK that are there */
    uint32_t block;         /* behind the opening line of the first block of requirements; 0: there is none */
    uint32_t end;           /* of the last line of the header, for a block of its own */
} lines;

static void add_edit(lines *l, uint32_t start, uint32_t end, str text)
{
    array_push(l->m->c->arena, &l->m->edits, (text_edit){l->m->c->build->file, {start, end}, text});
}

static str first_word(str *rest)
{
    *rest = str_trim(*rest);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ' ' && rest->p[n] != '\t') n++;
    str word = str_slice(*rest, 0, n);
    *rest = str_trim(str_slice(*rest, n, rest->n));
    return word;
}

/* "1.19" before "1.24.1", number by number. */
static bool is_before(str a, str b)
{
    for (str x, y; a.n || b.n;) {
        unsigned left = 0, right = 0;
        if (!str_split(&a, '.', &x)) x = (str){0};
        if (!str_split(&b, '.', &y)) y = (str){0};
        for (size_t i = 0; i < x.n && x.p[i] >= '0' && x.p[i] <= '9'; i++) left = left * 10 + (unsigned)(x.p[i] - '0');
        for (size_t i = 0; i < y.n && y.p[i] >= '0' && y.p[i] <= '9'; i++) right = right * 10 + (unsigned)(y.p[i] - '0');
        if (left != right) return left < right;
    }
    return false;
}

static uint32_t place(const lines *l, str part) { return (uint32_t)(part.p - l->text.p); }

static bool is_old_module(str path) { return sdk_pair_find(sdk_move_today.modules, path) != NULL; }

static void drop_line(lines *l, uint32_t start)
{
    range line = migrate_line(l->text, start);
    add_edit(l, line.start, line.end, (str){0});
}

static void take_requirement(lines *l, str line, uint32_t start)
{
    str rest = line, path = first_word(&rest), version = first_word(&rest);
    sdk_pairs wanted = sdk_move_today.requires;
    if (is_old_module(path)) drop_line(l, start);
    for (size_t i = 0; i < wanted.n; i++) {
        if (!str_is(path, wanted.at[i].from)) continue;
        l->done[i] = true;
        const sdk_release *now = sdk_release_of(path, version);
        bool host = !sdk_release_module(path).n,
             newer = str_starts(version, STR("v0.0.0-")) && str_cmp(version, STR("v0.0.0-20250611")) >= 0;
        bool stays = build_replaces(l->m->c->build, path) || (host ? newer : !now || now->native);
        if (!stays) add_edit(l, place(l, version), place(l, version) + (uint32_t)version.n, str_of(wanted.at[i].to));
    }
}

static void take_line(lines *l, str verb, str line, uint32_t start)
{
    str rest = line;
    if (str_is(verb, "require")) take_requirement(l, line, start);
    if (str_is(verb, "replace") && is_old_module(first_word(&rest))) drop_line(l, start);
    rest = line;
    str version = first_word(&rest);
    if (str_is(verb, "go") && is_before(version, str_of(sdk_move_today.language)))
        add_edit(l, place(l, version), place(l, version) + (uint32_t)version.n, str_of(sdk_move_today.language));
    str chain = str_starts(version, STR("go")) ? str_slice(version, 2, version.n) : version;
    if (str_is(verb, "toolchain") && is_before(chain, str_of(sdk_move_today.language))) drop_line(l, start);
}

static void read_lines(lines *l)
{
    str verb = {0};
    for (uint32_t at = 0; at < l->text.n;) {
        ptrdiff_t newline = str_find_char(l->text, '\n', at);
        uint32_t end = newline < 0 ? (uint32_t)l->text.n : (uint32_t)newline + 1;
        str line = str_slice(l->text, at, end);
        ptrdiff_t comment = str_find(line, STR("//"), 0);
        line = str_trim(comment < 0 ? line : str_slice(line, 0, (size_t)comment));
        str rest = line, word = first_word(&rest);
        if (str_is(rest, "(")) {
            verb = word;
            if (str_is(verb, "require") && !l->block) l->block = end;
        } else if (str_is(line, ")")) {
            verb = (str){0};
        } else if (line.n && verb.n) {
            take_line(l, verb, line, at);
        } else if (line.n) {
            take_line(l, word, rest, at);
            if (str_is(word, "go") || str_is(word, "module")) l->end = end;
        }
        at = end;
    }
}

void migrate_build_file(migration *m)
{
    if (!m->c->build->file.n) return;
    lines l = {.m = m, .text = m->c->build->text};
    sdk_pairs wanted = sdk_move_today.requires;
    read_lines(&l);
    str missing = {0};
    for (size_t i = 0; i < wanted.n; i++) {
        bool wrapper = sdk_release_module(str_of(wanted.at[i].from)).n > 0;
        if (l.done[i] || !(wrapper ? m->uses_wrapper : m->uses_host)) continue;
        missing = arena_printf(m->c->arena, "%.*s\t%s %s\n", STR_ARG(missing), wanted.at[i].from, wanted.at[i].to);
    }
    if (!missing.n) return;
    if (l.block) add_edit(&l, l.block, l.block, missing);
    else add_edit(&l, l.end, l.end, arena_printf(m->c->arena, "\nrequire (\n%.*s)\n", STR_ARG(missing)));
}
