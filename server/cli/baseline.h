/* Findings that are known already: a file with one JSON object a line, as `--output baseline=FILE` and the format jsonl write it.
 * A finding is known when file, code and message are the same, wherever it stands; each line stands for one finding. */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "text/diagnostic.h"

typedef struct baseline baseline;

/* Reads a file; relative paths in it start at its folder. NULL when it can't be read or a line is not understood; then `*problem`
 * says why. Memory from `a`. */
baseline *baseline_read(arena *a, str path, str *problem);
/* Takes the known findings out of the list. */
void baseline_take_out(baseline *b, diagnostic_list *found);
/* What a finding is known by; in `a`. */
str baseline_key(arena *a, const diagnostic *d);
/* Whether a finding of this key is known, which a line stands for that no other finding had. */
bool baseline_take(baseline *b, str key);
/* The number of lines that stood for no finding. */
size_t baseline_unused(const baseline *b);

#endif
