/* SPDX-License-Identifier: MIT */
/* adder-vm: runs Python on this computer, with the options of MicroPython's unix port. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "vm/core/compile.h"
#include "vm/core/module.h"
#include "vm/lib/sys.h"
#include "vm/lib/version.h"
#include "vm/ports/host/host.h"
#include "vm/repl/repl.h"

#if UINTPTR_MAX > 0xffffffffu
#define DEFAULT_HEAP ((size_t)1 << 30)
#else
#define DEFAULT_HEAP ((size_t)256 << 20)
#endif

typedef enum Kind { KIND_REPL, KIND_COMMAND, KIND_MODULE, KIND_FILE, KIND_STDIN } Kind;

typedef struct Options {
    Kind kind;
    const char *what; /* command, module or file */
    int n_args;       /* for sys.argv[1:] */
    char **args;
    bool inspect, compile_only;
    unsigned verbose, optimisation;
    size_t heap_bytes;
} Options;

static const char usage[] =
    "usage: adder-vm [-h] [-i] [-O[N]] [-v] [-X OPTION] [-c COMMAND | -m MODULE | FILE | -] "
    "[ARG...]\n"
    "\n"
    "-c COMMAND           run this text\n"
    "-m MODULE            run a module as the main program\n"
    "-                    run what standard input holds\n"
    "-i                   go to the prompt afterwards\n"
    "-O[N]                optimise: 1 and more drop assert, 3 drops line numbers\n"
    "-v                   show the compiled code\n"
    "-X heapsize=N[w][K|M]  memory for objects (w: times the word size)\n"
    "-X compile-only      compile, but do not run\n"
    "-X emit=bytecode     accepted; there is one kind of code\n"
    "--version            say which version this is\n"
    "\n"
    "Without COMMAND, MODULE and FILE: a prompt on a terminal, else the program is read from "
    "standard input.\n"
    "MICROPYPATH: folders for import, separated by colons. MICROPYINSPECT: as -i.\n";

static _Noreturn void
fail_usage(const char *message, const char *what)
{
    fprintf(stderr, "adder-vm: %s%s (adder-vm -h shows what there is)\n", message, what);
    exit(2);
}

static size_t
parse_heap_size(const char *text)
{
    char *end;
    unsigned long long n;

    errno = 0;
    n = strtoull(text, &end, 0);
    if (end == text || errno != 0 || text[0] == '-')
        fail_usage("heapsize must be a number, not ", text);
    if (*end == 'w' || *end == 'W') {
        n *= sizeof(void *) / 4;
        end++;
    }
    if (*end == 'K' || *end == 'k' || *end == 'M' || *end == 'm') {
        unsigned shift = *end == 'K' || *end == 'k' ? 10 : 20;

        if (n > ULLONG_MAX >> shift)
            n = ULLONG_MAX;
        else
            n <<= shift;
        end++;
    }
    if (*end != '\0')
        fail_usage("heapsize must be a number with K or M, not ", text);
    if (n > SIZE_MAX / 2 || n < 4096)
        fail_usage("heapsize is too small or too large: ", text);
    return (size_t)n;
}

static void
parse_x(Options *options, const char *x)
{
    if (strncmp(x, "heapsize=", 9) == 0)
        options->heap_bytes = parse_heap_size(x + 9);
    else if (strcmp(x, "compile-only") == 0)
        options->compile_only = true;
    else if (strncmp(x, "emit=", 5) != 0 ||
             (strcmp(x + 5, "bytecode") != 0 && strcmp(x + 5, "native") != 0 &&
              strcmp(x + 5, "viper") != 0))
        fail_usage("unknown -X option ", x);
}

static void
parse_options(Options *options, int argc, char **argv)
{
    int i = 1;

    *options = (Options){.kind = KIND_REPL, .heap_bytes = DEFAULT_HEAP};
    for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
        const char *option = argv[i];

        if (strcmp(option, "--version") == 0) {
            puts("Adder " VM_VERSION " on " VM_VERSION_DATE);
            exit(0);
        }
        if (strcmp(option, "-h") == 0 || strcmp(option, "--help") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        if (strcmp(option, "--") == 0) {
            i++;
            break;
        }
        if (strcmp(option, "-c") == 0 || strcmp(option, "-m") == 0 || strcmp(option, "-X") == 0) {
            if (++i == argc)
                fail_usage("an argument is missing after ", option);
            if (option[1] == 'X') {
                parse_x(options, argv[i]);
                continue;
            }
            options->kind = option[1] == 'c' ? KIND_COMMAND : KIND_MODULE;
            options->what = argv[i++];
            break;
        }
        if (strcmp(option, "-i") == 0)
            options->inspect = true;
        else if (option[1] == 'v' && strspn(option + 1, "v") == strlen(option + 1))
            options->verbose += (unsigned)strlen(option + 1);
        else if (option[1] == 'O' && option[2 + strspn(option + 2, "O")] == '\0')
            options->optimisation = (unsigned)strlen(option + 1);
        else if (option[1] == 'O' && option[2] >= '0' && option[2] <= '9' && option[3] == '\0')
            options->optimisation = (unsigned)(option[2] - '0');
        else
            fail_usage("unknown option ", option);
    }
    if (options->kind == KIND_REPL && i < argc) {
        options->kind = strcmp(argv[i], "-") == 0 ? KIND_STDIN : KIND_FILE;
        options->what = argv[i++];
    }
    if (options->kind == KIND_REPL && !isatty(STDIN_FILENO))
        options->kind = KIND_STDIN;
    options->n_args = argc - i;
    options->args = argv + i;
    if (getenv("MICROPYINSPECT") != NULL && getenv("MICROPYINSPECT")[0] != '\0')
        options->inspect = true;
}

