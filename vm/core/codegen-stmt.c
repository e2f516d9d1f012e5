/* SPDX-License-Identifier: MIT */
/* Statements to instructions.
 *
 * Nothing is done at run time on entering a `try`: the handler table says where an exception goes.
 * Leaving through return, break or continue runs the finally suites, __exit__ calls and ends of
 * exception handling on the way; that code is written once for each way out, and is taken out of
 * the ranges it leaves ("gaps").
 *
 *     try:      body                          covered by: handler
 *               else suite
 *               JUMP after
 *     handler:  PUSH_HANDLED e old
 *               clauses, each ending POP_HANDLED old, JUMP after    covered by: cleanup
 *     cleanup:  POP_HANDLED old               no clause took it, or one raised
 *               RERAISE e
 *     after:
 */
#include "vm/core/codegen.h"

enum { MAX_BLOCKS = 100 };

/* --- Blocks --- */

static void
push_block(VmUnit *u, VmBlock *block, const VmNode *node)
{
    if (++u->n_blocks > MAX_BLOCKS)
        vm_code_fail(u, node, "too many statically nested blocks");
    block->outer = u->block;
    block->start = u->n_bytes;
    u->block = block;
}

static void
pop_block(VmUnit *u)
{
    u->block = u->block->outer;
    u->n_blocks--;
}

void
vm_gen_leave(VmUnit *u, VmBlock *until)
{
    for (VmBlock *block = u->block; block != until; block = block->outer) {
        unsigned mark = u->top, t;

        block->gap_start = u->n_bytes;
        u->block = block->outer;
        switch (block->type) {
        case VM_CODE_BLOCK_HANDLED: vm_emit(u, VM_OP_POP_HANDLED, (unsigned)block->old); break;
        case VM_CODE_BLOCK_NAME: vm_gen_delete_name(u, block->node, block->name, false); break;
        case VM_CODE_BLOCK_FINALLY: vm_gen_statements(u, block->node); break;
        case VM_CODE_BLOCK_WITH:
            t = vm_temp(u);
            vm_emit(u, VM_OP_LOAD_NONE, t);
            vm_emit(u, block->is_async ? VM_OP_AWITH_EXIT : VM_OP_WITH_EXIT, t,
                    (unsigned)block->reg, t);
            if (block->is_async)
                vm_emit_await(u, t);
            break;
        default: break;
        }
        u->top = mark;
    }
}

void
vm_gen_left(VmUnit *u, VmBlock *from, VmBlock *until)
{
    for (VmBlock *block = from; block != until; block = block->outer) {
        VmGap *gap;

        if (block->gap_start == u->n_bytes)
            continue;
        gap = vm_arena_alloc(u->arena, sizeof *gap);
        gap->start = block->gap_start;
        gap->end = u->n_bytes;
        if (block->last_gap == NULL)
            block->gaps = gap;
        else
            block->last_gap->next = gap;
        block->last_gap = gap;
    }
    u->block = from;
}

/* Is there anything to do on leaving the blocks up to @until? */
static bool
leaving_costs(const VmUnit *u, const VmBlock *until)
{
    for (const VmBlock *block = u->block; block != until; block = block->outer)
        if (block->type != VM_CODE_BLOCK_LOOP && block->type != VM_CODE_BLOCK_TRY)
            return true;
    return false;
}

static void
gen_break(VmUnit *u, const VmNode *node)
{
    bool is_break = node->kind == VM_NODE_BREAK;
    VmBlock *loop = u->block, *from = u->block;
    VmLabel *label;

    while (loop != NULL && loop->type != VM_CODE_BLOCK_LOOP)
        loop = loop->outer;
    if (loop == NULL)
        vm_code_fail(u, node,
                     is_break ? "'break' outside loop" : "'continue' not properly in loop");
    label = is_break ? loop->on_break : loop->on_continue;
    vm_gen_leave(u, loop);
    vm_emit_jump(u, label->at != UINT32_MAX ? VM_OP_LOOP : VM_OP_JUMP, label);
    vm_gen_left(u, from, loop);
}

