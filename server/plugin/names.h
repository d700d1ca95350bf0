/* What a plugin is called by what says how it is built, without loading it. */
#ifndef PLUGIN_NAMES_H
#define PLUGIN_NAMES_H

#include "base/array.h"
#include "base/str.h"

typedef struct project project;
typedef struct workspace workspace;
typedef ARRAY(str) plugin_names;

/* The module of a build file in the plugin's folder, and what Bazel makes there: targets and files, without their extension. In
 * the project's memory, which the workspace owns, until one of those files changes. */
const plugin_names *project_names(project *p);
/* Whether a project whose names were asked for has others now that the text of this file is another. */
bool names_change_with(workspace *w, str path);
/* The names in a Bazel package's text: of targets that are programs or modules, and of what they write. Slices of the text,
 * appended; memory of the list from `a`. */
void bazel_names(arena *a, str text, plugin_names *out);
/* The names of the package and the library that a manifest (Cargo.toml, package.json) gives; likewise. */
void manifest_names(arena *a, str text, plugin_names *out);

#endif
