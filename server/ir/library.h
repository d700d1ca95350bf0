/* What functions of libraries do, as far as the flow engine and the rules care: the data of schema/libraries/, compiled in.
 *
 * A library's source is seldom at hand, and a rule that says "the chunk goes on as other bytes" must know what bytes.TrimSpace
 * makes of it. That is a row of data for each language, so that rules speak of effects and of no library by name. What is in no
 * row has no known effect. */
#ifndef IR_LIBRARY_H
#define IR_LIBRARY_H

#include "ir/type.h"

/* Effects of a function or method, as bits. */
enum {
    LIBRARY_MAKES_ERROR = 1,   /* its result is an error, and never none: errors.New */
    LIBRARY_REPEATS = 2,       /* the first argument, as often as the second says: bytes.Repeat */
    LIBRARY_SAME_LENGTH = 4,   /* gives as many bytes as it is given: bytes.ToUpper */
    LIBRARY_OTHER_BYTES = 8,   /* what it gives is made of what it is given and need not be as long: fmt.Sprintf */
    LIBRARY_NEEDS_WHOLE = 16,  /* reads a whole document and fails at a part of one: json.Unmarshal */
    LIBRARY_FILLS = 32,        /* fills in what an argument points at: Decode */
    LIBRARY_WRITES = 64,       /* adds its argument to what it is called on: Write */
    LIBRARY_GIVES_WRITTEN = 128, /* gives all that was written to what it is called on: Bytes */
    LIBRARY_READS_KEY = 256,   /* reads a key of a configuration that an argument names: Get */
    LIBRARY_JOINS = 512,       /* its result is the texts of its arguments, one behind the other: absl::StrCat */
    LIBRARY_NIL_ON_ERROR = 1024, /* its first result is a nil pointer when it can't read its arguments: url.Parse */
};

/* What values of a type are for. */
typedef enum library_type { LIBRARY_OTHER_TYPE, LIBRARY_BUFFER /* takes what is written to it */, LIBRARY_DURATION } library_type;

/* Do functions of the package call their function arguments before they return? What does not may keep them for later. */
bool library_is_synchronous(str package);
/* The effects of a package's function; 0: nothing is known. */
unsigned library_effects(str package, str name);
/* Those of anything that is called by this name in the language, on a value or as a package's function. */
unsigned library_name_effects(const char *language, str name);
/* Those of a function as code writes it, behind the last part of its package's path: "fmt.Errorf", "absl::StrCat". */
unsigned library_written_effects(str written);
/* Of the type, or of what a pointer to it points at. */
library_type library_type_of(const ir_type *t);
/* Is a constant or variable of that name, in any package, an error? */
bool library_names_error(const char *language, str name);

#endif
