/* SPDX-License-Identifier: MIT */
/* int, float, complex. Integers beyond VM_SMALL_MIN..MAX are VmInt objects; every integer result is made small if it
 * fits, so two equal integers of exact type int are either both small or both big. bool counts as int. */
#ifndef VM_CORE_NUMBER_H
#define VM_CORE_NUMBER_H

#include "vm/core/object.h"

#include "vm/core/str.h"

/* Sign and magnitude; digits little-endian, the top one not 0. A subclass of int may hold any value, also small ones. */
#if VM_VALUE_64
typedef uint32_t VmDigit;
typedef uint64_t VmTwoDigits;
#define VM_DIGIT_BITS 32
#else
typedef uint16_t VmDigit;
typedef uint32_t VmTwoDigits;
#define VM_DIGIT_BITS 16
#endif
typedef struct VmInt {
    VmObject base;
    bool negative;
    uint32_t n; /* digits in use; 0 for zero */
    VmDigit digits[];
} VmInt;

/* Where floats are objects (32 bits), and for subclasses of float everywhere. */
typedef struct VmFloat {
    VmObject base;
    double value;
} VmFloat;

typedef struct VmComplex {
    VmObject base;
    double real, imag;
} VmComplex;

/* int (any size), bool or a subclass of int. */
static inline bool
vm_is_int(VmValue v)
{
    return vm_is_small(v) || vm_is_bool(v) || vm_has_layout(v, &vm_type_int);
}

static inline bool
vm_is_float(VmValue v)
{
#if VM_VALUE_64
    return vm_is_float_word(v) || vm_has_layout(v, &vm_type_float);
#else
    return vm_has_layout(v, &vm_type_float);
#endif
}

/* Only for floats. */
static inline double
vm_float_value(VmValue v)
{
#if VM_VALUE_64
    if (vm_is_float_word(v))
        return vm_float_word_value(v);
#endif
    return ((VmFloat *)v)->value;
}

VmValue vm_float_boxed(VM *vm, double d);

static inline VmValue
vm_float(VM *vm, double d)
{
#if VM_VALUE_64
    (void)vm;
    return vm_float_word(d);
#else
    return vm_float_boxed(vm, d);
#endif
}

VmValue vm_complex(VM *vm, double real, double imag);

VmValue vm_int_big(VM *vm, int64_t n);
VmValue vm_int_from_uint64(VM *vm, uint64_t n);
static inline VmValue
vm_int(VM *vm, int64_t n)
{
    return vm_fits_small(n) ? vm_small((intptr_t)n) : vm_int_big(vm, n);
}

/* Arguments. These take int, bool and what has __index__; TypeError "'str' object cannot be interpreted as an integer". */
int64_t vm_get_int64(VM *vm, VmValue v);                  /* OverflowError when it does not fit */
intptr_t vm_get_int(VM *vm, VmValue v);                   /* the same for a machine word */
intptr_t vm_get_int_clamped(VM *vm, VmValue v);           /* clamps to INTPTR_MIN..MAX instead: for slices and counts */
uint64_t vm_get_uint64_truncated(VM *vm, VmValue v);      /* the low 64 bits in two's complement */
bool vm_int_to_int64_maybe(VmValue v, int64_t *out);      /* v is an int; false when it does not fit */
double vm_get_float(VM *vm, VmValue v);                   /* int, float, __float__, __index__ */
VmValue vm_index(VM *vm, VmValue v);                      /* int(v) by __index__: a small or VmInt value of exact type int */

/* Numbers of mixed types meet here; VM_UNDEF when an operand is none. (The slots of int and float leave what mixes with float and
 * complex to those, so that a subclass's reflected methods get their turn.) */
VmValue vm_number_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right);
VmValue vm_number_compare(VM *vm, VmCompareOp op, VmValue left, VmValue right);
VmValue vm_number_unary(VM *vm, VmUnaryOp op, VmValue v);
/* divmod() of ints and floats; @left and @right are such. */
void vm_number_divmod(VM *vm, VmValue left, VmValue right, VmValue *quotient, VmValue *rest);
/* round() of an int or float; @ndigits VM_UNDEF or None: to an int. */
VmValue vm_number_round(VM *vm, VmValue v, VmValue ndigits);
/* Equal numbers hash equal, whatever their type. */
intptr_t vm_hash_number(VM *vm, VmValue v);

/* Integer arithmetic for modules: exact ints. */
VmValue vm_int_pow_mod(VM *vm, VmValue base, VmValue exponent, VmValue modulus);
VmValue vm_int_from_double(VM *vm, double d); /* truncates; OverflowError/ValueError for inf/nan */
VmValue vm_int_from_bytes(VM *vm, const uint8_t *data, size_t len, bool little, bool is_signed);
/* OverflowError if it does not fit. */
void vm_int_to_bytes(VM *vm, VmValue v, uint8_t *out, size_t len, bool little, bool is_signed);
size_t vm_int_bit_length(VmValue v);
VmValue vm_int_factorial(VM *vm, VmValue n);
VmValue vm_int_isqrt(VM *vm, VmValue n);
VmValue vm_int_gcd(VM *vm, VmValue a, VmValue b);

/* Text. parse: the whole text must be a number (surrounding white space and underscores as in Python); base 0: by prefix. */
VmValue vm_int_parse(VM *vm, const char *text, size_t len, int base); /* ValueError */
/* VM_UNDEF on a malformed literal; used by the lexer too: decimal, hex, octal, binary, float, imaginary. */
VmValue vm_number_parse_literal(VM *vm, const char *text, size_t len);
VmValue vm_float_parse(VM *vm, const char *text, size_t len);         /* ValueError */
/* Digits of an int in @base 2..36, lower case, "-" first, no prefix. */
void vm_int_out(VM *vm, VmOut *out, VmValue v, int base, bool upper);
/* Shortest text that reads back equal, as repr(float). Returns its length; @buf at least 32 bytes. */
size_t vm_double_repr(double d, char *buf);
/* C's %e %f %g (and E F G, '%') with any precision, correctly rounded, appended to @out; alt: '#'. */
void vm_double_format(VM *vm, VmOut *out, double d, char kind, int precision, bool alt);

#endif
