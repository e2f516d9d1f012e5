/* SPDX-License-Identifier: MIT */
/* The bar for finding and replacing in the editor that has it.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/adr-editor.h"

G_BEGIN_DECLS

#define ADR_TYPE_SEARCH_BAR (adr_search_bar_get_type())
G_DECLARE_FINAL_TYPE(AdrSearchBar, adr_search_bar, ADR, SEARCH_BAR, GtkBox)

AdrSearchBar *adr_search_bar_new(void);

/* Where to search; NULL: nowhere. */
void adr_search_bar_set_editor(AdrSearchBar *self, AdrEditor *editor);

/* Shows the bar with the focus in it and the editor's selection as what to find. */
void adr_search_bar_open(AdrSearchBar *self, gboolean with_replace);
void adr_search_bar_close(AdrSearchBar *self);

void adr_search_bar_find_next(AdrSearchBar *self);
void adr_search_bar_find_previous(AdrSearchBar *self);

G_END_DECLS
