/* SPDX-License-Identifier: MIT */
/* Built-in functions about iterables; builtins.c lists them. */
#ifndef VM_LIB_BUILTINS_ITER_H
#define VM_LIB_BUILTINS_ITER_H

#include "vm/core/vm.h"
#include "vm/types/iterators.h"

VmValue vm_builtin_all(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_any(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_iter(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_len(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_max(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_min(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_next(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_sorted(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_builtin_sum(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);

#endif
