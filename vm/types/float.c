/* SPDX-License-Identifier: MIT */
/* float: the type, its methods and its arithmetic. Text is in float-text.c. */
#include <float.h>
#include <math.h>

#include "vm/types/int.h"

VmValue
vm_float_boxed(VM *vm, double d)
{
    VmFloat *f = VM_NEW(vm, VmFloat, &vm_type_float);

    f->value = d;
    return vm_value(f);
}

/* The value as an instance of @type. */
static VmValue
float_as(VM *vm, const VmType *type, double d)
{
    VmFloat *f;

    if (type == &vm_type_float)
        return vm_float(vm, d);
    f = vm_instance_alloc(vm, type, sizeof *f);
    f->value = d;
    return vm_value(f);
}

/* --- Arithmetic --- */

_Noreturn static void
raise_zero_division(VM *vm, const char *text)
{
    vm_raise_format(vm, &vm_type_ZeroDivisionError, text);
}

void
vm_float_divmod(double a, double b, double *quotient, double *rest)
{
    double r = fmod(a, b), q = (a - r) / b;

    if (r != 0) {
        if ((b < 0) != (r < 0)) {
            r += b;
            q -= 1;
        }
    } else {
        r = copysign(0, b);
    }
    if (q != 0) {
        double whole = floor(q);

        // The division was inexact: q is near a whole number, but perhaps just below.
        *quotient = q - whole > 0.5 ? whole + 1 : whole;
    } else {
        *quotient = copysign(0, a / b);
    }
    *rest = r;
}

static VmValue
float_pow(VM *vm, double a, double b)
{
    double d;

    if (b == 0 || a == 1)
        return vm_float(vm, 1);
    if (isfinite(a) && isfinite(b)) {
        if (a == 0 && b < 0)
            raise_zero_division(vm, "0.0 cannot be raised to a negative power");
        if (a < 0 && b != floor(b))
            return vm_complex_pow(vm, (VmComplexNumber){a, 0}, (VmComplexNumber){b, 0});
    }
    d = pow(a, b);
    if (isinf(d) && isfinite(a) && isfinite(b)) {
        VmValue args[2] = {VM_SMALL(34), vm_str_from_c(vm, "Numerical result out of range")};

        vm_raise(vm, vm_exception_new(vm, &vm_type_OverflowError, 2, args));
    }
    return vm_float(vm, d);
}

VmValue
vm_float_binary(VM *vm, VmBinaryOp op, double a, double b)
{
    double q, r;

    switch (op) {
    case VM_BIN_ADD: return vm_float(vm, a + b);
    case VM_BIN_SUB: return vm_float(vm, a - b);
    case VM_BIN_MUL: return vm_float(vm, a * b);
    case VM_BIN_TRUEDIV:
        if (b == 0)
            raise_zero_division(vm, "float division by zero");
        return vm_float(vm, a / b);
    case VM_BIN_FLOORDIV:
        if (b == 0)
            raise_zero_division(vm, "float floor division by zero");
        vm_float_divmod(a, b, &q, &r);
        return vm_float(vm, q);
    case VM_BIN_MOD:
        if (b == 0)
            raise_zero_division(vm, "float modulo");
        vm_float_divmod(a, b, &q, &r);
        return vm_float(vm, r);
    case VM_BIN_POW: return float_pow(vm, a, b);
    default: return VM_UNDEF;
    }
}

/* --- The type --- */

static VmValue
float_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *text;
    size_t len;
    VmValue v, method;

    if (kw != NULL)
        vm_raise_type_error(vm, "float() takes no keyword arguments");
    if (n_args > 1)
        vm_raise_type_error(vm, "float expected at most 1 argument, got %u", n_args);
    if (n_args == 0)
        return float_as(vm, type, 0);
    v = args[0];
    if (vm_is_small(v))
        return float_as(vm, type, (double)vm_small_value(v));
    if (vm_type_of(v) == &vm_type_float)
        return float_as(vm, type, vm_float_value(v));
    if (vm_is_str(v) || !(vm_is_int(v) || vm_is_float(v))) {
        if (!vm_is_str(v)) {
            method = vm_type_lookup(vm, vm_type_of(v), &vm_s___float__);
            if (method == VM_UNDEF)
                method = vm_type_lookup(vm, vm_type_of(v), &vm_s___index__);
            if (method != VM_UNDEF)
                return float_as(vm, type, vm_get_float(vm, v));
        }
        if (vm_number_text(vm, v, &text, &len)) {
            double d;

            if (!vm_double_parse(vm, text, len, &d))
                vm_raise_value_error(vm, "could not convert string to float: %v", v);
            return float_as(vm, type, d);
        }
        vm_raise_type_error(vm, "float() argument must be a string or a real number, not '%t'", v);
    }
    // A subclass of int or float may have its own __float__.
    method = vm_type_lookup(vm, vm_type_of(v), &vm_s___float__);
    if (method != VM_UNDEF && !vm_is_exact(method, &vm_type_native)) {
        VmValue result = vm_call_method(vm, v, &vm_s___float__, 0, NULL);

        if (!vm_is_float(result))
            vm_raise_type_error(vm, "%t.__float__ returned non-float (type %t)", v, result);
        v = result;
    }
    return float_as(vm, type, vm_get_float(vm, v));
}

