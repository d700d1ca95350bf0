/* Any bytes as a text and edits of it: the tree after each edit must be that of the whole text parsed anew. The first byte is the
 * number of edits, four bytes each say where and what, the rest is the text. */
#include "../conformance/same_tree.h"
#include "base/bug.h"
#include "yaml/layout.h"

enum { EDIT_BYTES = 4, EDITS_MOST = 16 };

static void edit(yaml_edited *e, const uint8_t *bytes)
{
    static const char *const snippets[] = {"", "a", " ", "\n", ": ", "- ", "\"", "'", "[", "]", "{", "}", "# c", "x: 1\n", "  y: 2\n", "|\n"};
    arena a = ARENA_INIT;
    e->least = e->most = 1; /* as many pieces as there can be */
    uint32_t start = (bytes[0] | (uint32_t)bytes[1] << 8) % (yaml_edited_size(e) + 1);
    yaml_edited_replace(e, range_make(start, start + bytes[2] % 8), str_of(snippets[bytes[3] % (sizeof snippets / sizeof *snippets)]));
    comparison c = compare_trees(e, yaml_parse(&a, yaml_edited_text(e, &a), e->dialect));
    if (c.wrong) BUG("other %s at %u", c.wrong, c.at.start);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t edits = size ? data[0] % (EDITS_MOST + 1u) : 0;
    if (size < 1 + edits * EDIT_BYTES) return 0;
    const uint8_t *text = data + 1 + edits * EDIT_BYTES;
    yaml_edited *e = yaml_edited_new(str_make((const char *)text, size - (size_t)(text - data)), YAML_1_2);
    for (size_t i = 0; i < edits; i++) edit(e, data + 1 + i * EDIT_BYTES);
    yaml_edited_free(e);
    return 0;
}
