#include "lsp/json.h"

#include "base/heap.h"
#include "base/utf8.h"

#include <stdlib.h>

/* The number behind "\u" at `i`, or -1. */
static int32_t escaped_unit(const strbuf *text, size_t i)
{
    if (i + 6 > text->n || text->p[i] != '\\' || text->p[i + 1] != 'u') return -1;
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    int32_t unit = 0;
    for (size_t k = i + 2; k < i + 6; k++) {
        const char *digit = text->p[k] ? strchr(digits, text->p[k]) : NULL;
        if (!digit) return -1;
        unit = unit * 16 + (int32_t)((digit - digits) % 16);
    }
    return unit;
}

static bool is_first_half(int32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
static bool is_second_half(int32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/* What is written as \u and no C string, or no UTF-8, can hold becomes U+FFFD in place: \u0000, and half of a pair that stands
 * alone, which editors send that count in UTF-16. Not so the text \\u0000, whose backslash is escaped itself. */
static void replace_escapes(strbuf *text)
{
    for (size_t i = 0; i + 1 < text->n; i++) {
        if (text->p[i] != '\\') continue;
        int32_t unit = escaped_unit(text, i);
        bool pair = is_first_half(unit) && is_second_half(escaped_unit(text, i + 6));
        if (pair) i += 6;
        else if (unit == 0 || is_first_half(unit) || is_second_half(unit)) memcpy(text->p + i, "\\ufffd", 6);
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
    replace_escapes(text);
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

bool json_is_id(str json)
{
    size_t i = str_starts(json, STR("-")) ? 1 : 0, from = i;
    if (!str_starts(json, STR("\""))) {
        while (i < json.n && json.p[i] >= '0' && json.p[i] <= '9') i++;
        return i == json.n && i > from;
    }
    for (i = 1; i < json.n && json.p[i] != '"'; i++)
        if (json.p[i] == '\\') i++;
    return i + 1 == json.n && utf8_invalid_at(json) < 0 && !memchr(json.p, 0, json.n);
}
