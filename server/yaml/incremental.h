/* A text that is edited, and its tree, which an edit makes anew only around the place edited.
 *
 * The text is kept with room behind each of its pieces: some entries of the outer block collections. Ranges of the tree, its
 * comments and findings are *places* in that text with room, so that nothing moves when a piece grows or shrinks; a place differs
 * from a byte's offset in the plain text until yaml_edited_offset is asked. Places are in the order of the offsets, and
 * `stream->text` is indexed by them: between the pieces it has line breaks that fill the room, and no text.
 *
 * An edit inside one piece parses that piece alone when that provably gives what parsing the whole text would; else the whole
 * text is parsed. What an edit invalidates is the whole tree: pointers into it must be found anew. */
#ifndef YAML_INCREMENTAL_H
#define YAML_INCREMENTAL_H

#include "base/words.h"
#include "yaml/tree.h"

typedef struct yaml_edited yaml_edited;

/* Parses `text`, which is copied. Owned by the caller. */
yaml_edited *yaml_edited_new(str text, yaml_dialect dialect);
void yaml_edited_free(yaml_edited *e);
/* Replaces the bytes of `at`, offsets of the plain text, by `text`. Returns whether only a piece was parsed. */
bool yaml_edited_replace(yaml_edited *e, range at, str text);
/* The tree, borrowed until the next edit. */
const yaml_stream *yaml_edited_stream(const yaml_edited *e);
/* What its messages are in: the language at hand when the text was first parsed, whichever is at hand at an edit. */
words_language yaml_edited_language(const yaml_edited *e);
/* What yaml_check_portability says of a document, borrowed likewise; computed once, and then anew only for what is parsed. */
const diagnostic_list *yaml_edited_portability(yaml_edited *e, size_t document);
/* The place of a byte of the plain text, and back. */
uint32_t yaml_edited_place(const yaml_edited *e, uint32_t offset);
uint32_t yaml_edited_offset(const yaml_edited *e, uint32_t place);
/* Bytes of the plain text. */
uint32_t yaml_edited_size(const yaml_edited *e);
/* A copy of the plain text in `a`. */
str yaml_edited_text(const yaml_edited *e, arena *a);

#endif
