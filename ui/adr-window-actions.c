/* SPDX-License-Identifier: MIT */
/* The window's actions, and the menus that show some of them. Every action here stands in
 * adr-commands.c with its keys.
 */
#include "config.h"

#include "ui/adr-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-message-bar.h"
#include "ui/adr-palette.h"
#include "ui/adr-paths.h"

/* -- Program */

static void
run_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_run(self);
}

static void
stop_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_stop(self);
}

static void
soft_reset_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_soft_reset(self);
}

static void
reconnect_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_reconnect(self);
}

static void
disconnect_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_disconnect(self);
}

static void
choose_target_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->target_button), TRUE);
}

/* -- Files */

static void
new_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_add_document(self, NULL);
}

static void
open_response_cb(GtkNativeDialog *dialog, int response, AdrWindow *self)
{
    if (response == GTK_RESPONSE_ACCEPT) {
        GSList *files = gtk_file_chooser_get_files(GTK_FILE_CHOOSER(dialog));
        gboolean is_folder = gtk_file_chooser_get_action(GTK_FILE_CHOOSER(dialog)) ==
                             GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;

        for (GSList *l = files; l != NULL; l = l->next) {
            g_autofree char *uri = g_file_get_uri(l->data);

            if (is_folder) {
                adr_window_set_folder(self, l->data);
                g_settings_set_boolean(adr_settings_get(), "show-files", TRUE);
            } else {
                adr_window_open_file(self, l->data, 0);
                gtk_recent_manager_add_item(gtk_recent_manager_get_default(), uri);
            }
        }
        g_slist_free_full(files, g_object_unref);
    }
    gtk_native_dialog_destroy(dialog);
    g_object_unref(dialog);
}

static void
show_chooser(AdrWindow *self, const char *title, GtkFileChooserAction what)
{
    GtkFileChooserNative *dialog =
        gtk_file_chooser_native_new(title, GTK_WINDOW(self), what, _("_Open"), _("_Cancel"));
    GFile *folder = adr_window_get_folder(self);

    if (folder != NULL)
        gtk_file_chooser_set_current_folder_file(GTK_FILE_CHOOSER(dialog), folder, NULL);
    if (what == GTK_FILE_CHOOSER_ACTION_OPEN) {
        GtkFileFilter *python = gtk_file_filter_new();
        GtkFileFilter *all = gtk_file_filter_new();

        gtk_file_chooser_set_select_multiple(GTK_FILE_CHOOSER(dialog), TRUE);
        gtk_file_filter_set_name(all, _("All files"));
        gtk_file_filter_add_pattern(all, "*");
        gtk_file_filter_set_name(python, _("Python programs"));
        gtk_file_filter_add_pattern(python, "*.py");
        gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), all);
        gtk_file_chooser_add_filter(GTK_FILE_CHOOSER(dialog), python);
    }
    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect_object(dialog, "response", G_CALLBACK(open_response_cb), self, 0);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

static void
open_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    show_chooser(self, _("Open a file"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

static void
open_folder_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    show_chooser(self, _("Open a folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
open_uri_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    g_autoptr(GFile) file = g_file_new_for_uri(g_variant_get_string(parameter, NULL));

    adr_window_open_file(self, file, 0);
}

static void
open_example_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_open_example(self, g_variant_get_string(parameter, NULL));
}

static void
save_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);

    if (editor != NULL)
        adr_editor_save(editor, NULL);
}

static void
save_as_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);

    if (editor != NULL)
        adr_window_save_as(self, editor);
}

static void
save_all_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self);

    for (guint i = 0; i < editors->len; i++) {
        AdrDocument *document = adr_editor_get_document(editors->pdata[i]);

        // Those without a file would each ask for a name.
        if (gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)) &&
            adr_document_get_file(document) != NULL && !adr_document_get_read_only(document))
            adr_editor_save(editors->pdata[i], NULL);
    }
}

static void
reload_response_cb(GtkInfoBar *bar, int response, AdrEditor *editor)
{
    if (response == 1)
        adr_editor_load(editor, adr_document_get_file(adr_editor_get_document(editor)), NULL);
}

