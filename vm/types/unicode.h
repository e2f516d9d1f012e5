/* SPDX-License-Identifier: MIT */
/* UTF-8 and what Unicode says about characters. Pure functions: no VM needed. */
#ifndef VM_TYPES_UNICODE_H
#define VM_TYPES_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    VM_UC_ALPHA = 1,
    VM_UC_DECIMAL = 2,
    VM_UC_DIGIT = 4,
    VM_UC_NUMERIC = 8,
    VM_UC_LOWER = 16,
    VM_UC_UPPER = 32,
    VM_UC_TITLE = 64, /* a title-case digraph, neither upper nor lower */
    VM_UC_SPACE = 128,
    VM_UC_PRINTABLE = 256,
    VM_UC_ID_START = 512, /* may begin a Python identifier; '_' included */
    VM_UC_ID_CONTINUE = 1024,
    VM_UC_CASED = 2048,
    VM_UC_IGNORABLE = 4096, /* skipped when looking for cased neighbours of a Greek sigma */
};

typedef enum VmCase { VM_CASE_UPPER, VM_CASE_LOWER, VM_CASE_TITLE, VM_CASE_FOLD } VmCase;

/* VM_UC_ bits of any code point; 0 beyond Unicode. */
unsigned vm_unicode_flags(uint32_t code_point);
/* Writes the mapping of @code_point (itself when it has none); returns how many code points that
 * are: 1 to 3. */
unsigned vm_unicode_case(uint32_t code_point, VmCase kind, uint32_t out[3]);
/* 0..9 for a decimal digit of any script, else -1. */
int vm_unicode_decimal(uint32_t code_point);

/* Bytes of the UTF-8 sequence that begins with @first, which must be a valid first byte. */
static inline unsigned
vm_utf8_size(uint8_t first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static inline bool
vm_utf8_is_continuation(char byte)
{
    return ((uint8_t)byte & 0xc0) == 0x80;
}

/* Decodes one character of text known to be valid and moves @at behind it. */
static inline uint32_t
vm_utf8_next(const char **at)
{
    const uint8_t *p = (const uint8_t *)*at;
    uint32_t c = p[0];

    if (c < 0x80) {
        *at += 1;
        return c;
    }
    if (c < 0xe0) {
        *at += 2;
        return (c & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (c < 0xf0) {
        *at += 3;
        return (c & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    *at += 4;
    return (c & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
           (p[3] & 0x3f);
}

/* Writes @code_point (below 0x110000; lone surrogates too) as 1 to 4 bytes and returns their
 * number. */
unsigned vm_utf8_encode(uint32_t code_point, char out[4]);
/* Code points in @len valid bytes. */
size_t vm_utf8_count(const char *data, size_t len);
bool vm_is_ascii(const char *data, size_t len);
/* Where the character with index @n begins: at most @len. */
size_t vm_utf8_offset(const char *data, size_t len, size_t n);
/* Length of the longest valid UTF-8 prefix. When that is not all: @bad_len is how many bytes belong
 * to the first error, @reason CPython's word for it. */
size_t vm_utf8_check(const char *data, size_t len, size_t *bad_len, const char **reason);

#endif
