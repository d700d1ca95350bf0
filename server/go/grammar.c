#include "go/grammar.h"

_Static_assert(GO_KIND_COUNT <= UINT8_MAX, "kinds fit their table");

void go_grammar_init(go_grammar *g)
{
    static const char *const kinds[] = {
#define X(id, name) #name,
        GO_KINDS(X)
#undef X
    };
    static const char *const fields[] = {
#define X(id, name) #name,
        GO_FIELDS(X)
#undef X
    };
    *g = (go_grammar){0};
    syntax_number_kinds(SYNTAX_GO, kinds, sizeof kinds / sizeof *kinds, GO_ERROR + 1, g->kind, GO_GRAMMAR_IDS);
    syntax_number_fields(SYNTAX_GO, fields, GO_FIELD_COUNT, g->field);
}

go_kind go_kind_of_id(const go_grammar *g, uint16_t id)
{
    if (id < GO_GRAMMAR_IDS) return (go_kind)g->kind[id];
    return GO_ERROR; /* the library's id of error nodes is the largest number */
}

go_kind go_kind_of(const go_grammar *g, syntax_node n) { return go_kind_of_id(g, syntax_kind_id(n)); }

syntax_node go_child(const go_grammar *g, syntax_node n, go_field_id field) { return syntax_field(n, g->field[field]); }

bool go_next(const go_grammar *g, syntax_cursor *c)
{
    while (syntax_next(c))
        if (go_kind_of(g, c->node) != GO_COMMENT) return true;
    return false;
}

syntax_node go_only(const go_grammar *g, syntax_node n)
{
    syntax_node first = syntax_named(n, 0);
    for (uint32_t i = 1; go_kind_of(g, first) == GO_COMMENT; i++) first = syntax_named(n, i);
    return first;
}

syntax_node go_nth(const go_grammar *g, syntax_node list, uint32_t i)
{
    for (syntax_cursor c = syntax_named_children(list); go_next(g, &c);) {
        if (i--) continue;
        syntax_node n = c.node;
        syntax_cursor_end(&c);
        return n;
    }
    return (syntax_node){0};
}

bool go_has_token(syntax_node n, str text, str token)
{
    for (syntax_cursor c = syntax_children(n); syntax_next(&c);) {
        if (syntax_is_named(c.node) || !str_eq(syntax_text(c.node, text), token)) continue;
        syntax_cursor_end(&c);
        return true;
    }
    return false;
}
