/* SPDX-License-Identifier: MIT */
/* What the files of the containers and iterators share. */
#ifndef VM_TYPES_ITERATORS_H
#define VM_TYPES_ITERATORS_H

#include "vm/core/vm.h"

extern const VmType vm_type_callable_iterator, vm_type_sequence_iterator, vm_type_dict_keys, vm_type_dict_values,
    vm_type_dict_items, vm_type_dict_value_iterator, vm_type_dict_item_iterator, vm_type_set_iterator,
    vm_type_list_reverse_iterator, vm_type_big_range_iterator;

/* Iterates by obj[0], obj[1], ... until IndexError or StopIteration: vm_iter()'s last resort. */
VmValue vm_sequence_iterator_new(VM *vm, VmValue sequence);
/* iter(callable, sentinel) */
VmValue vm_callable_iterator_new(VM *vm, VmValue callable, VmValue sentinel);
/* reversed(object): __reversed__, else by length and index. */
VmValue vm_reversed(VM *vm, VmValue object);

/* The end of an iterator: sets vm->stop_value. */
static inline VmValue
vm_stop(VM *vm)
{
    vm->stop_value = VM_NONE;
    return VM_UNDEF;
}

/* `iter` of iterators. */
static inline VmValue
vm_iter_self(VM *vm, VmValue self)
{
    (void)vm;
    return self;
}

/* TypeError unless called without keywords and with min..max positional arguments. */
void vm_check_args(VM *vm, const VmStr *name, unsigned n_args, const VmKw *kw, unsigned min, unsigned max);

/* a == b, a < b ... item by item as lists and tuples compare. @get: the items at that moment (they may change). */
typedef struct VmItems {
    const VmValue *at;
    size_t n;
} VmItems;
VmValue vm_compare_sequences(VM *vm, VmCompareOp op, VmValue a, VmValue b, VmItems (*get)(VmValue));

/* repr of items between brackets. */
void vm_out_items(VM *vm, VmOut *out, VmValue self, const char *open, const char *close, bool comma_if_single,
                  VmItems (*get)(VmValue));

/* n * count items, as an element count that surely can be allocated; MemoryError. Negative counts are 0. */
size_t vm_repeated(VM *vm, size_t n, VmValue count);

#endif
