/* SPDX-License-Identifier: MIT */
/* adder-sim: a virtual board that speaks the REPL, as a board on a cable does.
 *
 * Each life of the board, from one reset to the next, is a VM of its own on a fresh heap; the link
 * and the files outlive it. A folder of this computer is the board's file system.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vm/boards/board.h"
#include "vm/lib/version.h"
#include "vm/ports/host/host.h"
#include "vm/repl/repl.h"

enum { CAUSE_POWER_ON = 1, CAUSE_HARD = 2, CAUSE_DEEP_SLEEP = 4, CAUSE_SOFT = 5 };

typedef struct Options {
    const VmBoardDef *board;
    const char *link, *flash, *trace;
    size_t heap_bytes;
} Options;

static const char usage[] =
    "usage: adder-sim [--board NAME] [--link pty | tcp:PORT | stdio] [--flash FOLDER] [--heap "
    "N[K|M]] [--trace FILE]\n"
    "\n"
    "A virtual board. By default it is reached through a pseudo-terminal whose path is printed.\n"
    "\n"
    "--board NAME     which board; `--board list` lists them\n"
    "--link LINK      pty, tcp:PORT (of this computer; 0: any), or stdio (Ctrl-] ends it on a "
    "terminal)\n"
    "--flash FOLDER   the board's file system; made if it is not there\n"
    "--heap N[K|M]    memory for objects, instead of what the board has\n"
    "--trace FILE     write every change of a pin there, one a line: MICROSECONDS PIN WHAT VALUE\n"
    "--version        say which version this is\n";

static _Noreturn void
fail_usage(const char *message, const char *what)
{
    fprintf(stderr, "adder-sim: %s%s (adder-sim --help shows what there is)\n", message, what);
    exit(2);
}

static _Noreturn void
fail(const char *what, const char *name)
{
    fprintf(stderr, "adder-sim: %s %s: %s\n", what, name, strerror(errno));
    exit(1);
}

static const VmBoardDef *
find_board(const char *name)
{
    if (strcmp(name, "list") == 0) {
        for (const VmBoardDef *board = vm_boards; board->name != NULL; board++)
            printf("%-16s %s with %s\n", board->name, board->title, board->chip);
        exit(0);
    }
    for (const VmBoardDef *board = vm_boards; board->name != NULL; board++)
        if (strcmp(board->name, name) == 0)
            return board;
    fail_usage("there is no board called ", name);
}

static size_t
parse_heap(const char *text)
{
    char *end;
    unsigned long long n;
    unsigned shift = 0;

    errno = 0;
    n = strtoull(text, &end, 0);
    if (end != text && (*end == 'K' || *end == 'k'))
        shift = 10;
    else if (end != text && (*end == 'M' || *end == 'm'))
        shift = 20;
    if (end == text || text[0] == '-' || end[shift > 0] != '\0' || errno != 0 ||
        n > (SIZE_MAX / 2) >> shift || n << shift < 16384)
        fail_usage("--heap needs a size of at least 16K, not ", text);
    return (size_t)(n << shift);
}

static void
parse_options(Options *options, int argc, char **argv)
{
    *options = (Options){.board = &vm_boards[0], .link = "pty"};
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i], *value = strchr(option, '=');
        size_t n = value != NULL ? (size_t)(value - option) : strlen(option);

        if (strcmp(option, "--version") == 0) {
            puts("Adder " VM_VERSION " on " VM_VERSION_DATE);
            exit(0);
        }
        if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
            fputs(usage, stdout);
            exit(0);
        }
        // "--board NAME" and "--board=NAME"
        if (value != NULL)
            value++;
        else if (i + 1 < argc)
            value = argv[++i];
        if (n == 7 && memcmp(option, "--board", n) == 0 && value != NULL)
            options->board = find_board(value);
        else if (n == 6 && memcmp(option, "--link", n) == 0 && value != NULL)
            options->link = value;
        else if (n == 7 && memcmp(option, "--flash", n) == 0 && value != NULL)
            options->flash = value;
        else if (n == 6 && memcmp(option, "--heap", n) == 0 && value != NULL)
            options->heap_bytes = parse_heap(value);
        else if (n == 7 && memcmp(option, "--trace", n) == 0 && value != NULL)
            options->trace = value;
        else
            fail_usage("unknown or incomplete option ", option);
    }
    if (options->heap_bytes == 0)
        options->heap_bytes = options->board->heap_bytes;
}

/* --- Its surroundings --- */

