/* The inferred schema of a project: made when asked for, kept over edits it does not depend on.
 *
 * One that takes long to make is made in slices, when there is nothing else to do, and so is the first one where a document of
 * the plugin is open: whoever asks before it is made waits for what is left of it. Meanwhile the last one answers those who would
 * rather have an old answer than wait; its places move along with the edits since. How long it takes is measured in steps and not
 * with a clock, so that what is answered is the same on any machine. */
#include "base/clock.h"
#include "base/slices.h"
#include "ir/infer.h"
#include "ir/registration.h"
#include "plugin/documentation.h"
#include "plugin/workspace_internal.h"

enum {
    SLICED_FROM = 100000, /* steps: about ten milliseconds */
    SLICE_MS = 5,
    REST_MS = 300, /* without an edit, before it is made in slices */
};

static eval_entry entry_or_none(const eval_entry *entry) { return entry ? *entry : (eval_entry){0}; }

static void forget_one(schema_memory *m)
{
    m->schema = NULL;
    arena_free(&m->memory);
    arena_free(&m->descriptions);
}

void schema_stop(project *p)
{
    slices_free(p->making);
    p->making = NULL;
    if (p->begun) infer_drop(p->begun);
    p->begun = NULL;
    if (!p->schema.schema) forget_one(&p->schema);
}

void schema_forget(project *p)
{
    schema_stop(p);
    forget_one(&p->schema);
    forget_one(&p->last_schema);
    p->described = false;
}

size_t schema_bytes(const project *p)
{
    const schema_memory *all[] = {&p->schema, &p->last_schema};
    size_t bytes = p->begun ? infer_bytes(p->begun) : 0;
    for (size_t i = 0; i < 2; i++) bytes += all[i]->memory.total + all[i]->descriptions.total;
    return bytes;
}

/* --- after edits ------------------------------------------------------------------------------------------------------------ */

static void retire(project *p)
{
    p->described = false;
    if (p->of || !p->owner->keeps_whole || p->schema.schema->steps < SLICED_FROM) {
        forget_one(&p->schema);
        return;
    }
    forget_one(&p->last_schema);
    p->last_schema = p->schema;
    p->schema = (schema_memory){0};
}

void schema_follow(project *p)
{
    const registration *r = p->facts.registration;
    const ir_program *program = p->facts.program;
    if (p->schema.schema) {
        eval_entry parse = entry_or_none(r ? r->parse : NULL), override = entry_or_none(r ? r->override : NULL);
        bool same = eval_entry_same(&parse, &p->schema_parse) && eval_entry_same(&override, &p->schema_override);
        if (!same || !infer_follow(p->schema.schema, program)) retire(p);
    }
    bool moved = p->last_schema.schema && r && r->parse && infer_move(p->last_schema.schema, program);
    if (!moved) forget_one(&p->last_schema);
    if (moved || p->schema_wanted) p->schema_due = now_ms() + REST_MS;
}

/* --- making it -------------------------------------------------------------------------------------------------------------- */

static void make(void *self)
{
    project *p = self;
    const registration *r = p->facts.registration;
    inference *begun = p->begun;
    p->made = NULL; /* should it run into a BUG */
    p->begun = NULL;
    work_item document, outer = project_enter_work(p, &document);
    if (!begun) begun = infer_begin(&p->schema.memory, p->facts.program, r->parse, r->override);
    p->made = infer_finish(begun);
    project_leave_work(outer, document);
}

static void take(project *p)
{
    const registration *r = p->facts.registration;
    slices_free(p->making);
    p->making = NULL;
    p->schema_wanted = false;
    p->schema.schema = p->made;
    p->schema_parse = entry_or_none(r->parse);
    p->schema_override = entry_or_none(r->override);
}

static void describe(project *p)
{
    work_item document, outer = project_enter_work(p, &document);
    arena_reset(&p->schema.descriptions);
    documentation_add(&p->schema.descriptions, &p->tree, p->root, p->facts.language, p->facts.program, p->schema.schema,
                      p->owner->chinese);
    p->described = true;
    project_leave_work(outer, document);
}

const inferred_schema *project_schema(project *p)
{
    const project_facts *facts = project_load(p);
    if (!facts->registration || !facts->registration->parse) return NULL;
    if (p->making) {
        slices_run(p->making, -1);
        take(p);
    }
    if (!p->schema.schema) {
        make(p);
        take(p);
    }
    if (!p->described) describe(p);
    return p->schema.schema;
}

const inferred_value *project_explored(project *p, bool rule)
{
    const registration *r = project_load(p)->registration;
    if (!r || !r->parse) return NULL;
    if (p->making) project_schema(p);
    if (p->schema.schema) return rule ? p->schema.schema->rule : p->schema.schema->root;
    inference *begun = p->begun;
    p->begun = NULL;
    work_item document, outer = project_enter_work(p, &document);
    if (!begun) begun = infer_begin(&p->schema.memory, p->facts.program, r->parse, r->override);
    const inferred_value *root = infer_explored(begun, rule);
    p->begun = begun;
    project_leave_work(outer, document);
    return root;
}

const inferred_schema *project_schema_tried(project *p)
{
    if (!project_schema(p)) return NULL;
    const registration *r = p->facts.registration;
    work_item document, outer = project_enter_work(p, &document);
    infer_accepted_types(p->schema.schema, p->facts.program, r->parse, r->override);
    project_leave_work(outer, document);
    return p->schema.schema;
}

const inferred_schema *project_schema_soon(project *p)
{
    project_load(p);
    return p->last_schema.schema && !p->schema.schema ? p->last_schema.schema : project_schema(p);
}

/* --- in slices -------------------------------------------------------------------------------------------------------------- */

void schema_want(project *p)
{
    if (p->of || p->schema_wanted || p->schema.schema || !p->owner->keeps_whole) return;
    p->schema_wanted = true;
    p->schema_due = now_ms() + REST_MS;
}

static bool waits_for_schema(const project *p)
{
    const registration *r = p->facts.registration;
    return !p->schema.schema && (p->last_schema.schema || (p->schema_wanted && r && r->parse));
}

int64_t workspace_schemas_due(const workspace *w)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < w->loaded.n; i++)
        if (waits_for_schema(w->loaded.at[i]) && w->loaded.at[i]->schema_due < first) first = w->loaded.at[i]->schema_due;
    return first;
}

static void advance(project *p)
{
    int64_t due = p->schema_due;
    p->schema_due = INT64_MAX; /* nor again, should it run into a BUG */
    if (!p->making) p->making = slices_new(make, p);
    if (!p->making) make(p);
    if (!p->making || slices_run(p->making, SLICE_MS)) take(p);
    else p->schema_due = due;
}

bool workspace_make_schemas(workspace *w)
{
    int64_t due = workspace_schemas_due(w);
    for (size_t i = 0; i < w->loaded.n; i++) {
        project *p = w->loaded.at[i];
        if (p->last_schema.schema && p->schema.schema) forget_one(&p->last_schema);
        if (due == INT64_MAX || due > now_ms() || !waits_for_schema(p) || p->schema_due != due) continue;
        if (project_is_known(p)) advance(p);
        else project_load(p);
        return true;
    }
    return false;
}
