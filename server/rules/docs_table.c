/* Tables of a README: which object of the configuration each is about, and what its rows claim.
 *
 * A table is about the object that has most of its keys; of several, the one that the heading or the line before names. Where
 * more than one remains, a claim is wrong when it is wrong of all of them. */
#include "base/map.h"
#include "base/words.h"
#include "plugin/export.h"
#include "rules/docs_internal.h"

typedef ARRAY(const inferred_value *) value_list;

/* Everything that has keys; `known`: whose keys have names, else any. */
static void collect(arena *a, const inferred_value *v, bool known, value_list *out)
{
    bool any = v->any_member || (v->whole && v->parent) || (v->types & INFERRED_OBJECT && !v->members.n);
    if (known ? v->members.n > 0 : any) array_push(a, out, v);
    for (size_t i = 0; i < v->members.n; i++) collect(a, v->members.at[i], known, out);
    if (v->any_member) collect(a, v->any_member, known, out);
    if (v->element) collect(a, v->element, known, out);
}

static value_list collect_all(const docs *d, bool known)
{
    value_list out = {0};
    collect(d->c->arena, d->schema->root, known, &out);
    if (d->schema->rule != d->schema->root) collect(d->c->arena, d->schema->rule, known, &out);
    return out;
}

/* Follows a dotted path from the object; NULL where it leads to nothing: `*holder` is the last object on it, `*key` what that
 * lacks. */
static const inferred_value *follow(const inferred_value *v, str path, const inferred_value **holder, str *key)
{
    while (path.n) {
        size_t end = 0;
        while (end < path.n && !strchr(".[", path.p[end])) end++;
        str name = str_slice(path, 0, end);
        v = docs_below_lists(v);
        *holder = v;
        *key = name;
        const inferred_value *found = NULL;
        for (size_t i = 0; i < v->members.n && !found; i++)
            if (str_eq(v->members.at[i]->name, name)) found = v->members.at[i];
        while (end < path.n && strchr(".[]*", path.p[end])) end++;
        if (!found) return NULL;
        v = found;
        path = str_slice(path, end, path.n);
    }
    return v;
}

/* Whether the words before the table name the object, or the list that it is an item of. */
static bool is_mentioned(const inferred_value *v, const markdown_table *t)
{
    while (v->parent && !v->name.n) v = v->parent;
    return v->name.n > 1 && (docs_has_word(t->before, v->name) || docs_has_word(t->heading, v->name));
}

/* Whether the words before the table name a value of one of the object's keys: then it is about a case, and says what holds in
 * that alone. */
static bool is_about_case(const inferred_value *v, const markdown_table *t)
{
    for (size_t i = 0; i < v->members.n; i++)
        for (size_t k = 0; k < v->members.at[i]->values.n; k++) {
            const inferred_constant *c = &v->members.at[i]->values.at[k];
            if (c->is_string && c->text.n > 1 && docs_has_word(t->section, c->text)) return true;
        }
    return false;
}

typedef struct table {
    const docs *d;
    const markdown_table *t;
    docs_columns columns;
    value_list about; /* the objects that it may be about */
    map keys;         /* of its rows */
} table;

static str key_of(const markdown_row *r) { return r->n > 1 ? markdown_key(r->cells[0]) : STR(""); }

static bool is_any_mentioned(const value_list *list, const markdown_table *t)
{
    for (size_t i = 0; i < list->n; i++)
        if (is_mentioned(list->at[i], t)) return true;
    return false;
}

/* `known`: the objects whose keys are known; `open`: those whose keys are not. */
static void find_objects(table *x, const value_list *known, const value_list *open)
{
    size_t best = 0, rows = 0;
    for (size_t k = 0; k < x->t->rows.n; k++) rows += key_of(&x->t->rows.at[k]).n > 0;
    for (size_t i = 0; i < known->n; i++) {
        const inferred_value *v = known->at[i], *holder;
        size_t found = 0;
        str key;
        for (size_t k = 0; k < x->t->rows.n; k++) {
            str path = key_of(&x->t->rows.at[k]);
            found += path.n && follow(v, path, &holder, &key);
        }
        size_t score = found * 2 + is_mentioned(v, x->t);
        if (!found || found * 2 < rows || score < best) continue;
        if (score > best) x->about.n = 0;
        best = score;
        array_push(x->d->c->arena, &x->about, v);
    }
    if (is_any_mentioned(open, x->t) && !is_any_mentioned(&x->about, x->t)) x->about.n = 0;
}

