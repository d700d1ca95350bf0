#include "cli/schema_write.h"

#include "base/path.h"
#include "base/words.h"
#include "cli/command.h"
#include "rules/check.h"
#include "text/edit.h"
#include "text/markdown_table.h"

#include <stdio.h>

/* Writes `after` where that is another text than `before`; a new file has none. */
static int put(arena *a, str path, const str *before, str after)
{
    str name = path_base(path);
    if (before && str_eq(*before, after)) {
        printf(words("%.*s is up to date\n"), STR_ARG(name));
        return EXIT_CLEAN;
    }
    if (!file_write(a, path, after)) {
        tell("'%.*s' can't be written", STR_ARG(path));
        return EXIT_USAGE;
    }
    printf(words("%.*s is written\n"), STR_ARG(name));
    return EXIT_CLEAN;
}

/* False, with a message: it is there and can't be read. */
static bool read_old(workspace *w, str path, str *text, bool *there)
{
    file_status status = workspace_text(w, path, text);
    *there = status == FILE_OK;
    if (status != FILE_OK && status != FILE_MISSING) tell("'%.*s': %s", STR_ARG(path), words(file_status_text(status)));
    return status == FILE_OK || status == FILE_MISSING;
}

int schema_write_spec(workspace *w, project *p, const export_options *options)
{
    arena a = ARENA_INIT;
    str path = path_join(&a, project_root(p), STR("spec.yaml")), text;
    bool there;
    int status = EXIT_USAGE;
    strbuf out = STRBUF_INIT;
    if (read_old(w, path, &text, &there)) {
        bool good = !there || export_update_spec(&out, p, options, text);
        if (!there) export_spec(&out, p, options);
        if (good) status = put(&a, path, there ? &text : NULL, strbuf_str(&out));
        else tell("'%.*s' has no configSchema with an openAPIV3Schema", STR_ARG(path));
    }
    strbuf_free(&out);
    arena_free(&a);
    return status;
}

/* --- README ---------------------------------------------------------------------------------------------------------------- */

/* Rewrites the rows that the code contradicts; the text as it is then. */
static str rewrite_rows(workspace *w, arena *a, str path, str text)
{
    enum { ROUNDS = 8 };
    for (int round = 0; round < ROUNDS; round++) {
        diagnostic_list all = {0}, found = {0};
        check_document(w, path, NULL, a, &all);
        for (size_t i = 0; i < all.n; i++)
            if (str_starts(all.at[i].code, STR("docs/"))) array_push(a, &found, all.at[i]);
        for (size_t i = 0; i < found.n; i++)
            if (str_is(found.at[i].code, "docs/missing-key")) found.at[i].fixes.at[0].preferred = true;
        text_edits edits = edits_of_fixes(a, &found, path);
        if (!edits.n) break;
        strbuf out = STRBUF_IN(a);
        edits_apply(&out, text, &edits);
        text = strbuf_str(&out);
        workspace_set_buffer(w, path, text);
    }
    return text;
}

/* Whether some table of it has a key of the plugin. */
static bool has_table(arena *a, const inferred_schema *s, str text)
{
    markdown_tables tables = markdown_read_tables(a, text);
    for (size_t i = 0; i < tables.n; i++)
        for (size_t k = 0; k < tables.at[i].rows.n; k++) {
            str key = markdown_key(tables.at[i].rows.at[k].cells[0]);
            for (size_t m = 0; m < s->root->members.n; m++)
                if (str_eq(s->root->members.at[m]->name, key)) return true;
        }
    return false;
}

int schema_write_readme(workspace *w, project *p, const export_options *options)
{
    arena a = ARENA_INIT;
    str path = path_join(&a, project_root(p), STR("README_EN.md")), text;
    bool there, chinese = words_used() == WORDS_CHINESE;
    int status = EXIT_USAGE;
    const inferred_schema *s = project_schema(p);
    if (chinese || workspace_text(w, path, &text) != FILE_OK) path = path_join(&a, project_root(p), STR("README.md"));
    if (s && read_old(w, path, &text, &there)) {
        str before = there ? arena_str(&a, text) : STR(""), after;
        workspace_check_docs(w, true);
        after = there ? rewrite_rows(w, &a, path, before) : before;
        if (!has_table(&a, s, after)) {
            strbuf out = STRBUF_IN(&a);
            strbuf_add(&out, after);
            if (!there) strbuf_printf(&out, "# %.*s\n", STR_ARG(project_load(p)->name));
            strbuf_printf(&out, "%s\n## %s\n\n", after.n && after.p[after.n - 1] != '\n' ? "\n" : "", words("Configuration"));
            export_markdown(&out, p, options);
            after = strbuf_str(&out);
        }
        status = put(&a, path, there ? &before : NULL, after);
    }
    arena_free(&a);
    return status;
}
