/* The C++ front end: from a plugin's files to the ir.
 *
 * A project is a folder in which a source registers a plugin (RegisterContextFactory). Its program is made of the sources of that
 * folder and the headers that they include with "..." and that are at hand, except for those that models stand for. */
#ifndef CXX_FRONTEND_H
#define CXX_FRONTEND_H

#include "ir/language_row.h"

/* The program of the folder `root`; never NULL. It lives in `a`, copies of the texts included. */
ir_program *cxx_load(arena *a, const source_tree *tree, str root, front_cache *cache, build_facts *facts);
/* Drops the syntax trees. Bodies can't be lowered any more. */
void cxx_unload(ir_program *p);
registration_list cxx_registrations(ir_program *p);
/* Models of library functions; NULL when there is none. */
const struct native *cxx_find_native(str name);
/* A constant of such libraries that is known by its last two parts ("JsonParserResultDetail::OK"). */
bool cxx_library_constant(str scope, str name, int64_t *number);
/* Whether a model of a method has that name, or the SDK: it is no method of the plugin's own, most likely. */
bool cxx_is_library_method(str name);
/* language_row.adapt: headers that the packages are. */
bool cxx_adapt(arena *a, str text, str body, const code_package *packages, size_t n, code_place *place, text_edits *edits);

#endif
