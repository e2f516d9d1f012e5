/* SPDX-License-Identifier: MIT */
/* What the `match` statement asks of its subject. */
#include "vm/core/match.h"

bool
vm_match_sequence(VmValue v)
{
    const VmType *type = vm_type_of(v);

    if (type->layout == &vm_type_list || type->layout == &vm_type_tuple || type->layout == &vm_type_range ||
        type->layout == &vm_type_memoryview)
        return true;
    return false;
}

bool
vm_match_mapping(VM *vm, VmValue v)
{
    (void)vm;
    return vm_is_dict(v);
}

VmValue
vm_match_keys(VM *vm, VmValue mapping, VmValue keys)
{
    const VmTuple *names = vm_tuple(keys);
    VmTuple *values = vm_tuple_new(vm, names->n, NULL);

    for (size_t i = 0; i < names->n; i++)
        values->items[i] = VM_NONE;
    for (size_t i = 0; i < names->n; i++) {
        VmValue v = vm_dict_get_maybe(vm, vm_dict(mapping), names->items[i]);

        if (v == VM_UNDEF)
            return VM_NONE;
        values->items[i] = v;
    }
    return vm_value(values);
}

/* Types whose single positional sub-pattern is the subject itself. */
static bool
matches_itself(const VmType *type)
{
    static const VmType *const types[] = {&vm_type_bool,  &vm_type_bytearray, &vm_type_bytes, &vm_type_dict,
                                          &vm_type_float, &vm_type_frozenset, &vm_type_int,   &vm_type_list,
                                          &vm_type_set,   &vm_type_str,       &vm_type_tuple};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (vm_is_subtype(type, types[i]))
            return true;
    return false;
}

VmValue
vm_match_class(VM *vm, VmValue subject, VmValue class, VmValue keywords, unsigned n_positional)
{
    const VmTuple *names = vm_tuple(keywords);
    const VmType *type = (const VmType *)class;
    VmTuple *values, *match_args = (VmTuple *)&vm_empty_tuple;
    VmValue found;

    if (!vm_is_type(class))
        vm_raise_type_error(vm, "called match pattern must be a class");
    if (!vm_isinstance(vm, subject, class))
        return VM_NONE;
    values = vm_tuple_new(vm, n_positional + names->n, NULL);
    for (size_t i = 0; i < values->n; i++)
        values->items[i] = VM_NONE;
    if (n_positional > 0) {
        found = vm_get_attr_maybe(vm, class, &vm_s___match_args__);
        if (found == VM_UNDEF && matches_itself(type)) {
            if (n_positional > 1)
                vm_raise_type_error(vm, "%q() accepts 1 positional sub-pattern (%u given)", type->name, n_positional);
            values->items[0] = subject;
            n_positional = 1;
        } else {
            if (found != VM_UNDEF) {
                if (!vm_is_exact(found, &vm_type_tuple))
                    vm_raise_type_error(vm, "%q.__match_args__ must be a tuple (got %t)", type->name, found);
                match_args = vm_tuple(found);
            }
            if (match_args->n < n_positional)
                vm_raise_type_error(vm, "%q() accepts %zu positional sub-pattern%s (%u given)", type->name,
                                    match_args->n, match_args->n == 1 ? "" : "s", n_positional);
            for (unsigned i = 0; i < n_positional; i++) {
                VmValue v = vm_get_attr_maybe(vm, subject,
                                              vm_intern_str(vm, vm_get_str(vm, match_args->items[i])));

                if (v == VM_UNDEF)
                    return VM_NONE;
                values->items[i] = v;
            }
        }
    }
    for (size_t i = 0; i < names->n; i++) {
        VmValue v = vm_get_attr_maybe(vm, subject, vm_str(names->items[i]));

        if (v == VM_UNDEF)
            return VM_NONE;
        values->items[n_positional + i] = v;
    }
    return vm_value(values);
}
