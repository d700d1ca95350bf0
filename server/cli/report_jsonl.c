/* One JSON object a line; lines and columns from 1, columns in characters, end exclusive. */
#include "base/json_write.h"
#include "cli/report.h"

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    (void)o;
    for (size_t i = 0; i < found->n; i++) {
        json_writer j = JSON_WRITER_SAFE(out);
        json_object(&j);
        report_json_finding(&j, w, &found->at[i]);
        json_object_end(&j);
        strbuf_add_char(out, '\n');
    }
}

const report_format report_jsonl = {"jsonl", .findings = findings};
