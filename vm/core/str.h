/* SPDX-License-Identifier: MIT */
/* str and bytes objects: text is UTF-8 kept inline, always followed by a NUL that `len` does not count.
 *
 * Interned strings are equal exactly when they are the same object. All names in code, attribute names and keyword
 * names are interned. ROM strings (names.h, generated) are interned from birth.
 */
#ifndef VM_CORE_STR_H
#define VM_CORE_STR_H

#include "vm/core/object.h"

#define VM_STR_INTERNED 0x80000000u
#define VM_STR_ASCII 0x40000000u /* every byte < 0x80: character i is byte i */
#define VM_STR_HASH_MASK 0x3fffffffu

struct VmStr {
    VmObject base;
    uint32_t bits; /* flags above and 30 bits of hash; hash 0: not computed yet */
    uint32_t len;  /* bytes */
    char data[];
};

typedef struct VmBytes {
    VmObject base;
    uint32_t hash; /* 0: not computed yet */
    uint32_t len;
    uint8_t data[];
} VmBytes;

#include "vm/core/names.h" /* generated: extern const VmStr vm_s_append, ...; */

/* An interned ROM string as a value: VM_S(append). Every name used this way, or as first argument of VM_METHOD and its
 * like, is found by vm/tools/make-names.py; names that are no identifiers stand in vm/core/names.txt. */
#define VM_S(name) VM_ROM(vm_s_##name)

static inline bool
vm_is_str(VmValue v)
{
    return vm_has_layout(v, &vm_type_str);
}

static inline VmStr *
vm_str(VmValue v)
{
    return (VmStr *)v;
}

static inline bool
vm_is_bytes(VmValue v)
{
    return vm_has_layout(v, &vm_type_bytes);
}

/* New str from bytes known to be valid UTF-8 (ours). Sets the ASCII flag. Short ones of one ASCII character come from ROM. */
VmValue vm_str_new(VM *vm, const char *utf8, size_t len);
VmValue vm_str_from_c(VM *vm, const char *text);
/* Raises UnicodeError (ValueError) when the bytes are not UTF-8. */
VmValue vm_str_decode(VM *vm, const char *bytes, size_t len);
/* An uninitialised str to be filled (data[len] is NUL); call vm_str_finish() when done. */
VmStr *vm_str_alloc(VM *vm, size_t len);
VmValue vm_str_finish(VM *vm, VmStr *s); /* sets the flags */
VmValue vm_str_format(VM *vm, const char *format, ...); /* as vm_out_format() */
VmValue vm_str_char(VM *vm, uint32_t code_point);

/* The one interned str with this text; @s itself becomes it when it is the first. */
VmStr *vm_intern(VM *vm, const char *utf8, size_t len);
VmStr *vm_intern_c(VM *vm, const char *text);
VmStr *vm_intern_str(VM *vm, VmStr *s);
/* The interned str or NULL if nobody ever interned that text: then no attribute or name of it can exist. */
VmStr *vm_interned_maybe(VM *vm, const char *utf8, size_t len);
/* For the collector: drops interned strs that were not marked. */
void vm_intern_sweep(VM *vm);
/* For naming things in suggestions and completion: calls @each for every ROM and interned name. @each may not intern. */
void vm_each_name(VM *vm, void (*each)(VM *vm, const VmStr *name, void *data), void *data);

static inline bool
vm_str_is_interned(const VmStr *s)
{
    return (s->bits & VM_STR_INTERNED) != 0;
}

uint32_t vm_str_hash(VmStr *s); /* 30 bits, never 0; writes the cache unless in ROM (ROM has it) */
uint32_t vm_hash_bytes(const void *data, size_t len);
bool vm_str_equal(VmStr *a, VmStr *b);
bool vm_str_equal_c(const VmStr *s, const char *text);
size_t vm_str_n_chars(const VmStr *s); /* code points */

VmValue vm_bytes_new(VM *vm, const void *data, size_t len); /* data NULL: zeros */
VmBytes *vm_bytes_alloc(VM *vm, size_t len);

/* repr of text with quotes and escapes. */
void vm_str_out_repr(VM *vm, VmOut *out, const char *data, size_t len, bool is_bytes);

/* str % args, bytes % args; str.format's and format()'s mini language for any value. */
VmValue vm_str_percent(VM *vm, VmValue format, VmValue args);
/* format(value, spec): honours __format__. @spec may be the empty string. */
void vm_format_value(VM *vm, VmOut *out, VmValue value, const char *spec, size_t spec_len);

/* The bytes of a bytes-like object (bytes, bytearray, memoryview, array); raises TypeError naming the type. */
void vm_get_buffer(VM *vm, VmValue v, VmBuffer *out, bool writable);
/* str's UTF-8 or a buffer's bytes. */
void vm_get_text_or_buffer(VM *vm, VmValue v, const char **data, size_t *len);
/* Text of a str argument; TypeError otherwise. */
VmStr *vm_get_str(VM *vm, VmValue v);

#endif
