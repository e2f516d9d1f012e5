/* SPDX-License-Identifier: MIT */
/* Code objects once they are made: their type, which line an instruction is of, listing them.
 * emit.c draws the line table. */
#include "vm/core/code.h"

#include "vm/core/vm.h"

static const char *const op_names[] = {
#define VM_OP_X(name, operands, help) #name,
    VM_OPS(VM_OP_X)
#undef VM_OP_X
};

static const char *const op_operands[] = {
#define VM_OP_X(name, operands, help) operands,
    VM_OPS(VM_OP_X)
#undef VM_OP_X
};

/* --- Lines --- */

static uint32_t
read_varint(const uint8_t **at, const uint8_t *end)
{
    uint32_t n = 0;

    for (unsigned shift = 0; *at < end && shift < 32; shift += 7) {
        uint8_t byte = *(*at)++;

        n |= (uint32_t)(byte & 127) << shift;
        if (byte < 128)
            break;
    }
    return n;
}

uint32_t
vm_code_line(const VmCode *code, uint32_t offset)
{
    const uint8_t *at = code->bytes + code->n_bytes, *end = at + code->n_lines;
    uint32_t line = code->first_line, entry_offset = 0;

    while (at < end) {
        uint8_t head = *at++;
        uint32_t more = head & 31, zigzag = (uint32_t)(head >> 5) << 1;

        if (head >> 5 == 7) {
            if (more == 31)
                more = read_varint(&at, end);
            zigzag = read_varint(&at, end);
        }
        entry_offset += more;
        if (entry_offset > offset)
            break;
        line += (zigzag & 1) != 0 ? 0u - ((zigzag + 1) >> 1) : zigzag >> 1;
    }
    return line;
}

bool
vm_code_columns(const VmCode *code, uint32_t offset, uint32_t *column, uint32_t *end_column)
{
    (void)code, (void)offset, (void)column, (void)end_column;
    return false;
}

unsigned
vm_instruction_size(const uint8_t *at)
{
    unsigned width = *at == VM_OP_WIDE ? 2 : 1, size = width;

    for (const char *o = op_operands[at[width - 1]]; *o != 0; o++)
        size += *o == 'j' ? 2 * width : width;
    return size;
}

/* --- Listing --- */

static int32_t
read_operand(const uint8_t *at, unsigned width, char kind)
{
    if (kind == 'j' && width == 2)
        return (int32_t)(at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                         (uint32_t)at[3] << 24);
    if (kind == 'j')
        return (int16_t)(at[0] | (uint32_t)at[1] << 8);
    if (kind == 'i')
        return width == 2 ? (int16_t)(at[0] | (uint32_t)at[1] << 8) : (int8_t)at[0];
    return (int32_t)(width == 2 ? at[0] | (uint32_t)at[1] << 8 : at[0]);
}

static void
list_instruction(VM *vm, VmOut *out, const VmCode *code, uint32_t offset)
{
    const uint8_t *at = code->bytes + offset;
    unsigned width = *at == VM_OP_WIDE ? 2 : 1, size = vm_instruction_size(at);
    uint8_t op = at[width - 1];
    const char *separator = " ";

    vm_out_format(vm, out, "%s", op_names[op]);
    at += width;
    for (const char *o = op_operands[op]; *o != 0; o++) {
        int32_t n = read_operand(at, width, *o);

        vm_out_text(vm, out, separator);
        separator = ", ";
        switch (*o) {
        case 'r':
            vm_out_format(vm, out, "r%d", (int)n);
            if (n < code->n_locals)
                vm_out_format(vm, out, "(%q)", code->local_names[n]);
            break;
        case 'k':
            if (n >= code->n_consts)
                vm_out_format(vm, out, "k%d", (int)n);
            else if (n < code->n_names)
                vm_out_format(vm, out, "%q", vm_str(code->consts[n]));
            else if (vm_is_exact(code->consts[n], &vm_type_code))
                vm_out_format(vm, out, "<code %q>", ((VmCode *)code->consts[n])->name);
            else
                vm_out_repr(vm, out, code->consts[n]);
            break;
        case 'j': vm_out_format(vm, out, "-> %d", (int)(offset + size) + (int)n); break;
        default: vm_out_format(vm, out, "%d", (int)n);
        }
        at += *o == 'j' ? 2 * width : width;
    }
}

