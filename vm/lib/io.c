/* SPDX-License-Identifier: MIT */
/* io and open(): one set of methods for all streams, kept in IOBase, over two operations that each
 * kind of stream has.
 *
 * read_some() adds bytes to a buffer, up to a line's end if wanted; write_all() writes. Python
 * classes derived from IOBase bring readinto() and write() instead. Text is UTF-8 everywhere; text
 * files give "\n" for "\r\n" unless newline= says otherwise.
 */
#include "vm/lib/io.h"

#include <errno.h>

#include "vm/hal.h"
#include "vm/lib/modules.h"
#include "vm/repl/line.h"

#define FILE_BUF_SIZE 4096

static inline VmFile *
as_file(VmValue v)
{
    return vm_has_layout(v, &vm_type_FileIO) || vm_has_layout(v, &vm_type_TextIOWrapper)
               ? (VmFile *)v
               : NULL;
}

static inline VmMemoryStream *
as_memory(VmValue v)
{
    return vm_has_layout(v, &vm_type_StringIO) || vm_has_layout(v, &vm_type_BytesIO)
               ? (VmMemoryStream *)v
               : NULL;
}

static inline const VmStandardStream *
as_standard(VmValue v)
{
    return vm_has_layout(v, &vm_type_StandardStream) ? (const VmStandardStream *)v : NULL;
}

static bool
is_text(VmValue self)
{
    VmFile *file = as_file(self);
    VmMemoryStream *memory = as_memory(self);
    const VmStandardStream *standard = as_standard(self);

    return file != NULL     ? file->text
           : memory != NULL ? memory->text
                            : standard != NULL && standard->text;
}

static _Noreturn void
raise_unsupported(VM *vm, const char *what)
{
    vm_raise_format(vm, &vm_type_OSError, "%s", what);
}

static void
check_open(VM *vm, VmValue self)
{
    VmFile *file = as_file(self);
    VmMemoryStream *memory = as_memory(self);

    if ((file != NULL && file->file < 0) || (memory != NULL && memory->closed))
        vm_raise_value_error(vm,
                             memory != NULL || file->text ? "I/O operation on closed file%s"
                                                          : "I/O operation on closed file%s",
                             file != NULL ? "." : "");
}

/* --- Files --- */

/* Writes what waits. On failure what was written is forgotten, the rest stays. */
static void
file_write_out(VM *vm, VmFile *self)
{
    uint32_t done = 0;

    while (self->writing && done < self->len) {
        intptr_t n = vm_hal_file_write(vm, self->file, self->buf + done, self->len - done);

        if (n < 0) {
            memmove(self->buf, self->buf + done, self->len - done);
            self->len -= done;
            vm_raise_os_error(vm, (int)-n);
        }
        done += (uint32_t)n;
    }
    if (self->writing) {
        self->writing = false;
        self->at = self->len = 0;
    }
}

static void
file_buffer(VM *vm, VmFile *self)
{
    if (self->buf == NULL)
        self->buf = vm_alloc(vm, FILE_BUF_SIZE, VM_BLOCK_RAW);
}

static intptr_t
file_read(VM *vm, VmFile *self, void *buf, size_t len)
{
    for (;;) {
        intptr_t n = vm_hal_file_read(vm, self->file, buf, len);

        if (n >= 0)
            return n;
        if (n != -EINTR)
            vm_raise_os_error(vm, (int)-n);
        vm_poll(vm);
    }
}

static size_t
file_read_some(VM *vm, VmFile *self, VmBuf *buf, size_t max, bool line)
{
    size_t n;

    if (!self->readable)
        raise_unsupported(vm, "not readable");
    if (self->writing)
        file_write_out(vm, self);
    if (self->at == self->len) {
        if (max >= FILE_BUF_SIZE && !line) {
            // Large reads go straight to where they are wanted.
            n = max > 65536 ? 65536 : max;
            vm_buf_reserve(vm, buf, n);
            n = (size_t)file_read(vm, self, buf->data + buf->len, n);
            buf->len += n;
            return n;
        }
        file_buffer(vm, self);
        self->at = self->len = 0;
        self->len = (uint32_t)file_read(vm, self, self->buf, FILE_BUF_SIZE);
    }
    n = self->len - self->at;
    if (n > max)
        n = max;
    if (line && n > 0) {
        const uint8_t *end = memchr(self->buf + self->at, '\n', n);

        if (end != NULL)
            n = (size_t)(end - (self->buf + self->at)) + 1;
    }
    if (n > 0)
        vm_buf_append(vm, buf, self->buf + self->at, n);
    self->at += (uint32_t)n;
    return n;
}

/* Before writing or seeking: the file's own position becomes ours. */
static void
file_drop_read_ahead(VM *vm, VmFile *self)
{
    if (!self->writing && self->at < self->len)
        vm_hal_file_seek(vm, self->file, -(int64_t)(self->len - self->at), 1);
    if (!self->writing)
        self->at = self->len = 0;
}

