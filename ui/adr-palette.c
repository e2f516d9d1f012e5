/* SPDX-License-Identifier: MIT */
/* One row per command of adr-commands.c, filtered by the words typed: each must occur in the
 * command's label, in any order.
 */
#include "config.h"

#include "ui/adr-palette.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-commands.h"

struct _AdrPalette {
    GtkBox parent_instance;

    GtkEntry *entry;
    GtkListBox *list;
    GtkWidget *scrolled;
    GtkLabel *hint;
    GtkWidget *focus_before; /* weak: has the focus again afterwards */
    char **words;            /* owned: of the entry, folded; NULL if none */
};

enum {
    GO_TO_LINE,
    CLOSED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrPalette, adr_palette, GTK_TYPE_BOX)

/* The action of a command, apart from its parameter, if it can be used right now. */
static gboolean
is_enabled(AdrPalette *self, const char *detailed_action)
{
    g_autofree char *name = NULL;
    g_autoptr(GVariant) parameter = NULL;
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GActionMap *map;
    GAction *action;

    if (!g_action_parse_detailed_name(detailed_action, &name, &parameter, NULL))
        return FALSE;
    map = g_str_has_prefix(name, "app.")
              ? G_ACTION_MAP(gtk_window_get_application(GTK_WINDOW(window)))
              : G_ACTION_MAP(window);
    action = g_action_map_lookup_action(map, strchr(name, '.') + 1);
    return action != NULL && g_action_get_enabled(action);
}

static gboolean
filter_cb(GtkListBoxRow *row, gpointer data)
{
    AdrPalette *self = data;
    const char *folded = g_object_get_data(G_OBJECT(row), "adr-folded");

    for (char **word = self->words; word != NULL && *word != NULL; word++) {
        if (strstr(folded, *word) == NULL)
            return FALSE;
    }
    return is_enabled(self, g_object_get_data(G_OBJECT(row), "adr-action"));
}

static void
fill(AdrPalette *self)
{
    gsize n;
    const AdrCommand *commands = adr_commands_get(&n);

    for (gsize i = 0; i < n; i++) {
        GtkWidget *row, *box, *label;
        g_autofree char *keys = NULL;

        if (g_str_equal(commands[i].action, "win.palette"))
            continue;
        row = gtk_list_box_row_new();
        box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
        label = gtk_label_new(_(commands[i].label));
        keys = adr_commands_dup_accelerator_label(commands[i].action);
        gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
        if (keys != NULL) {
            GtkWidget *key_label = gtk_label_new(keys);

            gtk_style_context_add_class(gtk_widget_get_style_context(key_label), "dim-label");
            gtk_box_pack_end(GTK_BOX(box), key_label, FALSE, FALSE, 0);
        }
        gtk_container_add(GTK_CONTAINER(row), box);
        g_object_set_data(G_OBJECT(row), "adr-action", (gpointer)commands[i].action);
        g_object_set_data_full(G_OBJECT(row), "adr-folded",
                               g_utf8_casefold(_(commands[i].label), -1), g_free);
        atk_object_set_name(gtk_widget_get_accessible(row), _(commands[i].label));
        gtk_widget_show_all(row);
        gtk_container_add(GTK_CONTAINER(self->list), row);
    }
}

static GtkListBoxRow *
find_visible_row(AdrPalette *self, int from, int step)
{
    GtkListBoxRow *row;

    for (int i = from; (row = gtk_list_box_get_row_at_index(self->list, i)) != NULL; i += step) {
        if (gtk_widget_get_child_visible(GTK_WIDGET(row)))
            return row;
        if (i + step < 0)
            return NULL;
    }
    return NULL;
}

static void
select_row(AdrPalette *self, GtkListBoxRow *row)
{
    GtkAllocation allocation;

    gtk_list_box_select_row(self->list, row);
    if (row == NULL)
        return;
    gtk_widget_get_allocation(GTK_WIDGET(row), &allocation);
    if (allocation.height > 1)
        gtk_adjustment_clamp_page(
            gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(self->scrolled)), allocation.y,
            allocation.y + allocation.height);
}

static void
changed_cb(GtkEditable *editable, AdrPalette *self)
{
    const char *text = gtk_entry_get_text(self->entry);
    gboolean is_line = *text == ':';
    g_autofree char *folded = g_utf8_casefold(text, -1);
    GtkListBoxRow *first;

    g_clear_pointer(&self->words, g_strfreev);
    self->words = g_strsplit_set(folded, " \t", -1);
    gtk_list_box_invalidate_filter(self->list);
    first = is_line ? NULL : find_visible_row(self, 0, 1);
    select_row(self, first);
    gtk_widget_set_visible(self->scrolled, !is_line && first != NULL);
    gtk_widget_set_visible(GTK_WIDGET(self->hint), is_line || first == NULL);
    gtk_label_set_text(self->hint, is_line ? _("Type a line's number and press Enter")
                                           : _("There is no such command"));
}

static void
run_row(AdrPalette *self, GtkListBoxRow *row)
{
    g_autofree char *name = NULL;
    g_autoptr(GVariant) parameter = NULL;
    const char *action = g_object_get_data(G_OBJECT(row), "adr-action");
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));

    adr_palette_close(self);
    g_action_parse_detailed_name(action, &name, &parameter, NULL);
    if (parameter != NULL)
        g_variant_ref_sink(parameter);
    g_action_group_activate_action(
        g_str_has_prefix(name, "app.")
            ? G_ACTION_GROUP(gtk_window_get_application(GTK_WINDOW(window)))
            : G_ACTION_GROUP(window),
        strchr(name, '.') + 1, parameter);
}

