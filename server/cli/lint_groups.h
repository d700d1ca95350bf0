/* Which jobs of `wpls lint` are done together.
 *
 * A plugin's sources and the documents that are checked against it form a group: it is loaded for them once, and dropped when
 * they are done, so that memory does not grow with the number of plugins. Whose a document is may turn out only when it is read;
 * it is then put off to a later round. Where a document of one plugin has a configuration of another, as READMEs do that show
 * several, the two are done one after the other, so that neither is loaded twice. A group is done by one worker and needs nothing
 * of other groups. */
#ifndef CLI_LINT_GROUPS_H
#define CLI_LINT_GROUPS_H

#include "cli/output.h"
#include "plugin/workspace.h"

typedef struct job {
    str path;
    str plugin;   /* folder of the plugin that it is done with; empty: none, as far as known */
    str also;     /* folder of another one that it seems to configure, too; empty: none. What is loaded when, and no more */
    bool project; /* a plugin's sources; else one file */
    bool named;   /* on the command line: the user expects it to be checked */
    bool docs;    /* documentation is held against the code */
    /* its results: */
    bool done;
    bool checked; /* something of it was looked at */
    diagnostic_list left_out; /* hints about what was not, and what other jobs may find as well: reported together with theirs */
    output_texts out;
    report_totals totals;
} job;

typedef ARRAY(job) job_list;

typedef struct job_group {
    str plugin;
    ARRAY(job *) jobs; /* a plugin's sources first; behind them perhaps those of one more plugin */
} job_group;

typedef ARRAY(job_group) job_groups;

/* The round in which whose a document is can still turn out to be somebody else's, and those that follow. */
typedef enum job_round { JOBS_WITHOUT_PLUGIN, JOBS_OF_PLUGINS, JOBS_PUT_OFF, JOB_ROUNDS } job_round;

/* Gives jobs inside the folder of a plugin that is a job, too, to this plugin: the nearest one. `roots`: the folders of those
 * plugins. */
void job_groups_assign(job_list *jobs, const map *roots);
/* Finds `also` of documents, by the names in their urls: nothing is parsed. */
void job_groups_find_also(job_list *jobs, const map *roots, workspace *w);
/* The groups of a round, from the jobs that are not done yet. Many jobs of one plugin come in several groups, for several
 * workers. */
job_groups job_groups_make(arena *a, job_list *jobs, job_round round);

#endif