/* Makes the folder and those above it. */
static void
make_folders(char *path)
{
    for (char *at = path + 1; *at != '\0'; at++)
        if (*at == '/') {
            *at = '\0';
            mkdir(path, 0777);
            *at = '/';
        }
    mkdir(path, 0777);
}

static void
open_flash(VmPort *port, const Options *options)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    char path[PATH_MAX];
    int n;

    if (options->flash != NULL)
        n = snprintf(path, sizeof path, "%s", options->flash);
    else if (data != NULL && data[0] == '/')
        n = snprintf(path, sizeof path, "%s/adder/flash/%s", data, options->board->name);
    else
        n = snprintf(path, sizeof path, "%s/.local/share/adder/flash/%s",
                     home != NULL ? home : "/tmp", options->board->name);
    if (n < 0 || n >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        fail("cannot use the folder", options->flash != NULL ? options->flash : home);
    }
    make_folders(path);
    port->root_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (port->root_fd < 0)
        fail(errno == ENOTDIR ? "--flash needs a folder;" : "cannot use the folder", path);
}

static void
open_link(VmPort *port, const Options *options)
{
    char path[128];
    bool ok;

    if (strcmp(options->link, "pty") == 0) {
        ok = vm_host_link_pty(port, path);
        if (ok)
            puts(path);
    } else if (strncmp(options->link, "tcp:", 4) == 0) {
        char *end;
        unsigned long n = strtoul(options->link + 4, &end, 10);
        uint16_t number = (uint16_t)n;

        if (end == options->link + 4 || *end != '\0' || n > 65535)
            fail_usage("--link tcp: needs a port number, not ", options->link + 4);
        ok = vm_host_link_tcp(port, &number);
        if (ok)
            printf("tcp://127.0.0.1:%u\n", number);
    } else if (strcmp(options->link, "stdio") == 0) {
        ok = vm_host_link_stdio(port);
        // Ctrl-C on a terminal goes to all its programs; the one that holds our other end knows what it means.
        if (!isatty(STDIN_FILENO))
            signal(SIGINT, SIG_IGN);
    } else {
        fail_usage("--link is pty, tcp:PORT or stdio, not ", options->link);
    }
    if (!ok)
        fail("cannot open the link", options->link);
    fflush(stdout);
}

