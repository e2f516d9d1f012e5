/* SPDX-License-Identifier: MIT */
/* Whose variable is it? Makes a scope for every function, class and comprehension of a statement
 * and finds out for each name whether it is a local, a cell shared with inner functions, an outer
 * function's, or global.
 *
 * First all names are collected (a name bound anywhere in a function is local everywhere in it),
 * then resolved from the outside in. List, set and dict comprehensions are no functions here: they
 * become part of the code around, and their INLINE scope only keeps the loop's variables apart.
 * Generator expressions are functions.
 */
#include "vm/core/codegen.h"

static void visit(VmScoper *s, VmScope *scope, VmNode *node);

static unsigned
bucket_of(const VmStr *name)
{
    uintptr_t n = (uintptr_t)name;

    return (unsigned)((n >> 4 ^ n >> 9) % VM_SCOPE_BUCKETS);
}

VmSymbol *
vm_scope_find(const VmScope *scope, const VmStr *name)
{
    VmSymbol *symbol = scope->buckets[bucket_of(name)];

    while (symbol != NULL && symbol->name != name)
        symbol = symbol->in_bucket;
    return symbol;
}

static VmSymbol *
add_symbol(VmScoper *s, VmScope *scope, const VmStr *name, unsigned flags)
{
    VmSymbol *symbol = vm_scope_find(scope, name);

    if (symbol == NULL) {
        unsigned bucket = bucket_of(name);

        symbol = vm_arena_alloc(s->arena, sizeof *symbol);
        symbol->name = name;
        symbol->in_bucket = scope->buckets[bucket];
        scope->buckets[bucket] = symbol;
        if (scope->last == NULL)
            scope->first = symbol;
        else
            scope->last->in_scope = symbol;
        scope->last = symbol;
    }
    symbol->flags |= flags;
    return symbol;
}

VmScope *
vm_scope_new(VmArena *arena, VmScope *parent, VmScopeKind kind, const VmNode *node)
{
    VmScope *scope = vm_arena_alloc(arena, sizeof *scope);

    scope->kind = (uint8_t)kind;
    scope->parent = parent;
    scope->node = node;
    if (parent != NULL) {
        if (parent->last_child == NULL)
            parent->first_child = scope;
        else
            parent->last_child->sibling = scope;
        parent->last_child = scope;
    }
    return scope;
}

/* --- Collecting --- */

_Noreturn static void
fail_node(VmScoper *s, const VmNode *node, const char *format, const VmStr *name)
{
    vm_lexer_fail(s->lx, &vm_type_SyntaxError, node->at, vm_node_end_at(node), format, name);
}

static void
use(VmScoper *s, VmScope *scope, const VmStr *name)
{
    if (scope->kind != VM_SCOPE_MODULE)
        add_symbol(s, scope, name, VM_SYMBOL_USED);
    if (name == &vm_s_super && (scope->kind == VM_SCOPE_FUNCTION || scope->kind == VM_SCOPE_INLINE))
        add_symbol(s, scope, &vm_s___class__, VM_SYMBOL_USED);
}

static void
bind(VmScoper *s, VmScope *scope, const VmStr *name, const VmNode *node)
{
    VmSymbol *symbol;

    if (scope->kind == VM_SCOPE_MODULE)
        return;
    symbol = add_symbol(s, scope, name, 0);
    if ((symbol->flags & (VM_SYMBOL_GLOBAL | VM_SYMBOL_NONLOCAL)) == 0)
        symbol->flags |= VM_SYMBOL_BOUND;
    (void)node;
}

static void
visit_list(VmScoper *s, VmScope *scope, VmNode *node)
{
    for (; node != NULL; node = node->next)
        visit(s, scope, node);
}

