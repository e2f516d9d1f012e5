/* SPDX-License-Identifier: MIT */
/* Syntax trees to code objects: what scope.c, codegen.c, codegen-expr.c, codegen-stmt.c and emit.c share. Private to the compiler.
 *
 * One VmUnit is one code object being made. While it grows, every instruction stands in its WIDE form, jumps hold
 * the absolute offset of their target, and name and constant operands count within pools of their own;
 * vm_unit_finish() (emit.c) then packs it.
 */
#ifndef VM_CORE_CODEGEN_H
#define VM_CORE_CODEGEN_H

#include "vm/core/code.h"
#include "vm/core/compile.h"
#include "vm/core/parser.h"

enum { VM_TRACKED_LOCALS = 128 };

/* Which locals are bound on every way that leads here. Those beyond the limit are checked at run time. */
typedef struct VmBoundSet {
    uint64_t bits[VM_TRACKED_LOCALS / 64];
} VmBoundSet;

/* A place to jump to. Until it is bound, the jumps to it are chained through their operands. */
typedef struct VmLabel {
    uint32_t at;    /* offset once bound, UINT32_MAX before */
    uint32_t chain; /* offset of the last jump's operand, 0: none */
    VmBoundSet bound;
} VmLabel;

typedef struct VmPool {
    VmValue *items; /* VALUES block */
    uint32_t n, cap;
} VmPool;

enum { VM_POOL_GLOBALS, VM_POOL_ATTRS, VM_POOL_CONSTS, VM_POOLS };

typedef struct VmGap {
    struct VmGap *next;
    uint32_t start, end;
} VmGap;

typedef enum VmBlockType {
    VM_CODE_BLOCK_LOOP,
    VM_CODE_BLOCK_TRY,     /* covered by a handler; nothing to do on leaving */
    VM_CODE_BLOCK_HANDLED, /* an exception is being handled: give `old` back */
    VM_CODE_BLOCK_NAME,    /* body of `except ... as name`: unbind it */
    VM_CODE_BLOCK_FINALLY, /* `node` is the finally suite, run on leaving */
    VM_CODE_BLOCK_WITH,    /* call __exit__ in register `reg` on leaving */
} VmBlockType;

/* What return, break and continue have to leave, innermost first; on the C stack. */
typedef struct VmBlock {
    struct VmBlock *outer;
    uint8_t type;
    bool is_async;
    uint16_t reg, old;
    VmLabel *on_break, *on_continue;
    const VmNode *node;
    const VmStr *name;
    uint32_t start;    /* where the handler's range begins */
    VmGap *gaps, *last_gap; /* parts of the range that are the leaving code itself */
    uint32_t gap_start;
} VmBlock;

typedef struct VmUnit {
    VM *vm;
    VmParser *parser;
    VmLexer *lx;
    VmArena *arena;
    struct VmUnit *outer;
    VmScope *scope;         /* innermost scope, maybe an INLINE one */
    VmScope *own_scope;     /* the code's own */
    const VmStr *name, *qualname;
    uint8_t *bytes;         /* RAW block */
    uint32_t n_bytes, cap_bytes;
    VmPool pools[VM_POOLS];
    uint32_t *lines;        /* RAW block: pairs of offset and line */
    uint32_t n_lines, cap_lines, last_line;
    VmHandler *handlers;    /* RAW block */
    uint32_t n_handlers, cap_handlers;
    VmBlock *block;
    uint32_t at;            /* source offset that instructions belong to */
    uint32_t line_at;       /* offset that last_line is of */
    unsigned top, max_regs; /* first free temporary; registers needed */
    unsigned n_locals;
    unsigned n_blocks;      /* depth, for the limit */
    bool dead;              /* nothing comes here: what would be emitted is left out */
    bool names;             /* VM_CODE_NAMES */
    bool display;           /* interactive: expression statements show their value */
    bool top_await;
    uint8_t flags;
    VmBoundSet bound, volatile_locals;
} VmUnit;

/* --- emit.c --- */
void vm_unit_init(VmUnit *u, VmUnit *outer, VmParser *parser, VmScope *scope, const VmStr *name);
/* The finished code: packs instructions and lines, cuts buffers to size. @doc: str or None. */
VmCode *vm_unit_finish(VmUnit *u, const VmStr *filename, VmValue doc, uint32_t first_line);

