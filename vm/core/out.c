/* SPDX-License-Identifier: MIT */
/* Text going out: buffers, our small printf, repr() and str() of any value. */
#include <stdarg.h>
#include <string.h>

#include "vm/core/vm.h"
#include "vm/hal.h"
#include "vm/types/unicode.h"

#define MIN_BUF 64

static void
buf_write(VM *vm, VmOut *self, const char *text, size_t len)
{
    vm_buf_append(vm, (VmBuf *)self, text, len);
}

void
vm_buf_init(VmBuf *buf)
{
    *buf = (VmBuf){.out = {buf_write}};
}

void
vm_buf_init_room(VmBuf *buf, char *room, size_t size)
{
    *buf = (VmBuf){.out = {buf_write}, .data = room, .cap = size, .room = room};
}

void
vm_buf_reserve(VM *vm, VmBuf *buf, size_t more)
{
    size_t wanted;

    if (more <= buf->cap - buf->len)
        return;
    // A str's length has 32 bits; on small machines the heap ends long before.
    if (more > INT32_MAX - buf->len)
        vm_raise_memory_error(vm);
    wanted = buf->len + more;
    if (wanted < buf->cap + buf->cap / 2)
        wanted = buf->cap + buf->cap / 2;
    if (wanted < MIN_BUF)
        wanted = MIN_BUF;
    if (buf->room != NULL && buf->data == buf->room) {
        buf->data = vm_alloc(vm, wanted, VM_BLOCK_RAW);
        memcpy(buf->data, buf->room, buf->len);
    } else {
        buf->data = vm_realloc(vm, buf->data, buf->len, wanted, VM_BLOCK_RAW);
    }
    buf->cap = vm_block_size(vm, buf->data);
}

void
vm_buf_append(VM *vm, VmBuf *buf, const void *data, size_t len)
{
    if (len > buf->cap - buf->len)
        vm_buf_reserve(vm, buf, len);
    if (len != 0)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
}

/* The block is given back at once: printing and formatting then need no collection. */
void
vm_buf_free(VM *vm, VmBuf *buf)
{
    char *data = buf->data;

    buf->data = NULL;
    buf->len = buf->cap = 0;
    if (data != buf->room)
        vm_free(vm, data);
    buf->room = NULL;
}

VmValue
vm_buf_to_str(VM *vm, VmBuf *buf)
{
    VmValue result = vm_str_new(vm, buf->data, buf->len);

    vm_buf_free(vm, buf);
    return result;
}

VmValue
vm_buf_to_bytes(VM *vm, VmBuf *buf)
{
    VmBytes *result = vm_bytes_alloc(vm, buf->len);

    if (buf->len != 0)
        memcpy(result->data, buf->data, buf->len);
    vm_buf_free(vm, buf);
    return vm_value(result);
}

static void
stdout_write(VM *vm, VmOut *self, const char *text, size_t len)
{
    (void)self;
    vm_hal_write(vm, text, len);
}

static void
stderr_write(VM *vm, VmOut *self, const char *text, size_t len)
{
    (void)self;
    vm_hal_write_error(vm, text, len);
}

VmOut vm_stdout = {stdout_write};
VmOut vm_stderr = {stderr_write};

void
vm_out_text(VM *vm, VmOut *out, const char *text)
{
    out->write(vm, out, text, strlen(text));
}

void
vm_out_char(VM *vm, VmOut *out, uint32_t code_point)
{
    char utf8[4];

    out->write(vm, out, utf8, vm_utf8_encode(code_point, utf8));
}

void
vm_out_str(VM *vm, VmOut *out, const VmStr *s)
{
    out->write(vm, out, s->data, s->len);
}

/* @text is the end of a buffer: digits are put before it. Returns the first. */
static char *
digits_before(char *end, uint64_t n, unsigned base)
{
    do {
        *--end = "0123456789abcdef"[n % base];
        n /= base;
    } while (n != 0);
    return end;
}

static void
out_number(VM *vm, VmOut *out, uint64_t magnitude, bool negative, unsigned base, unsigned width,
           char pad)
{
    char text[32], *end = text + sizeof text, *at = digits_before(end, magnitude, base);

    if (width > 20)
        width = 20;
    if (negative && pad != '0')
        *--at = '-';
    while ((size_t)(end - at) + (negative && pad == '0') < width)
        *--at = pad;
    if (negative && pad == '0')
        *--at = '-';
    out->write(vm, out, at, (size_t)(end - at));
}

