/* SPDX-License-Identifier: MIT */
/* Printing exceptions: as CPython does, or in MicroPython's form for clients on the wire (vm->plain_tracebacks). */
#include "vm/core/vm.h"

#include "vm/core/module.h"

#define MAX_SAME 3 /* repeated lines shown of an endless recursion */

typedef struct ReadFile {
    const char *path;
    const char *text;
    size_t len;
} ReadFile;

static void
read_body(VM *vm, void *arg)
{
    ReadFile *file = arg;

    file->text = vm_read_file(vm, file->path, &file->len);
}

/* Line @line of a source file, without white space around; false when it cannot be had. */
static bool
source_line(VM *vm, const VmStr *filename, uint32_t line, const char **text, size_t *len)
{
    ReadFile file = {filename->data, NULL, 0};
    const char *at, *end;

    if (filename->len == 0 || filename->data[0] == '<' || vm_protect(vm, read_body, &file) != VM_UNDEF)
        return false;
    at = file.text;
    end = at + file.len;
    for (; line > 1 && at < end; line--) {
        while (at < end && *at != '\n')
            at++;
        at++;
    }
    if (at >= end)
        return false;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\f'))
        at++;
    *text = at;
    while (at < end && *at != '\n' && *at != '\r')
        at++;
    *len = (size_t)(at - *text);
    return *len > 0;
}

static void
print_source_line(VM *vm, VmOut *out, const VmStr *filename, uint32_t line)
{
    const char *text;
    size_t len;

    if (!source_line(vm, filename, line, &text, &len))
        return;
    vm_out_text(vm, out, "    ");
    out->write(vm, out, text, len);
    vm_out_text(vm, out, "\n");
}

static void
print_frames(VM *vm, VmOut *out, VmValue traceback)
{
    const VmCode *last_code = NULL;
    uint32_t last_line = 0;
    unsigned same = 0;

    if (traceback == VM_NONE)
        return;
    vm_out_text(vm, out, "Traceback (most recent call last):\n");
    for (; traceback != VM_NONE; traceback = ((VmTraceback *)traceback)->next) {
        const VmTraceback *entry = (const VmTraceback *)traceback;
        uint32_t line = vm_code_line(entry->code, entry->offset);

        if (entry->code == last_code && line == last_line) {
            same++;
        } else {
            if (same > MAX_SAME)
                vm_out_format(vm, out, "  [Previous line repeated %u more times]\n", same - MAX_SAME);
            same = 1;
            last_code = entry->code;
            last_line = line;
        }
        if (same > MAX_SAME)
            continue;
        vm_out_format(vm, out, "  File \"%q\", line %u, in %q\n", entry->code->filename, line, entry->code->name);
        if (!vm->plain_tracebacks)
            print_source_line(vm, out, entry->code->filename, line);
    }
    if (same > MAX_SAME)
        vm_out_format(vm, out, "  [Previous line repeated %u more times]\n", same - MAX_SAME);
}

