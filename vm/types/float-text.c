/* SPDX-License-Identifier: MIT */
/* Doubles as text and back, always correctly rounded, without the C library's help: the same code
 * runs on bare chips.
 *
 * Out, shortest: Steele and White's "free format" with exact arithmetic on a small fixed bignum.
 * Out, so many digits: the exact decimal expansion in words of nine digits, rounded half to even.
 * In: exactly representable cases by one multiplication or division; nearly all others by 64-bit
 * mantissas whose error is known; where that leaves a doubt, as a quotient of two integers (int.c).
 */
#include <float.h>
#include <math.h>

#include "vm/types/int.h"

/* d = m * 2^e for finite d, sign apart; m has its top bit at 52 unless d is subnormal. */
static uint64_t
decompose(double d, int *exponent)
{
    uint64_t bits, m;
    unsigned biased;

    memcpy(&bits, &d, sizeof bits);
    m = bits & (((uint64_t)1 << 52) - 1);
    biased = (unsigned)(bits >> 52 & 0x7ff);
    *exponent = (biased == 0 ? 1 : (int)biased) - 1075;
    return biased == 0 ? m : m | (uint64_t)1 << 52;
}

/* --- Shortest --- */

/* Enough for 2^1074 * 2^53 and some. */
#define NATURAL_WORDS 37

typedef struct Natural {
    unsigned n;
    uint32_t d[NATURAL_WORDS];
} Natural;

static void
natural_set(Natural *a, uint64_t v, unsigned shift)
{
    unsigned words = shift / 32, bits = shift % 32;

    memset(a->d, 0, (words + 3) * sizeof a->d[0]);
    a->d[words] = (uint32_t)(v << bits);
    a->d[words + 1] = (uint32_t)(v >> (32 - bits));
    a->d[words + 2] = bits == 0 ? 0 : (uint32_t)(v >> 32 >> (32 - bits));
    a->n = words + 3;
    while (a->n > 0 && a->d[a->n - 1] == 0)
        a->n--;
}

static void
natural_mul(Natural *a, uint32_t factor)
{
    uint64_t carry = 0;

    for (unsigned i = 0; i < a->n; i++) {
        carry += (uint64_t)a->d[i] * factor;
        a->d[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0)
        a->d[a->n++] = (uint32_t)carry;
}

static void
natural_mul_power_of_10(Natural *a, unsigned power)
{
    static const uint32_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};

    for (; power >= 9; power -= 9)
        natural_mul(a, 1000000000);
    if (power > 0)
        natural_mul(a, powers[power]);
}

static int
natural_compare(const Natural *a, const Natural *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (unsigned i = a->n; i-- > 0;)
        if (a->d[i] != b->d[i])
            return a->d[i] < b->d[i] ? -1 : 1;
    return 0;
}

/* a + b against c. */
static int
natural_compare_sum(const Natural *a, const Natural *b, const Natural *c)
{
    Natural sum;
    uint64_t carry = 0;
    unsigned n = a->n > b->n ? a->n : b->n;

    for (unsigned i = 0; i < n; i++) {
        carry += (uint64_t)(i < a->n ? a->d[i] : 0) + (i < b->n ? b->d[i] : 0);
        sum.d[i] = (uint32_t)carry;
        carry >>= 32;
    }
    sum.n = n;
    if (carry != 0)
        sum.d[sum.n++] = (uint32_t)carry;
    return natural_compare(&sum, c);
}

/* a -= b * q, where that is not negative. */
static void
natural_sub_mul(Natural *a, const Natural *b, uint32_t q)
{
    uint64_t carry = 0, borrow = 0;

    for (unsigned i = 0; i < a->n; i++) {
        uint64_t t;

        carry += (uint64_t)(i < b->n ? b->d[i] : 0) * q;
        t = (uint64_t)a->d[i] - (uint32_t)carry - borrow;
        a->d[i] = (uint32_t)t;
        borrow = t >> 63;
        carry >>= 32;
    }
    while (a->n > 0 && a->d[a->n - 1] == 0)
        a->n--;
}

