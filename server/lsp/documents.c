#include "lsp/documents.h"

#include "base/bug.h"
#include "base/path.h"
#include "base/uri.h"

#include <stdlib.h>

str document_path_of(arena *a, str uri)
{
    str path;
    return uri_to_path(a, uri, &path) ? path_clean(a, path) : (str){"", 0};
}

document *documents_find_path(const documents *d, str path)
{
    for (size_t i = 0; i < d->open.n && !str_empty(path); i++)
        if (str_eq(strbuf_str(&d->open.at[i]->path), path)) return d->open.at[i];
    return NULL;
}

document *documents_find(const documents *d, arena *scratch, str uri)
{
    str path = document_path_of(scratch, uri);
    if (!str_empty(path)) return documents_find_path(d, path);
    for (size_t i = 0; i < d->open.n; i++)
        if (str_eq(strbuf_str(&d->open.at[i]->uri), uri)) return d->open.at[i];
    return NULL;
}

document_role document_role_of(str path, str language)
{
    static const char *const extensions[] = {".yaml", ".yml", ".json"};
    static const char *const languages[] = {"yaml", "json", "jsonc"};
    static const char *const native[] = {".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp"};
    if (str_empty(path)) return ROLE_NONE;
    str extension = path_extension(path);
    if (str_is(extension, ".go") || str_is(path_base(path), "go.mod")) return ROLE_SOURCE;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (str_is(extension, extensions[i])) return ROLE_CONFIG;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (str_is(language, languages[i])) return ROLE_CONFIG;
    for (size_t i = 0; i < sizeof native / sizeof *native; i++)
        if (str_is(extension, native[i])) return ROLE_NATIVE;
    return ROLE_TEXT;
}

bool document_is_analysed(const document *doc) { return doc->role != ROLE_NONE && doc->role != ROLE_TEXT; }

static void set(strbuf *b, str s)
{
    strbuf_clear(b);
    strbuf_add(b, s);
}

document *documents_open(documents *d, arena *scratch, str uri, str language, int64_t version, str text)
{
    document *doc = documents_find(d, scratch, uri);
    if (!doc) {
        doc = calloc(1, sizeof *doc);
        if (!doc) bug_out_of_memory();
        array_push(NULL, &d->open, doc);
    }
    set(&doc->uri, uri);
    set(&doc->path, document_path_of(scratch, uri));
    set(&doc->text, text);
    doc->version = version;
    doc->checked = false;
    doc->role = document_role_of(strbuf_str(&doc->path), language);
    return doc;
}

static void document_free(document *doc)
{
    strbuf_free(&doc->uri);
    strbuf_free(&doc->path);
    strbuf_free(&doc->text);
    arena_free(&doc->memory);
    strbuf_free(&doc->pulled);
    typing_free(&doc->typed);
    free(doc);
}

void documents_close(documents *d, document *closed)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->open.n; i++)
        if (d->open.at[i] != closed) d->open.at[kept++] = d->open.at[i];
    d->open.n = kept;
    document_free(closed);
}

void documents_free(documents *d)
{
    for (size_t i = 0; i < d->open.n; i++) document_free(d->open.at[i]);
    array_free(&d->open);
}

range document_apply(document *doc, arena *scratch, const document_change *change, text_encoding encoding)
{
    if (change->whole) {
        range all = {0, (uint32_t)doc->text.n};
        set(&doc->text, change->text);
        return all;
    }
    str old = strbuf_str(&doc->text);
    line_index lines = line_index_build(scratch, old);
    uint32_t start = line_index_offset(&lines, change->start, encoding);
    uint32_t end = line_index_offset(&lines, change->end, encoding);
    if (end < start) end = start;
    strbuf text = STRBUF_INIT;
    strbuf_reserve(&text, old.n - (end - start) + change->text.n);
    strbuf_add(&text, str_slice(old, 0, start));
    strbuf_add(&text, change->text);
    strbuf_add(&text, str_slice(old, end, old.n));
    strbuf_free(&doc->text);
    doc->text = text;
    return range_make(start, end);
}
