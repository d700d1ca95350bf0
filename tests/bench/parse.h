/* What the three parsing benchmarks share: reading the file, the clock, the report. */
#ifndef BENCH_PARSE_H
#define BENCH_PARSE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Parses the text once; false when it was refused. */
typedef bool parse_once(const char *text, size_t n);

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* FILE ROUNDS: prints the bytes and the least CPU seconds of a round. */
static int bench(int argc, char **argv, parse_once *parse)
{
    FILE *f = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!f) return 2;
    size_t cap = 64 << 20;
    char *text = malloc(cap);
    size_t n = text ? fread(text, 1, cap, f) : 0;
    fclose(f);
    double best = 1e9;
    for (int rounds = atoi(argv[2]); rounds > 0; rounds--) {
        double from = now();
        if (!parse(text, n)) {
            fprintf(stderr, "%s: refused\n", argv[1]);
            return 1;
        }
        double took = now() - from;
        if (took < best) best = took;
    }
    printf("%zu %.6f\n", n, best);
    free(text);
    return 0;
}

#endif
