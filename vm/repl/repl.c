/* SPDX-License-Identifier: MIT */
/* The REPL and its protocols (repl.h), byte for byte what the clients of MicroPython's boards
 * expect:
 *
 *     friendly   ">>> " line "\r"; Ctrl-A raw, Ctrl-B banner, Ctrl-D reset, Ctrl-E paste
 *     paste      "=== " lines; Ctrl-D runs them all as one file, Ctrl-C forgets them
 *     raw        ">" text Ctrl-D: "OK" output 04 error 04 ">"; Ctrl-B friendly; Ctrl-D alone resets
 *     raw paste  05 'A' 01: "R" 01 window(16 bits, little end first); then text, 01 from us for
 * each window used up, 04 from them at the end (or from us: stop sending), 04 from us; then output
 * 04 error 04 ">"
 *
 * Reading and running are each protected: whatever happens, the next prompt comes.
 */
#include "vm/repl/repl.h"

#include "vm/core/compile.h"
#include "vm/core/module.h"
#include "vm/hal.h"
#include "vm/lib/io.h"
#include "vm/lib/sys.h"
#include "vm/lib/version.h"
#include "vm/repl/line.h"

#define CTRL(letter) ((letter)&31)
#define PASTE_WINDOW 128
#define INDENT       4

typedef struct State {
    VmRepl *repl;
    bool ended;
    VmReplEnd end;
    bool announce_raw; /* "raw REPL; CTRL-B to exit" is due */
} State;

static void
put(VM *vm, const char *text)
{
    vm_hal_write_raw(vm, text, strlen(text));
}

static void
finish(State *self, VmReplEnd end)
{
    self->ended = true;
    self->end = end;
}

void
vm_repl_banner(VM *vm)
{
    put(vm, "Adder " VM_VERSION " on " VM_VERSION_DATE "; ");
    put(vm, vm_hal_machine(vm));
    put(vm, "\r\nType \"help()\" for more information.\r\n");
}

/* --- Running --- */

typedef struct Run {
    const char *text;
    size_t len;
    const char *filename;
    VmCompileMode mode;
    bool from_file;
} Run;

static void
run_body(VM *vm, void *arg)
{
    Run *run = arg;
    VmStr *filename = vm_str(vm_str_decode(vm, run->filename, strlen(run->filename)));
    VmCode *code;

    if (run->from_file)
        run->text = vm_read_file(vm, run->filename, &run->len);
    code = vm_compile(vm, run->text, run->len, filename, run->mode, 0);
    vm_run_code(vm, code, vm->main->globals, VM_UNDEF);
}

static VmValue
run_protected(VM *vm, Run *run)
{
    VmValue e;

    vm_hal_set_interrupt_char(vm, 3);
    e = vm_protect(vm, run_body, run);
    vm_hal_set_interrupt_char(vm, -1);
    vm_io_flush_files(vm);
    // An interrupt that came when the program had just ended was meant for it.
    __atomic_fetch_and(&vm->events, ~(uint32_t)VM_EVENT_INTERRUPT, __ATOMIC_SEQ_CST);
    return e;
}

VmValue
vm_repl_run_text(VM *vm, const char *text, size_t len, const char *filename)
{
    Run run = {.text = text, .len = len, .filename = filename, .mode = VM_COMPILE_EXEC};

    return run_protected(vm, &run);
}

VmValue
vm_repl_run_file(VM *vm, const char *path)
{
    Run run = {.filename = path, .mode = VM_COMPILE_EXEC, .from_file = true};

    return run_protected(vm, &run);
}

/* Shows the exception; returns false when it ends the REPL. */
static void
settle(VM *vm, State *self, VmValue e)
{
    VmRepl *repl = self->repl;

    if (repl->reset_asked != NULL && repl->reset_asked(vm)) {
        finish(self, VM_REPL_RESET_ASKED);
        return;
    }
    if (e == VM_UNDEF)
        return;
    if (vm_is_instance(e, &vm_type_SystemExit)) {
        // On a board it ends the script and no more.
        if (repl->exit_on_system_exit) {
            repl->status = vm_exit_status(vm, e);
            finish(self, VM_REPL_EXIT);
        }
        return;
    }
    vm_print_exception(vm, &vm_stdout, e);
}

