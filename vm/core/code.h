/* SPDX-License-Identifier: MIT */
/* Code objects and the instruction set: a register machine.
 *
 * A function's registers R[0..n_regs) are a window on the VM stack: parameters first (positional-only, positional,
 * keyword-only, *args, **kwargs, in that order), then other locals, then temporaries. The callee's window overlaps the top of the
 * caller's, so arguments are evaluated straight into place:
 *
 *     caller  R[w-4] R[w-3] R[w-2] R[w-1]   R[w] ... R[w+n-1]
 *             \__ frame words ____/ callee   arguments = the callee's R[0] ... R[n-1]
 *
 * The compiler keeps R[w-4]..R[w-2] free at a call with window w (the interpreter writes the frame there).
 *
 * An instruction is an op code byte followed by its operands, one byte each: r = register, k = index into consts,
 * n = count or flag, i = signed byte, j = jump distance (signed, 16 bits little-endian, from the end of the instruction).
 * VM_OP_WIDE before an instruction doubles every operand (registers, counts and consts 16 bits, i 16, j 32).
 *
 * consts[0..n_names) are the names (interned str) of globals and attributes, each with its own inline cache; attribute names and
 * global names are separate entries even when spelled alike. The rest of consts follows: numbers, strings, tuples, child codes.
 *
 * Exceptions: `handlers` is a table of {start, end, handler, register} searched innermost first (they are stored
 * innermost first) when an exception leaves an instruction with start <= pc offset < end: the exception is put in the
 * register and the handler entered. Lines: compile.h says how they are packed.
 */
#ifndef VM_CORE_CODE_H
#define VM_CORE_CODE_H

#include "vm/core/object.h"

#define VM_FRAME_WORDS 4