/* --- Running --- */

static void
add_path(VM *vm, const char *text, size_t len)
{
    const char *home = getenv("HOME");

    if (len >= 2 && text[0] == '~' && text[1] == '/' && home != NULL)
        vm_list_append(vm, vm->path,
                       vm_str_format(vm, "%s%V", home, vm_str_decode(vm, text + 1, len - 1)));
    else
        vm_list_append(vm, vm->path, vm_str_decode(vm, text, len));
}

static void
set_path(VM *vm, const Options *options)
{
    const char *rest = getenv("MICROPYPATH"), *slash;

    // First where the program is.
    if (options->kind == KIND_FILE && (slash = strrchr(options->what, '/')) != NULL)
        add_path(vm, options->what, slash == options->what ? 1 : (size_t)(slash - options->what));
    else
        add_path(vm, "", 0);
    if (rest == NULL)
        rest = ".frozen:~/.micropython/lib:/usr/lib/micropython";
    for (;;) {
        size_t n = strcspn(rest, ":");

        if (n > 0)
            add_path(vm, rest, n);
        if (rest[n] == '\0')
            return;
        rest += n + 1;
    }
}

static void
set_argv(VM *vm, const Options *options)
{
    const char *first = options->kind == KIND_COMMAND ? "-c"
                        : options->kind == KIND_REPL  ? ""
                                                      : options->what;

    if (options->kind == KIND_STDIN)
        first = options->what != NULL ? options->what : "";
    vm_list_append(vm, vm->argv, vm_str_decode(vm, first, strlen(first)));
    for (int i = 0; i < options->n_args; i++)
        vm_list_append(vm, vm->argv, vm_str_decode(vm, options->args[i], strlen(options->args[i])));
}

static const char *
read_stdin(VM *vm, size_t *len)
{
    VmBuf buf;
    int c;

    vm_buf_init(&buf);
    while ((c = vm_hal_read_char(vm)) >= 0) {
        char byte = (char)c;

        vm_buf_append(vm, &buf, &byte, 1);
    }
    *len = buf.len;
    return buf.data != NULL ? buf.data : "";
}

/* A module's file, for -m; in @path (1024 bytes). */
static void
find_module(VM *vm, const char *module, char *path)
{
    const char *last_dot = strrchr(module, '.');

    if (last_dot != NULL)
        vm_import(vm, vm_intern(vm, module, (size_t)(last_dot - module)));
    for (size_t i = 0; i < vm->path->n; i++) {
        static const char *const ends[] = {"/__main__.py", ".py"};

        for (unsigned k = 0; k < 2; k++) {
            VmHalStat st;
            const char *folder = vm_str(vm->path->items[i])->data;
            int n = snprintf(path, 1024, "%s%s", folder, folder[0] != '\0' ? "/" : "");
            int start = n;

            if (n < 0 || n > 1000)
                continue;
            n += snprintf(path + n, 1024 - (size_t)n, "%s%s", module, ends[k]);
            if (n >= 1024)
                continue;
            for (int at = start; at < n - (int)strlen(ends[k]); at++)
                if (path[at] == '.')
                    path[at] = '/';
            if (vm_hal_stat(vm, path, &st) == 0 && (st.mode & 0xf000) == 0x8000)
                return;
        }
    }
    vm_raise_format(vm, &vm_type_ImportError, "No module named %s", module);
}

