/* The time that passes, for deadlines. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since some moment in the past; never goes back, whatever happens to the date. */
int64_t now_ms(void);

#endif
