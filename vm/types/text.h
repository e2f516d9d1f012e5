/* SPDX-License-Identifier: MIT */
/* What str, bytes and bytearray share.
 *
 * Searching, splitting, stripping, replacing and padding mean the same for the three, so each
 * method is written once on a VmText: a run of bytes that knows what it came from. Since text is
 * UTF-8, where no character's bytes occur inside another's, searching bytes finds characters; only
 * positions and classes need care when a str is not ASCII. The type's own files (str.c, bytes.c,
 * bytearray.c) hold what differs.
 */
#ifndef VM_TYPES_TEXT_H
#define VM_TYPES_TEXT_H

#include "vm/core/vm.h"
#include "vm/types/unicode.h"

typedef enum VmTextKind { VM_TEXT_STR, VM_TEXT_BYTES, VM_TEXT_BYTEARRAY } VmTextKind;

/* Borrowed; for a bytearray valid until it may have been resized, that is until Python code may
 * have run. */
typedef struct VmText {
    const char *data;
    size_t len; /* bytes */
    VmTextKind kind;
    bool flat; /* item i is byte i: bytes, bytearray and ASCII str */
} VmText;

typedef struct VmByteArray {
    VmObject base;
    uint8_t *data; /* a RAW block; NULL while cap is 0 */
    uint32_t len, cap;
    uint32_t n_exports; /* memoryviews that look at it: it must not be resized */
} VmByteArray;

static inline bool
vm_is_bytearray(VmValue v)
{
    return vm_has_layout(v, &vm_type_bytearray);
}
#define vm_bytes(v)     ((VmBytes *)(v))
#define vm_bytearray(v) ((VmByteArray *)(v))

/* The text of a method's self; TypeError when it is none of the three. */
VmText vm_text_of(VM *vm, VmValue self);
/* The text of a str known to be one. */
static inline VmText
vm_text_of_str(const VmStr *s)
{
    return (VmText){s->data, s->len, VM_TEXT_STR, (s->bits & VM_STR_ASCII) != 0};
}
/* A new object of @kind. */
VmValue vm_text_new(VM *vm, VmTextKind kind, const char *data, size_t len);
/* The same with uninitialised content to be written to *@out at once; finish with vm_text_done().
 */
VmValue vm_text_alloc(VM *vm, VmTextKind kind, size_t len, char **out);
VmValue vm_text_done(VM *vm, VmValue v);
/* Number of items: characters or bytes. */
size_t vm_text_n(const VmText *t);
/* The item at *@at as a number, moving on. */
static inline uint32_t
vm_text_next(const VmText *t, const char **at)
{
    if (t->flat)
        return (uint8_t) * (*at)++;
    return vm_utf8_next(at);
}
/* VM_UC_ bits of an item. Bytes beyond ASCII have none. */
unsigned vm_text_flags(const VmText *t, uint32_t item);

/* Position of the first (last) @needle in [0, hay_len), or SIZE_MAX. */
size_t vm_find_bytes(const char *hay, size_t hay_len, const char *needle, size_t needle_len);
size_t vm_rfind_bytes(const char *hay, size_t hay_len, const char *needle, size_t needle_len);

/* The slots get_item and mul of the three. */
VmValue vm_text_get_item(VM *vm, VmValue self, VmValue key);
VmValue vm_text_repeat(VM *vm, VmValue self, VmValue times);
VmValue vm_text_concat(VM *vm, VmValue left,
                       VmValue right); /* both are text or buffers of one family */
/* The `binary` slot. */
VmValue vm_text_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right);
VmValue vm_text_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other);
bool vm_text_contains(VM *vm, VmValue self, VmValue item);
intptr_t vm_text_len(VM *vm, VmValue self);

/* TypeError unless @key is an integer or has __index__; @what: "string", "byte". */
void vm_check_index_type(VM *vm, VmValue key, const char *what);
/* Would vm_iter() take it? (Other than that it may raise.) */
bool vm_is_iterable(VM *vm, VmValue v);

