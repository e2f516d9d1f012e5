/* SPDX-License-Identifier: MIT */
/* Exceptions: raising from C never returns; catching in C takes a body function.
 *
 * The exception types are listed once in VM_EXCEPTIONS. An OSError carries errno as args[0].
 */
#ifndef VM_CORE_ERROR_H
#define VM_CORE_ERROR_H

#include "vm/core/class.h"
#include "vm/core/code.h"

/* X(Name, Base) */
#define VM_EXCEPTIONS(X) \
    X(Exception, BaseException) \
    X(GeneratorExit, BaseException) \
    X(KeyboardInterrupt, BaseException) \
    X(SystemExit, BaseException) \
    X(ArithmeticError, Exception) \
    X(OverflowError, ArithmeticError) \
    X(ZeroDivisionError, ArithmeticError) \
    X(FloatingPointError, ArithmeticError) \
    X(AssertionError, Exception) \
    X(AttributeError, Exception) \
    X(BufferError, Exception) \
    X(EOFError, Exception) \
    X(ImportError, Exception) \
    X(ModuleNotFoundError, ImportError) \
    X(LookupError, Exception) \
    X(IndexError, LookupError) \
    X(KeyError, LookupError) \
    X(MemoryError, Exception) \
    X(NameError, Exception) \
    X(UnboundLocalError, NameError) \
    X(OSError, Exception) \
    X(RuntimeError, Exception) \
    X(NotImplementedError, RuntimeError) \
    X(RecursionError, RuntimeError) \
    X(StopAsyncIteration, Exception) \
    X(StopIteration, Exception) \
    X(SyntaxError, Exception) \
    X(IndentationError, SyntaxError) \
    X(TabError, IndentationError) \
    X(SystemError, Exception) \
    X(TypeError, Exception) \
    X(ValueError, Exception) \
    X(UnicodeError, ValueError) \
    X(UnicodeDecodeError, UnicodeError) \
    X(UnicodeEncodeError, UnicodeError) \
    X(Warning, Exception) \
    X(DeprecationWarning, Warning) \
    X(UserWarning, Warning) \
    X(RuntimeWarning, Warning)

extern const VmType vm_type_BaseException;
#define X(Name, Base) extern const VmType vm_type_##Name;
VM_EXCEPTIONS(X)
#undef X

typedef struct VmException {
    VmObject base;
    VmValue args;      /* tuple */
    VmValue traceback; /* list-like chain of VmTraceback, or None */
    VmValue cause, context; /* exception or None */
    VmValue value;     /* StopIteration.value; SyntaxError: tuple (filename, line, column, text, end line, end column); else undefined */
    uint32_t suppress_context;
    VmAttrs attrs;     /* Python attributes; for ROM types too (VM_TYPE_ATTRS) */
} VmException;

/* One frame that an exception passed, outermost first; made while unwinding. */
typedef struct VmTraceback {
    VmObject base;
    VmValue next; /* towards where it was raised, or None */
    VmCode *code;
    uint32_t offset; /* of the instruction */
    uint32_t line;
} VmTraceback;

VmValue vm_exception_new(VM *vm, const VmType *type, unsigned n_args, const VmValue *args);
/* Raises an exception instance, or a class (instantiated). TypeError for anything else. */
_Noreturn void vm_raise(VM *vm, VmValue exception);
_Noreturn void vm_raise_format(VM *vm, const VmType *type, const char *format, ...); /* as vm_out_format() */
_Noreturn void vm_raise_type_error(VM *vm, const char *format, ...);
_Noreturn void vm_raise_value_error(VM *vm, const char *format, ...);
_Noreturn void vm_raise_index_error(VM *vm, const char *format, ...);
_Noreturn void vm_raise_key_error(VM *vm, VmValue key);
_Noreturn void vm_raise_runtime_error(VM *vm, const char *format, ...);
_Noreturn void vm_raise_overflow_error(VM *vm, const char *format, ...);
_Noreturn void vm_raise_attribute_error(VM *vm, VmValue object, const VmStr *name);
_Noreturn void vm_raise_os_error(VM *vm, int errno_code); /* positive POSIX number as in errno.* */
_Noreturn void vm_raise_os_error_path(VM *vm, int errno_code, const char *path);
_Noreturn void vm_raise_memory_error(VM *vm); /* the preallocated one when need be */
_Noreturn void vm_raise_stop_iteration(VM *vm, VmValue value);
_Noreturn void vm_raise_args(VM *vm, const VmStr *function, unsigned min, unsigned max, unsigned got);

/* Runs body(vm, arg). Returns VM_UNDEF when it ended, or the exception (then vm's stack is as before the call). */
VmValue vm_protect(VM *vm, void (*body)(VM *vm, void *arg), void *arg);

/* Does exception @e (an instance) match class or tuple @of? */
bool vm_exception_matches(VM *vm, VmValue e, VmValue of);

/* `Traceback (most recent call last):` ... as CPython prints it (with chained exceptions and source lines where the build
 * is rich and the source can be had); with vm->plain_tracebacks in MicroPython's form without source lines. */
void vm_print_exception(VM *vm, VmOut *out, VmValue e);
/* The exit status SystemExit stands for: None 0, int itself, else printed to stderr and 1. */
int vm_exit_status(VM *vm, VmValue system_exit);

/* Goes on raising vm->raised: for code that caught it and cannot deal with it. */
_Noreturn void vm_reraise(VM *vm, VmValue exception);

/* C recursion: natives that call back into Python or walk nested data call this first; RecursionError (a RuntimeError) near the end of the C
 * stack. */
void vm_check_c_stack(VM *vm);

#endif
