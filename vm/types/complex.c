/* SPDX-License-Identifier: MIT */
/* complex: the type and its arithmetic. */
#include <math.h>

#include "vm/types/int.h"

typedef VmComplexNumber Number;

VmValue
vm_complex(VM *vm, double real, double imag)
{
    VmComplex *c = VM_NEW(vm, VmComplex, &vm_type_complex);

    c->real = real;
    c->imag = imag;
    return vm_value(c);
}

/* --- Arithmetic --- */

static Number
multiply(Number a, Number b)
{
    return (Number){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Scaled by the divisor's larger part, so that nothing overflows on the way. b is not 0. */
static Number
divide(Number a, Number b)
{
    double ratio, denominator;

    if (fabs(b.real) >= fabs(b.imag)) {
        ratio = b.imag / b.real;
        denominator = b.real + b.imag * ratio;
        return (Number){(a.real + a.imag * ratio) / denominator,
                        (a.imag - a.real * ratio) / denominator};
    }
    if (fabs(b.imag) >= fabs(b.real)) {
        ratio = b.real / b.imag;
        denominator = b.real * ratio + b.imag;
        return (Number){(a.real * ratio + a.imag) / denominator,
                        (a.imag * ratio - a.real) / denominator};
    }
    return (Number){NAN, NAN};
}

static Number
power_whole(Number base, unsigned n)
{
    Number result = {1, 0};

    for (; n > 0; n >>= 1) {
        if (n & 1)
            result = multiply(result, base);
        base = multiply(base, base);
    }
    return result;
}

VmValue
vm_complex_pow(VM *vm, Number a, Number b)
{
    Number result;

    if (b.real == 0 && b.imag == 0) {
        result = (Number){1, 0};
    } else if (b.imag == 0 && b.real == floor(b.real) && fabs(b.real) <= 100) {
        if (b.real < 0 && a.real == 0 && a.imag == 0)
            goto zero;
        result = power_whole(a, (unsigned)fabs(b.real));
        if (b.real < 0)
            result = divide((Number){1, 0}, result);
    } else if (a.real == 0 && a.imag == 0) {
        if (b.imag != 0 || b.real < 0)
            goto zero;
        result = (Number){0, 0};
    } else {
        double size = hypot(a.real, a.imag), angle = atan2(a.imag, a.real);
        double len = pow(size, b.real), phase = angle * b.real;

        if (b.imag != 0) {
            len *= exp(-angle * b.imag);
            phase += b.imag * log(size);
        }
        if (isinf(phase))
            goto zero; // CPython's word for it
        result = (Number){len * cos(phase), len * sin(phase)};
    }
    if (isinf(result.real) || isinf(result.imag))
        vm_raise_overflow_error(vm, "complex exponentiation");
    return vm_complex(vm, result.real, result.imag);
zero:
    vm_raise_format(vm, &vm_type_ZeroDivisionError, "0.0 to a negative or complex power");
}

VmValue
vm_complex_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    Number a, b, c;

    if (!vm_complex_of(vm, left, &a) || !vm_complex_of(vm, right, &b))
        return VM_UNDEF;
    switch (op) {
    case VM_BIN_ADD: c = (Number){a.real + b.real, a.imag + b.imag}; break;
    case VM_BIN_SUB: c = (Number){a.real - b.real, a.imag - b.imag}; break;
    case VM_BIN_MUL: c = multiply(a, b); break;
    case VM_BIN_TRUEDIV:
        if (b.real == 0 && b.imag == 0)
            vm_raise_format(vm, &vm_type_ZeroDivisionError, "complex division by zero");
        c = divide(a, b);
        break;
    case VM_BIN_POW: return vm_complex_pow(vm, a, b);
    default: return VM_UNDEF;
    }
    return vm_complex(vm, c.real, c.imag);
}

/* --- The type --- */

static VmValue
complex_as(VM *vm, const VmType *type, Number n)
{
    VmComplex *c;

    if (type == &vm_type_complex)
        return vm_complex(vm, n.real, n.imag);
    c = vm_instance_alloc(vm, type, sizeof *c);
    c->real = n.real;
    c->imag = n.imag;
    return vm_value(c);
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* "1+2j", "(3j)", "-j", ... */
static bool
parse(VM *vm, const char *at, size_t len, Number *out)
{
    const char *end = at + len;
    bool brackets = false;
    double first;

    while (at < end && is_space(*at))
        at++;
    while (at < end && is_space(end[-1]))
        end--;
    if (at < end && *at == '(') {
        if (end[-1] != ')')
            return false;
        brackets = true;
        at++;
        end--;
    }
    while (brackets && at < end && is_space(*at))
        at++;
    while (brackets && at < end && is_space(end[-1]))
        end--;
    *out = (Number){0, 0};
    if (at == end)
        return false;
    if (vm_double_scan(vm, &at, end, &first)) {
        if (at == end) {
            out->real = first;
            return true;
        }
        if ((*at | 0x20) == 'j') {
            out->imag = first;
            return at + 1 == end;
        }
        if (*at != '+' && *at != '-')
            return false;
        out->real = first;
    }
    // What is left: a signed number or a mere sign, and j.
    if (!vm_double_scan(vm, &at, end, &out->imag)) {
        out->imag = 1;
        if (at < end && (*at == '+' || *at == '-'))
            out->imag = *at++ == '-' ? -1 : 1;
    }
    return end - at == 1 && (*at | 0x20) == 'j';
}

static VmValue
complex_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(real), 0, VM_UNDEF}, {VM_S(imag), 0, VM_UNDEF}};
    VmValue a[2];
    Number real = {0, 0}, imag = {0, 0};

    vm_parse_args(vm, &vm_s_complex, params, 2, n_args, args, kw, a);
    if (a[0] != VM_UNDEF && vm_is_str(a[0])) {
        const char *text;
        size_t len;

        if (a[1] != VM_UNDEF)
            vm_raise_type_error(vm, "complex() can't take second arg if first is a string");
        vm_number_text(vm, a[0], &text, &len);
        if (!parse(vm, text, len, &real) && memchr(text, '_', len) != NULL)
            vm_raise_value_error(vm, "could not convert string to complex: %v", a[0]);
        if (!parse(vm, text, len, &real))
            vm_raise_value_error(vm, "complex() arg is a malformed string");
        return complex_as(vm, type, real);
    }
    if (a[1] != VM_UNDEF && vm_is_str(a[1]))
        vm_raise_type_error(vm, "complex() second arg can't be a string");
    if (a[0] != VM_UNDEF && !vm_get_complex_maybe(vm, a[0], &real))
        vm_raise_type_error(vm, "complex() first argument must be a string or a number, not '%t'",
                            a[0]);
    if (a[1] == VM_UNDEF)
        return complex_as(vm, type, real);
    if (!vm_get_complex_maybe(vm, a[1], &imag))
        vm_raise_type_error(vm, "complex() second argument must be a number, not '%t'", a[1]);
    if (vm_is_complex(a[1]))
        real.real -= imag.imag;
    if (a[0] != VM_UNDEF && !vm_is_int(a[0]) && !vm_is_float(a[0]))
        imag.real += real.imag;
    real.imag = imag.real;
    return complex_as(vm, type, real);
}

