/* SPDX-License-Identifier: MIT */
/* One tab: the view of a document with its messages above it.
 *
 * Signals: "cursor-moved" (also when the text changes under it); "document-changed": name, file or
 * unsaved mark changed; "save-as-wanted": the document has no file to save to;
 * "load-refused" (char *title, char *detail): the file has nothing that could be shown, and the
 * document is still empty.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/adr-document.h"

G_BEGIN_DECLS

#define ADR_TYPE_EDITOR (adr_editor_get_type())
G_DECLARE_FINAL_TYPE(AdrEditor, adr_editor, ADR, EDITOR, GtkBox)

AdrEditor *adr_editor_new(AdrDocument *document);

AdrDocument *adr_editor_get_document(AdrEditor *self);
GtkSourceView *adr_editor_get_view(AdrEditor *self);
/* The box above the text, for adr_message_bar_show(). */
GtkBox *adr_editor_get_message_area(AdrEditor *self);

/* Reads @file into the document; what goes wrong is said in the editor's own messages.
 * @charset: as for adr_document_load_async() */
void adr_editor_load(AdrEditor *self, GFile *file, const char *charset);
/* Writes the document to @file (nullable: its own). As loading, says what goes wrong. */
void adr_editor_save(AdrEditor *self, GFile *file);

/* Puts the cursor on a line and column, both from 1, in the middle of the view, with the focus.
 * While the file is still being read this is done afterwards. */
void adr_editor_go_to(AdrEditor *self, guint line, guint column);
/* From 1. */
void adr_editor_get_cursor(AdrEditor *self, guint *line, guint *column);

void adr_editor_toggle_comment(AdrEditor *self);
void adr_editor_indent(AdrEditor *self, gboolean unindent);
void adr_editor_move_lines(AdrEditor *self, gboolean down);
void adr_editor_duplicate_lines(AdrEditor *self);

G_END_DECLS
