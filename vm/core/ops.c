/* SPDX-License-Identifier: MIT */
/* Operators, truth, comparison, subscripts and iteration on any object: which slot of which operand is asked, in Python's
 * order. The types' own work is behind their slots.
 */
#include "vm/core/ops.h"

#include "vm/core/slots.h"
#include "vm/core/vm.h"
#include "vm/types/iterators.h"

const char *const vm_binary_texts[] = {
#define X(name, text, method, reflected, in_place) text,
    VM_BINARY_OPS(X)
#undef X
};

const char *const vm_compare_texts[] = {
#define X(name, text, method, mirror) text,
    VM_COMPARE_OPS(X)
#undef X
};

static const VmCompareOp mirrored[] = {
#define X(name, text, method, mirror) VM_CMP_##mirror,
    VM_COMPARE_OPS(X)
#undef X
};

/* --- Binary operators --- */

static VmValue
binary_maybe(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    const VmType *left_type = vm_type_of(left), *right_type = vm_type_of(right);
    VmValue v;

    if (left_type != right_type && right_type->binary != NULL && vm_is_class(right_type) &&
        vm_is_subtype(right_type, left_type)) {
        // A subclass that redefines the reflected method is asked first.
        const VmStr *name = vm_binary_names[op][1];

        if (vm_type_lookup(vm, right_type, name) != vm_type_lookup(vm, left_type, name)) {
            v = right_type->binary(vm, op, left, right, true);
            if (v != VM_UNDEF)
                return v;
            return left_type->binary != NULL ? left_type->binary(vm, op, left, right, false) : VM_UNDEF;
        }
    }
    if (left_type->binary != NULL) {
        v = left_type->binary(vm, op, left, right, false);
        if (v != VM_UNDEF)
            return v;
    }
    if (right_type->binary != NULL && right_type != left_type)
        return right_type->binary(vm, op, left, right, true);
    return VM_UNDEF;
}

_Noreturn static void
raise_unsupported(VM *vm, const char *text, const char *suffix, VmValue left, VmValue right)
{
    vm_raise_type_error(vm, "unsupported operand type(s) for %s%s: '%t' and '%t'", text, suffix, left, right);
}

VmValue
vm_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    VmValue v = binary_maybe(vm, op, left, right);

    if (v != VM_UNDEF)
        return v;
    if (op == VM_BIN_POW)
        raise_unsupported(vm, "** or pow()", "", left, right);
    if (op == VM_BIN_ADD && vm_is_str(left) && !vm_is_class(vm_type_of(left)))
        vm_raise_type_error(vm, "can only concatenate str (not \"%t\") to str", right);
    if (op == VM_BIN_ADD && vm_is_list(left))
        vm_raise_type_error(vm, "can only concatenate list (not \"%t\") to list", right);
    if (op == VM_BIN_ADD && vm_is_tuple(left))
        vm_raise_type_error(vm, "can only concatenate tuple (not \"%t\") to tuple", right);
    if (op == VM_BIN_ADD && (vm_is_bytes(left) || vm_is_exact(left, &vm_type_bytearray)))
        vm_raise_type_error(vm, "can't concat %t to %t", right, left);
    if (op == VM_BIN_MUL) {
        const VmType *type = vm_type_of(left);
        VmValue other = right;

        if (!(vm_is_str(left) || vm_is_list(left) || vm_is_tuple(left) || vm_is_bytes(left))) {
            type = vm_type_of(right);
            other = left;
        }
        if (type->layout == &vm_type_str || type->layout == &vm_type_list || type->layout == &vm_type_tuple ||
            type->layout == &vm_type_bytes)
            vm_raise_type_error(vm, "can't multiply sequence by non-int of type '%t'", other);
    }
    raise_unsupported(vm, vm_binary_texts[op], "", left, right);
}

VmValue
vm_binary_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    const VmType *type = vm_type_of(left);
    VmValue v;

    if (type->in_place != NULL) {
        v = type->in_place(vm, op, left, right);
        if (v != VM_UNDEF)
            return v;
    }
    v = binary_maybe(vm, op, left, right);
    if (v != VM_UNDEF)
        return v;
    if (op == VM_BIN_ADD || op == VM_BIN_MUL)
        return vm_binary(vm, op, left, right); // raises with the better text
    raise_unsupported(vm, vm_binary_texts[op], "=", left, right);
}

