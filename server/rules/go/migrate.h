/* Moving a plugin from an old SDK to today's: one fix that edits all of its files. */
#ifndef RULES_GO_MIGRATE_H
#define RULES_GO_MIGRATE_H

#include "ir/build_facts.h"
#include "ir/language_row.h"
#include "ir/node.h"
#include "ir/sdk_release.h"
#include "rules/flow_rule.h"
#include "text/edit.h"

typedef struct migration {
    rule_context *c;
    text_edits edits;
    bool impossible; /* something is written in a way that can't be followed: there is no fix */
    bool unsure;     /* something is left to whoever wrote the plugin */
    bool uses_wrapper, uses_host; /* of the new SDK */
} migration;

/* Adds the fix to the finding; preferred where nothing is left to do but to fetch the new modules. */
void migrate_add_fix(rule_context *c, diagnostic *d);
/* The edits of the tests beside the sources. */
void migrate_tests(migration *m);
/* The edits of the scripts that build it. */
void migrate_scripts(migration *m);
/* The edits of the build file. */
void migrate_build_file(migration *m);
/* "github.com/higress-group/wasm-go/pkg/wrapper" for the import path of an old SDK; empty `*to` where it goes nowhere. False: of
 * no old SDK. */
bool migrate_import(const migration *m, str path, str *to);

/* The line around the place, to be dropped: with an empty one behind it where that would be left beside another, or first in a
 * block. */
range migrate_line(str text, uint32_t at);

#endif
