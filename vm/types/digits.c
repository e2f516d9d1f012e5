/* SPDX-License-Identifier: MIT */
/* The inner loops of big integers.
 *
 * Digits are half a machine word wide, so that plain C can multiply and divide them. The two loops
 * that cost most, rows of multiplication and of division, take two digits (a "pair") at a time
 * where the compiler has a type for four: a 64-bit host then multiplies 64 bits by 64. Rejected:
 * digits of a whole word, which 32-bit chips without a long multiplication would pay for
 * everywhere.
 */
#include "vm/types/digits.h"

typedef VmTwoDigits Pair;
#if VM_VALUE_64
typedef unsigned __int128 TwoPairs;
#else
typedef uint64_t TwoPairs;
#endif

#define BITS      VM_DIGIT_BITS
#define PAIR_BITS (2 * BITS)

/* Above this many digits a product is split (Karatsuba); measured. */
#define KARATSUBA_MIN 72
/* Rows longer than this look for events. */
#define POLL_MIN 256

static inline Pair
load_pair(const VmDigit *d)
{
    return d[0] | (Pair)d[1] << BITS;
}

static inline void
store_pair(VmDigit *d, Pair p)
{
    d[0] = (VmDigit)p;
    d[1] = (VmDigit)(p >> BITS);
}

int
vm_digits_compare(const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    if (na != nb)
        return na < nb ? -1 : 1;
    while (na-- > 0)
        if (a[na] != b[na])
            return a[na] < b[na] ? -1 : 1;
    return 0;
}

VmDigit
vm_digits_add(VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    VmTwoDigits carry = 0;
    size_t i = 0;

    for (; i + 1 < nb; i += 2) {
        Pair t;
        bool over = __builtin_add_overflow(load_pair(a + i), load_pair(b + i), &t);

        over |= __builtin_add_overflow(t, (Pair)carry, &t);
        store_pair(out + i, t);
        carry = over;
    }
    for (; i < nb; i++) {
        carry += (VmTwoDigits)a[i] + b[i];
        out[i] = (VmDigit)carry;
        carry >>= BITS;
    }
    for (; i < na; i++) {
        carry += a[i];
        out[i] = (VmDigit)carry;
        carry >>= BITS;
    }
    return (VmDigit)carry;
}

void
vm_digits_sub(VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    VmTwoDigits borrow = 0;
    size_t i = 0;

    for (; i + 1 < nb; i += 2) {
        Pair t;
        bool under = __builtin_sub_overflow(load_pair(a + i), load_pair(b + i), &t);

        under |= __builtin_sub_overflow(t, (Pair)borrow, &t);
        store_pair(out + i, t);
        borrow = under;
    }
    for (; i < nb; i++) {
        VmTwoDigits t = (VmTwoDigits)a[i] - b[i] - borrow;

        out[i] = (VmDigit)t;
        borrow = t >> BITS & 1;
    }
    for (; i < na; i++) {
        VmTwoDigits t = (VmTwoDigits)a[i] - borrow;

        out[i] = (VmDigit)t;
        borrow = t >> BITS & 1;
    }
}

VmDigit
vm_digits_mul_add_1(VmDigit *a, size_t n, VmDigit factor, VmDigit add)
{
    VmTwoDigits carry = add;

    for (size_t i = 0; i < n; i++) {
        carry += (VmTwoDigits)a[i] * factor;
        a[i] = (VmDigit)carry;
        carry >>= BITS;
    }
    return (VmDigit)carry;
}

/* out[0..na + 2) += a * factor, where out[na] and out[na + 1] are 0 so far. */
static inline void
add_row(VmDigit *out, const VmDigit *a, size_t na, Pair factor)
{
    Pair carry = 0;
    size_t i = 0;

    for (; i + 1 < na; i += 2) {
        TwoPairs t = (TwoPairs)load_pair(a + i) * factor + load_pair(out + i) + carry;

        store_pair(out + i, (Pair)t);
        carry = (Pair)(t >> PAIR_BITS);
    }
    if (i < na) {
        // The last digit has no neighbour: its product reaches three digits.
        TwoPairs t = (TwoPairs)a[i] * factor + load_pair(out + i) + carry;

        store_pair(out + i, (Pair)t);
        out[i + 2] = (VmDigit)(t >> PAIR_BITS);
    } else {
        store_pair(out + i, carry);
    }
}

