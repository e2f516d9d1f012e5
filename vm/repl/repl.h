/* SPDX-License-Identifier: MIT */
/* The REPL and its protocols: friendly prompt, paste mode, raw and raw-paste mode; the same for
 * every port. */
#ifndef VM_REPL_REPL_H
#define VM_REPL_REPL_H

#include "vm/core/vm.h"

typedef enum VmReplMode { VM_REPL_FRIENDLY, VM_REPL_RAW } VmReplMode;

typedef enum VmReplEnd {
    VM_REPL_SOFT_RESET, /* Ctrl-D on an empty line; "MPY: soft reboot" is the caller's to print */
    VM_REPL_END_OF_INPUT,
    VM_REPL_EXIT,        /* SystemExit and `exit_on_system_exit`; *status is set */
    VM_REPL_RESET_ASKED, /* machine.reset() and the like: the port knows more */
} VmReplEnd;

typedef struct VmRepl {
    VmReplMode mode;          /* to begin with, and as left */
    bool exit_on_system_exit; /* a computer's program; a board's REPL goes on */
    int status;
    /* Around running code: a terminal is set to its ordinary mode and back. May be NULL. */
    void (*before_run)(VM *vm);
    void (*after_run)(VM *vm);
    bool (*reset_asked)(VM *vm);
} VmRepl;

/* Talks until something ends it. Never raises. */
VmReplEnd vm_repl(VM *vm, VmRepl *repl);
void vm_repl_banner(VM *vm);

/* Runs a program's text (EXEC) in __main__, Ctrl-C working. Returns the exception that ended it or
 * VM_UNDEF. */
VmValue vm_repl_run_text(VM *vm, const char *text, size_t len, const char *filename);
VmValue vm_repl_run_file(VM *vm, const char *path);

#endif
