/* SPDX-License-Identifier: MIT */
/* The table of built-in modules, where import looks. */
#include "vm/lib/modules.h"

const VmModuleDef *const vm_module_defs[] = {
#define X(name) &vm_module_##name,
    VM_MODULES(X)
#undef X
        NULL,
};