static void
file_write(VM *vm, VmFile *self, const char *data, size_t len)
{
    if (!self->writable)
        raise_unsupported(vm, "not writable");
    file_drop_read_ahead(vm, self);
    if (!self->writing || len > FILE_BUF_SIZE - self->len)
        file_write_out(vm, self);
    if (len >= FILE_BUF_SIZE) {
        while (len > 0) {
            intptr_t n = vm_hal_file_write(vm, self->file, data, len);

            if (n < 0)
                vm_raise_os_error(vm, (int)-n);
            data += n;
            len -= (size_t)n;
        }
        return;
    }
    file_buffer(vm, self);
    if (!self->listed) {
        VmValue *list = &vm->module_state[VM_STATE_OPEN_FILES];

        if (*list == VM_UNDEF)
            *list = vm_value(vm_list_new(vm, 0, NULL));
        if (vm_list(*list)->n >= 8)
            vm_io_flush_files(vm);
        vm_list_append(vm, vm_list(*list), vm_value(self));
        self->listed = true;
    }
    self->writing = true;
    memcpy(self->buf + self->len, data, len);
    self->len += (uint32_t)len;
}

static void
file_close(VM *vm, VmFile *self)
{
    int file = self->file, error;

    if (file < 0)
        return;
    while (self->writing && self->at < self->len) {
        intptr_t n = vm_hal_file_write(vm, file, self->buf + self->at, self->len - self->at);

        if (n < 0) {
            self->file = -1;
            vm_hal_file_close(vm, file);
            vm_raise_os_error(vm, (int)-n);
        }
        self->at += (uint32_t)n;
    }
    self->file = -1;
    error = vm_hal_file_close(vm, file);
    vm_free(vm, self->buf);
    self->buf = NULL;
    if (error < 0)
        vm_raise_os_error(vm, -error);
}

void
vm_io_flush_files(VM *vm)
{
    VmValue list = vm->module_state[VM_STATE_OPEN_FILES];

    if (list == VM_UNDEF)
        return;
    for (size_t i = 0; i < vm_list(list)->n; i++) {
        VmFile *file = (VmFile *)vm_list(list)->items[i];
        uint32_t done = 0;

        file->listed = false;
        while (file->file >= 0 && file->writing && done < file->len) {
            intptr_t n = vm_hal_file_write(vm, file->file, file->buf + done, file->len - done);

            if (n <= 0)
                break; // its own write() or close() will say so
            done += (uint32_t)n;
        }
        if (done > 0) {
            memmove(file->buf, file->buf + done, file->len - done);
            file->len -= done;
        }
    }
    vm_list(list)->n = 0;
}

static void
file_finalize(VM *vm, VmObject *object)
{
    VmFile *self = (VmFile *)object;
    uint32_t at = 0;

    if (self->file < 0 || self->mode == VM_UNDEF)
        return;
    while (self->writing && at < self->len) {
        intptr_t n = vm_hal_file_write(vm, self->file, self->buf + at, self->len - at);

        if (n <= 0)
            break;
        at += (uint32_t)n;
    }
    vm_hal_file_close(vm, self->file);
    self->file = -1;
}

static void
file_trace(VM *vm, VmObject *object)
{
    VmFile *self = (VmFile *)object;

    vm_mark_block(vm, self->buf);
    vm_mark_value(vm, self->name);
    vm_mark_value(vm, self->mode);
}

static void
file_repr(VM *vm, VmOut *out, VmValue self)
{
    VmFile *file = (VmFile *)self;

    if (file->text)
        vm_out_format(vm, out, "<_io.TextIOWrapper name=%v mode=%v encoding='UTF-8'>", file->name,
                      file->mode);
    else
        vm_out_format(vm, out, "<_io.FileIO name=%v mode=%v>", file->name, file->mode);
}

/* --- StringIO and BytesIO --- */

static void
memory_reserve(VM *vm, VmMemoryStream *self, size_t len)
{
    size_t cap;

    if (len <= self->cap)
        return;
    if (len > (size_t)INTPTR_MAX / 2)
        vm_raise_memory_error(vm);
    cap = self->cap + self->cap / 2;
    if (cap < len)
        cap = len;
    if (cap < 32)
        cap = 32;
    self->data = vm_realloc(vm, self->data, self->len, cap, VM_BLOCK_RAW);
    self->cap = cap;
}

static size_t
char_bytes(uint8_t first)
{
    return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static size_t
count_chars(const uint8_t *data, size_t len)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        n += (data[i] & 0xc0) != 0x80;
    return n;
}

/* Bytes that @n characters from @data on take. */
static size_t
bytes_of_chars(const uint8_t *data, size_t len, size_t n)
{
    size_t at = 0;

    while (n-- > 0 && at < len)
        at += char_bytes(data[at]);
    return at < len ? at : len;
}

static void
memory_write(VM *vm, VmMemoryStream *self, const char *data, size_t len)
{
    size_t covered = len, rest;

    if (len == 0)
        return;
    if (self->at > (size_t)INTPTR_MAX / 2 - len)
        vm_raise_memory_error(vm);
    if (self->at > self->len) {
        memory_reserve(vm, self, self->at + len);
        memset(self->data + self->len, 0, self->at - self->len);
        self->len = self->at;
    }
    rest = self->len - self->at;
    if (self->text && rest > 0)
        covered =
            bytes_of_chars(self->data + self->at, rest, count_chars((const uint8_t *)data, len));
    if (covered > rest)
        covered = rest;
    if (data ==
        (const char *)self->data + self->at) // write(getbuffer()...) of itself: nothing moves
        return;
    memory_reserve(vm, self, self->len - covered + len);
    memmove(self->data + self->at + len, self->data + self->at + covered, rest - covered);
    memcpy(self->data + self->at, data, len);
    self->len += len - covered;
    self->at += len;
}

