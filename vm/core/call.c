/* SPDX-License-Identifier: MIT */
/* Calls: windows on the stack, binding of arguments, natives, and calls from C. */
#include "vm/core/frame.h"

#include <alloca.h>

#include "vm/core/vm.h"

#define SEGMENT_SLACK 8 /* words kept free above `limit`, for windows shifted by a bound self or an __init__ */

/* --- The stack --- */

static VmStack *
new_segment(VM *vm, size_t n_words)
{
    VmStack *segment;

    if (vm->stack_words + n_words > vm->max_stack_words)
        vm_raise_format(vm, &vm_type_RecursionError, "maximum recursion depth exceeded");
    segment = vm_alloc(vm, sizeof(VmStack) + (n_words + SEGMENT_SLACK) * sizeof(VmValue), VM_BLOCK_RAW);
    segment->n_words = n_words;
    vm->stack_words += n_words;
    return segment;
}

VmValue *
vm_stack_room(VM *vm, VmValue *w, size_t n_used, size_t n_needed)
{
    VmStack *next;
    VmValue *moved;
    size_t n_words = n_needed + VM_FRAME_WORDS + 1;

    if (w + n_needed <= vm->limit)
        return w;
    next = vm->stack->next;
    if (next != NULL && next->n_words < n_words) {
        vm->stack_words -= next->n_words;
        vm->stack->next = next = NULL;
    }
    if (next == NULL) {
        size_t usual = vm->stack->n_words * 2 < 4096 ? vm->stack->n_words * 2 : 4096;

        next = new_segment(vm, n_words > usual ? n_words : usual);
        next->prev = vm->stack;
        vm->stack->next = next;
    }
    moved = next->words + VM_FRAME_WORDS + 1; // one more for the instance of FRAME_INIT
    memcpy(moved - VM_FRAME_WORDS - 1, w - VM_FRAME_WORDS - 1, (n_used + VM_FRAME_WORDS + 1) * sizeof *w);
    vm->stack = next;
    vm->limit = next->words + next->n_words;
    vm->top = moved + n_used;
    return moved;
}

void
vm_stack_back_to(VM *vm, const VmValue *regs)
{
    while (regs < vm->stack->words || regs > vm->stack->words + vm->stack->n_words + SEGMENT_SLACK)
        vm->stack = vm->stack->prev;
    vm->limit = vm->stack->words + vm->stack->n_words;
}

void
vm_code_warm(VM *vm, VmCode *code)
{
#if VM_FEATURE_INLINE_CACHES
    if (code->warmth < VM_WARM && ++code->warmth == VM_WARM && code->n_names > 0)
        code->caches = vm_alloc_maybe(vm, code->n_names * sizeof(VmCache), VM_BLOCK_RAW);
#endif
}

/* --- Binding arguments --- */

static unsigned
n_positional(const VmCode *code)
{
    return code->n_params - code->n_kw_only;
}

/* "'a', 'b', and 'c'" of the parameters [from, to) that are unbound. */
static VmValue
missing_names(VM *vm, const VmCode *code, const VmValue *w, unsigned from, unsigned to, unsigned *n_missing)
{
    VmBuf buf;
    unsigned n = 0, at = 0;

    for (unsigned i = from; i < to; i++)
        n += w[i] == VM_UNDEF;
    vm_buf_init(&buf);
    for (unsigned i = from; i < to; i++)
        if (w[i] == VM_UNDEF) {
            if (at > 0)
                vm_out_text(vm, &buf.out, at + 1 < n ? ", " : n > 2 ? ", and " : " and ");
            vm_out_format(vm, &buf.out, "'%q'", code->local_names[i]);
            at++;
        }
    *n_missing = n;
    return vm_buf_to_str(vm, &buf);
}

_Noreturn static void
raise_missing(VM *vm, const VmCode *code, const VmValue *w, unsigned from, unsigned to, const char *kind)
{
    unsigned n;
    VmValue names = missing_names(vm, code, w, from, to, &n);

    vm_raise_type_error(vm, "%q() missing %u required %s argument%s: %V", code->qualname, n, kind, n == 1 ? "" : "s",
                        names);
}

