/* SPDX-License-Identifier: MIT */
/* binascii: hexadecimal, base64, CRC. */
#include "vm/lib/modules.h"
#include "vm/types/text.h"

#define FUNCTION(name)                                                              \
    static VmValue binascii_##name(VM *vm, unsigned n_args __attribute__((unused)), \
                                   const VmValue *args, const VmKw *kw __attribute__((unused)))

/* The bytes of an argument that may also be ASCII text. */
static VmBuffer
get_ascii(VM *vm, VmValue v)
{
    VmBuffer buffer;

    if (vm_is_str(v)) {
        if ((vm_str(v)->bits & VM_STR_ASCII) == 0 && vm_str(v)->len != 0)
            vm_raise_value_error(vm, "string argument should contain only ASCII characters");
        return (VmBuffer){(uint8_t *)vm_str(v)->data, vm_str(v)->len, 'B', 1, true};
    }
    if (vm_type_of(v)->layout->buffer == NULL)
        vm_raise_type_error(vm, "argument should be bytes, buffer or ASCII string, not '%t'", v);
    vm_get_buffer(vm, v, &buffer, false);
    return buffer;
}

FUNCTION(hexlify)
{
    static const VmParam params[] = {{VM_S(data), VM_PARAM_REQUIRED, VM_UNDEF},
                                     {VM_S(sep), 0, VM_UNDEF},
                                     {VM_S(bytes_per_sep), 0, VM_SMALL(1)}};
    VmValue v[3] = {VM_UNDEF, VM_UNDEF, VM_SMALL(1)};
    intptr_t per_group;
    VmBuffer buffer;
    int sep;

    vm_parse_args(vm, &vm_s_hexlify, params, 3, n_args, args, kw, v);
    sep = vm_get_hex_separator(vm, v[1]);
    per_group = vm_get_int(vm, v[2]);
    vm_get_buffer(vm, v[0], &buffer, false);
    return vm_hex_str(vm, buffer.data, buffer.len, sep, per_group, true);
}

FUNCTION(unhexlify)
{
    VmBuffer text = get_ascii(vm, args[0]);
    VmBytes *result;

    if (text.len % 2 != 0)
        vm_raise_value_error(vm, "Odd-length string");
    result = vm_bytes_alloc(vm, text.len / 2);
    for (size_t i = 0; i < result->len; i++) {
        int high = vm_hex_digit((char)text.data[2 * i]),
            low = vm_hex_digit((char)text.data[2 * i + 1]);

        if (high < 0 || low < 0)
            vm_raise_value_error(vm, "Non-hexadecimal digit found");
        result->data[i] = (uint8_t)(high << 4 | low);
    }
    return vm_value(result);
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

FUNCTION(b2a_base64)
{
    static const VmParam params[] = {{VM_S(data), VM_PARAM_REQUIRED | VM_PARAM_POS_ONLY, VM_UNDEF},
                                     {VM_S(newline), VM_PARAM_KW_ONLY, VM_TRUE}};
    VmValue v[2] = {VM_UNDEF, VM_TRUE};
    VmBuffer buffer;
    VmBytes *result;
    uint8_t *out;
    bool newline;

    vm_parse_args(vm, &vm_s_b2a_base64, params, 2, n_args, args, kw, v);
    newline = vm_is_true(vm, v[1]);
    vm_get_buffer(vm, v[0], &buffer, false);
    result = vm_bytes_alloc(vm, (buffer.len + 2) / 3 * 4 + newline);
    out = result->data;
    for (size_t i = 0; i < buffer.len; i += 3) {
        size_t n = buffer.len - i;
        uint32_t bits = (uint32_t)buffer.data[i] << 16;

        if (n > 1)
            bits |= (uint32_t)buffer.data[i + 1] << 8;
        if (n > 2)
            bits |= buffer.data[i + 2];
        *out++ = (uint8_t)base64_digits[bits >> 18];
        *out++ = (uint8_t)base64_digits[bits >> 12 & 63];
        *out++ = n > 1 ? (uint8_t)base64_digits[bits >> 6 & 63] : '=';
        *out++ = n > 2 ? (uint8_t)base64_digits[bits & 63] : '=';
    }
    if (newline)
        *out = '\n';
    return vm_value(result);
}

static int
base64_value(uint8_t c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* Characters outside the alphabet are skipped, as CPython does. */
FUNCTION(a2b_base64)
{
    VmBuffer text = get_ascii(vm, args[0]);
    unsigned place = 0, pads = 0;
    uint32_t bits = 0;
    size_t n_digits = 0;
    VmBuf buf;

    vm_buf_init(&buf);
    vm_buf_reserve(vm, &buf, text.len / 4 * 3 + 3);
    for (size_t i = 0; i < text.len; i++) {
        int value = base64_value(text.data[i]);

        if (text.data[i] == '=' && place >= 2 && place + ++pads >= 4)
            return vm_buf_to_bytes(vm, &buf);
        if (value < 0)
            continue;
        pads = 0;
        n_digits++;
        bits = bits << 6 | (uint32_t)value;
        place = (place + 1) % 4;
        // Each digit but the first of four completes a byte.
        if (place != 1)
            buf.data[buf.len++] = (char)(bits >> ((4 - place) % 4 * 2));
    }
    if (place == 1)
        vm_raise_value_error(vm,
                             "Invalid base64-encoded string: number of data characters (%zu) "
                             "cannot be 1 more than a "
                             "multiple of 4",
                             n_digits);
    if (place != 0)
        vm_raise_value_error(vm, "Incorrect padding");
    return vm_buf_to_bytes(vm, &buf);
}

FUNCTION(crc32)
{
    // The table for four bits at a time: small, and fast enough for what boards check.
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t crc = ~(n_args > 1 ? (uint32_t)vm_get_uint64_truncated(vm, args[1]) : 0);
    VmBuffer buffer;

    vm_get_buffer(vm, args[0], &buffer, false);
    for (size_t i = 0; i < buffer.len; i++) {
        crc = table[(crc ^ buffer.data[i]) & 15] ^ crc >> 4;
        crc = table[(crc ^ buffer.data[i] >> 4) & 15] ^ crc >> 4;
    }
    return vm_int(vm, (int64_t)(uint32_t)~crc);
}

FUNCTION(crc_hqx)
{
    uint32_t crc = (uint32_t)vm_get_uint64_truncated(vm, args[1]) & 0xffff;
    VmBuffer buffer;

    vm_get_buffer(vm, args[0], &buffer, false);
    for (size_t i = 0; i < buffer.len; i++) {
        crc ^= (uint32_t)buffer.data[i] << 8;
        for (unsigned k = 0; k < 8; k++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    return vm_small((intptr_t)crc);
}

static const VmMember members[] = {
    VM_FUNCTION_KW(hexlify, binascii_hexlify, 1, 3),
    VM_FUNCTION_KW(b2a_hex, binascii_hexlify, 1, 3),
    VM_FUNCTION(unhexlify, binascii_unhexlify, 1, 1),
    VM_FUNCTION(a2b_hex, binascii_unhexlify, 1, 1),
    VM_FUNCTION(a2b_base64, binascii_a2b_base64, 1, 1),
    VM_FUNCTION_KW(b2a_base64, binascii_b2a_base64, 1, 2),
    VM_FUNCTION(crc32, binascii_crc32, 1, 2),
    VM_FUNCTION(crc_hqx, binascii_crc_hqx, 2, 2),
    VM_OBJECT_MEMBER(Error, vm_type_ValueError),
};

const VmModuleDef vm_module_binascii = {.name = &vm_s_binascii, VM_MEMBERS(members)};
