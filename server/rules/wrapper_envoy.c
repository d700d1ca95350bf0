/* What Envoy's message asks of the plugin's code. */
#include "base/strbuf.h"
#include "ir/program.h"
#include "ir/registration.h"
#include "rules/wrapper_internal.h"

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

void wrapper_envoy_run(const wrapper *w, const config_document *d)
{
    const project_facts *facts = d->plugin ? project_load(d->plugin) : NULL;
    if (!facts || facts->registrations->refused || facts->program->refused || d->templated) return;
    form_owner owner = document_form_of(d->kind)->owner(d->root);
    str asked = owner.id ? owner.id->value : STR("");
    strbuf others = STRBUF_INIT;
    if (owner.address && list_others(facts, asked, &others)) { /* with its code it is whole */
        rule_value values[] = {{"name", asked}, {"text", arena_str(w->c->arena, strbuf_str(&others))}};
        wrapper_report(w, "document/root-id", owner.id ? owner.id->at : owner.place->at, values, 2);
    }
    strbuf_free(&others);
}
