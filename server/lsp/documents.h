/* The documents the client has open: their text, and which name the client knows them by.
 *
 * Keyed by path, so that two spellings of one URI are one document; documents of other schemes (untitled:, git:) are kept as text
 * under their URI and never analysed. */
#ifndef LSP_DOCUMENTS_H
#define LSP_DOCUMENTS_H

#include "base/array.h"
#include "base/strbuf.h"
#include "lsp/typing.h"

typedef enum document_role {
    ROLE_NONE,   /* of no file: kept as text only */
    ROLE_CONFIG, /* YAML or JSON: checked on its own */
    ROLE_SOURCE, /* Go, go.mod: checked with its project */
    ROLE_NATIVE, /* C, C++: a buffer for completion, not checked */
    ROLE_TEXT,   /* any other file: a buffer that projects may read */
} document_role;

typedef struct document {
    strbuf uri;  /* as the client spelled it */
    strbuf path; /* clean; empty for other schemes */
    strbuf text;
    int64_t version;
    document_role role;
    bool too_large; /* over LIMIT_DOCUMENT_BYTES: not analysed */
    bool dirty;     /* not published since something it depends on changed */
    bool checked;   /* `findings` are of this text, and of: */
    uint64_t revision, structure; /* see findings.h */
    diagnostic_list findings;
    arena memory;   /* of them */
    typing typed;   /* what waits in it, and what the client has */
    uint64_t whole; /* hash of its last whole text that is kept for another process; 0: none is (resume.c) */
    uint64_t told;  /* hash of what the log was told of whose it is (tell.c); 0: nothing */
    strbuf pulled;  /* the result id of the last answer to textDocument/diagnostic */
    uint64_t decorated; /* findings_cache.sources when its hints or tokens were asked for; 0: not since it was edited */
    ARRAY(uint32_t) tokens; /* on the heap: the last answer to textDocument/semanticTokens/full */
    uint64_t lenses;    /* what its lenses said (code_lens_state); 0: likewise */
} document;

typedef struct documents {
    ARRAY(document *) open; /* on the heap */
} documents;

/* What a file is by its name, and by the language that the client says it has (or none); an empty path is no file. */
document_role document_role_of(str path, str language);
/* It has findings of its own or brings those of its project. */
bool document_is_analysed(const document *doc);
/* It may have configurations in it: YAML, JSON, documentation, or a test. */
bool document_has_configurations(const document *doc);
/* The clean path of a file URI; empty for other schemes. Memory from `a`. */
str document_path_of(arena *a, str uri);
/* NULL when it is not open. `scratch` is for the look-up only. */
document *documents_find(const documents *d, arena *scratch, str uri);
document *documents_find_path(const documents *d, str path);
/* Adds a document, or gives an open one its new name, text and version. */
document *documents_open(documents *d, arena *scratch, str uri, str language, int64_t version, str text);
void documents_close(documents *d, document *closed);
void documents_free(documents *d);

/* One change of textDocument/didChange: `whole`, or the text between two positions. Positions outside the text are clamped. */
typedef struct document_change {
    bool whole;
    text_position start, end;
    str text;
} document_change;
/* Makes the changes, one after the other; each sees what those before it made of the text, and costs its own size. `at`, of as
 * many elements, gets the bytes that each one replaced; or NULL. */
void document_apply(document *doc, const document_change *changes, size_t count, text_encoding encoding, range *at);

#endif