VmValue
vm_unary(VM *vm, VmUnaryOp op, VmValue v)
{
    static const char *const texts[] = {"unary -", "unary +", "unary ~", "abs()"};
    const VmType *type = vm_type_of(v);
    VmValue result = type->unary != NULL ? type->unary(vm, op, v) : VM_UNDEF;

    if (result == VM_UNDEF)
        vm_raise_type_error(vm, "bad operand type for %s: '%t'", texts[op], v);
    return result;
}

/* --- Comparison --- */

VmValue
vm_compare(VM *vm, VmCompareOp op, VmValue left, VmValue right)
{
    const VmType *left_type = vm_type_of(left), *right_type = vm_type_of(right);
    bool right_first = left_type != right_type && vm_is_class(right_type) && vm_is_subtype(right_type, left_type);
    VmValue v;

    if (right_first && right_type->compare != NULL) {
        v = right_type->compare(vm, mirrored[op], right, left);
        if (v != VM_UNDEF)
            return v;
    }
    if (left_type->compare != NULL) {
        v = left_type->compare(vm, op, left, right);
        if (v != VM_UNDEF)
            return v;
    }
    if (!right_first && right_type->compare != NULL) {
        v = right_type->compare(vm, mirrored[op], right, left);
        if (v != VM_UNDEF)
            return v;
    }
    if (op == VM_CMP_EQ)
        return vm_bool(left == right);
    if (op == VM_CMP_NE)
        return vm_bool(left != right);
    vm_raise_type_error(vm, "'%s' not supported between instances of '%t' and '%t'", vm_compare_texts[op], left,
                        right);
}

bool
vm_compare_true(VM *vm, VmCompareOp op, VmValue left, VmValue right)
{
    VmValue v;

    if (vm_is_exact(left, &vm_type_str) && vm_is_exact(right, &vm_type_str) && op >= VM_CMP_EQ)
        return vm_str_equal(vm_str(left), vm_str(right)) == (op == VM_CMP_EQ);
    v = vm_compare(vm, op, left, right);
    return v == VM_TRUE || (v != VM_FALSE && vm_is_true(vm, v));
}

bool
vm_equal(VM *vm, VmValue a, VmValue b)
{
    return a == b || vm_compare_true(vm, VM_CMP_EQ, a, b);
}

bool
vm_is_true(VM *vm, VmValue v)
{
    const VmType *type;

    if (vm_is_small(v))
        return v != VM_SMALL(0);
    if (vm_is_bool(v))
        return v == VM_TRUE;
    type = vm_type_of(v);
    if (type->truth != NULL)
        return type->truth(vm, v);
    return type->len == NULL || type->len(vm, v) != 0;
}

intptr_t
vm_hash(VM *vm, VmValue v)
{
    const VmType *type = vm_type_of(v);

    if (type->hash == NULL)
        vm_raise_type_error(vm, "unhashable type: '%t'", v);
    return type->hash(vm, v);
}

intptr_t
vm_len(VM *vm, VmValue v)
{
    const VmType *type = vm_type_of(v);

    if (type->len == NULL)
        vm_raise_type_error(vm, "object of type '%t' has no len()", v);
    return type->len(vm, v);
}

/* --- Subscripts --- */

VmValue
vm_get_item(VM *vm, VmValue object, VmValue key)
{
    const VmType *type = vm_type_of(object);

    if (type->get_item == NULL)
        vm_raise_type_error(vm, "'%t' object is not subscriptable", object);
    return type->get_item(vm, object, key);
}

void
vm_set_item(VM *vm, VmValue object, VmValue key, VmValue value)
{
    const VmType *type = vm_type_of(object);

    if (type->set_item == NULL)
        vm_raise_type_error(vm, "'%t' object does not support item assignment", object);
    type->set_item(vm, object, key, value);
}

void
vm_delete_item(VM *vm, VmValue object, VmValue key)
{
    const VmType *type = vm_type_of(object);

    if (type->set_item == NULL)
        vm_raise_type_error(vm, "'%t' object doesn't support item deletion", object);
    type->set_item(vm, object, key, VM_UNDEF);
}

typedef struct Item {
    VmValue mapping, key, result;
} Item;

static void
get_item_body(VM *vm, void *arg)
{
    Item *item = arg;

    item->result = vm_get_item(vm, item->mapping, item->key);
}

VmValue
vm_mapping_get_maybe(VM *vm, VmValue mapping, VmValue key)
{
    Item item = {mapping, key, VM_UNDEF};
    VmValue raised;

    if (vm_is_exact(mapping, &vm_type_dict))
        return vm_dict_get_maybe(vm, vm_dict(mapping), key);
    raised = vm_protect(vm, get_item_body, &item);
    if (raised == VM_UNDEF)
        return item.result;
    if (!vm_is_instance(raised, &vm_type_KeyError))
        vm_reraise(vm, raised);
    return VM_UNDEF;
}

