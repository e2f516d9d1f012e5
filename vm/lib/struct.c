/* SPDX-License-Identifier: MIT */
/* struct: numbers to bytes and back, in any order, with the machine's alignment or none.
 *
 * A format is walked anew at each call; walking is cheap, and a Struct object keeps nothing but the
 * format and its size. struct.error is ValueError, as on MicroPython.
 */
#include <float.h>
#include <math.h>

#include "vm/lib/modules.h"
#include "vm/types/int.h"
#include "vm/types/text.h"

#define error_type (&vm_type_ValueError)

/* One item of a format: @count times @code, at @offset. */
typedef struct Item {
    char code;
    uint8_t size; /* of one */
    size_t count;
    size_t offset; /* of the first */
} Item;

/* Walks over a format. */
typedef struct Walk {
    const char *at, *end;
    bool native, little;
    size_t offset; /* behind the last item */
} Walk;

static const bool host_is_little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

/* Size of a code, 0 for unknown ones; *align: where the machine wants it. */
static unsigned
code_size(char code, bool native, unsigned *align)
{
    unsigned size;

    *align = 1;
    switch (code) {
    case 'x':
    case 'c':
    case 'b':
    case 'B':
    case '?':
    case 's':
    case 'p': return 1;
    case 'h':
    case 'H':
    case 'e':
        size = 2;
        *align = 2;
        break;
    case 'i':
    case 'I':
        size = native ? sizeof(int) : 4;
        *align = _Alignof(int);
        break;
    case 'l':
    case 'L':
        size = native ? sizeof(long) : 4;
        *align = _Alignof(long);
        break;
    case 'q':
    case 'Q':
        size = 8;
        *align = offsetof(
            struct {
                char c;
                long long q;
            },
            q);
        break;
    case 'f':
        size = 4;
        *align = _Alignof(float);
        break;
    case 'd':
        size = 8;
        *align = offsetof(
            struct {
                char c;
                double d;
            },
            d);
        break;
    case 'n':
    case 'N':
    case 'P':
        size = native ? sizeof(void *) : 0;
        *align = _Alignof(void *);
        break;
    default: return 0;
    }
    if (!native)
        *align = 1;
    return size;
}

static Walk
walk_begin(const char *text, size_t len)
{
    Walk w = {text, text + len, true, host_is_little, 0};

    if (len > 0) {
        switch (*text) {
        case '@': w.at++; break;
        case '=':
            w.native = false;
            w.at++;
            break;
        case '<':
            w.native = false;
            w.little = true;
            w.at++;
            break;
        case '>':
        case '!':
            w.native = false;
            w.little = false;
            w.at++;
            break;
        default: break;
        }
    }
    return w;
}

static bool
walk_next(VM *vm, Walk *w, Item *item)
{
    size_t count = 1, bytes;
    unsigned size, align;

    while (w->at < w->end && (*w->at == ' ' || (*w->at >= '\t' && *w->at <= '\r')))
        w->at++;
    if (w->at == w->end)
        return false;
    if (*w->at >= '0' && *w->at <= '9') {
        for (count = 0; w->at < w->end && *w->at >= '0' && *w->at <= '9'; w->at++) {
            if (count > (INT32_MAX - 9) / 10)
                vm_raise_format(vm, error_type, "total struct size too long");
            count = count * 10 + (size_t)(*w->at - '0');
        }
        if (w->at == w->end)
            vm_raise_format(vm, error_type, "repeat count given without format specifier");
    }
    size = code_size(*w->at, w->native, &align);
    if (size == 0)
        vm_raise_format(vm, error_type, "bad char in struct format");
    if (w->native)
        w->offset = (w->offset + align - 1) / align * align;
    *item = (Item){*w->at++, (uint8_t)size, count, w->offset};
    if (__builtin_mul_overflow(count, (size_t)size, &bytes) ||
        bytes > (size_t)INT32_MAX - w->offset)
        vm_raise_format(vm, error_type, "total struct size too long");
    w->offset += bytes;
    return true;
}

/* Total size and number of values. */
static size_t
format_size(VM *vm, const char *text, size_t len, size_t *n_values)
{
    Walk w = walk_begin(text, len);
    Item item;
    size_t n = 0;

    while (walk_next(vm, &w, &item))
        n += item.code == 'x' ? 0 : item.code == 's' || item.code == 'p' ? 1 : item.count;
    if (n_values != NULL)
        *n_values = n;
    return w.offset;
}

