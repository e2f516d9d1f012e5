/* SPDX-License-Identifier: MIT */
/* What few callers ask of the heap and its collector beyond heap.h. */
#ifndef VM_CORE_GC_H
#define VM_CORE_GC_H

#include "vm/core/heap.h"

/* A block that is never freed nor scanned, zeroed: for the VM struct. Only before the first allocation; NULL when it does not fit. */
void *vm_heap_take_fixed(VmHeap *heap, size_t bytes);

/* While collecting, after marking: whether @block (a block's beginning, or ROM) stays alive. */
bool vm_is_marked(VM *vm, const void *block);

/* Called by the collector after marking: drops classes that are not marked from vm->classes (class.c). */
void vm_classes_sweep(VM *vm);

/* At a safe point with VM_EVENT_DEL: the next unreachable instance of a Python class with VM_TYPE_FINALIZER whose __del__ waits, once
 * each; VM_UNDEF when there is none. It is alive again as long as the caller holds it. */
VmValue vm_gc_take_del(VM *vm);

/* Runs every native finalize() there is: the VM ends. */
void vm_gc_finalize_all(VM *vm);

/* Bytes in blocks, as vm_heap_info()'s used, without its walk. */
size_t vm_heap_used(VM *vm);

/* gc.threshold(): bytes allocated since the last collection that start one; -1: only when the heap is full. */
intptr_t vm_heap_threshold(VM *vm);
void vm_heap_set_threshold(VM *vm, intptr_t bytes);

#endif