static size_t
memory_read_some(VM *vm, VmMemoryStream *self, VmBuf *buf, size_t max, bool line)
{
    size_t n = self->at < self->len ? self->len - self->at : 0;

    if (n > max)
        n = max;
    if (line && n > 0) {
        const uint8_t *end = memchr(self->data + self->at, '\n', n);

        if (end != NULL)
            n = (size_t)(end - (self->data + self->at)) + 1;
    }
    if (n > 0)
        vm_buf_append(vm, buf, self->data + self->at, n);
    self->at += n;
    return n;
}

static VmValue
memory_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    bool text = type->layout == &vm_type_StringIO;
    VmParam params[] = {{text ? VM_S(initial_value) : VM_S(initial_bytes), 0, VM_NONE},
                        {VM_S(newline), 0, VM_NONE}};
    VmMemoryStream *self;
    VmValue a[2];
    const char *data;
    size_t len;

    vm_parse_args(vm, type->name, params, text ? 2 : 1, n_args, args, kw, a);
    self = vm_instance_alloc(vm, type, sizeof(VmMemoryStream));
    self->text = text;
    if (a[0] == VM_NONE)
        return vm_value(self);
    if (vm_is_int(a[0])) { // MicroPython: room for so many
        intptr_t room = vm_get_int(vm, a[0]);

        if (room > 0)
            memory_reserve(vm, self, (size_t)room);
        return vm_value(self);
    }
    if (text && !vm_is_str(a[0]))
        vm_raise_type_error(vm, "initial_value must be str or None, not %t", a[0]);
    if (!text && vm_is_str(a[0]))
        vm_raise_type_error(vm, "a bytes-like object is required, not 'str'");
    vm_get_text_or_buffer(vm, a[0], &data, &len);
    memory_write(vm, self, data, len);
    self->at = 0;
    return vm_value(self);
}

static VmValue
memory_getvalue(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmMemoryStream *self = (VmMemoryStream *)args[0];

    check_open(vm, args[0]);
    if (self->text)
        return vm_str_new(vm, (const char *)self->data, self->len);
    return vm_bytes_new(vm, self->data != NULL ? self->data : (const uint8_t *)"", self->len);
}

static void
memory_trace(VM *vm, VmObject *object)
{
    vm_mark_block(vm, ((VmMemoryStream *)object)->data);
}

/* --- Standard streams --- */

static size_t
standard_read_some(VM *vm, const VmStandardStream *self, VmBuf *buf, size_t max, bool line)
{
    size_t n = 0;

    if (self->fd != 0)
        raise_unsupported(vm, "not readable");
    while (n < max) {
        int c = vm_hal_read_char(vm);
        char byte = (char)c;

        if (c < 0)
            break;
        // What terminals send for Enter.
        if (self->text && c == '\r' && vm_hal_needs_line_editor(vm))
            byte = '\n';
        vm_buf_append(vm, buf, &byte, 1);
        n++;
        if (line && byte == '\n')
            break;
    }
    return n;
}

static void
standard_repr(VM *vm, VmOut *out, VmValue self)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    const VmStandardStream *stream = as_standard(self);

    vm_out_format(vm, out, "<_io.TextIOWrapper name='<%s>' mode='%s' encoding='utf-8'>",
                  names[stream->fd], stream->fd == 0 ? "r" : "w");
}

VmValue
vm_stdin_line(VM *vm, size_t max_bytes)
{
    VmBuf buf;

    vm_buf_init(&buf);
    standard_read_some(vm, &vm_stdin_object, &buf, max_bytes, true);
    return vm_str_decode(vm, buf.data != NULL ? buf.data : "", buf.len);
}

/* --- The two operations --- */

/* Adds at most @max bytes to @buf, to the end of a line at most if @line. Returns how many; 0 at
 * the end (or @max 0). */
static size_t
read_some(VM *vm, VmValue self, VmBuf *buf, size_t max, bool line)
{
    VmFile *file = as_file(self);
    VmMemoryStream *memory = as_memory(self);
    const VmStandardStream *standard = as_standard(self);
    VmValue chunk, n;
    VmBuffer buffer;
    intptr_t len;

    if (max == 0)
        return 0;
    if (file != NULL)
        return file_read_some(vm, file, buf, max, line);
    if (memory != NULL)
        return memory_read_some(vm, memory, buf, max, line);
    if (standard != NULL)
        return standard_read_some(vm, standard, buf, max, line);
    chunk = vm_small((intptr_t)(line ? 1 : max > 256 ? 256 : max));
    chunk = vm_call_1(vm, vm_value(&vm_type_bytearray), chunk);
    n = vm_call_method(vm, self, &vm_s_readinto, 1, &chunk);
    if (n == VM_NONE)
        return 0;
    len = vm_get_int(vm, n);
    vm_get_buffer(vm, chunk, &buffer, false);
    if (len < 0)
        vm_raise_os_error(vm, EIO);
    if ((size_t)len > buffer.len)
        len = (intptr_t)buffer.len;
    vm_buf_append(vm, buf, buffer.data, (size_t)len);
    return (size_t)len;
}

