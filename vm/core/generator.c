/* SPDX-License-Identifier: MIT */
/* Generators and coroutines: a frame that is kept in an object while it does not run.
 *
 * Resuming copies the registers to the stack, yielding copies them back (a generator has few), so that a generator's
 * frame is like any other while it runs. FOR_LOOP resumes without leaving the interpreter; everybody else through
 * vm_generator_resume(). States: new -> running <-> suspended, -> done.
 *
 * An async generator is the same object; __anext__() and its like give an awaitable (VmAsyncStep) that resumes it until it
 * yields a wrapped value (ASYNC_YIELD), passing on what it awaits meanwhile.
 */
#include "vm/core/frame.h"

#include "vm/core/ops.h"
#include "vm/core/vm.h"

VmValue
vm_generator_new(VM *vm, VmFunction *function, const VmValue *regs)
{
    const VmCode *code = function->code;
    const VmType *type = (code->flags & VM_CODE_COROUTINE) == 0   ? &vm_type_generator
                         : (code->flags & VM_CODE_GENERATOR) == 0 ? &vm_type_coroutine
                                                                  : &vm_type_async_generator;
    VmGenerator *generator = vm_new_object(vm, type, sizeof(VmGenerator) + code->n_regs * sizeof(VmValue));

    generator->function = function;
    generator->handled = VM_NONE;
    memcpy(generator->regs, regs, code->n_locals * sizeof *regs);
    return vm_value(generator);
}

void
vm_generator_finish(VM *vm, VmGenerator *generator)
{
    (void)vm;
    generator->state = VM_GEN_DONE;
    generator->delegating = false;
    generator->delegate = VM_UNDEF;
    memset(generator->regs, 0, generator->function->code->n_regs * sizeof *generator->regs);
}

VmValue *
vm_generator_push(VM *vm, VmGenerator *generator)
{
    VmCode *code = generator->function->code;
    VmValue *caller = vm->regs;
    VmValue *w = vm->top + VM_FRAME_WORDS + 1;

    if (w + code->n_regs > vm->limit)
        w = vm_stack_room(vm, w, 0, code->n_regs);
    memcpy(w, generator->regs, code->n_regs * sizeof *w);
    w[-5] = VM_UNDEF;
    w[-4] = frame_starts_segment(vm, w) ? FRAME_FLAG(FRAME_SEGMENT) : 0;
    w[-3] = (VmValue)caller;
    w[-2] = (VmValue)(code->bytes + generator->pc);
    w[-1] = vm_value(generator);
    generator->state = VM_GEN_RUNNING;
    vm_generator_swap_handled(vm, generator);
    vm->regs = w;
    vm->top = w + code->n_regs;
    if (code->caches == NULL)
        vm_code_warm(vm, code);
    return w;
}

VmValue
vm_generator_resume(VM *vm, VmGenerator *generator, VmValue sent, VmValue thrown)
{
    bool fresh = generator->state == VM_GEN_NEW;
    VmStack *stack = vm->stack;
    VmValue *top = vm->top;
    VmValue *regs = vm->regs;
    VmValue *limit = vm->limit;
    VmValue *frame;
    VmValue result;

    if (generator->state == VM_GEN_RUNNING)
        vm_raise_value_error(vm, "%t already executing", vm_value(generator));
    if (generator->state == VM_GEN_DONE) {
        if (thrown != VM_UNDEF)
            vm_reraise(vm, thrown);
        vm->stop_value = VM_NONE;
        return VM_UNDEF;
    }
    if (fresh && sent != VM_NONE && thrown == VM_UNDEF)
        vm_raise_type_error(vm, "can't send non-None value to a just-started %t", vm_value(generator));
    vm_check_c_stack(vm);
    frame = vm_generator_push(vm, generator);
    frame[-4] |= FRAME_INFO(FRAME_ENTRY_GEN, 0);
    if (!fresh && thrown == VM_UNDEF)
        frame[generator->dest] = sent;
    result = vm_run(vm, thrown);
    vm->stack = stack;
    vm->limit = limit;
    vm->top = top;
    vm->regs = regs;
    return result;
}

static bool
is_generator(VmValue v)
{
    return vm_is_exact(v, &vm_type_generator) || vm_is_exact(v, &vm_type_coroutine);
}

