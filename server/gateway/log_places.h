/* Which line of the source wrote a message of a running plugin. Log calls and errors with their texts are found in the sources as
 * they stand, without parsing them: `log.Errorf("no key %s", k)` wrote "no key a". */
#ifndef GATEWAY_LOG_PLACES_H
#define GATEWAY_LOG_PLACES_H

#include "base/array.h"

typedef struct log_place {
    str path;
    uint32_t line;    /* from 1 */
    bool error;       /* text of an error, which may stand at the end of a message */
    bool open;        /* more may follow the text */
    ARRAY(str) parts; /* of the text, between its %-verbs */
    size_t letters;   /* of all parts */
} log_place;

typedef ARRAY(log_place) log_place_list;

/* Adds the log calls and errors of one source file; text and path must live as long as the list. */
void log_places_add(arena *a, log_place_list *places, str path, str text);
/* The place whose text fits the message best, NULL when none does. */
const log_place *log_places_find(const log_place_list *places, str message);
/* The message without the "[plugin] [request]" that SDKs put before it. */
str log_text(str message);

#endif
