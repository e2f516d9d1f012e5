/* SPDX-License-Identifier: MIT */
/* bytearray: bytes that change. What it shares with bytes and str is in bytes.c and text.c.
 *
 * The array lies in a block of its own. A memoryview counts itself in n_exports, and while any
 * does, nothing may resize the array. A view that nobody holds any more is only noticed by the
 * collector, so resizing collects before it refuses.
 */
#include <string.h>

#include "vm/types/text.h"

static void
check_not_viewed(VM *vm, VmByteArray *self)
{
    if (self->n_exports == 0)
        return;
    vm_gc(vm);
    if (self->n_exports != 0)
        vm_raise_format(vm, &vm_type_BufferError,
                        "Existing exports of data: object cannot be re-sized");
}

void
vm_bytearray_resize(VM *vm, VmByteArray *self, size_t len)
{
    if (len == self->len)
        return;
    check_not_viewed(vm, self);
    if (len > INT32_MAX)
        vm_raise_memory_error(vm);
    if (len > self->cap) {
        size_t cap = self->cap + self->cap / 8 + 8;

        if (cap < len)
            cap = len;
        self->data = vm_realloc(vm, self->data, self->len, cap, VM_BLOCK_RAW);
        self->cap = (uint32_t)vm_block_size(vm, self->data);
    } else if (len < self->cap / 2 && self->cap > 32) {
        if (len == 0) {
            vm_free(vm, self->data);
            self->data = NULL;
            self->cap = 0;
        } else {
            self->data = vm_realloc(vm, self->data, len, len, VM_BLOCK_RAW);
            self->cap = (uint32_t)vm_block_size(vm, self->data);
        }
    }
    self->len = (uint32_t)len;
}

VmValue
vm_bytearray_new(VM *vm, const void *data, size_t len)
{
    VmByteArray *self = VM_NEW(vm, VmByteArray, &vm_type_bytearray);

    if (len > INT32_MAX)
        vm_raise_memory_error(vm);
    if (len > 0) {
        self->data = vm_alloc(vm, len, VM_BLOCK_RAW);
        self->cap = (uint32_t)vm_block_size(vm, self->data);
        if (data != NULL)
            memcpy(self->data, data, len);
        self->len = (uint32_t)len;
    }
    return vm_value(self);
}

static VmByteArray *
get_self(VM *vm, VmValue self)
{
    if (!vm_is_bytearray(self))
        vm_raise_type_error(vm, "expected bytearray as self, not '%t'", self);
    return vm_bytearray(self);
}

/* --- Slots --- */

static VmValue
bytearray_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args, (void)args, (void)kw;
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmByteArray)));
}

static void
bytearray_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmByteArray *array = vm_bytearray(self);
    VmBuf buf;

    vm_buf_init(&buf);
    vm_bytes_gather(vm, &buf, &vm_s_bytearray, n_args, args, kw);
    vm_bytearray_resize(vm, array, 0);
    // The buffer becomes the array.
    if (buf.len != 0) {
        array->data = (uint8_t *)buf.data;
        array->len = (uint32_t)buf.len;
        array->cap = (uint32_t)buf.cap;
    }
}

static void
bytearray_trace(VM *vm, VmObject *self)
{
    vm_mark_block(vm, ((VmByteArray *)self)->data);
}

static void
bytearray_repr(VM *vm, VmOut *out, VmValue self)
{
    VmBuf buf;

    vm_buf_init(&buf);
    vm_str_out_repr(vm, &buf.out, (const char *)vm_bytearray(self)->data, vm_bytearray(self)->len,
                    true);
    vm_out_format(vm, out, "%t(", self);
    // CPython's bytearray escapes single quotes even between double ones.
    for (size_t i = 0; i < buf.len; i++) {
        if (buf.data[i] == '\'' && buf.data[1] == '"')
            vm_out_text(vm, out, "\\");
        out->write(vm, out, buf.data + i, 1);
    }
    vm_out_text(vm, out, ")");
    vm_buf_free(vm, &buf);
}

static bool
bytearray_buffer(VM *vm, VmValue self, VmBuffer *out, bool writable)
{
    static const uint8_t nothing[1] = {0}; // so that nobody gets NULL
    VmByteArray *array = vm_bytearray(self);

    (void)vm, (void)writable;
    *out = (VmBuffer){array->data != NULL ? array->data : (uint8_t *)(uintptr_t)nothing, array->len,
                      'B', 1, false};
    return true;
}

void
vm_bytearray_splice(VM *vm, VmByteArray *self, size_t from, size_t to, const void *data, size_t len)
{
    size_t old_len = self->len, removed = to - from, rest = old_len - to;

    if (len > INT32_MAX - (old_len - removed))
        vm_raise_memory_error(vm);
    if (len != removed)
        check_not_viewed(vm, self);
    if (len < removed && rest != 0)
        memmove(self->data + from + len, self->data + to, rest);
    vm_bytearray_resize(vm, self, old_len - removed + len);
    if (len > removed && rest != 0)
        memmove(self->data + from + len, self->data + to, rest);
    if (len != 0)
        memcpy(self->data + from, data, len);
}

