/* Plugins in languages that wpls does not read, known by a word in one of their files. */
#ifndef PLUGIN_FOREIGN_H
#define PLUGIN_FOREIGN_H

#include "base/arena.h"
#include "text/range.h"

/* Whether a file of that name may show such a plugin: its text is worth a look. */
bool foreign_is_candidate(str name);
/* The language of the plugin that the file of that name shows, and the word that does; NULL: none. */
const char *foreign_language(str name, str text, range *at);

#endif
