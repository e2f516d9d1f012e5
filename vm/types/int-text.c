/* SPDX-License-Identifier: MIT */
/* Integers as text and back. Bases that are powers of two are shuffled bit by bit. For the others
 * long numbers are halved (by a power of the base) until they are short, so that the fast
 * multiplication of digits.c carries the load. */
#include <math.h>

#include "vm/types/int.h"

#define BITS VM_DIGIT_BITS
/* Numbers of more digits than this are halved on the way out; texts of more characters on the way
 * in. Measured. */
#define OUT_SPLIT_MIN 60
#define IN_SPLIT_MIN  1200

static const char digit_chars[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* --- Out --- */

/* Powers of the base for halving: [k] is base ** (chars << k), chars being what an unsplit piece
 * has. */
typedef struct Halving {
    int base;
    size_t chars;
    unsigned n;
    VmValue power[40];
} Halving;

/* The greatest power of @base in a pair of digits, and its exponent. */
static VmTwoDigits
chunk_of(int base, unsigned *chars)
{
    VmTwoDigits power = (VmTwoDigits)base;

    for (*chars = 1; power <= (VmTwoDigits)-1 / (VmTwoDigits)base; ++*chars)
        power *= (VmTwoDigits)base;
    return power;
}

/* Writes @n, at least @min characters with zeros in front, ending before @end; returns the
 * beginning. */
static char *
write_word(char *end, uint64_t n, unsigned base, unsigned min)
{
    char *at = end;

    if (base == 10) {
        for (; n > UINT32_MAX; n /= 10)
            *--at = (char)('0' + n % 10);
        for (uint32_t small = (uint32_t)n; small != 0; small /= 10)
            *--at = (char)('0' + small % 10);
    } else {
        for (; n != 0; n /= base)
            *--at = digit_chars[n % base];
    }
    while (end - at < (ptrdiff_t)min)
        *--at = '0';
    return at;
}

/* The digits of @d (destroyed) before @end; returns the beginning. */
static char *
write_short(char *end, VmDigit *d, size_t n, int base)
{
    unsigned chars;
    VmTwoDigits chunk = chunk_of(base, &chars);

    n = vm_digits_trim(d, n);
    while (n > 0) {
        VmTwoDigits rest = vm_digits_div_small(d, d, n, chunk);

        n = vm_digits_trim(d, n);
        end = write_word(end, rest, (unsigned)base, n > 0 ? chars : 0);
    }
    return end;
}

/* Ends before @end; at least @min characters. */
static char *
write_value(VM *vm, char *end, VmValue v, const Halving *halving, unsigned k, size_t min)
{
    VmIntView a;
    char *at;

    vm_int_view(&a, v);
    if (a.n > OUT_SPLIT_MIN) {
        VmValue high, low;

        while (k > 0 && vm_int_compare(v, halving->power[k - 1]) < 0)
            k--;
        if (k > 0) {
            size_t chars = halving->chars << (k - 1);

            vm_poll(vm);
            vm_int_divmod(vm, v, halving->power[k - 1], &high, &low);
            at = write_value(vm, end, low, halving, k - 1, chars);
            return write_value(vm, at, high, halving, k - 1, min > chars ? min - chars : 0);
        }
    }
    {
        VmDigit room[OUT_SPLIT_MIN + 4], *d = room;

        if (a.n > OUT_SPLIT_MIN)
            d = vm_alloc(vm, a.n * sizeof *d, VM_BLOCK_RAW);
        memcpy(d, a.d, a.n * sizeof *d);
        at = write_short(end, d, a.n, halving->base);
        if (d != room)
            vm_free(vm, d);
    }
    while (end - at < (ptrdiff_t)min)
        *--at = '0';
    return at;
}

static char *
write_power_of_two(char *end, const VmIntView *a, unsigned bits_per_char)
{
    VmTwoDigits held = 0;
    unsigned n_held = 0;

    for (size_t i = 0; i < a->n; i++) {
        held |= (VmTwoDigits)a->d[i] << n_held;
        n_held += BITS;
        while (n_held >= bits_per_char) {
            *--end = digit_chars[held & ((1u << bits_per_char) - 1)];
            held >>= bits_per_char;
            n_held -= bits_per_char;
        }
    }
    if (n_held > 0)
        *--end = digit_chars[held];
    while (*end == '0')
        end++;
    return end;
}

void
vm_int_out(VM *vm, VmOut *out, VmValue v, int base, bool upper)
{
    char room[80], *block = room, *end, *at;
    VmIntView a;
    size_t bits, len;

    vm_int_view(&a, v);
    if (a.n <= 64 / BITS) {
        uint64_t n = 0;

        for (size_t i = a.n; i-- > 0;)
            n = n << (BITS - 1) << 1 | a.d[i];
        end = room + sizeof room;
        at = write_word(end, n, (unsigned)base, 1);
    } else {
        bits = vm_int_bit_length(v);
        len = (size_t)((double)(a.n * BITS) / log2(base)) +
              4; // whole digits: leading zeros are written too
        if (len > sizeof room)
            block = vm_alloc(vm, len, VM_BLOCK_RAW);
        end = block + len;
        if ((base & (base - 1)) == 0) {
            at = write_power_of_two(end, &a, (unsigned)__builtin_ctz((unsigned)base));
        } else {
            Halving halving = {.base = base};
            unsigned chars;

            chunk_of(base, &chars);
            if (a.n > OUT_SPLIT_MIN) {
                halving.chars = (size_t)chars * OUT_SPLIT_MIN / 2;
                halving.power[0] =
                    vm_int_pow(vm, vm_small(base), vm_int(vm, (int64_t)halving.chars));
                for (halving.n = 1; vm_int_bit_length(halving.power[halving.n - 1]) <= bits / 2 + 1;
                     halving.n++)
                    halving.power[halving.n] =
                        vm_int_mul(vm, halving.power[halving.n - 1], halving.power[halving.n - 1]);
            }
            at = write_value(vm, end, v, &halving, halving.n, 1);
        }
    }
    if (a.negative)
        *--at = '-';
    if (upper)
        for (char *p = at; p < end; p++)
            if (*p >= 'a')
                *p = (char)(*p - 'a' + 'A');
    out->write(vm, out, at, (size_t)(end - at));
    if (block != room)
        vm_free(vm, block);
}

/* --- In --- */

static unsigned
digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return (unsigned)((c | 0x20) - 'a') + 10;
    return 99;
}

