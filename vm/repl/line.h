/* SPDX-License-Identifier: MIT */
/* The line editor: Emacs keys, history, completion; for terminals that show what they are sent and
 * nothing more.
 *
 * It sends as little as it can (one byte for a character typed at the end), so that 115200 baud
 * feel immediate.
 */
#ifndef VM_REPL_LINE_H
#define VM_REPL_LINE_H

#include "vm/core/vm.h"

/* Control keys that end the editing when pressed on an empty line. */
typedef enum VmLineEnd {
    VM_LINE_ENTER,
    VM_LINE_END_OF_INPUT, /* the terminal is gone */
    VM_LINE_CTRL_A,
    VM_LINE_CTRL_B,
    VM_LINE_CTRL_C, /* on any line */
    VM_LINE_CTRL_D,
    VM_LINE_CTRL_E,
} VmLineEnd;

typedef struct VmLine {
    VmBuf text; /* UTF-8; what was there when editing began stays */
    const char *prompt;
    size_t start;      /* bytes of `text` that belong to lines entered before: only looked at for
                          completion */
    bool keep_history; /* Up and Down; the line is added by the caller */
    bool complete;     /* Tab */
} VmLine;

/* Reads and edits one line, echoing. The line end that Enter gives is echoed, not kept. @line->text
 * grows. */
VmLineEnd vm_line_edit(VM *vm, VmLine *line);
/* Adds to the history unless it is empty or equals the newest. */
void vm_line_remember(VM *vm, const char *text, size_t len);
/* For input(): a line without its end; VM_UNDEF at the end of input. The prompt has been written
 * already. */
VmValue vm_line_input(VM *vm, const VmStr *prompt);

/* What could follow the name that ends at @len: *common is what all of them share beyond what is
 * typed (a new str). Returns how many there are; prints them when @list. */
size_t vm_complete(VM *vm, const char *text, size_t len, bool list, VmValue *common);

#endif
