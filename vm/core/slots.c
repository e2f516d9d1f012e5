/* SPDX-License-Identifier: MIT */
/* The bridge between special methods and the C slots of types, from one table.
 *
 * Down: a Python class that defines `__len__` gets the slot function class_len(), which calls it. Up: a ROM type that
 * fills its `len` slot seems to have a method `__len__` (wrap_len), so that super().__len__() and the like work.
 */
#include "vm/core/slots.h"

#include "vm/core/vm.h"

const VmStr *const vm_binary_names[][3] = {
#define X(name, text, method, reflected, in_place) {&vm_s_##method, &vm_s_##reflected, &vm_s_##in_place},
    VM_BINARY_OPS(X)
#undef X
};

const VmStr *const vm_compare_names[] = {
#define X(name, text, method, mirror) &vm_s_##method,
    VM_COMPARE_OPS(X)
#undef X
};

static const VmStr *const unary_names[] = {&vm_s___neg__, &vm_s___pos__, &vm_s___invert__, &vm_s___abs__};

static const VmType *
rom_of(VmValue self)
{
    const VmType *type = vm_type_of(self);

    return vm_is_class(type) ? ((const VmClass *)type)->rom : type;
}

/* --- Down: slots that call the class's method --- */

static VmValue
call_special(VM *vm, VmValue self, const VmStr *name, unsigned n_args, const VmValue *args)
{
    const VmType *type = vm_type_of(self);
    VmValue attr = vm_type_lookup(vm, type, name);

    if (attr == VM_UNDEF)
        vm_raise_attribute_error(vm, self, name);
    if (vm_is_exact(attr, &vm_type_function) && n_args <= 3) {
        VmValue all[4] = {self};

        if (n_args != 0)
            memcpy(all + 1, args, n_args * sizeof *args);
        return vm_call(vm, attr, n_args + 1, all);
    }
    return vm_call(vm, vm_bind(vm, attr, self, type), n_args, args);
}

static void
out_special(VM *vm, VmOut *out, VmValue self, const VmStr *name)
{
    VmValue text;

    vm_check_c_stack(vm);
    text = call_special(vm, self, name, 0, NULL);
    if (!vm_is_str(text))
        vm_raise_type_error(vm, "%q returned non-string (type %t)", name, text);
    vm_out_str(vm, out, vm_str(text));
}

static void
class_repr(VM *vm, VmOut *out, VmValue self)
{
    out_special(vm, out, self, &vm_s___repr__);
}

static void
class_str(VM *vm, VmOut *out, VmValue self)
{
    out_special(vm, out, self, &vm_s___str__);
}

static VmValue
class_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_check_c_stack(vm);
    return vm_call_kw(vm, vm_special_maybe(vm, self, &vm_s___call__), n_args, args, kw);
}

static VmValue
class_unary(VM *vm, VmUnaryOp op, VmValue self)
{
    VmValue attr = vm_type_lookup(vm, vm_type_of(self), unary_names[op]);

    if (attr == VM_UNDEF)
        return VM_UNDEF;
    if (vm_is_exact(attr, &vm_type_native) && rom_of(self)->unary != NULL)
        return rom_of(self)->unary(vm, op, self);
    return call_special(vm, self, unary_names[op], 0, NULL);
}

static VmValue
class_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue self = self_is_right ? right : left;
    VmValue other = self_is_right ? left : right;
    const VmStr *name = vm_binary_names[op][self_is_right];
    VmValue attr = vm_type_lookup(vm, vm_type_of(self), name);
    VmValue v;

    if (attr == VM_UNDEF || attr == VM_NONE)
        return VM_UNDEF;
    if (vm_is_exact(attr, &vm_type_native)) {
        const VmType *rom = rom_of(self);

        return rom->binary != NULL ? rom->binary(vm, op, left, right, self_is_right) : VM_UNDEF;
    }
    v = call_special(vm, self, name, 1, &other);
    return v == VM_NOT_IMPLEMENTED ? VM_UNDEF : v;
}

