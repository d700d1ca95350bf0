/* What all systems do alike with the output of a child, for the file that has the system's part (base/posix/process.c). */
#ifndef BASE_PROCESS_OUTPUT_H
#define BASE_PROCESS_OUTPUT_H

#include "base/process.h"

/* Keeps it, as far as it is to be kept, and hands on the lines that are whole. */
void process_take_output(process *p, process_stream from, str text);
/* Nothing more comes: hands on what stands behind the last line's end, and frees it. */
void process_end_output(process *p, process_stream from);

#endif
