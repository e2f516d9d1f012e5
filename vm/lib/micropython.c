/* SPDX-License-Identifier: MIT */
/* micropython: knobs of the interpreter. */
#include "vm/hal.h"
#include "vm/lib/modules.h"

static VmValue
mp_const(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return args[0];
}

static VmValue
mp_opt_level(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t level;

    if (n_args == 0)
        return vm_small(vm->optimisation);
    level = vm_get_int(vm, args[0]);
    vm->optimisation = (uint8_t)(level < 0 ? 0 : level > 3 ? 3 : level);
    return VM_NONE;
}

static VmValue
mp_mem_info(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHeapInfo info;

    vm_heap_info(vm, &info);
    vm_out_format(vm, &vm_stdout, "stack: %zu out of %zu\n",
                  (size_t)(vm->c_stack_base - (char *)__builtin_frame_address(0)),
                  (size_t)(vm->c_stack_base - vm->c_stack_limit));
    vm_out_format(vm, &vm_stdout, "GC: total: %zu, used: %zu, free: %zu\n", info.total, info.used,
                  info.free);
    vm_out_format(vm, &vm_stdout, " max free sz: %zu, peak used: %zu, collections: %zu\n",
                  info.largest_free, info.peak_used, info.n_collections);
    return VM_NONE;
}

static VmValue
mp_qstr_info(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_out_format(vm, &vm_stdout, "names in ROM: %u\n", vm_rom_names_count);
    return VM_NONE;
}

static VmValue
mp_stack_use(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int(vm, vm->c_stack_base - (char *)__builtin_frame_address(0));
}

static VmValue
mp_mem_total(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHeapInfo info;

    vm_heap_info(vm, &info);
    return vm_int(vm, (int64_t)info.total);
}

static VmValue
mp_mem_current(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHeapInfo info;

    vm_heap_info(vm, &info);
    return vm_int(vm, (int64_t)info.used);
}

static VmValue
mp_mem_peak(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHeapInfo info;

    vm_heap_info(vm, &info);
    return vm_int(vm, (int64_t)info.peak_used);
}

/* The emergency exception is always there (error.c); the size wanted is only checked. */
static VmValue
mp_alloc_emergency_exception_buf(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (vm_get_int(vm, args[0]) < 0)
        vm_raise_value_error(vm, "size must not be negative");
    return VM_NONE;
}

static VmValue
mp_heap_lock(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm->heap_locked = true;
    return VM_NONE;
}

static VmValue
mp_heap_unlock(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm->heap_locked = false;
    return VM_SMALL(0);
}

static VmValue
mp_heap_locked(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small(vm->heap_locked);
}

static VmValue
mp_kbd_intr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t c = vm_get_int(vm, args[0]);

    vm_hal_set_interrupt_char(vm, c < 0 || c > 255 ? -1 : (int)c);
    return VM_NONE;
}

static VmValue
mp_schedule(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (!vm_schedule(vm, args[0], args[1]))
        vm_raise_runtime_error(vm, "schedule queue full");
    return VM_NONE;
}

/* Decorators that choose how a function is compiled; there is one way here. */
static VmValue
mp_same(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return args[0];
}

static const VmMember micropython_members[] = {
    VM_FUNCTION(const, mp_const, 1, 1),
    VM_FUNCTION(opt_level, mp_opt_level, 0, 1),
    VM_FUNCTION(mem_info, mp_mem_info, 0, 1),
    VM_FUNCTION(qstr_info, mp_qstr_info, 0, 1),
    VM_FUNCTION(stack_use, mp_stack_use, 0, 0),
    VM_FUNCTION(pystack_use, mp_stack_use, 0, 0),
    VM_FUNCTION(mem_total, mp_mem_total, 0, 0),
    VM_FUNCTION(mem_current, mp_mem_current, 0, 0),
    VM_FUNCTION(mem_peak, mp_mem_peak, 0, 0),
    VM_FUNCTION(alloc_emergency_exception_buf, mp_alloc_emergency_exception_buf, 1, 1),
    VM_FUNCTION(heap_lock, mp_heap_lock, 0, 0),
    VM_FUNCTION(heap_unlock, mp_heap_unlock, 0, 0),
    VM_FUNCTION(heap_locked, mp_heap_locked, 0, 0),
    VM_FUNCTION(kbd_intr, mp_kbd_intr, 1, 1),
    VM_FUNCTION(schedule, mp_schedule, 2, 2),
    VM_FUNCTION(native, mp_same, 1, 1),
    VM_FUNCTION(viper, mp_same, 1, 1),
    VM_FUNCTION(bytecode, mp_same, 1, 1),
};

const VmModuleDef vm_module_micropython = {.name = &vm_s_micropython,
                                           VM_MEMBERS(micropython_members)};
