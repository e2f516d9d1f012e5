/* SPDX-License-Identifier: MIT */
/* Special methods <-> slots; private to class.c, type.c, slots.c, ops.c. */
#ifndef VM_CORE_SLOTS_H
#define VM_CORE_SLOTS_H

#include "vm/core/class.h"
#include "vm/core/gc.h"

/* `__dunder__` of a ROM type made from its slot; VM_UNDEF when the slot is empty. */
VmValue vm_slot_wrapper(const VmType *type, const VmStr *name);
/* Adds the names of those to a dict's keys. */
void vm_slot_names(VM *vm, const VmType *type, VmDict *names);
/* Fills a class's slots: its layout's own, or generic ones where a Python class defines the method. */
void vm_class_fix_slots(VM *vm, VmClass *class);

void vm_instance_trace(VM *vm, VmObject *self);
VmValue vm_ordinary_get_attr(VM *vm, VmValue object, const VmStr *name);
void vm_ordinary_set_attr(VM *vm, VmValue object, const VmStr *name, VmValue value);
/* x.__class__ = C, where the layouts agree. */
void vm_set_class(VM *vm, VmValue object, VmValue class);
const VmStr *vm_type_qualname(const VmType *type);

/* The operator's method names: plain, reflected, in place. */
extern const VmStr *const vm_binary_names[][3];
extern const VmStr *const vm_compare_names[];

#endif
