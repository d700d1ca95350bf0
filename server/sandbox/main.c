/* wpls-sandbox: started by wpls alone, which asks it what a built module makes of configurations (sandbox/sandbox.h). */
#include "sandbox/child.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("wpls-sandbox " WPLS_VERSION);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--serve") == 0) return sandbox_child_run();
    fputs("wpls-sandbox is started by wpls, which asks it what a built module makes of configurations: wpls lint --module FILE\n",
          stderr);
    return 2;
}
