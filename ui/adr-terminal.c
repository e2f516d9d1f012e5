/* SPDX-License-Identifier: MIT */
/* A VteTerminal without a pseudo-terminal: AdrTarget gives and takes the bytes on its own thread,
 * so that nothing typed and nothing printed can wait for a board here.
 */
#include "config.h"

#include "ui/adr-terminal.h"

#include <string.h>

#include <glib/gi18n.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "ui/adr-paths.h"
#include "ui/adr-scheme.h"
#include "ui/adr-traceback.h"

struct _AdrTerminal {
    VteTerminal parent_instance;

    AdrTarget *target; /* owned, nullable */
    gulong output_id;
    gsize n_undigested; /* bytes fed that VTE has not processed yet, at most */
    gboolean is_paused; /* the target waits */
    guint resume_id;    /* source: goes on at the latest; 0 if not paused */
    int link_tag;       /* of the pattern in VTE, -1 before there is one */
    GtkWidget *menu;    /* owned by self once attached, NULL before its first use */
};

enum {
    PLACE_ACTIVATED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrTerminal, adr_terminal, VTE_TYPE_TERMINAL)

/* VTE takes everything at once and digests it later, in one go, however long that takes: 10 MB were
 * seen to stop the window for more than a second. So it is given at most this much between two of
 * its meals; then the target waits. */
#define MAX_UNDIGESTED (64 * 1024)

static void
set_paused(AdrTerminal *self, gboolean is_paused)
{
    if (self->is_paused == is_paused)
        return;
    self->is_paused = is_paused;
    adr_target_set_output_paused(self->target, is_paused);
}

static void
digested_cb(AdrTerminal *self)
{
    self->n_undigested = 0;
    g_clear_handle_id(&self->resume_id, g_source_remove);
    if (self->target != NULL)
        set_paused(self, FALSE);
}

static gboolean
resume_timeout_cb(gpointer data)
{
    AdrTerminal *self = data;

    self->resume_id = 0;
    digested_cb(self);
    return G_SOURCE_REMOVE;
}

static void
output_cb(AdrTarget *target, GBytes *bytes, AdrTerminal *self)
{
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);

    vte_terminal_feed(VTE_TERMINAL(self), data, len);
    self->n_undigested += len;
    if (self->n_undigested >= MAX_UNDIGESTED) {
        set_paused(self, TRUE);
        // "contents-changed" says that it was digested; control codes alone change no contents.
        if (self->resume_id == 0)
            self->resume_id = g_timeout_add(100, resume_timeout_cb, self);
    }
}

static void
commit_cb(AdrTerminal *self, const char *text, guint len)
{
    if (self->target != NULL)
        adr_target_send_input(self->target, text, len);
}

static void
paste_cb(GtkClipboard *clipboard, const char *text, gpointer data)
{
    g_autoptr(AdrTerminal) self = data;

    if (text == NULL || *text == '\0' || self->target == NULL)
        return;
    adr_target_paste(self->target, text);
    if (vte_terminal_get_scroll_on_keystroke(VTE_TERMINAL(self))) {
        GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(self));
        gtk_adjustment_set_value(adjustment, gtk_adjustment_get_upper(adjustment));
    }
}

void
adr_terminal_paste(AdrTerminal *self, GdkAtom selection)
{
    g_return_if_fail(ADR_IS_TERMINAL(self));
    gtk_clipboard_request_text(gtk_widget_get_clipboard(GTK_WIDGET(self), selection), paste_cb,
                               g_object_ref(self));
}

static gboolean
activate_link(AdrTerminal *self, GdkEvent *event)
{
    g_autofree char *match = NULL;
    g_autofree char *file = NULL;
    guint line;
    int tag = -1;

    if (self->link_tag < 0)
        return FALSE;
    match = vte_terminal_match_check_event(VTE_TERMINAL(self), event, &tag);
    if (match == NULL || tag != self->link_tag || !adr_traceback_parse(match, &file, &line))
        return FALSE;
    g_signal_emit(self, signals[PLACE_ACTIVATED], 0, file, line);
    return TRUE;
}

static void
show_menu(AdrTerminal *self, GdkEvent *event)
{
    if (self->menu == NULL) {
        g_autoptr(GMenu) menu = g_menu_new();

        g_menu_append(menu, _("Copy"), "win.terminal-copy");
        g_menu_append(menu, _("Paste"), "win.terminal-paste");
        g_menu_append(menu, _("Clear"), "win.terminal-clear");
        self->menu = gtk_menu_new_from_model(G_MENU_MODEL(menu));
        gtk_menu_attach_to_widget(GTK_MENU(self->menu), GTK_WIDGET(self), NULL);
    }
    if (event != NULL)
        gtk_menu_popup_at_pointer(GTK_MENU(self->menu), event);
    else
        gtk_menu_popup_at_widget(GTK_MENU(self->menu), GTK_WIDGET(self), GDK_GRAVITY_CENTER,
                                 GDK_GRAVITY_CENTER, NULL);
}

