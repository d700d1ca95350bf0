/* Several files in one input, as the cases have them: lines "-- NAME --", each with the file's text behind it. What stands
 * before the first one is prose. */
#ifndef FUZZ_ARCHIVE_H
#define FUZZ_ARCHIVE_H

#include "base/array.h"
#include "base/path.h"
#include "text/range.h"

typedef struct archive_file {
    str name; /* relative and clean; may be there twice, then the last one counts */
    range at; /* of the text in the input */
    str text;
} archive_file;

typedef ARRAY(archive_file) archive;

enum { ARCHIVE_FILES_MOST = 32 };

/* The name in a header line, `at` behind which the line ends; empty for any other line. */
static inline str archive_name(str line)
{
    str inner = str_trim(line);
    bool header = inner.n > 6 && str_starts(line, STR("-- ")) && str_ends(inner, STR(" --"));
    return header ? str_slice(inner, 3, inner.n - 3) : (str){0};
}

/* Names and texts are slices of the input; memory of the list from `a`. */
static inline archive archive_parse(arena *a, str input)
{
    archive files = {0};
    for (size_t at = 0, next; at < input.n; at = next) {
        ptrdiff_t end = str_find_char(input, '\n', at);
        next = end < 0 ? input.n : (size_t)end + 1;
        str name = archive_name(str_slice(input, at, next));
        if (files.n) array_last(&files).at.end = (uint32_t)(name.n ? at : next);
        if (!name.n) continue;
        if (files.n == ARCHIVE_FILES_MOST) break;
        array_push(a, &files, (archive_file){.name = name, .at = {(uint32_t)next, (uint32_t)next}});
    }
    for (size_t i = 0; i < files.n; i++) files.at[i].text = str_slice(input, files.at[i].at.start, files.at[i].at.end);
    return files;
}

/* A file that lies somewhere below the folder of the case; not the notes for the runner of cases ("flags", "fixed main.go"). */
static inline bool archive_is_file(arena *a, const archive_file *f)
{
    str clean = path_clean(a, f->name);
    return str_eq(clean, f->name) && !path_is_absolute(clean) && !str_starts(clean, STR("..")) && str_find_char(clean, ' ', 0) < 0 &&
           (str_find_char(clean, '.', 0) >= 0) && clean.n < 200;
}

#endif