/* --- Numbers --- */

static void
put_bytes(uint8_t *out, uint64_t n, unsigned size, bool little)
{
    for (unsigned i = 0; i < size; i++)
        out[little ? i : size - 1 - i] = (uint8_t)(n >> 8 * i);
}

static uint64_t
get_bytes(const uint8_t *in, unsigned size, bool little)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < size; i++)
        n |= (uint64_t)in[little ? i : size - 1 - i] << 8 * i;
    return n;
}

/* A double's nearest half precision, ties to even; false when it is too large. */
static bool
to_half(double d, uint16_t *out)
{
    uint16_t sign = signbit(d) ? 0x8000 : 0;
    double m, scaled;
    int e;

    if (isnan(d)) {
        *out = sign | 0x7e00;
        return true;
    }
    if (isinf(d)) {
        *out = sign | 0x7c00;
        return true;
    }
    m = frexp(fabs(d), &e);
    if (m == 0 || e < -25) {
        *out = sign;
        return true;
    }
    if (e > 16)
        return false;
    if (e < -13)
        scaled = ldexp(m, e + 24); // a subnormal: units of 2^-24
    else
        scaled = ldexp(m, 11) + 1024 * (e + 13);
    // Adding the exponent's steps of 1024 makes a carry out of the mantissa come out right.
    scaled = rint(scaled);
    if (scaled >= 0x7c00)
        return false;
    *out = (uint16_t)(sign | (uint16_t)scaled);
    return true;
}

static double
from_half(uint16_t bits)
{
    unsigned e = bits >> 10 & 0x1f, m = bits & 0x3ff;
    double d;

    if (e == 0x1f)
        d = m == 0 ? INFINITY : NAN;
    else
        d = e == 0 ? ldexp(m, -24) : ldexp(m + 1024, (int)e - 25);
    return bits & 0x8000 ? -d : d;
}

/* In CPython's words, which depend on the path it took. @fits_signed, @fits_unsigned: in 64 bits.
 */
_Noreturn static void
raise_int_range(VM *vm, char code, unsigned size, bool host_order, bool fits_signed,
                bool fits_unsigned)
{
    bool is_signed = code >= 'a', small_unsigned = size == 1 || (size == 2 && host_order);

    if (size == 8)
        vm_raise_format(vm, error_type,
                        host_order && code != 'P' ? "argument out of range"
                                                  : "int too large to convert");
    if (is_signed || small_unsigned ? !fits_signed : !fits_unsigned)
        vm_raise_format(vm, error_type, "argument out of range");
    if (size == 1)
        vm_raise_format(vm, error_type,
                        is_signed ? "byte format requires -128 <= number <= 127"
                                  : "ubyte format requires 0 <= number <= 255");
    if (size == 2 && host_order)
        vm_raise_format(vm, error_type,
                        is_signed ? "short format requires -32768 <= number <= 32767"
                                  : "ushort format requires 0 <= number <= 65535");
    if (is_signed)
        vm_raise_format(vm, error_type, "'%c' format requires %lld <= number <= %lld", code,
                        (long long)(INT64_MIN >> (64 - 8 * size)),
                        (long long)(INT64_MAX >> (64 - 8 * size)));
    vm_raise_format(vm, error_type, "'%c' format requires 0 <= number <= %lld", code,
                    (long long)(UINT64_MAX >> (64 - 8 * size)));
}

