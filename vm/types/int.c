/* SPDX-License-Identifier: MIT */
/* int: arithmetic of any size. Small integers are handled first everywhere; results come back small
 * when they fit. The inner loops are in digits.c, text in int-text.c, the methods and the type in
 * int-type.c, mixing with floats in number.c. */
#include "vm/types/int.h"

#include <math.h>

#define BITS VM_DIGIT_BITS

/* --- Objects and views --- */

static uint64_t
magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

static size_t
put_uint64(VmDigit *d, uint64_t n)
{
    size_t i = 0;

    for (; n != 0; n = n >> (BITS - 1) >> 1)
        d[i++] = (VmDigit)n;
    return i;
}

/* The lowest 64 bits. */
static uint64_t
low_uint64(const VmDigit *d, size_t n)
{
    uint64_t low = 0;

    for (size_t i = 0; i < n && i < 64 / BITS; i++)
        low |= (uint64_t)d[i] << i * BITS;
    return low;
}

void
vm_int_view(VmIntView *view, VmValue v)
{
    if (vm_is_small(v) || vm_is_bool(v)) {
        int64_t n = vm_is_small(v) ? (int64_t)vm_small_value(v) : v == VM_TRUE;

        view->d = view->own;
        view->n = put_uint64(view->own, magnitude(n));
        view->negative = n < 0;
    } else {
        const VmInt *i = (const VmInt *)v;

        view->d = i->digits;
        view->n = i->n;
        view->negative = i->negative;
    }
}

VmInt *
vm_int_alloc(VM *vm, size_t n)
{
    VmInt *r;

    if (n > VM_INT_MAX_DIGITS)
        vm_raise_memory_error(vm);
    r = vm_new_object(vm, &vm_type_int, sizeof *r + n * sizeof(VmDigit));
    r->n = (uint32_t)n;
    return r;
}

VmValue
vm_int_finish(VM *vm, VmInt *r)
{
    size_t room = r->n, n = vm_digits_trim(r->digits, room);

    r->n = (uint32_t)n;
    if (n <= (VM_SMALL_BITS + BITS - 1) / BITS) {
        uint64_t m = low_uint64(r->digits, n);

        if (m <= (uint64_t)VM_SMALL_MAX + r->negative) {
            int64_t value = r->negative ? -(int64_t)m : (int64_t)m;

            vm_free(vm, r);
            return vm_small((intptr_t)value);
        }
    }
    if ((room - n) * sizeof(VmDigit) >= 4 * sizeof(void *))
        r = vm_realloc(vm, r, sizeof *r + n * sizeof(VmDigit), sizeof *r + n * sizeof(VmDigit),
                       VM_BLOCK_RAW);
    return vm_value(r);
}

VmValue
vm_int_big(VM *vm, int64_t n)
{
    VmInt *r;

    if (vm_fits_small(n))
        return vm_small((intptr_t)n);
    r = vm_int_alloc(vm, 64 / BITS);
    r->n = (uint32_t)put_uint64(r->digits, magnitude(n));
    r->negative = n < 0;
    return vm_value(r);
}

VmValue
vm_int_from_uint64(VM *vm, uint64_t n)
{
    VmInt *r;

    if (n <= (uint64_t)VM_SMALL_MAX)
        return vm_small((intptr_t)n);
    r = vm_int_alloc(vm, 64 / BITS);
    r->n = (uint32_t)put_uint64(r->digits, n);
    return vm_value(r);
}

VmValue
vm_int_exact(VM *vm, VmValue v)
{
    VmIntView a;
    VmInt *r;

    if (vm_is_small(v) || vm_is_exact(v, &vm_type_int))
        return v;
    vm_int_view(&a, v);
    r = vm_int_alloc(vm, a.n);
    memcpy(r->digits, a.d, a.n * sizeof(VmDigit));
    r->negative = a.negative;
    return vm_int_finish(vm, r);
}

VmValue
vm_int_as(VM *vm, const VmType *type, VmValue v)
{
    VmIntView a;
    VmInt *r;

    if (type == &vm_type_int)
        return v;
    vm_int_view(&a, v);
    r = vm_instance_alloc(vm, type, sizeof *r + a.n * sizeof(VmDigit));
    memcpy(r->digits, a.d, a.n * sizeof(VmDigit));
    r->negative = a.negative;
    r->n = (uint32_t)a.n;
    return vm_value(r);
}

int
vm_int_sign(VmValue v)
{
    VmIntView a;

    if (vm_is_small(v))
        return vm_small_value(v) < 0 ? -1 : vm_small_value(v) > 0;
    vm_int_view(&a, v);
    return a.n == 0 ? 0 : a.negative ? -1 : 1;
}

