#include "ir/sdk.h"

#include "ir/node.h"

#include "sdk_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const sdk_status_info unknown_status = {"?", SDK_UNKNOWN, NULL, {"", ""}, {NULL, NULL}, NULL};

_Static_assert(COUNT(sdk_infos) == SDK_KIND_COUNT, "rows of sdks.json");

const sdk_info *sdk_info_of(sdk_kind kind) { return &sdk_infos[kind]; }

const char *sdk_package(str path)
{
    for (size_t i = 0; i < COUNT(package_paths); i++)
        if (str_is(path, package_paths[i].path)) return package_paths[i].package;
    return NULL;
}

bool sdk_is_module(str path)
{
    for (size_t i = 0; i < COUNT(package_paths); i++) {
        str package = str_of(package_paths[i].path);
        if (path.n && str_starts(package, path) && (package.n == path.n || package.p[path.n] == '/')) return true;
    }
    return false;
}

bool sdk_is_plain(str path)
{
    for (size_t i = 0; i < COUNT(higress_packages); i++)
        if (str_starts(path, higress_packages[i])) return false;
    return sdk_package(path);
}

sdk_type sdk_type_of(const ir_type *t)
{
    const char *package = t && t->kind == TYPE_NAMED ? sdk_package(t->package) : NULL;
    for (size_t i = 0; package && i < COUNT(type_table); i++)
        if (str_is(t->name, type_table[i].type) && strcmp(package, type_table[i].package) == 0) return type_table[i].is;
    return SDK_TYPE_OTHER;
}

const sdk_function *sdk_find(const char *package, str name)
{
    for (size_t i = 0; package && i < COUNT(function_table); i++) {
        const sdk_function *f = &function_table[i];
        if (!f->receiver && str_is(name, f->name) && strcmp(f->package, package) == 0) return f;
    }
    return NULL;
}

const sdk_function *sdk_row(const sdk_function *f, int64_t first)
{
    const sdk_function *end = function_table + COUNT(function_table);
    for (const sdk_function *r = f; f && r < end; r++) {
        bool same = strcmp(r->name, f->name) == 0 && strcmp(r->package, f->package) == 0 && !r->receiver == !f->receiver;
        if (same && !r->paths && (r->first < 0 || r->first == first)) return r;
    }
    return NULL;
}

/* Whether the list of paths has the path, or a pattern for it. */
static bool has_path(str paths, str path)
{
    for (str one; str_split(&paths, ' ', &one);) {
        bool any = str_ends(one, STR(".*"));
        str head = any ? str_slice(one, 0, one.n - 1) : one;
        if (one.n && (any ? str_starts(path, head) && path.n > head.n : str_eq(path, one))) return true;
    }
    return false;
}

const sdk_function *sdk_row_of_path(const sdk_function *f, str path)
{
    const sdk_function *end = function_table + COUNT(function_table);
    for (const sdk_function *r = f; f && path.n && r < end; r++)
        if (r->paths && strcmp(r->name, f->name) == 0 && strcmp(r->package, f->package) == 0 && has_path(str_of(r->paths), path))
            return r;
    return f;
}

const sdk_function *sdk_find_method(const char *language, str receiver, str name)
{
    const char *wanted = NULL;
    for (size_t i = 0; i < COUNT(receiver_types); i++)
        if (str_is(receiver, receiver_types[i].type) && strcmp(receiver_types[i].language, language) == 0)
            wanted = receiver_types[i].receiver;
    if (receiver.n && !wanted) return NULL;
    for (size_t i = 0; i < COUNT(function_table); i++) {
        const sdk_function *f = &function_table[i];
        if (!f->receiver || !str_is(name, f->name) || strcmp(f->language, language) != 0) continue;
        if (!wanted || strcmp(wanted, f->receiver) == 0) return f;
    }
    return NULL;
}

const sdk_function *sdk_functions(size_t *count)
{
    *count = COUNT(function_table);
    return function_table;
}

const sdk_status_info *sdk_status(const sdk_function *f, sdk_column column)
{
    return f->row < 0 ? &unknown_status : &status_infos[phase_rows[f->row].status[column]];
}

