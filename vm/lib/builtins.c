/* SPDX-License-Identifier: MIT */
/* The builtins module: its table, and those functions that are not about iterables
 * (builtins-iter.c). */
#include <math.h>

#include "vm/core/compile.h"
#include "vm/core/frame.h"
#include "vm/hal.h"
#include "vm/lib/builtins-iter.h"
#include "vm/lib/io.h"
#include "vm/lib/modules.h"

/* --- Text --- */

/* Straight to standard output for the common types; the others through a buffer, so that a __str__
 * that raises leaves nothing half printed. */
static void
print_value(VM *vm, VmOut *out, VmValue v)
{
    VmBuf buf;

    if (vm_is_exact(v, &vm_type_str)) {
        out->write(vm, out, vm_str(v)->data, vm_str(v)->len);
        return;
    }
    vm_buf_init(&buf);
    vm_out_value(vm, &buf.out, v);
    if (buf.len > 0)
        out->write(vm, out, buf.data, buf.len);
}

static void
print_separator(VM *vm, VmOut *out, VmValue v, const char *fallback, const char *what)
{
    if (v == VM_UNDEF || v == VM_NONE)
        out->write(vm, out, fallback, strlen(fallback));
    else if (!vm_is_str(v))
        vm_raise_type_error(vm, "%s must be None or a string, not %t", what, v);
    else if (vm_str(v)->len > 0)
        out->write(vm, out, vm_str(v)->data, vm_str(v)->len);
}

static VmValue
builtin_print(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue sep = VM_UNDEF, end = VM_UNDEF, file = VM_UNDEF, flush = VM_FALSE;
    VmStreamOut stream;
    VmOut *out = &vm_stdout;

    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        if (kw->names[i] == VM_S(sep))
            sep = kw->values[i];
        else if (kw->names[i] == VM_S(end))
            end = kw->values[i];
        else if (kw->names[i] == VM_S(file))
            file = kw->values[i];
        else if (kw->names[i] == VM_S(flush))
            flush = kw->values[i];
        else
            vm_raise_type_error(vm, "'%V' is an invalid keyword argument for print()",
                                kw->names[i]);
    }
    if (file == VM_UNDEF || file == VM_NONE) {
        file = vm_sys_stream_maybe(vm, &vm_s_stdout);
        if (file == VM_NONE)
            return VM_NONE; // sys.stdout = None: silence
    }
    if (file != VM_UNDEF && file != VM_ROM(vm_stdout_object)) {
        vm_stream_out_init(&stream, file);
        out = &stream.out;
    }
    for (unsigned i = 0; i < n_args; i++) {
        if (i > 0)
            print_separator(vm, out, sep, " ", "sep");
        print_value(vm, out, args[i]);
    }
    print_separator(vm, out, end, "\n", "end");
    if (flush != VM_FALSE && vm_is_true(vm, flush)) {
        if (out == &vm_stdout)
            vm_hal_flush(vm);
        else
            vm_call_method(vm, file, &vm_s_flush, 0, NULL);
    }
    return VM_NONE;
}

static VmValue
builtin_repr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_repr(vm, args[0]);
}

static VmValue
builtin_ascii(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue text = vm_repr(vm, args[0]);
    const VmStr *s = vm_str(text);
    VmBuf buf;

    if ((s->bits & VM_STR_ASCII) != 0)
        return text;
    vm_buf_init(&buf);
    for (size_t i = 0; i < s->len;) {
        uint8_t first = (uint8_t)s->data[i];
        unsigned n_bytes = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        uint32_t c = n_bytes == 1 ? first : first & (0x7fu >> n_bytes);
        static const char digits[] = "0123456789abcdef";

        for (unsigned k = 1; k < n_bytes && i + k < s->len; k++)
            c = c << 6 | ((uint8_t)s->data[i + k] & 0x3f);
        i += n_bytes;
        if (c < 0x80) {
            vm_out_char(vm, &buf.out, c);
        } else {
            unsigned n_digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;

            vm_out_text(vm, &buf.out, n_digits == 2 ? "\\x" : n_digits == 4 ? "\\u" : "\\U");
            while (n_digits-- > 0)
                vm_out_char(vm, &buf.out, (uint32_t)digits[c >> (4 * n_digits) & 15]);
        }
    }
    return vm_buf_to_str(vm, &buf);
}

