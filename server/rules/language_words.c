/* What messages, fixes and pages call things in a plugin's language, with the SDK at hand: words of schema/languages. */
#include "base/words.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "ir/sdk.h"
#include "language/language.h"
#include "rules/rule.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct rule_word_row {
    const char *language, *sdk; /* sdk: NULL for any */
    const char *name;
    sdk_text text;
} rule_word_row;

/* An SDK whose words stand at the end of pages where they are others. */
typedef struct page_sdk {
    const char *language, *sdk;
    sdk_text where; /* "on that SDK" */
} page_sdk;

#include "language_word_tables.h"

static const rule_word_row *row_of(const char *language, const char *sdk, str name)
{
    for (size_t i = 0; i < COUNT(rule_words); i++) {
        const rule_word_row *w = &rule_words[i];
        bool same_sdk = sdk ? w->sdk && strcmp(w->sdk, sdk) == 0 : !w->sdk;
        if (same_sdk && str_is(name, w->name) && strcmp(w->language, language) == 0) return w;
    }
    return NULL;
}

/* Whose actions do the handlers return? */
static bool returns_plain_actions(const registration *r)
{
    for (size_t i = 0; i < r->handlers.n; i++) {
        const ir_func *f = r->handlers.at[i].func;
        const ir_type *t = f && f->result_count ? f->results[0].type : NULL;
        if (t && t->kind == TYPE_NAMED && sdk_package(t->package)) return sdk_is_plain(t->package);
    }
    return true;
}

static const rule_word_row *find_row(const rule_context *c, str name)
{
    const rule_word_row *row = NULL;
    if (!c->code || !name.n) return NULL;
    for (size_t i = 0; c->registrations && i < c->registrations->n && !row; i++) {
        const registration *r = &c->registrations->at[i];
        bool higress = r->sdk->words_higress && !returns_plain_actions(r);
        row = row_of(c->code->name, higress ? r->sdk->words_higress : r->sdk->name, name);
    }
    return row ? row : row_of(c->code->name, NULL, name);
}

bool rule_find_word(const rule_context *c, str name, str *out)
{
    const rule_word_row *row = find_row(c, name);
    if (row) *out = sdk_text_str(row->text);
    return row;
}

str rule_word(const rule_context *c, const char *name)
{
    str word = {0};
    rule_find_word(c, str_of(name), &word);
    return word;
}

/* --- pages ----------------------------------------------------------------------------------------------------------------- */

typedef struct page_writer {
    strbuf *out;
    const char *code;             /* the language whose words it has */
    bool seen[COUNT(rule_words)]; /* of `code` */
} page_writer;

static str next_paragraph(str *rest)
{
    ptrdiff_t end = str_find(*rest, STR("\n\n"), 0);
    str paragraph = end < 0 ? *rest : str_slice(*rest, 0, (size_t)end);
    *rest = end < 0 ? STR("") : str_slice(*rest, (size_t)end + 2, rest->n);
    return paragraph;
}

/* "{go} ..." is for plugins in Go alone: takes that off; false: it is for others. */
static bool is_for(const char *code, str *paragraph)
{
    ptrdiff_t end = paragraph->n && paragraph->p[0] == '{' ? str_find_char(*paragraph, '}', 0) : -1;
    str name = end < 0 ? (str){0} : str_slice(*paragraph, 1, (size_t)end);
    for (const language_row *const *l = language_all(); *l && name.n; l++) {
        if (!str_is(name, (*l)->name)) continue;
        *paragraph = str_slice(*paragraph, (size_t)end + 2, paragraph->n);
        return strcmp((*l)->name, code) == 0;
    }
    return true;
}

static void add_paragraph(page_writer *w, str s)
{
    for (size_t i = 0; i < s.n;) {
        ptrdiff_t end = s.p[i] == '{' ? str_find_char(s, '}', i) : -1;
        str name = end < 0 ? (str){0} : str_slice(s, i + 1, (size_t)end);
        const rule_word_row *row = name.n ? row_of(w->code, NULL, name) : NULL;
        if (!row) {
            strbuf_add_char(w->out, s.p[i++]);
            continue;
        }
        strbuf_add(w->out, sdk_text_str(row->text));
        w->seen[row - rule_words] = true;
        i = (size_t)end + 1;
    }
}

/* What others have instead of the words that were written: "here: there; here: there". */
static str others(page_writer *w, const char *language, const char *sdk, strbuf *list)
{
    for (size_t i = 0; i < COUNT(rule_words); i++) {
        const rule_word_row *there = w->seen[i] ? row_of(language, sdk, str_of(rule_words[i].name)) : NULL;
        if (there)
            strbuf_printf(list, words("%s%.*s: %.*s"), list->n ? words("; ") : "", STR_ARG(sdk_text_str(rule_words[i].text)),
                          STR_ARG(sdk_text_str(there->text)));
    }
    return strbuf_str(list);
}

static void add_language(page_writer *w, const language_row *l)
{
    strbuf list = STRBUF_INIT;
    str all = others(w, l->name, NULL, &list);
    if (all.n) strbuf_printf(w->out, words("\n\nIn %s - %.*s."), l->title, STR_ARG(all));
    strbuf_free(&list);
}

static void add_sdks(page_writer *w, const char *language)
{
    for (size_t i = 0; i < COUNT(page_sdks); i++) {
        strbuf list = STRBUF_INIT;
        bool of_it = strcmp(page_sdks[i].language, language) == 0;
        str all = of_it ? others(w, language, page_sdks[i].sdk, &list) : (str){0}, where = sdk_text_str(page_sdks[i].where);
        if (all.n) strbuf_printf(w->out, words("\n\nIn plugins %.*s - %.*s."), STR_ARG(where), STR_ARG(all));
        strbuf_free(&list);
    }
}

void rule_page_text(strbuf *out, const rule *r, const language_row *code)
{
    bool one = r->languages && !str_has(str_of(r->languages), STR(" " PAGE_LANGUAGE " "));
    page_writer w = {.out = out, .code = code ? code->name : PAGE_LANGUAGE};
    for (const language_row *const *l = language_all(); *l && one && !code; l++)
        if (rule_holds_for(r, (*l)->name)) w.code = (*l)->name;
    bool first = true;
    for (str rest = sdk_text_str(r->page); rest.n;) {
        str paragraph = next_paragraph(&rest);
        if (!is_for(w.code, &paragraph)) continue;
        if (!first) strbuf_add_cstr(out, "\n\n");
        add_paragraph(&w, paragraph);
        first = false;
    }
    add_sdks(&w, w.code);
    for (const language_row *const *l = language_all(); *l && !code; l++) {
        if (strcmp((*l)->name, w.code) == 0 || !rule_holds_for(r, (*l)->name)) continue;
        add_language(&w, *l);
        add_sdks(&w, (*l)->name);
    }
}

bool rule_page_differs(const rule *r, const language_row *code)
{
    strbuf usual = STRBUF_INIT, own = STRBUF_INIT;
    if (rule_holds_for(r, code->name)) {
        rule_page_text(&usual, r, NULL);
        rule_page_text(&own, r, code);
    }
    bool differs = !str_eq(strbuf_str(&usual), strbuf_str(&own));
    strbuf_free(&usual);
    strbuf_free(&own);
    return differs;
}