/* --- one row --------------------------------------------------------------------------------------------------------------- */

static bool has_row(const table *x, str key) { return map_find(&x->keys, key) != NULL; }

/* The key that was meant: one of nearly that name, else the only one that the table lacks; `*near` says which. */
static const inferred_value *meant_by(const table *x, const inferred_value *holder, str path, str key, bool *near)
{
    const inferred_value *best = NULL, *lacking = NULL;
    unsigned nearest = UINT32_MAX;
    size_t missing = 0;
    str before = str_slice(path, 0, (size_t)(key.p - path.p));
    for (size_t i = 0; i < holder->members.n; i++) {
        const inferred_value *m = holder->members.at[i];
        if (has_row(x, arena_printf(x->d->c->arena, "%.*s%.*s", STR_ARG(before), STR_ARG(m->name)))) continue;
        unsigned far = str_name_distance(m->name, key);
        if (far < nearest) best = m, nearest = far;
        lacking = m;
        missing++;
    }
    *near = best != NULL;
    return best ? best : missing == 1 ? lacking : NULL;
}

/* True: the key is known, or something may be read under any name. */
static bool check_key(const table *x, const markdown_row *r, str path)
{
    const inferred_value *holder = NULL, *first = NULL;
    str key = path, missing = path;
    for (size_t i = 0; i < x->about.n; i++) {
        if (follow(x->about.at[i], path, &holder, &key) || docs_is_open(holder)) return true;
        if (!first) first = holder, missing = key;
    }
    if (!first || docs_is_read(x->d, missing)) return true;
    bool near;
    const inferred_value *meant = meant_by(x, first, path, missing, &near);
    rule_value values[] = {{"key", path}, {"name", meant ? meant->name : STR("")}};
    diagnostic *d = docs_report(x->d, "docs/unknown-key", docs_range(x->d, missing),
                                near ? "docs_reads_other" : "docs_unknown", values, 2, near ? meant : NULL);
    if (meant) docs_fix(x->d, d, "rename", values, 2, docs_range(x->d, missing), meant->name)->preferred = near;
    range row = docs_range(x->d, r->line);
    row.end += row.end < x->d->text.n;
    docs_fix(x->d, d, "docs_remove_row", values, 2, row, STR(""));
    return false;
}

/* The word in a cell, without the marks and notes around it, becomes another one. */
static range word_in(const docs *d, str claim)
{
    size_t start = 0, end = 0;
    while (start < claim.n && strchr("`*_ ", claim.p[start])) start++;
    for (end = start; end < claim.n && !strchr("`*_ (", claim.p[end]);) end++;
    ptrdiff_t wide = str_find(claim, STR("（"), 0);
    if (wide > 0 && (size_t)wide < end) end = (size_t)wide;
    return docs_range(d, str_slice(claim, start, end));
}

/* True: there is a finding. */
static bool check_required(const table *x, str path, str claim)
{
    docs_need need = docs_need_of(claim);
    const inferred_value *v = NULL, *holder;
    str key;
    for (size_t i = 0; i < x->about.n; i++) {
        v = follow(x->about.at[i], path, &holder, &key);
        if (!v) return false;
        bool spared = docs_is_optional(v) && !is_about_case(x->about.at[i], x->t);
        bool wrong = need == NEED_REQUIRED ? spared : need == NEED_OPTIONAL && inferred_is_required(v);
        if (!wrong) return false;
    }
    if (!v) return false;
    bool has_default = v->default_text.n && !str_is(v->default_text, "\"\"");
    rule_value values[] = {{"key", path}, {"default", v->default_text}, {"text", docs_opposite(claim)}};
    const char *phrase = need == NEED_OPTIONAL ? "docs_required" : has_default ? "docs_optional_default" : "docs_optional";
    range at = word_in(x->d, claim);
    diagnostic *d = docs_report(x->d, "docs/required", at, phrase, values, 3, v);
    docs_fix(x->d, d, "docs_write", values, 3, at, values[2].text)->preferred = true;
    return true;
}

