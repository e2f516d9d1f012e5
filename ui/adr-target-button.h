/* SPDX-License-Identifier: MIT */
/* The button in the header bar that says where Run runs, and its popover for choosing.
 *
 * Signal "target-chosen" (char *address).
 */
#pragma once

#include <gtk/gtk.h>

#include "device/adr-ports.h"
#include "device/adr-target.h"

G_BEGIN_DECLS

#define ADR_TYPE_TARGET_BUTTON (adr_target_button_get_type())
G_DECLARE_FINAL_TYPE(AdrTargetButton, adr_target_button, ADR, TARGET_BUTTON, GtkToggleButton)

/* The target that is shown. @address: also without a target, before it is started */
void adr_target_button_set_target(AdrTargetButton *self, AdrTarget *target, const char *address);

/* For people: "Simulator", "pyboard on ttyACM0". Returns: (transfer full) */
char *adr_target_button_dup_label(AdrTargetButton *self, const char *address);

/* Returns: (transfer none): the icon (adr-icon.h) that shows @state; also the name of its colour.
 */
const char *adr_target_button_get_state_icon(AdrTargetState state);

/* In a narrow window the state's word is left to the status bar; its icon stays. */
void adr_target_button_set_narrow(AdrTargetButton *self, gboolean is_narrow);

/* Starts watching the ports; after the first frame. */
void adr_target_button_watch_ports(AdrTargetButton *self);

G_END_DECLS
