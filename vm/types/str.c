/* SPDX-License-Identifier: MIT */
/* str: making, hashing, comparing, and the methods that only text has. Those shared with bytes are
 * in text.c. */
#include <string.h>

#include "vm/types/iterators.h"
#include "vm/types/text.h"

/* --- Making --- */

VmStr *
vm_str_alloc(VM *vm, size_t len)
{
    VmStr *s;

    if (len > INT32_MAX - sizeof *s - 1)
        vm_raise_memory_error(vm);
    s = vm_new_object(vm, &vm_type_str, sizeof *s + len + 1);
    s->len = (uint32_t)len;
    return s;
}

VmValue
vm_str_finish(VM *vm, VmStr *s)
{
    (void)vm;
    if (vm_is_ascii(s->data, s->len))
        s->bits |= VM_STR_ASCII;
    return vm_value(s);
}

VmValue
vm_str_new(VM *vm, const char *utf8, size_t len)
{
    VmStr *s;

    if (len <= 1) {
        if (len == 0)
            return VM_S(empty_);
        return vm_value(vm_rom_chars[(uint8_t)utf8[0] & 0x7f]);
    }
    s = vm_str_alloc(vm, len);
    memcpy(s->data, utf8, len);
    return vm_str_finish(vm, s);
}

VmValue
vm_str_from_c(VM *vm, const char *text)
{
    return vm_str_new(vm, text, strlen(text));
}

VmValue
vm_str_char(VM *vm, uint32_t code_point)
{
    char utf8[4];

    if (code_point < 0x80)
        return vm_value(vm_rom_chars[code_point]);
    return vm_str_new(vm, utf8, vm_utf8_encode(code_point, utf8));
}

VmValue
vm_str_decode(VM *vm, const char *bytes, size_t len)
{
    return vm_decode(vm, bytes, len, NULL, NULL);
}

VmStr *
vm_get_str(VM *vm, VmValue v)
{
    if (!vm_is_str(v))
        vm_raise_type_error(vm, "expected str, not %t", v);
    return vm_str(v);
}

/* --- Comparing --- */

uint32_t
vm_str_hash(VmStr *s)
{
    uint32_t hash = s->bits & VM_STR_HASH_MASK;

    if (hash == 0) {
        hash = vm_hash_bytes(s->data, s->len);
        s->bits |= hash;
    }
    return hash;
}

bool
vm_str_equal(VmStr *a, VmStr *b)
{
    uint32_t both = a->bits & b->bits, hash_a = a->bits & VM_STR_HASH_MASK,
             hash_b = b->bits & VM_STR_HASH_MASK;

    if (a == b)
        return true;
    if ((both & VM_STR_INTERNED) || a->len != b->len ||
        (hash_a != hash_b && hash_a != 0 && hash_b != 0))
        return false;
    return memcmp(a->data, b->data, a->len) == 0;
}

bool
vm_str_equal_c(const VmStr *s, const char *text)
{
    return strlen(text) == s->len && memcmp(s->data, text, s->len) == 0;
}

size_t
vm_str_n_chars(const VmStr *s)
{
    return s->bits & VM_STR_ASCII ? s->len : vm_utf8_count(s->data, s->len);
}

static intptr_t
str_hash(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_str_hash(vm_str(self));
}

/* --- Construction from Python --- */

/* A str of @type (str itself or a subclass) with the text of @text. */
static VmValue
make_instance(VM *vm, const VmType *type, VmValue text)
{
    VmStr *from = vm_str(text), *s;

    if (type == &vm_type_str)
        return text;
    s = vm_instance_alloc(vm, type, sizeof *s + from->len + 1);
    s->bits = from->bits & (VM_STR_ASCII | VM_STR_HASH_MASK);
    s->len = from->len;
    memcpy(s->data, from->data, from->len + 1);
    return vm_value(s);
}

static VmValue
str_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(object), 0, VM_UNDEF}, {VM_S(encoding), 0, VM_UNDEF}, {VM_S(errors), 0, VM_UNDEF}};
    VmValue v[3] = {VM_UNDEF, VM_UNDEF, VM_UNDEF};
    VmBuffer buffer;

    if (kw == NULL && n_args == 1)
        v[0] = args[0];
    else
        vm_parse_args(vm, &vm_s_str, params, 3, n_args, args, kw, v);
    if (v[0] == VM_UNDEF)
        return make_instance(vm, type, VM_S(empty_));
    if (v[1] == VM_UNDEF && v[2] == VM_UNDEF)
        return make_instance(vm, type, vm_to_str(vm, v[0]));
    if (vm_is_str(v[0]))
        vm_raise_type_error(vm, "decoding str is not supported");
    if (vm_type_of(v[0])->layout->buffer == NULL)
        vm_raise_type_error(vm, "decoding to str: need a bytes-like object, %t found", v[0]);
    for (unsigned i = 1; i < 3; i++) {
        if (v[i] != VM_UNDEF && !vm_is_str(v[i]))
            vm_raise_type_error(vm, "str() argument '%s' must be str, not %t",
                                i == 1 ? "encoding" : "errors", v[i]);
    }
    vm_get_buffer(vm, v[0], &buffer, false);
    return make_instance(vm, type,
                         vm_decode(vm, (const char *)buffer.data, buffer.len,
                                   v[1] != VM_UNDEF ? vm_str(v[1])->data : NULL,
                                   v[2] != VM_UNDEF ? vm_str(v[2])->data : NULL));
}