static VmValue
class_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    const VmStr *name = vm_binary_names[op][2];
    VmValue attr = vm_type_lookup(vm, vm_type_of(left), name);
    VmValue v;

    if (attr == VM_UNDEF || attr == VM_NONE)
        return VM_UNDEF;
    if (vm_is_exact(attr, &vm_type_native)) {
        const VmType *rom = rom_of(left);

        return rom->in_place != NULL ? rom->in_place(vm, op, left, right) : VM_UNDEF;
    }
    v = call_special(vm, left, name, 1, &right);
    return v == VM_NOT_IMPLEMENTED ? VM_UNDEF : v;
}

static VmValue
class_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    const VmStr *name = vm_compare_names[op];
    VmValue attr = vm_type_lookup(vm, vm_type_of(self), name);
    VmValue v;

    vm_check_c_stack(vm);
    if (op == VM_CMP_NE && (attr == VM_UNDEF || vm_is_exact(attr, &vm_type_native)) &&
        !vm_is_exact(vm_type_lookup(vm, vm_type_of(self), &vm_s___eq__), &vm_type_native)) {
        // __ne__ is the opposite of a defined __eq__.
        v = class_compare(vm, VM_CMP_EQ, self, other);
        return v == VM_UNDEF ? VM_UNDEF : vm_bool(!vm_is_true(vm, v));
    }
    if (attr == VM_UNDEF || attr == VM_NONE)
        return VM_UNDEF;
    if (vm_is_exact(attr, &vm_type_native)) {
        const VmType *rom = rom_of(self);

        return rom->compare != NULL ? rom->compare(vm, op, self, other) : VM_UNDEF;
    }
    v = call_special(vm, self, name, 1, &other);
    return v == VM_NOT_IMPLEMENTED ? VM_UNDEF : v;
}

static intptr_t
class_len(VM *vm, VmValue self)
{
    VmValue v = vm_index(vm, call_special(vm, self, &vm_s___len__, 0, NULL));
    int64_t n;

    if (!vm_int_to_int64_maybe(v, &n) || n > INTPTR_MAX)
        vm_raise_overflow_error(vm, "cannot fit 'int' into an index-sized integer");
    if (n < 0)
        vm_raise_value_error(vm, "__len__() should return >= 0");
    return (intptr_t)n;
}

static bool
class_truth(VM *vm, VmValue self)
{
    VmValue attr = vm_type_lookup(vm, vm_type_of(self), &vm_s___bool__);
    VmValue v;

    if (attr == VM_UNDEF || vm_is_exact(attr, &vm_type_native)) {
        const VmType *rom = rom_of(self);
        VmValue len = vm_type_lookup(vm, vm_type_of(self), &vm_s___len__);

        if (len != VM_UNDEF && !vm_is_exact(len, &vm_type_native))
            return class_len(vm, self) != 0;
        return rom->truth != NULL ? rom->truth(vm, self) : rom->len != NULL ? rom->len(vm, self) != 0 : true;
    }
    v = call_special(vm, self, &vm_s___bool__, 0, NULL);
    if (!vm_is_bool(v))
        vm_raise_type_error(vm, "__bool__ should return bool, returned %t", v);
    return v == VM_TRUE;
}

static intptr_t
class_hash(VM *vm, VmValue self)
{
    VmValue v = call_special(vm, self, &vm_s___hash__, 0, NULL);

    if (!vm_is_int(v))
        vm_raise_type_error(vm, "__hash__ method should return an integer");
    return vm_hash_number(vm, v);
}

static VmValue
class_get_item(VM *vm, VmValue self, VmValue key)
{
    vm_check_c_stack(vm);
    return call_special(vm, self, &vm_s___getitem__, 1, &key);
}

