#include "cli/output.h"

#include "base/file.h"
#include "base/path.h"
#include "cli/command.h"

#include <errno.h>
#include <stdio.h>

const char *outputs_add_file(outputs *all, arena *a, str given)
{
    ptrdiff_t equals = str_find_char(given, '=', 0);
    if (equals <= 0 || (size_t)equals + 1 == given.n) return WORDS("is not FORMAT=FILE");
    if (all->n == OUTPUTS_MOST) return WORDS("is one file too many");
    output *o = &all->at[all->n];
    *o = (output){.format = report_find(arena_printf(a, "%.*s", (int)equals, given.p).p)};
    if (!o->format) return WORDS("names a format that there is none of");
    o->path = file_absolute(a, str_slice(given, (size_t)equals + 1, given.n));
    if (file_is_folder(o->path)) return "names a folder";
    for (size_t i = 1; i < all->n; i++)
        if (str_eq(file_resolve(a, all->at[i].path), file_resolve(a, o->path)))
            return WORDS("names the file of another --output");
    all->n++;
    return NULL;
}

str outputs_repository(arena *a, str folder)
{
    for (str at = folder; at.n > 1; at = path_dir(at))
        if (file_kind_of(path_join(a, at, STR(".git"))) != KIND_NOTHING) return at;
    return folder;
}

void outputs_share_options(outputs *all, arena *a)
{
    str here = all->at[0].options.base, repository = outputs_repository(a, here);
    for (size_t i = 0; i < all->n && all->at[i].format; i++) {
        output *o = &all->at[i];
        if (i > 0) o->options = all->at[0].options, o->options.color = false;
        o->options.base = o->format->of_repository ? repository : here;
        if (i > 0 && o->format == &report_baseline) o->options.base = path_dir(o->path), o->options.prefix = (str){0};
    }
}

void outputs_write(const outputs *all, output_texts *texts, workspace *w, const diagnostic_list *found)
{
    if (!found->n) return;
    for (size_t i = 0; i < all->n; i++) all->at[i].format->findings(&texts->at[i], w, &all->at[i].options, found);
}

static bool write_out(const output *o, arena *a, str text)
{
    if (!o->path.n) return fwrite(text.p, 1, text.n, o->to_stderr ? stderr : stdout) == text.n;
    bool written = file_write(a, o->path, text);
    if (!written) tell("'%.*s' is not written: %s", STR_ARG(o->path), strerror(errno));
    return written;
}

static bool finish(const output *o, arena *a, size_t number, output_texts *const *jobs, size_t count, const report_totals *totals)
{
    strbuf whole = STRBUF_INIT;
    bool first = true;
    if (o->format->begin) o->format->begin(&whole, &o->options);
    for (size_t k = 0; k < count; k++) {
        strbuf *part = &jobs[k]->at[number];
        if (part->n && !first && o->format->separator) strbuf_add_cstr(&whole, o->format->separator);
        first = first && !part->n;
        strbuf_add(&whole, strbuf_str(part));
        strbuf_free(part);
    }
    if (o->format->end) o->format->end(&whole, &o->options, totals);
    bool written = write_out(o, a, strbuf_str(&whole));
    strbuf_free(&whole);
    return written;
}

bool outputs_finish(const outputs *all, arena *a, output_texts *const *jobs, size_t count, const report_totals *totals)
{
    bool written = true;
    for (size_t i = 0; i < all->n; i++) written = finish(&all->at[i], a, i, jobs, count, totals) && written;
    return written;
}
