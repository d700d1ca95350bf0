#include "schema/check.h"

#include "base/limits.h"
#include "base/words.h"

/* Recursion and work are bounded, whatever schema and value are: past a limit the run is given up, and the value counts as
 * good. */

check_marks check_marks_new(check_run *r, const yaml_node *v)
{
    uint32_t n = v->kind == YAML_MAPPING ? v->entry_count : v->item_count;
    check_marks m = {.n = n};
    /* merge keys may give more members than the mapping has entries */
    if (v->kind == YAML_MAPPING) m.n = n = schema_value_members(r->arena, v).n;
    if (n > 64) m.many = ARENA_NEW_N(r->arena, uint64_t, (n + 63) / 64);
    return m;
}

void check_mark(check_marks *m, uint32_t i)
{
    if (!m || i >= m->n) return;
    uint64_t *words = m->many ? m->many : &m->few;
    words[i / 64] |= (uint64_t)1 << i % 64;
}

bool check_is_marked(const check_marks *m, uint32_t i)
{
    const uint64_t *words = m->many ? m->many : &m->few;
    return i < m->n && (words[i / 64] >> i % 64 & 1);
}

void check_marks_join(check_marks *to, const check_marks *from)
{
    if (!to) return;
    to->few |= from->few;
    for (uint32_t i = 0; to->many && from->many && i < (to->n + 63) / 64; i++) to->many[i] |= from->many[i];
}

bool check_fail(check_run *r, error_kind kind, const schema_node *s, const yaml_node *value, schema_error **e)
{
    if (e) *e = NULL;
    if (!r->out || r->given_up || r->out->n >= LIMIT_SCHEMA_FINDINGS) return false;
    if (!r->out->cap) { /* most lists are those of branches, and have one */
        r->out->at = ARENA_NEW(r->arena, schema_error);
        r->out->cap = 1;
    }
    schema_error *made = array_add(r->arena, r->out);
    made->kind = kind;
    made->schema = s;
    made->value = value;
    if (e) *e = made;
    return false;
}

bool check_quietly(check_run *r, const schema_node *s, const yaml_node *value, check_marks *m)
{
    schema_errors *out = r->out;
    r->out = NULL;
    bool good = check_node(r, s, value, m);
    r->out = out;
    return good;
}

bool check_pattern(check_run *r, const schema_pattern *p, str text)
{
    enum { WORK_OF_STEP = 64 };
    uint64_t steps = schema_pattern_work(p, text.n) / WORK_OF_STEP;
    if (r->steps + steps > LIMIT_SCHEMA_STEPS) {
        r->given_up = true;
        return true;
    }
    r->steps += (uint32_t)steps;
    return schema_pattern_matches(p, text);
}

/* --- references ------------------------------------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t h)
{
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9u;
    return h ^ h >> 32;
}

static memo_entry *memo_slot(memo_entry *table, size_t size, const schema_node *s, const yaml_node *v, uint64_t scope)
{
    size_t i = mix((uint64_t)(uintptr_t)s * 31 + (uint64_t)(uintptr_t)v + scope * 7) & (size - 1);
    while (table[i].schema && !(table[i].schema == s && table[i].value == v && table[i].scope == scope)) i = (i + 1) & (size - 1);
    return &table[i];
}

static memo_entry *memo_at(check_run *r, const schema_node *s, const yaml_node *v)
{
    enum { FIRST = 64 };
    if ((r->memo_count + 1) * 2 > r->memo_size) {
        size_t size = r->memo_size ? r->memo_size * 2 : FIRST;
        memo_entry *table = ARENA_NEW_N(r->arena, memo_entry, size);
        for (size_t i = 0; i < r->memo_size; i++)
            if (r->memo[i].schema) *memo_slot(table, size, r->memo[i].schema, r->memo[i].value, r->memo[i].scope) = r->memo[i];
        r->memo = table;
        r->memo_size = size;
    }
    memo_entry *e = memo_slot(r->memo, r->memo_size, s, v, r->scope ? r->scope->hash : 0);
    if (!e->schema) {
        *e = (memo_entry){.schema = s, .value = v, .scope = r->scope ? r->scope->hash : 0};
        r->memo_count++;
    }
    return e;
}

static void add_errors(check_run *r, const schema_errors *errors)
{
    for (size_t i = 0; i < errors->n && r->out->n < LIMIT_SCHEMA_FINDINGS; i++) array_push(r->arena, r->out, errors->at[i]);
    r->steps += (uint32_t)errors->n;
}

/* Scalars are looked at again rather than remembered, as long as it does not go on and on. */
static bool check_target_of_scalar(check_run *r, const schema_node *target, const yaml_node *v)
{
    r->nested++;
    bool good = check_node(r, target, v, NULL);
    r->nested--;
    return good;
}

/* A target is evaluated once on each value, however many ways lead there; one that is being evaluated says nothing more. */
static bool check_target(check_run *r, const schema_node *target, const yaml_node *v, check_marks *m)
{
    enum { FEW = 8 };
    if (v->kind != YAML_MAPPING && v->kind != YAML_SEQUENCE && r->nested < FEW) return check_target_of_scalar(r, target, v);
    memo_entry *known = memo_at(r, target, v);
    if (known->state == MEMO_RUNNING) return true;
    if (known->state == MEMO_GOOD && !m) return true;
    if (known->state == MEMO_BAD && !r->out) return false;
    if (known->state == MEMO_BAD && known->errors && !m) {
        add_errors(r, known->errors);
        return false;
    }
    known->state = MEMO_RUNNING;
    schema_errors *out = r->out, *own = out ? ARENA_NEW(r->arena, schema_errors) : NULL;
    r->out = own;
    bool good = check_node(r, target, v, m);
    r->out = out;
    known = memo_at(r, target, v);
    known->state = good ? MEMO_GOOD : MEMO_BAD;
    known->errors = own;
    if (out) add_errors(r, own);
    return good;
}