static void
class_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    const VmStr *name = value == VM_UNDEF ? &vm_s___delitem__ : &vm_s___setitem__;
    VmValue attr = vm_type_lookup(vm, vm_type_of(self), name);
    VmValue args[2] = {key, value};

    if (attr == VM_UNDEF)
        vm_raise_type_error(vm, "'%t' object %s item %s", self,
                            value == VM_UNDEF ? "doesn't support" : "does not support",
                            value == VM_UNDEF ? "deletion" : "assignment");
    if (vm_is_exact(attr, &vm_type_native) && rom_of(self)->set_item != NULL)
        rom_of(self)->set_item(vm, self, key, value);
    else
        call_special(vm, self, name, value == VM_UNDEF ? 1 : 2, args);
}

static bool
class_contains(VM *vm, VmValue self, VmValue item)
{
    return vm_is_true(vm, call_special(vm, self, &vm_s___contains__, 1, &item));
}

static VmValue
class_iter(VM *vm, VmValue self)
{
    VmValue iterator = call_special(vm, self, &vm_s___iter__, 0, NULL);

    if (vm_type_of(iterator)->next == NULL)
        vm_raise_type_error(vm, "iter() returned non-iterator of type '%t'", iterator);
    return iterator;
}

typedef struct Next {
    VmValue self, result;
} Next;

static void
next_body(VM *vm, void *arg)
{
    Next *next = arg;

    next->result = call_special(vm, next->self, &vm_s___next__, 0, NULL);
}

static VmValue
class_next(VM *vm, VmValue self)
{
    Next next = {self, VM_UNDEF};
    VmValue raised;

    vm_check_c_stack(vm);
    raised = vm_protect(vm, next_body, &next);
    if (raised == VM_UNDEF)
        return next.result;
    if (!vm_is_instance(raised, &vm_type_StopIteration))
        vm_reraise(vm, raised);
    vm->stop_value = vm_get_attr(vm, raised, &vm_s_value);
    return VM_UNDEF;
}

static VmValue
class_descr_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    VmValue args[2] = {instance == VM_UNDEF ? VM_NONE : instance, vm_value(owner)};

    return call_special(vm, self, &vm_s___get__, 2, args);
}

static void
class_descr_set(VM *vm, VmValue self, VmValue instance, VmValue value)
{
    const VmStr *name = value == VM_UNDEF ? &vm_s___delete__ : &vm_s___set__;
    VmValue args[2] = {instance, value};

    if (vm_type_lookup(vm, vm_type_of(self), name) == VM_UNDEF)
        vm_raise_format(vm, &vm_type_AttributeError, "%q", name);
    call_special(vm, self, name, value == VM_UNDEF ? 1 : 2, args);
}

static void
class_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue init = vm_special_maybe(vm, self, &vm_s___init__);
    VmValue v = vm_call_kw(vm, init, n_args, args, kw);

    if (v != VM_NONE)
        vm_raise_type_error(vm, "__init__() should return None, not '%t'", v);
}

/* --- Up: methods that use the slot of the ROM type --- */

#define WRAPPER(name) static VmValue name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)

static void
need_slot(VM *vm, VmValue self, bool has_it, const char *name)
{
    if (!has_it)
        vm_raise_type_error(vm, "descriptor '%s' doesn't apply to a '%t' object", name, self);
}

/* The slot of args[0]'s ROM type, which a foreign self may lack. */
#define SLOT(slot, name) \
    (need_slot(vm, args[0], rom_of(args[0])->slot != NULL, name), rom_of(args[0])->slot)

WRAPPER(wrap_repr)
{
    VmBuf buf;

    vm_buf_init(&buf);
    SLOT(repr, "__repr__")(vm, &buf.out, args[0]);
    return vm_buf_to_str(vm, &buf);
}

WRAPPER(wrap_str)
{
    VmBuf buf;
    const VmType *rom = rom_of(args[0]);

    if (rom->str == NULL)
        return vm_repr(vm, args[0]);
    vm_buf_init(&buf);
    rom->str(vm, &buf.out, args[0]);
    return vm_buf_to_str(vm, &buf);
}

