/* SPDX-License-Identifier: MIT */
/* Expressions to instructions.
 *
 * vm_gen_to() computes into a given register, vm_gen_any() into whichever is cheapest: a local
 * variable is its own register and costs nothing. A named local is written only by the last
 * instruction of an expression, so that an exception half-way leaves it as it was. Operands that
 * are locals are read when the instruction runs: if a later operand contains `:=`, they are copied
 * first.
 */
#include "vm/core/codegen.h"

enum { MAX_DISPLAY_REGS = 64, MAX_CALL_ARGS = 100 };

/* --- Constants --- */

VmValue
vm_const_of(VmUnit *u, const VmNode *node)
{
    if (node->kind == VM_NODE_CONST)
        return node->s[0].value;
    if (node->kind == VM_NODE_TUPLE)
        return vm_const_tuple(u, node->s[0].node);
    return VM_UNDEF;
}

VmValue
vm_const_tuple(VmUnit *u, const VmNode *first)
{
    size_t n = 0, i = 0;
    VmTuple *tuple;

    for (const VmNode *item = first; item != NULL; item = item->next, n++)
        if (item->kind != VM_NODE_CONST &&
            (item->kind != VM_NODE_TUPLE || vm_const_of(u, item) == VM_UNDEF))
            return VM_UNDEF;
    if (n == 0)
        return vm_value(&vm_empty_tuple);
    tuple = vm_tuple_new(u->vm, n, NULL);
    for (const VmNode *item = first; item != NULL; item = item->next)
        tuple->items[i++] = item->kind == VM_NODE_CONST ? item->s[0].value : VM_NONE;
    i = 0;
    for (const VmNode *item = first; item != NULL; item = item->next, i++)
        if (item->kind != VM_NODE_CONST)
            tuple->items[i] = vm_const_of(u, item);
    return vm_value(tuple);
}

void
vm_gen_const(VmUnit *u, VmValue value, unsigned dest)
{
    if (value == VM_NONE)
        vm_emit(u, VM_OP_LOAD_NONE, dest);
    else if (value == VM_TRUE)
        vm_emit(u, VM_OP_LOAD_TRUE, dest);
    else if (value == VM_FALSE)
        vm_emit(u, VM_OP_LOAD_FALSE, dest);
    else if (vm_is_small(value) && vm_small_value(value) >= -128 && vm_small_value(value) <= 127)
        vm_emit(u, VM_OP_LOAD_INT, dest, (unsigned)vm_small_value(value) & 0xffff);
    else if (!u->dead)
        vm_emit(u, VM_OP_LOAD_CONST, dest, vm_const(u, value));
}

/* A constant that the K forms of operators take: VM_UNDEF if @node is none. */
static VmValue
k_operand(const VmNode *node)
{
    return node->kind == VM_NODE_CONST ? node->s[0].value : VM_UNDEF;
}

/* --- Names --- */

/* What @name is here: a symbol of this unit's scopes, or NULL for a global. @through_class: it was
 * used in a comprehension of a class body, where the class's own names do not count. */
VmSymbol *
vm_lookup(VmUnit *u, const VmStr *name, bool *through_class)
{
    VmScope *scope = u->scope;
    VmSymbol *symbol;

    *through_class = false;
    for (; scope->kind == VM_SCOPE_INLINE; scope = scope->parent) {
        symbol = vm_scope_find(scope, name);
        if (symbol != NULL && (symbol->flags & VM_SYMBOL_BOUND) != 0)
            return symbol;
        *through_class = true;
    }
    symbol = vm_scope_find(scope, name);
    *through_class = *through_class && scope->kind == VM_SCOPE_CLASS;
    return symbol;
}

static bool
is_register(const VmUnit *u, const VmSymbol *symbol)
{
    (void)u;
    return symbol != NULL && (symbol->flags & VM_SYMBOL_BOUND) != 0 &&
           (symbol->flags & (VM_SYMBOL_CELL | VM_SYMBOL_FREE)) == 0;
}

/* Is the symbol's value kept by its scope's own code (a function's or comprehension's), rather than
 * in a namespace? */
static bool
is_fast_scope(const VmUnit *u, const VmSymbol *symbol)
{
    if (u->own_scope->kind == VM_SCOPE_FUNCTION)
        return true;
    // In modules and class bodies only comprehensions' variables are.
    return (symbol->flags & VM_SYMBOL_COMP_TARGET) != 0;
}

/* Register of a plain local; -1 if @name is anything else. */
static int
local_register(VmUnit *u, const VmStr *name, VmSymbol **out)
{
    bool through_class;
    VmSymbol *symbol = vm_lookup(u, name, &through_class);

    if (!is_register(u, symbol) || !is_fast_scope(u, symbol))
        return -1;
    *out = symbol;
    return symbol->reg;
}

static void
check_bound(VmUnit *u, const VmSymbol *symbol)
{
    if ((symbol->flags & VM_SYMBOL_COMP_TARGET) != 0 ? symbol->bound_now
                                                     : vm_bound_has(u, symbol->reg))
        return;
    if (u->dead)
        return;
    vm_emit(u, VM_OP_CHECK_BOUND, symbol->reg, vm_const(u, vm_value(symbol->name)));
    // Having come through, it is bound.
    if ((symbol->flags & VM_SYMBOL_COMP_TARGET) == 0)
        vm_bound_add(u, symbol->reg);
}

void
vm_gen_load_name(VmUnit *u, const VmNode *node, const VmStr *name, unsigned dest)
{
    bool through_class;
    VmSymbol *symbol = vm_lookup(u, name, &through_class);
    unsigned flags = symbol == NULL ? 0 : symbol->flags;

    (void)node;
    if (u->dead)
        return;
    if (symbol != NULL && is_fast_scope(u, symbol) && is_register(u, symbol)) {
        check_bound(u, symbol);
        if (symbol->reg != dest)
            vm_emit(u, VM_OP_MOVE, dest, (unsigned)symbol->reg);
    } else if (symbol != NULL && is_fast_scope(u, symbol) && (flags & VM_SYMBOL_CELL) != 0) {
        vm_emit(u, VM_OP_LOAD_CELL, dest, (unsigned)symbol->reg, vm_const(u, vm_value(name)));
    } else if ((flags & VM_SYMBOL_GLOBAL) != 0) {
        vm_emit(u, VM_OP_LOAD_GLOBAL, dest, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)));
    } else if (u->own_scope->kind == VM_SCOPE_CLASS && !through_class &&
               (flags & VM_SYMBOL_NONLOCAL) == 0) {
        unsigned k = vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name));

        if ((flags & VM_SYMBOL_FREE) != 0 && (flags & VM_SYMBOL_BOUND) == 0)
            vm_emit(u, VM_OP_LOAD_NAME_OR_FREE, dest, k, (unsigned)symbol->reg);
        else
            vm_emit(u, VM_OP_LOAD_NAME, dest, k);
    } else if ((flags & VM_SYMBOL_FREE) != 0) {
        vm_emit(u, VM_OP_LOAD_FREE, dest, (unsigned)symbol->reg, vm_const(u, vm_value(name)));
    } else if (u->names && u->own_scope->kind == VM_SCOPE_MODULE) {
        vm_emit(u, VM_OP_LOAD_NAME, dest, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)));
    } else {
        vm_emit(u, VM_OP_LOAD_GLOBAL, dest, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)));
    }
}