static VmValue
builtin_format(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuf buf;
    const VmStr *spec = &vm_s_empty_;

    if (n_args > 1) {
        if (!vm_is_str(args[1]))
            vm_raise_type_error(vm, "format() argument 2 must be str, not %t", args[1]);
        spec = vm_str(args[1]);
    }
    vm_buf_init(&buf);
    vm_format_value(vm, &buf.out, args[0], spec->data, spec->len);
    return vm_buf_to_str(vm, &buf);
}

static VmValue
builtin_chr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t c = vm_get_int(vm, args[0]);

    if (c < 0 || c > 0x10ffff)
        vm_raise_value_error(vm, "chr() arg not in range(0x110000)");
    return vm_str_char(vm, (uint32_t)c);
}

static VmValue
builtin_ord(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    size_t n;

    if (vm_is_str(args[0])) {
        const VmStr *s = vm_str(args[0]);
        uint8_t first = (uint8_t)s->data[0];

        n = vm_str_n_chars(s);
        if (n == 1) {
            uint32_t c = s->len == 1 ? first : first & (0x7fu >> s->len);

            for (unsigned k = 1; k < s->len; k++)
                c = c << 6 | ((uint8_t)s->data[k] & 0x3f);
            return vm_small((intptr_t)c);
        }
    } else if (vm_is_bytes(args[0]) || vm_has_layout(args[0], &vm_type_bytearray)) {
        VmBuffer buffer;

        vm_get_buffer(vm, args[0], &buffer, false);
        n = buffer.len;
        if (n == 1)
            return vm_small(buffer.data[0]);
    } else {
        vm_raise_type_error(vm, "ord() expected string of length 1, but %t found", args[0]);
    }
    vm_raise_type_error(vm, "ord() expected a character, but string of length %zu found", n);
}

static VmValue
number_text(VM *vm, VmValue v, int base, const char *prefix)
{
    VmBuf buf;

    v = vm_index(vm, v);
    vm_buf_init(&buf);
    if (vm_is_small(v) ? vm_small_value(v) < 0 : ((VmInt *)v)->negative) {
        vm_out_char(vm, &buf.out, '-');
        v = vm_number_unary(vm, VM_UN_NEG, v);
    }
    vm_out_text(vm, &buf.out, prefix);
    vm_int_out(vm, &buf.out, v, base, false);
    return vm_buf_to_str(vm, &buf);
}

static VmValue
builtin_hex(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return number_text(vm, args[0], 16, "0x");
}

static VmValue
builtin_oct(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return number_text(vm, args[0], 8, "0o");
}

static VmValue
builtin_bin(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return number_text(vm, args[0], 2, "0b");
}

/* --- Numbers --- */

static VmValue
builtin_abs(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_unary(vm, VM_UN_ABS, args[0]);
}

static VmValue
builtin_divmod(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue left = args[0], right = args[1], method;
    VmValue pair[2];

    if (!(vm_is_int(left) || vm_is_float(left)) || !(vm_is_int(right) || vm_is_float(right))) {
        method = vm_special_maybe(vm, left, &vm_s___divmod__);
        if (method != VM_UNDEF) {
            VmValue result = vm_call_1(vm, method, right);

            if (result != VM_NOT_IMPLEMENTED)
                return result;
        }
        method = vm_special_maybe(vm, right, &vm_s___rdivmod__);
        if (method != VM_UNDEF) {
            VmValue result = vm_call_1(vm, method, left);

            if (result != VM_NOT_IMPLEMENTED)
                return result;
        }
        vm_raise_type_error(vm, "unsupported operand type(s) for divmod(): '%t' and '%t'", left,
                            right);
    }
    vm_number_divmod(vm, left, right, &pair[0], &pair[1]);
    return vm_value(vm_tuple_new(vm, 2, pair));
}

