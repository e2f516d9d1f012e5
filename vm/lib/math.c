/* SPDX-License-Identifier: MIT */
/* math: CPython's names, errors and special cases over the C library's functions. What must not
 * lose digits is done here in two doubles (hypot, dist) or many (fsum). */
#include <float.h>
#include <math.h>

#include "vm/lib/float-members.h"
#include "vm/lib/modules.h"
#include "vm/types/int.h"

#define FUNCTION(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

_Noreturn static void
raise_domain(VM *vm)
{
    vm_raise_value_error(vm, "math domain error");
}

_Noreturn static void
raise_range(VM *vm)
{
    vm_raise_overflow_error(vm, "math range error");
}

/* --- Functions of one number --- */

/* A NaN or infinity that did not come in is an error. */
static VmValue
checked(VM *vm, double x, double r, bool can_overflow)
{
    if (isnan(r) && !isnan(x))
        raise_domain(vm);
    if (isinf(r) && isfinite(x)) {
        if (can_overflow)
            raise_range(vm);
        raise_domain(vm);
    }
    return vm_float(vm, r);
}

/* X(name, can overflow) */
#define PLAIN_FUNCTIONS(X) \
    X(acos, false)         \
    X(acosh, false)        \
    X(asin, false)         \
    X(asinh, false)        \
    X(atan, false)         \
    X(atanh, false)        \
    X(cbrt, false)         \
    X(cos, false)          \
    X(cosh, true)          \
    X(erf, false)          \
    X(erfc, false)         \
    X(exp, true)           \
    X(exp2, true)          \
    X(expm1, true)         \
    X(fabs, false)         \
    X(log1p, false)        \
    X(sin, false)          \
    X(sinh, true)          \
    X(sqrt, false)         \
    X(tan, false)          \
    X(tanh, false)