void
vm_code_disassemble(VM *vm, VmOut *out, const VmCode *code)
{
    uint32_t line = 0;

    vm_check_c_stack(vm);
    vm_out_format(vm, out, "%q: %q, line %u, %u bytes, %u registers, %u names, %u constants\n",
                  code->filename, code->qualname, (unsigned)code->first_line,
                  (unsigned)code->n_bytes, (unsigned)code->n_regs, (unsigned)code->n_names,
                  (unsigned)(code->n_consts - code->n_names));
    for (uint32_t offset = 0; offset < code->n_bytes;
         offset += vm_instruction_size(code->bytes + offset)) {
        uint32_t now = vm_code_line(code, offset);

        if (now != line)
            vm_out_format(vm, out, "  line %u\n", (unsigned)now);
        line = now;
        vm_out_format(vm, out, "    %u ", (unsigned)offset);
        list_instruction(vm, out, code, offset);
        vm_out_text(vm, out, "\n");
    }
    for (unsigned i = 0; i < code->n_handlers; i++) {
        const VmHandler *h = &code->handlers[i];

        vm_out_format(vm, out, "    %u..%u -> %u r%u\n", (unsigned)h->start, (unsigned)h->end,
                      (unsigned)h->handler, (unsigned)h->reg);
    }
    for (unsigned i = code->n_names; i < code->n_consts; i++)
        if (vm_is_exact(code->consts[i], &vm_type_code))
            vm_code_disassemble(vm, out, (const VmCode *)code->consts[i]);
}

/* --- The type --- */

static void
code_trace(VM *vm, VmObject *self)
{
    const VmCode *code = (const VmCode *)self;

    vm_mark_block(vm, code->bytes);
    vm_mark_block(vm, code->handlers);
    vm_mark_block(vm, code->caches);
    if (code->consts != NULL)
        vm_mark_value_block(vm, code->consts, code->n_consts);
    if (code->local_names != NULL)
        vm_mark_value_block(vm, (const VmValue *)code->local_names, code->n_locals);
    if (code->free_names != NULL)
        vm_mark_value_block(vm, code->free_names, code->n_free);
    vm_mark_object(vm, code->name);
    vm_mark_object(vm, code->qualname);
    vm_mark_object(vm, code->filename);
    vm_mark_value(vm, code->doc);
}

static void
code_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmCode *code = (const VmCode *)vm_object(self);

    vm_out_format(vm, out, "<code object %q, file \"%q\", line %u>", code->name, code->filename,
                  (unsigned)code->first_line);
}

static VmValue
code_get_attr(VM *vm, VmValue self, VmStr *name)
{
    const VmCode *code = (const VmCode *)vm_object(self);
    unsigned n_plain = (unsigned)(code->n_params - code->n_kw_only);

    if (name == &vm_s_co_name)
        return vm_value(code->name);
    if (name == &vm_s_co_qualname)
        return vm_value(code->qualname);
    if (name == &vm_s_co_filename)
        return vm_value(code->filename);
    if (name == &vm_s_co_firstlineno)
        return vm_small((intptr_t)code->first_line);
    if (name == &vm_s_co_argcount)
        return vm_small((intptr_t)n_plain);
    if (name == &vm_s_co_posonlyargcount)
        return vm_small(code->n_pos_only);
    if (name == &vm_s_co_kwonlyargcount)
        return vm_small(code->n_kw_only);
    if (name == &vm_s_co_nlocals)
        return vm_small(code->n_locals);
    if (name == &vm_s_co_flags)
        return vm_small(((code->flags & VM_CODE_VAR_ARGS) != 0 ? 4 : 0) |
                        ((code->flags & VM_CODE_VAR_KW) != 0 ? 8 : 0) |
                        ((code->flags & VM_CODE_GENERATOR) != 0 ? 0x20 : 0) |
                        ((code->flags & VM_CODE_COROUTINE) != 0 ? 0x80 : 0));
    if (name == &vm_s_co_varnames)
        return vm_value(vm_tuple_new(vm, code->n_locals, (const VmValue *)code->local_names));
    if (name == &vm_s_co_names)
        return vm_value(vm_tuple_new(vm, code->n_names, code->consts));
    if (name == &vm_s_co_consts)
        return vm_value(vm_tuple_new(vm, (size_t)(code->n_consts - code->n_names),
                                     code->consts + code->n_names));
    if (name == &vm_s_co_freevars)
        return vm_value(vm_tuple_new(vm, code->n_free, code->free_names));
    if (name == &vm_s_co_code)
        return vm_bytes_new(vm, code->bytes, code->n_bytes);
    return VM_UNDEF;
}

const VmType vm_type_code = {
    .base = {&vm_type_type},
    .name = &vm_s_code,
    .parent = &vm_type_object,
    .layout = &vm_type_code,
    .size = sizeof(VmCode),
    .trace = code_trace,
    .repr = code_repr,
    .get_attr = code_get_attr,
};