/* What a body of vm_protect() that asks an iterator for the next value gives back. */
typedef struct Step {
    VmValue callee, argument;
    VmValue result;
} Step;

static void
call_step(VM *vm, void *arg)
{
    Step *step = arg;

    step->result = vm_call_1(vm, step->callee, step->argument);
}

/* Calls a send() or throw() written in Python; StopIteration is an end. */
static VmValue
call_until_stop(VM *vm, VmValue callee, VmValue argument)
{
    Step step = {callee, argument, VM_UNDEF};
    VmValue raised = vm_protect(vm, call_step, &step);

    if (raised == VM_UNDEF)
        return step.result;
    if (!vm_is_instance(raised, &vm_type_StopIteration))
        vm_reraise(vm, raised);
    vm->stop_value = vm_get_attr(vm, raised, &vm_s_value);
    return VM_UNDEF;
}

VmValue
vm_delegate_send(VM *vm, VmValue iterator, VmValue sent)
{
    if (is_generator(iterator))
        return vm_generator_resume(vm, (VmGenerator *)iterator, sent, VM_UNDEF);
    if (sent == VM_NONE)
        return vm_next(vm, iterator);
    return call_until_stop(vm, vm_get_attr(vm, iterator, &vm_s_send), sent);
}

static void close_generator(VM *vm, VmGenerator *generator);

static VmValue throw_into(VM *vm, VmGenerator *generator, VmValue e);

/* Offset of the instruction after the YIELD_FROM where @generator waits. */
static uint32_t
after_delegation(const VmGenerator *generator)
{
    return generator->pc + vm_instruction_size(generator->function->code->bytes + generator->pc);
}

static void
close_delegate(VM *vm, VmValue delegate)
{
    VmValue close;

    if (is_generator(delegate)) {
        close_generator(vm, (VmGenerator *)delegate);
        return;
    }
    close = vm_get_attr_maybe(vm, delegate, &vm_s_close);
    if (close != VM_UNDEF)
        vm_call_0(vm, close);
}

typedef struct Delegation {
    VmValue delegate, e;
    VmValue result;
} Delegation;

static void
throw_body(VM *vm, void *arg)
{
    Delegation *d = arg;
    VmValue throw;

    if (vm_is_instance(d->e, &vm_type_GeneratorExit)) {
        close_delegate(vm, d->delegate);
        vm_reraise(vm, d->e);
    }
    if (is_generator(d->delegate)) {
        d->result = throw_into(vm, (VmGenerator *)d->delegate, d->e);
        return;
    }
    throw = vm_get_attr_maybe(vm, d->delegate, &vm_s_throw);
    if (throw == VM_UNDEF)
        vm_reraise(vm, d->e);
    d->result = call_until_stop(vm, throw, d->e);
}

static VmValue
throw_into(VM *vm, VmGenerator *generator, VmValue e)
{
    if (generator->delegating && generator->state == VM_GEN_SUSPENDED) {
        Delegation d = {generator->delegate, e, VM_UNDEF};
        VmValue raised;

        vm_check_c_stack(vm);
        generator->state = VM_GEN_RUNNING;
        raised = vm_protect(vm, throw_body, &d);
        generator->state = VM_GEN_SUSPENDED;
        if (raised == VM_UNDEF && d.result != VM_UNDEF)
            return d.result; // the delegate yielded: still waiting for it
        generator->delegating = false;
        generator->delegate = VM_UNDEF;
        generator->pc = after_delegation(generator);
        if (raised == VM_UNDEF)
            return vm_generator_resume(vm, generator, vm->stop_value, VM_UNDEF);
        e = raised;
    }
    return vm_generator_resume(vm, generator, VM_NONE, e);
}

/* --- Methods --- */

static VmGenerator *
generator(VmValue v)
{
    return (VmGenerator *)v;
}

static VmValue
value_or_stop(VM *vm, VmValue v)
{
    if (v == VM_UNDEF)
        vm_raise_stop_iteration(vm, vm->stop_value);
    return v;
}

static VmValue
generator_next(VM *vm, VmValue self)
{
    return vm_generator_resume(vm, generator(self), VM_NONE, VM_UNDEF);
}

static VmValue
generator_send(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (generator(args[0])->state == VM_GEN_DONE && vm_is_exact(args[0], &vm_type_coroutine))
        vm_raise_runtime_error(vm, "cannot reuse already awaited coroutine");
    return value_or_stop(vm, vm_generator_resume(vm, generator(args[0]), args[1], VM_UNDEF));
}