/* out[0..na + 2) = a * factor. */
static inline void
set_row(VmDigit *out, const VmDigit *a, size_t na, Pair factor)
{
    Pair carry = 0;
    size_t i = 0;

    for (; i + 1 < na; i += 2) {
        TwoPairs t = (TwoPairs)load_pair(a + i) * factor + carry;

        store_pair(out + i, (Pair)t);
        carry = (Pair)(t >> PAIR_BITS);
    }
    if (i < na) {
        TwoPairs t = (TwoPairs)a[i] * factor + carry;

        store_pair(out + i, (Pair)t);
        out[i + 2] = (VmDigit)(t >> PAIR_BITS);
    } else {
        store_pair(out + i, carry);
    }
}

static void
mul_plain(VM *vm, VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    size_t i = 0;

    if (na < nb) {
        const VmDigit *d = a;
        size_t n = na;

        a = b;
        na = nb;
        b = d;
        nb = n;
    }
    if (nb == 1) {
        Pair carry = 0;

        for (; i + 1 < na; i += 2) {
            TwoPairs t = (TwoPairs)load_pair(a + i) * b[0] + carry;

            store_pair(out + i, (Pair)t);
            carry = (Pair)(t >> PAIR_BITS);
        }
        if (i < na) {
            carry += (Pair)a[i] * b[0];
            out[i++] = (VmDigit)carry;
            carry >>= BITS;
        }
        out[i] = (VmDigit)carry;
        return;
    }
    if (nb >= 2) {
        set_row(out, a, na, load_pair(b));
        i = 2;
    }
    memset(out + na + i, 0, (nb - i) * sizeof *out);
    for (; i + 1 < nb; i += 2) {
        add_row(out + i, a, na, load_pair(b + i));
        if (na > POLL_MIN)
            vm_poll(vm);
    }
    if (i < nb) {
        VmTwoDigits carry = 0;

        for (size_t j = 0; j < na; j++) {
            carry += (VmTwoDigits)a[j] * b[i] + out[i + j];
            out[i + j] = (VmDigit)carry;
            carry >>= BITS;
        }
        out[i + na] = (VmDigit)carry;
    }
}

/* a * a: every product of two different pairs counts twice, so half of them will do. */
static void
square_plain(VmDigit *out, const VmDigit *a, size_t n)
{
    size_t even = n & ~(size_t)1;
    Pair carry = 0;

    memset(out, 0, 2 * n * sizeof *out);
    for (size_t i = 0; i < even; i += 2)
        add_row(out + 2 * i + 2, a + i + 2, n - i - 2, load_pair(a + i));
    // Double, and add the squares of the pairs.
    for (size_t i = 0; i + 1 < n; i += 2) {
        Pair p = load_pair(a + i);
        TwoPairs square = (TwoPairs)p * p, t;
        Pair low = load_pair(out + 2 * i), high = load_pair(out + 2 * i + 2);

        t = (TwoPairs)(Pair)square + ((TwoPairs)low << 1) + carry;
        store_pair(out + 2 * i, (Pair)t);
        t = (t >> PAIR_BITS) + (TwoPairs)(Pair)(square >> PAIR_BITS) + ((TwoPairs)high << 1);
        store_pair(out + 2 * i + 2, (Pair)t);
        carry = (Pair)(t >> PAIR_BITS);
    }
    if (even < n) {
        TwoPairs t =
            (TwoPairs)a[even] * a[even] + ((TwoPairs)load_pair(out + 2 * even) << 1) + carry;

        store_pair(out + 2 * even, (Pair)t);
    }
}

/* out[0..n) = |a - b|; both @n digits, b may be shorter; true if a < b. */
static bool
difference(VmDigit *out, const VmDigit *a, size_t n, const VmDigit *b, size_t nb)
{
    size_t at = vm_digits_trim(a, n), bt = vm_digits_trim(b, nb);
    bool less = vm_digits_compare(a, at, b, bt) < 0;

    if (less) {
        vm_digits_sub(out, b, bt, a, at);
        at = bt;
    } else {
        vm_digits_sub(out, a, at, b, bt);
    }
    memset(out + at, 0, (n - at) * sizeof *out);
    return less;
}

/* out[0..) += a, the carry running as far as need be. */
static void
add_into(VmDigit *out, const VmDigit *a, size_t n)
{
    VmTwoDigits carry = vm_digits_add(out, out, n, a, n);

    for (size_t i = n; carry != 0; i++) {
        carry += out[i];
        out[i] = (VmDigit)carry;
        carry >>= BITS;
    }
}

