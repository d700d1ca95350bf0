/* Snippets at any place of any text: the first byte chooses the language, the second how far in the cursor stands. What is replaced
 * touches the cursor, and imports are put into the text. */
#include "features/snippets.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const files[] = {"/nowhere/main.go", "/nowhere/main_test.go", "/nowhere/plugin.cc", "/nowhere/plugin.c", "/nowhere/a.yaml"};
    if (size < 2) return 0;
    str path = str_of(files[data[0] % (sizeof files / sizeof *files)]), text = str_make((const char *)data + 2, size - 2);
    uint32_t offset = (uint32_t)(text.n * data[1] / UINT8_MAX);
    workspace *w = workspace_new();
    arena a = ARENA_INIT;
    for (int plain = 0; plain < 2; plain++) {
        completion_list list = {0};
        workspace_set_buffer(w, path, text);
        snippets_at(w, &a, path, offset, (completion_style){.snippets = !plain}, &list);
        for (size_t i = 0; i < list.items.n; i++) {
            const completion_item *item = &list.items.at[i];
            if (!range_touches(item->replace, offset) || item->replace.end > text.n || str_empty(item->label)) abort();
            for (size_t k = 0; k < item->more.n; k++)
                if (item->more.at[k].at.start != item->more.at[k].at.end || item->more.at[k].at.end > text.n) abort();
        }
    }
    arena_free(&a);
    workspace_free(w);
    return 0;
}
