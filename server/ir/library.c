#include "ir/library.h"

#include "base/path.h"

#include "library_tables.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_meant(str name, str row, bool all) { return all ? str_starts(name, row) : str_eq(name, row); }

bool library_is_synchronous(str package)
{
    for (size_t i = 0; i < COUNT(synchronous_packages); i++) {
        str p = synchronous_packages[i].package;
        if (str_eq(package, p)) return true;
        if (synchronous_packages[i].below && package.n > p.n && package.p[p.n] == '/' && str_starts(package, p)) return true;
    }
    return false;
}

unsigned library_effects(str package, str name)
{
    unsigned found = 0;
    for (size_t i = 0; i < COUNT(functions); i++)
        if (str_eq(package, functions[i].package) && is_meant(name, functions[i].name, functions[i].all))
            found |= functions[i].effect;
    return found;
}

unsigned library_name_effects(const char *language, str name)
{
    unsigned found = 0;
    for (size_t i = 0; i < COUNT(methods); i++)
        if (is_meant(name, methods[i].name, methods[i].all) && strcmp(methods[i].language, language) == 0)
            found |= methods[i].effect;
    return found;
}

unsigned library_written_effects(str written)
{
    unsigned found = 0;
    size_t from = written.n, end;
    while (from && written.p[from - 1] != '.' && written.p[from - 1] != ':') from--;
    for (end = from; end && (written.p[end - 1] == '.' || written.p[end - 1] == ':');) end--;
    str package = str_slice(written, 0, end), name = str_slice(written, from, written.n);
    for (size_t i = 0; package.n && i < COUNT(functions); i++)
        if (is_meant(name, functions[i].name, functions[i].all) && str_eq(path_base(functions[i].package), package))
            found |= functions[i].effect;
    return found;
}

library_type library_type_of(const ir_type *t)
{
    while (t && t->kind == TYPE_POINTER) t = t->elem;
    for (size_t i = 0; t && t->kind == TYPE_NAMED && i < COUNT(types); i++)
        if (str_eq(t->name, types[i].name) && str_eq(t->package, types[i].package)) return types[i].is;
    return LIBRARY_OTHER_TYPE;
}

bool library_names_error(const char *language, str name)
{
    for (size_t i = 0; i < COUNT(error_values); i++)
        if (is_meant(name, error_values[i].name, error_values[i].all) && strcmp(error_values[i].language, language) == 0)
            return true;
    return false;
}
