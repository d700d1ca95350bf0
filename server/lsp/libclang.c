#include "lsp/libclang.h"

#include "base/bug.h"
#include "base/clock.h"
#include "base/path.h"
#include "clang/api.h"
#include "clang/client.h"
#include "features/describe.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "lsp/encode.h"
#include "plugin/project.h"
#include "plugin/settings.h"
#include "rules/not_checked.h"
#include "text/brackets.h"
#include "text/doc_comment.h"
#include "text/line_index.h"
#include "text/native.h"
#include "toolchain/compile_flags.h"

#include <stdlib.h>

enum { FILES_MOST = 20, HEADERS_SHOWN = 3, OPTIONS_MS = 5000 };

/* A question that is not answered yet: the server's list has all of them. */
typedef struct asked {
    clang_task task;
    transport *wire;
    strbuf id;       /* of the request to answer; empty: of none */
    strbuf before;
    int64_t version; /* of the document when it was asked */
} asked;

/* The options of the file that was last asked about: finding them reads files, which no key press may wait for. */
typedef struct known_options {
    arena memory;
    str path;
    compile_flags flags;
    int64_t at;     /* now_ms() when they were found */
} known_options;

typedef struct libclang {
    clang_client *client;
    bool off; /* it was said why */
    known_options options;
    ARRAY(asked *) open; /* on the heap */
} libclang;

typedef struct libclang_note {
    inbox_task task; /* first */
    asked *of;
} libclang_note;

/* --- asking ---------------------------------------------------------------------------------------------------------------- */

static void take_answer(server *s, inbox_task *task);

/* On the client's thread. */
static void answered(void *self, clang_task *task)
{
    (void)self;
    asked *q = task->owner;
    libclang_note *note = calloc(1, sizeof *note);
    if (!note) bug_out_of_memory();
    *note = (libclang_note){.task.run = take_answer, .of = q};
    transport_post(q->wire, &note->task);
}

static libclang *libclang_of(server *s)
{
    if (!s->clang) {
        s->clang = calloc(1, sizeof *s->clang);
        if (!s->clang) bug_out_of_memory();
        s->clang->client = clang_client_new(answered, s);
        s->clang->off = !s->clang->client;
    }
    return s->clang;
}

/* Sources of plugins alone: what else is in C++ in the workspace is not ours to judge. */
bool libclang_is_for(server *s, const document *doc)
{
    if (!s->client.trusted || !doc || doc->too_large || !native_source(strbuf_str(&doc->path))) return false;
    if (!workspace_projects_with(s->files, &s->scratch, strbuf_str(&doc->path)).n) return false;
    settings_view view = workspace_settings(s->files, path_dir(strbuf_str(&doc->path)));
    return settings_libclang(&view) && !libclang_of(s)->off;
}

static const compile_flags *options_of(server *s, str path)
{
    known_options *known = &s->clang->options;
    if (str_eq(known->path, path) && now_ms() - known->at < OPTIONS_MS) return &known->flags;
    settings_view view = workspace_settings(s->files, path_dir(path));
    settings_build build = settings_build_of(&view);
    arena_reset(&known->memory);
    known->path = arena_str(&known->memory, path);
    known->flags = compile_flags_of(&known->memory, known->path, build.include_paths.at, build.include_paths.n);
    known->at = now_ms();
    return &known->flags;
}

static asked *new_question(server *s, const document *doc, clang_kind kind, uint32_t offset)
{
    asked *q = calloc(1, sizeof *q);
    if (!q) bug_out_of_memory();
    arena *a = &q->task.memory;
    clang_question *question = &q->task.question;
    q->wire = s->wire;
    q->version = doc->version;
    q->task.owner = q;
    *question = (clang_question){.kind = kind, .path = arena_str(a, strbuf_str(&doc->path)), .offset = offset};
    array_push(a, &question->files, (clang_file){question->path, arena_str(a, strbuf_str(&doc->text))});
    for (size_t i = 0; i < s->docs.open.n && question->files.n < FILES_MOST; i++) {
        const document *other = s->docs.open.at[i];
        if (other == doc || other->too_large || !native_source(strbuf_str(&other->path))) continue;
        array_push(a, &question->files,
                   (clang_file){arena_str(a, strbuf_str(&other->path)), arena_str(a, strbuf_str(&other->text))});
    }
    const compile_flags *flags = options_of(s, question->path);
    for (size_t i = 0; i < flags->n; i++) array_push(a, &question->arguments, arena_str(a, flags->at[i]));
    return q;
}

static void send_question(server *s, asked *q)
{
    array_push(NULL, &s->clang->open, q);
    clang_client_ask(s->clang->client, &q->task);
}

