/* SPDX-License-Identifier: MIT */
/* The collector: marks what can be reached, lets weak tables and finalizers look, sweeps the rest into the bins.
 *
 * Marking never recurses: what was marked but not yet looked into waits on a mark stack of fixed size. Of a long array the stack
 * holds only the part still to do, so it grows with the depth of the data and not with their width. When it is full the
 * place is forgotten but for the lowest such address, and marked blocks from there on are looked into again: slower, but
 * right for any depth.
 *
 * Finalizers: objects that want one carry FINAL_ bits at their second granule. A native finalize() runs before the
 * memory is reused. For instances of Python classes (with __del__) finalising means running Python, which must
 * wait: they are kept alive, marked FINAL_DEL_WAITS, until vm_gc_take_del() hands them to the next safe point.
 */
#include "vm/core/heap-private.h"
#include "vm/core/gc.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NO_SANITIZE __attribute__((no_sanitize("address", "memory", "thread"), noinline))
#endif
#endif
#ifndef NO_SANITIZE
#define NO_SANITIZE __attribute__((no_sanitize_address, noinline))
#endif

static inline void
push(VmHeap *h, const void *at, size_t n)
{
    if (h->n_marks == h->max_marks) {
        size_t granule = granule_of(h, at);

        if (granule < h->overflow_from)
            h->overflow_from = granule;
        return;
    }
    h->marks[h->n_marks++] = (MarkEntry){at, n};
}

/* Sets the mark of the block at granule @at; true if it was not set. */
static inline bool
set_mark(VmHeap *h, size_t at)
{
    VmHeapCell *cell = &h->cells[at / CELL_BITS];
    uintptr_t bit = (uintptr_t)1 << at % CELL_BITS;

    if (cell->mark & bit)
        return false;
    cell->mark |= bit;
    return true;
}

/* Marks the block that begins in the granule of @object, which is in the heap. What looks like a pointer but is none, as the numbers
 * that lie in some blocks of values, does no harm. */
static inline void
mark_in_heap(VmHeap *h, const void *object)
{
    size_t at = granule_of(h, object);
    VmHeapCell *cell = &h->cells[at / CELL_BITS];
    uintptr_t bit = (uintptr_t)1 << at % CELL_BITS;
    uintptr_t high;

    if ((cell->head & ~cell->mark & bit) == 0)
        return;
    high = cell->kind_high & bit;
    if ((cell->kind_low & bit) == 0) {
        if (high == 0)
            return; // free
        cell->mark |= bit;
        push(h, h->base + at * GRANULE, (next_head(h, at) - at) * (GRANULE / sizeof(VmValue)));
        return;
    }
    cell->mark |= bit;
    if (high != 0)
        push(h, h->base + at * GRANULE, 0);
}

void
vm_mark_object(VM *vm, const void *object)
{
    if (in_heap(vm->heap, object))
        mark_in_heap(vm->heap, object);
}

void
vm_mark_block(VM *vm, const void *block)
{
    if (in_heap(vm->heap, block))
        mark_in_heap(vm->heap, block);
}

void
vm_mark_value(VM *vm, VmValue v)
{
    if (vm_is_object(v) && in_heap(vm->heap, vm_object(v)))
        mark_in_heap(vm->heap, vm_object(v));
}

void
vm_mark_values(VM *vm, const VmValue *v, size_t n)
{
    VmHeap *h = vm->heap;

    if (n > 4) {
        if (in_heap(h, v)) {
            push(h, v, n);
            return;
        }
        // Memory outside (the VM's own arrays) cannot be found again after an overflow of the stack: take it now.
    }
    for (size_t i = 0; i < n; i++)
        vm_mark_value(vm, v[i]);
}

void
vm_mark_value_block(VM *vm, const VmValue *block, size_t n)
{
    if (in_heap(vm->heap, block) && set_mark(vm->heap, granule_of(vm->heap, block)))
        vm_mark_values(vm, block, n);
}

bool
vm_is_marked(VM *vm, const void *block)
{
    VmHeap *h = vm->heap;
    size_t at;

    if (!in_heap(h, block))
        return true;
    at = granule_of(h, block);
    return (h->cells[at / CELL_BITS].mark >> at % CELL_BITS & 1) != 0;
}

static inline void
trace_object(VM *vm, VmHeap *h, VmObject *object)
{
    const VmType *type = object->type;

    if (type == NULL)
        return; // just allocated: still empty
    if (in_heap(h, type))
        mark_in_heap(h, type);
    if (type->trace != NULL)
        type->trace(vm, object);
}

