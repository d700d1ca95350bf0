#include "base/bytes.h"

#include <string.h>

const char *bytes_find(const char *bytes, size_t n, const char *wanted, size_t wanted_n)
{
    return memmem(bytes, n, wanted, wanted_n);
}
