/* Report formats of `wpls lint`: one file each. A format writes text; where the text goes is cli/output.h. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/json_write.h"
#include "base/map.h"
#include "plugin/workspace.h"
#include "text/diagnostic.h"

typedef struct report_options {
    bool color;
    str base;         /* paths inside this folder are shown relative to it, */
    str prefix;       /* behind this */
    severity fail_on; /* what counts as a failure where a format tells that apart; 0: nothing does */
} report_options;

/* What was found, and what was looked at. */
typedef struct report_totals {
    uint32_t counts[5]; /* by severity */
    uint32_t plugins, plugins_checked;
    uint32_t configurations, configurations_checked, configurations_by_catalogue;
    uint32_t modules;   /* finished ones */
    uint32_t documents; /* held against a schema, and no configuration of a plugin */
    uint32_t others;    /* files that plainly are something else */
    uint32_t unchanged; /* plugins and files that were not looked at because nothing of theirs has changed */
} report_totals;

typedef struct report_format {
    const char *name;
    bool of_repository; /* its readers want paths from the repository's root on, not from the current folder */
    void (*begin)(strbuf *out, const report_options *o); /* may be NULL */
    /* The findings of one file or project, sorted; at least one. */
    void (*findings)(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found);
    const char *separator; /* between what two calls of `findings` wrote; may be NULL */
    void (*end)(strbuf *out, const report_options *o, const report_totals *t); /* may be NULL */
} report_format;

extern const report_format report_text, report_json, report_jsonl, report_sarif, report_github, report_gitlab, report_checkstyle,
    report_junit, report_baseline;

/* NULL when there is none of that name. */
const report_format *report_find(const char *name);

/* Adds what `more` has. */
void report_totals_add(report_totals *all, const report_totals *more);

/* --- for the formats --- */

/* "2 errors in 1 plugin and 5 of 7 configurations; 3 files are something else". */
void report_add_summary(strbuf *out, const report_totals *t);

typedef struct report_range {
    text_position start, end; /* from 0, columns in characters */
} report_range;

report_range report_range_of(workspace *w, str path, range at);
/* The finding as an object, with its related places and its fixes; lines and columns from 1, ends exclusive (report_json.c). */
void report_json_finding(json_writer *j, workspace *w, const diagnostic *d);
/* The path as it is shown: relative inside the base folder, behind the prefix; else as it is. May be in `a`. */
str report_path(arena *a, const report_options *o, str path);
/* The same as an URI reference. True: a relative one; else `*uri` is file:///... . Memory from `a`. */
bool report_uri(arena *a, const report_options *o, str path, str *uri);
/* Text for an XML attribute, made visible (base/visible.h): nothing is left that XML does not have. */
void report_add_xml(strbuf *out, str text);
/* The path as it is shown, likewise. */
void report_add_xml_path(strbuf *out, const report_options *o, str path);

enum { FINGERPRINT_SIZE = 17 };
/* What stays the same for a finding when lines above it come and go, as hexadecimal digits: file, code, message, and which of
 * those with all three the same it is. `seen` begins empty for each list of findings. */
void report_fingerprint(char out[FINGERPRINT_SIZE], const report_options *o, arena *a, map *seen, const diagnostic *d);

#endif