/* What the code reads and nothing else, in types that documentation tells apart. */
static unsigned types_read(const inferred_value *v)
{
    unsigned numbers = INFERRED_INTEGER | INFERRED_NUMBER, types = v->types & numbers ? v->types | numbers : v->types;
    bool one = types && (types == numbers || !(types & (types - 1)));
    bool text = types == INFERRED_STRING; /* anything else is taken as its text */
    return one && !text && !v->whole && !v->alike ? types : 0;
}

static void check_type(const table *x, str path, str claim)
{
    const inferred_value *v = NULL, *holder;
    str key;
    unsigned said = docs_types_of(claim);
    for (size_t i = 0; i < x->about.n && said; i++) {
        v = follow(x->about.at[i], path, &holder, &key);
        unsigned types = v ? types_read(v) : 0;
        if (!types || types & said) return;
    }
    if (!v || !said) return;
    str text = docs_type_word(claim, types_read(v));
    rule_value values[] = {{"key", path}, {"type", export_type_text(x->d->c->arena, v)}, {"text", text}};
    range at = docs_range(x->d, claim);
    diagnostic *d = docs_report(x->d, "docs/type", at, "docs_type", values, 3, v);
    if (text.n) docs_fix(x->d, d, "docs_write", values, 3, word_in(x->d, claim), text)->preferred = true;
}

static void check_default(const table *x, str path, str claim)
{
    const inferred_value *v = NULL, *holder;
    str key;
    for (size_t i = 0; i < x->about.n; i++) {
        const inferred_value *one = follow(x->about.at[i], path, &holder, &key);
        if (!one || one->alike) return;
        docs_match match = docs_compare_default(x->d->c->arena, claim, one);
        if (match == MATCH_SAME) return;
        if (match == MATCH_OTHER) v = one;
    }
    if (!v) return;
    str text = docs_default_text(x->d->c->arena, claim, v);
    rule_value values[] = {{"key", path}, {"default", v->default_text}, {"text", text}};
    diagnostic *d = docs_report(x->d, "docs/default", docs_range(x->d, claim), "docs_default", values, 3, v);
    str written = claim.n ? text : arena_printf(x->d->c->arena, "%.*s ", STR_ARG(text));
    docs_fix(x->d, d, "docs_write", values, 3, docs_range(x->d, claim), written)->preferred = true;
}

/* A table whose keys are all known, and the only object that it can be about. */
typedef struct known_table {
    docs_table table;
    docs_columns columns;
    const inferred_value *about;
    size_t own; /* rows that are about its keys, and not about what is in them */
    bool all_known;
} known_table;
typedef ARRAY(known_table) known_tables;

/* Of several tables about an object that with the most of its keys is to have all of them. */
static void check_missing(const docs *d, known_tables *all)
{
    enum { TABLES_MOST = 256 };
    if (all->n > TABLES_MOST) return;
    for (size_t i = 0; i < all->n; i++) {
        known_table *t = &all->at[i];
        bool best = t->all_known;
        for (size_t k = 0; k < all->n && best; k++) {
            const known_table *other = &all->at[k];
            bool larger = other->own > t->own || (other->own == t->own && k < i);
            best = other->about != t->about || !larger;
        }
        t->table.columns = &t->columns;
        if (best) docs_check_missing(d, &t->table, t->about);
    }
}

