// C
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

uint32_t proxy_log(uint32_t level, const char *message, size_t size);
uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);

typedef struct {
    char *key;
    int order;
} entry;
typedef struct {
    entry *at;
    size_t n, room;
} entries;

static const char hex[] = "0123456789abcdef";
static unsigned char seen[4];

static void refuse(const char *why) { proxy_log(4, why, strlen(why)); }

static void add(entries *list, const char *from, size_t n)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 1;
        list->at = (entry *)realloc(list->at, list->room * sizeof *list->at);
    }
    entry *e = &list->at[list->n++];
    e->key = strndup(from, n);
    e->order = (int)list->n;
}

/* The texts between quotes. */
static void collect(entries *list, const char *text)
{
    for (const char *p = text; (p = strchr(p, '"')); p++) {
        const char *end = strchr(p + 1, '"');
        if (!end) break;
        add(list, p + 1, (size_t)(end - p - 1));
        p = end;
    }
}

static int by_key(entries *list, const char *key)
{
    for (entry *e = list->at, *end = list->at + list->n; e < end; e++)
        if (!strcasecmp(e->key, key)) return e->order;
    return 0;
}

uint32_t proxy_on_configure(uint32_t root, uint32_t size)
{
    const char *data;
    size_t n;
    char small[4], line[32] = "first: ";
    entries list = {0};
    if (proxy_get_buffer_bytes(7, 0, size, &data, &n) != 0) return 0;
    char *text = (char *)malloc(n + 1);
    memcpy(text, data, n);
    text[n] = '\0';
    collect(&list, text);
    memset(small, 0, sizeof small);
    seen[1] = (unsigned char)hex[10];
    seen[2] += 255;
    seen[2] += 2;
    if (seen[0] || seen[1] != 'a' || seen[2] != 1 || &list.at[1] - list.at != 1) return 0;
    if (by_key(&list, "SMALL") == 1) strcpy(small, list.at[1].key);
    if (by_key(&list, "double")) {
        free(text);
        free(text);
    }
    if (strcmp(small, "no") == 0) {
        strcat(line, list.at[0].key);
        refuse(line);
        return 0;
    }
    return !list.n || list.at[0].key[0] != 'x';
}
