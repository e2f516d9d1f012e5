/* SPDX-License-Identifier: MIT */
/* platform: what people put in bug reports. */
#include "vm/hal.h"
#include "vm/lib/modules.h"
#include "vm/lib/version.h"

static VmValue
platform_platform(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_str_format(vm, "Adder-%s-%s", VM_VERSION, vm_hal_platform);
}

static VmValue
platform_compiler(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
#ifdef __clang__
    return vm_str_from_c(vm, "Clang " __clang_version__);
#else
    return vm_str_from_c(vm, "GCC " __VERSION__);
#endif
}

static VmValue
platform_libc_ver(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_tuple_of(vm, 2, VM_S(empty_), VM_S(empty_));
}

static VmValue
platform_processor(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_S(empty_);
}

static const VmMember platform_members[] = {
    VM_FUNCTION(platform, platform_platform, 0, 0),
    VM_FUNCTION(python_compiler, platform_compiler, 0, 0),
    VM_FUNCTION(libc_ver, platform_libc_ver, 0, 0),
    VM_FUNCTION(processor, platform_processor, 0, 0),
};

const VmModuleDef vm_module_platform = {.name = &vm_s_platform, VM_MEMBERS(platform_members)};
