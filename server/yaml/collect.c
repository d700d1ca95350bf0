/* Finished collections: their members in one block, parents, ranges, duplicate keys. */
#include "base/limits.h"
#include "yaml/parser.h"

bool yaml_enter_collection(yaml_parser *p, uint32_t at)
{
    if (p->depth < LIMIT_YAML_DEPTH) {
        p->depth++;
        return true;
    }
    yaml_error(p, range_make(at, at + 1), "yaml/limit", "nested deeper than %d levels: the rest is not read", LIMIT_YAML_DEPTH);
    return false;
}

/* YAML 1.2.2 [154], [155]: so that a reader need not look further for the ':'. */
void yaml_check_key_length(yaml_parser *p, const yaml_node *key)
{
    range start = {key->at.start, key->at.start + 1};
    if (key->at.start < p->line.start) yaml_error(p, start, "yaml/long-key", "a key must stand on one line with its ':'");
    if (key->at.end - key->at.start <= LIMIT_YAML_KEY || p->dialect == YAML_JSON) return;
    uint32_t characters = 0;
    for (uint32_t i = key->at.start; i < key->at.end; i++) characters += ((unsigned char)p->text[i] & 0xC0) != 0x80;
    if (characters > LIMIT_YAML_KEY)
        yaml_error(p, start, "yaml/long-key", "a key of more than %d characters needs '? ' before it", LIMIT_YAML_KEY);
}

yaml_node *yaml_collect_items(yaml_parser *p, size_t base, yaml_style style, range at)
{
    yaml_node *node = yaml_new_node(p, YAML_SEQUENCE, style, at.start, at.end);
    size_t count = p->items.n - base;
    node->items = ARENA_NEW_N(p->arena, yaml_node *, count);
    node->item_count = (uint32_t)count;
    if (count) memcpy(node->items, p->items.at + base, count * sizeof *node->items);
    p->items.n = base;
    for (size_t i = 0; i < count; i++) {
        node->items[i]->parent = node;
        node->at = range_join(node->at, node->items[i]->at);
    }
    return node;
}

static void report_duplicate(yaml_parser *p, const yaml_node *first, const yaml_node *again)
{
    size_t before = p->stream->findings.n;
    yaml_report(p, again->at, SEVERITY_WARNING, "yaml/duplicate-key", "key '%.*s' is there already: the last one wins",
                STR_ARG(yaml_quote_text(p, again->at)));
    if (p->stream->findings.n == before) return;
    related_place *place = array_add(p->arena, &array_last(&p->stream->findings).related);
    place->at = first->at;
    place->message = words_str("first here");
}

static bool may_repeat(const yaml_node *key) { return key->kind == YAML_SCALAR; }

static void check_duplicates(yaml_parser *p, const yaml_node *mapping)
{
    enum { FEW = 12 };
    map seen = {0};
    bool few = mapping->entry_count <= FEW;
    for (uint32_t i = 0; i < mapping->entry_count; i++) {
        const yaml_node *key = mapping->entries[i].key, *first = NULL;
        if (!may_repeat(key)) continue;
        for (uint32_t j = 0; few && j < i && !first; j++)
            if (may_repeat(mapping->entries[j].key) && str_eq(mapping->entries[j].key->value, key->value))
                first = mapping->entries[j].key;
        if (!few) {
            map_entry *entry = map_find(&seen, key->value);
            if (entry) first = entry->value;
            else map_put(p->arena, &seen, key->value, mapping->entries[i].key);
        }
        if (first) report_duplicate(p, first, key);
    }
}

yaml_node *yaml_collect_entries(yaml_parser *p, size_t base, yaml_style style, range at)
{
    yaml_node *node = yaml_new_node(p, YAML_MAPPING, style, at.start, at.end);
    size_t count = p->entries.n - base;
    node->entries = ARENA_NEW_N(p->arena, yaml_entry, count);
    node->entry_count = (uint32_t)count;
    if (count) memcpy(node->entries, p->entries.at + base, count * sizeof *node->entries);
    p->entries.n = base;
    for (size_t i = 0; i < count; i++) {
        yaml_entry *e = &node->entries[i];
        e->key->parent = e->value->parent = node;
        e->at = range_join(e->key->at, e->value->at);
        node->at = range_join(node->at, e->at);
    }
    check_duplicates(p, node);
    return node;
}
