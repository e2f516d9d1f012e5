/* SPDX-License-Identifier: MIT */
/* The command palette: type a few letters of what you want, press Enter. ":42" goes to a line.
 *
 * Signals: "go-to-line" (guint line); "closed".
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ADR_TYPE_PALETTE (adr_palette_get_type())
G_DECLARE_FINAL_TYPE(AdrPalette, adr_palette, ADR, PALETTE, GtkBox)

AdrPalette *adr_palette_new(void);

/* Shows it with @text in the entry: "" for all commands, ":" for a line. */
void adr_palette_open(AdrPalette *self, const char *text);
void adr_palette_close(AdrPalette *self);

G_END_DECLS
