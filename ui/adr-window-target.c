/* SPDX-License-Identifier: MIT */
/* What the window does with the target: connect, run, stop, and tell how it is.
 */
#include "config.h"

#include "ui/adr-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "device/adr-link.h"
#include "ui/adr-message-bar.h"
#include "ui/adr-paths.h"

enum {
    RESPONSE_RECONNECT = 1,
    RESPONSE_CHOOSE,
};

static gboolean
is_cancelled(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED);
}

static void
problem_response_cb(GtkInfoBar *bar, int response, AdrWindow *self)
{
    if (response == RESPONSE_RECONNECT)
        adr_window_reconnect(self);
    else if (response == RESPONSE_CHOOSE)
        gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->target_button), TRUE);
}

static void
show_problem(AdrWindow *self, const char *title, const GError *error)
{
    AdrMessageBar *bar =
        adr_message_bar_show(self->messages, "target", GTK_MESSAGE_WARNING, title, error->message);

    adr_message_bar_add_button(bar, _("Try _again"), RESPONSE_RECONNECT);
    adr_message_bar_add_button(bar, _("Choose _another target"), RESPONSE_CHOOSE);
    g_signal_connect_object(bar, "response", G_CALLBACK(problem_response_cb), self, 0);
}

static char *
dup_label(AdrWindow *self)
{
    return adr_target_button_dup_label(self->target_button, self->address);
}

void
adr_window_update_status(AdrWindow *self)
{
    AdrTargetState state =
        self->target != NULL ? adr_target_get_state(self->target) : ADR_TARGET_STATE_DISCONNECTED;
    const char *detail = self->target != NULL ? adr_target_get_detail(self->target) : "";
    const char *banner = self->target != NULL ? adr_target_get_banner(self->target) : NULL;
    g_autofree char *label = dup_label(self);
    g_autofree char *text =
        *detail != '\0'
            ? g_strdup_printf("%s: %s (%s)", label, adr_target_state_get_word(state), detail)
            : g_strdup_printf("%s: %s", label, adr_target_state_get_word(state));

    gtk_label_set_text(self->status_target, text);
    gtk_label_set_text(self->status_banner, banner != NULL ? banner : "");
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->status_banner), banner);
    adr_icon_set_name(self->status_icon, adr_target_button_get_state_icon(state));
    // A board that came back needs no message that it was gone.
    if (state == ADR_TARGET_STATE_IDLE || state == ADR_TARGET_STATE_RUNNING)
        adr_message_bar_dismiss(self->messages, "target");
    adr_window_update_actions(self);
}

static void
problem_cb(AdrTarget *target, GError *error, AdrWindow *self)
{
    g_autofree char *label = dup_label(self);
    g_autofree char *title =
        g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST)
            ? g_strdup_printf(_("%s is gone; Adder waits for it to come back"), label)
            : g_strdup_printf(_("Trouble with %s"), label);

    if (target == self->target)
        show_problem(self, title, error);
}

/* Marks the line in the tab where the program came to grief. */
static void
mark_error(AdrWindow *self, AdrRunResult *result)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self);

    for (guint i = result->frames->len; i > 0; i--) {
        const AdrFrame *frame = result->frames->pdata[i - 1];

        for (guint k = 0; k < editors->len; k++) {
            AdrDocument *document = adr_editor_get_document(editors->pdata[k]);

            if (g_strcmp0(adr_document_get_name(document), frame->file) == 0) {
                adr_document_mark_error(document, frame->line);
                return;
            }
        }
    }
}

static void
run_finished_cb(AdrTarget *target, AdrRunResult *result, AdrWindow *self)
{
    g_clear_pointer(&self->last_error, adr_run_result_unref);
    if (!result->ok && !result->interrupted && result->frames->len > 0) {
        self->last_error = adr_run_result_ref(result);
        mark_error(self, result);
    }
    adr_window_update_actions(self);
}

static void
state_changed_cb(AdrWindow *self)
{
    if (gtk_widget_in_destruction(GTK_WIDGET(self)))
        return;
    adr_window_update_status(self);
}

static void
place_activated_cb(AdrTerminal *terminal, const char *file, guint line, AdrWindow *self)
{
    adr_window_go_to_place(self, file, line);
}

AdrTerminal *
adr_window_ensure_terminal(AdrWindow *self, const char *address)
{
    AdrTerminal *terminal = g_hash_table_lookup(self->terminals, address);
    GtkWidget *scrolled;

    if (terminal != NULL)
        return terminal;
    terminal = g_object_new(ADR_TYPE_TERMINAL, "visible", TRUE, NULL);
    atk_object_set_name(gtk_widget_get_accessible(GTK_WIDGET(terminal)), _("Terminal"));
    gtk_style_context_add_class(gtk_widget_get_style_context(GTK_WIDGET(terminal)), "adr-terminal");
    scrolled = gtk_scrolled_window_new(NULL, NULL);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER,
                                   GTK_POLICY_ALWAYS);
    gtk_container_add(GTK_CONTAINER(scrolled), GTK_WIDGET(terminal));
    gtk_widget_show(scrolled);
    gtk_container_add(GTK_CONTAINER(self->terminal_stack), scrolled);
    g_signal_connect_object(terminal, "place-activated", G_CALLBACK(place_activated_cb), self, 0);
    g_hash_table_insert(self->terminals, g_strdup(address), terminal);
    return terminal;
}