static void
gen_return(VmUnit *u, const VmNode *node)
{
    const VmNode *value = node->s[0].node;
    VmBlock *from = u->block;
    unsigned reg = 0;
    bool is_none = value == NULL || (value->kind == VM_NODE_CONST && value->s[0].value == VM_NONE);

    if (u->own_scope->kind != VM_SCOPE_FUNCTION)
        vm_code_fail(u, node, "'return' outside function");
    if (value != NULL && u->own_scope->is_async && u->own_scope->is_generator)
        vm_code_fail(u, node, "'return' with value in async generator");
    if (!leaving_costs(u, NULL)) {
        if (!is_none)
            reg = vm_gen_any(u, value);
        u->at = node->at;
        if (is_none)
            vm_emit(u, VM_OP_RETURN_NONE);
        else
            vm_emit(u, VM_OP_RETURN, reg);
        return;
    }
    if (!is_none) {
        reg = vm_temp(u);
        vm_gen_to(u, value, reg);
    }
    u->at = node->at;
    vm_gen_leave(u, NULL);
    if (is_none)
        vm_emit(u, VM_OP_RETURN_NONE);
    else
        vm_emit(u, VM_OP_RETURN, reg);
    vm_gen_left(u, from, NULL);
}

/* --- Assignments --- */

enum { MAX_PARALLEL = 8 };

/* `a, b = b, a + b`: all targets different plain locals, the values as many. Moves registers
 * without making a tuple. */
static bool
gen_parallel(VmUnit *u, const VmNode *targets, const VmNode *values)
{
    const VmNode *target = targets->s[0].node, *value = values->s[0].node;
    int to[MAX_PARALLEL];
    unsigned from[MAX_PARALLEL], n = 0, n_left;

    for (; target != NULL && value != NULL; target = target->next, value = value->next, n++) {
        if (n == MAX_PARALLEL || value->kind == VM_NODE_STARRED)
            return false;
        to[n] = vm_local_of(u, target);
        if (to[n] < 0)
            return false;
        for (unsigned i = 0; i < n; i++)
            if (to[i] == to[n])
                return false;
    }
    if (target != NULL || value != NULL || n < 2 || u->own_scope->has_walrus)
        return false;
    n = n_left = 0;
    for (value = values->s[0].node; value != NULL; value = value->next, n++) {
        if (value->kind == VM_NODE_CONST) { // put in place last
            to[n] = -1;
            continue;
        }
        from[n] = vm_gen_any(u, value);
        n_left++;
    }
    // Emit the moves whose target nobody still has to read; break a circle by a copy.
    while (n_left > 0) {
        bool moved = false;

        for (unsigned i = 0; i < n; i++) {
            bool read = false;

            if (to[i] < 0)
                continue;
            for (unsigned k = 0; k < n; k++)
                read |= k != i && to[k] >= 0 && from[k] == (unsigned)to[i];
            if (read)
                continue;
            if (from[i] != (unsigned)to[i])
                vm_emit(u, VM_OP_MOVE, (unsigned)to[i], from[i]);
            to[i] = -1;
            n_left--;
            moved = true;
        }
        if (!moved) {
            unsigned first = 0, copy = vm_temp(u);

            while (to[first] < 0)
                first++;
            vm_emit(u, VM_OP_MOVE, copy, (unsigned)to[first]);
            for (unsigned k = 0; k < n; k++)
                if (to[k] >= 0 && from[k] == (unsigned)to[first])
                    from[k] = copy;
        }
    }
    value = values->s[0].node;
    for (target = targets->s[0].node; target != NULL; target = target->next, value = value->next) {
        unsigned reg = (unsigned)vm_local_of(u, target);

        if (value->kind == VM_NODE_CONST)
            vm_gen_const(u, value->s[0].value, reg);
        vm_gen_store_name(u, target, target->s[0].name, reg);
    }
    return true;
}

/* Targets and values in equal numbers, no stars: values in registers, then stores. */
static bool
gen_pairwise(VmUnit *u, const VmNode *targets, const VmNode *values)
{
    unsigned n = 0, base;
    const VmNode *target = targets->s[0].node, *value = values->s[0].node;

    for (; target != NULL && value != NULL; target = target->next, value = value->next, n++)
        if (target->kind == VM_NODE_STARRED || value->kind == VM_NODE_STARRED || n == MAX_PARALLEL)
            return false;
    if (target != NULL || value != NULL || n == 0)
        return false;
    base = vm_temps(u, n);
    n = base;
    for (value = values->s[0].node; value != NULL; value = value->next)
        vm_gen_to(u, value, n++);
    n = base;
    for (target = targets->s[0].node; target != NULL; target = target->next)
        vm_gen_store(u, target, n++);
    return true;
}

