/* The same said in another form: types, brackets, the order of keys; and the keys that an object lacks. */
#include "features/action_internal.h"

#include "base/words.h"
#include "features/place.h"
#include "yaml/insert.h"

/* What the plugin's code knows of the node; NULL: nothing. */
static const inferred_value *read_as(rewriting *r, const yaml_node *node)
{
    place_path at = place_of(r->a, node);
    for (size_t i = 0; i < r->facts->documents.n; i++) {
        place_facts place = {0};
        const config_document *d = &r->facts->documents.at[i];
        if (d->number == r->document && place_find(r->w, r->a, d, &at, &place) && place.value) return place.value;
    }
    return NULL;
}

/* --- types ----------------------------------------------------------------------------------------------------------------- */

static bool is_quoted(const yaml_node *n) { return n->style == YAML_DOUBLE_QUOTED || n->style == YAML_SINGLE_QUOTED; }

/* What a text says as a scalar without quotes. */
static yaml_type type_of(rewriting *r, str text)
{
    const yaml_node *root = yaml_parse(r->a, text, YAML_1_2)->documents.at[0].root;
    return root->kind == YAML_SCALAR && str_eq(root->value, text) && !root->parent ? root->type : YAML_STRING;
}

static void add_conversion(rewriting *r)
{
    const yaml_node *n = r->node;
    const inferred_value *v = n->kind == YAML_SCALAR && !rewriting_entry_of(n->parent, n) ? read_as(r, n) : NULL;
    const yaml_entry *e = n->kind == YAML_SCALAR ? rewriting_entry_of(n->parent, n) : NULL;
    if (e && e->value == n) v = read_as(r, n);
    if (!v || !v->types || rewriting_is_bound(n)) return;
    str text = rewriting_text(r, n->at), title = {0}, written = {0};
    if (str_find_char(text, '\n', 0) >= 0) return;
    yaml_type inside = is_quoted(n) ? type_of(r, n->value) : n->type;
    bool number = inside == YAML_INT || inside == YAML_FLOAT;
    if (v->types == INFERRED_STRING && !is_quoted(n) && (number || inside == YAML_BOOL)) {
        title = words_str("write as a string");
        written = arena_printf(r->a, "\"%.*s\"", STR_ARG(text));
    } else if (is_quoted(n) && !(v->types & INFERRED_STRING) && number && (v->types & (INFERRED_INTEGER | INFERRED_NUMBER))) {
        title = words_str("write as a number");
        written = n->value;
    } else if (is_quoted(n) && !(v->types & INFERRED_STRING) && inside == YAML_BOOL && (v->types & INFERRED_BOOLEAN)) {
        title = words_str("write as true or false");
        written = n->value;
    } else if (v->types == INFERRED_ARRAY && n->value.n) {
        title = words_str("write as a list");
        written = arena_printf(r->a, "[%.*s]", STR_ARG(text));
    }
    if (!title.n) return;
    action *new = rewriting_add(r, title);
    rewriting_edit(r, new, n->at, written);
    rewriting_done(r);
}

/* --- brackets to a block --------------------------------------------------------------------------------------------------- */

static bool fits_lines(const rewriting *r, const yaml_node *n)
{
    if (n->kind == YAML_SCALAR && str_find_char(rewriting_text(r, n->at), '\n', 0) >= 0) return false;
    bool fits = n->kind == YAML_SCALAR || n->kind == YAML_EMPTY || n->kind == YAML_SEQUENCE || n->kind == YAML_MAPPING;
    for (uint32_t i = 0; i < n->item_count && fits; i++) fits = fits_lines(r, n->items[i]);
    for (uint32_t i = 0; i < n->entry_count && fits; i++)
        fits = fits_lines(r, n->entries[i].key) && fits_lines(r, n->entries[i].value);
    return fits;
}

static void write_block(const rewriting *r, strbuf *out, const yaml_node *n, uint32_t indent);

/* A value behind "key:" whose key stands at `indent`. */
static void write_value(const rewriting *r, strbuf *out, const yaml_node *v, uint32_t indent)
{
    if (v->item_count || v->entry_count) {
        strbuf_add_char(out, '\n');
        strbuf_pad(out, ' ', indent + 2);
        write_block(r, out, v, indent + 2);
    } else if (v->kind != YAML_EMPTY) {
        strbuf_add_char(out, ' ');
        strbuf_add(out, rewriting_text(r, v->at));
    }
}

