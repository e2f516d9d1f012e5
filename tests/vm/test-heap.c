/* SPDX-License-Identifier: MIT */
/* The heap and its collector alone: vm/core/heap.c and gc.c with the rest of the interpreter left out.
 *
 * A random program of allocations keeps a model beside the heap: every block holds a pattern only it can have, hangs in a
 * graph of tuples and arrays, and is checked after each collection.
 */
#include "vm/core/gc.h"
#include "vm/core/heap-private.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

static jmp_buf out_of_memory;
static unsigned n_finalized;

void
vm_raise_memory_error(VM *vm)
{
    (void)vm;
    longjmp(out_of_memory, 1);
}

void
vm_classes_sweep(VM *vm)
{
    (void)vm;
}

void
vm_intern_sweep(VM *vm)
{
    (void)vm;
}

static void
tuple_trace(VM *vm, VmObject *self)
{
    VmTuple *t = (VmTuple *)self;

    vm_mark_values(vm, t->items, t->n);
}

static void
list_trace(VM *vm, VmObject *self)
{
    VmList *list = (VmList *)self;

    vm_mark_value_block(vm, list->items, list->n);
}

static void
count_finalized(VM *vm, VmObject *self)
{
    (void)vm;
    (void)self;
    n_finalized++;
}

const VmType vm_type_tuple = {.layout = &vm_type_tuple, .trace = tuple_trace};
const VmType vm_type_list = {.layout = &vm_type_list, .trace = list_trace};
static const VmType closing_type = {.layout = &closing_type, .flags = VM_TYPE_FINALIZER, .finalize = count_finalized};

static VM *
new_vm(void *memory, size_t bytes, bool zeroed, void *base)
{
    VmHeap *heap = vm_heap_new(memory, bytes, zeroed);
    VM *vm;

    CHECK(heap != NULL);
    vm = vm_heap_take_fixed(heap, sizeof(VM));
    CHECK(vm != NULL);
    vm->heap = heap;
    vm->c_stack_base = base;
    vm->handled = VM_NONE;
    return vm;
}

static VmTuple *
new_tuple(VM *vm, size_t n)
{
    VmTuple *t = vm_new_object(vm, &vm_type_tuple, sizeof(VmTuple) + n * sizeof(VmValue));

    t->n = n;
    return t;
}

/* Every bit map must agree with itself: heads cover everything, used counts, bins hold exactly the free blocks. */
static void
check_heap(VM *vm)
{
    VmHeap *h = vm->heap;
    size_t used = 0, n_free = 0, in_bins = 0;

    for (size_t at = 0; at < h->top; at = next_head(h, at)) {
        size_t n = next_head(h, at) - at;

        CHECK(n > 0 && head_of(h, at + n - 1) == at);
        if (kind_at(h, at) == KIND_FREE) {
            if (h->carve_n != 0 && h->base + at * GRANULE == h->carve)
                CHECK(n == h->carve_n);
            else
                n_free++;
        } else {
            used += n;
        }
    }
    CHECK(used == h->used);
    for (unsigned bin = 0; bin < N_BINS; bin++)
        for (FreeBlock *b = h->bins[bin]; b != NULL; b = b->next) {
            size_t at = granule_of(h, b);
            size_t n = next_head(h, at) - at;

            CHECK(kind_at(h, at) == KIND_FREE);
            CHECK(bin < N_EXACT ? n == bin : n == b->n && highest_bit(n) == bin - N_EXACT);
            CHECK(b->next == NULL || b->next->prev == b);
            in_bins++;
        }
    CHECK(in_bins == n_free);
}

static uint32_t
next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

#define N_SLOTS 200

