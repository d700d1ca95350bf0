#include "base/glob.h"

#include "base/limits.h"
#include "base/words.h"

/* The places in the pattern that the part of the path read so far may have led to: a place stands for "all before it has
 * matched". */
typedef struct places {
    bool at[LIMIT_GLOB_BYTES + 1];
} places;

/* Behind the ']' of the class that opens at `at`; 0: it has none. A ']' right behind "[" or "[!" is a character of the class. */
static size_t class_end(str p, size_t at)
{
    size_t i = at + 1;
    if (i < p.n && (p.p[i] == '!' || p.p[i] == '^')) i++;
    for (size_t first = i; i < p.n; i++)
        if (p.p[i] == ']' && i > first) return i + 1;
    return 0;
}

static bool class_holds(str p, size_t at, size_t end, unsigned char c)
{
    size_t i = at + 1;
    bool negated = p.p[i] == '!' || p.p[i] == '^', found = false;
    for (i += negated; i < end - 1; i++) {
        unsigned char low = (unsigned char)p.p[i], high = low;
        if (i + 2 < end - 1 && p.p[i + 1] == '-') {
            high = (unsigned char)p.p[i + 2];
            i += 2;
        }
        found = found || (c >= low && c <= high);
    }
    return found != negated && c != '/';
}

const char *glob_problem(str p)
{
    size_t depth = 0;
    if (p.n > LIMIT_GLOB_BYTES) return WORDS("the pattern is too long");
    for (size_t i = 0; i < p.n; i++) {
        if (p.p[i] == '[') {
            size_t end = class_end(p, i);
            if (!end) return WORDS("'[' without ']'");
            i = end - 1;
        }
        if (p.p[i] == '{') depth++;
        if (p.p[i] == '}' && depth-- == 0) return WORDS("'}' without '{'");
    }
    return depth ? WORDS("'{' without '}'") : NULL;
}

/* The place of the '}' that ends the group around `at`; for places inside no group the end of the pattern. */
static size_t group_end(str p, size_t at)
{
    size_t depth = 0;
    for (; at < p.n; at++) {
        if (p.p[at] == '[') at = class_end(p, at) - 1;
        else if (p.p[at] == '{') depth++;
        else if (p.p[at] == '}' && depth-- == 0) return at;
    }
    return p.n;
}

static void reach(str p, size_t at, bool segment_start, places *set);

/* The first byte of each alternative of the group that opens at `open`. */
static void reach_alternatives(str p, size_t open, bool segment_start, places *set)
{
    size_t end = group_end(p, open + 1), depth = 0;
    reach(p, open + 1, segment_start, set);
    for (size_t i = open + 1; i < end; i++) {
        if (p.p[i] == '[') i = class_end(p, i) - 1;
        else if (p.p[i] == '{') depth++;
        else if (p.p[i] == '}') depth--;
        else if (p.p[i] == ',' && depth == 0) reach(p, i + 1, segment_start, set);
    }
}

static bool inside_group(str p, size_t at) { return group_end(p, at) < p.n; }

/* Adds a place and all that can be reached from it without reading. A place is added once, so this is linear in places. */
static void reach(str p, size_t at, bool segment_start, places *set)
{
    if (set->at[at]) return;
    set->at[at] = true;
    if (at == p.n) return;
    char c = p.p[at];
    if (c == '{') {
        reach_alternatives(p, at, segment_start, set);
    } else if ((c == ',' || c == '}') && inside_group(p, at)) {
        reach(p, group_end(p, at) + 1, segment_start, set);
    } else if (c == '*') {
        bool several = at + 1 < p.n && p.p[at + 1] == '*';
        reach(p, at + (several ? 2 : 1), segment_start, set);
        /* of "**" and "/" together: no segment at all */
        if (several && segment_start && at + 2 < p.n && p.p[at + 2] == '/') reach(p, at + 3, segment_start, set);
    }
}

/* Where the byte leads to from one place. */
static void step(str p, size_t at, char c, places *next)
{
    bool separator = c == '/';
    switch (p.p[at]) {
    case '*':
        if (at + 1 < p.n && p.p[at + 1] == '*') reach(p, at, separator, next);
        else if (!separator) reach(p, at, false, next);
        return;
    case '?':
        if (!separator) reach(p, at + 1, false, next);
        return;
    case '[': {
        size_t end = class_end(p, at);
        if (class_holds(p, at, end, (unsigned char)c)) reach(p, end, false, next);
        return;
    }
    case '{': return;
    case ',': case '}':
        if (inside_group(p, at)) return;
        break;
    default: break;
    }
    if (p.p[at] == c) reach(p, at + 1, separator, next);
}

bool glob_matches(str pattern, str path)
{
    if (glob_problem(pattern)) return false;
    places sets[2] = {0};
    places *now = &sets[0], *next = &sets[1];
    reach(pattern, 0, true, now);
    for (size_t i = 0; i < path.n; i++) {
        memset(next, 0, sizeof *next);
        for (size_t at = 0; at < pattern.n; at++)
            if (now->at[at]) step(pattern, at, path.p[i], next);
        places *other = now;
        now = next;
        next = other;
    }
    return now->at[pattern.n];
}
