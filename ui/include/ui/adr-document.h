/* SPDX-License-Identifier: MIT */
/* A program being edited: its text with undo, the file it belongs to, and how that file is encoded.
 *
 * Main thread only; reading and writing happen on GIO's threads.
 *
 * Properties: "file" (nullable), "name" (for people, also what tracebacks call it; never NULL),
 * "read-only". GtkTextBuffer's "modified" says whether there are unsaved changes.
 * Signal "changed-on-disk": another program wrote or deleted the file.
 */
#pragma once

#include <gtksourceview/gtksource.h>

#include "ui/adr-encoding.h"

G_BEGIN_DECLS

#define ADR_TYPE_DOCUMENT (adr_document_get_type())
G_DECLARE_FINAL_TYPE(AdrDocument, adr_document, ADR, DOCUMENT, GtkSourceBuffer)

#define ADR_DOCUMENT_ERROR (adr_document_error_quark())
GQuark adr_document_error_quark(void);

typedef enum {
    ADR_DOCUMENT_ERROR_NO_FILE,   /* it was never saved: save as... */
    ADR_DOCUMENT_ERROR_TOO_LARGE, /* more than an editor should load */
    ADR_DOCUMENT_ERROR_BUSY,      /* is being read or written already */
} AdrDocumentError;

/* Returns: (transfer full): empty, without a file. @name: what to call it until it is saved */
AdrDocument *adr_document_new(const char *name);

GFile *adr_document_get_file(AdrDocument *self);
const char *adr_document_get_name(AdrDocument *self);
const AdrEncoding *adr_document_get_encoding(AdrDocument *self);
gboolean adr_document_get_read_only(AdrDocument *self);
/* TRUE if the buffer is empty, was never changed and has no file: can be replaced silently. */
gboolean adr_document_is_pristine(AdrDocument *self);
/* TRUE while a file is being read. */
gboolean adr_document_get_loading(AdrDocument *self);

/* Returns: (transfer full): the whole text, "\n" lines as the buffer has them. */
char *adr_document_dup_text(AdrDocument *self);

/* Puts in a text as if it had just been loaded: no undo, not modified. */
void adr_document_set_text(AdrDocument *self, const char *text, gssize len);

/* Takes up where an earlier session ended: @text is unsaved, belongs to @file (nullable). */
void adr_document_restore(AdrDocument *self, GFile *file, const AdrEncoding *encoding,
                          const char *etag, const char *text, gsize len);
/* (nullable): what the file's state was when it was read or written last; for restoring. */
const char *adr_document_get_etag(AdrDocument *self);

/* Reads @file into the buffer.
 *
 * @charset: (nullable): NULL finds out; otherwise the text is read-only until saved elsewhere,
 * because a guess may be wrong
 *
 * On failure the buffer is as before. Errors: ADR_DOCUMENT_ERROR, ADR_ENCODING_ERROR, GIO's. */
void adr_document_load_async(AdrDocument *self, GFile *file, const char *charset,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean adr_document_load_finish(AdrDocument *self, GAsyncResult *result, GError **error);
/* After ADR_ENCODING_ERROR_NOT_UTF8: (transfer none): the charset to offer. */
const char *adr_document_get_guessed_charset(AdrDocument *self);

/* Writes the text to @file, or to its own file if NULL. The old content is there until the new one
 * is complete: a full disk loses nothing.
 *
 * @overwrite: also if another program changed the file meanwhile; FALSE gives
 * G_IO_ERROR_WRONG_ETAG then
 *
 * Errors: ADR_DOCUMENT_ERROR, ADR_ENCODING_ERROR_UNMAPPED, GIO's. */
void adr_document_save_async(AdrDocument *self, GFile *file, gboolean overwrite,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean adr_document_save_finish(AdrDocument *self, GAsyncResult *result, GError **error);

/* The file was renamed: what is unsaved now belongs to @file. */
void adr_document_rename(AdrDocument *self, GFile *file);

/* Lets the text be edited and be saved as UTF-8 from now on. */
void adr_document_convert_to_utf8(AdrDocument *self);

/* Colours the line of an error, from 1; 0 takes the mark away. Editing the text does so too. */
void adr_document_mark_error(AdrDocument *self, guint line);

G_END_DECLS
