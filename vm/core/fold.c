/* SPDX-License-Identifier: MIT */
/* What the compiler computes ahead: operators on literals whose result is small and cannot fail. */
#include "vm/core/parser.h"

enum { MAX_FOLDED_BITS = 128, MAX_FOLDED_BYTES = 256 };

static bool
is_exact_int(VmValue v)
{
    return vm_is_small(v) || vm_is_exact(v, &vm_type_int);
}

static bool
is_number(VmValue v)
{
    const VmType *type = vm_type_of(v);

    return type == &vm_type_int || type == &vm_type_float || type == &vm_type_complex;
}

static size_t
text_len(VmValue v)
{
    return vm_is_exact(v, &vm_type_str) ? vm_str(v)->len : ((VmBytes *)vm_object(v))->len;
}

static VmValue
fold_text(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    bool is_str = vm_is_exact(left, &vm_type_str), is_bytes = vm_is_exact(left, &vm_type_bytes);

    if (!is_str && !is_bytes)
        return VM_UNDEF;
    if (op == VM_BIN_ADD && vm_is_exact(right, vm_type_of(left)) &&
        text_len(left) + text_len(right) <= MAX_FOLDED_BYTES)
        return vm_binary(vm, op, left, right);
    if (op == VM_BIN_MUL && vm_is_small(right) && vm_small_value(right) <= MAX_FOLDED_BYTES &&
        (vm_small_value(right) <= 0 ||
         text_len(left) * (size_t)vm_small_value(right) <= MAX_FOLDED_BYTES))
        return vm_binary(vm, op, left, right);
    return VM_UNDEF;
}

VmValue
vm_fold_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    if (!is_number(left) || !is_number(right))
        return fold_text(vm, op, left, right);
    if (is_exact_int(left) && is_exact_int(right)) {
        size_t left_bits = vm_int_bit_length(left), right_bits = vm_int_bit_length(right);

        switch (op) {
        case VM_BIN_TRUEDIV:
        case VM_BIN_FLOORDIV:
        case VM_BIN_MOD:
            if (right == VM_SMALL(0) || left_bits > MAX_FOLDED_BITS || right_bits > MAX_FOLDED_BITS)
                return VM_UNDEF;
            break;
        case VM_BIN_MATMUL: return VM_UNDEF;
        case VM_BIN_POW:
            if (!vm_is_small(right) || vm_small_value(right) < 0 || vm_small_value(right) > 1000 ||
                left_bits * (size_t)vm_small_value(right) > MAX_FOLDED_BITS)
                return VM_UNDEF;
            break;
        case VM_BIN_LSHIFT:
        case VM_BIN_RSHIFT:
            if (!vm_is_small(right) || vm_small_value(right) < 0 ||
                vm_small_value(right) > MAX_FOLDED_BITS)
                return VM_UNDEF;
            break;
        default:
            if (left_bits + right_bits > 4 * MAX_FOLDED_BITS)
                return VM_UNDEF;
        }
        return vm_binary(vm, op, left, right);
    }
    // Floats and complex numbers: only what can neither fail nor warn.
    if (op == VM_BIN_ADD || op == VM_BIN_SUB || op == VM_BIN_MUL) {
        if ((is_exact_int(left) && vm_int_bit_length(left) > 53) ||
            (is_exact_int(right) && vm_int_bit_length(right) > 53))
            return VM_UNDEF;
        return vm_binary(vm, op, left, right);
    }
    if (op == VM_BIN_TRUEDIV && vm_type_of(left) != &vm_type_complex && vm_is_small(right) &&
        right != VM_SMALL(0))
        return vm_binary(vm, op, left, right);
    return VM_UNDEF;
}

VmValue
vm_fold_unary(VM *vm, unsigned op, VmValue operand)
{
    if (op == VM_UNARY_NOT) {
        int truth = vm_fold_truth(operand);

        return truth < 0 ? VM_UNDEF : vm_bool(!truth);
    }
    if (!is_number(operand) || (op == VM_UN_INVERT && !is_exact_int(operand)))
        return VM_UNDEF;
    return vm_unary(vm, (VmUnaryOp)op, operand);
}

int
vm_fold_truth(VmValue value)
{
    if (value == VM_NONE || value == VM_FALSE || value == VM_SMALL(0))
        return 0;
    if (value == VM_TRUE || value == VM_ELLIPSIS || vm_is_small(value))
        return 1;
    if (vm_is_exact(value, &vm_type_str))
        return vm_str(value)->len != 0;
    if (vm_is_exact(value, &vm_type_int))
        return 1;
    return -1;
}