static void
bind_target(VmScoper *s, VmScope *scope, VmNode *target)
{
    vm_check_c_stack(s->vm);
    switch (target->kind) {
    case VM_NODE_NAME:
        bind(s, scope, target->s[0].name, target);
        if (scope->kind == VM_SCOPE_INLINE || scope->is_gen_exp) {
            VmSymbol *symbol = add_symbol(s, scope, target->s[0].name, VM_SYMBOL_COMP_TARGET);

            if ((symbol->flags & VM_SYMBOL_NONLOCAL) != 0)
                fail_node(
                    s, target,
                    "assignment expression cannot rebind comprehension iteration variable '%q'",
                    symbol->name);
        }
        break;
    case VM_NODE_STARRED: bind_target(s, scope, target->s[0].node); break;
    case VM_NODE_TUPLE:
    case VM_NODE_LIST:
        for (VmNode *item = target->s[0].node; item != NULL; item = item->next)
            bind_target(s, scope, item);
        break;
    default: visit(s, scope, target);
    }
}

/* := binds in the scope around all comprehensions. */
static void
bind_walrus(VmScoper *s, VmScope *scope, VmNode *target)
{
    const VmStr *name = target->s[0].name;

    for (VmScope *at = scope;; at = at->parent) {
        VmSymbol *symbol = vm_scope_find(at, name);

        at->has_walrus = true;
        if (at->kind != VM_SCOPE_INLINE && !at->is_gen_exp) {
            VmSymbol *own;

            if (at->kind == VM_SCOPE_CLASS && at != scope)
                fail_node(
                    s, target,
                    "assignment expression within a comprehension cannot be used in a class body",
                    NULL);
            bind(s, at, name, target);
            if (at == scope)
                return;
            own = at->kind == VM_SCOPE_MODULE ? NULL : vm_scope_find(at, name);
            // Generator expressions on the way reach it from outside.
            for (VmScope *inner = scope; inner != at; inner = inner->parent)
                if (inner->is_gen_exp)
                    add_symbol(s, inner, name,
                               own == NULL || (own->flags & VM_SYMBOL_GLOBAL) != 0
                                   ? VM_SYMBOL_GLOBAL
                                   : VM_SYMBOL_NONLOCAL);
            return;
        }
        if (symbol != NULL && (symbol->flags & VM_SYMBOL_COMP_TARGET) != 0)
            fail_node(s, target,
                      "assignment expression cannot rebind comprehension iteration variable '%q'",
                      name);
    }
}

static void
declare(VmScoper *s, VmScope *scope, VmNode *statement)
{
    bool is_global = statement->kind == VM_NODE_GLOBAL;
    const char *word = is_global ? "global" : "nonlocal";

    for (VmNode *node = statement->s[0].node; node != NULL; node = node->next) {
        const VmStr *name = node->s[0].name;
        VmSymbol *symbol = vm_scope_find(scope, name);
        unsigned flags = symbol == NULL ? 0 : symbol->flags;

        if (scope->kind == VM_SCOPE_MODULE) {
            if (!is_global)
                fail_node(s, statement, "nonlocal declaration not allowed at module level", NULL);
            continue;
        }
        if ((flags & VM_SYMBOL_PARAM) != 0)
            vm_lexer_fail(s->lx, &vm_type_SyntaxError, statement->at, vm_node_end_at(statement),
                          "name '%q' is parameter and %s", name, word);
        if ((flags & (is_global ? VM_SYMBOL_NONLOCAL : VM_SYMBOL_GLOBAL)) != 0)
            fail_node(s, statement, "name '%q' is nonlocal and global", name);
        if ((flags & VM_SYMBOL_BOUND) != 0)
            vm_lexer_fail(s->lx, &vm_type_SyntaxError, statement->at, vm_node_end_at(statement),
                          "name '%q' is assigned to before %s declaration", name, word);
        if ((flags & VM_SYMBOL_USED) != 0)
            vm_lexer_fail(s->lx, &vm_type_SyntaxError, statement->at, vm_node_end_at(statement),
                          "name '%q' is used prior to %s declaration", name, word);
        add_symbol(s, scope, name, is_global ? VM_SYMBOL_GLOBAL : VM_SYMBOL_NONLOCAL);
    }
}

/* The function or module that code in @scope runs in. */
static VmScope *
running_scope(VmScope *scope)
{
    while (scope->kind == VM_SCOPE_INLINE)
        scope = scope->parent;
    return scope;
}

