/* Where a finding about a value is shown. */
#include "schema/check.h"

#include "text/line_index.h"

const yaml_entry *check_entry_of(const yaml_node *value)
{
    const yaml_node *p = value->parent;
    if (!p || p->kind != YAML_MAPPING) return NULL;
    uint32_t low = 0, high = p->entry_count; /* entries are in order */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->entries[middle].at.end < value->at.start) low = middle + 1;
        else high = middle;
    }
    for (; low < p->entry_count && p->entries[low].at.start <= value->at.end; low++)
        if (p->entries[low].value == value) return &p->entries[low];
    return NULL;
}

range check_place(const yaml_node *v, str text)
{
    const yaml_entry *e = check_entry_of(v);
    range line = line_first(text, v->at);
    bool whole = line.end == v->at.end && v->at.end > v->at.start;
    bool collection = v->kind == YAML_MAPPING || v->kind == YAML_SEQUENCE;
    if (e && e->key->at.end > e->key->at.start && (!whole || collection)) return e->key->at;
    if (whole && !collection) return v->at;
    /* a collection without a key: its first key, or its bracket */
    if (v->style == YAML_FLOW && v->at.end > v->at.start) return range_make(v->at.start, v->at.start + 1);
    if (v->kind == YAML_MAPPING && v->entry_count) return v->entries[0].key->at;
    return line;
}
