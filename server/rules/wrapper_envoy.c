/* What Envoy's message asks of the plugin's code. */
#include "base/strbuf.h"
#include "ir/program.h"
#include "ir/registration.h"
#include "rules/wrapper_internal.h"
#include "text/line_index.h"

/* Whether a registration's root_id is known: it is a literal, or not given. */
static bool is_known(const ir_program *p, const registration *r)
{
    if (r->name.n || r->at.file >= p->files.n) return r->name.n;
    str text = str_slice(p->files.at[r->at.file].text, r->at.at.start, r->at.at.end);
    ptrdiff_t first = str_find_char(text, ',', 0), second = first < 0 ? -1 : str_find_char(text, ',', (size_t)first + 1);
    return second < 0; /* CONTEXT_FACTORY(A), ROOT_FACTORY(B) */
}

/* "'a', 'b'"; false when one of them can't be told, or is the one that is asked for. */
static bool list_others(const project_facts *facts, str asked, strbuf *out)
{
    for (size_t i = 0; i < facts->registrations->n; i++) {
        const registration *r = &facts->registrations->at[i];
        if (!r->sdk->root_ids || !is_known(facts->program, r) || str_eq(r->name, asked)) return false;
        strbuf_printf(out, "%s'%.*s'", out->n ? ", " : "", STR_ARG(r->name));
    }
    return out->n > 0;
}

/* --- texts ----------------------------------------------------------------------------------------------------------------- */

/* Whether the SDK refuses a text that is no JSON before the plugin's code sees it. */
static bool wants_json(const project_facts *facts)
{
    const registration *r = facts->registration;
    return r && r->sdk->layer && !r->sdk->layer->in_plugin;
}

/* Something that is filled in later: what it will be is not known. */
static bool is_filled_in(str text)
{
    static const char *const signs[] = {"{{", "${", "$(", "<%"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_has(text, str_of(signs[i]))) return true;
    return template_hides(text);
}

/* A message says its type; what stands in place of one is refused as such. */
static bool is_message(const yaml_node *scalar) { return scalar->parent && yaml_get(scalar->parent, STR("@type")); }

void wrapper_text_run(const rule_context *c, str path, const document_facts *facts, const config_document *d,
                      diagnostic_list *out)
{
    const document_form *around = document_form_of(d->within);
    str text = facts->stream->text;
    bool raw = facts->outer && around && around->as_is && facts->stream->dialect != YAML_JSON;
    if (!raw || !is_message(facts->inside.scalar) || !wants_json(project_load(d->plugin)) || is_filled_in(text)) return;
    wrapper w = {c, path, text, out};
    diagnostic *found = wrapper_report(&w, "document/not-json", line_first(text, d->root->at), NULL, 0);
    if (facts->stream->findings.n) return;
    str json = doc_json(c->arena, doc_from_yaml(c->arena, d->root));
    str title = rule_format(c, rule_config_phrase("as_json"), NULL, 0);
    fix *f = rule_add_fix(c->arena, found, title, found->path, range_make(0, (uint32_t)text.n), json);
    f->preferred = !facts->stream->comments.n;
}

/* A plain text is no document of its own. */
static void check_plain_text(const wrapper *w, const project_facts *facts, const config_document *d)
{
    str text = str_trim(d->text.text);
    bool json = text.n && (strchr("\"-0123456789", text.p[0]) || str_is(text, "true") || str_is(text, "false") ||
                           str_is(text, "null"));
    bool plain = !d->apart && d->text.scalar && is_message(d->text.scalar) && text.n && !strchr("{[", text.p[0]);
    if (!plain || json || is_filled_in(text)) return;
    if (wants_json(facts)) wrapper_report(w, "document/not-json", line_first(w->text, d->text.scalar->at), NULL, 0);
}

/* A plugin that a file loads several times calls the same clusters. */
static bool is_first(const document_facts *facts, const config_document *d)
{
    size_t i = 0;
    while (facts->documents.at[i].kind != d->kind || facts->documents.at[i].plugin != d->plugin) i++;
    return &facts->documents.at[i] == d;
}

void wrapper_envoy_run(const wrapper *w, const document_facts *facts, const config_document *d)
{
    const project_facts *plugin = project_load(d->plugin);
    if (plugin->registrations->refused || plugin->program->refused) return;
    form_owner owner = document_form_of(d->kind)->owner(d->root);
    str asked = owner.id ? owner.id->value : STR("");
    strbuf others = STRBUF_INIT;
    if (owner.address && list_others(plugin, asked, &others)) { /* with its code it is whole */
        rule_value values[] = {{"name", asked}, {"text", arena_str(w->c->arena, strbuf_str(&others))}};
        wrapper_report(w, "document/root-id", owner.id ? owner.id->at : owner.place->at, values, 2);
    }
    strbuf_free(&others);
    check_plain_text(w, plugin, d);
    const yaml_node *bootstrap = is_first(facts, d) ? wrapper_bootstrap(facts, d) : NULL;
    if (bootstrap) wrapper_calls_run(w, bootstrap, plugin, owner.place->at);
}
