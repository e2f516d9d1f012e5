/* SPDX-License-Identifier: MIT */
/* Instructions, labels, constant pools, line tables: the growing code and how it is packed in the
 * end.
 *
 * While a unit grows, every instruction has its WIDE form: VM_OP_WIDE, op code, operands of 16
 * bits, jumps of 32 bits that hold the absolute offset of their target. That is as large as an
 * instruction can become, so vm_unit_finish() packs in place, front to back: operands that fit in a
 * byte make the narrow form, and jumps are narrow throughout unless the unit is longer than 16-bit
 * distances reach. Constants become known by number only then, because the names (which own inline
 * caches) go first.
 *
 * Lines: one entry wherever the line changes, in order of offsets.
 *
 *      7 6 5 4 3 2 1 0
 *     |  L  |    O    |   offset grows by O (0..31), line by L (0..6)
 *     |1 1 1|    O    | varint zigzag(line)    for L beyond that, or smaller than 0
 *     |1 1 1|1 1 1 1 1| varint O, varint zigzag(line)   for O of 31 and more
 *
 * The first entry counts from offset 0 and the code's first_line. Varints have 7 bits a byte, low
 * ones first. Columns are not kept: they would double the table for what only a traceback's
 * underline shows.
 */
#include "vm/core/codegen.h"

#include <stdarg.h>

/* Operands of each instruction, as code.h writes them. */
static const char *const op_operands[] = {
#define VM_OP_X(name, operands, help) operands,
    VM_OPS(VM_OP_X)
#undef VM_OP_X
};

enum { POOL_OF_NONE = VM_POOL_CONSTS };

static unsigned
pool_of(VmOp op)
{
    switch (op) {
    case VM_OP_LOAD_GLOBAL:
    case VM_OP_STORE_GLOBAL:
    case VM_OP_DELETE_GLOBAL:
    case VM_OP_LOAD_NAME:
    case VM_OP_STORE_NAME:
    case VM_OP_DELETE_NAME:
    case VM_OP_LOAD_NAME_OR_FREE: return VM_POOL_GLOBALS;
    case VM_OP_LOAD_ATTR:
    case VM_OP_STORE_ATTR:
    case VM_OP_DELETE_ATTR:
    case VM_OP_LOAD_METHOD: return VM_POOL_ATTRS;
    default: return VM_POOL_CONSTS;
    }
}

