/* SPDX-License-Identifier: MIT */
/* The methods that str, bytes and bytearray share (text.h says how). */
#define _GNU_SOURCE /* memmem(), memrchr(): linear and fast in glibc, there in newlib */
#include "vm/types/text.h"

#include <string.h>

/* --- Texts --- */

VmText
vm_text_of(VM *vm, VmValue self)
{
    if (vm_is_str(self))
        return vm_text_of_str(vm_str(self));
    if (vm_is_bytes(self))
        return (VmText){(const char *)vm_bytes(self)->data, vm_bytes(self)->len, VM_TEXT_BYTES,
                        true};
    if (vm_is_bytearray(self)) {
        VmByteArray *array = vm_bytearray(self);

        return (VmText){array->data != NULL ? (const char *)array->data : "", array->len,
                        VM_TEXT_BYTEARRAY, true};
    }
    vm_raise_type_error(vm, "expected str, bytes or bytearray as self, not '%t'", self);
}

VmValue
vm_text_alloc(VM *vm, VmTextKind kind, size_t len, char **out)
{
    VmValue v;

    if (kind == VM_TEXT_STR) {
        VmStr *s = vm_str_alloc(vm, len);

        *out = s->data;
        v = vm_value(s);
    } else if (kind == VM_TEXT_BYTES) {
        VmBytes *b = vm_bytes_alloc(vm, len);

        *out = (char *)b->data;
        v = vm_value(b);
    } else {
        VmByteArray *a = vm_bytearray(vm_bytearray_new(vm, NULL, len));

        *out = (char *)a->data;
        v = vm_value(a);
    }
    return v;
}

VmValue
vm_text_done(VM *vm, VmValue v)
{
    return vm_is_str(v) ? vm_str_finish(vm, vm_str(v)) : v;
}

VmValue
vm_text_new(VM *vm, VmTextKind kind, const char *data, size_t len)
{
    switch (kind) {
    case VM_TEXT_STR: return vm_str_new(vm, data, len);
    case VM_TEXT_BYTES: return vm_bytes_new(vm, data, len);
    default: return vm_bytearray_new(vm, data, len);
    }
}

/* A method's result that is all of self: an immutable object of exact type is its own copy. */
static VmValue
whole(VM *vm, VmValue self, const VmText *t)
{
    if (vm_is_exact(self, &vm_type_str) || vm_is_exact(self, &vm_type_bytes))
        return self;
    return vm_text_new(vm, t->kind, t->data, t->len);
}

static VmValue
part(VM *vm, VmValue self, const VmText *t, size_t from, size_t to)
{
    if (from == 0 && to == t->len)
        return whole(vm, self, t);
    return vm_text_new(vm, t->kind, t->data + from, to - from);
}

size_t
vm_text_n(const VmText *t)
{
    return t->flat ? t->len : vm_utf8_count(t->data, t->len);
}

unsigned
vm_text_flags(const VmText *t, uint32_t item)
{
    if (t->kind != VM_TEXT_STR && (item >= 0x80 || (item >= 0x1c && item <= 0x1f)))
        return 0; // bytes know ASCII only, and fewer separators
    return vm_unicode_flags(item);
}

/* Is @item white space for this kind? Faster than its flags. */
static bool
is_space(const VmText *t, uint32_t item)
{
    if (item >= 0x80)
        return t->kind == VM_TEXT_STR && (vm_unicode_flags(item) & VM_UC_SPACE) != 0;
    return item == ' ' || (item >= 9 && item <= 13) ||
           (item >= 0x1c && item <= 0x1f && t->kind == VM_TEXT_STR);
}

/* Start of the item that ends at @end > 0. */
static size_t
item_before(const VmText *t, size_t end)
{
    end--;
    while (!t->flat && vm_utf8_is_continuation(t->data[end]))
        end--;
    return end;
}

static size_t
item_size(const VmText *t, size_t at)
{
    return t->flat ? 1 : vm_utf8_size((uint8_t)t->data[at]);
}

static uint32_t
item_at(const VmText *t, size_t at)
{
    const char *p = t->data + at;

    return vm_text_next(t, &p);
}

/* A str's or buffer's text to go with @like. @what begins the message: "must be str". */
static VmText
get_text(VM *vm, const VmText *like, VmValue v, const char *what)
{
    VmBuffer buffer;

    if (like->kind == VM_TEXT_STR) {
        if (!vm_is_str(v))
            vm_raise_type_error(vm, "%s, not %t", what, v);
        return vm_text_of_str(vm_str(v));
    }
    vm_get_buffer(vm, v, &buffer, false);
    return (VmText){(const char *)buffer.data, buffer.len, like->kind, true};
}

/* As get_text() for what is searched: bytes can look for a single number too, put in *@byte. */
static VmText
get_needle(VM *vm, const VmText *like, VmValue v, char *byte)
{
    if (like->kind != VM_TEXT_STR) {
        if (vm_is_int(v)) {
            *byte = (char)vm_get_byte(vm, v, "byte");
            return (VmText){byte, 1, like->kind, true};
        }
        if (vm_is_str(v) || vm_type_of(v)->layout->buffer == NULL)
            vm_raise_type_error(vm, "argument should be integer or bytes-like object, not '%t'", v);
    }
    return get_text(vm, like, v, "must be str");
}

/* --- Searching --- */

size_t
vm_find_bytes(const char *hay, size_t hay_len, const char *needle, size_t needle_len)
{
    const char *found;

    if (needle_len == 0)
        return 0;
    if (needle_len > hay_len)
        return SIZE_MAX;
    found = needle_len == 1 ? memchr(hay, needle[0], hay_len)
                            : memmem(hay, hay_len, needle, needle_len);
    return found != NULL ? (size_t)(found - hay) : SIZE_MAX;
}

size_t
vm_rfind_bytes(const char *hay, size_t hay_len, const char *needle, size_t needle_len)
{
    if (needle_len == 0)
        return hay_len;
    if (needle_len > hay_len)
        return SIZE_MAX;
    for (size_t end = hay_len - needle_len + 1; end > 0; end--) {
        if (hay[end - 1] == needle[0] && memcmp(hay + end - 1, needle, needle_len) == 0)
            return end - 1;
    }
    return SIZE_MAX;
}