_Noreturn static void
raise_too_many(VM *vm, const VmFunction *function, unsigned n_args)
{
    const VmCode *code = function->code;
    unsigned max = n_positional(code);
    unsigned n_defaults = 0;

    if (function->extra != NULL && function->extra->defaults != VM_UNDEF)
        n_defaults = (unsigned)vm_tuple(function->extra->defaults)->n;
    if (n_defaults > 0)
        vm_raise_type_error(vm, "%q() takes from %u to %u positional arguments but %u were given", code->qualname,
                            max - n_defaults, max, n_args);
    vm_raise_type_error(vm, "%q() takes %u positional argument%s but %u %s given", code->qualname, max,
                        max == 1 ? "" : "s", n_args, n_args == 1 ? "was" : "were");
}

static int
find_param(const VmCode *code, VmValue name)
{
    for (unsigned i = code->n_pos_only; i < code->n_params; i++)
        if (vm_value(code->local_names[i]) == name)
            return (int)i;
    return -1;
}

static void
bind_keywords(VM *vm, const VmCode *code, VmValue *w, const VmKw *kw, VmDict *rest)
{
    for (unsigned i = 0; i < kw->n; i++) {
        int at = find_param(code, kw->names[i]);

        if (at >= 0) {
            if (w[at] != VM_UNDEF)
                vm_raise_type_error(vm, "%q() got multiple values for argument '%V'", code->qualname, kw->names[i]);
            w[at] = kw->values[i];
        } else if (rest != NULL) {
            vm_dict_set(vm, rest, kw->names[i], kw->values[i]);
        } else {
            for (unsigned j = 0; j < code->n_pos_only; j++)
                if (vm_value(code->local_names[j]) == kw->names[i])
                    vm_raise_type_error(
                        vm, "%q() got some positional-only arguments passed as keyword arguments: '%V'",
                        code->qualname, kw->names[i]);
            vm_raise_type_error(vm, "%q() got an unexpected keyword argument '%V'", code->qualname, kw->names[i]);
        }
    }
}

void
vm_bind_args(VM *vm, VmFunction *function, VmValue *w, unsigned n_args, const VmKw *kw)
{
    const VmCode *code = function->code;
    const VmFunctionExtra *extra = function->extra;
    unsigned n_pos = n_positional(code);
    unsigned n_bound = n_args < n_pos ? n_args : n_pos;
    unsigned next = code->n_params;
    VmDict *rest = NULL;
    VmValue args = VM_UNDEF;
    VmKw own_kw;

    if ((code->flags & VM_CODE_NAMES) != 0) { // called with its namespace
        for (unsigned i = n_args; i < code->n_locals; i++)
            w[i] = VM_UNDEF;
        return;
    }
    if (kw != NULL && kw->n > 0) { // the values stand where locals will be
        VmValue *values = alloca(kw->n * sizeof *values);

        memcpy(values, kw->values, kw->n * sizeof *values);
        own_kw = (VmKw){kw->n, kw->names, values};
        kw = &own_kw;
    } else {
        kw = NULL;
    }
    if (n_args > n_pos && (code->flags & VM_CODE_VAR_ARGS) == 0)
        raise_too_many(vm, function, n_args);
    if ((code->flags & VM_CODE_VAR_ARGS) != 0)
        args = n_args > n_pos ? vm_value(vm_tuple_new(vm, n_args - n_pos, w + n_pos)) : vm_value(&vm_empty_tuple);
    for (unsigned i = n_bound; i < code->n_locals; i++)
        w[i] = VM_UNDEF;
    if ((code->flags & VM_CODE_VAR_ARGS) != 0)
        w[next++] = args;
    if ((code->flags & VM_CODE_VAR_KW) != 0) {
        rest = vm_dict_new(vm, kw != NULL ? kw->n : 0);
        w[next++] = vm_value(rest);
    }
    if (kw != NULL)
        bind_keywords(vm, code, w, kw, rest);

    if (n_bound < n_pos) {
        unsigned n_defaults = 0;

        if (extra != NULL && extra->defaults != VM_UNDEF) {
            const VmTuple *defaults = vm_tuple(extra->defaults);

            n_defaults = (unsigned)defaults->n;
            for (unsigned i = n_defaults < n_pos ? n_pos - n_defaults : 0; i < n_pos; i++)
                if (w[i] == VM_UNDEF)
                    w[i] = defaults->items[i - (n_pos - n_defaults)];
        }
        for (unsigned i = n_bound; i < n_pos; i++)
            if (w[i] == VM_UNDEF)
                raise_missing(vm, code, w, 0, n_pos, "positional");
    }
    for (unsigned i = n_pos; i < code->n_params; i++)
        if (w[i] == VM_UNDEF) {
            if (extra != NULL && extra->kw_defaults != VM_UNDEF)
                w[i] = vm_dict_get_name(vm_dict(extra->kw_defaults), code->local_names[i]);
            if (w[i] == VM_UNDEF)
                raise_missing(vm, code, w, n_pos, code->n_params, "keyword-only");
        }
}

