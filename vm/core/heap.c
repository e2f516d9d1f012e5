/* SPDX-License-Identifier: MIT */
/* The heap: where blocks lie and how they are given out. gc.c takes them back.
 *
 *     memory:  | VmHeap | mark stack | cells (side table) | fixed blocks | granules 0 .. n |
 *     granules:  blocks and free blocks without gaps .......... top | wilderness
 *
 * A granule is two words. The side table has four bits a granule, kept as four bit maps that lie word by word beside each
 * other: *head* (a block, used or free, begins here), *mark* (reached in this collection), and two of *kind*. So a
 * block's size is the distance to the next head, an interior pointer's block the head before it, both found by counting
 * zeros a word at a time, and a sweep passes over a word of living blocks in five instructions.
 *
 * A request is served from, in this order:
 *   1. a bin of free blocks of exactly its size (up to 31 granules),
 *   2. the *carving block*: the rest of the free block that was split last, or a piece of the wilderness,
 *   3. the smallest bin that has something larger; what is left becomes the carving block,
 *   4. the wilderness,
 *   5. a collection, and 3 and 4 again.
 *
 * Rejected: size-class pages (a 20 KB heap cannot afford a page per class), a nibble per granule (as compact, but sizes and
 * heads are found a byte at a time).
 */
#include "vm/core/heap.h"

#include "vm/core/gc.h"
#include "vm/core/heap-private.h"

/* The wilderness is cut in pieces of so many granules, so that small requests rarely reach it. */
#define CARVE_GRANULES 512
#define MARKS_MIN 32
#define MARKS_MAX 65536
#define NO_FAILURE (SIZE_MAX / 2)
/* A heap with room to spare is collected when this much was allocated, and as much as lives. */
#define THRESHOLD_BYTES ((size_t)4 << 20)

static inline FreeBlock *
block_at(const VmHeap *h, size_t at)
{
    return (FreeBlock *)(h->base + at * GRANULE);
}

static inline unsigned
bin_of(size_t n)
{
    return n < N_EXACT ? (unsigned)n : N_EXACT + highest_bit(n);
}

static void
put_in_bin(VmHeap *h, FreeBlock *block, size_t n)
{
    unsigned bin = bin_of(n);

    block->next = h->bins[bin];
    block->prev = NULL;
    if (block->next != NULL)
        block->next->prev = block;
    h->bins[bin] = block;
    if (bin < N_EXACT) {
        h->exact_mask |= (uint32_t)1 << bin;
    } else {
        block->n = n;
        h->large_mask |= (uintptr_t)1 << (bin - N_EXACT);
    }
    if ((char *)block + n * GRANULE > h->dirty)
        h->dirty = (char *)block + n * GRANULE;
}

static void
take_from_bin(VmHeap *h, FreeBlock *block, size_t n)
{
    if (block->prev != NULL)
        block->prev->next = block->next;
    else
        h->bins[bin_of(n)] = block->next;
    if (block->next != NULL)
        block->next->prev = block->prev;
}

void
vm_heap_add_free(VmHeap *h, size_t at, size_t n)
{
    put_in_bin(h, block_at(h, at), n);
}

void
vm_heap_forget_free(VmHeap *h)
{
    memset(h->bins, 0, sizeof h->bins);
    h->exact_mask = 0;
    h->large_mask = 0;
    h->carve = NULL;
    h->carve_n = 0;
}

