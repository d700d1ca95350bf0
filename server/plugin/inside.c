#include "plugin/inside.h"

#include "base/strbuf.h"
#include "documents/template.h"
#include "yaml/write.h"

/* The text with its line breaks where the file has them. A scalar that is folded has a blank for each, which is the same to JSON
 * outside of its strings; but a finding is shown at the key of what takes several lines. */
static str laid_out(arena *a, str around, const yaml_node *scalar)
{
    char *text = arena_alloc(a, scalar->value.n + 1);
    bool quoted = false;
    uint32_t run = 0;
    memcpy(text, scalar->value.p, scalar->value.n);
    for (uint32_t i = 0; i < scalar->value.n; i++) {
        while (run + 1 < scalar->run_count && scalar->runs[run + 1].decoded <= i) run++;
        if (text[i] == '"') quoted = !quoted;
        else if (text[i] == '\\' && quoted) i++;
        else if (text[i] == ' ' && !quoted && scalar->runs[run].decoded == i) {
            char source = around.p[scalar->runs[run].source];
            if (source == '\n' || source == '\r') text[i] = '\n';
        }
    }
    return str_make(text, scalar->value.n);
}

/* The tree of a text. What an action of a template gives need not be a text in quotes, whatever JSON asks for. */
static yaml_stream *parse_text(arena *a, str text, yaml_dialect dialect)
{
    yaml_stream *s = yaml_parse(a, text, dialect);
    size_t kept = 0;
    for (size_t i = 0; i < s->findings.n; i++) {
        range at = s->findings.at[i].at;
        if (!template_hides(str_slice(text, at.start, at.end))) s->findings.at[kept++] = s->findings.at[i];
    }
    s->findings.n = kept;
    return s;
}

/* The configuration that stands in `d` as a text. */
static void add_configuration(arena *a, document_facts *file, const document_facts *facts, config_document *d)
{
    yaml_dialect dialect = document_text_dialect(d->text.text);
    bool folded = dialect == YAML_JSON && !d->text.encoded && d->text.scalar->run_count;
    str text = folded ? laid_out(a, facts->stream->text, d->text.scalar) : d->text.text;
    const yaml_stream *s = parse_text(a, text, dialect);
    const yaml_node *root = s->documents.at[0].root;
    if (s->documents.n > 1 || (root->kind != YAML_MAPPING && root->kind != YAML_SEQUENCE)) return; /* no JSON at all: what the
                                                                                                       plugin makes of it is
                                                                                                       not known */
    d->apart = true;
    document_facts *inner = ARENA_NEW(a, document_facts);
    *inner = (document_facts){.stream = s, .outer = facts, .inside = d->text};
    array_push(a, &inner->documents,
               (config_document){.kind = DOCUMENT_CONFIG, .root = root, .dialect = s->dialect, .within = d->kind, .named = true,
                                 .plugin = d->plugin, .because = d->because, .builtin = d->builtin});
    array_push(a, &file->inner, inner);
}

document_facts *inside_add(arena *a, document_facts *file, const document_facts *facts, const form_block *block)
{
    document_facts *inner = ARENA_NEW(a, document_facts);
    *inner = (document_facts){.outer = facts, .inside = block->inside};
    inner->stream = parse_text(a, block->inside.text, block->dialect);
    array_push(a, &file->inner, inner);
    return inner;
}

void inside_find(arena *a, document_facts *file, document_facts *facts)
{
    for (size_t i = 0; i < facts->documents.n; i++) {
        config_document *d = &facts->documents.at[i];
        const document_form *form = document_form_of(d->kind);
        if (!form || !form->text || d->templated) continue;
        d->text = form->text(a, d->root);
        if ((d->plugin || d->builtin.plugin) && d->text.text.p) add_configuration(a, file, facts, d);
    }
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

const document_facts *document_at(const document_facts *facts, uint32_t offset)
{
    const document_facts *found = facts;
    for (size_t i = 0; i < facts->inner.n; i++) {
        const document_facts *inner = facts->inner.at[i];
        if (!inner->inside.encoded && range_touches(document_range(inner->outer, inner->inside.scalar->content), offset))
            found = inner;
    }
    return found;
}

range document_range(const document_facts *facts, range at)
{
    for (; facts->outer; facts = facts->outer)
        at = facts->inside.encoded ? facts->inside.scalar->at : yaml_source_range(facts->inside.scalar, at.start, at.end);
    if (!facts->edited) return at;
    return range_make(yaml_edited_offset(facts->edited, at.start), yaml_edited_offset(facts->edited, at.end));
}

uint32_t document_place(const document_facts *facts, uint32_t offset)
{
    if (facts->outer) return yaml_decoded_at(facts->inside.scalar, document_place(facts->outer, offset));
    return facts->edited ? yaml_edited_place(facts->edited, offset) : offset;
}

/* --- edits ----------------------------------------------------------------------------------------------------------------- */

/* Something that every language writes alike. */
static bool is_simple(str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
        if (!letter && !digit && !strchr("_-.", c)) return false;
    }
    return text.n > 0;
}

static str without_quotes(str s)
{
    bool quoted = s.n > 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';
    return quoted ? str_slice(s, 1, s.n - 1) : s;
}

/* A text that was put together can be changed where the file has the same: a name by a name, in quotes or without. */
static bool edit_made(const document_facts *facts, text_edit *edit)
{
    const yaml_node *scalar = facts->inside.scalar;
    range at = yaml_source_range(scalar, edit->at.start, edit->at.end);
    str before = str_slice(scalar->value, edit->at.start, edit->at.end);
    str written = str_slice(facts->outer->stream->text, at.start, at.end);
    str old = without_quotes(before), new = without_quotes(edit->text);
    bool quotes = (old.n < before.n) == (new.n < edit->text.n);
    edit->at = at;
    return str_eq(before, written) && quotes && is_simple(old) && is_simple(new);
}

static bool write_level(arena *a, const document_facts *facts, str *text)
{
    if (facts->inside.encoded || facts->inside.made) return false;
    bool ends = str_find_char(*text, '`', 0) >= 0 || str_find_char(*text, ')', 0) >= 0; /* the literal of a test, perhaps */
    if (facts->inside.test && ends) return false;
    strbuf out = STRBUF_INIT;
    bool json = facts->stream->dialect == YAML_JSON;
    bool can = yaml_write_inside(&out, facts->inside.scalar, facts->outer->stream->text, *text, json);
    *text = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return can;
}

bool document_place_edit(arena *a, const document_facts *facts, text_edit *edit)
{
    for (; facts->outer; facts = facts->outer) {
        if (facts->inside.made) return edit_made(facts, edit);
        if (!write_level(a, facts, &edit->text)) return false;
        edit->at = yaml_source_lines(facts->inside.scalar, edit->at.start, edit->at.end);
    }
    edit->at = document_range(facts, edit->at);
    return true;
}

bool document_write(arena *a, const document_facts *facts, str text, str *written)
{
    *written = text;
    for (; facts->outer; facts = facts->outer)
        if (!write_level(a, facts, written)) return false;
    return true;
}