static void
note_yield(VmScoper *s, VmScope *scope, const VmNode *node)
{
    static const char *const kinds[] = {
        [VM_NODE_LIST_COMP] = "'yield' inside list comprehension",
        [VM_NODE_SET_COMP] = "'yield' inside set comprehension",
        [VM_NODE_DICT_COMP] = "'yield' inside dict comprehension",
        [VM_NODE_GEN_EXP] = "'yield' inside generator expression",
    };

    if (scope->kind == VM_SCOPE_INLINE || scope->is_gen_exp)
        fail_node(s, scope->node, kinds[scope->node->kind], NULL);
    if (scope->kind != VM_SCOPE_FUNCTION)
        fail_node(s, node, "'yield' outside function", NULL);
    if (node->kind == VM_NODE_YIELD_FROM && scope->is_async)
        fail_node(s, node, "'yield from' inside async function", NULL);
    scope->is_generator = true;
}

static void
note_await(VmScoper *s, VmScope *scope, const VmNode *node, const char *what)
{
    scope = running_scope(scope);
    if (scope->is_gen_exp) {
        scope->is_async = true;
    } else if (scope->kind == VM_SCOPE_MODULE && s->top_await) {
        scope->is_async = true;
    } else if (!scope->is_async) {
        if (node->kind == VM_NODE_AWAIT && scope->kind != VM_SCOPE_FUNCTION)
            fail_node(s, node, "'await' outside function", NULL);
        fail_node(s, node, what, NULL);
    }
}

static void
visit_params(VmScoper *s, VmScope *scope, VmScope *outer, VmNode *first)
{
    static const uint8_t order[] = {VM_PARAM_KIND_POS_ONLY, VM_PARAM_KIND_PLAIN,
                                    VM_PARAM_KIND_KW_ONLY, VM_PARAM_KIND_VAR_ARGS,
                                    VM_PARAM_KIND_VAR_KW};

    for (VmNode *param = first; param != NULL; param = param->next)
        if (param->s[1].node != NULL)
            visit(s, outer, param->s[1].node);
    // Registers go by the order of symbols.
    for (unsigned i = 0; i < sizeof order; i++)
        for (VmNode *param = first; param != NULL; param = param->next)
            if (param->op == order[i])
                add_symbol(s, scope, param->s[0].name, VM_SYMBOL_PARAM | VM_SYMBOL_BOUND);
}

static void
visit_function(VmScoper *s, VmScope *outer, VmNode *node)
{
    VmScope *scope;

    if (node->kind == VM_NODE_FUNCTION) {
        visit_list(s, outer, node->s[4].node);
        bind(s, outer, node->s[5].name, node);
    }
    scope = vm_scope_new(s->arena, outer, VM_SCOPE_FUNCTION, node);
    scope->is_lambda = node->kind == VM_NODE_LAMBDA;
    scope->is_async = node->op != 0 && node->kind == VM_NODE_FUNCTION;
    node->s[3].scope = scope;
    visit_params(s, scope, outer, node->s[1].node);
    visit_list(s, scope, node->s[2].node);
}

static void
visit_class(VmScoper *s, VmScope *outer, VmNode *node)
{
    VmScope *scope;

    visit_list(s, outer, node->s[4].node);
    visit_list(s, outer, node->s[1].node);
    bind(s, outer, node->s[5].name, node);
    scope = vm_scope_new(s->arena, outer, VM_SCOPE_CLASS, node);
    node->s[3].scope = scope;
    visit_list(s, scope, node->s[2].node);
}

static void
refuse_walrus(VmScoper *s, const VmNode *node)
{
    if (node->kind == VM_NODE_NAMED)
        fail_node(s, node,
                  "assignment expression cannot be used in a comprehension iterable expression",
                  NULL);
}

