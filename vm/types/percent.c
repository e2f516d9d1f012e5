/* SPDX-License-Identifier: MIT */
/* text % arguments, for str and bytes: C's printf with Python's types. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "vm/types/text.h"

typedef struct Percent {
    VmBuf out;
    char room[VM_BUF_ROOM]; /* where it begins */
    VmTextKind kind;
    VmValue args;    /* as given */
    VmValue mapping; /* args if %(name) may be used, else VM_UNDEF */
    size_t n_used;   /* of the tuple, or of the single argument */
    /* The conversion at hand. */
    bool left, plus, space, alternate, zero, no_negative_zero;
    intptr_t width, precision; /* precision -1: none */
} Percent;

static const char *
kind_word(const Percent *p)
{
    return p->kind == VM_TEXT_STR ? "string" : "bytes";
}

static VmValue
next_argument(VM *vm, Percent *p)
{
    if (vm_is_tuple(p->args)) {
        if (p->n_used < vm_tuple(p->args)->n)
            return vm_tuple(p->args)->items[p->n_used++];
    } else if (p->n_used == 0) {
        p->n_used = 1;
        return p->args;
    }
    vm_raise_type_error(vm, "not enough arguments for format string");
}

static bool
is_mapping(VM *vm, VmValue v)
{
    if (vm_is_tuple(v) || vm_is_str(v))
        return false;
    return vm_type_of(v)->get_item != NULL ||
           vm_type_lookup(vm, vm_type_of(v), &vm_s___getitem__) != VM_UNDEF;
}

static void
fill(VM *vm, Percent *p, char c, size_t n)
{
    if (n > INT32_MAX)
        vm_raise_memory_error(vm);
    vm_buf_reserve(vm, &p->out, n);
    if (n != 0)
        memset(p->out.data + p->out.len, c, n);
    p->out.len += n;
}

/* @lead is sign and prefix; zeros go between it and @text. @n_chars: how wide @text counts. */
static void
put(VM *vm, Percent *p, const char *lead, const char *text, size_t len, size_t n_chars, bool number)
{
    size_t width = n_chars + strlen(lead),
           missing = (size_t)p->width > width ? (size_t)p->width - width : 0;
    bool zeros = number && p->zero && !p->left;

    if (!p->left && !zeros)
        fill(vm, p, ' ', missing);
    vm_buf_append(vm, &p->out, lead, strlen(lead));
    if (zeros)
        fill(vm, p, '0', missing);
    vm_buf_append(vm, &p->out, text, len);
    if (p->left)
        fill(vm, p, ' ', missing);
}

static void
put_text(VM *vm, Percent *p, const char *text, size_t len)
{
    if (p->precision >= 0) {
        if (p->kind == VM_TEXT_STR)
            len = vm_utf8_offset(text, len, (size_t)p->precision);
        else if ((size_t)p->precision < len)
            len = (size_t)p->precision;
    }
    put(vm, p, "", text, len, p->kind == VM_TEXT_STR ? vm_utf8_count(text, len) : len, false);
}

static const char *
sign_text(const Percent *p, bool negative)
{
    return negative ? "-" : p->plus ? "+" : p->space ? " " : "";
}

static void
convert_int(VM *vm, Percent *p, VmValue v, char code)
{
    int base = code == 'o' ? 8 : code == 'x' || code == 'X' ? 16 : 10;
    char lead[4];
    size_t zeros;
    bool negative;
    char room[VM_BUF_ROOM];
    VmBuf digits;

    if (!vm_is_int(v)) {
        if (base == 10 && vm_is_float(v))
            v = vm_int_from_double(vm, vm_float_value(v));
        else if (vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) != VM_UNDEF)
            v = vm_index(vm, v);
        else if (base == 10 && vm_type_lookup(vm, vm_type_of(v), &vm_s___int__) != VM_UNDEF &&
                 !vm_is_str(v))
            v = vm_call_method(vm, v, &vm_s___int__, 0, NULL);
        else
            vm_raise_type_error(vm,
                                base == 10 ? "%%%c format: a real number is required, not %t"
                                           : "%%%c format: an integer is required, not %t",
                                code, v);
    }
    vm_buf_init_room(&digits, room, sizeof room);
    vm_int_out(vm, &digits.out, v, base, code == 'X');
    negative = digits.data[0] == '-';
    strcpy(lead, sign_text(p, negative));
    if (p->alternate && base != 10)
        strcat(lead, code == 'o' ? "0o" : code == 'x' ? "0x" : "0X");
    zeros = p->precision > 0 && (size_t)p->precision > digits.len - negative
                ? (size_t)p->precision - (digits.len - negative)
                : 0;
    if (zeros > 0) {
        if (zeros > INT32_MAX)
            vm_raise_memory_error(vm);
        vm_buf_reserve(vm, &digits, zeros);
        memmove(digits.data + negative + zeros, digits.data + negative, digits.len - negative);
        memset(digits.data + negative, '0', zeros);
        digits.len += zeros;
    }
    put(vm, p, lead, digits.data + negative, digits.len - negative, digits.len - negative, true);
    vm_buf_free(vm, &digits);
}

