/* SPDX-License-Identifier: MIT */
/* tuple, its iterator, and what lists and tuples share: comparing, printing, repeating. */
#include <stdarg.h>

#include "vm/types/iterators.h"

const VmTuple vm_empty_tuple = {.base = {&vm_type_tuple}};

/* --- Shared by sequences --- */

void
vm_check_args(VM *vm, const VmStr *name, unsigned n_args, const VmKw *kw, unsigned min, unsigned max)
{
    if (kw != NULL && kw->n != 0)
        vm_raise_type_error(vm, "%q() takes no keyword arguments", name);
    if (min == max && n_args != min)
        vm_raise_type_error(vm, "%q expected %u argument%s, got %u", name, min, min == 1 ? "" : "s", n_args);
    if (n_args < min)
        vm_raise_type_error(vm, "%q expected at least %u argument%s, got %u", name, min, min == 1 ? "" : "s", n_args);
    if (n_args > max)
        vm_raise_type_error(vm, "%q expected at most %u argument%s, got %u", name, max, max == 1 ? "" : "s", n_args);
}

VmValue
vm_compare_sequences(VM *vm, VmCompareOp op, VmValue a, VmValue b, VmItems (*get)(VmValue))
{
    VmItems x = get(a), y = get(b);
    size_t i = 0;

    vm_check_c_stack(vm);
    if (x.n != y.n && (op == VM_CMP_EQ || op == VM_CMP_NE))
        return vm_bool(op == VM_CMP_NE);
    // What an __eq__ does to the sequences is seen at once: both are read anew for every item.
    for (; i < x.n && i < y.n; i++) {
        VmValue p = x.at[i], q = y.at[i];

        if (p == q && !vm_is_object(p) && !vm_is_float(p))
            continue;
        if (!vm_equal(vm, p, q))
            break;
        x = get(a);
        y = get(b);
    }
    x = get(a);
    y = get(b);
    if (i >= x.n || i >= y.n) {
        switch (op) {
        case VM_CMP_LT: return vm_bool(x.n < y.n);
        case VM_CMP_LE: return vm_bool(x.n <= y.n);
        case VM_CMP_GT: return vm_bool(x.n > y.n);
        case VM_CMP_GE: return vm_bool(x.n >= y.n);
        case VM_CMP_EQ: return vm_bool(x.n == y.n);
        default: return vm_bool(x.n != y.n);
        }
    }
    if (op == VM_CMP_EQ || op == VM_CMP_NE)
        return vm_bool(op == VM_CMP_NE);
    return vm_compare(vm, op, x.at[i], y.at[i]);
}

void
vm_out_items(VM *vm, VmOut *out, VmValue self, const char *open, const char *close, bool comma_if_single,
             VmItems (*get)(VmValue))
{
    if (vm_print_enter(vm, self)) {
        vm_out_format(vm, out, "%s...%s", open, close);
        return;
    }
    vm_out_text(vm, out, open);
    for (size_t i = 0; i < get(self).n; i++) {
        if (i != 0)
            vm_out_text(vm, out, ", ");
        vm_out_repr(vm, out, get(self).at[i]);
    }
    if (comma_if_single && get(self).n == 1)
        vm_out_text(vm, out, ",");
    vm_out_text(vm, out, close);
    vm_print_leave(vm);
}

size_t
vm_repeated(VM *vm, size_t n, VmValue count)
{
    intptr_t times = vm_get_int_clamped(vm, count);

    if (times <= 0 || n == 0)
        return 0;
    if ((size_t)times > (SIZE_MAX / 2 / sizeof(VmValue)) / n)
        vm_raise_memory_error(vm);
    return n * (size_t)times;
}

size_t
vm_get_index(VM *vm, VmValue index, size_t len, const char *what)
{
    intptr_t i;

    if (vm_is_small(index)) {
        i = vm_small_value(index);
    } else {
        int64_t wide;
        VmValue exact;

        if (!vm_is_int(index) && vm_special_maybe(vm, index, &vm_s___index__) == VM_UNDEF)
            vm_raise_type_error(vm, "%s indices must be integers or slices, not %t", what, index);
        exact = vm_index(vm, index);
        if (!vm_int_to_int64_maybe(exact, &wide) || wide != (intptr_t)wide)
            vm_raise_index_error(vm, "cannot fit '%t' into an index-sized integer", index);
        i = (intptr_t)wide;
    }
    if (i < 0)
        i += (intptr_t)len;
    if (i < 0 || (size_t)i >= len)
        vm_raise_index_error(vm, "%s index out of range", what);
    return (size_t)i;
}

/* --- Making --- */