/* throw(exception) or the older throw(type, value, traceback). */
static VmValue
exception_argument(VM *vm, unsigned n_args, const VmValue *args)
{
    VmValue e = args[0];

    if (vm_is_type(e) && vm_is_subtype((const VmType *)e, &vm_type_BaseException)) {
        if (n_args > 1 && vm_has_layout(args[1], &vm_type_BaseException))
            return args[1];
        return vm_call(vm, e, n_args > 1 && args[1] != VM_NONE, args + 1);
    }
    if (!vm_has_layout(e, &vm_type_BaseException))
        vm_raise_type_error(vm, "exceptions must be classes or instances deriving from BaseException, not %t", e);
    return e;
}

static VmValue
generator_throw(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue e = exception_argument(vm, n_args - 1, args + 1);

    return value_or_stop(vm, throw_into(vm, generator(args[0]), e));
}

static void
close_body(VM *vm, void *arg)
{
    Delegation *d = arg;

    d->result = throw_into(vm, (VmGenerator *)d->delegate, d->e);
}

static void
close_generator(VM *vm, VmGenerator *self)
{
    Delegation d = {vm_value(self), VM_UNDEF, VM_UNDEF};
    VmValue raised;

    if (self->state == VM_GEN_NEW || self->state == VM_GEN_DONE) {
        vm_generator_finish(vm, self);
        return;
    }
    d.e = vm_exception_new(vm, &vm_type_GeneratorExit, 0, NULL);
    raised = vm_protect(vm, close_body, &d);
    if (raised == VM_UNDEF) {
        if (d.result != VM_UNDEF)
            vm_raise_runtime_error(vm, "%t ignored GeneratorExit", vm_value(self));
        return;
    }
    if (!vm_is_instance(raised, &vm_type_GeneratorExit) && !vm_is_instance(raised, &vm_type_StopIteration))
        vm_reraise(vm, raised);
}

static VmValue
generator_close(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    close_generator(vm, generator(args[0]));
    return VM_NONE;
}

/* MicroPython's: the exception is raised when the generator is next resumed. */
static VmValue
generator_pend_throw(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmGenerator *self = generator(args[0]);

    if (self->state == VM_GEN_RUNNING)
        vm_raise_value_error(vm, "generator already executing");
    if (self->state == VM_GEN_DONE || args[1] == VM_NONE)
        return VM_NONE;
    return value_or_stop(vm, throw_into(vm, self, exception_argument(vm, 1, args + 1)));
}

static void
generator_trace(VM *vm, VmObject *self)
{
    VmGenerator *g = (VmGenerator *)self;

    vm_mark_object(vm, g->function);
    if (g->delegate != VM_UNDEF)
        vm_mark_value(vm, g->delegate);
    vm_mark_value(vm, g->handled);
    // While it runs the copy here is stale but harmless: its values were live when it was made.
    vm_mark_words(vm, g->regs, g->function->code->n_regs);
}

static size_t
generator_size(const VmObject *self)
{
    return sizeof(VmGenerator) + ((const VmGenerator *)self)->function->code->n_regs * sizeof(VmValue);
}

static void
generator_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_format(vm, out, "<%t object %q at 0x%lx>", self, generator(self)->function->code->qualname,
                  (unsigned long)self);
}

static VmValue
generator_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmGenerator *g = generator(self);

    if (name == &vm_s___name__ || name == &vm_s___qualname__)
        return vm_get_attr(vm, vm_value(g->function), name);
    if (name == &vm_s_gi_running || name == &vm_s_cr_running || name == &vm_s_ag_running)
        return vm_bool(g->state == VM_GEN_RUNNING);
    if (name == &vm_s_gi_yieldfrom || name == &vm_s_cr_await)
        return g->delegating ? g->delegate : VM_NONE;
    if (name == &vm_s_gi_code || name == &vm_s_cr_code || name == &vm_s_ag_code)
        return vm_value(g->function->code);
    return VM_UNDEF;
}

static VmValue
self_iter(VM *vm, VmValue self)
{
    (void)vm;
    return self;
}

static VmValue
coroutine_await(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return args[0];
}

