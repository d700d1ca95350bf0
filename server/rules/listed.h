/* How many findings of one file are listed. */
#ifndef RULES_LISTED_H
#define RULES_LISTED_H

#include "rules/not_checked.h"

/* Keeps LIMIT_FINDINGS of each file among the findings from number `from` on, the gravest first. Of each file with more a last
 * one says how many: they stand from the number on that is returned. */
size_t listed_limit(const not_checked *n, size_t from);

#endif
