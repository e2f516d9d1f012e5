/* SPDX-License-Identifier: MIT */
/* Source text to tokens: lexer.h says how it is used.
 *
 * Everything is found by offsets into the source, which stays in memory while it is compiled, so
 * that a token costs nothing until its value (a name, a number) is wanted. Errors are worded as
 * CPython 3.11 words them, and where the text ends inside brackets the place where they were opened
 * is blamed.
 */
#include "vm/core/lexer.h"

#include "vm/core/compile.h"

const char *const vm_token_texts[VM_TOK_COUNT] = {"end of file",
                                                  "end of line",
                                                  "indentation",
                                                  "end of block",
                                                  "name",
                                                  "number",
                                                  "string",
                                                  "f-string",
#define X(name, text) text,
                                                  VM_PUNCTUATION(X) VM_KEYWORDS(X)
#undef X
};

const char *const vm_keywords[] = {
#define X(name, text) text,
    VM_KEYWORDS(X)
#undef X
        NULL};

/* --- Positions and errors --- */

static bool
is_line_end(const VmLexer *lx, uint32_t at)
{
    char c = lx->source[at];

    return c == '\n' || (c == '\r' && (at + 1 >= lx->len || lx->source[at + 1] != '\n'));
}

uint32_t
vm_lexer_line(VmLexer *lx, uint32_t at)
{
    if (at > lx->len)
        at = lx->len;
    for (; lx->line_at < at; lx->line_at++)
        lx->line += is_line_end(lx, lx->line_at);
    while (lx->line_at > at)
        lx->line -= is_line_end(lx, --lx->line_at);
    return lx->line;
}

uint32_t
vm_lexer_line_start(const VmLexer *lx, uint32_t at)
{
    while (at > 0 && lx->source[at - 1] != '\n' && lx->source[at - 1] != '\r')
        at--;
    return at;
}

static uint32_t
line_end(const VmLexer *lx, uint32_t at)
{
    while (at < lx->len && lx->source[at] != '\n' && lx->source[at] != '\r')
        at++;
    return at;
}

/* 1-based, in characters. */
static uint32_t
column(const VmLexer *lx, uint32_t at)
{
    uint32_t n = 1;

    for (uint32_t i = vm_lexer_line_start(lx, at); i < at; i++)
        n += (lx->source[i] & 0xc0) != 0x80;
    return n;
}

void
vm_lexer_fail(VmLexer *lx, const VmType *type, uint32_t start, uint32_t end, const char *format,
              ...)
{
    VM *vm = lx->vm;
    VmBuf buf;
    VmValue args[2], e;
    __builtin_va_list list;
    uint32_t first = vm_lexer_line_start(lx, start);

    vm_buf_init(&buf);
    __builtin_va_start(list, format);
    vm_out_vformat(vm, &buf.out, format, &list);
    __builtin_va_end(list);
    args[0] = vm_buf_to_str(vm, &buf);
    if (end < start)
        end = start;
    args[1] = vm_tuple_of(vm, 6, vm_value(lx->filename), vm_small(vm_lexer_line(lx, start)),
                          vm_small(column(lx, start)),
                          vm_str_new(vm, lx->source + first, line_end(lx, start) - first),
                          vm_small(vm_lexer_line(lx, end)), vm_small(column(lx, end)));
    e = vm_exception_new(vm, type, 2, args);
    ((VmException *)vm_object(e))->value = args[1];
    vm_raise(vm, e);
}

#define FAIL(start, end, ...) vm_lexer_fail(lx, &vm_type_SyntaxError, start, end, __VA_ARGS__)

