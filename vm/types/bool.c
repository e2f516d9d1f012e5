/* SPDX-License-Identifier: MIT */
/* bool: two immediates that count as 0 and 1. */
#include "vm/types/int.h"

static VmValue
bool_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)type;
    if (kw != NULL)
        vm_raise_type_error(vm, "bool() takes no keyword arguments");
    if (n_args > 1)
        vm_raise_type_error(vm, "bool expected at most 1 argument, got %u", n_args);
    return vm_bool(n_args == 1 && vm_is_true(vm, args[0]));
}

static void
bool_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_text(vm, out, self == VM_TRUE ? "True" : "False");
}

static bool
bool_truth(VM *vm, VmValue self)
{
    (void)vm;
    return self == VM_TRUE;
}

static VmValue
bool_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    return vm_type_int.binary(vm, op, left, right, self_is_right);
}

static VmValue
bool_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    return vm_type_int.compare(vm, op, self, other);
}

const VmType vm_type_bool = {
    .base = {&vm_type_type},
    .name = &vm_s_bool,
    .parent = &vm_type_int,
    .layout = &vm_type_bool,
    .size = sizeof(VmObject),
    .make = bool_make,
    .repr = bool_repr,
    .unary = vm_number_unary,
    .binary = bool_binary,
    .compare = bool_compare,
    .truth = bool_truth,
    .hash = vm_hash_number,
};
