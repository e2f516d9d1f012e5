/* SPDX-License-Identifier: MIT */
/* tuple, list, dict, set, slice, range: structs and what C code does with them. */
#ifndef VM_CORE_CONTAINERS_H
#define VM_CORE_CONTAINERS_H

#include "vm/core/object.h"

typedef struct VmTuple {
    VmObject base;
    size_t n;
    VmValue items[];
} VmTuple;

typedef struct VmList {
    VmObject base;
    VmValue *items; /* a VALUES block, NULL when cap is 0 */
    uint32_t n, cap;
} VmList;

/* Ordered: entries in insertion order, deleted ones hold key VM_DELETED. Up to VM_DICT_LINEAR entries whose keys are all
 * str, small int, or immediate are searched one by one; beyond, or with other keys, an index follows the entries in the same
 * block (dict.c draws it). Code that cached an entry's position may check `entries[i].key == name && i < used`. */
typedef struct VmDictEntry {
    VmValue key, value;
} VmDictEntry;

typedef struct VmDict {
    VmObject base;
    VmDictEntry *entries;
    uint32_t used; /* entries in use, holes included */
    uint32_t bits; /* capacity class, flags, number of holes: dict.c */
} VmDict;

/* Flag in bits: a module's or the built-ins' names: a new or deleted key bumps vm->names_epoch. */
#define VM_DICT_WATCHED 0x80000000u

static inline bool
vm_is_tuple(VmValue v)
{
    return vm_has_layout(v, &vm_type_tuple);
}
static inline bool
vm_is_list(VmValue v)
{
    return vm_has_layout(v, &vm_type_list);
}
static inline bool
vm_is_dict(VmValue v)
{
    return vm_has_layout(v, &vm_type_dict);
}
#define vm_tuple(v) ((VmTuple *)(v))
#define vm_list(v) ((VmList *)(v))
#define vm_dict(v) ((VmDict *)(v))

extern const VmTuple vm_empty_tuple;

/* @items may be NULL (then fill every item before anything can collect or be seen; they are VM_UNDEF). */
VmTuple *vm_tuple_new(VM *vm, size_t n, const VmValue *items);
VmValue vm_tuple_of(VM *vm, size_t n, ...);
VmList *vm_list_new(VM *vm, size_t n, const VmValue *items); /* items NULL: n times None */
void vm_list_append(VM *vm, VmList *list, VmValue v);
void vm_list_extend(VM *vm, VmList *list, VmValue iterable);
VmValue vm_list_pop(VM *vm, VmList *list); /* the last; IndexError when empty */
VmList *vm_list_from(VM *vm, VmValue iterable);
VmTuple *vm_tuple_from(VM *vm, VmValue iterable); /* the same object for an exact tuple */
/* Stable; key VM_NONE: none. ValueError if the list is changed meanwhile. */
void vm_list_sort(VM *vm, VmList *list, VmValue key, bool reverse);

VmDict *vm_dict_new(VM *vm, size_t n_expected);
VmValue vm_dict_get_maybe(VM *vm, VmDict *d, VmValue key); /* VM_UNDEF when absent; may call __hash__/__eq__ */
VmValue vm_dict_get_name(VmDict *d, const VmStr *name);     /* @name interned; never raises or calls; VM_UNDEF when absent */
/* Position of interned @name in entries, or -1. */
intptr_t vm_dict_find_name(const VmDict *d, const VmStr *name);
void vm_dict_set(VM *vm, VmDict *d, VmValue key, VmValue value);
void vm_dict_set_name(VM *vm, VmDict *d, const VmStr *name, VmValue value);
bool vm_dict_delete(VM *vm, VmDict *d, VmValue key); /* false when absent */
VmValue vm_dict_pop_maybe(VM *vm, VmDict *d, VmValue key);
size_t vm_dict_len(const VmDict *d);
void vm_dict_clear(VM *vm, VmDict *d);
VmDict *vm_dict_copy(VM *vm, const VmDict *d);
void vm_dict_update(VM *vm, VmDict *d, VmValue mapping_or_pairs);
/* Walks: *position starts at 0; false at the end. Safe while values change; keys must not be added. */
bool vm_dict_next(const VmDict *d, size_t *position, VmValue *key, VmValue *value);

VmValue vm_set_new(VM *vm, const VmType *type, VmValue iterable_or_undef); /* set or frozenset */
void vm_set_add(VM *vm, VmValue set, VmValue item);
bool vm_set_contains(VM *vm, VmValue set, VmValue item);

typedef struct VmSlice {
    VmObject base;
    VmValue start, stop, step; /* None where left out */
} VmSlice;
VmValue vm_slice_new(VM *vm, VmValue start, VmValue stop, VmValue step);
/* Resolved against a length: start, stop within bounds, step != 0; returns the number of items. Uses __index__. */
intptr_t vm_slice_indices(VM *vm, VmValue slice, intptr_t len, intptr_t *start, intptr_t *stop, intptr_t *step);

/* The interpreter's loop steps this one itself. Counts of small integers only; larger ranges use another iterator. */
typedef struct VmRangeIterator {
    VmObject base;
    VmValue next; /* a small integer */
    intptr_t step;
    uintptr_t n_left;
} VmRangeIterator;

typedef struct VmListIterator {
    VmObject base;
    VmList *list; /* NULL once exhausted */
    size_t at;
} VmListIterator;

typedef struct VmTupleIterator {
    VmObject base;
    VmTuple *tuple; /* NULL once exhausted */
    size_t at;
} VmTupleIterator;

/* An index argument: small or big integer or __index__; negative counts from the end; IndexError "<what> index out of range".*/
size_t vm_get_index(VM *vm, VmValue index, size_t len, const char *what);

#endif
