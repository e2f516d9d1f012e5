/* SPDX-License-Identifier: MIT */
/* The popover is built when it is first opened: nothing of it is in the first frame. Its rows are
 * made anew whenever the list of ports changes; there are a handful.
 */
#include "config.h"

#include "ui/adr-target-button.h"

#include <glib/gi18n.h>

#include "ui/adr-icon.h"
#include "ui/adr-paths.h"

struct _AdrTargetButton {
    GtkToggleButton parent_instance;

    AdrTarget *target; /* owned, nullable */
    gulong state_id;
    char *address;   /* owned: of the target, chosen or shown */
    AdrPorts *ports; /* owned, NULL before adr_target_button_watch_ports() */
    AdrIcon *state_icon;
    GtkLabel *name_label;
    GtkLabel *state_label;
    GtkPopover *popover; /* NULL before it is first opened, as is what is in it: */
    GtkListBox *list;
    GtkEntry *entry;
    GtkLabel *problem;
    GtkWidget *hint;
};

enum {
    TARGET_CHOSEN,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrTargetButton, adr_target_button, GTK_TYPE_TOGGLE_BUTTON)

/* The simulators there are; the first is where a first start runs. */
static const struct {
    const char *address;
    const char *label;
    const char *description;
} simulators[] = {
    {"sim:virtual", N_("Simulator"), N_("Part of Adder: nothing to plug in")},
};

static const char *const state_classes[] = {
    [ADR_TARGET_STATE_DISCONNECTED] = "state-disconnected",
    [ADR_TARGET_STATE_CONNECTING] = "state-connecting",
    [ADR_TARGET_STATE_IDLE] = "state-idle",
    [ADR_TARGET_STATE_RUNNING] = "state-running",
    [ADR_TARGET_STATE_BUSY] = "state-busy",
    [ADR_TARGET_STATE_LOST] = "state-lost",
};

char *
adr_target_button_dup_label(AdrTargetButton *self, const char *address)
{
    AdrPort *port = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(simulators); i++) {
        if (g_strcmp0(simulators[i].address, address) == 0)
            return g_strdup(_(simulators[i].label));
    }
    if (g_str_has_prefix(address, "sim:"))
        return g_strdup_printf(_("Simulator: %s"), address + 4);
    if (self->ports != NULL)
        port = adr_ports_find(self->ports, address);
    if (port != NULL)
        return g_strdup(adr_port_get_label(port));
    return g_strdup(g_str_has_prefix(address, "/dev/") ? address + 5 : address);
}

static void
update(AdrTargetButton *self)
{
    AdrTargetState state =
        self->target != NULL ? adr_target_get_state(self->target) : ADR_TARGET_STATE_DISCONNECTED;
    g_autofree char *label = adr_target_button_dup_label(self, self->address);
    const char *word = adr_target_state_get_word(state);
    const char *detail = self->target != NULL ? adr_target_get_detail(self->target) : "";
    g_autofree char *tooltip = NULL;
    GtkStyleContext *style = gtk_widget_get_style_context(GTK_WIDGET(self->state_icon));

    gtk_label_set_text(self->name_label, label);
    gtk_label_set_text(self->state_label, word);
    adr_icon_set_name(self->state_icon, state_classes[state]);
    for (gsize i = 0; i < G_N_ELEMENTS(state_classes); i++)
        gtk_style_context_remove_class(style, state_classes[i]);
    gtk_style_context_add_class(style, state_classes[state]);

    tooltip = *detail != '\0' ? g_strdup_printf("%s: %s (%s)", label, word, detail)
                              : g_strdup_printf("%s: %s", label, word);
    gtk_widget_set_tooltip_text(GTK_WIDGET(self), tooltip);
    // The name stays "Target"; who listens hears the rest as its description.
    atk_object_set_description(gtk_widget_get_accessible(GTK_WIDGET(self)), tooltip);
}

static void
choose(AdrTargetButton *self, const char *address)
{
    g_autofree char *chosen = g_strdup(address); // the row it comes from may go

    gtk_popover_popdown(self->popover);
    g_signal_emit(self, signals[TARGET_CHOSEN], 0, chosen);
}

static void
row_activated_cb(GtkListBox *list, GtkListBoxRow *row, AdrTargetButton *self)
{
    choose(self, g_object_get_data(G_OBJECT(row), "adr-address"));
}

static void
remove_clicked_cb(GtkWidget *button, AdrTargetButton *self)
{
    const char *address = g_object_get_data(G_OBJECT(button), "adr-address");
    g_auto(GStrv) old = g_settings_get_strv(adr_settings_get(), "addresses");
    g_autoptr(GPtrArray) kept = g_ptr_array_new();

    for (char **a = old; *a != NULL; a++) {
        if (!g_str_equal(*a, address))
            g_ptr_array_add(kept, *a);
    }
    g_ptr_array_add(kept, NULL);
    g_settings_set_strv(adr_settings_get(), "addresses", (const char *const *)kept->pdata);
    adr_ports_remove_address(self->ports, address);
}

