/* SPDX-License-Identifier: MIT */
/* list and its iterators. sort.c sorts.
 *
 * Anything that calls Python (comparing, iterating, __index__) may change the list under our hands: sizes and pointers are
 * read again after every such call.
 */
#include "vm/types/iterators.h"

/* --- Storage --- */

/* Room for @n items. Grows by an eighth beyond what is asked when appending. */
static void
grow(VM *vm, VmList *list, size_t n, bool exactly)
{
    size_t cap = n;

    if (!exactly)
        cap += (n >> 3) + (n < 9 ? 3 : 6);
    if (cap > UINT32_MAX || cap > SIZE_MAX / 2 / sizeof(VmValue))
        vm_raise_memory_error(vm);
    list->items = vm_realloc(vm, list->items, list->n * sizeof(VmValue), cap * sizeof(VmValue), VM_BLOCK_VALUES);
    // Blocks are whole granules: use them.
    list->cap = (uint32_t)((cap + 1) & ~(size_t)1);
}

static inline void
reserve(VM *vm, VmList *list, size_t n, bool exactly)
{
    if (n > list->cap)
        grow(vm, list, n, exactly);
}

/* After items were removed: gives memory back when most is unused. */
static void
shrink(VM *vm, VmList *list)
{
    if (list->n == 0) {
        VmValue *items = list->items;

        list->items = NULL;
        list->cap = 0;
        vm_free(vm, items);
    } else if (list->cap > 16 && list->n < list->cap / 2) {
        list->cap = (list->n + list->n / 8 + 4) & ~1u;
        list->items = vm_realloc(vm, list->items, list->n * sizeof(VmValue), list->cap * sizeof(VmValue), VM_BLOCK_VALUES);
    }
}

VmList *
vm_list_new(VM *vm, size_t n, const VmValue *items)
{
    VmList *list = VM_NEW(vm, VmList, &vm_type_list);

    if (n != 0) {
        reserve(vm, list, n, true);
        if (items != NULL)
            memcpy(list->items, items, n * sizeof(VmValue));
        else
            for (size_t i = 0; i < n; i++)
                list->items[i] = VM_NONE;
        list->n = (uint32_t)n;
    }
    return list;
}

void
vm_list_append(VM *vm, VmList *list, VmValue v)
{
    if (list->n == list->cap)
        grow(vm, list, (size_t)list->n + 1, false);
    list->items[list->n++] = v;
}

/* Appends @n items that lie where no Python can change them meanwhile. */
static void
append_items(VM *vm, VmList *list, const VmValue *items, size_t n)
{
    if (n == 0)
        return;
    if (n > list->cap - list->n)
        grow(vm, list, list->n + n, list->n == 0);
    memcpy(list->items + list->n, items, n * sizeof(VmValue));
    list->n += (uint32_t)n;
}

void
vm_list_extend(VM *vm, VmList *list, VmValue iterable)
{
    VmValue it, item;
    size_t hint;

    if (vm_is_exact(iterable, &vm_type_list)) {
        VmList *from = vm_list(iterable);
        size_t n = from->n;

        if (n > UINT32_MAX - list->n)
            vm_raise_memory_error(vm);
        // With itself: growing may move its items, so they are found again.
        if (n > list->cap - list->n)
            grow(vm, list, list->n + n, list->n == 0);
        if (n != 0)
            memcpy(list->items + list->n, from->items, n * sizeof(VmValue));
        list->n += (uint32_t)n;
        return;
    }
    if (vm_is_exact(iterable, &vm_type_tuple)) {
        append_items(vm, list, vm_tuple(iterable)->items, vm_tuple(iterable)->n);
        return;
    }
    it = vm_iter(vm, iterable);
    hint = vm_length_hint(vm, iterable);
    if (hint > 0 && list->n + hint > list->cap && hint < UINT32_MAX / 2)
        grow(vm, list, list->n + hint, list->n == 0);
    if (vm_object(it)->type->flags & VM_TYPE_ITERATOR) {
        VmValue (*next)(VM *, VmValue) = vm_object(it)->type->next;

        while ((item = next(vm, it)) != VM_UNDEF)
            vm_list_append(vm, list, item);
    } else {
        while ((item = vm_next(vm, it)) != VM_UNDEF)
            vm_list_append(vm, list, item);
    }
    if (list->cap > list->n + list->n / 4 + 8)
        shrink(vm, list);
}

