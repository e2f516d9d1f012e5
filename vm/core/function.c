/* SPDX-License-Identifier: MIT */
/* The types around calls: function, native, cell, bound method, module, and the plain constants' types. */
#include "vm/core/function.h"

#include "vm/core/module.h"
#include "vm/core/vm.h"

/* --- Functions --- */

VmFunction *
vm_function_new(VM *vm, VmCode *code, VmDict *globals)
{
    VmFunction *function =
        vm_new_object(vm, &vm_type_function, sizeof(VmFunction) + code->n_free * sizeof(VmCell *));

    function->code = code;
    function->globals = globals;
    return function;
}

VmFunctionExtra *
vm_function_extra(VM *vm, VmFunction *function)
{
    if (function->extra == NULL)
        function->extra = vm_alloc(vm, sizeof(VmFunctionExtra), VM_BLOCK_VALUES);
    return function->extra;
}

static void
function_trace(VM *vm, VmObject *self)
{
    VmFunction *function = (VmFunction *)self;

    vm_mark_object(vm, function->code);
    vm_mark_object(vm, function->globals);
    vm_mark_value_block(vm, (const VmValue *)function->extra, sizeof(VmFunctionExtra) / sizeof(VmValue));
    for (unsigned i = 0; i < function->code->n_free; i++)
        vm_mark_object(vm, function->cells[i]);
}

static size_t
function_size(const VmObject *self)
{
    return sizeof(VmFunction) + ((const VmFunction *)self)->code->n_free * sizeof(VmCell *);
}

static void
function_repr(VM *vm, VmOut *out, VmValue self)
{
    VmFunction *function = (VmFunction *)self;
    VmValue qualname = function->extra != NULL ? function->extra->qualname : VM_UNDEF;

    vm_out_format(vm, out, "<function %V at 0x%lx>",
                  qualname != VM_UNDEF ? qualname : vm_value(function->code->qualname), (unsigned long)self);
}

static VmValue
function_descr_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    (void)owner;
    return instance == VM_UNDEF ? self : vm_bound_method_new(vm, instance, self);
}

static VmValue
closure_tuple(VM *vm, VmFunction *function)
{
    VmTuple *cells;

    if (function->code->n_free == 0)
        return VM_NONE;
    cells = vm_tuple_new(vm, function->code->n_free, NULL);
    for (unsigned i = 0; i < function->code->n_free; i++)
        cells->items[i] = vm_value(function->cells[i]);
    return vm_value(cells);
}

static VmValue
or_else(VmValue v, VmValue fallback)
{
    return v != VM_UNDEF ? v : fallback;
}

static VmValue
function_get_attr(VM *vm, VmValue self, VmStr *name)
{
    static const VmFunctionExtra no_extra = {0};
    VmFunction *function = (VmFunction *)self;
    const VmFunctionExtra *extra = function->extra != NULL ? function->extra : &no_extra;
    VmCode *code = function->code;

    if (name == &vm_s___name__)
        return or_else(extra->name, vm_value(code->name));
    if (name == &vm_s___qualname__)
        return or_else(extra->qualname, vm_value(code->qualname));
    if (name == &vm_s___doc__)
        return or_else(extra->doc, or_else(code->doc, VM_NONE));
    if (name == &vm_s___module__)
        return or_else(extra->module, or_else(vm_dict_get_name(function->globals, &vm_s___name__), VM_NONE));
    if (name == &vm_s___globals__)
        return vm_value(function->globals);
    if (name == &vm_s___code__)
        return vm_value(code);
    if (name == &vm_s___defaults__)
        return or_else(extra->defaults, VM_NONE);
    if (name == &vm_s___kwdefaults__)
        return or_else(extra->kw_defaults, VM_NONE);
    if (name == &vm_s___closure__)
        return closure_tuple(vm, function);
    if (name == &vm_s___annotations__) {
        if (extra->annotations == VM_UNDEF) {
            VmValue annotations = vm_value(vm_dict_new(vm, 0));

            vm_function_extra(vm, function)->annotations = annotations;
        }
        return function->extra->annotations;
    }
    if (name == &vm_s___dict__) {
        if (extra->attrs == VM_UNDEF) {
            VmValue attrs = vm_value(vm_dict_new(vm, 0));

            vm_function_extra(vm, function)->attrs = attrs;
        }
        return function->extra->attrs;
    }
    return extra->attrs != VM_UNDEF ? vm_dict_get_name(vm_dict(extra->attrs), name) : VM_UNDEF;
}

