#include "gateway/log_places.h"

#include "base/strbuf.h"
#include "ir/library.h"

#include <ctype.h>

enum { LETTERS_LEAST = 4 }; /* of a text that tells anything */

static bool is_letter(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* The name before `at`, with its package: "log.Errorf". */
static str name_before(str text, size_t at)
{
    size_t from = at;
    while (from && (is_letter(text.p[from - 1]) || text.p[from - 1] == '.' || text.p[from - 1] == ':')) from--;
    return str_slice(text, from, at);
}

static bool ends_nocase(str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && str_eq_nocase(str_slice(s, s.n - n, s.n), str_of(suffix));
}

typedef enum call_kind { CALL_OTHER, CALL_LOG, CALL_FORMAT, CALL_ERROR } call_kind;

static call_kind kind_of(str name)
{
    static const char *const levels[] = {"trace", "debug", "info", "warn", "warning", "error", "critical"};
    unsigned effects = library_written_effects(name);
    if (effects) return effects & LIBRARY_MAKES_ERROR ? CALL_ERROR : CALL_OTHER;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (ends_nocase(name, levels[i])) return CALL_LOG;
        if (name.n > 1 && name.p[name.n - 1] == 'f' && ends_nocase(str_slice(name, 0, name.n - 1), levels[i])) return CALL_FORMAT;
    }
    return CALL_OTHER;
}

/* Behind the verb whose '%' stands at `at`. */
static size_t skip_verb(str s, size_t at)
{
    at++;
    while (at < s.n && (strchr("+-# 0.[]*", s.p[at]) || isdigit((unsigned char)s.p[at]))) at++;
    return at < s.n ? at + 1 : at;
}

static void end_part(arena *a, log_place *p, strbuf *part)
{
    array_push(a, &p->parts, arena_str(a, strbuf_str(part)));
    p->letters += part->n;
    strbuf_clear(part);
}

/* The literal's text, cut at its verbs. `verbs`: it has some. */
static void cut(arena *a, log_place *p, str literal, bool raw, bool verbs)
{
    strbuf part = STRBUF_INIT;
    for (size_t i = 0; i < literal.n; i++) {
        char c = literal.p[i];
        if (c == '\\' && !raw && i + 1 < literal.n) {
            c = literal.p[++i];
            strbuf_add_char(&part, c == 'n' ? '\n' : c == 't' ? '\t' : c);
        } else if (c == '%' && verbs && i + 1 < literal.n && literal.p[i + 1] == '%') strbuf_add_char(&part, literal.p[++i]);
        else if (c == '%' && verbs) {
            end_part(a, p, &part);
            i = skip_verb(literal, i) - 1;
        } else strbuf_add_char(&part, c);
    }
    end_part(a, p, &part);
    strbuf_free(&part);
}

static size_t skip_blanks(str text, size_t at)
{
    while (at < text.n && isspace((unsigned char)text.p[at])) at++;
    return at;
}

/* The end of a literal that starts at `at`, before its closing quote. */
static size_t literal_end(str text, size_t at)
{
    char quote = text.p[at++];
    while (at < text.n && text.p[at] != quote && (quote == '`' || text.p[at] != '\n'))
        at += quote != '`' && text.p[at] == '\\' ? 2 : 1;
    return at < text.n ? at : text.n;
}

/* Where the first argument of a call begins that puts texts together; else `at`. */
static size_t inside_of_join(str text, size_t at)
{
    size_t end = at;
    while (end < text.n && (is_letter(text.p[end]) || text.p[end] == '.' || text.p[end] == ':')) end++;
    bool joins = end < text.n && text.p[end] == '(' && library_written_effects(str_slice(text, at, end)) & LIBRARY_JOINS;
    return joins ? skip_blanks(text, end + 1) : at;
}

void log_places_add(arena *a, log_place_list *places, str path, str text)
{
    uint32_t line = 1;
    for (size_t i = 0; i < text.n; i++) {
        line += text.p[i] == '\n';
        if (text.p[i] != '(') continue;
        call_kind kind = kind_of(name_before(text, i));
        size_t at = skip_blanks(text, i + 1);
        at = inside_of_join(text, at);
        if (kind == CALL_OTHER || at >= text.n || (text.p[at] != '"' && text.p[at] != '`')) continue;
        size_t end = literal_end(text, at), next = skip_blanks(text, end + 1);
        log_place p = {.path = path, .line = line, .error = kind == CALL_ERROR};
        bool verbs = kind != CALL_LOG;
        p.open = next >= text.n || (text.p[next] != ')' && !(verbs && text.p[next] == ','));
        cut(a, &p, str_slice(text, at + 1, end), text.p[at] == '`', verbs);
        if (p.letters >= LETTERS_LEAST) array_push(a, places, p);
    }
}

/* --- comparing -------------------------------------------------------------------------------------------------------------- */

/* The first part at the message's start, the last at its end, the others in order between. */
static bool fits(const log_place *p, str message)
{
    size_t at = 0, last = p->parts.n - 1;
    if (!p->error && !str_starts(message, p->parts.at[0])) return false;
    for (size_t i = 0; i <= last; i++) {
        str part = p->parts.at[i];
        if (i == last && !p->open && (i || p->error)) return message.n >= at + part.n && str_ends(message, part);
        ptrdiff_t found = str_find(message, part, at);
        if (found < 0) return false;
        at = (size_t)found + part.n;
    }
    return p->open || last > 0 || at == message.n;
}

/* "::parseConfig() " of the C++ SDK's LOG_ERROR and the like, behind "[FILE:LINE]". */
static str without_function(str message)
{
    if (!str_starts(message, STR("::"))) return message;
    size_t end = 2;
    while (end < message.n && (message.p[end] == '_' || (message.p[end] >= '0' && message.p[end] <= '9') ||
                               ((message.p[end] | 32) >= 'a' && (message.p[end] | 32) <= 'z')))
        end++;
    str rest = str_slice(message, end, message.n);
    return str_starts(rest, STR("() ")) ? str_slice(rest, 3, rest.n) : message;
}

str log_text(str message)
{
    bool tagged = message.n && message.p[0] == '[';
    while (message.n && message.p[0] == '[') {
        ptrdiff_t end = str_find_char(message, ']', 0);
        if (end < 0) break;
        message = str_trim(str_slice(message, (size_t)end + 1, message.n));
    }
    return tagged ? without_function(message) : message;
}

const log_place *log_places_find(const log_place_list *places, str message)
{
    const log_place *best = NULL;
    message = log_text(message);
    for (size_t i = 0; i < places->n; i++) {
        const log_place *p = &places->at[i];
        if ((!best || p->letters > best->letters) && fits(p, message)) best = p;
    }
    return best;
}