/* Marks the block that begins at @p if it is one; its kind if its inside is still to be looked into, else 0. */
static inline __attribute__((always_inline)) unsigned
claim(VmHeapCell *cells, size_t at)
{
    VmHeapCell *cell = &cells[at / CELL_BITS];
    uintptr_t bit = (uintptr_t)1 << at % CELL_BITS;

    if ((cell->head & ~cell->mark & bit) == 0)
        return 0;
    if ((cell->kind_high & bit) == 0) {
        if (cell->kind_low & bit)
            cell->mark |= bit;
        return 0; // raw or free
    }
    cell->mark |= bit;
    return (cell->kind_low & bit) != 0 ? KIND_OBJECT : KIND_VALUES;
}

/* Looks into all that waits on the mark stack. */
static void
drain(VM *vm, VmHeap *h)
{
    const char *const base = h->base;
    const size_t limit = h->top * GRANULE;
    VmHeapCell *const cells = h->cells;

    while (h->n_marks != 0) {
        const VmValue *at = h->marks[--h->n_marks].at;
        const VmValue *end = at + h->marks[h->n_marks].n;

        if (at == end) {
            trace_object(vm, h, (VmObject *)at);
            continue;
        }
        do {
            VmValue v = *at++;
            size_t offset = (size_t)((const char *)v - base);
            VmObject *found;
            unsigned kind;

            if (!vm_is_object(v) || offset >= limit)
                continue;
            kind = claim(cells, offset / GRANULE);
            if (kind == 0)
                continue;
            found = (VmObject *)(base + offset / GRANULE * GRANULE);
            // Depth first: the rest waits below what was just found.
            if (kind == KIND_VALUES) {
                size_t granule = offset / GRANULE;

                if (at != end)
                    push(h, at, (size_t)(end - at));
                at = (const VmValue *)found;
                end = at + (next_head(h, granule) - granule) * (GRANULE / sizeof(VmValue));
            } else if (found->type == &vm_type_tuple) {
                // By far the commonest, and most refer to nothing in the heap.
                const VmValue *item = ((VmTuple *)found)->items;
                const VmValue *stop = item + ((VmTuple *)found)->n;

                while (item != stop && (!vm_is_object(*item) || (size_t)((const char *)*item - base) >= limit))
                    item++;
                if (item == stop)
                    continue;
                if (at != end)
                    push(h, at, (size_t)(end - at));
                at = item;
                end = stop;
            } else {
                if (at != end)
                    push(h, at, (size_t)(end - at));
                at = end;
                trace_object(vm, h, found);
            }
        } while (at != end);
    }
}

/* Drains, and goes back for what did not fit the mark stack. */
static void
mark_all(VM *vm, VmHeap *h)
{
    drain(vm, h);
    while (h->overflow_from != SIZE_MAX) {
        size_t at = h->overflow_from < h->top ? head_of(h, h->overflow_from) : h->top;

        h->overflow_from = SIZE_MAX;
        for (size_t i = at / CELL_BITS; i * CELL_BITS < h->top; i++) {
            const VmHeapCell *cell = &h->cells[i];

            for (uintptr_t bits = cell->mark & cell->kind_high; bits != 0; bits &= bits - 1) {
                size_t block = i * CELL_BITS + lowest_bit(bits);
                char *p = h->base + block * GRANULE;

                if (kind_at(h, block) == KIND_OBJECT)
                    trace_object(vm, h, (VmObject *)p);
                else
                    push(h, p, (next_head(h, block) - block) * (GRANULE / sizeof(VmValue)));
                drain(vm, h);
            }
        }
    }
}

/* Marks the blocks that words between @from and @to may point to or into. */
static NO_SANITIZE void
mark_conservatively(VM *vm, const uintptr_t *from, const uintptr_t *to)
{
    VmHeap *h = vm->heap;

    for (; from < to; from++) {
        const char *p = (const char *)*from;
        size_t at;

        if (!in_heap(h, p))
            continue;
        at = head_of(h, granule_of(h, p));
        if (kind_at(h, at) == KIND_FREE)
            continue;
        mark_in_heap(h, h->base + at * GRANULE);
        if (h->n_marks > h->max_marks / 2)
            drain(vm, h);
    }
}

void
vm_mark_words(VM *vm, const VmValue *words, size_t n)
{
    mark_conservatively(vm, words, words + n);
}

