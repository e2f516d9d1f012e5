/* SPDX-License-Identifier: MIT */
/* bytes, what bytes and bytearray share apart from text.c, and access to buffers. */
#include <string.h>

#include "vm/types/iterators.h"
#include "vm/types/text.h"

/* --- Making --- */

VmBytes *
vm_bytes_alloc(VM *vm, size_t len)
{
    VmBytes *b;

    if (len > INT32_MAX - sizeof *b - 1)
        vm_raise_memory_error(vm);
    b = vm_new_object(vm, &vm_type_bytes, sizeof *b + len + 1);
    b->len = (uint32_t)len;
    return b;
}

VmValue
vm_bytes_new(VM *vm, const void *data, size_t len)
{
    VmBytes *b = vm_bytes_alloc(vm, len);

    if (data != NULL && len != 0)
        memcpy(b->data, data, len);
    return vm_value(b);
}

uint8_t
vm_get_byte(VM *vm, VmValue v, const char *what)
{
    intptr_t n = vm_is_small(v) ? vm_small_value(v) : vm_get_int_clamped(vm, v);

    if (n < 0 || n > 255)
        vm_raise_value_error(vm, "%s must be in range(0, 256)", what);
    return (uint8_t)n;
}

static bool
has_special(VM *vm, VmValue v, const VmStr *name)
{
    return vm_type_lookup(vm, vm_type_of(v), name) != VM_UNDEF;
}

static void
gather_items(VM *vm, VmBuf *out, const VmStr *function, VmValue iterable)
{
    const char *what = function == &vm_s_bytes ? "bytes" : "byte";
    VmValue iterator, item;
    uint8_t byte;

    if (vm_is_exact(iterable, &vm_type_list)) {
        // __index__ may change the list: look anew each time.
        for (size_t i = 0; i < vm_list(iterable)->n; i++) {
            byte = vm_get_byte(vm, vm_list(iterable)->items[i], what);
            vm_buf_append(vm, out, &byte, 1);
        }
        return;
    }
    iterator = vm_iter(vm, iterable);
    while ((item = vm_next(vm, iterator)) != VM_UNDEF) {
        byte = vm_get_byte(vm, item, what);
        vm_buf_append(vm, out, &byte, 1);
    }
}

static void
gather_zeros(VM *vm, VmBuf *out, VmValue count)
{
    intptr_t n = vm_get_int(vm, count);

    if (n < 0)
        vm_raise_value_error(vm, "negative count");
    vm_buf_reserve(vm, out, (size_t)n);
    if (n > 0)
        memset(out->data + out->len, 0, (size_t)n);
    out->len += (size_t)n;
}

static void
gather_buffer(VM *vm, VmBuf *out, VmValue v)
{
    VmBuffer buffer;

    if (vm_has_layout(v, &vm_type_memoryview)) {
        // A view with steps is no contiguous buffer, but has bytes all the same.
        v = vm_memoryview_tobytes(vm, v);
    }
    vm_get_buffer(vm, v, &buffer, false);
    vm_buf_append(vm, out, buffer.data, buffer.len);
}

static const char *
get_text_argument(VM *vm, const VmStr *function, const char *name, VmValue v)
{
    if (v == VM_UNDEF)
        return NULL;
    if (!vm_is_str(v))
        vm_raise_type_error(vm, "%q() argument '%s' must be str, not %t", function, name, v);
    return vm_str(v)->data;
}

void
vm_bytes_gather(VM *vm, VmBuf *out, const VmStr *function, unsigned n_args, const VmValue *args,
                const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(source), 0, VM_UNDEF}, {VM_S(encoding), 0, VM_UNDEF}, {VM_S(errors), 0, VM_UNDEF}};
    VmValue v[3] = {VM_UNDEF, VM_UNDEF, VM_UNDEF};
    const char *encoding, *errors;

    if (kw == NULL && n_args == 1)
        v[0] = args[0];
    else
        vm_parse_args(vm, function, params, 3, n_args, args, kw, v);
    encoding = get_text_argument(vm, function, "encoding", v[1]);
    errors = get_text_argument(vm, function, "errors", v[2]);
    if (v[0] != VM_UNDEF && vm_is_str(v[0])) {
        VmValue encoded;

        if (encoding == NULL)
            vm_raise_type_error(vm, "string argument without an encoding");
        encoded = vm_encode(vm, vm_str(v[0]), encoding, errors);
        vm_buf_append(vm, out, vm_bytes(encoded)->data, vm_bytes(encoded)->len);
        return;
    }
    if (encoding != NULL || errors != NULL)
        vm_raise_type_error(vm, "%s without a string argument",
                            encoding != NULL ? "encoding" : "errors");
    if (v[0] == VM_UNDEF)
        return;
    if (vm_type_of(v[0])->layout->buffer != NULL)
        gather_buffer(vm, out, v[0]);
    else if (vm_is_int(v[0]) ||
             (vm_is_class(vm_type_of(v[0])) && has_special(vm, v[0], &vm_s___index__)))
        gather_zeros(vm, out, v[0]);
    else if (!vm_is_iterable(vm, v[0]))
        vm_raise_type_error(vm, "cannot convert '%t' object to %q", v[0], function);
    else
        gather_items(vm, out, function, v[0]);
}