#define X(name, can_overflow)                         \
    FUNCTION(math_##name)                             \
    {                                                 \
        double x = vm_get_float(vm, args[0]);         \
                                                      \
        return checked(vm, x, name(x), can_overflow); \
    }
PLAIN_FUNCTIONS(X)
#undef X

static const double pi = 3.141592653589793;

FUNCTION(math_degrees)
{
    return vm_float(vm, vm_get_float(vm, args[0]) * (180.0 / pi));
}

FUNCTION(math_radians)
{
    return vm_float(vm, vm_get_float(vm, args[0]) * (pi / 180.0));
}

FUNCTION(math_gamma)
{
    double x = vm_get_float(vm, args[0]), r;

    if (isnan(x) || (isinf(x) && x > 0))
        return vm_float(vm, x);
    if (isinf(x) || (x <= 0 && x == floor(x)))
        raise_domain(vm);
    if (x == floor(x) && x <= 23) {
        r = 1; // (x - 1)! is exact
        for (double i = 2; i < x; i++)
            r *= i;
    } else {
        r = tgamma(x);
        if (isinf(r))
            raise_range(vm);
    }
    return vm_float(vm, r);
}

/* lgamma() writes a global on some systems: this one does not. */
FUNCTION(math_lgamma)
{
    double x = vm_get_float(vm, args[0]), r;

    if (isinf(x))
        return vm_float(vm, INFINITY);
    if (x <= 0 && x == floor(x))
        raise_domain(vm);
    if (x == 1 || x == 2)
        return vm_float(vm, 0);
    r = lgamma(x);
    if (isinf(r))
        raise_range(vm);
    return vm_float(vm, r);
}

FUNCTION(math_isfinite)
{
    return vm_bool(isfinite(vm_get_float(vm, args[0])));
}

FUNCTION(math_isinf)
{
    return vm_bool(isinf(vm_get_float(vm, args[0])));
}

FUNCTION(math_isnan)
{
    return vm_bool(isnan(vm_get_float(vm, args[0])));
}

/* A float's @name by @round, or what the object's own method says. */
static VmValue
to_whole(VM *vm, VmValue v, double (*round)(double), const VmStr *name)
{
    VmValue method;

    if (vm_is_small(v))
        return v;
    if (vm_type_of(v) == &vm_type_float)
        return vm_int_from_double(vm, round(vm_float_value(v)));
    method = vm_special_maybe(vm, v, name);
    if (method != VM_UNDEF)
        return vm_call_0(vm, method);
    if (name == &vm_s___trunc__)
        vm_raise_type_error(vm, "type %t doesn't define __trunc__ method", v);
    return vm_int_from_double(vm, round(vm_get_float(vm, v)));
}

FUNCTION(math_ceil)
{
    return to_whole(vm, args[0], ceil, &vm_s___ceil__);
}

FUNCTION(math_floor)
{
    return to_whole(vm, args[0], floor, &vm_s___floor__);
}

FUNCTION(math_trunc)
{
    return to_whole(vm, args[0], trunc, &vm_s___trunc__);
}

FUNCTION(math_frexp)
{
    double x = vm_get_float(vm, args[0]);
    int e = 0;

    if (isfinite(x))
        x = frexp(x, &e);
    return vm_tuple_of(vm, 2, vm_float(vm, x), vm_small(e));
}

FUNCTION(math_modf)
{
    double x = vm_get_float(vm, args[0]), whole = trunc(x), part;

    part = isinf(x) ? copysign(0, x) : copysign(x - whole, x);
    return vm_tuple_of(vm, 2, vm_float(vm, part), vm_float(vm, whole));
}

FUNCTION(math_ulp)
{
    double x = fabs(vm_get_float(vm, args[0]));

    if (!isfinite(x))
        return vm_float(vm, x);
    return vm_float(vm, x == DBL_MAX ? x - nextafter(x, 0) : nextafter(x, INFINITY) - x);
}

/* --- Logarithms, of ints of any size --- */

static double
log_of(VM *vm, VmValue v, double (*function)(double))
{
    double x;

    if (vm_is_int(v)) {
        bool overflow;
        size_t bits;

        if (vm_int_sign(v) <= 0)
            raise_domain(vm);
        x = vm_int_to_double_maybe(v, &overflow);
        if (!overflow)
            return function(x);
        // x * 2^bits with x in [0.5, 1)
        bits = vm_int_bit_length(v);
        x = vm_int_true_divide(vm, vm_int_exact(vm, v), vm_int_shift_left(vm, VM_SMALL(1), bits));
        if (x == 1) { // rounded up
            x = 0.5;
            bits++;
        }
        return function(x) + (double)bits * function(2.0);
    }
    x = vm_get_float(vm, v);
    if (x <= 0)
        raise_domain(vm);
    return function(x);
}

FUNCTION(math_log)
{
    double top = log_of(vm, args[0], log), bottom;

    if (n_args == 1)
        return vm_float(vm, top);
    bottom = log_of(vm, args[1], log);
    if (bottom == 0)
        vm_raise_format(vm, &vm_type_ZeroDivisionError, "float division by zero");
    return vm_float(vm, top / bottom);
}

FUNCTION(math_log2)
{
    return vm_float(vm, log_of(vm, args[0], log2));
}

FUNCTION(math_log10)
{
    return vm_float(vm, log_of(vm, args[0], log10));
}

/* --- Functions of two --- */

FUNCTION(math_atan2)
{
    double y = vm_get_float(vm, args[0]);

    return vm_float(vm, atan2(y, vm_get_float(vm, args[1])));
}

FUNCTION(math_copysign)
{
    double x = vm_get_float(vm, args[0]);

    return vm_float(vm, copysign(x, vm_get_float(vm, args[1])));
}

FUNCTION(math_fmod)
{
    double x = vm_get_float(vm, args[0]), y = vm_get_float(vm, args[1]), r;

    if (isinf(y) && isfinite(x))
        return vm_float(vm, x);
    r = fmod(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y))
        raise_domain(vm);
    return vm_float(vm, r);
}

FUNCTION(math_remainder)
{
    double x = vm_get_float(vm, args[0]), y = vm_get_float(vm, args[1]), r;

    r = remainder(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y))
        raise_domain(vm);
    return vm_float(vm, r);
}

