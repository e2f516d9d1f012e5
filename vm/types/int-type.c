/* SPDX-License-Identifier: MIT */
/* int: the type, its constructor and methods. */
#include "vm/types/int.h"

static VmValue
int_from_text(VM *vm, VmValue v, int base)
{
    const char *text;
    size_t len;
    VmValue result;

    vm_number_text(vm, v, &text, &len);
    result = vm_int_parse_maybe(vm, text, len, base);
    if (result == VM_UNDEF) {
        VmValue repr = vm_repr(vm, v);

        if (vm_str(repr)->len > 210)
            repr = vm_str_new(vm, vm_str(repr)->data, 200);
        vm_raise_value_error(vm, "invalid literal for int() with base %d: %V", base, repr);
    }
    return result;
}

static VmValue
call_int_method(VM *vm, VmValue v, const VmStr *name)
{
    VmValue result = vm_call_method(vm, v, name, 0, NULL);

    if (!vm_is_int(result))
        vm_raise_type_error(vm, "%q returned non-int (type %t)", name, result);
    return vm_int_exact(vm, result);
}

/* int(v) as an exact int. */
static VmValue
int_of(VM *vm, VmValue v)
{
    const char *text;
    size_t len;
    VmValue method;

    if (vm_is_small(v))
        return v;
    if (vm_type_of(v) == &vm_type_float)
        return vm_int_from_double(vm, vm_float_value(v));
    if (vm_is_bool(v) || vm_is_exact(v, &vm_type_int))
        return vm_int_exact(vm, v);
    if (!vm_is_exact(v, &vm_type_str)) {
        method = vm_type_lookup(vm, vm_type_of(v), &vm_s___int__);
        if (method != VM_UNDEF)
            return call_int_method(vm, v, &vm_s___int__);
        if (vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) != VM_UNDEF)
            return vm_index(vm, v);
        if (vm_type_lookup(vm, vm_type_of(v), &vm_s___trunc__) != VM_UNDEF) {
            VmValue whole = vm_call_method(vm, v, &vm_s___trunc__, 0, NULL);

            if (vm_type_lookup(vm, vm_type_of(whole), &vm_s___index__) == VM_UNDEF)
                vm_raise_type_error(vm, "__trunc__ returned non-Integral (type %t)", whole);
            return vm_index(vm, whole);
        }
    }
    if (vm_number_text(vm, v, &text, &len))
        return int_from_text(vm, v, 10);
    vm_raise_type_error(
        vm, "int() argument must be a string, a bytes-like object or a real number, not '%t'", v);
}

static VmValue
int_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(empty_), VM_PARAM_POS_ONLY, VM_UNDEF},
                                     {VM_S(base), 0, VM_UNDEF}};
    VmValue a[2];
    intptr_t base;

    if (kw == NULL && n_args <= 2) {
        a[0] = n_args > 0 ? args[0] : VM_UNDEF;
        a[1] = n_args > 1 ? args[1] : VM_UNDEF;
    } else {
        vm_parse_args(vm, &vm_s_int, params, 2, n_args, args, kw, a);
    }
    if (a[1] == VM_UNDEF)
        return vm_int_as(vm, type, a[0] == VM_UNDEF ? VM_SMALL(0) : int_of(vm, a[0]));
    if (a[0] == VM_UNDEF)
        vm_raise_type_error(vm, "int() missing string argument");
    base = vm_get_int_clamped(vm, a[1]);
    if (base != 0 && (base < 2 || base > 36))
        vm_raise_value_error(vm, "int() base must be >= 2 and <= 36, or 0");
    if (!vm_is_str(a[0]) && !vm_has_layout(a[0], &vm_type_bytes) &&
        !vm_has_layout(a[0], &vm_type_bytearray))
        vm_raise_type_error(vm, "int() can't convert non-string with explicit base");
    return vm_int_as(vm, type, int_from_text(vm, a[0], (int)base));
}

static void
int_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_int_out(vm, out, self, 10, false);
}

/* Left to float and complex: what mixes with them. */
static VmValue
int_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    if (!vm_is_int(left) || !vm_is_int(right))
        return VM_UNDEF;
    return vm_number_binary(vm, op, left, right, self_is_right);
}

static VmValue
int_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    return vm_is_int(other) ? vm_number_compare(vm, op, self, other) : VM_UNDEF;
}

static bool
int_truth(VM *vm, VmValue self)
{
    (void)vm;
    return vm_int_sign(self) != 0;
}

static size_t
int_size_of(const VmObject *self)
{
    return sizeof(VmInt) + ((const VmInt *)self)->n * sizeof(VmDigit);
}

/* --- Methods --- */

#define METHOD(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

/* self of a method, which may be called on anything: int.bit_length('x'). */
static VmValue
self_of(VM *vm, const VmValue *args, const char *method)
{
    if (!vm_is_int(args[0]))
        vm_raise_type_error(vm, "descriptor '%s' for 'int' objects doesn't apply to a '%t' object",
                            method, args[0]);
    return args[0];
}

METHOD(int_bit_length)
{
    return vm_int(vm, (int64_t)vm_int_bit_length(self_of(vm, args, "bit_length")));
}

METHOD(int_bit_count)
{
    VmIntView a;
    int64_t n = 0;

    vm_int_view(&a, self_of(vm, args, "bit_count"));
    for (size_t i = 0; i < a.n; i++)
        n += __builtin_popcount(a.d[i]);
    return vm_int(vm, n);
}

