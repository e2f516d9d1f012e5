/* SPDX-License-Identifier: MIT */
/* str to bytes and back: utf-8, ascii, latin-1, with Python's error handlers.
 *
 * A str holds UTF-8, in which lone surrogates (from '\ud800' or surrogateescape) stand as three
 * bytes; encoding finds them, decoding makes none.
 */
#include <string.h>

#include "vm/types/text.h"

typedef enum Codec { UTF_8, ASCII, LATIN_1 } Codec;

static const char *const codec_names[] = {"utf-8", "ascii", "latin-1"};

typedef enum Handler { STRICT, IGNORE, REPLACE, BACKSLASH, XML, ESCAPE, PASS, UNKNOWN } Handler;

static const char *const handler_names[] = {
    "strict",          "ignore",       "replace", "backslashreplace", "xmlcharrefreplace",
    "surrogateescape", "surrogatepass"};

static Codec
find_codec(VM *vm, const char *encoding)
{
    static const struct {
        char name[12];
        Codec codec;
    } names[] = {
        {"utf-8", UTF_8},        {"utf8", UTF_8},        {"u8", UTF_8},       {"utf", UTF_8},
        {"cp65001", UTF_8},      {"ascii", ASCII},       {"us-ascii", ASCII}, {"646", ASCII},
        {"latin-1", LATIN_1},    {"latin1", LATIN_1},    {"latin", LATIN_1},  {"l1", LATIN_1},
        {"iso-8859-1", LATIN_1}, {"iso8859-1", LATIN_1}, {"8859", LATIN_1},   {"cp819", LATIN_1},
    };
    char normal[12];
    size_t len;

    if (encoding == NULL)
        return UTF_8;
    len = strlen(encoding);
    if (len < sizeof normal) {
        for (size_t i = 0; i <= len; i++) {
            char c = encoding[i];

            normal[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '_' || c == ' ' ? '-' : c;
        }
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (strcmp(normal, names[i].name) == 0)
                return names[i].codec;
        }
    }
    vm_raise_format(vm, &vm_type_LookupError, "unknown encoding: %s", encoding);
}

/* Unknown names matter only when there is an error to handle, as in CPython. */
static Handler
find_handler(const char *errors)
{
    if (errors == NULL)
        return STRICT;
    for (unsigned i = 0; i < sizeof handler_names / sizeof handler_names[0]; i++) {
        if (strcmp(errors, handler_names[i]) == 0)
            return (Handler)i;
    }
    return UNKNOWN;
}

/* Raises the exception with CPython's text and attributes. */
_Noreturn static void
raise_unicode(VM *vm, const VmType *type, VmValue message, Codec codec, VmValue object,
              size_t start, size_t end, const char *reason)
{
    VmValue e = vm_exception_new(vm, type, 1, &message);

    vm_set_attr(vm, e, &vm_s_encoding, vm_str_from_c(vm, codec_names[codec]));
    vm_set_attr(vm, e, &vm_s_object, object);
    vm_set_attr(vm, e, &vm_s_start, vm_small((intptr_t)start));
    vm_set_attr(vm, e, &vm_s_end, vm_small((intptr_t)end));
    vm_set_attr(vm, e, &vm_s_reason, vm_str_from_c(vm, reason));
    vm_raise(vm, e);
}

_Noreturn static void
raise_decode_error(VM *vm, Codec codec, const char *data, size_t len, size_t at, size_t bad_len,
                   const char *reason)
{
    VmValue message, object = vm_bytes_new(vm, data, len);

    if (bad_len == 1)
        message =
            vm_str_format(vm, "'%s' codec can't decode byte 0x%02x in position %zu: %s",
                          codec_names[codec], (unsigned)vm_bytes(object)->data[at], at, reason);
    else
        message = vm_str_format(vm, "'%s' codec can't decode bytes in position %zu-%zu: %s",
                                codec_names[codec], at, at + bad_len - 1, reason);
    raise_unicode(vm, &vm_type_UnicodeDecodeError, message, codec, object, at, at + bad_len,
                  reason);
}