WRAPPER(wrap_call)
{
    return SLOT(call, "__call__")(vm, args[0], n_args - 1, args + 1, kw);
}

WRAPPER(wrap_len)
{
    return vm_small(SLOT(len, "__len__")(vm, args[0]));
}

WRAPPER(wrap_bool)
{
    const VmType *rom = rom_of(args[0]);

    return vm_bool(rom->truth != NULL ? rom->truth(vm, args[0]) : rom->len(vm, args[0]) != 0);
}

WRAPPER(wrap_hash)
{
    return vm_int(vm, SLOT(hash, "__hash__")(vm, args[0]));
}

WRAPPER(wrap_getitem)
{
    return SLOT(get_item, "__getitem__")(vm, args[0], args[1]);
}

WRAPPER(wrap_setitem)
{
    SLOT(set_item, "__setitem__")(vm, args[0], args[1], args[2]);
    return VM_NONE;
}

WRAPPER(wrap_delitem)
{
    SLOT(set_item, "__delitem__")(vm, args[0], args[1], VM_UNDEF);
    return VM_NONE;
}

WRAPPER(wrap_contains)
{
    return vm_bool(SLOT(contains, "__contains__")(vm, args[0], args[1]));
}

WRAPPER(wrap_iter)
{
    return SLOT(iter, "__iter__")(vm, args[0]);
}

WRAPPER(wrap_next)
{
    VmValue v = SLOT(next, "__next__")(vm, args[0]);

    if (v == VM_UNDEF)
        vm_raise_stop_iteration(vm, vm->stop_value == VM_UNDEF ? VM_NONE : vm->stop_value);
    return v;
}

WRAPPER(wrap_get)
{
    VmValue owner = n_args > 2 && args[2] != VM_NONE ? args[2] : vm_value(vm_type_of(args[1]));

    if (!vm_is_type(owner))
        vm_raise_type_error(vm, "__get__(): owner must be a type");
    return SLOT(descr_get, "__get__")(vm, args[0], args[1] == VM_NONE ? VM_UNDEF : args[1], (const VmType *)owner);
}

WRAPPER(wrap_set)
{
    SLOT(descr_set, "__set__")(vm, args[0], args[1], args[2]);
    return VM_NONE;
}

WRAPPER(wrap_delete)
{
    SLOT(descr_set, "__delete__")(vm, args[0], args[1], VM_UNDEF);
    return VM_NONE;
}

WRAPPER(wrap_init)
{
    const VmType *rom = rom_of(args[0]);

    if (rom->init != NULL) {
        rom->init(vm, args[0], n_args - 1, args + 1, kw);
    } else if ((n_args > 1 || kw != NULL) && rom->make == vm_type_object.make &&
               vm_is_exact(vm_type_lookup(vm, vm_type_of(args[0]), &vm_s___new__), &vm_type_native)) {
        vm_raise_type_error(vm, "object.__init__() takes exactly one argument (the instance to initialize)");
    }
    return VM_NONE;
}

WRAPPER(wrap_new)
{
    const VmType *type;

    if (!vm_is_type(args[0]))
        vm_raise_type_error(vm, "__new__(X): X is not a type object (%t)", args[0]);
    type = (const VmType *)args[0];
    if (type->make == NULL)
        vm_raise_type_error(vm, "cannot create '%q' instances", type->name);
    return type->make(vm, type, n_args - 1, args + 1, kw);
}

static VmValue
value_or_not_implemented(VmValue v)
{
    return v == VM_UNDEF ? VM_NOT_IMPLEMENTED : v;
}

