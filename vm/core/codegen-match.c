/* SPDX-License-Identifier: MIT */
/* The match statement: patterns become tests that jump to the next case. Names are bound only when
 * the whole pattern has matched, so each is kept in a register of its own until then.
 */
#include "vm/core/codegen.h"

typedef struct Capture {
    struct Capture *next;
    const VmStr *name;
    unsigned reg;
    unsigned seen_in; /* serial number of the alternative that bound it last */
} Capture;

typedef struct Matcher {
    VmUnit *u;
    Capture *captures, *last;
} Matcher;

static void gen_pattern(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail);

static void
capture(Matcher *m, const VmNode *node, const VmStr *name, unsigned reg)
{
    VmUnit *u = m->u;
    Capture *c;

    if (name == NULL)
        return;
    for (c = m->captures; c != NULL; c = c->next)
        if (c->name == name)
            break;
    if (c != NULL && c->seen_in != 0)
        vm_code_fail(u, node, "multiple assignments to name '%q' in pattern", name);
    if (c == NULL) {
        c = vm_arena_alloc(u->arena, sizeof *c);
        c->name = name;
        c->reg = vm_temp(u);
        if (m->last == NULL)
            m->captures = c;
        else
            m->last->next = c;
        m->last = c;
    }
    c->seen_in = 1;
    vm_emit(u, VM_OP_MOVE, c->reg, reg);
}

static unsigned
count(const VmNode *first)
{
    unsigned n = 0;

    for (; first != NULL; first = first->next)
        n++;
    return n;
}

static void
gen_sequence(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail)
{
    VmUnit *u = m->u;
    unsigned n = count(pattern->s[0].node), before = 0, t = vm_temp(u), base;
    const VmNode *item;
    bool star = false;

    for (item = pattern->s[0].node; item != NULL; item = item->next)
        star |= item->kind == VM_NODE_PAT_STAR;
    vm_emit(u, VM_OP_MATCH_SEQUENCE, t, subject);
    vm_emit_jump(u, VM_OP_JUMP_IF_NOT, fail, t);
    if (star && n == 1 && pattern->s[0].node->s[0].name == NULL)
        return;
    vm_emit(u, VM_OP_GET_LEN, t, subject);
    if (!u->dead)
        vm_emit_jump(u, star ? VM_OP_JUMP_IF_NOT_GE_K : VM_OP_JUMP_IF_NOT_EQ_K, fail, t,
                     vm_const(u, vm_small(star ? (intptr_t)n - 1 : (intptr_t)n)));
    if (n == 0)
        return;
    base = vm_temps(u, n);
    if (star) {
        for (item = pattern->s[0].node; item->kind != VM_NODE_PAT_STAR; item = item->next)
            before++;
        vm_emit(u, VM_OP_UNPACK_REST, base, subject, before, n - before - 1);
    } else {
        vm_emit(u, VM_OP_UNPACK, base, subject, n);
    }
    for (item = pattern->s[0].node; item != NULL; item = item->next, base++) {
        if (item->kind == VM_NODE_PAT_STAR)
            capture(m, item, item->s[0].name, base);
        else
            gen_pattern(m, item, base, fail);
    }
}

static void
gen_mapping(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail)
{
    VmUnit *u = m->u;
    unsigned n = count(pattern->s[0].node) / 2, t = vm_temp(u), keys = vm_temps(u, n + 1),
             base = vm_temps(u, n + 1), i = 0;

    vm_emit(u, VM_OP_MATCH_MAPPING, t, subject);
    vm_emit_jump(u, VM_OP_JUMP_IF_NOT, fail, t);
    if (n != 0) {
        for (const VmNode *key = pattern->s[0].node; key != NULL; key = key->next->next) {
            for (const VmNode *other = pattern->s[0].node; other != key; other = other->next->next)
                if (key->kind == VM_NODE_CONST && other->kind == VM_NODE_CONST &&
                    key->s[0].value == other->s[0].value)
                    vm_code_fail(u, key, "mapping pattern checks duplicate key (%v)",
                                 key->s[0].value);
            vm_gen_to(u, key, keys + i++);
        }
        vm_emit(u, VM_OP_BUILD_TUPLE, t, keys, n);
        vm_emit(u, VM_OP_MATCH_KEYS, t, subject, t);
        vm_emit_jump(u, VM_OP_JUMP_IF_NONE, fail, t);
        vm_emit(u, VM_OP_UNPACK, base, t, n);
        i = 0;
        for (const VmNode *key = pattern->s[0].node; key != NULL; key = key->next->next)
            gen_pattern(m, key->next, base + i++, fail);
    }
    if (pattern->s[1].name != NULL) {
        unsigned rest = vm_temp(u);

        vm_emit(u, VM_OP_BUILD_DICT, rest, keys, 0u);
        vm_emit(u, VM_OP_DICT_UPDATE, rest, subject);
        for (i = 0; i < n; i++)
            vm_emit(u, VM_OP_DELETE_ITEM, rest, keys + i);
        capture(m, pattern, pattern->s[1].name, rest);
    }
}

