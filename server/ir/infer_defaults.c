/* What the program takes for a value that is absent.
 *
 * No pattern of code is looked for. On the ways that read a value, some variable holds it in the end; what the same variable
 * holds on an accepted way on which the value is missing is the default - whether it was assigned before, after, by a helper, or
 * was in the struct that the document was decoded into. A variable that other values get into as well says nothing. */
#include "base/json_write.h"
#include "ir/infer_internal.h"
#include "ir/program.h"

enum { KEPT_DEPTH = 7, ELEMENT_DEPTH = 3 };

/* --- on a way -------------------------------------------------------------------------------------------------------------- */

static uint64_t place_in(uint64_t place, uint64_t part)
{
    uint64_t parts[2] = {place, part};
    return str_hash((str){(const char *)parts, sizeof parts}, 0);
}

static bool is_plain(const value *v)
{
    return v->kind == VALUE_STRING || v->kind == VALUE_INT || v->kind == VALUE_FLOAT || v->kind == VALUE_BOOL;
}

static bool is_list(const value *v)
{
    return v->kind == VALUE_SLICE || (v->kind == VALUE_NIL && v->type && type_under_kind(v->type) == TYPE_SLICE);
}

static void keep(eval *e, uint64_t place, bool local, const ir_field *field, const value *v)
{
    bool of_document = v->kind == VALUE_UNKNOWN && v->origin && v->origin->node;
    if (of_document || is_plain(v) || is_list(v)) array_push(e->arena, &e->way.kept, (kept_value){place, local, field, *v});
}

void infer_leave_frame(eval *e, const frame *f)
{
    uint64_t place = place_in(f->place, (uint64_t)(uintptr_t)f->func);
    for (int32_t i = 0; i < f->func->slot_count; i++)
        if (f->slots[i]) keep(e, place_in(place, (uint64_t)i), true, NULL, &f->slots[i]->v);
}

static void keep_inside(eval *e, uint64_t place, const ir_field *field, const value *v, int depth)
{
    enum { KEPT_MOST = 20000 }; /* of one way */
    if (depth == 0 || e->way.kept.n >= KEPT_MOST) return;
    keep(e, place, false, field, v);
    switch (v->kind) {
    case VALUE_POINTER: keep_inside(e, place, field, &v->cell->v, depth - 1); break;
    case VALUE_STRUCT: {
        const ir_type *t = type_under(v->type);
        for (uint32_t i = 0; i < v->object->count; i++) {
            /* the field and not its number: behind an interface stands one type or another */
            const ir_field *inner = i < t->field_count ? &t->fields[i] : NULL;
            keep_inside(e, place_in(place, inner ? (uint64_t)(uintptr_t)inner : i), inner, &v->object->cells[i].v, depth - 1);
        }
        break;
    }
    case VALUE_ARRAY:
        for (uint32_t i = 0; i < v->object->count; i++)
            keep_inside(e, place_in(place, i), NULL, &v->object->cells[i].v, depth - 1);
        break;
    case VALUE_SLICE:
        for (uint32_t i = 0; i < v->slice.length && i < 2; i++)
            keep_inside(e, place_in(place, i), NULL, &value_element(v, i)->v, depth - 1);
        break;
    default: break;
    }
}

void infer_keep_result(eval *e, const value *config)
{
    keep_inside(e, 0, NULL, config, KEPT_DEPTH);
    for (size_t i = 0; i < e->program->packages.n; i++) {
        const ir_package *p = e->program->packages.at[i];
        for (size_t k = 0; k < p->members.n; k++) {
            const ir_member *m = p->members.entries[k].value;
            bool set = m->kind == IR_MEMBER_GLOBAL && m->global->run == e->way.run && m->global->cell;
            if (set) keep_inside(e, (uint64_t)(uintptr_t)m->global, NULL, &((cell *)m->global->cell)->v, KEPT_DEPTH);
        }
    }
}

