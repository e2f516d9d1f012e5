/* SPDX-License-Identifier: MIT */
/* array: numbers of one C type side by side. The bytes are kept by bytearray's functions; here they
 * become items. */
#include <string.h>

#include "vm/lib/modules.h"
#include "vm/types/text.h"

#define array_of(v) ((VmArray *)(v))

static bool
is_array(VmValue v)
{
    return vm_has_layout(v, &vm_type_array);
}

static VmArray *
get_self(VM *vm, VmValue self)
{
    if (!is_array(self))
        vm_raise_type_error(vm, "expected array as self, not '%t'", self);
    return array_of(self);
}

static size_t
count(const VmArray *self)
{
    return self->bytes.len / self->item_size;
}

static uint8_t *
item_at(const VmArray *self, size_t index)
{
    return self->bytes.data + index * self->item_size;
}

static VmArray *
new_array(VM *vm, const VmType *type, char format)
{
    VmArray *self = vm_instance_alloc(vm, type, sizeof *self);

    self->format = format;
    self->item_size = (uint8_t)vm_item_size(format);
    return self;
}

/* A new array of the same type code holding @len bytes. */
static VmArray *
copy_bytes(VM *vm, const VmArray *like, const void *data, size_t len)
{
    VmArray *copy = new_array(vm, &vm_type_array, like->format);

    vm_bytearray_resize(vm, &copy->bytes, len);
    if (data != NULL && len != 0)
        memcpy(copy->bytes.data, data, len);
    return copy;
}

/* Converts @v to an item at @item (8 bytes); what does not fit raises as in CPython. */
static void
convert_item(VM *vm, char format, uint8_t *item, VmValue v)
{
    static const struct {
        char format;
        const char *name;
    } names[] = {
        {'b', "signed char"},    {'B', "unsigned byte integer"}, {'h', "signed short integer"},
        {'H', "unsigned short"}, {'i', "signed integer"},        {'I', "unsigned int"},
    };
    VmItemResult result = vm_item_set_maybe(vm, format, item, v);
    const char *name = "int";

    if (result == VM_ITEM_OK)
        return;
    if (result == VM_ITEM_WRONG_TYPE) {
        if (format == 'f' || format == 'd')
            vm_get_float(vm, v);
        vm_index(vm, v);
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].format == format)
            name = names[i].name;
    }
    vm_raise_overflow_error(vm, "%s is %s", name,
                            result == VM_ITEM_TOO_SMALL ? "less than minimum"
                                                        : "greater than maximum");
}

static void
append_item(VM *vm, VmArray *self, VmValue v)
{
    uint8_t item[8];
    size_t len = self->bytes.len;

    convert_item(vm, self->format, item, v);
    len = self->bytes.len;
    vm_bytearray_resize(vm, &self->bytes, len + self->item_size);
    memcpy(self->bytes.data + len, item, self->item_size);
}

static void
append_all(VM *vm, VmArray *self, VmValue iterable)
{
    VmValue iterator, v;

    if (is_array(iterable)) {
        if (array_of(iterable)->format != self->format)
            vm_raise_type_error(vm, "can only extend with array of same kind");
        vm_bytearray_append(vm, &self->bytes, iterable);
        return;
    }
    iterator = vm_iter(vm, iterable);
    while ((v = vm_next(vm, iterator)) != VM_UNDEF)
        append_item(vm, self, v);
}

static void
append_raw(VM *vm, VmArray *self, VmValue buffer_object)
{
    VmBuffer buffer;

    vm_get_buffer(vm, buffer_object, &buffer, false);
    if (buffer.len % self->item_size != 0)
        vm_raise_value_error(vm, "bytes length not a multiple of item size");
    vm_bytearray_append(vm, &self->bytes, buffer_object);
}

/* --- Slots --- */

static VmValue
array_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmArray *self;

    if (kw != NULL && kw->n != 0)
        vm_raise_type_error(vm, "array.array() takes no keyword arguments");
    if (n_args < 1 || n_args > 2)
        vm_raise_args(vm, &vm_s_array, 1, 2, n_args);
    if (!vm_is_str(args[0]) || vm_str_n_chars(vm_str(args[0])) != 1)
        vm_raise_type_error(vm, "array() argument 1 must be a unicode character, not %t", args[0]);
    if (strchr("bBhHiIlLqQfd", vm_str(args[0])->data[0]) == NULL)
        vm_raise_value_error(vm, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    self = new_array(vm, type, vm_str(args[0])->data[0]);
    if (n_args == 1)
        return vm_value(self);
    if (vm_is_str(args[1]))
        vm_raise_type_error(vm, "cannot use a str to initialize an array with typecode '%c'",
                            self->format);
    if (vm_is_bytes(args[1]) || vm_is_bytearray(args[1])) {
        append_raw(vm, self, args[1]);
    } else if (is_array(args[1])) {
        // Of any type code here: item by item.
        for (size_t i = 0; i < count(array_of(args[1])); i++)
            append_item(vm, self,
                        vm_item_get(vm, array_of(args[1])->format, item_at(array_of(args[1]), i)));
    } else {
        append_all(vm, self, args[1]);
    }
    return vm_value(self);
}

