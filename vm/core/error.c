/* SPDX-License-Identifier: MIT */
/* Raising, catching, and the exception types.
 *
 * vm_raise() puts the exception in vm->raised and jumps to the innermost VmCatch: either a vm_protect() or the run of the
 * interpreter (interp.c), which looks for a handler in its frames and else jumps on. Tracebacks are built while frames are left.
 */
#include "vm/core/error.h"

#include <stdarg.h>
#include <stdlib.h>

#include "vm/core/vm.h"

/* --- Raising --- */

_Noreturn static void
jump(VM *vm)
{
    if (vm->catch == NULL)
        abort(); // a port runs everything inside vm_protect(): nothing could be done here
    longjmp(vm->catch->jump, 1);
}

_Noreturn void
vm_reraise(VM *vm, VmValue exception)
{
    vm->raised = exception;
    jump(vm);
}

static VmException *
exception(VmValue v)
{
    return (VmException *)v;
}

/* Chains the exception being handled to the new one, unless that closed a circle. */
static void
set_context(VM *vm, VmValue e)
{
    VmValue handled = vm->handled;

    if (handled == VM_NONE || handled == VM_UNDEF || handled == e || exception(e)->context != VM_NONE)
        return;
    for (VmValue at = handled; at != VM_NONE; at = exception(at)->context)
        if (exception(at)->context == e) {
            exception(at)->context = VM_NONE;
            break;
        }
    exception(e)->context = handled;
}

_Noreturn void
vm_raise(VM *vm, VmValue e)
{
    if (vm_is_type(e) && vm_is_subtype((const VmType *)e, &vm_type_BaseException))
        e = vm_call(vm, e, 0, NULL);
    if (!vm_has_layout(e, &vm_type_BaseException))
        vm_raise_type_error(vm, "exceptions must derive from BaseException");
    set_context(vm, e);
    vm->raised = e;
    jump(vm);
}

VmValue
vm_exception_new(VM *vm, const VmType *type, unsigned n_args, const VmValue *args)
{
    VmTuple *tuple = n_args == 0 ? (VmTuple *)&vm_empty_tuple : vm_tuple_new(vm, n_args, args);
    VmException *e = vm_new_object(vm, type, sizeof(VmException));

    e->args = vm_value(tuple);
    e->traceback = e->cause = e->context = VM_NONE;
    return vm_value(e);
}

_Noreturn static void
raise_vformat(VM *vm, const VmType *type, const char *format, va_list *args)
{
    VmBuf buf;
    VmValue message;

    vm_buf_init(&buf);
    vm_out_vformat(vm, &buf.out, format, args);
    message = vm_buf_to_str(vm, &buf);
    vm_raise(vm, vm_exception_new(vm, type, 1, &message));
}

#define DEFINE_RAISE(function, type) \
    _Noreturn void function(VM *vm, const char *format, ...) \
    { \
        va_list args; \
        va_start(args, format); \
        raise_vformat(vm, &type, format, &args); \
    }

DEFINE_RAISE(vm_raise_type_error, vm_type_TypeError)
DEFINE_RAISE(vm_raise_value_error, vm_type_ValueError)
DEFINE_RAISE(vm_raise_index_error, vm_type_IndexError)
DEFINE_RAISE(vm_raise_runtime_error, vm_type_RuntimeError)
DEFINE_RAISE(vm_raise_overflow_error, vm_type_OverflowError)

_Noreturn void
vm_raise_format(VM *vm, const VmType *type, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    raise_vformat(vm, type, format, &args);
}

_Noreturn void
vm_raise_key_error(VM *vm, VmValue key)
{
    vm_raise(vm, vm_exception_new(vm, &vm_type_KeyError, 1, &key));
}