/* The methods of all three: entries for member tables. text.c defines them. */
#define VM_TEXT_METHODS(X) \
    X(capitalize, 1, 1)    \
    X(center, 2, 3)        \
    X(count, 2, 4)         \
    X(endswith, 2, 4)      \
    X(find, 2, 4)          \
    X(index, 2, 4)         \
    X(isalnum, 1, 1)       \
    X(isalpha, 1, 1)       \
    X(isascii, 1, 1)       \
    X(isdigit, 1, 1)       \
    X(islower, 1, 1)       \
    X(isspace, 1, 1)       \
    X(istitle, 1, 1)       \
    X(isupper, 1, 1)       \
    X(join, 2, 2)          \
    X(ljust, 2, 3)         \
    X(lower, 1, 1)         \
    X(lstrip, 1, 2)        \
    X(partition, 2, 2)     \
    X(removeprefix, 2, 2)  \
    X(removesuffix, 2, 2)  \
    X(replace, 3, 4)       \
    X(rfind, 2, 4)         \
    X(rindex, 2, 4)        \
    X(rjust, 2, 3)         \
    X(rpartition, 2, 2)    \
    X(rstrip, 1, 2)        \
    X(startswith, 2, 4)    \
    X(strip, 1, 2)         \
    X(swapcase, 1, 1)      \
    X(title, 1, 1)         \
    X(upper, 1, 1)         \
    X(zfill, 2, 2)
#define VM_TEXT_METHODS_KW(X) \
    X(expandtabs, 1, 2)       \
    X(rsplit, 1, 3)           \
    X(split, 1, 3)            \
    X(splitlines, 1, 2)
#define VM_TEXT_DECLARE(name, min, max) \
    VmValue vm_text_##name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VM_TEXT_METHODS(VM_TEXT_DECLARE)
VM_TEXT_METHODS_KW(VM_TEXT_DECLARE)
#define VM_TEXT_MEMBER(name, min, max)    VM_METHOD(name, vm_text_##name, min, max),
#define VM_TEXT_MEMBER_KW(name, min, max) VM_METHOD_KW(name, vm_text_##name, min, max),
#define VM_TEXT_MEMBERS                   VM_TEXT_METHODS(VM_TEXT_MEMBER) VM_TEXT_METHODS_KW(VM_TEXT_MEMBER_KW)

/* What bytes and bytearray share: bytes.c. */
#define VM_BYTES_MEMBERS                                                                \
    VM_METHOD_KW(decode, vm_bytes_decode, 1, 3), VM_METHOD_KW(hex, vm_bytes_hex, 1, 3), \
        VM_CLASS_METHOD(fromhex, vm_bytes_fromhex, 2, 2),                               \
        VM_STATIC_METHOD(maketrans, vm_bytes_maketrans, 2, 2),                          \
        VM_METHOD_KW(translate, vm_bytes_translate, 2, 3)