void
vm_gen_store_name(VmUnit *u, const VmNode *node, const VmStr *name, unsigned src)
{
    bool through_class;
    VmSymbol *symbol = vm_lookup(u, name, &through_class);
    unsigned flags = symbol == NULL ? 0 : symbol->flags;

    (void)node;
    if (u->dead)
        return;
    if (symbol != NULL && is_fast_scope(u, symbol) && is_register(u, symbol)) {
        if (symbol->reg != src)
            vm_emit(u, VM_OP_MOVE, (unsigned)symbol->reg, src);
        if ((flags & VM_SYMBOL_COMP_TARGET) != 0)
            symbol->bound_now = true;
        else
            vm_bound_add(u, symbol->reg);
    } else if (symbol != NULL && is_fast_scope(u, symbol) && (flags & VM_SYMBOL_CELL) != 0) {
        vm_emit(u, VM_OP_STORE_CELL, (unsigned)symbol->reg, src);
    } else if ((flags & VM_SYMBOL_GLOBAL) != 0) {
        vm_emit(u, VM_OP_STORE_GLOBAL, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)), src);
    } else if ((u->own_scope->kind == VM_SCOPE_CLASS && (flags & VM_SYMBOL_NONLOCAL) == 0) ||
               (u->names && u->own_scope->kind == VM_SCOPE_MODULE)) {
        vm_emit(u, VM_OP_STORE_NAME, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)), src);
    } else if ((flags & VM_SYMBOL_FREE) != 0) {
        vm_emit(u, VM_OP_STORE_FREE, (unsigned)symbol->reg, src);
    } else {
        vm_emit(u, VM_OP_STORE_GLOBAL, vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name)), src);
    }
}

/* @check: it is an error if it is not bound. */
void
vm_gen_delete_name(VmUnit *u, const VmNode *node, const VmStr *name, bool check)
{
    bool through_class;
    VmSymbol *symbol = vm_lookup(u, name, &through_class);
    unsigned flags = symbol == NULL ? 0 : symbol->flags, k;

    (void)node;
    if (u->dead)
        return;
    if (symbol != NULL && is_fast_scope(u, symbol) && is_register(u, symbol)) {
        if (check)
            check_bound(u, symbol);
        vm_emit(u, VM_OP_UNBIND, (unsigned)symbol->reg);
        vm_bound_remove(u, symbol->reg);
        return;
    }
    if (symbol != NULL && is_fast_scope(u, symbol) && (flags & VM_SYMBOL_CELL) != 0) {
        if (check)
            vm_emit(u, VM_OP_LOAD_CELL, vm_temp(u), (unsigned)symbol->reg,
                    vm_const(u, vm_value(name)));
        vm_emit(u, VM_OP_CLEAR_CELL, (unsigned)symbol->reg);
        return;
    }
    if ((flags & VM_SYMBOL_GLOBAL) == 0 && (flags & VM_SYMBOL_FREE) != 0 &&
        (u->own_scope->kind != VM_SCOPE_CLASS || (flags & VM_SYMBOL_NONLOCAL) != 0)) {
        if (check)
            vm_emit(u, VM_OP_LOAD_FREE, vm_temp(u), (unsigned)symbol->reg,
                    vm_const(u, vm_value(name)));
        vm_emit(u, VM_OP_CLEAR_FREE, (unsigned)symbol->reg);
        return;
    }
    k = vm_pool_add(u, VM_POOL_GLOBALS, vm_value(name));
    if (!check) { // so that it is there to be deleted
        unsigned t = vm_temp(u);

        vm_emit(u, VM_OP_LOAD_NONE, t);
        vm_gen_store_name(u, node, name, t);
    }
    if ((flags & VM_SYMBOL_GLOBAL) == 0 && u->names)
        vm_emit(u, VM_OP_DELETE_NAME, k);
    else
        vm_emit(u, VM_OP_DELETE_GLOBAL, k);
}

int
vm_local_of(VmUnit *u, const VmNode *target)
{
    VmSymbol *symbol;

    return target->kind == VM_NODE_NAME ? local_register(u, target->s[0].name, &symbol) : -1;
}

static bool
contains_walrus(const VmNode *node)
{
    if (node == NULL)
        return false;
    switch (node->kind) {
    case VM_NODE_NAME:
    case VM_NODE_CONST:
    case VM_NODE_LAMBDA: return false;
    case VM_NODE_ATTRIBUTE:
    case VM_NODE_UNARY: return contains_walrus(node->s[0].node);
    case VM_NODE_BINARY:
    case VM_NODE_SUBSCRIPT:
    case VM_NODE_COMPARE:
        return contains_walrus(node->s[0].node) || contains_walrus(node->s[1].node);
    default: return true; // anything that may hold one: copying costs little
    }
}

/* vm_gen_any() for an operand that is used only after @later was computed. */
static unsigned
gen_operand(VmUnit *u, const VmNode *node, const VmNode *later)
{
    unsigned reg = vm_gen_any(u, node);

    if (reg < u->n_locals && u->own_scope->has_walrus && later != NULL && contains_walrus(later)) {
        unsigned copy = vm_temp(u);

        vm_emit(u, VM_OP_MOVE, copy, reg);
        return copy;
    }
    return reg;
}

unsigned
vm_gen_any(VmUnit *u, const VmNode *node)
{
    unsigned reg;

    if (node->kind == VM_NODE_NAME) {
        VmSymbol *symbol;

        if (local_register(u, node->s[0].name, &symbol) >= 0) {
            uint32_t at = u->at;

            u->at = node->at;
            check_bound(u, symbol);
            u->at = at;
            return symbol->reg;
        }
    }
    reg = vm_temp(u);
    vm_gen_to(u, node, reg);
    return reg;
}

/* --- Operators --- */

static void
gen_binary(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top;
    const VmNode *right = node->s[1].node;
    VmValue k = k_operand(right);
    unsigned op = VM_OP_ADD + 4u * node->op, left = gen_operand(u, node->s[0].node, right);

    if (k != VM_UNDEF) {
        u->at = node->at;
        if (!u->dead)
            vm_emit(u, (VmOp)(op + 1), dest, left, vm_const(u, k));
    } else {
        unsigned r = vm_gen_any(u, right);

        u->at = node->at;
        vm_emit(u, (VmOp)op, dest, left, r);
    }
    u->top = mark;
}

_Static_assert(VM_OP_ADD_K == VM_OP_ADD + 1 && VM_OP_IADD == VM_OP_ADD + 2 &&
                   VM_OP_IADD_K == VM_OP_ADD + 3 && VM_OP_XOR == VM_OP_ADD + 4 * VM_BIN_XOR,
               "binary operators come in fours, in the order of VM_BINARY_OPS");
_Static_assert(VM_OP_LT_K == VM_OP_LT + 1 && VM_OP_JUMP_IF_LT == VM_OP_LT + 2 &&
                   VM_OP_JUMP_IF_NOT_LT == VM_OP_LT + 3 && VM_OP_JUMP_IF_LT_K == VM_OP_LT + 4 &&
                   VM_OP_JUMP_IF_NOT_LT_K == VM_OP_LT + 5 && VM_OP_NE == VM_OP_LT + 6 * VM_CMP_NE,
               "comparisons come in sixes, in the order of VM_COMPARE_OPS");

