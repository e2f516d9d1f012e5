/* SPDX-License-Identifier: MIT */
/* The application: one process and one window for each desktop session; a second `adder FILE` opens
 * FILE in the window that is there.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ADR_TYPE_APPLICATION (adr_application_get_type())
G_DECLARE_FINAL_TYPE(AdrApplication, adr_application, ADR, APPLICATION, GtkApplication)

AdrApplication *adr_application_new(void);

G_END_DECLS
