#include "rules/listed.h"

#include "base/limits.h"
#include "base/map.h"

/* The findings of one file. */
typedef struct listed_file {
    size_t all, kept, of_level[SEVERITY_HINT + 1], kept_of_level[SEVERITY_HINT + 1];
} listed_file;

static map count_files(const not_checked *n, size_t from)
{
    map files = {0};
    for (size_t i = from; i < n->out->n; i++) {
        const diagnostic *d = &n->out->at[i];
        listed_file *f = map_get(&files, d->path);
        if (!f) f = map_put(n->arena, &files, d->path, ARENA_NEW(n->arena, listed_file))->value;
        f->all++;
        f->of_level[d->level]++;
    }
    return files;
}

static bool is_kept(listed_file *f, severity level)
{
    size_t graver = 0;
    for (int l = 0; l < (int)level; l++) graver += f->of_level[l];
    if (graver + f->kept_of_level[level] >= LIMIT_FINDINGS) return false;
    f->kept_of_level[level]++;
    f->kept++;
    return true;
}

size_t listed_limit(const not_checked *n, size_t from)
{
    size_t kept = from;
    if (n->out->n - from <= LIMIT_FINDINGS) return n->out->n;
    map files = count_files(n, from);
    for (size_t i = from; i < n->out->n; i++)
        if (is_kept(map_get(&files, n->out->at[i].path), n->out->at[i].level)) n->out->at[kept++] = n->out->at[i];
    n->out->n = kept;
    for (size_t i = 0; i < files.n; i++) {
        const listed_file *f = files.entries[i].value;
        if (f->all > f->kept)
            not_read_part(n, files.entries[i].key, range_make(0, 0), "findings", arena_printf(n->arena, "%zu", f->all - f->kept));
    }
    return kept;
}