static VmValue
builtin_pow(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(base), VM_PARAM_REQUIRED}, {VM_S(exp), VM_PARAM_REQUIRED}, {VM_S(mod), 0, VM_NONE}};
    VmValue a[3];

    vm_parse_args(vm, &vm_s_pow, params, 3, n_args, args, kw, a);
    if (a[2] == VM_NONE)
        return vm_binary(vm, VM_BIN_POW, a[0], a[1]);
    if (!vm_is_int(a[0]) || !vm_is_int(a[1]) || !vm_is_int(a[2])) {
        VmValue method = vm_special_maybe(vm, a[0], &vm_s___pow__);

        if (method != VM_UNDEF && !vm_is_int(a[0]) && !vm_is_float(a[0]))
            return vm_call_2(vm, method, a[1], a[2]);
        if (vm_is_float(a[0]) || vm_is_float(a[1]) || vm_is_float(a[2]))
            vm_raise_type_error(vm,
                                "pow() 3rd argument not allowed unless all arguments are integers");
        vm_raise_type_error(vm, "unsupported operand type(s) for ** or pow(): '%t', '%t', '%t'",
                            a[0], a[1], a[2]);
    }
    return vm_int_pow_mod(vm, vm_index(vm, a[0]), vm_index(vm, a[1]), vm_index(vm, a[2]));
}

static VmValue
builtin_round(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(number), VM_PARAM_REQUIRED},
                                     {VM_S(ndigits), 0, VM_NONE}};
    VmValue a[2], method;

    vm_parse_args(vm, &vm_s_round, params, 2, n_args, args, kw, a);
    if (vm_is_small(a[0]) || vm_type_of(a[0]) == &vm_type_float || vm_is_bool(a[0]) ||
        vm_is_exact(a[0], &vm_type_int))
        return vm_number_round(vm, a[0], a[1]);
    method = vm_special_maybe(vm, a[0], &vm_s___round__);
    if (method == VM_UNDEF)
        vm_raise_type_error(vm, "type %t doesn't define __round__ method", a[0]);
    return a[1] == VM_NONE ? vm_call_0(vm, method) : vm_call_1(vm, method, a[1]);
}

/* --- Objects --- */

static VmValue
builtin_hash(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int(vm, vm_hash(vm, args[0]));
}

static VmValue
builtin_id(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int_from_uint64(vm, args[0]);
}

static VmValue
builtin_callable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_is_callable(vm, args[0]));
}

static VmValue
builtin_isinstance(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_isinstance(vm, args[0], args[1]));
}

static VmValue
builtin_issubclass(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_issubclass(vm, args[0], args[1]));
}

static VmStr *
attribute_name(VM *vm, VmValue name, const char *function)
{
    if (!vm_is_str(name)) {
        if (function[0] == 'h' || function[0] == 'g')
            vm_raise_type_error(vm, "%s(): attribute name must be string", function);
        vm_raise_type_error(vm, "attribute name must be string, not '%t'", name);
    }
    if (vm_is_exact(name, &vm_type_str))
        return vm_intern_str(vm, vm_str(name));
    return vm_intern(vm, vm_str(name)->data, vm_str(name)->len);
}

static VmValue
builtin_getattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmStr *name = attribute_name(vm, args[1], "getattr");
    VmValue v;

    if (n_args == 2)
        return vm_get_attr(vm, args[0], name);
    v = vm_get_attr_maybe(vm, args[0], name);
    return v != VM_UNDEF ? v : args[2];
}

static VmValue
builtin_hasattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_get_attr_maybe(vm, args[0], attribute_name(vm, args[1], "hasattr")) !=
                   VM_UNDEF);
}

static VmValue
builtin_setattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_set_attr(vm, args[0], attribute_name(vm, args[1], "setattr"), args[2]);
    return VM_NONE;
}

static VmValue
builtin_delattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_delete_attr(vm, args[0], attribute_name(vm, args[1], "delattr"));
    return VM_NONE;
}

/* --- Namespaces and code --- */

static VmDict *
current_globals(VM *vm)
{
    return vm->regs != NULL ? frame_function(vm->regs)->globals : vm->main->globals;
}

static void
add_local(VM *vm, VmDict *locals, VmValue name, VmValue v)
{
    if (v != VM_UNDEF && vm_is_exact(v, &vm_type_cell))
        v = ((VmCell *)v)->content;
    // Temporaries that the compiler names are no identifiers (".0").
    if (v != VM_UNDEF && vm_str(name)->len > 0 && vm_str(name)->data[0] != '.')
        vm_dict_set(vm, locals, name, v);
}

