/* SPDX-License-Identifier: MIT */
/* Terminal, link, clock and memory of the host port (host.h says how they hang together).
 *
 * Whoever waits, waits in wait_events(): ppoll() with SIGINT let in only there, so that no signal
 * slips in between looking at vm->events and sleeping; the helper thread writes to the notify pipe
 * for the same purpose.
 */
#define _GNU_SOURCE // ppoll

#include "vm/ports/host/host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "vm/lib/machine.h"

/* Output younger than this may wait for more; nobody sees the difference. */
#define FLUSH_US     5000
#define CTRL_BRACKET 0x1d

const char vm_hal_platform[] = "linux";

/* A signal handler gets no argument. One process has one terminal, so one of its VMs is interrupted
 * by it. */
static VmPort *volatile sigint_port;

/* What tcgetattr() gave before raw mode: put back by whoever ends the process. Belongs to the
 * terminal, not to a VM. */
static struct termios saved_termios;

static void
set_event(VM *vm, uint32_t event)
{
    __atomic_fetch_or(&vm->events, event, __ATOMIC_SEQ_CST);
}

static void
poke(int fd)
{
    char c = 0;
    ssize_t ignored = write(fd, &c, 1); // full: it is awake anyway

    (void)ignored;
}

static void
drain(int fd)
{
    char buf[64];

    while (read(fd, buf, sizeof buf) > 0)
        continue;
}

