/* Parses any bytes as YAML and as JSON and checks what yaml/tree.h promises of every tree. */
#include "base/bug.h"
#include "yaml/portability.h"

#define CHECK(condition) ((condition) ? (void)0 : BUG("not so: %s", #condition))

static bool is_inside(range inner, range outer)
{
    return inner.start >= outer.start && inner.start <= inner.end && inner.end <= outer.end;
}

static void check_scalar(const yaml_node *node, str text)
{
    uint32_t n = (uint32_t)node->value.n;
    if (node->run_count) {
        CHECK(node->runs[0].decoded == 0);
        for (uint32_t i = 0; i < node->run_count; i++) {
            CHECK(node->runs[i].decoded < n && node->runs[i].source <= text.n);
            if (i) CHECK(node->runs[i].decoded > node->runs[i - 1].decoded && node->runs[i].source > node->runs[i - 1].source);
        }
    } else if (node->kind == YAML_SCALAR && n) {
        CHECK(node->value.p == text.p + node->content.start);
    }
    range whole = {0, (uint32_t)text.n};
    CHECK(is_inside(yaml_source_range(node, 0, n), whole));
    CHECK(is_inside(yaml_source_range(node, n / 3, n / 2), whole));
    CHECK(is_inside(yaml_source_range(node, n, n), whole));
}

static void check_node(const yaml_node *node, const yaml_node *parent, str text)
{
    range whole = {0, (uint32_t)text.n};
    CHECK(node->parent == parent);
    CHECK(is_inside(node->at, whole) && is_inside(node->content, whole));
    CHECK(is_inside(node->tag_at, whole) && is_inside(node->anchor_at, whole));
    if (node->kind == YAML_SCALAR) CHECK(is_inside(node->content, node->at));
    if (node->kind == YAML_SCALAR || node->kind == YAML_EMPTY) check_scalar(node, text);
    if (node->target) {
        CHECK(node->kind == YAML_ALIAS && node->target->kind != YAML_ALIAS);
        for (const yaml_node *up = node; up; up = up->parent) CHECK(up != node->target);
    }
    for (uint32_t i = 0; i < node->item_count; i++) {
        CHECK(is_inside(node->items[i]->at, node->at));
        if (i) CHECK(node->items[i]->at.start >= node->items[i - 1]->at.end);
        check_node(node->items[i], node, text);
    }
    for (uint32_t i = 0; i < node->entry_count; i++) {
        const yaml_entry *e = &node->entries[i];
        CHECK(is_inside(e->at, node->at) && is_inside(e->key->at, e->at) && is_inside(e->value->at, e->at));
        CHECK(e->key->at.end <= e->value->at.start);
        if (i) CHECK(e->at.start >= node->entries[i - 1].at.end);
        check_node(e->key, node, text);
        check_node(e->value, node, text);
    }
}

static void check_portability(arena *a, const yaml_stream *s)
{
    diagnostic_list found = {0};
    for (size_t i = 0; i < s->documents.n; i++) yaml_check_portability(a, s, &s->documents.at[i], &found);
    for (size_t i = 0; i < found.n; i++) {
        const diagnostic *d = &found.at[i];
        CHECK(d->at.end <= s->text.n && d->message.n > 0);
        for (size_t k = 0; k < d->fixes.n; k++) CHECK(d->fixes.at[k].edits.n == 1);
    }
}

static void check_text(str text, yaml_dialect dialect)
{
    arena a = ARENA_INIT;
    const yaml_stream *s = yaml_parse(&a, text, dialect);
    range whole = {0, (uint32_t)text.n};
    CHECK(s->documents.n > 0);
    for (size_t i = 0; i < s->documents.n; i++) {
        const yaml_document *d = &s->documents.at[i];
        CHECK(is_inside(d->root->at, d->at) && is_inside(d->at, whole));
        check_node(d->root, NULL, text);
        for (uint32_t at = 0; at <= text.n; at += 1 + (uint32_t)text.n / 16) {
            const yaml_node *node = yaml_at(d, at);
            CHECK(node == d->root || range_touches(node->at, at));
        }
    }
    for (size_t i = 0; i < s->comments.n; i++) {
        CHECK(is_inside(s->comments.at[i].at, whole) && text.p[s->comments.at[i].at.start] == '#');
        if (i) CHECK(s->comments.at[i].at.start >= s->comments.at[i - 1].at.end);
    }
    for (size_t i = 0; i < s->findings.n; i++) {
        CHECK(is_inside(s->findings.at[i].at, whole));
        CHECK(s->findings.at[i].message.n > 0 && str_starts(s->findings.at[i].code, STR("yaml/")));
    }
    check_portability(&a, s);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    check_text(text, YAML_1_2);
    check_text(text, YAML_JSON);
    return 0;
}
