#include "base/file.h"

#include "base/path.h"
#include "base/words.h"

const char *file_status_text(file_status s)
{
    static const char *const texts[] = {
        [FILE_OK] = WORDS("no error"),
        [FILE_MISSING] = WORDS("no such file"),
        [FILE_DENIED] = WORDS("permission denied"),
        [FILE_TOO_LARGE] = WORDS("larger than wpls reads (32 MiB)"),
        [FILE_NOT_REGULAR] = WORDS("not a regular file"),
        [FILE_DANGLING] = WORDS("a link to nothing"),
        [FILE_LOOP] = WORDS("links that lead in a circle"),
        [FILE_LINK] = WORDS("a symbolic link"),
        [FILE_ENCODING] = WORDS("the text is UTF-16 or UTF-32: save it as UTF-8"),
        [FILE_OUTSIDE] = WORDS("outside of the repository"),
        [FILE_FAILED] = WORDS("can't be read"),
    };
    return texts[s];
}

file_entries file_list(arena *a, str folder)
{
    file_entries list;
    size_t kept = 0;
    file_scan(a, folder, &list);
    for (size_t i = 0; i < list.n; i++) {
        const file_entry *e = &list.at[i];
        bool nothing = e->link && !e->regular && (e->folder || !file_exists(path_join(a, folder, e->name)));
        if (!nothing) list.at[kept++] = *e;
    }
    list.n = kept;
    return list;
}
