/* SPDX-License-Identifier: MIT */
/* memoryview: a window of one dimension on another object's bytes.
 *
 * A view asks its owner for the buffer anew at each access and checks that the window still lies
 * inside, so that no owner, whatever it does meanwhile, can make it read freed memory. bytearray
 * and array also count their views and refuse to change size, as in CPython.
 */
#include <string.h>

#include "vm/types/text.h"

typedef struct VmMemoryView {
    VmObject base;
    VmValue owner;   /* VM_UNDEF once released */
    size_t start;    /* of the first item, in the owner's bytes */
    size_t n;        /* items */
    intptr_t stride; /* bytes from item to item */
    char format;
    uint8_t item_size;
    bool read_only;
} VmMemoryView;

static uint32_t *
export_count(VmValue owner)
{
    if (vm_is_bytearray(owner) || vm_has_layout(owner, &vm_type_array))
        return &vm_bytearray(owner)->n_exports;
    return NULL;
}

static VmMemoryView *
get_self(VM *vm, VmValue self)
{
    if (!vm_has_layout(self, &vm_type_memoryview))
        vm_raise_type_error(vm, "expected memoryview as self, not '%t'", self);
    if (((VmMemoryView *)self)->owner == VM_UNDEF)
        vm_raise_value_error(vm, "operation forbidden on released memoryview object");
    return (VmMemoryView *)self;
}

/* Address of the first item: good until Python code may run. */
static uint8_t *
get_data(VM *vm, const VmMemoryView *self)
{
    VmBuffer buffer;
    size_t span, first = self->start;

    vm_get_buffer(vm, self->owner, &buffer, false);
    if (self->n == 0)
        return buffer.data;
    span = (self->n - 1) * (self->stride < 0 ? 0 - (size_t)self->stride : (size_t)self->stride);
    if (self->stride < 0)
        first -= span;
    if (first > buffer.len || span + self->item_size > buffer.len - first)
        vm_raise_value_error(vm, "memoryview: the object became shorter than the view");
    return buffer.data + self->start;
}

static bool
is_contiguous(const VmMemoryView *self)
{
    return self->stride == self->item_size || self->n <= 1;
}

static VmMemoryView *
new_view(VM *vm, const VmMemoryView *like)
{
    VmMemoryView *view = VM_NEW(vm, VmMemoryView, &vm_type_memoryview);
    uint32_t *count = export_count(like->owner);

    view->owner = like->owner;
    view->start = like->start;
    view->n = like->n;
    view->stride = like->stride;
    view->format = like->format;
    view->item_size = like->item_size;
    view->read_only = like->read_only;
    if (count != NULL)
        ++*count;
    return view;
}

static void
release(VmMemoryView *view)
{
    uint32_t *count = view->owner != VM_UNDEF ? export_count(view->owner) : NULL;

    if (count != NULL)
        --*count;
    view->owner = VM_UNDEF;
}

/* --- Slots --- */

static void
view_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmMemoryView *)self)->owner);
}

static void
view_finalize(VM *vm, VmObject *self)
{
    (void)vm;
    release((VmMemoryView *)self);
}

static VmValue
view_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(object), VM_PARAM_REQUIRED, VM_UNDEF}};
    VmMemoryView like = {{&vm_type_memoryview}};
    VmValue object;
    VmBuffer buffer;

    (void)type;
    vm_parse_args(vm, &vm_s_memoryview, params, 1, n_args, args, kw, &object);
    if (vm_has_layout(object, &vm_type_memoryview))
        return vm_value(new_view(vm, get_self(vm, object)));
    if (vm_type_of(object)->layout->buffer == NULL)
        vm_raise_type_error(vm, "memoryview: a bytes-like object is required, not '%t'", object);
    vm_get_buffer(vm, object, &buffer, false);
    like.owner = object;
    like.n = buffer.len / buffer.item_size;
    like.stride = like.item_size = buffer.item_size;
    like.format = buffer.format;
    like.read_only = buffer.read_only;
    return vm_value(new_view(vm, &like));
}

static intptr_t
view_len(VM *vm, VmValue self)
{
    return (intptr_t)get_self(vm, self)->n;
}

static void
view_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_format(vm, out, "<%smemory at 0x%zx>",
                  ((VmMemoryView *)self)->owner == VM_UNDEF ? "released " : "", (size_t)self);
}