static bool
is_list_like(const VmNode *node)
{
    return node->kind == VM_NODE_TUPLE || node->kind == VM_NODE_LIST;
}

static void
gen_assign(VmUnit *u, const VmNode *targets, const VmNode *value)
{
    int local = vm_local_of(u, targets);
    unsigned reg;

    if (targets->next == NULL && local >= 0) {
        vm_gen_to(u, value, (unsigned)local);
        vm_gen_store_name(u, targets, targets->s[0].name, (unsigned)local);
        return;
    }
    if (targets->next == NULL && is_list_like(targets) && is_list_like(value) &&
        (gen_parallel(u, targets, value) || gen_pairwise(u, targets, value)))
        return;
    if (targets->next != NULL || u->own_scope->has_walrus || is_list_like(targets)) {
        // The value must outlast what the first targets' storing does.
        bool simple = targets->next == NULL && !u->own_scope->has_walrus;

        if (simple) {
            reg = vm_gen_any(u, value);
        } else {
            reg = vm_temp(u);
            vm_gen_to(u, value, reg);
        }
    } else {
        reg = vm_gen_any(u, value);
    }
    for (; targets != NULL; targets = targets->next)
        vm_gen_store(u, targets, reg);
}

/* R[dest] = R[left] op= value */
static void
gen_in_place(VmUnit *u, const VmNode *node, unsigned dest, unsigned left)
{
    const VmNode *value = node->s[1].node;
    unsigned op = VM_OP_IADD + 4u * node->op;

    if (value->kind == VM_NODE_CONST) {
        u->at = node->at;
        if (!u->dead)
            vm_emit(u, (VmOp)(op + 1), dest, left, vm_const(u, value->s[0].value));
    } else {
        unsigned right = vm_gen_any(u, value);

        u->at = node->at;
        vm_emit(u, (VmOp)op, dest, left, right);
    }
}

static void
gen_aug_assign(VmUnit *u, const VmNode *node)
{
    const VmNode *target = node->s[0].node;
    unsigned t, object, index, k;
    int local = vm_local_of(u, target);

    switch (target->kind) {
    case VM_NODE_NAME:
        if (local >= 0) {
            vm_gen_any(u, target); // is it bound?
            gen_in_place(u, node, (unsigned)local, (unsigned)local);
        } else {
            t = vm_temp(u);
            vm_gen_to(u, target, t);
            gen_in_place(u, node, t, t);
            vm_gen_store_name(u, target, target->s[0].name, t);
        }
        break;
    case VM_NODE_ATTRIBUTE:
        object = vm_gen_any(u, target->s[0].node);
        t = vm_temp(u);
        u->at = target->at;
        if (u->dead)
            break;
        k = vm_pool_add(u, VM_POOL_ATTRS, vm_value(target->s[1].name));
        vm_emit(u, VM_OP_LOAD_ATTR, t, object, k);
        gen_in_place(u, node, t, t);
        vm_emit(u, VM_OP_STORE_ATTR, object, k, t);
        break;
    default:
        object = vm_gen_any(u, target->s[0].node);
        index = vm_gen_any(u, target->s[1].node);
        t = vm_temp(u);
        u->at = target->at;
        vm_emit(u, VM_OP_GET_ITEM, t, object, index);
        gen_in_place(u, node, t, t);
        vm_emit(u, VM_OP_SET_ITEM, object, index, t);
    }
}

/* --- Loops --- */

static void
gen_while(VmUnit *u, const VmNode *node)
{
    VmLabel top, otherwise, end;
    VmBlock block = {.type = VM_CODE_BLOCK_LOOP, .on_break = &end, .on_continue = &top};

    vm_label_init(&top);
    vm_label_init(&otherwise);
    vm_label_init(&end);
    if (u->dead)
        return;
    vm_label_bind_loop(u, &top);
    vm_gen_jump(u, node->s[0].node, false, &otherwise);
    push_block(u, &block, node);
    vm_gen_statements(u, node->s[1].node);
    pop_block(u);
    u->at = node->at;
    vm_emit_jump(u, VM_OP_LOOP, &top);
    vm_label_bind(u, &otherwise);
    vm_gen_statements(u, node->s[2].node);
    vm_label_bind(u, &end);
}