static void
convert_double(VM *vm, Percent *p, VmValue v, char code)
{
    VmFormatSpec spec = {.precision = p->precision,
                         .alternate = p->alternate,
                         .no_negative_zero = p->no_negative_zero,
                         .type = (uint8_t)code};
    bool negative;
    double d;
    char room[VM_BUF_ROOM];
    VmBuf text;

    if (p->precision > INT_MAX - 100)
        vm_raise_value_error(vm, "precision too large");
    if (!vm_is_float(v) && !vm_is_int(v) && p->kind != VM_TEXT_STR &&
        vm_type_lookup(vm, vm_type_of(v), &vm_s___float__) == VM_UNDEF)
        vm_raise_type_error(vm, "float argument required, not %t", v);
    d = vm_get_float(vm, v);
    vm_buf_init_room(&text, room, sizeof room);
    vm_format_double(vm, &text.out, d, &spec);
    negative = text.data[0] == '-';
    put(vm, p, sign_text(p, negative), text.data + negative, text.len - negative,
        text.len - negative, true);
    vm_buf_free(vm, &text);
}

static void
convert_char(VM *vm, Percent *p, VmValue v)
{
    char utf8[4];
    int64_t code;

    p->precision = -1;
    if (p->kind == VM_TEXT_STR && vm_is_str(v)) {
        if (vm_str_n_chars(vm_str(v)) != 1)
            vm_raise_type_error(vm, "%%c requires int or char");
        put_text(vm, p, vm_str(v)->data, vm_str(v)->len);
        return;
    }
    if (p->kind != VM_TEXT_STR && (vm_is_bytes(v) || vm_is_bytearray(v)) &&
        vm_text_of(vm, v).len == 1) {
        put_text(vm, p, vm_text_of(vm, v).data, 1);
        return;
    }
    if (!vm_is_int(v) && vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF) {
        if (p->kind == VM_TEXT_STR)
            vm_raise_type_error(vm, "%%c requires int or char");
        vm_raise_type_error(vm, "%%c requires an integer in range(256) or a single byte");
    }
    if (!vm_int_to_int64_maybe(vm_index(vm, v), &code) || code < 0 ||
        code > (p->kind == VM_TEXT_STR ? 0x10ffff : 0xff))
        vm_raise_overflow_error(vm, p->kind == VM_TEXT_STR ? "%%c arg not in range(0x110000)"
                                                           : "%%c arg not in range(256)");
    if (p->kind == VM_TEXT_STR) {
        put_text(vm, p, utf8, vm_utf8_encode((uint32_t)code, utf8));
    } else {
        utf8[0] = (char)code;
        put_text(vm, p, utf8, 1);
    }
}

/* %s and %b of a bytes format. */
static void
convert_bytes(VM *vm, Percent *p, VmValue v)
{
    VmBuffer buffer;

    if (vm_type_of(v)->layout->buffer == NULL || vm_is_class(vm_type_of(v))) {
        if (vm_type_lookup(vm, vm_type_of(v), &vm_s___bytes__) != VM_UNDEF) {
            v = vm_call_method(vm, v, &vm_s___bytes__, 0, NULL);
            if (!vm_is_bytes(v))
                vm_raise_type_error(vm, "__bytes__ returned non-bytes (type %t)", v);
        } else if (vm_type_of(v)->layout->buffer == NULL) {
            vm_raise_type_error(vm,
                                "%%b requires a bytes-like object, or an object that implements "
                                "__bytes__, not '%t'",
                                v);
        }
    }
    vm_get_buffer(vm, v, &buffer, false);
    put_text(vm, p, (const char *)buffer.data, buffer.len);
}

/* A number in the format, or '*' for an argument. */
static intptr_t
read_size(VM *vm, Percent *p, const char **at, const char *end, const char *too_big)
{
    intptr_t n = 0;

    if (*at < end && **at == '*') {
        VmValue v = next_argument(vm, p);

        if (!vm_is_int(v))
            vm_raise_type_error(vm, "* wants int");
        ++*at;
        return vm_get_int(vm, v);
    }
    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        if (n > (INTPTR_MAX - 9) / 10)
            vm_raise_value_error(vm, "%s", too_big);
        n = n * 10 + (**at - '0');
    }
    return n;
}

static VmValue
read_key(VM *vm, Percent *p, const char **at, const char *end)
{
    const char *from = ++*at;
    unsigned open = 1;
    VmValue key;

    if (p->mapping == VM_UNDEF)
        vm_raise_type_error(vm, "format requires a mapping");
    for (; *at < end; ++*at) {
        if (**at == '(')
            open++;
        else if (**at == ')' && --open == 0)
            break;
    }
    if (*at == end)
        vm_raise_value_error(vm, "incomplete format key");
    key = p->kind == VM_TEXT_STR ? vm_str_new(vm, from, (size_t)(*at - from))
                                 : vm_bytes_new(vm, from, (size_t)(*at - from));
    ++*at;
    return vm_get_item(vm, p->mapping, key);
}

