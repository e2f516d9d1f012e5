/* SPDX-License-Identifier: MIT */
/* slice objects. */
#include "vm/types/iterators.h"

VmValue
vm_slice_new(VM *vm, VmValue start, VmValue stop, VmValue step)
{
    VmSlice *s = VM_NEW(vm, VmSlice, &vm_type_slice);

    s->start = start;
    s->stop = stop;
    s->step = step;
    return vm_value(s);
}

/* One bound, clamped to a word. */
static intptr_t
bound(VM *vm, VmValue v)
{
    if (vm_is_small(v))
        return vm_small_value(v);
    if (!vm_is_int(v) && vm_special_maybe(vm, v, &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "slice indices must be integers or None or have an __index__ method");
    return vm_get_int_clamped(vm, v);
}

intptr_t
vm_slice_indices(VM *vm, VmValue slice, intptr_t len, intptr_t *start, intptr_t *stop, intptr_t *step)
{
    VmSlice *s = (VmSlice *)slice;
    intptr_t low, high;

    *step = s->step == VM_NONE ? 1 : bound(vm, s->step);
    if (*step == 0)
        vm_raise_value_error(vm, "slice step cannot be zero");
    if (*step == INTPTR_MIN)
        *step = -INTPTR_MAX;
    low = *step < 0 ? -1 : 0;
    high = *step < 0 ? len - 1 : len;
    if (s->start == VM_NONE) {
        *start = *step < 0 ? high : low;
    } else {
        *start = bound(vm, s->start);
        if (*start < 0)
            *start = *start < -len ? low : *start + len;
        if (*start < low)
            *start = low;
        if (*start > high)
            *start = high;
    }
    if (s->stop == VM_NONE) {
        *stop = *step < 0 ? low : high;
    } else {
        *stop = bound(vm, s->stop);
        if (*stop < 0)
            *stop = *stop < -len ? low : *stop + len;
        if (*stop < low)
            *stop = low;
        if (*stop > high)
            *stop = high;
    }
    if (*step > 0)
        return *start < *stop ? (*stop - *start - 1) / *step + 1 : 0;
    return *stop < *start ? (*start - *stop - 1) / -*step + 1 : 0;
}

static VmValue
slice_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)type;
    vm_check_args(vm, &vm_s_slice, n_args, kw, 1, 3);
    if (n_args == 1)
        return vm_slice_new(vm, VM_NONE, args[0], VM_NONE);
    return vm_slice_new(vm, args[0], args[1], n_args > 2 ? args[2] : VM_NONE);
}

static void
slice_repr(VM *vm, VmOut *out, VmValue self)
{
    VmSlice *s = (VmSlice *)self;

    vm_check_c_stack(vm);
    vm_out_format(vm, out, "slice(%v, %v, %v)", s->start, s->stop, s->step);
}

static void
slice_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmSlice *)self)->start, 3);
}

static VmValue
slice_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmSlice *a = (VmSlice *)self, *b = (VmSlice *)other;

    if (!vm_has_layout(other, &vm_type_slice))
        return VM_UNDEF;
    return vm_compare(vm, op, vm_tuple_of(vm, 3, a->start, a->stop, a->step),
                      vm_tuple_of(vm, 3, b->start, b->stop, b->step));
}

static VmValue
slice_start(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return ((VmSlice *)args[0])->start;
}

static VmValue
slice_stop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return ((VmSlice *)args[0])->stop;
}

static VmValue
slice_step(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return ((VmSlice *)args[0])->step;
}

static VmValue
slice_indices(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t len = vm_get_int_clamped(vm, args[1]), start, stop, step;

    (void)n_args;
    (void)kw;
    if (len < 0)
        vm_raise_value_error(vm, "length should not be negative");
    vm_slice_indices(vm, args[0], len, &start, &stop, &step);
    return vm_tuple_of(vm, 3, vm_int(vm, start), vm_int(vm, stop), vm_int(vm, step));
}

static const VmMember slice_members[] = {
    VM_METHOD(indices, slice_indices, 2, 2),
    VM_GETTER(start, slice_start),
    VM_GETTER(step, slice_step),
    VM_GETTER(stop, slice_stop),
};

const VmType vm_type_slice = {
    .base = {&vm_type_type}, .name = &vm_s_slice, .parent = &vm_type_object, .layout = &vm_type_slice,
    .size = sizeof(VmSlice), .trace = slice_trace, .make = slice_make, .repr = slice_repr, .compare = slice_compare,
    VM_MEMBERS(slice_members),
};
