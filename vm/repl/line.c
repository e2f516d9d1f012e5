/* SPDX-License-Identifier: MIT */
/* The line editor (line.h). The terminal is taken to be a VT100: "\b" moves left, ESC [ K clears to
 * the line's end, ESC [ n D moves left by n. One code point is taken to be one column.
 */
#include "vm/repl/line.h"

#include "vm/core/module.h"
#include "vm/hal.h"

#define INDENT      4
#define HISTORY_MAX 100

enum { KEY_ENTER = '\r', KEY_ESCAPE = 27, KEY_BACKSPACE = 127 };

#define CTRL(letter) ((letter)&31)

typedef struct Editor {
    VM *vm;
    VmLine *line;
    size_t cursor;     /* byte in line->text */
    size_t history_at; /* 0: the line being written; n: n-th newest */
    VmValue draft;     /* the line being written while an older one is shown */
} Editor;

static void
put(Editor *self, const char *text, size_t len)
{
    if (len > 0)
        vm_hal_write_raw(self->vm, text, len);
}

static void
put_text(Editor *self, const char *text)
{
    put(self, text, strlen(text));
}

static size_t
columns(const char *text, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += ((uint8_t)text[i] & 0xc0) != 0x80;
    return n;
}

static void
move_left(Editor *self, size_t n)
{
    char text[24];
    size_t at = sizeof text;

    if (n == 0)
        return;
    if (n < 4) {
        put(self, "\b\b\b", n);
        return;
    }
    text[--at] = 'D';
    for (; n > 0; n /= 10)
        text[--at] = (char)('0' + n % 10);
    text[--at] = '[';
    text[--at] = KEY_ESCAPE;
    put(self, text + at, sizeof text - at);
}

/* Shows what stands right of the cursor again, after a change there. */
static void
redraw_rest(Editor *self, bool shorter)
{
    const char *rest = self->line->text.data + self->cursor;
    size_t len = self->line->text.len - self->cursor;

    put(self, rest, len);
    if (shorter)
        put_text(self, "\033[K");
    if (len > 0)
        move_left(self, columns(rest, len));
}

static void
insert(Editor *self, const char *text, size_t len)
{
    VmBuf *buf = &self->line->text;

    vm_buf_reserve(self->vm, buf, len);
    memmove(buf->data + self->cursor + len, buf->data + self->cursor, buf->len - self->cursor);
    memcpy(buf->data + self->cursor, text, len);
    buf->len += len;
    self->cursor += len;
    put(self, text, len);
    if (self->cursor < buf->len)
        redraw_rest(self, false);
}

static size_t
previous(const Editor *self, size_t at)
{
    if (at > self->line->start)
        do
            at--;
        while (at > self->line->start && ((uint8_t)self->line->text.data[at] & 0xc0) == 0x80);
    return at;
}

static size_t
following(const Editor *self, size_t at)
{
    if (at < self->line->text.len)
        do
            at++;
        while (at < self->line->text.len && ((uint8_t)self->line->text.data[at] & 0xc0) == 0x80);
    return at;
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
}

static size_t
word_left(const Editor *self)
{
    const char *text = self->line->text.data;
    size_t at = self->cursor;

    while (at > self->line->start && !is_word(text[at - 1]))
        at--;
    while (at > self->line->start && is_word(text[at - 1]))
        at--;
    return at;
}

static size_t
word_right(const Editor *self)
{
    const char *text = self->line->text.data;
    size_t at = self->cursor;

    while (at < self->line->text.len && !is_word(text[at]))
        at++;
    while (at < self->line->text.len && is_word(text[at]))
        at++;
    return at;
}

static void
move_to(Editor *self, size_t at)
{
    if (at < self->cursor)
        move_left(self, columns(self->line->text.data + at, self->cursor - at));
    else
        put(self, self->line->text.data + self->cursor, at - self->cursor);
    self->cursor = at;
}

/* Deletes between the cursor and @at. */
static void
delete_to(Editor *self, size_t at)
{
    VmBuf *buf = &self->line->text;
    size_t from = at < self->cursor ? at : self->cursor, to = at < self->cursor ? self->cursor : at;

    if (from == to)
        return;
    move_to(self, from);
    memmove(buf->data + from, buf->data + to, buf->len - to);
    buf->len -= to - from;
    redraw_rest(self, true);
}