static void
array_trace(VM *vm, VmObject *self)
{
    vm_mark_block(vm, ((VmArray *)self)->bytes.data);
}

static void
array_repr(VM *vm, VmOut *out, VmValue v)
{
    VmArray *self = array_of(v);

    vm_out_format(vm, out, "array('%c'", self->format);
    for (size_t i = 0; i < count(self); i++) {
        vm_out_text(vm, out, i == 0 ? ", [" : ", ");
        vm_out_repr(vm, out, vm_item_get(vm, self->format, item_at(self, i)));
    }
    vm_out_text(vm, out, count(self) > 0 ? "])" : ")");
}

static intptr_t
array_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)count(array_of(self));
}

static bool
array_buffer(VM *vm, VmValue v, VmBuffer *out, bool writable)
{
    static const uint64_t nothing = 0;
    VmArray *self = array_of(v);

    (void)vm, (void)writable;
    *out = (VmBuffer){self->bytes.data != NULL ? self->bytes.data : (uint8_t *)(uintptr_t)&nothing,
                      self->bytes.len, self->format, self->item_size, false};
    return true;
}

static VmValue
get_slice(VM *vm, VmArray *self, VmValue slice)
{
    intptr_t start, stop, step,
        n = vm_slice_indices(vm, slice, (intptr_t)count(self), &start, &stop, &step);
    VmArray *part;

    // __index__ may have made it shorter.
    if (n <= 0 || (size_t)start >= count(self) || (size_t)(start + (n - 1) * step) >= count(self))
        n = 0;
    part = copy_bytes(vm, self, NULL, (size_t)n * self->item_size);
    for (intptr_t i = 0; i < n; i++)
        memcpy(item_at(part, (size_t)i), item_at(self, (size_t)(start + i * step)),
               self->item_size);
    return vm_value(part);
}

static VmValue
get_position(VM *vm, VmValue key)
{
    if (vm_is_small(key))
        return key;
    if (!vm_is_int(key) && vm_type_lookup(vm, vm_type_of(key), &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "array indices must be integers");
    return vm_index(vm, key);
}

static VmValue
array_get_item(VM *vm, VmValue v, VmValue key)
{
    VmArray *self = array_of(v);

    if (vm_is_exact(key, &vm_type_slice))
        return get_slice(vm, self, key);
    key = get_position(vm, key);
    return vm_item_get(vm, self->format,
                       item_at(self, vm_get_index(vm, key, count(self), "array")));
}

static void
set_slice(VM *vm, VmArray *self, VmValue slice, VmValue value)
{
    VmBuf buf;

    if (value == VM_UNDEF) {
        vm_bytearray_set_slice(vm, &self->bytes, self->item_size, slice, NULL);
        return;
    }
    if (!is_array(value))
        vm_raise_type_error(vm, "can only assign array (not \"%t\") to array slice", value);
    if (array_of(value)->format != self->format)
        vm_raise_type_error(vm, "bad argument type for built-in operation");
    vm_buf_init(&buf);
    vm_buf_append(vm, &buf, array_of(value)->bytes.data, array_of(value)->bytes.len);
    vm_bytearray_set_slice(vm, &self->bytes, self->item_size, slice, &buf);
}

static void
array_set_item(VM *vm, VmValue v, VmValue key, VmValue value)
{
    VmArray *self = array_of(v);
    uint8_t item[8];
    size_t at;

    if (vm_is_exact(key, &vm_type_slice)) {
        set_slice(vm, self, key, value);
        return;
    }
    key = get_position(vm, key);
    if (value != VM_UNDEF)
        convert_item(vm, self->format, item, value);
    at = vm_get_index(vm, key, count(self), "array assignment");
    if (value != VM_UNDEF)
        memcpy(item_at(self, at), item, self->item_size);
    else
        vm_bytearray_splice(vm, &self->bytes, at * self->item_size, (at + 1) * self->item_size,
                            NULL, 0);
}

static VmValue
array_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmArray *self = array_of(self_is_right ? right : left), *result;
    VmValue other = self_is_right ? left : right;

    if (op == VM_BIN_MUL && vm_is_int(other)) {
        result = copy_bytes(vm, self, self->bytes.data, self->bytes.len);
        vm_bytearray_repeat(vm, &result->bytes, vm_get_int(vm, other));
        return vm_value(result);
    }
    if (op != VM_BIN_ADD || self_is_right)
        return VM_UNDEF;
    if (!is_array(right))
        vm_raise_type_error(vm, "can only append array (not \"%t\") to array", right);
    if (array_of(right)->format != self->format)
        vm_raise_type_error(vm, "bad argument type for built-in operation");
    result = copy_bytes(vm, self, self->bytes.data, self->bytes.len);
    vm_bytearray_append(vm, &result->bytes, right);
    return vm_value(result);
}