static size_t
str_size_of(const VmObject *self)
{
    return sizeof(VmStr) + ((const VmStr *)self)->len + 1;
}

/* --- Printing --- */

void
vm_str_out_repr(VM *vm, VmOut *out, const char *data, size_t len, bool is_bytes)
{
    bool double_quotes =
        len > 0 && memchr(data, '\'', len) != NULL && memchr(data, '"', len) == NULL;
    char quote = double_quotes ? '"' : '\'';
    const char *at = data, *end = data + len, *plain = data;

    if (is_bytes)
        vm_out_text(vm, out, "b");
    out->write(vm, out, &quote, 1);
    while (at < end) {
        const char *here = at;
        uint32_t c = is_bytes ? (uint8_t)*at++ : vm_utf8_next(&at);

        if (c < 0x7f ? c >= ' ' && c != '\\' && c != (uint8_t)quote
                     : !is_bytes && (vm_unicode_flags(c) & VM_UC_PRINTABLE) != 0)
            continue;
        if (here > plain)
            out->write(vm, out, plain, (size_t)(here - plain));
        plain = at;
        if (c == '\\' || c == (uint8_t)quote)
            vm_out_format(vm, out, "\\%c", (int)c);
        else if (c == '\n')
            vm_out_text(vm, out, "\\n");
        else if (c == '\r')
            vm_out_text(vm, out, "\\r");
        else if (c == '\t')
            vm_out_text(vm, out, "\\t");
        else
            vm_out_format(vm, out,
                          c < 0x100     ? "\\x%02x"
                          : c < 0x10000 ? "\\u%04x"
                                        : "\\U%08x",
                          (unsigned)c);
    }
    if (at > plain)
        out->write(vm, out, plain, (size_t)(at - plain));
    out->write(vm, out, &quote, 1);
}

static void
str_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_str_out_repr(vm, out, vm_str(self)->data, vm_str(self)->len, false);
}

static void
str_str(VM *vm, VmOut *out, VmValue self)
{
    vm_out_str(vm, out, vm_str(self));
}

VmValue
vm_ascii(VM *vm, VmValue v)
{
    VmValue repr = vm_repr(vm, v);
    const char *at = vm_str(repr)->data, *end = at + vm_str(repr)->len;
    VmBuf buf;

    if (vm_str(repr)->bits & VM_STR_ASCII)
        return repr;
    vm_buf_init(&buf);
    while (at < end) {
        uint32_t c = vm_utf8_next(&at);

        if (c < 0x80)
            vm_out_char(vm, &buf.out, c);
        else
            vm_out_format(vm, &buf.out,
                          c < 0x100     ? "\\x%02x"
                          : c < 0x10000 ? "\\u%04x"
                                        : "\\U%08x",
                          (unsigned)c);
    }
    return vm_buf_to_str(vm, &buf);
}

/* --- Iterating --- */

typedef struct VmStrIterator {
    VmObject base;
    VmStr *str; /* NULL once exhausted */
    size_t at;  /* byte */
} VmStrIterator;

static void
iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmStrIterator *)self)->str);
}

static VmValue
iterator_next(VM *vm, VmValue self)
{
    VmStrIterator *iterator = (VmStrIterator *)self;
    VmStr *s = iterator->str;
    const char *at;
    uint8_t first;

    if (s == NULL || iterator->at >= s->len) {
        iterator->str = NULL;
        return vm_stop(vm);
    }
    at = s->data + iterator->at;
    first = (uint8_t)*at;
    if (first < 0x80) {
        iterator->at++;
        return vm_value(vm_rom_chars[first]);
    }
    iterator->at += vm_utf8_size(first);
    return vm_str_new(vm, at, vm_utf8_size(first));
}

static VmValue
iterator_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmStrIterator *iterator = (VmStrIterator *)args[0];

    (void)n_args, (void)kw;
    if (!vm_is_exact(args[0], &vm_type_str_iterator))
        vm_raise_type_error(vm, "expected a str_iterator");
    if (iterator->str == NULL)
        return vm_small(0);
    return vm_small((intptr_t)vm_utf8_count(iterator->str->data + iterator->at,
                                            iterator->str->len - iterator->at));
}