static void
write_all(VM *vm, VmValue self, const char *data, size_t len)
{
    VmFile *file = as_file(self);
    VmMemoryStream *memory = as_memory(self);
    const VmStandardStream *standard = as_standard(self);

    if (file != NULL)
        file_write(vm, file, data, len);
    else if (memory != NULL)
        memory_write(vm, memory, data, len);
    else if (standard == NULL || standard->fd == 0)
        raise_unsupported(vm, "not writable");
    else if (standard->fd == 2)
        vm_hal_write_error(vm, data, len);
    else if (standard->text)
        vm_hal_write(vm, data, len);
    else
        vm_hal_write_raw(vm, data, len);
}

/* --- Methods, the same for all --- */

static VmValue
finish_read(VM *vm, VmValue self, VmBuf *buf)
{
    VmFile *file = as_file(self);

    if (!is_text(self))
        return vm_buf_to_bytes(vm, buf);
    if (file != NULL && file->universal_newlines && buf->len > 0 &&
        memchr(buf->data, '\r', buf->len) != NULL) {
        size_t to = 0;

        for (size_t from = 0; from < buf->len; from++) {
            if (buf->data[from] == '\r') {
                buf->data[to++] = '\n';
                if (from + 1 < buf->len && buf->data[from + 1] == '\n')
                    from++;
            } else {
                buf->data[to++] = buf->data[from];
            }
        }
        buf->len = to;
    }
    if (as_memory(self) != NULL)
        return vm_buf_to_str(vm, buf); // was a str before
    return vm_str_decode(vm, buf->data != NULL ? buf->data : "", buf->len);
}

static size_t
size_argument(VM *vm, unsigned n_args, const VmValue *args, unsigned at)
{
    intptr_t n;

    if (n_args <= at || args[at] == VM_NONE)
        return SIZE_MAX;
    n = vm_get_int_clamped(vm, args[at]);
    return n < 0 ? SIZE_MAX : (size_t)n;
}

/* @n characters of text. */
static void
read_chars(VM *vm, VmValue self, VmBuf *buf, size_t n)
{
    size_t counted = 0, chars = 0, need = n;

    while (need > 0) {
        size_t last;

        if (read_some(vm, self, buf, need, false) == 0)
            return;
        while (counted < buf->len)
            chars += ((uint8_t)buf->data[counted++] & 0xc0) != 0x80;
        // Is the last character whole?
        for (last = buf->len - 1;
             last > 0 && ((uint8_t)buf->data[last] & 0xc0) == 0x80 && buf->len - last < 4; last--)
            continue;
        need = char_bytes((uint8_t)buf->data[last]);
        need = buf->len - last < need ? need - (buf->len - last) : 0;
        need += n - chars;
    }
}

static VmValue
stream_read(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    size_t n = size_argument(vm, n_args, args, 1);
    VmBuf buf;

    check_open(vm, args[0]);
    vm_buf_init(&buf);
    if (n != SIZE_MAX && is_text(args[0])) {
        read_chars(vm, args[0], &buf, n);
    } else {
        while (buf.len < n) {
            size_t want = n == SIZE_MAX ? 65536 : n - buf.len;

            if (read_some(vm, args[0], &buf, want, false) == 0)
                break;
        }
    }
    return finish_read(vm, args[0], &buf);
}

static VmValue
read_line(VM *vm, VmValue self, size_t max)
{
    VmBuf buf;

    check_open(vm, self);
    vm_buf_init(&buf);
    while (buf.len < max) {
        if (read_some(vm, self, &buf, max == SIZE_MAX ? FILE_BUF_SIZE : max - buf.len, true) == 0 ||
            buf.data[buf.len - 1] == '\n')
            break;
    }
    return finish_read(vm, self, &buf);
}

static VmValue
stream_readline(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return read_line(vm, args[0], size_argument(vm, n_args, args, 1));
}

static VmValue
stream_readlines(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *lines = vm_list_new(vm, 0, NULL);

    for (;;) {
        VmValue line = read_line(vm, args[0], SIZE_MAX);

        if (!vm_is_true(vm, line))
            return vm_value(lines);
        vm_list_append(vm, lines, line);
    }
}

static VmValue
stream_readinto(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    size_t max = size_argument(vm, n_args, args, 2), done = 0;
    VmBuffer buffer;
    VmBuf buf;

    check_open(vm, args[0]);
    if (vm_has_layout(args[0], &vm_type_IOBase))
        raise_unsupported(vm, "readinto");
    vm_get_buffer(vm, args[1], &buffer, true);
    if (max > buffer.len)
        max = buffer.len;
    vm_buf_init(&buf);
    while (done < max && (done = read_some(vm, args[0], &buf, max - buf.len, false)) > 0)
        done = buf.len;
    vm_get_buffer(vm, args[1], &buffer, true); // it may have been resized meanwhile
    if (buf.len > buffer.len)
        buf.len = buffer.len;
    if (buf.len > 0)
        memcpy(buffer.data, buf.data, buf.len);
    return vm_int(vm, (int64_t)buf.len);
}