VmHeap *
vm_heap_new(void *memory, size_t bytes, bool reserve_only)
{
    VmHeap *h = memory;
    size_t max_marks = bytes / 256 / sizeof(MarkEntry);
    size_t fixed, n, n_cells;
    char *at;

    if (((uintptr_t)memory & (GRANULE - 1)) != 0)
        return NULL;
    if (max_marks < MARKS_MIN)
        max_marks = MARKS_MIN;
    if (max_marks > MARKS_MAX)
        max_marks = MARKS_MAX;
    fixed = (sizeof(VmHeap) + max_marks * sizeof(MarkEntry) + GRANULE - 1) / GRANULE * GRANULE;
    if (bytes < fixed + 64 * GRANULE)
        return NULL;
    // Each cell serves CELL_BITS granules.
    n_cells = (bytes - fixed) / (CELL_BITS * GRANULE + sizeof(VmHeapCell)) + 1;
    n = (bytes - fixed - n_cells * sizeof(VmHeapCell)) / GRANULE;
    if (n > n_cells * CELL_BITS)
        n = n_cells * CELL_BITS;

    memset(h, 0, sizeof *h);
    at = (char *)memory + sizeof(VmHeap);
    h->marks = (MarkEntry *)at;
    h->max_marks = max_marks;
    h->cells = (VmHeapCell *)((char *)memory + fixed);
    h->base = (char *)(h->cells + n_cells);
    if (!reserve_only)
        memset(h->cells, 0, n_cells * sizeof(VmHeapCell));
    h->n = n;
    h->dirty = reserve_only ? h->base : h->base + n * GRANULE;
    h->countdown = h->countdown_start = NO_FAILURE;
    h->overflow_from = SIZE_MAX;
    h->min_threshold = h->threshold = THRESHOLD_BYTES / GRANULE;
    h->grow_with_live = true;
#ifdef VM_GC_STRESS
    h->stress = true;
#endif
    return h;
}

void *
vm_heap_take_fixed(VmHeap *h, size_t bytes)
{
    size_t n = bytes / GRANULE + 1;
    char *block = h->base;

    if (h->top != 0 || n > h->n)
        return NULL;
    h->base += n * GRANULE;
    h->n -= n;
    if (block < h->dirty)
        memset(block, 0, n * GRANULE);
    if (h->dirty < h->base)
        h->dirty = h->base;
    return block;
}

static inline void
clear_granules(void *block, size_t n)
{
    uintptr_t *word = block;

    switch (n) {
    case 4: word[7] = 0; word[6] = 0; // fall through
    case 3: word[5] = 0; word[4] = 0; // fall through
    case 2: word[3] = 0; word[2] = 0; // fall through
    case 1: word[1] = 0; word[0] = 0; break;
    default: memset(block, 0, n * GRANULE);
    }
}

/* Marks the free block at @block as used. */
static inline void
set_used(VmHeap *h, const void *block, unsigned kind)
{
    size_t at = granule_of(h, block);
    VmHeapCell *cell = &h->cells[at / CELL_BITS];
    uintptr_t bit = (uintptr_t)1 << at % CELL_BITS;

    if (kind & 1)
        cell->kind_low |= bit;
    if (kind & 2)
        cell->kind_high |= bit;
}

/* Cuts @n granules off the carving block, which has them. */
static inline void *
carve(VmHeap *h, size_t n, unsigned kind)
{
    char *block = h->carve;

    set_used(h, block, kind);
    h->carve = block + n * GRANULE;
    h->carve_n -= n;
    if (h->carve_n != 0)
        set_head(h, granule_of(h, h->carve));
    if (h->carve <= h->dirty) {
        clear_granules(block, n);
    } else {
        if (block < h->dirty)
            memset(block, 0, (size_t)(h->dirty - block));
        h->dirty = h->carve;
    }
    return block;
}

/* The carving block goes to the bins. */
static void
stow_carve(VmHeap *h)
{
    if (h->carve_n != 0)
        put_in_bin(h, (FreeBlock *)h->carve, h->carve_n);
    h->carve = NULL;
    h->carve_n = 0;
}