/* What @handler writes for the bytes that could not be decoded. False: nothing but an exception
 * will do. */
static bool
handle_decode_error(VM *vm, VmBuf *out, Codec codec, Handler handler, const uint8_t *bad,
                    size_t *bad_len)
{
    size_t len = *bad_len;

    switch (handler) {
    case IGNORE: return true;
    case REPLACE: vm_out_char(vm, &out->out, 0xfffd); return true;
    case BACKSLASH:
        for (size_t i = 0; i < len; i++)
            vm_out_format(vm, &out->out, "\\x%02x", (unsigned)bad[i]);
        return true;
    case ESCAPE:
        for (size_t i = 0; i < len; i++) {
            if (bad[i] < 0x80) {
                *bad_len = i; // a plain byte after the bad ones is text again
                return i > 0;
            }
            vm_out_char(vm, &out->out, 0xdc00u + bad[i]);
        }
        return true;
    case PASS:
        // Only surrogates written as UTF-8 pass.
        if (codec != UTF_8 || bad[0] != 0xed || (bad[1] & 0xe0) != 0xa0 || (bad[2] & 0xc0) != 0x80)
            return false;
        vm_buf_append(vm, out, bad, 3);
        *bad_len = 3;
        return true;
    default: return false;
    }
}

static VmValue
decode_latin_1(VM *vm, const uint8_t *p, size_t len)
{
    size_t n = len;
    VmStr *s;
    char *out;

    if (len <= 1 && (len == 0 || p[0] < 0x80))
        return vm_str_new(vm, (const char *)p, len);
    for (size_t i = 0; i < len; i++)
        n += p[i] >> 7;
    s = vm_str_alloc(vm, n);
    out = s->data;
    for (size_t i = 0; i < len; i++)
        out += vm_utf8_encode(p[i], out);
    return vm_str_finish(vm, s);
}

/* Like vm_utf8_check() for ASCII. */
static size_t
check_ascii(const char *data, size_t len, size_t *bad_len, const char **reason)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] & 0x80) {
            *bad_len = 1;
            *reason = "ordinal not in range(128)";
            return i;
        }
    }
    return len;
}

VmValue
vm_decode(VM *vm, const char *data, size_t len, const char *encoding, const char *errors)
{
    Handler handler;
    size_t at, bad_len;
    const char *reason;
    VmBuf buf;
    Codec codec;

    if (len == 0)
        return VM_S(empty_); // whatever the codec, as in CPython
    codec = find_codec(vm, encoding);
    if (codec == LATIN_1)
        return decode_latin_1(vm, (const uint8_t *)data, len);
    at = (codec == ASCII ? check_ascii : vm_utf8_check)(data, len, &bad_len, &reason);
    if (at == len)
        return vm_str_new(vm, data, len);
    handler = find_handler(errors);
    if (handler == UNKNOWN)
        vm_raise_format(vm, &vm_type_LookupError, "unknown error handler name '%s'", errors);
    vm_buf_init(&buf);
    for (size_t from = 0;;) {
        vm_buf_append(vm, &buf, data + from, at);
        from += at;
        if (from == len)
            return vm_buf_to_str(vm, &buf);
        if ((handler == PASS && len - from < 3) ||
            !handle_decode_error(vm, &buf, codec, handler, (const uint8_t *)data + from, &bad_len))
            raise_decode_error(vm, codec, data, len, from, bad_len, reason);
        from += bad_len;
        at = (codec == ASCII ? check_ascii : vm_utf8_check)(data + from, len - from, &bad_len,
                                                            &reason);
    }
}

static bool
can_encode(Codec codec, uint32_t c)
{
    switch (codec) {
    case ASCII: return c < 0x80;
    case LATIN_1: return c < 0x100;
    default: return c < 0xd800 || c > 0xdfff;
    }
}

static const char *
encode_reason(Codec codec)
{
    return codec == ASCII     ? "ordinal not in range(128)"
           : codec == LATIN_1 ? "ordinal not in range(256)"
                              : "surrogates not allowed";
}

