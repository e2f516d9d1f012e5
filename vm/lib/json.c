/* SPDX-License-Identifier: MIT */
/* json. What is written and which errors are raised is as in CPython, with its options separators,
 * indent, sort_keys, ensure_ascii and default; the reader goes once over the text and keeps nothing
 * but the result. */
#include <math.h>

#include "vm/lib/io.h"
#include "vm/lib/modules.h"

/* --- Writing --- */

typedef struct Writer {
    VM *vm;
    VmOut *out;
    const char *item_separator, *key_separator;
    size_t item_separator_len, key_separator_len;
    const char *indent; /* NULL: all on one line */
    size_t indent_len;
    unsigned level;
    bool sort_keys, ensure_ascii, skip_keys, allow_nan;
    VmValue default_function; /* or None */
} Writer;

static void write_value(Writer *self, VmValue v);

static void
put(Writer *self, const char *text, size_t len)
{
    self->out->write(self->vm, self->out, text, len);
}

static void
new_line(Writer *self)
{
    if (self->indent == NULL)
        return;
    put(self, "\n", 1);
    for (unsigned i = 0; i < self->level; i++)
        put(self, self->indent, self->indent_len);
}

static void
write_escape(Writer *self, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\',
                    'u',
                    digits[unit >> 12 & 15],
                    digits[unit >> 8 & 15],
                    digits[unit >> 4 & 15],
                    digits[unit & 15]};

    put(self, text, 6);
}

static void
write_string(Writer *self, const char *data, size_t len)
{
    size_t plain = 0; // from here on nothing needs an escape

    put(self, "\"", 1);
    for (size_t i = 0; i < len;) {
        uint8_t c = (uint8_t)data[i];
        unsigned n = 1;
        const char *escape = NULL;

        switch (c) {
        case '"': escape = "\\\""; break;
        case '\\': escape = "\\\\"; break;
        case '\n': escape = "\\n"; break;
        case '\r': escape = "\\r"; break;
        case '\t': escape = "\\t"; break;
        case '\f': escape = "\\f"; break;
        case '\b': escape = "\\b"; break;
        default: break;
        }
        if (c >= 0x80)
            n = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
        if (escape != NULL || c < 0x20 || (c >= 0x7f && self->ensure_ascii)) {
            put(self, data + plain, i - plain);
            if (escape != NULL) {
                put(self, escape, 2);
            } else if (c < 0x80) {
                write_escape(self, c);
            } else {
                uint32_t code = c & (0x7fu >> n);

                for (unsigned k = 1; k < n && i + k < len; k++)
                    code = code << 6 | ((uint8_t)data[i + k] & 0x3f);
                if (code >= 0x10000) {
                    write_escape(self, 0xd800 + ((code - 0x10000) >> 10));
                    write_escape(self, 0xdc00 + ((code - 0x10000) & 0x3ff));
                } else {
                    write_escape(self, code);
                }
            }
            plain = i + n;
        }
        i += n;
    }
    if (plain < len)
        put(self, data + plain, len - plain);
    put(self, "\"", 1);
}