VmValue
vm_list_pop(VM *vm, VmList *list)
{
    VmValue v;

    if (list->n == 0)
        vm_raise_index_error(vm, "pop from empty list");
    v = list->items[--list->n];
    list->items[list->n] = VM_UNDEF;
    if (list->cap > 16 && list->n < list->cap / 2)
        shrink(vm, list);
    return v;
}

VmList *
vm_list_from(VM *vm, VmValue iterable)
{
    VmList *list;

    if (vm_is_exact(iterable, &vm_type_list))
        return vm_list_new(vm, vm_list(iterable)->n, vm_list(iterable)->items);
    if (vm_is_exact(iterable, &vm_type_tuple))
        return vm_list_new(vm, vm_tuple(iterable)->n, vm_tuple(iterable)->items);
    list = vm_list_new(vm, 0, NULL);
    vm_list_extend(vm, list, iterable);
    return list;
}

/* Replaces items @start .. @stop by @n new ones; those lie where no Python can change them. */
static void
splice(VM *vm, VmList *list, size_t start, size_t stop, const VmValue *items, size_t n)
{
    size_t removed = stop - start, old_n = list->n;

    if (n > removed) {
        if (n - removed > UINT32_MAX - old_n)
            vm_raise_memory_error(vm);
        reserve(vm, list, old_n + n - removed, false);
    }
    if (old_n != stop && n != removed)
        memmove(list->items + start + n, list->items + stop, (old_n - stop) * sizeof(VmValue));
    if (n != 0)
        memcpy(list->items + start, items, n * sizeof(VmValue));
    list->n = (uint32_t)(old_n + n - removed);
    if (n < removed) {
        memset(list->items + list->n, 0, (removed - n) * sizeof(VmValue));
        shrink(vm, list);
    }
}

/* --- Slots --- */

static VmValue
list_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    if (type == &vm_type_list)
        return vm_value(VM_NEW(vm, VmList, &vm_type_list));
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmList)));
}

static void
list_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(self);

    vm_check_args(vm, &vm_s_list, n_args, kw, 0, 1);
    if (list->n != 0) {
        list->n = 0;
        shrink(vm, list);
    }
    if (n_args != 0)
        vm_list_extend(vm, list, args[0]);
}

static void
list_trace(VM *vm, VmObject *self)
{
    VmList *list = (VmList *)self;

    if (list->items != NULL)
        vm_mark_value_block(vm, list->items, list->n);
}

static VmItems
list_items(VmValue v)
{
    return (VmItems){vm_list(v)->items, vm_list(v)->n};
}

static void
list_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_items(vm, out, self, "[", "]", false, list_items);
}

static intptr_t
list_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_list(self)->n;
}