/* The optional arguments start and end, read before anything else since __index__ may run Python
 * code. */
typedef struct Range {
    intptr_t start, end;
} Range;

static intptr_t
get_bound(VM *vm, VmValue v, intptr_t otherwise)
{
    if (v == VM_NONE)
        return otherwise;
    if (!vm_is_int(v) && vm_type_lookup(vm, vm_type_of(v), &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm,
                            "slice indices must be integers or None or have an __index__ method");
    return vm_get_int_clamped(vm, v);
}

static Range
get_range(VM *vm, unsigned n_args, const VmValue *args)
{
    Range range = {0, INTPTR_MAX};

    if (n_args > 2)
        range.start = get_bound(vm, args[2], 0);
    if (n_args > 3)
        range.end = get_bound(vm, args[3], INTPTR_MAX);
    return range;
}

/* The bytes that @range means; false when it is beyond the end, where not even an empty text is
 * found. */
static bool
resolve_range(const VmText *t, Range range, size_t *from, size_t *to)
{
    intptr_t n;

    if (range.start == 0 && range.end == INTPTR_MAX) {
        *from = 0;
        *to = t->len;
        return true;
    }
    n = (intptr_t)vm_text_n(t);
    if (range.end > n)
        range.end = n;
    else if (range.end < 0)
        range.end = range.end + n < 0 ? 0 : range.end + n;
    if (range.start < 0)
        range.start = range.start + n < 0 ? 0 : range.start + n;
    if (range.start > range.end)
        return false;
    if (t->flat) {
        *from = (size_t)range.start;
        *to = (size_t)range.end;
    } else {
        *from = vm_utf8_offset(t->data, t->len, (size_t)range.start);
        *to = *from +
              vm_utf8_offset(t->data + *from, t->len - *from, (size_t)(range.end - range.start));
    }
    return true;
}

/* Item index of the first or last occurrence, or -1. */
static intptr_t
search(VM *vm, unsigned n_args, const VmValue *args, bool last)
{
    Range range = get_range(vm, n_args, args);
    VmText t = vm_text_of(vm, args[0]);
    char byte;
    VmText needle = get_needle(vm, &t, args[1], &byte);
    size_t from, to, at;

    if (!resolve_range(&t, range, &from, &to))
        return -1;
    at = (last ? vm_rfind_bytes : vm_find_bytes)(t.data + from, to - from, needle.data, needle.len);
    if (at == SIZE_MAX)
        return -1;
    at += from;
    return (intptr_t)(t.flat ? at : vm_utf8_count(t.data, at));
}

static VmValue
search_or_raise(VM *vm, unsigned n_args, const VmValue *args, bool last)
{
    intptr_t at = search(vm, n_args, args, last);

    if (at < 0)
        vm_raise_value_error(vm,
                             vm_is_str(args[0]) ? "substring not found" : "subsection not found");
    return vm_small(at);
}

#define TEXT_METHOD(name)                                                                        \
    VmValue vm_text_##name(VM *vm, unsigned n_args __attribute__((unused)), const VmValue *args, \
                           const VmKw *kw __attribute__((unused)))

TEXT_METHOD(find)
{
    return vm_small(search(vm, n_args, args, false));
}

TEXT_METHOD(rfind)
{
    return vm_small(search(vm, n_args, args, true));
}

TEXT_METHOD(index)
{
    return search_or_raise(vm, n_args, args, false);
}

TEXT_METHOD(rindex)
{
    return search_or_raise(vm, n_args, args, true);
}

/* How often @needle occurs in @hay without overlap, at most @most times. @needle is not empty. */
static size_t
count_bytes(const char *hay, size_t len, const VmText *needle, size_t most)
{
    size_t n = 0;

    while (n < most) {
        size_t at = vm_find_bytes(hay, len, needle->data, needle->len);

        if (at == SIZE_MAX)
            break;
        n++;
        hay += at + needle->len;
        len -= at + needle->len;
    }
    return n;
}

TEXT_METHOD(count)
{
    Range range = get_range(vm, n_args, args);
    VmText t = vm_text_of(vm, args[0]);
    char byte;
    VmText needle = get_needle(vm, &t, args[1], &byte);
    size_t from, to, n;

    if (!resolve_range(&t, range, &from, &to))
        return vm_small(0);
    if (needle.len == 0)
        n = (t.flat ? to - from : vm_utf8_count(t.data + from, to - from)) + 1;
    else
        n = count_bytes(t.data + from, to - from, &needle, SIZE_MAX);
    return vm_small((intptr_t)n);
}

bool
vm_text_contains(VM *vm, VmValue self, VmValue item)
{
    VmText t = vm_text_of(vm, self), needle;
    char byte;

    if (t.kind == VM_TEXT_STR) {
        if (!vm_is_str(item))
            vm_raise_type_error(vm, "'in <string>' requires string as left operand, not %t", item);
        needle = vm_text_of_str(vm_str(item));
    } else {
        if (!vm_is_int(item) && vm_type_of(item)->layout->buffer == NULL)
            vm_raise_type_error(vm, "a bytes-like object is required, not '%t'", item);
        needle = get_needle(vm, &t, item, &byte);
    }
    return vm_find_bytes(t.data, t.len, needle.data, needle.len) != SIZE_MAX;
}

static bool
affix_is(const VmText *t, size_t from, size_t to, const VmText *affix, bool at_end)
{
    if (affix->len > to - from)
        return false;
    return affix->len == 0 ||
           memcmp(t->data + (at_end ? to - affix->len : from), affix->data, affix->len) == 0;
}

/* What startswith() and endswith() compare with: one text, or a tuple's. */
static VmText
get_affix(VM *vm, const VmText *t, VmValue v, bool in_tuple, const char *method)
{
    bool is_text = t->kind == VM_TEXT_STR ? vm_is_str(v)
                                          : !vm_is_str(v) && vm_type_of(v)->layout->buffer != NULL;
    const char *family = t->kind == VM_TEXT_STR ? "str" : "bytes";

    if (!is_text && in_tuple && t->kind == VM_TEXT_STR)
        vm_raise_type_error(vm, "tuple for %s must only contain str, not %t", method, v);
    if (!is_text && in_tuple)
        vm_raise_type_error(vm, "a bytes-like object is required, not '%t'", v);
    if (!is_text)
        vm_raise_type_error(vm, "%s first arg must be %s or a tuple of %s, not %t", method, family,
                            family, v);
    return get_text(vm, t, v, "must be str");
}

