/* SPDX-License-Identifier: MIT */
/* A GtkSourceView whose Enter, Tab, Backspace and ":" do what people who write Python expect.
 */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define ADR_TYPE_SOURCE_VIEW (adr_source_view_get_type())
G_DECLARE_FINAL_TYPE(AdrSourceView, adr_source_view, ADR, SOURCE_VIEW, GtkSourceView)

/* Takes up the document's own step of indentation (four spaces where it has none). */
void adr_source_view_detect_unit(AdrSourceView *self);

/* Puts "# " before the selected lines, or takes it away if all have it. */
void adr_source_view_toggle_comment(AdrSourceView *self);
void adr_source_view_duplicate_lines(AdrSourceView *self);
/* The lines that the selection touches; all of them, from 0. */
void adr_source_view_get_selected_lines(AdrSourceView *self, int *first, int *last);

G_END_DECLS
