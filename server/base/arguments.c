#include "base/arguments.h"

/* Moves what was passed over behind the option that was taken, which ends before `at`. */
static void pass_over(arguments *a, int taken)
{
    for (int i = 0; i < taken; i++) {
        int from = a->at - taken + i, to = from - a->operands;
        char *one = a->all[from];
        for (int k = from; k > to; k--) a->all[k] = a->all[k - 1];
        a->all[to] = one;
    }
}

/* What follows, as the option's value. */
static bool take_value(arguments *a, int *taken)
{
    if (a->at >= a->count) return false;
    a->value = a->all[a->at++];
    ++*taken;
    return true;
}

/* The option of that name, or the only one that begins so; NULL without. */
static const option_row *find_option(const option_row *options, str name)
{
    const option_row *like = NULL;
    bool several = false;
    for (const option_row *o = options; o->name; o++) {
        if (str_is(name, o->name)) return o;
        if (!str_starts(str_of(o->name), name)) continue;
        several = like != NULL;
        like = o;
    }
    return several ? NULL : like;
}

static int take_long(arguments *a, const option_row *options, int *taken, str *wrong)
{
    str whole = str_of(a->all[a->at - 1]);
    ptrdiff_t equals = str_find_char(whole, '=', 0);
    str name = str_slice(whole, 0, equals < 0 ? whole.n : (size_t)equals);
    const option_row *o = find_option(options, str_slice(name, 2, name.n));
    *wrong = whole;
    if (!o) return ARGUMENTS_UNKNOWN;
    if (equals >= 0 && !o->valued) return *wrong = name, ARGUMENTS_TAKES_NO_VALUE;
    if (equals >= 0) a->value = whole.p + equals + 1;
    else if (o->valued && !take_value(a, taken)) return ARGUMENTS_LACKS_VALUE;
    return o->letter;
}

static int take_letter(arguments *a, const char *letters, int *taken, str *wrong)
{
    char letter = *a->letters++;
    const char *known = letter == ':' ? NULL : strchr(letters, letter);
    bool valued = known && known[1] == ':', more = *a->letters != 0;
    memcpy(a->letter, (char[]){'-', letter, 0}, sizeof a->letter);
    *wrong = str_of(a->letter);
    if (valued && more) a->value = a->letters;
    if (valued || !more) a->letters = NULL;
    if (!known) return ARGUMENTS_UNKNOWN;
    if (valued && !a->value && !take_value(a, taken)) return ARGUMENTS_LACKS_VALUE;
    return (unsigned char)letter;
}

/* The next argument that has options, taken, or "--"; NULL at the end, or when the last one has more letters. */
static const char *find_next(arguments *a, int *taken)
{
    if (!a->at) a->at = 1;
    if (a->letters) return NULL;
    for (; a->at < a->count && (a->all[a->at][0] != '-' || !a->all[a->at][1]); a->at++) a->operands++;
    if (a->at >= a->count) return NULL;
    ++*taken;
    return a->all[a->at++];
}

int arguments_next(arguments *a, const char *letters, const option_row *options, str *wrong)
{
    int taken = 0, found = ARGUMENTS_END;
    const char *next = find_next(a, &taken);
    a->value = NULL;
    if (next && next[1] == '-' && next[2]) found = take_long(a, options, &taken, wrong);
    else if (next && next[1] != '-') a->letters = next + 1;
    if (a->letters) found = take_letter(a, letters, &taken, wrong);
    pass_over(a, taken);
    if (found == ARGUMENTS_END) a->at -= a->operands, a->operands = 0;
    return found;
}