bool libclang_ask(server *s, const document *doc, clang_kind kind, uint32_t offset, str before)
{
    if (!libclang_is_for(s, doc)) return false;
    asked *q = new_question(s, doc, kind, offset);
    q->id = server_defer(s, &q->task.cancelled);
    strbuf_add(&q->before, before);
    send_question(s, q);
    return true;
}

void libclang_check(server *s, const document *doc, int after_ms)
{
    if (!libclang_is_for(s, doc)) return;
    asked *q = new_question(s, doc, CLANG_ASK_ERRORS, 0);
    q->task.not_before = after_ms ? now_ms() + after_ms : 0;
    send_question(s, q);
}

void libclang_closed(server *s, str path)
{
    if (s->clang && native_source(path)) publish_compiler(s, path, &(diagnostic_list){0});
}

/* --- answers --------------------------------------------------------------------------------------------------------------- */

static str field(const clang_line *line, size_t i) { return i < line->n ? line->fields[i] : (str){"", 0}; }

/* The document as it was when it was asked; NULL: it is another one by now. */
static document *same_document(server *s, const asked *q)
{
    document *doc = documents_find_path(&s->docs, q->task.question.path);
    return doc && doc->version == q->version ? doc : NULL;
}

/* Without the signs of comments, which a raw one has. */
static str comment_text(arena *a, str raw)
{
    bool is_raw = str_starts(raw, STR("/"));
    if (!is_raw) return raw;
    str text = arena_printf(a, "%.*s\nx", STR_ARG(raw));
    return doc_comment(a, text, range_make((uint32_t)raw.n + 1, (uint32_t)raw.n + 2), false, NULL);
}

static str hover_text(server *s, const clang_line *line, bool markdown, const char *fence)
{
    arena *a = &s->scratch;
    str declared = field(line, 1), type = field(line, 2), comment = comment_text(a, field(line, 3)), parent = field(line, 4);
    strbuf out = STRBUF_IN(a);
    if (markdown) strbuf_printf(&out, "```%s\n%.*s\n```", fence, STR_ARG(declared));
    else strbuf_add(&out, declared);
    if (type.n && !str_has(declared, type))
        strbuf_printf(&out, words("\n\ntype: %.*s"), STR_ARG(describe_code(a, type, markdown)));
    if (parent.n && !str_starts(parent, STR("__")))
        strbuf_printf(&out, words("\n\nin %.*s"), STR_ARG(describe_code(a, parent, markdown)));
    if (comment.n) strbuf_printf(&out, "\n\n%.*s", STR_ARG(markdown ? describe_escape(a, comment) : comment));
    return strbuf_str(&out);
}

static void write_hover(server *s, const asked *q, json_writer *w)
{
    const document *doc = same_document(s, q);
    if (!doc || !q->task.answer.n || !str_is(q->task.answer.at[0].fields[0], "hover")) {
        json_null(w);
        return;
    }
    bool cpp = native_source(q->task.question.path) != NATIVE_C;
    str text = hover_text(s, &q->task.answer.at[0], s->client.hover_markdown, cpp ? "cpp" : "c");
    json_object(w);
    json_key(w, "contents");
    encode_markup(w, s->client.hover_markdown, text);
    json_key(w, "range");
    encode_range(s, w, strbuf_str(&doc->path), scan_word(strbuf_str(&doc->text), q->task.question.offset));
    json_object_end(w);
}

/* A file that the server itself may not read: its line and byte have to do. */
static void write_bare_range(json_writer *w, const clang_line *line)
{
    uint32_t row = clang_number(field(line, 3)), column = clang_number(field(line, 4));
    json_object(w);
    for (int end = 0; end < 2; end++) {
        json_add_object(w, end ? "end" : "start");
        json_add_int(w, "line", row ? row - 1 : 0);
        json_add_int(w, "character", column ? column - 1 : 0);
        json_object_end(w);
    }
    json_object_end(w);
}

static void write_place(server *s, const asked *q, json_writer *w)
{
    json_array(w);
    for (size_t i = 0; i < q->task.answer.n; i++) {
        const clang_line *line = &q->task.answer.at[i];
        str path = field(line, 1), text;
        uint32_t offset = clang_number(field(line, 2));
        if (!str_is(line->fields[0], "place") || path.n < 2 || path.p[0] != '/') continue;
        bool known = workspace_text(s->files, path, &text) == FILE_OK && offset <= text.n;
        json_object(w);
        for (int selected = 0; selected < (s->client.definition_links ? 2 : 1); selected++) {
            if (!selected) json_add_string(w, s->client.definition_links ? "targetUri" : "uri", encode_uri(s, path));
            json_key(w, !s->client.definition_links ? "range" : selected ? "targetSelectionRange" : "targetRange");
            if (known) encode_range(s, w, path, offset ? scan_word(text, offset) : range_make(0, 0));
            else write_bare_range(w, line);
        }
        json_object_end(w);
    }
    json_array_end(w);
}