static VmValue
has_affix(VM *vm, unsigned n_args, const VmValue *args, bool at_end)
{
    const char *method = at_end ? "endswith" : "startswith";
    Range range = get_range(vm, n_args, args);
    VmText t = vm_text_of(vm, args[0]), affix;
    size_t from, to;
    bool inside = resolve_range(&t, range, &from, &to);

    if (!vm_is_tuple(args[1])) {
        affix = get_affix(vm, &t, args[1], false, method);
        return vm_bool(inside && affix_is(&t, from, to, &affix, at_end));
    }
    for (size_t i = 0; i < vm_tuple(args[1])->n; i++) {
        affix = get_affix(vm, &t, vm_tuple(args[1])->items[i], true, method);
        if (inside && affix_is(&t, from, to, &affix, at_end))
            return VM_TRUE;
    }
    return VM_FALSE;
}

TEXT_METHOD(startswith)
{
    return has_affix(vm, n_args, args, false);
}

TEXT_METHOD(endswith)
{
    return has_affix(vm, n_args, args, true);
}

TEXT_METHOD(removeprefix)
{
    VmText t = vm_text_of(vm, args[0]),
           affix = get_text(vm, &t, args[1], "removeprefix() argument must be str");

    return part(vm, args[0], &t, affix_is(&t, 0, t.len, &affix, false) ? affix.len : 0, t.len);
}

TEXT_METHOD(removesuffix)
{
    VmText t = vm_text_of(vm, args[0]),
           affix = get_text(vm, &t, args[1], "removesuffix() argument must be str");

    return part(vm, args[0], &t, 0, t.len - (affix_is(&t, 0, t.len, &affix, true) ? affix.len : 0));
}

/* --- Stripping --- */

static VmValue
strip(VM *vm, unsigned n_args, const VmValue *args, bool left, bool right, const char *method)
{
    VmText t = vm_text_of(vm, args[0]), chars = {0};
    bool spaces = n_args < 2 || args[1] == VM_NONE;
    size_t from = 0, to = t.len, at;

    if (!spaces) {
        if (t.kind == VM_TEXT_STR && !vm_is_str(args[1]))
            vm_raise_type_error(vm, "%s arg must be None or str", method);
        chars = get_text(vm, &t, args[1], "must be str");
    }
    while (left && from < to) {
        size_t size = item_size(&t, from);

        if (spaces ? !is_space(&t, item_at(&t, from))
                   : vm_find_bytes(chars.data, chars.len, t.data + from, size) == SIZE_MAX)
            break;
        from += size;
    }
    for (; right && to > from; to = at) {
        at = item_before(&t, to);
        if (spaces ? !is_space(&t, item_at(&t, at))
                   : vm_find_bytes(chars.data, chars.len, t.data + at, to - at) == SIZE_MAX)
            break;
    }
    return part(vm, args[0], &t, from, to);
}

TEXT_METHOD(strip)
{
    return strip(vm, n_args, args, true, true, "strip");
}

TEXT_METHOD(lstrip)
{
    return strip(vm, n_args, args, true, false, "lstrip");
}

TEXT_METHOD(rstrip)
{
    return strip(vm, n_args, args, false, true, "rstrip");
}

/* --- Splitting --- */

static void
add_part(VM *vm, VmList *list, VmValue self, const VmText *t, size_t from, size_t to)
{
    vm_list_append(vm, list, part(vm, self, t, from, to));
}

static void
split_spaces(VM *vm, VmList *list, VmValue self, const VmText *t, size_t most)
{
    size_t at = 0;

    for (;;) {
        size_t from;

        while (at < t->len && is_space(t, item_at(t, at)))
            at += item_size(t, at);
        if (at == t->len)
            return;
        from = at;
        if (list->n == most) {
            at = t->len;
            while (is_space(t, item_at(t, item_before(t, at))))
                at = item_before(t, at);
            // The rest keeps its inner and, as in Python, its trailing white space.
            add_part(vm, list, self, t, from, t->len);
            return;
        }
        while (at < t->len && !is_space(t, item_at(t, at)))
            at += item_size(t, at);
        add_part(vm, list, self, t, from, at);
    }
}

static void
rsplit_spaces(VM *vm, VmList *list, VmValue self, const VmText *t, size_t most)
{
    size_t at = t->len;

    for (;;) {
        size_t to, before;

        while (at > 0 && is_space(t, item_at(t, before = item_before(t, at))))
            at = before;
        if (at == 0)
            return;
        to = at;
        if (list->n == most) {
            add_part(vm, list, self, t, 0, to);
            return;
        }
        while (at > 0 && !is_space(t, item_at(t, before = item_before(t, at))))
            at = before;
        add_part(vm, list, self, t, at, to);
    }
}

static void
split_by(VM *vm, VmList *list, VmValue self, const VmText *t, const VmText *sep, size_t most)
{
    size_t from = 0;

    while (list->n < most) {
        size_t at = vm_find_bytes(t->data + from, t->len - from, sep->data, sep->len);

        if (at == SIZE_MAX)
            break;
        add_part(vm, list, self, t, from, from + at);
        from += at + sep->len;
    }
    add_part(vm, list, self, t, from, t->len);
}

static void
rsplit_by(VM *vm, VmList *list, VmValue self, const VmText *t, const VmText *sep, size_t most)
{
    size_t to = t->len;

    while (list->n < most) {
        size_t at = vm_rfind_bytes(t->data, to, sep->data, sep->len);

        if (at == SIZE_MAX)
            break;
        add_part(vm, list, self, t, at + sep->len, to);
        to = at;
    }
    add_part(vm, list, self, t, 0, to);
}

static void
reverse_list(VmList *list)
{
    for (size_t i = 0, k = list->n; i + 1 < k; i++) {
        VmValue v = list->items[i];

        list->items[i] = list->items[--k];
        list->items[k] = v;
    }
}