/* A list or set of literals is as good as a tuple behind `in`. */
static bool
const_container(VmUnit *u, const VmNode *node, VmValue *out)
{
    if (node->kind != VM_NODE_LIST && node->kind != VM_NODE_SET)
        return false;
    *out = vm_const_tuple(u, node->s[0].node);
    return *out != VM_UNDEF;
}

static unsigned
gen_right_of(VmUnit *u, unsigned op, const VmNode *right)
{
    VmValue tuple;

    if ((op == VM_COMPARE_IN || op == VM_COMPARE_NOT_IN) && const_container(u, right, &tuple)) {
        unsigned reg = vm_temp(u);

        vm_gen_const(u, tuple, reg);
        return reg;
    }
    return vm_gen_any(u, right);
}

/* dest = left op right, both in registers. */
static void
emit_compare(VmUnit *u, unsigned op, unsigned dest, unsigned left, unsigned right)
{
    static const VmOp others[] = {VM_OP_IS, VM_OP_IS_NOT, VM_OP_IN, VM_OP_NOT_IN};

    if (op < VM_CMP_COUNT)
        vm_emit(u, (VmOp)(VM_OP_LT + 6 * op), dest, left, right);
    else
        vm_emit(u, others[op - VM_COMPARE_IS], dest, left, right);
}

static void
emit_compare_jump(VmUnit *u, unsigned op, bool sense, unsigned left, unsigned right, VmLabel *label)
{
    if (op < VM_CMP_COUNT) {
        vm_emit_jump(u, (VmOp)(VM_OP_LT + 6 * op + (sense ? 2 : 3)), label, left, right);
    } else {
        unsigned t = vm_temp(u);

        emit_compare(u, op, t, left, right);
        vm_emit_jump(u, sense ? VM_OP_JUMP_IF : VM_OP_JUMP_IF_NOT, label, t);
    }
}

static void
gen_compare(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, left = gen_operand(u, node->s[0].node, node->s[1].node), right;
    VmValue k = k_operand(node->s[1].node);

    if (node->op < VM_CMP_COUNT && k != VM_UNDEF) {
        u->at = node->at;
        if (!u->dead)
            vm_emit(u, (VmOp)(VM_OP_LT_K + 6 * node->op), dest, left, vm_const(u, k));
    } else {
        right = gen_right_of(u, node->op, node->s[1].node);
        u->at = node->at;
        emit_compare(u, node->op, dest, left, right);
    }
    u->top = mark;
}

static bool
is_none(const VmNode *node)
{
    return node->kind == VM_NODE_CONST && node->s[0].value == VM_NONE;
}

static void
gen_compare_jump(VmUnit *u, const VmNode *node, bool sense, VmLabel *label)
{
    unsigned left, right;
    VmValue k = k_operand(node->s[1].node);

    if ((node->op == VM_COMPARE_IS || node->op == VM_COMPARE_IS_NOT) && is_none(node->s[1].node)) {
        left = vm_gen_any(u, node->s[0].node);
        u->at = node->at;
        vm_emit_jump(
            u, (node->op == VM_COMPARE_IS) == sense ? VM_OP_JUMP_IF_NONE : VM_OP_JUMP_IF_NOT_NONE,
            label, left);
        return;
    }
    left = gen_operand(u, node->s[0].node, node->s[1].node);
    if (node->op < VM_CMP_COUNT && k != VM_UNDEF) {
        u->at = node->at;
        if (!u->dead)
            vm_emit_jump(u, (VmOp)(VM_OP_LT + 6 * node->op + (sense ? 4 : 5)), label, left,
                         vm_const(u, k));
        return;
    }
    right = gen_right_of(u, node->op, node->s[1].node);
    u->at = node->at;
    emit_compare_jump(u, node->op, sense, left, right, label);
}

static void
gen_chain(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, t = dest < u->n_locals ? vm_temp(u) : dest;
    const VmNode *item = node->s[0].node;
    unsigned left = gen_operand(u, item->s[0].node, node);
    VmLabel end;

    vm_label_init(&end);
    for (; item != NULL; item = item->next) {
        unsigned right = item->next != NULL ? gen_operand(u, item->s[1].node, node)
                                            : gen_right_of(u, item->op, item->s[1].node);

        u->at = item->at;
        emit_compare(u, item->op, t, left, right);
        if (item->next != NULL)
            vm_emit_jump(u, VM_OP_JUMP_IF_NOT, &end, t);
        left = right;
    }
    vm_label_bind(u, &end);
    if (t != dest)
        vm_emit(u, VM_OP_MOVE, dest, t);
    u->top = mark;
}

static void
gen_chain_jump(VmUnit *u, const VmNode *node, bool sense, VmLabel *label)
{
    const VmNode *item = node->s[0].node;
    unsigned left = gen_operand(u, item->s[0].node, node);
    VmLabel no;

    vm_label_init(&no);
    for (; item != NULL; item = item->next) {
        unsigned right = item->next != NULL ? gen_operand(u, item->s[1].node, node)
                                            : gen_right_of(u, item->op, item->s[1].node);

        u->at = item->at;
        if (item->next != NULL)
            emit_compare_jump(u, item->op, false, left, right, sense ? &no : label);
        else
            emit_compare_jump(u, item->op, sense, left, right, label);
        left = right;
    }
    vm_label_bind(u, &no);
}

void
vm_gen_jump(VmUnit *u, const VmNode *node, bool sense, VmLabel *label)
{
    unsigned mark = u->top;
    int truth = -1;

    vm_check_c_stack(u->vm);
    switch (node->kind) {
    case VM_NODE_CONST:
        truth = vm_fold_truth(node->s[0].value);
        if (truth >= 0) {
            if ((truth != 0) == sense)
                vm_emit_jump(u, label->at != UINT32_MAX ? VM_OP_LOOP : VM_OP_JUMP, label);
            return;
        }
        break;
    case VM_NODE_UNARY:
        if (node->op == VM_UNARY_NOT) {
            vm_gen_jump(u, node->s[0].node, !sense, label);
            return;
        }
        break;
    case VM_NODE_AND:
    case VM_NODE_OR: {
        bool is_or = node->kind == VM_NODE_OR;

        if (is_or == sense) { // any of them decides
            for (const VmNode *item = node->s[0].node; item != NULL; item = item->next)
                vm_gen_jump(u, item, sense, label);
        } else {
            VmLabel skip;

            vm_label_init(&skip);
            for (const VmNode *item = node->s[0].node; item != NULL; item = item->next)
                vm_gen_jump(u, item, item->next != NULL ? is_or : sense,
                            item->next != NULL ? &skip : label);
            vm_label_bind(u, &skip);
        }
        return;
    }
    case VM_NODE_COMPARE:
        gen_compare_jump(u, node, sense, label);
        u->top = mark;
        return;
    case VM_NODE_CHAIN:
        gen_chain_jump(u, node, sense, label);
        u->top = mark;
        return;
    default: break;
    }
    {
        unsigned reg = vm_gen_any(u, node);

        u->at = node->at;
        vm_emit_jump(u, sense ? VM_OP_JUMP_IF : VM_OP_JUMP_IF_NOT, label, reg);
    }
    u->top = mark;
}

