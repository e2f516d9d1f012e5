/* SPDX-License-Identifier: MIT */
/* The state of one interpreter, and what C code asks of it: calls, operators, iteration.
 *
 * A VM belongs to one thread at a time. Only vm_interrupt() and vm_schedule_from_isr() may be called from signal handlers,
 * interrupts and other threads.
 */
#ifndef VM_CORE_VM_H
#define VM_CORE_VM_H

#include <setjmp.h>

#include "vm/core/class.h"
#include "vm/core/containers.h"
#include "vm/core/error.h"
#include "vm/core/function.h"
#include "vm/core/heap.h"
#include "vm/core/number.h"
#include "vm/core/out.h"
#include "vm/core/str.h"

/* One segment of the VM stack; calls that do not fit go on in the next. */
typedef struct VmStack {
    struct VmStack *prev, *next;
    size_t n_words;
    VmValue words[];
} VmStack;

/* What a non-local exit returns to; they nest. */
typedef struct VmCatch {
    struct VmCatch *prev;
    jmp_buf jump;
} VmCatch;

#define VM_SCHEDULE_MAX 8
#define VM_ATTR_CACHE_SIZE 256 /* power of two */

enum { VM_EVENT_INTERRUPT = 1, VM_EVENT_SCHEDULED = 2, VM_EVENT_DEL = 4, VM_EVENT_TRACE = 8, VM_EVENT_LIMIT = 16, VM_EVENT_PORT = 32 };

/* Called before an instruction: @offset of it in function->code. May raise, and may call vm_set_trace(). */
typedef void (*VmTraceFn)(VM *vm, VmFunction *function, uint32_t offset, void *data);

struct VM {
    VmHeap *heap;
    VmCatch *catch;       /* innermost */
    volatile uint32_t events; /* VM_EVENT_ bits; looked at by LOOP, FOR_LOOP and calls */

    /* Stack. */
    VmStack *stack;       /* current segment */
    VmValue *regs;        /* of the running frame; NULL when none */
    VmValue *top;         /* first free word */
    VmValue *limit;       /* end of the segment */
    size_t stack_words, max_stack_words;
    char *c_stack_base;   /* highest address to scan */
    char *c_stack_limit;  /* lowest address calls may reach */

    /* Exceptions. */
    VmValue raised;       /* in flight, during a non-local exit */
    VmValue handled;      /* sys.exc_info(); None when none */
    bool reraising;       /* the next unwinding adds no traceback entry for the frame it begins in */
    VmValue stop_value;   /* of the iterator whose next() just returned VM_UNDEF */
    VmException *memory_error; /* preallocated */
    VmTuple *memory_error_args;

    /* Names. */
    uint32_t names_epoch; /* bumped when a watched dict gets or loses a key */
    uint32_t types_epoch; /* bumped when a class changes in a way caches could have seen */
    struct VmIntern *interned; /* table of dynamic interned strs (str.c) */
    VmDict *builtins_dict;     /* assigned names of the builtins module */
    VmModule *builtins;
    VmDict *modules;      /* sys.modules */
    VmList *path, *argv;  /* sys.path, sys.argv */
    VmModule *main;
    VmClass *classes;     /* all Python classes, weakly */
    VmList *scheduled_del; /* instances whose __del__ waits */
    struct {
        const VmType *type;
        const VmStr *name;
        VmValue value;
        uint32_t epoch;
    } attr_cache[VM_ATTR_CACHE_SIZE];

    /* micropython.schedule() */
    struct {
        VmValue function, argument;
    } scheduled[VM_SCHEDULE_MAX];
    volatile uint8_t n_scheduled, scheduled_head;
    int interrupt_char;   /* micropython.kbd_intr(); -1 off */

    /* Options and limits. */
    uint8_t optimisation; /* -O */
    bool gc_disabled, heap_locked;
    bool plain_tracebacks; /* MicroPython's form, as clients on the wire parse it: no source lines */
    uint64_t steps_left;  /* with VM_EVENT_LIMIT */

    /* Printing. */
    VmValue printing[64]; /* containers being printed, to see cycles */
    unsigned n_printing;
    VmValue display_hook_value; /* _ */

    /* Modules' per-VM state that the collector must see: indexed by VmStateId (module.h). */
    VmValue module_state[32];

    /* vm_set_trace() */
    VmTraceFn trace;
    void *trace_data;

    struct VmPort *port;  /* the port's own state (hal.h) */
    struct VmBoard *board; /* simulated board, if any */
};

/* --- Creating (public face: vm/include/vm/vm.h wraps these) --- */