static VmValue
stream_write(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *data;
    size_t len, offset;

    check_open(vm, args[0]);
    if (is_text(args[0])) {
        if (!vm_is_str(args[1])) {
            if (as_memory(args[0]) != NULL)
                vm_raise_type_error(vm, "string argument expected, got '%t'", args[1]);
            vm_raise_type_error(vm, "write() argument must be str, not %t", args[1]);
        }
        write_all(vm, args[0], vm_str(args[1])->data, vm_str(args[1])->len);
        return vm_int(vm, (int64_t)vm_str_n_chars(vm_str(args[1])));
    }
    if (vm_is_str(args[1]))
        vm_raise_type_error(vm, "a bytes-like object is required, not 'str'");
    vm_get_text_or_buffer(vm, args[1], &data, &len);
    // write(b, length) and write(b, offset, length)
    if (n_args == 3) {
        size_t max = size_argument(vm, n_args, args, 2);

        len = max < len ? max : len;
    } else if (n_args == 4) {
        size_t max = size_argument(vm, n_args, args, 3);

        offset = size_argument(vm, n_args, args, 2);
        if (offset > len)
            offset = len;
        data += offset;
        len -= offset;
        len = max < len ? max : len;
    }
    write_all(vm, args[0], data, len);
    return vm_int(vm, (int64_t)len);
}

static VmValue
stream_writelines(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue iterator = vm_iter(vm, args[1]), pair[2] = {args[0], VM_UNDEF};

    while ((pair[1] = vm_next(vm, iterator)) != VM_UNDEF)
        stream_write(vm, 2, pair, NULL);
    return VM_NONE;
}

static VmValue
stream_flush(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);

    check_open(vm, args[0]);
    if (file != NULL)
        file_write_out(vm, file);
    else if (as_standard(args[0]) != NULL)
        vm_hal_flush(vm);
    return VM_NONE;
}

static VmValue
stream_close(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);
    VmMemoryStream *memory = as_memory(args[0]);

    if (file != NULL) {
        file_close(vm, file);
    } else if (memory != NULL) {
        memory->closed = true;
        vm_free(vm, memory->data);
        memory->data = NULL;
        memory->len = memory->cap = memory->at = 0;
    }
    return VM_NONE;
}

static VmValue
stream_tell(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);
    VmMemoryStream *memory = as_memory(args[0]);
    int64_t at;

    check_open(vm, args[0]);
    if (memory != NULL) {
        if (memory->text && memory->at <= memory->len)
            return vm_int(vm, (int64_t)count_chars(memory->data, memory->at));
        return vm_int(vm, (int64_t)memory->at);
    }
    if (file == NULL)
        raise_unsupported(vm, "underlying stream is not seekable");
    at = vm_hal_file_seek(vm, file->file, 0, 1);
    if (at < 0)
        vm_raise_os_error(vm, (int)-at);
    at += file->writing ? (int64_t)file->len : -(int64_t)(file->len - file->at);
    return vm_int(vm, at);
}

static VmValue
stream_seek(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);
    VmMemoryStream *memory = as_memory(args[0]);
    int64_t offset = vm_get_int64(vm, args[1]), at;
    intptr_t whence = n_args > 2 ? vm_get_int(vm, args[2]) : 0;

    check_open(vm, args[0]);
    if (whence < 0 || whence > 2)
        vm_raise_value_error(vm, "invalid whence (%ld, should be 0, 1 or 2)", (long)whence);
    if (memory != NULL) {
        int64_t start = whence == 0 ? 0 : whence == 1 ? (int64_t)memory->at : (int64_t)memory->len;

        if (memory->text && whence == 0 && offset >= 0 && (uint64_t)offset < memory->len)
            offset = (int64_t)bytes_of_chars(memory->data, memory->len, (size_t)offset);
        if (offset < 0 && whence == 0)
            vm_raise_value_error(
                vm, memory->text ? "Negative seek position %lld" : "negative seek value %lld",
                (long long)offset);
        if (offset > INT64_MAX - start || start + offset > (int64_t)INTPTR_MAX)
            vm_raise_overflow_error(vm, "Python int too large to convert to C ssize_t");
        memory->at = start + offset < 0 ? 0 : (size_t)(start + offset);
        return stream_tell(vm, 1, args, NULL);
    }
    if (file == NULL)
        raise_unsupported(vm, "underlying stream is not seekable");
    file_write_out(vm, file);
    file_drop_read_ahead(vm, file);
    if (whence == 0 && offset < 0)
        vm_raise_value_error(vm, "negative seek position %lld", (long long)offset);
    at = vm_hal_file_seek(vm, file->file, offset, (int)whence);
    if (at < 0)
        vm_raise_os_error(vm, (int)-at);
    return vm_int(vm, at);
}

static VmValue
stream_truncate(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);
    VmMemoryStream *memory = as_memory(args[0]);
    int64_t size;

    check_open(vm, args[0]);
    size = n_args > 1 && args[1] != VM_NONE ? vm_get_int64(vm, args[1])
                                            : vm_get_int64(vm, stream_tell(vm, 1, args, NULL));
    if (size < 0)
        vm_raise_value_error(vm, "negative size value %lld", (long long)size);
    if (memory != NULL) {
        if ((uint64_t)size < memory->len)
            memory->len = memory->text ? bytes_of_chars(memory->data, memory->len, (size_t)size)
                                       : (size_t)size;
    } else if (file != NULL) {
        int error;

        file_write_out(vm, file);
        error = vm_hal_file_truncate(vm, file->file, (uint64_t)size);
        if (error < 0)
            vm_raise_os_error(vm, -error);
    } else {
        raise_unsupported(vm, "truncate");
    }
    return vm_int(vm, size);
}