static VmValue
split(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw, bool from_right)
{
    static const VmParam params[] = {{VM_S(sep), 0, VM_NONE}, {VM_S(maxsplit), 0, VM_SMALL(-1)}};
    VmValue values[2] = {VM_NONE, VM_SMALL(-1)};
    VmText t, sep;
    intptr_t maxsplit;
    size_t most;
    VmList *list;

    vm_parse_args(vm, from_right ? &vm_s_rsplit : &vm_s_split, params, 2, n_args - 1, args + 1, kw,
                  values);
    maxsplit = vm_get_int(vm, values[1]);
    most = maxsplit < 0 ? SIZE_MAX : (size_t)maxsplit;
    t = vm_text_of(vm, args[0]);
    list = vm_list_new(vm, 0, NULL);
    if (values[0] == VM_NONE) {
        (from_right ? rsplit_spaces : split_spaces)(vm, list, args[0], &t, most);
    } else {
        sep = get_text(vm, &t, values[0], "must be str or None");
        if (sep.len == 0)
            vm_raise_value_error(vm, "empty separator");
        (from_right ? rsplit_by : split_by)(vm, list, args[0], &t, &sep, most);
    }
    if (from_right)
        reverse_list(list);
    return vm_value(list);
}

TEXT_METHOD(split)
{
    return split(vm, n_args, args, kw, false);
}

TEXT_METHOD(rsplit)
{
    return split(vm, n_args, args, kw, true);
}

static bool
is_line_end(const VmText *t, uint32_t item)
{
    if (item == '\n' || item == '\r')
        return true;
    return t->kind == VM_TEXT_STR &&
           (item == 0x0b || item == 0x0c || (item >= 0x1c && item <= 0x1e) || item == 0x85 ||
            item == 0x2028 || item == 0x2029);
}

TEXT_METHOD(splitlines)
{
    static const VmParam params[] = {{VM_S(keepends), 0, VM_FALSE}};
    VmValue keep_arg = VM_FALSE;
    VmList *list;
    VmText t;
    bool keep;
    size_t from = 0, at = 0;

    vm_parse_args(vm, &vm_s_splitlines, params, 1, n_args - 1, args + 1, kw, &keep_arg);
    keep = vm_get_int(vm, keep_arg) != 0;
    list = vm_list_new(vm, 0, NULL);
    t = vm_text_of(vm, args[0]);
    while (at < t.len) {
        size_t end = at;
        uint32_t item = item_at(&t, at);

        at += item_size(&t, at);
        if (!is_line_end(&t, item))
            continue;
        if (item == '\r' && at < t.len && t.data[at] == '\n')
            at++;
        add_part(vm, list, args[0], &t, from, keep ? at : end);
        from = at;
    }
    if (from < t.len)
        add_part(vm, list, args[0], &t, from, t.len);
    return vm_value(list);
}

static VmValue
partition(VM *vm, const VmValue *args, bool last)
{
    VmText t = vm_text_of(vm, args[0]), sep = get_text(vm, &t, args[1], "must be str");
    VmValue before, middle, after;
    size_t at;

    if (sep.len == 0)
        vm_raise_value_error(vm, "empty separator");
    at = (last ? vm_rfind_bytes : vm_find_bytes)(t.data, t.len, sep.data, sep.len);
    if (at == SIZE_MAX) {
        VmValue self = whole(vm, args[0], &t), empty = vm_text_new(vm, t.kind, NULL, 0),
                empty_too = vm_text_new(vm, t.kind, NULL, 0);

        return last ? vm_tuple_of(vm, 3, empty, empty_too, self)
                    : vm_tuple_of(vm, 3, self, empty, empty_too);
    }
    before = part(vm, args[0], &t, 0, at);
    middle = t.kind == VM_TEXT_BYTEARRAY ? whole(vm, VM_NONE, &sep) : args[1];
    after = part(vm, args[0], &t, at + sep.len, t.len);
    return vm_tuple_of(vm, 3, before, middle, after);
}

TEXT_METHOD(partition)
{
    return partition(vm, args, false);
}

TEXT_METHOD(rpartition)
{
    return partition(vm, args, true);
}

/* --- Putting together --- */

_Noreturn static void
raise_too_long(VM *vm)
{
    vm_raise_memory_error(vm);
}

static size_t
add_sizes(VM *vm, size_t a, size_t b)
{
    if (a > INT32_MAX || b > INT32_MAX - a)
        raise_too_long(vm);
    return a + b;
}

static size_t
multiply_sizes(VM *vm, size_t a, size_t b)
{
    if (a != 0 && b > INT32_MAX / a)
        raise_too_long(vm);
    return a * b;
}

bool
vm_is_iterable(VM *vm, VmValue v)
{
    const VmType *type = vm_type_of(v);

    return type->iter != NULL || vm_type_lookup(vm, type, &vm_s___iter__) != VM_UNDEF ||
           vm_type_lookup(vm, type, &vm_s___getitem__) != VM_UNDEF;
}

/* The text of an item to be joined. */
static VmText
get_joined(VM *vm, const VmText *sep, VmValue item, size_t index)
{
    if (sep->kind == VM_TEXT_STR) {
        if (!vm_is_str(item))
            vm_raise_type_error(vm, "sequence item %zu: expected str instance, %t found", index,
                                item);
    } else if (vm_is_str(item) || vm_type_of(item)->layout->buffer == NULL) {
        vm_raise_type_error(vm, "sequence item %zu: expected a bytes-like object, %t found", index,
                            item);
    }
    return get_text(vm, sep, item, "must be str");
}

/* The commonest join, written out: that it need not ask each item's kind twice makes it twice as
 * fast. */
static VmValue
join_strs(VM *vm, const VmText *sep, const VmValue *items, size_t n)
{
    bool ascii = sep->flat || n == 1;
    size_t len = multiply_sizes(vm, sep->len, n - 1);
    VmStr *result;
    char *at;

    for (size_t i = 0; i < n; i++) {
        if (!vm_is_str(items[i]))
            get_joined(vm, sep, items[i], i); // raises
        len = add_sizes(vm, len, vm_str(items[i])->len);
        ascii &= (vm_str(items[i])->bits & VM_STR_ASCII) != 0;
    }
    if (len == 0)
        return VM_S(empty_);
    result = vm_str_alloc(vm, len);
    at = result->data;
    for (size_t i = 0; i < n; i++) {
        const VmStr *s = vm_str(items[i]);

        if (i > 0) {
            memcpy(at, sep->data, sep->len);
            at += sep->len;
        }
        memcpy(at, s->data, s->len);
        at += s->len;
    }
    if (ascii)
        result->bits |= VM_STR_ASCII;
    return vm_value(result);
}

