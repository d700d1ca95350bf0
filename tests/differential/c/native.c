/* The host of one fixture: a configuration a line, each in a process of its own, answered with a line: "accept", "reject" or
 * "undefined" (a signal), and behind it the lines of the log from warnings on, each behind a tab. */
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

uint32_t proxy_on_configure(uint32_t root, uint32_t size);

static char *configuration, said[1 << 16];
static size_t length, said_length;

uint32_t proxy_log(uint32_t level, const char *message, size_t size)
{
    if (level < 3 || said_length + size + 2 > sizeof said) return 0;
    said[said_length++] = '\t';
    memcpy(said + said_length, message, size);
    said_length += size;
    return 0;
}

uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t n, const char **data, size_t *size)
{
    if (buffer != 7 || start > length) return 2;
    *size = n < length - start ? n : length - start;
    *data = malloc(*size);
    memcpy((char *)*data, configuration + start, *size);
    return 0;
}

int main(void)
{
    size_t room = 0;
    ssize_t n;
    while ((n = getline(&configuration, &room, stdin)) > 0) {
        length = (size_t)n - 1;
        pid_t child = fork();
        if (child == 0) {
            fclose(stderr);
            fputs(proxy_on_configure(1, (uint32_t)length) ? "accept" : "reject", stdout);
            fwrite(said, 1, said_length, stdout);
            fputc('\n', stdout);
            fflush(stdout);
            _exit(0);
        }
        int status;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status)) puts("undefined"), fflush(stdout);
    }
    return 0;
}
