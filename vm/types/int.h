/* SPDX-License-Identifier: MIT */
/* What the files about numbers share. */
#ifndef VM_TYPES_INT_H
#define VM_TYPES_INT_H

#include "vm/types/digits.h"

/* Most digits of an int: its size in bytes must stay a sane size_t on every host. */
#define VM_INT_MAX_DIGITS ((size_t)1 << 28)

typedef struct VmComplexNumber {
    double real, imag;
} VmComplexNumber;

/* Sign and magnitude of any int, small ones spread out. Points into itself: not to be copied. */
typedef struct VmIntView {
    const VmDigit *d;
    size_t n;
    bool negative;
    VmDigit own[64 / VM_DIGIT_BITS];
} VmIntView;

/* @v is an int, bool or a subclass of int. The view is valid while @v is held. */
void vm_int_view(VmIntView *view, VmValue v);
/* A new int object of @n digits to be filled; vm_int_finish() makes it a value. MemoryError beyond
 * VM_INT_MAX_DIGITS. */
VmInt *vm_int_alloc(VM *vm, size_t n);
/* The value of @r, small if it fits; nobody else may hold @r. */
VmValue vm_int_finish(VM *vm, VmInt *r);

/* For exact ints (small or VmInt) only, as are the next ones. */
VmValue vm_int_add(VM *vm, VmValue a, VmValue b);
VmValue vm_int_sub(VM *vm, VmValue a, VmValue b);
VmValue vm_int_mul(VM *vm, VmValue a, VmValue b);
VmValue vm_int_neg(VM *vm, VmValue a);
VmValue vm_int_abs(VM *vm, VmValue a);
/* Floor division; b != 0. Either result pointer may be NULL. */
void vm_int_divmod(VM *vm, VmValue a, VmValue b, VmValue *quotient, VmValue *rest);
VmValue vm_int_shift_left(VM *vm, VmValue a, size_t bits);
VmValue vm_int_shift_right(VM *vm, VmValue a, size_t bits); /* floors */
VmValue vm_int_pow(VM *vm, VmValue base, VmValue exponent); /* exponent >= 0 */
/* a / b as the nearest double; b != 0. OverflowError. */
double vm_int_true_divide(VM *vm, VmValue a, VmValue b);
double vm_int_true_divide_maybe(VM *vm, VmValue a, VmValue b, bool *overflow); /* infinite then */
int vm_int_compare(VmValue a, VmValue b);                                      /* -1, 0, 1 */
int vm_int_sign(VmValue a);                                                    /* -1, 0, 1 */
/* All int operators on int operands: exact results; VM_UNDEF for MATMUL. */
VmValue vm_int_binary(VM *vm, VmBinaryOp op, VmValue a, VmValue b);

/* The nearest double; *overflow true (and the result infinite) when it is too large. */
double vm_int_to_double_maybe(VmValue v, bool *overflow);
/* The same; OverflowError "int too large to convert to float". */
double vm_int_to_double(VM *vm, VmValue v);

/* An int of any class without its class: small or VmInt. */
VmValue vm_int_exact(VM *vm, VmValue v);
/* The value of exact int @v as an instance of @type (int or a subclass). */
VmValue vm_int_as(VM *vm, const VmType *type, VmValue v);

/* Python's hash of a double. */
intptr_t vm_hash_double(double d);

/* Float operators; @b is not 0 for the division kinds (checked by the caller). */
VmValue vm_float_binary(VM *vm, VmBinaryOp op, double a, double b);
void vm_float_divmod(double a, double b, double *quotient, double *rest);
/* The value of a text's int, or VM_UNDEF: white space, sign, prefix and underscores as int(text,
 * base) takes them. */
VmValue vm_int_parse_maybe(VM *vm, const char *text, size_t len, int base);
/* The text of a str, bytes, bytearray or buffer argument of int(), float(), complex(), with other
 * scripts' digits and spaces made ASCII; false for other types. */
bool vm_number_text(VM *vm, VmValue v, const char **text, size_t *len);

/* Reads a float's text ("1.5e3", "inf", "-nan", underscores between digits) from *at; false if
 * there is none. Leaves *at behind it. */
bool vm_double_scan(VM *vm, const char **at, const char *end, double *out);

/* The whole text, white space around it aside. */
bool vm_double_parse(VM *vm, const char *text, size_t len, double *out);
/* @d rounded to @places decimals (negative: tens, hundreds...), the exact value's ties to even;
 * infinite when too large. */
double vm_double_round(VM *vm, double d, intptr_t places);

/* Operators where one operand is complex and both are numbers; VM_UNDEF for those complex lacks. */
VmValue vm_complex_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
/* base ** exponent as complex numbers. */
VmValue vm_complex_pow(VM *vm, VmComplexNumber base, VmComplexNumber exponent);
/* Any number; false if @v is none. OverflowError for too large an int. */
bool vm_complex_of(VM *vm, VmValue v, VmComplexNumber *out);
/* What complex(v) takes: numbers, __complex__, __float__, __index__; false if @v is none. */
bool vm_get_complex_maybe(VM *vm, VmValue v, VmComplexNumber *out);

static inline bool
vm_is_complex(VmValue v)
{
    return vm_has_layout(v, &vm_type_complex);
}

#endif
