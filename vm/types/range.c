/* SPDX-License-Identifier: MIT */
/* range: arithmetic, never a walk. Its numbers may be of any size; an iterator over small ones is VmRangeIterator, which the
 * interpreter's loop steps itself, over others VmBigRangeIterator.
 */
#include "vm/types/iterators.h"

typedef struct VmRange {
    VmObject base;
    VmValue start, stop, step; /* exact ints */
    VmValue len;               /* exact int >= 0 */
} VmRange;

typedef struct VmBigRangeIterator {
    VmObject base;
    VmValue next, step, n_left; /* exact ints */
} VmBigRangeIterator;

#define range_of(v) ((VmRange *)(v))

static VmValue
arith(VM *vm, VmBinaryOp op, VmValue a, VmValue b)
{
    return vm_number_binary(vm, op, a, b, false);
}

static bool
less(VM *vm, VmValue a, VmValue b)
{
    return vm_number_compare(vm, VM_CMP_LT, a, b) == VM_TRUE;
}

static bool
equal(VM *vm, VmValue a, VmValue b)
{
    return a == b || vm_number_compare(vm, VM_CMP_EQ, a, b) == VM_TRUE;
}

static VmValue
count(VM *vm, VmValue start, VmValue stop, VmValue step)
{
    VmValue zero = vm_small(0), one = vm_small(1), distance;

    if (vm_are_small(start, stop) && vm_is_small(step)) {
        int64_t a = vm_small_value(start), b = vm_small_value(stop), s = vm_small_value(step);

        if (s > 0)
            return vm_int(vm, a < b ? (b - a - 1) / s + 1 : 0);
        return vm_int(vm, a > b ? (a - b - 1) / -s + 1 : 0);
    }
    if (less(vm, zero, step)) {
        if (!less(vm, start, stop))
            return zero;
        distance = arith(vm, VM_BIN_SUB, stop, start);
    } else {
        if (!less(vm, stop, start))
            return zero;
        distance = arith(vm, VM_BIN_SUB, start, stop);
        step = vm_number_unary(vm, VM_UN_NEG, step);
    }
    distance = arith(vm, VM_BIN_FLOORDIV, arith(vm, VM_BIN_SUB, distance, one), step);
    return arith(vm, VM_BIN_ADD, distance, one);
}

static VmValue
range_new(VM *vm, VmValue start, VmValue stop, VmValue step)
{
    VmValue len = count(vm, start, stop, step);
    VmRange *r = VM_NEW(vm, VmRange, &vm_type_range);

    r->start = start;
    r->stop = stop;
    r->step = step;
    r->len = len;
    return vm_value(r);
}

static VmValue
range_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue start = vm_small(0), stop, step = vm_small(1);

    (void)type;
    vm_check_args(vm, &vm_s_range, n_args, kw, 1, 3);
    if (n_args == 1) {
        stop = vm_index(vm, args[0]);
    } else {
        start = vm_index(vm, args[0]);
        stop = vm_index(vm, args[1]);
        if (n_args > 2)
            step = vm_index(vm, args[2]);
    }
    if (step == vm_small(0))
        vm_raise_value_error(vm, "range() arg 3 must not be zero");
    return range_new(vm, start, stop, step);
}

static void
range_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmRange *)self)->start, 4);
}

static void
range_repr(VM *vm, VmOut *out, VmValue self)
{
    VmRange *r = range_of(self);

    vm_out_format(vm, out, "range(%v, %v", r->start, r->stop);
    if (r->step != vm_small(1))
        vm_out_format(vm, out, ", %v", r->step);
    vm_out_text(vm, out, ")");
}

static bool
range_truth(VM *vm, VmValue self)
{
    (void)vm;
    return range_of(self)->len != vm_small(0);
}

static intptr_t
range_len(VM *vm, VmValue self)
{
    int64_t n;

    if (!vm_int_to_int64_maybe(range_of(self)->len, &n) || n != (intptr_t)n)
        vm_raise_overflow_error(vm, "Python int too large to convert to C ssize_t");
    return (intptr_t)n;
}

/* start + i * step */
static VmValue
at(VM *vm, VmRange *r, VmValue i)
{
    if (vm_are_small(r->start, r->step) && vm_is_small(i)) {
        int64_t product;

        if (!__builtin_mul_overflow((int64_t)vm_small_value(i), (int64_t)vm_small_value(r->step), &product) &&
            !__builtin_add_overflow(product, (int64_t)vm_small_value(r->start), &product))
            return vm_int(vm, product);
    }
    return arith(vm, VM_BIN_ADD, r->start, arith(vm, VM_BIN_MUL, i, r->step));
}

/* A slice bound of any size, clamped to 0..len (or -1..len-1 going backwards). */
static VmValue
clamp(VM *vm, VmValue v, VmValue len, bool backwards)
{
    VmValue low = vm_small(backwards ? -1 : 0);
    VmValue high = backwards ? arith(vm, VM_BIN_SUB, len, vm_small(1)) : len;

    v = vm_index(vm, v);
    if (less(vm, v, vm_small(0)))
        v = arith(vm, VM_BIN_ADD, v, len);
    if (less(vm, v, low))
        return low;
    return less(vm, high, v) ? high : v;
}