static const VmMember iterator_members[] = {VM_METHOD(__length_hint__, iterator_length_hint, 1, 1)};

const VmType vm_type_str_iterator = {
    .base = {&vm_type_type},
    .name = &vm_s_str_iterator,
    .parent = &vm_type_object,
    .layout = &vm_type_str_iterator,
    .flags = VM_TYPE_ITERATOR,
    .size = sizeof(VmStrIterator),
    .trace = iterator_trace,
    .iter = vm_iter_self,
    .next = iterator_next,
    VM_MEMBERS(iterator_members),
};

static VmValue
str_iter(VM *vm, VmValue self)
{
    VmStrIterator *iterator = VM_NEW(vm, VmStrIterator, &vm_type_str_iterator);

    iterator->str = vm_str(self);
    return vm_value(iterator);
}

/* --- Methods only str has --- */

#define STR_METHOD(name)                                                       \
    static VmValue str_##name(VM *vm, unsigned n_args __attribute__((unused)), \
                              const VmValue *args, const VmKw *kw __attribute__((unused)))

static VmStr *
get_self(VM *vm, const VmValue *args)
{
    if (!vm_is_str(args[0]))
        vm_raise_type_error(vm, "expected str as self, not '%t'", args[0]);
    return vm_str(args[0]);
}

STR_METHOD(casefold)
{
    VmStr *self = get_self(vm, args);
    const char *at = self->data, *end = at + self->len;
    uint32_t mapped[3];
    VmBuf buf;

    vm_buf_init(&buf);
    vm_buf_reserve(vm, &buf, self->len);
    while (at < end) {
        unsigned n = vm_unicode_case(vm_utf8_next(&at), VM_CASE_FOLD, mapped);

        for (unsigned i = 0; i < n; i++)
            vm_out_char(vm, &buf.out, mapped[i]);
    }
    return vm_buf_to_str(vm, &buf);
}

/* Do all characters have one of the bits of @wanted? */
static bool
all_chars(const VmStr *s, unsigned wanted)
{
    const char *at = s->data, *end = at + s->len;

    while (at < end) {
        if ((vm_unicode_flags(vm_utf8_next(&at)) & wanted) == 0)
            return false;
    }
    return true;
}

STR_METHOD(isdecimal)
{
    VmStr *self = get_self(vm, args);

    return vm_bool(self->len > 0 && all_chars(self, VM_UC_DECIMAL));
}

STR_METHOD(isnumeric)
{
    VmStr *self = get_self(vm, args);

    return vm_bool(self->len > 0 && all_chars(self, VM_UC_NUMERIC));
}

STR_METHOD(isprintable)
{
    return vm_bool(all_chars(get_self(vm, args), VM_UC_PRINTABLE));
}

STR_METHOD(isidentifier)
{
    VmStr *self = get_self(vm, args);
    const char *at = self->data;

    return vm_bool(self->len > 0 && (vm_unicode_flags(vm_utf8_next(&at)) & VM_UC_ID_START) != 0 &&
                   all_chars(self, VM_UC_ID_CONTINUE));
}

STR_METHOD(encode)
{
    static const VmParam params[] = {{VM_S(encoding), 0, VM_UNDEF}, {VM_S(errors), 0, VM_UNDEF}};
    VmStr *self = get_self(vm, args);
    VmValue v[2] = {VM_UNDEF, VM_UNDEF};

    vm_parse_args(vm, &vm_s_encode, params, 2, n_args - 1, args + 1, kw, v);
    for (unsigned i = 0; i < 2; i++) {
        if (v[i] != VM_UNDEF && !vm_is_str(v[i]))
            vm_raise_type_error(vm, "encode() argument '%s' must be str, not %t",
                                i == 0 ? "encoding" : "errors", v[i]);
    }
    return vm_encode(vm, self, v[0] != VM_UNDEF ? vm_str(v[0])->data : NULL,
                     v[1] != VM_UNDEF ? vm_str(v[1])->data : NULL);
}

/* table[key], or VM_UNDEF where a LookupError says that there is none. */
typedef struct TableLookup {
    VmValue table, key, result;
} TableLookup;

static void
look_up_body(VM *vm, void *arg)
{
    TableLookup *look_up = arg;

    look_up->result = vm_get_item(vm, look_up->table, look_up->key);
}

static VmValue
look_up(VM *vm, VmValue table, VmValue key)
{
    TableLookup arg = {table, key, VM_UNDEF};
    VmValue e;

    if (vm_is_exact(table, &vm_type_dict))
        return vm_dict_get_maybe(vm, vm_dict(table), key);
    e = vm_protect(vm, look_up_body, &arg);
    if (e == VM_UNDEF)
        return arg.result;
    if (!vm_is_instance(e, &vm_type_LookupError))
        vm_raise(vm, e);
    return VM_UNDEF;
}