/* --- Characters --- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int
hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

static bool
is_name_part(char c)
{
    return is_name_start(c) || is_digit(c);
}

static char
at(const VmLexer *lx, uint32_t pos)
{
    return pos < lx->len ? lx->source[pos] : 0;
}

/* The code point at @pos of text known to be UTF-8. */
static uint32_t
code_point(const VmLexer *lx, uint32_t pos, unsigned *size)
{
    const uint8_t *p = (const uint8_t *)lx->source + pos;

    if (*p < 0x80) {
        *size = 1;
        return *p;
    }
    if (*p < 0xe0) {
        *size = 2;
        return (uint32_t)(*p & 0x1f) << 6 | (p[1] & 0x3f);
    }
    if (*p < 0xf0) {
        *size = 3;
        return (uint32_t)(*p & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
    *size = 4;
    return (uint32_t)(*p & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 |
           (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* Beyond ASCII everything is a letter but these: what editors, web pages and chats put into
 * programs by accident. */
static const struct {
    uint32_t first, last;
} symbol_ranges[] = {
    {0x80, 0xa9},       {0xab, 0xb4},        {0xb6, 0xb6},     {0xb8, 0xb9},     {0xbb, 0xbf},
    {0xd7, 0xd7},       {0xf7, 0xf7},        {0x2000, 0x203e}, {0x2041, 0x2053}, {0x2055, 0x2070},
    {0x2074, 0x207e},   {0x2080, 0x208e},    {0x20a0, 0x20cf}, {0x2190, 0x245f}, {0x249c, 0x24b5},
    {0x2500, 0x2bff},   {0x3000, 0x3004},    {0x3008, 0x3020}, {0xe000, 0xf8ff}, {0xfe10, 0xfe1f},
    {0xfe30, 0xfe32},   {0xfe45, 0xfe4c},    {0xfe50, 0xfe6f}, {0xfeff, 0xfeff}, {0xff00, 0xff0f},
    {0xff1a, 0xff20},   {0xff3b, 0xff3e},    {0xff40, 0xff40}, {0xff5b, 0xff65}, {0xfff9, 0xffff},
    {0x1f000, 0x1faff}, {0xf0000, 0x10ffff},
};

static bool
is_symbol(uint32_t c)
{
    for (size_t i = 0; i < sizeof symbol_ranges / sizeof *symbol_ranges; i++)
        if (c >= symbol_ranges[i].first && c <= symbol_ranges[i].last)
            return true;
    return false;
}

_Noreturn static void
fail_character(VmLexer *lx, uint32_t pos)
{
    unsigned size;
    uint32_t c = code_point(lx, pos, &size);
    char hex[9];
    int n = 0;

    for (int shift = 20; shift >= 0; shift -= 4)
        if (n > 0 || shift < 16 || (c >> shift) != 0)
            hex[n++] = "0123456789ABCDEF"[(c >> shift) & 15];
    hex[n] = 0;
    if (c > 0x20 && c < 0x7f)
        FAIL(pos, pos + 1, "invalid syntax");
    if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xfeff || (c >= 0x2000 && c <= 0x200f) ||
        (c >= 0x2028 && c <= 0x202f))
        FAIL(pos, pos, "invalid non-printable character U+%s", hex);
    FAIL(pos, pos, "invalid character '%c' (U+%s)", c, hex);
}

void
vm_lexer_init(VM *vm, VmLexer *lx, const char *source, size_t len, const VmStr *filename)
{
    const uint8_t *p = (const uint8_t *)source;

    memset(lx, 0, offsetof(VmLexer, indents));
    lx->vm = vm;
    lx->source = source;
    lx->filename = filename;
    lx->line = 1;
    lx->at_line_start = true;
    lx->n_indents = 1;
    lx->indents[0] = lx->alt_indents[0] = 0;
    if (len > UINT32_MAX / 2)
        vm_raise_memory_error(vm);
    lx->len = (uint32_t)len;
    for (size_t i = 0; i < len;) {
        uint8_t c = p[i];
        size_t n = c < 0x80                ? 1
                   : c >= 0xc2 && c < 0xe0 ? 2
                   : c >= 0xe0 && c < 0xf0 ? 3
                   : c >= 0xf0 && c < 0xf5 ? 4
                                           : 0;

        if (c == 0 && filename->len > 0 && filename->data[0] == '<') // compile(), exec(), eval()
            vm_raise_value_error(vm, "source code string cannot contain null bytes");
        if (c == 0)
            FAIL((uint32_t)i, (uint32_t)i, "source code cannot contain null bytes");
        for (size_t k = 1; k < n; k++)
            if (i + k >= len || (p[i + k] & 0xc0) != 0x80)
                n = 0;
        if (n == 3 && ((c == 0xe0 && p[i + 1] < 0xa0) || (c == 0xed && p[i + 1] >= 0xa0)))
            n = 0;
        if (n == 4 && ((c == 0xf0 && p[i + 1] < 0x90) || (c == 0xf4 && p[i + 1] >= 0x90)))
            n = 0;
        if (n == 0) {
            // The line's text would be no valid str: blame its beginning.
            lx->len = vm_lexer_line_start(lx, (uint32_t)i);
            FAIL(lx->len, lx->len,
                 "(unicode error) 'utf-8' codec can't decode byte 0x%x in position %u: invalid %s "
                 "byte",
                 c, (unsigned)i, c >= 0x80 && c < 0xc2 ? "start" : "continuation");
        }
        i += n;
    }
    if (len >= 3 && memcmp(source, "\xef\xbb\xbf", 3) == 0)
        lx->pos = 3;
}

/* --- Escapes --- */

static void
append_code_point(VmLexer *lx, VmBuf *out, uint32_t c)
{
    char utf8[4];
    unsigned n = 0;

    if (c < 0x80) {
        utf8[n++] = (char)c;
    } else if (c < 0x800) {
        utf8[n++] = (char)(0xc0 | c >> 6);
        utf8[n++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        utf8[n++] = (char)(0xe0 | c >> 12);
        utf8[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        utf8[n++] = (char)(0x80 | (c & 0x3f));
    } else {
        utf8[n++] = (char)(0xf0 | c >> 18);
        utf8[n++] = (char)(0x80 | (c >> 12 & 0x3f));
        utf8[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        utf8[n++] = (char)(0x80 | (c & 0x3f));
    }
    vm_buf_append(lx->vm, out, utf8, n);
}

/* The escape at @pos (of the backslash); returns the place behind it. */
static uint32_t
decode_escape(VmLexer *lx, VmBuf *out, unsigned flags, uint32_t pos, uint32_t end, uint32_t body,
              uint32_t literal_at)
{
    static const char simple[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    char c = lx->source[pos + 1];
    bool bytes = (flags & VM_STRING_BYTES) != 0;
    unsigned n_digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    uint32_t value = 0;

    if (c == '\n')
        return pos + 2;
    if (c == '\r')
        return pos + 2 + (pos + 2 < end && lx->source[pos + 2] == '\n');
    for (unsigned i = 0; i + 1 < sizeof simple; i += 2) {
        if (simple[i] == c) {
            vm_buf_append(lx->vm, out, &simple[i + 1], 1);
            return pos + 2;
        }
    }
    if (c >= '0' && c <= '7') {
        uint32_t i = pos + 1;

        for (; i < pos + 4 && i < end && lx->source[i] >= '0' && lx->source[i] <= '7'; i++)
            value = value * 8 + (uint32_t)(lx->source[i] - '0');
        if (bytes) {
            char byte = (char)value;
            vm_buf_append(lx->vm, out, &byte, 1);
        } else {
            append_code_point(lx, out, value);
        }
        return i;
    }
    if (bytes && c != 'x')
        n_digits = 0;
    if (!bytes && c == 'N')
        FAIL(literal_at, lx->pos,
             "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: "
             "unknown Unicode character name",
             (unsigned)(pos - body), (unsigned)(pos - body + 1));
    if (n_digits == 0) { // not an escape: both characters stay
        vm_buf_append(lx->vm, out, lx->source + pos, 1);
        return pos + 1;
    }
    for (unsigned i = 0; i < n_digits; i++) {
        int digit = pos + 2 + i < end ? hex_value(lx->source[pos + 2 + i]) : -1;

        if (digit < 0 && bytes)
            FAIL(literal_at, lx->pos, "(value error) invalid \\x escape at position %u",
                 (unsigned)(pos - body));
        if (digit < 0)
            FAIL(literal_at, lx->pos,
                 "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: "
                 "truncated \\%s escape",
                 (unsigned)(pos - body), (unsigned)(pos - body + i + 1),
                 c == 'x'   ? "xXX"
                 : c == 'u' ? "uXXXX"
                            : "UXXXXXXXX");
        value = value << 4 | (uint32_t)digit;
    }
    if (bytes) {
        char byte = (char)value;
        vm_buf_append(lx->vm, out, &byte, 1);
    } else if (value > 0x10ffff) {
        FAIL(literal_at, lx->pos,
             "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: "
             "illegal Unicode character",
             (unsigned)(pos - body), (unsigned)(pos - body + 9));
    } else {
        append_code_point(lx, out, value);
    }
    return pos + 2 + n_digits;
}

void
vm_lexer_decode(VmLexer *lx, VmBuf *out, unsigned flags, uint32_t start, uint32_t end,
                uint32_t literal_at)
{
    uint32_t pos = start;

    while (pos < end) {
        uint32_t run = pos;
        char c = 0;

        while (run < end && (c = lx->source[run]) != '\\' && c != '\r' &&
               ((flags & VM_STRING_BYTES) == 0 || (c & 0x80) == 0))
            run++;
        if (run > pos)
            vm_buf_append(lx->vm, out, lx->source + pos, run - pos);
        pos = run;
        if (pos >= end)
            break;
        if (c == '\r') { // every line end reads as \n
            vm_buf_append(lx->vm, out, "\n", 1);
            pos += 1 + (pos + 1 < end && lx->source[pos + 1] == '\n');
        } else if (c != '\\') {
            FAIL(literal_at, lx->pos, "bytes can only contain ASCII literal characters");
        } else if ((flags & VM_STRING_RAW) != 0) {
            vm_buf_append(lx->vm, out, "\\", 1);
            pos++;
        } else {
            pos = decode_escape(lx, out, flags, pos, end, start, literal_at);
        }
    }
}

_Noreturn static void
fail_unterminated(VmLexer *lx, uint32_t literal_at, unsigned flags)
{
    uint32_t end = (flags & VM_STRING_TRIPLE) != 0 ? lx->len : line_end(lx, literal_at);
    uint32_t line = vm_lexer_line(lx, end);

    if (lx->field_brackets != 0) // most likely the f-string's own closing quote
        FAIL(literal_at, literal_at, "f-string: expecting '}'");
    if ((flags & VM_STRING_TRIPLE) != 0 && end > 0 && is_line_end(lx, end - 1) && line > 1)
        line--;
    FAIL(literal_at, literal_at, "unterminated %sstring literal (detected at line %u)",
         (flags & VM_STRING_TRIPLE) != 0 ? "triple-quoted " : "", (unsigned)line);
}

/* Does the closing quote of a string with @flags stand at @pos? */
static bool
is_closing(const VmLexer *lx, uint32_t pos, unsigned flags)
{
    char quote = (flags & VM_STRING_DOUBLE) != 0 ? '"' : '\'';

    return at(lx, pos) == quote && ((flags & VM_STRING_TRIPLE) == 0 ||
                                    (at(lx, pos + 1) == quote && at(lx, pos + 2) == quote));
}

char
vm_lexer_fstring_piece(VmLexer *lx, VmBuf *out, unsigned flags, bool in_spec, uint32_t literal_at)
{
    uint32_t pos = lx->pos, from = pos;

    for (;; pos++) {
        char c = at(lx, pos);

        if (pos >= lx->len || ((c == '\n' || c == '\r') && (flags & VM_STRING_TRIPLE) == 0)) {
            if (in_spec)
                FAIL(literal_at, pos, "f-string: expecting '}'");
            fail_unterminated(lx, literal_at, flags);
        }
        if (is_closing(lx, pos, flags)) {
            if (in_spec)
                FAIL(literal_at, pos, "f-string: expecting '}'");
            break;
        }
        if (c == '\\') {
            // `\{` keeps its backslash and begins a field; `\N{` belongs together.
            if ((flags & VM_STRING_RAW) == 0 && at(lx, pos + 1) == 'N' && at(lx, pos + 2) == '{')
                pos += 2;
            else if (at(lx, pos + 1) != '{' && at(lx, pos + 1) != '}')
                pos++;
            continue;
        }
        if (c == '{' && at(lx, pos + 1) == '{' && !in_spec) {
            vm_lexer_decode(lx, out, flags, from, pos + 1, literal_at);
            from = pos + 2;
            pos++;
            continue;
        }
        if (c == '{' || (c == '}' && in_spec))
            break;
        if (c == '}') {
            if (at(lx, pos + 1) != '}')
                FAIL(literal_at, pos, "f-string: single '}' is not allowed");
            vm_lexer_decode(lx, out, flags, from, pos + 1, literal_at);
            from = pos + 2;
            pos++;
        }
    }
    lx->pos = pos;
    vm_lexer_decode(lx, out, flags, from, pos, literal_at);
    lx->pos = pos + (is_closing(lx, pos, flags) && (flags & VM_STRING_TRIPLE) != 0 ? 3 : 1);
    return lx->source[pos];
}

/* --- Tokens --- */

static VmToken
read_string(VmLexer *lx, uint32_t quote_at, unsigned flags, bool is_f)
{
    char quote = lx->source[quote_at];
    uint32_t pos = quote_at + 1;

    if (quote == '"')
        flags |= VM_STRING_DOUBLE;
    if (at(lx, pos) == quote && at(lx, pos + 1) == quote) {
        flags |= VM_STRING_TRIPLE;
        pos += 2;
    }
    lx->string_flags = (uint8_t)flags;
    lx->body_start = pos;
    if (is_f) {
        lx->pos = pos;
        return VM_TOK_FSTRING;
    }
    for (; !is_closing(lx, pos, flags); pos++) {
        char c = at(lx, pos);

        if (c == '\\') {
            pos++;
            if (at(lx, pos) == '\r' && at(lx, pos + 1) == '\n')
                pos++;
            c = 0;
        }
        if (pos >= lx->len || ((c == '\n' || c == '\r') && (flags & VM_STRING_TRIPLE) == 0))
            fail_unterminated(lx, lx->start, flags);
    }
    lx->body_end = pos;
    lx->pos = pos + ((flags & VM_STRING_TRIPLE) != 0 ? 3 : 1);
    return VM_TOK_STRING;
}

static VmToken
read_name(VmLexer *lx)
{
    const char *text = lx->source + lx->start;
    uint32_t pos = lx->start, len;
    unsigned flags = 0;
    bool is_f = false;

    while (is_name_part(at(lx, pos))) {
        if ((lx->source[pos] & 0x80) != 0) {
            unsigned size;

            if (is_symbol(code_point(lx, pos, &size)))
                fail_character(lx, pos);
            pos += size;
        } else {
            pos++;
        }
    }
    len = pos - lx->start;
    if (len <= 2 && (at(lx, pos) == '"' || at(lx, pos) == '\'')) {
        bool valid = true;

        for (uint32_t i = 0; i < len; i++) {
            char c = text[i] | 0x20;

            if (c == 'r' && (flags & VM_STRING_RAW) == 0)
                flags |= VM_STRING_RAW;
            else if (c == 'b' && (flags & VM_STRING_BYTES) == 0 && !is_f)
                flags |= VM_STRING_BYTES;
            else if (c == 'f' && !is_f && (flags & VM_STRING_BYTES) == 0)
                is_f = true;
            else if (c != 'u' || len != 1)
                valid = false;
        }
        if (valid)
            return read_string(lx, pos, flags, is_f);
    }
    lx->pos = pos;
    if (len >= 2 && len <= 8) {
        for (unsigned i = 0; vm_keywords[i] != NULL; i++)
            if (vm_keywords[i][0] == text[0] && vm_keywords[i][1] == text[1] &&
                strncmp(vm_keywords[i], text, len) == 0 && vm_keywords[i][len] == 0)
                return (VmToken)(VM_TOK_FALSE + i);
    }
    lx->value = vm_value(vm_intern(lx->vm, text, len));
    return VM_TOK_IDENTIFIER;
}

/* Digits with single underscores between them; returns the place behind. */
static uint32_t
skip_digits(VmLexer *lx, uint32_t pos, unsigned base, const char *kind)
{
    for (;;) {
        int digit = hex_value(at(lx, pos));

        if (digit >= 0 && (unsigned)digit < base) {
            pos++;
        } else if (at(lx, pos) == '_') {
            int next = hex_value(at(lx, pos + 1));

            if (next < 0 || (unsigned)next >= base)
                FAIL(pos, pos, "invalid %s literal", kind);
            pos++;
        } else {
            return pos;
        }
    }
}

static bool
ends_number(const VmLexer *lx, uint32_t pos)
{
    static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};

    if (!is_name_start(at(lx, pos)))
        return true;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);

        if (lx->len - pos >= n && memcmp(lx->source + pos, words[i], n) == 0)
            return true;
    }
    return false;
}

static VmToken
read_number(VmLexer *lx)
{
    uint32_t pos = lx->start;
    const char *kind = "decimal";
    char second = at(lx, pos + 1) | 0x20;

    if (at(lx, pos) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
        unsigned base = second == 'x' ? 16 : second == 'o' ? 8 : 2;
        uint32_t first = pos + 2 + (at(lx, pos + 2) == '_');
        int digit = hex_value(at(lx, first));

        kind = second == 'x' ? "hexadecimal" : second == 'o' ? "octal" : "binary";
        if (digit < 0 || (unsigned)digit >= base) {
            if (digit >= 0 && digit <= 9)
                FAIL(lx->start, first, "invalid digit '%d' in %s literal", digit, kind);
            FAIL(lx->start, first, "invalid %s literal", kind);
        }
        pos = skip_digits(lx, first, base, kind);
        if (is_digit(at(lx, pos)))
            FAIL(pos, pos, "invalid digit '%d' in %s literal", at(lx, pos) - '0', kind);
    } else {
        bool is_int = true;
        uint32_t int_end;

        if (at(lx, pos) != '.')
            pos = skip_digits(lx, pos, 10, kind);
        int_end = pos;
        if (at(lx, pos) == '.') {
            is_int = false;
            pos++;
            if (is_digit(at(lx, pos)))
                pos = skip_digits(lx, pos, 10, kind);
        }
        if ((at(lx, pos) | 0x20) == 'e') {
            uint32_t digits = pos + 1 + (at(lx, pos + 1) == '+' || at(lx, pos + 1) == '-');

            if (is_digit(at(lx, digits))) {
                is_int = false;
                pos = skip_digits(lx, digits, 10, kind);
            } else if (!ends_number(lx, pos)) {
                FAIL(pos > 0 ? pos - 1 : 0, pos, "invalid decimal literal");
            }
        }
        if ((at(lx, pos) | 0x20) == 'j') {
            is_int = false;
            pos++;
            kind = "imaginary";
        }
        if (is_int && lx->source[lx->start] == '0')
            for (uint32_t i = lx->start; i < int_end; i++)
                if (lx->source[i] != '0' && lx->source[i] != '_')
                    FAIL(lx->start, int_end,
                         "leading zeros in decimal integer literals are not permitted; "
                         "use an 0o prefix for octal integers");
        if (is_int && pos - lx->start <= 4) { // the common ones without a detour
            intptr_t n = 0;

            for (uint32_t i = lx->start; i < pos; i++)
                if (lx->source[i] != '_')
                    n = n * 10 + (lx->source[i] - '0');
            lx->value = vm_small(n);
            goto done;
        }
    }
    lx->value = vm_number_parse_literal(lx->vm, lx->source + lx->start, pos - lx->start);
    if (lx->value == VM_UNDEF)
        FAIL(lx->start, pos, "invalid %s literal", kind);
done:
    if (!ends_number(lx, pos))
        FAIL(pos > 0 ? pos - 1 : 0, pos, "invalid %s literal", kind);
    lx->pos = pos;
    return VM_TOK_NUMBER;
}

static void
open_bracket(VmLexer *lx)
{
    if (lx->n_brackets >= VM_MAX_BRACKETS)
        FAIL(lx->start, lx->start, "too many nested parentheses");
    lx->brackets[lx->n_brackets++] = lx->start;
}

static void
close_bracket(VmLexer *lx, char c)
{
    uint32_t opened;
    char expected;

    if (lx->n_brackets == 0)
        FAIL(lx->start, lx->start, "unmatched '%c'", c);
    if (lx->field_brackets != 0 && lx->n_brackets == lx->field_brackets && c != '}')
        FAIL(lx->start, lx->start, "f-string: unmatched '%c'", c);
    opened = lx->brackets[--lx->n_brackets];
    expected = lx->source[opened] == '(' ? ')' : lx->source[opened] == '[' ? ']' : '}';
    if (c != expected) {
        uint32_t line = vm_lexer_line(lx, opened);

        if (line != vm_lexer_line(lx, lx->start))
            FAIL(lx->start, lx->start,
                 "closing parenthesis '%c' does not match opening parenthesis '%c' on line %u", c,
                 lx->source[opened], (unsigned)line);
        FAIL(lx->start, lx->start,
             "closing parenthesis '%c' does not match opening parenthesis '%c'", c,
             lx->source[opened]);
    }
}

/* Longest match first within each first character; the table is short because tokens begin with few
 * characters. */
static VmToken
read_punctuation(VmLexer *lx)
{
    char c = lx->source[lx->start], c2 = at(lx, lx->start + 1), c3 = at(lx, lx->start + 2);
    bool in_field = lx->field_brackets != 0 && lx->n_brackets == lx->field_brackets;

    lx->pos = lx->start + 1;
    switch (c) {
    case '(': open_bracket(lx); return VM_TOK_LPAREN;
    case '[': open_bracket(lx); return VM_TOK_LBRACKET;
    case '{': open_bracket(lx); return VM_TOK_LBRACE;
    case ')': close_bracket(lx, c); return VM_TOK_RPAREN;
    case ']': close_bracket(lx, c); return VM_TOK_RBRACKET;
    case '}': close_bracket(lx, c); return VM_TOK_RBRACE;
    case ',': return VM_TOK_COMMA;
    case ';': return VM_TOK_SEMICOLON;
    case '~': return VM_TOK_TILDE;
    default: break;
    }
    if (in_field && c == ':') // `:=` in a field begins a format spec
        return VM_TOK_COLON;
    for (unsigned t = VM_TOK_CARET_ASSIGN; t >= VM_TOK_COLON; t--) {
        const char *text = vm_token_texts[t];

        if (text[0] == c && text[1] != 0 && text[1] == c2 && (text[2] == 0 || text[2] == c3)) {
            // Three characters come before their two-character prefixes only if both match.
            if (text[2] == 0 && (c == '*' || c == '/' || c == '<' || c == '>') && c2 == c &&
                c3 == '=')
                continue;
            lx->pos = lx->start + (uint32_t)strlen(text);
            return (VmToken)t;
        }
    }
    for (unsigned t = VM_TOK_COLON; t <= VM_TOK_NE; t++)
        if (vm_token_texts[t][0] == c && vm_token_texts[t][1] == 0)
            return (VmToken)t;
    fail_character(lx, lx->start);
}

/* Measures the indentation of the line at pos, passing by blank and comment lines; sets `pending`.
 */
static void
read_indentation(VmLexer *lx)
{
    uint32_t col, alt, top;

    for (;;) {
        uint32_t pos = lx->pos;
        char c;

        col = alt = 0;
        for (;; pos++) {
            c = at(lx, pos);
            if (c == ' ') {
                col++;
                alt++;
            } else if (c == '\t') {
                col = (col / 8 + 1) * 8;
                alt++;
            } else if (c == '\f') {
                col = alt = 0;
            } else if (c == '\\' && (at(lx, pos + 1) == '\n' || at(lx, pos + 1) == '\r')) {
                pos += 1 + (at(lx, pos + 1) == '\r' && at(lx, pos + 2) == '\n');
            } else {
                break;
            }
        }
        if (c == '#')
            pos = line_end(lx, pos);
        c = at(lx, pos);
        lx->pos = pos;
        if (pos >= lx->len) {
            col = alt = 0;
            break;
        }
        if (c != '\n' && c != '\r')
            break;
        lx->pos++;
    }
    top = lx->n_indents - 1u;
    if (col > UINT16_MAX)
        FAIL(lx->pos, lx->pos, "too many levels of indentation");
    if (col > lx->indents[top]) {
        if (alt <= lx->alt_indents[top])
            goto tabs;
        if (lx->n_indents == VM_MAX_INDENTS)
            vm_lexer_fail(lx, &vm_type_IndentationError, lx->pos, lx->pos,
                          "too many levels of indentation");
        lx->indents[lx->n_indents] = (uint16_t)col;
        lx->alt_indents[lx->n_indents++] = (uint16_t)alt;
        lx->pending = 1;
        return;
    }
    while (col < lx->indents[lx->n_indents - 1]) {
        lx->n_indents--;
        lx->pending--;
    }
    top = lx->n_indents - 1u;
    if (col != lx->indents[top])
        vm_lexer_fail(lx, &vm_type_IndentationError, line_end(lx, lx->pos), line_end(lx, lx->pos),
                      "unindent does not match any outer indentation level");
    if (alt == lx->alt_indents[top])
        return;
tabs:
    vm_lexer_fail(lx, &vm_type_TabError, line_end(lx, lx->pos), line_end(lx, lx->pos),
                  "inconsistent use of tabs and spaces in indentation");
}

static VmToken
read_token(VmLexer *lx)
{
    if (lx->at_line_start && lx->n_brackets == 0) {
        lx->at_line_start = false;
        read_indentation(lx);
    }
    if (lx->pending != 0) {
        VmToken token = lx->pending > 0 ? VM_TOK_INDENT : VM_TOK_DEDENT;

        lx->pending += lx->pending > 0 ? -1 : 1;
        lx->start = lx->pos;
        return token;
    }
    for (;;) { // white space, comments, joined lines
        char c = at(lx, lx->pos);

        lx->start = lx->pos;
        if (c == ' ' || c == '\t' || c == '\f') {
            lx->pos++;
        } else if (c == '#') {
            lx->pos = line_end(lx, lx->pos);
        } else if (c == '\\') {
            char c2 = at(lx, lx->pos + 1);

            if (lx->pos + 1 >= lx->len)
                FAIL(lx->pos, lx->pos, "unexpected EOF while parsing");
            if (c2 != '\n' && c2 != '\r')
                FAIL(lx->pos + 1, lx->pos + 1,
                     "unexpected character after line continuation character");
            lx->pos += 2 + (c2 == '\r' && at(lx, lx->pos + 2) == '\n');
            if (lx->pos >= lx->len)
                FAIL(lx->len, lx->len, "unexpected EOF while parsing");
        } else if ((c == '\n' || c == '\r') && lx->pos < lx->len) {
            lx->pos += 1 + (c == '\r' && at(lx, lx->pos + 1) == '\n');
            if (lx->n_brackets == 0) {
                lx->at_line_start = true;
                return VM_TOK_NEWLINE;
            }
        } else {
            break;
        }
    }
    if (lx->pos >= lx->len) {
        if (lx->n_brackets != 0) {
            uint32_t opened = lx->brackets[lx->n_brackets - 1];

            FAIL(opened, opened, "'%c' was never closed", lx->source[opened]);
        }
        // A last line without an end, then the open blocks.
        if (lx->token != VM_TOK_NEWLINE && lx->token != VM_TOK_EOF && lx->token != VM_TOK_DEDENT &&
            lx->token != VM_TOK_INDENT) {
            lx->all_spaces_line = true;
            return VM_TOK_NEWLINE;
        }
        if (lx->n_indents > 1) {
            lx->n_indents--;
            return VM_TOK_DEDENT;
        }
        return VM_TOK_EOF;
    }
    if (is_name_start(lx->source[lx->pos]))
        return read_name(lx);
    if (is_digit(lx->source[lx->pos]) ||
        (lx->source[lx->pos] == '.' && is_digit(at(lx, lx->pos + 1))))
        return read_number(lx);
    if (lx->source[lx->pos] == '"' || lx->source[lx->pos] == '\'')
        return read_string(lx, lx->pos, 0, false);
    return read_punctuation(lx);
}

VmToken
vm_lexer_next(VmLexer *lx)
{
    lx->prev_start = lx->start;
    lx->prev_end = lx->end;
    lx->prev_token = lx->token;
    lx->token = (uint8_t)read_token(lx);
    lx->end =
        lx->token == VM_TOK_NEWLINE || lx->token == VM_TOK_DEDENT || lx->token == VM_TOK_INDENT
            ? lx->start
            : lx->pos;
    return (VmToken)lx->token;
}
