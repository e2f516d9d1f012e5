/* SPDX-License-Identifier: MIT */
/* Tracebacks: giving the program its file's name, and reading what went wrong. */
#pragma once

#include "device/adr-target.h"

G_BEGIN_DECLS

/* Replaces the name that Python gives to source sent to it, File "<stdin>", by the file's, in a
 * stream that may be cut anywhere. */
typedef struct AdrRenamer AdrRenamer;

/* @file_name: (nullable): NULL passes everything on unchanged. */
AdrRenamer *adr_renamer_new(const char *file_name);
void adr_renamer_free(AdrRenamer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AdrRenamer, adr_renamer_free)

/* Appends to @out what is known of the stream so far. At most 13 bytes are held back: the beginning
 * of what may become File "<stdin>". */
void adr_renamer_feed(AdrRenamer *self, const guint8 *data, gsize len, GByteArray *out);
/* Appends what was held back: at the stream's end, or when it pauses. */
void adr_renamer_flush(AdrRenamer *self, GByteArray *out);
/* TRUE if something is held back. */
gboolean adr_renamer_is_holding(const AdrRenamer *self);

/* Makes a result with one reference, everything empty, ok FALSE, file_name "<stdin>". */
AdrRunResult *adr_run_result_new(void);

/* Fills error_text, exception_type, exception_message, frames and interrupted from a traceback as
 * MicroPython or CPython write it; @text need not be a traceback at all. */
void adr_run_result_parse_error(AdrRunResult *self, const char *text, gsize len);

G_END_DECLS