static void
pack_int(VM *vm, uint8_t *out, char code, unsigned size, bool little, VmValue v)
{
    bool is_signed = code >= 'a', fits_signed, fits_unsigned, good;
    unsigned bits = 8 * size;
    int64_t n = 0;

    if (!vm_is_int(v)) {
        if (vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
            vm_raise_format(vm, error_type, "required argument is not an integer");
        v = vm_index(vm, v);
    }
    fits_signed = vm_int_to_int64_maybe(v, &n);
    fits_unsigned = vm_int_sign(v) >= 0 && vm_int_bit_length(v) <= 64;
    if (is_signed ||
        (code == 'P' && fits_signed && n < 0)) // an address may be given as a negative number
        good = fits_signed && n >= INT64_MIN >> (64 - bits) && n <= INT64_MAX >> (64 - bits);
    else
        good = fits_unsigned && vm_int_bit_length(v) <= bits;
    if (!good)
        raise_int_range(vm, code, size, little == host_is_little, fits_signed, fits_unsigned);
    put_bytes(out, fits_signed ? (uint64_t)n : vm_get_uint64_truncated(vm, v), size, little);
}

static void
pack_float(VM *vm, uint8_t *out, char code, bool little, VmValue v)
{
    double d;
    float f;
    uint16_t half;
    uint32_t four;
    uint64_t eight;

    if (!vm_is_float(v) && !vm_is_int(v) &&
        vm_type_lookup(vm, vm_type_of(v), &vm_s___float__) == VM_UNDEF &&
        vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
        vm_raise_format(vm, error_type, "required argument is not a float");
    d = vm_get_float(vm, v);
    switch (code) {
    case 'e':
        if (!to_half(d, &half))
            vm_raise_overflow_error(vm, "float too large to pack with e format");
        put_bytes(out, half, 2, little);
        break;
    case 'f':
        f = (float)d;
        if (isinf(f) && !isinf(d))
            vm_raise_overflow_error(vm, "float too large to pack with f format");
        memcpy(&four, &f, sizeof four);
        put_bytes(out, four, 4, little);
        break;
    default:
        memcpy(&eight, &d, sizeof eight);
        put_bytes(out, eight, 8, little);
        break;
    }
}

static VmValue
unpack_one(VM *vm, const uint8_t *in, const Item *item, bool little)
{
    uint64_t n = get_bytes(in, item->size, little);
    unsigned unused = 64 - 8 * item->size;
    float f;
    double d;

    switch (item->code) {
    case 'c': return vm_bytes_new(vm, in, 1);
    case '?': return vm_bool(n != 0);
    case 'e': return vm_float(vm, from_half((uint16_t)n));
    case 'f': {
        uint32_t four = (uint32_t)n;

        memcpy(&f, &four, sizeof f);
        return vm_float(vm, (double)f);
    }
    case 'd': memcpy(&d, &n, sizeof d); return vm_float(vm, d);
    case 'b':
    case 'h':
    case 'i':
    case 'l':
    case 'q':
    case 'n': return vm_int(vm, (int64_t)(n << unused) >> unused);
    default: return vm_int_from_uint64(vm, n);
    }
}

/* --- Whole structs --- */

typedef struct Format {
    const char *text;
    size_t len;
} Format;

static Format
get_format(VM *vm, VmValue v)
{
    Format f;
    VmBuffer buffer;

    if (vm_is_str(v)) {
        f = (Format){vm_str(v)->data, vm_str(v)->len};
    } else if (vm_is_bytes(v)) {
        vm_get_buffer(vm, v, &buffer, false);
        f = (Format){(const char *)buffer.data, buffer.len};
    } else {
        vm_raise_type_error(vm, "Struct() argument 1 must be a str or bytes object, not %t", v);
    }
    return f;
}

/* Writes the values into @scratch, which is zero. */
static void
pack_values(VM *vm, Format f, uint8_t *scratch, const VmValue *values)
{
    Walk w = walk_begin(f.text, f.len);
    Item item;

    while (walk_next(vm, &w, &item)) {
        uint8_t *at = scratch + item.offset;

        if (item.code == 'x')
            continue;
        if (item.code == 's' || item.code == 'p') {
            VmBuffer buffer;
            size_t n, shift = item.code == 'p';

            if (!vm_is_bytes(*values) && !vm_has_layout(*values, &vm_type_bytearray))
                vm_raise_format(vm, error_type, "argument for '%c' must be a bytes object",
                                item.code);
            vm_get_buffer(vm, *values++, &buffer, false);
            if (item.count < shift)
                continue;
            n = buffer.len < item.count - shift ? buffer.len : item.count - shift;
            if (shift != 0) {
                n = n < 255 ? n : 255;
                *at = (uint8_t)n;
            }
            memcpy(at + shift, buffer.data, n);
            continue;
        }
        for (size_t i = 0; i < item.count; i++, at += item.size) {
            VmValue v = *values++;

            switch (item.code) {
            case 'c':
                if (!vm_is_bytes(v) || vm_bytes(v)->len != 1)
                    vm_raise_format(vm, error_type,
                                    "char format requires a bytes object of length 1");
                *at = vm_bytes(v)->data[0];
                break;
            case '?': *at = vm_is_true(vm, v); break;
            case 'e':
            case 'f':
            case 'd': pack_float(vm, at, item.code, w.little, v); break;
            default: pack_int(vm, at, item.code, item.size, w.little, v); break;
            }
        }
    }
}

static void
check_count(VM *vm, const char *function, size_t expected, size_t got)
{
    if (expected != got)
        vm_raise_format(vm, error_type, "%s expected %zu items for packing (got %zu)", function,
                        expected, got);
}

static VmValue
pack(VM *vm, Format f, unsigned n_values, const VmValue *values)
{
    size_t n, size = format_size(vm, f.text, f.len, &n);
    VmBytes *bytes;

    check_count(vm, "pack", n, n_values);
    bytes = vm_bytes_alloc(vm, size);
    memset(bytes->data, 0, size);
    pack_values(vm, f, bytes->data, values);
    return vm_value(bytes);
}

static VmValue
unpack(VM *vm, Format f, size_t n_values, const uint8_t *data)
{
    Walk w = walk_begin(f.text, f.len);
    VmTuple *tuple;
    Item item;
    size_t n = 0;

    if (n_values == 0) {
        return vm_value(&vm_empty_tuple);
    }
    tuple = vm_tuple_new(vm, n_values, NULL);
    for (size_t i = 0; i < n_values; i++)
        tuple->items[i] = VM_NONE;
    while (walk_next(vm, &w, &item)) {
        const uint8_t *at = data + item.offset;

        if (item.code == 'x')
            continue;
        if (item.code == 's') {
            tuple->items[n++] = vm_bytes_new(vm, at, item.count);
            continue;
        }
        if (item.code == 'p') {
            size_t len = item.count == 0 ? 0 : at[0] < item.count - 1 ? at[0] : item.count - 1;

            tuple->items[n++] = vm_bytes_new(vm, at + (item.count != 0), len);
            continue;
        }
        for (size_t i = 0; i < item.count; i++, at += item.size)
            tuple->items[n++] = unpack_one(vm, at, &item, w.little);
    }
    return vm_value(tuple);
}

/* An offset counted from the end when negative, checked against the buffer. */
static size_t
get_offset(VM *vm, VmValue v, size_t size, size_t buffer_len, bool packing)
{
    int64_t offset;
    const char *verb = packing ? "pack" : "unpack";

    if (!vm_int_to_int64_maybe(vm_index(vm, v), &offset))
        vm_raise_format(vm, packing ? &vm_type_IndexError : &vm_type_OverflowError,
                        packing ? "cannot fit 'int' into an index-sized integer"
                                : "Python int too large to convert to C ssize_t");
    if (offset < 0) {
        if (offset + (int64_t)size > 0)
            vm_raise_format(vm, error_type,
                            packing ? "no space to pack %zu bytes at offset %lld"
                                    : "not enough data to unpack %zu bytes at offset %lld",
                            size, (long long)offset);
        if (offset + (int64_t)buffer_len < 0)
            vm_raise_format(vm, error_type, "offset %lld out of range for %zu-byte buffer",
                            (long long)offset, buffer_len);
        offset += (int64_t)buffer_len;
    }
    if ((uint64_t)offset > buffer_len || buffer_len - (size_t)offset < size)
        vm_raise_format(
            vm, error_type,
            "%s requires a buffer of at least %lld bytes for %sing %zu bytes at offset %lld "
            "(actual buffer size is %zu)",
            packing ? "pack_into" : "unpack_from", (long long)size + (long long)offset, verb, size,
            (long long)offset, buffer_len);
    return (size_t)offset;
}

static void
pack_into(VM *vm, Format f, unsigned n_args, const VmValue *args)
{
    size_t n, size = format_size(vm, f.text, f.len, &n), offset;
    VmBuffer buffer;
    uint8_t *scratch, *room[16];

    if (n_args < 2)
        vm_raise_format(vm, error_type,
                        n_args == 0 ? "pack_into expected buffer argument"
                                    : "pack_into expected offset argument");
    check_count(vm, "pack_into", n, n_args - 2);
    // Packed apart first: a value's __index__ may change or free the buffer.
    scratch = size <= sizeof room ? (uint8_t *)memset(room, 0, sizeof room)
                                  : vm_alloc(vm, size, VM_BLOCK_RAW);
    pack_values(vm, f, scratch, args + 2);
    vm_get_buffer(vm, args[0], &buffer, true);
    offset = get_offset(vm, args[1], size, buffer.len, true);
    vm_get_buffer(vm, args[0], &buffer, true);
    if (offset > buffer.len || buffer.len - offset < size)
        vm_raise_format(vm, error_type, "the buffer changed its size");
    memcpy(buffer.data + offset, scratch, size);
    if (size > sizeof room)
        vm_free(vm, scratch);
}

static VmValue
unpack_all(VM *vm, Format f, VmValue data)
{
    size_t n, size = format_size(vm, f.text, f.len, &n);
    VmBuffer buffer;

    vm_get_buffer(vm, data, &buffer, false);
    if (buffer.len != size)
        vm_raise_format(vm, error_type, "unpack requires a buffer of %zu bytes", size);
    return unpack(vm, f, n, buffer.data);
}

static VmValue
unpack_from(VM *vm, Format f, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(buffer), VM_PARAM_REQUIRED},
                                     {VM_S(offset), 0, VM_SMALL(0)}};
    VmValue a[2];
    size_t n, size = format_size(vm, f.text, f.len, &n), offset;
    VmBuffer buffer;

    vm_parse_args(vm, &vm_s_unpack_from, params, 2, n_args, args, kw, a);
    a[1] = vm_index(vm, a[1]);
    vm_get_buffer(vm, a[0], &buffer, false);
    offset = get_offset(vm, a[1], size, buffer.len, false);
    return unpack(vm, f, n, buffer.data + offset);
}

