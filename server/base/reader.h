/* A pipe or a socket that one thread reads, and waits for, until another thread ends that. */
#ifndef BASE_READER_H
#define BASE_READER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct reader reader;

/* `from` stays the caller's, and must stay open until reader_close. NULL with errno when the system has nothing to wake it
 * with. */
reader *reader_open(int from);
/* The next bytes, at least one. 0 at the end, when reading fails, and once the reader was ended. */
size_t reader_read(reader *r, char *bytes, size_t most);
/* Any thread: whoever waits in reader_read returns. */
void reader_end(reader *r);
/* When nobody reads any more. */
void reader_close(reader *r);

#endif
