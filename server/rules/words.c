/* What the SDK at hand calls things: names of actions, calls and options in messages and pages (`words` of schema/rules.json). */
#include "base/bug.h"
#include "rules/rule.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#include "word_tables.h"

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

static size_t voice_number(const char *name)
{
    for (size_t i = 0; i < COUNT(voices); i++)
        if (strcmp(voices[i], name) == 0) return i;
    BUG("no words of '%s' in rules.json", name);
}

/* Of several registrations the first that tells counts. */
static size_t voice_of(const rule_context *c)
{
    for (size_t i = 0; c->registrations && i < c->registrations->n; i++) {
        const registration *r = &c->registrations->at[i];
        if (!r->sdk->words) continue;
        return voice_number(r->sdk->words_higress && !returns_plain_actions(r) ? r->sdk->words_higress : r->sdk->words);
    }
    return voice_number("wrapper");
}

static const word_row *row_of(str name)
{
    for (size_t i = 0; i < COUNT(word_rows); i++)
        if (str_is(name, word_rows[i].name)) return &word_rows[i];
    return NULL;
}

bool rule_find_word(const rule_context *c, str name, str *out)
{
    const word_row *row = row_of(name);
    if (row) *out = rule_text(c, row->forms[voice_of(c)]);
    return row;
}

str rule_word(const rule_context *c, const char *name)
{
    str out;
    if (!rule_find_word(c, str_of(name), &out)) BUG("no word '%s' in rules.json", name);
    return out;
}

void rule_page_text(strbuf *out, const char *page, rule_language language)
{
    rule_context c = {.language = language};
    size_t wrapper_voice = voice_number("wrapper"), plain_voice = voice_number("plain");
    strbuf other = STRBUF_INIT; /* what the plain SDK has instead */
    bool seen[COUNT(word_rows)] = {0};
    str s = str_of(page);
    for (size_t i = 0; i < s.n;) {
        ptrdiff_t end = s.p[i] == '{' ? str_find_char(s, '}', i) : -1;
        const word_row *row = end < 0 ? NULL : row_of(str_slice(s, i + 1, (size_t)end));
        if (!row) {
            strbuf_add_char(out, s.p[i++]);
            continue;
        }
        str wrapper = rule_text(&c, row->forms[wrapper_voice]), plain = rule_text(&c, row->forms[plain_voice]);
        strbuf_add(out, wrapper);
        if (!seen[row - word_rows] && plain.n && !str_eq(wrapper, plain))
            strbuf_printf(&other, "%s%.*s: %.*s", other.n ? "; " : "", STR_ARG(wrapper), STR_ARG(plain));
        seen[row - word_rows] = true;
        i = (size_t)end + 1;
    }
    if (other.n) strbuf_printf(out, "\n\nIn plugins on the plain SDK - %.*s.", STR_ARG(strbuf_str(&other)));
    strbuf_free(&other);
}