static void
gen_async_for(VmUnit *u, const VmNode *node)
{
    VmLabel top, otherwise, end;
    VmBlock loop = {.type = VM_CODE_BLOCK_LOOP, .on_break = &end, .on_continue = &top};
    VmBlock covered = {.type = VM_CODE_BLOCK_TRY};
    unsigned it = vm_temp(u), t = vm_temp(u), e = vm_temp(u), source;
    uint32_t stop;
    VmBoundSet bound;

    vm_label_init(&top);
    vm_label_init(&otherwise);
    vm_label_init(&end);
    source = vm_gen_any(u, node->s[1].node);
    u->at = node->at;
    vm_emit(u, VM_OP_GET_AITER, it, source);
    if (u->dead)
        return;
    vm_label_bind_loop(u, &top);
    bound = u->bound;
    covered.start = u->n_bytes;
    vm_emit(u, VM_OP_GET_ANEXT, t, it);
    vm_emit_await(u, t);
    stop = u->n_bytes;
    vm_gen_store(u, node->s[0].node, t);
    push_block(u, &loop, node);
    vm_gen_statements(u, node->s[2].node);
    pop_block(u);
    u->at = node->at;
    vm_emit_jump(u, VM_OP_LOOP, &top);
    u->dead = false;
    u->bound = bound;
    vm_add_handler(u, &covered, stop, u->n_bytes, e);
    vm_gen_const(u, vm_value(&vm_type_StopAsyncIteration), t);
    vm_emit(u, VM_OP_MATCH_EXCEPTION, t, e, t);
    vm_emit_jump(u, VM_OP_JUMP_IF, &otherwise, t);
    vm_emit(u, VM_OP_RERAISE, e);
    vm_label_bind(u, &otherwise);
    vm_gen_statements(u, node->s[3].node);
    vm_label_bind(u, &end);
}

static void
gen_for(VmUnit *u, const VmNode *node)
{
    VmLabel body, next, end;
    VmBlock block = {.type = VM_CODE_BLOCK_LOOP, .on_break = &end, .on_continue = &next};
    unsigned it, source, target;
    int local = vm_local_of(u, node->s[0].node);

    if (node->op != 0) {
        gen_async_for(u, node);
        return;
    }
    if (u->dead)
        return;
    vm_label_init(&body);
    vm_label_init(&next);
    vm_label_init(&end);
    it = vm_temp(u);
    source = vm_gen_any(u, node->s[1].node);
    u->at = node->s[1].node->at;
    vm_emit(u, VM_OP_GET_ITER, it, source);
    u->top = it + 1;
    target = local >= 0 ? (unsigned)local : vm_temp(u);
    vm_emit_jump(u, VM_OP_JUMP, &next);
    u->dead = false;
    vm_label_bind_loop(u, &body);
    if (local >= 0)
        vm_gen_store_name(u, node->s[0].node, node->s[0].node->s[0].name, target);
    else
        vm_gen_store(u, node->s[0].node, target);
    push_block(u, &block, node);
    vm_gen_statements(u, node->s[2].node);
    pop_block(u);
    vm_label_bind(u, &next);
    u->at = node->at;
    vm_emit_jump(u, VM_OP_FOR_LOOP, &body, it, target);
    vm_gen_statements(u, node->s[3].node);
    vm_label_bind(u, &end);
}

/* --- Exceptions --- */

static VmBoundSet
bound_at_handler(const VmUnit *u)
{
    VmBoundSet bound = u->bound;

    for (unsigned i = 0; i < VM_TRACKED_LOCALS / 64; i++)
        bound.bits[i] &= ~u->volatile_locals.bits[i];
    return bound;
}