/* a / b where that is a single decimal digit; a becomes the rest. */
static unsigned
natural_digit(Natural *a, const Natural *b)
{
    unsigned q = 0;

    if (a->n < b->n)
        return 0;
    // From the top words, at most one too small when b's top word is large; corrected by comparing.
    q = (unsigned)((a->n > b->n ? (uint64_t)a->d[a->n - 1] << 32 | a->d[a->n - 2]
                                : a->d[b->n - 1]) /
                   ((uint64_t)b->d[b->n - 1] + 1));
    if (q > 9)
        q = 9;
    natural_sub_mul(a, b, q);
    while (natural_compare(a, b) >= 0) {
        natural_sub_mul(a, b, 1);
        q++;
    }
    return q;
}

/* The shortest digits that read back as d > 0, the nearest among those; returns how many. Value:
 * 0.DIGITS * 10^*point. */
static unsigned
shortest_exact(double d, char *digits, int *point)
{
    Natural r, s, up, down;
    int e, k;
    uint64_t m = decompose(d, &e);
    bool even = (m & 1) == 0, uneven_gap = m == (uint64_t)1 << 52 && e > -1074;
    unsigned extra = uneven_gap ? 2 : 1, n = 0;

    // d = r / s; the gaps to the neighbours' middles are up / s and down / s.
    natural_set(&r, m, (unsigned)(e > 0 ? e : 0) + extra);
    natural_set(&s, 1, (unsigned)(e < 0 ? -e : 0) + extra);
    natural_set(&up, 1, (unsigned)(e > 0 ? e : 0) + extra - 1);
    natural_set(&down, 1, (unsigned)(e > 0 ? e : 0));
    k = (int)ceil((e + 63 - __builtin_clzll(m)) * 0.30102999566398120 - 1e-10);
    if (k >= 0) {
        natural_mul_power_of_10(&s, (unsigned)k);
    } else {
        natural_mul_power_of_10(&r, (unsigned)-k);
        natural_mul_power_of_10(&up, (unsigned)-k);
        natural_mul_power_of_10(&down, (unsigned)-k);
    }
    if (natural_compare_sum(&r, &up, &s) >= (even ? 0 : 1)) {
        k++;
    } else {
        natural_mul(&r, 10);
        natural_mul(&up, 10);
        natural_mul(&down, 10);
    }
    for (;;) {
        unsigned digit = natural_digit(&r, &s);
        bool low = natural_compare(&r, &down) < (even ? 1 : 0);
        bool high = natural_compare_sum(&r, &up, &s) >= (even ? 0 : 1);

        if (!low && !high) {
            digits[n++] = (char)('0' + digit);
            natural_mul(&r, 10);
            natural_mul(&up, 10);
            natural_mul(&down, 10);
            continue;
        }
        if (low && high) {
            int half = natural_compare_sum(&r, &r, &s);

            high = half > 0 || (half == 0 && digit % 2 != 0);
        }
        digits[n++] = (char)('0' + digit + high);
        break;
    }
    *point = k;
    return n;
}

