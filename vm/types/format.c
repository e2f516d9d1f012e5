/* SPDX-License-Identifier: MIT */
/* format(value, spec): the format specification mini-language for str, int, float and complex, and
 * the way to __format__. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "vm/types/text.h"

/* --- Parsing --- */

static bool
is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* Reads a decimal number at *@at, or -1 where there is none. */
static intptr_t
read_number(VM *vm, const char **at, const char *end)
{
    intptr_t n = -1;

    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        if (n < 0)
            n = 0;
        if (n > (INTPTR_MAX - 9) / 10)
            vm_raise_value_error(vm, "Too many decimal digits in format string");
        n = n * 10 + (**at - '0');
    }
    return n;
}

void
vm_parse_format_spec(VM *vm, VmFormatSpec *spec, const char *text, size_t len, VmValue value)
{
    const char *at = text, *end = text + len, *second = text;
    uint32_t first;

    *spec = (VmFormatSpec){.precision = -1};
    if (len == 0)
        return;
    first = vm_utf8_next(&second);
    if (second < end && is_align((uint8_t)*second)) {
        spec->fill = first;
        spec->align = *second;
        at = second + 1;
    } else if (is_align(first)) {
        spec->align = *at++;
    }
    if (at < end && (*at == '+' || *at == '-' || *at == ' '))
        spec->sign = *at++;
    if (at < end && *at == 'z') {
        spec->no_negative_zero = true;
        at++;
    }
    if (at < end && *at == '#') {
        spec->alternate = true;
        at++;
    }
    if (at < end && *at == '0' && spec->fill == 0) {
        spec->zero = true;
        at++;
    }
    spec->width = read_number(vm, &at, end);
    if (spec->width < 0)
        spec->width = 0;
    if (at < end && *at == ',') {
        spec->grouping = ',';
        at++;
    }
    if (at < end && *at == '_') {
        if (spec->grouping != 0)
            vm_raise_value_error(vm, "Cannot specify both ',' and '_'.");
        spec->grouping = '_';
        at++;
    }
    if (at < end && *at == ',') {
        if (spec->grouping == '_')
            vm_raise_value_error(vm, "Cannot specify both ',' and '_'.");
        if (spec->grouping == ',')
            vm_raise_value_error(vm, "Cannot specify ',' with ','.");
    }
    if (at < end && *at == '.') {
        at++;
        spec->precision = read_number(vm, &at, end);
        if (spec->precision < 0)
            vm_raise_value_error(vm, "Format specifier missing precision");
    }
    if (at < end)
        spec->type = vm_utf8_next(&at);
    if (at < end)
        vm_raise_value_error(vm, "Invalid format specifier '%.*s' for object of type '%t'",
                             (int)len, text, value);
    if (spec->grouping != 0 && spec->type != 0 &&
        (spec->type > 0x7f || strchr("deEfFgG%", (char)spec->type) == NULL) &&
        (spec->grouping == ',' || spec->type > 0x7f || strchr("boxX", (char)spec->type) == NULL)) {
        if (spec->type > 32 && spec->type < 128)
            vm_raise_value_error(vm, "Cannot specify '%c' with '%c'.", spec->grouping,
                                 (int)spec->type);
        vm_raise_value_error(vm, "Cannot specify '%c' with '\\x%x'.", spec->grouping,
                             (unsigned)spec->type);
    }
}

/* --- Writing --- */

static void
repeat(VM *vm, VmOut *out, uint32_t c, size_t n)
{
    char utf8[4], chunk[64];
    unsigned size = vm_utf8_encode(c, utf8), n_chunk = sizeof chunk / size;

    if (n > INT32_MAX)
        vm_raise_memory_error(vm);
    for (unsigned i = 0; i < n_chunk && i < n; i++)
        memcpy(chunk + i * size, utf8, size);
    while (n > 0) {
        size_t now = n < n_chunk ? n : n_chunk;

        out->write(vm, out, chunk, now * size);
        n -= now;
    }
}

