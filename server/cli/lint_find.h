/* What `wpls lint` has to do: jobs for the paths on the command line, and what of these is not looked at. */
#ifndef CLI_LINT_FIND_H
#define CLI_LINT_FIND_H

#include "cli/lint_changed.h"
#include "cli/lint_groups.h"

/* One path on the command line. */
typedef struct named_path {
    const char *given;
    str path;
    bool folder;
    bool unread; /* or lies outside */
    ARRAY(size_t) jobs; /* numbers in the plan; another path may have the same ones */
} named_path;

typedef struct lint_plan {
    arena *memory;
    job_list jobs;
    map projects, documents; /* paths of the jobs, and their numbers + 1: each is done once */
    ARRAY(named_path) named;
    ARRAY(str) roots;        /* folders in which plugins are looked for */
    str plugin;              /* folder of the plugin that everything is checked against; empty: none given */
    bool docs;               /* documentation is held against the code in folders of plugins, too */
    bool schema;             /* everything is checked against one schema, and nothing else */
    str here;                /* the current folder */
    const changed_files *changed;
    str typed;               /* the file that standard input is of; empty: none */
    report_totals totals;    /* of what has no job */
    diagnostic_list left_out; /* what is not looked at, and why: hints */
} lint_plan;

/* The plugin of a folder given with --plugin: the one in it, around it when it is one of its packages, or the only one below it.
 * False, with a message, when there is none; else in `plan->plugin`. */
bool plan_take_plugin(lint_plan *plan, workspace *w, const char *given);
/* Adds the jobs of a path. False, with a message, when there is no such file. */
bool plan_add_path(lint_plan *plan, workspace *w, const char *given);
/* Adds one file. */
void plan_add_document(lint_plan *plan, str path);
/* Leaves the jobs of one of `shards` parts, numbered from 1: which one is told by the path of the plugin's folder, else of the
 * file, as seen from the root of the current repository. What has no job is told by the first. */
void plan_keep_shard(lint_plan *plan, uint32_t shard, uint32_t shards);
/* After the jobs are done: tells of named files that can't be read and named folders in which nothing could be checked, unless
 * that is fine. False when there is one. */
bool plan_tell_empty(const lint_plan *plan, bool allowed);

bool plan_is_module(str path);

#endif
