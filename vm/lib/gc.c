/* SPDX-License-Identifier: MIT */
/* The gc module: MicroPython's functions. */
#include "vm/core/gc.h"
#include "vm/core/module.h"

static VmValue
gc_collect(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    size_t before = vm_heap_used(vm), after;
    VmValue *top = vm->top;

    (void)kw;
    // Arguments lie at the end of what the caller's frame still needs: what older temporaries left above them shall not keep garbage
    // alive.
    if (vm->stack != NULL && args >= vm->stack->words && args + n_args < vm->top)
        vm->top = (VmValue *)args + n_args;
    vm_gc(vm);
    vm->top = top;
    // __del__ methods found now run now, as people expect of an explicit call.
    vm_poll(vm);
    after = vm_heap_used(vm);
    return vm_small(after < before ? (intptr_t)((before - after) / (2 * sizeof(void *))) : 0);
}

static VmValue
gc_enable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    vm->gc_disabled = false;
    return VM_NONE;
}

static VmValue
gc_disable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    vm->gc_disabled = true;
    return VM_NONE;
}

static VmValue
gc_isenabled(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    return vm_bool(!vm->gc_disabled);
}

static VmValue
gc_mem_alloc(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    return vm_int(vm, (int64_t)vm_heap_used(vm));
}

static VmValue
gc_mem_free(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHeapInfo info;

    (void)n_args;
    (void)args;
    (void)kw;
    vm_heap_info(vm, &info);
    return vm_int(vm, (int64_t)info.free);
}

static VmValue
gc_threshold(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)kw;
    if (n_args == 0)
        return vm_int(vm, vm_heap_threshold(vm));
    vm_heap_set_threshold(vm, vm_get_int_clamped(vm, args[0]));
    return VM_NONE;
}

static const VmMember gc_members[] = {
    VM_FUNCTION(collect, gc_collect, 0, 1),
    VM_FUNCTION(disable, gc_disable, 0, 0),
    VM_FUNCTION(enable, gc_enable, 0, 0),
    VM_FUNCTION(isenabled, gc_isenabled, 0, 0),
    VM_FUNCTION(mem_alloc, gc_mem_alloc, 0, 0),
    VM_FUNCTION(mem_free, gc_mem_free, 0, 0),
    VM_FUNCTION(threshold, gc_threshold, 0, 1),
};

const VmModuleDef vm_module_gc = {&vm_s_gc, gc_members, sizeof gc_members / sizeof gc_members[0], NULL};