void
vm_parse_args(VM *vm, const VmStr *function, const VmParam *params, unsigned n_params, unsigned n_args,
              const VmValue *args, const VmKw *kw, VmValue *out)
{
    unsigned n_pos = 0;

    while (n_pos < n_params && (params[n_pos].flags & VM_PARAM_KW_ONLY) == 0)
        n_pos++;
    if (n_args > n_pos) {
        if (n_pos == 0)
            vm_raise_type_error(vm, "%q() takes no positional arguments", function);
        vm_raise_type_error(vm, "%q() takes at most %u argument%s (%u given)", function, n_pos, n_pos == 1 ? "" : "s",
                            n_args);
    }
    for (unsigned i = 0; i < n_params; i++)
        out[i] = i < n_args ? args[i] : VM_UNDEF;
    for (unsigned k = 0; kw != NULL && k < kw->n; k++) {
        unsigned i = 0;

        while (i < n_params && (params[i].name != kw->names[k] || (params[i].flags & VM_PARAM_POS_ONLY) != 0))
            i++;
        if (i == n_params)
            vm_raise_type_error(vm, "'%V' is an invalid keyword argument for %q()", kw->names[k], function);
        if (out[i] != VM_UNDEF)
            vm_raise_type_error(vm, "argument for %q() given by name ('%V') and position (%u)", function,
                                kw->names[k], i + 1);
        out[i] = kw->values[k];
    }
    for (unsigned i = 0; i < n_params; i++)
        if (out[i] == VM_UNDEF) {
            if ((params[i].flags & VM_PARAM_REQUIRED) != 0)
                vm_raise_type_error(vm, "%q() missing required argument '%V' (pos %u)", function, params[i].name,
                                    i + 1);
            out[i] = params[i].fallback;
        }
}

/* --- Natives --- */

_Noreturn static void
raise_native_args(VM *vm, const VmNative *native, unsigned n_args)
{
    unsigned self = (native->flags & (VM_NATIVE_METHOD | VM_NATIVE_CLASS)) != 0;

    if (n_args < self)
        vm_raise_type_error(vm, "unbound method %q() needs an argument", native->name);
    vm_raise_args(vm, native->name, native->min_args - self,
                  native->max_args == VM_ANY_ARGS ? VM_ANY_ARGS : native->max_args - self, n_args - self);
}

VmValue
vm_call_native(VM *vm, const VmNative *native, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (kw != NULL && kw->n == 0)
        kw = NULL;
    if (kw != NULL && (native->flags & VM_NATIVE_KW) == 0)
        vm_raise_type_error(vm, "%q() takes no keyword arguments", native->name);
    if (n_args < native->min_args || (n_args > native->max_args && native->max_args != VM_ANY_ARGS))
        raise_native_args(vm, native, n_args);
    return native->fn(vm, n_args, args, kw);
}

/* --- Calls by instructions --- */

/* Room for @by more words before the arguments, which are moved up; keyword values stand behind them. */
static VmValue *
shift_window(VM *vm, VmValue *w, unsigned n_args, VmKw *kw, unsigned by)
{
    unsigned n = n_args + (kw != NULL ? kw->n : 0);

    w = vm_stack_room(vm, w, n, n + by);
    memmove(w + by, w, n * sizeof *w);
    if (kw != NULL)
        kw->values = w + by + n_args;
    return w;
}