/* The conversion whose '%' stands before @at; returns what follows. */
static const char *
convert(VM *vm, Percent *p, const char *start, const char *at, const char *end)
{
    VmValue v = VM_UNDEF, text;
    const char *here;
    uint32_t code;

    if (at < end && *at == '%') {
        vm_buf_append(vm, &p->out, "%", 1);
        return at + 1;
    }
    p->left = p->plus = p->space = p->alternate = p->zero = p->no_negative_zero = false;
    p->width = 0;
    p->precision = -1;
    if (at < end && *at == '(')
        v = read_key(vm, p, &at, end);
    for (;; at++) {
        char c = at < end ? *at : 0;

        if (c == '-')
            p->left = true;
        else if (c == '+')
            p->plus = true;
        else if (c == ' ')
            p->space = true;
        else if (c == '#')
            p->alternate = true;
        else if (c == '0')
            p->zero = true;
        else if (c == 'z' && p->kind != VM_TEXT_STR) // PEP 682 came to bytes alone
            p->no_negative_zero = true;
        else
            break;
    }
    p->width = read_size(vm, p, &at, end, "width too big");
    if (p->width < 0) {
        p->left = true;
        p->width = p->width == INTPTR_MIN ? INTPTR_MAX : -p->width;
    }
    if (at < end && *at == '.') {
        at++;
        p->precision = read_size(vm, p, &at, end, "precision too big");
        if (p->precision < 0)
            p->precision = 0;
    }
    if (at < end && (*at == 'h' || *at == 'l' || *at == 'L'))
        at++;
    if (at == end)
        vm_raise_value_error(vm, "incomplete format");
    here = at;
    code = p->kind == VM_TEXT_STR ? vm_utf8_next(&at) : (uint8_t)*at++;
    if (v == VM_UNDEF)
        v = next_argument(vm, p);
    if (code > 0x7f || strchr("sracdiuoxXeEfFgGb", (int)code) == NULL || code == 0 ||
        (code == 'b' && p->kind == VM_TEXT_STR))
        vm_raise_value_error(vm, "unsupported format character '%c' (0x%x) at index %zu",
                             code < 128 && (code > 31 || p->kind != VM_TEXT_STR) ? (int)code : '?',
                             (unsigned)code,
                             p->kind == VM_TEXT_STR ? vm_utf8_count(start, (size_t)(here - start))
                                                    : (size_t)(here - start));
    switch (code) {
    case 's':
    case 'b':
        if (p->kind != VM_TEXT_STR) {
            convert_bytes(vm, p, v);
            break;
        }
        text = vm_to_str(vm, v);
        put_text(vm, p, vm_str(text)->data, vm_str(text)->len);
        break;
    case 'r':
    case 'a':
        text = code == 'r' && p->kind == VM_TEXT_STR ? vm_repr(vm, v) : vm_ascii(vm, v);
        put_text(vm, p, vm_str(text)->data, vm_str(text)->len);
        break;
    case 'c': convert_char(vm, p, v); break;
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X': convert_int(vm, p, v, (char)code); break;
    default: convert_double(vm, p, v, (char)code); break;
    }
    return at;
}

static void
format_all(VM *vm, Percent *p, VmValue format)
{
    VmText t = vm_text_of(vm, format);
    const char *at, *end;

    // A bytearray might be changed by the arguments' methods.
    if (t.kind == VM_TEXT_BYTEARRAY)
        t = vm_text_of(vm, vm_bytes_new(vm, t.data, t.len));
    at = t.data;
    end = at + t.len;
    vm_buf_init_room(&p->out, p->room, sizeof p->room);
    for (;;) {
        const char *percent = at < end ? memchr(at, '%', (size_t)(end - at)) : NULL;

        vm_buf_append(vm, &p->out, at, (size_t)((percent != NULL ? percent : end) - at));
        if (percent == NULL)
            break;
        at = convert(vm, p, t.data, percent + 1, end);
    }
    if (p->mapping == VM_UNDEF && p->n_used < (vm_is_tuple(p->args) ? vm_tuple(p->args)->n : 1))
        vm_raise_type_error(vm, "not all arguments converted during %s formatting", kind_word(p));
}

VmValue
vm_str_percent(VM *vm, VmValue format, VmValue args)
{
    Percent p = {
        .kind = VM_TEXT_STR, .args = args, .mapping = is_mapping(vm, args) ? args : VM_UNDEF};

    format_all(vm, &p, format);
    return vm_buf_to_str(vm, &p.out);
}

VmValue
vm_bytes_percent(VM *vm, VmValue format, VmValue args)
{
    VmTextKind kind = vm_is_bytes(format) ? VM_TEXT_BYTES : VM_TEXT_BYTEARRAY;
    Percent p = {.kind = kind, .args = args, .mapping = VM_UNDEF};

    if (is_mapping(vm, args) && !vm_is_bytes(args) && !vm_is_bytearray(args))
        p.mapping = args;
    format_all(vm, &p, format);
    return vm_text_new(vm, kind, p.out.data, p.out.len);
}