static int item_kind(uint32_t cursor)
{
    enum { METHOD = 2, FUNCTION, CONSTRUCTOR, FIELD, VARIABLE, CLASS, MODULE = 9, /* LSP's CompletionItemKind */
           ENUM = 13, KEYWORD, ENUM_MEMBER = 20, CONSTANT, STRUCT };
    switch (cursor) {
    case CLANG_STRUCT: case CLANG_UNION: return STRUCT;
    case CLANG_CLASS: case CLANG_CLASS_TEMPLATE: case CLANG_TYPEDEF: case CLANG_ALIAS: return CLASS;
    case CLANG_ENUM: return ENUM;
    case CLANG_ENUMERATOR: return ENUM_MEMBER;
    case CLANG_FIELD: return FIELD;
    case CLANG_METHOD: case CLANG_DESTRUCTOR: return METHOD;
    case CLANG_CONSTRUCTOR: return CONSTRUCTOR;
    case CLANG_FUNCTION: case CLANG_FUNCTION_TEMPLATE: return FUNCTION;
    case CLANG_VARIABLE: case CLANG_PARAMETER: return VARIABLE;
    case CLANG_NAMESPACE: return MODULE;
    case CLANG_MACRO: return CONSTANT;
    default: return KEYWORD;
    }
}

static void write_item(server *s, const clang_line *line, str path, range at, json_writer *w)
{
    const char *language = language_of(path) ? language_of(path)->name : "";
    str name = field(line, 2), comment = field(line, 6);
    const sdk_function *sdk = sdk_find(language, name); /* what is of no package has the language for one */
    if (!sdk) sdk = sdk_find_method(language, (str){0}, name);
    if (sdk) comment = sdk_text_str(sdk->text);
    json_object(w);
    json_add_string(w, "label", field(line, 1));
    json_add_int(w, "kind", item_kind(clang_number(field(line, 4))));
    if (field(line, 3).n) json_add_string(w, "detail", field(line, 3));
    if (comment.n) {
        json_key(w, "documentation");
        encode_markup(w, s->client.item_markdown, s->client.item_markdown ? describe_escape(&s->scratch, comment) : comment);
    }
    json_add_string(w, "sortText", arena_printf(&s->scratch, "%d%06u", sdk ? 3 : 5, clang_number(field(line, 5))));
    json_add_string(w, "filterText", name);
    json_add_object(w, "textEdit");
    json_key(w, "range");
    encode_range(s, w, path, at);
    json_add_string(w, "newText", name);
    json_object_end(w);
    json_object_end(w);
}

static void write_completion(server *s, const asked *q, json_writer *w)
{
    const document *doc = same_document(s, q);
    json_object(w);
    json_add_bool(w, "isIncomplete", true); /* the next letter is asked about again */
    json_key(w, "items");
    json_array(w);
    if (q->before.n) json_raw(w, strbuf_str(&q->before));
    range at = doc ? scan_word(strbuf_str(&doc->text), q->task.question.offset) : range_make(0, 0);
    if (at.end > q->task.question.offset) at.end = q->task.question.offset;
    for (size_t i = 0; doc && i < q->task.answer.n; i++)
        if (str_is(q->task.answer.at[i].fields[0], "item"))
            write_item(s, &q->task.answer.at[i], strbuf_str(&doc->path), at, w);
    json_array_end(w);
    json_object_end(w);
}

/* --- errors ---------------------------------------------------------------------------------------------------------------- */

static severity level_of(server *s, const char *code, severity level, str path)
{
    settings_view view = workspace_settings(s->files, path_dir(path));
    return settings_level_of(&view, str_of(code), level);
}

/* Headers that are not there: one hint at the first of them, since all else that is wrong may follow from that; none where the
 * rules tell of it. */
static void add_missing(server *s, const asked *q, diagnostic_list *out)
{
    strbuf names = STRBUF_IN(&s->scratch);
    size_t count = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < q->task.answer.n; i++) {
        const clang_line *line = &q->task.answer.at[i];
        str name = field(line, 2);
        bool told = false;
        if (!str_is(line->fields[0], "missing")) continue;
        for (size_t k = 0; k < i && !told; k++) told = str_eq(field(&q->task.answer.at[k], 2), name);
        if (told) continue;
        if (!first) first = clang_number(field(line, 1));
        if (count++ < HEADERS_SHOWN) strbuf_printf(&names, "%s'%.*s'", count > 1 ? ", " : "", STR_ARG(name));
    }
    str path = q->task.question.path, text = q->task.question.files.at[0].text;
    severity level = level_of(s, "build/toolchain", SEVERITY_HINT, path);
    project *plugin = workspace_project_of(s->files, path);
    if (!count || !level || (plugin && not_read_tells_of_header(project_load(plugin), path))) return;
    if (count > HEADERS_SHOWN) strbuf_printf(&names, words(" and %zu more"), count - HEADERS_SHOWN);
    diagnostic *d = array_add(&s->scratch, out);
    range at = line_first(text, range_make(first, (uint32_t)text.n));
    *d = (diagnostic){.path = path, .at = at, .level = level, .code = STR("build/toolchain")};
    d->message = arena_printf(
        &s->scratch,
        words("not here: %.*s; what depends on them has no types in the editor, and mistakes are not told; name their folders in "
              "build.includePaths or have a compile_commands.json"),
        STR_ARG(strbuf_str(&names)));
}