/* JSON Schema 2020-12 core 8.2.3.2: the outermost resource of the dynamic scope that has the anchor. */
static const schema_node *dynamic_target(const check_run *r, const schema_reference *ref)
{
    const schema_node *found = ref->target;
    for (const check_scope *scope = r->scope; scope; scope = scope->outer) {
        const schema_node *n = map_get(&scope->resource->dynamic_anchors, ref->anchor);
        if (n) found = n;
    }
    return found;
}

static bool check_references(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    bool good = true;
    for (size_t i = 0; i < s->references.n && (good || r->out); i++) {
        const schema_reference *ref = s->references.at[i];
        if (!ref->target) continue;
        good = check_target(r, ref->dynamic ? dynamic_target(r, ref) : ref->target, v, m) && good;
    }
    return good;
}

/* --- one schema ------------------------------------------------------------------------------------------------------------ */

static bool check_keywords(check_run *r, const schema_node *s, const yaml_node *v, check_marks *m)
{
    if (!check_type_and_values(r, s, v)) return false; /* the rest would only say the same again */
    bool object = v->kind == YAML_MAPPING, array = v->kind == YAML_SEQUENCE;
    bool rest = (object && s->object && s->object->unevaluated) || (array && s->array && s->array->unevaluated);
    check_marks own = {0};
    check_marks *marks = m;
    if (rest) { /* annotations of this schema alone count for its `unevaluated...` */
        own = check_marks_new(r, v);
        marks = &own;
    }
    bool good = !s->references.n || check_references(r, s, v, marks);
    if (s->logic && (good || r->out)) good = check_logic(r, s, v, marks) && good;
    if (object && s->object && (good || r->out)) good = check_object(r, s, v, marks) && good;
    if (array && s->array && (good || r->out)) good = check_array(r, s, v, marks) && good;
    if (v->kind == YAML_SCALAR && s->range && (good || r->out)) good = check_number(r, s, v) && good;
    if (v->kind == YAML_SCALAR && s->text && (good || r->out)) good = check_text(r, s, v) && good;
    if (rest && (good || r->out)) {
        good = (object ? check_unevaluated_members(r, s, v, marks) : check_unevaluated_items(r, s, v, marks)) && good;
        check_marks_join(m, &own);
    }
    return good;
}

bool check_node(check_run *r, const schema_node *s, const yaml_node *value, check_marks *m)
{
    const yaml_node *v = schema_value(value);
    if (!v || s->verdict == SCHEMA_ALWAYS || r->given_up) return true;
    if (r->out && r->out->n >= LIMIT_SCHEMA_FINDINGS) return false; /* enough is wrong already */
    if (s->verdict == SCHEMA_NEVER) return check_fail(r, ERROR_NEVER, s, v, NULL);
    if (++r->steps > LIMIT_SCHEMA_STEPS || r->depth >= LIMIT_SCHEMA_DEPTH) {
        r->given_up = true;
        return true;
    }
    check_scope scope = {s->resource, r->scope, 0};
    bool entered = !r->scope || r->scope->resource != s->resource;
    if (entered) {
        scope.hash = mix((r->scope ? r->scope->hash : 0) * 31 + s->resource->number);
        r->scope = &scope;
    }
    r->depth++;
    bool good = check_keywords(r, s, v, m);
    r->depth--;
    if (entered) r->scope = scope.outer;
    return good;
}

bool schema_accepts(const schema_node *schema, const yaml_node *value, bool formats)
{
    arena a = ARENA_INIT;
    check_run r = {.arena = &a, .formats = formats};
    bool good = check_node(&r, schema, value, NULL) || r.given_up;
    arena_free(&a);
    return good;
}

void schema_validate(arena *a, const schema_node *schema, const yaml_node *value, const schema_options *options,
                     diagnostic_list *out)
{
    arena scratch = ARENA_INIT;
    check_run quick = {.arena = &scratch, .formats = options->formats};
    bool good = check_node(&quick, schema, value, NULL), given_up = quick.given_up;
    schema_errors errors = {0};
    bool prunes = schema->resource->dialect.draft == SCHEMA_KUBERNETES; /* has something to say about good documents, too */
    if ((!good || prunes) && !given_up) {
        arena_reset(&scratch);
        check_run full = {.arena = &scratch, .formats = options->formats, .out = &errors};
        check_node(&full, schema, value, NULL);
        given_up = full.given_up;
        /* a schema that contradicts itself by way of references may look different the second time */
        if (!good && !errors.n && !given_up) array_push(&scratch, &errors, (schema_error){.kind = ERROR_NEVER, .value = value});
        check_settle(&scratch, &errors);
    }
    check_report(a, schema, &errors, options, out);
    if (given_up) {
        diagnostic *d = array_add(a, out);
        *d = (diagnostic){.path = options->path, .at = {value->at.start, value->at.start}, .level = SEVERITY_WARNING,
                          .code = STR("schema/invalid"),
                          .message = words_str("the schema takes too many steps on this document: only a part of it was "
                                               "checked")};
    }
    arena_free(&scratch);
}
