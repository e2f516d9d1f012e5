/* SPDX-License-Identifier: MIT */
/* Built-in modules and import. vm/lib/modules.h lists the modules: X(name) for `const VmModuleDef vm_module_<name>`. */
#ifndef VM_CORE_MODULE_H
#define VM_CORE_MODULE_H

#include "vm/core/vm.h"

/* Slots of vm->module_state, one list. */
typedef enum VmStateId {
    VM_STATE_RANDOM,
    VM_STATE_MACHINE_PINS,
    VM_STATE_MACHINE_TIMERS,
    VM_STATE_SYS_STDIN,
    VM_STATE_SYS_STDOUT,
    VM_STATE_SYS_STDERR,
    VM_STATE_OPEN_FILES,
    VM_STATE_ATEXIT,
    VM_STATE_PS1,
    VM_STATE_PS2,
    VM_STATE_REPL_HISTORY,
    VM_STATE_IMPORTING,
    VM_STATE_LINE_CR, /* the terminal's last byte was \r: a \n now is its other half */
    VM_STATE_COUNT
} VmStateId;

extern const VmModuleDef *const vm_module_defs[]; /* NULL at the end; u-names (utime) are found by the importer */

/* import: dotted name from code with globals @importer (NULL: absolute). Returns the module itself (not the top one). ImportError. */
VmModule *vm_import(VM *vm, const VmStr *name);
VmValue vm_import_name(VM *vm, const VmStr *name, VmValue fromlist, int level, VmDict *importer_globals);
VmValue vm_import_from(VM *vm, VmValue module, const VmStr *name);
void vm_import_star(VM *vm, VmValue module, VmValue into_namespace);

/* Reads a whole source file; raises OSError. Used by import, execfile, the doors. @out_len in bytes. */
char *vm_read_file(VM *vm, const char *path, size_t *out_len);

#endif
