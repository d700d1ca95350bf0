/* Texts inside of documents that are documents again: what stands in them, and where in the file. */
#ifndef PLUGIN_INSIDE_H
#define PLUGIN_INSIDE_H

#include "plugin/documents.h"

/* Parses the texts inside of the documents of `facts`, whose owners are known, and appends them to `file->inner`; `file`: what
 * all of it is in. */
void inside_find(arena *a, document_facts *file, document_facts *facts);
/* A text inside of `facts` that holds documents, parsed and appended to `file->inner`; its documents are not listed yet. */
document_facts *inside_add(arena *a, document_facts *file, const document_facts *facts, const form_block *block);

#endif
