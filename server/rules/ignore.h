/* Suppression in a file: a comment `wpls:ignore RULE[,RULE...] reason` takes findings away.
 *
 * It holds for its own line; standing alone, for the next line with something on it; in the comment of a function, for the
 * function; above the head of a source (Go's package clause), or in a YAML file's first comments when an empty line follows them,
 * for the file. RULE is a rule's id or "group/...". */
#ifndef RULES_IGNORE_H
#define RULES_IGNORE_H

#include "rules/rule.h"

/* Whether there may be such a comment: cheap. */
bool ignore_mentioned(str text);
/* Takes the findings in the file `path` out of `list`, from number `from` on, that its comments name; adds project/unused-ignore
 * for names that nothing was found for, and project/unknown-ignore for names of no rule. `l`: the file's language,
 * NULL for YAML. Memory in `a`. */
void ignore_apply(str path, str text, const language_row *l, arena *a, diagnostic_list *list, size_t from);

#endif