static void
visit_comprehension(VmScoper *s, VmScope *outer, VmNode *node)
{
    bool is_gen_exp = node->kind == VM_NODE_GEN_EXP;
    VmNode *clauses = node->s[2].node;
    VmScope *scope;

    refuse_walrus(s, clauses->s[1].node);
    visit(s, outer, clauses->s[1].node);
    scope = vm_scope_new(s->arena, outer, is_gen_exp ? VM_SCOPE_FUNCTION : VM_SCOPE_INLINE, node);
    node->s[3].scope = scope;
    if (is_gen_exp) {
        scope->is_gen_exp = scope->is_generator = true;
        add_symbol(s, scope, &vm_s_dot_0_, VM_SYMBOL_PARAM | VM_SYMBOL_BOUND);
    }
    // Targets first: whether a name is the comprehension's own does not depend on where it stands.
    for (VmNode *clause = clauses; clause != NULL; clause = clause->next)
        if (clause->kind == VM_NODE_COMP_FOR)
            bind_target(s, scope, clause->s[0].node);
    for (VmNode *clause = clauses; clause != NULL; clause = clause->next) {
        if (clause->kind == VM_NODE_COMP_IF) {
            visit(s, scope, clause->s[0].node);
            continue;
        }
        if (clause->op != 0)
            note_await(s, scope, node,
                       "asynchronous comprehension outside of an asynchronous function");
        if (clause != clauses) {
            refuse_walrus(s, clause->s[1].node);
            visit(s, scope, clause->s[1].node);
        }
    }
    visit(s, scope, node->s[0].node);
    if (node->s[1].node != NULL)
        visit(s, scope, node->s[1].node);
    if (is_gen_exp)
        return;
    // What it uses and does not bind is used by the code around.
    for (VmSymbol *symbol = scope->first; symbol != NULL; symbol = symbol->in_scope) {
        if ((symbol->flags & (VM_SYMBOL_USED | VM_SYMBOL_BOUND)) != VM_SYMBOL_USED ||
            outer->kind == VM_SCOPE_MODULE)
            continue;
        if (outer->kind == VM_SCOPE_CLASS) // but a class's names are not seen from inside
            add_symbol(s, outer, symbol->name, VM_SYMBOL_COMP_USED);
        else
            add_symbol(s, outer, symbol->name, VM_SYMBOL_USED);
    }
}

static void
visit_pattern(VmScoper *s, VmScope *scope, VmNode *node)
{
    vm_check_c_stack(s->vm);
    switch (node->kind) {
    case VM_NODE_PAT_VALUE: visit(s, scope, node->s[0].node); break;
    case VM_NODE_PAT_CAPTURE:
    case VM_NODE_PAT_STAR:
        if (node->s[0].name != NULL)
            bind(s, scope, node->s[0].name, node);
        break;
    case VM_NODE_PAT_SEQUENCE:
    case VM_NODE_PAT_OR:
        for (VmNode *item = node->s[0].node; item != NULL; item = item->next)
            visit_pattern(s, scope, item);
        break;
    case VM_NODE_PAT_MAPPING:
        for (VmNode *key = node->s[0].node; key != NULL; key = key->next->next) {
            visit(s, scope, key);
            visit_pattern(s, scope, key->next);
        }
        if (node->s[1].name != NULL)
            bind(s, scope, node->s[1].name, node);
        break;
    case VM_NODE_PAT_CLASS:
        visit(s, scope, node->s[0].node);
        for (VmNode *item = node->s[1].node; item != NULL; item = item->next)
            visit_pattern(s, scope, item->kind == VM_NODE_PAT_KEYWORD ? item->s[1].node : item);
        break;
    case VM_NODE_PAT_AS:
        visit_pattern(s, scope, node->s[0].node);
        bind(s, scope, node->s[1].name, node);
        break;
    default: break;
    }
}

static void
visit_import(VmScoper *s, VmScope *scope, VmNode *node)
{
    VmNode *aliases = node->s[node->kind == VM_NODE_IMPORT ? 0 : 1].node;

    if (aliases == NULL && scope->kind != VM_SCOPE_MODULE)
        fail_node(s, node, "import * only allowed at module level", NULL);
    for (VmNode *alias = aliases; alias != NULL; alias = alias->next) {
        const VmStr *name = alias->s[1].name;

        if (name == NULL) {
            const char *dot;

            name = alias->s[0].name;
            dot = memchr(name->data, '.', name->len);
            if (dot != NULL)
                name = vm_intern(s->vm, name->data, (size_t)(dot - name->data));
        }
        bind(s, scope, name, node);
    }
}