static void
trace_pin(VmBoard *board, const char *pin, const char *what, long value)
{
    FILE *file = board->data;
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    fprintf(file, "%lld %s %s %ld\n", (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000, pin,
            what, value);
    fflush(file);
}

/* --- Its life --- */

static void
set_up(VM *vm, void *arg)
{
    vm_list_append(vm, vm->path, vm_value(&vm_s_empty_));
    vm_list_append(vm, vm->path, vm_str_from_c(vm, ".frozen"));
    vm_list_append(vm, vm->path, vm_str_from_c(vm, "/lib"));
}

static bool
reset_asked(VM *vm)
{
    return vm->port->reset_asked;
}

/* Runs boot.py or main.py if it is there. Returns false when the board is to be reset. */
static bool
run_script(VM *vm, const char *name)
{
    VmHalStat st;
    VmValue e;

    if (vm_hal_stat(vm, name, &st) < 0)
        return true;
    e = vm_repl_run_file(vm, name);
    if (vm->port->reset_asked)
        return false;
    if (e != VM_UNDEF && !vm_is_instance(e, &vm_type_SystemExit))
        vm_print_exception(vm, &vm_stdout, e);
    return true;
}

/* From one reset to the next. */
static VmReplEnd __attribute__((noinline))
live(VmPort *port, VmBoard *board, size_t heap_bytes, VmReplMode *mode, void *c_stack_base)
{
    VmOptions options = {.heap_bytes = heap_bytes, .reserve_only = true, .port = port};
    VmRepl repl = {.mode = *mode, .reset_asked = reset_asked};
    VmReplEnd end = VM_REPL_RESET_ASKED;
    VM *vm = NULL;

    options.heap = vm_host_heap_new(heap_bytes);
    options.c_stack_bytes = vm_host_c_stack_bytes();
    if (options.heap != NULL)
        vm = vm_new(&options, c_stack_base);
    if (vm == NULL) {
        fprintf(stderr, "adder-sim: a heap of %zu bytes is too small; try --heap\n", heap_bytes);
        exit(1);
    }
    vm->board = board;
    vm->plain_tracebacks = true;
    port->reset_asked = false;
    strcpy(port->cwd, "/");
    vm_host_port_set_vm(port, vm);
    vm_protect(vm, set_up, NULL);

    if (run_script(vm, "boot.py") && (*mode == VM_REPL_RAW || run_script(vm, "main.py"))) {
        if (*mode == VM_REPL_FRIENDLY)
            vm_repl_banner(vm);
        end = vm_repl(vm, &repl);
        *mode = repl.mode;
    }
    if (end == VM_REPL_SOFT_RESET ||
        (end == VM_REPL_RESET_ASKED && port->reset_kind == VM_HAL_RESET_SOFT))
        vm_hal_write_raw(vm, "MPY: soft reboot\r\n", 18);
    vm_hal_flush(vm);
    vm_hal_set_interrupt_char(vm, -1);
    vm_host_port_set_vm(port, NULL);
    vm_free_all(vm);
    vm_host_heap_free(options.heap, heap_bytes);
    return end;
}

static void
sleep_deeply(const VmPort *port)
{
    for (uint64_t left = port->sleep_us; left > 0 && !port->quit && !port->end_of_input;) {
        uint64_t nap = left < 20000 ? left : 20000;

        usleep((useconds_t)nap);
        left -= nap;
    }
}

static void
run(VmPort *port, const Options *options, void *c_stack_base)
{
    VmBoard board = {.def = options->board, .reset_cause = CAUSE_POWER_ON};
    VmReplMode mode = VM_REPL_FRIENDLY;

    if (options->trace != NULL) {
        board.data = fopen(options->trace, "we");
        if (board.data == NULL)
            fail("cannot write", options->trace);
        board.pin_changed = trace_pin;
    }
    while (!port->quit) {
        switch (live(port, &board, options->heap_bytes, &mode, c_stack_base)) {
        case VM_REPL_SOFT_RESET: board.reset_cause = CAUSE_SOFT; break;
        case VM_REPL_RESET_ASKED:
            board.reset_cause = port->reset_kind == VM_HAL_RESET_SOFT        ? CAUSE_SOFT
                                : port->reset_kind == VM_HAL_RESET_DEEPSLEEP ? CAUSE_DEEP_SLEEP
                                                                             : CAUSE_HARD;
            if (board.reset_cause == CAUSE_DEEP_SLEEP)
                sleep_deeply(port);
            if (board.reset_cause != CAUSE_SOFT)
                mode = VM_REPL_FRIENDLY;
            break;
        default: return;
        }
    }
}

int
main(int argc, char **argv)
{
    static VmPort port; // large, and needed to the end
    static char machine[160];
    Options options;

    parse_options(&options, argc, argv);
    vm_host_port_init(&port);
    port.can_reset = true;
    snprintf(machine, sizeof machine, "%s with %s", options.board->title, options.board->chip);
    port.machine = machine;
    open_flash(&port, &options);
    open_link(&port, &options);
    run(&port, &options, __builtin_frame_address(0));
    vm_host_port_close(&port);
    return 0;
}
