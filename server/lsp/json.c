#include "lsp/json.h"

#include "base/heap.h"
#include "base/utf8.h"

#include <stdlib.h>

/* Replaces \u0000 in place, but not the text \\u0000, whose backslash is escaped itself. */
static void replace_escaped_nuls(strbuf *text)
{
    for (size_t i = 0; i + 1 < text->n; i++) {
        if (text->p[i] != '\\') continue;
        if (i + 6 <= text->n && memcmp(text->p + i, "\\u0000", 6) == 0) memcpy(text->p + i, "\\ufffd", 6);
        i++;
    }
}

static bool json_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* cJSON is not instrumented: MemorySanitizer takes only what calloc gave for written. */
#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#define ZEROED 1
#endif
#endif

static void *allocate(size_t n)
{
#ifdef ZEROED
    return heap_calloc(1, n);
#else
    return heap_malloc(n);
#endif
}

/* Else a message is no JSON when there is no memory. */
static void use_heap(void)
{
    static bool done;
    if (!done) cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = free});
    done = true;
}

cJSON *json_parse_text(strbuf *text)
{
    use_heap();
    str s = strbuf_str(text);
    if (memchr(s.p, 0, s.n) || utf8_invalid_at(s) >= 0) return NULL;
    replace_escaped_nuls(text);
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(s.p, s.n, &end, false);
    if (!root) return NULL;
    while (end < s.p + s.n && json_space(*end)) end++;
    if (end == s.p + s.n) return root;
    cJSON_Delete(root);
    return NULL;
}

const cJSON *json_get(const cJSON *from, const char *path)
{
    while (from && path) {
        const char *dot = strchr(path, '.');
        char name[64];
        size_t n = dot ? (size_t)(dot - path) : strlen(path);
        if (n >= sizeof name) return NULL;
        memcpy(name, path, n);
        name[n] = 0;
        from = cJSON_GetObjectItemCaseSensitive(from, name);
        path = dot ? dot + 1 : NULL;
    }
    return from;
}

bool json_get_str(const cJSON *from, const char *path, str *value)
{
    const cJSON *v = json_get(from, path);
    if (!cJSON_IsString(v)) return false;
    *value = str_of(v->valuestring);
    return true;
}

bool json_get_int(const cJSON *from, const char *path, int64_t *value)
{
    const cJSON *v = json_get(from, path);
    if (!cJSON_IsNumber(v)) return false;
    double d = v->valuedouble;
    if (d >= 9e18) *value = INT64_MAX;
    else if (d <= -9e18) *value = INT64_MIN;
    else *value = (int64_t)d;
    return d >= 9e18 || d <= -9e18 || (double)*value == d;
}

bool json_is_true(const cJSON *from, const char *path) { return cJSON_IsTrue(json_get(from, path)); }

bool json_has_string(const cJSON *from, const char *path, const char *value)
{
    const cJSON *list = json_get(from, path), *item;
    cJSON_ArrayForEach(item, list) if (cJSON_IsString(item) && strcmp(item->valuestring, value) == 0) return true;
    return false;
}

bool json_has_number(const cJSON *from, const char *path, int value)
{
    const cJSON *list = json_get(from, path), *item;
    cJSON_ArrayForEach(item, list) if (cJSON_IsNumber(item) && item->valuedouble == value) return true;
    return false;
}

/* Behind the string that opens at `at`. */
static size_t skip_string(str s, size_t at)
{
    for (at++; at < s.n && s.p[at] != '"'; at++)
        if (s.p[at] == '\\') at++;
    return at < s.n ? at + 1 : s.n;
}

/* Behind the value at `at`: everything up to the comma or bracket that ends it. */
static size_t skip_value(str s, size_t at)
{
    size_t depth = 0;
    while (at < s.n) {
        char c = s.p[at];
        if (c == '"') {
            at = skip_string(s, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        at++;
    }
    return at;
}

bool json_next_member(str object, size_t *at, str *key, str *value)
{
    size_t i = *at;
    if (i == 0) {
        ptrdiff_t open = str_find_char(object, '{', 0);
        i = open < 0 ? object.n : (size_t)open + 1;
    }
    while (i < object.n && (json_space(object.p[i]) || object.p[i] == ',')) i++;
    if (i >= object.n || object.p[i] != '"') return false;
    size_t start = i + 1;
    i = skip_string(object, i);
    *key = str_slice(object, start, i - 1);
    while (i < object.n && (json_space(object.p[i]) || object.p[i] == ':')) i++;
    start = i;
    *at = skip_value(object, i);
    *value = str_trim(str_slice(object, start, *at));
    return true;
}

str json_raw_member(str object, str name)
{
    str key, value;
    for (size_t at = 0; json_next_member(object, &at, &key, &value);)
        if (str_eq(key, name)) return value;
    return (str){"", 0};
}
