/* Whether a line of C or C++ begins the definition of a function, told by its text alone: comments about functions are looked for
 * in texts that nobody has parsed. */
#include "cxx/internal.h"
#include "text/brackets.h"

enum { HEAD_MOST = 4000 }; /* bytes before a body */

size_t cxx_skip_blanks(str text, size_t at)
{
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\n' || text.p[at] == '\t' || text.p[at] == '\r')) at++;
    return at;
}

static str word_at(str text, size_t at)
{
    size_t end = at;
    while (end < text.n && scan_is_word(text.p[end])) end++;
    return str_slice(text, at, end);
}

/* Behind the bracket that closes the one at `at`; where there is none, the end. */
static size_t behind_bracket(str text, size_t at, char open, char close)
{
    size_t depth = 0;
    for (; at < text.n; at++) {
        if (text.p[at] == open) depth++;
        else if (text.p[at] == close && --depth == 0) return at + 1;
        else if (open == '<' && strchr(";{}", text.p[at])) break;
    }
    return text.n;
}

static bool begins_no_function(str word)
{
    static const char *const words[] = {"if", "else", "for", "while", "do", "switch", "case", "default", "return", "catch", "try",
                                        "throw", "new", "delete", "using", "typedef", "namespace", "class", "struct", "enum",
                                        "union", "goto", "co_return", "co_await", "co_yield", "static_assert", "public",
                                        "private", "protected"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is(word, words[i])) return true;
    return false;
}

/* What may stand between parameters and body: qualifiers, a result behind an arrow, the initializers of a constructor. */
static bool leads_to_body(str text, size_t at)
{
    bool initializers = false;
    while (at < text.n) {
        if ((at = cxx_skip_blanks(text, at)) >= text.n) return false;
        char c = text.p[at];
        if (c == ';' || c == '=' || c == ')' || c == '}') return false;
        if (c == '{' && initializers && at && scan_is_word(text.p[at - 1])) at = behind_bracket(text, at, '{', '}');
        else if (c == '{') return true;
        else if (c == '(') at = behind_bracket(text, at, '(', ')');
        else if (c == '<') at = behind_bracket(text, at, '<', '>');
        else if (c == ',' && !initializers) return false;
        else if (scan_is_word(c)) at += word_at(text, at).n;
        else if (!strchr(":,&*->", c)) return false;
        else at++, initializers = initializers || (c == ':' && at < text.n && text.p[at] != ':');
    }
    return false;
}

/* Where the parameters of an operator begin, whatever it is: those of `operator()` behind its own brackets. */
static size_t behind_operator(str text, size_t at)
{
    if (str_starts(str_slice(text, at, text.n), STR("()"))) at += 2;
    while (at < text.n && text.p[at] != '(') at++;
    return at;
}

bool cxx_starts_function(str text, size_t line)
{
    size_t end = line + HEAD_MOST < text.n ? line + HEAD_MOST : text.n, at;
    text = str_slice(text, 0, end);
    for (at = line; at < text.n && (text.p[at] == ' ' || text.p[at] == '\t');) at++;
    if (begins_no_function(word_at(text, at))) return false;
    bool named = false;
    while (at < text.n && (at = cxx_skip_blanks(text, at)) < text.n) {
        char c = text.p[at];
        str word = word_at(text, at);
        if (c == '(' && named) break;
        if (word.n) {
            named = true;
            at += word.n;
            if (str_is(word, "operator")) at = behind_operator(text, at);
        } else if (c == '<' && named) {
            at = behind_bracket(text, at, '<', '>');
        } else if (c == '[' && at + 1 < text.n && text.p[at + 1] == '[') {
            at = behind_bracket(text, at, '[', ']');
        } else if (strchr("*&:~", c)) {
            at++;
        } else {
            return false;
        }
    }
    return at < text.n && leads_to_body(text, behind_bracket(text, at, '(', ')'));
}