/* A class whose instances are made and initialised without asking anybody else: its Python __init__, else NULL. */
static VmFunction *
simple_init(VM *vm, const VmType *type)
{
    VmValue init;

    if ((type->flags & VM_TYPE_PLAIN) == 0 || type->base.type != &vm_type_type ||
        type->make != vm_type_object.make)
        return NULL;
    if (vm_is_exact(vm_type_lookup(vm, type, &vm_s___new__), &vm_type_native)) {
        init = vm_type_lookup(vm, type, &vm_s___init__);
        if (vm_is_exact(init, &vm_type_function) &&
            (((VmFunction *)init)->code->flags & (VM_CODE_GENERATOR | VM_CODE_COROUTINE)) == 0)
            return (VmFunction *)init;
    }
    return NULL;
}

static VmValue *
push_function(VM *vm, VmFunction *function, VmValue *w, unsigned n_args, VmKw *kw, unsigned kind, unsigned dest,
              VmValue *out)
{
    VmCode *code = function->code;
    VmValue *caller = vm->regs;
    unsigned n_used = n_args + (kw != NULL ? kw->n : 0);
    size_t n_needed = code->n_regs > n_used ? code->n_regs : n_used;
    if (vm->top < w + n_used)
        vm->top = w + n_used;
    w = vm_stack_room(vm, w, n_used, n_needed);
    if (kw != NULL)
        kw->values = w + n_args;
    w[-1] = vm_value(function);
    // While binding, the whole window counts as in use.
    for (size_t i = n_used; i < n_needed; i++)
        w[i] = VM_UNDEF;
    vm->top = w + n_needed;
    vm_bind_args(vm, function, w, n_args, kw);
    if ((code->flags & (VM_CODE_GENERATOR | VM_CODE_COROUTINE)) != 0) {
        *out = vm_generator_new(vm, function, w);
        vm_stack_back_to(vm, caller);
        return NULL;
    }
    w[-4] = FRAME_INFO(kind, dest) | (frame_starts_segment(vm, w) ? FRAME_FLAG(FRAME_SEGMENT) : 0);
    w[-3] = (VmValue)caller;
    w[-2] = (VmValue)code->bytes;
    vm->regs = w;
    vm->top = w + code->n_regs;
    if (code->caches == NULL)
        vm_code_warm(vm, code);
    return w;
}

VmValue *
vm_call_in_window(VM *vm, VmValue *w, unsigned n_args, VmKw *kw, unsigned dest, VmValue *out)
{
    for (;;) {
        VmValue callee = w[-1];
        const VmType *type = vm_type_of(callee);

        if (type == &vm_type_function)
            return push_function(vm, (VmFunction *)callee, w, n_args, kw, FRAME_CALL, dest, out);
        if (vm->top < w + n_args + (kw != NULL ? kw->n : 0))
            vm->top = w + n_args + (kw != NULL ? kw->n : 0);
        if (type == &vm_type_native) {
            *out = vm_call_native(vm, (const VmNative *)callee, n_args, w, kw);
            return NULL;
        }
        if (type == &vm_type_bound_method) {
            VmBoundMethod *method = (VmBoundMethod *)callee;

            w = shift_window(vm, w, n_args, kw, 1);
            w[-1] = method->function;
            w[0] = method->self;
            n_args++;
            continue;
        }
        if (vm_is_type(callee)) {
            VmFunction *init = simple_init(vm, (const VmType *)callee);

            if (init != NULL) {
                VmValue instance = vm_value(vm_instance_alloc(vm, (const VmType *)callee, 0));

                w = shift_window(vm, w, n_args, kw, 2);
                w[-4] = instance;
                w[0] = vm_value(init);
                w[1] = instance;
                return push_function(vm, init, w + 1, n_args + 1, kw, FRAME_INIT, dest, out);
            }
            *out = vm_type_call(vm, (const VmType *)callee, n_args, w, kw);
            return NULL;
        }
        if (vm_is_class(type)) {
            VmValue method = vm_type_lookup(vm, type, &vm_s___call__);

            if (vm_is_exact(method, &vm_type_function)) {
                w = shift_window(vm, w, n_args, kw, 1);
                w[-1] = method;
                w[0] = callee;
                n_args++;
                continue;
            }
        }
        if (type->call == NULL)
            vm_raise_type_error(vm, "'%t' object is not callable", callee);
        *out = type->call(vm, callee, n_args, w, kw);
        return NULL;
    }
}