static VmValue
array_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    if (op == VM_BIN_ADD) {
        if (!is_array(right))
            vm_raise_type_error(vm, "can only extend with array (not \"%t\")", right);
        append_all(vm, array_of(left), right);
        return left;
    }
    if (op == VM_BIN_MUL && vm_is_int(right)) {
        vm_bytearray_repeat(vm, &array_of(left)->bytes, vm_get_int(vm, right));
        return left;
    }
    return VM_UNDEF;
}

static VmValue
array_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmArray *a = array_of(self), *b = array_of(other);
    size_t i;

    if (!is_array(other))
        return VM_UNDEF;
    if ((op == VM_CMP_EQ || op == VM_CMP_NE) && count(a) != count(b))
        return vm_bool(op == VM_CMP_NE);
    for (i = 0; i < count(a) && i < count(b); i++) {
        VmValue x = vm_item_get(vm, a->format, item_at(a, i)),
                y = vm_item_get(vm, b->format, item_at(b, i));

        if (!vm_compare_true(vm, VM_CMP_EQ, x, y))
            return op == VM_CMP_EQ   ? VM_FALSE
                   : op == VM_CMP_NE ? VM_TRUE
                                     : vm_compare(vm, op, x, y);
    }
    return vm_compare(vm, op, vm_small((intptr_t)count(a)), vm_small((intptr_t)count(b)));
}

/* Index of the first item equal to @v, or -1. */
static intptr_t
find(VM *vm, VmArray *self, VmValue v, size_t from)
{
    for (size_t i = from; i < count(self); i++) {
        if (vm_equal(vm, vm_item_get(vm, self->format, item_at(self, i)), v))
            return (intptr_t)i;
    }
    return -1;
}

static bool
array_contains(VM *vm, VmValue self, VmValue v)
{
    return find(vm, array_of(self), v, 0) >= 0;
}

/* --- Methods --- */

#define ARRAY_METHOD(name)                                                       \
    static VmValue array_##name(VM *vm, unsigned n_args __attribute__((unused)), \
                                const VmValue *args, const VmKw *kw __attribute__((unused)))

ARRAY_METHOD(append)
{
    append_item(vm, get_self(vm, args[0]), args[1]);
    return VM_NONE;
}

ARRAY_METHOD(extend)
{
    append_all(vm, get_self(vm, args[0]), args[1]);
    return VM_NONE;
}

ARRAY_METHOD(fromlist)
{
    VmArray *self = get_self(vm, args[0]);

    if (!vm_is_list(args[1]))
        vm_raise_type_error(vm, "arg must be list");
    append_all(vm, self, args[1]);
    return VM_NONE;
}

ARRAY_METHOD(frombytes)
{
    append_raw(vm, get_self(vm, args[0]), args[1]);
    return VM_NONE;
}

ARRAY_METHOD(tobytes)
{
    VmArray *self = get_self(vm, args[0]);

    return vm_bytes_new(vm, self->bytes.data, self->bytes.len);
}

ARRAY_METHOD(tolist)
{
    VmArray *self = get_self(vm, args[0]);
    VmList *list = vm_list_new(vm, 0, NULL);

    for (size_t i = 0; i < count(self); i++)
        vm_list_append(vm, list, vm_item_get(vm, self->format, item_at(self, i)));
    return vm_value(list);
}

ARRAY_METHOD(insert)
{
    VmArray *self = get_self(vm, args[0]);
    intptr_t at = vm_get_int_clamped(vm, args[1]), n;
    uint8_t item[8];

    convert_item(vm, self->format, item, args[2]);
    n = (intptr_t)count(self);
    at = at < 0 ? (at + n < 0 ? 0 : at + n) : at > n ? n : at;
    vm_bytearray_splice(vm, &self->bytes, (size_t)at * self->item_size,
                        (size_t)at * self->item_size, item, self->item_size);
    return VM_NONE;
}

ARRAY_METHOD(pop)
{
    VmArray *self = get_self(vm, args[0]);
    VmValue index = n_args > 1 ? vm_index(vm, args[1]) : vm_small(-1), v;
    size_t at;

    if (count(self) == 0)
        vm_raise_index_error(vm, "pop from empty array");
    at = vm_get_index(vm, index, count(self), "pop");
    v = vm_item_get(vm, self->format, item_at(self, at));
    vm_bytearray_splice(vm, &self->bytes, at * self->item_size, (at + 1) * self->item_size, NULL,
                        0);
    return v;
}

