#include "lsp/feature.h"

#define FEATURE_ADDRESS(name) &feature_##name,
static const server_feature *const features[] = {FEATURES(FEATURE_ADDRESS)};
enum { COUNT = sizeof features / sizeof *features };

const server_method *feature_find_method(const rpc_message *m)
{
    for (size_t i = 0; i < COUNT; i++)
        for (size_t k = 0; k < FEATURE_METHODS_MOST; k++) {
            const server_method *method = &features[i]->methods[k];
            if (method->name && method->kind == m->kind && str_is(m->method, method->name)) return method;
        }
    return NULL;
}

void features_read_abilities(struct server *s, const cJSON *abilities)
{
    for (size_t i = 0; i < COUNT; i++)
        if (features[i]->read_abilities) features[i]->read_abilities(s, abilities);
}

void features_write_capabilities(const struct server *s, json_writer *w)
{
    for (size_t i = 0; i < COUNT; i++)
        if (features[i]->write_capability) features[i]->write_capability(s, w);
    json_add_object(w, "workspace");
    for (size_t i = 0; i < COUNT; i++)
        if (features[i]->write_workspace_capability) features[i]->write_workspace_capability(s, w);
    json_object_end(w);
}