/* --- Calls from C --- */

VmValue
vm_call_kw(VM *vm, VmValue callee, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned n_kw = kw != NULL ? kw->n : 0;
    const VmType *type = vm_type_of(callee);
    VmValue *top, *w, *frame, *limit, *regs;
    VmStack *stack;
    VmKw own_kw;
    VmValue result;

    if (type == &vm_type_native)
        return vm_call_native(vm, (const VmNative *)callee, n_args, args, kw);
    if (vm_is_type(callee))
        return vm_type_call(vm, (const VmType *)callee, n_args, args, kw);
    if (type != &vm_type_function && type != &vm_type_bound_method && type->call != NULL)
        return type->call(vm, callee, n_args, args, kw);

    stack = vm->stack;
    top = vm->top;
    limit = vm->limit;
    regs = vm->regs;
    w = top + VM_FRAME_WORDS + 1;
    if (w + n_args + n_kw > vm->limit) {
        w = vm_stack_room(vm, w, 0, n_args + n_kw + 4);
    }
    w[-1] = callee;
    if (n_args != 0)
        memcpy(w, args, n_args * sizeof *w);
    if (n_kw > 0) {
        memcpy(w + n_args, kw->values, n_kw * sizeof *w);
        own_kw = (VmKw){n_kw, kw->names, w + n_args};
    }
    for (int i = 2; i <= VM_FRAME_WORDS + 1; i++)
        w[-i] = VM_UNDEF;
    vm->top = w + n_args + n_kw;
    frame = vm_call_in_window(vm, w, n_args, n_kw > 0 ? &own_kw : NULL, 0, &result);
    if (frame != NULL) {
        VmValue instance = frame_kind(frame) == FRAME_INIT ? frame[-5] : VM_UNDEF;

        frame[-4] = FRAME_INFO(FRAME_ENTRY, 0);
        frame[-3] = (VmValue)regs;
        result = vm_run(vm, VM_UNDEF);
        if (instance != VM_UNDEF)
            result = instance;
    }
    vm->stack = stack;
    vm->limit = limit;
    vm->top = top;
    vm->regs = regs;
    return result;
}

VmValue
vm_call(VM *vm, VmValue callee, unsigned n_args, const VmValue *args)
{
    return vm_call_kw(vm, callee, n_args, args, NULL);
}

VmValue
vm_call_0(VM *vm, VmValue callee)
{
    return vm_call_kw(vm, callee, 0, NULL, NULL);
}

VmValue
vm_call_1(VM *vm, VmValue callee, VmValue a)
{
    return vm_call_kw(vm, callee, 1, &a, NULL);
}

VmValue
vm_call_2(VM *vm, VmValue callee, VmValue a, VmValue b)
{
    VmValue args[2] = {a, b};

    return vm_call_kw(vm, callee, 2, args, NULL);
}

VmValue
vm_call_method(VM *vm, VmValue object, const VmStr *name, unsigned n_args, const VmValue *args)
{
    return vm_call(vm, vm_get_attr(vm, object, name), n_args, args);
}

bool
vm_is_callable(VM *vm, VmValue v)
{
    const VmType *type = vm_type_of(v);

    if (vm_is_class(type))
        return vm_type_lookup(vm, type, &vm_s___call__) != VM_UNDEF;
    return type->call != NULL;
}

VmValue
vm_run_code(VM *vm, VmCode *code, VmDict *globals, VmValue locals_or_undef)
{
    VmFunction *function = vm_function_new(vm, code, globals);
    VmValue result;

    globals->bits |= VM_DICT_WATCHED;
    if ((code->flags & VM_CODE_NAMES) == 0)
        return vm_call(vm, vm_value(function), 0, NULL);
    // R[0] is the namespace: such code has one parameter as far as calls are concerned.
    if (locals_or_undef == VM_UNDEF)
        locals_or_undef = vm_value(globals);
    result = vm_call(vm, vm_value(function), 1, &locals_or_undef);
    return result;
}
