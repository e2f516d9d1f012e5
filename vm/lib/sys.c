/* SPDX-License-Identifier: MIT */
/* sys. What can be told only per VM (path, argv, modules) is put in its globals on the first
 * import. */
#include "vm/lib/sys.h"

#include "vm/hal.h"
#include "vm/lib/io.h"
#include "vm/lib/modules.h"
#include "vm/lib/version.h"

/* --- sys.implementation --- */

static VmValue
implementation_version(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_tuple_of(vm, 4, VM_SMALL(1), VM_SMALL(24), VM_SMALL(0), VM_S(empty_));
}

static VmValue
implementation_machine(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_str_from_c(vm, vm_hal_machine(vm));
}

static void
implementation_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_format(vm, out, "(name='micropython', version=(1, 24, 0, ''), _machine=%v)",
                  implementation_machine(vm, 1, &self, NULL));
}

static const VmMember implementation_members[] = {
    {VM_S(name), VM_S(micropython)},
    VM_GETTER(version, implementation_version),
    VM_GETTER(_machine, implementation_machine),
    {VM_S(_build), VM_S(adder)},
};

static const VmType type_implementation = {
    .base = {&vm_type_type},
    .name = &vm_s_implementation,
    .parent = &vm_type_object,
    .layout = &type_implementation,
    .size = sizeof(VmObject),
    .repr = implementation_repr,
    VM_MEMBERS(implementation_members),
};

static const VmObject implementation = {&type_implementation};

/* --- Functions --- */

static VmValue
sys_exit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_raise(vm, vm_exception_new(vm, &vm_type_SystemExit, n_args, args));
}

static VmValue
sys_exc_info(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue e = vm->handled;

    if (!vm_is_object(e) || !vm_is_instance(e, &vm_type_BaseException))
        return vm_tuple_of(vm, 3, VM_NONE, VM_NONE, VM_NONE);
    return vm_tuple_of(vm, 3, vm_value(vm_type_of(e)), e, ((VmException *)e)->traceback);
}

static VmValue
sys_print_exception(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmStreamOut stream;

    if (!vm_is_instance(args[0], &vm_type_BaseException))
        vm_raise_type_error(vm, "exception expected, not %t", args[0]);
    if (n_args == 1 || args[1] == VM_ROM(vm_stdout_object)) {
        vm_print_exception(vm, &vm_stdout, args[0]);
    } else {
        vm_stream_out_init(&stream, args[1]);
        vm_print_exception(vm, &stream.out, args[0]);
    }
    return VM_NONE;
}

static VmValue
sys_getsizeof(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *type;

    if (!vm_is_object(args[0]))
        return vm_small((intptr_t)sizeof(VmValue));
    type = vm_type_of(args[0]);
    if ((type->layout->flags & VM_TYPE_VAR_SIZE) != 0 && type->layout->size_of != NULL)
        return vm_int(vm, (int64_t)type->layout->size_of(vm_object(args[0])));
    return vm_small(type->size);
}

static VmValue
sys_intern(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (!vm_is_exact(args[0], &vm_type_str))
        vm_raise_type_error(vm, "intern() argument must be str, not %t", args[0]);
    return vm_value(vm_intern_str(vm, vm_str(args[0])));
}

static VmValue
sys_atexit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue before = vm->module_state[VM_STATE_ATEXIT];

    vm->module_state[VM_STATE_ATEXIT] = args[0] == VM_NONE ? VM_UNDEF : args[0];
    return before == VM_UNDEF ? VM_NONE : before;
}

static VmValue
sys_getrecursionlimit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_SMALL(1000);
}

/* Depth is limited by memory here; accepted so that programs made for CPython run. */
static VmValue
sys_setrecursionlimit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (vm_get_int(vm, args[0]) < 1)
        vm_raise_value_error(vm, "recursion limit must be greater or equal than 1");
    return VM_NONE;
}

