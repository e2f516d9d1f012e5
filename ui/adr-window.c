/* SPDX-License-Identifier: MIT */
/* The window's parts and its tabs. Its actions are in adr-window-actions.c, what it does with the
 * target in adr-window-target.c.
 *
 * What is not in the first frame is not built before it: popovers, the search bar, the palette, the
 * rows of the tree, the target. That is most of the difference between 60 and 200 ms.
 *
 * The title buttons are our own (GtkHeaderBar's take their pictures from the icon theme, which
 * would be loaded for nothing else); they follow "gtk-decoration-layout" as GTK's do.
 */
#include "config.h"

#include "ui/adr-window-private.h"

#include <malloc.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-message-bar.h"
#include "ui/adr-paths.h"
#include "ui/adr-scheme.h"
#include "ui/adr-source-view.h"

#include "adder-resources.h"

#define MAX_CLOSED    20
#define MAX_TAB_CHARS 22
#define NARROW        840 /* pixels: below, the header bar has no room for every word */

enum {
    SESSION_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrWindow, adr_window, GTK_TYPE_APPLICATION_WINDOW)

static void
session_changed(AdrWindow *self)
{
    g_signal_emit(self, signals[SESSION_CHANGED], 0);
}

/* -- Title buttons */

static void
title_button_cb(GtkWidget *button, AdrWindow *self)
{
    GtkWindow *window = GTK_WINDOW(self);
    const char *what = gtk_widget_get_name(button);

    if (g_str_equal(what, "minimize"))
        gtk_window_iconify(window);
    else if (g_str_equal(what, "close"))
        gtk_window_close(window);
    else if (gtk_window_is_maximized(window))
        gtk_window_unmaximize(window);
    else
        gtk_window_maximize(window);
}

static void
add_title_buttons(AdrWindow *self, const char *names, gboolean at_end)
{
    static const struct {
        const char *name;
        const char *label;
    } buttons[] = {
        {"minimize", N_("Minimize")},
        {"maximize", N_("Maximize")},
        {"close", N_("Close")},
    };
    g_auto(GStrv) wanted = g_strsplit(names, ",", -1);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

    for (char **name = wanted; *name != NULL; name++) {
        for (gsize i = 0; i < G_N_ELEMENTS(buttons); i++) {
            GtkWidget *button;

            if (!g_str_equal(*name, buttons[i].name))
                continue;
            button = gtk_button_new();
            gtk_widget_set_name(button, *name);
            gtk_widget_set_can_focus(button, FALSE);
            gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
            gtk_style_context_add_class(gtk_widget_get_style_context(button), "titlebutton");
            gtk_style_context_add_class(gtk_widget_get_style_context(button), *name);
            gtk_container_add(GTK_CONTAINER(button), adr_icon_new(*name));
            gtk_widget_set_tooltip_text(button, _(buttons[i].label));
            atk_object_set_name(gtk_widget_get_accessible(button), _(buttons[i].label));
            g_signal_connect_object(button, "clicked", G_CALLBACK(title_button_cb), self, 0);
            gtk_container_add(GTK_CONTAINER(box), button);
        }
    }
    gtk_widget_show_all(box);
    gtk_container_add_with_properties(GTK_CONTAINER(self->header), box, "pack-type",
                                      at_end ? GTK_PACK_END : GTK_PACK_START, "position", 0, NULL);
}

static void
add_all_title_buttons(AdrWindow *self)
{
    g_autofree char *layout = NULL;
    g_auto(GStrv) sides = NULL;

    g_object_get(gtk_widget_get_settings(GTK_WIDGET(self)), "gtk-decoration-layout", &layout, NULL);
    sides = g_strsplit(layout != NULL ? layout : "", ":", 2);
    if (sides[0] != NULL)
        add_title_buttons(self, sides[0], FALSE);
    if (sides[0] != NULL && sides[1] != NULL)
        add_title_buttons(self, sides[1], TRUE);
}

/* -- Titles and status */

static char *
dup_short_path(GFile *file)
{
    g_autoptr(GFile) parent = g_file_get_parent(file);
    const char *home = g_get_home_dir();
    const char *path = parent != NULL ? g_file_peek_path(parent) : NULL;

    if (path == NULL)
        return parent != NULL ? g_file_get_parse_name(parent) : g_strdup("");
    if (g_str_equal(path, home))
        return g_strdup("~");
    if (g_str_has_prefix(path, home) && path[strlen(home)] == '/')
        return g_strconcat("~", path + strlen(home), NULL);
    return g_filename_display_name(path);
}