static bool
make_pipe(int fds[2])
{
    if (pipe(fds) < 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(fds[i], F_SETFL, O_NONBLOCK);
        fcntl(fds[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

uint64_t
vm_hal_ticks_us(VM *vm)
{
    struct timespec now;

    (void)vm;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

int64_t
vm_hal_time_ns(VM *vm)
{
    struct timespec now;

    (void)vm;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int32_t
vm_hal_local_offset(VM *vm, int64_t unix_seconds)
{
    time_t t = (time_t)unix_seconds;
    struct tm local;

    (void)vm;
    if (t != unix_seconds || localtime_r(&t, &local) == NULL)
        return 0;
    return (int32_t)local.tm_gmtoff;
}

void
vm_hal_random(VM *vm, void *buf, size_t len)
{
    uint8_t *at = buf;

    (void)vm;
    while (len > 0) {
        ssize_t n = getrandom(at, len > 256 ? 256 : len, 0);

        if (n < 0) {
            if (errno == EINTR)
                continue;
            // Only on kernels older than 3.17.
            for (size_t i = 0; i < len; i++)
                at[i] = (uint8_t)(vm_hal_ticks_us(vm) * 2654435761u >> 24);
            return;
        }
        at += n;
        len -= (size_t)n;
    }
}

const char *
vm_hal_machine(VM *vm)
{
    return vm->port->machine;
}

/* --- Waiting --- */

/* Sleeps until the VM has an event, @fd (unless -1) can be read or written, or @timeout_us passed
 * (UINT64_MAX: never). */
static void
wait_events(VM *vm, int fd, short what, uint64_t timeout_us)
{
    VmPort *port = vm->port;
    struct pollfd fds[2];
    nfds_t n = 0;
    struct timespec timeout;
    sigset_t blocked, before;

    if (fd >= 0)
        fds[n++] = (struct pollfd){.fd = fd, .events = what};
    if (port->thread_runs)
        fds[n++] = (struct pollfd){.fd = port->notify_pipe[0], .events = POLLIN};
    timeout.tv_sec = (time_t)(timeout_us / 1000000u);
    timeout.tv_nsec = (long)(timeout_us % 1000000u) * 1000;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    if (vm->events == 0)
        ppoll(fds, n, timeout_us == UINT64_MAX ? NULL : &timeout, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (port->thread_runs)
        drain(port->notify_pipe[0]);
}

void
vm_hal_sleep_us(VM *vm, uint64_t us)
{
    uint64_t start = vm_hal_ticks_us(vm);

    if (us >= 2000)
        vm_hal_flush(vm);
    for (;;) {
        uint64_t gone;

        vm_poll(vm);
        gone = vm_hal_ticks_us(vm) - start;
        if (gone >= us)
            return;
        wait_events(vm, -1, 0, us - gone);
    }
}

/* --- Output --- */

static void
write_now(VmPort *port, const char *data, size_t len)
{
    if (port->write != NULL) {
        port->write(data, len, port->write_data);
        return;
    }
    while (len > 0) {
        struct pollfd ready;
        ssize_t n;
        int error;

        bool may_vanish = port->is_pty || port->accept_fd >= 0;

        if (may_vanish)
            pthread_mutex_lock(&port->lock);
        ready = (struct pollfd){.fd = port->out_fd, .events = POLLOUT};
        if (port->discard) {
            n = (ssize_t)len;
            error = 0;
        } else {
            n = write(port->out_fd, data, len);
            error = errno;
        }
        if (may_vanish)
            pthread_mutex_unlock(&port->lock);
        if (n >= 0) {
            data += n;
            len -= (size_t)n;
        } else if (error == EAGAIN) {
            // A slow reader; but it may also hang up, which the helper thread notices.
            poll(&ready, 1, 20);
        } else if (error != EINTR) {
            if (port->out_error == 0)
                port->out_error = error;
            return;
        }
    }
}

static void
flush_port(VmPort *port)
{
    size_t len = port->out_len;

    port->out_len = 0;
    if (len > 0)
        write_now(port, port->out, len);
}

void
vm_hal_flush(VM *vm)
{
    flush_port(vm->port);
}

static void
ask_flush(VmPort *port, uint64_t now)
{
    if (port->flush_due)
        return;
    port->flush_due = true;
    pthread_mutex_lock(&port->lock);
    port->flush_at = now + FLUSH_US;
    pthread_mutex_unlock(&port->lock);
    poke(port->wake_pipe[1]);
}

/* After something went into the buffer: at once, or a little later together with more. */
static void
flush_soon(VM *vm, VmPort *port, bool line_end)
{
    uint64_t now;

    if (port->thread_runs && port->has_link) {
        if (port->flush_due)
            return;
        now = vm_hal_ticks_us(vm);
        if (now - port->flushed_us >= FLUSH_US && line_end) {
            port->flushed_us = now;
            flush_port(port);
        } else {
            ask_flush(port, now);
        }
    } else if (line_end) {
        flush_port(port);
    }
}

void
vm_hal_write_raw(VM *vm, const char *data, size_t len)
{
    VmPort *port = vm->port;
    bool line_end;

    if (len == 0)
        return;
    port->last_was_cr = data[len - 1] == '\r';
    line_end = port->line_buffered && memchr(data, '\n', len) != NULL;
    if (len > sizeof port->out - port->out_len) {
        flush_port(port);
        if (len >= sizeof port->out) {
            write_now(port, data, len);
            return;
        }
    }
    memcpy(port->out + port->out_len, data, len);
    port->out_len += len;
    if (port->line_buffered)
        flush_soon(vm, port, line_end);
}

void
vm_hal_write(VM *vm, const char *data, size_t len)
{
    VmPort *port = vm->port;
    const char *end = data + len;

    if (!port->crlf) {
        vm_hal_write_raw(vm, data, len);
        return;
    }
    while (data < end) {
        const char *line_end = memchr(data, '\n', (size_t)(end - data));

        if (line_end == NULL) {
            vm_hal_write_raw(vm, data, (size_t)(end - data));
            return;
        }
        if (line_end > data)
            vm_hal_write_raw(vm, data, (size_t)(line_end - data));
        if (port->last_was_cr)
            vm_hal_write_raw(vm, "\n", 1);
        else
            vm_hal_write_raw(vm, "\r\n", 2);
        data = line_end + 1;
    }
}

void
vm_hal_write_error(VM *vm, const char *data, size_t len)
{
    VmPort *port = vm->port;

    if (port->has_link || port->write != NULL) {
        vm_hal_write(vm, data, len);
        return;
    }
    flush_port(port);
    while (len > 0) {
        ssize_t n = write(STDERR_FILENO, data, len);

        if (n < 0 && errno != EINTR)
            return;
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
}

/* --- Input --- */

static int
take_from_ring(VmPort *port)
{
    int c = -1;
    bool was_full;

    pthread_mutex_lock(&port->lock);
    was_full = port->ring_written - port->ring_read == VM_HOST_RING_SIZE;
    if (port->ring_written != port->ring_read)
        c = port->ring[port->ring_read++ & (VM_HOST_RING_SIZE - 1)];
    pthread_mutex_unlock(&port->lock);
    if (was_full)
        poke(port->wake_pipe[1]);
    return c;
}

int
vm_hal_read_char(VM *vm)
{
    VmPort *port = vm->port;

    if (port->in_at < port->in_len)
        return port->in_buf[port->in_at++];
    if (!port->has_link)
        flush_port(port);
    if (!port->has_link && port->in_fd < 0)
        return -1;
    for (;;) {
        vm_poll(vm);
        if (port->has_link) {
            bool last = port->end_of_input ||
                        port->quit; // looked at first: bytes may come right before the end
            int c = take_from_ring(port);

            if (c >= 0)
                return c;
            flush_port(port);
            if (last)
                return -1;
            if (port->end_of_input || port->quit)
                continue;
            wait_events(vm, -1, 0, UINT64_MAX);
        } else {
            struct pollfd ready = {.fd = port->in_fd, .events = POLLIN};
            ssize_t n;

            if (poll(&ready, 1, 0) == 0) {
                wait_events(vm, port->in_fd, POLLIN, UINT64_MAX);
                continue;
            }
            n = read(port->in_fd, port->in_buf, sizeof port->in_buf);
            if (n > 0) {
                port->in_len = (size_t)n;
                port->in_at = 1;
                return port->in_buf[0];
            }
            if (n == 0 || (errno != EINTR && errno != EAGAIN))
                return -1;
        }
    }
}

size_t
vm_hal_readable(VM *vm)
{
    VmPort *port = vm->port;
    size_t n = port->in_len - port->in_at;

    if (port->has_link) {
        pthread_mutex_lock(&port->lock);
        n += port->ring_written - port->ring_read;
        pthread_mutex_unlock(&port->lock);
    } else if (n == 0) {
        struct pollfd ready = {.fd = port->in_fd, .events = POLLIN};

        n = poll(&ready, 1, 0) > 0;
    }
    return n;
}

bool
vm_hal_needs_line_editor(VM *vm)
{
    return vm->port->has_link;
}

bool
vm_hal_is_terminal(VM *vm, int fd)
{
    VmPort *port = vm->port;

    return port->has_link || isatty(fd == 0 ? port->in_fd : fd == 1 ? port->out_fd : fd) == 1;
}

void
vm_hal_set_interrupt_char(VM *vm, int c)
{
    VmPort *port = vm->port;

    vm->interrupt_char = c;
    if (!port->has_link) {
        port->interrupt_char = c;
        return;
    }
    pthread_mutex_lock(&port->lock);
    port->interrupt_char = c;
    if (c >= 0) {
        // It may have come a moment too early.
        for (size_t at = port->ring_read; at != port->ring_written; at++)
            if (port->ring[at & (VM_HOST_RING_SIZE - 1)] == c) {
                port->ring_read = at + 1;
                vm_interrupt(vm);
            }
    }
    pthread_mutex_unlock(&port->lock);
}

void
vm_host_drop_input(VmPort *port)
{
    pthread_mutex_lock(&port->lock);
    port->ring_read = port->ring_written;
    pthread_mutex_unlock(&port->lock);
}

void
vm_host_raw_terminal(VmPort *port, bool raw)
{
    struct termios now;

    if (port->has_link || raw == port->raw_terminal)
        return;
    if (!raw) {
        tcsetattr(port->in_fd, TCSADRAIN, &saved_termios);
        port->raw_terminal = false;
        return;
    }
    if (tcgetattr(port->in_fd, &now) < 0)
        return;
    saved_termios = now;
    // Line ends on output stay the kernel's work.
    now.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    now.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON | ISTRIP);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    port->raw_terminal = tcsetattr(port->in_fd, TCSADRAIN, &now) == 0;
}

/* --- The helper thread --- */

/* Bytes from the link: into the ring, but for the interrupt character. With the lock held. */
static void
keep_input(VmPort *port, const uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (port->quit_on_ctrl_bracket && data[i] == CTRL_BRACKET) {
            port->quit = true;
            if (port->vm != NULL)
                vm_interrupt(port->vm);
        } else if (port->interrupt_char >= 0 && data[i] == port->interrupt_char &&
                   port->vm != NULL) {
            port->ring_read =
                port->ring_written; // as a terminal does: what was typed before is void
            vm_interrupt(port->vm);
        } else if (port->ring_written - port->ring_read < VM_HOST_RING_SIZE) {
            port->ring[port->ring_written++ & (VM_HOST_RING_SIZE - 1)] = data[i];
        }
    }
}

/* The link's other end is gone: wait for the next one, if there can be one. With the lock held. */
static void
lose_link(VmPort *port)
{
    if (port->accept_fd >= 0) {
        close(port->in_fd);
        port->in_fd = -1;
        port->discard = true;
    } else if (!port->is_pty) {
        port->end_of_input = true;
    }
}

static void
accept_link(VmPort *port)
{
    int fd = accept(port->accept_fd, NULL, NULL);

    if (fd < 0)
        return;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    pthread_mutex_lock(&port->lock);
    port->in_fd = port->out_fd = fd;
    port->discard = false;
    pthread_mutex_unlock(&port->lock);
}

/* Reads what the link has. Returns true when the VM should be woken. */
static bool
serve_link(VmPort *port, short events)
{
    uint8_t buf[1024];
    size_t room = sizeof buf;
    ssize_t n;

    if (port->is_pty && (events & POLLHUP) != 0 && (events & POLLIN) == 0) {
        // Nobody has the terminal open.
        port->discard = true;
        usleep(20000);
        return false;
    }
    pthread_mutex_lock(&port->lock);
    if (port->is_pty)
        port->discard = false;
    if (port->interrupt_char < 0) {
        // At the prompt nothing is lost: what has no room stays with the sender.
        size_t free_bytes = VM_HOST_RING_SIZE - (port->ring_written - port->ring_read);

        if (room > free_bytes)
            room = free_bytes;
    }
    n = room == 0 ? -2 : read(port->in_fd, buf, room);
    if (n > 0)
        keep_input(port, buf, (size_t)n);
    else if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
        lose_link(port);
    pthread_mutex_unlock(&port->lock);
    return n >= -1;
}

static void *
helper_thread(void *data)
{
    VmPort *port = data;

    for (;;) {
        struct pollfd fds[3];
        nfds_t n = 1;
        int link_at = -1, accept_at = -1, out_at = -1;
        uint64_t now, next;
        struct timespec timeout;
        bool notify = false, link_ready, accept_ready;

        fds[0] = (struct pollfd){.fd = port->wake_pipe[0], .events = POLLIN};
        pthread_mutex_lock(&port->lock);
        if (port->has_link) {
            bool full = port->ring_written - port->ring_read == VM_HOST_RING_SIZE;

            if (port->in_fd < 0) {
                accept_at = (int)n;
                fds[n++] = (struct pollfd){.fd = port->accept_fd, .events = POLLIN};
            } else if (!port->end_of_input && (!full || port->interrupt_char >= 0)) {
                link_at = (int)n;
                fds[n++] = (struct pollfd){.fd = port->in_fd, .events = POLLIN};
            }
            if (!port->is_pty && port->accept_fd < 0) {
                out_at = (int)n;
                fds[n++] = (struct pollfd){.fd = port->out_fd, .events = 0};
            }
        }
        next = port->wake_at < port->flush_at ? port->wake_at : port->flush_at;
        pthread_mutex_unlock(&port->lock);

        now = vm_hal_ticks_us(NULL);
        if (next != UINT64_MAX) {
            uint64_t wait = next > now ? next - now : 0;

            timeout.tv_sec = (time_t)(wait / 1000000u);
            timeout.tv_nsec = (long)(wait % 1000000u) * 1000;
        }
        if (ppoll(fds, n, next == UINT64_MAX ? NULL : &timeout, NULL) < 0 && errno != EINTR)
            return NULL;
        if ((fds[0].revents & POLLIN) != 0) {
            char buf[64];
            ssize_t len = read(port->wake_pipe[0], buf, sizeof buf);

            for (ssize_t i = 0; i < len; i++)
                if (buf[i] == 'q')
                    return NULL;
        }
        link_ready = link_at >= 0 && fds[link_at].revents != 0;
        accept_ready = accept_at >= 0 && fds[accept_at].revents != 0;
        if (out_at >= 0 && (fds[out_at].revents & (POLLERR | POLLHUP)) != 0)
            _exit(0); // whoever started us closed both ends
        if (accept_ready)
            accept_link(port);
        if (link_ready)
            notify = serve_link(port, fds[link_at].revents);

        now = vm_hal_ticks_us(NULL);
        pthread_mutex_lock(&port->lock);
        if (now >= port->wake_at || now >= port->flush_at) {
            if (now >= port->wake_at)
                port->wake_at = UINT64_MAX;
            if (now >= port->flush_at)
                port->flush_at = UINT64_MAX;
            if (port->vm != NULL)
                set_event(port->vm, VM_EVENT_PORT);
            notify = true;
        }
        pthread_mutex_unlock(&port->lock);
        if (notify)
            poke(port->notify_pipe[1]);
    }
}

bool
vm_host_start_thread(VmPort *port)
{
    sigset_t all, before;
    pthread_attr_t attr;
    int error;

    if (port->thread_runs)
        return true;
    if (!make_pipe(port->wake_pipe) || !make_pipe(port->notify_pipe))
        return false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); // signals are the VM thread's
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 128 * 1024);
    error = pthread_create(&port->thread, &attr, helper_thread, port);
    pthread_attr_destroy(&attr);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    port->thread_runs = error == 0;
    errno = error;
    return port->thread_runs;
}

void
vm_hal_wake_at(VM *vm, uint64_t ticks_us)
{
    VmPort *port = vm->port;

    if (!port->thread_runs && ticks_us == UINT64_MAX)
        return;
    if (!vm_host_start_thread(port))
        vm_raise_os_error(vm, errno);
    pthread_mutex_lock(&port->lock);
    port->wake_at = ticks_us;
    pthread_mutex_unlock(&port->lock);
    poke(port->wake_pipe[1]);
}

void
vm_hal_poll(VM *vm)
{
    VmPort *port = vm->port;

    if (port->flush_due) {
        port->flush_due = false;
        port->flushed_us = vm_hal_ticks_us(vm);
        flush_port(port);
    }
    if (port->reset_asked) {
        // Whoever caught the SystemExit does not keep the board from resetting.
        set_event(vm, VM_EVENT_PORT);
        vm_raise(vm, vm_exception_new(vm, &vm_type_SystemExit, 0, NULL));
    }
    vm_machine_poll(vm);
}

void
vm_hal_reset(VM *vm, VmHalReset kind, uint64_t sleep_us)
{
    VmPort *port = vm->port;

    port->reset_kind = kind;
    port->sleep_us = sleep_us;
    port->reset_asked = port->can_reset;
    if (port->can_reset)
        set_event(vm, VM_EVENT_PORT);
    vm_raise(vm, vm_exception_new(vm, &vm_type_SystemExit, 0, NULL));
}

/* --- Set-up --- */

static void
sigint_handler(int number)
{
    VmPort *port = sigint_port;
    VM *vm = port != NULL ? port->vm : NULL;

    (void)number;
    if (vm != NULL && port->interrupt_char >= 0)
        vm_interrupt(vm);
}

void
vm_host_catch_sigint(VmPort *port)
{
    struct sigaction action = {.sa_handler = sigint_handler}; // no SA_RESTART: waits must end

    sigint_port = port;
    sigaction(SIGINT, &action, NULL);
}

void
vm_host_port_init(VmPort *port)
{
    memset(port, 0, offsetof(VmPort, out));
    port->out_fd = STDOUT_FILENO;
    port->in_fd = STDIN_FILENO;
    port->accept_fd = -1;
    port->root_fd = -1;
    port->interrupt_char = 3;
    port->wake_at = port->flush_at = UINT64_MAX;
    port->machine = "this computer with Adder";
    strcpy(port->cwd, "/");
    pthread_mutex_init(&port->lock, NULL);
}

void
vm_host_port_set_vm(VmPort *port, VM *vm)
{
    pthread_mutex_lock(&port->lock);
    port->vm = vm;
    port->wake_at = UINT64_MAX;
    pthread_mutex_unlock(&port->lock);
}

void
vm_host_port_close(VmPort *port)
{
    flush_port(port);
    vm_host_raw_terminal(port, false);
    if (port->thread_runs) {
        char quit = 'q';

        if (write(port->wake_pipe[1], &quit, 1) == 1)
            pthread_join(port->thread, NULL);
        port->thread_runs = false;
    }
}

void *
vm_host_heap_new(size_t bytes)
{
    void *heap = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return heap == MAP_FAILED ? NULL : heap;
}

void
vm_host_heap_free(void *heap, size_t bytes)
{
    munmap(heap, bytes);
}

size_t
vm_host_c_stack_bytes(void)
{
    struct rlimit limit;

    // 64 KB for what runs above us and signal handlers.
    if (getrlimit(RLIMIT_STACK, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur > 64u << 20)
        return (8u << 20) - 65536;
    return limit.rlim_cur > 262144 ? (size_t)limit.rlim_cur - 131072 : (size_t)limit.rlim_cur / 2;
}