STR_METHOD(translate)
{
    VmStr *self = get_self(vm, args);
    const char *at = self->data, *end = at + self->len;
    VmBuf buf;

    vm_buf_init(&buf);
    while (at < end) {
        uint32_t c = vm_utf8_next(&at);
        VmValue to = look_up(vm, args[1], vm_small((intptr_t)c));
        int64_t code;

        if (to == VM_UNDEF) {
            vm_out_char(vm, &buf.out, c);
        } else if (vm_is_str(to)) {
            vm_out_str(vm, &buf.out, vm_str(to));
        } else if (vm_is_int(to)) {
            if (!vm_int_to_int64_maybe(to, &code) || code < 0 || code > 0x10ffff)
                vm_raise_value_error(vm, "character mapping must be in range(0x110000)");
            vm_out_char(vm, &buf.out, (uint32_t)code);
        } else if (to != VM_NONE) {
            vm_raise_type_error(vm, "character mapping must return integer, None or str");
        }
    }
    return vm_buf_to_str(vm, &buf);
}

static VmValue
maketrans_from_dict(VM *vm, VmValue from)
{
    VmDict *table;
    VmValue key, value;
    size_t position = 0;

    if (!vm_is_dict(from))
        vm_raise_type_error(vm, "if you give only one argument to maketrans it must be a dict");
    table = vm_dict_new(vm, 0);
    while (vm_dict_next(vm_dict(from), &position, &key, &value)) {
        if (vm_is_str(key)) {
            const char *at = vm_str(key)->data;

            if (vm_str_n_chars(vm_str(key)) != 1)
                vm_raise_value_error(vm, "string keys in translate table must be of length 1");
            key = vm_small((intptr_t)vm_utf8_next(&at));
        } else if (!vm_is_int(key)) {
            vm_raise_type_error(vm, "keys in translate table must be strings or integers");
        }
        vm_dict_set(vm, table, key, value);
    }
    return vm_value(table);
}

STR_METHOD(maketrans)
{
    static const char *const must_be_str[] = {
        "first maketrans argument must be a string if there is a second argument",
        "maketrans() argument 2 must be str, not %t",
        "maketrans() argument 3 must be str, not %t",
    };
    const char *from, *to, *end;
    VmDict *table;

    if (n_args == 1)
        return maketrans_from_dict(vm, args[0]);
    for (unsigned i = 0; i < n_args; i++) {
        if (!vm_is_str(args[i]))
            vm_raise_type_error(vm, must_be_str[i], args[i]);
    }
    if (vm_str_n_chars(vm_str(args[0])) != vm_str_n_chars(vm_str(args[1])))
        vm_raise_value_error(vm, "the first two maketrans arguments must have equal length");
    table = vm_dict_new(vm, 0);
    from = vm_str(args[0])->data;
    to = vm_str(args[1])->data;
    for (end = from + vm_str(args[0])->len; from < end;) {
        intptr_t key = (intptr_t)vm_utf8_next(&from);

        vm_dict_set(vm, table, vm_small(key), vm_small((intptr_t)vm_utf8_next(&to)));
    }
    if (n_args == 3) {
        from = vm_str(args[2])->data;
        for (end = from + vm_str(args[2])->len; from < end;)
            vm_dict_set(vm, table, vm_small((intptr_t)vm_utf8_next(&from)), VM_NONE);
    }
    return vm_value(table);
}

static const VmMember str_members[] = {
    VM_TEXT_MEMBERS VM_METHOD(casefold, str_casefold, 1, 1),
    VM_METHOD_KW(encode, str_encode, 1, 3),
    VM_METHOD_KW(format, vm_str_format_method, 1, VM_ANY_ARGS),
    VM_METHOD(format_map, vm_str_format_map, 2, 2),
    VM_METHOD(isdecimal, str_isdecimal, 1, 1),
    VM_METHOD(isidentifier, str_isidentifier, 1, 1),
    VM_METHOD(isnumeric, str_isnumeric, 1, 1),
    VM_METHOD(isprintable, str_isprintable, 1, 1),
    VM_STATIC_METHOD(maketrans, str_maketrans, 1, 3),
    VM_METHOD(translate, str_translate, 2, 2),
};

const VmType vm_type_str = {
    .base = {&vm_type_type},
    .name = &vm_s_str,
    .parent = &vm_type_object,
    .layout = &vm_type_str,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_VAR_SIZE,
    .size = sizeof(VmStr),
    .size_of = str_size_of,
    .make = str_make,
    .repr = str_repr,
    .str = str_str,
    .binary = vm_text_binary,
    .compare = vm_text_compare,
    .len = vm_text_len,
    .hash = str_hash,
    .get_item = vm_text_get_item,
    .contains = vm_text_contains,
    .iter = str_iter,
    VM_MEMBERS(str_members),
};
