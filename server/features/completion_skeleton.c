/* What is written behind a new key: its value as far as it is known, with a stop of the snippet at each place to be filled in. */
#include "features/completion_internal.h"

#include "base/words.h"

enum { STOPS_MOST = 24, CHOICES_MOST = 40 };

typedef struct skeleton {
    completion *c;
    strbuf out;
    uint32_t indent; /* of the keys being written, from the first non-blank of the cursor's line */
    unsigned stops;  /* so far */
    unsigned wanted; /* in all: a single one is where the cursor stays in the end */
} skeleton;

static bool writes_lines(const completion *c) { return c->style.snippets && c->style.several_lines && !c->at.flow; }

/* Outside of a stop a '}' means itself. */
static void add_text(skeleton *s, str text)
{
    if (s->c->facts->outer) text = completion_inside(s->c, text);
    bool brackets = text.n == 1 && text.p[0] == '}';
    strbuf_add(&s->out, s->c->style.snippets && !brackets ? completion_escape(s->c, text) : text);
}

static void add_line(skeleton *s, uint32_t indent)
{
    strbuf_add_char(&s->out, '\n');
    strbuf_pad(&s->out, ' ', indent);
}

static str literal_text(skeleton *s, const known_literal *v)
{
    str text = v->is_string ? completion_string(s->c, v->text) : v->text;
    return s->c->facts->outer ? completion_inside(s->c, text) : text;
}

/* "${1|a,b|}": commas and bars in a choice are escaped. */
static bool add_choices(skeleton *s, const known_value *v, unsigned number)
{
    bool any = false;
    for (size_t i = 0; i < v->literals.n && i < CHOICES_MOST; i++) {
        const known_literal *l = &v->literals.at[i];
        if (l->detail[0]) continue; /* the default: who has to write the key means another one, or has it in the list */
        str text = literal_text(s, l);
        if (any) strbuf_add_char(&s->out, ',');
        else strbuf_printf(&s->out, "${%u|", number);
        for (size_t k = 0; k < text.n; k++) {
            if (strchr(",|\\$}", text.p[k])) strbuf_add_char(&s->out, '\\');
            strbuf_add_char(&s->out, text.p[k]);
        }
        any = true;
    }
    if (any) strbuf_add_cstr(&s->out, "|}");
    return any;
}

static void add_stop(skeleton *s, const known_value *v)
{
    unsigned number = ++s->stops;
    if (s->wanted < 2 || number > STOPS_MOST) {
        strbuf_add_cstr(&s->out, s->wanted < 2 ? "$0" : "");
        return;
    }
    if (v && v->shape == KNOWN_ANY && v->literals.n && add_choices(s, v, number)) return;
    strbuf_printf(&s->out, "$%u", number);
}

static bool is_structure(known_shape shape) { return shape == KNOWN_LIST || shape == KNOWN_MAPPING; }

static unsigned count_stops(const known_value *v)
{
    unsigned n = 0;
    for (size_t i = 0; i < v->needed.n; i++) n += count_stops(&v->needed.at[i]);
    return n ? n : 1;
}

static void add_members(skeleton *s, const known_list *members, uint32_t indent, bool own_line);

/* "{a: $1}" and "[$1]", on one line. */
static void add_flow_value(skeleton *s, const known_value *v)
{
    bool list = v->shape == KNOWN_LIST, object = v->shape == KNOWN_MAPPING || v->needed.n > 0;
    if (list) add_text(s, STR("["));
    if (object) add_text(s, STR("{"));
    for (size_t i = 0; i < v->needed.n; i++) {
        if (i) add_text(s, STR(", "));
        add_text(s, completion_string(s->c, v->needed.at[i].name));
        add_text(s, STR(": "));
        add_flow_value(s, &v->needed.at[i]);
    }
    bool text = s->c->json && !v->needed.n && v->shape == KNOWN_TEXT;
    if (text) add_text(s, STR("\""));
    if (!v->needed.n) add_stop(s, v);
    if (text) add_text(s, STR("\""));
    if (object) add_text(s, STR("}"));
    if (list) add_text(s, STR("]"));
}

/* What stands behind "key:" at the column `indent`. */
static void add_block_value(skeleton *s, const known_value *v, uint32_t indent)
{
    if (!is_structure(v->shape)) {
        strbuf_add_char(&s->out, ' ');
        add_stop(s, v);
        return;
    }
    add_line(s, indent + 2);
    if (v->shape == KNOWN_LIST) strbuf_add_cstr(&s->out, "- ");
    if (v->needed.n) add_members(s, &v->needed, indent + (v->shape == KNOWN_LIST ? 4 : 2), false);
    else add_stop(s, NULL);
}

