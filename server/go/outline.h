/* Edits of what stands outside of functions' bodies: what the declarations of a file are, which of them an edit changed, and
 * which others, and which bodies, depend on those. The rest of the program stays.
 *
 * What is made of a declaration or a body depends on its own text and on what the names in it stand for. So an edit changes the
 * names whose declarations have another text now, come or go; the names of all declarations, signatures included, that have one
 * of these in their text; and the bodies that have any of them. An import that comes or goes changes what it is called. Two names
 * that are spelled alike count as one: where that is wrong, more is made anew than would have to be, never less. */
#ifndef GO_OUTLINE_H
#define GO_OUTLINE_H

#include "go/internal.h"

enum { GO_NAME_FILTER = 64 };

/* A set of names. */
typedef struct go_names {
    uint64_t filter[GO_NAME_FILTER];
    uint32_t *at; /* their hashes */
    size_t n, cap;
} go_names;

/* --- mention.c --- */

/* Behind a comment or a literal that starts at `at`; `at` itself when none does. */
size_t go_skip_quoted(str text, size_t at);
/* The next word outside of comments and literals, names and keywords alike; `at` goes behind it. Empty at the end. */
str go_next_word(str text, size_t *at);
/* The words of the text, once. */
void go_read_words(arena *a, go_words *words, str text);
/* Those of a type's declaration but the names of its fields. */
void go_read_type_words(go_state *s, go_words *words, syntax_node spec, str text);
void go_add_name(arena *a, go_names *names, str name);
bool go_has_any(const go_names *names, const go_words *words);

/* --- outline.c --- */

/* Takes over a file's new text when declarations have changed in a way that leaves the imports, and which packages there are, as
 * they were. False, and nothing has happened, when it is another change. */
bool go_outline_patch(go_state *s, go_file *file, str text);

/* --- patch.c --- */

/* All that is still to be made of the file's tree. */
void go_lower_file(go_state *s, const go_file *file);
/* Calls `move` for all places that stand in the file, and for those of mistakes in it: but for functions that end before
 * `from`. */
void go_move_places(go_state *s, const go_file *file, void (*move)(void *self, ir_span *at), void *self, uint32_t from);
/* The body will be lowered anew when asked for, and what was made of it is kept: it counts again when all files have the texts
 * that they have now. Called before go_state.texts changes. */
void go_forget_body(go_state *s, ir_func *f);
/* The file has another text. */
void go_change_texts(go_state *s, const go_file *file, str old, str now);

/* --- package.c --- */

/* Makes known what the packages that are not resolved declare. */
void go_resolve_packages(go_state *s);

#endif
