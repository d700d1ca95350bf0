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

/* Behind "\u": one code, or both halves of a surrogate pair; one half alone is no character. */
static inline bool json_unicode(json_reader *r, char **out)
{
    uint32_t code, low;
    if (!json_hex4(r, &code) || code == 0) return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (r->end - r->p < 6 || r->p[0] != '\\' || r->p[1] != 'u') return false;
        r->p += 2;
        if (!json_hex4(r, &low) || low < 0xDC00 || low > 0xDFFF) return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
        return false;
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
    bool good = text != NULL;
    while (good && r->p < r->end && *r->p != '"') {
        unsigned char c = (unsigned char)*r->p++;
        const char *known;
        if (c == '\\' && r->p < r->end && *r->p == 'u') {
            r->p++;
            good = json_unicode(r, &out);
        } else if (c == '\\' && r->p < r->end && (known = strchr(escapes, *r->p)) && *known) {
            *out++ = meanings[known - escapes];
            r->p++;
        } else if (c == '\\' || c < 0x20) {
            good = false;
        } else {
            *out++ = (char)c;
        }
    }
    if (good && json_take(r, '"')) {
        *out = '\0';
        return text;
    }
    free(text);
    return NULL;
}

static inline bool json_digits(json_reader *r)
{
    const char *start = r->p;
    while (r->p < r->end && *r->p >= '0' && *r->p <= '9') r->p++;
    return r->p > start;
}

/* A number, true, false or null. */
static inline bool json_plain(json_reader *r)
{
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(r->end - r->p) < n || memcmp(r->p, words[i], n) != 0) continue;
        r->p += n;
        return true;
    }
    if (r->p < r->end && *r->p == '-') r->p++;
    const char *whole = r->p;
    if (!json_digits(r) || (*whole == '0' && r->p - whole > 1)) return false; /* no leading zero */
    if (r->p < r->end && *r->p == '.' && (r->p++, !json_digits(r))) return false;
    if (r->p == r->end || (*r->p != 'e' && *r->p != 'E')) return true;
    r->p++;
    if (r->p < r->end && (*r->p == '+' || *r->p == '-')) r->p++;
    return json_digits(r);
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
    return json_plain(r);
}

/* One member of the object; the string of `key` goes into `*value`. False when it is broken. */
static inline bool json_member(json_reader *r, const char *key, json_status *found, char **value)
{
    char *name = json_string(r);
    bool wanted = name && strcmp(name, key) == 0, whole = name && json_take(r, ':');
    free(name);
    if (!whole || !wanted) return whole && json_skip(r, 0);
    free(*value);
    *value = NULL;
    *found = json_peek(r) == '"' ? JSON_FOUND : JSON_WRONG_TYPE;
    if (*found == JSON_WRONG_TYPE) return json_skip(r, 0);
    *value = json_string(r);
    return *value != NULL;
}

/* The string under `key` of the object in text[0..size), the last one if there are several. With JSON_FOUND `*value` is the caller's:
 * free(); else it is NULL. */
static inline json_status json_get_string(const char *text, size_t size, const char *key, char **value)
{
    json_reader r = {text, text + size};
    json_status found = JSON_MISSING;
    *value = NULL;
    bool whole = json_take(&r, '{');
    if (whole && !json_take(&r, '}')) {
        do whole = json_member(&r, key, &found, value);
        while (whole && json_take(&r, ','));
        whole = whole && json_take(&r, '}');
    }
    if (whole && json_peek(&r) == '\0' && r.p == r.end) return found;
    free(*value);
    *value = NULL;
    return JSON_BROKEN;
}

#endif
