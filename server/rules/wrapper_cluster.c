/* document/unknown-cluster: what a plugin calls against the clusters of the bootstrap that loads it. Envoy answers a call of
 * another one at once, with an error. A bootstrap that gets clusters from elsewhere tells nothing of which there are. */
#include "base/strbuf.h"
#include "documents/template.h"
#include "ir/body_facts.h"
#include "ir/program.h"
#include "ir/registration.h"
#include "ir/sdk.h"
#include "rules/wrapper_internal.h"

/* What has no list of them is a part of a bootstrap. */
static const yaml_node *clusters_of(const yaml_node *bootstrap)
{
    const yaml_node *clusters = yaml_member(yaml_member(bootstrap, STR("static_resources")), STR("clusters"));
    return clusters && clusters->kind == YAML_SEQUENCE && clusters->item_count ? clusters : NULL;
}

const yaml_node *wrapper_bootstrap(const document_facts *facts, const config_document *d)
{
    bool inside = d->within == DOCUMENT_ENVOY && facts->outer;
    const yaml_node *root = inside ? facts->inside.scalar : d->root;
    if (!inside && d->kind != DOCUMENT_ENVOY) return NULL;
    while (root->parent) root = root->parent;
    bool whole = clusters_of(root) && !yaml_get(root, STR("dynamic_resources"));
    return whole && !(inside ? facts->outer : facts)->braces ? root : NULL;
}

static const yaml_node *name_of(const yaml_node *clusters, uint32_t i)
{
    const yaml_node *name = yaml_member(yaml_resolve(clusters->items[i]), STR("name"));
    return name && name->kind == YAML_SCALAR ? name : NULL;
}

/* A name that is not known, "${CLUSTER}", may be any. */
static bool has_cluster(const yaml_node *clusters, str asked)
{
    for (uint32_t i = 0; i < clusters->item_count; i++) {
        const yaml_node *name = name_of(clusters, i);
        if (!name || str_eq(name->value, asked) || strchr("$%<@{", name->value.n ? name->value.p[0] : '$')) return true;
    }
    return false;
}

/* "'a', 'b'", the first ones. */
static str names_of(arena *a, const yaml_node *clusters)
{
    enum { SHOWN = 4 };
    strbuf out = STRBUF_INIT;
    for (uint32_t i = 0; i < clusters->item_count; i++) {
        if (i < SHOWN) strbuf_printf(&out, "%s'%.*s'", i ? words(", ") : "", STR_ARG(name_of(clusters, i)->value));
        else if (i == SHOWN) strbuf_printf(&out, words(", ..."));
    }
    str names = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return names;
}

/* --- what the configuration names ------------------------------------------------------------------------------------------ */

void wrapper_clusters_run(config_context *c, const yaml_node *bootstrap)
{
    const yaml_node *clusters = clusters_of(bootstrap);
    arena *a = c->rules.arena;
    for (size_t i = 0; i < c->runs->n; i++) {
        const config_run *run = c->run = &c->runs->at[i];
        for (size_t k = 0; run->ran && k < run->result.services.list.n; k++) {
            const eval_service *s = &run->result.services.list.at[k];
            const doc_node *top = s->name_at;
            while (top && top->parent) top = top->parent;
            bool written = top == run->document && s->name_at->kind == DOC_STRING && !template_hides(s->name_at->text);
            if (!written || has_cluster(clusters, s->cluster)) continue;
            rule_value values[] = {{"name", s->cluster}, {"text", names_of(a, clusters)}};
            config_report(c, "document/unknown-cluster", config_place(c, s->name_at), (sdk_text){0}, values, 2);
        }
    }
}

/* --- what the code names --------------------------------------------------------------------------------------------------- */

typedef struct cluster_search {
    const wrapper *w;
    const project_facts *facts;
    const yaml_node *clusters;
    range at;
    ARRAY(str) said;
} cluster_search;

static bool takes_cluster(const sdk_function *f) { return f && f->cluster_at >= 0; }