/* --- iter_unpack --- */

typedef struct VmUnpacker {
    VmObject base;
    VmValue format, data;
    size_t at, size, n_values;
} VmUnpacker;

static void
unpacker_trace(VM *vm, VmObject *self)
{
    VmUnpacker *u = (VmUnpacker *)self;

    vm_mark_value(vm, u->format);
    vm_mark_value(vm, u->data);
}

static VmValue
unpacker_iter(VM *vm, VmValue self)
{
    return self;
}

static VmValue
unpacker_next(VM *vm, VmValue self)
{
    VmUnpacker *u = (VmUnpacker *)self;
    VmBuffer buffer;

    vm_get_buffer(vm, u->data, &buffer, false);
    if (buffer.len < u->size || u->at > buffer.len - u->size) {
        vm->stop_value = VM_NONE;
        return VM_UNDEF;
    }
    u->at += u->size;
    return unpack(vm, get_format(vm, u->format), u->n_values, buffer.data + u->at - u->size);
}

static const VmType unpacker_type = {
    .base = {&vm_type_type},
    .name = &vm_s_unpack_iterator,
    .parent = &vm_type_object,
    .layout = &unpacker_type,
    .flags = VM_TYPE_ITERATOR,
    .size = sizeof(VmUnpacker),
    .trace = unpacker_trace,
    .iter = unpacker_iter,
    .next = unpacker_next,
    .hash = vm_hash_identity,
};

