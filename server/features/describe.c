#include "features/describe.h"

#include "base/path.h"
#include "base/strbuf.h"
#include "base/uri.h"
#include "base/words.h"
#include "ir/program.h"
#include "plugin/catalogue.h"

static void add_type(strbuf *out, const inferred_value *known)
{
    static const char *const names[] = {WORDS("string"),  WORDS("integer"), WORDS("number"),
                                        WORDS("boolean"), WORDS("list"),    WORDS("object")};
    size_t n = out->n;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        unsigned bit = 1u << i;
        if (!(known->types & bit)) continue;
        if (bit == INFERRED_INTEGER && (known->types & INFERRED_NUMBER)) continue; /* a number may be whole */
        strbuf_printf(out, "%s%s", out->n > n ? words(" or ") : "", words(names[i]));
        if (bit == INFERRED_ARRAY && known->element && known->element->types) {
            strbuf_add_cstr(out, words(" of "));
            add_type(out, known->element);
        }
    }
    if (out->n == n) strbuf_add_cstr(out, words("any value"));
}

static str in_arena(arena *a, strbuf *b)
{
    str s = arena_str(a, strbuf_str(b));
    strbuf_free(b);
    return s;
}

str describe_type_and(arena *a, const inferred_value *known, const char *ending)
{
    strbuf out = STRBUF_INIT;
    add_type(&out, known);
    strbuf_add_cstr(&out, ending);
    return in_arena(a, &out);
}

str describe_type(arena *a, const inferred_value *known)
{
    return describe_type_and(a, known, known->required_when.n ? words(", required in some cases")
                                       : !known->required     ? words(", optional")
                                       : known->non_empty     ? words(", required, not empty")
                                                              : words(", required"));
}

str describe_escape(arena *a, str text)
{
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] && strchr("\\`*_{}[]<>#|~&", text.p[i])) strbuf_add_char(&out, '\\');
        strbuf_add_char(&out, text.p[i]);
    }
    return in_arena(a, &out);
}

/* CommonMark 6.1: the fence is longer than any run of backticks inside. */
str describe_code(arena *a, str text, bool markdown)
{
    if (!markdown) return arena_printf(a, "'%.*s'", STR_ARG(text));
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.n; i++) {
        run = text.p[i] == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    bool space = str_empty(text) || text.p[0] == '`' || text.p[text.n - 1] == '`';
    strbuf out = STRBUF_INIT;
    strbuf_pad(&out, '`', longest + 1);
    if (space) strbuf_add_char(&out, ' ');
    strbuf_add(&out, text);
    if (space) strbuf_add_char(&out, ' ');
    strbuf_pad(&out, '`', longest + 1);
    return in_arena(a, &out);
}

typedef struct description {
    arena *a;
    strbuf out;
    bool markdown;
    bool facts; /* in the list of facts already */
} description;

/* Begins the next fact: an item of a list. */
static strbuf *next_fact(description *d)
{
    if (d->out.n) strbuf_add_cstr(&d->out, d->facts || !d->markdown ? "\n" : "\n\n");
    if (d->markdown) strbuf_add_cstr(&d->out, "- ");
    d->facts = true;
    return &d->out;
}

static void add_code(description *d, str text) { strbuf_add(&d->out, describe_code(d->a, text, d->markdown)); }

static void add_allowed(description *d, const inferred_value *v)
{
    if (!v->values.n) return;
    strbuf_add_cstr(next_fact(d), v->enum_enforced ? words("allowed values: ") : words("known values: "));
    for (size_t i = 0; i < v->values.n; i++) {
        if (i) strbuf_add_cstr(&d->out, ", ");
        add_code(d, v->values.at[i].text);
    }
}

static void add_limits(description *d, const inferred_value *v)
{
    if (v->has_minimum && v->has_maximum) strbuf_printf(next_fact(d), words("from %.15g to %.15g"), v->minimum, v->maximum);
    else if (v->has_minimum) strbuf_printf(next_fact(d), words("at least %.15g"), v->minimum);
    else if (v->has_maximum) strbuf_printf(next_fact(d), words("at most %.15g"), v->maximum);
    if (!str_empty(v->unit)) strbuf_printf(next_fact(d), words("in %.*s"), STR_ARG(v->unit));
    if (!str_empty(v->format)) strbuf_printf(next_fact(d), words("format: %.*s"), STR_ARG(v->format));
    if (str_empty(v->default_text)) return;
    strbuf_add_cstr(next_fact(d), words("default: "));
    add_code(d, v->default_text);
}