static uint32_t
get16(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t
get32(const uint8_t *p)
{
    return get16(p) | get16(p + 2) << 16;
}

static void
put16(uint8_t *p, uint32_t n)
{
    p[0] = (uint8_t)n;
    p[1] = (uint8_t)(n >> 8);
}

static void
put32(uint8_t *p, uint32_t n)
{
    put16(p, n);
    put16(p + 2, n >> 16);
}

void
vm_code_fail(VmUnit *u, const VmNode *node, const char *format, ...)
{
    VmBuf buf;
    va_list list;

    vm_buf_init(&buf);
    va_start(list, format);
    vm_out_vformat(u->vm, &buf.out, format, &list);
    va_end(list);
    vm_lexer_fail(u->lx, &vm_type_SyntaxError, node->at, vm_node_end_at(node), "%q",
                  (VmStr *)vm_buf_to_str(u->vm, &buf));
}

/* --- Units --- */

void
vm_unit_init(VmUnit *u, VmUnit *outer, VmParser *parser, VmScope *scope, const VmStr *name)
{
    memset(u, 0, sizeof *u);
    u->vm = parser->vm;
    u->parser = parser;
    u->lx = parser->lx;
    u->arena = parser->arena;
    u->outer = outer;
    u->scope = u->own_scope = scope;
    u->name = u->qualname = name;
}

static void *
grow(VM *vm, void *block, uint32_t used, uint32_t *cap, uint32_t more, size_t item,
     VmBlockKind kind)
{
    uint32_t wanted;

    if (*cap - used >= more)
        return block;
    wanted = *cap + *cap / 2;
    if (wanted < used + more)
        wanted = used + more;
    if (wanted < 8)
        wanted = 8;
    block = vm_realloc(vm, block, used * item, wanted * item, kind);
    *cap = wanted;
    return block;
}

unsigned
vm_temps(VmUnit *u, unsigned n)
{
    unsigned first = u->top;

    u->top += n;
    if (u->top > u->max_regs) {
        if (u->top > 60000)
            vm_lexer_fail(u->lx, &vm_type_SyntaxError, u->at, u->at,
                          "too many variables or values in one function");
        u->max_regs = u->top;
    }
    return first;
}

unsigned
vm_temp(VmUnit *u)
{
    return vm_temps(u, 1);
}

/* --- Pools --- */

static bool
same_const(VmValue a, VmValue b)
{
    const VmType *type;

    if (a == b)
        return true;
    if (!vm_is_object(a) || !vm_is_object(b) || (type = vm_object(a)->type) != vm_object(b)->type)
        return false;
    if (type == &vm_type_str)
        return vm_str(a)->len == vm_str(b)->len &&
               memcmp(vm_str(a)->data, vm_str(b)->data, vm_str(a)->len) == 0;
    if (type == &vm_type_float)
        return memcmp(&((VmFloat *)a)->value, &((VmFloat *)b)->value, sizeof(double)) == 0;
    if (type == &vm_type_bytes)
        return ((VmBytes *)a)->len == ((VmBytes *)b)->len &&
               memcmp(((VmBytes *)a)->data, ((VmBytes *)b)->data, ((VmBytes *)a)->len) == 0;
    if (type == &vm_type_int) {
        const VmInt *x = (VmInt *)a, *y = (VmInt *)b;

        return x->negative == y->negative && x->n == y->n &&
               memcmp(x->digits, y->digits, x->n * sizeof *x->digits) == 0;
    }
    if (type == &vm_type_tuple) {
        if (vm_tuple(a)->n != vm_tuple(b)->n)
            return false;
        for (size_t i = 0; i < vm_tuple(a)->n; i++)
            if (!same_const(vm_tuple(a)->items[i], vm_tuple(b)->items[i]))
                return false;
        return true;
    }
    return false;
}

unsigned
vm_pool_add(VmUnit *u, unsigned pool_index, VmValue value)
{
    VmPool *pool = &u->pools[pool_index];

    for (uint32_t i = pool->n; i-- > 0;)
        if (same_const(pool->items[i], value))
            return i;
    if (pool->n >= 60000)
        vm_lexer_fail(u->lx, &vm_type_SyntaxError, u->at, u->at,
                      "too many constants or names in one function");
    if (pool->n == pool->cap) {
        uint32_t cap = pool->cap;

        pool->items =
            grow(u->vm, pool->items, pool->n, &cap, 1, sizeof *pool->items, VM_BLOCK_VALUES);
        pool->cap = cap;
    }
    pool->items[pool->n] = value;
    return pool->n++;
}

unsigned
vm_const(VmUnit *u, VmValue value)
{
    return vm_pool_add(u, VM_POOL_CONSTS, value);
}

/* --- Instructions --- */

static void
note_line(VmUnit *u)
{
    uint32_t line;

    if (u->at == u->line_at && u->n_lines != 0)
        return;
    u->line_at = u->at;
    line = vm_lexer_line(u->lx, u->at);
    if (line == u->last_line && u->n_lines != 0)
        return;
    u->last_line = line;
    if (u->n_lines != 0 && u->lines[u->n_lines - 2] == u->n_bytes) {
        u->lines[u->n_lines - 1] = line;
        return;
    }
    u->lines = grow(u->vm, u->lines, u->n_lines, &u->cap_lines, 2, sizeof *u->lines, VM_BLOCK_RAW);
    u->lines[u->n_lines++] = u->n_bytes;
    u->lines[u->n_lines++] = line;
}

static uint8_t *
room_for(VmUnit *u, VmOp op)
{
    uint8_t *to;

    if (u->vm->optimisation < 3)
        note_line(u);
    u->bytes = grow(u->vm, u->bytes, u->n_bytes, &u->cap_bytes, 2 + 6 * 2, 1, VM_BLOCK_RAW);
    to = u->bytes + u->n_bytes;
    to[0] = VM_OP_WIDE;
    to[1] = (uint8_t)op;
    return to + 2;
}

_Static_assert(VM_OP_COUNT <= 256, "an op code is one byte");

static bool
ends_flow(VmOp op)
{
    return op == VM_OP_RETURN || op == VM_OP_RETURN_NONE || op == VM_OP_RAISE ||
           op == VM_OP_RAISE_FROM || op == VM_OP_RERAISE || op == VM_OP_RAISE_AGAIN ||
           op == VM_OP_JUMP || op == VM_OP_LOOP;
}

void
vm_emit(VmUnit *u, VmOp op, ...)
{
    va_list list;
    uint8_t *to;

    if (u->dead)
        return;
    to = room_for(u, op);
    va_start(list, op);
    for (const char *o = op_operands[op]; *o != 0; o++) {
        put16(to, va_arg(list, unsigned));
        to += 2;
    }
    va_end(list);
    u->n_bytes = (uint32_t)(to - u->bytes);
    u->dead = ends_flow(op);
}

void
vm_label_init(VmLabel *label)
{
    label->at = UINT32_MAX;
    label->chain = 0;
}

void
vm_emit_jump(VmUnit *u, VmOp op, VmLabel *label, ...)
{
    va_list list;
    uint8_t *to;

    if (u->dead)
        return;
    to = room_for(u, op);
    va_start(list, label);
    for (const char *o = op_operands[op]; *o != 'j'; o++) {
        put16(to, va_arg(list, unsigned));
        to += 2;
    }
    va_end(list);
    if (label->at != UINT32_MAX) {
        put32(to, label->at);
    } else {
        if (label->chain == 0)
            label->bound = u->bound;
        else
            for (unsigned i = 0; i < VM_TRACKED_LOCALS / 64; i++)
                label->bound.bits[i] &= u->bound.bits[i];
        put32(to, label->chain);
        label->chain = (uint32_t)(to - u->bytes);
    }
    u->n_bytes = (uint32_t)(to + 4 - u->bytes);
    u->dead = ends_flow(op);
}

void
vm_label_bind(VmUnit *u, VmLabel *label)
{
    uint32_t chain = label->chain;

    label->at = u->n_bytes;
    if (chain == 0)
        return;
    while (chain != 0) {
        uint32_t next = get32(u->bytes + chain);

        put32(u->bytes + chain, u->n_bytes);
        chain = next;
    }
    for (unsigned i = 0; i < VM_TRACKED_LOCALS / 64; i++)
        u->bound.bits[i] = u->dead ? label->bound.bits[i] : u->bound.bits[i] & label->bound.bits[i];
    u->dead = false;
}

void
vm_label_bind_loop(VmUnit *u, VmLabel *label)
{
    label->at = u->n_bytes;
    for (unsigned i = 0; i < VM_TRACKED_LOCALS / 64; i++)
        u->bound.bits[i] &= ~u->volatile_locals.bits[i];
}

static void
add_range(VmUnit *u, uint32_t start, uint32_t end, uint32_t handler, unsigned reg)
{
    VmHandler *h;

    if (start >= end)
        return;
    u->handlers = grow(u->vm, u->handlers, u->n_handlers, &u->cap_handlers, 1, sizeof *u->handlers,
                       VM_BLOCK_RAW);
    h = &u->handlers[u->n_handlers++];
    h->start = start;
    h->end = end;
    h->handler = handler;
    h->reg = (uint16_t)reg;
}

void
vm_add_handler(VmUnit *u, const VmBlock *block, uint32_t end, uint32_t handler, unsigned reg)
{
    uint32_t start = block->start;

    for (const VmGap *gap = block->gaps; gap != NULL; gap = gap->next) {
        add_range(u, start, gap->start < end ? gap->start : end, handler, reg);
        start = gap->end;
    }
    add_range(u, start, end, handler, reg);
}

/* --- Bound locals --- */

bool
vm_bound_has(const VmUnit *u, unsigned reg)
{
    return reg < VM_TRACKED_LOCALS && (u->bound.bits[reg / 64] >> reg % 64 & 1) != 0;
}

void
vm_bound_add(VmUnit *u, unsigned reg)
{
    if (reg < VM_TRACKED_LOCALS)
        u->bound.bits[reg / 64] |= (uint64_t)1 << reg % 64;
}

void
vm_bound_remove(VmUnit *u, unsigned reg)
{
    if (reg < VM_TRACKED_LOCALS)
        u->bound.bits[reg / 64] &= ~((uint64_t)1 << reg % 64);
}

/* --- Packing --- */

typedef struct Packer {
    VmUnit *u;
    uint32_t base[VM_POOLS]; /* number of the pool's first item among the constants */
    bool long_jumps;
    uint32_t *marks; /* RAW block: packed offset of each instruction that begins a stretch of
                        MARK_BYTES */
} Packer;

enum { MARK_BYTES = 128 };

static unsigned
wide_size(const uint8_t *at)
{
    unsigned size = 2;

    for (const char *o = op_operands[at[1]]; *o != 0; o++)
        size += *o == 'j' ? 4 : 2;
    return size;
}

/* Bytes of the packed form of the instruction at @at. */
static unsigned
packed_size(const Packer *p, const uint8_t *at)
{
    const uint8_t *operand = at + 2;
    unsigned size = 1;
    bool wide = false;

    for (const char *o = op_operands[at[1]]; *o != 0; o++) {
        uint32_t value = get16(operand);

        if (*o == 'j') {
            wide |= p->long_jumps;
            size += 2;
            operand += 4;
            continue;
        }
        if (*o == 'k')
            value += p->base[pool_of((VmOp)at[1])];
        if (*o == 'i')
            wide |= (int16_t)value < -128 || (int16_t)value > 127;
        else
            wide |= value > 255;
        size++;
        operand += 2;
    }
    return wide ? wide_size(at) : size;
}

/* Packed offset of the instruction at @offset; marks of the stretches before it are made. */
static uint32_t
packed_offset(const Packer *p, uint32_t offset)
{
    uint32_t stretch = offset / MARK_BYTES, at, packed;

    if (offset >= p->u->n_bytes)
        return p->marks[2 * ((p->u->n_bytes + MARK_BYTES - 1) / MARK_BYTES)];
    at = p->marks[2 * stretch + 1];
    packed = p->marks[2 * stretch];
    while (at < offset) {
        packed += packed_size(p, p->u->bytes + at);
        at += wide_size(p->u->bytes + at);
    }
    return packed;
}

/* Pairs: packed and unpacked offset of the first instruction at or after each multiple of
 * MARK_BYTES; then the total. */
static void
make_marks(Packer *p)
{
    VmUnit *u = p->u;
    uint32_t n = (u->n_bytes + MARK_BYTES - 1) / MARK_BYTES, stretch = 0, at = 0, packed = 0;

    p->marks = vm_alloc(u->vm, (2 * (size_t)n + 2) * sizeof *p->marks, VM_BLOCK_RAW);
    while (at < u->n_bytes) {
        while (stretch < n && at >= stretch * MARK_BYTES) {
            p->marks[2 * stretch] = packed;
            p->marks[2 * stretch++ + 1] = at;
        }
        packed += packed_size(p, u->bytes + at);
        at += wide_size(u->bytes + at);
    }
    while (stretch <= n) {
        p->marks[2 * stretch] = packed;
        p->marks[2 * stretch++ + 1] = at;
    }
}

/* Jumps get their distances, handlers and lines their packed offsets. */
static void
resolve_jumps(Packer *p)
{
    VmUnit *u = p->u;
    uint32_t packed = 0;

    for (uint32_t at = 0; at < u->n_bytes;) {
        uint8_t *operand = u->bytes + at + 2;
        uint32_t end = packed + packed_size(p, u->bytes + at), size = wide_size(u->bytes + at);

        for (const char *o = op_operands[u->bytes[at + 1]]; *o != 0; o++) {
            if (*o == 'j')
                put32(operand, packed_offset(p, get32(operand)) - end);
            operand += 2;
        }
        at += size;
        packed = end;
    }
    for (uint32_t i = 0; i < u->n_handlers; i++) {
        VmHandler *h = &u->handlers[i];

        h->start = packed_offset(p, h->start);
        h->end = packed_offset(p, h->end);
        h->handler = packed_offset(p, h->handler);
    }
    for (uint32_t i = 0; i < u->n_lines; i += 2)
        u->lines[i] = packed_offset(p, u->lines[i]);
}

static void
pack_instructions(Packer *p)
{
    VmUnit *u = p->u;
    uint8_t *to = u->bytes;

    for (uint32_t at = 0; at < u->n_bytes;) {
        const uint8_t *from = u->bytes + at;
        uint8_t op = from[1];
        unsigned size = packed_size(p, from), size_before = wide_size(from);
        bool wide = size == size_before && op_operands[op][0] != 0;
        const uint8_t *operand = from + 2;

        if (wide)
            *to++ = VM_OP_WIDE;
        *to++ = op;
        for (const char *o = op_operands[op]; *o != 0; o++) {
            uint32_t value = *o == 'j' ? get32(operand) : get16(operand);

            operand += *o == 'j' ? 4 : 2;
            if (*o == 'k')
                value += p->base[pool_of((VmOp)op)];
            if (*o == 'j' && wide) {
                put32(to, value);
                to += 4;
            } else if (*o == 'j' || wide) {
                put16(to, value);
                to += 2;
            } else {
                *to++ = (uint8_t)value;
            }
        }
        at += size_before;
    }
    u->n_bytes = (uint32_t)(to - u->bytes);
}

static void
append_varint(uint8_t **to, uint32_t n)
{
    while (n > 127) {
        *(*to)++ = (uint8_t)(n | 128);
        n >>= 7;
    }
    *(*to)++ = (uint8_t)n;
}

/* Packs the lines; returns their bytes. @to NULL: only counts. */
static uint32_t
pack_lines(const VmUnit *u, uint32_t first_line, uint8_t *out)
{
    uint32_t offset = 0, line = first_line, total = 0;

    for (uint32_t i = 0; i < u->n_lines; i += 2) {
        uint8_t entry[11], *to = entry;
        uint32_t o = u->lines[i] - offset;
        int32_t l = (int32_t)(u->lines[i + 1] - line);
        uint32_t zigzag = l < 0 ? ((uint32_t)-l << 1) - 1 : (uint32_t)l << 1;

        if (i + 2 < u->n_lines && u->lines[i + 2] == u->lines[i]) // nothing was left of that line
            continue;
        if (l == 0)
            continue;
        if (o < 31 && l > 0 && l < 7) {
            *to++ = (uint8_t)((uint32_t)l << 5 | o);
        } else {
            *to++ = (uint8_t)(0xe0 | (o < 31 ? o : 31));
            if (o >= 31)
                append_varint(&to, o);
            append_varint(&to, zigzag);
        }
        if (out != NULL)
            memcpy(out + total, entry, (size_t)(to - entry));
        total += (uint32_t)(to - entry);
        offset = u->lines[i];
        line = u->lines[i + 1];
    }
    return total;
}

static void
make_consts(VmUnit *u, VmCode *code)
{
    uint32_t n_names = u->pools[0].n + u->pools[1].n, n = n_names + u->pools[2].n;
    VmValue *consts = NULL;

    if (n > UINT16_MAX)
        vm_lexer_fail(u->lx, &vm_type_SyntaxError, u->at, u->at,
                      "too many constants and names in one function");
    if (n != 0) {
        VmValue *to = consts = vm_alloc(u->vm, n * sizeof *consts, VM_BLOCK_VALUES);

        for (unsigned i = 0; i < VM_POOLS; i++) {
            if (u->pools[i].n != 0)
                memcpy(to, u->pools[i].items, u->pools[i].n * sizeof *to);
            to += u->pools[i].n;
            vm_free(u->vm, u->pools[i].items);
            u->pools[i].items = NULL;
        }
    }
    code->consts = consts;
    code->n_names = (uint16_t)n_names;
    code->n_consts = (uint16_t)n;
}

static void
make_names(VmUnit *u, VmCode *code)
{
    const VmScope *scope = u->own_scope;

    if (u->n_locals != 0) {
        VmValue *names = vm_alloc(u->vm, u->n_locals * sizeof *names, VM_BLOCK_VALUES);

        code->local_names = (const VmStr *const *)names;
        code->n_locals = (uint16_t)u->n_locals;
        for (unsigned i = 0; i < u->n_locals; i++)
            names[i] = VM_S(locals_);
        for (const VmSymbol *s = scope->first; s != NULL; s = s->in_scope)
            if (scope->kind == VM_SCOPE_FUNCTION && (s->flags & VM_SYMBOL_BOUND) != 0 &&
                (s->flags & VM_SYMBOL_FREE) == 0)
                names[s->reg] = vm_value(s->name);
        if (scope->needs_class_cell)
            names[scope->class_cell] = VM_S(__class__);
    }
    if (scope->n_free != 0) {
        VmValue *names = vm_alloc(u->vm, scope->n_free * sizeof *names, VM_BLOCK_VALUES);

        code->free_names = names;
        code->n_free = scope->n_free;
        for (const VmSymbol *s = scope->first; s != NULL; s = s->in_scope)
            if ((s->flags & VM_SYMBOL_FREE) != 0)
                names[s->reg] = vm_value(s->name);
    }
}

VmCode *
vm_unit_finish(VmUnit *u, const VmStr *filename, VmValue doc, uint32_t first_line)
{
    VM *vm = u->vm;
    Packer packer = {.u = u};
    VmCode *code = VM_NEW(vm, VmCode, &vm_type_code);
    uint32_t line_bytes;
    uint8_t *bytes;

    code->name = u->name;
    code->qualname = u->qualname;
    code->filename = filename;
    code->doc = doc;
    code->first_line = first_line;
    code->flags = u->flags;
    packer.base[VM_POOL_ATTRS] = u->pools[VM_POOL_GLOBALS].n;
    packer.base[VM_POOL_CONSTS] = u->pools[VM_POOL_GLOBALS].n + u->pools[VM_POOL_ATTRS].n;
    packer.long_jumps = u->n_bytes > INT16_MAX;
    make_marks(&packer);
    resolve_jumps(&packer);
    vm_free(vm, packer.marks);
    pack_instructions(&packer);
    line_bytes = pack_lines(u, first_line, NULL);
    bytes = vm_realloc(vm, u->bytes, u->n_bytes, u->n_bytes + line_bytes, VM_BLOCK_RAW);
    pack_lines(u, first_line, bytes + u->n_bytes);
    u->bytes = NULL;
    vm_free(vm, u->lines);
    u->lines = NULL;
    code->bytes = bytes;
    code->n_bytes = u->n_bytes;
    code->n_lines = line_bytes;
    if (u->n_handlers != 0) {
        if (u->n_handlers > UINT16_MAX)
            vm_lexer_fail(u->lx, &vm_type_SyntaxError, u->at, u->at,
                          "too many try statements in one function");
        code->handlers = vm_realloc(vm, u->handlers, u->n_handlers * sizeof *u->handlers,
                                    u->n_handlers * sizeof *u->handlers, VM_BLOCK_RAW);
        code->n_handlers = (uint16_t)u->n_handlers;
        u->handlers = NULL;
    }
    make_consts(u, code);
    make_names(u, code);
    code->n_regs = (uint16_t)u->max_regs;
    return code;
}