int
vm_int_compare(VmValue left, VmValue right)
{
    VmIntView a, b;
    int order;

    if (vm_are_small(left, right)) {
        intptr_t x = vm_small_value(left), y = vm_small_value(right);

        return x < y ? -1 : x > y;
    }
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    order = vm_digits_compare(a.d, a.n, b.d, b.n);
    return a.negative ? -order : order;
}

static size_t
bit_length(const VmIntView *a)
{
    return a->n == 0 ? 0 : (a->n - 1) * BITS + vm_digit_bits(a->d[a->n - 1]);
}

size_t
vm_int_bit_length(VmValue v)
{
    VmIntView a;

    vm_int_view(&a, v);
    return bit_length(&a);
}

bool
vm_int_to_int64_maybe(VmValue v, int64_t *out)
{
    VmIntView a;
    uint64_t m;

    if (vm_is_small(v)) {
        *out = vm_small_value(v);
        return true;
    }
    vm_int_view(&a, v);
    if (a.n > 64 / BITS)
        return false;
    m = low_uint64(a.d, a.n);
    if (m > (uint64_t)INT64_MAX + a.negative)
        return false;
    *out = a.negative ? (int64_t)(0 - m) : (int64_t)m;
    return true;
}

/* --- Sums and products --- */

/* a + b, or a - b where b.negative was turned over. */
static VmValue
add_views(VM *vm, const VmIntView *a, const VmIntView *b, bool b_negative)
{
    VmInt *r;
    int order;

    if (a->negative == b_negative) {
        if (a->n < b->n) {
            const VmIntView *t = a;

            a = b;
            b = t;
        }
        r = vm_int_alloc(vm, a->n + 1);
        r->negative = b_negative;
        r->digits[a->n] = vm_digits_add(r->digits, a->d, a->n, b->d, b->n);
        return vm_int_finish(vm, r);
    }
    order = vm_digits_compare(a->d, a->n, b->d, b->n);
    if (order == 0)
        return VM_SMALL(0);
    r = vm_int_alloc(vm, order > 0 ? a->n : b->n);
    r->negative = order > 0 ? a->negative : b_negative;
    if (order > 0)
        vm_digits_sub(r->digits, a->d, a->n, b->d, b->n);
    else
        vm_digits_sub(r->digits, b->d, b->n, a->d, a->n);
    return vm_int_finish(vm, r);
}

VmValue
vm_int_add(VM *vm, VmValue left, VmValue right)
{
    VmIntView a, b;

    if (vm_are_small(left, right))
        return vm_int(vm, (int64_t)vm_small_value(left) + vm_small_value(right));
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    return add_views(vm, &a, &b, b.negative);
}

VmValue
vm_int_sub(VM *vm, VmValue left, VmValue right)
{
    VmIntView a, b;

    if (vm_are_small(left, right))
        return vm_int(vm, (int64_t)vm_small_value(left) - vm_small_value(right));
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    return add_views(vm, &a, &b, !b.negative);
}

VmValue
vm_int_mul(VM *vm, VmValue left, VmValue right)
{
    VmIntView a, b;
    VmInt *r;
    int64_t product;

    if (vm_are_small(left, right) &&
        !__builtin_mul_overflow((int64_t)vm_small_value(left), (int64_t)vm_small_value(right),
                                &product))
        return vm_int(vm, product);
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    if (a.n == 0 || b.n == 0)
        return VM_SMALL(0);
    r = vm_int_alloc(vm, a.n + b.n);
    r->negative = a.negative != b.negative;
    vm_digits_mul(vm, r->digits, a.d, a.n, b.d, left == right ? a.n : b.n);
    return vm_int_finish(vm, r);
}

VmValue
vm_int_neg(VM *vm, VmValue v)
{
    VmIntView a;
    VmInt *r;

    if (vm_is_small(v))
        return vm_int(vm, -(int64_t)vm_small_value(v));
    vm_int_view(&a, v);
    r = vm_int_alloc(vm, a.n);
    memcpy(r->digits, a.d, a.n * sizeof(VmDigit));
    r->negative = !a.negative;
    return vm_int_finish(vm, r);
}

VmValue
vm_int_abs(VM *vm, VmValue v)
{
    return vm_int_sign(v) < 0 ? vm_int_neg(vm, v) : vm_int_exact(vm, v);
}

/* --- Division --- */

