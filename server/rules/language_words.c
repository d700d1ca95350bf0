/* What messages, fixes and pages call things in a plugin's language, with the SDK at hand: words of schema/languages. */
#include "base/words.h"
#include "ir/language_row.h"
#include "ir/func.h"
#include "ir/sdk.h"
#include "rules/rule.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct rule_word_row {
    const char *language, *sdk; /* sdk: NULL for any */
    const char *name;
    sdk_text text;
} rule_word_row;

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

/* Pages are about no plugin in particular: rules.json says which language speaks in them. */
void rule_page_text(strbuf *out, sdk_text page)
{
    strbuf other = STRBUF_INIT; /* what the plain SDK has instead */
    bool seen[COUNT(rule_words)] = {0};
    str s = sdk_text_str(page);
    for (size_t i = 0; i < s.n;) {
        ptrdiff_t end = s.p[i] == '{' ? str_find_char(s, '}', i) : -1;
        str name = end < 0 ? (str){0} : str_slice(s, i + 1, (size_t)end);
        const rule_word_row *row = name.n ? row_of(PAGE_LANGUAGE, NULL, name) : NULL;
        if (!row) {
            strbuf_add_char(out, s.p[i++]);
            continue;
        }
        const rule_word_row *plain = row_of(PAGE_LANGUAGE, PAGE_ALSO, name);
        str here = sdk_text_str(row->text), there = plain ? sdk_text_str(plain->text) : (str){0};
        strbuf_add(out, here);
        if (!seen[row - rule_words] && there.n)
            strbuf_printf(&other, words("%s%.*s: %.*s"), other.n ? words("; ") : "", STR_ARG(here), STR_ARG(there));
        seen[row - rule_words] = true;
        i = (size_t)end + 1;
    }
    if (other.n) strbuf_printf(out, words("\n\nIn plugins on the plain SDK - %.*s."), STR_ARG(strbuf_str(&other)));
    strbuf_free(&other);
}
