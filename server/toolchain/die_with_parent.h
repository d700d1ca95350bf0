/* Programs that end when wpls does, however it ends: started through a step of wpls itself, which asks the system for that and then
 * becomes the program. Linux only; elsewhere the program is started as it is, and a killed wpls leaves it behind. */
#ifndef TOOLCHAIN_DIE_WITH_PARENT_H
#define TOOLCHAIN_DIE_WITH_PARENT_H

#include "base/process.h"

/* Starts the argument vector of a program that is to end with the thread that starts it; its path and arguments follow. */
void die_with_parent_begin(arena *a, process_strings *argv);
/* The step itself, to be called first in main: returns unless these are the arguments that die_with_parent_begin makes. */
void die_with_parent_step(int argc, char **argv);

#endif