size_t
vm_double_repr(double d, char *buf)
{
    char digits[20], *at = buf;
    unsigned n;
    int point;

    if (isnan(d)) {
        memcpy(buf, "nan", 4);
        return 3;
    }
    if (signbit(d))
        *at++ = '-';
    if (isinf(d)) {
        memcpy(at, "inf", 4);
        return (size_t)(at - buf) + 3;
    }
    d = fabs(d);
    if (d == 0) {
        memcpy(at, "0.0", 4);
        return (size_t)(at - buf) + 3;
    }
    n = shortest_exact(d, digits, &point);
    if (point > -4 && point <= 16) {
        if (point <= 0) {
            *at++ = '0';
            *at++ = '.';
            for (int i = point; i < 0; i++)
                *at++ = '0';
            memcpy(at, digits, n);
            at += n;
        } else {
            for (int i = 0; i < point; i++)
                *at++ = i < (int)n ? digits[i] : '0';
            *at++ = '.';
            if ((int)n <= point)
                *at++ = '0';
            for (unsigned i = (unsigned)point; i < n; i++)
                *at++ = digits[i];
        }
    } else {
        unsigned e = (unsigned)(point > 0 ? point - 1 : 1 - point);

        *at++ = digits[0];
        if (n > 1) {
            *at++ = '.';
            memcpy(at, digits + 1, n - 1);
            at += n - 1;
        }
        *at++ = 'e';
        *at++ = point > 0 ? '+' : '-';
        if (e >= 100)
            *at++ = (char)('0' + e / 100);
        *at++ = (char)('0' + e / 10 % 10);
        *at++ = (char)('0' + e % 10);
    }
    *at = '\0';
    return (size_t)(at - buf);
}

/* --- So many digits --- */

#define BILLION 1000000000u
/* Words of nine digits: 35 before the point (10^309), 120 behind it (2^-1074 has 1074 places). */
#define INT_WORDS 35
#define ALL_WORDS (INT_WORDS + 120)

/* The exact decimal expansion of d >= 0: words[*first .. *end), the point before words[INT_WORDS].
 */
static void
expand(double d, uint32_t *words, unsigned *first, unsigned *end)
{
    int e;
    uint64_t m = decompose(d, &e);
    unsigned low = INT_WORDS - 2, high = INT_WORDS;

    words[INT_WORDS - 1] = (uint32_t)(m % BILLION);
    words[INT_WORDS - 2] = (uint32_t)(m / BILLION);
    while (e > 0) {
        unsigned shift = e < 29 ? (unsigned)e : 29;
        uint64_t carry = 0;

        for (unsigned i = INT_WORDS; i-- > low;) {
            carry += (uint64_t)words[i] << shift;
            words[i] = (uint32_t)(carry % BILLION);
            carry /= BILLION;
        }
        if (carry != 0)
            words[--low] = (uint32_t)carry;
        e -= (int)shift;
    }
    while (low < INT_WORDS - 1 && words[low] == 0)
        low++;
    while (e < 0) {
        unsigned shift = e > -9 ? (unsigned)-e : 9;
        uint32_t carry = 0, mask = (1u << shift) - 1;

        for (unsigned i = low; i < high; i++) {
            uint32_t w = words[i];

            words[i] = (w >> shift) + carry;
            carry = (BILLION >> shift) * (w & mask);
        }
        if (carry != 0)
            words[high++] = carry;
        while (low < high - 1 && words[low] == 0)
            low++;
        e += (int)shift;
    }
    *first = low;
    *end = high;
}

/* A decimal number: 0.DIGITS * 10^point, DIGITS[0] not '0' unless the number is 0 (then n is 0). */
typedef struct Decimal {
    char *digits;
    size_t n;
    int point;
} Decimal;

/* Rounds to @want digits (which may be 0 or negative: then to nothing or, by rounding up, one). */
static void
round_decimal(Decimal *dec, int64_t want)
{
    size_t at;
    bool up;

    if (want >= (int64_t)dec->n)
        return;
    if (want < 0) {
        dec->n = 0;
        return;
    }
    at = (size_t)want;
    up = dec->digits[at] > '5';
    if (dec->digits[at] == '5') {
        size_t i = at + 1;

        while (i < dec->n && dec->digits[i] == '0')
            i++;
        up = i < dec->n || (at > 0 && dec->digits[at - 1] % 2 != 0);
    }
    if (up) {
        while (at > 0 && dec->digits[at - 1] == '9')
            at--;
        if (at == 0) {
            dec->digits[0] = '1';
            dec->n = 1;
            dec->point++;
            return;
        }
        dec->digits[at - 1]++;
    }
    dec->n = at;
    while (dec->n > 0 && dec->digits[dec->n - 1] == '0')
        dec->n--;
}

