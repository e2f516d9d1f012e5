/* SPDX-License-Identifier: MIT */
/* Frames on the VM stack; private to the files that run code (call.c, generator.c, interp.c).
 *
 *     regs[-4]  info: kind, flags and the caller's register for the result, dressed as an immediate
 *     regs[-3]  the caller's regs
 *     regs[-2]  pc: start of the next instruction, valid while the frame is not the one running (and after SAVE)
 *     regs[-1]  the VmFunction, or the VmGenerator whose frame this is
 *     regs[0..] registers
 *
 * The stack is a chain of segments that never move, so that C code may hold pointers to arguments. A frame that does not
 * fit begins the next segment; its window's words are copied there.
 */
#ifndef VM_CORE_FRAME_H
#define VM_CORE_FRAME_H

#include "vm/core/vm.h"

typedef enum FrameKind {
    FRAME_ENTRY,     /* called from C: returning ends interpret() */
    FRAME_ENTRY_GEN, /* a generator resumed from C */
    FRAME_CALL,      /* called by an instruction of the frame below */
    FRAME_INIT,      /* __init__ of the new instance in regs[-5] */
    FRAME_FOR,       /* a generator resumed by FOR_LOOP */
} FrameKind;

#define FRAME_SEGMENT 8u /* first frame of its segment */
#define FRAME_WIDE 16u   /* FOR_LOOP had wide operands */
#define FRAME_INFO(kind, dest) ((VmValue)(((VmValue)(dest) << 11) | ((VmValue)(kind) << 3) | 2))
#define FRAME_FLAG(flag) ((VmValue)(flag) << 3)

static inline FrameKind
frame_kind(const VmValue *regs)
{
    return (FrameKind)((regs[-4] >> 3) & 7);
}

static inline unsigned
frame_dest(const VmValue *regs)
{
    return (unsigned)(regs[-4] >> 11);
}

static inline bool
frame_has(const VmValue *regs, unsigned flag)
{
    return (regs[-4] & FRAME_FLAG(flag)) != 0;
}

static inline VmValue *
frame_caller(const VmValue *regs)
{
    return (VmValue *)regs[-3];
}

static inline VmFunction *
frame_function(const VmValue *regs)
{
    VmObject *object = vm_object(regs[-1]);

    if (object->type == &vm_type_function)
        return (VmFunction *)object;
    return ((VmGenerator *)object)->function;
}

/* Words of window @w (frame words and @n_used registers) are in use; make room for registers w[0..n_needed). Returns the
 * window's new place; in a new segment if need be (the caller then sets FRAME_SEGMENT, see frame_starts_segment()). */
VmValue *vm_stack_room(VM *vm, VmValue *w, size_t n_used, size_t n_needed);

static inline bool
frame_starts_segment(const VM *vm, const VmValue *w)
{
    return w - VM_FRAME_WORDS - 1 == vm->stack->words;
}

/* Makes the segment that holds @regs the current one. */
void vm_stack_back_to(VM *vm, const VmValue *regs);

static inline void
frame_pop_segment(VM *vm)
{
    vm->stack = vm->stack->prev;
    vm->limit = vm->stack->words + vm->stack->n_words;
}

/* Turns positional arguments w[0..n_args) and @kw into the function's parameters and clears the other locals. There must be room for
 * max(n_args, code->n_regs) registers. */
void vm_bind_args(VM *vm, VmFunction *function, VmValue *w, unsigned n_args, const VmKw *kw);

/* A generator, coroutine or async generator of @function, its parameters in @regs. */
VmValue vm_generator_new(VM *vm, VmFunction *function, const VmValue *regs);

/* Runs the frame vm->regs (FRAME_ENTRY or FRAME_ENTRY_GEN) until it returns or yields; @thrown not VM_UNDEF: raises it there first. */
VmValue vm_run(VM *vm, VmValue thrown);

/* Calls what is no simple Python function: w[-1](w[0..n_args), and kw). Returns the regs of a new frame to run (its pc set), or NULL with
 * the result in *out. */
VmValue *vm_call_in_window(VM *vm, VmValue *w, unsigned n_args, VmKw *kw, unsigned dest, VmValue *out);

/* Calls a native after checking the number of arguments. */
VmValue vm_call_native(VM *vm, const VmNative *native, unsigned n_args, const VmValue *args, const VmKw *kw);

/* Resumes a generator with a value or an exception. Returns what it yields, or VM_UNDEF at its end with vm->stop_value set. */
VmValue vm_generator_resume(VM *vm, VmGenerator *generator, VmValue sent, VmValue thrown);
/* Sends to any iterator, as `yield from` does. */
VmValue vm_delegate_send(VM *vm, VmValue iterator, VmValue sent);
/* Puts a generator's frame on the stack above the running one; the caller sets the info word. */
VmValue *vm_generator_push(VM *vm, VmGenerator *generator);
/* The same, undone: registers saved; @pc where to go on. */
static inline void
vm_generator_save(VmGenerator *generator, const VmValue *regs, uint32_t pc, unsigned dest)
{
    generator->pc = pc;
    generator->dest = (uint16_t)dest;
    generator->state = VM_GEN_SUSPENDED;
    memcpy(generator->regs, regs, generator->function->code->n_regs * sizeof *regs);
}
static inline void
vm_generator_swap_handled(VM *vm, VmGenerator *generator)
{
    VmValue handled = vm->handled;

    vm->handled = generator->handled;
    generator->handled = handled;
}
void vm_generator_finish(VM *vm, VmGenerator *generator);

#define VM_WARM 8 /* runs or turns of a loop after which a code gets inline caches */

/* Counts a run of the code; makes its caches when it has become warm. */
void vm_code_warm(VM *vm, VmCode *code);

#endif