VmTuple *
vm_tuple_new(VM *vm, size_t n, const VmValue *items)
{
    VmTuple *t;

    if (n == 0)
        return (VmTuple *)&vm_empty_tuple;
    if (n > SIZE_MAX / 2 / sizeof(VmValue))
        vm_raise_memory_error(vm);
    t = vm_new_object(vm, &vm_type_tuple, sizeof(VmTuple) + n * sizeof(VmValue));
    t->n = n;
    if (items != NULL)
        memcpy(t->items, items, n * sizeof(VmValue));
    return t;
}

VmValue
vm_tuple_of(VM *vm, size_t n, ...)
{
    VmTuple *t;
    va_list args;

    t = vm_tuple_new(vm, n, NULL);
    va_start(args, n);
    for (size_t i = 0; i < n; i++)
        t->items[i] = va_arg(args, VmValue);
    va_end(args);
    return vm_value(t);
}

VmTuple *
vm_tuple_from(VM *vm, VmValue iterable)
{
    VmList *list;

    if (vm_is_exact(iterable, &vm_type_tuple))
        return vm_tuple(iterable);
    if (vm_is_exact(iterable, &vm_type_list))
        list = vm_list(iterable);
    else
        list = vm_list_from(vm, iterable);
    // The list may be collected or changed by nobody while the tuple is made: making calls no Python.
    return vm_tuple_new(vm, list->n, list->items);
}

static VmValue
tuple_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *t, *own;

    if (type == &vm_type_tuple || kw == NULL)
        vm_check_args(vm, &vm_s_tuple, n_args, type == &vm_type_tuple ? kw : NULL, 0, 1);
    t = n_args != 0 ? vm_tuple_from(vm, args[0]) : (VmTuple *)&vm_empty_tuple;
    if (type == &vm_type_tuple)
        return vm_value(t);
    own = vm_instance_alloc(vm, type, sizeof(VmTuple) + t->n * sizeof(VmValue));
    own->n = t->n;
    memcpy(own->items, t->items, t->n * sizeof(VmValue));
    return vm_value(own);
}

static size_t
tuple_size_of(const VmObject *self)
{
    return sizeof(VmTuple) + ((const VmTuple *)self)->n * sizeof(VmValue);
}

static void
tuple_trace(VM *vm, VmObject *self)
{
    VmTuple *t = (VmTuple *)self;

    vm_mark_values(vm, t->items, t->n);
}

/* --- Slots --- */

static VmItems
tuple_items(VmValue v)
{
    return (VmItems){vm_tuple(v)->items, vm_tuple(v)->n};
}

static void
tuple_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_items(vm, out, self, "(", ")", true, tuple_items);
}

static intptr_t
tuple_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_tuple(self)->n;
}

static intptr_t
tuple_hash(VM *vm, VmValue self)
{
    VmTuple *t = vm_tuple(self);
    uintptr_t h = 0x345678u;

    vm_check_c_stack(vm);
    for (size_t i = 0; i < t->n; i++) {
        h = (h ^ (uintptr_t)vm_hash(vm, t->items[i])) * 1000003u;
        h ^= h >> (sizeof h * 4);
    }
    h += t->n;
    return (intptr_t)h == -1 ? -2 : (intptr_t)h;
}

static VmValue
tuple_get_item(VM *vm, VmValue self, VmValue key)
{
    VmTuple *t = vm_tuple(self);

    if (vm_has_layout(key, &vm_type_slice)) {
        intptr_t start, stop, step;
        intptr_t n = vm_slice_indices(vm, key, (intptr_t)t->n, &start, &stop, &step);
        VmTuple *part;

        if ((size_t)n == t->n && step == 1 && t->base.type == &vm_type_tuple)
            return self;
        if (step == 1)
            return vm_value(vm_tuple_new(vm, (size_t)n, t->items + start));
        part = vm_tuple_new(vm, (size_t)n, NULL);
        for (intptr_t i = 0; i < n; i++)
            part->items[i] = t->items[start + i * step];
        return vm_value(part);
    }
    return t->items[vm_get_index(vm, key, t->n, "tuple")];
}

static bool
tuple_contains(VM *vm, VmValue self, VmValue item)
{
    VmTuple *t = vm_tuple(self);

    for (size_t i = 0; i < t->n; i++)
        if (vm_equal(vm, t->items[i], item))
            return true;
    return false;
}

static VmValue
tuple_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    if (!vm_is_tuple(other))
        return VM_UNDEF;
    return vm_compare_sequences(vm, op, self, other, tuple_items);
}

static VmValue
tuple_repeat(VM *vm, VmValue self, VmValue count)
{
    VmTuple *t = vm_tuple(self), *out;
    size_t total = vm_repeated(vm, t->n, count);

    if (total == t->n && t->base.type == &vm_type_tuple)
        return self;
    out = vm_tuple_new(vm, total, NULL);
    for (size_t i = 0; i < total; i += t->n)
        memcpy(out->items + i, t->items, t->n * sizeof(VmValue));
    return vm_value(out);
}