static void
out_zeros(VM *vm, VmOut *out, int64_t n)
{
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

    for (; n > 0; n -= 64)
        out->write(vm, out, zeros, n < 64 ? (size_t)n : 64);
}

/* Digits [from, from + count) of @dec, zeros outside of what it has. */
static void
out_digits(VM *vm, VmOut *out, const Decimal *dec, int64_t from, int64_t count)
{
    if (from < 0) {
        int64_t zeros = -from < count ? -from : count;

        out_zeros(vm, out, zeros);
        from += zeros;
        count -= zeros;
    }
    if (from < (int64_t)dec->n && count > 0) {
        int64_t have = (int64_t)dec->n - from < count ? (int64_t)dec->n - from : count;

        out->write(vm, out, dec->digits + from, (size_t)have);
        count -= have;
    }
    out_zeros(vm, out, count);
}

static void
out_fixed(VM *vm, VmOut *out, const Decimal *dec, int64_t places, bool alt)
{
    if (dec->n == 0 || dec->point <= 0)
        out->write(vm, out, "0", 1);
    else
        out_digits(vm, out, dec, 0, dec->point);
    if (places > 0 || alt)
        out->write(vm, out, ".", 1);
    out_digits(vm, out, dec, dec->n == 0 ? 0 : dec->point, places);
}

static void
out_exponential(VM *vm, VmOut *out, const Decimal *dec, int64_t places, bool alt, char letter)
{
    int e = dec->n == 0 ? 0 : dec->point - 1;
    unsigned size = (unsigned)(e < 0 ? -e : e);
    char text[8], *at = text;

    out_digits(vm, out, dec, 0, 1);
    if (places > 0 || alt)
        out->write(vm, out, ".", 1);
    out_digits(vm, out, dec, 1, places);
    *at++ = letter;
    *at++ = e < 0 ? '-' : '+';
    if (size >= 100)
        *at++ = (char)('0' + size / 100);
    *at++ = (char)('0' + size / 10 % 10);
    *at++ = (char)('0' + size % 10);
    out->write(vm, out, text, (size_t)(at - text));
}

/* All digits of d >= 0; @room serves when they are few, and is otherwise replaced by a block. */
static Decimal
decimal_of(VM *vm, double d, char *room, size_t room_size)
{
    uint32_t words[ALL_WORDS];
    char *digits = room;
    unsigned first, end;
    Decimal dec;

    expand(d, words, &first, &end);
    if ((end - first) * 9 > room_size)
        digits = vm_alloc(vm, (end - first) * 9, VM_BLOCK_RAW);
    for (unsigned i = first; i < end; i++) {
        uint32_t w = words[i];

        for (unsigned k = 9; k-- > 0; w /= 10)
            digits[(i - first) * 9 + k] = (char)('0' + w % 10);
    }
    dec = (Decimal){digits, (end - first) * 9, ((int)INT_WORDS - (int)first) * 9};
    while (dec.n > 0 && dec.digits[0] == '0') {
        dec.digits++;
        dec.n--;
        dec.point--;
    }
    while (dec.n > 0 && dec.digits[dec.n - 1] == '0')
        dec.n--;
    return dec;
}