static void
reload_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);
    AdrDocument *document = editor != NULL ? adr_editor_get_document(editor) : NULL;

    if (document == NULL || adr_document_get_file(document) == NULL)
        return;
    if (gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document))) {
        AdrMessageBar *bar = adr_message_bar_show(
            adr_editor_get_message_area(editor), "disk", GTK_MESSAGE_WARNING,
            _("You have unsaved changes"), _("Reading the file again replaces them."));
        adr_message_bar_add_button(bar, _("_Read it again"), 1);
        g_signal_connect_object(bar, "response", G_CALLBACK(reload_response_cb), editor, 0);
    } else {
        adr_editor_load(editor, adr_document_get_file(document), NULL);
    }
}

static void
close_tab_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);

    if (editor != NULL)
        adr_window_close_tab(self, editor);
}

static void
reopen_tab_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    adr_window_reopen_tab(self);
}

static void
step_tab(AdrWindow *self, int step)
{
    int n = gtk_notebook_get_n_pages(self->tabs);

    if (n > 0) {
        gtk_notebook_set_current_page(self->tabs,
                                      (gtk_notebook_get_current_page(self->tabs) + step + n) % n);
        gtk_widget_grab_focus(GTK_WIDGET(adr_editor_get_view(adr_window_get_active_editor(self))));
    }
}

static void
next_tab_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    step_tab(self, 1);
}

static void
previous_tab_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    step_tab(self, -1);
}

/* -- Editing */

static void
undo_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
    AdrEditor *editor = adr_window_get_active_editor(self);
    const char *what = g_str_equal(g_action_get_name(G_ACTION(action)), "undo") ? "undo" : "redo";

    // Entries have no undo; with the focus in one the editor must not change unseen.
    if (editor != NULL && !GTK_IS_ENTRY(focus) &&
        !adr_document_get_read_only(adr_editor_get_document(editor)))
        g_signal_emit_by_name(adr_editor_get_view(editor), what);
}

static AdrSearchBar *
ensure_search_bar(AdrWindow *self)
{
    if (self->search_bar == NULL) {
        self->search_bar = adr_search_bar_new();
        gtk_container_add(GTK_CONTAINER(self->search_slot), GTK_WIDGET(self->search_bar));
        gtk_widget_show(GTK_WIDGET(self->search_slot));
        adr_search_bar_set_editor(self->search_bar, adr_window_get_active_editor(self));
    }
    return self->search_bar;
}

static void
find_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    adr_search_bar_open(ensure_search_bar(data), FALSE);
}

static void
replace_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    adr_search_bar_open(ensure_search_bar(data), TRUE);
}

static void
find_next_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    if (self->search_bar == NULL || !gtk_widget_get_visible(GTK_WIDGET(self->search_bar)))
        find_cb(NULL, NULL, data);
    else
        adr_search_bar_find_next(self->search_bar);
}

static void
find_previous_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    if (self->search_bar == NULL || !gtk_widget_get_visible(GTK_WIDGET(self->search_bar)))
        find_cb(NULL, NULL, data);
    else
        adr_search_bar_find_previous(self->search_bar);
}

static void
go_to_line_cb(AdrPalette *palette, guint line, AdrWindow *self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);

    if (editor != NULL)
        adr_editor_go_to(editor, line, 1);
}

static void
open_palette(AdrWindow *self, const char *text)
{
    if (self->palette == NULL) {
        self->palette = GTK_WIDGET(adr_palette_new());
        gtk_overlay_add_overlay(self->overlay, self->palette);
        g_signal_connect_object(self->palette, "go-to-line", G_CALLBACK(go_to_line_cb), self, 0);
    }
    adr_palette_open(ADR_PALETTE(self->palette), text);
}

static void
go_to_line_action_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    open_palette(self, ":");
}

static void
palette_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    if (self->palette != NULL && gtk_widget_get_visible(self->palette))
        adr_palette_close(ADR_PALETTE(self->palette));
    else
        open_palette(self, "");
}