void
vm_int_divmod(VM *vm, VmValue left, VmValue right, VmValue *quotient, VmValue *rest)
{
    VmIntView a, b;
    VmInt *q = NULL, *r = NULL;
    VmValue qv = VM_SMALL(0), rv;
    size_t nq;
    bool exact;

    if (vm_are_small(left, right)) {
        int64_t x = vm_small_value(left), y = vm_small_value(right), d = x / y, m = x % y;

        if (m != 0 && (m < 0) != (y < 0)) {
            m += y;
            d--;
        }
        if (quotient != NULL)
            *quotient = vm_int(vm, d);
        if (rest != NULL)
            *rest = vm_small((intptr_t)m);
        return;
    }
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    if (vm_digits_compare(a.d, a.n, b.d, b.n) < 0) {
        rv = vm_int_exact(vm, left);
        exact = a.n == 0;
    } else {
        nq = a.n - b.n + 1;
        if (quotient != NULL)
            q = vm_int_alloc(vm, nq + 1);
        r = vm_int_alloc(vm, b.n);
        vm_digits_divmod(vm, q == NULL ? NULL : q->digits, r->digits, a.d, a.n, b.d, b.n);
        r->negative = a.negative;
        exact = vm_digits_trim(r->digits, b.n) == 0;
        if (q != NULL) {
            q->negative = a.negative != b.negative;
            q->digits[nq] = 0;
            qv = vm_int_finish(vm, q);
        }
        rv = vm_int_finish(vm, r);
    }
    // C truncates, Python floors.
    if (!exact && a.negative != b.negative) {
        if (rest != NULL)
            rv = vm_int_add(vm, rv, right);
        if (quotient != NULL)
            qv = vm_int_sub(vm, qv, VM_SMALL(1));
    }
    if (quotient != NULL)
        *quotient = qv;
    if (rest != NULL)
        *rest = rv;
}

/* |v|'s top 64 bits, the lowest of them 1 if anything below is cut off; *shift: how many bits are.
 * Needs more than 64 bits. */
static uint64_t
top_bits(const VmIntView *a, size_t *shift)
{
    size_t bits = bit_length(a), at = (bits - 64) / BITS;
    unsigned by = (unsigned)((bits - 64) % BITS);
    uint64_t top = 0;
    VmDigit lost = (VmDigit)(a->d[at] & (((VmTwoDigits)1 << by) - 1));

    for (size_t i = 0; i <= 64 / BITS && at + i < a->n; i++) {
        uint64_t d = a->d[at + i];

        if (i == 0)
            top = d >> by;
        else if (i * BITS - by < 64)
            top |= d << (i * BITS - by);
    }
    for (size_t i = 0; i < at && lost == 0; i++)
        lost = a->d[i];
    *shift = bits - 64;
    return top | (lost != 0);
}

double
vm_int_to_double_maybe(VmValue v, bool *overflow)
{
    VmIntView a;
    double d;

    *overflow = false;
    if (vm_is_small(v))
        return (double)vm_small_value(v);
    vm_int_view(&a, v);
    if (bit_length(&a) <= 64) {
        d = (double)low_uint64(a.d, a.n);
    } else {
        size_t shift;
        uint64_t top = top_bits(&a, &shift);

        // The conversion rounds once, to even, and sees by the lowest bit whether it is a tie.
        d = (double)top;
        d = shift > 2000 ? INFINITY : ldexp(d, (int)shift);
        *overflow = isinf(d);
    }
    return a.negative ? -d : d;
}

double
vm_int_to_double(VM *vm, VmValue v)
{
    bool overflow;
    double d = vm_int_to_double_maybe(v, &overflow);

    if (overflow)
        vm_raise_overflow_error(vm, "int too large to convert to float");
    return d;
}

double
vm_int_true_divide_maybe(VM *vm, VmValue left, VmValue right, bool *overflow)
{
    VmIntView a, b;
    VmValue q, rest, scaled;
    int64_t shift, difference;
    uint64_t n, half;
    bool negative, inexact = false;
    size_t a_bits, b_bits;
    int extra;

    *overflow = false;
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    negative = a.negative != b.negative;
    a_bits = bit_length(&a);
    b_bits = bit_length(&b);
    if (a_bits == 0)
        return negative ? -0.0 : 0.0;
    if (a_bits <= 53 && b_bits <= 53) {
        double x = (double)low_uint64(a.d, a.n) / (double)low_uint64(b.d, b.n);

        return negative ? -x : x;
    }
    difference = (int64_t)a_bits - (int64_t)b_bits;
    if (difference > 1024) {
        *overflow = true;
        return negative ? -INFINITY : INFINITY;
    }
    if (difference < -1075)
        return negative ? -0.0 : 0.0;
    // Scaled so that the quotient has 55 or 56 bits (fewer where the result is subnormal); what is
    // lost only counts for ties.
    shift = (difference > -1021 ? difference : -1021) - 55;
    scaled = vm_int_abs(vm, left);
    if (shift < 0) {
        scaled = vm_int_shift_left(vm, scaled, (size_t)-shift);
    } else if (shift > 0) {
        VmValue cut = vm_int_shift_right(vm, scaled, (size_t)shift);

        inexact = vm_int_compare(vm_int_shift_left(vm, cut, (size_t)shift), scaled) != 0;
        scaled = cut;
    }
    vm_int_divmod(vm, scaled, vm_int_abs(vm, right), &q, &rest);
    inexact |= rest != VM_SMALL(0);
    n = vm_get_uint64_truncated(vm, q);
    // Round to 53 bits, or to the last bit a subnormal has.
    extra = n == 0 ? 0 : 64 - __builtin_clzll(n);
    if ((int64_t)extra + shift < -1021)
        extra = (int)(-1021 - shift);
    extra -= 53;
    half = (uint64_t)1 << (extra - 1);
    n |= inexact;
    if ((n & half) != 0 && (n & (3 * half - 1)) != 0)
        n += half;
    n &= ~(2 * half - 1);
    {
        double d = ldexp((double)n, (int)shift);

        *overflow = isinf(d);
        return negative ? -d : d;
    }
}

