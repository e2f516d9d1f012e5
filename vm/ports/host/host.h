/* SPDX-License-Identifier: MIT */
/* The port for POSIX computers: what adder-vm and adder-sim stand on.
 *
 * All state hangs on a VmPort that the door owns. The one exception is the VM that SIGINT
 * interrupts: a signal handler gets no argument.
 *
 * There are two kinds of terminal. adder-vm uses its process's stdin and stdout: the kernel edits
 * lines and turns Ctrl-C into SIGINT. A virtual board has a *link* (a pty, a socket, a pipe): a
 * helper thread reads it all the time, keeps the bytes in a ring for the program and picks the
 * interrupt character out. The same thread wakes the VM for timers and late output; a program
 * without a link and timers never starts it.
 */
#ifndef VM_PORTS_HOST_H
#define VM_PORTS_HOST_H

#include <pthread.h>
#include <setjmp.h>

#include "vm/hal.h"

#define VM_HOST_OUT_SIZE  8192
#define VM_HOST_RING_SIZE 4096 /* power of two */

typedef struct VmPort VmPort;

struct VmPort {
    /* Output: what waits in `out` goes to out_fd. */
    int out_fd;
    bool line_buffered;
    bool crlf; /* "\n" becomes "\r\n" */
    bool last_was_cr;
    bool discard;  /* nobody listens (set by the link) */
    int out_error; /* errno of the first write that failed, or 0 */
    size_t out_len;
    uint64_t flushed_us;
    bool flush_due; /* the helper thread was asked for an event */

    /* Instead of out_fd and stderr; may be NULL. */
    void (*write)(const char *text, size_t len, void *user_data);
    void *write_data;

    /* Input without a link; in_fd -1: none. */
    int in_fd;
    uint8_t in_buf[512];
    size_t in_at, in_len;
    bool raw_terminal; /* the line editor has the terminal */

    /* The link. accept_fd: a listening socket, or -1. */
    bool has_link;
    bool is_pty;
    int accept_fd;
    volatile bool end_of_input; /* stdio link only: the other side is gone for good */
    bool quit_on_ctrl_bracket;
    volatile bool quit;
    pthread_t thread;
    bool thread_runs;
    int wake_pipe[2];     /* wakes the thread */
    int notify_pipe[2];   /* wakes the VM's thread */
    pthread_mutex_t lock; /* guards what follows, and in_fd and out_fd of a link */
    uint8_t ring[VM_HOST_RING_SIZE];
    size_t ring_read, ring_written; /* running counts */
    uint64_t wake_at, flush_at;

    VM *volatile vm; /* whom the thread interrupts; NULL between two VMs */
    volatile int interrupt_char;

    /* Files. root_fd >= 0: paths are looked up below that folder and cannot leave it; cwd is kept
     * here. */
    int root_fd;
    char cwd[1024];

    const char *machine; /* sys.implementation._machine */

    /* A board that can be reset sets this; adder-vm leaves it and the process ends. */
    bool can_reset;
    VmHalReset reset_kind;
    bool reset_asked;
    uint64_t sleep_us; /* with VM_HAL_RESET_DEEPSLEEP */

    char out[VM_HOST_OUT_SIZE];
};

void vm_host_port_init(VmPort *port);
/* Says whose VM it is from now on; NULL before freeing it. */
void vm_host_port_set_vm(VmPort *port, VM *vm);
/* Flushes, ends the thread, restores the terminal. */
void vm_host_port_close(VmPort *port);
/* SIGINT raises KeyboardInterrupt in the port's VM. */
void vm_host_catch_sigint(VmPort *port);
/* Starts the helper thread; false (errno) if it cannot. */
bool vm_host_start_thread(VmPort *port);
/* Makes the port speak over a link (has_link): a new pty, whose path is put in @path (128 bytes); a
 * TCP port of this computer (0: any; the one taken is put in *number); stdin and stdout. False, and
 * errno, if that fails. Starts the thread. */
bool vm_host_link_pty(VmPort *port, char *path);
bool vm_host_link_tcp(VmPort *port, uint16_t *number);
bool vm_host_link_stdio(VmPort *port);
/* Drops what was typed and not read. */
void vm_host_drop_input(VmPort *port);

/* Puts the terminal in character mode for the line editor (true) or back. Nothing when stdin is no
 * terminal or there is a link. */
void vm_host_raw_terminal(VmPort *port, bool raw);

/* Memory for a heap; pages appear when touched. NULL if the address space is not there. */
void *vm_host_heap_new(size_t bytes);
void vm_host_heap_free(void *heap, size_t bytes);
/* How much C stack the VM may use. */
size_t vm_host_c_stack_bytes(void);

/* Below the root: opens the folder that holds @path's last part, whose name is put in @name (256
 * bytes; "." for the root itself). A negative errno number if there is none, or it would lead out
 * (symbolic links are not followed). The caller closes it. */
int vm_host_resolve(VmPort *port, const char *path, char *name);

#endif
