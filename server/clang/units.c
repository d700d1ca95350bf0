#include "clang/units.h"

#include "base/file.h"
#include "base/path.h"

#include <stdio.h>
#include <stdlib.h>

enum { ITEMS_MOST = 250, ERRORS_MOST = 20, NOTES_MOST = 4, COMMENT_MOST = 4000, TEXT_MOST = 2000 };

/* One question being answered. */
typedef struct answer {
    clang_units *units;
    const clang_api *api;
    const clang_question *q;
    arena a;
    void *unit;
    strbuf *out;
} answer;

/* "19" of "Debian clang version 19.1.7 (3~deb12u1)". */
static unsigned version_of(str text)
{
    ptrdiff_t at = str_find(text, STR("version "), 0);
    return at < 0 ? 0 : clang_number(str_slice(text, (size_t)at + 8, text.n));
}

static bool has_headers(arena *a, str folder) { return file_exists(path_join(a, folder, STR("include/stddef.h"))); }

/* The compiler's own headers (stddef.h and the like), which libclang looks for beside the program that has loaded it. Those of
 * its version, else the newest: they differ in little that a reader of code needs. */
static str find_resources(arena *a, unsigned version)
{
    static const char *const forms[] = {"/usr/lib/llvm-%u/lib/clang/%u", "/usr/lib/clang/%u", "/usr/lib64/clang/%u",
                                        "/opt/wasi-sdk/lib/clang/%u"};
    for (unsigned k = CLANG_NEWEST + 1; k >= CLANG_OLDEST; k--) {
        unsigned wanted = k > CLANG_NEWEST ? version : k;
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            char name[96];
            snprintf(name, sizeof name, forms[i], wanted, wanted);
            if (has_headers(a, str_of(name))) return arena_str(a, str_of(name));
        }
        static const char *const minor[] = {"0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"};
        for (size_t i = 0; i < sizeof minor / sizeof *minor && wanted < 16; i++) { /* they had the whole version until then */
            str old = arena_printf(a, "/usr/lib/llvm-%u/lib/clang/%u.%s", wanted, wanted, minor[i]);
            if (has_headers(a, old)) return old;
        }
    }
    return (str){"", 0};
}

void clang_units_begin(clang_units *u, const clang_api *api)
{
    clang_index_options options = {.size = sizeof options, .preambles_in_memory = 1};
    *u = (clang_units){.api = api, .flags = CLANG_PARSE_RECORD | CLANG_PARSE_KEEP_GOING};
    u->resources = find_resources(&u->memory, version_of(clang_take(api, &u->memory, api->getClangVersion())));
    if (api->createIndexWithOptions) u->index = api->createIndexWithOptions(&options);
    /* Those of older libraries lie in files, which stay behind when the worker is ended. */
    if (u->index) u->flags |= CLANG_PARSE_PREAMBLE | CLANG_PARSE_PREAMBLE_FIRST | CLANG_PARSE_CACHE_COMPLETION;
    else u->index = api->createIndex(0, 0);
}

/* --- units ----------------------------------------------------------------------------------------------------------------- */

static uint64_t hash_all(const clang_question *q, bool texts)
{
    uint64_t h = 0;
    for (size_t i = 0; !texts && i < q->arguments.n; i++) h = str_hash(q->arguments.at[i], h + 1);
    for (size_t i = 0; texts && i < q->files.n; i++) h = str_hash(q->files.at[i].text, str_hash(q->files.at[i].path, h + 1));
    return h;
}

static clang_unsaved *unsaved_of(answer *r)
{
    clang_unsaved *all = ARENA_NEW_N(&r->a, clang_unsaved, r->q->files.n);
    for (size_t i = 0; i < r->q->files.n; i++) {
        const clang_file *f = &r->q->files.at[i];
        all[i] = (clang_unsaved){arena_cstr(&r->a, f->path), arena_cstr(&r->a, f->text), (unsigned long)f->text.n};
    }
    return all;
}

static void drop(clang_units *u, clang_unit *unit)
{
    if (unit->unit) u->api->disposeTranslationUnit(unit->unit);
    strbuf_free(&unit->path);
    *unit = (clang_unit){0};
}