FUNCTION(math_pow)
{
    double x = vm_get_float(vm, args[0]), y = vm_get_float(vm, args[1]), r = pow(x, y);

    if (isfinite(x) && isfinite(y)) {
        if (isnan(r) || (isinf(r) && x == 0))
            raise_domain(vm);
        if (isinf(r))
            raise_range(vm);
    }
    return vm_float(vm, r);
}

FUNCTION(math_nextafter)
{
    double x = vm_get_float(vm, args[0]);

    return vm_float(vm, nextafter(x, vm_get_float(vm, args[1])));
}

FUNCTION(math_ldexp)
{
    double x = vm_get_float(vm, args[0]), r;
    intptr_t e;

    if (!vm_is_int(args[1]))
        vm_raise_type_error(vm, "Expected an int as second argument to ldexp.");
    e = vm_get_int_clamped(vm, args[1]);
    if (x == 0 || !isfinite(x))
        return vm_float(vm, x);
    r = ldexp(x, e > 10000 ? 10000 : e < -10000 ? -10000 : (int)e);
    if (isinf(r))
        raise_range(vm);
    return vm_float(vm, r);
}

FUNCTION(math_isclose)
{
    static const VmParam params[] = {{VM_S(a), VM_PARAM_REQUIRED},
                                     {VM_S(b), VM_PARAM_REQUIRED},
                                     {VM_S(rel_tol), VM_PARAM_KW_ONLY, VM_UNDEF},
                                     {VM_S(abs_tol), VM_PARAM_KW_ONLY, VM_UNDEF}};
    VmValue v[4];
    double a, b, relative, absolute, distance;

    vm_parse_args(vm, &vm_s_isclose, params, 4, n_args, args, kw, v);
    a = vm_get_float(vm, v[0]);
    b = vm_get_float(vm, v[1]);
    relative = v[2] == VM_UNDEF ? 1e-9 : vm_get_float(vm, v[2]);
    absolute = v[3] == VM_UNDEF ? 0 : vm_get_float(vm, v[3]);
    if (relative < 0 || absolute < 0)
        vm_raise_value_error(vm, "tolerances must be non-negative");
    if (a == b)
        return VM_TRUE;
    if (isinf(a) || isinf(b))
        return VM_FALSE;
    distance = fabs(a - b);
    return vm_bool(distance <= fabs(relative * b) || distance <= fabs(relative * a) ||
                   distance <= absolute);
}

/* --- Lengths --- */

/* high + low, of about 106 bits. */
typedef struct TwoDoubles {
    double high, low;
} TwoDoubles;

static TwoDoubles
exact_sum(double a, double b)
{
    double sum = a + b, part = sum - a;

    return (TwoDoubles){sum, (a - (sum - part)) + (b - part)};
}

static TwoDoubles
exact_square(double x)
{
    double t = x * 134217729.0, high = t - (t - x), low = x - high, square = x * x;

    return (TwoDoubles){square, ((high * high - square) + 2 * high * low) + low * low};
}

/* sqrt of the sum of squares, right to the last digit nearly always. @x is overwritten. */
static double
length_of(double *x, size_t n)
{
    double greatest = 0, root;
    TwoDoubles sum = {0, 0}, square, rest;
    bool nan = false;
    int e;

    for (size_t i = 0; i < n; i++) {
        x[i] = fabs(x[i]);
        nan |= isnan(x[i]);
        if (x[i] > greatest)
            greatest = x[i];
    }
    if (isinf(greatest))
        return greatest;
    if (nan)
        return NAN;
    if (greatest == 0 || n == 1)
        return greatest;
    // Scaled by a power of two, which loses nothing, so that squares stay in range.
    frexp(greatest, &e);
    if (e < -1000) { // subnormals cannot be scaled in one step
        for (size_t i = 0; i < n; i++)
            x[i] = ldexp(x[i], 600);
        return ldexp(length_of(x, n), -600);
    }
    for (size_t i = 0; i < n; i++) {
        square = exact_square(ldexp(x[i], -e));
        rest = exact_sum(sum.high, square.high);
        sum = exact_sum(rest.high, rest.low + sum.low + square.low);
    }
    root = sqrt(sum.high);
    square = exact_square(root);
    // One step of Newton's with the exact remainder.
    root += ((sum.high - square.high) - square.low + sum.low) / (2 * root);
    return ldexp(root, e);
}

