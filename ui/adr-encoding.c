/* SPDX-License-Identifier: MIT */
/* GtkSourceFileLoader was rejected: it guesses among encodings silently and cannot say "this is not
 * text". Here nothing is guessed without being told to, and what was read can be written back byte
 * for byte.
 */
#include "config.h"

#include "ui/adr-encoding.h"

#include <string.h>

#include <glib/gi18n.h>

G_DEFINE_QUARK(adr - encoding - error - quark, adr_encoding_error)

const AdrEncoding adr_encoding_default = {"UTF-8", FALSE, ADR_NEWLINE_LF};

static const struct {
    const char *charset;
    char bytes[4];
    gsize len;
} byte_order_marks[] = {
    {"UTF-8", "\xef\xbb\xbf", 3},
    {"UTF-16LE", "\xff\xfe", 2},
    {"UTF-16BE", "\xfe\xff", 2},
};

/* Python's names that iconv() does not know. */
static const char *
to_iconv_name(const char *name)
{
    static const struct {
        const char *python;
        const char *iconv;
    } names[] = {
        {"latin-1", "ISO-8859-1"},
        {"latin1", "ISO-8859-1"},
        {"latin_1", "ISO-8859-1"},
        {"l1", "ISO-8859-1"},
        {"iso8859-1", "ISO-8859-1"},
        {"iso-latin-1", "ISO-8859-1"},
        {"latin-9", "ISO-8859-15"},
        {"utf8", "UTF-8"},
        {"utf_8", "UTF-8"},
        {"utf-8-sig", "UTF-8"},
        {"u8", "UTF-8"},
        {"mbcs", "WINDOWS-1252"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(names[i].python, name) == 0)
            return names[i].iconv;
    }
    return g_intern_string(name);
}

/* The charset named by a PEP 263 comment in the first two lines, or NULL. */
static char *
find_coding_comment(const char *data, gsize len)
{
    const char *end = data + len;
    const char *line = data;

    for (int i = 0; i < 2 && line < end; i++) {
        const char *newline = memchr(line, '\n', end - line);
        const char *line_end = newline != NULL ? newline : end;
        const char *at = line;

        while (at < line_end && (*at == ' ' || *at == '\t'))
            at++;
        if (at < line_end && *at != '#' && *at != '\r')
            return NULL;
        at = g_strstr_len(at, line_end - at, "coding");
        if (at != NULL && line_end - at > 7 && (at[6] == ':' || at[6] == '=')) {
            const char *name = at + 7;
            const char *name_end;

            while (name < line_end && (*name == ' ' || *name == '\t'))
                name++;
            name_end = name;
            while (name_end < line_end && (g_ascii_isalnum(*name_end) || strchr("-_.", *name_end)))
                name_end++;
            if (name_end > name)
                return g_strndup(name, name_end - name);
        }
        line = newline != NULL ? newline + 1 : end;
    }
    return NULL;
}

/* Text has no NUL and next to no control characters. */
static gboolean
looks_binary(const char *data, gsize len)
{
    gsize n_controls = 0;
    gsize looked_at = MIN(len, 64 * 1024);

    if (memchr(data, 0, len) != NULL)
        return TRUE;
    for (gsize i = 0; i < looked_at; i++) {
        guchar c = data[i];
        n_controls += c < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\033';
    }
    return n_controls > looked_at / 50;
}

static AdrNewline
find_newline(const char *text, gsize len)
{
    gsize n_lf = 0, n_crlf = 0, n_cr = 0;
    const char *end = text + len;

    // Files with "\n" only, the usual ones, are settled at the speed of memchr().
    if (memchr(text, '\r', len) == NULL)
        return ADR_NEWLINE_LF;
    for (const char *at = text; at < end; at++) {
        if (*at == '\n') {
            n_lf++;
        } else if (*at == '\r') {
            if (at + 1 < end && at[1] == '\n') {
                n_crlf++;
                at++;
            } else {
                n_cr++;
            }
        }
    }
    if (n_lf == 0 && n_cr == 0)
        return ADR_NEWLINE_CRLF;
    if (n_lf == 0 && n_crlf == 0)
        return ADR_NEWLINE_CR;
    return ADR_NEWLINE_MIXED;
}

static char *
to_unix_newlines(char *text, gsize *len, AdrNewline newline)
{
    char *out = text;

    for (const char *at = text, *end = text + *len; at < end; at++) {
        if (*at != '\r')
            *out++ = *at;
        else if (newline == ADR_NEWLINE_CR)
            *out++ = '\n';
    }
    *out = '\0';
    *len = out - text;
    return text;
}