/* The namespace itself for modules and class bodies, a new dict in functions. */
static VmValue
current_locals(VM *vm)
{
    VmFunction *function;
    const VmCode *code;
    VmDict *locals;
    VmValue *regs = vm->regs;

    if (regs == NULL)
        return vm_value(vm->main->globals);
    function = frame_function(regs);
    code = function->code;
    if ((code->flags & VM_CODE_NAMES) != 0)
        return regs[0];
    if ((code->flags & VM_CODE_MODULE) != 0)
        return vm_value(function->globals);
    locals = vm_dict_new(vm, code->n_locals);
    for (unsigned i = 0; i < code->n_locals; i++)
        add_local(vm, locals, vm_value(code->local_names[i]), regs[i]);
    for (unsigned i = 0; i < code->n_free; i++)
        add_local(vm, locals, code->free_names[i], function->cells[i]->content);
    return vm_value(locals);
}

static VmValue
builtin_globals(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(current_globals(vm));
}

static VmValue
builtin_locals(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return current_locals(vm);
}

static VmValue
builtin_vars(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue dict;

    if (n_args == 0)
        return current_locals(vm);
    dict = vm_get_attr_maybe(vm, args[0], &vm_s___dict__);
    if (dict == VM_UNDEF)
        vm_raise_type_error(vm, "vars() argument must have __dict__ attribute");
    return dict;
}

static VmValue
builtin_dir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *names;

    if (n_args > 0)
        return vm_value(vm_dir(vm, args[0]));
    names = vm_list_from(vm, current_locals(vm));
    vm_list_sort(vm, names, VM_NONE, false);
    return vm_value(names);
}

static VmCode *
compile_source(VM *vm, VmValue source, const VmStr *filename, VmCompileMode mode, unsigned flags,
               const char *function)
{
    const char *text;
    size_t len;
    VmBuffer buffer;

    if (vm_is_str(source)) {
        text = vm_str(source)->data;
        len = vm_str(source)->len;
    } else if (vm_is_bytes(source) || vm_has_layout(source, &vm_type_bytearray)) {
        VmValue copy;

        vm_get_buffer(vm, source, &buffer, false);
        copy = vm_str_decode(vm, (const char *)buffer.data, buffer.len);
        text = vm_str(copy)->data;
        len = vm_str(copy)->len;
    } else {
        vm_raise_type_error(vm, "%s arg 1 must be a string, bytes or code object", function);
    }
    if (mode == VM_COMPILE_EVAL)
        while (len > 0 && (*text == ' ' || *text == '\t')) {
            text++;
            len--;
        }
    return vm_compile(vm, text, len, filename, mode, flags);
}

/* What exec() and eval() share: @args are source or code, globals, locals. */
static VmValue
run_source(VM *vm, unsigned n_args, const VmValue *args, VmCompileMode mode, const char *function)
{
    VmValue globals = n_args > 1 && args[1] != VM_NONE ? args[1] : VM_UNDEF;
    VmValue locals = n_args > 2 && args[2] != VM_NONE ? args[2] : VM_UNDEF;
    bool separate;
    VmCode *code;

    if (globals == VM_UNDEF) {
        globals = vm_value(current_globals(vm));
        if (locals == VM_UNDEF)
            locals = current_locals(vm);
    } else {
        if (!vm_is_dict(globals))
            vm_raise_type_error(vm, "%s must be a dict, not %t",
                                mode == VM_COMPILE_EVAL ? "globals" : "exec() globals", globals);
        if (locals == VM_UNDEF)
            locals = globals;
    }
    separate = locals != globals;
    if (vm_dict_get_name(vm_dict(globals), &vm_s___builtins__) == VM_UNDEF)
        vm_dict_set_name(vm, vm_dict(globals), &vm_s___builtins__, vm_value(vm->builtins));
    if (vm_is_exact(args[0], &vm_type_code)) {
        code = (VmCode *)args[0];
        if (code->n_free > 0)
            vm_raise_type_error(vm, "code object passed to %s may not contain free variables",
                                function);
        return vm_run_code(vm, code, vm_dict(globals),
                           (code->flags & VM_CODE_NAMES) != 0 ? locals : VM_UNDEF);
    }
    code =
        compile_source(vm, args[0], &vm_s_string_, mode, separate ? VM_COMPILE_NAMES : 0, function);
    return vm_run_code(vm, code, vm_dict(globals), separate ? locals : VM_UNDEF);
}