static void
visit_delete(VmScoper *s, VmScope *scope, VmNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->kind == VM_NODE_NAME) {
            bind(s, scope, node->s[0].name, node);
            if (scope->kind != VM_SCOPE_MODULE)
                add_symbol(s, scope, node->s[0].name, VM_SYMBOL_VOLATILE);
        } else if (node->kind == VM_NODE_TUPLE || node->kind == VM_NODE_LIST) {
            visit_delete(s, scope, node->s[0].node);
        } else {
            visit(s, scope, node);
        }
    }
}

static void
visit_if_any(VmScoper *s, VmScope *scope, VmNode *node)
{
    if (node != NULL)
        visit(s, scope, node);
}

static void
visit(VmScoper *s, VmScope *scope, VmNode *node)
{
    vm_check_c_stack(s->vm);
    switch (node->kind) {
    case VM_NODE_NAME: use(s, scope, node->s[0].name); break;
    case VM_NODE_CONST:
    case VM_NODE_PASS:
    case VM_NODE_BREAK:
    case VM_NODE_CONTINUE: break;
    case VM_NODE_TUPLE:
    case VM_NODE_LIST:
    case VM_NODE_SET:
    case VM_NODE_DICT:
    case VM_NODE_AND:
    case VM_NODE_OR:
    case VM_NODE_FSTRING: visit_list(s, scope, node->s[0].node); break;
    case VM_NODE_CHAIN:
        visit(s, scope, node->s[0].node->s[0].node);
        for (VmNode *item = node->s[0].node; item != NULL; item = item->next)
            visit(s, scope, item->s[1].node);
        break;
    case VM_NODE_STARRED:
    case VM_NODE_DOUBLE_STARRED:
    case VM_NODE_UNARY:
    case VM_NODE_COMP_IF:
    case VM_NODE_EXPRESSION:
    case VM_NODE_ATTRIBUTE: visit(s, scope, node->s[0].node); break;
    case VM_NODE_KEYWORD: visit(s, scope, node->s[1].node); break;
    case VM_NODE_BINARY:
    case VM_NODE_COMPARE:
    case VM_NODE_SUBSCRIPT:
        visit(s, scope, node->s[0].node);
        visit(s, scope, node->s[1].node);
        break;
    case VM_NODE_IF_EXP:
        for (unsigned i = 0; i < 3; i++)
            visit(s, scope, node->s[i].node);
        break;
    case VM_NODE_SLICE:
        for (unsigned i = 0; i < 3; i++)
            visit_if_any(s, scope, node->s[i].node);
        break;
    case VM_NODE_CALL:
        visit(s, scope, node->s[0].node);
        visit_list(s, scope, node->s[1].node);
        break;
    case VM_NODE_FIELD:
        visit(s, scope, node->s[0].node);
        visit_if_any(s, scope, node->s[1].node);
        break;
    case VM_NODE_LAMBDA:
    case VM_NODE_FUNCTION: visit_function(s, scope, node); break;
    case VM_NODE_CLASS: visit_class(s, scope, node); break;
    case VM_NODE_LIST_COMP:
    case VM_NODE_SET_COMP:
    case VM_NODE_DICT_COMP:
    case VM_NODE_GEN_EXP: visit_comprehension(s, scope, node); break;
    case VM_NODE_NAMED:
        visit(s, scope, node->s[1].node);
        bind_walrus(s, scope, node->s[0].node);
        use(s, scope, node->s[0].node->s[0].name);
        break;
    case VM_NODE_YIELD:
    case VM_NODE_YIELD_FROM:
        note_yield(s, scope, node);
        visit_if_any(s, scope, node->s[0].node);
        break;
    case VM_NODE_AWAIT:
        note_await(s, scope, node, "'await' outside async function");
        visit(s, scope, node->s[0].node);
        break;
    case VM_NODE_ASSIGN:
        visit(s, scope, node->s[1].node);
        for (VmNode *target = node->s[0].node; target != NULL; target = target->next)
            bind_target(s, scope, target);
        break;
    case VM_NODE_AUG_ASSIGN:
        visit(s, scope, node->s[0].node);
        visit(s, scope, node->s[1].node);
        bind_target(s, scope, node->s[0].node);
        break;
    case VM_NODE_ANN_ASSIGN:
        visit_if_any(s, scope, node->s[1].node);
        if (node->s[0].node->kind == VM_NODE_NAME) {
            VmSymbol *symbol = vm_scope_find(scope, node->s[0].node->s[0].name);

            if (symbol != NULL && (symbol->flags & (VM_SYMBOL_GLOBAL | VM_SYMBOL_NONLOCAL)) != 0)
                fail_node(s, node,
                          (symbol->flags & VM_SYMBOL_GLOBAL) != 0
                              ? "annotated name '%q' can't be global"
                              : "annotated name '%q' can't be nonlocal",
                          symbol->name);
        }
        if (node->s[0].node->kind != VM_NODE_NAME || node->s[1].node != NULL ||
            (node->s[0].node->flags & VM_NODE_PAREN) == 0)
            bind_target(s, scope, node->s[0].node);
        break;
    case VM_NODE_DELETE: visit_delete(s, scope, node->s[0].node); break;
    case VM_NODE_RETURN: visit_if_any(s, scope, node->s[0].node); break;
    case VM_NODE_RAISE:
    case VM_NODE_ASSERT:
        visit_if_any(s, scope, node->s[0].node);
        visit_if_any(s, scope, node->s[1].node);
        break;
    case VM_NODE_GLOBAL:
    case VM_NODE_NONLOCAL: declare(s, scope, node); break;
    case VM_NODE_IMPORT:
    case VM_NODE_IMPORT_FROM: visit_import(s, scope, node); break;
    case VM_NODE_IF: // elif chains are as long as they like
        for (;;) {
            visit(s, scope, node->s[0].node);
            visit_list(s, scope, node->s[1].node);
            if (node->s[2].node == NULL || node->s[2].node->kind != VM_NODE_IF ||
                node->s[2].node->next != NULL) {
                visit_list(s, scope, node->s[2].node);
                break;
            }
            node = node->s[2].node;
        }
        break;
    case VM_NODE_WHILE:
        visit(s, scope, node->s[0].node);
        visit_list(s, scope, node->s[1].node);
        visit_list(s, scope, node->s[2].node);
        break;
    case VM_NODE_FOR:
        if (node->op != 0)
            note_await(s, scope, node, "'async for' outside async function");
        visit(s, scope, node->s[1].node);
        bind_target(s, scope, node->s[0].node);
        visit_list(s, scope, node->s[2].node);
        visit_list(s, scope, node->s[3].node);
        break;
    case VM_NODE_TRY:
        visit_list(s, scope, node->s[0].node);
        for (VmNode *handler = node->s[1].node; handler != NULL; handler = handler->next) {
            visit_if_any(s, scope, handler->s[0].node);
            if (handler->s[1].name != NULL) {
                bind(s, scope, handler->s[1].name, handler);
                if (scope->kind != VM_SCOPE_MODULE)
                    add_symbol(s, scope, handler->s[1].name, VM_SYMBOL_VOLATILE);
            }
            visit_list(s, scope, handler->s[2].node);
        }
        visit_list(s, scope, node->s[2].node);
        visit_list(s, scope, node->s[3].node);
        break;
    case VM_NODE_WITH:
        if (node->op != 0)
            note_await(s, scope, node, "'async with' outside async function");
        for (VmNode *item = node->s[0].node; item != NULL; item = item->next) {
            visit(s, scope, item->s[0].node);
            if (item->s[1].node != NULL)
                bind_target(s, scope, item->s[1].node);
        }
        visit_list(s, scope, node->s[1].node);
        break;
    case VM_NODE_MATCH:
        visit(s, scope, node->s[0].node);
        for (VmNode *item = node->s[1].node; item != NULL; item = item->next) {
            visit_pattern(s, scope, item->s[0].node);
            visit_if_any(s, scope, item->s[1].node);
            visit_list(s, scope, item->s[2].node);
        }
        break;
    default: break;
    }
}