/* --- of all ways ----------------------------------------------------------------------------------------------------------- */

/* The node whose value a variable holds unchanged; NULL when there is none or it is not known. */
static doc_node *holds_value_of(const value *v)
{
    if (v->kind != VALUE_UNKNOWN || !v->origin || v->origin->of) return NULL;
    switch (v->origin->op) {
    case ORIGIN_STRING:
    case ORIGIN_INT:
    case ORIGIN_UINT:
    case ORIGIN_FLOAT:
    case ORIGIN_BOOL: return v->origin->node;
    default: return NULL;
    }
}

/* The list whose elements a list of the program is made of. */
static doc_node *list_behind(const value *v, int depth)
{
    if (depth == 0) return NULL;
    if (v->kind == VALUE_POINTER) return list_behind(&v->cell->v, depth - 1);
    for (uint32_t i = 0; v->kind == VALUE_STRUCT && i < v->object->count; i++) {
        doc_node *n = list_behind(&v->object->cells[i].v, depth - 1);
        if (n) return n;
    }
    const origin *o = v->kind == VALUE_UNKNOWN ? v->origin : NULL;
    doc_node *n = o ? o->node : NULL;
    while (n && n->parent && n != n->parent->element) n = n->parent;
    return n ? n->parent : NULL;
}

static doc_node *owner_of(const value *v)
{
    if (v->kind != VALUE_SLICE) return holds_value_of(v);
    return v->slice.length ? list_behind(&value_element(v, 0)->v, ELEMENT_DEPTH) : NULL;
}

static bool write_literal(json_writer *w, const value *v)
{
    if (v->kind == VALUE_STRING) json_string(w, v->s);
    else if (v->kind == VALUE_BOOL) json_bool(w, v->b);
    else if (v->kind == VALUE_INT) json_int(w, v->i);
    else if (v->kind == VALUE_FLOAT) json_number(w, v->f);
    else return false;
    return true;
}

static str literal(arena *a, const value *v)
{
    strbuf out = STRBUF_INIT;
    json_writer w = JSON_WRITER(&out);
    bool good = true;
    if (is_list(v)) {
        json_array(&w);
        for (uint32_t i = 0; good && v->kind == VALUE_SLICE && i < v->slice.length; i++)
            good = write_literal(&w, &value_element(v, i)->v);
        json_array_end(&w);
    } else {
        good = write_literal(&w, v);
    }
    str text = good ? arena_str(a, strbuf_str(&out)) : STR("");
    strbuf_free(&out);
    return text;
}

static kept_place *place_facts(fact_table *t, uint64_t place)
{
    str key = {(const char *)&place, sizeof place};
    kept_place *p = map_get(&t->places, key);
    if (p) return p;
    p = ARENA_NEW(t->arena, kept_place);
    p->place = place;
    map_put(t->arena, &t->places, (str){(const char *)&p->place, sizeof p->place}, p);
    return p;
}

/* Conditions that single a way out: a certain value, something that is there, or is so. */
/* The node that is taken for just this text on this way: a switch that stores its own constants. */
static doc_node *constant_of(const eval *e, const value *v)
{
    for (size_t i = 0; v->kind == VALUE_STRING && v->s.n && i < e->way.assumptions.n; i++) {
        const struct doc_assumption *x = e->way.assumptions.at[i];
        if (x->as && x->as->kind == DOC_STRING && str_eq(x->as->text, v->s)) return x->node;
    }
    return NULL;
}

static uint32_t special_conditions(const eval *e)
{
    uint32_t n = 0;
    for (size_t i = 0; i < e->way.decisions.n; i++) {
        const origin *o = e->way.decisions.at[i].what;
        if (!o) continue;
        bool holds = e->way.decisions.at[i].holds, compares = o->op == ORIGIN_EQUAL;
        bool zero = !o->constant.text.n && !(o->constant.number < 0 || o->constant.number > 0);
        n += compares ? holds != zero : holds && (o->op == ORIGIN_DERIVED || o->op == ORIGIN_BOOL || o->op == ORIGIN_EXISTS);
    }
    return n;
}

