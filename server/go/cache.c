#include "base/bug.h"
#include "go/refuse.h"

#include <stdlib.h>

/* The text is kept beside its tree: it decides whether the tree still fits, and the parser needs it to reuse the parts of the
 * tree that an edit left alone. */
typedef struct cached {
    str path, text;
    syntax_tree *tree;
    bool rough; /* it has errors, which may not be where they would be at first sight */
} cached;

struct go_cache {
    map files; /* path -> cached */
};

static str heap_str(str s)
{
    char *p = malloc(s.n + 1);
    if (!p) bug_out_of_memory();
    if (s.n) memcpy(p, s.p, s.n);
    return (str){p, s.n};
}

static void heap_free(str s) { free((char *)(uintptr_t)s.p); }

go_cache *go_cache_new(void)
{
    go_cache *c = calloc(1, sizeof *c);
    if (!c) bug_out_of_memory();
    return c;
}

void go_cache_free(go_cache *c)
{
    if (!c) return;
    for (size_t i = 0; i < c->files.n; i++) {
        cached *e = c->files.entries[i].value;
        syntax_tree_drop(e->tree);
        heap_free(e->path);
        heap_free(e->text);
        free(e);
    }
    map_free(&c->files);
    free(c);
}

/* `roughly`: only whether there are errors is asked. */
static syntax_tree *parse(go_cache *cache, str path, str text, bool roughly)
{
    if (!cache) return syntax_parse(SYNTAX_GO, text, NULL, (str){0});
    cached *e = map_get(&cache->files, path);
    if (!e) {
        e = calloc(1, sizeof *e);
        if (!e) bug_out_of_memory();
        e->path = heap_str(path);
        map_put(NULL, &cache->files, e->path, e);
    }
    bool same = e->tree && str_eq(e->text, text);
    if (same && (roughly || !e->rough)) return syntax_tree_keep(e->tree);
    const syntax_tree *old = same ? NULL : e->tree;
    syntax_tree *tree =
        roughly ? syntax_parse_roughly(SYNTAX_GO, text, old, e->text) : syntax_parse(SYNTAX_GO, text, old, e->text);
    syntax_tree_drop(e->tree);
    heap_free(e->text);
    e->tree = tree;
    e->text = heap_str(text);
    e->rough = roughly && syntax_has_error(syntax_root(tree));
    return syntax_tree_keep(tree);
}

/* A text that wpls itself has failed at is not looked at: who loads the program asks whether there is one among its files. */
static syntax_tree *parse_at_work(go_cache *cache, str path, str text, bool roughly)
{
    work_item outer = work_enter(WORK_DOCUMENT, (work_item){.path = path});
    syntax_tree *tree = parse(cache, path, work_left_out_text(path, text) ? (str){"", 0} : text, roughly);
    work_leave(WORK_DOCUMENT, outer);
    return tree;
}

syntax_tree *go_parse(go_cache *cache, str path, str text) { return parse_at_work(cache, path, text, false); }

bool go_text_has_error(go_cache *c, str path, str text)
{
    syntax_tree *tree = parse_at_work(c, path, text, true);
    syntax_node root = syntax_root(tree);
    bool error = syntax_has_error(root) || (syntax_named_count(root) && go_has_stray(tree, text));
    syntax_tree_drop(tree);
    return error;
}