/* --- Resolving --- */

/* The outer scope that owns @name as seen from inside @scope's parent; NULL: it is global. */
static VmScope *
find_owner(VmScope *scope, const VmStr *name)
{
    for (scope = scope->parent; scope != NULL; scope = scope->parent) {
        VmSymbol *symbol;

        if (scope->kind == VM_SCOPE_MODULE)
            return NULL;
        if (scope->kind == VM_SCOPE_CLASS) {
            if (name == &vm_s___class__)
                return scope;
            continue;
        }
        symbol = vm_scope_find(scope, name);
        if (symbol == NULL || (symbol->flags & VM_SYMBOL_NONLOCAL) != 0)
            continue;
        if ((symbol->flags & VM_SYMBOL_GLOBAL) != 0)
            return NULL;
        if ((symbol->flags & VM_SYMBOL_BOUND) != 0)
            return scope;
    }
    return NULL;
}

static bool
capture(VmScoper *s, VmScope *scope, const VmStr *name)
{
    VmScope *owner = find_owner(scope, name);

    if (owner == NULL)
        return false;
    add_symbol(s, owner, name, VM_SYMBOL_CELL);
    if (owner->kind == VM_SCOPE_CLASS)
        owner->needs_class_cell = true;
    for (VmScope *at = scope; at != owner; at = at->parent) {
        VmSymbol *symbol;

        if (at->kind == VM_SCOPE_INLINE)
            continue;
        symbol = add_symbol(s, at, name, 0);
        if ((symbol->flags & VM_SYMBOL_FREE) == 0) {
            symbol->flags |= VM_SYMBOL_FREE;
            symbol->reg = at->n_free++;
        }
    }
    return true;
}