static void
write_float(Writer *self, double d)
{
    char buf[32];

    if (isfinite(d)) {
        put(self, buf, vm_double_repr(d, buf));
        return;
    }
    if (!self->allow_nan)
        vm_raise_value_error(self->vm, "Out of range float values are not JSON compliant");
    vm_out_text(self->vm, self->out, isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
}

/* Numbers, None, True, False: what keys may be too. False if @v is none of them. */
static bool
write_simple(Writer *self, VmValue v)
{
    if (v == VM_NONE)
        put(self, "null", 4);
    else if (v == VM_TRUE)
        put(self, "true", 4);
    else if (v == VM_FALSE)
        put(self, "false", 5);
    else if (vm_is_int(v))
        vm_int_out(self->vm, self->out, vm_index(self->vm, v), 10, false);
    else if (vm_is_float(v))
        write_float(self, vm_float_value(v));
    else
        return false;
    return true;
}

static void
enter(Writer *self, VmValue container)
{
    vm_check_c_stack(self->vm);
    if (vm_print_enter(self->vm, container))
        vm_raise_value_error(self->vm, "Circular reference detected");
    self->level++;
}

static void
leave(Writer *self)
{
    self->level--;
    vm_print_leave(self->vm);
}

static void
write_items(Writer *self, VmValue sequence)
{
    VmTuple *items = vm_tuple_from(self->vm, sequence); // a copy of a list: default() may change it

    if (items->n == 0) {
        put(self, "[]", 2);
        return;
    }
    enter(self, sequence);
    put(self, "[", 1);
    for (size_t i = 0; i < items->n; i++) {
        if (i > 0)
            put(self, self->item_separator, self->item_separator_len);
        new_line(self);
        write_value(self, items->items[i]);
    }
    leave(self);
    new_line(self);
    put(self, "]", 1);
}

static void
write_key(Writer *self, VmValue key)
{
    if (vm_is_str(key)) {
        write_string(self, vm_str(key)->data, vm_str(key)->len);
        return;
    }
    put(self, "\"", 1);
    write_simple(self, key);
    put(self, "\"", 1);
}

static void
write_dict(Writer *self, VmValue v)
{
    VM *vm = self->vm;
    VmDict *dict = vm_dict_copy(vm, vm_dict(v));
    VmList *keys = vm_list_from(vm, vm_value(dict));
    bool first = true;

    if (keys->n == 0) {
        put(self, "{}", 2);
        return;
    }
    if (self->sort_keys)
        vm_list_sort(vm, keys, VM_NONE, false);
    enter(self, v);
    put(self, "{", 1);
    for (size_t i = 0; i < keys->n; i++) {
        VmValue key = keys->items[i];

        if (!vm_is_str(key) && !vm_is_int(key) && !vm_is_float(key) && key != VM_NONE) {
            if (self->skip_keys)
                continue;
            vm_raise_type_error(vm, "keys must be str, int, float, bool or None, not %t", key);
        }
        if (!first)
            put(self, self->item_separator, self->item_separator_len);
        first = false;
        new_line(self);
        write_key(self, key);
        put(self, self->key_separator, self->key_separator_len);
        write_value(self, vm_dict_get_maybe(vm, dict, key));
    }
    leave(self);
    if (!first)
        new_line(self);
    put(self, "}", 1);
}

static void
write_value(Writer *self, VmValue v)
{
    VM *vm = self->vm;

    if (vm_is_str(v)) {
        write_string(self, vm_str(v)->data, vm_str(v)->len);
    } else if (write_simple(self, v)) {
        return;
    } else if (vm_is_list(v) || vm_is_tuple(v)) {
        write_items(self, v);
    } else if (vm_is_dict(v)) {
        write_dict(self, v);
    } else if (self->default_function != VM_NONE) {
        VmValue other;

        vm_check_c_stack(vm);
        if (vm_print_enter(vm, v))
            vm_raise_value_error(vm, "Circular reference detected");
        other = vm_call_1(vm, self->default_function, v);
        write_value(self, other);
        vm_print_leave(vm);
    } else {
        vm_raise_type_error(vm, "Object of type %t is not JSON serializable", v);
    }
}

typedef struct Dump {
    Writer writer;
    VmValue value;
} Dump;

static void
dump_body(VM *vm, void *arg)
{
    Dump *self = arg;

    write_value(&self->writer, self->value);
}

static void
dump(VM *vm, VmBuf *buf, const VmStr *function, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(separators), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(indent), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(sort_keys), VM_PARAM_KW_ONLY, VM_FALSE},
        {VM_S(ensure_ascii), VM_PARAM_KW_ONLY, VM_TRUE},
        {VM_S(default), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(skipkeys), VM_PARAM_KW_ONLY, VM_FALSE},
        {VM_S(allow_nan), VM_PARAM_KW_ONLY, VM_TRUE},
        {VM_S(check_circular), VM_PARAM_KW_ONLY, VM_TRUE},
        {VM_S(cls), VM_PARAM_KW_ONLY, VM_NONE},
    };
    Dump job = {
        .writer = {.vm = vm, .out = &buf->out, .item_separator = ", ", .key_separator = ": "},
        .value = args[0]};
    Writer *self = &job.writer;
    unsigned n_printing = vm->n_printing;
    VmValue a[9], e;

    vm_parse_args(vm, function, params, 9, 0, NULL, kw, a);
    if (a[1] != VM_NONE) {
        if (vm_is_str(a[1])) {
            self->indent = vm_str(a[1])->data;
            self->indent_len = vm_str(a[1])->len;
        } else {
            intptr_t n = vm_get_int(vm, a[1]);
            VmStr *spaces;

            if (n > 1000)
                vm_raise_value_error(vm, "indent is too large");
            spaces = vm_str_alloc(vm, n > 0 ? (size_t)n : 0);
            memset(spaces->data, ' ', spaces->len);
            vm_str_finish(vm, spaces);
            self->indent = spaces->data;
            self->indent_len = spaces->len;
        }
        self->item_separator = ",";
    }
    self->item_separator_len = strlen(self->item_separator);
    self->key_separator_len = 2;
    if (a[0] != VM_NONE) {
        VmTuple *pair = vm_tuple_from(vm, a[0]);

        if (pair->n != 2)
            vm_raise_value_error(vm, "separators must be a tuple of 2 strings");
        self->item_separator = vm_get_str(vm, pair->items[0])->data;
        self->item_separator_len = vm_str(pair->items[0])->len;
        self->key_separator = vm_get_str(vm, pair->items[1])->data;
        self->key_separator_len = vm_str(pair->items[1])->len;
    }
    self->sort_keys = vm_is_true(vm, a[2]);
    self->ensure_ascii = vm_is_true(vm, a[3]);
    self->default_function = a[4];
    self->skip_keys = vm_is_true(vm, a[5]);
    self->allow_nan = vm_is_true(vm, a[6]);
    // Protected only to take the containers off the list of those being printed.
    e = vm_protect(vm, dump_body, &job);
    if (e != VM_UNDEF) {
        vm->n_printing = n_printing;
        vm_reraise(vm, e);
    }
}

