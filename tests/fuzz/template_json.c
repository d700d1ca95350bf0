/* Any bytes for the JSON reader of the C and C++ templates: what it takes from well-formed UTF-8 is well-formed, and ends. */
#include "base/utf8.h"

#include "../../templates/native/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size ? size : 1), *value; /* a copy of just this size: reading past it is seen */
    memcpy(text, data, size);
    json_status status = json_get_string(text, size, "k", &value);
    if ((status == JSON_FOUND) != (value != NULL)) abort();
    if (value && utf8_invalid_at(str_make(text, size)) < 0 && utf8_invalid_at(str_of(value)) >= 0) abort();
    free(value);
    free(text);
    return 0;
}