typedef struct VmOptions {
    void *heap;          /* memory for the heap, zeroed if reserve_only */
    size_t heap_bytes;
    bool reserve_only;
    size_t c_stack_bytes; /* how much C stack calls may use below the caller of vm_new() */
    struct VmPort *port;
} VmOptions;

/* The VM lives at the heap's beginning. NULL when the heap is too small. c_stack_base is taken as the caller's frame: call it (and everything
 * else) from functions called by the one that owns @c_stack_base. */
VM *vm_new(const VmOptions *options, void *c_stack_base);
void vm_free_all(VM *vm); /* runs finalizers; the memory is the caller's */

/* --- Events --- */
void vm_interrupt(VM *vm);                                           /* KeyboardInterrupt at the next safe point; any thread */
bool vm_schedule(VM *vm, VmValue function, VmValue argument);        /* false: queue full */
void vm_handle_events(VM *vm);                                       /* at safe points; may raise */
static inline void
vm_poll(VM *vm)
{
    if (vm->events != 0)
        vm_handle_events(vm);
}

/* Calls @trace before every instruction from the next safe point on (a call or a turn of a loop); NULL: no more. Costs nothing
 * while there is none: the interpreter swaps its dispatch table. For steps by line and breakpoints @trace looks at
 * vm_code_line(). */
void vm_set_trace(VM *vm, VmTraceFn trace, void *data);

/* --- Calls --- */
VmValue vm_call(VM *vm, VmValue callee, unsigned n_args, const VmValue *args);
VmValue vm_call_kw(VM *vm, VmValue callee, unsigned n_args, const VmValue *args, const VmKw *kw);
VmValue vm_call_0(VM *vm, VmValue callee);
VmValue vm_call_1(VM *vm, VmValue callee, VmValue a);
VmValue vm_call_2(VM *vm, VmValue callee, VmValue a, VmValue b);
VmValue vm_call_method(VM *vm, VmValue object, const VmStr *name, unsigned n_args, const VmValue *args);
bool vm_is_callable(VM *vm, VmValue v);
/* Runs @code as a module's top level. */
VmValue vm_run_code(VM *vm, VmCode *code, VmDict *globals, VmValue locals_or_undef);

/* Keyword parsing for natives. */
typedef struct VmParam {
    VmValue name;     /* VM_S(...) */
    uint8_t flags;
    VmValue fallback; /* VM_UNDEF with VM_PARAM_OPTIONAL: left VM_UNDEF */
} VmParam;
enum { VM_PARAM_REQUIRED = 1, VM_PARAM_KW_ONLY = 2, VM_PARAM_POS_ONLY = 4 };
/* Fills out[0..n_params) from positional (without self) and keyword arguments; TypeError as CPython words it. */
void vm_parse_args(VM *vm, const VmStr *function, const VmParam *params, unsigned n_params, unsigned n_args,
                   const VmValue *args, const VmKw *kw, VmValue *out);

/* --- Operators, as Python's: any object, reflected methods, subclasses first --- */
VmValue vm_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
VmValue vm_binary_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
VmValue vm_unary(VM *vm, VmUnaryOp op, VmValue v);
VmValue vm_compare(VM *vm, VmCompareOp op, VmValue left, VmValue right);
bool vm_compare_true(VM *vm, VmCompareOp op, VmValue left, VmValue right);
bool vm_equal(VM *vm, VmValue a, VmValue b); /* identity first, as containers compare */
bool vm_is_true(VM *vm, VmValue v);
intptr_t vm_hash(VM *vm, VmValue v); /* TypeError: unhashable */
intptr_t vm_len(VM *vm, VmValue v);
VmValue vm_get_item(VM *vm, VmValue object, VmValue key);
void vm_set_item(VM *vm, VmValue object, VmValue key, VmValue value);
void vm_delete_item(VM *vm, VmValue object, VmValue key);
bool vm_contains(VM *vm, VmValue container, VmValue item);
VmValue vm_repr(VM *vm, VmValue v);
VmValue vm_to_str(VM *vm, VmValue v);
/* isinstance()/issubclass() with class or tuple of classes */
bool vm_isinstance(VM *vm, VmValue v, VmValue of);
bool vm_issubclass(VM *vm, VmValue type, VmValue of);

/* --- Iteration --- */
VmValue vm_iter(VM *vm, VmValue iterable);
VmValue vm_next(VM *vm, VmValue iterator); /* VM_UNDEF at the end, vm->stop_value set */
/* len() or __length_hint__ or 0, for reserving; never trusts more than a million. */
size_t vm_length_hint(VM *vm, VmValue iterable);

#endif