static void add_members(skeleton *s, const known_list *members, uint32_t indent, bool own_line)
{
    for (size_t i = 0; i < members->n; i++) {
        if (i || own_line) add_line(s, indent);
        add_text(s, completion_string(s->c, members->at[i].name));
        add_text(s, STR(":"));
        add_block_value(s, &members->at[i], indent);
    }
}

static str finish(skeleton *s)
{
    str text = arena_str(s->c->a, strbuf_str(&s->out));
    strbuf_free(&s->out);
    return text;
}

void completion_write_key(completion *c, completion_item *item, const known_value *known)
{
    item->text = item->filter = completion_inside(c, completion_string(c, known->name));
    if (c->at.has_colon) return;
    skeleton s = {.c = c, .out = STRBUF_INIT, .wanted = count_stops(known)};
    bool structure = is_structure(known->shape);
    /* Neovim cuts texts that are no snippets at the first blank. */
    item->snippet = c->style.snippets && (c->at.flow || !structure || writes_lines(c));
    strbuf_add(&s.out, item->snippet ? completion_escape(c, item->text) : item->text);
    if (!item->snippet) {
        strbuf_add_cstr(&s.out, !c->at.flow && structure ? ":" : ": ");
    } else if (c->at.flow) {
        add_text(&s, STR(": "));
        add_flow_value(&s, known);
    } else {
        add_text(&s, STR(":"));
        add_block_value(&s, known, c->at.dash_columns);
    }
    if (c->at.flow && c->at.comma_after) strbuf_add_char(&s.out, ',');
    item->text = finish(&s);
}

void completion_add_needed(completion *c, const known_list *members)
{
    known_list missing = {0};
    for (size_t i = 0; i < members->n; i++)
        if (members->at[i].rank == KNOWN_NEEDED && !yaml_get_entry(c->at.mapping, members->at[i].name))
            array_push(c->a, &missing, members->at[i]);
    if (missing.n < 2 || c->at.has_colon || !c->style.snippets || !(c->at.flow || writes_lines(c))) return;
    skeleton s = {.c = c, .out = STRBUF_INIT};
    known_value all = {.shape = KNOWN_MAPPING};
    all.needed.at = missing.at;
    all.needed.n = missing.n;
    s.wanted = count_stops(&all);
    if (s.wanted > STOPS_MOST) {
        strbuf_free(&s.out);
        return;
    }
    completion_item *item = completion_add(c, COMPLETION_SNIPPET, '!');
    if (!item) {
        strbuf_free(&s.out);
        return;
    }
    strbuf names = STRBUF_INIT;
    for (size_t i = 0; i < missing.n; i++) {
        strbuf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(missing.at[i].name));
        if (c->at.flow && i) add_text(&s, STR(", "));
        if (!c->at.flow) continue;
        add_text(&s, completion_string(c, missing.at[i].name));
        add_text(&s, STR(": "));
        add_flow_value(&s, &missing.at[i]);
    }
    if (!c->at.flow) add_members(&s, &missing, c->at.dash_columns, false);
    if (c->at.flow && c->at.comma_after) strbuf_add_char(&s.out, ',');
    item->label = words_str("all required keys");
    item->detail = arena_str(c->a, strbuf_str(&names));
    item->filter = completion_inside(c, completion_string(c, missing.at[0].name));
    item->snippet = true;
    item->text = finish(&s);
    strbuf_free(&names);
}

void completion_add_element(completion *c, const known_value *list)
{
    bool typed = c->at.quote || c->at.dash_columns || c->at.token.end > c->at.token.start;
    if (list->shape != KNOWN_LIST || !writes_lines(c) || typed) return;
    completion_item *item = completion_add(c, COMPLETION_SNIPPET, '!');
    if (!item) return;
    skeleton s = {.c = c, .out = STRBUF_INIT, .wanted = count_stops(list)};
    strbuf_add_cstr(&s.out, "- ");
    if (list->needed.n) add_members(&s, &list->needed, 2, false);
    else add_stop(&s, NULL);
    item->label = item->filter = STR("- ");
    item->detail = words_str("a new element");
    item->snippet = true;
    item->text = finish(&s);
}