FUNCTION(math_hypot)
{
    double room[16], *x = room, r;

    if (n_args > 16)
        x = vm_alloc(vm, n_args * sizeof *x, VM_BLOCK_RAW);
    for (unsigned i = 0; i < n_args; i++)
        x[i] = vm_get_float(vm, args[i]);
    r = length_of(x, n_args);
    if (x != room)
        vm_free(vm, x);
    return vm_float(vm, r);
}

FUNCTION(math_dist)
{
    VmTuple *p = vm_tuple_from(vm, args[0]), *q = vm_tuple_from(vm, args[1]);
    double *x, r;

    if (p->n != q->n)
        vm_raise_value_error(vm, "both points must have the same number of dimensions");
    x = vm_alloc(vm, p->n * sizeof *x, VM_BLOCK_RAW);
    for (size_t i = 0; i < p->n; i++) {
        double a = vm_get_float(vm, p->items[i]);

        x[i] = a - vm_get_float(vm, q->items[i]);
    }
    r = length_of(x, p->n);
    vm_free(vm, x);
    return vm_float(vm, r);
}

/* --- Sums and products --- */

/* Doubles that do not overlap: there cannot be more than the exponents' range divided by a
 * mantissa. */
#define MAX_PARTIALS 64

/* Shewchuk's exact summation. */
FUNCTION(math_fsum)
{
    double partials[MAX_PARTIALS], special = 0, infinities = 0, high = 0, low = 0;
    unsigned n = 0;
    VmValue iterator = vm_iter(vm, args[0]), item;

    while ((item = vm_next(vm, iterator)) != VM_UNDEF) {
        double x = vm_get_float(vm, item), was = x;
        unsigned kept = 0;

        for (unsigned i = 0; i < n; i++) {
            TwoDoubles sum =
                fabs(x) < fabs(partials[i]) ? exact_sum(partials[i], x) : exact_sum(x, partials[i]);

            if (sum.low != 0)
                partials[kept++] = sum.low;
            x = sum.high;
        }
        n = kept;
        if (x == 0)
            continue;
        if (!isfinite(x)) {
            if (isfinite(was))
                vm_raise_overflow_error(vm, "intermediate overflow in fsum");
            if (isinf(was))
                infinities += was;
            special += was;
            n = 0;
        } else if (n < MAX_PARTIALS) {
            partials[n++] = x;
        }
    }
    if (special != 0) {
        if (isnan(infinities))
            vm_raise_value_error(vm, "-inf + inf in fsum");
        return vm_float(vm, special);
    }
    if (n == 0)
        return vm_float(vm, 0);
    high = partials[--n];
    while (n > 0) {
        TwoDoubles sum = exact_sum(high, partials[--n]);

        high = sum.high;
        low = sum.low;
        if (low != 0)
            break;
    }
    // A tie that what is further below decides.
    if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
        double twice = low * 2, next = high + twice;

        if (twice == next - high)
            high = next;
    }
    return vm_float(vm, high);
}

FUNCTION(math_prod)
{
    static const VmParam params[] = {{VM_S(iterable), VM_PARAM_REQUIRED | VM_PARAM_POS_ONLY},
                                     {VM_S(start), VM_PARAM_KW_ONLY, VM_SMALL(1)}};
    VmValue v[2], product, iterator, item;

    vm_parse_args(vm, &vm_s_prod, params, 2, n_args, args, kw, v);
    product = v[1];
    iterator = vm_iter(vm, v[0]);
    while ((item = vm_next(vm, iterator)) != VM_UNDEF)
        product = vm_binary(vm, VM_BIN_MUL, product, item);
    return product;
}