double
vm_int_true_divide(VM *vm, VmValue left, VmValue right)
{
    bool overflow;
    double d = vm_int_true_divide_maybe(vm, left, right, &overflow);

    if (overflow)
        vm_raise_overflow_error(vm, "integer division result too large for a float");
    return d;
}

/* --- Bits --- */

VmValue
vm_int_shift_left(VM *vm, VmValue v, size_t bits)
{
    VmIntView a;
    VmInt *r;
    size_t digits = bits / BITS;

    if (vm_is_small(v) && bits < 64 - VM_SMALL_BITS)
        return vm_int(vm, (int64_t)vm_small_value(v) * ((int64_t)1 << bits));
    vm_int_view(&a, v);
    if (a.n == 0)
        return VM_SMALL(0);
    if (digits > VM_INT_MAX_DIGITS)
        vm_raise_memory_error(vm);
    r = vm_int_alloc(vm, a.n + digits + 1);
    vm_digits_shift_left(r->digits + digits, a.d, a.n, (unsigned)(bits % BITS));
    r->negative = a.negative;
    return vm_int_finish(vm, r);
}

VmValue
vm_int_shift_right(VM *vm, VmValue v, size_t bits)
{
    VmIntView a;
    VmInt *r;
    size_t digits = bits / BITS;
    bool lost = false;
    VmValue result;

    if (vm_is_small(v)) {
        intptr_t n = vm_small_value(v);

        return vm_small(bits >= VM_SMALL_BITS ? (n < 0 ? -1 : 0) : n >> bits);
    }
    vm_int_view(&a, v);
    if (digits >= a.n)
        return a.negative ? VM_SMALL(-1) : VM_SMALL(0);
    r = vm_int_alloc(vm, a.n - digits);
    vm_digits_shift_right(r->digits, a.d + digits, a.n - digits, (unsigned)(bits % BITS));
    r->negative = a.negative;
    if (a.negative) {
        lost = (a.d[digits] & (((VmTwoDigits)1 << bits % BITS) - 1)) != 0;
        for (size_t i = 0; i < digits && !lost; i++)
            lost = a.d[i] != 0;
    }
    result = vm_int_finish(vm, r);
    return lost ? vm_int_sub(vm, result, VM_SMALL(1)) : result;
}

/* Digit after digit of a number in two's complement. */
typedef struct Twos {
    const VmIntView *of;
    VmTwoDigits carry;
    size_t at;
} Twos;

static VmDigit
next_twos(Twos *t)
{
    VmDigit d = t->at < t->of->n ? t->of->d[t->at] : 0;

    t->at++;
    if (!t->of->negative)
        return d;
    t->carry += (VmDigit)~d;
    d = (VmDigit)t->carry;
    t->carry >>= BITS;
    return d;
}

static VmValue
int_bits(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    VmIntView a, b;
    VmInt *r;
    size_t n;

    if (vm_are_small(left, right)) {
        intptr_t x = vm_small_value(left), y = vm_small_value(right);

        return vm_small(op == VM_BIN_AND ? x & y : op == VM_BIN_OR ? x | y : x ^ y);
    }
    vm_int_view(&a, left);
    vm_int_view(&b, right);
    n = (a.n > b.n ? a.n : b.n) + 1;
    if (op == VM_BIN_AND && !a.negative && !b.negative)
        n = a.n < b.n ? a.n : b.n;
    r = vm_int_alloc(vm, n);
    {
        Twos x = {&a, 1, 0}, y = {&b, 1, 0};

        for (size_t i = 0; i < n; i++) {
            VmDigit p = next_twos(&x), q = next_twos(&y);

            r->digits[i] = op == VM_BIN_AND ? p & q : op == VM_BIN_OR ? p | q : p ^ q;
        }
    }
    r->negative = op == VM_BIN_AND  ? a.negative && b.negative
                  : op == VM_BIN_OR ? a.negative || b.negative
                                    : a.negative != b.negative;
    if (r->negative) {
        VmTwoDigits carry = 1;

        for (size_t i = 0; i < n; i++) {
            carry += (VmDigit)~r->digits[i];
            r->digits[i] = (VmDigit)carry;
            carry >>= BITS;
        }
    }
    return vm_int_finish(vm, r);
}