static void
edit_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    AdrEditor *editor = adr_window_get_active_editor(self);
    const char *name = g_action_get_name(G_ACTION(action));

    if (editor == NULL)
        return;
    if (g_str_equal(name, "toggle-comment"))
        adr_editor_toggle_comment(editor);
    else if (g_str_equal(name, "indent"))
        adr_editor_indent(editor, FALSE);
    else if (g_str_equal(name, "unindent"))
        adr_editor_indent(editor, TRUE);
    else if (g_str_equal(name, "move-lines-up"))
        adr_editor_move_lines(editor, FALSE);
    else if (g_str_equal(name, "move-lines-down"))
        adr_editor_move_lines(editor, TRUE);
    else if (g_str_equal(name, "duplicate-lines"))
        adr_editor_duplicate_lines(editor);
}

static void
next_problem_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    if (self->last_error != NULL) {
        GPtrArray *frames = self->last_error->frames;
        const AdrFrame *frame = frames->pdata[frames->len - 1];

        adr_window_go_to_place(self, frame->file, frame->line);
    }
}

/* -- Window */

static void
toggle_terminal_focus_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;
    AdrEditor *editor = adr_window_get_active_editor(self);

    if (gtk_window_get_focus(GTK_WINDOW(self)) != GTK_WIDGET(self->terminal))
        gtk_widget_grab_focus(GTK_WIDGET(self->terminal));
    else if (editor != NULL)
        gtk_widget_grab_focus(GTK_WIDGET(adr_editor_get_view(editor)));
}

static void
terminal_copy_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    if (vte_terminal_get_has_selection(VTE_TERMINAL(self->terminal)))
        vte_terminal_copy_clipboard_format(VTE_TERMINAL(self->terminal), VTE_FORMAT_TEXT);
}

static void
terminal_paste_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    adr_terminal_paste(((AdrWindow *)data)->terminal, GDK_SELECTION_CLIPBOARD);
}

static void
terminal_clear_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    adr_terminal_clear(((AdrWindow *)data)->terminal);
}

static void
focus_files_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    g_settings_set_boolean(adr_settings_get(), "show-files", TRUE);
    if (self->files != NULL)
        adr_file_tree_focus(self->files);
}

static void
zoom_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    GSettings *settings = adr_settings_get();
    const char *how = g_variant_get_string(parameter, NULL);
    int zoom = g_settings_get_int(settings, "zoom");

    if (g_str_equal(how, "in"))
        zoom = zoom + 10;
    else if (g_str_equal(how, "out"))
        zoom = zoom - 10;
    else
        zoom = 100;
    g_settings_set_int(settings, "zoom", CLAMP(zoom, 40, 400));
}

static void
fullscreen_cb(GSimpleAction *action, GVariant *parameter, gpointer self)
{
    GdkWindow *window = gtk_widget_get_window(self);

    if (window != NULL && (gdk_window_get_state(window) & GDK_WINDOW_STATE_FULLSCREEN) != 0)
        gtk_window_unfullscreen(self);
    else
        gtk_window_fullscreen(self);
}

static void
primary_menu_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrWindow *self = data;

    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->menu_button), TRUE);
}

static const GActionEntry entries[] = {
    {"run", run_cb},
    {"stop", stop_cb},
    {"soft-reset", soft_reset_cb},
    {"reconnect", reconnect_cb},
    {"disconnect", disconnect_cb},
    {"choose-target", choose_target_cb},
    {"new", new_cb},
    {"open", open_cb},
    {"open-folder", open_folder_cb},
    {"open-uri", open_uri_cb, "s"},
    {"open-example", open_example_cb, "s"},
    {"save", save_cb},
    {"save-as", save_as_cb},
    {"save-all", save_all_cb},
    {"reload", reload_cb},
    {"close-tab", close_tab_cb},
    {"reopen-tab", reopen_tab_cb},
    {"next-tab", next_tab_cb},
    {"previous-tab", previous_tab_cb},
    {"undo", undo_cb},
    {"redo", undo_cb},
    {"find", find_cb},
    {"find-next", find_next_cb},
    {"find-previous", find_previous_cb},
    {"replace", replace_cb},
    {"go-to-line", go_to_line_action_cb},
    {"toggle-comment", edit_cb},
    {"indent", edit_cb},
    {"unindent", edit_cb},
    {"move-lines-up", edit_cb},
    {"move-lines-down", edit_cb},
    {"duplicate-lines", edit_cb},
    {"next-problem", next_problem_cb},
    {"toggle-terminal-focus", toggle_terminal_focus_cb},
    {"terminal-copy", terminal_copy_cb},
    {"terminal-paste", terminal_paste_cb},
    {"terminal-clear", terminal_clear_cb},
    {"focus-files", focus_files_cb},
    {"zoom", zoom_cb, "s"},
    {"fullscreen", fullscreen_cb},
    {"palette", palette_cb},
    {"primary-menu", primary_menu_cb},
};

