/* Names of an SDK in the text of a source that is being typed, where no program shows yet what is called. */
#ifndef FEATURES_SDK_NAME_H
#define FEATURES_SDK_NAME_H

#include "ir/language_row.h"
#include "ir/sdk.h"
#include "plugin/project.h"

typedef struct sdk_name {
    const char *package; /* as in ir/sdk.h; NULL: the language has none */
    str name;
    const sdk_function *function; /* NULL: none of that name is known */
} sdk_name;

/* The SDK package that a name stands for in the file; NULL: none. */
const char *sdk_name_package(const language_row *l, ir_program *p, str path, str name);
/* What stands at the end of `header`, the text before a call's bracket: "x := wrapper.SetCtx[T]". False: no name of an SDK's. */
bool sdk_name_of(workspace *w, arena *a, str path, const language_row *l, str header, sdk_name *found);

#endif