const sdk_status_info *sdk_status_streamed(const sdk_status_info *status)
{
    for (size_t i = 0; status->streamed && i < COUNT(status_infos); i++)
        if (strcmp(status_infos[i].code, status->streamed) == 0) return &status_infos[i];
    return status;
}

const sdk_column_info *sdk_column_of(sdk_column column) { return &column_infos[column]; }

/* The order of a stream's life: columns and data on one scale; -1 for no stream at all. */
static int moment_of_column(sdk_column c)
{
    switch (c) {
    case SDK_NEW_HTTP_CONTEXT: return 0;
    case SDK_REQUEST_HEADERS: case SDK_CB_REQUEST_HEADERS: return 1;
    case SDK_REQUEST_BODY: case SDK_REQUEST_BODY_STOPPED: case SDK_CB_REQUEST_BODY: case SDK_CB_REQUEST_BODY_STOPPED:
    case SDK_CB_NOT_PAUSED: return 2;
    case SDK_REQUEST_TRAILERS: return 3;
    case SDK_RESPONSE_HEADERS: case SDK_CB_RESPONSE_HEADERS: return 4;
    case SDK_RESPONSE_BODY:
    case SDK_RESPONSE_BODY_STOPPED:
    case SDK_CB_RESPONSE_BODY:
    case SDK_CB_RESPONSE_BODY_STOPPED: return 5;
    case SDK_RESPONSE_TRAILERS: return 6;
    case SDK_STREAM_DONE: return 7;
    case SDK_STREAM_GONE: return 8;
    case SDK_TICK: case SDK_PLUGIN_START: case SDK_CB_TICK: case SDK_VM_START: case SDK_NEW_PLUGIN_CONTEXT:
    case SDK_COLUMN_COUNT: return -1;
    }
    return -1;
}

static int moment_of_data(const char *data)
{
    static const struct { const char *data; int moment; } moments[] = {
        {"request_headers", 1}, {"request_body", 2}, {"request_trailers", 3}, {"response_headers", 4}, {"response_body", 5},
        {"response_trailers", 6}, {"request_resume", 3}, {"response_resume", 5}, {"answer", 4}, {"dispatch", 1}, {"tcp", 9},
        {"plugin_configuration", -1}, {"call_response", 9}, {"property", 1}, {"request_attribute", 1},
        {"response_attribute", 4}, {"request_end", 7},
    };
    for (size_t i = 0; i < COUNT(moments); i++)
        if (strcmp(moments[i].data, data) == 0) return moments[i].moment;
    return 1;
}

const sdk_reason *sdk_reason_of(const sdk_function *f, sdk_column column)
{
    if (!f->data) return NULL;
    int now = moment_of_column(column), data = moment_of_data(f->data);
    sdk_when when = now < 0 ? SDK_WHEN_NONE : now < data ? SDK_WHEN_EARLY : SDK_WHEN_LATE;
    const sdk_reason *late = NULL;
    for (size_t i = 0; i < COUNT(reason_table); i++) {
        const sdk_reason *r = &reason_table[i];
        if (strcmp(r->data, f->data) != 0) continue;
        if (r->when == SDK_WHEN_PASSED && now == data + 1) return r;
        if (r->when == when) late = r;
    }
    return late;
}

int sdk_property_bytes(const char *language, str path)
{
    for (size_t i = 0; i < COUNT(property_table); i++)
        if (str_is(path, property_table[i].path) && strcmp(property_table[i].language, language) == 0)
            return property_table[i].bytes;
    return 0;
}

int sdk_action(const char *language, const char *package, str name)
{
    for (size_t i = 0; i < COUNT(action_table); i++)
        if (str_is(name, action_table[i].name) && strcmp(action_table[i].language, language) == 0 &&
            (!package || strcmp(action_table[i].package, package) == 0))
            return action_table[i].value;
    return -1;
}

bool sdk_action_waits_for_body(const char *language, str name)
{
    for (size_t i = 0; i < COUNT(action_table); i++)
        if (action_table[i].body_first && str_is(name, action_table[i].name) && strcmp(action_table[i].language, language) == 0)
            return true;
    return false;
}
