/* What --baseline reads: one JSON object a finding, without its place, so that the file changes only when findings do. */
#include "base/json_write.h"
#include "base/path.h"
#include "cli/report.h"

static void findings(strbuf *out, workspace *w, const report_options *o, const diagnostic_list *found)
{
    (void)w;
    for (size_t i = 0; i < found->n; i++) {
        const diagnostic *d = &found->at[i];
        json_writer j = JSON_WRITER(out);
        json_object(&j);
        json_key(&j, "file"), json_string(&j, path_relative(d->path, o->base));
        json_key(&j, "code"), json_string(&j, d->code);
        json_key(&j, "message"), json_string(&j, d->message);
        json_object_end(&j);
        strbuf_add_char(out, '\n');
    }
}

const report_format report_baseline = {"baseline", .findings = findings};