void
vm_format_pad(VM *vm, VmOut *out, const VmFormatSpec *spec, const char *text, size_t len,
              char default_align)
{
    size_t n = vm_utf8_count(text, len),
           missing = (size_t)spec->width > n ? (size_t)spec->width - n : 0, left;
    char align = spec->align != 0 ? spec->align : default_align;
    uint32_t fill = spec->fill != 0 ? spec->fill : spec->zero ? '0' : ' ';

    left = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    repeat(vm, out, fill, left);
    out->write(vm, out, text, len);
    repeat(vm, out, fill, missing - left);
}

/* A number in pieces: sign and prefix ("-0x"), digits before the point, and the rest. */
typedef struct Number {
    char lead[4];
    const char *digits, *rest;
    size_t n_digits, n_rest;
    unsigned group; /* digits per group; 0: none */
} Number;

/* Digits with separators, zeros before them so that it takes at least @min_width. Returns the
 * width; writes if @out. */
static size_t
grouped(VM *vm, VmOut *out, const Number *number, char separator, size_t min_width)
{
    size_t n = number->n_digits, group = number->group, width;

    if (group == 0) {
        width = n > min_width ? n : min_width;
        if (out != NULL) {
            repeat(vm, out, '0', width - n);
            out->write(vm, out, number->digits, n);
        }
        return width;
    }
    // Smallest count of digits that fills the width, separators included.
    if (n + (n - 1) / group < min_width) {
        n = min_width - min_width / (group + 1);
        while (n + (n - 1) / group < min_width)
            n++;
        while (n > number->n_digits && n > 1 && n - 1 + (n - 2) / group >= min_width)
            n--;
    }
    width = n + (n - 1) / group;
    for (size_t i = 0; out != NULL && i < n; i++) {
        size_t left = n - i; // digits from here on

        if (i > 0 && left % group == 0)
            out->write(vm, out, &separator, 1);
        out->write(vm, out,
                   left > number->n_digits ? "0" : number->digits + (number->n_digits - left), 1);
    }
    return width;
}

static void
out_number(VM *vm, VmOut *out, const VmFormatSpec *spec, const Number *number)
{
    size_t n_lead = strlen(number->lead), fixed = n_lead + number->n_rest,
           width = (size_t)spec->width, min_digits = 0, total;
    char align = spec->align != 0 ? spec->align : spec->zero ? '=' : '>';
    uint32_t fill = spec->fill != 0 ? spec->fill : spec->zero ? '0' : ' ';
    size_t missing, left;

    if (width > INT32_MAX)
        vm_raise_memory_error(vm);
    if (align == '=' && fill == '0' && width > fixed && number->n_digits > 0)
        min_digits = width - fixed;
    total = fixed + grouped(vm, NULL, number, spec->grouping, min_digits);
    missing = width > total ? width - total : 0;
    left = align == '<' || align == '=' ? 0 : align == '^' ? missing / 2 : missing;
    repeat(vm, out, fill, left);
    out->write(vm, out, number->lead, n_lead);
    if (align == '=')
        repeat(vm, out, fill, missing);
    grouped(vm, out, number, spec->grouping, min_digits);
    out->write(vm, out, number->rest, number->n_rest);
    if (align != '=')
        repeat(vm, out, fill, missing - left);
}

static void
add_lead(Number *number, const char *text)
{
    strncat(number->lead, text, sizeof number->lead - 1 - strlen(number->lead));
}

static void
add_sign(Number *number, bool negative, char sign)
{
    const char text[2] = {negative ? '-' : sign, 0};

    if (negative || sign == '+' || sign == ' ')
        add_lead(number, text);
}

_Noreturn static void
raise_unknown_code(VM *vm, uint32_t code, const char *type_name)
{
    if (code > 32 && code < 128)
        vm_raise_value_error(vm, "Unknown format code '%c' for object of type '%s'", (int)code,
                             type_name);
    vm_raise_value_error(vm, "Unknown format code '\\x%x' for object of type '%s'", (unsigned)code,
                         type_name);
}

/* --- int --- */