static void
run_and_show(VM *vm, State *self, const char *text, size_t len, VmCompileMode mode)
{
    Run run = {.text = text, .len = len, .filename = "<stdin>", .mode = mode};
    VmValue e;

    if (self->repl->before_run != NULL)
        self->repl->before_run(vm);
    e = run_protected(vm, &run);
    if (self->repl->after_run != NULL)
        self->repl->after_run(vm);
    settle(vm, self, e);
}

/* --- Paste mode --- */

static void
paste_mode(VM *vm, State *self)
{
    VmBuf buf;
    bool after_cr = false;

    vm_buf_init(&buf);
    put(vm, "\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== ");
    for (;;) {
        int c = vm_hal_read_char(vm);
        char byte = (char)c;

        if (c < 0) {
            finish(self, VM_REPL_END_OF_INPUT);
            return;
        }
        if (c == CTRL('C')) {
            put(vm, "\r\n");
            return;
        }
        if (c == CTRL('D')) {
            put(vm, "\r\n");
            run_and_show(vm, self, buf.data != NULL ? buf.data : "", buf.len, VM_COMPILE_EXEC);
            return;
        }
        if (c == '\n' && after_cr) {
            after_cr = false;
            continue;
        }
        after_cr = c == '\r';
        if (c == '\r' || c == '\n') {
            byte = '\n';
            put(vm, "\r\n=== ");
        } else {
            vm_hal_write_raw(vm, &byte, 1);
        }
        vm_buf_append(vm, &buf, &byte, 1);
    }
}

/* --- Friendly --- */

/* Spaces that the next line of a block begins with, after the line from @start on. */
static size_t
next_indent(const VmBuf *buf, size_t start)
{
    size_t indent = 0, end = buf->len;

    while (start + indent < end && buf->data[start + indent] == ' ')
        indent++;
    while (end > start && (buf->data[end - 1] == ' ' || buf->data[end - 1] == '\t'))
        end--;
    if (end == start)
        return 0;
    return end > start && buf->data[end - 1] == ':' ? indent + INDENT : indent;
}

static void
friendly_step(VM *vm, State *self)
{
    VmLine line = {.prompt = vm_sys_prompt(vm, false), .keep_history = true, .complete = true};

    vm_buf_init(&line.text);
    for (;;) {
        size_t start = line.start, indent;

        switch (vm_line_edit(vm, &line)) {
        case VM_LINE_ENTER: break;
        case VM_LINE_END_OF_INPUT: finish(self, VM_REPL_END_OF_INPUT); return;
        case VM_LINE_CTRL_C: put(vm, "\r\n"); return;
        case VM_LINE_CTRL_A:
            if (start > 0)
                continue;
            put(vm, "\r\n");
            self->repl->mode = VM_REPL_RAW;
            self->announce_raw = true;
            return;
        case VM_LINE_CTRL_B:
            if (start > 0)
                continue;
            put(vm, "\r\n");
            vm_repl_banner(vm);
            return;
        case VM_LINE_CTRL_E:
            if (start > 0)
                continue;
            paste_mode(vm, self);
            return;
        case VM_LINE_CTRL_D:
            put(vm, "\r\n");
            if (start == 0) {
                finish(self, VM_REPL_SOFT_RESET);
                return;
            }
            line.text.len = start; // an empty line: the block is complete
            break;
        }
        vm_line_remember(vm, line.text.data + start, line.text.len - start);
        // A line of nothing but the indent we gave ends the block.
        if (start > 0) {
            size_t at = start;

            while (at < line.text.len && line.text.data[at] == ' ')
                at++;
            if (at == line.text.len)
                line.text.len = start;
        }
        indent = next_indent(&line.text, start);
        vm_buf_append(vm, &line.text, "\n", 1);
        if (!vm_compile_wants_more(vm, line.text.data, line.text.len))
            break;
        line.start = line.text.len;
        line.prompt = vm_sys_prompt(vm, true);
        while (indent-- > 0)
            vm_buf_append(vm, &line.text, " ", 1);
    }
    if (line.text.len > 1)
        run_and_show(vm, self, line.text.data, line.text.len, VM_COMPILE_SINGLE);
}

/* --- Raw --- */