static void
gen_class(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail)
{
    VmUnit *u = m->u;
    unsigned n = count(pattern->s[1].node), n_named = 0, t = vm_temp(u), class, base, i = 0;
    VmValue names;

    for (const VmNode *item = pattern->s[1].node; item != NULL; item = item->next)
        n_named += item->kind == VM_NODE_PAT_KEYWORD;
    names = vm_value(n_named == 0 ? &vm_empty_tuple : vm_tuple_new(u->vm, n_named, NULL));
    for (const VmNode *item = pattern->s[1].node; item != NULL; item = item->next)
        if (item->kind == VM_NODE_PAT_KEYWORD)
            vm_tuple(names)->items[i++] = vm_value(item->s[0].name);
    class = vm_gen_any(u, pattern->s[0].node);
    if (u->dead)
        return;
    u->at = pattern->at;
    vm_emit(u, VM_OP_MATCH_CLASS, t, subject, class, vm_const(u, names), n - n_named);
    vm_emit_jump(u, VM_OP_JUMP_IF_NONE, fail, t);
    if (n == 0)
        return;
    base = vm_temps(u, n);
    vm_emit(u, VM_OP_UNPACK, base, t, n);
    for (const VmNode *item = pattern->s[1].node; item != NULL; item = item->next)
        gen_pattern(m, item->kind == VM_NODE_PAT_KEYWORD ? item->s[1].node : item, base++, fail);
}

static void
gen_alternatives(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail)
{
    VmUnit *u = m->u;
    VmLabel matched;
    Capture *before = m->last, *c;
    unsigned n_bound = 0;

    vm_label_init(&matched);
    for (const VmNode *item = pattern->s[0].node; item != NULL; item = item->next) {
        VmLabel next;
        unsigned n = 0;

        vm_label_init(&next);
        // Names of this alternative are new to it, though they share the registers of the others'.
        for (c = before == NULL ? m->captures : before->next; c != NULL; c = c->next)
            c->seen_in = 0;
        gen_pattern(m, item, subject, item->next != NULL ? &next : fail);
        for (c = before == NULL ? m->captures : before->next; c != NULL; c = c->next) {
            n += c->seen_in != 0;
            if (c->seen_in == 0 || (item != pattern->s[0].node && n > n_bound))
                vm_code_fail(u, pattern, "alternative patterns bind different names");
        }
        n_bound = n;
        if (item->next != NULL) {
            vm_emit_jump(u, VM_OP_JUMP, &matched);
            vm_label_bind(u, &next);
        }
    }
    vm_label_bind(u, &matched);
}

static void
gen_pattern(Matcher *m, const VmNode *pattern, unsigned subject, VmLabel *fail)
{
    VmUnit *u = m->u;
    const VmNode *value;

    vm_check_c_stack(u->vm);
    u->at = pattern->at;
    switch (pattern->kind) {
    case VM_NODE_PAT_VALUE:
        value = pattern->s[0].node;
        if (value->kind == VM_NODE_CONST &&
            (value->s[0].value == VM_NONE || vm_is_bool(value->s[0].value))) {
            unsigned t = vm_temp(u);

            vm_gen_const(u, value->s[0].value, t);
            vm_emit(u, VM_OP_IS, t, subject, t);
            vm_emit_jump(u, VM_OP_JUMP_IF_NOT, fail, t);
        } else if (value->kind == VM_NODE_CONST) {
            if (!u->dead)
                vm_emit_jump(u, VM_OP_JUMP_IF_NOT_EQ_K, fail, subject,
                             vm_const(u, value->s[0].value));
        } else {
            unsigned t = vm_gen_any(u, value);

            vm_emit_jump(u, VM_OP_JUMP_IF_NOT_EQ, fail, subject, t);
        }
        break;
    case VM_NODE_PAT_CAPTURE: capture(m, pattern, pattern->s[0].name, subject); break;
    case VM_NODE_PAT_AS:
        gen_pattern(m, pattern->s[0].node, subject, fail);
        capture(m, pattern, pattern->s[1].name, subject);
        break;
    case VM_NODE_PAT_SEQUENCE: gen_sequence(m, pattern, subject, fail); break;
    case VM_NODE_PAT_MAPPING: gen_mapping(m, pattern, subject, fail); break;
    case VM_NODE_PAT_CLASS: gen_class(m, pattern, subject, fail); break;
    case VM_NODE_PAT_OR: gen_alternatives(m, pattern, subject, fail); break;
    default: vm_code_fail(u, pattern, "invalid syntax");
    }
}

void
vm_gen_match(VmUnit *u, const VmNode *node)
{
    unsigned subject = vm_temp(u);
    VmLabel end;

    vm_label_init(&end);
    vm_gen_to(u, node->s[0].node, subject);
    for (const VmNode *item = node->s[1].node; item != NULL; item = item->next) {
        unsigned mark = u->top;
        Matcher m = {u, NULL, NULL};
        VmLabel next;

        vm_label_init(&next);
        gen_pattern(&m, item->s[0].node, subject, &next);
        for (const Capture *c = m.captures; c != NULL; c = c->next)
            vm_gen_store_name(u, item, c->name, c->reg);
        u->top = mark;
        if (item->s[1].node != NULL)
            vm_gen_jump(u, item->s[1].node, false, &next);
        vm_gen_statements(u, item->s[2].node);
        vm_emit_jump(u, VM_OP_JUMP, &end);
        vm_label_bind(u, &next);
    }
    vm_label_bind(u, &end);
}