/* repr of one part, without the ".0" of whole numbers. */
static size_t
part_text(double d, char *buf)
{
    size_t len = vm_double_repr(d, buf);

    if (len > 2 && buf[len - 2] == '.' && buf[len - 1] == '0')
        len -= 2;
    return len;
}

static void
complex_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmComplex *c = (const VmComplex *)self;
    char buf[80], *at = buf;
    bool only_imag = c->real == 0 && !signbit(c->real);

    if (!only_imag) {
        *at++ = '(';
        at += part_text(c->real, at);
        if (isnan(c->imag) || !signbit(c->imag))
            *at++ = '+';
    }
    at += part_text(c->imag, at);
    *at++ = 'j';
    if (!only_imag)
        *at++ = ')';
    out->write(vm, out, buf, (size_t)(at - buf));
}

static bool
complex_truth(VM *vm, VmValue self)
{
    const VmComplex *c = (const VmComplex *)self;

    (void)vm;
    return c->real != 0 || c->imag != 0;
}

#define METHOD(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

static const VmComplex *
self_of(VM *vm, const VmValue *args, const char *method)
{
    if (!vm_is_complex(args[0]))
        vm_raise_type_error(vm,
                            "descriptor '%s' for 'complex' objects doesn't apply to a '%t' object",
                            method, args[0]);
    return (const VmComplex *)args[0];
}

METHOD(complex_real)
{
    return vm_float(vm, self_of(vm, args, "real")->real);
}

METHOD(complex_imag)
{
    return vm_float(vm, self_of(vm, args, "imag")->imag);
}

METHOD(complex_conjugate)
{
    const VmComplex *c = self_of(vm, args, "conjugate");

    return vm_complex(vm, c->real, -c->imag);
}

METHOD(complex_complex)
{
    const VmComplex *c = self_of(vm, args, "__complex__");

    return vm_complex(vm, c->real, c->imag);
}

static const VmMember complex_members[] = {
    VM_METHOD(__complex__, complex_complex, 1, 1),
    VM_METHOD(conjugate, complex_conjugate, 1, 1),
    VM_GETTER(imag, complex_imag),
    VM_GETTER(real, complex_real),
};

const VmType vm_type_complex = {
    .base = {&vm_type_type},
    .name = &vm_s_complex,
    .parent = &vm_type_object,
    .layout = &vm_type_complex,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmComplex),
    .make = complex_make,
    .repr = complex_repr,
    .unary = vm_number_unary,
    .binary = vm_number_binary,
    .compare = vm_number_compare,
    .truth = complex_truth,
    .hash = vm_hash_number,
    VM_MEMBERS(complex_members),
};