static VmValue
json_dumps(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuf buf;

    vm_buf_init(&buf);
    dump(vm, &buf, &vm_s_dumps, args, kw);
    return vm_buf_to_str(vm, &buf);
}

static VmValue
json_dump(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuf buf;
    VmStreamOut stream;

    vm_buf_init(&buf);
    dump(vm, &buf, &vm_s_dump, args, kw);
    vm_stream_out_init(&stream, args[1]);
    stream.out.write(vm, &stream.out, buf.data, buf.len);
    return VM_NONE;
}

/* --- Reading --- */

typedef struct Reader {
    VM *vm;
    const char *text, *at, *end;
} Reader;

static VmValue read_value(Reader *self);

static _Noreturn void
fail(Reader *self, const char *message, const char *where)
{
    unsigned line = 1;
    size_t column = 1, n_chars = 0;

    for (const char *c = self->text; c < where; c++) {
        if (((uint8_t)*c & 0xc0) == 0x80)
            continue;
        n_chars++;
        column++;
        if (*c == '\n') {
            line++;
            column = 1;
        }
    }
    vm_raise_value_error(self->vm, "%s: line %u column %zu (char %zu)", message, line, column,
                         n_chars);
}

static void
skip_space(Reader *self)
{
    while (self->at < self->end &&
           (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
        self->at++;
}

static bool
take(Reader *self, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(self->end - self->at) < n || memcmp(self->at, word, n) != 0)
        return false;
    self->at += n;
    return true;
}

/* The four digits after \u; @start is the backslash. */
static uint32_t
read_hex(Reader *self, const char *start)
{
    uint32_t n = 0;

    for (unsigned i = 0; i < 4; i++) {
        char c = self->at < self->end ? *self->at : '\0';
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;

        if (digit < 0)
            fail(self, "Invalid \\uXXXX escape", start + 1);
        n = n << 4 | (uint32_t)digit;
        self->at++;
    }
    return n;
}

/* After the opening quote. */
static VmValue
read_string(Reader *self, bool is_key)
{
    const char *start = self->at, *plain = self->at;
    VmBuf buf;

    vm_buf_init(&buf);
    for (;;) {
        const char *escape;
        uint32_t c;

        while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
               (uint8_t)*self->at >= 0x20)
            self->at++;
        if (self->at == self->end)
            fail(self, "Unterminated string starting at", start - 1);
        if ((uint8_t)*self->at < 0x20)
            fail(self, "Invalid control character at", self->at);
        if (*self->at == '"')
            break;
        if (self->at > plain)
            vm_buf_append(self->vm, &buf, plain, (size_t)(self->at - plain));
        escape = self->at++;
        if (self->at == self->end)
            fail(self, "Unterminated string starting at", start - 1);
        switch (*self->at++) {
        case '"': c = '"'; break;
        case '\\': c = '\\'; break;
        case '/': c = '/'; break;
        case 'b': c = '\b'; break;
        case 'f': c = '\f'; break;
        case 'n': c = '\n'; break;
        case 'r': c = '\r'; break;
        case 't': c = '\t'; break;
        case 'u':
            c = read_hex(self, escape);
            if (c >= 0xd800 && c < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\' &&
                self->at[1] == 'u') {
                const char *low_at = self->at;
                uint32_t low;

                self->at += 2;
                low = read_hex(self, low_at);
                if (low >= 0xdc00 && low < 0xe000)
                    c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                else
                    self->at = low_at;
            }
            if (c >= 0xd800 && c < 0xe000)
                c = 0xfffd; // half a pair: no character
            break;
        default: fail(self, "Invalid \\escape", escape);
        }
        vm_out_char(self->vm, &buf.out, c);
        plain = self->at;
    }
    self->at++;
    if (buf.len == 0) {
        size_t len = (size_t)(self->at - 1 - plain);

        if (is_key && len <= 32)
            return vm_value(vm_intern(self->vm, plain, len)); // keys come again and again
        return vm_str_new(self->vm, plain, len);
    }
    if (self->at - 1 > plain)
        vm_buf_append(self->vm, &buf, plain, (size_t)(self->at - 1 - plain));
    return vm_buf_to_str(self->vm, &buf);
}

