/* SPDX-License-Identifier: MIT */
/* Look-ups that fill inline caches, and small helpers shared by the interpreter and the built-ins. */
#ifndef VM_CORE_OPS_H
#define VM_CORE_OPS_H

#include "vm/core/vm.h"

/* How an inline cache entry is read; valid while `epoch` is vm->types_epoch and `key` matches (the shape of a plain
 * instance, else the type):
 *   value VM_UNDEF                          the attribute is slots[index]
 *   index VM_CACHE_METHOD                   `value` is the function found on the class
 *   else (STORE_ATTR only)                  `value` is the shape after adding the attribute as slots[index]
 */
#define VM_CACHE_METHOD UINT32_MAX

/* @cache may be NULL. */
VmValue vm_load_attr(VM *vm, VmValue object, const VmStr *name, VmCache *cache);
/* Returns what to call; *self is the object if it is to be the first argument, else VM_UNDEF. */
VmValue vm_load_method(VM *vm, VmValue object, const VmStr *name, VmCache *cache, VmValue *self);
void vm_store_attr(VM *vm, VmValue object, const VmStr *name, VmValue value, VmCache *cache);

/* What ASYNC_YIELD yields: the value, marked as coming from the async generator itself. */
VmValue vm_async_wrap(VM *vm, VmValue v);

/* mapping[key] or VM_UNDEF on KeyError. */
VmValue vm_mapping_get_maybe(VM *vm, VmValue mapping, VmValue key);
VmValue vm_ascii(VM *vm, VmValue v);

extern const char *const vm_binary_texts[];
extern const char *const vm_compare_texts[];

#endif
