/* SPDX-License-Identifier: MIT */
/* How editor and terminal look: colours, font and text size, the same for both.
 */
#pragma once

#include <gtksourceview/gtksource.h>
#include <vte/vte.h>

G_BEGIN_DECLS

/* Points GtkSourceView at our own style schemes and languages. Call once, before the first view. */
void adr_scheme_init(void);

/* Follows the desktop from now on: light or dark, font, and the setting "zoom". */
void adr_scheme_attach_view(GtkSourceView *view);
void adr_scheme_attach_buffer(GtkSourceBuffer *buffer);
void adr_scheme_attach_terminal(VteTerminal *terminal);

/* TRUE if the desktop's theme is dark. */
gboolean adr_scheme_is_dark(void);

G_END_DECLS