static bool
function_set_attr(VM *vm, VmValue self, VmStr *name, VmValue value)
{
    VmFunction *function = (VmFunction *)self;
    VmFunctionExtra *extra = vm_function_extra(vm, function);

    if (name == &vm_s___globals__ || name == &vm_s___closure__)
        return false;
    if (name == &vm_s___name__ || name == &vm_s___qualname__) {
        if (value == VM_UNDEF || !vm_is_str(value))
            vm_raise_type_error(vm, "%q must be set to a string object", name);
        *(name == &vm_s___name__ ? &extra->name : &extra->qualname) = value;
    } else if (name == &vm_s___doc__) {
        extra->doc = or_else(value, VM_NONE);
    } else if (name == &vm_s___module__) {
        extra->module = or_else(value, VM_NONE);
    } else if (name == &vm_s___defaults__) {
        if (value != VM_UNDEF && value != VM_NONE && !vm_is_exact(value, &vm_type_tuple))
            vm_raise_type_error(vm, "__defaults__ must be set to a tuple object");
        extra->defaults = value == VM_NONE ? VM_UNDEF : value;
    } else if (name == &vm_s___kwdefaults__) {
        if (value != VM_UNDEF && value != VM_NONE && !vm_is_exact(value, &vm_type_dict))
            vm_raise_type_error(vm, "__kwdefaults__ must be set to a dict object");
        extra->kw_defaults = value == VM_NONE ? VM_UNDEF : value;
    } else if (name == &vm_s___annotations__) {
        extra->annotations = value;
    } else if (name == &vm_s___code__) {
        if (value == VM_UNDEF || !vm_is_exact(value, &vm_type_code) ||
            ((VmCode *)value)->n_free != function->code->n_free)
            vm_raise_value_error(vm, "__code__ must be set to a code object with as many free variables");
        function->code = (VmCode *)value;
    } else if (name == &vm_s___dict__) {
        if (value == VM_UNDEF || !vm_is_exact(value, &vm_type_dict))
            vm_raise_type_error(vm, "__dict__ must be set to a dictionary");
        extra->attrs = value;
    } else if (value == VM_UNDEF) {
        return extra->attrs != VM_UNDEF && vm_dict_delete(vm, vm_dict(extra->attrs), vm_value(name));
    } else {
        if (extra->attrs == VM_UNDEF)
            extra->attrs = vm_value(vm_dict_new(vm, 1));
        vm_dict_set_name(vm, vm_dict(extra->attrs), name, value);
    }
    return true;
}

const VmType vm_type_function = {
    .base = {&vm_type_type},
    .name = &vm_s_function,
    .parent = &vm_type_object,
    .layout = &vm_type_function,
    .flags = VM_TYPE_VAR_SIZE,
    .size = sizeof(VmFunction),
    .size_of = function_size,
    .trace = function_trace,
    .repr = function_repr,
    .hash = vm_hash_identity,
    .call = vm_call_kw,
    .descr_get = function_descr_get,
    .get_attr = function_get_attr,
    .set_attr = function_set_attr,
};

/* --- Natives --- */

static void
native_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmNative *native = (const VmNative *)self;

    if ((native->flags & VM_NATIVE_METHOD) != 0)
        vm_out_format(vm, out, "<method '%q'>", native->name);
    else
        vm_out_format(vm, out, "<built-in function %q>", native->name);
}

static VmValue
native_descr_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    const VmNative *native = (const VmNative *)self;

    if ((native->flags & VM_NATIVE_CLASS) != 0)
        return vm_bound_method_new(vm, vm_value(owner), self);
    if (instance == VM_UNDEF)
        return self;
    if ((native->flags & VM_NATIVE_GETTER) != 0)
        return native->fn(vm, 1, &instance, NULL);
    if ((native->flags & VM_NATIVE_METHOD) != 0)
        return vm_bound_method_new(vm, instance, self);
    return self;
}

static VmValue
native_get_attr(VM *vm, VmValue self, VmStr *name)
{
    (void)vm;
    if (name == &vm_s___name__ || name == &vm_s___qualname__)
        return vm_value(((const VmNative *)self)->name);
    if (name == &vm_s___doc__)
        return VM_NONE;
    if (name == &vm_s___module__)
        return VM_S(builtins);
    return VM_UNDEF;
}

static VmValue
native_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_call_kw(vm, self, n_args, args, kw);
}

const VmType vm_type_native = {
    .base = {&vm_type_type},
    .name = &vm_s_builtin_function_or_method,
    .parent = &vm_type_object,
    .layout = &vm_type_native,
    .size = sizeof(VmNative),
    .repr = native_repr,
    .hash = vm_hash_identity,
    .call = native_call,
    .descr_get = native_descr_get,
    .get_attr = native_get_attr,
};