static VmValue
tuple_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmTuple *a, *b, *sum;

    if (op == VM_BIN_MUL) {
        VmValue count = self_is_right ? left : right;

        if (!vm_is_int(count) && vm_special_maybe(vm, count, &vm_s___index__) == VM_UNDEF)
            return VM_UNDEF;
        return tuple_repeat(vm, self_is_right ? right : left, count);
    }
    if (op != VM_BIN_ADD || self_is_right)
        return VM_UNDEF;
    if (!vm_is_tuple(right)) {
        if (vm_is_object(right) && vm_special_maybe(vm, right, &vm_s___radd__) != VM_UNDEF)
            return VM_UNDEF;
        vm_raise_type_error(vm, "can only concatenate tuple (not \"%t\") to tuple", right);
    }
    a = vm_tuple(left);
    b = vm_tuple(right);
    if (b->n == 0 && a->base.type == &vm_type_tuple)
        return left;
    if (a->n == 0 && b->base.type == &vm_type_tuple)
        return right;
    sum = vm_tuple_new(vm, a->n + b->n, NULL);
    memcpy(sum->items, a->items, a->n * sizeof(VmValue));
    memcpy(sum->items + a->n, b->items, b->n * sizeof(VmValue));
    return vm_value(sum);
}

/* --- Iterator --- */

static VmValue
tuple_iter(VM *vm, VmValue self)
{
    VmTupleIterator *it = VM_NEW(vm, VmTupleIterator, &vm_type_tuple_iterator);

    it->tuple = vm_tuple(self);
    return vm_value(it);
}

static VmValue
tuple_next(VM *vm, VmValue self)
{
    VmTupleIterator *it = (VmTupleIterator *)self;

    if (it->tuple != NULL && it->at < it->tuple->n)
        return it->tuple->items[it->at++];
    it->tuple = NULL;
    return vm_stop(vm);
}

static void
tuple_iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmTupleIterator *)self)->tuple);
}

static VmValue
tuple_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmTupleIterator *it = (const VmTupleIterator *)args[0];

    (void)vm;
    (void)n_args;
    (void)kw;
    return vm_small(it->tuple != NULL ? (intptr_t)(it->tuple->n - it->at) : 0);
}

static const VmMember tuple_iterator_members[] = {
    VM_METHOD(__length_hint__, tuple_length_hint, 1, 1),
};

const VmType vm_type_tuple_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_tuple_iterator, .parent = &vm_type_object, .layout = &vm_type_tuple_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmTupleIterator), .trace = tuple_iterator_trace, .iter = vm_iter_self,
    .next = tuple_next, VM_MEMBERS(tuple_iterator_members),
};

/* --- Methods --- */

static VmValue
tuple_count(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *t = vm_tuple(args[0]);
    intptr_t n = 0;

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < t->n; i++)
        n += vm_equal(vm, t->items[i], args[1]);
    return vm_small(n);
}

static VmValue
tuple_index(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *t = vm_tuple(args[0]);
    intptr_t n = (intptr_t)t->n;
    intptr_t start = n_args > 2 ? vm_get_int_clamped(vm, args[2]) : 0;
    intptr_t stop = n_args > 3 ? vm_get_int_clamped(vm, args[3]) : n;

    (void)kw;
    if (start < 0)
        start = start + n < 0 ? 0 : start + n;
    if (stop < 0)
        stop += n;
    for (intptr_t i = start; i < stop && i < n; i++)
        if (vm_equal(vm, t->items[i], args[1]))
            return vm_small(i);
    vm_raise_value_error(vm, "tuple.index(x): x not in tuple");
}

static VmValue
class_getitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return args[0];
}

static const VmMember tuple_members[] = {
    VM_CLASS_METHOD(__class_getitem__, class_getitem, 2, 2),
    VM_METHOD(count, tuple_count, 2, 2),
    VM_METHOD(index, tuple_index, 2, 4),
};

const VmType vm_type_tuple = {
    .base = {&vm_type_type}, .name = &vm_s_tuple, .parent = &vm_type_object, .layout = &vm_type_tuple,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_VAR_SIZE, .size = sizeof(VmTuple), .trace = tuple_trace,
    .size_of = tuple_size_of, .make = tuple_make, .repr = tuple_repr, .len = tuple_len, .hash = tuple_hash,
    .get_item = tuple_get_item, .contains = tuple_contains, .compare = tuple_compare, .binary = tuple_binary,
    .iter = tuple_iter, VM_MEMBERS(tuple_members),
};
