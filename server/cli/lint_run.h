/* A run of `wpls lint`: what the options say, the jobs, and who does them. Private to lint*.c.
 *
 *   lint.c         the command: the plan, the reports
 *   lint_options.c what the command line says
 *   lint_find.c    the jobs; lint_groups.c: those that are done together
 *   lint_team.c    hands groups of jobs out to workers, and replaces those that end
 *   lint_worker.c  such a worker: a process that does the jobs
 *   lint_pack.c    what the two send each other, as bytes
 *   lint_module.c  instead of all that: a built module as the judge */
#ifndef CLI_LINT_RUN_H
#define CLI_LINT_RUN_H

#include "base/pack.h"
#include "base/worker.h"
#include "cli/baseline.h"
#include "cli/lint_changed.h"
#include "cli/lint_find.h"
#include "plugin/settings.h"

typedef struct lint {
    arena memory;
    lint_plan plan;
    const char *plugin;  /* as given; NULL: none is */
    str schema;          /* a path or URL; empty: none is */
    str module;          /* the built module that judges, its path; empty: none does */
    str root_id;         /* of the plugin in it; may be empty */
    settings options;
    outputs outputs;
    baseline *known;     /* NULL: none */
    bool asks;           /* a worker: the parent knows what is known */
    bool fix, diff;      /* `fix` is set for both */
    bool buffers;        /* what fixes change is kept in buffers of the one worker, not written: with `diff`, of standard input */
    const char *since;   /* the revision since which a file must have changed to be looked at; NULL: all are */
    bool merge_base;     /* ... since HEAD and that revision parted */
    changed_files changed;
    bool from_stdin;     /* the one path is '-' */
    const char *stdin_name; /* as given, the file that it is of; NULL: not given */
    struct {
        str path, text;  /* that file, absolute, and what was read */
    } typed;
    bool unsafe;         /* fixes that nobody prefers are applied, too */
    uint32_t shard, shards; /* the part that is checked, from 1, and how many there are; 0: all is */
    bool outside, empty; /* links may lead outside; there may be nothing to check */
    severity fail_on;
    uint32_t workers;
    uint64_t memory_most; /* bytes that the run may take */
    int argc;            /* of the command line, its options alone */
    char **argv;
    bool failed;         /* wpls itself, in a part */
} lint;

int lint_run(int argc, char **argv);
/* Takes the options of the command line (lint_options.c); -1: go on, else the exit status. `again`: by a worker, whose parent has
 * taken them. */
int lint_take_options(lint *l, int argc, char **argv, bool again);
/* Lets a workspace see what the options and the plan say. */
void lint_use_options(const lint *l, workspace *w);
void lint_use_plan(const lint_plan *plan, workspace *w);

/* Makes the plan for the paths on the command line (lint.c). -1: it is made, else the exit status; `*complete` is false when a
 * path has nothing to it. */
int lint_make_plan(lint *l, workspace *w, char **paths, size_t count, bool *complete);

/* The processes that do the work; all that reads what others wrote happens there. */
typedef struct lint_team lint_team;
lint_team *lint_team_new(lint *l);
/* As lint_make_plan. */
int lint_team_plan(lint_team *t, char **paths, size_t count, bool *complete);
/* Does all jobs of the plan: their results are in the jobs then. */
void lint_team_work(lint_team *t);
/* What the jobs have put apart (lint_left_out.h), as one job's findings. */
void lint_team_join_hints(lint_team *t, report_totals *all, output_texts *out);
/* With `buffers`: what would change, or standard input as it is now. */
void lint_team_print(lint_team *t, strbuf *out);
/* Ends them. */
void lint_team_free(lint_team *t);

extern const worker_role lint_worker_role;

/* --- what the team and its workers send each other: a block begins with one of these --- */

enum lint_word {
    LINT_PLAN = 'L',   /* make the plan for these paths. Answered by LINT_PLANNED */
    LINT_HINTS = 'H',  /* join what was put apart. Answered by LINT_HINTED */
    LINT_GROUP = 'G',  /* do these jobs: the round, the jobs. Answered by a result each, then LINT_DONE */
    LINT_FIX = 'F',    /* fix the sources of this job. Answered by LINT_FIXED */
    LINT_PRINT = 'P',  /* print what is in the buffers. Answered by LINT_PRINTED */
    LINT_KNOWN = 'K',  /* which of the findings asked about are known: a byte each */
    LINT_RESULT = 'R',
    LINT_DONE = 'D',
    LINT_FIXED = 'X',  /* whether there were no findings; whether a file of another plugin was changed */
    LINT_PRINTED = 'p', /* the text */
    LINT_PLANNED = 'l', /* the status, whether it is complete, the plan */
    LINT_HINTED = 'h', /* how many of each level, the texts */
    LINT_ASK = 'A',    /* which of these findings are known: their keys */
};

void lint_pack_job(strbuf *out, size_t number, const job *j);
/* The strings are borrowed from the bytes. */
size_t lint_unpack_job(unpacker *u, job *j);
void lint_pack_hints(strbuf *out, const diagnostic_list *hints);
/* Appends to the list; memory in `a`. */
void lint_unpack_hints(arena *a, unpacker *u, diagnostic_list *hints);
void lint_pack_plan(strbuf *out, const lint_plan *plan);
/* Memory in plan->memory. */
void lint_unpack_plan(unpacker *u, lint_plan *plan);
/* What was written, for each output. */
void lint_pack_texts(strbuf *out, const lint *l, const output_texts *texts);
void lint_unpack_texts(unpacker *u, const lint *l, output_texts *texts);
/* The results of a job. */
void lint_pack_result(strbuf *out, const lint *l, size_t number, const job *j);
/* Into the jobs of the plan; the number of the job, or SIZE_MAX when the bytes are no result. Memory in l->memory. */
size_t lint_unpack_result(lint *l, unpacker *u);
/* What a worker needs to know from its start. */
void lint_pack_start(strbuf *out, const lint *l, str left_out);
/* `l` is filled in; the bytes must live as long. Memory in l->memory. */
bool lint_unpack_start(lint *l, str bytes);

#endif