static void
gen_and_or(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, t = dest;
    const VmNode *first = node->s[0].node;
    VmOp jump = node->kind == VM_NODE_OR ? VM_OP_JUMP_IF : VM_OP_JUMP_IF_NOT;
    VmLabel end;

    vm_label_init(&end);
    // `x = x or y` may work in x itself: until y is there, x keeps its value.
    if (dest < u->n_locals && !(vm_local_of(u, first) == (int)dest && first->next->next == NULL))
        t = vm_temp(u);
    for (const VmNode *item = first; item != NULL; item = item->next) {
        vm_gen_to(u, item, t);
        if (item->next != NULL)
            vm_emit_jump(u, jump, &end, t);
    }
    vm_label_bind(u, &end);
    if (t != dest)
        vm_emit(u, VM_OP_MOVE, dest, t);
    u->top = mark;
}

static void
gen_if_exp(VmUnit *u, const VmNode *node, unsigned dest)
{
    VmLabel otherwise, end;

    vm_label_init(&otherwise);
    vm_label_init(&end);
    vm_gen_jump(u, node->s[0].node, false, &otherwise);
    vm_gen_to(u, node->s[1].node, dest);
    vm_emit_jump(u, VM_OP_JUMP, &end);
    vm_label_bind(u, &otherwise);
    vm_gen_to(u, node->s[2].node, dest);
    vm_label_bind(u, &end);
}

/* --- Displays --- */

static bool
has_star(const VmNode *first)
{
    for (; first != NULL; first = first->next)
        if (first->kind == VM_NODE_STARRED)
            return true;
    return false;
}

static unsigned
count(const VmNode *first)
{
    unsigned n = 0;

    for (; first != NULL; first = first->next)
        n++;
    return n;
}

/* Appends items to the list (or set) in register @to. */
static void
gen_append(VmUnit *u, const VmNode *first, unsigned to, bool is_set)
{
    for (const VmNode *item = first; item != NULL; item = item->next) {
        unsigned mark = u->top;

        if (item->kind == VM_NODE_STARRED) {
            unsigned reg = vm_gen_any(u, item->s[0].node);

            u->at = item->at;
            vm_emit(u, is_set ? VM_OP_SET_UPDATE : VM_OP_LIST_EXTEND, to, reg);
        } else {
            unsigned reg = vm_gen_any(u, item);

            vm_emit(u, is_set ? VM_OP_SET_ADD : VM_OP_LIST_APPEND, to, reg);
        }
        u->top = mark;
    }
}

/* The first items up to a star or a handful at once, the rest one by one. Result in dest. */
static void
gen_display(VmUnit *u, const VmNode *first, VmOp build, unsigned dest)
{
    unsigned mark = u->top, n = 0, base, t;
    const VmNode *item = first;
    bool is_set = build == VM_OP_BUILD_SET,
         whole = !has_star(first) && count(first) <= MAX_DISPLAY_REGS;
    VmOp op = build == VM_OP_BUILD_TUPLE && !whole ? VM_OP_BUILD_LIST : build;

    base = u->top;
    for (; item != NULL && item->kind != VM_NODE_STARRED && n < MAX_DISPLAY_REGS;
         item = item->next, n++)
        vm_gen_to(u, item, vm_temp(u));
    if (n == 0)
        base = vm_temp(u);
    if (whole) {
        vm_emit(u, op, dest, base, n);
        u->top = mark;
        return;
    }
    t = base;
    vm_emit(u, op, t, base, n);
    u->top = t + 1;
    gen_append(u, item, t, is_set);
    if (build == VM_OP_BUILD_TUPLE)
        vm_emit(u, VM_OP_LIST_TO_TUPLE, dest, t);
    else
        vm_emit(u, VM_OP_MOVE, dest, t);
    u->top = mark;
}

/* A list or set of three literals and more: from a constant tuple. */
static bool
gen_const_display(VmUnit *u, const VmNode *node, unsigned dest)
{
    VmValue tuple;
    unsigned mark = u->top, t, from;

    if (count(node->s[0].node) < 3)
        return false;
    tuple = vm_const_tuple(u, node->s[0].node);
    if (tuple == VM_UNDEF)
        return false;
    t = dest < u->n_locals ? vm_temp(u) : dest;
    from = vm_temp(u);
    vm_emit(u, node->kind == VM_NODE_LIST ? VM_OP_BUILD_LIST : VM_OP_BUILD_SET, t, from, 0u);
    vm_gen_const(u, tuple, from);
    vm_emit(u, node->kind == VM_NODE_LIST ? VM_OP_LIST_EXTEND : VM_OP_SET_UPDATE, t, from);
    if (t != dest)
        vm_emit(u, VM_OP_MOVE, dest, t);
    u->top = mark;
    return true;
}

static void
gen_dict(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, base = u->top, n = 0;
    const VmNode *item = node->s[0].node;
    unsigned t;

    for (; item != NULL && item->kind != VM_NODE_DOUBLE_STARRED && n < MAX_DISPLAY_REGS / 2; n++) {
        vm_gen_to(u, item, vm_temp(u));
        vm_gen_to(u, item->next, vm_temp(u));
        item = item->next->next;
    }
    if (n == 0)
        base = vm_temp(u);
    u->at = node->at;
    if (item == NULL) {
        vm_emit(u, VM_OP_BUILD_DICT, dest, base, n);
        u->top = mark;
        return;
    }
    t = base;
    vm_emit(u, VM_OP_BUILD_DICT, t, base, n);
    u->top = t + 1;
    while (item != NULL) {
        unsigned inner = u->top, key;

        if (item->kind == VM_NODE_DOUBLE_STARRED) {
            key = vm_gen_any(u, item->s[0].node);
            u->at = item->at;
            vm_emit(u, VM_OP_DICT_UPDATE, t, key);
            item = item->next;
        } else {
            key = gen_operand(u, item, item->next);
            vm_emit(u, VM_OP_DICT_SET, t, key, vm_gen_any(u, item->next));
            item = item->next->next;
        }
        u->top = inner;
    }
    vm_emit(u, VM_OP_MOVE, dest, t);
    u->top = mark;
}

/* --- Subscripts and slices --- */

static void
gen_slice(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, n = node->s[2].node != NULL ? 3 : 2, base = vm_temps(u, n);

    for (unsigned i = 0; i < n; i++) {
        if (node->s[i].node != NULL)
            vm_gen_to(u, node->s[i].node, base + i);
        else
            vm_emit(u, VM_OP_LOAD_NONE, base + i);
    }
    vm_emit(u, VM_OP_BUILD_SLICE, dest, base, n);
    u->top = mark;
}

static void
gen_subscript(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, object = gen_operand(u, node->s[0].node, node->s[1].node);
    unsigned index = vm_gen_any(u, node->s[1].node);

    u->at = node->at;
    vm_emit(u, VM_OP_GET_ITEM, dest, object, index);
    u->top = mark;
}

/* --- Calls --- */

unsigned
vm_call_window(VmUnit *u)
{
    vm_temps(u, VM_FRAME_WORDS);
    return u->top;
}

