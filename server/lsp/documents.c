#include "lsp/documents.h"

#include "base/bug.h"
#include "base/path.h"
#include "base/uri.h"
#include "language/language.h"
#include "plugin/listing.h"
#include "text/native.h"
#include "text/blocks.h"

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
    static const char *const extensions[] = {".yaml", ".yml", ".json", ".md"};
    static const char *const languages[] = {"yaml", "json", "jsonc"};
    if (str_empty(path)) return ROLE_NONE;
    str extension = path_extension(path);
    if (language_with(path, LANGUAGE_TEXT | LANGUAGE_PROJECT)) return ROLE_SOURCE;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (str_is(extension, extensions[i])) return ROLE_CONFIG;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (str_is(language, languages[i])) return ROLE_CONFIG;
    return native_source(path) ? ROLE_NATIVE : ROLE_TEXT;
}

bool document_has_configurations(const document *doc)
{
    return doc->role == ROLE_CONFIG || (doc->role == ROLE_SOURCE && is_test_name(strbuf_str(&doc->path)));
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
    array_free(&doc->tokens);
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

static range apply_one(strbuf *text, const document_change *change, text_encoding encoding)
{
    arena scratch = ARENA_INIT;
    str with = change->text;
    line_index lines = line_index_build(&scratch, strbuf_str(text));
    range at = {line_index_offset(&lines, change->start, encoding), line_index_offset(&lines, change->end, encoding)};
    arena_free(&scratch);
    if (at.end < at.start) at.end = at.start;
    strbuf_reserve(text, with.n);
    memmove(text->p + at.start + with.n, text->p + at.end, text->n + 1 - at.end); /* and the NUL */
    if (with.n) memcpy(text->p + at.start, with.p, with.n);
    text->n += with.n - (at.end - at.start);
    return at;
}

static void apply_many(strbuf *text, const document_change *changes, size_t count, text_encoding encoding, range *at)
{
    text_blocks *blocks = text_blocks_new(strbuf_str(text));
    size_t size = text->n;
    for (size_t i = 0; i < count; i++) {
        const document_change *c = &changes[i];
        range gone = {0, (uint32_t)size};
        if (c->whole) {
            text_blocks_free(blocks);
            blocks = text_blocks_new(c->text);
        } else {
            gone = text_blocks_replace(blocks, c->start, c->end, encoding, c->text);
        }
        size += c->text.n - (gone.end - gone.start);
        if (at) at[i] = gone;
    }
    strbuf_clear(text);
    text_blocks_write(blocks, text);
    text_blocks_free(blocks);
}

void document_apply(document *doc, const document_change *changes, size_t count, text_encoding encoding, range *at)
{
    range first = {0, (uint32_t)doc->text.n};
    if (count > 1) {
        apply_many(&doc->text, changes, count, encoding, at);
        return;
    }
    if (count && changes->whole) set(&doc->text, changes->text);
    else if (count) first = apply_one(&doc->text, changes, encoding);
    if (count && at) *at = first;
}
