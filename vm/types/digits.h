/* SPDX-License-Identifier: MIT */
/* Arithmetic on runs of digits: the magnitudes of big integers, little-endian, without signs and
 * without objects.
 *
 * Lengths are counted in digits; leading zeros are allowed unless said otherwise. Long work serves
 * vm_poll(), so that it can be interrupted: it may raise and collect. Digits to be read or written
 * must therefore be in an object or block that somebody holds, or on the C stack.
 */
#ifndef VM_TYPES_DIGITS_H
#define VM_TYPES_DIGITS_H

#include "vm/core/vm.h"

/* @n without leading zeros. */
static inline size_t
vm_digits_trim(const VmDigit *d, size_t n)
{
    while (n > 0 && d[n - 1] == 0)
        n--;
    return n;
}

/* Bits of a digit up to its highest 1. */
static inline unsigned
vm_digit_bits(VmDigit d)
{
    return d == 0 ? 0 : 32u - (unsigned)__builtin_clz((unsigned)d);
}

/* -1, 0 or 1. Both trimmed. */
int vm_digits_compare(const VmDigit *a, size_t na, const VmDigit *b, size_t nb);
/* out[0..na) = a + b; na >= nb; returns the carry. @out may be @a or @b. */
VmDigit vm_digits_add(VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb);
/* out[0..na) = a - b; a >= b, na >= nb. @out may be @a or @b. */
void vm_digits_sub(VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb);
/* out[0..na + nb) = a * b; @out apart from both. */
void vm_digits_mul(VM *vm, VmDigit *out, const VmDigit *a, size_t na, const VmDigit *b, size_t nb);
/* a = a * factor + add; returns the digit carried out. */
VmDigit vm_digits_mul_add_1(VmDigit *a, size_t n, VmDigit factor, VmDigit add);
/* q = a / d, one or two digits' worth of @d (not 0); returns the remainder. @q may be @a or NULL.
 */
VmTwoDigits vm_digits_div_small(VmDigit *q, const VmDigit *a, size_t n, VmTwoDigits d);
/* q[0..na - nb + 1) = a / b, r[0..nb) = a % b; either may be NULL. @b trimmed, nb >= 1, na >= nb.
 * @q has room for one digit more, which may be set to 0. @r may be @a, @q may be @a. */
void vm_digits_divmod(VM *vm, VmDigit *q, VmDigit *r, const VmDigit *a, size_t na, const VmDigit *b,
                      size_t nb);
/* out[0..n] = a << bits, bits < VM_DIGIT_BITS. @out may be @a. */
void vm_digits_shift_left(VmDigit *out, const VmDigit *a, size_t n, unsigned bits);
/* out[0..n) = a >> bits, bits < VM_DIGIT_BITS. @out may be @a or lie below it. */
void vm_digits_shift_right(VmDigit *out, const VmDigit *a, size_t n, unsigned bits);

#endif