/* Room that mul_equal() wants. */
static size_t
scratch_for(size_t n)
{
    return 5 * n + 8 * 64;
}

/* Karatsuba: with a = a1 X + a0 and b = b1 X + b0, the middle is a0 b0 + a1 b1 - (a0 - a1)(b0 -
 * b1). */
static void
mul_equal(VM *vm, VmDigit *out, const VmDigit *a, const VmDigit *b, size_t n, VmDigit *scratch)
{
    size_t low, high;
    VmDigit *middle, *sum;
    bool negative;

    if (n < KARATSUBA_MIN) {
        if (a == b)
            square_plain(out, a, n);
        else
            mul_plain(vm, out, a, n, b, n);
        return;
    }
    low = ((n + 1) / 2 + 1) & ~(size_t)1;
    high = n - low;
    middle = scratch;
    sum = scratch + 2 * low;
    negative = difference(out, a, low, a + low, high);
    if (a == b) {
        mul_equal(vm, middle, out, out, low, sum);
        negative = false;
    } else {
        negative ^= difference(out + low, b, low, b + low, high);
        mul_equal(vm, middle, out, out + low, low, sum);
    }
    mul_equal(vm, out, a, b, low, sum);
    mul_equal(vm, out + 2 * low, a + low, b + low, high, sum);
    sum[2 * low] = vm_digits_add(sum, out, 2 * low, out + 2 * low, 2 * high);
    if (negative)
        sum[2 * low] += vm_digits_add(sum, sum, 2 * low, middle, 2 * low);
    else
        vm_digits_sub(sum, sum, 2 * low + 1, middle, 2 * low);
    add_into(out + low, sum, vm_digits_trim(sum, 2 * low + 1));
    if (n > POLL_MIN)
        vm_poll(vm);
}

void
vm_digits_mul(VM *vm, VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    VmDigit *scratch, *part;

    if (na < nb) {
        vm_digits_mul(vm, out, b, nb, a, na);
        return;
    }
    if (nb < KARATSUBA_MIN) {
        if (a == b && na == nb)
            square_plain(out, a, na);
        else
            mul_plain(vm, out, a, na, b, nb);
        return;
    }
    if (na == nb) {
        scratch = vm_alloc(vm, scratch_for(na) * sizeof *scratch, VM_BLOCK_RAW);
        mul_equal(vm, out, a, b, na, scratch);
        vm_free(vm, scratch);
        return;
    }
    // The longer one in slices of the shorter one's length.
    scratch = vm_alloc(vm, (scratch_for(nb) + 2 * nb) * sizeof *scratch, VM_BLOCK_RAW);
    part = scratch + scratch_for(nb);
    memset(out, 0, (na + nb) * sizeof *out);
    for (size_t i = 0; i < na; i += nb) {
        size_t n = na - i < nb ? na - i : nb;

        if (n == nb)
            mul_equal(vm, part, a + i, b, nb, scratch);
        else
            vm_digits_mul(vm, part, b, nb, a + i, n);
        add_into(out + i, part, vm_digits_trim(part, n + nb));
    }
    vm_free(vm, scratch);
}

void
vm_digits_shift_left(VmDigit *out, const VmDigit *a, size_t n, unsigned bits)
{
    if (bits == 0) {
        memmove(out, a, n * sizeof *out);
        out[n] = 0;
        return;
    }
    out[n] = n == 0 ? 0 : (VmDigit)(a[n - 1] >> (BITS - bits));
    for (size_t i = n; i-- > 0;)
        out[i] = (VmDigit)((VmTwoDigits)a[i] << bits | (i == 0 ? 0 : a[i - 1] >> (BITS - bits)));
}

void
vm_digits_shift_right(VmDigit *out, const VmDigit *a, size_t n, unsigned bits)
{
    if (bits == 0) {
        memmove(out, a, n * sizeof *out);
        return;
    }
    for (size_t i = 0; i < n; i++)
        out[i] =
            (VmDigit)(a[i] >> bits | (i + 1 == n ? 0 : (VmTwoDigits)a[i + 1] << (BITS - bits)));
}

/* --- Division --- */

/* A divisor of one pair with its top bit set, and floor((B^2 - 1) / d) - B for B = 2^PAIR_BITS, by
 * which dividing becomes multiplying (Moller and Granlund, "Improved division by invariant
 * integers", 2011, algorithm 4). */
typedef struct Divisor {
    Pair d, reciprocal;
} Divisor;

