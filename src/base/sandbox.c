/* sandbox.c - the process shuts itself in for good: Landlock (Linux 5.13 on) leaves it only the files that were allowed, a
 * filter of system calls (seccomp) takes away sockets, other programs, other processes and whatever changes a file without
 * opening it. A refused call fails with EPERM or EACCES, as if the user had no right to it, so a library that only tries
 * goes on. In come paths; which ones is the caller's business. Numbers and layouts are the kernel's (landlock(7),
 * seccomp(2)), written out here because old headers lack them. Where the kernel has neither, nothing happens. */
#include "base/base.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- files: Landlock ------------------------------------------------------------------------------ */

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, RULE_PATH_BENEATH = 1, VERSION_WANTED = 1 };
enum {
    WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_FILE = 1 << 5, MAKE_REG = 1 << 8,
    OF_FILES = WRITE_FILE | READ_FILE                      /* the only ones of these that a file can have */
};

struct Ruleset { uint64_t files, net, scoped; };
struct PathRule { uint64_t allowed; int32_t parent; } __attribute__((packed));

/* All that the kernel can refuse, by the version of its interface: what is not allowed later is refused. */
Sandbox sandbox_open(void)
{
    static const uint64_t files[] = {0, (1 << 13) - 1, (1 << 14) - 1, (1 << 15) - 1, (1 << 15) - 1};
    Sandbox none = {-1};
    long version = syscall(CREATE_RULESET, NULL, (size_t)0, VERSION_WANTED);
    if (version < 1) {
        return none;
    }
    struct Ruleset rules = {version < 5 ? files[version] : (1 << 16) - 1, 3 /* bind, connect */, 3 /* sockets, signals */};
    size_t known = version < 4 ? 8 : version < 6 ? 16 : sizeof rules;
    return (Sandbox){(int)syscall(CREATE_RULESET, &rules, known, 0)};
}

static void allow(const Sandbox *sandbox, const char *path, uint64_t rights)
{
    int fd = sandbox->rules < 0 ? -1 : open(path, O_PATH | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    struct stat st;
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    struct PathRule rule = {folder ? rights : rights & OF_FILES, fd};
    syscall(ADD_RULE, sandbox->rules, RULE_PATH_BENEATH, &rule, 0);
    close(fd);
}

void sandbox_read(const Sandbox *sandbox, const char *path)
{
    allow(sandbox, path, READ_FILE | READ_DIR);
}

void sandbox_write(const Sandbox *sandbox, const char *path)
{
    allow(sandbox, path, WRITE_FILE | MAKE_REG | REMOVE_FILE);
}

/* ---- system calls: seccomp ------------------------------------------------------------------------ */

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
static const uint32_t refused[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg,
    SYS_sendmmsg, SYS_recvfrom, SYS_recvmsg, SYS_recvmmsg,
    SYS_execve, SYS_execveat, SYS_kill, SYS_tkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_ptrace, SYS_process_vm_readv,
    SYS_process_vm_writev, SYS_kcmp, SYS_unshare, SYS_setns,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_swapon, SYS_swapoff, SYS_quotactl, SYS_acct, SYS_reboot,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
    SYS_add_key, SYS_request_key, SYS_keyctl, SYS_syslog, SYS_personality, SYS_sethostname, SYS_setdomainname,
    SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_name_to_handle_at, SYS_open_by_handle_at,
    SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_mknodat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr,
    SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
#ifdef __x86_64__
    SYS_fork, SYS_vfork, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod, SYS_iopl,
    SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load,
#endif
    425, 426, 427,                                         /* io_uring_*, which does what it is told past this filter */
    428, 429, 430, 431, 432, 433, 442, 467,                /* open_tree, move_mount, fs*, mount_setattr, open_tree_attr */
    434, 438, 440, 448,                                    /* pidfd_open, pidfd_getfd, process_madvise, process_mrelease */
    452, 463, 466,                                         /* fchmodat2, setxattrat, removexattrat */
};
enum { N_REFUSED = sizeof refused / sizeof *refused, CLONE3 = 435 };

#define WORD(field) (uint32_t)offsetof(struct seccomp_data, field)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, WORD(field))
#define END(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define UNLESS(test, value, skipped) BPF_JUMP(BPF_JMP | (test) | BPF_K, (value), 0, (skipped))
#define DENY(why) END(SECCOMP_RET_ERRNO | (why))

/* New threads are let through, new processes are not; clone3 hides its flags, and the C library does without it. */
static const struct sock_filter head[] = {
    LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0), END(SECCOMP_RET_KILL_PROCESS),
    LOAD(nr), UNLESS(BPF_JGE, 0x40000000, 1), DENY(ENOSYS), /* numbers of x32 */
    UNLESS(BPF_JEQ, CLONE3, 1), DENY(ENOSYS),
    UNLESS(BPF_JEQ, SYS_clone, 4), LOAD(args[0]), UNLESS(BPF_JSET, CLONE_THREAD, 1), END(SECCOMP_RET_ALLOW), DENY(EPERM),
    UNLESS(BPF_JEQ, SYS_ioctl, 5), LOAD(args[1]), UNLESS(BPF_JEQ, TIOCSTI, 1), DENY(EPERM), /* types on the terminal */
    UNLESS(BPF_JEQ, TIOCLINUX, 1), DENY(EPERM), LOAD(nr),
};
enum { N_HEAD = sizeof head / sizeof *head, N_FILTER = N_HEAD + 2 * N_REFUSED + 1 };

static bool filter_calls(void)
{
    struct sock_filter filter[N_FILTER];
    for (size_t i = 0; i < N_HEAD; i++) {
        filter[i] = head[i];
    }
    for (size_t i = 0; i < N_REFUSED; i++) {
        filter[N_HEAD + 2 * i] = (struct sock_filter)UNLESS(BPF_JEQ, refused[i], 1);
        filter[N_HEAD + 2 * i + 1] = (struct sock_filter)DENY(EPERM);
    }
    filter[N_FILTER - 1] = (struct sock_filter)END(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {N_FILTER, filter};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
#else
static bool filter_calls(void)
{
    return false;
}
#endif

SandboxState sandbox_close(Sandbox *sandbox)
{
    SandboxState state = {0};
    bool ready = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    state.files = ready && sandbox->rules >= 0 && syscall(RESTRICT_SELF, sandbox->rules, 0) == 0;
    state.calls = ready && filter_calls();
    if (sandbox->rules >= 0) {
        close(sandbox->rules);
    }
    return state;
}

#else
Sandbox sandbox_open(void)
{
    return (Sandbox){-1};
}

void sandbox_read(const Sandbox *sandbox, const char *path)
{
    (void)sandbox, (void)path;
}

void sandbox_write(const Sandbox *sandbox, const char *path)
{
    (void)sandbox, (void)path;
}

SandboxState sandbox_close(Sandbox *sandbox)
{
    (void)sandbox;
    return (SandboxState){0};
}
#endif
