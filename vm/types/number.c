/* SPDX-License-Identifier: MIT */
/* Where the kinds of numbers meet: arguments of natives, operators on mixed operands, comparing and
 * hashing. */
#include <math.h>

#include "vm/types/int.h"
#include "vm/types/unicode.h"

/* --- Arguments --- */

VmValue
vm_index(VM *vm, VmValue v)
{
    VmValue method, result;

    if (vm_is_small(v))
        return v;
    if (vm_is_int(v))
        return vm_int_exact(vm, v);
    method = vm_special_maybe(vm, v, &vm_s___index__);
    if (method == VM_UNDEF)
        vm_raise_type_error(vm, "'%t' object cannot be interpreted as an integer", v);
    result = vm_call_0(vm, method);
    if (!vm_is_int(result))
        vm_raise_type_error(vm, "__index__ returned non-int (type %t)", result);
    return vm_int_exact(vm, result);
}

int64_t
vm_get_int64(VM *vm, VmValue v)
{
    int64_t n;

    if (vm_is_small(v))
        return vm_small_value(v);
    if (!vm_int_to_int64_maybe(vm_index(vm, v), &n))
        vm_raise_overflow_error(vm, "Python int too large to convert to C long");
    return n;
}

intptr_t
vm_get_int(VM *vm, VmValue v)
{
    int64_t n;

    if (vm_is_small(v))
        return vm_small_value(v);
    if (!vm_int_to_int64_maybe(vm_index(vm, v), &n) || n < INTPTR_MIN || n > INTPTR_MAX)
        vm_raise_overflow_error(vm, "Python int too large to convert to C ssize_t");
    return (intptr_t)n;
}

intptr_t
vm_get_int_clamped(VM *vm, VmValue v)
{
    int64_t n;

    if (vm_is_small(v))
        return vm_small_value(v);
    v = vm_index(vm, v);
    if (vm_int_to_int64_maybe(v, &n) && n >= INTPTR_MIN && n <= INTPTR_MAX)
        return (intptr_t)n;
    return vm_int_sign(v) < 0 ? INTPTR_MIN : INTPTR_MAX;
}

uint64_t
vm_get_uint64_truncated(VM *vm, VmValue v)
{
    VmIntView a;
    uint64_t low = 0;

    if (vm_is_small(v))
        return (uint64_t)(int64_t)vm_small_value(v);
    v = vm_index(vm, v);
    vm_int_view(&a, v);
    for (size_t i = 0; i < a.n && i < 64 / VM_DIGIT_BITS; i++)
        low |= (uint64_t)a.d[i] << i * VM_DIGIT_BITS;
    return a.negative ? 0 - low : low;
}