/* --- Number theory --- */

FUNCTION(math_factorial)
{
    return vm_int_factorial(vm, vm_index(vm, args[0]));
}

FUNCTION(math_isqrt)
{
    return vm_int_isqrt(vm, vm_index(vm, args[0]));
}

FUNCTION(math_gcd)
{
    VmValue g = VM_SMALL(0);

    for (unsigned i = 0; i < n_args; i++)
        g = vm_int_gcd(vm, g, vm_index(vm, args[i]));
    return g;
}

FUNCTION(math_lcm)
{
    VmValue m = VM_SMALL(1);

    for (unsigned i = 0; i < n_args; i++) {
        VmValue v = vm_index(vm, args[i]), q;

        if (v == VM_SMALL(0) || m == VM_SMALL(0)) {
            m = VM_SMALL(0);
            continue;
        }
        vm_int_divmod(vm, m, vm_int_gcd(vm, m, v), &q, NULL);
        m = vm_int_abs(vm, vm_int_mul(vm, q, v));
    }
    return m;
}

/* n (n-1) ... (n-k+1), by halves. */
static VmValue
falling(VM *vm, VmValue n, uint64_t k)
{
    if (k <= 8) {
        VmValue product = n;

        for (uint64_t i = 1; i < k; i++)
            product = vm_int_mul(vm, product, vm_int_sub(vm, n, vm_int(vm, (int64_t)i)));
        return product;
    }
    vm_poll(vm);
    return vm_int_mul(vm, falling(vm, n, k / 2),
                      falling(vm, vm_int_sub(vm, n, vm_int(vm, (int64_t)(k / 2))), k - k / 2));
}

static int64_t
choice_count(VM *vm, VmValue k, const char *what)
{
    int64_t count;

    if (!vm_int_to_int64_maybe(k, &count))
        vm_raise_overflow_error(vm, "%s must not exceed 9223372036854775807", what);
    return count;
}

FUNCTION(math_perm)
{
    VmValue n = vm_index(vm, args[0]), k;
    int64_t count;

    if (n_args < 2 || args[1] == VM_NONE) {
        if (vm_int_sign(n) < 0)
            vm_raise_value_error(vm, "factorial() not defined for negative values");
        return vm_int_factorial(vm, n);
    }
    k = vm_index(vm, args[1]);
    if (vm_int_sign(n) < 0)
        vm_raise_value_error(vm, "n must be a non-negative integer");
    if (vm_int_sign(k) < 0)
        vm_raise_value_error(vm, "k must be a non-negative integer");
    if (vm_int_compare(n, k) < 0)
        return VM_SMALL(0);
    count = choice_count(vm, k, "k");
    return count == 0 ? VM_SMALL(1) : falling(vm, n, (uint64_t)count);
}

FUNCTION(math_comb)
{
    VmValue n = vm_index(vm, args[0]), k = vm_index(vm, args[1]), other, q;
    int64_t count;

    if (vm_int_sign(n) < 0)
        vm_raise_value_error(vm, "n must be a non-negative integer");
    if (vm_int_sign(k) < 0)
        vm_raise_value_error(vm, "k must be a non-negative integer");
    other = vm_int_sub(vm, n, k);
    if (vm_int_sign(other) < 0)
        return VM_SMALL(0);
    if (vm_int_compare(other, k) < 0)
        k = other;
    count = choice_count(vm, k, "min(n - k, k)");
    if (count == 0)
        return VM_SMALL(1);
    vm_int_divmod(vm, falling(vm, n, (uint64_t)count), vm_int_factorial(vm, k), &q, NULL);
    return q;
}

