/* SPDX-License-Identifier: MIT */
/* Functions, cells, bound methods, generators, modules: the objects around calls. */
#ifndef VM_CORE_FUNCTION_H
#define VM_CORE_FUNCTION_H

#include "vm/core/code.h"
#include "vm/core/containers.h"

typedef struct VmCell {
    VmObject base;
    VmValue content; /* VM_UNDEF: empty */
} VmCell;

/* What few functions have. */
typedef struct VmFunctionExtra {
    VmValue defaults;    /* tuple or VM_UNDEF */
    VmValue kw_defaults; /* dict or VM_UNDEF */
    VmValue annotations; /* dict or VM_UNDEF */
    VmValue attrs;       /* __dict__: dict or VM_UNDEF */
    VmValue name, qualname, doc, module; /* overrides, VM_UNDEF: the code's */
} VmFunctionExtra;

typedef struct VmFunction {
    VmObject base;
    VmCode *code;
    VmDict *globals;
    VmFunctionExtra *extra; /* a VALUES block; NULL mostly */
    VmCell *cells[];        /* code->n_free */
} VmFunction;

typedef struct VmBoundMethod {
    VmObject base;
    VmValue self, function;
} VmBoundMethod;

typedef struct VmGenerator {
    VmObject base; /* generator, coroutine or async generator */
    VmFunction *function;
    uint32_t pc; /* offset of the next instruction */
    uint8_t state;
    uint8_t delegating; /* suspended at YIELD_FROM: pc is that instruction's start */
    uint16_t dest;      /* register of a sent value */
    VmValue delegate; /* what it is yielding from, or VM_UNDEF */
    VmValue handled;  /* the exception it was handling when it yielded */
    VmValue regs[];   /* copied to the stack while it runs */
} VmGenerator;

enum { VM_GEN_NEW, VM_GEN_SUSPENDED, VM_GEN_RUNNING, VM_GEN_DONE };

/* A module written in C: ROM. */
typedef struct VmModuleDef {
    const VmStr *name;
    const VmMember *members;
    uint16_t n_members;
    /* Called on first import, for what differs from VM to VM; may be NULL. */
    void (*init)(VM *vm, VmDict *globals);
} VmModuleDef;

typedef struct VmModule {
    VmObject base;
    VmDict *globals;        /* what Python put or changed; looked up first */
    const VmModuleDef *def; /* NULL for Python modules */
} VmModule;

/* The part few functions have, made on demand. */
VmFunctionExtra *vm_function_extra(VM *vm, VmFunction *function);
VmFunction *vm_function_new(VM *vm, VmCode *code, VmDict *globals);
VmValue vm_bound_method_new(VM *vm, VmValue self, VmValue function);
VmModule *vm_module_new(VM *vm, const VmStr *name); /* with __name__; not yet in sys.modules */

#endif