static VmValue
builtin_exec(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    run_source(vm, n_args, args, VM_COMPILE_EXEC, "exec()");
    return VM_NONE;
}

static VmValue
builtin_eval(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return run_source(vm, n_args, args, VM_COMPILE_EVAL, "eval()");
}

static VmValue
builtin_compile(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(source), VM_PARAM_REQUIRED}, {VM_S(filename), VM_PARAM_REQUIRED},
        {VM_S(mode), VM_PARAM_REQUIRED},   {VM_S(flags), 0, VM_SMALL(0)},
        {VM_S(dont_inherit), 0, VM_FALSE}, {VM_S(optimize), 0, VM_SMALL(-1)}};
    VmValue a[6];
    VmCompileMode mode;
    VmStr *name;

    vm_parse_args(vm, &vm_s_compile, params, 6, n_args, args, kw, a);
    name = vm_get_str(vm, a[2]);
    if (vm_str_equal_c(name, "exec"))
        mode = VM_COMPILE_EXEC;
    else if (vm_str_equal_c(name, "eval"))
        mode = VM_COMPILE_EVAL;
    else if (vm_str_equal_c(name, "single"))
        mode = VM_COMPILE_SINGLE;
    else
        vm_raise_value_error(vm, "compile() mode must be 'exec', 'eval' or 'single'");
    return vm_value(
        compile_source(vm, a[0], vm_get_str(vm, a[1]), mode, VM_COMPILE_NAMES, "compile()"));
}

static VmValue
builtin_execfile(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *path = vm_get_path(vm, args[0]);
    size_t len;
    char *text = vm_read_file(vm, path, &len);
    VmValue globals = n_args > 1 && args[1] != VM_NONE ? args[1] : vm_value(current_globals(vm));
    VmValue locals = n_args > 2 && args[2] != VM_NONE ? args[2] : globals;
    bool separate = locals != globals;

    if (!vm_is_dict(globals))
        vm_raise_type_error(vm, "globals must be a dict, not %t", globals);
    vm_run_code(vm,
                vm_compile(vm, text, len, vm_str(args[0]), VM_COMPILE_EXEC,
                           separate ? VM_COMPILE_NAMES : 0),
                vm_dict(globals), separate ? locals : VM_UNDEF);
    return VM_NONE;
}

static VmValue
builtin___import__(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(name), VM_PARAM_REQUIRED},
                                     {VM_S(globals), 0, VM_NONE},
                                     {VM_S(locals), 0, VM_NONE},
                                     {VM_S(fromlist), 0, VM_NONE},
                                     {VM_S(level), 0, VM_SMALL(0)}};
    VmValue a[5];
    intptr_t level;

    vm_parse_args(vm, &vm_s___import__, params, 5, n_args, args, kw, a);
    level = vm_get_int(vm, a[4]);
    if (level < 0)
        vm_raise_value_error(vm, "level must be >= 0");
    return vm_import_name(vm, vm_get_str(vm, a[0]), a[3], level > 255 ? 255 : (int)level,
                          vm_is_dict(a[1]) ? vm_dict(a[1]) : current_globals(vm));
}

static VmValue
builtin_exit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_raise(vm, vm_exception_new(vm, &vm_type_SystemExit, n_args, args));
}

/* --- help() --- */

static void
help_modules(VM *vm)
{
    unsigned column = 0;

    for (unsigned i = 0; vm_module_defs[i] != NULL; i++) {
        const VmStr *name = vm_module_defs[i]->name;

        vm_out_str(vm, &vm_stdout, name);
        if (++column == 4 || vm_module_defs[i + 1] == NULL) {
            vm_out_char(vm, &vm_stdout, '\n');
            column = 0;
        } else {
            for (size_t n = name->len; n < 18; n++)
                vm_out_char(vm, &vm_stdout, ' ');
        }
    }
    vm_out_text(vm, &vm_stdout, "Plus any modules on the file system\n");
}