/* --- Cells --- */

static void
cell_trace(VM *vm, VmObject *self)
{
    VmCell *cell = (VmCell *)self;

    if (cell->content != VM_UNDEF)
        vm_mark_value(vm, cell->content);
}

static VmValue
cell_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmCell *cell = (VmCell *)self;

    if (name != &vm_s_cell_contents)
        return VM_UNDEF;
    if (cell->content == VM_UNDEF)
        vm_raise_value_error(vm, "Cell is empty");
    return cell->content;
}

const VmType vm_type_cell = {
    .base = {&vm_type_type},
    .name = &vm_s_cell,
    .parent = &vm_type_object,
    .layout = &vm_type_cell,
    .size = sizeof(VmCell),
    .trace = cell_trace,
    .hash = vm_hash_identity,
    .get_attr = cell_get_attr,
};

/* --- Bound methods --- */

VmValue
vm_bound_method_new(VM *vm, VmValue self, VmValue function)
{
    VmBoundMethod *method = VM_NEW(vm, VmBoundMethod, &vm_type_bound_method);

    method->self = self;
    method->function = function;
    return vm_value(method);
}

static void
method_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmBoundMethod *)self)->self);
    vm_mark_value(vm, ((VmBoundMethod *)self)->function);
}

static void
method_repr(VM *vm, VmOut *out, VmValue self)
{
    VmBoundMethod *method = (VmBoundMethod *)self;

    if (vm_is_exact(method->function, &vm_type_native)) {
        vm_out_format(vm, out, "<built-in method %q of %t object at 0x%lx>",
                      ((const VmNative *)method->function)->name, method->self, (unsigned long)method->self);
        return;
    }
    vm_out_text(vm, out, "<bound method ");
    if (vm_is_exact(method->function, &vm_type_function))
        vm_out_value(vm, out, vm_get_attr(vm, method->function, &vm_s___qualname__));
    else
        vm_out_repr(vm, out, method->function);
    vm_out_format(vm, out, " of %v>", method->self);
}

static VmValue
method_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmBoundMethod *a = (VmBoundMethod *)self, *b = (VmBoundMethod *)other;
    bool equal;

    (void)vm;
    if (!vm_is_exact(other, &vm_type_bound_method) || (op != VM_CMP_EQ && op != VM_CMP_NE))
        return VM_UNDEF;
    equal = a->self == b->self && a->function == b->function;
    return vm_bool(equal == (op == VM_CMP_EQ));
}

static intptr_t
method_hash(VM *vm, VmValue self)
{
    VmBoundMethod *method = (VmBoundMethod *)self;

    return vm_hash_identity(vm, method->self) ^ vm_hash_identity(vm, method->function);
}

static VmValue
method_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmBoundMethod *method = (VmBoundMethod *)self;

    if (name == &vm_s___self__)
        return method->self;
    if (name == &vm_s___func__)
        return method->function;
    if (name == &vm_s___class__)
        return VM_UNDEF;
    return vm_get_attr_maybe(vm, method->function, name);
}

static VmValue
method_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)type;
    if (n_args != 2 || kw != NULL)
        vm_raise_type_error(vm, "method expected 2 arguments, got %u", n_args);
    if (!vm_is_callable(vm, args[0]))
        vm_raise_type_error(vm, "first argument must be callable");
    return vm_bound_method_new(vm, args[1], args[0]);
}

const VmType vm_type_bound_method = {
    .base = {&vm_type_type},
    .name = &vm_s_method,
    .parent = &vm_type_object,
    .layout = &vm_type_bound_method,
    .size = sizeof(VmBoundMethod),
    .trace = method_trace,
    .make = method_make,
    .repr = method_repr,
    .compare = method_compare,
    .hash = method_hash,
    .call = vm_call_kw,
    .get_attr = method_get_attr,
};

/* --- Modules --- */

VmModule *
vm_module_new(VM *vm, const VmStr *name)
{
    VmModule *module = VM_NEW(vm, VmModule, &vm_type_module);

    module->globals = vm_dict_new(vm, 4);
    module->globals->bits |= VM_DICT_WATCHED;
    vm_dict_set_name(vm, module->globals, &vm_s___name__, vm_value(name));
    return module;
}

static void
module_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmModule *)self)->globals);
}