/* The bytes that are assigned to a slice or appended: a copy, since the source may be the array
 * itself. */
static void
gather_source(VM *vm, VmBuf *buf, VmValue v, const char *refusal)
{
    vm_buf_init(buf);
    if (vm_is_str(v) || vm_is_int(v) || vm_is_float(v))
        vm_raise_type_error(vm, refusal, v);
    vm_bytes_gather(vm, buf, &vm_s_bytearray, 1, &v, NULL);
}

/* Removes @n items, @step > 0 apart from @start on; all counted in items. */
static void
remove_steps(VM *vm, VmByteArray *self, size_t item_size, size_t start, size_t step, size_t n)
{
    size_t to = start, next = start, n_items = self->len / item_size;

    check_not_viewed(vm, self);
    for (size_t i = start; i < n_items; i++) {
        if (n > 0 && i == next) {
            next += step;
            n--;
        } else {
            memmove(self->data + to++ * item_size, self->data + i * item_size, item_size);
        }
    }
    vm_bytearray_resize(vm, self, to * item_size);
}

void
vm_bytearray_set_slice(VM *vm, VmByteArray *self, size_t item_size, VmValue slice,
                       const VmBuf *source)
{
    const char *what = item_size == 1 ? "bytes" : "array";
    intptr_t start, stop, step,
        n = vm_slice_indices(vm, slice, (intptr_t)(self->len / item_size), &start, &stop, &step);
    size_t len = source != NULL ? source->len : 0, n_items = self->len / item_size, first;

    if (n < 0)
        n = 0;
    if (n > 0 && ((size_t)start >= n_items || (size_t)(start + (n - 1) * step) >= n_items))
        return; // __index__ made the array shorter: what was asked for is gone
    if (step == 1) {
        first = (size_t)start < n_items ? (size_t)start : n_items;
        vm_bytearray_splice(vm, self, first * item_size, (first + (size_t)n) * item_size,
                            source != NULL ? source->data : NULL, len);
    } else if (source != NULL && (len != 0 || n == 0)) {
        if (len != (size_t)n * item_size)
            vm_raise_value_error(vm,
                                 "attempt to assign %s of size %zu to extended slice of size %zd",
                                 what, len / item_size, n);
        for (intptr_t i = 0; i < n; i++)
            memcpy(self->data + (size_t)(start + i * step) * item_size,
                   source->data + (size_t)i * item_size, item_size);
    } else if (n > 0) {
        first = (size_t)(step < 0 ? start + (n - 1) * step : start);
        remove_steps(vm, self, item_size, first, step < 0 ? 0 - (size_t)step : (size_t)step,
                     (size_t)n);
    }
}

static void
bytearray_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    VmByteArray *array = vm_bytearray(self);
    uint8_t byte = 0;
    VmBuf buf;
    size_t at;

    if (vm_is_exact(key, &vm_type_slice)) {
        if (value != VM_UNDEF)
            gather_source(vm, &buf, value,
                          "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        vm_bytearray_set_slice(vm, array, 1, key, value != VM_UNDEF ? &buf : NULL);
        return;
    }
    if (!vm_is_small(key)) {
        vm_check_index_type(vm, key, "bytearray");
        key = vm_index(vm, key);
    }
    if (value != VM_UNDEF)
        byte = vm_get_byte(vm, value, "byte");
    at = vm_get_index(vm, key, array->len, "bytearray");
    if (value == VM_UNDEF)
        vm_bytearray_splice(vm, array, at, at + 1, NULL, 0);
    else
        array->data[at] = byte;
}

void
vm_bytearray_repeat(VM *vm, VmByteArray *self, intptr_t times)
{
    size_t n = times > 0 ? (size_t)times : 0, old_len = self->len;

    if (old_len != 0 && n > INT32_MAX / old_len)
        vm_raise_memory_error(vm);
    vm_bytearray_resize(vm, self, old_len * n);
    for (size_t i = 1; i < n && old_len != 0; i++)
        memcpy(self->data + i * old_len, self->data, old_len);
}

void
vm_bytearray_append(VM *vm, VmByteArray *self, VmValue buffer_object)
{
    size_t old_len = self->len, len;
    VmBuffer buffer;

    vm_get_buffer(vm, buffer_object, &buffer, false);
    len = buffer.len;
    if (len > INT32_MAX - old_len)
        vm_raise_memory_error(vm);
    vm_bytearray_resize(vm, self, old_len + len);
    vm_get_buffer(vm, buffer_object, &buffer, false); // it may be this very array, moved
    if (len != 0)
        memcpy(self->data + old_len, buffer.data, len);
}

static VmValue
bytearray_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    VmByteArray *self = vm_bytearray(left);

    if (op == VM_BIN_ADD) {
        if (vm_is_str(right) || vm_type_of(right)->layout->buffer == NULL)
            vm_raise_type_error(vm, "can't concat %t to %t", right, left);
        vm_bytearray_append(vm, self, right);
        return left;
    }
    if (op == VM_BIN_MUL &&
        (vm_is_int(right) || vm_type_lookup(vm, vm_type_of(right), &vm_s___index__) != VM_UNDEF)) {
        vm_bytearray_repeat(vm, self, vm_get_int(vm, right));
        return left;
    }
    return VM_UNDEF;
}