static void
help_object(VM *vm, VmValue object)
{
    VmList *names = vm_dir(vm, object);
    VmValue doc = vm_get_attr_maybe(vm, object, &vm_s___doc__);

    vm_out_format(vm, &vm_stdout, "object %V is of type %t\n", object, object);
    if (doc != VM_UNDEF && vm_is_str(doc))
        vm_out_format(vm, &vm_stdout, "%V\n", doc);
    for (size_t i = 0; i < names->n; i++) {
        VmStr *name = vm_str(names->items[i]);
        VmValue v;

        if (name->len > 2 && memcmp(name->data, "__", 2) == 0)
            continue;
        v = vm_get_attr_maybe(vm, object, name);
        if (v != VM_UNDEF)
            vm_out_format(vm, &vm_stdout, "  %V -- %v\n", vm_value(name), v);
    }
}

static VmValue
builtin_help(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args == 0)
        vm_out_text(vm, &vm_stdout,
                    "Welcome to Adder, a Python for microcontrollers.\n"
                    "\n"
                    "help(thing) shows what a thing can do, help('modules') what can be imported.\n"
                    "\n"
                    "Control keys at the prompt:\n"
                    "  CTRL-A        -- on a blank line, enter raw REPL mode\n"
                    "  CTRL-B        -- on a blank line, enter normal REPL mode\n"
                    "  CTRL-C        -- interrupt a running program\n"
                    "  CTRL-D        -- on a blank line, do a soft reset of the board, or exit\n"
                    "  CTRL-E        -- on a blank line, enter paste mode\n");
    else if (vm_is_str(args[0]) && vm_str_equal_c(vm_str(args[0]), "modules"))
        help_modules(vm);
    else
        help_object(vm, args[0]);
    return VM_NONE;
}

/* --- The table --- */

