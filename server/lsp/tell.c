/* What the log says of ordinary work: which plugins were read, and whose the documents are that were opened. Each is told once, a
 * document again when it becomes another plugin's; who takes over from a worker that ended says nothing that was said before. */
#include "lsp/findings.h"
#include "lsp/server_internal.h"
#include "plugin/documents.h"

void tell_project(server *s, const project *p, size_t found)
{
    if (!s->successor) server_log(s, LOG_WORK, "%.*s: plugin read, findings in it: %zu", STR_ARG(project_root(p)), found);
}

static void add_owners(strbuf *out, const document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        const config_document *d = &facts->documents.at[i];
        if (d->kind == DOCUMENT_OTHER || d->within != DOCUMENT_OTHER) continue;
        str name = d->plugin ? project_root(d->plugin) : d->wanted;
        str why = d->plugin ? str_of(owner_reason_text(d->because))
                            : words_str(d->candidates.n ? "several have that name" : "its sources are not here");
        if (name.n) strbuf_printf(out, "%s%.*s (%.*s)", out->n ? ", " : "", STR_ARG(name), STR_ARG(why));
    }
}

void tell_document(server *s, document *doc)
{
    const document_facts *facts = workspace_document(s->files, strbuf_str(&doc->path), NULL);
    if (!facts) return;
    strbuf owners = STRBUF_INIT;
    add_owners(&owners, facts);
    uint64_t told = owners.n ? str_hash(strbuf_str(&owners), 0) : 0;
    if (told && told != doc->told && !s->successor)
        server_log(s, LOG_WORK, "%.*s: configures %.*s", STR_ARG(strbuf_str(&doc->path)), STR_ARG(strbuf_str(&owners)));
    doc->told = told;
    strbuf_free(&owners);
}
