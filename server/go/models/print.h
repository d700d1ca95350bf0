/* fmt's printing of values, shared by print.c (values by verb) and fmt.c (formats and functions). */
#ifndef GO_MODELS_PRINT_H
#define GO_MODELS_PRINT_H

#include "go/models/models.h"

typedef struct printer {
    native_call *c;
    strbuf out;
    bool unknown;     /* a part of the text is not known, so the whole is not */
    bool erroring;    /* inside %!verb(...): methods are not called */
    bool plus_fields; /* %+v */
    /* the verb at hand */
    bool plus, minus, sharp, space, zero, has_width, has_precision;
    int width, precision;
} printer;

/* One value. `methods`: its Error and String methods may be called (not for what unexported fields hold). */
void print_value(printer *p, const value *v, char verb, int depth, bool methods);
void print_padded(printer *p, str s);
void print_nil(printer *p, const value *v, char verb, int depth);
void print_list(printer *p, const value *v, char verb, int depth, bool methods);
void print_bad_verb(printer *p, const value *v, char verb);
str print_type(printer *p, const value *v);
bool print_is_bytes(const value *v);

#endif
