/* A built module as the judge of configurations: it runs in a process of its own, wpls-sandbox, which has no rights and many
 * limits (sandbox/answer.h). Whatever the module does, what comes back is an answer. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include "sandbox/answer.h"

typedef struct sandbox sandbox;

/* A judge that is ready: its strings are borrowed until sandbox_close. NULL with the reason, to be read behind the module's name,
 * in arena `a`. */
sandbox *sandbox_open(arena *a, const sandbox_order *o, str *problem);
/* What the module makes of a configuration, as JSON text: a new instance each time. Everything in `a`. */
void sandbox_run(sandbox *s, arena *a, str configuration, sandbox_answer *answer);
void sandbox_close(sandbox *s);

/* What the plugin itself said about a run that it refused or crashed in, without what SDKs put around it; in `a`. Empty when it
 * said nothing. */
str sandbox_message(arena *a, const sandbox_answer *answer);

#endif