/* f(*a, b, **c): arguments in a list, keywords in a dict. */
static void
gen_call_spread(VmUnit *u, const VmNode *args, unsigned w, unsigned n_before, unsigned dest)
{
    unsigned list = w, dict = w + 1;
    bool has_keywords = false, has_mapping = false;
    const VmNode *arg;

    if (u->top < w + n_before)
        vm_temps(u, w + n_before - u->top);
    for (arg = args; arg != NULL; arg = arg->next)
        has_keywords |= arg->kind == VM_NODE_KEYWORD || arg->kind == VM_NODE_DOUBLE_STARRED;
    // What stands in place already becomes the list's beginning.
    vm_emit(u, VM_OP_BUILD_LIST, list, w, n_before);
    u->top = w;
    vm_temps(u, 2);
    for (arg = args; arg != NULL; arg = arg->next) {
        unsigned mark = u->top, reg;

        if (arg->kind == VM_NODE_KEYWORD || arg->kind == VM_NODE_DOUBLE_STARRED)
            continue;
        reg = vm_gen_any(u, arg->kind == VM_NODE_STARRED ? arg->s[0].node : arg);
        u->at = arg->at;
        vm_emit(u, arg->kind == VM_NODE_STARRED ? VM_OP_LIST_EXTEND : VM_OP_LIST_APPEND, list, reg);
        u->top = mark;
    }
    if (!has_keywords) {
        vm_emit(u, VM_OP_UNBIND, dict);
    } else {
        vm_emit(u, VM_OP_BUILD_DICT, dict, u->top, 0u);
        for (arg = args; arg != NULL; arg = arg->next) {
            unsigned mark = u->top;

            if (arg->kind == VM_NODE_DOUBLE_STARRED) {
                unsigned reg = vm_gen_any(u, arg->s[0].node);

                u->at = arg->at;
                vm_emit(u, VM_OP_DICT_MERGE, dict, reg);
                has_mapping = true;
            } else if (arg->kind == VM_NODE_KEYWORD) {
                unsigned key = vm_temps(u, 2);

                vm_gen_const(u, vm_value(arg->s[0].name), key);
                vm_gen_to(u, arg->s[1].node, key + 1);
                if (has_mapping) { // may have that name already: merging notices
                    vm_emit(u, VM_OP_BUILD_DICT, key, key, 1u);
                    vm_emit(u, VM_OP_DICT_MERGE, dict, key);
                } else {
                    vm_emit(u, VM_OP_DICT_SET, dict, key, key + 1);
                }
            }
            u->top = mark;
        }
    }
    vm_emit(u, VM_OP_CALL_EX, dest, w);
}

static void
gen_arguments(VmUnit *u, const VmNode *args, unsigned w, unsigned n_before, unsigned dest,
              bool is_method)
{
    unsigned n = n_before, n_keywords = 0;
    bool spread = count(args) > MAX_CALL_ARGS;
    uint32_t at = u->at;

    for (const VmNode *arg = args; arg != NULL; arg = arg->next) {
        spread |= arg->kind == VM_NODE_STARRED || arg->kind == VM_NODE_DOUBLE_STARRED;
        n_keywords += arg->kind == VM_NODE_KEYWORD;
    }
    if (spread) {
        gen_call_spread(u, args, w, n_before, dest);
        return;
    }
    if (u->top < w + n)
        vm_temps(u, w + n - u->top);
    for (const VmNode *arg = args; arg != NULL; arg = arg->next, n++)
        vm_gen_to(u, arg->kind == VM_NODE_KEYWORD ? arg->s[1].node : arg, vm_temp(u));
    u->at = at;
    if (u->dead)
        return;
    if (n_keywords == 0) {
        vm_emit(u, is_method ? VM_OP_CALL_METHOD : VM_OP_CALL, dest, w, n);
    } else {
        VmTuple *names = vm_tuple_new(u->vm, n_keywords, NULL);
        unsigned i = 0;

        for (const VmNode *arg = args; arg != NULL; arg = arg->next)
            if (arg->kind == VM_NODE_KEYWORD)
                names->items[i++] = vm_value(arg->s[0].name);
        vm_emit(u, is_method ? VM_OP_CALL_METHOD_KW : VM_OP_CALL_KW, dest, w, n,
                vm_const(u, vm_value(names)));
    }
}

void
vm_gen_call(VmUnit *u, const VmNode *args, unsigned window, unsigned n_before, unsigned dest)
{
    gen_arguments(u, args, window, n_before, dest, false);
}

static bool
spreads(const VmNode *args)
{
    if (count(args) > MAX_CALL_ARGS)
        return true;
    for (; args != NULL; args = args->next)
        if (args->kind == VM_NODE_STARRED || args->kind == VM_NODE_DOUBLE_STARRED)
            return true;
    return false;
}

/* super() is super(__class__, first parameter). */
static bool
gen_super(VmUnit *u, const VmNode *node, unsigned w)
{
    const VmNode *callee = node->s[0].node;
    VmSymbol *symbol, *class_symbol;
    bool through_class;

    if (callee->kind != VM_NODE_NAME || callee->s[0].name != &vm_s_super || node->s[1].node != NULL)
        return false;
    symbol = vm_lookup(u, &vm_s_super, &through_class);
    if (symbol != NULL && (symbol->flags & (VM_SYMBOL_BOUND | VM_SYMBOL_FREE)) != 0)
        return false;
    class_symbol = vm_scope_find(u->own_scope, &vm_s___class__);
    symbol = u->own_scope->first;
    if (class_symbol == NULL || (class_symbol->flags & VM_SYMBOL_FREE) == 0 || symbol == NULL ||
        (symbol->flags & VM_SYMBOL_PARAM) == 0 || u->own_scope->is_gen_exp)
        return false;
    vm_temps(u, 2);
    vm_emit(u, VM_OP_LOAD_FREE, w, (unsigned)class_symbol->reg, vm_const(u, VM_S(__class__)));
    vm_gen_load_name(u, node, symbol->name, w + 1);
    vm_emit(u, VM_OP_CALL, w - 1, w, 2u);
    return true;
}

static void
gen_call(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, w;
    const VmNode *callee = node->s[0].node;

    if (callee->kind == VM_NODE_ATTRIBUTE && !spreads(node->s[1].node)) {
        unsigned object;

        w = vm_call_window(u);
        vm_temp(u);
        if (vm_local_of(u, callee->s[0].node) >= 0) {
            object = vm_gen_any(u, callee->s[0].node);
        } else {
            object = w; // the method is found from where self will stand
            vm_gen_to(u, callee->s[0].node, w);
        }
        u->at = callee->at;
        if (!u->dead)
            vm_emit(u, VM_OP_LOAD_METHOD, w, object,
                    vm_pool_add(u, VM_POOL_ATTRS, vm_value(callee->s[1].name)));
        u->top = w + 1;
        u->at = node->at;
        gen_arguments(u, node->s[1].node, w, 1, dest, true);
        u->top = mark;
        return;
    }
    w = vm_call_window(u);
    vm_gen_to(u, callee, w - 1);
    u->at = node->at;
    if (gen_super(u, node, w)) {
        if (dest != w - 1)
            vm_emit(u, VM_OP_MOVE, dest, w - 1);
        u->top = mark;
        return;
    }
    gen_arguments(u, node->s[1].node, w, 0, dest, false);
    u->top = mark;
}

/* --- Functions --- */