static void
add_row(AdrTargetButton *self, const char *address, const char *label, const char *description,
        const char *icon, gboolean removable)
{
    GtkWidget *row = gtk_list_box_row_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *words = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *title = gtk_label_new(label);
    gboolean is_current = g_strcmp0(address, self->address) == 0;

    gtk_widget_set_margin_top(box, 6);
    gtk_widget_set_margin_bottom(box, 6);
    gtk_widget_set_margin_start(box, 6);
    gtk_widget_set_margin_end(box, 6);
    gtk_container_add(GTK_CONTAINER(box), adr_icon_new(icon));
    gtk_label_set_xalign(GTK_LABEL(title), 0);
    gtk_label_set_ellipsize(GTK_LABEL(title), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_max_width_chars(GTK_LABEL(title), 34);
    gtk_widget_set_valign(words, GTK_ALIGN_CENTER);
    gtk_container_add(GTK_CONTAINER(words), title);
    if (description != NULL) {
        GtkWidget *small = gtk_label_new(description);

        gtk_label_set_xalign(GTK_LABEL(small), 0);
        gtk_label_set_ellipsize(GTK_LABEL(small), PANGO_ELLIPSIZE_END);
        gtk_label_set_max_width_chars(GTK_LABEL(small), 38);
        gtk_style_context_add_class(gtk_widget_get_style_context(small), "dim-label");
        gtk_container_add(GTK_CONTAINER(words), small);
    }
    gtk_box_pack_start(GTK_BOX(box), words, TRUE, TRUE, 0);
    if (is_current)
        gtk_container_add(GTK_CONTAINER(box), adr_icon_new("check"));
    if (removable) {
        GtkWidget *button = gtk_button_new();

        gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
        gtk_container_add(GTK_CONTAINER(button), adr_icon_new("close"));
        gtk_widget_set_tooltip_text(button, _("Remove from the list"));
        atk_object_set_name(gtk_widget_get_accessible(button), _("Remove from the list"));
        g_object_set_data_full(G_OBJECT(button), "adr-address", g_strdup(address), g_free);
        g_signal_connect_object(button, "clicked", G_CALLBACK(remove_clicked_cb), self, 0);
        gtk_container_add(GTK_CONTAINER(box), button);
    }
    gtk_container_add(GTK_CONTAINER(row), box);
    g_object_set_data_full(G_OBJECT(row), "adr-address", g_strdup(address), g_free);
    atk_object_set_name(gtk_widget_get_accessible(row), label);
    gtk_widget_show_all(row);
    gtk_container_add(GTK_CONTAINER(self->list), row);
}

static void
fill_list(AdrTargetButton *self)
{
    guint n_ports = self->ports != NULL ? g_list_model_get_n_items(G_LIST_MODEL(self->ports)) : 0;

    g_autoptr(GList) old = gtk_container_get_children(GTK_CONTAINER(self->list));

    for (GList *l = old; l != NULL; l = l->next)
        gtk_widget_destroy(l->data);
    for (gsize i = 0; i < G_N_ELEMENTS(simulators); i++) {
        add_row(self, simulators[i].address, _(simulators[i].label), _(simulators[i].description),
                "simulator", FALSE);
    }
    for (guint i = 0; i < n_ports; i++) {
        g_autoptr(AdrPort) port = g_list_model_get_item(G_LIST_MODEL(self->ports), i);

        add_row(self, adr_port_get_address(port), adr_port_get_label(port),
                adr_port_get_description(port), "board",
                adr_port_get_kind(port) == ADR_PORT_KIND_ADDED);
    }
    gtk_widget_set_visible(self->hint, n_ports == 0);
}

static void
ports_changed_cb(AdrTargetButton *self)
{
    if (self->popover != NULL && gtk_widget_get_visible(GTK_WIDGET(self->popover)))
        fill_list(self);
    update(self);
}

static void
entry_activate_cb(AdrTargetButton *self)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = adr_ports_parse_address(gtk_entry_get_text(self->entry), &error);
    g_auto(GStrv) known = NULL;
    g_autoptr(GPtrArray) all = NULL;

    if (address == NULL) {
        gtk_label_set_text(self->problem, error->message);
        gtk_widget_show(GTK_WIDGET(self->problem));
        return;
    }
    gtk_widget_hide(GTK_WIDGET(self->problem));
    known = g_settings_get_strv(adr_settings_get(), "addresses");
    if (!g_strv_contains((const char *const *)known, address)) {
        all = g_ptr_array_new();
        for (char **a = known; *a != NULL; a++)
            g_ptr_array_add(all, *a);
        g_ptr_array_add(all, address);
        g_ptr_array_add(all, NULL);
        g_settings_set_strv(adr_settings_get(), "addresses", (const char *const *)all->pdata);
    }
    adr_ports_add_address(self->ports, address);
    gtk_entry_set_text(self->entry, "");
    choose(self, address);
}

static void
popover_closed_cb(AdrTargetButton *self)
{
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self), FALSE);
}

