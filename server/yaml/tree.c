/* Questions to a finished tree. */
#include "yaml/tree.h"

yaml_node *yaml_resolve(const yaml_node *node)
{
    /* An anchor can't name an alias, so one step is enough. */
    return node->kind == YAML_ALIAS ? node->target : (yaml_node *)node;
}

yaml_entry *yaml_get_entry(const yaml_node *mapping, str key)
{
    const yaml_node *m = mapping ? yaml_resolve(mapping) : NULL;
    if (!m || m->kind != YAML_MAPPING) return NULL;
    for (uint32_t i = m->entry_count; i-- > 0;) {
        const yaml_node *k = yaml_resolve(m->entries[i].key);
        if (k && k->kind == YAML_SCALAR && str_eq(k->value, key)) return &m->entries[i];
    }
    return NULL;
}

yaml_node *yaml_get(const yaml_node *mapping, str key)
{
    yaml_entry *e = yaml_get_entry(mapping, key);
    return e ? e->value : NULL;
}

const yaml_node *yaml_member(const yaml_node *mapping, str key)
{
    const yaml_node *n = yaml_get(mapping, key);
    return n ? yaml_resolve(n) : NULL;
}

bool yaml_is_null(const yaml_node *node)
{
    return node->kind == YAML_EMPTY || (node->kind == YAML_SCALAR && node->type == YAML_NULL);
}

/* The last of a collection's members that touches the offset; they are in order and don't overlap. */
static yaml_node *child_at(const yaml_node *node, uint32_t offset)
{
    bool mapping = node->kind == YAML_MAPPING;
    uint32_t low = 0, high = mapping ? node->entry_count : node->kind == YAML_SEQUENCE ? node->item_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t start = mapping ? node->entries[middle].at.start : node->items[middle]->at.start;
        if (start <= offset) low = middle + 1;
        else high = middle;
    }
    if (!low) return NULL;
    yaml_node *child = mapping ? node->entries[low - 1].value : node->items[low - 1];
    if (mapping && !range_touches(child->at, offset)) child = node->entries[low - 1].key;
    return range_touches(child->at, offset) ? child : NULL;
}

yaml_node *yaml_at(const yaml_document *document, uint32_t offset)
{
    yaml_node *node = document->root;
    for (yaml_node *child; (child = child_at(node, offset));) node = child;
    return node;
}

/* The run that holds a decoded byte. */
static uint32_t find_run(const yaml_node *scalar, uint32_t decoded)
{
    uint32_t low = 0, high = scalar->run_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (scalar->runs[middle].decoded <= decoded) low = middle;
        else high = middle;
    }
    return low;
}

/* Where the decoded byte `at` stands; `end` says that it is wanted as the end of a range. */
static uint32_t find_source(const yaml_node *scalar, uint32_t at, bool end)
{
    if (at == scalar->value.n && !end) return scalar->content.end;
    if (!scalar->run_count) return scalar->content.start + at;
    uint32_t i = find_run(scalar, at - end);
    uint32_t source = scalar->runs[i].source + (at - scalar->runs[i].decoded);
    bool last = i + 1 == scalar->run_count;
    bool whole = at == (last ? scalar->value.n : scalar->runs[i + 1].decoded);
    /* "\L" and "\P" stand for three bytes: none of them is where the next run begins. */
    if (!end && !last && at > scalar->runs[i].decoded && source >= scalar->runs[i + 1].source)
        source = scalar->runs[i + 1].source - 1;
    /* In quotes a run may be shorter than its source, an escape, and ends where the next begins. */
    if (whole && end && (scalar->style == YAML_SINGLE_QUOTED || scalar->style == YAML_DOUBLE_QUOTED))
        source = last ? scalar->content.end : scalar->runs[i + 1].source;
    /* The last line break of a block scalar stands behind its content. */
    return source < scalar->content.end ? source : scalar->content.end;
}

range yaml_source_range(const yaml_node *scalar, uint32_t from, uint32_t to)
{
    if (to > scalar->value.n) to = (uint32_t)scalar->value.n;
    if (from > to) from = to;
    uint32_t start = find_source(scalar, from, false);
    uint32_t end = from < to ? find_source(scalar, to, true) : start;
    return range_make(start, end > start ? end : start);
}

range yaml_source_lines(const yaml_node *scalar, uint32_t from, uint32_t to)
{
    range at = yaml_source_range(scalar, from, to);
    bool block = scalar->style == YAML_LITERAL || scalar->style == YAML_FOLDED;
    bool line = block && from < to && to < scalar->value.n && scalar->value.p[to - 1] == '\n';
    if (line) at.end = find_source(scalar, to, false);
    return at;
}

uint32_t yaml_decoded_at(const yaml_node *scalar, uint32_t source)
{
    uint32_t n = (uint32_t)scalar->value.n, low = 0, high = scalar->run_count;
    if (source < scalar->content.start) return 0;
    if (!high) return source - scalar->content.start < n ? source - scalar->content.start : n;
    if (source < scalar->runs[0].source) return 0;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (scalar->runs[middle].source <= source) low = middle;
        else high = middle;
    }
    uint32_t end = low + 1 < scalar->run_count ? scalar->runs[low + 1].decoded : n;
    uint32_t at = scalar->runs[low].decoded + (source - scalar->runs[low].source);
    return at < end ? at : end;
}