/* The items of a slice as a view of their own. */
static VmMemoryView *
slice_view(VM *vm, const VmMemoryView *self, VmValue slice)
{
    intptr_t start, stop, step,
        n = vm_slice_indices(vm, slice, (intptr_t)self->n, &start, &stop, &step);
    VmMemoryView part = *self;

    if (self->owner == VM_UNDEF)
        vm_raise_value_error(vm, "operation forbidden on released memoryview object");
    part.n = n > 0 ? (size_t)n : 0;
    if (n > 0)
        part.start = self->start + (size_t)(start * self->stride);
    // A step beyond the object is as good as none, and cannot overflow.
    part.stride = n > 1 ? self->stride * step : self->stride;
    if (n <= 1 && step != 1)
        part.stride = self->item_size;
    return new_view(vm, &part);
}

static size_t
get_position(VM *vm, const VmMemoryView *self, VmValue key)
{
    intptr_t at, n = (intptr_t)self->n;

    if (!vm_is_int(key) && vm_type_lookup(vm, vm_type_of(key), &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "memoryview: invalid slice key");
    at = vm_get_int_clamped(vm, key);
    if (at < 0)
        at += n;
    if (at < 0 || at >= n)
        vm_raise_index_error(vm, "index out of bounds on dimension 1");
    return (size_t)at;
}

static VmValue
view_get_item(VM *vm, VmValue self, VmValue key)
{
    VmMemoryView *view = get_self(vm, self);
    size_t at;

    if (vm_is_exact(key, &vm_type_slice))
        return vm_value(slice_view(vm, view, key));
    at = get_position(vm, view, key);
    view = get_self(vm, self);
    return vm_item_get(vm, view->format, get_data(vm, view) + (intptr_t)at * view->stride);
}

static VmValue
to_bytes(VM *vm, const VmMemoryView *view)
{
    VmBytes *bytes;
    uint8_t *data;

    if (view->n > INT32_MAX / view->item_size)
        vm_raise_memory_error(vm);
    bytes = vm_bytes_alloc(vm, view->n * view->item_size);
    data = get_data(vm, view);
    if (is_contiguous(view)) {
        if (bytes->len != 0)
            memcpy(bytes->data, data, bytes->len);
    } else {
        for (size_t i = 0; i < view->n; i++)
            memcpy(bytes->data + i * view->item_size, data + (intptr_t)i * view->stride,
                   view->item_size);
    }
    return vm_value(bytes);
}

VmValue
vm_memoryview_tobytes(VM *vm, VmValue self)
{
    return to_bytes(vm, get_self(vm, self));
}

static void
assign_slice(VM *vm, VmMemoryView *self, VmValue slice, VmValue value)
{
    VmMemoryView *to = slice_view(vm, self, slice);
    char format = 'B';
    VmBuffer buffer;
    VmValue copy;
    uint8_t *data;

    if (vm_has_layout(value, &vm_type_memoryview)) {
        format = get_self(vm, value)->format;
        copy = vm_memoryview_tobytes(vm, value); // it may be the same memory, or have steps
    } else {
        vm_get_buffer(vm, value, &buffer, false);
        format = buffer.format;
        copy = vm_bytes_new(vm, buffer.data, buffer.len);
    }
    if (format != to->format || vm_bytes(copy)->len != to->n * to->item_size)
        vm_raise_value_error(vm,
                             "memoryview assignment: lvalue and rvalue have different structures");
    data = get_data(vm, to);
    for (size_t i = 0; i < to->n; i++)
        memcpy(data + (intptr_t)i * to->stride, vm_bytes(copy)->data + i * to->item_size,
               to->item_size);
    release(to);
}

static void
view_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    VmMemoryView *view = get_self(vm, self);
    uint8_t item[8];
    size_t at;

    if (view->read_only)
        vm_raise_type_error(vm, "cannot modify read-only memory");
    if (value == VM_UNDEF)
        vm_raise_type_error(vm, "cannot delete memory");
    if (vm_is_exact(key, &vm_type_slice)) {
        assign_slice(vm, view, key, value);
        return;
    }
    at = get_position(vm, view, key);
    switch (vm_item_set_maybe(vm, view->format, item, value)) {
    case VM_ITEM_OK: break;
    case VM_ITEM_WRONG_TYPE:
        vm_raise_type_error(vm, "memoryview: invalid type for format '%c'", view->format);
    default: vm_raise_value_error(vm, "memoryview: invalid value for format '%c'", view->format);
    }
    // Python code may have run in between.
    view = get_self(vm, self);
    memcpy(get_data(vm, view) + (intptr_t)at * view->stride, item, view->item_size);
}

