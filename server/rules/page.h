/* The page of a rule: what `wpls explain`, the pages that are installed and an editor's link show. */
#ifndef RULES_PAGE_H
#define RULES_PAGE_H

#include "base/strbuf.h"
#include "rules/rule.h"

/* Appends the page as markdown, in the language at hand, for plugins in `code` (NULL: in any). */
void rule_page(strbuf *out, const rule *r, const language_row *code);

#endif