/* slots->items[i]: undefined, or a list of a raw block's address in a tuple, the raw block filled with one byte. */
static __attribute__((noinline)) void
check_slots(VM *vm, VmTuple *slots)
{
    for (size_t i = 0; i < slots->n; i++) {
        VmTuple *t = (VmTuple *)slots->items[i];
        uint8_t *raw;
        size_t size;

        if (t == NULL)
            continue;
        CHECK(t->base.type == &vm_type_tuple && t->n == 2);
        raw = (uint8_t *)t->items[0];
        size = (size_t)vm_small_value(t->items[1]);
        CHECK(vm_block_size(vm, raw) >= size);
        for (size_t k = 0; k < size; k++)
            CHECK(raw[k] == (uint8_t)(size + 1));
    }
}

static __attribute__((noinline)) void
random_work(VM *vm, uint32_t seed, unsigned turns, size_t max_size)
{
    VmTuple *slots = new_tuple(vm, N_SLOTS);

    vm->raised = vm_value(slots);
    for (unsigned turn = 0; turn < turns; turn++) {
        size_t i = next_random(&seed) % N_SLOTS;
        size_t size = next_random(&seed) % 100 == 0 ? next_random(&seed) % max_size + 1 : next_random(&seed) % 100 + 1;
        VmTuple *old = (VmTuple *)slots->items[i];

        switch (next_random(&seed) % 8) {
        case 0:
            slots->items[i] = VM_UNDEF;
            break;
        case 1:
            if (old != NULL) {
                void *raw = (void *)old->items[0];

                slots->items[i] = VM_UNDEF;
                old->items[0] = VM_UNDEF;
                vm_free(vm, raw);
            }
            break;
        case 2: case 3:
            if (old != NULL) {
                size_t old_size = (size_t)vm_small_value(old->items[1]);
                uint8_t *raw;

                if (setjmp(out_of_memory) != 0) {
                    slots->items[next_random(&seed) % N_SLOTS] = VM_UNDEF;
                    break;
                }
                raw = vm_realloc(vm, (void *)old->items[0], old_size, size, VM_BLOCK_RAW);
                for (size_t k = 0; k < size && k < old_size; k++)
                    CHECK(raw[k] == (uint8_t)(old_size + 1));
                for (size_t k = old_size; k < size; k++)
                    CHECK(raw[k] == 0);
                memset(raw, (int)(size + 1), size);
                old->items[0] = vm_value(raw);
                old->items[1] = vm_small((intptr_t)size);
            }
            break;
        default: {
            VmTuple *t;
            uint8_t *raw;

            if (setjmp(out_of_memory) != 0) {
                slots->items[next_random(&seed) % N_SLOTS] = VM_UNDEF;
                break;
            }
            t = new_tuple(vm, 2);
            raw = vm_alloc(vm, size, VM_BLOCK_RAW);
            for (size_t k = vm_block_size(vm, raw); k-- != 0;)
                CHECK(raw[k] == 0);
            memset(raw, (int)(size + 1), size);
            t->items[0] = vm_value(raw);
            t->items[1] = vm_small((intptr_t)size);
            slots->items[i] = vm_value(t);
        }
        }
        if (turn % 256 == 0) {
            check_heap(vm);
            check_slots(vm, slots);
        }
        if (turn % 5000 == 0) {
            vm_gc(vm);
            check_heap(vm);
            check_slots(vm, slots);
        }
    }
    vm->raised = VM_UNDEF;
}

static __attribute__((noinline)) void
make_deep(VM *vm, size_t depth, bool left)
{
    VmTuple *t = NULL;

    for (size_t i = 0; i < depth; i++) {
        VmTuple *outer = new_tuple(vm, 3);

        // The long chain comes first, so that what follows must wait at every level.
        outer->items[left ? 0 : 2] = vm_value(t);
        outer->items[1] = vm_value(new_tuple(vm, 0));
        outer->items[left ? 2 : 0] = vm_value(new_tuple(vm, 1));
        t = outer;
        vm->raised = vm_value(t);
    }
}

static __attribute__((noinline)) size_t
count_deep(VM *vm, bool left)
{
    size_t n = 0;

    for (VmTuple *t = (VmTuple *)vm->raised; t != NULL; t = (VmTuple *)t->items[left ? 0 : 2], n++) {
        CHECK(t->n == 3);
        CHECK(((VmTuple *)t->items[left ? 2 : 0])->n == 1);
    }
    return n;
}