/* --- Powers --- */

/* MemoryError now rather than after much work when a result of so many bits has no chance. */
static void
check_room(VM *vm, uint64_t bits)
{
    void *block;

    if (bits < 1 << 16)
        return;
    if (bits / BITS >= VM_INT_MAX_DIGITS)
        vm_raise_memory_error(vm);
    block = vm_alloc(vm, (size_t)(bits / 8), VM_BLOCK_RAW);
    vm_free(vm, block);
}

/* Gives an intermediate result back early. */
static void
drop(VM *vm, VmValue v)
{
    if (vm_is_object(v))
        vm_free(vm, vm_object(v));
}

VmValue
vm_int_pow(VM *vm, VmValue base, VmValue exponent)
{
    int64_t n;
    VmValue result;
    uint64_t bit, total;
    size_t base_bits;

    if (exponent == VM_SMALL(0))
        return VM_SMALL(1);
    if (base == VM_SMALL(0) || base == VM_SMALL(1))
        return base;
    if (base == VM_SMALL(-1))
        return vm_int_binary(vm, VM_BIN_AND, exponent, VM_SMALL(1)) == VM_SMALL(0) ? VM_SMALL(1)
                                                                                   : base;
    if (!vm_int_to_int64_maybe(exponent, &n))
        vm_raise_memory_error(vm);
    base_bits = vm_int_bit_length(base);
    if (__builtin_mul_overflow((uint64_t)base_bits - 1, (uint64_t)n, &total))
        vm_raise_memory_error(vm);
    if (base == VM_SMALL(2) && (size_t)n == (uint64_t)n)
        return vm_int_shift_left(vm, VM_SMALL(1), (size_t)n);
    if (vm_is_small(base) && base_bits * (uint64_t)n <= 62) {
        int64_t x = vm_small_value(base), y = 1;

        for (; n > 0; n >>= 1, x = n > 0 ? x * x : 0)
            if ((n & 1) != 0)
                y *= x;
        return vm_int(vm, y);
    }
    check_room(vm, total);
    result = base;
    for (bit = (uint64_t)1 << (63 - __builtin_clzll((uint64_t)n)) >> 1; bit != 0; bit >>= 1) {
        VmValue square = vm_int_mul(vm, result, result);

        if (result != base)
            drop(vm, result);
        result = square;
        if (((uint64_t)n & bit) != 0) {
            result = vm_int_mul(vm, square, base);
            drop(vm, square);
        }
    }
    return result;
}

/* The x with a * x % m == 1, m > 1; VM_UNDEF when there is none. */
static VmValue
inverse(VM *vm, VmValue a, VmValue m)
{
    VmValue r0 = m, r1, s0 = VM_SMALL(0), s1 = VM_SMALL(1);

    vm_int_divmod(vm, a, m, NULL, &r1);
    while (r1 != VM_SMALL(0)) {
        VmValue q, r, s;

        vm_int_divmod(vm, r0, r1, &q, &r);
        s = vm_int_sub(vm, s0, vm_int_mul(vm, q, s1));
        r0 = r1;
        r1 = r;
        s0 = s1;
        s1 = s;
        vm_poll(vm);
    }
    if (r0 != VM_SMALL(1))
        return VM_UNDEF;
    vm_int_divmod(vm, s0, m, NULL, &s0);
    return s0;
}

/* base ** exponent % modulus for moduli of one word. */
static uint64_t
pow_mod_small(uint64_t base, const VmIntView *exponent, uint32_t modulus)
{
    uint64_t result = 1;

    for (size_t i = bit_length(exponent); i-- > 0;) {
        result = result * result % modulus;
        if ((exponent->d[i / BITS] >> i % BITS & 1) != 0)
            result = result * base % modulus;
    }
    return result;
}

#define WINDOW 4

/* The same for any: windows of four bits, so a multiplication for every four squarings. All buffers
 * are made once. */
