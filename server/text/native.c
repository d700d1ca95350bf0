#include "text/native.h"

#include "base/path.h"

unsigned native_source(str path)
{
    static const struct {
        const char *extension;
        unsigned kind;
    } kinds[] = {
        {".c", NATIVE_C},   {".cc", NATIVE_CPP}, {".cpp", NATIVE_CPP}, {".cxx", NATIVE_CPP},
        {".h", NATIVE_HEADER}, {".hh", NATIVE_HEADER | NATIVE_CPP}, {".hpp", NATIVE_HEADER | NATIVE_CPP},
    };
    str extension = path_extension(path);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_is(extension, kinds[i].extension)) return kinds[i].kind;
    return 0;
}

unsigned native_unit(str path)
{
    unsigned kind = native_source(path);
    return kind & NATIVE_HEADER ? 0 : kind;
}