/* The characters from @at on that cannot be encoded make one error. */
_Noreturn static void
raise_encode_error(VM *vm, Codec codec, VmStr *s, const char *at)
{
    const char *end = s->data + s->len, *p = at;
    size_t start = vm_utf8_count(s->data, (size_t)(at - s->data)), n = 0;
    uint32_t first = 0;
    const char *reason = encode_reason(codec);
    VmValue message;

    while (p < end) {
        uint32_t c = vm_utf8_next(&p);

        if (can_encode(codec, c))
            break;
        if (n++ == 0)
            first = c;
    }
    if (n == 1)
        message = vm_str_format(
            vm,
            first < 0x100     ? "'%s' codec can't encode character '\\x%02x' in position %zu: %s"
            : first < 0x10000 ? "'%s' codec can't encode character '\\u%04x' in position %zu: %s"
                              : "'%s' codec can't encode character '\\U%08x' in position %zu: %s",
            codec_names[codec], (unsigned)first, start, reason);
    else
        message = vm_str_format(vm, "'%s' codec can't encode characters in position %zu-%zu: %s",
                                codec_names[codec], start, start + n - 1, reason);
    raise_unicode(vm, &vm_type_UnicodeEncodeError, message, codec, vm_value(s), start, start + n,
                  reason);
}

static void
encode_char(VM *vm, VmBuf *out, Codec codec, uint32_t c)
{
    char byte = (char)c;

    if (codec == UTF_8)
        vm_out_char(vm, &out->out, c);
    else
        vm_buf_append(vm, out, &byte, 1);
}

static bool
handle_encode_error(VM *vm, VmBuf *out, Codec codec, Handler handler, uint32_t c)
{
    char byte;

    switch (handler) {
    case IGNORE: return true;
    case REPLACE: vm_out_text(vm, &out->out, "?"); return true;
    case BACKSLASH:
        vm_out_format(vm, &out->out,
                      c < 0x100     ? "\\x%02x"
                      : c < 0x10000 ? "\\u%04x"
                                    : "\\U%08x",
                      (unsigned)c);
        return true;
    case XML: vm_out_format(vm, &out->out, "&#%u;", (unsigned)c); return true;
    case ESCAPE:
        if (c < 0xdc80 || c > 0xdcff)
            return false;
        byte = (char)(c - 0xdc00);
        vm_buf_append(vm, out, &byte, 1);
        return true;
    case PASS:
        if (codec != UTF_8)
            return false;
        vm_out_char(vm, &out->out, c);
        return true;
    default: return false;
    }
}

/* Lone surrogates are the only thing in a str that UTF-8 does not allow: ED A0..BF. */
static bool
has_surrogates(const VmStr *s)
{
    const char *at = s->data, *end = at + s->len;

    while (at < end && (at = memchr(at, 0xed, (size_t)(end - at))) != NULL) {
        if ((uint8_t)at[1] >= 0xa0)
            return true;
        at++;
    }
    return false;
}

VmValue
vm_encode(VM *vm, VmStr *s, const char *encoding, const char *errors)
{
    Codec codec = find_codec(vm, encoding);
    const char *at = s->data, *end = at + s->len;
    Handler handler;
    VmBuf buf;

    if ((s->bits & VM_STR_ASCII) || (codec == UTF_8 && !has_surrogates(s)))
        return vm_bytes_new(vm, s->data, s->len);
    handler = find_handler(errors);
    vm_buf_init(&buf);
    while (at < end) {
        const char *here = at;
        uint32_t c = vm_utf8_next(&at);

        if (can_encode(codec, c)) {
            encode_char(vm, &buf, codec, c);
        } else {
            if (handler == UNKNOWN)
                vm_raise_format(vm, &vm_type_LookupError, "unknown error handler name '%s'",
                                errors);
            if (!handle_encode_error(vm, &buf, codec, handler, c))
                raise_encode_error(vm, codec, s, here);
        }
    }
    return vm_buf_to_bytes(vm, &buf);
}