static VmValue
pow_mod_big(VM *vm, VmValue base, VmValue exponent, VmValue modulus)
{
    VmIntView b, e, m;
    VmDigit *room, *powers, *result, *product;
    VmInt *out;
    size_t n, bits;

    vm_int_view(&b, base);
    vm_int_view(&e, exponent);
    vm_int_view(&m, modulus);
    n = m.n;
    room = vm_alloc(vm, ((1 << WINDOW) * n + n + 2 * n) * sizeof *room, VM_BLOCK_RAW);
    powers = room;
    result = powers + (1 << WINDOW) * n;
    product = result + n;
    powers[0] = 1;
    memcpy(powers + n, b.d, b.n * sizeof *room);
    for (size_t i = 2; i < 1 << WINDOW; i++) {
        if (bit_length(&e) <= WINDOW && i > e.d[0])
            break;
        vm_digits_mul(vm, product, powers + (i - 1) * n, n, powers + n, n);
        vm_digits_divmod(vm, NULL, powers + i * n, product, 2 * n, m.d, n);
    }
    memcpy(result, powers, n * sizeof *result);
    bits = (bit_length(&e) + WINDOW - 1) / WINDOW * WINDOW;
    for (size_t i = bits; i > 0; i -= WINDOW) {
        unsigned window = 0;

        for (size_t j = i; j-- > i - WINDOW;)
            window = window << 1 | (j / BITS < e.n ? e.d[j / BITS] >> j % BITS & 1 : 0);
        if (i != bits)
            for (unsigned k = 0; k < WINDOW; k++) {
                vm_digits_mul(vm, product, result, n, result, n);
                vm_digits_divmod(vm, NULL, result, product, 2 * n, m.d, n);
            }
        if (window != 0) {
            vm_digits_mul(vm, product, result, n, powers + window * n, n);
            vm_digits_divmod(vm, NULL, result, product, 2 * n, m.d, n);
        }
        vm_poll(vm);
    }
    out = vm_int_alloc(vm, n);
    memcpy(out->digits, result, n * sizeof *result);
    vm_free(vm, room);
    return vm_int_finish(vm, out);
}

VmValue
vm_int_pow_mod(VM *vm, VmValue base, VmValue exponent, VmValue modulus)
{
    VmValue m, result;
    bool negative = vm_int_sign(modulus) < 0;

    if (modulus == VM_SMALL(0))
        vm_raise_value_error(vm, "pow() 3rd argument cannot be 0");
    m = vm_int_abs(vm, modulus);
    if (m == VM_SMALL(1))
        return VM_SMALL(0);
    if (vm_int_sign(exponent) < 0) {
        base = inverse(vm, base, m);
        if (base == VM_UNDEF)
            vm_raise_value_error(vm, "base is not invertible for the given modulus");
        exponent = vm_int_neg(vm, exponent);
    } else {
        vm_int_divmod(vm, base, m, NULL, &base);
    }
    if (vm_is_small(m) && (uint64_t)vm_small_value(m) <= UINT32_MAX) {
        VmIntView e;

        vm_int_view(&e, exponent);
        result = vm_int(vm, (int64_t)pow_mod_small((uint64_t)vm_small_value(base), &e,
                                                   (uint32_t)vm_small_value(m)));
    } else if (exponent == VM_SMALL(0)) {
        result = VM_SMALL(1);
    } else {
        result = pow_mod_big(vm, base, exponent, m);
    }
    return negative && result != VM_SMALL(0) ? vm_int_add(vm, result, modulus) : result;
}

/* --- Number theory --- */

static uint64_t
gcd_uint64(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t t = a % b;

        a = b;
        b = t;
    }
    return a;
}

/* Lehmer's: as long as the leading bits decide the quotients, many steps of Euclid's are done on
 * them, and then on the whole numbers at once. */
VmValue
vm_int_gcd(VM *vm, VmValue left, VmValue right)
{
    VmValue a = vm_int_abs(vm, left), b = vm_int_abs(vm, right);

    if (vm_int_compare(a, b) < 0) {
        VmValue t = a;

        a = b;
        b = t;
    }
    for (;;) {
        VmIntView x, y;
        int64_t p, q, r, s;
        int64_t high_a, high_b;
        size_t shift;

        vm_poll(vm);
        vm_int_view(&x, a);
        vm_int_view(&y, b);
        if (bit_length(&x) <= 63)
            return vm_int_from_uint64(vm, gcd_uint64(low_uint64(x.d, x.n), low_uint64(y.d, y.n)));
        if (b == VM_SMALL(0))
            return a;
        // The top 30 bits of both, aligned.
        shift = bit_length(&x) - 30;
        high_a = vm_small_value(vm_int_shift_right(vm, a, shift));
        high_b = vm_small_value(vm_int_shift_right(vm, b, shift));
        p = 1, q = 0, r = 0, s = 1;
        while (high_b + r != 0 && high_b + s != 0) {
            int64_t quotient = (high_a + p) / (high_b + r), t;

            if (quotient != (high_a + q) / (high_b + s))
                break;
            t = p - quotient * r, p = r, r = t;
            t = q - quotient * s, q = s, s = t;
            t = high_a - quotient * high_b, high_a = high_b, high_b = t;
        }
        if (q == 0) {
            VmValue rest;

            vm_int_divmod(vm, a, b, NULL, &rest);
            a = b;
            b = rest;
        } else {
            VmValue new_a =
                vm_int_add(vm, vm_int_mul(vm, vm_int(vm, p), a), vm_int_mul(vm, vm_int(vm, q), b));

            b = vm_int_add(vm, vm_int_mul(vm, vm_int(vm, r), a), vm_int_mul(vm, vm_int(vm, s), b));
            a = new_a;
        }
    }
}

