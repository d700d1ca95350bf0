/* my-plugin: sets a header of every request. */
#include "json.h"
#include "proxy_wasm.h"

PROXY_WASM_PLUGIN

typedef struct plugin_config {
    char *header, *value;
} plugin_config;

static void free_config(plugin_config *config)
{
    if (!config) return;
    free(config->header);
    free(config->value);
    free(config);
}

/* NULL and a line in the log when the configuration is refused. */
static plugin_config *parse_config(pw_str json)
{
    plugin_config *config = (plugin_config *)calloc(1, sizeof *config);
    const char *wrong = NULL;
    if (!config) abort();
    json_status header = json_get_string(json.data, json.size, "header", &config->header);
    json_status value = json_get_string(json.data, json.size, "value", &config->value);
    if (header == JSON_BROKEN || value == JSON_BROKEN) wrong = "the config is no JSON object";
    else if (header == JSON_MISSING || (header == JSON_FOUND && !*config->header)) wrong = "missing header in config";
    else if (header == JSON_WRONG_TYPE || value == JSON_WRONG_TYPE) wrong = "header and value must be strings";
    else if (config->header[0] == ':') wrong = "header must not be a pseudo header";
    if (wrong) {
        pw_log(PW_LOG_ERROR, "%s", wrong);
        free_config(config);
        return NULL;
    }
    if (value == JSON_MISSING || !*config->value) {
        free(config->value);
        config->value = strdup("hello");
    }
    return config;
}

uint32_t proxy_on_vm_start(uint32_t root_context, uint32_t configuration_size)
{
    (void)root_context, (void)configuration_size;
    return 1;
}

uint32_t proxy_on_configure(uint32_t root_context, uint32_t configuration_size)
{
    (void)configuration_size;
    pw_context *root = pw_find_context(root_context);
    pw_str json = pw_get_buffer(PW_PLUGIN_CONFIGURATION);
    plugin_config *config = parse_config(json);
    free((void *)json.data);
    if (!root || !config) {
        free_config(config);
        return 0;
    }
    free_config((plugin_config *)root->data);
    root->data = config;
    return 1;
}

void proxy_on_context_create(uint32_t context, uint32_t parent_context) { pw_create_context(context, parent_context); }

uint32_t proxy_on_request_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream)
{
    (void)headers, (void)end_of_stream;
    pw_context *stream = pw_find_context(context);
    plugin_config *config = stream && stream->root ? (plugin_config *)stream->root->data : NULL;
    if (config && pw_set_header(PW_REQUEST_HEADERS, config->header, config->value) != PW_OK)
        pw_log(PW_LOG_ERROR, "failed to set the header %s", config->header);
    return PW_HEADERS_CONTINUE;
}

uint32_t proxy_on_done(uint32_t context)
{
    (void)context;
    return 1;
}

void proxy_on_delete(uint32_t context)
{
    pw_context *c = pw_find_context(context);
    if (c && c->root == c) free_config((plugin_config *)c->data);
    pw_delete_context(context);
}