void docs_check_tables(const docs *d)
{
    arena *a = d->c->arena;
    markdown_tables tables = markdown_read_tables(a, d->text);
    value_list known = {0}, open = {0};
    known_tables whole = {0};
    if (tables.n) known = collect_all(d, true), open = collect_all(d, false);
    for (size_t i = 0; i < tables.n; i++) {
        table x = {.d = d, .t = &tables.at[i]};
        if (!docs_find_columns(&x.t->head, &x.columns)) continue;
        find_objects(&x, &known, &open);
        for (size_t k = 0; k < x.t->rows.n && x.about.n; k++) map_put(a, &x.keys, key_of(&x.t->rows.at[k]), NULL);
        size_t own = 0;
        bool all_known = x.about.n == 1 && !docs_is_open(x.about.at[0]) && !is_about_case(x.about.at[0], x.t);
        for (size_t k = 0; k < x.t->rows.n && x.about.n; k++) {
            const markdown_row *r = &x.t->rows.at[k];
            str path = key_of(r);
            if (!path.n) continue;
            own += str_find_char(path, '.', 0) < 0;
            all_known = check_key(&x, r, path) && all_known;
            size_t required = x.columns.required, fallback = x.columns.fallback, type = x.columns.type;
            if (type && type < r->n) check_type(&x, path, r->cells[type]);
            bool said = required && required < r->n && check_required(&x, path, r->cells[required]);
            bool empty = said && fallback && fallback < r->n && docs_says_none(r->cells[fallback]);
            if (fallback && fallback < r->n && !empty) check_default(&x, path, r->cells[fallback]);
        }
        known_table found = {{NULL, &x.t->head, x.t->rows.at, x.t->rows.n}, x.columns, NULL, own, all_known};
        if (x.about.n == 1) found.about = x.about.at[0], array_push(a, &whole, found);
    }
    check_missing(d, &whole);
}

/* --- places of keys -------------------------------------------------------------------------------------------------------- */

/* What the first `names` names of the path lead to from the object; NULL: to nothing. */
static const inferred_value *value_at(const inferred_value *v, str path, size_t names, str *name)
{
    for (; v && names > 0; names--) {
        size_t end = 0;
        while (end < path.n && !strchr(".[", path.p[end])) end++;
        const inferred_value *holder = docs_below_lists(v);
        *name = str_slice(path, 0, end);
        v = NULL;
        for (size_t i = 0; i < holder->members.n && !v; i++)
            if (str_eq(holder->members.at[i]->name, *name)) v = holder->members.at[i];
        while (end < path.n && strchr(".[]*", path.p[end])) end++;
        if (end == path.n && names > 1) return NULL;
        path = str_slice(path, end, path.n);
    }
    return v;
}

/* Each name of a dotted path. Where the table may be about several objects, a name is that of the keys when it is in all. */
static void find_in_path(const table *x, str path, const docs_search *search)
{
    enum { NAMES_MOST = 16 };
    for (size_t names = 1; names <= NAMES_MOST && path.n; names++) {
        const inferred_value *meant = NULL;
        bool led = false, others = false;
        str name = STR("");
        for (size_t i = 0; i < x->about.n; i++) {
            str its;
            const inferred_value *v = value_at(x->about.at[i], path, names, &its);
            if (!v) continue;
            led = true;
            name = its;
            if (docs_is_searched(search, v)) meant = v;
            else others = true;
        }
        if (!led) return;
        if (meant && !others) search->found(search->self, docs_range(x->d, name), meant);
    }
}

void docs_find_in_tables(const docs *d, const docs_search *search)
{
    markdown_tables tables = markdown_read_tables(d->c->arena, d->text);
    value_list known = {0}, open = {0};
    if (tables.n) known = collect_all(d, true), open = collect_all(d, false);
    for (size_t i = 0; i < tables.n; i++) {
        table x = {.d = d, .t = &tables.at[i]};
        if (!docs_find_columns(&x.t->head, &x.columns)) continue;
        find_objects(&x, &known, &open);
        for (size_t k = 0; k < x.t->rows.n && x.about.n; k++)
            find_in_path(&x, key_of(&x.t->rows.at[k]), search);
    }
}
