#include "cli/dump_document.h"

#include "base/path.h"
#include "cli/command.h"
#include "cli/project.h"
#include "plugin/documents.h"
#include "plugin/workspace.h"
#include "text/line_index.h"

#include <stdio.h>

static void add_owner(strbuf *out, const config_document *d)
{
    if (d->plugin) {
        strbuf_printf(out, words("plugin %.*s, told by %s"), STR_ARG(project_root(d->plugin)), owner_reason_text(d->because));
        return;
    }
    if (d->builtin.plugin) {
        arena a = ARENA_INIT;
        strbuf_printf(out, words("built-in plugin %.*s, by the catalogue of Higress %.*s"),
                      STR_ARG(catalogue_image_text(&a, &d->builtin)), STR_ARG(catalogue_release()));
        arena_free(&a);
        return;
    }
    strbuf_printf(out, words("no plugin"));
    if (d->wanted.n) strbuf_printf(out, words(" '%.*s'"), STR_ARG(d->wanted));
    for (size_t i = 0; i < d->candidates.n; i++)
        strbuf_printf(out, "%s%.*s", i ? ", " : words("; candidates: "), STR_ARG(project_root(d->candidates.at[i])));
    if (d->language.n) strbuf_printf(out, words("; one in %.*s, which is not read"), STR_ARG(d->language));
}

static void add_documents(strbuf *out, const document_facts *facts, const line_index *lines)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        if (d->kind == DOCUMENT_OTHER) continue;
        text_position at = line_index_position(lines, document_range(facts, d->root->at).start, TEXT_UTF32);
        strbuf_printf(out, "%u:%u %s: ", at.line + 1, at.column + 1, words(document_form_of(d->kind)->title));
        add_owner(out, d);
        strbuf_add_char(out, '\n');
    }
}

int dump_document_file(const char *name)
{
    arena a = ARENA_INIT;
    strbuf out = STRBUF_INIT;
    workspace *w = workspace_new();
    str path = allow_named(w, &a, name), text;
    workspace_add_root(w, path_dir(path));
    const document_facts *file = workspace_document(w, path, NULL);
    int status = EXIT_USAGE;
    if (file && workspace_text(w, path, &text) == FILE_OK) {
        line_index lines = line_index_build(&a, text);
        add_documents(&out, file, &lines);
        for (size_t i = 0; i < file->inner.n; i++) add_documents(&out, file->inner.at[i], &lines);
        if (!out.n) strbuf_printf(&out, "%s\n", words("no configuration of a plugin"));
        fwrite(strbuf_str(&out).p, 1, out.n, stdout);
        status = EXIT_CLEAN;
    } else tell("'%s': no document to read there", name);
    strbuf_free(&out);
    workspace_free(w);
    arena_free(&a);
    return status;
}