/* Characters known to be digits of @base, no underscores. */
static VmValue
read_short(VM *vm, const char *text, size_t len, unsigned base)
{
    unsigned chars = 0;
    VmTwoDigits chunk = 1;
    size_t n = 0;
    VmInt *r;

    while (chunk * base >> BITS == 0) {
        chunk *= base;
        chars++;
    }
    r = vm_int_alloc(vm, len / chars + 1);
    for (size_t i = 0; i < len;) {
        VmTwoDigits factor = 1, add = 0;
        VmDigit carry;

        for (unsigned k = 0; k < chars && i < len; k++) {
            factor *= base;
            add = add * base + digit_value(text[i++]);
        }
        carry = vm_digits_mul_add_1(r->digits, n, (VmDigit)factor, (VmDigit)add);
        if (carry != 0)
            r->digits[n++] = carry;
    }
    return vm_int_finish(vm, r);
}

static VmValue
read_power_of_two(VM *vm, const char *text, size_t len, unsigned bits)
{
    VmInt *r = vm_int_alloc(vm, (len * bits) / BITS + 1);
    size_t bit = 0;

    for (size_t i = len; i-- > 0; bit += bits) {
        VmTwoDigits value = (VmTwoDigits)digit_value(text[i]) << bit % BITS;

        r->digits[bit / BITS] |= (VmDigit)value;
        if (value >> BITS != 0)
            r->digits[bit / BITS + 1] |= (VmDigit)(value >> BITS);
    }
    return vm_int_finish(vm, r);
}

