#include "cli/baseline.h"

#include "base/file.h"
#include "base/map.h"
#include "base/path.h"
#include "base/visible.h"
#include "base/words.h"
#include "yaml/tree.h"

struct baseline {
    map known; /* key_of -> unsigned: how often it may still be found */
};

/* As in a report, where what is hidden is written as escapes. */
static str key_of(arena *a, str path, str code, str message)
{
    return arena_printf(a, "%.*s\n%.*s\n%.*s", STR_ARG(str_visible(a, path)), STR_ARG(code), STR_ARG(str_visible(a, message)));
}

static bool member(const yaml_node *object, const char *name, str *out)
{
    const yaml_node *n = object->kind == YAML_MAPPING ? yaml_get(object, str_of(name)) : NULL;
    if (!n || n->kind != YAML_SCALAR) return false;
    *out = n->value;
    return true;
}

/* The key of a line, empty when it is none. Memory from `scratch`. */
static str read_line(arena *scratch, str folder, str line)
{
    const yaml_stream *s = yaml_parse(scratch, line, YAML_JSON);
    str file, code, message;
    if (s->findings.n || !s->documents.n) return STR("");
    const yaml_node *object = s->documents.at[0].root;
    bool whole = member(object, "file", &file) && member(object, "code", &code) && member(object, "message", &message);
    return whole ? key_of(scratch, path_clean(scratch, path_join(scratch, folder, file)), code, message) : STR("");
}

static bool add_line(baseline *b, arena *a, arena *scratch, str folder, str line)
{
    str key = read_line(scratch, folder, line);
    if (!key.n) return false;
    map_entry *e = map_find(&b->known, key);
    if (!e) e = map_put(a, &b->known, arena_str(a, key), ARENA_NEW(a, unsigned));
    ++*(unsigned *)e->value;
    return true;
}

baseline *baseline_read(arena *a, str path, str *problem)
{
    baseline *b = ARENA_NEW(a, baseline);
    str text, folder = path_dir(path);
    file_status status = file_read(a, path, &text);
    if (status != FILE_OK) {
        *problem = str_of(words(file_status_text(status)));
        return NULL;
    }
    unsigned number = 1;
    bool good = true;
    arena scratch = ARENA_INIT;
    for (size_t at = 0; at < text.n && good; number++) {
        ptrdiff_t end = str_find_char(text, '\n', at);
        size_t stop = end < 0 ? text.n : (size_t)end;
        str line = str_trim(str_slice(text, at, stop));
        at = stop + 1;
        good = !line.n || add_line(b, a, &scratch, folder, line);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    if (good) return b;
    *problem = arena_printf(a, words("line %u is no JSON object with 'file', 'code' and 'message'; "
                                     "'wpls lint --output baseline=FILE' writes such a file"), number - 1);
    return NULL;
}

str baseline_key(arena *a, const diagnostic *d) { return key_of(a, d->path, d->code, d->message); }

bool baseline_take(baseline *b, str key)
{
    unsigned *left = map_get(&b->known, key);
    if (!left || !*left) return false;
    --*left;
    return true;
}

void baseline_take_out(baseline *b, diagnostic_list *found)
{
    arena a = ARENA_INIT;
    size_t kept = 0;
    for (size_t i = 0; i < found->n; i++)
        if (!baseline_take(b, baseline_key(&a, &found->at[i]))) found->at[kept++] = found->at[i];
    found->n = kept;
    arena_free(&a);
}

size_t baseline_unused(const baseline *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->known.n; i++) n += *(const unsigned *)b->known.entries[i].value;
    return n;
}