static const VmMember sys_members[] = {
    VM_OBJECT_MEMBER(stdout, vm_stdout_object),
    VM_OBJECT_MEMBER(stdin, vm_stdin_object),
    VM_OBJECT_MEMBER(stderr, vm_stderr_object),
    VM_OBJECT_MEMBER(implementation, implementation),
    VM_FUNCTION(exit, sys_exit, 0, 1),
    VM_FUNCTION(exc_info, sys_exc_info, 0, 0),
    VM_FUNCTION(print_exception, sys_print_exception, 1, 2),
    VM_FUNCTION(getsizeof, sys_getsizeof, 1, 2),
    VM_FUNCTION(intern, sys_intern, 1, 1),
    VM_FUNCTION(atexit, sys_atexit, 1, 1),
    VM_FUNCTION(getrecursionlimit, sys_getrecursionlimit, 0, 0),
    VM_FUNCTION(setrecursionlimit, sys_setrecursionlimit, 1, 1),
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    {VM_S(byteorder), VM_S(little)},
#else
    {VM_S(byteorder), VM_S(big)},
#endif
};

static void
sys_init(VM *vm, VmDict *globals)
{
    VmValue version[3] = {VM_SMALL(3), VM_SMALL(4), VM_SMALL(0)};

    vm->module_state[VM_STATE_SYS_STDOUT] = vm_value(globals);
    vm_dict_set_name(vm, globals, &vm_s_path, vm_value(vm->path));
    vm_dict_set_name(vm, globals, &vm_s_argv, vm_value(vm->argv));
    vm_dict_set_name(vm, globals, &vm_s_modules, vm_value(vm->modules));
    vm_dict_set_name(vm, globals, &vm_s_platform, vm_str_from_c(vm, vm_hal_platform));
    vm_dict_set_name(vm, globals, &vm_s_maxsize, vm_int(vm, INTPTR_MAX));
    vm_dict_set_name(vm, globals, &vm_s_version,
                     vm_str_from_c(vm, "3.4.0; Adder " VM_VERSION " on " VM_VERSION_DATE));
    vm_dict_set_name(vm, globals, &vm_s_version_info, vm_value(vm_tuple_new(vm, 3, version)));
    vm_dict_set_name(vm, globals, &vm_s_hexversion, VM_SMALL(0x030400f0));
    vm_dict_set_name(vm, globals, &vm_s_ps1, vm_str_from_c(vm, ">>> "));
    vm_dict_set_name(vm, globals, &vm_s_ps2, vm_str_from_c(vm, "... "));
}

const VmModuleDef vm_module_sys = {.name = &vm_s_sys, VM_MEMBERS(sys_members), .init = sys_init};

/* --- For others --- */

VmValue
vm_sys_stream_maybe(VM *vm, const VmStr *name)
{
    VmValue globals = vm->module_state[VM_STATE_SYS_STDOUT];
    VmValue stream;

    if (globals == VM_UNDEF)
        return VM_UNDEF;
    stream = vm_dict_get_name(vm_dict(globals), name);
    if (stream == VM_ROM(vm_stdout_object) || stream == VM_ROM(vm_stdin_object) ||
        stream == VM_ROM(vm_stderr_object))
        return VM_UNDEF;
    return stream;
}

static void
call_atexit(VM *vm, void *arg)
{
    vm_call_0(vm, *(VmValue *)arg);
}

void
vm_sys_run_atexit(VM *vm)
{
    VmValue function = vm->module_state[VM_STATE_ATEXIT], e;

    vm->module_state[VM_STATE_ATEXIT] = VM_UNDEF;
    if (function == VM_UNDEF)
        return;
    e = vm_protect(vm, call_atexit, &function);
    if (e != VM_UNDEF && !vm_is_instance(e, &vm_type_SystemExit))
        vm_print_exception(vm, &vm_stderr, e);
}

const char *
vm_sys_prompt(VM *vm, bool continued)
{
    VmValue globals = vm->module_state[VM_STATE_SYS_STDOUT];

    if (globals != VM_UNDEF) {
        VmValue prompt = vm_dict_get_name(vm_dict(globals), continued ? &vm_s_ps2 : &vm_s_ps1);

        if (prompt != VM_UNDEF && vm_is_str(prompt))
            return vm_str(prompt)->data;
    }
    return continued ? "... " : ">>> ";
}
