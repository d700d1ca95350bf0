/* Reads strings out of a JSON object: enough for a flat configuration, with no library. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef enum json_status { JSON_MISSING, JSON_FOUND, JSON_WRONG_TYPE, JSON_BROKEN } json_status;

typedef struct json_reader {
    const char *p, *end;
} json_reader;

static inline char json_peek(json_reader *r)
{
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\n' || *r->p == '\r')) r->p++;
    return r->p < r->end ? *r->p : '\0';
}

static inline bool json_take(json_reader *r, char c)
{
    if (json_peek(r) != c) return false;
    r->p++;
    return true;
}

static inline bool json_hex4(json_reader *r, uint32_t *code)
{
    *code = 0;
    if (r->end - r->p < 4) return false;
    for (int i = 0; i < 4; i++) {
        char c = *r->p++;
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 16;
        if (digit == 16) return false;
        *code = *code * 16 + digit;
    }
    return true;
}

static inline char *json_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6), *out++ = (char)(0x80 | (c & 63));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12), *out++ = (char)(0x80 | (c >> 6 & 63)), *out++ = (char)(0x80 | (c & 63));
    } else {
        *out++ = (char)(0xF0 | c >> 18), *out++ = (char)(0x80 | (c >> 12 & 63)), *out++ = (char)(0x80 | (c >> 6 & 63)), *out++ = (char)(0x80 | (c & 63));
    }
    return out;
}

/* Behind "\u": one code, or both halves of a surrogate pair. */
static inline bool json_unicode(json_reader *r, char **out)
{
    uint32_t code, low;
    if (!json_hex4(r, &code) || code == 0) return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (r->end - r->p < 6 || r->p[0] != '\\' || r->p[1] != 'u') return false;
        r->p += 2;
        if (!json_hex4(r, &low) || low < 0xDC00 || low > 0xDFFF) return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *out = json_utf8(*out, code);
    return true;
}

/* A string with its escapes undone, ended by a zero; NULL when it is broken. The caller's: free(). */
static inline char *json_string(json_reader *r)
{
    static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (!json_take(r, '"')) return NULL;
    char *text = (char *)malloc((size_t)(r->end - r->p) + 1), *out = text;
    while (text && r->p < r->end && *r->p != '"') {
        unsigned char c = (unsigned char)*r->p++;
        const char *known;
        if (c == '\\' && r->p < r->end && *r->p == 'u') {
            r->p++;
            if (!json_unicode(r, &out)) break;
        } else if (c == '\\' && r->p < r->end && (known = strchr(escapes, *r->p)) && *known) {
            *out++ = meanings[known - escapes];
            r->p++;
        } else if (c == '\\' || c < 0x20) {
            break;
        } else {
            *out++ = (char)c;
        }
    }
    if (text && json_take(r, '"')) {
        *out = '\0';
        return text;
    }
    free(text);
    return NULL;
}

/* Any value, thrown away. */
static inline bool json_skip(json_reader *r, int depth)
{
    char c = json_peek(r);
    if (c == '"') {
        char *text = json_string(r);
        free(text);
        return text != NULL;
    }
    if (c == '{' || c == '[') {
        char close = c == '{' ? '}' : ']';
        r->p++;
        if (depth > 100) return false;
        if (json_take(r, close)) return true;
        do {
            if (c == '{' && (json_peek(r) != '"' || !json_skip(r, depth + 1) || !json_take(r, ':'))) return false;
            if (!json_skip(r, depth + 1)) return false;
        } while (json_take(r, ','));
        return json_take(r, close);
    }
    const char *start = r->p;
    while (r->p < r->end && !strchr(",]} \t\r\n", *r->p)) r->p++;
    return r->p > start;
}

/* The string under `key` of the object in text[0..size). With JSON_FOUND `*value` is the caller's: free(). */
static inline json_status json_get_string(const char *text, size_t size, const char *key, char **value)
{
    json_reader r = {text, text + size};
    json_status found = JSON_MISSING;
    *value = NULL;
    if (!json_take(&r, '{')) return JSON_BROKEN;
    if (json_take(&r, '}')) return JSON_MISSING;
    do {
        char *name = json_string(&r);
        bool wanted = name && strcmp(name, key) == 0, whole = name && json_take(&r, ':');
        free(name);
        if (whole && wanted && json_peek(&r) == '"') {
            free(*value);
            *value = json_string(&r);
            found = JSON_FOUND;
            whole = *value != NULL;
        } else if (whole) {
            if (wanted) found = JSON_WRONG_TYPE;
            whole = json_skip(&r, 0);
        }
        if (!whole) {
            free(*value);
            *value = NULL;
            return JSON_BROKEN;
        }
    } while (json_take(&r, ','));
    return json_take(&r, '}') ? found : JSON_BROKEN;
}

#endif