static VmValue
view_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmMemoryView *a = (VmMemoryView *)self, *b;
    bool equal = true;

    if (op != VM_CMP_EQ && op != VM_CMP_NE)
        return VM_UNDEF;
    if (self == other)
        return vm_bool(op == VM_CMP_EQ);
    if (a->owner == VM_UNDEF || vm_type_of(other)->layout->buffer == NULL)
        return VM_UNDEF;
    if (vm_has_layout(other, &vm_type_memoryview)) {
        b = (VmMemoryView *)other;
        if (b->owner == VM_UNDEF)
            return VM_UNDEF;
    } else {
        b = (VmMemoryView *)view_make(vm, &vm_type_memoryview, 1, &other, NULL);
    }
    if (a->n != b->n)
        equal = false;
    for (size_t i = 0; equal && i < a->n; i++) {
        const uint8_t *x = get_data(vm, a) + (intptr_t)i * a->stride,
                      *y = get_data(vm, b) + (intptr_t)i * b->stride;

        // Floats are compared as numbers, since NaN is not itself.
        if (a->format == b->format && a->format != 'f' && a->format != 'd')
            equal = memcmp(x, y, a->item_size) == 0;
        else
            equal = vm_compare_true(vm, VM_CMP_EQ, vm_item_get(vm, a->format, x),
                                    vm_item_get(vm, b->format, y));
    }
    if (vm_value(b) != other)
        release(b);
    return vm_bool(equal == (op == VM_CMP_EQ));
}

static intptr_t
view_hash(VM *vm, VmValue self)
{
    VmMemoryView *view = get_self(vm, self);
    VmValue bytes;

    if (!view->read_only)
        vm_raise_value_error(vm, "cannot hash writable memoryview object");
    bytes = to_bytes(vm, view);
    return (intptr_t)vm_hash_bytes(vm_bytes(bytes)->data, vm_bytes(bytes)->len);
}

static bool
view_buffer(VM *vm, VmValue self, VmBuffer *out, bool writable)
{
    VmMemoryView *view = get_self(vm, self);

    if (writable && view->read_only)
        return false;
    if (!is_contiguous(view))
        vm_raise_format(vm, &vm_type_BufferError,
                        "memoryview: underlying buffer is not C-contiguous");
    *out = (VmBuffer){get_data(vm, view), view->n * view->item_size, view->format, view->item_size,
                      view->read_only};
    return true;
}

/* --- Methods --- */

#define VIEW_METHOD(name)                                                       \
    static VmValue view_##name(VM *vm, unsigned n_args __attribute__((unused)), \
                               const VmValue *args, const VmKw *kw __attribute__((unused)))

VIEW_METHOD(tobytes)
{
    return to_bytes(vm, get_self(vm, args[0]));
}

VIEW_METHOD(tolist)
{
    VmMemoryView *view = get_self(vm, args[0]);
    VmList *list = vm_list_new(vm, 0, NULL);

    for (size_t i = 0; i < view->n; i++)
        vm_list_append(
            vm, list,
            vm_item_get(vm, view->format, get_data(vm, view) + (intptr_t)i * view->stride));
    return vm_value(list);
}

VIEW_METHOD(hex)
{
    VmValue all[3];

    all[0] = to_bytes(vm, get_self(vm, args[0]));
    for (unsigned i = 1; i < n_args; i++)
        all[i] = args[i];
    return vm_bytes_hex(vm, n_args, all, kw);
}

VIEW_METHOD(cast)
{
    VmMemoryView *view = get_self(vm, args[0]), part = *view;
    const char *format;
    size_t n_bytes = view->n * view->item_size;

    if (!vm_is_str(args[1]))
        vm_raise_type_error(vm, "cast() argument 'format' must be str, not %t", args[1]);
    format = vm_str(args[1])->data;
    if (format[0] == '@')
        format++;
    if (format[0] == '\0' || format[1] != '\0' || vm_item_size(format[0]) == 0)
        vm_raise_value_error(vm, "memoryview: destination format must be a native single character "
                                 "format prefixed with an "
                                 "optional '@'");
    if (!is_contiguous(view))
        vm_raise_type_error(vm, "memoryview: casts are restricted to C-contiguous views");
    part.format = format[0];
    part.item_size = (uint8_t)vm_item_size(format[0]);
    if (part.item_size != 1 && view->item_size != 1)
        vm_raise_type_error(vm, "memoryview: cannot cast between two non-byte formats");
    if (n_bytes % part.item_size != 0)
        vm_raise_type_error(vm, "memoryview: length is not a multiple of itemsize");
    part.n = n_bytes / part.item_size;
    part.stride = part.item_size;
    if (n_args > 2) {
        VmTuple *shape = vm_tuple_from(vm, args[2]);

        if (shape->n != 1)
            vm_raise_format(vm, &vm_type_NotImplementedError,
                            "memoryview: only one dimension is supported");
        if (vm_get_int(vm, shape->items[0]) != (intptr_t)part.n)
            vm_raise_type_error(vm, "memoryview: product(shape) * itemsize != buffer size");
    }
    return vm_value(new_view(vm, &part));
}