static VmValue
stream_fileno(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);

    check_open(vm, args[0]);
    if (file != NULL)
        return vm_small(file->file);
    if (as_standard(args[0]) != NULL)
        return vm_small(as_standard(args[0])->fd);
    raise_unsupported(vm, "fileno");
}

static VmValue
stream_isatty(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(as_standard(args[0]) != NULL &&
                   vm_hal_is_terminal(vm, as_standard(args[0])->fd));
}

static VmValue
stream_readable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);

    check_open(vm, args[0]);
    return vm_bool(file != NULL ? file->readable
                                : as_memory(args[0]) != NULL || (as_standard(args[0]) != NULL &&
                                                                 as_standard(args[0])->fd == 0));
}

static VmValue
stream_writable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);

    check_open(vm, args[0]);
    return vm_bool(file != NULL ? file->writable
                                : as_memory(args[0]) != NULL || (as_standard(args[0]) != NULL &&
                                                                 as_standard(args[0])->fd != 0));
}

static VmValue
stream_seekable(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    check_open(vm, args[0]);
    return vm_bool(
        as_memory(args[0]) != NULL ||
        (as_file(args[0]) != NULL && vm_hal_file_seek(vm, as_file(args[0])->file, 0, 1) >= 0));
}

static VmValue
stream_closed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmFile *file = as_file(args[0]);
    VmMemoryStream *memory = as_memory(args[0]);

    return vm_bool((file != NULL && file->file < 0) || (memory != NULL && memory->closed));
}

static VmValue
stream_enter(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    check_open(vm, args[0]);
    return args[0];
}

static VmValue
stream_exit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_call_method(vm, args[0], &vm_s_close, 0, NULL);
    return VM_NONE;
}

static VmValue
stream_iter(VM *vm, VmValue self)
{
    check_open(vm, self);
    return self;
}

static VmValue
stream_next(VM *vm, VmValue self)
{
    VmValue line = vm_has_layout(self, &vm_type_IOBase)
                       ? vm_call_method(vm, self, &vm_s_readline, 0, NULL)
                       : read_line(vm, self, SIZE_MAX);

    if (vm_is_true(vm, line))
        return line;
    vm->stop_value = VM_NONE;
    return VM_UNDEF;
}

static VmValue
file_name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return ((VmFile *)args[0])->name;
}

static VmValue
file_mode(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return ((VmFile *)args[0])->mode;
}

static const VmStandardStream stdin_bytes = {{&vm_type_StandardStream}, 0, false};
static const VmStandardStream stdout_bytes = {{&vm_type_StandardStream}, 1, false};
static const VmStandardStream stderr_bytes = {{&vm_type_StandardStream}, 2, false};

static VmValue
standard_buffer(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    switch (as_standard(args[0])->fd) {
    case 0: return VM_ROM(stdin_bytes);
    case 1: return VM_ROM(stdout_bytes);
    default: return VM_ROM(stderr_bytes);
    }
}

static const VmMember stream_members[] = {
    VM_METHOD(read, stream_read, 1, 2),         VM_METHOD(readinto, stream_readinto, 2, 3),
    VM_METHOD(readline, stream_readline, 1, 2), VM_METHOD(readlines, stream_readlines, 1, 2),
    VM_METHOD(write, stream_write, 2, 4),       VM_METHOD(writelines, stream_writelines, 2, 2),
    VM_METHOD(seek, stream_seek, 2, 3),         VM_METHOD(tell, stream_tell, 1, 1),
    VM_METHOD(truncate, stream_truncate, 1, 2), VM_METHOD(flush, stream_flush, 1, 1),
    VM_METHOD(close, stream_close, 1, 1),       VM_METHOD(fileno, stream_fileno, 1, 1),
    VM_METHOD(isatty, stream_isatty, 1, 1),     VM_METHOD(readable, stream_readable, 1, 1),
    VM_METHOD(writable, stream_writable, 1, 1), VM_METHOD(seekable, stream_seekable, 1, 1),
    VM_GETTER(closed, stream_closed),           VM_METHOD(__enter__, stream_enter, 1, 1),
    VM_METHOD(__exit__, stream_exit, 1, 4),
};

static VmValue
iobase_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmObject)));
}

const VmType vm_type_IOBase = {
    .base = {&vm_type_type},
    .name = &vm_s_IOBase,
    .parent = &vm_type_object,
    .layout = &vm_type_IOBase,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmObject),
    .make = iobase_make,
    .iter = stream_iter,
    .next = stream_next,
    VM_MEMBERS(stream_members),
};

static const VmMember file_members[] = {
    VM_GETTER(name, file_name),
    VM_GETTER(mode, file_mode),
    {VM_S(encoding), VM_S(utf_8_)},
};