static VmValue
list_get_item(VM *vm, VmValue self, VmValue key)
{
    VmList *list = vm_list(self);
    size_t at;

    if (vm_is_small(key)) {
        intptr_t i = vm_small_value(key);

        if (i < 0)
            i += list->n;
        if ((size_t)i < list->n)
            return list->items[i];
        vm_raise_index_error(vm, "list index out of range");
    }
    if (vm_has_layout(key, &vm_type_slice)) {
        intptr_t start, stop, step;
        intptr_t n = vm_slice_indices(vm, key, list->n, &start, &stop, &step);
        VmList *part = VM_NEW(vm, VmList, &vm_type_list);

        // An __index__ in the slice may have shortened the list.
        while (n > 0 && (start + (n - 1) * step >= (intptr_t)list->n || start >= (intptr_t)list->n)) {
            n--;
            if (step < 0)
                start += step;
        }
        if (n == 0)
            return vm_value(part);
        reserve(vm, part, (size_t)n, true);
        if (step == 1)
            memcpy(part->items, list->items + start, (size_t)n * sizeof(VmValue));
        else
            for (intptr_t i = 0; i < n; i++)
                part->items[i] = list->items[start + i * step];
        part->n = (uint32_t)n;
        return vm_value(part);
    }
    if (!vm_is_int(key) && vm_special_maybe(vm, key, &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "list indices must be integers or slices, not %t", key);
    key = vm_index(vm, key);
    at = vm_get_index(vm, key, list->n, "list");
    return list->items[at];
}

static void
set_slice(VM *vm, VmList *list, VmValue slice, VmValue value)
{
    intptr_t start, stop, step, n;
    VmTuple *items = NULL;

    if (value != VM_UNDEF) {
        if (!vm_is_list(value) && !vm_is_tuple(value) && vm_get_attr_maybe(vm, value, &vm_s___iter__) == VM_UNDEF &&
            vm_get_attr_maybe(vm, value, &vm_s___getitem__) == VM_UNDEF)
            vm_raise_type_error(vm, ((VmSlice *)slice)->step == VM_NONE ? "can only assign an iterable"
                                                                       : "must assign iterable to extended slice");
        // A copy, before the bounds are worked out: it may be the list itself, or its iterator may change the list.
        items = vm_tuple_from(vm, value);
    }
    n = vm_slice_indices(vm, slice, list->n, &start, &stop, &step);
    if (n > 0 && (start >= (intptr_t)list->n || start + (n - 1) * step >= (intptr_t)list->n))
        vm_raise_value_error(vm, "list changed size during slice assignment"); // by an __index__
    if (step == 1) {
        if (start > (intptr_t)list->n)
            start = (intptr_t)list->n;
        splice(vm, list, (size_t)start, (size_t)(start + n), items != NULL ? items->items : NULL,
               items != NULL ? items->n : 0);
        return;
    }
    if (items != NULL) {
        if (items->n != (size_t)n)
            vm_raise_value_error(vm, "attempt to assign sequence of size %zu to extended slice of size %zu", items->n,
                                 (size_t)n);
        for (intptr_t i = 0; i < n; i++)
            list->items[start + i * step] = items->items[i];
        return;
    }
    if (n == 0)
        return;
    if (step < 0) {
        start += (n - 1) * step;
        step = -step;
    }
    // Close each gap on the way.
    size_t to = (size_t)start;
    intptr_t gone = 0;

    for (size_t from = (size_t)start; from < list->n; from++) {
        if (gone < n && from == (size_t)(start + gone * step))
            gone++;
        else
            list->items[to++] = list->items[from];
    }
    memset(list->items + to, 0, (list->n - to) * sizeof(VmValue));
    list->n = (uint32_t)to;
    shrink(vm, list);
}

static void
list_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    VmList *list = vm_list(self);
    size_t at;

    if (vm_has_layout(key, &vm_type_slice)) {
        set_slice(vm, list, key, value);
        return;
    }
    if (!vm_is_small(key)) {
        if (!vm_is_int(key) && vm_special_maybe(vm, key, &vm_s___index__) == VM_UNDEF)
            vm_raise_type_error(vm, "list indices must be integers or slices, not %t", key);
        key = vm_index(vm, key);
    }
    at = vm_get_index(vm, key, list->n, "list assignment");
    if (value != VM_UNDEF)
        list->items[at] = value;
    else
        splice(vm, list, at, at + 1, NULL, 0);
}

static bool
list_contains(VM *vm, VmValue self, VmValue item)
{
    VmList *list = vm_list(self);

    for (size_t i = 0; i < list->n; i++) {
        VmValue v = list->items[i];

        if (v == item || vm_equal(vm, v, item))
            return true;
    }
    return false;
}

static VmValue
list_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    if (!vm_is_list(other))
        return VM_UNDEF;
    return vm_compare_sequences(vm, op, self, other, list_items);
}

static void
fill_repeated(VmValue *items, size_t n, size_t total)
{
    // Doubles what is there.
    for (size_t have = n; have < total;) {
        size_t more = have < total - have ? have : total - have;

        memcpy(items + have, items, more * sizeof(VmValue));
        have += more;
    }
}

static VmValue
list_repeat(VM *vm, VmValue self, VmValue count)
{
    intptr_t times = vm_get_int_clamped(vm, count);
    VmList *list = vm_list(self), *out;
    size_t n = list->n, total = times <= 0 ? 0 : vm_repeated(vm, n, vm_small(times > VM_SMALL_MAX ? VM_SMALL_MAX : times));

    out = VM_NEW(vm, VmList, &vm_type_list);
    if (total != 0) {
        reserve(vm, out, total, true);
        memcpy(out->items, list->items, n * sizeof(VmValue));
        fill_repeated(out->items, n, total);
        out->n = (uint32_t)total;
    }
    return vm_value(out);
}

static bool
is_count(VM *vm, VmValue v)
{
    return vm_is_int(v) || vm_special_maybe(vm, v, &vm_s___index__) != VM_UNDEF;
}

