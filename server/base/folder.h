/* Folders: made, renamed and locked. What is in them: base/file.h. */
#ifndef BASE_FOLDER_H
#define BASE_FOLDER_H

#include "base/str.h"

/* Makes a folder, as open as the user's new folders are. False with errno, EEXIST when there is something. */
bool folder_make(str path);
/* Gives a folder its name, unless there is something of that name: then false with EEXIST. */
bool folder_rename_new(str from, str to);
/* Locks a folder against other processes, until folder_unlock or this one's end; nothing is written into it. -1: it is not
 * locked, because another process has the lock (`*busy`), or because there is no such folder, or no locks where it lies. */
int folder_lock(str path, bool *busy);
/* -1 is fine. */
void folder_unlock(int lock);
/* Bytes that can still be written there; UINT64_MAX when the system does not say. */
uint64_t folder_room(str path);

#endif