static void add_candidate(fact_table *t, kept_place *p, const value *v, uint32_t special)
{
    if (p->held.n && array_last(&p->held).way == t->ways) return; /* the variable of a loop or of a function called twice */
    array_push(t->arena, &p->held, (held_value){t->ways, special, literal(t->arena, v)});
}

static void add_owner(kept_place *p, doc_node *owner)
{
    for (uint32_t i = 0; i < p->owner_count; i++)
        if (p->owners[i] == owner) return;
    if (p->owner_count < OWNERS_MOST) p->owners[p->owner_count++] = owner;
    else p->mixed = true;
}

void defaults_add_way(fact_table *t, eval *e)
{
    uint32_t special = special_conditions(e);
    for (size_t i = 0; i < e->way.assumptions.n; i++) {
        const struct doc_assumption *x = e->way.assumptions.at[i];
        if (x->as && x->as->kind == DOC_MISSING) array_push(t->arena, &facts_of(t, x->node)->absent_ways, t->ways);
    }
    for (size_t i = 0; i < e->way.kept.n; i++) {
        const kept_value *k = &e->way.kept.at[i];
        kept_place *p = place_facts(t, k->place);
        if (p->mixed) continue;
        doc_node *owner = owner_of(&k->v);
        if (!owner && !k->local) owner = constant_of(e, &k->v);
        if (owner && outlives_way(e, owner)) add_owner(p, owner);
        p->local = k->local;
        p->field = k->field;
        value v = eval_resolve(e, &k->v);
        if (is_plain(&v) || (is_list(&v) && !owner)) add_candidate(t, p, &v, special);
    }
}