static VmValue
range_get_item(VM *vm, VmValue self, VmValue key)
{
    VmRange *r = range_of(self);

    if (vm_has_layout(key, &vm_type_slice)) {
        VmSlice *s = (VmSlice *)key;
        VmValue step = s->step == VM_NONE ? vm_small(1) : vm_index(vm, s->step), start, stop;
        bool backwards = less(vm, step, vm_small(0));

        if (step == vm_small(0))
            vm_raise_value_error(vm, "slice step cannot be zero");
        if (s->start != VM_NONE)
            start = clamp(vm, s->start, r->len, backwards);
        else
            start = backwards ? arith(vm, VM_BIN_SUB, r->len, vm_small(1)) : vm_small(0);
        if (s->stop != VM_NONE)
            stop = clamp(vm, s->stop, r->len, backwards);
        else
            stop = backwards ? vm_small(-1) : r->len;
        return range_new(vm, at(vm, r, start), at(vm, r, stop), arith(vm, VM_BIN_MUL, step, r->step));
    }
    if (!vm_is_int(key) && vm_special_maybe(vm, key, &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "range indices must be integers or slices, not %t", key);
    key = vm_index(vm, key);
    if (less(vm, key, vm_small(0)))
        key = arith(vm, VM_BIN_ADD, key, r->len);
    if (less(vm, key, vm_small(0)) || !less(vm, key, r->len))
        vm_raise_index_error(vm, "range object index out of range");
    return at(vm, r, key);
}

/* The index of an int in the range, or VM_UNDEF. */
static VmValue
find(VM *vm, VmRange *r, VmValue n)
{
    VmValue distance;

    if (vm_is_bool(n))
        n = vm_small(n == VM_TRUE);
    if (less(vm, vm_small(0), r->step) ? less(vm, n, r->start) || !less(vm, n, r->stop)
                                       : less(vm, r->start, n) || !less(vm, r->stop, n))
        return VM_UNDEF;
    distance = arith(vm, VM_BIN_SUB, n, r->start);
    if (arith(vm, VM_BIN_MOD, distance, r->step) != vm_small(0))
        return VM_UNDEF;
    return arith(vm, VM_BIN_FLOORDIV, distance, r->step);
}

static bool
is_exact_int(VmValue v)
{
    return vm_is_small(v) || vm_is_bool(v) || vm_is_exact(v, &vm_type_int);
}

/* What is no int may be equal to any item: a walk. */
static VmValue
find_by_walking(VM *vm, VmValue self, VmValue item)
{
    VmValue it = vm_iter(vm, self), v, i = vm_small(0);

    for (; (v = vm_next(vm, it)) != VM_UNDEF; i = arith(vm, VM_BIN_ADD, i, vm_small(1)))
        if (vm_equal(vm, v, item))
            return i;
    return VM_UNDEF;
}

static bool
range_contains(VM *vm, VmValue self, VmValue item)
{
    if (is_exact_int(item))
        return find(vm, range_of(self), item) != VM_UNDEF;
    if (item == VM_NONE || vm_is_str(item))
        return false;
    if (vm_is_float(item)) {
        double d = vm_float_value(item);

        if (d != __builtin_floor(d) || d - d != 0)
            return false;
        return find(vm, range_of(self), vm_int_from_double(vm, d)) != VM_UNDEF;
    }
    return find_by_walking(vm, self, item) != VM_UNDEF;
}

static bool
ranges_equal(VM *vm, VmRange *a, VmRange *b)
{
    if (!equal(vm, a->len, b->len))
        return false;
    if (a->len == vm_small(0))
        return true;
    return equal(vm, a->start, b->start) && (a->len == vm_small(1) || equal(vm, a->step, b->step));
}

static VmValue
range_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    if (!vm_has_layout(other, &vm_type_range) || (op != VM_CMP_EQ && op != VM_CMP_NE))
        return VM_UNDEF;
    return vm_bool(ranges_equal(vm, range_of(self), range_of(other)) == (op == VM_CMP_EQ));
}

static intptr_t
range_hash(VM *vm, VmValue self)
{
    VmRange *r = range_of(self);
    bool empty = r->len == vm_small(0);

    return vm_hash(vm, vm_tuple_of(vm, 3, r->len, empty ? VM_NONE : r->start,
                                   empty || r->len == vm_small(1) ? VM_NONE : r->step));
}

/* --- Iterators --- */

