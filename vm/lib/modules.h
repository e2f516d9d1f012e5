/* SPDX-License-Identifier: MIT */
/* The modules written in C: X(name) for `const VmModuleDef vm_module_<name>`. Add a line, and the file to meson.build. */
#ifndef VM_LIB_MODULES_H
#define VM_LIB_MODULES_H

#include "vm/core/module.h"

#define VM_MODULES(X) \
    X(builtins) \
    X(sys) \
    X(collections) \
    X(gc) \
    X(array) \
    X(binascii) \
    X(json) \
    X(errno) \
    X(io) \
    X(machine) \
    X(micropython) \
    X(os) \
    X(platform) \
    X(cmath) \
    X(math) \
    X(random) \
    X(struct) \
    X(time)

#define X(name) extern const VmModuleDef vm_module_##name;
VM_MODULES(X)
#undef X

#endif