static void add_guards(description *d, const inferred_value *v)
{
    for (size_t i = 0; i < v->guards.n; i++) {
        const inferred_guard *g = &v->guards.at[i];
        if (i) strbuf_add_cstr(&d->out, words(" and "));
        else strbuf_add_cstr(next_fact(d), words("read only when "));
        add_code(d, g->path);
        strbuf_add_cstr(&d->out, words(" is "));
        if (g->exists_only || str_empty(g->value)) strbuf_add_cstr(&d->out, words("set"));
        else add_code(d, g->value);
    }
}

static void add_cases(description *d, const inferred_value *v)
{
    for (size_t i = 0; i < v->required_when.n; i++) {
        const inferred_guard *g = &v->required_when.at[i];
        bool again = i && str_eq(g->path, v->required_when.at[i - 1].path);
        if (i) strbuf_add_cstr(&d->out, words(" or "));
        else strbuf_add_cstr(next_fact(d), words("required when "));
        if (!again) {
            add_code(d, g->path);
            strbuf_add_cstr(&d->out, words(" is "));
        }
        if (g->exists_only) strbuf_add_cstr(&d->out, words("set"));
        else add_code(d, g->value);
    }
}

static void add_one_of(description *d, const inferred_value *v)
{
    for (size_t i = 0; inferred_is_one_of(v) && i < v->parent->one_of.n; i++) {
        strbuf_add_cstr(i ? &d->out : next_fact(d), i ? ", " : words("one of these is needed: "));
        add_code(d, v->parent->one_of.at[i]->name);
    }
}

str describe_place(arena *a, str path, str root, str text, uint32_t offset, bool markdown)
{
    str before = str_slice(text, 0, offset), shown = path_relative(path, root);
    unsigned line = 1;
    for (ptrdiff_t at = 0; (at = str_find_char(before, '\n', (size_t)at)) >= 0; at++) line++;
    if (!markdown) return arena_printf(a, "%.*s:%u", STR_ARG(shown), line);
    str name = describe_escape(a, shown), uri = uri_from_path(a, path);
    return arena_printf(a, "[%.*s:%u](%.*s#L%u)", STR_ARG(name), line, STR_ARG(uri), line);
}

static bool source_text(project *plugin, str path, str *text)
{
    const source_tree *tree = project_sources(plugin);
    return tree->read(tree->self, path, text);
}

static void add_origin(description *d, project *plugin, const inferred_value *v)
{
    if (!plugin) {
        str release = catalogue_release();
        strbuf_printf(next_fact(d), words("as of Higress %.*s"), STR_ARG(release));
        return;
    }
    const project_facts *facts = project_load(plugin);
    if (!facts || !facts->program || v->read_at.file >= ir_file_count(facts->program)) return;
    const ir_file *file = &facts->program->files.at[v->read_at.file];
    range at_now = v->read_at.at;
    str text = file->text, now;
    if (project_move_place(plugin, file->path, &at_now) && source_text(plugin, file->path, &now)) text = now;
    strbuf_add_cstr(next_fact(d), words("read at "));
    strbuf_add(&d->out, describe_place(d->a, file->path, facts->root, text, at_now.start, d->markdown));
}

str describe_value(arena *a, project *plugin, const inferred_value *known, bool markdown)
{
    description d = {.a = a, .markdown = markdown};
    str text = str_trim(known->description.n ? known->description : known->title);
    strbuf_add(&d.out, markdown ? describe_escape(a, text) : text);
    add_allowed(&d, known);
    add_limits(&d, known);
    if (known->required && !str_empty(known->required_message)) {
        strbuf_add_cstr(next_fact(&d), words("without it the plugin says "));
        add_code(&d, known->required_message);
    }
    add_cases(&d, known);
    add_one_of(&d, known);
    add_guards(&d, known);
    add_origin(&d, plugin, known);
    return in_arena(a, &d.out);
}