/* @powers[k]: base ** (IN_SPLIT_MIN << k), filled as needed. */
static VmValue
read_long(VM *vm, const char *text, size_t len, unsigned base, VmValue *powers)
{
    unsigned k = 0;
    size_t low;
    VmValue high_value, low_value;

    if (len <= IN_SPLIT_MIN)
        return read_short(vm, text, len, base);
    while ((size_t)IN_SPLIT_MIN << (k + 1) < len)
        k++;
    low = (size_t)IN_SPLIT_MIN << k;
    if (powers[0] == VM_UNDEF)
        powers[0] = vm_int_pow(vm, vm_small((intptr_t)base), VM_SMALL(IN_SPLIT_MIN));
    for (unsigned i = 1; i <= k; i++)
        if (powers[i] == VM_UNDEF)
            powers[i] = vm_int_mul(vm, powers[i - 1], powers[i - 1]);
    vm_poll(vm);
    high_value = read_long(vm, text, len - low, base, powers);
    low_value = read_long(vm, text + len - low, low, base, powers);
    return vm_int_add(vm, vm_int_mul(vm, high_value, powers[k]), low_value);
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

VmValue
vm_int_parse_maybe(VM *vm, const char *text, size_t len, int base)
{
    const char *at = text, *end = text + len, *begin;
    bool negative = false, underscores = false, prefix = false, after_digit = false;
    size_t n_digits = 0;
    VmValue v;

    while (at < end && is_space(*at))
        at++;
    while (at < end && is_space(end[-1]))
        end--;
    if (at < end && (*at == '+' || *at == '-'))
        negative = *at++ == '-';
    if (end - at >= 2 && at[0] == '0') {
        char c = (char)(at[1] | 0x20);
        int by_prefix = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;

        if (by_prefix != 0 && (base == 0 || base == by_prefix)) {
            base = by_prefix;
            at += 2;
            prefix = true;
        }
    }
    // An underscore stands between digits, or between the prefix and a digit.
    after_digit = prefix;
    begin = at;
    if (base == 0) {
        base = 10;
        if (at < end && *at == '0')
            for (const char *p = at; p < end; p++)
                if (*p != '0' && *p != '_')
                    return VM_UNDEF;
    }
    for (const char *p = at; p < end; p++) {
        if (*p == '_') {
            if (!after_digit)
                return VM_UNDEF;
            after_digit = false;
            underscores = true;
        } else {
            if (digit_value(*p) >= (unsigned)base)
                return VM_UNDEF;
            after_digit = true;
            n_digits++;
        }
    }
    if (n_digits == 0 || !after_digit)
        return VM_UNDEF;
    if (n_digits <= 12 && base <= 16) {
        int64_t n = 0;

        for (; at < end; at++)
            if (*at != '_')
                n = n * base + (int)digit_value(*at);
        return vm_int(vm, negative ? -n : n);
    }
    if (underscores) {
        char *clean = vm_alloc(vm, n_digits, VM_BLOCK_RAW);

        begin = clean;
        for (; at < end; at++)
            if (*at != '_')
                *clean++ = *at;
    }
    if ((base & (base - 1)) == 0) {
        if (n_digits > VM_INT_MAX_DIGITS)
            vm_raise_memory_error(vm);
        v = read_power_of_two(vm, begin, n_digits, (unsigned)__builtin_ctz((unsigned)base));
    } else {
        VmValue powers[32] = {VM_UNDEF};

        v = read_long(vm, begin, n_digits, (unsigned)base, powers);
    }
    return negative ? vm_int_neg(vm, v) : v;
}

VmValue
vm_int_parse(VM *vm, const char *text, size_t len, int base)
{
    VmValue v = vm_int_parse_maybe(vm, text, len, base);

    if (v == VM_UNDEF) {
        VmBuf buf;

        vm_buf_init(&buf);
        vm_str_out_repr(vm, &buf.out, text, len > 200 ? 200 : len, false);
        vm_raise_value_error(vm, "invalid literal for int() with base %d: %V", base,
                             vm_buf_to_str(vm, &buf));
    }
    return v;
}