_Noreturn void
vm_raise_attribute_error(VM *vm, VmValue object, const VmStr *name)
{
    if (vm_is_type(object))
        vm_raise_format(vm, &vm_type_AttributeError, "type object '%q' has no attribute '%q'",
                        ((const VmType *)object)->name, name);
    if (vm_is_exact(object, &vm_type_module)) {
        VmModule *module = (VmModule *)object;
        VmValue module_name = vm_dict_get_name(module->globals, &vm_s___name__);

        if (module_name == VM_UNDEF && module->def != NULL)
            module_name = vm_value(module->def->name);
        if (module_name != VM_UNDEF)
            vm_raise_format(vm, &vm_type_AttributeError, "module '%V' has no attribute '%q'", module_name, name);
    }
    vm_raise_format(vm, &vm_type_AttributeError, "'%t' object has no attribute '%q'", object, name);
}

/* Texts of the error numbers that boards meet; the numbers are Linux's, as MicroPython's errno module has them. */
static const struct {
    uint8_t code;
    const char *text;
} os_error_texts[] = {
    {1, "Operation not permitted"},
    {2, "No such file or directory"},
    {5, "Input/output error"},
    {9, "Bad file descriptor"},
    {11, "Resource temporarily unavailable"},
    {12, "Cannot allocate memory"},
    {13, "Permission denied"},
    {16, "Device or resource busy"},
    {17, "File exists"},
    {19, "No such device"},
    {20, "Not a directory"},
    {21, "Is a directory"},
    {22, "Invalid argument"},
    {24, "Too many open files"},
    {27, "File too large"},
    {28, "No space left on device"},
    {30, "Read-only file system"},
    {32, "Broken pipe"},
    {36, "File name too long"},
    {39, "Directory not empty"},
    {95, "Operation not supported"},
    {98, "Address already in use"},
    {103, "Software caused connection abort"},
    {104, "Connection reset by peer"},
    {105, "No buffer space available"},
    {107, "Transport endpoint is not connected"},
    {110, "Connection timed out"},
    {111, "Connection refused"},
    {113, "No route to host"},
    {114, "Operation already in progress"},
    {115, "Operation now in progress"},
};

static const char *
os_error_text(VmValue code)
{
    if (vm_is_small(code))
        for (size_t i = 0; i < sizeof os_error_texts / sizeof os_error_texts[0]; i++)
            if (os_error_texts[i].code == vm_small_value(code))
                return os_error_texts[i].text;
    return NULL;
}

_Noreturn void
vm_raise_os_error_path(VM *vm, int errno_code, const char *path)
{
    const char *text = os_error_text(vm_small(errno_code));
    VmValue args[2] = {vm_small(errno_code), VM_NONE};
    VmValue e;

    if (text != NULL)
        args[1] = vm_str_from_c(vm, text);
    e = vm_exception_new(vm, &vm_type_OSError, text != NULL ? 2 : 1, args);
    if (path != NULL)
        exception(e)->value = vm_str_from_c(vm, path);
    vm_raise(vm, e);
}

_Noreturn void
vm_raise_os_error(VM *vm, int errno_code)
{
    vm_raise_os_error_path(vm, errno_code, NULL);
}

_Noreturn void
vm_raise_memory_error(VM *vm)
{
    VmException *e = vm->memory_error;

    // The one made beforehand: raising needs no memory. It forgets its last use.
    if (e == NULL)
        abort(); // vm_new() failed half-way; it checks sizes before
    e->args = vm_value(&vm_empty_tuple);
    e->traceback = e->cause = e->context = VM_NONE;
    vm_reraise(vm, vm_value(e));
}

_Noreturn void
vm_raise_stop_iteration(VM *vm, VmValue value)
{
    VmValue e = vm_exception_new(vm, &vm_type_StopIteration, value != VM_NONE, &value);

    vm_raise(vm, e);
}

_Noreturn void
vm_raise_args(VM *vm, const VmStr *function, unsigned min, unsigned max, unsigned got)
{
    if (min == max) {
        if (max == 0)
            vm_raise_type_error(vm, "%q() takes no arguments (%u given)", function, got);
        if (max == 1)
            vm_raise_type_error(vm, "%q() takes exactly one argument (%u given)", function, got);
        vm_raise_type_error(vm, "%q expected %u arguments, got %u", function, max, got);
    }
    if (got < min)
        vm_raise_type_error(vm, "%q expected at least %u argument%s, got %u", function, min, min == 1 ? "" : "s",
                            got);
    vm_raise_type_error(vm, "%q expected at most %u argument%s, got %u", function, max, max == 1 ? "" : "s", got);
}

