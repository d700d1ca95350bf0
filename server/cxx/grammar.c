#include "cxx/grammar.h"

_Static_assert(CXX_KIND_COUNT <= UINT8_MAX, "kinds fit their table");

/* A kind may have several numbers of its own where it stands for another one ("identifier" as "field_identifier"): the last
 * counts. */
void cxx_grammar_init(cxx_grammar *g, syntax_language language)
{
    static const char *const kinds[] = {
#define X(name) #name,
        CXX_KINDS(X)
#undef X
    };
    static const char *const fields[] = {
#define X(name) #name,
        CXX_FIELDS(X)
#undef X
    };
    *g = (cxx_grammar){0};
    syntax_number_kinds(language, kinds, sizeof kinds / sizeof *kinds, CXX_ERROR + 1, g->kind, CXX_GRAMMAR_IDS);
    syntax_number_fields(language, fields, CXX_FIELD_COUNT, g->field);
    for (size_t i = 0; i < CXX_FIELD_COUNT; i++) /* those that it lacks: children without a field have number 0 */
        if (!g->field[i]) g->field[i] = UINT16_MAX;
}

cxx_kind_id cxx_kind_of(const cxx_grammar *g, syntax_node n)
{
    uint16_t id = syntax_kind_id(n);
    return id < CXX_GRAMMAR_IDS ? (cxx_kind_id)g->kind[id] : CXX_ERROR;
}

syntax_node cxx_child(const cxx_grammar *g, syntax_node n, cxx_field_id field) { return syntax_field(n, g->field[field]); }

bool cxx_next(const cxx_grammar *g, syntax_cursor *c)
{
    while (syntax_next(c))
        if (cxx_kind_of(g, c->node) != CXX_K_comment) return true;
    return false;
}

syntax_node cxx_child_of_kind(const cxx_grammar *g, syntax_node n, cxx_kind_id kind)
{
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (cxx_kind_of(g, c.node) != kind) continue;
        syntax_node found = c.node;
        syntax_cursor_end(&c);
        return found;
    }
    return (syntax_node){0};
}

syntax_node cxx_only(const cxx_grammar *g, syntax_node n)
{
    for (syntax_cursor c = syntax_named_children(n); cxx_next(g, &c);) {
        syntax_node found = c.node;
        syntax_cursor_end(&c);
        return found;
    }
    return (syntax_node){0};
}