/* For an error: where among these statements is @name declared nonlocal? */
static const VmNode *
find_declaration(const VmNode *node, const VmStr *name)
{
    static const struct {
        uint8_t kind, first, last; /* slots that hold statements */
    } blocks[] = {{VM_NODE_IF, 1, 2},    {VM_NODE_WHILE, 1, 2}, {VM_NODE_FOR, 2, 3},
                  {VM_NODE_TRY, 0, 3},   {VM_NODE_WITH, 1, 1},  {VM_NODE_HANDLER, 2, 2},
                  {VM_NODE_MATCH, 1, 1}, {VM_NODE_CASE, 2, 2}};

    for (; node != NULL; node = node->next) {
        if (node->kind == VM_NODE_NONLOCAL)
            for (const VmNode *item = node->s[0].node; item != NULL; item = item->next)
                if (item->s[0].name == name)
                    return node;
        for (unsigned i = 0; i < sizeof blocks / sizeof *blocks; i++)
            for (unsigned k = blocks[i].first; blocks[i].kind == node->kind && k <= blocks[i].last;
                 k++) {
                const VmNode *found = find_declaration(node->s[k].node, name);

                if (found != NULL)
                    return found;
            }
    }
    return NULL;
}

static void
resolve(VmScoper *s, VmScope *scope)
{
    vm_check_c_stack(s->vm);
    if (scope->kind == VM_SCOPE_FUNCTION || scope->kind == VM_SCOPE_CLASS) {
        for (VmSymbol *symbol = scope->first; symbol != NULL; symbol = symbol->in_scope) {
            if ((symbol->flags & VM_SYMBOL_GLOBAL) != 0)
                continue;
            if ((symbol->flags & VM_SYMBOL_NONLOCAL) != 0) {
                if (!capture(s, scope, symbol->name)) {
                    const VmNode *at = scope->is_lambda || scope->is_gen_exp
                                           ? NULL
                                           : find_declaration(scope->node->s[2].node, symbol->name);

                    fail_node(s, at != NULL ? at : scope->node,
                              "no binding for nonlocal '%q' found", symbol->name);
                }
            } else if ((symbol->flags & VM_SYMBOL_COMP_USED) != 0 ||
                       (symbol->flags & (VM_SYMBOL_USED | VM_SYMBOL_BOUND)) == VM_SYMBOL_USED) {
                capture(s, scope, symbol->name);
            }
        }
    }
    for (VmScope *child = scope->first_child; child != NULL; child = child->sibling)
        resolve(s, child);
}

void
vm_scope_statements(VmScoper *s, VmScope *top, VmNode *first)
{
    visit_list(s, top, first);
    resolve(s, top);
}

void
vm_scope_expression(VmScoper *s, VmScope *top, VmNode *node)
{
    visit(s, top, node);
    resolve(s, top);
}
