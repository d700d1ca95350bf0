#include "cli/dump_yaml.h"

#include "text/line_index.h"
#include "yaml/tree.h"

static void dump_properties(const yaml_node *node, strbuf *out)
{
    if (node->anchor.n) strbuf_printf(out, " &%.*s", STR_ARG(node->anchor));
    if (node->tag.n) strbuf_printf(out, " <%.*s>", STR_ARG(node->tag));
}

static void dump_scalar(const yaml_node *node, strbuf *out)
{
    static const char styles[] = {
        [YAML_PLAIN] = ':', [YAML_SINGLE_QUOTED] = '\'', [YAML_DOUBLE_QUOTED] = '"', [YAML_LITERAL] = '|', [YAML_FOLDED] = '>',
    };
    strbuf_add_cstr(out, "=VAL");
    dump_properties(node, out);
    strbuf_printf(out, " %c", styles[node->style]);
    for (size_t i = 0; i < node->value.n; i++) {
        char c = node->value.p[i];
        const char *at = c ? strchr("\n\t\b\r\\", c) : NULL;
        if (at) strbuf_printf(out, "\\%c", "ntbr\\"[at - strchr("\n\t\b\r\\", '\n')]);
        else strbuf_add_char(out, c);
    }
    strbuf_add_char(out, '\n');
}

static void dump_node(const yaml_node *node, strbuf *out)
{
    bool mapping = node->kind == YAML_MAPPING;
    if (node->kind == YAML_ALIAS) {
        strbuf_printf(out, "=ALI *%.*s\n", STR_ARG(node->anchor));
        return;
    }
    if (node->kind == YAML_SCALAR || node->kind == YAML_EMPTY) {
        dump_scalar(node, out);
        return;
    }
    strbuf_add_cstr(out, mapping ? "+MAP" : "+SEQ");
    if (node->style == YAML_FLOW) strbuf_add_cstr(out, mapping ? " {}" : " []");
    dump_properties(node, out);
    strbuf_add_char(out, '\n');
    for (uint32_t i = 0; i < node->item_count; i++) dump_node(node->items[i], out);
    for (uint32_t i = 0; i < node->entry_count; i++) {
        dump_node(node->entries[i].key, out);
        dump_node(node->entries[i].value, out);
    }
    strbuf_add_cstr(out, mapping ? "-MAP\n" : "-SEQ\n");
}

static void dump_finding(const line_index *lines, const diagnostic *d, strbuf *out)
{
    text_position from = line_index_position(lines, d->at.start, TEXT_UTF32),
                  to = line_index_position(lines, d->at.end, TEXT_UTF32);
    strbuf_printf(out, "%u:%u-%u:%u %s %.*s %.*s\n", from.line + 1, from.column + 1, to.line + 1, to.column + 1,
                  severity_name(d->level), STR_ARG(d->code), STR_ARG(d->message));
}

int dump_yaml(str text, strbuf *out, strbuf *findings)
{
    arena a = ARENA_INIT;
    const yaml_stream *s = yaml_parse(&a, text, YAML_1_2);
    strbuf_add_cstr(out, "+STR\n");
    for (size_t i = 0; i < s->documents.n; i++) {
        const yaml_document *d = &s->documents.at[i];
        /* A text without any document has one empty root all the same. */
        if (d->root->kind == YAML_EMPTY && !d->explicit_start && !d->root->tag.n && !d->root->anchor.n) continue;
        strbuf_add_cstr(out, d->explicit_start ? "+DOC ---\n" : "+DOC\n");
        dump_node(d->root, out);
        strbuf_add_cstr(out, d->explicit_end ? "-DOC ...\n" : "-DOC\n");
    }
    strbuf_add_cstr(out, "-STR\n");
    int invalid = 0;
    line_index lines = line_index_build(&a, text);
    for (size_t i = 0; i < s->findings.n; i++) {
        dump_finding(&lines, &s->findings.at[i], findings);
        bool loose = str_is(s->findings.at[i].code, "yaml/loose-indentation"); /* loaders take it, YAML does not */
        if (s->findings.at[i].level == SEVERITY_ERROR || loose) invalid = 1;
    }
    arena_free(&a);
    return invalid;
}