/* Newton's iteration, with as many bits as are known to be right so far doubled in each step. */
VmValue
vm_int_isqrt(VM *vm, VmValue n)
{
    size_t c, d = 0;
    VmValue a = VM_SMALL(1);

    if (vm_int_sign(n) < 0)
        vm_raise_value_error(vm, "isqrt() argument must be nonnegative");
    if (n == VM_SMALL(0))
        return n;
    c = (vm_int_bit_length(n) - 1) / 2;
    for (size_t s = c == 0 ? 0 : 64 - (size_t)__builtin_clzll(c); s-- > 0;) {
        size_t e = d;
        VmValue q;

        d = c >> s;
        vm_int_divmod(vm, vm_int_shift_right(vm, n, 2 * c - e - d + 1), a, &q, NULL);
        a = vm_int_add(vm, vm_int_shift_left(vm, a, d - e - 1), q);
    }
    if (vm_int_compare(vm_int_mul(vm, a, a), n) > 0)
        a = vm_int_sub(vm, a, VM_SMALL(1));
    return a;
}

/* low * (low + 2) * ... * (high - 2), by halves so that the factors stay alike in size. */
static VmValue
odd_product(VM *vm, uint64_t low, uint64_t high, unsigned bits)
{
    uint64_t n = (high - low) / 2, middle;
    VmValue left;

    if (n == 0)
        return VM_SMALL(1);
    if (n * bits <= 62) {
        uint64_t product = low;

        for (uint64_t i = low + 2; i < high; i += 2)
            product *= i;
        return vm_int_from_uint64(vm, product);
    }
    middle = (low + n) | 1;
    left = odd_product(vm, low, middle, 64 - (unsigned)__builtin_clzll(middle - 2));
    return vm_int_mul(vm, left, odd_product(vm, middle, high, bits));
}

/* The odd part of n! is the product of the odd numbers up to n, of those up to n / 2, n / 4, ...;
 * the even part is a shift. */
VmValue
vm_int_factorial(VM *vm, VmValue v)
{
    int64_t n;
    VmValue inner = VM_SMALL(1), outer = VM_SMALL(1);
    uint64_t upper = 3;

    if (vm_int_sign(v) < 0)
        vm_raise_value_error(vm, "factorial() not defined for negative values");
    if (!vm_int_to_int64_maybe(v, &n))
        vm_raise_overflow_error(vm, "factorial() argument should not exceed 9223372036854775807");
    if (n > INT32_MAX)
        vm_raise_memory_error(vm);
    if (n > 32)
        check_room(vm,
                   (uint64_t)n * (62 - (unsigned)__builtin_clzll((uint64_t)n)) - 2 * (uint64_t)n);
    for (unsigned i = n == 0 ? 0 : 64 - (unsigned)__builtin_clzll((uint64_t)n); i-- > 0;) {
        uint64_t half = (uint64_t)n >> i, lower = upper;

        if (half <= 2)
            continue;
        upper = (half + 1) | 1;
        inner = vm_int_mul(
            vm, inner, odd_product(vm, lower, upper, 64 - (unsigned)__builtin_clzll(upper - 2)));
        outer = vm_int_mul(vm, outer, inner);
    }
    return vm_int_shift_left(vm, outer, (size_t)(n - __builtin_popcountll((uint64_t)n)));
}

/* --- Operators --- */

_Noreturn static void
raise_zero_division(VM *vm, const char *text)
{
    vm_raise_format(vm, &vm_type_ZeroDivisionError, text);
}

static VmValue
int_shift(VM *vm, bool left, VmValue a, VmValue count)
{
    int64_t n;

    if (vm_int_sign(count) < 0)
        vm_raise_value_error(vm, "negative shift count");
    if (!vm_int_to_int64_maybe(count, &n) || n > INTPTR_MAX) {
        if (!left)
            return vm_int_sign(a) < 0 ? VM_SMALL(-1) : VM_SMALL(0);
        if (a == VM_SMALL(0))
            return a;
        vm_raise_overflow_error(vm, "too many digits in integer");
    }
    return left ? vm_int_shift_left(vm, a, (size_t)n) : vm_int_shift_right(vm, a, (size_t)n);
}