bool
vm_contains(VM *vm, VmValue container, VmValue item)
{
    const VmType *type = vm_type_of(container);
    VmValue iterator, v;

    if (type->contains != NULL)
        return type->contains(vm, container, item);
    if (type->iter == NULL && type->next == NULL && type->get_item == NULL)
        vm_raise_type_error(vm, "argument of type '%t' is not iterable", container);
    iterator = vm_iter(vm, container);
    while ((v = vm_next(vm, iterator)) != VM_UNDEF) {
        if (vm_equal(vm, v, item))
            return true;
        vm_poll(vm);
    }
    return false;
}

/* --- Classes --- */

bool
vm_isinstance(VM *vm, VmValue v, VmValue of)
{
    if (vm_is_type(of)) {
        if (vm_is_class(vm_object(of)->type)) { // a metaclass may decide
            VmValue hook = vm_type_lookup(vm, vm_object(of)->type, &vm_s___instancecheck__);

            if (vm_type_of(v) == (const VmType *)of)
                return true;
            if (!vm_is_exact(hook, &vm_type_native))
                return vm_is_true(vm, vm_call_1(vm, vm_bind(vm, hook, of, vm_object(of)->type), v));
        }
        return vm_is_instance(v, (const VmType *)of);
    }
    if (vm_is_tuple(of)) {
        vm_check_c_stack(vm);
        for (size_t i = 0; i < vm_tuple(of)->n; i++)
            if (vm_isinstance(vm, v, vm_tuple(of)->items[i]))
                return true;
        return false;
    }
    if (vm_is_class(vm_type_of(of))) {
        VmValue hook = vm_special_maybe(vm, of, &vm_s___instancecheck__);

        if (hook != VM_UNDEF)
            return vm_is_true(vm, vm_call_1(vm, hook, v));
    }
    vm_raise_type_error(vm, "isinstance() arg 2 must be a type, a tuple of types, or a union");
}

bool
vm_issubclass(VM *vm, VmValue type, VmValue of)
{
    if (!vm_is_type(type))
        vm_raise_type_error(vm, "issubclass() arg 1 must be a class");
    if (vm_is_type(of)) {
        if (vm_is_class(vm_object(of)->type)) {
            VmValue hook = vm_type_lookup(vm, vm_object(of)->type, &vm_s___subclasscheck__);

            if (!vm_is_exact(hook, &vm_type_native))
                return vm_is_true(vm, vm_call_1(vm, vm_bind(vm, hook, of, vm_object(of)->type), type));
        }
        return vm_is_subtype((const VmType *)type, (const VmType *)of);
    }
    if (vm_is_tuple(of)) {
        vm_check_c_stack(vm);
        for (size_t i = 0; i < vm_tuple(of)->n; i++)
            if (vm_issubclass(vm, type, vm_tuple(of)->items[i]))
                return true;
        return false;
    }
    vm_raise_type_error(vm, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
}

/* --- Iteration --- */

VmValue
vm_iter(VM *vm, VmValue iterable)
{
    const VmType *type = vm_type_of(iterable);

    if (type->iter != NULL)
        return type->iter(vm, iterable);
    // Old-style sequences; a class that sets __iter__ to None is none.
    if (type->get_item != NULL && vm_is_class(type) && vm_type_lookup(vm, type, &vm_s___iter__) == VM_UNDEF)
        return vm_sequence_iterator_new(vm, iterable);
    vm_raise_type_error(vm, "'%t' object is not iterable", iterable);
}

VmValue
vm_next(VM *vm, VmValue iterator)
{
    const VmType *type = vm_type_of(iterator);

    if (type->next == NULL)
        vm_raise_type_error(vm, "'%t' object is not an iterator", iterator);
    return type->next(vm, iterator);
}

#define MAX_HINT 1000000

size_t
vm_length_hint(VM *vm, VmValue iterable)
{
    const VmType *type = vm_type_of(iterable);
    intptr_t n = 0;

    if (type->len != NULL && !vm_is_class(type))
        n = type->len(vm, iterable);
    else if (type == &vm_type_range_iterator)
        n = (intptr_t)((const VmRangeIterator *)iterable)->n_left;
    return n < 0 ? 0 : n > MAX_HINT ? MAX_HINT : (size_t)n;
}
