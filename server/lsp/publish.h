/* Diagnostics as the client has them, so that nothing is sent twice.
 *
 * A file's findings come from the check of the document itself, those of the projects that it belongs to, the last build, and
 * libclang.
 * Each is found alone; what the client gets is all of them. A list is sent when it differs from the last one sent, and once for
 * every new version of an open document (clients move markers themselves while one types, and tell by the version that we caught
 * up). */
#ifndef LSP_PUBLISH_H
#define LSP_PUBLISH_H

#include "base/array.h"
#include "base/strbuf.h"
#include "plugin/project.h"

/* A project whose check has findings in a file. */
typedef struct publication_part {
    project *of;
    uint32_t round; /* of source checks that gave some last */
} publication_part;

typedef struct publication {
    strbuf path;
    strbuf uri;         /* what the client calls it, if it ever opened it */
    ARRAY(publication_part) sources; /* on the heap */
    strbuf build;       /* of the last build: Diagnostic objects as JSON, comma-separated */
    strbuf built;       /* the plugin's folder whose build that was */
    strbuf compiler;    /* what libclang says of it now: likewise, but a line each */
    strbuf sent;        /* the list last sent, "" before the first */
    int64_t sent_version;
    bool sent_open;     /* with that version */
} publication;

/* A round over the projects of all that is open: which those are, then their checks. */
typedef enum round_stage { ROUND_OVER, ROUND_LOADS, ROUND_CHECKS } round_stage;

typedef struct publications {
    ARRAY(publication *) files; /* on the heap */
    uint32_t round;
    round_stage stage;
    ARRAY(project *) projects; /* of it, on the heap */
    size_t next_document, next_project;
} publications;

struct server;
struct document;
/* One bounded piece of the work that is due: one document, or one project's sources. False when all is up to date. */
bool publish_step(struct server *s);
/* When the first of the findings that wait may be shown, as now_ms(); INT64_MAX: none waits. */
int64_t publish_due(const struct server *s);
/* Everything that depends on settings, schemas and the disk is to be checked again, or what depends on sources. */
void publish_invalidate(struct server *s);
void publish_sources_changed(struct server *s);
/* The projects of what is open, each once; the list is in s->scratch. */
project_list publish_projects(struct server *s);
/* The findings of a build of the plugin in `folder`, instead of those of the one before. */
void publish_build(struct server *s, str folder, const diagnostic_list *list);
/* What libclang says of a file, instead of what it said before. */
void publish_compiler(struct server *s, str path, const diagnostic_list *list);
/* What is known of a file; made when there is nothing yet. */
publication *publication_of(struct server *s, str path);
/* Has the findings of the build kept for another process (resume.c). */
void publish_keep_build(struct server *s, str folder);
void publications_free(publications *p);

#endif