/* SyntaxError: where, the line, a caret under the place. */
static void
print_syntax_place(VM *vm, VmOut *out, VmValue e)
{
    VmTuple *args = vm_tuple(((VmException *)e)->args);
    VmTuple *where;
    const VmStr *text;
    int64_t column = 0, end = 0, line = 0, end_line = 0;
    size_t skipped = 0;

    if (args->n < 2 || !vm_is_tuple(args->items[1]) || vm_tuple(args->items[1])->n < 4)
        return;
    where = vm_tuple(args->items[1]);
    if (vm->plain_tracebacks && ((VmException *)e)->traceback == VM_NONE)
        vm_out_text(vm, out, "Traceback (most recent call last):\n"); // MicroPython has it here too
    vm_out_format(vm, out, "  File \"%V\", line %V\n", where->items[0], where->items[1]);
    if (vm->plain_tracebacks || !vm_is_str(where->items[3]))
        return;
    text = vm_str(where->items[3]);
    while (skipped < text->len && (text->data[skipped] == ' ' || text->data[skipped] == '\t' || text->data[skipped] == '\f'))
        skipped++;
    vm_out_text(vm, out, "    ");
    for (size_t i = skipped; i < text->len && text->data[i] != '\n' && text->data[i] != '\r'; i++)
        out->write(vm, out, text->data + i, 1);
    vm_out_text(vm, out, "\n");
    if (!vm_is_int(where->items[2]) || !vm_int_to_int64_maybe(where->items[2], &column) ||
        column <= (int64_t)skipped)
        return;
    if (where->n >= 6 && vm_is_int(where->items[4]) && vm_is_int(where->items[5]) && vm_is_int(where->items[1])) {
        vm_int_to_int64_maybe(where->items[1], &line);
        vm_int_to_int64_maybe(where->items[4], &end_line);
        vm_int_to_int64_maybe(where->items[5], &end);
    }
    if (end_line != line || end <= column)
        end = column + 1;
    if (end > (int64_t)text->len + 1)
        end = (int64_t)text->len + 1;
    vm_out_text(vm, out, "    ");
    for (int64_t i = (int64_t)skipped + 1; i < column; i++)
        vm_out_text(vm, out, " ");
    for (int64_t i = column; i < end || i == column; i++)
        vm_out_text(vm, out, "^");
    vm_out_text(vm, out, "\n");
}

typedef struct Print {
    VmOut *out;
    VmValue e;
} Print;

static void
str_body(VM *vm, void *arg)
{
    Print *print = arg;

    print->e = vm_to_str(vm, print->e);
}

static void
print_one(VM *vm, VmOut *out, VmValue e)
{
    const VmType *type = vm_type_of(e);
    Print print = {out, e};

    print_frames(vm, out, ((VmException *)e)->traceback);
    if (vm_is_instance(e, &vm_type_SyntaxError) && vm_type_lookup(vm, type, &vm_s___str__) ==
                                                       vm_type_lookup(vm, &vm_type_SyntaxError, &vm_s___str__)) {
        print_syntax_place(vm, out, e);
        vm_out_str(vm, out, type->name);
        vm_out_format(vm, out, ": %V\n", vm_get_attr(vm, e, &vm_s_msg));
        return;
    }
    if (!vm->plain_tracebacks && vm_is_class(type)) {
        VmValue module = vm_type_lookup(vm, type, &vm_s___module__);

        if (module != VM_UNDEF && vm_is_str(module) && vm_str(module) != &vm_s___main__ &&
            vm_str(module) != &vm_s_builtins)
            vm_out_format(vm, out, "%V.", module);
    }
    vm_out_str(vm, out, vm_is_class(type) && !vm->plain_tracebacks ? vm_str(vm_get_attr(vm, vm_value(type), &vm_s___qualname__)) : type->name);
    if (vm_protect(vm, str_body, &print) != VM_UNDEF) {
        vm_out_text(vm, out, ": <exception str() failed>\n");
        return;
    }
    if (vm_str(print.e)->len > 0 || vm->plain_tracebacks)
        vm_out_text(vm, out, ": ");
    vm_out_str(vm, out, vm_str(print.e));
    vm_out_text(vm, out, "\n");
}

static void
print_chain(VM *vm, VmOut *out, VmValue e, unsigned depth)
{
    const VmException *exception = (const VmException *)e;

    if (!vm->plain_tracebacks && depth < 20) {
        if (exception->cause != VM_NONE) {
            print_chain(vm, out, exception->cause, depth + 1);
            vm_out_text(vm, out,
                        "\nThe above exception was the direct cause of the following exception:\n\n");
        } else if (exception->context != VM_NONE && !exception->suppress_context) {
            print_chain(vm, out, exception->context, depth + 1);
            vm_out_text(vm, out,
                        "\nDuring handling of the above exception, another exception occurred:\n\n");
        }
    }
    print_one(vm, out, e);
}

void
vm_print_exception(VM *vm, VmOut *out, VmValue e)
{
    print_chain(vm, out, e, 0);
}