static VmValue
iter_unpack(VM *vm, VmValue format, VmValue data)
{
    Format f = get_format(vm, format);
    size_t n, size = format_size(vm, f.text, f.len, &n);
    VmBuffer buffer;
    VmUnpacker *u;

    if (size == 0)
        vm_raise_format(vm, error_type, "cannot iteratively unpack with a struct of length 0");
    vm_get_buffer(vm, data, &buffer, false);
    if (buffer.len % size != 0)
        vm_raise_format(vm, error_type,
                        "iterative unpacking requires a buffer of a multiple of %zu bytes", size);
    u = VM_NEW(vm, VmUnpacker, &unpacker_type);
    u->format = format;
    u->data = data;
    u->size = size;
    u->n_values = n;
    return vm_value(u);
}

/* --- Struct --- */

typedef struct VmStruct {
    VmObject base;
    VmValue format;
} VmStruct;

#define METHOD(name) \
    static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

static const VmType struct_type;

static VmValue
format_of(VM *vm, VmValue self)
{
    if (!vm_has_layout(self, &struct_type))
        vm_raise_type_error(vm, "descriptor requires a 'Struct' object but received a '%t'", self);
    return ((VmStruct *)self)->format;
}

static void
struct_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmStruct *)self)->format);
}

static VmValue
struct_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(format), VM_PARAM_REQUIRED}};
    VmValue a[1];
    Format f;
    VmStruct *s;

    vm_parse_args(vm, &vm_s_Struct, params, 1, n_args, args, kw, a);
    f = get_format(vm, a[0]);
    format_size(vm, f.text, f.len, NULL);
    s = vm_instance_alloc(vm, type, sizeof *s);
    s->format = a[0];
    return vm_value(s);
}

