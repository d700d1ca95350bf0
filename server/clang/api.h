/* The part of libclang's C interface that wpls uses, declared here so that neither building nor running wpls needs libclang.
 *
 * Types and numbers are those of clang-c/Index.h, which have stayed the same since libclang 14. The library is loaded by the
 * worker alone (worker.h): whatever it does, it does not do it to wpls. */
#ifndef CLANG_API_H
#define CLANG_API_H

#include "base/arena.h"

#include <stdbool.h>

enum { CLANG_OLDEST = 14, CLANG_NEWEST = 22 };

typedef struct clang_text {
    const void *data;
    unsigned flags;
} clang_text;

typedef struct clang_unsaved {
    const char *name, *text;
    unsigned long length;
} clang_unsaved;

typedef struct clang_cursor {
    int kind, extra;
    const void *data[3];
} clang_cursor;

typedef struct clang_type {
    int kind;
    void *data[2];
} clang_type;

typedef struct clang_location {
    const void *pointers[2];
    unsigned number;
} clang_location;

typedef struct clang_extent {
    const void *pointers[2];
    unsigned begin, end;
} clang_extent;

typedef struct clang_index_options {
    unsigned size;
    unsigned char background_indexing, background_editing;
    unsigned exclude_declarations : 1, display_diagnostics : 1, preambles_in_memory : 1, reserved : 13;
    const char *preambles, *invocations;
} clang_index_options;

typedef struct clang_completion {
    int kind;
    void *text;
} clang_completion;

typedef struct clang_completions {
    clang_completion *at;
    unsigned n;
} clang_completions;

enum { /* of CXCursorKind */
    CLANG_STRUCT = 2, CLANG_UNION = 3, CLANG_CLASS = 4, CLANG_ENUM = 5, CLANG_FIELD = 6, CLANG_ENUMERATOR = 7, CLANG_FUNCTION = 8,
    CLANG_VARIABLE = 9, CLANG_PARAMETER = 10, CLANG_TYPEDEF = 20, CLANG_METHOD = 21, CLANG_NAMESPACE = 22, CLANG_CONSTRUCTOR = 24,
    CLANG_DESTRUCTOR = 25, CLANG_FUNCTION_TEMPLATE = 30, CLANG_CLASS_TEMPLATE = 31, CLANG_ALIAS = 36, CLANG_INVALID_FIRST = 70,
    CLANG_INVALID_LAST = 73, CLANG_MACRO = 501, CLANG_INCLUSION = 503,
};
enum { CLANG_SEVERITY_ERROR = 3, CLANG_SEVERITY_FATAL = 4 };
enum { CLANG_CHUNK_TYPED = 1, CLANG_CHUNK_OPTIONAL = 0, CLANG_CHUNK_INFORMATIVE = 4, CLANG_CHUNK_RESULT = 15 };
enum { CLANG_TERSE = 17, CLANG_POLISHED = 18 }; /* of CXPrintingPolicyProperty */
enum { /* of CXTranslationUnit_Flags */
    CLANG_PARSE_RECORD = 0x01, CLANG_PARSE_PREAMBLE = 0x04, CLANG_PARSE_CACHE_COMPLETION = 0x08,
    CLANG_PARSE_PREAMBLE_FIRST = 0x100, CLANG_PARSE_KEEP_GOING = 0x200,
};

#define CLANG_FUNCTIONS(X) \
    X(void *, createIndex, (int, int)) \
    X(int, parseTranslationUnit2, \
      (void *, const char *, const char *const *, int, clang_unsaved *, unsigned, unsigned, void **)) \
    X(int, reparseTranslationUnit, (void *, unsigned, clang_unsaved *, unsigned)) \
    X(void, disposeTranslationUnit, (void *)) \
    X(void *, getFile, (void *, const char *)) \
    X(clang_location, getLocationForOffset, (void *, void *, unsigned)) \
    X(clang_cursor, getCursor, (void *, clang_location)) \
    X(clang_cursor, getCursorReferenced, (clang_cursor)) \
    X(clang_cursor, getCursorDefinition, (clang_cursor)) \
    X(unsigned, Cursor_isNull, (clang_cursor)) \
    X(clang_location, getCursorLocation, (clang_cursor)) \
    X(clang_type, getCursorType, (clang_cursor)) \
    X(clang_text, getTypeSpelling, (clang_type)) \
    X(clang_text, getCursorSpelling, (clang_cursor)) \
    X(clang_text, getCursorDisplayName, (clang_cursor)) \
    X(clang_cursor, getCursorSemanticParent, (clang_cursor)) \
    X(void *, getCursorPrintingPolicy, (clang_cursor)) \
    X(void, PrintingPolicy_setProperty, (void *, int, unsigned)) \
    X(void, PrintingPolicy_dispose, (void *)) \
    X(clang_text, getCursorPrettyPrinted, (clang_cursor, void *)) \
    X(clang_text, Cursor_getRawCommentText, (clang_cursor)) \
    X(clang_text, Cursor_getBriefCommentText, (clang_cursor)) \
    X(void *, getIncludedFile, (clang_cursor)) \
    X(clang_text, getFileName, (void *)) \
    X(void, getExpansionLocation, (clang_location, void **, unsigned *, unsigned *, unsigned *)) \
    X(unsigned, getNumDiagnostics, (void *)) \
    X(void *, getDiagnostic, (void *, unsigned)) \
    X(void, disposeDiagnostic, (void *)) \
    X(int, getDiagnosticSeverity, (void *)) \
    X(clang_location, getDiagnosticLocation, (void *)) \
    X(clang_text, getDiagnosticSpelling, (void *)) \
    X(void *, getChildDiagnostics, (void *)) \
    X(unsigned, getNumDiagnosticsInSet, (void *)) \
    X(void *, getDiagnosticInSet, (void *, unsigned)) \
    X(clang_completions *, codeCompleteAt, (void *, const char *, unsigned, unsigned, clang_unsaved *, unsigned, unsigned)) \
    X(void, disposeCodeCompleteResults, (clang_completions *)) \
    X(unsigned, getNumCompletionChunks, (void *)) \
    X(int, getCompletionChunkKind, (void *, unsigned)) \
    X(clang_text, getCompletionChunkText, (void *, unsigned)) \
    X(unsigned, getCompletionPriority, (void *)) \
    X(int, getCompletionAvailability, (void *)) \
    X(clang_text, getCompletionBriefComment, (void *)) \
    X(const char *, getCString, (clang_text)) \
    X(void, disposeString, (clang_text)) \
    X(clang_text, getClangVersion, (void))

typedef struct clang_api {
#define CLANG_MEMBER(result, name, parameters) result(*name) parameters;
    CLANG_FUNCTIONS(CLANG_MEMBER)
#undef CLANG_MEMBER
    void *(*createIndexWithOptions)(const clang_index_options *); /* since 17; else NULL */
} clang_api;

typedef enum clang_load { CLANG_LOADED, CLANG_ABSENT, CLANG_STATIC } clang_load;

/* Loads the newest library from 14 to 22, or the one that WPLS_LIBCLANG names, and no other then. CLANG_ABSENT: there is none
 * that has all of these functions. */
clang_load clang_api_load(clang_api *api);
/* A copy in `a`; the library's own is given back. */
str clang_take(const clang_api *api, arena *a, clang_text text);

#endif