static VmValue
read_number(Reader *self)
{
    const char *start = self->at, *at = start, *end = self->end;
    bool is_float = false;

    if (at < end && *at == '-')
        at++;
    if (at == end || *at < '0' || *at > '9')
        fail(self, "Expecting value", start);
    if (*at == '0')
        at++;
    else
        while (at < end && *at >= '0' && *at <= '9')
            at++;
    if (end - at >= 2 && *at == '.' && at[1] >= '0' && at[1] <= '9') {
        is_float = true;
        for (at += 2; at < end && *at >= '0' && *at <= '9'; at++)
            continue;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        const char *exponent = at + 1;

        if (exponent < end && (*exponent == '+' || *exponent == '-'))
            exponent++;
        if (exponent < end && *exponent >= '0' && *exponent <= '9') {
            is_float = true;
            for (at = exponent; at < end && *at >= '0' && *at <= '9'; at++)
                continue;
        }
    }
    self->at = at;
    if (is_float)
        return vm_float_parse(self->vm, start, (size_t)(at - start));
    if (at - start <= 9) {
        intptr_t n = 0;

        for (const char *c = *start == '-' ? start + 1 : start; c < at; c++)
            n = n * 10 + (*c - '0');
        return vm_int(self->vm, *start == '-' ? -n : n);
    }
    return vm_int_parse(self->vm, start, (size_t)(at - start), 10);
}