static const VmMember generator_members[] = {
    VM_METHOD(send, generator_send, 2, 2),
    VM_METHOD(throw, generator_throw, 2, 4),
    VM_METHOD(close, generator_close, 1, 1),
    VM_METHOD(pend_throw, generator_pend_throw, 2, 2),
};

static const VmMember coroutine_members[] = {
    VM_METHOD(send, generator_send, 2, 2),
    VM_METHOD(throw, generator_throw, 2, 4),
    VM_METHOD(close, generator_close, 1, 1),
    VM_METHOD(__await__, coroutine_await, 1, 1),
};

const VmType vm_type_generator = {
    .base = {&vm_type_type},
    .name = &vm_s_generator,
    .parent = &vm_type_object,
    .layout = &vm_type_generator,
    .flags = VM_TYPE_VAR_SIZE,
    .size = sizeof(VmGenerator),
    .size_of = generator_size,
    .trace = generator_trace,
    .repr = generator_repr,
    .hash = vm_hash_identity,
    .iter = self_iter,
    .next = generator_next,
    .get_attr = generator_get_attr,
    VM_MEMBERS(generator_members),
};

/* Not iterable by `for`, but MicroPython's event loops drive coroutines with send(), and some with next(). */
const VmType vm_type_coroutine = {
    .base = {&vm_type_type},
    .name = &vm_s_coroutine,
    .parent = &vm_type_object,
    .layout = &vm_type_coroutine,
    .flags = VM_TYPE_VAR_SIZE,
    .size = sizeof(VmGenerator),
    .size_of = generator_size,
    .trace = generator_trace,
    .repr = generator_repr,
    .hash = vm_hash_identity,
    .next = generator_next,
    .get_attr = generator_get_attr,
    VM_MEMBERS(coroutine_members),
};

/* --- Async generators --- */

/* A value yielded by an async generator, told apart from what it passes on while awaiting. */
typedef struct VmAsyncValue {
    VmObject base;
    VmValue value;
} VmAsyncValue;

static void
async_value_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmAsyncValue *)self)->value);
}

static const VmType type_async_value = {
    .base = {&vm_type_type},
    .name = &vm_s_async_generator_wrapped_value,
    .parent = &vm_type_object,
    .layout = &type_async_value,
    .size = sizeof(VmAsyncValue),
    .trace = async_value_trace,
    .hash = vm_hash_identity,
};

VmValue
vm_async_wrap(VM *vm, VmValue v)
{
    VmAsyncValue *wrapped = VM_NEW(vm, VmAsyncValue, &type_async_value);

    wrapped->value = v;
    return vm_value(wrapped);
}

typedef enum StepKind { STEP_SEND, STEP_THROW, STEP_CLOSE } StepKind;

/* The awaitable of __anext__(), asend(), athrow(), aclose(). */
typedef struct VmAsyncStep {
    VmObject base;
    VmGenerator *generator;
    VmValue argument; /* to send, or the exception to throw */
    uint8_t kind;
    bool started, done;
} VmAsyncStep;

static void
async_step_trace(VM *vm, VmObject *self)
{
    VmAsyncStep *step = (VmAsyncStep *)self;

    vm_mark_object(vm, step->generator);
    vm_mark_value(vm, step->argument);
}

static void
async_throw_body(VM *vm, void *arg)
{
    Delegation *d = arg;

    d->result = throw_into(vm, (VmGenerator *)d->delegate, d->e);
}