/* A float by __float__ or __index__; false when @v has neither. */
static bool
float_by_method(VM *vm, VmValue v, double *out)
{
    VmValue method = vm_special_maybe(vm, v, &vm_s___float__), result;

    if (method != VM_UNDEF) {
        result = vm_call_0(vm, method);
        if (!vm_is_float(result))
            vm_raise_type_error(vm, "%t.__float__ returned non-float (type %t)", v, result);
        *out = vm_float_value(result);
        return true;
    }
    if (vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
        return false;
    *out = vm_int_to_double(vm, vm_index(vm, v));
    return true;
}

double
vm_get_float(VM *vm, VmValue v)
{
    double d;

    if (vm_is_float(v))
        return vm_float_value(v);
    if (vm_is_int(v))
        return vm_int_to_double(vm, v);
    if (!float_by_method(vm, v, &d))
        vm_raise_type_error(vm, "must be real number, not %t", v);
    return d;
}

bool
vm_complex_of(VM *vm, VmValue v, VmComplexNumber *out)
{
    out->imag = 0;
    if (vm_is_float(v))
        out->real = vm_float_value(v);
    else if (vm_is_int(v))
        out->real = vm_int_to_double(vm, v);
    else if (vm_is_complex(v))
        *out = (VmComplexNumber){((VmComplex *)v)->real, ((VmComplex *)v)->imag};
    else
        return false;
    return true;
}

bool
vm_get_complex_maybe(VM *vm, VmValue v, VmComplexNumber *out)
{
    VmValue method, result;

    if (vm_complex_of(vm, v, out))
        return true;
    method = vm_special_maybe(vm, v, &vm_s___complex__);
    if (method != VM_UNDEF) {
        result = vm_call_0(vm, method);
        if (!vm_is_complex(result))
            vm_raise_type_error(vm, "__complex__ returned non-complex (type %t)", result);
        return vm_complex_of(vm, result, out);
    }
    out->imag = 0;
    return float_by_method(vm, v, &out->real);
}

bool
vm_number_text(VM *vm, VmValue v, const char **text, size_t *len)
{
    VmBuffer buffer;

    if (vm_is_str(v)) {
        const VmStr *s = vm_str(v);
        const char *at = s->data, *end = s->data + s->len;
        char *out;

        *text = s->data;
        *len = s->len;
        if ((s->bits & VM_STR_ASCII) != 0)
            return true;
        out = vm_alloc(vm, s->len, VM_BLOCK_RAW);
        *text = out;
        while (at < end) {
            uint32_t c = vm_utf8_next(&at);
            int digit = vm_unicode_decimal(c);

            *out++ = c < 0x80                                   ? (char)c
                     : digit >= 0                               ? (char)('0' + digit)
                     : (vm_unicode_flags(c) & VM_UC_SPACE) != 0 ? ' '
                                                                : '?';
        }
        *len = (size_t)(out - *text);
        return true;
    }
    if (!vm_is_object(v) || vm_object(v)->type->buffer == NULL ||
        !vm_object(v)->type->buffer(vm, v, &buffer, false))
        return false;
    *text = (const char *)buffer.data;
    *len = buffer.len;
    return true;
}

/* --- Operators --- */

static bool
is_real(VmValue v)
{
    return vm_is_int(v) || vm_is_float(v);
}

static double
real_value(VM *vm, VmValue v)
{
    return vm_is_float(v) ? vm_float_value(v) : vm_int_to_double(vm, v);
}

VmValue
vm_number_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    (void)self_is_right;
    if (vm_is_int(left) && vm_is_int(right)) {
        if (vm_is_bool(left) && vm_is_bool(right)) {
            bool a = left == VM_TRUE, b = right == VM_TRUE;

            if (op == VM_BIN_AND || op == VM_BIN_OR || op == VM_BIN_XOR)
                return vm_bool(op == VM_BIN_AND ? a && b : op == VM_BIN_OR ? a || b : a != b);
        }
        return vm_int_binary(vm, op, vm_int_exact(vm, left), vm_int_exact(vm, right));
    }
    if (is_real(left) && is_real(right)) {
        double a, b;

        if (op > VM_BIN_POW)
            return VM_UNDEF;
        a = real_value(vm, left);
        b = real_value(vm, right);
        return vm_float_binary(vm, op, a, b);
    }
    if (vm_is_complex(left) || vm_is_complex(right))
        return vm_complex_binary(vm, op, left, right);
    return VM_UNDEF;
}

void
vm_number_divmod(VM *vm, VmValue left, VmValue right, VmValue *quotient, VmValue *rest)
{
    double a, b, q, r;

    if (vm_is_int(left) && vm_is_int(right)) {
        right = vm_int_exact(vm, right);
        if (right == VM_SMALL(0))
            vm_raise_format(vm, &vm_type_ZeroDivisionError, "integer division or modulo by zero");
        vm_int_divmod(vm, vm_int_exact(vm, left), right, quotient, rest);
        return;
    }
    a = real_value(vm, left);
    b = real_value(vm, right);
    if (b == 0)
        vm_raise_format(vm, &vm_type_ZeroDivisionError, "float divmod()");
    vm_float_divmod(a, b, &q, &r);
    *quotient = vm_float(vm, q);
    *rest = vm_float(vm, r);
}

