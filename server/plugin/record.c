#include "plugin/record.h"

#include "base/path.h"
#include "plugin/workspace_internal.h"

static source_dependency *dependency_on(const source_record *r, str path)
{
    uintptr_t number = (uintptr_t)map_get(&r->by_path, path);
    return number ? &r->all.at[number - 1] : NULL;
}

static void add(source_record *r, str path, source_dependency d)
{
    array_push(&r->memory, &r->all, d);
    map_put(&r->memory, &r->by_path, path, (void *)(uintptr_t)r->all.n);
}

static bool is_left_out(const workspace_file *f)
{
    const language_row *l = f->status == FILE_OK ? language_of(f->path) : NULL;
    return l && !l->is_built(f->path, f->text);
}

static bool read_and_record(void *self, str path, str *text)
{
    source_record *r = self;
    source_dependency *known = dependency_on(r, path);
    workspace_file *f = workspace_file_at(r->owner, path);
    *text = f->text;
    if (!known) {
        dependency_kind kind = is_left_out(f) ? DEPENDS_ON_HEAD : DEPENDS_ON_FILE;
        add(r, f->path, (source_dependency){.kind = kind, .file = f, .seen = f->generation, .late = r->late});
    } else if (!r->late) {
        known->seen = f->generation;
        known->late = false;
    }
    return f->status == FILE_OK;
}

static uint64_t number_of_entries(const source_entries *entries)
{
    uint64_t number = 1; /* none at all is another number than none listed */
    for (size_t i = 0; i < entries->n; i++) number = str_hash(entries->at[i].name, number * 2 + entries->at[i].folder);
    return number;
}

static source_entries list_files(const source_record *r, arena *a, str folder)
{
    source_tree plain = workspace_tree(r->owner);
    return plain.list(plain.self, a, folder);
}

static source_entries list_and_record(void *self, arena *a, str folder)
{
    source_record *r = self;
    source_entries entries = list_files(r, a, folder);
    str name = arena_printf(a, "%.*s/", STR_ARG(folder)); /* as no file is called */
    source_dependency *known = dependency_on(r, name);
    if (!known) {
        name = arena_str(&r->memory, name);
        source_dependency d = {.kind = DEPENDS_ON_FOLDER, .seen = number_of_entries(&entries), .late = r->late};
        d.folder = str_slice(name, 0, folder.n);
        add(r, name, d);
    } else if (!r->late) {
        known->seen = number_of_entries(&entries);
        known->late = false;
    }
    return entries;
}

static bool record_admits(void *self, str folder, str path)
{
    const source_record *r = self;
    source_tree plain = workspace_tree(r->owner);
    return plain.admits(plain.self, folder, path);
}

source_tree record_tree(source_record *r)
{
    return (source_tree){.self = r,
                         .read = read_and_record,
                         .list = list_and_record,
                         .admits = record_admits,
                         .module_cache = workspace_tree(r->owner).module_cache};
}

void record_free(source_record *r)
{
    arena_free(&r->memory);
    *r = (source_record){0};
}

void record_begin(source_record *r, workspace *w)
{
    record_free(r);
    r->owner = w;
}

void record_resume(source_record *r) { r->late = false; }

void record_keep_source(source_record *r, str path)
{
    source_dependency *d = dependency_on(r, path);
    if (d) d->kind = DEPENDS_ON_SOURCE;
}

void record_end(source_record *r)
{
    r->late = true;
    r->changes = r->owner->changes;
    r->shape = r->owner->shape;
}

static uint64_t number_now(source_record *r, const source_dependency *d, arena *scratch)
{
    if (d->file && d->file->generation) return d->file->generation;
    if (d->file) return workspace_file_at(r->owner, d->file->path)->generation; /* it may have changed on the disk */
    if (r->shape == r->owner->shape) return d->seen;
    source_entries entries = list_files(r, scratch, d->folder);
    return number_of_entries(&entries);
}

static record_state state_of(const source_record *r, const source_dependency *d)
{
    if (d->kind == DEPENDS_ON_HEAD && is_left_out(workspace_file_at(r->owner, d->file->path))) return RECORD_CURRENT;
    if (d->late) return RECORD_LATE;
    return d->kind == DEPENDS_ON_SOURCE ? RECORD_EDITED : RECORD_OTHER;
}

record_state record_check(source_record *r)
{
    arena scratch = ARENA_INIT;
    record_state state = RECORD_CURRENT;
    bool asked = r->changes != r->owner->changes || r->shape != r->owner->shape;
    for (size_t i = 0; asked && i < r->all.n && state != RECORD_OTHER; i++) {
        source_dependency *d = &r->all.at[i];
        uint64_t now = number_now(r, d, &scratch);
        if (now == d->seen) continue;
        record_state one = state_of(r, d);
        if (one > state) state = one;
        if (one != RECORD_OTHER) d->seen = now;
    }
    arena_free(&scratch);
    if (state == RECORD_OTHER) return state;
    r->changes = r->owner->changes;
    r->shape = r->owner->shape;
    return state;
}

bool record_has(const source_record *r, str path)
{
    const source_dependency *d = dependency_on(r, path);
    return d && d->file && d->file->status == FILE_OK;
}

bool record_depends(const source_record *r, str path) { return dependency_on(r, path) != NULL; }
