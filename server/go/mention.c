/* Which names a declaration has in its text. What is made of it depends on nothing but that text and on what these names stand
 * for. */
#include "go/outline.h"

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80; }

static bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

size_t go_skip_quoted(str text, size_t at)
{
    char next = at + 1 < text.n ? text.p[at + 1] : '\0';
    ptrdiff_t end = -1;
    if (text.p[at] == '/' && next == '/') end = str_find_char(text, '\n', at);
    else if (text.p[at] == '/' && next == '*')
        end = str_find(text, STR("*/"), at + 2) < 0 ? -1 : str_find(text, STR("*/"), at + 2) + 1;
    else if (text.p[at] == '`') end = str_find_char(text, '`', at + 1);
    else if (text.p[at] != '"' && text.p[at] != '\'') return at;
    else
        for (size_t i = at + 1; i < text.n && end < 0; i++) {
            if (text.p[i] == '\\') i++;
            else if (text.p[i] == text.p[at] || text.p[i] == '\n') end = (ptrdiff_t)i;
        }
    return end < 0 ? text.n : (size_t)end + 1;
}

str go_next_word(str text, size_t *at)
{
    while (*at < text.n) {
        size_t behind = go_skip_quoted(text, *at), start = *at;
        if (behind > *at) {
            *at = behind;
            continue;
        }
        while (*at < text.n && is_word(text.p[*at])) ++*at;
        if (*at > start) return str_slice(text, start, *at);
        ++*at;
    }
    return (str){0};
}

static uint32_t number_of(str name) { return (uint32_t)str_hash(name, 0); }

void go_read_words(arena *a, go_words *words, str text)
{
    if (words->known) return;
    words->known = true;
    size_t at = 0;
    for (str word; (word = go_next_word(text, &at)).n;) array_push(a, words, number_of(word));
}

/* --- types --- */

typedef struct word_reader {
    go_state *s;
    go_words *words;
    str text;
} word_reader;

/* Names of fields say nothing of a struct's own declaration; those of methods say which types fit an interface. */
static bool read_node(void *self, syntax_node n, uint16_t around)
{
    word_reader *r = self;
    switch (go_kind_of(&r->s->grammar, n)) {
    case GO_FIELD_IDENTIFIER:
        if (go_kind_of_id(&r->s->grammar, around) == GO_FIELD_DECLARATION) return false; /* fallthrough */
    case GO_IDENTIFIER:
    case GO_TYPE_IDENTIFIER:
    case GO_PACKAGE_IDENTIFIER: array_push(r->s->a, r->words, number_of(syntax_text(n, r->text))); return false;
    default: return true;
    }
}

void go_read_type_words(go_state *s, go_words *words, syntax_node spec, str text)
{
    words->known = true;
    syntax_walk(spec, read_node, &(word_reader){s, words, text});
}

/* --- sets of names --- */

static bool has_number(const go_names *names, uint32_t number)
{
    if (!(names->filter[number / 64 % GO_NAME_FILTER] >> number % 64 & 1)) return false;
    for (size_t i = 0; i < names->n; i++)
        if (names->at[i] == number) return true;
    return false;
}

void go_add_name(arena *a, go_names *names, str name)
{
    uint32_t number = number_of(name);
    if (has_number(names, number)) return;
    array_push(a, names, number);
    names->filter[number / 64 % GO_NAME_FILTER] |= (uint64_t)1 << number % 64;
}

bool go_has_any(const go_names *names, const go_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        if (has_number(names, words->at[i])) return true;
    return false;
}
