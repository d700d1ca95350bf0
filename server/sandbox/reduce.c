/* A smaller configuration that shows the same. */
#include "sandbox/mutant.h"
#include "sandbox/slot.h"

enum { WAYS = 5, TEXT_SHORT = 8 };

static bool put(doc_node *n, str text)
{
    if (str_eq(n->text, text)) return false;
    n->text = text;
    return true;
}

/* Makes the value plainer in the way of that number; false where that is none. */
static bool make_plainer(slot at, size_t way)
{
    doc_node *n = *slot_place(at);
    bool any = n->present || n->items.n, text = n->kind == DOC_STRING, longer = text && n->text.n > TEXT_SHORT;
    switch (way) {
    case 0: slot_remove(at); return true;
    case 1:
        n->present = 0;
        n->items.n = 0;
        return any || (text && put(n, STR(""))) || (n->kind == DOC_NUMBER && put(n, STR("0")));
    case 2: return (text && n->text.n && put(n, STR("a"))) || (n->kind == DOC_NUMBER && n->text.n > 1 && put(n, STR("1")));
    case 3: return longer && put(n, str_slice(n->text, 0, n->text.n / 2));
    default: return longer && put(n, str_slice(n->text, n->text.n / 2, n->text.n));
    }
}

str mutant_reduce(arena *a, str json, mutant_test *test, void *self, size_t most)
{
    bool smaller = true;
    json = arena_str(a, json);
    while (smaller) {
        smaller = false;
        for (size_t number = 0; most;) {
            doc_node *holder = slot_hold(a, mutant_tree(a, json));
            slots all = slots_of(a, holder);
            if (number / WAYS >= all.n) break;
            bool other = number && make_plainer(all.at[number / WAYS], number % WAYS); /* the whole is not left out */
            str plainer = other ? doc_json(a, holder->items.at[0]) : json;
            bool same = other && plainer.n <= json.n && !str_eq(plainer, json) && most-- && test(self, plainer);
            if (same) json = plainer;
            else number++;
            smaller = smaller || same;
        }
    }
    return json;
}
