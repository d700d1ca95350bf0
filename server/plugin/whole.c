/* The last program that was whole, and the texts that it was made of: it goes on judging while the code is being typed. */
#include "ir/program.h"
#include "plugin/workspace_internal.h"

#include "text/diff.h"

bool project_is_whole(const project *p, ir_program *program)
{
    return !language_refused(p->language, program).n && !language_unused(p->language, program);
}

/* --- the texts ------------------------------------------------------------------------------------------------------------- */

static bool kept_read(void *self, str path, str *text)
{
    const kept_texts *k = self;
    for (size_t i = 0; i < k->n; i++)
        if (str_eq(k->at[i].path, path)) {
            *text = k->at[i].text;
            return true;
        }
    return k->below.read(k->below.self, path, text);
}

static source_entries kept_list(void *self, arena *a, str folder)
{
    const kept_texts *k = self;
    return k->below.list(k->below.self, a, folder);
}

static bool kept_admits(void *self, str folder, str path)
{
    const kept_texts *k = self;
    return !k->below.admits || k->below.admits(k->below.self, folder, path);
}

/* The view in which the program's files are as they were when it was whole. */
source_tree kept_tree(kept_texts *k, const source_tree *below)
{
    k->below = *below;
    source_tree tree = *below;
    tree.self = k;
    tree.read = kept_read;
    tree.list = kept_list;
    tree.admits = kept_admits;
    return tree;
}

void kept_take(kept_texts *k, const ir_program *program)
{
    kept_free(k);
    for (size_t i = 0; i < ir_file_count(program); i++)
        array_push(
            &k->memory, k,
            (kept_text){arena_str(&k->memory, ir_file_path(program, i)), arena_str(&k->memory, ir_file_text(program, i))});
}

void kept_free(kept_texts *k)
{
    arena_free(&k->memory);
    k->at = NULL;
    k->n = k->cap = 0;
}

bool workspace_whole_text(const workspace *w, str path, str *text)
{
    const workspace_file *f = map_get(&w->files, path);
    for (size_t i = 0; f && f->buffer && i < w->loaded.n; i++) {
        const project *p = w->loaded.at[i];
        for (size_t k = 0; p->behind && k < ir_file_count(p->facts.program); k++) {
            const ir_file *kept = &p->facts.program->files.at[k];
            if (!str_eq(kept->path, path) || str_eq(kept->text, f->text)) continue;
            *text = kept->text;
            return true;
        }
    }
    return false;
}

/* Whether all changed files of the program can be parsed. */
bool project_parses(project *p)
{
    const ir_program *program = p->facts.program;
    for (size_t i = 0; i < ir_file_count(program); i++) {
        str text, path = ir_file_path(program, i);
        if (!p->tree.read(p->tree.self, path, &text)) continue;
        if (!str_eq(text, ir_file_text(program, i)) && language_has_error(p->language, p->cache, path, text)) return false;
    }
    return true;
}

/* --- places ---------------------------------------------------------------------------------------------------------------- */

typedef struct mover {
    workspace *w;
    arena *a;
    const ir_program *program;
    diff_sames *files; /* of each of the program's files; NULL: not looked at yet */
    bool *known, *edited;
} mover;

static bool move(mover *m, str path, range *at)
{
    for (size_t i = 0; i < ir_file_count(m->program); i++) {
        const ir_file *f = &m->program->files.at[i];
        str text;
        if (!str_eq(f->path, path)) continue;
        if (!m->known[i] && workspace_text(m->w, path, &text) == FILE_OK && !str_eq(text, f->text)) {
            m->files[i] = diff_same_lines(m->a, f->text, text);
            m->edited[i] = true;
        }
        m->known[i] = true;
        return !m->edited[i] || diff_move(&m->files[i], at);
    }
    return true;
}

/* Fixes of which a place has changed are not offered any more. */
static void move_fixes(mover *m, diagnostic *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->fixes.n; i++) {
        fix *f = &d->fixes.at[i];
        bool all = true;
        for (size_t k = 0; k < f->edits.n; k++) all = move(m, f->edits.at[k].path, &f->edits.at[k].at) && all;
        if (all) d->fixes.at[kept++] = *f;
    }
    d->fixes.n = kept;
}

static void move_related(mover *m, diagnostic *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->related.n; i++)
        if (move(m, d->related.at[i].path, &d->related.at[i].at)) d->related.at[kept++] = d->related.at[i];
    d->related.n = kept;
}

void project_move_findings(project *p, arena *a, diagnostic_list *list, size_t from)
{
    if (p->of) p = p->of;
    if (!p->behind) return;
    const ir_program *program = p->facts.program;
    size_t files = ir_file_count(program), kept = from;
    mover m = {p->owner, a, program, ARENA_NEW_N(a, diff_sames, files), ARENA_NEW_N(a, bool, files), ARENA_NEW_N(a, bool, files)};
    for (size_t i = from; i < list->n; i++) {
        diagnostic d = list->at[i];
        if (!move(&m, d.path, &d.at)) continue;
        move_related(&m, &d);
        move_fixes(&m, &d);
        list->at[kept++] = d;
    }
    list->n = kept;
}

static bool move_between(project *p, str path, range *at, bool back)
{
    if (p->of) p = p->of;
    const ir_program *program = p->facts.program;
    str text;
    for (size_t i = 0; p->behind && i < ir_file_count(program); i++) {
        const ir_file *f = &program->files.at[i];
        if (!str_eq(f->path, path) || workspace_text(p->owner, path, &text) != FILE_OK || str_eq(text, f->text)) continue;
        arena a = ARENA_INIT;
        diff_sames same = back ? diff_same_lines(&a, text, f->text) : diff_same_lines(&a, f->text, text);
        bool found = diff_move(&same, at);
        arena_free(&a);
        return found;
    }
    return true;
}

bool project_move_place(project *p, str path, range *at) { return move_between(p, path, at, false); }

bool project_move_back(project *p, str path, range *at) { return move_between(p, path, at, true); }