VmValue
vm_int_binary(VM *vm, VmBinaryOp op, VmValue a, VmValue b)
{
    VmValue result;

    switch (op) {
    case VM_BIN_ADD: return vm_int_add(vm, a, b);
    case VM_BIN_SUB: return vm_int_sub(vm, a, b);
    case VM_BIN_MUL: return vm_int_mul(vm, a, b);
    case VM_BIN_TRUEDIV:
        if (b == VM_SMALL(0))
            raise_zero_division(vm, "division by zero");
        return vm_float(vm, vm_int_true_divide(vm, a, b));
    case VM_BIN_FLOORDIV:
        if (b == VM_SMALL(0))
            raise_zero_division(vm, "integer division or modulo by zero");
        vm_int_divmod(vm, a, b, &result, NULL);
        return result;
    case VM_BIN_MOD:
        if (b == VM_SMALL(0))
            raise_zero_division(vm, "integer modulo by zero");
        vm_int_divmod(vm, a, b, NULL, &result);
        return result;
    case VM_BIN_POW:
        if (vm_int_sign(b) < 0)
            return vm_float_binary(vm, op, vm_int_to_double(vm, a), vm_int_to_double(vm, b));
        return vm_int_pow(vm, a, b);
    case VM_BIN_LSHIFT: return int_shift(vm, true, a, b);
    case VM_BIN_RSHIFT: return int_shift(vm, false, a, b);
    case VM_BIN_AND:
    case VM_BIN_OR:
    case VM_BIN_XOR: return int_bits(vm, op, a, b);
    default: return VM_UNDEF;
    }
}

/* --- Bytes --- */

VmValue
vm_int_from_bytes(VM *vm, const uint8_t *data, size_t len, bool little, bool is_signed)
{
    bool negative;
    unsigned carry = 1;
    VmInt *r;

    if (len == 0)
        return VM_SMALL(0);
    negative = is_signed && (data[little ? len - 1 : 0] & 0x80) != 0;
    r = vm_int_alloc(vm, len / sizeof(VmDigit) + 1);
    r->negative = negative;
    for (size_t i = 0; i < len; i++) {
        unsigned byte = data[little ? i : len - 1 - i];

        if (negative) {
            carry += byte ^ 0xff;
            byte = carry & 0xff;
            carry >>= 8;
        }
        r->digits[i / sizeof(VmDigit)] |= (VmDigit)((VmDigit)byte << 8 * (i % sizeof(VmDigit)));
    }
    if (negative && carry != 0)
        r->digits[len / sizeof(VmDigit)] |= (VmDigit)((VmDigit)1 << 8 * (len % sizeof(VmDigit)));
    return vm_int_finish(vm, r);
}

void
vm_int_to_bytes(VM *vm, VmValue v, uint8_t *out, size_t len, bool little, bool is_signed)
{
    VmIntView a;
    unsigned carry = 1;
    size_t bits;

    vm_int_view(&a, v);
    bits = bit_length(&a);
    if (a.negative && !is_signed)
        vm_raise_overflow_error(vm, "can't convert negative int to unsigned");
    if (is_signed && bits > 0) {
        // -2^(k-1) needs only k bits.
        bool power = a.negative && (a.d[a.n - 1] & (a.d[a.n - 1] - 1)) == 0 &&
                     vm_digits_trim(a.d, a.n - 1) == 0;

        bits += !power;
    }
    if ((bits + 7) / 8 > len)
        vm_raise_overflow_error(vm, "int too big to convert");
    for (size_t i = 0; i < len; i++) {
        size_t at = i / sizeof(VmDigit);
        unsigned byte = at < a.n ? a.d[at] >> 8 * (i % sizeof(VmDigit)) & 0xff : 0;

        if (a.negative) {
            carry += byte ^ 0xff;
            byte = carry & 0xff;
            carry >>= 8;
        }
        out[little ? i : len - 1 - i] = (uint8_t)byte;
    }
}

/* --- From doubles --- */

VmValue
vm_int_from_double(VM *vm, double d)
{
    int exponent;
    uint64_t m;
    VmValue v;

    if (d > -9e18 && d < 9e18)
        return vm_int(vm, (int64_t)d);
    if (isnan(d))
        vm_raise_value_error(vm, "cannot convert float NaN to integer");
    if (isinf(d))
        vm_raise_overflow_error(vm, "cannot convert float infinity to integer");
    m = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    v = vm_int_shift_left(vm, vm_int_from_uint64(vm, m), (size_t)(exponent - 53));
    return d < 0 ? vm_int_neg(vm, v) : v;
}