static void
build_popover(AdrTargetButton *self)
{
    g_autoptr(GtkBuilder) builder =
        gtk_builder_new_from_resource("/io/github/adder/ui/adr-target-popover.ui");
    GtkWidget *add = GTK_WIDGET(gtk_builder_get_object(builder, "add"));

    self->list = GTK_LIST_BOX(gtk_builder_get_object(builder, "list"));
    self->entry = GTK_ENTRY(gtk_builder_get_object(builder, "entry"));
    self->problem = GTK_LABEL(gtk_builder_get_object(builder, "problem"));
    self->hint = GTK_WIDGET(gtk_builder_get_object(builder, "hint"));
    self->popover = GTK_POPOVER(gtk_popover_new(GTK_WIDGET(self)));
    gtk_container_add(GTK_CONTAINER(self->popover),
                      GTK_WIDGET(gtk_builder_get_object(builder, "content")));
    g_signal_connect_object(self->list, "row-activated", G_CALLBACK(row_activated_cb), self, 0);
    g_signal_connect_object(self->entry, "activate", G_CALLBACK(entry_activate_cb), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(add, "clicked", G_CALLBACK(entry_activate_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->popover, "closed", G_CALLBACK(popover_closed_cb), self,
                            G_CONNECT_SWAPPED);
}

static void
adr_target_button_toggled(GtkToggleButton *button)
{
    AdrTargetButton *self = ADR_TARGET_BUTTON(button);

    if (!gtk_toggle_button_get_active(button)) {
        if (self->popover != NULL)
            gtk_popover_popdown(self->popover);
        return;
    }
    adr_target_button_watch_ports(self);
    if (self->popover == NULL)
        build_popover(self);
    fill_list(self);
    gtk_widget_hide(GTK_WIDGET(self->problem));
    gtk_popover_popup(self->popover);
}

static void
adr_target_button_dispose(GObject *object)
{
    AdrTargetButton *self = ADR_TARGET_BUTTON(object);

    if (self->target != NULL)
        g_clear_signal_handler(&self->state_id, self->target);
    g_clear_object(&self->target);
    g_clear_object(&self->ports);
    if (self->popover != NULL) {
        gtk_widget_destroy(GTK_WIDGET(self->popover));
        self->popover = NULL;
    }
    G_OBJECT_CLASS(adr_target_button_parent_class)->dispose(object);
}

static void
adr_target_button_finalize(GObject *object)
{
    g_free(ADR_TARGET_BUTTON(object)->address);
    G_OBJECT_CLASS(adr_target_button_parent_class)->finalize(object);
}

static void
adr_target_button_class_init(AdrTargetButtonClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_target_button_dispose;
    G_OBJECT_CLASS(klass)->finalize = adr_target_button_finalize;
    GTK_TOGGLE_BUTTON_CLASS(klass)->toggled = adr_target_button_toggled;
    signals[TARGET_CHOSEN] =
        g_signal_new("target-chosen", ADR_TYPE_TARGET_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                     NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    g_type_ensure(ADR_TYPE_ICON);
    gtk_widget_class_set_template_from_resource(widget_class,
                                                "/io/github/adder/ui/adr-target-button.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrTargetButton, state_icon);
    gtk_widget_class_bind_template_child(widget_class, AdrTargetButton, name_label);
    gtk_widget_class_bind_template_child(widget_class, AdrTargetButton, state_label);
}

static void
adr_target_button_init(AdrTargetButton *self)
{
    gtk_widget_init_template(GTK_WIDGET(self));
}

void
adr_target_button_set_target(AdrTargetButton *self, AdrTarget *target, const char *address)
{
    g_autofree char *old_address = self->address;

    g_return_if_fail(ADR_IS_TARGET_BUTTON(self));
    if (self->target != NULL)
        g_clear_signal_handler(&self->state_id, self->target);
    g_set_object(&self->target, target);
    self->address = g_strdup(address);
    if (target != NULL) {
        self->state_id =
            g_signal_connect_object(target, "notify", G_CALLBACK(update), self, G_CONNECT_SWAPPED);
    }
    update(self);
}

const char *
adr_target_button_get_state_icon(AdrTargetState state)
{
    return state_classes[state];
}

void
adr_target_button_set_narrow(AdrTargetButton *self, gboolean is_narrow)
{
    g_return_if_fail(ADR_IS_TARGET_BUTTON(self));
    gtk_widget_set_visible(GTK_WIDGET(self->state_label), !is_narrow);
}

void
adr_target_button_watch_ports(AdrTargetButton *self)
{
    g_auto(GStrv) addresses = NULL;

    g_return_if_fail(ADR_IS_TARGET_BUTTON(self));
    if (self->ports != NULL)
        return;
    self->ports = adr_ports_new();
    addresses = g_settings_get_strv(adr_settings_get(), "addresses");
    for (char **a = addresses; *a != NULL; a++)
        adr_ports_add_address(self->ports, *a);
    g_signal_connect_object(self->ports, "items-changed", G_CALLBACK(ports_changed_cb), self,
                            G_CONNECT_SWAPPED);
    update(self);
}