static bool was_absent(const node_facts *f, uint32_t way)
{
    for (size_t low = 0, high = f->absent_ways.n; low < high;) { /* ways come in order */
        size_t middle = (low + high) / 2;
        if (f->absent_ways.at[middle] == way) return true;
        if (f->absent_ways.at[middle] < way) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* Of several values that were held, takes the one on the way with the fewest conditions that single it out; none where two are
 * left. */
static void vote(node_facts *f, const held_value *h)
{
    if (!h->text.n) return;
    if (f->default_text.n && f->default_special < h->special) return;
    if (f->default_text.n && f->default_special == h->special && !str_eq(f->default_text, h->text)) f->default_unsure = true;
    if (!f->default_text.n || h->special < f->default_special) {
        f->default_unsure = false;
        f->default_text = h->text;
        f->default_special = h->special;
    }
}

/* Nothing of what may get into the variable was there. */
static bool all_absent(const fact_table *t, const kept_place *p, uint32_t way)
{
    for (uint32_t i = 0; i < p->owner_count; i++) {
        bool absent = false;
        for (const doc_node *n = p->owners[i]; n && !absent; n = n->parent) {
            const node_facts *f = facts_find(t, n);
            absent = f && was_absent(f, way);
        }
        if (!absent) return false;
    }
    return true;
}

/* Of several keys for one thing the first that the program asks for: the others are older names, which it looks at only when the
 * first is missing. */
static doc_node *first_owner(const kept_place *p)
{
    doc_node *first = p->owners[0];
    for (uint32_t i = 1; i < p->owner_count; i++)
        if (p->owners[i]->first_read < first->first_read) first = p->owners[i];
    return first;
}

static void conclude(fact_table *t, const kept_place *p, const doc_node *owner)
{
    node_facts *f = facts_of(t, owner);
    if (p->field && p->owner_count == 1) {
        f->fields_differ = f->fields_differ || (f->field && f->field != p->field);
        f->field = p->field;
    }
    if (p->local && f->default_text.n && !f->default_local) return;
    f->default_local = p->local;
    for (size_t i = 0; i < p->held.n; i++)
        if (was_absent(f, p->held.at[i].way) && all_absent(t, p, p->held.at[i].way)) vote(f, &p->held.at[i]);
}

static const doc_node *node_of(const map_entry *facts)
{
    const doc_node *n;
    memcpy(&n, facts->key.p, sizeof n);
    return n;
}

static str field_key(const node_facts *f) { return (str){(const char *)&f->field, sizeof f->field}; }

/* Keys of one name that the same code reads into the same member have the same default: one configuration for all and one of each
 * rule. */
static void share_defaults(fact_table *t)
{
    map known = {0}; /* member -> entry of a key that it is read from, whose default is known */
    for (size_t i = 0; i < t->by_node.n; i++) {
        const node_facts *f = t->by_node.entries[i].value;
        bool sure = f->field && f->default_text.n && !f->default_unsure && !f->default_local;
        if (sure) map_put(t->arena, &known, field_key(f), &t->by_node.entries[i]);
    }
    for (size_t i = 0; i < t->by_node.n && known.n; i++) {
        node_facts *f = t->by_node.entries[i].value;
        if (f->default_text.n || !f->field || f->fields_differ) continue;
        const map_entry *entry = map_get(&known, field_key(f));
        const doc_node *n = node_of(&t->by_node.entries[i]), *twin = entry ? node_of(entry) : NULL;
        bool same = twin && str_eq(twin->key, n->key) && twin->read_at.file == n->read_at.file &&
                    twin->read_at.at.start == n->read_at.at.start && n->read_at.at.end;
        if (same) f->default_text = ((const node_facts *)entry->value)->default_text;
    }
}

void defaults_conclude(fact_table *t)
{
    /* what the configuration keeps says more than a variable on the way there, which may hold the bare zero */
    for (size_t i = 0; i < 2 * t->places.n; i++) {
        const kept_place *p = t->places.entries[i % t->places.n].value;
        bool locals = i >= t->places.n;
        if (p->mixed || p->local != locals) continue;
        if (p->owner_count) conclude(t, p, first_owner(p));
    }
    share_defaults(t);
}

/* --- of documents ---------------------------------------------------------------------------------------------------------- */

/* What stands in a document for a node of the symbolic one; NULL where not even the object around it is there. */
static doc_node *in_document(doc_node *document, const doc_node *n)
{
    if (!n->parent) return document;
    doc_node *above = in_document(document, n->parent);
    if (!above) return NULL;
    if (n == n->parent->element) return above->kind == DOC_ARRAY && above->items.n ? above->items.at[0] : NULL;
    if (n == n->parent->any_member || above->kind != DOC_OBJECT) return NULL;
    return doc_member_of(above, n->key);
}

static bool absent_from(doc_node *document, const kept_place *p)
{
    for (uint32_t i = 0; i < p->owner_count; i++) {
        const doc_node *n = in_document(document, p->owners[i]);
        if (n && n->kind != DOC_MISSING) return false;
    }
    return true;
}

void defaults_add_document(fact_table *t, eval *e, doc_node *document, uint32_t size)
{
    for (size_t i = 0; i < e->way.kept.n; i++) {
        const kept_value *k = &e->way.kept.at[i];
        const kept_place *p = map_get(&t->places, (str){(const char *)&k->place, sizeof k->place});
        bool constant = is_plain(&k->v) || is_list(&k->v);
        if (!p || p->mixed || !p->owner_count || !constant || !absent_from(document, p)) continue;
        str text = literal(t->arena, &k->v);
        const doc_node *owner = first_owner(p);
        node_facts *f = facts_of(t, owner);
        bool better =
            !f->tried_default.n || (f->tried_local && !p->local) || (f->tried_local == p->local && size < f->tried_size);
        if (!text.n || !in_document(document, owner) || !better) continue;
        f->tried_default = text;
        f->tried_local = p->local;
        f->tried_size = size;
    }
}
