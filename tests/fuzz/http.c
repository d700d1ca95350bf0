/* Any bytes as HTTP messages, whole and cut short, and as a request on the command line. */
#include "gateway/http_message.h"

#include <stdlib.h>

static void read_as(str bytes, bool response)
{
    arena a = ARENA_INIT;
    http_message m;
    size_t used;
    for (int at_end = 0; at_end < 2; at_end++) {
        http_source source = {.bytes = bytes, .at_end = at_end, .response = response};
        http_progress progress = http_read(&a, &source, &m, &used);
        if (used > bytes.n || (at_end && progress == HTTP_MORE)) abort();
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str bytes = str_make((const char *)data, size);
    arena a = ARENA_INIT;
    http_message m;
    str problem;
    if (!http_parse_request(&a, bytes, &m, &problem) && !problem.n) abort();
    arena_free(&a);
    read_as(bytes, false);
    read_as(bytes, true);
    return 0;
}
