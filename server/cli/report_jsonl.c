/* One JSON object a line; lines and columns from 1, columns in characters, end exclusive. */
#include "base/json_write.h"
#include "cli/report.h"

static void finding(strbuf *out, workspace *w, const report_options *o, const diagnostic *d)
{
    (void)o;
    const line_index *lines = workspace_lines(w, d->path);
    text_position start = line_index_position(lines, d->at.start, TEXT_UTF32);
    text_position end = line_index_position(lines, d->at.end, TEXT_UTF32);
    json_writer j = JSON_WRITER(out);
    json_object(&j);
    json_key(&j, "file"), json_string(&j, d->path);
    json_key(&j, "line"), json_int(&j, start.line + 1);
    json_key(&j, "column"), json_int(&j, start.column + 1);
    json_key(&j, "endLine"), json_int(&j, end.line + 1);
    json_key(&j, "endColumn"), json_int(&j, end.column + 1);
    json_key(&j, "severity"), json_string(&j, str_of(severity_name(d->level)));
    json_key(&j, "code"), json_string(&j, d->code);
    json_key(&j, "message"), json_string(&j, d->message);
    json_object_end(&j);
    strbuf_add_char(out, '\n');
}

const report_format report_jsonl = {"jsonl", finding, NULL};