static void
run_program(VM *vm, void *arg)
{
    const Options *options = arg;
    const char *text = "", *filename = options->what;
    size_t len = 0;
    char path[1024];
    VmCode *code;

    switch (options->kind) {
    case KIND_COMMAND:
        text = options->what;
        len = strlen(text);
        filename = "<string>";
        break;
    case KIND_STDIN:
        text = read_stdin(vm, &len);
        filename = "<stdin>";
        break;
    case KIND_MODULE:
        find_module(vm, options->what, path);
        filename = path;
        vm->argv->items[0] = vm_str_from_c(vm, path);
        // fall through
    case KIND_FILE:
        text = vm_read_file(vm, filename, &len);
        vm_dict_set_name(vm, vm->main->globals, &vm_s___file__,
                         vm_str_decode(vm, filename, strlen(filename)));
        break;
    case KIND_REPL: return;
    }
    code = vm_compile(vm, text, len, vm_str(vm_str_decode(vm, filename, strlen(filename))),
                      VM_COMPILE_EXEC, 0);
    if (options->verbose > 0)
        vm_code_disassemble(vm, &vm_stdout, code);
    if (!options->compile_only)
        vm_run_code(vm, code, vm->main->globals, VM_UNDEF);
}

static void
set_up(VM *vm, void *arg)
{
    const Options *options = arg;

    set_path(vm, options);
    set_argv(vm, options);
}

static void
terminal_for_program(VM *vm)
{
    vm_host_raw_terminal(vm->port, false);
}

static void
terminal_for_editing(VM *vm)
{
    vm_host_raw_terminal(vm->port, true);
}

static int
run_repl(VM *vm)
{
    VmRepl repl = {.mode = VM_REPL_FRIENDLY,
                   .exit_on_system_exit = true,
                   .before_run = terminal_for_program,
                   .after_run = terminal_for_editing};

    vm->plain_tracebacks = true;
    vm_host_raw_terminal(vm->port, true);
    vm_repl_banner(vm);
    vm_repl(vm, &repl);
    vm_host_raw_terminal(vm->port, false);
    return repl.status;
}

/* Reports what ended the program; returns the exit status. */
static int
report(VM *vm, VmValue e, const Options *options)
{
    if (e == VM_UNDEF)
        return 0;
    if (vm_is_instance(e, &vm_type_SystemExit))
        return vm_exit_status(vm, e);
    // The file itself could not be read: no line of it has run.
    if (options->kind == KIND_FILE && vm_is_instance(e, &vm_type_OSError) &&
        ((VmException *)e)->traceback == VM_NONE) {
        VmTuple *args = vm_tuple(((VmException *)e)->args);
        int64_t code = 0;

        if (args->n > 0 && vm_is_int(args->items[0]))
            vm_int_to_int64_maybe(args->items[0], &code);
        fprintf(stderr, "adder-vm: cannot open %s: %s\n", options->what, strerror((int)code));
        return 1;
    }
    vm_print_exception(vm, &vm_stderr, e);
    return 1;
}

static int __attribute__((noinline)) run(VmPort *port, Options *options, void *c_stack_base)
{
    VmOptions vm_options = {.heap_bytes = options->heap_bytes, .reserve_only = true, .port = port};
    VM *vm = NULL;
    VmValue e;
    int status;

    vm_options.heap = vm_host_heap_new(options->heap_bytes);
    vm_options.c_stack_bytes = vm_host_c_stack_bytes();
    if (vm_options.heap != NULL)
        vm = vm_new(&vm_options, c_stack_base);
    if (vm == NULL) {
        fprintf(stderr, "adder-vm: %s for a heap of %zu bytes; try -X heapsize=\n",
                vm_options.heap == NULL ? "no memory" : "there is too little room",
                options->heap_bytes);
        return 1;
    }
    vm_host_port_set_vm(port, vm);
    vm_host_catch_sigint(port);
    vm_hal_set_interrupt_char(vm, 3);
    vm->optimisation = (uint8_t)(options->optimisation > 3 ? 3 : options->optimisation);

    e = vm_protect(vm, set_up, options);
    if (e == VM_UNDEF && options->kind != KIND_REPL)
        e = vm_protect(vm, run_program, options);
    status = report(vm, e, options);
    if (options->kind == KIND_REPL || (options->inspect && isatty(STDIN_FILENO)))
        status = run_repl(vm);
    vm_sys_run_atexit(vm);
    vm_hal_flush(vm);
    vm_free_all(vm);
    vm_host_port_set_vm(port, NULL);
    return status;
}

int
main(int argc, char **argv)
{
    static VmPort port; // large, and needed to the end
    Options options;
    int status;

    parse_options(&options, argc, argv);
    vm_host_port_init(&port);
    port.line_buffered = isatty(STDOUT_FILENO);
    status = run(&port, &options, __builtin_frame_address(0));
    vm_host_port_close(&port);
    if (port.out_error != 0 && port.out_error != EPIPE) {
        fprintf(stderr, "adder-vm: cannot write the output: %s\n", strerror(port.out_error));
        if (status == 0)
            status = 1;
    }
    return status;
}
