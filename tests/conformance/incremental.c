/* Edits documents at random and compares the tree after each edit with that of the whole text parsed anew.
 *
 * usage: incremental [--edits N] FILE...
 *
 * The same edits in every run. Each document is edited twice: cut into the pieces that a user's would be, and into as many as
 * there can be, so that short documents have borders, too. */
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "random_edits.h"
#include "same_tree.h"
#include "yaml/layout.h"

#include <stdlib.h>

/* What is typed: characters that mean something, and lines. */
static const char *const snippets[] = {
    "a", "7", " ", "  ", "\n", "\n\n", ": ", ":", "- ", "-", "#", " # c", "\"", "'", "[", "]", "{", "}", ",", "|", ">", "|\n  x\n",
    "&a ", "*a", "!!str ", "? ", "---\n", "...\n", "%TAG !e! x\n", "\t", "\\", "\r\n", "\r", "x: 1\n", "- x\n", "  y: 2\n", "  - z\n",
    "    k: v\n", "key: value\n", "# whole line\n", "\"q\": {a: [1, 2]}\n", "- a: 1\n  b: 2\n", "true", "null", "\xC3\xA9", "\xFF",
    "text: >-\n    folded\n    lines\n", "\xEF\xBB\xBF",
};

/* A place, rather near the last one: one types at one place. */
static uint32_t choose_place(str text, uint32_t last)
{
    uint32_t at = random_below(2) ? random_below((uint32_t)text.n + 1) : last + random_below(24);
    if (at > text.n) at = (uint32_t)text.n;
    return random_below(4) ? at : line_start(text, at);
}

static range choose_edit(str text, uint32_t last, str *with)
{
    uint32_t at = choose_place(text, last), other = random_below((uint32_t)text.n + 1);
    *with = str_of(snippets[random_below(sizeof snippets / sizeof *snippets)]);
    switch (random_below(8)) {
    case 0: *with = STR(""); return range_make(at, at + 1 < text.n ? at + 1 : (uint32_t)text.n);             /* a character away */
    case 1: *with = STR(""); return range_make(line_start(text, at), next_line(text, at));              /* a line away */
    case 2: *with = str_slice(text, line_start(text, other), next_line(text, other));                   /* a line twice */
            at = line_start(text, at); return range_make(at, at);
    case 3: return range_make(at, at + 3 < text.n ? at + 3 : (uint32_t)text.n);
    default: return range_make(at, at);
    }
}

typedef struct tally {
    size_t edits, alone; /* those after which only a piece was parsed */
} tally;

static bool check(const yaml_edited *e, str path, uint32_t number)
{
    arena a = ARENA_INIT;
    const yaml_stream *whole = yaml_parse(&a, yaml_edited_text(e, &a), e->dialect);
    comparison c = compare_trees(e, whole);
    if (c.wrong) {
        fprintf(stderr, "%.*s: edit %u: other %s at %u-%u of\n%.*s\n", STR_ARG(path), number, c.wrong, c.at.start, c.at.end,
                STR_ARG(whole->text));
        for (size_t i = 0; i < yaml_edited_stream(e)->findings.n; i++)
            fprintf(stderr, "incremental: %.*s\n", STR_ARG(yaml_edited_stream(e)->findings.at[i].message));
        for (size_t i = 0; i < whole->findings.n; i++) fprintf(stderr, "whole: %.*s\n", STR_ARG(whole->findings.at[i].message));
    }
    arena_free(&a);
    return !c.wrong;
}

static bool edit_at_random(str path, str original, uint32_t edits, bool fine, tally *t)
{
    yaml_dialect dialect = str_ends(path, STR(".json")) ? YAML_JSON : YAML_1_2;
    yaml_edited *e = yaml_edited_new(original, dialect);
    random_state = str_hash(path_base(path), fine);
    uint32_t last = 0;
    bool good = true, alone = true;
    for (uint32_t i = 0; i < edits && good; i++) {
        arena a = ARENA_INIT;
        str text = yaml_edited_text(e, &a), with;
        if (fine) e->least = e->most = 1;
        range at = choose_edit(text, last, &with);
        /* Back to a document that means something: most random edits end in errors that need the whole text. */
        if (i % 12 == 11 || !alone) {
            at = range_make(0, (uint32_t)text.n);
            with = original;
        }
        bool whole = at.end - at.start == text.n;
        alone = yaml_edited_replace(e, at, with) || whole;
        t->alone += alone && !whole;
        t->edits++;
        last = at.start + (uint32_t)with.n;
        good = check(e, path, i);
        if (!good) fprintf(stderr, "after %u-%u became '%.*s' in\n%.*s\n", at.start, at.end, STR_ARG(with), STR_ARG(text));
        arena_free(&a);
    }
    yaml_edited_free(e);
    return good;
}

int main(int argc, char **argv)
{
    uint32_t edits = 100;
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "--edits") == 0) {
        edits = (uint32_t)atoi(argv[2]);
        first = 3;
    }
    tally t = {0};
    unsigned passed = 0, failed = 0;
    for (int i = first; i < argc; i++) {
        arena a = ARENA_INIT;
        str path = str_of(argv[i]), text;
        bool good = file_read(&a, path, &text) == FILE_OK;
        good = good && edit_at_random(path, text, edits, false, &t) && edit_at_random(path, text, edits, true, &t);
        if (good) passed++;
        else failed++;
        arena_free(&a);
    }
    printf("%zu edits, %zu of them parsed only a piece; %u files passed, %u failed\n", t.edits, t.alone, passed, failed);
    return failed || !passed || !t.alone;
}