/* X(NAME, operands, what it does) */
#define VM_OPS(X) \
    X(NOP, "", "nothing") \
    X(WIDE, "", "the next instruction's operands are twice as wide") \
    X(MOVE, "rr", "a = b") \
    X(LOAD_CONST, "rk", "a = consts[k]") \
    X(LOAD_INT, "ri", "a = i") \
    X(LOAD_NONE, "r", "a = None") \
    X(LOAD_TRUE, "r", "a = True") \
    X(LOAD_FALSE, "r", "a = False") \
    X(CHECK_BOUND, "rk", "UnboundLocalError (a NameError) naming consts[k] if a is unbound") \
    X(UNBIND, "r", "a = unbound") \
    /* Variables captured by inner functions live in cells. */ \
    X(MAKE_CELL, "r", "a = new cell holding a (which may be unbound)") \
    X(LOAD_CELL, "rrk", "a = content of cell b; NameError naming consts[k] if empty") \
    X(STORE_CELL, "rr", "content of cell a = b") \
    X(CLEAR_CELL, "r", "content of cell a = unbound") \
    X(LOAD_FREE, "rnk", "a = content of the function's n-th closure cell") \
    X(STORE_FREE, "nr", "content of the n-th closure cell = b") \
    X(CLEAR_FREE, "n", "content of the n-th closure cell = unbound") \
    X(LOAD_FREE_CELL, "rn", "a = the n-th closure cell itself, for a MAKE_FUNCTION") \
    X(LOAD_GLOBAL, "rk", "a = global or built-in consts[k]") \
    X(STORE_GLOBAL, "kr", "global consts[k] = b") \
    X(DELETE_GLOBAL, "k", "NameError if it is not there") \
    /* In class bodies and exec() with a separate namespace: R[0] is the namespace (any mapping). */ \
    X(LOAD_NAME, "rk", "a = R[0][consts[k]], else global, else built-in") \
    X(STORE_NAME, "kr", "R[0][consts[k]] = b") \
    X(DELETE_NAME, "k", "NameError if it is not there") \
    X(LOAD_NAME_OR_FREE, "rkn", "a = R[0][consts[k]], else content of closure cell n") \
    X(LOAD_ATTR, "rrk", "a = b.consts[k]") \
    X(STORE_ATTR, "rkr", "a.consts[k] = c") \
    X(DELETE_ATTR, "rk", "del a.consts[k]") \
    X(LOAD_METHOD, "rrk", "callee and self of b.consts[k](...): R[a-1] = function, R[a] = b; or R[a-1] = callable, R[a] unbound") \
    X(GET_ITEM, "rrr", "a = b[c]") \
    X(SET_ITEM, "rrr", "a[b] = c") \
    X(DELETE_ITEM, "rr", "del a[b]") \
    X(BUILD_SLICE, "rrn", "a = slice(R[b], R[b+1][, R[b+2] if n is 3])") \
    /* Operators: VM_OP_BINARY(ADD) = a = b + c; the K forms take consts[c]; the in-place forms try __iadd__ first. */ \
    VM_BINARY_OPS(VM_OP_X_BINARY_) VM_COMPARE_OPS(VM_OP_X_COMPARE_) \
    X(NEG, "rr", "a = -b") \
    X(POS, "rr", "a = +b") \
    X(INVERT, "rr", "a = ~b") \
    X(NOT, "rr", "a = not b") \
    X(IS, "rrr", "a = b is c") \
    X(IS_NOT, "rrr", "a = b is not c") \
    X(IN, "rrr", "a = b in c") \
    X(NOT_IN, "rrr", "a = b not in c") \
    X(JUMP, "j", "forward or backward; backward ones must be LOOP") \
    X(LOOP, "j", "backward jump that serves pending events (Ctrl-C, timers, limits) and counts warmth") \
    X(JUMP_IF, "rj", "if a is true") \
    X(JUMP_IF_NOT, "rj", "if a is false") \
    X(JUMP_IF_NONE, "rj", "if a is None") \
    X(JUMP_IF_NOT_NONE, "rj", "if a is not None") \
    X(JUMP_IF_BOUND, "rj", "if a is not unbound") \
    X(GET_ITER, "rr", "a = iter(b)") \
    X(FOR_LOOP, "rrj", "b = next(a) and jump (backward, to the body; serves events like LOOP); falls through at the end") \
    X(UNPACK, "rrn", "R[a..a+n) = the exactly n items of b") \
    X(UNPACK_REST, "rrnn", "R[a..a+c) = first c items, R[a+c] = list of the middle, then the last d items of b") \
    X(BUILD_TUPLE, "rrn", "a = (R[b], ... n of them)") \
    X(BUILD_LIST, "rrn", "") \
    X(BUILD_SET, "rrn", "") \
    X(BUILD_DICT, "rrn", "a = {R[b]: R[b+1], ... n pairs}") \
    X(LIST_APPEND, "rr", "a.append(b): a is an exact list") \
    X(LIST_EXTEND, "rr", "a.extend(b): TypeError 'Value after * must be an iterable' style") \
    X(LIST_TO_TUPLE, "rr", "a = tuple(b), b an exact list") \
    X(SET_ADD, "rr", "") \
    X(SET_UPDATE, "rr", "") \
    X(DICT_SET, "rrr", "a[b] = c: a is an exact dict") \
    X(DICT_UPDATE, "rr", "a.update(b): {**b}") \
    X(DICT_MERGE, "rr", "as DICT_UPDATE for f(**b): keys must be str and new") \
    X(FORMAT_VALUE, "rrrn", "a = text of b as in an f-string, spec in c (if n & 4), n & 3: 0 none, 1 !s, 2 !r, 3 !a") \
    X(BUILD_STRING, "rrn", "a = R[b] + ... n str") \
    X(CALL, "rrn", "a = R[b-1](R[b], ... n of them)") \
    X(CALL_KW, "rrnk", "as CALL; the last len(consts[k]) of the n are keywords named by the tuple consts[k]") \
    X(CALL_METHOD, "rrn", "after LOAD_METHOD to b: n counts R[b] (self); if R[b] is unbound the call is without it") \
    X(CALL_METHOD_KW, "rrnk", "") \
    X(CALL_EX, "rr", "a = R[b-1](*R[b], **R[b+1]); R[b] tuple or list, R[b+1] dict or unbound") \
    X(RETURN, "r", "") \
    X(RETURN_NONE, "", "") \
    X(MAKE_FUNCTION, "rkrn", "a = function of code consts[k]; from R[c] on, in order: tuple of defaults (n & 1), dict of keyword-only defaults (n & 2), annotations dict (n & 4), then the code's n_free cells") \
    X(LOAD_BUILD_CLASS, "r", "a = the function that makes classes: called with (body function, name, *bases, **keywords)") \
    X(YIELD, "rr", "yields b; a = what is sent") \
    X(YIELD_FROM_ITER, "rr", "a = iterator for `yield from b` (a generator as it is)") \
    X(GET_AWAITABLE, "rr", "a = iterator for `await b`") \
    X(YIELD_FROM, "rr", "delegates to iterator b until it ends; a = its return value") \
    X(GET_AITER, "rr", "a = b.__aiter__()") \
    X(GET_ANEXT, "rr", "a = awaitable iterator of b.__anext__()") \
    X(ASYNC_YIELD, "rr", "as YIELD in an async generator") \
    X(IMPORT, "rkrn", "a = __import__(consts[k], fromlist = c, level = n)") \
    X(IMPORT_FROM, "rrk", "a = b.consts[k] (attribute or sub-module); ImportError") \
    X(IMPORT_STAR, "r", "into the globals (or R[0] in a NAMES code)") \
    X(RAISE, "r", "") \
    X(RAISE_FROM, "rr", "raise a from b") \
    X(RERAISE, "r", "a again, traceback kept, no line added; used by handlers and finally") \
    X(RAISE_AGAIN, "", "bare raise: the exception being handled; RuntimeError if none") \
    X(PUSH_HANDLED, "rr", "b = the exception being handled until now (or None); the one being handled = a") \
    X(POP_HANDLED, "r", "the exception being handled = a") \
    X(MATCH_EXCEPTION, "rrr", "a = exception b is an instance of c (class or tuple of classes; TypeError otherwise)") \
    X(LOAD_ASSERTION_ERROR, "r", "a = the built-in AssertionError") \
    X(WITH_ENTER, "rr", "of context manager b: R[a] = its bound __exit__, R[a+1] = __enter__()") \
    X(WITH_EXIT, "rrr", "a = R[b](type, value, traceback of exception c)") \
    X(AWITH_ENTER, "rr", "R[a] = bound __aexit__, R[a+1] = awaitable iterator of __aenter__()") \
    X(AWITH_EXIT, "rrr", "a = awaitable iterator of R[b](type, value, traceback of c); c unbound: (None, None, None)") \
    X(DISPLAY, "r", "the REPL shows a (not None) and sets _") \
    /* match statement */ \
    X(MATCH_SEQUENCE, "rr", "a = b is a sequence for patterns") \
    X(MATCH_MAPPING, "rr", "") \
    X(MATCH_KEYS, "rrr", "a = tuple of b's values for the keys in tuple c, or None") \
    X(MATCH_CLASS, "rrrkn", "a = tuple of attributes of b if isinstance(b, c), else None: n positional, then those named by tuple consts[k]") \
    X(GET_LEN, "rr", "a = len(b)") \
    X(LOAD_LOCALS, "r", "a = the namespace: R[0] in a NAMES code, else the globals")