void
adr_window_add_actions(AdrWindow *self)
{
    static const char *const toggles[] = {"show-files", "wrap-lines", "show-line-numbers"};

    g_action_map_add_action_entries(G_ACTION_MAP(self), entries, G_N_ELEMENTS(entries), self);
    for (gsize i = 0; i < G_N_ELEMENTS(toggles); i++) {
        g_autoptr(GAction) action = g_settings_create_action(adr_settings_get(), toggles[i]);
        g_action_map_add_action(G_ACTION_MAP(self), action);
    }
    adr_window_update_actions(self);
}

static void
enable(AdrWindow *self, const char *name, gboolean enabled)
{
    GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self), name);

    if (action != NULL)
        g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

void
adr_window_update_actions(AdrWindow *self)
{
    static const char *const with_editor[] = {
        "run",
        "save",
        "save-as",
        "save-all",
        "close-tab",
        "next-tab",
        "undo",
        "redo",
        "find",
        "find-next",
        "replace",
        "indent",
        "go-to-line",
        "unindent",
        "move-lines-up",
        "previous-tab",
        "find-previous",
        "toggle-comment",
        "move-lines-down",
        "duplicate-lines",
    };
    AdrEditor *editor = adr_window_get_active_editor(self);
    AdrTargetState state =
        self->target != NULL ? adr_target_get_state(self->target) : ADR_TARGET_STATE_DISCONNECTED;
    gboolean is_connected = state == ADR_TARGET_STATE_IDLE || state == ADR_TARGET_STATE_RUNNING ||
                            state == ADR_TARGET_STATE_BUSY;

    if (gtk_widget_in_destruction(GTK_WIDGET(self)))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(with_editor); i++)
        enable(self, with_editor[i], editor != NULL);
    enable(self, "reload",
           editor != NULL && adr_document_get_file(adr_editor_get_document(editor)) != NULL);
    enable(self, "reopen-tab", self->closed != NULL && self->closed->len > 0);
    enable(self, "next-problem", self->last_error != NULL);
    // Also while connecting: Stop is what gets a hanging board to answer. Never grey for nothing.
    enable(self, "stop", is_connected || state == ADR_TARGET_STATE_CONNECTING);
    enable(self, "soft-reset", is_connected);
    enable(self, "disconnect", state != ADR_TARGET_STATE_DISCONNECTED);
    enable(self, "reconnect", !is_connected);
}

/* -- Menus, built when they are first opened */

static void
closed_cb(GtkToggleButton *button)
{
    gtk_toggle_button_set_active(button, FALSE);
}

static GtkWidget *
make_popover(GtkWidget *button, GMenuModel *model)
{
    GtkWidget *popover = gtk_popover_new_from_model(button, model);

    g_signal_connect_object(popover, "closed", G_CALLBACK(closed_cb), button, G_CONNECT_SWAPPED);
    return popover;
}

static void
append(GMenu *menu, const char *label, const char *action, const char *target)
{
    g_autoptr(GMenuItem) item = g_menu_item_new(label, NULL);

    g_menu_item_set_action_and_target(item, action, target != NULL ? "s" : NULL, target);
    g_menu_append_item(menu, item);
}

static int
compare_recent_cb(gconstpointer a, gconstpointer b)
{
    time_t time_a = gtk_recent_info_get_modified((GtkRecentInfo *)a);
    time_t time_b = gtk_recent_info_get_modified((GtkRecentInfo *)b);

    return (time_a < time_b) - (time_a > time_b);
}

