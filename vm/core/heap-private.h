/* SPDX-License-Identifier: MIT */
/* The heap's inside, shared by heap.c (allocation) and gc.c (collection) only. heap.c draws the layout. */
#ifndef VM_CORE_HEAP_PRIVATE_H
#define VM_CORE_HEAP_PRIVATE_H

#include "vm/core/vm.h"

#define GRANULE (2 * sizeof(void *))
#define CELL_BITS (8 * sizeof(uintptr_t))
#define N_EXACT 32u /* bins 1..31 hold blocks of exactly so many granules */
#define N_BINS (N_EXACT + 8 * sizeof(size_t))

/* What is known of CELL_BITS granules: one bit each. `kind` bits at a block's head are the VmBlockKind + 1, 0 for a free
 * block. At the second granule of an object (never a head) they tell about finalizers: FINAL_ below. */
typedef struct VmHeapCell {
    uintptr_t head, mark, kind_low, kind_high;
} VmHeapCell;

enum { KIND_FREE = 0, KIND_RAW = 1, KIND_VALUES = 2, KIND_OBJECT = 3 };
enum { FINAL_NONE = 0, FINAL_DEL_DONE = 1, FINAL_WANTED = 2, FINAL_DEL_WAITS = 3 };

/* A free block of at least two words; those in bins of powers of two have their size too. */
typedef struct FreeBlock {
    struct FreeBlock *next, *prev;
    size_t n;
} FreeBlock;

/* Something marked whose inside was not yet: @n values at @at, or with @n 0 an object. */
typedef struct MarkEntry {
    const VmValue *at;
    size_t n;
} MarkEntry;

struct VmHeap {
    size_t countdown; /* allocations until the next one that fails on purpose; huge */
    size_t used;      /* granules in blocks */
    char *carve;      /* the free block small requests are cut from; in no bin */
    size_t carve_n;   /* its granules; 0: none */
    char *dirty;      /* memory from here on was never used and is zero */
    char *base;       /* granule 0 */
    VmHeapCell *cells;
    size_t top;       /* first granule of the wilderness: above it no block has ever been, or they were given back */
    size_t n;         /* all granules */
    size_t lowest_top; /* of the wilderness since the last collection: not used by allocation */
    uint32_t exact_mask; /* bit n: bins[n] may have a block */
    uintptr_t large_mask; /* bit k: bins[N_EXACT + k] may have one, of 2^k .. 2^(k+1) - 1 granules */
    FreeBlock *bins[N_BINS];

    MarkEntry *marks;
    size_t n_marks, max_marks;
    size_t overflow_from; /* lowest granule whose block may not have been traced; SIZE_MAX: none */

    size_t threshold;    /* collect when so many granules more than `used_after` are used */
    size_t min_threshold; /* its least; SIZE_MAX: only when full */
    bool grow_with_live; /* threshold follows what lives */
    size_t used_after;   /* `used` right after the last collection */
    size_t peak;
    size_t n_collections;
    size_t countdown_start;
    bool collecting;
    bool del_waits;  /* some object may be FINAL_DEL_WAITS */
    bool final_dead; /* in a collection: something died whose finalize() must run */
    bool stress; /* VM_GC_STRESS */
};

static inline size_t
granule_of(const VmHeap *h, const void *p)
{
    return (size_t)((const char *)p - h->base) / GRANULE;
}

static inline bool
in_heap(const VmHeap *h, const void *p)
{
    return (size_t)((const char *)p - h->base) < h->top * GRANULE;
}

static inline unsigned
kind_at(const VmHeap *h, size_t at)
{
    const VmHeapCell *cell = &h->cells[at / CELL_BITS];
    unsigned shift = at % CELL_BITS;

    return (unsigned)(cell->kind_low >> shift & 1) | (unsigned)(cell->kind_high >> shift & 1) << 1;
}

static inline void
set_kind(VmHeap *h, size_t at, unsigned kind)
{
    VmHeapCell *cell = &h->cells[at / CELL_BITS];
    uintptr_t bit = (uintptr_t)1 << at % CELL_BITS;

    cell->kind_low = (cell->kind_low & ~bit) | ((kind & 1) ? bit : 0);
    cell->kind_high = (cell->kind_high & ~bit) | ((kind & 2) ? bit : 0);
}

static inline void
set_head(VmHeap *h, size_t at)
{
    h->cells[at / CELL_BITS].head |= (uintptr_t)1 << at % CELL_BITS;
}

static inline void
clear_head(VmHeap *h, size_t at)
{
    h->cells[at / CELL_BITS].head &= ~((uintptr_t)1 << at % CELL_BITS);
}

static inline unsigned
lowest_bit(uintptr_t bits)
{
    return (unsigned)__builtin_ctzll((unsigned long long)bits);
}

static inline unsigned
highest_bit(uintptr_t bits)
{
    return 63u - (unsigned)__builtin_clzll((unsigned long long)bits);
}

/* The head after the one at @at, or top. */
static inline size_t
next_head(const VmHeap *h, size_t at)
{
    size_t i = (at + 1) / CELL_BITS;
    size_t last = (h->top + CELL_BITS - 1) / CELL_BITS;
    uintptr_t bits;

    if (at + 1 >= h->top)
        return h->top;
    bits = h->cells[i].head >> (at + 1) % CELL_BITS << (at + 1) % CELL_BITS;
    while (bits == 0) {
        if (++i >= last)
            return h->top;
        bits = h->cells[i].head;
    }
    return i * CELL_BITS + lowest_bit(bits);
}

/* The head of the block that granule @at < top is part of. Granule 0 is always a head. */
static inline size_t
head_of(const VmHeap *h, size_t at)
{
    size_t i = at / CELL_BITS;
    unsigned shift = CELL_BITS - 1 - at % CELL_BITS;
    uintptr_t bits = h->cells[i].head << shift >> shift;

    while (bits == 0)
        bits = h->cells[--i].head;
    return i * CELL_BITS + highest_bit(bits);
}

/* heap.c, for gc.c's sweep: */
void vm_heap_forget_free(VmHeap *h); /* empties the bins and the carving block */
/* Makes granules @at .. @at + @n, whose head bit is set and kind 0, available. */
void vm_heap_add_free(VmHeap *h, size_t at, size_t n);

#endif