#define VM_OP_X_BINARY_(name, text, method, reflected, in_place) \
    VM_OP_X(name, "rrr", "a = b " text " c") \
    VM_OP_X(name##_K, "rrk", "a = b " text " consts[c]") \
    VM_OP_X(I##name, "rrr", "a = b " text "= c") \
    VM_OP_X(I##name##_K, "rrk", "a = b " text "= consts[c]")
#define VM_OP_X_COMPARE_(name, text, method, mirror) \
    VM_OP_X(name, "rrr", "a = b " text " c") \
    VM_OP_X(name##_K, "rrk", "a = b " text " consts[c]") \
    VM_OP_X(JUMP_IF_##name, "rrj", "if a " text " b") \
    VM_OP_X(JUMP_IF_NOT_##name, "rrj", "unless a " text " b") \
    VM_OP_X(JUMP_IF_##name##_K, "rkj", "if a " text " consts[b]") \
    VM_OP_X(JUMP_IF_NOT_##name##_K, "rkj", "unless a " text " consts[b]")

/* To use: #define VM_OP_X(name, operands, help) ..., then VM_OPS(VM_OP_X), then #undef VM_OP_X. */
typedef enum VmOp {
#define VM_OP_X(name, operands, help) VM_OP_##name,
    VM_OPS(VM_OP_X)
#undef VM_OP_X
        VM_OP_COUNT
} VmOp;

enum {
    VM_CODE_VAR_ARGS = 1,  /* *args: in register n_params (a tuple) */
    VM_CODE_VAR_KW = 2,    /* **kwargs: in the register after */
    VM_CODE_GENERATOR = 4,
    VM_CODE_COROUTINE = 8, /* with GENERATOR: an async generator */
    VM_CODE_NAMES = 16,    /* R[0] is a namespace mapping: class bodies, exec with locals */
    VM_CODE_MODULE = 32,   /* a module's, exec's or eval's top level */
    VM_CODE_NESTED = 64,   /* has closure cells */
};

/* What an instruction that uses a name saw last (interp.c, class.c). */
typedef struct VmCache {
    const void *key;    /* a shape, type or module; NULL: nothing yet */
    uint32_t epoch;     /* of vm->types_epoch or names_epoch */
    uint32_t index;     /* slot or entry */
    VmValue value;      /* method or built-in */
} VmCache;

typedef struct VmHandler {
    uint32_t start, end, handler; /* offsets into bytes; `end` exclusive */
    uint16_t reg;
} VmHandler;

/* Constant after compiling or loading, but for `caches` and `warmth`. */
typedef struct VmCode {
    VmObject base;           /* vm_type_code */
    const uint8_t *bytes;    /* instructions, then the packed lines; a RAW block or ROM */
    const VmValue *consts;   /* a VALUES block or ROM */
    const VmHandler *handlers; /* a RAW block, NULL when none */
    VmCache *caches;         /* RAW, n_names of them, once warm; NULL before */
    const VmStr *name, *qualname, *filename;
    const VmStr *const *local_names; /* names of R[0..n_locals) as a VALUES block (VmStr* are values); for keywords, locals(), errors */
    uint32_t n_bytes;        /* of instructions */
    uint32_t n_lines;        /* bytes of packed lines */
    uint32_t first_line;
    uint16_t n_names, n_consts, n_handlers;
    uint16_t n_regs;         /* registers needed, callees' windows' frame words included, callees' arguments included */
    uint16_t n_locals;
    uint16_t n_free;
    uint16_t n_params;       /* positional-only + positional + keyword-only, without *args and **kwargs */
    uint16_t n_pos_only, n_kw_only;
    uint16_t warmth;
    uint8_t flags;
    const VmValue *free_names; /* n_free names, VALUES block, NULL when 0 */
    VmValue doc;             /* str or None */
} VmCode;

/* Line of the instruction at @offset; 1-based. */
uint32_t vm_code_line(const VmCode *code, uint32_t offset);
/* Columns of the expression of the instruction (0-based, end exclusive, UTF-8 bytes); false when they were not kept. */
bool vm_code_columns(const VmCode *code, uint32_t offset, uint32_t *column, uint32_t *end_column);
/* Bytes of the instruction at @at, WIDE included. */
unsigned vm_instruction_size(const uint8_t *at);
/* -v, dis: one instruction a line. */
void vm_code_disassemble(VM *vm, VmOut *out, const VmCode *code);

#endif