static Divisor
divisor_of(Pair d)
{
    return (Divisor){d, (Pair)(~(TwoPairs)0 / d - ((TwoPairs)1 << PAIR_BITS))};
}

/* (high, low) / d, with high < d. */
static inline Pair
divide_pair(const Divisor *by, Pair high, Pair low, Pair *rest)
{
    TwoPairs q = (TwoPairs)by->reciprocal * high + ((TwoPairs)high << PAIR_BITS | low);
    Pair quotient = (Pair)(q >> PAIR_BITS) + 1;
    Pair r = low - quotient * by->d;

    if (r > (Pair)q) {
        quotient--;
        r += by->d;
    }
    if (__builtin_expect(r >= by->d, 0)) {
        quotient++;
        r -= by->d;
    }
    *rest = r;
    return quotient;
}

static unsigned
leading_zeros(Pair d)
{
    return (unsigned)__builtin_clzll(d) - (64 - PAIR_BITS);
}

VmTwoDigits
vm_digits_div_small(VmDigit *q, const VmDigit *a, size_t n, VmTwoDigits d)
{
    Divisor by;
    unsigned shift;
    Pair rest, next;
    size_t i;

    if (n < 8 && d >> BITS == 0) {
        rest = 0;
        for (i = n; i-- > 0;) {
            rest = rest << BITS | a[i];
            if (q != NULL)
                q[i] = (VmDigit)(rest / d);
            rest %= d;
        }
        return rest;
    }
    shift = leading_zeros(d);
    by = divisor_of(d << shift);
    i = n;
    rest = 0;
    if (n % 2 != 0) {
        Pair quotient;

        next = a[--i];
        quotient =
            divide_pair(&by, shift == 0 ? 0 : next >> (PAIR_BITS - shift), next << shift, &rest);
        if (q != NULL)
            q[i] = (VmDigit)quotient;
    }
    while (i > 0) {
        Pair quotient;

        // The remainder is kept shifted; the dividend's next pair flows in below it.
        i -= 2;
        next = load_pair(a + i);
        quotient = divide_pair(&by, rest | (shift == 0 ? 0 : next >> (PAIR_BITS - shift)),
                               next << shift, &rest);
        if (q != NULL)
            store_pair(q + i, quotient);
    }
    return rest >> shift;
}

/* u[0..n] -= v[0..n) * q; returns the borrow out of u[n]. */
static inline Pair
sub_product(Pair *u, const Pair *v, size_t n, Pair q)
{
    Pair carry = 0, t;

    for (size_t i = 0; i < n; i++) {
        TwoPairs product = (TwoPairs)v[i] * q + carry;

        carry = (Pair)(product >> PAIR_BITS);
        t = u[i];
        u[i] = t - (Pair)product;
        carry += t < (Pair)product;
    }
    t = u[n];
    u[n] = t - carry;
    return t < carry;
}

static Pair
add_back(Pair *u, const Pair *v, size_t n)
{
    Pair carry = 0;

    for (size_t i = 0; i < n; i++) {
        TwoPairs t = (TwoPairs)u[i] + v[i] + carry;

        u[i] = (Pair)t;
        carry = (Pair)(t >> PAIR_BITS);
    }
    u[n] += carry;
    return carry;
}

/* Digits shifted left by @bits (any number below PAIR_BITS) into @n_out pairs. */
static void
to_pairs(Pair *out, size_t n_out, const VmDigit *a, size_t n, unsigned bits)
{
    Pair carry = 0;

    for (size_t i = 0; i < n_out; i++) {
        Pair p = 2 * i + 1 < n ? load_pair(a + 2 * i) : 2 * i < n ? a[2 * i] : 0;

        out[i] = p << bits | carry;
        carry = bits == 0 ? 0 : p >> (PAIR_BITS - bits);
    }
}

/* The top pair of d[0..n) << shift; n >= 3. What is shifted out is lost. */
static Pair
top_pair(const VmDigit *d, size_t n, unsigned shift)
{
    Pair p = load_pair(d + n - 2);

    return shift == 0 ? p : p << shift | d[n - 3] >> (BITS - shift);
}

/* A quotient of one digit (na is nb, or nb + 1 with a less than b shifted by a digit), nb >= 3: no
 * copies, one pass. */
