/* SPDX-License-Identifier: MIT */
/* str.format() and str.format_map(): "{name.attribute[key]!conversion:specification}". */
#include <string.h>

#include "vm/types/text.h"

typedef struct Fields {
    unsigned n_args;
    const VmValue *args;
    const VmKw *kw;
    VmValue mapping; /* of format_map(), else VM_UNDEF */
    intptr_t next;   /* number of the next {}; -1 once fields were numbered by hand */
    bool automatic;
} Fields;

/* A whole decimal number, or -1 when the text is none. */
static intptr_t
parse_index(VM *vm, const char *text, size_t len)
{
    intptr_t n = 0;

    if (len == 0)
        return -1;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        if (n > (INTPTR_MAX - 9) / 10)
            vm_raise_value_error(vm, "Too many decimal digits in format string");
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

static VmValue
get_keyword(VM *vm, Fields *fields, const char *name, size_t len)
{
    VmValue key = vm_str_new(vm, name, len);

    if (fields->mapping != VM_UNDEF)
        return vm_get_item(vm, fields->mapping, key);
    for (unsigned i = 0; fields->kw != NULL && i < fields->kw->n; i++) {
        if (vm_str_equal(vm_str(fields->kw->names[i]), vm_str(key)))
            return fields->kw->values[i];
    }
    vm_raise_key_error(vm, key);
}

static VmValue
get_argument(VM *vm, Fields *fields, const char *name, size_t len)
{
    intptr_t index = parse_index(vm, name, len);

    if (index < 0 && len > 0)
        return get_keyword(vm, fields, name, len);
    if (len == 0) {
        if (fields->next < 0)
            vm_raise_value_error(
                vm, "cannot switch from manual field specification to automatic field numbering");
        fields->automatic = true;
        index = fields->next++;
    } else {
        if (fields->automatic)
            vm_raise_value_error(
                vm, "cannot switch from automatic field numbering to manual field specification");
        fields->next = -1;
    }
    if (fields->mapping != VM_UNDEF)
        vm_raise_value_error(vm, "Format string contains positional fields");
    if ((size_t)index >= fields->n_args)
        vm_raise_index_error(vm, "Replacement index %zd out of range for positional args tuple",
                             index);
    return fields->args[index];
}

/* name, then any number of .attribute and [key] */
static VmValue
get_field(VM *vm, Fields *fields, const char *at, const char *end)
{
    const char *from = at;
    VmValue value;

    while (at < end && *at != '.' && *at != '[')
        at++;
    value = get_argument(vm, fields, from, (size_t)(at - from));
    while (at < end) {
        char kind = *at++;
        intptr_t index;

        from = at;
        if (kind == '.') {
            while (at < end && *at != '.' && *at != '[')
                at++;
            if (at == from)
                vm_raise_value_error(vm, "Empty attribute in format string");
            value = vm_get_attr(vm, value, vm_intern(vm, from, (size_t)(at - from)));
            continue;
        }
        if (kind != '[')
            vm_raise_value_error(vm, "Only '.' or '[' may follow ']' in format field specifier");
        while (at < end && *at != ']')
            at++;
        if (at == end)
            vm_raise_value_error(vm, "Missing ']' in format string");
        if (at == from)
            vm_raise_value_error(vm, "Empty attribute in format string");
        index = parse_index(vm, from, (size_t)(at - from));
        value = vm_get_item(
            vm, value, index >= 0 ? vm_int(vm, index) : vm_str_new(vm, from, (size_t)(at - from)));
        at++;
    }
    return value;
}

static VmValue
convert(VM *vm, VmValue value, uint32_t conversion)
{
    switch (conversion) {
    case 's': return vm_to_str(vm, value);
    case 'r': return vm_repr(vm, value);
    case 'a': return vm_ascii(vm, value);
    default:
        if (conversion > 32 && conversion < 127)
            vm_raise_value_error(vm, "Unknown conversion specifier %c", (int)conversion);
        vm_raise_value_error(vm, "Unknown conversion specifier \\x%x", (unsigned)conversion);
    }
}

static void format_text(VM *vm, VmOut *out, Fields *fields, const char *at, const char *end,
                        int depth);

/* A field whose '{' was just read; returns what follows its '}'. */
static const char *
format_field(VM *vm, VmOut *out, Fields *fields, const char *at, const char *end, int depth)
{
    const char *name = at, *name_end, *spec, *scan;
    uint32_t conversion = 0;
    unsigned open = 1;
    bool in_brackets = false, nested = false;
    VmValue value;
    char room[VM_BUF_ROOM];
    VmBuf buf;

    for (;; at++) {
        if (at == end)
            vm_raise_value_error(vm, "expected '}' before end of string");
        if (*at == '{' && !in_brackets)
            vm_raise_value_error(vm, "unexpected '{' in field name");
        if (*at == '[')
            in_brackets = true;
        else if (*at == ']')
            in_brackets = false;
        else if (!in_brackets && (*at == '}' || *at == ':' || *at == '!'))
            break;
    }
    name_end = at;
    if (*at == '!') {
        at++;
        if (at == end)
            vm_raise_value_error(vm, "end of string while looking for conversion specifier");
        conversion = vm_utf8_next(&at);
        if (at == end)
            vm_raise_value_error(vm, "unmatched '{' in format spec");
        if (*at != ':' && *at != '}')
            vm_raise_value_error(vm, "expected ':' after conversion specifier");
    }
    spec = *at == ':' ? at + 1 : at;
    for (scan = spec;; scan++) {
        if (scan == end)
            vm_raise_value_error(vm, *at == ':' ? "unmatched '{' in format spec"
                                                : "expected '}' before end of string");
        if (*scan == '{') {
            nested = true;
            open++;
        } else if (*scan == '}' && --open == 0) {
            break;
        }
    }
    value = get_field(vm, fields, name, name_end);
    if (conversion != 0)
        value = convert(vm, value, conversion);
    if (nested) {
        vm_buf_init_room(&buf, room, sizeof room);
        format_text(vm, &buf.out, fields, spec, scan, depth - 1);
        vm_format_value(vm, out, value, buf.data != NULL ? buf.data : "", buf.len);
        vm_buf_free(vm, &buf);
    } else {
        vm_format_value(vm, out, value, spec, (size_t)(scan - spec));
    }
    return scan + 1;
}

static void
format_text(VM *vm, VmOut *out, Fields *fields, const char *at, const char *end, int depth)
{
    if (depth < 0)
        vm_raise_value_error(vm, "Max string recursion exceeded");
    while (at < end) {
        const char *from = at;

        while (at < end && *at != '{' && *at != '}')
            at++;
        if (at > from)
            out->write(vm, out, from, (size_t)(at - from));
        if (at == end)
            return;
        if (at + 1 < end && at[1] == *at) {
            out->write(vm, out, at, 1);
            at += 2;
        } else if (*at == '}') {
            vm_raise_value_error(vm, "Single '}' encountered in format string");
        } else if (at + 1 == end) {
            vm_raise_value_error(vm, "Single '{' encountered in format string");
        } else {
            at = format_field(vm, out, fields, at + 1, end, depth);
        }
    }
}

static VmValue
format_all(VM *vm, VmValue self, Fields *fields)
{
    VmStr *s;
    char room[VM_BUF_ROOM];
    VmBuf buf;

    if (!vm_is_str(self))
        vm_raise_type_error(vm, "expected str as self, not '%t'", self);
    s = vm_str(self);
    vm_buf_init_room(&buf, room, sizeof room);
    format_text(vm, &buf.out, fields, s->data, s->data + s->len, 1);
    return vm_buf_to_str(vm, &buf);
}

VmValue
vm_str_format_method(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Fields fields = {.n_args = n_args - 1, .args = args + 1, .kw = kw, .mapping = VM_UNDEF};

    return format_all(vm, args[0], &fields);
}

VmValue
vm_str_format_map(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Fields fields = {.mapping = args[1]};

    (void)n_args, (void)kw;
    return format_all(vm, args[0], &fields);
}
