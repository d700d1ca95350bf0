/* The arguments of a program: options anywhere among them, and what else there is.
 *
 * "--name VALUE", "--name=VALUE", "-n VALUE", "-nVALUE", "-ab" for "-a -b"; the beginning of a long name will do when nothing
 * else begins so. Behind "--" there are no options; "-" is none. */
#ifndef BASE_ARGUMENTS_H
#define BASE_ARGUMENTS_H

#include "base/str.h"

typedef struct option_row {
    const char *name; /* without "--"; NULL: the end of the list */
    bool valued;
    int letter;       /* what arguments_next returns, over 0 */
} option_row;

typedef struct arguments {
    int count;  /* of `all`, which is main's, and begins with a name that is not looked at */
    char **all; /* what is no option is moved behind those, in its order */
    int at;     /* of the next one; when no option is left, of the first that is none. 0: nothing was looked at */
    const char *value; /* of the last option, NULL without */
    int operands;        /* before `at`, passed over */
    const char *letters; /* of an argument, that are still to be looked at; NULL: none */
    char letter[3];      /* "-x": the last one */
} arguments;

enum { ARGUMENTS_END = -1, ARGUMENTS_UNKNOWN = -2, ARGUMENTS_LACKS_VALUE = -3, ARGUMENTS_TAKES_NO_VALUE = -4 };

/* The next option's letter, or one of the above: of those that say what is wrong, `*wrong` is the option, borrowed from `a`.
 * `letters` are those of short options, each with ':' behind it when it takes a value. */
int arguments_next(arguments *a, const char *letters, const option_row *options, str *wrong);

#endif
