/* SPDX-License-Identifier: MIT */
/* An info bar: what happened, why, and buttons that do the next step. It never blocks anything.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ADR_TYPE_MESSAGE_BAR (adr_message_bar_get_type())
G_DECLARE_FINAL_TYPE(AdrMessageBar, adr_message_bar, ADR, MESSAGE_BAR, GtkInfoBar)

/* Shows a message at the top of @area, in place of an earlier one with the same @id.
 *
 * @area: a vertical box that holds nothing but messages
 * @id: (nullable): what the message is about
 * @title: what happened, one sentence; @detail: (nullable): cause and next step
 *
 * The bar removes itself when a button is pressed: connect to GtkInfoBar::response for the rest.
 * Returns: (transfer none): the bar, shown */
AdrMessageBar *adr_message_bar_show(GtkBox *area, const char *id, GtkMessageType type,
                                    const char *title, const char *detail);

/* Adds a button that gives @response. @label: with a mnemonic */
void adr_message_bar_add_button(AdrMessageBar *self, const char *label, int response);

/* Removes the message with this @id, if it is shown. */
void adr_message_bar_dismiss(GtkBox *area, const char *id);

G_END_DECLS