ARRAY_METHOD(remove)
{
    VmArray *self = get_self(vm, args[0]);
    intptr_t at = find(vm, self, args[1], 0);

    if (at < 0 || (size_t)at >= count(self))
        vm_raise_value_error(vm, "array.remove(x): x not in array");
    vm_bytearray_splice(vm, &self->bytes, (size_t)at * self->item_size,
                        ((size_t)at + 1) * self->item_size, NULL, 0);
    return VM_NONE;
}

ARRAY_METHOD(index)
{
    VmArray *self = get_self(vm, args[0]);
    intptr_t from = n_args > 2 ? vm_get_int_clamped(vm, args[2]) : 0,
             to = n_args > 3 ? vm_get_int_clamped(vm, args[3]) : INTPTR_MAX,
             n = (intptr_t)count(self), at;

    if (from < 0)
        from = from + n < 0 ? 0 : from + n;
    if (to < 0)
        to += n;
    at = find(vm, self, args[1], (size_t)from);
    if (at < 0 || at >= to)
        vm_raise_value_error(vm, "array.index(x): x not in array");
    return vm_small(at);
}

ARRAY_METHOD(count)
{
    VmArray *self = get_self(vm, args[0]);
    intptr_t n = 0;

    for (intptr_t at = -1; (at = find(vm, self, args[1], (size_t)(at + 1))) >= 0;)
        n++;
    return vm_small(n);
}

ARRAY_METHOD(reverse)
{
    VmArray *self = get_self(vm, args[0]);
    uint8_t item[8];

    for (size_t i = 0, k = count(self); i + 1 < k; i++) {
        k--;
        memcpy(item, item_at(self, i), self->item_size);
        memcpy(item_at(self, i), item_at(self, k), self->item_size);
        memcpy(item_at(self, k), item, self->item_size);
    }
    return VM_NONE;
}

ARRAY_METHOD(byteswap)
{
    VmArray *self = get_self(vm, args[0]);

    for (size_t i = 0; i < count(self); i++) {
        uint8_t *item = item_at(self, i);

        for (unsigned k = 0; k < self->item_size / 2u; k++) {
            uint8_t byte = item[k];

            item[k] = item[self->item_size - 1 - k];
            item[self->item_size - 1 - k] = byte;
        }
    }
    return VM_NONE;
}

ARRAY_METHOD(typecode)
{
    return vm_str_char(vm, (uint8_t)get_self(vm, args[0])->format);
}

ARRAY_METHOD(itemsize)
{
    return vm_small(get_self(vm, args[0])->item_size);
}

static const VmMember array_members[] = {
    VM_METHOD(append, array_append, 2, 2),
    VM_METHOD(byteswap, array_byteswap, 1, 1),
    VM_METHOD(count, array_count, 2, 2),
    VM_METHOD(extend, array_extend, 2, 2),
    VM_METHOD(frombytes, array_frombytes, 2, 2),
    VM_METHOD(fromlist, array_fromlist, 2, 2),
    VM_METHOD(index, array_index, 2, 4),
    VM_METHOD(insert, array_insert, 3, 3),
    VM_METHOD(pop, array_pop, 1, 2),
    VM_METHOD(remove, array_remove, 2, 2),
    VM_METHOD(reverse, array_reverse, 1, 1),
    VM_METHOD(tobytes, array_tobytes, 1, 1),
    VM_METHOD(tolist, array_tolist, 1, 1),
    VM_GETTER(itemsize, array_itemsize),
    VM_GETTER(typecode, array_typecode),
};

const VmType vm_type_array = {
    .base = {&vm_type_type},
    .name = &vm_s_array,
    .parent = &vm_type_object,
    .layout = &vm_type_array,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmArray),
    .trace = array_trace,
    .make = array_make,
    .repr = array_repr,
    .binary = array_binary,
    .in_place = array_in_place,
    .compare = array_compare,
    .len = array_len,
    .get_item = array_get_item,
    .set_item = array_set_item,
    .contains = array_contains,
    .iter = vm_bytes_iter,
    .buffer = array_buffer,
    VM_MEMBERS(array_members),
};

static const VmMember members[] = {
    VM_OBJECT_MEMBER(array, vm_type_array),
    VM_OBJECT_MEMBER(ArrayType, vm_type_array),
    {VM_S(typecodes), VM_S(array_typecodes_)},
};

const VmModuleDef vm_module_array = {.name = &vm_s_array, VM_MEMBERS(members)};