VmValue
vm_number_unary(VM *vm, VmUnaryOp op, VmValue v)
{
    if (vm_is_int(v)) {
        v = vm_int_exact(vm, v);
        switch (op) {
        case VM_UN_NEG: return vm_int_neg(vm, v);
        case VM_UN_POS: return v;
        case VM_UN_INVERT: return vm_int_sub(vm, VM_SMALL(-1), v);
        case VM_UN_ABS: return vm_int_abs(vm, v);
        }
    }
    if (vm_is_float(v)) {
        double d = vm_float_value(v);

        switch (op) {
        case VM_UN_NEG: return vm_float(vm, -d);
        case VM_UN_POS: return vm_float(vm, d);
        case VM_UN_INVERT: return VM_UNDEF;
        case VM_UN_ABS: return vm_float(vm, fabs(d));
        }
    }
    if (vm_is_complex(v)) {
        VmComplex *c = (VmComplex *)v;
        double size;

        switch (op) {
        case VM_UN_NEG: return vm_complex(vm, -c->real, -c->imag);
        case VM_UN_POS: return vm_complex(vm, c->real, c->imag);
        case VM_UN_INVERT: return VM_UNDEF;
        case VM_UN_ABS:
            size = hypot(c->real, c->imag);
            if (isinf(size) && isfinite(c->real) && isfinite(c->imag))
                vm_raise_overflow_error(vm, "absolute value too large");
            return vm_float(vm, size);
        }
    }
    return VM_UNDEF;
}

static bool
holds(VmCompareOp op, int order)
{
    switch (op) {
    case VM_CMP_LT: return order < 0;
    case VM_CMP_LE: return order <= 0;
    case VM_CMP_GT: return order > 0;
    case VM_CMP_GE: return order >= 0;
    case VM_CMP_EQ: return order == 0;
    default: return order != 0;
    }
}

static bool
holds_double(VmCompareOp op, double a, double b)
{
    switch (op) {
    case VM_CMP_LT: return a < b;
    case VM_CMP_LE: return a <= b;
    case VM_CMP_GT: return a > b;
    case VM_CMP_GE: return a >= b;
    case VM_CMP_EQ: return a == b;
    default: return a != b;
    }
}

/* An int against a double that is no NaN, exactly. */
static int
compare_int_double(VM *vm, VmValue v, double d)
{
    double whole;
    int order;

    if (isinf(d))
        return d > 0 ? -1 : 1;
    if (vm_int_bit_length(v) <= 53) {
        bool overflow;
        double x = vm_int_to_double_maybe(v, &overflow);

        return x < d ? -1 : x > d;
    }
    whole = trunc(d);
    order = vm_int_compare(v, vm_int_from_double(vm, whole));
    return order != 0 ? order : whole < d ? -1 : whole > d;
}

VmValue
vm_number_compare(VM *vm, VmCompareOp op, VmValue left, VmValue right)
{
    if (vm_is_int(left) && vm_is_int(right))
        return vm_bool(holds(op, vm_int_compare(left, right)));
    if (vm_is_float(left) && vm_is_float(right))
        return vm_bool(holds_double(op, vm_float_value(left), vm_float_value(right)));
    if (vm_is_float(left) && vm_is_int(right)) {
        if (isnan(vm_float_value(left)))
            return vm_bool(op == VM_CMP_NE);
        return vm_bool(holds(op, -compare_int_double(vm, right, vm_float_value(left))));
    }
    if (vm_is_int(left) && vm_is_float(right)) {
        if (isnan(vm_float_value(right)))
            return vm_bool(op == VM_CMP_NE);
        return vm_bool(holds(op, compare_int_double(vm, left, vm_float_value(right))));
    }
    if ((op == VM_CMP_EQ || op == VM_CMP_NE) && (vm_is_complex(left) || vm_is_complex(right))) {
        VmValue other = vm_is_complex(left) ? right : left;
        VmComplex *c = (VmComplex *)(vm_is_complex(left) ? left : right);
        bool equal;

        if (vm_is_complex(other))
            equal = c->real == ((VmComplex *)other)->real && c->imag == ((VmComplex *)other)->imag;
        else if (is_real(other))
            equal = c->imag == 0 &&
                    vm_number_compare(vm, VM_CMP_EQ, vm_float(vm, c->real), other) == VM_TRUE;
        else
            return VM_UNDEF;
        return vm_bool(equal == (op == VM_CMP_EQ));
    }
    return VM_UNDEF;
}

/* --- Hashing, as CPython does it: a number's residue modulo a prime of the form 2^k - 1, so that
 * 1, 1.0 and (1+0j) agree. --- */

#if UINTPTR_MAX > 0xffffffffu
#define HASH_BITS 61
#define HASH_IMAG 1000003u
#else
#define HASH_BITS 31
#define HASH_IMAG 1000003u
#endif
#define HASH_MODULUS (((uintptr_t)1 << HASH_BITS) - 1)
#define HASH_INF     314159