void
vm_out_vformat(VM *vm, VmOut *out, const char *format, __builtin_va_list *args)
{
    for (;;) {
        const char *percent = strchr(format, '%'), *text;
        unsigned width = 0, longs = 0;
        size_t limit = SIZE_MAX;
        char pad = ' ', kind;
        uint64_t n;
        int64_t i;

        if (percent == NULL) {
            vm_out_text(vm, out, format);
            return;
        }
        if (percent > format)
            out->write(vm, out, format, (size_t)(percent - format));
        format = percent + 1;
        if (*format == '0')
            pad = *format++;
        while (*format >= '0' && *format <= '9')
            width = width * 10 + (unsigned)(*format++ - '0');
        if (format[0] == '.' && format[1] == '*') {
            i = va_arg(*args, int);
            limit = i < 0 ? SIZE_MAX : (size_t)i;
            format += 2;
        }
        for (; *format == 'l' || *format == 'z'; format++)
            longs += *format == 'z' ? 8 : 1;
        kind = *format;
        if (kind == '\0')
            return;
        format++;
        switch (kind) {
        case '%': out->write(vm, out, "%", 1); break;
        case 'c': vm_out_char(vm, out, (uint32_t)va_arg(*args, int)); break;
        case 's':
            text = va_arg(*args, const char *);
            if (text == NULL)
                text = "(null)";
            out->write(vm, out, text, strnlen(text, limit));
            break;
        case 'd':
        case 'i':
            i = longs >= 8   ? (int64_t)va_arg(*args, ptrdiff_t)
                : longs >= 2 ? va_arg(*args, long long)
                : longs == 1 ? va_arg(*args, long)
                             : va_arg(*args, int);
            out_number(vm, out, i < 0 ? 0 - (uint64_t)i : (uint64_t)i, i < 0, 10, width, pad);
            break;
        case 'u':
        case 'x':
            n = longs >= 8   ? (uint64_t)va_arg(*args, size_t)
                : longs >= 2 ? va_arg(*args, unsigned long long)
                : longs == 1 ? va_arg(*args, unsigned long)
                             : va_arg(*args, unsigned);
            out_number(vm, out, n, false, kind == 'x' ? 16 : 10, width, pad);
            break;
        case 'p':
            out_number(vm, out, (uintptr_t)va_arg(*args, void *), false, 16, width, pad);
            break;
        case 'q': vm_out_str(vm, out, va_arg(*args, const VmStr *)); break;
        case 'v': vm_out_repr(vm, out, va_arg(*args, VmValue)); break;
        case 'V': vm_out_value(vm, out, va_arg(*args, VmValue)); break;
        case 't': vm_out_str(vm, out, vm_type_of(va_arg(*args, VmValue))->name); break;
        default: out->write(vm, out, &kind, 1); break; // our own mistake: visible, harmless
        }
    }
}

void
vm_out_format(VM *vm, VmOut *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vm_out_vformat(vm, out, format, &args);
    va_end(args);
}

VmValue
vm_str_format(VM *vm, const char *format, ...)
{
    char room[VM_BUF_ROOM];
    VmBuf buf;
    va_list args;

    vm_buf_init_room(&buf, room, sizeof room);
    va_start(args, format);
    vm_out_vformat(vm, &buf.out, format, &args);
    va_end(args);
    return vm_buf_to_str(vm, &buf);
}

/* The text of a small integer, ending at @end; needs 24 bytes before it. */
static char *
small_before(char *end, VmValue v)
{
    intptr_t n = vm_small_value(v);
    char *at = digits_before(end, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, 10);

    if (n < 0)
        *--at = '-';
    return at;
}

void
vm_out_repr(VM *vm, VmOut *out, VmValue v)
{
    const VmType *type;

    if (vm_is_small(v)) {
        char text[24], *end = text + sizeof text, *at = small_before(end, v);

        out->write(vm, out, at, (size_t)(end - at));
        return;
    }
    vm_check_c_stack(vm);
    type = vm_type_of(v);
    // A built-in type may leave it to its parent; object has one.
    while (type->repr == NULL)
        type = type->parent;
    type->repr(vm, out, v);
}

void
vm_out_value(VM *vm, VmOut *out, VmValue v)
{
    const VmType *type;

    if (vm_is_exact(v, &vm_type_str)) {
        vm_out_str(vm, out, vm_str(v));
        return;
    }
    if (vm_is_small(v)) {
        vm_out_repr(vm, out, v);
        return;
    }
    // As in Python, str() found nowhere means repr().
    for (type = vm_type_of(v); type != NULL; type = type->parent) {
        if (type->str != NULL) {
            vm_check_c_stack(vm);
            type->str(vm, out, v);
            return;
        }
    }
    vm_out_repr(vm, out, v);
}

static VmValue
small_to_str(VM *vm, VmValue v)
{
    char text[24], *end = text + sizeof text, *at = small_before(end, v);

    return vm_str_new(vm, at, (size_t)(end - at));
}

VmValue
vm_repr(VM *vm, VmValue v)
{
    char room[VM_BUF_ROOM];
    VmBuf buf;

    if (vm_is_small(v))
        return small_to_str(vm, v);
    vm_buf_init_room(&buf, room, sizeof room);
    vm_out_repr(vm, &buf.out, v);
    return vm_buf_to_str(vm, &buf);
}

VmValue
vm_to_str(VM *vm, VmValue v)
{
    char room[VM_BUF_ROOM];
    VmBuf buf;

    if (vm_is_exact(v, &vm_type_str))
        return v;
    if (vm_is_small(v))
        return small_to_str(vm, v);
    vm_buf_init_room(&buf, room, sizeof room);
    vm_out_value(vm, &buf.out, v);
    return vm_buf_to_str(vm, &buf);
}

/* vm->printing holds the innermost containers, as a ring: a cycle longer than the ring ends at the
 * C stack's limit instead. */
#define RING (sizeof(((VM *)0)->printing) / sizeof(((VM *)0)->printing[0]))

bool
vm_print_enter(VM *vm, VmValue container)
{
    unsigned n = vm->n_printing, first = n > RING ? n - RING : 0;

    for (unsigned i = n; i > first; i--) {
        if (vm->printing[(i - 1) % RING] == container)
            return true;
    }
    vm->printing[n % RING] = container;
    vm->n_printing = n + 1;
    return false;
}

void
vm_print_leave(VM *vm)
{
    vm->n_printing--;
}