static void
run_raw(VM *vm, State *self, const char *text, size_t len, VmValue error)
{
    Run run = {.text = text, .len = len, .filename = "<stdin>", .mode = VM_COMPILE_EXEC};

    if (error == VM_UNDEF)
        error = run_protected(vm, &run);
    put(vm, "\x04");
    settle(vm, self, error);
    put(vm, "\x04");
}

typedef struct Paste {
    VmBuf buf;
    size_t used; /* of the window */
    bool end;    /* their 04 came */
    bool lost, interrupted;
} Paste;

static void
read_paste(VM *vm, void *arg)
{
    Paste *self = arg;

    while (!self->end) {
        int c = vm_hal_read_char(vm);
        char byte = (char)c;

        if (c < 0) {
            self->lost = true;
            return;
        }
        if (c == CTRL('D') || c == CTRL('C')) {
            self->end = true;
            self->interrupted = c == CTRL('C');
            return;
        }
        if (++self->used == PASTE_WINDOW) {
            self->used = 0;
            put(vm, "\x01");
        }
        vm_buf_append(vm, &self->buf, &byte, 1);
    }
}

static void
raw_paste(VM *vm, State *self)
{
    Paste paste = {0};
    VmValue e;

    vm_buf_init(&paste.buf);
    put(vm, "R\x01");
    vm_hal_write_raw(vm, (const char[]){(char)(PASTE_WINDOW & 255), (char)(PASTE_WINDOW >> 8)}, 2);
    e = vm_protect(vm, read_paste, &paste);
    if (e != VM_UNDEF) {
        // No room for the text: they are told to stop, and say when they did.
        int c;

        paste.buf.data = NULL;
        put(vm, "\x04");
        do
            c = vm_hal_read_char(vm);
        while (c >= 0 && c != CTRL('D'));
        paste.lost = c < 0;
    }
    if (paste.lost) {
        finish(self, VM_REPL_END_OF_INPUT);
        return;
    }
    if (e == VM_UNDEF)
        put(vm, "\x04");
    if (paste.interrupted)
        e = vm_exception_new(vm, &vm_type_KeyboardInterrupt, 0, NULL);
    run_raw(vm, self, paste.buf.data != NULL ? paste.buf.data : "", paste.buf.len, e);
}

static void
raw_step(VM *vm, State *self)
{
    VmBuf buf;

    if (self->announce_raw)
        put(vm, "raw REPL; CTRL-B to exit\r\n");
    self->announce_raw = false;
    put(vm, ">");
    vm_buf_init(&buf);
    for (;;) {
        int c = vm_hal_read_char(vm);
        char byte = (char)c;

        switch (c) {
        case -1: finish(self, VM_REPL_END_OF_INPUT); return;
        case CTRL('A'):
            if (buf.len == 2 && buf.data[0] == CTRL('E')) {
                if (buf.data[1] == 'A')
                    raw_paste(vm, self);
                else
                    vm_hal_write_raw(vm, "R\0", 2); // a protocol we do not know
                return;
            }
            self->announce_raw = true;
            return;
        case CTRL('B'):
            put(vm, "\r\n");
            self->repl->mode = VM_REPL_FRIENDLY;
            vm_repl_banner(vm);
            return;
        case CTRL('C'): buf.len = 0; break;
        case CTRL('D'):
            put(vm, "OK");
            if (buf.len == 0) {
                put(vm, "\r\n");
                finish(self, VM_REPL_SOFT_RESET);
                return;
            }
            run_raw(vm, self, buf.data, buf.len, VM_UNDEF);
            return;
        default: vm_buf_append(vm, &buf, &byte, 1); break;
        }
    }
}

/* --- The loop --- */

static void
step(VM *vm, void *arg)
{
    State *self = arg;

    if (self->repl->mode == VM_REPL_RAW)
        raw_step(vm, self);
    else
        friendly_step(vm, self);
}

VmReplEnd
vm_repl(VM *vm, VmRepl *repl)
{
    State state = {.repl = repl, .announce_raw = repl->mode == VM_REPL_RAW};

    vm_hal_set_interrupt_char(vm, -1);
    while (!state.ended) {
        // Raised here: an error while reading, such as a full heap or what a timer's function
        // raised.
        VmValue e = vm_protect(vm, step, &state);

        if (e != VM_UNDEF && !state.ended)
            settle(vm, &state, e);
    }
    vm_hal_flush(vm);
    return state.end;
}