static void publish_errors(server *s, const asked *q)
{
    diagnostic_list list = {0};
    str path = q->task.question.path, text = q->task.question.files.at[0].text;
    if (!same_document(s, q)) return;
    add_missing(s, q, &list);
    severity level = level_of(s, "build/compile", SEVERITY_ERROR, path);
    for (size_t i = 0; i < q->task.answer.n && level; i++) {
        const clang_line *line = &q->task.answer.at[i];
        uint32_t at = clang_number(field(line, 1));
        if (!str_is(line->fields[0], "error") || at > text.n) continue;
        diagnostic *d = array_add(&s->scratch, &list);
        range word = scan_word(text, at);
        if (word.start != at || word.end == at) word = range_make(at, at < text.n ? at + 1 : at);
        *d = (diagnostic){.path = path, .at = word, .level = level, .code = STR("build/compile"), .message = field(line, 2)};
        for (size_t k = 3; k + 2 < line->n; k += 3) {
            str other = field(line, k), its;
            uint32_t place = clang_number(field(line, k + 1));
            if (workspace_text(s->files, other, &its) != FILE_OK || place > its.n) continue;
            array_push(&s->scratch, &d->related, (related_place){other, scan_word(its, place), field(line, k + 2)});
        }
    }
    publish_compiler(s, path, &list);
}

/* --- all ------------------------------------------------------------------------------------------------------------------- */

static void say_off(server *s, clang_outcome why)
{
    if (s->clang->off) return;
    s->clang->off = true;
    if (why == CLANG_GIVEN_UP)
        server_log(s, LOG_WARNING, "libclang ended or did not answer three times, and is not asked any more: types and compile "
                                   "errors of C++ are not shown; all else works as before");
    else if (why == CLANG_NO_LOADER)
        server_log(s, LOG_INFO, "this wpls is linked statically and can't load libclang: types and compile errors of C++ are not "
                                "shown; all else works");
    else
        server_log(s, LOG_INFO, "libclang (14 to 22) is not installed: types and compile errors of C++ are not shown; all else "
                                "works. On Debian: apt-get install libclang1-19");
}

static void forget(server *s, asked *q)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->clang->open.n; i++)
        if (s->clang->open.at[i] != q) s->clang->open.at[kept++] = s->clang->open.at[i];
    s->clang->open.n = kept;
    strbuf_free(&q->id);
    strbuf_free(&q->before);
    arena_free(&q->task.memory);
    free(q);
}

static void take_answer(server *s, inbox_task *task)
{
    asked *q = ((libclang_note *)task)->of;
    free(task);
    clang_outcome outcome = q->task.outcome;
    if (outcome >= CLANG_GIVEN_UP) say_off(s, outcome);
    bool answers = outcome == CLANG_ANSWERED, cancelled = atomic_load(&q->task.cancelled);
    if (!answers) q->task.answer.n = 0;
    if (q->id.n && cancelled) {
        server_answer_error(s, strbuf_str(&q->id), RPC_CANCELLED, words_str("request cancelled"));
    } else if (q->id.n) {
        strbuf out = STRBUF_INIT;
        json_writer w = JSON_WRITER(&out);
        clang_kind kind = q->task.question.kind;
        if (kind == CLANG_ASK_HOVER) write_hover(s, q, &w);
        else if (kind == CLANG_ASK_DEFINITION) write_place(s, q, &w);
        else write_completion(s, q, &w);
        server_answer(s, strbuf_str(&q->id), strbuf_str(&out));
        strbuf_free(&out);
    } else if (answers) {
        publish_errors(s, q);
    }
    forget(s, q);
}

void libclang_stop(server *s)
{
    if (!s->clang) return;
    clang_client_free(s->clang->client);
    while (s->clang->open.n) forget(s, array_last(&s->clang->open));
    array_free(&s->clang->open);
    arena_free(&s->clang->options.memory);
    free(s->clang);
    s->clang = NULL;
}
