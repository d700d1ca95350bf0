/* How a name or a value is written at the place of a completion. */
#include "features/completion_internal.h"

#include "base/json_write.h"

/* Letters, digits and dashes behind a letter, and none of the words that mean something: most names. */
static bool is_plain_name(str text)
{
    static const char *const meaning[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
        if (!letter && !(i && ((ch == '-' || ch == '_') || (ch >= '0' && ch <= '9')))) return false;
    }
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
        if (str_eq_nocase(text, str_of(meaning[i]))) return false;
    return text.n > 0;
}

static bool plain_is_safe(completion *c, str text)
{
    if (is_plain_name(text)) return true;
    for (size_t i = 0; i < text.n; i++)
        if (!text.p[i] || strchr(",[]{}\n", text.p[i])) return false;
    const yaml_stream *stream = yaml_parse(c->a, text, YAML_1_2);
    const yaml_node *root = stream->documents.at[0].root;
    return stream->findings.n == 0 && root->kind == YAML_SCALAR && root->style == YAML_PLAIN && root->type == YAML_STRING &&
           str_eq(root->value, text);
}

static str single_quoted(completion *c, str text)
{
    strbuf out = STRBUF_INIT;
    strbuf_add_char(&out, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'') strbuf_add_char(&out, '\'');
        strbuf_add_char(&out, text.p[i]);
    }
    strbuf_add_char(&out, '\'');
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

str completion_string(completion *c, str text)
{
    if (c->at.quote == '\'') return single_quoted(c, text);
    if (!c->json && !c->at.quote && plain_is_safe(c, text)) return text;
    strbuf out = STRBUF_INIT; /* JSON's escapes are all YAML escapes too */
    json_writer w = JSON_WRITER(&out);
    json_string(&w, text);
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}

str completion_inside(completion *c, str text)
{
    str written;
    return document_write(c->a, c->facts, text, &written) ? written : text;
}

str completion_escape(completion *c, str text)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '$' || text.p[i] == '}' || text.p[i] == '\\') strbuf_add_char(&out, '\\');
        strbuf_add_char(&out, text.p[i]);
    }
    str s = arena_str(c->a, strbuf_str(&out));
    strbuf_free(&out);
    return s;
}