static VmValue
bytes_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBytes *b;
    VmBuf buf;

    if (n_args == 1 && kw == NULL) {
        if (type == &vm_type_bytes && vm_is_exact(args[0], &vm_type_bytes))
            return args[0];
        if (vm_is_class(vm_type_of(args[0])) && has_special(vm, args[0], &vm_s___bytes__)) {
            VmValue result = vm_call_method(vm, args[0], &vm_s___bytes__, 0, NULL);

            if (!vm_is_bytes(result))
                vm_raise_type_error(vm, "__bytes__ returned non-bytes (type %t)", result);
            if (type == &vm_type_bytes)
                return result;
            return bytes_make(vm, type, 1, &result, NULL);
        }
    }
    vm_buf_init(&buf);
    vm_bytes_gather(vm, &buf, &vm_s_bytes, n_args, args, kw);
    if (type == &vm_type_bytes)
        return vm_buf_to_bytes(vm, &buf);
    b = vm_instance_alloc(vm, type, sizeof *b + buf.len + 1);
    b->len = (uint32_t)buf.len;
    if (buf.len != 0)
        memcpy(b->data, buf.data, buf.len);
    return vm_value(b);
}

static size_t
bytes_size_of(const VmObject *self)
{
    return sizeof(VmBytes) + ((const VmBytes *)self)->len + 1;
}

static intptr_t
bytes_hash(VM *vm, VmValue self)
{
    VmBytes *b = vm_bytes(self);

    (void)vm;
    if (b->hash == 0)
        b->hash = vm_hash_bytes(b->data, b->len);
    return (intptr_t)b->hash;
}

static void
bytes_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_str_out_repr(vm, out, (const char *)vm_bytes(self)->data, vm_bytes(self)->len, true);
}

static bool
bytes_buffer(VM *vm, VmValue self, VmBuffer *out, bool writable)
{
    (void)vm;
    if (writable)
        return false;
    *out = (VmBuffer){vm_bytes(self)->data, vm_bytes(self)->len, 'B', 1, true};
    return true;
}

/* --- Buffers --- */

void
vm_get_buffer(VM *vm, VmValue v, VmBuffer *out, bool writable)
{
    const VmType *layout = vm_type_of(v)->layout;

    if (layout->buffer == NULL)
        vm_raise_type_error(vm, "a bytes-like object is required, not '%t'", v);
    if (!layout->buffer(vm, v, out, writable))
        vm_raise_type_error(vm, "a read-write bytes-like object is required, not '%t'", v);
}

void
vm_get_text_or_buffer(VM *vm, VmValue v, const char **data, size_t *len)
{
    VmBuffer buffer;

    if (vm_is_str(v)) {
        *data = vm_str(v)->data;
        *len = vm_str(v)->len;
        return;
    }
    vm_get_buffer(vm, v, &buffer, false);
    *data = (const char *)buffer.data;
    *len = buffer.len;
}

/* --- Iterating over anything with items of bytes --- */

typedef struct VmBytesIterator {
    VmObject base;
    VmValue object; /* VM_UNDEF once exhausted */
    size_t at;
} VmBytesIterator;

static void
iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmBytesIterator *)self)->object);
}

static VmValue
iterator_next(VM *vm, VmValue self)
{
    VmBytesIterator *iterator = (VmBytesIterator *)self;
    VmValue object = iterator->object;
    const VmType *layout;

    if (object != VM_UNDEF) {
        layout = vm_type_of(object)->layout;
        if (iterator->at < (size_t)layout->len(vm, object)) {
            if (layout == &vm_type_bytes)
                return vm_small(vm_bytes(object)->data[iterator->at++]);
            return layout->get_item(vm, object, vm_small((intptr_t)iterator->at++));
        }
    }
    iterator->object = VM_UNDEF;
    return vm_stop(vm);
}