static VmDigit
divide_short(VmDigit *r, const VmDigit *a, size_t na, const VmDigit *b, size_t nb)
{
    unsigned shift = BITS - vm_digit_bits(b[nb - 1]);
    VmDigit above = na > nb ? a[nb] : 0;
    TwoPairs high;
    Pair divisor = top_pair(b, nb, shift), carry = 0, borrow = 0, guess;
    size_t i = 0;

    // The dividend's top three digits, shifted alike, by the divisor's top two: at most two too
    // large.
    high = (TwoPairs)((Pair)above << shift | (shift == 0 ? 0 : a[nb - 1] >> (BITS - shift)))
               << PAIR_BITS |
           top_pair(a, nb, shift);
    guess = (Pair)(high / divisor);
    if (guess >> BITS != 0)
        guess = (VmDigit) ~(VmDigit)0;
    for (; i < nb; i++) {
        Pair t;

        carry += (Pair)b[i] * guess;
        t = (Pair)a[i] - (VmDigit)carry - borrow;
        r[i] = (VmDigit)t;
        borrow = t >> BITS & 1;
        carry >>= BITS;
    }
    for (VmTwoDigits top = (VmTwoDigits)above - carry - borrow; top != 0; guess--)
        top += vm_digits_add(r, r, nb, b, nb);
    return (VmDigit)guess;
}

void
vm_digits_divmod(VM *vm, VmDigit *q, VmDigit *r, const VmDigit *a, size_t na, const VmDigit *b,
                 size_t nb)
{
    size_t nv = (nb + 1) / 2, nu;
    unsigned bits;
    Pair *u, *v, room[24], *block = NULL;
    Divisor by;

    if (nb <= 2) {
        Pair rest = vm_digits_div_small(q, a, na, nb == 2 ? load_pair(b) : b[0]);

        if (r != NULL) {
            r[0] = (VmDigit)rest;
            if (nb == 2)
                r[1] = (VmDigit)(rest >> BITS);
        }
        return;
    }
    if (r != NULL && (na == nb || (na == nb + 1 && a[nb] < b[nb - 1]))) {
        VmDigit quotient = divide_short(r, a, na, b, nb);

        if (q != NULL) {
            q[0] = quotient;
            if (na != nb)
                q[1] = 0;
        }
        return;
    }
    // Knuth's algorithm D on pairs. The divisor's top bit is made 1, which also makes its length
    // whole pairs.
    bits = BITS - vm_digit_bits(b[nb - 1]) + (nb % 2 != 0 ? BITS : 0);
    nu = (na + (bits + BITS - 1) / BITS + 1) / 2;
    if (nu < nv)
        nu = nv;
    if (nu + 1 + nv > sizeof room / sizeof room[0])
        u = block = vm_alloc(vm, (nu + 1 + nv) * sizeof *u, VM_BLOCK_RAW);
    else
        u = room;
    v = u + nu + 1;
    to_pairs(u, nu + 1, a, na, bits);
    to_pairs(v, nv, b, nb, bits);
    by = divisor_of(v[nv - 1]);
    for (size_t j = nu - nv + 1; j-- > 0;) {
        Pair *top = u + j + nv, guess, rest;
        bool sure = false; // the guess cannot be too large

        if (top[0] >= by.d) { // equal: more it cannot be
            guess = ~(Pair)0;
            rest = top[-1] + by.d;
            sure = rest < by.d;
        } else {
            guess = divide_pair(&by, top[0], top[-1], &rest);
        }
        while (!sure && (TwoPairs)guess * v[nv - 2] > ((TwoPairs)rest << PAIR_BITS | top[-2])) {
            guess--;
            rest += by.d;
            sure = rest < by.d;
        }
        if (guess != 0 && sub_product(u + j, v, nv, guess)) {
            guess--;
            while (!add_back(u + j, v, nv))
                guess--;
        }
        if (q != NULL) {
            if (2 * j < na - nb + 1)
                q[2 * j] = (VmDigit)guess;
            if (2 * j + 1 < na - nb + 1)
                q[2 * j + 1] = (VmDigit)(guess >> BITS);
        }
        if (nv > POLL_MIN / 2)
            vm_poll(vm);
    }
    if (r != NULL)
        for (size_t i = 0; i < nb; i++) {
            // Back down by @bits, digit by digit.
            size_t bit = i * BITS + bits;
            Pair p = u[bit / PAIR_BITS] >> bit % PAIR_BITS;

            if (bit % PAIR_BITS > BITS && bit / PAIR_BITS + 1 < nv)
                p |= u[bit / PAIR_BITS + 1] << (PAIR_BITS - bit % PAIR_BITS);
            r[i] = (VmDigit)p;
        }
    vm_free(vm, block);
}