void
vm_gen_make_function(VmUnit *u, VmCode *code, const VmScope *scope, const VmNode *params,
                     unsigned dest)
{
    unsigned mark = u->top, flags = 0, base = u->top, n_defaults = 0, n_kw_defaults = 0;
    bool constant = true;

    for (const VmNode *param = params; param != NULL; param = param->next) {
        if (param->s[1].node == NULL)
            continue;
        if (param->op == VM_PARAM_KIND_KW_ONLY) {
            n_kw_defaults++;
        } else {
            n_defaults++;
            constant &= param->s[1].node->kind == VM_NODE_CONST;
        }
    }
    if (n_defaults != 0 && constant) {
        VmTuple *tuple = vm_tuple_new(u->vm, n_defaults, NULL);
        unsigned i = 0;

        for (const VmNode *param = params; param != NULL; param = param->next)
            if (param->s[1].node != NULL && param->op != VM_PARAM_KIND_KW_ONLY)
                tuple->items[i++] = param->s[1].node->s[0].value;
        vm_gen_const(u, vm_value(tuple), vm_temp(u));
        flags |= 1;
    } else if (n_defaults != 0) {
        unsigned inner = u->top;

        for (const VmNode *param = params; param != NULL; param = param->next)
            if (param->s[1].node != NULL && param->op != VM_PARAM_KIND_KW_ONLY)
                vm_gen_to(u, param->s[1].node, vm_temp(u));
        vm_emit(u, VM_OP_BUILD_TUPLE, inner, inner, n_defaults);
        u->top = inner + 1;
        flags |= 1;
    }
    if (n_kw_defaults != 0) {
        unsigned inner = u->top;

        for (const VmNode *param = params; param != NULL; param = param->next) {
            if (param->s[1].node == NULL || param->op != VM_PARAM_KIND_KW_ONLY)
                continue;
            vm_gen_const(u, vm_value(param->s[0].name), vm_temp(u));
            vm_gen_to(u, param->s[1].node, vm_temp(u));
        }
        vm_emit(u, VM_OP_BUILD_DICT, inner, inner, n_kw_defaults);
        u->top = inner + 1;
        flags |= 2;
    }
    for (unsigned i = 0; i < scope->n_free; i++) {
        const VmSymbol *inner = scope->first;
        VmSymbol *symbol;
        unsigned reg = vm_temp(u);
        bool through_class;

        while ((inner->flags & VM_SYMBOL_FREE) == 0 || inner->reg != i)
            inner = inner->in_scope;
        symbol = vm_lookup(u, inner->name, &through_class);
        if (inner->name == &vm_s___class__ && u->own_scope->needs_class_cell)
            vm_emit(u, VM_OP_MOVE, reg, (unsigned)u->own_scope->class_cell);
        else if (symbol != NULL && (symbol->flags & VM_SYMBOL_FREE) != 0)
            vm_emit(u, VM_OP_LOAD_FREE_CELL, reg, (unsigned)symbol->reg);
        else if (symbol != NULL)
            vm_emit(u, VM_OP_MOVE, reg, (unsigned)symbol->reg);
    }
    if (!u->dead)
        vm_emit(u, VM_OP_MAKE_FUNCTION, dest, vm_const(u, vm_value(code)), base, flags);
    if (u->top == base)
        vm_temp(u); // register `base` is named even if unused
    u->top = mark;
}

static void
gen_lambda(VmUnit *u, const VmNode *node, unsigned dest)
{
    VmScope *scope = node->s[3].scope;

    vm_gen_make_function(u, vm_gen_function(u, node, scope), scope, node->s[1].node, dest);
}

/* Runs the awaitable's iterator in @reg to its end; result in @reg. What is sent meanwhile arrives
 * in a register of its own. */
void
vm_emit_await(VmUnit *u, unsigned reg)
{
    unsigned t = vm_temp(u);

    vm_emit(u, VM_OP_YIELD_FROM, t, reg);
    vm_emit(u, VM_OP_MOVE, reg, t);
}

static void
gen_gen_exp(VmUnit *u, const VmNode *node, unsigned dest)
{
    VmScope *scope = node->s[3].scope;
    const VmNode *first = node->s[2].node;
    unsigned mark = u->top, w = vm_call_window(u), source;
    VmCode *code = vm_gen_function(u, node, scope);

    vm_gen_make_function(u, code, scope, NULL, w - 1);
    vm_temp(u);
    source = vm_gen_any(u, first->s[1].node);
    u->at = first->s[1].node->at;
    vm_emit(u, first->op != 0 ? VM_OP_GET_AITER : VM_OP_GET_ITER, w, source);
    u->at = node->at;
    vm_emit(u, VM_OP_CALL, dest, w, 1u);
    u->top = mark;
}

/* --- f-strings --- */

static void
gen_field(VmUnit *u, const VmNode *field, unsigned dest)
{
    unsigned mark = u->top, value = gen_operand(u, field->s[0].node, field->s[1].node),
             spec = value, how = field->op;

    if (field->s[1].node != NULL) {
        spec = vm_gen_any(u, field->s[1].node);
        how |= 4;
    }
    u->at = field->at;
    vm_emit(u, VM_OP_FORMAT_VALUE, dest, value, spec, how);
    u->top = mark;
}

static void
gen_fstring(VmUnit *u, const VmNode *node, unsigned dest)
{
    const VmNode *part = node->s[0].node;
    unsigned mark = u->top, base = u->top, n = 0;

    if (part->next == NULL) {
        gen_field(u, part, dest);
        return;
    }
    for (; part != NULL; part = part->next) {
        if (n == MAX_DISPLAY_REGS) { // a very long one: join what is there
            vm_emit(u, VM_OP_BUILD_STRING, base, base, n);
            u->top = base + 1;
            n = 1;
        }
        if (part->kind == VM_NODE_CONST)
            vm_gen_const(u, part->s[0].value, vm_temp(u));
        else
            gen_field(u, part, vm_temp(u));
        n++;
    }
    vm_emit(u, VM_OP_BUILD_STRING, dest, base, n);
    u->top = mark;
}

/* --- Comprehensions --- */

typedef struct Comprehension {
    const VmNode *node;
    unsigned result; /* register of the list, set or dict; of nothing in a generator expression */
} Comprehension;

static void
gen_element(VmUnit *u, const Comprehension *c)
{
    unsigned mark = u->top, value;
    const VmNode *element = c->node->s[0].node;

    switch (c->node->kind) {
    case VM_NODE_LIST_COMP:
        value = vm_gen_any(u, element);
        vm_emit(u, VM_OP_LIST_APPEND, c->result, value);
        break;
    case VM_NODE_SET_COMP:
        value = vm_gen_any(u, element);
        vm_emit(u, VM_OP_SET_ADD, c->result, value);
        break;
    case VM_NODE_DICT_COMP: {
        unsigned key = gen_operand(u, element, c->node->s[1].node);

        value = vm_gen_any(u, c->node->s[1].node);
        vm_emit(u, VM_OP_DICT_SET, c->result, key, value);
        break;
    }
    default:
        value = vm_gen_any(u, element);
        vm_emit(u, u->own_scope->is_async ? VM_OP_ASYNC_YIELD : VM_OP_YIELD, vm_temp(u), value);
    }
    u->top = mark;
}

/* The rest of the clauses from @clause on, then the element. @iterator: register of the first
 * iterator. */
