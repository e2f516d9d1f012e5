/* SPDX-License-Identifier: MIT */
/* Built-in functions about iterables: all any iter len max min next sorted sum. (enumerate, filter, map, reversed and
 * zip are types: vm/types/iterators.c.)
 */
#include "vm/lib/builtins-iter.h"

VmValue
vm_builtin_all(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue it = vm_iter(vm, args[0]), v;

    (void)n_args;
    (void)kw;
    while ((v = vm_next(vm, it)) != VM_UNDEF) {
        if (!vm_is_true(vm, v))
            return VM_FALSE;
        vm_poll(vm);
    }
    return VM_TRUE;
}

VmValue
vm_builtin_any(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue it = vm_iter(vm, args[0]), v;

    (void)n_args;
    (void)kw;
    while ((v = vm_next(vm, it)) != VM_UNDEF) {
        if (vm_is_true(vm, v))
            return VM_TRUE;
        vm_poll(vm);
    }
    return VM_FALSE;
}

VmValue
vm_builtin_iter(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)kw;
    if (n_args == 1)
        return vm_iter(vm, args[0]);
    if (!vm_is_callable(vm, args[0]))
        vm_raise_type_error(vm, "iter(v, w): v must be callable");
    return vm_callable_iterator_new(vm, args[0], args[1]);
}

VmValue
vm_builtin_len(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return vm_int(vm, vm_len(vm, args[0]));
}

static VmValue
extreme(VM *vm, const VmStr *name, VmCompareOp op, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue key = VM_NONE, fallback = VM_UNDEF, best = VM_UNDEF, best_key = VM_UNDEF, it = VM_UNDEF;
    unsigned at = 0;

    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        if (kw->names[i] == VM_S(key))
            key = kw->values[i];
        else if (kw->names[i] == VM_S(default))
            fallback = kw->values[i];
        else
            vm_raise_type_error(vm, "%q() got an unexpected keyword argument '%q'", name, vm_str(kw->names[i]));
    }
    if (n_args == 0)
        vm_raise_type_error(vm, "%q expected at least 1 argument, got 0", name);
    if (n_args > 1 && fallback != VM_UNDEF)
        vm_raise_type_error(vm, "Cannot specify a default for %q() with multiple positional arguments", name);
    if (n_args == 1)
        it = vm_iter(vm, args[0]);
    for (;;) {
        VmValue v, k;

        if (it == VM_UNDEF) {
            if (at == n_args)
                break;
            v = args[at++];
        } else {
            v = vm_next(vm, it);
            if (v == VM_UNDEF)
                break;
            vm_poll(vm);
        }
        k = key == VM_NONE ? v : vm_call_1(vm, key, v);
        if (best == VM_UNDEF || vm_compare_true(vm, op, k, best_key)) {
            best = v;
            best_key = k;
        }
    }
    if (best != VM_UNDEF)
        return best;
    if (fallback == VM_UNDEF)
        vm_raise_value_error(vm, "%q() arg is an empty sequence", name);
    return fallback;
}

VmValue
vm_builtin_max(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return extreme(vm, &vm_s_max, VM_CMP_GT, n_args, args, kw);
}

VmValue
vm_builtin_min(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return extreme(vm, &vm_s_min, VM_CMP_LT, n_args, args, kw);
}

VmValue
vm_builtin_next(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue v;

    (void)kw;
    if (vm_type_of(args[0])->next == NULL && vm_special_maybe(vm, args[0], &vm_s___next__) == VM_UNDEF)
        vm_raise_type_error(vm, "'%t' object is not an iterator", args[0]);
    v = vm_next(vm, args[0]);
    if (v != VM_UNDEF)
        return v;
    if (n_args > 1)
        return args[1];
    vm_raise_stop_iteration(vm, vm->stop_value);
}

VmValue
vm_builtin_sorted(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue key = VM_NONE;
    bool reverse = false;
    VmList *list;

    if (n_args != 1)
        vm_raise_type_error(vm, "sorted expected 1 argument, got %u", n_args);
    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        if (kw->names[i] == VM_S(key))
            key = kw->values[i];
        else if (kw->names[i] == VM_S(reverse))
            reverse = vm_get_int(vm, kw->values[i]) != 0;
        else
            vm_raise_type_error(vm, "sort() got an unexpected keyword argument '%q'", vm_str(kw->names[i]));
    }
    list = vm_list_from(vm, args[0]);
    vm_list_sort(vm, list, key, reverse);
    return vm_value(list);
}

VmValue
vm_builtin_sum(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(iterable), VM_PARAM_REQUIRED | VM_PARAM_POS_ONLY, VM_UNDEF},
        {VM_S(start), 0, VM_SMALL(0)},
    };
    VmValue out[2], sum, it, v;

    vm_parse_args(vm, &vm_s_sum, params, 2, n_args, args, kw, out);
    sum = out[1];
    if (vm_is_str(sum))
        vm_raise_type_error(vm, "sum() can't sum strings [use ''.join(seq) instead]");
    if (vm_is_bytes(sum))
        vm_raise_type_error(vm, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (vm_has_layout(sum, &vm_type_bytearray))
        vm_raise_type_error(vm, "sum() can't sum bytearray [use b''.join(seq) instead]");
    it = vm_iter(vm, out[0]);
    while ((v = vm_next(vm, it)) != VM_UNDEF) {
        vm_poll(vm);
        if (vm_are_small(sum, v))
            sum = vm_int(vm, (int64_t)vm_small_value(sum) + vm_small_value(v));
        else
            sum = vm_binary(vm, VM_BIN_ADD, sum, v);
    }
    return sum;
}