/* One resumption: what it awaits, or VM_UNDEF with stop_value the yielded value; StopAsyncIteration at the generator's end. */
static VmValue
async_step_resume(VM *vm, VmAsyncStep *step, VmValue sent, VmValue thrown)
{
    VmGenerator *g = step->generator;
    VmValue result;

    if (step->done)
        vm_raise_runtime_error(vm, "cannot reuse already awaited __anext__()/asend()");
    if (!step->started) {
        step->started = true;
        if (step->kind == STEP_SEND)
            sent = step->argument;
        else if (thrown == VM_UNDEF)
            thrown = step->argument;
    }
    if (thrown != VM_UNDEF) {
        Delegation d = {vm_value(g), thrown, VM_UNDEF};
        VmValue raised = vm_protect(vm, async_throw_body, &d);

        if (raised != VM_UNDEF) {
            step->done = true;
            if (step->kind == STEP_CLOSE && (vm_is_instance(raised, &vm_type_GeneratorExit) ||
                                             vm_is_instance(raised, &vm_type_StopAsyncIteration))) {
                vm->stop_value = VM_NONE;
                return VM_UNDEF;
            }
            vm_reraise(vm, raised);
        }
        result = d.result;
    } else {
        result = vm_generator_resume(vm, g, sent, VM_UNDEF);
    }
    if (result == VM_UNDEF) {
        step->done = true;
        if (step->kind == STEP_CLOSE) {
            vm->stop_value = VM_NONE;
            return VM_UNDEF;
        }
        vm_raise(vm, vm_exception_new(vm, &vm_type_StopAsyncIteration, 0, NULL));
    }
    if (!vm_is_exact(result, &type_async_value))
        return result;
    step->done = true;
    if (step->kind == STEP_CLOSE)
        vm_raise_runtime_error(vm, "async generator ignored GeneratorExit");
    vm->stop_value = ((VmAsyncValue *)result)->value;
    return VM_UNDEF;
}

static VmValue
async_step_next(VM *vm, VmValue self)
{
    return async_step_resume(vm, (VmAsyncStep *)self, VM_NONE, VM_UNDEF);
}

static VmValue
async_step_send(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return value_or_stop(vm, async_step_resume(vm, (VmAsyncStep *)args[0], args[1], VM_UNDEF));
}

static VmValue
async_step_throw(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue e = exception_argument(vm, n_args - 1, args + 1);

    return value_or_stop(vm, async_step_resume(vm, (VmAsyncStep *)args[0], VM_NONE, e));
}

static VmValue
async_step_close(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    ((VmAsyncStep *)args[0])->done = true;
    return VM_NONE;
}

static const VmMember async_step_members[] = {
    VM_METHOD(send, async_step_send, 2, 2),
    VM_METHOD(throw, async_step_throw, 2, 4),
    VM_METHOD(close, async_step_close, 1, 1),
    VM_METHOD(__await__, coroutine_await, 1, 1),
};

static const VmType type_async_step = {
    .base = {&vm_type_type},
    .name = &vm_s_async_generator_asend,
    .parent = &vm_type_object,
    .layout = &type_async_step,
    .size = sizeof(VmAsyncStep),
    .trace = async_step_trace,
    .hash = vm_hash_identity,
    .iter = self_iter,
    .next = async_step_next,
    VM_MEMBERS(async_step_members),
};

static VmValue
async_step_new(VM *vm, VmValue g, StepKind kind, VmValue argument)
{
    VmAsyncStep *step = VM_NEW(vm, VmAsyncStep, &type_async_step);

    step->generator = (VmGenerator *)g;
    step->kind = kind;
    step->argument = argument;
    return vm_value(step);
}

static VmValue
async_generator_aiter(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return args[0];
}

static VmValue
async_generator_anext(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return async_step_new(vm, args[0], STEP_SEND, VM_NONE);
}

static VmValue
async_generator_asend(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return async_step_new(vm, args[0], STEP_SEND, args[1]);
}

static VmValue
async_generator_athrow(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return async_step_new(vm, args[0], STEP_THROW, exception_argument(vm, n_args - 1, args + 1));
}

static VmValue
async_generator_aclose(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return async_step_new(vm, args[0], STEP_CLOSE, vm_exception_new(vm, &vm_type_GeneratorExit, 0, NULL));
}

static const VmMember async_generator_members[] = {
    VM_METHOD(__aiter__, async_generator_aiter, 1, 1), VM_METHOD(__anext__, async_generator_anext, 1, 1),
    VM_METHOD(asend, async_generator_asend, 2, 2),     VM_METHOD(athrow, async_generator_athrow, 2, 4),
    VM_METHOD(aclose, async_generator_aclose, 1, 1),
};

const VmType vm_type_async_generator = {
    .base = {&vm_type_type},
    .name = &vm_s_async_generator,
    .parent = &vm_type_object,
    .layout = &vm_type_async_generator,
    .flags = VM_TYPE_VAR_SIZE,
    .size = sizeof(VmGenerator),
    .size_of = generator_size,
    .trace = generator_trace,
    .repr = generator_repr,
    .hash = vm_hash_identity,
    .get_attr = generator_get_attr,
    VM_MEMBERS(async_generator_members),
};