/* The line's other text, cursor at its end; sends only what differs. */
static void
replace(Editor *self, const char *text, size_t len)
{
    VmBuf *buf = &self->line->text;
    size_t start = self->line->start, same = 0, old = buf->len - start;

    while (same < old && same < len && buf->data[start + same] == text[same])
        same++;
    while (same > 0 && same < len && ((uint8_t)text[same] & 0xc0) == 0x80)
        same--;
    move_to(self, start + same);
    if (old > same)
        put_text(self, "\033[K");
    buf->len = start + same;
    insert(self, text + same, len - same);
}

static bool
only_spaces(const Editor *self, size_t end)
{
    for (size_t i = self->line->start; i < end; i++)
        if (self->line->text.data[i] != ' ')
            return false;
    return true;
}

static void
backspace(Editor *self)
{
    size_t indent = self->cursor - self->line->start;

    if (indent > 0 && only_spaces(self, self->cursor))
        delete_to(self, self->cursor - ((indent - 1) % INDENT + 1));
    else
        delete_to(self, previous(self, self->cursor));
}

static VmList *
history(VM *vm)
{
    if (vm->module_state[VM_STATE_REPL_HISTORY] == VM_UNDEF)
        vm->module_state[VM_STATE_REPL_HISTORY] = vm_value(vm_list_new(vm, 0, NULL));
    return vm_list(vm->module_state[VM_STATE_REPL_HISTORY]);
}

void
vm_line_remember(VM *vm, const char *text, size_t len)
{
    VmList *lines = history(vm);
    VmValue line;

    if (len == 0)
        return;
    if (lines->n > 0) {
        const VmStr *newest = vm_str(lines->items[lines->n - 1]);

        if (newest->len == len && memcmp(newest->data, text, len) == 0)
            return;
    }
    line = vm_str_decode(vm, text, len);
    if (lines->n == HISTORY_MAX) {
        memmove(lines->items, lines->items + 1, (lines->n - 1) * sizeof(VmValue));
        lines->items[lines->n - 1] = line;
    } else {
        vm_list_append(vm, lines, line);
    }
}

static void
browse(Editor *self, bool older)
{
    VmList *lines = history(self->vm);
    size_t at = self->history_at;
    const VmStr *text;

    if (!self->line->keep_history || (older ? at >= lines->n : at == 0))
        return;
    if (at == 0)
        self->draft = vm_str_decode(self->vm, self->line->text.data + self->line->start,
                                    self->line->text.len - self->line->start);
    at = older ? at + 1 : at - 1;
    self->history_at = at;
    text = vm_str(at == 0 ? self->draft : lines->items[lines->n - at]);
    replace(self, text->data, text->len);
}

static void
redraw_line(Editor *self)
{
    VmLine *line = self->line;

    put_text(self, line->prompt != NULL ? line->prompt : "");
    put(self, line->text.data + line->start, line->text.len - line->start);
    if (self->cursor < line->text.len)
        move_left(self, columns(line->text.data + self->cursor, line->text.len - self->cursor));
}

static void
complete(Editor *self)
{
    VmLine *line = self->line;
    VmValue common = VM_UNDEF;
    size_t n;

    if (only_spaces(self, self->cursor)) {
        insert(self, "    ", INDENT - (self->cursor - line->start) % INDENT);
        return;
    }
    if (!line->complete)
        return;
    n = vm_complete(self->vm, line->text.data + line->start, self->cursor - line->start, false,
                    &common);
    if (common != VM_UNDEF && vm_str(common)->len > 0) {
        insert(self, vm_str(common)->data, vm_str(common)->len);
    } else if (n > 1) {
        put_text(self, "\r\n");
        vm_complete(self->vm, line->text.data + line->start, self->cursor - line->start, true,
                    &common);
        redraw_line(self);
    }
}

/* What follows ESC. */
static void
escape(Editor *self)
{
    VM *vm = self->vm;
    int c = vm_hal_read_char(vm);
    int number = 0, modifier = 0;

    switch (c) {
    case 'b': move_to(self, word_left(self)); return;
    case 'f': move_to(self, word_right(self)); return;
    case 'd': delete_to(self, word_right(self)); return;
    case 8:
    case KEY_BACKSPACE: delete_to(self, word_left(self)); return;
    case '[':
    case 'O': break;
    default: return;
    }
    for (c = vm_hal_read_char(vm); (c >= '0' && c <= '9') || c == ';'; c = vm_hal_read_char(vm)) {
        if (c == ';') {
            modifier = number;
            number = 0;
        } else if (number < 1000) {
            number = number * 10 + c - '0';
        }
    }
    (void)modifier;
    switch (c) {
    case 'A': browse(self, true); break;
    case 'B': browse(self, false); break;
    case 'C':
        move_to(self,
                number == 5 || number == 3 ? word_right(self) : following(self, self->cursor));
        break;
    case 'D':
        move_to(self, number == 5 || number == 3 ? word_left(self) : previous(self, self->cursor));
        break;
    case 'H': move_to(self, self->line->start); break;
    case 'F': move_to(self, self->line->text.len); break;
    case '~':
        if (number == 1 || number == 7)
            move_to(self, self->line->start);
        else if (number == 4 || number == 8)
            move_to(self, self->line->text.len);
        else if (number == 3)
            delete_to(self, following(self, self->cursor));
        break;
    default: break;
    }
}

