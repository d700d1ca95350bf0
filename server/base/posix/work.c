/* Handlers of signals: what they call must be allowed there (write, no printf), and they have a stack of their own, since a full
 * stack is one of the mistakes that they tell of. */
#include "base/work_system.h"

#include "base/words.h"

#include <signal.h>
#include <unistd.h>

static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { SIGNALS = sizeof signals / sizeof *signals };
static struct sigaction otherwise[SIGNALS]; /* what would be done about them: a sanitizer reports */

const char *work_signal_name(int number)
{
    if (number == SIGSEGV || number == SIGBUS) return words("a segmentation fault");
    return number != SIGABRT ? NULL : words("an abort");
}

/* In a signal handler. */
static void print(const char *text, size_t n)
{
    char visible[WORK_PATH_MOST];
    if (n > sizeof visible) n = sizeof visible;
    for (size_t i = 0; i < n; i++) visible[i] = (unsigned char)text[i] < ' ' && text[i] != '\n' ? '?' : text[i];
    if (write(STDERR_FILENO, visible, n) < 0) return;
}

static void print_text(const char *text) { print(text, strlen(text)); }

static void print_work(int number)
{
    const char *name = work_signal_name(number);
    const work_slot *slot = NULL;
    for (work_kind kind = 0; kind < WORK_KINDS; kind++)
        if (work_page_of_process->slots[kind].used) slot = &work_page_of_process->slots[kind];
    print_text("wpls: ");
    print_text(name ? name : words("a signal of its own"));
    if (slot && work_page_here) {
        print_text(words(" while analysing "));
        if (slot->name_length) print_text("'"), print(slot->name, slot->name_length), print_text("' in ");
        print(slot->path, slot->path_length);
    }
    print_text("\n");
}

/* A mistake is made once more afterwards, and ends the process as if nothing had been; what was sent has to be sent again. */
static void take_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    bool sent = info->si_code <= 0, outside = sent && info->si_pid != getpid();
    work_note_thread();
    if (outside && work_page_of_process) atomic_store(&work_page_of_process->outside, true);
    for (int i = 0; i < SIGNALS; i++) {
        if (signals[i] != number) continue;
        if (work_alone && !outside) print_work(number);
        if (work_alone && !outside && otherwise[i].sa_handler == SIG_DFL) _exit(3);
        if (!outside) sigaction(number, &otherwise[i], NULL);
    }
    if (outside) signal(number, SIG_DFL);
    if (sent) raise(number);
}

void work_catch_signals(void)
{
    struct sigaction note = {.sa_sigaction = take_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    for (int i = 0; i < SIGNALS; i++) sigaction(signals[i], &note, &otherwise[i]);
}

void work_catch_full_stack(void)
{
    static char stack[64 << 10];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
}

void work_die(int number)
{
    work_note_thread();
    signal(number, SIG_DFL);
    raise(number);
}