METHOD(struct_pack)
{
    return pack(vm, get_format(vm, format_of(vm, args[0])), n_args - 1, args + 1);
}

METHOD(struct_pack_into)
{
    pack_into(vm, get_format(vm, format_of(vm, args[0])), n_args - 1, args + 1);
    return VM_NONE;
}

METHOD(struct_unpack)
{
    return unpack_all(vm, get_format(vm, format_of(vm, args[0])), args[1]);
}

METHOD(struct_unpack_from)
{
    return unpack_from(vm, get_format(vm, format_of(vm, args[0])), n_args - 1, args + 1, kw);
}

METHOD(struct_iter_unpack)
{
    return iter_unpack(vm, format_of(vm, args[0]), args[1]);
}

METHOD(struct_size)
{
    Format f = get_format(vm, format_of(vm, args[0]));

    return vm_int(vm, (int64_t)format_size(vm, f.text, f.len, NULL));
}

METHOD(struct_format)
{
    Format f = get_format(vm, format_of(vm, args[0]));

    return vm_str_decode(vm, f.text, f.len);
}

static const VmMember struct_type_members[] = {
    VM_GETTER(format, struct_format),
    VM_METHOD(iter_unpack, struct_iter_unpack, 2, 2),
    VM_METHOD(pack, struct_pack, 1, VM_ANY_ARGS),
    VM_METHOD(pack_into, struct_pack_into, 1, VM_ANY_ARGS),
    VM_GETTER(size, struct_size),
    VM_METHOD(unpack, struct_unpack, 2, 2),
    VM_METHOD_KW(unpack_from, struct_unpack_from, 1, VM_ANY_ARGS),
};

static const VmType struct_type = {
    .base = {&vm_type_type},
    .name = &vm_s_Struct,
    .parent = &vm_type_object,
    .layout = &struct_type,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmStruct),
    .trace = struct_trace,
    .make = struct_make,
    .hash = vm_hash_identity,
    VM_MEMBERS(struct_type_members),
};

/* --- The module --- */

METHOD(module_calcsize)
{
    Format f = get_format(vm, args[0]);

    return vm_int(vm, (int64_t)format_size(vm, f.text, f.len, NULL));
}

METHOD(module_pack)
{
    return pack(vm, get_format(vm, args[0]), n_args - 1, args + 1);
}

METHOD(module_pack_into)
{
    pack_into(vm, get_format(vm, args[0]), n_args - 1, args + 1);
    return VM_NONE;
}

METHOD(module_unpack)
{
    return unpack_all(vm, get_format(vm, args[0]), args[1]);
}

METHOD(module_unpack_from)
{
    return unpack_from(vm, get_format(vm, args[0]), n_args - 1, args + 1, kw);
}

METHOD(module_iter_unpack)
{
    return iter_unpack(vm, args[0], args[1]);
}

static const VmMember struct_members[] = {
    VM_OBJECT_MEMBER(Struct, struct_type),
    VM_FUNCTION(calcsize, module_calcsize, 1, 1),
    VM_OBJECT_MEMBER(error, vm_type_ValueError),
    VM_FUNCTION(iter_unpack, module_iter_unpack, 2, 2),
    VM_FUNCTION(pack, module_pack, 1, VM_ANY_ARGS),
    VM_FUNCTION(pack_into, module_pack_into, 1, VM_ANY_ARGS),
    VM_FUNCTION(unpack, module_unpack, 2, 2),
    VM_FUNCTION_KW(unpack_from, module_unpack_from, 1, VM_ANY_ARGS),
};

const VmModuleDef vm_module_struct = {.name = &vm_s_struct, VM_MEMBERS(struct_members)};