VmValue vm_bytes_decode(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_bytes_hex(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_bytes_fromhex(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_bytes_maketrans(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_bytes_translate(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
/* Appends what bytes(...) and bytearray(...) make of their arguments to @out. @range_text names the
 * range in errors. */
void vm_bytes_gather(VM *vm, VmBuf *out, const VmStr *function, unsigned n_args,
                     const VmValue *args, const VmKw *kw);
/* An item for a bytearray or bytes: 0..255. */
uint8_t vm_get_byte(VM *vm, VmValue v, const char *what);
/* Hexadecimal digits, @sep (may be 0) between groups of @per_group bytes counted from the right
 * (from the left if negative). */
VmValue vm_hex_str(VM *vm, const uint8_t *data, size_t len, int sep, intptr_t per_group,
                   bool as_bytes);
/* 0..15, or -1. */
int vm_hex_digit(char c);
/* hex()'s optional arguments: separator character or -1, and group size. */
int vm_get_hex_separator(VM *vm, VmValue sep);

/* An iterator over a bytes-like object, giving get_item()'s values. */
VmValue vm_bytes_iter(VM *vm, VmValue self);
extern const VmType vm_type_str_iterator, vm_type_bytes_iterator;

/* bytearray: makes room for @len bytes in all and sets the length; BufferError while viewed. New
 * bytes are undefined. */
void vm_bytearray_resize(VM *vm, VmByteArray *self, size_t len);
VmValue vm_bytearray_new(VM *vm, const void *data, size_t len);
/* Replaces the bytes [from, to) by @len bytes at @data, which are not the array's own. */
void vm_bytearray_splice(VM *vm, VmByteArray *self, size_t from, size_t to, const void *data,
                         size_t len);
void vm_bytearray_append(VM *vm, VmByteArray *self, VmValue buffer_object);
void vm_bytearray_repeat(VM *vm, VmByteArray *self, intptr_t times);
/* self[slice] = @source, or del self[slice] when that is NULL; the slice counts items. */
void vm_bytearray_set_slice(VM *vm, VmByteArray *self, size_t item_size, VmValue slice,
                            const VmBuf *source);

/* codec.c. @encoding and @errors NUL-terminated; NULL: utf-8, strict. */
VmValue vm_encode(VM *vm, VmStr *s, const char *encoding, const char *errors);
VmValue vm_decode(VM *vm, const char *data, size_t len, const char *encoding, const char *errors);

/* format.c: the fields of a format specification,
 * "[[fill]align][sign][z][#][0][width][grouping][.precision][type]". */
typedef struct VmFormatSpec {
    uint32_t fill;
    char align; /* 0: the type's own */
    char sign;  /* 0, '-', '+', ' ' */
    bool alternate, zero, no_negative_zero;
    char grouping;      /* 0, ',' or '_' */
    intptr_t width;     /* 0: none */
    intptr_t precision; /* -1: none */
    uint32_t type;      /* 0: none */
} VmFormatSpec;
/* @value is named in errors. */
void vm_parse_format_spec(VM *vm, VmFormatSpec *spec, const char *text, size_t len, VmValue value);
/* object.__format__(self, spec) and with it that of every built-in type. */
VmValue vm_object_format(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
/* Pads @text; @default_align when the spec has none. */
void vm_format_pad(VM *vm, VmOut *out, const VmFormatSpec *spec, const char *text, size_t len,
                   char default_align);
void vm_format_int(VM *vm, VmOut *out, VmValue v, const VmFormatSpec *spec);
void vm_format_double(VM *vm, VmOut *out, double d, const VmFormatSpec *spec);
/* str-format.c */
VmValue vm_str_format_method(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_str_format_map(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);
/* repr() with everything beyond ASCII escaped. */
VmValue vm_ascii(VM *vm, VmValue v);
/* percent.c: bytes % args gives the same type as @format. */
VmValue vm_bytes_percent(VM *vm, VmValue format, VmValue args);

/* Numbers in memory, by struct code (native order and sizes): items.c; memoryview and array are
 * made of them. */
unsigned vm_item_size(char format); /* 0: unknown code */
VmValue vm_item_get(VM *vm, char format, const uint8_t *at);
typedef enum VmItemResult {
    VM_ITEM_OK,
    VM_ITEM_WRONG_TYPE,
    VM_ITEM_TOO_SMALL,
    VM_ITEM_TOO_LARGE
} VmItemResult;
/* Writes nothing unless OK. */
VmItemResult vm_item_set_maybe(VM *vm, char format, uint8_t *at, VmValue v);

/* array.array (lib/array.c): a bytearray seen as numbers. Its lengths count bytes, so that what
 * moves bytes serves both. */
typedef struct VmArray {
    VmByteArray bytes;
    char format;
    uint8_t item_size;
} VmArray;
extern const VmType vm_type_array;

VmValue vm_memoryview_tobytes(VM *vm, VmValue view);

#endif