static VmValue
read_list(Reader *self)
{
    VmList *list = vm_list_new(self->vm, 0, NULL);

    skip_space(self);
    if (take(self, "]"))
        return vm_value(list);
    for (;;) {
        vm_list_append(self->vm, list, read_value(self));
        skip_space(self);
        if (take(self, "]"))
            return vm_value(list);
        if (!take(self, ","))
            fail(self, "Expecting ',' delimiter", self->at);
        skip_space(self);
    }
}

static VmValue
read_dict(Reader *self)
{
    VmDict *dict = vm_dict_new(self->vm, 0);

    skip_space(self);
    if (take(self, "}"))
        return vm_value(dict);
    for (;;) {
        VmValue key;

        if (!take(self, "\""))
            fail(self, "Expecting property name enclosed in double quotes", self->at);
        key = read_string(self, true);
        skip_space(self);
        if (!take(self, ":"))
            fail(self, "Expecting ':' delimiter", self->at);
        skip_space(self);
        vm_dict_set(self->vm, dict, key, read_value(self));
        skip_space(self);
        if (take(self, "}"))
            return vm_value(dict);
        if (!take(self, ","))
            fail(self, "Expecting ',' delimiter", self->at);
        skip_space(self);
    }
}

static VmValue
read_value(Reader *self)
{
    if (self->at == self->end)
        fail(self, "Expecting value", self->at);
    vm_check_c_stack(self->vm);
    switch (*self->at) {
    case '"': self->at++; return read_string(self, false);
    case '{': self->at++; return read_dict(self);
    case '[': self->at++; return read_list(self);
    case 'n':
        if (take(self, "null"))
            return VM_NONE;
        break;
    case 't':
        if (take(self, "true"))
            return VM_TRUE;
        break;
    case 'f':
        if (take(self, "false"))
            return VM_FALSE;
        break;
    case 'N':
        if (take(self, "NaN"))
            return vm_float(self->vm, (double)NAN);
        break;
    case 'I':
        if (take(self, "Infinity"))
            return vm_float(self->vm, (double)INFINITY);
        break;
    case '-':
        if (take(self, "-Infinity"))
            return vm_float(self->vm, -(double)INFINITY);
        return read_number(self);
    default:
        if (*self->at >= '0' && *self->at <= '9')
            return read_number(self);
        break;
    }
    fail(self, "Expecting value", self->at);
}

static VmValue
json_loads(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue source = args[0], v;
    Reader reader = {.vm = vm};

    if (!vm_is_str(source)) {
        VmBuffer buffer;

        if (!vm_is_bytes(source) && !vm_has_layout(source, &vm_type_bytearray))
            vm_raise_type_error(vm, "the JSON object must be str, bytes or bytearray, not %t",
                                source);
        vm_get_buffer(vm, source, &buffer, false);
        source = vm_str_decode(vm, (const char *)buffer.data, buffer.len);
    }
    reader.text = reader.at = vm_str(source)->data;
    reader.end = reader.text + vm_str(source)->len;
    skip_space(&reader);
    v = read_value(&reader);
    skip_space(&reader);
    if (reader.at < reader.end)
        fail(&reader, "Extra data", reader.at);
    return v;
}

static VmValue
json_load(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue text = vm_call_method(vm, args[0], &vm_s_read, 0, NULL);

    return json_loads(vm, 1, &text, NULL);
}

static const VmMember json_members[] = {
    VM_FUNCTION_KW(dump, json_dump, 2, 2),
    VM_FUNCTION_KW(dumps, json_dumps, 1, 1),
    VM_FUNCTION(load, json_load, 1, 1),
    VM_FUNCTION(loads, json_loads, 1, 1),
    VM_OBJECT_MEMBER(JSONDecodeError, vm_type_ValueError),
};

const VmModuleDef vm_module_json = {.name = &vm_s_json, VM_MEMBERS(json_members)};
