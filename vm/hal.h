/* SPDX-License-Identifier: MIT */
/* What a port gives the interpreter. vm/ports/<port>/ implements all of it; nothing above calls the system in another way.
 *
 * Times wrap where said. Blocking calls must return early when vm->events is set, so that Ctrl-C works everywhere.
 */
#ifndef VM_HAL_H
#define VM_HAL_H

#include "vm/core/vm.h"

/* Standard output/terminal. Writes all; may block. Text: a port whose terminal wants "\r\n" line ends makes them here. */
void vm_hal_write(VM *vm, const char *data, size_t len);
/* The same, every byte as it is: REPL protocols, sys.stdout.buffer. */
void vm_hal_write_raw(VM *vm, const char *data, size_t len);
/* Sees to it that what was written gets out now. */
void vm_hal_flush(VM *vm);
void vm_hal_write_error(VM *vm, const char *data, size_t len); /* stderr where there is one, else the terminal */
/* One byte from the terminal, or -1 at the end of input; waits serving events every few ms (raises KeyboardInterrupt). */
int vm_hal_read_char(VM *vm);
/* Bytes that can be read without waiting (0 or more). */
size_t vm_hal_readable(VM *vm);
/* True when nobody echoes and edits what is typed, so that input() has to (vm/repl/line.h). */
bool vm_hal_needs_line_editor(VM *vm);
bool vm_hal_is_terminal(VM *vm, int fd); /* 0, 1 or 2 */
/* While @c (3: Ctrl-C; -1: none) is the interrupt character it does not arrive as input but raises KeyboardInterrupt. */
void vm_hal_set_interrupt_char(VM *vm, int c);

uint64_t vm_hal_ticks_us(VM *vm);  /* monotonic, from an arbitrary start */
int64_t vm_hal_time_ns(VM *vm);    /* since 1970-01-01 UTC */
void vm_hal_sleep_us(VM *vm, uint64_t us); /* serves events and timers meanwhile; may raise */
void vm_hal_random(VM *vm, void *buf, size_t len);
/* Seconds east of UTC of the local clock at that time. */
int32_t vm_hal_local_offset(VM *vm, int64_t unix_seconds);
/* Asks that VM_EVENT_PORT be set at @ticks_us (of vm_hal_ticks_us()) or soon after; UINT64_MAX: no more. */
void vm_hal_wake_at(VM *vm, uint64_t ticks_us);
/* Called from vm_handle_events() with VM_EVENT_PORT set: virtual timers, interrupts. May raise. */
void vm_hal_poll(VM *vm);

/* Ends the board's run (machine.reset() and its like), raising SystemExit where that is the way. */
typedef enum VmHalReset { VM_HAL_RESET_SOFT, VM_HAL_RESET_HARD, VM_HAL_RESET_BOOTLOADER, VM_HAL_RESET_DEEPSLEEP } VmHalReset;
_Noreturn void vm_hal_reset(VM *vm, VmHalReset kind, uint64_t sleep_us);

/* --- Files. All return a negative errno number on failure. Paths are NUL-terminated. --- */

enum {
    VM_HAL_OPEN_READ = 1,
    VM_HAL_OPEN_WRITE = 2,
    VM_HAL_OPEN_CREATE = 4,
    VM_HAL_OPEN_TRUNCATE = 8,
    VM_HAL_OPEN_APPEND = 16,
    VM_HAL_OPEN_EXCLUSIVE = 32,
};

typedef struct VmHalStat {
    uint32_t mode; /* POSIX: 0x4000 folder, 0x8000 file */
    uint32_t n_links, uid, gid;
    uint64_t inode, device, size;
    int64_t atime, mtime, ctime; /* seconds since 1970 */
} VmHalStat;

typedef struct VmHalEntry {
    char name[256];
    uint32_t mode; /* 0x4000 folder, 0x8000 file, 0 unknown */
    uint64_t inode;
    int64_t size; /* -1: not known */
} VmHalEntry;

int vm_hal_open(VM *vm, const char *path, unsigned flags); /* a file number >= 0; EISDIR for a folder */
/* May give fewer bytes than wanted; -EINTR: look at the events and try again. */
intptr_t vm_hal_file_read(VM *vm, int file, void *buf, size_t len);
intptr_t vm_hal_file_write(VM *vm, int file, const void *data, size_t len);
int64_t vm_hal_file_seek(VM *vm, int file, int64_t offset, int whence);
int vm_hal_file_truncate(VM *vm, int file, uint64_t size);
int vm_hal_file_sync(VM *vm, int file);
int vm_hal_file_close(VM *vm, int file);
int vm_hal_stat(VM *vm, const char *path, VmHalStat *out);
/* block size, fragment size, blocks, free, available, files, free files, available files, flags, longest name */
int vm_hal_statvfs(VM *vm, const char *path, uint64_t out[10]);
int vm_hal_mkdir(VM *vm, const char *path);
int vm_hal_rmdir(VM *vm, const char *path);
int vm_hal_remove(VM *vm, const char *path);
int vm_hal_rename(VM *vm, const char *from, const char *to);
int vm_hal_chdir(VM *vm, const char *path);
int vm_hal_getcwd(VM *vm, char *buf, size_t buf_size);
int vm_hal_sync(VM *vm);
void *vm_hal_folder_open(VM *vm, const char *path, int *error);
bool vm_hal_folder_next(VM *vm, void *folder, VmHalEntry *out); /* "." and ".." left out */
void vm_hal_folder_close(VM *vm, void *folder);

/* Environment variables and a shell, where there are such things; NULL / -ENOSYS elsewhere. */
const char *vm_hal_getenv(VM *vm, const char *name);
int vm_hal_setenv(VM *vm, const char *name, const char *value_or_null);
int vm_hal_system(VM *vm, const char *command);

extern const char vm_hal_platform[];  /* sys.platform: "linux", "pyboard", ... */
const char *vm_hal_machine(VM *vm); /* sys.implementation._machine */

#endif