static void
mark_stack(VM *vm)
{
    VmStack *segment = vm->stack;

    if (segment == NULL)
        return;
    vm_mark_block(vm, segment);
    if (vm->top >= segment->words && vm->top <= segment->words + segment->n_words + 8)
        mark_conservatively(vm, segment->words, vm->top);
    else
        mark_conservatively(vm, segment->words, segment->words + segment->n_words);
    for (VmStack *s = segment->prev; s != NULL; s = s->prev) {
        vm_mark_block(vm, s);
        mark_conservatively(vm, s->words, s->words + s->n_words);
    }
    for (VmStack *s = segment->next; s != NULL; s = s->next)
        vm_mark_block(vm, s);
}

static void
mark_roots(VM *vm)
{
    VmHeap *h = vm->heap;

    vm_mark_value(vm, vm->raised);
    vm_mark_value(vm, vm->handled);
    vm_mark_value(vm, vm->stop_value);
    vm_mark_value(vm, vm->display_hook_value);
    vm_mark_object(vm, vm->memory_error);
    vm_mark_object(vm, vm->memory_error_args);
    vm_mark_object(vm, vm->builtins_dict);
    vm_mark_object(vm, vm->builtins);
    vm_mark_object(vm, vm->modules);
    vm_mark_object(vm, vm->path);
    vm_mark_object(vm, vm->argv);
    vm_mark_object(vm, vm->main);
    vm_mark_object(vm, vm->scheduled_del);
    drain(vm, h);
    for (unsigned i = 0; i < VM_SCHEDULE_MAX; i++) {
        vm_mark_value(vm, vm->scheduled[i].function);
        vm_mark_value(vm, vm->scheduled[i].argument);
        drain(vm, h);
    }
    for (unsigned i = 0; i < sizeof vm->printing / sizeof vm->printing[0] && i < vm->n_printing; i++) {
        vm_mark_value(vm, vm->printing[i]);
        drain(vm, h);
    }
    for (unsigned i = 0; i < sizeof vm->module_state / sizeof vm->module_state[0]; i++) {
        vm_mark_value(vm, vm->module_state[i]);
        drain(vm, h);
    }
    // The table of interned names holds them weakly: only itself is kept.
    if (vm->interned != NULL && in_heap(h, vm->interned))
        set_mark(h, granule_of(h, vm->interned));
    mark_stack(vm);
}

/* Objects whose FINAL_ bits are set: calls each(object's granule, state). */
static void
for_finalizable(VM *vm, VmHeap *h, void (*each)(VM *vm, VmHeap *h, size_t at, unsigned state))
{
    for (size_t i = 0; i * CELL_BITS < h->top; i++) {
        const VmHeapCell *cell = &h->cells[i];

        for (uintptr_t bits = (cell->kind_low | cell->kind_high) & ~cell->head; bits != 0; bits &= bits - 1) {
            size_t second = i * CELL_BITS + lowest_bit(bits);

            each(vm, h, second - 1, kind_at(h, second));
        }
    }
}

static void
mark_waiting(VM *vm, VmHeap *h, size_t at, unsigned state)
{
    if (state == FINAL_DEL_WAITS)
        vm_mark_object(vm, h->base + at * GRANULE);
    if (h->n_marks > h->max_marks / 2)
        drain(vm, h);
}

static void
find_dead_instance(VM *vm, VmHeap *h, size_t at, unsigned state)
{
    VmObject *object = (VmObject *)(h->base + at * GRANULE);

    if (vm_is_marked(vm, object))
        return;
    if (state != FINAL_WANTED || !(object->type->flags & VM_TYPE_CLASS)) {
        h->final_dead = true;
        return;
    }
    set_kind(h, at + 1, FINAL_DEL_WAITS);
    h->del_waits = true;
    vm->events |= VM_EVENT_DEL;
}

static void
finalize_dead(VM *vm, VmHeap *h, size_t at, unsigned state)
{
    VmObject *object = (VmObject *)(h->base + at * GRANULE);

    (void)state;
    if (vm_is_marked(vm, object))
        return;
    set_kind(h, at + 1, FINAL_NONE);
    if (object->type != NULL && object->type->finalize != NULL)
        object->type->finalize(vm, object);
}

static void
finalize_any(VM *vm, VmHeap *h, size_t at, unsigned state)
{
    VmObject *object = (VmObject *)(h->base + at * GRANULE);

    (void)state;
    set_kind(h, at + 1, FINAL_NONE);
    if (object->type != NULL && object->type->finalize != NULL)
        object->type->finalize(vm, object);
}

