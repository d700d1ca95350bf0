/* `wpls lint --module`: what a built module itself makes of configurations, without any source. */
#ifndef CLI_LINT_MODULE_H
#define CLI_LINT_MODULE_H

#include "cli/lint_run.h"

/* Runs the module (lint.module) on every configuration in the files, and reports as the options say; the exit status. It is asked
 * for on the command line alone: no file of a folder can have a module run. */
int lint_with_module(lint *l, char **paths, size_t count);

#endif