/* A free block of at least @n granules, taken out of its bin; NULL when there is none. */
static FreeBlock *
find_fit(VmHeap *h, size_t n, size_t *out_n)
{
    unsigned k = n < N_EXACT ? highest_bit(N_EXACT) : highest_bit(n);
    FreeBlock *block = NULL;

    for (uint32_t bits = n < N_EXACT ? h->exact_mask >> n << n : 0; bits != 0; bits &= bits - 1) {
        unsigned bin = lowest_bit(bits);

        block = h->bins[bin];
        if (block != NULL) {
            take_from_bin(h, block, bin);
            *out_n = bin;
            return block;
        }
        h->exact_mask &= ~((uint32_t)1 << bin);
    }
    if (n >= N_EXACT) {
        // Only some of the bin's blocks are large enough; a few looks, then rather split something larger.
        block = h->bins[N_EXACT + k];
        for (unsigned looks = 16; block != NULL && block->n < n && looks != 0; looks--)
            block = block->next;
        if (block != NULL && block->n < n)
            block = NULL;
        k++;
    }
    for (uintptr_t bits = k < CELL_BITS ? h->large_mask >> k << k : 0; block == NULL && bits != 0; bits &= bits - 1) {
        unsigned bin = lowest_bit(bits);

        block = h->bins[N_EXACT + bin];
        if (block == NULL)
            h->large_mask &= ~((uintptr_t)1 << bin);
    }
    if (block == NULL && n >= N_EXACT) {
        block = h->bins[N_EXACT + k - 1];
        while (block != NULL && block->n < n)
            block = block->next;
    }
    if (block != NULL) {
        *out_n = block->n;
        take_from_bin(h, block, block->n);
    }
    return block;
}

/* Makes the carving block at least @n granules long by a free block or the wilderness; false when neither has them. */
static bool
refill_carve(VmHeap *h, size_t n)
{
    size_t end = h->carve_n != 0 ? granule_of(h, h->carve) + h->carve_n : SIZE_MAX;
    size_t found_n, more;
    FreeBlock *found = find_fit(h, n, &found_n);

    if (found != NULL) {
        stow_carve(h);
        h->carve = (char *)found;
        h->carve_n = found_n;
        return true;
    }
    if (end == h->top) {
        more = n - h->carve_n;
        if (more > h->n - h->top)
            return false;
    } else {
        more = n;
        if (more > h->n - h->top)
            return false;
        stow_carve(h);
        h->carve = h->base + h->top * GRANULE;
        set_head(h, h->top);
    }
    // What a small request takes more than it needs serves the next ones.
    if (n < CARVE_GRANULES && more < CARVE_GRANULES)
        more = h->n - h->top < CARVE_GRANULES ? h->n - h->top : CARVE_GRANULES;
    h->top += more;
    h->carve_n += more;
    return true;
}

static __attribute__((noinline)) void *
alloc_slow(VM *vm, VmHeap *h, size_t n, unsigned kind)
{
    if (n > h->n || h->collecting)
        return NULL;
    if (h->used - h->used_after >= h->threshold && h->used >= h->used_after && !vm->gc_disabled)
        vm_gc(vm);
    if (n > h->carve_n && !refill_carve(h, n)) {
        vm_gc(vm);
        if (n > h->carve_n && !refill_carve(h, n))
            return NULL;
    }
    h->used += n;
    return carve(h, n, kind);
}

/* May this allocation go on? */
static inline bool
may_allocate(VM *vm, VmHeap *h)
{
#ifdef VM_GC_STRESS
    vm_gc(vm);
#endif
    if (__builtin_expect(--h->countdown == 0, 0)) {
        h->countdown = NO_FAILURE;
        h->countdown_start += NO_FAILURE;
        return false;
    }
    return !vm->heap_locked;
}

static inline void *
alloc_granules(VM *vm, size_t n, unsigned kind)
{
    VmHeap *h = vm->heap;

    if (!may_allocate(vm, h))
        return NULL;
    if (n < N_EXACT && h->bins[n] != NULL) {
        FreeBlock *block = h->bins[n];

        h->bins[n] = block->next;
        if (block->next != NULL)
            block->next->prev = NULL;
        h->used += n;
        set_used(h, block, kind);
        clear_granules(block, n);
        return block;
    }
    if (n <= h->carve_n) {
        h->used += n;
        return carve(h, n, kind);
    }
    return alloc_slow(vm, h, n, kind);
}

