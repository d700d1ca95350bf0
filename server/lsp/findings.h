/* What was found in the open documents and their projects, kept until something that it depends on changes: publishing, pulling and code
 * actions all look at the same findings, and none checks what another one checked. */
#ifndef LSP_FINDINGS_H
#define LSP_FINDINGS_H

#include "plugin/workspace.h"

struct server;
struct document;

typedef struct project_findings {
    project *of;
    arena memory;
    diagnostic_list list; /* sorted by path */
    uint64_t revision;    /* findings_cache.revision when it was checked; 0: never */
} project_findings;

typedef struct findings_cache {
    ARRAY(project_findings *) projects; /* on the heap */
    uint64_t revision;                  /* of everything that sources and the disk say; from 1 */
} findings_cache;

/* The findings of an open document's own check, in order; none for sources, which are checked with their project. Borrowed until the
 * document, a source file or the settings change. */
const diagnostic_list *findings_of_document(struct server *s, struct document *doc);
/* The same of a project's sources; of files that nobody has open, too. */
const diagnostic_list *findings_of_project(struct server *s, project *p);
/* The findings in the file: the document's own and its project's, in s->scratch. */
diagnostic_list findings_of_file(struct server *s, struct document *doc);
/* The document's text changed. */
void findings_forget_document(struct document *doc);
/* Sources, the disk or settings changed: nothing that was found counts. */
void findings_forget_all(struct server *s);
void findings_free(findings_cache *c);

#endif