static __attribute__((noinline)) void
clear_stack(void)
{
    volatile char junk[4096];

    for (size_t i = 0; i < sizeof junk; i++)
        junk[i] = 0;
}

static __attribute__((noinline)) void
test_finalizers(VM *vm)
{
    for (int i = 0; i < 100; i++)
        vm_new_object(vm, &closing_type, sizeof(VmObject));
}

static __attribute__((noinline)) void
test_interior(VM *vm)
{
    // Only an interior pointer keeps the block.
    volatile char *inside = (char *)vm_alloc(vm, 1000, VM_BLOCK_RAW) + 777;

    *inside = 42;
    vm_gc(vm);
    for (int i = 0; i < 100; i++)
        vm_alloc(vm, 1000, VM_BLOCK_RAW);
    CHECK(*inside == 42);
}

static void
run_one(size_t size, bool zeroed, unsigned turns, void *base)
{
    char *memory = calloc(1, size);
    size_t depth = size / 300;
    VmHeapInfo info;
    VM *vm;

    if (!zeroed)
        memset(memory, 0xa5, size);
    vm = new_vm(memory, size, zeroed, base);
    random_work(vm, (uint32_t)(size + 77), turns, size / 20);
    memset(out_of_memory, 0, sizeof out_of_memory);
    clear_stack();
    vm_gc(vm);
    check_heap(vm);
    for (int left = 0; left < 2; left++) {
        if (setjmp(out_of_memory) != 0)
            CHECK(!"no room for the chain");
        make_deep(vm, depth, left);
        vm_gc(vm);
        CHECK(count_deep(vm, left) == depth);
        vm->raised = VM_UNDEF;
        clear_stack();
        vm_gc(vm);
        check_heap(vm);
    }
    vm_heap_info(vm, &info);
    CHECK(info.used < 4000);
    CHECK(info.largest_free > info.total / 2);
    test_interior(vm);
    n_finalized = 0;
    test_finalizers(vm);
    clear_stack();
    vm_gc(vm);
    CHECK(n_finalized > 90);
    vm_gc_finalize_all(vm);
    CHECK(n_finalized == 100);

    // Refused allocations leave no trace.
    CHECK(vm_alloc_maybe(vm, SIZE_MAX, VM_BLOCK_RAW) == NULL);
    CHECK(vm_alloc_maybe(vm, size, VM_BLOCK_RAW) == NULL);
    vm_heap_fail_after(vm, 3);
    CHECK(vm_alloc_maybe(vm, 8, VM_BLOCK_RAW) != NULL && vm_alloc_maybe(vm, 8, VM_BLOCK_RAW) != NULL);
    CHECK(vm_alloc_maybe(vm, 8, VM_BLOCK_RAW) == NULL && vm_alloc_maybe(vm, 8, VM_BLOCK_RAW) != NULL);
    CHECK(vm_heap_fail_after(vm, 0) == 4);
    vm->heap_locked = true;
    CHECK(vm_alloc_maybe(vm, 8, VM_BLOCK_RAW) == NULL);
    vm->heap_locked = false;
    check_heap(vm);
    free(memory);
}

/* Arguments: turns of random work, the largest heap to try (a build with VM_GC_STRESS wants both small). */
int
main(int argc, char **argv)
{
    static const size_t sizes[] = {20000 + sizeof(VM), 100000, 1 << 20, 8 << 20};
    unsigned turns = argc > 1 ? (unsigned)atoi(argv[1]) : 40000;
    size_t largest = argc > 2 ? (size_t)atol(argv[2]) : SIZE_MAX;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && sizes[i] <= largest; i++) {
        run_one(sizes[i], false, turns, __builtin_frame_address(0));
        run_one(sizes[i], true, turns, __builtin_frame_address(0));
    }
    puts("1..1\nok 1 - heap and collector");
    return 0;
}