static void
row_activated_cb(GtkListBox *list, GtkListBoxRow *row, AdrPalette *self)
{
    run_row(self, row);
}

static void
activate_cb(GtkEntry *entry, AdrPalette *self)
{
    const char *text = gtk_entry_get_text(entry);
    GtkListBoxRow *row = gtk_list_box_get_selected_row(self->list);

    if (*text == ':') {
        gulong line = strtoul(text + 1, NULL, 10);

        adr_palette_close(self);
        if (line > 0)
            g_signal_emit(self, signals[GO_TO_LINE], 0, (guint)MIN(line, G_MAXINT));
    } else if (row != NULL) {
        run_row(self, row);
    }
}

static gboolean
key_press_cb(GtkWidget *widget, GdkEventKey *event, AdrPalette *self)
{
    GtkListBoxRow *row = gtk_list_box_get_selected_row(self->list);
    int at = row != NULL ? gtk_list_box_row_get_index(row) : -1;

    switch (event->keyval) {
    case GDK_KEY_Escape: adr_palette_close(self); return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down: row = find_visible_row(self, at + 1, 1); break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up: row = at > 0 ? find_visible_row(self, at - 1, -1) : NULL; break;
    default: return FALSE;
    }
    if (row != NULL)
        select_row(self, row);
    return TRUE;
}

static gboolean
focus_out_cb(GtkWidget *widget, GdkEventFocus *event, AdrPalette *self)
{
    GtkWidget *window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    GtkWidget *focus = GTK_IS_WINDOW(window) ? gtk_window_get_focus(GTK_WINDOW(window)) : NULL;

    // To another part of the window; not when the window itself is left for another.
    if (gtk_widget_get_visible(GTK_WIDGET(self)) && focus != NULL && focus != widget &&
        !gtk_widget_is_ancestor(focus, GTK_WIDGET(self))) {
        gtk_widget_hide(GTK_WIDGET(self));
        g_signal_emit(self, signals[CLOSED], 0);
    }
    return FALSE;
}

static void
adr_palette_dispose(GObject *object)
{
    AdrPalette *self = ADR_PALETTE(object);

    g_clear_weak_pointer(&self->focus_before);
    g_clear_pointer(&self->words, g_strfreev);
    G_OBJECT_CLASS(adr_palette_parent_class)->dispose(object);
}

static void
adr_palette_class_init(AdrPaletteClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_palette_dispose;
    signals[GO_TO_LINE] = g_signal_new("go-to-line", ADR_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
    signals[CLOSED] = g_signal_new("closed", ADR_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
    gtk_widget_class_set_template_from_resource(widget_class, "/io/github/adder/ui/adr-palette.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrPalette, entry);
    gtk_widget_class_bind_template_child(widget_class, AdrPalette, list);
    gtk_widget_class_bind_template_child(widget_class, AdrPalette, scrolled);
    gtk_widget_class_bind_template_child(widget_class, AdrPalette, hint);
    gtk_widget_class_bind_template_callback(widget_class, changed_cb);
    gtk_widget_class_bind_template_callback(widget_class, activate_cb);
    gtk_widget_class_bind_template_callback(widget_class, row_activated_cb);
    gtk_widget_class_bind_template_callback(widget_class, key_press_cb);
    gtk_widget_class_bind_template_callback(widget_class, focus_out_cb);
}

static void
adr_palette_init(AdrPalette *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_list_box_set_filter_func(self->list, filter_cb, self, NULL);
}

AdrPalette *
adr_palette_new(void)
{
    return g_object_new(ADR_TYPE_PALETTE, NULL);
}

void
adr_palette_open(AdrPalette *self, const char *text)
{
    GtkWidget *window;
    GtkWidget *focus;

    g_return_if_fail(ADR_IS_PALETTE(self));
    window = gtk_widget_get_toplevel(GTK_WIDGET(self));
    focus = gtk_window_get_focus(GTK_WINDOW(window));
    if (focus == NULL || !gtk_widget_is_ancestor(focus, GTK_WIDGET(self)))
        g_set_weak_pointer(&self->focus_before, focus);
    if (gtk_list_box_get_row_at_index(self->list, 0) == NULL)
        fill(self);
    gtk_widget_show(GTK_WIDGET(self));
    gtk_entry_set_text(self->entry, text);
    changed_cb(NULL, self);
    gtk_widget_grab_focus(GTK_WIDGET(self->entry));
    gtk_editable_set_position(GTK_EDITABLE(self->entry), -1);
}

void
adr_palette_close(AdrPalette *self)
{
    g_return_if_fail(ADR_IS_PALETTE(self));
    if (!gtk_widget_get_visible(GTK_WIDGET(self)))
        return;
    gtk_widget_hide(GTK_WIDGET(self));
    if (self->focus_before != NULL)
        gtk_widget_grab_focus(self->focus_before);
    g_clear_weak_pointer(&self->focus_before);
    g_signal_emit(self, signals[CLOSED], 0);
}