/* --- Catching --- */

VmValue
vm_protect(VM *vm, void (*body)(VM *vm, void *arg), void *arg)
{
    VmCatch catch;
    VmCatch *prev = vm->catch;
    VmStack *stack = vm->stack;
    VmValue *regs = vm->regs;
    VmValue *top = vm->top;
    VmValue *limit = vm->limit;
    VmValue handled = vm->handled;
    unsigned n_printing = vm->n_printing;

    catch.prev = prev;
    vm->catch = &catch;
    if (setjmp(catch.jump) == 0) {
        body(vm, arg);
        vm->catch = prev;
        return VM_UNDEF;
    }
    vm->catch = prev;
    vm->stack = stack;
    vm->regs = regs;
    vm->top = top;
    vm->limit = limit;
    vm->handled = handled;
    vm->n_printing = n_printing;
    return vm->raised;
}

bool
vm_exception_matches(VM *vm, VmValue e, VmValue of)
{
    if (vm_is_type(of)) {
        if (!vm_is_subtype((const VmType *)of, &vm_type_BaseException))
            vm_raise_type_error(vm, "catching classes that do not inherit from BaseException is not allowed");
        return vm_is_instance(e, (const VmType *)of);
    }
    if (vm_is_tuple(of)) {
        vm_check_c_stack(vm);
        for (size_t i = 0; i < vm_tuple(of)->n; i++)
            if (vm_exception_matches(vm, e, vm_tuple(of)->items[i]))
                return true;
        return false;
    }
    vm_raise_type_error(vm, "catching classes that do not inherit from BaseException is not allowed");
}

void
vm_check_c_stack(VM *vm)
{
    char here;

    if (&here < vm->c_stack_limit)
        vm_raise_format(vm, &vm_type_RecursionError, "maximum recursion depth exceeded");
}

/* --- The exception types --- */

static void
exception_trace(VM *vm, VmObject *self)
{
    VmException *e = (VmException *)self;

    vm_mark_value(vm, e->args);
    vm_mark_value(vm, e->traceback);
    vm_mark_value(vm, e->cause);
    vm_mark_value(vm, e->context);
    if (e->value != VM_UNDEF)
        vm_mark_value(vm, e->value);
    // Python classes mark their attributes themselves (class.c); ROM types keep theirs in a dict.
    if (!vm_is_class(self->type))
        vm_mark_object(vm, e->attrs.slots);
}

static VmValue
exception_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *tuple = n_args == 0 ? (VmTuple *)&vm_empty_tuple : vm_tuple_new(vm, n_args, args);
    VmException *e = vm_instance_alloc(vm, type, offsetof(VmException, attrs));

    (void)kw;
    e->args = vm_value(tuple);
    e->traceback = e->cause = e->context = VM_NONE;
    return vm_value(e);
}

static void
exception_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmException *e = exception(self);
    VmTuple *old = vm_tuple(e->args);

    if (kw != NULL && kw->n != 0) {
        bool known = vm_is_instance(self, &vm_type_ImportError) || vm_is_instance(self, &vm_type_NameError) ||
                     vm_is_instance(self, &vm_type_AttributeError);
        if (!known)
            vm_raise_type_error(vm, "%t() takes no keyword arguments", self);
        for (unsigned i = 0; i < kw->n; i++)
            vm_set_attr(vm, self, vm_str(kw->names[i]), kw->values[i]);
    }
    if (old->n != n_args || (n_args != 0 && memcmp(old->items, args, n_args * sizeof *args) != 0))
        e->args = n_args == 0 ? vm_value(&vm_empty_tuple) : vm_value(vm_tuple_new(vm, n_args, args));
}

static void
exception_repr(VM *vm, VmOut *out, VmValue self)
{
    VmTuple *args = vm_tuple(exception(self)->args);

    vm_out_str(vm, out, vm_type_of(self)->name);
    if (args->n == 1) {
        vm_out_text(vm, out, "(");
        vm_out_repr(vm, out, args->items[0]);
        vm_out_text(vm, out, ")");
    } else {
        vm_out_repr(vm, out, vm_value(args));
    }
}

