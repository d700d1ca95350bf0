/* Linux: a seccomp filter. */
#include "base/confine.h"

#include "base/memory_limit.h"

#include <sys/resource.h>

#if defined(__linux__) && !defined(WPLS_SANITIZED) && (defined(__x86_64__) || defined(__aarch64__))

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#ifdef __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#else
#define MACHINE AUDIT_ARCH_AARCH64
#endif
#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000u
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define END BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define ALLOW_CALL(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), ALLOW
/* Unless the third argument, of which only the low half matters, makes the memory code. */
#define ALLOW_WITHOUT_CODE(name) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4), LOAD(args[2]), \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), END, ALLOW

static bool filter_calls(void)
{
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        END,
        LOAD(nr),
        ALLOW_CALL(read),
        ALLOW_CALL(write),
        ALLOW_WITHOUT_CODE(mmap),
        ALLOW_WITHOUT_CODE(mprotect),
        ALLOW_CALL(munmap),
        ALLOW_CALL(mremap),
        ALLOW_CALL(madvise),
        ALLOW_CALL(brk),
        ALLOW_CALL(futex),
        ALLOW_CALL(getrandom), /* seeds of hash tables */
        ALLOW_CALL(clock_gettime),
        ALLOW_CALL(rt_sigreturn),
        ALLOW_CALL(restart_syscall),
        ALLOW_CALL(exit),
        ALLOW_CALL(exit_group),
        END,
    };
    struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

static bool filter_calls(void) { return false; }

#endif

bool confine_process(uint64_t memory_most)
{
    struct rlimit none = {0, 0};
    memory_hold(memory_most);
    setrlimit(RLIMIT_CORE, &none);
    return filter_calls();
}
