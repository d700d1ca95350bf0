/* The structure of a YAML or JSON file for editors: textDocument/documentSymbol, foldingRange and selectionRange without LSP. */
#ifndef FEATURES_STRUCTURE_H
#define FEATURES_STRUCTURE_H

#include "plugin/workspace.h"
#include "yaml/tree.h"

typedef struct symbol symbol;
typedef ARRAY(symbol *) symbol_list;
struct symbol {
    str name;             /* the key; of an element its name, or its number */
    str detail;           /* a scalar's text, shortened */
    const yaml_node *value;
    range at, name_at;
    symbol_list children;
};
/* One list for each document of the file that has something in it. Memory from `a`. */
symbol_list structure_symbols(workspace *w, arena *a, str path);

typedef struct fold {
    range at; /* from its first line, which stays, to its last */
    bool comment;
} fold;
typedef ARRAY(fold) fold_list;
fold_list structure_folds(workspace *w, arena *a, str path);

/* The ranges around a place, the innermost first; each holds the one before it. */
typedef ARRAY(range) range_list;
range_list structure_around(workspace *w, arena *a, str path, uint32_t offset);

#endif