static const VmMember math_members[] = {
    VM_FUNCTION(acos, math_acos, 1, 1),
    VM_FUNCTION(acosh, math_acosh, 1, 1),
    VM_FUNCTION(asin, math_asin, 1, 1),
    VM_FUNCTION(asinh, math_asinh, 1, 1),
    VM_FUNCTION(atan, math_atan, 1, 1),
    VM_FUNCTION(atanh, math_atanh, 1, 1),
    VM_FUNCTION(cbrt, math_cbrt, 1, 1),
    VM_FUNCTION(cos, math_cos, 1, 1),
    VM_FUNCTION(cosh, math_cosh, 1, 1),
    VM_FUNCTION(erf, math_erf, 1, 1),
    VM_FUNCTION(erfc, math_erfc, 1, 1),
    VM_FUNCTION(exp, math_exp, 1, 1),
    VM_FUNCTION(exp2, math_exp2, 1, 1),
    VM_FUNCTION(expm1, math_expm1, 1, 1),
    VM_FUNCTION(fabs, math_fabs, 1, 1),
    VM_FUNCTION(log1p, math_log1p, 1, 1),
    VM_FUNCTION(sin, math_sin, 1, 1),
    VM_FUNCTION(sinh, math_sinh, 1, 1),
    VM_FUNCTION(sqrt, math_sqrt, 1, 1),
    VM_FUNCTION(tan, math_tan, 1, 1),
    VM_FUNCTION(tanh, math_tanh, 1, 1),
    {VM_S(e), VM_FLOAT_E},
    {VM_S(inf), VM_FLOAT_INF},
    {VM_S(nan), VM_FLOAT_NAN},
    {VM_S(pi), VM_FLOAT_PI},
    {VM_S(tau), VM_FLOAT_TAU},
    VM_FUNCTION(atan2, math_atan2, 2, 2),
    VM_FUNCTION(ceil, math_ceil, 1, 1),
    VM_FUNCTION(comb, math_comb, 2, 2),
    VM_FUNCTION(copysign, math_copysign, 2, 2),
    VM_FUNCTION(degrees, math_degrees, 1, 1),
    VM_FUNCTION(dist, math_dist, 2, 2),
    VM_FUNCTION(factorial, math_factorial, 1, 1),
    VM_FUNCTION(floor, math_floor, 1, 1),
    VM_FUNCTION(fmod, math_fmod, 2, 2),
    VM_FUNCTION(frexp, math_frexp, 1, 1),
    VM_FUNCTION(fsum, math_fsum, 1, 1),
    VM_FUNCTION(gamma, math_gamma, 1, 1),
    VM_FUNCTION(gcd, math_gcd, 0, VM_ANY_ARGS),
    VM_FUNCTION(hypot, math_hypot, 0, VM_ANY_ARGS),
    VM_FUNCTION_KW(isclose, math_isclose, 0, VM_ANY_ARGS),
    VM_FUNCTION(isfinite, math_isfinite, 1, 1),
    VM_FUNCTION(isinf, math_isinf, 1, 1),
    VM_FUNCTION(isnan, math_isnan, 1, 1),
    VM_FUNCTION(isqrt, math_isqrt, 1, 1),
    VM_FUNCTION(lcm, math_lcm, 0, VM_ANY_ARGS),
    VM_FUNCTION(ldexp, math_ldexp, 2, 2),
    VM_FUNCTION(lgamma, math_lgamma, 1, 1),
    VM_FUNCTION(log, math_log, 1, 2),
    VM_FUNCTION(log10, math_log10, 1, 1),
    VM_FUNCTION(log2, math_log2, 1, 1),
    VM_FUNCTION(modf, math_modf, 1, 1),
    VM_FUNCTION(nextafter, math_nextafter, 2, 2),
    VM_FUNCTION(perm, math_perm, 1, 2),
    VM_FUNCTION(pow, math_pow, 2, 2),
    VM_FUNCTION_KW(prod, math_prod, 0, VM_ANY_ARGS),
    VM_FUNCTION(radians, math_radians, 1, 1),
    VM_FUNCTION(remainder, math_remainder, 2, 2),
    VM_FUNCTION(trunc, math_trunc, 1, 1),
    VM_FUNCTION(ulp, math_ulp, 1, 1),
};

const VmModuleDef vm_module_math = {.name = &vm_s_math, VM_MEMBERS(math_members)};
