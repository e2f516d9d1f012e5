/* SPDX-License-Identifier: MIT */
/* Numbers as they lie in memory, named by the codes of the struct module in native order and size.
 */
#include <string.h>

#include "vm/types/text.h"

typedef enum Kind { NOT_THERE, SIGNED, UNSIGNED, FLOAT, BOOL, CHAR } Kind;

typedef struct ItemFormat {
    uint8_t size;
    Kind kind;
} ItemFormat;

static ItemFormat
find_format(char format)
{
    switch (format) {
    case 'b': return (ItemFormat){1, SIGNED};
    case 'B': return (ItemFormat){1, UNSIGNED};
    case 'h': return (ItemFormat){sizeof(short), SIGNED};
    case 'H': return (ItemFormat){sizeof(short), UNSIGNED};
    case 'i': return (ItemFormat){sizeof(int), SIGNED};
    case 'I': return (ItemFormat){sizeof(int), UNSIGNED};
    case 'l': return (ItemFormat){sizeof(long), SIGNED};
    case 'L': return (ItemFormat){sizeof(long), UNSIGNED};
    case 'q': return (ItemFormat){8, SIGNED};
    case 'Q': return (ItemFormat){8, UNSIGNED};
    case 'n': return (ItemFormat){sizeof(size_t), SIGNED};
    case 'N':
    case 'P': return (ItemFormat){sizeof(size_t), UNSIGNED};
    case 'f': return (ItemFormat){sizeof(float), FLOAT};
    case 'd': return (ItemFormat){sizeof(double), FLOAT};
    case '?': return (ItemFormat){1, BOOL};
    case 'c': return (ItemFormat){1, CHAR};
    default: return (ItemFormat){0, NOT_THERE};
    }
}

unsigned
vm_item_size(char format)
{
    return find_format(format).size;
}

/* The bytes at @at as an unsigned number of the machine's own order. */
static uint64_t
load(const uint8_t *at, unsigned size)
{
    uint8_t byte;
    uint16_t two;
    uint32_t four;
    uint64_t eight;

    switch (size) {
    case 1: memcpy(&byte, at, 1); return byte;
    case 2: memcpy(&two, at, 2); return two;
    case 4: memcpy(&four, at, 4); return four;
    default: memcpy(&eight, at, 8); return eight;
    }
}

static void
store(uint8_t *at, unsigned size, uint64_t n)
{
    uint8_t byte = (uint8_t)n;
    uint16_t two = (uint16_t)n;
    uint32_t four = (uint32_t)n;

    switch (size) {
    case 1: memcpy(at, &byte, 1); break;
    case 2: memcpy(at, &two, 2); break;
    case 4: memcpy(at, &four, 4); break;
    default: memcpy(at, &n, 8); break;
    }
}

VmValue
vm_item_get(VM *vm, char format, const uint8_t *at)
{
    ItemFormat f = find_format(format);
    unsigned unused_bits = 64 - 8 * f.size;
    float single;
    double number;

    switch (f.kind) {
    case SIGNED: return vm_int(vm, (int64_t)(load(at, f.size) << unused_bits) >> unused_bits);
    case UNSIGNED: return vm_int_from_uint64(vm, load(at, f.size));
    case FLOAT:
        if (f.size == sizeof single) {
            memcpy(&single, at, sizeof single);
            return vm_float(vm, (double)single);
        }
        memcpy(&number, at, sizeof number);
        return vm_float(vm, number);
    case BOOL: return vm_bool(*at != 0);
    default: return vm_bytes_new(vm, at, 1);
    }
}

static VmItemResult
set_int(VM *vm, ItemFormat f, uint8_t *at, VmValue v)
{
    unsigned bits = 8 * f.size;
    int64_t n, low = f.kind == SIGNED ? INT64_MIN >> (64 - bits) : 0;
    uint64_t high =
        f.kind == SIGNED ? (uint64_t)INT64_MAX >> (64 - bits) : UINT64_MAX >> (64 - bits);

    if (!vm_is_int(v) && vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
        return VM_ITEM_WRONG_TYPE;
    v = vm_index(vm, v);
    if (!vm_int_to_int64_maybe(v, &n)) {
        // Beyond 64 bits signed: only Q has room for some of these.
        VmValue zero = vm_small(0);

        if (vm_compare_true(vm, VM_CMP_LT, v, zero))
            return VM_ITEM_TOO_SMALL;
        if (high <= INT64_MAX || vm_int_bit_length(v) > 64)
            return VM_ITEM_TOO_LARGE;
        store(at, f.size, vm_get_uint64_truncated(vm, v));
        return VM_ITEM_OK;
    }
    if (n < low)
        return VM_ITEM_TOO_SMALL;
    if (n > 0 && (uint64_t)n > high)
        return VM_ITEM_TOO_LARGE;
    store(at, f.size, (uint64_t)n);
    return VM_ITEM_OK;
}

VmItemResult
vm_item_set_maybe(VM *vm, char format, uint8_t *at, VmValue v)
{
    ItemFormat f = find_format(format);
    double number;
    float single;

    switch (f.kind) {
    case SIGNED:
    case UNSIGNED: return set_int(vm, f, at, v);
    case FLOAT:
        if (!vm_is_float(v) && !vm_is_int(v) &&
            vm_type_lookup(vm, vm_type_of(v), &vm_s___float__) == VM_UNDEF &&
            vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
            return VM_ITEM_WRONG_TYPE;
        number = vm_get_float(vm, v);
        if (f.size == sizeof single) {
            single = (float)number;
            memcpy(at, &single, sizeof single);
        } else {
            memcpy(at, &number, sizeof number);
        }
        return VM_ITEM_OK;
    case BOOL: *at = vm_is_true(vm, v); return VM_ITEM_OK;
    default:
        if (!vm_is_bytes(v))
            return VM_ITEM_WRONG_TYPE;
        if (vm_bytes(v)->len != 1)
            return VM_ITEM_TOO_LARGE;
        *at = vm_bytes(v)->data[0];
        return VM_ITEM_OK;
    }
}