/* Frees what is not marked, joins neighbours, unmarks the rest. */
static void
sweep(VmHeap *h)
{
    const size_t none = SIZE_MAX;
    size_t n_cells = (h->top + CELL_BITS - 1) / CELL_BITS;
    size_t run = none; // where the free run begins that we are in
    size_t free_n = 0;

    vm_heap_forget_free(h);
    for (size_t i = 0; i < n_cells; i++) {
        VmHeapCell *cell = &h->cells[i];
        uintptr_t head = cell->head;
        uintptr_t live = head & cell->mark;
        uintptr_t dead = head ^ live;
        uintptr_t rest, keep;

        cell->mark = 0;
        if (dead == 0 && (run == none || live == 0))
            continue;
        cell->kind_low &= ~dead;
        cell->kind_high &= ~dead;
        keep = live;
        rest = head;
        while (rest != 0) {
            if (run == none) {
                // The next dead block opens a run.
                uintptr_t first = dead & rest;

                if (first == 0)
                    break;
                first &= -first;
                keep |= first;
                run = i * CELL_BITS + lowest_bit(first);
                rest &= -first ^ first;
            } else {
                // The next living one ends it; heads between vanish.
                uintptr_t first = live & rest;
                size_t at;

                if (first == 0)
                    break;
                first &= -first;
                at = i * CELL_BITS + lowest_bit(first);
                vm_heap_add_free(h, run, at - run);
                free_n += at - run;
                run = none;
                rest &= -first ^ first;
            }
        }
        cell->head = keep;
    }
    if (run != none) {
        // The last run joins the wilderness.
        clear_head(h, run);
        h->top = run;
    }
    h->used = h->top - free_n;
}

static void
collect(VM *vm, VmHeap *h)
{
    if (h->used > h->peak)
        h->peak = h->used;
    mark_roots(vm);
    if (h->del_waits)
        for_finalizable(vm, h, mark_waiting);
    mark_all(vm, h);
    h->final_dead = false;
    for_finalizable(vm, h, find_dead_instance);
    if (h->del_waits) {
        for_finalizable(vm, h, mark_waiting);
        mark_all(vm, h);
    }
    vm_classes_sweep(vm);
    vm_intern_sweep(vm);
    if (h->final_dead)
        for_finalizable(vm, h, finalize_dead);
    memset(vm->attr_cache, 0, sizeof vm->attr_cache);
    sweep(h);
    h->n_collections++;
    h->used_after = h->used;
    h->threshold = h->min_threshold;
    if (h->grow_with_live && h->used > h->threshold)
        h->threshold = h->used;
}

/* Apart, so that its caller's registers are on the stack below which it scans. */
static NO_SANITIZE void
collect_above_me(VM *vm, VmHeap *h)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0) & ~(uintptr_t)(sizeof(void *) - 1);

    mark_conservatively(vm, (const uintptr_t *)here, (const uintptr_t *)vm->c_stack_base);
    collect(vm, h);
}

void
vm_gc(VM *vm)
{
    VmHeap *h = vm->heap;

    if (h->collecting || vm->c_stack_base == NULL)
        return;
    h->collecting = true;
    // Registers that this function must keep for its callers go to the stack, in plain (setjmp() may encrypt them).
    __builtin_unwind_init();
    collect_above_me(vm, h);
    h->collecting = false;
    __asm__ volatile("" ::: "memory"); // no tail call above
}

VmValue
vm_gc_take_del(VM *vm)
{
    VmHeap *h = vm->heap;

    for (size_t i = 0; i * CELL_BITS < h->top; i++) {
        const VmHeapCell *cell = &h->cells[i];
        uintptr_t bits = cell->kind_low & cell->kind_high & ~cell->head;

        if (bits != 0) {
            size_t second = i * CELL_BITS + lowest_bit(bits);
            VmObject *object = (VmObject *)(h->base + (second - 1) * GRANULE);

            set_kind(h, second, object->type->finalize != NULL ? FINAL_DEL_DONE : FINAL_NONE);
            return vm_value(object);
        }
    }
    h->del_waits = false;
    return VM_UNDEF;
}

void
vm_gc_finalize_all(VM *vm)
{
    vm->heap->collecting = true;
    for_finalizable(vm, vm->heap, finalize_any);
    vm->heap->collecting = false;
}