static void
gen_clause(VmUnit *u, const VmNode *clause, unsigned e, unsigned old, VmLabel *after,
           VmLabel *cleanup)
{
    unsigned mark = u->top;
    VmLabel next;
    VmBlock name = {.type = VM_CODE_BLOCK_NAME, .node = clause, .name = clause->s[1].name};
    VmBoundSet bound;
    uint32_t end;

    vm_label_init(&next);
    u->at = clause->at;
    if (clause->s[0].node != NULL) {
        unsigned t = vm_temp(u), type = vm_gen_any(u, clause->s[0].node);

        u->at = clause->at;
        vm_emit(u, VM_OP_MATCH_EXCEPTION, t, e, type);
        vm_emit_jump(u, VM_OP_JUMP_IF_NOT, &next, t);
        u->top = mark;
    }
    bound = bound_at_handler(u);
    if (name.name != NULL) {
        vm_gen_store_name(u, clause, name.name, e);
        push_block(u, &name, clause);
    }
    vm_gen_statements(u, clause->s[2].node);
    end = u->n_bytes;
    if (name.name != NULL) {
        pop_block(u);
        vm_gen_delete_name(u, clause, name.name, false);
    }
    vm_emit(u, VM_OP_POP_HANDLED, old);
    vm_emit_jump(u, VM_OP_JUMP, after);
    if (name.name != NULL && name.start < end) {
        u->dead = false;
        u->bound = bound;
        vm_add_handler(u, &name, end, u->n_bytes, e);
        vm_gen_delete_name(u, clause, name.name, false);
        vm_emit_jump(u, VM_OP_JUMP, cleanup);
    }
    vm_label_bind(u, &next);
    u->top = mark;
}

static void
gen_try_except(VmUnit *u, const VmNode *node)
{
    unsigned e = vm_temp(u), old = vm_temp(u);
    VmBlock covered = {.type = VM_CODE_BLOCK_TRY};
    VmBlock handled = {.type = VM_CODE_BLOCK_HANDLED, .old = (uint16_t)old};
    VmBoundSet bound = bound_at_handler(u);
    VmLabel after, cleanup;
    uint32_t end;

    vm_label_init(&after);
    vm_label_init(&cleanup);
    push_block(u, &covered, node);
    vm_gen_statements(u, node->s[0].node);
    end = u->n_bytes;
    pop_block(u);
    vm_gen_statements(u, node->s[2].node);
    vm_emit_jump(u, VM_OP_JUMP, &after);
    if (covered.start < end) {
        u->dead = false;
        u->bound = bound;
        vm_add_handler(u, &covered, end, u->n_bytes, e);
        u->at = node->s[1].node->at;
        vm_emit(u, VM_OP_PUSH_HANDLED, e, old);
        push_block(u, &handled, node);
        for (const VmNode *clause = node->s[1].node; clause != NULL; clause = clause->next)
            gen_clause(u, clause, e, old, &after, &cleanup);
        pop_block(u);
        vm_label_bind(u, &cleanup);
        u->dead = false;
        vm_add_handler(u, &handled, u->n_bytes, u->n_bytes, e);
        vm_emit(u, VM_OP_POP_HANDLED, old);
        vm_emit(u, VM_OP_RERAISE, e);
    }
    vm_label_bind(u, &after);
}

static void
gen_try(VmUnit *u, const VmNode *node)
{
    unsigned e, old;
    VmBlock covered = {.type = VM_CODE_BLOCK_FINALLY, .node = node->s[3].node};
    VmBlock handled = {.type = VM_CODE_BLOCK_HANDLED};
    VmBoundSet bound = bound_at_handler(u);
    VmLabel after;
    uint32_t end;

    if (node->s[3].node == NULL) {
        gen_try_except(u, node);
        return;
    }
    if (u->dead)
        return;
    e = vm_temp(u);
    old = vm_temp(u);
    handled.old = (uint16_t)old;
    vm_label_init(&after);
    push_block(u, &covered, node);
    if (node->s[1].node != NULL)
        gen_try_except(u, node);
    else
        vm_gen_statements(u, node->s[0].node);
    end = u->n_bytes;
    pop_block(u);
    vm_gen_statements(u, node->s[3].node);
    vm_emit_jump(u, VM_OP_JUMP, &after);
    if (covered.start < end) {
        u->dead = false;
        u->bound = bound;
        vm_add_handler(u, &covered, end, u->n_bytes, e);
        u->at = node->s[3].node->at;
        vm_emit(u, VM_OP_PUSH_HANDLED, e, old);
        push_block(u, &handled, node);
        vm_gen_statements(u, node->s[3].node);
        pop_block(u);
        u->dead = false;
        vm_add_handler(u, &handled, u->n_bytes, u->n_bytes, e);
        vm_emit(u, VM_OP_POP_HANDLED, old);
        vm_emit(u, VM_OP_RERAISE, e);
    }
    vm_label_bind(u, &after);
}

