/* SPDX-License-Identifier: MIT */
/* The interpreter loop, and what happens when an exception reaches it.
 *
 * interpret() runs frames until the one it was entered with returns or yields. Each instruction's code stands once, in
 * interp-ops.h, which is included twice: for operands of one byte and (after WIDE) of two. Dispatch is by a table of label
 * addresses: measured against a switch on x86-64 it saves the range check and gives each instruction its own branch to
 * predict. A trace hook swaps the table (vm->events makes the loop look).
 *
 * vm_run() wraps it in the only setjmp of a run: a raise jumps there, unwind() finds the handler, and interpret() goes
 * on in that frame. Instructions that can raise first save the next pc in their frame (SAVE).
 */
#include "vm/core/frame.h"

#include <alloca.h>

#include "vm/core/match.h"
#include "vm/core/module.h"
#include "vm/core/ops.h"
#include "vm/core/vm.h"

/* What a call may skip binding for: everything but plain positional parameters. */
#define NOT_SIMPLE (VM_CODE_VAR_ARGS | VM_CODE_VAR_KW | VM_CODE_GENERATOR | VM_CODE_COROUTINE | VM_CODE_NAMES)

static inline uint32_t
get_le16(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static inline uint32_t
get_le32(const uint8_t *p)
{
    return get_le16(p) | get_le16(p + 2) << 16;
}

/* --- Unwinding --- */

static void
add_traceback(VM *vm, VmCode *code, uint32_t offset)
{
    VmException *e = (VmException *)vm->raised;
    VmTraceback *entry;

    // Without memory for it, an exception still gets through, only less informative.
    entry = vm_alloc_maybe(vm, sizeof *entry, VM_BLOCK_OBJECT);
    if (entry == NULL)
        return;
    entry->base.type = &vm_type_traceback;
    entry->next = e->traceback;
    entry->code = code;
    entry->offset = offset;
    e->traceback = vm_value(entry);
}

static const VmHandler *
find_handler(const VmCode *code, uint32_t offset)
{
    for (unsigned i = 0; i < code->n_handlers; i++)
        if (code->handlers[i].start <= offset && offset < code->handlers[i].end)
            return &code->handlers[i];
    return NULL;
}

/* An exception leaves generator @generator. */
static void
generator_raised(VM *vm, VmGenerator *generator)
{
    VmValue e = vm->raised;

    vm_generator_swap_handled(vm, generator);
    vm_generator_finish(vm, generator);
    if (vm_is_instance(e, &vm_type_StopIteration) ||
        (generator->base.type == &vm_type_async_generator && vm_is_instance(e, &vm_type_StopAsyncIteration))) {
        static const char *const texts[] = {"generator raised StopIteration", "coroutine raised StopIteration",
                                            "async generator raised StopIteration",
                                            "async generator raised StopAsyncIteration"};
        int which = generator->base.type == &vm_type_generator   ? 0
                    : generator->base.type == &vm_type_coroutine ? 1
                    : vm_is_instance(e, &vm_type_StopIteration)  ? 2
                                                                 : 3;
        VmValue text = vm_str_from_c(vm, texts[which]);
        VmException *error = (VmException *)vm_exception_new(vm, &vm_type_RuntimeError, 1, &text);

        error->cause = error->context = e;
        error->suppress_context = true;
        error->traceback = ((VmException *)e)->traceback;
        vm->raised = vm_value(error);
    }
}

/* vm->raised left the running frame's current instruction. Finds the handler in this frame or one that called it, down to
 * @entry, and makes that frame current at the handler. False: none; @entry is left. */
static bool
unwind(VM *vm, VmValue *entry)
{
    VmValue *regs = vm->regs;

    for (;;) {
        VmFunction *function = frame_function(regs);
        VmCode *code = function->code;
        const uint8_t *pc = (const uint8_t *)regs[-2];
        uint32_t offset = pc > code->bytes ? (uint32_t)(pc - code->bytes) - 1 : 0;
        const VmHandler *handler;
        FrameKind kind = frame_kind(regs);

        vm_stack_back_to(vm, regs);
        vm->regs = regs;
        vm->top = regs + code->n_regs;
        if (vm->reraising)
            vm->reraising = false;
        else
            add_traceback(vm, code, offset);
        handler = pc > code->bytes ? find_handler(code, offset) : NULL; // thrown into a generator before it began
        if (handler != NULL) {
            regs[handler->reg] = vm->raised;
            regs[-2] = (VmValue)(code->bytes + handler->handler);
            vm->raised = VM_UNDEF;
            return true;
        }
        if (kind == FRAME_ENTRY_GEN || kind == FRAME_FOR)
            generator_raised(vm, (VmGenerator *)regs[-1]);
        if (frame_has(regs, FRAME_SEGMENT))
            frame_pop_segment(vm);
        vm->regs = frame_caller(regs);
        if (regs == entry)
            return false;
        regs = vm->regs;
    }
}

/* --- Slow parts of instructions --- */

_Noreturn static void
raise_unbound(VM *vm, VmValue name)
{
    vm_raise_format(vm, &vm_type_UnboundLocalError,
                    "cannot access local variable '%V' where it is not associated with a value", name);
}

_Noreturn static void
raise_unbound_free(VM *vm, VmValue name)
{
    vm_raise_format(vm, &vm_type_NameError,
                    "cannot access free variable '%V' where it is not associated with a value in enclosing scope",
                    name);
}

_Noreturn static void
raise_name_error(VM *vm, VmValue name)
{
    vm_raise_format(vm, &vm_type_NameError, "name '%V' is not defined", name);
}

static VmValue
load_builtin(VM *vm, const VmStr *name)
{
    VmValue v = vm_dict_get_name(vm->builtins_dict, name);

    if (v == VM_UNDEF)
        v = vm_get_attr_maybe(vm, vm_value(vm->builtins), name);
    return v;
}

static VmValue
load_global_slow(VM *vm, VmFunction *function, VmValue name, VmCache *cache)
{
    VmDict *globals = function->globals;
    intptr_t at = vm_dict_find_name(globals, vm_str(name));
    VmValue v;

    if (at >= 0) {
        if (cache != NULL) {
            cache->index = (uint32_t)at;
            cache->value = VM_UNDEF;
        }
        return globals->entries[at].value;
    }
    v = load_builtin(vm, vm_str(name));
    if (v == VM_UNDEF)
        raise_name_error(vm, name);
    if (cache != NULL && (globals->bits & VM_DICT_WATCHED) != 0) {
        cache->index = UINT32_MAX;
        cache->key = globals;
        cache->epoch = vm->names_epoch;
        cache->value = v;
    }
    return v;
}

static void
store_global_slow(VM *vm, VmFunction *function, VmValue name, VmValue value, VmCache *cache)
{
    VmDict *globals = function->globals;

    vm_dict_set_name(vm, globals, vm_str(name), value);
    if (cache != NULL) {
        cache->index = (uint32_t)vm_dict_find_name(globals, vm_str(name));
        cache->value = VM_UNDEF;
    }
}

static VmValue
load_name_maybe(VM *vm, VmValue space, VmValue name)
{
    if (vm_is_exact(space, &vm_type_dict))
        return vm_dict_get_name(vm_dict(space), vm_str(name));
    return vm_mapping_get_maybe(vm, space, name);
}

static VmValue
load_name(VM *vm, VmFunction *function, VmValue space, VmValue name)
{
    VmValue v = load_name_maybe(vm, space, name);

    if (v == VM_UNDEF)
        v = vm_dict_get_name(function->globals, vm_str(name));
    if (v == VM_UNDEF)
        v = load_builtin(vm, vm_str(name));
    if (v == VM_UNDEF)
        raise_name_error(vm, name);
    return v;
}

static void
delete_name(VM *vm, VmValue space, VmValue name)
{
    if (vm_is_exact(space, &vm_type_dict)) {
        if (!vm_dict_delete(vm, vm_dict(space), name))
            raise_name_error(vm, name);
    } else {
        if (load_name_maybe(vm, space, name) == VM_UNDEF)
            raise_name_error(vm, name);
        vm_delete_item(vm, space, name);
    }
}

static VmValue
make_function(VM *vm, VmFunction *maker, VmCode *code, const VmValue *parts, unsigned flags)
{
    VmFunction *function = vm_function_new(vm, code, maker->globals);
    unsigned at = 0;

    if ((flags & 7) != 0) {
        VmFunctionExtra *extra = vm_function_extra(vm, function);

        if ((flags & 1) != 0)
            extra->defaults = parts[at++];
        if ((flags & 2) != 0)
            extra->kw_defaults = parts[at++];
        if ((flags & 4) != 0)
            extra->annotations = parts[at++];
    }
    for (unsigned i = 0; i < code->n_free; i++)
        function->cells[i] = (VmCell *)parts[at + i];
    return vm_value(function);
}

_Noreturn static void
raise_unpack(VM *vm, VmValue source, size_t expected, intptr_t got, bool at_least)
{
    (void)source;
    if (got < 0)
        vm_raise_value_error(vm, "too many values to unpack (expected %zu)", expected);
    vm_raise_value_error(vm, "not enough values to unpack (expected %s%zu, got %zu)", at_least ? "at least " : "",
                         expected, (size_t)got);
}

static VmValue
unpack_iter(VM *vm, VmValue source)
{
    const VmType *type = vm_type_of(source);

    if (type->iter == NULL && type->get_item == NULL)
        vm_raise_type_error(vm, "cannot unpack non-iterable %t object", source);
    return vm_iter(vm, source);
}

static void
unpack(VM *vm, VmValue source, VmValue *to, size_t n)
{
    VmValue iterator, extra, *found;

    if (vm_is_exact(source, &vm_type_tuple) || vm_is_exact(source, &vm_type_list)) {
        const VmValue *items = vm_is_exact(source, &vm_type_tuple) ? vm_tuple(source)->items : vm_list(source)->items;
        size_t have = vm_is_exact(source, &vm_type_tuple) ? vm_tuple(source)->n : vm_list(source)->n;

        if (have != n)
            raise_unpack(vm, source, n, have > n ? -1 : (intptr_t)have, false);
        memmove(to, items, n * sizeof *to);
        return;
    }
    // All or nothing: a variable keeps its old value when there are too few.
    found = alloca(n * sizeof *found);
    iterator = unpack_iter(vm, source);
    for (size_t i = 0; i < n; i++) {
        VmValue v = vm_next(vm, iterator);

        if (v == VM_UNDEF)
            raise_unpack(vm, source, n, (intptr_t)i, false);
        found[i] = v;
    }
    extra = vm_next(vm, iterator);
    if (extra != VM_UNDEF)
        raise_unpack(vm, source, n, -1, false);
    memcpy(to, found, n * sizeof *to);
}

static void
unpack_rest(VM *vm, VmValue source, VmValue *to, size_t n_before, size_t n_after)
{
    VmList *all;

    if (vm_type_of(source)->iter == NULL && vm_type_of(source)->get_item == NULL)
        vm_raise_type_error(vm, "cannot unpack non-iterable %t object", source);
    all = vm_list_from(vm, source);
    if (all->n < n_before + n_after)
        raise_unpack(vm, source, n_before + n_after, all->n, true);
    to[n_before] = vm_value(vm_list_new(vm, all->n - n_before - n_after, all->items + n_before));
    if (all->n != 0) {
        memcpy(to, all->items, n_before * sizeof *to);
        memcpy(to + n_before + 1, all->items + all->n - n_after, n_after * sizeof *to);
    }
}

static VmValue
build_string(VM *vm, const VmValue *parts, size_t n)
{
    size_t len = 0;
    VmStr *s;

    for (size_t i = 0; i < n; i++) {
        len += vm_str(parts[i])->len;
        if (len > INT32_MAX)
            vm_raise_memory_error(vm); // one long part may stand there often
    }
    s = vm_str_alloc(vm, len);
    len = 0;
    for (size_t i = 0; i < n; i++) {
        memcpy(s->data + len, vm_str(parts[i])->data, vm_str(parts[i])->len);
        len += vm_str(parts[i])->len;
    }
    return vm_str_finish(vm, s);
}

static VmValue
format_field(VM *vm, VmValue v, VmValue spec, unsigned how)
{
    char room[VM_BUF_ROOM];
    VmBuf buf;

    switch (how & 3) {
    case 1: v = vm_to_str(vm, v); break;
    case 2: v = vm_repr(vm, v); break;
    case 3: v = vm_ascii(vm, v); break;
    default: break;
    }
    if ((how & 4) == 0 && vm_is_exact(v, &vm_type_str))
        return v;
    if ((how & 4) == 0 && vm_is_small(v))
        return vm_to_str(vm, v);
    vm_buf_init_room(&buf, room, sizeof room);
    if ((how & 4) == 0)
        vm_format_value(vm, &buf.out, v, "", 0);
    else
        vm_format_value(vm, &buf.out, v, vm_str(spec)->data, vm_str(spec)->len);
    return vm_buf_to_str(vm, &buf);
}

static void
dict_merge(VM *vm, VmDict *into, VmValue from, VmValue callee)
{
    VmValue keys = vm_get_attr_maybe(vm, from, &vm_s_keys);
    VmValue iterator, key;

    if (keys == VM_UNDEF)
        vm_raise_type_error(vm, "argument after ** must be a mapping, not %t", from);
    iterator = vm_iter(vm, vm_call_0(vm, keys));
    while ((key = vm_next(vm, iterator)) != VM_UNDEF) {
        if (!vm_is_str(key))
            vm_raise_type_error(vm, "keywords must be strings");
        key = vm_value(vm_intern_str(vm, vm_str(key)));
        if (vm_dict_get_maybe(vm, into, key) != VM_UNDEF)
            vm_raise_type_error(vm, "got multiple values for keyword argument '%V'", key);
        vm_dict_set(vm, into, key, vm_get_item(vm, from, key));
    }
    (void)callee;
}

/* f(*args, **kwargs): lays the window out and calls. */
static VmValue *
call_spread(VM *vm, VmValue *w, unsigned dest, VmValue *out)
{
    VmValue args = w[0], kwargs = w[1];
    size_t n_args = vm_is_exact(args, &vm_type_tuple) ? vm_tuple(args)->n : vm_list(args)->n;
    size_t n_kw = kwargs == VM_UNDEF || kwargs == VM_NONE ? 0 : vm_dict_len(vm_dict(kwargs));
    VmKw kw = {(unsigned)n_kw, NULL, NULL};

    if (n_args > 60000 || n_kw > 60000)
        vm_raise_format(vm, &vm_type_RuntimeError, "too many arguments in a call (%zu)", n_args + n_kw);
    w = vm_stack_room(vm, w, 2, n_args + n_kw + 2);
    vm->top = w + n_args + n_kw > vm->top ? w + n_args + n_kw : vm->top;
    if (n_args != 0)
        memcpy(w, vm_is_exact(args, &vm_type_tuple) ? vm_tuple(args)->items : vm_list(args)->items, n_args * sizeof *w);
    if (n_kw > 0) {
        VmTuple *names = vm_tuple_new(vm, n_kw, NULL);
        size_t position = 0, i = 0;
        VmValue key, value;

        for (i = 0; i < n_kw; i++)
            names->items[i] = VM_NONE;
        i = 0;
        while (i < n_kw && vm_dict_next(vm_dict(kwargs), &position, &key, &value)) {
            if (!vm_is_str(key))
                vm_raise_type_error(vm, "keywords must be strings");
            names->items[i] = vm_value(vm_intern_str(vm, vm_str(key)));
            w[n_args + i] = value;
            i++;
        }
        kw.names = names->items;
        kw.values = w + n_args;
    }
    return vm_call_in_window(vm, w, (unsigned)n_args, n_kw > 0 ? &kw : NULL, dest, out);
}

static VmValue
awaitable(VM *vm, VmValue v)
{
    VmValue method, iterator;

    if (vm_is_exact(v, &vm_type_coroutine))
        return v;
    if (vm_is_exact(v, &vm_type_generator))
        return v; // old-style coroutines, as MicroPython's asyncio has them
    method = vm_special_maybe(vm, v, &vm_s___await__);
    if (method == VM_UNDEF) {
        if (vm_type_of(v)->next == NULL)
            vm_raise_type_error(vm, "object %t can't be used in 'await' expression", v);
        return v;
    }
    iterator = vm_call_0(vm, method);
    if (vm_type_of(iterator)->next == NULL)
        vm_raise_type_error(vm, "__await__() returned non-iterator of type '%t'", iterator);
    return iterator;
}

static VmValue
special(VM *vm, VmValue v, const VmStr *name, const char *protocol)
{
    VmValue method = vm_special_maybe(vm, v, name);

    if (method == VM_UNDEF)
        vm_raise_type_error(vm, "'%t' object does not support the %s protocol", v, protocol);
    return method;
}

static VmValue
call_exit(VM *vm, VmValue exit, VmValue e)
{
    VmValue args[3] = {VM_NONE, VM_NONE, VM_NONE};

    if (e != VM_UNDEF && e != VM_NONE) {
        args[0] = vm_value(vm_type_of(e));
        args[1] = e;
        args[2] = ((VmException *)e)->traceback;
    }
    return vm_call(vm, exit, 3, args);
}

static void
display(VM *vm, VmValue v)
{
    if (v == VM_NONE)
        return;
    vm_out_repr(vm, &vm_stdout, v);
    vm_out_text(vm, &vm_stdout, "\n");
    vm_dict_set_name(vm, vm->builtins_dict, &vm_s__, v);
}

_Noreturn static void
raise_from(VM *vm, VmValue e, VmValue cause)
{
    if (vm_is_type(e) && vm_is_subtype((const VmType *)e, &vm_type_BaseException))
        e = vm_call_0(vm, e);
    if (!vm_has_layout(e, &vm_type_BaseException))
        vm_raise_type_error(vm, "exceptions must derive from BaseException");
    if (vm_is_type(cause) && vm_is_subtype((const VmType *)cause, &vm_type_BaseException))
        cause = vm_call_0(vm, cause);
    if (cause != VM_NONE && !vm_has_layout(cause, &vm_type_BaseException))
        vm_raise_type_error(vm, "exception causes must derive from BaseException");
    ((VmException *)e)->cause = cause;
    ((VmException *)e)->suppress_context = true;
    vm_raise(vm, e);
}

/* --- The loop --- */

/* Looks like what an inline cache is keyed by: the shape of a plain instance, the type of anything else. */
static inline const void *
cache_key(VmValue v)
{
    const VmType *type = vm_type_of(v);

    if ((type->flags & VM_TYPE_PLAIN) != 0)
        return ((const VmInstance *)v)->attrs.shape;
    return type;
}

#if VM_VALUE_64
#define FLOAT_BINARY(name, op) \
    if (vm_is_float_word(a) && vm_is_float_word(b)) { \
        RESULT(vm_float_word(vm_float_word_value(a) op vm_float_word_value(b))); \
    } \
    if (vm_is_float_word(a) && vm_is_small(b)) { \
        RESULT(vm_float_word(vm_float_word_value(a) op(double) vm_small_value(b))); \
    } \
    if (vm_is_small(a) && vm_is_float_word(b)) { \
        RESULT(vm_float_word((double)vm_small_value(a) op vm_float_word_value(b))); \
    }
#define FLOAT_COMPARE(op) \
    if (vm_is_float_word(a) && vm_is_float_word(b)) { \
        TRUTH(vm_float_word_value(a) op vm_float_word_value(b)); \
    } \
    if (vm_is_float_word(a) && vm_is_small(b)) { \
        TRUTH(vm_float_word_value(a) op(double) vm_small_value(b)); \
    } \
    if (vm_is_small(a) && vm_is_float_word(b)) { \
        TRUTH((double)vm_small_value(a) op vm_float_word_value(b)); \
    }
#define SMALL_ORDER(v) (v) /* biased: order as words is order as numbers */
#define SMALL_STEP 0
#else
#define FLOAT_BINARY(name, op)
#define FLOAT_COMPARE(op)
#define SMALL_ORDER(v) ((intptr_t)(v))
#define SMALL_STEP 1
#endif

/* Small-integer cases. RESULT(v) ends the instruction; falling out goes to the general case. */
static inline bool
small_add(VmValue a, VmValue b, VmValue *out)
{
#if VM_VALUE_64
    return (*out = a + (b - VM_SMALL_BIAS)) >= VM_SMALL_TAG;
#else
    intptr_t sum;
    bool overflow = __builtin_add_overflow((intptr_t)a, (intptr_t)b - 1, &sum);

    *out = (VmValue)sum;
    return !overflow;
#endif
}

static inline bool
small_sub(VmValue a, VmValue b, VmValue *out)
{
#if VM_VALUE_64
    return (*out = a - (b - VM_SMALL_BIAS)) >= VM_SMALL_TAG;
#else
    intptr_t difference;
    bool overflow = __builtin_sub_overflow((intptr_t)a, (intptr_t)b - 1, &difference);

    *out = (VmValue)difference;
    return !overflow;
#endif
}

static inline bool
small_mul(VmValue a, VmValue b, VmValue *out)
{
    intptr_t product;

    if (__builtin_mul_overflow(vm_small_value(a), vm_small_value(b), &product) || !vm_fits_small(product))
        return false;
    *out = vm_small(product);
    return true;
}

static inline bool
small_floordiv(VmValue a, VmValue b, VmValue *out)
{
    intptr_t x = vm_small_value(a), y = vm_small_value(b), quotient;

    if (y <= 0) // zero raises; negative divisors are rare
        return false;
    quotient = x / y;
    if (x % y < 0)
        quotient--;
    *out = vm_small(quotient);
    return true;
}

static inline bool
small_mod(VmValue a, VmValue b, VmValue *out)
{
    intptr_t x = vm_small_value(a), y = vm_small_value(b), rest;

    if (y <= 0)
        return false;
    rest = x % y;
    *out = vm_small(rest < 0 ? rest + y : rest);
    return true;
}

static inline bool
small_truediv(VmValue a, VmValue b, VmValue *out)
{
#if VM_VALUE_64
    intptr_t y = vm_small_value(b);

    if (y == 0)
        return false;
    *out = vm_float_word((double)vm_small_value(a) / (double)y); // 49 bits each: exact before rounding once
    return true;
#else
    (void)a, (void)b, (void)out;
    return false;
#endif
}

static inline bool
small_lshift(VmValue a, VmValue b, VmValue *out)
{
    intptr_t x = vm_small_value(a), n = vm_small_value(b);

    if (n < 0 || n >= VM_SMALL_BITS - 1 || x > (intptr_t)(VM_SMALL_MAX >> n) || x < (intptr_t)(VM_SMALL_MIN >> n))
        return false;
    *out = vm_small((intptr_t)((uintptr_t)x << n));
    return true;
}

static inline bool
small_rshift(VmValue a, VmValue b, VmValue *out)
{
    intptr_t n = vm_small_value(b);

    if (n < 0)
        return false;
    *out = vm_small(vm_small_value(a) >> (n < VM_SMALL_BITS ? n : VM_SMALL_BITS - 1));
    return true;
}

static inline bool
small_and(VmValue a, VmValue b, VmValue *out)
{
    *out = vm_small(vm_small_value(a) & vm_small_value(b));
    return true;
}

static inline bool
small_or(VmValue a, VmValue b, VmValue *out)
{
    *out = vm_small(vm_small_value(a) | vm_small_value(b));
    return true;
}

static inline bool
small_xor(VmValue a, VmValue b, VmValue *out)
{
    *out = vm_small(vm_small_value(a) ^ vm_small_value(b));
    return true;
}

static inline bool
small_none(VmValue a, VmValue b, VmValue *out)
{
    (void)a, (void)b, (void)out;
    return false;
}

static VmValue
interpret(VM *vm)
{
    static const void *const narrow[VM_OP_COUNT] = {
#define VM_OP_X(name, operands, help) &&narrow_##name,
        VM_OPS(VM_OP_X)
#undef VM_OP_X
    };
    static const void *const wide[VM_OP_COUNT] = {
#define VM_OP_X(name, operands, help) &&wide_##name,
        VM_OPS(VM_OP_X)
#undef VM_OP_X
    };
    static const void *const traced[VM_OP_COUNT] = {[0 ... VM_OP_COUNT - 1] = &&trace_instruction};
    const void *const *table = vm->trace != NULL ? traced : narrow;
    VmValue *R;
    VmFunction *function;
    VmCode *code;
    const VmValue *consts;
    VmCache *caches;
    const uint8_t *pc;
    VmValue result;
    VmValue *callee_regs;

#define ENTER_FRAME() \
    do { \
        R = vm->regs; \
        function = frame_function(R); \
        code = function->code; \
        consts = code->consts; \
        caches = code->caches; \
        pc = (const uint8_t *)R[-2]; \
    } while (0)
#define NEXT goto *table[*pc++]
// A safe point: events are served, and a hook that was set or taken away takes effect.
#define POLL() \
    do { \
        vm_handle_events(vm); \
        table = vm->trace != NULL ? traced : narrow; \
    } while (0)

    ENTER_FRAME();
    NEXT;

trace_instruction:
    // Every instruction comes here first while there is a hook. It may raise, and may take itself away.
    R[-2] = (VmValue)pc;
    if (vm->trace != NULL)
        vm->trace(vm, function, (uint32_t)(pc - 1 - code->bytes), vm->trace_data);
    goto *narrow[pc[-1]];

#define WIDTH 1
#include "vm/core/interp-ops.h"
#undef WIDTH
#define WIDTH 2
#include "vm/core/interp-ops.h"
#undef WIDTH

enter_callee:
    R = callee_regs;
    ENTER_FRAME();
    if (vm->events != 0)
        POLL();
    NEXT;

return_result:
    // Leaves the running frame with `result`.
    {
        FrameKind kind = frame_kind(R);
        unsigned dest = frame_dest(R);
        VmValue instance = R[-5];
        VmValue running = R[-1];

        if (frame_has(R, FRAME_SEGMENT))
            frame_pop_segment(vm);
        vm->regs = frame_caller(R);
        if (kind == FRAME_ENTRY)
            return result;
        if (kind == FRAME_ENTRY_GEN) {
            vm_generator_swap_handled(vm, (VmGenerator *)running);
            vm_generator_finish(vm, (VmGenerator *)running);
            vm->stop_value = result;
            return VM_UNDEF;
        }
        ENTER_FRAME();
        vm->top = R + code->n_regs;
        if (kind == FRAME_FOR) {
            vm_generator_swap_handled(vm, (VmGenerator *)running);
            vm_generator_finish(vm, (VmGenerator *)running);
            NEXT; // behind the FOR_LOOP
        }
        if (kind == FRAME_INIT) {
            if (result != VM_NONE)
                vm_raise_type_error(vm, "__init__() should return None, not '%t'", result);
            result = instance;
        }
        R[dest] = result;
        NEXT;
    }

yield_result:
    // The running generator frame has been saved; gives `result` to who resumed it.
    {
        FrameKind kind = frame_kind(R);
        unsigned dest = frame_dest(R);
        bool wide_loop = frame_has(R, FRAME_WIDE);

        vm_generator_swap_handled(vm, (VmGenerator *)R[-1]);
        if (frame_has(R, FRAME_SEGMENT))
            frame_pop_segment(vm);
        vm->regs = frame_caller(R);
        if (kind == FRAME_ENTRY_GEN)
            return result;
        ENTER_FRAME();
        vm->top = R + code->n_regs;
        R[dest] = result;
        pc += wide_loop ? (int32_t)get_le32(pc - 4) : (int16_t)get_le16(pc - 2);
        if (vm->events != 0) {
            R[-2] = (VmValue)pc;
            POLL();
        }
        NEXT;
    }
}

VmValue
vm_run(VM *vm, VmValue thrown)
{
    VmValue *const entry = vm->regs;
    const unsigned n_printing = vm->n_printing;
    VmCatch catch;
    VmValue result;

    vm_check_c_stack(vm);
    catch.prev = vm->catch;
    vm->catch = &catch;
    if (setjmp(catch.jump) == 0) {
        if (thrown == VM_UNDEF)
            goto run;
        vm->raised = thrown;
    }
    vm->n_printing = n_printing;
    // A raise while unwinding (no memory for a RuntimeError) lands here again and unwinds further.
    if (!unwind(vm, entry)) {
        vm->catch = catch.prev;
        vm_reraise(vm, vm->raised);
    }
run:
    result = interpret(vm);
    vm->catch = catch.prev;
    return result;
}