static void
format_finite(VM *vm, VmOut *out, double d, char kind, int precision, bool alt)
{
    char room[240], lower = (char)(kind | 0x20), letter = kind == lower ? 'e' : 'E';
    Decimal dec = decimal_of(vm, d, room, sizeof room);

    if (lower == 'f') {
        round_decimal(&dec, (int64_t)dec.point + precision);
        out_fixed(vm, out, &dec, precision, alt);
    } else if (lower == 'e') {
        round_decimal(&dec, (int64_t)precision + 1);
        out_exponential(vm, out, &dec, precision, alt, letter);
    } else {
        int64_t want = precision == 0 ? 1 : precision;
        int e;

        round_decimal(&dec, want);
        e = dec.n == 0 ? 0 : dec.point - 1;
        if (e >= -4 && e < want) {
            int64_t places = want - 1 - e;

            if (!alt)
                places = (int64_t)dec.n - 1 - e > 0 ? (int64_t)dec.n - 1 - e : 0;
            if (dec.n == 0 && !alt)
                places = 0;
            out_fixed(vm, out, &dec, places, alt);
        } else {
            out_exponential(vm, out, &dec, alt ? want - 1 : (int64_t)dec.n - 1, alt, letter);
        }
    }
}

void
vm_double_format(VM *vm, VmOut *out, double d, char kind, int precision, bool alt)
{
    bool upper = kind >= 'A' && kind <= 'Z';

    if (precision < 0)
        precision = 6;
    if (signbit(d) && !isnan(d))
        out->write(vm, out, "-", 1);
    d = fabs(d);
    if (kind == '%') {
        d *= 100;
        kind = 'f';
        if (isfinite(d)) {
            format_finite(vm, out, d, kind, precision, alt);
            out->write(vm, out, "%", 1);
            return;
        }
        vm_out_text(vm, out, isnan(d) ? "nan%" : "inf%");
        return;
    }
    if (isnan(d))
        vm_out_text(vm, out, upper ? "NAN" : "nan");
    else if (isinf(d))
        vm_out_text(vm, out, upper ? "INF" : "inf");
    else
        format_finite(vm, out, d, kind, precision, alt);
}

/* --- In --- */

/* More digits than this cannot change the result but by being there: a double's middle has at most
 * 767. */
#define MAX_DIGITS 780

/* The text from @begin to @end has @n digits from the first that is not 0 (also a point and
 * underscores); they times 10^exponent are the value. */
static double
read_exact(VM *vm, const char *begin, const char *end, size_t n, int64_t exponent)
{
    char digits[MAX_DIGITS + 1];
    size_t used = 0;
    bool overflow, more = false;
    VmValue v;

    for (; begin < end; begin++) {
        if (*begin < '0' || *begin > '9' || (used == 0 && *begin == '0'))
            continue;
        if (used < MAX_DIGITS)
            digits[used++] = *begin;
        else
            more |= *begin != '0';
    }
    // That something was cut off shows in one more digit.
    if (more)
        digits[used++] = '1';
    v = vm_int_parse_maybe(vm, digits, used, 10);
    exponent += (int64_t)n - (int64_t)used;
    if (exponent >= 0)
        return vm_int_to_double_maybe(
            vm_int_mul(vm, v, vm_int_pow(vm, VM_SMALL(10), vm_small((intptr_t)exponent))),
            &overflow);
    return vm_int_true_divide_maybe(
        vm, v, vm_int_pow(vm, VM_SMALL(10), vm_small((intptr_t)-exponent)), &overflow);
}

/* m * 10^exponent by 64-bit mantissas, m of at most 19 digits, @inexact: digits were cut off
 * behind. Each factor may be off by half a unit and each product by one; false when the sum of that
 * leaves in doubt which way to round (rarely), or the result is no normal double. */
