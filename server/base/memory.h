/* Memory of the whole process. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

/* Gives memory that was freed, and that the allocator keeps for later, back to the system where that is possible. The more there
 * is of it, the longer it takes. */
void memory_trim(void);

#endif
