/* SPDX-License-Identifier: MIT */
/* cmath, over the C library's complex functions. */
#include <complex.h>
#include <math.h>

#include "vm/lib/float-members.h"
#include "vm/lib/modules.h"
#include "vm/types/int.h"

#define FUNCTION(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

static VmComplexNumber
get_complex(VM *vm, VmValue v)
{
    VmComplexNumber n;

    if (!vm_get_complex_maybe(vm, v, &n))
        vm_raise_type_error(vm, "must be real number, not %t", v);
    return n;
}

static bool
is_finite(VmComplexNumber n)
{
    return isfinite(n.real) && isfinite(n.imag);
}

/* A result of finite arguments must be finite. */
static VmValue
checked(VM *vm, VmComplexNumber in, VmComplexNumber out)
{
    if (is_finite(in) && !is_finite(out)) {
        if (isnan(out.real) || isnan(out.imag))
            vm_raise_value_error(vm, "math domain error");
        vm_raise_overflow_error(vm, "math range error");
    }
    return vm_complex(vm, out.real, out.imag);
}

static double complex
to_c(VmComplexNumber n)
{
    double parts[2] = {n.real, n.imag};
    double complex c;

    memcpy(&c, parts, sizeof c);
    return c;
}

static VmComplexNumber
from_c(double complex c)
{
    return (VmComplexNumber){creal(c), cimag(c)};
}

#define PLAIN_FUNCTIONS(X) \
    X(acos)                \
    X(acosh)               \
    X(asin)                \
    X(asinh)               \
    X(cos)                 \
    X(cosh)                \
    X(exp)                 \
    X(sin)                 \
    X(sinh)                \
    X(sqrt)                \
    X(tan)                 \
    X(tanh)

