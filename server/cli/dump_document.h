/* `wpls dump document`: which configurations are in a file, and whose they are. */
#ifndef CLI_DUMP_DOCUMENT_H
#define CLI_DUMP_DOCUMENT_H

/* Prints a line for each on standard output. Returns the exit status. */
int dump_document_file(const char *name);

#endif
