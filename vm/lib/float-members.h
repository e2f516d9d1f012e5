/* SPDX-License-Identifier: MIT */
/* Floats in ROM tables: immediate words where values are 64 bits, objects elsewhere. Given both as
 * a number and as its bits, since C cannot turn one to the other in a constant. */
#ifndef VM_LIB_FLOAT_MEMBERS_H
#define VM_LIB_FLOAT_MEMBERS_H

#include "vm/core/number.h"

#if VM_VALUE_64
#define VM_FLOAT_VALUE(number, bits) ((VmValue)(bits) + VM_FLOAT_OFFSET)
#else
#define VM_FLOAT_VALUE(number, bits) \
    VM_ROM(((const VmFloat){.base = {&vm_type_float}, .value = number}))
#endif

#define VM_FLOAT_PI  VM_FLOAT_VALUE(3.141592653589793, 0x400921fb54442d18u)
#define VM_FLOAT_TAU VM_FLOAT_VALUE(6.283185307179586, 0x401921fb54442d18u)
#define VM_FLOAT_E   VM_FLOAT_VALUE(2.718281828459045, 0x4005bf0a8b145769u)
#define VM_FLOAT_INF VM_FLOAT_VALUE(__builtin_inf(), 0x7ff0000000000000u)
#define VM_FLOAT_NAN VM_FLOAT_VALUE(__builtin_nan(""), 0x7ff8000000000000u)

#endif