#define FILE_TYPE(Name)             \
    const VmType vm_type_##Name = { \
        .base = {&vm_type_type},    \
        .name = &vm_s_##Name,       \
        .parent = &vm_type_IOBase,  \
        .layout = &vm_type_##Name,  \
        .flags = VM_TYPE_FINALIZER, \
        .size = sizeof(VmFile),     \
        .trace = file_trace,        \
        .finalize = file_finalize,  \
        .repr = file_repr,          \
        .iter = stream_iter,        \
        .next = stream_next,        \
        VM_MEMBERS(file_members),   \
    }
FILE_TYPE(FileIO);
FILE_TYPE(TextIOWrapper);

static const VmMember standard_members[] = {
    VM_GETTER(buffer, standard_buffer),
    {VM_S(encoding), VM_S(utf_8_)},
};

const VmType vm_type_StandardStream = {
    .base = {&vm_type_type},
    .name = &vm_s_TextIOWrapper,
    .parent = &vm_type_IOBase,
    .layout = &vm_type_StandardStream,
    .size = sizeof(VmStandardStream),
    .repr = standard_repr,
    .iter = stream_iter,
    .next = stream_next,
    VM_MEMBERS(standard_members),
};

const VmStandardStream vm_stdin_object = {{&vm_type_StandardStream}, 0, true};
const VmStandardStream vm_stdout_object = {{&vm_type_StandardStream}, 1, true};
const VmStandardStream vm_stderr_object = {{&vm_type_StandardStream}, 2, true};

static bool
bytesio_buffer(VM *vm, VmValue self, VmBuffer *out, bool writable)
{
    VmMemoryStream *memory = (VmMemoryStream *)self;

    *out = (VmBuffer){
        .data = memory->data, .len = memory->len, .format = 'B', .item_size = 1, .read_only = true};
    return !writable;
}

static const VmMember memory_members[] = {
    VM_METHOD(getvalue, memory_getvalue, 1, 1),
};

static const VmMember bytesio_members[] = {
    VM_METHOD(getvalue, memory_getvalue, 1, 1),
    VM_METHOD(getbuffer, memory_getvalue, 1, 1),
};

const VmType vm_type_StringIO = {
    .base = {&vm_type_type},
    .name = &vm_s_StringIO,
    .parent = &vm_type_IOBase,
    .layout = &vm_type_StringIO,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmMemoryStream),
    .trace = memory_trace,
    .make = memory_make,
    .iter = stream_iter,
    .next = stream_next,
    VM_MEMBERS(memory_members),
};

const VmType vm_type_BytesIO = {
    .base = {&vm_type_type},
    .name = &vm_s_BytesIO,
    .parent = &vm_type_IOBase,
    .layout = &vm_type_BytesIO,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmMemoryStream),
    .trace = memory_trace,
    .make = memory_make,
    .iter = stream_iter,
    .next = stream_next,
    .buffer = bytesio_buffer,
    VM_MEMBERS(bytesio_members),
};

/* --- open() and input() --- */

const char *
vm_get_path(VM *vm, VmValue path)
{
    const char *text;
    size_t len;

    if (!vm_is_str(path) && !vm_is_bytes(path)) {
        VmValue method = vm_special_maybe(vm, path, &vm_s___fspath__);

        if (method == VM_UNDEF)
            vm_raise_type_error(vm, "expected str, bytes or os.PathLike object, not %t", path);
        path = vm_call_0(vm, method);
    }
    if (vm_is_bytes(path)) {
        VmBytes *bytes = (VmBytes *)path;

        path = vm_str_decode(vm, (const char *)bytes->data, bytes->len);
    }
    text = vm_get_str(vm, path)->data;
    len = vm_str(path)->len;
    if (memchr(text, '\0', len) != NULL)
        vm_raise_value_error(vm, "embedded null byte");
    return text;
}