static void
float_repr(VM *vm, VmOut *out, VmValue self)
{
    char buf[40];

    out->write(vm, out, buf, vm_double_repr(vm_float_value(self), buf));
}

/* Left to complex: what mixes with it. */
static VmValue
float_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    if (vm_is_complex(left) || vm_is_complex(right))
        return VM_UNDEF;
    return vm_number_binary(vm, op, left, right, self_is_right);
}

static VmValue
float_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    return vm_is_complex(other) ? VM_UNDEF : vm_number_compare(vm, op, self, other);
}

static bool
float_truth(VM *vm, VmValue self)
{
    (void)vm;
    return vm_float_value(self) != 0;
}

#define METHOD(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

/* self of a method, which may be called on anything: float.hex(3). */
static double
self_value(VM *vm, const VmValue *args, const char *method)
{
    if (!vm_is_float(args[0]))
        vm_raise_type_error(vm,
                            "descriptor '%s' for 'float' objects doesn't apply to a '%t' object",
                            method, args[0]);
    return vm_float_value(args[0]);
}

METHOD(float_is_integer)
{
    double d = self_value(vm, args, "is_integer");

    return vm_bool(isfinite(d) && floor(d) == d);
}

METHOD(float_as_integer_ratio)
{
    double d = self_value(vm, args, "as_integer_ratio"), m;
    int e;
    VmValue top, bottom = VM_SMALL(1);

    if (isinf(d))
        vm_raise_overflow_error(vm, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        vm_raise_value_error(vm, "cannot convert NaN to integer ratio");
    m = frexp(d, &e);
    for (int i = 0; i < 300 && m != floor(m); i++) {
        m *= 2;
        e--;
    }
    top = vm_int_from_double(vm, m);
    if (e > 0)
        top = vm_int_shift_left(vm, top, (size_t)e);
    else
        bottom = vm_int_shift_left(vm, bottom, (size_t)-e);
    return vm_tuple_of(vm, 2, top, bottom);
}

METHOD(float_hex)
{
    static const char hex_digits[] = "0123456789abcdef";
    double d = self_value(vm, args, "hex"), m;
    char text[40], *at = text;
    int e;

    if (!isfinite(d))
        return vm_str_new(vm, text, vm_double_repr(d, text));
    if (signbit(d))
        *at++ = '-';
    d = fabs(d);
    if (d == 0)
        return vm_str_format(vm, "%s0x0.0p+0", signbit(vm_float_value(args[0])) ? "-" : "");
    m = frexp(d, &e);
    // One digit before the point: 1, or 0 for subnormals.
    e -= 1;
    m *= 2;
    if (e < -1022) {
        m = ldexp(m, e + 1022);
        e = -1022;
    }
    *at++ = '0';
    *at++ = 'x';
    *at++ = hex_digits[(int)m];
    m -= (int)m;
    *at++ = '.';
    for (int i = 0; i < 13; i++) {
        m *= 16;
        *at++ = hex_digits[(int)m];
        m -= (int)m;
    }
    *at = '\0';
    return vm_str_format(vm, "%sp%c%d", text, e < 0 ? '-' : '+', e < 0 ? -e : e);
}

static int
hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

static bool
is_word(const char *at, size_t len, const char *word)
{
    for (; len > 0 && *word != '\0'; len--, word++)
        if ((*at++ | 0x20) != *word)
            return false;
    return len == 0 && *word == '\0';
}

/* "-0x1.8p+3" and looser; false when malformed. *overflow: too large. */
static bool
parse_hex(const char *at, const char *end, double *out, bool *overflow)
{
    bool negative = false, any = false, point = false, sticky = false;
    uint64_t m = 0;
    int64_t e = 0;
    int bits, extra;

    while (at < end && (*at == ' ' || (*at >= '\t' && *at <= '\r')))
        at++;
    while (at < end && (end[-1] == ' ' || (end[-1] >= '\t' && end[-1] <= '\r')))
        end--;
    if (at < end && (*at == '-' || *at == '+'))
        negative = *at++ == '-';
    if (is_word(at, (size_t)(end - at), "inf") || is_word(at, (size_t)(end - at), "infinity")) {
        *out = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (is_word(at, (size_t)(end - at), "nan")) {
        *out = NAN;
        return true;
    }
    if (end - at >= 2 && at[0] == '0' && (at[1] | 0x20) == 'x')
        at += 2;
    for (; at < end; at++) {
        int digit = hex_value(*at);

        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (digit < 0)
            break;
        any = true;
        if (m >> 59 == 0) {
            m = m << 4 | (unsigned)digit;
            e -= point ? 4 : 0;
        } else {
            sticky |= digit != 0;
            e += point ? 0 : 4;
        }
    }
    if (!any)
        return false;
    if (at < end && (*at | 0x20) == 'p') {
        bool minus = false;
        int64_t p = 0;

        at++;
        if (at < end && (*at == '-' || *at == '+'))
            minus = *at++ == '-';
        if (at == end)
            return false;
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            if (p < 1000000000000)
                p = p * 10 + (*at - '0');
        e += minus ? -p : p;
    }
    if (at != end)
        return false;
    if (m == 0) {
        *out = negative ? -0.0 : 0.0;
        return true;
    }
    bits = 64 - __builtin_clzll(m);
    if (e > 2000 || e + bits > 1024) {
        *overflow = true;
        return true;
    }
    if (e + bits < -1076) {
        *out = negative ? -0.0 : 0.0;
        return true;
    }
    // Round once, here: ldexp() must not have to.
    extra = bits - DBL_MANT_DIG;
    if (e + extra < -1074)
        extra = (int)(-1074 - e);
    if (extra > 0) {
        uint64_t half = extra > 63 ? 0 : (uint64_t)1 << (extra - 1);

        if (extra >= 64) {
            m = 0; // less than half of the least subnormal, since bits <= 63
        } else {
            bool up = (m & half) != 0 && ((m & (half - 1)) != 0 || sticky || (m >> extra & 1) != 0);

            m = (m >> extra) + up;
        }
        e += extra;
    }
    *out = ldexp((double)m, (int)e);
    if (isinf(*out))
        *overflow = true;
    if (negative)
        *out = -*out;
    return true;
}

METHOD(float_fromhex)
{
    const VmStr *s = vm_get_str(vm, args[1]);
    bool overflow = false;
    double d;
    VmValue v;

    if (!parse_hex(s->data, s->data + s->len, &d, &overflow))
        vm_raise_value_error(vm, "invalid hexadecimal floating-point string");
    if (overflow)
        vm_raise_overflow_error(vm, "hexadecimal value too large to represent as a float");
    v = vm_float(vm, d);
    return args[0] == VM_ROM(vm_type_float) ? v : vm_call_1(vm, args[0], v);
}

METHOD(float_real)
{
    return vm_float(vm, self_value(vm, args, "conjugate"));
}

METHOD(float_imag)
{
    return vm_float(vm, 0);
}

METHOD(float_trunc)
{
    return vm_int_from_double(vm, self_value(vm, args, "__trunc__"));
}

METHOD(float_floor)
{
    return vm_int_from_double(vm, floor(self_value(vm, args, "__floor__")));
}

METHOD(float_ceil)
{
    return vm_int_from_double(vm, ceil(self_value(vm, args, "__ceil__")));
}

METHOD(float_round)
{
    self_value(vm, args, "__round__");
    return vm_number_round(vm, args[0], n_args > 1 ? args[1] : VM_NONE);
}

METHOD(float_divmod)
{
    VmValue pair[2];

    self_value(vm, args, "__divmod__");
    if (!vm_is_int(args[1]) && !vm_is_float(args[1]))
        return VM_NOT_IMPLEMENTED;
    vm_number_divmod(vm, args[0], args[1], &pair[0], &pair[1]);
    return vm_value(vm_tuple_new(vm, 2, pair));
}

METHOD(float_rdivmod)
{
    VmValue pair[2];

    self_value(vm, args, "__rdivmod__");
    if (!vm_is_int(args[1]) && !vm_is_float(args[1]))
        return VM_NOT_IMPLEMENTED;
    vm_number_divmod(vm, args[1], args[0], &pair[0], &pair[1]);
    return vm_value(vm_tuple_new(vm, 2, pair));
}

static const VmMember float_members[] = {
    VM_METHOD(__ceil__, float_ceil, 1, 1),
    VM_METHOD(__divmod__, float_divmod, 2, 2),
    VM_METHOD(__floor__, float_floor, 1, 1),
    VM_METHOD(__rdivmod__, float_rdivmod, 2, 2),
    VM_METHOD(__round__, float_round, 1, 2),
    VM_METHOD(__trunc__, float_trunc, 1, 1),
    VM_METHOD(as_integer_ratio, float_as_integer_ratio, 1, 1),
    VM_METHOD(conjugate, float_real, 1, 1),
    VM_CLASS_METHOD(fromhex, float_fromhex, 2, 2),
    VM_METHOD(hex, float_hex, 1, 1),
    VM_GETTER(imag, float_imag),
    VM_METHOD(is_integer, float_is_integer, 1, 1),
    VM_GETTER(real, float_real),
};

const VmType vm_type_float = {
    .base = {&vm_type_type},
    .name = &vm_s_float,
    .parent = &vm_type_object,
    .layout = &vm_type_float,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmFloat),
    .make = float_make,
    .repr = float_repr,
    .unary = vm_number_unary,
    .binary = float_binary,
    .compare = float_compare,
    .truth = float_truth,
    .hash = vm_hash_number,
    VM_MEMBERS(float_members),
};