TEXT_METHOD(join)
{
    VmText sep = vm_text_of(vm, args[0]);
    const VmValue *items;
    VmValue result;
    size_t n, len = 0;
    char *at;

    if (vm_is_exact(args[1], &vm_type_tuple)) {
        n = vm_tuple(args[1])->n;
        items = vm_tuple(args[1])->items;
    } else {
        VmList *list;

        if (vm_is_exact(args[1], &vm_type_list)) {
            list = vm_list(args[1]);
        } else {
            if (!vm_is_iterable(vm, args[1]))
                vm_raise_type_error(vm, "can only join an iterable");
            list = vm_list_from(vm, args[1]);
            sep = vm_text_of(vm, args[0]);
        }
        n = list->n;
        items = list->items;
    }
    if (n == 0)
        return vm_text_new(vm, sep.kind, NULL, 0);
    if (n == 1 && (vm_is_exact(items[0], &vm_type_str) || vm_is_exact(items[0], &vm_type_bytes))) {
        VmText only = get_joined(vm, &sep, items[0], 0);

        if (sep.kind != VM_TEXT_BYTEARRAY)
            return whole(vm, items[0], &only);
    }
    if (sep.kind == VM_TEXT_STR)
        return join_strs(vm, &sep, items, n);
    // Nothing from here on runs Python code, so that neither the items nor their lengths can
    // change.
    for (size_t i = 0; i < n; i++)
        len = add_sizes(vm, len, get_joined(vm, &sep, items[i], i).len);
    len = add_sizes(vm, len, multiply_sizes(vm, sep.len, n - 1));
    result = vm_text_alloc(vm, sep.kind, len, &at);
    for (size_t i = 0; i < n; i++) {
        VmText t = get_joined(vm, &sep, items[i], i);

        if (i > 0 && sep.len != 0) {
            memcpy(at, sep.data, sep.len);
            at += sep.len;
        }
        if (t.len != 0)
            memcpy(at, t.data, t.len);
        at += t.len;
    }
    return vm_text_done(vm, result);
}

/* replace() of nothing: @new between all items, before the first and behind the last. */
static VmValue
insert_everywhere(VM *vm, VmValue self, const VmText *t, const VmText *new, size_t most)
{
    size_t n = vm_text_n(t) + 1, at = 0;
    VmValue result;
    char *out;

    if (n > most)
        n = most;
    if (n == 0)
        return whole(vm, self, t);
    result =
        vm_text_alloc(vm, t->kind, add_sizes(vm, t->len, multiply_sizes(vm, n, new->len)), &out);
    for (size_t i = 0; i < n; i++) {
        if (new->len != 0)
            memcpy(out, new->data, new->len);
        out += new->len;
        if (at < t->len) {
            size_t size = item_size(t, at);

            memcpy(out, t->data + at, size);
            out += size;
            at += size;
        }
    }
    if (at < t->len)
        memcpy(out, t->data + at, t->len - at);
    return vm_text_done(vm, result);
}

TEXT_METHOD(replace)
{
    intptr_t limit = n_args > 3 ? vm_get_int(vm, args[3]) : -1;
    VmText t = vm_text_of(vm, args[0]),
           old = get_text(vm, &t, args[1], "replace() argument 1 must be str"),
           new = get_text(vm, &t, args[2], "replace() argument 2 must be str");
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit, n, at = 0;
    VmValue result;
    char *out;

    if (old.len == 0)
        return insert_everywhere(vm, args[0], &t, &new, most);
    n = count_bytes(t.data, t.len, &old, most);
    if (n == 0)
        return whole(vm, args[0], &t);
    result = vm_text_alloc(
        vm, t.kind, add_sizes(vm, t.len - n * old.len, multiply_sizes(vm, n, new.len)), &out);
    for (; n > 0; n--) {
        size_t found = vm_find_bytes(t.data + at, t.len - at, old.data, old.len);

        memcpy(out, t.data + at, found);
        out += found;
        if (new.len != 0)
            memcpy(out, new.data, new.len);
        out += new.len;
        at += found + old.len;
    }
    if (at < t.len)
        memcpy(out, t.data + at, t.len - at);
    return vm_text_done(vm, result);
}

/* @before and @after times @fill around the text. */
static VmValue
pad(VM *vm, VmValue self, const VmText *t, size_t before, size_t after, const VmText *fill)
{
    size_t n = add_sizes(vm, before, after);
    VmValue result;
    char *out;

    if (n == 0)
        return whole(vm, self, t);
    result =
        vm_text_alloc(vm, t->kind, add_sizes(vm, t->len, multiply_sizes(vm, n, fill->len)), &out);
    for (; before > 0; before--, out += fill->len)
        memcpy(out, fill->data, fill->len);
    if (t->len != 0)
        memcpy(out, t->data, t->len);
    for (out += t->len; after > 0; after--, out += fill->len)
        memcpy(out, fill->data, fill->len);
    return vm_text_done(vm, result);
}

typedef enum Side { LEFT, MIDDLE, RIGHT } Side;

static VmValue
justify(VM *vm, unsigned n_args, const VmValue *args, Side side, const char *method)
{
    intptr_t width = vm_get_int(vm, args[1]);
    VmText t = vm_text_of(vm, args[0]), fill = {" ", 1, t.kind, true};
    size_t n, missing, left;

    if (n_args > 2 && t.kind == VM_TEXT_STR) {
        if (!vm_is_str(args[2]))
            vm_raise_type_error(vm, "The fill character must be a unicode character, not %t",
                                args[2]);
        fill = vm_text_of_str(vm_str(args[2]));
        if (vm_text_n(&fill) != 1)
            vm_raise_type_error(vm, "The fill character must be exactly one character long");
    } else if (n_args > 2) {
        if (!(vm_is_bytes(args[2]) || vm_is_bytearray(args[2])) || vm_text_of(vm, args[2]).len != 1)
            vm_raise_type_error(vm, "%s() argument 2 must be a byte string of length 1, not %t",
                                method, args[2]);
        fill = vm_text_of(vm, args[2]);
    }
    n = vm_text_n(&t);
    missing = width > 0 && (size_t)width > n ? (size_t)width - n : 0;
    // As in Python, the odd one goes left when the width is odd.
    left = side == LEFT ? missing : side == RIGHT ? 0 : missing / 2 + (missing & (size_t)width & 1);
    return pad(vm, args[0], &t, left, missing - left, &fill);
}