static inline size_t
granules_for(size_t bytes)
{
    return bytes == 0 ? 1 : bytes / GRANULE + (bytes % GRANULE != 0);
}

void *
vm_alloc_maybe(VM *vm, size_t bytes, VmBlockKind kind)
{
    return alloc_granules(vm, granules_for(bytes), (unsigned)kind + 1);
}

void *
vm_alloc(VM *vm, size_t bytes, VmBlockKind kind)
{
    void *block = alloc_granules(vm, granules_for(bytes), (unsigned)kind + 1);

    if (block == NULL)
        vm_raise_memory_error(vm);
    return block;
}

void *
vm_new_object(VM *vm, const VmType *type, size_t bytes)
{
    size_t n = granules_for(bytes);
    VmObject *object;

    if (__builtin_expect((type->flags & (VM_TYPE_FINALIZER | VM_TYPE_CLASS)) == 0, 1)) {
        // What refers to nothing is never looked at by the collector.
        object = alloc_granules(vm, n, type->trace == NULL ? KIND_RAW : KIND_OBJECT);
        if (object == NULL)
            vm_raise_memory_error(vm);
        object->type = type;
        return object;
    }
    if (n < 2)
        n = 2;
    object = alloc_granules(vm, n, KIND_OBJECT);
    if (object == NULL)
        vm_raise_memory_error(vm);
    object->type = type;
    if (type->flags & VM_TYPE_FINALIZER)
        set_kind(vm->heap, granule_of(vm->heap, object) + 1, FINAL_WANTED);
    return object;
}

/* Gives granules back that are no block any more: their kind bits are 0, the first one's head bit is set. Joins them with
 * free neighbours. */
static void
release(VmHeap *h, size_t at, size_t n)
{
    size_t next = at + n;

    if (next < h->top && kind_at(h, next) == KIND_FREE) {
        char *block = h->base + next * GRANULE;
        size_t next_n;

        if (block == h->carve && h->carve_n != 0) { // used up, it is only an address
            h->carve = h->base + at * GRANULE;
            h->carve_n += n;
            clear_head(h, next);
            return;
        }
        next_n = next_head(h, next) - next;
        take_from_bin(h, (FreeBlock *)block, next_n);
        clear_head(h, next);
        n += next_n;
    }
    if (at != 0) {
        size_t prev = head_of(h, at - 1);

        if (kind_at(h, prev) == KIND_FREE) {
            if (h->base + prev * GRANULE == h->carve && h->carve_n != 0) {
                clear_head(h, at);
                h->carve_n += n;
                return;
            }
            take_from_bin(h, block_at(h, prev), at - prev);
            clear_head(h, at);
            n += at - prev;
            at = prev;
        }
    }
    if (at + n == h->top) {
        clear_head(h, at);
        h->top = at;
        return;
    }
    put_in_bin(h, block_at(h, at), n);
}

void
vm_free(VM *vm, void *block)
{
    VmHeap *h = vm->heap;
    size_t at, n;

    if (block == NULL)
        return;
    at = granule_of(h, block);
    n = next_head(h, at) - at;
    if (n > 1)
        set_kind(h, at + 1, FINAL_NONE);
    set_kind(h, at, KIND_FREE);
    h->used -= n;
    release(h, at, n);
}

