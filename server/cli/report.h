/* Report formats of `wpls lint`. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/strbuf.h"
#include "plugin/workspace.h"

typedef struct report_options {
    bool color;
    str base; /* paths inside this folder are shown relative to it */
} report_options;

typedef struct report_format {
    const char *name;
    void (*finding)(strbuf *out, workspace *w, const report_options *o, const diagnostic *d);
    void (*summary)(strbuf *out, const report_options *o, const uint32_t counts[5], uint32_t files); /* may be NULL; counts by severity */
} report_format;

extern const report_format report_text, report_jsonl;

/* NULL when there is none of that name. */
const report_format *report_find(const char *name);

#endif
