/* Configurations in the tests of a plugin: what they hand to the SDK's host, or to the parse function, as a literal.
 *
 * test_config.c finds the literals and says what a test expects of them, test_text.c writes them as the plugin gets them. One
 * file is looked at alone; nothing of it is kept. */
#ifndef GO_TEST_CONFIG_H
#define GO_TEST_CONFIG_H

#include "go/grammar.h"
#include "ir/language_row.h"

enum { GO_TEST_DEPTH = 200 }; /* of syntax and of values in values */

/* `name := value`, in a block or in the file itself. */
typedef struct go_test_name {
    str name;
    range scope; /* of the block */
    uint32_t at; /* where it stands there; names of the file hold everywhere */
    bool package;
    syntax_node value;
    struct go_test_name *before; /* another one of that name */
    bool read, made;             /* what go_test_text gives for it */
    const yaml_node *text;
} go_test_name;

typedef struct go_test_file {
    arena *a;
    str text;
    const go_grammar *g;
    map names;   /* name -> the last go_test_name */
    map changed; /* names that are assigned to, or changed, somewhere */
} go_test_file;

/* What the name stands for at a place; NULL: not known. */
go_test_name *go_test_find(const go_test_file *f, str name, uint32_t at);
/* The text that an expression stands for, bytes or a string, as a scalar of the file; NULL: not known. In the file's arena. */
const yaml_node *go_test_text(const go_test_file *f, syntax_node n, bool *made);

/* The row's `tests`. */
test_configurations go_test_configurations(arena *a, str text);

#endif
