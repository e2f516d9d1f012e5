/* SPDX-License-Identifier: MIT */
/* A symbolic icon of our own, drawn from its path in the text colour of the widget it stands in.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ADR_TYPE_ICON (adr_icon_get_type())
G_DECLARE_FINAL_TYPE(AdrIcon, adr_icon, ADR, ICON, GtkWidget)

/* @name: of a file in data/icons/symbolic/ without "-symbolic.svg": "run" */
GtkWidget *adr_icon_new(const char *name);
void adr_icon_set_name(AdrIcon *self, const char *name);

/* Draws the icon @name into a square of @size at @x, @y with the colour that is set on @cr. */
void adr_icon_draw(cairo_t *cr, const char *name, double x, double y, double size);

/* Shows an icon in each row of a tree view: property "icon", its name. Draws the row's expander, too
 * (GtkTreeView's own would load the icon theme: 2 MB). */
#define ADR_TYPE_CELL_ICON (adr_cell_icon_get_type())
G_DECLARE_FINAL_TYPE(AdrCellIcon, adr_cell_icon, ADR, CELL_ICON, GtkCellRenderer)

G_END_DECLS