VIEW_METHOD(toreadonly)
{
    VmMemoryView part = *get_self(vm, args[0]);

    part.read_only = true;
    return vm_value(new_view(vm, &part));
}

VIEW_METHOD(release)
{
    if (!vm_has_layout(args[0], &vm_type_memoryview))
        get_self(vm, args[0]);
    release((VmMemoryView *)args[0]);
    return VM_NONE;
}

VIEW_METHOD(enter)
{
    return vm_value(get_self(vm, args[0]));
}

VIEW_METHOD(obj)
{
    return get_self(vm, args[0])->owner;
}

VIEW_METHOD(nbytes)
{
    VmMemoryView *view = get_self(vm, args[0]);

    return vm_int(vm, (int64_t)(view->n * view->item_size));
}

VIEW_METHOD(itemsize)
{
    return vm_small(get_self(vm, args[0])->item_size);
}

VIEW_METHOD(format)
{
    return vm_str_char(vm, (uint8_t)get_self(vm, args[0])->format);
}

VIEW_METHOD(ndim)
{
    get_self(vm, args[0]);
    return vm_small(1);
}

VIEW_METHOD(shape)
{
    return vm_tuple_of(vm, 1, vm_small((intptr_t)get_self(vm, args[0])->n));
}

VIEW_METHOD(strides)
{
    return vm_tuple_of(vm, 1, vm_small(get_self(vm, args[0])->stride));
}

VIEW_METHOD(suboffsets)
{
    get_self(vm, args[0]);
    return vm_value(&vm_empty_tuple);
}

VIEW_METHOD(readonly)
{
    return vm_bool(get_self(vm, args[0])->read_only);
}

VIEW_METHOD(contiguous)
{
    return vm_bool(is_contiguous(get_self(vm, args[0])));
}

static const VmMember view_members[] = {
    VM_METHOD(__enter__, view_enter, 1, 1),
    VM_METHOD(__exit__, view_release, 1, 4),
    VM_METHOD(cast, view_cast, 2, 3),
    VM_METHOD_KW(hex, view_hex, 1, 3),
    VM_METHOD(release, view_release, 1, 1),
    VM_METHOD(tobytes, view_tobytes, 1, 2),
    VM_METHOD(tolist, view_tolist, 1, 1),
    VM_METHOD(toreadonly, view_toreadonly, 1, 1),
    VM_GETTER(c_contiguous, view_contiguous),
    VM_GETTER(contiguous, view_contiguous),
    VM_GETTER(f_contiguous, view_contiguous),
    VM_GETTER(format, view_format),
    VM_GETTER(itemsize, view_itemsize),
    VM_GETTER(nbytes, view_nbytes),
    VM_GETTER(ndim, view_ndim),
    VM_GETTER(obj, view_obj),
    VM_GETTER(readonly, view_readonly),
    VM_GETTER(shape, view_shape),
    VM_GETTER(strides, view_strides),
    VM_GETTER(suboffsets, view_suboffsets),
};

const VmType vm_type_memoryview = {
    .base = {&vm_type_type},
    .name = &vm_s_memoryview,
    .parent = &vm_type_object,
    .layout = &vm_type_memoryview,
    .flags = VM_TYPE_FINALIZER,
    .size = sizeof(VmMemoryView),
    .trace = view_trace,
    .finalize = view_finalize,
    .make = view_make,
    .repr = view_repr,
    .compare = view_compare,
    .len = view_len,
    .hash = view_hash,
    .get_item = view_get_item,
    .set_item = view_set_item,
    .iter = vm_bytes_iter,
    .buffer = view_buffer,
    VM_MEMBERS(view_members),
};
