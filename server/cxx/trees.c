/* Syntax trees between the loads of a project: an edit changes one file, and the others are what they were. */
#include "cxx/internal.h"

/* A tree of a text with mistakes depends on what it was made from, and is made anew. */
static syntax_tree *parse(syntax_language language, str text, const cxx_kept_tree *before)
{
    bool near = before && before->tree && before->language == language && !syntax_has_error(syntax_root(before->tree));
    syntax_tree *tree = near ? syntax_parse(language, text, before->tree, before->text) : NULL;
    if (tree && !syntax_has_error(syntax_root(tree))) return tree;
    syntax_tree_drop(tree);
    return syntax_parse(language, text, NULL, (str){0});
}

syntax_tree *cxx_parse(cxx_trees *kept, syntax_language language, str path, str text)
{
    cxx_kept_tree *one = NULL;
    for (size_t i = 0; kept && i < kept->n; i++)
        if (str_eq(kept->at[i].path, path)) one = &kept->at[i];
    if (one && one->language == language && str_eq(one->text, text)) return syntax_tree_keep(one->tree);
    syntax_tree *tree = parse(language, text, one);
    if (!kept || (!one && kept->n == CXX_TREES_MOST)) return tree;
    if (!one) one = &kept->at[kept->n++];
    cxx_kept_tree now = {.language = language, .tree = syntax_tree_keep(tree)};
    now.path = arena_str(&now.memory, path);
    now.text = arena_str(&now.memory, text);
    syntax_tree_drop(one->tree);
    arena_free(&one->memory);
    *one = now;
    return tree;
}

void cxx_trees_free(cxx_trees *kept)
{
    for (size_t i = 0; i < kept->n; i++) {
        syntax_tree_drop(kept->at[i].tree);
        arena_free(&kept->at[i].memory);
    }
    kept->n = 0;
}