static VmValue
iterator_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBytesIterator *iterator = (VmBytesIterator *)args[0];
    intptr_t n = 0;

    (void)n_args, (void)kw;
    if (!vm_is_exact(args[0], &vm_type_bytes_iterator))
        vm_raise_type_error(vm, "expected a bytes_iterator");
    if (iterator->object != VM_UNDEF)
        n = vm_type_of(iterator->object)->layout->len(vm, iterator->object) -
            (intptr_t)iterator->at;
    return vm_small(n > 0 ? n : 0);
}

static const VmMember iterator_members[] = {VM_METHOD(__length_hint__, iterator_length_hint, 1, 1)};

const VmType vm_type_bytes_iterator = {
    .base = {&vm_type_type},
    .name = &vm_s_bytes_iterator,
    .parent = &vm_type_object,
    .layout = &vm_type_bytes_iterator,
    .flags = VM_TYPE_ITERATOR,
    .size = sizeof(VmBytesIterator),
    .trace = iterator_trace,
    .iter = vm_iter_self,
    .next = iterator_next,
    VM_MEMBERS(iterator_members),
};

VmValue
vm_bytes_iter(VM *vm, VmValue self)
{
    VmBytesIterator *iterator = VM_NEW(vm, VmBytesIterator, &vm_type_bytes_iterator);

    iterator->object = self;
    return vm_value(iterator);
}

/* --- Hexadecimal --- */

int
vm_get_hex_separator(VM *vm, VmValue sep)
{
    VmText t;

    if (sep == VM_UNDEF)
        return -1;
    if (!vm_is_str(sep) && !vm_is_bytes(sep))
        vm_raise_type_error(vm,
                            vm_type_of(sep)->layout->len != NULL
                                ? "sep must be str or bytes."
                                : "object of type '%t' has no len()",
                            sep);
    t = vm_text_of(vm, sep);
    if (vm_text_n(&t) != 1)
        vm_raise_value_error(vm, "sep must be length 1.");
    if (t.data[0] & 0x80)
        vm_raise_value_error(vm, "sep must be ASCII.");
    return t.data[0];
}

VmValue
vm_hex_str(VM *vm, const uint8_t *data, size_t len, int sep, intptr_t per_group, bool as_bytes)
{
    size_t group = per_group < 0 ? 0 - (size_t)per_group : (size_t)per_group, n_seps = 0, first;
    VmValue result;
    char *out;

    if (sep >= 0 && group > 0 && len > 0)
        n_seps = (len - 1) / group;
    if (len > INT32_MAX / 3)
        vm_raise_memory_error(vm);
    // Groups are counted from the right unless negative, so the first one may be short.
    first = per_group < 0 || n_seps == 0 ? group : len - n_seps * group;
    result = vm_text_alloc(vm, as_bytes ? VM_TEXT_BYTES : VM_TEXT_STR, 2 * len + n_seps, &out);
    for (size_t i = 0; i < len; i++) {
        if (n_seps > 0 && i >= first && (i - first) % group == 0)
            *out++ = (char)sep;
        *out++ = "0123456789abcdef"[data[i] >> 4];
        *out++ = "0123456789abcdef"[data[i] & 15];
    }
    return vm_text_done(vm, result);
}

VmValue
vm_bytes_hex(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(sep), 0, VM_UNDEF},
                                     {VM_S(bytes_per_sep), 0, VM_SMALL(1)}};
    VmValue v[2] = {VM_UNDEF, VM_SMALL(1)};
    intptr_t per_group;
    VmBuffer buffer;
    int sep;

    vm_parse_args(vm, &vm_s_hex, params, 2, n_args - 1, args + 1, kw, v);
    sep = vm_get_hex_separator(vm, v[0]);
    per_group = vm_get_int(vm, v[1]);
    vm_get_buffer(vm, args[0], &buffer, false);
    return vm_hex_str(vm, buffer.data, buffer.len, sep, per_group, false);
}

int
vm_hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

