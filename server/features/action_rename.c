/* Giving a key that nobody reads the name that was probably meant. A finding says so only where every way through the code was
 * tried; what the schema shows is enough for an offer. */
#include "features/action_internal.h"

#include "base/words.h"

static bool is_offered(const rewriting *r, str title)
{
    for (size_t i = 0; i < r->out->n; i++)
        if (str_starts(r->out->at[i].title, title)) return true;
    return false;
}

/* The known name that is nearest to the key's; empty: none is near, the key itself is known, or nothing is. */
static str meant_by(rewriting *r)
{
    static known_source *const sources[] = {known_by_code, known_by_schema, known_by_layer, known_by_kind};
    str name = r->entry->key->value, best = {0};
    unsigned nearest = UINT32_MAX;
    for (size_t s = 0; s < sizeof sources / sizeof *sources; s++) {
        known_query own = {r->w, r->a, r->path, r->facts, r->document, r->entry->value, NULL, false, true}, around = own;
        known_value here;
        known_list members = {0};
        if (sources[s](&own, &here, NULL)) return (str){0};
        around.node = r->holder;
        if (!sources[s](&around, &here, &members)) continue;
        for (size_t i = 0; i < members.n; i++) {
            unsigned distance = str_name_distance(members.at[i].name, name);
            if (distance == 0 && str_eq(members.at[i].name, name)) return (str){0};
            if (distance >= nearest || yaml_get_entry(r->holder, members.at[i].name)) continue;
            nearest = distance;
            best = members.at[i].name;
        }
    }
    return best;
}

/* Only what can stand in place of the old name, in the quotes that it has. */
static bool is_plain(str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || (c >= '0' && c <= '9');
        if (!letter || (!i && c == '-')) return false;
    }
    return name.n > 0;
}

void action_add_rename(rewriting *r)
{
    const yaml_node *key = r->entry->key;
    if (key->kind != YAML_SCALAR || rewriting_is_bound(key) || key->style == YAML_LITERAL || key->style == YAML_FOLDED) return;
    str name = meant_by(r), written = rewriting_text(r, key->at);
    if (!is_plain(name)) return;
    str title = arena_printf(r->a, words("rename to '%.*s'"), STR_ARG(name));
    if (is_offered(r, title)) return;
    bool quoted = written.n > 1 && (written.p[0] == '"' || written.p[0] == '\'');
    action *new = rewriting_add(r, title);
    rewriting_edit(r, new, range_make(key->at.start + quoted, key->at.end - quoted), name);
    rewriting_done(r);
}
