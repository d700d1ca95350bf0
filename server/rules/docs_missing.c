/* Rows that a table of a README lacks: keys of its object that the code reads, and that the documentation names nowhere. */
#include "base/words.h"
#include "plugin/export.h"
#include "rules/docs_internal.h"

enum { NAMED_MOST = 3 }; /* keys that a message lists */

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool docs_has_word(str text, str word)
{
    for (ptrdiff_t at = str_find(text, word, 0); at >= 0; at = str_find(text, word, (size_t)at + 1)) {
        size_t start = (size_t)at, end = start + word.n;
        if ((!start || !is_name_char(text.p[start - 1])) && (end == text.n || !is_name_char(text.p[end]))) return true;
    }
    return false;
}

/* The cell of a row like `row`, in the words of that table. */
static str cell_of(const docs *d, const docs_columns *columns, const markdown_row *row, size_t column, const inferred_value *v)
{
    arena *a = d->c->arena;
    str like = row->cells[column];
    bool code = like.n > 1 && like.p[0] == '`';
    if (!column) return arena_printf(a, code ? "`%.*s`" : "%.*s", STR_ARG(v->name));
    if (column == columns->type) {
        str word = v->types & INFERRED_ARRAY ? (str){0} : docs_type_word(like, v->types);
        return word.n ? word : export_type_text(a, v);
    }
    if (column == columns->fallback) return v->default_text.n ? docs_default_text(a, like, v) : STR("-");
    if (column != columns->required) return (str){0};
    docs_need need = docs_need_of(like);
    bool same = need == (inferred_is_required(v) ? NEED_REQUIRED : NEED_OPTIONAL);
    return need == NEED_UNKNOWN ? (str){0} : same ? like : docs_opposite(like);
}

static str row_of(const docs *d, const docs_table *t, const markdown_row *row, const inferred_value *v)
{
    strbuf out = STRBUF_IN(d->c->arena);
    strbuf_add_char(&out, '|');
    for (size_t i = 0; i < t->head->n; i++) strbuf_printf(&out, " %.*s |", STR_ARG(cell_of(d, t->columns, row, i, v)));
    return strbuf_str(&out);
}

/* The last row that has a cell for each column, which new ones are made like. */
static const markdown_row *last_row(const docs_table *t)
{
    for (size_t i = t->rows_n; i > 0; i--)
        if (t->rows[i - 1].n == t->head->n && t->rows[i - 1].cells[0].n) return &t->rows[i - 1];
    return NULL;
}

void docs_check_missing(const docs *d, const docs_table *t, const inferred_value *about)
{
    arena *a = d->c->arena;
    const markdown_row *like = last_row(t), *last = t->rows_n ? &t->rows[t->rows_n - 1] : NULL;
    strbuf rows = STRBUF_IN(a), names = STRBUF_IN(a);
    size_t missing = 0, known = 0;
    for (size_t i = 0; like && i < about->members.n; i++) {
        const inferred_value *m = about->members.at[i];
        bool named = m->name.n < 2 || m->name.p[0] == '_' || docs_has_word(d->text, m->name);
        known += named;
        if (named || m->guards.n || m->required_when.n || m->alike) continue;
        if (missing++ < NAMED_MOST) strbuf_printf(&names, "%s'%.*s'", names.n ? ", " : "", STR_ARG(m->name));
        strbuf_printf(&rows, "\n%.*s", STR_ARG(row_of(d, t, like, m)));
    }
    if (!missing || known < missing) return;
    str more = missing > NAMED_MOST ? arena_printf(a, ", ... (%zu)", missing) : STR("");
    rule_value values[] = {{"names", arena_printf(a, "%.*s%.*s", STR_ARG(strbuf_str(&names)), STR_ARG(more))}};
    diagnostic *x = docs_report(d, "docs/missing-key", docs_range(d, t->head->cells[0]), "docs_missing", values, 1, NULL);
    range end = docs_range(d, last->line);
    docs_fix(d, x, "docs_add_rows", values, 1, range_make(end.end, end.end), strbuf_str(&rows));
}
