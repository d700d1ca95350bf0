/* What --baseline reads: one JSON object a finding, without its place, so that the file changes only when findings do. */
#include "base/json_write.h"
#include "base/path.h"
#include "cli/report.h"

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    (void)w;
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        json_writer j = JSON_WRITER_SAFE(out);
        json_object(&j);
        json_add_visible(&j, "file", path_relative(d->path, o->base));
        json_add_string(&j, "code", d->code);
        json_add_visible(&j, "message", d->message);
        json_object_end(&j);
        strbuf_add_char(out, '\n');
    }
}

const report_format report_baseline = {"baseline", .findings = findings};