static gboolean
adr_terminal_button_press_event(GtkWidget *widget, GdkEventButton *event)
{
    AdrTerminal *self = ADR_TERMINAL(widget);

    if (event->type == GDK_BUTTON_PRESS) {
        GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();

        if (event->button == GDK_BUTTON_PRIMARY && (modifiers & ~GDK_CONTROL_MASK) == 0 &&
            activate_link(self, (GdkEvent *)event))
            return TRUE;
        if (event->button == GDK_BUTTON_MIDDLE && modifiers == 0) {
            gtk_widget_grab_focus(widget);
            adr_terminal_paste(self, GDK_SELECTION_PRIMARY);
            return TRUE;
        }
        if (event->button == GDK_BUTTON_SECONDARY && modifiers == 0) {
            gtk_widget_grab_focus(widget);
            show_menu(self, (GdkEvent *)event);
            return TRUE;
        }
    }
    return GTK_WIDGET_CLASS(adr_terminal_parent_class)->button_press_event(widget, event);
}

static gboolean
adr_terminal_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();

    // VTE would paste by itself, past the target's paste mode.
    if ((event->keyval == GDK_KEY_Insert || event->keyval == GDK_KEY_KP_Insert) &&
        (modifiers & GDK_SHIFT_MASK) != 0) {
        adr_terminal_paste(ADR_TERMINAL(widget), (modifiers & GDK_CONTROL_MASK) != 0
                                                     ? GDK_SELECTION_CLIPBOARD
                                                     : GDK_SELECTION_PRIMARY);
        return TRUE;
    }
    return GTK_WIDGET_CLASS(adr_terminal_parent_class)->key_press_event(widget, event);
}

static gboolean
adr_terminal_popup_menu(GtkWidget *widget)
{
    show_menu(ADR_TERMINAL(widget), NULL);
    return TRUE;
}

static void
adr_terminal_dispose(GObject *object)
{
    adr_terminal_set_target(ADR_TERMINAL(object), NULL);
    G_OBJECT_CLASS(adr_terminal_parent_class)->dispose(object);
}

static void
adr_terminal_class_init(AdrTerminalClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_terminal_dispose;
    widget_class->button_press_event = adr_terminal_button_press_event;
    widget_class->key_press_event = adr_terminal_key_press_event;
    widget_class->popup_menu = adr_terminal_popup_menu;
    signals[PLACE_ACTIVATED] =
        g_signal_new("place-activated", ADR_TYPE_TERMINAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_UINT);
}

static void
adr_terminal_init(AdrTerminal *self)
{
    VteTerminal *terminal = VTE_TERMINAL(self);

    self->link_tag = -1;
    g_signal_connect(self, "commit", G_CALLBACK(commit_cb), NULL);
    g_signal_connect(self, "contents-changed", G_CALLBACK(digested_cb), NULL);
    vte_terminal_set_scrollback_lines(terminal,
                                      g_settings_get_int(adr_settings_get(), "scrollback-lines"));
    vte_terminal_set_audible_bell(terminal, FALSE);
    vte_terminal_set_scroll_on_output(terminal, FALSE);
    vte_terminal_set_scroll_on_keystroke(terminal, TRUE);
    vte_terminal_set_mouse_autohide(terminal, TRUE);
    adr_scheme_attach_terminal(terminal);
}

void
adr_terminal_set_target(AdrTerminal *self, AdrTarget *target)
{
    g_return_if_fail(ADR_IS_TERMINAL(self));
    if (self->target == target)
        return;
    digested_cb(self);
    if (self->target != NULL)
        g_clear_signal_handler(&self->output_id, self->target);
    g_set_object(&self->target, target);
    if (target != NULL)
        self->output_id = g_signal_connect(target, "output", G_CALLBACK(output_cb), self);
}

void
adr_terminal_clear(AdrTerminal *self)
{
    VteTerminal *terminal = VTE_TERMINAL(self);
    g_autofree char *line = NULL;
    glong column, row;

    g_return_if_fail(ADR_IS_TERMINAL(self));
    vte_terminal_get_cursor_position(terminal, &column, &row);
    line = vte_terminal_get_text_range(terminal, row, 0, row, MAX(column - 1, 0), NULL, NULL, NULL);
    vte_terminal_reset(terminal, TRUE, TRUE);
    if (line != NULL && column > 0) {
        g_strchomp(line);
        vte_terminal_feed(terminal, line, -1);
        // The blank behind the prompt went with the end of the line.
        for (glong i = g_utf8_strlen(line, -1); i < column; i++)
            vte_terminal_feed(terminal, " ", 1);
    }
}

void
adr_terminal_print_note(AdrTerminal *self, const char *text)
{
    g_autofree char *note = NULL;
    glong column, row;

    g_return_if_fail(ADR_IS_TERMINAL(self));
    vte_terminal_get_cursor_position(VTE_TERMINAL(self), &column, &row);
    note = g_strdup_printf("%s\033[0;2;3m%s\033[0m\r\n", column > 0 ? "\r\n" : "", text);
    vte_terminal_feed(VTE_TERMINAL(self), note, -1);
}

void
adr_terminal_enable_links(AdrTerminal *self)
{
    g_autoptr(VteRegex) regex = NULL;

    g_return_if_fail(ADR_IS_TERMINAL(self));
    if (self->link_tag >= 0)
        return;
    regex = vte_regex_new_for_match(ADR_TRACEBACK_REGEX, -1, PCRE2_MULTILINE | PCRE2_UTF, NULL);
    if (regex == NULL)
        return;
    self->link_tag = vte_terminal_match_add_regex(VTE_TERMINAL(self), regex, 0);
    vte_terminal_match_set_cursor_name(VTE_TERMINAL(self), self->link_tag, "pointer");
}