static void
update_title(AdrWindow *self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);
    AdrDocument *document = editor != NULL ? adr_editor_get_document(editor) : NULL;
    GFile *file = document != NULL ? adr_document_get_file(document) : NULL;
    const char *name = document != NULL ? adr_document_get_name(document) : "Adder";
    gboolean is_modified =
        document != NULL && gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document));
    g_autofree char *folder = file != NULL ? dup_short_path(file) : NULL;
    g_autofree char *title = g_strconcat(is_modified ? "• " : "", name, NULL);
    g_autofree char *window_title =
        document != NULL ? g_strdup_printf("%s — Adder", title) : g_strdup("Adder");

    // Labels of our own: GtkHeaderBar's title is always the window's as well, and in the bar
    // "Adder" would be one word too many.
    gtk_window_set_title(GTK_WINDOW(self), window_title);
    gtk_label_set_text(self->title_label, title);
    gtk_label_set_text(self->subtitle_label, folder != NULL     ? folder
                                             : document != NULL ? _("not saved yet")
                                                                : "");
    gtk_widget_set_visible(GTK_WIDGET(self->subtitle_label), document != NULL);
}

static gboolean
update_cursor_cb(gpointer data)
{
    AdrWindow *self = data;
    AdrEditor *editor = adr_window_get_active_editor(self);
    g_autofree char *text = NULL;
    guint line, column;

    self->cursor_id = 0;
    if (editor != NULL) {
        adr_editor_get_cursor(editor, &line, &column);
        text = g_strdup_printf(_("Ln %u, Col %u"), line, column);
    }
    gtk_label_set_text(self->status_cursor, text != NULL ? text : "");
    return G_SOURCE_REMOVE;
}

/* Not with every key: a label's new text measures the window anew, 3 ms on the way of each letter
 * to the screen. */
static void
update_cursor(AdrWindow *self)
{
    if (self->cursor_id == 0)
        self->cursor_id = g_timeout_add_full(G_PRIORITY_LOW, 80, update_cursor_cb, self, NULL);
}

static void
update_encoding(AdrWindow *self)
{
    static const char *const newlines[] = {
        [ADR_NEWLINE_LF] = "",
        [ADR_NEWLINE_CRLF] = ", CRLF",
        [ADR_NEWLINE_CR] = ", CR",
        [ADR_NEWLINE_MIXED] = N_(", mixed line ends"),
    };
    AdrEditor *editor = adr_window_get_active_editor(self);
    const AdrEncoding *encoding;
    g_autofree char *text = NULL;

    if (editor != NULL) {
        const char *newline;

        encoding = adr_document_get_encoding(adr_editor_get_document(editor));
        newline = newlines[encoding->newline];
        text = g_strconcat(
            encoding->charset, encoding->has_bom ? " BOM" : "", *newline != '\0' ? _(newline) : "",
            adr_document_get_read_only(adr_editor_get_document(editor)) ? _(", read-only") : "",
            NULL);
    }
    gtk_label_set_text(self->status_encoding, text != NULL ? text : "");
}

/* -- Tabs */

static void
update_tab(AdrWindow *self, AdrEditor *editor)
{
    GtkWidget *tab = gtk_notebook_get_tab_label(self->tabs, GTK_WIDGET(editor));
    AdrDocument *document = adr_editor_get_document(editor);
    GtkLabel *label;
    AdrIcon *icon;
    GFile *file = adr_document_get_file(document);
    g_autofree char *path = file != NULL ? g_file_get_parse_name(file) : NULL;
    gboolean is_modified = gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document));

    if (tab == NULL)
        return;
    label = g_object_get_data(G_OBJECT(tab), "adr-label");
    icon = g_object_get_data(G_OBJECT(tab), "adr-icon");
    gtk_label_set_text(label, adr_document_get_name(document));
    // A tab is given the least its label asks for.
    gtk_label_set_width_chars(
        label, MIN(g_utf8_strlen(adr_document_get_name(document), -1), MAX_TAB_CHARS));
    gtk_widget_set_tooltip_text(tab, path != NULL ? path : _("not saved yet"));
    // The dot of unsaved text becomes the cross when the pointer is on it: the cross alone would
    // hide that there is something to lose, the dot alone how to close.
    adr_icon_set_name(icon, is_modified ? "modified" : "close");
    gtk_widget_set_tooltip_text(gtk_widget_get_parent(GTK_WIDGET(icon)),
                                is_modified ? _("Unsaved changes; close the tab (Ctrl+W)")
                                            : _("Close the tab (Ctrl+W)"));
    gtk_container_child_set(GTK_CONTAINER(self->tabs), GTK_WIDGET(editor), "menu-label",
                            adr_document_get_name(document), NULL);
}

static void
editor_document_changed_cb(AdrEditor *editor, AdrWindow *self)
{
    update_tab(self, editor);
    if (editor == adr_window_get_active_editor(self)) {
        update_title(self);
        update_encoding(self);
        adr_window_update_actions(self);
    }
    session_changed(self);
}

static void
editor_cursor_moved_cb(AdrEditor *editor, AdrWindow *self)
{
    if (editor == adr_window_get_active_editor(self))
        update_cursor(self);
}

static void
editor_changed_cb(AdrWindow *self)
{
    session_changed(self);
}

static void
editor_save_as_wanted_cb(AdrEditor *editor, AdrWindow *self)
{
    adr_window_save_as(self, editor);
}