static bool
read_quickly(uint64_t m, int64_t exponent, bool inexact, double *out)
{
    // 10^(2^k) and 10^-(2^k), rounded: mantissa * 2^exponent.
    static const struct {
        uint64_t m;
        int16_t e;
    } powers[2][9] = {{{0xa000000000000000u, -60},
                       {0xc800000000000000u, -57},
                       {0x9c40000000000000u, -50},
                       {0xbebc200000000000u, -37},
                       {0x8e1bc9bf04000000u, -10},
                       {0x9dc5ada82b70b59eu, 43},
                       {0xc2781f49ffcfa6d5u, 149},
                       {0x93ba47c980e98ce0u, 362},
                       {0xaa7eebfb9df9de8eu, 787}},
                      {{0xcccccccccccccccdu, -67},
                       {0xa3d70a3d70a3d70au, -70},
                       {0xd1b71758e219652cu, -77},
                       {0xabcc77118461cefdu, -90},
                       {0xe69594bec44de15bu, -117},
                       {0xcfb11ead453994bau, -170},
                       {0xa87fea27a539e9a5u, -276},
                       {0xddd0467c64bce4a1u, -489},
                       {0xc0314325637a193au, -914}}};
    int shift = __builtin_clzll(m), e = -shift;
    unsigned error = inexact ? 1u << (shift > 8 ? 8 : shift) : 0, low;
    uint64_t mantissa;

    if (exponent < -340 || exponent > 340)
        return false;
    m <<= shift;
    for (unsigned k = 0, n = (unsigned)(exponent < 0 ? -exponent : exponent); n != 0;
         k++, n >>= 1) {
        uint64_t f, a_low, a_high, f_low, f_high, middle, high;

        if ((n & 1) == 0)
            continue;
        f = powers[exponent < 0][k].m;
        e += powers[exponent < 0][k].e + 64;
        // The upper half of m * f.
        a_low = (uint32_t)m, a_high = m >> 32, f_low = (uint32_t)f, f_high = f >> 32;
        middle = (a_low * f_low >> 32) + (uint32_t)(a_high * f_low) + (uint32_t)(a_low * f_high);
        high = a_high * f_high + (a_high * f_low >> 32) + (a_low * f_high >> 32) + (middle >> 32);
        error += 2;
        if (high >> 63 == 0) {
            high = high << 1 | (middle >> 31 & 1);
            e--;
            error = 2 * error;
        }
        m = high;
    }
    // 53 bits stay; the 11 below decide unless they are too near to a half.
    low = (unsigned)(m & 0x7ff);
    if (error >= 512 || (low > 1024 - error - 1 && low < 1024 + error + 1))
        return false;
    mantissa = (m >> 11) + (low > 1024);
    e += 11;
    if (e + 53 < -1020 || e + 53 > 1023)
        return false;
    *out = ldexp((double)mantissa, e);
    return true;
}

/* @word in any case at *at. */
static bool
skip_word(const char **at, const char *end, const char *word)
{
    const char *p = *at;

    for (; *word != '\0'; word++, p++)
        if (p == end || (*p | 0x20) != *word)
            return false;
    *at = p;
    return true;
}

