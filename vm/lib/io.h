/* SPDX-License-Identifier: MIT */
/* Streams: files, standard streams, StringIO, BytesIO; and what other modules do with any stream.
 */
#ifndef VM_LIB_IO_H
#define VM_LIB_IO_H

#include "vm/core/vm.h"

/* An open file; text ones are TextIOWrapper, binary ones FileIO. The buffer holds what was read
 * ahead or waits to be written. */
typedef struct VmFile {
    VmObject base;
    int file;         /* of vm_hal_open(); -1 once closed */
    uint8_t *buf;     /* a RAW block, NULL until needed */
    uint32_t at, len; /* reading: buf[at..len) is still to come; writing: buf[0..len) waits */
    bool text, readable, writable, writing, universal_newlines;
    bool listed; /* among those that wait to be written (VM_STATE_OPEN_FILES) */
    VmValue name;
    VmValue mode;
} VmFile;

/* stdin, stdout, stderr and their .buffer: ROM objects. */
typedef struct VmStandardStream {
    VmObject base;
    uint8_t fd;
    bool text;
} VmStandardStream;

/* StringIO and BytesIO. */
typedef struct VmMemoryStream {
    VmObject base;
    uint8_t *data;       /* a RAW block */
    size_t len, cap, at; /* bytes */
    bool text, closed;
} VmMemoryStream;

extern const VmType vm_type_IOBase, vm_type_FileIO, vm_type_TextIOWrapper, vm_type_StandardStream,
    vm_type_StringIO, vm_type_BytesIO;
extern const VmStandardStream vm_stdin_object, vm_stdout_object, vm_stderr_object;

VmValue vm_builtin_open(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_input(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);

/* An output that calls a Python stream's write(). */
typedef struct VmStreamOut {
    VmOut out;
    VmValue stream;
} VmStreamOut;
void vm_stream_out_init(VmStreamOut *out, VmValue stream);

/* sys.stdin, sys.stdout or sys.stderr as Python sees it now: VM_UNDEF when it is the VM's own
 * stream. */
VmValue vm_sys_stream_maybe(VM *vm, const VmStr *name);

/* One line from the VM's own standard input with its line end; an empty str at the end of input. */
VmValue vm_stdin_line(VM *vm, size_t max_bytes);

/* Writes out what files hold back, so that what looks at the file system sees it; errors stay for
 * the files' own close(). Also lets go of files that nobody closed. */
void vm_io_flush_files(VM *vm);

/* A path argument (str or bytes) as NUL-terminated text; ValueError if there is a NUL inside. */
const char *vm_get_path(VM *vm, VmValue path);

#endif