static void
editor_load_refused_cb(AdrEditor *editor, const char *title, const char *detail, AdrWindow *self)
{
    adr_window_show_message(self, GTK_MESSAGE_ERROR, title, detail);
    adr_window_close_tab(self, editor);
}

static void
tab_close_clicked_cb(GtkWidget *button, AdrWindow *self)
{
    adr_window_close_tab(self, g_object_get_data(G_OBJECT(button), "adr-editor"));
}

static gboolean
tab_button_press_cb(GtkWidget *tab, GdkEventButton *event, AdrWindow *self)
{
    if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_MIDDLE)
        return FALSE;
    adr_window_close_tab(self, g_object_get_data(G_OBJECT(tab), "adr-editor"));
    return TRUE;
}

static GtkWidget *
make_tab(AdrWindow *self, AdrEditor *editor)
{
    GtkWidget *events = gtk_event_box_new();
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *label = gtk_label_new(NULL);
    GtkWidget *button = gtk_button_new();
    GtkWidget *icon = adr_icon_new("close");

    gtk_event_box_set_visible_window(GTK_EVENT_BOX(events), FALSE);
    gtk_style_context_add_class(gtk_widget_get_style_context(box), "adr-tab");
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), MAX_TAB_CHARS);
    gtk_button_set_relief(GTK_BUTTON(button), GTK_RELIEF_NONE);
    gtk_widget_set_can_focus(button, FALSE);
    gtk_widget_set_focus_on_click(button, FALSE);
    gtk_container_add(GTK_CONTAINER(button), icon);
    atk_object_set_name(gtk_widget_get_accessible(button), _("Close the tab"));
    g_object_set_data(G_OBJECT(button), "adr-editor", editor);
    g_object_set_data(G_OBJECT(events), "adr-editor", editor);
    g_object_set_data(G_OBJECT(events), "adr-label", label);
    g_object_set_data(G_OBJECT(events), "adr-icon", icon);
    g_signal_connect_object(button, "clicked", G_CALLBACK(tab_close_clicked_cb), self, 0);
    g_signal_connect_object(events, "button-press-event", G_CALLBACK(tab_button_press_cb), self, 0);
    gtk_box_pack_start(GTK_BOX(box), label, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(box), button, FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(events), box);
    gtk_widget_show_all(events);
    return events;
}

static void
insert_editor(AdrWindow *self, AdrEditor *editor)
{
    int at = gtk_notebook_get_current_page(self->tabs) + 1;

    g_signal_connect_object(editor, "document-changed", G_CALLBACK(editor_document_changed_cb),
                            self, 0);
    g_signal_connect_object(editor, "cursor-moved", G_CALLBACK(editor_cursor_moved_cb), self, 0);
    g_signal_connect_object(editor, "save-as-wanted", G_CALLBACK(editor_save_as_wanted_cb), self,
                            0);
    g_signal_connect_object(editor, "load-refused", G_CALLBACK(editor_load_refused_cb), self, 0);
    g_signal_connect_object(adr_editor_get_document(editor), "changed",
                            G_CALLBACK(editor_changed_cb), self, G_CONNECT_SWAPPED);
    gtk_notebook_insert_page(self->tabs, GTK_WIDGET(editor), make_tab(self, editor), at);
    gtk_notebook_set_tab_reorderable(self->tabs, GTK_WIDGET(editor), TRUE);
    update_tab(self, editor);
}

static GtkWidget *
make_empty_page(void)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
    GtkWidget *title = gtk_label_new(_("No program is open"));
    GtkWidget *hint = gtk_label_new(_("Choose one on the left, or start a new one."));
    GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *new_button = gtk_button_new_with_mnemonic(_("_New program"));
    GtkWidget *open_button = gtk_button_new_with_mnemonic(_("_Open…"));

    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
    gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
    gtk_style_context_add_class(gtk_widget_get_style_context(box), "adr-empty");
    gtk_style_context_add_class(gtk_widget_get_style_context(title), "title");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(new_button), "win.new");
    gtk_actionable_set_action_name(GTK_ACTIONABLE(open_button), "win.open");
    gtk_container_add(GTK_CONTAINER(buttons), new_button);
    gtk_container_add(GTK_CONTAINER(buttons), open_button);
    gtk_container_add(GTK_CONTAINER(box), title);
    gtk_container_add(GTK_CONTAINER(box), hint);
    gtk_container_add(GTK_CONTAINER(box), buttons);
    gtk_widget_show_all(box);
    return box;
}

static void
tabs_changed_cb(GtkNotebook *tabs, GtkWidget *page, guint index, AdrWindow *self)
{
    gboolean is_empty = gtk_notebook_get_n_pages(tabs) == 0;

    if (gtk_widget_in_destruction(GTK_WIDGET(self)))
        return;
    if (is_empty && self->empty_page == NULL) {
        self->empty_page = make_empty_page();
        gtk_stack_add_named(self->editor_stack, self->empty_page, "empty");
    }
    gtk_stack_set_visible_child_name(self->editor_stack, is_empty ? "empty" : "tabs");
    if (is_empty) {
        update_title(self);
        update_cursor(self);
        update_encoding(self);
        if (self->search_bar != NULL) {
            adr_search_bar_set_editor(self->search_bar, NULL);
            adr_search_bar_close(self->search_bar);
        }
    }
    adr_window_update_actions(self);
    session_changed(self);
}