static VmValue
arg_or_none(VmValue self, size_t i)
{
    VmTuple *args = vm_tuple(exception(self)->args);

    return i < args->n ? args->items[i] : VM_NONE;
}

/* What open() and the like failed on: kept in `value` by C code, third argument from Python. */
static VmValue
exception_filename(VmValue self)
{
    return exception(self)->value != VM_UNDEF ? exception(self)->value : arg_or_none(self, 2);
}

static void
exception_str(VM *vm, VmOut *out, VmValue self)
{
    VmTuple *args = vm_tuple(exception(self)->args);

    if (args->n == 0)
        return;
    if (vm_is_instance(self, &vm_type_KeyError) && args->n == 1) {
        vm_out_repr(vm, out, args->items[0]);
        return;
    }
    if (vm_is_instance(self, &vm_type_OSError) && args->n >= 2) {
        VmValue filename = exception_filename(self);

        vm_out_format(vm, out, "[Errno %V] %V", args->items[0], args->items[1]);
        if (filename != VM_NONE)
            vm_out_format(vm, out, ": %v", filename);
        return;
    }
    if (vm_is_instance(self, &vm_type_SyntaxError) && args->n == 2 && vm_is_tuple(args->items[1]) &&
        vm_tuple(args->items[1])->n >= 2) {
        VmTuple *where = vm_tuple(args->items[1]);

        vm_out_format(vm, out, "%V (%V, line %V)", args->items[0], where->items[0], where->items[1]);
        return;
    }
    if (args->n == 1)
        vm_out_value(vm, out, args->items[0]);
    else
        vm_out_repr(vm, out, vm_value(args));
}

static VmValue
stop_iteration_value(VmValue self)
{
    return arg_or_none(self, 0);
}

static VmValue
syntax_error_part(VmValue self, size_t i)
{
    VmValue where = arg_or_none(self, 1);

    if (!vm_is_tuple(where) || i >= vm_tuple(where)->n)
        return VM_NONE;
    return vm_tuple(where)->items[i];
}

static VmValue
exception_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmException *e = exception(self);

    if (name == &vm_s_args)
        return e->args;
    if (name == &vm_s___traceback__)
        return e->traceback;
    if (name == &vm_s___cause__)
        return e->cause;
    if (name == &vm_s___context__)
        return e->context;
    if (name == &vm_s___suppress_context__)
        return vm_bool(e->suppress_context);
    if (vm_is_instance(self, &vm_type_OSError)) {
        if (name == &vm_s_errno) // MicroPython's OSError(n) has one, too
            return vm_tuple(e->args)->n > 1 || vm_is_int(arg_or_none(self, 0)) ? arg_or_none(self, 0) : VM_NONE;
        if (name == &vm_s_strerror)
            return arg_or_none(self, 1);
        if (name == &vm_s_filename)
            return exception_filename(self);
    }
    if (name == &vm_s_value && (vm_is_instance(self, &vm_type_StopIteration)))
        return stop_iteration_value(self);
    if (name == &vm_s_code && vm_is_instance(self, &vm_type_SystemExit)) {
        if (vm_tuple(e->args)->n > 1)
            return e->args;
        return arg_or_none(self, 0);
    }
    if (vm_is_instance(self, &vm_type_SyntaxError)) {
        static const VmStr *const parts[] = {&vm_s_filename, &vm_s_lineno,     &vm_s_offset,
                                             &vm_s_text,     &vm_s_end_lineno, &vm_s_end_offset};

        if (name == &vm_s_msg)
            return arg_or_none(self, 0);
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
            if (name == parts[i])
                return syntax_error_part(self, i);
    }
    return VM_UNDEF;
}

static VmValue
exception_or_none(VM *vm, VmValue v, const char *what)
{
    if (v != VM_NONE && !vm_has_layout(v, &vm_type_BaseException))
        vm_raise_type_error(vm, "exception %s must be None or derive from BaseException", what);
    return v;
}

