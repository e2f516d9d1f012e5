/* SPDX-License-Identifier: MIT */
/* GtkInfoBar with one way to fill it. At most three messages stand in an area: the oldest makes
 * room, because an editor that is pushed off the screen by its messages helps nobody.
 */
#include "config.h"

#include "ui/adr-message-bar.h"

#include <glib/gi18n.h>

#include "ui/adr-icon.h"

#define MAX_MESSAGES 3

struct _AdrMessageBar {
    GtkInfoBar parent_instance;

    char *id; /* owned, nullable */
    GtkLabel *title;
    GtkLabel *detail;
};

G_DEFINE_TYPE(AdrMessageBar, adr_message_bar, GTK_TYPE_INFO_BAR)

static gboolean
destroy_cb(gpointer bar)
{
    gtk_widget_destroy(bar);
    return G_SOURCE_REMOVE;
}

static void
adr_message_bar_response(GtkInfoBar *bar, int response)
{
    gtk_widget_hide(GTK_WIDGET(bar));
    // The button that was pressed is still in its own handler.
    g_idle_add_full(G_PRIORITY_DEFAULT, destroy_cb, g_object_ref(bar), g_object_unref);
}

static void
close_clicked_cb(GtkButton *button, AdrMessageBar *self)
{
    gtk_info_bar_response(GTK_INFO_BAR(self), GTK_RESPONSE_CLOSE);
}

static void
button_clicked_cb(GtkButton *button, AdrMessageBar *self)
{
    gtk_info_bar_response(GTK_INFO_BAR(self),
                          GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "adr-response")));
}

static void
adr_message_bar_finalize(GObject *object)
{
    g_free(ADR_MESSAGE_BAR(object)->id);
    G_OBJECT_CLASS(adr_message_bar_parent_class)->finalize(object);
}

static void
adr_message_bar_class_init(AdrMessageBarClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->finalize = adr_message_bar_finalize;
    GTK_INFO_BAR_CLASS(klass)->response = adr_message_bar_response;
    g_type_ensure(ADR_TYPE_ICON);
    gtk_widget_class_set_template_from_resource(widget_class,
                                                "/io/github/adder/ui/adr-message-bar.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrMessageBar, title);
    gtk_widget_class_bind_template_child(widget_class, AdrMessageBar, detail);
}

static void
adr_message_bar_init(AdrMessageBar *self)
{
    GtkWidget *button = gtk_button_new();

    gtk_widget_init_template(GTK_WIDGET(self));
    // Not GtkInfoBar's own: that takes its cross from the icon theme. It stands behind the buttons.
    gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_container_add(GTK_CONTAINER(button), adr_icon_new("close"));
    gtk_widget_set_tooltip_text(button, _("Close this message"));
    atk_object_set_name(gtk_widget_get_accessible(button), _("Close this message"));
    g_signal_connect_object(button, "clicked", G_CALLBACK(close_clicked_cb), self, 0);
    gtk_widget_show(button);
    gtk_box_pack_end(GTK_BOX(gtk_info_bar_get_content_area(GTK_INFO_BAR(self))), button, FALSE,
                     FALSE, 0);
}

AdrMessageBar *
adr_message_bar_show(GtkBox *area, const char *id, GtkMessageType type, const char *title,
                     const char *detail)
{
    AdrMessageBar *self = g_object_new(ADR_TYPE_MESSAGE_BAR, "message-type", type, NULL);
    g_autoptr(GList) others = NULL;
    AtkObject *accessible = gtk_widget_get_accessible(GTK_WIDGET(self));

    if (id != NULL)
        adr_message_bar_dismiss(area, id);
    others = gtk_container_get_children(GTK_CONTAINER(area));
    if (g_list_length(others) >= MAX_MESSAGES)
        gtk_widget_destroy(g_list_last(others)->data);

    self->id = g_strdup(id);
    gtk_label_set_text(self->title, title);
    if (detail != NULL && *detail != '\0')
        gtk_label_set_text(self->detail, detail);
    else
        gtk_widget_hide(GTK_WIDGET(self->detail));
    atk_object_set_name(accessible, title);
    if (detail != NULL)
        atk_object_set_description(accessible, detail);
    gtk_box_pack_start(area, GTK_WIDGET(self), FALSE, TRUE, 0);
    gtk_box_reorder_child(area, GTK_WIDGET(self), 0);
    gtk_widget_show(GTK_WIDGET(area));
    gtk_widget_show(GTK_WIDGET(self));
    return self;
}

void
adr_message_bar_add_button(AdrMessageBar *self, const char *label, int response)
{
    GtkWidget *button = gtk_button_new_with_mnemonic(label);

    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    g_object_set_data(G_OBJECT(button), "adr-response", GINT_TO_POINTER(response));
    g_signal_connect_object(button, "clicked", G_CALLBACK(button_clicked_cb), self, 0);
    gtk_widget_show(button);
    // Beside the words, with the cross behind them: GtkInfoBar's action area would come last.
    gtk_box_pack_start(GTK_BOX(gtk_info_bar_get_content_area(GTK_INFO_BAR(self))), button, FALSE,
                       FALSE, 0);
}

void
adr_message_bar_dismiss(GtkBox *area, const char *id)
{
    g_autoptr(GList) bars = gtk_container_get_children(GTK_CONTAINER(area));

    for (GList *l = bars; l != NULL; l = l->next) {
        if (ADR_IS_MESSAGE_BAR(l->data) && g_strcmp0(ADR_MESSAGE_BAR(l->data)->id, id) == 0)
            gtk_widget_destroy(l->data);
    }
}
