/* SPDX-License-Identifier: MIT */
/* dict's slots, for the types in C that inherit from it. */
#ifndef VM_TYPES_DICT_H
#define VM_TYPES_DICT_H

#include "vm/types/table.h"

VmValue vm_dict_slot_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw);
void vm_dict_slot_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw);
void vm_dict_slot_repr(VM *vm, VmOut *out, VmValue self);
intptr_t vm_dict_slot_len(VM *vm, VmValue self);
VmValue vm_dict_slot_get_item(VM *vm, VmValue self, VmValue key);
void vm_dict_slot_set_item(VM *vm, VmValue self, VmValue key, VmValue value);
bool vm_dict_slot_contains(VM *vm, VmValue self, VmValue key);
VmValue vm_dict_slot_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other);
VmValue vm_dict_slot_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right);
VmValue vm_dict_slot_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
VmValue vm_dict_slot_iter(VM *vm, VmValue self);

/* All but trace, init, repr, compare, binary. */
#define VM_DICT_SLOTS \
    .make = vm_dict_slot_make, .len = vm_dict_slot_len, .get_item = vm_dict_slot_get_item, \
    .set_item = vm_dict_slot_set_item, .contains = vm_dict_slot_contains, .in_place = vm_dict_slot_in_place, \
    .iter = vm_dict_slot_iter

#endif
