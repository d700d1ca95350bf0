/* What can be made again is freed: a linter is done with one plugin before the next, a session comes back to some of them. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/path.h"
#include "plugin/workspace_internal.h"

/* --- files, in the order of their use --- */

static void let_go(workspace *w, workspace_file *f)
{
    if (w->newest != f && !f->newer) return;
    if (f->newer) f->newer->older = f->older;
    else w->newest = f->older;
    if (f->older) f->older->newer = f->newer;
    else w->oldest = f->newer;
    f->newer = f->older = NULL;
}

void workspace_file_used(workspace *w, workspace_file *f)
{
    f->used = ++w->uses;
    if (w->newest == f) return;
    let_go(w, f);
    f->older = w->newest;
    if (w->newest) w->newest->newer = f;
    else w->oldest = f;
    w->newest = f;
}

/* Forgets the text of a file; a buffer's is nowhere else and stays. The bytes that were freed. */
static size_t rest_file(workspace *w, workspace_file *f)
{
    let_go(w, f);
    if (f->buffer || f->status != FILE_OK) return 0;
    size_t bytes = f->memory.total + f->document_memory.total;
    workspace_file_forget_document(f);
    f->resting = true;
    f->rested = str_hash(f->text, 0);
    f->indexed = false;
    f->text = (str){0};
    arena_free(&f->memory);
    return bytes;
}

void workspace_rest_file(workspace *w, str path)
{
    workspace_file *f = map_get(&w->files, path);
    if (f) rest_file(w, f);
}

size_t workspace_loaded_count(const workspace *w) { return w->loaded.n; }

/* Much that is freed in small blocks stays with the process, and another thread would not use it. */
enum { TRIM_FROM = 16 << 20 };

void workspace_rest(workspace *w, str stays)
{
    size_t bytes = 0;
    for (size_t i = w->loaded.n; i-- > 0;)
        if (!str_eq(w->loaded.at[i]->root, stays)) {
            bytes += project_bytes(w->loaded.at[i]);
            project_rest(w->loaded.at[i]);
        }
    while (w->oldest) bytes += rest_file(w, w->oldest);
    if (bytes >= TRIM_FROM) memory_trim();
}

/* --- what was not used for the longest time --- */

/* An open file may be half typed: what the project's program was made from is then no longer there. */
static bool is_open(const workspace *w, const project *p)
{
    for (size_t i = 0; i < w->buffers.n; i++) {
        str path = w->buffers.at[i]->path;
        if (path_is_inside(path, p->root) || record_has(&p->looked_at, path)) return true;
    }
    return false;
}

static project *oldest_project(const workspace *w)
{
    project *oldest = NULL;
    for (size_t i = 0; i < w->loaded.n; i++) {
        project *p = w->loaded.at[i];
        if ((!oldest || p->used < oldest->used) && !is_open(w, p)) oldest = p;
    }
    return oldest;
}

size_t workspace_drop_idle(workspace *w, size_t bytes)
{
    size_t freed = 0;
    for (project *p = oldest_project(w); freed < bytes;) {
        workspace_file *f = w->oldest;
        if (!p && !f) break;
        if (f && (!p || f->used < p->used)) {
            freed += rest_file(w, f);
            continue;
        }
        freed += project_bytes(p);
        project_rest(p);
        p = oldest_project(w);
    }
    return freed;
}

/* --- what edits have left behind --- */

enum { RENEWAL_REST_MS = 1000 }; /* without an edit: who types on would wait for a whole load */

int64_t workspace_renewal_due(const workspace *w)
{
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < w->loaded.n && w->keeps_whole; i++) {
        const project *p = w->loaded.at[i];
        int64_t due = p->edited_at + RENEWAL_REST_MS;
        if (!p->behind && due < first && project_is_worn(p)) first = due;
    }
    return first;
}

project *workspace_renew(workspace *w)
{
    int64_t due = workspace_renewal_due(w), now = due == INT64_MAX ? 0 : now_ms();
    for (size_t i = 0; i < w->loaded.n && due <= now; i++) {
        project *p = w->loaded.at[i];
        if (p->behind || p->edited_at + RENEWAL_REST_MS != due || !project_is_worn(p)) continue;
        p->edited_at = now; /* nor again at once, should it not come to it */
        return project_renew(p) ? p : NULL;
    }
    return NULL;
}