static void
add_recent(GMenu *menu)
{
    GList *items = gtk_recent_manager_get_items(gtk_recent_manager_get_default());
    int n = 0;

    items = g_list_sort(items, compare_recent_cb);
    for (GList *l = items; l != NULL && n < 8; l = l->next) {
        if (gtk_recent_info_has_application(l->data, g_get_application_name()) &&
            gtk_recent_info_exists(l->data)) {
            append(menu, gtk_recent_info_get_display_name(l->data), "win.open-uri",
                   gtk_recent_info_get_uri(l->data));
            n++;
        }
    }
    g_list_free_full(items, (GDestroyNotify)gtk_recent_info_unref);
}

static int
compare_names_cb(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
add_examples(GMenu *menu)
{
    g_autofree char *path = adr_paths_dup_data("examples");
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(name, ".py"))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, compare_names_cb);
    for (guint i = 0; i < names->len; i++)
        append(menu, names->pdata[i], "win.open-example", names->pdata[i]);
}

void
adr_window_show_open_popover(AdrWindow *self)
{
    g_autoptr(GMenu) menu = g_menu_new();
    g_autoptr(GMenu) open = g_menu_new();
    g_autoptr(GMenu) recent = g_menu_new();
    g_autoptr(GMenu) examples = g_menu_new();

    if (self->open_popover != NULL) // what is recent has changed
        gtk_widget_destroy(self->open_popover);
    append(open, _("File…"), "win.open", NULL);
    append(open, _("Folder…"), "win.open-folder", NULL);
    append(open, _("Last closed tab"), "win.reopen-tab", NULL);
    add_recent(recent);
    add_examples(examples);
    g_menu_append_section(menu, NULL, G_MENU_MODEL(open));
    if (g_menu_model_get_n_items(G_MENU_MODEL(recent)) > 0)
        g_menu_append_section(menu, _("Recent"), G_MENU_MODEL(recent));
    if (g_menu_model_get_n_items(G_MENU_MODEL(examples)) > 0)
        g_menu_append_section(menu, _("Examples"), G_MENU_MODEL(examples));
    self->open_popover = make_popover(self->open_button, G_MENU_MODEL(menu));
    gtk_popover_popup(GTK_POPOVER(self->open_popover));
}

void
adr_window_show_menu_popover(AdrWindow *self)
{
    if (self->menu_popover == NULL) {
        g_autoptr(GMenu) menu = g_menu_new();
        g_autoptr(GMenu) zoom = g_menu_new();
        g_autoptr(GMenu) edit = g_menu_new();
        g_autoptr(GMenu) file = g_menu_new();
        g_autoptr(GMenu) view = g_menu_new();
        g_autoptr(GMenu) help = g_menu_new();
        g_autoptr(GMenuItem) zoom_item = NULL;

        append(zoom, _("Smaller"), "win.zoom", "out");
        append(zoom, _("Normal size"), "win.zoom", "normal");
        append(zoom, _("Larger"), "win.zoom", "in");
        append(file, _("Save"), "win.save", NULL);
        append(file, _("Save as…"), "win.save-as", NULL);
        append(edit, _("Find…"), "win.find", NULL);
        append(edit, _("Find and replace…"), "win.replace", NULL);
        append(edit, _("Go to line…"), "win.go-to-line", NULL);
        append(view, _("Files on the left"), "win.show-files", NULL);
        append(view, _("Line numbers"), "win.show-line-numbers", NULL);
        append(view, _("Wrap long lines"), "win.wrap-lines", NULL);
        append(view, _("Full screen"), "win.fullscreen", NULL);
        append(help, _("All commands…"), "win.palette", NULL);
        append(help, _("Keyboard shortcuts"), "app.shortcuts", NULL);
        append(help, _("Help"), "app.help", NULL);
        append(help, _("About Adder"), "app.about", NULL);
        zoom_item = g_menu_item_new_section(_("Text size"), G_MENU_MODEL(zoom));
        g_menu_append_section(menu, NULL, G_MENU_MODEL(file));
        g_menu_append_section(menu, NULL, G_MENU_MODEL(edit));
        g_menu_append_section(menu, NULL, G_MENU_MODEL(view));
        g_menu_append_item(menu, zoom_item);
        g_menu_append_section(menu, NULL, G_MENU_MODEL(help));
        self->menu_popover = make_popover(self->menu_button, G_MENU_MODEL(menu));
    }
    gtk_popover_popup(GTK_POPOVER(self->menu_popover));
}