void *
vm_realloc(VM *vm, void *block, size_t old_bytes, size_t new_bytes, VmBlockKind kind)
{
    VmHeap *h = vm->heap;
    size_t at, old_n, n, next;
    void *new_block;

    if (block == NULL)
        return vm_alloc(vm, new_bytes, kind);
    at = granule_of(h, block);
    old_n = next_head(h, at) - at;
    n = granules_for(new_bytes);
    if (n <= old_n) {
        if (n < old_n) {
            set_head(h, at + n);
            h->used -= old_n - n;
            release(h, at + n, old_n - n);
        }
        if (new_bytes > old_bytes)
            memset((char *)block + old_bytes, 0, n * GRANULE - old_bytes);
        return block;
    }
#ifndef VM_GC_STRESS
    next = at + old_n;
    if (n <= h->n - at && h->countdown > 1 && !vm->heap_locked) {
        size_t more = n - old_n;
        size_t have = 0;
        char *end = (char *)block + old_n * GRANULE;

        if (next == h->top) {
            // The last block grows into the wilderness.
            if (more <= h->n - h->top && h->used - h->used_after < h->threshold) {
                h->top += more;
                have = more;
                if (h->dirty < end + more * GRANULE)
                    h->dirty = end + more * GRANULE;
            }
        } else if (end == h->carve && h->carve_n != 0) {
            if (more <= h->carve_n) {
                clear_head(h, next);
                have = more;
                h->carve += more * GRANULE;
                h->carve_n -= more;
                if (h->carve_n != 0)
                    set_head(h, granule_of(h, h->carve));
                if (h->dirty < h->carve)
                    h->dirty = h->carve;
            }
        } else if (kind_at(h, next) == KIND_FREE) {
            have = next_head(h, next) - next;
            if (have >= more) {
                take_from_bin(h, (FreeBlock *)end, have);
                clear_head(h, next);
                if (have > more) {
                    set_head(h, next + more);
                    put_in_bin(h, (FreeBlock *)(end + more * GRANULE), have - more);
                    have = more;
                }
            } else {
                have = 0;
            }
        }
        if (have != 0) {
            h->countdown--;
            h->used += more;
            memset((char *)block + old_bytes, 0, n * GRANULE - old_bytes);
            return block;
        }
    }
#else
    (void)next;
#endif
    new_block = vm_alloc(vm, new_bytes, kind);
    memcpy(new_block, block, old_bytes < new_bytes ? old_bytes : new_bytes);
    vm_free(vm, block);
    return new_block;
}

size_t
vm_block_size(VM *vm, const void *block)
{
    size_t at = granule_of(vm->heap, block);

    return (next_head(vm->heap, at) - at) * GRANULE;
}

void
vm_heap_info(VM *vm, VmHeapInfo *out)
{
    VmHeap *h = vm->heap;
    size_t largest = h->n - h->top;

    for (size_t at = 0; at < h->top;) {
        size_t next = next_head(h, at);

        if (kind_at(h, at) == KIND_FREE) {
            size_t n = next - at;

            if (next == h->top)
                n += h->n - h->top;
            if (n > largest)
                largest = n;
        }
        at = next;
    }
    if (h->used > h->peak)
        h->peak = h->used;
    out->total = h->n * GRANULE;
    out->used = h->used * GRANULE;
    out->free = (h->n - h->used) * GRANULE;
    out->largest_free = largest * GRANULE;
    out->n_collections = h->n_collections;
    out->peak_used = h->peak * GRANULE;
}

size_t
vm_heap_used(VM *vm)
{
    return vm->heap->used * GRANULE;
}

size_t
vm_heap_fail_after(VM *vm, size_t n)
{
    VmHeap *h = vm->heap;
    size_t made = h->countdown_start - h->countdown;

    h->countdown = h->countdown_start = n != 0 ? n : NO_FAILURE;
    return made;
}

intptr_t
vm_heap_threshold(VM *vm)
{
    VmHeap *h = vm->heap;

    if (h->min_threshold == SIZE_MAX)
        return -1;
    return (intptr_t)(h->min_threshold * GRANULE);
}

void
vm_heap_set_threshold(VM *vm, intptr_t bytes)
{
    VmHeap *h = vm->heap;

    h->min_threshold = bytes < 0 ? SIZE_MAX : (size_t)bytes / GRANULE;
    h->threshold = h->min_threshold;
    h->grow_with_live = false;
}
