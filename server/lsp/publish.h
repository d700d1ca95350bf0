/* Diagnostics as the client has them, so that nothing is sent twice.
 *
 * A file's findings come from three sides: the check of the document itself, the check of its project's sources, and the last build.
 * Each side is replaced alone; what the client gets is all of them. A list is sent when it differs from the last one sent, and once for every new
 * version of an open document (clients move markers themselves while one types, and tell by the version that we caught up). */
#ifndef LSP_PUBLISH_H
#define LSP_PUBLISH_H

#include "base/array.h"
#include "base/strbuf.h"
#include "plugin/workspace.h"

typedef enum publish_side { SIDE_DOCUMENT, SIDE_SOURCES, SIDE_BUILD, SIDES } publish_side;

typedef struct publication {
    strbuf path;
    strbuf uri;         /* what the client calls it, if it ever opened it */
    strbuf side[SIDES]; /* Diagnostic objects as JSON, comma-separated */
    strbuf sent;        /* the list last sent, "" before the first */
    int64_t sent_version;
    bool sent_open;     /* with that version */
    uint32_t round;     /* of source checks that gave findings for it last */
    strbuf built;       /* the plugin's folder whose build gave findings for it last */
} publication;

typedef struct publications {
    ARRAY(publication *) files; /* on the heap */
    uint32_t round;
    bool checking;       /* a round is under way: */
    size_t next_project;
} publications;

struct server;
struct document;
/* One bounded piece of the work that is due: one document, or one project's sources. False when all is up to date. */
bool publish_step(struct server *s);
/* Everything that depends on the disk or on settings is to be checked again, or what depends on sources. */
void publish_invalidate(struct server *s);
void publish_sources_changed(struct server *s);
/* The projects of what is open, each once; the list is in s->scratch. */
project_list publish_projects(struct server *s);
/* The document was closed: its own findings go. */
void publish_close(struct server *s, const struct document *doc);
/* The findings of a build of the plugin in `folder`, instead of those of the one before. */
void publish_build(struct server *s, str folder, const diagnostic_list *list);
void publications_free(publications *p);

#endif