/* Whether the plugin has a method of that name, which calls of an object may mean. */
static bool has_method(const ir_program *p, str name)
{
    for (size_t i = 0; i < ir_package_count(p); i++) {
        const ir_package *in = ir_package_at(p, i);
        for (size_t k = 0; !in->library && k < in->funcs.n; k++) {
            str own = in->funcs.at[k]->name;
            ptrdiff_t dot = str_rfind_char(own, '.');
            if (str_eq(str_slice(own, (size_t)(dot + 1), own.n), name)) return true;
        }
    }
    return false;
}

static const sdk_function *function_of(const ir_program *p, const ir_node *callee)
{
    str package, name;
    if (callee->op == IR_MEMBER && !has_method(p, callee->name)) return sdk_find_method(ir_language(p), (str){0}, callee->name);
    const char *sdk = body_is_extern(callee, &package, &name) ? sdk_package(package) : NULL;
    return sdk ? sdk_find(sdk, name) : NULL;
}

/* The cluster of a call that names it as a constant; empty: it is none. */
static str called(const ir_program *p, const ir_node *call, ir_span *at)
{
    const ir_node *callee = call->count > 1 ? body_strip(call->kids[0]) : NULL;
    const sdk_function *f = callee ? function_of(p, callee) : NULL;
    if (!takes_cluster(f) || (uint32_t)f->cluster_at + 1 >= call->count) return (str){0};
    const ir_node *named = body_strip(call->kids[f->cluster_at + 1]);
    *at = named->at;
    return named->op == IR_CONST && named->constant.kind == IR_STRING ? named->constant.text : (str){0};
}

static void report_call(cluster_search *s, str cluster, ir_span at)
{
    for (size_t i = 0; i < s->said.n; i++)
        if (str_eq(s->said.at[i], cluster)) return;
    arena *a = s->w->c->arena;
    array_push(a, &s->said, cluster);
    rule_value values[] = {{"name", cluster}, {"text", names_of(a, s->clusters)}};
    diagnostic *d = wrapper_report(s->w, "document/unknown-cluster", s->at, values, 2);
    if (at.file == IR_NO_FILE) return;
    str message = sdk_text_str(rule_related("cluster_called"));
    array_push(a, &d->related, (related_place){arena_str(a, ir_file_path(s->facts->program, at.file)), at.at, message});
}

static void look_into(cluster_search *s, body_cache *cache, ir_func *f)
{
    const body_facts *facts = body_facts_of(cache, f);
    for (size_t i = 0; i < facts->calls.n; i++) {
        ir_span at;
        str cluster = called(cache->program, facts->calls.at[i].call, &at);
        if (cluster.n && !has_cluster(s->clusters, cluster)) report_call(s, cluster, at);
    }
    for (size_t i = 0; i < facts->closures.n; i++) look_into(s, cache, facts->closures.at[i]->func);
}

/* Whether the plugin's texts have the name of such a function at all. */
static bool calls_any(const ir_program *p)
{
    size_t count;
    const sdk_function *all = sdk_functions(&count);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; takes_cluster(&all[i]) && k < p->files.n; k++)
            if (p->files.at[k].own && str_has(p->files.at[k].text, str_of(all[i].name))) return true;
    return false;
}

void wrapper_calls_run(const wrapper *w, const yaml_node *bootstrap, const project_facts *facts, range at)
{
    cluster_search s = {.w = w, .facts = facts, .clusters = clusters_of(bootstrap), .at = at};
    arena memory = ARENA_INIT;
    body_cache cache = {.arena = &memory, .program = facts->program};
    if (!calls_any(facts->program)) return;
    for (size_t i = 0; i < ir_package_count(facts->program); i++) {
        ir_package *p = ir_package_at(facts->program, i);
        for (size_t k = 0; !p->library && k < p->funcs.n; k++) look_into(&s, &cache, p->funcs.at[k]);
    }
    arena_free(&memory);
}