static VmValue
list_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmList *a, *b, *sum;

    if (op == VM_BIN_MUL) {
        VmValue count = self_is_right ? left : right;

        if (!is_count(vm, count))
            return VM_UNDEF;
        return list_repeat(vm, self_is_right ? right : left, count);
    }
    if (op != VM_BIN_ADD || self_is_right)
        return VM_UNDEF;
    if (!vm_is_list(right)) {
        if (vm_is_object(right) && vm_special_maybe(vm, right, &vm_s___radd__) != VM_UNDEF)
            return VM_UNDEF;
        vm_raise_type_error(vm, "can only concatenate list (not \"%t\") to list", right);
    }
    a = vm_list(left);
    b = vm_list(right);
    sum = VM_NEW(vm, VmList, &vm_type_list);
    if (a->n != 0 || b->n != 0) {
        reserve(vm, sum, (size_t)a->n + b->n, true);
        append_items(vm, sum, a->items, a->n);
        append_items(vm, sum, b->items, b->n);
    }
    return vm_value(sum);
}

static VmValue
list_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    VmList *list = vm_list(left);

    if (op == VM_BIN_ADD) {
        vm_list_extend(vm, list, right);
        return left;
    }
    if (op == VM_BIN_MUL && is_count(vm, right)) {
        intptr_t times = vm_get_int_clamped(vm, right);
        size_t n = list->n;
        size_t total = times <= 0 ? 0 : vm_repeated(vm, n, vm_small(times > VM_SMALL_MAX ? VM_SMALL_MAX : times));

        if (total < n) {
            splice(vm, list, total, n, NULL, 0);
        } else if (total > n) {
            reserve(vm, list, total, true);
            fill_repeated(list->items, n, total);
            list->n = (uint32_t)total;
        }
        return left;
    }
    return VM_UNDEF;
}

/* --- Iterators --- */

static VmValue
iterator_new(VM *vm, const VmType *type, VmValue list, size_t at)
{
    VmListIterator *it = VM_NEW(vm, VmListIterator, type);

    it->list = vm_list(list);
    it->at = at;
    return vm_value(it);
}

static VmValue
list_iter(VM *vm, VmValue self)
{
    return iterator_new(vm, &vm_type_list_iterator, self, 0);
}

static VmValue
list_next(VM *vm, VmValue self)
{
    VmListIterator *it = (VmListIterator *)self;

    if (it->list != NULL && it->at < it->list->n)
        return it->list->items[it->at++];
    it->list = NULL;
    return vm_stop(vm);
}

static VmValue
reverse_next(VM *vm, VmValue self)
{
    VmListIterator *it = (VmListIterator *)self;

    if (it->list != NULL && it->at > 0 && it->at <= it->list->n)
        return it->list->items[--it->at];
    it->list = NULL;
    return vm_stop(vm);
}

static void
iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmListIterator *)self)->list);
}

static VmValue
iterator_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmListIterator *it = (const VmListIterator *)args[0];

    (void)vm;
    (void)n_args;
    (void)kw;
    if (it->list == NULL || it->at > it->list->n)
        return vm_small(0);
    return vm_small((intptr_t)(it->base.type == &vm_type_list_iterator ? it->list->n - it->at : it->at));
}

static const VmMember iterator_members[] = {
    VM_METHOD(__length_hint__, iterator_length_hint, 1, 1),
};

const VmType vm_type_list_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_list_iterator, .parent = &vm_type_object, .layout = &vm_type_list_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmListIterator), .trace = iterator_trace, .iter = vm_iter_self,
    .next = list_next, VM_MEMBERS(iterator_members),
};

const VmType vm_type_list_reverse_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_list_reverseiterator, .parent = &vm_type_object,
    .layout = &vm_type_list_reverse_iterator, .flags = VM_TYPE_ITERATOR, .size = sizeof(VmListIterator),
    .trace = iterator_trace, .iter = vm_iter_self, .next = reverse_next, VM_MEMBERS(iterator_members),
};

/* --- Methods --- */

static VmValue
list_append(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_list_append(vm, vm_list(args[0]), args[1]);
    return VM_NONE;
}

static VmValue
list_clear(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_list(args[0])->n = 0;
    shrink(vm, vm_list(args[0]));
    return VM_NONE;
}

static VmValue
list_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);

    (void)n_args;
    (void)kw;
    return vm_value(vm_list_new(vm, list->n, list->items));
}

static VmValue
list_count(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);
    intptr_t n = 0;

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < list->n; i++) {
        VmValue v = list->items[i];

        n += v == args[1] || vm_equal(vm, v, args[1]);
    }
    return vm_small(n);
}

static VmValue
list_extend(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_list_extend(vm, vm_list(args[0]), args[1]);
    return VM_NONE;
}