static void
gen_with(VmUnit *u, const VmNode *node, const VmNode *item)
{
    bool is_async = node->op != 0;
    unsigned reg, e, old, t, manager;
    VmBlock covered = {.type = VM_CODE_BLOCK_WITH, .is_async = is_async};
    VmBlock handled = {.type = VM_CODE_BLOCK_HANDLED};
    VmBoundSet bound;
    VmLabel after, cleanup;
    uint32_t end;

    vm_check_c_stack(u->vm);
    if (item == NULL) {
        vm_gen_statements(u, node->s[1].node);
        return;
    }
    if (u->dead)
        return;
    vm_label_init(&after);
    vm_label_init(&cleanup);
    e = vm_temp(u);
    old = vm_temp(u);
    t = vm_temp(u);
    reg = vm_temps(u, 2);
    covered.reg = (uint16_t)reg;
    handled.old = (uint16_t)old;
    manager = vm_gen_any(u, item->s[0].node);
    u->at = item->at;
    vm_emit(u, is_async ? VM_OP_AWITH_ENTER : VM_OP_WITH_ENTER, reg, manager);
    if (is_async)
        vm_emit_await(u, reg + 1);
    bound = bound_at_handler(u);
    push_block(u, &covered, node);
    if (item->s[1].node != NULL)
        vm_gen_store(u, item->s[1].node, reg + 1);
    gen_with(u, node, item->next);
    end = u->n_bytes;
    pop_block(u);
    u->at = item->at;
    vm_emit(u, VM_OP_LOAD_NONE, t);
    vm_emit(u, is_async ? VM_OP_AWITH_EXIT : VM_OP_WITH_EXIT, t, reg, t);
    if (is_async)
        vm_emit_await(u, t);
    vm_emit_jump(u, VM_OP_JUMP, &after);
    if (covered.start == end) { // `with a: pass` has nothing to cover
        vm_label_bind(u, &after);
        return;
    }
    u->dead = false;
    u->bound = bound;
    vm_add_handler(u, &covered, end, u->n_bytes, e);
    vm_emit(u, VM_OP_PUSH_HANDLED, e, old);
    push_block(u, &handled, node);
    vm_emit(u, is_async ? VM_OP_AWITH_EXIT : VM_OP_WITH_EXIT, t, reg, e);
    if (is_async)
        vm_emit_await(u, t);
    vm_emit_jump(u, VM_OP_JUMP_IF_NOT, &cleanup, t);
    pop_block(u);
    end = u->n_bytes;
    vm_emit(u, VM_OP_POP_HANDLED, old);
    vm_emit_jump(u, VM_OP_JUMP, &after);
    vm_label_bind(u, &cleanup);
    vm_add_handler(u, &handled, end, u->n_bytes, e);
    vm_emit(u, VM_OP_POP_HANDLED, old);
    vm_emit(u, VM_OP_RERAISE, e);
    vm_label_bind(u, &after);
}

static void
gen_assert(VmUnit *u, const VmNode *node)
{
    unsigned w;
    VmLabel ok;

    if (u->vm->optimisation != 0)
        return;
    vm_label_init(&ok);
    vm_gen_jump(u, node->s[0].node, true, &ok);
    u->at = node->at;
    w = vm_call_window(u);
    vm_emit(u, VM_OP_LOAD_ASSERTION_ERROR, w - 1);
    if (node->s[1].node != NULL) {
        vm_gen_to(u, node->s[1].node, vm_temp(u));
        u->at = node->at;
        vm_emit(u, VM_OP_CALL, w - 1, w, 1u);
    }
    vm_emit(u, VM_OP_RAISE, w - 1);
    vm_label_bind(u, &ok);
}

static void
gen_raise(VmUnit *u, const VmNode *node)
{
    unsigned e, cause;

    if (node->s[0].node == NULL) {
        u->at = node->at;
        vm_emit(u, VM_OP_RAISE_AGAIN);
        return;
    }
    e = vm_gen_any(u, node->s[0].node);
    if (node->s[1].node == NULL) {
        u->at = node->at;
        vm_emit(u, VM_OP_RAISE, e);
        return;
    }
    cause = vm_gen_any(u, node->s[1].node);
    u->at = node->at;
    vm_emit(u, VM_OP_RAISE_FROM, e, cause);
}