#define X(name)                                          \
    FUNCTION(cmath_##name)                               \
    {                                                    \
        VmComplexNumber z = get_complex(vm, args[0]);    \
                                                         \
        return checked(vm, z, from_c(c##name(to_c(z)))); \
    }
PLAIN_FUNCTIONS(X)
#undef X

FUNCTION(cmath_atan)
{
    VmComplexNumber z = get_complex(vm, args[0]);

    if (z.real == 0 && fabs(z.imag) == 1)
        vm_raise_value_error(vm, "math domain error");
    return checked(vm, z, from_c(catan(to_c(z))));
}

FUNCTION(cmath_atanh)
{
    VmComplexNumber z = get_complex(vm, args[0]);

    if (z.imag == 0 && fabs(z.real) == 1)
        vm_raise_value_error(vm, "math domain error");
    return checked(vm, z, from_c(catanh(to_c(z))));
}

static VmComplexNumber
log_of(VM *vm, VmComplexNumber z)
{
    if (z.real == 0 && z.imag == 0)
        vm_raise_value_error(vm, "math domain error");
    return from_c(clog(to_c(z)));
}

FUNCTION(cmath_log)
{
    VmComplexNumber top = log_of(vm, get_complex(vm, args[0]));
    VmValue v = vm_complex(vm, top.real, top.imag);

    if (n_args == 1)
        return v;
    top = log_of(vm, get_complex(vm, args[1]));
    return vm_complex_binary(vm, VM_BIN_TRUEDIV, v, vm_complex(vm, top.real, top.imag));
}

FUNCTION(cmath_log10)
{
    VmComplexNumber z = get_complex(vm, args[0]), r = log_of(vm, z);

    // log10() of the size is exact for powers of ten, where dividing the logarithm is not.
    r.real = z.imag == 0 ? log10(fabs(z.real)) : r.real / log(10.0);
    return vm_complex(vm, r.real, r.imag / log(10.0));
}

FUNCTION(cmath_phase)
{
    VmComplexNumber z = get_complex(vm, args[0]);

    return vm_float(vm, atan2(z.imag, z.real));
}

FUNCTION(cmath_polar)
{
    VmComplexNumber z = get_complex(vm, args[0]);
    double size = hypot(z.real, z.imag);

    if (isinf(size) && is_finite(z))
        vm_raise_overflow_error(vm, "math range error");
    return vm_tuple_of(vm, 2, vm_float(vm, size), vm_float(vm, atan2(z.imag, z.real)));
}

FUNCTION(cmath_rect)
{
    double size = vm_get_float(vm, args[0]), angle = vm_get_float(vm, args[1]);

    if (isinf(angle) && size != 0 && !isnan(size))
        vm_raise_value_error(vm, "math domain error");
    if (angle == 0) // also for infinite sizes
        return vm_complex(vm, size, size * angle);
    if (size == 0)
        return vm_complex(vm, 0, 0);
    return vm_complex(vm, size * cos(angle), size * sin(angle));
}

FUNCTION(cmath_isfinite)
{
    return vm_bool(is_finite(get_complex(vm, args[0])));
}

FUNCTION(cmath_isinf)
{
    VmComplexNumber z = get_complex(vm, args[0]);

    return vm_bool(isinf(z.real) || isinf(z.imag));
}

FUNCTION(cmath_isnan)
{
    VmComplexNumber z = get_complex(vm, args[0]);

    return vm_bool(isnan(z.real) || isnan(z.imag));
}

FUNCTION(cmath_isclose)
{
    static const VmParam params[] = {{VM_S(a), VM_PARAM_REQUIRED},
                                     {VM_S(b), VM_PARAM_REQUIRED},
                                     {VM_S(rel_tol), VM_PARAM_KW_ONLY, VM_UNDEF},
                                     {VM_S(abs_tol), VM_PARAM_KW_ONLY, VM_UNDEF}};
    VmValue v[4];
    VmComplexNumber a, b;
    double relative, absolute, distance;

    vm_parse_args(vm, &vm_s_isclose, params, 4, n_args, args, kw, v);
    a = get_complex(vm, v[0]);
    b = get_complex(vm, v[1]);
    relative = v[2] == VM_UNDEF ? 1e-9 : vm_get_float(vm, v[2]);
    absolute = v[3] == VM_UNDEF ? 0 : vm_get_float(vm, v[3]);
    if (relative < 0 || absolute < 0)
        vm_raise_value_error(vm, "tolerances must be non-negative");
    if (a.real == b.real && a.imag == b.imag)
        return VM_TRUE;
    if (isinf(a.real) || isinf(a.imag) || isinf(b.real) || isinf(b.imag))
        return VM_FALSE;
    distance = hypot(a.real - b.real, a.imag - b.imag);
    return vm_bool(distance <= relative * hypot(b.real, b.imag) ||
                   distance <= relative * hypot(a.real, a.imag) || distance <= absolute);
}

#define COMPLEX_ROM(re, im) \
    VM_ROM(((const VmComplex){.base = {&vm_type_complex}, .real = re, .imag = im}))

static const VmMember cmath_members[] = {
    VM_FUNCTION(acos, cmath_acos, 1, 1),
    VM_FUNCTION(acosh, cmath_acosh, 1, 1),
    VM_FUNCTION(asin, cmath_asin, 1, 1),
    VM_FUNCTION(asinh, cmath_asinh, 1, 1),
    VM_FUNCTION(cos, cmath_cos, 1, 1),
    VM_FUNCTION(cosh, cmath_cosh, 1, 1),
    VM_FUNCTION(exp, cmath_exp, 1, 1),
    VM_FUNCTION(sin, cmath_sin, 1, 1),
    VM_FUNCTION(sinh, cmath_sinh, 1, 1),
    VM_FUNCTION(sqrt, cmath_sqrt, 1, 1),
    VM_FUNCTION(tan, cmath_tan, 1, 1),
    VM_FUNCTION(tanh, cmath_tanh, 1, 1),
    {VM_S(e), VM_FLOAT_E},
    {VM_S(inf), VM_FLOAT_INF},
    {VM_S(nan), VM_FLOAT_NAN},
    {VM_S(pi), VM_FLOAT_PI},
    {VM_S(tau), VM_FLOAT_TAU},
    {VM_S(infj), COMPLEX_ROM(0, __builtin_inf())},
    {VM_S(nanj), COMPLEX_ROM(0, __builtin_nan(""))},
    VM_FUNCTION(atan, cmath_atan, 1, 1),
    VM_FUNCTION(atanh, cmath_atanh, 1, 1),
    VM_FUNCTION_KW(isclose, cmath_isclose, 0, VM_ANY_ARGS),
    VM_FUNCTION(isfinite, cmath_isfinite, 1, 1),
    VM_FUNCTION(isinf, cmath_isinf, 1, 1),
    VM_FUNCTION(isnan, cmath_isnan, 1, 1),
    VM_FUNCTION(log, cmath_log, 1, 2),
    VM_FUNCTION(log10, cmath_log10, 1, 1),
    VM_FUNCTION(phase, cmath_phase, 1, 1),
    VM_FUNCTION(polar, cmath_polar, 1, 1),
    VM_FUNCTION(rect, cmath_rect, 2, 2),
};

const VmModuleDef vm_module_cmath = {.name = &vm_s_cmath, VM_MEMBERS(cmath_members)};