static bool
is_little(VM *vm, const VmStr *function, VmValue order)
{
    if (order == VM_UNDEF)
        return false;
    if (!vm_is_str(order))
        vm_raise_type_error(vm, "%q() argument 'byteorder' must be str, not %t", function, order);
    if (vm_str_equal_c(vm_str(order), "little"))
        return true;
    if (!vm_str_equal_c(vm_str(order), "big"))
        vm_raise_value_error(vm, "byteorder must be either 'little' or 'big'");
    return false;
}

METHOD(int_to_bytes)
{
    static const VmParam params[] = {{VM_S(length), 0, VM_SMALL(1)},
                                     {VM_S(byteorder), 0, VM_UNDEF},
                                     {VM_S(signed), VM_PARAM_KW_ONLY, VM_FALSE}};
    VmValue a[3];
    intptr_t len;
    bool little, is_signed;
    VmBytes *bytes;

    self_of(vm, args, "to_bytes");
    vm_parse_args(vm, &vm_s_to_bytes, params, 3, n_args - 1, args + 1, kw, a);
    len = vm_get_int(vm, a[0]);
    little = is_little(vm, &vm_s_to_bytes, a[1]);
    is_signed = vm_is_true(vm, a[2]);
    if (len < 0)
        vm_raise_value_error(vm, "length argument must be non-negative");
    bytes = vm_bytes_alloc(vm, (size_t)len);
    vm_int_to_bytes(vm, args[0], bytes->data, (size_t)len, little, is_signed);
    return vm_value(bytes);
}

METHOD(int_from_bytes)
{
    static const VmParam params[] = {{VM_S(bytes), VM_PARAM_REQUIRED},
                                     {VM_S(byteorder), 0, VM_UNDEF},
                                     {VM_S(signed), VM_PARAM_KW_ONLY, VM_FALSE}};
    VmValue a[3], v;
    bool little, is_signed;
    VmBuffer buffer;

    vm_parse_args(vm, &vm_s_from_bytes, params, 3, n_args - 1, args + 1, kw, a);
    little = is_little(vm, &vm_s_from_bytes, a[1]);
    is_signed = vm_is_true(vm, a[2]);
    if (vm_is_str(a[0]))
        vm_raise_type_error(vm, "cannot convert 'str' object to bytes");
    if (!vm_is_object(a[0]) || vm_object(a[0])->type->buffer == NULL)
        a[0] = vm_call_1(vm, VM_ROM(vm_type_bytes), a[0]);
    vm_get_buffer(vm, a[0], &buffer, false);
    v = vm_int_from_bytes(vm, buffer.data, buffer.len, little, is_signed);
    return args[0] == VM_ROM(vm_type_int) ? v : vm_call_1(vm, args[0], v);
}

METHOD(int_as_integer_ratio)
{
    return vm_tuple_of(vm, 2, vm_int_exact(vm, self_of(vm, args, "as_integer_ratio")), VM_SMALL(1));
}

METHOD(int_itself)
{
    return vm_int_exact(vm, self_of(vm, args, "__trunc__"));
}

METHOD(int_zero)
{
    return VM_SMALL(0);
}

METHOD(int_one)
{
    return VM_SMALL(1);
}

METHOD(int_true)
{
    return VM_TRUE;
}

METHOD(int_round)
{
    return vm_number_round(vm, self_of(vm, args, "__round__"), n_args > 1 ? args[1] : VM_NONE);
}

METHOD(int_divmod)
{
    VmValue pair[2];

    self_of(vm, args, "__divmod__");
    if (!vm_is_int(args[1]))
        return VM_NOT_IMPLEMENTED;
    vm_number_divmod(vm, args[0], args[1], &pair[0], &pair[1]);
    return vm_value(vm_tuple_new(vm, 2, pair));
}

METHOD(int_rdivmod)
{
    VmValue pair[2];

    self_of(vm, args, "__rdivmod__");
    if (!vm_is_int(args[1]))
        return VM_NOT_IMPLEMENTED;
    vm_number_divmod(vm, args[1], args[0], &pair[0], &pair[1]);
    return vm_value(vm_tuple_new(vm, 2, pair));
}

static const VmMember int_members[] = {
    VM_METHOD(__ceil__, int_itself, 1, 1),
    VM_METHOD(__divmod__, int_divmod, 2, 2),
    VM_METHOD(__floor__, int_itself, 1, 1),
    VM_METHOD(__rdivmod__, int_rdivmod, 2, 2),
    VM_METHOD(__round__, int_round, 1, 2),
    VM_METHOD(__trunc__, int_itself, 1, 1),
    VM_METHOD(as_integer_ratio, int_as_integer_ratio, 1, 1),
    VM_METHOD(bit_count, int_bit_count, 1, 1),
    VM_METHOD(bit_length, int_bit_length, 1, 1),
    VM_METHOD(conjugate, int_itself, 1, 1),
    VM_GETTER(denominator, int_one),
    VM_CLASS_METHOD_KW(from_bytes, int_from_bytes, 1, VM_ANY_ARGS),
    VM_GETTER(imag, int_zero),
    VM_METHOD(is_integer, int_true, 1, 1),
    VM_GETTER(numerator, int_itself),
    VM_GETTER(real, int_itself),
    VM_METHOD_KW(to_bytes, int_to_bytes, 1, VM_ANY_ARGS),
};

const VmType vm_type_int = {
    .base = {&vm_type_type},
    .name = &vm_s_int,
    .parent = &vm_type_object,
    .layout = &vm_type_int,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_VAR_SIZE,
    .size = sizeof(VmInt),
    .size_of = int_size_of,
    .make = int_make,
    .repr = int_repr,
    .unary = vm_number_unary,
    .binary = int_binary,
    .compare = int_compare,
    .truth = int_truth,
    .hash = vm_hash_number,
    VM_MEMBERS(int_members),
};