/* --- Definitions --- */

/* Evaluates decorators into the callees of nested windows; returns the innermost window's argument
 * register. */
static unsigned
gen_decorators(VmUnit *u, const VmNode *first)
{
    unsigned w = 0;

    for (const VmNode *decorator = first; decorator != NULL; decorator = decorator->next) {
        w = vm_call_window(u);
        vm_gen_to(u, decorator, w - 1);
    }
    return w;
}

/* Calls them from the innermost out; @w is gen_decorators()'s. */
static void
call_decorators(VmUnit *u, const VmNode *first, unsigned w, unsigned dest)
{
    unsigned n = 0;

    for (const VmNode *decorator = first; decorator != NULL; decorator = decorator->next)
        n++;
    for (; n > 0; n--, w -= VM_FRAME_WORDS)
        vm_emit(u, VM_OP_CALL, n == 1 ? dest : w - VM_FRAME_WORDS, w, 1u);
}

static void
gen_definition(VmUnit *u, const VmNode *node)
{
    const VmNode *decorators = node->s[4].node;
    VmScope *scope = node->s[3].scope;
    const VmStr *name = node->s[5].name;
    VmNode *target = vm_arena_alloc(u->arena, sizeof *target + sizeof target->s[0]);
    unsigned dest, made, window = 0;
    int local;

    target->kind = VM_NODE_NAME;
    target->at = node->at;
    target->s[0].name = name;
    local = vm_local_of(u, target);
    dest = local >= 0 ? (unsigned)local : vm_temp(u);
    made = dest;
    if (decorators != NULL) {
        window = gen_decorators(u, decorators);
        made = vm_temp(u);
    }
    if (node->kind == VM_NODE_FUNCTION) {
        VmCode *code = vm_gen_function(u, node, scope);

        u->at = node->at;
        vm_gen_make_function(u, code, scope, node->s[1].node, made);
    } else {
        VmCode *code = vm_gen_class_body(u, node);
        unsigned w = vm_call_window(u);

        u->at = node->at;
        vm_emit(u, VM_OP_LOAD_BUILD_CLASS, w - 1);
        vm_temps(u, 2);
        vm_gen_make_function(u, code, scope, NULL, w);
        vm_gen_const(u, vm_value(node->s[0].name), w + 1);
        vm_gen_call(u, node->s[1].node, w, 2, made);
    }
    if (decorators != NULL) {
        u->at = decorators->at;
        call_decorators(u, decorators, window, dest);
    }
    vm_gen_store_name(u, target, name, dest);
}

/* --- Imports --- */

static void
gen_import(VmUnit *u, const VmNode *node)
{
    for (const VmNode *alias = node->s[0].node; alias != NULL; alias = alias->next) {
        unsigned mark = u->top, t = vm_temp(u), none = vm_temp(u);
        const VmStr *name = alias->s[0].name;
        const char *dot = memchr(name->data, '.', name->len);

        u->at = node->at;
        if (u->dead)
            return;
        vm_emit(u, VM_OP_LOAD_NONE, none);
        vm_emit(u, VM_OP_IMPORT, t, vm_const(u, vm_value(name)), none, 0u);
        if (alias->s[1].name == NULL) {
            if (dot != NULL)
                name = vm_intern(u->vm, name->data, (size_t)(dot - name->data));
            vm_gen_store_name(u, node, name, t);
        } else {
            // `import a.b.c as d`: the top module was got; walk down.
            while (dot != NULL) {
                const char *part = dot + 1, *end = name->data + name->len;
                size_t len;

                dot = memchr(part, '.', (size_t)(end - part));
                len = (size_t)((dot != NULL ? dot : end) - part);
                vm_emit(u, VM_OP_IMPORT_FROM, t, t,
                        vm_const(u, vm_value(vm_intern(u->vm, part, len))));
            }
            vm_gen_store_name(u, node, alias->s[1].name, t);
        }
        u->top = mark;
    }
}

