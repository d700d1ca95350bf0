/* Memory of the whole process. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Gives memory that was freed, but is kept for later, back to the system where it can. Takes the longer the more there is. */
void memory_trim(void);

#endif
