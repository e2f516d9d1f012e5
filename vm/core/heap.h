/* SPDX-License-Identifier: MIT */
/* The heap: one block of memory given at creation; mark and sweep, never moving.
 *
 * Every allocation is a block of whole granules (two words). A block is one of three kinds, so that a block found by
 * the conservative scan of the C stack keeps alive what it holds even before it hangs on an object.
 *
 * Roots: the VM struct's fields, the VM stack up to its top, and conservatively the C stack and registers from
 * vm->c_stack_base to here (interior pointers count). So C code simply keeps pointers in locals; what hangs only on
 * malloc'ed or static memory is NOT seen.
 *
 * Sizes are bytes. All may collect; all raise MemoryError when there is no room unless the name ends in _maybe. Memory
 * comes zeroed (zero is VM_UNDEF / NULL).
 */
#ifndef VM_CORE_HEAP_H
#define VM_CORE_HEAP_H

#include "vm/core/object.h"

typedef enum VmBlockKind {
    VM_BLOCK_RAW,    /* bytes: never scanned */
    VM_BLOCK_VALUES, /* an array of words, each of which may be a value or a pointer to a block: scanned entirely */
    VM_BLOCK_OBJECT, /* begins with a VmObject: its type's trace() is used */
} VmBlockKind;

typedef struct VmHeap VmHeap;

/* Lays the heap out in @memory (aligned to two words); @reserve_only: pages appear zeroed when touched (mmap), so nothing
 * need be cleared. Returns NULL when @bytes is too small. */
VmHeap *vm_heap_new(void *memory, size_t bytes, bool reserve_only);

void *vm_alloc(VM *vm, size_t bytes, VmBlockKind kind);
void *vm_alloc_maybe(VM *vm, size_t bytes, VmBlockKind kind); /* NULL when there is no room; never raises */

/* A new object of @type with its type field set; @bytes >= sizeof(VmObject). Registers the finalizer if the type has one. */
void *vm_new_object(VM *vm, const VmType *type, size_t bytes);
#define VM_NEW(vm, CType, type) ((CType *)vm_new_object(vm, type, sizeof(CType)))

/* Like realloc(): the old block stays valid if this raises; @block NULL allocates. Grows in place where there is room. New bytes
 * are zero. @old_bytes: what is in use of the old block. */
void *vm_realloc(VM *vm, void *block, size_t old_bytes, size_t new_bytes, VmBlockKind kind);

/* Gives a block back at once. Only for blocks nobody else can hold (a list's old array). NULL is fine. */
void vm_free(VM *vm, void *block);

/* Bytes a block really has (a multiple of the granule): use it to fill capacity. */
size_t vm_block_size(VM *vm, const void *block);

/* In trace(): */
void vm_mark_value(VM *vm, VmValue v);
void vm_mark_object(VM *vm, const void *object);            /* may be NULL or in ROM */
void vm_mark_block(VM *vm, const void *block);              /* RAW block owned by an object; NULL fine */
void vm_mark_values(VM *vm, const VmValue *v, size_t n);    /* each value */
void vm_mark_value_block(VM *vm, const VmValue *block, size_t n); /* the block itself and its first n values */

/* Words that may be values, raw pointers into blocks, or anything else: a frame's registers. */
void vm_mark_words(VM *vm, const VmValue *words, size_t n);

/* Collects now. Finalizers run here; user __del__ methods are queued and run at the next safe point. */
void vm_gc(VM *vm);

typedef struct VmHeapInfo {
    size_t total, used, free, largest_free; /* bytes; used counts whole granules of live and uncollected blocks */
    size_t n_collections;
    size_t peak_used;
} VmHeapInfo;
void vm_heap_info(VM *vm, VmHeapInfo *out);

/* Tests: the n-th allocation from now fails once (0: off). Returns how many allocations were made since the last call.*/
size_t vm_heap_fail_after(VM *vm, size_t n);

#endif