bool
vm_double_scan(VM *vm, const char **where, const char *end, double *out)
{
#if FLT_EVAL_METHOD == 0
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#endif
    const char *at = *where, *digits, *digits_end;
    bool negative = false, point = false, any = false, was_digit = false;
    uint64_t m = 0;
    size_t n = 0; // digits from the first that is not 0
    int64_t exponent = 0;
    double d;

    if (at < end && (*at == '+' || *at == '-'))
        negative = *at++ == '-';
    if (skip_word(&at, end, "inf")) {
        skip_word(&at, end, "inity");
        *where = at;
        *out = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (skip_word(&at, end, "nan")) {
        *where = at;
        *out = NAN;
        return true;
    }
    digits = at;
    for (; at < end; at++) {
        if (*at >= '0' && *at <= '9') {
            any = true;
            was_digit = true;
            if (point)
                exponent--;
            if (n > 0 || *at != '0') {
                if (n < 19)
                    m = m * 10 + (unsigned)(*at - '0');
                n++;
            }
        } else if (*at == '_' && was_digit && at + 1 < end && at[1] >= '0' && at[1] <= '9') {
            was_digit = false;
        } else if (*at == '.' && !point) {
            point = true;
            was_digit = false;
        } else {
            break;
        }
    }
    digits_end = at;
    if (!any)
        return false;
    if (at < end && (*at | 0x20) == 'e') {
        const char *p = at + 1;
        bool minus = false;
        int64_t e = 0;

        if (p < end && (*p == '+' || *p == '-'))
            minus = *p++ == '-';
        if (p < end && *p >= '0' && *p <= '9') {
            for (; p < end; p++) {
                if (*p >= '0' && *p <= '9') {
                    if (e < 1000000000000000)
                        e = e * 10 + (*p - '0');
                } else if (!(*p == '_' && p[-1] != '_' && p + 1 < end && p[1] >= '0' &&
                             p[1] <= '9')) {
                    break;
                }
            }
            at = p;
            exponent += minus ? -e : e;
        }
    }
    *where = at;
    if (n == 0) {
        d = 0;
    } else if ((int64_t)n + exponent > 310) {
        d = INFINITY;
    } else if ((int64_t)n + exponent < -330) {
        d = 0;
#if FLT_EVAL_METHOD == 0
    } else if (n <= 19 && m <= (uint64_t)1 << 53 && exponent >= -22 && exponent <= 22) {
        // Both factors are exact, so the one operation rounds once.
        d = exponent < 0 ? (double)m / powers[-exponent] : (double)m * powers[exponent];
#endif
    } else if (!read_quickly(m, exponent + (n > 19 ? (int64_t)n - 19 : 0), n > 19, &d)) {
        d = read_exact(vm, digits, digits_end, n, exponent);
    }
    *out = negative ? -d : d;
    return true;
}

double
vm_double_round(VM *vm, double d, intptr_t places)
{
    char room[240];
    Decimal dec;

    if (!isfinite(d) || d == 0 || places > 323)
        return d;
    if (places < -308)
        return copysign(0, d);
    dec = decimal_of(vm, fabs(d), room, sizeof room);
    if ((int64_t)dec.point + places >= (int64_t)dec.n)
        return d;
    round_decimal(&dec, (int64_t)dec.point + places);
    if (dec.n == 0)
        return copysign(0, d);
    return copysign(
        read_exact(vm, dec.digits, dec.digits + dec.n, dec.n, (int64_t)dec.point - (int64_t)dec.n),
        d);
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

bool
vm_double_parse(VM *vm, const char *text, size_t len, double *out)
{
    const char *at = text, *end = text + len;

    while (at < end && is_space(*at))
        at++;
    while (at < end && is_space(end[-1]))
        end--;
    return vm_double_scan(vm, &at, end, out) && at == end;
}

VmValue
vm_float_parse(VM *vm, const char *text, size_t len)
{
    double d;

    if (!vm_double_parse(vm, text, len, &d)) {
        VmBuf buf;

        vm_buf_init(&buf);
        vm_str_out_repr(vm, &buf.out, text, len, false);
        vm_raise_value_error(vm, "could not convert string to float: %V", vm_buf_to_str(vm, &buf));
    }
    return vm_float(vm, d);
}

VmValue
vm_number_parse_literal(VM *vm, const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    bool imaginary = false;
    double d;

    if (len == 0 || !((text[0] >= '0' && text[0] <= '9') || text[0] == '.'))
        return VM_UNDEF;
    if (len >= 2 && text[0] == '0' && (text[1] | 0x20) >= 'a' && (text[1] | 0x20) != 'e' &&
        (text[1] | 0x20) != 'j')
        return vm_int_parse_maybe(vm, text, len, 0);
    if ((end[-1] | 0x20) == 'j') {
        imaginary = true;
        end--;
    }
    if (!imaginary && memchr(text, '.', len) == NULL && memchr(text, 'e', len) == NULL &&
        memchr(text, 'E', len) == NULL)
        return vm_int_parse_maybe(vm, text, len, 0);
    if (!vm_double_scan(vm, &at, end, &d) || at != end)
        return VM_UNDEF;
    return imaginary ? vm_complex(vm, 0, d) : vm_float(vm, d);
}