static void write_block(const rewriting *r, strbuf *out, const yaml_node *n, uint32_t indent)
{
    for (uint32_t i = 0; i < n->item_count + n->entry_count; i++) {
        if (i) {
            strbuf_add_char(out, '\n');
            strbuf_pad(out, ' ', indent);
        }
        if (n->kind == YAML_MAPPING) {
            strbuf_add(out, rewriting_text(r, n->entries[i].key->at));
            strbuf_add_char(out, ':');
            write_value(r, out, n->entries[i].value, indent);
            continue;
        }
        strbuf_add_char(out, '-');
        const yaml_node *item = n->items[i];
        if (item->kind != YAML_EMPTY) strbuf_add_char(out, ' ');
        if (item->item_count || item->entry_count) write_block(r, out, item, indent + 2);
        else if (item->kind != YAML_EMPTY) strbuf_add(out, rewriting_text(r, item->at));
    }
}

static bool has_comment(const rewriting *r, range at)
{
    for (size_t i = 0; i < r->stream->comments.n; i++)
        if (range_overlaps(r->stream->comments.at[i].at, at)) return true;
    return false;
}

/* The outermost brackets around the cursor. */
static void add_block(rewriting *r)
{
    const yaml_node *flow = NULL;
    for (const yaml_node *n = r->node; n; n = n->parent)
        if ((n->kind == YAML_MAPPING || n->kind == YAML_SEQUENCE) && n->style == YAML_FLOW) flow = n;
    if (!flow || r->stream->dialect == YAML_JSON || !(flow->item_count + flow->entry_count)) return;
    if (rewriting_is_bound(flow) || !fits_lines(r, flow) || has_comment(r, flow->at)) return;
    const yaml_entry *e = rewriting_entry_of(flow->parent, flow);
    uint32_t line_end = rewriting_line_end(r, flow->at.end);
    if (str_trim(str_slice(r->stream->text, flow->at.end, line_end)).n) return; /* a comment behind it */
    strbuf out = STRBUF_IN(r->a);
    range at = flow->at;
    if (e) {
        uint32_t column = rewriting_column(r, e->key->at.start);
        while (at.start > e->key->at.end && strchr(" \t\r\n", r->stream->text.p[at.start - 1])) at.start--;
        write_value(r, &out, flow, column);
    } else {
        write_block(r, &out, flow, rewriting_column(r, flow->at.start));
    }
    action *new = rewriting_add(r, words_str("write as a block"));
    rewriting_edit(r, new, at, strbuf_str(&out));
    rewriting_done(r);
}

/* --- the order of keys ----------------------------------------------------------------------------------------------------- */

typedef struct chunk {
    range at;   /* with the comments above */
    size_t rank;
} chunk;

static size_t rank_of(const known_list *members, str key)
{
    for (size_t i = 0; i < members->n; i++)
        if (str_eq(members->at[i].name, key)) return i;
    return members->n;
}

/* Where the entry begins with the comments that stand right above it. */
static uint32_t chunk_start(const rewriting *r, const yaml_entry *e, uint32_t least)
{
    uint32_t start = e->at.start, line = rewriting_line(r, start);
    while (line > least) {
        uint32_t above = rewriting_line(r, line - 1);
        str text = str_trim(str_slice(r->stream->text, above, line));
        if (above < least || !str_starts(text, STR("#"))) break;
        line = above;
        start = above;
        while (r->stream->text.p[start] == ' ' || r->stream->text.p[start] == '\t') start++;
    }
    return start;
}

/* The mapping's entries in order, each with what belongs to it; none when they are in order already, or can't be moved. */
static chunk *find_chunks(rewriting *r, const yaml_node *m, const known_list *members)
{
    chunk *all = ARENA_NEW_N(r->a, chunk, m->entry_count);
    bool sorted = true, flow = m->style == YAML_FLOW;
    if (flow && str_find_char(rewriting_text(r, m->at), '\n', 0) >= 0) return NULL;
    for (uint32_t i = 0; i < m->entry_count; i++) {
        const yaml_entry *e = &m->entries[i];
        uint32_t end = e->at.end, least = i ? all[i - 1].at.end : m->at.start;
        if (!flow) end = rewriting_line_end(r, e->at.end);
        while (end > e->at.start && strchr(" \t\r\n", r->stream->text.p[end - 1])) end--;
        all[i].at = range_make(flow ? e->at.start : chunk_start(r, e, least), end);
        all[i].rank = rank_of(members, e->key->value);
        sorted = sorted && (i == 0 || all[i - 1].rank <= all[i].rank);
    }
    return sorted ? NULL : all;
}