VmValue
vm_builtin_open(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(file), VM_PARAM_REQUIRED},    {VM_S(mode), 0, VM_S(r)},
        {VM_S(buffering), 0, VM_SMALL(-1)}, {VM_S(encoding), 0, VM_NONE},
        {VM_S(errors), 0, VM_NONE},         {VM_S(newline), 0, VM_NONE},
        {VM_S(closefd), 0, VM_TRUE},        {VM_S(opener), 0, VM_NONE}};
    VmValue a[8];
    const char *path;
    VmStr *mode;
    VmFile *self;
    unsigned flags = 0;
    bool binary = false, text = false, plus = false;
    char kind = '\0';
    int file;

    vm_parse_args(vm, &vm_s_open, params, 8, n_args, args, kw, a);
    path = vm_get_path(vm, a[0]);
    mode = vm_get_str(vm, a[1]);
    for (size_t i = 0; i < mode->len; i++) {
        char c = mode->data[i];
        bool known = strchr("rwxa+bt", c) != NULL, again = memchr(mode->data, c, i) != NULL;

        if (!known || again)
            vm_raise_value_error(vm, "invalid mode: %v", a[1]);
        if (c == 'b')
            binary = true;
        else if (c == 't')
            text = true;
        else if (c == '+')
            plus = true;
        else if (kind != '\0')
            vm_raise_value_error(vm, "must have exactly one of create/read/write/append mode");
        else
            kind = c;
    }
    if (binary && text)
        vm_raise_value_error(vm, "can't have text and binary mode at once");
    switch (kind) {
    case 'r': flags = VM_HAL_OPEN_READ; break;
    case 'w': flags = VM_HAL_OPEN_WRITE | VM_HAL_OPEN_CREATE | VM_HAL_OPEN_TRUNCATE; break;
    case 'a': flags = VM_HAL_OPEN_WRITE | VM_HAL_OPEN_CREATE | VM_HAL_OPEN_APPEND; break;
    case 'x': flags = VM_HAL_OPEN_WRITE | VM_HAL_OPEN_CREATE | VM_HAL_OPEN_EXCLUSIVE; break;
    default:
        vm_raise_value_error(
            vm,
            plus ? "Must have exactly one of create/read/write/append mode and at most one plus"
                 : "Must have exactly one of create/read/write/append mode and at most one plus");
    }
    if (plus)
        flags |= VM_HAL_OPEN_READ | VM_HAL_OPEN_WRITE;
    if (binary && a[3] != VM_NONE)
        vm_raise_value_error(vm, "binary mode doesn't take an encoding argument");

    self = vm_new_object(vm, binary ? &vm_type_FileIO : &vm_type_TextIOWrapper, sizeof(VmFile));
    self->file = -1;
    self->text = !binary;
    self->readable = (flags & VM_HAL_OPEN_READ) != 0;
    self->writable = (flags & VM_HAL_OPEN_WRITE) != 0;
    self->universal_newlines = !binary && a[5] == VM_NONE;
    self->name = a[0];
    self->mode = a[1];
    vm_io_flush_files(vm);
    file = vm_hal_open(vm, path, flags);
    if (file == -EMFILE || file == -ENFILE) {
        vm_gc(vm); // forgotten files are closed by their finalizers
        file = vm_hal_open(vm, path, flags);
    }
    if (file < 0)
        vm_raise_os_error_path(vm, -file, path);
    self->file = file;
    return vm_value(self);
}

VmValue
vm_builtin_input(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue in = vm_sys_stream_maybe(vm, &vm_s_stdin), out = vm_sys_stream_maybe(vm, &vm_s_stdout);
    VmValue prompt = n_args > 0 ? vm_to_str(vm, args[0]) : VM_S(empty_), line;
    VmStr *text;
    size_t len;

    if (out != VM_UNDEF && out != VM_NONE)
        vm_call_method(vm, out, &vm_s_write, 1, &prompt);
    else
        vm_hal_write(vm, vm_str(prompt)->data, vm_str(prompt)->len);
    if (in != VM_UNDEF) {
        line = vm_call_method(vm, in, &vm_s_readline, 0, NULL);
    } else if (vm_hal_needs_line_editor(vm)) {
        line = vm_line_input(vm, vm_str(prompt));
        if (line == VM_UNDEF)
            vm_raise_format(vm, &vm_type_EOFError, "EOF when reading a line");
        return line;
    } else {
        line = vm_stdin_line(vm, SIZE_MAX);
    }
    text = vm_get_str(vm, line);
    if (text->len == 0)
        vm_raise_format(vm, &vm_type_EOFError, "EOF when reading a line");
    len = text->len;
    if (text->data[len - 1] == '\n')
        len--;
    if (in == VM_UNDEF && len > 0 && len < text->len && text->data[len - 1] == '\r')
        len--;
    return vm_str_new(vm, text->data, len);
}

/* --- For others --- */

static void
stream_out_write(VM *vm, VmOut *out, const char *text, size_t len)
{
    VmStreamOut *self = (VmStreamOut *)out;
    VmValue data;

    // A native stream that nobody derived from: without the detour.
    if (vm_type_of(self->stream)->layout == vm_type_of(self->stream) && is_text(self->stream)) {
        check_open(vm, self->stream);
        write_all(vm, self->stream, text, len);
        return;
    }
    // Streams of Python classes over IOBase see bytes, as on MicroPython; others are asked as
    // CPython does.
    data = vm_has_layout(self->stream, &vm_type_IOBase) ? vm_bytes_new(vm, text, len)
                                                        : vm_str_new(vm, text, len);
    vm_call_method(vm, self->stream, &vm_s_write, 1, &data);
}

void
vm_stream_out_init(VmStreamOut *out, VmValue stream)
{
    out->out.write = stream_out_write;
    out->stream = stream;
}

static const VmMember io_members[] = {
    VM_FUNCTION_KW(open, vm_builtin_open, 0, VM_ANY_ARGS),
    VM_OBJECT_MEMBER(StringIO, vm_type_StringIO),
    VM_OBJECT_MEMBER(BytesIO, vm_type_BytesIO),
    VM_OBJECT_MEMBER(FileIO, vm_type_FileIO),
    VM_OBJECT_MEMBER(TextIOWrapper, vm_type_TextIOWrapper),
    VM_OBJECT_MEMBER(IOBase, vm_type_IOBase),
    VM_INT_MEMBER(SEEK_SET, 0),
    VM_INT_MEMBER(SEEK_CUR, 1),
    VM_INT_MEMBER(SEEK_END, 2),
};

const VmModuleDef vm_module_io = {.name = &vm_s_io, VM_MEMBERS(io_members)};