static uintptr_t
rotate(uintptr_t x, unsigned by)
{
    return ((x << by) & HASH_MODULUS) | x >> (HASH_BITS - by);
}

static intptr_t
signed_hash(uintptr_t x, bool negative)
{
    intptr_t hash = negative ? -(intptr_t)x : (intptr_t)x;

    return hash == -1 ? -2 : hash;
}

intptr_t
vm_hash_double(double d)
{
    uintptr_t x = 0;
    int e;
    double m;

    if (!isfinite(d))
        return isnan(d) ? 0 : d > 0 ? HASH_INF : -HASH_INF;
    m = frexp(fabs(d), &e);
    while (m != 0) {
        uintptr_t part;

        x = rotate(x, 28);
        m *= 268435456.0; // 2^28
        e -= 28;
        part = (uintptr_t)m;
        m -= (double)part;
        x += part;
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
    }
    e = e >= 0 ? e % HASH_BITS : HASH_BITS - 1 - (-1 - e) % HASH_BITS;
    return signed_hash(rotate(x, (unsigned)e), d < 0);
}

static intptr_t
hash_int(VmValue v)
{
    VmIntView a;
    uintptr_t x = 0;

    if (vm_is_small(v)) {
        intptr_t n = vm_small_value(v);
        uintptr_t size = n < 0 ? 0 - (uintptr_t)n : (uintptr_t)n;

        return signed_hash(size >= HASH_MODULUS ? size - HASH_MODULUS : size, n < 0);
    }
    vm_int_view(&a, v);
    for (size_t i = a.n; i-- > 0;) {
        x = rotate(x, VM_DIGIT_BITS) + a.d[i];
        if (x >= HASH_MODULUS)
            x -= HASH_MODULUS;
    }
    return signed_hash(x, a.negative);
}

intptr_t
vm_hash_number(VM *vm, VmValue v)
{
    (void)vm;
    if (vm_is_int(v))
        return hash_int(v);
    if (vm_is_float(v))
        return vm_hash_double(vm_float_value(v));
    {
        const VmComplex *c = (const VmComplex *)v;
        uintptr_t hash =
            (uintptr_t)vm_hash_double(c->real) + HASH_IMAG * (uintptr_t)vm_hash_double(c->imag);

        return (intptr_t)hash == -1 ? -2 : (intptr_t)hash;
    }
}

/* --- Rounding --- */

/* To a multiple of 10^places, ties to even multiples. */
static VmValue
round_int(VM *vm, VmValue v, intptr_t places)
{
    VmValue unit, q, rest, twice;
    int order;

    // 10^places is more than twice as large: the result is 0.
    if ((size_t)places > vm_int_bit_length(v) / 3 + 1)
        return VM_SMALL(0);
    unit = vm_int_pow(vm, VM_SMALL(10), vm_small(places));
    vm_int_divmod(vm, v, unit, &q, &rest);
    twice = vm_int_add(vm, rest, rest);
    order = vm_int_compare(twice, unit);
    if (order > 0 || (order == 0 && vm_int_binary(vm, VM_BIN_AND, q, VM_SMALL(1)) != VM_SMALL(0)))
        q = vm_int_add(vm, q, VM_SMALL(1));
    return vm_int_mul(vm, q, unit);
}

VmValue
vm_number_round(VM *vm, VmValue v, VmValue ndigits)
{
    intptr_t places;
    double d;

    if (ndigits == VM_UNDEF || ndigits == VM_NONE) {
        if (vm_is_int(v))
            return vm_int_exact(vm, v);
        return vm_int_from_double(vm, rint(vm_float_value(v)));
    }
    places = vm_get_int_clamped(vm, ndigits);
    if (vm_is_int(v)) {
        v = vm_int_exact(vm, v);
        return places >= 0 ? v : round_int(vm, v, places == INTPTR_MIN ? INTPTR_MAX : -places);
    }
    d = vm_double_round(vm, vm_float_value(v), places);
    if (isinf(d) && isfinite(vm_float_value(v)))
        vm_raise_overflow_error(vm, "rounded value too large to represent");
    return vm_float(vm, d);
}