static clang_unit *place_of(clang_units *u, str path, uint64_t arguments)
{
    clang_unit *oldest = &u->at[0];
    for (size_t i = 0; i < CLANG_UNITS_MOST; i++) {
        clang_unit *one = &u->at[i];
        if (one->unit && str_eq(strbuf_str(&one->path), path)) {
            if (one->arguments != arguments) drop(u, one);
            return one;
        }
        if (one->used < oldest->used) oldest = one;
    }
    drop(u, oldest);
    return oldest;
}

static void *parse(answer *r)
{
    const clang_question *q = r->q;
    size_t n = q->arguments.n;
    const char **arguments = ARENA_NEW_N(&r->a, const char *, n + 2);
    for (size_t i = 0; i < n; i++) arguments[i] = arena_cstr(&r->a, q->arguments.at[i]);
    if (r->units->resources.n) {
        arguments[n++] = "-resource-dir";
        arguments[n++] = r->units->resources.p;
    }
    void *unit = NULL;
    int failed = r->api->parseTranslationUnit2(r->units->index, arena_cstr(&r->a, q->path), arguments, (int)n, unsaved_of(r),
                                               (unsigned)q->files.n, r->units->flags, &unit);
    return failed ? NULL : unit;
}

/* The unit of the asked file as it is now; `stale`: that of an earlier text will do. */
static bool get_unit(answer *r, bool stale)
{
    const clang_question *q = r->q;
    uint64_t arguments = hash_all(q, false), texts = hash_all(q, true);
    clang_unit *at = place_of(r->units, q->path, arguments);
    at->used = q->number;
    if (at->unit && at->texts != texts && !stale) {
        at->texts = texts;
        if (r->api->reparseTranslationUnit(at->unit, (unsigned)q->files.n, unsaved_of(r), 0) != 0) drop(r->units, at);
    }
    if (!at->unit) {
        at->unit = parse(r);
        at->arguments = arguments;
        at->texts = texts;
        at->used = q->number;
        strbuf_clear(&at->path);
        strbuf_add(&at->path, q->path);
    }
    r->unit = at->unit;
    return r->unit != NULL;
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

static str take(answer *r, clang_text text) { return clang_take(r->api, &r->a, text); }

static str number(answer *r, unsigned n) { return arena_printf(&r->a, "%u", n); }

static str head(str text, size_t most)
{
    size_t n = text.n < most ? text.n : most;
    while (n && n < text.n && (text.p[n] & 0xC0) == 0x80) n--;
    return str_slice(text, 0, n);
}

/* A place in a file; an empty path: it is in none. */
typedef struct file_place {
    str path;
    unsigned offset, line, column;
} file_place;

static file_place place(answer *r, clang_location at)
{
    file_place p = {.line = 1, .column = 1};
    void *file = NULL;
    r->api->getExpansionLocation(at, &file, &p.line, &p.column, &p.offset);
    p.path = file ? take(r, r->api->getFileName(file)) : (str){"", 0};
    return p;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static str word_at(str text, uint32_t offset, uint32_t *start)
{
    uint32_t from = offset < text.n ? offset : (uint32_t)text.n, to = from;
    while (from > 0 && is_word(text.p[from - 1])) from--;
    while (to < text.n && is_word(text.p[to])) to++;
    *start = from;
    return str_slice(text, from, to);
}

/* What the name at the place stands for; false when there is no name, or nothing is known of it. */
static bool find(answer *r, clang_cursor *here, clang_cursor *of)
{
    const clang_api *c = r->api;
    uint32_t start;
    str text = r->q->files.at[0].text, word = word_at(text, r->q->offset, &start);
    void *file = c->getFile(r->unit, arena_cstr(&r->a, r->q->path));
    if (!file) return false;
    *here = c->getCursor(r->unit, c->getLocationForOffset(r->unit, file, word.n ? start : r->q->offset));
    if (here->kind == CLANG_INCLUSION) return true;
    *of = c->getCursorReferenced(*here);
    bool invalid = c->Cursor_isNull(*of) || (of->kind >= CLANG_INVALID_FIRST && of->kind <= CLANG_INVALID_LAST);
    return word.n && !invalid && str_eq(take(r, c->getCursorSpelling(*of)), word);
}

/* --- answers --------------------------------------------------------------------------------------------------------------- */

static bool shows_type(int kind)
{
    return kind == CLANG_VARIABLE || kind == CLANG_PARAMETER || kind == CLANG_FIELD || kind == CLANG_ENUMERATOR;
}

static void hover(answer *r)
{
    const clang_api *c = r->api;
    clang_cursor here, of;
    if (!find(r, &here, &of) || here.kind == CLANG_INCLUSION) return;
    void *policy = c->getCursorPrintingPolicy(of);
    c->PrintingPolicy_setProperty(policy, CLANG_TERSE, 1);
    c->PrintingPolicy_setProperty(policy, CLANG_POLISHED, 1);
    str declared = take(r, c->getCursorPrettyPrinted(of, policy)), type = take(r, c->getTypeSpelling(c->getCursorType(of)));
    c->PrintingPolicy_dispose(policy);
    clang_cursor parent = c->getCursorSemanticParent(of);
    bool inside = parent.kind == CLANG_CLASS || parent.kind == CLANG_STRUCT || parent.kind == CLANG_CLASS_TEMPLATE ||
                  parent.kind == CLANG_NAMESPACE;
    str fields[] = {STR("hover"), head(declared, TEXT_MOST), shows_type(of.kind) ? head(type, TEXT_MOST) : STR(""),
                    head(take(r, c->Cursor_getBriefCommentText(of)), COMMENT_MOST),
                    inside ? take(r, c->getCursorDisplayName(parent)) : STR("")};
    if (!declared.n) return;
    if (!fields[3].n) fields[3] = head(take(r, c->Cursor_getRawCommentText(of)), COMMENT_MOST);
    clang_answer_write(r->out, fields, sizeof fields / sizeof *fields);
}

static void definition(answer *r)
{
    const clang_api *c = r->api;
    clang_cursor here, of;
    file_place at = {.line = 1, .column = 1};
    if (!find(r, &here, &of)) return;
    if (here.kind == CLANG_INCLUSION) {
        void *file = c->getIncludedFile(here);
        at.path = file ? take(r, c->getFileName(file)) : (str){"", 0};
    } else {
        clang_cursor defined = c->getCursorDefinition(here);
        at = place(r, c->getCursorLocation(c->Cursor_isNull(defined) ? of : defined));
    }
    str fields[] = {STR("place"), at.path, number(r, at.offset), number(r, at.line), number(r, at.column)};
    if (at.path.n) clang_answer_write(r->out, fields, sizeof fields / sizeof *fields);
}

/* "'x.h' file not found": the name; else empty. */
static str missing_header(str message)
{
    if (!str_ends(message, STR("file not found")) || !str_starts(message, STR("'"))) return (str){"", 0};
    ptrdiff_t end = str_find_char(message, '\'', 1);
    return end < 0 ? (str){"", 0} : str_slice(message, 1, (size_t)end);
}

static void add_error(answer *r, void *d, str message, unsigned offset)
{
    str fields[CLANG_FIELDS_MOST] = {STR("error"), number(r, offset), head(message, TEXT_MOST)};
    size_t n = 3;
    void *notes = r->api->getChildDiagnostics(d);
    unsigned count = r->api->getNumDiagnosticsInSet(notes);
    for (unsigned i = 0; i < count && i < NOTES_MOST; i++) {
        void *note = r->api->getDiagnosticInSet(notes, i);
        file_place at = place(r, r->api->getDiagnosticLocation(note));
        str text = take(r, r->api->getDiagnosticSpelling(note));
        r->api->disposeDiagnostic(note);
        if (!at.path.n) continue;
        fields[n++] = at.path;
        fields[n++] = number(r, at.offset);
        fields[n++] = head(text, TEXT_MOST);
    }
    clang_answer_write(r->out, fields, n);
}

/* With a header missing nothing else is said: hundreds of errors follow from that one. */
static void errors(answer *r)
{
    unsigned all = r->api->getNumDiagnostics(r->unit), missing = 0;
    for (int round = 0; round < 2 && (round == 0 || !missing); round++) {
        for (unsigned i = 0, said = 0; i < all && said < ERRORS_MOST; i++) {
            void *d = r->api->getDiagnostic(r->unit, i);
            str message = take(r, r->api->getDiagnosticSpelling(d)), header = missing_header(message);
            file_place at = place(r, r->api->getDiagnosticLocation(d));
            bool here = str_eq(at.path, r->q->path), wrong = r->api->getDiagnosticSeverity(d) >= CLANG_SEVERITY_ERROR;
            if (round == 0 && wrong && header.n) {
                str fields[] = {STR("missing"), number(r, here ? at.offset : 0), header};
                clang_answer_write(r->out, fields, 3);
                missing++;
                said++;
            } else if (round == 1 && wrong && here) {
                add_error(r, d, message, at.offset);
                said++;
            }
            r->api->disposeDiagnostic(d);
        }
    }
}

/* --- completion ------------------------------------------------------------------------------------------------------------ */

typedef struct item {
    unsigned priority, number;
    str typed, label, type, comment;
    int kind;
} item;

static int item_order(const void *a, const void *b)
{
    const item *x = a, *y = b;
    if (x->priority != y->priority) return x->priority < y->priority ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static item read_item(answer *r, const clang_completion *one)
{
    item i = {.kind = one->kind, .priority = r->api->getCompletionPriority(one->text), .type = STR("")};
    strbuf label = STRBUF_IN(&r->a);
    unsigned n = r->api->getNumCompletionChunks(one->text);
    for (unsigned k = 0; k < n; k++) {
        int kind = r->api->getCompletionChunkKind(one->text, k);
        str text = kind == CLANG_CHUNK_OPTIONAL ? STR("") : take(r, r->api->getCompletionChunkText(one->text, k));
        if (kind == CLANG_CHUNK_RESULT) i.type = text;
        else if (kind != CLANG_CHUNK_INFORMATIVE) strbuf_add(&label, text);
        if (kind == CLANG_CHUNK_TYPED) i.typed = text;
    }
    i.label = strbuf_str(&label);
    i.comment = take(r, r->api->getCompletionBriefComment(one->text));
    return i;
}

static bool begins_with(str text, str begin)
{
    return text.n >= begin.n && str_eq_nocase(str_slice(text, 0, begin.n), begin);
}

static void completion(answer *r)
{
    uint32_t start;
    str text = r->q->files.at[0].text;
    str typed = word_at(str_slice(text, 0, r->q->offset < text.n ? r->q->offset : text.n), r->q->offset, &start);
    unsigned line = 1, column = 1;
    for (uint32_t i = 0; i < start; i++) {
        column = text.p[i] == '\n' ? 1 : column + 1;
        line += text.p[i] == '\n';
    }
    clang_completions *found = r->api->codeCompleteAt(r->unit, arena_cstr(&r->a, r->q->path), line, column, unsaved_of(r),
                                                      (unsigned)r->q->files.n, 0x04 /* brief comments */);
    ARRAY(item) items = {0};
    for (unsigned i = 0; found && i < found->n; i++) {
        if (r->api->getCompletionAvailability(found->at[i].text) > 1) continue; /* it would be an error */
        item one = read_item(r, &found->at[i]);
        one.number = i;
        bool hidden = !str_starts(one.label, one.typed); /* by another of the name: "Base::f()" */
        if (one.typed.n && !hidden && begins_with(one.typed, typed)) array_push(&r->a, &items, one);
    }
    if (items.n) qsort(items.at, items.n, sizeof *items.at, item_order);
    for (size_t i = 0; i < items.n && i < ITEMS_MOST; i++) {
        const item *one = &items.at[i];
        str fields[] = {STR("item"), head(one->label, TEXT_MOST), one->typed, head(one->type, TEXT_MOST),
                        number(r, (unsigned)one->kind), number(r, one->priority), head(one->comment, COMMENT_MOST)};
        clang_answer_write(r->out, fields, sizeof fields / sizeof *fields);
    }
    if (found) r->api->disposeCodeCompleteResults(found);
}

void clang_units_answer(clang_units *u, const clang_question *q, strbuf *out)
{
    answer r = {.units = u, .api = u->api, .q = q, .a = ARENA_INIT, .out = out};
    if (q->files.n && get_unit(&r, q->kind == CLANG_ASK_COMPLETION)) {
        switch (q->kind) {
        case CLANG_ASK_HOVER: hover(&r); break;
        case CLANG_ASK_DEFINITION: definition(&r); break;
        case CLANG_ASK_COMPLETION: completion(&r); break;
        default: errors(&r); break;
        }
    }
    arena_free(&r.a);
}