void vm_emit(VmUnit *u, VmOp op, ...); /* as many unsigned operands as the op has, jumps excepted */
void vm_emit_jump(VmUnit *u, VmOp op, VmLabel *label, ...); /* operands before the jump */
void vm_label_init(VmLabel *label);
void vm_label_bind(VmUnit *u, VmLabel *label);
/* Binds a label that later code jumps back to: what is bound there is what is bound now, but for volatile locals. */
void vm_label_bind_loop(VmUnit *u, VmLabel *label);
void vm_add_handler(VmUnit *u, const VmBlock *block, uint32_t end, uint32_t handler, unsigned reg);

unsigned vm_pool_add(VmUnit *u, unsigned pool, VmValue value);
unsigned vm_const(VmUnit *u, VmValue value);
unsigned vm_temp(VmUnit *u);
/* @n consecutive temporaries; the first. */
unsigned vm_temps(VmUnit *u, unsigned n);
_Noreturn void vm_code_fail(VmUnit *u, const VmNode *node, const char *format, ...);

bool vm_bound_has(const VmUnit *u, unsigned reg);
void vm_bound_add(VmUnit *u, unsigned reg);
void vm_bound_remove(VmUnit *u, unsigned reg);

/* --- codegen-expr.c --- */
void vm_gen_to(VmUnit *u, const VmNode *node, unsigned dest);
unsigned vm_gen_any(VmUnit *u, const VmNode *node);
void vm_gen_effect(VmUnit *u, const VmNode *node); /* value not wanted */
/* Jumps to @label if the truth of @node is @sense. */
void vm_gen_jump(VmUnit *u, const VmNode *node, bool sense, VmLabel *label);
void vm_gen_store(VmUnit *u, const VmNode *target, unsigned src);
void vm_gen_delete(VmUnit *u, const VmNode *target);
void vm_gen_load_name(VmUnit *u, const VmNode *node, const VmStr *name, unsigned dest);
void vm_gen_store_name(VmUnit *u, const VmNode *node, const VmStr *name, unsigned src);
void vm_gen_delete_name(VmUnit *u, const VmNode *node, const VmStr *name, bool check);
void vm_gen_const(VmUnit *u, VmValue value, unsigned dest);
/* The register of a plain local that can be written directly, or -1. */
int vm_local_of(VmUnit *u, const VmNode *target);
void vm_emit_await(VmUnit *u, unsigned reg);
void vm_gen_unpack(VmUnit *u, const VmNode *targets, unsigned src);
/* Arguments and call; the callee stands in R[window - 1]. @n_before of them are in place already. */
void vm_gen_call(VmUnit *u, const VmNode *args, unsigned window, unsigned n_before, unsigned dest);
unsigned vm_call_window(VmUnit *u);
void vm_gen_make_function(VmUnit *u, VmCode *code, const VmScope *scope, const VmNode *params, unsigned dest);
/* A display or const() whose items are all literals, as tuple; VM_UNDEF otherwise. */
VmValue vm_const_tuple(VmUnit *u, const VmNode *first);
VmValue vm_const_of(VmUnit *u, const VmNode *node);
/* Loops and yields of a generator expression, its iterator in R[0]. */
void vm_gen_gen_exp_body(VmUnit *u, const VmNode *node);
VmSymbol *vm_lookup(VmUnit *u, const VmStr *name, bool *through_class);

/* --- codegen.c (units) and codegen-stmt.c --- */
VmCode *vm_gen_function(VmUnit *outer, const VmNode *node, VmScope *scope);
VmCode *vm_gen_class_body(VmUnit *outer, const VmNode *node);
void vm_gen_statements(VmUnit *u, const VmNode *first);
void vm_gen_match(VmUnit *u, const VmNode *node);
/* Leaves the blocks from the innermost up to, not including, @until; close the gaps after the jump. */
void vm_gen_leave(VmUnit *u, VmBlock *until);
void vm_gen_left(VmUnit *u, VmBlock *from, VmBlock *until);

/* --- scope.c --- */
typedef struct VmScoper {
    VM *vm;
    VmLexer *lx;
    VmArena *arena;
    bool top_await;
} VmScoper;
VmScope *vm_scope_new(VmArena *arena, VmScope *parent, VmScopeKind kind, const VmNode *node);
/* Makes the scopes of everything in @first, below @top, and resolves their names. */
void vm_scope_statements(VmScoper *s, VmScope *top, VmNode *first);
void vm_scope_expression(VmScoper *s, VmScope *top, VmNode *node);

#endif