/* -- Connecting */

static void
connect_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrWindow) self = data;
    g_autoptr(GError) error = NULL;

    if (!adr_target_connect_finish(ADR_TARGET(source), result, &error) && !is_cancelled(error) &&
        ADR_TARGET(source) == self->target) {
        g_autofree char *label = dup_label(self);
        g_autofree char *title = g_strdup_printf(_("%s cannot be reached"), label);

        show_problem(self, title, error);
    }
}

static void
connect_target(AdrWindow *self)
{
    adr_target_connect_async(self->target, self->cancellable, connect_cb, g_object_ref(self));
}

void
adr_window_start_target(AdrWindow *self)
{
    if (self->target == NULL) {
        self->target = adr_target_new(self->address);
        g_signal_connect_object(self->target, "notify", G_CALLBACK(state_changed_cb), self,
                                G_CONNECT_SWAPPED);
        g_signal_connect_object(self->target, "problem", G_CALLBACK(problem_cb), self, 0);
        g_signal_connect_object(self->target, "run-finished", G_CALLBACK(run_finished_cb), self, 0);
        adr_terminal_set_target(self->terminal, self->target);
        adr_target_button_set_target(self->target_button, self->target, self->address);
    }
    connect_target(self);
}

void
adr_window_reconnect(AdrWindow *self)
{
    adr_message_bar_dismiss(self->messages, "target");
    adr_window_start_target(self);
}

static void
disconnected_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    adr_target_disconnect_finish(ADR_TARGET(source), result, NULL);
}

void
adr_window_disconnect(AdrWindow *self)
{
    if (self->target != NULL)
        adr_target_disconnect_async(self->target, disconnected_cb, NULL);
}

void
adr_window_choose_target(AdrWindow *self, const char *address)
{
    adr_message_bar_dismiss(self->messages, "target");
    if (g_strcmp0(address, self->address) != 0) {
        AdrTarget *old = g_steal_pointer(&self->target);

        adr_terminal_set_target(self->terminal, NULL);
        if (old != NULL) {
            g_signal_handlers_disconnect_by_data(old, self);
            // Its port is free for others at once; its terminal stays as it was.
            adr_target_disconnect_async(old, disconnected_cb, NULL);
            g_object_unref(old);
        }
        g_free(self->address);
        self->address = g_strdup(address);
        g_settings_set_string(adr_settings_get(), "target", address);
        self->terminal = adr_window_ensure_terminal(self, address);
        adr_terminal_enable_links(self->terminal);
        gtk_stack_set_visible_child(self->terminal_stack,
                                    gtk_widget_get_parent(GTK_WIDGET(self->terminal)));
    }
    adr_window_start_target(self);
    adr_window_update_status(self);
}

/* -- Running */

static void
run_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrWindow) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(AdrRunResult) run = adr_target_run_finish(ADR_TARGET(source), result, &error);

    // What connecting has said already is not said twice.
    if (run == NULL && !is_cancelled(error) && ADR_TARGET(source) == self->target &&
        !g_error_matches(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NOT_CONNECTED) &&
        !g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST))
        show_problem(self, _("The program could not be run"), error);
}

void
adr_window_run(AdrWindow *self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);
    AdrDocument *document;
    g_autoptr(GBytes) source = NULL;
    char *text;

    if (editor == NULL || adr_document_get_loading(adr_editor_get_document(editor)))
        return;
    document = adr_editor_get_document(editor);
    text = adr_document_dup_text(document);
    source = g_bytes_new_take(text, strlen(text));
    adr_document_mark_error(document, 0);
    // Jobs wait for one another: a target that is still being connected to runs it afterwards.
    adr_window_start_target(self);
    adr_target_run_async(self->target, source, adr_document_get_name(document), ADR_RUN_FRESH,
                         self->cancellable, run_cb, g_object_ref(self));
}

void
adr_window_stop(AdrWindow *self)
{
    if (self->target != NULL)
        adr_target_interrupt(self->target);
}

static void
soft_reset_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrWindow) self = data;
    g_autoptr(GError) error = NULL;

    if (!adr_target_soft_reset_finish(ADR_TARGET(source), result, &error) && !is_cancelled(error) &&
        ADR_TARGET(source) == self->target &&
        !g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST))
        show_problem(self, _("Python could not be restarted"), error);
}

void
adr_window_soft_reset(AdrWindow *self)
{
    adr_window_start_target(self);
    adr_target_soft_reset_async(self->target, self->cancellable, soft_reset_cb, g_object_ref(self));
}