static void
format_char(VM *vm, VmOut *out, VmValue v, const VmFormatSpec *spec)
{
    char utf8[4];
    int64_t code;

    if (spec->sign != 0)
        vm_raise_value_error(vm, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        vm_raise_value_error(vm,
                             "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!vm_int_to_int64_maybe(v, &code))
        vm_raise_overflow_error(vm, "Python int too large to convert to C long");
    if (code < 0 || code > 0x10ffff)
        vm_raise_overflow_error(vm, "%%c arg not in range(0x110000)");
    vm_format_pad(vm, out, spec, utf8, vm_utf8_encode((uint32_t)code, utf8), '>');
}

void
vm_format_int(VM *vm, VmOut *out, VmValue v, const VmFormatSpec *spec)
{
    Number number = {.group = spec->grouping != 0 ? 3 : 0};
    const char *prefix = "";
    bool negative;
    int base = 10;
    char room[VM_BUF_ROOM];
    VmBuf digits;

    if (spec->precision >= 0 &&
        (spec->type == 0 || (spec->type < 128 && strchr("bcdoxXn", (char)spec->type) != NULL)))
        vm_raise_value_error(vm, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero &&
        (spec->type == 0 || (spec->type < 128 && strchr("bcdoxXn", (char)spec->type) != NULL)))
        vm_raise_value_error(vm,
                             "Negative zero coercion (z) not allowed in integer format specifier");
    switch (spec->type) {
    case 0:
    case 'd':
    case 'n': break;
    case 'b':
        base = 2;
        prefix = "0b";
        break;
    case 'o':
        base = 8;
        prefix = "0o";
        break;
    case 'x':
        base = 16;
        prefix = "0x";
        break;
    case 'X':
        base = 16;
        prefix = "0X";
        break;
    case 'c': format_char(vm, out, v, spec); return;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': vm_format_double(vm, out, vm_get_float(vm, v), spec); return;
    default: raise_unknown_code(vm, spec->type, vm_type_of(v)->name->data);
    }
    vm_buf_init_room(&digits, room, sizeof room);
    vm_int_out(vm, &digits.out, v, base, spec->type == 'X');
    negative = digits.data[0] == '-';
    add_sign(&number, negative, spec->sign);
    if (spec->alternate)
        add_lead(&number, prefix);
    if (base != 10 && number.group != 0)
        number.group = 4;
    number.digits = digits.data + negative;
    number.n_digits = digits.len - negative;
    number.rest = "";
    out_number(vm, out, spec, &number);
    vm_buf_free(vm, &digits);
}

/* --- float --- */

/* Drops zeros at the end of the mantissa of "1.2300e+05". */
static void
strip_mantissa(VmBuf *text)
{
    char *e = memchr(text->data, 'e', text->len), *end = e;

    if (e == NULL || memchr(text->data, '.', text->len) == NULL)
        return;
    while (end > text->data && end[-1] == '0')
        end--;
    if (end > text->data && end[-1] == '.')
        end--;
    memmove(end, e, (size_t)(text->data + text->len - e));
    text->len -= (size_t)(e - end);
}

/* No type: like repr() without a precision, else like g but with a digit behind the point. */
static void
default_digits(VM *vm, VmBuf *text, double d, intptr_t precision, bool alternate)
{
    size_t n_int = 0;
    char buf[40], *e;

    if (precision < 0) {
        size_t len = vm_double_repr(d, buf);

        e = memchr(buf, 'e', len);
        if (alternate && e != NULL && memchr(buf, '.', len) == NULL) {
            vm_buf_append(vm, text, buf, (size_t)(e - buf));
            vm_buf_append(vm, text, ".", 1);
            vm_buf_append(vm, text, e, (size_t)(buf + len - e));
        } else {
            vm_buf_append(vm, text, buf, len);
        }
        return;
    }
    if (precision == 0)
        precision = 1;
    vm_double_format(vm, &text->out, d, 'g', (int)precision, alternate);
    if (memchr(text->data, 'e', text->len) != NULL)
        return;
    while (n_int < text->len && text->data[n_int] != '.')
        n_int++;
    if (n_int >= (size_t)precision && (text->data[0] != '0' || d == 0)) {
        // The last digit stands before the point: no room for one behind.
        text->len = 0;
        vm_double_format(vm, &text->out, d, 'e', (int)precision - 1, alternate);
        if (!alternate)
            strip_mantissa(text);
    } else if (n_int == text->len) {
        vm_buf_append(vm, text, ".0", 2);
    }
}

/* The text of |d| as @spec wants it, sign apart. */
static void
double_digits(VM *vm, VmBuf *text, double d, const VmFormatSpec *spec)
{
    char kind = (char)spec->type;

    if (spec->precision > INT_MAX - 100)
        vm_raise_value_error(vm, "precision too big");
    if (isinf(d) || isnan(d)) {
        bool upper = kind == 'E' || kind == 'F' || kind == 'G';

        vm_buf_append(vm, text, isinf(d) ? (upper ? "INF" : "inf") : (upper ? "NAN" : "nan"), 3);
    } else if (kind == 0) {
        default_digits(vm, text, d, spec->precision, spec->alternate);
        return;
    } else {
        if (kind == '%')
            d *= 100;
        if (isinf(d))
            vm_buf_append(vm, text, "inf", 3);
        else
            vm_double_format(vm, &text->out, d,
                             kind == '%'   ? 'f'
                             : kind == 'n' ? 'g'
                                           : kind,
                             spec->precision < 0 ? 6 : (int)spec->precision, spec->alternate);
    }
    if (kind == '%')
        vm_buf_append(vm, text, "%", 1);
}

void
vm_format_double(VM *vm, VmOut *out, double d, const VmFormatSpec *spec)
{
    Number number = {.group = spec->grouping != 0 ? 3 : 0};
    bool negative = signbit(d) && !isnan(d);
    char room[VM_BUF_ROOM];
    VmBuf text;

    if (spec->type != 0 && (spec->type > 127 || strchr("eEfFgGn%", (char)spec->type) == NULL))
        raise_unknown_code(vm, spec->type, "float");
    vm_buf_init_room(&text, room, sizeof room);
    double_digits(vm, &text, fabs(d), spec);
    if (spec->no_negative_zero && negative) {
        bool zero = true;

        for (size_t i = 0; i < text.len && text.data[i] != 'e' && text.data[i] != 'E'; i++)
            zero = zero && (text.data[i] < '1' || text.data[i] > '9') && text.data[i] != 'i' &&
                   text.data[i] != 'I';
        negative = !zero;
    }
    add_sign(&number, negative, spec->sign);
    number.digits = text.data;
    while (number.n_digits < text.len && text.data[number.n_digits] >= '0' &&
           text.data[number.n_digits] <= '9')
        number.n_digits++;
    number.rest = text.data + number.n_digits;
    number.n_rest = text.len - number.n_digits;
    if (number.n_digits == 0)
        number.group = 0; // inf and nan
    out_number(vm, out, spec, &number);
    vm_buf_free(vm, &text);
}

/* --- str, complex, and which of them --- */

static void
format_string(VM *vm, VmOut *out, VmStr *s, const VmFormatSpec *spec)
{
    size_t len = s->len;

    if (spec->type != 0 && spec->type != 's')
        raise_unknown_code(vm, spec->type, "str");
    if (spec->grouping != 0)
        vm_raise_value_error(vm, "Cannot specify '%c' with 's'.", spec->grouping);
    if (spec->sign != 0)
        vm_raise_value_error(vm, "%s not allowed in string format specifier",
                             spec->sign == ' ' ? "Space" : "Sign");
    if (spec->no_negative_zero)
        vm_raise_value_error(vm,
                             "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        vm_raise_value_error(vm, "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        vm_raise_value_error(vm, "'=' alignment not allowed in string format specifier");
    if (spec->precision >= 0)
        len = vm_utf8_offset(s->data, len, (size_t)spec->precision);
    vm_format_pad(vm, out, spec, s->data, len, '<');
}

#if VM_FEATURE_COMPLEX
static void
format_complex(VM *vm, VmOut *out, const VmComplex *c, const VmFormatSpec *spec)
{
    VmFormatSpec part = *spec;
    bool parentheses = spec->type == 0, real = spec->type != 0 || c->real != 0 || signbit(c->real);
    char room[VM_BUF_ROOM];
    VmBuf text;

    if (spec->zero)
        vm_raise_value_error(vm, "Zero padding is not allowed in complex format specifier");
    if (spec->align == '=')
        vm_raise_value_error(vm, "'=' alignment flag is not allowed in complex format specifier");
    if (spec->type != 0 && (spec->type > 127 || strchr("eEfFgGn", (char)spec->type) == NULL))
        raise_unknown_code(vm, spec->type, "complex");
    part.width = 0;
    part.fill = 0;
    part.align = 0;
    if (spec->type == 0)
        part.type = 'g'; // repr() of a complex shows no ".0" either
    vm_buf_init_room(&text, room, sizeof room);
    if (parentheses && real)
        vm_buf_append(vm, &text, "(", 1);
    for (unsigned i = real ? 0 : 1; i < 2; i++) {
        double d = i == 0 ? c->real : c->imag;
        char repr[40];

        if (i == 1 && real)
            part.sign = '+';
        if (spec->type == 0 && spec->precision < 0) {
            size_t len = vm_double_repr(d, repr);

            if (len > 2 && memcmp(repr + len - 2, ".0", 2) == 0)
                len -= 2;
            if (repr[0] != '-' && (part.sign == '+' || part.sign == ' '))
                vm_buf_append(vm, &text, &part.sign, 1);
            vm_buf_append(vm, &text, repr, len);
        } else {
            vm_format_double(vm, &text.out, d, &part);
        }
    }
    vm_buf_append(vm, &text, "j)", parentheses && real ? 2 : 1);
    vm_format_pad(vm, out, spec, text.data, text.len, '>');
    vm_buf_free(vm, &text);
}
#endif

/* What the built-in types' __format__ does. */
static void
format_built_in(VM *vm, VmOut *out, VmValue value, const char *text, size_t len)
{
    VmFormatSpec spec;

    if (len == 0) {
        vm_out_value(vm, out, value);
        return;
    }
    if (vm_is_str(value)) {
        vm_parse_format_spec(vm, &spec, text, len, value);
        format_string(vm, out, vm_str(value), &spec);
    } else if (vm_is_int(value)) {
        vm_parse_format_spec(vm, &spec, text, len, value);
        vm_format_int(vm, out, value, &spec);
    } else if (vm_is_float(value)) {
        vm_parse_format_spec(vm, &spec, text, len, value);
        vm_format_double(vm, out, vm_float_value(value), &spec);
#if VM_FEATURE_COMPLEX
    } else if (vm_has_layout(value, &vm_type_complex)) {
        vm_parse_format_spec(vm, &spec, text, len, value);
        format_complex(vm, out, (const VmComplex *)value, &spec);
#endif
    } else {
        vm_raise_type_error(vm, "unsupported format string passed to %t.__format__", value);
    }
}

VmValue
vm_object_format(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuf buf;

    (void)n_args, (void)kw;
    if (!vm_is_str(args[1]))
        vm_raise_type_error(vm, "__format__() argument must be str, not %t", args[1]);
    vm_buf_init(&buf);
    format_built_in(vm, &buf.out, args[0], vm_str(args[1])->data, vm_str(args[1])->len);
    return vm_buf_to_str(vm, &buf);
}

void
vm_format_value(VM *vm, VmOut *out, VmValue value, const char *spec, size_t spec_len)
{
    const VmType *type = vm_type_of(value);
    VmValue method, result, args[2];

    if (!vm_is_class(type)) {
        format_built_in(vm, out, value, spec, spec_len);
        return;
    }
    vm_check_c_stack(vm);
    method = vm_type_lookup(vm, type, &vm_s___format__);
    // A native one is object's, which knows no more than we do.
    if (method == VM_UNDEF || vm_is_exact(method, &vm_type_native)) {
        format_built_in(vm, out, value, spec, spec_len);
        return;
    }
    args[0] = value;
    args[1] = vm_str_new(vm, spec, spec_len);
    result = vm_call_method(vm, args[0], &vm_s___format__, 1, args + 1);
    if (!vm_is_str(result))
        vm_raise_type_error(vm, "__format__ must return a str, not %t", result);
    vm_out_str(vm, out, vm_str(result));
}