static void
gen_import_from(VmUnit *u, const VmNode *node)
{
    unsigned module = vm_temp(u), names = vm_temp(u), level = (unsigned)node->s[2].number;
    const VmStr *name = node->s[0].name != NULL ? node->s[0].name : &vm_s_empty_;
    size_t n = 0;
    VmTuple *list;

    u->at = node->at;
    if (u->dead)
        return;
    for (const VmNode *alias = node->s[1].node; alias != NULL; alias = alias->next)
        n++;
    list = vm_tuple_new(u->vm, n == 0 ? 1 : n, NULL);
    list->items[0] = vm_value(vm_rom_chars['*']);
    n = 0;
    for (const VmNode *alias = node->s[1].node; alias != NULL; alias = alias->next)
        list->items[n++] = vm_value(alias->s[0].name);
    vm_gen_const(u, vm_value(list), names);
    vm_emit(u, VM_OP_IMPORT, module, vm_const(u, vm_value(name)), names, level);
    if (n == 0) {
        vm_emit(u, VM_OP_IMPORT_STAR, module);
        return;
    }
    for (const VmNode *alias = node->s[1].node; alias != NULL; alias = alias->next) {
        const VmStr *as = alias->s[1].name != NULL ? alias->s[1].name : alias->s[0].name;

        u->at = node->at;
        vm_emit(u, VM_OP_IMPORT_FROM, names, module, vm_const(u, vm_value(alias->s[0].name)));
        vm_gen_store_name(u, node, as, names);
    }
}

/* --- All of them --- */

static void
gen_if(VmUnit *u, const VmNode *node)
{
    VmLabel end;

    vm_label_init(&end);
    for (;;) {
        VmLabel otherwise;
        const VmNode *next = node->s[2].node;

        vm_label_init(&otherwise);
        u->at = node->at;
        vm_gen_jump(u, node->s[0].node, false, &otherwise);
        vm_gen_statements(u, node->s[1].node);
        if (next != NULL)
            vm_emit_jump(u, VM_OP_JUMP, &end);
        vm_label_bind(u, &otherwise);
        if (next == NULL)
            break;
        if (next->kind != VM_NODE_IF || next->next != NULL) {
            vm_gen_statements(u, next);
            break;
        }
        node = next;
    }
    vm_label_bind(u, &end);
}

static void
gen_statement(VmUnit *u, const VmNode *node)
{
    unsigned t;

    u->at = node->at;
    switch (node->kind) {
    case VM_NODE_EXPRESSION:
        if (u->display && u->own_scope->kind == VM_SCOPE_MODULE) {
            t = vm_gen_any(u, node->s[0].node);
            vm_emit(u, VM_OP_DISPLAY, t);
        } else {
            vm_gen_effect(u, node->s[0].node);
        }
        break;
    case VM_NODE_ASSIGN: gen_assign(u, node->s[0].node, node->s[1].node); break;
    case VM_NODE_AUG_ASSIGN: gen_aug_assign(u, node); break;
    case VM_NODE_ANN_ASSIGN:
        if (node->s[1].node != NULL)
            gen_assign(u, node->s[0].node, node->s[1].node);
        break;
    case VM_NODE_DELETE:
        for (const VmNode *target = node->s[0].node; target != NULL; target = target->next)
            vm_gen_delete(u, target);
        break;
    case VM_NODE_RETURN: gen_return(u, node); break;
    case VM_NODE_RAISE: gen_raise(u, node); break;
    case VM_NODE_BREAK:
    case VM_NODE_CONTINUE: gen_break(u, node); break;
    case VM_NODE_ASSERT: gen_assert(u, node); break;
    case VM_NODE_IMPORT: gen_import(u, node); break;
    case VM_NODE_IMPORT_FROM: gen_import_from(u, node); break;
    case VM_NODE_IF: gen_if(u, node); break;
    case VM_NODE_WHILE: gen_while(u, node); break;
    case VM_NODE_FOR: gen_for(u, node); break;
    case VM_NODE_TRY: gen_try(u, node); break;
    case VM_NODE_WITH: gen_with(u, node, node->s[0].node); break;
    case VM_NODE_FUNCTION:
    case VM_NODE_CLASS: gen_definition(u, node); break;
    case VM_NODE_MATCH: vm_gen_match(u, node); break;
    default: break; // pass, global, nonlocal
    }
}

void
vm_gen_statements(VmUnit *u, const VmNode *first)
{
    vm_check_c_stack(u->vm);
    for (const VmNode *node = first; node != NULL; node = node->next) {
        unsigned mark = u->top;

        gen_statement(u, node);
        u->top = mark;
    }
}