/* --- Methods --- */

#define BYTEARRAY_METHOD(name)                                                       \
    static VmValue bytearray_##name(VM *vm, unsigned n_args __attribute__((unused)), \
                                    const VmValue *args, const VmKw *kw __attribute__((unused)))

BYTEARRAY_METHOD(append)
{
    VmByteArray *self = get_self(vm, args[0]);
    uint8_t byte = vm_get_byte(vm, args[1], "byte");

    vm_bytearray_resize(vm, self, (size_t)self->len + 1);
    self->data[self->len - 1] = byte;
    return VM_NONE;
}

BYTEARRAY_METHOD(extend)
{
    VmByteArray *self = get_self(vm, args[0]);
    VmBuf buf;

    if (vm_is_str(args[1]))
        vm_raise_type_error(vm, "'str' object cannot be interpreted as an integer");
    if (vm_type_of(args[1])->layout->buffer != NULL) {
        vm_bytearray_append(vm, self, args[1]);
        return VM_NONE;
    }
    if (!vm_is_iterable(vm, args[1]))
        vm_raise_type_error(vm, "can't extend bytearray with %t", args[1]);
    gather_source(vm, &buf, args[1], "can't extend bytearray with %t");
    vm_bytearray_splice(vm, self, self->len, self->len, buf.data, buf.len);
    return VM_NONE;
}

BYTEARRAY_METHOD(insert)
{
    VmByteArray *self = get_self(vm, args[0]);
    intptr_t at = vm_get_int_clamped(vm, args[1]);
    uint8_t byte = vm_get_byte(vm, args[2], "byte");
    intptr_t len = (intptr_t)self->len;

    if (at < 0)
        at = at + len < 0 ? 0 : at + len;
    if (at > len)
        at = len;
    vm_bytearray_splice(vm, self, (size_t)at, (size_t)at, &byte, 1);
    return VM_NONE;
}

BYTEARRAY_METHOD(pop)
{
    VmByteArray *self = get_self(vm, args[0]);
    VmValue index = n_args > 1 ? vm_index(vm, args[1]) : vm_small(-1);
    size_t at;
    uint8_t byte;

    if (self->len == 0)
        vm_raise_index_error(vm, "pop from empty bytearray");
    at = vm_get_index(vm, index, self->len, "pop");
    byte = self->data[at];
    vm_bytearray_splice(vm, self, at, at + 1, NULL, 0);
    return vm_small(byte);
}

BYTEARRAY_METHOD(remove)
{
    VmByteArray *self = get_self(vm, args[0]);
    uint8_t byte = vm_get_byte(vm, args[1], "byte"),
            *found = self->len != 0 ? memchr(self->data, byte, self->len) : NULL;
    size_t at;

    if (found == NULL)
        vm_raise_value_error(vm, "value not found in bytearray");
    at = (size_t)(found - self->data);
    vm_bytearray_splice(vm, self, at, at + 1, NULL, 0);
    return VM_NONE;
}

BYTEARRAY_METHOD(reverse)
{
    VmByteArray *self = get_self(vm, args[0]);

    for (size_t i = 0, k = self->len; i + 1 < k; i++) {
        uint8_t byte = self->data[i];

        self->data[i] = self->data[--k];
        self->data[k] = byte;
    }
    return VM_NONE;
}

BYTEARRAY_METHOD(clear)
{
    vm_bytearray_resize(vm, get_self(vm, args[0]), 0);
    return VM_NONE;
}

BYTEARRAY_METHOD(copy)
{
    VmByteArray *self = get_self(vm, args[0]);

    return vm_bytearray_new(vm, self->data, self->len);
}

static const VmMember bytearray_members[] = {
    VM_TEXT_MEMBERS VM_BYTES_MEMBERS,
    VM_METHOD(append, bytearray_append, 2, 2),
    VM_METHOD(clear, bytearray_clear, 1, 1),
    VM_METHOD(copy, bytearray_copy, 1, 1),
    VM_METHOD(extend, bytearray_extend, 2, 2),
    VM_METHOD(insert, bytearray_insert, 3, 3),
    VM_METHOD(pop, bytearray_pop, 1, 2),
    VM_METHOD(remove, bytearray_remove, 2, 2),
    VM_METHOD(reverse, bytearray_reverse, 1, 1),
};

const VmType vm_type_bytearray = {
    .base = {&vm_type_type},
    .name = &vm_s_bytearray,
    .parent = &vm_type_object,
    .layout = &vm_type_bytearray,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmByteArray),
    .trace = bytearray_trace,
    .make = bytearray_make,
    .init = bytearray_init,
    .repr = bytearray_repr,
    .binary = vm_text_binary,
    .in_place = bytearray_in_place,
    .compare = vm_text_compare,
    .len = vm_text_len,
    .get_item = vm_text_get_item,
    .set_item = bytearray_set_item,
    .contains = vm_text_contains,
    .iter = vm_bytes_iter,
    .buffer = bytearray_buffer,
    VM_MEMBERS(bytearray_members),
};
