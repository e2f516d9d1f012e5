/* SPDX-License-Identifier: MIT */
/* Tokens to syntax trees, one top-level statement at a time: recursive descent. Private to the compiler. */
#ifndef VM_CORE_PARSER_H
#define VM_CORE_PARSER_H

#include "vm/core/ast.h"
#include "vm/core/lexer.h"

typedef struct VmParser {
    VM *vm;
    VmArena *arena;
    VmLexer *lx;
    const VmStr *class_name;  /* innermost class around, for __private names; NULL outside */
    VmDict *consts;           /* what NAME = const(...) gave so far; NULL: nothing */
    bool const_imported;      /* `from micropython import const` was seen: const() is folded */
    bool interactive;         /* _NAME = const(...) is stored all the same */
    bool in_function;         /* being parsed is the body of a def */
    bool in_lambda_or_def_head;
} VmParser;

/* A chain of nodes being built. */
typedef struct VmChain {
    VmNode *first, *last;
} VmChain;

static inline void
vm_chain_add(VmChain *chain, VmNode *node)
{
    if (chain->last == NULL)
        chain->first = node;
    else
        chain->last->next = node;
    chain->last = node;
}

/* The next statements: those of one logical line, or one compound statement. NULL at the end of the text. */
VmNode *vm_parse_statement(VmParser *p);
/* A whole text that is one expression, as eval() takes it. */
VmNode *vm_parse_eval(VmParser *p);

/* --- Between parser.c and parser-expr.c --- */

VmNode *vm_node(VmParser *p, VmNodeKind kind, uint32_t start);
VmNode *vm_node_1(VmParser *p, VmNodeKind kind, uint32_t start, VmNode *a);
VmNode *vm_node_2(VmParser *p, VmNodeKind kind, uint32_t start, VmNode *a, VmNode *b);
/* Sets the node's length so that it ends with the token before the current one. */
VmNode *vm_node_end(VmParser *p, VmNode *node);
uint32_t vm_node_end_at(const VmNode *node);

static inline bool
vm_at(const VmParser *p, VmToken token)
{
    return p->lx->token == token;
}
bool vm_accept(VmParser *p, VmToken token);
/* "expected '...'" */
void vm_expect(VmParser *p, VmToken token);
_Noreturn void vm_parse_fail(VmParser *p, uint32_t start, uint32_t end, const char *format, ...);
_Noreturn void vm_parse_fail_node(VmParser *p, const VmNode *node, const char *format, ...);
/* "invalid syntax" or something better, at the current token. */
_Noreturn void vm_parse_fail_here(VmParser *p);

/* The identifier that is the current token, mangled if private to a class; passes by it. */
const VmStr *vm_take_name(VmParser *p);
const VmStr *vm_mangle(VmParser *p, const VmStr *name);

bool vm_starts_expression(const VmParser *p);
VmNode *vm_parse_expr(VmParser *p);             /* lambda, conditional and below */
VmNode *vm_parse_named(VmParser *p);            /* or a := b */
VmNode *vm_parse_star_expressions(VmParser *p); /* or a tuple without parentheses, with *a */
VmNode *vm_parse_star_named(VmParser *p);       /* the same with a := b, as match's subject */
VmNode *vm_parse_value(VmParser *p);            /* or yield */
VmNode *vm_parse_targets(VmParser *p);          /* of for: stops before `in` */
VmNode *vm_parse_bitor(VmParser *p);
VmNode *vm_parse_sum(VmParser *p); /* + and - and what binds closer */
VmNode *vm_parse_primary(VmParser *p);
VmNode *vm_parse_call_args(VmParser *p);        /* behind '(' up to and with ')' */
VmNode *vm_parse_params(VmParser *p, VmToken end, bool annotated);
VmNode *vm_parse_strings(VmParser *p);
/* Checks that @node can be assigned to (or deleted) and prepares it. */
void vm_make_target(VmParser *p, VmNode *node, bool is_delete, bool maybe_equals);
const char *vm_node_description(const VmNode *node);
_Noreturn void vm_parse_fail_assign(VmParser *p, VmNode *node);
VmNode *vm_const_node(VmParser *p, VmValue value, uint32_t start);

/* --- Folding (fold.c): VM_UNDEF when the result is not to be had safely, or is too large to keep --- */
VmValue vm_fold_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
VmValue vm_fold_unary(VM *vm, unsigned op, VmValue operand);
/* 1 true, 0 false, -1 unknown: what a literal is worth in a condition. */
int vm_fold_truth(VmValue value);

#endif
