/* SPDX-License-Identifier: MIT */
/* The syntax tree of one top-level statement, and the arena it lives in.
 *
 * A node is a small header and as many slots as its kind needs; lists (statements, elements, arguments, parameters)
 * are chained by `next`. Nodes hold values (names, constants), so the arena's chunks are VALUES blocks chained to each
 * other; whoever keeps a VmArena on the C stack keeps everything in it alive.
 *
 * Positions are byte offsets into the source; vm_lexer_line() makes lines of them.
 */
#ifndef VM_CORE_AST_H
#define VM_CORE_AST_H

#include "vm/core/vm.h"

/* X(KIND, slots, what they hold); "list" is a chain of nodes, "?" may be NULL. */
#define VM_NODES(X) \
    /* Expressions */ \
    X(NAME, 1, "name") \
    X(CONST, 2, "value, name of a const() or NULL") \
    X(TUPLE, 1, "list") \
    X(LIST, 1, "list") \
    X(SET, 1, "list") \
    X(DICT, 1, "list: key, value, key, value; DOUBLE_STARRED stands alone") \
    X(STARRED, 1, "expression") \
    X(DOUBLE_STARRED, 1, "expression") \
    X(UNARY, 1, "operand; op is VmUnaryOp or VM_UNARY_NOT") \
    X(BINARY, 2, "left, right; op is VmBinaryOp") \
    X(AND, 1, "list") \
    X(OR, 1, "list") \
    X(COMPARE, 2, "left, right; op is VmCompareOp or VM_COMPARE_IS...") \
    X(CHAIN, 1, "list of COMPARE, each one's left being the right of the one before") \
    X(IF_EXP, 3, "test, then, else") \
    X(LAMBDA, 5, "as FUNCTION; body is an expression") \
    X(CALL, 2, "callee, list of arguments: expressions, STARRED, KEYWORD, DOUBLE_STARRED") \
    X(KEYWORD, 2, "name, value") \
    X(ATTRIBUTE, 2, "object, name") \
    X(SUBSCRIPT, 2, "object, index") \
    X(SLICE, 3, "start?, stop?, step?") \
    X(LIST_COMP, 4, "element, NULL, list of clauses, scope") \
    X(SET_COMP, 4, "element, NULL, list of clauses, scope") \
    X(DICT_COMP, 4, "key, value, list of clauses, scope") \
    X(GEN_EXP, 4, "element, NULL, list of clauses, scope") \
    X(COMP_FOR, 2, "target, iterable; op 1: async") \
    X(COMP_IF, 1, "condition") \
    X(NAMED, 2, "NAME, value") \
    X(YIELD, 1, "value?") \
    X(YIELD_FROM, 1, "iterable") \
    X(AWAIT, 1, "awaitable") \
    X(FSTRING, 1, "list of CONST str and FIELD") \
    X(FIELD, 2, "expression, format spec? (CONST or FSTRING); op: conversion 0, 1 !s, 2 !r, 3 !a") \
    /* Statements */ \
    X(EXPRESSION, 1, "expression") \
    X(ASSIGN, 2, "list of targets, value") \
    X(AUG_ASSIGN, 2, "target, value; op is VmBinaryOp") \
    X(ANN_ASSIGN, 2, "target, value?; the annotation is not kept") \
    X(DELETE, 1, "list of targets") \
    X(RETURN, 1, "value?") \
    X(RAISE, 2, "exception?, cause?") \
    X(GLOBAL, 1, "list of NAME") \
    X(NONLOCAL, 1, "list of NAME") \
    X(PASS, 0, "") \
    X(BREAK, 0, "") \
    X(CONTINUE, 0, "") \
    X(ASSERT, 2, "test, message?") \
    X(IMPORT, 1, "list of ALIAS") \
    X(IMPORT_FROM, 3, "module name?, list of ALIAS or NULL for *, level") \
    X(ALIAS, 2, "name, as name?") \
    X(IF, 3, "test, body, else list?") \
    X(WHILE, 3, "test, body, else list?") \
    X(FOR, 4, "target, iterable, body, else list?; op 1: async") \
    X(TRY, 4, "body, list of HANDLER, else list?, finally list?") \
    X(HANDLER, 3, "type?, name?, body") \
    X(WITH, 2, "list of WITH_ITEM, body; op 1: async") \
    X(WITH_ITEM, 2, "manager, target?") \
    X(FUNCTION, 6, "name, list of PARAM, body, scope, decorators?, name to store under; op 1: async") \
    X(PARAM, 2, "name, default?; op is VmParamKind") \
    X(CLASS, 6, "name, arguments? as CALL's, body, scope, decorators?, name to store under") \
    X(MATCH, 2, "subject, list of CASE") \
    X(CASE, 3, "pattern, guard?, body") \
    /* Patterns */ \
    X(PAT_VALUE, 1, "expression compared by == (None, True, False: by is)") \
    X(PAT_CAPTURE, 1, "name; NULL for _") \
    X(PAT_SEQUENCE, 1, "list, at most one PAT_STAR") \
    X(PAT_STAR, 1, "name; NULL for _") \
    X(PAT_MAPPING, 2, "list: key expression, pattern, ...; name of **rest or NULL") \
    X(PAT_CLASS, 2, "class expression, list of patterns, then PAT_KEYWORDs") \
    X(PAT_KEYWORD, 2, "name, pattern") \
    X(PAT_OR, 1, "list") \
    X(PAT_AS, 2, "pattern, name")