static const VmMember builtins_members[] = {
    // What programs use most comes first.
    VM_FUNCTION_KW(print, builtin_print, 0, VM_ANY_ARGS),
    VM_OBJECT_MEMBER(range, vm_type_range),
    VM_FUNCTION(len, vm_builtin_len, 1, 1),
    VM_OBJECT_MEMBER(int, vm_type_int),
    VM_OBJECT_MEMBER(str, vm_type_str),
    VM_OBJECT_MEMBER(list, vm_type_list),
    VM_OBJECT_MEMBER(dict, vm_type_dict),
    VM_OBJECT_MEMBER(float, vm_type_float),
    VM_OBJECT_MEMBER(tuple, vm_type_tuple),
    VM_OBJECT_MEMBER(set, vm_type_set),
    VM_FUNCTION(isinstance, builtin_isinstance, 2, 2),
    VM_OBJECT_MEMBER(enumerate, vm_type_enumerate),
    VM_OBJECT_MEMBER(super, vm_type_super),
    VM_OBJECT_MEMBER(object, vm_type_object),
    VM_OBJECT_MEMBER(type, vm_type_type),
    {VM_S(bool), VM_ROM(vm_type_bool)}, // stdbool.h makes a macro of it
    VM_OBJECT_MEMBER(bytearray, vm_type_bytearray),
    VM_OBJECT_MEMBER(bytes, vm_type_bytes),
    VM_OBJECT_MEMBER(classmethod, vm_type_classmethod),
    VM_OBJECT_MEMBER(complex, vm_type_complex),
    VM_OBJECT_MEMBER(filter, vm_type_filter),
    VM_OBJECT_MEMBER(frozenset, vm_type_frozenset),
    VM_OBJECT_MEMBER(map, vm_type_map),
    VM_OBJECT_MEMBER(memoryview, vm_type_memoryview),
    VM_OBJECT_MEMBER(property, vm_type_property),
    VM_OBJECT_MEMBER(reversed, vm_type_reversed),
    VM_OBJECT_MEMBER(slice, vm_type_slice),
    VM_OBJECT_MEMBER(staticmethod, vm_type_staticmethod),
    VM_OBJECT_MEMBER(zip, vm_type_zip),
    VM_FUNCTION(abs, builtin_abs, 1, 1),
    VM_FUNCTION(all, vm_builtin_all, 1, 1),
    VM_FUNCTION(any, vm_builtin_any, 1, 1),
    VM_FUNCTION(ascii, builtin_ascii, 1, 1),
    VM_FUNCTION(bin, builtin_bin, 1, 1),
    VM_FUNCTION(callable, builtin_callable, 1, 1),
    VM_FUNCTION(chr, builtin_chr, 1, 1),
    VM_FUNCTION_KW(compile, builtin_compile, 0, VM_ANY_ARGS),
    VM_FUNCTION(delattr, builtin_delattr, 2, 2),
    VM_FUNCTION(dir, builtin_dir, 0, 1),
    VM_FUNCTION(divmod, builtin_divmod, 2, 2),
    VM_FUNCTION(eval, builtin_eval, 1, 3),
    VM_FUNCTION(exec, builtin_exec, 1, 3),
    VM_FUNCTION(execfile, builtin_execfile, 1, 3),
    VM_FUNCTION(exit, builtin_exit, 0, 1),
    VM_FUNCTION(format, builtin_format, 1, 2),
    VM_FUNCTION(getattr, builtin_getattr, 2, 3),
    VM_FUNCTION(globals, builtin_globals, 0, 0),
    VM_FUNCTION(hasattr, builtin_hasattr, 2, 2),
    VM_FUNCTION(hash, builtin_hash, 1, 1),
    VM_FUNCTION(help, builtin_help, 0, 1),
    VM_FUNCTION(hex, builtin_hex, 1, 1),
    VM_FUNCTION(id, builtin_id, 1, 1),
    VM_FUNCTION(input, vm_builtin_input, 0, 1),
    VM_FUNCTION(issubclass, builtin_issubclass, 2, 2),
    VM_FUNCTION(iter, vm_builtin_iter, 1, 2),
    VM_FUNCTION(locals, builtin_locals, 0, 0),
    VM_FUNCTION_KW(max, vm_builtin_max, 1, VM_ANY_ARGS),
    VM_FUNCTION_KW(min, vm_builtin_min, 1, VM_ANY_ARGS),
    VM_FUNCTION(next, vm_builtin_next, 1, 2),
    VM_FUNCTION(oct, builtin_oct, 1, 1),
    VM_FUNCTION_KW(open, vm_builtin_open, 0, VM_ANY_ARGS),
    VM_FUNCTION(ord, builtin_ord, 1, 1),
    VM_FUNCTION_KW(pow, builtin_pow, 0, VM_ANY_ARGS),
    VM_FUNCTION(quit, builtin_exit, 0, 1),
    VM_FUNCTION(repr, builtin_repr, 1, 1),
    VM_FUNCTION_KW(round, builtin_round, 0, VM_ANY_ARGS),
    VM_FUNCTION(setattr, builtin_setattr, 3, 3),
    VM_FUNCTION_KW(sorted, vm_builtin_sorted, 0, VM_ANY_ARGS),
    VM_FUNCTION_KW(sum, vm_builtin_sum, 1, 2),
    VM_FUNCTION(vars, builtin_vars, 0, 1),
    VM_FUNCTION_KW(__import__, builtin___import__, 0, VM_ANY_ARGS),
    VM_FUNCTION_KW(__build_class__, vm_build_class, 2, VM_ANY_ARGS),
    {VM_S(Ellipsis), VM_ELLIPSIS},
    {VM_S(NotImplemented), VM_NOT_IMPLEMENTED},
    {VM_S(__debug__), VM_TRUE},
    VM_OBJECT_MEMBER(BaseException, vm_type_BaseException),
#define X(Name, Base) {VM_S(Name), VM_ROM(vm_type_##Name)},
    VM_EXCEPTIONS(X)
#undef X
        VM_OBJECT_MEMBER(IOError, vm_type_OSError),
    VM_OBJECT_MEMBER(EnvironmentError, vm_type_OSError),
};

const VmModuleDef vm_module_builtins = {.name = &vm_s_builtins, VM_MEMBERS(builtins_members)};
