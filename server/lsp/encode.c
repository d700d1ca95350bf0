#include "lsp/encode.h"

#include "base/path.h"
#include "base/uri.h"
#include "base/visible.h"
#include "lsp/content.h"

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

void encode_location(server *s, json_writer *w, str path, range at)
{
    json_object(w);
    json_key(w, "uri");
    json_string(w, encode_uri(s, path));
    json_key(w, "range");
    encode_range(s, w, path, at);
    json_object_end(w);
}

static void encode_related(server *s, json_writer *w, const diagnostic *d)
{
    json_key(w, "relatedInformation");
    json_array(w);
    for (size_t i = 0; i < d->related.n; i++) {
        const related_place *place = &d->related.at[i];
        json_object(w);
        json_key(w, "location");
        encode_location(s, w, place->path, place->at);
        json_key(w, "message");
        json_visible(w, place->message);
        json_object_end(w);
    }
    json_array_end(w);
}

/* The message, with the related places as further lines for clients that can't show them otherwise. */
static void encode_message(server *s, json_writer *w, const diagnostic *d)
{
    strbuf text = STRBUF_INIT;
    strbuf_add_visible(&text, d->message);
    for (size_t i = 0; i < d->related.n && !s->client.related_information; i++) {
        const related_place *place = &d->related.at[i];
        const line_index *lines = lines_of(s, place->path);
        uint32_t line = lines ? line_index_line(lines, place->at.start) + 1 : 1;
        str shown = path_relative(place->path, path_dir(d->path));
        strbuf_add_char(&text, '\n');
        strbuf_add_visible(&text, shown);
        strbuf_printf(&text, ":%u: ", line);
        strbuf_add_visible(&text, place->message);
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
    str page = s->client.code_description && rule_find(d->code) ? content_rule_uri(s, d->code, d->path) : STR("");
    if (page.n) {
        json_key(w, "codeDescription");
        json_object(w);
        json_key(w, "href");
        json_string(w, page);
        json_object_end(w);
    }
    json_key(w, "source");
    json_string(w, str_starts(d->code, STR("build/")) || str_starts(d->code, STR("wasm/")) ? STR("wpls build") : STR("wpls"));
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
        for (size_t i = 0; i < d->fixes.n; i++) json_visible(w, d->fixes.at[i].title);
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

static void encode_edits(server *s, json_writer *w, const text_edits *edits, str path, const edit_annotations *why)
{
    json_array(w);
    for (size_t i = 0; i < edits->n; i++) {
        if (!str_eq(edits->at[i].path, path)) continue;
        json_object(w);
        json_key(w, "range");
        encode_range(s, w, path, edits->at[i].at);
        json_key(w, "newText");
        json_string(w, edits->at[i].text);
        if (why) {
            json_key(w, "annotationId");
            json_string(w, arena_printf(&s->scratch, "wpls%u", why->of[i]));
        }
        json_object_end(w);
    }
    json_array_end(w);
}

static void encode_document_edit(server *s, json_writer *w, const text_edits *edits, str path, const edit_annotations *why)
{
    const document *doc = documents_find_path(&s->docs, path);
    json_object(w);
    json_key(w, "textDocument");
    json_object(w);
    json_key(w, "uri");
    json_string(w, encode_uri(s, path));
    json_key(w, "version");
    if (doc) json_int(w, doc->version);
    else json_null(w);
    json_object_end(w);
    json_key(w, "edits");
    encode_edits(s, w, edits, path, why);
    json_object_end(w);
}

static void encode_annotations(json_writer *w, const text_edits *edits, const edit_annotations *why, arena *a)
{
    json_key(w, "changeAnnotations");
    json_object(w);
    for (unsigned k = 0; k < why->count; k++) {
        bool used = false;
        for (size_t i = 0; i < edits->n && !used; i++) used = why->of[i] == k;
        if (!used) continue;
        json_key_str(w, arena_printf(a, "wpls%u", k));
        json_object(w);
        json_add_string(w, "label", str_of(why->labels[k]));
        json_object_end(w);
    }
    json_object_end(w);
}

void encode_workspace_edit(server *s, json_writer *w, const text_edits *edits)
{
    encode_annotated_edit(s, w, edits, NULL);
}

void encode_annotated_edit(server *s, json_writer *w, const text_edits *edits, const edit_annotations *why)
{
    if (!s->client.change_annotations || !s->client.document_changes) why = NULL;
    bool versions = s->client.document_changes;
    json_object(w);
    json_key(w, versions ? "documentChanges" : "changes");
    if (versions) json_array(w);
    else json_object(w);
    for (size_t i = 0; i < edits->n; i++) {
        str path = edits->at[i].path;
        bool done = false;
        for (size_t k = 0; k < i && !done; k++) done = str_eq(edits->at[k].path, path);
        if (done) continue;
        if (versions) {
            encode_document_edit(s, w, edits, path, why);
        } else {
            json_key_str(w, encode_uri(s, path));
            encode_edits(s, w, edits, path, NULL);
        }
    }
    if (versions) json_array_end(w);
    else json_object_end(w);
    if (why && edits->n) encode_annotations(w, edits, why, &s->scratch);
    json_object_end(w);
}

bool decode_offset(server *s, const cJSON *at, str path, uint32_t *offset)
{
    int64_t line, column;
    if (!json_get_int(at, "line", &line) || !json_get_int(at, "character", &column) || line < 0 || column < 0) return false;
    text_position place = {line > UINT32_MAX ? UINT32_MAX : (uint32_t)line, column > UINT32_MAX ? UINT32_MAX : (uint32_t)column};
    const line_index *lines = lines_of(s, path);
    *offset = lines ? line_index_offset(lines, place, s->client.encoding) : 0;
    return true;
}

bool decode_position(server *s, const cJSON *params, str path, uint32_t *offset)
{
    return decode_offset(s, json_get(params, "position"), path, offset);
}

bool decode_range(server *s, const cJSON *from, const char *member, str path, range *at)
{
    const cJSON *given = json_get(from, member);
    if (!decode_offset(s, json_get(given, "start"), path, &at->start)) return false;
    if (!decode_offset(s, json_get(given, "end"), path, &at->end)) return false;
    if (at->end < at->start) at->end = at->start;
    return true;
}

const char decode_no_place[] = WORDS("'textDocument.uri' and 'position' are required");

bool decode_place(server *s, const cJSON *params, document **doc, uint32_t *offset)
{
    str uri;
    if (!json_get_str(params, "textDocument.uri", &uri)) return false;
    *doc = documents_find(&s->docs, &s->scratch, uri);
    if (*doc && ((*doc)->role == ROLE_NONE || (*doc)->too_large)) *doc = NULL;
    return decode_position(s, params, *doc ? strbuf_str(&(*doc)->path) : (str){"", 0}, offset);
}