static void sort_chunks(chunk *all, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) { /* stable; mappings written by hand are short */
        chunk c = all[i];
        uint32_t k = i;
        for (; k > 0 && all[k - 1].rank > c.rank; k--) all[k] = all[k - 1];
        all[k] = c;
    }
}

static void add_sorting(rewriting *r, const known_list *members)
{
    enum { ENTRIES_MOST = 500 };
    const yaml_node *m = r->holder;
    if (m->entry_count < 2 || m->entry_count > ENTRIES_MOST || rewriting_is_bound(m)) return;
    chunk *all = find_chunks(r, m, members);
    if (!all) return;
    range whole = {all[0].at.start, all[m->entry_count - 1].at.end};
    uint32_t column = rewriting_column(r, m->entries[0].at.start);
    sort_chunks(all, m->entry_count);
    strbuf out = STRBUF_IN(r->a);
    for (uint32_t i = 0; i < m->entry_count; i++) {
        if (i && m->style == YAML_FLOW) strbuf_add_cstr(&out, ", ");
        else if (i) strbuf_add_char(&out, '\n');
        if (i && m->style != YAML_FLOW) strbuf_pad(&out, ' ', column);
        strbuf_add(&out, rewriting_text(r, all[i].at));
    }
    action *new = rewriting_add(r, words_str("sort the keys as the schema has them"));
    rewriting_edit(r, new, whole, strbuf_str(&out));
    rewriting_done(r);
}

/* --- keys that are missing ------------------------------------------------------------------------------------------------- */

static void write_nothing(strbuf *out, const known_value *v)
{
    const known_literal *first = v->literals.n ? &v->literals.at[0] : NULL;
    if (v->shape == KNOWN_LIST) strbuf_add_cstr(out, "[");
    if (v->shape == KNOWN_MAPPING || v->needed.n) strbuf_add_cstr(out, "{");
    for (size_t i = 0; i < v->needed.n; i++) {
        strbuf_printf(out, "%s\"%.*s\": ", i ? ", " : "", STR_ARG(v->needed.at[i].name));
        write_nothing(out, &v->needed.at[i]);
    }
    if (v->shape == KNOWN_MAPPING || v->needed.n) strbuf_add_cstr(out, "}");
    if (v->shape == KNOWN_LIST) strbuf_add_cstr(out, "]");
    if (v->shape == KNOWN_LIST || v->shape == KNOWN_MAPPING) return;
    if (first && !first->is_string) strbuf_add(out, first->text);
    else strbuf_printf(out, "\"%.*s\"", STR_ARG(first ? first->text : STR("")));
}

static void add_missing(rewriting *r, const known_list *members)
{
    ARRAY(yaml_new_member) missing = {0};
    strbuf names = STRBUF_IN(r->a);
    for (size_t i = 0; i < members->n; i++) {
        const known_value *v = &members->at[i];
        if (v->rank != KNOWN_NEEDED || yaml_get_entry(r->holder, v->name)) continue;
        strbuf nothing = STRBUF_IN(r->a);
        write_nothing(&nothing, v);
        strbuf_printf(&names, "%s'%.*s'", missing.n ? ", " : "", STR_ARG(v->name));
        array_push(r->a, &missing, (yaml_new_member){v->name, strbuf_str(&nothing)});
    }
    uint32_t at;
    str text = missing.n ? yaml_insert_members(r->a, r->stream->text, r->holder, missing.at, missing.n, &at) : (str){0};
    if (!text.n) return;
    str keys = strbuf_str(&names);
    action *new = rewriting_add(r, arena_printf(r->a, words("add the required keys %.*s"), STR_ARG(keys)));
    rewriting_edit(r, new, range_make(at, at), text);
    rewriting_done(r);
}

void action_add_shapes(rewriting *r)
{
    static known_source *const sources[] = {known_by_code, known_by_schema};
    add_conversion(r);
    add_block(r);
    for (size_t s = 0; r->holder && s < sizeof sources / sizeof *sources; s++) {
        known_query q = {r->w, r->a, r->path, r->facts, r->document, r->holder, NULL, false, true};
        known_value here;
        known_list members = {0};
        if (!sources[s](&q, &here, &members) || !members.n) continue;
        add_missing(r, &members);
        add_sorting(r, &members);
        return;
    }
}