static VmValue
list_index(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);
    intptr_t start = n_args > 2 ? vm_get_int_clamped(vm, args[2]) : 0;
    intptr_t stop = n_args > 3 ? vm_get_int_clamped(vm, args[3]) : INTPTR_MAX;

    (void)kw;
    if (start < 0)
        start = start + (intptr_t)list->n < 0 ? 0 : start + (intptr_t)list->n;
    if (stop < 0)
        stop += (intptr_t)list->n;
    for (intptr_t i = start; i < stop && i < (intptr_t)list->n; i++) {
        VmValue v = list->items[i];

        if (v == args[1] || vm_equal(vm, v, args[1]))
            return vm_small(i);
    }
    vm_raise_value_error(vm, "%v is not in list", args[1]);
}

static VmValue
list_insert(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);
    intptr_t at = vm_get_int_clamped(vm, args[1]);

    (void)n_args;
    (void)kw;
    if (at < 0)
        at = at + (intptr_t)list->n < 0 ? 0 : at + (intptr_t)list->n;
    if (at > (intptr_t)list->n)
        at = (intptr_t)list->n;
    splice(vm, list, (size_t)at, (size_t)at, &args[2], 1);
    return VM_NONE;
}

static VmValue
list_pop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);
    intptr_t at;
    VmValue v;

    (void)kw;
    if (n_args < 2)
        return vm_list_pop(vm, list);
    at = vm_get_int(vm, args[1]);
    if (list->n == 0)
        vm_raise_index_error(vm, "pop from empty list");
    if (at < 0)
        at += (intptr_t)list->n;
    if (at < 0 || (size_t)at >= list->n)
        vm_raise_index_error(vm, "pop index out of range");
    v = list->items[at];
    splice(vm, list, (size_t)at, (size_t)at + 1, NULL, 0);
    return v;
}

static VmValue
list_remove(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < list->n; i++) {
        VmValue v = list->items[i];

        if (v == args[1] || vm_equal(vm, v, args[1])) {
            if (i < list->n)
                splice(vm, list, i, i + 1, NULL, 0);
            return VM_NONE;
        }
    }
    vm_raise_value_error(vm, "list.remove(x): x not in list");
}

static VmValue
list_reverse(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list(args[0]);

    (void)vm;
    (void)n_args;
    (void)kw;
    for (size_t i = 0, k = list->n; i + 1 < k; i++) {
        VmValue v = list->items[i];

        list->items[i] = list->items[--k];
        list->items[k] = v;
    }
    return VM_NONE;
}

static VmValue
list_reversed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return iterator_new(vm, &vm_type_list_reverse_iterator, args[0], vm_list(args[0])->n);
}

static VmValue
list_sort(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(key), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(reverse), VM_PARAM_KW_ONLY, VM_FALSE},
    };
    VmValue out[2];

    vm_parse_args(vm, &vm_s_sort, params, 2, n_args - 1, args + 1, kw, out);
    vm_list_sort(vm, vm_list(args[0]), out[0], vm_get_int(vm, out[1]) != 0);
    return VM_NONE;
}

static VmValue
class_getitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return args[0];
}

static const VmMember list_members[] = {
    VM_CLASS_METHOD(__class_getitem__, class_getitem, 2, 2),
    VM_METHOD(__reversed__, list_reversed, 1, 1),
    VM_METHOD(append, list_append, 2, 2),
    VM_METHOD(clear, list_clear, 1, 1),
    VM_METHOD(copy, list_copy, 1, 1),
    VM_METHOD(count, list_count, 2, 2),
    VM_METHOD(extend, list_extend, 2, 2),
    VM_METHOD(index, list_index, 2, 4),
    VM_METHOD(insert, list_insert, 3, 3),
    VM_METHOD(pop, list_pop, 1, 2),
    VM_METHOD(remove, list_remove, 2, 2),
    VM_METHOD(reverse, list_reverse, 1, 1),
    VM_METHOD_KW(sort, list_sort, 1, VM_ANY_ARGS),
};

const VmType vm_type_list = {
    .base = {&vm_type_type}, .name = &vm_s_list, .parent = &vm_type_object, .layout = &vm_type_list,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmList), .trace = list_trace, .make = list_make, .init = list_init,
    .repr = list_repr, .len = list_len, .get_item = list_get_item, .set_item = list_set_item,
    .contains = list_contains, .compare = list_compare, .binary = list_binary, .in_place = list_in_place,
    .iter = list_iter, VM_MEMBERS(list_members),
};