static VmValue
iterator_from(VM *vm, VmValue start, VmValue step, VmValue len)
{
    if (vm_are_small(start, step) && vm_is_small(len)) {
        int64_t n = vm_small_value(len), last;

        // Every number it gives must be small, the one after the last too.
        if (!__builtin_mul_overflow(n, (int64_t)vm_small_value(step), &last) &&
            !__builtin_add_overflow(last, (int64_t)vm_small_value(start), &last) && vm_fits_small(last)) {
            VmRangeIterator *it = VM_NEW(vm, VmRangeIterator, &vm_type_range_iterator);

            it->next = start;
            it->step = vm_small_value(step);
            it->n_left = (uintptr_t)n;
            return vm_value(it);
        }
    }
    VmBigRangeIterator *it = VM_NEW(vm, VmBigRangeIterator, &vm_type_big_range_iterator);

    it->next = start;
    it->step = step;
    it->n_left = len;
    return vm_value(it);
}

static VmValue
range_iter(VM *vm, VmValue self)
{
    VmRange *r = range_of(self);

    return iterator_from(vm, r->start, r->step, r->len);
}

static VmValue
range_next(VM *vm, VmValue self)
{
    VmRangeIterator *it = (VmRangeIterator *)self;
    VmValue v = it->next;

    if (it->n_left == 0)
        return vm_stop(vm);
    it->n_left--;
    it->next = vm_small(vm_small_value(v) + it->step);
    return v;
}

static VmValue
big_range_next(VM *vm, VmValue self)
{
    VmBigRangeIterator *it = (VmBigRangeIterator *)self;
    VmValue v = it->next, after;

    if (it->n_left == vm_small(0))
        return vm_stop(vm);
    after = arith(vm, VM_BIN_ADD, v, it->step);
    it->n_left = arith(vm, VM_BIN_SUB, it->n_left, vm_small(1));
    it->next = after;
    return v;
}

static void
big_range_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmBigRangeIterator *)self)->next, 3);
}

static VmValue
range_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    if (vm_is_exact(args[0], &vm_type_range_iterator))
        return vm_int(vm, (int64_t)((VmRangeIterator *)args[0])->n_left);
    return ((VmBigRangeIterator *)args[0])->n_left;
}

static const VmMember iterator_members[] = {
    VM_METHOD(__length_hint__, range_length_hint, 1, 1),
};

const VmType vm_type_range_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_range_iterator, .parent = &vm_type_object, .layout = &vm_type_range_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmRangeIterator), .iter = vm_iter_self, .next = range_next,
    VM_MEMBERS(iterator_members),
};

const VmType vm_type_big_range_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_longrange_iterator, .parent = &vm_type_object,
    .layout = &vm_type_big_range_iterator, .flags = VM_TYPE_ITERATOR, .size = sizeof(VmBigRangeIterator),
    .trace = big_range_trace, .iter = vm_iter_self, .next = big_range_next, VM_MEMBERS(iterator_members),
};

/* --- Methods --- */

static VmValue
range_count(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue it, v;
    intptr_t n = 0;

    (void)n_args;
    (void)kw;
    if (is_exact_int(args[1]) || vm_is_float(args[1]))
        return vm_small(range_contains(vm, args[0], args[1]));
    it = vm_iter(vm, args[0]);
    while ((v = vm_next(vm, it)) != VM_UNDEF)
        n += vm_equal(vm, v, args[1]);
    return vm_small(n);
}

static VmValue
range_index(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue found = is_exact_int(args[1]) ? find(vm, range_of(args[0]), args[1]) : find_by_walking(vm, args[0], args[1]);

    (void)n_args;
    (void)kw;
    if (found != VM_UNDEF)
        return found;
    if (is_exact_int(args[1]))
        vm_raise_value_error(vm, "%v is not in range", args[1]);
    vm_raise_value_error(vm, "sequence.index(x): x not in sequence");
}

static VmValue
range_reversed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmRange *r = range_of(args[0]);
    VmValue last = at(vm, r, arith(vm, VM_BIN_SUB, r->len, vm_small(1)));

    (void)n_args;
    (void)kw;
    return iterator_from(vm, last, vm_number_unary(vm, VM_UN_NEG, r->step), r->len);
}

static VmValue
range_start(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return range_of(args[0])->start;
}

static VmValue
range_stop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return range_of(args[0])->stop;
}

static VmValue
range_step(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return range_of(args[0])->step;
}

static const VmMember range_members[] = {
    VM_METHOD(__reversed__, range_reversed, 1, 1),
    VM_METHOD(count, range_count, 2, 2),
    VM_METHOD(index, range_index, 2, 2),
    VM_GETTER(start, range_start),
    VM_GETTER(step, range_step),
    VM_GETTER(stop, range_stop),
};

const VmType vm_type_range = {
    .base = {&vm_type_type}, .name = &vm_s_range, .parent = &vm_type_object, .layout = &vm_type_range,
    .size = sizeof(VmRange), .trace = range_trace, .make = range_make, .repr = range_repr, .truth = range_truth,
    .len = range_len, .hash = range_hash, .get_item = range_get_item, .contains = range_contains,
    .compare = range_compare, .iter = range_iter, VM_MEMBERS(range_members),
};