static bool
exception_set_attr(VM *vm, VmValue self, VmStr *name, VmValue value)
{
    VmException *e = exception(self);

    if (value == VM_UNDEF)
        return false;
    if (name == &vm_s_args)
        e->args = vm_value(vm_tuple_from(vm, value));
    else if (name == &vm_s___traceback__) {
        if (value != VM_NONE && !vm_is_exact(value, &vm_type_traceback))
            vm_raise_type_error(vm, "__traceback__ must be a traceback or None");
        e->traceback = value;
    } else if (name == &vm_s___cause__) {
        e->cause = exception_or_none(vm, value, "cause");
        e->suppress_context = true;
    } else if (name == &vm_s___context__)
        e->context = exception_or_none(vm, value, "context");
    else if (name == &vm_s___suppress_context__)
        e->suppress_context = vm_is_true(vm, value);
    else
        return false;
    return true;
}

static VmValue
exception_with_traceback(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    exception_set_attr(vm, args[0], (VmStr *)&vm_s___traceback__, args[1]);
    return args[0];
}

static VmValue
exception_add_note(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue notes = vm_get_attr_maybe(vm, args[0], &vm_s___notes__);

    vm_get_str(vm, args[1]);
    if (notes == VM_UNDEF || !vm_is_list(notes)) {
        notes = vm_value(vm_list_new(vm, 0, NULL));
        vm_set_attr(vm, args[0], &vm_s___notes__, notes);
    }
    vm_list_append(vm, vm_list(notes), args[1]);
    return VM_NONE;
}

static const VmMember exception_members[] = {
    VM_METHOD(with_traceback, exception_with_traceback, 2, 2),
    VM_METHOD(add_note, exception_add_note, 2, 2),
};

#define EXCEPTION_TYPE(Name, parent_type, ...) \
    const VmType vm_type_##Name = { \
        .base = {&vm_type_type}, \
        .name = &vm_s_##Name, \
        .parent = &parent_type, \
        .layout = &vm_type_BaseException, \
        .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_EXCEPTION | VM_TYPE_ATTRS, \
        .size = offsetof(VmException, attrs), \
        .trace = exception_trace, \
        .make = exception_make, \
        .init = exception_init, \
        .repr = exception_repr, \
        .str = exception_str, \
        .hash = vm_hash_identity, \
        .get_attr = exception_get_attr, \
        .set_attr = exception_set_attr, \
        __VA_ARGS__};

EXCEPTION_TYPE(BaseException, vm_type_object, VM_MEMBERS(exception_members))
#define X(Name, Base) EXCEPTION_TYPE(Name, vm_type_##Base)
VM_EXCEPTIONS(X)
#undef X

/* --- Tracebacks --- */

static void
traceback_trace(VM *vm, VmObject *self)
{
    VmTraceback *traceback = (VmTraceback *)self;

    vm_mark_value(vm, traceback->next);
    vm_mark_object(vm, traceback->code);
}

static VmValue
traceback_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmTraceback *traceback = (VmTraceback *)self;

    if (name == &vm_s_tb_next)
        return traceback->next;
    if (name == &vm_s_tb_lineno)
        return vm_small(traceback->line);
    return VM_UNDEF;
}

const VmType vm_type_traceback = {
    .base = {&vm_type_type},
    .name = &vm_s_traceback,
    .parent = &vm_type_object,
    .layout = &vm_type_traceback,
    .size = sizeof(VmTraceback),
    .trace = traceback_trace,
    .hash = vm_hash_identity,
    .get_attr = traceback_get_attr,
};

int
vm_exit_status(VM *vm, VmValue system_exit)
{
    VmValue code = exception_get_attr(vm, system_exit, (VmStr *)&vm_s_code);

    if (code == VM_NONE)
        return 0;
    if (vm_is_int(code)) {
        int64_t status;

        return vm_int_to_int64_maybe(code, &status) ? (int)(status & 0xff) : 255;
    }
    vm_out_value(vm, &vm_stderr, code);
    vm_out_text(vm, &vm_stderr, "\n");
    return 1;
}