TEXT_METHOD(center)
{
    return justify(vm, n_args, args, MIDDLE, "center");
}

TEXT_METHOD(ljust)
{
    return justify(vm, n_args, args, RIGHT, "ljust");
}

TEXT_METHOD(rjust)
{
    return justify(vm, n_args, args, LEFT, "rjust");
}

TEXT_METHOD(zfill)
{
    intptr_t width = vm_get_int(vm, args[1]);
    VmText t = vm_text_of(vm, args[0]), zero = {"0", 1, t.kind, true};
    size_t n = vm_text_n(&t), missing = width > 0 && (size_t)width > n ? (size_t)width - n : 0;
    VmValue result = pad(vm, args[0], &t, missing, 0, &zero);

    if (missing > 0 && t.len > 0 && (t.data[0] == '-' || t.data[0] == '+')) {
        // The sign goes first; nobody has seen the new object yet.
        char *out = (char *)vm_text_of(vm, result).data;

        out[0] = out[missing];
        out[missing] = '0';
    }
    return result;
}

TEXT_METHOD(expandtabs)
{
    static const VmParam params[] = {{VM_S(tabsize), 0, VM_SMALL(8)}};
    VmValue size_arg = VM_SMALL(8);
    intptr_t tab_size;
    size_t column = 0, from = 0;
    VmText t;
    VmBuf buf;
    VmValue result;

    vm_parse_args(vm, &vm_s_expandtabs, params, 1, n_args - 1, args + 1, kw, &size_arg);
    tab_size = vm_get_int(vm, size_arg);
    t = vm_text_of(vm, args[0]);
    vm_buf_init(&buf);
    for (size_t at = 0; at < t.len;) {
        size_t size = item_size(&t, at);
        char c = t.data[at];

        if (c == '\t') {
            vm_buf_append(vm, &buf, t.data + from, at - from);
            from = at + 1;
            if (tab_size > 0) {
                size_t n = (size_t)tab_size - column % (size_t)tab_size;

                vm_buf_reserve(vm, &buf, n);
                memset(buf.data + buf.len, ' ', n);
                buf.len += n;
                column += n;
            }
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
        at += size;
    }
    vm_buf_append(vm, &buf, t.data + from, t.len - from);
    result = vm_text_new(vm, t.kind, buf.data, buf.len);
    vm_buf_free(vm, &buf);
    return result;
}

/* --- Classes and cases --- */

/* bool(text) and all its items pass. */
static VmValue
all_items(VM *vm, VmValue self, unsigned wanted)
{
    VmText t = vm_text_of(vm, self);
    const char *at = t.data, *end = t.data + t.len;

    while (at < end) {
        if ((vm_text_flags(&t, vm_text_next(&t, &at)) & wanted) == 0)
            return VM_FALSE;
    }
    return vm_bool(t.len > 0);
}

TEXT_METHOD(isalnum)
{
    return all_items(vm, args[0], VM_UC_ALPHA | VM_UC_DECIMAL | VM_UC_DIGIT | VM_UC_NUMERIC);
}

TEXT_METHOD(isalpha)
{
    return all_items(vm, args[0], VM_UC_ALPHA);
}

TEXT_METHOD(isdigit)
{
    return all_items(vm, args[0], VM_UC_DIGIT);
}

TEXT_METHOD(isspace)
{
    return all_items(vm, args[0], VM_UC_SPACE);
}

TEXT_METHOD(isascii)
{
    VmText t = vm_text_of(vm, args[0]);

    return vm_bool(vm_is_ascii(t.data, t.len));
}

/* At least one of @wanted and none of @unwanted. */
static VmValue
some_items(VM *vm, VmValue self, unsigned wanted, unsigned unwanted)
{
    VmText t = vm_text_of(vm, self);
    const char *at = t.data, *end = t.data + t.len;
    bool found = false;

    while (at < end) {
        unsigned flags = vm_text_flags(&t, vm_text_next(&t, &at));

        if (flags & unwanted)
            return VM_FALSE;
        found |= (flags & wanted) != 0;
    }
    return vm_bool(found);
}

TEXT_METHOD(islower)
{
    return some_items(vm, args[0], VM_UC_LOWER, VM_UC_UPPER | VM_UC_TITLE);
}

TEXT_METHOD(isupper)
{
    return some_items(vm, args[0], VM_UC_UPPER, VM_UC_LOWER | VM_UC_TITLE);
}

TEXT_METHOD(istitle)
{
    VmText t = vm_text_of(vm, args[0]);
    const char *at = t.data, *end = t.data + t.len;
    bool in_word = false, found = false;

    while (at < end) {
        unsigned flags = vm_text_flags(&t, vm_text_next(&t, &at));

        if (flags & (VM_UC_UPPER | VM_UC_TITLE)) {
            if (in_word)
                return VM_FALSE;
            in_word = found = true;
        } else if (flags & VM_UC_LOWER) {
            if (!in_word)
                return VM_FALSE;
        } else {
            in_word = false;
        }
    }
    return vm_bool(found);
}

typedef enum CaseMode { TO_UPPER, TO_LOWER, TO_SWAPPED, TO_CAPITALIZED, TO_TITLE } CaseMode;

/* How the item should be written, given what stands before it in its word. */
static VmCase
case_of(CaseMode mode, bool first, bool in_word, unsigned flags)
{
    switch (mode) {
    case TO_UPPER: return VM_CASE_UPPER;
    case TO_LOWER: return VM_CASE_LOWER;
    case TO_SWAPPED: return flags & VM_UC_UPPER ? VM_CASE_LOWER : VM_CASE_UPPER;
    case TO_CAPITALIZED: return first ? VM_CASE_TITLE : VM_CASE_LOWER;
    default: return in_word ? VM_CASE_LOWER : VM_CASE_TITLE;
    }
}

/* A capital sigma at @at is written as at the end of a word: a cased letter before it, none behind.
 */
static bool
is_final_sigma(const VmText *t, size_t at)
{
    size_t i = at;
    unsigned flags = 0;

    while (i > 0) {
        i = item_before(t, i);
        flags = vm_unicode_flags(item_at(t, i));
        if ((flags & VM_UC_IGNORABLE) == 0)
            break;
    }
    if ((flags & VM_UC_CASED) == 0)
        return false;
    for (i = at + item_size(t, at); i < t->len; i += item_size(t, i)) {
        flags = vm_unicode_flags(item_at(t, i));
        if ((flags & VM_UC_IGNORABLE) == 0)
            return (flags & VM_UC_CASED) == 0;
    }
    return true;
}

/* ASCII and bytes: the length stays. */
static VmValue
map_case_flat(VM *vm, const VmText *t, CaseMode mode)
{
    char *out;
    VmValue result = vm_text_alloc(vm, t->kind, t->len, &out);
    bool in_word = false;

    for (size_t i = 0; i < t->len; i++) {
        uint8_t c = (uint8_t)t->data[i];
        bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';

        if (is_upper || is_lower) {
            VmCase to = case_of(mode, i == 0, in_word, is_upper ? VM_UC_UPPER : 0);

            c = to == VM_CASE_LOWER ? c | 32 : c & ~32;
        }
        in_word = is_upper || is_lower;
        out[i] = (char)c;
    }
    return vm_text_done(vm, result);
}

static VmValue
map_case(VM *vm, VmValue self, CaseMode mode)
{
    VmText t = vm_text_of(vm, self);
    bool in_word = false;
    VmBuf buf;

    if (t.flat)
        return map_case_flat(vm, &t, mode);
    vm_buf_init(&buf);
    vm_buf_reserve(vm, &buf, t.len);
    for (size_t at = 0; at < t.len; at += item_size(&t, at)) {
        uint32_t item = item_at(&t, at), mapped[3];
        unsigned flags = vm_unicode_flags(item), n;
        VmCase to = case_of(mode, at == 0, in_word, flags);

        n = 1;
        mapped[0] = item;
        if (mode != TO_SWAPPED || (flags & (VM_UC_UPPER | VM_UC_LOWER)) != 0)
            n = vm_unicode_case(item, to, mapped);
        if (item == 0x3a3 && to == VM_CASE_LOWER && is_final_sigma(&t, at))
            mapped[0] = 0x3c2;
        for (unsigned i = 0; i < n; i++)
            vm_out_char(vm, &buf.out, mapped[i]);
        in_word = (flags & (VM_UC_LOWER | VM_UC_UPPER | VM_UC_TITLE)) != 0;
    }
    return vm_buf_to_str(vm, &buf);
}

TEXT_METHOD(upper)
{
    return map_case(vm, args[0], TO_UPPER);
}

TEXT_METHOD(lower)
{
    return map_case(vm, args[0], TO_LOWER);
}

TEXT_METHOD(swapcase)
{
    return map_case(vm, args[0], TO_SWAPPED);
}

TEXT_METHOD(capitalize)
{
    return map_case(vm, args[0], TO_CAPITALIZED);
}

TEXT_METHOD(title)
{
    return map_case(vm, args[0], TO_TITLE);
}

/* --- Slots --- */

intptr_t
vm_text_len(VM *vm, VmValue self)
{
    VmText t = vm_text_of(vm, self);

    return (intptr_t)vm_text_n(&t);
}

void
vm_check_index_type(VM *vm, VmValue key, const char *what)
{
    if (vm_is_int(key) || vm_type_lookup(vm, vm_type_of(key), &vm_s___index__) != VM_UNDEF)
        return;
    if (what[0] == 's')
        vm_raise_type_error(vm, "string indices must be integers, not '%t'", key);
    vm_raise_type_error(vm, "%s indices must be integers or slices, not %t", what, key);
}

static VmValue
get_slice(VM *vm, VmValue self, VmValue slice)
{
    VmText t = vm_text_of(vm, self);
    intptr_t start, stop, step,
        n = vm_slice_indices(vm, slice, (intptr_t)vm_text_n(&t), &start, &stop, &step);
    size_t from;
    VmBuf buf;

    // __index__ may have made a bytearray shorter.
    t = vm_text_of(vm, self);
    if (t.kind == VM_TEXT_BYTEARRAY && n > 0 &&
        ((size_t)start >= t.len || (size_t)(start + (n - 1) * step) >= t.len))
        n = 0;
    if (n <= 0)
        return vm_text_new(vm, t.kind, NULL, 0);
    if (step == 1) {
        if (t.flat)
            return part(vm, self, &t, (size_t)start, (size_t)(start + n));
        from = vm_utf8_offset(t.data, t.len, (size_t)start);
        return part(vm, self, &t, from,
                    from + vm_utf8_offset(t.data + from, t.len - from, (size_t)n));
    }
    if (t.flat) {
        char *out;
        VmValue result = vm_text_alloc(vm, t.kind, (size_t)n, &out);

        for (intptr_t i = 0; i < n; i++)
            out[i] = t.data[start + i * step];
        return vm_text_done(vm, result);
    }
    vm_buf_init(&buf);
    from = vm_utf8_offset(t.data, t.len, (size_t)start);
    for (intptr_t i = 0; i < n; i++) {
        vm_buf_append(vm, &buf, t.data + from, item_size(&t, from));
        if (step > 0) {
            from += vm_utf8_offset(t.data + from, t.len - from, (size_t)step);
        } else {
            for (intptr_t k = step; k < 0 && from > 0; k++)
                from = item_before(&t, from);
        }
    }
    return vm_buf_to_str(vm, &buf);
}

VmValue
vm_text_get_item(VM *vm, VmValue self, VmValue key)
{
    static const char *const what[] = {"string", "byte", "bytearray"};
    VmText t;
    size_t at;

    if (vm_is_exact(key, &vm_type_slice))
        return get_slice(vm, self, key);
    t = vm_text_of(vm, self);
    if (!vm_is_small(key)) {
        vm_check_index_type(vm, key, what[t.kind]);
        key = vm_index(vm, key);
        t = vm_text_of(vm, self);
    }
    if (t.kind == VM_TEXT_BYTES) {
        intptr_t n = (intptr_t)t.len, i = vm_get_int_clamped(vm, key);

        if (!vm_is_small(key))
            vm_raise_index_error(vm, "cannot fit 'int' into an index-sized integer");
        i += i < 0 ? n : 0;
        if (i < 0 || i >= n)
            vm_raise_index_error(vm, "index out of range"); // its own wording, as in CPython
        return vm_small((uint8_t)t.data[i]);
    }
    at = vm_get_index(vm, key, vm_text_n(&t), what[t.kind]);
    if (t.kind != VM_TEXT_STR)
        return vm_small((uint8_t)t.data[at]);
    if (t.flat)
        return vm_value(vm_rom_chars[(uint8_t)t.data[at]]);
    at = vm_utf8_offset(t.data, t.len, at);
    return vm_str_new(vm, t.data + at, item_size(&t, at));
}

VmValue
vm_text_concat(VM *vm, VmValue left, VmValue right)
{
    VmText a = vm_text_of(vm, left), b = get_text(vm, &a, right, "must be str");
    VmValue result;
    char *out;

    if (a.kind != VM_TEXT_BYTEARRAY) {
        if (b.len == 0)
            return whole(vm, left, &a);
        if (a.len == 0 && (vm_is_exact(right, &vm_type_str) || vm_is_exact(right, &vm_type_bytes)))
            return right;
    }
    result = vm_text_alloc(vm, a.kind, add_sizes(vm, a.len, b.len), &out);
    if (a.len != 0)
        memcpy(out, a.data, a.len);
    if (b.len != 0)
        memcpy(out + a.len, b.data, b.len);
    if (a.flat && b.flat && a.kind == VM_TEXT_STR) {
        vm_str(result)->bits |= VM_STR_ASCII;
        return result;
    }
    return vm_text_done(vm, result);
}

VmValue
vm_text_repeat(VM *vm, VmValue self, VmValue times)
{
    intptr_t n = vm_get_int(vm, times);
    VmText t = vm_text_of(vm, self);
    VmValue result;
    size_t len, done;
    char *out;

    if (n <= 0 || t.len == 0)
        return vm_text_new(vm, t.kind, NULL, 0);
    if (n == 1)
        return whole(vm, self, &t);
    len = multiply_sizes(vm, t.len, (size_t)n);
    result = vm_text_alloc(vm, t.kind, len, &out);
    if (t.len == 1) {
        memset(out, t.data[0], len);
        return vm_text_done(vm, result);
    }
    memcpy(out, t.data, t.len);
    for (done = t.len; done < len;) {
        size_t more = done < len - done ? done : len - done;

        memcpy(out + done, out, more);
        done += more;
    }
    return vm_text_done(vm, result);
}

/* May the other operand of a failing operator still know what to do? Then it is no error yet. */
static bool
has_reflected(VM *vm, VmValue v, const VmStr *method)
{
    return vm_is_class(vm_type_of(v)) && vm_type_lookup(vm, vm_type_of(v), method) != VM_UNDEF;
}

VmValue
vm_text_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue self = self_is_right ? right : left, other = self_is_right ? left : right;
    bool is_str = vm_is_str(self);

    switch (op) {
    case VM_BIN_ADD:
        if (self_is_right)
            return VM_UNDEF;
        if (is_str ? vm_is_str(right)
                   : !vm_is_str(right) && vm_type_of(right)->layout->buffer != NULL)
            return vm_text_concat(vm, left, right);
        if (has_reflected(vm, right, &vm_s___radd__))
            return VM_UNDEF;
        if (is_str)
            vm_raise_type_error(vm, "can only concatenate str (not \"%t\") to str", right);
        vm_raise_type_error(vm, "can't concat %t to %t", right, left);
    case VM_BIN_MUL:
        if (vm_is_int(other))
            return vm_text_repeat(vm, self, other);
        if (vm_is_class(vm_type_of(other)) &&
            vm_type_lookup(vm, vm_type_of(other), &vm_s___index__) != VM_UNDEF &&
            !has_reflected(vm, other, &vm_s___rmul__))
            return vm_text_repeat(vm, self, other);
        if (self_is_right || has_reflected(vm, right, &vm_s___rmul__))
            return VM_UNDEF;
        vm_raise_type_error(vm, "can't multiply sequence by non-int of type '%t'", other);
    case VM_BIN_MOD:
        if (self_is_right)
            return VM_UNDEF;
        return is_str ? vm_str_percent(vm, left, right) : vm_bytes_percent(vm, left, right);
    default: return VM_UNDEF;
    }
}

