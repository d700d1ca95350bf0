/* What a document says of the module and its machine against what is at hand: document/module-not-there, document/checksum,
 * document/vm-configuration. */
#include "base/path.h"
#include "base/sha256.h"
#include "ir/program.h"
#include "ir/sdk.h"
#include "rules/wrapper_internal.h"

/* The value as it has to be written in place of the scalar, in its quotes. */
static str written_like(const wrapper *w, const yaml_node *scalar, str text)
{
    char quote = w->text.p[scalar->at.start];
    bool quoted = quote == '"' || quote == '\'';
    return quoted ? arena_printf(w->c->arena, "%c%.*s%c", quote, STR_ARG(text), quote) : text;
}

static void offer_value(const wrapper *w, diagnostic *found, const yaml_node *scalar, str shown, str text)
{
    str title = rule_format(w->c, rule_config_phrase("service_replace"), (rule_value[]){{"value", shown}}, 1);
    rule_add_fix(w->c->arena, found, title, found->path, scalar->at, written_like(w, scalar, text));
}

/* Modules lie in the plugin's folder where Envoy is told to look for one, but not that one. */
static void check_place(const wrapper *w, const config_document *d, const form_owner *owner)
{
    arena *a = w->c->arena;
    if (d->because != OWNER_MODULE || !d->module.n) return;
    str name = path_base(d->module), folder = path_dir(d->module), other = {0};
    const source_tree *tree = project_sources(d->plugin);
    source_entries entries = tree->list(tree->self, a, folder);
    for (size_t i = 0; i < entries.n; i++) {
        if (str_eq(entries.at[i].name, name)) return;
        if (str_ends(entries.at[i].name, STR(".wasm"))) other = entries.at[i].name;
    }
    if (!other.n || !str_ends(owner->address->value, name)) return; /* it is not built yet */
    rule_value values[] = {{"name", name}, {"text", other}};
    diagnostic *found = wrapper_report(w, "document/module-not-there", owner->address->at, values, 2);
    str written = owner->address->value, before = str_slice(written, 0, written.n - name.n);
    offer_value(w, found, owner->address, other, arena_printf(a, "%.*s%.*s", STR_ARG(before), STR_ARG(other)));
}

static bool is_checksum(str text)
{
    enum { DIGITS = 64 };
    bool digits = text.n == DIGITS;
    for (size_t i = 0; i < text.n && digits; i++) digits = strchr("0123456789abcdefABCDEF", text.p[i]) != NULL;
    return digits;
}

/* The file of that name that was built here may be a newer one than what the address leads to: this is no more than a hint. */
static void check_checksum(const wrapper *w, const config_document *d, const form_owner *owner)
{
    const yaml_node *sum = owner->checksum;
    str address = owner->address ? owner->address->value : STR(""), name = path_base(address), bytes;
    bool file = str_ends(name, STR(".wasm")) && !str_starts(address, STR("oci:")); /* of an image it is another thing's */
    if (!sum || !file || !is_checksum(sum->value)) return;
    const source_tree *tree = project_sources(d->plugin);
    char digits[65];
    if (!tree->read(tree->self, path_join(w->c->arena, project_root(d->plugin), name), &bytes) || !bytes.n) return;
    sha256_hex(bytes, digits);
    if (str_eq_nocase(sum->value, str_of(digits))) return;
    rule_value values[] = {{"name", name}};
    diagnostic *found = wrapper_report(w, "document/checksum", sum->at, values, 1);
    offer_value(w, found, sum, str_of(digits), arena_str(w->c->arena, str_of(digits)));
}

/* Whether anything in the sources, those of libraries too, may read the VM's configuration. */
static bool reads_vm_configuration(const ir_program *p)
{
    size_t count;
    const sdk_function *all = sdk_functions(&count);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; all[i].vm_word && k < p->files.n; k++)
            if (str_has(p->files.at[k].text, str_of(all[i].vm_word))) return true;
    return false;
}

static void check_vm(const wrapper *w, const config_document *d, const project_facts *facts)
{
    const yaml_node *vm = yaml_member(d->root, STR("vm_config"));
    const yaml_entry *e = yaml_get_entry(vm ? vm : yaml_member(d->root, STR("vmConfig")), STR("configuration"));
    const yaml_node *given = e ? yaml_resolve(e->value) : NULL;
    bool any = given && given->kind == YAML_MAPPING && given->entry_count;
    bool whole = !facts->program->unread.n && !facts->program->refused && !facts->registrations->refused;
    if (any && whole && !reads_vm_configuration(facts->program))
        wrapper_report(w, "document/vm-configuration", e->key->at, NULL, 0);
}

void wrapper_module_run(const wrapper *w, const config_document *d, const form_owner *owner, const project_facts *facts)
{
    check_place(w, d, owner);
    check_checksum(w, d, owner);
    if (d->kind == DOCUMENT_ENVOY) check_vm(w, d, facts);
}
