/* SPDX-License-Identifier: MIT */
/* From the bytes of a file to text and back, without losing a byte.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ADR_ENCODING_ERROR (adr_encoding_error_quark())
GQuark adr_encoding_error_quark(void);

typedef enum {
    ADR_ENCODING_ERROR_BINARY,   /* no text at all */
    ADR_ENCODING_ERROR_NOT_UTF8, /* text, but not in UTF-8; adr_encoding_guess() has a proposal */
    ADR_ENCODING_ERROR_UNMAPPED, /* the text has characters that the encoding lacks */
} AdrEncodingError;

typedef enum {
    ADR_NEWLINE_LF,
    ADR_NEWLINE_CRLF,
    ADR_NEWLINE_CR,
    ADR_NEWLINE_MIXED, /* left as they are in the text */
} AdrNewline;

/* What must be remembered of a file to write it back as it was. */
typedef struct {
    const char *charset; /* interned */
    gboolean has_bom;
    AdrNewline newline;
} AdrEncoding;

/* UTF-8, no byte order mark, "\n". */
extern const AdrEncoding adr_encoding_default;

/* Decodes a file's bytes; line ends become "\n" unless they are mixed.
 *
 * @charset: (nullable): NULL finds out: byte order marks, UTF-8, Python's coding comment
 * @encoding: (out): how to write it back; valid on success
 *
 * Returns: (transfer full): NUL-terminated UTF-8
 * Errors: BINARY, NOT_UTF8. Any thread. */
char *adr_encoding_decode(const char *data, gsize len, const char *charset, AdrEncoding *encoding,
                          gsize *out_len, GError **error);

/* Returns: (transfer full): the bytes for a file. Errors: UNMAPPED. Any thread. */
GBytes *adr_encoding_encode(const char *text, gsize len, const AdrEncoding *encoding,
                            GError **error);

/* The charset that text which is not UTF-8 most likely has. Never fails: ISO-8859-1 maps every
 * byte. Returns: (transfer none): interned */
const char *adr_encoding_guess(const char *data, gsize len);

G_END_DECLS