char *
adr_encoding_decode(const char *data, gsize len, const char *charset, AdrEncoding *encoding,
                    gsize *out_len, GError **error)
{
    g_autofree char *coding = NULL;
    g_autofree char *text = NULL;
    gsize skip = 0;

    *encoding = adr_encoding_default;
    if (len == 0) {
        *out_len = 0;
        return g_strdup("");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(byte_order_marks); i++) {
        if (len >= byte_order_marks[i].len &&
            memcmp(data, byte_order_marks[i].bytes, byte_order_marks[i].len) == 0) {
            encoding->has_bom = TRUE;
            skip = byte_order_marks[i].len;
            if (charset == NULL)
                charset = byte_order_marks[i].charset;
            break;
        }
    }
    if (charset == NULL && looks_binary(data, len)) {
        g_set_error_literal(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_BINARY,
                            _("It holds binary data, not text."));
        return NULL;
    }
    if (charset == NULL) {
        if (g_utf8_validate_len(data, len, NULL)) {
            charset = "UTF-8";
        } else {
            coding = find_coding_comment(data, len);
            if (coding != NULL)
                charset = to_iconv_name(coding);
            if (charset == NULL || g_ascii_strcasecmp(charset, "UTF-8") == 0) {
                g_set_error_literal(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_NOT_UTF8,
                                    _("It is not encoded in UTF-8, as Python expects."));
                return NULL;
            }
        }
    }
    if (g_ascii_strcasecmp(charset, "UTF-8") == 0) {
        if (!g_utf8_validate_len(data + skip, len - skip, NULL)) {
            g_set_error_literal(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_NOT_UTF8,
                                _("It is not encoded in UTF-8, as Python expects."));
            return NULL;
        }
        *out_len = len - skip;
        text = g_malloc(*out_len + 1);
        memcpy(text, data + skip, *out_len);
        text[*out_len] = '\0';
        encoding->charset = "UTF-8";
    } else {
        text = g_convert(data + skip, len - skip, "UTF-8", charset, NULL, out_len, NULL);
        if (text == NULL || memchr(text, 0, *out_len) != NULL) {
            g_set_error(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_NOT_UTF8,
                        _("It is not text in the encoding %s."), charset);
            return NULL;
        }
        encoding->charset = g_intern_string(charset);
    }
    encoding->newline = find_newline(text, *out_len);
    if (encoding->newline == ADR_NEWLINE_CRLF || encoding->newline == ADR_NEWLINE_CR)
        to_unix_newlines(text, out_len, encoding->newline);
    return g_steal_pointer(&text);
}

static void
append_with_newlines(GByteArray *out, const char *text, gsize len, const char *newline)
{
    const char *end = text + len;

    while (text < end) {
        const char *at = memchr(text, '\n', end - text);

        if (at == NULL) {
            g_byte_array_append(out, (const guint8 *)text, end - text);
            return;
        }
        g_byte_array_append(out, (const guint8 *)text, at - text);
        g_byte_array_append(out, (const guint8 *)newline, strlen(newline));
        text = at + 1;
    }
}

GBytes *
adr_encoding_encode(const char *text, gsize len, const AdrEncoding *encoding, GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_sized_new(len + 4);
    g_autofree char *converted = NULL;
    gboolean is_utf8 = g_ascii_strcasecmp(encoding->charset, "UTF-8") == 0;
    gsize converted_len;

    if (is_utf8 && encoding->has_bom)
        g_byte_array_append(out, (const guint8 *)"\xef\xbb\xbf", 3);
    if (encoding->newline == ADR_NEWLINE_CRLF || encoding->newline == ADR_NEWLINE_CR)
        append_with_newlines(out, text, len, encoding->newline == ADR_NEWLINE_CR ? "\r" : "\r\n");
    else
        g_byte_array_append(out, (const guint8 *)text, len);
    if (is_utf8)
        return g_byte_array_free_to_bytes(g_steal_pointer(&out));

    converted = g_convert((const char *)out->data, out->len, encoding->charset, "UTF-8", NULL,
                          &converted_len, NULL);
    if (converted == NULL) {
        g_set_error(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_UNMAPPED,
                    _("The text has characters that %s cannot hold."), encoding->charset);
        return NULL;
    }
    g_byte_array_set_size(out, 0);
    for (gsize i = 0; encoding->has_bom && i < G_N_ELEMENTS(byte_order_marks); i++) {
        if (g_str_equal(byte_order_marks[i].charset, encoding->charset))
            g_byte_array_append(out, (const guint8 *)byte_order_marks[i].bytes,
                                byte_order_marks[i].len);
    }
    g_byte_array_append(out, (const guint8 *)converted, converted_len);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

const char *
adr_encoding_guess(const char *data, gsize len)
{
    // Windows-1252 uses 0x80-0x9f for quotes, dashes and the euro sign; ISO-8859-1 for nothing.
    for (gsize i = 0; i < len; i++) {
        guchar c = data[i];

        if (c >= 0x80 && c <= 0x9f)
            return memchr("\x81\x8d\x8f\x90\x9d", c, 5) != NULL ? "ISO-8859-1" : "WINDOWS-1252";
    }
    return "ISO-8859-1";
}