static void
switch_page_cb(GtkNotebook *tabs, GtkWidget *page, guint index, AdrWindow *self)
{
    if (gtk_widget_in_destruction(GTK_WIDGET(self)))
        return;
    update_title(self);
    update_cursor(self);
    update_encoding(self);
    adr_window_update_actions(self);
    if (self->search_bar != NULL)
        adr_search_bar_set_editor(self->search_bar, ADR_EDITOR(page));
    if (self->files != NULL && adr_document_get_file(adr_editor_get_document(ADR_EDITOR(page))))
        adr_file_tree_select(self->files,
                             adr_document_get_file(adr_editor_get_document(ADR_EDITOR(page))));
    session_changed(self);
}

static void
closed_response_cb(GtkInfoBar *bar, int response, AdrWindow *self)
{
    if (response == 1)
        adr_window_reopen_tab(self);
}

void
adr_window_close_tab(AdrWindow *self, AdrEditor *editor)
{
    AdrDocument *document = adr_editor_get_document(editor);
    int page = gtk_notebook_page_num(self->tabs, GTK_WIDGET(editor));
    gboolean is_modified = gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document));

    if (page < 0)
        return;
    if (!adr_document_is_pristine(document)) {
        g_ptr_array_add(self->closed, g_object_ref(editor));
        if (self->closed->len > MAX_CLOSED)
            g_ptr_array_remove_index(self->closed, 0);
    }
    g_signal_handlers_disconnect_by_data(editor, self);
    g_signal_handlers_disconnect_by_data(document, self);
    if (self->search_bar != NULL)
        adr_search_bar_set_editor(self->search_bar, NULL);
    gtk_notebook_remove_page(self->tabs, page);
    if (self->search_bar != NULL)
        adr_search_bar_set_editor(self->search_bar, adr_window_get_active_editor(self));
    if (is_modified) {
        g_autofree char *title = g_strdup_printf(_("“%s” was closed with unsaved changes"),
                                                 adr_document_get_name(document));
        AdrMessageBar *bar =
            adr_message_bar_show(self->messages, "closed", GTK_MESSAGE_INFO, title,
                                 _("They are kept: Ctrl+Alt+T opens the tab again."));
        adr_message_bar_add_button(bar, _("Open _again"), 1);
        g_signal_connect_object(bar, "response", G_CALLBACK(closed_response_cb), self, 0);
    }
    session_changed(self);
}

void
adr_window_reopen_tab(AdrWindow *self)
{
    g_autoptr(AdrEditor) editor = NULL;

    if (self->closed->len == 0)
        return;
    editor = g_ptr_array_steal_index(self->closed, self->closed->len - 1);
    adr_message_bar_dismiss(self->messages, "closed");
    insert_editor(self, editor);
    adr_window_set_active_editor(self, editor);
}

static gboolean
is_name_taken(AdrWindow *self, const char *name)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self);

    for (guint i = 0; i < self->closed->len; i++)
        g_ptr_array_add(editors, self->closed->pdata[i]);
    for (guint i = 0; i < editors->len; i++) {
        if (g_str_equal(adr_document_get_name(adr_editor_get_document(editors->pdata[i])), name))
            return TRUE;
    }
    return FALSE;
}

static char *
dup_untitled_name(AdrWindow *self)
{
    for (guint i = 1;; i++) {
        g_autofree char *name = g_strdup_printf(_("untitled-%u.py"), i);

        if (!is_name_taken(self, name))
            return g_steal_pointer(&name);
    }
}

AdrEditor *
adr_window_add_document(AdrWindow *self, const char *name)
{
    g_autoptr(AdrDocument) document = NULL;
    g_autofree char *untitled = NULL;
    AdrEditor *editor;

    g_return_val_if_fail(ADR_IS_WINDOW(self), NULL);
    if (name == NULL)
        name = untitled = dup_untitled_name(self);
    document = adr_document_new(name);
    editor = adr_editor_new(document);
    insert_editor(self, editor);
    adr_window_set_active_editor(self, editor);
    return editor;
}

static AdrEditor *
find_editor(AdrWindow *self, GFile *file)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self);

    for (guint i = 0; i < editors->len; i++) {
        GFile *other = adr_document_get_file(adr_editor_get_document(editors->pdata[i]));

        if (other != NULL && g_file_equal(other, file))
            return editors->pdata[i];
    }
    return NULL;
}

typedef struct {
    AdrWindow *window; /* owned */
    guint line;
} OpenFile;