#define X(op, text, method, reflected, in_place_) \
    WRAPPER(wrap_##method) \
    { \
        return value_or_not_implemented(SLOT(binary, #method)(vm, VM_BIN_##op, args[0], args[1], false)); \
    } \
    WRAPPER(wrap_##reflected) \
    { \
        return value_or_not_implemented(SLOT(binary, #reflected)(vm, VM_BIN_##op, args[1], args[0], true)); \
    } \
    WRAPPER(wrap_##in_place_) \
    { \
        return value_or_not_implemented(SLOT(in_place, #in_place_)(vm, VM_BIN_##op, args[0], args[1])); \
    }
VM_BINARY_OPS(X)
#undef X

#define X(op, text, method, mirror) \
    WRAPPER(wrap_##method) \
    { \
        return value_or_not_implemented(SLOT(compare, #method)(vm, VM_CMP_##op, args[0], args[1])); \
    }
VM_COMPARE_OPS(X)
#undef X

#define UNARY_WRAPPER(name, op) \
    WRAPPER(name) \
    { \
        return value_or_not_implemented(SLOT(unary, #op)(vm, op, args[0])); \
    }
UNARY_WRAPPER(wrap_neg, VM_UN_NEG)
UNARY_WRAPPER(wrap_pos, VM_UN_POS)
UNARY_WRAPPER(wrap_invert, VM_UN_INVERT)
UNARY_WRAPPER(wrap_abs, VM_UN_ABS)

WRAPPER(wrap_int)
{
    double d;

    if (vm_is_int(args[0]))
        return vm_index(vm, args[0]);
    d = vm_get_float(vm, args[0]);
    return vm_int_from_double(vm, d);
}

WRAPPER(wrap_float)
{
    return vm_float(vm, vm_get_float(vm, args[0]));
}

WRAPPER(wrap_index)
{
    return vm_index(vm, args[0]);
}

/* --- The table --- */

typedef void (*AnyFn)(void);

typedef struct Slot {
    const VmStr *name;
    size_t offset;     /* of the slot in VmType; SIZE_MAX: a method without a slot of its own */
    AnyFn generic;     /* what a class that defines the method gets */
    VmNative wrapper;  /* what a ROM type with the slot offers */
} Slot;

#define NATIVE(py_name, c_fn, min, max, bits) \
    { \
        .base = {&vm_type_native}, .fn = c_fn, .name = &vm_s_##py_name, .min_args = min, .max_args = max, .flags = bits \
    }
#define SLOT_ENTRY(py_name, slot, generic_fn, wrap_fn, min, max, bits) \
    {&vm_s_##py_name, offsetof(VmType, slot), (AnyFn)generic_fn, \
     NATIVE(py_name, wrap_fn, min, max, VM_NATIVE_METHOD | (bits))}

static const Slot slots[] = {
    SLOT_ENTRY(__repr__, repr, class_repr, wrap_repr, 1, 1, 0),
    SLOT_ENTRY(__str__, str, class_str, wrap_str, 1, 1, 0),
    SLOT_ENTRY(__call__, call, class_call, wrap_call, 1, VM_ANY_ARGS, VM_NATIVE_KW),
    SLOT_ENTRY(__len__, len, class_len, wrap_len, 1, 1, 0),
    SLOT_ENTRY(__len__, truth, class_truth, wrap_len, 1, 1, 0),
    SLOT_ENTRY(__bool__, truth, class_truth, wrap_bool, 1, 1, 0),
    SLOT_ENTRY(__hash__, hash, class_hash, wrap_hash, 1, 1, 0),
    SLOT_ENTRY(__getitem__, get_item, class_get_item, wrap_getitem, 2, 2, 0),
    SLOT_ENTRY(__setitem__, set_item, class_set_item, wrap_setitem, 3, 3, 0),
    SLOT_ENTRY(__delitem__, set_item, class_set_item, wrap_delitem, 2, 2, 0),
    SLOT_ENTRY(__contains__, contains, class_contains, wrap_contains, 2, 2, 0),
    SLOT_ENTRY(__iter__, iter, class_iter, wrap_iter, 1, 1, 0),
    SLOT_ENTRY(__next__, next, class_next, wrap_next, 1, 1, 0),
    SLOT_ENTRY(__get__, descr_get, class_descr_get, wrap_get, 2, 3, 0),
    SLOT_ENTRY(__set__, descr_set, class_descr_set, wrap_set, 3, 3, 0),
    SLOT_ENTRY(__delete__, descr_set, class_descr_set, wrap_delete, 2, 2, 0),
    SLOT_ENTRY(__init__, init, class_init, wrap_init, 1, VM_ANY_ARGS, VM_NATIVE_KW),
    SLOT_ENTRY(__neg__, unary, class_unary, wrap_neg, 1, 1, 0),
    SLOT_ENTRY(__pos__, unary, class_unary, wrap_pos, 1, 1, 0),
    SLOT_ENTRY(__invert__, unary, class_unary, wrap_invert, 1, 1, 0),
    SLOT_ENTRY(__abs__, unary, class_unary, wrap_abs, 1, 1, 0),
#define X(op, text, method, reflected, in_place_) \
    SLOT_ENTRY(method, binary, class_binary, wrap_##method, 2, 2, 0), \
        SLOT_ENTRY(reflected, binary, class_binary, wrap_##reflected, 2, 2, 0), \
        SLOT_ENTRY(in_place_, in_place, class_in_place, wrap_##in_place_, 2, 2, 0),
    VM_BINARY_OPS(X)
#undef X
#define X(op, text, method, mirror) SLOT_ENTRY(method, compare, class_compare, wrap_##method, 2, 2, 0),
        VM_COMPARE_OPS(X)
#undef X
};

static const VmNative native_new =
    NATIVE(__new__, wrap_new, 1, VM_ANY_ARGS, VM_NATIVE_STATIC | VM_NATIVE_KW);
static const VmNative native_init =
    NATIVE(__init__, wrap_init, 1, VM_ANY_ARGS, VM_NATIVE_METHOD | VM_NATIVE_KW);
static const VmNative native_str = NATIVE(__str__, wrap_str, 1, 1, VM_NATIVE_METHOD);
static const VmNative native_int = NATIVE(__int__, wrap_int, 1, 1, VM_NATIVE_METHOD);
static const VmNative native_float = NATIVE(__float__, wrap_float, 1, 1, VM_NATIVE_METHOD);
static const VmNative native_index = NATIVE(__index__, wrap_index, 1, 1, VM_NATIVE_METHOD);

#define N_SLOTS (sizeof slots / sizeof slots[0])

static AnyFn
slot_of(const VmType *type, size_t offset)
{
    AnyFn fn;

    memcpy(&fn, (const char *)type + offset, sizeof fn);
    return fn;
}

static void
set_slot(VmType *type, size_t offset, AnyFn fn)
{
    memcpy((char *)type + offset, &fn, sizeof fn);
}

/* object's own, so that object.__repr__(x) and super().__eq__(other) do not ask x's type again. */
static VmValue
object_wrapper(const VmStr *name);

VmValue
vm_slot_wrapper(const VmType *type, const VmStr *name)
{
    if (name->len < 5 || name->data[0] != '_' || name->data[1] != '_')
        return VM_UNDEF;
    if (type == &vm_type_object) {
        VmValue v = object_wrapper(name);

        if (v != VM_UNDEF)
            return v;
    }
    if (name == &vm_s___new__)
        return type->make != NULL ? VM_ROM(native_new) : VM_UNDEF;
    if (name == &vm_s___init__)
        return type->init != NULL || type == &vm_type_object ? VM_ROM(native_init) : VM_UNDEF;
    if (name == &vm_s___str__)
        return type->str != NULL || type == &vm_type_object ? VM_ROM(native_str) : VM_UNDEF;
    if (type == &vm_type_int || type == &vm_type_float || type == &vm_type_bool) {
        if (name == &vm_s___int__)
            return VM_ROM(native_int);
        if (name == &vm_s___float__)
            return VM_ROM(native_float);
        if (name == &vm_s___index__ && type != &vm_type_float)
            return VM_ROM(native_index);
    }
    for (size_t i = 0; i < N_SLOTS; i++)
        if (slots[i].name == name && slot_of(type, slots[i].offset) != NULL)
            return VM_ROM(slots[i].wrapper);
    return VM_UNDEF;
}

void
vm_slot_names(VM *vm, const VmType *type, VmDict *names)
{
    for (size_t i = 0; i < N_SLOTS; i++)
        if (vm_slot_wrapper(type, slots[i].name) != VM_UNDEF)
            vm_dict_set(vm, names, vm_value(slots[i].name), VM_NONE);
    if (type->make != NULL)
        vm_dict_set(vm, names, VM_S(__new__), VM_NONE);
}

WRAPPER(object_wrap_repr)
{
    VmBuf buf;

    vm_buf_init(&buf);
    vm_type_object.repr(vm, &buf.out, args[0]);
    return vm_buf_to_str(vm, &buf);
}

WRAPPER(object_wrap_str)
{
    return vm_repr(vm, args[0]);
}

WRAPPER(object_wrap_hash)
{
    return vm_int(vm, vm_hash_identity(vm, args[0]));
}

WRAPPER(object_wrap_eq)
{
    return args[0] == args[1] ? VM_TRUE : VM_NOT_IMPLEMENTED;
}

WRAPPER(object_wrap_ne)
{
    VmValue equal = vm_compare(vm, VM_CMP_EQ, args[0], args[1]);

    return vm_bool(!vm_is_true(vm, equal));
}

static const VmNative object_wrappers[] = {
    NATIVE(__repr__, object_wrap_repr, 1, 1, VM_NATIVE_METHOD), NATIVE(__str__, object_wrap_str, 1, 1, VM_NATIVE_METHOD),
    NATIVE(__hash__, object_wrap_hash, 1, 1, VM_NATIVE_METHOD), NATIVE(__eq__, object_wrap_eq, 2, 2, VM_NATIVE_METHOD),
    NATIVE(__ne__, object_wrap_ne, 2, 2, VM_NATIVE_METHOD),
};

static VmValue
object_wrapper(const VmStr *name)
{
    for (size_t i = 0; i < sizeof object_wrappers / sizeof object_wrappers[0]; i++)
        if (object_wrappers[i].name == name)
            return VM_ROM(object_wrappers[i]);
    return VM_UNDEF;
}

void
vm_class_fix_slots(VM *vm, VmClass *class)
{
    VmType *type = &class->type;
    const VmType *rom = class->rom;

    for (size_t i = 0; i < N_SLOTS; i++)
        set_slot(type, slots[i].offset, slot_of(rom, slots[i].offset));
    for (size_t i = 0; i < N_SLOTS; i++) {
        VmValue attr = vm_type_lookup(vm, type, slots[i].name);

        if (attr == VM_UNDEF || attr == vm_type_lookup(vm, rom, slots[i].name) ||
            (vm_is_exact(attr, &vm_type_native) && attr == vm_type_lookup(vm, &vm_type_object, slots[i].name)))
            continue;
        if (attr == VM_NONE)
            set_slot(type, slots[i].offset, NULL);
        else
            set_slot(type, slots[i].offset, slots[i].generic);
    }
    // A class with its own __repr__ but the layout's str (exceptions) keeps str; plain ones print by repr.
    type->flags &= (uint16_t) ~(VM_TYPE_GETATTRIBUTE | VM_TYPE_FINALIZER);
    if (!vm_is_exact(vm_type_lookup(vm, type, &vm_s___getattribute__), &vm_type_native))
        type->flags |= VM_TYPE_GETATTRIBUTE;
    if (vm_type_lookup(vm, type, &vm_s___del__) != VM_UNDEF || rom->finalize != NULL)
        type->flags |= VM_TYPE_FINALIZER;
}