VmValue
vm_bytes_fromhex(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *type = (const VmType *)args[0];
    VmStr *text;
    VmBuf buf;
    VmValue result;

    (void)n_args, (void)kw;
    if (!vm_is_str(args[1]))
        vm_raise_type_error(vm, "fromhex() argument must be str, not %t", args[1]);
    text = vm_str(args[1]);
    vm_buf_init(&buf);
    vm_buf_reserve(vm, &buf, text->len / 2);
    for (size_t i = 0; i < text->len;) {
        char c = text->data[i];
        int high = vm_hex_digit(c), low = high < 0 ? -1 : vm_hex_digit(text->data[i + 1]);

        if (c == ' ' || (c >= 9 && c <= 13)) {
            i++;
            continue;
        }
        if (low < 0)
            vm_raise_value_error(vm,
                                 "non-hexadecimal number found in fromhex() arg at position %zu",
                                 vm_utf8_count(text->data, high < 0 ? i : i + 1));
        c = (char)(high << 4 | low);
        vm_buf_append(vm, &buf, &c, 1);
        i += 2;
    }
    if (type->layout == &vm_type_bytearray)
        result = vm_bytearray_new(vm, buf.data, buf.len);
    else
        result = vm_buf_to_bytes(vm, &buf);
    return vm_is_class(type) ? vm_call_1(vm, args[0], result) : result;
}

/* --- Other methods of bytes and bytearray --- */

VmValue
vm_bytes_decode(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(encoding), 0, VM_UNDEF}, {VM_S(errors), 0, VM_UNDEF}};
    VmValue v[2] = {VM_UNDEF, VM_UNDEF};
    const char *encoding, *errors;
    VmBuffer buffer;

    vm_parse_args(vm, &vm_s_decode, params, 2, n_args - 1, args + 1, kw, v);
    encoding = get_text_argument(vm, &vm_s_decode, "encoding", v[0]);
    errors = get_text_argument(vm, &vm_s_decode, "errors", v[1]);
    vm_get_buffer(vm, args[0], &buffer, false);
    return vm_decode(vm, (const char *)buffer.data, buffer.len, encoding, errors);
}

VmValue
vm_bytes_maketrans(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuffer from, to;
    VmBytes *table = vm_bytes_alloc(vm, 256);

    (void)n_args, (void)kw;
    vm_get_buffer(vm, args[0], &from, false);
    vm_get_buffer(vm, args[1], &to, false);
    if (from.len != to.len)
        vm_raise_value_error(vm, "maketrans arguments must have same length");
    for (unsigned i = 0; i < 256; i++)
        table->data[i] = (uint8_t)i;
    for (size_t i = 0; i < from.len; i++)
        table->data[from.data[i]] = to.data[i];
    return vm_value(table);
}

VmValue
vm_bytes_translate(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(table), VM_PARAM_REQUIRED | VM_PARAM_POS_ONLY, VM_UNDEF},
                                     {VM_S(delete), 0, VM_UNDEF}};
    VmValue v[2] = {VM_UNDEF, VM_UNDEF}, result;
    VmBuffer table = {0}, deleted = {0};
    VmText t;
    VmBuf buf;

    vm_parse_args(vm, &vm_s_translate, params, 2, n_args - 1, args + 1, kw, v);
    t = vm_text_of(vm, args[0]);
    if (v[0] != VM_NONE) {
        vm_get_buffer(vm, v[0], &table, false);
        if (table.len != 256)
            vm_raise_value_error(vm, "translation table must be 256 characters long");
    }
    if (v[1] != VM_UNDEF)
        vm_get_buffer(vm, v[1], &deleted, false);
    vm_buf_init(&buf);
    vm_buf_reserve(vm, &buf, t.len);
    for (size_t i = 0; i < t.len; i++) {
        uint8_t c = (uint8_t)t.data[i];

        if (deleted.len == 0 || memchr(deleted.data, c, deleted.len) == NULL)
            buf.data[buf.len++] = (char)(v[0] != VM_NONE ? table.data[c] : c);
    }
    result = vm_text_new(vm, t.kind == VM_TEXT_BYTEARRAY ? VM_TEXT_BYTEARRAY : VM_TEXT_BYTES,
                         buf.data, buf.len);
    vm_buf_free(vm, &buf);
    return result;
}

static const VmMember bytes_members[] = {VM_TEXT_MEMBERS VM_BYTES_MEMBERS};

const VmType vm_type_bytes = {
    .base = {&vm_type_type},
    .name = &vm_s_bytes,
    .parent = &vm_type_object,
    .layout = &vm_type_bytes,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_VAR_SIZE,
    .size = sizeof(VmBytes),
    .size_of = bytes_size_of,
    .make = bytes_make,
    .repr = bytes_repr,
    .binary = vm_text_binary,
    .compare = vm_text_compare,
    .len = vm_text_len,
    .hash = bytes_hash,
    .get_item = vm_text_get_item,
    .contains = vm_text_contains,
    .iter = vm_bytes_iter,
    .buffer = bytes_buffer,
    VM_MEMBERS(bytes_members),
};