static void
open_file_info_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    OpenFile *open = data;
    AdrWindow *self = open->window;
    GFile *file = G_FILE(source);
    g_autoptr(GFileInfo) info = g_file_query_info_finish(file, result, NULL);

    if (info != NULL && g_file_info_get_file_type(info) == G_FILE_TYPE_DIRECTORY &&
        !gtk_widget_in_destruction(GTK_WIDGET(self))) {
        g_autofree char *name = g_file_get_basename(file);
        g_autofree char *shown = g_filename_display_name(name);
        g_autofree char *title = g_strdup_printf(_("“%s” is a folder"), shown);

        adr_window_set_folder(self, file);
        g_settings_set_boolean(adr_settings_get(), "show-files", TRUE);
        adr_window_show_message(self, GTK_MESSAGE_INFO, title,
                                _("Its files are listed on the left: open one with Enter or a "
                                  "double click."));
        if (gtk_notebook_get_n_pages(self->tabs) == 0)
            tabs_changed_cb(self->tabs, NULL, 0, self);
    } else if (!gtk_widget_in_destruction(GTK_WIDGET(self))) {
        AdrEditor *editor = find_editor(self, file);

        if (editor == NULL) {
            AdrEditor *active = adr_window_get_active_editor(self);
            g_autofree char *base = g_file_get_basename(file);
            g_autofree char *name = g_filename_display_name(base);
            gboolean replaces =
                active != NULL && adr_document_is_pristine(adr_editor_get_document(active));

            editor = adr_window_add_document(self, name);
            if (replaces)
                adr_window_close_tab(self, active);
            adr_editor_load(editor, file, NULL);
        } else {
            adr_window_set_active_editor(self, editor);
        }
        if (open->line > 0)
            adr_editor_go_to(editor, open->line, 1);
        if (adr_window_get_folder(self) == NULL && g_file_has_parent(file, NULL)) {
            g_autoptr(GFile) parent = g_file_get_parent(file);
            adr_window_set_folder(self, parent);
        }
    }
    g_object_unref(open->window);
    g_free(open);
}

void
adr_window_open_file(AdrWindow *self, GFile *file, guint line)
{
    OpenFile *open;

    g_return_if_fail(ADR_IS_WINDOW(self));
    open = g_new(OpenFile, 1);
    open->window = g_object_ref(self);
    open->line = line;
    g_file_query_info_async(file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                            G_PRIORITY_DEFAULT, NULL, open_file_info_cb, open);
}

void
adr_window_open_example(AdrWindow *self, const char *name)
{
    g_autofree char *relative = g_build_filename("examples", name, NULL);
    g_autofree char *path = adr_paths_dup_data(relative);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    AdrEditor *active = adr_window_get_active_editor(self);
    AdrEditor *editor;
    gsize len;

    g_return_if_fail(ADR_IS_WINDOW(self));
    // Small, and on the same disk as the program itself: there is nothing to wait for.
    if (!g_file_get_contents(path, &text, &len, &error)) {
        adr_window_show_message(self, GTK_MESSAGE_ERROR, _("The example could not be opened"),
                                error->message);
        return;
    }
    editor = adr_window_add_document(self, name);
    adr_document_set_text(adr_editor_get_document(editor), text, len);
    if (active != NULL && adr_document_is_pristine(adr_editor_get_document(active)))
        adr_window_close_tab(self, active);
}

GPtrArray *
adr_window_list_editors(AdrWindow *self)
{
    GPtrArray *editors = g_ptr_array_new();

    for (int i = 0; i < gtk_notebook_get_n_pages(self->tabs); i++)
        g_ptr_array_add(editors, gtk_notebook_get_nth_page(self->tabs, i));
    return editors;
}

GPtrArray *
adr_window_list_closed_editors(AdrWindow *self)
{
    GPtrArray *editors = g_ptr_array_new();

    for (guint i = self->closed->len; i > 0; i--)
        g_ptr_array_add(editors, self->closed->pdata[i - 1]);
    return editors;
}

void
adr_window_add_closed_editor(AdrWindow *self, AdrEditor *editor)
{
    g_ptr_array_add(self->closed, g_object_ref_sink(editor));
}

AdrEditor *
adr_window_get_active_editor(AdrWindow *self)
{
    int page = gtk_notebook_get_current_page(self->tabs);

    return page >= 0 ? ADR_EDITOR(gtk_notebook_get_nth_page(self->tabs, page)) : NULL;
}

void
adr_window_set_active_editor(AdrWindow *self, AdrEditor *editor)
{
    gtk_notebook_set_current_page(self->tabs,
                                  gtk_notebook_page_num(self->tabs, GTK_WIDGET(editor)));
    gtk_widget_grab_focus(GTK_WIDGET(adr_editor_get_view(editor)));
}

void
adr_window_show_message(AdrWindow *self, GtkMessageType type, const char *title, const char *detail)
{
    adr_message_bar_show(self->messages, title, type, title, detail);
}

/* -- Save as */

