/* Runs a fuzz target once on the empty input and on every file of the folders and files named, without libFuzzer. A failure is
   a crash or a sanitizer's report, after the name of the file that caused it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned passed;
static unsigned failed;

static void replay_bytes(const char *name, const uint8_t *data, size_t size)
{
    printf("%s\n", name);
    fflush(stdout);
    LLVMFuzzerTestOneInput(data, size);
    passed++;
}

static void replay_file(const char *path, size_t size)
{
    uint8_t *data = malloc(size ? size : 1); /* exact, so that a sanitizer sees one byte too far */
    FILE *file = fopen(path, "rb");
    if (data && file && fread(data, 1, size, file) == size) {
        replay_bytes(path, data, size);
    } else {
        fprintf(stderr, "%s: can't be read\n", path);
        failed++;
    }
    if (file) fclose(file);
    free(data);
}

static void replay(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) return; /* a target without seeds yet */
    if (!S_ISDIR(st.st_mode)) {
        replay_file(path, (size_t)st.st_size);
        return;
    }
    struct dirent **entries = NULL;
    int n = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char child[4096];
        int length = snprintf(child, sizeof child, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && length > 0 && (size_t)length < sizeof child) replay(child);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    replay_bytes("(empty)", (const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) replay(argv[i]);
    printf("%u passed, %u failed\n", passed, failed);
    return failed ? 1 : 0;
}
