/* Walks the forms of any YAML, JSON and Markdown, and checks the maps between a text and the scalar that it stands in. */
#include "base/bug.h"
#include "base/strbuf.h"
#include "documents/form.h"
#include "documents/template.h"
#include "yaml/write.h"

#define CHECK(condition) ((condition) ? (void)0 : BUG("not so: %s", #condition))

enum { DEPTH = 4 };

static void check_scalar(const yaml_node *scalar, str around)
{
    uint32_t n = (uint32_t)scalar->value.n, step = 1 + n / 64, before = scalar->content.start;
    for (uint32_t i = 0; i < n; i += step) {
        range at = yaml_source_range(scalar, i, i + 1), lines = yaml_source_lines(scalar, i, n);
        CHECK(at.start >= before && at.start <= at.end && at.end <= scalar->content.end);
        CHECK(lines.start == at.start && lines.end >= lines.start && lines.end <= around.n);
        CHECK(yaml_decoded_at(scalar, at.start) <= i);
        before = at.start;
    }
    for (uint32_t at = scalar->at.start; at <= scalar->at.end; at += 1 + (scalar->at.end - scalar->at.start) / 64)
        CHECK(yaml_decoded_at(scalar, at) <= n);
    strbuf out = STRBUF_INIT;
    bool can = yaml_write_inside(&out, scalar, around, STR("{\"a\":\n 'b\\'}\n"), true);
    CHECK(can == (out.n > 0));
    strbuf_free(&out);
}

static void walk_stream(arena *a, const yaml_stream *s, str around, int depth);

static void walk_inside(arena *a, const text_inside *inside, yaml_dialect dialect, str around, int depth)
{
    if (!inside->scalar || !inside->text.p) return;
    if (!inside->encoded) check_scalar(inside->scalar, around);
    if (depth < DEPTH) walk_stream(a, yaml_parse(a, inside->text, dialect), inside->text, depth + 1);
}

static void walk_object(arena *a, const yaml_node *root, document_kind kind, str around, int depth)
{
    const document_form *form = document_form_of(kind);
    config_parts parts = {0};
    if (!form) return;
    form->parts(a, root, &parts);
    for (size_t i = 0; i < parts.n; i++) CHECK(parts.at[i].node && parts.at[i].global < (int32_t)parts.n);
    if (form->owner) CHECK(!form->owner(root).name || form->owner(root).name->kind == YAML_SCALAR);
    text_inside inside = {0};
    if (form->text) inside = form->text(a, root);
    walk_inside(a, &inside, YAML_JSON, around, depth);
}

static void walk_stream(arena *a, const yaml_stream *s, str around, int depth)
{
    for (size_t i = 0; i < s->documents.n; i++) {
        const yaml_node *root = s->documents.at[i].root;
        form_objects objects = document_objects(a, root, true);
        walk_object(a, root, document_kind_of(root), around, depth);
        for (size_t k = 0; k < objects.n; k++) walk_object(a, objects.at[k].root, objects.at[k].kind, around, depth);
        form_blocks texts = document_texts(a, root);
        for (size_t k = 0; k < texts.n; k++) walk_inside(a, &texts.at[k].inside, texts.at[k].dialect, around, depth);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, size};
    arena a = ARENA_INIT;
    walk_stream(&a, yaml_parse(&a, text, YAML_1_2), text, 1);
    template_places lines = {0};
    str masked = template_mask(&a, text, &lines);
    CHECK(masked.n == text.n && !str_has(masked, STR("{{")));
    for (size_t i = 1; i < lines.n; i++) CHECK(lines.at[i] > lines.at[i - 1] && lines.at[i] < text.n);
    form_blocks blocks = document_blocks(&a, text);
    for (size_t i = 0; i < blocks.n; i++) walk_inside(&a, &blocks.at[i].inside, blocks.at[i].dialect, text, 1);
    arena_free(&a);
    return 0;
}
