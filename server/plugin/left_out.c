/* Projects that an earlier process of wpls died of (base/work.h). */
#include "base/limits.h"
#include "base/path.h"
#include "ir/func.h"
#include "plugin/workspace_internal.h"

static bool is_source(str name) { return language_with(name, LANGUAGE_TEXT | LANGUAGE_PROJECT); }

static uint64_t hash_below(const source_tree *tree, str folder, int depth, uint64_t hash)
{
    arena a = ARENA_INIT;
    source_entries entries = depth > LIMIT_FOLDER_DEPTH ? (source_entries){0} : tree->list(tree->self, &a, folder);
    for (size_t i = 0; i < entries.n; i++) {
        const source_entry *e = &entries.at[i];
        str path = path_join(&a, folder, e->name), text;
        if (e->folder && !path_is_skipped(e->name)) hash = hash_below(tree, path, depth + 1, hash);
        else if (!e->folder && is_source(e->name) && tree->read(tree->self, path, &text))
            hash = str_hash(text, str_hash(path, hash));
    }
    arena_free(&a);
    return hash;
}

uint64_t workspace_sources_hash(workspace *w, str folder)
{
    source_tree tree = workspace_tree(w);
    return hash_below(&tree, folder, 0, 0);
}

/* Through the project's view of the files: it depends on what is looked at. */
const work_left_out *project_find_left_out(project *p)
{
    if (!work_may_be_left_out(WORK_PROJECT, p->root)) return NULL;
    return work_find_left_out(WORK_PROJECT, p->root, hash_below(&p->tree, p->root, 0, 0));
}

const work_left_out *program_find_left_out(const ir_program *program)
{
    for (size_t i = 0; work_all_left_out.n && i < ir_file_count(program); i++) {
        const work_left_out *one = work_left_out_text(ir_file_path(program, i), ir_file_text(program, i));
        if (one) return one;
    }
    return NULL;
}

static bool reads_nothing(void *self, str path, str *text)
{
    (void)self, (void)path, (void)text;
    return false;
}

static source_entries lists_nothing(void *self, arena *a, str folder)
{
    (void)self, (void)a, (void)folder;
    return (source_entries){0};
}

const source_tree workspace_no_tree = {.read = reads_nothing, .list = lists_nothing};
