/* Blocks that grow, elements that are moved, lists through pointers, bytes that are reversed and counted. */
#include "../fixture.h"

typedef struct item {
    char *key, *value;
    struct item *next;
    int weight;
} item;
typedef struct list {
    item **at;
    size_t n, room;
} list;

static unsigned counts[256];

static void push(list *l, item *i)
{
    if (l->n == l->room) {
        l->room = l->room ? l->room * 2 : 2;
        l->at = realloc(l->at, l->room * sizeof *l->at);
    }
    l->at[l->n++] = i;
}

static void sort(list *l)
{
    for (size_t i = 1; i < l->n; i++)
        for (size_t k = i; k > 0 && strcmp(l->at[k - 1]->key, l->at[k]->key) > 0; k--) {
            item *swapped = l->at[k];
            l->at[k] = l->at[k - 1];
            l->at[k - 1] = swapped;
        }
}

static char *reversed(const char *text)
{
    size_t n = strlen(text);
    char *copy = strdup(text);
    for (char *a = copy, *b = copy + n; a < b--; a++) {
        char t = *a;
        *a = *b, *b = t;
    }
    return copy;
}

static unsigned hash(const char *text)
{
    unsigned h = 2166136261u;
    for (const unsigned char *p = (const unsigned char *)text; *p; ++p) h = (h ^ *p) * 16777619u, counts[*p]++;
    return h;
}

uint32_t proxy_on_configure(uint32_t root, uint32_t size)
{
    reader r;
    list all = {0};
    item *last = NULL;
    char joined[64] = "";
    if (!configured(size, &r)) return 0;
    while (next_of(&r) == '"') {
        bool quoted;
        item *i = calloc(1, sizeof *i);
        i->key = word_of(&r, &quoted);
        i->value = word_of(&r, &quoted);
        if (!i->value) return say("%s has no plain value", i->key), 0;
        i->next = last;
        i->weight = (int)(hash(i->key) % 100) - 50;
        push(&all, last = i);
    }
    sort(&all);
    long sum = 0;
    for (item *i = last; i; i = i->next) sum += i->weight * (long)strlen(i->value);
    for (size_t k = 0; k < all.n; k++) {
        char *back = reversed(all.at[k]->value);
        if (strlen(joined) + strlen(back) + 2 > sizeof joined) return say("too long: %s", joined), 0;
        if (*joined) strcat(joined, "+");
        strncat(joined, back, 9);
        if (memcmp(back, "bad", strlen(back) < 3 ? strlen(back) : 3) == 0)
            return say("%s in %s: %08x", back, joined, hash(joined)), 0;
        free(back);
    }
    char *plus = strrchr(joined, '+');
    if (plus && plus[1] == '0') *plus = '\0';
    if (sum < -100 || counts['e'] > 3)
        return say("%ld, %u, '%s', %.*s", sum, counts['e'], joined, 3, joined + (strlen(joined) > 2 ? 2 : 0)), 0;
    return 1;
}
