/* SPDX-License-Identifier: MIT */
/* A Python value in one word. Only this file knows the layout; everything else uses its functions.
 *
 * 64-bit hosts (NaN-boxing; pointers are themselves, so a conservative scan sees them):
 *
 *     0x0000_0000_0000_0000                      VM_UNDEF: no value (an unbound variable, "not found")
 *     0x0000_.... bit 1 clear                    pointer to a VmObject (48-bit addresses, at least 4-aligned)
 *     0x0000_0000_0000_00.. bit 1 set            immediates: None, True, False, ...
 *     0x0002_0000_0000_0000 .. 0xFFFD_FFFF_...   a double: its bits + 2^49 (NaNs are made canonical first)
 *     0xFFFE_0000_0000_0000 .. 0xFFFF_FFFF_...   a small integer: its value + 2^48 in the low 49 bits
 *
 * Small integers are biased, so that they compare as unsigned words, and a + b is (a + (b - BIAS)) whose result
 * lies below VM_SMALL_TAG exactly when the sum overflowed.
 *
 * 32-bit chips:
 *
 *     ....1   small integer, 31 bits, two's complement, shifted left by one
 *     ...10   immediates
 *     ...00   pointer to a VmObject; floats live in objects
 *
 * 16-bit chips use the 32-bit layout with 15-bit small integers.
 */
#ifndef VM_CORE_VALUE_H
#define VM_CORE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vm/core/config.h"

/* What must hold whatever anybody does; never for data from outside. */
#ifdef NDEBUG
#define VM_ASSERT(condition) ((void)0)
#else
#define VM_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())
#endif

typedef struct VM VM;
typedef struct VmType VmType;

/* Every heap or ROM object begins with its type. */
typedef struct VmObject {
    const VmType *type;
} VmObject;

typedef uintptr_t VmValue;

#define VM_UNDEF ((VmValue)0)
#define VM_IMMEDIATE(n) ((VmValue)(((n) << 3) | 2))
#define VM_NONE VM_IMMEDIATE(1)
#define VM_FALSE VM_IMMEDIATE(2)
#define VM_TRUE VM_IMMEDIATE(3)
#define VM_ELLIPSIS VM_IMMEDIATE(4)
#define VM_NOT_IMPLEMENTED VM_IMMEDIATE(5)
#define VM_DELETED VM_IMMEDIATE(6) /* a hole in a table; never seen by Python */

/* The value of an object with static storage, usable in constant initialisers. */
#define VM_ROM(object) ((VmValue)(uintptr_t) & (object))

#if UINTPTR_MAX > 0xffffffffu

#define VM_VALUE_64 1
#define VM_SMALL_BITS 49
#define VM_SMALL_TAG 0xfffe000000000000u
#define VM_SMALL_BIAS 0xffff000000000000u
#define VM_FLOAT_OFFSET 0x0002000000000000u
#define VM_SMALL_MAX ((int64_t)((1ull << 48) - 1))
#define VM_SMALL_MIN (-(int64_t)(1ull << 48))

/* A small integer as a constant expression; @n must be within VM_SMALL_MIN..VM_SMALL_MAX. */
#define VM_SMALL(n) ((VmValue)((uint64_t)(int64_t)(n) + VM_SMALL_BIAS))

static inline bool
vm_is_small(VmValue v)
{
    return v >= VM_SMALL_TAG;
}

static inline bool
vm_are_small(VmValue a, VmValue b)
{
    return (a & b) >= VM_SMALL_TAG;
}

static inline intptr_t
vm_small_value(VmValue v)
{
    return (intptr_t)(v - VM_SMALL_BIAS);
}

static inline bool
vm_is_object(VmValue v)
{
    return (v & (0xfffe000000000000u | 2)) == 0;
}

/* Floats are immediate in this layout. */
static inline bool
vm_is_float_word(VmValue v)
{
    return v - VM_FLOAT_OFFSET < VM_SMALL_TAG - VM_FLOAT_OFFSET;
}

static inline double
vm_float_word_value(VmValue v)
{
    uint64_t bits = v - VM_FLOAT_OFFSET;
    double d;

    memcpy(&d, &bits, sizeof d);
    return d;
}

static inline VmValue
vm_float_word(double d)
{
    uint64_t bits;

    if (d != d)
        return 0x7ff8000000000000u + VM_FLOAT_OFFSET;
    memcpy(&bits, &d, sizeof bits);
    return bits + VM_FLOAT_OFFSET;
}

#else

#define VM_VALUE_64 0
#define VM_SMALL_BITS (UINTPTR_MAX > 0xffffu ? 31 : 15)
#define VM_SMALL_MAX (INTPTR_MAX >> 1)
#define VM_SMALL_MIN (INTPTR_MIN >> 1)
#define VM_SMALL(n) ((VmValue)(((uintptr_t)(n) << 1) | 1))

static inline bool
vm_is_small(VmValue v)
{
    return (v & 1) != 0;
}

static inline bool
vm_are_small(VmValue a, VmValue b)
{
    return (a & b & 1) != 0;
}

static inline intptr_t
vm_small_value(VmValue v)
{
    return (intptr_t)v >> 1;
}

static inline bool
vm_is_object(VmValue v)
{
    return (v & 3) == 0;
}

#endif

static inline VmValue
vm_small(intptr_t n)
{
    return VM_SMALL(n);
}

static inline bool
vm_fits_small(int64_t n)
{
    return n >= VM_SMALL_MIN && n <= VM_SMALL_MAX;
}

static inline VmValue
vm_bool(bool b)
{
    return b ? VM_TRUE : VM_FALSE;
}

static inline bool
vm_is_bool(VmValue v)
{
    return v == VM_TRUE || v == VM_FALSE;
}

/* Only for values known to be objects. */
static inline VmObject *
vm_object(VmValue v)
{
    return (VmObject *)v;
}

/* @object may be const: ROM objects are values like any others and are never written to. */
static inline VmValue
vm_value(const void *object)
{
    return (VmValue)(uintptr_t)object;
}

#endif
