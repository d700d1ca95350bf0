#include "lsp/encode.h"

#include "base/path.h"
#include "base/uri.h"

static const line_index *lines_of(server *s, str path)
{
    str text;
    return workspace_text(s->files, path, &text) == FILE_OK ? workspace_lines(s->files, path) : NULL;
}

static void encode_position(json_writer *w, const char *key, text_position at)
{
    json_key(w, key);
    json_object(w);
    json_key(w, "line");
    json_int(w, at.line);
    json_key(w, "character");
    json_int(w, at.column);
    json_object_end(w);
}

void encode_range(server *s, json_writer *w, str path, range at)
{
    const line_index *lines = lines_of(s, path);
    text_position start = {0}, end = {0};
    if (lines) {
        start = line_index_position(lines, at.start, s->client.encoding);
        end = line_index_position(lines, at.end, s->client.encoding);
    }
    json_object(w);
    encode_position(w, "start", start);
    encode_position(w, "end", end);
    json_object_end(w);
}

str encode_uri(server *s, str path)
{
    const document *doc = documents_find_path(&s->docs, path);
    return doc ? strbuf_str(&doc->uri) : uri_from_path(&s->scratch, path);
}

static void encode_related(server *s, json_writer *w, const diagnostic *d)
{
    json_key(w, "relatedInformation");
    json_array(w);
    for (size_t i = 0; i < d->related.n; i++) {
        const related_place *place = &d->related.at[i];
        json_object(w);
        json_key(w, "location");
        json_object(w);
        json_key(w, "uri");
        json_string(w, encode_uri(s, place->path));
        json_key(w, "range");
        encode_range(s, w, place->path, place->at);
        json_object_end(w);
        json_key(w, "message");
        json_string(w, place->message);
        json_object_end(w);
    }
    json_array_end(w);
}

/* The message, with the related places as further lines for clients that can't show them otherwise. */
static void encode_message(server *s, json_writer *w, const diagnostic *d)
{
    strbuf text = STRBUF_INIT;
    strbuf_add(&text, d->message);
    for (size_t i = 0; i < d->related.n && !s->client.related_information; i++) {
        const related_place *place = &d->related.at[i];
        const line_index *lines = lines_of(s, place->path);
        uint32_t line = lines ? line_index_line(lines, place->at.start) + 1 : 1;
        str shown = path_relative(place->path, path_dir(d->path));
        strbuf_printf(&text, "\n%.*s:%u: %.*s", STR_ARG(shown), line, STR_ARG(place->message));
    }
    json_key(w, "message");
    json_string(w, strbuf_str(&text));
    strbuf_free(&text);
}

void encode_diagnostic(server *s, json_writer *w, const diagnostic *d)
{
    json_object(w);
    json_key(w, "range");
    encode_range(s, w, d->path, d->at);
    json_key(w, "severity");
    json_int(w, d->level);
    json_key(w, "code");
    json_string(w, d->code);
    json_key(w, "source");
    json_string(w, str_starts(d->code, STR("build/")) ? STR("wpls build") : STR("wpls"));
    encode_message(s, w, d);
    if ((d->tag == TAG_UNNECESSARY && s->client.tag_unnecessary) || (d->tag == TAG_DEPRECATED && s->client.tag_deprecated)) {
        json_key(w, "tags");
        json_array(w);
        json_int(w, d->tag); /* LSP's DiagnosticTag has the same numbers */
        json_array_end(w);
    }
    if (d->related.n && s->client.related_information) encode_related(s, w, d);
    if (d->fixes.n && s->client.diagnostic_data) {
        json_key(w, "data");
        json_object(w);
        json_key(w, "fixes");
        json_array(w);
        for (size_t i = 0; i < d->fixes.n; i++) json_string(w, d->fixes.at[i].title);
        json_array_end(w);
        json_object_end(w);
    }
    json_object_end(w);
}

void encode_markup(json_writer *w, bool markdown, str text)
{
    json_object(w);
    json_key(w, "kind");
    json_string(w, markdown ? STR("markdown") : STR("plaintext"));
    json_key(w, "value");
    json_string(w, text);
    json_object_end(w);
}

bool decode_position(server *s, const cJSON *params, str path, uint32_t *offset)
{
    int64_t line, column;
    if (!json_get_int(params, "position.line", &line) || !json_get_int(params, "position.character", &column)) return false;
    if (line < 0 || column < 0) return false;
    text_position at = {line > UINT32_MAX ? UINT32_MAX : (uint32_t)line, column > UINT32_MAX ? UINT32_MAX : (uint32_t)column};
    const line_index *lines = lines_of(s, path);
    *offset = lines ? line_index_offset(lines, at, s->client.encoding) : 0;
    return true;
}
