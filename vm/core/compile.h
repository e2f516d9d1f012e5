/* SPDX-License-Identifier: MIT */
/* Source text to code objects.
 *
 * lexer.c -> parser.c -> syntax tree (ast.h) of ONE top-level statement in an arena -> scope.c -> codegen.c; the arena
 * is emptied before the next statement. All memory is on the VM's heap (RAW/VALUES blocks reachable from the C stack), so that a MemoryError leaves
 * nothing behind.
 *
 * Lines are packed behind the instructions: codegen.c draws the format.
 */
#ifndef VM_CORE_COMPILE_H
#define VM_CORE_COMPILE_H

#include "vm/core/vm.h"

typedef enum VmCompileMode {
    VM_COMPILE_EXEC,   /* a file */
    VM_COMPILE_EVAL,   /* one expression, returned */
    VM_COMPILE_SINGLE, /* one interactive statement: expression statements are DISPLAYed */
} VmCompileMode;

enum {
    VM_COMPILE_NAMES = 1, /* top-level names go to a separate namespace in R[0] (exec with two dicts) */
    VM_COMPILE_TOP_AWAIT = 2,
};

/* Raises SyntaxError (with value tuple filled), MemoryError. @source: any line ends, with or without BOM; NUL-free or SyntaxError. */
VmCode *vm_compile(VM *vm, const char *source, size_t len, const VmStr *filename, VmCompileMode mode, unsigned flags);

/* For the REPL: is @source a prefix of a statement that wants more lines (open bracket, string or block)? Never raises. */
bool vm_compile_wants_more(VM *vm, const char *source, size_t len);

/* All keywords, for completion. NULL at the end. */
extern const char *const vm_keywords[];

#endif