static void
save_as_response_cb(GtkNativeDialog *dialog, int response, AdrEditor *editor)
{
    g_autoptr(GFile) file = NULL;

    if (response == GTK_RESPONSE_ACCEPT) {
        file = gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog));
        adr_editor_save(editor, file);
        gtk_recent_manager_add_item(gtk_recent_manager_get_default(),
                                    g_file_peek_path(file) != NULL
                                        ? gtk_file_chooser_get_uri(GTK_FILE_CHOOSER(dialog))
                                        : "");
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

void
adr_window_save_as(AdrWindow *self, AdrEditor *editor)
{
    AdrDocument *document = adr_editor_get_document(editor);
    GFile *file = adr_document_get_file(document);
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        _("Save as"), GTK_WINDOW(self), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));

    gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(dialog), TRUE);
    if (file != NULL) {
        gtk_file_chooser_set_file(GTK_FILE_CHOOSER(dialog), file, NULL);
    } else {
        if (adr_window_get_folder(self) != NULL)
            gtk_file_chooser_set_current_folder_file(GTK_FILE_CHOOSER(dialog),
                                                     adr_window_get_folder(self), NULL);
        gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog),
                                          adr_document_get_name(document));
    }
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect_object(dialog, "response", G_CALLBACK(save_as_response_cb), editor, 0);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* -- Files */

static void
file_activated_cb(AdrFileTree *files, GFile *file, AdrWindow *self)
{
    adr_window_open_file(self, file, 0);
}

static void
file_renamed_cb(AdrFileTree *files, GFile *old, GFile *new_file, AdrWindow *self)
{
    AdrEditor *editor = find_editor(self, old);

    if (editor != NULL)
        adr_document_rename(adr_editor_get_document(editor), new_file);
}

/* The tree went up by itself. */
static void
files_folder_cb(AdrFileTree *files, AdrWindow *self)
{
    g_set_object(&self->folder, adr_file_tree_get_folder(files));
    session_changed(self);
}

static void
files_problem_cb(AdrFileTree *files, const char *title, const char *detail, AdrWindow *self)
{
    adr_window_show_message(self, GTK_MESSAGE_ERROR, title, detail);
}

static void
add_files(AdrWindow *self)
{
    self->files = g_object_new(ADR_TYPE_FILE_TREE, NULL);
    adr_file_tree_set_folder(self->files, self->folder);
    gtk_stack_add_named(self->left_stack, GTK_WIDGET(self->files), "files");
    g_signal_connect_object(self->files, "file-activated", G_CALLBACK(file_activated_cb), self, 0);
    g_signal_connect_object(self->files, "file-renamed", G_CALLBACK(file_renamed_cb), self, 0);
    g_signal_connect_object(self->files, "folder-changed", G_CALLBACK(files_folder_cb), self, 0);
    g_signal_connect_object(self->files, "problem", G_CALLBACK(files_problem_cb), self, 0);
}

GFile *
adr_window_get_folder(AdrWindow *self)
{
    return self->folder;
}

void
adr_window_set_folder(AdrWindow *self, GFile *folder)
{
    g_return_if_fail(ADR_IS_WINDOW(self));
    g_set_object(&self->folder, folder);
    if (self->files != NULL)
        adr_file_tree_set_folder(self->files, folder);
    session_changed(self);
}

/* -- Places in programs */

void
adr_window_go_to_place(AdrWindow *self, const char *name, guint line)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self);
    AdrEditor *active = adr_window_get_active_editor(self);
    g_autofree char *base = g_path_get_basename(name);
    g_autoptr(GFile) file = NULL;
    AdrEditor *by_base = NULL;

    // The tab in front has the first claim: two tabs may have the same name.
    if (active != NULL)
        g_ptr_array_insert(editors, 0, active);
    for (guint i = 0; i < editors->len; i++) {
        AdrDocument *document = adr_editor_get_document(editors->pdata[i]);
        GFile *own = adr_document_get_file(document);

        if (g_str_equal(adr_document_get_name(document), name) ||
            (own != NULL && g_strcmp0(g_file_peek_path(own), name) == 0)) {
            adr_window_set_active_editor(self, editors->pdata[i]);
            adr_editor_go_to(editors->pdata[i], line, 1);
            return;
        }
        if (by_base == NULL && g_str_equal(adr_document_get_name(document), base))
            by_base = editors->pdata[i];
    }
    // Not open: a file of that name in the folder that is shown. Boards say "lib/x.py" or
    // "/lib/x.py".
    if (adr_window_get_folder(self) != NULL)
        file = g_file_resolve_relative_path(adr_window_get_folder(self),
                                            *name == '/' ? name + 1 : name);
    if (file != NULL && g_file_query_exists(file, NULL)) {
        adr_window_open_file(self, file, line);
    } else if (g_path_is_absolute(name) && g_file_test(name, G_FILE_TEST_IS_REGULAR)) {
        g_autoptr(GFile) absolute = g_file_new_for_path(name);
        adr_window_open_file(self, absolute, line);
    } else if (by_base != NULL) {
        adr_window_set_active_editor(self, by_base);
        adr_editor_go_to(by_base, line, 1);
    } else {
        g_autofree char *title = g_strdup_printf(_("“%s” is not on this computer"), name);
        adr_window_show_message(self, GTK_MESSAGE_INFO, title,
                                _("The program on the board was not opened from here. If it is in "
                                  "another folder, open that folder first."));
    }
}

