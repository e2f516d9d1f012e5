/* SPDX-License-Identifier: MIT */
/* The hash table in dict and set: entries in order of insertion, found one by one while few, through an index when many.
 *
 *     block, VALUES:  | entry 0 | entry 1 | ... cap | VmTableIndex | hashes, if any: cap | slots: 2^k of 1, 2 or 4 bytes |
 *                      \_ key, value (dict) or key (set)            \_ only with TABLE_HASHED
 *
 * A table whose keys are all *simple* (exact str, small int, None, bool, Ellipsis) needs no stored hashes, for they are cheap;
 * up to TABLE_LINEAR entries it needs no index at all. The first other key gives it both. A slot holds an entry's
 * number + 1, 0 when empty, all ones when its entry was deleted. Deleted entries have the key VM_DELETED.
 *
 * Looking up may call Python's __hash__ and __eq__, which may change this very table: the search then starts again.
 */
#ifndef VM_TYPES_TABLE_H
#define VM_TYPES_TABLE_H

#include "vm/core/vm.h"

#define TABLE_LINEAR 10

/* VmDict.bits: */
#define TABLE_INDEXED 0x40000000u
#define TABLE_HASHED 0x20000000u /* some key is not simple: hashes are kept */
#define TABLE_TEXTS 0x10000000u  /* some key is a str that is not interned */
#define TABLE_SET 0x08000000u    /* entries are keys only */
#define TABLE_SIZE_MASK 0xffu    /* capacity; with TABLE_INDEXED the index's log2 */
#define TABLE_HOLES_SHIFT 8      /* without TABLE_INDEXED: deleted entries */
#define TABLE_HOLES_MASK 0xff00u

typedef struct VmTableIndex {
    uint32_t n_holes;
    uint32_t n_slots_used; /* deleted ones included */
} VmTableIndex;

/* VmDict and VmSet look the same. */
typedef struct VmSet {
    VmObject base;
    VmValue *keys;
    uint32_t used;
    uint32_t bits;
} VmSet;
_Static_assert(sizeof(VmSet) == sizeof(VmDict), "one engine for both");
_Static_assert(offsetof(VmSet, bits) == offsetof(VmDict, bits), "one engine for both");

#define vm_set(v) ((VmSet *)(v))

static inline bool
vm_is_set(VmValue v)
{
    return vm_is_object(v) &&
           (vm_object(v)->type->layout == &vm_type_set || vm_object(v)->type->layout == &vm_type_frozenset);
}

static inline size_t
vm_table_stride(const VmDict *t)
{
    return (t->bits & TABLE_SET) ? 1 : 2;
}

static inline VmValue *
vm_table_entry(const VmDict *t, size_t i)
{
    return (VmValue *)t->entries + i * vm_table_stride(t);
}

/* The hash that tables use. TypeError for what cannot be hashed. */
uint32_t vm_table_hash(VM *vm, VmValue key);
/* Number of the entry with @key, -1 when there is none. @hash: vm_table_hash(key). */
intptr_t vm_table_find(VM *vm, VmDict *t, VmValue key, uint32_t hash);
/* @key is not in the table. @value VM_UNDEF for sets. */
void vm_table_insert(VM *vm, VmDict *t, VmValue key, uint32_t hash, VmValue value);
void vm_table_delete_at(VM *vm, VmDict *t, size_t i);
void vm_table_reserve(VM *vm, VmDict *t, size_t n); /* room for @n simple keys in a table that is empty */
void vm_table_clear(VM *vm, VmDict *t);
/* Makes the empty table @t a copy of @from (both dicts or both sets): no hashing, no comparing. */
void vm_table_copy(VM *vm, VmDict *t, const VmDict *from);
size_t vm_table_len(const VmDict *t);
/* The stored or cheap hash of entry @i. */
uint32_t vm_table_hash_at(const VmDict *t, size_t i);
/* The entry at or after *@i that is no hole: *@i is its number, false at the end. */
bool vm_table_seek(const VmDict *t, size_t *i);
void vm_table_trace(VM *vm, VmObject *self);

#endif
