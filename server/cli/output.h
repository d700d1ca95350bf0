/* Where findings go: to standard output in one format, and to files in others, at the same time. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/report.h"

enum { OUTPUTS_MOST = 8 };

typedef struct output {
    const report_format *format;
    report_options options;
    str path; /* absolute; empty: standard output, */
    bool to_stderr; /* or standard error */
} output;

/* The first one is standard output. */
typedef struct outputs {
    output at[OUTPUTS_MOST];
    size_t n;
} outputs;

/* What one job wrote, for each output. */
typedef struct output_texts {
    strbuf at[OUTPUTS_MOST];
} output_texts;

/* Adds the file of an option FORMAT=FILE. NULL, or what is wrong with it. Paths from `a`. */
const char *outputs_add_file(outputs *all, arena *a, str given);
/* The root of the repository that the folder lies in, else the folder. Memory in `a`. */
str outputs_repository(arena *a, str folder);
/* Gives every output the options of standard output, whose base is the current folder: it stays that of some formats, others have
 * the root of the repository, and baselines in files their own folder. Memory in `a`. */
void outputs_share_options(outputs *all, arena *a);
/* Writes a job's findings in every format. */
void outputs_write(const outputs *all, output_texts *texts, workspace *w, const diagnostic_list *found);
/* Puts what the jobs wrote together, in their order, and frees it. Each file is written all or nothing. False when one can't be
 * written, with a message on stderr. `a` for paths. */
bool outputs_finish(const outputs *all, arena *a, output_texts *const *jobs, size_t count, const report_totals *totals);

#endif