/* -- Popovers of the header bar */

static void
open_toggled_cb(GtkToggleButton *button, AdrWindow *self)
{
    if (gtk_toggle_button_get_active(button))
        adr_window_show_open_popover(self);
    else if (self->open_popover != NULL)
        gtk_popover_popdown(GTK_POPOVER(self->open_popover));
}

static void
menu_toggled_cb(GtkToggleButton *button, AdrWindow *self)
{
    if (gtk_toggle_button_get_active(button))
        adr_window_show_menu_popover(self);
    else if (self->menu_popover != NULL)
        gtk_popover_popdown(GTK_POPOVER(self->menu_popover));
}

static void
target_chosen_cb(AdrTargetButton *button, const char *address, AdrWindow *self)
{
    adr_window_choose_target(self, address);
}

/* -- The window itself */

/* In the terminal, Ctrl with a letter belongs to the program at the other end, as in every
 * terminal; only the letters that it has no use for keep their meaning here. */
static gboolean
is_for_terminal(AdrWindow *self, GdkEventKey *event)
{
    GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();
    guint key = gdk_keyval_to_lower(event->keyval);

    return gtk_window_get_focus(GTK_WINDOW(self)) == GTK_WIDGET(self->terminal) &&
           ((modifiers == GDK_CONTROL_MASK &&
             ((key >= 'a' && key <= 'z' && strchr("oqs", key) == NULL) || key == '[' ||
              key == ']' || key == '/')) ||
            modifiers == GDK_MOD1_MASK);
}

static gboolean
adr_window_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    AdrWindow *self = ADR_WINDOW(widget);

    if (is_for_terminal(self, event) && gtk_window_propagate_key_event(GTK_WINDOW(self), event))
        return TRUE;
    return GTK_WIDGET_CLASS(adr_window_parent_class)->key_press_event(widget, event);
}

static void
remember_size(AdrWindow *self)
{
    GSettings *settings = adr_settings_get();
    gboolean is_maximized = gtk_window_is_maximized(GTK_WINDOW(self));
    int width, height;

    g_settings_delay(settings);
    g_settings_set_boolean(settings, "window-maximized", is_maximized);
    if (!is_maximized) {
        gtk_window_get_size(GTK_WINDOW(self), &width, &height);
        g_settings_set_int(settings, "window-width", width);
        g_settings_set_int(settings, "window-height", height);
        g_settings_set_int(settings, "editor-height", gtk_paned_get_position(self->main_paned));
    }
    if (gtk_widget_get_visible(GTK_WIDGET(self->left_stack)))
        g_settings_set_int(settings, "files-width", gtk_paned_get_position(self->side_paned));
    g_settings_apply(settings);
}

static gboolean
adr_window_configure_event(GtkWidget *widget, GdkEventConfigure *event)
{
    adr_target_button_set_narrow(ADR_WINDOW(widget)->target_button, event->width < NARROW);
    return GTK_WIDGET_CLASS(adr_window_parent_class)->configure_event(widget, event);
}

static gboolean
adr_window_delete_event(GtkWidget *widget, GdkEventAny *event)
{
    remember_size(ADR_WINDOW(widget));
    return FALSE;
}

/* For window managers that do not know our desktop file. Drawn, because a named icon would load the
 * icon theme for nothing else. */
static void
set_window_icon(AdrWindow *self)
{
    static const int size = 64;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, size, size);
    cairo_t *cr = cairo_create(surface);
    GdkPixbuf *icon;

    cairo_set_source_rgb(cr, 0.16, 0.45, 0.33);
    adr_icon_draw(cr, "adder", 0, 0, size);
    icon = gdk_pixbuf_get_from_surface(surface, 0, 0, size, size);
    gtk_window_set_icon(GTK_WINDOW(self), icon);
    g_object_unref(icon);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* Start-up leaves much free memory behind (the grammar of the languages above all): 1 MB of 27. */
static gboolean
trim_memory_cb(gpointer unused)
{
    malloc_trim(0);
    return G_SOURCE_REMOVE;
}

static gboolean
started_cb(gpointer data)
{
    AdrWindow *self = data;

    if (self->started || gtk_widget_in_destruction(GTK_WIDGET(self)))
        return G_SOURCE_REMOVE;
    self->started = TRUE;
    add_files(self);
    set_window_icon(self);
    adr_window_start_target(self);
    adr_terminal_enable_links(self->terminal);
    adr_target_button_watch_ports(self->target_button);
    g_timeout_add(1000, trim_memory_cb, NULL);
    return G_SOURCE_REMOVE;
}

