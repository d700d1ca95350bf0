/* One JSON object a line, as those of report_json.c. */
#include "base/json_write.h"
#include "cli/report.h"

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    (void)o;
    for (size_t i = 0; i < found->n; i++) {
        json_writer j = JSON_WRITER_SAFE(out);
        report_json_finding(&j, w, &found->at[i]);
        strbuf_add_char(out, '\n');
    }
}

const report_format report_jsonl = {"jsonl", .findings = findings};
