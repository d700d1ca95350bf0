/* What tests that edit at random share: numbers that are the same in every run, and the lines of a text. */
#ifndef RANDOM_EDITS_H
#define RANDOM_EDITS_H

#include "base/str.h"

static uint64_t random_state;

/* From 0 to below `n`; 0 for 0. */
static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return n ? (uint32_t)(random_state >> 33) % n : 0;
}

/* Where the line begins that holds the byte at `at`, and where the next one does. */
static uint32_t line_start(str text, uint32_t at)
{
    while (at > 0 && text.p[at - 1] != '\n') at--;
    return at;
}

static uint32_t next_line(str text, uint32_t at)
{
    while (at < text.n && text.p[at++] != '\n') {
    }
    return at;
}

#endif