static void
gen_clauses(VmUnit *u, const Comprehension *c, const VmNode *clause, int iterator)
{
    unsigned mark = u->top, it, target;
    VmLabel body, next;
    VmSymbol *symbol = NULL;

    vm_check_c_stack(u->vm);
    vm_label_init(&body);
    vm_label_init(&next);
    if (clause == NULL) {
        gen_element(u, c);
        return;
    }
    if (clause->kind == VM_NODE_COMP_IF) {
        VmLabel skip;

        vm_label_init(&skip);
        vm_gen_jump(u, clause->s[0].node, false, &skip);
        gen_clauses(u, c, clause->next, -1);
        vm_label_bind(u, &skip);
        return;
    }
    u->at = clause->at;
    if (iterator >= 0) {
        it = (unsigned)iterator;
    } else {
        unsigned source;

        it = vm_temp(u);
        source = vm_gen_any(u, clause->s[1].node);
        vm_emit(u, clause->op != 0 ? VM_OP_GET_AITER : VM_OP_GET_ITER, it, source);
        u->top = it + 1;
    }
    if (clause->s[0].node->kind == VM_NODE_NAME &&
        local_register(u, clause->s[0].node->s[0].name, &symbol) >= 0)
        target = symbol->reg;
    else
        target = vm_temp(u);
    if (clause->op != 0) {
        VmBlock block = {.type = VM_CODE_BLOCK_TRY};
        unsigned t = vm_temp(u), e = vm_temp(u);
        VmLabel end;
        VmBoundSet bound;

        vm_label_init(&end);
        vm_label_bind_loop(u, &body);
        bound = u->bound;
        block.start = u->n_bytes;
        vm_emit(u, VM_OP_GET_ANEXT, t, it);
        vm_emit_await(u, t);
        vm_emit(u, VM_OP_MOVE, target, t);
        {
            uint32_t stop = u->n_bytes;

            if (symbol == NULL)
                vm_gen_store(u, clause->s[0].node, target);
            else
                vm_gen_store_name(u, clause->s[0].node, symbol->name, target);
            gen_clauses(u, c, clause->next, -1);
            vm_emit_jump(u, VM_OP_LOOP, &body);
            u->dead = false;
            u->bound = bound;
            vm_add_handler(u, &block, stop, u->n_bytes, e);
        }
        vm_gen_const(u, vm_value(&vm_type_StopAsyncIteration), t);
        vm_emit(u, VM_OP_MATCH_EXCEPTION, t, e, t);
        vm_emit_jump(u, VM_OP_JUMP_IF, &end, t);
        vm_emit(u, VM_OP_RERAISE, e);
        vm_label_bind(u, &end);
        u->top = mark;
        return;
    }
    vm_emit_jump(u, VM_OP_JUMP, &next);
    u->dead = false;
    vm_label_bind_loop(u, &body);
    if (symbol == NULL)
        vm_gen_store(u, clause->s[0].node, target);
    else
        vm_gen_store_name(u, clause->s[0].node, symbol->name, target);
    gen_clauses(u, c, clause->next, -1);
    vm_label_bind(u, &next);
    u->at = clause->at;
    vm_emit_jump(u, VM_OP_FOR_LOOP, &body, it, target);
    u->top = mark;
}

/* Gives the variables of an INLINE scope registers. */
static void
enter_inline_scope(VmUnit *u, VmScope *scope, bool one_clause)
{
    for (VmSymbol *symbol = scope->first; symbol != NULL; symbol = symbol->in_scope) {
        if ((symbol->flags & VM_SYMBOL_BOUND) == 0)
            continue;
        symbol->reg = (uint16_t)vm_temp(u);
        symbol->bound_now = false;
        if (!one_clause || (symbol->flags & VM_SYMBOL_CELL) != 0)
            vm_emit(u, VM_OP_UNBIND, (unsigned)symbol->reg);
        if ((symbol->flags & VM_SYMBOL_CELL) != 0)
            vm_emit(u, VM_OP_MAKE_CELL, (unsigned)symbol->reg);
    }
    u->scope = scope;
}

static bool
has_one_for(const VmNode *clauses)
{
    for (clauses = clauses->next; clauses != NULL; clauses = clauses->next)
        if (clauses->kind == VM_NODE_COMP_FOR)
            return false;
    return true;
}

static void
gen_comprehension(VmUnit *u, const VmNode *node, unsigned dest)
{
    static const VmOp builds[] = {
        [VM_NODE_LIST_COMP - VM_NODE_LIST_COMP] = VM_OP_BUILD_LIST,
        [VM_NODE_SET_COMP - VM_NODE_LIST_COMP] = VM_OP_BUILD_SET,
        [VM_NODE_DICT_COMP - VM_NODE_LIST_COMP] = VM_OP_BUILD_DICT,
    };
    VmScope *outer = u->scope;
    unsigned mark = u->top, iterator = vm_temp(u), source;
    Comprehension c = {node, vm_temp(u)};
    const VmNode *first = node->s[2].node;

    source = vm_gen_any(u, first->s[1].node);
    u->at = first->s[1].node->at;
    vm_emit(u, first->op != 0 ? VM_OP_GET_AITER : VM_OP_GET_ITER, iterator, source);
    u->at = node->at;
    vm_emit(u, builds[node->kind - VM_NODE_LIST_COMP], c.result, iterator, 0u);
    enter_inline_scope(u, node->s[3].scope, has_one_for(first));
    gen_clauses(u, &c, first, (int)iterator);
    u->scope = outer;
    vm_emit(u, VM_OP_MOVE, dest, c.result);
    u->top = mark;
}

void
vm_gen_gen_exp_body(VmUnit *u, const VmNode *node)
{
    Comprehension c = {node, 0};

    gen_clauses(u, &c, node->s[2].node, 0);
}

/* --- Everything --- */

static void
gen_yield(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, value;

    if (node->s[0].node == NULL) {
        value = vm_temp(u);
        vm_emit(u, VM_OP_LOAD_NONE, value);
    } else {
        value = vm_gen_any(u, node->s[0].node);
    }
    u->at = node->at;
    vm_emit(u, u->own_scope->is_async ? VM_OP_ASYNC_YIELD : VM_OP_YIELD, dest, value);
    u->top = mark;
}

static void
gen_yield_from(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top, iterator = vm_temp(u), sent = dest < u->n_locals ? vm_temp(u) : dest;
    unsigned value = vm_gen_any(u, node->s[0].node);

    u->at = node->at;
    vm_emit(u, node->kind == VM_NODE_AWAIT ? VM_OP_GET_AWAITABLE : VM_OP_YIELD_FROM_ITER, iterator,
            value);
    vm_emit(u, VM_OP_YIELD_FROM, sent, iterator);
    if (sent != dest)
        vm_emit(u, VM_OP_MOVE, dest, sent);
    u->top = mark;
}