static void
module_repr(VM *vm, VmOut *out, VmValue self)
{
    VmModule *module = (VmModule *)self;
    VmValue name = vm_dict_get_name(module->globals, &vm_s___name__);
    VmValue file = vm_dict_get_name(module->globals, &vm_s___file__);

    if (name == VM_UNDEF)
        name = module->def != NULL ? vm_value(module->def->name) : VM_S(empty_);
    vm_out_format(vm, out, "<module %v", name);
    if (file != VM_UNDEF)
        vm_out_format(vm, out, " from %v", file);
    else if (module->def != NULL)
        vm_out_text(vm, out, " (built-in)");
    vm_out_text(vm, out, ">");
}

static VmValue
module_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmModule *module = (VmModule *)self;
    VmValue v = vm_dict_get_name(module->globals, name);

    if (v != VM_UNDEF)
        return v;
    if (name == &vm_s___dict__)
        return vm_value(module->globals);
    if (module->def != NULL) {
        for (unsigned i = 0; i < module->def->n_members; i++)
            if (module->def->members[i].name == vm_value(name)) {
                v = module->def->members[i].value;
                if (vm_is_exact(v, &vm_type_native) && (((const VmNative *)v)->flags & VM_NATIVE_GETTER) != 0)
                    return ((const VmNative *)v)->fn(vm, 1, &self, NULL);
                return v;
            }
        if (name == &vm_s___name__)
            return vm_value(module->def->name);
    }
    if (vm_dict_get_name(module->globals, &vm_s___getattr__) != VM_UNDEF && name != &vm_s___path__ &&
        name != &vm_s___class__) {
        VmValue argument = vm_value(name);

        return vm_call(vm, vm_dict_get_name(module->globals, &vm_s___getattr__), 1, &argument);
    }
    return VM_UNDEF;
}

static bool
module_set_attr(VM *vm, VmValue self, VmStr *name, VmValue value)
{
    VmModule *module = (VmModule *)self;

    if (value == VM_UNDEF)
        return vm_dict_delete(vm, module->globals, vm_value(name));
    vm_dict_set_name(vm, module->globals, name, value);
    return true;
}

static VmValue
module_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)type, (void)kw;
    if (n_args < 1)
        vm_raise_type_error(vm, "module() missing required argument 'name' (pos 1)");
    return vm_value(vm_module_new(vm, vm_intern_str(vm, vm_get_str(vm, args[0]))));
}

const VmType vm_type_module = {
    .base = {&vm_type_type},
    .name = &vm_s_module,
    .parent = &vm_type_object,
    .layout = &vm_type_module,
    .size = sizeof(VmModule),
    .trace = module_trace,
    .make = module_make,
    .repr = module_repr,
    .hash = vm_hash_identity,
    .get_attr = module_get_attr,
    .set_attr = module_set_attr,
};

/* --- None, Ellipsis, NotImplemented --- */

#define SINGLETON_REPR(function, text) \
    static void function(VM *vm, VmOut *out, VmValue self) \
    { \
        (void)self; \
        vm_out_text(vm, out, text); \
    }
SINGLETON_REPR(none_repr, "None")
SINGLETON_REPR(ellipsis_repr, "Ellipsis")
SINGLETON_REPR(not_implemented_repr, "NotImplemented")

#define SINGLETON_MAKE(function, value, type_name) \
    static VmValue function(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw) \
    { \
        (void)type, (void)args; \
        if (n_args > 0 || kw != NULL) \
            vm_raise_type_error(vm, type_name " takes no arguments"); \
        return value; \
    }
SINGLETON_MAKE(none_make, VM_NONE, "NoneType")
SINGLETON_MAKE(ellipsis_make, VM_ELLIPSIS, "EllipsisType")
SINGLETON_MAKE(not_implemented_make, VM_NOT_IMPLEMENTED, "NotImplementedType")

static bool
none_truth(VM *vm, VmValue self)
{
    (void)vm, (void)self;
    return false;
}

#define SINGLETON_TYPE(variable, name_, repr_, make_, ...) \
    const VmType variable = {.base = {&vm_type_type}, \
                             .name = &name_, \
                             .parent = &vm_type_object, \
                             .layout = &variable, \
                             .make = make_, \
                             .repr = repr_, \
                             .hash = vm_hash_identity, \
                             __VA_ARGS__};
SINGLETON_TYPE(vm_type_none, vm_s_NoneType, none_repr, none_make, .truth = none_truth)
SINGLETON_TYPE(vm_type_ellipsis, vm_s_ellipsis, ellipsis_repr, ellipsis_make)
SINGLETON_TYPE(vm_type_not_implemented, vm_s_NotImplementedType, not_implemented_repr, not_implemented_make)