/* A character from outside ASCII whose first byte is @first; broken ones are dropped. */
static void
insert_utf8(Editor *self, int first)
{
    size_t n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    char bytes[4] = {(char)first};

    if (first < 0xc2 || first > 0xf4)
        return;
    for (size_t i = 1; i < n; i++) {
        int c = vm_hal_read_char(self->vm);

        if (c < 0x80 || c > 0xbf)
            return;
        bytes[i] = (char)c;
    }
    if ((first == 0xe0 && (uint8_t)bytes[1] < 0xa0) ||
        (first == 0xed && (uint8_t)bytes[1] > 0x9f) ||
        (first == 0xf0 && (uint8_t)bytes[1] < 0x90) || (first == 0xf4 && (uint8_t)bytes[1] > 0x8f))
        return;
    insert(self, bytes, n);
}

VmLineEnd
vm_line_edit(VM *vm, VmLine *line)
{
    Editor editor = {.vm = vm, .line = line, .cursor = line->text.len, .draft = VM_UNDEF};
    Editor *self = &editor;

    vm_buf_reserve(vm, &line->text, 64);
    redraw_line(self);
    for (;;) {
        int c = vm_hal_read_char(vm);
        bool is_empty = line->text.len == line->start;
        bool is_blank = only_spaces(self, line->text.len) && self->cursor == line->text.len;
        bool after_cr = vm->module_state[VM_STATE_LINE_CR] == VM_TRUE;

        vm->module_state[VM_STATE_LINE_CR] = vm_bool(c == '\r');
        if (is_empty && (c == CTRL('A') || c == CTRL('B') || c == CTRL('E')))
            return c == CTRL('A')   ? VM_LINE_CTRL_A
                   : c == CTRL('B') ? VM_LINE_CTRL_B
                                    : VM_LINE_CTRL_E;
        switch (c) {
        case -1: return VM_LINE_END_OF_INPUT;
        case CTRL('C'): return VM_LINE_CTRL_C;
        case '\n':
            if (after_cr)
                continue;
            // fall through
        case '\r': put_text(self, "\r\n"); return VM_LINE_ENTER;
        case CTRL('D'):
            if (is_blank)
                return VM_LINE_CTRL_D;
            delete_to(self, following(self, self->cursor));
            break;
        case CTRL('A'): move_to(self, line->start); break;
        case CTRL('E'): move_to(self, line->text.len); break;
        case CTRL('B'): move_to(self, previous(self, self->cursor)); break;
        case CTRL('F'): move_to(self, following(self, self->cursor)); break;
        case CTRL('K'): delete_to(self, line->text.len); break;
        case CTRL('U'): delete_to(self, line->start); break;
        case CTRL('W'): delete_to(self, word_left(self)); break;
        case CTRL('N'): browse(self, false); break;
        case CTRL('P'): browse(self, true); break;
        case CTRL('L'):
            put_text(self, "\033[H\033[2J");
            redraw_line(self);
            break;
        case 8:
        case KEY_BACKSPACE: backspace(self); break;
        case '\t': complete(self); break;
        case KEY_ESCAPE: escape(self); break;
        default:
            if (c >= 0x80) {
                insert_utf8(self, c);
            } else if (c >= ' ') {
                char byte = (char)c;

                insert(self, &byte, 1);
            }
            break;
        }
    }
}

VmValue
vm_line_input(VM *vm, const VmStr *prompt)
{
    VmLine line = {0};

    (void)prompt;
    vm_buf_init(&line.text);
    for (;;) {
        switch (vm_line_edit(vm, &line)) {
        case VM_LINE_ENTER: return vm_str_decode(vm, line.text.data, line.text.len);
        case VM_LINE_CTRL_D:
        case VM_LINE_END_OF_INPUT: return VM_UNDEF;
        case VM_LINE_CTRL_C: vm_raise_format(vm, &vm_type_KeyboardInterrupt, "");
        default: break; // Ctrl-A, B and E do nothing on an empty line
        }
    }
}