VmValue
vm_text_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmText a, b;
    VmBuffer buffer;
    size_t common;
    int order;

    if (vm_is_str(self)) {
        if (!vm_is_str(other))
            return VM_UNDEF;
        if (op == VM_CMP_EQ || op == VM_CMP_NE)
            return vm_bool(vm_str_equal(vm_str(self), vm_str(other)) == (op == VM_CMP_EQ));
        a = vm_text_of_str(vm_str(self));
        b = vm_text_of_str(vm_str(other));
    } else {
        const VmType *layout = vm_type_of(other)->layout;

        if (layout->buffer == NULL || !layout->buffer(vm, other, &buffer, false) ||
            buffer.item_size != 1)
            return VM_UNDEF;
        a = vm_text_of(vm, self);
        b = (VmText){(const char *)buffer.data, buffer.len, a.kind, true};
    }
    // UTF-8 sorts as its code points do.
    common = a.len < b.len ? a.len : b.len;
    order = common != 0 ? memcmp(a.data, b.data, common) : 0;
    if (order == 0)
        order = (a.len > b.len) - (a.len < b.len);
    switch (op) {
    case VM_CMP_LT: return vm_bool(order < 0);
    case VM_CMP_LE: return vm_bool(order <= 0);
    case VM_CMP_GT: return vm_bool(order > 0);
    case VM_CMP_GE: return vm_bool(order >= 0);
    case VM_CMP_EQ: return vm_bool(order == 0);
    default: return vm_bool(order != 0);
    }
}