typedef enum VmNodeKind {
#define X(kind, slots, help) VM_NODE_##kind,
    VM_NODES(X)
#undef X
        VM_NODE_COUNT
} VmNodeKind;

enum { VM_UNARY_NOT = 15 };
enum { VM_COMPARE_IS = VM_CMP_COUNT, VM_COMPARE_IS_NOT, VM_COMPARE_IN, VM_COMPARE_NOT_IN };
typedef enum VmParamKind {
    VM_PARAM_KIND_POS_ONLY,
    VM_PARAM_KIND_PLAIN,
    VM_PARAM_KIND_KW_ONLY,
    VM_PARAM_KIND_VAR_ARGS,
    VM_PARAM_KIND_VAR_KW,
} VmParamKind;

/* Bits of VmNode.flags. */
enum {
    VM_NODE_PAREN = 1,    /* stood in parentheses of its own */
    VM_NODE_FOLDED = 2,   /* a CONST that was an expression of several literals */
    VM_NODE_CONST_FSTRING = 4, /* a CONST that was an f-string without fields */
};

typedef struct VmNode VmNode;
typedef struct VmScope VmScope;
typedef struct VmSymbol VmSymbol;

struct VmNode {
    uint8_t kind;
    uint8_t op : 5, flags : 3;
    uint16_t len; /* bytes of source from `at`; 0xffff: that much or more */
    uint32_t at;
    VmNode *next;
    union {
        VmNode *node;
        VmValue value;
        const VmStr *name;
        VmScope *scope;
        uintptr_t number;
    } s[];
};

/* --- Arena --- */

typedef struct VmChunk {
    struct VmChunk *next;
    size_t size; /* of data */
    char data[];
} VmChunk;

typedef struct VmArena {
    VM *vm;
    VmChunk *chunks; /* the one being filled first */
    size_t used;     /* of it */
} VmArena;

/* Zeroed memory aligned to a word. */
void *vm_arena_alloc(VmArena *arena, size_t bytes);
/* Forgets everything but keeps one chunk for the next statement. */
void vm_arena_reset(VmArena *arena);
/* Gives everything back. */
void vm_arena_free(VmArena *arena);

/* --- Scopes (scope.c) --- */

typedef enum VmScopeKind {
    VM_SCOPE_MODULE,
    VM_SCOPE_CLASS,
    VM_SCOPE_FUNCTION, /* def, lambda, generator expression */
    VM_SCOPE_INLINE,   /* list, set and dict comprehensions: part of the code around, with variables of their own */
} VmScopeKind;

enum {
    VM_SYMBOL_USED = 1,
    VM_SYMBOL_BOUND = 2,
    VM_SYMBOL_PARAM = 4,
    VM_SYMBOL_GLOBAL = 8,    /* declared */
    VM_SYMBOL_NONLOCAL = 16, /* declared */
    VM_SYMBOL_CELL = 32,     /* ours, captured by an inner function */
    VM_SYMBOL_FREE = 64,     /* an outer function's */
    VM_SYMBOL_VOLATILE = 128, /* may be unbound again: del, except ... as */
    VM_SYMBOL_COMP_TARGET = 256, /* bound by the for of a comprehension */
    VM_SYMBOL_COMP_USED = 512,    /* used in a comprehension directly in a class body */
};

struct VmSymbol {
    const VmStr *name;
    VmSymbol *in_bucket; /* next */
    VmSymbol *in_scope;  /* next, in order of appearance */
    uint16_t flags;
    uint16_t reg;        /* register, or index of the closure cell for FREE */
    bool bound_now;      /* codegen: definitely bound at this point (INLINE scopes) */
};

enum { VM_SCOPE_BUCKETS = 8 };

struct VmScope {
    uint8_t kind;
    bool is_generator, is_async, is_lambda, is_gen_exp, has_walrus, needs_class_cell, in_class_body;
    uint16_t n_free;
    uint16_t class_cell; /* CLASS with needs_class_cell: the register of the cell for __class__ */
    VmScope *parent;
    VmScope *first_child, *last_child, *sibling;
    const VmNode *node; /* FUNCTION, LAMBDA, CLASS, ..._COMP, GEN_EXP */
    VmSymbol *first, *last;
    VmSymbol *buckets[VM_SCOPE_BUCKETS];
};

VmSymbol *vm_scope_find(const VmScope *scope, const VmStr *name);

#endif
