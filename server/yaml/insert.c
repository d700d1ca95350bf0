#include "yaml/insert.h"

#include "base/strbuf.h"

static uint32_t column_of(str text, uint32_t at)
{
    uint32_t start = at;
    while (start > 0 && text.p[start - 1] != '\n') start--;
    return at - start;
}

/* The end of the last member's lines. What ends in a line of its own, such as a block scalar, has its line break. */
static uint32_t end_of_lines(str text, uint32_t at)
{
    if (at > 0 && text.p[at - 1] == '\n') at--;
    else
        while (at < text.n && text.p[at] != '\n') at++;
    if (at > 0 && text.p[at - 1] == '\r') at--;
    return at;
}

str yaml_insert_members(arena *a, str text, const yaml_node *mapping, const yaml_new_member *members, size_t n, uint32_t *at)
{
    if (mapping->kind != YAML_MAPPING || mapping->at.end > text.n || mapping->at.start >= mapping->at.end) return (str){0};
    const yaml_entry *last = mapping->entry_count ? &mapping->entries[mapping->entry_count - 1] : NULL;
    bool flow = text.p[mapping->at.start] == '{', quoted = !last || text.p[last->at.start] == '"';
    if (!flow && !last) return (str){0};
    uint32_t indent = flow ? 0 : column_of(text, mapping->entries[0].at.start);
    *at = !last ? mapping->at.start + 1 : flow ? last->at.end : end_of_lines(text, last->at.end);
    strbuf out = STRBUF_INIT;
    for (size_t i = 0; i < n; i++) {
        const char *sign = flow && quoted ? "\"" : "";
        if (!flow) strbuf_printf(&out, "\n%*s", (int)indent, "");
        else if (last || i) strbuf_add_cstr(&out, ", ");
        strbuf_printf(&out, "%s%.*s%s: %.*s", sign, STR_ARG(members[i].key), sign, STR_ARG(members[i].value));
    }
    str written = arena_str(a, strbuf_str(&out));
    strbuf_free(&out);
    return written;
}
