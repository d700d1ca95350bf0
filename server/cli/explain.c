/* `wpls explain`: what a rule means, with a bad and a good example. */
#include "base/folder.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "language/language.h"
#include "rules/page.h"

#include <errno.h>
#include <stdio.h>

static const char help[] =
    "usage: wpls explain [--lang LANGUAGE] [--code NAME] [--pages DIR] [RULE]...\n\n"
    "Says what a rule is about, with a bad and a good example; without RULE it lists all rules.\n\n"
    "  --lang LANGUAGE    language of the texts: en or zh; default: LC_ALL, LC_MESSAGES or LANG\n"
    "  --code NAME        name the calls of plugins in that language: go or cxx; default: go, and at the end the others\n"
    "  --pages DIR        write a page of every rule below DIR, which is made: DIR/flow/sleep.md\n"
    "  -h, --help         this text\n"
    "  -V, --version      the version\n";

static void list(void)
{
    enum { LEVEL_COLUMNS = 8 };
    size_t count;
    const rule *rules = rule_all(&count);
    for (size_t i = 0; i < count; i++) {
        const char *level = words(severity_name(rules[i].level));
        int blanks = LEVEL_COLUMNS - (int)utf8_width(str_of(level));
        printf("%-28.*s %s%*s %s\n", STR_ARG(rules[i].id), level, blanks, "", sdk_text_str(rules[i].title).p);
    }
}

static void explain(const rule *r, const language_row *code)
{
    strbuf page = STRBUF_INIT;
    rule_page_text(&page, r, code);
    printf(words("%.*s (%s, since %s)\n%s\n\n%s\n\nEvidence: %s\n\nBad:\n\n%s\nGood:\n\n%s"), STR_ARG(r->id),
           words(severity_name(r->level)), r->since, sdk_text_str(r->title).p, page.p, sdk_text_str(r->evidence).p, r->bad.text,
           r->good.text);
    strbuf_free(&page);
}

/* False when a page can't be written; said on stderr. */
static bool write_page(const char *folder, const rule *r, const language_row *code)
{
    str group = str_slice(r->id, 0, (size_t)str_find_char(r->id, '/', 0));
    strbuf path = STRBUF_INIT, text = STRBUF_INIT;
    strbuf_printf(&path, "%s/%.*s", folder, STR_ARG(group));
    folder_make(strbuf_str(&path)); /* that it failed shows when the file is opened */
    strbuf_printf(&path, "%.*s.md", STR_ARG(str_slice(r->id, group.n, r->id.n)));
    rule_page(&text, r, code);
    FILE *f = fopen(path.p, "w");
    bool written = f && fwrite(text.p, 1, text.n, f) == text.n;
    if (f && fclose(f) != 0) written = false;
    if (!written) tell("'%s' can't be written: %s", path.p, strerror(errno));
    strbuf_free(&path);
    strbuf_free(&text);
    return written;
}

static int write_pages(const char *folder)
{
    size_t count;
    const rule *rules = rule_all(&count);
    folder_make(str_of(folder));
    for (size_t i = 0; i < count; i++)
        if (!write_page(folder, &rules[i], NULL)) return EXIT_USAGE;
    bool written = true;
    for (const language_row *const *l = language_all(); *l && written; l++) {
        strbuf own = STRBUF_INIT;
        strbuf_printf(&own, "%s/%s", folder, (*l)->name);
        folder_make(strbuf_str(&own));
        for (size_t i = 0; i < count && written; i++)
            if (rule_page_differs(&rules[i], *l)) written = write_page(own.p, &rules[i], *l);
        strbuf_free(&own);
    }
    return written ? EXIT_CLEAN : EXIT_USAGE;
}

static const language_row *language_named(str name)
{
    const language_row *const *l = language_all();
    while (*l && !str_is(name, (*l)->name) && !str_eq_nocase(name, str_of((*l)->title))) l++;
    return *l;
}

static int run(int argc, char **argv)
{
    static const option_row options[] = {
        {"lang", true, 'l'}, {"pages", true, 'p'}, {"code", true, 'c'},
        {"help", false, OPTION_HELP}, {"version", false, OPTION_VERSION}, {0}};
    arguments given = {.count = argc, .all = argv};
    const char *pages = NULL;
    const language_row *code = NULL;
    int option;
    while ((option = option_next(&command_explain, &given, "hV", options)) >= 0) {
        if (!option) return EXIT_USAGE;
        if (common_option(&command_explain, option)) return EXIT_CLEAN;
        if (option == 'p') {
            pages = given.value;
            continue;
        }
        if (option == 'c') {
            code = language_named(str_of(given.value));
            if (!code) return usage_error(&command_explain, "'--code' knows no language '%s'", given.value);
            continue;
        }
        words_use(words_language_named(str_of(given.value)));
    }
    if (pages) return operand_count(&given) ? usage_error(&command_explain, "'--pages' writes all rules") : write_pages(pages);
    if (!operand_count(&given)) list();
    for (int i = given.at; i < argc; i++) {
        const rule *r = rule_find(str_of(argv[i]));
        if (!r) return usage_error(&command_explain, "no rule '%s'; 'wpls explain' lists them", argv[i]);
        if (i > given.at) putchar('\n');
        explain(r, code);
    }
    return EXIT_CLEAN;
}

const command command_explain = {"explain", WORDS("say what a rule means, with examples"), help, run};
