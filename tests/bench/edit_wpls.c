/* FILE EDITS: types and takes back a character at places all over the text; prints the bytes, the mean CPU seconds of an edit with
 * its parse, and how many of the edits parsed only a piece. The first edit, which lays the text out, is not counted. */
#include "parse.h"
#include "yaml/incremental.h"

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!f) return 2;
    size_t cap = 64 << 20;
    char *text = malloc(cap);
    size_t n = text ? fread(text, 1, cap, f) : 0;
    fclose(f);
    yaml_edited *e = yaml_edited_new(str_make(text, n), YAML_1_2);
    int edits = atoi(argv[2]), alone = 0, done = 0;
    uint64_t random = 1;
    yaml_edited_replace(e, range_make(0, 0), STR(""));
    yaml_edited_replace(e, range_make((uint32_t)n, (uint32_t)n), STR(""));
    double from = now();
    while (done < edits) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        /* inside a word: an edit as one types it */
        uint32_t at = (uint32_t)((random >> 16) % n);
        while (at + 1 < n && !((text[at] | 32) >= 'a' && (text[at] | 32) <= 'z')) at++;
        alone += yaml_edited_replace(e, range_make(at, at), STR("x"));
        alone += yaml_edited_replace(e, range_make(at, at + 1), STR(""));
        done += 2;
    }
    printf("%zu %.9f %d\n", n, (now() - from) / done, alone);
    yaml_edited_free(e);
    free(text);
    return 0;
}