static void
after_paint_cb(GdkFrameClock *clock, AdrWindow *self)
{
    g_signal_handlers_disconnect_by_func(clock, after_paint_cb, self);
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, started_cb, g_object_ref(self), g_object_unref);
}

static void
adr_window_map(GtkWidget *widget)
{
    GTK_WIDGET_CLASS(adr_window_parent_class)->map(widget);
    if (!ADR_WINDOW(widget)->started) {
        g_signal_connect_object(gtk_widget_get_frame_clock(widget), "after-paint",
                                G_CALLBACK(after_paint_cb), widget, 0);
    }
}

static void
adr_window_dispose(GObject *object)
{
    AdrWindow *self = ADR_WINDOW(object);

    g_clear_handle_id(&self->cursor_id, g_source_remove);
    if (self->cancellable != NULL)
        g_cancellable_cancel(self->cancellable);
    g_clear_object(&self->cancellable);
    if (self->search_bar != NULL)
        adr_search_bar_set_editor(self->search_bar, NULL);
    self->search_bar = NULL; // dispose may run twice, children are destroyed in the first
    g_clear_pointer(&self->closed, g_ptr_array_unref);
    g_clear_pointer(&self->last_error, adr_run_result_unref);
    g_clear_pointer(&self->terminals, g_hash_table_unref);
    g_clear_object(&self->target);
    g_clear_object(&self->folder);
    G_OBJECT_CLASS(adr_window_parent_class)->dispose(object);
}

static void
adr_window_finalize(GObject *object)
{
    g_free(ADR_WINDOW(object)->address);
    G_OBJECT_CLASS(adr_window_parent_class)->finalize(object);
}

static void
adr_window_class_init(AdrWindowClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    object_class->dispose = adr_window_dispose;
    object_class->finalize = adr_window_finalize;
    widget_class->key_press_event = adr_window_key_press_event;
    widget_class->configure_event = adr_window_configure_event;
    widget_class->delete_event = adr_window_delete_event;
    widget_class->map = adr_window_map;
    signals[SESSION_CHANGED] = g_signal_new("session-changed", ADR_TYPE_WINDOW, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    g_type_ensure(ADR_TYPE_ICON);
    g_type_ensure(ADR_TYPE_TARGET_BUTTON);
    gtk_widget_class_set_template_from_resource(widget_class, "/io/github/adder/ui/adr-window.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, header);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, title_label);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, subtitle_label);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, open_button);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, menu_button);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, target_button);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, messages);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, overlay);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, side_paned);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, main_paned);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, left_stack);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, editor_stack);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, tabs);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, search_slot);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, terminal_stack);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, status_icon);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, status_target);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, status_banner);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, status_cursor);
    gtk_widget_class_bind_template_child(widget_class, AdrWindow, status_encoding);
    gtk_widget_class_bind_template_callback(widget_class, open_toggled_cb);
    gtk_widget_class_bind_template_callback(widget_class, menu_toggled_cb);
    gtk_widget_class_bind_template_callback(widget_class, target_chosen_cb);
    gtk_widget_class_bind_template_callback(widget_class, switch_page_cb);
    gtk_widget_class_bind_template_callback(widget_class, tabs_changed_cb);
}

static void
adr_window_init(AdrWindow *self)
{
    GSettings *settings = adr_settings_get();

    self->cancellable = g_cancellable_new();
    self->closed = g_ptr_array_new_with_free_func(g_object_unref);
    self->terminals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->address = g_settings_get_string(settings, "target");
    gtk_widget_init_template(GTK_WIDGET(self));
    add_all_title_buttons(self);
    self->terminal = adr_window_ensure_terminal(self, self->address);
    adr_target_button_set_target(self->target_button, NULL, self->address);
    adr_window_add_actions(self);

    gtk_window_set_default_size(GTK_WINDOW(self), g_settings_get_int(settings, "window-width"),
                                g_settings_get_int(settings, "window-height"));
    gtk_paned_set_position(self->main_paned, g_settings_get_int(settings, "editor-height"));
    gtk_paned_set_position(self->side_paned, g_settings_get_int(settings, "files-width"));
    if (g_settings_get_boolean(settings, "window-maximized"))
        gtk_window_maximize(GTK_WINDOW(self));
    g_settings_bind(settings, "show-files", self->left_stack, "visible", G_SETTINGS_BIND_GET);
    update_title(self);
    adr_window_update_status(self);
}

void
adr_window_prepare(void)
{
    g_autoptr(GtkCssProvider) css = gtk_css_provider_new();

    g_resources_register(adder_get_resource());
    gtk_css_provider_load_from_resource(css, "/io/github/adder/adder.css");
    // Above VTE's own provider, which has the priority of an application.
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(), GTK_STYLE_PROVIDER(css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    adr_scheme_init();
}

AdrWindow *
adr_window_new(GtkApplication *application)
{
    return g_object_new(ADR_TYPE_WINDOW, "application", application, NULL);
}