void
vm_gen_to(VmUnit *u, const VmNode *node, unsigned dest)
{
    unsigned mark = u->top;
    VmValue tuple;

    vm_check_c_stack(u->vm);
    switch (node->kind) {
    case VM_NODE_NAME:
        u->at = node->at;
        vm_gen_load_name(u, node, node->s[0].name, dest);
        break;
    case VM_NODE_CONST: vm_gen_const(u, node->s[0].value, dest); break;
    case VM_NODE_TUPLE:
        tuple = vm_const_tuple(u, node->s[0].node);
        if (tuple != VM_UNDEF)
            vm_gen_const(u, tuple, dest);
        else
            gen_display(u, node->s[0].node, VM_OP_BUILD_TUPLE, dest);
        break;
    case VM_NODE_LIST:
    case VM_NODE_SET:
        if (!gen_const_display(u, node, dest))
            gen_display(u, node->s[0].node,
                        node->kind == VM_NODE_LIST ? VM_OP_BUILD_LIST : VM_OP_BUILD_SET, dest);
        break;
    case VM_NODE_DICT: gen_dict(u, node, dest); break;
    case VM_NODE_UNARY: {
        static const VmOp ops[] = {
            [VM_UN_NEG] = VM_OP_NEG, [VM_UN_POS] = VM_OP_POS, [VM_UN_INVERT] = VM_OP_INVERT};
        unsigned operand = vm_gen_any(u, node->s[0].node);

        u->at = node->at;
        vm_emit(u, node->op == VM_UNARY_NOT ? VM_OP_NOT : ops[node->op], dest, operand);
        break;
    }
    case VM_NODE_BINARY: gen_binary(u, node, dest); break;
    case VM_NODE_AND:
    case VM_NODE_OR: gen_and_or(u, node, dest); break;
    case VM_NODE_COMPARE: gen_compare(u, node, dest); break;
    case VM_NODE_CHAIN: gen_chain(u, node, dest); break;
    case VM_NODE_IF_EXP: gen_if_exp(u, node, dest); break;
    case VM_NODE_LAMBDA: gen_lambda(u, node, dest); break;
    case VM_NODE_CALL: gen_call(u, node, dest); break;
    case VM_NODE_ATTRIBUTE: {
        unsigned object = vm_gen_any(u, node->s[0].node);

        u->at = node->at;
        if (!u->dead)
            vm_emit(u, VM_OP_LOAD_ATTR, dest, object,
                    vm_pool_add(u, VM_POOL_ATTRS, vm_value(node->s[1].name)));
        break;
    }
    case VM_NODE_SUBSCRIPT: gen_subscript(u, node, dest); break;
    case VM_NODE_SLICE: gen_slice(u, node, dest); break;
    case VM_NODE_LIST_COMP:
    case VM_NODE_SET_COMP:
    case VM_NODE_DICT_COMP: gen_comprehension(u, node, dest); break;
    case VM_NODE_GEN_EXP: gen_gen_exp(u, node, dest); break;
    case VM_NODE_NAMED:
        vm_gen_to(u, node->s[1].node, dest);
        vm_gen_store_name(u, node, node->s[0].node->s[0].name, dest);
        break;
    case VM_NODE_YIELD: gen_yield(u, node, dest); break;
    case VM_NODE_YIELD_FROM:
    case VM_NODE_AWAIT: gen_yield_from(u, node, dest); break;
    case VM_NODE_FSTRING: gen_fstring(u, node, dest); break;
    case VM_NODE_STARRED: vm_code_fail(u, node, "can't use starred expression here");
    default: vm_code_fail(u, node, "invalid syntax");
    }
    u->top = mark;
}

void
vm_gen_effect(VmUnit *u, const VmNode *node)
{
    unsigned mark = u->top;
    VmSymbol *symbol;

    if (node->kind == VM_NODE_CONST)
        return;
    if (node->kind == VM_NODE_NAME && local_register(u, node->s[0].name, &symbol) >= 0)
        check_bound(u, symbol);
    else
        vm_gen_to(u, node, vm_temp(u));
    u->top = mark;
}

/* --- Storing --- */

static void
gen_unpack(VmUnit *u, const VmNode *target, unsigned src)
{
    const VmNode *first = target->s[0].node;
    unsigned mark = u->top, n = count(first), before = 0, base;
    int run = -1;
    const VmNode *item;
    bool star = has_star(first);

    if (n > 250 && !star)
        vm_code_fail(u, target, "too many targets in one assignment");
    // Locals in consecutive registers take the items directly.
    for (item = first; item != NULL && !star; item = item->next) {
        int reg = vm_local_of(u, item);

        if (reg < 0 || (item != first && reg != run + 1))
            break;
        run = reg;
    }
    if (item == NULL && !star && n != 0) {
        base = (unsigned)run + 1 - n;
        vm_emit(u, VM_OP_UNPACK, base, src, n);
        for (item = first; item != NULL; item = item->next)
            vm_gen_store_name(u, item, item->s[0].name, base++);
        return;
    }
    base = vm_temps(u, n == 0 ? 1 : n);
    if (star) {
        for (item = first; item->kind != VM_NODE_STARRED; item = item->next)
            before++;
        vm_emit(u, VM_OP_UNPACK_REST, base, src, before, n - before - 1);
    } else {
        vm_emit(u, VM_OP_UNPACK, base, src, n);
    }
    for (item = first; item != NULL; item = item->next)
        vm_gen_store(u, item->kind == VM_NODE_STARRED ? item->s[0].node : item, base++);
    u->top = mark;
}

void
vm_gen_unpack(VmUnit *u, const VmNode *targets, unsigned src)
{
    gen_unpack(u, targets, src);
}

void
vm_gen_store(VmUnit *u, const VmNode *target, unsigned src)
{
    unsigned mark = u->top;

    vm_check_c_stack(u->vm);
    u->at = target->at;
    switch (target->kind) {
    case VM_NODE_NAME: vm_gen_store_name(u, target, target->s[0].name, src); break;
    case VM_NODE_ATTRIBUTE: {
        unsigned object = vm_gen_any(u, target->s[0].node);

        u->at = target->at;
        if (!u->dead)
            vm_emit(u, VM_OP_STORE_ATTR, object,
                    vm_pool_add(u, VM_POOL_ATTRS, vm_value(target->s[1].name)), src);
        break;
    }
    case VM_NODE_SUBSCRIPT: {
        unsigned object = gen_operand(u, target->s[0].node, target->s[1].node);
        unsigned index = vm_gen_any(u, target->s[1].node);

        u->at = target->at;
        vm_emit(u, VM_OP_SET_ITEM, object, index, src);
        break;
    }
    case VM_NODE_TUPLE:
    case VM_NODE_LIST: gen_unpack(u, target, src); break;
    default: vm_code_fail(u, target, "cannot assign to %s", vm_node_description(target));
    }
    u->top = mark;
}

void
vm_gen_delete(VmUnit *u, const VmNode *target)
{
    unsigned mark = u->top;

    u->at = target->at;
    switch (target->kind) {
    case VM_NODE_NAME: vm_gen_delete_name(u, target, target->s[0].name, true); break;
    case VM_NODE_ATTRIBUTE: {
        unsigned object = vm_gen_any(u, target->s[0].node);

        if (!u->dead)
            vm_emit(u, VM_OP_DELETE_ATTR, object,
                    vm_pool_add(u, VM_POOL_ATTRS, vm_value(target->s[1].name)));
        break;
    }
    case VM_NODE_SUBSCRIPT: {
        unsigned object = gen_operand(u, target->s[0].node, target->s[1].node);

        vm_emit(u, VM_OP_DELETE_ITEM, object, vm_gen_any(u, target->s[1].node));
        break;
    }
    case VM_NODE_TUPLE:
    case VM_NODE_LIST:
        for (const VmNode *item = target->s[0].node; item != NULL; item = item->next)
            vm_gen_delete(u, item);
        break;
    default: vm_code_fail(u, target, "cannot delete %s", vm_node_description(target));
    }
    u->top = mark;
}
